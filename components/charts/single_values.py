"""Single values: the charts of the core whose indicators have a value or two, a row an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.charts.builder import FigureBuilder, SerializedFigure, set_time_axis
from components.charts.labels import escape_text
from components.charts.marks import add_arrows, draw_marks
from components.phrases import describe_series
from loaders.measures import figures, stated_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.theme import Screen
    from loaders.measures import Figure
    from loaders.model import Dataset


def draw_single_values(
    chosen: Dataset, text: Text, screen: Screen, *, indicators: Sequence[str]
) -> SerializedFigure:
    """A row an indicator, a mark a value by date, the number beside it.

    The position says when, the label says how much: values of different units share no axis, and no
    line is drawn through a single point.
    """
    values, names = figures(chosen, indicators), chosen.whole.names["indicators"]
    rows = {indicator: index for index, indicator in enumerate(reversed(indicators))}
    builder = FigureBuilder(screen, height=60 + 70 * len(indicators))
    heights = [rows[value.indicator_id] for value in values]
    late = find_late(values)
    trace = {
        **draw_marks(values, text=text, screen=screen, dataset=chosen),
        "y": heights,
        "text": [
            escape_text(text.isolate(text.stated(value, names[value.indicator_id]))) if value.chosen else ""
            for value in values
        ],
        "textposition": [f"top {'left' if value.observation_id in late else 'right'}" for value in values],
        "textfont": {"color": screen.palette.ink, "size": 13},
    }
    add_arrows(builder, values, y=heights, colour=screen.palette.accent)
    set_time_axis(builder, chosen, text)
    builder.traces.append(trace)
    builder.y |= {"range": [-0.45, len(rows) - 0.25], "showticklabels": False, "showgrid": False}
    for indicator, row in rows.items():
        # The values of a row are of the same thing in the core; where they are not, each says so itself.
        details = {describe_series(value, text) for value in values if value.indicator_id == indicator}
        lines = [text.of(names[indicator], "name"), *(details if len(details) == 1 else ())]
        builder.add_text(
            "<br>".join(escape_text(text.isolate(line)) for line in lines if line),
            size=13,
            x=0,
            xref="paper",
            xanchor="left",
            y=row + 0.56,
            yanchor="middle",
            align="right" if text.direction == "rtl" else "left",
        )
        builder.add_line((0, 1), (row, row), color=screen.palette.rule, xref="paper", layer="below")
    return builder.build()


def list_indicators(chosen: Dataset, *, first: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    """The indicators of a view: ``first`` in their order, then all others of its groups that have values."""
    stated = stated_of(chosen)
    others = [
        row["indicator_id"]
        for row in chosen.whole.names["indicators"].values()
        if row["group"] in groups and row["indicator_id"] in stated and row["indicator_id"] not in first
    ]
    return (*first, *others)


def find_late(values: Sequence[Figure]) -> set[str]:
    """The ids of the values in the later half of the axis: their labels stand on the left, where there is room."""
    if not values:
        return set()
    first = min(value.when.first for value in values)
    last = max(value.when.last for value in values)
    return {value.observation_id for value in values if (value.when.first - first) * 2 > (last - first)}
