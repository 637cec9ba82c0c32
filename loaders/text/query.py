"""Queries: what a reader searches for, and where a text holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from loaders.selection import LONGEST_WORDS
from loaders.text.aliases import Form, find_forms
from loaders.text.folding import fold
from loaders.text.stemming import list_stems
from loaders.text.tokens import ARABIC_LETTERS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from loaders.model import Dataset
    from loaders.selection import Language
    from loaders.text.tokens import TokenizedText

MAX_TERMS = 12
"""Terms of a query that are searched for; the rest is left out."""

MAX_NAME_WORDS = 7
"""Words of a name or a number that are taken for one term at most."""

BEFORE_NAMES = ("", "و", "ف", "ب", "ك", "ل", "وب", "وك", "ول")
"""What may be written together before a name of several words; in one word it may be its own letter."""

ORGANISATION = "IS"
"""How some write ISIS; in capitals, since "is" is another word."""

Span = tuple[int, int]
"""The offsets of the first character and of the one after the last."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word or phrase that is searched for, folded; ``is_exact`` if it was in quotes.

    ``language`` is that of the texts to be searched; None for numbers and names, which are searched
    for in both: as what they are worth, ``value``, and in all their ``forms``.
    """

    text: str
    is_exact: bool
    language: Language | None
    value: Decimal | None = None
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """The terms that a reader searches for; false if none. ``is_cut``: some were left out."""

    terms: tuple[QueryTerm, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Whether there is a term."""
        return bool(self.terms)

    def substitute(self, term: QueryTerm, word: str) -> str:
        """The query as it would be typed with a word in place of one of its terms."""
        texts = (f'"{each.text}"' if each.is_exact else each.text for each in self.terms)
        return " ".join(
            word if each == term else text for each, text in zip(self.terms, texts, strict=True)
        )

    def select_terms(self, language: Language) -> tuple[QueryTerm, ...]:
        """The terms for texts in ``language``; none if all words are of the other."""
        languages = {term.language for term in self.terms} - {None}
        if languages and language not in languages:
            return ()
        return tuple(term for term in self.terms if term.language in (language, None))


class Phrase(NamedTuple):
    """The tokens of a term: for each the words, stems and forms in a name that match it, and whether it continues a sentence."""

    words: tuple[frozenset[str], ...]
    stems: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    continues: tuple[bool, ...]


def parse_query(text: str, dataset: Dataset | None = None) -> Query:
    """Parse what a reader typed: words, and "phrases in quotes" of any kind; it never raises.

    A word outside quotes stands for all its forms; several tokens without a space between them, as
    in foreign-fighters, are a phrase of such words. Words that together are a number, or a name
    of which the dataset has aliases, are one term. A quote that is not closed is ignored. A term
    with an Arabic letter is searched for in the Arabic texts, one with other letters in the
    English, a number or name in both.
    """
    typed = text[:LONGEST_WORDS]
    if dataset and (typed == ORGANISATION or not typed.isupper()):
        typed = re.sub(rf"\b{ORGANISATION}\b", f"{ORGANISATION}IS", typed)
    pieces = fold(typed).text.split('"')
    terms: dict[QueryTerm, None] = {}
    for index, piece in enumerate(pieces):
        is_exact = index % 2 == 1 and index < len(pieces) - 1
        found = (
            [parse_term(piece, is_exact=True)]
            if is_exact
            else _parse_words(_split_words(piece, dataset), dataset)
        )
        terms |= dict.fromkeys(term for term in found if term)
    return Query(
        tuple(terms)[:MAX_TERMS], is_cut=len(text) > LONGEST_WORDS or len(terms) > MAX_TERMS
    )


def _split_words(piece: str, dataset: Dataset | None) -> list[str]:
    """The words between spaces; of those with a hyphen the parts, where one of them is a name: Daesh-controlled."""
    words = []
    for word in piece.split():
        parts = word.split("-")
        has_name = (
            dataset
            and not find_forms(dataset, word)
            and any(find_forms(dataset, part) for part in parts)
        )
        words += parts if has_name else [word]
    return words


