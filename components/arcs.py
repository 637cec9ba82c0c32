"""Arcs: the references between meetings on map and timeline: which, their form and words."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from components import markup, passages
from loaders.analysis.meetings import meetings
from loaders.analysis.references import Thread, threads
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts.labels import Box
    from components.language import Text
    from loaders.model import Dataset

KINDS = ("announces", "follows_up", "cites")
"""How a report refers, in the order of the contract; each has a form of line of its own."""

DASHES: dict[str, tuple[float, float]] = {"announces": (9, 7), "cites": (0.1, 6)}
"""Length of a dash and of a gap in pixels by kind of reference; a line without is whole."""

HEAD = "M6 0L-6-5.5V5.5z"
"""An arrow head as an SVG path, its point to the right."""

BENDS = (0.16, -0.16, 0.09, -0.09, 0.25, -0.25, 0.34, -0.34)
"""How far an arc may bend to the right, as a share of its length; in order of preference."""

LOOP, SIDES, SAMPLES = 19.0, 8, 48
"""Radius in pixels of the loop of a reference that ends in the city where it begins, the sides of
the city to which it may lie, and the straight pieces of a curve."""

Line = list[tuple[float, float]]
"""A line on the screen, in pixels."""

NEAR, ROUND_END = 7.0, 30.0
"""Pixels at which two lines are too close, and round a line's ends, where it may touch any."""

IN_BOX, AT_HEAD, ON_LINE, LATER = 3.0, 12.0, 1.0, 0.5
"""What it costs a point of a line to lie in a box, to do so where its arrow head is, and to lie on
another line; and what it costs a line to be the next in the order of preference."""


def list_drawn(chosen: Dataset, *, on_map: bool = False) -> tuple[Thread, ...]:
    """The references whose two meetings are drawn; ``on_map`` leaves out meetings held online."""
    drawn = {meeting.meeting_id for meeting in meetings(chosen) if meeting.city_id or not on_map}
    return tuple(
        reference
        for reference in threads(chosen)
        if reference.target and {reference.origin.meeting_id, reference.target.meeting_id} <= drawn
    )


def list_outside(box: Box) -> list[Box]:
    """All that lies beyond the four sides of a part of the screen."""
    left, low, right, high = box
    end = math.inf
    return [
        (-end, -end, left, end),
        (right, -end, end, end),
        (-end, -end, end, low),
        (-end, high, end, end),
    ]


