"""Markup: the HTML of the page, from templates that escape whatever is put into them.

Text from the data, an address or a reader can never become markup: escaping is on for every template,
and a name that a template does not get is an error.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def html(name: str, /, **values: Any) -> str:
    """The template ``name`` (without its ending) filled in, every value escaped."""
    return _templates().get_template(f"{name}.html").render(**values)


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """The relative address of a file under ``static/``, with a mark of its content.

    Streamlit names no time for which a browser may keep a static file, so browsers guess one; a new
    release would meet the sheets of the last. With the mark, a changed file is another address.
    """
    content = (FOLDER.parent.parent / "static" / name).read_bytes()
    return f"app/static/{name}?{hashlib.sha256(content).hexdigest()[:8]}"


def script(name: str) -> str:
    """A component's script, which fetches a file under ``static/`` once; a rerun carries these lines only."""
    return f"""
export default async function (component) {{
  const script = await import(new URL("{asset(name)}", document.baseURI));
  return script.default(component);
}}
"""


def marked(words: str, *, marks: list[tuple[str, str, str]], found: Sequence[tuple[int, int]] = ()) -> Markup:
    """Plain words with some of them made links: (the exact words, address, title), in any order.

    ``found`` are the places (first character, one past the last) that a search has found: they are marked,
    also inside a link, and whatever stands round them stays as it is.
    """
    link = Markup('<a class="cm-figure" data-step href="{}" title="{}">')
    end = Markup("</a>")
    links = [(*place, link.format(to, title), end) for place, to, title in _placed(words, pieces=marks)]
    return _woven(words, outer=links, found=found)


def emphasised(words: str, *, parts: Sequence[str]) -> Markup:
    """Plain words with some of them marked."""
    places = [place for place, *_ in _placed(words, pieces=[(part,) for part in parts])]
    return _woven(words, outer=[], found=places)


def found_in(words: str, *, places: Sequence[tuple[int, int]]) -> Markup:
    """Plain words with the places that a search has found marked."""
    return _woven(words, outer=[], found=places)


def _placed(words: str, *, pieces: Sequence[tuple[str, ...]]) -> list[tuple[Any, ...]]:
    """Where each piece's own words first stand, with the rest of the piece, in order of place.

    A piece whose words do not occur, or overlap those of an earlier one, is left out.
    """
    found = sorted(
        ((words.find(part), part, rest) for part, *rest in pieces if part and part in words),
        key=lambda each: (each[0], each[1]),
    )
    out: list[tuple[Any, ...]] = []
    past = 0
    for start, part, rest in found:
        if start >= past:
            past = start + len(part)
            out.append(((start, past), *rest))
    return out


def _woven(
    words: str, *, outer: Sequence[tuple[int, int, Markup, Markup]], found: Sequence[tuple[int, int]]
) -> Markup:
    """Plain words, escaped, with outer elements and, inside and outside of them, marks; neither overlap their like."""

    def inner(start: int, end: int) -> Markup:
        out, place = [], start
        for first, past in found:
            first, past = max(first, start), min(past, end)
            if first < past:
                out += [escape(words[place:first]), Markup("<mark>{}</mark>").format(words[first:past])]
                place = past
        return Markup("").join([*out, escape(words[place:end])])

    out, place = [], 0
    for start, end, opening, closing in outer:
        out += [inner(place, start), opening, inner(start, end), closing]
        place = end
    return Markup("").join([*out, inner(place, len(words))])
