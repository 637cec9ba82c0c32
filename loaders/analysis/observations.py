"""Observations: the published values of a dataset as records, by date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders.dates import Period, period
from loaders.model import RECORD, cached_on_dataset
from loaders.select import selected_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.model import Dataset


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value, with what a view needs to draw it and to say where it comes from.

    ``value`` and ``high`` are in the indicator's unit; ``high`` is None but for a range.
    ``chosen`` is False for a value that is shown in grey because the selection leaves it out.
    """

    observation_id: str
    indicator_id: str
    meeting_id: str
    value: float
    high: float | None
    qualifier: str
    status: str
    when: Period
    row: dict[str, Any]
    chosen: bool


def as_figure(row: dict[str, Any], *, chosen: bool) -> Figure:
    """Return a row of ``observations.csv`` as a published value."""
    return Figure(
        observation_id=row["observation_id"],
        indicator_id=row["indicator_id"],
        meeting_id=row["meeting_id"],
        value=row["value"],
        high=None if pd.isna(row["high"]) else row["high"],
        qualifier=row["qualifier"],
        status=row["status"],
        when=period(row["as_of"], row["as_of_precision"]),
        row=row,
        chosen=chosen,
    )


def figures(dataset: Dataset, indicators: Iterable[str]) -> tuple[Figure, ...]:
    """Return the collection's values of some indicators by date, selected or not."""
    found = [figure for indicator in set(indicators) for figure in _figures_of(dataset, indicator)]
    return tuple(sorted(found, key=_date_and_id))


def selected_figures(dataset: Dataset, indicators: Iterable[str]) -> tuple[Figure, ...]:
    """Return the selected values of some indicators by date."""
    return tuple(figure for figure in figures(dataset, indicators) if figure.chosen)


def find_figure(dataset: Dataset, observation: str) -> Figure | None:
    """Return a published value by its id, of whichever collection; None if there is none."""
    row = dataset.names["observations"].get(observation)
    is_selected = observation in selected_ids(dataset, "observations")
    return None if row is None else as_figure(row, chosen=is_selected)


def count_figures(dataset: Dataset, indicators: Iterable[str]) -> int:
    """Return how many values of some indicators the selection holds."""
    return int(dataset.observations["indicator_id"].isin(list(indicators)).sum())


@cached_on_dataset()
def list_indicators(dataset: Dataset) -> frozenset[str]:
    """Return the indicators of which the collection has values, whatever is selected."""
    return frozenset(dataset.held("observations")["indicator_id"])


@cached_on_dataset()
def _figures_of(dataset: Dataset, indicator: str) -> tuple[Figure, ...]:
    """Return the collection's values of one indicator by date, selected or not."""
    selected = selected_ids(dataset, "observations")
    return tuple(
        replace(figure, chosen=True) if figure.observation_id in selected else figure
        for figure in _figures_by_indicator(dataset.whole).get(indicator, ())
        if dataset.wide or figure.row["collection"] != RECORD
    )


@cached_on_dataset()
def _figures_by_indicator(whole: Dataset) -> dict[str, list[Figure]]:
    """Return all values by indicator, each by date, as if none were selected."""
    by_indicator: dict[str, list[Figure]] = {}
    for figure in sorted(
        (as_figure(row, chosen=False) for row in whole.names["observations"].values()),
        key=_date_and_id,
    ):
        by_indicator.setdefault(figure.indicator_id, []).append(figure)
    return by_indicator


def _date_and_id(figure: Figure) -> tuple[Any, str]:
    return figure.when.middle, figure.observation_id
