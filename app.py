"""Coalition Meetings: load, select, draw, publish the address."""

import os
from pathlib import Path

import streamlit as st

from components import page, state
from components.language import text
from loaders.faults import DamagedData
from loaders.selection import within
from loaders.story import shown_selection

ICON = Path(__file__).parent / "static" / "icon.png"
ROOT = Path(os.environ.get("COALITION_DATA") or Path(__file__).parent / "data")


def main() -> None:
    """Draw the page for the reader's selection."""
    asked = state.asked()
    words = text(asked.language)
    st.set_page_config(page_title=page.title(asked, words), page_icon=str(ICON), layout="wide")
    try:
        dataset, damaged = page.dataset(ROOT)
    except DamagedData as fault:
        page.refuse(fault, words, root=ROOT)
        return
    selection = state.selection(dataset)
    follow = state.Follow(selection, state.screen(), dataset, ROOT)
    chosen = within(dataset, shown_selection(selection, dataset=dataset))
    page.draw(chosen, words, follow, near=state.near(), damaged=damaged)
    state.listen(words, dataset, later=page.later(chosen, selection))
    state.publish(selection)


main()
