"""Wording: what the statements say, word by word: folding, search, concordance, terms of a statement.

Matching looks at a folded copy of a text and answers with places in the text as it stands: nothing that
is shown is ever changed. The script of a word, not a setting, says in which language it is read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import snowballstemmer
import stopwordsiso

from loaders.dataset import collected
from loaders.measures import KEPT
from loaders.selection import LANGUAGES, LONGEST_WORDS, ORDERS
from loaders.tables import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from loaders.dataset import Dataset
    from loaders.selection import Language, Order

MOST_PARTS = 12
"""Words and phrases of a query that are sought; what follows is left out."""

FEWEST_LETTERS = 3
"""Letters that stemming leaves of an Arabic word: with fewer, a name and a particle would be one."""

LONGEST_WORD = 40
"""Letters of a word that is still stemmed: no word of either language is as long, and a stem costs time."""

REACH = 60
"""Characters of context on each side of a keyword, unless something else is asked for."""

FEWEST_WORDS = 1000
"""Counted words below which the terms of a statement are a hint and no more."""

KEPT_TEXTS = 2048
"""Texts whose words are remembered; the passages in both languages and both foldings are far fewer."""

# Folding ----------------------------------------------------------------------------------------------

_SAME = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "٬": ",",
        "٫": ".",
        "٪": "%",
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›′ʼ", "'"),
        "−": "-",
    }
)
"""Characters that differ on the page and are one when sought. Those with a hamza lose it as a mark does."""

_UNSEEN = ("M", "Cf", "Cs")
"""Categories that leave nothing: combining marks, controls of direction and joining, broken halves."""

_TATWEEL = "ـ"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and where each of its characters comes from.

    ``at`` has an entry for each character of ``text``, the place of its original, and the length of the
    original at the end. ``to`` says for each character where its original ends, marks included.
    """

    text: str
    at: tuple[int, ...]
    to: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that holds the folded characters from ``start`` to before ``end``."""
        return (self.at[start], self.to[end - 1]) if end > start else (self.at[start], self.at[start])


def folded(text: str, *, marbuta: bool = False) -> Folded:
    """Fold a text for comparing; it is never shown.

    Compatibility forms become plain (NFKD: presentation forms, ligatures, full width), case is folded;
    combining marks (vowels, shadda, hamza above and below, accents), tatweel, and characters of direction,
    joining and control leave nothing. So أ إ آ ٱ are ا, ؤ is و and ئ is ي; a ء on its own is a letter and
    stays. ى is ي, Persian ک ی are ك ي, the digits of every script are 0-9, quotes, apostrophes and dashes
    are plain, white space is a space. ة is ه only if ``marbuta`` is asked for.
    """
    pieces: list[str] = []
    at: list[int] = []
    to: list[int] = []
    for place, character in enumerate(text):
        piece = _plain(character)
        if piece:
            pieces.append(piece)
            at += [place] * len(piece)
            to += [place + 1] * len(piece)
        elif to and unicodedata.category(character)[0] == "M":
            # All that came of the letter before ends with its mark; a ligature gives several characters.
            last = at[-1]
            for back in range(len(at) - 1, -1, -1):
                if at[back] != last:
                    break
                to[back] = place + 1
    whole = "".join(pieces)
    return Folded(whole.replace("ة", "ه") if marbuta else whole, (*at, len(text)), tuple(to))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What one character is when it is compared: nothing, itself, or several characters."""
    now, before = character, ""
    while now != before:
        before = now
        now = unicodedata.normalize("NFKD", now).casefold().translate(_SAME)
        now = "".join(_kept(each) for each in now)
    return now


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith(_UNSEEN) or character == _TATWEEL:
        return ""
    if category == "Cc":
        return " " if character.isspace() else ""
    if category[0] == "Z":
        return " "
    if category == "Pd":
        return "-"
    return str(unicodedata.decimal(character)) if category == "Nd" else character


