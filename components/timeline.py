"""When: the meetings and the number of members, over time, on which a period can be marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import arcs, lanes, timeline_arcs
from components.charts import frame
from components.charts.builder import FigureBuilder, SerializedFigure, format_moment, set_years_axis
from components.charts.labels import PlotArea, escape_text, measure_text, place_labels
from components.charts.marks import (
    add_arrows,
    draw_core_steps,
    draw_marks,
    draw_rings,
    read_click,
    render_legend,
)
from components.charts.panels import order_marks
from components.charts.ties import draw_ties, list_tie_boxes, locate_marks
from components.phrases import end_sentence, state_change
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import Figure, figures
from loaders.analysis.series import main_series
from loaders.dates import period
from loaders.select import list_months, select_months
from loaders.selection import Months

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.selection import Selection

KEY = "timeline"
INDICATOR = "members"

COUNTS, MANY = 230, 330
"""Pixels of height of the counts with the gap below them, and of the many counts of the record."""

LANE, DEEP, FOOT = 66, 80, 30
"""Pixels of height of a lane, of a lane that holds its name beside many marks, and of the years below the lanes."""

HEAD = 30
"""Pixels above the chart, in which the months of a marked period are written."""

LABEL = 13
"""Size in pixels of the months of a marked period."""

HALF_GAP = 0.03
"""Half of what lies between the counts and the lanes, as a part of the chart's height."""


class Marked(NamedTuple):
    """What a reader has drawn over the chart: the references between meetings, and a part of the time axis.

    ``filtering`` says whether a click on a meeting and a drag filter the page; beside a step of the story they do not.
    """

    threads: bool = False
    period: Months | None = None
    filtering: bool = True


PLAIN = Marked()


def figure(chosen: Dataset, text: Text, screen: Screen = DESK, marked: Marked = PLAIN) -> SerializedFigure:
    """The stated member counts as points and steps, above every meeting on the same time axis.

    A count holds until the next is stated: the line is a step and never rises in between. What is ``marked`` is drawn
    besides: the references as arcs, a period as a band; nothing else moves for them.
    """
    counts = order_marks(figures(chosen, [INDICATOR]), chosen)
    drawn_meetings = meetings(chosen)
    levels = lanes.list_levels(chosen, drawn_meetings)
    lanes_height = (DEEP if screen.narrow and chosen.wide else LANE) * len(levels)
    counts_height = MANY if chosen.wide else COUNTS
    builder = FigureBuilder(screen, height=counts_height + lanes_height + FOOT + HEAD - 12)
    builder.layout["margin"] = {**builder.layout["margin"], "t": HEAD}
    set_years_axis(builder, [*counts, *drawn_meetings])
    split = (lanes_height + 16) / (counts_height + lanes_height)
    lanes.set_lanes_axis(builder, [text(f"level.{level}") for level in levels], screen, top=split - HALF_GAP)
    builder.y |= {"domain": [split + HALF_GAP, 1], "dtick": 5, "tickformat": ",d"}
    if not counts and not drawn_meetings:
        return builder.build()
    _add_counts(builder, counts, chosen, text, screen)
    if drawn_meetings:
        area = _measure_area(builder, builder.layout["yaxis2"], screen)
        placed = lanes.place_meetings(drawn_meetings, chosen, text, screen, area=area)
        if marked.threads:
            timeline_arcs.add_arcs(builder, placed, chosen, text, screen)
        rings = draw_rings(drawn_meetings, y=placed.trace["y"], screen=screen, dataset=chosen)
        builder.traces += [*({**ring, "yaxis": "y2"} for ring in rings), placed.trace]
    if marked.period:
        _add_band(builder, marked.period, text, screen)
    return builder.build()


def _measure_area(builder: FigureBuilder, axis: Mapping[str, Any], screen: Screen) -> PlotArea:
    """The part of the chart over a vertical axis."""
    low, high = axis["domain"]
    height = (high - low) * (builder.layout["height"] - FOOT - HEAD - 2)
    return PlotArea.measure(builder, width=_measure_room(screen), height=height, values=axis["range"])


