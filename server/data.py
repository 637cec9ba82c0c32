"""Data: every address of the page as tables, a data package, references and a feed of changes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import orjson
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from exports import package
from exports.brief import write_brief
from exports.files import FORMATS
from exports.slides.deck import write_deck
from exports.tables import TABLES, build_table
from exports.view import open_view
from exports.workbook import write_workbook
from loaders.citation.exports import FORMATS as REFERENCES
from loaders.citation.item import build_item, cite_observation, cite_passage
from loaders.model import MeetingId, ObservationId
from loaders.selection import PassageId, Selection
from server.answers import (
    ViewFile,
    answer_file,
    find_origin,
    is_unchanged,
    mark_version,
    read_dataset,
)
from server.feed import write_feed
from server.openapi import describe_addresses
from server.streamlit_files import base_path

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from exports.view import ExportedView
    from loaders.citation.item import Citation
    from loaders.model import Dataset

READING = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["If-None-Match"],
    expose_headers=["ETag", "Content-Disposition", "X-Dataset-Version", "X-Ignored-Parameters"],
)
"""Lets the scripts of any page read an answer: the data are free to use."""

PASSAGE = re.compile(r"(.+)-passage-([1-9][0-9]{0,3})")
"""The id of a citation of a passage: its meeting and its number."""

REFERENCE_ENDINGS = {
    REFERENCES[name].ending: REFERENCES[name] for name in ("bibtex", "ris", "csl-json")
}
"""The formats of references by the ending of their files."""


def _write_table(view: ExportedView, *, name: str, ending: str) -> bytes:
    return FORMATS[ending].write(build_table(view.chosen, name))


def _write_description(view: ExportedView) -> bytes:
    return orjson.dumps(
        package.describe(view), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

FILES = {
    **{
        f"data/{name}.{ending}": ViewFile(
            partial(_write_table, name=name, ending=ending), form.media_type, name
        )
        for name in TABLES
        for ending, form in FORMATS.items()
    },
    "data/metadata.json": ViewFile(_write_description, "application/json", "metadata"),
    "data/package.zip": ViewFile(package.write_package, "application/zip", "package"),
    "export/deck.pptx": ViewFile(write_deck, SLIDES, "deck"),
    "export/workbook.xlsx": ViewFile(write_workbook, FORMATS["xlsx"].media_type, "workbook"),
    "export/brief.html": ViewFile(write_brief, "text/html; charset=utf-8", "brief"),
}
"""The files of a view by their addresses."""


def create_routes(root: Path) -> list[Mount | Route]:
    """Return the routes of the data of a view, of the tables of the folder ``root`` as they are, of references and of changes."""

    def answer_data(request: Request) -> Response:
        name = request.path_params["name"]
        path = request.url.path.removeprefix(f"{base_path()}/")
        if path in FILES:
            return answer_file(request, root, FILES[path])
        dataset = read_dataset(root)
        # Only tables of the contract: the folder may hold a reader's copies of articles under copyright.
        if path not in {f"data/{table.path}" for table in dataset.rules.tables.values()}:
            raise HTTPException(404, f"No file is called {name!r}; /data/openapi.json lists them.")
        return FileResponse(
            root / name, media_type="text/csv", headers={"Cache-Control": "no-cache"}
        )

    def answer_addresses(request: Request) -> JSONResponse:
        del request  # the same for every reader
        media_types = {path: file.media_type for path, file in FILES.items()}
        return JSONResponse(describe_addresses(read_dataset(root), media_types))

    def answer_feed(request: Request) -> Response:
        return answer_file(request, root, ViewFile(write_feed, "application/atom+xml", "feed"))

    def answer_reference(request: Request) -> Response:
        dataset, name = read_dataset(root), request.path_params["name"]
        cited, _, ending = name.rpartition(".")
        if ending not in REFERENCE_ENDINGS:
            raise HTTPException(
                404, f"A reference ends in .{', .'.join(REFERENCE_ENDINGS)}, not in {ending!r}."
            )
        form = REFERENCE_ENDINGS[ending]
        citation, view = _find_citation(dataset, cited, origin=find_origin(request))
        headers = mark_version(view, request.url.path)
        if is_unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        body = form.write(build_item(citation, dataset=dataset, address=view.address))
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(body, media_type=form.media_type, headers=headers)

    folders = {
        "data": [Route("/openapi.json", answer_addresses), Route("/{name}", answer_data)],
        "export": [Route("/{name}", answer_data)],
        "cite": [Route("/{name}", answer_reference)],
    }
    mounts = [
        Mount(f"{base_path()}/{folder}", routes=routes, middleware=[READING])
        for folder, routes in folders.items()
    ]
    return [Route(f"{base_path()}/feed.atom", answer_feed), *mounts]


def _find_citation(dataset: Dataset, cited: str, *, origin: str) -> tuple[Citation, ExportedView]:
    """Return what is cited by the id of a passage or a published value, and its view.

    Raises:
        HTTPException: 404, if there is nothing with the id.
    """
    passage = PASSAGE.fullmatch(cited)
    try:
        if passage:
            place = PassageId(MeetingId(passage[1]), int(passage[2]))
            citation, selection = cite_passage(dataset, *place), Selection(passage=place)
        else:
            citation, selection = (
                cite_observation(dataset, cited),
                Selection(figure=ObservationId(cited)),
            )
    except KeyError:
        raise HTTPException(404, f"Nothing with the id {cited!r} can be cited.") from None
    return citation, open_view(dataset, selection, origin=origin)
