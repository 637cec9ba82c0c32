"""When: the meetings and the number of members, over time."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from components import arcs, charts, frame
from components.theme import DESK, Screen
from loaders.measures import Figure, Meeting, figures, meetings, stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    import plotly.graph_objects as go

    from components.arcs import Line
    from components.charts import Box, Changes
    from components.language import Text
    from components.state import Follow
    from loaders.dataset import Dataset

KEY = "timeline"
INDICATOR = "members"


LANE = 66
"""Height of the lane of a level in pixels."""

ASIDE = (0.0, 24.0, -24.0, 46.0, -46.0, 70.0, -70.0)
RISE = (34.0, -34.0, 22.0, -22.0, 50.0, -50.0)
"""Pixels that an arc may swing out sideways between two lanes, or upwards within one, in order of preference."""

DASHES = {"announces": "8px,5px", "cites": "2px,4px"}
"""Dashes of an arc by kind of thread; a line without is whole."""

ABOVE, BELOW = "top center", "bottom center"

SAMPLES = 24
"""Straight pieces of a curve."""


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """The stated member counts as points and steps, above every meeting on the same time axis.

    A count holds until the next one is stated: the line is a step and never rises in between.
    """
    return _figure(chosen, text, screen, threads=False)


def threaded(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """The same figure with the threads between the meetings as arcs; nothing else of it moves."""
    return _figure(chosen, text, screen, threads=True)


def _figure(chosen: Dataset, text: Text, screen: Screen, *, threads: bool) -> go.Figure:
    counts = figures(chosen, [INDICATOR])
    held = meetings(chosen)
    levels = _lanes(chosen, held)
    lanes_height = LANE * len(levels)
    sheet = charts.Sheet(screen, height=230 + lanes_height + 30)
    split = (lanes_height + 16) / (230 + lanes_height)
    _counts(sheet, counts, text=text, screen=screen, dataset=chosen)
    counted = len(sheet.traces) - 1
    charts.years_axis(sheet, [*counts, *held])
    if threads:
        _arcs(sheet, held, levels=levels, text=text, screen=screen, dataset=chosen)
    lanes = [float(levels.index(each.level)) for each in held]
    rings = charts.rings(held, y=lanes, screen=screen, dataset=chosen)
    sheet.traces += [{**each, "yaxis": "y2"} for each in rings]
    sheet.traces.append(_meetings(held, levels=levels, text=text, screen=screen, dataset=chosen))
    sheet.x["anchor"] = "y2"
    values = [each.value for each in counts]
    names = [text(f"level.{level}") for level in levels]
    sheet.layout["yaxis2"] = {
        **sheet.y,
        "domain": [0, split - 0.03],
        "range": [-0.7, len(levels) - 0.3],
        "tickvals": list(range(len(levels))),
        "ticktext": ["" for _ in names] if screen.narrow else names,
    }
    sheet.y |= {"domain": [split + 0.03, 1], "dtick": 5, "tickformat": ",d"}
    if values:
        sheet.y["range"] = [min(values) - 2, max(values) + 3]
    if chosen.wide:
        room, high = _room(screen), 230 + lanes_height - 14
        lanes_high = (split - 0.03) * high
        lane = lanes_high / len(levels) if levels else 0.0
        # On a phone the name of a lane stands within it.
        inside = [
            (0.0, (0.7 + place) * lane + 24, len(name) * 6.5, (0.7 + place) * lane + 40)
            for place, name in enumerate(names)
        ]
        kept = tuple(inside) if screen.narrow else ()
        lanes_area = charts.Area(room, lanes_high, -0.7, len(levels) - 0.3, kept)
        counts_area = charts.Area(room, (0.97 - split) * high, *sheet.y.get("range", (0, 1)))
        for place, marked, area in ((counted, counts, counts_area), (-1, held, lanes_area)):
            if marked:
                sheet.traces[place] = charts.thinned([(sheet.traces[place], marked)], sheet=sheet, area=area)[
                    0
                ]
    if screen.narrow:
        sheet.notes += [
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "yref": "y2",
                "y": place,
                "yanchor": "bottom",
                "yshift": 26,
                "showarrow": False,
                "text": name,
                "font": {"size": 11, "color": screen.palette.rest},
            }
            for place, name in enumerate(names)
        ]
    return sheet.figure()


def _lanes(dataset: Dataset, held: tuple[Meeting, ...]) -> list[str]:
    """The levels that occur, from the bottom of the chart upwards."""
    there = {each.level for each in held}
    return [level for level in reversed(dataset.rules.choices("meetings", "level")) if level in there]


def _counts(
    sheet: charts.Sheet, counts: tuple[Figure, ...], *, text: Text, screen: Screen, dataset: Dataset
) -> None:
    """The counts as marks, and the step line of those in the selection."""
    height = [each.value for each in counts]
    sheet.traces.append(charts.steps(counts, screen=screen))
    sheet.traces += charts.rings(counts, y=height, screen=screen, dataset=dataset)
    sheet.traces.append(
        {
            **charts.marks(counts, text=text, screen=screen, dataset=dataset),
            "y": height,
        }
    )
    charts.bounds(sheet, counts, y=height, colour=screen.palette.accent)


def _turns(held: tuple[Meeting, ...]) -> list[str]:
    """Where each meeting's label stands: in a lane, above and below the marks in turn."""
    turn: dict[str, int] = {}
    places = []
    for each in held:
        turn[each.level] = turn.get(each.level, -1) + 1
        places.append(ABOVE if turn[each.level] % 2 == 0 else BELOW)
    return places


