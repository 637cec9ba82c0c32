"""Timeline arcs: the references between meetings as lines over the lanes, clear of the labels."""

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
    from loaders.model import Dataset

ASIDE = (0.0, 24.0, -24.0, 46.0, -46.0, 70.0, -70.0)
RISE = (34.0, -34.0, 22.0, -22.0, 50.0, -50.0)
"""Pixels that an arc may swing sideways between two lanes, or upwards within one, best first."""

DASHES = {"announces": "8px,5px", "cites": "2px,4px"}
"""Dashes of an arc by kind of reference; a line without is whole."""

SAMPLES = 24
"""Straight pieces of a curve."""

WIDTH = 1.6
"""Pixels of a line."""


def list_curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The arcs that may lead from a mark to another, in pixels, y upwards; each leaves and arrives
    level.

    Labels stand above and below the marks, so an arc leaves beside them.
    """
    (x, y), (end_x, end_y) = start, end
    swings = [(rise, 0.0) for rise in RISE] if y == end_y else [(0.0, aside) for aside in ASIDE]
    curves = []
    for rise, aside in swings:
        line = []
        for part in (number / SAMPLES for number in range(SAMPLES + 1)):
            hump, level = math.sin(math.pi * part), part * part * (3 - 2 * part)
            across = x + (end_x - x) * part + aside * hump
            line.append((across, y + (end_y - y) * level + rise * hump * hump))
        curves.append(line)
    return curves


def add_arcs(
    builder: FigureBuilder, lanes: Lanes, chosen: Dataset, text: Text, screen: Screen
) -> None:
    """Draw a line with an arrow head for each reference, and a mark that says what it is."""
    area, lane, points = lanes.area, lanes.height, lanes.points
    screen_box = (0.0, area.low * lane, area.width, area.high * lane)
    boxes = [*arcs.list_outside(screen_box), *lanes.list_boxes()]
    lines: list[Line] = []
    marks: Line = []
    references = arcs.list_drawn(chosen)
    for reference in references:
        ends = (reference.origin, reference.target)
        start, end = (points[meeting.meeting_id] for meeting in ends if meeting)
        line = arcs.choose_clearest(list_curves(start, end), boxes=boxes, lines=lines)
        lines.append(line)
        marks.append(_choose_mark(line, marks))
    drawn = zip(references, lines, marks, strict=True)
    for reference, line, mark in sorted(drawn, key=lambda item: item[0].chosen):
        colour = screen.palette.ink if reference.chosen else screen.palette.rest
        *moments, moment = (
            format_moment(area.first + x * area.time_per_pixel) for x, _ in (*line, mark)
        )
        *heights, height = (round(y / lane, 3) for _, y in (*line, mark))
        edge = {"width": WIDTH, "color": colour}
        dash = DASHES.get(reference.kind, "solid")
        builder.traces.append(draw_line(moments, heights, **edge, dash=dash) | {"yaxis": "y2"})
        words = arcs.describe_reference(reference, text=text, dataset=chosen)
        marker = {"symbol": "circle", "size": 8, "color": screen.palette.paper, "line": edge}
        builder.traces.append(
            draw_points(
                [moment],
                yaxis="y2",
                y=[height],
                marker=marker,
                cliponaxis=True,
                customdata=[["", "", *arcs.list_ends(reference)]],
                hovertext=[join_lines(words, text=text)],
            )
        )
        away = math.copysign(20, line[-2][0] - line[-1][0])
        place = {"x": moments[-1], "y": heights[-1], "yref": "y2", "ax": away, "ay": 0}
        builder.add_arrow(color=colour, width=WIDTH, standoff=8, arrowsize=1.1, **place)


def _choose_mark(line: Line, marks: Line) -> tuple[float, float]:
    """The point of a line for its mark: far from the marks before, and near the line's middle."""

    def rate(point: tuple[float, float]) -> tuple[float, float]:
        away = min((math.dist(point, mark) for mark in marks), default=math.inf)
        return min(away, 16.0), -math.dist(point, line[len(line) // 2])

    return max(line[SAMPLES // 4 : -SAMPLES // 4], key=rate)
