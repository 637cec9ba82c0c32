"""Downloads: the addresses of what can be taken away of a view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from components import markup
from loaders.selection import address

if TYPE_CHECKING:
    from components.language import Text
    from loaders.selection import Selection


def link_file(path: str, selection: Selection) -> str:
    """Return the address of a file of what a selection shows, relative to the page.

    Of the members, for instance: ``data/members.csv?city=amman``.
    """
    shown = replace(selection.filters, language=selection.language)
    return path + address(shown).removesuffix("?")


FILES = {
    "slides": "export/deck.pptx",
    "workbook": "export/workbook.xlsx",
    "brief": "export/brief.html",
    "package": "data/package.zip",
    "figures": "data/observations.csv",
}
"""What the first row of every page offers, by name, with its path."""


def list_files(text: Text, selection: Selection) -> list[dict[str, str]]:
    """List the files of what a selection shows: the name of each, what it is, and its address."""
    return [
        {
            "name": text(f"download.{name}"),
            "about": text(f"download.about.{name}"),
            "link": link_file(path, selection),
        }
        for name, path in FILES.items()
    ]


def render_link(path: str, label: str, text: Text, selection: Selection) -> str:
    """Return a link that downloads a file, as markup."""
    return markup.html("download", text, link=link_file(path, selection), label=label)
