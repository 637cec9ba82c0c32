"""Layout of the map of cities: a reader can tell every disc and every name apart, and sees what the selection holds."""

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

all_widths = pytest.mark.parametrize("width", [350, 400, 600, 650, 850, 1000, 1300])
both_collections = pytest.mark.parametrize("collection", COLLECTIONS)
selections = pytest.mark.parametrize(
    "fields",
    [
        {},
        {"cities": ("brussels",)},
        {"cities": ("washington", "kuwait-city")},
        {"period": Months("2016-02", "2017-11")},
    ],
    ids=str,
)


def create_layout(dataset, *, width=1000, language="en", **fields):
    return lay_out(reading.chosen(dataset, **fields), text(language), map_size(Screen(width=width)))


def is_on_map(box, layout):
    (left, top), (width, height) = layout.corner, layout.size
    return left <= box[0] and top <= box[1] and box[2] <= left + width and box[3] <= top + height


@all_widths
@both_collections
@selections
def test_every_city_is_on_the_map_whatever_is_selected(record, fields, collection, width):
    layout = create_layout(record, width=width, collection=collection, **fields)

    whole = reading.chosen(record, collection=collection).meetings
    assert {disc.city_id for disc in layout.discs} == set(whole["city_id"]) - {""}
    assert all(is_on_map(disc_box(disc, viewport=layout.viewport), layout) for disc in layout.discs)
    assert FARTHEST <= layout.viewport.zoom <= NEAREST


@all_widths
@both_collections
@selections
def test_no_disc_touches_another_one(record, fields, collection, width):
    layout = create_layout(record, width=width, collection=collection, **fields)

    for first, second in itertools.combinations(layout.discs, 2):
        distance = math.dist(layout.locate(first), layout.locate(second))
        assert distance > disc_radius(first) + disc_radius(second) + 4, (
            first.city_id,
            second.city_id,
        )


@all_widths
@both_collections
@selections
def test_no_name_covers_a_disc_or_another_name_or_leaves_the_map(
    record, fields, collection, language, width
):
    layout = create_layout(record, width=width, language=language, collection=collection, **fields)
    discs = {disc.city_id: disc for disc in layout.discs}

    names = {
        city_id: label_box(layout.viewport.locate(discs[city_id]), label, layout.names[city_id])
        for city_id, label in layout.labels.items()
    }

    assert names
    assert all(is_on_map(box, layout) for box in names.values())
    assert not any(overlap(*pair) for pair in itertools.combinations(names.values(), 2))
    for (city_id, (left, top, right, bottom)), disc in itertools.product(
        names.items(), layout.discs
    ):
        if city_id != disc.city_id:
            x, y = layout.viewport.locate(disc)
            distance = math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
            assert distance >= disc_radius(disc), (city_id, disc.city_id)


@all_widths
@both_collections
@selections
def test_a_country_is_named_once_at_its_city_and_covers_no_disc_and_no_name(
    record, fields, collection, language, width
):
    layout = create_layout(record, width=width, language=language, collection=collection, **fields)
    points = {disc.city_id: layout.viewport.locate(disc) for disc in layout.discs}

    boxes = [
        country_box(points[city_id], label, layout.countries[city_id])
        for city_id, label in layout.country_labels.items()
    ]

    assert boxes
    named = [layout.countries[city_id] for city_id in layout.country_labels]
    assert len(named) == len(set(named))
    taken = [disc_box(disc, viewport=layout.viewport) for disc in layout.discs]
    taken += [
        label_box(points[city_id], label, layout.names[city_id])
        for city_id, label in layout.labels.items()
    ]
    assert all(is_on_map(box, layout) for box in boxes)
    assert not any(overlap(*pair) for pair in itertools.combinations(boxes, 2))
    assert not any(overlap(*pair) for pair in itertools.product(boxes, taken))


@all_widths
def test_every_city_of_the_core_has_its_name_on_the_map(record, language, width):
    layout = create_layout(record, width=width, language=language)

    assert set(layout.labels) == {city.city_id for city in layout.cities}


def test_a_disc_with_room_around_it_stays_at_its_city(record):
    layout = create_layout(record, width=1300)

    assert layout.discs == layout.cities
    assert not layout.leaders


def test_a_line_leads_to_each_disc_that_was_moved_away_from_its_city(record):
    leaders = create_layout(record, collection="record").leaders

    assert {"new-york", "paris", "london", "the-hague"} <= {city.city_id for city, _ in leaders}


def test_cities_with_the_same_coordinates_are_moved_apart(sample):
    oslo = {name: sample.names["cities"]["oslo"][name] for name in ("longitude", "latitude")}
    same = reading.changed(
        reading.changed(sample, "cities", "lima", **oslo), "cities", "nairobi", **oslo
    )

    discs = create_layout(same).discs

    assert len({(disc.longitude, disc.latitude) for disc in discs}) == 3


def test_the_area_of_a_disc_is_the_number_of_its_meetings(record):
    discs = create_layout(record).discs

    assert {disc.count for disc in discs} == {1, 2}
    assert all(
        math.isclose(disc_radius(disc) ** 2, disc.count * MEETING_RADIUS**2) for disc in discs
    )


def test_without_a_city_the_map_still_shows_a_part_of_the_world():
    viewport = fit_viewport([], size=map_size(DESK))

    assert (viewport.longitude, viewport.latitude) == (20, 35)