# Words ------------------------------------------------------------------------------------------------

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff"
_WORD = re.compile(
    rf"""
    (?P<number> (?<!\d) \d{{1,3}} (?:[,،]\d{{3}})+ (?!\d) (?:\.\d+)? | \d+ (?:\.\d+)? )
  | (?P<arabic> (?:(?![،؛؟])[{_ARABIC}](?<![\W\d_]))+ )
  | (?P<other> [^\W\d_{_ARABIC}]+ (?:'[^\W\d_{_ARABIC}]+)* )
    """,
    re.X,
)
_ENDS = frozenset(".!?؟;؛…")
"""Marks after which, if white space follows, a phrase does not go on."""

_AND_ALEF = re.compile(
    r"وا(?:(?:ثق|جب|جه|حد|رث|رد|زن|سع|صل|ضح|ضع|عد|عي|فد|فر|فق|قع|قف|قي|كب|لد|هن)"
    r"(?:ات|ان|تها|ته|ت|ة|هم|ها|ه|نا|ن|ون|وا|ية|ين|ي|ا)?|شنطن.*)"
)
"""Words whose own first letters are وا; before any other ا the و is the word "and"."""

_OWN_WAW = (
    *("وثايق", "وثيق", "وجه", "وحد", "وزار", "وزير", "وزراء", "وسايل", "وسط", "وصول", "وضع", "وطن"),
    *("وظايف", "وظيف", "وفاق", "وفد", "وفود", "وقاي", "وقف", "وقوف", "وكال", "ولاد", "ولاي", "وليد"),
)
"""Beginnings of words whose own first letter is و."""

_SOUND_PLURAL = re.compile(r"(?<=....)ات$")
"""The ending of a feminine plural, which Snowball takes off whole after an article only."""

_PARTICLES = frozenset({"اذا", "الا", "اما", "كلا", "كما", "لما", "مما", "ولا"})
"""What no noun may become: الولايات would be "and no", أماكن "as for"."""

_ARTICLES = (("وال", 3), ("فال", 3), ("بال", 3), ("كال", 3), ("ولل", 3), ("فلل", 3), ("لل", 3), ("ال", 3))
"""The article as it is written together with what precedes it, and the letters that must be left over."""

_OWN_AL = (
    *("الاف", "التحاق", "التحق", "التزام", "التزم", "التف", "التق", "التماس", "التهاب"),
    *("الحاق", "الغاء", "القاء", "الكترون", "الله", "اليات", "الية", "المان", "الهام"),
)
"""Beginnings of words that begin with ال of their own."""

_OWN_LAM = ("لاجي", "لبنان", "لجان", "لحظ", "لغوي", "لقاء", "لندن", "لوجست", "لوحات", "ليبي", "ليبرال")
"""Words of five letters and more that begin with ل of their own."""


class Token(NamedTuple):
    """A word or a number: its place in the original text, its folded form, and its stem."""

    start: int
    end: int
    word: str
    stem: str


class _Reading(NamedTuple):
    """The tokens of a text, and for each whether it goes on from the one before (False after a full stop)."""

    tokens: tuple[Token, ...]
    joined: tuple[bool, ...]


def tokens(text: str, *, marbuta: bool = False) -> tuple[Token, ...]:
    """The words and numbers of a text, in its order.

    A number is one token, without separators of thousands: 43,000 and ٤٣٬٠٠٠ are the word 43000. Letters
    and digits are never one token, nor are two scripts. A possessive 's belongs to no token.
    Equal words have equal stems: the stem is a function of the folded word alone.
    """
    return _read(text, marbuta).tokens


