"""Records: the tables of a TOML file, held to the contract, each fault with the line on which it stands."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from loaders import contract
from loaders.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from loaders.contract import Column


class Record(NamedTuple):
    """Some fields of a TOML file, and where each of them stands: its name, and the line of a field."""

    values: dict[str, Any]
    file: str
    line: Callable[[str], int]


def opened(path: Path, *, name: str) -> tuple[dict[str, Any], str, list[Fault]]:
    """What a TOML file holds and its text; nothing of either, and a fault, where it is no such file.

    ``name`` is what faults call the file.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return {}, "", [Fault(name, line, "", problem, "the encoding UTF-8")]
    try:
        return tomllib.loads(text), text, []
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        return {}, "", [Fault(name, int(at[1]) if at else 0, "", f"not TOML ({error})", "a TOML file")]


class Places:
    """Where a key stands in a TOML text: the standard parser keeps no line numbers.

    ``tables`` are the tables that are looked for, each as its head is written: ``[[passage]]``.
    """

    def __init__(self, text: str, *, tables: Sequence[str]) -> None:
        """Find the heads of the tables."""
        self.lines = text.split("\n")
        heads = [
            (number, line.strip()) for number, line in enumerate(self.lines, 1) if line.strip() in tables
        ]
        ends = [*(number for number, _ in heads), len(self.lines) + 1]
        self.parts: dict[str, list[tuple[int, int]]] = {"": [(1, ends[0])]}
        for (start, head), end in zip(heads, ends[1:], strict=True):
            self.parts.setdefault(head, []).append((start, end))

    def of(self, table: str = "", count: int = 1) -> Callable[[str], int]:
        """Return a function from a key to its line in one of some tables, counted from 1; "" is the head of the file."""
        parts = self.parts.get(table, [])
        if count > len(parts):
            return lambda _key: 0
        start, end = parts[count - 1]

        def line(key: str) -> int:
            for number in range(start, end):
                if key and re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number - 1]):
                    return number
            return start

        return line


KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}
NESTED = ("array", "object")
"""Kinds of fields that hold more than one value."""


def broken(records: list[Record], *, columns: tuple[Column, ...]) -> list[Fault]:
    """The faults of some records: unknown, missing and wrongly typed fields, then what the contract refuses."""
    plain = tuple(column for column in columns if column.kind not in NESTED)
    found: list[Fault] = []
    known: list[set[str]] = []
    cells: list[list[str]] = []
    for record in records:
        wrong = _form(record, columns=columns)
        found += wrong
        known.append({fault.column for fault in wrong})
        cells.append(
            ["" if column.name in known[-1] else str(record.values.get(column.name, "")) for column in plain]
        )
    frame = pd.DataFrame(cells, columns=[column.name for column in plain], dtype="object")
    for fault in contract.faults(frame, columns=plain, key=(), file=""):
        record = records[fault.row]
        if fault.column not in known[fault.row]:
            line = record.line(fault.column)
            found.append(Fault(record.file, line, fault.column, fault.problem, fault.expected))
    return found


def _form(record: Record, *, columns: tuple[Column, ...]) -> list[Fault]:
    """The fields of a record that are unknown, missing or of the wrong type."""
    names = [column.name for column in columns]
    found = [
        Fault(record.file, record.line(name), name, "the field is unknown", "one of " + ", ".join(names))
        for name in record.values
        if name not in names
    ]
    for column in columns:
        value = record.values.get(column.name)
        problem = ""
        if value is None or value in ("", []):
            if column.required:
                problem = "is missing" if value is None else "is empty"
        elif not isinstance(value, KINDS[column.kind]) or isinstance(value, bool):
            problem = f"{value!r} is not of type {column.kind}"
        elif isinstance(value, list):
            found += _items(value, record=record, column=column)
            least, most = (column.constraints.get(each) for each in ("minLength", "maxLength"))
            if not (least or 0) <= len(value) <= (most or len(value)):
                problem = f"holds {len(value)}"
        if problem:
            place = record.line(column.name)
            found.append(Fault(record.file, place, column.name, problem, column.expected))
    return found


def _items(values: list[Any], *, record: Record, column: Column) -> list[Fault]:
    """The items of a list that are not of the kind and size that the contract wants."""
    item = column.items
    if item is None:
        return []
    found = []
    for value in values:
        if not isinstance(value, KINDS[item.kind]) or isinstance(value, bool):
            problem = f"{value!r} is not of type {item.kind}"
        elif value < item.constraints.get("minimum", value) or value not in (item.choices or (value,)):
            problem = f"'{value}' is not allowed"
        else:
            continue
        found.append(Fault(record.file, record.line(column.name), column.name, problem, item.expected))
    return found
