"""What the statements say: folding, tokens, queries, search, concordance and keyness."""

import math
import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from loaders.select import select
from loaders.selection import LANGUAGES, LONGEST_WORDS, Selection
from loaders.text.concordance import list_concordance
from loaders.text.folding import fold
from loaders.text.keyness import choose_form, compare_words, compute_log_odds, is_counted
from loaders.text.query import MAX_TERMS, find_spans, merge_spans, parse_phrase, parse_query
from loaders.text.search import search
from loaders.text.tokens import tokenize

SIMILAR = st.text(
    st.sampled_from(
        "اأإآٱىيیئؤوةهءلـَّ\u0670\u0654ﻻﷲﷺ٤٣٬٫43,.' \u200f\u202e\u2066\u200dabcéÉe\u0301ß’“”«»\"\n؟"
    )
)
"""Texts of characters that folding changes."""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | SIMILAR


def find_words(query, text, language):
    """The words of a text that a query matches."""
    spans = find_spans(parse_query(query), tokenize(text), language=language)
    return tuple(text[start:end] for start, end in spans)


# Folding and tokens -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("مُتَّحِدٌ", "متحد"),
        ("هٰذا", "هذا"),
        ("تحـــالف", "تحالف"),
        ("أإآٱ", "اااا"),
        ("ا\u0654ا\u0655ا\u0653", "ااا"),
        ("على مستشفى", "على مستشفى"),
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
def test_a_text_is_folded_for_comparison(text, folded):
    assert fold(text).text == folded


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
def test_a_span_of_the_folded_text_leads_to_the_original(text, letters, original):
    folded = fold(text)

    start = folded.text.index(letters)
    first, last = folded.original_span(start, start + len(letters))

    assert text[first:last] == original


@given(TEXTS)
def test_folding_is_idempotent_and_blind_to_composition(text):
    once = fold(text).text

    assert fold(once).text == once
    assert (
        fold(unicodedata.normalize("NFC", text)).text
        == fold(unicodedata.normalize("NFD", text)).text
    )


@given(TEXTS)
def test_offsets_of_a_folded_text_are_sorted_and_lead_to_its_characters(text):
    folded = fold(text)

    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert [*folded.starts] == sorted(folded.starts)
    assert [*folded.ends] == sorted(folded.ends)
    for start, end, letter in zip(folded.starts, folded.ends, folded.text, strict=True):
        assert letter in fold(text[start:end]).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("43,000 ٤٣٬٠٠٠ 43000 ٤٣،٠٠٠", ["43000"] * 4),
        ("7.5 ٧٫٥ ۷٫۵", ["7.5"] * 3),
        ("1,250,000.5", ["1250000.5"]),
        ("in 2016, 2017.", ["in", "2016", "2017"]),
        ("12,34 1234,567", ["12.34", "1234", "567"]),
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
def test_a_text_is_split_into_words_and_numbers(text, words):
    assert [*tokenize(text).words] == words


def test_a_token_has_its_offsets_in_the_original():
    text = "قال: «التَّحـالُفُ»، ٤٣٬٠٠٠ Café’s."

    tokens = tokenize(text)

    words = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    assert words == ["قال", "التَّحـالُفُ", "٤٣٬٠٠٠", "Café"]


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
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len({*tokenize(forms).stems}) == 1


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
def test_different_words_have_different_stems(words):
    first, second = tokenize(words).stems

    assert first != second


def test_an_article_or_conjunction_does_not_change_a_stem(record):
    words = {word for text in record.passages["ar"] for word in tokenize(text).words}
    own_article = ("الاف", "الحاق", "الغاء", "الكترون")
    defined = sorted(
        word
        for word in words
        if re.match("ال...", word)
        and not re.match("الال|الت[زق]|الي", word)
        and not word[2:].startswith(own_article)
    )

    assert len(defined) > 300
    for word in defined:
        forms = (word[2:], word, *(prefix + word for prefix in "وبكف"))
        assert len({*tokenize(" ".join(forms)).stems}) == 1, word


@given(TEXTS)
def test_equal_words_have_equal_stems(text):
    tokens = tokenize(text)

    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert [*tokens.starts] == sorted(tokens.starts)
    for word, stem in zip(tokens.words, tokens.stems, strict=True):
        again = tokenize(word)
        assert (again.words, again.stems) == ((word,), (stem,))


