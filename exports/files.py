"""Files of one table: CSV, JSON, Excel and Parquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import orjson

from exports.tables import encode
from exports.workbook import write_sheet
from loaders.schema.tables import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd


class FileFormat(NamedTuple):
    """A format of tables: what writes it, and its media type."""

    write: Callable[[pd.DataFrame], bytes]
    media_type: str


def write_json(frame: pd.DataFrame) -> bytes:
    """The rows as a list of objects by column; a number that is unknown is null."""
    rows = records(frame.astype(object).where(frame.notna(), None))
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def write_parquet(frame: pd.DataFrame) -> bytes:
    """The rows as Parquet, text as strings and numbers as numbers."""
    import pandas as pd

    words = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    out = io.BytesIO()
    frame.astype(dict.fromkeys(words, "string")).to_parquet(out, index=False)
    return out.getvalue()


FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat(encode, "text/csv; charset=utf-8"),
    "json": FileFormat(write_json, "application/json"),
    "xlsx": FileFormat(
        write_sheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "parquet": FileFormat(write_parquet, "application/vnd.apache.parquet"),
}
"""The formats of tables by the ending of their files."""
