"""Builder: Plotly figures from plain dictionaries, with the page's colours, margins and time axes.

Lists, not arrays, go into a figure: its JSON stays small and readable.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from plotly.basedatatypes import BaseFigure

from loaders.analysis.observations import figures
from loaders.dates import period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

MOST_YEARS = 8
"""Years that a time axis may span with a tick at every one of them."""

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "doubleClick": False}
"""Plotly's settings: no tool bar, since everything it offers is on the page already."""

NO_FADING: dict[str, Any] = {
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}
"""Keeps Plotly from fading what was not clicked: what is selected shows in the colours already."""


class SerializedFigure(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A Plotly figure as JSON: without Plotly's objects, its template and its validation.

    That the content is valid is tested.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        """Serialize the figure's data and layout."""
        object.__setattr__(self, "_json", orjson.dumps(content))

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain lists and dictionaries, new at each call."""
        content: dict[str, Any] = orjson.loads(self._json)
        return content


class FigureBuilder:
    """A chart in the making: its traces, axes, annotations and shapes as plain dictionaries."""

    def __init__(self, screen: Screen, *, height: int) -> None:
        """Begin with the page's margins, colours and type; ``height`` is in pixels."""
        colours = screen.palette
        axis = {
            "gridcolor": colours.rule,
            "linecolor": colours.rule,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        }
        self.traces: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.x: dict[str, Any] = dict(axis)
        self.y: dict[str, Any] = dict(axis)
        self.layout: dict[str, Any] = {
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": colours.ink, "size": 12, "family": colours.face},
            "hoverlabel": {
                "bgcolor": colours.panel,
                "bordercolor": colours.rule,
                "font": {"color": colours.ink},
            },
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
        }

    @property
    def time_range(self) -> tuple[datetime, datetime]:
        """The first and the last moment of the time axis."""
        first, last = map(datetime.fromisoformat, self.x["range"])
        return first, last

    def add_text(self, words: str, *, size: float, **settings: Any) -> None:
        """Write words into the chart; ``settings`` are those of Plotly's annotations."""
        font = {"size": size} | ({"color": settings.pop("color")} if "color" in settings else {})
        self.annotations.append({"text": words, "font": font, "showarrow": False, **settings})

    def add_arrow(self, *, color: str, width: float = 2, **settings: Any) -> None:
        """Draw an arrow; ``settings`` are those of Plotly's annotations."""
        style = {"arrowhead": 2, "arrowwidth": width, "arrowcolor": color}
        self.annotations.append({"text": "", "showarrow": True, **style, **settings})

    def add_line(self, x: Sequence[Any], y: Sequence[Any], *, color: str, **settings: Any) -> None:
        """Draw a line between two points; ``width`` and ``dash`` of the settings are the line's."""
        line = {"color": color, "width": settings.pop("width", 1)}
        if "dash" in settings:
            line["dash"] = settings.pop("dash")
        ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
        self.shapes.append({"type": "line", **ends, "line": line, **settings})

    def build(self) -> SerializedFigure:
        """The figure; every colour that it has is in it."""
        layout = {**self.layout, "xaxis": self.x, "yaxis": self.y}
        more = {"annotations": self.annotations, "shapes": self.shapes}
        return SerializedFigure(
            {"data": self.traces, "layout": layout | {k: v for k, v in more.items() if v}}
        )


def draw_line(x: Sequence[Any], y: Sequence[Any], **line: Any) -> dict[str, Any]:
    """Return the trace of a line that says nothing on hover; ``line`` is its style."""
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def draw_points(x: Sequence[Any], *, marker: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """Return the trace of marks that no click fades and that may stand over the edge."""
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "cliponaxis": False,
        "hoverinfo": "text",
    }
    return {**points, "marker": {"opacity": 1, **marker}, **NO_FADING, **settings}


def draw_text(
    x: Sequence[Any], y: Sequence[float], text: Sequence[str], **settings: Any
) -> dict[str, Any]:
    """Return the trace of words in a chart, which may stand over its edge."""
    words = {"type": "scatter", "mode": "text", "x": x, "y": y, "text": text, "cliponaxis": False}
    return {**words, "hoverinfo": "skip", **settings}


def set_years_axis(builder: FigureBuilder, marked: Sequence[Figure | Meeting]) -> None:
    """Set the time axis: left to right in both languages, a tick a year, room for labels.

    It spans all that is ``marked``, selected or not, so that a filter never moves it.
    """
    if marked:
        first, last = _set_range(builder, marked, room=0.09)
        builder.x |= {
            "dtick": "M12" if last.year - first.year <= MOST_YEARS else "M24",
            "tick0": "2014-01-01",
            "tickformat": "%Y",
        }


def set_time_axis(builder: FigureBuilder, dataset: Dataset, text: Text) -> None:
    """Set the time axis that the charts of the core share: it spans every published value.

    A tick stands at each half-year or, where there are many, at every other year.
    """
    published = figures(dataset, dataset.whole.names["indicators"])
    if not published:
        return
    first, last = _set_range(builder, published, room=0.1)
    start, end = builder.time_range
    is_long = last.year - first.year > MOST_YEARS
    years = range(first.year, last.year + 2, 2 if is_long else 1)
    ticks = [datetime(year, month, 1) for year in years for month in ((1,) if is_long else (1, 7))]
    days = [tick.date().isoformat() for tick in ticks if start <= tick <= end]
    builder.x |= {
        "tickvals": days,
        "ticktext": [text.month(period(day[: 4 if is_long else 7])) for day in days],
    }


def _set_range(
    builder: FigureBuilder, marked: Sequence[Figure | Meeting], *, room: float
) -> tuple[datetime, datetime]:
    """Span the axis over the marks and ``room``, a share; return their first and last day."""
    first = datetime.combine(min(mark.when.first for mark in marked), time.min)
    last = datetime.combine(max(mark.when.last for mark in marked), time.min)
    around = timedelta(days=max((last - first).days * room, 45))
    builder.x |= {
        "type": "date",
        "range": [format_moment(first - around), format_moment(last + around)],
    }
    return first, last


def format_moment(moment: datetime) -> str:
    """A moment as Plotly reads it, to the minute."""
    return moment.isoformat(timespec="minutes")


def format_middles(marked: Sequence[Figure | Meeting]) -> list[str]:
    """The middle of the date of each mark, as Plotly reads it."""
    return [format_moment(mark.when.middle) for mark in marked]
