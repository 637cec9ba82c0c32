"""Changes: what of a selection differs from an earlier version of the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.schema.tables import records
from loaders.select import selected_ids

if TYPE_CHECKING:
    from loaders.model import Dataset


class Change(NamedTuple):
    """A fact that differs: the cells of both versions; an empty ``column`` is a row that was added or removed."""

    table: str
    row_id: str
    column: str
    before: str
    after: str

    @property
    def is_addition(self) -> bool:
        """Whether the row is new."""
        return not self.column and bool(self.after)


def order_version(version: str) -> tuple[int, ...]:
    """Return a version as numbers, by which versions are in order."""
    return tuple(int(part) for part in version.split("+")[0].split("."))


class Release(NamedTuple):
    """A version of the dataset with its first day, and what differs from the one before."""

    version: str
    released_on: str
    changes: list[Change]


def list_releases(dataset: Dataset) -> list[Release]:
    """Return the versions in which facts changed, the latest first."""
    releases: dict[str, Release] = {}
    for row in records(dataset.whole.changes):
        release = releases.setdefault(
            row["version"], Release(row["version"], row["released_on"], [])
        )
        release.changes.append(Change(*(row[name] for name in Change._fields)))
    return sorted(
        releases.values(), key=lambda release: order_version(release.version), reverse=True
    )


def list_changes_since(chosen: Dataset, version: str) -> list[Change]:
    """Return what of a selection differs from an earlier version, several changes of a cell as one.

    A row that was removed is no part of any selection, and is in every list.

    Args:
        chosen: What a selection leaves of the dataset.
        version: The earlier version: ``1.5.0``.
    """
    found: dict[tuple[str, str, str], Change] = {}
    added: set[tuple[str, str]] = set()
    later = [
        release
        for release in list_releases(chosen)
        if order_version(release.version) > order_version(version)
    ]
    for change in (change for release in reversed(later) for change in release.changes):
        cell = change[:3]
        before = found[cell].before if cell in found else change.before
        found[cell] = change._replace(before=before)
        if change.is_addition:
            added.add(change[:2])
    return [
        change
        for change in found.values()
        if change.before != change.after
        # What was added since is new with every cell of it.
        and (change.is_addition or change[:2] not in added)
        and (not change.after or change.row_id in selected_ids(chosen, change.table))
    ]
