"""Charts: what every Plotly figure of the page shares: layout, the form of a mark, its label and its click.

The form says what kind of number it is, before any colour. The core is told by press reports alone: there a
bar with an arrow upwards is a lower bound, downwards an upper bound, a ring is "about", a diamond is derived
by us, a disc is exact. In the record the outline says who tells it, round an official document, square a press
report, and the inside how: full is exact, a cross is derived by us, open is any other, and then an arrow
points from a bound to where the truth lies, a bar leads to the end of a range, and nothing stands by "about".
Lists, not arrays, go into a figure: its JSON stays small and readable.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import plotly.graph_objects as go
from markupsafe import escape
from plotly.basedatatypes import BaseFigure

from components import markup
from components.phrases import describe_series
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.analysis.observations import figures as published
from loaders.analysis.observations import list_indicators
from loaders.analysis.series import is_doubted, series_of
from loaders.dates import Period, period
from loaders.model import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

Box = tuple[float, float, float, float]
"""A part of a chart or map in pixels: its least x and y, its greatest x and y."""

Changes = dict[str, Any]
"""Fields of the selection that a click means, by name."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
"""Forms of the levels of meeting, in the order of the contract."""

OUTLINES = {"official": "circle", "press": "square"}
"""Outlines of the marks of the record, by the kind of their source."""

BAR = "line-ew-open"
"""The form of a bound, from which its arrow leaves."""

DERIVED = "diamond-open"
"""The form of what we derived, in the core: it has no arrow, whatever its qualifier."""

MARK, REST_MARK = 13, 9
ARROW, RING = 20, 20
"""Sizes in pixels: of a mark, of one that the selection leaves out, of a bound's arrow, of the ring of the core."""

MOST_YEARS = 8
"""Years that a time axis may span with a tick at every one of them."""

MOST_SOURCES = 12
"""Sources that a source line names before it is folded away."""

LETTER = 0.58
"""Width of a letter of a label as a part of its size, a little too much rather than too little."""

GAP = 64
"""Pixels between two charts that stand side by side."""

DAY_MS = 86_400_000
NOTHING: dict[str, Any] = {"displayModeBar": False, "responsive": True, "doubleClick": False}
"""Settings of a chart: no tool bar, since everything it offers is on the page already."""


class Sheet:
    """A chart in the making: plain traces and layout, validated once by ``figure()``.

    Plotly checks and copies at every step of a figure's making; done at the end, it costs a third.
    """

    def __init__(self, screen: Screen, *, height: int) -> None:
        """Begin with the page's margins, colours and type; ``height`` is in pixels."""
        colours = screen.palette
        axis = {
            "gridcolor": colours.rule,
            "linecolor": colours.rule,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        }
        self.traces: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.rules: list[dict[str, Any]] = []
        self.x: dict[str, Any] = dict(axis)
        self.y: dict[str, Any] = dict(axis)
        self.layout: dict[str, Any] = {
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": colours.ink, "size": 12, "family": colours.face},
            "hoverlabel": {
                "bgcolor": colours.panel,
                "bordercolor": colours.rule,
                "font": {"color": colours.ink},
            },
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
        }

    def figure(self) -> go.Figure:
        """The finished figure; every colour that it has is in it."""
        layout = {**self.layout, "xaxis": self.x, "yaxis": self.y}
        layout |= {"annotations": self.notes, "shapes": self.rules}
        return go.Figure({"data": self.traces, "layout": layout})


