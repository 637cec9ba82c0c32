"""Measures: the tables that views draw, derived from a dataset by choosing and ordering, never by guessing.

Nothing here adds up, averages or fills in published values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders.dates import Period, period
from loaders.tables import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.dataset import Dataset

KEPT = 64
"""Selections whose measures are kept: a dataset never changes, so equal questions have one answer."""

OPEN_BELOW = ("more_than", "at_least")
"""Qualifiers of a lower bound: the true value is at or above what was said."""

OPEN_ABOVE = ("less_than", "up_to", "nearly")
"""Qualifiers of an upper bound: the true value is at or below what was said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value, with what a view needs to draw it and to say where it comes from.

    ``value`` and ``high`` are in the indicator's unit; ``high`` is None but for a range.
    ``chosen`` is False for a figure that is shown in grey because the selection leaves it out.
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
class Place:
    """One city with the meetings held there, in order of date: those chosen first named, then the rest."""

    city_id: str
    longitude: float
    latitude: float
    chosen: tuple[Meeting, ...]
    rest: tuple[Meeting, ...]


def figures(dataset: Dataset, indicators: Iterable[str]) -> tuple[Figure, ...]:
    """The published values of some indicators by date, those that the selection leaves out among them."""
    wanted = set(indicators)
    return tuple(each for each in _figures(dataset) if each.indicator_id in wanted)


def figure(dataset: Dataset, observation: str) -> Figure | None:
    """One published value by its id, of whichever collection; None if there is none."""
    row = dataset.whole.names["observations"].get(observation)
    chosen = observation in set(dataset.observations["observation_id"])
    return None if row is None else _figure(row, chosen=chosen)


@lru_cache(maxsize=KEPT)
def _figures(dataset: Dataset) -> tuple[Figure, ...]:
    whole = dataset.whole.observations
    chosen = set(dataset.observations["observation_id"])
    out = [
        _figure(row, chosen=row["observation_id"] in chosen)
        for row in records(whole[whole["collection"] == dataset.collection])
    ]
    return tuple(sorted(out, key=lambda each: (each.when.middle, each.observation_id)))


def _figure(row: dict[str, Any], *, chosen: bool) -> Figure:
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


def stated(dataset: Dataset, indicator: str) -> tuple[Figure, ...]:
    """The chosen values of one indicator by date."""
    return tuple(each for each in figures(dataset, [indicator]) if each.chosen)


@lru_cache(maxsize=KEPT)
def meetings(dataset: Dataset) -> tuple[Meeting, ...]:
    """Every meeting of the collection by date, those that the selection leaves out among them."""
    whole = dataset.whole.meetings
    chosen = set(dataset.meetings["meeting_id"])
    out = [
        Meeting(
            meeting_id=row["meeting_id"],
            city_id=row["city_id"],
            level=row["level"],
            when=period(row["starts_on"], row["date_precision"]),
            row=row,
            chosen=row["meeting_id"] in chosen,
        )
        for row in records(whole[whole["collection"] == dataset.collection])
    ]
    return tuple(sorted(out, key=lambda each: (each.when.middle, each.meeting_id)))


@lru_cache(maxsize=KEPT)
def places(dataset: Dataset) -> tuple[Place, ...]:
    """The cities with a meeting, most chosen meetings first; meetings held online have none."""
    cities = dataset.whole.names["cities"]
    held: dict[str, list[Meeting]] = {}
    for meeting in meetings(dataset):
        if meeting.city_id:
            held.setdefault(meeting.city_id, []).append(meeting)
    out = [
        Place(
            city_id=city_id,
            longitude=float(cities[city_id]["longitude"]),
            latitude=float(cities[city_id]["latitude"]),
            chosen=tuple(each for each in there if each.chosen),
            rest=tuple(each for each in there if not each.chosen),
        )
        for city_id, there in held.items()
    ]
    return tuple(sorted(out, key=lambda each: (-len(each.chosen), -len(each.rest), each.city_id)))


def disagreements(dataset: Dataset, figure: Figure) -> tuple[dict[str, Any], ...]:
    """What other sources say of a figure or of the date of its meeting, as rows of ``discrepancies.csv``."""
    subjects = (f"observations:{figure.observation_id}:", f"meetings:{figure.meeting_id}:")
    rows = dataset.whole.discrepancies
    return tuple(row for row in records(rows) if row["subject"].startswith(subjects))


@lru_cache(maxsize=KEPT)
def themes_by_use(dataset: Dataset) -> tuple[str, ...]:
    """Every theme, the one with most passages in the whole dataset first: one order for all selections."""
    used = dataset.whole.passages["themes"].explode().value_counts().to_dict()
    known = dataset.whole.themes["theme_id"]
    return tuple(sorted(known, key=lambda theme: (-used.get(theme, 0), theme)))
