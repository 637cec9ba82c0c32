"""CSV files as typed frames, with every error by file, row and column; and frames as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from loaders.schema import contract
from loaders.schema.errors import ValidationError

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.schema.contract import Table

BOM = b"\xef\xbb\xbf"


def read(root: Path, *, table: Table) -> tuple[pd.DataFrame, list[ValidationError]]:
    """One table of the data folder and its errors.

    The frame has the contract's columns: text as ``str`` with "" for unknown, numbers as
    ``float64`` with NaN for unknown; its index is the line of the file, from 2. It is empty if the
    file cannot be read.
    """
    text, errors = read_cells(root, table=table)
    errors += contract.find_errors(text, columns=table.columns, key=table.key, file=table.path)
    values = contract.convert_types(text, columns=table.columns)
    names = [column.name for column in table.columns if column.kind not in contract.NUMBERS]
    return values.assign(**{name: text[name].astype(object) for name in names}), errors


def read_cells(root: Path, *, table: Table) -> tuple[pd.DataFrame, list[ValidationError]]:
    """The cells of a table as they are written, all text, and the errors of the file's form."""
    line, errors = 1, []
    rows: dict[int, list[str]] = {}
    try:
        raw = (root / table.path).read_bytes()
        if raw.startswith(BOM):
            problem = "the file begins with a byte order mark"
            errors.append(ValidationError(table.path, 1, "", problem, "UTF-8 without one"))
            raw = b""
        reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
        header = next(reader, [])
        if not errors and tuple(header) != table.names:
            errors.append(_describe_header(header, table=table))
            reader = csv.reader([])
        line = reader.line_num + 1
        for row in reader:
            if len(row) == len(table.names):
                rows[line] = row
            else:
                problem = f"the row has {len(row)} cells"
                errors.append(
                    ValidationError(table.path, line, "", problem, f"{len(table.names)} cells")
                )
            line = reader.line_num + 1
    except FileNotFoundError:
        errors.append(ValidationError(table.path, 0, "", "the file is missing", "a CSV file"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        errors.append(ValidationError(table.path, line, "", problem, "the encoding UTF-8"))
    except csv.Error as error:
        errors.append(
            ValidationError(
                table.path, line, "", f"the row is not CSV ({error})", "quotes in pairs"
            )
        )
    index = pd.Index(list(rows), dtype="int64")
    return pd.DataFrame(
        list(rows.values()), columns=list(table.names), index=index, dtype="object"
    ), errors


def _describe_header(header: list[str], *, table: Table) -> ValidationError:
    missing = [name for name in table.names if name not in header]
    extra = [name for name in header if name not in table.names]
    parts = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(extra)}"] * bool(
        extra
    )
    problem = "the header " + " and ".join(parts) if parts else "the columns are in another order"
    return ValidationError(
        table.path, 1, (missing or extra or [""])[0], problem, "the header " + ",".join(table.names)
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries by column."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def format_csv(frame: pd.DataFrame) -> str:
    """The frame as canonical CSV: ``\\n``, whole numbers without a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(map(_format_cell, row) for row in frame.itertuples(index=False))
    return out.getvalue()


def _format_cell(value: object) -> str:
    if isinstance(value, float):
        if pd.isna(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
