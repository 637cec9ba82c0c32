"""A new meeting as a draft: facts in, rows of every table out; all of them written, or none.

``python -m loaders.draft`` asks for the facts of a meeting; ``python -m loaders.draft FILE.toml`` takes them
from a file, of which ``--example`` prints one to start from. A field of the file is called like the column
that it fills. What follows from the rest may be left out: ids, precisions, the collection of a figure, the
paragraph of its evidence where a copy of the article is at hand.

The rows are tried on a copy of the data folder first. Every fault is named by the field of the draft that it
comes from, and by file, line and column; then nothing is written. It exits 0 if the rows were written (or
shown, with ``--dry-run``), 1 if the draft was refused or given up, and 2 if it could not be tried: the file
cannot be read, the data folder is damaged, or another draft is being written there.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

from loaders import asking, replacing, writing
from loaders.dataset import load
from loaders.facts import ARTICLE, Content, Plan, Rejected, plan
from loaders.faults import DamagedData
from loaders.replacing import Hindered

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
    root = chosen.folder.resolve()
    try:
        if chosen.file:
            return _from_file(chosen, root=root)
        return _from_answers(chosen, root=root)
    except DamagedData as damaged:
        print(damaged, file=sys.stderr)
        print(f"{chosen.folder} is damaged as it is; nothing was written", file=sys.stderr)
    except (Hindered, OSError) as hindered:
        print(f"{hindered}\nNothing was written.", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders.draft",
        description="Add a meeting to a data folder: ask for its facts, or take them from a file.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml", help="the facts (default: ask)")
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
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="keep the answers in a file, whatever comes of them"
    )
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
    if dry:
        print(plan(content, root=root, folder=folder).difference)
        print("Nothing was written.", file=sys.stderr)
        return 0
    with replacing.locked(root):
        if names := replacing.recover(root):
            print(f"A draft that was cut short has been undone: {', '.join(names)}", file=sys.stderr)
        made = plan(content, root=root, folder=folder)
        replacing.replace(root, changes=made.changes)
    _done(made, root=root)
    return 0


def _refuse(rejected: Rejected, *, name: str) -> None:
    print(rejected)
    count = len(rejected.wrongs)
    print(f"{name}: {count} fault{'s' * (count != 1)}; nothing was written", file=sys.stderr)


def _done(made: Plan, *, root: Path) -> None:
    print(f"{made.meeting_id} is in {root}:")
    for each in made.changes:
        new = each.after.count(b"\n") - (each.before or b"").count(b"\n")
        print(f"  {each.name}: {new} line{'s' * (new != 1)} more" if each.before else f"  {each.name}: new")
    for key in made.announced:
        print(f"Look at the thread {key}: it announces a meeting for that time and leaves open which.")


def _from_answers(chosen: argparse.Namespace, *, root: Path) -> int:
    """Ask for the facts of a meeting, show what becomes of them, and write that if it is wanted."""
    with suppress(ImportError):
        # Lets a line be edited, and be longer than the 4,096 bytes of a bare terminal.
        import readline  # noqa: F401
    content: Content = {}
    code = 1
    try:
        asking.ask(content, dataset=load(root), article=chosen.article)
        shown = plan(content, root=root, folder=Path.cwd())
        print(f"\n{shown.difference}\n")
        if chosen.dry_run:
            print("Nothing was written.")
            code = 0
        elif asking.agreed("Write these rows?"):
            code = _drafted(content, root=root, folder=Path.cwd(), dry=False)
        else:
            print("Nothing was written.")
    except (EOFError, KeyboardInterrupt):
        print("\nGiven up: nothing was written.", file=sys.stderr)
    except Rejected as rejected:
        _refuse(rejected, name="The draft")
    if chosen.save:
        _save(content, path=chosen.save)
    elif code == 1 and content:
        _offer(content)
    return code


def _offer(content: Content) -> None:
    """Offer to keep the answers of a draft that came to nothing."""
    try:
        name = input("Keep the answers in a file? Its name (empty: no): ").strip()
    except (EOFError, KeyboardInterrupt):
        print()
        return
    if name:
        _save(content, path=Path(name))


def _save(content: Content, *, path: Path) -> None:
    try:
        path.write_text(writing.answers(content), encoding="utf-8", newline="")
    except OSError as error:
        print(f"{path}: the answers were not kept ({error.strerror})", file=sys.stderr)
    else:
        print(f"The answers are in {path}: mend them there, then `python -m loaders.draft {path}`.")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks Arabic shows a stand-in.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
