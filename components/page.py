"""The page: its head, the order of its views, and what it says when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from components import (
    atlas,
    citing,
    codebook,
    concordance,
    conflicts,
    cost,
    counted,
    disagreements,
    evidence,
    filters,
    further,
    glossary,
    joined,
    key_figures,
    markup,
    matrix,
    membership,
    observations,
    originals,
    passages,
    people,
    reader,
    roster,
    search,
    shares,
    state,
    statements,
    story,
    support,
    territory,
    threads,
    timeline,
    vocabulary,
)
from components.language import text
from components.phrases import count_meetings
from loaders.analysis.meetings import count_cities
from loaders.dataset import EVIDENCE_WORDS
from loaders.selection import LANGUAGES, PAGES, Page, Selection
from loaders.story import find_step

if TYPE_CHECKING:
    from types import ModuleType

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset
    from loaders.schema.errors import DamagedData

ICON = Path(__file__).resolve().parent.parent / "static" / "icon.png"

VIEWS: dict[Page, tuple[ModuleType | tuple[ModuleType, ModuleType], ...]] = {
    "overview": (
        atlas,
        timeline,
        (territory, people),
        (support, cost),
        further,
        statements,
        evidence,
        observations,
    ),
    "story": (story, glossary),
    "members": (membership, counted, joined, roster),
    "statements": (search, matrix, reader, shares, codebook, threads),
    "words": (vocabulary, concordance),
    "disagreements": (conflicts, disagreements),
    "originals": (originals,),
}
"""The views of each page from top to bottom; a pair stands side by side. A new view is one line here."""

WIDER: tuple[ModuleType, ...] = (conflicts, further)
"""Views of what the wider record alone holds; with the core they are left out."""

LATER: tuple[ModuleType, ...] = (territory, people, support, cost, further, statements, observations)
"""Views of the overview that are below the first screens."""

TELLABLE: dict[str, ModuleType] = {
    view.KEY: view
    for row in (*VIEWS["overview"], *VIEWS["members"])
    for view in (row if isinstance(row, tuple) else (row,))
}
"""The views that may stand beside a step of the story, by key."""

TELLING = (2, 3)
"""How the width of the page is shared by a step of the story and the views beside it."""

BESIDE, BETWEEN = 850, 64
"""Pixels of width from which a step of the story and its views stand side by side, and those between them."""

DRAWERS: tuple[ModuleType, ...] = (membership, evidence, citing)
"""What may lie over the end of the screen, the uppermost last: a member, a figure's evidence, a reference."""


def title(selection: Selection, words: Text) -> str:
    """The title of the browser's tab: the page's name, and the product's."""
    name = words("page.title")
    if selection.page == "overview":
        return name
    return words("pages.title", page=words(f"pages.{selection.page}"), name=name)


def draw(
    chosen: Dataset,
    words: Text,
    follow: Follow,
    *,
    near: frozenset[str] | None = None,
    damaged: DamagedData | None = None,
) -> None:
    """Draw the whole page for one selection.

    The overview of the record is many screens high: of the views in ``LATER`` those that are ``near`` the screen are
    drawn, the others once the browser tells that they come near; all of them if it is None. ``damaged`` says that
    the data on disk is worse than what is shown.
    """
    if near is not None:
        follow = replace(follow, far=later(chosen, follow.selection) - near)
    if damaged:
        errors = [str(error) for error in damaged.errors[:5]]
        st.html(markup.html("notice", dir=words.direction, words=words("damaged.kept"), items=errors))
    head(chosen, words, follow)
    filters.render(chosen, words, follow)
    for each in VIEWS[follow.selection.page]:
        if each is story:
            _tell(chosen, words, follow)
        elif isinstance(each, tuple) and chosen.wide:
            # What the record holds needs the whole width.
            for view in each:
                _draw(view, chosen, words, follow)
        elif isinstance(each, tuple):
            for box, view in zip(st.columns(2, gap="large"), each, strict=True):
                with box:
                    _draw(view, chosen, words, follow)
        elif chosen.wide or each not in WIDER:
            _draw(each, chosen, words, follow)
    st.html(follow.drawn(foot, chosen, words))
    # Last on the page, so that it has room for them below its last line.
    with st.container(key="drawers"):
        for drawer in DRAWERS:
            drawer.drawer(chosen, words, follow)


def later(chosen: Dataset, selection: Selection) -> frozenset[str]:
    """The views, by key, that are drawn when they come near the screen: of the record's overview, which is long."""
    there = chosen.wide and selection.page == "overview"
    return frozenset(each.KEY for each in LATER) if there else frozenset()


