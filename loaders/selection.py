"""The selection: what the reader has chosen, as a value and as the query of an address.

Laws, each of them a test: ``parse`` never raises; ``parse(query(s)) == s`` for every ``s``;
``query(Selection()) == {}``; the query holds ids only, so a link made in one language opens in the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from loaders.columns import columns
from loaders.dates import each_month
from loaders.model import (
    RECORD,
    CityId,
    Dataset,
    MeetingId,
    ObservationId,
    Part,
    ThemeId,
    cached_on_dataset,
    collected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.columns import Mask, Places

Language = Literal["en", "ar"]
Collection = Literal["core", "record"]
Reading = Literal["en", "ar", "both"]
Page = Literal["overview", "story", "members", "figures", "statements", "sources"]
Sides = Literal["beside", "swapped", "stacked"]
Order = Literal["after", "before", "place"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
COLLECTIONS: tuple[Collection, ...] = get_args(Collection)
READINGS: tuple[Reading, ...] = get_args(Reading)
PAGES: tuple[Page, ...] = get_args(Page)
SIDES: tuple[Sides, ...] = get_args(Sides)
ORDERS: tuple[Order, ...] = get_args(Order)

MOST_COLUMNS = 5
"""Statements side by side at most: more columns than that cannot be read on any screen."""

LONGEST_WORDS = 200
"""Characters that can be searched for at most: a phrase, not a page."""

MOST_LEAST = 99
"""The highest number of times that a word may be asked to stand in the statements before it is compared."""

FILTERS = ("collection", "years", "period", "cities", "levels", "meetings", "themes")
"""Fields of a selection that decide which rows are shown, not how they are read."""

SCOPED = (*FILTERS, "at", "between", "section")
"""Fields of a selection that only some pages use: the filters, the section, and what the page of the members is set to."""

SECTIONS: dict[Page, tuple[str, ...]] = {
    "figures": ("territory", "people", "membership", "support", "cost", "threat"),
    "statements": ("read", "compare", "words"),
    "sources": ("list", "disagreements", "speakers", "originals"),
}
"""The sections of the pages that draw one of several at a time, the first by default; those of figures are groups."""

FORMER_PAGES: dict[str, tuple[Page, str]] = {
    "words": ("statements", "words"),
    "disagreements": ("sources", "disagreements"),
    "originals": ("sources", "originals"),
}
"""Pages of earlier addresses, and the page and section where their content is now."""

USED: dict[Page, tuple[str, ...]] = {
    "overview": FILTERS,
    "story": (),
    "members": ("collection", "at", "between"),
    "figures": (*FILTERS, "section"),
    "statements": (*FILTERS, "section"),
    "sources": (*FILTERS, "section"),
}
"""Which of the ``SCOPED`` fields a page uses, in every view of it; those of the story are set by its step."""

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
NUMBER = re.compile(r"[1-9][0-9]{0,3}")
LEAST = re.compile(r"[1-9][0-9]?")
LONGEST = 100
"""Characters of an id at most; a longer value in an address is no id of anybody's."""


class Column(NamedTuple):
    """One column of the statement view: whose statement, and in which language it is read."""

    meeting: MeetingId
    reading: Reading


class Place(NamedTuple):
    """One passage of one statement; written ``2019-06-paris:4``."""

    meeting: MeetingId
    number: int

    def __str__(self) -> str:
        """The place as an address holds it."""
        return f"{self.meeting}:{self.number}"


class Months(NamedTuple):
    """A part of the time line, both months inclusive; written ``2016-02/2017-11``, as ISO 8601 writes an interval."""

    first: str
    last: str

    def __str__(self) -> str:
        """The months as an address holds them."""
        return f"{self.first}/{self.last}"


