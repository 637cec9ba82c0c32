"""The dataset: every table of the data folder, typed, frozen and checked; ``load(root)`` is the one way in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from loaders import story
from loaders.checks import find_errors
from loaders.model import Dataset
from loaders.schema import contract, statements, tables
from loaders.schema.errors import DamagedData, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.checks import Frames
    from loaders.schema.contract import Contract

HASH_LENGTH = 8
"""Hexadecimal digits of the content hash."""


def load(root: Path) -> Dataset:
    """Read the data folder ``root``; DamagedData, with every error, if it breaks the contract."""
    if not root.is_dir():
        expected = "a folder with datapackage.json"
        raise DamagedData(
            [ValidationError(str(root), 0, "", "the data folder is missing", expected)]
        )
    rules = contract.read(root)
    frames: Frames = {}
    found: list[ValidationError] = []
    for name, table in rules.tables.items():
        frames[name], errors = tables.read(root, table=table)
        found += errors
    passages, errors = statements.read(root, rules=rules)
    found += errors
    narrative, errors = story.read(root, rules=rules)
    found += errors
    found += find_errors(frames, passages, rules=rules, unread=tuple(found))
    if found:
        raise DamagedData(found)
    whole: dict[str, Any] = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    dataset = Dataset(
        rules=rules,
        passages=passages,
        story=narrative and narrative.story,
        content_hash=_hash_files(root, rules=rules),
        **whole,
    )
    if narrative and (errors := list(story.find_errors(narrative, dataset=dataset))):
        raise DamagedData(errors)
    return dataset


def _hash_files(root: Path, *, rules: Contract) -> str:
    """Return the first digits of the SHA-256 of everything that the dataset was read from."""
    paths = [
        *(root / table.path for table in rules.tables.values()),
        *(root / rules.statements).glob("*.toml"),
    ]
    content = hashlib.sha256()
    for path in (*sorted(paths), root / rules.story):
        if path.is_file():
            content.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:HASH_LENGTH]
