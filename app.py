"""Coalition Meetings: the ASGI application, which ``streamlit run app.py`` serves."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from loaders.schema.folder import find_data_folder
from server import data, document, files, framing

SCRIPT = Path(__file__).parent / "components" / "script.py"

ROOT = find_data_folder()

app = st.App(
    SCRIPT,
    routes=[document.create_route(ROOT), *files.create_routes(), *data.create_routes(ROOT)],
    middleware=[Middleware(framing.LimitFrames), Middleware(files.KeepBundles)],
)
