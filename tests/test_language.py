"""Language: words, numbers, dates and plurals as each language writes them; a missing word is an error."""

import re
from dataclasses import replace

import pytest

from components.language import END, ISOLATE, NO_BREAK, MissingText, Text, keep_dates, text
from loaders.analysis.observations import selected_figures
from loaders.dates import period

ENGLISH, ARABIC = text("en"), text("ar")
MARK = "\u061c"
"""The Arabic letter mark: keeps the sign of a percentage on the left of its number."""


def test_a_text_is_filled_in_and_read_once():
    assert text("ar") is ARABIC
    assert (ENGLISH.direction, ARABIC.direction) == ("ltr", "rtl")
    assert ENGLISH("statements.title", city="Rome", date="2016") == "Rome, 2016"
    assert ARABIC("statements.title", city="روما", date="2016") == "روما، 2016"


def test_a_key_a_value_or_a_plural_that_is_missing_is_an_error_that_names_it():
    with pytest.raises(MissingText, match=r"ar\.toml has no 'atlas\.weather'"):
        ARABIC("atlas.weather")
    with pytest.raises(MissingText, match="date"):
        ENGLISH("statements.title", city="Rome")
    with pytest.raises(MissingText, match=r"count\.meetings\.few"):
        Text("ar", {"count.meetings.one": "اجتماع"}).count("count.meetings", 3)


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (0, "0 meetings", "لا اجتماعات"),
        (1, "1 meeting", "اجتماع واحد"),
        (2, "2 meetings", "اجتماعان"),
        (3, "3 meetings", "3 اجتماعات"),
        (10, "10 meetings", "10 اجتماعات"),
        (11, "11 meetings", "11 اجتماعاً"),
        (99, "99 meetings", "99 اجتماعاً"),
        (100, "100 meetings", "100 اجتماع"),
        (103, "103 meetings", "103 اجتماعات"),
        (1200, "1,200 meetings", "1,200 اجتماع"),
    ],
)
def test_english_counts_in_two_forms_and_arabic_in_six(number, english, arabic):
    assert ENGLISH.count("count.meetings", number) == english
    assert ARABIC.count("count.meetings", number) == arabic


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(1234567, 0, "1,234,567"), (37.5, 1, "37.5"), (37.54, 1, "37.5"), (37.5, 0, "38")],
)
def test_a_number_is_written_in_full(value, decimals, words):
    assert ENGLISH.number(value, decimals) == ARABIC.number(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (37.5, "37.5", "37.5"),
        (999_999, "999,999", "999,999"),
        (1_000_000, "1 million", "مليون"),
        (2_000_000, "2 million", "مليونان"),
        (7_750_000, "7.75 million", "7.75 مليون"),
        (8_000_000, "8 million", "8 ملايين"),
        (436_000_000, "436 million", "436 مليوناً"),
        (600_000_000, "600 million", "600 مليون"),
        (999_999_999, "1 billion", "مليار"),
        (2_000_000_000, "2 billion", "ملياران"),
        (20_000_000_000, "20 billion", "20 ملياراً"),
    ],
)
def test_a_large_amount_is_written_with_a_word(value, english, arabic):
    assert ENGLISH.amount(value) == english
    assert ARABIC.amount(value) == arabic


