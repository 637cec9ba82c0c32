"""Downloads: what is shown and no more, as a file that a spreadsheet opens and does not run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import reading

from components import downloads
from loaders.selection import Selection

if TYPE_CHECKING:
    from typing import Any

    from loaders.dataset import Dataset

ADDED = ["source_publisher_en", "source_publisher_ar", "source_url", "dataset_version"]


def rows(dataset: Dataset) -> list[dict[str, str]]:
    """The file as a program reads it."""
    return list(csv.DictReader(io.StringIO(downloads.observations(dataset).decode("utf-8-sig"), newline="")))


def test_the_file_says_that_it_is_utf_8(record: Dataset) -> None:
    made = downloads.observations(reading.chosen(record))

    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\xef\xbb\xbf") == 1
    assert b"\r" not in made


def test_the_file_has_the_columns_of_the_data_then_those_of_source_and_dataset(record: Dataset) -> None:
    (first, *_) = rows(reading.chosen(record))

    assert list(first) == [*record.rules.tables["observations"].names, *ADDED]


@pytest.mark.parametrize("name", ["record", "sample"])
def test_what_was_published_comes_back_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    dataset = request.getfixturevalue(name)
    chosen = reading.chosen(dataset)

    found = rows(chosen)

    assert len(found) == len(chosen.observations)
    for row in found:
        there = dataset.names["observations"][row["observation_id"]]
        for column in dataset.rules.tables["observations"].columns:
            value: Any = there[column.name]
            if column.kind == "string":
                assert row[column.name] == value
            elif pd.isna(value):
                assert row[column.name] == ""
            else:
                assert float(row[column.name]) == value


def test_every_row_names_its_source_and_its_dataset(sample: Dataset) -> None:
    (row,) = rows(reading.chosen(sample, collection="record", meetings=("2020-02-oslo",)))

    assert [row[each] for each in ADDED] == [
        "Sample Ministry",
        "الوزارة النموذجية",
        "https://example.org/oslo-2020",
        sample.rules.version,
    ]


def test_every_row_says_its_collection(sample: Dataset) -> None:
    core = {row["collection"] for row in rows(reading.chosen(sample))}
    wide = {
        row["observation_id"]: row["collection"] for row in rows(reading.chosen(sample, collection="record"))
    }

    assert core == {"core"}
    assert [each for each, collection in wide.items() if collection == "record"] == ["2020-02-oslo-members"]


def test_only_what_is_chosen_is_in_the_file(record: Dataset) -> None:
    found = rows(reading.chosen(record, cities=("washington",)))

    assert [row["observation_id"] for row in found] == ["2019-02-washington-members"]


def test_a_whole_number_has_no_point(record: Dataset) -> None:
    found = {row["observation_id"]: row["value"] for row in rows(reading.chosen(record))}

    assert found["2019-06-paris-aid-raised"] == "20000000000"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(record: Dataset, formula: str) -> None:
    spoilt = reading.changed(record, "observations", "2019-02-washington-members", speaker_en=formula)

    (row,) = rows(reading.chosen(spoilt, cities=("washington",)))

    assert row["speaker_en"] == f"'{formula}"


def test_a_source_is_defused_too(record: Dataset) -> None:
    source = record.names["observations"]["2019-02-washington-members"]["source_id"]
    spoilt = reading.changed(record, "sources", str(source), publisher_en="=cmd|'/c calc'!A1", url="@x")

    (row,) = rows(reading.chosen(spoilt, cities=("washington",)))

    assert (row["source_publisher_en"], row["source_url"]) == ("'=cmd|'/c calc'!A1", "'@x")


def test_defusing_touches_neither_numbers_nor_plain_text() -> None:
    frame = pd.DataFrame({"words": pd.Series(["a=b", "\r=1"], dtype=object), "numbers": [-1.5, 2.0]})

    defused = downloads.defused(frame)

    assert defused["words"].tolist() == ["a=b", "'\r=1"]
    assert defused["numbers"].tolist() == [-1.5, 2.0]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "coalition-meetings-core-{}.csv"),
        ({"language": "ar"}, "coalition-meetings-core-{}.csv"),
        ({"collection": "record"}, "coalition-meetings-record-{}.csv"),
        ({"years": (2017, 2018)}, "coalition-meetings-core-selection-{}.csv"),
    ],
)
def test_the_name_says_collection_part_and_version(
    record: Dataset, fields: dict[str, Any], name: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert downloads.name(chosen, Selection(**fields)) == name.format(record.rules.version)
