"""Coalition Meetings: the ASGI application, which ``streamlit run app.py`` serves."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from loaders.schema.folder import find_data_folder
from server import document, files, framing

SCRIPT = Path(__file__).parent / "components" / "script.py"

app = st.App(
    SCRIPT,
    routes=[document.create_route(find_data_folder()), *files.create_routes(find_data_folder())],
    middleware=[Middleware(framing.LimitFrames), Middleware(files.KeepBundles)],
)
