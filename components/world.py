"""World: the countries as outlines of a thematic map, drawn once from the file that the map of cities uses too."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

COUNTRIES = Path(__file__).resolve().parent.parent / "static" / "countries.geojson"

SMALL = 160.0
"""Square units below which a country is too small to be seen: it has a disc as well."""

SPECK = 8.0
"""Square units below which an island is left out, except a country's largest."""

A = (1.340264, -0.081106, 0.000893, 0.003796)
"""Coefficients of the Equal Earth projection."""

UNCODED = {"xkx": (20.9, 42.6)}
"""Ids that the file of outlines does not hold, with a place (longitude, latitude) in the outline that is meant."""

MARGIN = 4
"""Units beyond the edge of a window that are drawn, so that no border runs along it."""

Corner = tuple[int, int]
"""A place on a drawing in its units, y downwards."""


class Country(NamedTuple):
    """One country on the drawing: its id, empty where it has none; its outline as the data of an SVG path; the middle
    of its largest part; and whether it is too small to be seen.
    """

    country_id: str
    path: str
    x: int
    y: int
    small: bool


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """A place on the Equal Earth projection, for a sphere of radius 1, y northwards.

    Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection", International Journal of Geographical
    Information Science 33 (3): equal areas, so that no member looks larger than it is.
    """
    a1, a2, a3, a4 = A
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    across = math.radians(longitude) * math.cos(angle) * 2 * math.sqrt(3) / 3
    x = across / (a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square))
    return x, angle * (a1 + a2 * square + sixth * (a3 + a4 * square))


class Window(NamedTuple):
    """A part of the world, as a drawing shows it: its upper left and lower right corner on the projection, and how
    many units of the drawing a unit of the projection is.
    """

    left: float
    top: float
    right: float
    bottom: float
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing in its own units."""
        return round((self.right - self.left) * self.scale), round((self.top - self.bottom) * self.scale)

    def place(self, longitude: float, latitude: float) -> Corner:
        """A place on the drawing, in whole units from its upper left corner."""
        return self.at(*equal_earth(longitude, latitude))

    def at(self, x: float, y: float) -> Corner:
        """A place of the projection on the drawing."""
        return round((x - self.left) * self.scale), round((self.top - y) * self.scale)


def _window(west: float, north: float, east: float, south: float, *, across: float) -> Window:
    """The window between meridians and parallels that meet in its middle; ``across`` is its width in units."""
    middle_latitude, middle_longitude = (north + south) / 2, (west + east) / 2
    left, right = (equal_earth(each, middle_latitude)[0] for each in (west, east))
    top, bottom = (equal_earth(middle_longitude, each)[1] for each in (north, south))
    return Window(left, top, right, bottom, across / (right - left))


WORLD = Window(
    *(equal_earth(-180, 0)[0], equal_earth(0, 84)[1], equal_earth(180, 0)[0], equal_earth(0, -57)[1]),
    1920 / (equal_earth(180, 0)[0] * 2),
)
"""All of it but the Antarctic; a unit is half a pixel where the map is 960 pixels wide."""

NEAR = _window(-13, 68, 64, 11, across=1000)
"""Europe and the Middle East, where most members lie, larger."""


@lru_cache(maxsize=2)
def countries(window: Window) -> tuple[Country, ...]:
    """Every country in a window, by id; those without an id first.

    Each corner is put on the grid of the drawing by itself, so that neighbours keep one border between them.
    """
    box = (-MARGIN, -MARGIN, window.size[0] + MARGIN, window.size[1] + MARGIN)
    out = []
    for feature in read_features():
        polygons = list_polygons(feature)
        whole = [[window.place(*corner) for corner in ring] for polygon in polygons for ring in polygon]
        rings = [ring for ring in (cut(each, box) for each in whole) if ring]
        if not rings:
            continue
        largest = max(rings, key=area)
        kept = [ring for ring in rings if ring is largest or area(ring) >= SPECK]
        x, y = middle(largest)
        out.append(
            Country(
                country_id=feature["properties"]["id"] or _uncoded(polygons),
                path="".join(path_data(ring) for ring in map(simplified, kept) if len(ring) > 3),
                x=x,
                y=y,
                small=sum(map(area, whole)) < SMALL,
            )
        )
    return tuple(sorted(out))


@lru_cache(maxsize=1)
def read_features() -> list[dict[str, Any]]:
    """The countries of the file of outlines, as GeoJSON features in degrees."""
    features: list[dict[str, Any]] = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    return features


def list_polygons(feature: dict[str, Any]) -> list[list[list[list[float]]]]:
    """The polygons of a country, each a list of closed rings of longitude and latitude."""
    shape = feature["geometry"]
    polygons: list[list[list[list[float]]]] = shape["coordinates"]
    return polygons if shape["type"] == "MultiPolygon" else [shape["coordinates"]]


def cut(ring: list[Corner], box: tuple[int, int, int, int]) -> list[Corner]:
    """The part of a closed ring inside a box (left, top, right, bottom), closed again; empty if there is none.

    One side of the box after the other, as Sutherland and Hodgman (1974) do it, "Reentrant polygon clipping".
    """
    out = ring[:-1]
    for axis, edge, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        before, out = out, []
        for one, two in zip(before[-1:] + before[:-1], before, strict=True):
            far, near = ((each[axis] - edge) * sign for each in (one, two))
            if (far < 0) != (near < 0):
                part = far / (far - near)
                out.append(
                    (round(one[0] + (two[0] - one[0]) * part), round(one[1] + (two[1] - one[1]) * part))
                )
            if near >= 0:
                out.append(two)
    return [*out, out[0]] if len(out) > 2 else []


def simplified(ring: list[Corner]) -> list[Corner]:
    """A closed ring without corners that fall together, or lie on the straight line between their neighbours."""
    out: list[Corner] = []
    for corner in ring:
        if out and corner == out[-1]:
            continue
        if len(out) > 1 and _straight(out[-2], out[-1], corner):
            out.pop()
        out.append(corner)
    return out


def _straight(one: Corner, two: Corner, three: Corner) -> bool:
    """Whether three corners lie on one line, the second between the others."""
    (x, y), (u, v) = (two[0] - one[0], two[1] - one[1]), (three[0] - two[0], three[1] - two[1])
    return x * v == y * u and x * u + y * v > 0


def area(ring: list[Corner]) -> float:
    """What a closed ring covers, in square units."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))) / 2


def middle(ring: list[Corner]) -> Corner:
    """The middle of the box round a ring."""
    (left, right), (top, bottom) = ((min(each), max(each)) for each in zip(*ring, strict=True))
    return (left + right) // 2, (top + bottom) // 2


def path_data(ring: list[Corner]) -> str:
    """A closed ring as the data of an SVG path: its first corner, and the steps from each corner to the next."""
    steps = [f"{u - x}{'' if v < y else ' '}{v - y}" for (x, y), (u, v) in pairwise(ring[:-1])]
    return (
        f"M{ring[0][0]} {ring[0][1]}l"
        + "".join(
            step if not number or step.startswith("-") else f" {step}" for number, step in enumerate(steps)
        )
        + "z"
    )


def _uncoded(polygons: list[list[list[list[float]]]]) -> str:
    """The id of an outline that has none in the file; empty where nobody gives it one."""
    for country_id, (x, y) in UNCODED.items():
        for outer, *_ in polygons:
            (left, right), (low, high) = ((min(each), max(each)) for each in zip(*outer, strict=True))
            if left <= x <= right and low <= y <= high:
                return country_id
    return ""
