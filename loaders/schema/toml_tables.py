"""The tables of a TOML file, checked against the contract, with the line of each error."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from loaders.schema import contract
from loaders.schema.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from loaders.schema.contract import ColumnSchema


class TomlTable(NamedTuple):
    """The fields of one table of a TOML file, its name, and a function from a field to its line."""

    values: dict[str, Any]
    file: str
    find_line: Callable[[str], int]


def read_toml(path: Path, *, name: str) -> tuple[dict[str, Any], str, list[ValidationError]]:
    """What a TOML file holds, and its text; both empty, with an error, if it cannot be read.

    ``name`` is what errors call the file.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return {}, "", [ValidationError(name, line, "", problem, "the encoding UTF-8")]
    try:
        return tomllib.loads(text), text, []
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        return {}, "", [ValidationError(name, line, "", f"not TOML ({error})", "a TOML file")]


class LineFinder:
    """Finds the line of a field in a TOML text, since the standard parser keeps no line numbers.

    ``heads`` are the heads of tables that are told apart, as written: ``[[passage]]``.
    """

    def __init__(self, text: str, *, heads: Sequence[str]) -> None:
        """Find where the tables begin and end."""
        self.lines = text.split("\n")
        found = [
            (number, line.strip())
            for number, line in enumerate(self.lines, 1)
            if line.strip() in heads
        ]
        ends = [*(number for number, _ in found), len(self.lines) + 1]
        self.ranges: dict[str, list[tuple[int, int]]] = {"": [(1, ends[0])]}
        for (start, head), end in zip(found, ends[1:], strict=True):
            self.ranges.setdefault(head, []).append((start, end))

    def in_table(self, head: str = "", number: int = 1) -> Callable[[str], int]:
        """A function from a field to its line, both counted from 1, in the nth table of that head.

        "" is the part before the first head. A field that is not there has the line of the head; a
        table that is not there, line 0.
        """
        ranges = self.ranges.get(head, [])
        if number > len(ranges):
            return lambda _: 0
        start, end = ranges[number - 1]

        def find_line(key: str) -> int:
            pattern = re.compile(rf"\s*{re.escape(key)}\s*=")
            lines = range(start, end if key else start)
            return next((line for line in lines if pattern.match(self.lines[line - 1])), start)

        return find_line


TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}


def find_errors(
    toml_tables: list[TomlTable], *, columns: tuple[ColumnSchema, ...]
) -> list[ValidationError]:
    """The errors of some tables: of their form, then what the contract refuses."""
    plain = tuple(column for column in columns if column.kind not in ("array", "object"))
    errors: list[ValidationError] = []
    mistyped: list[set[str]] = []
    cells: list[list[str]] = []
    for table in toml_tables:
        found = _find_form_errors(table, columns=columns)
        errors += found
        mistyped.append({error.column for error in found})
        row = {name: str(value) for name, value in table.values.items() if name not in mistyped[-1]}
        cells.append([row.get(column.name, "") for column in plain])
    frame = pd.DataFrame(cells, columns=[column.name for column in plain], dtype="object")
    for error in contract.find_errors(frame, columns=plain, key=(), file=""):
        if error.column not in mistyped[error.row]:
            table = toml_tables[error.row]
            line = table.find_line(error.column)
            errors.append(
                ValidationError(table.file, line, error.column, error.problem, error.expected)
            )
    return errors


def _find_form_errors(
    table: TomlTable, *, columns: tuple[ColumnSchema, ...]
) -> list[ValidationError]:
    """The fields of a table that are unknown, missing or of the wrong type."""
    names = [column.name for column in columns]
    problems = [
        (name, "the field is unknown", "one of " + ", ".join(names))
        for name in table.values
        if name not in names
    ]
    for column in columns:
        value = table.values.get(column.name)
        if value is None or value in ("", []):
            if column.required:
                problems.append(
                    (column.name, f"is {'missing' if value is None else 'empty'}", column.expected)
                )
        elif not _has_type(value, column.kind):
            problems.append(
                (column.name, f"{value!r} is not of type {column.kind}", column.expected)
            )
        elif isinstance(value, list):
            problems += [(column.name, *problem) for problem in _check_items(value, column)]
            limits = column.constraints
            if not limits.get("minLength", 0) <= len(value) <= limits.get("maxLength", len(value)):
                problems.append((column.name, f"holds {len(value)}", column.expected))
    return [
        ValidationError(table.file, table.find_line(name), name, problem, expected)
        for name, problem, expected in problems
    ]


def _check_items(values: list[Any], column: ColumnSchema) -> list[tuple[str, str]]:
    """The items of a list that the contract refuses: what is wrong, and what is expected."""
    item = column.items
    if item is None:
        return []
    problems = []
    for value in values:
        if not _has_type(value, item.kind):
            problems.append((f"{value!r} is not of type {item.kind}", item.expected))
        elif value < item.constraints.get("minimum", value) or value not in (
            item.choices or (value,)
        ):
            problems.append((f"'{value}' is not allowed", item.expected))
    return problems


def _has_type(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not isinstance(value, bool)
