"""Outlines: the file that a drawn map shows is made of the countries' file and holds nothing else."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from components import outlines, world
from components.mercator import NEAREST, project

SVG = "{http://www.w3.org/2000/svg}"


def test_the_file_is_what_its_command_makes_of_the_countries() -> None:
    assert outlines.FILE.read_text(encoding="utf-8") == outlines.draw_outlines()


def test_a_map_shows_the_file_by_the_id_of_its_path() -> None:
    root = ElementTree.parse(outlines.FILE).getroot()

    assert [element.tag for element in root] == [f"{SVG}path"]
    assert root[0].get("id") == "outlines"
    assert root[0].get("fill") is root[0].get("style") is None, "whoever shows it gives it its colours"


def test_every_country_is_in_the_path() -> None:
    starts = re.findall(r"M(-?\d+) (-?\d+)l", outlines.read_path())
    points = {(int(x), int(y)) for x, y in starts}

    for feature in world.read_features():
        corners = [ring[0] for polygon in world.list_polygons(feature) for ring in polygon]
        first = {tuple(round(value * outlines.SCALE) for value in project(*corner)) for corner in corners}
        assert points & first, feature["properties"]["id"]


def test_a_unit_is_less_than_half_a_pixel_at_the_nearest_zoom() -> None:
    assert 2**NEAREST / outlines.SCALE < 0.5


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 0), (-180, 85.05), (35.9, 31.95)])
def test_the_units_are_those_of_the_projection_of_the_map(longitude: float, latitude: float) -> None:
    x, y = project(longitude, latitude)

    assert math.isclose(x * outlines.SCALE, (longitude + 180) / 360 * outlines.WORLD_UNITS, abs_tol=0.01)
    assert 0 <= y * outlines.SCALE <= outlines.WORLD_UNITS
