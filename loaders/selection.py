"""The selection: what the reader has chosen, as a value and as the query of an address.

Laws, each of them a test: ``parse`` never raises; ``parse(query(s)) == s`` for every ``s``;
``query(Selection()) == {}``; a query holds ids only, so links of one language open in the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from loaders.model import CityId, Dataset, MeetingId, ObservationId, ThemeId, cached_on_dataset
from loaders.pages import EMBEDDABLE, FORMER_PAGES, PAGES, SECTIONS, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Known = Mapping[str, set[str]] | None
    Parser = Callable[[str, Known], Any]

Language = Literal["en", "ar"]
Collection = Literal["core", "record"]
Reading = Literal["en", "ar", "both"]
Sides = Literal["beside", "swapped", "stacked"]
Order = Literal["after", "before", "place"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
COLLECTIONS: tuple[Collection, ...] = get_args(Collection)
READINGS: tuple[Reading, ...] = get_args(Reading)
SIDES: tuple[Sides, ...] = get_args(Sides)
ORDERS: tuple[Order, ...] = get_args(Order)

FILTERS = ("collection", "years", "period", "cities", "levels", "meetings", "themes")
"""Fields of a selection that decide which rows are shown, not how they are read."""

COLUMNS = {"cities": "city_id", "levels": "level", "meetings": "meeting_id"}
"""Filters by the column of the meetings in which each looks for its values."""

MOST_COLUMNS = 5
"""Statements side by side at most: more columns cannot be read on any screen."""

LONGEST_WORDS = 200
"""Characters that can be searched for at most: a phrase, not a page."""

MOST_LEAST = 99
"""The highest least number of times that a word must stand in the statements to be compared."""

ID = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
YEAR = r"[0-9]{4}"
MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
LONGEST = 100
"""Characters of an id at most; a longer value in an address is no id of anybody's."""


class Column(NamedTuple):
    """One column of the statement view: whose statement, and in which language it is read."""

    meeting: MeetingId
    reading: Reading

    def __str__(self) -> str:
        """Return the column as an address holds it."""
        return f"{self.meeting}:{self.reading}"


class PassageId(NamedTuple):
    """One passage of one statement; written ``2019-06-paris:4``."""

    meeting: MeetingId
    number: int

    def __str__(self) -> str:
        """Return the passage as an address holds it."""
        return f"{self.meeting}:{self.number}"


class Months(NamedTuple):
    """A part of the time line, both months inclusive; written ``2016-02/2017-11``."""

    first: str
    last: str

    def __str__(self) -> str:
        """Return the months as an address holds them."""
        return f"{self.first}/{self.last}"


class Between(NamedTuple):
    """Two meetings, in whichever order; written ``2016-02-rome:2019-06-paris``."""

    first: MeetingId
    second: MeetingId

    def __str__(self) -> str:
        """Return the meetings as an address holds them."""
        return f"{self.first}:{self.second}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader has chosen. Empty means everything; years and months are inclusive.

    Ids are sorted and unique, so that two selections that mean the same are equal; ``columns`` of
    the statement views keep their order. ``years`` is what the slider says, ``period`` what was
    marked on the time line. Open are the evidence of ``figure``, the marked ``passage``, the
    reference to ``cite``, ``member`` and ``disagreement``. ``about`` is the theme that is read side
    by side, None for the first of both. ``search`` is looked for in everything, ``word`` is what
    the concordance lists in ``order`` of its neighbour or place. ``statement`` is the one whose
    vocabulary or original is shown, ``tongue`` the language of that vocabulary, None for the
    page's own, and ``least`` how often a word must stand in all statements. ``at`` is the month of
    the members, None for the last, ``between`` the meetings between which those who joined are
    named. ``section`` is that of the page, empty for its first; ``view`` the only view, within
    another site's page. ``step`` is that of the story, ``answer`` the answer to its question,
    ``version`` the dataset's when the address was copied.
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
    view: str = ""
    columns: tuple[Column, ...] = ()
    about: ThemeId | None = None
    sides: Sides = "beside"
    passage: PassageId | None = None
    search: str = ""
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
    cite: PassageId | ObservationId | None = None
    version: str | None = None

    def __post_init__(self) -> None:
        """Bring ids, years and words into their one order and form."""
        values: dict[str, Any] = {
            "columns": tuple(Column(*column) for column in self.columns[:MOST_COLUMNS]),
            "years": self.years and tuple(sorted(self.years)),
            "period": self.period and Months(*sorted(self.period)),
            "between": self.between and Between(*self.between),
            "search": plain(self.search),
            "word": plain(self.word),
            "least": min(max(self.least, 1), MOST_LEAST),
        }
        for field in set(REPEATED.values()) - {"columns"}:
            values[field] = tuple(sorted(set(getattr(self, field))))
        page, section = self.page, self.section
        if self.passage:
            page, section = "statements", "read"
        elif self.disagreement:
            page, section = "sources", "disagreements"
        elif self.view:
            page = EMBEDDABLE[self.view]
        values["page"] = page
        values["section"] = "" if section in SECTIONS.get(page, ())[:1] else section
        for field, value in values.items():
            object.__setattr__(self, field, value)

    @property
    def filters(self) -> Selection:
        """The part of the selection that decides which rows are chosen: not how they are read."""
        return Selection(**{name: getattr(self, name) for name in FILTERS})

    @property
    def cleared(self) -> Selection:
        """The same view of the same collection with every filter taken away."""
        empty = Selection(collection=self.collection)
        return replace(self, **{name: getattr(empty, name) for name in FILTERS})

    def cleared_for(self, home: str) -> Selection:
        """The cleared view in the collection that holds what belongs to ``home`` as well."""
        wider: Collection = "record" if "record" in (home, self.collection) else "core"
        return replace(self.cleared, collection=wider)


