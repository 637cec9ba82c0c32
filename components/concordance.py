"""Concordance: every place where a word stands, in its context, one line a place, each leading to its passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import frame, markup, passages, terms
from components.language import DIRECTIONS
from loaders.model import MeetingId
from loaders.selection import LANGUAGES, LONGEST_WORDS, ORDERS, Order, Place, Selection, step
from loaders.text.concordance import DEFAULT_REACH, ConcordanceLine, list_concordance

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from components.terms import Asked
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "concordance"

MOST_LINES, FEW_LINES = 200, 30
"""Lines that are drawn at most, and how many where there are more: nobody reads them all, and the rest is counted."""

SUGGESTED = 8
"""Words that are offered at most where none is asked for."""

KEYWORD, PLACE, LETTER, WIDEST = 110, 215, {"en": 7.6, "ar": 7.2}, 8.5
"""Pixels: of a short keyword, the name of a place, a letter of the context by language, a letter of the keyword."""

FEWEST, LONG = 12, 24
"""Characters of context on each side at least, and those from which on a keyword may take two rows."""


class Drawn(NamedTuple):
    """The view as markup: its heading, and the lines or what stands in their place."""

    head: str
    body: str


class Found(NamedTuple):
    """What is asked for: the word, the order of its lines, and whether ة and ه are one letter."""

    word: str
    order: Order
    alike: bool


def lines(chosen: Dataset, found: Found, *, reach: int = DEFAULT_REACH) -> tuple[ConcordanceLine, ...]:
    """Every place in the selection where the word stands, in the order that is asked for."""
    return list_concordance(chosen, found.word, order=found.order, fold_marbuta=found.alike, reach=reach)


def reach(screen: Screen, language: str, word: str = "") -> int:
    """The characters of context beside a word for which a line has room, so that none is cut inside a word."""
    keyword = max(KEYWORD, min(len(word), LONG) * WIDEST)
    room = screen.width - keyword - (0 if screen.narrow else PLACE)
    return min(max(int(room / 2 / LETTER[language]), FEWEST), DEFAULT_REACH)


def finding(chosen: Dataset, text: Text, found: Found) -> str:
    """In how many places the word stands, in a sentence."""
    if not found.word:
        return text("concordance.ready")
    there = lines(chosen, found)
    word = terms.quoted(found.word, text)
    if not there:
        return text("concordance.nothing", word=word)
    in_passages = {(line.meeting_id, line.number) for line in there}
    statements = {meeting_id for meeting_id, _ in in_passages}
    return text(
        "concordance.finding",
        word=word,
        places=text.count("concordance.places", len(there)),
        passages=text.count("count.passages", len(in_passages)),
        statements=text.count("count.statements", len(statements)),
    )


def table(chosen: Dataset, text: Text, screen: Screen, found: Found) -> str:
    """The lines as markup: a table a language, which runs in the direction of that language."""
    tables = []
    total = len(lines(chosen, found))
    most = MOST_LINES if total <= MOST_LINES else min(FEW_LINES, MOST_LINES)
    room = most
    for language in LANGUAGES:
        every = lines(chosen, found, reach=reach(screen, language, found.word))
        mine = [line for line in every if line.language == language]
        if mine[:room]:
            tables.append(
                {
                    "language": language,
                    "direction": DIRECTIONS[language],
                    "name": text("concordance.caption", language=text.isolate(text(f"reading.{language}")))
                    + " "
                    + text.count("concordance.places", len(mine)),
                    "lines": [_line(each, chosen, text, word=found.word) for each in mine[:room]],
                }
            )
        room = max(room - len(mine), 0)
    rest = text.count("concordance.rest", total, shown=text.number(most)) if total > most else ""
    return markup.html(
        "concordance", dir=text.direction, text=text, narrow=screen.narrow, tables=tables, rest=rest
    )


def _line(line: ConcordanceLine, chosen: Dataset, text: Text, *, word: str) -> dict[str, Any]:
    """One line as the template takes it; its passage is read with the word marked as a search marks it."""
    return {
        "link": step(passage=Place(MeetingId(line.meeting_id), line.number), search=word),
        "place": text(
            "concordance.place",
            title=passages.title(chosen, text, line.meeting_id),
            number=text.number(line.number),
        ),
        "before": line.before.strip(),
        "keyword": line.keyword,
        "after": line.after.strip() if line.after[:1].isspace() else line.after.rstrip(),
        "long": len(line.keyword) > LONG,
    }


def suggestions(chosen: Dataset, text: Text, asked: Asked | None) -> str:
    """Words to begin with, as markup: those that most set the chosen statement apart."""
    if asked is None or len(terms.statements(chosen)) < 2:
        return ""
    words = [term.word for term in terms.compared(chosen, asked).terms if term.z > 0][:SUGGESTED]
    return markup.html(
        "suggestions",
        dir=text.direction,
        lead=text("concordance.suggested", title=text.isolate(passages.title(chosen, text, asked.meeting))),
        language=asked.language,
        words=[{"word": word, "link": step(page="words", word=word)} for word in words],
    )


def drawn(chosen: Dataset, text: Text, screen: Screen, found: Found, asked: Asked | None) -> Drawn:
    """Everything of the view that is not the reader's."""
    head = frame.heading(KEY, chosen, text, finding=finding(chosen, text, found))
    if lines(chosen, found):
        return Drawn(head, table(chosen, text, screen, found))
    return Drawn(head, suggestions(chosen, text, asked))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.selection
    found = Found(selection.word, selection.order, selection.alike)
    made = follow.drawn(drawn, chosen, text, found, terms.asked(chosen, selection))
    st.html(made.head)
    _choosers(text, follow, found=found)
    if made.body:
        st.html(made.body)


def _choosers(text: Text, follow: Follow, *, found: Found) -> None:
    """Which word, in which order, and whether ة and ه are told apart."""
    box, order = st.columns([4, 5], gap="medium", vertical_alignment="bottom")

    def ask(selection: Selection, value: Any) -> Selection:
        return replace(selection, word=str(value or ""))

    def sort(selection: Selection, value: Any) -> Selection:
        return replace(selection, order=value or "after")

    def treat(selection: Selection, value: Any) -> Selection:
        return replace(selection, alike=bool(value))

    box.text_input(
        text("concordance.word"),
        max_chars=LONGEST_WORDS,
        placeholder=text("concordance.example"),
        key=follow.widget("concordance-word", found.word),
        on_change=follow.changed("concordance-word", ask),
    )
    order.segmented_control(
        text("concordance.order"),
        options=ORDERS,
        format_func=lambda each: text(f"order.{each}"),
        key=follow.widget("concordance-order", found.order),
        on_change=follow.changed("concordance-order", sort),
        required=True,
    )
    st.toggle(
        text("search.alike"),
        key=follow.widget("concordance-alike", found.alike),
        on_change=follow.changed("concordance-alike", treat),
    )
