"""References as files: BibTeX, RIS and CSL-JSON; and the table of all formats."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO
from urllib.parse import quote

from loaders.citation.styles import format_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loaders.citation.item import Item

RIS_TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "report": "RPRT"}

LATEX = str.maketrans({"\\": r"\textbackslash{}", "$": r"\$", "^": r"\textasciicircum{}"})
"""What pybtex does not escape itself, but for braces."""

PAIRED_BRACES = str.maketrans({"{": r"\{", "}": r"\}"})
UNPAIRED_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
"""BibTeX counts braces even after a backslash: only in pairs can they be escaped."""

URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters that stay in an address besides letters, digits and ``-._``."""


def format_csl_json(item: Item) -> str:
    """The reference as CSL-JSON: a list of one item, indented."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def format_bibtex(item: Item) -> str:
    """The reference as one entry of BibTeX; ``date`` and ``langid`` are for BibLaTeX.

    Names and titles are in braces, so that no style splits a name or changes capitals.
    """
    from babel import Locale
    from pybtex.database import BibliographyData, Entry, Person

    english = Locale("en")
    date = _split_date(item)
    is_article, is_report = "container-title" in item, item["type"] == "report"
    fields = {
        "title": _brace(item["title"]),
        "journal": _brace(item.get("container-title", "")),
        "entrysubtype": "newspaper" if is_article else "",
        "institution" if is_report else "publisher": _brace(item.get("publisher", "")),
        "date": "-".join(date),
        "year": date[0] if date else "",
        "month": english.months["format"]["wide"][int(date[1])] if len(date) > 1 else "",
        # BibLaTeX names languages in English, in lower case.
        "langid": english.languages.get(item.get("language", ""), "").lower(),
        "language": item.get("language", ""),
        "note": _escape_latex(item["note"]),
        "url": item.get("URL", ""),
    }
    entry = Entry(
        "article" if is_article else "techreport" if is_report else "misc",
        fields=[(name, value) for name, value in fields.items() if value],
        persons={
            "author": [Person(_brace(author["literal"])) for author in item.get("author", [])]
        },
    )
    return str(_get_bibtex_writer().to_string(BibliographyData({item["id"]: entry})))


def format_ris(item: Item) -> str:
    """The reference as one record of RIS; the date is ``YYYY/MM/DD/``, empty where unknown."""
    import rispy

    date = _split_date(item)
    fields = {
        "type_of_reference": RIS_TYPES[item["type"]],
        "id": item["id"],
        "title": item["title"],
        "authors": [author["literal"] for author in item.get("author", [])],
        "secondary_title": item.get("container-title", ""),
        "publisher": item.get("publisher", ""),
        "year": date[0] if date else "",
        "date": "/".join((*date, "", "", "")[:4]) if date else "",
        "language": item.get("language", ""),
        "urls": [item["URL"]] if "URL" in item else [],
        "name_of_database": item["source"],
        "notes": [item["note"]],
    }
    known = {name: value for name, value in fields.items() if value}
    return str(rispy.dumps([known], implementation=_get_ris_writer()))


def _split_date(item: Item) -> tuple[str, ...]:
    """The known parts of the date, as in ISO 8601: year, month, day."""
    if "issued" not in item:
        return ()
    year, *rest = item["issued"]["date-parts"][0]
    return (f"{year:04d}", *(f"{part:02d}" for part in rest))


def _brace(words: str) -> str:
    return f"{{{_escape_latex(words)}}}" if words else ""


def _escape_latex(words: str) -> str:
    depth, is_paired = 0, True
    for char in words:
        depth += (char == "{") - (char == "}")
        is_paired &= depth >= 0
    braces = PAIRED_BRACES if is_paired and depth == 0 else UNPAIRED_BRACES
    return words.translate(LATEX | braces)


@cache
def _get_bibtex_writer() -> Any:
    """A writer of BibTeX that leaves addresses verbatim, as BibLaTeX reads them."""
    from pybtex.database.output.bibtex import Writer

    class VerbatimWriter(Writer):  # type: ignore[misc]
        def _write_field(self, stream: TextIO, type: str, value: str) -> None:
            if type == "url":
                stream.write(f",\n    {type} = {{{quote(value, safe=URL_SAFE)}}}")
            else:
                super()._write_field(stream, type, value)

    return VerbatimWriter(encoding="UTF-8")


@cache
def _get_ris_writer() -> Any:
    """A writer of RIS without a number before the record, which is no part of the format."""
    import rispy

    class UnnumberedWriter(rispy.RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:
            return ""

    return UnnumberedWriter


class Format(NamedTuple):
    """A format of references: its function, the ending of its file, its media type."""

    write: Callable[[Item], str]
    ending: str
    media_type: str


FORMATS: Mapping[str, Format] = {
    "chicago": Format(partial(format_text, style="chicago"), "txt", "text/plain"),
    "apa": Format(partial(format_text, style="apa"), "txt", "text/plain"),
    "mla": Format(partial(format_text, style="mla"), "txt", "text/plain"),
    "bibtex": Format(format_bibtex, "bib", "application/x-bibtex"),
    "ris": Format(format_ris, "ris", "application/x-research-info-systems"),
    "csl-json": Format(format_csl_json, "json", "application/vnd.citationstyles.csl+json"),
}