def _meetings(
    held: tuple[Meeting, ...], *, levels: list[str], text: Text, screen: Screen, dataset: Dataset
) -> dict[str, Any]:
    """Every meeting as a mark in the lane of its level; neighbours' labels stand above and below in turn."""
    order = dataset.rules.choices("meetings", "level")
    colours = screen.palette
    return {
        "type": "scatter",
        "mode": "markers+text",
        "yaxis": "y2",
        "x": [each.when.middle.isoformat(timespec="minutes") for each in held],
        "y": [levels.index(each.level) for each in held],
        "text": [charts.plain(charts.city(each.city_id, text=text, dataset=dataset)) for each in held],
        "textposition": _turns(held),
        "textfont": {"size": 12, "color": [colours.ink if each.chosen else colours.rest for each in held]},
        "cliponaxis": False,
        "customdata": [[each.meeting_id, ""] for each in held],
        "hovertext": [_hover(each, text=text, dataset=dataset) for each in held],
        "hoverinfo": "text",
        "marker": {
            "symbol": [charts.SYMBOLS[order.index(each.level)] for each in held],
            "size": [charts.MARK if each.chosen else charts.REST_MARK for each in held],
            "opacity": 1,
            "color": [
                colours.levels[order.index(each.level)] if each.chosen else colours.rest for each in held
            ],
        },
        **charts.spans([each.when for each in held], colour=colours.rest),
        **charts.unfaded(),
    }


def curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The arcs that may lead from one mark to another, in pixels, y upwards; each leaves and arrives level.

    Labels stand above and below the marks, so an arc leaves beside them.
    """
    (x, y), (far_x, far_y) = start, end
    out = []
    for rise, aside in [(each, 0.0) for each in RISE] if y == far_y else [(0.0, each) for each in ASIDE]:
        line = []
        for number in range(SAMPLES + 1):
            share = number / SAMPLES
            hump, level = math.sin(math.pi * share), share * share * (3 - 2 * share)
            line.append(
                (
                    x + (far_x - x) * share + aside * hump,
                    y + (far_y - y) * level + rise * hump * hump,
                )
            )
        out.append(line)
    return out


def _arcs(
    sheet: charts.Sheet,
    held: tuple[Meeting, ...],
    *,
    levels: list[str],
    text: Text,
    screen: Screen,
    dataset: Dataset,
) -> None:
    """The threads: a line each, an arrow head at the meeting referred to, and on it a mark that says what it is."""
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    room = _room(screen)
    pixel = (last - first) / room
    top = (len(levels) - 0.3) * LANE
    at = {
        each.meeting_id: ((each.when.middle - first) / pixel, float(levels.index(each.level) * LANE))
        for each in held
    }
    boxes = [
        *arcs.outside((0.0, -0.7 * LANE, room, top)),
        *_labels(held, at=at, text=text, dataset=dataset),
    ]
    lines: list[Line] = []
    made = []
    marks: Line = []
    for thread in arcs.drawn(dataset):
        start, end = (at[each.meeting_id] for each in (thread.origin, thread.target) if each)
        lines.append(arcs.clearest(curves(start, end), boxes=boxes, lines=lines))
        mark = max(lines[-1][SAMPLES // 4 : -SAMPLES // 4], key=lambda each: _clear(each, marks, lines[-1]))
        marks.append(mark)
        made.append((thread, lines[-1], mark))
    for thread, line, mark in sorted(made, key=lambda each: each[0].chosen):
        colour = screen.palette.ink if thread.chosen else screen.palette.rest
        stroke = {"width": 1.6, "color": colour}
        sheet.traces += [
            {
                "type": "scatter",
                "mode": "lines",
                "yaxis": "y2",
                "x": [_moment(first + x * pixel) for x, _ in line],
                "y": [round(y / LANE, 3) for _, y in line],
                "line": {**stroke, "dash": DASHES.get(thread.kind, "solid")},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "yaxis": "y2",
                "x": [_moment(first + mark[0] * pixel)],
                "y": [round(mark[1] / LANE, 3)],
                "customdata": [["", "", *arcs.ends(thread)]],
                "hovertext": [arcs.tip(thread, text=text, dataset=dataset)],
                "hoverinfo": "text",
                "marker": {
                    "symbol": "circle",
                    "size": 8,
                    "opacity": 1,
                    "color": screen.palette.paper,
                    "line": stroke,
                },
                **charts.unfaded(),
            },
        ]
        sheet.notes.append(
            {
                "x": _moment(first + line[-1][0] * pixel),
                "y": round(line[-1][1] / LANE),
                "yref": "y2",
                "ax": math.copysign(20, line[-2][0] - line[-1][0]),
                "ay": 0,
                "standoff": 8,
                "text": "",
                "showarrow": True,
                "arrowhead": 2,
                "arrowsize": 1.1,
                "arrowwidth": 1.6,
                "arrowcolor": colour,
            }
        )


def _room(screen: Screen) -> float:
    """About how wide the time axis is, in pixels."""
    return float(max(screen.width - (30 if screen.narrow else 125), 200))


def _labels(
    held: tuple[Meeting, ...], *, at: dict[str, tuple[float, float]], text: Text, dataset: Dataset
) -> Iterator[Box]:
    """About what the meetings' labels and marks cover, in pixels, y upwards."""
    for each, place in zip(held, _turns(held), strict=True):
        x, y = at[each.meeting_id]
        half = len(charts.city(each.city_id, text=text, dataset=dataset)) * 3.3 + 4
        low = y + 6 if place == ABOVE else y - 24
        yield x - half, low, x + half, low + 18
        yield x - 8, y - 8, x + 8, y + 8


def _clear(point: tuple[float, float], marks: Line, line: Line) -> tuple[float, float]:
    """How well a mark would stand at a point of a line: far from the marks of other arcs, near to the line's middle."""
    away = min((math.dist(point, each) for each in marks), default=math.inf)
    return min(away, 16.0), -math.dist(point, line[len(line) // 2])


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _hover(meeting: Meeting, *, text: Text, dataset: Dataset) -> str:
    lines = [
        text.of(meeting.row, "title"),
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        charts.collection(meeting.row, text=text, dataset=dataset),
    ]
    return charts.tip(lines, text=text)


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the counts in the selection."""
    counts = stated(chosen, INDICATOR)
    if not counts:
        return text.count("timeline.no_count", len(chosen.meetings))
    first, last = counts[0], counts[-1]
    if len(counts) == 1:
        return text("timeline.one", value=text.bare(last), date=text.date(last.when))
    key = f"timeline.{charts.trend(counts)}"
    return text(
        key,
        first=text.bare(first),
        last=text.bare(last),
        start=text.date(first.when),
        end=text.date(last.when),
    )


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting; on a count, its evidence as well; on an arc, both its meetings."""
    points = (event or {}).get("selection", {}).get("points", [])
    if points and (both := [*(points[0].get("customdata") or [])][2:]):
        return {"meetings": tuple(both)}
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    return frame.Shown(
        finding(chosen, text), figures(chosen, [INDICATOR]), meetings=meetings(chosen), joined=True
    )


def shown_threaded(chosen: Dataset, text: Text) -> frame.Shown:
    """The same, with what the arcs mean."""
    return replace(shown(chosen, text), legend=arcs.legend(chosen, text))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    plain = frame.View(KEY, figure, picked, shown)
    view = frame.View(KEY, threaded, picked, shown_threaded) if follow.selection.threads else plain
    frame.chart(view, chosen, text, follow)
