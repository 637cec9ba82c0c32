"""When: the meetings and the number of members, over time, on which a period can be marked."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import arcs, charts, frame, panels
from components.phrases import end_sentence, state_change
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import Meeting, meetings
from loaders.analysis.observations import Figure, figures
from loaders.analysis.series import main_series
from loaders.dates import period
from loaders.select import list_months, select_months
from loaders.selection import Months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import plotly.graph_objects as go

    from components.arcs import Line
    from components.charts import Box, Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.selection import Selection

KEY = "timeline"
INDICATOR = "members"


COUNTS, MANY, LANE, DEEP, FOOT = 230, 330, 66, 80, 30
"""Pixels of height: of the counts with the gap below them, of the many counts of the record, of the lane of a level, of one that also holds its name
beside many marks, of the years below the lanes."""

PHONE = 500
"""Room in pixels below which no mouse is to be expected."""

HEAD = 30
"""Pixels above the chart, in which the months of a marked period are written."""

REACH, TIER = 18.0, 18.0
"""Pixels that the broadest mark of a meeting takes of its lane, and how far one is moved up or down that would lie
on another."""

SMALL = 10
"""Size in pixels of the mark of a meeting where many share the width of a phone."""

TIERS = (0, 1, -1)
"""Heights at which the marks of a lane may stand, in order of preference."""

ASIDE = (0.0, 24.0, -24.0, 46.0, -46.0, 70.0, -70.0)
RISE = (34.0, -34.0, 22.0, -22.0, 50.0, -50.0)
"""Pixels that an arc may swing out sideways between two lanes, or upwards within one, in order of preference."""

DASHES = {"announces": "8px,5px", "cites": "2px,4px"}
"""Dashes of an arc by kind of thread; a line without is whole."""

ABOVE, BELOW, BESIDE = "top center", "bottom center", "middle right"

SAMPLES = 24
"""Straight pieces of a curve."""


class Marked(NamedTuple):
    """What a reader has drawn over the chart: the threads between meetings, and a part of the time axis.

    ``filtering`` says whether a click on a meeting and a drag filter the page; beside a step of the story they do not.
    """

    threads: bool = False
    period: Months | None = None
    filtering: bool = True


PLAIN = Marked()


def figure(chosen: Dataset, text: Text, screen: Screen = DESK, *, marked: Marked = PLAIN) -> go.Figure:
    """The stated member counts as points and steps, above every meeting on the same time axis.

    A count holds until the next one is stated: the line is a step and never rises in between. What is
    ``marked`` is drawn besides: the threads as arcs, a period as a band; nothing else moves for them.
    """
    counts = panels.order_marks(figures(chosen, [INDICATOR]), chosen)
    held = meetings(chosen)
    levels = _lanes(chosen, held)
    lanes_height = (DEEP if screen.narrow and chosen.wide else LANE) * len(levels)
    tall = MANY if chosen.wide else COUNTS
    sheet = charts.Sheet(screen, height=tall + lanes_height + FOOT + HEAD - 12)
    sheet.layout["margin"] = {**sheet.layout["margin"], "t": HEAD}
    split = (lanes_height + 16) / (tall + lanes_height)
    charts.years_axis(sheet, [*counts, *held])
    high = tall + lanes_height - 14
    values = [count.value for count in counts]
    counts_range = (min(values) - (5 if chosen.wide else 2), max(values) + 3) if values else (0, 1)
    counts_area = charts.Area(_room(screen), (0.97 - split) * high, *counts_range)
    tied = _counts(sheet, counts, area=counts_area, text=text, screen=screen, dataset=chosen)
    counts_area = counts_area._replace(kept=tuple(panels.covered(tied, sheet=sheet, area=counts_area)))
    counted = len(sheet.traces) - 1
    lane = (split - 0.03) * high / (len(levels) + 0.4)
    lanes = heights(held, levels=levels, sheet=sheet, room=_room(screen), lane=lane)
    dots = _meetings(held, levels=levels, text=text, screen=screen, dataset=chosen)
    if held:
        first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
        dots |= {"y": lanes, "textposition": _turns(held, lanes, pixel=(last - first) / _room(screen))}
    rings = charts.rings(held, y=lanes, screen=screen, dataset=chosen)
    sheet.x["anchor"] = "y2"
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
        sheet.y["range"] = list(counts_range)
    if chosen.wide and counts:
        thin = charts.thinned([(sheet.traces[counted], counts)], sheet=sheet, area=counts_area)
        sheet.traces[counted] = thin[0]
    if held:
        # On a phone the name of a lane stands within it.
        inside = [
            (0.0, (0.7 + place) * lane + 24, len(name) * 6.5, (0.7 + place) * lane + 40)
            for place, name in enumerate(names)
        ]
        kept = tuple(inside) if screen.narrow else ()
        area = charts.Area(_room(screen), (len(levels) + 0.4) * lane, -0.7, len(levels) - 0.3, kept)
        (dots,) = charts.thinned([(dots, held)], sheet=sheet, area=area)
    if marked.threads and held:
        _arcs(sheet, held, dots=dots, lane=lane, screen=screen, text=text, dataset=chosen)
    sheet.traces += [{**ring, "yaxis": "y2"} for ring in rings]
    sheet.traces.append(dots)
    if marked.period and "range" in sheet.x:
        _band(sheet, marked.period, text=text, screen=screen)
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


def threaded(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """The same figure with the threads between the meetings as arcs; nothing else of it moves."""
    return figure(chosen, text, screen, marked=Marked(threads=True))


def heights(
    held: Sequence[Meeting], *, levels: Sequence[str], sheet: charts.Sheet, room: float, lane: float
) -> list[float]:
    """Where each meeting stands on the axis of the lanes: at its level or, beside another mark, a step above or below.

    ``room`` and ``lane`` are the width of the time axis and the height of a lane in pixels. What is chosen moves none.
    """
    if not held:
        return []
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    ends: dict[tuple[str, int], float] = {}
    out = []
    for each in held:
        x = (each.when.middle - first) / (last - first) * room
        room_left = {tier: x - ends.get((each.level, tier), -math.inf) for tier in TIERS}
        tier = TIERS[0] if room_left[TIERS[0]] >= REACH else max(TIERS, key=room_left.__getitem__)
        ends[each.level, tier] = x
        out.append(round(levels.index(each.level) + tier * TIER / lane, 3))
    return out


def _band(sheet: charts.Sheet, months: Months, *, text: Text, screen: Screen) -> None:
    """The marked period as a band over the whole chart, with its two months written above it."""
    ends = [period(month) for month in months]
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    start = max(datetime.combine(ends[0].first, datetime.min.time()), first)
    end = min(datetime.combine(ends[1].last + timedelta(days=1), datetime.min.time()), last)
    if start >= end:
        return
    words = text.months(*ends)
    room, half = _room(screen), len(words) * 4
    middle = (start + (end - start) / 2 - first) / (last - first) * room
    place, anchor = start + (end - start) / 2, "center"
    if middle < half:
        place, anchor = first, "left"
    elif middle > room - half:
        place, anchor = last, "right"
    upright = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    tone = screen.palette.accent
    sheet.rules.append(
        {
            **upright,
            "type": "rect",
            "x0": charts.moment(start),
            "x1": charts.moment(end),
            "fillcolor": tone,
            "opacity": 0.12,
            "line": {"width": 0},
        }
    )
    sheet.rules += [
        {
            **upright,
            "type": "line",
            "x0": charts.moment(each),
            "x1": charts.moment(each),
            "line": {"width": 1.25, "color": tone},
        }
        for each in (start, end)
    ]
    sheet.notes.append(
        {
            "xref": "x",
            "x": charts.moment(place),
            "xanchor": anchor,
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "text": charts.plain(words),
            "font": {"size": 13, "color": tone},
        }
    )


def _lanes(dataset: Dataset, held: tuple[Meeting, ...]) -> list[str]:
    """The levels that occur, from the bottom of the chart upwards."""
    there = {each.level for each in held}
    return [level for level in reversed(dataset.rules.choices("meetings", "level")) if level in there]


def _counts(
    sheet: charts.Sheet,
    counts: tuple[Figure, ...],
    *,
    area: charts.Area,
    text: Text,
    screen: Screen,
    dataset: Dataset,
) -> list[dict[str, Any]]:
    """The counts as marks, and the step line of those in the selection; in the record, rivals side by side and tied.

    Returns the traces of the ties, for which labels give way.
    """
    height = [count.value for count in counts]
    sheet.traces.append(charts.steps(counts, screen=screen))
    trace = {**charts.marks(counts, text=text, screen=screen, dataset=dataset), "y": height}
    tied: list[dict[str, Any]] = []
    if dataset.wide and counts:
        groups = rivals(dataset)
        spots = panels.spots(counts, area=area)
        first, last = (datetime.fromisoformat(end) for end in sheet.x["range"])
        rise = (area.high - area.low) / area.height
        tied = panels.ties(groups, spots=spots, screen=screen, pixel=(last - first) / area.width, rise=rise)
    sheet.traces += tied
    sheet.traces += charts.rings(counts, y=height, screen=screen, dataset=dataset)
    sheet.traces.append(trace)
    charts.bounds(sheet, counts, y=height, colour=screen.palette.accent)
    return tied


def _turns(held: tuple[Meeting, ...], lanes: list[float], *, pixel: timedelta) -> list[str]:
    """Where each meeting's label stands: in a lane, above and below the marks in turn, but away from a stack of them.

    ``pixel`` is how much time one of them is.
    """
    rows: dict[str, list[int]] = {}
    for number, each in enumerate(held):
        rows.setdefault(each.level, []).append(number)
    places = [ABOVE] * len(held)
    for row in rows.values():
        turn = 0
        for place, number in enumerate(row):
            near = [
                lanes[other] - lanes[number]
                for other in row[max(place - 2, 0) : place + 3]
                if abs(held[other].when.middle - held[number].when.middle) < REACH * pixel
            ]
            if lanes[number] % 1:
                places[number] = ABOVE if lanes[number] % 1 < 0.5 else BELOW
            elif min(near) < 0 < max(near):
                places[number] = BESIDE
            else:
                places[number] = BELOW if min(near) == 0 and (turn % 2 or max(near) > 0) else ABOVE
                turn += 1
    return places


def _meetings(
    held: tuple[Meeting, ...], *, levels: list[str], text: Text, screen: Screen, dataset: Dataset
) -> dict[str, Any]:
    """Every meeting as a mark in the lane of its level."""
    order = dataset.rules.choices("meetings", "level")
    colours = screen.palette
    size = SMALL if dataset.wide and screen.width < PHONE else charts.MARK
    return {
        "type": "scatter",
        "mode": "markers+text",
        "yaxis": "y2",
        "x": charts.middles(held),
        "y": [levels.index(each.level) for each in held],
        "text": [charts.plain(charts.city(each.city_id, text=text, dataset=dataset)) for each in held],
        "textfont": {"size": 12, "color": [colours.ink if each.chosen else colours.rest for each in held]},
        "cliponaxis": False,
        "customdata": [[each.meeting_id, ""] for each in held],
        "hovertext": [_hover(each, text=text, dataset=dataset) for each in held],
        "hoverinfo": "text",
        "marker": {
            "symbol": [charts.SYMBOLS[order.index(each.level)] for each in held],
            "size": [size if each.chosen else min(size, charts.REST_MARK) for each in held],
            "opacity": 1,
            "line": {"width": 1, "color": colours.paper},
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
    dots: dict[str, Any],
    lane: float,
    screen: Screen,
    text: Text,
    dataset: Dataset,
) -> None:
    """The threads: a line each, an arrow head at the meeting referred to, and on it a mark that says what it is.

    ``dots`` is the trace of the meetings, round whose labels the arcs lead; ``lane`` is in pixels.
    """
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    room = _room(screen)
    pixel = (last - first) / room
    low, high = (each * lane for each in sheet.layout["yaxis2"]["range"])
    at = {
        each.meeting_id: ((each.when.middle - first) / pixel, height * lane)
        for each, height in zip(held, dots["y"], strict=True)
    }
    boxes = [*arcs.outside((0.0, low, room, high)), *_labels(held, at=at, dots=dots)]
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
                "x": [charts.moment(first + x * pixel) for x, _ in line],
                "y": [round(y / lane, 3) for _, y in line],
                "line": {**stroke, "dash": DASHES.get(thread.kind, "solid")},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "yaxis": "y2",
                "x": [charts.moment(first + mark[0] * pixel)],
                "y": [round(mark[1] / lane, 3)],
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
                "x": charts.moment(first + line[-1][0] * pixel),
                "y": round(line[-1][1] / lane, 3),
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
    held: tuple[Meeting, ...], *, at: dict[str, tuple[float, float]], dots: dict[str, Any]
) -> Iterator[Box]:
    """About what the meetings' labels and marks cover, in pixels, y upwards."""
    for each, words, place in zip(held, dots["text"], dots["textposition"], strict=True):
        x, y = at[each.meeting_id]
        yield x - 8, y - 8, x + 8, y + 8
        if words:
            half = len(words) * 3.3 + 4
            low = y - 9 if "middle" in place else y + 6 if place == ABOVE else y - 24
            middle = x + (half + 6 if "right" in place else -half - 6 if "left" in place else 0)
            yield middle - half, low, middle + half, low + 18


