"""The page: its head, the order of its views, and what it says when something is wrong."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import (
    atlas,
    charts,
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
    terms,
    territory,
    threads,
    timeline,
    vocabulary,
)
from components.language import text
from components.theme import DESK
from loaders import measures, rivalry, wording
from loaders.columns import columns
from loaders.dataset import EVIDENCE_WORDS, Dataset, load
from loaders.faults import DamagedData
from loaders.measures import beside, reached, stated
from loaders.membership import misfitting
from loaders.rivals import standing
from loaders.selection import COLLECTIONS, LANGUAGES, PAGES, Page, Selection, parse, step, within
from loaders.story import told

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.measures import Figure

log = logging.getLogger(__name__)

SPARED = 10
"""How many times as long as a look at the data folder takes nobody looks again: a large one has thousands of files."""

LARGE = 1000
"""Passages from which on the words of the statements are read at the start, not when somebody first searches."""

KEYS = ("members", "territory-liberated-share", "people-freed", "aid-raised")
"""The indicators at the head of the page: one of membership, territory, people and support."""

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

NAMED = 5
"""Values of one date that a key figure names; more are counted."""

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
    style(words)
    if damaged:
        faults = [str(each) for each in damaged.faults[:5]]
        st.html(markup.html("notice", dir=words.direction, words=words("damaged.kept"), items=faults))
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


def style(words: Text) -> None:
    """The page's sheets; the one for right to left on an Arabic page only."""
    st.html(markup.style("page.css", *(["rtl.css"] if words.direction == "rtl" else [])))


def _draw(view: ModuleType, chosen: Dataset, words: Text, follow: Follow) -> None:
    with st.container(key=f"view-{view.KEY}"):
        view.render(chosen, words, follow)


def _tell(chosen: Dataset, words: Text, follow: Follow) -> None:
    """Draw the step of the story that is told, and beside it, or on a narrow page under it, the views that it names."""
    step_told = told(follow.selection, dataset=chosen.whole)
    if step_told is None:
        _draw(story, chosen, words, follow)
        return
    st.html(follow.drawn(story.progress, chosen.whole, words, step_told))
    stacked = follow.screen.width < BESIDE
    with st.container(key=f"story-{'stacked' if stacked else 'beside'}"):
        text_box, view_box = st.columns(TELLING, gap="large")
    with text_box:
        _draw(story, chosen, words, follow)
    room = follow.screen.width if stacked else (follow.screen.width - BETWEEN) * TELLING[1] // sum(TELLING)
    beside = replace(follow, screen=replace(follow.screen, width=room))
    with view_box:
        for key in step_told.views:
            if chosen.wide or TELLABLE[key] not in WIDER:
                _draw(TELLABLE[key], chosen, words, beside)


def head(chosen: Dataset, words: Text, follow: Follow) -> None:
    """Title, languages, what is chosen in a sentence, chips, notices, and the four key figures."""
    languages = [
        {
            "id": each,
            "name": text(each)("language.own"),
            "link": follow.link(language=each),
            "current": each == words.language,
        }
        for each in LANGUAGES
    ]
    here = follow.selection.page
    pages = [
        {"name": words(f"pages.{each}"), "link": way(each, chosen, words, follow), "current": each == here}
        for each in PAGES
        if each != "story" or chosen.whole.steps
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
            chips=filters.chips(chosen, words, follow),
            clear=follow.link_cleared,
        )
    )
    if dropped := state.notice():
        items = [f"{each.parameter}={each.value[:80]}" for each in dropped[:10]]
        st.html(markup.html("notice", dir=words.direction, words=words("notice.dropped"), items=items))
    if here == "overview":
        st.html(follow.drawn(key_figures, chosen, words))


def way(page: Page, chosen: Dataset, words: Text, follow: Follow) -> str:
    """The address of a page for the same selection; of the story that of a step, whose selection is its own."""
    if page == "story" and (step_told := told(follow.selection, dataset=chosen.whole)) is not None:
        return story.own(step_told, words.language)
    return follow.link_page(page)


def key_figures(chosen: Dataset, words: Text, screen: Screen) -> str:
    """The four key figures as markup."""
    del screen  # the same on all of them
    figures = [key_figure(chosen, words, indicator=each) for each in KEYS]
    return markup.html("figures", dir=words.direction, text=words, figures=figures)


def sentence(chosen: Dataset, words: Text) -> str:
    """How much is chosen of which collection, in a sentence: meetings, cities, years, figures and statements."""
    if not chosen.size("meetings"):
        return words("header.nothing", collection=words(f"collection.{chosen.collection}"))
    first, last = chosen.years or (0, 0)
    return words(
        "header.sentence",
        collection=words(f"collection.{chosen.collection}"),
        meetings=words.count("count.meetings", chosen.size("meetings")),
        cities=words.count("count.cities", reached(chosen).chosen),
        years=str(first) if first == last else words("filters.span", first=str(first), last=str(last)),
        figures=words.count("count.figures", chosen.size("observations")),
        statements=words.count("count.statements", len(passages.available(chosen))),
    )


def key_figure(chosen: Dataset, words: Text, *, indicator: str) -> dict[str, Any]:
    """The last stated value of an indicator as the head shows it, with its qualifier, date, speaker and change."""
    row = chosen.whole.names["indicators"][indicator]
    name = words.of(row, "name")
    values = stated(chosen, indicator)
    if not values:
        return {"name": name, "value": ""}
    last = values[-1]
    before, value, after = parts(last, words, indicator=row)
    return {
        "name": name,
        "before": before,
        "value": value,
        "after": after,
        "change": change(chosen, values, words, indicator=row),
        "date": words.date(last.when),
        "speaker": words.of(last.row, "speaker"),
        "collection": charts.collection(last.row, text=words, dataset=chosen),
        "rivals": rivals(chosen, values, words),
        "link": step(figure=last.observation_id),
        "label": words("keys.evidence_of", name=name),
        "cite": step(cite=last.observation_id),
        "cite_label": words("citing.open_figure", name=name, value=words.stated(last, row)),
    }


