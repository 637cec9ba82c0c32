"""The dictionary of the exported tables: what each column holds, and the cells that are dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pandas.api.types import is_numeric_dtype

from loaders.checks import PRECISION

if TYPE_CHECKING:
    import pandas as pd

    from components.language import Text
    from loaders.schema.contract import ColumnSchema, Contract

ORIGINS = {
    "city": ("cities", "name"),
    "country": ("cities", "country"),
    "country_id": ("cities", "country_id"),
    "longitude": ("cities", "longitude"),
    "latitude": ("cities", "latitude"),
    "indicator": ("indicators", "name"),
    "unit": ("indicators", "unit"),
    "meeting_title": ("meetings", "title"),
    "source_collection": ("sources", "collection"),
    "source_publisher": ("sources", "publisher"),
    "source_kind": ("sources", "kind"),
    "source_url": ("sources", "url"),
    "first_named_on": ("namings", "named_on"),
    "first_named_precision": ("namings", "named_precision"),
    "first_source_id": ("namings", "source_id"),
}
"""The table and column from which an added column is, all without the ending of their language."""

WORDED = {
    "level": "dictionary.words",
    "scope": "dictionary.words",
    "kind": "dictionary.words",
    "source_kind": "dictionary.words",
    "meeting_city": "dictionary.meeting_city",
    "themes": "dictionary.themes",
}
"""The keys of the descriptions of added columns in words, by column without its language."""

LANGUAGE_ENDING = re.compile("_(en|ar)$")


class ColumnDescription(NamedTuple):
    """A column: its name, its type (``date`` or one of Table Schema), and what it holds."""

    name: str
    kind: str
    description: str


def describe_columns(
    table: str, frame: pd.DataFrame, *, rules: Contract, text: Text
) -> list[ColumnDescription]:
    """Describe the columns of a table that ``exports.tables`` has built, in the reader's language.

    Args:
        table: The name of the table.
        frame: The table.
        rules: The contract.
        text: The words of the reader's language.
    """
    known = {column.name: column for column in _list_contract(table, rules)}
    columns = []
    for name in frame.columns:
        kind = "number" if is_numeric_dtype(frame[name]) else "string"
        if name in known:
            kind = known[name].kind if known[name].kind != "array" else kind
            description = _read_description(known[name], text)
        else:
            description = _describe_added(name, rules, text)
        columns.append(ColumnDescription(name, "date" if is_date(name) else kind, description))
    return columns


def is_date(column: str) -> bool:
    """Whether a column holds dates, each as precise as it is known."""
    return column.removeprefix("first_") in PRECISION


def read_day(column: str, cell: Any) -> date | None:
    """The date in a cell, if the column holds dates and this one is known to the day."""
    if not is_date(column) or len(str(cell)) != len("2017-11-15"):
        return None
    return date.fromisoformat(str(cell))


def _list_contract(table: str, rules: Contract) -> tuple[ColumnSchema, ...]:
    """The columns that the contract describes, those of a passage with those of its statement."""
    if table == "passages":
        return (*rules.header, *rules.passage)
    return rules.tables[table].columns


def _describe_added(name: str, rules: Contract, text: Text) -> str:
    """The description of a column that no file of the data folder has."""
    if name == "dataset_version":
        return text("dictionary.version")
    stem = LANGUAGE_ENDING.sub("", name)
    ending = name.removeprefix(stem)
    if ending and stem in WORDED:
        return text(WORDED[stem], column=stem)
    table, column = ORIGINS[stem]
    return _read_description(rules.tables[table].column(f"{column}{ending}"), text)


def _read_description(column: ColumnSchema, text: Text) -> str:
    return column.description_ar if text.language == "ar" else column.description