def plain(words: str) -> str:
    """Return words in one line, without control characters, cut to the longest allowed."""
    printed = (
        " " * letter.isspace() if unicodedata.category(letter)[0] == "C" else letter
        for letter in words
    )
    return " ".join("".join(printed).split())[:LONGEST_WORDS].strip()


class Dropped(NamedTuple):
    """A value of an address that was left out, and its parameter."""

    parameter: str
    value: str


class Address(NamedTuple):
    """What an address says: a selection, and the values that make no sense, in their order."""

    selection: Selection
    dropped: tuple[Dropped, ...]


def _id(*kinds: str) -> Parser:
    """Return a parser of an id of any of some kinds."""

    def parse_id(text: str, known: Known) -> str | None:
        is_formed = len(text) <= LONGEST and re.fullmatch(ID, text)
        is_known = known is None or any(text in known[kind] for kind in kinds)
        return text if is_formed and is_known else None

    return parse_id


def _choice(choices: Iterable[str]) -> Parser:
    """Return a parser of one of a few words."""
    return lambda text, _: text if text in choices else None


def _pattern(form: str, make: Callable[[str], Any] = str) -> Parser:
    """Return a parser of a text of some form."""
    return lambda text, _: make(text) if re.fullmatch(form, text) else None


def _pair(first: Parser, separator: str, second: Parser, make: Callable[..., Any]) -> Parser:
    """Return a parser of two values with a character between them."""

    def parse_pair(text: str, known: Known) -> Any:
        start, _, end = text.partition(separator)
        values = first(start, known), second(end, known)
        return None if None in values else make(*values)

    return parse_pair


def _passage(text: str, known: Known) -> PassageId | None:
    parse_passage = _pair(_id("statement"), ":", _pattern(r"[1-9][0-9]{0,3}", int), PassageId)
    is_known = known is None or text in known["passage"]
    return parse_passage(text, known) if is_known else None


def _words(text: str, _: Known) -> str | None:
    return plain(text) or None if len(text) <= LONGEST_WORDS else None


PARSERS: dict[str, Parser] = {
    "lang": _choice(LANGUAGES),
    "collection": _choice(COLLECTIONS),
    "years": _pair(_pattern(YEAR, int), "-", _pattern(YEAR, int), lambda *years: years),
    "period": _pair(_pattern(MONTH), "/", _pattern(MONTH), Months),
    "city": _id("city"),
    "level": _id("level"),
    "meeting": _id("meeting"),
    "theme": _id("theme"),
    "page": _choice((*PAGES, *FORMER_PAGES)),
    "section": _choice([section for sections in SECTIONS.values() for section in sections]),
    "view": _choice(EMBEDDABLE),
    "column": _pair(_id("statement"), ":", _choice(READINGS), Column),
    "about": _id("theme"),
    "sides": _choice(SIDES),
    "passage": _passage,
    "search": _words,
    "statement": _id("statement"),
    "tongue": _choice(LANGUAGES),
    "least": _pattern(r"[1-9][0-9]?", int),
    "word": _words,
    "order": _choice(ORDERS),
    "threads": _pattern("shown", bool),
    "at": _pattern(MONTH),
    "between": _pair(_id("meeting"), ":", _id("meeting"), Between),
    "member": _id("member"),
    "disagreement": _id("disagreement"),
    "step": _id("step"),
    "answer": _id("figure", "meeting"),
    "figure": _id("figure"),
    "cite": lambda text, known: _passage(text, known) or _id("figure")(text, known),
    "version": _pattern(r"[0-9]{1,3}(\.[0-9]{1,3}){2}"),
}
"""Every parameter of an address, in its order, with the parser of one value: None if senseless."""

