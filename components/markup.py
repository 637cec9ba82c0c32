"""Markup: the HTML of the page, from templates that escape whatever is put into them.

Text from the data, an address or a reader can never become markup: escaping is on for every template,
and a name that a template does not get is an error.
"""

from __future__ import annotations

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


def style(*sheets: str) -> str:
    """The page's sheets under ``static/`` and the tokens that they use, as one style element.

    The browser fetches a sheet once; a rerun carries its name only.
    """
    imports = "".join(f'@import url("app/static/{sheet}");' for sheet in sheets)
    return f"<style>{imports}{properties()}</style>"


def marked(words: str, *, marks: list[tuple[str, str, str]]) -> Markup:
    """Plain words with some of them made links: (the exact words, address, title), in any order.

    Words that do not occur, or that overlap an earlier mark, stay plain.
    """
    found = sorted((words.find(part), part, link, title) for part, link, title in marks if part in words)
    out: list[Markup] = []
    place = 0
    for start, part, link, title in found:
        if start < place:
            continue
        out.append(escape(words[place:start]))
        out.append(
            Markup('<a class="cm-figure" data-step href="{}" title="{}">{}</a>').format(link, title, part)
        )
        place = start + len(part)
    out.append(escape(words[place:]))
    return Markup("").join(out)


def emphasised(words: str, *, parts: list[str]) -> Markup:
    """Plain words with some of them marked, at the first place where each occurs."""
    out = str(escape(words))
    for part in parts:
        plain = str(escape(part))
        out = out.replace(plain, f"<mark>{plain}</mark>", 1)
    return Markup(out)
