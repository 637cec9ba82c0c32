"""Searching: one box for everything in both languages, the passages it finds with their hits, and the rows by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup, passages, terms
from components.charts import frame
from components.charts.sources import name_source
from loaders.analysis.observations import as_figure
from loaders.analysis.themes import themes_by_use
from loaders.dates import period
from loaders.model import MeetingId
from loaders.selection import Column, PassageId, Selection, address, step
from loaders.text.folding import fold
from loaders.text.lookup import count_elsewhere, find_nearest, find_rows, split_languages
from loaders.text.query import MAX_TERMS, parse_query
from loaders.text.search import Hit, search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.text.query import Query, QueryTerm

KEY = "search"

MOST_HITS = 100
"""Passages, or rows of a kind, that are listed at most: a page of thousands takes seconds to draw and to send."""

MOST_FORMS, MOST_FOREIGN = 6, 3
"""Other forms of a name that are listed at most, in the language of the page and in the other."""

NOUNS = {
    "passages": "count.passages",
    "observations": "count.figures",
    "meetings": "count.meetings",
    "cities": "count.cities",
    "members": "count.members",
    "sources": "count.sources",
}
"""Everything that is searched, with the key of its noun."""

BEFORE, LENGTH = 60, 240
"""Characters of a passage that are shown before its first hit, and in all."""


class FoundRow(NamedTuple):
    """A row that was found, as a link; ``way`` is how it leads: a step, a lead, a whole address, or outside."""

    name: str
    link: str
    detail: str = ""
    quoted: str = ""
    language: str = ""
    way: str = "lead"


def find_hits(selected: Dataset, words: str) -> tuple[Hit, ...]:
    """The passages in the selection that hold what is searched for."""
    return search(selected, parse_query(words, selected))


def finding(selected: Dataset, text: Text, words: str) -> str:
    """What was found, in a sentence; in another, that some of a long query was not sought."""
    if not words:
        number = len(passages.list_statements(selected))
        return text("search.ready", statements=text.count("count.statements", number))
    found = find_hits(selected, words)
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


def results(selected: Dataset, text: Text, words: str) -> str:
    """What was found as markup: the passages with their hits marked, then the rows of every other kind."""
    query = parse_query(words, selected)
    found = search(selected, query)
    rows = find_rows(selected, query)
    return markup.html(
        "results",
        text,
        names=[_describe_name(term, query, words, text) for term in query.terms if term.forms],
        passages=_describe_passages(found, selected, text) if found else None,
        kinds=[_describe_kind(kind, rows[kind], selected, text) for kind in rows if rows[kind]],
    )


def _describe_name(term: QueryTerm, query: Query, words: str, text: Text) -> dict[str, str]:
    """The other forms under which a name was searched for, and the search for the form that was typed alone."""
    typed = words.strip() if len(query.terms) == 1 else term.text
    others = [form for form in term.forms if fold(form.text).text != term.text]
    own = [form.text for form in others if form.language == text.language][:MOST_FORMS]
    foreign = [form.text for form in others if form.language != text.language][:MOST_FOREIGN]
    return {
        "also": text(
            "search.also", forms=text("search.between").join(map(text.isolate, own + foreign))
        ),
        "link": step(page="statements", search=query.substitute(term, f'"{typed}"')),
        "exact": text("search.exact", word=terms.quote(typed, text)),
    }


def _describe_passages(found: Sequence[Hit], selected: Dataset, text: Text) -> dict[str, Any]:
    """The passages that were found, for the template: counts by statement and by theme, and each with its hits."""
    by_statement = Counter(hit.meeting_id for hit in found)
    by_theme = Counter(theme for hit in found for theme in set(hit.themes))
    themes = selected.whole.names["themes"]
    statements = passages.list_statements(selected)
    latest_first: dict[str, int] = {meeting: index for index, meeting in enumerate(statements)}
    listed = sorted(found, key=lambda hit: latest_first[hit.meeting_id])[:MOST_HITS]
    return {
        "statements": [
            {
                "name": passages.title(selected, text, meeting),
                "count": text.number(by_statement[meeting]),
                "link": step(page="statements", columns=(Column(meeting, "both"),)),
            }
            for meeting in statements
            if meeting in by_statement
        ],
        "themes": [
            {
                "name": text.of(themes[theme], "name"),
                "count": text.number(by_theme[theme]),
                "id": theme,
            }
            for theme in themes_by_use(selected.whole)
            if theme in by_theme
        ],
        "hits": [_describe_hit(hit, selected, text) for hit in listed],
        "left": frame.describe_share(text, "hits", shown=len(listed), every=len(found)),
    }


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


def _describe_text(
    row: Mapping[str, Any], language: str, spans: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    words, places = cut(row[language], spans)
    return {
        "language": language,
        "words": markup.mark_spans(words, spans=places),
    }


def _describe_kind(
    kind: str, rows: Sequence[dict[str, Any]], selected: Dataset, text: Text
) -> dict[str, Any]:
    """The rows of one kind that were found, for the template: how many, and a link for each."""

    def overview(**fields: Any) -> str:
        # The first page is named in no step: its whole address is.
        fields |= {"language": text.language, "collection": selected.collection}
        return address(Selection(**fields))

    describe: dict[str, Callable[[dict[str, Any]], FoundRow]] = {
        "observations": lambda row: _describe_observation(row, selected, text),
        "meetings": lambda row: FoundRow(
            text.of(row, "title"),
            overview(meetings=(row["meeting_id"],)),
            detail=text.date(period(row["starts_on"], row["date_precision"])),
            way="address",
        ),
        "cities": lambda row: FoundRow(
            text.of(row, "name"),
            overview(cities=(row["city_id"],)),
            detail=text.of(row, "country"),
            way="address",
        ),
        "members": lambda row: FoundRow(
            text.of(row, "name"), step(page="members", member=row["member_id"])
        ),
        "sources": lambda row: FoundRow(
            name_source(row, text=text),
            row["url"] or step(page="sources"),
            quoted=row["title"],
            language=row["language"],
            way="outside" if row["url"] else "lead",
        ),
    }
    listed = rows[:MOST_HITS]
    return {
        "name": text.count(NOUNS[kind], len(rows)),
        "rows": [describe[kind](row) for row in listed],
        "left": frame.describe_share(text, "found", shown=len(listed), every=len(rows)),
    }


def _describe_observation(row: dict[str, Any], selected: Dataset, text: Text) -> FoundRow:
    observation = as_figure(row, chosen=True)
    indicator = selected.whole.names["indicators"][observation.indicator_id]
    return FoundRow(
        text(
            "panels.of", name=text.of(indicator, "name"), detail=text.stated(observation, indicator)
        ),
        step(figure=observation.observation_id),
        detail=text(
            "story.said", speaker=text.of(row, "speaker"), date=text.date(observation.when)
        ),
        quoted=row["evidence"],
        language=selected.whole.names["sources"][row["source_id"]]["language"],
        way="step",
    )


def elsewhere(selected: Dataset, text: Text, words: str, widened: str) -> str:
    """What to search for or where, as markup, where no passage was found; empty if there is nothing to offer.

    ``widened`` is the address of the search in the wider record, without filters.
    """
    query = parse_query(words, selected)
    nearest = [
        {
            "lead": text("search.nearest", word=terms.quote(near.term.text, text)),
            "language": near.term.language,
            "words": [(word, query.substitute(near.term, word)) for word in near.words],
        }
        for near in find_nearest(selected, query)
    ]
    alone = [
        {
            "name": text.isolate(" ".join(term.text for term in part.terms)),
            "count": text.count("count.passages", number),
            "search": " ".join(term.text for term in part.terms),
        }
        for part, number in split_languages(selected, query).values()
    ]
    counts = [
        text.count(NOUNS[kind], number) for kind, number in count_elsewhere(selected, query).items()
    ]
    if not (nearest or alone or counts):
        return ""
    wider = text("search.wider", found=text.list(counts)) if counts else ""
    return markup.html("elsewhere", text, nearest=nearest, alone=alone, wider=wider, link=widened)


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    words = follow.selection.search
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text, words)))
    if not words:
        return
    if not find_hits(selected, words):
        widened = address(replace(follow.selection.cleared, collection="record"))
        if offered := elsewhere(selected, text, words, widened):
            st.html(offered)
    st.html(follow.drawn(results, selected, text, words))
