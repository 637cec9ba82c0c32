"""Pictures that deck.gl draws on the map: the forms and numbers of discs, the heads of arrows, the names of cities."""

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


def build_icon(
    content: str, *, width: float = ICON_SIZE, height: float = ICON_SIZE
) -> dict[str, Any]:
    """A picture twice as large as it is shown, so that it is sharp on a fine screen."""
    columns, rows = math.ceil(width), math.ceil(height)
    return {
        "url": _encode_svg(content, columns, rows),
        "width": columns * 2,
        "height": rows * 2,
        "mask": True,
    }


@lru_cache(maxsize=512)
def _encode_svg(content: str, width: int, height: int) -> str:
    """An SVG as an address: the browser draws it, and shapes Arabic as it should be."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * 2}" height="{height * 2}" '
        f'viewBox="0 0 {width} {height}">{content}</svg>'
    )
    return "data:image/svg+xml," + quote(svg.replace('"', "'"), safe="/:=' <>,;()")


def centre_path(data: str, *, rotation: float = 0) -> str:
    """A path around the origin in the middle of an icon, turned clockwise by ``rotation`` degrees."""
    rotate = f" rotate({rotation:.0f})" if rotation else ""
    return f'<path transform="translate({ICON_SIZE // 2} {ICON_SIZE // 2}){rotate}" d="{data}"/>'


def centre_number(number: str) -> str:
    """A number in the middle of an icon."""
    size = number_size(number)
    return (
        f'<text x="{ICON_SIZE // 2}" y="{ICON_SIZE // 2 + size * 0.36:.0f}" text-anchor="middle" '
        f'font-family="sans-serif" font-weight="700" font-size="{size}">{number}</text>'
    )


def draw_name(name: str, weight: int, stroke: str = "", *, size: int = FONT_SIZE) -> dict[str, Any]:
    """A name as a picture."""
    width, height = name_width(name), LINE_HEIGHT + 4
    return build_icon(
        f'<text x="{width / 2:.1f}" y="{height - 7}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{size}" font-weight="{weight}" {stroke}>{escape(name)}</text>',
        width=width,
        height=height,
    )
