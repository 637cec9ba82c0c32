"""Measures: the tables that views draw, derived from a dataset by choosing and ordering, never by guessing.

Nothing here adds up, averages or fills in published values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pandas as pd

from loaders.columns import columns
from loaders.dates import Period, period
from loaders.model import cached_on_dataset
from loaders.schema.tables import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.columns import Columns, Mask, Places
    from loaders.model import Dataset

MOST_FIGURES, FEWEST_EACH = 600, 20
"""Values that are shown one by one, of all indicators; where a collection has more, a few stand for all of an
indicator that has many, at least so many of each."""

MOST_MEETINGS = 150
"""Meetings that are shown one by one; where a collection has more, the first of a stretch of time stands for it."""

MOST_PLACES, MOST_AT, FEW_AT, LARGEST = 31, 20, 3, 9
"""Cities that are shown, those with most meetings; meetings that are listed of one city, and of one that has more; and
of how many meetings the largest mark has the size, where a city has more than are listed."""

MOST_COMPARED = 12
"""Statements that are compared theme by theme: the latest."""

MOST_THREADS = 20
"""References between meetings that are shown."""

STRETCHES_HELD = 12
"""Stretches of time of which the first meeting of each level stands for all."""

STRETCHES, STRETCHES_REST, LATEST = 3, 1, 2
"""Stretches of time of which some values stand for all: of what is chosen, and of the rest; and the latest values kept."""

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
    """One city with the meetings held there, in order of date: those chosen first named, then the rest.

    ``more`` and ``more_rest`` say how many of each are not listed, since there are so many; ``scale`` is by what
    all numbers are multiplied where they are drawn, so that the largest is not too large.
    """

    city_id: str
    longitude: float
    latitude: float
    chosen: tuple[Meeting, ...]
    rest: tuple[Meeting, ...]
    more: int = 0
    more_rest: int = 0
    scale: float = 1.0

    @property
    def count(self) -> int:
        """How many chosen meetings were held here, listed or not."""
        return len(self.chosen) + self.more


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


class Counted(NamedTuple):
    """How many of some rows a selection holds, and how many of those are shown one by one."""

    chosen: int
    shown: int

    @property
    def left(self) -> int:
        """How many are chosen and not shown."""
        return self.chosen - self.shown


class Announced(NamedTuple):
    """How many meetings some reports announce, and how many of these were held."""

    announced: int
    held: int


def figures(dataset: Dataset, indicators: Iterable[str]) -> tuple[Figure, ...]:
    """The published values of some indicators by date, those that the selection leaves out among them.

    Where a collection has more than MOST_FIGURES, those of an indicator with many are the ones that stand for the
    rest: first, latest, lowest and highest of each stretch of time; ``counted`` says how many there are.
    """
    wanted = sorted(set(indicators))
    found = [each for indicator in wanted for each in _of(dataset, indicator)]
    return tuple(sorted(found, key=lambda each: (each.when.middle, each.observation_id)))


@cached_on_dataset()
def first(dataset: Dataset, *, most: int) -> tuple[Figure, ...]:
    """The first chosen values by date, whatever they are of, ``most`` at most."""
    mask = _chosen(dataset, "observations")
    places = _by_date(dataset.whole)
    wanted = places[mask[places]][:most]
    return tuple(as_figure(row, chosen=True) for _, row in _rows(dataset, wanted))


@cached_on_dataset()
def _by_date(whole: Dataset) -> Places:
    """The observations by the middle of their dates, then by id."""
    known = columns(whole)
    return np.lexsort((known.observations["observation_id"].to_numpy(dtype=str), known.as_of.middle))


def counted(dataset: Dataset, indicators: Iterable[str]) -> Counted:
    """How many values of some indicators the selection holds, and how many ``figures`` gives of them."""
    known, mask = columns(dataset.whole), _chosen(dataset, "observations")
    wanted = sorted(set(indicators))
    places = [_places(known, dataset, indicator) for indicator in wanted]
    shown = sum(each.chosen for indicator in wanted for each in _of(dataset, indicator))
    return Counted(sum(int(mask[each].sum()) for each in places), shown)


def chosen_places(dataset: Dataset, indicator: str) -> Places:
    """The places of all chosen values of one indicator among the columns, by date."""
    places = _places(columns(dataset.whole), dataset, indicator)
    return places[rows_chosen(dataset, "observations", places=places)]


def told(dataset: Dataset, places: Places) -> tuple[Figure, ...]:
    """Some published values by their places among the columns, whether they are among those that are shown or not."""
    mask = rows_chosen(dataset, "observations", places=places)
    rows = _rows(dataset, places)
    return tuple(as_figure(row, chosen=bool(held)) for (_, row), held in zip(rows, mask, strict=True))


def collection_values(dataset: Dataset, indicator: str) -> tuple[Figure, ...]:
    """Return all values of one indicator in the collection by date, those that the selection leaves out among them."""
    return told(dataset, _places(columns(dataset.whole), dataset, indicator))


def said_at(dataset: Dataset, meeting_id: str, *, indicator: str) -> tuple[Figure, ...]:
    """All values of one indicator that are stated at a meeting, those that the selection leaves out among them."""
    known = columns(dataset.whole)
    places = _places(known, dataset, indicator)
    return told(dataset, places[known.of[places] == known.at.get(meeting_id, -2)])


def figure(dataset: Dataset, observation: str) -> Figure | None:
    """One published value by its id, of whichever collection; None if there is none."""
    row = dataset.whole.names["observations"].get(observation)
    return None if row is None else as_figure(row, chosen=held(dataset, "observations", observation))


def held(dataset: Dataset, table: str, key: str) -> bool:
    """Whether the selection holds a row of ``meetings`` or ``observations``, by its id; False if there is none."""
    place = _at(dataset.whole, table).get(key)
    return place is not None and bool(_chosen(dataset, table)[place])


def places_of(whole: Dataset, table: str, *, keys: Iterable[str]) -> Places:
    """The places of rows of ``meetings`` or ``observations`` by their ids; -1 where there is none."""
    known = _at(whole, table)
    return np.array([known.get(key, -1) for key in keys], dtype=np.int64)


def rows_chosen(dataset: Dataset, table: str, *, places: Places) -> Mask:
    """Which of some rows of ``meetings`` or ``observations`` the selection holds; all where the place is -1."""
    mask = _chosen(dataset, table)
    return (places < 0) | mask[places] if len(mask) else places < 0


def stated_of(dataset: Dataset) -> frozenset[str]:
    """The indicators of which the collection has values, whatever is chosen."""
    return _stated_of(dataset.whole, wide=dataset.wide)


@cached_on_dataset()
def _stated_of(whole: Dataset, *, wide: bool) -> frozenset[str]:
    known = columns(whole)
    core = known.core["observations"]
    return frozenset(each for each, places in known.by_indicator.items() if wide or core[places].any())


@cached_on_dataset()
def _at(whole: Dataset, table: str) -> dict[str, int]:
    """The place of each row by its id, in the order of the columns."""
    ids = getattr(columns(whole), table)[f"{table.removesuffix('s')}_id"]
    return {each: place for place, each in enumerate(ids)}


@cached_on_dataset()
def _chosen(dataset: Dataset, table: str) -> Mask:
    """Which rows of the whole dataset, in the order of its columns, a dataset holds."""
    mask = dataset.mask(table)
    if mask is not None:
        return mask
    known = getattr(columns(dataset.whole), table)
    key = f"{table.removesuffix('s')}_id"
    return cast("Mask", known[key].isin(getattr(dataset, table)[key]).to_numpy())


def _places(known: Columns, dataset: Dataset, indicator: str) -> Places:
    """The rows of an indicator that the collection holds, whatever is chosen, by date."""
    places = known.by_indicator.get(indicator, np.array([], dtype=np.int64))
    if dataset.wide:
        return places
    return places[known.core["observations"][places]]


@cached_on_dataset()
def _of(dataset: Dataset, indicator: str) -> tuple[Figure, ...]:
    """The values of one indicator that are shown, those that the selection leaves out among them."""
    known, mask = columns(dataset.whole), _chosen(dataset, "observations")
    places = _places(known, dataset, indicator)
    most = _most(dataset.whole, wide=dataset.wide)
    if len(places) > most:
        chosen, rest = places[mask[places]], places[~mask[places]]
        if len(chosen) > most:
            chosen = _standing(known, chosen, stretches=STRETCHES)
        if len(rest) > FEWEST_EACH:
            rest = _standing(known, rest, stretches=STRETCHES_REST, latest=1)
        places = np.concatenate([chosen, rest])
    return tuple(as_figure(row, chosen=bool(mask[place])) for place, row in _rows(dataset, places))


@cached_on_dataset()
def _most(whole: Dataset, *, wide: bool) -> int:
    """How many values of one indicator are shown one by one: so many that those of all indicators are MOST_FIGURES."""
    known = columns(whole)
    core = known.core["observations"]
    sizes = [len(each) if wide else int(core[each].sum()) for each in known.by_indicator.values()]
    if sum(sizes) <= MOST_FIGURES:
        return MOST_FIGURES
    fitting = (
        most for most in range(MOST_FIGURES, 0, -1) if sum(min(size, most) for size in sizes) <= MOST_FIGURES
    )
    return max(next(fitting, 0), FEWEST_EACH)


def _rows(dataset: Dataset, places: Places) -> Iterator[tuple[int, dict[str, Any]]]:
    """Some observations by place."""
    names: dict[str, dict[str, Any]] = dataset.whole.names["observations"]
    ids = columns(dataset.whole).observations["observation_id"].to_numpy()
    return ((place, names[ids[place]]) for place in places.tolist())


def _standing(known: Columns, places: Places, *, stretches: int, latest: int = LATEST) -> Places:
    """The values that stand for all of them, which come by date: first, lowest and highest of each stretch, latest."""
    if not len(places):
        return places
    middle, value = known.as_of.middle[places], known.observations["value"].to_numpy(dtype=float)[places]
    ends = np.searchsorted(middle, np.linspace(middle[0], middle[-1], stretches + 1)[1:-1], side="right")
    kept = {0}
    for start, end in zip([0, *ends.tolist()], [*ends.tolist(), len(places)], strict=True):
        if end > start:
            part = value[start:end]
            kept |= {start + int(part.argmin()), start + int(part.argmax())}
    kept.update(range(max(len(places) - latest, 0), len(places)))
    return places[sorted(kept)]


def as_figure(row: dict[str, Any], *, chosen: bool) -> Figure:
    """A row of ``observations.csv`` as a published value."""
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


@cached_on_dataset()
def meetings(dataset: Dataset) -> tuple[Meeting, ...]:
    """The meetings of the collection by date, those that the selection leaves out among them.

    Where there are more than MOST_MEETINGS, the first of each level in each stretch of time stands for all of them;
    ``held_meetings`` says how many there are.
    """
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    places = np.flatnonzero(_collected(known, dataset))
    if len(places) > MOST_MEETINGS:
        chosen, rest = places[mask[places]], places[~mask[places]]
        if len(chosen) > MOST_MEETINGS:
            chosen = _first(known, chosen, stretches=STRETCHES_HELD)
        places = np.concatenate([chosen, _first(known, rest, stretches=STRETCHES_REST)])
    return _meetings(dataset, places)


def held_meetings(dataset: Dataset) -> Counted:
    """How many meetings the selection holds, and how many ``meetings`` gives of them."""
    return Counted(dataset.size("meetings"), sum(meeting.chosen for meeting in meetings(dataset)))


@cached_on_dataset()
def used(whole: Dataset, *, wide: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The cities and the levels of a collection's meetings, whatever is chosen."""
    known = columns(whole)
    there = known.meetings if wide else known.meetings[known.core["meetings"]]
    return frozenset(there["city_id"]) - {""}, frozenset(there["level"])


