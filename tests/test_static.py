"""What the browser gets as it is: outlines, fonts, sheets."""

import json
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
COUNTRIES = json.loads((STATIC / "outlines" / "countries.geojson").read_text(encoding="utf-8"))[
    "features"
]


def rings():
    for shape in (country["geometry"] for country in COUNTRIES):
        is_one = shape["type"] == "Polygon"
        for polygon in [shape["coordinates"]] if is_one else shape["coordinates"]:
            yield from polygon


def test_every_ring_is_closed_and_lies_on_the_globe():
    for ring in rings():
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_no_outline_runs_across_the_map_at_the_antimeridian():
    widths = [max(x for x, _ in ring) - min(x for x, _ in ring) for ring in rings()]

    assert max(widths) < 180


def test_every_country_with_a_meeting_has_an_outline(record):
    drawn = {each["properties"]["id"] for each in COUNTRIES}

    assert set(record.cities["country_id"]) <= drawn


def test_every_file_is_named_in_the_readme():
    readme = (STATIC / "README.md").read_text(encoding="utf-8")
    files = [path for path in STATIC.rglob("*.*") if path.is_file()]

    names = {path.name for path in files if "__pycache__" not in path.parts} - {"README.md"}
    assert {name for name in names if name not in readme} == set()
