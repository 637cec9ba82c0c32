"""What the public record states at a meeting beyond the report that the statement renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.analysis.observations import as_figure
from loaders.analysis.series import totals_first
from loaders.analysis.statements import list_passages
from loaders.model import RECORD
from loaders.tables import records

if TYPE_CHECKING:
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


def find_record_figures(dataset: Dataset, meeting_id: str) -> tuple[Figure, ...]:
    """Find the values of the record that are stated at a meeting, whatever is selected.

    Values of the report that the statement renders are left out, as they stand in the statement.
    Sorted by indicator group in the order of the contract, then by date; values of one date have a
    total before its parts.
    """
    observations = dataset.whole.observations
    is_stated = (observations["meeting_id"] == meeting_id) & (observations["collection"] == RECORD)
    reports = {passage["source_id"] for passage in list_passages(dataset.whole, meeting_id)}
    figures = [
        as_figure(row, chosen=True)
        for row in records(observations[is_stated])
        if row["source_id"] not in reports
    ]
    groups = dataset.rules.choices("indicators", "group")
    indicators = dataset.names["indicators"]
    return tuple(
        sorted(
            totals_first(figures),
            key=lambda figure: groups.index(indicators[figure.indicator_id]["group"]),
        )
    )
