"""World: outlines on the Equal Earth projection, small enough to be sent and whole enough to be recognised."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from components import world

if TYPE_CHECKING:
    from loaders.model import Dataset

WINDOWS = pytest.mark.parametrize("window", [world.WORLD, world.NEAR], ids=["world", "near"])


def by_id(window: world.Window) -> dict[str, world.Country]:
    return {each.country_id: each for each in world.countries(window)}


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [
        (0, 0, 0, 0),
        (180, 0, 2.7066, 0),
        (0, 90, 0, 1.3173),
        (180, 90, 1.6036, 1.3173),
        (-180, -90, -1.6036, -1.3173),
    ],
)
def test_the_projection_is_equal_earth_as_published(
    longitude: float, latitude: float, x: float, y: float
) -> None:
    assert world.equal_earth(longitude, latitude) == pytest.approx((x, y), abs=1e-4)


def test_equal_areas_on_the_globe_are_equal_on_the_map() -> None:
    def cell(south: float, north: float) -> float:
        """The area of a strip a degree wide between two parallels, by slices."""
        slices = [south + (north - south) * part / 2000 for part in range(2001)]
        widths = [world.equal_earth(1, each)[0] for each in slices]
        heights = [world.equal_earth(0, each)[1] for each in slices]
        return sum(
            (one + two) / 2 * (high - low)
            for (one, two), (low, high) in zip(pairwise(widths), pairwise(heights), strict=True)
        )

    for south, north in ((0, 10), (30, 40), (60, 80)):
        globe = math.radians(1) * (math.sin(math.radians(north)) - math.sin(math.radians(south)))
        assert cell(south, north) == pytest.approx(globe, rel=1e-4)


def test_every_member_country_is_on_the_map_and_has_an_outline_or_a_disc(
    record: Dataset,
) -> None:
    countries = record.members.query("kind == 'country'")["member_id"]
    drawn = by_id(world.WORLD)

    assert set(countries) <= set(drawn)
    assert all(drawn[each].path or drawn[each].small for each in countries)


@WINDOWS
def test_what_is_small_is_what_covers_little(window: world.Window) -> None:
    there = by_id(window)

    assert there["bhr"].small
    assert not there["sau"].small
    assert not there["irq"].small


def test_kosovo_has_the_id_that_the_members_give_it() -> None:
    assert by_id(world.NEAR)["xkx"].path
    assert "xkx" not in {each["properties"]["id"] for each in features()}


def features() -> list[dict[str, dict[str, str]]]:
    content: dict[str, list[dict[str, dict[str, str]]]] = json.loads(
        world.COUNTRIES.read_text(encoding="utf-8")
    )
    return content["features"]


@WINDOWS
def test_an_outline_lies_in_its_window(window: world.Window) -> None:
    width, height = window.size

    for each in world.countries(window):
        for ring in filter(None, each.path.split("M")):
            start, steps = ring.rstrip("z").split("l")
            x, y = map(int, start.split())
            numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
            for across, down in [(0, 0), *zip(numbers[::2], numbers[1::2], strict=True)]:
                x, y = x + across, y + down
                assert -world.MARGIN <= x <= width + world.MARGIN
                assert -world.MARGIN <= y <= height + world.MARGIN


def test_the_drawing_is_small_enough_to_be_sent() -> None:
    assert (
        sum(len(each.path) for window in (world.WORLD, world.NEAR) for each in world.countries(window))
        < 90_000
    )


def test_a_ring_loses_corners_that_say_nothing() -> None:
    ring = [(0, 0), (2, 0), (2, 0), (4, 0), (4, 4), (0, 4), (0, 0)]

    assert world.simplified(ring) == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]


def test_a_ring_keeps_a_corner_at_which_it_turns_back() -> None:
    ring = [(0, 0), (4, 0), (2, 0), (2, 4), (0, 0)]

    assert world.simplified(ring) == ring


@pytest.mark.parametrize(
    ("ring", "inside"),
    [
        ([(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)], 4),
        ([(-5, 2), (5, 2), (5, 8), (-5, 8), (-5, 2)], 30),
        ([(-5, -5), (20, -5), (20, 20), (-5, 20), (-5, -5)], 100),
        ([(11, 11), (15, 11), (15, 15), (11, 11)], 0),
    ],
    ids=["inside", "across an edge", "round it", "outside"],
)
def test_a_ring_is_cut_to_the_box(ring: list[tuple[int, int]], inside: float) -> None:
    cut = world.cut(ring, (0, 0, 10, 10))

    assert (world.area(cut) if cut else 0) == inside
    assert not cut or cut[0] == cut[-1]
