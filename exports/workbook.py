"""The workbook of a view: its tables as sheets of real dates and numbers, with a dictionary; nothing in it runs."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter import Workbook

from exports.dictionary import describe_columns, read_day
from exports.tables import TABLES, build_table
from loaders.dataset import ARABIC
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from components.language import Text
    from exports.view import ExportedView

SHEETS = {
    "about": "workbook.about",
    "meetings": "workbook.meetings",
    "observations": "workbook.observations",
    "members": "workbook.members",
    "passages": "workbook.passages",
    "sources": "workbook.sources",
    "discrepancies": "workbook.discrepancies",
    "dictionary": "workbook.dictionary",
}
"""The keys of the names of the sheets, in their order."""

NOTES = ("method.stated", "method.series", "method.disputes", "method.dates")

HEDGES = ("qualifier", "status", "confidence")
"""The columns of an observation whose choices are explained."""

WIDEST_PX, LABEL_WIDTH, TEXT_WIDTH = 420, 24, 110
"""The widest column of a table in pixels, and the columns of the first sheet in characters."""

CREATED = datetime(2000, 1, 1)
"""The same in every file, so that equal tables give equal bytes."""

READING_ORDER = {"ltr": 1, "rtl": 2}
"""Directions as a workbook numbers them."""


def write_workbook(view: ExportedView) -> bytes:
    """Write the tables of a view as a workbook (XLSX); equal views give equal bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        workbook.set_properties(
            {"title": view.text("page.title"), "subject": view.title, "created": CREATED}
        )
        writer = _SheetWriter(workbook, view.text)
        _write_about(writer.add("about"), writer, view)
        columns = []
        for name in TABLES:
            frame = build_table(view.chosen, name)
            writer.write_table(writer.add(name), frame)
            sheet = view.text(SHEETS[name])
            described = describe_columns(name, frame, rules=view.chosen.rules, text=view.text)
            columns += [(sheet, *column) for column in described]
        names = ["sheet", "column", "type", "description"]
        writer.write_table(writer.add("dictionary"), pd.DataFrame(columns, columns=names))
    return file.getvalue()


class _SheetWriter:
    """Adds sheets to a workbook and writes their cells, each in the direction of its words."""

    def __init__(self, workbook: Workbook, text: Text) -> None:
        self.workbook = workbook
        self.text = text
        layout = {"valign": "top", "text_wrap": True}
        self.formats: dict[tuple[str, bool], Format] = {
            (direction, is_bold): workbook.add_format(
                {**layout, "reading_order": order, "bold": is_bold}
            )
            for direction, order in READING_ORDER.items()
            for is_bold in (False, True)
        }
        self.day = workbook.add_format(
            {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}
        )
        self.number = workbook.add_format({"valign": "top"})

    def add(self, name: str) -> Worksheet:
        """Add a sheet in the reader's language, which begins at the side at which the language does."""
        sheet = self.workbook.add_worksheet(self.text(SHEETS[name]))
        if self.text.direction == "rtl":
            sheet.right_to_left()
        return sheet

    def write_table(self, sheet: Worksheet, frame: pd.DataFrame) -> None:
        """Write a table under a frozen header with filters."""
        for index, name in enumerate(frame.columns):
            sheet.write_string(0, index, name, self.formats["ltr", True])
            for row, cell in enumerate(frame[name], start=1):
                self.write_cell(sheet, row, index, cell, column=name)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        sheet.autofit(WIDEST_PX)

    def write_cell(self, sheet: Worksheet, row: int, index: int, cell: Any, *, column: str) -> None:
        """Write a number, a date known to the day, or words; what is unknown stays empty."""
        if isinstance(cell, str):
            if day := read_day(column, cell):
                sheet.write_datetime(row, index, day, self.day)
            elif cell:
                sheet.write_string(
                    row, index, cell, self.formats[find_direction(column, cell), False]
                )
        elif pd.notna(cell):
            sheet.write_number(row, index, cell, self.number)


def find_direction(column: str, words: str) -> str:
    """The direction of a cell: that of its column's language, or of its words in a column of any language."""
    language = column.rpartition("_")[2]
    is_arabic = language == "ar" if language in LANGUAGES else bool(ARABIC.search(words))
    return "rtl" if is_arabic else "ltr"


def _write_about(sheet: Worksheet, writer: _SheetWriter, view: ExportedView) -> None:
    """Write the first sheet: what is shown, how to cite and use it, and what the columns of hedges mean."""
    text = view.text
    rows = [
        (text("page.title"), view.title),
        (text("workbook.filters"), text.list(view.filters) or text("workbook.unfiltered")),
        (text("workbook.address"), view.address),
        (text("workbook.version"), view.version),
        (text("workbook.licence"), text("workbook.terms")),
        (text("workbook.cite"), view.reference),
        *((text("method.name"), text(note)) for note in NOTES),
        *(
            (f"{column}: {choice}", text(f"{column}.{choice}"))
            for column in HEDGES
            for choice in view.chosen.rules.choices("observations", column)
        ),
    ]
    for row, (label, words) in enumerate(rows):
        sheet.write_string(row, 0, label, writer.formats[find_direction("", label), True])
        sheet.write_string(row, 1, words, writer.formats[find_direction("", words), False])
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
