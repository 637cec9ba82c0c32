"""What was said: the statements side by side, theme by theme, in English and Arabic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup
from components.language import DIRECTIONS
from loaders.dataset import MeetingId
from loaders.dates import period
from loaders.measures import themes_by_use
from loaders.selection import READINGS, Column, Reading, Selection, step
from loaders.tables import records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.dataset import Dataset

KEY = "statements"
MOST = 3
"""Columns of the overview: more belong on a page of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One level row of the view: a theme, and for each column the passage that stands there, or None.

    ``first`` is whether the row opens its theme. ``silent`` is whether a column has no passage under
    the theme at all, and ``touched`` the numbers of its passages that have it as a further theme.
    """

    theme: str
    first: bool
    cells: tuple[dict[str, Any] | None, ...]
    silent: tuple[bool, ...]
    touched: tuple[tuple[int, ...], ...]


def available(chosen: Dataset) -> tuple[MeetingId, ...]:
    """The meetings in the selection of which there is a statement, the latest first."""
    there = set(chosen.passages["meeting_id"])
    return tuple(
        MeetingId(each) for each in reversed(chosen.meetings["meeting_id"].tolist()) if each in there
    )


def columns(chosen: Dataset, selection: Selection, screen: Screen) -> tuple[Column, ...]:
    """The columns to show: those of the address that the selection holds, else the usual ones.

    By default the latest statement in the page's language beside the same in the other one, and on a
    wide screen the statement before it.
    """
    there = available(chosen)
    if not there:
        return ()
    other: Reading = "ar" if selection.language == "en" else "en"
    usual: tuple[Column, ...] = (Column(there[0], selection.language), Column(there[0], other))
    if screen.wide and len(there) > 1:
        usual = (*usual, Column(there[1], selection.language))
    asked = tuple(each for each in selection.columns[:MOST] if each.meeting in there)
    more = tuple(each for each in usual if each not in asked)
    return (*asked, *more[: max(len(usual) - len(asked), 0)]) if asked else usual


def rows(chosen: Dataset, shown: Sequence[Column]) -> tuple[Row, ...]:
    """The passages of the columns theme by theme, each under its main theme, or the one asked for.

    Every theme has a row, also one on which no column has a passage; where the reader asked for
    themes, only those. Within a theme, the n-th passages of the columns stand level: the two languages
    of one statement are thereby level passage by passage.
    """
    passages = records(chosen.passages)
    mine = [[each for each in passages if each["meeting_id"] == column.meeting] for column in shown]
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


def finding(chosen: Dataset, text: Text) -> str:
    """What the view holds, in a sentence computed from the passages in the selection."""
    there = available(chosen)
    if not there:
        return text("statements.none")
    return text(
        "statements.finding",
        statements=text.count("count.statements", len(there)),
        passages=text.count("count.passages", len(chosen.passages)),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.heading(KEY, text, finding=finding(chosen, text)))
    shown = columns(chosen, follow.selection, follow.screen)
    if not shown:
        frame.empty(text, follow)
        return
    _choosers(chosen, text, follow, shown=shown)
    st.html(follow.drawn(table, chosen, text, shown))


def _choosers(chosen: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]) -> None:
    """A meeting and a language to choose for each column."""
    there = available(chosen)
    names = {each: _title(chosen, text, each) for each in there}
    for place, (box, column) in enumerate(zip(st.columns(len(shown), gap="medium"), shown, strict=True)):
        number = text.number(place + 1)
        box.selectbox(
            text("statements.meeting", number=number),
            options=there,
            format_func=names.__getitem__,
            key=follow.widget(f"column-{place}-meeting", column.meeting),
            on_change=follow.changed(f"column-{place}-meeting", _change(shown, place=place, field="meeting")),
        )
        box.segmented_control(
            text("statements.reading", number=number),
            options=READINGS,
            format_func=lambda reading: text(f"reading.{reading}"),
            key=follow.widget(f"column-{place}-reading", column.reading),
            on_change=follow.changed(f"column-{place}-reading", _change(shown, place=place, field="reading")),
            label_visibility="collapsed",
            required=True,
        )


def _change(shown: tuple[Column, ...], *, place: int, field: str) -> Callable[[Selection, Any], Selection]:
    """Return what a chooser changes: one field of one column, the others as they are shown."""

    def change(selection: Selection, value: Any) -> Selection:
        if value is None:
            return selection
        changed = [*shown]
        changed[place] = changed[place]._replace(**{field: value})
        return replace(selection, columns=tuple(changed))

    return change


def _title(chosen: Dataset, text: Text, meeting: str) -> str:
    row = chosen.whole.names["meetings"][meeting]
    city = charts.city(row["city_id"], text=text, dataset=chosen)
    return text(
        "statements.title", city=city, date=text.date(period(row["starts_on"], row["date_precision"]))
    )


def table(chosen: Dataset, text: Text, screen: Screen, shown: tuple[Column, ...]) -> str:
    """The passages as markup: a row a theme, a column a statement, texts with their own language and direction."""
    names = chosen.whole.names
    lines = rows(chosen, shown)
    heads = []
    for column in shown:
        mine = chosen.passages[chosen.passages["meeting_id"] == column.meeting]
        source = names["sources"][mine["source_id"].iloc[0]]
        heads.append(
            {
                "title": _title(chosen, text, column.meeting),
                "source": text(
                    f"statements.{mine['status'].iloc[0]}", source=charts.source_name(source, text=text)
                ),
                "count": text.count("count.passages", len(mine)),
            }
        )
    body = [
        {
            "name": text.of(names["themes"][row.theme], "name") if row.first else "",
            "definition": text.of(names["themes"][row.theme], "definition"),
            "link": step(themes=(row.theme,)),
            "cells": [
                {
                    "passages": [_passage(cell, chosen, text, reading=column.reading)] if cell else [],
                    "empty": _silence(text, row.touched[place]) if row.silent[place] and row.first else "",
                    "head": heads[place]["title"] if screen.narrow else "",
                }
                for place, (cell, column) in enumerate(zip(row.cells, shown, strict=True))
            ],
        }
        for row in lines
    ]
    return markup.html("statements", dir=text.direction, text=text, columns=heads, rows=body)


def _silence(text: Text, touched: tuple[int, ...]) -> str:
    """What a column says of a theme under which none of its passages stands."""
    if not touched:
        return text("statements.silent")
    return text.count(
        "statements.touched", len(touched), list=text.list(text.number(each) for each in touched)
    )


def _passage(passage: dict[str, Any], chosen: Dataset, text: Text, *, reading: Reading) -> dict[str, Any]:
    names = chosen.whole.names
    languages = ("en", "ar") if reading == "both" else (reading,)
    speaks = reading if reading != "both" else text.language
    also = [theme for theme in passage["themes"] if theme != _home(passage, chosen)]
    return {
        "number": text.number(passage["number"]),
        "voice": passage["voice"],
        "voice_name": text(f"voice.{passage['voice']}"),
        "speaker": passage[f"speaker_{speaks}"],
        "texts": [
            {
                "language": language,
                "direction": DIRECTIONS[language],
                "words": markup.marked(
                    passage[language],
                    marks=[
                        (mark[language], step(figure=mark["observation_id"]), text("statements.open"))
                        for mark in passage["figures"]
                    ],
                ),
            }
            for language in languages
        ],
        "paragraphs": text.count(
            "statements.paragraphs",
            len(passage["paragraphs"]),
            list=text.list(text.number(each) for each in passage["paragraphs"]),
        ),
        "also": text(
            "statements.also", themes=text.list(text.of(names["themes"][each], "name") for each in also)
        )
        if also
        else "",
    }
