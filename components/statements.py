"""What was said: the statements side by side, theme by theme, in English and Arabic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import frame, passages
from components.passages import available, rows
from loaders.selection import READINGS, Column, Reading, Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

__all__ = ["KEY", "available", "columns", "finding", "render", "rows", "table"]

KEY = "statements"
MOST = 3
"""Columns of the overview: more belong on a page of their own."""

TALL = 900
"""Pixels of room that are kept for the statements while they are far from the screen: about what they take."""


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
    asked = tuple(column for column in selection.columns[:MOST] if column.meeting in there)
    more = tuple(each for each in usual if each not in asked)
    return (*asked, *more[: max(len(usual) - len(asked), 0)]) if asked else usual


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
    shown = columns(chosen, follow.selection, follow.screen)
    left = passages.unoffered(chosen, text, [each.meeting for each in shown])
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text), left=left))
    if not shown:
        frame.empty(text, follow, frame.STATEMENTS)
        return
    if frame.far(KEY, text, follow, height=TALL):
        return
    _choosers(chosen, text, follow, shown=shown)
    st.html(follow.drawn(table, chosen, text, shown))


def _choosers(chosen: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]) -> None:
    """A meeting and a language to choose for each column."""
    there = passages.offered(chosen, [each.meeting for each in shown])
    names = {each: passages.title(chosen, text, each) for each in there}
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


def table(chosen: Dataset, text: Text, screen: Screen, shown: tuple[Column, ...]) -> str:
    """The passages of the columns as markup, level theme by theme."""
    return passages.table(chosen, text, shown, headed=screen.narrow)
