"""The workbook: real dates, numbers and words, readable in either direction, and inert."""

import io
import re
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
import reading

from components.language import text
from exports.dictionary import describe_columns, is_date
from exports.tables import TABLES, build_table
from exports.view import open_view
from exports.workbook import LINE_PX, SHEETS, count_lines, write_workbook
from loaders.checks import ARABIC
from loaders.selection import COLLECTIONS, LANGUAGES, Selection

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def view(dataset, **fields):
    return open_view(dataset, Selection(**fields), origin="https://example.org/meetings/")


def read(shown):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(shown)))


def sheet(workbook, name, language="en"):
    return workbook[text(language)(SHEETS[name])]


def expected(column, cell):
    if not isinstance(cell, str):
        return None if pd.isna(cell) else cell
    is_day = is_date(column) and len(cell) == len("2017-11-15")
    return datetime.fromisoformat(cell) if is_day else cell or None


@in_both_languages
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_table_of_the_view_comes_back_cell_by_cell(record, collection, language):
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


def test_a_date_is_a_date_only_where_its_day_is_known(record):
    found = sheet(read(view(record, collection="record")), "meetings")
    column = [cell.value for cell in found[1]].index("starts_on")
    cells = [row[column] for row in found.iter_rows(min_row=2)]

    assert {cell.number_format for cell in cells if cell.is_date} == {"yyyy-mm-dd"}
    assert {cell.data_type for cell in cells if not cell.is_date} <= {"s"}


@in_both_languages
def test_a_sheet_has_a_frozen_header_filters_and_the_direction_of_its_language(record, language):
    workbook = read(view(record, language=language))

    for name in SHEETS:
        found = sheet(workbook, name, language)
        assert bool(found.sheet_view.rightToLeft) == (language == "ar")
        assert (found.page_setup.orientation, found.page_setup.fitToHeight) == ("landscape", 0)
        if name != "about":
            assert found.freeze_panes == "B2"
            assert found.print_title_rows == "$1:$1"
            assert found.auto_filter.ref == found.dimensions
            assert all(5 < size.width <= 61 for size in found.column_dimensions.values())


@in_both_languages
def test_a_cell_has_the_direction_of_its_words(record, language):
    found = sheet(read(view(record, language=language)), "observations", language)
    cells = dict(zip([cell.value for cell in found[1]], found[2], strict=True))
    way = {
        name: (cell.alignment.readingOrder, cell.alignment.horizontal)
        for name, cell in cells.items()
    }

    assert {way[name] for name in ("speaker_ar", "unit_ar", "evidence")} == {(2, "right")}
    assert {way[name] for name in ("speaker_en", "observation_id", "evidence_en")} == {(1, "left")}
    assert cells["evidence"].alignment.wrap_text
    assert cells["value"].number_format == "#,##0"


def test_a_row_is_as_high_as_the_lines_of_its_longest_cell(record):
    found = sheet(read(view(record)), "passages")

    heights = [found.row_dimensions[row].height for row in range(1, found.max_row + 1)]

    assert heights[0] is None  # one line
    assert max(heights[1:]) > 5 * LINE_PX * 0.75
    assert count_lines("", 420) == 1
    assert count_lines("word " * 40, 420) > count_lines("كلمة " * 40, 420) > 1


@pytest.mark.parametrize(
    "hostile",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://evil.example", "mailto:x"),
        '=HYPERLINK("http://evil.example")',
    ],
)
def test_no_text_becomes_a_formula_or_a_link(record, hostile):
    spoilt = reading.changed(
        record, "observations", "2019-02-washington-members", speaker_en=hostile
    )

    workbook = read(view(spoilt, cities=("washington",)))

    found = sheet(workbook, "observations")
    column = [cell.value for cell in found[1]].index("speaker_en")
    cell = found.cell(2, column + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (hostile, "s", None)
    for written in workbook:
        assert not written._hyperlinks
        assert {cell.data_type for row in written.iter_rows() for cell in row} <= {"s", "n", "d"}


@in_both_languages
def test_the_first_sheet_says_what_is_shown_and_how_to_cite_it(record, language):
    shown = view(record, language=language, cities=("amman",))

    rows = list(sheet(read(shown), "about", language).iter_rows(values_only=True))

    words = [words for _, words in rows]
    assert words[:4] == [shown.title, shown.filters[0], shown.address, record.version]
    assert shown.address in words[5]
    assert record.version in words[5]
    qualifiers = record.rules.choices("observations", "qualifier")
    assert {f"qualifier: {name}" for name in qualifiers} <= {label for label, _ in rows}


@in_both_languages
def test_the_dictionary_describes_every_column_in_the_readers_language(record, language):
    workbook = read(view(record, language=language))

    header, *rows = sheet(workbook, "dictionary", language).iter_rows(values_only=True)

    assert header == ("sheet", "column", "type", "description")
    assert [row[:2] for row in rows] == [
        (text(language)(SHEETS[name]), cell.value)
        for name in TABLES
        for cell in sheet(workbook, name, language)[1]
    ]
    for _, _, kind, description in rows:
        assert kind in ("string", "number", "integer", "date")
        assert description
        assert bool(ARABIC.search(description)) == (language == "ar")


def test_a_choice_is_named_in_a_description_in_both_languages(record):
    for table in record.rules.tables.values():
        for column in table.columns:
            if column.description_ar:
                english, arabic = (
                    set(re.findall(r"\b[a-z]+_[a-z_]+\b|\d+|YYYY[-MD]*", description))
                    for description in (column.description, column.description_ar)
                )
                assert english <= arabic, (table.name, column.name)


def test_a_description_is_that_of_the_column_from_which_the_words_are(record):
    frame = build_table(record, "meetings")

    columns = describe_columns("meetings", frame, rules=record.rules, text=text("en"))

    described = {column.name: column.description for column in columns}
    assert described["city_ar"] == record.rules.tables["cities"].column("name_ar").description
    assert described["level_en"] == text("en")("dictionary.words", column="level")


def test_equal_views_give_equal_bytes_and_an_empty_one_its_headers(record):
    assert write_workbook(view(record)) == write_workbook(view(record))
    assert sheet(read(view(record, years=(1990, 1991))), "meetings").max_row == 1
