"""Outlines: what the maps show is what the script makes of the countries, without visible steps."""

from components import outlines
from components.mercator import NEAREST
from static.outlines import prepare


def test_the_prepared_files_are_up_to_date():
    for name, content in (
        (outlines.MERCATOR, prepare.draw_mercator()),
        (outlines.EQUAL_EARTH, prepare.draw_equal_earth()),
    ):
        stored = (outlines.FOLDER / name).read_text(encoding="utf-8")
        assert stored == content, f"{name}: run python -m static.outlines.prepare"


def test_a_unit_is_less_than_half_a_pixel_at_the_nearest_zoom():
    assert 2**NEAREST / outlines.SCALE < 0.5


def test_bahrain_is_marked_as_too_small_to_be_seen_and_iraq_is_not():
    for world_map in outlines.read_world_maps().values():
        is_small = {country["id"]: country["is_small"] for country in world_map["countries"]}
        assert is_small["bhr"]
        assert not is_small["irq"]
