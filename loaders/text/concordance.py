"""Concordance: every occurrence of a keyword in its context."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.model import cached_on_dataset
from loaders.schema import tables
from loaders.selection import LANGUAGES, LONGEST_WORDS
from loaders.text.folding import fold
from loaders.text.query import find_term, parse_term
from loaders.text.tokens import tokenize_passages

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language, Order

DEFAULT_REACH = 60
"""Characters of context on each side of a keyword."""


class ConcordanceLine(NamedTuple):
    """A keyword in its context: three consecutive slices of the passage."""

    meeting_id: str
    number: int
    language: Language
    before: str
    keyword: str
    after: str


@cached_on_dataset(16)
def list_concordance(
    dataset: Dataset,
    keyword: str,
    *,
    order: Order = "place",
    reach: int = DEFAULT_REACH,
) -> tuple[ConcordanceLine, ...]:
    """Every occurrence of a keyword in the selected passages, with its context.

    Args:
        dataset: What the selection leaves.
        keyword: A word or phrase in any of its forms or, in quotes, exactly as it is. Its script
            says which texts are searched; a number or a name is searched for in both, English first.
        order: ``before`` and ``after`` sort by the neighbouring word, folded; ``place`` keeps the
            order of the dataset, in which ties stay as well.
        reach: Characters of context on each side at most, in whole words.
    """
    folded = fold(keyword[:LONGEST_WORDS]).text.strip()
    is_exact = len(folded) > 1 and folded[0] == folded[-1] == '"'
    term = parse_term(folded, is_exact=is_exact, dataset=dataset)
    if term is None:
        return ()
    lines: list[tuple[str, ConcordanceLine]] = []
    for row in tables.records(dataset.passages):
        for language in LANGUAGES if term.language is None else (term.language,):
            text = row[language]
            tokens = tokenize_passages(dataset.whole, language)[text]
            for first, past in find_term(term, tokens, language):
                start, end = tokens.starts[first], tokens.ends[past - 1]
                context = (
                    _cut_before(text[:start], reach),
                    text[start:end],
                    _cut_after(text[end:], reach),
                )
                line = ConcordanceLine(row["meeting_id"], int(row["number"]), language, *context)
                neighbour = {"before": first - 1, "after": past}.get(order, -1)
                lines.append(
                    (tokens.words[neighbour] if 0 <= neighbour < len(tokens.words) else "", line)
                )
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _cut_before(text: str, reach: int) -> str:
    """The last ``reach`` characters of a text at most, in whole words."""
    start = max(0, len(text) - reach)
    while 0 < start < len(text) and not text[start - 1].isspace():
        start += 1
    return text[start:]


def _cut_after(text: str, reach: int) -> str:
    """The first ``reach`` characters of a text at most, in whole words."""
    end = min(len(text), reach)
    while 0 < end < len(text) and not text[end].isspace():
        end -= 1
    return text[:end]
