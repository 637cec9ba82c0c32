"""Marks: the form of a published value in a chart, what is attached to it, and what a click means.

The form says what kind of number it is, before any colour. The core has press reports alone: there
a bar with an arrow upwards is a lower bound, downwards an upper bound, a ring is "about", a diamond
is derived by us, a disc is exact. In the record the outline is the kind of source, round an
official document, square a press report, and the inside the kind of number: full is exact, a cross
is derived by us, open is any other; an arrow points from a bound to where the truth lies, a bar
leads to the end of a range, and nothing stands by "about".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import markup
from components.charts.builder import draw_line, draw_points, format_middles
from components.charts.descriptions import describe_mark
from components.charts.labels import ARROW, DERIVED, MARK, write_labels
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.analysis.series import is_doubted, series_of
from loaders.model import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts.builder import FigureBuilder
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.dates import Period
    from loaders.model import Dataset

Changes = dict[str, Any]
"""Fields of the selection that a click means, by name."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
"""Forms of the levels of meeting, in the order of the contract."""

OUTLINES = {"official": "circle", "press": "square"}
"""Outlines of the marks of the record, by the kind of their source."""

BAR = "line-ew-open"
"""The form of a bound, from which its arrow leaves."""

REST_MARK, RING = 9, 20
"""Sizes in pixels: of a mark that the selection leaves out, and of the ring of the core."""

DAY_MS = 86_400_000

FORMS = {
    "official": ("round", "full", ""),
    "press": ("square", "full", ""),
    "exact": ("both", "full", ""),
    "about": ("both", "open", ""),
    "bound": ("both", "open", "up"),
    "range": ("both", "open", "ranging"),
    "derived": ("both", "cross", ""),
    "doubted": ("both", "dot", ""),
    "agree": ("", "", "tie"),
    "conflict": ("", "", "broken"),
}
"""What the legend of the record explains: outlines, insides and what is attached to them."""


def choose_symbol(value: Figure, *, kind: str = "") -> str:
    """The form of a published value's mark; ``kind`` is that of its source, in the record."""
    outline = OUTLINES[kind] if kind else "circle"
    if value.status == "derived":
        return f"{outline}-x-open" if kind else DERIVED
    if kind and is_doubted(value):
        return f"{outline}-open-dot"
    if not kind and value.qualifier in OPEN_BELOW + OPEN_ABOVE:
        return BAR
    return outline if value.qualifier == "exact" else f"{outline}-open"


def draw_marks(
    values: Sequence[Figure], *, text: Text, screen: Screen, dataset: Dataset, colour: str = ""
) -> dict[str, Any]:
    """The trace of published values, without ``y``: forms, labels, hover text and what a click
    means.

    A value that the selection leaves out is grey and smaller, and can still be clicked.
    """
    colours, sources = screen.palette, dataset.whole.names["sources"]
    full = colour or colours.accent
    tones = [full if value.chosen else colours.rest for value in values]
    kinds = [sources[value.row["source_id"]]["kind"] if dataset.wide else "" for value in values]
    symbols = [choose_symbol(value, kind=kind) for value, kind in zip(values, kinds, strict=True)]
    return draw_points(
        format_middles(values),
        mode="markers+text",
        text=write_labels(values, text),
        textposition="top center",
        textfont={"color": colours.ink, "size": 14},
        customdata=[[value.meeting_id, value.observation_id] for value in values],
        hovertext=[describe_mark(value, text=text, dataset=dataset) for value in values],
        marker={
            "symbol": symbols,
            "size": [MARK if value.chosen else REST_MARK for value in values],
            "color": tones,
            "line": {"width": 2, "color": tones},
        },
        **draw_date_bars([value.when for value in values], colour=full),
    )


