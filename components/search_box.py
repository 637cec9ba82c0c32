"""The box that searches everything, which stands in the first row of every page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from components import choosers
from loaders.selection import LONGEST_WORDS

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.selection import Selection


def draw(text: Text, follow: Follow) -> None:
    """Draw the box; what is found is on the page of the statements."""
    st.text_input(
        text("search.box"),
        label_visibility="collapsed",
        max_chars=LONGEST_WORDS,
        placeholder=text("search.example"),
        **choosers.bind(follow, "search-words", follow.selection.search, set_words),
    )


def set_words(selection: Selection, value: str | None) -> Selection:
    """The selection with another search, on the page of its results, without the passage marked for the last one."""
    if not value:
        return replace(selection, search="", passage=None)
    return replace(selection, page="statements", section="", search=value, passage=None)
