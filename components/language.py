"""Language: every word of the page from one file a language, numbers and dates as that language writes them.

A key that is missing is an error, never a fallback: ``MissingText`` names the file and the key.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

from loaders.citation.words import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from loaders.analysis.observations import Figure
    from loaders.dates import Period
    from loaders.selection import Language

FOLDER = Path(__file__).parent / "strings"
LOCALES = {"en": "en_GB", "ar": "ar"}
DIRECTIONS = {"en": "ltr", "ar": "rtl"}

ISOLATE, END = "\u2068", "\u2069"
"""First strong isolate and its end: keeps a name of the other script from reordering its neighbours."""

DAY, MONTH, SHORT_MONTH, YEAR = "d MMMM y", "LLLL y", "LLL y", "y"
MONTHS = " – "
"""What stands between the first and the last month of a period."""

LARGE = 1_000_000
"""From here on numbers are written with a word (7.5 million); below it in full (110,000)."""


class MissingText(KeyError):
    """A key that a language file does not hold."""


class Text:
    """The words of one language: ``text("atlas.title", cities=7)``; never holds state beyond that."""

    def __init__(self, language: Language, words: Mapping[str, str]) -> None:
        """Hold the flat ``words`` of a language, by dotted key."""
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self.direction = DIRECTIONS[language]
        self.words = words

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key`` with its placeholders filled in; MissingText if there is none."""
        try:
            return self.words[key].format(**values)
        except KeyError as missing:
            raise MissingText(f"{self.language}.toml has no {key!r} (or no value for {missing})") from None

    def count(self, key: str, number: int, **values: object) -> str:
        """The plural of ``key`` that ``number`` asks for, with ``{number}`` written in this language; for 0 its own, if any."""
        form = "zero" if number == 0 and f"{key}.zero" in self.words else self.locale.plural_form(number)
        return self(f"{key}.{form}", number=self.number(number), **values)

    def of(self, row: Mapping[str, Any], field: str) -> str:
        """The text of a row of the dataset in this language: ``of(city, "name")`` reads ``name_en``."""
        return str(row[f"{field}_{self.language}"])

    def number(self, value: float, decimals: int = 0) -> str:
        """A number in full, with this language's separators."""
        return str(format_decimal(round(value, decimals), locale=self.locale))

    def span(self, least: float, most: float) -> str:
        """From the least to the most, in full; one number where both are the same."""
        if least == most:
            return self.number(most)
        return self("filters.span", first=self.number(least), last=self.number(most))

    def amount(self, value: float) -> str:
        """A number as a reader says it: 7.5 million, 20 billion; below a million in full."""
        if value < LARGE:
            return self.number(value, 1)
        return str(format_compact_decimal(value, format_type="long", locale=self.locale, fraction_digits=2))

    def measure(self, value: float, indicator: Mapping[str, Any]) -> str:
        """A value with its unit as the page writes it: 95%, 7.5 million people, 110,000 km²."""
        key = f"measure.{indicator['indicator_id']}.{self.locale.plural_form(int(value) if float(value).is_integer() else value)}"
        words = self.words.get(key, self.words["measure.other"])
        return words.format(value=self.amount(value), unit=self.of(indicator, "unit"))

    def stated(self, observation: Figure, indicator: Mapping[str, Any]) -> str:
        """A published value with its qualifier: more than 7.5 million people, 100% (our reading)."""
        return self.marked(observation, self.qualified(observation, indicator))

    def qualified(self, observation: Figure, indicator: Mapping[str, Any]) -> str:
        """A published value with its qualifier alone, for a sentence that says elsewhere whether it is our reading."""
        value, high = self.measure(observation.value, indicator), ""
        if observation.high is not None:
            value, high = self.amount(observation.value), self.measure(observation.high, indicator)
        return self(f"qualified.{observation.qualifier}", value=value, high=high)

    def worded(self, observation: Figure) -> str:
        """A published value with its qualifier and no unit, for a sentence that names the unit itself: about 60."""
        high = self.amount(observation.high) if observation.high is not None else ""
        return self(f"qualified.{observation.qualifier}", value=self.amount(observation.value), high=high)

    def bare(self, observation: Figure) -> str:
        """A published value with the sign of its qualifier and no unit, for a mark on a chart: > 7.5 million."""
        return self.marked(observation, self.signed(observation))

    def signed(self, observation: Figure) -> str:
        """A published value with the sign of its qualifier alone, as ``qualified`` has it with its word."""
        high = self.amount(observation.high) if observation.high is not None else ""
        return self(f"sign.{observation.qualifier}", value=self.amount(observation.value), high=high)

    def marked(self, observation: Figure, words: str) -> str:
        """The words of a value, with a remark where it is derived by us or the record doubts it."""
        if observation.status == "derived":
            words = self("mark.derived", value=words)
        if observation.row.get("confidence") == "low":
            words = self("mark.doubted", value=words)
        return words

    def date(self, when: Period) -> str:
        """A date as precisely as it is known, and no more: 15 November 2017, November 2017, 2017."""
        pattern = {"day": DAY, "month": MONTH, "year": YEAR}[when.precision]
        return _format_date(when.first, pattern, self.language)

    def month(self, when: Period) -> str:
        """A date cut to its month, for a crowded place; a year stays a year."""
        pattern = YEAR if when.precision == "year" else SHORT_MONTH
        return _format_date(when.first, pattern, self.language)

    def months(self, first: Period, last: Period) -> str:
        """Two months and what lies between them, in a few words: Feb 2016 – Nov 2017; a single one is named once."""
        names = dict.fromkeys((self.month(first), self.month(last)))
        return MONTHS.join(self.isolate(name) for name in names)

    def list(self, items: Iterable[str]) -> str:
        """Items as a list in words: Rome, Paris and Rabat."""
        return str(format_list(list(items), locale=self.locale))

    def isolate(self, words: str) -> str:
        """Words that may be of the other script, kept from reordering the line they stand in."""
        is_foreign = self.direction == "rtl" or _has_rtl_letter(words)
        return f"{ISOLATE}{words}{END}" if is_foreign else words


@lru_cache(maxsize=4096)
def _format_date(day: date, pattern: str, language: Language) -> str:
    return str(format_date(day, pattern, locale=LOCALES[language]))


@lru_cache(maxsize=4096)
def _has_rtl_letter(words: str) -> bool:
    """Whether words hold a letter that is written from right to left."""
    return any(bidirectional(letter) in ("R", "AL") for letter in words)


def flat(tree: Mapping[str, Any], *, before: str = "") -> dict[str, str]:
    """The strings of nested tables under dotted keys."""
    out: dict[str, str] = {}
    for name, value in tree.items():
        key = f"{before}{name}"
        out.update(flat(value, before=f"{key}.") if isinstance(value, dict) else {key: value})
    return out


@lru_cache(maxsize=len(LOCALES))
def text(language: Language) -> Text:
    """The words of a language, read once a process from ``strings/<language>.toml``."""
    words = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Text(language, flat(words | {"qualified": read_words(language)["qualified"]}))
