"""CSV files as typed frames, and back again."""

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from loaders.schema import tables


def test_every_table_has_the_columns_of_the_contract_and_is_written_as_it_was(folder, rules):
    for table in rules.tables.values():
        frame, errors = tables.read(folder, table=table)

        assert errors == []
        assert tuple(frame.columns) == table.names
        assert frame.index.tolist() == [*range(2, len(frame) + 2)]
        assert tables.format_csv(frame).encode() == (folder / table.path).read_bytes()


def test_text_stays_text_and_unknown_text_is_empty(folder, rules):
    path = folder / "members.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Norway", "NA"), encoding="utf-8")

    meetings, _ = tables.read(folder, table=rules.tables["meetings"])
    sources, _ = tables.read(folder, table=rules.tables["sources"])
    members, errors = tables.read(folder, table=rules.tables["members"])

    assert meetings["city_id"].tolist() == ["oslo", "oslo", "nairobi", "", "lima"]
    assert meetings.at[6, "host_en"] == 'Peru, with "three" guests'
    assert all(isinstance(cell, str) for name in meetings for cell in meetings[name])
    assert sources.at[3, "published_on"] == "2020"
    assert (errors, members.at[3, "name_en"]) == ([], "NA")


def test_numbers_are_numbers_and_unknown_numbers_are_missing(folder, rules):
    frame, _ = tables.read(folder, table=rules.tables["observations"])

    assert frame["value"].dtype == frame["high"].dtype == frame["paragraph"].dtype == "float64"
    assert frame.at[5, "value"] == 37.5
    assert frame["high"].dropna().to_dict() == {10: 11500.0}


def test_a_missing_table_is_empty_but_has_its_columns(folder, rules):
    (folder / "cities.csv").unlink()

    frame, errors = tables.read(folder, table=rules.tables["cities"])

    assert frame.empty
    assert tuple(frame.columns) == rules.tables["cities"].names
    assert len(errors) == 1


def test_the_other_rows_are_read_if_one_is_ragged(folder, rules):
    path = folder / "cities.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], lines[1] + ",1", *lines[2:]]), encoding="utf-8")

    frame, errors = tables.read(folder, table=rules.tables["cities"])

    assert [row["city_id"] for row in tables.records(frame)] == ["nairobi", "oslo"]
    assert [error.row for error in errors] == [2]


def test_whole_numbers_are_written_without_a_point_and_unknown_ones_as_nothing():
    frame = pd.DataFrame({"value": [20_000_000_000.0, 37.5, float("nan"), -0.0428]})

    assert tables.format_csv(frame) == 'value\n20000000000\n37.5\n""\n-0.0428\n'


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), min_size=2, max_size=2
        )
    )
)
def test_any_text_is_written_so_that_it_is_read_again(rows):
    frame = pd.DataFrame(rows, columns=["en", "ar"], dtype="object")

    reader = csv.reader(io.StringIO(tables.format_csv(frame), newline=""), strict=True)

    assert [*reader] == [["en", "ar"], *rows]
