"""Markup: the HTML of the page, from templates that escape whatever is put into them.

Text from the data, an address or a reader can never become markup: escaping is on for every template,
and a name that a template does not get is an error.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from components.theme import properties

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


def style(*sheets: str) -> str:
    """The page's sheets under ``static/`` and the tokens that they use, as one style element.

    The browser fetches a sheet once; a rerun carries its name only.
    """
    imports = "".join(f'@import url("{asset(sheet)}");' for sheet in sheets)
    return f"<style>{imports}{properties()}</style>"


def marked(words: str, *, marks: list[tuple[str, str, str]]) -> Markup:
    """Plain words with some of them made links: (the exact words, address, title), in any order."""
    link = Markup('<a class="cm-figure" data-step href="{}" title="{}">{}</a>')
    return _woven(words, pieces=[(part, link.format(to, title, part)) for part, to, title in marks])


def emphasised(words: str, *, parts: list[str]) -> Markup:
    """Plain words with some of them marked."""
    return _woven(words, pieces=[(part, Markup("<mark>{}</mark>").format(part)) for part in parts])


def _woven(words: str, *, pieces: list[tuple[str, Markup]]) -> Markup:
    """Plain words, escaped, with each piece in the first place where its own words stand.

    A piece whose words do not occur, or overlap those of an earlier one, is left out.
    """
    found = sorted((words.find(part), part, piece) for part, piece in pieces if part and part in words)
    out: list[Markup] = []
    place = 0
    for start, part, piece in found:
        if start >= place:
            out += [escape(words[place:start]), piece]
            place = start + len(part)
    return Markup("").join([*out, escape(words[place:])])
