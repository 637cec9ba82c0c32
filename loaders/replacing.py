"""Replacing some files of a folder together: afterwards all of them are new, or all are as they were.

No file system replaces several files at once, so this is done in steps, each of which can be undone:

1. the folder is locked, so that no other draft writes into it (the lock ends with the process, however it ends);
2. the new files and copies of the old ones are written to ``draft-in-progress/`` in the folder, and flushed to disk;
3. a journal that names them is put beside them: from here on the old files can be restored;
4. each file is moved over the old one, which a reader of that file sees either whole or not at all;
5. the journal is removed, and that is the moment from which all is new.

An error or an interruption in between restores the old files at once. After a crash of the machine the
journal is still there, and ``recover`` restores them the next time that the folder is locked.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PLACE = "draft-in-progress"
"""Without a dot, for a running page looks at the files that have one."""

JOURNAL = "journal.json"


class Change(NamedTuple):
    """A file of the folder, by its name from there, as it is (None: not there) and as it shall be."""

    name: str
    before: bytes | None
    after: bytes


class Hindered(Exception):
    """A folder into which nothing can be written now; the message says why."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; Hindered if another one holds it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise Hindered(f"{folder} cannot be opened ({error.strerror})") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Hindered(
                f"{folder}: another draft is being written there; try again when it is done"
            ) from None
        except OSError as error:
            raise Hindered(f"{folder} cannot be locked ({error.strerror})") from None
        yield
    finally:
        os.close(handle)


def recover(folder: Path) -> tuple[str, ...]:
    """Restore what a replacement that was cut short had replaced; the names of its files, none if there was none.

    The folder must be locked. May itself be cut short and done again.
    """
    place = folder / PLACE
    names: list[str] = []
    if (place / JOURNAL).exists():
        listed = json.loads((place / JOURNAL).read_text(encoding="utf-8"))
        for number, each in reversed(list(enumerate(listed))):
            names.append(each["name"])
            if not each["existed"]:
                (folder / each["name"]).unlink(missing_ok=True)
            elif (place / f"{number}.old").exists():
                (place / f"{number}.old").replace(folder / each["name"])
        _flush(folder, names=names)
        (place / JOURNAL).unlink()
    if place.is_dir():
        shutil.rmtree(place)
    return tuple(reversed(names))


def replace(folder: Path, *, changes: Sequence[Change]) -> None:
    """Replace files of a locked folder, in the order of ``changes``: all of them or none.

    A file that is there keeps its mode and owner. Hindered, with nothing replaced, if a file is not what
    ``before`` says, or is a link; OSError, with everything restored, if the disk refuses.
    """
    for each in changes:
        path = folder / each.name
        if path.is_symlink():
            raise Hindered(f"{path} is a link, expected a file: it would no longer lead where it does")
        if (path.read_bytes() if path.exists() else None) != each.before:
            raise Hindered(f"{path} was changed by someone else in the meantime; try again")
    place = folder / PLACE
    place.mkdir()
    try:
        for number, each in enumerate(changes):
            _write(place / f"{number}.new", content=each.after, like=folder / each.name)
            if each.before is not None:
                _write(place / f"{number}.old", content=each.before, like=folder / each.name)
                shutil.copystat(folder / each.name, place / f"{number}.old")
        listed = [{"name": each.name, "existed": each.before is not None} for each in changes]
        _write(place / "journal", content=json.dumps(listed).encode("utf-8"), like=place / JOURNAL)
        (place / "journal").replace(place / JOURNAL)
        _sync(place)
        _sync(folder)
        for number, each in enumerate(changes):
            (place / f"{number}.new").replace(folder / each.name)
        _flush(folder, names=[each.name for each in changes])
        (place / JOURNAL).unlink()
        _sync(place)
    except BaseException:
        recover(folder)
        raise
    shutil.rmtree(place, ignore_errors=True)


def _write(path: Path, *, content: bytes, like: Path) -> None:
    """Write a file to the disk itself, with mode and owner of another one if that is there."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        there = like.stat()
        # Only an administrator may give a file away; for anybody else it is his own already.
        with suppress(PermissionError):
            os.chown(path, there.st_uid, there.st_gid)
        shutil.copymode(like, path)


def _flush(folder: Path, *, names: Sequence[str]) -> None:
    """Make the disk remember which files now have these names."""
    for each in {(folder / name).parent for name in names}:
        _sync(each)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
