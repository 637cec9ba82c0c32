"""Language: words, numbers, dates and plurals as each language writes them; a missing word is an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from components.language import END, ISOLATE, MissingText, Text, flat, text
from loaders.analysis.observations import selected_figures
from loaders.dates import period

if TYPE_CHECKING:
    from loaders.model import Dataset

ENGLISH, ARABIC = text("en"), text("ar")


def test_a_text_is_filled_in_and_read_once() -> None:
    assert text("ar") is ARABIC
    assert (ENGLISH.direction, ARABIC.direction) == ("ltr", "rtl")
    assert ENGLISH("statements.title", city="Rome", date="2016") == "Rome, 2016"
    assert ARABIC("statements.title", city="روما", date="2016") == "روما، 2016"


def test_a_key_a_value_or_a_plural_that_is_missing_is_an_error_that_names_it() -> None:
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
def test_english_counts_in_two_forms_and_arabic_in_six(number: int, english: str, arabic: str) -> None:
    assert ENGLISH.count("count.meetings", number) == english
    assert ARABIC.count("count.meetings", number) == arabic


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(1234567, 0, "1,234,567"), (37.5, 1, "37.5"), (37.54, 1, "37.5"), (37.5, 0, "38")],
)
def test_a_number_is_written_in_full(value: float, decimals: int, words: str) -> None:
    assert ENGLISH.number(value, decimals) == ARABIC.number(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (37.5, "37.5", "37.5"),
        (999_999, "999,999", "999,999"),
        (1_000_000, "1 million", "1 مليون"),
        (7_750_000, "7.75 million", "7.75 مليون"),
        (20_000_000_000, "20 billion", "20 مليار"),
    ],
)
def test_a_large_amount_is_written_with_a_word(value: float, english: str, arabic: str) -> None:
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
def test_a_date_is_as_precise_as_it_is_known(date: str, english: str, arabic: str, month: str) -> None:
    assert ENGLISH.date(period(date)) == english
    assert ARABIC.date(period(date)) == arabic
    assert ENGLISH.month(period(date)) == month


@pytest.mark.parametrize(
    ("indicator", "value", "english", "arabic"),
    [
        ("members", 79, "79 members", "79 عضواً"),
        ("members", 1, "1 member", "عضو واحد"),
        ("territory-liberated-share", 37.5, "37.5%", "37.5%"),
        ("territory-held-peak", 110_000, "110,000 km²", "110,000 كم²"),
        ("people-freed", 7_500_000, "7.5 million people", "7.5 مليون شخص"),
        ("aid-raised", 20_000_000_000, "20 billion US dollars", "20 مليار دولار أميركي"),
        ("coalition-fatalities", 46, "46 service members", "46 فرداً"),
    ],
)
def test_a_value_stands_with_its_unit(
    record: Dataset, indicator: str, value: float, english: str, arabic: str
) -> None:
    row = record.names["indicators"][indicator]

    assert ENGLISH.measure(value, row) == english
    assert ARABIC.measure(value, row) == arabic


def test_an_indicator_without_forms_of_its_own_takes_its_unit_from_the_data() -> None:
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
def test_a_published_value_keeps_its_qualifier(
    record: Dataset, qualifier: str, english: str, sign: str, arabic: str
) -> None:
    observation = replace(selected_figures(record, ["members"])[0], qualifier=qualifier)
    row = record.names["indicators"]["members"]

    assert ENGLISH.stated(observation, row) == english
    assert ENGLISH.bare(observation) == sign
    assert ARABIC.stated(observation, row) == arabic


def test_a_range_is_written_with_both_ends(sample: Dataset) -> None:
    (observation,) = selected_figures(sample, ["foreign-fighters"])
    row = sample.names["indicators"]["foreign-fighters"]

    assert ENGLISH.stated(observation, row) == "between 9,000 and 11,500 fighters"
    assert ENGLISH.bare(observation) == "9,000–11,500"
    assert {"74", "79"} <= {*ENGLISH.span(74, 79).replace("–", " ").split()}
    assert ENGLISH.span(1500, 1500) == "1,500"


def test_a_row_and_a_list_speak_the_language_of_the_page(record: Dataset) -> None:
    row = record.names["cities"]["amman"]

    assert (ENGLISH.of(row, "name"), ARABIC.of(row, "name")) == ("Amman", "عمّان")
    assert ENGLISH.list(["Rome", "Paris", "Rabat"]) == "Rome, Paris and Rabat"
    assert ARABIC.list(["روما", "باريس", "الرباط"]) == "روما وباريس والرباط"


def test_words_of_the_other_script_are_isolated_from_their_line() -> None:
    assert ARABIC.isolate("Okaz") == f"{ISOLATE}Okaz{END}"
    assert ENGLISH.isolate("عكاظ") == f"{ISOLATE}عكاظ{END}"
    assert ENGLISH.isolate("Okaz") == "Okaz"


def test_nested_tables_of_words_become_dotted_keys() -> None:
    assert flat({"a": {"b": "x", "c": {"d": "y"}}, "e": "z"}) == {"a.b": "x", "a.c.d": "y", "e": "z"}


def test_a_period_names_its_two_months_and_a_single_one_once() -> None:
    first, last = period("2016-02"), period("2017-11")

    assert ENGLISH.months(first, last) == "Feb 2016 – Nov 2017"
    assert ENGLISH.months(first, first) == "Feb 2016"
    assert ARABIC.months(first, last).replace(ISOLATE, "").replace(END, "") == "فبراير 2016 – نوفمبر 2017"
