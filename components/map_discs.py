"""Discs of the map of cities: how large each is, its form, and how discs are moved apart."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from components.mercator import unproject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts.labels import Box
    from components.mercator import MapSize, Viewport
    from loaders.analysis.meetings import MeetingCity
    from loaders.model import Dataset

MEETING_RADIUS, REST_RADIUS = 9.5, 7.0
"""Radius in pixels of the disc of one meeting, and of a city that the selection leaves out."""

GROUND_WIDTH, RING_WIDTH = 2.0, 3.0
"""Pixels of ground around a disc, and of a ring in one shade."""

HOLE = 0.64
"""Radius of the hole of a ring of slices, as a share of the radius of the disc."""

MIN_GAP, EDGE_GAP = 5.0, 3.0
"""Pixels between two discs, and between a disc and the edge of the map, at least."""

MAX_ROUNDS = 300
"""How often discs that overlap are moved apart, at most."""

MOST_SLICES = 20
"""Meetings of a city beyond which its ring has one shade instead of a slice for each."""

SHAPES = (
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "M-5.4-5.4h10.8v10.8h-10.8z",
    "M0-7.5L7.5 0L0 7.5L-7.5 0z",
    "M0-7L7 5.5H-7z",
    "M0 7L7-5.5H-7z",
    "M-2.5-7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z",
)
"""Forms of the levels of meeting as SVG paths in a box of 20, in the order of the contract."""


def disc_radius(city: MeetingCity) -> float:
    """Return the radius of a city's disc in pixels: its area is the number of selected meetings."""
    if not city.chosen:
        return REST_RADIUS
    return max(MEETING_RADIUS * math.sqrt(city.count), MEETING_RADIUS)


def disc_kind(city: MeetingCity) -> Literal["rest", "number", "level", "ring"]:
    """Return how a city's disc is drawn.

    In grey outside the selection; with the form of its meeting's level; as a ring with a slice for
    each of several meetings; or, where they are too many for a slice each, as a ring of one shade.
    A ring has their number in it.
    """
    if not city.chosen:
        return "rest"
    if city.count > MOST_SLICES:
        return "number"
    return "level" if len(city.chosen) == 1 else "ring"


def list_levels(city: MeetingCity, dataset: Dataset) -> list[int]:
    """Return the levels of a city's selected meetings, as indices in the order of the contract."""
    order = dataset.rules.choices("meetings", "level")
    return [order.index(meeting.level) for meeting in city.chosen]


def number_size(number: str) -> int:
    """Return the type size in pixels of a number in a disc, smaller the longer it is."""
    return min(14, round(36 / len(number)))


def draw_slice(index: int, count: int, *, radius: float) -> str:
    """Return one of ``count`` equal slices of a disc as an SVG path, clockwise from the top."""
    angles = [2 * math.pi * end / count - math.pi / 2 for end in (index, index + 1)]
    start, end = (f"{radius * math.cos(at):.2f} {radius * math.sin(at):.2f}" for at in angles)
    return f"M0 0L{start}A{radius:.2f} {radius:.2f} 0 0 1 {end}z"


def disc_box(city: MeetingCity, *, viewport: Viewport, margin: float = 0.0) -> Box:
    """Return the box around a city's disc, in pixels from the corner of the world."""
    x, y = viewport.locate(city)
    reach = disc_radius(city) + margin
    return x - reach, y - reach, x + reach, y + reach


def separate_discs(
    cities: Sequence[MeetingCity], *, viewport: Viewport, size: MapSize
) -> tuple[MeetingCity, ...]:
    """Move discs that overlap apart; return the cities with the coordinates of their discs.

    Of two discs the smaller one moves further. None leaves the map, of ``size`` pixels, that was on
    it.
    """
    homes = [viewport.locate(city) for city in cities]
    radii = [disc_radius(city) for city in cities]
    left, top = viewport.find_corner(size)
    is_on_map = [0 <= x - left <= size.width and 0 <= y - top <= size.height for x, y in homes]
    points = [list(home) for home in homes]
    for _ in range(MAX_ROUNDS):
        has_moved = False
        for pair in itertools.combinations(range(len(points)), 2):
            has_moved |= _push_apart(
                *(points[index] for index in pair),
                radii=[radii[index] for index in pair],
                direction=sum(pair),
            )
        for point, radius in itertools.compress(zip(points, radii, strict=True), is_on_map):
            gap = radius + EDGE_GAP
            point[0] = min(max(point[0], left + gap), left + size.width - gap)
            point[1] = min(max(point[1], top + gap), top + size.height - gap)
        if not has_moved:
            break
    discs = []
    for city, home, point in zip(cities, homes, points, strict=True):
        ((longitude, latitude),) = unproject([(point[0], point[1])], scale=viewport.scale)
        is_moved = tuple(point) != home
        discs.append(replace(city, longitude=longitude, latitude=latitude) if is_moved else city)
    return tuple(discs)


def _push_apart(
    first: list[float], second: list[float], *, radii: Sequence[float], direction: int
) -> bool:
    """Move two points until there is a gap between their discs; return whether they had to move.

    ``direction`` is where to, in radians, if both are in one place: another one for each pair.
    """
    x, y = second[0] - first[0], second[1] - first[1]
    distance = math.hypot(x, y)
    missing = sum(radii) + MIN_GAP - distance
    if missing <= 0.01:
        return False
    if distance < 0.01:
        x, y, distance = math.cos(direction), math.sin(direction), 1.0
    areas = [radius**2 for radius in radii]
    for point, share in ((first, -areas[1] / sum(areas)), (second, areas[0] / sum(areas))):
        point[0] += x / distance * missing * share
        point[1] += y / distance * missing * share
    return True