def foot(chosen: Dataset, words: Text, screen: Screen) -> str:
    """The end of the page as markup: which data this is, and whose words."""
    del screen  # the same on all of them
    number = len(chosen.held("sources"))
    sources = words.count("count.sources", number) if chosen.wide else words.count("count.reports", number)
    return markup.html(
        "foot",
        dir=words.direction,
        data=words(f"foot.{chosen.collection}", version=chosen.rules.version, sources=sources),
        rights=words("foot.rights", words=words.number(EVIDENCE_WORDS)),
    )


def _draw(view: ModuleType, chosen: Dataset, words: Text, follow: Follow) -> None:
    with st.container(key=f"view-{view.KEY}"):
        view.render(chosen, words, follow)


def _tell(chosen: Dataset, words: Text, follow: Follow) -> None:
    """Draw a step of the story, and beside it, or on a narrow page under it, the views that it names."""
    shown_step = find_step(follow.selection, dataset=chosen.whole)
    if shown_step is None:
        _draw(story, chosen, words, follow)
        return
    st.html(follow.drawn(story.progress, chosen.whole, words, shown_step, story.links(chosen, follow)))
    stacked = follow.screen.width < BESIDE
    with st.container(key=f"story-{'stacked' if stacked else 'beside'}"):
        text_box, view_box = st.columns(TELLING, gap="large")
    with text_box:
        _draw(story, chosen, words, follow)
    room = follow.screen.width if stacked else (follow.screen.width - BETWEEN) * TELLING[1] // sum(TELLING)
    beside = replace(follow, screen=replace(follow.screen, width=room))
    with view_box:
        for key in shown_step.views:
            if chosen.wide or TELLABLE[key] not in WIDER:
                _draw(TELLABLE[key], chosen, words, beside)


def head(chosen: Dataset, words: Text, follow: Follow) -> None:
    """Title, languages, what is shown in a sentence, which filters apply, chips, notices, and the four key figures."""
    languages = [
        {
            "id": language,
            "name": text(language)("language.own"),
            "link": follow.link(language=language),
            "current": language == words.language,
        }
        for language in LANGUAGES
    ]
    here = follow.selection.page
    pages = [
        {"name": words(f"pages.{page}"), "link": follow.link_page(page), "current": page == here}
        for page in PAGES
        if page != "story" or chosen.whole.steps
    ]
    st.html(
        markup.html(
            "header",
            dir=words.direction,
            text=words,
            title=words("page.title") if here == "overview" else words(f"pages.{here}"),
            lead=words(f"page.lead.{here}"),
            pages=pages,
            languages=languages,
            sentence=sentence(chosen, words),
            use=filters.describe_use(chosen, words, follow),
            unstated=filters.describe_themes(chosen, words, follow) if follow.shown.themes else "",
            chips=filters.chips(chosen, words, follow),
            clear=follow.link_cleared,
        )
    )
    if dropped := state.notice():
        items = [f"{each.parameter}={each.value[:80]}" for each in dropped[:10]]
        st.html(markup.html("notice", dir=words.direction, words=words("notice.dropped"), items=items))
    if here == "overview":
        st.html(follow.drawn(key_figures.draw, chosen, words))


def sentence(chosen: Dataset, words: Text) -> str:
    """How much is chosen of which collection, in a sentence: meetings, cities, years, figures and statements."""
    if not len(chosen.meetings):
        return words("header.nothing", collection=words(f"collection.{chosen.collection}"))
    first, last = chosen.years or (0, 0)
    cities = count_cities(chosen)
    return words(
        "header.sentence" if cities else "header.online",
        collection=words(f"collection.{chosen.collection}"),
        meetings=count_meetings(chosen, words),
        cities=words.count("count.cities", cities),
        years=str(first) if first == last else words("filters.span", first=str(first), last=str(last)),
        figures=words.count("count.figures", len(chosen.observations)),
        statements=words.count("count.statements", len(passages.available(chosen))),
    )


def refuse(damaged: DamagedData, words: Text, *, root: Path) -> None:
    """Show every error of a data folder that cannot be used, in place of the page."""
    st.html(
        markup.html(
            "damaged",
            dir=words.direction,
            text=words,
            folder=root.name,
            lead=words.count("damaged.lead", len(damaged.errors)),
            errors=[str(error) for error in damaged.errors],
        )
    )