def list_curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The flat arcs that may lead from a point to another; to itself, loops on all its sides."""
    (x, y), (end_x, end_y) = start, end
    parts = [number / SAMPLES for number in range(SAMPLES + 1)]
    curves: list[Line] = []
    if start == end:
        for side in range(SIDES):
            turn = 2 * math.pi * side / SIDES
            middle_x, middle_y = x + LOOP * math.cos(turn), y + LOOP * math.sin(turn)
            turns = [turn + 2 * math.pi * part for part in parts]
            curves.append(
                [(middle_x - LOOP * math.cos(at), middle_y - LOOP * math.sin(at)) for at in turns]
            )
        return curves
    for bend in BENDS:
        pull_x = (x + end_x) / 2 - 2 * bend * (end_y - y)
        pull_y = (y + end_y) / 2 + 2 * bend * (end_x - x)
        weights = [((1 - part) ** 2, 2 * part * (1 - part), part**2) for part in parts]
        curves.append(
            [
                (near * x + pull * pull_x + far * end_x, near * y + pull * pull_y + far * end_y)
                for near, pull, far in weights
            ]
        )
    return curves


def find_arrival(line: Line, *, away: float) -> tuple[tuple[float, float], float]:
    """Where a line last comes within ``away`` pixels of its end; its direction there in degrees."""
    end = line[-1]
    last = next(
        (index for index in range(len(line) - 2, 0, -1) if math.dist(line[index], end) >= away), 0
    )
    (x, y), after = line[last], line[last + 1]
    near, far = math.dist(after, end), math.dist((x, y), end)
    share = 0.0 if far <= away else (far - away) / (far - near)
    point = (x + (after[0] - x) * share, y + (after[1] - y) * share)
    return point, math.degrees(math.atan2(after[1] - y, after[0] - x))


def cut_dashes(line: Line, dash: tuple[float, float] | None) -> list[Line]:
    """Cut a line into dashes; ``dash`` is the length of a dash and of a gap in pixels."""
    if dash is None:
        return [line]
    lengths = itertools.starmap(math.dist, itertools.pairwise(line))
    distances = list(itertools.accumulate(lengths, initial=0.0))
    xs, ys = zip(*line, strict=True)
    pieces = []
    for start in np.arange(0, distances[-1], sum(dash)):
        ends = start, min(start + dash[0], distances[-1])
        inside = [distance for distance in distances if ends[0] < distance < ends[1]]
        points = [ends[0], *inside, ends[1]]
        piece = np.interp(points, distances, xs).tolist(), np.interp(points, distances, ys).tolist()
        pieces.append(list(zip(*piece, strict=True)))
    return pieces


def choose_clearest(
    candidates: Sequence[Line], *, boxes: Sequence[Box], lines: Sequence[Line]
) -> Line:
    """The line that covers least of the boxes and other lines; of equals, the first."""

    def cost(index: int) -> float:
        return _rate(candidates[index], boxes=boxes, lines=lines) + LATER * index

    return candidates[min(range(len(candidates)), key=cost)]


def _rate(line: Line, *, boxes: Sequence[Box], lines: Sequence[Line]) -> float:
    """How much of a line lies in boxes or on other lines, without what lies under its end marks."""
    start, end = line[0], line[-1]
    others = [
        point
        for drawn in lines
        for point in drawn
        if math.dist(point, start) > ROUND_END and math.dist(point, end) > ROUND_END
    ]
    total = 0.0
    for x, y in line:
        from_end = math.dist((x, y), end)
        if from_end < ROUND_END / 4 or math.dist((x, y), start) < ROUND_END / 4:
            continue
        inside = any(left <= x <= right and low <= y <= high for left, low, right, high in boxes)
        total += inside * (AT_HEAD if from_end < ROUND_END else IN_BOX)
        total += ON_LINE * any(abs(x - far) < NEAR and abs(y - away) < NEAR for far, away in others)
    return total


def list_ends(reference: Thread) -> tuple[str, ...]:
    """The ids of the meetings at the ends of a reference, sorted: what a click on its arc means."""
    ends = (reference.origin, reference.target)
    return tuple(sorted(meeting.meeting_id for meeting in ends if meeting))


def describe_reference(reference: Thread, *, text: Text, dataset: Dataset) -> list[str]:
    """What an arc says on hover, line by line: what is referred to, how, and the two meetings."""
    lines = [
        text.of(reference.row, "subject"),
        text(f"threads.kind.{reference.kind}"),
        text("threads.from", meeting=passages.title(dataset, text, reference.origin.meeting_id)),
    ]
    if reference.target:
        title = passages.title(dataset, text, reference.target.meeting_id)
        lines.append(text("threads.to", meeting=title))
    if reference.expected:
        lines.append(text("threads.expected", date=text.date(reference.expected)))
    return lines


def render_legend(chosen: Dataset, text: Text) -> str:
    """The legend of the lines that are drawn, how many lead to a meeting, and a link to all."""
    references, drawn = threads(chosen), list_drawn(chosen)
    kinds = {reference.kind for reference in drawn}
    targets = sum(reference.target is not None for reference in references)
    return markup.html(
        "arcs",
        text,
        items=[
            {"kind": kind, "name": text(f"threads.kind.{kind}")} for kind in KINDS if kind in kinds
        ],
        rest=any(not reference.chosen for reference in drawn),
        named=text.count("threads.named", len(references), named=text.number(targets)),
        link=step(page="statements"),
    )
