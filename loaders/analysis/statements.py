"""Statements: the passages of each meeting's statement, and how much of its source they render."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loaders.analysis.observations import as_figure
from loaders.analysis.series import totals_first
from loaders.model import RECORD, cached_on_dataset
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many paragraphs of a source its statement renders, and the numbers of the others."""

    rendered: int
    total: int
    left_out: tuple[int, ...]


def list_statements(dataset: Dataset) -> tuple[str, ...]:
    """Return the ids of the selected meetings with a selected passage, by date."""
    meetings = dataset.meetings["meeting_id"]
    return tuple(meetings[meetings.isin(dataset.passages["meeting_id"])])


def list_passages(dataset: Dataset, meeting_id: str) -> list[dict[str, Any]]:
    """Return the selected passages of a meeting's statement, as rows in reading order."""
    return _passages_by_meeting(dataset).get(meeting_id, [])


@cached_on_dataset()
def _passages_by_meeting(dataset: Dataset) -> dict[str, list[dict[str, Any]]]:
    passages: dict[str, list[dict[str, Any]]] = {}
    for row in records(dataset.passages):
        passages.setdefault(row["meeting_id"], []).append(row)
    return passages


def find_renderings(dataset: Dataset, observation: str) -> list[dict[str, Any]]:
    """Return the passages of the whole dataset in which an observation is marked, as rows."""
    return [
        row
        for rows in _passages_by_meeting(dataset.whole).values()
        for row in rows
        if any(mark["observation_id"] == observation for mark in row["figures"])
    ]


def measure_coverage(dataset: Dataset, meeting_id: str) -> Coverage:
    """Return how much of its source the statement of a meeting renders; KeyError if it has none."""
    rows = list_passages(dataset.whole, meeting_id)
    if not rows:
        raise KeyError(f"meeting_id {meeting_id!r} has no statement")
    total = int(rows[-1]["source_paragraphs"])
    rendered = {number for row in rows for number in row["paragraphs"]}
    left_out = tuple(number for number in range(1, total + 1) if number not in rendered)
    return Coverage(len(rendered), total, left_out)


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