class Finished(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure ready to be sent: nothing of it is kept but its JSON.

    A figure is a tree of thousands of objects, which Python's garbage collector would walk through
    after every rerun; a text is one. It leaves out the template that Streamlit would add.
    """

    def __init__(self, figure: go.Figure) -> None:
        """Keep the JSON of ``figure``; the tree itself is let go."""
        content = figure.to_dict()
        content["layout"].pop("template", None)
        object.__setattr__(self, "_spec", orjson.dumps(content))

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain lists and dictionaries, made anew at each call."""
        content: dict[str, Any] = orjson.loads(self._spec)
        return content


def years_axis(sheet: Sheet, marks: Sequence[Any]) -> None:
    """Set the time axis: left to right in both languages, a tick a year, room at both ends for labels.

    ``marks`` are the figures or meetings drawn; the axis spans them all, chosen or not, so that a
    filter never moves it.
    """
    if not marks:
        return
    first = min(mark.when.first for mark in marks)
    last = max(mark.when.last for mark in marks)
    room = max((last - first).days * 0.09, 45) * DAY_MS
    sheet.x |= {
        "type": "date",
        "dtick": "M12" if last.year - first.year <= MOST_YEARS else "M24",
        "tick0": "2014-01-01",
        "tickformat": "%Y",
        "range": [_shifted(first, -room), _shifted(last, room)],
    }


def time_axis(sheet: Sheet, dataset: Dataset, text: Text) -> None:
    """Set the time axis that the charts of figures share: it spans every published figure.

    A tick stands at each half-year or, where there are many, at every other year.
    """
    all_of_them = published(dataset, dataset.whole.names["indicators"])
    if not all_of_them:
        return
    first = min(each.when.first for each in all_of_them)
    last = max(each.when.last for each in all_of_them)
    room = max((last - first).days * 0.1, 45) * DAY_MS
    long = last.year - first.year > MOST_YEARS
    years = range(first.year, last.year + 2, 2 if long else 1)
    ticks = [date(year, month, 1) for year in years for month in ((1,) if long else (1, 7))]
    margin = timedelta(milliseconds=room)
    inside = [tick for tick in ticks if first - margin <= tick <= last + margin]
    sheet.x |= {
        "type": "date",
        "tickvals": [tick.isoformat() for tick in inside],
        "ticktext": [text.month(period(tick.isoformat()[: 4 if long else 7])) for tick in inside],
        "range": [_shifted(first, -room), _shifted(last, room)],
    }


def _shifted(day: date, milliseconds: float) -> str:
    return moment(datetime.combine(day, datetime.min.time()) + timedelta(milliseconds=milliseconds))


def moment(when: datetime) -> str:
    """A moment as Plotly reads it, to the minute."""
    return when.isoformat(timespec="minutes")


def symbol(figure: Figure, *, kind: str = "") -> str:
    """The form of a published value's mark; ``kind`` is that of its source where the outline says it, as in the record."""
    bound = figure.qualifier in OPEN_BELOW + OPEN_ABOVE
    outline = OUTLINES[kind] if kind else "circle"
    if figure.status == "derived":
        return f"{outline}-x-open" if kind else DERIVED
    if kind and is_doubted(figure):
        return f"{outline}-open-dot"
    if bound:
        return f"{outline}-open" if kind else BAR
    return outline if figure.qualifier == "exact" else f"{outline}-open"


def kind(figure: Figure, *, dataset: Dataset) -> str:
    """The kind of a figure's source, official or press."""
    return str(dataset.whole.names["sources"][str(figure.row["source_id"])]["kind"])


def middles(marked: Sequence[Figure | Meeting]) -> list[str]:
    """The middle of the date of each mark, as Plotly reads it."""
    return [moment(each.when.middle) for each in marked]


def bounds(
    sheet: Sheet,
    figures: Sequence[Figure],
    *,
    y: Sequence[float],
    colour: str,
    x: Sequence[str] | None = None,
) -> None:
    """Draw the arrow of each bound: it leaves the bar at the value and points to where the truth lies.

    ``x`` is where the marks stand, if not at the middle of their dates.
    """
    for figure, moment, place in zip(figures, x or middles(figures), y, strict=True):
        if figure.chosen and symbol(figure) == BAR:
            length = ARROW if figure.qualifier in OPEN_BELOW else -ARROW
            sheet.notes.append(
                {
                    "x": moment,
                    "y": place,
                    "yshift": length,
                    "ax": 0,
                    "ay": length,
                    "text": "",
                    "showarrow": True,
                    "arrowhead": 2,
                    "arrowwidth": 2,
                    "arrowcolor": colour,
                }
            )


def marks(
    figures: Sequence[Figure], *, text: Text, screen: Screen, dataset: Dataset, colour: str = ""
) -> dict[str, Any]:
    """A scatter trace of published values, without ``y``: forms, labels, hover text and what a click means.

    A value that the selection leaves out is grey and smaller, and can still be clicked. In the record the
    outline of a mark says the kind of its source.
    """
    colours = screen.palette
    forms = [symbol(figure, kind=kind(figure, dataset=dataset) if dataset.wide else "") for figure in figures]
    full = colour or colours.accent
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": middles(figures),
        "text": label_once(figures, text),
        "textposition": "top center",
        "textfont": {"color": colours.ink, "size": 14},
        "cliponaxis": False,
        "customdata": [[figure.meeting_id, figure.observation_id] for figure in figures],
        "hovertext": [hover(figure, text=text, dataset=dataset) for figure in figures],
        "hoverinfo": "text",
        "marker": {
            "symbol": forms,
            "size": [MARK if figure.chosen else REST_MARK for figure in figures],
            "opacity": 1,
            "color": [full if figure.chosen else colours.rest for figure in figures],
            "line": {"width": 2, "color": [full if figure.chosen else colours.rest for figure in figures]},
        },
        **spans([figure.when for figure in figures], colour=full),
        **unfaded(),
    }