@lru_cache(maxsize=KEPT_TEXTS)
def _read(text: str, marbuta: bool) -> _Reading:
    plain = folded(text, marbuta=marbuta)
    found: list[Token] = []
    for match in _WORD.finditer(plain.text):
        start, end = match.span()
        word = match[0]
        if match["number"]:
            word = stem = re.sub("[,،]", "", word)
        elif match["arabic"]:
            stem = _arabic(word[:-1] + "ة" if marbuta and word.endswith("ه") else word)
        else:
            if word.endswith("'s"):
                word, end = word[:-2], end - 2
            stem = _english(word)
        found.append(Token(*plain.span(start, end), word, stem))
    joined = [not _ended(text[one.end : other.start]) for one, other in pairwise(found)]
    return _Reading(tuple(found), (False, *joined)[: len(found)])


def _ended(gap: str) -> bool:
    """Whether a sentence ends between two words: a closing mark, then white space."""
    marks = [place for place, character in enumerate(gap) if character in _ENDS]
    return bool(marks) and any(character.isspace() for character in gap[marks[0] :])


@lru_cache(maxsize=8192)
def _english(word: str) -> str:
    """The stem of a folded word in any script but Arabic."""
    if len(word) > LONGEST_WORD:
        return word
    return folded(snowballstemmer.stemmer("english").stemWord(word)).text


@lru_cache(maxsize=8192)
def _arabic(word: str) -> str:
    """The stem of a folded Arabic word.

    Snowball leaves the article on after و, a plural ات on an indefinite noun and the ت of a verb, so
    التحالف and والتحالف, ضربة and ضربات would not meet. So the prefixes go first, and what is left is the
    bare word whatever stood before it; then Snowball is asked until it takes no more. After the first time
    it may take endings only, and never so much that fewer than three letters stay.
    """
    if len(word) > LONGEST_WORD:
        return word
    bare = _SOUND_PLURAL.sub("ة", _bare(word))
    stem, shorter = bare, _snowball(bare)
    while shorter != stem and len(shorter) >= FEWEST_LETTERS and shorter not in _PARTICLES:
        if stem != bare and not _endings_apart(stem, shorter):
            break
        stem, shorter = shorter, _snowball(shorter)
    return stem


def _endings_apart(word: str, stem: str) -> bool:
    """Whether a word is its stem and letters that endings are made of."""
    return word.startswith(stem) and set(word[len(stem) :]) <= set("اةتنهوي")


def _snowball(word: str) -> str:
    # Snowball keeps the word that it works on, and readers share a process: one stemmer for each call.
    return folded(snowballstemmer.stemmer("arabic").stemWord(word)).text


def _bare(word: str) -> str:
    """A folded Arabic word without the conjunction, preposition and article written together with it."""
    if len(word) > 3 and word[0] == "و" and _joins(word):
        return _bare(word[1:])
    if word.startswith(_OWN_AL):
        return word
    for article, least in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + least:
            return _bare(word[len(article) :])
    if word[0] == "ل" and len(word) > 4 and not word.startswith(_OWN_LAM):
        return _bare(word[1:])
    return word


def _joins(word: str) -> bool:
    """Whether the و that begins a word is "and". Snowball takes a و too, but never before ا."""
    if word[1] == "ا":
        return not _AND_ALEF.fullmatch(word)
    return len(word) > 5 and not word.startswith(_OWN_WAW)


# Queries ----------------------------------------------------------------------------------------------

