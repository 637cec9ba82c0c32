"""Outlines: the country outlines in Web Mercator, prepared once as a file that a drawn map shows at any size.

``python -m components.outlines`` makes the file again from ``static/countries.geojson``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from components import markup, world
from components.mercator import TILE, project

FILE = Path(__file__).resolve().parent.parent / "static" / "outlines.svg"
"""Fetched once by the browser, so that a drawing only says where the outlines lie on it."""

WORLD_UNITS = 16384
"""Units of the file from the western to the eastern edge of the world: less than half a pixel at the nearest zoom."""

SCALE = WORLD_UNITS / TILE
"""How many units of the file a pixel of zoom 0 is."""


def draw_outlines() -> str:
    """The file as it must be: one path of all outlines, without a colour, which whoever shows it gives it."""
    rings = [
        [_round_point(*corner) for corner in ring]
        for feature in world.read_features()
        for polygon in world.list_polygons(feature)
        for ring in polygon
    ]
    simple = [world.simplified(ring) for ring in rings]
    path = "".join(world.path_data(ring) for ring in simple if len(ring) > 3)
    return markup.html("outlines", size=WORLD_UNITS, path=path)


def _round_point(longitude: float, latitude: float) -> world.Corner:
    x, y = project(longitude, latitude)
    return round(x * SCALE), round(y * SCALE)


@lru_cache(maxsize=1)
def read_path() -> str:
    """The outlines as the data of an SVG path, for a drawing that must hold everything that it shows."""
    (path,) = ElementTree.parse(FILE).iter("{http://www.w3.org/2000/svg}path")
    return path.attrib["d"]


if __name__ == "__main__":
    FILE.write_text(draw_outlines(), encoding="utf-8")
