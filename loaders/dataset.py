"""The dataset: every table of the data folder, typed, frozen and checked against one another.

``load(root)`` is the one way in.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders import story
from loaders.dates import Period, period
from loaders.model import Dataset
from loaders.schema import contract, statements, tables
from loaders.schema.errors import DamagedData, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from loaders.schema.contract import Contract, Table

EVIDENCE_WORDS = 12
"""Quoted words at most: enough to verify a figure, too few to stand for the article."""

PRECISION = {
    "starts_on": "date_precision",
    "ends_on": "date_precision",
    "published_on": "published_precision",
    "as_of": "as_of_precision",
    "joined_on": "joined_precision",
    "named_on": "named_precision",
    "after_on": "after_precision",
    "expected_on": "expected_precision",
}


def load(root: Path) -> Dataset:
    """Read the data folder ``root``; DamagedData, with every error found, if it breaks the contract."""
    if not root.is_dir():
        raise DamagedData(
            [
                ValidationError(
                    str(root), 0, "", "the data folder is missing", "a folder with datapackage.json"
                )
            ]
        )
    rules = contract.read(root)
    frames: dict[str, pd.DataFrame] = {}
    found: list[ValidationError] = []
    for name, table in rules.tables.items():
        frames[name], wrong = tables.read(root, table=table)
        found += wrong
    passages, wrong = statements.read(root, rules=rules)
    found += wrong
    told, wrong = story.read(root, rules=rules)
    found += wrong
    unreadable = {
        error.file for error in found if not error.row or _empty(frames, rules=rules, file=error.file)
    }
    for name, table in rules.tables.items():
        found += _pairs(frames[name], file=table.path)
        found += _dates(frames[name], file=table.path)
        found += _references(frames, table=table, rules=rules, unreadable=unreadable)
        found += _quotations(frames[name], file=table.path)
    found += _meetings(frames["meetings"], file=rules.tables["meetings"].path)
    found += _ranges(frames["observations"], file=rules.tables["observations"].path)
    found += _counts(frames["observations"], file=rules.tables["observations"].path)
    found += _sources(frames["sources"], file=rules.tables["sources"].path)
    found += _subjects(frames, rules=rules, unreadable=unreadable)
    found += _threads(frames, passages=passages, file=rules.tables["threads"].path)
    found += _order(frames, file=rules.tables["threads"].path)
    found += _passages(passages, frames=frames, unreadable=unreadable, rules=rules)
    if found:
        raise DamagedData(found)
    whole: dict[str, Any] = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    dataset = Dataset(rules=rules, passages=passages, story=told and told.story, **whole)
    if told and (wrong := list(story.find_errors(told, dataset=dataset))):
        raise DamagedData(wrong)
    return dataset


def _empty(frames: dict[str, pd.DataFrame], *, rules: Contract, file: str) -> bool:
    """Whether the table of ``file`` could not be read at all: then nothing can be said of links to it."""
    return any(table.path == file and frames[name].empty for name, table in rules.tables.items())


def _pairs(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A text in one language needs its twin in the other."""
    for english in (name for name in frame.columns if name.endswith("_en")):
        arabic = english.removesuffix("_en") + "_ar"
        for missing, there in ((arabic, english), (english, arabic)):
            for row in frame.index[(frame[missing] == "") & (frame[there] != "")]:
                yield ValidationError(
                    file, int(row), missing, "is empty", f"the text of {there} in the other language"
                )