def _collected(known: Columns, dataset: Dataset) -> Mask:
    """Which meetings the collection holds, whatever is chosen."""
    return np.ones(len(known.meetings), dtype=bool) if dataset.wide else known.core["meetings"]


def _meetings(dataset: Dataset, places: Places) -> tuple[Meeting, ...]:
    """Some meetings by date."""
    names: dict[str, dict[str, Any]] = dataset.whole.names["meetings"]
    ids, mask = columns(dataset.whole).meetings["meeting_id"].to_numpy(), _chosen(dataset, "meetings")
    out = [_meeting(names[ids[place]], chosen=bool(mask[place])) for place in places.tolist()]
    return tuple(sorted(out, key=lambda each: (each.when.middle, each.meeting_id)))


def _first(known: Columns, places: Places, *, stretches: int) -> Places:
    """The first meeting of each level in each stretch of time."""
    if not len(places):
        return places
    middle = known.held.middle[places]
    stretch = np.searchsorted(np.linspace(middle.min(), middle.max(), stretches + 1)[1:-1], middle)
    first = np.unique(known.levels[places] * stretches + stretch, return_index=True)[1]
    return cast("Places", places[np.sort(first)])


def _meeting(row: dict[str, Any], *, chosen: bool) -> Meeting:
    return Meeting(
        meeting_id=row["meeting_id"],
        city_id=row["city_id"],
        level=row["level"],
        when=period(row["starts_on"], row["date_precision"]),
        row=row,
        chosen=chosen,
    )


