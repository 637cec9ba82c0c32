"""The code book: what each theme of the statements means, with an example and how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import frame, markup, passages
from components.language import DIRECTIONS
from loaders.analysis.themes import theme_uses, themes_by_use
from loaders.model import MeetingId
from loaders.selection import Place, step

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "codebook"


def example(chosen: Dataset, theme: str) -> dict[str, Any] | None:
    """The shortest passage that has a theme as its main one, of all statements of the collection; None if none has."""
    return theme_uses(chosen)[theme].example


def finding(chosen: Dataset, text: Text) -> str:
    """How many themes there are, in a sentence."""
    return text.count("codebook.finding", len(themes_by_use(chosen.whole)))


def book(chosen: Dataset, text: Text, screen: Screen) -> str:
    """The themes as markup: name, definition, example, and a link that filters by it."""
    del screen  # the same on all of them
    names = chosen.whole.names["themes"]
    entries = []
    for theme in themes_by_use(chosen.whole):
        shown = example(chosen, theme)
        entries.append(
            {
                "name": text.of(names[theme], "name"),
                "link": step(themes=(theme,)),
                "definition": text.of(names[theme], "definition"),
                "count": text.count("count.passages", theme_uses(chosen)[theme].passages),
                "example": {
                    "words": shown[text.language],
                    "language": text.language,
                    "direction": DIRECTIONS[text.language],
                    "link": step(passage=Place(MeetingId(shown["meeting_id"]), shown["number"])),
                    "place": text(
                        "search.place",
                        title=passages.title(chosen, text, shown["meeting_id"]),
                        number=text.number(shown["number"]),
                    ),
                }
                if shown
                else None,
            }
        )
    return markup.html("codebook", dir=text.direction, text=text, themes=entries)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text)))
    st.html(follow.drawn(book, chosen, text))
