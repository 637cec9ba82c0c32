"""Grid: what the charts of themes by statement share: their cells, head, row names, numbers, click and table twin.

Statements stand in columns by date, from left to right in both languages; themes in rows, the most used on top.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from components import charts, frame, markup, passages
from loaders.analysis.themes import shares
from loaders.dates import period
from loaders.model import MeetingId, ThemeId
from loaders.selection import Column, step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.themes import Share
    from loaders.model import Dataset

SIZE, SMALL = 13, 11
"""Sizes of type in pixels: of a number, and of a head on a phone."""

LETTER, SMALL_LETTER, LINE = 7.5, 6.4, 17
"""Pixels of width that a letter of a head takes at most, on a phone too, and of height that a line of it does."""

NAMES = 210
"""Pixels that the names of the themes take beside the rows, where there is room for them."""

CLEAR = "rgba(0,0,0,0)"
"""No colour at all."""

UNDER = 26
"""Pixels that the name of a theme takes above its row on a phone."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The shares of a collection as rows and columns; ``rows`` and ``columns`` are ids in the order drawn."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def chosen(self) -> tuple[Share, ...]:
        """The cells that the selection holds, in the order of the grid: column by column."""
        return tuple(share for share in self.shares if share.chosen)

    @property
    def totals(self) -> dict[str, int]:
        """The passages of each statement that the selection holds, whatever their theme, by date."""
        return {each.meeting_id: each.total for each in self.chosen}

    def place(self, share: Share) -> tuple[int, int]:
        """The column and the row of a cell, counted from 0 at the left and at the top."""
        return self.columns.index(share.meeting_id), self.rows.index(share.theme_id)


def of(dataset: Dataset) -> Grid:
    """Every theme by every statement of the collection, whatever is chosen."""
    there = shares(dataset)
    return Grid(
        rows=tuple(dict.fromkeys(each.theme_id for each in there)),
        columns=tuple(dict.fromkeys(each.meeting_id for each in there)),
        shares=there,
    )


def theme(theme_id: str, *, text: Text, dataset: Dataset) -> str:
    """The name of a theme."""
    return text.of(dataset.whole.names["themes"][theme_id], "name")


def sheet(
    chosen: Dataset, text: Text, screen: Screen, *, row: int, heads: Sequence[float], left: bool = False
) -> charts.Sheet:
    """A chart with a row of ``row`` pixels for each theme and a head over each column, at the places ``heads``:
    in its middle or, ``left``, at its beginning.

    On a phone the name of a theme stands above its row, so that the columns have the whole width.
    """
    grid = of(chosen)
    colours = screen.palette
    room = (screen.width - (0 if screen.narrow else NAMES)) / max(len(grid.columns), 1)
    letters = int(room / (SMALL_LETTER if screen.narrow else LETTER))
    titles = [_head(chosen, text, column, letters=letters) for column in grid.columns]
    top = LINE * max((len(lines) for lines in titles), default=0) + 12
    lift = UNDER / 2 if screen.narrow else 0
    row += UNDER if screen.narrow else 0
    made = charts.Sheet(screen, height=int(row * len(grid.rows) + top + lift + 16))
    made.layout["margin"] = {"l": 4, "r": 4, "t": top + lift, "b": 12}
    names = [charts.plain(text.isolate(theme(each, text=text, dataset=chosen))) for each in grid.rows]
    made.x |= {"showgrid": False, "showline": False, "showticklabels": False, "ticks": ""}
    made.y |= {
        "range": [len(grid.rows) - 0.5, -0.5],
        "tickvals": list(range(len(names))),
        "ticktext": ["" for _ in names] if screen.narrow else names,
        "tickfont": {"size": SIZE},
        "ticks": "",
        "ticklabelstandoff": 6,
        "showgrid": False,
        "showline": False,
    }
    for lines, place in zip(titles, heads, strict=True):
        made.notes.append(
            {
                "x": place,
                "xanchor": "left" if left else "center",
                "align": "left" if left else "center",
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "yshift": lift,
                "showarrow": False,
                "text": "<br>".join(lines),
                "font": {"size": SMALL if screen.narrow else SIZE - 1, "color": colours.ink},
            }
        )
    if screen.narrow:
        far = text.direction == "rtl"
        made.notes += [
            {
                "xref": "paper",
                "x": 1 if far else 0,
                "xanchor": "right" if far else "left",
                "y": place,
                "yanchor": "bottom",
                "yshift": (row - UNDER) / 2,
                "showarrow": False,
                "text": name,
                "bgcolor": colours.paper,
                "borderpad": 0,
                "font": {"size": SIZE - 1, "color": colours.ink},
            }
            for place, name in enumerate(names)
        ]
    return made


def thickness(screen: Screen, *, row: int, gap: int) -> float:
    """The part of a row that its cells take: all but ``gap`` pixels, and on a phone the room of the theme's name."""
    return (row - gap) / (row + UNDER) if screen.narrow else (row - gap) / row


