"""The pure half: files in, tables out. Nothing here knows Streamlit, Plotly or pydeck."""
