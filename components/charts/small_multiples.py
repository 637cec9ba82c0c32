"""Small multiples: panels drawn above one another on one axis of time, each in its own unit.

The vertical axis is in pixels above the foot of the chart, whatever the unit: forms, ties and
labels keep their distances, and no two quantities share a scale. A tie below values of one date
says whether they can all be true.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from components.charts.builder import (
    NO_FADING,
    FigureBuilder,
    SerializedFigure,
    draw_line,
    draw_text,
    format_moment,
    set_years_axis,
)
from components.charts.descriptions import name_city
from components.charts.labels import (
    MARK,
    NAME_LETTER,
    PlotArea,
    escape_text,
    label_box,
    measure_text,
    place_labels,
)
from components.charts.marks import BAR, REST_MARK, draw_date_bars, draw_marks, draw_rings
from components.charts.ties import NAME, REACH, MarkPosition, choose_ending, draw_ties
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import meetings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.charts.labels import Box
    from components.charts.panels import Panel
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

ROW = 8
"""Pixels between the foot and the mark of a value that is alone, and so has no axis."""

BELOW, ABOVE, TITLE = 24, 27, 18
"""Pixels kept below an axis for ties and cities, above it for labels and arrows, and for a line of
the panel's name."""

LEFT, RIGHT, FOOT, TOP = 78, 12, 26, 28
"""Margins of the chart in pixels; those above and below hold the years."""

STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Steps of an axis, times a power of ten."""

HEAD, CAP = 9, 11
"""Sizes in pixels of the head of a bound's arrow and of the cap of a range."""

TALL = 500
"""Height in pixels from which the years stand above the chart as well."""

LABEL, CITY, CITY_DROP = 12, 11, 6
"""Pixels: sizes of type of a label and of a city, and from an axis to the city below it."""


class PlacedPanel(NamedTuple):
    """A panel in its chart: pixels from the chart's foot to its own, its ticks, the lines of its
    name.

    A panel with one value has no ticks.
    """

    panel: Panel
    foot: float
    ticks: tuple[float, ...]
    lines: tuple[str, ...]

    @property
    def top(self) -> float:
        """Pixels from the chart's foot to the panel's highest tick."""
        return self.find_height(self.ticks[-1] if self.ticks else 0)

    def find_height(self, value: float) -> float:
        """Pixels from the chart's foot to a value."""
        return self.foot + (value / self.ticks[-1] * self.panel.high if self.ticks else ROW)

    @property
    def by_meeting(self) -> tuple[Figure, ...]:
        """The values that stand over the cities of their meetings."""
        return self.panel.figures if self.panel.by_meeting and self.ticks else ()


def stack_panels(
    panels: Sequence[Panel], *, room: float, text: Text
) -> tuple[list[PlacedPanel], float]:
    """The panels with their positions, from top to bottom, and the height of all in pixels.

    A name that is longer than the ``room`` of the marks and of their axis takes two lines.
    """
    foot, placed = 0.0, []
    for panel in reversed(panels):
        most = max(value.value if value.high is None else value.high for value in panel.figures)
        axis = choose_ticks(most, is_percent=panel.is_percent) if len(panel.figures) > 1 else ()
        name = text("panels.of", name=panel.name, detail=panel.detail)
        lines = (name,) if _measure_name(name) <= room + LEFT else (panel.name, panel.detail)
        placed.append(PlacedPanel(panel, foot + BELOW, axis, lines))
        foot = placed[-1].top + ABOVE + TITLE * len(lines)
    return placed[::-1], foot


def choose_ticks(most: float, *, is_percent: bool = False) -> tuple[float, ...]:
    """The ticks that hold the highest value: nothing, a round number and its double."""
    if is_percent:
        return (0, 50, 100)
    if most <= 0:
        return (0, 1)
    size = 10 ** math.floor(math.log10(most / 2))
    step = next(step * size for step in STEPS if step * size >= most / 2)
    return (0, step, 2 * step)


def _measure_name(name: str) -> float:
    """About how wide the name of a panel is, in pixels."""
    return measure_text(name, size=NAME, letter=NAME_LETTER)


