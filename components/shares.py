"""How much: the share of each theme in each statement, a panel a meeting."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from components import passages
from components.charts import frame, grid
from components.charts.descriptions import join_lines
from components.theme import DESK, Screen

if TYPE_CHECKING:
    from components.charts.builder import SerializedFigure
    from components.charts.grid import GridContent
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
"""Passages of a statement below which a single passage weighs so much that the reader is warned."""


def compute_share(share: Share) -> Fraction:
    """The part of a statement's passages that has a theme as its main one: exact, from 0 to 1."""
    return Fraction(share.main, share.total)


def write_percent(part: Fraction, text: Text) -> str:
    """A share as the page writes it: in whole per cent."""
    return text("shares.percent", value=text.number(float(part * 100)))


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
    """A panel a meeting, a bar a theme: per cent of the passages with the theme as main one; no passage, no bar.

    A bar outside the selection is hollow. The panels stand on one axis, all with one scale: a bar begins where its panel does.
    """
    table, colours = grid.build_grid(chosen), screen.palette
    cells = [share for share in table.shares if share.main]
    percents = [float(compute_share(share)) * 100 for share in cells]
    panel = max(percents, default=1.0) * ROOM
    starts = [column * panel for column in range(len(table.columns))]
    builder = grid.begin_chart(chosen, text, screen, row_height=ROW, heads=(starts, "left"))
    builder.x["range"] = [-panel * APART / 2, panel * max(len(starts), 1)]
    left = [starts[table.locate(share)[0]] for share in cells]
    length = [round(percent, 2) for percent in percents]
    thick = grid.find_thickness(screen, row_height=ROW, gap=GAP)
    edges = [colours.accent if share.chosen else colours.rest for share in cells]
    fills = [colours.accent if share.chosen else grid.CLEAR for share in cells]
    builder.traces.append(
        {
            **grid.draw_cells(table, cells, left=left, length=length, thick=thick),
            "hovertext": [_describe_bar(share, chosen, text) for share in cells],
            "marker": {"color": fills, "line": {"width": 1, "color": edges}},
        }
    )
    numbers = [
        (
            round(start + size + panel * APART, 2),
            table.locate(share)[1],
            text.isolate(write_percent(compute_share(share), text)),
            colours.ink if share.chosen else colours.rest,
        )
        for share, start, size in zip(cells, left, length, strict=True)
    ]
    builder.traces += grid.draw_numbers(numbers, at="middle right", screen=screen)
    for start in starts:
        builder.add_line((start, start), (0, 1), color=colours.rule, yref="paper", layer="below")
    return builder.build()


def _describe_bar(share: Share, chosen: Dataset, text: Text) -> str:
    lines = [
        grid.name_theme(share.theme_id, text=text, dataset=chosen),
        passages.title(chosen, text, share.meeting_id),
        describe_share(share, text),
    ]
    return join_lines(lines, text=text)


def describe_share(share: Share, text: Text) -> str:
    """A share with the counts that it is made of: 42% (5 of 12)."""
    return text(
        "shares.counted",
        share=write_percent(compute_share(share), text),
        main=text.number(share.main),
        total=text.number(share.total),
    )


def compute_changes(chosen: Dataset) -> dict[str, Fraction]:
    """By how much the share of each selected theme changed from the first selected statement to the last.

    Empty where there is one statement only.
    """
    table = grid.build_grid(chosen)
    ordered = list(table.totals)
    if len(ordered) < 2:
        return {}
    parts = {(share.theme_id, share.meeting_id): compute_share(share) for share in table.chosen}
    return {
        theme: parts[theme, ordered[-1]] - part
        for (theme, meeting), part in parts.items()
        if meeting == ordered[0]
    }


def finding(chosen: Dataset, text: Text) -> str:
    """Which theme grew and which shrank most from the first statement to the last, and how much a passage weighs."""
    table = grid.build_grid(chosen)
    if not table.chosen:
        return text("statements.none")
    ordered = list(table.totals)
    first, last = ordered[0], ordered[-1]
    if first == last:
        return _describe_largest(table.chosen, chosen, text)
    moved = compute_changes(chosen)
    ends = {
        "first": passages.title(chosen, text, first),
        "last": passages.title(chosen, text, last),
    }
    if len(moved) == 1:
        shares = {share.meeting_id: describe_share(share, text) for share in table.chosen}
        theme = _list_themes(list(moved), chosen, text)
        return text("shares.asked", **ends, theme=theme, before=shares[first], after=shares[last])
    words = text(_choose_sentence(moved), **ends, **_describe_extremes(moved, chosen, text))
    least = min(table.totals[first], table.totals[last])
    if least >= FEW:
        return words
    caution = text(
        "shares.few",
        first=text.number(table.totals[first]),
        last=text.number(table.totals[last]),
        points=text.number(100 / least),
    )
    return text("shares.both", first=words, second=caution)


def _choose_sentence(moved: dict[str, Fraction]) -> str:
    """The key of the sentence: some theme grew, some shrank, both, or none."""
    if max(moved.values()) > 0:
        return "shares.moved" if min(moved.values()) < 0 else "shares.grew"
    return "shares.shrank" if min(moved.values()) < 0 else "shares.same"


def _describe_extremes(moved: dict[str, Fraction], chosen: Dataset, text: Text) -> dict[str, str]:
    """The themes that grew and shrank most, and by how many percentage points."""
    most, least = max(moved.values()), min(moved.values())
    return {
        "grown": _list_themes([theme for theme, by in moved.items() if by == most], chosen, text),
        "more": text.number(float(most * 100)),
        "shrunk": _list_themes([theme for theme, by in moved.items() if by == least], chosen, text),
        "fewer": text.number(float(-least * 100)),
    }


def _describe_largest(cells: tuple[Share, ...], chosen: Dataset, text: Text) -> str:
    """The largest share in the only statement that is selected."""
    most = max(share.main for share in cells)
    largest = [share for share in cells if share.main == most]
    return text(
        "shares.one",
        title=passages.title(chosen, text, cells[0].meeting_id),
        themes=_list_themes([share.theme_id for share in largest], chosen, text),
        share=describe_share(largest[0], text),
    )


def _list_themes(themes: list[str], chosen: Dataset, text: Text) -> str:
    """Themes as a list in words, each in quotation marks: some names hold an “and” of their own."""
    names = (grid.name_theme(theme, text=text, dataset=chosen) for theme in themes)
    return text.list(text("shares.theme", theme=name) for name in names)


def describe(chosen: Dataset, text: Text) -> GridContent:
    """What the chart shows, in words."""
    cells = (lambda share: describe_share(share, text)), (lambda share: share.main)
    return grid.describe_grid(chosen, text, key=KEY, finding=finding(chosen, text), cells=cells)


picked = grid.read_click
VIEW = frame.ChartView(KEY, figure, picked, describe, counts=frame.STATEMENTS)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(VIEW, chosen, text, follow)
