"""The map that deck.gl draws: it asks no other host, shows each meeting's level, and knows what was clicked."""

import json
import math
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import reading

from components import atlas
from components.language import text
from components.map_deck import draw_layout
from components.map_discs import SHAPES
from components.map_layout import lay_out
from components.mercator import map_size
from components.theme import DESK, Screen, palette, rgba
from loaders.analysis.meetings import places
from loaders.selection import COLLECTIONS

SVG = "http://www.w3.org/2000/svg"
HOSTILE = "<img src=x onerror=alert(1)>"


def draw(dataset, *, language="en", screen=DESK, has_references=True, **fields):
    """The map as the browser gets it."""
    selected = reading.chosen(dataset, **fields)
    layout = lay_out(selected, text(language), map_size(screen), has_references=has_references)
    return json.loads(draw_layout(layout, selected, text(language), screen.palette).to_json())


def list_rows(deck, layer_id):
    (layer,) = [layer for layer in deck["layers"] if layer["id"] == layer_id]
    return layer["data"]


def read_tooltip(row):
    return f"{row['title']}{row['details']}".split("\n")


def read_icon(row):
    return ElementTree.fromstring(unquote(row["icon"]["url"].partition(",")[2]))


def read_form(row):
    """The number in a disc, or the path of its form."""
    (mark,) = read_icon(row)
    return mark.get("d") or reading.words(mark)


# what is drawn ------------------------------------------------------------------------------------------


def test_the_map_asks_no_other_host(record, language):
    deck = draw(record, language=language)

    assert "//" not in unquote(json.dumps(deck)).replace(SVG, "")
    assert deck.get("mapProvider") is None
    assert deck.get("mapStyle") in (None, "__MAP_STYLE__")  # what pydeck writes for "none asked"


def test_a_city_shows_the_level_of_its_meeting_or_how_many_there_were(record):
    deck = draw(record)
    order = record.rules.choices("meetings", "level")
    discs = {tuple(row["position"]): row["city"] for row in list_rows(deck, "cities")}

    forms = {discs[tuple(row["position"])]: read_form(row) for row in list_rows(deck, "forms")}

    assert forms == {
        city.city_id: SHAPES[order.index(city.chosen[0].level)]
        if city.count == 1
        else str(city.count)
        for city in places(reading.chosen(record))
    }
    assert len(set(SHAPES)) == len(set(atlas.FORMS)) == len(order)


def test_a_city_with_two_meetings_is_a_ring_in_the_colours_of_their_levels(record):
    deck = draw(record)
    order = record.rules.choices("meetings", "level")
    (brussels,) = [
        row["position"] for row in list_rows(deck, "cities") if row["city"] == "brussels"
    ]

    slices = list_rows(deck, "slices")

    assert [row["position"] for row in slices] == [brussels, brussels]
    assert sorted(row["colour"] for row in slices) == sorted(
        rgba(DESK.palette.levels[order.index(level)]) for level in ("defence", "ministerial")
    )


def test_a_city_that_the_selection_leaves_out_stays_in_grey(record):
    deck = draw(record, cities=("amman",))
    cities = {tuple(row["position"]): row["city"] for row in list_rows(deck, "cities")}

    colours = {cities[tuple(row["position"])]: row["colour"] for row in list_rows(deck, "discs")}

    grey = rgba(DESK.palette.rest, opacity=0.7)
    assert {city for city, colour in colours.items() if colour == grey} == set(cities.values()) - {
        "amman"
    }


def test_dark_and_light_have_colours_of_their_own(record):
    light, dark = draw(record), draw(record, screen=Screen(palette("dark")))

    assert list_rows(light, "discs")[0]["colour"] != list_rows(dark, "discs")[0]["colour"]
    assert list_rows(dark, "cities")[0]["colour"] == rgba(palette("dark").paper)


def test_markup_in_a_name_is_only_text(record, language):
    deck = draw(
        reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE),
        language=language,
    )

    (disc,), names = (
        [row for row in list_rows(deck, name) if row["city"] == "amman"]
        for name in ("cities", "names")
    )
    assert read_tooltip(disc)[0] == HOSTILE, (
        "plain words: Streamlit escapes them where it shows them"
    )
    assert {reading.words(read_icon(row)) for row in names} <= {HOSTILE, ""}


def test_the_words_on_the_map_are_as_reviewed(record, language):
    deck = draw(record, language=language, years=(2017, 2018))

    words = {
        "cities": {row["city"]: read_tooltip(row) for row in list_rows(deck, "cities")},
        "names": {row["city"]: reading.words(read_icon(row)) for row in list_rows(deck, "names")},
        "references": [read_tooltip(row) for row in list_rows(deck, "reach")],
    }

    reading.assert_as_reviewed(f"atlas.{language}", words)


# references ---------------------------------------------------------------------------------------------


def test_references_lie_below_the_discs_and_change_nothing_else(record):
    without, deck = draw(record, has_references=False), draw(record)

    names = [layer["id"] for layer in deck["layers"]]
    assert names.index("heads") < names.index("cities")
    deck["layers"] = [
        layer for layer in deck["layers"] if layer["id"] not in ("reach", "threads", "heads")
    ]
    assert deck == without


@pytest.mark.parametrize("width", [350, 700, 1300])
def test_an_arrow_points_at_the_meeting_referred_to(record, width):
    deck = draw(record, screen=Screen(width=width))
    radii = {tuple(row["position"]): row["radius"] for row in list_rows(deck, "cities")}

    heads = list_rows(deck, "heads")

    assert len(heads) == 6
    for row in heads:
        x, y = row["offset"]
        (path,) = read_icon(row)
        angle = math.radians(float(re.findall(r"rotate\((-?\d+)\)", path.get("transform", ""))[0]))
        radius = radii[tuple(row["position"])]
        assert radius < math.hypot(x, y) < radius + 10
        assert math.cos(angle) * -x + math.sin(angle) * -y > 0.75 * math.hypot(x, y)


def test_a_reference_outside_the_selection_is_grey_and_lies_below(record):
    heads = list_rows(draw(record, cities=("rabat",)), "heads")

    colours = [row["colour"] for row in heads]
    assert colours == [rgba(DESK.palette.rest)] * 5 + [rgba(DESK.palette.ink)]


def test_a_reference_between_meetings_in_one_city_is_a_loop(record):
    meetings = ["2017-11-brussels-defence", "2018-07-brussels"]
    within_city = reading.changed(
        record,
        "threads",
        "2019-02-washington-rabat",
        from_meeting_id=meetings[1],
        to_meeting_id=meetings[0],
    )

    (loop,) = [
        row["path"] for row in list_rows(draw(within_city), "reach") if row["meetings"] == meetings
    ]

    assert loop[0] == pytest.approx(loop[-1], abs=0.002)
    assert math.dist(loop[0], loop[len(loop) // 2]) > 1


# what the map knows by its order ------------------------------------------------------------------------


def test_only_cities_their_names_and_references_can_be_clicked(record):
    deck = draw(record)

    assert {layer["id"] for layer in deck["layers"] if layer.get("pickable")} == {
        "cities",
        "names",
        "reach",
    }


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("layer_id", ["cities", "names", "reach"])
def test_what_can_be_clicked_has_one_order_for_all_selections(record, layer_id, collection):
    def list_ids(**fields):
        rows = list_rows(draw(record, collection=collection, **fields), layer_id)
        return [row.get("city") or row["meetings"] for row in rows]

    everything = list_ids()
    assert len(everything) > 3
    for fields in ({"cities": ("paris",)}, {"years": (2018, 2018)}, {"cities": ("rome", "amman")}):
        assert list_ids(**fields) == everything