def draw_panels(
    chosen: Dataset, text: Text, screen: Screen, *, panels: Sequence[Panel]
) -> SerializedFigure:
    """The panels from top to bottom: every value a mark, with ties, and a label if it has room."""
    room = max(screen.width - LEFT - RIGHT, 200)
    placed, height = stack_panels(panels, room=room, text=text)
    builder = _begin_chart(placed, text, screen, height=height)
    marked = [value for panel in placed for value in panel.panel.figures]
    if not marked:
        return builder.build()
    _set_years(builder, chosen, marked)
    area = PlotArea(room, height, *builder.time_range, 0, height)
    positions = _locate_marks(placed)
    ties, taken = draw_ties(rivals(chosen), positions=positions, screen=screen, area=area)
    reaches = [
        trace
        for is_chosen in (False, True)
        for trace in _draw_reaches(placed, positions, screen, is_chosen)
    ]
    y = [positions[value.observation_id].y for value in marked]
    sides = [
        "top center" if panel.ticks else "middle right"
        for panel in placed
        for _ in panel.panel.figures
    ]
    builder.traces += [*_draw_stems(placed, positions, screen), *ties, *reaches]
    builder.traces += draw_rings(marked, y=y, screen=screen, dataset=chosen)
    trace = {
        **draw_marks(marked, text=text, screen=screen, dataset=chosen),
        "y": y,
        "textposition": sides,
        "textfont": {"color": screen.palette.ink, "size": LABEL},
        **draw_date_bars([value.when for value in marked], colour=screen.palette.rest),
    }
    cities = _place_cities(placed, positions, area=area, text=text, dataset=chosen)
    taken += [_add_heading(builder, panel, room=room, text=text) for panel in placed]
    taken += _list_reach_boxes(reaches, area=area)
    taken += [
        label_box(area.locate(moment, foot), name, side="bottom center", size=CITY, away=0)
        for moment, foot, name in cities
    ]
    builder.traces += [
        place_labels(trace, marked, area=area, taken=taken, around=True),
        *_draw_cities(cities, screen),
    ]
    if height > TALL:
        _repeat_years(builder, height=height)
    return builder.build()


def _locate_marks(placed: Sequence[PlacedPanel]) -> dict[str, MarkPosition]:
    """Where the mark of each value is, by the id of its observation."""
    return {
        value.observation_id: MarkPosition(
            value.when.middle, panel.find_height(value.value), panel.foot
        )
        for panel in placed
        for value in panel.panel.figures
    }


def _begin_chart(
    placed: Sequence[PlacedPanel], text: Text, screen: Screen, *, height: float
) -> FigureBuilder:
    """A chart with the feet and ticks of the panels, ``height`` pixels high without its margins."""
    builder = FigureBuilder(screen, height=round(height) + FOOT + TOP)
    builder.layout["margin"] = {"l": LEFT, "r": RIGHT, "t": TOP, "b": FOOT}
    builder.x |= {"automargin": False, "showline": False}
    builder.y |= {
        "automargin": False,
        "range": [0, height],
        "tickvals": [panel.find_height(tick) for panel in placed for tick in panel.ticks],
        "ticktext": [
            escape_text(text.isolate(panel.panel.write_tick(tick, text)))
            for panel in placed
            for tick in panel.ticks
        ],
    }
    for panel in placed:
        foot = (panel.foot, panel.foot)
        builder.add_line(
            (0, 1), foot, color=screen.palette.rule, width=1.5, xref="paper", layer="below"
        )
    return builder


def _set_years(builder: FigureBuilder, chosen: Dataset, marked: Sequence[Figure]) -> None:
    """Set the time axis over the first meeting and all marks, the first year whole for its tick."""
    drawn: list[Figure | Meeting] = [*meetings(chosen)[:1], *marked]
    set_years_axis(builder, drawn)
    first, last = builder.time_range
    opening = datetime(min(mark.when.first.year for mark in drawn), 1, 1) - timedelta(days=10)
    builder.x["range"] = [format_moment(min(first, opening)), format_moment(last)]


def _draw_stems(
    placed: Iterable[PlacedPanel], positions: Mapping[str, MarkPosition], screen: Screen
) -> list[dict[str, Any]]:
    """The lines from the axis to each value of the panels by meeting; none joins two marks."""
    x: list[str | None] = []
    y: list[float | None] = []
    for panel in placed:
        for value in panel.by_meeting:
            moment, height, _ = positions[value.observation_id]
            if height - MARK / 2 > panel.foot:
                x += [format_moment(moment)] * 2 + [None]
                y += [panel.foot, height - MARK / 2, None]
    return [draw_line(x, y, width=2.0, color=screen.palette.rule)] if x else []


