"""Add the meeting of a draft: write its rows into a copy, check it, swap the files."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from loaders.dataset import load
from loaders.draft.form import DraftError, RejectedDraft
from loaders.draft.rows import EVIDENCE_MISSING, build_rows, overlap
from loaders.draft.toml_writer import format_statement
from loaders.originals import Original, verify_copies
from loaders.schema import contract, tables
from loaders.schema.errors import DamagedData

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.draft.form import Content
    from loaders.draft.rows import DraftRows
    from loaders.model import Dataset
    from loaders.schema.contract import Contract
    from loaders.schema.errors import ValidationError

SWAP_ORDER = ("discrepancies", "threads", "observations", "cities", "sources", "meetings")
"""The order in which tables are replaced, after the statement.

What refers to the meeting comes before it: until the last file is replaced the folder does not keep
the contract, and a running page keeps the dataset that it has.
"""

NEW_INDICATOR = (
    ". A new indicator is more than a row: it needs its words in components/strings too, "
    "which a draft does not write"
)


class AddedMeeting(NamedTuple):
    """What a draft changes: a diff by file, in the order of replacement.

    ``announced`` are threads that announce a meeting for that time without naming it: perhaps this
    one.
    """

    meeting_id: str
    diffs: dict[str, list[str]]
    announced: tuple[str, ...]


def add_meeting(content: Content, *, root: Path, base: Path, dry_run: bool = False) -> AddedMeeting:
    """Add the meeting of a draft to a data folder.

    Args:
        content: The draft as TOML gives it.
        root: The data folder.
        base: The folder from which the paths of articles are read.
        dry_run: Whether nothing is written.

    Raises:
        RejectedDraft: If the draft cannot become rows, or they break the contract; nothing is
            written.
        DamagedData: If the data folder breaks the contract as it is.
        OSError: If a file cannot be written.
    """
    dataset = load(root)
    rules = dataset.rules
    rows = build_rows(content, dataset=dataset, base=base)
    with TemporaryDirectory(prefix=f".{root.name}-", dir=root.parent) as name:
        copy = Path(name)
        _copy_dataset(root, copy, rules=rules)
        parts = _write_rows(copy, rows, rules=rules)
        try:
            checked = load(copy)
        except DamagedData as damaged:
            raise RejectedDraft(_trace_errors(damaged.errors, parts, rules=rules)) from None
        if errors := list(_check_evidence(rows, dataset=checked)):
            raise RejectedDraft(errors)
        changed = [_get_statement_path(rows, rules=rules)] if rows.passages else []
        for table in (rules.tables[name] for name in SWAP_ORDER if rows.tables[name]):
            # Written again from the typed rows, so that numbers have their canonical form.
            frame = getattr(checked, table.name).sort_values(list(table.key), kind="stable")
            (copy / table.path).write_text(tables.format_csv(frame), encoding="utf-8", newline="")
            changed.append(table.path)
        diffs = {path: _compare_files(root, copy, path) for path in changed}
        for path in [] if dry_run else changed:
            (copy / path).replace((root / path).resolve())
    return AddedMeeting(rows.meeting_id, diffs, _find_announcements(rows, dataset=dataset))


def _copy_dataset(root: Path, copy: Path, *, rules: Contract) -> None:
    """Copy the files that a dataset is made of, with their permissions."""
    (copy / rules.statements).mkdir()
    paths = [
        root / name for name in (contract.FILE, *(table.path for table in rules.tables.values()))
    ]
    for path in (*paths, *root.glob("*.toml"), *(root / rules.statements).glob("*.toml")):
        shutil.copy(path, copy / path.relative_to(root))


def _get_statement_path(rows: DraftRows, *, rules: Contract) -> str:
    return f"{rules.statements}/{rows.meeting_id}.toml"


def _write_rows(copy: Path, rows: DraftRows, *, rules: Contract) -> dict[tuple[str, int], str]:
    """Write the rows, right or wrong, into a data folder; the part by file and line."""
    parts: dict[tuple[str, int], str] = {}
    for name, new in rows.tables.items():
        if not new:
            continue
        table = rules.tables[name]
        current, _ = tables.read_cells(copy, table=table)
        added = pd.DataFrame([cells for _, cells in new], dtype="object").assign(
            part=[part for part, _ in new]
        )
        frame = pd.concat([current.assign(part=""), added], ignore_index=True)
        frame = frame.sort_values(list(table.key), kind="stable")
        path = copy / table.path
        path.write_text(tables.format_csv(frame[list(table.names)]), encoding="utf-8", newline="")
        lines, _ = tables.read_cells(copy, table=table)
        pairs = zip(lines.index, frame["part"], strict=True)
        parts |= {(table.path, int(line)): part for line, part in pairs if part}
    statement = _get_statement_path(rows, rules=rules)
    # A meeting_id that the contract refuses could lead out of the folder.
    if rows.passages and re.fullmatch(r"[a-z]+/[a-z0-9-]+\.toml", statement):
        text = format_statement(rows.header, rows.passages)
        (copy / statement).write_text(text, encoding="utf-8", newline="")
        number = 0
        for line, words in enumerate(text.splitlines(), start=1):
            number += words == "[[passage]]"
            parts[statement, line] = f"passage {number}" if number else "statement"
    return parts


def _trace_errors(
    errors: Iterable[ValidationError], parts: dict[tuple[str, int], str], *, rules: Contract
) -> Iterator[DraftError]:
    """The errors of the rows, each with the field of the draft that it comes from."""
    observations = rules.tables["observations"].path
    for error in errors:
        cell = f"{error.file}:{error.row} {error.column}".rstrip() if error.row else error.file
        is_indicator = (error.file, error.column) == (observations, "indicator_id")
        expected = error.expected + NEW_INDICATOR * is_indicator
        part = parts.get((error.file, error.row), error.file)
        yield DraftError(part, error.column, error.problem, expected, cell)


def _check_evidence(rows: DraftRows, *, dataset: Dataset) -> Iterator[DraftError]:
    """Evidence of the draft that is not in its paragraph of the article at hand."""
    copies = {key: Original(key, key, paragraphs) for key, paragraphs in rows.articles.items()}
    parts = {
        (name, cells[dataset.rules.tables[name].key[0]]): part
        for name, new in rows.tables.items()
        for part, cells in new
    }
    for check in verify_copies(dataset, copies):
        part = parts.get((check.table, check.id))
        if part and check.verdict == "missing":
            yield DraftError(part, "evidence", *EVIDENCE_MISSING)
        elif part and check.verdict == "elsewhere":
            problem = f"the evidence is not in paragraph {check.paragraph}"
            yield DraftError(part, "paragraph", problem, f"the number {check.where}")


def _find_announcements(rows: DraftRows, *, dataset: Dataset) -> tuple[str, ...]:
    """The threads of other meetings that may announce the new one."""
    ((_, meeting),) = rows.tables["meetings"]
    threads = dataset.threads
    threads = threads[(threads["kind"] == "announces") & (threads["to_meeting_id"] == "")]
    pairs = zip(threads["thread_id"], threads["expected_on"], strict=True)
    return tuple(thread_id for thread_id, day in pairs if overlap(meeting["starts_on"], day))


def _compare_files(root: Path, copy: Path, path: str) -> list[str]:
    """The lines of a unified diff, without context, between a file and its copy."""
    is_new = not (root / path).exists()
    before = [] if is_new else (root / path).read_text(encoding="utf-8").splitlines()
    after = (copy / path).read_text(encoding="utf-8").splitlines()
    name = "/dev/null" if is_new else f"a/{path}"
    return list(difflib.unified_diff(before, after, name, f"b/{path}", n=0, lineterm=""))
