"""Language: every word of the page from one file a language; its numbers and dates.

A key that is missing is an error, never a fallback: ``MissingText`` names the file and the key.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

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

GOVERNING_SIGNS = ("more_than", "less_than", "about", "nearly")
"""Qualifiers whose sign on a chart is in Arabic a word that governs the number after it."""

NO_BREAK = "\u00a0"

ISOLATE, END = "\u2068", "\u2069"
"""First strong isolate and its end: keep a name of the other script from reordering a line."""

DAY, MONTH, SHORT_MONTH, YEAR = "d MMMM y", "LLLL y", "LLL y", "y"
MONTHS = " – "
"""What stands between the first and the last month of a period."""

SCALES = {"milliard": 1_000_000_000, "million": 1_000_000}
"""The words of large numbers (7.5 million); below the least, numbers are written in full."""

LARGE = min(SCALES.values())


class MissingText(KeyError):
    """A key that a language file does not hold."""


class Text:
    """The words of one language: ``text("atlas.title", cities=7)``; holds no other state."""

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
            raise MissingText(
                f"{self.language}.toml has no {key!r} (or no value for {missing})"
            ) from None

    def count(self, key: str, number: int, *, oblique: bool = False, **values: object) -> str:
        """The plural of ``key`` that ``number`` asks for, with ``{number}`` in this language.

        ``oblique`` as in ``amount``.
        """
        form = "zero" if number == 0 and f"{key}.zero" in self.words else self.plural_form(number)
        words = self(f"{key}.{form}", number=self.number(number), **values)
        return to_oblique(words) if oblique and form == "two" else words

    def plural_form(self, number: float) -> str:
        """The plural form of a number; a fraction has one of its own."""
        return str(self.locale.plural_form(int(number) if float(number).is_integer() else number))

    def of(self, row: Mapping[str, Any], field: str) -> str:
        """The text of a row in this language: ``of(city, "name")`` reads ``name_en``."""
        return str(row[f"{field}_{self.language}"])

    def number(self, value: float, decimals: int = 0) -> str:
        """A number in full, with this language's separators."""
        return str(format_decimal(round(value, decimals), locale=self.locale))

    def span(self, least: float, most: float) -> str:
        """From the least to the most, in full; one number if both are the same."""
        if least == most:
            return self.number(most)
        return self("filters.span", first=self.number(least), last=self.number(most))

    def amount(self, value: float, *, noun: bool = False, oblique: bool = False) -> str:
        """A number as a reader says it: 7.5 million, 20 billion; below a million in full.

        Args:
            value: the number.
            noun: whether its noun follows, which shortens an Arabic number: مليونا شخص.
            oblique: whether a word governs it, which changes an Arabic dual: أكثر من مليونين.
        """
        if value < LARGE:
            return self.number(value, 1)
        name, scale = next(
            (name, scale) for name, scale in SCALES.items() if round(value / scale, 2) >= 1
        )
        number = round(value / scale, 2)
        form = self.plural_form(number)
        if noun and form == "many":
            form = "other"
        words = self(f"amount.{name}.{form}", number=self.number(number, 2))
        if form != "two":
            return words
        words = to_oblique(words) if oblique else words
        return words[:-1] if noun else words

    def measure(self, value: float, indicator: Mapping[str, Any], *, oblique: bool = False) -> str:
        """A value with its unit: 95%, 7.5 million people; ``oblique`` as in ``amount``."""
        form = self.plural_form(value) if value < LARGE else "other"
        key = f"measure.{indicator['indicator_id']}.{form}"
        words = self.words.get(key, self.words["measure.other"])
        amount = self.amount(value, noun=True, oblique=oblique)
        words = words.format(value=amount, unit=self.of(indicator, "unit"))
        return to_oblique(words) if oblique and form == "two" else words

    def stated(self, observation: Figure, indicator: Mapping[str, Any]) -> str:
        """A published value with its qualifier: more than 74 members, 100% (our reading)."""
        return self.marked(observation, self.qualified(observation, indicator))

    def qualified(self, observation: Figure, indicator: Mapping[str, Any] | None = None) -> str:
        """A published value with its qualifier alone; without an indicator, no unit: about 60.

        For a sentence that says elsewhere whether it is our reading, or names the unit itself.
        """
        oblique = observation.qualifier != "exact"
        ends = [end for end in (observation.value, observation.high) if end is not None]
        words = [self.amount(end, oblique=oblique) for end in ends]
        if indicator:
            words[-1] = self.measure(ends[-1], indicator, oblique=oblique)
        value, high = (*words, "")[:2]
        return self(f"qualified.{observation.qualifier}", value=value, high=high)

    def bare(self, observation: Figure) -> str:
        """A published value with the sign of its qualifier and no unit but %: > 7.5 million."""
        return self.marked(observation, self.signed(observation))

    def signed(self, observation: Figure) -> str:
        """A published value with the sign of its qualifier alone, as ``qualified`` has its word."""
        value = self.amount(observation.value, oblique=observation.qualifier in GOVERNING_SIGNS)
        high = self.amount(observation.high) if observation.high is not None else ""
        unit = self.words.get(f"measure.{observation.indicator_id}.other", "")
        if "%" in unit:
            value, high = (unit.format(value=end) if end else "" for end in (value, high))
        return self(f"sign.{observation.qualifier}", value=value, high=high)

    def marked(self, observation: Figure, words: str) -> str:
        """The words of a value, with a remark if it is derived by us or the record doubts it."""
        if observation.status == "derived":
            words = self("mark.derived", value=words)
        if observation.row.get("confidence") == "low":
            words = self("mark.doubted", value=words)
        return words

    def date(self, when: Period) -> str:
        """A date as precisely as it is known: 15 November 2017, November 2017, 2017."""
        pattern = {"day": DAY, "month": MONTH, "year": YEAR}[when.precision]
        return _format_date(when.first, pattern, self.language)

    def month(self, when: Period) -> str:
        """A date cut to its month, for a crowded place; a year stays a year."""
        pattern = YEAR if when.precision == "year" else SHORT_MONTH
        return _format_date(when.first, pattern, self.language)

    def months(self, first: Period, last: Period) -> str:
        """Two months: Feb 2016 – Nov 2017; a single one is named once."""
        names = dict.fromkeys((self.month(first), self.month(last)))
        return MONTHS.join(self.isolate(name) for name in names)

    def list(self, items: Iterable[str]) -> str:
        """Items as a list in words: Rome, Paris and Rabat."""
        return str(format_list(list(items), locale=self.locale))

    def isolate(self, words: str) -> str:
        """Words that may be of the other script, kept from reordering the line they stand in."""
        is_foreign = self.direction == "rtl" or _has_rtl_letter(words)
        return f"{ISOLATE}{words}{END}" if is_foreign else words


def to_oblique(words: str) -> str:
    """An Arabic dual as the object of a verb or after a preposition: عضوين for عضوان."""
    return re.sub(r"ان\b", "ين", words)


def keep_dates(words: str) -> str:
    """Words in which no line ends inside a date: 13 February 2018, فبراير 2018."""
    return _date_pattern().sub(lambda date: date[0].replace(" ", NO_BREAK), str(words))


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    """A month of any language by its name, with the day before it and the year after it."""
    names = {
        name
        for code in LOCALES.values()
        for name in Locale.parse(code).months["stand-alone"]["wide"].values()
    }
    return re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{'|'.join(map(re.escape, names))}) \d{{4}}\b")


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
