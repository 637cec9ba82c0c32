"""When: the meetings and the number of members, over time, on which a period can be marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from components import arcs, lanes, timeline_arcs
from components.charts import frame
from components.charts.builder import FigureBuilder, SerializedFigure, format_moment, set_years_axis
from components.charts.labels import MARK, PlotArea, escape_text, measure_text, place_labels
from components.charts.marks import (
    add_arrows,
    draw_core_steps,
    draw_marks,
    draw_rings,
    read_click,
    render_legend,
)
from components.charts.panels import order_marks
from components.charts.ties import draw_ties, locate_marks
from components.phrases import end_sentence, state_change
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import Figure, figures
from loaders.analysis.series import main_series
from loaders.dates import period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.selection import Months

KEY = "timeline"
INDICATOR = "members"

COUNTS, MANY = 230, 330
"""Pixels of height of the counts with the gap below them, and of the many counts of the record."""

LANE, DEEP, FOOT = 66, 80, 30
"""Pixels of height of a lane, of one that holds its name and many marks, and of the years below."""

LANES_PART = 0.6
"""The lanes' part of the height of a chart that stands beside the map, at most."""

HEAD = 22
"""Pixels above the chart, in which the months of a marked period are written."""

LABEL, NUMBER = 13, 14
"""Sizes of type in pixels: of months and the numbers of the record, of a number of the core."""

HALF_GAP = 0.03
"""Half of what lies between the counts and the lanes, as a part of the chart's height."""


class Marked(NamedTuple):
    """What a reader has drawn over the chart: the references between meetings, and a part of the
    time axis.

    ``filtering`` says whether a click on a meeting and a drag filter the page; beside a step of the
    story they do not.
    """

    threads: bool = False
    period: Months | None = None
    filtering: bool = True


PLAIN = Marked()


def figure(
    chosen: Dataset, text: Text, screen: Screen = DESK, marked: Marked = PLAIN
) -> SerializedFigure:
    """The stated member counts as points and steps, above every meeting on the same time axis.

    A count holds until the next is stated: the line is a step and never rises in between. What is
    ``marked`` is drawn besides: the references as arcs, a period as a band; nothing else moves for
    them.
    """
    counts = order_marks(figures(chosen, [INDICATOR]), chosen)
    drawn_meetings = meetings(chosen)
    levels = lanes.list_levels(chosen, drawn_meetings)
    lanes_height, counts_height = _divide_height(len(levels), chosen, screen)
    builder = FigureBuilder(screen, height=counts_height + lanes_height + FOOT + HEAD - 12)
    builder.layout["margin"] = {**builder.layout["margin"], "t": HEAD}
    set_years_axis(builder, [*counts, *drawn_meetings])
    split = (lanes_height + 16) / (counts_height + lanes_height)
    lanes.set_lanes_axis(
        builder, [text(f"level.{level}") for level in levels], screen, top=split - HALF_GAP
    )
    builder.y |= {"domain": [split + HALF_GAP, 1], "dtick": 5, "tickformat": ",d"}
    if not counts and not drawn_meetings:
        return builder.build()
    _add_counts(builder, counts, chosen, text, screen)
    if drawn_meetings:
        area = _measure_area(builder, builder.layout["yaxis2"], screen)
        placed = lanes.place_meetings(drawn_meetings, chosen, text, screen, area=area)
        if marked.threads:
            timeline_arcs.add_arcs(builder, placed, chosen, text, screen)
        rings = draw_rings(
            drawn_meetings,
            y=placed.trace["y"],
            screen=screen,
            dataset=chosen,
            mark_size=max(placed.trace["marker"]["size"]),
        )
        builder.traces += [*({**ring, "yaxis": "y2"} for ring in rings), placed.trace]
    if marked.period:
        _add_band(builder, marked.period, text, screen)
    return builder.build()


def _divide_height(lanes_number: int, chosen: Dataset, screen: Screen) -> tuple[int, int]:
    """Height in pixels of lanes and counts: on a phone for their labels, else as the map."""
    if screen.narrow:
        return (DEEP if chosen.wide else LANE) * lanes_number, MANY if chosen.wide else COUNTS
    room = screen.picture_height - FOOT - HEAD + 12
    lanes_height = min(LANE * lanes_number, round(room * LANES_PART))
    return lanes_height, room - lanes_height


def _measure_area(builder: FigureBuilder, axis: Mapping[str, Any], screen: Screen) -> PlotArea:
    """The part of the chart over a vertical axis."""
    low, high = axis["domain"]
    height = (high - low) * (builder.layout["height"] - FOOT - HEAD - 2)
    return PlotArea(_measure_room(screen), height, *builder.time_range, *axis["range"])