def label_once(figures: Sequence[Figure], text: Text) -> list[str]:
    """Return the labels of marks; of marks with the same date and words only the last, which lies on top, has one."""
    labels = [text.bare(figure) if figure.chosen else "" for figure in figures]
    places = {
        (figure.when.text, label): place
        for place, (figure, label) in enumerate(zip(figures, labels, strict=True))
    }
    return [
        plain(text.isolate(label)) if label and places[figure.when.text, label] == place else ""
        for place, (figure, label) in enumerate(zip(figures, labels, strict=True))
    ]


def rings(
    marked: Sequence[Figure | Meeting],
    *,
    y: Sequence[float],
    screen: Screen,
    dataset: Dataset,
    x: Sequence[Any] | None = None,
) -> list[dict[str, Any]]:
    """The trace of the rings round the marks of the core, where the record is shown with it; else no trace.

    A ring is a form that no mark has of its own, so that the core can be told without its colour. ``x`` is
    where the marks stand, if not at the middle of their dates.
    """
    there = zip(marked, x or middles(marked), y, strict=True)
    core = [(each, moment, place) for each, moment, place in there if each.row["collection"] != RECORD]
    if not dataset.wide or not core:
        return []
    colours = screen.palette
    tones = [colours.ink if each.chosen else colours.rest for each, *_ in core]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [moment for _, moment, _ in core],
            "y": [place for *_, place in core],
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {
                "symbol": "circle-open",
                "size": [RING if each.chosen else REST_MARK + RING - MARK for each, *_ in core],
                "opacity": 1,
                "color": tones,
                "line": {"width": 1.25, "color": tones},
            },
            **unfaded(),
        }
    ]


class Area(NamedTuple):
    """The part of a chart in which marks stand: its size in pixels, and the values at its foot and its top.

    ``kept`` are boxes where no label may stand.
    """

    width: float
    height: float
    low: float
    high: float
    kept: tuple[Box, ...] = ()


def thinned(
    traces: Sequence[tuple[dict[str, Any], Sequence[Figure | Meeting]]],
    *,
    sheet: Sheet,
    area: Area,
    around: bool = False,
) -> list[dict[str, Any]]:
    """Traces, each with what it marks, in which labels give way: each stands where it covers no mark and no
    other label, or not at all.

    What is chosen comes before the rest, the core before the record, the later before the earlier. A label
    may change to the other side of its mark or, if ``around``, to any. What goes without one keeps its hover text and its row of the table.
    """
    first, last = (datetime.fromisoformat(each) for each in sheet.x["range"])
    across, up = area.width / (last - first).total_seconds(), area.height / (area.high - area.low)
    out = [{**trace, "text": [""] * len(marked)} for trace, marked in traces]
    found = []
    for number, (trace, marked) in enumerate(traces):
        side = trace["textposition"]
        sides = [side] * len(marked) if isinstance(side, str) else list(side)
        out[number]["textposition"] = sides
        for place, each in enumerate(marked):
            moment = datetime.fromisoformat(trace["x"][place])
            point = ((moment - first).total_seconds() * across, (trace["y"][place] - area.low) * up)
            found.append((each, point, number, place))
    taken = [
        _covered(
            point,
            symbol=traces[number][0]["marker"]["symbol"][place],
            qualifier=each.row.get("qualifier", ""),
        )
        for each, point, number, place in found
    ] + list(area.kept)

    def importance(one: tuple[Figure | Meeting, Any, int, int]) -> tuple[bool, bool, float]:
        each = one[0]
        return not each.chosen, each.row["collection"] == RECORD, -each.when.middle.timestamp()

    for _, point, number, place in sorted(found, key=importance):
        trace = traces[number][0]
        words = trace["text"][place]
        own = _sides(out[number]["textposition"][place])
        for side in dict.fromkeys((*own, *(SIDES if around else ()))) if words else ():
            box = _box(point, words, side=side, size=trace["textfont"]["size"])
            if box[0] >= 0 and box[2] <= area.width and not any(overlap(box, each) for each in taken):
                out[number]["text"][place], out[number]["textposition"][place] = words, side
                taken.append(box)
                break
    return out


