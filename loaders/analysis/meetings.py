"""Meetings, and the cities in which they were held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loaders.dates import Period, period
from loaders.model import cached_on_dataset
from loaders.schema.tables import records
from loaders.select import selected_ids

if TYPE_CHECKING:
    from loaders.model import Dataset


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, with its dates; ``chosen`` is False where the selection leaves it out."""

    meeting_id: str
    city_id: str
    level: str
    when: Period
    row: dict[str, Any]
    chosen: bool


@dataclass(frozen=True, slots=True)
class MeetingCity:
    """One city with the meetings held there, by date: the selected ones, and the rest."""

    city_id: str
    longitude: float
    latitude: float
    chosen: tuple[Meeting, ...]
    rest: tuple[Meeting, ...]

    @property
    def count(self) -> int:
        """How many selected meetings were held here."""
        return len(self.chosen)


@cached_on_dataset()
def meetings(dataset: Dataset) -> tuple[Meeting, ...]:
    """Return the meetings of the collection by date, selected or not."""
    found = [as_meeting(row, dataset) for row in records(dataset.held("meetings"))]
    return tuple(sorted(found, key=lambda meeting: (meeting.when.middle, meeting.meeting_id)))


def as_meeting(row: dict[str, Any], dataset: Dataset) -> Meeting:
    """Return a row of ``meetings.csv`` as a meeting."""
    return Meeting(
        meeting_id=row["meeting_id"],
        city_id=row["city_id"],
        level=row["level"],
        when=period(row["starts_on"], row["date_precision"]),
        row=row,
        chosen=row["meeting_id"] in selected_ids(dataset, "meetings"),
    )


@cached_on_dataset()
def places(dataset: Dataset) -> tuple[MeetingCity, ...]:
    """Return the cities with a meeting, most selected meetings first."""
    by_city: dict[str, list[Meeting]] = {}
    for meeting in meetings(dataset):
        if meeting.city_id:
            by_city.setdefault(meeting.city_id, []).append(meeting)
    cities: dict[str, dict[str, Any]] = dataset.names["cities"]
    found = [
        MeetingCity(
            city_id=city,
            longitude=float(cities[city]["longitude"]),
            latitude=float(cities[city]["latitude"]),
            chosen=tuple(meeting for meeting in held if meeting.chosen),
            rest=tuple(meeting for meeting in held if not meeting.chosen),
        )
        for city, held in by_city.items()
    ]
    return tuple(sorted(found, key=lambda place: (-place.count, -len(place.rest), place.city_id)))


def count_cities(dataset: Dataset) -> int:
    """Return in how many cities the selected meetings were held."""
    return len(set(dataset.meetings["city_id"]) - {""})
