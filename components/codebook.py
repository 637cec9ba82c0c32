"""The code book: what each theme of the statements means, with an example and how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import frame, markup, passages
from loaders.measures import theme_uses, themes_by_use
from loaders.model import MeetingId
from loaders.selection import Place, step

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
    themes = []
    for theme in themes_by_use(selected.whole):
        entry: dict[str, Any] = {
            "name": text.of(names[theme], "name"),
            "id": theme,
            "definition": text.of(names[theme], "definition"),
            "count": text.count("count.passages", uses[theme].passages),
            "example": None,
        }
        if example := uses[theme].example:
            entry["example"] = {
                "words": example[text.language],
                "link": step(passage=Place(MeetingId(example["meeting_id"]), example["number"])),
                "title": passages.title(selected, text, example["meeting_id"]),
                "number": text.number(example["number"]),
            }
        themes.append(entry)
    return markup.html("codebook", text, language=text.language, themes=themes)


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.heading(KEY, selected, text, finding=finding(selected, text)))
    st.html(follow.drawn(book, selected, text))
