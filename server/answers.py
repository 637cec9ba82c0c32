"""Answers to an address of data: the view that its query selects, and what is said of every file of it."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from components.data_folder import current_dataset
from exports.view import open_view
from loaders.model import cached_on_dataset
from loaders.schema.errors import DamagedData
from loaders.selection import address, read_address
from server.streamlit_files import base_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request

    from exports.view import ExportedView
    from loaders.model import Dataset
    from loaders.selection import Dropped, Selection

    Write = Callable[[ExportedView], bytes]

CACHED_FILES = 24
"""Files that are kept of one dataset, the least recently used dropped first; the largest are of 2 to 3 MB."""

MOST_IGNORED = 10
"""Ignored parameters that an answer names at most."""

_writing = threading.Lock()
"""One file is written at a time: whoever asks for the same one meanwhile waits, and gets it from the cache."""


class ViewFile(NamedTuple):
    """A file of a view: what writes it, its media type, and what its name says of it."""

    write: Write
    media_type: str
    name: str


class RequestedView(NamedTuple):
    """The view that a request asks for, and the parameters of its query that mean nothing."""

    view: ExportedView
    ignored: tuple[Dropped, ...]


def read_dataset(root: Path) -> Dataset:
    """Return the dataset of the data folder; HTTPException 503 where it has become unusable."""
    try:
        return current_dataset(root)[0]
    except DamagedData:
        raise HTTPException(
            503, "The data folder is damaged; the page says what is wrong with it."
        ) from None


def find_origin(request: Request) -> str:
    """Return scheme, host and path of the page, with a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}{base_path()}/"


def read_view(request: Request, root: Path) -> RequestedView:
    """Return the view that the query of a request selects."""
    dataset = read_dataset(root)
    found = read_address(parse_qs(request.url.query, keep_blank_values=True), dataset)
    return RequestedView(
        open_view(dataset, found.selection, origin=find_origin(request)), found.dropped
    )


def answer_file(request: Request, root: Path, file: ViewFile) -> Response:
    """Answer with a file of the view that a query selects, or that the copy which the reader has is the same."""
    requested = read_view(request, root)
    view, path = requested.view, request.url.path
    headers = mark_version(view, path)
    if requested.ignored:
        names = [
            (dropped.parameter[:40], dropped.value[:40])
            for dropped in requested.ignored[:MOST_IGNORED]
        ]
        headers["X-Ignored-Parameters"] = urlencode(names)
    if is_unchanged(request, headers):
        return Response(status_code=304, headers=headers)
    ending = path.rpartition(".")[2]
    disposition = "inline" if ending == "atom" else "attachment"
    headers["Content-Disposition"] = (
        f'{disposition}; filename="{view.name_file(ending, table=file.name)}"'
    )
    with _writing:
        body = _write(view.chosen.whole, file.write, view.selection, view.origin)
    return Response(body, media_type=file.media_type, headers=headers)


@cached_on_dataset(CACHED_FILES)
def _write(dataset: Dataset, write: Write, selection: Selection, origin: str) -> bytes:
    return write(open_view(dataset, selection, origin=origin))


def mark_version(view: ExportedView, path: str) -> dict[str, str]:
    """Return the headers of a file; its mark changes with dataset, view and address alone."""
    content = "\n".join((view.version, path, view.origin, address(view.selection)))
    return {
        "ETag": f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"',
        "Cache-Control": "no-cache",
        "X-Dataset-Version": view.version,
        "X-Content-Type-Options": "nosniff",
    }


def is_unchanged(request: Request, headers: dict[str, str]) -> bool:
    """Whether the reader has a file with the mark of these headers."""
    return headers["ETag"] in request.headers.get("If-None-Match", "")
