"""Panels: published values as small multiples, one above the other on one axis of time, each in its own unit.

A place is so many pixels above the foot of the chart, whatever the unit: forms, ties and labels keep
their distances, and no two quantities share a scale. Values stated of one date stand side by side; a tie
below them says whether they can all be true at once.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from components import charts
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import figures
from loaders.analysis.series import ONE_COUNTRY_OR_PART, best_first, series_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import plotly.graph_objects as go

    from components.charts import Box
    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.disputes import Rivals
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.analysis.series import Series
    from loaders.model import Dataset

LOW, HIGH = 72, 150
"""Pixels from nothing to the highest tick of a panel: of one among many, of one among few."""

ROW = 8
"""Pixels between the foot and the mark of a value that is alone in its panel, and so has no axis."""

BELOW, ABOVE, TITLE = 24, 27, 18
"""Pixels kept below an axis for ties and cities, above it for labels and arrows, and for the panel's name."""

LEFT, RIGHT, FOOT, TOP = 78, 12, 26, 28
"""Margins of the chart in pixels; those above and below hold the years."""

ARROW, HEAD, CAP = 18, 9, 11
"""Sizes in pixels: of the arrow of a bound, of its head, of the cap of a range."""

DROP, HOOK = 13, 5
"""Pixels between the lowest mark and its tie, and of the tie's upturned ends."""

TWICE = 500
"""Height in pixels from which the years stand above the chart as well."""

LABEL, NAME, CITY, SIGN = 12, 13, 11, 15
"""Sizes of type in pixels."""

LETTER = 0.5
"""Width of a letter of a panel's name as a part of its size."""

STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Steps of an axis, times a power of ten."""

PERCENT = 100


class Panel(NamedTuple):
    """One of the charts that stand above one another: its name, and values of one indicator in its unit.

    ``detail`` is what they are about, and the unit. ``high`` is its height in pixels; ``by_meeting`` says that each value belongs to its meeting alone, and
    not to what was stated before.
    """

    name: str
    detail: str
    indicator: Mapping[str, Any]
    figures: tuple[Figure, ...]
    high: int = LOW
    by_meeting: bool = False


class Placed(NamedTuple):
    """A panel in its chart: pixels from the chart's foot to its own, the values of its ticks, the lines of its name.

    A row, which has one value, has no ticks.
    """

    panel: Panel
    foot: float
    ticks: tuple[float, ...]
    lines: tuple[str, ...]

    @property
    def high(self) -> float:
        """Pixels from the panel's foot to its highest tick."""
        return float(self.panel.high if self.ticks else ROW)

    def level(self, value: float) -> float:
        """Pixels from the chart's foot to a value."""
        return self.foot + (value / self.ticks[-1] * self.high if self.ticks else ROW)


class Spot(NamedTuple):
    """Where a mark stands: the middle of its date, its height, and that of its axis' foot."""

    moment: datetime
    y: float
    foot: float


def by_series(chosen: Dataset, text: Text, *, indicators: Iterable[str], high: int = LOW) -> list[Panel]:
    """Return a panel for each series of some indicators: the whole before its parts, in the order of the contract."""
    names, scopes = chosen.whole.names["indicators"], chosen.rules.choices("observations", "scope")
    out = []
    for indicator in indicators:
        series: dict[Series, list[Figure]] = {}
        for value in figures(chosen, [indicator]):
            series.setdefault(series_of(value), []).append(value)
        has_whole = any(key.scope not in ONE_COUNTRY_OR_PART for key in series)
        ordered = sorted(
            series, key=lambda key: (key.scope in ONE_COUNTRY_OR_PART, scopes.index(key.scope), key.counts)
        )
        for key in ordered:
            alone = has_whole and key.scope in ("iraq", "syria")
            area = text(f"alone.{key.scope}") if alone else text(f"scope.{key.scope}")
            counts = text.of(series[key][0].row, "counts")
            part = text("phrase.between").join(filter(None, (area, counts)))
            name = _name(names[indicator], text, part=part)
            out.append(Panel(*name, names[indicator], order_marks(series[key], chosen), high))
    return out


def order_marks(values: Sequence[Figure], chosen: Dataset) -> tuple[Figure, ...]:
    """Return values in the order in which they are drawn: by date; of one date and number the best last, on top.

    Plotly answers a click with the uppermost mark, and the evidence of that one names the others.
    """
    rank = {value.observation_id: place for place, value in enumerate(best_first(values, chosen))}
    return tuple(
        sorted(
            values,
            key=lambda value: (value.when.middle, value.value, value.chosen, -rank[value.observation_id]),
        )
    )


