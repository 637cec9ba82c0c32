"""The selection: what the reader has chosen, as a value and as the query of an address.

Laws, each of them a test: ``parse`` never raises; ``parse(query(s)) == s`` for every ``s``;
``query(Selection()) == {}``; the query holds ids only, so a link made in one language opens in the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from loaders.dataset import CityId, Dataset, MeetingId, ObservationId, ThemeId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = Literal["en", "ar"]
Collection = Literal["core", "record"]
Reading = Literal["en", "ar", "both"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
COLLECTIONS: tuple[Collection, ...] = get_args(Collection)
READINGS: tuple[Reading, ...] = get_args(Reading)

MOST_COLUMNS = 5
"""Statements side by side at most: more columns than that cannot be read on any screen."""

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
YEARS = re.compile(r"(\d{4})-(\d{4})")
LONGEST = 100
"""Characters of an id at most; a longer value in an address is no id of anybody's."""


class Column(NamedTuple):
    """One column of the statement view: whose statement, and in which language it is read."""

    meeting: MeetingId
    reading: Reading


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader has chosen. Empty means everything; years are inclusive.

    Ids are kept sorted and once each, so that two selections that mean the same are equal.
    ``columns`` keeps its order: it is what the statement view shows, from left to right in English.
    ``figure`` is the observation whose evidence is open.
    """

    language: Language = "en"
    collection: Collection = "core"
    years: tuple[int, int] | None = None
    cities: tuple[CityId, ...] = ()
    levels: tuple[str, ...] = ()
    meetings: tuple[MeetingId, ...] = ()
    themes: tuple[ThemeId, ...] = ()
    columns: tuple[Column, ...] = ()
    figure: ObservationId | None = None

    def __post_init__(self) -> None:
        """Bring ids and years into their one order."""
        for name in ("cities", "levels", "meetings", "themes"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        if self.years is not None:
            first, last = self.years
            object.__setattr__(self, "years", (min(first, last), max(first, last)))
        object.__setattr__(self, "columns", tuple(Column(*each) for each in self.columns[:MOST_COLUMNS]))

    @property
    def filters(self) -> Selection:
        """The part of the selection that decides which rows are chosen: not how they are read."""
        return replace(self, language="en", columns=(), figure=None)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out by the reader's choice (the collection is not a filter)."""
        return self.filters != Selection(collection=self.collection)

    @property
    def cleared(self) -> Selection:
        """The same view of the same collection with every filter taken away."""
        return replace(self, years=None, cities=(), levels=(), meetings=(), themes=())


class Dropped(NamedTuple):
    """A value of an address that was left out, and the parameter in which it stood."""

    parameter: str
    value: str


REPEATED = {"city": "cities", "level": "levels", "meeting": "meetings", "theme": "themes"}
PARAMETERS = ("lang", "collection", "years", *REPEATED, "column", "figure")


def query(selection: Selection) -> dict[str, list[str]]:
    """The parameters of the selection's address; what is as by default is left out."""
    usual = Selection()
    out: dict[str, list[str]] = {}
    if selection.language != usual.language:
        out["lang"] = [selection.language]
    if selection.collection != usual.collection:
        out["collection"] = [selection.collection]
    if selection.years:
        out["years"] = [f"{selection.years[0]:04d}-{selection.years[1]:04d}"]
    for parameter, name in REPEATED.items():
        if values := getattr(selection, name):
            out[parameter] = list(values)
    if selection.columns:
        out["column"] = [f"{column.meeting}:{column.reading}" for column in selection.columns]
    if selection.figure:
        out["figure"] = [selection.figure]
    return out


def address(selection: Selection) -> str:
    """The selection as a relative address: ``?city=amman``; ``?`` alone is the page as it opens."""
    return "?" + urlencode(query(selection), doseq=True, safe=":")


def step(**changes: Any) -> str:
    """One click as a relative address that holds nothing but its ``changes``: ``?figure=…``.

    Unlike ``address`` it is the same whatever else is chosen, so that markup which holds it can be
    kept; the browser adds the rest of the address when such a link is opened elsewhere.
    """
    return address(Selection(**changes))


def toggled(selection: Selection, **changes: Any) -> Selection:
    """The selection after a click that means ``changes``: if it says all of that already, it is emptied of it.

    A mark of a chart means its meeting and the evidence of its figure: if the meeting is chosen but
    its evidence is not open, a click opens it, and only the next one clears both.
    """
    after = replace(selection, **changes)
    if after != selection:
        return after
    usual = Selection()
    return replace(selection, **{name: getattr(usual, name) for name in changes})


def parse(parameters: Mapping[str, Iterable[str]], dataset: Dataset | None = None) -> Selection:
    """The selection that an address names. Never raises: what makes no sense is left out.

    With a dataset, ids that it does not know are left out as well; ``dropped`` says which.
    """
    return _read(parameters, dataset)[0]


