"""Tables: a CSV file as a typed frame, and back again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.schema import tables

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.schema.contract import Contract

TABLES = (
    "meetings",
    "cities",
    "sources",
    "indicators",
    "observations",
    "members",
    "themes",
    "discrepancies",
    "threads",
)


def test_a_table_has_the_columns_of_the_contract_in_order(folder: Path, rules: Contract) -> None:
    frame, found = tables.read(folder, table=rules.tables["observations"])

    assert found == []
    assert tuple(frame.columns) == rules.tables["observations"].names


def test_the_index_of_a_table_is_the_line_of_the_file(folder: Path, rules: Contract) -> None:
    frame, _ = tables.read(folder, table=rules.tables["cities"])

    assert frame.index.tolist() == [2, 3, 4]
    assert frame.at[4, "city_id"] == "oslo"


def test_text_is_text_and_unknown_text_is_empty(folder: Path, rules: Contract) -> None:
    frame, _ = tables.read(folder, table=rules.tables["meetings"])

    assert frame["city_id"].tolist() == ["oslo", "oslo", "nairobi", "", "lima"]
    assert frame.at[6, "host_en"] == 'Peru, with "three" guests'
    assert all(isinstance(cell, str) for name in frame for cell in frame[name])


def test_numbers_are_numbers_and_unknown_numbers_are_missing(folder: Path, rules: Contract) -> None:
    frame, _ = tables.read(folder, table=rules.tables["observations"])

    assert frame["value"].dtype == frame["high"].dtype == frame["paragraph"].dtype == "float64"
    assert frame.at[5, "value"] == 37.5
    assert frame["high"].dropna().to_dict() == {10: 11500.0}


def test_a_year_and_an_id_of_digits_stay_text(folder: Path, rules: Contract) -> None:
    frame, _ = tables.read(folder, table=rules.tables["sources"])

    assert frame.at[3, "published_on"] == "2020"


def test_a_name_that_reads_like_missing_stays_a_name(folder: Path, rules: Contract) -> None:
    path = folder / "members.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Norway", "NA"), encoding="utf-8")

    frame, found = tables.read(folder, table=rules.tables["members"])

    assert found == []
    assert frame.at[3, "name_en"] == "NA"


def test_a_table_that_is_missing_is_empty_but_has_its_columns(folder: Path, rules: Contract) -> None:
    (folder / "cities.csv").unlink()

    frame, found = tables.read(folder, table=rules.tables["cities"])

    assert frame.empty
    assert tuple(frame.columns) == rules.tables["cities"].names
    assert len(found) == 1


def test_good_rows_are_kept_beside_a_ragged_one(folder: Path, rules: Contract) -> None:
    path = folder / "cities.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], lines[1] + ",1", *lines[2:]]), encoding="utf-8")

    frame, found = tables.read(folder, table=rules.tables["cities"])

    assert frame["city_id"].tolist() == ["nairobi", "oslo"]
    assert [each.row for each in found] == [2]


def test_rows_come_as_dictionaries_by_column(folder: Path, rules: Contract) -> None:
    frame, _ = tables.read(folder, table=rules.tables["cities"])

    rows = tables.records(frame)

    assert [row["city_id"] for row in rows] == ["lima", "nairobi", "oslo"]
    assert rows[0]["latitude"] == -12.0464


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_read_and_written_is_the_same_file(folder: Path, rules: Contract, name: str) -> None:
    path = folder / rules.tables[name].path

    frame, _ = tables.read(folder, table=rules.tables[name])

    assert tables.format_csv(frame).encode() == path.read_bytes()


def test_whole_numbers_are_written_without_a_point_and_unknown_ones_as_nothing() -> None:
    frame = pd.DataFrame({"value": [20_000_000_000.0, 37.5, float("nan"), -0.0428]})

    text = tables.format_csv(frame)

    assert text == 'value\n20000000000\n37.5\n""\n-0.0428\n'


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), min_size=2, max_size=2)
    )
)
def test_any_text_is_written_so_that_it_is_read_again(rows: list[list[str]]) -> None:
    frame = pd.DataFrame(rows, columns=["en", "ar"], dtype="object")

    text = tables.format_csv(frame)

    assert read_again(text) == [["en", "ar"], *rows]


def read_again(text: str) -> list[list[str]]:
    """The cells of a CSV text as any reader of CSV sees them."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))
