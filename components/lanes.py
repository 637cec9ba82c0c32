"""Lanes: the meetings on the timeline, a lane a level, each mark and label where there is room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.charts.builder import FigureBuilder, draw_points, format_middles
from components.charts.descriptions import join_lines, name_city, name_collection
from components.charts.labels import (
    MARK,
    PlotArea,
    escape_text,
    label_box,
    measure_text,
    place_labels,
)
from components.charts.marks import REST_MARK, SYMBOLS, draw_date_bars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from components.charts.labels import Box
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.model import Dataset

REACH, TIER, TIER_PART = 18.0, 18.0, 0.32
"""Pixels that the broadest mark of a meeting takes of its lane, and how far a mark is moved up or
down that would lie on another: in pixels and as a part of its lane, at most."""

LOW = 50
"""Height in pixels of a lane below which the marks of the record are small: three fit in it."""

SMALL, LABEL, NAME = 9, 12, 11
"""Sizes in pixels: of a mark among many, of a label, of a lane's name on a phone."""

NAME_LIFT = 26
"""Pixels from the middle of a lane to its name on a phone."""

TIERS = (0, 1, -1)
"""Heights at which the marks of a lane may stand, in order of preference."""

ABOVE, BELOW, BESIDE = "top center", "bottom center", "middle right"


@dataclass(frozen=True, slots=True)
class Lanes:
    """The meetings in their lanes, each ``height`` pixels high.

    ``trace`` is that of the marks with their labels; ``area`` the part of the chart in which they
    stand.
    """

    meetings: tuple[Meeting, ...]
    height: float
    area: PlotArea
    trace: dict[str, Any]

    @property
    def points(self) -> dict[str, tuple[float, float]]:
        """Where each meeting stands, in pixels from the left and above the lowest lane's middle."""
        return {
            meeting.meeting_id: (self.area.locate(meeting.when.middle, y)[0], y * self.height)
            for meeting, y in zip(self.meetings, self.trace["y"], strict=True)
        }

    def list_boxes(self) -> Iterator[Box]:
        """About what the meetings' marks and labels cover, in the same pixels."""
        words, sides = self.trace["text"], self.trace["textposition"]
        for (x, y), label, side in zip(self.points.values(), words, sides, strict=True):
            yield x - 8, y - 8, x + 8, y + 8
            if label:
                yield label_box((x, y), label, side=side, size=LABEL)


def list_levels(dataset: Dataset, meetings: Sequence[Meeting]) -> tuple[str, ...]:
    """The levels that occur, from the bottom of the chart upwards."""
    used = {meeting.level for meeting in meetings}
    levels = reversed(dataset.rules.choices("meetings", "level"))
    return tuple(level for level in levels if level in used)


def place_meetings(
    meetings: tuple[Meeting, ...],
    chosen: Dataset,
    text: Text,
    screen: Screen,
    *,
    area: PlotArea,
) -> Lanes:
    """Every meeting as a mark in the lane of its level, with its label where there is room."""
    levels = list_levels(chosen, meetings)
    height = area.height / (area.high - area.low)
    y = _find_heights(meetings, levels=levels, area=area, lane=height)
    is_small = chosen.wide and (screen.narrow or height < LOW)
    size = min(SMALL, int(height * TIER_PART)) if is_small else MARK
    trace = _draw_meetings(meetings, chosen, text, screen, size=size)
    trace |= {"y": y, "textposition": _choose_sides(meetings, y, area=area)}
    names = []
    for row, level in enumerate(levels if screen.narrow else ()):
        low = (row - area.low) * height + NAME_LIFT - 2
        names.append((0.0, low, measure_text(text(f"level.{level}"), size=NAME), low + 16))
    trace = place_labels(trace, meetings, area=area, taken=names, mark_size=size)
    return Lanes(meetings, height, area, trace)


