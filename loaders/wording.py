"""Wording: what the statements say, word by word: folding, search, concordance, terms of a statement.

Matching looks at a folded copy of a text and answers with places in the text as it stands: nothing that
is shown is ever changed. The script of a word, not a setting, says in which language it is read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np
import pandas as pd
import snowballstemmer
import stopwordsiso

from loaders.model import cached_on_dataset, collected
from loaders.selection import LANGUAGES, LONGEST_WORDS, ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from loaders.model import Dataset
    from loaders.selection import Language, Order

    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

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

KEPT_TEXTS = 320
"""Texts whose words are remembered; the passages in both languages and both foldings are far fewer."""

KEPT_PIECES = 65536
"""Pieces of text without white space whose tokens are remembered."""

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
_PIECE = re.compile(r"\S+")
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
    found: list[Token] = []
    # White space is in no token, and nothing looks across it: what stands between is read once for all texts.
    for piece in _PIECE.finditer(text):
        start = piece.start()
        for first, end, word, stem in _piece(piece[0], marbuta):
            found.append(Token(start + first, start + end, word, stem))
    joined = [not _ended(text[one.end : other.start]) for one, other in pairwise(found)]
    return _Reading(tuple(found), (False, *joined)[: len(found)])


@lru_cache(maxsize=KEPT_PIECES)
def _piece(text: str, marbuta: bool) -> tuple[Token, ...]:
    """The tokens of what stands between two white spaces."""
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
    return tuple(found)


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


# Index ------------------------------------------------------------------------------------------------


class Kind(NamedTuple):
    """A token as texts have it: its folded word, its stem, and how it is written."""

    word: str
    stem: str
    form: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The tokens of some texts, one after the other, as codes.

    ``tokens`` has the kind of each token, ``starts`` the first token of each text and, at the end, how many there
    are. ``joined`` is False for a token that does not go on from the one before. ``words`` and ``stems`` are
    codes by kind; ``order`` has the tokens by stem, and ``ends`` where those of each stem begin in it.
    """

    kinds: tuple[Kind, ...]
    tokens: Places
    starts: Places
    joined: Mask
    words: Places
    stems: Places
    word_codes: dict[str, int]
    stem_codes: dict[str, int]
    order: Places
    ends: Places

    def text_of(self, tokens: Places) -> Places:
        """The texts in which some tokens stand."""
        return np.asarray(np.searchsorted(self.starts, tokens, side="right") - 1)

    def places(self, part: Part, *, marbuta: bool) -> Places:
        """The first tokens of the occurrences of a part, in order of text; those that share a token among them."""
        wanted, joined = _read(part.text, marbuta)
        if not wanted or wanted[0].stem not in self.stem_codes:
            return np.array([], dtype=np.int64)
        code = self.stem_codes[wanted[0].stem]
        found = np.sort(self.order[self.ends[code] : self.ends[code + 1]])
        last = self.starts[self.text_of(found) + 1]
        for step, token in enumerate(wanted):
            there = found + step < last
            found, last = found[there], last[there]
            kinds = self.tokens[found + step]
            if part.exact:
                there = self.words[kinds] == self.word_codes.get(token.word, -1)
            else:
                there = self.stems[kinds] == self.stem_codes.get(token.stem, -1)
            if joined[step]:
                there &= self.joined[found + step]
            found, last = found[there], last[there]
        return found


def _index(texts: Iterable[str]) -> Index:
    """The index of some texts; ة and ه are told apart."""
    codes: dict[Kind, int] = {}
    known: dict[str, tuple[tuple[int, ...], bool]] = {}
    tokens, starts, breaks = array("i"), array("q", [0]), array("q")
    for text in texts:
        ended = True
        for piece in text.split():
            read = known.get(piece)
            if read is None:
                found = _piece.__wrapped__(piece, False)
                mine = [Kind(each.word, each.stem, piece[each.start : each.end]) for each in found]
                rest = piece[found[-1].end :] if found else piece
                read = tuple(codes.setdefault(each, len(codes)) for each in mine), not _ENDS.isdisjoint(rest)
                known[piece] = read
            if read[0]:
                if ended:
                    breaks.append(len(tokens))
                tokens.extend(read[0])
                ended = read[1]
            else:
                ended |= read[1]
        starts.append(len(tokens))
    joined = np.ones(len(tokens), dtype=bool)
    joined[np.array(breaks, dtype=np.int64)] = False
    return _coded(tuple(codes), np.array(tokens, dtype=np.int64), np.array(starts, dtype=np.int64), joined)


