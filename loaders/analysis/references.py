"""References: reports on a meeting that name another meeting of the Coalition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.analysis.meetings import as_meeting
from loaders.dates import period
from loaders.model import cached_on_dataset
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.analysis.meetings import Meeting
    from loaders.dates import Period
    from loaders.model import Dataset


@dataclass(frozen=True, slots=True)
class Thread:
    """One reference in the report on a meeting, ``origin``, to another meeting, ``target``.

    ``target`` is None where the report leaves open which meeting it means. ``expected`` is when an
    announced meeting was to be held; None for the other kinds. ``chosen`` says whether the
    selection holds the origin or the target.
    """

    thread_id: str
    kind: str
    origin: Meeting
    target: Meeting | None
    row: dict[str, Any]
    expected: Period | None
    chosen: bool

    @property
    def held(self) -> Period | None:
        """When an announced meeting was held; None if the dataset has no such meeting."""
        return self.target.when if self.kind == "announces" and self.target else None


class Announced(NamedTuple):
    """How many meetings some reports announce, and how many of these were held."""

    announced: int
    held: int


@cached_on_dataset()
def threads(dataset: Dataset) -> tuple[Thread, ...]:
    """Return the references of the collection by date of the report's meeting, selected or not."""
    found = [_as_thread(row, dataset) for row in records(dataset.held("threads"))]
    return tuple(sorted(found, key=lambda thread: (thread.origin.when.middle, thread.thread_id)))


def _as_thread(row: dict[str, Any], dataset: Dataset) -> Thread:
    rows = dataset.names["meetings"]
    origin = as_meeting(rows[row["from_meeting_id"]], dataset)
    target = as_meeting(rows[row["to_meeting_id"]], dataset) if row["to_meeting_id"] else None
    return Thread(
        thread_id=row["thread_id"],
        kind=row["kind"],
        origin=origin,
        target=target,
        row=row,
        expected=period(row["expected_on"], row["expected_precision"])
        if row["expected_on"]
        else None,
        chosen=origin.chosen or (target is not None and target.chosen),
    )


def count_announced(dataset: Dataset) -> Announced:
    """Return how many selected references announce a meeting, and how many of those are known."""
    announcing = [
        thread for thread in threads(dataset) if thread.chosen and thread.kind == "announces"
    ]
    return Announced(len(announcing), sum(thread.target is not None for thread in announcing))
