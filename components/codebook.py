"""The code book: what each theme of the statements means, with an example and how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components import markup, passages
from components.charts import frame
from loaders.analysis.themes import theme_uses, themes_by_use
from loaders.model import MeetingId
from loaders.selection import PassageId

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "codebook"


def finding(selected: Dataset, text: Text) -> str:
    """How many themes there are, in a sentence."""
    return text.count("codebook.finding", len(themes_by_use(selected.whole)))


def book(selected: Dataset, text: Text) -> str:
    """The themes as markup: name, definition, example, and a link that filters by it."""
    names, uses = selected.whole.names["themes"], theme_uses(selected)
    themes = {theme: uses[theme].passages for theme in themes_by_use(selected.whole)}
    examples = {
        theme: {
            "words": use.example[text.language],
            "place": PassageId(MeetingId(use.example["meeting_id"]), use.example["number"]),
            "title": passages.title(selected, text, use.example["meeting_id"]),
        }
        for theme, use in uses.items()
        if use.example
    }
    return markup.html(
        "codebook", text, language=text.language, themes=themes, names=names, examples=examples
    )


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    st.html(follow.drawn(book, selected, text))