def _find_heights(
    meetings: Sequence[Meeting], *, levels: Sequence[str], area: PlotArea, lane: float
) -> list[float]:
    """Where each meeting stands on the axis of the lanes: at its level or, beside another mark, a
    step above or below.

    ``lane`` is the height of a lane in pixels. No selection moves any of them.
    """
    ends: dict[tuple[str, int], float] = {}
    heights = []
    for meeting in meetings:
        x, _ = area.locate(meeting.when.middle, 0)
        room = {tier: x - ends.get((meeting.level, tier), -math.inf) for tier in TIERS}
        tier = TIERS[0] if room[TIERS[0]] >= REACH else max(TIERS, key=room.__getitem__)
        ends[meeting.level, tier] = x
        heights.append(round(levels.index(meeting.level) + tier * min(TIER / lane, TIER_PART), 3))
    return heights


def _choose_sides(meetings: Sequence[Meeting], y: Sequence[float], *, area: PlotArea) -> list[str]:
    """Where each label stands: above and below the marks in turn, but away from a stack of them."""
    rows: dict[str, list[int]] = {}
    for index, meeting in enumerate(meetings):
        rows.setdefault(meeting.level, []).append(index)
    sides = [ABOVE] * len(meetings)
    reach = REACH * area.time_per_pixel
    for row in rows.values():
        turn = 0
        for place, index in enumerate(row):
            when = meetings[index].when.middle
            near = [
                y[neighbour] - y[index]
                for neighbour in row[max(place - 2, 0) : place + 3]
                if abs(meetings[neighbour].when.middle - when) < reach
            ]
            if y[index] % 1:
                sides[index] = ABOVE if y[index] % 1 < 0.5 else BELOW
            elif min(near) < 0 < max(near):
                sides[index] = BESIDE
            else:
                sides[index] = BELOW if min(near) == 0 and (turn % 2 or max(near) > 0) else ABOVE
                turn += 1
    return sides


def _draw_meetings(
    meetings: Sequence[Meeting], chosen: Dataset, text: Text, screen: Screen, *, size: int
) -> dict[str, Any]:
    """The trace of the meetings, without their heights; ``size`` is that of a mark in pixels."""
    order, colours = chosen.rules.choices("meetings", "level"), screen.palette
    levels = [order.index(meeting.level) for meeting in meetings]
    names = [name_city(meeting.city_id, text=text, dataset=chosen) for meeting in meetings]
    return draw_points(
        format_middles(meetings),
        mode="markers+text",
        yaxis="y2",
        text=[escape_text(name) for name in names],
        textfont={
            "size": LABEL,
            "color": [colours.ink if meeting.chosen else colours.rest for meeting in meetings],
        },
        customdata=[[meeting.meeting_id, ""] for meeting in meetings],
        hovertext=[_describe_meeting(meeting, chosen, text) for meeting in meetings],
        marker={
            "symbol": [SYMBOLS[level] for level in levels],
            "size": [size if meeting.chosen else min(size, REST_MARK) for meeting in meetings],
            "line": {"width": 1, "color": colours.paper},
            "color": [
                colours.levels[level] if meeting.chosen else colours.rest
                for meeting, level in zip(meetings, levels, strict=True)
            ],
        },
        **draw_date_bars([meeting.when for meeting in meetings], colour=colours.rest),
    )


def _describe_meeting(meeting: Meeting, chosen: Dataset, text: Text) -> str:
    lines = [
        text.of(meeting.row, "title"),
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        name_collection(meeting.row, text=text, dataset=chosen),
    ]
    return join_lines(lines, text=text)


def set_lanes_axis(
    builder: FigureBuilder, names: Sequence[str], screen: Screen, *, top: float
) -> None:
    """Set the axis of the lanes, from the foot of the chart to the part ``top`` of its height, and
    name them.

    On a phone the name of a lane stands within it.
    """
    builder.x["anchor"] = "y2"
    builder.layout["yaxis2"] = {
        **builder.y,
        "domain": [0, top],
        "range": [-0.7, len(names) - 0.3],
        "tickvals": list(range(len(names))),
        "ticktext": ["" for _ in names] if screen.narrow else list(names),
    }
    for row, name in enumerate(names if screen.narrow else ()):
        across: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left"}
        up = {"yref": "y2", "y": row, "yanchor": "bottom", "yshift": NAME_LIFT}
        builder.add_text(name, size=NAME, color=screen.palette.rest, **across, **up)
