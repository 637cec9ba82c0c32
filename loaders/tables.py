"""Tables: a CSV file as a typed frame, with every fault named by file, row and column; and back again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from loaders import contract
from loaders.faults import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.contract import Table

BOM = b"\xef\xbb\xbf"


def read(root: Path, *, table: Table) -> tuple[pd.DataFrame, list[Fault]]:
    """One table of the data folder and its faults.

    The frame has the contract's columns: text as ``str`` with "" for unknown, numbers as ``float64``
    with NaN for unknown; its index is the line of the file, from 2. It is empty if the file cannot be read.
    """
    text, found = rows(root, table=table)
    found += contract.faults(text, columns=table.columns, key=table.key, file=table.path)
    values = contract.typed(text, columns=table.columns)
    words = [column.name for column in table.columns if column.kind not in contract.NUMBERS]
    return values.assign(**{name: text[name].astype(object) for name in words}), found


def rows(root: Path, *, table: Table) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells of a table as they are written, all text, and the faults of the file's form."""
    nothing = pd.DataFrame(
        {name: pd.Series(dtype="object") for name in table.names}, index=pd.Index([], dtype="int64")
    )
    try:
        raw = (root / table.path).read_bytes()
    except FileNotFoundError:
        return nothing, [Fault(table.path, 0, "", "the file is missing", "a CSV file")]
    if raw.startswith(BOM):
        return nothing, [
            Fault(table.path, 1, "", "the file begins with a byte order mark", "UTF-8 without one")
        ]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return nothing, [Fault(table.path, line, "", problem, "the encoding UTF-8")]
    return _cells(text, table=table, nothing=nothing)


def _cells(text: str, *, table: Table, nothing: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Fault] = []
    lines: list[int] = []
    cells: list[list[str]] = []
    names = table.names
    start = 1
    try:
        header = next(reader, [])
        if tuple(header) != names:
            return nothing, [_header_fault(header, table=table)]
        start = reader.line_num + 1
        for row in reader:
            if len(row) == len(names):
                lines.append(start)
                cells.append(row)
            else:
                found.append(
                    Fault(table.path, start, "", f"the row has {len(row)} cells", f"{len(names)} cells")
                )
            start = reader.line_num + 1
    except csv.Error as error:
        found.append(Fault(table.path, start, "", f"the row is not CSV ({error})", "quotes in pairs"))
    index = pd.Index(lines, dtype="int64")
    return pd.DataFrame(cells, columns=list(names), index=index, dtype="object"), found


def _header_fault(header: list[str], *, table: Table) -> Fault:
    missing = [name for name in table.names if name not in header]
    extra = [name for name in header if name not in table.names]
    problem = "the columns are in another order"
    if missing or extra:
        parts = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(extra)}"] * bool(extra)
        problem = "the header " + " and ".join(parts)
    return Fault(table.path, 1, (missing or extra or [""])[0], problem, "the header " + ",".join(table.names))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries by column."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def text_of(frame: pd.DataFrame) -> str:
    """The frame as canonical CSV: UTF-8, ``\\n``, columns as they stand, whole numbers without a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        if pd.isna(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