def _draw_reaches(
    placed: Iterable[PlacedPanel],
    positions: Mapping[str, MarkPosition],
    screen: Screen,
    is_chosen: bool,
) -> list[dict[str, Any]]:
    """The arrows of bounds, to where the truth lies, and the bars of ranges up to their ends.

    ``is_chosen`` asks for those that the selection holds, or for the rest.
    """
    x: list[str | None] = []
    y: list[float | None] = []
    heads: list[tuple[str, int]] = []
    half = (MARK if is_chosen else REST_MARK) / 2
    for panel in placed:
        for value in panel.panel.figures:
            position, ending = positions[value.observation_id], choose_ending(value)
            if value.chosen is not is_chosen or not ending:
                continue
            up = -1 if ending == "triangle-down" else 1
            end = position.y + up * REACH if value.high is None else panel.find_height(value.high)
            x += [format_moment(position.moment)] * 2 + [None]
            y += [position.y + up * half, end, None]
            heads += [(ending, 0), (ending, CAP if ending == BAR else HEAD), (ending, 0)]
    if not x:
        return []
    colour = screen.palette.accent if is_chosen else screen.palette.rest
    has_ranges = any(form == BAR for form, _ in heads)
    marker = {
        "symbol": [form for form, _ in heads],
        "size": [size for _, size in heads],
        "opacity": 1,
        "color": colour,
        "line": {"width": 2 if has_ranges else 0, "color": colour},
    }
    line = draw_line(x, y, width=2, color=colour)
    return [line | {"mode": "lines+markers", "marker": marker, **NO_FADING}]


def _list_reach_boxes(reaches: Iterable[Mapping[str, Any]], *, area: PlotArea) -> list[Box]:
    """What the arrows and ranges cover, in pixels."""
    boxes = []
    for trace in reaches:
        for moment, *ends in zip(trace["x"][::3], trace["y"][::3], trace["y"][1::3], strict=True):
            (middle, start), (_, end) = (area.locate(moment, height) for height in ends)
            boxes.append((middle - HEAD / 2, min(start, end), middle + HEAD / 2, max(start, end)))
    return boxes


def _place_cities(
    placed: Iterable[PlacedPanel],
    positions: Mapping[str, MarkPosition],
    *,
    area: PlotArea,
    text: Text,
    dataset: Dataset,
) -> list[tuple[datetime, float, str]]:
    """The cities below the panels by meeting: when and at which height each stands, and its name.

    Of two that would touch, the earlier stands.
    """
    rows, cities = dataset.whole.names["meetings"], []
    for panel in placed:
        moments: dict[str, list[datetime]] = {}
        for value in panel.by_meeting:
            if value.meeting_id and value.chosen:
                moments.setdefault(value.meeting_id, []).append(
                    positions[value.observation_id].moment
                )
        end = datetime.min
        for meeting, stated in sorted(moments.items(), key=lambda item: min(item[1])):
            name = name_city(rows[meeting]["city_id"], text=text, dataset=dataset)
            middle = min(stated) + (max(stated) - min(stated)) / 2
            half = measure_text(name, size=CITY) / 2 * area.time_per_pixel
            if middle - half >= end:
                cities.append((middle, panel.foot - CITY_DROP, name))
                end = middle + half
    return cities


def _draw_cities(
    cities: Sequence[tuple[datetime, float, str]], screen: Screen
) -> list[dict[str, Any]]:
    """The trace of the cities' names."""
    if not cities:
        return []
    moments = [format_moment(moment) for moment, *_ in cities]
    feet, names = [foot for _, foot, _ in cities], [escape_text(name) for *_, name in cities]
    font = {"color": screen.palette.rest, "size": CITY}
    return [draw_text(moments, feet, names, textposition="bottom center", textfont=font)]


def _add_heading(builder: FigureBuilder, panel: PlacedPanel, *, room: float, text: Text) -> Box:
    """Write the name of a panel above it, where its language begins; return what it covers."""
    is_right, y = text.direction == "rtl", panel.top + ABOVE
    side = "right" if is_right else "left"
    builder.add_text(
        "<br>".join(escape_text(text.isolate(line)) for line in panel.lines),
        size=NAME,
        xref="paper",
        x=1 if is_right else 0,
        xanchor=side,
        xshift=RIGHT if is_right else -LEFT,
        y=y,
        yanchor="bottom",
        align=side,
    )
    width, top = max(map(_measure_name, panel.lines)), y + TITLE * len(panel.lines)
    return (room - width, y, room, top) if is_right else (-float(LEFT), y, width - LEFT, top)


def _repeat_years(builder: FigureBuilder, *, height: float) -> None:
    """Write the years above a tall chart, where its time axis stands far below."""
    first, last = builder.time_range
    for year in range(2014, last.year + 1, int(builder.x["dtick"][1:]) // 12):
        if first <= datetime(year, 1, 1):
            builder.add_text(str(year), size=LABEL, x=f"{year}-01-01", y=height, yanchor="bottom")
