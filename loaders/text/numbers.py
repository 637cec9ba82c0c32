"""Numbers: what tokens count, in digits, in words or in both: 110,000, 110 thousand, سبعة ملايين ونصف.

The tokens of a text become a row of letters, one for each kind of token, in which a regular
expression finds the numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = "two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ARABIC = ("ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")
"""Three to nine as they are folded: further number words are made of them."""
_HUNDREDS = ("مية", "ماية")
_HALF, _QUARTER = Decimal("0.5"), Decimal("0.25")

_KINDS: dict[str, dict[str, int | Decimal]] = {
    "o": dict.fromkeys(("one", "واحد", "واحدة", "احد", "احدي"), 1),
    "u": {
        **{word: value for value, word in enumerate(_UNITS.split(), 2)},
        **dict.fromkeys(
            ("اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي"), 2
        ),
        **{unit + ending: value for value, unit in enumerate(_ARABIC, 3) for ending in ("", "ة")},
        **dict.fromkeys(("ثماني", "ثمانية"), 8),
    },
    "n": {**{word: value for value, word in enumerate(_TEENS.split(), 10)}, "عشر": 10, "عشرة": 10},
    "x": {
        **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
        **{
            ten + end: 10 * value
            for value, ten in enumerate(("عشر", *_ARABIC), 2)
            for end in ("ون", "ين")
        },
    },
    "c": {
        **{hundred + end: 200 for hundred in ("ميت", "مايت") for end in ("ان", "ين", "ا", "ي")},
        **{
            unit + hundred: 100 * value
            for value, unit in enumerate(_ARABIC, 3)
            for hundred in _HUNDREDS
        },
    },
    "h": dict.fromkeys(("hundred", *_HUNDREDS), 100),
    "s": {
        **dict.fromkeys(("thousand", "thousands", "k", "الف", "الفا", "الاف", "الالف"), 10**3),
        **dict.fromkeys(
            ("million", "millions", "m", "mn", "مليون", "مليونا", "ملايين", "المليون"), 10**6
        ),
        **dict.fromkeys(
            ("billion", "billions", "bn", "مليار", "مليارا", "مليارات", "المليار"), 10**9
        ),
        **dict.fromkeys(("trillion", "trillions", "تريليون", "تريليونات"), 10**12),
    },
    "d": {
        **dict.fromkeys(("الفان", "الفين", "الفي"), 2 * 10**3),
        **dict.fromkeys(("مليونان", "مليونين", "مليوني"), 2 * 10**6),
        **dict.fromkeys(("ملياران", "مليارين", "ملياري"), 2 * 10**9),
    },
    "p": {"half": _HALF, "quarter": _QUARTER, "نصف": _HALF, "ربع": _QUARTER},
    "&": dict.fromkeys(("and", "و"), 0),
    "a": dict.fromkeys(("a", "an"), 0),
    "%": dict.fromkeys(("percent", "بالمية", "بالماية"), 0),
    "r": dict.fromkeys(("per", "في"), 0),
    "t": dict.fromkeys(("cent", "المية", "الماية"), 0),
}
"""Words by kind: one, units, teens, tens, hundreds, a hundred, scales, dual scales, parts, and what is between."""

_WORDS = {
    word: (kind, Decimal(value)) for kind, words in _KINDS.items() for word, value in words.items()
}
_LETTERS = ("k", "m", "mn", "bn")
"""Scales that are scales only directly after digits."""

_TAIL = "(?:[uo]&x|x[uo]|[uo]n|[uonx])"
_GROUP = f"(?:(?:[uoa]?h|c)(?:&?{_TAIL})?|{_TAIL})"
_NUMBER = re.compile(
    rf"""(?: 93*(?:&a?p)?s?(?:&a?ps?)?
           | pa?s
           | (?:{_GROUP}(?:&a?p)?s|d|as|s(?=&(?:{_GROUP}|p)))(?:&?{_GROUP}s?)*(?:&a?ps?)?
           | {_GROUP}(?:&a?p)? )
         (?:%|rt)?""",
    re.X,
)
"""A number; 9 is one in digits, 3 a further group of three digits, as in 43 000."""

_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""Digits whose groups are parted by points, as in 110.000."""


_ZERO = Decimal(0)


class Number(NamedTuple):
    """A number that is written with the tokens from ``first`` to the one before ``past``."""

    first: int
    past: int
    value: Decimal


class _Kind(NamedTuple):
    """What a token is, as a letter, its value, and its place; a conjunction that is a prefix is one of its own."""

    letter: str
    value: Decimal
    token: int


def find_numbers(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], continues: Sequence[bool]
) -> tuple[Number, ...]:
    """The numbers of a text, each as long as it can be; none crosses the end of a sentence.

    Args:
        words: The folded words of the tokens.
        starts: The offset of each token in the text.
        ends: The offset past each token.
        continues: Whether each token continues the sentence.
    """
    kinds: list[_Kind] = []
    for index, word in enumerate(words):
        if not continues[index]:
            kinds.append(_Kind(".", _ZERO, index))
        found = _classify(word)
        if word in _LETTERS or word[0].isdecimal():
            before = kinds[-1].letter
            gap = starts[index] - ends[index - 1] if index else -1
            is_after_group = before == "3" or (
                before == "9" and len(words[index - 1]) <= len("999")
            )
            if is_after_group and gap == 1 and re.fullmatch(r"\d{3}", word):
                found = (("3", found[0][1]),)
            elif word in _LETTERS and not (before == "9" and gap == 0):
                found = ()
        if found:
            kinds += [_Kind(letter, value, index) for letter, value in found]
        elif kinds[-1].letter != "-":
            kinds.append(_Kind("-", _ZERO, index))
    numbers, letters, end = [], "".join(kind.letter for kind in kinds), 0
    while match := _NUMBER.search(letters, end):
        end, value = _evaluate(kinds, *match.span())
        # A lone "one" is seldom a number.
        if letters[match.start() : end] != "o":
            numbers.append(Number(kinds[match.start()].token, kinds[end - 1].token + 1, value))
    return tuple(numbers)


@lru_cache(maxsize=16384)
def _classify(word: str) -> tuple[tuple[str, Decimal], ...]:
    """The kinds and values of a folded word, of which the first may be a conjunction; none if it is no number word."""
    if word[0].isdecimal():
        return (("9", Decimal(word.replace(".", "") if _DOTTED.fullmatch(word) else word)),)
    word = word.replace("ى", "ي")
    word = word[:-1] + "ة" if word.endswith("ه") else word
    if word in _WORDS:
        return (_WORDS[word],)
    if word[0] == "و" and word[1:] in _WORDS:
        return (_WORDS["و"], _WORDS[word[1:]])
    return ()


def _evaluate(kinds: Sequence[_Kind], start: int, end: int) -> tuple[int, Decimal]:
    """Where a number ends and its value: a scale that is no smaller than the one before begins another."""
    total, group, scale = Decimal(0), Decimal(0), Decimal(0)
    whole = start
    for index in range(start, end):
        letter, value, _ = kinds[index]
        if letter in "sd" and scale and value >= scale:
            if kinds[index - 1].letter == "p":
                continue
            return whole, total
        if letter == "3":
            group = group * 1000 + value
        elif letter == "h":
            group = (group or Decimal(1)) * 100
        elif letter in "sd":
            scale = value if letter == "s" else value / 2
            total, group, whole = total + (group or Decimal(1)) * value, Decimal(0), index + 1
        elif letter == "p" and scale and not group:
            total += value * scale
        else:
            group += value
    return end, total + group
