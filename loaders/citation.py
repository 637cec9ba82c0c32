"""Citation: a reference to a passage of a statement, or to a published figure, in the formats that people need.

What is cited is the source, a press report or an official document, at a paragraph, as this dataset renders
it. ``item`` makes the reference as CSL-JSON; every other format is made from that item alone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO
from urllib.parse import quote

import pandas as pd

from loaders.dates import period
from loaders.tables import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from citeproc import Citation, CitationStylesBibliography, CitationStylesStyle

    from loaders.model import Dataset
    from loaders.selection import Language

Kind = Literal["passage", "figure"]
Style = Literal["chicago", "apa", "mla"]
Item = dict[str, Any]

# The libraries that write references are imported where they are used: most readers never ask for one,
# and the first page that is shown should not wait for them.

NAME = {"en": "Coalition Meetings", "ar": "اجتماعات التحالف"}
LOCALES = {"en": "en-US", "ar": "ar"}
STYLES: dict[Style, str] = {
    "chicago": "chicago-notes-bibliography",
    "apa": "apa",
    "mla": "modern-language-association",
}
DRAWN_AS = {"chicago": "webpage", "mla": "document"}
"""The type under which citeproc-py writes a source: as a newspaper it adds an edition that is not there,
or leaves the title of an unknown newspaper without quotation marks. Both name the same parts in the same order."""

WORDS = {
    "en": {
        "report": "[Report: {about}]",
        "document": "[Document: {about}]",
        "paragraph": "Paragraph {numbers} of the source",
        "two paragraphs": "Paragraphs {numbers} of the source",
        "paragraphs": "Paragraphs {numbers} of the source",
        "passage": "passage {number} as rendered in {name}",
        "stated": "figure “{figure}” as recorded in {name}",
        "derived": "figure “{figure}” (our reading) in {name}",
        "doubted": "{figure}, doubted",
        "counted": "{name} ({counts})",
        "unit": "{value} {unit}",
        "id": "record {id}",
        "speaker": "speaker: {speaker}",
        "core": "core collection",
        "record": "wider record",
        "version": "version {version}",
        "data set": "{place}, {collection} (Version {version}) [Data set]",
        "comma": ", ",
        "semicolon": "; ",
    },
    "ar": {
        "report": "[تقرير عن {about}]",
        "document": "[وثيقة عن {about}]",
        "paragraph": "الفقرة {numbers} من المصدر",
        "two paragraphs": "الفقرتان {numbers} من المصدر",
        "paragraphs": "الفقرات {numbers} من المصدر",
        "passage": "المقطع {number} كما صيغ في «{name}»",
        "stated": "الرقم «{figure}» كما ورد في «{name}»",
        "derived": "الرقم «{figure}» (بحسب قراءتنا) في «{name}»",
        "doubted": "{figure}، مشكوك فيه",
        "counted": "{name} ({counts})",
        # In brackets, for a noun after a number would take another form with each number.
        "unit": "{value} ({unit})",
        "id": "السجل {id}",
        "speaker": "القائل: {speaker}",
        "core": "المجموعة الأساسية",
        "record": "السجل الأوسع",
        "version": "الإصدار {version}",
        "data set": "{place}، {collection} (الإصدار {version}) [مجموعة بيانات]",
        "comma": "، ",
        "semicolon": "؛ ",
    },
}

SCOPES = {
    "en": {"iraq": "Iraq", "syria": "Syria", "iraq-syria": "Iraq and Syria"},
    "ar": {"iraq": "العراق", "syria": "سوريا", "iraq-syria": "العراق وسوريا"},
}
"""The areas that a reference names; the others say nothing that the name of the figure does not."""

QUALIFIED = {
    "en": {
        "exact": "{value}",
        "more_than": "more than {value}",
        "less_than": "less than {value}",
        "about": "about {value}",
        "nearly": "nearly {value}",
        "at_least": "at least {value}",
        "up_to": "up to {value}",
        "between": "between {value} and {high}",
    },
    "ar": {
        "exact": "{value}",
        "more_than": "أكثر من {value}",
        "less_than": "أقل من {value}",
        "about": "نحو {value}",
        "nearly": "ما يقارب {value}",
        "at_least": "ما لا يقل عن {value}",
        "up_to": "ما يصل إلى {value}",
        "between": "بين {value} و{high}",
    },
}

LANGIDS = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
"""Languages as BibLaTeX names them."""

RIS_TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "report": "RPRT"}

UNPAIRED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "^": r"\textasciicircum{}",
    }
)
PAIRED = UNPAIRED | {ord("{"): r"\{", ord("}"): r"\}"}
URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What else but letters, digits and ``-._`` stays in an address: a brace or a backslash would not end well."""