@cached_on_dataset()
def places(dataset: Dataset) -> tuple[Place, ...]:
    """The cities with a meeting, most chosen meetings first; meetings held online have none.

    At most MOST_PLACES of them, each with MOST_AT meetings at most; ``reached`` says how many cities there are.
    """
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    of_it = _collected(known, dataset) & (known.held_in >= 0)
    size = len(known.cities)
    chosen = np.bincount(known.held_in[of_it & mask], minlength=size)
    rest = np.bincount(known.held_in[of_it & ~mask], minlength=size)
    ids = [*known.cities]
    there = sorted(
        np.flatnonzero(chosen + rest).tolist(), key=lambda city: (-chosen[city], -rest[city], ids[city])
    )[:MOST_PLACES]
    rows: dict[str, dict[str, Any]] = dataset.whole.names["cities"]
    out = []
    for city in there:
        here = np.flatnonzero(of_it & (known.held_in == city))
        kinds = here[mask[here]], here[~mask[here]]
        listed = [len(kind) if len(kind) <= MOST_AT else FEW_AT for kind in kinds]
        out.append(
            Place(
                city_id=ids[city],
                longitude=float(rows[ids[city]]["longitude"]),
                latitude=float(rows[ids[city]]["latitude"]),
                chosen=_meetings(dataset, kinds[0][: listed[0]]),
                rest=_meetings(dataset, kinds[1][: listed[1]]),
                more=len(kinds[0]) - listed[0],
                more_rest=len(kinds[1]) - listed[1],
                scale=min(LARGEST / max(int(chosen.max()), 1), 1.0) if chosen.max() > MOST_AT else 1.0,
            )
        )
    return tuple(out)


