"""Searching: one box for both languages, what it finds by statement and theme, and each place in its words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import frame, markup, passages, terms
from components.language import DIRECTIONS
from loaders.analysis.themes import themes_by_use
from loaders.model import MeetingId
from loaders.selection import LONGEST_WORDS, Column, Place, Selection, step
from loaders.text.query import MAX_TERMS, parse_query
from loaders.text.search import Hit
from loaders.text.search import search as search_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "search"
MOST_HITS, FEW_HITS = 100, 40
"""Passages, and statements with their counts, that are listed at most, and how many where there are more passages."""

BEFORE, LENGTH = 60, 240
"""Characters of a passage that are shown before its first hit, and in all."""


def hits(chosen: Dataset, words: str, *, alike: bool) -> tuple[Hit, ...]:
    """The passages in the selection that hold what is searched for."""
    return search_passages(chosen, parse_query(words), fold_marbuta=alike)


def finding(chosen: Dataset, text: Text, words: str, *, alike: bool) -> str:
    """What was found, in a sentence; in another, that some of a long query was not sought."""
    if not words:
        return text(
            "search.ready", statements=text.count("count.statements", len(passages.available(chosen)))
        )
    found = hits(chosen, words, alike=alike)
    asked = terms.quoted(words, text)
    said = text("search.nothing", words=asked)
    if found:
        said = text(
            "search.found",
            words=asked,
            passages=text.count("count.passages", len(found)),
            statements=text.count("count.statements", len({hit.meeting_id for hit in found})),
        )
    if parse_query(words).is_cut:
        said += " " + text("search.cut", most=text.number(MAX_TERMS))
    return said


def cut(words: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The part of a passage round its first hit, at whole words, and where the hits stand in it.

    A hit that begins within the part is whole in it, however long it is.
    """
    start = words.rfind(" ", 0, spans[0][0] - BEFORE) + 1 if spans[0][0] > BEFORE else 0
    end = _ended(words, max(start + LENGTH, spans[0][1]))
    for first, past in spans:
        if first < end < past:
            end = _ended(words, past)
    before, after = "… " * (start > 0), " …" * (end < len(words))
    move = len(before) - start
    return (
        before + words[start:end] + after,
        [(first + move, past + move) for first, past in spans if past <= end],
    )


def _ended(words: str, place: int) -> int:
    """Where the word ends in which a place stands."""
    end = words.find(" ", place)
    return len(words) if end < 0 else end


def results(chosen: Dataset, text: Text, screen: Screen, words: str, alike: bool) -> str:
    """What was found as markup: counts by statement and by theme, and each passage with its hits marked."""
    del screen  # the same on all of them
    found = hits(chosen, words, alike=alike)
    by_statement = Counter(hit.meeting_id for hit in found)
    by_theme = Counter(theme for hit in found for theme in set(hit.themes))
    most = MOST_HITS if len(found) <= MOST_HITS else FEW_HITS
    names = chosen.whole.names
    statements = [
        {
            "name": passages.title(chosen, text, each),
            "count": text.number(by_statement[each]),
            "link": step(page="statements", columns=(Column(MeetingId(each), "both"),)),
        }
        for each in [each for each in passages.available(chosen) if each in by_statement][:most]
    ]
    themes = [
        {
            "name": text.of(names["themes"][each], "name"),
            "count": text.number(by_theme[each]),
            "link": step(themes=(each,)),
        }
        for each in themes_by_use(chosen.whole)
        if each in by_theme
    ]
    meetings = chosen.whole.meetings.sort_values(["starts_on", "meeting_id"])["meeting_id"].tolist()
    latest_first = {meeting_id: -index for index, meeting_id in enumerate(meetings)}
    ordered = sorted(found, key=lambda hit: latest_first[hit.meeting_id])[:most]
    read = {each.meeting_id: passages.of(chosen, each.meeting_id) for each in ordered}
    rows = {(row["meeting_id"], row["number"]): row for each in read.values() for row in each}
    listed = []
    for hit in ordered:
        row = rows[hit.meeting_id, hit.number]
        texts = []
        for language in sorted(hit.spans, key=lambda each: each != text.language):
            if spans := hit.spans[language]:
                words_there, places = cut(row[language], spans)
                texts.append(
                    {
                        "language": language,
                        "direction": DIRECTIONS[language],
                        "words": markup.found_in(words_there, places=places),
                    }
                )
        place = Place(MeetingId(hit.meeting_id), hit.number)
        listed.append(
            {
                "link": step(passage=place),
                "title": text(
                    "search.place",
                    title=passages.title(chosen, text, hit.meeting_id),
                    number=text.number(hit.number),
                ),
                "themes": text.list(text.of(names["themes"][theme], "name") for theme in hit.themes),
                "texts": texts,
            }
        )
    return markup.html(
        "results",
        dir=text.direction,
        text=text,
        statements=statements,
        themes=themes,
        hits=listed,
        left=" ".join(
            filter(
                None,
                (
                    frame.left(text, "hits", frame.Counted(len(found), len(listed))),
                    frame.left(text, "counted", frame.Counted(len(by_statement), len(statements))),
                ),
            )
        ),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    words, alike = follow.selection.search, follow.selection.alike
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text, words, alike=alike)))
    box, option = st.columns([3, 1], gap="medium", vertical_alignment="bottom")

    def ask(selection: Selection, value: Any) -> Selection:
        return replace(selection, search=str(value or ""), passage=None)

    def treat(selection: Selection, value: Any) -> Selection:
        return replace(selection, alike=bool(value))

    box.text_input(
        text("search.box"),
        max_chars=LONGEST_WORDS,
        placeholder=text("search.example"),
        key=follow.widget("search-words", words),
        on_change=follow.changed("search-words", ask),
    )
    option.toggle(
        text("search.alike"),
        key=follow.widget("search-alike", alike),
        on_change=follow.changed("search-alike", treat),
    )
    if words and hits(chosen, words, alike=alike):
        st.html(follow.drawn(results, chosen, text, words, alike))