CSL = "{http://purl.org/net/xbiblio/csl}"
MARK, SHIELD = "\ue000", "\ue001"
"""Characters of nobody's (private use), which go when a style has set a title: one stands at the title's end,
the other behind each ``<``, so that citeproc-py does not take it for a tag."""

PRIVATE = str.maketrans("", "", MARK + SHIELD)
ENDING = re.compile(f'([.?!]?){MARK}([”"]?)([.,،]?)')


@dataclass(frozen=True, slots=True)
class Cited:
    """One passage or one figure, and where its source says it.

    ``id`` is an id of its own among all passages and figures, in ASCII. ``number`` is that of the passage,
    0 for a figure; ``paragraphs`` are those of the source, from 1, none where they are not known.
    ``meeting_id`` is "" for a figure that belongs to no meeting.
    """

    kind: Kind
    id: str
    meeting_id: str
    number: int
    source_id: str
    paragraphs: tuple[int, ...]


def passage(dataset: Dataset, meeting_id: str, number: int) -> Cited:
    """The passage of that number, from 1, in the statement of a meeting; KeyError if there is none."""
    rows = dataset.whole.passages
    found = records(rows[(rows["meeting_id"] == meeting_id) & (rows["number"] == number)])
    if not found:
        raise KeyError(f"meeting_id {meeting_id!r} has no passage with number {number!r}")
    row = found[0]
    return Cited(
        kind="passage",
        id=f"{meeting_id}-passage-{row['number']}",
        meeting_id=meeting_id,
        number=int(row["number"]),
        source_id=row["source_id"],
        paragraphs=tuple(row["paragraphs"]),
    )


def figure(dataset: Dataset, observation_id: str) -> Cited:
    """The published figure of that id; KeyError if there is none."""
    row = dataset.names["observations"].get(observation_id)
    if row is None:
        raise KeyError(f"observation_id {observation_id!r} is no figure of the dataset")
    return Cited(
        kind="figure",
        id=observation_id,
        meeting_id=row["meeting_id"],
        number=0,
        source_id=row["source_id"],
        paragraphs=() if pd.isna(row["paragraph"]) else (int(row["paragraph"]),),
    )


def collection(cited: Cited, *, dataset: Dataset) -> str:
    """The collection to which what is cited belongs, whichever the reader has open: core or record."""
    if cited.kind == "passage":
        return str(dataset.names["meetings"][cited.meeting_id]["collection"])
    return str(dataset.names["observations"][cited.id]["collection"])


def item(cited: Cited, *, dataset: Dataset, address: str, language: Language = "en") -> Item:
    """The reference as an item of CSL-JSON 1.0.2, to be read in ``language``.

    ``address`` is that of the view of the dataset that shows what is cited; ``URL`` that of the source.
    What is not known is left out: an item without ``issued`` has no date. ``note`` says where in the source
    it stands and how the dataset has it, with the collection to which it belongs; ``custom`` says the same in
    parts. Every value is one line.
    """
    source = dataset.names["sources"][cited.source_id]
    press = source["kind"] == "press"
    publisher = source[f"publisher_{language}"]
    out: Item = {
        "id": cited.id,
        "type": "article-newspaper" if press else "webpage" if source["url"] else "report",
        "title": _title(cited, dataset=dataset, language=language),
        # A name is kept as it is printed: which part of it is the family name is not known.
        "author": [{"literal": _line(source["author"])}] if source["author"] else [],
        "container-title": publisher if press else "",
        "publisher": "" if press else publisher,
        "issued": _issued(source),
        "language": source["language"],
        "URL": source["url"],
    }
    custom = _custom(cited, dataset=dataset, language=language) | {"address": _line(address)}
    out |= {
        "source": _source(custom, name=custom["name"]),
        "note": _note(custom, cited=cited, dataset=dataset),
        "custom": custom,
    }
    return {name: _line(value) if isinstance(value, str) else value for name, value in out.items() if value}