# Queries ----------------------------------------------------------------------------------------

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
    ('"شبكه"', "شبكة", ()),
    ('"مستشفي"', "مستشفى", ()),
    ("سنة", "كل سنه", ("سنه",)),
    ("الرقه", "مدينة الرقة", ("الرقة",)),
    ("مدينه", "المدينة", ("المدينة",)),
    ("المدينه", "مدينة كبيرة", ("مدينة",)),
    ("اتجاه", "اتجاه الحملة", ("اتجاه",)),
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


@pytest.mark.parametrize(
    ("query", "text", "found", "language"),
    [*((*case, "ar") for case in ARABIC), *((*case, "en") for case in ENGLISH)],
)
def test_a_query_matches_exactly_these_words(query, text, found, language):
    assert find_words(query, text, language) == found


@pytest.mark.parametrize(
    "text", ["", " ", '""', "«»", "?!…", "\u202e\u202c", "\x00", "ـــ", "َ", '" "', "\ud800"]
)
def test_a_query_without_a_word_is_empty(text):
    assert not parse_query(text)


def test_a_query_is_cut_at_its_limits_and_says_so():
    many = parse_query(" ".join(f"w{chr(97 + index)}" for index in range(MAX_TERMS + 1)))
    long = parse_query("a" * (LONGEST_WORDS + 1))

    assert (len(many.terms), many.is_cut) == (MAX_TERMS, True)
    assert ([term.text for term in long.terms], long.is_cut) == (["a" * LONGEST_WORDS], True)
    assert not parse_query("a" * LONGEST_WORDS).is_cut


def test_a_term_is_searched_for_once_and_in_the_language_of_its_script():
    query = parse_query("ISIS isis «isis» داعش 2016")

    assert [(term.text, term.is_exact, term.language) for term in query.terms] == [
        ("isis", False, "en"),
        ("isis", True, "en"),
        ("داعش", False, "ar"),
        ("2016", False, None),
    ]
    assert [term.text for term in query.select_terms("ar")] == ["داعش", "2016"]
    assert parse_query("ISIS 2016").select_terms("ar") == ()


@given(TEXTS, TEXTS, st.sampled_from(LANGUAGES))
def test_matches_are_sorted_and_separate_and_hold_what_was_searched_for(words, text, language):
    query = parse_query(words)
    phrases = [parse_phrase(term.text) for term in query.terms]
    wanted = {
        form for phrase in phrases for forms in (*phrase.words, *phrase.stems) for form in forms
    }
    values = {term.value for term in query.terms}

    spans = find_spans(query, tokenize(text), language=language)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    for start, end in spans:
        found = tokenize(text[start:end])
        has_words = all(wanted & {*pair} for pair in zip(found.words, found.stems, strict=True))
        # A ligature of several words is one character.
        assert has_words or end - start == 1 or values & {number.value for number in found.numbers}


@given(TEXTS, st.integers(0, 80), st.integers(0, 4))
@example("the land. It is", 0, 4)
def test_words_quoted_from_a_text_are_found_in_it(text, first, more):
    tokens = tokenize(text)
    wanted = tokens.words[first : first + more + 1]
    assume(wanted)
    quoted = text[tokens.starts[first] : tokens.ends[first + len(wanted) - 1]]
    assume(tokenize(quoted).words == wanted and '"' not in fold(quoted).text)
    query = parse_query(f'"{quoted}"')

    found = find_words(f'"{quoted}"', text, query.terms[0].language or "en")

    assert any(tokenize(words).words[: len(wanted)] == wanted for words in found)


def test_spans_that_overlap_are_one_and_those_that_meet_if_it_is_asked():
    spans = [(8, 12), (0, 4), (3, 6), (1, 2), (6, 7)]

    assert merge_spans(spans, is_touching=False) == ((0, 6), (6, 7), (8, 12))
    assert merge_spans(spans, is_touching=True) == ((0, 7), (8, 12))


# Search -----------------------------------------------------------------------------------------


def list_keys(rows):
    return [(row.meeting_id, row.number) for row in rows]


def match_passages(dataset, pattern, column):
    """The passages that a regular expression matches."""
    rows = dataset.passages[dataset.passages[column].str.contains(pattern, regex=True)]
    return [*zip(rows["meeting_id"], rows["number"], strict=True)]


