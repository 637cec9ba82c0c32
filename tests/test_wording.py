"""Wording: folding, search, concordance, and terms, against pairs of query and text and naive counts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from loaders import wording
from loaders.select import select
from loaders.selection import LANGUAGES, LONGEST_WORDS, Selection
from loaders.wording import (
    MOST_PARTS,
    Hit,
    concordance,
    counts,
    folded,
    query,
    search,
    spans,
    tokens,
    vocabulary,
)

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
"""Any Unicode text without halves of characters."""

ALIKE = st.text(
    st.sampled_from(
        "اأإآٱىيیئؤوةهءلـَّ\u0670\u0654ﻻﷲﷺ٤٣٬٫43,.' \u200f\u202e\u2066\u200dabcéÉe\u0301ß’“”«»\"\n؟"
    )
)
"""Texts dense with what folding is about."""


def marked(asked: str, text: str, *, language: Language = "ar", marbuta: bool = False) -> tuple[str, ...]:
    """The words of a text that a query marks."""
    found = spans(query(asked), text, language=language, marbuta=marbuta)
    return tuple(text[start:end] for start, end in found)


# Folding ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("مُتَّحِدٌ", "متحد"),
        ("هٰذا", "هذا"),
        ("تحـــالف", "تحالف"),
        ("أإآٱ", "اااا"),
        ("ا\u0654ا\u0655ا\u0653", "ااا"),
        ("على", "علي"),
        ("مسؤول رئيس سوء", "مسوول رييس سوء"),
        ("کشوری", "كشوري"),
        ("ﻻ ﻷ ﷲ", "لا لا الله"),
        ("ﺍﻟﺘﺤﺎﻟﻒ", "التحالف"),
        ("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789"),
        ("٤٣٬٠٠٠ ٧٫٥٪", "43,000 7.5%"),
        ("Café CAFE\u0301 ＣＡＦＥ", "cafe cafe cafe"),
        ("Straße", "strasse"),
        ("“a” ‘b’ «c» — – −", '"a" \'b\' "c" - - -'),
        ("a\u200fb\u202ec\u2066d\u200be\ufefff\u00adg\x00h\x1bi", "abcdefghi"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("مدينة", "مدينة"),
    ],
)
def test_a_text_is_folded_for_comparing(text: str, plain: str) -> None:
    assert folded(text).text == plain


def test_a_ta_marbuta_is_a_ha_only_where_that_is_asked_for() -> None:
    assert folded("مدينة", marbuta=True).text == folded("مدينه").text == "مدينه"
    assert folded("مدينة").text != folded("مدينه").text


@pytest.mark.parametrize(
    ("text", "letters", "original"),
    [
        ("سَلامٌ عليكم", "سلام", "سَلامٌ"),
        ("cafe\u0301s", "cafe", "cafe\u0301"),
        ("ﷲ", "ل", "ﷲ"),
        ("ﻻَ!", "لا", "ﻻَ"),
        ("x\u200ftar\u202eget\u202c y", "target", "tar\u202eget"),
        ("عـــام جديد", "عام", "عـــام"),
    ],
)
def test_a_span_of_the_folded_text_is_one_of_the_original(text: str, letters: str, original: str) -> None:
    plain = folded(text)

    start = plain.text.index(letters)
    first, last = plain.span(start, start + len(letters))

    assert text[first:last] == original


@given(TEXTS | ALIKE, st.booleans())
def test_folding_twice_is_folding_once(text: str, marbuta: bool) -> None:
    once = folded(text, marbuta=marbuta).text

    assert folded(once, marbuta=marbuta).text == once
    assert folded(once, marbuta=marbuta).at == tuple(range(len(once) + 1))


@given(TEXTS | ALIKE)
def test_the_map_of_a_folded_text_rises_and_stays_in_range(text: str) -> None:
    plain = folded(text)

    assert len(plain.at) == len(plain.text) + 1
    assert len(plain.to) == len(plain.text)
    assert list(plain.at) == sorted(plain.at)
    assert list(plain.to) == sorted(plain.to)
    assert plain.at[-1] == len(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(plain.at, plain.to, strict=False))


@given(TEXTS | ALIKE)
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFC", text)).text == folded(unicodedata.normalize("NFD", text)).text


@given(TEXTS | ALIKE)
def test_each_letter_of_a_folded_text_comes_from_its_place(text: str) -> None:
    plain = folded(text)

    for place, letter in enumerate(plain.text):
        assert letter in folded(text[plain.at[place] : plain.to[place]]).text


# Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("43,000 ٤٣٬٠٠٠ 43000 ٤٣،٠٠٠", ["43000"] * 4),
        ("7.5 ٧٫٥ ۷٫۵", ["7.5"] * 3),
        ("1,250,000.5", ["1250000.5"]),
        ("in 2016, 2017.", ["in", "2016", "2017"]),
        ("12,34 1234,567", ["12", "34", "1234", "567"]),
        ("و11,500 مقاتل", ["و", "11500", "مقاتل"]),
        ("mid-2014 G7", ["mid", "2014", "g", "7"]),
        ("the Coalition's members' don’t", ["the", "coalition", "members", "don't"]),
        ("ISISداعش", ["isis", "داعش"]),
        ("مُتَّحِدٌ، تحـالف؟", ["متحد", "تحالف"]),
        ("<b>x</b>", ["b", "x", "b"]),
        ("snake_case", ["snake", "case"]),
        ("٪ — ! \u200f", []),
    ],
)
def test_a_text_is_cut_into_words_and_numbers(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


def test_a_token_says_where_it_stands_in_the_original() -> None:
    text = "قال: «التَّحـالُفُ»، ٤٣٬٠٠٠ Café’s."

    assert [text[token.start : token.end] for token in tokens(text)] == ["قال", "التَّحـالُفُ", "٤٣٬٠٠٠", "Café"]


@pytest.mark.parametrize(
    "forms",
    [
        "التحالف للتحالف والتحالف تحالف بالتحالف وبالتحالف كالتحالف فالتحالف وللتحالف",
        "اجتماع اجتماعات الاجتماعات والاجتماع اجتماعاً لاجتماع",
        "بيان البيان بيانها بيانات البيانات",
        "أعلن أعلنت وأعلنوا وأعلن اعلن",
        "وزير الوزير والوزير",
        "بريطانيا وبريطانيا",
        "فرنسا وفرنسا",
        "أفغانستان وأفغانستان وافغانستان",
        "أستراليا وأستراليا استراليا",
        "العراق والعراق عراق بالعراق للعراق",
        "عملية العملية العمليات عمليات ولعملياته لعملية",
        "إرهابي الإرهابي إرهابيون الإرهابيين إرهابية",
        "مقاتل المقاتلين مقاتلون مقاتليه بالمقاتلين",
        "ضربة ضربات للضربات ضرباته",
        "ولاية الولايات والولايات فالولايات",
        "التزام الالتزام للالتزام والالتزام",
        "تنظيم التنظيم لتنظيم بتنظيم بالتنظيم للتنظيم",
        "حماية لحماية الحماية",
        "meet meets meeting meetings",
        "liberated liberation liberating",
        "fight fighting fights",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({token.stem for token in tokens(forms)}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "الولايات ولا",
        "أماكن أما",
        "إلى آلية",
        "حرب حرية",
        "دولة دولار",
        "لبنان لبن",
        "واشنطن شنطة",
        "مجتمع اجتماع",
        "اتحاد اتخاذ",
        "سلاح سلام",
        "fighter fight",
        "unity unite",
    ],
)
def test_different_words_keep_different_stems(words: str) -> None:
    one, other = tokens(words)

    assert one.stem != other.stem


def test_the_article_never_changes_a_stem(record: Dataset) -> None:
    words = {token.word for text in record.passages["ar"] for token in tokens(text)}
    defined = sorted(
        word for word in words if re.match("ال...", word) and not re.match("الال|الت[زق]|الي", word)
    )

    assert len(defined) > 300
    for word in defined:
        bare, dressed = word[2:], ("و" + word, "ب" + word, "ك" + word, "ف" + word)
        stems = {token.stem for token in tokens(" ".join((bare, word, *dressed)))}
        if not word.startswith(("الاف", "الحاق", "الغاء", "الكترون")):
            assert len(stems) == 1, word


@given(TEXTS | ALIKE, st.booleans())
def test_equal_words_have_equal_stems(text: str, marbuta: bool) -> None:
    for token in tokens(text, marbuta=marbuta):
        again = tokens(token.word, marbuta=marbuta)

        assert [(each.word, each.stem) for each in again] == [(token.word, token.stem)]


@given(TEXTS | ALIKE)
def test_tokens_stand_in_order_and_hold_something(text: str) -> None:
    found = tokens(text)

    assert all(token.start < token.end and token.word and token.stem for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)


# Queries ----------------------------------------------------------------------------------------------

ARABIC = [
    # Vowel marks, on either side, and what the mark covers
    ("متحد", "شعب مُتَّحِدٌ قوي", ("مُتَّحِدٌ",)),
    ("مُتَّحِدٌ", "شعب متحد قوي", ("متحد",)),
    ("هذا", "هٰذا بيان", ("هٰذا",)),
    # Presentation forms and ligatures
    ("التحالف", "ﺍﻟﺘﺤﺎﻟﻒ الدولي", ("ﺍﻟﺘﺤﺎﻟﻒ",)),
    ("ﺍﻟﺘﺤﺎﻟﻒ", "التحالف الدولي", ("التحالف",)),
    ("سلام", "سﻼم عليكم", ("سﻼم",)),
    ("سﻼم", "السلام", ("السلام",)),
    ("الله", "باسم ﷲ", ("ﷲ",)),
    # Tatweel
    ("تحالف", "تحـــــالف", ("تحـــــالف",)),
    ("تحـــالف", "تحالف", ("تحالف",)),
    # Digits and separators
    ("43,000", "عاد ٤٣٬٠٠٠ شخص", ("٤٣٬٠٠٠",)),
    ("٤٣٬٠٠٠", "عاد 43,000 شخص", ("43,000",)),
    ("43000", "عاد ٤٣،٠٠٠ شخص", ("٤٣،٠٠٠",)),
    ("۷٫۵", "نحو 7.5 مليون", ("7.5",)),
    ("7.5", "نحو ٧٫٥ مليون", ("٧٫٥",)),
    ("7", "نحو ٧٫٥ مليون", ()),
    ("11500", "بين 9,000 و11,500 مقاتل", ("11,500",)),
    ("٩٨٪", "نسبة 98% منها", ("98",)),
    # Hamza and alef
    ("اعلن", "أعلن التحالف", ("أعلن",)),
    ("أعلن", "اعلن التحالف", ("اعلن",)),
    ("أعلن", "ا\u0654علن التحالف", ("ا\u0654علن",)),
    ("ارهاب", "الإرهاب", ("الإرهاب",)),
    ("مسوول", "مسؤول كبير", ("مسؤول",)),
    ("رييس", "الرئيس", ("الرئيس",)),
    ("ٱلسلام", "السلام", ("السلام",)),
    ("سوء", "سوا", ()),
    # Alef maqsura, ya, Persian letters
    ("مستشفي", "مستشفى", ("مستشفى",)),
    ("عراقی", "عراقي", ("عراقي",)),
    ("کویت", "الكويت", ("الكويت",)),
    # Prefixes and endings
    ("تحالف", "التحالف وللتحالف", ("التحالف", "وللتحالف")),
    ("التحالف", "قوات تحالف دولي", ("تحالف",)),
    ("والتحالف", "دول التحالف", ("التحالف",)),
    ("بالتحالف", "للتحالف", ("للتحالف",)),
    ("ضربة", "ضربات التحالف", ("ضربات",)),
    ("الضربات", "ضربة واحدة", ("ضربة",)),
    ("مقاتل", "بالمقاتلين الأجانب", ("بالمقاتلين",)),
    ("أفغانستان", "وأفغانستان", ("وأفغانستان",)),
    ("ولاية", "الولايات المتحدة", ("الولايات",)),
    ("تحالف", "تخالف", ()),
    # Bidirectional controls and joiners
    ("تحالف", "تحا\u200fلف", ("تحا\u200fلف",)),
    ("\u202eتحالف\u202c", "تحالف", ("تحالف",)),
    ("\u2067داعش\u2069", "داعش", ("داعش",)),
    ("مي\u200cروم", "ميروم", ("ميروم",)),
    # Phrases
    ('"التحالف الدولي"', "التحالف الدولي ضد داعش", ("التحالف الدولي",)),
    ("«التحالف الدولي»", "التَّحالف، الدولي", ("التَّحالف، الدولي",)),
    ('"تحالف دولي"', "التحالف الدولي", ()),
    ('"الدولي التحالف"', "التحالف الدولي", ()),
    ('"التحالف الدولي"', "اجتمع التحالف. الدولي منه", ()),
    ('"شبكة"', "شبكه", ()),
    ("سنة", "سنه", ()),
    # All parts
    ("داعش العراق", "داعش في العراق", ("داعش", "العراق")),
    ("داعش ليبيا", "داعش في العراق", ()),
    ("العراق 2016", "العراق عام ٢٠١٦", ("العراق", "٢٠١٦")),
]

ENGLISH = [
    # Inflections
    ("meeting", "They met; two meetings, one to meet.", ("meetings", "meet")),
    ("liberate", "the liberated land and its liberation", ("liberated", "liberation")),
    ("fighters", "a foreign fighter", ("fighter",)),
    ("city", "the cities", ("cities",)),
    ("land", "the island", ()),
    # Case, accents, width, forms
    ("ISIS", "isis Isis ＩＳＩＳ", ("isis", "Isis", "ＩＳＩＳ")),
    ("cafe", "Café CAFE\u0301", ("Café", "CAFE\u0301")),
    ("CAFÉ", "cafe", ("cafe",)),
    ("office", "oﬃce", ("oﬃce",)),
    ("strasse", "Straße", ("Straße",)),
    # Possessives, apostrophes, hyphens
    ("coalition", "the Coalition’s work", ("Coalition",)),
    ("Coalition's", "the Coalition", ("Coalition",)),
    ("don't", "they don’t", ("don’t",)),
    ("working-level", "a working level", ("working level",)),
    ("working-level", "the level of working", ()),
    ("2014", "mid-2014", ("2014",)),
    # Phrases
    ('"foreign fighters"', "of foreign fighters, and", ("foreign fighters",)),
    ("“foreign fighters”", "Foreign–Fighters", ("Foreign–Fighters",)),
    ("„foreign fighters“", "foreign fighter", ()),
    ('"fight"', "fights", ()),
    ('"fight', "fights", ("fights",)),
    ('"the land. It"', "the land. It is", ("the land. It",)),
    ('"land it"', "the land. It is", ()),
    ('"land it"', "the land; it is", ()),
    ('"land it"', "the land, it is", ("land, it",)),
    ('"U.S. forces"', "the U.S. forces", ("U.S. forces",)),
    # Marks that overlap are one
    ('"foreign fighters" fighters', "foreign fighters", ("foreign fighters",)),
    # Nothing inert becomes active
    ("<b>", "a <b> c", ("b",)),
    ("to\u202ekens", "tokens", ("tokens",)),
    ("tok\x00en", "tokens", ("tokens",)),
    ("((", "((", ()),
    (".*", "anything", ()),
]


@pytest.mark.parametrize(("asked", "text", "found"), ARABIC)
def test_an_arabic_query_marks_exactly_this(asked: str, text: str, found: tuple[str, ...]) -> None:
    assert marked(asked, text) == found


@pytest.mark.parametrize(("asked", "text", "found"), ENGLISH)
def test_an_english_query_marks_exactly_this(asked: str, text: str, found: tuple[str, ...]) -> None:
    assert marked(asked, text, language="en") == found


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ('"شبكة"', "في شبكه واسعة", ("شبكه",)),
        ('"شبكه"', "في شبكة واسعة", ("شبكة",)),
        ("سنة", "كل سنه", ("سنه",)),
        ("مدينه", "المدينة", ("المدينة",)),
        ("ولاية", "الولايات", ("الولايات",)),
        ('"شبكت"', "شبكة", ()),
    ],
)
def test_with_the_option_ta_marbuta_and_ha_are_one(asked: str, text: str, found: tuple[str, ...]) -> None:
    assert marked(asked, text, marbuta=True) == found


@pytest.mark.parametrize(
    "text", ["", " ", '""', "«»", "?!…", "\u202e\u202c", "\x00", "ـــ", "َ", '" "', "\ud800"]
)
def test_a_query_without_a_word_is_nothing(text: str) -> None:
    assert not query(text)
    assert query(text).parts == ()


def test_a_query_is_cut_at_its_limits_and_says_so() -> None:
    many = query(" ".join(f"w{chr(97 + place)}" for place in range(MOST_PARTS + 1)))
    long = query("a" * (LONGEST_WORDS + 1))

    assert len(many.parts) == MOST_PARTS
    assert many.cut
    assert [part.text for part in long.parts] == ["a" * LONGEST_WORDS]
    assert long.cut
    assert not query("a" * LONGEST_WORDS).cut


def test_a_part_asked_for_twice_is_sought_once() -> None:
    assert [part.text for part in query("ISIS isis «isis»").parts] == ["isis", "isis"]
    assert [part.exact for part in query("ISIS isis «isis»").parts] == [False, True]


def test_the_script_of_a_part_says_where_it_is_sought() -> None:
    asked = query("ISIS داعش 2016")

    assert [part.language for part in asked.parts] == ["en", "ar", None]
    assert [part.text for part in asked.sought("ar")] == ["داعش", "2016"]
    assert query("ISIS 2016").sought("ar") == ()


@given(TEXTS | ALIKE, TEXTS | ALIKE, st.sampled_from(LANGUAGES), st.booleans())
def test_what_is_marked_is_what_was_asked(asked: str, text: str, language: Language, marbuta: bool) -> None:
    wanted = query(asked)
    found = spans(wanted, text, language=language, marbuta=marbuta)

    words = {token.word for part in wanted.parts for token in tokens(part.text, marbuta=marbuta)}
    stems = {token.stem for part in wanted.parts for token in tokens(part.text, marbuta=marbuta)}
    for start, end in found:
        for token in tokens(text[start:end], marbuta=marbuta):
            assert token.word in words or token.stem in stems


@given(TEXTS | ALIKE, st.integers(0, 80), st.integers(0, 4))
@example("the land. It is", 0, 4)
def test_words_quoted_from_a_text_are_found_there(text: str, first: int, more: int) -> None:
    words = tokens(text)[first : first + more + 1]
    assume(words)
    quoted = text[words[0].start : words[-1].end]
    wanted = [token.word for token in words]
    assume([token.word for token in tokens(quoted)] == wanted and '"' not in folded(quoted).text)
    asked = query(f'"{quoted}"')

    found = spans(asked, text, language=asked.parts[0].language or "en")

    held = [[token.word for token in tokens(text[start:end])] for start, end in found]
    assert any(each[: len(wanted)] == wanted for each in held)


@given(TEXTS | ALIKE)
def test_each_word_of_a_text_finds_itself(text: str) -> None:
    for token in tokens(text):
        asked = query(token.word)
        found = spans(asked, text, language=asked.parts[0].language or "en")

        assert any(start <= token.start and token.end <= end for start, end in found)


@given(TEXTS | ALIKE, TEXTS | ALIKE)
def test_marks_are_sorted_and_apart(asked: str, text: str) -> None:
    for language in LANGUAGES:
        found = spans(query(asked), text, language=language)

        assert all(0 <= start < end <= len(text) for start, end in found)
        assert all(one[1] < other[0] for one, other in pairwise(found))


# Search -----------------------------------------------------------------------------------------------


def places(hits: tuple[Hit, ...]) -> list[tuple[str, int]]:
    return [(hit.meeting_id, hit.number) for hit in hits]


def naive(dataset: Dataset, pattern: str, *, column: str) -> list[tuple[str, int]]:
    """The passages that hold a pattern, by the plainest means there are."""
    rows = dataset.passages
    held = [re.search(pattern, text) is not None for text in rows[column]]
    return [*zip(rows.loc[held, "meeting_id"], rows.loc[held, "number"], strict=True)]


@pytest.mark.parametrize(
    ("asked", "pattern"),
    [
        ('"ISIS"', r"\bISIS\b"),
        ("Iraq", r"\bIraq\b"),
        ("meeting", r"(?i)\bmeet(ing|ings|s)?\b"),
        ('"the Coalition"', r"(?i)\bthe Coalition\b"),
        ("liberated", r"(?i)\bliberat(e|es|ed|ing|ion)\b"),
        ("43000", r"\b43,000\b"),
    ],
)
def test_an_english_search_finds_what_a_plain_one_finds(record: Dataset, asked: str, pattern: str) -> None:
    plain = naive(record, pattern, column="en")

    assert plain
    assert places(search(record, query(asked))) == plain


@pytest.mark.parametrize(
    ("asked", "pattern"),
    [
        ("داعش", r"\bداعش\b"),
        ("تحالف", r"\b[وف]?(ال|بال|لل|كال)?تحالف(ات)?\b"),
        ("عراق", r"\b[وف]?(ال|بال|لل)?عراق(ي|ية|يين|يون|يو|يي)?\b"),
        ("ليبيا", r"\bو?ليبيا\b"),
    ],
)
def test_an_arabic_search_finds_what_a_plain_one_finds(record: Dataset, asked: str, pattern: str) -> None:
    plain = naive(record, pattern, column="ar")

    assert plain
    assert places(search(record, query(asked))) == plain


def test_a_number_is_sought_in_both_languages(record: Dataset) -> None:
    hits = search(record, query("٧٫٥"))

    assert places(hits) == naive(record, r"\b7\.5\b", column="en")
    assert all(hit.spans["en"] and hit.spans["ar"] for hit in hits)


def test_two_scripts_ask_that_both_texts_hold_theirs(record: Dataset) -> None:
    both = places(search(record, query("ليبيا Libya")))
    one = places(search(record, query("ليبيا Mosul")))

    assert both == naive(record, r"\bLibya\b", column="en")
    assert one == [each for each in both if each in naive(record, r"\bMosul\b", column="en")]


def test_a_word_of_one_script_is_marked_in_its_language_only(record: Dataset) -> None:
    hits = search(record, query("coalition"))

    assert all(hit.spans["en"] and not hit.spans["ar"] for hit in hits)


def test_a_search_stays_within_the_selection(record: Dataset) -> None:
    chosen = select(record, Selection(meetings=("2016-02-rome",)))

    hits = search(chosen, query("ISIS"))

    assert places(hits) == [
        each for each in places(search(record, query("ISIS"))) if each[0] == "2016-02-rome"
    ]


def test_a_search_for_nothing_finds_nothing(record: Dataset) -> None:
    assert search(record, query("")) == ()


def test_results_are_counted_by_statement_and_by_theme(record: Dataset) -> None:
    hits = search(record, query("داعش"))

    found = counts(hits)

    assert found.statements == dict(Counter(hit.meeting_id for hit in hits))
    assert sum(found.statements.values()) == len(hits)
    assert found.themes == dict(Counter(theme for hit in hits for theme in hit.themes))


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202e\u2066\u2067" * 3000,
    "\x00\x01\x1b[31m" * 2000,
    "ا" * 10_000,
    "ab " * 5_000,
    '"' * 10_000,
    "1," * 5_000,
    "." * 10_000,
    "a" + "\u0301" * 10_000,
    "ﷺ" * 10_000,
    "'s" * 5_000,
    "(a+)+$" * 1_000,
    "\ud800\udfff" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_text_like_any_other(record: Dataset, text: str) -> None:
    found = query(text)
    hits, lines = search(record, found), concordance(record, text)

    assert all(len(part.text) <= LONGEST_WORDS for part in found.parts)
    assert all(hit.spans["en"] or hit.spans["ar"] for hit in hits)
    assert all(line.before + line.keyword + line.after in passage(record, line) for line in lines)


def test_what_hostile_input_finds_is_what_its_words_find(record: Dataset) -> None:
    plain = search(record, query("coalition"))

    dressed = search(record, query("\u202e<\x00Coa\u2066li\u200btion>\u202c"))

    assert plain
    assert dressed == plain


# Concordance ------------------------------------------------------------------------------------------


def passage(dataset: Dataset, line: wording.Line) -> str:
    rows = dataset.passages
    mine = rows[(rows["meeting_id"] == line.meeting_id) & (rows["number"] == line.number)]
    return str(mine[line.language].iloc[0])


@pytest.mark.parametrize(
    "keyword", ["coalition", "foreign fighters", '"the Coalition"', "تحالف", "«تنظيم داعش»", "2014"]
)
@pytest.mark.parametrize("reach", [0, 7, 60, 10_000])
def test_a_line_is_a_slice_of_its_passage_in_whole_words(record: Dataset, keyword: str, reach: int) -> None:
    lines = concordance(record, keyword, reach=reach)

    assert lines
    for line in lines:
        text, whole = passage(record, line), line.before + line.keyword + line.after
        start = text.index(whole)
        assert len(line.before) <= reach
        assert len(line.after) <= reach
        assert not line.before or start == 0 or text[start - 1].isspace()
        end = start + len(whole)
        assert not line.after or end == len(text) or text[end].isspace()


def test_every_occurrence_has_its_line(record: Dataset) -> None:
    english = concordance(record, '"ISIS"')
    arabic = concordance(record, "«داعش»")

    assert len(english) == sum(len(re.findall(r"\bISIS\b", text)) for text in record.passages["en"])
    assert len(arabic) == sum(len(re.findall(r"\bداعش\b", text)) for text in record.passages["ar"])


@pytest.mark.parametrize("keyword", ["coalition", "التحالف"])
def test_lines_are_sorted_by_the_neighbour_in_reading_order(record: Dataset, keyword: str) -> None:
    before = concordance(record, keyword, by="before")
    after = concordance(record, keyword, by="after")
    place = concordance(record, keyword)

    firsts = [[token.word for token in tokens(line.before)][-1:] for line in before]
    nexts = [[token.word for token in tokens(line.after.removeprefix("'s"))][:1] for line in after]
    assert firsts == sorted(firsts)
    assert nexts == sorted(nexts)
    assert sorted(before, key=place.index) == sorted(after, key=place.index) == list(place)
    assert [(line.meeting_id, line.number) for line in place] == sorted(
        (line.meeting_id, line.number) for line in place
    )


def test_ties_of_a_concordance_stay_in_place(record: Dataset) -> None:
    place = [(line.meeting_id, line.number) for line in concordance(record, "داعش")]
    lines = concordance(record, "داعش", by="before")

    same = [(line.meeting_id, line.number) for line in lines if line.before.endswith(" تنظيم ")]

    assert len(same) > 10
    assert same == sorted(same, key=place.index)


def test_a_number_has_lines_in_both_languages(record: Dataset) -> None:
    assert {line.language for line in concordance(record, "7.5")} == {"en", "ar"}


def test_an_order_or_reach_that_is_none_is_named(record: Dataset) -> None:
    with pytest.raises(ValueError, match="by: 'left' is no order; expected one of "):
        concordance(record, "ISIS", by="left")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="reach: -1 is negative"):
        concordance(record, "ISIS", reach=-1)


# Terms ------------------------------------------------------------------------------------------------


def fightin_words(one: list[str], other: list[str], weight: float) -> dict[str, tuple[float, float]]:
    """Log-odds and z of each word of two lists, written down from the article, one line a formula."""
    out = {}
    every = one + other
    for word in set(every):
        alpha = weight * every.count(word) / len(every)
        y_i, y_j, n_i, n_j = one.count(word), other.count(word), len(one), len(other)
        omega_i = (y_i + alpha) / (n_i + weight - (y_i + alpha))
        omega_j = (y_j + alpha) / (n_j + weight - (y_j + alpha))
        delta = math.log(omega_i / omega_j)
        sigma = math.sqrt(1 / (y_i + alpha) + 1 / (y_j + alpha))
        out[word] = (delta, delta / sigma)
    return out


@given(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30),
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30),
    st.floats(0.5, 500),
)
def test_the_log_odds_agree_with_the_article_on_made_up_words(
    one: list[str], other: list[str], weight: float
) -> None:
    if len(set(one + other)) < 2:
        return
    expected = fightin_words(one, other, weight)

    for word, (delta, z) in expected.items():
        found = (one.count(word), other.count(word))
        ((mine, variance),) = wording._log_odds(found, totals=(len(one), len(other)), weight=weight)
        assert mine == pytest.approx(delta, abs=1e-9, rel=1e-9)
        assert mine / math.sqrt(variance) == pytest.approx(z, abs=1e-9, rel=1e-9)


def stemmed(dataset: Dataset, meetings: list[str], language: Language) -> list[str]:
    """The counted stems of some statements, one after the other."""
    rows = dataset.passages
    texts = [text for name in meetings for text in rows.loc[rows["meeting_id"] == name, language]]
    return [token.stem for text in texts for token in tokens(text) if wording._counted(token.word, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_odds_agree_with_the_article_on_the_record(record: Dataset, language: Language) -> None:
    there = sorted(set(record.passages["meeting_id"]))
    for meeting in there:
        one = stemmed(record, [meeting], language)
        other = stemmed(record, [name for name in there if name != meeting], language)
        expected = fightin_words(one, other, (len(one) + len(other)) / len(there))

        found = vocabulary(record, meeting, language=language, least=1)

        assert (found.here, found.elsewhere) == (len(one), len(other))
        assert {term.stem for term in found.terms} == set(expected)
        for term in found.terms:
            delta, z = expected[term.stem]
            assert term.here == one.count(term.stem)
            assert term.elsewhere == other.count(term.stem)
            assert term.delta == pytest.approx(delta, abs=1e-9)
            assert term.z == pytest.approx(z, abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_run_from_over_used_to_under_used(record: Dataset, language: Language) -> None:
    found = vocabulary(record, "2018-02-kuwait", language=language)

    assert [term.z for term in found.terms] == sorted((term.z for term in found.terms), reverse=True)
    assert found.terms[0].z > 0 > found.terms[-1].z
    assert all(term.here + term.elsewhere >= 3 for term in found.terms)
    assert found.small


def test_a_term_is_shown_as_it_is_most_often_written(record: Dataset) -> None:
    found = vocabulary(record, "2018-02-kuwait", language="en")

    shown = {term.stem: term.word for term in found.terms}

    assert shown["state"] == "states"
    assert shown["coalit"] == "Coalition"
    assert wording._shown(Counter({"b": 2, "a": 2, "c": 1})) == "a"
    assert wording._shown(Counter({"State": 2, "state": 2})) == "state"


def test_an_arabic_term_keeps_its_hamza(record: Dataset) -> None:
    found = vocabulary(record, "2017-11-amman", language="ar")

    assert "الإرهاب" in {term.word for term in found.terms}


@pytest.mark.parametrize(
    ("word", "language", "counts_for"),
    [
        ("the", "en", False),
        ("members", "en", True),
        ("states", "en", True),
        ("x", "en", False),
        ("2016", "en", False),
        ("coalition", "en", True),
        ("في", "ar", False),
        ("وفي", "ar", False),
        ("والتي", "ar", False),
        ("الذي", "ar", False),
        ("و", "ar", False),
        ("تحالف", "ar", True),
    ],
)
def test_stop_words_letters_and_numbers_are_no_terms(word: str, language: Language, counts_for: bool) -> None:
    assert wording._counted(word, language) is counts_for


def test_what_is_chosen_does_not_change_the_terms_of_a_statement(record: Dataset) -> None:
    chosen = select(record, Selection(meetings=("2016-02-rome",), themes=("military-campaign",)))

    assert vocabulary(chosen, "2016-02-rome", language="en") == vocabulary(
        record, "2016-02-rome", language="en"
    )


def test_a_term_needs_another_statement_or_another_word() -> None:
    assert [*wording._log_odds((3, 2), totals=(3, 2), weight=2.5)] == []
    assert len([*wording._log_odds((3, 0), totals=(5, 0), weight=5)]) == 1


def test_bad_parameters_of_a_vocabulary_are_named(record: Dataset) -> None:
    with pytest.raises(ValueError, match="language: 'fr' is unknown; expected one of en, ar"):
        vocabulary(record, "2016-02-rome", language="fr")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="meeting_id: '2016-02-rom' is unknown"):
        vocabulary(record, "2016-02-rom", language="en")
    with pytest.raises(ValueError, match="least: 0 is not allowed"):
        vocabulary(record, "2016-02-rome", language="en", least=0)