def _line(text: str) -> str:
    """A text on one line: a line break would end a field of RIS."""
    return " ".join(text.split())


def _issued(source: Mapping[str, Any]) -> dict[str, list[list[int]]] | None:
    """The date of publication, with as many parts as are known; None if nothing is."""
    if not source["published_on"]:
        return None
    known = period(source["published_on"], source["published_precision"])
    return {"date-parts": [[int(part) for part in known.text.split("-")]]}


def _title(cited: Cited, *, dataset: Dataset, language: Language) -> str:
    """The title as printed, with our translation in brackets if it has one, whatever language the reader has.

    A source without a title has a description of ours in brackets.
    """
    source = dataset.names["sources"][cited.source_id]
    if source["title"]:
        translated = source["title_translated"]
        return f"{source['title']} [{translated}]" if translated else str(source["title"])
    if cited.meeting_id:
        about = dataset.names["meetings"][cited.meeting_id][f"title_{language}"]
    else:
        about = _indicator(cited, dataset=dataset)[f"name_{language}"]
    return WORDS[language]["report" if source["kind"] == "press" else "document"].format(about=about)


def _indicator(cited: Cited, *, dataset: Dataset) -> Mapping[str, Any]:
    return dataset.names["indicators"][dataset.names["observations"][cited.id]["indicator_id"]]


def _stated(cited: Cited, *, dataset: Dataset, language: Language) -> str:
    """A figure with its name, area, qualifier and unit: ``People freed from ISIS (Iraq and Syria): more than 7,700,000 people``."""
    from babel.numbers import format_decimal

    row = dataset.names["observations"][cited.id]
    indicator = _indicator(cited, dataset=dataset)
    low, high = (
        "" if pd.isna(row[end]) else str(format_decimal(row[end], locale=language))
        for end in ("value", "high")
    )
    value = QUALIFIED[language][row["qualifier"]].format(value=low, high=high)
    unit = indicator[f"unit_{language}"]
    amount = (
        f"{value}{unit}" if unit.startswith("%") else WORDS[language]["unit"].format(value=value, unit=unit)
    )
    name, words = indicator[f"name_{language}"], WORDS[language]
    detail = [SCOPES[language].get(row["scope"], ""), row[f"counts_{language}"]]
    if counts := words["semicolon"].join(filter(None, detail)):
        name = words["counted"].format(name=name, counts=counts)
    stated = f"{name}: {amount}"
    return words["doubted"].format(figure=stated) if row["confidence"] == "low" else stated


def _custom(cited: Cited, *, dataset: Dataset, language: Language) -> dict[str, str]:
    """Where it stands, in parts; CSL has no variable for them, and its ``custom`` is meant for that."""
    out = {
        "kind": cited.kind,
        "language": language,
        "paragraphs": _numbers(cited.paragraphs),
        "name": NAME[language],
        "collection": collection(cited, dataset=dataset),
        "version": dataset.rules.version,
    }
    words = WORDS[language]
    if cited.kind == "passage":
        return out | {"place": words["passage"].format(number=cited.number, name=NAME[language])}
    status = dataset.names["observations"][cited.id]["status"]
    stated = _line(_stated(cited, dataset=dataset, language=language))
    return out | {"place": words[status].format(figure=stated, name=NAME[language])}