@pytest.mark.filterwarnings("ignore:This pattern:UserWarning")
@pytest.mark.parametrize(
    ("query", "pattern", "column"),
    [
        ('"ISIS"', r"\bISIS\b", "en"),
        ("meeting", r"(?i)\bmeet(?:ing|ings|s)?\b", "en"),
        ('"the Coalition"', r"(?i)\bthe Coalition\b", "en"),
        ("liberated", r"(?i)\bliberat(?:e|es|ed|ing|ion)\b", "en"),
        ("43000", r"\b43,000\b", "en"),
        ("٧٫٥", r"\b7\.5\b", "en"),
        ("ليبيا Libya", r"\bLibya\b", "en"),
        ("داعش", r"\bداعش\b", "ar"),
        ("تحالف", r"\b[وف]?(?:ال|بال|لل|كال)?تحالف(?:ات)?\b", "ar"),
        ("عراق", r"\b[وف]?(?:ال|بال|لل)?عراق(?:ي|ية|يين|يون|يو|يي)?\b", "ar"),
        ("ليبيا", r"\bو?ليبيا\b", "ar"),
    ],
)
def test_a_search_finds_what_a_regular_expression_finds(record, query, pattern, column):
    expected = match_passages(record, pattern, column)

    assert expected
    assert list_keys(search(record, parse_query(query))) == expected


def test_words_of_two_scripts_must_match_both_texts(record):
    libya = {*match_passages(record, r"\bLibya\b", "en")}
    mosul = {*match_passages(record, r"\bMosul\b", "en")}

    assert {*list_keys(search(record, parse_query("ليبيا Mosul")))} == libya & mosul


def test_a_word_is_marked_in_its_own_language_and_a_number_in_both(record):
    assert all(
        hit.spans["en"] and not hit.spans["ar"] for hit in search(record, parse_query("coalition"))
    )
    assert all(hit.spans["en"] and hit.spans["ar"] for hit in search(record, parse_query("7.5")))


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
def test_hostile_input_is_text_like_any_other(record, text):
    query = parse_query(text)

    assert all(len(term.text) <= LONGEST_WORDS for term in query.terms)
    assert all(hit.spans["en"] or hit.spans["ar"] for hit in search(record, query))
    for line in list_concordance(record, text):
        assert line.before + line.keyword + line.after in find_passage(record, line)


def test_hostile_characters_do_not_change_what_is_found(record):
    plain = search(record, parse_query("coalition"))

    assert plain
    assert search(record, parse_query("\u202e<\x00Coa\u2066li\u200btion>\u202c")) == plain


# Concordance ------------------------------------------------------------------------------------


def find_passage(dataset, line):
    rows = dataset.passages
    rows = rows[(rows["meeting_id"] == line.meeting_id) & (rows["number"] == line.number)]
    return str(rows[line.language].iloc[0])


@pytest.mark.parametrize("keyword", ["foreign fighters", '"the Coalition"', "«تنظيم داعش»", "2014"])
@pytest.mark.parametrize("reach", [0, 7, 60, 10_000])
def test_a_line_is_a_slice_of_its_passage_in_whole_words(record, keyword, reach):
    lines = list_concordance(record, keyword, reach=reach)

    assert lines
    for line in lines:
        text, whole = find_passage(record, line), line.before + line.keyword + line.after
        start = text.index(whole)
        end = start + len(whole)
        assert max(len(line.before), len(line.after)) <= reach
        assert not line.before or start == 0 or text[start - 1].isspace()
        assert not line.after or end == len(text) or text[end].isspace()


@pytest.mark.parametrize(("keyword", "word"), [('"ISIS"', "ISIS"), ("«داعش»", "داعش")])
def test_every_occurrence_has_a_line(record, keyword, word):
    texts = [*record.passages["en"], *record.passages["ar"]]

    count = sum(len(re.findall(rf"\b{word}\b", text)) for text in texts)

    assert len(list_concordance(record, keyword)) == count


@pytest.mark.parametrize("keyword", ["coalition", "التحالف"])
def test_lines_are_sorted_by_the_neighbour_in_reading_order(record, keyword):
    before = list_concordance(record, keyword, order="before")
    after = list_concordance(record, keyword, order="after")
    place = list_concordance(record, keyword)

    previous = [tokenize(line.before).words[-1:] for line in before]
    following = [tokenize(line.after.removeprefix("'s")).words[:1] for line in after]
    assert previous == sorted(previous)
    assert following == sorted(following)
    assert sorted(before, key=place.index) == sorted(after, key=place.index) == [*place]
    assert list_keys(place) == sorted(list_keys(place))


