"""Timeline arcs: the references between meetings as lines over the lanes of the timeline, which keep clear of its labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from components import arcs
from components.charts.builder import draw_line, draw_points, format_moment
from components.charts.descriptions import join_lines

if TYPE_CHECKING:
    from components.arcs import Line
    from components.charts.builder import FigureBuilder
    from components.lanes import Lanes
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.references import Thread
    from loaders.model import Dataset

ASIDE = (0.0, 24.0, -24.0, 46.0, -46.0, 70.0, -70.0)
RISE = (34.0, -34.0, 22.0, -22.0, 50.0, -50.0)
"""Pixels that an arc may swing out sideways between two lanes, or upwards within a lane, in order of preference."""

DASHES = {"announces": "8px,5px", "cites": "2px,4px"}
"""Dashes of an arc by kind of reference; a line without is whole."""

SAMPLES = 24
"""Straight pieces of a curve."""

WIDTH = 1.6
"""Pixels of a line."""


def list_curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The arcs that may lead from a mark to another, in pixels, y upwards; each leaves and arrives level.

    Labels stand above and below the marks, so an arc leaves beside them.
    """
    (x, y), (end_x, end_y) = start, end
    swings = [(rise, 0.0) for rise in RISE] if y == end_y else [(0.0, aside) for aside in ASIDE]
    curves = []
    for rise, aside in swings:
        line = []
        for number in range(SAMPLES + 1):
            part = number / SAMPLES
            hump, level = math.sin(math.pi * part), part * part * (3 - 2 * part)
            line.append(
                (
                    x + (end_x - x) * part + aside * hump,
                    y + (end_y - y) * level + rise * hump * hump,
                )
            )
        curves.append(line)
    return curves


def add_arcs(
    builder: FigureBuilder, lanes: Lanes, chosen: Dataset, text: Text, screen: Screen
) -> None:
    """Draw a line for each reference with an arrow head at the meeting referred to, and a mark that says what it is."""
    area, lane = lanes.area, lanes.height
    points = lanes.points
    screen_box = (0.0, area.low * lane, area.width, area.high * lane)
    boxes = [*arcs.list_outside(screen_box), *lanes.list_boxes()]
    lines: list[Line] = []
    drawn = []
    marks: Line = []
    for reference in arcs.list_drawn(chosen):
        start, end = (
            points[meeting.meeting_id]
            for meeting in (reference.origin, reference.target)
            if meeting
        )
        line = arcs.choose_clearest(list_curves(start, end), boxes=boxes, lines=lines)
        mark = max(
            line[SAMPLES // 4 : -SAMPLES // 4], key=lambda point: _rate_mark(point, marks, line)
        )
        lines.append(line)
        marks.append(mark)
        drawn.append((reference, line, mark))
    for reference, line, mark in sorted(drawn, key=lambda item: item[0].chosen):
        colour = screen.palette.ink if reference.chosen else screen.palette.rest
        moments = [format_moment(area.first + x * area.time_per_pixel) for x, _ in line]
        heights = [round(y / lane, 3) for _, y in line]
        dash = DASHES.get(reference.kind, "solid")
        builder.traces.append(
            draw_line(moments, heights, width=WIDTH, color=colour, dash=dash) | {"yaxis": "y2"}
        )
        builder.traces.append(
            draw_points(
                [format_moment(area.first + mark[0] * area.time_per_pixel)],
                yaxis="y2",
                y=[round(mark[1] / lane, 3)],
                marker={
                    "symbol": "circle",
                    "size": 8,
                    "color": screen.palette.paper,
                    "line": {"width": WIDTH, "color": colour},
                },
                cliponaxis=True,
                **_describe(reference, chosen, text),
            )
        )
        away = math.copysign(20, line[-2][0] - line[-1][0])
        place = {"x": moments[-1], "y": heights[-1], "yref": "y2", "ax": away, "ay": 0}
        builder.add_arrow(color=colour, width=WIDTH, standoff=8, arrowsize=1.1, **place)


def _describe(reference: Thread, chosen: Dataset, text: Text) -> dict[str, object]:
    """What the mark of a reference says on hover, and which meetings a click on it means."""
    return {
        "customdata": [["", "", *arcs.list_ends(reference)]],
        "hovertext": [
            join_lines(arcs.describe_reference(reference, text=text, dataset=chosen), text=text)
        ],
    }


def _rate_mark(point: tuple[float, float], marks: Line, line: Line) -> tuple[float, float]:
    """How well a mark would stand at a point of a line: far from other marks, near to the line's middle."""
    away = min((math.dist(point, mark) for mark in marks), default=math.inf)
    return min(away, 16.0), -math.dist(point, line[len(line) // 2])