def _coded(kinds: tuple[Kind, ...], tokens: Places, starts: Places, joined: Mask) -> Index:
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    word_of = np.array([words.setdefault(kind.word, len(words)) for kind in kinds], dtype=np.int64)
    stem_of = np.array([stems.setdefault(kind.stem, len(stems)) for kind in kinds], dtype=np.int64)
    by_stem = stem_of[tokens]
    order = np.argsort(by_stem, kind="stable")
    ends = np.searchsorted(by_stem[order], np.arange(len(stems) + 1))
    return Index(kinds, tokens, starts, joined, word_of, stem_of, words, stems, order, ends)


@cached_on_dataset()
def _indexed(source: Dataset, language: Language, marbuta: bool) -> Index:
    """The index of the passages of a dataset in one language."""
    if not marbuta:
        return _index(source.passages[language])
    plain = _indexed(source, language, False)
    kinds = []
    for kind in plain.kinds:
        found = _piece.__wrapped__(kind.form, True)
        kinds.append(Kind(found[0].word, found[0].stem, kind.form) if len(found) == 1 else kind)
    return _coded(tuple(kinds), plain.tokens, plain.starts, plain.joined)


def _source(dataset: Dataset) -> tuple[Dataset, Mask | None]:
    """The dataset whose passages are indexed, and which of them are chosen; None if all are."""
    if dataset.before is None:
        return dataset, None
    whole, selected = (
        pd.MultiIndex.from_frame(part.passages[["meeting_id", "number"]]) for part in (dataset.whole, dataset)
    )
    return dataset.whole, whole.isin(selected)


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


@cached_on_dataset(16)
def search(dataset: Dataset, asked: Query, *, marbuta: bool = False) -> Hits:
    """The passages that hold every part of a query, in the order of the dataset; none for an empty query.

    Words of one script: all must stand in the passage's text of that language, numbers among them. Words of
    both scripts: both texts must hold theirs. Numbers alone: one text must hold them all.
    """
    wanted = [language for language in LANGUAGES if asked.sought(language)]
    source, mask = _source(dataset)
    if not wanted:
        return Hits(source, np.array([], dtype=np.int64), asked=asked, marbuta=marbuta)
    every = any(part.language for part in asked.parts)
    each = [_holding(source, asked, language=language, marbuta=marbuta) for language in wanted]
    there = np.logical_and.reduce(each) if every else np.logical_or.reduce(each)
    if mask is not None:
        there &= mask
    return Hits(source, np.flatnonzero(there), asked=asked, marbuta=marbuta)


def _holding(source: Dataset, asked: Query, *, language: Language, marbuta: bool) -> Mask:
    """Which passages hold, in one language, all that is asked of it."""
    index = _indexed(source, language, marbuta)
    there = np.ones(len(source.passages), dtype=bool)
    for part in asked.sought(language):
        found = np.zeros(len(there), dtype=bool)
        found[index.text_of(index.places(part, marbuta=marbuta))] = True
        there &= found
    return there


