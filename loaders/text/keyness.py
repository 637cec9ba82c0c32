"""Keyness: the words that one statement uses more or less often than the others."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import stopwordsiso

from loaders.model import RECORD, cached_on_dataset, collected
from loaders.text.folding import fold
from loaders.text.tokens import tokenize_passages

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language

SMALL_SAMPLE_WORDS = 1000
"""Counted words of a statement below which its keyness is no more than a hint."""

CONTENT_WORDS = {
    "en": frozenset({"area", "areas", "group", "groups", "member", "members", "state", "states"}),
    "ar": frozenset[str](),
}
"""Words in the lists of stop words that are content here."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word as one statement uses it, compared with the others, in its most frequent form.

    ``here`` and ``elsewhere`` are its counts. ``delta`` is the difference of the log-odds here and
    elsewhere, ``z`` that difference in standard deviations: positive is more than elsewhere.
    """

    word: str
    stem: str
    here: int
    elsewhere: int
    delta: float
    z: float


@dataclass(frozen=True, slots=True)
class Keyness:
    """The terms of one statement, from over-used to under-used, and the words counted."""

    terms: tuple[KeyTerm, ...]
    here: int
    elsewhere: int

    @property
    def is_small(self) -> bool:
        """Whether so few words were counted here that the result is no more than a hint."""
        return self.here < SMALL_SAMPLE_WORDS


@cached_on_dataset(16)
def compare_words(
    dataset: Dataset, meeting_id: str, *, language: Language, min_count: int = 3
) -> Keyness:
    """Compare one statement with all others of its collection, whatever is selected.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    Fightin' Words, Political Analysis 16:372): the prior of a word is its share of the whole
    collection, and weighs as much as a statement of mean length. Words are counted by stem, without
    stop words, single letters and numbers.

    Args:
        dataset: The dataset, or what a selection leaves of it.
        meeting_id: The meeting of the statement.
        language: The texts that are compared.
        min_count: How often a word must occur in all statements to be listed; it is counted in any
            case.
    """
    counts = _count_words(dataset.whole, dataset.collection, language)
    own, everywhere = counts.by_meeting[meeting_id], counts.total
    totals = own.total(), everywhere.total() - own.total()
    weight = everywhere.total() / len(counts.by_meeting)
    terms = []
    for stem, count in everywhere.items():
        # A collection of one single word has no odds.
        if min_count <= count < everywhere.total():
            pair = own[stem], count - own[stem]
            delta, variance = compute_log_odds(pair, totals, weight=weight)
            terms.append(
                KeyTerm(counts.forms[stem], stem, *pair, delta, delta / math.sqrt(variance))
            )
    terms.sort(key=lambda term: (-term.z, term.word))
    return Keyness(tuple(terms), *totals)


def compute_log_odds(
    counts: tuple[int, int], totals: tuple[int, int], *, weight: float
) -> tuple[float, float]:
    """The difference of the log-odds of one word in two samples, and its variance.

    Args:
        counts: How often the word occurs in each.
        totals: The words of each.
        weight: The words that the prior counts for.
    """
    prior = weight * sum(counts) / sum(totals)
    first, second = counts[0] + prior, counts[1] + prior
    odds = first / (totals[0] + weight - first), second / (totals[1] + weight - second)
    return math.log(odds[0]) - math.log(odds[1]), 1 / first + 1 / second


class _WordCounts(NamedTuple):
    """The words of a collection by stem: in each statement, in all, and the form that is shown."""

    by_meeting: dict[str, Counter[str]]
    total: Counter[str]
    forms: dict[str, str]


@cached_on_dataset()
def _count_words(whole: Dataset, collection: str, language: Language) -> _WordCounts:
    meetings = set(collected(whole.meetings, collection=collection)["meeting_id"])
    tokens = tokenize_passages(whole, language)
    by_meeting: dict[str, Counter[str]] = {}
    forms: dict[str, Counter[str]] = {}
    for meeting_id, text in zip(
        whole.passages["meeting_id"], whole.passages[language], strict=True
    ):
        if meeting_id not in meetings:
            continue
        counter = by_meeting.setdefault(meeting_id, Counter())
        found = tokens[text]
        for word, stem, start, end in zip(
            found.words, found.stems, found.starts, found.ends, strict=True
        ):
            if is_counted(word, language):
                counter[stem] += 1
                forms.setdefault(stem, Counter())[text[start:end]] += 1
    total = Counter({stem: counter.total() for stem, counter in forms.items()})
    return _WordCounts(
        by_meeting, total, {stem: choose_form(counter) for stem, counter in forms.items()}
    )


def list_words(dataset: Dataset, language: Language) -> tuple[str, ...]:
    """The words of all statements that are counted, each in its most frequent form."""
    return tuple(_count_words(dataset.whole, RECORD, language).forms.values())


def choose_form(forms: Counter[str]) -> str:
    """The most frequent form; of several the first in the alphabet, lower case first."""
    return min(forms, key=lambda form: (-forms[form], form.casefold(), form.swapcase()))


@lru_cache(maxsize=8192)
def is_counted(word: str, language: Language) -> bool:
    """Whether a word is content: no single letter, number or stop word, not even after و or ف."""
    if len(word) < 2 or word[0].isdecimal():
        return False
    stop_words = _read_stop_words(language)
    return word not in stop_words and not (
        language == "ar" and word[0] in "وف" and word[1:] in stop_words
    )


@lru_cache(maxsize=2)
def _read_stop_words(language: Language) -> frozenset[str]:
    return (
        frozenset(fold(word).text for word in stopwordsiso.stopwords(language))
        - CONTENT_WORDS[language]
    )
