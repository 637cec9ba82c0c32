"""References as plain text: Chicago (18th), APA (7th) and MLA (9th edition).

citeproc-py writes the source; the paragraph and the dataset follow it. It is imported where it is
used, since most readers never ask for a reference and the first page should not wait for it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from loaders.citation.item import format_source
from loaders.citation.words import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citeproc import CitationStylesBibliography, CitationStylesStyle

    from loaders.citation.item import Item

Style = Literal["chicago", "apa", "mla"]

CSL_STYLES: dict[Style, str] = {
    "chicago": "chicago-notes-bibliography",
    "apa": "apa",
    "mla": "modern-language-association",
}
LOCALES = {"en": "en-US", "ar": "ar"}

CITEPROC_TYPES = {"chicago": "webpage", "mla": "document"}
"""The type of every source for citeproc-py: for a newspaper it adds an edition that is not known, or omits the
quotation marks of a title. These types print the same parts in the same order."""

CSL = "{http://purl.org/net/xbiblio/csl}"
TITLE_END, TAG_SHIELD = "\ue000", "\ue001"
"""Private-use characters, removed at the end: one marks the end of the title, the other follows each ``<``, so that
citeproc-py does not take it for a tag."""

REMOVE_PRIVATE = str.maketrans("", "", TITLE_END + TAG_SHIELD)
TITLE_ENDING = re.compile(f'([.?!]?){TITLE_END}([”"]?)([.,،]?)')


def format_text(item: Item, *, style: Style) -> str:
    """The reference as a full note (Chicago) or an entry of the list (APA, MLA)."""
    if style not in CSL_STYLES:
        raise ValueError(f"style {style!r} is unknown, expected one of {', '.join(CSL_STYLES)}")
    language = item["custom"]["language"]
    rules = _load_rules(style, language=language, is_quoted=not item["title"].startswith("["))
    line = _format_note(item, rules) if style == "chicago" else _format_entry(item, style, rules)
    return TITLE_ENDING.sub(partial(_fix_ending, language=language), line).translate(REMOVE_PRIVATE)


def _load_rules(style: Style, *, language: str, is_quoted: bool) -> CitationStylesStyle:
    """A style for citeproc-py, without what it would print and a CSL processor should not.

    ``is_quoted`` is False for a title that is our description: it has brackets in place of
    quotation marks.
    """
    from citeproc import CitationStylesStyle

    rules = CitationStylesStyle(CSL_STYLES[style], locale=LOCALES[language], validate=False)
    for element in list(rules.root.iter(f"{CSL}substitute", f"{CSL}text")):
        # It does not suppress a title that replaces an author, and would print it twice.
        for child in [child for child in element if child.tag != f"{CSL}names"]:
            element.remove(child)
        # It prints the word before a date of access although there is none.
        if element.get("term") == "retrieved":
            element.getparent().remove(element)
        if element.get("quotes") and not is_quoted:
            del element.attrib["quotes"]
    if language == "ar":
        # The comma of Arabic, and none between month and year.
        for locale in rules.root.locales:
            for part in locale.iter(f"{CSL}date-part"):
                if part.get("suffix") == "، ":
                    part.set("suffix", " ")
        for element in rules.root.iter():
            for name in {"delimiter", "prefix", "suffix"} & set(element.keys()):
                element.set(name, element.get(name).replace(",", "،"))
    return rules


def _prepare_item(item: Item, style: Style) -> Item:
    """The source alone for citeproc-py, its title marked at the end and shielded from markup."""
    fields = {
        name: value for name, value in item.items() if name not in ("custom", "note", "source")
    }
    title = fields["title"].translate(REMOVE_PRIVATE).replace("<", f"<{TAG_SHIELD}")
    fields |= {"title": title + TITLE_END, "type": CITEPROC_TYPES.get(style, item["type"])}
    if style == "mla" and "publisher" in fields:
        # The organisation that publishes a page is its container, so that the title is quoted.
        fields["container-title"] = fields.pop("publisher")
    if style == "apa" and "author" not in fields:
        # Without an author the organisation, or else the title, precedes the date.
        fields["author"] = [
            {"literal": fields.pop("publisher" if "publisher" in fields else "title")}
        ]
    return fields


def _format_note(item: Item, rules: CitationStylesStyle) -> str:
    """A full note, with the paragraph as its locator and the dataset after it."""
    from citeproc import Citation, CitationItem, Locator

    custom = item["custom"]
    locator = (
        {"locator": Locator("paragraph", custom["paragraphs"])} if custom["paragraphs"] else {}
    )
    suffix = read_words(custom["language"])["comma"] + _format_dataset(custom)
    note = Citation([CitationItem(item["id"], suffix=suffix, **locator)])
    return str(_register(note, _prepare_item(item, "chicago"), rules).cite(note, lambda _: None))


def _format_entry(item: Item, style: Style, rules: CitationStylesStyle) -> str:
    """An entry of the list of references, and after it the paragraph and the dataset."""
    from citeproc import Citation, CitationItem

    custom = item["custom"]
    words = read_words(custom["language"])
    citation = Citation([CitationItem(item["id"])])
    entry = str(_register(citation, _prepare_item(item, style), rules).bibliography()[0])
    dataset, end = _format_dataset(custom), "."
    if style == "apa":
        collection = words[custom["collection"]]
        dataset = words["data_set"].format(**custom | {"collection": collection})
        # APA sets no full stop after an address.
        dataset, end = (
            (f"{dataset}. {custom['address']}", "") if custom["address"] else (dataset, ".")
        )
    rest = words["comma"].join(
        filter(None, (_format_locator(custom["paragraphs"], rules), dataset))
    )
    return f"{entry} {rest[:1].upper()}{rest[1:]}{end}"


def _register(
    citation: Any, fields: Item, rules: CitationStylesStyle
) -> CitationStylesBibliography:
    from citeproc import CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    bibliography = CitationStylesBibliography(rules, CiteProcJSON([fields]), formatter.plain)
    bibliography.register(citation)
    return bibliography


def _format_dataset(custom: Mapping[str, Any]) -> str:
    """The dataset's part of a reference: what, collection, version and address."""
    parts = (format_source(custom, custom["place"]), custom["address"])
    return str(read_words(custom["language"])["comma"].join(filter(None, parts)))


def _format_locator(paragraphs: str, rules: CitationStylesStyle) -> str:
    """The paragraphs with the style's abbreviation: ``paras. 7–9``; "" if none is known."""
    if not paragraphs:
        return ""
    get_term = rules.root.get_single_term if paragraphs.isdecimal() else rules.root.get_plural_term
    return f"{get_term(name='paragraph', form='short')} {paragraphs.replace('-', '–')}"


def _fix_ending(found: re.Match[str], *, language: str) -> str:
    """The end of a title with quotation mark and stop in their order, and one stop for two."""
    last, quote, stop = found.groups()
    if stop and last == ".":
        last = ""
    elif stop == "." and last:
        stop = ""
    # American usage, which citeproc-py leaves to others: comma and full stop inside the quotation marks.
    return last + stop + quote if language == "en" else last + quote + stop
