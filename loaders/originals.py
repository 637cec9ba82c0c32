"""The reader's own copies of the source articles: recognised, numbered by paragraph, held against the evidence.

The articles are under copyright and no part of the project. Who has them puts copies into ``originals/`` of
the data folder, names a folder in ``COALITION_ORIGINALS``, or hands one to the page; nothing is kept of any
other document. A copy is known by its fingerprint, which is blind to the encoding, to a byte order mark, to
the form of the line ends and to the width of white space, and to nothing else. So a copy whose lines were
broken anew is still recognised, but its paragraphs are others: ``verify`` then says where the evidence stands.

``python -m loaders.originals verify FOLDER`` prints a table of the evidence. It exits 0 if all that could be
checked stands where it is said to stand, 1 if some does not or if a document was refused, and 2 if nothing
could be checked, because no article was recognised or because the data folder is damaged.
"""

from __future__ import annotations

import argparse
import codecs
import hashlib
import io
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import category, combining, normalize

from loaders import tables
from loaders.dataset import load
from loaders.faults import DamagedData
from loaders.model import cached_on_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    import pandas as pd

    from loaders.model import Dataset

Reason = Literal["too_large", "binary", "encoding", "unknown", "empty", "unreadable"]
Verdict = Literal["found", "elsewhere", "missing", "no_original"]

DATA = Path(__file__).resolve().parent.parent / "data"
FOLDER = "originals"
VARIABLE = "COALITION_ORIGINALS"

LARGEST = 2_000_000
"""Bytes of a document at most: 2 MB, about two hundred times the longest article."""

MOST_CONTROLS = 0.01
"""The share of control characters above which a document is not text; plain text has none or one at its end."""

MOST_MARKS = 30
"""Combining marks in a row at most, as in the Stream-Safe Text Format of UAX #15.

The time for bringing marks into order grows with the square of their number: 2 MB of them would take minutes.
"""

SENTENCES: dict[Reason, str] = {
    "too_large": f"the document is larger than {LARGEST // 1_000_000} MB",
    "binary": "the document is not plain text",
    "encoding": (
        "the document is not in UTF-8 or UTF-16, and read as Windows-1256 it is none of the source articles; "
        "save it as plain text in UTF-8"
    ),
    "unknown": "the document is none of the source articles, or its text was changed",
    "empty": "the document is empty",
    "unreadable": "it cannot be opened",
}


class Refused(Exception):
    """A document that is no copy of a source article. ``name`` is its file's, ``reason`` one of ``SENTENCES``."""

    def __init__(self, name: str, reason: Reason) -> None:
        """Keep both, so that a page can say it in its own language."""
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        """The refusal as an English line: ``file: what is wrong``."""
        return f"{self.name}: {SENTENCES[self.reason]}"