def by_meeting(chosen: Dataset, text: Text, *, indicators: Iterable[str], high: int = LOW) -> list[Panel]:
    """Return a panel for each of some indicators, whatever its values count: each belongs to its meeting alone."""
    out = []
    for indicator in indicators:
        if held := figures(chosen, [indicator]):
            row = chosen.whole.names["indicators"][indicator]
            name = _name(row, text, part=text("panels.by_meeting"))
            out.append(Panel(*name, row, order_marks(held, chosen), high, by_meeting=True))
    return out


def _name(row: Mapping[str, Any], text: Text, *, part: str) -> tuple[str, str]:
    return text.of(row, "name"), text("panels.detail", part=part, unit=text.of(row, "unit"))


def figure(chosen: Dataset, text: Text, screen: Screen, *, panels: Sequence[Panel]) -> go.Figure:
    """The panels from top to bottom: every value a mark, with the ties of rivals and the labels that find room."""
    room = _room(screen)
    placed, high = stacked(panels, room=room, text=text)
    sheet = charts.Sheet(screen, height=_height(high))
    sheet.layout["margin"] = {"l": LEFT, "r": RIGHT, "t": TOP, "b": FOOT}
    marked = [each for one in placed for each in one.panel.figures]
    sheet.x |= {"automargin": False, "showline": False}
    sheet.y |= {
        "automargin": False,
        "range": [0, high],
        "tickvals": [one.level(tick) for one in placed for tick in one.ticks],
        "ticktext": [_tick(tick, one.panel, text) for one in placed for tick in one.ticks],
    }
    if not marked:
        return sheet.figure()
    first, last = _years(sheet, [*meetings(chosen)[:1], *marked])
    pixel = (last - first) / room
    groups = rivals(chosen)
    spots = {
        value.observation_id: Spot(value.when.middle, one.level(value.value), one.foot)
        for one in placed
        for value in one.panel.figures
    }
    colour = screen.palette.accent
    sheet.traces += stems(placed, spots=spots, screen=screen)
    tied = ties(groups, spots=spots, screen=screen, pixel=pixel)
    sheet.traces += tied
    pointing = [
        reach
        for tone, held in ((screen.palette.rest, False), (colour, True))
        for reach in reaches(placed, spots=spots, colour=tone, chosen=held)
    ]
    sheet.traces += pointing
    y = [spots[each.observation_id].y for each in marked]
    sheet.traces += charts.rings(marked, y=y, screen=screen, dataset=chosen)
    trace = {
        **charts.marks(marked, text=text, screen=screen, dataset=chosen),
        "y": y,
        "textposition": sides(marked, spots=spots),
        "textfont": {"color": screen.palette.ink, "size": LABEL},
        **charts.spans([value.when for value in marked], colour=screen.palette.rest),
    }
    kept = [_heading(one, sheet, room=room, text=text) for one in placed]
    area = charts.Area(room, high, 0, high)
    kept += covered(tied, sheet=sheet, area=area)
    kept += [_upright(*stroke, first=first, pixel=pixel) for one in pointing for stroke in _strokes(one)]
    named = cities(placed, spots=spots, text=text, dataset=chosen, pixel=pixel)
    kept += [_extent(*each, first=first, pixel=pixel) for each in named]
    area = area._replace(kept=tuple(kept))
    sheet.traces += charts.thinned([(trace, marked)], sheet=sheet, area=area, around=True)
    sheet.traces += _named(named, screen=screen)
    sheet.rules += [_line(one.foot, screen) for one in placed]
    if high > TWICE:
        sheet.notes += _repeated(sheet, high=high)
    return sheet.figure()


def height(panels: Sequence[Panel], text: Text, screen: Screen) -> int:
    """The height in pixels of the chart of some panels."""
    return _height(stacked(panels, room=_room(screen), text=text)[1])


def _height(high: float) -> int:
    return round(high) + FOOT + TOP


def _room(screen: Screen) -> int:
    return max(screen.width - LEFT - RIGHT, 200)


def _years(sheet: charts.Sheet, drawn: Sequence[Figure | Meeting]) -> tuple[datetime, datetime]:
    """Set the time axis over what is drawn, the first year whole, so that it has its tick; where it begins and ends."""
    charts.years_axis(sheet, drawn)
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    opening = datetime(min(each.when.first.year for each in drawn), 1, 1) - timedelta(days=10)
    first = min(first, opening)
    sheet.x["range"] = [charts.moment(first), charts.moment(last)]
    return first, last