def draw_date_bars(dates: Sequence[Period], *, colour: str) -> dict[str, Any]:
    """Error bars for dates known to the month or the year only: from the first day to the last."""
    if all(date.precision == "day" for date in dates):
        return {}
    halves = [
        0 if date.precision == "day" else (date.last - date.first).days * DAY_MS / 2
        for date in dates
    ]
    style = {"color": colour, "thickness": 1.5, "width": 0}
    return {"error_x": {"type": "data", "array": halves, **style}}


def add_arrows(
    builder: FigureBuilder, values: Sequence[Figure], *, y: Sequence[float], colour: str
) -> None:
    """Draw the arrow of each bound: it leaves the bar and points to where the truth lies."""
    for value, x, height in zip(values, format_middles(values), y, strict=True):
        if value.chosen and choose_symbol(value) == BAR:
            length = ARROW if value.qualifier in OPEN_BELOW else -ARROW
            builder.add_arrow(x=x, y=height, yshift=length, ax=0, ay=length, color=colour)


def draw_rings(
    marked: Sequence[Figure | Meeting],
    *,
    y: Sequence[float],
    screen: Screen,
    dataset: Dataset,
    x: Sequence[Any] | None = None,
    mark_size: int = MARK,
) -> list[dict[str, Any]]:
    """The trace of the rings round the marks of the core, where the record is shown with it.

    No mark has the form of a ring, so the core can be recognized without its colour. ``x`` is where
    the marks stand if not at the middle of their dates, ``mark_size`` that of a selected one in
    pixels.
    """
    points = zip(marked, x or format_middles(marked), y, strict=True)
    core = [point for point in points if point[0].row["collection"] != RECORD]
    if not dataset.wide or not core:
        return []
    marks, moments, heights = map(list, zip(*core, strict=True))
    tones = [screen.palette.ink if mark.chosen else screen.palette.rest for mark in marks]
    sizes = [mark_size if mark.chosen else min(mark_size, REST_MARK) for mark in marks]
    marker = {
        "symbol": "circle-open",
        "size": [RING - MARK + size for size in sizes],
        "color": tones,
        "line": {"width": 1.25, "color": tones},
    }
    return [draw_points(moments, y=heights, hoverinfo="skip", marker=marker)]


def draw_core_steps(values: Sequence[Figure], *, screen: Screen) -> dict[str, Any]:
    """The line through the selected values of the core: each holds until the next is stated.

    In the record sources disagree about one and the same day; a line through its values would say
    that they change. Only values of one series are joined, and none that is doubted.
    """
    core = [value for value in values if value.chosen and value.row["collection"] != RECORD]
    series = [value for value in core if series_of(value) == series_of(core[0])]
    return draw_steps([value for value in series if not is_doubted(value)], screen=screen)


def draw_steps(values: Sequence[Figure], *, screen: Screen) -> dict[str, Any]:
    """The step line through all of some values."""
    style = {"shape": "hv", "width": 2, "color": screen.palette.accent}
    return draw_line(format_middles(values), [value.value for value in values], **style)


def render_legend(chosen: Dataset, text: Text) -> str:
    """The forms of the marks and ties of the record, as markup; empty for the core."""
    if not chosen.wide:
        return ""
    items = [
        {"outline": outline, "inside": inside, "more": more, "name": text(f"forms.{name}")}
        for name, (outline, inside, more) in FORMS.items()
    ]
    return markup.html("forms", text, items=items)


def read_click(event: Any) -> Changes:
    """Which fields of the selection a click on a mark means: its meeting and published value."""
    for point in (event or {}).get("selection", {}).get("points", []):
        meeting, observation = [*(point.get("customdata") or []), "", ""][:2]
        changes: Changes = {"meetings": (meeting,)} if meeting else {}
        return changes | ({"figure": observation} if observation else {})
    return {}


def find_late(values: Sequence[Figure]) -> set[str]:
    """The ids of the values in the later half of the axis, whose labels have room on the left."""
    if not values:
        return set()
    first = min(value.when.first for value in values)
    half = (max(value.when.last for value in values) - first) / 2
    return {value.observation_id for value in values if value.when.first - first > half}