SIDES = ("top center", "middle right", "middle left", "bottom center")
"""Where a label may stand about its mark, in order of preference."""


def _sides(side: str) -> tuple[str, str]:
    """Where a label may stand: its own side, and the one across the mark."""
    up, across = side.split()
    if up == "middle":
        return side, f"middle {'left' if across == 'right' else 'right'}"
    if across == "center":
        return side, f"{'bottom' if up == 'top' else 'top'} center"
    return side, f"{up} {'left' if across == 'right' else 'right'}"


def _covered(point: tuple[float, float], *, symbol: str, qualifier: str) -> Box:
    """What a mark covers, in pixels: left, low, right, high; a bound with its arrow."""
    (x, y), half = point, MARK / 2
    pointing = symbol != DERIVED
    up = ARROW if qualifier in OPEN_BELOW and pointing else half
    down = ARROW if qualifier in OPEN_ABOVE and pointing else half
    return x - half, y - down, x + half, y + up


def _box(point: tuple[float, float], words: str, *, side: str, size: float) -> Box:
    """About what a label covers, in pixels: left, low, right, high."""
    lines = unescape(words).split("<br>")
    width, high = max(map(len, lines)) * size * LETTER, len(lines) * size * 1.3
    up, across = side.split()
    x, y = point
    left = {"left": x - width - MARK / 2, "center": x - width / 2, "right": x + MARK / 2}[across]
    low = {"top": y + MARK / 2, "middle": y - high / 2, "bottom": y - high - MARK / 2}[up]
    return left + 1, low + 1, left + width - 1, low + high - 1


def overlap(one: Box, other: Box) -> bool:
    """Whether two parts of a picture share any of it, whichever way its y runs."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def steps(figures: Sequence[Figure], *, screen: Screen) -> dict[str, Any]:
    """The line through the chosen values of the core: each holds until the next is stated, and nothing rises in between.

    In the record sources disagree about one and the same day; a line through its values would say that they change.
    Only values of one series are joined, and none that is doubted.
    """
    core = [figure for figure in figures if figure.chosen and figure.row["collection"] != RECORD]
    joined = [figure for figure in core if series_of(figure) == series_of(core[0]) and not is_doubted(figure)]
    return stepped(joined, screen=screen)


def stepped(figures: Sequence[Figure], *, screen: Screen) -> dict[str, Any]:
    """The step line through all of some values."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": middles(figures),
        "y": [figure.value for figure in figures],
        "line": {"shape": "hv", "width": 2, "color": screen.palette.accent},
        "hoverinfo": "skip",
    }


FORMS = {
    "official": ("round", "full", ""),
    "press": ("square", "full", ""),
    "exact": ("both", "full", ""),
    "about": ("both", "open", ""),
    "bound": ("both", "open", "up"),
    "range": ("both", "open", "ranging"),
    "derived": ("both", "cross", ""),
    "doubted": ("both", "dot", ""),
    "agree": ("", "", "tie"),
    "conflict": ("", "", "broken"),
}
"""What the legend of the record explains: outlines, insides and what is attached to them."""


def legend(chosen: Dataset, text: Text) -> str:
    """The forms of the marks of the record and of the ties between them, as markup; empty for the core."""
    if not chosen.wide:
        return ""
    items = [
        {"outline": outline, "inside": inside, "more": more, "name": text(f"forms.{name}")}
        for name, (outline, inside, more) in FORMS.items()
    ]
    return markup.html("forms", dir=text.direction, items=items)