def stacked(panels: Sequence[Panel], *, room: float, text: Text) -> tuple[list[Placed], float]:
    """The panels with their places, from top to bottom, and the height of all together in pixels.

    A name that is longer than the ``room`` of the marks and of their axis takes two lines.
    """
    foot, out = 0.0, []
    for panel in reversed(panels):
        most = max(each.value if each.high is None else each.high for each in panel.figures)
        several = len(panel.figures) > 1
        axis = ticks(most, unit=str(panel.indicator["unit_en"])) if several else ()
        name = text("panels.of", name=panel.name, detail=panel.detail)
        lines = (name,) if _long(name) <= room + LEFT else (panel.name, panel.detail)
        one = Placed(panel, foot + BELOW, axis, lines)
        out.append(one)
        foot = one.foot + one.high + ABOVE + TITLE * len(lines)
    return out[::-1], foot


def ticks(most: float, *, unit: str) -> tuple[float, ...]:
    """Nothing, a round number and its double, at or above the highest value; of a share, up to the whole."""
    if unit.startswith("%"):
        return (0, PERCENT / 2, PERCENT)
    if most <= 0:
        return (0, 1)
    size = 10 ** math.floor(math.log10(most / 2))
    step = next(each * size for each in STEPS if each * size >= most / 2)
    return (0, step, 2 * step)


def _tick(value: float, panel: Panel, text: Text) -> str:
    """A tick in words; a share with its sign, other units stand in the panel's name."""
    share = str(panel.indicator["unit_en"]).startswith("%")
    return charts.plain(text.isolate(text.measure(value, panel.indicator) if share else text.amount(value)))


def spots(stated: Sequence[Figure], *, area: charts.Area) -> dict[str, Spot]:
    """Return where the marks of values stand, by id, in a chart that has an axis of values in its unit.

    Their foot is as far above that of the axis as a sign on a tie needs, since nothing stands below the axis.
    """
    foot = area.low + (NAME + SIGN) / area.height * (area.high - area.low)
    return {value.observation_id: Spot(value.when.middle, value.value, foot) for value in stated}


def sides(marked: Sequence[Figure], *, spots: Mapping[str, Spot]) -> list[str]:
    """Return where the label of each mark stands: beside one that is alone in its panel, else above it."""
    alone = (spots[value.observation_id].y - spots[value.observation_id].foot == ROW for value in marked)
    return ["middle right" if is_alone else "top center" for is_alone in alone]


def stems(placed: Iterable[Placed], *, spots: Mapping[str, Spot], screen: Screen) -> list[dict[str, Any]]:
    """The lines from the axis up to each value of the panels by meeting; none leads from mark to mark."""
    x: list[str | None] = []
    y: list[float | None] = []
    for one in placed:
        for each in one.panel.figures if one.panel.by_meeting and one.ticks else ():
            spot = spots[each.observation_id]
            if spot.y - charts.MARK / 2 > one.foot:
                x += [charts.moment(spot.moment)] * 2 + [None]
                y += [one.foot, spot.y - charts.MARK / 2, None]
    return [_lines(x, y, width=2.0, color=screen.palette.rule)] if x else []


