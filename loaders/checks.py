"""Checks: what breaks a rule of the data across columns or tables. Each yields the cells that do."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders.dates import Period, period
from loaders.model import USAGE
from loaders.schema import tables
from loaders.schema.errors import ValidationError
from loaders.schema.statements import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from loaders.schema.contract import Contract, Table

    Frames = dict[str, pd.DataFrame]
    Known = dict[str, set[str]]

ARABIC = re.compile("[\u0621-\u064a]")

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
"""The column with the precision of each date."""

EXAMPLES = {
    "day": "a date like 2017-11-15",
    "month": "a month like 2017-11",
    "year": "a year like 2017",
}


def find_errors(
    frames: Frames, passages: pd.DataFrame, *, rules: Contract, unread: Sequence[ValidationError]
) -> Iterator[ValidationError]:
    """The cells that break a rule across columns or tables.

    Args:
        frames: The tables by name.
        passages: The passages of all statements.
        rules: The contract.
        unread: The errors of form; of a table that could not be read, nothing is said about links to it.
    """
    known = _list_known(frames, unread, rules=rules)
    for name, table in rules.tables.items():
        yield from _check_languages(frames[name], file=table.path)
        yield from _check_dates(frames[name], file=table.path)
        yield from _check_references(frames[name], table=table, rules=rules, known=known)
    for name, check in (
        ("meetings", _check_meetings),
        ("sources", _check_sources),
        ("observations", _check_observations),
        ("namings", _check_evidence),
        ("threads", _check_evidence),
    ):
        yield from check(frames[name], file=rules.tables[name].path)
    yield from _check_renderings(frames, file=rules.tables["observations"].path)
    yield from _check_subjects(frames["discrepancies"], rules=rules, known=known)
    yield from _check_threads(frames, passages=passages, file=rules.tables["threads"].path)
    yield from _check_namings(frames, rules=rules, known=known)
    yield from _check_aliases(frames["aliases"], file=rules.tables["aliases"].path, known=known)
    yield from _check_passages(passages, rules=rules, known=known)


def _list_known(frames: Frames, found: Sequence[ValidationError], *, rules: Contract) -> Known:
    """Return the ids by table; of one that could not be read, nothing is said about links to it."""
    broken = {error.file for error in found}
    unread = {error.file for error in found if not error.row}
    return {
        name: set(frames[name][table.key[0]])
        for name, table in rules.tables.items()
        if table.path not in unread and not (table.path in broken and frames[name].empty)
    }


def _rows(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a table with their lines in the file."""
    return zip(frame.index, tables.records(frame), strict=True)


