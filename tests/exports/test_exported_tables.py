"""Tables: what is shown and no more, as a file that a spreadsheet opens and does not run."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import reading
from hypothesis import given
from hypothesis import strategies as st

from components.charts.descriptions import name_city
from components.language import text
from exports import tables
from exports.view import ExportedView
from loaders.dataset import load
from loaders.select import list_months, select
from loaders.selection import COLLECTIONS, LANGUAGES, Months, Selection

FILE_NAME = re.compile(r"coalition-meetings-[a-z0-9-]*[a-z0-9]-[0-9]+(\.[0-9]+)*-[0-9a-f]{8}\.csv")
DATA = load(Path(__file__).parents[2] / "data")


def draw_ids(ids):
    return st.lists(st.sampled_from(sorted(ids)), max_size=6).map(tuple)


MONTHS = st.sampled_from(list_months(DATA, "record"))
YEARS = st.integers(2014, 2026)
SELECTIONS = st.builds(
    Selection,
    language=st.sampled_from(LANGUAGES),
    collection=st.sampled_from(COLLECTIONS),
    years=st.none() | st.tuples(YEARS, YEARS),
    period=st.none() | st.builds(Months, MONTHS, MONTHS),
    cities=draw_ids(DATA.known("cities")),
    levels=draw_ids(DATA.rules.choices("meetings", "level")),
    meetings=draw_ids(DATA.known("meetings")),
    themes=draw_ids(DATA.known("themes")),
)
"""Every selection of the real dataset, small and large."""


def write(selected):
    return tables.encode(tables.build_table(selected, "observations"))


def name_file(chosen, selection):
    return ExportedView(chosen, text(selection.language), selection, "").name_file("csv")


def mark(dataset):
    return dataset.version.replace("+", "-")


def read_rows(selected):
    return list(csv.DictReader(io.StringIO(write(selected).decode("utf-8-sig"), newline="")))


def test_the_file_says_that_it_is_utf_8(record):
    made = write(reading.chosen(record))

    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\xef\xbb\xbf") == 1
    assert b"\r" not in made


def test_the_dictionary_lists_the_columns_that_the_files_add(record):
    dictionary = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")
    section = dictionary.split("## Files of the page")[1].split("\n## ")[0]
    named = re.findall(r"`([a-z_]+)`", section)
    selected = reading.chosen(record)

    added = {
        column
        for name in tables.TABLES
        if name != "passages"  # which are no file of rows
        for column in set(tables.build_table(selected, name)) - set(record.rules.tables[name].names)
    } | {"themes_en", "themes_ar"}

    assert added - set(named) == set()


@pytest.mark.parametrize("name", ["record", "sample"])
def test_what_was_published_comes_back_as_it_was(name, request):
    dataset = request.getfixturevalue(name)

    rows = read_rows(reading.chosen(dataset))

    assert len(rows) == len(reading.chosen(dataset).observations)
    assert {row["collection"] for row in rows} == {"core"}
    for row in rows:
        published = dataset.names["observations"][row["observation_id"]]
        for column in dataset.rules.tables["observations"].columns:
            value, cell = published[column.name], row[column.name]
            if column.kind == "string":
                assert cell == value
            elif pd.isna(value):
                assert cell == ""
            else:
                assert float(cell) == value
                assert not cell.endswith(".0")


@given(SELECTIONS)
def test_a_file_of_any_selection_is_whole_and_says_what_the_dataset_says(selection):
    selected = select(DATA, selection)
    found = read_rows(selected)

    contract = list(DATA.rules.tables["observations"].names)
    assert all([name for name in row if name in contract] == contract for row in found)
    assert all([*row].index("scope_en") == [*row].index("scope") + 1 for row in found)
    assert [row["observation_id"] for row in found] == [*selected.observations["observation_id"]]
    for row in found:
        observation = DATA.names["observations"][row["observation_id"]]
        indicator = DATA.names["indicators"][observation["indicator_id"]]
        source = DATA.names["sources"][observation["source_id"]]
        meeting = DATA.names["meetings"].get(observation["meeting_id"])
        assert row["dataset_version"] == DATA.version
        for name in ("collection", "kind", "url"):
            assert row[f"source_{name}"] == source[name]
        for language in LANGUAGES:
            words = text(language)
            city = name_city(meeting["city_id"], text=words, dataset=DATA) if meeting else ""
            expected = {
                "indicator": indicator[f"name_{language}"],
                "unit": indicator[f"unit_{language}"],
                "scope": words(f"scope.{observation['scope']}"),
                "meeting_title": meeting[f"title_{language}"] if meeting else "",
                "meeting_city": city,
                "source_publisher": source[f"publisher_{language}"],
                "source_kind": words(f"kind.{source['kind']}"),
            }
            assert {name: row[f"{name}_{language}"] for name in expected} == expected


@given(SELECTIONS)
def test_every_source_that_a_table_names_is_in_the_table_of_sources(selection):
    selected = select(DATA, selection)
    frames = {name: tables.build_table(selected, name) for name in tables.TABLES}

    named = {
        source
        for frame in frames.values()
        for column in frame.columns
        if column.endswith("source_id")
        for source in frame[column]
    }

    assert named == set(frames["sources"]["source_id"])


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
@pytest.mark.parametrize(
    ("table", "key", "column", "cell"),
    [
        ("observations", "2019-02-washington-members", "speaker_en", "speaker_en"),
        ("sources", "", "publisher_en", "source_publisher_en"),
        ("sources", "", "url", "source_url"),
        ("meetings", "2019-02-washington", "title_en", "meeting_title_en"),
        ("cities", "washington", "name_ar", "meeting_city_ar"),
        ("indicators", "members", "name_ar", "indicator_ar"),
        ("indicators", "members", "unit_en", "unit_en"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(record, formula, table, key, column, cell):
    key = key or str(record.names["observations"]["2019-02-washington-members"]["source_id"])
    spoilt = reading.changed(record, table, key, **{column: formula})

    (row,) = read_rows(reading.chosen(spoilt, cities=("washington",)))

    assert row[cell] == f"'{formula}"


def test_defusing_touches_neither_numbers_nor_plain_text():
    words = pd.Series(["a=b", "\r=1"], dtype=object)
    frame = tables.defuse(pd.DataFrame({"words": words, "numbers": [-1.5, 2.0]}))

    assert frame.to_dict("list") == {"words": ["a=b", "'\r=1"], "numbers": [-1.5, 2.0]}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "core"),
        ({"language": "ar", "page": "statements", "section": "words", "search": "aid"}, "core"),
        ({"collection": "record"}, "record"),
        (
            {"collection": "record", "years": (2017, 2019), "levels": ("ministerial",)},
            "record-2017-2019-ministerial",
        ),
        ({"period": Months("2017-11", "2018-02")}, "core-2017-11-to-2018-02"),
        ({"meetings": ("2017-11-amman",), "themes": ("aid",)}, "core-2017-11-amman-aid"),
        ({"cities": ("rome", "amman")}, "core-amman-rome"),
    ],
)
def test_the_name_says_the_selection(record, fields, name):
    found = name_file(reading.chosen(record, **fields), Selection(**fields))

    assert found == f"coalition-meetings-{name}-{mark(record)}.csv"


@given(SELECTIONS)
def test_a_name_is_valid_and_short_in_any_selection(selection):
    name = name_file(select(DATA, selection), selection)

    assert FILE_NAME.fullmatch(name)
    assert len(name) <= 120
    assert "--" not in name
    assert name.startswith(f"coalition-meetings-{selection.collection}-")
    assert name.endswith(f"-{mark(DATA)}.csv")
    other = "ar" if selection.language == "en" else "en"
    assert name_file(DATA, replace(selection, language=other, search="aid")) == name


@given(SELECTIONS, SELECTIONS)
def test_different_selections_have_different_names(first, second):
    names = [name_file(DATA, selection) for selection in (first, second)]

    assert (names[0] == names[1]) == (first.filters == second.filters)


def test_a_name_that_is_cut_ends_with_a_whole_word_and_a_hash(record):
    cities = tuple(sorted(record.known("cities")))

    found = [name_file(record, Selection(cities=selected)) for selected in (cities, cities[:-1])]

    assert found[0] != found[1]
    for name in found:
        words, digest = name.removesuffix(f"-{mark(record)}.csv").rsplit("-", 1)
        assert re.fullmatch("[0-9a-f]{8}", digest)
        assert 90 < len(name) <= 120
        assert f"coalition-meetings-core-{'-'.join(cities)}".startswith(f"{words}-")


@pytest.mark.parametrize("city", ["x" * 100, 'con/../..\\:*?"<>|\n\0', "عمّان", "-"])
def test_no_id_can_spoil_a_name(record, city):
    name = name_file(record, Selection(cities=(city, "amman")))

    assert FILE_NAME.fullmatch(name)
    assert "--" not in name
    assert len(name) <= 120
