"""Grid: what the charts of themes by statement share, from their cells to their table view.

Statements stand in columns by date, from left to right in both languages; themes in rows, the most
used on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components import markup, passages
from components.charts.builder import NO_FADING, FigureBuilder, draw_text
from components.charts.descriptions import name_city
from components.charts.frame import ChartContent, list_table_sources
from components.charts.labels import escape_text, wrap_text
from loaders.analysis.themes import shares
from loaders.dates import period
from loaders.model import MeetingId, ThemeId
from loaders.selection import Column, step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.charts.marks import Changes
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.themes import Share
    from loaders.model import Dataset

SIZE, SMALL, LINE = 13, 11, 17
"""Pixels: sizes of type, of a number and of a head on a phone, and height of a line of a head."""

NAMES = 210
"""Pixels that the names of the themes take beside the rows, where there is room for them."""

CLEAR = "rgba(0,0,0,0)"
"""No colour at all."""

UNDER = 26
"""Pixels that the name of a theme takes above its row on a phone."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The shares of a collection; ``rows`` and ``columns`` are ids in the order drawn."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def chosen(self) -> tuple[Share, ...]:
        """The cells that the selection holds, in the order of the grid: column by column."""
        return tuple(share for share in self.shares if share.chosen)

    @property
    def totals(self) -> dict[str, int]:
        """The passages of each selected statement, whatever their theme, by date."""
        return {share.meeting_id: share.total for share in self.chosen}

    def locate(self, share: Share) -> tuple[int, int]:
        """The column and the row of a cell, counted from 0 at the left and at the top."""
        return self.columns.index(share.meeting_id), self.rows.index(share.theme_id)


@dataclass(frozen=True, slots=True)
class GridContent(ChartContent):
    """What a chart of themes by statement shows, in words.

    ``describe_cell`` is what a cell says, and ``count`` the passages in it: without any there is
    nothing to open.
    """

    grid: Grid = Grid((), (), ())
    caption: str = ""
    source_ids: tuple[str, ...] = ()
    describe_cell: Callable[[Share], str] = str
    count: Callable[[Share], int] = lambda share: share.any

    @property
    def is_empty(self) -> bool:
        """Whether the selection leaves nothing of it."""
        return not self.grid.chosen

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of the statements that are compared."""
        return list(self.source_ids)

    def render_table(self, chosen: Dataset, text: Text) -> str:
        """Themes by statements as a table, as far as the selection holds them.

        The last column adds them up, the last row gives all the passages of each statement.
        """
        rows: dict[str, list[Share]] = {}
        for share in self.grid.chosen:
            rows.setdefault(share.theme_id, []).append(share)
        totals = self.grid.totals
        return markup.html(
            "crosstab",
            text,
            sources=list_table_sources(self.sources, chosen, text),
            caption=self.caption,
            columns=[passages.title(chosen, text, meeting_id) for meeting_id in totals],
            rows=[
                {
                    "name": name_theme(theme_id, text=text, dataset=chosen),
                    "cells": [self._render_cell(share, chosen, text) for share in row],
                    "total": text.number(sum(map(self.count, row))),
                }
                for theme_id, row in rows.items()
            ],
            totals=[text.number(total) for total in totals.values()],
            total=text.number(sum(totals.values())),
        )

    def _render_cell(self, share: Share, chosen: Dataset, text: Text) -> dict[str, str]:
        theme = name_theme(share.theme_id, text=text, dataset=chosen)
        title, is_empty = passages.title(chosen, text, share.meeting_id), not self.count(share)
        return {
            "words": text.number(0) if is_empty else self.describe_cell(share),
            "link": "" if is_empty else step(**open_passages(share.meeting_id, share.theme_id)),
            "label": text("grid.open", theme=theme, title=title),
        }


def describe_grid(
    chosen: Dataset,
    text: Text,
    *,
    key: str,
    finding: str,
    cells: tuple[Callable[[Share], str], Callable[[Share], int]],
) -> GridContent:
    """What a chart of themes by statement shows; ``cells`` are a cell's words and its passages."""
    grid, rows = build_grid(chosen), chosen.passages
    ids = rows["source_id"][rows["meeting_id"].isin(grid.totals)].unique()
    return GridContent(
        finding,
        grid=grid,
        caption=text(f"{key}.name"),
        source_ids=tuple(ids),
        describe_cell=cells[0],
        count=cells[1],
    )


def build_grid(dataset: Dataset) -> Grid:
    """Every theme by every statement of the collection, whatever is selected."""
    cells = shares(dataset)
    rows = dict.fromkeys(share.theme_id for share in cells)
    columns = dict.fromkeys(share.meeting_id for share in cells)
    return Grid(tuple(rows), tuple(columns), cells)


def name_theme(theme_id: str, *, text: Text, dataset: Dataset) -> str:
    """The name of a theme."""
    return text.of(dataset.whole.names["themes"][theme_id], "name")