def _dates(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A date must exist in the calendar and be as precise as its neighbour says."""
    for name in PRECISION.keys() & set(frame.columns):
        precisions = frame[PRECISION[name]]
        for row, text, precision in zip(frame.index, frame[name], precisions, strict=True):
            if text or (precision and name != "ends_on"):
                try:
                    period(text, precision)
                except ValueError:
                    expected = {
                        "day": "a date like 2017-11-15",
                        "month": "a month like 2017-11",
                        "year": "a year like 2017",
                    }
                    wanted = expected.get(precision, f"a date, and its precision in {PRECISION[name]}")
                    yield ValidationError(file, int(row), name, f"{text!r} is not such a date", wanted)
                else:
                    if not precision:
                        yield ValidationError(
                            file, int(row), PRECISION[name], "is empty", f"the precision of {name}"
                        )


def _unknown(value: str, *, known: Iterable[str], table: str) -> str:
    """What was expected in place of an unknown id, with the nearest known one if there is any."""
    near = difflib.get_close_matches(value, list(known), n=1)
    return f"an id of {table}" + (f" (did you mean {near[0]!r}?)" if near else "")


def _references(
    frames: dict[str, pd.DataFrame], *, table: Table, rules: Contract, unreadable: set[str]
) -> Iterator[ValidationError]:
    """A value that points to another table must be found there."""
    for link in table.references:
        there = rules.tables[link.table]
        if there.path in unreadable:
            continue
        values = frames[table.name][link.column]
        known = set(frames[link.table][link.key])
        for row, value in values[(values != "") & ~values.isin(known)].items():
            expected = _unknown(value, known=known, table=there.path)
            yield ValidationError(table.path, int(row), link.column, f"{value!r} is unknown", expected)  # type: ignore[call-overload]


def _meetings(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    late = frame[(frame["ends_on"] != "") & (frame["ends_on"] < frame["starts_on"])]
    for row, start, end in zip(late.index, late["starts_on"], late["ends_on"], strict=True):
        yield ValidationError(
            file, int(row), "ends_on", f"{end!r} is before the start", f"{start!r} or later"
        )


def _sources(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    for row in frame.index[(frame["collection"] == "core") & (frame["fingerprint"] == "")]:
        yield ValidationError(file, int(row), "fingerprint", "is empty", "the SHA-256 of a core source")
    foreign = (frame["title"] != "") & (frame["language"] != "en")
    for row in frame.index[(frame["title_translated"] != "") & ~foreign]:
        problem = "translates no title in another language"
        yield ValidationError(file, int(row), "title_translated", problem, "nothing")


def _quotations(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """Quoted words are few, and those of a core source have their paragraph."""
    if "evidence" not in frame.columns:
        return
    for line, row in zip(frame.index, tables.records(frame), strict=True):
        words = len(row["evidence"].split())
        if words > EVIDENCE_WORDS:
            yield ValidationError(
                file, line, "evidence", f"{words} words are quoted", f"at most {EVIDENCE_WORDS}"
            )
        if row["collection"] == "core" and pd.isna(row["paragraph"]):
            yield ValidationError(file, line, "paragraph", "is empty", "the paragraph of a core source")


def _counts(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """What is counted is worded alike in both languages: values are of one series if their English words are equal."""
    for wording, other in (("counts_en", "counts_ar"), ("counts_ar", "counts_en")):
        first: dict[tuple[str, str], str] = {}
        for line, row in zip(frame.index, tables.records(frame), strict=True):
            expected = first.setdefault((row["indicator_id"], row[wording]), row[other])
            if row[other] != expected:
                problem = f"{row[other]!r} stands beside {row[wording]!r}"
                yield ValidationError(file, line, other, problem, f"{expected!r}, as in an earlier row")


def _ranges(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A range has two ends, the lower first; any other value has one."""
    for line, row in zip(frame.index, tables.records(frame), strict=True):
        ranged = pd.notna(row["high"])
        if (row["qualifier"] == "between") != ranged:
            expected = "nothing, or the qualifier between" if ranged else "the upper end of the range"
            yield ValidationError(file, line, "high", "does not fit the qualifier", expected)
        elif ranged and row["high"] < row["value"]:
            yield ValidationError(
                file, line, "high", f"{row['high']:g} is below the value", f"at least {row['value']:g}"
            )


def _subjects(
    frames: dict[str, pd.DataFrame], *, rules: Contract, unreadable: set[str]
) -> Iterator[ValidationError]:
    """The subject of a discrepancy is a cell that exists: ``table:key:column``."""
    file = rules.tables["discrepancies"].path
    known = {name: set(frames[name][table.key[0]]) for name, table in rules.tables.items()}
    for row, subject in frames["discrepancies"]["subject"].items():
        name, _, rest = subject.partition(":")
        key, _, column = rest.partition(":")
        if name not in rules.tables:
            yield ValidationError(file, int(row), "subject", f"{name!r} is no table", "table:key:column")  # type: ignore[call-overload]
        elif rules.tables[name].path in unreadable:
            continue
        elif key not in known[name]:
            expected = _unknown(
                key, known=frames[name][rules.tables[name].key[0]], table=rules.tables[name].path
            )
            yield ValidationError(file, int(row), "subject", f"{key!r} is unknown", expected)  # type: ignore[call-overload]
        elif column not in rules.tables[name].names:
            problem = f"{column!r} is no column of {name}"
            yield ValidationError(file, int(row), "subject", problem, "table:key:column")  # type: ignore[call-overload]


def _threads(
    frames: dict[str, pd.DataFrame], *, passages: pd.DataFrame, file: str
) -> Iterator[ValidationError]:
    """A report refers to another meeting; it alone is the source; it expects only what it announces."""
    known = set(frames["sources"]["source_id"])
    reports = {
        meeting: source
        for meeting, source in zip(passages["meeting_id"], passages["source_id"], strict=True)
        if source in known
    }
    frame = frames["threads"]
    for line, row in zip(frame.index, tables.records(frame), strict=True):
        report = reports.get(row["from_meeting_id"], row["source_id"])
        if row["source_id"] in known and row["source_id"] != report:
            problem = f"{row['source_id']!r} is not the source of the statement of {row['from_meeting_id']}"
            yield ValidationError(file, line, "source_id", problem, repr(report))
        if row["to_meeting_id"] == row["from_meeting_id"] != "":
            problem = f"{row['to_meeting_id']!r} is the meeting that refers"
            yield ValidationError(file, line, "to_meeting_id", problem, "another meeting, or nothing")
        if row["kind"] == "announces" and not row["expected_on"]:
            yield ValidationError(file, line, "expected_on", "is empty", "the date that the report announces")
        elif row["kind"] != "announces" and row["expected_on"]:
            problem = f"{row['expected_on']!r} does not fit the kind"
            yield ValidationError(file, line, "expected_on", problem, "nothing, or the kind announces")


def _order(frames: dict[str, pd.DataFrame], *, file: str) -> Iterator[ValidationError]:
    """What is announced does not come before the announcement, and what is followed up not after it.

    Dates are compared as far as they are known: a month is not before a day of its own.
    """
    frame = frames["meetings"]
    starts = dict(zip(frame["meeting_id"], map(_known_period, frame["starts_on"]), strict=True))
    for line, row in zip(frames["threads"].index, tables.records(frames["threads"]), strict=True):
        here, there = starts.get(row["from_meeting_id"]), starts.get(row["to_meeting_id"])
        if here is None:
            continue
        if row["kind"] == "announces":
            ahead = {"to_meeting_id": there, "expected_on": _known_period(row["expected_on"])}
            for column, when in ahead.items():
                if when is not None and when.last < here.first:
                    problem = f"{row[column]!r} is before the meeting that announces it"
                    yield ValidationError(file, line, column, problem, f"{here.text} or later")
        elif row["kind"] == "follows_up" and there is not None and there.first > here.last:
            problem = f"{row['to_meeting_id']!r} is after the meeting that follows it up"
            yield ValidationError(file, line, "to_meeting_id", problem, f"{here.text} or earlier")


def _known_period(text: str) -> Period | None:
    """The period of a date; None where it is unknown or, as another error says, no date."""
    try:
        return period(text)
    except ValueError:
        return None


def _passages(
    passages: pd.DataFrame, *, frames: dict[str, pd.DataFrame], unreadable: set[str], rules: Contract
) -> Iterator[ValidationError]:
    """The ids in a statement file must be known to the tables."""
    each: dict[str, tuple[str, Callable[[dict[str, Any]], Iterable[str]]]] = {
        "meeting_id": ("meetings", lambda row: [row["meeting_id"]]),
        "source_id": ("sources", lambda row: [row["source_id"]]),
        "themes": ("themes", lambda row: row["themes"]),
        "figures": ("observations", lambda row: [mark.get("observation_id", "") for mark in row["figures"]]),
    }
    lines = tables.records(passages)
    for column, (table, ids) in each.items():
        path = rules.tables[table].path
        if path in unreadable:
            continue
        known = set(frames[table][rules.tables[table].key[0]])
        for row in lines:
            for value in ids(row):
                if isinstance(value, str) and value and value not in known:
                    expected = _unknown(value, known=known, table=path)
                    yield ValidationError(
                        row["file"], row["lines"][column], column, f"{value!r} is unknown", expected
                    )
