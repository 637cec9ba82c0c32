"""Concordance: every occurrence of a word in its context, one line each, with a link to its passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import choosers, markup, passages, terms
from components.charts import frame
from loaders.model import MeetingId
from loaders.selection import LANGUAGES, LONGEST_WORDS, ORDERS, Order, PassageId, Selection, step
from loaders.text.concordance import DEFAULT_REACH, ConcordanceLine, list_concordance

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from components.terms import Comparison
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "concordance"

MOST_LINES = 200
"""Lines that are drawn at most: nobody reads more, and the rest is counted."""

SUGGESTED = 8
"""Words that are offered at most where none is asked for."""

KEYWORD_PX, TITLE_PX, KEYWORD_LETTER_PX = 110, 215, 8.5
LETTER_PX = {"en": 7.6, "ar": 7.2}
"""Widths: of a short keyword, of the column that names the passage, of a letter of the keyword and the context."""

FEWEST, LONG = 12, 24
"""Characters of context on each side at least, and those from which on a keyword may take two rows."""


class WordQuery(NamedTuple):
    """What is asked for: the word, and the order of its lines."""

    word: str
    order: Order


def lines(
    selected: Dataset, query: WordQuery, *, reach: int = DEFAULT_REACH
) -> tuple[ConcordanceLine, ...]:
    """Every occurrence of the word in the selection, in the order that is asked for."""
    return list_concordance(selected, query.word, order=query.order, reach=reach)


def compute_reach(screen: Screen, language: str, word: str = "") -> int:
    """The characters of context on each side for which a line has room, so that no word is cut."""
    keyword = max(KEYWORD_PX, min(len(word), LONG) * KEYWORD_LETTER_PX)
    room = screen.width - keyword - (0 if screen.narrow else TITLE_PX)
    return min(max(int(room / 2 / LETTER_PX[language]), FEWEST), DEFAULT_REACH)


def finding(selected: Dataset, text: Text, query: WordQuery) -> str:
    """How often the word occurs, in a sentence."""
    if not query.word:
        return text("concordance.ready")
    found = lines(selected, query)
    word = terms.quote(query.word, text)
    if not found:
        return text("concordance.nothing", word=word)
    found_passages = {(line.meeting_id, line.number) for line in found}
    statements = {meeting for meeting, _ in found_passages}
    return text(
        "concordance.finding",
        word=word,
        places=text.count("concordance.places", len(found)),
        passages=text.count("count.passages", len(found_passages)),
        statements=text.count("count.statements", len(statements)),
    )


def table(selected: Dataset, text: Text, screen: Screen, query: WordQuery) -> str:
    """The lines as markup: a table a language, which runs in the direction of that language."""
    total = len(lines(selected, query))
    tables = []
    room = MOST_LINES
    for language in LANGUAGES:
        reach = compute_reach(screen, language, query.word)
        found = [line for line in lines(selected, query, reach=reach) if line.language == language]
        if found[:room]:
            name = text.isolate(text(f"reading.{language}"))
            tables.append(
                {
                    "language": language,
                    "name": text("concordance.caption", language=name),
                    "count": text.count("concordance.places", len(found)),
                    "lines": [
                        _describe_line(line, selected, text, word=query.word)
                        for line in found[:room]
                    ],
                }
            )
        room = max(room - len(found), 0)
    rest = (
        text.count("concordance.rest", total, shown=text.number(MOST_LINES))
        if total > MOST_LINES
        else ""
    )
    return markup.html("concordance", text, narrow=screen.narrow, tables=tables, rest=rest)


def _describe_line(
    line: ConcordanceLine, selected: Dataset, text: Text, *, word: str
) -> dict[str, Any]:
    """One line for the template; its passage is read with the word marked as a search marks it."""
    return {
        "link": step(passage=PassageId(MeetingId(line.meeting_id), line.number), search=word),
        "title": passages.title(selected, text, line.meeting_id),
        "number": text.number(line.number),
        "before": line.before.strip(),
        "keyword": line.keyword,
        "after": line.after.strip() if line.after[:1].isspace() else line.after.rstrip(),
        "is_long": len(line.keyword) > LONG,
    }


def suggest_words(selected: Dataset, text: Text, comparison: Comparison | None) -> str:
    """Words to begin with, as markup: those that most set the chosen statement apart."""
    if comparison is None or len(terms.list_compared(selected)) < 2:
        return ""
    compared = terms.compare(selected, comparison).terms
    words = [term.word for term in compared if term.z > 0][:SUGGESTED]
    title = text.isolate(passages.title(selected, text, comparison.meeting))
    return markup.html(
        "suggestions",
        text,
        lead=text("concordance.suggested", title=title),
        language=comparison.language,
        words=words,
    )


def draw_body(
    selected: Dataset, text: Text, screen: Screen, query: WordQuery, comparison: Comparison | None
) -> str:
    """The lines as markup or, where there are none, words to begin with."""
    if lines(selected, query):
        return table(selected, text, screen, query)
    return suggest_words(selected, text, comparison)


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.selection
    query = WordQuery(selection.word, selection.order)
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text, query)))
    _draw_choosers(text, follow, query=query)
    comparison = terms.choose_comparison(selected, selection)
    if body := follow.drawn(draw_body, selected, text, follow.screen, query, comparison):
        st.html(body)


def _draw_choosers(text: Text, follow: Follow, *, query: WordQuery) -> None:
    """Which word, and in which order."""
    word_box, order_box = st.columns([4, 5], gap="medium", vertical_alignment="bottom")
    word_box.text_input(
        text("concordance.word"),
        max_chars=LONGEST_WORDS,
        placeholder=text("concordance.example"),
        **choosers.bind(follow, "concordance-word", query.word, set_word),
    )
    order_box.segmented_control(
        text("concordance.order"),
        required=True,
        **choosers.offer(ORDERS, text, "order"),
        **choosers.bind(follow, "concordance-order", query.order, "order"),
    )


def set_word(selection: Selection, value: str | None) -> Selection:
    """The selection with another word."""
    return replace(selection, word=value or "")
