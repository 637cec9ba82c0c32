"""Benchmarks: what the page costs, measured beside an empty Streamlit app; run by ``python -m benchmarks``."""
