"""The contract: ``datapackage.json`` read as column types, keys and constraints, held by pandera.

The file follows the Frictionless Data Package and Table Schema standards and is the only schema of
the dataset; nothing of it is repeated in Python.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pandera

from loaders.faults import DamagedData, Fault

if TYPE_CHECKING:
    from pathlib import Path

FILE = "datapackage.json"
NUMBERS = ("number", "integer")
TABLES = (
    "meetings",
    "cities",
    "sources",
    "indicators",
    "observations",
    "members",
    "themes",
    "discrepancies",
    "threads",
)
"""The resources that a dataset is made of; the contract says everything else about them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one field of a TOML file, as Table Schema describes it."""

    name: str
    kind: str
    description: str
    constraints: dict[str, Any] = field(default_factory=dict)
    items: Column | None = None

    @property
    def required(self) -> bool:
        """Whether a cell of this column must hold a value."""
        return bool(self.constraints.get("required", False))

    @property
    def choices(self) -> tuple[str, ...]:
        """The values allowed, in the order in which the page shows them; empty where any will do."""
        return tuple(self.constraints.get("enum", ()))

    @property
    def expected(self) -> str:
        """What the contract wants of a cell, in words: the second half of a fault's message."""
        rules = self.constraints
        parts = []
        if self.choices:
            parts.append("one of " + ", ".join(self.choices))
        elif "pattern" in rules:
            parts.append(f"{self.kind} like {rules['pattern']}")
        else:
            article = "an" if self.kind[0] in "aeiou" else "a"
            least = rules.get("minLength") if self.kind == "array" else None
            most = f"to {rules['maxLength']}" if "maxLength" in rules else "or more"
            parts.append(f"{article} {self.kind}" + (f" of {least} {most}" if least else ""))
        if "minimum" in rules:
            parts.append(f"at least {rules['minimum']}")
        if "maximum" in rules:
            parts.append(f"at most {rules['maximum']}")
        if rules.get("unique"):
            parts.append("different in every row")
        return ", ".join(parts) if self.required else ", ".join(parts) + ", or nothing"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values must stand in the key column of another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract: its file, columns in order, key and references."""

    name: str
    path: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in the order in which the file holds them."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called ``name``; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything that ``datapackage.json`` promises about the data folder."""

    version: str
    tables: dict[str, Table]
    statements: str
    header: tuple[Column, ...]
    passage: tuple[Column, ...]
    figure: tuple[Column, ...]
    story: str
    step: tuple[Column, ...]
    question: tuple[Column, ...]
    term: tuple[Column, ...]

    def choices(self, table: str, column: str) -> tuple[str, ...]:
        """The values allowed in a column, in the order in which the page shows them."""
        return self.tables[table].column(column).choices


def read(root: Path) -> Contract:
    """Read the contract of the data folder ``root``; DamagedData if it is missing or unreadable."""
    path = root / FILE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        tables = {each["name"]: _table(each) for each in package["resources"]}
        if missing := [name for name in TABLES if name not in tables]:
            raise KeyError(f"the resource {missing[0]}")
        texts, told = package["statements"], package["story"]
        return Contract(
            version=package["version"],
            tables=tables,
            statements=texts["path"],
            header=_columns(texts["header"]),
            passage=_columns(texts["passage"]),
            figure=_columns(texts["figure"]),
            story=told["path"],
            step=_columns(told["step"]),
            question=_columns(told["question"]),
            term=_columns(told["term"]),
        )
    except FileNotFoundError:
        problem, expected = "the file is missing", "the Data Package that describes the folder"
    except UnicodeDecodeError as error:
        problem, expected = f"byte {error.start} is not UTF-8", "a file in UTF-8"
    except json.JSONDecodeError as error:
        problem, expected = f"line {error.lineno} is not JSON ({error.msg})", "a Data Package in JSON"
    except (KeyError, TypeError) as error:
        problem, expected = f"{error} is missing or of the wrong type", "a Data Package with resources"
    raise DamagedData([Fault(FILE, 0, "", problem, expected)])


def _columns(schema: dict[str, Any]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=each["name"],
            kind=each["type"],
            description=each.get("description", ""),
            constraints=each.get("constraints", {}),
            items=_items(each.get("items", {})),
        )
        for each in schema["fields"]
    )


