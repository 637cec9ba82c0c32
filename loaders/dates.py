"""Dates as well as they are known: a day, a month or a year, with its first and last day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

FORMS = {"day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "month": r"[0-9]{4}-[0-9]{2}", "year": r"[0-9]{4}"}


@dataclass(frozen=True)
class Period:
    """A date known to the day, the month or the year; both ends are inclusive."""

    text: str
    precision: str
    first: date
    last: date

    @cached_property
    def middle(self) -> datetime:
        """The moment at which a mark for the period is drawn: noon of a day, mid-month, mid-year."""
        start = datetime.combine(self.first, datetime.min.time())
        return start + timedelta(days=(self.last - self.first).days + 1) / 2


@lru_cache(maxsize=8192)
def period(text: str, precision: str = "") -> Period:
    """Return the period that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names.

    ValueError where there is no such date, or where ``precision``, if given, does not agree with
    the text.
    """
    found = next((name for name, form in FORMS.items() if re.fullmatch(form, text)), None)
    if found is None or (precision and precision != found):
        raise ValueError(f"{text!r} is not a date to the {precision or 'day, month or year'}")
    year, *rest = (int(part) for part in text.split("-"))
    if found == "day":
        return Period(text, found, date(year, *rest), date(year, *rest))
    start, end = (rest[0], rest[0]) if rest else (1, 12)
    first = date(year, start, 1)
    return Period(text, found, first, date(year, end, calendar.monthrange(year, end)[1]))


def each_month(first: str, last: str) -> tuple[str, ...]:
    """Return the months, as ``YYYY-MM``, from one to another, both inclusive."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1))
