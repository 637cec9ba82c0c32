"""Columns: what those of an exported table mean, the contract's own and those that exports add."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pandas.api.types import is_numeric_dtype

if TYPE_CHECKING:
    import pandas as pd

    from loaders.schema.contract import Contract

ADDED = {
    "city_en": "Name of the city in English; empty if the meeting was held online.",
    "city_ar": "The same in Arabic.",
    "country_id": "Country of the city, ISO 3166-1 alpha-3 in lower case.",
    "country_en": "Name of the country in English.",
    "country_ar": "The same in Arabic.",
    "longitude": "Degrees east, WGS 84.",
    "latitude": "Degrees north, WGS 84.",
    "level_en": "Level of the meeting in words, in English.",
    "level_ar": "The same in Arabic.",
    "indicator_en": "Name of the indicator in English.",
    "indicator_ar": "The same in Arabic.",
    "unit_en": "Unit of the value in English.",
    "unit_ar": "The same in Arabic.",
    "scope_en": "Scope of the value in words, in English.",
    "scope_ar": "The same in Arabic.",
    "meeting_title_en": "Title of the meeting in English; empty without one.",
    "meeting_title_ar": "The same in Arabic.",
    "meeting_city_en": "City of the meeting in English, or that it was held online.",
    "meeting_city_ar": "The same in Arabic.",
    "source_collection": "Collection of the source: core or record.",
    "source_publisher_en": "Publisher of the source in English.",
    "source_publisher_ar": "The same in Arabic.",
    "source_kind": "Kind of the source: official or press.",
    "source_kind_en": "Kind of the source in words, in English.",
    "source_kind_ar": "The same in Arabic.",
    "source_url": "Address of the source; empty if it has none.",
    "kind_en": "Kind in words, in English.",
    "kind_ar": "The same in Arabic.",
    "first_named_on": "Date of the first document that names the member.",
    "first_named_precision": "How precise that date is: day, month or year.",
    "first_source_id": "The first document that names the member.",
    "themes_en": "Names of the themes in English, joined by a semicolon.",
    "themes_ar": "The same in Arabic.",
    "dataset_version": "Version of the dataset, with the beginning of the hash of its content.",
}
"""What the columns mean that exports add to those of the contract."""


class Column(NamedTuple):
    """A column of an exported table: its name, its type (string, number or integer), and what it means."""

    name: str
    type: str
    description: str


def describe_columns(frame: pd.DataFrame, *, table: str, rules: Contract) -> list[Column]:
    """Return the columns of an exported table with what they mean.

    Args:
        frame: The table, as ``build_table`` returns it.
        table: Its name.
        rules: The contract of the dataset.
    """
    schemas = (*rules.header, *rules.passage) if table == "passages" else rules.tables[table].columns
    known = {column.name: column for column in schemas}
    found = []
    for name in frame.columns:
        column = known.get(name)
        # A list is written as text, joined by semicolons.
        kind = column.kind if column and column.kind != "array" else ""
        default = "number" if is_numeric_dtype(frame[name]) else "string"
        found.append(Column(name, kind or default, column.description if column else ADDED[name]))
    return found