def test_ties_keep_the_order_of_the_dataset(record):
    place = list_keys(list_concordance(record, "داعش"))
    lines = list_concordance(record, "داعش", order="before")

    ties = list_keys(line for line in lines if line.before.endswith(" تنظيم "))

    assert len(ties) > 10
    assert ties == sorted(ties, key=place.index)


# Keyness ----------------------------------------------------------------------------------------


def score_words(first, second, weight):
    """Log-odds and z of each word of two lists by the formulas of the article, a line each."""
    scores = {}
    for word in {*first, *second}:
        alpha = weight * (first + second).count(word) / len(first + second)
        y_i, y_j, n_i, n_j = first.count(word), second.count(word), len(first), len(second)
        omega_i = (y_i + alpha) / (n_i + weight - (y_i + alpha))
        omega_j = (y_j + alpha) / (n_j + weight - (y_j + alpha))
        delta = math.log(omega_i / omega_j)
        scores[word] = (delta, delta / math.sqrt(1 / (y_i + alpha) + 1 / (y_j + alpha)))
    return scores


WORD_LISTS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30)


@given(WORD_LISTS, WORD_LISTS, st.floats(0.5, 500))
def test_log_odds_agree_with_the_article_on_made_up_words(first, second, weight):
    assume(len({*first, *second}) > 1)
    for word, (delta, z) in score_words(first, second, weight).items():
        counts = (first.count(word), second.count(word))
        found, variance = compute_log_odds(counts, (len(first), len(second)), weight=weight)
        assert (found, found / math.sqrt(variance)) == pytest.approx((delta, z), abs=1e-9, rel=1e-9)


def test_keyness_agrees_with_the_article_on_the_record(record, language):
    stems = {}
    for meeting_id, text in zip(
        record.passages["meeting_id"], record.passages[language], strict=True
    ):
        tokens = tokenize(text)
        pairs = zip(tokens.words, tokens.stems, strict=True)
        stems.setdefault(meeting_id, []).extend(
            stem for word, stem in pairs if is_counted(word, language)
        )
    for meeting_id, own in stems.items():
        rest = [stem for other, words in stems.items() if other != meeting_id for stem in words]
        expected = score_words(own, rest, (len(own) + len(rest)) / len(stems))

        keyness = compare_words(record, meeting_id, language=language, min_count=1)

        assert (keyness.here, keyness.elsewhere) == (len(own), len(rest))
        assert {term.stem for term in keyness.terms} == {*expected}
        for term in keyness.terms:
            assert (term.here, term.elsewhere) == (own.count(term.stem), rest.count(term.stem))
            assert (term.delta, term.z) == pytest.approx(expected[term.stem], abs=1e-9)


def test_terms_are_listed_from_over_used_to_under_used(record, language):
    keyness = compare_words(record, "2018-02-kuwait", language=language)

    assert [term.z for term in keyness.terms] == sorted(
        (term.z for term in keyness.terms), reverse=True
    )
    assert keyness.terms[0].z > 0 > keyness.terms[-1].z
    assert all(term.here + term.elsewhere >= 3 for term in keyness.terms)
    assert keyness.is_small


def test_a_term_is_shown_in_its_most_frequent_form(record):
    keyness = compare_words(record, "2018-02-kuwait", language="en")

    forms = {term.stem: term.word for term in keyness.terms}

    assert (forms["state"], forms["coalit"]) == ("states", "Coalition")
    assert choose_form(Counter({"b": 2, "a": 2, "c": 1})) == "a"
    assert choose_form(Counter({"State": 2, "state": 2})) == "state"
    arabic = compare_words(record, "2017-11-amman", language="ar")
    assert "الإرهاب" in {term.word for term in arabic.terms}


@pytest.mark.parametrize("word", ["the", "x", "2016", "في", "وفي", "والتي", "الذي", "و"])
def test_stop_words_letters_and_numbers_are_not_counted(word):
    assert not is_counted(word, "en" if word.isascii() else "ar")


@pytest.mark.parametrize("word", ["members", "states", "coalition", "تحالف"])
def test_content_words_are_counted(word):
    assert is_counted(word, "en" if word.isascii() else "ar")


def test_the_selection_does_not_change_the_keyness_of_a_statement(record):
    selected = select(record, Selection(meetings=("2016-02-rome",), themes=("military-campaign",)))

    keyness = compare_words(selected, "2016-02-rome", language="en")

    assert keyness == compare_words(record, "2016-02-rome", language="en")