def dropped(parameters: Mapping[str, Iterable[str]], dataset: Dataset | None = None) -> tuple[Dropped, ...]:
    """The values of an address that ``parse`` leaves out, in the order of the address."""
    return _read(parameters, dataset)[1]


def _read(
    parameters: Mapping[str, Iterable[str]], dataset: Dataset | None
) -> tuple[Selection, tuple[Dropped, ...]]:
    chosen: dict[str, Any] = {}
    out: list[Dropped] = []
    known = _known(dataset)
    for parameter, values in parameters.items():
        texts = [values] if isinstance(values, str) else [str(value) for value in values]
        for text in texts:
            if not _take(chosen, parameter=parameter, text=text, known=known):
                out.append(Dropped(parameter, text))
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in chosen.items()}
    return Selection(**fields), tuple(out)


def _known(dataset: Dataset | None) -> dict[str, set[str]] | None:
    """The ids that each parameter may hold; None where nothing is known and any id will do."""
    if dataset is None:
        return None
    return {
        "city": dataset.known("cities"),
        "level": set(dataset.rules.choices("meetings", "level")),
        "meeting": dataset.known("meetings"),
        "theme": dataset.known("themes"),
        "column": set(dataset.whole.passages["meeting_id"]),
        "figure": dataset.known("observations"),
    }


def _take(chosen: dict[str, Any], *, parameter: str, text: str, known: dict[str, set[str]] | None) -> bool:
    """Add one value of an address to the fields chosen so far; False if it says nothing."""

    def an_id(value: str) -> bool:
        fits = len(value) <= LONGEST and ID.fullmatch(value) is not None
        return fits and (known is None or value in known[parameter])

    if parameter in REPEATED and an_id(text):
        chosen.setdefault(REPEATED[parameter], []).append(text)
    elif parameter == "column":
        meeting, _, reading = text.partition(":")
        columns = chosen.setdefault("columns", [])
        if not an_id(meeting) or reading not in READINGS or len(columns) >= MOST_COLUMNS:
            return False
        columns.append(Column(MeetingId(meeting), reading))
    elif {"lang": "language"}.get(parameter, parameter) in chosen:
        return False
    elif parameter == "lang" and text in LANGUAGES:
        chosen["language"] = text
    elif parameter == "collection" and text in COLLECTIONS:
        chosen["collection"] = text
    elif parameter == "years" and (years := YEARS.fullmatch(text)) and text.isascii():
        chosen["years"] = (int(years[1]), int(years[2]))
    elif parameter == "figure" and an_id(text):
        chosen["figure"] = text
    else:
        return False
    return True


def within(dataset: Dataset, selection: Selection) -> Dataset:
    """The part of the dataset that the selection names; equal selections give the same object.

    A meeting is chosen by its collection, year, city, level and id, and by a theme if its statement
    has a passage on it. A figure is chosen with its meeting; one that belongs to no meeting is
    chosen by its year, as long as nothing but years is asked for. A passage is chosen with its meeting
    and, where themes are chosen, if it has one of them. Sources, cities, indicators, members and
    themes stay whole: they are what the rest refers to.
    """
    return _within(dataset.whole, selection.filters)


@lru_cache(maxsize=256)
def _within(dataset: Dataset, selection: Selection) -> Dataset:
    meetings, passages = dataset.meetings, dataset.passages
    keep = meetings["collection"] == selection.collection
    if selection.years:
        keep &= meetings["starts_on"].str[:4].astype(int).between(*selection.years)
    if selection.cities:
        keep &= meetings["city_id"].isin(selection.cities)
    if selection.levels:
        keep &= meetings["level"].isin(selection.levels)
    if selection.meetings:
        keep &= meetings["meeting_id"].isin(selection.meetings)
    if selection.themes:
        wanted = set(selection.themes)
        passages = passages[[not wanted.isdisjoint(themes) for themes in passages["themes"]]]
        keep &= meetings["meeting_id"].isin(passages["meeting_id"])
    meetings = meetings[keep]
    figures = dataset.observations
    belongs = figures["meeting_id"].isin(meetings["meeting_id"])
    if selection.cleared == replace(selection, years=None):
        first, last = selection.years or (0, 9999)
        belongs |= (figures["meeting_id"] == "") & figures["as_of"].str[:4].astype(int).between(first, last)
    figures = figures[(figures["collection"] == selection.collection) & belongs]
    return replace(
        dataset,
        meetings=meetings.sort_values(["starts_on", "meeting_id"], ignore_index=True),
        observations=figures.sort_values(["as_of", "observation_id"], ignore_index=True),
        passages=passages[passages["meeting_id"].isin(meetings["meeting_id"])].reset_index(drop=True),
        collection=selection.collection,
        themes_asked=frozenset(selection.themes),
        before=dataset,
    )
