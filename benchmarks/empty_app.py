"""The smallest Streamlit app: the bar that the page is held to."""

import streamlit as st

st.title("Empty")
