"""Statements: a TOML file as numbered passages in both languages, each with voice, speaker, themes and source."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from loaders import contract
from loaders.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loaders.contract import Column, Contract

LANGUAGES = ("en", "ar")


class _Record(NamedTuple):
    """Some fields of a statement file, and where each of them stands."""

    values: dict[str, Any]
    file: str
    line: Callable[[str], int]


@dataclass(slots=True)
class _Records:
    """What the statement files hold, kind by kind, so that the contract is asked once for all of a kind."""

    headers: list[_Record] = field(default_factory=list)
    passages: list[_Record] = field(default_factory=list)
    figures: list[_Record] = field(default_factory=list)


def read(root: Path, *, rules: Contract) -> tuple[pd.DataFrame, list[Fault]]:
    """The passages of every statement file, and their faults.

    One row is a passage: ``meeting_id``, ``source_id``, ``status`` and ``source_paragraphs`` of its file,
    then the passage's own fields.
    ``themes`` and ``paragraphs`` are tuples; ``figures`` is a tuple of dictionaries with
    ``observation_id``, ``en`` and ``ar``. ``file`` and ``line`` say where the passage stands,
    ``lines`` where those of its fields stand that hold ids.
    """
    found: list[Fault] = []
    records = _Records()
    rows: list[dict[str, Any]] = []
    paths = sorted((root / rules.statements).glob("*.toml"))
    for path in paths:
        more, wrong = _statement(path, name=path.relative_to(root).as_posix(), records=records)
        rows += more
        found += wrong
    if not paths:
        found.append(
            Fault(rules.statements, 0, "", "no statement file is there", "files like 2017-11-amman.toml")
        )
    found += _broken(records.headers, columns=rules.header)
    found += _broken(records.passages, columns=rules.passage)
    found += _broken(records.figures, columns=rules.figure)
    return _frame(rows, rules=rules), found


def _frame(rows: list[dict[str, Any]], *, rules: Contract) -> pd.DataFrame:
    """The passages as a table: text as text with "" for unknown, lists as tuples."""
    columns = rules.header + rules.passage
    frame = pd.DataFrame(
        rows, columns=[*(column.name for column in columns), "file", "line", "lines"], dtype="object"
    )
    lists = {
        column.name: frame[column.name].map(lambda value: value if isinstance(value, tuple) else ())
        for column in columns
        if column.kind == "array"
    }
    words = {column.name: frame[column.name].fillna("") for column in columns if column.kind == "string"}
    return frame.assign(**lists, **words)


def _statement(path: Path, *, name: str, records: _Records) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The passages of one file as rows; its records are added to the others."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [], [
            Fault(name, line, "", f"byte 0x{raw[error.start]:02x} is not UTF-8", "the encoding UTF-8")
        ]
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        return [], [Fault(name, int(at[1]) if at else 0, "", f"not TOML ({error})", "a TOML file")]
    passages = content.pop("passage", [])
    places = _Places(text)
    records.headers.append(_Record(content, name, places.of(0)))
    found = []
    if path.stem != content.get("meeting_id"):
        problem = f"meeting_id {content.get('meeting_id')!r} differs from the file's name"
        found.append(Fault(name, places.of(0)("meeting_id"), "meeting_id", problem, repr(path.stem)))
    if not isinstance(passages, list) or not passages or not all(isinstance(each, dict) for each in passages):
        found.append(Fault(name, 0, "passage", "the statement has no passage", "at least one [[passage]]"))
        return [], found
    rows = []
    for count, passage in enumerate(passages, start=1):
        record = _Record(passage, name, places.of(count))
        records.passages.append(record)
        if passage.get("number") != count:
            problem = f"passage {passage.get('number')!r} stands at place {count}"
            found.append(Fault(name, record.line("number"), "number", problem, f"the number {count}"))
        found += _beyond(record, total=content.get("source_paragraphs"))
        found += _marks(record, figures=records.figures)
        lines = {key: places.of(0)(key) for key in ("meeting_id", "source_id")}
        lines |= {key: record.line(key) for key in ("themes", "figures")}
        rows.append(
            {**_plain(content), **_plain(passage), "file": name, "line": record.line(""), "lines": lines}
        )
    return rows, found


class _Places:
    """Where a key stands in a TOML text: the standard parser keeps no line numbers."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        heads = [number for number, line in enumerate(self.lines, start=1) if line.strip() == "[[passage]]"]
        self.starts = [1, *heads]
        self.ends = [*heads, len(self.lines) + 1]

    def of(self, passage: int) -> Callable[[str], int]:
        """Return a function from a key to its line in one passage (0: the head of the file)."""
        if passage >= len(self.starts):
            return lambda _key: 0
        start, end = self.starts[passage], self.ends[passage]

        def line(key: str) -> int:
            for number in range(start, end):
                if key and re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number - 1]):
                    return number
            return start

        return line


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
}


def _broken(records: list[_Record], *, columns: tuple[Column, ...]) -> list[Fault]:
    """The faults of some records: unknown, missing and wrongly typed fields, then what the contract refuses."""
    plain = tuple(column for column in columns if column.kind != "array")
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


def _form(record: _Record, *, columns: tuple[Column, ...]) -> list[Fault]:
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
        if problem:
            place = record.line(column.name)
            found.append(Fault(record.file, place, column.name, problem, column.expected))
    return found


def _items(values: list[Any], *, record: _Record, column: Column) -> list[Fault]:
    """The items of a list that are not of the kind and size that the contract wants."""
    item = column.items
    if item is None:
        return []
    found = []
    for value in values:
        if not isinstance(value, KINDS[item.kind]) or isinstance(value, bool):
            problem = f"{value!r} is not of type {item.kind}"
        elif value < item.constraints.get("minimum", value):
            problem = f"'{value}' is not allowed"
        else:
            continue
        found.append(Fault(record.file, record.line(column.name), column.name, problem, item.expected))
    return found


def _beyond(passage: _Record, *, total: Any) -> list[Fault]:
    """The paragraphs that a passage renders and the source, with ``total`` paragraphs, does not have."""
    paragraphs = passage.values.get("paragraphs")
    if not isinstance(total, int) or not isinstance(paragraphs, list):
        return []
    line, expected = passage.line("paragraphs"), f"at most {total}, the source_paragraphs of the statement"
    return [
        Fault(passage.file, line, "paragraphs", f"'{each}' is beyond the end of the source", expected)
        for each in paragraphs
        if isinstance(each, int) and each > total
    ]


def _marks(passage: _Record, *, figures: list[_Record]) -> list[Fault]:
    """A figure marked in a passage must stand there, once, in each language."""
    found = []
    line = passage.line("figures")
    marks = passage.values.get("figures", [])
    for mark in marks if isinstance(marks, list) else []:
        if not isinstance(mark, dict):
            expected = "{ observation_id, en, ar }"
            found.append(Fault(passage.file, line, "figures", f"{mark!r} is not a table", expected))
            continue
        figures.append(_Record(mark, passage.file, lambda _key: line))
        for language in LANGUAGES:
            words, text = mark.get(language), passage.values.get(language)
            if isinstance(words, str) and isinstance(text, str) and words and text.count(words) != 1:
                problem = f"{words!r} stands {text.count(words)} times in {language!r}"
                found.append(Fault(passage.file, line, "figures", problem, "words that stand there once"))
    return found
