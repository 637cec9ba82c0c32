"""Series: values of the same thing counted, and which of them a view compares.

A series is indicator, scope and counts. Only values of one series are joined by a line, called
earlier, higher or unchanged, or set against each other as rivals. ``series_of`` is the only place
that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.analysis import observations
from loaders.model import cached_on_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

ONE_COUNTRY_OR_PART = ("iraq", "syria", "region")
"""Scopes that are a part of what most indicators are about."""


PARTS = {
    "pledge": "pledges-total",
    "security-forces-trained-by-one": "security-forces-trained",
    "foreign-fighters-from-eu": "foreign-fighters",
    "us-fatalities": "coalition-fatalities",
}
"""Indicators whose values are parts of those of another, each with that other."""


class Series(NamedTuple):
    """What is counted: the indicator, the area, and what exactly where these do not say it."""

    indicator_id: str
    scope: str
    counts: str

    @property
    def is_part(self) -> bool:
        """Whether it counts less than the indicator means: one country, or what ``counts`` says."""
        return self.scope in ONE_COUNTRY_OR_PART or bool(self.counts)


def series_of(figure: Figure) -> Series:
    """Return the series of a published value."""
    return Series(figure.indicator_id, str(figure.row["scope"]), str(figure.row["counts_en"]))


def totals_first(figures: Iterable[Figure]) -> list[Figure]:
    """Return values by date, of one date totals before parts and wholes before narrower counts."""

    def rank(figure: Figure) -> tuple[Any, ...]:
        key = series_of(figure)
        whole = PARTS.get(key.indicator_id, key.indicator_id)
        return (
            figure.when.middle,
            whole,
            key.indicator_id in PARTS,
            key.is_part,
            key,
            figure.observation_id,
        )

    return sorted(figures, key=rank)


def is_doubted(figure: Figure) -> bool:
    """Whether the record gives a value low confidence."""
    return bool(figure.row["confidence"] == "low")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What the selection says of an indicator: the value that says most, and the rest of its series.

    ``same_date`` holds all values of the series for the date of ``figure``, that value first;
    ``before`` all for the date before, the best first; ``unchanged_since`` is the first value of an
    unbroken run of the same statement. ``other_scopes`` are the values of other areas for the same
    date, where ``figure`` is of one country.
    """

    figure: Figure
    same_date: tuple[Figure, ...]
    before: tuple[Figure, ...]
    unchanged_since: Figure | None
    other_scopes: tuple[Figure, ...]


@cached_on_dataset()
def selected_series(dataset: Dataset, indicator: str) -> dict[Series, tuple[Figure, ...]]:
    """Return the selected values of an indicator by series, each by date."""
    found: dict[Series, list[Figure]] = {}
    for figure in observations.selected_figures(dataset, [indicator]):
        found.setdefault(series_of(figure), []).append(figure)
    return {series: tuple(figures) for series, figures in found.items()}


@cached_on_dataset()
def main_series(dataset: Dataset, indicator: str) -> tuple[Figure, ...]:
    """Return the selected values, by date, of the series that says most of an indicator.

    A series with a value that is not doubted comes before one without, both countries before one,
    the whole before a part, and then the one with the latest value. Doubted values are left out
    where the series has better ones.
    """
    series = selected_series(dataset, indicator)
    if not series:
        return ()
    scopes = dataset.rules.choices("observations", "scope")

    def weight(entry: tuple[Series, tuple[Figure, ...]]) -> tuple[bool, bool, bool, str, int]:
        key, figures = entry
        return (
            not all(map(is_doubted, figures)),
            key.scope not in ONE_COUNTRY_OR_PART,
            not key.counts,
            max(figure.when.last.isoformat() for figure in trusted(figures)),
            -scopes.index(key.scope),
        )

    _, figures = max(series.items(), key=weight)
    return trusted(figures)