def _add_counts(
    builder: FigureBuilder, counts: tuple[Figure, ...], chosen: Dataset, text: Text, screen: Screen
) -> None:
    """Draw the counts as marks, and the step line of the selected ones; ties in the record."""
    values = [count.value for count in counts]
    builder.traces.append(draw_core_steps(counts, screen=screen))
    trace = {**draw_marks(counts, text=text, screen=screen, dataset=chosen), "y": values}
    size = lanes.SMALL if chosen.wide else MARK
    trace["marker"] |= {"size": [min(size, drawn) for drawn in trace["marker"]["size"]]}
    trace["textfont"] |= {"size": LABEL if chosen.wide else NUMBER}
    if values:
        builder.y["range"] = [min(values) - (5 if chosen.wide else 2), max(values) + 3]
    if chosen.wide and counts:
        area = _measure_area(builder, builder.y, screen)
        positions = locate_marks(counts, area=area)
        ties, taken = draw_ties(rivals(chosen), positions=positions, screen=screen, area=area)
        builder.traces += ties
        trace = place_labels(trace, counts, area=area, taken=taken, mark_size=size)
    rings = draw_rings(counts, y=values, screen=screen, dataset=chosen, mark_size=size)
    builder.traces += [*rings, trace]
    add_arrows(builder, counts, y=values, colour=screen.palette.accent)


def _add_band(builder: FigureBuilder, months: Months, text: Text, screen: Screen) -> None:
    """Draw the marked period as a band over the whole chart, with its months above it."""
    ends = [period(month) for month in months]
    first, last = builder.time_range
    start = max(datetime.combine(ends[0].first, datetime.min.time()), first)
    end = min(datetime.combine(ends[1].last + timedelta(days=1), datetime.min.time()), last)
    if start >= end:
        return
    words, accent = text.months(*ends), screen.palette.accent
    half = measure_text(words, size=LABEL) / 2 * (last - first) / _measure_room(screen)
    middle, side = start + (end - start) / 2, "center"
    if middle - half < first:
        middle, side = first, "left"
    elif middle + half > last:
        middle, side = last, "right"
    upright = {"xref": "x", "yref": "paper", "layer": "below"}
    edges = {"x0": format_moment(start), "x1": format_moment(end), "y0": 0, "y1": 1}
    band = {"type": "rect", "fillcolor": accent, "opacity": 0.12, "line": {"width": 0}}
    builder.shapes.append({**upright, **edges, **band})
    for edge in (edges["x0"], edges["x1"]):
        builder.add_line((edge, edge), (0, 1), color=accent, width=1.25, **upright)
    across = {"xref": "x", "x": format_moment(middle), "xanchor": side}
    up: dict[str, Any] = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 2}
    builder.add_text(escape_text(words), size=LABEL, color=accent, **across, **up)


def _measure_room(screen: Screen) -> float:
    """About how wide the time axis is, in pixels."""
    return float(max(screen.width - (30 if screen.narrow else 125), 200))


def finding(chosen: Dataset, text: Text) -> str:
    """How the stated number of members changed within the selection, in a sentence."""
    counts = main_series(chosen, INDICATOR)
    if not counts:
        return text.count("timeline.no_count", len(chosen.meetings))
    words = state_change(counts, chosen, text, key=KEY, value=text.qualified)
    return end_sentence(words, text)


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting, on a count its evidence too, on an arc both meetings."""
    points = (event or {}).get("selection", {}).get("points", [])
    if points and (both := [*(points[0].get("customdata") or [])][2:]):
        return {"meetings": tuple(both)}
    return read_click(event)


def describe(chosen: Dataset, text: Text, marked: Marked = PLAIN) -> frame.ChartContent:
    """What the chart shows, in words.

    The chart is drawn even if the selection leaves nothing of it: in grey, so that another period
    can be marked.
    """
    drawn = figures(chosen, [INDICATOR]), meetings(chosen)
    arcs_legend = arcs.render_legend(chosen, text) if marked.threads else ""
    return frame.ChartContent(
        finding(chosen, text),
        *drawn,
        values={} if marked.filtering else {"act": ""},
        legend=render_legend(chosen, text) + arcs_legend,
        is_joined=True,
        is_filtering=marked.filtering,
        stays=any(drawn),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    marked = Marked(follow.selection.threads, follow.shown.period, follow.uses("meetings"))
    counts = {**frame.MEETINGS, **frame.count_figures([INDICATOR])}
    view = frame.ChartView(KEY, figure, picked, describe, counts=counts)
    frame.show_chart(view, chosen, text, follow, marked)
