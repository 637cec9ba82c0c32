"""Web Mercator, as deck.gl projects: which part of the world a map shows, and where a city is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from components.theme import NARROW, Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.arcs import Line
    from loaders.analysis.meetings import MeetingCity

TILE = 512
"""Pixels of the world's width at zoom 0 in deck.gl."""

NEAREST, FARTHEST = 3.5, 0.2
"""Zoom at most and at least: a single city keeps its neighbours in sight."""


class MapSize(NamedTuple):
    """Width and height of a map in pixels."""

    width: int
    height: int


class Viewport(NamedTuple):
    """The part of the world that a map shows: its middle in degrees, and deck.gl's zoom."""

    longitude: float
    latitude: float
    zoom: float

    @property
    def scale(self) -> float:
        """Pixels of the map in one pixel of zoom 0."""
        return float(2**self.zoom)

    def locate(self, city: MeetingCity) -> tuple[float, float]:
        """Return where a city is, in pixels of the map from the upper left corner of the world."""
        x, y = project(city.longitude, city.latitude)
        return x * self.scale, y * self.scale

    def find_corner(self, size: MapSize) -> tuple[float, float]:
        """Return the upper left corner of a map, in pixels of the map from that of the world."""
        x, y = project(self.longitude, self.latitude)
        return x * self.scale - size.width / 2, y * self.scale - size.height / 2


def map_size(screen: Screen) -> MapSize:
    """Return the size of the map on the reader's screen."""
    return MapSize(screen.width, screen.picture_height)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point in degrees to pixels at zoom 0, y downwards."""
    x = (longitude + 180) / 360 * TILE
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * TILE
    return x, y


def unproject(line: Line, *, scale: float) -> list[list[float]]:
    """Return a line in pixels as longitudes and latitudes; ``scale`` is pixels in one of zoom 0."""
    return [
        [
            round(x / scale / TILE * 360 - 180, 3),
            round(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / scale / TILE)))), 3),
        ]
        for x, y in line
    ]


def fit_viewport(cities: Sequence[MeetingCity], *, size: MapSize) -> Viewport:
    """Return the viewport that holds all cities with room for their names, or the Mediterranean."""
    if not cities:
        return Viewport(20.0, 35.0, 1.5)
    xs, ys = zip(*(project(city.longitude, city.latitude) for city in cities), strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    width = max(size.width - (60 if size.width < NARROW else 160), 120)
    scale = min(width / max(right - left, 1e-6), (size.height - 120) / max(bottom - top, 1e-6))
    zoom = max(FARTHEST, min(NEAREST, math.log2(scale)))
    ((longitude, latitude),) = unproject([((left + right) / 2, (top + bottom) / 2)], scale=1)
    return Viewport(longitude, latitude, round(zoom, 2))
