"""The page: its head, the order of its views, and what it says when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import (
    downloads,
    filters,
    indicators,
    key_figures,
    markup,
    news,
    passages,
    search_box,
    state,
    story,
)
from components.language import text
from components.pages import DRAWERS, PAGES, find_rows, list_views
from components.phrases import count_meetings, name_years
from loaders.analysis.meetings import count_cities
from loaders.checks import EVIDENCE_WORDS
from loaders.pages import SECTIONS
from loaders.selection import LANGUAGES, Selection
from loaders.story import find_step

if TYPE_CHECKING:
    from types import ModuleType

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.schema.errors import DamagedData

ICON = Path(__file__).resolve().parent.parent / "static" / "icon.png"

TELLABLE: dict[str, ModuleType] = {
    view.KEY: view for view in (*list_views("overview"), *list_views("members"), indicators)
}
"""The views that may stand beside a step of the story, by key."""

TELLING = (2, 3)
"""How the width of the page is shared by a step of the story and the views beside it."""

BESIDE, BETWEEN = 850, 64
"""Pixels from which a step of the story stands beside its views, and between them."""


def title(selection: Selection, words: Text) -> str:
    """The title of the browser's tab: the page's name, and the product's."""
    name = words("page.title")
    if selection.page == "overview":
        return name
    return words("pages.title", page=words(f"pages.{selection.page}"), name=name)


def draw(chosen: Dataset, words: Text, follow: Follow, *, damaged: DamagedData | None) -> None:
    """Draw the page; ``damaged`` says that the data on disk is worse than what is shown."""
    if damaged:
        errors = [str(error) for error in damaged.errors[:5]]
        st.html(markup.html("notice", words, words=words("damaged.kept"), items=errors))
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        st.html(header(chosen, words, follow))
        search_box.draw(words, follow)
        st.html(header_end(words, follow))
    filters.render(chosen, words, follow)
    head(chosen, words, follow)
    if sections := list_sections(chosen, words, follow):
        st.html(markup.html("sections", words, sections=sections))
    for row in find_rows(follow.selection):
        if story in row:
            _tell(chosen, words, follow)
        elif len(row) > 1 and follow.screen.has_rows:
            beside = replace(follow, screen=follow.screen.split(len(row)))
            for column, view in zip(st.columns(len(row), gap="medium"), row, strict=True):
                with column:
                    _draw(view, chosen, words, beside)
        else:
            for view in row:
                _draw(view, chosen, words, follow)
    st.html(follow.drawn(foot, chosen, words))
    # Last on the page, so that it has room for them below its last line.
    with st.container(key="drawers"):
        for drawer in DRAWERS:
            drawer.drawer(chosen, words, follow)


def list_sections(chosen: Dataset, words: Text, follow: Follow) -> list[dict[str, Any]]:
    """List the sections of the page as links, the shown one marked."""
    page = follow.selection.page
    sections = SECTIONS.get(page, ())
    counts = indicators.count_by_group(chosen) if page == "figures" else {}
    return [
        {
            "name": words(f"section.{section}"),
            "count": words.number(counts[section]) if section in counts else "",
            "link": follow.link_page(page, section=section),
            "current": section == (follow.selection.section or sections[0]),
        }
        for section in sections
    ]


def foot(chosen: Dataset, words: Text) -> str:
    """The end of the page as markup: which data this is, and whose words."""
    key = "count.sources" if chosen.wide else "count.reports"
    sources = words.count(key, len(chosen.held("sources")))
    return markup.html(
        "foot",
        words,
        data=words(f"foot.{chosen.collection}", version=chosen.version, sources=sources),
        rights=words("foot.rights", words=words.number(EVIDENCE_WORDS)),
    )


def _draw(view: ModuleType, chosen: Dataset, words: Text, follow: Follow) -> None:
    with st.container(key=f"view-{view.KEY}"):
        view.render(chosen, words, follow)


def _tell(chosen: Dataset, words: Text, follow: Follow) -> None:
    """Draw a step of the story, and beside it, or under it if narrow, the views that it names."""
    shown_step = find_step(follow.selection, dataset=chosen.whole)
    if shown_step is None:
        _draw(story, chosen, words, follow)
        return
    st.html(
        follow.drawn(story.progress, chosen.whole, words, shown_step, story.links(chosen, follow))
    )
    stacked = follow.screen.width < BESIDE
    with st.container(key=f"story-{'stacked' if stacked else 'beside'}"):
        text_box, view_box = st.columns(TELLING, gap="large")
    with text_box:
        _draw(story, chosen, words, follow)
    room = follow.screen.width
    if not stacked:
        room = (room - BETWEEN) * TELLING[1] // sum(TELLING)
    beside = replace(follow, screen=replace(follow.screen, width=room))
    with view_box:
        for key in shown_step.views:
            _draw(TELLABLE[key], chosen, words, beside)