def spans(dates: Sequence[Period], *, colour: str) -> dict[str, Any]:
    """Error bars for dates known to the month or the year only: from the first day to the last."""
    if all(each.precision == "day" for each in dates):
        return {}
    half = [0 if each.precision == "day" else (each.last - each.first).days * DAY_MS / 2 for each in dates]
    return {"error_x": {"type": "data", "array": half, "color": colour, "thickness": 1.5, "width": 0}}


def unfaded() -> dict[str, Any]:
    """Keep Plotly from fading what was not clicked: what is chosen shows in the colours already."""
    same = {"marker": {"opacity": 1}}
    return {"selected": same, "unselected": same}


def hover(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """What a mark says on hover: the value in words, the date, the speaker and the source."""
    names = dataset.whole.names
    indicator = names["indicators"][figure.indicator_id]
    wide = dataset.wide
    lines = [
        text.stated(figure, indicator),
        text.of(indicator, "name"),
        describe_series(figure, text, every_scope=wide),
        describe_form(figure, text) if wide or figure.status == "derived" else "",
        dated(figure.when, text=text) if wide else text.date(figure.when),
        text.of(figure.row, "speaker"),
        told(figure, text=text, dataset=dataset),
        collection(figure.row, text=text, dataset=dataset),
    ]
    return tip(lines, text=text)


def dated(when: Period, *, text: Text) -> str:
    """A date with how much of it is known: to the day is said by the day itself."""
    date = text.date(when)
    return date if when.precision == "day" else text(f"precision.{when.precision}", date=date)


def describe_form(figure: Figure, text: Text) -> str:
    """Return how a number stands in its source: its hedge, or that it is our reading; never that one is exact."""
    if figure.status != "derived":
        return text(f"qualifier.{figure.qualifier}")
    hedge = "" if figure.qualifier == "exact" else text(f"qualifier.{figure.qualifier}")
    return text("phrase.between").join(filter(None, (text("status.derived"), hedge)))


def what(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """Return the quantity of a value, with its area and what exactly is counted where they have to be named."""
    name = text.of(dataset.whole.names["indicators"][figure.indicator_id], "name")
    detail = describe_series(figure, text, every_scope=dataset.wide)
    return text("panels.of", name=name, detail=detail) if detail else name


def told(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """The source of a figure in a few words; in the record, with its kind."""
    name = source(figure, text=text, dataset=dataset)
    if not dataset.wide:
        return name
    return text("source.full", name=name, kind=text(f"kind.{kind(figure, dataset=dataset)}"))


def tip(lines: Sequence[str], *, text: Text) -> str:
    """Lines as Plotly shows them on hover, the first of them bold: Plotly reads markup, so each is escaped."""
    first, *rest = [plain(text.isolate(line)) for line in lines if line]
    return "<br>".join([f"<b>{first}</b>", *rest])


def collection(row: Mapping[str, Any], *, text: Text, dataset: Dataset) -> str:
    """Which collection a row belongs to; empty where the core alone is shown, as its heading says."""
    return text(f"collection.{row['collection']}") if dataset.wide else ""


def plain(words: str) -> str:
    """Words as Plotly shows them as they are, whatever signs they hold."""
    return str(escape(words))


def source(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """The source of a figure in a few words: publisher and date."""
    return source_name(dataset.whole.names["sources"][str(figure.row["source_id"])], text=text)


def source_name(row: Mapping[str, Any], *, text: Text) -> str:
    """A source in a few words: its publisher, or that it has none, and when it appeared."""
    publisher = text.of(row, "publisher") or text("source.no_publisher")
    if not row["published_on"]:
        return publisher
    return text(
        "source.name",
        publisher=text.isolate(publisher),
        date=text.date(period(row["published_on"], row["published_precision"])),
    )


def source_line(ids: Iterable[str], *, text: Text, dataset: Dataset) -> str:
    """The source line of a view: every source named once, in order of date; empty if there is none."""
    named = _named(ids, text=text, dataset=dataset)
    return text("source.line", sources=text("source.between").join(named)) if named else ""


def folded(ids: Iterable[str], *, text: Text, dataset: Dataset) -> str:
    """What a source line says while it is folded away: how many sources it names; empty where they are few."""
    number = len(_named(ids, text=text, dataset=dataset))
    return text("source.folded", number=text.number(number)) if number > MOST_SOURCES else ""


def _named(ids: Iterable[str], *, text: Text, dataset: Dataset) -> list[str]:
    """The names of sources, each once, in order of date."""
    rows = dataset.whole.names["sources"]
    ordered = sorted(set(ids), key=lambda each: (rows[each]["published_on"] or "9", each))
    return list(dict.fromkeys(source_name(rows[each], text=text) for each in ordered))


def city(city_id: str, *, text: Text, dataset: Dataset) -> str:
    """The name of the city of a meeting, or that it was held online."""
    return text.of(dataset.whole.names["cities"][city_id], "name") if city_id else text("meeting.online")


def clicked(event: Any) -> Changes:
    """Which fields of the selection a click on a mark means: its meeting, and its figure if it is one."""
    points = (event or {}).get("selection", {}).get("points", [])
    for point in points:
        meeting, figure = [*(point.get("customdata") or []), "", ""][:2]
        changes: Changes = {}
        if meeting:
            changes["meetings"] = (meeting,)
        if figure:
            changes["figure"] = figure
        return changes
    return {}


def ledger(chosen: Dataset, text: Text, screen: Screen, *, indicators: Sequence[str]) -> go.Figure:
    """A chart of single values: a row an indicator, a mark a value by date, the number beside it.

    The position says when, the label says how much: values of different units share no axis, and no
    line is drawn through a single point.
    """
    figures = published(chosen, indicators)
    rows = {indicator: place for place, indicator in enumerate(reversed(indicators))}
    names = chosen.whole.names["indicators"]
    sheet = Sheet(screen, height=60 + 70 * len(indicators))
    height = [rows[figure.indicator_id] for figure in figures]
    right_half = late(figures)
    trace = {
        **marks(figures, text=text, screen=screen, dataset=chosen),
        "y": height,
        "text": [
            plain(text.isolate(text.stated(figure, names[figure.indicator_id]))) if figure.chosen else ""
            for figure in figures
        ],
        "textposition": [
            f"top {'left' if figure.observation_id in right_half else 'right'}" for figure in figures
        ],
        "textfont": {"color": screen.palette.ink, "size": 13},
    }
    bounds(sheet, figures, y=height, colour=screen.palette.accent)
    time_axis(sheet, chosen, text)
    sheet.traces.append(trace)
    sheet.y |= {"range": [-0.45, len(rows) - 0.25], "showticklabels": False, "showgrid": False}
    details: dict[str, set[str]] = {}
    for value in figures:
        details.setdefault(value.indicator_id, set()).add(describe_series(value, text))
    for indicator, place in rows.items():
        # The values of a row are of one thing in the core; where they are not, each says so itself.
        named = details.get(indicator, {""})
        lines = [text.of(names[indicator], "name"), *(named if len(named) == 1 else ())]
        sheet.notes.append(
            {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": place + 0.5,
                "yanchor": "middle",
                "showarrow": False,
                "text": "<br>".join(plain(text.isolate(line)) for line in lines if line),
                "align": "right" if text.direction == "rtl" else "left",
                "font": {"size": 13},
            }
        )
        sheet.rules.append(
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": place,
                "y1": place,
                "layer": "below",
                "line": {"color": screen.palette.rule, "width": 1},
            }
        )
    return sheet.figure()


def gathered(chosen: Dataset, *, first: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    """The indicators of a ledger: ``first`` in their order, then all others of its groups that the collection has values of."""
    there = list_indicators(chosen)
    others = [
        each["indicator_id"]
        for each in chosen.whole.names["indicators"].values()
        if each["group"] in groups and each["indicator_id"] in there and each["indicator_id"] not in first
    ]
    return (*first, *others)


def late(figures: Sequence[Figure]) -> set[str]:
    """The ids of the figures in the later half of the axis: their labels stand on the left, where there is room."""
    if not figures:
        return set()
    first = min(figure.when.first for figure in figures)
    last = max(figure.when.last for figure in figures)
    return {figure.observation_id for figure in figures if (figure.when.first - first) * 2 > (last - first)}
