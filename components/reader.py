"""The reader: one statement in English, Arabic or both, passage by passage; or up to five, theme by theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import frame, markup, passages
from components.language import DIRECTIONS
from components.meeting_record import describe_record
from components.passages import available
from loaders.analysis.statements import measure_coverage
from loaders.selection import (
    MOST_COLUMNS,
    READINGS,
    SIDES,
    Column,
    Place,
    Reading,
    Selection,
    Sides,
    address,
)
from loaders.text.query import parse_query
from loaders.text.search import search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.language import Text
    from components.passages import Found
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset, MeetingId

KEY = "reader"


def columns(chosen: Dataset, selection: Selection) -> tuple[Column, ...]:
    """The statements to read: those of the address that the selection holds, else the latest, in both languages.

    A statement asked for in each language by itself is one, in both. The one with the marked passage
    is always among them.
    """
    there = available(chosen)
    readings: dict[MeetingId, Reading] = {}
    for meeting, reading in selection.columns:
        if meeting in there:
            readings[meeting] = reading if readings.get(meeting, reading) == reading else "both"
    marked = selection.passage.meeting if selection.passage else None
    if marked in there and marked not in readings:
        readings = {marked: "both", **dict([*readings.items()][: MOST_COLUMNS - 1])}
    shown = tuple(Column(meeting, reading) for meeting, reading in readings.items())
    return shown or tuple(Column(meeting, "both") for meeting in there[:1])


def languages(reading: Reading, *, text: Text, sides: Sides) -> tuple[str, ...]:
    """The languages of one statement in the order of its sides: the page's own first, unless they are swapped."""
    if reading != "both":
        return (reading,)
    pair = tuple(sorted(DIRECTIONS, key=lambda each: each != text.language))
    return pair[::-1] if sides == "swapped" else pair


def finds(chosen: Dataset, words: str, shown: Sequence[Column], *, alike: bool) -> Found:
    """The places in the passages of some columns that hold what is searched for, by passage and language."""
    hits = search(chosen, parse_query(words), fold_marbuta=alike)
    there = {each.meeting for each in shown}
    return {(hit.meeting_id, hit.number): hit.spans for hit in hits if hit.meeting_id in there}


def finding(chosen: Dataset, text: Text, shown: tuple[Column, ...]) -> str:
    """What is read, in a sentence computed from the passages in the selection."""
    if not shown:
        return text("statements.none")
    if len(shown) == 1:
        head = passages.head(chosen, text, shown[0].meeting)
        return text("reader.one", title=head["title"], passages=head["count"])
    mine = sum(len(passages.of(chosen, each.meeting)) for each in shown)
    return text(
        "reader.several",
        statements=text.count("count.statements", len(shown)),
        passages=text.count("count.passages", mine),
    )


def banner(chosen: Dataset, text: Text, meeting: str) -> dict[str, str]:
    """How much of a source its statement renders, and which paragraphs are left out; what the filters leave out."""
    whole = measure_coverage(chosen, meeting)
    there = len(passages.of(chosen, meeting))
    of_it = len(passages.of(chosen.whole, meeting))
    return {
        "rendered": text.count(
            "reader.rendered",
            whole.total,
            rendered=text.number(whole.rendered),
            total=text.number(whole.total),
        ),
        "left_out": text.count(
            "reader.left_out", len(whole.left_out), list=text.list(map(text.number, whole.left_out))
        )
        if whole.left_out
        else "",
        "filtered": text.count("reader.filtered", of_it, there=text.number(there)) if there < of_it else "",
    }


def statement(
    chosen: Dataset, text: Text, screen: Screen, column: Column, view: tuple[Sides, Place | None, str, bool]
) -> str:
    """One statement as markup, a row a passage: its number, speaker and source in the margin, then its texts, level.

    Below it stand the figures that the wider record has of the same meeting.

    ``view`` is how it is read: the sides, the marked passage, what is searched for and how.
    """
    del screen  # the sheet sets the sides below each other where there is no room
    sides, marked, words, alike = view
    order = languages(column.reading, text=text, sides=sides)
    found = finds(chosen, words, [column], alike=alike) if words else None
    rows = []
    for row in passages.of(chosen, column.meeting):
        made = passages.passage(row, chosen, text, reading=column.reading, found=found)
        texts = {each["language"]: each for each in made["texts"]}
        themes = text.list(text.of(chosen.whole.names["themes"][each], "name") for each in row["themes"])
        rows.append(
            {
                **made,
                "texts": [texts[each] for each in order],
                "themes": themes,
                "marked": (row["meeting_id"], row["number"]) == marked,
            }
        )
    head = passages.head(chosen, text, column.meeting)
    return markup.html(
        "reader",
        dir=text.direction,
        text=text,
        sides="stacked" if sides == "stacked" else "beside",
        languages=[
            {"id": each, "direction": DIRECTIONS[each], "name": text(f"reading.{each}")} for each in order
        ],
        head=head,
        banner=banner(chosen, text, column.meeting),
        passages=rows,
        record=describe_record(chosen, text, column.meeting),
    )


