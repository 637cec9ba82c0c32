"""Membership: who belonged to the Coalition on a day, as far as the dataset knows, and how that fits the stated counts.

Of most members the date of joining is unknown; then all that is known is between which days it must lie. Nothing is
guessed: a sum of the list is a range, from those who certainly were members to those who may have been. The list
knows of no member that left. A date known to the year only is certain at the end of that year and not before, unless
a source has named the member earlier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from loaders.bounds import bounds_of
from loaders.columns import columns
from loaders.dates import Period, each_month, period
from loaders.measures import (
    Figure,
    Meeting,
    chosen_places,
    figures,
    meetings,
    said_at,
    told,
)
from loaders.model import RECORD, cached_on_dataset
from loaders.schema.tables import records
from loaders.series import is_doubted, main_series, series_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.columns import Mask
    from loaders.model import Dataset
    from loaders.selection import Between

State = Literal["joined", "named", "undated", "later"]

STATES: tuple[State, ...] = get_args(State)
"""What is known of a member on a day: its date of joining is past; it is unknown, but a source had named the member;
it is unknown, and none had named it yet, so that it may or may not have been a member; it joined later."""

INDICATOR = "members"

MOST_SAID = 12
"""Counts of one month that are given at most."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the Coalition.

    ``joined`` is the date of joining as precisely as it is known; None if it is not. ``earliest`` is the first day
    on which it may have been a member, ``latest`` the day on which it certainly was one.
    """

    member_id: str
    kind: str
    row: dict[str, Any]
    joined: Period | None
    earliest: date
    latest: date

    def state(self, day: date) -> State:
        """What is known of it at the end of a day."""
        if day < self.earliest:
            return "later"
        if day < self.latest:
            return "undated"
        return "joined" if self.joined and self.joined.last <= day else "named"


class Total(NamedTuple):
    """How many members of the list are in each state on a day."""

    joined: int
    named: int
    undated: int
    later: int

    @property
    def least(self) -> int:
        """Those who certainly were members."""
        return self.joined + self.named

    @property
    def most(self) -> int:
        """Those who may have been members, the certain ones among them."""
        return self.least + self.undated


class Fit(NamedTuple):
    """How a stated count stands to the list: ``least`` to ``most`` members of it may be meant.

    ``gap`` is how many members the list has too many, or below zero too few, for the count; 0 if both can be true.
    It is None where the count is no more than approximate, or counts something else than all members, so that nothing
    can be said.
    """

    figure: Figure
    least: int
    most: int
    gap: int | None


class Joined(NamedTuple):
    """Who joined after ``first``, an earlier meeting, and no later than ``last``.

    ``known`` have a date of joining that lies between them, ``within`` none so precise, but certainly joined between
    them, ``open`` may have. ``before`` and ``after`` are the counts that are stated at the two meetings.
    """

    first: Meeting
    last: Meeting
    known: tuple[Member, ...]
    within: tuple[Member, ...]
    open: tuple[Member, ...]
    before: tuple[Fit, ...]
    after: tuple[Fit, ...]

    @property
    def difference(self) -> int | None:
        """The difference of the stated counts; None unless each meeting has one value, exactly stated and not doubted,
        and both are of one series.
        """
        ends = [[fit.figure for fit in fits] for fits in (self.before, self.after)]
        counts = [figure for end in ends for figure in end]
        if any(figure.qualifier != "exact" or is_doubted(figure) for figure in counts):
            return None
        values = [{figure.value for figure in end} for end in ends]
        if len(set(map(series_of, counts))) != 1 or any(len(end) != 1 for end in values):
            return None
        return round(values[1].pop() - values[0].pop())


@cached_on_dataset()
def roster(dataset: Dataset) -> tuple[Member, ...]:
    """The members of the collection by id: the core has those whom its own reports name."""
    sources = dataset.whole.names["sources"]
    return tuple(
        _member(row, source=sources[row["source_id"]])
        for row in records(dataset.whole.members)
        if dataset.wide or sources[row["source_id"]]["collection"] != RECORD
    )


def member(dataset: Dataset, member_id: str | None) -> Member | None:
    """A member of the collection by its id; None if there is none."""
    return next((each for each in roster(dataset) if each.member_id == member_id), None)


def _member(row: dict[str, Any], *, source: dict[str, Any]) -> Member:
    joined = period(row["joined_on"]) if row["joined_on"] else None
    said = row["named_on"] or source["published_on"]
    named = period(said).last if said else date.max
    earliest = period(row["after_on"]).first + DAY if row["after_on"] else date.min
    latest = named
    if joined:
        earliest = max(earliest, joined.first)
        # A source that names a member before its day of joining speaks of something else.
        latest = min(named, joined.last) if named >= joined.first else joined.last
    return Member(row["member_id"], row["kind"], row, joined, earliest, latest)


@cached_on_dataset()
def months(dataset: Dataset) -> tuple[str, ...]:
    """Every month of the collection, from the first to the last of its meetings, counts and dates of joining."""
    dates = [
        *(meeting.when for meeting in meetings(dataset)),
        *(figure.when for figure in figures(dataset, [INDICATOR])),
        *(each.joined for each in roster(dataset) if each.joined),
    ]
    if not dates:
        return ()
    # A date known to the year only stands at its first month: the year may not be over.
    first, last = min(each.first for each in dates), max(each.first for each in dates)
    return each_month(f"{first:%Y-%m}", f"{last:%Y-%m}")


def month_of(dataset: Dataset, at: str | None) -> str:
    """The month of the collection that is meant by one that may lie outside of it; None is the last; "" if it has none."""
    there = months(dataset)
    if not there:
        return ""
    return there[-1] if at is None else min(max(at, there[0]), there[-1])


def end(month: str) -> date:
    """The last day of a month."""
    return period(month, "month").last


@cached_on_dataset(64)
def total(dataset: Dataset, day: date) -> Total:
    """How many members of the list are in each state at the end of a day."""
    there = [each.state(day) for each in roster(dataset)]
    return Total(*(there.count(state) for state in STATES))


def history(dataset: Dataset, one: Member) -> tuple[tuple[str, State], ...]:
    """The months in which the state of a member changes, with the new state; the first month among them."""
    out: list[tuple[str, State]] = []
    for month in months(dataset):
        state = one.state(end(month))
        if not out or out[-1][1] != state:
            out.append((month, state))
    return tuple(out)


@cached_on_dataset()
def changing(dataset: Dataset) -> tuple[str, ...]:
    """The months in which the state of any member changes, the first and the last month among them."""
    there = {month for each in roster(dataset) for month, _ in history(dataset, each)}
    return tuple(sorted(there | set(months(dataset)[:1]) | set(months(dataset)[-1:])))


def latest_stated(dataset: Dataset, month: str) -> tuple[Figure, ...]:
    """Return the selected counts of the last month, at or before a given one, in which any is stated, by value.

    Doubted counts are left out where there are better ones. Of more than MOST_SAID some are given, from the lowest to
    the highest.
    """
    day = end(month)
    past = [count for count in main_series(dataset, INDICATOR) if count.when.last <= day]
    if not past:
        return ()
    last = max(count.when.last for count in past)
    counts = sorted(
        (count for count in past if (count.when.last.year, count.when.last.month) == (last.year, last.month)),
        key=lambda count: (count.value, count.observation_id),
    )
    if len(counts) > MOST_SAID:
        counts = [counts[place] for place in np.linspace(0, len(counts) - 1, MOST_SAID).astype(int)]
    return tuple(counts)


@cached_on_dataset()
def fits(dataset: Dataset) -> tuple[Fit, ...]:
    """How every stated count of the collection stands to its list, by date; the unchosen among them."""
    return tuple(_fit(dataset, figure) for figure in figures(dataset, [INDICATOR]))


def misfitting(dataset: Dataset) -> int:
    """How many of all chosen counts the list cannot account for, whether they are among those that are shown or not."""
    places = chosen_places(dataset, INDICATOR)
    return int(_misfitting(dataset.whole, wide=dataset.wide)[places].sum())


@cached_on_dataset()
def _misfitting(whole: Dataset, *, wide: bool) -> Mask:
    known = columns(whole)
    every = replace(whole, collection=RECORD if wide else "core", before=whole)
    out = np.zeros(len(known.observations), dtype=bool)
    places = chosen_places(every, INDICATOR)
    out[places] = [bool(_fit(every, each).gap) for each in told(every, places)]
    return out


def _fit(dataset: Dataset, figure: Figure) -> Fit:
    """Who joined on the very day may or may not be counted."""
    least = total(dataset, figure.when.first - DAY).least
    most = total(dataset, figure.when.last).most
    bounds = bounds_of(figure)
    # Members are whole numbers: an open end is one away.
    low, high = bounds.low + bounds.low_open, bounds.high - bounds.high_open
    gap: int | None = 0
    if figure.qualifier == "about" or series_of(figure).is_part:
        gap = None
    elif most < low:
        gap = most - math.ceil(low)
    elif least > high:
        gap = least - math.floor(high)
    return Fit(figure, least, most, gap)


@cached_on_dataset()
def counted(dataset: Dataset) -> tuple[Meeting, ...]:
    """The meetings of the collection at which a number of members is stated, by date."""
    there = {figure.meeting_id for figure in figures(dataset, [INDICATOR])}
    return tuple(meeting for meeting in meetings(dataset) if meeting.meeting_id in there)


def usual(dataset: Dataset) -> tuple[Meeting, Meeting] | None:
    """The first and the last meeting with a stated number of members, or of all; None if there are not two."""
    there = counted(dataset) if len(counted(dataset)) > 1 else meetings(dataset)
    return (there[0], there[-1]) if len(there) > 1 else None


def pair(dataset: Dataset, between: Between | None) -> tuple[Meeting, Meeting] | None:
    """The two meetings that are asked for, the earlier first; the usual two where the collection has not both."""
    held = {meeting.meeting_id: meeting for meeting in meetings(dataset)}
    if between is None or not {between.one, between.other} <= set(held):
        return usual(dataset)
    one, other = sorted(
        (held[between.one], held[between.other]), key=lambda each: (each.when.middle, each.meeting_id)
    )
    return one, other


def joined(dataset: Dataset, first: Meeting, last: Meeting) -> Joined:
    """Who joined between two meetings. Who was welcomed at the first one belongs to the time before."""
    start, stop = _over(first), _over(last)
    known: list[Member] = []
    within: list[Member] = []
    may: list[Member] = []
    for each in roster(dataset) if start < stop else ():
        if each.earliest > stop or each.latest <= start:
            continue
        if each.earliest > start and each.latest <= stop:
            (known if each.joined and each.joined.last <= stop else within).append(each)
        else:
            may.append(each)
    return Joined(
        first,
        last,
        tuple(sorted(known, key=lambda each: (each.earliest, each.member_id))),
        tuple(within),
        tuple(may),
        *(_said_at(dataset, each) for each in (first, last)),
    )


def _over(meeting: Meeting) -> date:
    """The last day of a meeting, as well as it is known."""
    ends = meeting.row["ends_on"]
    return period(ends).last if ends else meeting.when.last


def _said_at(dataset: Dataset, meeting: Meeting) -> tuple[Fit, ...]:
    said = said_at(dataset, meeting.meeting_id, indicator=INDICATOR)
    there: Iterable[Fit] = (_fit(dataset, each) for each in said)
    return tuple(sorted(there, key=lambda each: (each.figure.value, each.figure.observation_id)))


@cached_on_dataset()
def band(dataset: Dataset) -> tuple[tuple[date, int, int], ...]:
    """Each day on which the list's sum changes, with the least and the most from that day on; the first and the last day too."""
    if not months(dataset):
        return ()
    first, last = period(months(dataset)[0]).first, end(months(dataset)[-1])
    days = {day for each in roster(dataset) for day in (each.earliest, each.latest) if first < day < last}
    sums = [(day, total(dataset, day)) for day in sorted({first, last} | days)]
    return tuple((day, each.least, each.most) for day, each in sums)
