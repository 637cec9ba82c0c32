"""Sources: every source of the collection, how much rests on it, and how its quotations are verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow
import streamlit as st

from components import markup
from components.charts import frame
from components.charts.sources import name_source
from loaders.checks import EVIDENCE_WORDS
from loaders.schema.tables import records

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "sources"

ROW_PX, HEIGHT_PX = 35, 720
"""Height of a row of the table, and of the table at most: fixed, so that nothing below it moves when it is drawn."""


def table(selected: Dataset, text: Text) -> pyarrow.Table:
    """Return the sources in words, a row each, those first on which most published values of the selection rest."""
    counts = selected.observations["source_id"].value_counts()
    sources = selected.held("sources").assign(
        values=lambda frame: frame["source_id"].map(counts).fillna(0).astype(int)
    )
    sources = sources.sort_values(["values", "source_id"], ascending=[False, True])
    rows = [
        {
            text("sources.source"): name_source(row, text=text),
            text("sources.title"): row["title"],
            text("sources.kind"): text(f"kind.{row['kind']}"),
            text("collection.name"): text(f"collection.{row['collection']}"),
            text("sources.values"): row["values"],
            text("sources.verified"): text(
                "sources.by_article" if row["fingerprint"] else "sources.by_curator"
            ),
            text("sources.address"): row["url"],
        }
        for row in records(sources)
    ]
    return pyarrow.Table.from_pylist(rows)


def print_table(selected: Dataset, text: Text) -> str:
    """Return the table as markup for paper: the grid is a canvas, which shows no more than fits on the screen."""
    rows = table(selected, text)
    lines = [[str(value) for value in row.values()] for row in rows.to_pylist()]
    return markup.html("printed_table", text, columns=rows.column_names, rows=lines)


def list_rows(selected: Dataset, text: Text) -> str:
    """Return the table as a list, for a phone: its rows are wider than the screen."""
    rows = table(selected, text).to_pylist()
    names = ("source", "title", "kind", "collection", "figures", "verified", "url")
    return markup.html(
        "source_list", text, rows=[dict(zip(names, row.values(), strict=True)) for row in rows]
    )


def finding(selected: Dataset, text: Text) -> str:
    """Return how many sources the collection has, and how many the selection rests on, in a sentence."""
    sources = selected.held("sources")
    used = selected.observations["source_id"].nunique()
    return text(
        "sources.finding",
        sources=text.count("count.sources", len(sources)),
        used=text.number(used),
        figures=text.count("count.figures", len(selected.observations)),
    )


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    if follow.screen.narrow:
        st.html(follow.drawn(list_rows, selected, text))
    else:
        _draw_grid(selected, text, follow)
    st.html(markup.html("method", text, words=EVIDENCE_WORDS))


def _draw_grid(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the table, and its markup for paper."""
    rows = follow.drawn(table, selected, text)
    st.dataframe(
        rows,
        key=KEY,
        hide_index=True,
        height=min(ROW_PX * (len(rows) + 1) + 2, HEIGHT_PX),
        column_config={
            text("sources.address"): st.column_config.LinkColumn(display_text=r"^https?://([^/]+)"),
        },
    )
    st.html(follow.drawn(print_table, selected, text))