class Hits(Sequence[Hit]):
    """The passages that hold what is asked, in the order of the dataset; each is made when somebody looks at it.

    Thousands of objects that are kept would be walked through by Python's garbage collector after every rerun.
    """

    def __init__(self, source: Dataset, places: Places, *, asked: Query, marbuta: bool) -> None:
        """Keep where the passages stand."""
        self.source, self.places, self.asked, self.marbuta = source, places, asked, marbuta

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same hits in the same order."""
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """How many passages hold what is asked."""
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        """One hit, or some of them."""
        if isinstance(at, slice):
            return Hits(self.source, self.places[at], asked=self.asked, marbuta=self.marbuta)
        row = self.source.passages.iloc[int(self.places[at])]
        marks = Marks(self.asked, {language: row[language] for language in LANGUAGES}, self.marbuta)
        return Hit(row["meeting_id"], int(row["number"]), tuple(row["themes"]), marks)

    def latest(self, most: int) -> Sequence[Hit]:
        """The first of them, those of the latest meeting before the rest, ``most`` at most."""
        ordered = self.source.whole.meetings.sort_values(["starts_on", "meeting_id"])["meeting_id"]
        known = {meeting: place for place, meeting in enumerate(ordered)}
        meetings = np.array([known.get(each, -1) for each in self.source.passages["meeting_id"]])
        order = np.argsort(-meetings[self.places], kind="stable")
        return Hits(self.source, self.places[order[:most]], asked=self.asked, marbuta=self.marbuta)

    def of(self, meeting_id: str) -> Sequence[Hit]:
        """Those of one statement."""
        ids = self.source.passages["meeting_id"].to_numpy()[self.places]
        mine = self.places[ids == meeting_id]
        return Hits(self.source, mine, asked=self.asked, marbuta=self.marbuta)

    @cached_property
    def counts(self) -> Counts:
        """How many there are in each statement and on each theme, in the order in which they occur."""
        rows = self.source.passages
        themes: Counter[str] = Counter()
        for each in rows["themes"].to_numpy()[self.places]:
            themes.update(dict.fromkeys(each, 1))
        return Counts(dict(Counter(rows["meeting_id"].to_numpy()[self.places].tolist())), dict(themes))


class Marks(Mapping["Language", tuple[Span, ...]]):
    """The places in each text of a passage that hold what is asked; they are looked for when somebody asks for them."""

    __slots__ = ("asked", "marbuta", "texts")

    def __init__(self, asked: Query, texts: dict[Language, str], marbuta: bool) -> None:
        """Keep what is asked, and the texts."""
        self.asked, self.texts, self.marbuta = asked, texts, marbuta

    def __getitem__(self, language: Language) -> tuple[Span, ...]:
        """The places in one language; KeyError for one that the passage does not have."""
        return spans(self.asked, self.texts[language], language=language, marbuta=self.marbuta)

    def __iter__(self) -> Iterator[Language]:
        """The languages of the passage."""
        return iter(self.texts)

    def __len__(self) -> int:
        """How many languages the passage has."""
        return len(self.texts)


def counts(hits: Hits) -> Counts:
    """How many passages were found in each statement and on each theme, in the order in which they occur."""
    return hits.counts


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


def concordance(
    dataset: Dataset, keyword: str, *, by: Order = "place", marbuta: bool = False, reach: int = REACH
) -> Lines:
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
    source, _ = _source(dataset)
    found, size = _standing(dataset, keyword, by, marbuta)
    return Lines(source, found, size=size, marbuta=marbuta, reach=reach)


@cached_on_dataset(16)
def _standing(
    dataset: Dataset, keyword: str, by: Order, marbuta: bool
) -> tuple[Sequence[tuple[str, int, int, int]], int]:
    """Where a keyword stands, in order: by neighbour, passage, language and token; and how many tokens it has."""
    plain = folded(keyword[:LONGEST_WORDS]).text.strip()
    part = _part(plain, exact=len(plain) > 1 and plain[0] == plain[-1] == '"')
    source, mask = _source(dataset)
    if part is None:
        return [], 1
    size = len(_read(part.text, marbuta).tokens)
    beside = {"before": -1, "after": size}.get(by)
    found: list[tuple[str, int, int, int]] = []
    for place, language in enumerate(LANGUAGES):
        if part.language in (None, language):
            index = _indexed(source, language, marbuta)
            first = index.places(part, marbuta=marbuta)
            texts = index.text_of(first)
            if mask is not None:
                first, texts = first[mask[texts]], texts[mask[texts]]
            first, texts = _apart(first, texts, size=size)
            numbers = first - index.starts[texts]
            neighbours = _neighbours(index, first, texts, beside)
            found += zip(neighbours, texts.tolist(), [place] * len(texts), numbers.tolist(), strict=True)
    # Ties stay in the order of the dataset: by passage, then by language, then by place.
    return sorted(found), size


def _apart(first: Places, texts: Places, *, size: int) -> tuple[Places, Places]:
    """The occurrences that share no token with the one before."""
    if size == 1:
        return first, texts
    kept, past = [], -1
    for place, token in enumerate(first.tolist()):
        if token >= past:
            kept.append(place)
            past = token + size
    return first[kept], texts[kept]


def _neighbours(index: Index, first: Places, texts: Places, beside: int | None) -> list[str]:
    """The word at some distance from each occurrence; empty where there is none in the text."""
    if beside is None:
        return [""] * len(first)
    there = first + beside
    inside = (there >= index.starts[texts]) & (there < index.starts[texts + 1])
    kinds = index.tokens[np.where(inside, there, 0)] if len(first) else there
    return [
        index.kinds[kind].word if fits else ""
        for kind, fits in zip(kinds.tolist(), inside.tolist(), strict=True)
    ]


class Lines(Sequence[Line]):
    """The lines of a concordance, made when somebody looks at them; how many there are, and where, is known at once."""

    def __init__(
        self,
        source: Dataset,
        found: Sequence[tuple[str, int, int, int]],
        *,
        size: int,
        marbuta: bool,
        reach: int,
    ) -> None:
        """Keep where the lines stand: by neighbour, passage, language and token."""
        self.source, self.found = source, found
        self.size, self.marbuta, self.reach = size, marbuta, reach

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same lines in the same order."""
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.found)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        """One line, or some of them."""
        if isinstance(at, slice):
            return Lines(self.source, self.found[at], size=self.size, marbuta=self.marbuta, reach=self.reach)
        _, place, language, number = self.found[at]
        return self._line(self.source.passages.iloc[place], LANGUAGES[language], number)

    def _line(self, row: Any, language: Language, number: int) -> Line:
        text = row[language]
        tokens = _read(text, self.marbuta).tokens
        start, end = tokens[number].start, tokens[number + self.size - 1].end
        return Line(
            row["meeting_id"],
            int(row["number"]),
            language,
            text[_from(text, start, self.reach) : start],
            text[start:end],
            text[end : _to(text, end, self.reach)],
        )

    def of(self, language: Language) -> Lines:
        """The lines in one language."""
        wanted = LANGUAGES.index(language)
        mine = [each for each in self.found if each[2] == wanted]
        return Lines(self.source, mine, size=self.size, marbuta=self.marbuta, reach=self.reach)

    @property
    def held(self) -> tuple[int, int]:
        """In how many passages, and in how many statements, the lines stand."""
        places = np.unique(np.array([each[1] for each in self.found], dtype=np.int64))
        return len(places), int(self.source.passages["meeting_id"].iloc[places].nunique())


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


