"""The reader's own copies of the source articles, and the check of the evidence against them.

The articles are under copyright and no part of the project. A reader puts copies into
``originals/`` of the data folder, names a folder in ``COALITION_ORIGINALS``, or uploads one; no
other document is kept. A copy is recognised by its fingerprint, which ignores encoding, byte order
mark, line ends and the width of white space, and nothing else. A copy with other line breaks is
recognised, but its paragraphs differ: ``verify`` says where evidence is.

``python -m loaders.originals verify FOLDER`` prints a table of the evidence. It exits 0 if all
evidence that could be checked is in its paragraph, 1 if some is not or if a document was refused,
and 2 if nothing could be checked: no article was recognised, or the data folder is damaged.
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

import pandas as pd

from loaders.dataset import load
from loaders.model import cached_on_dataset
from loaders.schema.errors import DamagedData
from loaders.schema.folder import find_data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from loaders.model import Dataset

Reason = Literal["too_large", "binary", "encoding", "unknown", "empty", "unreadable"]
Verdict = Literal["found", "elsewhere", "missing", "no_original"]

FOLDER = "originals"
VARIABLE = "COALITION_ORIGINALS"

LARGEST = 2_000_000
"""Bytes of a document at most: 2 MB, about two hundred times the longest article."""

MOST_CONTROLS = 0.01
"""The share of control characters above which a document is not text."""

MOST_MARKS = 30
"""Combining marks in a row at most (UAX #15): sorting them takes time quadratic in their number."""

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
    """A document that is no copy of a source article; ``name`` is that of its file."""

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
    """A reader's copy of a source article; ``name`` is that of its file.

    Paragraph n of the tables is ``paragraphs[n - 1]``: a line that is not blank, stripped.
    """

    source_id: str
    name: str
    paragraphs: tuple[str, ...]


class Check(NamedTuple):
    """A piece of evidence, quoted by the row ``id`` of ``table``, and whether its article holds it.

    ``verdict`` is ``found`` if it is, letter for letter, in paragraph ``paragraph`` (from 1) at
    ``span``; ``elsewhere`` if in paragraph ``where``; ``missing`` if in none; else ``no_original``.
    """

    table: str
    id: str
    source_id: str
    paragraph: int
    evidence: str
    verdict: Verdict = "no_original"
    span: tuple[int, int] | None = None
    where: int | None = None


def normalize_text(text: str) -> str:
    """A text as it is compared: in NFC, each run of white space one space, stripped."""
    return " ".join(normalize("NFC", text).split())


def compute_fingerprint(text: str) -> str:
    """The SHA-256 of the normalised text in UTF-8, in hexadecimal."""
    return hashlib.sha256(normalize_text(text).encode("utf-8")).hexdigest()


def decode_document(content: bytes, *, name: str) -> str:
    """Decode a document: UTF-8, UTF-16 with a byte order mark, else Windows-1256.

    Windows-1256 decodes every byte, so only the fingerprint shows whether it was right.

    Raises:
        Refused: If the document is too large, binary, empty, or not in the encoding of its mark.
    """
    if len(content) > LARGEST:
        raise Refused(name, reason="too_large")
    try:
        text = content.decode(_detect_encoding(content))
    except UnicodeDecodeError:
        raise Refused(name, reason="encoding") from None
    controls = sum(
        text.count(char) for char in set(text) if category(char) == "Cc" and not char.isspace()
    )
    if "\0" in text or controls > MOST_CONTROLS * len(text) + 1:
        raise Refused(name, reason="binary")
    if not text.strip():
        raise Refused(name, reason="empty")
    marks = "".join(filter(_is_mark, set(text)))
    if marks and re.search(f"[{re.escape(marks)}]{{{MOST_MARKS + 1}}}", text):
        raise Refused(name, reason="unknown")
    return text


def _detect_encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8"


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The non-blank lines of a text, stripped, by the line ends of ``str.splitlines``."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read_original(content: bytes, *, name: str, dataset: Dataset) -> Original:
    """The copy of a source article that a document is; Refused, with the reason, if it is none."""
    text = decode_document(content, name=name)
    source_id = map_fingerprints(dataset).get(compute_fingerprint(text))
    if source_id is None:
        raise Refused(
            name, reason="encoding" if _detect_encoding(content) == "cp1256" else "unknown"
        )
    return Original(source_id, name, split_paragraphs(text))


def map_fingerprints(dataset: Dataset) -> dict[str, str]:
    """The ids of the sources with a known text, by fingerprint."""
    sources = dataset.names["sources"].items()
    return {row["fingerprint"]: source_id for source_id, row in sources if row["fingerprint"]}


def find_folders(root: Path) -> tuple[Path, ...]:
    """The folders with copies: ``originals/`` of the data folder, then COALITION_ORIGINALS."""
    named = os.environ.get(VARIABLE, "")
    folders = [root / FOLDER, *([Path(named)] if named else [])]
    unique = {folder.resolve(): folder for folder in reversed(folders) if folder.is_dir()}
    return tuple(reversed(unique.values()))


def read_folders(
    dataset: Dataset, folders: Iterable[Path]
) -> tuple[dict[str, Original], tuple[Refused, ...]]:
    """The copies in some folders by source id, and what was refused.

    In the order of folders and names. Subfolders and hidden files are ignored; links to files are
    followed. Of two copies of an article the first counts.
    """
    copies: dict[str, Original] = {}
    refused: list[Refused] = []
    for folder in folders:
        try:
            paths = sorted(
                path for path in folder.iterdir() if path.is_file() and path.name[0] != "."
            )
        except OSError:
            refused.append(Refused(_get_name(folder), reason="unreadable"))
            continue
        for path in paths:
            try:
                copy = read_original(read_bytes(path), name=_get_name(path), dataset=dataset)
            except Refused as refusal:
                refused.append(refusal)
            else:
                copies.setdefault(copy.source_id, copy)
    return copies, tuple(refused)


def read_bytes(path: Path) -> bytes:
    """A file, or enough of it to show that it is too large; Refused if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise Refused(_get_name(path), reason="unreadable") from None


def _get_name(path: Path) -> str:
    """The last part of a path as text that can be printed, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


@cached_on_dataset()
def list_quotations(dataset: Dataset) -> pd.DataFrame:
    """What the tables quote, by source, paragraph and id."""
    columns = ["table", "id", "source_id", "paragraph", "evidence"]
    frames = []
    for name, table in dataset.rules.tables.items():
        if {"source_id", "paragraph", "evidence"} <= set(table.names):
            rows: pd.DataFrame = getattr(dataset, name)
            rows = rows[(rows["evidence"].str.strip() != "") & rows["paragraph"].notna()]
            frames.append(rows.assign(table=name, id=rows[table.key[0]])[columns])
    quotations = pd.concat(frames, ignore_index=True).astype({"paragraph": int})
    return quotations.sort_values(["source_id", "paragraph", "id", "table"])


def count_quotations(dataset: Dataset) -> Counter[str]:
    """How many pieces of evidence the dataset quotes from each source, by its id."""
    return Counter(list_quotations(dataset)["source_id"])


def verify(dataset: Dataset, originals: Mapping[str, Original]) -> tuple[Check, ...]:
    """Check the evidence of all recognisable sources against the copies, by source and paragraph.

    Evidence must be in its paragraph letter for letter, except for white space and Unicode form. It
    may begin after a letter that is written together with the next word, as "and" is in Arabic, but
    never inside a number: 4 is not in 74.
    """
    return _verify(dataset, originals, sources=map_fingerprints(dataset).values())


def verify_copies(dataset: Dataset, originals: Mapping[str, Original]) -> tuple[Check, ...]:
    """Check the evidence of the sources of which there is a copy, and of no other."""
    return _verify(dataset, originals, sources=originals)


def _verify(
    dataset: Dataset, originals: Mapping[str, Original], *, sources: Iterable[str]
) -> tuple[Check, ...]:
    quotations = list_quotations(dataset)
    rows = quotations[quotations["source_id"].isin(list(sources))]
    checks = (Check(*row) for row in rows.itertuples(index=False, name=None))
    return tuple(_check_evidence(check, originals.get(check.source_id)) for check in checks)


def _check_evidence(check: Check, original: Original | None) -> Check:
    if original is None:
        return check
    pattern = _compile_evidence(check.evidence)
    numbered = dict(enumerate(original.paragraphs, start=1))
    if span := _find_span(pattern, numbered.get(check.paragraph, "")):
        return check._replace(verdict="found", span=span)
    matches = (number for number, text in numbered.items() if pattern.search(normalize_text(text)))
    where = next(matches, None)
    return check._replace(verdict="elsewhere" if where else "missing", where=where)


def _compile_evidence(evidence: str) -> re.Pattern[str]:
    """The evidence, unless it splits a number: neither 17.5 nor 7.53 holds 7.5."""
    words = normalize_text(evidence)
    before = r"(?<!\d)(?<!\d[.,٫٬])" if words[0].isdigit() else ""
    after = r"(?!\d)(?![.,٫٬]\d)" if words[-1].isdigit() else ""
    return re.compile(before + re.escape(words) + after)


def _find_span(pattern: re.Pattern[str], paragraph: str) -> tuple[int, int] | None:
    """The offsets of the first match in the paragraph as it is written, in whole letters."""
    match = pattern.search(normalize_text(paragraph))
    if match is None:
        return None
    spans: list[tuple[int, int]] = []
    for word in re.finditer(r"\S+", paragraph):
        start = word.start()
        if spans:
            spans.append((start, start))  # the space before the word
        for letter in _split_letters(word[0]):
            spans += [(start, start + len(letter))] * len(normalize("NFC", letter))
            start += len(letter)
    return spans[match.start()][0], spans[match.end() - 1][1]


def _split_letters(word: str) -> Iterator[str]:
    """A word in letters with their marks: the smallest pieces that NFC keeps apart."""
    piece = ""
    for char in word:
        composes = normalize("NFC", piece + char) != normalize("NFC", piece) + normalize(
            "NFC", char
        )
        # A mark that stays as it is may still change places with the next one.
        if piece and not (_is_mark(char) or composes):
            yield piece
            piece = ""
        piece += char
    yield piece


def _is_mark(char: str) -> bool:
    """Whether a character combines with the one before it."""
    return combining(normalize("NFD", char)[0]) > 0


def main(arguments: list[str] | None = None) -> int:
    """Print the checks of the copies in a folder; the exit code is described above."""
    parser = argparse.ArgumentParser(
        prog="python -m loaders.originals",
        description="Check evidence against copies of the source articles.",
    )
    command = parser.add_subparsers(required=True, metavar="verify").add_parser(
        "verify", help="check every piece of evidence against the copies in a folder"
    )
    command.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with the copies")
    command.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        default=find_data_folder(),
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
    copies, refused = read_folders(dataset, [chosen.folder])
    for refusal in refused:
        print(refusal, file=sys.stderr)
    checks = verify(dataset, copies)
    print(_format_checks(checks))
    counts = Counter(check.verdict for check in checks)
    print(
        f"{len(checks)} pieces of evidence, {len(copies)} of {len(map_fingerprints(dataset))} articles: "
        f"{counts['found']} found, {counts['elsewhere'] + counts['missing']} not where they should be, "
        f"{counts['no_original']} without an original."
    )
    if counts["no_original"] == len(checks):
        problem = "nothing was checked, for no article with evidence was recognised"
        print(f"{chosen.folder}: {problem}", file=sys.stderr)
        return 2
    return int(bool(refused) or counts["elsewhere"] + counts["missing"] > 0)


def _format_checks(checks: tuple[Check, ...]) -> str:
    """The checks as aligned columns; the evidence is last, since it may run from right to left."""
    verdicts = {
        "found": "✓ found",
        "elsewhere": "✗ in paragraph {} instead",
        "missing": "✗ not in the article",
        "no_original": "– no original",
    }
    rows = [("source", "paragraph", "id", "verdict", "evidence")]
    for check in checks:
        verdict = verdicts[check.verdict].format(check.where)
        evidence = normalize_text(check.evidence)
        rows.append((check.source_id, str(check.paragraph), check.id, verdict, evidence))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:{widths[2]}}  {row[3]:{widths[3]}}  {row[4]}"
        for row in rows
    )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a tick or Arabic shows a stand-in; the words of the verdict still say it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