def _lines(x: list[str | None], y: list[float | None], **stroke: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": stroke, "hoverinfo": "skip"}


def reaches(
    placed: Iterable[Placed], *, spots: Mapping[str, Spot], colour: str, chosen: bool
) -> list[dict[str, Any]]:
    """The arrows of bounds, which point to where the truth lies, and the bars of ranges up to their ends.

    ``chosen`` asks for those that the selection holds, or for the others.
    """
    x: list[str | None] = []
    y: list[float | None] = []
    heads: list[tuple[str, int]] = []
    half = (charts.MARK if chosen else charts.REST_MARK) / 2
    for one in placed:
        for each in one.panel.figures:
            spot, ending = spots[each.observation_id], _ending(each)
            if each.chosen is not chosen or not ending:
                continue
            up = -1 if ending == "triangle-down" else 1
            end = one.level(each.high) if each.high is not None else spot.y + up * ARROW
            x += [charts.moment(spot.moment)] * 2 + [None]
            y += [spot.y + up * half, end, None]
            heads += [(ending, 0), (ending, CAP if each.high is not None else HEAD), (ending, 0)]
    if not x:
        return []
    marker = {
        "symbol": [form for form, _ in heads],
        "size": [size for _, size in heads],
        "opacity": 1,
        "color": colour,
        "line": {"width": 2 * int(any(form == charts.BAR for form, _ in heads)), "color": colour},
    }
    return [
        {**_lines(x, y, width=2, color=colour), "mode": "lines+markers", "marker": marker, **charts.unfaded()}
    ]


def _ending(stated: Figure) -> str:
    """The form at the far end of a bound's arrow or of a range; empty for any other value."""
    if stated.high is not None:
        return charts.BAR
    if stated.qualifier in OPEN_BELOW:
        return "triangle-up"
    return "triangle-down" if stated.qualifier in OPEN_ABOVE else ""


def ties(
    groups: Iterable[Rivals],
    *,
    spots: Mapping[str, Spot],
    screen: Screen,
    pixel: timedelta,
    rise: float = 1.0,
) -> list[dict[str, Any]]:
    """The brackets of rivals: whole where all can be true at once, dashed with a sign where they cannot.

    They stand below the marks or, where there is no room above the foot, over them, and are as wide as a mark at
    least. Marks in one place that can all be true have none. ``pixel`` and ``rise`` are how much time, and how much
    of the axis of values, a pixel is. Groups that the selection leaves out are grey and have no sign.
    """
    colours = screen.palette
    drawn: dict[tuple[bool, bool], tuple[list[str | None], list[float | None]]] = {}
    signs: list[tuple[str, float]] = []
    for group in groups:
        marked = [each for each in group.figures if each.observation_id in spots]
        if len(marked) < 2:
            continue
        level, hook = _level(marked, spots=spots, rise=rise)
        places = {spots[each.observation_id][:2] for each in marked}
        if len(places) == 1 and group.agree:
            continue
        stand = [moment for moment, _ in places]
        half = charts.MARK / 2 * pixel if len(set(stand)) == 1 else timedelta(0)
        left, right = min(stand) - half, max(stand) + half
        x, y = drawn.setdefault((group.chosen, group.agree), ([], []))
        x += [*map(charts.moment, (left, left, right, right)), None]
        y += [level + hook, level, level, level + hook, None]
        if group.chosen and not group.agree:
            signs.append((charts.moment(left + (right - left) / 2), level))
    lines = []
    for (chosen, agree), (x, y) in drawn.items():
        colour = (colours.ink if agree else colours.disputed) if chosen else colours.rest
        lines.append(_lines(x, y, width=1.5, color=colour, dash="solid" if agree else "3px,3px"))
    return lines + ([_signs(signs, colour=colours.disputed)] if signs else [])


def _level(marked: Iterable[Figure], *, spots: Mapping[str, Spot], rise: float) -> tuple[float, float]:
    """The height of a tie, and how far its ends turn towards the marks."""
    low, high, foot = math.inf, -math.inf, 0.0
    for each in marked:
        spot, ending = spots[each.observation_id], _ending(each)
        low = min(low, spot.y - (ARROW * rise if ending == "triangle-down" else 0))
        high = max(high, spot.y + (ARROW * rise if ending == "triangle-up" else 0))
        foot = spot.foot
    if low - DROP * rise >= foot - NAME * rise:
        return low - DROP * rise, HOOK * rise
    return high + DROP * rise, -HOOK * rise


def _signs(signs: Sequence[tuple[str, float]], *, colour: str) -> dict[str, Any]:
    """The trace of the signs on the ties of rivals that cannot all be true."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _ in signs],
        "y": [y for _, y in signs],
        "text": ["≠"] * len(signs),
        "textposition": "bottom center",
        "textfont": {"color": colour, "size": SIGN},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def covered(tied: Sequence[dict[str, Any]], *, sheet: charts.Sheet, area: charts.Area) -> list[Box]:
    """What the ties and their signs cover in the part of a chart, in pixels: left, low, right, high."""
    if not tied:
        return []
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    across = area.width / (last - first).total_seconds()
    up = area.height / (area.high - area.low)

    def place(x: str, y: float) -> tuple[float, float]:
        return (datetime.fromisoformat(x) - first).total_seconds() * across, (y - area.low) * up

    out = []
    for trace in tied:
        x, y = trace["x"], trace["y"]
        if trace["mode"] == "text":
            signs = [place(*each) for each in zip(x, y, strict=True)]
            out += [(left - SIGN / 2, top - SIGN, left + SIGN / 2, top) for left, top in signs]
            continue
        for start in range(0, len(x), 5):
            ends = place(x[start], y[start]), place(x[start + 2], y[start + 2])
            low, high = sorted((ends[0][1], ends[1][1]))
            out.append((ends[0][0], low, ends[1][0], high))
    return out


def _strokes(pointing: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    """The lines of arrows and ranges: where each stands, where it begins and where it ends."""
    x, y = pointing["x"], pointing["y"]
    return [(x[place], y[place], y[place + 1]) for place in range(0, len(x), 3)]


def _upright(x: str, start: float, end: float, *, first: datetime, pixel: timedelta) -> Box:
    """What an arrow or a range covers, in pixels: left, low, right, high."""
    middle = (datetime.fromisoformat(x) - first) / pixel
    return middle - HEAD / 2, min(start, end), middle + HEAD / 2, max(start, end)


def cities(
    placed: Iterable[Placed], *, spots: Mapping[str, Spot], text: Text, dataset: Dataset, pixel: timedelta
) -> list[tuple[Spot, str]]:
    """The cities of the chosen meetings of the panels by meeting, with where each stands: under its panel's foot.

    Of two that would touch, the earlier stands.
    """
    rows = dataset.whole.names["meetings"]
    out = []
    for one in placed:
        stand: dict[str, list[datetime]] = {}
        for each in one.panel.figures if one.panel.by_meeting and one.ticks else ():
            if each.meeting_id and each.chosen:
                stand.setdefault(each.meeting_id, []).append(spots[each.observation_id].moment)
        end = datetime.min
        for meeting, there in sorted(stand.items(), key=lambda each: min(each[1])):
            name = charts.city(rows[meeting]["city_id"], text=text, dataset=dataset)
            middle, half = min(there) + (max(there) - min(there)) / 2, _half(name) * pixel
            if middle - half >= end:
                out.append((Spot(middle, one.foot, one.foot), name))
                end = middle + half
    return out


def _half(name: str) -> float:
    """About half the width of a city's name, in pixels."""
    return len(name) * CITY * charts.LETTER / 2


def _extent(spot: Spot, name: str, *, first: datetime, pixel: timedelta) -> Box:
    """About what a city's name covers, in pixels: left, low, right, high."""
    middle = (spot.moment - first) / pixel
    return middle - _half(name), spot.y - CITY * 1.5, middle + _half(name), spot.y


def _named(named: Sequence[tuple[Spot, str]], *, screen: Screen) -> list[dict[str, Any]]:
    """The trace of the cities' names."""
    if not named:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [charts.moment(spot.moment) for spot, _ in named],
            "y": [spot.y for spot, _ in named],
            "text": [charts.plain(text) for _, text in named],
            "textposition": "bottom center",
            "textfont": {"color": screen.palette.rest, "size": CITY},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]