def header(chosen: Dataset, words: Text, follow: Follow) -> str:
    """The beginning of the first row of every page as markup: the name and the pages."""
    here = follow.selection.page
    pages = [
        {"name": words(f"pages.{page}"), "link": follow.link_page(page), "current": page == here}
        for page in PAGES
        if page != "story" or chosen.whole.steps
    ]
    name, home = words("page.title"), follow.link_page("overview")
    return markup.html("header", words, name=name, home=home, here=here, pages=pages)


def header_end(words: Text, follow: Follow) -> str:
    """The end of the first row as markup: the other language, the link to share, the files."""
    others = [language for language in LANGUAGES if language != words.language]
    return markup.html(
        "header_end",
        words,
        languages=[
            {"id": other, "name": text(other)("language.own"), "link": follow.link(language=other)}
            for other in others
        ],
        version=follow.dataset.rules.version,
        files=downloads.list_files(words, follow.shown),
        addresses=downloads.link_file("data/metadata.json", follow.shown),
    )


def head(chosen: Dataset, words: Text, follow: Follow) -> None:
    """What the page is and how its filters apply; on the overview the key figures."""
    here = follow.selection.page
    use = filters.describe_use(chosen, words, follow)
    themes = filters.describe_themes(chosen, words, follow) if follow.shown.themes else ""
    lines = [line for line in (use, themes) if line]
    title = lead = ""
    if here != "overview":
        title, lead = words(f"pages.{here}"), words(f"page.lead.{here}")
    if title or lines:
        st.html(markup.html("title", words, title=title, lead=lead, lines=lines))
    if dropped := state.notice():
        items = [f"{item.parameter}={item.value[:80]}" for item in dropped[:10]]
        st.html(markup.html("notice", words, words=words("notice.dropped"), items=items))
    if news_lines := news.draw(chosen, words, state.copied_version()):
        st.html(news_lines)
    if here == "overview":
        st.html(follow.drawn(key_figures.draw, chosen, words))
        st.html(describe_marks(chosen, words, follow))


def describe_status(chosen: Dataset, words: Text, selection: Selection) -> str:
    """What is said aloud after a click: how many meetings are shown, and the first headlines."""
    shown = filters.describe_shown(chosen, words)
    if selection.page != "overview":
        return shown
    headlines = [view.finding(chosen, words) for view in find_rows(selection)[0]]
    return " ".join([f"{shown}.", *headlines])


def describe_marks(chosen: Dataset, words: Text, follow: Follow) -> str:
    """The line above the views as markup: what can be clicked or, after a click, what is marked."""
    active = filters.list_active(chosen, words, follow.selection)
    if not active:
        return markup.html("caption", words, words=words("caption.click"), link="", undo="")
    names = words.list(words.isolate(value.name) for value in active)
    key = "caption.filtered"
    if chosen.meetings.empty:
        key = "caption.none"
    elif follow.selection.cities or follow.selection.meetings:
        key = "caption.marked"
    said, undo = words(key, names=names), words("caption.undo")
    return markup.html("caption", words, words=said, link=follow.link_cleared, undo=undo)


def sentence(chosen: Dataset, words: Text) -> str:
    """How much is chosen of which collection, in a sentence."""
    if not len(chosen.meetings):
        return words("header.nothing", collection=words(f"collection.{chosen.collection}"))
    cities = count_cities(chosen)
    return words(
        "header.sentence" if cities else "header.online",
        collection=words(f"collection.{chosen.collection}"),
        meetings=count_meetings(chosen, words),
        cities=words.count("count.cities", cities, oblique=True),
        years=name_years(chosen.years or (0, 0), words),
        figures=words.count("count.figures", len(chosen.observations)),
        statements=words.count("count.statements", len(passages.list_statements(chosen))),
    )


def refuse(damaged: DamagedData, words: Text, *, root: Path) -> None:
    """Show every error of a data folder that cannot be used, in place of the page."""
    lead = words.count("damaged.lead", len(damaged.errors))
    errors = [str(error) for error in damaged.errors]
    st.html(markup.html("damaged", words, folder=root.name, lead=lead, errors=errors))
