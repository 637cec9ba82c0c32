"""Statements: a TOML file as numbered passages in both languages, each with voice, speaker, themes and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders import records
from loaders.faults import Fault
from loaders.records import Places, Record

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.contract import Contract

LANGUAGES = ("en", "ar")
PASSAGE = "[[passage]]"


@dataclass(slots=True)
class _Kept:
    """What the statement files hold, kind by kind, so that the contract is asked once for all of a kind."""

    headers: list[Record] = field(default_factory=list)
    passages: list[Record] = field(default_factory=list)
    figures: list[Record] = field(default_factory=list)


def read(root: Path, *, rules: Contract) -> tuple[pd.DataFrame, list[Fault]]:
    """The passages of every statement file, and their faults.

    One row is a passage: ``meeting_id``, ``source_id``, ``status`` and ``source_paragraphs`` of its file,
    then the passage's own fields.
    ``themes`` and ``paragraphs`` are tuples; ``figures`` is a tuple of dictionaries with
    ``observation_id``, ``en`` and ``ar``. ``file`` and ``line`` say where the passage stands,
    ``lines`` where those of its fields stand that hold ids.
    """
    found: list[Fault] = []
    kept = _Kept()
    rows: list[dict[str, Any]] = []
    paths = sorted((root / rules.statements).glob("*.toml"))
    for path in paths:
        more, wrong = _statement(path, name=path.relative_to(root).as_posix(), kept=kept)
        rows += more
        found += wrong
    if not paths:
        found.append(
            Fault(rules.statements, 0, "", "no statement file is there", "files like 2017-11-amman.toml")
        )
    found += records.broken(kept.headers, columns=rules.header)
    found += records.broken(kept.passages, columns=rules.passage)
    found += records.broken(kept.figures, columns=rules.figure)
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


def _statement(path: Path, *, name: str, kept: _Kept) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The passages of one file as rows; its records are added to the others."""
    content, text, found = records.opened(path, name=name)
    if found:
        return [], found
    passages = content.pop("passage", [])
    places = Places(text, tables=[PASSAGE])
    kept.headers.append(Record(content, name, places.of()))
    if path.stem != content.get("meeting_id"):
        problem = f"meeting_id {content.get('meeting_id')!r} differs from the file's name"
        found.append(Fault(name, places.of()("meeting_id"), "meeting_id", problem, repr(path.stem)))
    if not isinstance(passages, list) or not passages or not all(isinstance(each, dict) for each in passages):
        found.append(Fault(name, 0, "passage", "the statement has no passage", "at least one [[passage]]"))
        return [], found
    rows = []
    for count, passage in enumerate(passages, start=1):
        record = Record(passage, name, places.of(PASSAGE, count))
        kept.passages.append(record)
        if passage.get("number") != count:
            problem = f"passage {passage.get('number')!r} stands at place {count}"
            found.append(Fault(name, record.line("number"), "number", problem, f"the number {count}"))
        found += _beyond(record, total=content.get("source_paragraphs"))
        found += _marks(record, figures=kept.figures)
        lines = {key: places.of()(key) for key in ("meeting_id", "source_id")}
        lines |= {key: record.line(key) for key in ("themes", "figures")}
        rows.append(
            {**_plain(content), **_plain(passage), "file": name, "line": record.line(""), "lines": lines}
        )
    return rows, found


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _beyond(passage: Record, *, total: Any) -> list[Fault]:
    """The paragraphs that a passage renders and the source, with ``total`` paragraphs, does not have."""
    paragraphs = passage.values.get("paragraphs")
    if not isinstance(total, int) or not isinstance(paragraphs, list):
        return []
    line, expected = passage.line("paragraphs"), f"at most {total}, the source_paragraphs of the statement"
    return [
        Fault(passage.file, line, "paragraphs", f"'{paragraph}' is beyond the end of the source", expected)
        for paragraph in paragraphs
        if isinstance(paragraph, int) and paragraph > total
    ]


def _marks(passage: Record, *, figures: list[Record]) -> list[Fault]:
    """A figure marked in a passage must stand there, once, in each language."""
    found = []
    line = passage.line("figures")
    marks = passage.values.get("figures", [])
    for mark in marks if isinstance(marks, list) else []:
        if not isinstance(mark, dict):
            expected = "{ observation_id, en, ar }"
            found.append(Fault(passage.file, line, "figures", f"{mark!r} is not a table", expected))
            continue
        figures.append(Record(mark, passage.file, lambda _key: line))
        for language in LANGUAGES:
            words, text = mark.get(language), passage.values.get(language)
            if isinstance(words, str) and isinstance(text, str) and words and text.count(words) != 1:
                problem = f"{words!r} stands {text.count(words)} times in {language!r}"
                found.append(Fault(passage.file, line, "figures", problem, "words that stand there once"))
    return found