REPEATED = {
    "city": "cities",
    "level": "levels",
    "meeting": "meetings",
    "theme": "themes",
    "column": "columns",
}
"""Parameters that may stand several times, with their field of the selection."""

FIELDS = {"lang": "language", **REPEATED}
"""Parameters whose field of the selection has another name."""

FORMER_PARAMETERS = ("alike",)
"""Parameters of earlier addresses that mean nothing any more, and are left out without a word."""


def query(selection: Selection) -> dict[str, list[str]]:
    """Return the parameters of the selection's address; what is as by default is left out."""
    default = Selection()
    parameters: dict[str, list[str]] = {}
    for parameter in PARSERS:
        field = FIELDS.get(parameter, parameter)
        value = getattr(selection, field)
        is_implied = field in ("page", "section") and (selection.passage or selection.disagreement)
        if value == getattr(default, field) or is_implied or (field == "page" and selection.view):
            continue
        if parameter == "threads":
            value = "shown"
        elif parameter == "years":
            value = "-".join(f"{year:04d}" for year in value)
        values = value if parameter in REPEATED else [value]
        parameters[parameter] = [str(value) for value in values]
    return parameters


def address(selection: Selection) -> str:
    """Return the selection as a relative address: ``?city=amman``, or ``?`` for the first page."""
    return "?" + urlencode(query(selection), doseq=True, safe=":/")


def step(**changes: Any) -> str:
    """Return one click as a relative address that holds nothing but its ``changes``: ``?figure=…``.

    It is the same whatever else is selected, so that its markup can be cached; the browser adds the
    rest of the address when such a link is opened elsewhere.
    """
    return address(Selection(**changes))


def parse(parameters: Mapping[str, Iterable[str]], dataset: Dataset | None = None) -> Selection:
    """Return the selection that an address names, see ``read_address``."""
    return read_address(parameters, dataset).selection


def read_address(
    parameters: Mapping[str, Iterable[str]], dataset: Dataset | None = None
) -> Address:
    """Read the selection that an address names, without what makes no sense or is unknown."""
    known = None if dataset is None else _known_ids(dataset.whole)
    fields: dict[str, Any] = {}
    dropped: list[Dropped] = []
    for parameter, values in parameters.items():
        if parameter in FORMER_PARAMETERS:
            continue
        for text in [values] if isinstance(values, str) else map(str, values):
            value = PARSERS[parameter](text, known) if parameter in PARSERS else None
            if value is None or not _add(fields, parameter, value):
                dropped.append(Dropped(parameter, text))
    return Address(Selection(**fields), tuple(dropped))


def _add(fields: dict[str, Any], parameter: str, value: Any) -> bool:
    """Add a value of an address to the fields of a selection; False if there is no room for it."""
    if parameter == "page" and value in FORMER_PAGES and "page" not in fields:
        fields["page"], fields["section"] = FORMER_PAGES[value]
        return True
    field = FIELDS.get(parameter, parameter)
    before = fields.get(field, ())
    if parameter in REPEATED and (parameter != "column" or len(before) < MOST_COLUMNS):
        fields[field] = (*before, value)
    elif field not in fields:
        fields[field] = value
    else:
        return False
    return True


@cached_on_dataset()
def _known_ids(whole: Dataset) -> dict[str, set[str]]:
    """Return the ids that each kind of parameter may hold."""
    meetings, numbers = whole.passages["meeting_id"], whole.passages["number"]
    return {
        "city": whole.known("cities"),
        "level": set(whole.rules.choices("meetings", "level")),
        "meeting": whole.known("meetings"),
        "theme": whole.known("themes"),
        "statement": set(meetings),
        "passage": {
            f"{meeting}:{number}" for meeting, number in zip(meetings, numbers, strict=True)
        },
        "member": whole.known("members"),
        "disagreement": whole.known("discrepancies"),
        "step": {step.step_id for step in whole.steps},
        "figure": whole.known("observations"),
    }
