"""Layout of the map of cities: a reader can tell every disc and every name apart."""

import itertools
import math

import pytest
import reading

from components.charts.labels import overlap
from components.label_placement import country_box, label_box
from components.language import text
from components.map_discs import MEETING_RADIUS, disc_box, disc_radius
from components.map_layout import lay_out
from components.mercator import FARTHEST, NEAREST, fit_viewport, map_size
from components.theme import DESK, Screen
from loaders.selection import COLLECTIONS, Months

SELECTIONS = (
    {},
    {"cities": ("brussels",)},
    {"cities": ("washington", "kuwait-city")},
    {"period": Months("2016-02", "2017-11")},
)

all_widths = pytest.mark.parametrize("width", [350, 400, 600, 650, 850, 1000, 1300])
both_collections = pytest.mark.parametrize("collection", COLLECTIONS)


def create_layout(dataset, *, width=1000, language="en", **fields):
    return lay_out(reading.chosen(dataset, **fields), text(language), map_size(Screen(width=width)))


def is_on_map(box, layout):
    (left, top), (width, height) = layout.corner, layout.size
    return left <= box[0] and top <= box[1] and box[2] <= left + width and box[3] <= top + height


def list_boxes(layout):
    """The boxes of the cities' names by id, and those of the countries."""
    points = {disc.city_id: layout.viewport.locate(disc) for disc in layout.discs}
    names = {
        city_id: label_box(points[city_id], label, layout.names[city_id])
        for city_id, label in layout.labels.items()
    }
    countries = [
        country_box(points[city_id], label, layout.countries[city_id])
        for city_id, label in layout.country_labels.items()
    ]
    return names, countries


@all_widths
@both_collections
def test_every_city_is_on_the_map_and_no_disc_touches_another_one(record, collection, width):
    whole = reading.chosen(record, collection=collection).meetings
    for fields in SELECTIONS:
        layout = create_layout(record, width=width, collection=collection, **fields)

        assert {disc.city_id for disc in layout.discs} == set(whole["city_id"]) - {""}
        for disc in layout.discs:
            assert is_on_map(disc_box(disc, viewport=layout.viewport), layout)
        assert FARTHEST <= layout.viewport.zoom <= NEAREST
        for first, second in itertools.combinations(layout.discs, 2):
            distance = math.dist(layout.locate(first), layout.locate(second))
            assert distance > disc_radius(first) + disc_radius(second) + 4, (first, second)


@all_widths
@both_collections
def test_no_name_covers_a_disc_or_another_name_or_leaves_the_map(
    record, collection, language, width
):
    for fields in SELECTIONS:
        layout = create_layout(
            record, width=width, language=language, collection=collection, **fields
        )
        names, countries = list_boxes(layout)
        boxes = [*names.values(), *countries]

        assert names
        assert countries
        assert all(is_on_map(box, layout) for box in boxes)
        assert not any(overlap(*pair) for pair in itertools.combinations(boxes, 2))
        discs = [disc_box(disc, viewport=layout.viewport) for disc in layout.discs]
        assert not any(overlap(*pair) for pair in itertools.product(countries, discs))
        for (city_id, box), disc in itertools.product(names.items(), layout.discs):
            if city_id != disc.city_id:
                x, y = layout.viewport.locate(disc)
                nearest = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
                assert math.dist((x, y), nearest) >= disc_radius(disc), (city_id, disc.city_id)
        named = [layout.countries[city_id] for city_id in layout.country_labels]
        assert len(named) == len(set(named))


@all_widths
def test_every_city_of_the_core_has_its_name_on_the_map(record, language, width):
    layout = create_layout(record, width=width, language=language)

    assert set(layout.labels) == {city.city_id for city in layout.cities}


def test_a_disc_stays_at_its_city_or_a_line_leads_to_it(record):
    core, wide = create_layout(record, width=1300), create_layout(record, collection="record")

    assert core.discs == core.cities
    assert not core.leaders
    moved = {city.city_id for city, _ in wide.leaders}
    assert {"new-york", "paris", "london", "the-hague"} <= moved


def test_cities_with_the_same_coordinates_are_moved_apart(sample):
    oslo = {name: sample.names["cities"]["oslo"][name] for name in ("longitude", "latitude")}
    same = reading.changed(sample, "cities", "lima", **oslo)

    discs = create_layout(reading.changed(same, "cities", "nairobi", **oslo)).discs

    assert len({(disc.longitude, disc.latitude) for disc in discs}) == 3


def test_the_area_of_a_disc_is_the_number_of_its_meetings(record):
    discs = create_layout(record).discs

    assert {disc.count for disc in discs} == {1, 2}
    for disc in discs:
        assert math.isclose(disc_radius(disc) ** 2, disc.count * MEETING_RADIUS**2)


def test_without_a_city_the_map_still_shows_a_part_of_the_world():
    viewport = fit_viewport([], size=map_size(DESK))

    assert (viewport.longitude, viewport.latitude) == (20, 35)
