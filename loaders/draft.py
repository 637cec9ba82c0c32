"""A new meeting as a draft: a file of facts in, rows of every table out; all of them written, or none.

``python -m loaders.draft FILE.toml`` takes the facts from a file, of which ``--example`` prints one to start from. A field
of the file is called like the column that it fills. What follows from the rest may be left out: ids, precisions, the
collection of a figure, the paragraph of its evidence where a copy of the article is at hand.

The rows are tried on a copy of the data folder first. Every fault is named by the field of the draft that it
comes from, and by file, line and column; then nothing is written. It exits 0 if the rows were written (or
shown, with ``--dry-run``), 1 if the draft was refused, and 2 if it could not be tried: the file cannot be read, or
the data folder is damaged. What was written is undone with git, as any other change of the data is.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.facts import ARTICLE, Change, Content, Plan, Rejected, plan
from loaders.faults import DamagedData

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).resolve().parent.parent / "data"
EXAMPLE = Path(__file__).resolve().parent / "example.toml"


def main(arguments: list[str] | None = None) -> int:
    """Draft one meeting; the exit code is described above."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.example:
        print(EXAMPLE.read_text(encoding="utf-8"), end="")
        return 0
    if chosen.article and not chosen.article.is_file():
        parser.error(f"--article: {chosen.article} is not a file")
    if not chosen.file:
        parser.error("FILE.toml is missing; --example prints one to start from")
    try:
        return _from_file(chosen, root=chosen.folder.resolve())
    except DamagedData as damaged:
        print(damaged, file=sys.stderr)
        print(f"{chosen.folder} is damaged as it is; nothing was written", file=sys.stderr)
    except OSError as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders.draft",
        description="Add a meeting to a data folder from a file of its facts.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml", help="the facts")
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DATA",
        default=Path(os.environ.get("COALITION_DATA") or DATA),
        help="the data folder (default: COALITION_DATA, or data/)",
    )
    parser.add_argument(
        "--article",
        type=Path,
        metavar="FILE",
        help="a copy of the first new source: its fingerprint is computed, its paragraphs are counted, "
        "and the evidence is looked up in it",
    )
    parser.add_argument("--example", action="store_true", help="print a file of facts to start from")
    parser.add_argument("--dry-run", action="store_true", help="show the new rows and write nothing")
    return parser


def _from_file(chosen: argparse.Namespace, *, root: Path) -> int:
    """Draft the meeting of a file."""
    try:
        content = tomllib.loads(chosen.file.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        print(f"{chosen.file}: byte {error.start} is not UTF-8, expected the encoding UTF-8", file=sys.stderr)
        return 2
    except tomllib.TOMLDecodeError as error:
        print(f"{chosen.file}: not TOML ({error}), expected a TOML file", file=sys.stderr)
        return 2
    if chosen.article:
        sources = content.get("source")
        if not isinstance(sources, list) or not sources or not isinstance(sources[0], dict):
            print(
                f"{chosen.file}: there is no [[source]] of which {chosen.article} is a copy", file=sys.stderr
            )
            return 2
        sources[0][ARTICLE] = str(chosen.article.resolve())
    folder = chosen.file.resolve().parent
    try:
        return _drafted(content, root=root, folder=folder, dry=chosen.dry_run)
    except Rejected as rejected:
        _refuse(rejected, name=str(chosen.file))
        return 1


def _drafted(content: Content, *, root: Path, folder: Path, dry: bool) -> int:
    """Write a draft, or show it; Rejected with nothing written."""
    made = plan(content, root=root, folder=folder)
    if dry:
        print(made.difference)
        print("Nothing was written.", file=sys.stderr)
        return 0
    _replace(root, made.changes)
    _done(made, root=root)
    return 0


def _replace(root: Path, changes: Sequence[Change]) -> None:
    """Replace the files that change: all are written beside the old ones before the first of them is moved there.

    OSError, with nothing replaced, if one of them cannot be written.
    """
    places = [(root / change.name).resolve() for change in changes]
    written = [place.with_name(f"{place.name}.new") for place in places]
    try:
        for change, place, new in zip(changes, places, written, strict=True):
            new.write_bytes(change.after)
            if place.exists():
                shutil.copymode(place, new)
    except OSError:
        for new in written:
            new.unlink(missing_ok=True)
        raise
    for place, new in zip(places, written, strict=True):
        new.replace(place)


def _refuse(rejected: Rejected, *, name: str) -> None:
    print(rejected)
    count = len(rejected.wrongs)
    print(f"{name}: {count} fault{'s' * (count != 1)}; nothing was written", file=sys.stderr)


def _done(made: Plan, *, root: Path) -> None:
    print(f"{made.meeting_id} is in {root}:")
    for change in made.changes:
        new = change.after.count(b"\n") - (change.before or b"").count(b"\n")
        print(
            f"  {change.name}: {new} line{'s' * (new != 1)} more"
            if change.before
            else f"  {change.name}: new"
        )
    for key in made.announced:
        print(f"Look at the thread {key}: it announces a meeting for that time and leaves open which.")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks Arabic shows a stand-in.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
