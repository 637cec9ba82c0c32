"""The contract: ``datapackage.json`` as column types, keys and constraints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from loaders.schema import contract
from loaders.schema.contract import Column, Contract, Reference
from loaders.schema.errors import DamagedData, Fault

if TYPE_CHECKING:
    from pathlib import Path

KEY = Column("city_id", "string", "", {"required": True, "pattern": "^[a-z]+$", "unique": True})
COUNT = Column("count", "integer", "", {"minimum": 1, "maximum": 9})
KIND = Column("kind", "string", "", {"enum": ["small", "large"]})


def written(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A table of cities as its cells are written, lines numbered from 2."""
    return pd.DataFrame(rows, columns=["city_id", "count", "kind"], dtype="object").rename(
        index=lambda n: n + 2
    )


def test_every_table_of_the_design_is_described(rules: Contract) -> None:
    names = set(rules.tables)

    assert names == {
        "meetings",
        "cities",
        "sources",
        "indicators",
        "observations",
        "members",
        "themes",
        "discrepancies",
        "threads",
    }


def test_a_table_knows_its_file_key_and_columns_in_order(rules: Contract) -> None:
    cities = rules.tables["cities"]

    assert cities.path == "cities.csv"
    assert cities.key == ("city_id",)
    assert cities.names[:3] == ("city_id", "name_en", "name_ar")
    assert cities.names[-2:] == ("longitude", "latitude")


def test_a_table_knows_to_which_tables_it_points(rules: Contract) -> None:
    links = rules.tables["meetings"].references

    assert links == (
        Reference("city_id", "cities", "city_id"),
        Reference("source_id", "sources", "source_id"),
    )


def test_a_table_may_point_to_another_twice(rules: Contract) -> None:
    links = rules.tables["threads"].references

    assert links == (
        Reference("from_meeting_id", "meetings", "meeting_id"),
        Reference("to_meeting_id", "meetings", "meeting_id"),
        Reference("source_id", "sources", "source_id"),
    )


def test_a_column_is_found_by_its_name(rules: Contract) -> None:
    column = rules.tables["cities"].column("latitude")

    assert (column.name, column.kind, column.required) == ("latitude", "number", True)


def test_a_column_that_is_not_there_is_an_error_with_its_name(rules: Contract) -> None:
    with pytest.raises(KeyError, match="cities has no column 'altitude'"):
        rules.tables["cities"].column("altitude")


def test_choices_stand_in_the_order_in_which_the_page_shows_them(rules: Contract) -> None:
    levels = rules.choices("meetings", "level")

    assert levels == (
        "ministerial",
        "small_group",
        "political_directors",
        "defence",
        "chiefs_of_defence",
        "other",
    )


def test_a_column_without_a_list_allows_any_value(rules: Contract) -> None:
    assert rules.choices("meetings", "title_en") == ()


@pytest.mark.parametrize(
    ("kind", "constraints", "words"),
    [
        ("string", {"required": True}, "a string"),
        ("string", {}, "a string, or nothing"),
        ("integer", {"required": True}, "an integer"),
        ("array", {"required": True}, "an array"),
        ("array", {"required": True, "minLength": 1}, "an array of 1 or more"),
        ("number", {"required": True, "minimum": 0, "maximum": 1}, "a number, at least 0, at most 1"),
        ("string", {"required": True, "enum": ["a", "b"]}, "one of a, b"),
        ("string", {"required": True, "pattern": "^x$"}, "string like ^x$"),
    ],
)
def test_what_is_expected_of_a_cell_is_said_in_words(
    kind: str, constraints: dict[str, object], words: str
) -> None:
    column = Column("name", kind, "", constraints)

    assert column.expected == words