@dataclass(frozen=True, slots=True)
class Original:
    """A reader's copy of a source article; ``name`` is its file's.

    ``paragraphs`` are its non-blank lines as they are written, without the white space around them:
    paragraph n of the tables is ``paragraphs[n - 1]``.
    """

    source_id: str
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One piece of evidence held against its article; ``table`` and ``id`` say which row quotes it.

    ``verdict`` is ``found`` if it stands letter for letter in paragraph ``paragraph`` (from 1), and ``span`` is
    then its start and end there, in characters of the paragraph as it is written. ``elsewhere``: it stands in
    paragraph ``where`` instead. ``missing``: in no paragraph. ``no_original``: no copy is there to look at.
    """

    table: str
    id: str
    source_id: str
    paragraph: int
    evidence: str
    verdict: Verdict
    span: tuple[int, int] | None = None
    where: int | None = None


# Recognising a copy


def folded(text: str) -> str:
    """A text as fingerprints and evidence see it: in Unicode NFC, each run of white space one space, stripped."""
    return " ".join(normalize("NFC", text).split())


def fingerprint(text: str) -> str:
    """What tells a copy of an article from any other text: the SHA-256 of the folded text in UTF-8, in hex."""
    return hashlib.sha256(folded(text).encode("utf-8")).hexdigest()


def decoded(content: bytes, *, name: str) -> str:
    """The text of a document: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1256.

    Windows-1256 gives every byte a character, so that a text comes out of it says nothing yet; its fingerprint
    does. A character that it lacks is lost when an editor saves in it, and the copy is then another text.
    Refused as ``binary`` if the text holds a NUL or too many other control characters, as ``encoding`` if the
    bytes do not keep what their mark promises.
    """
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise Refused(name, reason="encoding") from None
    controls = sum(text.count(each) for each in set(text) if category(each) == "Cc" and not each.isspace())
    if "\0" in text or controls > MOST_CONTROLS * len(text) + 1:
        raise Refused(name, reason="binary")
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8"


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-blank lines of a text, each stripped.

    Every line end of Unicode ends a line (``\\n``, ``\\r\\n``, ``\\r``, form feed, NEL, U+2028 and the others
    of ``str.splitlines``); two in a row only add a blank line. So the numbers do not depend on which are used.
    """
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read(content: bytes, *, name: str, dataset: Dataset) -> Original:
    """The copy of a source article that a document is; Refused, with the reason, if it is none."""
    if len(content) > LARGEST:
        raise Refused(name, reason="too_large")
    text = decoded(content, name=name)
    if not text.strip():
        raise Refused(name, reason="empty")
    if _overloaded(text):
        raise Refused(name, reason="unknown")
    source = _fingerprints(dataset).get(fingerprint(text))
    if source is None:
        raise Refused(name, reason="encoding" if _encoding(content) == "cp1256" else "unknown")
    return Original(source, name, paragraphs(text))


def _overloaded(text: str) -> bool:
    """Whether a text holds more combining marks in a row than any writing needs."""
    marks = "".join(filter(_mark, set(text)))
    return bool(marks) and re.search(f"[{re.escape(marks)}]{{{MOST_MARKS + 1}}}", text) is not None


def _mark(char: str) -> bool:
    """Whether a character joins the one before it, or is made of such that do."""
    return combining(normalize("NFD", char)[0]) > 0


def _fingerprints(dataset: Dataset) -> dict[str, str]:
    """The ids of the sources whose text is known, by fingerprint."""
    rows = dataset.names["sources"].items()
    return {row["fingerprint"]: source for source, row in rows if row["fingerprint"]}


def folders(root: Path) -> tuple[Path, ...]:
    """The folders with a reader's copies that exist: ``originals/`` of the data folder, then the environment's."""
    named = os.environ.get(VARIABLE, "")
    there: dict[Path, Path] = {}
    for folder in (root / FOLDER, *([Path(named)] if named else [])):
        if folder.is_dir():
            there.setdefault(folder.resolve(), folder)
    return tuple(there.values())


def found(dataset: Dataset, folder_paths: Iterable[Path]) -> tuple[dict[str, Original], tuple[Refused, ...]]:
    """The copies in some folders by source id, and what was refused, both in the order of folders and names.

    Files are looked at, not folders in a folder or names that begin with a dot. A link to a file is followed:
    only a document that is one of the articles is kept, so a link can show nothing else. Of two copies of one
    article the first counts.
    """
    copies: dict[str, Original] = {}
    refused: list[Refused] = []
    for folder in folder_paths:
        try:
            paths = _files(folder)
        except OSError:
            refused.append(Refused(_name(folder), reason="unreadable"))
            continue
        for path in paths:
            try:
                copy = read(_beginning(path), name=_name(path), dataset=dataset)
            except OSError:
                refused.append(Refused(_name(path), reason="unreadable"))
            except Refused as refusal:
                refused.append(refusal)
            else:
                copies.setdefault(copy.source_id, copy)
    return copies, tuple(refused)


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))


