"""What is exported: the part of the dataset that an address shows, with its words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from components.downloads import link_file
from components.filters import list_active
from components.language import text
from components.page import sentence
from loaders.citation.item import format_source
from loaders.citation.words import read_words
from loaders.select import select
from loaders.selection import address
from loaders.story import shown_selection

if TYPE_CHECKING:
    from components.language import Text
    from loaders.model import Dataset
    from loaders.selection import Selection

LONGEST_NAME = 120
"""Characters of a file name at most."""

HASH_LENGTH = 8
"""Hexadecimal digits that tell selections apart whose words do not fit into a file name."""


@dataclass(frozen=True, slots=True)
class ExportedView:
    """The part of the dataset that an address shows.

    ``selection`` is what was asked for, ``chosen`` what it leaves, ``text`` the words of its
    language. ``origin`` is scheme, host and path of the page, with a slash at its end.
    """

    chosen: Dataset
    text: Text
    selection: Selection
    origin: str

    @property
    def version(self) -> str:
        """The version of the dataset, with its content hash."""
        return self.chosen.version

    @property
    def address(self) -> str:
        """The absolute address of the page that shows the view, with the version of the dataset."""
        return self.origin + address(self.selection).removesuffix("?")

    def link_file(self, path: str) -> str:
        """Return the absolute address of a file of the view: ``data/observations.csv``."""
        return self.origin + link_file(path, self.selection)

    @property
    def title(self) -> str:
        """What is shown, in a sentence: the collection, and how much of what it holds."""
        return sentence(self.chosen, self.text)

    @property
    def reference(self) -> str:
        """The reference to the view: name, collection and version of the dataset; address."""
        language = self.text.language
        words = read_words(language)
        about = {
            "language": language,
            "collection": self.selection.collection,
            "version": self.version,
        }
        return str(words["comma"].join((format_source(about, words["name"]), self.address)))

    @property
    def filters(self) -> list[str]:
        """The values of the filters that are set, in words."""
        return [value.name for value in list_active(self.chosen, self.text, self.selection)]

    def name_file(self, ending: str, *, table: str = "") -> str:
        """Name a file of the view: table, collection, filters in ids, version of the dataset.

        The same filters give the same name, in either language. A name that would be longer than
        ``LONGEST_NAME`` is cut after a word and ends in a hash of the whole selection.
        """
        start = "-".join(filter(None, ("coalition-meetings", table, self.selection.collection)))
        end = f"-{_clean(self.version, keep='.')}.{ending}"
        name = "-".join([start, *_describe_filters(self.selection)])
        if len(name) + len(end) <= LONGEST_NAME:
            return name + end
        digest = hashlib.sha256(address(self.selection.filters).encode()).hexdigest()[:HASH_LENGTH]
        room = LONGEST_NAME - len(end) - len(digest) - 1
        # The hyphen after the cut shows whether it falls on the end of a word.
        cut = name[: room + 1].rpartition("-")[0]
        return f"{cut if len(cut) > len(start) else name[:room].rstrip('-')}-{digest}{end}"


def open_view(dataset: Dataset, selection: Selection, *, origin: str) -> ExportedView:
    """Return the view that a selection shows: of a step of the story, what the step shows."""
    shown = replace(shown_selection(selection, dataset=dataset), version=dataset.rules.version)
    return ExportedView(select(dataset, shown), text(selection.language), shown, origin)


def _describe_filters(selection: Selection) -> list[str]:
    """The filters as words of a file name: years, months, then ids in their order."""
    words = []
    if selection.years:
        words.append("-".join(f"{year:04d}" for year in dict.fromkeys(selection.years)))
    if selection.period:
        words.append(f"{selection.period.first}-to-{selection.period.last}")
    ids = (*selection.cities, *selection.levels, *selection.meetings, *selection.themes)
    return [*words, *filter(None, map(_clean, ids))]


def _clean(name: str, *, keep: str = "") -> str:
    """An id with lower-case ASCII letters, digits, hyphens and the characters to ``keep`` only."""
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", name.lower()).strip("-")
