"""Rivals: published values that different speakers state for one quantity and date, and what sources disagree about.

Nothing here picks a value: it says which stand against each other, and whether they can all be true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from loaders.bounds import compatible
from loaders.dates import period
from loaders.measures import Counted, Figure, as_figure, figures, held, places_of, rows_chosen
from loaders.model import RECORD, cached_on_dataset
from loaders.schema.tables import records
from loaders.series import Series, series_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from loaders.columns import Mask, Places
    from loaders.dates import Period
    from loaders.model import Dataset

MONTH, YEAR = 7, 4
"""Length of a date that is known to the month and to the year."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two or more published values of one series, by different speakers, whose dates overlap.

    ``when`` is the most precise of their dates, which lies within all the others. ``figures`` stand by
    value, those that the selection leaves out among them. ``agree`` is whether all can be true at once; ``more`` is
    how many other values there are of a group that is told in part.
    """

    series: Series
    when: Period
    figures: tuple[Figure, ...]
    agree: bool
    more: int = 0

    @property
    def indicator_id(self) -> str:
        """The indicator of all values."""
        return self.series.indicator_id

    @property
    def told(self) -> Counted:
        """How many values the group has, and how many of them are given."""
        return Counted(len(self.figures) + self.more, len(self.figures))

    @property
    def chosen(self) -> bool:
        """Whether the selection holds any of the values."""
        return any(figure.chosen for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disagreement between sources, a row of ``discrepancies.csv``, with what it is about.

    ``table``, ``key`` and ``column`` name the disputed cell, ``meeting_id`` the meeting that it belongs to,
    "" if none. ``ours`` is the published value in dispute and ``theirs`` the one that the other source states,
    where the dataset holds it; both are None for the date of a meeting. ``when`` is the date of the value or of
    the meeting, None where there is neither. ``collection`` is that of what is disputed. ``chosen``
    is False where the selection leaves it out.
    """

    discrepancy_id: str
    table: str
    key: str
    column: str
    meeting_id: str
    row: dict[str, Any]
    ours: Figure | None
    theirs: Figure | None
    when: Period | None
    collection: str
    chosen: bool


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The disagreements of a whole dataset by date and then by id, as if nothing were chosen, and what they are chosen by.

    ``at`` is the place of each by its id. The arrays go row for row: ``about`` is by table the place of the disputed
    row among its columns (-1: in another table), ``groups`` the group of the indicator, or the table if the
    disagreement is about no figure, ``mixed`` whether the two sources differ in kind, ``core`` whether it is of the core.
    """

    every: tuple[Dispute, ...]
    at: dict[str, int]
    about: dict[str, Places]
    groups: NDArray[Any]
    mixed: Mask
    core: Mask


@cached_on_dataset()
def rivals(dataset: Dataset) -> tuple[Rivals, ...]:
    """The rival values of the collection by date, those that the selection leaves out among them.

    Two dates overlap if one lies within the other, as a day lies in its month. There is a group for each date
    within which no more precise one lies: all that is stated of it, and of the month and the year
    that hold it. So every two values of a group overlap, and a value that is known to the year stands in
    the group of each of its days rather than drawing all of them into one. A value dated to the month may be
    true of another day than the one beside it; ``agree`` takes all as of the group's date.

    Values of one speaker alone, in several sources or at several hours, are no rivals. Only values of one series are:
    one pledge is no rival of another.
    """
    stated = figures(dataset, dataset.whole.names["indicators"])
    dated: dict[Series, dict[str, list[Figure]]] = {}
    for figure in stated:
        dates = dated.setdefault(series_of(figure), {})
        dates.setdefault(figure.when.text, []).append(figure)
    out = [group for series, by_date in dated.items() for group in _together(series, by_date)]
    return tuple(sorted(out, key=lambda each: (each.when.middle, *each.series)))


def _together(series: Series, by_date: dict[str, list[Figure]]) -> Iterator[Rivals]:
    """The rivals among the values of one series by date: those of each date within which no other lies."""
    holding = {date[:cut] for date in by_date for cut in (YEAR, MONTH) if len(date) > cut}
    for date in by_date.keys() - holding:
        dates = dict.fromkeys((date, date[:MONTH], date[:YEAR]))
        group = [each for one in dates for each in by_date.get(one, ())]
        if len({each.row["speaker_en"] for each in group}) > 1:
            ordered = sorted(group, key=lambda each: (each.value, each.observation_id))
            yield Rivals(series, by_date[date][0].when, tuple(ordered), compatible(group))


@cached_on_dataset()
def disputes(dataset: Dataset) -> tuple[Dispute, ...]:
    """Every disagreement between sources of the collection, by date and then by id, the unchosen among them.

    A disagreement belongs to the collection of what it is about, the observation or the meeting; one about
    another table to that of the source that we follow. It is chosen with its observation or meeting.
    """
    known = ordered(dataset.whole)
    return told(dataset, np.flatnonzero(known.core | dataset.wide))


def told(dataset: Dataset, places: Places) -> tuple[Dispute, ...]:
    """Some disagreements by their places in ``ordered``, as the selection holds them or not."""
    every = ordered(dataset.whole).every
    return tuple(_as_chosen(every[place], dataset) for place in places.tolist())


@cached_on_dataset()
def standing(dataset: Dataset) -> Places:
    """The places in ``ordered`` of the disagreements that the selection holds."""
    known = ordered(dataset.whole)
    mask = known.core | dataset.wide
    for table, places in known.about.items():
        mask = mask & rows_chosen(dataset, table, places=places)
    return np.flatnonzero(mask)


@cached_on_dataset()
def ordered(whole: Dataset) -> Ordered:
    """The disagreements of a whole dataset, for counting and choosing many at once."""
    every = sorted(
        _disputes(whole).values(),
        key=lambda each: (each.when.text if each.when else "", each.discrepancy_id),
    )
    indicators, sources = whole.names["indicators"], whole.names["sources"]
    return Ordered(
        every=tuple(every),
        at={each.discrepancy_id: place for place, each in enumerate(every)},
        about={
            table: places_of(whole, table, keys=[each.key if each.table == table else "" for each in every])
            for table in ("observations", "meetings")
        },
        groups=np.array(
            [indicators[each.ours.indicator_id]["group"] if each.ours else each.table for each in every],
            dtype=object,
        ),
        mixed=np.array(
            [
                len({sources[each.row[f"{side}_source_id"]]["kind"] for side in ("adopted", "stated")}) > 1
                for each in every
            ],
            dtype=bool,
        ),
        core=np.array([each.collection != RECORD for each in every], dtype=bool),
    )


def dispute(dataset: Dataset, discrepancy: str) -> Dispute | None:
    """One disagreement by its id, of whichever collection; None if there is none."""
    found = _disputes(dataset.whole).get(discrepancy)
    return _as_chosen(found, dataset) if found else None


def concerning(dataset: Dataset, figure: Figure) -> tuple[Dispute, ...]:
    """The disagreements that a published value has a side in, or that are about the date of its meeting."""
    about = _about(dataset.whole)
    mine = {
        place: each
        for key in (("observations", figure.observation_id), ("meetings", figure.meeting_id))
        for place, each in about.get(key, ())
    }
    return tuple(_as_chosen(mine[place], dataset) for place in sorted(mine))


@cached_on_dataset()
def _about(whole: Dataset) -> dict[tuple[str, str], list[tuple[int, Dispute]]]:
    """The disagreements by the published value that has a side in them, or the meeting that they are about."""
    out: dict[tuple[str, str], list[tuple[int, Dispute]]] = {}
    for place, each in enumerate(_disputes(whole).values()):
        sides = {("observations", side.observation_id) for side in (each.ours, each.theirs) if side}
        if each.table == "meetings":
            sides.add(("meetings", each.key))
        for key in sides:
            out.setdefault(key, []).append((place, each))
    return out


def _as_chosen(each: Dispute, dataset: Dataset) -> Dispute:
    """A disagreement, and its sides, as the selection holds them or not."""

    def as_held(side: Figure | None) -> Figure | None:
        return side and replace(side, chosen=held(dataset, "observations", side.observation_id))

    chosen = each.table not in ("observations", "meetings") or held(dataset, each.table, each.key)
    return replace(each, ours=as_held(each.ours), theirs=as_held(each.theirs), chosen=chosen)


@cached_on_dataset()
def _disputes(whole: Dataset) -> dict[str, Dispute]:
    """Every disagreement of the whole dataset by its id, as if nothing were chosen."""
    return {row["discrepancy_id"]: _dispute(row, whole) for row in records(whole.discrepancies)}


def _dispute(row: dict[str, Any], dataset: Dataset) -> Dispute:
    table, key, column = str(row["subject"]).split(":")
    names = dataset.whole.names
    about: dict[str, Any] = names[table][key]
    ours = as_figure(about, chosen=False) if table == "observations" else None
    rival = _stated_by_the_other(row, ours, dataset, column=column) if ours else None
    if ours:
        when: Period | None = ours.when
    else:
        when = period(about["starts_on"], about["date_precision"]) if table == "meetings" else None
    return Dispute(
        discrepancy_id=row["discrepancy_id"],
        table=table,
        key=key,
        column=column,
        meeting_id=about.get("meeting_id", ""),
        row=row,
        ours=ours,
        theirs=as_figure(rival, chosen=False) if rival else None,
        when=when,
        collection=about.get("collection") or names["sources"][row["adopted_source_id"]]["collection"],
        chosen=False,
    )


def _stated_by_the_other(
    row: dict[str, Any], ours: Figure, dataset: Dataset, *, column: str
) -> dict[str, Any] | None:
    """The observation in which the other source of a disagreement states what it states; None if there is none.

    It is of the same indicator and says in the disputed column what the disagreement quotes. Of several,
    the one of the same meeting comes first, then the one nearest in time.
    """

    def says_so(other: dict[str, Any]) -> bool:
        if column in ("value", "high"):
            return bool(other[column] == float(row["stated"]))
        return bool(other[column] == row["stated"] and other["value"] == ours.value)

    def distance(other: dict[str, Any]) -> tuple[bool, float, str]:
        apart = period(other["as_of"], other["as_of_precision"]).middle - ours.when.middle
        return other["meeting_id"] != ours.meeting_id, abs(apart.total_seconds()), other["observation_id"]

    found = _published(dataset.whole).get((ours.indicator_id, row["stated_source_id"]), [])
    others = [each for each in found if each["observation_id"] != ours.observation_id and says_so(each)]
    return min(others, key=distance, default=None)


@cached_on_dataset()
def _published(whole: Dataset) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The observations of the whole dataset by indicator and source."""
    out: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in records(whole.observations):
        out.setdefault((record["indicator_id"], record["source_id"]), []).append(record)
    return out
