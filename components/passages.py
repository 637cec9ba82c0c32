"""Passages: how what was said stands on the page, wherever it is read: in rows, with speaker, source and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from components import charts, markup
from components.language import DIRECTIONS
from loaders.analysis.statements import list_passages, list_statements
from loaders.analysis.themes import themes_by_use
from loaders.dates import period
from loaders.model import MeetingId, cached_on_dataset
from loaders.selection import Column, Place, Reading, step

if TYPE_CHECKING:
    from components.language import Text
    from loaders.model import Dataset

MOST_OFFERED = 50
"""Statements among which a widget lets choose, at most."""

Found = Mapping[tuple[str, int], Mapping[Any, Sequence[tuple[int, int]]]]
"""The places that a search has found: by passage (meeting and number), then by language."""


@dataclass(frozen=True, slots=True)
class Row:
    """One level row of a comparison: a theme, and for each column the passage that stands there, or None.

    ``first`` is whether the row opens its theme. ``silent`` is whether a column has no passage under
    the theme at all, and ``touched`` the numbers of its passages that have it as a further theme.
    """

    theme: str
    first: bool
    cells: tuple[dict[str, Any] | None, ...]
    silent: tuple[bool, ...]
    touched: tuple[tuple[int, ...], ...]


@cached_on_dataset()
def available(chosen: Dataset) -> tuple[MeetingId, ...]:
    """The meetings in the selection of which there is a statement, the latest first."""
    return tuple(MeetingId(each) for each in reversed(list_statements(chosen)))


def offered(chosen: Dataset, asked: Sequence[str] = ()) -> tuple[MeetingId, ...]:
    """The meetings whose statements a widget offers: the latest, and those asked for; a list of thousands helps nobody."""
    there = available(chosen)
    return (*there[:MOST_OFFERED], *(each for each in there[MOST_OFFERED:] if each in asked))


def unoffered(chosen: Dataset, text: Text, asked: Sequence[str] = ()) -> str:
    """How many statements are not offered, in a sentence; empty if all are."""
    shown, every = len(offered(chosen, asked)), len(available(chosen))
    return text("left.offered", shown=text.number(shown), all=text.number(every)) if shown < every else ""


def of(chosen: Dataset, meeting: str) -> list[dict[str, Any]]:
    """The passages of one statement that the selection holds, in reading order."""
    return list_passages(chosen, meeting)


def rows(chosen: Dataset, shown: Sequence[Column]) -> tuple[Row, ...]:
    """The passages of the columns theme by theme, each under its main theme, or the one asked for.

    Every theme has a row, also one on which no column has a passage; where the reader asked for
    themes, only those. Within a theme, the n-th passages of the columns stand level: the two languages
    of one statement are thereby level passage by passage.
    """
    mine = [of(chosen, column.meeting) for column in shown]
    out = []
    for theme in themes_by_use(chosen.whole):
        if chosen.themes_asked and theme not in chosen.themes_asked:
            continue
        stacks = [[each for each in column if _home(each, chosen) == theme] for column in mine]
        silent = tuple(not stack for stack in stacks)
        touched = tuple(
            tuple(
                each["number"] for each in column if theme in each["themes"] and _home(each, chosen) != theme
            )
            for column in mine
        )
        nothing = [(None,) * len(shown)]
        for place, cells in enumerate(list(zip_longest(*stacks)) or nothing):
            out.append(Row(theme, place == 0, cells, silent, touched))
    return tuple(out)


def _home(passage: dict[str, Any], chosen: Dataset) -> str:
    """The theme under which a passage stands: its main one, or the first that the reader asked for."""
    asked = chosen.themes_asked
    return str(next((theme for theme in passage["themes"] if theme in asked), passage["themes"][0]))


def title(chosen: Dataset, text: Text, meeting: str) -> str:
    """A statement in a few words: the city and the date of its meeting."""
    row = chosen.whole.names["meetings"][meeting]
    city = charts.city(row["city_id"], text=text, dataset=chosen)
    return text(
        "statements.title", city=city, date=text.date(period(row["starts_on"], row["date_precision"]))
    )


def head(chosen: Dataset, text: Text, meeting: str) -> dict[str, str]:
    """What stands over a statement: its title, whose report of it this is, and how many passages there are."""
    mine = of(chosen, meeting)
    source = chosen.whole.names["sources"][mine[0]["source_id"]]
    return {
        "title": title(chosen, text, meeting),
        "source": text(f"statements.{mine[0]['status']}", source=charts.source_name(source, text=text)),
        "count": text.count("count.passages", len(mine)),
        "note": "",
    }


def table(
    chosen: Dataset,
    text: Text,
    shown: Sequence[Column],
    *,
    headed: bool = False,
    found: Found | None = None,
    marked: Place | None = None,
    notes: Sequence[str] = (),
    records: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The passages as markup: a row a theme, a column a statement, texts with their own language and direction.

    ``headed`` repeats a column's title over each of its cells, for a screen on which they stand below each other;
    ``notes`` are what else its head says, ``records`` what ``describe_record`` says of its meeting, in a last row.
    """
    names = chosen.whole.names
    heads = [head(chosen, text, column.meeting) for column in shown]
    for each, note in zip(heads, notes, strict=False):
        each["note"] = note
    body = [
        {
            "name": text.of(names["themes"][row.theme], "name") if row.first else "",
            "definition": text.of(names["themes"][row.theme], "definition"),
            "link": step(themes=(row.theme,)),
            "cells": [
                {
                    "passages": [
                        {
                            **passage(cell, chosen, text, reading=column.reading, found=found),
                            "marked": marked == (cell["meeting_id"], cell["number"]),
                        }
                    ]
                    if cell
                    else [],
                    "empty": _silence(text, row.touched[place]) if row.silent[place] and row.first else "",
                    "head": heads[place]["title"] if headed else "",
                }
                for place, (cell, column) in enumerate(zip(row.cells, shown, strict=True))
            ],
        }
        for row in rows(chosen, shown)
    ]
    return markup.html(
        "statements",
        dir=text.direction,
        text=text,
        columns=heads,
        rows=body,
        anchored=bool(notes),
        records=records,
        headed=headed,
    )


