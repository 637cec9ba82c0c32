"""The files of the statements: numbered passages in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders.schema import toml_tables
from loaders.schema.errors import ValidationError
from loaders.schema.toml_tables import LineFinder, TomlTable

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.schema.contract import Contract

LANGUAGES = ("en", "ar")
PASSAGE = "[[passage]]"


def read(root: Path, *, rules: Contract) -> tuple[pd.DataFrame, list[ValidationError]]:
    """The passages of every statement file, and the errors of the files.

    Returns:
        One row a passage: ``meeting_id``, ``source_id``, ``status`` and ``source_paragraphs`` of
        its file, then its own fields; ``themes`` and ``paragraphs`` are tuples, ``figures`` is a
        tuple of dictionaries with ``observation_id``, ``en`` and ``ar``. ``file`` and ``line`` say
        where the passage is, ``lines`` where those of its fields are that hold ids.
    """
    headers: list[TomlTable] = []
    passages: list[TomlTable] = []
    errors: list[ValidationError] = []
    rows: list[dict[str, Any]] = []
    paths = sorted((root / rules.statements).glob("*.toml"))
    for path in paths:
        name = path.relative_to(root).as_posix()
        content, text, found = toml_tables.read_toml(path, name=name)
        errors += found
        if found:
            continue
        tables = content.pop("passage", [])
        finder = LineFinder(text, heads=[PASSAGE])
        header = TomlTable(content, name, finder.in_table())
        headers.append(header)
        meeting_id = content.get("meeting_id")
        if meeting_id != path.stem:
            problem = f"meeting_id {meeting_id!r} differs from the file's name"
            line = header.find_line("meeting_id")
            errors.append(ValidationError(name, line, "meeting_id", problem, repr(path.stem)))
        if (
            not isinstance(tables, list)
            or not tables
            or not all(isinstance(row, dict) for row in tables)
        ):
            problem = "the statement has no passage"
            errors.append(ValidationError(name, 0, "passage", problem, "at least one [[passage]]"))
            continue
        for number, values in enumerate(tables, start=1):
            passage = TomlTable(values, name, finder.in_table(PASSAGE, number))
            passages.append(passage)
            errors += _check_passage(passage, header, number=number)
            rows.append(_build_row(passage, header))
    if not paths:
        problem, expected = "no statement file is there", "files like 2017-11-amman.toml"
        errors.append(ValidationError(rules.statements, 0, "", problem, expected))
    errors += toml_tables.find_errors(headers, columns=rules.header)
    errors += toml_tables.find_errors(passages, columns=rules.passage)
    errors += toml_tables.find_errors(_list_marks(passages), columns=rules.figure)
    return _build_frame(rows, rules=rules), errors


def _check_passage(passage: TomlTable, header: TomlTable, *, number: int) -> list[ValidationError]:
    """The errors of a passage beyond the contract: number, paragraphs, marks."""
    values, problems = passage.values, []
    if values.get("number") != number:
        problem = f"passage {values.get('number')!r} stands at place {number}"
        problems.append(("number", problem, f"the number {number}"))
    total, paragraphs = header.values.get("source_paragraphs"), values.get("paragraphs")
    if isinstance(total, int) and isinstance(paragraphs, list):
        expected = f"at most {total}, the source_paragraphs of the statement"
        problems += [
            ("paragraphs", f"'{paragraph}' is beyond the end of the source", expected)
            for paragraph in paragraphs
            if isinstance(paragraph, int) and paragraph > total
        ]
    marks = values.get("figures", [])
    for mark in marks if isinstance(marks, list) else []:
        if not isinstance(mark, dict):
            problems.append(("figures", f"{mark!r} is not a table", "{ observation_id, en, ar }"))
            continue
        for language in LANGUAGES:
            words, text = mark.get(language), values.get(language)
            if (
                isinstance(words, str)
                and isinstance(text, str)
                and words
                and text.count(words) != 1
            ):
                problem = f"{words!r} stands {text.count(words)} times in {language!r}"
                problems.append(("figures", problem, "words that stand there once"))
    return [
        ValidationError(passage.file, passage.find_line(problem[0]), *problem)
        for problem in problems
    ]


def _list_marks(passages: list[TomlTable]) -> list[TomlTable]:
    """The marked figures of some passages, each with the line of the field that holds them."""
    marked = []
    for passage in passages:
        line = passage.find_line("figures")
        marks = passage.values.get("figures", [])
        for mark in marks if isinstance(marks, list) else []:
            if isinstance(mark, dict):
                marked.append(TomlTable(mark, passage.file, lambda _, line=line: line))  # type: ignore[misc]
    return marked


def _build_row(passage: TomlTable, header: TomlTable) -> dict[str, Any]:
    lines = {name: header.find_line(name) for name in ("meeting_id", "source_id")}
    lines |= {name: passage.find_line(name) for name in ("themes", "figures")}
    values = header.values | passage.values
    row = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return row | {"file": passage.file, "line": passage.find_line(""), "lines": lines}


def _build_frame(rows: list[dict[str, Any]], *, rules: Contract) -> pd.DataFrame:
    """The passages as a table: text with "" for unknown, lists as tuples."""
    columns = rules.header + rules.passage
    names = [*(column.name for column in columns), "file", "line", "lines"]
    frame = pd.DataFrame(rows, columns=names, dtype="object")
    lists = {
        column.name: frame[column.name].map(lambda value: value if isinstance(value, tuple) else ())
        for column in columns
        if column.kind == "array"
    }
    texts = {
        column.name: frame[column.name].fillna("") for column in columns if column.kind == "string"
    }
    return frame.assign(**lists, **texts)