def _add_counts(
    builder: FigureBuilder, counts: tuple[Figure, ...], chosen: Dataset, text: Text, screen: Screen
) -> None:
    """Draw the counts as marks, and the step line of those in the selection; in the record, disputed ones are tied."""
    values = [count.value for count in counts]
    builder.traces.append(draw_core_steps(counts, screen=screen))
    trace = {**draw_marks(counts, text=text, screen=screen, dataset=chosen), "y": values}
    if values:
        builder.y["range"] = [min(values) - (5 if chosen.wide else 2), max(values) + 3]
    if chosen.wide and counts:
        area = _measure_area(builder, builder.y, screen)
        positions = locate_marks(counts, area=area)
        ties = draw_ties(rivals(chosen), positions=positions, screen=screen, area=area)
        builder.traces += ties
        trace = place_labels(trace, counts, area=area, taken=list_tie_boxes(ties, area=area))
    builder.traces += [*draw_rings(counts, y=values, screen=screen, dataset=chosen), trace]
    add_arrows(builder, counts, y=values, colour=screen.palette.accent)


def _add_band(builder: FigureBuilder, months: Months, text: Text, screen: Screen) -> None:
    """Draw the marked period as a band over the whole chart, with its two months written above it."""
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
    place = {"xref": "x", "x": format_moment(middle), "xanchor": side, "yref": "paper", "y": 1}
    builder.add_text(escape_text(words), size=LABEL, color=accent, yanchor="bottom", yshift=2, **place)


def _measure_room(screen: Screen) -> float:
    """About how wide the time axis is, in pixels."""
    return float(max(screen.width - (30 if screen.narrow else 125), 200))


def finding(chosen: Dataset, text: Text) -> str:
    """How the stated number of members changed within the selection, in a sentence."""
    counts = main_series(chosen, INDICATOR)
    if not counts:
        return text.count("timeline.no_count", len(chosen.meetings))
    words = state_change(counts, chosen, text, key=KEY, value=text.worded)
    return end_sentence(words, text)


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting; on a count, its evidence as well; on an arc, both its meetings."""
    points = (event or {}).get("selection", {}).get("points", [])
    if points and (both := [*(points[0].get("customdata") or [])][2:]):
        return {"meetings": tuple(both)}
    return read_click(event)


def describe(chosen: Dataset, text: Text, marked: Marked = PLAIN) -> frame.ChartContent:
    """What the chart shows, in words.

    The chart is drawn even if the selection leaves nothing of it: in grey, so that another period can be marked.
    """
    unit = [text("timeline.unit"), *([text("timeline.click")] if marked.filtering else [])]
    drawn = figures(chosen, [INDICATOR]), meetings(chosen)
    return frame.ChartContent(
        finding(chosen, text),
        *drawn,
        values={"unit": " ".join(unit)},
        legend=render_legend(chosen, text) + (arcs.render_legend(chosen, text) if marked.threads else ""),
        is_joined=True,
        is_filtering=marked.filtering,
        stays=any(drawn),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view, and under the chart the slider that marks a period as a drag over it does."""
    marked = Marked(follow.selection.threads, follow.shown.period, filtering=follow.uses("meetings"))
    counts = {**frame.MEETINGS, **frame.count_figures([INDICATOR])}
    view = frame.ChartView(KEY, figure, picked, describe, counts=counts, show_controls=_show_slider)
    frame.show_chart(view, chosen, text, follow, marked)


def _show_slider(text: Text, follow: Follow) -> None:
    """The months of the collection, of which the first and the last can be set; all of them are no filter."""
    months = list_months(follow.dataset.whole, follow.shown.collection)
    if len(months) < 2:
        return

    def change(selection: Selection, value: Any) -> Selection:
        return select_months(selection, follow.dataset, period=Months(*value))

    st.select_slider(
        text("timeline.ends" if follow.screen.width < lanes.PHONE else "timeline.brush"),
        options=months,
        value=(months[0], months[-1]),
        format_func=lambda month: text.month(period(month)),
        key=follow.widget("period", _find_ends(follow.shown, months)),
        on_change=follow.changed("period", change),
        disabled=not follow.uses("period"),
    )


def _find_ends(selection: Selection, months: tuple[str, ...]) -> tuple[str, str]:
    """The first and the last month that a selection asks for, of those that there are."""
    asked: tuple[str, ...] = selection.period or months
    if selection.years and not selection.period:
        asked = (f"{selection.years[0]:04d}-01", f"{selection.years[1]:04d}-12")
    inside = [month for month in months if asked[0] <= month <= asked[-1]]
    if inside:
        return inside[0], inside[-1]
    nearest = months[0] if asked[-1] < months[0] else months[-1]
    return nearest, nearest