class Between(NamedTuple):
    """Two meetings, in whichever order, between which something is counted; written ``2016-02-rome:2019-06-paris``."""

    one: MeetingId
    other: MeetingId

    def __str__(self) -> str:
        """The two meetings as an address holds them."""
        return f"{self.one}:{self.other}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader has chosen. Empty means everything; years and months are inclusive.

    Ids are kept sorted and once each, so that two selections that mean the same are equal.
    ``years`` is what the slider says, ``period`` what was marked on the time line, to the month.
    ``columns`` keeps its order: it is what the statement views show, from left to right in English.
    ``figure`` is the observation whose evidence is open, ``passage`` the one that is marked: it is
    read on the page of the statements, so that page is meant with it. ``cite`` is what the open
    reference is of, a passage or an observation. ``search`` is what is looked for in the statements,
    ``word`` what the concordance lists, in ``order`` of the word before or after or of its place;
    ``alike`` is whether ة and ه are one letter in both. ``statement`` is the one whose
    vocabulary, or whose original, is shown; ``tongue`` is the language of that vocabulary, None for the
    page's own, and ``least`` how often a word must stand in all statements to be compared, 1 to 99.
    ``at`` is the month for which the members are shown, None for the last; ``between`` the two meetings
    between which those who joined are named; ``member`` the one of whom is told what is known;
    ``disagreement`` the one that is laid open side by side, on the page of the sources. ``section`` is the section of
    the page that is drawn, empty for its first.
    ``step`` is the step of the story that is told, ``answer`` what the reader answered to its question: an
    observation or a meeting.
    """

    language: Language = "en"
    collection: Collection = "core"
    years: tuple[int, int] | None = None
    period: Months | None = None
    cities: tuple[CityId, ...] = ()
    levels: tuple[str, ...] = ()
    meetings: tuple[MeetingId, ...] = ()
    themes: tuple[ThemeId, ...] = ()
    page: Page = "overview"
    section: str = ""
    columns: tuple[Column, ...] = ()
    sides: Sides = "beside"
    passage: Place | None = None
    search: str = ""
    alike: bool = False
    statement: MeetingId | None = None
    tongue: Language | None = None
    least: int = 3
    word: str = ""
    order: Order = "after"
    threads: bool = False
    at: str | None = None
    between: Between | None = None
    member: str | None = None
    disagreement: str | None = None
    step: str | None = None
    answer: str | None = None
    figure: ObservationId | None = None
    cite: Place | ObservationId | None = None

    def __post_init__(self) -> None:
        """Bring ids, years and words into their one order and form."""
        for name in ("cities", "levels", "meetings", "themes"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        if self.years is not None:
            first, last = self.years
            object.__setattr__(self, "years", (min(first, last), max(first, last)))
        if self.period is not None:
            object.__setattr__(self, "period", Months(*sorted(self.period)))
        if self.between is not None:
            object.__setattr__(self, "between", Between(*self.between))
        object.__setattr__(self, "columns", tuple(Column(*column) for column in self.columns[:MOST_COLUMNS]))
        for name in ("search", "word"):
            object.__setattr__(self, name, plain(getattr(self, name)))
        object.__setattr__(self, "least", min(max(self.least, 1), MOST_LEAST))
        page, section = self.page, self.section
        if self.passage is not None:
            page, section = "statements", "read"
        elif self.disagreement is not None:
            page, section = "sources", "disagreements"
        object.__setattr__(self, "page", page)
        is_first = section in SECTIONS.get(page, ())[:1]
        object.__setattr__(self, "section", "" if is_first else section)

    @property
    def filters(self) -> Selection:
        """The part of the selection that decides which rows are chosen: not how they are read."""
        return Selection(**{name: getattr(self, name) for name in FILTERS})

    @property
    def filtered(self) -> bool:
        """Whether anything is left out by the reader's choice (the collection is not a filter)."""
        return self.filters != Selection(collection=self.collection)

    @property
    def cleared(self) -> Selection:
        """The same view of the same collection with every filter taken away."""
        return replace(self, years=None, period=None, cities=(), levels=(), meetings=(), themes=())

    def cleared_for(self, home: str) -> Selection:
        """The cleared view in a collection that holds what belongs to ``home``: the record holds all."""
        wider = "record" if "record" in (home, self.collection) else "core"
        return replace(self.cleared, collection=cast("Collection", wider))


