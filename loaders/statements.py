"""Statements: a TOML file as numbered passages in both languages, each with voice, speaker, themes and source."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders import contract
from loaders.faults import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.contract import Column, Contract

LANGUAGES = ("en", "ar")


def read(root: Path, *, rules: Contract) -> tuple[pd.DataFrame, list[Fault]]:
    """The passages of every statement file, and their faults.

    One row is a passage: ``meeting_id``, ``source_id``, ``status``, then the passage's own fields.
    ``themes`` and ``paragraphs`` are tuples; ``figures`` is a tuple of dictionaries with
    ``observation_id``, ``en`` and ``ar``. ``file`` and ``line`` say where the passage stands.
    """
    found: list[Fault] = []
    frames = []
    for path in sorted((root / rules.statements).glob("*.toml")):
        name = path.relative_to(root).as_posix()
        frame, wrong = _statement(path, name=name, rules=rules)
        frames.append(frame)
        found += wrong
    if not frames:
        found.append(
            Fault(rules.statements, 0, "", "no statement file is there", "files like 2017-11-amman.toml")
        )
        frames = [_frame([], rules=rules)]
    return pd.concat(frames, ignore_index=True), found


def _frame(rows: list[dict[str, Any]], *, rules: Contract) -> pd.DataFrame:
    names = [column.name for column in rules.header + rules.passage] + ["file", "line"]
    return pd.DataFrame(rows, columns=names, dtype="object")


def _statement(path: Path, *, name: str, rules: Contract) -> tuple[pd.DataFrame, list[Fault]]:
    nothing = _frame([], rules=rules)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return nothing, [
            Fault(name, line, "", f"byte 0x{raw[error.start]:02x} is not UTF-8", "the encoding UTF-8")
        ]
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        return nothing, [Fault(name, int(at[1]) if at else 0, "", f"not TOML ({error})", "a TOML file")]
    passages = content.pop("passage", [])
    places = _Places(text)
    found = _record_faults(content, columns=rules.header, file=name, line=places.of(0))
    if path.stem != content.get("meeting_id"):
        problem = f"meeting_id {content.get('meeting_id')!r} differs from the file's name"
        found.append(Fault(name, places.of(0)("meeting_id"), "meeting_id", problem, repr(path.stem)))
    if not isinstance(passages, list) or not passages:
        return nothing, [
            *found,
            Fault(name, 0, "passage", "the statement has no passage", "at least one [[passage]]"),
        ]
    rows = []
    for count, passage in enumerate(passages, start=1):
        line = places.of(count)
        found += _record_faults(passage, columns=rules.passage, file=name, line=line)
        if passage.get("number") != count:
            problem = f"passage {passage.get('number')!r} stands at place {count}"
            found.append(Fault(name, line("number"), "number", problem, f"the number {count}"))
        found += _figure_faults(passage, columns=rules.figure, file=name, line=line)
        rows.append({**_plain(content), **_plain(passage), "file": name, "line": line("")})
    frame = _frame(rows, rules=rules)
    words = [column.name for column in rules.header + rules.passage if column.kind == "string"]
    return frame.assign(
        **{column: frame[column].fillna("") for column in words},
        figures=frame["figures"].map(lambda value: value if isinstance(value, tuple) else ()),
        themes=frame["themes"].map(lambda value: value if isinstance(value, tuple) else ()),
        paragraphs=frame["paragraphs"].map(lambda value: value if isinstance(value, tuple) else ()),
    ), found


class _Places:
    """Where a key stands in a TOML text: the standard parser keeps no line numbers."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        heads = [number for number, line in enumerate(self.lines, start=1) if line.strip() == "[[passage]]"]
        self.starts = [1, *heads]
        self.ends = [*heads, len(self.lines) + 1]

    def of(self, passage: int) -> Any:
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


def _record_faults(
    values: dict[str, Any], *, columns: tuple[Column, ...], file: str, line: Any
) -> list[Fault]:
    """The faults of one record: unknown, missing and wrongly typed fields, then what the contract refuses."""
    known = {column.name: column for column in columns}
    found = [
        Fault(file, line(name), name, "the field is unknown", "one of " + ", ".join(known))
        for name in values
        if name not in known
    ]
    good = []
    for column in columns:
        value = values.get(column.name)
        empty = value is None or value == "" or value == []
        if empty:
            if column.required:
                problem = "is missing" if value is None else "is empty"
                found.append(Fault(file, line(column.name), column.name, problem, column.expected))
        elif not isinstance(value, KINDS[column.kind]):
            problem = f"{value!r} is not of type {column.kind}"
            found.append(Fault(file, line(column.name), column.name, problem, column.expected))
        elif column.kind != "array":
            good.append(column)
    row = pd.DataFrame(
        [[str(values[column.name]) for column in good]], columns=[column.name for column in good]
    )
    for fault in contract.faults(row, columns=tuple(good), key=(), file=file):
        found.append(Fault(file, line(fault.column), fault.column, fault.problem, fault.expected))
    return found


def _figure_faults(
    passage: dict[str, Any], *, columns: tuple[Column, ...], file: str, line: Any
) -> list[Fault]:
    """A figure marked in a passage must stand there, once, in each language."""
    found = []
    figures = passage.get("figures", [])
    for figure in figures if isinstance(figures, list) else []:
        if not isinstance(figure, dict):
            found.append(
                Fault(
                    file,
                    line("figures"),
                    "figures",
                    f"{figure!r} is not a table",
                    "{ observation_id, en, ar }",
                )
            )
            continue
        found += _record_faults(figure, columns=columns, file=file, line=lambda _key: line("figures"))
        for language in LANGUAGES:
            words, text = figure.get(language), passage.get(language)
            if isinstance(words, str) and isinstance(text, str) and words and text.count(words) != 1:
                problem = f"{words!r} stands {text.count(words)} times in {language!r}"
                found.append(Fault(file, line("figures"), "figures", problem, "words that stand there once"))
    return found