def _clear(point: tuple[float, float], marks: Line, line: Line) -> tuple[float, float]:
    """How well a mark would stand at a point of a line: far from the marks of other arcs, near to the line's middle."""
    away = min((math.dist(point, mark) for mark in marks), default=math.inf)
    return min(away, 16.0), -math.dist(point, line[len(line) // 2])


def _hover(meeting: Meeting, *, text: Text, dataset: Dataset) -> str:
    lines = [
        text.of(meeting.row, "title"),
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        charts.collection(meeting.row, text=text, dataset=dataset),
    ]
    return charts.tip(lines, text=text)


def finding(chosen: Dataset, text: Text) -> str:
    """Return how the stated number of members changed within the selection, in a sentence."""
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
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    return frame.Shown(
        finding(chosen, text),
        figures(chosen, [INDICATOR]),
        meetings=meetings(chosen),
        legend=charts.legend(chosen, text),
        joined=True,
    )


def sheet(chosen: Dataset, text: Text, screen: Screen, marked: Marked) -> frame.Sheet:
    """Everything of the view that is not the reader's: the same for equal selections, so it is kept.

    The chart is there even if the selection leaves nothing of it: in grey, so that another period can be marked.
    """
    what = replace(shown(chosen, text), filtering=marked.filtering)
    unit = [text("timeline.unit"), text("timeline.click") if marked.filtering else ""]
    made = frame.framed(
        KEY,
        chosen,
        text,
        finding=what.finding,
        figure=partial(figure, chosen, text, screen, marked=marked) if what.marks else None,
        foot=frame.foot(what.sources, chosen, text),
        table=partial(frame.twin, what, chosen, text),
        unit=" ".join(filter(None, unit)),
    )
    legend = what.legend + (arcs.legend(chosen, text) if marked.threads else "")
    return made._replace(head=made.head + legend + frame.ringed(what, chosen, text))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view, and under the chart the slider that marks a period as a drag over it does."""
    marked = Marked(follow.selection.threads, follow.shown.period, filtering=follow.uses("meetings"))
    drawn = follow.drawn(sheet, chosen, text, marked)
    st.html(drawn.head)
    if shown(chosen, text).empty:
        frame.empty(text, follow, {**frame.MEETINGS, **frame.count_figures([INDICATOR])})
    if drawn.figure is not None:
        click = frame.Click(KEY, picked)
        frame.answering(drawn, text, follow, click=click, between=lambda: _slider(text, follow))


def _slider(text: Text, follow: Follow) -> None:
    """The months of the collection, of which the first and the last can be set; all of them are no filter."""
    months = list_months(follow.dataset.whole, follow.shown.collection)
    if len(months) < 2:
        return

    def change(selection: Selection, value: Any) -> Selection:
        return select_months(selection, follow.dataset, period=Months(*value))

    st.select_slider(
        text("timeline.ends" if follow.screen.width < PHONE else "timeline.brush"),
        options=months,
        value=(months[0], months[-1]),
        format_func=lambda each: text.month(period(each)),
        key=follow.widget("period", _ends(follow.shown, months)),
        on_change=follow.changed("period", change),
        disabled=not follow.uses("period"),
    )


def _ends(selection: Selection, months: tuple[str, ...]) -> tuple[str, str]:
    """The first and the last month that a selection asks for, of those that there are."""
    asked: tuple[str, ...] = selection.period or months
    if selection.years and not selection.period:
        asked = (f"{selection.years[0]:04d}-01", f"{selection.years[1]:04d}-12")
    inside = [month for month in months if asked[0] <= month <= asked[-1]]
    if inside:
        return inside[0], inside[-1]
    nearest = months[0] if asked[-1] < months[0] else months[-1]
    return nearest, nearest