def drop_unused(changes: Mapping[str, Any], *, page: Page) -> dict[str, Any]:
    """Drop the changes that would have no effect on a page, since it does not use their fields.

    Args:
        changes: New values by field of the selection.
        page: The page that is drawn with them.

    Returns:
        The changes that remain: those of fields that every page uses, and of the ``SCOPED`` ones that this page uses.
    """
    return {name: value for name, value in changes.items() if name not in SCOPED or name in USED[page]}


def moved(selection: Selection, dataset: Dataset, *, collection: Collection) -> Selection:
    """The same view of another collection, without the filters that would leave nothing of it.

    Cities, levels and meetings that it does not hold are left out, and years or months in which it holds no
    meeting.
    """
    there = within(dataset, Selection(collection=collection))
    known = {"cities": "city_id", "levels": "level", "meetings": "meeting_id"}
    kept: dict[str, Any] = {
        name: tuple(each for each in getattr(selection, name) if each in set(there.meetings[column]))
        for name, column in known.items()
    }
    for name in ("years", "period"):
        asked: dict[str, Any] = {name: getattr(selection, name)}
        if within(dataset, Selection(collection=collection, **asked)).meetings.empty:
            kept[name] = None
    return replace(selection, collection=collection, **kept)


@cached_on_dataset()
def calendar(whole: Dataset, collection: Collection) -> tuple[str, ...]:
    """Every month, as ``YYYY-MM``, from the first to the last of which a collection has a meeting or a figure."""
    meetings, figures = (
        collected(each, collection=collection) for each in (whole.meetings, whole.observations)
    )
    held = meetings["starts_on"]
    starts = pd.concat([held, figures["as_of"]])
    ends = pd.concat([meetings["ends_on"].where(meetings["ends_on"] != "", held), figures["as_of"]])
    if starts.empty:
        return ()
    return each_month((starts + "-01").str[:7].min(), (ends + "-12").str[:7].max())


def brushed(selection: Selection, dataset: Dataset, *, period: Months | None) -> Selection:
    """The selection after a part of the time line was marked: cut to the months of its collection.

    All of them, or none, is no filter. Years give way, as both say when: one act has one meaning.
    """
    months = calendar(dataset.whole, selection.collection)
    inside = [month for month in months if period and min(period) <= month <= max(period)]
    kept = Months(inside[0], inside[-1]) if 0 < len(inside) < len(months) else None
    return replace(selection, period=kept, years=None)


def plain(words: str) -> str:
    """Words as they are searched for: one line, no control or formatting characters, cut to the longest allowed."""
    shown = "".join(
        word if not unicodedata.category(word).startswith("C") else " " * word.isspace() for word in words
    )
    return " ".join(shown.split())[:LONGEST_WORDS].strip()


class Dropped(NamedTuple):
    """A value of an address that was left out, and the parameter in which it stood."""

    parameter: str
    value: str


REPEATED = {"city": "cities", "level": "levels", "meeting": "meetings", "theme": "themes"}
SINGLE = {
    "page": PAGES,
    "sides": SIDES,
    "order": ORDERS,
    "collection": COLLECTIONS,
    "lang": LANGUAGES,
    "tongue": LANGUAGES,
}
"""Parameters that hold one of a few words, with the words that each may hold."""

SWITCHES = {"alike": "marbuta", "threads": "shown"}
"""Parameters that are there or not, with the one value that each may hold."""

PARAMETERS = (
    *(
        "lang",
        "collection",
        "years",
        "period",
        *REPEATED,
        "page",
        "section",
        "column",
        "sides",
        "passage",
        "search",
        "alike",
    ),
    *("statement", "tongue", "least", "word", "order", "threads"),
    *("at", "between", "member", "disagreement", "step", "answer", "figure", "cite"),
)
FIELDS = {"lang": "language", **REPEATED, "column": "columns"}
"""Parameters whose field of the selection has another name."""


