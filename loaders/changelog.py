"""Change log: which facts changed from one version of the dataset to the next, as git has them.

``python -m loaders.changelog`` writes it anew to ``changes.csv`` of the data folder.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from loaders.schema.folder import find_data_folder
from loaders.schema.tables import format_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FACTS = {
    "meetings": ("starts_on", "ends_on", "city_id", "level"),
    "observations": ("indicator_id", "scope", "as_of", "value", "high", "qualifier", "status"),
    "members": ("joined_on",),
}
"""The columns of each table whose change is one of the facts: not wording, notes or where a source is found."""

COLUMNS = ("version", "released_on", "table", "row_id", "column", "before", "after")

Rows = dict[str, dict[str, str]]
"""The rows of a table by their id."""


class DataVersion(NamedTuple):
    """A version of the dataset, the day from which it stands in git, and what reads a file of it, "" if it has none."""

    version: str
    released_on: str
    read: Callable[[str], str]


def list_versions(root: Path) -> Iterator[DataVersion]:
    """Yield the versions of the data folder ``root``, the oldest first: each as its last commit has it.

    The last is what the folder holds now.
    """
    lines = _run_git(root, "log", "--reverse", "--format=%H %cs", "--", ".").split("\n")
    commits = [line.split() for line in lines if line]
    found: dict[str, DataVersion] = {}
    for commit, day in commits:
        version = _read_version(_reader(root, commit))
        if version:
            first = found.get(version)
            found[version] = DataVersion(
                version, first.released_on if first else day, _reader(root, commit)
            )
    now = _read_version(lambda name: (root / name).read_text(encoding="utf-8"))
    day = found[now].released_on if now in found else f"{pd.Timestamp.now():%Y-%m-%d}"
    found[now] = DataVersion(now, day, lambda name: (root / name).read_text(encoding="utf-8"))
    yield from found.values()


def list_changes(releases: Iterator[DataVersion]) -> pd.DataFrame:
    """Return what changed from each release to the next, the first of which has no row.

    A row that was added or removed is one change without a column; its ``after`` or ``before`` is its id.
    """
    rows: list[tuple[str, ...]] = []
    previous: dict[str, Rows] = {}
    for release in releases:
        tables = {name: _read_rows(release.read(f"{name}.csv")) for name in FACTS}
        for name, columns in FACTS.items():
            if previous:
                changed = _compare(previous[name], tables[name], columns=columns)
                rows += [
                    (release.version, release.released_on, name, *change) for change in changed
                ]
        previous = tables
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _compare(
    before: Rows, after: Rows, *, columns: tuple[str, ...]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the changes of a table: row, column, before and after."""
    for row_id in sorted(before.keys() | after.keys()):
        old, new = before.get(row_id), after.get(row_id)
        if old is None or new is None:
            yield row_id, "", row_id if old else "", row_id if new else ""
            continue
        for column in columns:
            if old.get(column, "") != new.get(column, ""):
                yield row_id, column, old.get(column, ""), new.get(column, "")


def _read_rows(text: str) -> Rows:
    return {next(iter(row.values())): row for row in csv.DictReader(io.StringIO(text, newline=""))}


def _read_version(read: Callable[[str], str]) -> str:
    text = read("datapackage.json")
    return str(json.loads(text)["version"]) if text else ""


def _reader(root: Path, commit: str) -> Callable[[str], str]:
    """Return what reads a file of the data folder as a commit has it; "" if it has none."""

    def read(name: str) -> str:
        listed = _run_git(root, "ls-tree", "--name-only", commit, "--", name)
        return _run_git(root, "show", f"{commit}:./{name}") if listed else ""

    return read


def _run_git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def main() -> None:
    """Write the change log of the data folder."""
    root = find_data_folder()
    changes = list_changes(list_versions(root))
    (root / "changes.csv").write_text(format_csv(changes), encoding="utf-8", newline="\n")
    sys.stdout.write(
        f"{root / 'changes.csv'}: {len(changes)} changes in {changes['version'].nunique()} versions\n"
    )


if __name__ == "__main__":
    main()
