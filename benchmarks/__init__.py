"""Benchmarks: what the page costs beside an empty Streamlit app: ``python -m benchmarks``."""
