"""The data model: a dataset, what a selection leaves of it, and the story told from it.

Ids are plain strings with a name of their own, so that a type checker tells a city from a meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Literal, NamedTuple, NewType, ParamSpec, TypeVar

from loaders.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from loaders.schema.contract import Contract

CityId = NewType("CityId", str)
MeetingId = NewType("MeetingId", str)
ObservationId = NewType("ObservationId", str)
ThemeId = NewType("ThemeId", str)

USAGE = "usage"
"""In place of the source of an alias: readers type it, and no source is known to use it."""

RECORD = "record"
"""The collection that is the wider public record: it holds what the core holds, and more."""

Asks = Literal["value", "larger", "earlier"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def cached_on_dataset(
    maxsize: int | None = None,
) -> Callable[
    [Callable[Concatenate[Dataset, Arguments], Result]],
    Callable[Concatenate[Dataset, Arguments], Result],
]:
    """Cache the results of a function of a dataset on that dataset, to be freed with it.

    Args:
    maxsize: How many results are cached for one dataset, the least recently used dropped first;
    None: all.

    Returns:
    A decorator for functions whose first argument is a ``Dataset`` and whose other arguments are
    hashable.
    """

    def decorate(
        function: Callable[Concatenate[Dataset, Arguments], Result],
    ) -> Callable[Concatenate[Dataset, Arguments], Result]:
        @wraps(function)
        def call(
            dataset: Dataset, /, *arguments: Arguments.args, **options: Arguments.kwargs
        ) -> Result:
            cached = dataset.caches.get(call)
            if cached is None:
                # setdefault is one step: threads that come at once share one cache.
                cached = dataset.caches.setdefault(
                    call, lru_cache(maxsize)(partial(function, dataset))
                )
            result: Result = cached(*arguments, **options)
            return result

        return call

    return decorate


class Both(NamedTuple):
    """A text in both languages."""

    en: str
    ar: str

    def of(self, language: Literal["en", "ar"]) -> str:
        """The text in one of them."""
        return self.en if language == "en" else self.ar


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader may check: the ``choices`` are observations or, of ``earlier``, meetings.

    ``answer`` is that which was asked for where it is a value; of the other kinds the data say
    which is right.
    """

    kind: Asks
    ask: Both
    choices: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: its text, the query of what it shows, and its views."""

    step_id: str
    title: Both
    text: Both
    query: str
    views: tuple[str, ...]
    question: Question


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary and what it means."""

    term_id: str
    name: Both
    definition: Both


@dataclass(frozen=True, slots=True)
class Story:
    """The steps in the order in which they are read, and the glossary in the order of its file."""

    steps: tuple[Step, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Dataset:
    """The tables, or the part of them that a reader has chosen.

    Every frame has the columns of the contract; text columns hold "" where a value is unknown,
    number columns NaN. ``passages`` has one row a passage of a statement; ``story`` is None where
    the folder holds none. ``whole`` is the dataset before any choice (itself, where nothing was
    chosen), so that a view can show the rest in grey; ``collection`` is the one that views draw,
    ``themes_asked`` the themes that the reader asked for. ``content_hash`` are the first hexadecimal
    digits of the SHA-256 of its files. A dataset is compared by identity: it is
    a value that is made once and never changed.
    """

    rules: Contract
    meetings: pd.DataFrame
    cities: pd.DataFrame
    sources: pd.DataFrame
    indicators: pd.DataFrame
    observations: pd.DataFrame
    members: pd.DataFrame
    namings: pd.DataFrame
    themes: pd.DataFrame
    discrepancies: pd.DataFrame
    threads: pd.DataFrame
    aliases: pd.DataFrame
    changes: pd.DataFrame
    passages: pd.DataFrame
    story: Story | None = None
    content_hash: str = ""
    collection: str = "core"
    themes_asked: frozenset[str] = frozenset()
    before: Dataset | None = field(default=None, repr=False)
    caches: dict[Any, Callable[..., Any]] = field(default_factory=dict, init=False, repr=False)
    """What ``cached_on_dataset`` has computed from this dataset, by function."""

    @property
    def whole(self) -> Dataset:
        """The dataset before any choice."""
        return self.before or self

    @property
    def version(self) -> str:
        """The version of the dataset with its content hash: ``1.5.0+3fa9c1d2``."""
        return f"{self.rules.version}+{self.content_hash}"

    @property
    def wide(self) -> bool:
        """Whether the wider record is shown, with the core as a part of it."""
        return self.collection == RECORD

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the story, in order; none where the folder holds no story."""
        return self.story.steps if self.story else ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the story's glossary; none where the folder holds no story."""
        return self.story.terms if self.story else ()

    def held(self, table: str) -> pd.DataFrame:
        """The rows of a table that the collection holds, whatever is chosen."""
        return _held(self.whole, table, collection=self.collection)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """First and last year with a meeting of the collection; None if there is none."""
        return _span(self.held("meetings")["starts_on"])

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year with a selected meeting, both inclusive; None if there is none."""
        return _span(self.meetings["starts_on"])

    @cached_property
    def names(self) -> dict[str, dict[str, dict[str, str]]]:
        """Rows by table and id, for looking up a name: ``names["cities"]["amman"]["name_ar"]``."""
        if self.before is not None:
            return self.before.names
        return {
            name: {str(row[table.key[0]]): row for row in tables.records(getattr(self, name))}
            for name, table in self.rules.tables.items()
        }

    def known(self, table: str) -> set[str]:
        """The ids of a table of the whole dataset."""
        return set(self.names[table])


def collected(frame: pd.DataFrame, *, collection: str) -> pd.DataFrame:
    """Return the rows of a table that a collection holds; the record holds those of the core too."""
    return frame if collection == RECORD else frame[frame["collection"] == collection]


@cached_on_dataset()
def _held(whole: Dataset, table: str, *, collection: str) -> pd.DataFrame:
    return collected(getattr(whole, table), collection=collection)


def _span(dates: pd.Series[str]) -> tuple[int, int] | None:
    # A date begins with its year, so the first date has the first year.
    return (int(dates.min()[:4]), int(dates.max()[:4])) if len(dates) else None