@cached_on_dataset(16)
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
    stated = _terms(dataset.whole, dataset.collection, language)
    if meeting_id not in stated.places:
        expected = f"a meeting of the collection {dataset.collection!r} that has a statement"
        raise ValueError(f"meeting_id: {meeting_id!r} is unknown; expected {expected}")
    index = _indexed(dataset.whole, language, False)
    mine = np.concatenate(
        [index.tokens[index.starts[place] : index.starts[place + 1]] for place in stated.places[meeting_id]]
    )
    mine = mine[stated.counts[mine]]
    here = np.bincount(index.stems[mine], minlength=len(stated.total))
    elsewhere = stated.total - here
    totals = int(here.sum()), int(elsewhere.sum())
    weight = sum(totals) / len(stated.places)
    terms = []
    for stem in np.flatnonzero(stated.total >= least).tolist():
        found = int(here[stem]), int(elsewhere[stem])
        form, name = stated.shown[stem]
        terms += [
            Term(form, name, *found, delta, delta / math.sqrt(variance))
            for delta, variance in _log_odds(found, totals=totals, weight=weight)
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


class _Stated(NamedTuple):
    """The statements of a collection in one language: where the passages of each stand, and what they use.

    ``counts`` says which kinds of token are counted. By stem: ``total`` is how often it occurs, ``shown`` the form
    under which it is shown, beside the stem itself; where it does not occur, both are empty.
    """

    places: dict[str, list[int]]
    counts: Mask
    total: Places
    shown: dict[int, tuple[str, str]]


@cached_on_dataset()
def _terms(whole: Dataset, collection: str, language: Language) -> _Stated:
    """What the statements of a collection use, each kind of token counted."""
    index = _indexed(whole, language, False)
    held = collected(whole.meetings, collection=collection)["meeting_id"]
    there = whole.passages["meeting_id"].isin(held).to_numpy()
    meetings = whole.passages["meeting_id"].tolist()
    places: dict[str, list[int]] = {}
    for place in np.flatnonzero(there).tolist():
        places.setdefault(meetings[place], []).append(place)
    counts = np.array([_counted(each.word, language) for each in index.kinds], dtype=bool)
    used = np.bincount(index.tokens[np.repeat(there, np.diff(index.starts))], minlength=len(index.kinds))
    used = np.where(counts, used, 0) if len(counts) else used
    forms: dict[int, Counter[str]] = {}
    for kind in np.flatnonzero(used).tolist():
        forms.setdefault(int(index.stems[kind]), Counter())[index.kinds[kind].form] += int(used[kind])
    names = {code: stem for stem, code in index.stem_codes.items()}
    total = np.zeros(len(names), dtype=np.int64)
    for stem, counted in forms.items():
        total[stem] = counted.total()
    return _Stated(places, counts, total, {stem: (_shown(each), names[stem]) for stem, each in forms.items()})


def _counted(word: str, language: Language) -> bool:
    """Whether a word says something on its own: no single letter, no number, no stop word, not even after و or ف."""
    if len(word) < 2 or word[0].isdecimal():
        return False
    stops = _stops(language)
    return word not in stops and not (language == "ar" and word[0] in "وف" and word[1:] in stops)


@lru_cache(maxsize=2)
def _stops(language: Language) -> frozenset[str]:
    return frozenset(folded(word).text for word in stopwordsiso.stopwords(language)) - CONTENT[language]
