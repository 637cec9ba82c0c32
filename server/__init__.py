"""The server half: the document, the files that browsers keep, and what else is answered beside Streamlit."""
