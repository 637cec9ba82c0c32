"""Against each other: the rival values of one quantity and date, a row a group, those that conflict first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from components import charts, frame, markup, sides
from components.phrases import describe_series, list_numbers
from components.theme import DESK, Screen
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.analysis.disputes import rivals
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.disputes import Rivals
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "conflicts"

MOST = 30
"""Groups that are drawn at most, those that conflict before the others."""

LANE, HEAD, TITLE, ROOM = 19, 36, 42, 16
"""Pixels of height: of a mark's lane, of a heading, of a title above its row, and of the room round the lanes."""

SIDE = 0.3
"""The part of the width that the titles take where they stand beside their rows."""

BESIDE = 900
"""Pixels of width from which on the titles stand beside their rows."""

APART = 17
"""Pixels between two marks of a lane at least: nearer than that, the second one stands in the next lane."""

LETTER, NEAR = 6.4, 12
"""Pixels: of width of a letter of a label, and between the middle of a mark and its label."""

STEP, TICK = 10, 40
"""Percent between two ticks, and pixels: where they would stand nearer than that, every other one is left out."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a published value stands in its row: percent of the highest of the group, and the lane from the top."""

    figure: Figure
    share: float
    end: float
    lane: int
    label: str
    side: Literal["left", "right"]

    @property
    def pointing(self) -> Literal["left", "right", ""]:
        """The side to which the arrow of a bound points; empty for any other value."""
        if self.figure.qualifier in OPEN_BELOW:
            return "right"
        return "left" if self.figure.qualifier in OPEN_ABOVE else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The horizontal axis that all rows share: its ends and its first tick in percent, and percent per pixel."""

    low: float
    high: float
    least: int
    pixel: float


class Count(NamedTuple):
    """How many groups of rivals a selection holds a value of: those that cannot all be true, and those that can."""

    conflicting: int
    agreeing: int


def groups(chosen: Dataset) -> list[Rivals]:
    """The groups of rivals that are drawn: those that conflict first, each kind by date."""
    selected = [group for group in rivals(chosen) if group.chosen]
    return sorted(selected, key=lambda group: group.agree)[:MOST]


def count(chosen: Dataset) -> Count:
    """How many groups of rivals the selection holds a value of."""
    agree = [group.agree for group in rivals(chosen) if group.chosen]
    return Count(agree.count(False), agree.count(True))


def shares(group: Rivals) -> list[tuple[float, float]]:
    """Each value of a group, and the end of its range, in percent of the highest number of the group."""
    ends = [each.value if each.high is None else each.high for each in group.figures]
    highest = max(ends) or 1
    return [
        (each.value / highest * 100, end / highest * 100)
        for each, end in zip(group.figures, ends, strict=True)
    ]


def scale(shown: Sequence[Rivals], text: Text, *, room: float) -> Scale:
    """The axis on which every value of the groups stands, with room for the labels at both ends."""
    lowest = min((share for each in shown for share, _ in shares(each)), default=100)
    low = min(int(lowest // STEP * STEP), 100 - STEP)
    plain = (100 - low) / room * 2  # with half the room for the labels, which is more than they take
    left = right = float(NEAR)
    for group in shown:
        for spot in spots(group, text, pixel=plain):
            needed = len(spot.label) * LETTER + NEAR + (charts.ARROW if spot.pointing == spot.side else 0)
            if spot.side == "right":
                right = max(right, needed - (100 - spot.share) / plain)
            else:
                left = max(left, needed - (spot.share - low) / plain)
    pixel = (100 - low) / max(room - left - right, room / 3)
    return Scale(low - left * pixel, 100 + right * pixel, low, pixel)


def spots(group: Rivals, text: Text, *, pixel: float) -> list[Spot]:
    """The marks of a group in lanes, so that none hides another; a number that several state is labelled once."""
    at = shares(group)
    lanes: list[float] = []
    placed: list[int] = []
    for share, _ in at:
        free = next((lane for lane, last in enumerate(lanes) if share - last >= APART * pixel), len(lanes))
        lanes[free : free + 1] = [share]
        placed.append(free)
    said = dict(
        zip(
            dict.fromkeys(text.signed(value) for value in group.figures),
            list_numbers(group.figures, text),
            strict=True,
        )
    )
    words = [said[text.signed(value)] if value.chosen else "" for value in group.figures]
    named = {word: [place for place, one in enumerate(words) if one == word] for word in words if word}
    labelled = {places[len(places) // 2] for places in named.values()}
    rightmost = max(share for share, _ in at)
    out = []
    for place, each in enumerate(group.figures):
        share, end = at[place]
        label = words[place] if place in labelled else ""
        side: Literal["left", "right"] = "right" if share == rightmost and end == share else "left"
        out.append(Spot(each, share, end, placed[place], label, side))
    return out


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """The rival values, a row a group: a mark a value, as a share of the highest one of its row.

    So values of different units share one axis, and how far two of them lie apart can be compared. The
    numbers stand beside the marks as they were published. A bracket joins the values of a row: whole where all
    can be true at once, broken where they cannot.
    """
    shown, every = groups(chosen), count(chosen)
    beside = screen.width >= BESIDE
    room = max(screen.width - 40.0, 200) * (1 - SIDE if beside else 1)
    axis = scale(shown, text, room=room)
    sheet = charts.Sheet(screen, height=100)
    marked: list[tuple[Spot, float]] = []
    foot, before = 0.0, None
    for group in shown:
        if group.agree is not before:
            foot -= HEAD
            number = every.agreeing if group.agree else every.conflicting
            _write(
                sheet,
                text,
                screen,
                y=foot + HEAD / 2 - 4,
                words=_heading(text, agree=group.agree, number=number),
            )
            before = group.agree
        mine = spots(group, text, pixel=axis.pixel)
        lanes = max(each.lane for each in mine) + 1
        top = foot - ROOM / 2 - (0 if beside else TITLE)
        height = max(lanes * LANE + ROOM, TITLE if beside else 0)
        middle = top - (height - ROOM / 2) / 2
        first = middle + (lanes - 1) * LANE / 2
        here = [(each, first - each.lane * LANE) for each in mine]
        marked += here
        _write(
            sheet,
            text,
            screen,
            y=middle if beside else foot - TITLE / 2 - 2,
            words=_title(group, chosen, text),
        )
        _tie(sheet, here, agree=group.agree, axis=axis, screen=screen)
        foot = top - height
        _rule(sheet, y=foot, screen=screen)
    sheet.traces += _traces(marked, chosen, text, screen)
    _arrows(sheet, marked, screen=screen)
    sheet.traces += _labels(marked, chosen, text, screen, pixel=axis.pixel)
    sheet.layout["height"] = round(-foot) + 48
    _axes(sheet, text, axis=axis, foot=foot, beside=beside)
    return sheet.figure()


def _axes(sheet: charts.Sheet, text: Text, *, axis: Scale, foot: float, beside: bool) -> None:
    start = SIDE if beside and text.direction == "ltr" else 0
    end = 1 - SIDE if beside and text.direction == "rtl" else 1
    apart = STEP if STEP / axis.pixel > TICK else 2 * STEP
    ticks = range(100, axis.least - 1, -apart)[::-1]
    sheet.x |= {
        "domain": [start, end],
        "range": [axis.low, axis.high],
        "tickvals": list(ticks),
        "ticktext": [text("conflicts.tick", number=text.number(tick)) for tick in ticks],
        "side": "top",
    }
    sheet.y |= {"range": [foot, 0], "showticklabels": False, "showgrid": False}


def _traces(
    marked: Sequence[tuple[Spot, float]], chosen: Dataset, text: Text, screen: Screen
) -> list[dict[str, Any]]:
    """The marks of all rows, with the rings of those of the core beneath them."""
    stated = [each.figure for each, _ in marked]
    x, y = [each.share for each, _ in marked], [place for _, place in marked]
    trace = charts.marks(stated, text=text, screen=screen, dataset=chosen)
    trace |= {
        "x": x,
        "y": y,
        "text": [charts.plain(text.isolate(each.label)) if each.label else "" for each, _ in marked],
        "mode": "markers",
    }
    trace.pop("error_x", None)
    return [*_ranges(marked, screen), *charts.rings(stated, y=y, screen=screen, dataset=chosen, x=x), trace]


def _ranges(marked: Sequence[tuple[Spot, float]], screen: Screen) -> list[dict[str, Any]]:
    """The lines from the lower to the upper end of each range, with a bar at the upper one."""
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [each.share, each.end],
            "y": [place, place],
            "hoverinfo": "skip",
            "line": {"color": colour, "width": 2},
            "marker": {"symbol": "line-ns-open", "size": [0, 10], "color": colour, "opacity": 1},
            **charts.unfaded(),
        }
        for each, place in marked
        if each.end > each.share
        for colour in [screen.palette.accent if each.figure.chosen else screen.palette.rest]
    ]


def _heading(text: Text, *, agree: bool, number: int) -> str:
    words = text.count("conflicts.agreeing" if agree else "conflicts.conflicting", number)
    return f"<b>{charts.plain(text.isolate(words))}</b>"


def _title(group: Rivals, chosen: Dataset, text: Text) -> str:
    """What the values of a row are of: the quantity, and below it where and when."""
    name = text.of(chosen.whole.names["indicators"][group.indicator_id], "name")
    return "<br>".join(charts.plain(text.isolate(each)) for each in (name, _of(group, text)))


def _of(group: Rivals, text: Text) -> str:
    area = describe_series(group.figures[0], text, every_scope=True)
    return text("conflicts.of", scope=area, date=text.date(group.when))


def _write(sheet: charts.Sheet, text: Text, screen: Screen, *, y: float, words: str) -> None:
    """Words at the side of the chart from which the language is read."""
    end = text.direction == "rtl"
    sheet.notes.append(
        {
            "x": 1 if end else 0,
            "xref": "paper",
            "xanchor": "right" if end else "left",
            "y": y,
            "yanchor": "middle",
            "align": "right" if end else "left",
            "showarrow": False,
            "text": words,
            "font": {"size": 13},
            "bgcolor": screen.palette.paper,
        }
    )


def _tie(
    sheet: charts.Sheet, here: Sequence[tuple[Spot, float]], *, agree: bool, axis: Scale, screen: Screen
) -> None:
    """The bracket below the marks of a row, from the lowest to the highest, as wide as a mark at least."""
    half = charts.MARK * axis.pixel
    left = min(each.share for each, _ in here) - half / 2
    right = max(each.end for each, _ in here) + half / 2
    low = min(place for _, place in here) - LANE / 2 - 1
    colour = screen.palette.accent if agree else screen.palette.disputed
    stroke = {"color": colour, "width": 1.5, "dash": "solid" if agree else "dot"}
    for x0, y0, x1, y1 in ((left, low, right, low), (left, low, left, low + 5), (right, low, right, low + 5)):
        sheet.rules.append({"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": stroke})


def _rule(sheet: charts.Sheet, *, y: float, screen: Screen) -> None:
    line = {"color": screen.palette.rule, "width": 1}
    sheet.rules.append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below", "line": line}
    )


def _arrows(sheet: charts.Sheet, marked: Sequence[tuple[Spot, float]], *, screen: Screen) -> None:
    """The arrow of each bound: it leaves the mark to the side on which the truth lies."""
    for each, place in marked:
        if each.figure.chosen and each.pointing:
            length = charts.ARROW if each.pointing == "right" else -charts.ARROW
            sheet.notes.append(
                {
                    "x": each.share,
                    "y": place,
                    "xshift": length,
                    "ax": -length,
                    "ay": 0,
                    "text": "",
                    "showarrow": True,
                    "arrowhead": 2,
                    "arrowwidth": 2,
                    "arrowcolor": screen.palette.accent,
                }
            )


def _labels(
    marked: Sequence[tuple[Spot, float]], chosen: Dataset, text: Text, screen: Screen, *, pixel: float
) -> list[dict[str, Any]]:
    """The trace of the numbers beside the marks, beyond the arrow where one points their way; a click opens their evidence.

    Args:
        marked: The marks with their heights on the vertical axis.
        chosen: The selected dataset.
        text: The words of the page.
        screen: The reader's screen.
        pixel: The percent of the horizontal axis that one pixel shows.

    Returns:
        One trace, or none where no mark has a label. Plotly would fade its words beside a clicked mark, unless the
        trace has one colour and says so twice.
    """
    labelled = [(spot, y) for spot, y in marked if spot.label]
    if not labelled:
        return []
    x = []
    for spot, _ in labelled:
        away = NEAR + (charts.ARROW if spot.pointing == spot.side else 0)
        x.append(spot.share + away * pixel * (1 if spot.side == "right" else -1))
    font = {"color": screen.palette.ink}
    trace = {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": [y for _, y in labelled],
        "text": [charts.plain(text.isolate(spot.label)) for spot, _ in labelled],
        "textposition": [f"middle {spot.side}" for spot, _ in labelled],
        "textfont": {**font, "size": 13},
        "cliponaxis": False,
        "customdata": [[spot.figure.meeting_id, spot.figure.observation_id] for spot, _ in labelled],
        "hovertext": [charts.hover(spot.figure, text=text, dataset=chosen) for spot, _ in labelled],
        "hoverinfo": "text",
        "selected": {"textfont": font},
        "unselected": {"textfont": font},
    }
    return [trace]


def finding(chosen: Dataset, text: Text) -> str:
    """How often several speakers stated one quantity, and how often they can and cannot all be right."""
    every = count(chosen)
    if not any(every):
        return text("conflicts.none")
    groups = text.count("conflicts.groups", sum(every))
    if not every.agreeing:
        return text("conflicts.only_conflicting", groups=groups)
    if not every.conflicting:
        return text("conflicts.only_agreeing", groups=groups)
    return text(
        "conflicts.finding",
        groups=groups,
        conflicting=text.count("conflicts.said_conflicting", every.conflicting),
        agreeing=text.count("conflicts.said_agreeing", every.agreeing),
    )


def picked(event: Any) -> Changes:
    """A click on a mark means the evidence of its figure: its meeting is not chosen, which would leave one row."""
    return {field: value for field, value in charts.clicked(event).items() if field == "figure"}


def sources(chosen: Dataset) -> list[str]:
    """The ids of the sources of the values that are drawn, one for each."""
    return [str(each.row["source_id"]) for group in groups(chosen) for each in group.figures if each.chosen]


def undrawn(chosen: Dataset, text: Text) -> list[str]:
    """How many groups are drawn, in a sentence; none where all are."""
    shown, every = len(groups(chosen)), sum(count(chosen))
    return [text("conflicts.more", shown=text.number(shown), all=text.number(every))] if shown < every else []


def twin(chosen: Dataset, text: Text) -> str:
    """The values of the chart as a table, group by group."""
    indicators, documents = (chosen.whole.names[each] for each in ("indicators", "sources"))
    return markup.html(
        "conflicts",
        dir=text.direction,
        text=text,
        sources=frame.named(sources(chosen), chosen, text),
        groups=[
            {
                "name": text.of(indicators[group.indicator_id], "name"),
                "of": _of(group, text),
                "verdict": text("conflicts.agree" if group.agree else "conflicts.conflict"),
                "agree": group.agree,
                "rows": [
                    {
                        "value": text.stated(each, indicators[each.indicator_id]),
                        "link": step(figure=each.observation_id),
                        "date": text.date(each.when),
                        "speaker": text.of(each.row, "speaker"),
                        **sides.who(documents[each.row["source_id"]], text),
                        "collection": charts.collection(each.row, text=text, dataset=chosen),
                    }
                    for each in group.figures
                    if each.chosen
                ],
            }
            for group in groups(chosen)
        ],
    )


def drawn(chosen: Dataset, text: Text, screen: Screen) -> frame.Sheet:
    """The chart with what stands around it."""
    made = frame.framed(
        KEY,
        chosen,
        text,
        finding=finding(chosen, text),
        figure=partial(figure, chosen, text, screen) if groups(chosen) else None,
        foot=frame.foot(
            sources(chosen), chosen, text, notes=[text("conflicts.relation"), *undrawn(chosen, text)]
        ),
        table=partial(twin, chosen, text),
    )
    return made._replace(head=made.head + charts.legend(chosen, text))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.stand(follow.drawn(drawn, chosen, text), text, follow, click=frame.Click(KEY, picked))
