"""Tokens: the words and numbers of a text, with their stems and their offsets in the original."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from loaders.model import cached_on_dataset
from loaders.text.folding import fold
from loaders.text.numbers import find_numbers
from loaders.text.stemming import lighten, stem_arabic, stem_english

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language
    from loaders.text.numbers import Number

ARABIC_LETTERS = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff"
_TOKEN = re.compile(
    rf"""
    (?P<number> (?<!\d) \d{{1,3}} (?:[,،]\d{{3}})+ (?!\d) (?:\.\d+)?
              | \d+ [,،] \d{{1,2}} (?![\d,،]) | \d+ (?:\.\d+)? )
  | (?P<arabic> (?:(?![،؛؟])[{ARABIC_LETTERS}](?<![\W\d_]))+ )
  | (?P<word> [^\W\d_{ARABIC_LETTERS}]+ (?:'[^\W\d_{ARABIC_LETTERS}]+)* )
    """,
    re.X,
)
_DECIMAL_COMMA = re.compile(r"^(\d+)[,،](\d{1,2})$")
_SENTENCE_END = re.compile(r"[.!?؟;؛…].*?\s", re.S)
"""A closing mark with white space after it: a phrase does not go on across it."""


class TokenizedText(NamedTuple):
    """The tokens of a text: word, stem, form in a name, offsets, whether it continues the sentence; its numbers.

    Tuples of plain values are not visited by the garbage collector, which Streamlit runs after
    every rerun.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    names: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    continues: tuple[bool, ...]
    numbers: tuple[Number, ...]


def tokenize(text: str) -> TokenizedText:
    """Split a text into words and numbers.

    A number is one token without separators of thousands: 43,000 and ٤٣٬٠٠٠ are the word 43000,
    and with a point before decimals: 7,5 is the word 7.5.
    Letters and digits are never in one token, nor are two scripts. A possessive 's belongs to no
    token.
    """
    tokens = [
        (word, stem, name, start + piece.start(), end + piece.start())
        for piece in re.finditer(r"\S+", text)
        for word, stem, name, start, end in _tokenize_piece(piece[0])
    ]
    words, stems, names, starts, ends = (
        zip(*tokens, strict=True) if tokens else ((), (), (), (), ())
    )
    continues = tuple(
        place > 0 and not _SENTENCE_END.search(text, ends[place - 1], start)
        for place, start in enumerate(starts)
    )
    numbers = find_numbers(words, starts, ends, continues)
    return TokenizedText(words, stems, names, starts, ends, continues, numbers)


@lru_cache(maxsize=16384)
def _tokenize_piece(piece: str) -> tuple[tuple[str, str, str, int, int], ...]:
    """The tokens of a text without white space: word, stem, form in a name, start and end."""
    folded = fold(piece)
    tokens = []
    for match in _TOKEN.finditer(folded.text):
        start, end = match.span()
        word = match[0]
        if match["number"]:
            word = _DECIMAL_COMMA.sub(r"\1.\2", word)
            word = stem = re.sub("[,،]", "", word)
        elif match["arabic"]:
            stem = stem_arabic(word)
        else:
            if word.endswith("'s"):
                word, end = word[:-2], end - 2
            stem = stem_english(word)
        tokens.append((word, stem, lighten(word), *folded.original_span(start, end)))
    return tuple(tokens)


@cached_on_dataset()
def tokenize_passages(whole: Dataset, language: Language) -> dict[str, TokenizedText]:
    """The tokens of every passage of the whole dataset in one language, by text."""
    return {text: tokenize(text) for text in whole.passages[language]}
