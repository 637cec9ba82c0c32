"""The OpenAPI description of the addresses of data, from the tables, the formats and the dataset itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.selection import COLLECTIONS, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.model import Dataset

FILTERS = {
    "years": ("First and last year of the meetings, both inclusive.", "^[0-9]{4}-[0-9]{4}$"),
    "period": ("First and last month, both inclusive.", "^[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}$"),
}
"""Filters that are a span of time: what each means, and its form."""


SUMMARIES = {
    "data/passages": "Passages of the statements, in our own words.",
    "data/metadata.json": "The view in words, its columns, indicators and files.",
    "data/package.zip": "All tables of the view as a Frictionless Data Package.",
    "export/deck.pptx": "The view as slides with charts that can be edited.",
    "export/workbook.xlsx": "All tables of the view as a workbook.",
    "export/brief.html": "The view as one file that opens without a network.",
}
"""What files are that are no table of the contract."""


def describe_addresses(dataset: Dataset, files: Mapping[str, str]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the addresses of data.

    Args:
        dataset: The dataset, from whose contract tables and choices are.
        files: The media type of each file, by its address.
    """
    about = dataset.rules.about
    parameters = _list_parameters(dataset)
    paths: dict[str, Any] = {}
    for path, media_type in files.items():
        stem = path.rpartition(".")[0]
        table = dataset.rules.tables.get(stem.rpartition("/")[2])
        summary = table.description if table else SUMMARIES.get(path) or SUMMARIES[stem]
        paths[f"/{path}"] = _describe_file(summary, media_type, parameters)
    paths["/cite/{name}"] = _describe_reference(dataset)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": about["title"],
            "description": about["description"],
            "version": dataset.version,
            "license": {
                "name": about["licenses"][0]["title"],
                "identifier": about["licenses"][0]["name"],
            },
        },
        "paths": paths,
    }


def _list_parameters(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the parameters of a query that decide which rows are chosen."""
    choices = {
        "lang": ("Language of titles and descriptions.", LANGUAGES),
        "collection": (
            "Collection: the press reports, or the public record with them.",
            COLLECTIONS,
        ),
    }
    several = {
        "city": ("Cities of the meetings.", sorted(dataset.known("cities"))),
        "level": ("Levels of the meetings.", dataset.rules.choices("meetings", "level")),
        "meeting": ("Meetings.", sorted(dataset.known("meetings"))),
        "theme": ("Themes of the statements.", sorted(dataset.known("themes"))),
    }
    found = [
        _parameter(name, text, {"type": "string", "enum": ids})
        for name, (text, ids) in choices.items()
    ]
    found += [
        _parameter(name, text, {"type": "string", "pattern": form})
        for name, (text, form) in FILTERS.items()
    ]
    found += [
        _parameter(name, text, {"type": "array", "items": {"type": "string", "enum": ids}})
        for name, (text, ids) in several.items()
    ]
    return found


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def _describe_file(
    summary: str, media_type: str, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    # Binary files have no schema: their media type says what they are.
    content: dict[str, Any] = {
        media_type: {"schema": {}} if media_type == "application/json" else {}
    }
    headers = {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in (
            ("ETag", "Changes with the dataset and the view, and with nothing else."),
            ("X-Dataset-Version", "Version of the dataset and the beginning of its content hash."),
            (
                "X-Ignored-Parameters",
                "Parameters of the query that mean nothing, if there are any.",
            ),
        )
    }
    responses = {
        "200": {
            "description": "The rows that the query selects.",
            "headers": headers,
            "content": content,
        },
        "304": {"description": "The copy named by If-None-Match is the same."},
        "503": {"description": "The data folder is damaged."},
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _describe_reference(dataset: Dataset) -> dict[str, Any]:
    name = _parameter(
        "name",
        "Id of a published value, or of a meeting with -passage- and a number, with the ending .bib, .ris or .json.",
        {"type": "string", "examples": [f"{min(dataset.known('observations'))}.bib"]},
    )
    responses = {
        "200": {"description": "The reference to the source, at the place that states it."},
        "404": {"description": "Nothing with this id can be cited, or not in this format."},
    }
    parameters = [{**name, "in": "path", "required": True}]
    return {"get": {"summary": "A reference.", "parameters": parameters, "responses": responses}}