def reached(dataset: Dataset) -> Counted:
    """In how many cities the chosen meetings were held, and how many of them ``places`` gives."""
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    cities = np.unique(known.held_in[mask & (known.held_in >= 0)])
    return Counted(len(cities), sum(bool(each.chosen) for each in places(dataset)))


@cached_on_dataset()
def themes_by_use(dataset: Dataset) -> tuple[str, ...]:
    """Every theme, the one with most passages in the whole dataset first: one order for all selections."""
    used = columns(dataset.whole).by_theme
    known = dataset.whole.themes["theme_id"]
    return tuple(sorted(known, key=lambda theme: (-len(used.get(theme, ())), theme)))


def compared(dataset: Dataset) -> Counted:
    """How many statements the selection holds, and how many of them ``shares`` gives."""
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    places = np.unique(known.read[known.read >= 0])
    return Counted(int(mask[places].sum()), sum(each.chosen for each in _stated(dataset)))


class Use(NamedTuple):
    """A theme in the statements of a collection: how many passages have it, and the shortest that has it first.

    ``example`` has no other theme, if there is such a passage; it is None if no passage has the theme first.
    """

    passages: int
    example: dict[str, Any] | None


def theme_uses(dataset: Dataset) -> dict[str, Use]:
    """Every theme as the statements of the collection use it, whatever is chosen."""
    return _uses(dataset.whole, wide=dataset.wide)


