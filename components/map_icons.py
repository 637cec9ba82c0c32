"""Pictures that deck.gl draws on the map: forms and numbers of discs, heads of arrows, names."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import escape

from components.label_placement import FONT_SIZE, LINE_HEIGHT, name_width
from components.map_discs import number_size

ICON_SIZE = 22
"""Side in pixels of the box in which the forms of discs and the heads of arrows are drawn."""


@lru_cache(maxsize=512)
def build_icon(content: str, width: int = ICON_SIZE, height: int = ICON_SIZE) -> dict[str, Any]:
    """An SVG as a picture twice as large as it is shown, so that it is sharp on a fine screen.

    The browser draws it, and shapes Arabic as it should be.
    """
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width * 2}' height='{height * 2}' "
        f"viewBox='0 0 {width} {height}'>{content}</svg>"
    )
    url = "data:image/svg+xml," + quote(svg.replace('"', "'"), safe="/:=' <>,;()")
    return {"url": url, "width": width * 2, "height": height * 2, "mask": True}


def draw_path(data: str, *, rotation: float = 0) -> dict[str, Any]:
    """A path in the middle of an icon, turned clockwise by ``rotation`` degrees."""
    rotate = f" rotate({rotation:.0f})" if rotation else ""
    middle = f"translate({ICON_SIZE // 2} {ICON_SIZE // 2}){rotate}"
    return build_icon(f'<path transform="{middle}" d="{data}"/>')


def draw_number(number: str) -> dict[str, Any]:
    """A number in the middle of an icon."""
    size = number_size(number)
    return build_icon(
        f'<text x="{ICON_SIZE // 2}" y="{ICON_SIZE // 2 + size * 0.36:.0f}" text-anchor="middle" '
        f'font-family="sans-serif" font-weight="700" font-size="{size}">{number}</text>'
    )


def draw_name(name: str, weight: int, stroke: str = "", *, size: int = FONT_SIZE) -> dict[str, Any]:
    """A name as a picture."""
    width, height = name_width(name), LINE_HEIGHT + 4
    return build_icon(
        f'<text x="{width / 2:.1f}" y="{height - 7}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{size}" font-weight="{weight}" {stroke}>{escape(name)}</text>',
        math.ceil(width),
        height,
    )
