"""Queries: what a reader searches for, and where a text holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.selection import LONGEST_WORDS
from loaders.text.folding import fold
from loaders.text.tokens import ARABIC_LETTERS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.selection import Language
    from loaders.text.tokens import TokenizedText

MAX_TERMS = 12
"""Terms of a query that are searched for; the rest is left out."""

Span = tuple[int, int]
"""The offsets of the first character and of the one after the last."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word or phrase that is searched for, folded; ``is_exact`` if it was in quotes.

    ``language`` is that of the texts to be searched; None for numbers, which are the same in both.
    """

    text: str
    is_exact: bool
    language: Language | None


@dataclass(frozen=True, slots=True)
class Query:
    """The terms that a reader searches for; false if none. ``is_cut``: some were left out."""

    terms: tuple[QueryTerm, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Whether there is a term."""
        return bool(self.terms)

    def select_terms(self, language: Language) -> tuple[QueryTerm, ...]:
        """The terms for texts in ``language``; none if all words are of the other."""
        languages = {term.language for term in self.terms} - {None}
        if languages and language not in languages:
            return ()
        return tuple(term for term in self.terms if term.language in (language, None))


def parse_query(text: str) -> Query:
    """Parse what a reader typed: words, and "phrases in quotes" of any kind; it never raises.

    A word outside quotes stands for all its forms; several tokens without a space between them, as
    in foreign-fighters, are a phrase of such words. A quote that is not closed is ignored. A term
    with an Arabic letter is searched for in the Arabic texts, one with other letters in the
    English, a number in both.
    """
    pieces = fold(text[:LONGEST_WORDS]).text.split('"')
    terms: dict[QueryTerm, None] = {}
    for index, piece in enumerate(pieces):
        is_exact = index % 2 == 1 and index < len(pieces) - 1
        for words in [piece] if is_exact else piece.split():
            if term := parse_term(words, is_exact=is_exact):
                terms.setdefault(term)
    return Query(tuple(terms)[:MAX_TERMS], is_cut=len(text) > LONGEST_WORDS or len(terms) > MAX_TERMS)


def parse_term(folded: str, *, is_exact: bool) -> QueryTerm | None:
    """The term that a folded text stands for; None if it holds no word."""
    tokens = tokenize(folded)
    if not tokens.words:
        return None
    letters = "".join(word for word in tokens.words if not word[0].isdecimal())
    is_arabic = re.search(f"[{ARABIC_LETTERS}]", letters)
    language: Language | None = ("ar" if is_arabic else "en") if letters else None
    return QueryTerm(folded[tokens.starts[0] : tokens.ends[-1]], is_exact, language)


def find_phrase(phrase: TokenizedText, text: TokenizedText, *, is_exact: bool) -> list[int]:
    """The first token of each occurrence of a phrase; occurrences do not share a token.

    Exact phrases compare folded words, whatever punctuation is between them, others stems. An
    occurrence crosses the end of a sentence only where the phrase itself does.
    """
    wanted, forms = (phrase.words, text.words) if is_exact else (phrase.stems, text.stems)
    size, start = len(wanted), 0
    found: list[int] = []
    if wanted[0] not in forms:
        return found
    while start + size <= len(forms):
        # False < True: a token of the text must continue its sentence where that of the phrase does.
        continues = zip(text.continues[start + 1 : start + size], phrase.continues[1:], strict=True)
        if forms[start : start + size] == wanted and all(here >= asked for here, asked in continues):
            found.append(start)
            start += size
        else:
            start += 1
    return found


def find_spans(
    query: Query, text: TokenizedText, *, language: Language, fold_marbuta: bool = False
) -> tuple[Span, ...]:
    """The spans that a query matches, sorted and separate; none unless all terms match."""
    spans: list[Span] = []
    for term in query.select_terms(language):
        phrase = tokenize(term.text, fold_marbuta=fold_marbuta)
        starts = find_phrase(phrase, text, is_exact=term.is_exact)
        if not starts:
            return ()
        last = len(phrase.words) - 1
        spans += [(text.starts[start], text.ends[start + last]) for start in starts]
    return _merge_spans(spans)


def _merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
