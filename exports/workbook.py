"""The workbook of a view: tables as sheets of real dates and numbers, a dictionary, no code."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import cell_autofit_width

from components.language import text
from components.theme import LIGHT
from exports.dictionary import describe_columns, read_day
from exports.direction_marks import replace_isolates
from exports.tables import TABLES, build_table
from loaders.checks import ARABIC
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

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

WIDEST_PX, LABEL_PX, TEXT_PX = 420, 200, 780
"""The widest column of a table, and the columns of the first sheet."""

BUTTON_PX = 20
"""Room beside the longest cell of a column, in which the header has the button of its filter."""

LINE_PX, HIGHEST_PX = 20, 540
"""The height of a line, and of the highest row that Excel has."""

LONGER, SHORTER = 1.15, 0.85
"""How much longer words are in lines that end after whole words than XlsxWriter measures them; it
takes Arabic letters, of which it has no widths, for wide ones."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Of a workbook in which nothing runs: text that looks like a formula or a link stays text."""

CREATED = datetime(2000, 1, 1)
"""The same in every file, so that equal tables give equal bytes."""

ALIGNED = {
    "ltr": {"reading_order": 1, "align": "left"},
    "rtl": {"reading_order": 2, "align": "right"},
}
"""Words of a direction: the number that a workbook gives it, and the side at which they begin."""

HEADER = {"bg_color": LIGHT.panel, "bottom": 1, "bottom_color": LIGHT.rule}
"""Ground and line of a header and of a label."""

A3 = 8
"""The paper of printed sheets as a workbook numbers it."""


def write_workbook(view: ExportedView) -> bytes:
    """Write the tables of a view as a workbook (XLSX); equal views give equal bytes."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": view.text("page.title"),
                "subject": replace_isolates(view.title, view.text.direction),
                "created": CREATED,
            }
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


def write_sheet(frame: pd.DataFrame) -> bytes:
    """Write one table as a workbook of one sheet; equal tables give equal bytes."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties({"created": CREATED})
        _SheetWriter(workbook, text("en")).write_table(workbook.add_worksheet(), frame)
    return file.getvalue()


class _SheetWriter:
    """Adds sheets to a workbook and writes their cells, each in the direction of its words."""

    def __init__(self, workbook: Workbook, text: Text) -> None:
        self.workbook = workbook
        self.text = text
        layout = {"valign": "top", "text_wrap": True}
        self.formats: dict[tuple[str, bool], Format] = {
            (direction, is_bold): workbook.add_format(
                {**layout, **aligned, "bold": is_bold, **(HEADER if is_bold else {})}
            )
            for direction, aligned in ALIGNED.items()
            for is_bold in (False, True)
        }
        self.day = workbook.add_format(
            {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}
        )
        self.number = workbook.add_format({"valign": "top", "num_format": "General"})
        self.whole_number = workbook.add_format({"valign": "top", "num_format": "#,##0"})

    def add(self, name: str) -> Worksheet:
        """Add a sheet in the reader's language, from the side at which the language begins."""
        sheet = self.workbook.add_worksheet(self.text(SHEETS[name]))
        if self.text.direction == "rtl":
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 0)
        return sheet

    def write_table(self, sheet: Worksheet, frame: pd.DataFrame) -> None:
        """Write a table under a frozen header with filters."""
        lines = [1] * (len(frame) + 1)
        for index, name in enumerate(frame.columns):
            width, needed = fit_column([name, *frame[name]])
            sheet.set_column_pixels(index, index, width)
            lines = list(map(max, lines, needed))
            sheet.write_string(0, index, name, self.formats[find_direction(name, ""), True])
            for row, cell in enumerate(frame[name], start=1):
                self.write_cell(sheet, row, index, cell, column=name)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.hide_gridlines(0)  # they are printed as well
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        for row, height in enumerate(lines):
            sheet.set_row_pixels(row, min(height * LINE_PX, HIGHEST_PX))

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
            is_whole = float(cell).is_integer()
            sheet.write_number(row, index, cell, self.whole_number if is_whole else self.number)


def fit_column(cells: Iterable[Any]) -> tuple[int, list[int]]:
    """Return the width of a column in pixels, and the lines that each of its cells needs in it.

    Excel would find the height of a row itself; LibreOffice takes what the file says.
    """
    words = ["" if pd.isna(cell) else str(cell) for cell in cells]
    width = min(max(map(cell_autofit_width, words)) + BUTTON_PX, WIDEST_PX)
    return width, [count_lines(cell, width) for cell in words]


def count_lines(words: str, width: int) -> int:
    """Return the lines that words need in a column of a width in pixels, at least one."""
    length = cell_autofit_width(words)
    ratio = SHORTER if ARABIC.search(words) else LONGER
    return math.ceil(length * ratio / width) if length > width else 1


def find_direction(column: str, words: str) -> str:
    """The direction of a cell: that of its column's language, or else of its words."""
    language = column.rpartition("_")[2]
    is_arabic = language == "ar" if language in LANGUAGES else bool(ARABIC.search(words))
    return "rtl" if is_arabic else "ltr"


def _write_about(sheet: Worksheet, writer: _SheetWriter, view: ExportedView) -> None:
    """Write the first sheet: what is shown, how to cite and use it, and what hedges mean."""
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
        sheet.write_string(row, 0, label, writer.formats[text.direction, True])
        direction = find_direction("", words)
        sheet.write_string(
            row, 1, replace_isolates(words, direction), writer.formats[direction, False]
        )
        sheet.set_row_pixels(row, count_lines(words, TEXT_PX) * LINE_PX)
    sheet.set_column_pixels(0, 0, LABEL_PX)
    sheet.set_column_pixels(1, 1, TEXT_PX)
