"""The reader: one statement in English, Arabic or both, passage by passage; or up to five, theme by theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import choosers, markup, passages
from components.charts import frame
from components.charts.descriptions import describe_observation
from components.language import DIRECTIONS
from components.passages import list_passages, list_statements
from loaders.analysis.statements import find_record_figures, measure_coverage
from loaders.selection import (
    MOST_COLUMNS,
    READINGS,
    SIDES,
    Column,
    PassageId,
    Reading,
    Selection,
    Sides,
    address,
)
from loaders.text.query import parse_query
from loaders.text.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.passages import Spans
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset, MeetingId

KEY = "reader"


class ReadingOptions(NamedTuple):
    """How statements are read: their sides, the marked passage, and the search."""

    sides: Sides = "beside"
    marked: PassageId | None = None
    search: str = ""


def columns(selected: Dataset, selection: Selection) -> tuple[Column, ...]:
    """The statements to read: those of the address that the selection holds, else the latest, in both languages.

    A statement that is asked for in each language by itself is read in both. The one with the marked
    passage is always among them.
    """
    statements = list_statements(selected)
    readings: dict[MeetingId, Reading] = {}
    for meeting, reading in selection.columns:
        if meeting in statements:
            readings[meeting] = reading if readings.get(meeting, reading) == reading else "both"
    marked = selection.passage.meeting if selection.passage else None
    if marked in statements and marked not in readings:
        readings = {marked: "both", **dict([*readings.items()][: MOST_COLUMNS - 1])}
    shown = tuple(Column(meeting, reading) for meeting, reading in readings.items())
    return shown or tuple(Column(meeting, "both") for meeting in statements[:1])


def order_languages(reading: Reading, *, text: Text, sides: Sides) -> tuple[str, ...]:
    """The languages of a statement in the order of its sides: the page's own first, unless they are swapped."""
    if reading != "both":
        return (reading,)
    pair = tuple(sorted(DIRECTIONS, key=lambda language: language != text.language))
    return pair[::-1] if sides == "swapped" else pair


def find_spans(selected: Dataset, shown: Sequence[Column], options: ReadingOptions) -> Spans | None:
    """The character spans in the passages of some columns that hold what is searched for; None without a search."""
    if not options.search:
        return None
    hits = search(selected, parse_query(options.search, selected))
    meetings = {column.meeting for column in shown}
    return {(hit.meeting_id, hit.number): hit.spans for hit in hits if hit.meeting_id in meetings}


def finding(selected: Dataset, text: Text, shown: tuple[Column, ...]) -> str:
    """What is read, in a sentence computed from the passages in the selection."""
    if not shown:
        return text("statements.none")
    if len(shown) == 1:
        header = passages.describe_header(selected, text, shown[0].meeting)
        return text("reader.one", title=header["title"], passages=header["count"])
    number = sum(len(list_passages(selected, column.meeting)) for column in shown)
    return text(
        "reader.several",
        statements=text.count("count.statements", len(shown)),
        passages=text.count("count.passages", number),
    )


def describe_coverage(selected: Dataset, text: Text, meeting: str) -> dict[str, str]:
    """How much of a source its statement renders, which paragraphs are left out, and what the filters leave out."""
    source = measure_coverage(selected, meeting)
    shown = len(list_passages(selected, meeting))
    total = len(list_passages(selected.whole, meeting))
    rendered, paragraphs = text.number(source.rendered), text.number(source.total)
    left_out = text.list(map(text.number, source.left_out))
    return {
        "rendered": text.count(
            "reader.rendered", source.total, rendered=rendered, total=paragraphs
        ),
        "left_out": text.count("reader.left_out", len(source.left_out), list=left_out)
        if source.left_out
        else "",
        "filtered": text.count("reader.filtered", total, there=text.number(shown))
        if shown < total
        else "",
    }


def statement(selected: Dataset, text: Text, column: Column, options: ReadingOptions) -> str:
    """One statement as markup, a row a passage: number, speaker and source in the margin, then its texts, level.

    Below it stand the values that the wider record has of the same meeting.
    """
    order = order_languages(column.reading, text=text, sides=options.sides)
    spans = find_spans(selected, [column], options)
    themes = selected.whole.names["themes"]
    rows = []
    for row in list_passages(selected, column.meeting):
        passage = passages.describe_passage(
            row, selected, text, reading=column.reading, spans=spans
        )
        texts = {version["language"]: version for version in passage["texts"]}
        rows.append(
            {
                **passage,
                "texts": [texts[language] for language in order],
                "themes": text.list(text.of(themes[theme], "name") for theme in row["themes"]),
                "is_marked": (row["meeting_id"], row["number"]) == options.marked,
            }
        )
    return markup.html(
        "reader",
        text,
        sides="stacked" if options.sides == "stacked" else "beside",
        languages={language: text(f"reading.{language}") for language in order},
        header=passages.describe_header(selected, text, column.meeting),
        coverage=describe_coverage(selected, text, column.meeting),
        passages=rows,
        record=describe_record(selected, text, column.meeting),
    )


