"""Streamlit's own files are as they were when the document was written for them."""

from __future__ import annotations

import streamlit

from server import streamlit_files


def test_the_version_is_the_one_that_was_checked():
    assert streamlit.__version__ == streamlit_files.CHECKED_VERSION
