"""Panels: published values as small multiples, one above the other on one axis of time, each in its own unit.

The vertical axis is in pixels above the foot of the chart, whatever the unit: forms, ties and labels keep their
distances, and no two quantities share a scale. A tie below values of one date says whether they can all be true.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from components.charts.labels import (
    NAME_LETTER,
    measure_text,
)
from components.charts.ties import NAME
from loaders.analysis.observations import figures
from loaders.analysis.series import ONE_COUNTRY_OR_PART, best_first, series_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.language import Text
    from components.theme import Screen
    from loaders.analysis.observations import Figure
    from loaders.analysis.series import Series
    from loaders.model import Dataset

LOW, HIGH = 72, 150
"""Pixels from nothing to the highest tick of a panel: of a panel among many, and among few."""

ROW = 8
"""Pixels between the foot and the mark of a value that is alone in its panel, and so has no axis."""

BELOW, ABOVE, TITLE = 24, 27, 18
"""Pixels kept below an axis for ties and cities, above it for labels and arrows, and for a line of the panel's name."""

LEFT, RIGHT, FOOT, TOP = 78, 12, 26, 28
"""Margins of the chart in pixels; those above and below hold the years."""

STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Steps of an axis, times a power of ten."""


class Panel(NamedTuple):
    """A chart among those that stand above one another: values of one indicator in its unit.

    ``detail`` says what they are about, and the unit. ``high`` is the panel's height in pixels; ``by_meeting`` says
    that each value belongs to its meeting alone, and not to what was stated before.
    """

    name: str
    detail: str
    indicator: Mapping[str, Any]
    figures: tuple[Figure, ...]
    high: int = LOW
    by_meeting: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether its values are parts of a whole."""
        return str(self.indicator["unit_en"]).startswith("%")

    def write_tick(self, value: float, text: Text) -> str:
        """A tick in words; a share with its sign, other units stand in the panel's name."""
        return text.measure(value, self.indicator) if self.is_percent else text.amount(value)


class PlacedPanel(NamedTuple):
    """A panel in its chart: pixels from the chart's foot to its own, its ticks, the lines of its name.

    A panel with one value has no ticks.
    """

    panel: Panel
    foot: float
    ticks: tuple[float, ...]
    lines: tuple[str, ...]

    @property
    def top(self) -> float:
        """Pixels from the chart's foot to the panel's highest tick."""
        return self.foot + (self.panel.high if self.ticks else ROW)

    def find_height(self, value: float) -> float:
        """Pixels from the chart's foot to a value."""
        return self.foot + (value / self.ticks[-1] * self.panel.high if self.ticks else ROW)

    @property
    def by_meeting(self) -> tuple[Figure, ...]:
        """The values that stand over the cities of their meetings."""
        return self.panel.figures if self.panel.by_meeting and self.ticks else ()


def list_series_panels(
    chosen: Dataset, text: Text, *, indicators: Iterable[str], high: int = LOW
) -> list[Panel]:
    """A panel for each series of some indicators: the whole before its parts, in the order of the contract."""
    names, scopes = chosen.whole.names["indicators"], chosen.rules.choices("observations", "scope")
    panels = []
    for indicator in indicators:
        series: dict[Series, list[Figure]] = {}
        for value in figures(chosen, [indicator]):
            series.setdefault(series_of(value), []).append(value)
        has_whole = any(key.scope not in ONE_COUNTRY_OR_PART for key in series)
        ordered = sorted(
            series,
            key=lambda key: (key.scope in ONE_COUNTRY_OR_PART, scopes.index(key.scope), key.counts),
        )
        for key in ordered:
            alone = has_whole and key.scope in ("iraq", "syria")
            area = text(f"alone.{key.scope}") if alone else text(f"scope.{key.scope}")
            counts = text.of(series[key][0].row, "counts")
            part = text("phrase.between").join(filter(None, (area, counts)))
            values = order_marks(series[key], chosen)
            panels.append(
                Panel(*_name(names[indicator], text, part=part), names[indicator], values, high)
            )
    return panels


def list_meeting_panels(chosen: Dataset, text: Text, *, indicators: Iterable[str]) -> list[Panel]:
    """A panel for each of some indicators, whatever its values count: each belongs to its meeting alone."""
    panels = []
    for indicator in indicators:
        if values := figures(chosen, [indicator]):
            row = chosen.whole.names["indicators"][indicator]
            name = _name(row, text, part=text("panels.by_meeting"))
            panels.append(Panel(*name, row, order_marks(values, chosen), LOW, by_meeting=True))
    return panels


def _name(row: Mapping[str, Any], text: Text, *, part: str) -> tuple[str, str]:
    return text.of(row, "name"), text("panels.detail", part=part, unit=text.of(row, "unit"))


def order_marks(values: Sequence[Figure], chosen: Dataset) -> tuple[Figure, ...]:
    """Values in the order in which they are drawn: by date; of one date and number the best last, on top.

    Plotly answers a click with the uppermost mark, and the evidence of that mark names the others.
    """
    rank = {value.observation_id: index for index, value in enumerate(best_first(values, chosen))}
    return tuple(
        sorted(
            values,
            key=lambda value: (
                value.when.middle,
                value.value,
                value.chosen,
                -rank[value.observation_id],
            ),
        )
    )


def measure_room(screen: Screen) -> int:
    """The width in pixels of the part in which the marks stand."""
    return max(screen.width - LEFT - RIGHT, 200)


def stack_panels(
    panels: Sequence[Panel], *, room: float, text: Text
) -> tuple[list[PlacedPanel], float]:
    """The panels with their positions, from top to bottom, and the height of all together in pixels.

    A name that is longer than the ``room`` of the marks and of their axis takes two lines.
    """
    foot, placed = 0.0, []
    for panel in reversed(panels):
        most = max(value.value if value.high is None else value.high for value in panel.figures)
        axis = choose_ticks(most, is_percent=panel.is_percent) if len(panel.figures) > 1 else ()
        name = text("panels.of", name=panel.name, detail=panel.detail)
        lines = (name,) if measure_name(name) <= room + LEFT else (panel.name, panel.detail)
        placed.append(PlacedPanel(panel, foot + BELOW, axis, lines))
        foot = placed[-1].top + ABOVE + TITLE * len(lines)
    return placed[::-1], foot


def choose_ticks(most: float, *, is_percent: bool = False) -> tuple[float, ...]:
    """Nothing, a round number and its double, at or above the highest value; of a share, up to the whole."""
    if is_percent:
        return (0, 50, 100)
    if most <= 0:
        return (0, 1)
    size = 10 ** math.floor(math.log10(most / 2))
    step = next(step * size for step in STEPS if step * size >= most / 2)
    return (0, step, 2 * step)


def measure_name(name: str) -> float:
    """About how wide the name of a panel is, in pixels."""
    return measure_text(name, size=NAME, letter=NAME_LETTER)
