"""Folding: a text as it is compared. What a reader sees is always the original."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_EQUIVALENTS = str.maketrans(
    {
        "ٱ": "ا",
        "ی": "ي",
        "ک": "ك",
        "پ": "ب",
        "ڤ": "ف",
        "٬": ",",
        "٫": ".",
        "٪": "%",
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›′ʼʿʾ`", "'"),
        "−": "-",
    }
)
"""Characters that are compared as equal; hamza is split off by NFKD and dropped as a mark."""

_DROPPED_CATEGORIES = ("M", "Cf", "Cs")
"""Combining marks, format characters (direction, joining), surrogates."""

_TATWEEL = "ـ"


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and where its characters come from in the original.

    ``starts`` and ``ends`` hold the original's offsets for each character of ``text``, marks
    included.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that gave the folded characters of a span."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> FoldedText:
    """Fold a text for comparison.

    Compatibility forms are decomposed (NFKD) and case is folded; combining marks (vowels, hamza,
    accents), tatweel, and characters of direction, joining and control are dropped. So أ إ آ ٱ
    become ا, ؤ و, ئ ي; a ء on its own stays, and so do ى and ة, which only stems let go. Digits of
    every script become 0-9; quotes, dashes and white space plain ones.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for offset, character in enumerate(text):
        piece = _fold_character(character)
        if piece:
            pieces.append(piece)
            starts += [offset] * len(piece)
            ends += [offset + 1] * len(piece)
        elif ends and unicodedata.category(character)[0] == "M":
            # A mark belongs to every character of the letter before it; a ligature gives several.
            last = len(starts) - bisect_left(starts, starts[-1])
            ends[-last:] = [offset + 1] * last
    return FoldedText("".join(pieces), tuple(starts), tuple(ends))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What one character becomes: nothing, itself, or several characters."""
    folded, before = character, ""
    while folded != before:
        before = folded
        folded = unicodedata.normalize("NFKD", folded).casefold().translate(_EQUIVALENTS)
        folded = "".join(map(_map_character, folded))
    return folded


def _map_character(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith(_DROPPED_CATEGORIES) or character == _TATWEEL:
        return ""
    if category == "Cc":
        return " " if character.isspace() else ""
    if category[0] == "Z":
        return " "
    if category == "Pd":
        return "-"
    return str(unicodedata.decimal(character)) if category == "Nd" else character
