"""Project the country outlines: run ``python -m static.outlines.prepare`` after a change of them.

It reads ``countries.geojson`` and writes ``mercator.svg``, which the drawn map of cities shows, and
``equal_earth.json``, the maps of the members.
"""

from __future__ import annotations

import json
import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from components.mercator import project
from components.outlines import COUNTRIES, EQUAL_EARTH, FOLDER, MERCATOR, SCALE, WORLD_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from components.outlines import WorldMap

Point = tuple[int, int]
"""A point of a drawing in whole units, y downwards."""

Ring = list[Point]
"""A closed line: its last point is its first."""

MIN_COUNTRY_AREA = 160.0
"""Square units below which a country is too small to be seen, so that the map adds a disc."""

MIN_ISLAND_AREA = 8.0
"""Square units below which an island is left out, except the largest of a country."""


def project_equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point for a sphere of radius 1, y northwards.

    Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection", International Journal of
    Geographical Information Science 33 (3). Areas are equal, so that no member looks larger than it
    is.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    x = math.radians(longitude) * math.cos(angle) * 2 * math.sqrt(3) / 3
    x /= a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    return x, angle * (a1 + a2 * square + sixth * (a3 + a4 * square))


class Window(NamedTuple):
    """The part of the projected world that a map shows; ``scale`` is map units in one of it."""

    left: float
    top: float
    right: float
    bottom: float
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the map in units."""
        return self.to_units(self.right, self.bottom)

    def to_units(self, x: float, y: float) -> Point:
        """Convert a point of the projection to units from the upper left corner of the map."""
        return round((x - self.left) * self.scale), round((self.top - y) * self.scale)


def create_window(*, west: float, north: float, east: float, south: float, width: float) -> Window:
    """Return the window, ``width`` units wide, between meridians and parallels in degrees.

    The edges are where the meridians and parallels cross the middle of the window.
    """
    left, right = (project_equal_earth(edge, (north + south) / 2)[0] for edge in (west, east))
    top, bottom = (project_equal_earth((west + east) / 2, edge)[1] for edge in (north, south))
    return Window(left, top, right, bottom, width / (right - left))


EDGE = project_equal_earth(180, 0)[0]
TOP, BOTTOM = (project_equal_earth(0, latitude)[1] for latitude in (84, -57))

WORLD = Window(-EDGE, TOP, EDGE, BOTTOM, scale=960 / EDGE)
"""All but the Antarctic; a unit is half a pixel where the map is 960 pixels wide."""

NEAR = create_window(west=-13, north=68, east=64, south=11, width=1000)
"""Europe and the Middle East, where most members lie, larger."""


def draw_mercator() -> str:
    """Return the outlines in Web Mercator as SVG: one path, whose colour the page sets."""
    rings = [
        [project(*corner) for corner in ring]
        for feature in read_features()
        for ring in iterate_rings(feature)
    ]
    path = "".join(
        format_path([(round(x * SCALE), round(y * SCALE)) for x, y in ring]) for ring in rings
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WORLD_UNITS} {WORLD_UNITS}">'
        f'<path id="outlines" vector-effect="non-scaling-stroke" d="{path}"></path></svg>'
    )


def draw_equal_earth() -> str:
    """Return the maps of the members as JSON; a line a country, so that a change can be read."""
    left, top = WORLD.to_units(NEAR.left, NEAR.top)
    right, bottom = WORLD.to_units(NEAR.right, NEAR.bottom)
    maps: dict[str, WorldMap] = {
        "all": draw_window(WORLD)
        | {"frame": {"x": left, "y": top, "width": right - left, "height": bottom - top}},
        "near": draw_window(NEAR),
    }
    return json.dumps(maps, separators=(",", ":")).replace('{"id"', '\n{"id"') + "\n"


def draw_window(window: Window) -> WorldMap:
    """Return a map of the countries in a window, by id; those without an id come first."""
    width, height = window.size
    countries = filter(None, (draw_country(feature, window) for feature in read_features()))
    return {
        "width": width,
        "height": height,
        "frame": None,
        "countries": sorted(countries, key=lambda country: (country["id"], country["path"])),
    }


def draw_country(feature: dict[str, Any], window: Window) -> dict[str, Any] | None:
    """Return a country as a map shows it; None where no part of it is in the window."""
    # Each corner is rounded by itself, so that neighbours keep one border between them.
    rings = [
        [window.to_units(*project_equal_earth(*corner)) for corner in ring]
        for ring in iterate_rings(feature)
    ]
    visible = [ring for ring in rings if is_visible(ring, window.size)]
    if not visible:
        return None
    largest = max(visible, key=area)
    left, top, right, bottom = bounds(largest)
    shown = [ring for ring in visible if ring is largest or area(ring) >= MIN_ISLAND_AREA]
    return {
        "id": feature["properties"]["id"] or "",
        "path": "".join(map(format_path, shown)),
        "x": (left + right) // 2,
        "y": (top + bottom) // 2,
        "is_small": sum(map(area, rings)) < MIN_COUNTRY_AREA,
    }


def is_visible(ring: Ring, size: tuple[int, int]) -> bool:
    """Return whether any of the box around a ring is on the map."""
    left, top, right, bottom = bounds(ring)
    return left <= size[0] and top <= size[1] and right >= 0 and bottom >= 0


def bounds(ring: Ring) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the box around a ring."""
    columns, rows = zip(*ring, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def read_features() -> list[dict[str, Any]]:
    """Return the countries as GeoJSON features in degrees."""
    content = json.loads((FOLDER / COUNTRIES).read_text(encoding="utf-8"))
    features: list[dict[str, Any]] = content["features"]
    return features


def iterate_rings(feature: dict[str, Any]) -> Iterator[list[list[float]]]:
    """Yield the closed rings of a country, each a list of longitude and latitude."""
    shape = feature["geometry"]
    is_multiple = shape["type"] == "MultiPolygon"
    for polygon in shape["coordinates"] if is_multiple else [shape["coordinates"]]:
        yield from polygon


def area(ring: Ring) -> float:
    """Return the area of a ring in square units."""
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))) / 2


def format_path(ring: Ring) -> str:
    """Return a ring as an SVG path in relative steps; empty where nothing of it is left."""
    points = [point for point, _ in groupby(ring)]
    if len(points) <= 3:
        return ""
    steps = [f"{right - left} {low - top}" for (left, top), (right, low) in pairwise(points[:-1])]
    # A minus sign separates two numbers as well as a space does.
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"


if __name__ == "__main__":
    (FOLDER / MERCATOR).write_text(draw_mercator(), encoding="utf-8")
    (FOLDER / EQUAL_EARTH).write_text(draw_equal_earth(), encoding="utf-8")
