"""Ties: the brackets below values that were stated of one quantity and date, and whether they can all be true."""

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
"""Pixels between the lowest mark and its tie, of the tie's upturned ends, of what stands below an axis, and of the
arrow of a bound."""

SIGN = 15
"""Size in pixels of the sign on a tie of values that cannot all be true."""


class MarkPosition(NamedTuple):
    """Where a mark stands: the middle of its date, its height, and that of its axis' foot."""

    moment: datetime
    y: float
    foot: float


def locate_marks(values: Sequence[Figure], *, area: PlotArea) -> dict[str, MarkPosition]:
    """Where the marks of values stand, by id, in a chart that has an axis of values in its unit.

    Their foot is as far above that of the axis as a sign on a tie needs, since nothing stands below the axis.
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
) -> list[dict[str, Any]]:
    """The brackets of disputed values: whole where all can be true at once, dashed with a sign where they cannot.

    They stand below the marks or, where there is no room above the foot, over them, and are as wide as a mark at
    least. Marks in one position that can all be true have none. Groups that the selection leaves out are grey and
    have no sign.
    """
    colours, rise = screen.palette, area.value_per_pixel
    drawn: dict[tuple[bool, bool], tuple[list[str | None], list[float | None]]] = {}
    signs: list[tuple[str, float]] = []
    for group in groups:
        marked = [value for value in group.figures if value.observation_id in positions]
        spots = {positions[value.observation_id][:2] for value in marked}
        if len(marked) < 2 or (len(spots) == 1 and group.agree):
            continue
        level, hook = _find_level(marked, positions=positions, rise=rise)
        moments = [moment for moment, _ in spots]
        half = MARK / 2 * area.time_per_pixel if len(set(moments)) == 1 else timedelta(0)
        left, right = min(moments) - half, max(moments) + half
        x, y = drawn.setdefault((group.chosen, group.agree), ([], []))
        x += [*map(format_moment, (left, left, right, right)), None]
        y += [level + hook, level, level, level + hook, None]
        if group.chosen and not group.agree:
            signs.append((format_moment(left + (right - left) / 2), level))
    ties = []
    for (chosen, agree), (x, y) in drawn.items():
        colour = (colours.ink if agree else colours.disputed) if chosen else colours.rest
        ties.append(draw_line(x, y, width=1.5, color=colour, dash="solid" if agree else "3px,3px"))
    if signs:
        font = {"color": colours.disputed, "size": SIGN}
        moments_of_signs, levels = zip(*signs, strict=True)
        ties.append(
            draw_text(
                list(moments_of_signs),
                list(levels),
                ["≠"] * len(signs),
                textposition="bottom center",
                textfont=font,
            )
        )
    return ties


def _find_level(
    marked: Iterable[Figure], *, positions: Mapping[str, MarkPosition], rise: float
) -> tuple[float, float]:
    """The height of a tie, and how far its ends turn towards the marks."""
    low, high, foot = [], [], 0.0
    for value in marked:
        position, ending = positions[value.observation_id], choose_ending(value)
        low.append(position.y - (REACH * rise if ending == "triangle-down" else 0))
        high.append(position.y + (REACH * rise if ending == "triangle-up" else 0))
        foot = position.foot
    if min(low) - DROP * rise >= foot - NAME * rise:
        return min(low) - DROP * rise, HOOK * rise
    return max(high) + DROP * rise, -HOOK * rise


def list_tie_boxes(ties: Sequence[Mapping[str, Any]], *, area: PlotArea) -> list[Box]:
    """What the ties and their signs cover, in pixels."""
    boxes: list[Box] = []
    for trace in ties:
        x, y = trace["x"], trace["y"]
        if trace["mode"] == "text":
            signs = [area.locate(*sign) for sign in zip(x, y, strict=True)]
            boxes += [(left - SIGN / 2, top - SIGN, left + SIGN / 2, top) for left, top in signs]
            continue
        for start in range(0, len(x), 5):
            (left, top), (right, level) = (
                area.locate(x[end], y[end]) for end in (start, start + 2)
            )
            boxes.append((left, min(top, level), right, max(top, level)))
    return boxes