def query(selection: Selection) -> dict[str, list[str]]:
    """The parameters of the selection's address; what is as by default is left out."""
    usual = Selection()
    out: dict[str, list[str]] = {}
    for parameter in PARAMETERS:
        name = FIELDS.get(parameter, parameter)
        value = getattr(selection, name)
        if value == getattr(usual, name) or (
            name in ("page", "section") and (selection.passage or selection.disagreement)
        ):
            continue
        if parameter in SWITCHES:
            out[parameter] = [SWITCHES[parameter]]
        elif parameter == "years":
            out[parameter] = [f"{value[0]:04d}-{value[1]:04d}"]
        elif parameter == "column":
            out[parameter] = [f"{column.meeting}:{column.reading}" for column in value]
        else:
            out[parameter] = list(value) if parameter in REPEATED else [str(value)]
    return out


def address(selection: Selection) -> str:
    """The selection as a relative address: ``?city=amman``; ``?`` alone is the page as it opens."""
    return "?" + urlencode(query(selection), doseq=True, safe=":/")


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
    return None if dataset is None else _ids(dataset.whole)


@cached_on_dataset()
def _ids(dataset: Dataset) -> dict[str, set[str]]:
    """The ids of a whole dataset by parameter."""
    texts = set(dataset.whole.passages["meeting_id"])
    return {
        "city": dataset.known("cities"),
        "level": set(dataset.rules.choices("meetings", "level")),
        "meeting": dataset.known("meetings"),
        "theme": dataset.known("themes"),
        "column": texts,
        "statement": texts,
        "passage": _places(dataset.whole),
        "member": dataset.known("members"),
        "disagreement": dataset.known("discrepancies"),
        "step": {each.step_id for each in dataset.steps},
        "figure": dataset.known("observations"),
    }


@cached_on_dataset()
def _places(whole: Dataset) -> set[str]:
    """Every passage of a dataset as an address writes it."""
    rows = zip(whole.passages["meeting_id"], whole.passages["number"], strict=True)
    return {f"{meeting}:{number}" for meeting, number in rows}


def _take(chosen: dict[str, Any], *, parameter: str, text: str, known: dict[str, set[str]] | None) -> bool:
    """Add one value of an address to the fields chosen so far; False if it says nothing."""

    def an_id(value: str, of: str = parameter) -> bool:
        fits = len(value) <= LONGEST and ID.fullmatch(value) is not None
        return fits and (known is None or value in known[of])

    def months(value: str) -> Months | None:
        first, _, last = value.partition("/")
        return Months(first, last) if MONTH.fullmatch(first) and MONTH.fullmatch(last) else None

    def two_meetings(value: str) -> Between | None:
        earlier, _, later = value.partition(":")
        there = an_id(earlier, "meeting") and an_id(later, "meeting")
        return Between(MeetingId(earlier), MeetingId(later)) if there else None

    def a_place(value: str) -> Place | None:
        meeting, _, number = value.partition(":")
        fits = len(meeting) <= LONGEST and ID.fullmatch(meeting) and NUMBER.fullmatch(number)
        there = fits and (known is None or value in known["passage"])
        return Place(MeetingId(meeting), int(number)) if there else None

    name = FIELDS.get(parameter, parameter)
    if parameter in REPEATED and an_id(text):
        chosen.setdefault(name, []).append(text)
        return True
    if parameter == "column":
        meeting, _, reading = text.partition(":")
        columns = chosen.setdefault(name, [])
        if not an_id(meeting) or reading not in READINGS or len(columns) >= MOST_COLUMNS:
            return False
        columns.append(Column(MeetingId(meeting), reading))
        return True
    if name in chosen:
        return False
    value: Any = None
    if parameter == "page" and text in FORMER_PAGES:
        value, chosen["section"] = FORMER_PAGES[text]
    elif parameter == "section":
        value = text if any(text in sections for sections in SECTIONS.values()) else None
    elif text in SINGLE.get(parameter, ()):
        value = text
    elif SWITCHES.get(parameter) == text:
        value = True
    elif parameter == "years" and (years := YEARS.fullmatch(text)):
        value = (int(years[1]), int(years[2]))
    elif parameter == "period":
        value = months(text)
    elif parameter == "at":
        value = text if MONTH.fullmatch(text) else None
    elif parameter == "between":
        value = two_meetings(text)
    elif parameter == "least":
        value = int(text) if LEAST.fullmatch(text) else None
    elif parameter == "passage":
        value = a_place(text)
    elif parameter in ("statement", "member", "disagreement", "step", "figure"):
        value = text if an_id(text) else None
    elif parameter == "answer":
        value = text if an_id(text, "figure") or an_id(text, "meeting") else None
    elif parameter == "cite":
        value = a_place(text) or (text if an_id(text, "figure") else None)
    elif parameter in ("search", "word") and len(text) <= LONGEST_WORDS:
        value = plain(text) or None
    if value is None:
        return False
    chosen[name] = value
    return True


