"""Search: the passages that hold everything that a query asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.model import cached_on_dataset
from loaders.schema import tables
from loaders.selection import LANGUAGES
from loaders.text.query import find_spans
from loaders.text.tokens import tokenize_passages

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language
    from loaders.text.query import Query, Span


class Hit(NamedTuple):
    """A passage that matches a query; ``spans`` are the matches in each of its two texts."""

    meeting_id: str
    number: int
    themes: tuple[str, ...]
    spans: dict[Language, tuple[Span, ...]]


@cached_on_dataset(16)
def search(dataset: Dataset, query: Query) -> tuple[Hit, ...]:
    """The selected passages that match a query, in the order of the dataset.

    Words of one script must all be in the passage's text of that language, numbers and names among
    them. For words of both scripts both texts must match theirs. Numbers and names alone must all
    be in one text.
    """
    languages = [language for language in LANGUAGES if query.select_terms(language)]
    is_match = all if any(term.language for term in query.terms) else any
    if not languages:
        return ()
    tokens = {language: tokenize_passages(dataset.whole, language) for language in languages}
    hits = []
    for row in tables.records(dataset.passages):
        spans: dict[Language, tuple[Span, ...]] = dict.fromkeys(LANGUAGES, ())
        for language in languages:
            text = tokens[language][row[language]]
            spans[language] = find_spans(query, text, language=language)
        if is_match(spans[language] for language in languages):
            hits.append(Hit(row["meeting_id"], int(row["number"]), tuple(row["themes"]), spans))
    return tuple(hits)
