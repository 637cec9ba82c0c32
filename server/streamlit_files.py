"""Streamlit's own files: the one module that reads what Streamlit does not document.

Checked with the version in ``CHECKED_VERSION``; ``tests/server/test_streamlit_files.py`` fails with another one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit
from streamlit import config

CHECKED_VERSION = "1.67.0"

FOLDER = Path(streamlit.__file__).parent / "static"
"""Where Streamlit keeps the document, bundles and faces that it sends to browsers."""

BUNDLES = FOLDER / "static"
"""Scripts, sheets and faces, each with a mark of its content in its name."""


class MissingPart(LookupError):
    """A part of Streamlit's files that this version of it does not have."""


@lru_cache(maxsize=1)
def read_index() -> str:
    """Return the document that Streamlit sends for every page, as HTML."""
    return (FOLDER / "index.html").read_text(encoding="utf-8")


def base_path() -> str:
    """Return the path under which the page is served, without a slash at its end: "" or "/coalition"."""
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""
