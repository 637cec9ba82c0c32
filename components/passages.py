"""Passages of statements as a table: which statements there are, their rows, speakers, sources and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from components import markup
from components.charts.descriptions import name_city
from components.charts.sources import name_source
from loaders.analysis import statements as analysis
from loaders.analysis.themes import themes_by_use
from loaders.dates import period
from loaders.model import MeetingId, cached_on_dataset
from loaders.selection import Column, PassageId, Reading, step

if TYPE_CHECKING:
    from markupsafe import Markup

    from components.language import Text
    from loaders.model import Dataset

Spans = Mapping[tuple[str, int], Mapping[Any, Sequence[tuple[int, int]]]]
"""Character spans that a search found: by passage (meeting and number), then by language."""


class ThemeRow(NamedTuple):
    """One level row of a comparison: a theme, and for each column a passage of it, or None.

    ``is_first`` is whether the row opens its theme. ``further`` is, for each column, None if it has a passage
    under the theme, else the numbers of its passages that have it as a further theme.
    """

    theme: str
    is_first: bool
    cells: tuple[dict[str, Any] | None, ...]
    further: tuple[list[int] | None, ...]


class TableOptions(NamedTuple):
    """How a table of statements is drawn.

    ``theme`` is the one whose passages are shown, as the name of the table; without it, a column names the themes.
    ``has_titles`` repeats a column's title over each of its cells, for a narrow screen. ``spans`` are marked as
    found, ``marked`` is the passage that is open. ``links`` and ``notes`` stand in the headers and ``records``, made
    by ``describe_record``, in a last row; with notes, passages have anchors.
    """

    theme: str = ""
    has_titles: bool = False
    spans: Spans | None = None
    marked: PassageId | None = None
    links: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()
    records: Sequence[Mapping[str, Any]] = ()


@cached_on_dataset()
def list_statements(selected: Dataset) -> tuple[MeetingId, ...]:
    """The meetings in the selection of which there is a statement, the latest first."""
    return tuple(MeetingId(meeting) for meeting in reversed(analysis.list_statements(selected)))


def list_passages(selected: Dataset, meeting: str) -> list[dict[str, Any]]:
    """The passages of one statement that the selection holds, in reading order."""
    return analysis.list_passages(selected, meeting)


def rows(selected: Dataset, columns: Sequence[Column]) -> tuple[ThemeRow, ...]:
    """The passages of the columns theme by theme, each under its main theme, or the one that is selected.

    Every theme has a row, also one on which no column has a passage; where themes are selected, only those.
    Within a theme, the n-th passages of the columns stand level: so do the two languages of one statement.
    """
    statements = [list_passages(selected, column.meeting) for column in columns]
    out = []
    for theme in themes_by_use(selected.whole):
        if selected.themes_asked and theme not in selected.themes_asked:
            continue
        stacks = [
            [passage for passage in statement if main_theme(passage, selected) == theme]
            for statement in statements
        ]
        further = tuple(
            None if stack else [row["number"] for row in statement if theme in row["themes"]]
            for stack, statement in zip(stacks, statements, strict=True)
        )
        levels = list(zip_longest(*stacks)) or [(None,) * len(columns)]
        out += [ThemeRow(theme, level == 0, cells, further) for level, cells in enumerate(levels)]
    return tuple(out)


def main_theme(passage: Mapping[str, Any], selected: Dataset) -> str:
    """The theme under which a passage stands: the first that is selected, else its first."""
    asked = selected.themes_asked
    return str(next((theme for theme in passage["themes"] if theme in asked), passage["themes"][0]))


def title(selected: Dataset, text: Text, meeting: str) -> str:
    """A statement in a few words: the city and the date of its meeting."""
    row = selected.whole.names["meetings"][meeting]
    city = name_city(row["city_id"], text=text, dataset=selected)
    date = text.date(period(row["starts_on"], row["date_precision"]))
    return text("statements.title", city=city, date=date)


def describe_header(selected: Dataset, text: Text, meeting: str) -> dict[str, str]:
    """The header of a statement: its title, whose report of it this is, and how many passages there are."""
    passages = list_passages(selected, meeting)
    source = selected.whole.names["sources"][passages[0]["source_id"]]
    return {
        "title": title(selected, text, meeting),
        "source": text(
            f"statements.{passages[0]['status']}", source=name_source(source, text=text)
        ),
        "count": text.count("count.passages", len(passages)),
    }


def table(
    selected: Dataset,
    text: Text,
    columns: Sequence[Column],
    theme_rows: Sequence[ThemeRow],
    options: TableOptions,
) -> str:
    """Rows of passages as markup, a column a statement, texts with their own language and direction."""
    themes = selected.whole.names["themes"]
    headers = [describe_header(selected, text, column.meeting) for column in columns]
    body = []
    for row in theme_rows:
        cells = []
        for passage, column, further in zip(row.cells, columns, row.further, strict=True):
            cells.append(
                {
                    "passage": passage
                    and describe_passage(
                        passage, selected, text, reading=column.reading, spans=options.spans
                    ),
                    "is_marked": passage
                    and options.marked == (passage["meeting_id"], passage["number"]),
                    "empty": _describe_absence(text, further)
                    if further is not None and row.is_first
                    else "",
                }
            )
        body.append(
            {
                "name": text.of(themes[row.theme], "name") if row.is_first else "",
                "definition": text.of(themes[row.theme], "definition"),
                "id": row.theme,
                "cells": cells,
            }
        )
    return markup.html(
        "statements",
        text,
        columns=headers,
        rows=body,
        theme=options.theme,
        links=options.links,
        notes=options.notes,
        records=options.records,
        has_titles=options.has_titles,
    )


def _describe_absence(text: Text, further: list[int]) -> str:
    """What a column says of a theme under which none of its passages stands."""
    if not further:
        return text("statements.silent")
    return text.count("statements.touched", len(further), list=text.list(map(text.number, further)))


def describe_passage(
    row: Mapping[str, Any],
    selected: Dataset,
    text: Text,
    *,
    reading: Reading,
    spans: Spans | None = None,
) -> dict[str, Any]:
    """One passage for the template ``passage``: number, speaker and texts, with figures linked and spans marked."""
    themes = selected.whole.names["themes"]
    languages = ("en", "ar") if reading == "both" else (reading,)
    speaker_language = text.language if reading == "both" else reading
    also = [theme for theme in row["themes"] if theme != main_theme(row, selected)]
    place = PassageId(row["meeting_id"], row["number"])
    found = (spans or {}).get(place, {})
    return {
        "id": anchor(place),
        "number": text.number(row["number"]),
        "link": step(passage=place),
        "cite": step(cite=place),
        "voice": row["voice"],
        "voice_name": text(f"voice.{row['voice']}"),
        "speaker": row[f"speaker_{speaker_language}"],
        "speaker_language": speaker_language,
        "texts": [
            {
                "language": language,
                "words": _link_figures(row, text, language=language, spans=found.get(language, ())),
            }
            for language in languages
        ],
        "paragraphs": text.count(
            "statements.paragraphs",
            len(row["paragraphs"]),
            list=text.list(map(text.number, row["paragraphs"])),
        ),
        "also": text(
            "statements.also", themes=text.list(text.of(themes[theme], "name") for theme in also)
        )
        if also
        else "",
    }


def _link_figures(
    row: Mapping[str, Any], text: Text, *, language: str, spans: Sequence[tuple[int, int]]
) -> Markup:
    """The text of a passage with a link at each published value and what a search found marked."""
    links = [
        (mark[language], step(figure=mark["observation_id"]), text("statements.open"))
        for mark in row["figures"]
    ]
    return markup.link_words(row[language], links=links, spans=spans)


def anchor(place: PassageId) -> str:
    """The id of a passage on the page, to which the browser scrolls."""
    return f"p-{place.meeting}-{place.number}"
