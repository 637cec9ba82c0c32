"""Markup: the HTML of the page, from templates that escape whatever is put into them.

Text from the data, an address or a reader can never become markup: escaping is on for every
template, and a name that a template does not get is an error.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from components.language import DIRECTIONS, keep_dates
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text

FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals |= {
        "step": step,
        "direction": lambda language: DIRECTIONS.get(language, "ltr"),
        "keep_dates": keep_dates,
    }
    return templates


def html(name: str, text: Text | None = None, /, **values: Any) -> str:
    """The template ``name`` (without its ending) filled in, every value escaped.

    Templates know ``step``, which makes addresses, ``direction`` of a language and ``keep_dates``,
    which lets no line end inside a date; with a ``text`` also it and its direction, ``dir``.
    """
    if text:
        values |= {"text": text, "dir": text.direction}
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
    """A component's script, which fetches a file under ``static/``; a rerun carries this only."""
    return f"""
export default async function (component) {{
  const script = await import(new URL("{asset(name)}", document.baseURI));
  return script.default(component);
}}
"""


def link_words(
    words: str, *, links: Sequence[tuple[str, str, str]], spans: Sequence[tuple[int, int]] = ()
) -> Markup:
    """Plain words with some of them made links, and with what a search found marked.

    Args:
        words: The text.
        links: The exact words of each link, its address and its title, in any order.
        spans: The first character, and the one past the last, of each place that a search found.
    """
    link = Markup('<a class="cm-figure" data-step href="{}" title="{}">{}</a>')
    out, index = Markup(""), 0
    for start, end, (address, title) in _locate(words, links):
        out += mark_spans(words, spans=spans, start=index, end=start)
        inside = mark_spans(words, spans=spans, start=start, end=end)
        out += link.format(address, title, inside)
        index = end
    return out + mark_spans(words, spans=spans, start=index)


def mark_words(words: str, *, parts: Sequence[str]) -> Markup:
    """Plain words with some of them marked."""
    located = _locate(words, [(part,) for part in parts])
    return mark_spans(words, spans=[(start, end) for start, end, _ in located])


def mark_spans(
    words: str, *, spans: Sequence[tuple[int, int]], start: int = 0, end: int | None = None
) -> Markup:
    """Plain words from ``start`` to ``end``, with the parts of the spans that lie there marked."""
    end = len(words) if end is None else end
    out, index = Markup(""), start
    for first, past in spans:
        first, past = max(first, start), min(past, end)
        if first < past:
            out += escape(words[index:first])
            out += Markup("<mark>{}</mark>").format(words[first:past])
            index = past
    return out + escape(words[index:end])


def _locate(
    words: str, pieces: Sequence[tuple[str, ...]]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where the words of each piece first stand, with the rest of the piece, in order.

    A piece whose words do not occur, or overlap those of an earlier one, is left out.
    """
    found = sorted(
        (words.find(part), part, tuple(rest)) for part, *rest in pieces if part and part in words
    )
    out: list[tuple[int, int, tuple[str, ...]]] = []
    for start, part, rest in found:
        if not out or start >= out[-1][1]:
            out.append((start, start + len(part), rest))
    return out