def _parse_words(words: list[str], dataset: Dataset | None) -> Iterable[QueryTerm | None]:
    """The terms of words without quotes: the longest rows that are a number or a name, and single words."""
    start = 0
    while start < len(words):
        for size in range(min(MAX_NAME_WORDS, len(words) - start), 0, -1):
            term = parse_term(
                " ".join(words[start : start + size]), is_exact=False, dataset=dataset
            )
            if size == 1 or (term and (term.value is not None or term.forms)):
                yield term
                start += size
                break


def parse_term(folded: str, *, is_exact: bool, dataset: Dataset | None = None) -> QueryTerm | None:
    """The term that a folded text stands for; None if it holds no word."""
    tokens = tokenize(folded)
    if not tokens.words:
        return None
    text = folded[tokens.starts[0] : tokens.ends[-1]]
    letters = "".join(word for word in tokens.words if not word[0].isdecimal())
    is_arabic = re.search(f"[{ARABIC_LETTERS}]", letters)
    language: Language | None = ("ar" if is_arabic else "en") if letters else None
    if is_exact:
        return QueryTerm(text, is_exact, language)
    if [(number.first, number.past) for number in tokens.numbers] == [(0, len(tokens.words))]:
        return QueryTerm(text, is_exact, None, value=tokens.numbers[0].value)
    forms = find_forms(dataset, text) if dataset else ()
    return QueryTerm(text, is_exact, None if forms else language, forms=forms)


@lru_cache(maxsize=1024)
def parse_phrase(text: str) -> Phrase:
    """The phrase that a term or a form of a name is searched for as."""
    tokens = tokenize(text)
    words, names = (
        tuple(frozenset({form}) for form in forms) for forms in (tokens.words, tokens.names)
    )
    if len(names) > 1:
        names = (frozenset(letters + tokens.names[0] for letters in BEFORE_NAMES), *names[1:])
    return Phrase(
        words, tuple(map(list_stems, tokens.words, tokens.stems)), names, tokens.continues
    )


def find_phrase(
    phrase: Phrase, text: TokenizedText, kind: Literal["words", "stems", "names"]
) -> list[int]:
    """The first token of each occurrence of a phrase; occurrences do not share a token.

    Exact phrases compare folded words, whatever punctuation is between them, names their forms,
    others stems. An occurrence crosses the end of a sentence only where the phrase itself does.
    """
    wanted, forms = getattr(phrase, kind), getattr(text, kind)
    size = len(wanted)
    found: list[int] = []
    for start in range(len(forms) - size + 1):
        if forms[start] not in wanted[0] or (found and start < found[-1] + size):
            continue
        # False < True: a token of the text must continue its sentence where that of the phrase does.
        continues = zip(text.continues[start + 1 : start + size], phrase.continues[1:], strict=True)
        rest = zip(forms[start + 1 : start + size], wanted[1:], strict=True)
        if all(form in stems for form, stems in rest) and all(
            here >= asked for here, asked in continues
        ):
            found.append(start)
    return found


def find_term(term: QueryTerm, text: TokenizedText, language: Language | None = None) -> list[Span]:
    """The tokens of each occurrence of a term in any form, as the first and the one after the last.

    Args:
        term: What is searched for.
        text: The tokens of the text.
        language: That of the text, whose forms of a name are searched for; None: all forms.
    """
    texts = [form.text for form in term.forms if language in (None, form.language)] or [term.text]
    kind: Literal["words", "stems", "names"] = (
        "words" if term.is_exact else "names" if term.forms else "stems"
    )
    spans = [
        (start, start + len(phrase.words))
        for phrase in map(parse_phrase, texts)
        for start in find_phrase(phrase, text, kind)
    ]
    if term.value is not None:
        spans += [
            (number.first, number.past) for number in text.numbers if number.value == term.value
        ]
    return list(merge_spans(spans, is_touching=False))


def find_spans(query: Query, text: TokenizedText, *, language: Language) -> tuple[Span, ...]:
    """The spans that a query matches, sorted and separate; none unless all terms match."""
    spans: list[Span] = []
    for term in query.select_terms(language):
        found = find_term(term, text, language)
        if not found:
            return ()
        spans += [(text.starts[first], text.ends[past - 1]) for first, past in found]
    return merge_spans(spans, is_touching=True)


def merge_spans(spans: Iterable[Span], *, is_touching: bool) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one; ``is_touching``: those that meet too."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1] + is_touching:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
