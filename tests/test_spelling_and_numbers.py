"""Words and numbers that are written in several ways are compared as one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.numbers import find_numbers
from loaders.text.spelling import to_british
from loaders.text.tokens import tokenize

SPELLINGS = (
    "organizations organisations|stabilized stabilised|analyzing analysing|defense defence|offenses offences"
    "|labor labour|harbored harboured|neighboring neighbouring|unfavorable unfavourable|behavioral behavioural"
    "|colorful colourful|center centre|centered centred|kilometers kilometres|theater theatre"
    "|maneuvered manoeuvred|traveling travelling|canceled cancelled|fueled fuelled|counselor counsellor"
    "|fulfill fulfil|enrollment enrolment|installments instalments|skillful skilful|licensed licenced"
    "|practise practice|dialog dialogue|programs programmes|skeptical sceptical|judgment judgement"
    "|aging ageing|artifacts artefacts|gray grey|toward towards|airplane aeroplane"
)


@pytest.mark.parametrize("pair", SPELLINGS.split("|"))
def test_both_spellings_of_a_word_have_one_stem(pair):
    american, british = tokenize(pair).stems

    assert american == british


@pytest.mark.parametrize(
    "pair", ["stability stabilise", "defensive defence", "meter metric", "actor actuary"]
)
def test_other_words_are_kept_apart(pair):
    first, second = tokenize(pair).stems

    assert first != second


@pytest.mark.parametrize(
    "word", ["size", "exercise", "terror", "labels", "literal", "daylight", "greyhound"]
)
def test_a_word_with_one_spelling_stays_as_it_is(word):
    assert to_british(word) == word


@pytest.mark.parametrize(
    "forms", ["size sizes sized sizing", "seize seized seizing", "advise advised advising"]
)
def test_the_forms_of_a_word_with_one_spelling_keep_one_stem(forms):
    assert len({*tokenize(forms).stems}) == 1


@given(st.text(st.sampled_from("abcdeilmnoprstuvyzg"), min_size=1, max_size=12))
def test_a_british_spelling_is_not_changed_again(word):
    assert to_british(to_british(word)) == to_british(word)


NUMBERS = [
    ("110000 110,000 ١١٠٬٠٠٠ 110.000", [110_000] * 4),
    ("43 000", [43_000]),
    ("2016 110", [2016, 110]),
    ("110 thousand, 110k, ١١٠ ألف, 110 آلاف", [110_000] * 4),
    ("7.5 million; 7.5m; ٧٫٥ مليون; 7,500,000", [7_500_000] * 4),
    ("seven and a half million", [7_500_000]),
    ("7 million and a half", [7_500_000]),
    ("سبعة ملايين ونصف، سبعه ملايين ونصف المليون", [7_500_000] * 2),
    ("half a million, نصف مليون", [500_000] * 2),
    ("مليون ونصف", [1_500_000]),
    ("forty-three thousand", [43_000]),
    ("one hundred and ten thousand", [110_000]),
    ("ثلاثة وأربعون ألفاً، ثلاثة واربعين الف", [43_000] * 2),
    ("مئتان وعشرة آلاف، مائتين وعشره الاف", [210_000] * 2),
    ("مليونان وستمئة ألف", [2_600_000]),
    ("أكثر من ملياري دولار", [2_000_000_000]),
    ("مئتا مليون، مئتي مليون", [200_000_000] * 2),
    ("خمسة عشر ألفاً", [15_000]),
    ("ألف ومئة", [1_100]),
    ("98 percent, 98 per cent, ٩٨ بالمئة, 98 في المئة", [98] * 4),
    ("7.7 million people and 20 billion dollars", [7_700_000, 20_000_000_000]),
    ("خمسة آلاف وثلاثة ملايين", [5_000, 3_000_000]),
    ("two. Million", [2]),
    ("one of them, واحد منهم", []),
    ("thousands, ملايين, a, half, ونصف, m", []),
]


@pytest.mark.parametrize(("text", "values"), NUMBERS)
def test_a_number_has_one_value_however_it_is_written(text, values):
    assert [number.value for number in tokenize(text).numbers] == values


def test_a_number_is_found_with_all_its_tokens():
    tokens = tokenize("عاد نحو سبعة ملايين ونصف المليون شخص")

    (number,) = tokens.numbers

    assert tokens.words[number.first : number.past] == ("سبعة", "ملايين", "ونصف", "المليون")


WORDS = [
    *("one", "two", "ten", "forty", "hundred", "thousand", "million", "half", "and", "a"),
    *(
        "و",
        "مئة",
        "مئتان",
        "عشر",
        "ألف",
        "ألفين",
        "مليون",
        "ونصف",
        "في",
        "المئة",
        "7",
        "110",
        "000",
    ),
]


@given(st.lists(st.sampled_from([*WORDS, "x", "."]), max_size=12))
def test_numbers_are_separate_and_in_order(words):
    tokens = tokenize(" ".join(words))

    ends = [0, *(number.past for number in tokens.numbers)]

    assert all(
        end <= number.first < number.past for end, number in zip(ends, tokens.numbers, strict=False)
    )
    assert all(isinstance(number.value, Decimal) and number.value >= 0 for number in tokens.numbers)
    assert (
        find_numbers(tokens.words, tokens.starts, tokens.ends, tokens.continues) == tokens.numbers
    )