def comparison(
    chosen: Dataset,
    text: Text,
    screen: Screen,
    shown: tuple[Column, ...],
    view: tuple[Sides, Place | None, str, bool],
) -> str:
    """Several statements as markup, level theme by theme, each with how much of its source it renders."""
    _, marked, words, alike = view
    banners = [banner(chosen, text, each.meeting) for each in shown]
    found = finds(chosen, words, shown, alike=alike) if words else None
    return passages.table(
        chosen,
        text,
        shown,
        headed=screen.narrow,
        found=found,
        marked=marked,
        notes=[" ".join(filter(None, (each["rendered"], each["filtered"]))) for each in banners],
        records=[describe_record(chosen, text, column.meeting) for column in shown],
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.selection
    shown = columns(chosen, selection)
    left = passages.unoffered(chosen, text, [each.meeting for each in shown])
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text, shown), left=left))
    if selection.passage and not _there(chosen, selection.passage):
        missing = text(
            "reader.hidden",
            number=text.number(selection.passage.number),
            title=passages.title(chosen, text, selection.passage.meeting),
        )
        # Another collection hides a passage as a filter does, and is not cleared with them.
        home = chosen.whole.names["meetings"][selection.passage.meeting]["collection"]
        back = address(selection.cleared_for(home))
        st.html(markup.html("hidden", dir=text.direction, text=text, words=missing, link=back))
    if not shown:
        frame.empty(text, follow, frame.STATEMENTS)
        return
    _choosers(chosen, text, follow, shown=shown)
    view = (selection.sides, selection.passage, selection.search, selection.alike)
    if len(shown) == 1:
        st.html(follow.drawn(statement, chosen, text, shown[0], view))
    else:
        st.html(follow.drawn(comparison, chosen, text, shown, view))


def _there(chosen: Dataset, place: Place) -> bool:
    return any(each["number"] == place.number for each in passages.of(chosen, place.meeting))


def _choosers(chosen: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]) -> None:
    """Which statements, in which language, and on which sides."""
    names = {
        each: passages.title(chosen, text, each)
        for each in passages.offered(chosen, [each.meeting for each in shown])
    }
    which, how, where = st.columns([5, 3, 4], gap="medium", vertical_alignment="bottom")
    readings = {each.reading for each in shown}
    reading: Reading | None = next(iter(readings)) if len(readings) == 1 else None

    def choose(selection: Selection, value: Any) -> Selection:
        kept: Mapping[MeetingId, Reading] = dict(shown)
        # Three statements in two languages each would leave a few words a line.
        if len(value) > 2 >= len(shown) and reading == "both":
            kept = dict.fromkeys(value, selection.language)
        return replace(
            selection,
            columns=tuple(Column(each, kept.get(each, reading or "both")) for each in value),
            passage=None,
        )

    def read(selection: Selection, value: Any) -> Selection:
        return replace(selection, columns=tuple(Column(each.meeting, value or "both") for each in shown))

    def turn(selection: Selection, value: Any) -> Selection:
        return replace(selection, sides=value or "beside")

    which.multiselect(
        text("reader.statements", most=text.number(MOST_COLUMNS)),
        options=list(names),
        format_func=names.__getitem__,
        max_selections=MOST_COLUMNS,
        key=follow.widget("reader-statements", [each.meeting for each in shown]),
        on_change=follow.changed("reader-statements", choose),
    )
    how.segmented_control(
        text("reader.language"),
        options=READINGS,
        format_func=lambda each: text(f"reading.{each}"),
        key=follow.widget("reader-reading", reading),
        on_change=follow.changed("reader-reading", read),
    )
    where.segmented_control(
        text("reader.sides"),
        options=SIDES,
        format_func=lambda each: text(f"sides.{each}"),
        key=follow.widget("reader-sides", follow.selection.sides),
        on_change=follow.changed("reader-sides", turn),
        disabled=len(shown) > 1 or reading != "both",
        required=True,
    )
