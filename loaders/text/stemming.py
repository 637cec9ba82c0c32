"""Stemming: the common form of the forms of a word. A stem depends on the folded word alone."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from loaders.text.folding import fold
from loaders.text.spelling import to_british

MIN_STEM_LETTERS = 3
"""Letters that repeated stemming leaves: with fewer, a name and a particle would be equal."""

MAX_WORD_LETTERS = 40
"""Letters of the longest word that is stemmed: no real word of either language is longer."""

_AND_ALEF = re.compile(
    r"وا(?:(?:ثق|جب|جه|حد|رث|رد|زن|سع|صل|ضح|ضع|عد|عي|فد|فر|فق|قع|قف|قي|كب|لد|هن)"
    r"(?:ات|ان|تها|ته|ت|ة|هم|ها|ه|نا|ن|ون|وا|ية|ين|ي|ا)?|شنطن.*)"
)
"""Words whose own first letters are وا; before any other ا the و is the word "and"."""

_WAW_WORDS = (
    *("وثايق", "وثيق", "وجه", "وحد", "وزار", "وزير", "وزراء", "وسايل", "وسط", "وصول", "وضع", "وطن"),
    *(
        "وظايف",
        "وظيف",
        "وفاق",
        "وفد",
        "وفود",
        "وقاي",
        "وقف",
        "وقوف",
        "وكال",
        "ولاد",
        "ولاي",
        "وليد",
    ),
)
"""Beginnings of words whose own first letter is و."""

_SOUND_PLURAL = re.compile(r"(?<=....)ات$")
"""The ending of a feminine plural, which Snowball removes as a whole only after an article."""

_PARTICLES = frozenset({"اذا", "الا", "اما", "كلا", "كما", "لما", "مما", "ولا"})
"""Particles that no noun may be stemmed to: الولايات would become "and no", أماكن "as for"."""

_ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
"""The article with what is written before it; at least three letters must follow."""

_AL_WORDS = (
    *("الاف", "التحاق", "التحق", "التزام", "التزم", "التف", "التق", "التماس", "التهاب"),
    *("الحاق", "الغاء", "القاء", "الكترون", "الله", "اليات", "الية", "المان", "الهام"),
)
"""Beginnings of words whose own first letters are ال."""

_LAM_WORDS = (
    "لاجي",
    "لبنان",
    "لجان",
    "لحظ",
    "لغوي",
    "لقاء",
    "لندن",
    "لوجست",
    "لوحات",
    "ليبي",
    "ليبرال",
)
"""Beginnings of words of five letters and more whose own first letter is ل."""


@lru_cache(maxsize=8192)
def stem_english(word: str) -> str:
    """The stem of a folded word in any script but Arabic, the same in British and American spelling."""
    return word if len(word) > MAX_WORD_LETTERS else _stem_snowball(to_british(word), "english")


@lru_cache(maxsize=8192)
def stem_arabic(word: str) -> str:
    """The stem of a folded Arabic word.

    Snowball leaves the article after و, a plural ات on an indefinite noun and the ت of a verb, so
    that التحالف and والتحالف, ضربة and ضربات would differ. So prefixes are removed first; then
    Snowball runs until nothing changes. After its first run it may remove endings only, and must
    leave three letters. ى is ي in every stem.
    """
    word = word.replace("ى", "ي")
    if len(word) > MAX_WORD_LETTERS:
        return word
    bare = _SOUND_PLURAL.sub("ة", _remove_prefixes(word))
    stem, shorter = bare, _stem_snowball(bare, "arabic")
    while shorter != stem and len(shorter) >= MIN_STEM_LETTERS and shorter not in _PARTICLES:
        is_ending = stem.startswith(shorter) and set(stem[len(shorter) :]) <= set("اةتنهوي")
        if stem != bare and not is_ending:
            break
        stem, shorter = shorter, _stem_snowball(shorter, "arabic")
    return stem


@lru_cache(maxsize=8192)
def lighten(word: str) -> str:
    """The form of a folded word as it is compared in a name: names have prefixes, but no endings."""
    if re.search("[\u0621-\u064a]", word):
        bare = _remove_prefixes(word.replace("ى", "ي"))
        return bare[:-1] + "ة" if bare.endswith("ه") else bare
    return to_british(word)


def list_stems(word: str, stem: str) -> frozenset[str]:
    """The stems for which a word stands in a query: its own, and that with ة for ه or ه for ة at its end."""
    swapped = {"ة": "ه", "ه": "ة"}.get(word[-1])
    return frozenset({stem, stem_arabic(word[:-1] + swapped)} if swapped else {stem})


def _stem_snowball(word: str, language: str) -> str:
    # A stemmer holds the word that it works on, and threads share the process: a new one for each call.
    return fold(snowballstemmer.stemmer(language).stemWord(word)).text


def _remove_prefixes(word: str) -> str:
    """A folded Arabic word without conjunction, preposition and article."""
    if len(word) > 3 and word[0] == "و" and _has_conjunction(word):
        return _remove_prefixes(word[1:])
    if word.startswith(_AL_WORDS):
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 3:
            return _remove_prefixes(word[len(article) :])
    if word[0] == "ل" and len(word) > 4 and not word.startswith(_LAM_WORDS):
        return _remove_prefixes(word[1:])
    return word


def _has_conjunction(word: str) -> bool:
    """Whether the و that begins a word is "and". Snowball removes it too, but never before ا."""
    if word[1] == "ا":
        return not _AND_ALEF.fullmatch(word)
    return len(word) > 5 and not word.startswith(_WAW_WORDS)
