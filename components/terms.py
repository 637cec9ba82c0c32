"""Terms: which statement's words are compared with those of the others, and how a single word is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from components import passages
from loaders.model import cached_on_dataset, collected
from loaders.text.folding import fold
from loaders.text.keyness import compare_words

if TYPE_CHECKING:
    from components.language import Text
    from loaders.model import Dataset, MeetingId
    from loaders.selection import Language, Selection
    from loaders.text.keyness import Keyness, KeyTerm

STANDS_OUT = 1.96
"""The z-score from which on a word stands out: with no difference, one word in twenty would reach it."""


class Asked(NamedTuple):
    """Whose words are compared, in which language, and how often a word must stand in all statements."""

    meeting: MeetingId
    language: Language
    least: int


def asked(chosen: Dataset, selection: Selection) -> Asked | None:
    """The statement that the selection names, else its latest one; None where there is no statement at all."""
    there = passages.available(chosen)
    if not there:
        return None
    meeting = selection.statement if selection.statement in there else there[0]
    return Asked(meeting, selection.tongue or selection.language, selection.least)


def statements(chosen: Dataset) -> frozenset[str]:
    """The meetings of the whole collection of which there is a statement, chosen or not: they are compared."""
    return _statements(chosen.whole, chosen.collection)


@cached_on_dataset()
def _statements(whole: Dataset, collection: str) -> frozenset[str]:
    held = collected(whole.meetings, collection=collection)
    return frozenset(held["meeting_id"]) & frozenset(whole.passages["meeting_id"])


def compared(chosen: Dataset, of: Asked) -> Keyness:
    """The words of the statement beside those of the others."""
    return compare_words(chosen, of.meeting, language=of.language, min_count=of.least)


def stands_out(term: KeyTerm) -> bool:
    """Whether a word is more or less frequent here than chance alone would have it."""
    return abs(term.z) >= STANDS_OUT


def quoted(word: str, text: Text) -> str:
    """A word of either language as a sentence of the page names it; one with quotation marks keeps its own."""
    if '"' in fold(word).text:
        return text.isolate(word)
    return text("vocabulary.quoted", word=text.isolate(word))