Span = tuple[int, int]
"""A place in a text: the first character and the one after the last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word or phrase that is sought: its folded text, and whether it stood in quotes.

    ``language`` is that of the texts it is sought in; None for numbers, which are the same in both.
    """

    text: str
    exact: bool
    language: Language | None


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader seeks; false if that is nothing. ``cut`` says that some of it was left out as too long."""

    parts: tuple[Part, ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        """Whether anything is sought."""
        return bool(self.parts)

    def sought(self, language: Language) -> tuple[Part, ...]:
        """The parts that a text in ``language`` must hold; none if the query does not ask for that language."""
        asked = {part.language for part in self.parts} - {None}
        if asked and language not in asked:
            return ()
        return tuple(part for part in self.parts if part.language in (language, None))


def query(text: str) -> Query:
    """Read what a reader typed: words, and "phrases in quotes" of any kind; it never raises.

    A word outside quotes stands for all its forms; several tokens without a space between them, as in
    foreign-fighters, are a phrase of such words. A quote that is not closed is as good as none. A part with
    an Arabic letter is sought in the Arabic texts, one with other letters in the English, a number in both.
    """
    quoted = folded(text[:LONGEST_WORDS]).text.split('"')
    found: dict[Part, None] = {}
    for place, piece in enumerate(quoted):
        exact = place % 2 == 1 and place < len(quoted) - 1
        for each in [piece] if exact else piece.split():
            if part := _part(each, exact=exact):
                found.setdefault(part)
    parts = tuple(found)
    return Query(parts[:MOST_PARTS], cut=len(text) > LONGEST_WORDS or len(parts) > MOST_PARTS)


def _part(text: str, *, exact: bool) -> Part | None:
    """The part that a folded text asks for; None if it holds no word."""
    words = tokens(text)
    if not words:
        return None
    letters = "".join(token.word for token in words if not token.word[0].isdecimal())
    arabic = re.search(f"[{_ARABIC}]", letters)
    return Part(text[words[0].start : words[-1].end], exact, ("ar" if arabic else "en") if letters else None)


def spans(asked: Query, text: str, *, language: Language, marbuta: bool = False) -> tuple[Span, ...]:
    """Where a text in ``language`` holds what is asked: sorted, apart from one another; none unless all is there.

    In quotes, the folded words must stand in a row, whatever punctuation is between them, but a phrase goes
    past the end of a sentence only where the query itself has one. Outside quotes, stems are compared.
    """
    reading = _read(text, marbuta)
    found: list[Span] = []
    for part in asked.sought(language):
        places = [*_places(part, reading=reading, marbuta=marbuta)]
        if not places:
            return ()
        found += [(reading.tokens[first].start, reading.tokens[last].end) for first, last in places]
    return _merged(found)


def _places(part: Part, *, reading: _Reading, marbuta: bool) -> Iterator[tuple[int, int]]:
    """The first and last token of each occurrence of a part; occurrences do not share a token."""
    words, joined = _read(part.text, marbuta)
    form: Callable[[Token], str] = _word if part.exact else _stem
    wanted = [form(token) for token in words]
    there = [form(token) for token in reading.tokens]
    place, size = 0, len(wanted)
    while place + size <= len(there):
        if there[place : place + size] == wanted and all(
            reading.joined[place + step] or not joined[step] for step in range(1, size)
        ):
            yield place, place + size - 1
            place += size
        else:
            place += 1


def _word(token: Token) -> str:
    return token.word


def _stem(token: Token) -> str:
    return token.stem


def _merged(found: Iterable[Span]) -> tuple[Span, ...]:
    whole: list[Span] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


# Search -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds what is asked; ``spans`` are the places to mark in each of its two texts."""

    meeting_id: str
    number: int
    themes: tuple[str, ...]
    spans: Mapping[Language, tuple[Span, ...]]


class Counts(NamedTuple):
    """Passages found, by statement and by theme; a passage counts once for each of its themes."""

    statements: dict[str, int]
    themes: dict[str, int]


@lru_cache(maxsize=KEPT)
def search(dataset: Dataset, asked: Query, *, marbuta: bool = False) -> tuple[Hit, ...]:
    """The passages that hold every part of a query, in the order of the dataset; none for an empty query.

    Words of one script: all must stand in the passage's text of that language, numbers among them. Words of
    both scripts: both texts must hold theirs. Numbers alone: one text must hold them all.
    """
    wanted = [language for language in LANGUAGES if asked.sought(language)]
    every = any(part.language for part in asked.parts)
    hits = []
    for row in records(dataset.passages) if wanted else []:
        found: dict[Language, tuple[Span, ...]] = dict.fromkeys(LANGUAGES, ())
        for language in wanted:
            found[language] = spans(asked, row[language], language=language, marbuta=marbuta)
        if (all if every else any)(found[language] for language in wanted):
            hits.append(Hit(row["meeting_id"], int(row["number"]), tuple(row["themes"]), found))
    return tuple(hits)


