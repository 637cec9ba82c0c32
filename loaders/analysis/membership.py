"""Membership: who belonged to the Coalition on a day, and how that fits the stated counts.

Of most members the date of joining is unknown; then all that is known is between which days it must
lie. A member is certain from the end of the earliest date by which a source names it, or of its
date of joining. Nothing is guessed: a sum of the list is a range, from those who certainly were
members to those who may have been. The list knows of no member that left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from loaders.analysis.bounds import bounds_of
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import figures
from loaders.analysis.series import is_doubted, main_series, series_of
from loaders.dates import Period, each_month, period
from loaders.model import RECORD, cached_on_dataset
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset
    from loaders.selection import Between

State = Literal["joined", "named", "undated", "later"]

STATES: tuple[State, ...] = get_args(State)
"""What is known of a member on a day: it joined before; its date is unknown, but a source had named it;
it is unknown, and none had named it yet, so that it may or may not have been a member; it joined
later."""

INDICATOR = "members"

DAY = timedelta(days=1)


class Naming(NamedTuple):
    """A document that names a member: by the end of ``when`` it was one."""

    when: Period
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the Coalition.

    ``joined`` is the date of joining as precisely as it is known; None if it is not. ``namings``
    are the documents that name it, by date. ``earliest`` is the first day on which it may have been
    a member, ``latest`` the day on which it certainly was one.
    """

    member_id: str
    kind: str
    row: dict[str, Any]
    joined: Period | None
    namings: tuple[Naming, ...]
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

    ``gap`` is how many members the list has too many, or below zero too few, for the count; 0 if
    both can be true. It is None where the count is no more than approximate, or counts something
    else than all members, so that nothing can be said.
    """

    figure: Figure
    least: int
    most: int
    gap: int | None


class Joined(NamedTuple):
    """Who joined after ``first``, an earlier meeting, and no later than ``last``.

    ``known`` have a date of joining that lies between them, ``within`` none so precise, but
    certainly joined between them, ``open`` may have. ``before`` and ``after`` are the counts that
    are stated at the two meetings.
    """

    first: Meeting
    last: Meeting
    known: tuple[Member, ...]
    within: tuple[Member, ...]
    open: tuple[Member, ...]
    before: tuple[Fit, ...]
    after: tuple[Fit, ...]

    @property
    def certain(self) -> tuple[Member, ...]:
        """Those who certainly joined between them, by the day from which that is certain."""
        members = (*self.known, *self.within)
        return tuple(sorted(members, key=lambda member: (member.latest, member.member_id)))

    @property
    def stated(self) -> tuple[int, int] | None:
        """The counts of one series that are stated at the two meetings.

        None unless each meeting has one value, exactly stated and not doubted.
        """
        ends = [[fit.figure for fit in fits] for fits in (self.before, self.after)]
        counts = [figure for end in ends for figure in end]
        if any(figure.qualifier != "exact" or is_doubted(figure) for figure in counts):
            return None
        values = [{figure.value for figure in end} for end in ends]
        if len(set(map(series_of, counts))) != 1 or any(len(end) != 1 for end in values):
            return None
        return round(values[0].pop()), round(values[1].pop())


@cached_on_dataset()
def roster(dataset: Dataset) -> tuple[Member, ...]:
    """Return the members of the collection by id: the core has those whom its own reports name.

    By when they belonged, documents of both collections say.
    """
    sources = dataset.names["sources"]
    namings: dict[str, list[Naming]] = {}
    for row in records(dataset.whole.namings):
        namings.setdefault(row["member_id"], []).append(Naming(period(row["named_on"]), row))
    return tuple(
        _as_member(row, namings.get(row["member_id"], []))
        for row in records(dataset.whole.members)
        if dataset.wide or sources[row["source_id"]]["collection"] != RECORD
    )


def find_member(dataset: Dataset, member_id: str | None) -> Member | None:
    """Return a member of the collection by its id; None if there is none."""
    return next((member for member in roster(dataset) if member.member_id == member_id), None)


def _as_member(row: dict[str, Any], namings: list[Naming]) -> Member:
    joined = period(row["joined_on"]) if row["joined_on"] else None
    by_date = sorted(namings, key=lambda naming: (naming.when.last, naming.row["naming_id"]))
    latest = by_date[0].when.last if by_date else date.max
    earliest = period(row["after_on"]).first + DAY if row["after_on"] else date.min
    if joined:
        earliest, latest = max(earliest, joined.first), min(latest, joined.last)
    return Member(row["member_id"], row["kind"], row, joined, tuple(by_date), earliest, latest)


@cached_on_dataset()
def months(dataset: Dataset) -> tuple[str, ...]:
    """Return the months from the first to the last meeting, count or date of joining."""
    # A date known to the year only stands at its first month: the year may not be over.
    starts = [
        *(meeting.when.first for meeting in meetings(dataset)),
        *(figure.when.first for figure in figures(dataset, [INDICATOR])),
        *(member.joined.first for member in roster(dataset) if member.joined),
    ]
    return each_month(f"{min(starts):%Y-%m}", f"{max(starts):%Y-%m}") if starts else ()


def clamp_month(dataset: Dataset, month: str | None) -> str:
    """Return the month of the collection nearest to one, None being the last; "" if it has none."""
    known = months(dataset)
    if not known:
        return ""
    return known[-1] if month is None else min(max(month, known[0]), known[-1])


def end(month: str) -> date:
    """Return the last day of a month."""
    return period(month, "month").last


@cached_on_dataset(64)
def total(dataset: Dataset, day: date) -> Total:
    """Return how many members of the list are in each state at the end of a day."""
    states = [member.state(day) for member in roster(dataset)]
    return Total(*(states.count(state) for state in STATES))


def history(dataset: Dataset, member: Member) -> tuple[tuple[str, State], ...]:
    """Return the months in which a member's state changes, and the first, with the new state."""
    changes: list[tuple[str, State]] = []
    for month in months(dataset):
        state = member.state(end(month))
        if not changes or changes[-1][1] != state:
            changes.append((month, state))
    return tuple(changes)


