"""The map that deck.gl draws: it asks no other host and knows what was clicked."""

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


def list_by_city(deck, layer_id, read):
    """What is read of each row of a layer whose marks stand at their discs, with its city."""
    discs = {tuple(row["position"]): row["city"] for row in list_rows(deck, "cities")}
    return [(discs[tuple(row["position"])], read(row)) for row in list_rows(deck, layer_id)]


def read_colour(row):
    return row["colour"]


def read_tooltip(row):
    return f"{row['title']}{row['details']}".split("\n")


def read_icon(row):
    return ElementTree.fromstring(unquote(row["icon"]["url"].partition(",")[2]))


def read_form(row):
    """The number in a disc, or the path of its form."""
    (mark,) = read_icon(row)
    return mark.get("d") or reading.words(mark)


# what is drawn ----------------------------------------------------------------


def test_the_map_asks_no_other_host(record, language):
    deck = draw(record, language=language)

    assert "//" not in unquote(json.dumps(deck)).replace(SVG, "")
    assert deck.get("mapProvider") is None
    assert deck.get("mapStyle") in (None, "__MAP_STYLE__")  # what pydeck writes for "none asked"


def test_a_city_shows_the_level_of_its_meeting_or_how_many_there_were(record):
    deck, order = draw(record), record.rules.choices("meetings", "level")

    forms = {}
    for city in places(reading.chosen(record)):
        level = order.index(city.chosen[0].level)
        forms[city.city_id] = SHAPES[level] if city.count == 1 else str(city.count)
    assert dict(list_by_city(deck, "forms", read_form)) == forms
    assert len(set(SHAPES)) == len(set(atlas.FORMS)) == len(order)
    colours = [
        rgba(DESK.palette.levels[order.index(level)]) for level in ("ministerial", "defence")
    ]
    slices = list_by_city(deck, "slices", read_colour)
    assert sorted(slices) == sorted(("brussels", colour) for colour in colours)


def test_a_city_that_the_selection_leaves_out_stays_in_grey(record):
    discs = list_by_city(draw(record, cities=("amman",)), "discs", read_colour)

    grey = rgba(DESK.palette.rest, opacity=0.7)
    assert len(discs) == 7
    assert [city for city, colour in discs if colour != grey] == ["amman"]


def test_dark_and_light_have_colours_of_their_own(record):
    light, dark = draw(record), draw(record, screen=Screen(palette("dark")))

    assert list_rows(light, "discs")[0]["colour"] != list_rows(dark, "discs")[0]["colour"]
    assert list_rows(dark, "cities")[0]["colour"] == rgba(palette("dark").paper)


def test_markup_in_a_name_is_only_text(record, language):
    spoilt = reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE)

    deck = draw(spoilt, language=language)

    (disc,), names = (
        [row for row in list_rows(deck, name) if row["city"] == "amman"]
        for name in ("cities", "names")
    )
    # Plain words: Streamlit escapes them where it shows them.
    assert read_tooltip(disc)[0] == HOSTILE
    assert {reading.words(read_icon(row)) for row in names} <= {HOSTILE, ""}


def test_the_words_on_the_map_are_as_reviewed(record, language):
    deck = draw(record, language=language, years=(2017, 2018))

    words = {
        "cities": {row["city"]: read_tooltip(row) for row in list_rows(deck, "cities")},
        "names": {row["city"]: reading.words(read_icon(row)) for row in list_rows(deck, "names")},
        "references": [read_tooltip(row) for row in list_rows(deck, "reach")],
    }

    reading.assert_as_reviewed(f"atlas.{language}", words)


# references -------------------------------------------------------------------


def test_references_lie_below_the_discs_and_change_nothing_else(record):
    without, deck = draw(record, has_references=False), draw(record)

    names = [layer["id"] for layer in deck["layers"]]
    lines = ("reach", "threads", "heads")
    assert names.index("heads") < names.index("cities")
    deck["layers"] = [layer for layer in deck["layers"] if layer["id"] not in lines]
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
    ends = {"to_meeting_id": meetings[0], "from_meeting_id": meetings[1]}
    within_city = reading.changed(record, "threads", "2019-02-washington-rabat", **ends)

    lines = list_rows(draw(within_city), "reach")

    (loop,) = [row["path"] for row in lines if row["meetings"] == meetings]
    assert loop[0] == pytest.approx(loop[-1], abs=0.002)
    assert math.dist(loop[0], loop[len(loop) // 2]) > 1


# what the map knows by its order ----------------------------------------------


def test_only_cities_their_names_and_references_can_be_clicked(record):
    pickable = {layer["id"] for layer in draw(record)["layers"] if layer.get("pickable")}

    assert pickable == {"cities", "names", "reach"}


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("layer_id", ["cities", "names", "reach"])
def test_what_can_be_clicked_has_one_order_for_all_selections(record, layer_id, collection):
    selections = ({}, {"cities": ("paris",)}, {"years": (2018, 2018)}, {"cities": ("rome",)})

    everything, *parts = (
        [
            row.get("city") or row["meetings"]
            for row in list_rows(draw(record, collection=collection, **fields), layer_id)
        ]
        for fields in selections
    )

    assert len(everything) > 3
    assert parts == [everything] * 3
