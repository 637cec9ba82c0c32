"""Panels: the published values that share an axis in a chart of small multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.analysis.observations import figures
from loaders.analysis.series import ONE_COUNTRY_OR_PART, best_first, series_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.language import Text
    from loaders.analysis.observations import Figure
    from loaders.analysis.series import Series
    from loaders.model import Dataset

LOW, HIGH = 72, 150
"""Pixels from nothing to the highest tick of a panel: of a panel among many, and among few."""


class Panel(NamedTuple):
    """A chart among those that stand above one another: values of one indicator in its unit.

    ``detail`` says what they are about, and the unit. ``high`` is the panel's height in pixels;
    ``by_meeting`` says that each value belongs to its meeting alone, not to what was stated before.
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


def list_series_panels(
    chosen: Dataset, text: Text, *, indicators: Iterable[str], high: int = LOW
) -> list[Panel]:
    """A panel for each series of some indicators: the whole before its parts, by the contract."""
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
            is_alone = has_whole and key.scope in ("iraq", "syria")
            area = text(f"alone.{key.scope}") if is_alone else text(f"scope.{key.scope}")
            counts = text.of(series[key][0].row, "counts")
            part = text("phrase.between").join(filter(None, (area, counts)))
            name = _name(names[indicator], text, part=part)
            panels.append(Panel(*name, names[indicator], order_marks(series[key], chosen), high))
    return panels


def list_meeting_panels(chosen: Dataset, text: Text, *, indicators: Iterable[str]) -> list[Panel]:
    """A panel for each of some indicators, whatever its values count."""
    panels = []
    for indicator in indicators:
        if values := figures(chosen, [indicator]):
            row = chosen.whole.names["indicators"][indicator]
            name = _name(row, text, part=text("panels.by_meeting"))
            panels.append(Panel(*name, row, order_marks(values, chosen), by_meeting=True))
    return panels


def _name(row: Mapping[str, Any], text: Text, *, part: str) -> tuple[str, str]:
    return text.of(row, "name"), text("panels.detail", part=part, unit=text.of(row, "unit"))


def order_marks(values: Sequence[Figure], chosen: Dataset) -> tuple[Figure, ...]:
    """Values in the order in which they are drawn: by date; of one date and number the best last.

    Plotly answers a click with the uppermost mark, and the evidence of that mark names the others.
    """
    worst_first = best_first(values, chosen)[::-1]
    return tuple(
        sorted(worst_first, key=lambda value: (value.when.middle, value.value, value.chosen))
    )
