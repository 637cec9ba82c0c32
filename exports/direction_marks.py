"""Direction marks for Office: embeddings for isolates, which old programs draw as boxes."""

from __future__ import annotations

from unicodedata import bidirectional

from components.language import END, ISOLATE

MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
"""Letters that are not seen, by their direction."""

EMBEDDINGS = {"ltr": "\u202a", "rtl": "\u202b"}

POP = "\u202c"
"""The end of an embedding."""

ARABIC_MARK = "\u061c"
"""An Arabic letter that is not seen, after which the sign of a number stands on its left.

Old programs know only a mark (``MARKS``) that leaves the sign on the right, unless it lies between.
"""


def replace_isolates(words: str, direction: str) -> str:
    """Return words with an embedding in place of each isolate.

    An embedding changes the order of what stands beside it, an isolate does not: a mark of the
    direction around it at either side keeps the two apart.

    Args:
        words: A line with isolates, one in another or not.
        direction: The direction of the paragraph in which the words stand.
    """
    rtl = MARKS["rtl"]
    words = words.replace(f"%{ARABIC_MARK}", f"{rtl}%{rtl}").replace(ARABIC_MARK, rtl)
    written, around = [], [direction]
    for place, letter in enumerate(words):
        if letter == ISOLATE:
            inner = _find_direction(words[place:].partition(END)[0], default=around[-1])
            written += [MARKS[around[-1]], EMBEDDINGS[inner]]
            around.append(inner)
        elif letter == END:
            if len(around) > 1:
                around.pop()
                written += [POP, MARKS[around[-1]]]
        else:
            written.append(letter)
    return "".join(written)


def _find_direction(words: str, *, default: str) -> str:
    """The direction of the first letter that has one."""
    kinds = [kind for letter in words if (kind := bidirectional(letter)) in ("L", "R", "AL")]
    if not kinds:
        return default
    return "ltr" if kinds[0] == "L" else "rtl"
