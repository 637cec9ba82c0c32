"""The glossary: the terms of the story, and what each of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components import markup

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "glossary"


def finding(chosen: Dataset, text: Text) -> str:
    """How many terms there are, in a sentence."""
    return text.count("glossary.finding", len(chosen.whole.terms))


def listed(chosen: Dataset, text: Text) -> str:
    """The terms as markup, in the order of this language's alphabet."""
    terms = [
        {"name": term.name.of(text.language), "definition": term.definition.of(text.language)}
        for term in chosen.whole.terms
    ]
    terms.sort(key=lambda each: each["name"].casefold())
    return markup.html(
        "glossary",
        dir=text.direction,
        key=KEY,
        name=text("glossary.name"),
        finding=finding(chosen, text),
        unit=text("glossary.unit"),
        terms=terms,
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    if chosen.whole.terms:
        st.html(follow.drawn(listed, chosen.whole, text))