def within(dataset: Dataset, selection: Selection) -> Dataset:
    """The part of the dataset that the selection names; equal selections give the same object.

    A meeting is chosen by its collection, year, months, city, level and id, and by a theme if its statement
    has a passage on it; one that is known to the year only may have been held in any month of it. A figure
    is chosen with its meeting; one that belongs to no meeting is chosen by its date, as long as nothing but
    years or months is asked for. A passage is chosen with its meeting
    and, where themes are chosen, if it has one of them. Sources, cities, indicators, members and
    themes stay whole: they are what the rest refers to.
    """
    return _within(dataset.whole, selection.filters)


@cached_on_dataset(64)
def _within(dataset: Dataset, selection: Selection) -> Dataset:
    known = columns(dataset)
    core = selection.collection != RECORD
    keep = known.core["meetings"].copy() if core else np.ones(len(known.meetings), dtype=bool)
    if selection.years:
        keep &= _between(known.held.year, selection.years)
    if selection.period:
        keep &= _overlap(known.held.first, known.ended.last, selection.period)
    if selection.cities:
        keep &= np.isin(
            known.held_in, [known.cities[city] for city in selection.cities if city in known.cities]
        )
    if selection.levels:
        keep &= np.isin(
            known.levels, [known.choices.index(level) for level in selection.levels if level in known.choices]
        )
    if selection.meetings:
        asked = np.zeros(len(keep), dtype=bool)
        asked[[known.at[meeting] for meeting in selection.meetings if meeting in known.at]] = True
        keep &= asked
    read = np.ones(len(dataset.passages), dtype=bool)
    if selection.themes:
        read[:] = False
        for theme in selection.themes:
            read[known.by_theme.get(theme, [])] = True
        told = np.zeros(len(keep), dtype=bool)
        told[known.read[read & (known.read >= 0)]] = True
        keep &= told
    belongs = (known.of >= 0) & keep[known.of] if len(keep) else np.zeros(len(known.of), dtype=bool)
    if selection.cleared == replace(selection, years=None, period=None):
        free = known.of < 0
        if selection.years:
            free &= _between(known.as_of.year, selection.years)
        if selection.period:
            free &= _overlap(known.as_of.first, known.as_of.last, selection.period)
        belongs |= free
    if core:
        belongs &= known.core["observations"]
    read &= (known.read >= 0) & keep[known.read] if len(keep) else False
    return Part.of(
        dataset,
        {
            "meetings": (known.meetings, keep),
            "observations": (known.observations, belongs),
            "passages": (dataset.passages, read),
        },
        collection=selection.collection,
        themes_asked=frozenset(selection.themes),
    )


def _between(years: Places, span: tuple[int, int]) -> Mask:
    """Which rows are of some years, both inclusive."""
    return (years >= span[0]) & (years <= span[1])


def _overlap(first: Places, last: Places, months: Months) -> Mask:
    """Which rows may fall into some months, by the months in which they begin and end."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in months)
    return (first <= high) & (last >= low)
