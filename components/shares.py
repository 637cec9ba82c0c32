"""How much: the share of each theme in each statement, a panel a meeting."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from components import charts, frame, grid, passages
from components.theme import DESK, Screen

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.themes import Share
    from loaders.model import Dataset

KEY = "shares"

ROW, GAP = 30, 12
"""Pixels: of a row, and of it left free between two bars."""

ROOM = 1.75
"""Width of a panel as a multiple of the longest bar: the rest is for the number at its end."""

APART = 0.02
"""The part of a panel between a bar and its number."""

FEW = 50
"""Passages of a statement below which one of them weighs so much that the reader is told."""


def share(each: Share) -> Fraction:
    """The part of a statement's passages that has a theme as its main one: exact, from 0 to 1."""
    return Fraction(each.main, each.total)


def percent(part: Fraction, text: Text) -> str:
    """A share as the page writes it: in whole per cent."""
    return text("shares.percent", value=text.number(float(part * 100)))


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """A panel a meeting, a bar a theme: per cent of the passages with the theme as main one; no passage, no bar.

    A bar outside the selection is hollow. The panels stand on one axis, all with one scale: a bar begins where its panel does.
    """
    table = grid.of(chosen)
    colours = screen.palette
    there = [each for each in table.shares if each.main]
    longest = max((float(share(each)) * 100 for each in there), default=1.0)
    panel = longest * ROOM
    starts = [place * panel for place in range(len(table.columns))]
    sheet = grid.sheet(chosen, text, screen, row=ROW, heads=starts, left=True)
    sheet.x["range"] = [-panel * APART / 2, panel * max(len(starts), 1)]
    left = [starts[table.place(each)[0]] for each in there]
    length = [round(float(share(each)) * 100, 2) for each in there]
    sheet.traces.append(
        {
            **grid.hits(
                table,
                there,
                left=left,
                length=length,
                thick=grid.thickness(screen, row=ROW, gap=GAP),
            ),
            "hovertext": [_hover(each, chosen, text) for each in there],
            "marker": {
                "color": [colours.accent if each.chosen else grid.CLEAR for each in there],
                "line": {
                    "width": 1,
                    "color": [colours.accent if each.chosen else colours.rest for each in there],
                },
            },
        }
    )
    sheet.traces += grid.numbers(
        [
            (
                round(start + size + panel * APART, 2),
                table.place(each)[1],
                text.isolate(percent(share(each), text)),
                colours.ink if each.chosen else colours.rest,
            )
            for each, start, size in zip(there, left, length, strict=True)
        ],
        at="middle right",
        screen=screen,
    )
    sheet.rules += [
        {
            "type": "line",
            "x0": start,
            "x1": start,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"color": colours.rule, "width": 1},
        }
        for start in starts
    ]
    return sheet.figure()


def _hover(each: Share, chosen: Dataset, text: Text) -> str:
    lines = [
        grid.theme(each.theme_id, text=text, dataset=chosen),
        passages.title(chosen, text, each.meeting_id),
        counted(each, text),
    ]
    return charts.tip(lines, text=text)


def counted(each: Share, text: Text) -> str:
    """A share with the counts that it is made of: 42% (5 of 12)."""
    return text(
        "shares.counted",
        share=percent(share(each), text),
        main=text.number(each.main),
        total=text.number(each.total),
    )


def changes(chosen: Dataset) -> dict[str, Fraction]:
    """By how much the share of each chosen theme changed from the first chosen statement to the last; empty with one."""
    table = grid.of(chosen)
    ordered = list(table.totals)
    if len(ordered) < 2:
        return {}
    parts = {(each.theme_id, each.meeting_id): share(each) for each in table.chosen}
    return {
        theme: parts[theme, ordered[-1]] - part
        for (theme, meeting), part in parts.items()
        if meeting == ordered[0]
    }


def finding(chosen: Dataset, text: Text) -> str:
    """Which theme grew and which shrank most from the first chosen statement to the last, and how much one passage is."""
    table = grid.of(chosen)
    if not table.chosen:
        return text("statements.none")
    ordered = list(table.totals)
    first, last = ordered[0], ordered[-1]
    if first == last:
        return _single(chosen, text)
    moved = changes(chosen)
    ends = {
        "first": passages.title(chosen, text, first),
        "last": passages.title(chosen, text, last),
    }
    if len(moved) == 1:
        before, after = (
            next(each for each in table.chosen if each.meeting_id == end) for end in (first, last)
        )
        return text(
            "shares.asked",
            **ends,
            theme=_named(list(moved), chosen, text),
            before=counted(before, text),
            after=counted(after, text),
        )
    grown, shrunk = max(moved.values()), -min(moved.values())
    values = {
        "grown": _named([theme for theme, by in moved.items() if by == grown], chosen, text),
        "more": text.number(float(grown * 100)),
        "shrunk": _named([theme for theme, by in moved.items() if by == -shrunk], chosen, text),
        "fewer": text.number(float(shrunk * 100)),
    }
    if grown > 0 and shrunk > 0:
        said = text("shares.moved", **ends, **values)
    elif grown > 0:
        said = text("shares.grew", **ends, **values)
    elif shrunk > 0:
        said = text("shares.shrank", **ends, **values)
    else:
        said = text("shares.same", **ends)
    least = min(table.totals[first], table.totals[last])
    if least >= FEW:
        return said
    caution = text(
        "shares.few",
        first=text.number(table.totals[first]),
        last=text.number(table.totals[last]),
        points=text.number(100 / least),
    )
    return text("shares.both", first=said, second=caution)


def _single(chosen: Dataset, text: Text) -> str:
    """The largest share in the one statement that is chosen."""
    mine = grid.of(chosen).chosen
    most = max(each.main for each in mine)
    return text(
        "shares.one",
        title=passages.title(chosen, text, mine[0].meeting_id),
        themes=_named([each.theme_id for each in mine if each.main == most], chosen, text),
        share=counted(next(each for each in mine if each.main == most), text),
    )


def _named(themes: list[str], chosen: Dataset, text: Text) -> str:
    """Themes as a list in words, each in quotation marks: some names hold an “and” of their own."""
    return text.list(
        text("shares.theme", theme=grid.theme(theme, text=text, dataset=chosen)) for theme in themes
    )


def picked(event: Any) -> Changes:
    """A click on a bar means the theme, and the statement to be read."""
    return grid.clicked(event)


def sheet(chosen: Dataset, text: Text, screen: Screen) -> frame.Sheet:
    """The chart with what stands around it."""
    return grid.framed(
        chosen,
        text,
        key=KEY,
        finding=finding(chosen, text),
        figure=partial(figure, chosen, text, screen),
        cell=lambda each: counted(each, text),
        count=lambda each: each.main,
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.stand(
        follow.drawn(sheet, chosen, text),
        text,
        follow,
        click=frame.Click(KEY, picked),
        counts=frame.STATEMENTS,
    )