def _numbers(paragraphs: Iterable[int]) -> str:
    """Paragraphs as a locator: ``7``, ``7-9`` where they follow one another, ``2, 5``."""
    runs: list[list[int]] = []
    for paragraph in sorted(set(paragraphs)):
        if runs and paragraph == runs[-1][-1] + 1:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _source(custom: Mapping[str, str], *, name: str) -> str:
    """What the dataset has, or just its name, with the collection and the version."""
    words = WORDS[custom["language"]]
    parts = (name, words[custom["collection"]], words["version"].format(version=custom["version"]))
    return words["comma"].join(parts)


def _tail(custom: Mapping[str, str]) -> str:
    """The dataset's part of a reference: what it has, the collection, the version and the address."""
    parts = (_source(custom, name=custom["place"]), custom["address"])
    return WORDS[custom["language"]]["comma"].join(part for part in parts if part)


def _note(custom: Mapping[str, str], *, cited: Cited, dataset: Dataset) -> str:
    """The whole place in words; the address is last, so that no stop of ours is taken for a part of it."""
    words = WORDS[custom["language"]]
    parts = [_source(custom, name=custom["place"]), words["id"].format(id=cited.id), custom["address"]]
    if custom["paragraphs"]:
        form = {1: "paragraph", 2: "two paragraphs"}.get(len(cited.paragraphs), "paragraphs")
        numbers = custom["paragraphs"].replace("-", "–").replace(", ", words["comma"])
        parts.insert(0, words[form].format(numbers=numbers))
    if cited.kind == "figure":
        speaker = dataset.names["observations"][cited.id][f"speaker_{custom['language']}"]
        parts.insert(-2, words["speaker"].format(speaker=speaker))
    return words["semicolon"].join(part for part in parts if part)


# references as text ------------------------------------------------------------------------------------


def text(item: Item, *, style: Style) -> str:
    """The reference as a line of plain text: a full note in Chicago, an entry of the list in APA and MLA.

    The source is written as the style says (Chicago 18th, APA 7th, MLA 9th edition); then come the
    paragraph, and the dataset with its version and the address of the view. ValueError for another style.
    """
    if style not in STYLES:
        raise ValueError(f"style {style!r} is unknown, expected one of {', '.join(STYLES)}")
    language = item["custom"]["language"]
    rules = _rules(style, language=language, quoted=not item["title"].startswith("["))
    line = (
        _note_with_place(item, rules=rules) if style == "chicago" else _entry(item, style=style, rules=rules)
    )
    return ENDING.sub(partial(_ending, language=language), line).translate(PRIVATE)


def _rules(style: Style, *, language: str, quoted: bool) -> CitationStylesStyle:
    """A style for citeproc-py, without what it would print that a CSL processor should not.

    ``quoted`` is False for a title that is a description of ours: it has brackets for quotation marks.
    """
    from citeproc import CitationStylesStyle

    rules = CitationStylesStyle(STYLES[style], locale=LOCALES[language], validate=False)
    for element in list(rules.root.iter(f"{CSL}substitute", f"{CSL}text")):
        # It does not suppress a title that stands in for an author, and would print it twice.
        for child in [each for each in element if each.tag != f"{CSL}names"]:
            element.remove(child)
        # It prints the word before a date of access although there is none.
        if element.get("term") == "retrieved":
            element.getparent().remove(element)
        if element.get("quotes") and not quoted:
            del element.attrib["quotes"]
    if language == "ar":
        _arabic_commas(rules)
    return rules


def _arabic_commas(rules: CitationStylesStyle) -> None:
    """Give a style the comma of Arabic, and take away the one between month and year."""
    for locale in rules.root.locales:
        for part in locale.iter(f"{CSL}date-part"):
            if part.get("suffix") == "، ":
                part.set("suffix", " ")
    for element in rules.root.iter():
        for name in {"delimiter", "prefix", "suffix"} & set(element.keys()):
            element.set(name, element.get(name).replace(",", "،"))