@cached_on_dataset()
def _uses(whole: Dataset, *, wide: bool) -> dict[str, Use]:
    known = columns(whole)
    there = (known.read >= 0) & (True if wide else known.core["meetings"][known.read])
    themes = whole.passages["themes"].to_numpy()
    sizes = [len(each) for each in whole.passages["en"]]
    out = {}
    for theme in whole.themes["theme_id"]:
        used = [
            place
            for place in known.by_theme.get(theme, np.array([], dtype=np.int64)).tolist()
            if there[place]
        ]
        first = [place for place in used if themes[place][0] == theme]
        fitting = [place for place in first if len(themes[place]) == 1] or first
        # Passages stand by meeting and number, so that of equally long ones the first is taken.
        shortest = min(fitting, key=lambda place: (sizes[place], place), default=None)
        example = None if shortest is None else records(whole.passages.iloc[[shortest]])[0]
        out[theme] = Use(len(used), example)
    return out


def renderings(dataset: Dataset, observation: str) -> list[dict[str, Any]]:
    """The passages of the whole dataset in which a figure is marked, as rows."""
    places = _marked(dataset.whole).get(observation, [])
    return records(dataset.whole.passages.iloc[places])


@cached_on_dataset()
def _marked(whole: Dataset) -> dict[str, list[int]]:
    """The places of the passages in which each figure is marked."""
    out: dict[str, list[int]] = {}
    for place, marks in enumerate(whole.passages["figures"]):
        for observation in dict.fromkeys(mark["observation_id"] for mark in marks):
            out.setdefault(observation, []).append(place)
    return out


@cached_on_dataset()
def shares(dataset: Dataset) -> tuple[Share, ...]:
    """The passages of each statement of the collection by theme: meetings by date, themes by use.

    A theme on which a statement says nothing has its share too, with counts of 0. Of more than MOST_COMPARED
    statements the latest are given, the chosen ones first.
    """
    asked = dataset.themes_asked
    themes = {
        meeting.meeting_id: [row["themes"] for row in spoken(dataset.whole, meeting.meeting_id)]
        for meeting in _stated(dataset)
    }
    return tuple(
        Share(
            meeting_id=meeting.meeting_id,
            theme_id=theme,
            main=sum(each[0] == theme for each in themes[meeting.meeting_id]),
            any=sum(theme in each for each in themes[meeting.meeting_id]),
            total=len(themes[meeting.meeting_id]),
            chosen=meeting.chosen and (not asked or theme in asked),
        )
        for meeting in _stated(dataset)
        for theme in themes_by_use(dataset)
    )


@cached_on_dataset()
def _stated(dataset: Dataset) -> tuple[Meeting, ...]:
    """The meetings whose statements are compared, by date."""
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    places = np.unique(known.read[known.read >= 0])
    places = places[_collected(known, dataset)[places]]
    if len(places) > MOST_COMPARED:
        places = np.concatenate([places[~mask[places]], places[mask[places]]])[-MOST_COMPARED:]
    return _meetings(dataset, places)


def reported(dataset: Dataset) -> tuple[str, ...]:
    """The ids of the meetings that the selection holds, and of which it holds passages of a statement, by date."""
    mask = dataset.mask("passages")
    if mask is None:
        there = set(dataset.passages["meeting_id"])
        return tuple(each for each in dataset.meetings["meeting_id"] if each in there)
    known = columns(dataset.whole)
    places = np.unique(known.read[mask & (known.read >= 0)])
    places = places[_chosen(dataset, "meetings")[places]]
    return tuple(known.meetings["meeting_id"].iloc[places])


def spoken(dataset: Dataset, meeting_id: str) -> list[dict[str, Any]]:
    """The passages of one statement that a dataset holds, as rows in reading order; none if it has no statement."""
    mask = dataset.mask("passages")
    if mask is not None:
        return [row for place, row in _passages(dataset.whole, meeting_id) if mask[place]]
    if dataset is dataset.whole:
        return [row for _, row in _passages(dataset, meeting_id)]
    return records(dataset.passages[dataset.passages["meeting_id"] == meeting_id])


@cached_on_dataset()
def _passages(whole: Dataset, meeting_id: str) -> tuple[tuple[int, dict[str, Any]], ...]:
    """The passages of one statement with their places, in reading order."""
    places = _spoken(whole).get(meeting_id, [])
    return tuple(zip(places, records(whole.passages.iloc[places]), strict=True))