def _check_languages(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A text in one language needs its translation in the other."""
    for english in (name for name in frame.columns if name.endswith("_en")):
        name = english.removesuffix("_en")
        if name in frame.columns:  # renderings of the words beside them; _check_renderings
            continue
        arabic = f"{name}_ar"
        for empty, filled in ((arabic, english), (english, arabic)):
            for line in frame.index[(frame[empty] == "") & (frame[filled] != "")]:
                yield ValidationError(
                    file,
                    int(line),
                    empty,
                    "is empty",
                    f"the text of {filled} in the other language",
                )


def _check_dates(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A date must exist in the calendar and be as precise as its neighbour says."""
    for name in PRECISION.keys() & set(frame.columns):
        column = PRECISION[name]
        for line, text, precision in zip(frame.index, frame[name], frame[column], strict=True):
            if not text and (not precision or name == "ends_on"):
                continue
            try:
                period(text, precision)
            except ValueError:
                expected = EXAMPLES.get(precision, f"a date, and its precision in {column}")
                yield ValidationError(
                    file, int(line), name, f"{text!r} is not such a date", expected
                )
            else:
                if not precision:
                    yield ValidationError(
                        file, int(line), column, "is empty", f"the precision of {name}"
                    )


def _describe_id(value: str, *, known: Collection[str], table: str) -> str:
    """Say what was expected in place of an unknown id, with the nearest known one."""
    nearest = difflib.get_close_matches(value, sorted(known), n=1)
    return f"an id of {table}" + (f" (did you mean {nearest[0]!r}?)" if nearest else "")


def _check_references(
    frame: pd.DataFrame, *, table: Table, rules: Contract, known: Known
) -> Iterator[ValidationError]:
    """A value that points to another table must be found there."""
    for link in table.references:
        if link.table not in known:
            continue
        values = frame[link.column]
        for line, value in values[(values != "") & ~values.isin(known[link.table])].items():
            expected = _describe_id(
                value, known=known[link.table], table=rules.tables[link.table].path
            )
            yield ValidationError(
                table.path, int(str(line)), link.column, f"{value!r} is unknown", expected
            )


def _check_meetings(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A meeting does not end before it starts."""
    for line, row in _rows(
        frame[(frame["ends_on"] != "") & (frame["ends_on"] < frame["starts_on"])]
    ):
        problem = f"{row['ends_on']!r} is before the start"
        yield ValidationError(file, line, "ends_on", problem, f"{row['starts_on']!r} or later")


def _check_sources(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """A core source has a fingerprint, and only a foreign title a translation."""
    for line in frame.index[(frame["collection"] == "core") & (frame["fingerprint"] == "")]:
        yield ValidationError(
            file, int(line), "fingerprint", "is empty", "the SHA-256 of a core source"
        )
    foreign = (frame["title"] != "") & (frame["language"] != "en")
    for line in frame.index[(frame["title_translated"] != "") & ~foreign]:
        problem = "translates no title in another language"
        yield ValidationError(file, int(line), "title_translated", problem, "nothing")


def _check_observations(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """Evidence is short, a range has two ends, what is counted is worded alike in both languages."""
    yield from _check_evidence(frame, file=file)
    for line, row in _rows(frame):
        is_range = pd.notna(row["high"])
        if (row["qualifier"] == "between") != is_range:
            expected = (
                "nothing, or the qualifier between" if is_range else "the upper end of the range"
            )
            yield ValidationError(file, line, "high", "does not fit the qualifier", expected)
        elif is_range and row["high"] < row["value"]:
            problem, expected = f"{row['high']:g} is below the value", f"at least {row['value']:g}"
            yield ValidationError(file, line, "high", problem, expected)
    # Values are of one series if their English words are equal.
    for wording, translation in (("counts_en", "counts_ar"), ("counts_ar", "counts_en")):
        first: dict[tuple[str, str], str] = {}
        for line, row in _rows(frame):
            expected = first.setdefault((row["indicator_id"], row[wording]), row[translation])
            if row[translation] != expected:
                problem = f"{row[translation]!r} stands beside {row[wording]!r}"
                yield ValidationError(
                    file, line, translation, problem, f"{expected!r}, as in an earlier row"
                )


def _check_evidence(frame: pd.DataFrame, *, file: str) -> Iterator[ValidationError]:
    """Quoted words are few, and those of a core source have their paragraph."""
    for line, row in _rows(frame):
        words = len(row["evidence"].split())
        if words > EVIDENCE_WORDS:
            yield ValidationError(
                file, line, "evidence", f"{words} words are quoted", f"at most {EVIDENCE_WORDS}"
            )
        if row["collection"] == "core" and pd.isna(row["paragraph"]):
            yield ValidationError(
                file, line, "paragraph", "is empty", "the paragraph of a core source"
            )


def _check_renderings(frames: Frames, *, file: str) -> Iterator[ValidationError]:
    """Quoted words, which are in the language of their source, are rendered into each other language of the page."""
    languages = dict(
        zip(frames["sources"]["source_id"], frames["sources"]["language"], strict=True)
    )
    for line, row in _rows(frames["observations"]):
        original = languages.get(row["source_id"])
        if not original:
            continue  # another error says so
        for language in LANGUAGES:
            column = f"evidence_{language}"
            if language == original and row[column]:
                problem = f"renders words that are in the language {original}"
                yield ValidationError(file, line, column, problem, "nothing")
            elif language != original and not row[column]:
                expected = f"our rendering of words in the language {original}"
                yield ValidationError(file, line, column, "is empty", expected)


def _check_subjects(
    frame: pd.DataFrame, *, rules: Contract, known: Known
) -> Iterator[ValidationError]:
    """The subject of a discrepancy is a cell that exists: ``table:key:column``."""
    file = rules.tables["discrepancies"].path
    for line, row in _rows(frame):
        name, _, rest = row["subject"].partition(":")
        key, _, column = rest.partition(":")
        if name not in rules.tables:
            problem, expected = f"{name!r} is no table", "table:key:column"
        elif name not in known:
            continue
        elif key not in known[name]:
            problem = f"{key!r} is unknown"
            expected = _describe_id(key, known=known[name], table=rules.tables[name].path)
        elif column not in rules.tables[name].names:
            problem, expected = f"{column!r} is no column of {name}", "table:key:column"
        else:
            continue
        yield ValidationError(file, line, "subject", problem, expected)


def _check_threads(
    frames: Frames, *, passages: pd.DataFrame, file: str
) -> Iterator[ValidationError]:
    """A report names another meeting, as its only source, and expects only what it announces."""
    sources = set(frames["sources"]["source_id"])
    reports = dict(zip(passages["meeting_id"], passages["source_id"], strict=True))
    starts = frames["meetings"].set_index("meeting_id")["starts_on"].map(_known_period).to_dict()
    for line, row in _rows(frames["threads"]):
        origin, source = row["from_meeting_id"], row["source_id"]
        report = reports.get(origin)
        if source in sources and report in sources and source != report:
            problem = f"{source!r} is not the source of the statement of {origin}"
            yield ValidationError(file, line, "source_id", problem, repr(report))
        if row["to_meeting_id"] == origin != "":
            problem = f"{row['to_meeting_id']!r} is the meeting that refers"
            yield ValidationError(
                file, line, "to_meeting_id", problem, "another meeting, or nothing"
            )
        if row["kind"] == "announces" and not row["expected_on"]:
            yield ValidationError(
                file, line, "expected_on", "is empty", "the date that the report announces"
            )
        elif row["kind"] != "announces" and row["expected_on"]:
            problem = f"{row['expected_on']!r} does not fit the kind"
            yield ValidationError(
                file, line, "expected_on", problem, "nothing, or the kind announces"
            )
        if start := starts.get(origin):
            yield from _check_order(
                row, start, starts.get(row["to_meeting_id"]), file=file, line=line
            )


def _check_order(
    row: dict[str, Any], start: Period, target: Period | None, *, file: str, line: int
) -> Iterator[ValidationError]:
    """What is announced does not come before the report, what is followed up not after it.

    Dates are compared as far as they are known: a month is not before a day of its own.
    """
    if row["kind"] == "announces":
        dates = {"to_meeting_id": target, "expected_on": _known_period(row["expected_on"])}
        for column, date in dates.items():
            if date and date.last < start.first:
                problem = f"{row[column]!r} is before the meeting that announces it"
                yield ValidationError(file, line, column, problem, f"{start.text} or later")
    elif row["kind"] == "follows_up" and target and target.first > start.last:
        problem = f"{row['to_meeting_id']!r} is after the meeting that follows it up"
        yield ValidationError(file, line, "to_meeting_id", problem, f"{start.text} or earlier")


def _check_namings(frames: Frames, *, rules: Contract, known: Known) -> Iterator[ValidationError]:
    """The source of a member names it, and no source names a member before it can have been one."""
    file = rules.tables["namings"].path
    members = {row["member_id"]: row for _, row in _rows(frames["members"])}
    named = set()
    for line, row in _rows(frames["namings"]):
        named.add((row["member_id"], row["source_id"]))
        member, date = members.get(row["member_id"], {}), _known_period(row["named_on"])
        # On the first day of after_on it was no member yet.
        for column, days in (("joined_on", 0), ("after_on", 1)):
            bound = _known_period(member.get(column, ""))
            if bound and date and date.last < bound.first + timedelta(days=days):
                problem = f"{row['named_on']!r} is before the member joined"
                yield ValidationError(
                    file, line, "named_on", problem, f"a date after its {column}, {bound.text}"
                )
    if {"members", "namings", "sources"} <= known.keys():
        for line, row in _rows(frames["members"]):
            source = row["source_id"]
            if source in known["sources"] and (row["member_id"], source) not in named:
                problem = f"{source!r} does not name the member"
                yield ValidationError(
                    rules.tables["members"].path,
                    line,
                    "source_id",
                    problem,
                    f"a source of it in {file}",
                )


def _check_aliases(frame: pd.DataFrame, *, file: str, known: Known) -> Iterator[ValidationError]:
    """The source of a form is known or usage, its letters are those of its language, its entity is one."""
    entities: dict[str, str] = {}
    for line, row in _rows(frame):
        if "sources" in known and row["source"] not in {USAGE, *known["sources"]}:
            expected = f"{_describe_id(row['source'], known=known['sources'], table='sources.csv')}, or {USAGE}"
            yield ValidationError(file, line, "source", f"{row['source']!r} is unknown", expected)
        if bool(ARABIC.search(row["form"])) != (row["language"] == "ar"):
            problem = f"{row['form']!r} is not in the letters of the language {row['language']}"
            yield ValidationError(file, line, "form", problem, "a form in that language")
        entity = entities.setdefault(row["form"].casefold(), row["entity"])
        if entity != row["entity"]:
            problem = f"{row['form']!r} is a form of {entity} too"
            yield ValidationError(file, line, "form", problem, "a form of one entity")


def _known_period(text: str) -> Period | None:
    """Return the period of a date; None where it is unknown or, as another error says, no date."""
    try:
        return period(text)
    except ValueError:
        return None


def _check_passages(
    passages: pd.DataFrame, *, rules: Contract, known: Known
) -> Iterator[ValidationError]:
    """The ids in a statement file must be known to the tables."""
    for row in tables.records(passages):
        ids: dict[tuple[str, str], Iterable[Any]] = {
            ("meeting_id", "meetings"): [row["meeting_id"]],
            ("source_id", "sources"): [row["source_id"]],
            ("themes", "themes"): row["themes"],
            ("figures", "observations"): [
                mark.get("observation_id", "") for mark in row["figures"]
            ],
        }
        for (column, table), values in ids.items():
            for value in values if table in known else ():
                if isinstance(value, str) and value and value not in known[table]:
                    expected = _describe_id(
                        value, known=known[table], table=rules.tables[table].path
                    )
                    line = row["lines"][column]
                    yield ValidationError(
                        row["file"], line, column, f"{value!r} is unknown", expected
                    )
