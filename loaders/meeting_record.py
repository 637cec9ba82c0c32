"""What the wider public record states at a meeting beyond the report of which there is a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from loaders.columns import columns
from loaders.measures import spoken, told

if TYPE_CHECKING:
    from loaders.dataset import Dataset
    from loaders.measures import Figure

TOTAL_OF = {
    "pledge": "pledges-total",
    "security-forces-trained-by-one": "security-forces-trained",
    "us-fatalities": "coalition-fatalities",
}
"""Indicators that count a part of what another indicator of their group counts."""

WIDEST = ("global", "region", "iraq-syria")
"""Scopes that include others, the widest first."""


def find_record_figures(dataset: Dataset, meeting_id: str) -> tuple[Figure, ...]:
    """Find the values of the record that are stated at a meeting, whatever collection and filters are chosen.

    Values of the report that the statement renders are left out, as they stand in the statement. Sorted by
    indicator group in the order of the contract, then by date; values of one date have a total before its
    parts.
    """
    known = columns(dataset.whole)
    is_stated = known.of == known.at.get(meeting_id, -2)
    figures = told(dataset, np.flatnonzero(is_stated & ~known.core["observations"]))
    reports = {passage["source_id"] for passage in spoken(dataset.whole, meeting_id)}
    others = [figure for figure in figures if figure.row["source_id"] not in reports]
    groups = dataset.rules.choices("indicators", "group")
    indicators = dataset.whole.names["indicators"]

    def make_sort_key(figure: Figure) -> tuple[Any, ...]:
        indicator, scope, counts = figure.indicator_id, figure.row["scope"], figure.row["counts_en"]
        return (
            groups.index(indicators[indicator]["group"]),
            figure.when.middle,
            TOTAL_OF.get(indicator, indicator),
            indicator in TOTAL_OF,
            counts != "",
            WIDEST.index(scope) if scope in WIDEST else len(WIDEST),
            scope,
            counts,
            figure.observation_id,
        )

    return tuple(sorted(others, key=make_sort_key))
