"""Ties: the brackets below values of one quantity and date, which say whether all can be true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from components.charts.builder import draw_line, draw_text, format_moment
from components.charts.labels import MARK
from components.charts.marks import BAR
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.charts.labels import Box, PlotArea
    from components.theme import Screen
    from loaders.analysis.disputes import Rivals
    from loaders.analysis.observations import Figure

DROP, HOOK, NAME, REACH = 13, 5, 13, 18
"""Pixels between the lowest mark and its tie, of the tie's upturned ends, of what stands below an
axis, and of the arrow of a bound."""

SIGN = 15
"""Size in pixels of the sign on a tie of values that cannot all be true."""


class MarkPosition(NamedTuple):
    """Where a mark stands: the middle of its date, its height, and that of its axis' foot."""

    moment: datetime
    y: float
    foot: float


def locate_marks(values: Sequence[Figure], *, area: PlotArea) -> dict[str, MarkPosition]:
    """Where the marks of values stand, by id, in a chart that has an axis of values in its unit.

    Their foot is as far above that of the axis as a sign on a tie needs: nothing stands below it.
    """
    foot = area.low + (NAME + SIGN) * area.value_per_pixel
    return {
        value.observation_id: MarkPosition(value.when.middle, value.value, foot) for value in values
    }


def choose_ending(value: Figure) -> str:
    """The form at the far end of a bound's arrow or of a range; empty for any other value."""
    if value.high is not None:
        return BAR
    if value.qualifier in OPEN_BELOW:
        return "triangle-up"
    return "triangle-down" if value.qualifier in OPEN_ABOVE else ""


def draw_ties(
    groups: Iterable[Rivals],
    *,
    positions: Mapping[str, MarkPosition],
    screen: Screen,
    area: PlotArea,
) -> tuple[list[dict[str, Any]], list[Box]]:
    """The brackets of disputed values, whole where all can be true at once, and what they cover.

    Where they cannot, a bracket is dashed and has a sign. They stand below the marks or, where
    there is no room above the foot, over them, and are as wide as a mark at least. Marks in one
    position that can all be true have none. Groups that the selection leaves out are grey and have
    no sign.
    """
    colours = screen.palette
    drawn: dict[tuple[bool, bool], tuple[list[str | None], list[float | None]]] = {}
    signs: list[tuple[str, float]] = []
    boxes: list[Box] = []
    for group in groups:
        marked = [value for value in group.figures if value.observation_id in positions]
        spots = {positions[value.observation_id][:2] for value in marked}
        if len(marked) < 2 or (len(spots) == 1 and group.agree):
            continue
        level, end = _find_level(marked, positions=positions, rise=area.value_per_pixel)
        moments = [moment for moment, _ in spots]
        half = MARK / 2 * area.time_per_pixel if len(set(moments)) == 1 else timedelta(0)
        left, right = min(moments) - half, max(moments) + half
        x, y = drawn.setdefault((group.chosen, group.agree), ([], []))
        x += [*map(format_moment, (left, left, right, right)), None]
        y += [end, level, level, end, None]
        corners = area.locate(left, min(level, end)), area.locate(right, max(level, end))
        boxes.append((*corners[0], *corners[1]))
        if group.chosen and not group.agree:
            middle = left + (right - left) / 2
            signs.append((format_moment(middle), level))
            x_sign, y_sign = area.locate(middle, level)
            boxes.append((x_sign - SIGN / 2, y_sign - SIGN, x_sign + SIGN / 2, y_sign))
    ties = []
    for (chosen, agree), (x, y) in drawn.items():
        colour = (colours.ink if agree else colours.disputed) if chosen else colours.rest
        ties.append(draw_line(x, y, width=1.5, color=colour, dash="solid" if agree else "3px,3px"))
    if signs:
        style = {
            "textposition": "bottom center",
            "textfont": {"color": colours.disputed, "size": SIGN},
        }
        moments_of_signs, levels = map(list, zip(*signs, strict=True))
        ties.append(draw_text(moments_of_signs, levels, ["≠"] * len(signs), **style))
    return ties, boxes


def _find_level(
    marked: Iterable[Figure], *, positions: Mapping[str, MarkPosition], rise: float
) -> tuple[float, float]:
    """The height of a tie, and that of its ends, which turn towards the marks."""
    low, high, foot = [], [], 0.0
    for value in marked:
        (_, y, foot), ending = positions[value.observation_id], choose_ending(value)
        low.append(y - (REACH * rise if ending == "triangle-down" else 0))
        high.append(y + (REACH * rise if ending == "triangle-up" else 0))
    level = min(low) - DROP * rise
    if level >= foot - NAME * rise:
        return level, level + HOOK * rise
    level = max(high) + DROP * rise
    return level, level - HOOK * rise
