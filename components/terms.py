"""Terms: which statement's words are compared with those of the others, and how a single word is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from components import passages
from loaders.text.folding import fold
from loaders.text.keyness import compare_words

if TYPE_CHECKING:
    from components.language import Text
    from loaders.model import Dataset, MeetingId
    from loaders.selection import Language, Selection
    from loaders.text.keyness import Keyness, KeyTerm

STANDS_OUT = 1.96
"""The z-score from which on a word stands out: with no difference, one word in twenty would reach it."""


class Comparison(NamedTuple):
    """Whose words are compared, in which language, and how often a word must stand in all statements."""

    meeting: MeetingId
    language: Language
    least: int


def choose_comparison(selected: Dataset, selection: Selection) -> Comparison | None:
    """The statement that the selection names, else its latest one; None where there is no statement at all."""
    statements = passages.list_statements(selected)
    if not statements:
        return None
    meeting = selection.statement if selection.statement in statements else statements[0]
    return Comparison(meeting, selection.tongue or selection.language, selection.least)


def list_compared(selected: Dataset) -> frozenset[str]:
    """The meetings of the collection of which there is a statement, whatever the filters leave: they are compared."""
    return frozenset(selected.held("meetings")["meeting_id"]) & frozenset(
        selected.whole.passages["meeting_id"]
    )


def compare(selected: Dataset, comparison: Comparison) -> Keyness:
    """The words of the statement beside those of the others."""
    meeting, language, least = comparison
    return compare_words(selected, meeting, language=language, min_count=least)


def stands_out(term: KeyTerm) -> bool:
    """Whether a word is more or less frequent here than chance alone would have it."""
    return abs(term.z) >= STANDS_OUT


def quote(word: str, text: Text) -> str:
    """A word of either language in quotation marks, as a sentence names it; one that has some keeps its own."""
    if '"' in fold(word).text:
        return text.isolate(word)
    return text("vocabulary.quoted", word=text.isolate(word))
