"""The form of a draft: which tables and fields it may have, and the errors that name them."""

from __future__ import annotations

import difflib
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.schema.contract import ColumnSchema, Contract

Content = dict[str, Any]
"""A draft, or one of its tables, as TOML gives it."""

TABLES = {
    "meeting": "meetings",
    "city": "cities",
    "statement": "",
    "passage": "",
    "source": "sources",
    "figure": "observations",
    "thread": "threads",
    "discrepancy": "discrepancies",
}
"""The tables of a draft, and the table that each fills; "" is the statement's file."""

SINGLE_TABLES = ("meeting", "city", "statement")
"""Tables of a draft that occur once; the others are lists (``[[figure]]``)."""

ARTICLE = "article"
"""The field of a source that is no column: the path of a copy of its text."""


class DraftError(NamedTuple):
    """What is wrong with one field of a draft; ``cell`` is where it would be written."""

    part: str
    field: str
    problem: str
    expected: str
    cell: str = ""

    def __str__(self) -> str:
        """A line: ``figure 2, value: problem, expected … (observations.csv:57 value)``."""
        name = f"{self.part}, {self.field}" if self.field else self.part
        cell = f" ({self.cell})" if self.cell else ""
        return f"{name}: {self.problem}, expected {self.expected}{cell}"


class RejectedDraft(Exception):
    """A draft that cannot become rows, with every error found, in the order of the draft."""

    def __init__(self, errors: Iterable[DraftError]) -> None:
        """Remove repeated errors."""
        self.errors = tuple(dict.fromkeys(errors))
        super().__init__("\n".join(map(str, self.errors)))


def list_columns(name: str, *, rules: Contract) -> tuple[ColumnSchema, ...]:
    """The fields of a table of a draft, as the contract has them."""
    if name == "statement":
        return rules.header
    return rules.passage if name == "passage" else rules.tables[TABLES[name]].columns


def list_parts(content: Content, name: str) -> list[tuple[str, Content]]:
    """Each table of that name with its name in error messages: ``figure 2``."""
    if name in SINGLE_TABLES:
        return [(name, content[name])] if name in content else []
    return [
        (f"{name} {number}", values) for number, values in enumerate(content.get(name, []), start=1)
    ]


def find_form_errors(content: Content, *, rules: Contract) -> Iterator[DraftError]:
    """The unknown tables and fields of a draft, and values that cannot be the cell of a table."""
    for name in content:
        if name not in TABLES:
            yield DraftError(name, "", "the table is unknown", "one of " + ", ".join(TABLES))
    if "meeting" not in content:
        yield DraftError(
            "meeting", "", "the table is missing", "[meeting] with the fields of meetings.csv"
        )
    for name in (name for name in TABLES if name in content):
        values = [content[name]] if name in SINGLE_TABLES else content[name]
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            expected = f"[{name}], once" if name in SINGLE_TABLES else f"[[{name}]]"
            yield DraftError(name, "", "the table is not of the right form", expected)
            continue
        columns = {column.name: column.expected for column in list_columns(name, rules=rules)}
        if name == "source":
            columns[ARTICLE] = "the path of a file"
        for part, fields in list_parts(content, name):
            for field, value in fields.items():
                if error := _check_field(name, field, value, columns):
                    yield DraftError(part, field, *error)


def _check_field(
    name: str, field: str, value: Any, expected: dict[str, str]
) -> tuple[str, str] | None:
    """What is wrong with a field, and what is expected; None if nothing is."""
    if field not in expected:
        return "the field is unknown", f"one of {', '.join(expected)}{suggest(field, expected)}"
    # The lists of passages are checked with the file of the statement.
    if name != "passage" and isinstance(value, (list, dict, bool, datetime)):
        return f"{value!r} is no text, number or date", expected[field]
    return (
        (f"{value!r} holds a control character", "text alone")
        if _has_control_character(value)
        else None
    )


def suggest(value: str, known: Iterable[str]) -> str:
    """A hint at the known value nearest to an unknown one; "" if none is near."""
    nearest = difflib.get_close_matches(value, list(known), n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""


def _has_control_character(value: Any) -> bool:
    if isinstance(value, (list, dict)):
        return any(
            map(_has_control_character, value.values() if isinstance(value, dict) else value)
        )
    return any(category(char) in ("Cc", "Cs") and not char.isspace() for char in str(value))
