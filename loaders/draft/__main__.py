"""Add a meeting from a file of facts: ``python -m loaders.draft FILE.toml``.

``--example`` prints a file to start from. A field is called like the column that it fills; what
follows from the rest may be left out: ids, precisions, the collection of a figure, the paragraph of
evidence in a copy of the article.

It exits 0 if the rows were written (or shown, with ``--dry-run``), 1 if the draft was rejected, and
2 if it could not be checked: the file cannot be read, or the data folder is damaged. Git undoes
what was written.
"""

from __future__ import annotations

import argparse
import io
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.draft.add import add_meeting
from loaders.draft.form import ARTICLE, RejectedDraft
from loaders.schema.errors import DamagedData
from loaders.schema.folder import find_data_folder

if TYPE_CHECKING:
    from loaders.draft.add import AddedMeeting
    from loaders.draft.form import Content

EXAMPLE = Path(__file__).resolve().parent / "example.toml"


def main(arguments: list[str] | None = None) -> int:
    """Add the meeting of one file; the exit code is described above."""
    parser = _build_parser()
    options = parser.parse_args(arguments)
    if options.example:
        print(EXAMPLE.read_text(encoding="utf-8"), end="")
        return 0
    if not options.file:
        parser.error("FILE.toml is missing; --example prints one to start from")
    root, base = options.folder.resolve(), options.file.resolve().parent
    try:
        content = _read_draft(options.file, article=options.article)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{options.file}: {error}; nothing was written\n")
    try:
        added = add_meeting(content, root=root, base=base, dry_run=options.dry_run)
    except RejectedDraft as rejected:
        print(rejected)
        count = len(rejected.errors)
        print(
            f"{options.file}: {count} error{'s' * (count != 1)}; nothing was written",
            file=sys.stderr,
        )
        return 1
    except DamagedData as damaged:
        parser.exit(2, f"{damaged}\n{options.folder} is damaged as it is; nothing was written\n")
    except OSError as error:
        parser.exit(2, f"{error}\ngit status shows whether anything was written\n")
    if options.dry_run:
        print("\n".join(line for diff in added.diffs.values() for line in diff))
        print("Nothing was written.", file=sys.stderr)
    else:
        _print_changes(added, root=root)
    return 0


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders.draft",
        description="Add a meeting to a data folder from a file of its facts.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml", help="the facts")
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DATA",
        default=find_data_folder(),
        help="the data folder (default: COALITION_DATA, or data/)",
    )
    parser.add_argument(
        "--article",
        type=Path,
        metavar="FILE",
        help="a copy of the first new source: its fingerprint is computed, its paragraphs are counted, "
        "and the evidence is looked up in it",
    )
    parser.add_argument(
        "--example", action="store_true", help="print a file of facts to start from"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show the new rows and write nothing"
    )
    return parser


def _read_draft(path: Path, *, article: Path | None) -> Content:
    """A draft, with ``article`` as the copy of its first source; ValueError if it is none."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8, expected the encoding UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML ({error}), expected a TOML file") from None
    if article:
        if not article.is_file():
            raise ValueError(f"--article: {article} is not a file")
        sources = content.get("source")
        if not isinstance(sources, list) or not sources or not isinstance(sources[0], dict):
            raise ValueError(f"there is no [[source]] of which {article} is a copy")
        sources[0][ARTICLE] = str(article.resolve())
    return content


def _print_changes(added: AddedMeeting, *, root: Path) -> None:
    print(f"{added.meeting_id} is in {root}:")
    for name, diff in added.diffs.items():
        count = sum(line.startswith("+") for line in diff) - 1
        is_new = diff[0].startswith("--- /dev/null")
        print(f"  {name}: new" if is_new else f"  {name}: {count} line{'s' * (count != 1)} more")
    for key in added.announced:
        print(
            f"Look at the thread {key}: it announces a meeting for that time and leaves open which."
        )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Arabic shows a stand-in.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
