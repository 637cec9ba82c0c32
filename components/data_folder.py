"""The dataset of the data folder, as all sessions share it."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.dataset import load
from loaders.schema.errors import DamagedData

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Dataset

log = logging.getLogger(__name__)

FileStamp = tuple[str, int, int]
"""Path, time of the last change in nanoseconds, and size in bytes."""


@dataclass(slots=True)
class CachedDataset:
    """The last dataset that a folder gave, and the errors of a later reading; sessions are threads, so it has a lock."""

    dataset: Dataset | None = None
    damaged: DamagedData | None = None
    stamps: tuple[FileStamp, ...] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_cached: dict[Path, CachedDataset] = {}


def current_dataset(root: Path) -> tuple[Dataset, DamagedData | None]:
    """Return the dataset of a data folder, loaded once for all sessions and again when a file changes.

    Returns:
        The dataset, and None; or, where the files have become damaged, the last good dataset and what is wrong.

    Raises:
        DamagedData: if the folder could never be loaded.
    """
    cached = _cached.setdefault(root, CachedDataset())
    with cached.lock:
        if (stamps := _read_stamps(root)) != cached.stamps:
            _reload(cached, root)
            cached.stamps = stamps
        if cached.dataset is None:
            raise cached.damaged or DamagedData([])
        return cached.dataset, cached.damaged


def _reload(cached: CachedDataset, root: Path) -> None:
    """Load the dataset and free the one before.

    Streamlit collects garbage after every run. What the load leaves in memory is frozen, so that those collections
    skip it: 2 to 3 times as many reruns a second.
    """
    try:
        cached.dataset, cached.damaged = load(root), None
    except DamagedData as damaged:
        log.error("The data folder %s is damaged:\n%s", root, damaged)
        cached.damaged = damaged
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _read_stamps(root: Path) -> tuple[FileStamp, ...]:
    """Return what changes when a file of the data folder does."""
    stamps: list[FileStamp] = []
    for path in (*root.glob("*.*"), *root.glob("statements/*.*")):
        with contextlib.suppress(FileNotFoundError):  # removed since the folder was listed
            stat = path.stat()
            stamps.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(sorted(stamps))
