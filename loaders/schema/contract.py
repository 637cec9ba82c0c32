"""The contract: ``datapackage.json`` as column types, keys and constraints, checked by pandera.

The file follows the Frictionless Data Package and Table Schema standards and is the only schema of
the dataset.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pandera

from loaders.schema.errors import DamagedData, ValidationError

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
    "namings",
    "themes",
    "discrepancies",
    "threads",
    "aliases",
    "changes",
)
"""The resources that a dataset is made of; the contract says everything else about them."""


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column of a table, or one field of a TOML file, as Table Schema describes it."""

    name: str
    kind: str
    description: str
    constraints: dict[str, Any] = field(default_factory=dict)
    items: ColumnSchema | None = None
    description_ar: str = ""

    @property
    def required(self) -> bool:
        """Whether a cell of this column must hold a value."""
        return bool(self.constraints.get("required", False))

    @property
    def choices(self) -> tuple[str, ...]:
        """The allowed values, in the order of the page; empty if any is allowed."""
        return tuple(self.constraints.get("enum", ()))

    @property
    def expected(self) -> str:
        """What the contract wants of a cell, in words, for error messages."""
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
    columns: tuple[ColumnSchema, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in the order in which the file holds them."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnSchema:
        """Return the column called ``name``; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything that ``datapackage.json`` promises about the data folder.

    ``about`` are name, title, description and licenses of the package.
    """

    version: str
    about: dict[str, Any]
    tables: dict[str, Table]
    statements: str
    header: tuple[ColumnSchema, ...]
    passage: tuple[ColumnSchema, ...]
    figure: tuple[ColumnSchema, ...]
    story: str
    step: tuple[ColumnSchema, ...]
    question: tuple[ColumnSchema, ...]
    term: tuple[ColumnSchema, ...]

    def choices(self, table: str, column: str) -> tuple[str, ...]:
        """The values allowed in a column, in the order in which the page shows them."""
        return self.tables[table].column(column).choices


def read(root: Path) -> Contract:
    """Read the contract of the data folder ``root``; DamagedData if it is missing or unreadable."""
    path = root / FILE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        tables = {resource["name"]: _parse_table(resource) for resource in package["resources"]}
        if missing := [name for name in TABLES if name not in tables]:
            raise KeyError(f"the resource {missing[0]}")
        statements, story = package["statements"], package["story"]
        return Contract(
            version=package["version"],
            about={name: package[name] for name in ("name", "title", "description", "licenses")},
            tables=tables,
            statements=statements["path"],
            story=story["path"],
            **{name: _parse_columns(statements[name]) for name in ("header", "passage", "figure")},
            **{name: _parse_columns(story[name]) for name in ("step", "question", "term")},
        )
    except FileNotFoundError:
        problem, expected = "the file is missing", "the Data Package that describes the folder"
    except UnicodeDecodeError as error:
        problem, expected = f"byte {error.start} is not UTF-8", "a file in UTF-8"
    except json.JSONDecodeError as error:
        problem, expected = (
            f"line {error.lineno} is not JSON ({error.msg})",
            "a Data Package in JSON",
        )
    except (KeyError, TypeError) as error:
        problem, expected = (
            f"{error} is missing or of the wrong type",
            "a Data Package with resources",
        )
    raise DamagedData([ValidationError(FILE, 0, "", problem, expected)])


def _parse_columns(schema: dict[str, Any]) -> tuple[ColumnSchema, ...]:
    return tuple(
        ColumnSchema(
            name=column["name"],
            kind=column["type"],
            description=column.get("description", ""),
            constraints=column.get("constraints", {}),
            items=_parse_items(column.get("items", {})),
            description_ar=column.get("description_ar", ""),
        )
        for column in schema["fields"]
    )


def _parse_items(schema: dict[str, Any]) -> ColumnSchema | None:
    """What the items of a list must be; None if they are tables with fields of their own."""
    if schema.get("type") not in ("string", *NUMBERS):
        return None
    return ColumnSchema(
        "item", schema["type"], "", {**schema.get("constraints", {}), "required": True}
    )


def _parse_table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    links = [(link["fields"], link["reference"]) for link in schema.get("foreignKeys", [])]
    return Table(
        name=resource["name"],
        path=resource["path"],
        description=resource.get("description", ""),
        columns=_parse_columns(schema),
        key=_list_names(schema["primaryKey"]),
        references=tuple(
            Reference(
                column=_list_names(fields)[0],
                table=reference["resource"] or resource["name"],
                key=_list_names(reference["fields"])[0],
            )
            for fields, reference in links
        ),
    )


def _list_names(value: str | list[str]) -> tuple[str, ...]:
    """Table Schema allows a name in place of a list of one."""
    return (value,) if isinstance(value, str) else tuple(value)


def convert_types(text: pd.DataFrame, *, columns: tuple[ColumnSchema, ...]) -> pd.DataFrame:
    """The table with numbers as numbers; unknown cells and mistyped numbers are missing."""
    converted = {}
    for column in columns:
        values = text[column.name]
        if column.kind in NUMBERS:
            numbers = pd.to_numeric(values.where(values != ""), errors="coerce").astype("float64")
            converted[column.name] = numbers.where(numbers.abs() != float("inf"))
        elif column.kind == "string":
            converted[column.name] = values.where(values != "", None)
        else:
            converted[column.name] = values
    return pd.DataFrame(converted, index=text.index)


def find_errors(
    text: pd.DataFrame, *, columns: tuple[ColumnSchema, ...], key: tuple[str, ...], file: str
) -> list[ValidationError]:
    """Every cell of a text table (index: line in the file) that breaks the contract."""
    values = convert_types(text, columns=columns)
    errors = [
        error
        for column in columns
        for error in _find_number_errors(text, values, column, file=file)
    ]
    mistyped = {(error.row, error.column) for error in errors}
    expected = {column.name: column.expected for column in columns}
    for row, name, cell in _validate(values, columns=columns):
        if (row, name) not in mistyped:
            problem = "is empty" if pd.isna(cell) else f"{text.at[row, name]!r} is not allowed"
            errors.append(ValidationError(file, row, name, problem, expected[name]))
    if key:
        repeated = text.loc[text.duplicated(list(key), keep="first"), list(key)]
        for line, *cells in repeated.itertuples(name=None):
            problem = f"the key {' '.join(map(str, cells))!r} stands twice"
            errors.append(
                ValidationError(file, int(line), ",".join(key), problem, "a key of its own")
            )
    return errors


def _find_number_errors(
    text: pd.DataFrame, values: pd.DataFrame, column: ColumnSchema, *, file: str
) -> list[ValidationError]:
    """The cells of a column of numbers that are none, or not whole where they should be."""
    if column.kind not in NUMBERS:
        return []
    cells, numbers = text[column.name], values[column.name]
    wrong = (cells != "") & numbers.isna()
    if column.kind == "integer":
        wrong |= numbers.notna() & (numbers % 1 != 0)
    kind = "an integer" if column.kind == "integer" else "a number"
    return [
        ValidationError(
            file, int(str(line)), column.name, f"{cell!r} is not {kind}", column.expected
        )
        for line, cell in cells[wrong].items()
    ]


def _validate(
    values: pd.DataFrame, *, columns: tuple[ColumnSchema, ...]
) -> list[tuple[int, str, Any]]:
    """Row, column and value of each cell that pandera refuses."""
    schema = pandera.DataFrameSchema(
        {
            column.name: pandera.Column(nullable=not column.required, checks=_build_checks(column))
            for column in columns
        }
    )
    try:
        schema.validate(values, lazy=True)
    except pandera.errors.SchemaErrors as refused:
        cases = refused.failure_cases[["index", "column", "failure_case"]]
        return [(int(row), name, cell) for row, name, cell in cases.itertuples(index=False)]
    return []


def _build_checks(column: ColumnSchema) -> list[pandera.Check]:
    rules = column.constraints
    checks = [
        build(rules[name])
        for name, build in (
            ("enum", pandera.Check.isin),
            ("pattern", pandera.Check.str_matches),
            ("minimum", pandera.Check.ge),
            ("maximum", pandera.Check.le),
        )
        if name in rules
    ]
    if rules.get("minLength") and column.kind == "string":
        checks.append(pandera.Check.str_length(min_value=rules["minLength"]))
    return checks