@cached_on_dataset()
def changing(dataset: Dataset) -> tuple[str, ...]:
    """Return the months in which the state of any member changes, and the first and the last."""
    changes = {month for member in roster(dataset) for month, _ in history(dataset, member)}
    return tuple(sorted(changes.union(months(dataset)[:1], months(dataset)[-1:])))


def latest_stated(dataset: Dataset, month: str) -> tuple[Figure, ...]:
    """Return the selected counts of the last month with any, at or before a given one, by value.

    Doubted counts are left out where there are better ones.
    """
    past = [count for count in main_series(dataset, INDICATOR) if count.when.last <= end(month)]
    if not past:
        return ()
    last = f"{max(count.when.last for count in past):%Y-%m}"
    counts = [count for count in past if f"{count.when.last:%Y-%m}" == last]
    return tuple(sorted(counts, key=lambda count: (count.value, count.observation_id)))


@cached_on_dataset()
def fits(dataset: Dataset) -> tuple[Fit, ...]:
    """Return how each stated count of the collection fits its list, by date, selected or not."""
    return tuple(_fit(dataset, figure) for figure in figures(dataset, [INDICATOR]))


def count_misfits(dataset: Dataset) -> int:
    """Return how many of the selected counts the list cannot account for."""
    return sum(fit.figure.chosen and bool(fit.gap) for fit in fits(dataset))


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


def pair(dataset: Dataset, between: Between | None) -> tuple[Meeting, Meeting] | None:
    """Return the two meetings that are asked for, the earlier first, or the usual two.

    Those are the first and the last with a stated number of members, or of all meetings; None if
    there are not two.
    """
    every = meetings(dataset)
    asked = [meeting for meeting in every if between and meeting.meeting_id in between]
    counting = {figure.meeting_id for figure in figures(dataset, [INDICATOR])}
    counted = [meeting for meeting in every if meeting.meeting_id in counting]
    if between and between.first == between.second:
        asked *= 2
    found = next((group for group in (asked, counted, every) if len(group) > 1), None)
    return (found[0], found[-1]) if found else None


def joined(dataset: Dataset, first: Meeting, last: Meeting) -> Joined:
    """Return who joined between two meetings; who was welcomed at the first joined before."""
    start, stop = _last_day(first), _last_day(last)
    known: list[Member] = []
    within: list[Member] = []
    may: list[Member] = []
    for member in roster(dataset) if start < stop else ():
        if member.earliest > stop or member.latest <= start:
            continue
        if member.earliest > start and member.latest <= stop:
            (known if member.joined and member.joined.last <= stop else within).append(member)
        else:
            may.append(member)
    known.sort(key=lambda member: (member.earliest, member.member_id))
    counts = (_fits_at(dataset, meeting) for meeting in (first, last))
    return Joined(first, last, tuple(known), tuple(within), tuple(may), *counts)


def _last_day(meeting: Meeting) -> date:
    """Return the last day of a meeting, as well as it is known."""
    ends_on = meeting.row["ends_on"]
    return period(ends_on).last if ends_on else meeting.when.last


def _fits_at(dataset: Dataset, meeting: Meeting) -> tuple[Fit, ...]:
    """Return how the counts that are stated at a meeting stand to the list, by value."""
    found = [fit for fit in fits(dataset) if fit.figure.meeting_id == meeting.meeting_id]
    return tuple(sorted(found, key=lambda fit: (fit.figure.value, fit.figure.observation_id)))


@cached_on_dataset()
def band(dataset: Dataset) -> tuple[tuple[date, int, int], ...]:
    """Return each day on which the list's sum changes, with the least and the most from then on.

    The first and the last day of the collection's months are among them.
    """
    if not months(dataset):
        return ()
    first, last = period(months(dataset)[0]).first, end(months(dataset)[-1])
    days = {
        day
        for member in roster(dataset)
        for day in (member.earliest, member.latest)
        if first < day < last
    }
    sums = [(day, total(dataset, day)) for day in sorted({first, last} | days)]
    return tuple((day, at_day.least, at_day.most) for day, at_day in sums)
