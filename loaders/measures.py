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


@dataclass(frozen=True, slots=True)
class Thread:
    """One reference in the report on a meeting, ``origin``, to another meeting of the Coalition, ``target``.

    ``target`` is None where the report leaves open which meeting it means. ``expected`` is when an announced
    meeting was to be held; None for the other kinds. ``chosen`` says whether the selection holds the origin or
    the target.
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
        """When an announced meeting was held; None if nothing is announced or the dataset has no such meeting."""
        return self.target.when if self.kind == "announces" and self.target else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a source its statement renders: ``rendered`` of ``total`` paragraphs, and the others by number."""

    rendered: int
    total: int
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The passages of one statement on one theme, counted whatever themes are chosen.

    Of ``total`` passages, ``main`` have the theme as their first, ``any`` have it at all. ``chosen`` is
    False where the selection leaves out the meeting or asks for other themes.
    """

    meeting_id: str
    theme_id: str
    main: int
    any: int
    total: int
    chosen: bool


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
    chosen = set(dataset.observations["observation_id"])
    out = [
        _figure(row, chosen=row["observation_id"] in chosen) for row in records(dataset.held("observations"))
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
    chosen = set(dataset.meetings["meeting_id"])
    out = [_meeting(row, chosen=row["meeting_id"] in chosen) for row in records(dataset.held("meetings"))]
    return tuple(sorted(out, key=lambda each: (each.when.middle, each.meeting_id)))


def _meeting(row: dict[str, Any], *, chosen: bool) -> Meeting:
    return Meeting(
        meeting_id=row["meeting_id"],
        city_id=row["city_id"],
        level=row["level"],
        when=period(row["starts_on"], row["date_precision"]),
        row=row,
        chosen=chosen,
    )


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


@lru_cache(maxsize=KEPT)
def shares(dataset: Dataset) -> tuple[Share, ...]:
    """The passages of each statement of the collection by theme: meetings by date, themes by use.

    A theme on which a statement says nothing has its share too, with counts of 0.
    """
    asked = dataset.themes_asked
    themes: dict[str, list[tuple[str, ...]]] = {}
    for row in records(dataset.whole.passages):
        themes.setdefault(row["meeting_id"], []).append(row["themes"])
    return tuple(
        Share(
            meeting_id=meeting.meeting_id,
            theme_id=theme,
            main=sum(each[0] == theme for each in themes[meeting.meeting_id]),
            any=sum(theme in each for each in themes[meeting.meeting_id]),
            total=len(themes[meeting.meeting_id]),
            chosen=meeting.chosen and (not asked or theme in asked),
        )
        for meeting in meetings(dataset)
        if meeting.meeting_id in themes
        for theme in themes_by_use(dataset)
    )


def coverage(dataset: Dataset, meeting_id: str) -> Coverage:
    """How much of its source the statement of a meeting renders, whatever is chosen; KeyError if it has none."""
    try:
        return _coverages(dataset.whole)[meeting_id]
    except KeyError:
        raise KeyError(f"meeting_id {meeting_id!r} has no statement") from None


@lru_cache(maxsize=KEPT)
def _coverages(whole: Dataset) -> dict[str, Coverage]:
    totals: dict[str, int] = {}
    rendered: dict[str, set[int]] = {}
    for row in records(whole.passages):
        totals[row["meeting_id"]] = row["source_paragraphs"]
        rendered.setdefault(row["meeting_id"], set()).update(row["paragraphs"])
    return {
        meeting: Coverage(
            rendered=len(rendered[meeting]),
            total=total,
            left_out=tuple(each for each in range(1, total + 1) if each not in rendered[meeting]),
        )
        for meeting, total in totals.items()
    }


@lru_cache(maxsize=KEPT)
def threads(dataset: Dataset) -> tuple[Thread, ...]:
    """Every reference of the collection's reports, by date of the report's meeting; the unchosen among them."""
    rows = dataset.whole.names["meetings"]
    chosen = set(dataset.meetings["meeting_id"])

    def meeting(meeting_id: str) -> Meeting:
        return _meeting(rows[meeting_id], chosen=meeting_id in chosen)

    out = [
        Thread(
            thread_id=row["thread_id"],
            kind=row["kind"],
            origin=meeting(row["from_meeting_id"]),
            target=meeting(row["to_meeting_id"]) if row["to_meeting_id"] else None,
            row=row,
            expected=period(row["expected_on"], row["expected_precision"]) if row["expected_on"] else None,
            chosen=not chosen.isdisjoint({row["from_meeting_id"], row["to_meeting_id"]}),
        )
        for row in records(dataset.held("threads"))
    ]
    return tuple(sorted(out, key=lambda each: (each.origin.when.middle, each.thread_id)))
