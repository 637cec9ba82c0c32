"""The meetings of a slide as a chart that can be edited: marks by date, a lane for each level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.util import Inches

from components.charts.descriptions import name_city
from components.theme import LIGHT
from exports.direction_marks import replace_isolates
from exports.slides.canvas import as_rgb
from exports.slides.charts import (
    PLOT,
    Mark,
    count_days,
    fix_plot,
    set_dates,
    set_marks,
    set_text,
    sort_by_length,
    write_label,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart
    from pptx.slide import Slide

    from exports.slides.canvas import Box, Canvas
    from exports.view import ExportedView
    from loaders.analysis.meetings import Meeting

LANE, FOOT = 0.21, 0.55
"""Height of a lane, and of the years and the legend below the lanes, in inches."""

LETTER, MARK_ROOM = 0.08, 0.16
"""Width of a letter of a name, and of what a mark and the gap beside it take, in inches."""

MARKS = tuple(
    Mark(marker, colour)
    for marker, colour in zip(
        (
            XL_MARKER_STYLE.CIRCLE,
            XL_MARKER_STYLE.SQUARE,
            XL_MARKER_STYLE.DIAMOND,
            XL_MARKER_STYLE.TRIANGLE,
            XL_MARKER_STYLE.X,
            XL_MARKER_STYLE.PLUS,
        ),
        LIGHT.levels,
        strict=False,
    )
)
"""The marks of the levels in the order of the contract; Office has no triangle upside down."""


def measure_lanes(meetings: Sequence[Meeting]) -> float:
    """Return the height of the chart of some meetings, in inches."""
    return LANE * len({meeting.level for meeting in meetings}) + FOOT


def draw_lanes(
    canvas: Canvas,
    slide: Slide,
    view: ExportedView,
    meetings: Sequence[Meeting],
    box: Box,
    *,
    years: tuple[int, int],
) -> Chart:
    """Draw meetings over time; the height of a mark says its lane and nothing else.

    Args:
        canvas: The presentation.
        slide: The slide.
        view: What is exported.
        meetings: The meetings, by date.
        box: Where the chart stands; its dates lie below those of a chart as wide as it.
        years: The first and the last year of the axis.
    """
    text = view.text
    levels = view.chosen.rules.choices("meetings", "level")
    used = [level for level in levels if any(meeting.level == level for meeting in meetings)]
    lanes = sort_by_length(
        {level: [meeting for meeting in meetings if meeting.level == level] for level in used}
    )
    data = XyChartData(number_format="General")
    for level, group in lanes.items():
        series = data.add_series(replace_isolates(text(f"level.{level}"), text.direction))
        for meeting in group:
            series.add_data_point(count_days(meeting), len(used) - used.index(level))
    place = (Inches(edge) for edge in box)
    shape = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    shape.name = text("workbook.meetings")
    chart: Chart = shape.chart
    set_dates(chart, years)
    rows = chart.value_axis
    rows.minimum_scale, rows.maximum_scale, rows.major_unit = 0.5, len(lanes) + 0.5, 1
    rows.visible = False
    rows.major_gridlines.format.line.color.rgb = as_rgb(LIGHT.rule)
    width = box.width * PLOT[1]
    for series, (level, group) in zip(chart.plots[0].series, lanes.items(), strict=True):
        set_marks(series, MARKS[levels.index(level)])
        names = [name_city(meeting.city_id, text=text, dataset=view.chosen) for meeting in group]
        for index in find_room(group, names, years=years, width=width):
            write_label(canvas, series, index, names[index], XL_LABEL_POSITION.RIGHT)
    set_text(canvas, chart, has_legend=True)
    fix_plot(chart, box, below=FOOT)
    return chart


def find_room(
    meetings: Sequence[Meeting], names: Sequence[str], *, years: tuple[int, int], width: float
) -> list[int]:
    """Return the indices of the meetings of a lane whose names end before the next mark.

    Args:
        meetings: The meetings of a lane, by date.
        names: What is written to the right of each.
        years: The first and the last year of the axis.
        width: The width of the axis in inches.
    """
    days = (years[1] - years[0]) * 365.25
    first = count_days(meetings[0])
    places = [(count_days(meeting) - first) / days * width for meeting in meetings]
    end = width - (first - count_days(years[0])) / days * width
    return [
        index
        for index, (place, after) in enumerate(zip(places, [*places[1:], end], strict=True))
        if place + MARK_ROOM + len(names[index]) * LETTER <= after
    ]