@pytest.mark.parametrize(
    ("date", "english", "arabic", "month"),
    [
        ("2017-11-15", "15 November 2017", "15 نوفمبر 2017", "Nov 2017"),
        ("2019-01", "January 2019", "يناير 2019", "Jan 2019"),
        ("2016", "2016", "2016", "2016"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(date, english, arabic, month):
    assert ENGLISH.date(period(date)) == english
    assert ARABIC.date(period(date)) == arabic
    assert ENGLISH.month(period(date)) == month


@pytest.mark.parametrize(
    ("indicator", "value", "english", "arabic"),
    [
        ("members", 79, "79 members", "79 عضواً"),
        ("members", 1, "1 member", "عضو واحد"),
        ("territory-liberated-share", 37.5, "37.5%", f"{MARK}37.5%{MARK}"),
        ("territory-held-peak", 110_000, "110,000 km²", "110,000 كم²"),
        ("people-freed", 7_500_000, "7.5 million people", "7.5 مليون شخص"),
        ("aid-raised", 20_000_000_000, "20 billion US dollars", "20 مليار دولار أميركي"),
        ("coalition-fatalities", 46, "46 service members", "46 فرداً"),
    ],
)
def test_a_value_stands_with_its_unit(record, indicator, value, english, arabic):
    row = record.names["indicators"][indicator]

    assert ENGLISH.measure(value, row) == english
    assert ARABIC.measure(value, row) == arabic


def list_arabic_forms(forms):
    """The words for 0 to 200, as the grammar has them: the noun by the last two digits, the dual for 2 alone."""
    words = {1: forms["one"], 2: forms["two"]}
    for number in {*range(201)} - {1, 2}:
        last = number % 100
        noun = forms["few"] if 3 <= last <= 10 else forms["many"] if last >= 11 else forms["other"]
        words[number] = f"{number} {noun}"
    return words


@pytest.mark.parametrize(
    ("indicator", "forms"),
    [
        (
            "members",
            {"one": "عضو واحد", "two": "عضوان", "few": "أعضاء", "many": "عضواً", "other": "عضو"},
        ),
        (
            "strikes",
            {"one": "ضربة واحدة", "two": "ضربتان", "few": "ضربات", "many": "ضربة", "other": "ضربة"},
        ),
        (
            "participants",
            {
                "one": "جهة مشاركة واحدة",
                "two": "جهتان مشاركتان",
                "few": "جهات مشاركة",
                "many": "جهة مشاركة",
                "other": "جهة مشاركة",
            },
        ),
    ],
)
def test_an_arabic_noun_takes_the_form_of_its_number(record, indicator, forms):
    row = record.names["indicators"][indicator]

    assert {number: ARABIC.measure(number, row) for number in range(201)} == list_arabic_forms(
        forms
    )
    assert ARABIC.measure(2, row, oblique=True) == forms["two"].replace("ان", "ين")
    assert ARABIC.measure(2000, row) == f"2,000 {forms['other']}"
    assert ARABIC.measure(2003, row) == f"2,003 {forms['few']}"
    assert ARABIC.measure(2011, row) == f"2,011 {forms['many']}"


@pytest.mark.parametrize(
    ("value", "before_noun", "governed"),
    [
        (1_000_000, "مليون دولار أميركي", "مليون"),
        (1_230_000, "1.23 مليون دولار أميركي", "1.23 مليون"),
        (2_000_000, "مليونا دولار أميركي", "مليونين"),
        (3_000_000, "3 ملايين دولار أميركي", "3 ملايين"),
        (10_000_000, "10 ملايين دولار أميركي", "10 ملايين"),
        (11_000_000, "11 مليون دولار أميركي", "11 مليوناً"),
        (200_000_000, "200 مليون دولار أميركي", "200 مليون"),
        (2_000_000_000, "مليارا دولار أميركي", "مليارين"),
        (4_500_000_000, "4.5 مليار دولار أميركي", "4.5 مليار"),
        (25_000_000_000, "25 مليار دولار أميركي", "25 ملياراً"),
    ],
)
def test_a_large_arabic_number_is_short_before_its_noun_and_governed_after_a_preposition(
    record, value, before_noun, governed
):
    row = record.names["indicators"]["pledges-total"]

    assert ARABIC.measure(value, row) == before_noun
    assert ARABIC.amount(value, oblique=True) == governed


def test_the_dual_is_governed_in_what_is_published_in_signs_ranges_and_counts(record):
    row = record.names["indicators"]["pledges-total"]
    exact, more = (
        replace(selected_figures(record, ["members"])[0], value=2e9, qualifier=qualifier, row={})
        for qualifier in ("exact", "more_than")
    )

    assert (ARABIC.stated(exact, row), ARABIC.bare(exact)) == ("مليارا دولار أميركي", "ملياران")
    assert (ARABIC.stated(more, row), ARABIC.bare(more)) == (
        "أكثر من ملياري دولار أميركي",
        "أكثر من مليارين",
    )
    assert ARABIC.bare(replace(more, qualifier="at_least")) == "ملياران على الأقل"
    between = replace(more, qualifier="between", high=3e9)
    assert ARABIC.stated(between, row) == "بين مليارين و3 مليارات دولار أميركي"
    assert (
        ARABIC.stated(replace(between, value=1e9, high=2e9), row)
        == "بين مليار وملياري دولار أميركي"
    )
    assert ARABIC.bare(between) == "ملياران–3 مليارات"
    assert ARABIC.count("count.cities", 2) == "مدينتان"
    assert ARABIC.count("count.cities", 2, oblique=True) == "مدينتين"


def test_a_percentage_is_written_one_way(record):
    """In a sentence the sign of a percentage stands on the left of its number; the mark keeps it there everywhere."""
    keys = {key for key, words in ARABIC.words.items() if "%" in words and key != "territory.unit"}

    assert {"shares.percent", "conflicts.tick", "measure.territory-liberated-share.other"} <= keys
    for key in keys:
        assert re.fullmatch(rf"{MARK}{{(value|number)}}%{MARK}", ARABIC.words[key]), key
    share = selected_figures(record, ["territory-liberated-share"])[0]
    assert (ENGLISH.bare(share), ARABIC.bare(share)) == ("95%", f"{MARK}95%{MARK}")


def test_an_indicator_without_forms_of_its_own_takes_its_unit_from_the_data():
    row = {"indicator_id": "camels", "unit_en": "camels", "unit_ar": "جمال"}

    assert (ENGLISH.measure(4, row), ARABIC.measure(4, row)) == ("4 camels", "4 جمال")


@pytest.mark.parametrize(
    ("qualifier", "english", "sign", "arabic"),
    [
        ("exact", "74 members", "74", "74 عضواً"),
        ("more_than", "more than 74 members", "> 74", "أكثر من 74 عضواً"),
        ("less_than", "less than 74 members", "< 74", "أقل من 74 عضواً"),
        ("about", "about 74 members", "≈ 74", "نحو 74 عضواً"),
        ("nearly", "nearly 74 members", "nearly 74", "ما يقارب 74 عضواً"),
        ("at_least", "at least 74 members", "≥ 74", "ما لا يقل عن 74 عضواً"),
        ("up_to", "up to 74 members", "≤ 74", "ما يصل إلى 74 عضواً"),
    ],
)
def test_a_published_value_keeps_its_qualifier(record, qualifier, english, sign, arabic):
    observation = replace(selected_figures(record, ["members"])[0], qualifier=qualifier)
    row = record.names["indicators"]["members"]

    assert ENGLISH.stated(observation, row) == english
    assert ENGLISH.bare(observation) == sign
    assert ARABIC.stated(observation, row) == arabic


def test_a_range_is_written_with_both_ends(sample):
    (observation,) = selected_figures(sample, ["foreign-fighters"])
    row = sample.names["indicators"]["foreign-fighters"]

    assert ENGLISH.stated(observation, row) == "between 9,000 and 11,500 fighters"
    assert ENGLISH.bare(observation) == "9,000–11,500"
    assert {"74", "79"} <= {*ENGLISH.span(74, 79).replace("–", " ").split()}
    assert ENGLISH.span(1500, 1500) == "1,500"


def test_a_row_and_a_list_speak_the_language_of_the_page(record):
    row = record.names["cities"]["amman"]

    assert (ENGLISH.of(row, "name"), ARABIC.of(row, "name")) == ("Amman", "عمّان")
    assert ENGLISH.list(["Rome", "Paris", "Rabat"]) == "Rome, Paris and Rabat"
    assert ARABIC.list(["روما", "باريس", "الرباط"]) == "روما وباريس والرباط"


def test_words_of_the_other_script_are_isolated_from_their_line():
    assert ARABIC.isolate("Okaz") == f"{ISOLATE}Okaz{END}"
    assert ENGLISH.isolate("عكاظ") == f"{ISOLATE}عكاظ{END}"
    assert ENGLISH.isolate("Okaz") == "Okaz"


def test_a_period_names_its_two_months_and_a_single_one_once():
    first, last = period("2016-02"), period("2017-11")

    assert ENGLISH.months(first, last) == "Feb 2016 – Nov 2017"
    assert ENGLISH.months(first, first) == "Feb 2016"
    assert (
        ARABIC.months(first, last).replace(ISOLATE, "").replace(END, "")
        == "فبراير 2016 – نوفمبر 2017"
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("to 79 (13 February 2018), and", "to 79 (13~February~2018), and"),
        ("in May 2018", "in May~2018"),
        ("At 2018 members may 2019", "At 2018 members may 2019"),
        ("(\u2068في فبراير 2018\u2069) 74", "(\u2068في فبراير~2018\u2069) 74"),
        ("من 15 نوفمبر 2017 إلى", "من 15~نوفمبر~2017 إلى"),
    ],
)
def test_no_line_ends_inside_a_date(words, kept):
    assert keep_dates(words) == kept.replace("~", NO_BREAK)