def comparison(
    selected: Dataset,
    text: Text,
    screen: Screen,
    shown: tuple[Column, ...],
    options: ReadingOptions,
) -> str:
    """Several statements as markup, level theme by theme, each with how much of its source it renders."""
    coverages = [describe_coverage(selected, text, column.meeting) for column in shown]
    table_options = passages.TableOptions(
        has_titles=screen.narrow,
        spans=find_spans(selected, shown, options),
        marked=options.marked,
        notes=[" ".join(filter(None, (part["rendered"], part["filtered"]))) for part in coverages],
        records=[describe_record(selected, text, column.meeting) for column in shown],
    )
    return passages.table(selected, text, shown, passages.rows(selected, shown), table_options)


def describe_record(selected: Dataset, text: Text, meeting: str) -> dict[str, Any]:
    """Describe the record's values of a meeting for the template ``meeting_record``; empty if there are none."""
    observations = find_record_figures(selected, meeting)
    if not observations:
        return {}
    return {
        "heading": text.count("reader.record", len(observations)),
        "rows": [
            describe_observation(observation, text=text, dataset=selected)
            for observation in observations
        ],
    }


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.selection
    shown = columns(selected, selection)
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text, shown)))
    if selection.passage and not _is_shown(selected, selection.passage):
        st.html(_describe_hidden(selected, text, selection, selection.passage))
    if not shown:
        frame.show_empty(text, follow, frame.STATEMENTS)
        return
    _draw_choosers(selected, text, follow, shown=shown)
    options = ReadingOptions(selection.sides, selection.passage, selection.search)
    if len(shown) == 1:
        st.html(follow.drawn(statement, selected, text, shown[0], options))
    else:
        st.html(follow.drawn(comparison, selected, text, follow.screen, shown, options))


def _is_shown(selected: Dataset, place: PassageId) -> bool:
    return any(row["number"] == place.number for row in list_passages(selected, place.meeting))


def _describe_hidden(selected: Dataset, text: Text, selection: Selection, place: PassageId) -> str:
    """Say that the filters hide the marked passage, with a link that clears them."""
    title = passages.title(selected, text, place.meeting)
    words = text("reader.hidden", number=text.number(place.number), title=title)
    # Another collection hides a passage as a filter does, and is not cleared with them.
    collection = selected.whole.names["meetings"][place.meeting]["collection"]
    link = address(selection.cleared_for(collection))
    return markup.html("hidden", text, words=words, link=link)


def _draw_choosers(
    selected: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]
) -> None:
    """Which statements, in which language, and on which sides."""
    readings = {column.reading for column in shown}
    reading: Reading | None = readings.pop() if len(readings) == 1 else None
    statements_box, language_box, sides_box = st.columns(
        [5, 3, 4], gap="medium", vertical_alignment="bottom"
    )

    def set_statements(selection: Selection, value: Any) -> Selection:
        known = dict(shown)
        # Three statements in two languages each would leave a few words a line.
        if len(value) > 2 >= len(shown) and reading == "both":
            known = dict.fromkeys(value, selection.language)
        columns = tuple(Column(meeting, known.get(meeting, reading or "both")) for meeting in value)
        return replace(selection, columns=columns, passage=None)

    def set_reading(selection: Selection, value: Any) -> Selection:
        return replace(
            selection, columns=tuple(Column(column.meeting, value or "both") for column in shown)
        )

    statements_box.multiselect(
        text("reader.statements", most=text.number(MOST_COLUMNS)),
        max_selections=MOST_COLUMNS,
        **choosers.offer_statements(selected, text),
        **choosers.bind(
            follow, "reader-statements", [column.meeting for column in shown], set_statements
        ),
    )
    language_box.segmented_control(
        text("reader.language"),
        **choosers.offer(READINGS, text, "reading"),
        **choosers.bind(follow, "reader-reading", reading, set_reading),
    )
    sides_box.segmented_control(
        text("reader.sides"),
        disabled=len(shown) > 1 or reading != "both",
        required=True,
        **choosers.offer(SIDES, text, "sides"),
        **choosers.bind(follow, "reader-sides", follow.selection.sides, "sides"),
    )
