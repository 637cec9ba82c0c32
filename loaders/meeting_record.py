"""What the wider public record states at a meeting beyond the report of which there is a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from loaders.columns import columns
from loaders.measures import spoken, told
from loaders.series import totals_first

if TYPE_CHECKING:
    from loaders.measures import Figure
    from loaders.model import Dataset


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
    return tuple(
        sorted(
            totals_first(others),
            key=lambda figure: groups.index(indicators[figure.indicator_id]["group"]),
        )
    )