def test_numbers_become_numbers_and_unknown_becomes_missing() -> None:
    text = written(("rome", "3", ""), ("amman", "", "large"))

    values = contract.convert_types(text, columns=(KEY, COUNT, KIND))

    assert values["count"].dtype == "float64"
    assert values["count"].tolist()[0] == 3
    assert values["count"].isna().tolist() == [False, True]
    assert values["kind"].isna().tolist() == [True, False]
    assert values.index.tolist() == [2, 3]


@pytest.mark.parametrize("cell", ["three", "3 000", "1_000", "٣", "inf", "-inf", "nan"])
def test_what_is_no_number_becomes_missing(cell: str) -> None:
    values = contract.convert_types(written(("rome", cell, "")), columns=(KEY, COUNT, KIND))

    assert values["count"].isna().all()


def test_a_table_that_keeps_the_contract_has_no_faults() -> None:
    text = written(("rome", "3", "small"), ("amman", "", ""))

    found = contract.find_errors(text, columns=(KEY, COUNT, KIND), key=("city_id",), file="cities.csv")

    assert found == []


def test_every_cell_that_breaks_the_contract_is_one_fault() -> None:
    text = written(("Rome", "10", "small"), ("", "0", "huge"), ("paris", "1.5", "large"))

    found = contract.find_errors(text, columns=(KEY, COUNT, KIND), key=("city_id",), file="cities.csv")

    assert [(each.row, each.column, each.problem) for each in sorted(found)] == [
        (2, "city_id", "'Rome' is not allowed"),
        (2, "count", "'10' is not allowed"),
        (3, "city_id", "is empty"),
        (3, "count", "'0' is not allowed"),
        (3, "kind", "'huge' is not allowed"),
        (4, "count", "'1.5' is not an integer"),
    ]


def test_a_key_that_stands_twice_is_a_fault_where_it_stands_again() -> None:
    text = written(("rome", "", ""), ("amman", "", ""), ("rome", "", ""))

    found = contract.find_errors(text, columns=(KEY, COUNT, KIND), key=("city_id",), file="cities.csv")

    assert found == [
        Fault("cities.csv", 4, "city_id", "the key 'rome' stands twice", "a key of its own"),
    ]


def test_a_table_without_a_key_may_repeat_itself() -> None:
    text = written(("rome", "", ""), ("rome", "", ""))

    found = contract.find_errors(text, columns=(KEY, COUNT, KIND), key=(), file="cities.csv")

    assert found == []


def test_the_contract_is_read_from_its_file_and_repeated_nowhere(folder: Path) -> None:
    path = folder / contract.FILE
    package = json.loads(path.read_text(encoding="utf-8"))
    package["version"] = "7.0.0"
    package["resources"][0]["schema"]["fields"][0]["name"] = "gathering_id"
    path.write_text(json.dumps(package), encoding="utf-8")

    changed = contract.read(folder)

    assert changed.version == "7.0.0"
    assert next(iter(changed.tables.values())).names[0] == "gathering_id"


def test_a_key_of_several_columns_is_read(folder: Path) -> None:
    path = folder / contract.FILE
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][0]["schema"]["primaryKey"] = ["meeting_id", "collection"]
    path.write_text(json.dumps(package), encoding="utf-8")

    changed = contract.read(folder)

    assert changed.tables["meetings"].key == ("meeting_id", "collection")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "line 1 is not JSON"),
        ("{}", "'resources' is missing or of the wrong type"),
        ('{"resources": []}', "'the resource meetings' is missing or of the wrong type"),
        ("[]", "is missing or of the wrong type"),
        ('{"resources": [{"name": "cities"}]}', "'schema' is missing or of the wrong type"),
    ],
)
def test_a_contract_that_cannot_be_read_is_a_fault(folder: Path, text: str, problem: str) -> None:
    (folder / contract.FILE).write_text(text, encoding="utf-8")

    with pytest.raises(DamagedData) as refused:
        contract.read(folder)

    assert len(refused.value.faults) == 1
    assert refused.value.faults[0].file == "datapackage.json"
    assert problem in refused.value.faults[0].problem
