"""Outlines: the outlines of countries, which ``static/outlines/prepare.py`` has projected."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from components import markup
from components.mercator import TILE

FOLDER = Path(__file__).resolve().parent.parent / "static" / "outlines"

COUNTRIES, MERCATOR, EQUAL_EARTH = "countries.geojson", "mercator.svg", "equal_earth.json"
"""The files: in degrees, for deck.gl; in Web Mercator, for SVG; the maps of the members."""

WORLD_UNITS = 16384
"""Width of the world in ``MERCATOR``: a unit is less than half a pixel at the nearest zoom."""

SCALE = WORLD_UNITS / TILE
"""Units of ``MERCATOR`` in one pixel of zoom 0."""


WorldMap = dict[str, Any]
"""A map of the world or of a part of it: ``width``, ``height``, ``frame`` (that part on the map of
the whole, or None) and ``countries``.

Of a country, ``id`` is empty where it has none, ``path`` the data of an SVG path, ``x`` and ``y``
the middle of its largest part, and ``is_small`` says that it can hardly be seen.
"""


def find_address(name: str) -> str:
    """Return the address at which the browser fetches one of the files."""
    return markup.asset(f"outlines/{name}")


@lru_cache(maxsize=1)
def read_mercator_path() -> str:
    """Return the outlines in Web Mercator as the data of an SVG path."""
    (path,) = ElementTree.parse(FOLDER / MERCATOR).iter("{http://www.w3.org/2000/svg}path")
    return path.attrib["d"]


@lru_cache(maxsize=1)
def read_world_maps() -> dict[str, WorldMap]:
    """Return the maps of the members, in Equal Earth: ``all`` of the world; ``near``, larger."""
    maps: dict[str, WorldMap] = json.loads((FOLDER / EQUAL_EARTH).read_text(encoding="utf-8"))
    return maps
