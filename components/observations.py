"""Every figure in the selection as a table, with its source; a row opens its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow
import streamlit as st

from components import downloads, markup
from components.charts import frame
from components.charts.descriptions import describe_observation, name_collection
from components.charts.sources import name_source
from loaders.analysis.observations import Figure, list_indicators, selected_figures
from loaders.analysis.series import totals_first
from loaders.model import cached_on_dataset

if TYPE_CHECKING:
    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "observations"

MOST_ROWS, TALL = 40, 720
"""Rows that the table shows in full length, and its height in pixels where there are more."""


MOST_LISTED = 300
"""Figures that the table lists at most: the file has all of them."""


@cached_on_dataset()
def shown(chosen: Dataset) -> tuple[Figure, ...]:
    """The figures of the table, in its order: by date; the first of them where there are very many."""
    return tuple(totals_first(selected_figures(chosen, list_indicators(chosen))))[:MOST_LISTED]


def table(chosen: Dataset, text: Text) -> pyarrow.Table:
    """The figures in words, a row each, under the page's column names."""
    names = chosen.whole.names
    lines = []
    for each in shown(chosen):
        indicator = names["indicators"][each.indicator_id]
        meeting = names["meetings"].get(each.meeting_id)
        home = name_collection(each.row, text=text, dataset=chosen)
        lines.append(
            {
                text("table.date"): text.date(each.when),
                text("table.what"): text.of(indicator, "name"),
                text("table.value"): text.stated(each, indicator),
                **({text("collection.name"): home} if home else {}),
                text("table.scope"): text(f"scope.{each.row['scope']}"),
                text("table.counts"): text.of(each.row, "counts"),
                text("table.confidence"): text(f"confidence.{each.row['confidence']}"),
                text("table.speaker"): text.of(each.row, "speaker"),
                text("table.meeting"): text.of(meeting, "title") if meeting else "",
                text("table.source"): name_source(
                    names["sources"][str(each.row["source_id"])], text=text
                ),
                text("table.paragraph"): each.row["paragraph"],
                text("table.evidence"): each.row["evidence"],
            }
        )
    return pyarrow.Table.from_pylist(lines)


def print_table(chosen: Dataset, text: Text) -> str:
    """The table as markup, for paper: the grid is a canvas, which shows no more than fits on the screen."""
    wide = {
        text("table.counts"),
        text("table.confidence"),
        text("table.meeting"),
        text("collection.name"),
    }
    lines = table(chosen, text)
    columns = [name for name in lines.column_names if name not in wide]
    rows = [[_write(line[name], text) for name in columns] for line in lines.to_pylist()]
    return markup.html("printed_table", text, columns=columns, rows=rows)


def list_rows(chosen: Dataset, text: Text) -> str:
    """The figures as a list, for a phone: a row of the table is wider than its screen, and the value would be out of sight."""
    rows = [describe_observation(figure, text=text, dataset=chosen) for figure in shown(chosen)]
    return markup.html("figure_list", text, rows=rows)


def _write(value: Any, text: Text) -> str:
    """A cell in words: the number of a paragraph, which a source may not have, or a text."""
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else text.number(value)


def picked(event: Any) -> Changes:
    """A click on a row means the evidence of that figure: its place is looked up by ``render``."""
    rows = (event or {}).get("selection", {}).get("rows", [])
    return {"row": rows[0]} if rows else {}


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    rows, number = shown(chosen), len(chosen.observations)
    finding = text.count("observations.finding", number)
    left = frame.describe_share(text, "rows", shown=len(rows), every=number)
    st.html(frame.render_header(KEY, chosen, text, finding=finding, left=left))
    if not rows:
        frame.show_empty(text, follow, frame.FIGURES)
        return

    if follow.screen.narrow:
        st.html(follow.drawn(list_rows, chosen, text))
    else:
        _draw_grid(chosen, text, follow)
    link = downloads.render_link(
        "data/observations.csv", text("observations.download"), text, follow.shown
    )
    st.html(link)


def _draw_grid(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the table, and its markup for paper."""
    rows = shown(chosen)
    whole = len(rows) <= MOST_ROWS

    def figure_of(event: Any) -> Changes:
        changes = picked(event)
        return {"figure": rows[changes["row"]].observation_id} if changes else {}

    st.dataframe(
        follow.drawn(table, chosen, text),
        key=follow.key(KEY, of=[row.observation_id for row in rows]),
        hide_index=True,
        on_select=follow.on(KEY, figure_of),
        selection_mode="single-row",
        height="content" if whole else TALL,
        column_config={
            text("table.paragraph"): st.column_config.NumberColumn(format="%d", width="small")
        },
    )
    st.html(follow.drawn(print_table, chosen, text))
