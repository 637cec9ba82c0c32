"""What was said: the statements side by side, theme by theme, in English and Arabic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import choosers, passages
from components.charts import frame
from components.passages import list_statements, rows
from loaders.selection import READINGS, Column, Reading, Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

__all__ = ["KEY", "columns", "finding", "render", "rows", "table"]

KEY = "statements"
MOST = 3
"""Columns of the overview: more belong on a page of their own."""


def columns(selected: Dataset, selection: Selection, screen: Screen) -> tuple[Column, ...]:
    """The columns to show: those of the address that the selection holds, else the usual ones.

    By default the latest statement in the page's language beside the same in the other one, and on a
    wide screen the statement before it.
    """
    statements = list_statements(selected)
    if not statements:
        return ()
    translation: Reading = "ar" if selection.language == "en" else "en"
    usual = [Column(statements[0], selection.language), Column(statements[0], translation)]
    if screen.wide:
        usual += [Column(meeting, selection.language) for meeting in statements[1:2]]
    asked = [column for column in selection.columns[:MOST] if column.meeting in statements]
    more = [column for column in usual if column not in asked]
    return (*asked, *more[: max(len(usual) - len(asked), 0)])


def finding(selected: Dataset, text: Text) -> str:
    """How many statements and passages the selection holds, in a sentence."""
    statements = list_statements(selected)
    if not statements:
        return text("statements.none")
    return text(
        "statements.finding",
        statements=text.count("count.statements", len(statements)),
        passages=text.count("count.passages", len(selected.passages)),
    )


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    shown = columns(selected, follow.selection, follow.screen)
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    if not shown:
        frame.show_empty(text, follow, frame.STATEMENTS)
        return
    _draw_choosers(selected, text, follow, shown=shown)
    st.html(follow.drawn(table, selected, text, follow.screen, shown))


def _draw_choosers(selected: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]) -> None:
    """A meeting and a language to choose for each column."""
    boxes = st.columns(len(shown), gap="medium")
    for index, (box, column) in enumerate(zip(boxes, shown, strict=True)):
        number, key = text.number(index + 1), f"column-{index}"
        box.selectbox(
            text("statements.meeting", number=number),
            **choosers.offer_statements(selected, text),
            **choosers.bind(follow, f"{key}-meeting", column.meeting, _change(shown, index, "meeting")),
        )
        box.segmented_control(
            text("statements.reading", number=number),
            label_visibility="collapsed",
            required=True,
            **choosers.offer(READINGS, text, "reading"),
            **choosers.bind(follow, f"{key}-reading", column.reading, _change(shown, index, "reading")),
        )


def _change(shown: tuple[Column, ...], index: int, field: str) -> Callable[[Selection, Any], Selection]:
    """Return what a chooser changes: one field of one column, the others as they are shown."""

    def change(selection: Selection, value: Any) -> Selection:
        if value is None:
            return selection
        changed = shown[index]._replace(**{field: value})
        return replace(selection, columns=(*shown[:index], changed, *shown[index + 1 :]))

    return change


def table(selected: Dataset, text: Text, screen: Screen, shown: tuple[Column, ...]) -> str:
    """The passages of the columns as markup, level theme by theme."""
    options = passages.TableOptions(has_titles=screen.narrow)
    return passages.table(selected, text, shown, options)
