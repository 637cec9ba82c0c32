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


def finding(selected: Dataset, text: Text) -> str:
    """How many terms there are, in a sentence."""
    return text.count("glossary.finding", len(selected.whole.terms))


def listed(selected: Dataset, text: Text) -> str:
    """The terms as markup, in the order of this language's alphabet."""
    terms = [
        (term.name.of(text.language), term.definition.of(text.language))
        for term in selected.whole.terms
    ]
    terms.sort(key=lambda term: term[0].casefold())
    return markup.html("glossary", text, key=KEY, finding=finding(selected, text), terms=terms)


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    if selected.whole.terms:
        st.html(follow.drawn(listed, selected.whole, text))
