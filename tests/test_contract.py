"""The contract: ``datapackage.json`` as column types, keys and constraints."""

import json

import pandas as pd
import pytest

from loaders.schema import contract
from loaders.schema.contract import ColumnSchema, Reference
from loaders.schema.errors import DamagedData

KEY = ColumnSchema(
    "city_id", "string", "", {"required": True, "pattern": "^[a-z]+$", "unique": True}
)
COUNT = ColumnSchema("count", "integer", "", {"minimum": 1, "maximum": 9})
KIND = ColumnSchema("kind", "string", "", {"enum": ["small", "large"]})


def build_table(*rows):
    """A table of cities as its cells are written, lines numbered from 2."""
    return pd.DataFrame(rows, columns=["city_id", "count", "kind"], dtype="object").rename(
        index=lambda n: n + 2
    )


def test_a_table_has_its_file_key_columns_and_references(rules):
    cities = rules.tables["cities"]
    column = cities.column("latitude")

    assert (cities.path, cities.key) == ("cities.csv", ("city_id",))
    assert cities.names[:3] == ("city_id", "name_en", "name_ar")
    assert (column.name, column.kind, column.required) == ("latitude", "number", True)
    assert rules.tables["threads"].references == (
        Reference("from_meeting_id", "meetings", "meeting_id"),
        Reference("to_meeting_id", "meetings", "meeting_id"),
        Reference("source_id", "sources", "source_id"),
    )
    with pytest.raises(KeyError, match="cities has no column 'altitude'"):
        cities.column("altitude")


@pytest.mark.parametrize(
    ("kind", "constraints", "words"),
    [
        ("string", {"required": True}, "a string"),
        ("string", {}, "a string, or nothing"),
        ("integer", {"required": True}, "an integer"),
        ("array", {"required": True}, "an array"),
        ("array", {"required": True, "minLength": 1}, "an array of 1 or more"),
        (
            "number",
            {"required": True, "minimum": 0, "maximum": 1},
            "a number, at least 0, at most 1",
        ),
        ("string", {"required": True, "enum": ["a", "b"]}, "one of a, b"),
        ("string", {"required": True, "pattern": "^x$"}, "string like ^x$"),
    ],
)
def test_what_is_expected_of_a_cell_is_described_in_words(kind, constraints, words):
    column = ColumnSchema("name", kind, "", constraints)

    assert column.expected == words


@pytest.mark.parametrize("cell", ["", "three", "3 000", "1_000", "٣", "inf", "-inf", "nan"])
def test_numbers_become_numbers_and_anything_else_is_missing(cell):
    text = build_table(("rome", "3", ""), ("amman", cell, "large"))

    values = contract.convert_types(text, columns=(KEY, COUNT, KIND))

    assert values["count"].dtype == "float64"
    assert values["count"].dropna().to_dict() == {2: 3}
    assert values["kind"].isna().tolist() == [True, False]


CELL_ERRORS = [
    (2, "city_id", "'Rome' is not allowed"),
    (2, "count", "'10' is not allowed"),
    (3, "city_id", "is empty"),
    (3, "count", "'0' is not allowed"),
    (3, "kind", "'huge' is not allowed"),
    (4, "count", "'1.5' is not an integer"),
]


@pytest.mark.parametrize(
    ("rows", "key", "expected"),
    [
        ([("rome", "3", "small"), ("amman", "", "")], ("city_id",), []),
        (
            [("Rome", "10", "small"), ("", "0", "huge"), ("paris", "1.5", "large")],
            ("city_id",),
            CELL_ERRORS,
        ),
        (
            [("rome", "", ""), ("amman", "", ""), ("rome", "", "")],
            ("city_id",),
            [(4, "city_id", "the key 'rome' stands twice")],
        ),
        ([("rome", "", ""), ("rome", "", "")], (), []),
    ],
)
def test_every_cell_and_key_that_breaks_the_contract_is_an_error(rows, key, expected):
    text = build_table(*rows)

    errors = contract.find_errors(text, columns=(KEY, COUNT, KIND), key=key, file="cities.csv")

    assert [(error.row, error.column, error.problem) for error in sorted(errors)] == expected


def test_the_contract_is_read_from_its_file_and_repeated_nowhere(folder):
    path = folder / contract.FILE
    package = json.loads(path.read_text(encoding="utf-8"))
    package["version"] = "7.0.0"
    schema = package["resources"][0]["schema"]
    schema["fields"][0]["name"] = "gathering_id"
    schema["primaryKey"] = ["gathering_id", "collection"]
    path.write_text(json.dumps(package), encoding="utf-8")

    changed = contract.read(folder)

    table = next(iter(changed.tables.values()))
    assert changed.version == "7.0.0"
    assert (table.names[0], table.key) == ("gathering_id", ("gathering_id", "collection"))


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
def test_a_contract_that_cannot_be_read_is_an_error(folder, text, problem):
    (folder / contract.FILE).write_text(text, encoding="utf-8")

    with pytest.raises(DamagedData) as refused:
        contract.read(folder)

    (error,) = refused.value.errors
    assert error.file == "datapackage.json"
    assert problem in error.problem