def _silence(text: Text, touched: tuple[int, ...]) -> str:
    """What a column says of a theme under which none of its passages stands."""
    if not touched:
        return text("statements.silent")
    return text.count(
        "statements.touched", len(touched), list=text.list(text.number(each) for each in touched)
    )


def passage(
    row: dict[str, Any], chosen: Dataset, text: Text, *, reading: Reading, found: Found | None = None
) -> dict[str, Any]:
    """One passage as the template ``passage`` takes it: its number, speaker and texts, with figures and finds marked."""
    names = chosen.whole.names
    languages = ("en", "ar") if reading == "both" else (reading,)
    speaks = reading if reading != "both" else text.language
    also = [theme for theme in row["themes"] if theme != _home(row, chosen)]
    place = Place(row["meeting_id"], row["number"])
    number = text.number(row["number"])
    marks = (found or {}).get(place, {})
    return {
        "id": anchor(place),
        "number": number,
        "link": step(passage=place),
        "open": text("passage.open", number=number),
        "label": text("passage.label", number=number),
        "cite": step(cite=place),
        "cite_label": text("citing.open_passage", number=number),
        "voice": row["voice"],
        "voice_name": text(f"voice.{row['voice']}"),
        "speaker": row[f"speaker_{speaks}"],
        "speaks": speaks,
        "texts": [
            {
                "language": language,
                "direction": DIRECTIONS[language],
                "words": markup.marked(
                    row[language],
                    marks=[
                        (mark[language], step(figure=mark["observation_id"]), text("statements.open"))
                        for mark in row["figures"]
                    ],
                    found=marks.get(language, ()),
                ),
            }
            for language in languages
        ],
        "paragraphs": text.count(
            "statements.paragraphs",
            len(row["paragraphs"]),
            list=text.list(text.number(each) for each in row["paragraphs"]),
        ),
        "also": text(
            "statements.also", themes=text.list(text.of(names["themes"][each], "name") for each in also)
        )
        if also
        else "",
    }


def anchor(place: Place) -> str:
    """The id of a passage on the page, to which the browser scrolls."""
    return f"p-{place.meeting}-{place.number}"
