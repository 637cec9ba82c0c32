"""Conflicts: the disputed values of one quantity and date, a row a group, those that cannot all be true first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from components import markup, sides
from components.charts import frame
from components.charts.builder import (
    NO_FADING,
    FigureBuilder,
    SerializedFigure,
    draw_line,
    draw_text,
)
from components.charts.descriptions import describe_mark, name_collection
from components.charts.labels import ARROW, MARK, escape_text, wrap_text
from components.charts.marks import draw_marks, draw_rings, read_click, render_legend
from components.conflict_rows import LABEL, STEP, RowMark, ShareAxis, fit_axis, place_marks
from components.phrases import describe_series
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.disputes import Rivals
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "conflicts"

MOST = 30
"""Groups that are drawn at most, those that conflict before the rest."""

LANE, HEAD, LINE, ROOM = 19, 36, 18, 16
"""Pixels of height: of a mark's lane, of a heading, of a line of a row's title, and of the room round the lanes."""

TITLE_SHARE = 0.3
"""The part of the width that the titles take where they stand at the side of their rows."""

WIDE_PX = 900
"""Pixels of width from which on the titles stand at the side of their rows."""

TICK = 40
"""Pixels between two ticks at least: where they would stand nearer, every second tick is left out."""


class Count(NamedTuple):
    """How many groups a selection holds a value of: those that cannot all be true, and those that can."""

    conflicting: int
    agreeing: int


@dataclass(frozen=True, slots=True)
class ConflictsContent(frame.ChartContent):
    """What the chart shows, in words; ``groups`` are those that are drawn."""

    groups: tuple[Rivals, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the selection leaves nothing of it."""
        return not self.groups

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of the values that are drawn, one for each."""
        values = [value for group in self.groups for value in group.figures]
        return [str(value.row["source_id"]) for value in values if value.chosen]

    def render_table(self, chosen: Dataset, text: Text) -> str:
        """The values of the chart as a table, group by group."""
        indicators = chosen.whole.names["indicators"]
        groups = [
            {
                "name": text.of(indicators[group.indicator_id], "name"),
                "of": _describe_group(group, text),
                "verdict": text("conflicts.agree" if group.agree else "conflicts.conflict"),
                "agree": group.agree,
                "rows": [
                    _list_facts(value, chosen, text) for value in group.figures if value.chosen
                ],
            }
            for group in self.groups
        ]
        sources = frame.list_table_sources(self.sources, chosen, text)
        return markup.html("conflicts", text, sources=sources, groups=groups)


def _list_facts(value: Figure, chosen: Dataset, text: Text) -> dict[str, Any]:
    names = chosen.whole.names
    return {
        "value": text.stated(value, names["indicators"][value.indicator_id]),
        "link": step(figure=value.observation_id),
        "date": text.date(value.when),
        "speaker": text.of(value.row, "speaker"),
        **sides.who(names["sources"][value.row["source_id"]], text),
        "collection": name_collection(value.row, text=text, dataset=chosen),
    }


def list_groups(chosen: Dataset) -> tuple[Rivals, ...]:
    """The groups that are drawn: those that conflict first, each kind by date."""
    selected = [group for group in rivals(chosen) if group.chosen]
    return tuple(sorted(selected, key=lambda group: group.agree)[:MOST])


def count(chosen: Dataset) -> Count:
    """How many groups the selection holds a value of."""
    agree = [group.agree for group in rivals(chosen) if group.chosen]
    return Count(agree.count(False), agree.count(True))


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
    """The disputed values, a row a group: a mark a value, as a share of the highest of its row.

    So values of different units share one axis, and how far two of them lie apart can be compared. The numbers stand
    at the marks as they were published. A bracket joins the values of a row: whole where all can be true at once,
    broken where they cannot.
    """
    groups, numbers = list_groups(chosen), count(chosen)
    is_wide = screen.width >= WIDE_PX
    whole = max(screen.width - 40.0, 200)
    room, title_room = (
        (whole * (1 - TITLE_SHARE), whole * TITLE_SHARE) if is_wide else (whole, whole)
    )
    axis = fit_axis(groups, text, room=room)
    builder = FigureBuilder(screen, height=100)
    marked: list[tuple[RowMark, float]] = []
    foot, before = 0.0, None
    for group in groups:
        if group.agree is not before:
            foot -= HEAD
            words = _write_heading(numbers, text, agree=group.agree)
            _add_words(builder, words, text, screen, y=foot + HEAD / 2 - 4)
            before = group.agree
        marks = place_marks(group, text, pixel=axis.pixel)
        lanes = max(mark.lane for mark in marks) + 1
        title = _write_title(group, chosen, text, width=title_room)
        title_height = LINE * len(title) + 6
        top = foot - ROOM / 2 - (0 if is_wide else title_height)
        height = max(lanes * LANE + ROOM, title_height if is_wide else 0)
        middle = top - (height - ROOM / 2) / 2
        first = middle + (lanes - 1) * LANE / 2
        placed = [(mark, first - mark.lane * LANE) for mark in marks]
        marked += placed
        middle_of_title = middle if is_wide else foot - title_height / 2 - 2
        _add_words(builder, "<br>".join(title), text, screen, y=middle_of_title)
        _add_tie(builder, placed, screen, is_broken=not group.agree, pixel=axis.pixel)
        foot = top - height
        builder.add_line(
            (0, 1), (foot, foot), color=screen.palette.rule, xref="paper", layer="below"
        )
    builder.traces += _draw_row_marks(marked, chosen, text, screen)
    _add_arrows(builder, marked, screen=screen)
    builder.traces += _draw_labels(marked, chosen, text, screen, pixel=axis.pixel)
    builder.layout["height"] = round(-foot) + 48
    builder.y |= {"range": [foot, 0], "showticklabels": False, "showgrid": False}
    _set_axis(builder, axis, text, is_wide=is_wide)
    return builder.build()


def _write_heading(numbers: Count, text: Text, *, agree: bool) -> str:
    """How many groups can be true at once, or cannot."""
    key, number = (
        ("conflicts.agreeing", numbers.agreeing)
        if agree
        else ("conflicts.conflicting", numbers.conflicting)
    )
    return f"<b>{escape_text(text.isolate(text.count(key, number)))}</b>"


def _set_axis(builder: FigureBuilder, axis: ShareAxis, text: Text, *, is_wide: bool) -> None:
    start = TITLE_SHARE if is_wide and text.direction == "ltr" else 0
    end = 1 - TITLE_SHARE if is_wide and text.direction == "rtl" else 1
    apart = STEP if STEP / axis.pixel > TICK else 2 * STEP
    ticks = range(100, axis.first_tick - 1, -apart)[::-1]
    builder.x |= {
        "domain": [start, end],
        "range": [axis.low, axis.high],
        "tickvals": list(ticks),
        "ticktext": [text("conflicts.tick", number=text.number(tick)) for tick in ticks],
        "side": "top",
    }


def _draw_row_marks(
    marked: Sequence[tuple[RowMark, float]], chosen: Dataset, text: Text, screen: Screen
) -> list[dict[str, Any]]:
    """The marks of all rows, with the lines of ranges and the rings of the core beneath them."""
    values = [mark.figure for mark, _ in marked]
    x, y = [mark.share for mark, _ in marked], [height for _, height in marked]
    trace = draw_marks(values, text=text, screen=screen, dataset=chosen)
    labels = [escape_text(text.isolate(mark.label)) if mark.label else "" for mark, _ in marked]
    trace |= {"x": x, "y": y, "text": labels, "mode": "markers"}
    trace.pop("error_x", None)
    ranges = []
    for mark, height in marked:
        if mark.end > mark.share:
            colour = screen.palette.accent if mark.figure.chosen else screen.palette.rest
            cap = {"symbol": "line-ns-open", "size": [0, 10], "color": colour, "opacity": 1}
            line = draw_line([mark.share, mark.end], [height, height], color=colour, width=2)
            ranges.append(line | {"mode": "lines+markers", "marker": cap, **NO_FADING})
    return [*ranges, *draw_rings(values, y=y, screen=screen, dataset=chosen, x=x), trace]


def _write_title(group: Rivals, chosen: Dataset, text: Text, *, width: float) -> list[str]:
    """What the values of a row are of, in lines: the quantity, and below it where and when."""
    name = text.of(chosen.whole.names["indicators"][group.indicator_id], "name")
    lines = [
        line
        for words in (name, _describe_group(group, text))
        for line in wrap_text(words, width=width, size=LABEL)
    ]
    return [escape_text(text.isolate(line)) for line in lines]


def _describe_group(group: Rivals, text: Text) -> str:
    area = describe_series(group.figures[0], text, every_scope=True)
    return text("conflicts.of", scope=area, date=text.date(group.when))


def _add_words(builder: FigureBuilder, words: str, text: Text, screen: Screen, *, y: float) -> None:
    """Write words at the side of the chart from which the language is read."""
    side = "right" if text.direction == "rtl" else "left"
    place = {"x": 1 if side == "right" else 0, "xref": "paper", "xanchor": side, "align": side}
    builder.add_text(
        words, size=LABEL, y=y, yanchor="middle", bgcolor=screen.palette.paper, **place
    )


def _add_tie(
    builder: FigureBuilder,
    placed: Sequence[tuple[RowMark, float]],
    screen: Screen,
    *,
    is_broken: bool,
    pixel: float,
) -> None:
    """Draw the bracket below the marks of a row, from the lowest to the highest, as wide as a mark at least."""
    half = MARK * pixel / 2
    left = min(mark.share for mark, _ in placed) - half
    right = max(mark.end for mark, _ in placed) + half
    low = min(height for _, height in placed) - LANE / 2 - 1
    colour = screen.palette.disputed if is_broken else screen.palette.accent
    dash = "dot" if is_broken else "solid"
    for x, top in (((left, right), low), ((left, left), low + 5), ((right, right), low + 5)):
        builder.add_line(x, (low, top), color=colour, width=1.5, dash=dash)


def _add_arrows(
    builder: FigureBuilder, marked: Sequence[tuple[RowMark, float]], *, screen: Screen
) -> None:
    """Draw the arrow of each bound: it leaves the mark to the side on which the truth lies."""
    for mark, height in marked:
        if mark.figure.chosen and mark.pointing:
            length = ARROW if mark.pointing == "right" else -ARROW
            builder.add_arrow(
                x=mark.share, y=height, xshift=length, ax=-length, ay=0, color=screen.palette.accent
            )


def _draw_labels(
    marked: Sequence[tuple[RowMark, float]],
    chosen: Dataset,
    text: Text,
    screen: Screen,
    *,
    pixel: float,
) -> list[dict[str, Any]]:
    """The trace of the numbers at the marks; a click opens their evidence.

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
    labelled = [(mark, height) for mark, height in marked if mark.label]
    if not labelled:
        return []
    signs = {"right": 1, "left": -1}
    font = {"color": screen.palette.ink}
    return [
        draw_text(
            [mark.share + mark.label_distance * pixel * signs[mark.side] for mark, _ in labelled],
            [height for _, height in labelled],
            [escape_text(text.isolate(mark.label)) for mark, _ in labelled],
            textposition=[f"middle {mark.side}" for mark, _ in labelled],
            textfont={**font, "size": LABEL},
            customdata=[
                [mark.figure.meeting_id, mark.figure.observation_id] for mark, _ in labelled
            ],
            hovertext=[
                describe_mark(mark.figure, text=text, dataset=chosen) for mark, _ in labelled
            ],
            hoverinfo="text",
            selected={"textfont": font},
            unselected={"textfont": font},
        )
    ]