def _long(words: str) -> float:
    """About how long a name is in pixels; names are longer than numbers and their letters narrower."""
    return len(words) * NAME * LETTER


def _heading(one: Placed, sheet: charts.Sheet, *, room: float, text: Text) -> Box:
    """Write the name of a panel above it, on the side where its language begins; what it covers, in pixels."""
    ends, y = text.direction == "rtl", one.foot + one.high + ABOVE
    sheet.notes.append(
        {
            "xref": "paper",
            "x": 1 if ends else 0,
            "xanchor": "right" if ends else "left",
            "xshift": RIGHT if ends else -LEFT,
            "y": y,
            "yanchor": "bottom",
            "align": "right" if ends else "left",
            "showarrow": False,
            "text": "<br>".join(charts.plain(text.isolate(line)) for line in one.lines),
            "font": {"size": NAME},
        }
    )
    long, top = max(map(_long, one.lines)), y + TITLE * len(one.lines)
    return (room - long, y, room, top) if ends else (-float(LEFT), y, long - LEFT, top)


def _line(foot: float, screen: Screen) -> dict[str, Any]:
    """The foot of a panel."""
    stroke = {"color": screen.palette.rule, "width": 1.5}
    across = {"xref": "paper", "x0": 0, "x1": 1, "y0": foot, "y1": foot}
    return {"type": "line", **across, "layer": "below", "line": stroke}


def _repeated(sheet: charts.Sheet, *, high: float) -> list[dict[str, Any]]:
    """The years above a tall chart, where its time axis stands far below."""
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    step = 1 if sheet.x["dtick"] == "M12" else 2
    return [
        {
            "x": f"{year}-01-01",
            "y": high,
            "yanchor": "bottom",
            "showarrow": False,
            "text": str(year),
            "font": {"size": LABEL},
        }
        for year in range(2014, last.year + 1, step)
        if first <= datetime(year, 1, 1) <= last
    ]