def begin_chart(
    chosen: Dataset,
    text: Text,
    screen: Screen,
    *,
    row_height: int,
    heads: tuple[Sequence[float], str],
) -> FigureBuilder:
    """A chart with a row for each theme and a head over each column.

    On a phone the name of a theme stands above its row, so that the columns have the whole width.
    ``row_height`` is in pixels; ``heads`` are where the heads stand on the horizontal axis, and
    their side that stands there: left or center.
    """
    grid = build_grid(chosen)
    room = (screen.width - (0 if screen.narrow else NAMES)) / max(len(grid.columns), 1)
    size = SMALL if screen.narrow else SIZE - 1
    titles = [_write_head(chosen, text, column, width=room, size=size) for column in grid.columns]
    lift = UNDER / 2 if screen.narrow else 0
    top = LINE * max((len(lines) for lines in titles), default=0) + 12 + lift
    whole = row_height + (UNDER if screen.narrow else 0)
    names = [
        escape_text(text.isolate(name_theme(theme, text=text, dataset=chosen)))
        for theme in grid.rows
    ]
    builder = FigureBuilder(screen, height=int(whole * len(grid.rows) + top + 16))
    builder.layout["margin"] = {"l": 4, "r": 4, "t": top, "b": 12}
    builder.x |= {"showgrid": False, "showline": False, "showticklabels": False, "ticks": ""}
    builder.y |= {
        "range": [len(grid.rows) - 0.5, -0.5],
        "tickvals": list(range(len(names))),
        "ticktext": ["" for _ in names] if screen.narrow else names,
        "tickfont": {"size": SIZE},
        "ticks": "",
        "ticklabelstandoff": 6,
        "showgrid": False,
        "showline": False,
    }
    places, side = heads
    above = {"xanchor": side, "align": side, "yref": "paper", "yanchor": "bottom", "yshift": lift}
    ink = screen.palette.ink
    for lines, place in zip(titles, places, strict=True):
        builder.add_text("<br>".join(lines), size=size, color=ink, x=place, y=1, **above)
    if screen.narrow:
        _add_row_names(builder, names, text, screen, lift=row_height / 2)
    return builder


def _add_row_names(
    builder: FigureBuilder, names: Sequence[str], text: Text, screen: Screen, *, lift: float
) -> None:
    """Write the names of the themes above their rows, on the side where the language begins."""
    side, x = ("right", 1) if text.direction == "rtl" else ("left", 0)
    style: dict[str, Any] = {
        "size": SIZE - 1,
        "color": screen.palette.ink,
        "bgcolor": screen.palette.paper,
    }
    place: dict[str, Any] = {
        "xref": "paper",
        "x": x,
        "xanchor": side,
        "yanchor": "bottom",
        "yshift": lift,
    }
    for row, name in enumerate(names):
        builder.add_text(name, y=row, borderpad=0, **style, **place)


def find_thickness(screen: Screen, *, row_height: int, gap: int) -> float:
    """The part of a row that its cells take: all but the gap and, on a phone, the theme's name."""
    return (row_height - gap) / (row_height + (UNDER if screen.narrow else 0))


def _write_head(
    chosen: Dataset, text: Text, meeting: str, *, width: float, size: float
) -> list[str]:
    """The head of a column in lines that fit into its width: the city in bold, then the month."""
    row = chosen.whole.names["meetings"][meeting]
    city = name_city(row["city_id"], text=text, dataset=chosen)
    month = text.month(period(row["starts_on"], row["date_precision"]))
    cities, months = (
        [escape_text(text.isolate(line)) for line in wrap_text(words, width=width, size=size)]
        for words in (city, month)
    )
    return [*(f"<b>{line}</b>" for line in cities), *months]


def draw_cells(
    grid: Grid,
    cells: Sequence[Share],
    *,
    left: Sequence[float],
    length: Sequence[float],
    thick: float,
) -> dict[str, Any]:
    """A trace of horizontal bars, a bar a cell, by which it is clicked; without words and colours.

    ``left`` and ``length`` are in the units of the axis, ``thick`` is the part of a row.
    """
    return {
        "type": "bar",
        "orientation": "h",
        "base": list(left),
        "x": list(length),
        "y": [grid.locate(cell)[1] for cell in cells],
        "width": thick,
        "customdata": [[cell.meeting_id, cell.theme_id] for cell in cells],
        "hoverinfo": "text",
        **NO_FADING,
    }


def draw_numbers(
    points: Sequence[tuple[float, float, str, str]], *, at: str, screen: Screen
) -> list[dict[str, Any]]:
    """Traces that write ``points`` (across, down, words, colour), a trace a colour.

    ``at`` is the side of the point where the words stand. Plotly fades the words of a trace beside
    a clicked mark, unless the trace has one colour and says so twice.
    """
    traces = []
    for colour in dict.fromkeys(colour for *_, colour in points):
        x, y, words, _ = zip(*(point for point in points if point[3] == colour), strict=True)
        font = {"color": colour, "size": SMALL if screen.narrow else SIZE}
        trace = draw_text(list(x), list(y), list(map(escape_text, words)), textposition=at)
        same = {"textfont": {"color": colour}}
        traces.append(trace | {"textfont": font, "selected": same, "unselected": same})
    return traces


def read_click(event: Any) -> Changes:
    """What a click on a cell means: its theme, and its statement, in both languages, to be read."""
    for point in (event or {}).get("selection", {}).get("points", []):
        meeting, theme_id = point.get("customdata") or ("", "")
        if meeting:
            return open_passages(meeting, theme_id)
    return {}


def open_passages(meeting: str, theme_id: str) -> Changes:
    """The fields of the selection that open the passages of a statement on a theme."""
    column = Column(MeetingId(meeting), "both")
    return {"themes": (ThemeId(theme_id),), "columns": (column,), "section": ""}
