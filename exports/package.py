"""The data package: the tables of a view as CSV, described for machines, with a citation."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.dictionary import describe_columns
from exports.files import FORMATS
from exports.tables import TABLES, build_table, defuse
from loaders.schema.tables import format_csv, records

if TYPE_CHECKING:
    import pandas as pd

    from exports.view import ExportedView

LICENCE_FILE = Path(__file__).resolve().parent.parent / "LICENSE"

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every file of an archive, so that equal views give equal bytes."""

KEYS = {"passages": ["meeting_id", "number"]}
"""The keys of tables that are no file of the dataset."""


def describe(view: ExportedView) -> dict[str, Any]:
    """Return what a view is, in words and for machines.

    Returns:
        Title, address, version and terms of the view; its tables with their columns, rows and the
        addresses of their files; its indicators with units and definitions; and how to cite it.
    """
    tables = {name: build_table(view.chosen, name) for name in TABLES}
    return {
        "title": view.title,
        "filters": view.filters,
        "language": view.text.language,
        "url": view.address,
        "version": view.version,
        "licenses": view.chosen.rules.about["licenses"],
        "citation": view.reference,
        "tables": [_describe_table(view, name, frame) for name, frame in tables.items()],
        "indicators": _list_indicators(view),
    }


def _describe_table(view: ExportedView, name: str, frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "name": name,
        "rows": len(frame),
        "files": {ending: view.link_file(f"data/{name}.{ending}") for ending in FORMATS},
        "columns": _list_columns(view, name, frame),
    }


def _list_columns(view: ExportedView, name: str, frame: pd.DataFrame) -> list[dict[str, str]]:
    """List the columns of a table as Table Schema has them.

    A date that may be known to the year only is a string.
    """
    columns = describe_columns(name, frame, rules=view.chosen.rules, text=view.text)
    return [
        {
            "name": column.name,
            "type": "string" if column.kind == "date" else column.kind,
            "description": column.description,
        }
        for column in columns
    ]


def _list_indicators(view: ExportedView) -> list[dict[str, Any]]:
    used = set(view.chosen.observations["indicator_id"])
    rows = records(view.chosen.whole.indicators)
    return [
        {
            "indicator_id": row["indicator_id"],
            **{name: view.text.of(row, name) for name in ("name", "unit", "definition")},
        }
        for row in rows
        if row["indicator_id"] in used
    ]


def write_package(view: ExportedView) -> bytes:
    """Write a view as a Frictionless Data Package, a zip archive of CSV and JSON files."""
    about = view.chosen.rules.about
    tables = {name: build_table(view.chosen, name) for name in TABLES}
    package = {
        "profile": "data-package",
        "name": about["name"],
        "title": about["title"],
        "description": f"{view.title} {about['description']}",
        "homepage": view.address,
        "version": view.version,
        "licenses": about["licenses"],
        "resources": [_describe_resource(view, name, frame) for name, frame in tables.items()],
    }
    files = {
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=2) + "\n",
        "CITATION.cff": _write_citation(view),
        "LICENSE": LICENCE_FILE.read_text(encoding="utf-8"),
        **{f"data/{name}.csv": format_csv(defuse(frame)) for name, frame in tables.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode("utf-8"))
    return out.getvalue()


def _describe_resource(view: ExportedView, name: str, frame: pd.DataFrame) -> dict[str, Any]:
    rules = view.chosen.rules
    key = KEYS.get(name) or list(rules.tables[name].key)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": _list_columns(view, name, frame), "primaryKey": key},
    }


def _write_citation(view: ExportedView) -> str:
    """Write how to cite the view as a Citation File Format file.

    It is YAML, in which a JSON string is a string too.
    """
    about = view.chosen.rules.about
    fields = {
        "cff-version": "1.2.0",
        "message": "Please cite the dataset, and the source of each figure that you use.",
        "type": "dataset",
        "title": about["title"],
        "abstract": f"{view.title} {about['description']}",
        "version": view.version,
        "url": view.address,
        "license": about["licenses"][0]["name"],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(about['title'])}", ""])
