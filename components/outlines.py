"""Outlines: the country outlines, projected once by ``static/outlines/prepare.py`` for every map that shows them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TypedDict
from xml.etree import ElementTree

from components import markup
from components.mercator import TILE

FOLDER = Path(__file__).resolve().parent.parent / "static" / "outlines"

COUNTRIES, MERCATOR, EQUAL_EARTH = "countries.geojson", "mercator.svg", "equal_earth.json"
"""The files: in degrees, for deck.gl; in Web Mercator, for the drawn map of cities; and the maps of the members."""

WORLD_UNITS = 16384
"""Width of the world in ``MERCATOR``: a unit is less than half a pixel at the nearest zoom."""

SCALE = WORLD_UNITS / TILE
"""Units of ``MERCATOR`` in one pixel of zoom 0."""


class Country(TypedDict):
    """One country on a map of the world.

    ``id`` is empty where it has none, ``path`` the data of an SVG path, ``x`` and ``y`` the middle of its largest
    part, and ``is_small`` says that it can hardly be seen.
    """

    id: str
    path: str
    x: int
    y: int
    is_small: bool


class WorldMap(TypedDict):
    """A map of the world, or of a part of it; ``frame`` is the rectangle of that part on the map of the whole."""

    width: int
    height: int
    frame: dict[str, int] | None
    countries: list[Country]


def find_address(name: str) -> str:
    """Return the address at which the browser fetches one of the files."""
    return markup.asset(f"outlines/{name}")


@lru_cache(maxsize=1)
def read_mercator_path() -> str:
    """Return the outlines in Web Mercator as the data of an SVG path, for a drawing that needs no other file."""
    (path,) = ElementTree.parse(FOLDER / MERCATOR).iter("{http://www.w3.org/2000/svg}path")
    return path.attrib["d"]


@lru_cache(maxsize=1)
def read_world_maps() -> dict[str, WorldMap]:
    """Return the maps of the members in the Equal Earth projection: ``all`` of the world, and ``near``, larger."""
    maps: dict[str, WorldMap] = json.loads((FOLDER / EQUAL_EARTH).read_text(encoding="utf-8"))
    return maps