def counts(hits: Iterable[Hit]) -> Counts:
    """How many passages were found in each statement and on each theme, in the order in which they occur."""
    statements: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    for hit in hits:
        statements[hit.meeting_id] += 1
        themes.update(dict.fromkeys(hit.themes, 1))
    return Counts(dict(statements), dict(themes))


# Concordance ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A keyword in its context: three slices of the passage that follow one another in reading order."""

    meeting_id: str
    number: int
    language: Language
    before: str
    keyword: str
    after: str


@lru_cache(maxsize=KEPT)
def concordance(
    dataset: Dataset, keyword: str, *, by: Order = "place", marbuta: bool = False, reach: int = REACH
) -> tuple[Line, ...]:
    """Every occurrence of a keyword in context, sorted by the word before it, the one after it, or place.

    The keyword is a word or phrase in any of its forms or, in quotes, exactly as it is. Its script says
    which texts are read; a number is sought in both, English first. Neighbours are compared folded; ties
    stay in the order of the dataset. Context is up to ``reach`` characters a side, in whole words, and
    ends with the passage. ValueError for another order or a negative reach.
    """
    if by not in ORDERS:
        raise ValueError(f"by: {by!r} is no order; expected one of {', '.join(ORDERS)}")
    if reach < 0:
        raise ValueError(f"reach: {reach} is negative; expected a number of characters")
    plain = folded(keyword[:LONGEST_WORDS]).text.strip()
    part = _part(plain, exact=len(plain) > 1 and plain[0] == plain[-1] == '"')
    if part is None:
        return ()
    found: list[tuple[str, Line]] = []
    for row in records(dataset.passages):
        for language in LANGUAGES if part.language is None else (part.language,):
            text = row[language]
            reading = _read(text, marbuta)
            for first, last in _places(part, reading=reading, marbuta=marbuta):
                start, end = reading.tokens[first].start, reading.tokens[last].end
                beside = {"before": first - 1, "after": last + 1}.get(by, -1)
                neighbour = reading.tokens[beside].word if 0 <= beside < len(reading.tokens) else ""
                context = (
                    text[_from(text, start, reach) : start],
                    text[start:end],
                    text[end : _to(text, end, reach)],
                )
                found.append((neighbour, Line(row["meeting_id"], int(row["number"]), language, *context)))
    return tuple(line for _, line in sorted(found, key=lambda each: each[0]))


def _from(text: str, start: int, reach: int) -> int:
    """The first place of the context before ``start``: the start of a word, or of the text."""
    first = max(0, start - reach)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    return first


def _to(text: str, end: int, reach: int) -> int:
    """The end of the context after ``end``: the end of a word, or of the text."""
    last = min(len(text), end + reach)
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return last


# Terms ------------------------------------------------------------------------------------------------