def rivals(chosen: Dataset, values: tuple[Figure, ...], words: Text) -> str:
    """How many other values are stated for the date of the last one, in a sentence; empty if there is none."""
    last = values[-1]
    same = beside(chosen, last)
    others = {(each.value, each.qualifier) for each in same} - {(last.value, last.qualifier)}
    return words.count("keys.rivals", len(others)) if others else ""


def parts(figure: Figure, words: Text, *, indicator: dict[str, str]) -> tuple[str, str, str]:
    """A published value as the head sets it: what stands before the number, the number, its unit."""
    amount = words.amount(figure.value)
    measure = words.measure(figure.value, indicator)
    before, number, after = measure.partition(amount)
    if figure.high is not None or not number:
        return "", words.stated(figure, indicator), ""
    if after.startswith("%"):
        number, after = number + "%", after[1:]
    return (
        " ".join(filter(None, (words(f"before.{figure.qualifier}"), before.strip()))),
        number,
        after.strip(),
    )


def change(chosen: Dataset, values: tuple[Figure, ...], words: Text, *, indicator: dict[str, str]) -> str:
    """How the last value stands to the one of the date before: a difference only where both are exact.

    Where several values are stated for the date before, all of them are told and none is picked.
    """
    last = values[-1]
    before = measures.before(chosen, last)
    if before is None:
        return words("keys.first")
    when = words.date(before.when)
    said = dict.fromkeys(
        words.stated(each, indicator)
        for each in sorted(measures.beside(chosen, before), key=lambda each: each.value)
    )
    if len(said) > NAMED:
        return words.count("keys.several", len(said), date=when)
    if len(said) > 1:
        return words("keys.before", value=words.list(said), date=when)
    if before.value == last.value and before.qualifier == last.qualifier:
        return words("keys.same", date=when)
    both_exact = before.qualifier == last.qualifier == "exact" and indicator["indicator_id"] == "members"
    if both_exact:
        sign = "keys.more" if last.value > before.value else "keys.fewer"
        return words(sign, number=words.number(abs(last.value - before.value)), date=when)
    return words("keys.before", value=words.stated(before, indicator), date=when)


@dataclass(slots=True)
class _Kept:
    """The last dataset that could be read, the stamp of its files, the faults of a later reading; when to look again.

    ``runs`` are those of the page since the dataset was read.
    """

    dataset: Dataset | None = None
    stamp: tuple[Any, ...] | None = None
    damaged: DamagedData | None = None
    again: float = 0.0
    runs: int = 0


@st.cache_resource
def _kept(root: str) -> _Kept:
    del root
    return _Kept()


def dataset(root: Path) -> tuple[Dataset, DamagedData | None]:
    """The dataset of a data folder, read again when a file changes; DamagedData if it never could be read.

    If a running page's data becomes damaged, the last good dataset is kept and the faults come with it.
    After the first load Python's garbage collector is told to pass over what is now in memory:
    Streamlit collects after every run, and that would walk through all of it each time. With a large dataset
    what the runs themselves keep is much too: the collector is told again after the first, second, fourth run
    and so on, seldom enough that what it will never look at again stays little.
    """
    kept = _kept(str(root))
    kept.runs += 1
    if kept.dataset and len(kept.dataset.passages) > LARGE and kept.runs & (kept.runs - 1) == 0:
        gc.freeze()
    begun = time.perf_counter()
    if kept.stamp is not None and begun < kept.again:
        stamp = kept.stamp
    else:
        stamp = _stamp(root)
        now = time.perf_counter()
        kept.again = now + SPARED * (now - begun)
    if stamp != kept.stamp:
        try:
            kept.dataset, kept.damaged, kept.runs = prepared(load(root)), None, 0
            gc.collect()
            gc.freeze()
        except DamagedData as damaged:
            log.error("The data folder %s is damaged:\n%s", root, damaged)
            kept.damaged = damaged
        kept.stamp = stamp
    if kept.dataset is None:
        raise kept.damaged or DamagedData([])
    return kept.dataset, kept.damaged


def _stamp(root: Path) -> tuple[Any, ...]:
    """What changes when a file of the data folder does: names, sizes and times of change."""
    found = []
    for folder in (root, root / "statements"):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for each in entries:
                if "." in each.name and each.is_file():
                    facts = each.stat()
                    found.append((each.path, facts.st_mtime_ns, facts.st_size))
    return tuple(sorted(found))


def prepared(dataset: Dataset) -> Dataset:
    """The dataset with everything made that readers would wait for, before it is told to the garbage collector."""
    columns(dataset)
    if dataset.names and len(dataset.passages) > LARGE:
        wording.prepare(dataset)
        measures.prepare(dataset)
        parse({}, dataset)
        for collection in COLLECTIONS:
            chosen = within(dataset, Selection(collection=collection))
            standing(chosen)
            rivalry.count(chosen)
            misfitting(chosen)
            terms.statements(chosen)
            for language in LANGUAGES:
                sentence(chosen, text(language))
                key_figures(chosen, text(language), DESK)
    return dataset


def refuse(damaged: DamagedData, words: Text, *, root: Path) -> None:
    """Show every fault of a data folder that cannot be used, in place of the page."""
    style(words)
    st.html(
        markup.html(
            "damaged",
            dir=words.direction,
            text=words,
            folder=root.name,
            lead=words.count("damaged.lead", len(damaged.faults)),
            faults=[str(each) for each in damaged.faults],
        )
    )