def _drawn(item: Item, *, style: Style) -> Item:
    """The source alone, as citeproc-py is given it: its title marked at the end and shielded from markup."""
    fields = {name: value for name, value in item.items() if name not in ("custom", "note", "source")}
    fields["title"] = fields["title"].translate(PRIVATE).replace("<", f"<{SHIELD}") + MARK
    fields["type"] = DRAWN_AS.get(style, item["type"])
    if style == "mla" and "publisher" in fields:
        # The organisation that publishes a page is its container, so that the page's title is quoted.
        fields["container-title"] = fields.pop("publisher")
    if style == "apa" and "author" not in fields:
        # Without an author the organisation, or else the title, stands in front of the date.
        fields["author"] = [{"literal": fields.pop("publisher" if "publisher" in fields else "title")}]
    return fields


def _note_with_place(item: Item, *, rules: CitationStylesStyle) -> str:
    """A full note, with the paragraph as its locator and the dataset after it."""
    from citeproc import Citation, CitationItem, Locator

    fields, custom = _drawn(item, style="chicago"), item["custom"]
    place = {"locator": Locator("paragraph", custom["paragraphs"])} if custom["paragraphs"] else {}
    suffix = WORDS[custom["language"]]["comma"] + _tail(custom)
    note = Citation([CitationItem(item["id"], suffix=suffix, **place)])
    return str(_bibliography(fields, rules=rules, citation=note).cite(note, lambda _missing: None))


def _entry(item: Item, *, style: Style, rules: CitationStylesStyle) -> str:
    """An entry of the list of references, and after it the paragraph and the dataset."""
    from citeproc import Citation, CitationItem

    fields, custom = _drawn(item, style=style), item["custom"]
    citation = Citation([CitationItem(item["id"])])
    entry = str(_bibliography(fields, rules=rules, citation=citation).bibliography()[0])
    parts = [
        _place(custom["paragraphs"], rules=rules),
        _data_set(custom) if style == "apa" else _tail(custom),
    ]
    rest = WORDS[custom["language"]]["comma"].join(part for part in parts if part)
    # APA sets no full stop after an address.
    end = "" if style == "apa" and custom["address"] else "."
    return f"{entry} {rest[:1].upper()}{rest[1:]}{end}"


def _bibliography(
    fields: Item, *, rules: CitationStylesStyle, citation: Citation
) -> CitationStylesBibliography:
    from citeproc import CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    out = CitationStylesBibliography(rules, CiteProcJSON([fields]), formatter.plain)
    out.register(citation)
    return out


def _place(paragraphs: str, *, rules: CitationStylesStyle) -> str:
    """The paragraphs with the style's abbreviation: ``paras. 7–9``; "" where none is known."""
    if not paragraphs:
        return ""
    term = rules.root.get_single_term if paragraphs.isdecimal() else rules.root.get_plural_term
    return f"{term(name='paragraph', form='short')} {paragraphs.replace('-', '–')}"


def _data_set(custom: Mapping[str, str]) -> str:
    """The dataset's part of a reference in APA."""
    words = WORDS[custom["language"]]
    named = words[custom["collection"]]
    out = words["data set"].format(place=custom["place"], collection=named, version=custom["version"])
    return f"{out}. {custom['address']}" if custom["address"] else out


def _ending(found: re.Match[str], *, language: str) -> str:
    """The end of a title with the style's quotation mark and stop in their order, one stop for two."""
    last, quote, stop = found.groups()
    if stop and last == ".":
        last = ""
    elif stop == "." and last:
        stop = ""
    # American usage, which citeproc-py leaves to others: comma and full stop inside the quotation marks.
    return last + stop + quote if language == "en" else last + quote + stop


# references as files -----------------------------------------------------------------------------------


