"""Embedded: one view alone within another site's page, with a link to the whole page here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from components import markup
from components.pages import DRAWERS, list_views
from loaders.pages import EMBEDDABLE
from loaders.selection import address

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset


def draw(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view that the selection names, a link to the whole page, and the drawers.

    Clicks keep the view; other links lead to the whole page, which ``static/embedded.js`` opens in
    a tab of its own.
    """
    name = follow.selection.view
    (view,) = (view for view in list_views(EMBEDDABLE[name]) if name == view.KEY)
    whole = replace(follow, selection=replace(follow.selection, view=""))
    with st.container(key=f"view-{name}"):
        view.render(chosen, text, whole)
    name = text("embed.back", product=text("page.title"))
    version = text("embed.version", version=chosen.version)
    link = address(whole.selection)
    st.html(markup.html("embedded", text, link=link, name=name, version=version))
    with st.container(key="drawers"):
        for drawer in DRAWERS:
            drawer.drawer(chosen, text, whole)
