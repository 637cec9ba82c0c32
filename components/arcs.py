"""Arcs: what the map and the timeline share where they draw the threads between meetings: which, their forms, their words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from components import charts, markup, passages
from loaders.analysis.meetings import meetings
from loaders.analysis.references import Thread, threads
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts import Box
    from components.language import Text
    from loaders.model import Dataset

KINDS = ("announces", "follows_up", "cites")
"""How a report refers, in the order of the contract; each has a form of line of its own."""


DASHES: dict[str, tuple[float, float]] = {"announces": (9, 7), "cites": (0.1, 6)}
"""Length of a dash and of a gap in pixels by kind of thread; a line without is whole."""

HEAD = "M6 0L-6-5.5V5.5z"
"""An arrow head as an SVG path, its point to the right."""

BENDS = (0.16, -0.16, 0.09, -0.09, 0.25, -0.25, 0.34, -0.34)
"""How far an arc may bend to the right of its way, as a share of its length; in order of preference."""

LOOP, SIDES, SAMPLES = 19.0, 8, 48
"""Radius in pixels of the loop of a thread that ends in the city where it begins, the sides of the city to which it
may lie, and the straight pieces of a curve."""

Line = list[tuple[float, float]]
"""A line on the screen, in pixels."""

NEAR, ROUND_END = 7.0, 30.0
"""Pixels at which two lines are too close; round its own ends a line may be as close to others as it must."""

IN_BOX, AT_HEAD, ON_LINE, LATER = 3.0, 12.0, 1.0, 0.5
"""What it costs a point of a line to lie in a box, to do so where its arrow head is, and to lie on another line; and
what it costs a line to be the next in the order of preference."""


def drawn(chosen: Dataset, *, on_map: bool = False) -> tuple[Thread, ...]:
    """The threads whose two meetings are drawn; ``on_map`` leaves out those that were held online."""
    there = {meeting.meeting_id for meeting in meetings(chosen) if meeting.city_id or not on_map}
    return tuple(
        thread
        for thread in threads(chosen)
        if thread.target and {thread.origin.meeting_id, thread.target.meeting_id} <= there
    )


def outside(box: Box) -> list[Box]:
    """All that lies beyond the four sides of a part of the screen."""
    left, low, right, high = box
    far = math.inf
    return [(-far, -far, left, far), (right, -far, far, far), (-far, -far, far, low), (-far, high, far, far)]


def list_curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The flat arcs that may lead from one point to another; from a point to itself, loops on all its sides."""
    (x, y), (end_x, end_y) = start, end
    parts = [number / SAMPLES for number in range(SAMPLES + 1)]
    if start == end:
        turns = [2 * math.pi * side / SIDES for side in range(SIDES)]
        return [
            [
                (
                    x + LOOP * (math.cos(turn) - math.cos(turn + 2 * math.pi * part)),
                    y + LOOP * (math.sin(turn) - math.sin(turn + 2 * math.pi * part)),
                )
                for part in parts
            ]
            for turn in turns
        ]
    curves = []
    for bend in BENDS:
        pull_x = (x + end_x) / 2 - 2 * bend * (end_y - y)
        pull_y = (y + end_y) / 2 + 2 * bend * (end_x - x)
        curves.append(
            [
                (
                    (1 - part) ** 2 * x + 2 * part * (1 - part) * pull_x + part**2 * end_x,
                    (1 - part) ** 2 * y + 2 * part * (1 - part) * pull_y + part**2 * end_y,
                )
                for part in parts
            ]
        )
    return curves


def find_arrival(line: Line, *, away: float) -> tuple[tuple[float, float], float]:
    """Where a line last comes within ``away`` pixels of its end, and its direction there in degrees, clockwise from the right."""
    end = line[-1]
    last = next((index for index in range(len(line) - 2, 0, -1) if math.dist(line[index], end) >= away), 0)
    (x, y), after = line[last], line[last + 1]
    near, far = math.dist(after, end), math.dist((x, y), end)
    share = 0.0 if far <= away else (far - away) / (far - near)
    point = (x + (after[0] - x) * share, y + (after[1] - y) * share)
    return point, math.degrees(math.atan2(after[1] - y, after[0] - x))


def clearest(candidates: Sequence[Line], *, boxes: Sequence[Box], lines: Sequence[Line]) -> Line:
    """The line that covers least of the boxes and keeps clear of the other lines; of equals, the one that comes first."""
    costs = [_cost(line, boxes=boxes, lines=lines) + LATER * place for place, line in enumerate(candidates)]
    return candidates[costs.index(min(costs))]


def _cost(line: Line, *, boxes: Sequence[Box], lines: Sequence[Line]) -> float:
    """How much of a line lies in boxes or on other lines; what lies under the marks at its ends does not count."""
    start, end = line[0], line[-1]
    others = [
        point
        for other in lines
        for point in other
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


def ends(thread: Thread) -> tuple[str, ...]:
    """The ids of the meetings at the ends of a thread, in the order of a selection: what a click on its arc means."""
    pair = [thread.origin.meeting_id, *([thread.target.meeting_id] if thread.target else [])]
    return tuple(sorted(pair))


def said(thread: Thread, *, text: Text, dataset: Dataset) -> list[str]:
    """What an arc says on hover, line by line: what is referred to, how, and the two meetings with their dates."""
    lines = [
        text.of(thread.row, "subject"),
        text(f"threads.kind.{thread.kind}"),
        text("threads.from", meeting=passages.title(dataset, text, thread.origin.meeting_id)),
    ]
    if thread.target:
        lines.append(text("threads.to", meeting=passages.title(dataset, text, thread.target.meeting_id)))
    if thread.expected:
        lines.append(text("threads.expected", date=text.date(thread.expected)))
    return lines


def tip(thread: Thread, *, text: Text, dataset: Dataset) -> str:
    """The same as Plotly shows it: escaped markup."""
    return charts.tip(said(thread, text=text, dataset=dataset), text=text)


def legend(chosen: Dataset, text: Text) -> str:
    """The lines of the kinds that are drawn, in words; how many threads lead to a meeting; the way to all of them."""
    every = threads(chosen)
    shown = drawn(chosen)
    used = {each.kind for each in shown}
    return markup.html(
        "arcs",
        dir=text.direction,
        text=text,
        items=[{"kind": kind, "name": text(f"threads.kind.{kind}")} for kind in KINDS if kind in used],
        rest=any(not each.chosen for each in shown),
        named=text.count(
            "threads.named", len(every), named=text.number(sum(each.target is not None for each in every))
        ),
        link=step(page="statements"),
    )
