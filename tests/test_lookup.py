"""Names in all their forms, rows of every kind, and what is offered where nothing is found."""

import pytest
import reading
from hypothesis import given
from hypothesis import strategies as st

from loaders.schema.tables import records
from loaders.text.aliases import find_forms
from loaders.text.concordance import list_concordance
from loaders.text.lookup import (
    COLUMNS,
    count_elsewhere,
    count_everything,
    find_nearest,
    find_rows,
    split_languages,
)
from loaders.text.query import parse_query
from loaders.text.search import search
from loaders.text.tokens import tokenize


def find_ids(dataset, table, words):
    rows = find_rows(dataset, parse_query(words, dataset))[table]
    return {row[dataset.rules.tables[table].key[0]] for row in rows}


# names ---------------------------------------------------------------------------------------------------


def test_every_form_finds_all_forms_of_its_entity(record):
    for row in records(record.aliases):
        forms = {form.text for form in find_forms(record, row["form"])}

        assert forms == set(
            record.aliases.loc[record.aliases["entity"] == row["entity"], "form"]
        ), row


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("petrol", {"fuel", "الوقود"}),
        ("والوقود", {"fuel", "الوقود"}),
        ('"petrol"', set()),
        ('"fuel"', {"fuel"}),
        ("petrol blankets", {"fuel", "blankets"}),
    ],
)
def test_a_name_is_marked_in_all_its_forms_and_in_quotes_in_one(sample, words, found):
    rows = {(row["meeting_id"], row["number"]): row for row in records(sample.passages)}
    marked = {
        rows[hit.meeting_id, hit.number][language][start:end].removeprefix("و")
        for hit in search(sample, parse_query(words, sample))
        for language, spans in hit.spans.items()
        for start, end in spans
    }

    assert marked == found


def test_a_name_of_several_words_is_one_term_and_the_longest_counts(record):
    query = parse_query(
        "the Islamic State of Iraq and Syria in Brett McGurk's Mosul 7.5 million", record
    )

    terms = [(term.text, bool(term.forms), term.value) for term in query.terms]
    assert terms == [
        ("the", False, None),
        ("islamic state of iraq and syria", True, None),
        ("in", False, None),
        ("brett mcgurk", True, None),
        ("mosul", True, None),
        ("7.5 million", False, 7_500_000),
    ]


def test_a_name_of_several_words_is_found_after_a_prefix(record):
    lines = list_concordance(record, "NATO")

    assert [line.keyword for line in lines if line.language == "ar"] == [
        "وحلف شمال الأطلسي",
        "كحلف شمال الأطلسي",
        "الناتو",
    ]


def test_the_forms_of_a_name_stand_in_one_line_each_of_the_concordance(record):
    lines = list_concordance(record, "ماكغورك")

    assert {line.keyword for line in lines} == {"Brett McGurk", "McGurk", "بريت مكغورك", "مكغورك"}
    places = [(line.meeting_id, line.number, line.language, line.before) for line in lines]
    assert len(places) == len(set(places))


# every kind ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "words", "column", "text"),
    [
        ("meetings", "Lima", "title_en", ""),
        ("cities", "ليما", "name_en", "Lima"),
        ("members", "Norway", "name_en", "Norway"),
        ("sources", '"Oslo Daily"', "publisher_en", "Oslo Daily"),
        ("observations", "Ada", "speaker_en", "Ada Sample"),
        ("observations", "1.2 million", "value", ""),
    ],
)
def test_rows_of_every_kind_are_found_by_their_words(sample, table, words, column, text):
    chosen = reading.chosen(sample, collection="record")

    rows = find_rows(chosen, parse_query(words, chosen))[table]

    assert rows
    assert all(text in str(row[column]) for row in rows)


def test_a_meeting_is_found_by_its_city_and_year_and_a_value_by_its_number(record):
    chosen = reading.chosen(record, collection="record")

    assert "2017-11-amman" in find_ids(chosen, "meetings", "عمان 2017")
    assert "2019-06-paris-territory-held-peak" in find_ids(chosen, "observations", "مئة وعشرة آلاف")
    assert find_ids(chosen, "members", "USA") == {"usa"}


def test_rows_are_found_in_the_selection_alone(record):
    core, wide = reading.chosen(record), reading.chosen(record, collection="record")

    for table in COLUMNS:
        assert find_ids(core, table, "Brussels") <= find_ids(wide, table, "Brussels")
    assert find_ids(core, "cities", "Marrakesh") == set()
    assert find_ids(wide, "cities", "Marrakesh") == {"marrakech"}
    assert find_rows(core, parse_query("")) == dict.fromkeys(COLUMNS, ())


# nothing found ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "term", "near"),
    [
        ("organizatoin", "organizatoin", "organisation"),
        ("ISIS Tilersonn", "tilersonn", "Tillerson"),
        ("الإستقرر", "الاستقرر", "الاستقرار"),
    ],
)
def test_the_nearest_words_of_the_statements_are_offered(record, words, term, near):
    (found,) = find_nearest(record, parse_query(words, record))

    assert found.term.text == term
    assert near in found.words
    assert all(search(record, parse_query(word)) for word in found.words)


def test_nothing_is_offered_for_what_is_found_or_like_no_word(record):
    assert find_nearest(record, parse_query("coalition qqqqqqqqq 123456", record)) == ()


def test_what_the_wider_record_holds_is_counted(record):
    core = reading.chosen(record)
    query = parse_query("Marrakesh", record)

    assert count_everything(core, query) == {}
    elsewhere = count_elsewhere(core, query)
    assert elsewhere["cities"] == 1
    assert elsewhere == count_everything(reading.chosen(record, collection="record"), query)


def test_of_words_in_two_languages_each_is_sought_alone(record):
    query = parse_query("zebra الاستقرار", record)

    assert search(record, query) == ()
    ((language, (part, number)),) = split_languages(record, query).items()
    assert (language, [term.text for term in part.terms]) == ("ar", ["الاستقرار"])
    assert number == len(search(record, part)) > 0
    assert split_languages(record, parse_query("zebra", record)) == {}


HOSTILE = st.text(st.characters(exclude_categories=[]), max_size=60) | st.text(
    st.sampled_from("\"'«»اةىه و  وألف 1,.٬ISIS million and a half 000"), max_size=60
)


@given(words=HOSTILE)
def test_nothing_that_is_typed_raises(sample, words):
    query = parse_query(words, sample)
    found = [search(sample, query), find_rows(sample, query), find_nearest(sample, query)]
    found += [
        count_elsewhere(sample, query),
        split_languages(sample, query),
        list_concordance(sample, words),
    ]

    for term in query.terms:
        assert parse_query(query.substitute(term, "x")).terms


def test_a_query_written_with_another_word_keeps_its_quotes():
    query = parse_query('"safe haven" organizatoin')

    assert query.substitute(query.terms[1], "organisation") == '"safe haven" organisation'
    assert tokenize(query.substitute(query.terms[0], "safe")).words == ("safe", "organizatoin")
