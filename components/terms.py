"""Terms: which statement's words are compared with those of the others, and how a single word is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from components import passages
from loaders import wording
from loaders.model import collected

if TYPE_CHECKING:
    from components.language import Text
    from loaders.model import Dataset, MeetingId
    from loaders.selection import Language, Selection

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
    meetings = collected(selected.whole.meetings, collection=selected.collection)
    return frozenset(meetings["meeting_id"]) & frozenset(selected.whole.passages["meeting_id"])


def compare(selected: Dataset, comparison: Comparison) -> wording.Vocabulary:
    """The words of the statement beside those of the others."""
    meeting, language, least = comparison
    return wording.vocabulary(selected, meeting, language=language, least=least)


def stands_out(term: wording.Term) -> bool:
    """Whether a word is more or less frequent here than chance alone would have it."""
    return abs(term.z) >= STANDS_OUT


def quote(word: str, text: Text) -> str:
    """A word of either language in quotation marks, as a sentence names it; one that has some keeps its own."""
    if '"' in wording.folded(word).text:
        return text.isolate(word)
    return text("vocabulary.quoted", word=text.isolate(word))
