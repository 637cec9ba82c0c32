"""The workbook: the tables of a view as real dates, numbers and words, readable in either direction, and inert."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
import reading

from components.language import text
from exports.dictionary import describe_columns, is_date
from exports.tables import TABLES, build_table
from exports.view import open_view
from exports.workbook import SHEETS, write_workbook
from loaders.selection import COLLECTIONS, LANGUAGES, Selection

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from exports.view import ExportedView
    from loaders.model import Dataset

ORIGIN = "https://example.org/meetings/"


def view(dataset: Dataset, **fields: Any) -> ExportedView:
    return open_view(dataset, Selection(**fields), origin=ORIGIN)


def read(shown: ExportedView) -> Workbook:
    """The workbook as another program reads it."""
    return openpyxl.load_workbook(io.BytesIO(write_workbook(shown)))


def sheet(workbook: Workbook, name: str, language: str = "en") -> Worksheet:
    return workbook[text(language)(SHEETS[name])]


def expected(column: str, cell: Any) -> Any:
    """What a cell of a table is in a workbook."""
    if isinstance(cell, str):
        if is_date(column) and len(cell) == 10:
            return datetime.combine(date.fromisoformat(cell), datetime.min.time())
        return cell or None
    return None if pd.isna(cell) else cell


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_table_of_the_view_comes_back_cell_by_cell(
    record: Dataset, collection: str, language: str
) -> None:
    shown = view(record, collection=collection, language=language)

    workbook = read(shown)

    assert workbook.sheetnames == [text(language)(key) for key in SHEETS.values()]
    for name in TABLES:
        frame = build_table(shown.chosen, name)
        header, *rows = sheet(workbook, name, language).iter_rows(values_only=True)
        assert list(header) == list(frame.columns)
        assert rows == [
            tuple(expected(column, cell) for column, cell in zip(frame.columns, row, strict=True))
            for row in frame.itertuples(index=False, name=None)
        ]


def test_a_date_is_a_date_only_where_its_day_is_known(record: Dataset) -> None:
    found = sheet(read(view(record, collection="record")), "meetings")
    column = [cell.value for cell in found[1]].index("starts_on")
    cells = [row[column] for row in found.iter_rows(min_row=2)]

    days = [cell for cell in cells if cell.is_date]

    assert days
    assert {cell.number_format for cell in days} == {"yyyy-mm-dd"}
    assert {cell.data_type for cell in cells if not cell.is_date} <= {"s"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_has_a_frozen_header_filters_and_the_direction_of_its_language(
    record: Dataset, language: str
) -> None:
    workbook = read(view(record, language=language))

    for name in SHEETS:
        found = sheet(workbook, name, language)
        assert bool(found.sheet_view.rightToLeft) == (language == "ar")
        if name != "about":
            assert found.freeze_panes == "B2"
            assert found.auto_filter.ref == found.dimensions
            assert all(5 < size.width <= 61 for size in found.column_dimensions.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_has_the_direction_of_its_words(record: Dataset, language: str) -> None:
    found = sheet(read(view(record, language=language)), "observations", language)
    header = [cell.value for cell in found[1]]
    row = next(found.iter_rows(min_row=2))

    order = {name: cell.alignment.readingOrder for name, cell in zip(header, row, strict=True)}

    assert {order[name] for name in ("speaker_ar", "unit_ar", "evidence")} == {2}
    assert {order[name] for name in ("speaker_en", "unit_en", "observation_id", "evidence_en")} == {
        1
    }
    assert row[header.index("evidence")].alignment.wrap_text


@pytest.mark.parametrize(
    "hostile",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://evil.example")',
        "{=1}",
        "http://evil.example",
        "mailto:x",
    ],
)
def test_no_text_becomes_a_formula_or_a_link(record: Dataset, hostile: str) -> None:
    spoilt = reading.changed(
        record, "observations", "2019-02-washington-members", speaker_en=hostile
    )

    workbook = read(view(spoilt, cities=("washington",)))

    found = sheet(workbook, "observations")
    column = [cell.value for cell in found[1]].index("speaker_en")
    cell = found.cell(2, column + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (hostile, "s", None)
    for each in workbook:
        assert not each._hyperlinks
        assert {cell.data_type for row in each.iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_says_what_is_shown_and_how_to_cite_it(
    record: Dataset, language: str
) -> None:
    shown = view(record, language=language, cities=("amman",))

    rows = list(sheet(read(shown), "about", language).iter_rows(values_only=True))

    words = [words for _, words in rows]
    assert words[:4] == [shown.title, shown.filters[0], shown.address, record.version]
    assert shown.address in words[5]
    assert record.version in words[5]
    labels = {label for label, _ in rows}
    assert {
        f"qualifier: {name}" for name in record.rules.choices("observations", "qualifier")
    } <= labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_describes_every_column(record: Dataset, language: str) -> None:
    workbook = read(view(record, language=language))

    header, *rows = sheet(workbook, "dictionary", language).iter_rows(values_only=True)

    assert header == ("sheet", "column", "type", "description")
    assert [row[:2] for row in rows] == [
        (text(language)(SHEETS[name]), cell.value)
        for name in TABLES
        for cell in sheet(workbook, name, language)[1]
    ]
    assert all(row[2] in ("string", "number", "integer", "date") and row[3] for row in rows)


def test_a_description_is_that_of_the_column_from_which_the_words_are(record: Dataset) -> None:
    frame = build_table(record, "meetings")

    columns = describe_columns("meetings", frame, rules=record.rules, text=text("en"))

    described = {column.name: column.description for column in columns}
    city = record.rules.tables["cities"].column("name_ar").description
    assert described["city_ar"] == city
    assert described["level_en"] == text("en")("dictionary.words", column="level")


def test_equal_views_give_equal_bytes_and_an_empty_one_its_headers(record: Dataset) -> None:
    assert write_workbook(view(record)) == write_workbook(view(record))

    workbook = read(view(record, years=(1990, 1991)))

    assert sheet(workbook, "meetings").max_row == 1