def trusted(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the values that are not doubted, or all where every one is."""
    better = tuple(figure for figure in figures if not is_doubted(figure))
    return better or tuple(figures)


def best_first(figures: Sequence[Figure], dataset: Dataset) -> tuple[Figure, ...]:
    """Return values of one series and date, the one that is to be shown first.

    An official text comes before a report, a value of high confidence before any other, a stated
    one before a derived one, an exact one before a hedged one; then the higher: of two numbers of
    one day the higher is the later, since most are cumulative.
    """
    return tuple(
        sorted(
            figures,
            key=lambda figure: (*_standing(figure, dataset), -figure.value, figure.observation_id),
        )
    )


def _standing(figure: Figure, dataset: Dataset) -> tuple[bool, ...]:
    """Return what ranks a value within its series and date: False comes first."""
    source = dataset.whole.names["sources"][str(figure.row["source_id"])]
    return (
        source["kind"] != "official",
        figure.row["confidence"] != "high",
        figure.status != "stated",
        figure.qualifier != "exact",
    )


def first_and_last(figures: Sequence[Figure], dataset: Dataset) -> tuple[Figure, Figure]:
    """Return the values between which a series changes: exact ones where two dates have one.

    Of equally good values of the first date the lowest is taken, of the last date the highest: most
    numbers are cumulative.
    """
    groups = by_date(figures, dataset)
    exact = [group for group in groups if any(figure.qualifier == "exact" for figure in group)]
    if len(exact) > 1:
        groups = [
            tuple(figure for figure in group if figure.qualifier == "exact")
            for group in (exact[0], exact[-1])
        ]
    best = _standing(groups[0][0], dataset)
    first = [figure for figure in groups[0] if _standing(figure, dataset) == best]
    return min(first, key=lambda figure: figure.value), groups[-1][0]


def by_date(figures: Sequence[Figure], dataset: Dataset) -> list[tuple[Figure, ...]]:
    """Return values of one series grouped by date, earliest first, in each group the best first."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.when.text, []).append(figure)
    ordered = sorted(groups.values(), key=lambda group: group[0].when.middle)
    return [best_first(group, dataset) for group in ordered]


def key_figure(dataset: Dataset, indicator: str) -> KeyFigure | None:
    """Return what the selection says of an indicator; None where it says nothing."""
    groups = by_date(main_series(dataset, indicator), dataset)
    if not groups:
        return None
    figure = groups[-1][0]
    key = series_of(figure)
    every = selected_series(dataset, indicator)
    same_date = [
        other
        for other in every[key]
        if other.when == figure.when and other.observation_id != figure.observation_id
    ]
    return KeyFigure(
        figure=figure,
        same_date=(figure, *best_first(same_date, dataset)),
        before=groups[-2] if len(groups) > 1 else (),
        unchanged_since=_start_of_run(groups),
        other_scopes=_other_scopes(figure, every, dataset),
    )


def stated_for_same_date(dataset: Dataset, figure: Figure) -> tuple[Figure, ...]:
    """Return the other values of the collection of the same series and date, the best first."""
    key = series_of(figure)
    others = [
        other
        for other in observations.figures(dataset, [figure.indicator_id])
        if other.when == figure.when
        and series_of(other) == key
        and other.observation_id != figure.observation_id
    ]
    return best_first(others, dataset)


def _start_of_run(groups: Sequence[Sequence[Figure]]) -> Figure | None:
    """Return since when only the last value was stated; None if another one was just before."""
    statement = _statement(groups[-1][0])
    first = None
    for group in reversed(groups[:-1]):
        if {_statement(figure) for figure in group} != {statement}:
            break
        first = group[0]
    return first


def _statement(figure: Figure) -> tuple[float, float | None, str]:
    return figure.value, figure.high, figure.qualifier


def _other_scopes(
    figure: Figure, every: dict[Series, tuple[Figure, ...]], dataset: Dataset
) -> tuple[Figure, ...]:
    """Return the best value of each other area for the date, where the value is of one country."""
    key = series_of(figure)
    if key.scope not in ONE_COUNTRY_OR_PART:
        return ()
    found = []
    for series, figures in every.items():
        same = [
            other
            for other in trusted(figures)
            if other.when == figure.when and not is_doubted(other)
        ]
        if same and series.scope != key.scope and series.counts == key.counts:
            found.append(best_first(same, dataset)[0])
    return tuple(found)