CONTENT = {
    "en": frozenset({"area", "areas", "group", "groups", "member", "members", "state", "states"}),
    "ar": frozenset[str](),
}
"""Words that the lists of stop words hold and that are terms of this record all the same."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word as one statement uses it beside the others, under the form in which the texts most often have it.

    ``delta`` is the difference of the log-odds here and elsewhere, ``z`` that difference in standard
    deviations: positive is more than elsewhere.
    """

    word: str
    stem: str
    here: int
    elsewhere: int
    delta: float
    z: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one statement, from over-used to under-used, with the words counted here and elsewhere.

    ``small`` is True where fewer than FEWEST_WORDS words were counted here.
    """

    terms: tuple[Term, ...]
    here: int
    elsewhere: int
    small: bool


@lru_cache(maxsize=KEPT)
def vocabulary(dataset: Dataset, meeting_id: str, *, language: Language, least: int = 3) -> Vocabulary:
    """What sets one statement apart from all the other statements of its collection, whatever is chosen.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, Fightin'
    Words, Political Analysis 16:372): the prior of a word is its share of the whole collection, and weighs
    as much as a statement of mean length. Words are counted by stem. Stop words, single letters and numbers
    are neither counted nor part of a total; words seen fewer than ``least`` times in all are counted but
    not listed. ValueError for another language, a meeting without a statement there, a ``least`` below 1.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is unknown; expected one of {', '.join(LANGUAGES)}")
    if least < 1:
        raise ValueError(f"least: {least} is not allowed; expected 1 or more")
    statements = _terms(dataset.whole, dataset.collection, language)
    if meeting_id not in statements:
        expected = f"a meeting of the collection {dataset.collection!r} that has a statement"
        raise ValueError(f"meeting_id: {meeting_id!r} is unknown; expected {expected}")
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    elsewhere: Counter[str] = Counter()
    for name, words in statements.items():
        for stem, counted in words.items():
            forms[stem].update(counted)
            elsewhere[stem] += counted.total() if name != meeting_id else 0
    here = Counter({stem: counted.total() for stem, counted in statements[meeting_id].items()})
    totals = here.total(), elsewhere.total()
    weight = sum(totals) / len(statements)
    terms = [
        Term(_shown(forms[stem]), stem, here[stem], elsewhere[stem], delta, delta / math.sqrt(variance))
        for stem in forms
        if here[stem] + elsewhere[stem] >= least
        for delta, variance in _log_odds((here[stem], elsewhere[stem]), totals=totals, weight=weight)
    ]
    terms.sort(key=lambda term: (-term.z, term.word))
    return Vocabulary(tuple(terms), *totals, small=totals[0] < FEWEST_WORDS)


def _log_odds(
    found: tuple[int, int], *, totals: tuple[int, int], weight: float
) -> Iterator[tuple[float, float]]:
    """The difference of the log-odds of one word and its variance; nothing where there is no other word."""
    prior = weight * sum(found) / sum(totals)
    if sum(found) < sum(totals):
        one, other = (count + prior for count in found)
        odds = one / (totals[0] + weight - one), other / (totals[1] + weight - other)
        yield math.log(odds[0]) - math.log(odds[1]), 1 / one + 1 / other


def _shown(forms: Counter[str]) -> str:
    """The most frequent form; of several the first in the alphabet, and small letters before capitals."""
    return min(forms, key=lambda form: (-forms[form], form.casefold(), form.swapcase()))


@lru_cache(maxsize=16)
def _terms(whole: Dataset, collection: str, language: Language) -> dict[str, dict[str, Counter[str]]]:
    """How often each stem occurs in each form, by meeting; forms are as they are written."""
    there = set(collected(whole.meetings, collection=collection)["meeting_id"])
    found: dict[str, dict[str, Counter[str]]] = {}
    for row in records(whole.passages):
        if row["meeting_id"] in there:
            words = found.setdefault(row["meeting_id"], defaultdict(Counter))
            for token in tokens(row[language]):
                if _counted(token.word, language):
                    words[token.stem][row[language][token.start : token.end]] += 1
    return found


def _counted(word: str, language: Language) -> bool:
    """Whether a word says something on its own: no single letter, no number, no stop word, not even after و or ف."""
    if len(word) < 2 or word[0].isdecimal():
        return False
    stops = _stops(language)
    return word not in stops and not (language == "ar" and word[0] in "وف" and word[1:] in stops)


@lru_cache(maxsize=2)
def _stops(language: Language) -> frozenset[str]:
    return frozenset(folded(word).text for word in stopwordsiso.stopwords(language)) - CONTENT[language]