def _name(path: Path) -> str:
    """The last part of a path as text that can be printed and sent to a browser, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


def _beginning(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


# Holding the evidence against a copy


@cached_on_dataset()
def pieces(dataset: Dataset) -> Counter[str]:
    """How many pieces of evidence the dataset quotes from each source, by its id."""
    out: Counter[str] = Counter()
    for name in _quoting(dataset):
        out.update(_quoted(dataset, name)["source_id"])
    return out


def held(dataset: Dataset, originals: Mapping[str, Original]) -> tuple[Check, ...]:
    """What ``verify`` gives of the sources of which a copy is there, and of no other."""
    return _verified(dataset, originals, sources=originals.keys() & set(_fingerprints(dataset).values()))


def verify(dataset: Dataset, originals: Mapping[str, Original]) -> tuple[Check, ...]:
    """Every piece of evidence of the dataset held against the copies (by source id), by source, paragraph, id.

    Evidence is what a row of any table quotes from a paragraph of a source whose fingerprint is known. It must
    stand there letter for letter, white space and Unicode form aside. It may begin after a letter that is
    written together with the next word, as "and" is in Arabic, but never inside a number: 4 is not in 74.
    """
    return _verified(dataset, originals, sources=set(_fingerprints(dataset).values()))


def _verified(
    dataset: Dataset, originals: Mapping[str, Original], *, sources: AbstractSet[str]
) -> tuple[Check, ...]:
    quotations = _quotations(dataset, sources) if sources else ()
    return tuple(
        _check(quotation, original=originals.get(quotation.source_id))
        for quotation in sorted(
            quotations, key=lambda each: (each.source_id, each.paragraph, each.id, each.table)
        )
    )


class _Quotation(NamedTuple):
    """What a row of a table quotes, and from where."""

    table: str
    id: str
    source_id: str
    paragraph: int
    evidence: str


def _quotations(dataset: Dataset, sources: AbstractSet[str]) -> Iterator[_Quotation]:
    """The evidence that is quoted from some sources, of every table that quotes."""
    for name in _quoting(dataset):
        found = _quoted(dataset, name)
        for row in tables.records(found[found["source_id"].isin(list(sources))]):
            yield _Quotation(
                table=name,
                id=row[dataset.rules.tables[name].key[0]],
                source_id=row["source_id"],
                paragraph=int(row["paragraph"]),
                evidence=row["evidence"],
            )


def _quoting(dataset: Dataset) -> Iterator[str]:
    """The tables that quote: those with a source, a paragraph and the words."""
    for name, table in dataset.rules.tables.items():
        if {"source_id", "paragraph", "evidence"} <= set(table.names):
            yield name


def _quoted(dataset: Dataset, name: str) -> pd.DataFrame:
    """The rows of a table that quote something."""
    frame: pd.DataFrame = getattr(dataset, name)
    return frame[(frame["evidence"].str.strip() != "") & frame["paragraph"].notna()]


def _check(quoted: _Quotation, *, original: Original | None) -> Check:
    if original is None:
        return Check(*quoted, verdict="no_original")
    pattern = _pattern(quoted.evidence)
    numbered = dict(enumerate(original.paragraphs, start=1))
    if span := _span(pattern, paragraph=numbered.get(quoted.paragraph, "")):
        return Check(*quoted, verdict="found", span=span)
    where = next((number for number, each in numbered.items() if pattern.search(folded(each))), None)
    return Check(*quoted, verdict="elsewhere" if where else "missing", where=where)


def _pattern(evidence: str) -> re.Pattern[str]:
    """The folded evidence, where it cuts no number in two: neither 17.5 nor 7.53 holds 7.5."""
    words = folded(evidence)
    before = r"(?<!\d)(?<!\d[.,٫٬])" if words[0].isdigit() else ""
    after = r"(?!\d)(?![.,٫٬]\d)" if words[-1].isdigit() else ""
    return re.compile(before + re.escape(words) + after)


def _span(pattern: re.Pattern[str], *, paragraph: str) -> tuple[int, int] | None:
    """Where the first match of a folded pattern stands in the paragraph as it is written, in whole letters."""
    match = pattern.search(folded(paragraph))
    if match is None:
        return None
    start, _ = _place(match.start(), paragraph=paragraph)
    _, end = _place(match.end() - 1, paragraph=paragraph)
    return start, end


def _place(offset: int, *, paragraph: str) -> tuple[int, int]:
    """Start and end of the letter, with its marks, that stands at an offset of the folded paragraph.

    The offset is never that of a space: evidence begins and ends with a letter.
    """
    for word in re.finditer(r"\S+", paragraph):
        place = word.start()
        for letter in _letters(word[0]):
            length = len(normalize("NFC", letter))
            if offset < length:
                return place, place + len(letter)
            place += len(letter)
            offset -= length
        offset -= 1
    raise IndexError("the offset is beyond the end of the folded paragraph")


def _letters(word: str) -> Iterator[str]:
    """A word in the smallest pieces whose NFC forms make up its own: each a letter with its marks."""
    piece = ""
    for char in word:
        if piece and not _joined(piece, char=char):
            yield piece
            piece = ""
        piece += char
    yield piece


def _joined(piece: str, *, char: str) -> bool:
    """Whether NFC may change a character or its place because of the piece before it.

    A mark may even where the two alone stay as they are: with the next mark it may change places.
    """
    return _mark(char) or normalize("NFC", piece + char) != (normalize("NFC", piece) + normalize("NFC", char))


# The command


def main(arguments: list[str] | None = None) -> int:
    """Print the evidence held against the copies in a folder; the exit code is described above."""
    parser = argparse.ArgumentParser(
        prog="python -m loaders.originals",
        description="Check evidence against copies of the source articles.",
    )
    command = parser.add_subparsers(required=True, metavar="verify").add_parser(
        "verify", help="hold every piece of evidence against the copies in a folder"
    )
    command.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with the copies")
    command.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        default=Path(os.environ.get("COALITION_DATA") or DATA),
        help="the data folder (default: COALITION_DATA, or data/)",
    )
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        command.error(f"{chosen.folder} is not a folder")
    try:
        dataset = load(chosen.data)
    except DamagedData as damaged:
        print(damaged, file=sys.stderr)
        return 2
    copies, refused = found(dataset, [chosen.folder])
    for refusal in refused:
        print(refusal, file=sys.stderr)
    checks = verify(dataset, copies)
    print("\n".join([*_table(checks), _sum(checks, copies=copies, articles=len(_fingerprints(dataset)))]))
    verdicts = {check.verdict for check in checks}
    if verdicts <= {"no_original"}:
        print(
            f"{chosen.folder}: nothing was checked, for no article with evidence was recognised",
            file=sys.stderr,
        )
        return 2
    return int(bool(refused) or not verdicts <= {"found", "no_original"})


def _table(checks: tuple[Check, ...]) -> Iterator[str]:
    """The checks as lines of aligned columns; the evidence is last, for it may run from right to left."""
    rows = [("source", "paragraph", "id", "verdict", "evidence")]
    rows += [
        (check.source_id, str(check.paragraph), check.id, _words(check), folded(check.evidence))
        for check in checks
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for source, paragraph, key, verdict, evidence in rows:
        yield (
            f"{source:{widths[0]}}  {paragraph:>{widths[1]}}  {key:{widths[2]}}  "
            f"{verdict:{widths[3]}}  {evidence}"
        )


def _words(check: Check) -> str:
    match check.verdict:
        case "found":
            return "✓ found"
        case "elsewhere":
            return f"✗ in paragraph {check.where} instead"
        case "missing":
            return "✗ not in the article"
        case "no_original":
            return "– no original"


def _sum(checks: tuple[Check, ...], *, copies: Mapping[str, Original], articles: int) -> str:
    """The counts in one sentence."""
    verdicts = [check.verdict for check in checks]
    ticks, without = verdicts.count("found"), verdicts.count("no_original")
    return (
        f"{len(checks)} pieces of evidence, {len(copies)} of {articles} articles: {ticks} found, "
        f"{len(checks) - ticks - without} not where they should be, {without} without an original."
    )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a tick or Arabic shows a stand-in; the words of the verdict still say it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
