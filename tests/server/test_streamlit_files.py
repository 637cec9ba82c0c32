"""Streamlit's own files are as they were when the document was written for them."""

from __future__ import annotations

import pytest
import streamlit

from server import streamlit_files


def test_the_version_is_the_one_that_was_checked() -> None:
    assert streamlit.__version__ == streamlit_files.CHECKED_VERSION


def test_streamlit_bundles_the_faces_of_an_english_page() -> None:
    for start in ("SourceSerifVariable-Roman", "SourceSansVF-Upright"):
        assert (streamlit_files.FOLDER / streamlit_files.find_face(start)).is_file()


def test_a_face_that_is_missing_is_named() -> None:
    with pytest.raises(streamlit_files.MissingPart, match="NoSuchFace"):
        streamlit_files.find_face("NoSuchFace")