def finding(chosen: Dataset, text: Text) -> str:
    """How often several speakers stated one quantity, and how often they can and cannot all be right."""
    numbers = count(chosen)
    if not any(numbers):
        return text("conflicts.none")
    groups = text.count("conflicts.groups", sum(numbers))
    if not numbers.agreeing:
        return text("conflicts.only_conflicting", groups=groups)
    if not numbers.conflicting:
        return text("conflicts.only_agreeing", groups=groups)
    return text(
        "conflicts.finding",
        groups=groups,
        conflicting=text.count("conflicts.said_conflicting", numbers.conflicting),
        agreeing=text.count("conflicts.said_agreeing", numbers.agreeing),
    )


def picked(event: Any) -> Changes:
    """A click on a mark means the evidence of its value: its meeting is not selected, which would leave one row."""
    return {field: value for field, value in read_click(event).items() if field == "figure"}


def list_notes(chosen: Dataset, text: Text) -> list[str]:
    """What the chart relates to, and how many groups are drawn where not all are."""
    groups, number = list_groups(chosen), sum(count(chosen))
    notes = [text("conflicts.relation")]
    if len(groups) < number:
        notes.append(
            text("conflicts.more", shown=text.number(len(groups)), all=text.number(number))
        )
    return notes


def describe(chosen: Dataset, text: Text) -> ConflictsContent:
    """What the chart shows, in words."""
    words, legend = finding(chosen, text), render_legend(chosen, text)
    return ConflictsContent(
        words, legend=legend, footnotes=list_notes(chosen, text), groups=list_groups(chosen)
    )


VIEW = frame.ChartView(KEY, figure, picked, describe)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(VIEW, chosen, text, follow)