def _head(chosen: Dataset, text: Text, meeting: str, *, letters: int) -> list[str]:
    """The head of a column in lines of so many letters: the city in bold, then the month."""
    row = chosen.whole.names["meetings"][meeting]
    city = charts.city(row["city_id"], text=text, dataset=chosen)
    month = text.month(period(row["starts_on"], row["date_precision"]))
    lines = [charts.plain(text.isolate(line)) for line in _lines(city, letters)]
    return [f"<b>{line}</b>" for line in lines] + [
        charts.plain(text.isolate(line)) for line in _lines(month, letters)
    ]


def _lines(words: str, letters: int) -> list[str]:
    return textwrap.wrap(words, width=max(letters, 4), break_long_words=False) or [words]


def hits(
    grid: Grid, cells: Sequence[Share], *, left: Sequence[float], length: Sequence[float], thick: float
) -> dict[str, Any]:
    """A trace of horizontal bars, one a cell, by which it is clicked; without words and colours.

    ``left`` and ``length`` are in the units of the axis, ``thick`` is the part of a row.
    """
    return {
        "type": "bar",
        "orientation": "h",
        "base": list(left),
        "x": list(length),
        "y": [grid.place(cell)[1] for cell in cells],
        "width": thick,
        "customdata": [[cell.meeting_id, cell.theme_id] for cell in cells],
        "hoverinfo": "text",
        **charts.unfaded(),
    }


def numbers(
    points: Sequence[tuple[float, float, str, str]], *, at: str, screen: Screen
) -> list[dict[str, Any]]:
    """Traces that write ``points`` (across, down, words, colour), one a colour; ``at`` is the side of the place.

    Plotly fades the words of a trace beside a clicked mark, unless the trace has one colour and says so twice.
    """
    out = []
    for colour in dict.fromkeys(colour for *_, colour in points):
        mine = [point for point in points if point[3] == colour]
        same = {"textfont": {"color": colour}}
        out.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [each[0] for each in mine],
                "y": [each[1] for each in mine],
                "text": [charts.plain(each[2]) for each in mine],
                "textposition": at,
                "textfont": {"color": colour, "size": SMALL if screen.narrow else SIZE},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "selected": same,
                "unselected": same,
            }
        )
    return out


def clicked(event: Any) -> Changes:
    """What a click on a cell means: its theme, and its statement, in both languages, to be read."""
    points = (event or {}).get("selection", {}).get("points", [])
    for point in points:
        meeting, theme_id = point.get("customdata") or ("", "")
        if meeting:
            return opening(meeting, theme_id)
    return {}


def opening(meeting: str, theme_id: str) -> Changes:
    """The fields of the selection that open the passages of a statement on a theme."""
    return {"themes": (ThemeId(theme_id),), "columns": (Column(MeetingId(meeting), "both"),)}


def framed(
    chosen: Dataset,
    text: Text,
    *,
    key: str,
    finding: str,
    figure: Callable[[], go.Figure],
    cell: Callable[[Share], str],
    count: Callable[[Share], int],
) -> frame.Sheet:
    """A chart of themes by statement with what stands around it; ``figure`` is made where there is a cell to draw.

    ``cell`` and ``count`` are those of its ``twin``.
    """
    return frame.framed(
        key,
        chosen,
        text,
        finding=finding,
        figure=figure if of(chosen).chosen else None,
        foot=frame.foot(sources(chosen), chosen, text),
        table=partial(twin, chosen, text, key=key, cell=cell, count=count),
    )


def sources(chosen: Dataset) -> list[str]:
    """The ids of the sources of the statements that are compared."""
    passages = chosen.passages
    return list(passages["source_id"][passages["meeting_id"].isin(of(chosen).totals)].unique())


def twin(
    chosen: Dataset,
    text: Text,
    *,
    key: str,
    cell: Callable[[Share], str],
    count: Callable[[Share], int],
) -> str:
    """The table twin: themes by statements, as far as the selection holds them.

    ``cell`` is what a cell says, and ``count`` the passages in it: without any there is nothing to open. The
    last column adds them up, the last row gives all the passages of each statement.
    """
    grid = of(chosen)
    totals = grid.totals
    rows = []
    for theme_id in dict.fromkeys(each.theme_id for each in grid.chosen):
        mine = [each for each in grid.chosen if each.theme_id == theme_id]
        rows.append(
            {
                "name": theme(theme_id, text=text, dataset=chosen),
                "cells": [
                    _cell(each, chosen, text, words=cell(each) if count(each) else "") for each in mine
                ],
                "total": text.number(sum(map(count, mine))),
            }
        )
    return markup.html(
        "crosstab",
        dir=text.direction,
        text=text,
        sources=frame.named(sources(chosen), chosen, text),
        caption=text(f"{key}.name"),
        columns=[passages.title(chosen, text, meeting_id) for meeting_id in totals],
        rows=rows,
        totals=[text.number(total) for total in totals.values()],
        total=text.number(sum(totals.values())),
    )


def _cell(share: Share, chosen: Dataset, text: Text, *, words: str) -> dict[str, str]:
    label = text(
        "grid.open",
        theme=theme(share.theme_id, text=text, dataset=chosen),
        title=passages.title(chosen, text, share.meeting_id),
    )
    link = step(**opening(share.meeting_id, share.theme_id)) if words else ""
    return {"words": words or text.number(0), "link": link, "label": label}
