"""The document: what a browser gets before any script runs, completed from the address alone.

Language and direction, the sheets, the faces, a title and a description in words, and without JavaScript the key
figures as text with links to the data files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse
from starlette.routing import Route

from components import key_figures, markup, page
from components.data_folder import current_dataset
from components.downloads import link_file
from components.filters import list_active
from components.language import text
from components.theme import palette
from exports.tables import TABLES
from loaders.schema.errors import DamagedData
from loaders.select import USED, select
from loaders.selection import address, parse
from loaders.story import shown_selection
from server.answers import find_origin
from server.files import name_tokens
from server.streamlit_files import MissingPart, base_path, read_index

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from components.language import Text
    from loaders.model import Dataset
    from loaders.selection import Language, Selection

FACES: dict[Language, tuple[str, ...]] = {
    "en": ("source-serif-4-latin-wght-normal.woff2", "source-sans-3-latin-wght-normal.woff2"),
    "ar": ("noto-naskh-arabic-400.woff2", "noto-naskh-arabic-700.woff2"),
}
"""The two faces that a first page of each language is set in."""

SCRIPTS = ("screen.js", "marks.js", "downloads.js", "pictures.js", "keyboard.js", "widget_words.js")

SHEETS = ("page.css", "rtl.css")


def create_route(root: Path) -> Route:
    """Return the route of the document; ``root`` is the data folder from which it is described."""

    def answer(request: Request) -> HTMLResponse:
        parameters = parse_qs(request.url.query, keep_blank_values=True)
        body = build_document(parameters, root=root, origin=find_origin(request))
        return HTMLResponse(body, headers={"Cache-Control": "no-cache"})

    return Route(f"{base_path()}/", answer, methods=["GET", "HEAD"], include_in_schema=False)


def build_document(parameters: dict[str, list[str]], *, root: Path, origin: str) -> str:
    """Return Streamlit's document completed for an address.

    Args:
        parameters: the query of the address, as ``parse_qs`` reads it.
        root: the data folder.
        origin: scheme, host and path of the page, with a slash at its end.

    Raises:
        MissingPart: if Streamlit's document has another form than the one this was written for.
    """
    try:
        dataset = current_dataset(root)[0]
    except DamagedData:
        dataset = None
    selection = parse(parameters, dataset)
    words = text(selection.language)
    values = _describe(selection, words, dataset)
    sheets = [name_tokens(), *(markup.asset(sheet) for sheet in SHEETS)]
    head = markup.html(
        "document_head",
        **values,
        language=selection.language,
        canonical=origin + address(replace(selection, view="")).removesuffix("?"),
        site=words("page.title"),
        icon=markup.asset("icon.png"),
        colours={kind: palette(kind).paper for kind in ("light", "dark")},
        faces=[f"app/static/fonts/{face}" for face in FACES[selection.language]],
        sheets=sheets,
        scripts=[
            markup.asset(script)
            for script in (*SCRIPTS, *(["embedded.js"] if selection.view else []))
        ],
    )
    body = markup.html("document_body", sheets=sheets)
    noscript = markup.html("document_noscript", **values, text=words, dir=words.direction)
    document = read_index()
    for old, new in (
        (
            '<html lang="en">',
            f'<html lang="{selection.language}" dir="{words.direction}" class="page-opening">',
        ),
        ("<title>Streamlit</title>", head),
        ('<link rel="shortcut icon" href="./favicon.png" />', ""),
        (_between(document, "<noscript>", "</noscript>"), noscript),
        ("</body>", body + "</body>"),
    ):
        document = _replace_once(document, old, new)
    return document


def _replace_once(document: str, old: str, new: str) -> str:
    if (count := document.count(old)) != 1:
        raise MissingPart(f"Streamlit's document has {count} times {old[:40]!r}, expected once")
    return document.replace(old, new)


def _between(document: str, start: str, end: str) -> str:
    """Return the part of a document from one tag to another, both included."""
    first = document.find(start)
    last = document.find(end, first)
    if first < 0 or last < 0:
        raise MissingPart(f"Streamlit's document has no {start}")
    return document[first : last + len(end)]


def _describe(selection: Selection, words: Text, dataset: Dataset | None) -> dict[str, Any]:
    """Return title, description and key figures of an address in words; without a dataset the title alone."""
    title = page.title(selection, words)
    if dataset is None:
        return {"title": title, "description": words("damaged.title"), "figures": [], "tables": []}
    chosen = select(dataset, shown_selection(selection, dataset=dataset))
    used = USED[selection.page]
    active = list_active(dataset, words, selection)
    filters = [value.name for value in active if value.field in used]
    description = " ".join(
        part
        for part in (page.sentence(chosen, words), words(f"page.lead.{selection.page}"))
        if part
    )
    figures = [key_figures.describe(chosen, words, indicator=key) for key in key_figures.KEYS]
    return {
        "title": words("document.filtered", title=title, filters=words.list(filters))
        if filters
        else title,
        "description": description,
        "figures": figures,
        "tables": [link_file(f"data/{name}.csv", selection) for name in TABLES],
    }
