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
    """Return the address of a file for what a selection shows: ``data/members.csv?city=amman``, relative to the page."""
    shown = replace(selection.filters, language=selection.language)
    return path + address(shown).removesuffix("?")


def render_link(path: str, label: str, text: Text, selection: Selection) -> str:
    """Return a link that downloads a file, as markup."""
    return markup.html("download", text, link=link_file(path, selection), label=label)