def _items(schema: dict[str, Any]) -> Column | None:
    """What each item of a list must be; None where it is a table with fields of its own."""
    if schema.get("type") not in ("string", *NUMBERS):
        return None
    return Column("item", schema["type"], "", {**schema.get("constraints", {}), "required": True})


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema["primaryKey"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        description=resource.get("description", ""),
        columns=_columns(schema),
        key=(key,) if isinstance(key, str) else tuple(key),
        references=tuple(_reference(each, own=resource["name"]) for each in schema.get("foreignKeys", [])),
    )


def _reference(link: dict[str, Any], *, own: str) -> Reference:
    def one(value: str | list[str]) -> str:
        return value if isinstance(value, str) else value[0]

    there = link["reference"]
    return Reference(one(link["fields"]), there["resource"] or own, one(there["fields"]))


def typed(text: pd.DataFrame, *, columns: tuple[Column, ...]) -> pd.DataFrame:
    """The text table with numbers as numbers and unknown as missing. Text in a number becomes missing too."""
    out = {}
    for column in columns:
        values = text[column.name]
        if column.kind in NUMBERS:
            numbers = pd.to_numeric(values.where(values != ""), errors="coerce").astype("float64")
            out[column.name] = numbers.where(numbers.abs() != float("inf"))
        elif column.kind == "string":
            out[column.name] = values.where(values != "", None)
        else:
            out[column.name] = values
    return pd.DataFrame(out, index=text.index)


def faults(
    text: pd.DataFrame, *, columns: tuple[Column, ...], key: tuple[str, ...], file: str
) -> list[Fault]:
    """Every cell of a text table (index: line in the file) that breaks the contract."""
    values = typed(text, columns=columns)
    found = []
    for column in columns:
        if column.kind in NUMBERS:
            written = text[column.name]
            wrong = (written != "") & values[column.name].isna()
            if column.kind == "integer":
                wrong |= values[column.name].notna() & (values[column.name] % 1 != 0)
            what = f"not {'an' if column.kind == 'integer' else 'a'} {column.kind}"
            found += [
                Fault(file, line, column.name, f"{cell!r} is {what}", column.expected)
                for line, cell in zip(lines(written[wrong]), written[wrong], strict=True)
            ]
    bad = {(each.row, each.column) for each in found}
    by_name = {column.name: column for column in columns}
    for row, name, cell in _broken(values, columns=columns):
        if (row, name) in bad:
            continue
        problem = "is empty" if pd.isna(cell) else f"{text.at[row, name]!r} is not allowed"
        found.append(Fault(file, row, name, problem, by_name[name].expected))
    if key:
        again = text.duplicated(list(key), keep="first")
        for line, cells in zip(lines(text[again]), text.loc[again, list(key)].values.tolist(), strict=True):
            problem = f"the key {' '.join(map(str, cells))!r} stands twice"
            found.append(Fault(file, line, ",".join(key), problem, "a key of its own"))
    return found


def lines(rows: pd.Series | pd.DataFrame) -> list[int]:
    """The lines of the file in which some rows stand."""
    return [int(each) for each in rows.index.tolist()]


def _broken(values: pd.DataFrame, *, columns: tuple[Column, ...]) -> list[tuple[int, str, Any]]:
    """Row, column and value of each cell that pandera refuses."""
    schema = pandera.DataFrameSchema(
        {
            column.name: pandera.Column(nullable=not column.required, checks=_checks(column))
            for column in columns
        }
    )
    try:
        schema.validate(values, lazy=True)
    except pandera.errors.SchemaErrors as refused:
        cases = refused.failure_cases
        return [
            (int(row), name, cell)
            for row, name, cell in zip(cases["index"], cases["column"], cases["failure_case"], strict=True)
        ]
    return []


def _checks(column: Column) -> list[pandera.Check]:
    rules = column.constraints
    checks = []
    if column.choices:
        checks.append(pandera.Check.isin(column.choices))
    if "pattern" in rules:
        checks.append(pandera.Check.str_matches(rules["pattern"]))
    if "minimum" in rules:
        checks.append(pandera.Check.ge(rules["minimum"]))
    if "maximum" in rules:
        checks.append(pandera.Check.le(rules["maximum"]))
    if rules.get("minLength") and column.kind == "string":
        checks.append(pandera.Check.str_length(min_value=rules["minLength"]))
    return checks