def csl_json(item: Item) -> str:
    """The reference as CSL-JSON: a list of one item, UTF-8, indented."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def bibtex(item: Item) -> str:
    """The reference as BibTeX: one entry; ``date`` and ``langid`` are read by BibLaTeX.

    Names and titles are in braces, so that no style splits a name or changes capitals.
    """
    from babel.dates import get_month_names
    from pybtex.database import BibliographyData, Entry, Person

    date = _parts(item)
    fields = {
        "title": _braced(item["title"]),
        "journal": _braced(item.get("container-title", "")),
        "entrysubtype": "newspaper" if "container-title" in item else "",
        "institution" if item["type"] == "report" else "publisher": _braced(item.get("publisher", "")),
        "date": "-".join(date),
        "year": date[0] if date else "",
        "month": get_month_names("wide", locale="en")[int(date[1])] if len(date) > 1 else "",
        "langid": LANGIDS.get(item.get("language", ""), ""),
        "language": item.get("language", ""),
        "note": _latex(item["note"]),
        "url": item.get("URL", ""),
    }
    entry = Entry(
        "article" if "container-title" in item else "techreport" if item["type"] == "report" else "misc",
        fields=[(name, value) for name, value in fields.items() if value],
        persons={"author": [Person(_braced(each["literal"])) for each in item.get("author", [])]},
    )
    return str(_bibtex_writer().to_string(BibliographyData({item["id"]: entry})))


def ris(item: Item) -> str:
    """The reference as RIS: one record; the date is ``YYYY/MM/DD/`` with what is unknown left empty."""
    import rispy

    date = _parts(item)
    fields = {
        "type_of_reference": RIS_TYPES[item["type"]],
        "id": item["id"],
        "title": item["title"],
        "authors": [each["literal"] for each in item.get("author", [])],
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
    return str(rispy.dumps([known], implementation=_ris_writer()))


def _parts(item: Item) -> tuple[str, ...]:
    """The parts of the date that are known: year, month and day, as ISO 8601 writes them."""
    if "issued" not in item:
        return ()
    year, *rest = item["issued"]["date-parts"][0]
    return (f"{year:04d}", *(f"{part:02d}" for part in rest))


def _braced(words: str) -> str:
    return f"{{{_latex(words)}}}" if words else ""


def _latex(words: str) -> str:
    """A text for LaTeX, but for the characters that pybtex escapes itself.

    BibTeX counts braces even after a backslash: only where they are in pairs can they be written so.
    """
    return words.translate(PAIRED if _paired(words) else UNPAIRED)


def _paired(words: str) -> bool:
    depth = 0
    for word in words:
        depth += (word == "{") - (word == "}")
        if depth < 0:
            return False
    return depth == 0


@cache
def _bibtex_writer() -> Any:
    """A writer of BibTeX that leaves the address as it is: BibLaTeX and reference managers read it verbatim."""
    from pybtex.database.output.bibtex import Writer

    class Verbatim(Writer):  # type: ignore[misc]
        def _write_field(self, stream: TextIO, type: str, value: str) -> None:
            if type == "url":
                stream.write(f",\n    {type} = {{{quote(value, safe=URL_SAFE)}}}")
            else:
                super()._write_field(stream, type, value)

    return Verbatim(encoding="UTF-8")


@cache
def _ris_writer() -> Any:
    """A writer of RIS without a number in front of the record, which is no part of the format."""
    import rispy

    class Unnumbered(rispy.RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:
            return ""

    return Unnumbered


class Format(NamedTuple):
    """A format of references: what writes it, the ending of its file without a dot, its media type."""

    write: Callable[[Item], str]
    ending: str
    media_type: str


FORMATS: Mapping[str, Format] = {
    "chicago": Format(partial(text, style="chicago"), "txt", "text/plain"),
    "apa": Format(partial(text, style="apa"), "txt", "text/plain"),
    "mla": Format(partial(text, style="mla"), "txt", "text/plain"),
    "bibtex": Format(bibtex, "bib", "application/x-bibtex"),
    "ris": Format(ris, "ris", "application/x-research-info-systems"),
    "csl-json": Format(csl_json, "json", "application/vnd.citationstyles.csl+json"),
}


def filename(cited: Cited, ending: str) -> str:
    """The name of a file with the reference: the id of what is cited, and the ending of the format."""
    return f"{cited.id}.{ending}"