@cached_on_dataset()
def _spoken(whole: Dataset) -> dict[str, list[int]]:
    """The places of the passages of each statement."""
    out: dict[str, list[int]] = {}
    for place, meeting in enumerate(whole.passages["meeting_id"]):
        out.setdefault(meeting, []).append(place)
    return out


def coverage(dataset: Dataset, meeting_id: str) -> Coverage:
    """How much of its source the statement of a meeting renders, whatever is chosen; KeyError if it has none."""
    rows = spoken(dataset.whole, meeting_id)
    if not rows:
        raise KeyError(f"meeting_id {meeting_id!r} has no statement")
    total = int(rows[-1]["source_paragraphs"])
    rendered = {number for row in rows for number in row["paragraphs"]}
    return Coverage(
        rendered=len(rendered),
        total=total,
        left_out=tuple(each for each in range(1, total + 1) if each not in rendered),
    )


@cached_on_dataset()
def threads(dataset: Dataset) -> tuple[Thread, ...]:
    """Every reference of the collection's reports, by date of the report's meeting; the unchosen among them.

    Of more than MOST_THREADS the latest are given, the chosen ones first; ``referred`` says how many there are.
    """
    known, mask = columns(dataset.whole), _chosen(dataset, "meetings")
    frame, ends = _ends(dataset.whole)
    places = _referring(dataset)
    if len(places) > MOST_THREADS:
        chosen = _either(ends, mask)[places]
        places = np.concatenate([places[~chosen], places[chosen]])[-MOST_THREADS:]

    def meeting(place: int) -> Meeting:
        meeting_id = known.meetings["meeting_id"].iloc[place]
        return _meeting(dataset.whole.names["meetings"][meeting_id], chosen=bool(mask[place]))

    out = []
    for place, row in zip(places.tolist(), records(frame.iloc[places]), strict=True):
        start, end = ends[place].tolist()
        out.append(
            Thread(
                thread_id=row["thread_id"],
                kind=row["kind"],
                origin=meeting(start),
                target=meeting(end) if end >= 0 else None,
                row=row,
                expected=period(row["expected_on"], row["expected_precision"])
                if row["expected_on"]
                else None,
                chosen=bool(_either(ends[[place]], mask)[0]),
            )
        )
    return tuple(sorted(out, key=lambda each: (each.origin.when.middle, each.thread_id)))


def referred(dataset: Dataset) -> Counted:
    """How many references the selection holds an end of, and how many of them ``threads`` gives."""
    chosen = _either(_ends(dataset.whole)[1], _chosen(dataset, "meetings"))[_referring(dataset)]
    return Counted(int(chosen.sum()), sum(thread.chosen for thread in threads(dataset)))


def announced(dataset: Dataset) -> Announced:
    """How many references of the selection announce a meeting, and of how many of them the meeting is known."""
    frame, ends = _ends(dataset.whole)
    places = _referring(dataset)
    mine = places[_either(ends, _chosen(dataset, "meetings"))[places]]
    mine = mine[frame["kind"].to_numpy()[mine] == "announces"]
    return Announced(len(mine), int((ends[mine, 1] >= 0).sum()))


@cached_on_dataset()
def _ends(whole: Dataset) -> tuple[pd.DataFrame, Places]:
    """The references by date of the report's meeting, and the places of both meetings of each; -1 where one is open."""
    known, frame = columns(whole), whole.threads
    ends = np.array(
        [
            [known.at.get(start, -1), known.at.get(end, -1)]
            for start, end in zip(frame["from_meeting_id"], frame["to_meeting_id"], strict=True)
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    order = np.argsort(known.held.middle[ends[:, 0]] if len(ends) else ends[:, 0], kind="stable")
    return frame.iloc[order], ends[order]


def _referring(dataset: Dataset) -> Places:
    """The references of the collection, whatever is chosen, by date."""
    frame, _ = _ends(dataset.whole)
    if dataset.wide:
        return np.arange(len(frame))
    return np.flatnonzero((frame["collection"] == dataset.collection).to_numpy())


def _either(ends: Places, mask: Mask) -> Mask:
    """Which references have a chosen meeting at either end."""
    if not len(mask):
        return np.zeros(len(ends), dtype=bool)
    return cast("Mask", ((ends >= 0) & mask[ends]).any(axis=1))
