"""The script that Streamlit runs: load, select, draw, publish the address."""

import streamlit as st

from components import browser, embedded, page, state
from components.data_folder import current_dataset
from components.language import text
from loaders.schema.errors import DamagedData
from loaders.schema.folder import find_data_folder
from loaders.select import select
from loaders.story import shown_selection


def main() -> None:
    """Draw the page for the reader's selection."""
    asked = state.asked()
    words = text(asked.language)
    st.set_page_config(page_title=page.title(asked, words), page_icon=str(page.ICON), layout="wide")
    root = find_data_folder()
    try:
        dataset, damaged = current_dataset(root)
    except DamagedData as error:
        page.refuse(error, words, root=root)
        return
    selection = state.selection(dataset)
    follow = state.Follow(selection, state.screen(), dataset, root)
    chosen = select(dataset, shown_selection(selection, dataset=dataset))
    if selection.view:
        embedded.draw(chosen, words, follow)
    else:
        page.draw(chosen, words, follow, damaged=damaged)
    browser.connect(words, dataset, status=page.describe_status(chosen, words, selection))
    state.publish(selection)


main()
