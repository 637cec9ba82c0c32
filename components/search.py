"""Searching: one box for both languages, what it finds by statement and theme, and each passage with its hits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import choosers, markup, passages, terms
from components.charts import frame
from loaders.analysis.themes import themes_by_use
from loaders.model import MeetingId
from loaders.selection import LONGEST_WORDS, Column, PassageId, Selection, step
from loaders.text.query import MAX_TERMS, parse_query
from loaders.text.search import Hit, search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "search"

MOST_HITS = 100
"""Passages that are listed at most: a page of thousands takes seconds to draw and to send."""

BEFORE, LENGTH = 60, 240
"""Characters of a passage that are shown before its first hit, and in all."""


def find_hits(selected: Dataset, words: str, *, alike: bool) -> tuple[Hit, ...]:
    """The passages in the selection that hold what is searched for."""
    return search(selected, parse_query(words), fold_marbuta=alike)


def finding(selected: Dataset, text: Text, words: str, *, alike: bool) -> str:
    """What was found, in a sentence; in another, that some of a long query was not sought."""
    if not words:
        number = len(passages.list_statements(selected))
        return text("search.ready", statements=text.count("count.statements", number))
    found = find_hits(selected, words, alike=alike)
    quoted = terms.quote(words, text)
    sentence = text("search.nothing", words=quoted)
    if found:
        sentence = text(
            "search.found",
            words=quoted,
            passages=text.count("count.passages", len(found)),
            statements=text.count("count.statements", len({hit.meeting_id for hit in found})),
        )
    if parse_query(words).is_cut:
        sentence += " " + text("search.cut", most=text.number(MAX_TERMS))
    return sentence


def cut(words: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The part of a passage round its first hit, at whole words, and where the hits stand in it.

    A hit that begins within the part is whole in it, however long it is.
    """
    start = words.rfind(" ", 0, spans[0][0] - BEFORE) + 1 if spans[0][0] > BEFORE else 0
    end = _find_word_end(words, max(start + LENGTH, spans[0][1]))
    for first, past in spans:
        if first < end < past:
            end = _find_word_end(words, past)
    before, after = "… " * (start > 0), " …" * (end < len(words))
    move = len(before) - start
    return (
        before + words[start:end] + after,
        [(first + move, past + move) for first, past in spans if past <= end],
    )


def _find_word_end(words: str, index: int) -> int:
    """The index past the word in which a character stands."""
    end = words.find(" ", index)
    return len(words) if end < 0 else end


def results(selected: Dataset, text: Text, words: str, alike: bool) -> str:
    """What was found as markup: counts by statement and by theme, and each passage with its hits marked."""
    found = find_hits(selected, words, alike=alike)
    by_statement = Counter(hit.meeting_id for hit in found)
    by_theme = Counter(theme for hit in found for theme in set(hit.themes))
    themes = selected.whole.names["themes"]
    statements = passages.list_statements(selected)
    latest_first: dict[str, int] = {meeting: index for index, meeting in enumerate(statements)}
    listed = sorted(found, key=lambda hit: latest_first[hit.meeting_id])[:MOST_HITS]
    return markup.html(
        "results",
        text,
        statements=[
            {
                "name": passages.title(selected, text, meeting),
                "count": text.number(by_statement[meeting]),
                "link": step(page="statements", columns=(Column(meeting, "both"),)),
            }
            for meeting in statements
            if meeting in by_statement
        ],
        themes=[
            {
                "name": text.of(themes[theme], "name"),
                "count": text.number(by_theme[theme]),
                "id": theme,
            }
            for theme in themes_by_use(selected.whole)
            if theme in by_theme
        ],
        hits=[_describe_hit(hit, selected, text) for hit in listed],
        left=frame.describe_share(text, "hits", frame.Counted(len(found), len(listed))),
    )


def _describe_hit(hit: Hit, selected: Dataset, text: Text) -> dict[str, Any]:
    """A passage that was found, for the template: where it stands, its themes, and its texts that hold a hit."""
    place = PassageId(MeetingId(hit.meeting_id), hit.number)
    rows = passages.list_passages(selected, hit.meeting_id)
    row = next(row for row in rows if row["number"] == hit.number)
    themes = selected.whole.names["themes"]
    return {
        "link": step(passage=place),
        "title": passages.title(selected, text, hit.meeting_id),
        "number": text.number(hit.number),
        "themes": text.list(text.of(themes[theme], "name") for theme in hit.themes),
        "texts": [
            _describe_text(row, language, hit.spans[language])
            for language in sorted(hit.spans, key=lambda language: language != text.language)
            if hit.spans[language]
        ],
    }


def _describe_text(row: Mapping[str, Any], language: str, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    words, places = cut(row[language], spans)
    return {
        "language": language,
        "words": markup.mark_spans(words, spans=places),
    }


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    words, alike = follow.selection.search, follow.selection.alike
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text, words, alike=alike)))
    words_box, alike_box = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    words_box.text_input(
        text("search.box"),
        max_chars=LONGEST_WORDS,
        placeholder=text("search.example"),
        **choosers.bind(follow, "search-words", words, set_words),
    )
    alike_box.toggle(text("search.alike"), **choosers.bind(follow, "search-alike", alike, "alike"))
    if words and find_hits(selected, words, alike=alike):
        st.html(follow.drawn(results, selected, text, words, alike))


def set_words(selection: Selection, value: str | None) -> Selection:
    """The selection with another search, and without the passage that was marked for the last one."""
    return replace(selection, search=value or "", passage=None)
