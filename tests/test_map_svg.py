"""The drawn map: the same cities, marks, names, words and links as deck.gl's."""

import gzip
import math
import re
from xml.etree import ElementTree

import pytest
import reading
from test_map_deck import HOSTILE, list_by_city, list_rows, read_colour, read_form, read_tooltip
from test_map_deck import draw as draw_deck

from components import atlas, map_svg, outlines
from components.language import text
from components.map_layout import lay_out
from components.mercator import MapSize, Viewport, map_size, project
from components.theme import DESK, Screen, rgba
from loaders.selection import COLLECTIONS, step

SVG = "{http://www.w3.org/2000/svg}"
LINKS = {"has_links": True}
GREY = rgba(DESK.palette.rest, opacity=0.7)

both_collections = pytest.mark.parametrize("collection", COLLECTIONS)
selections = pytest.mark.parametrize(
    "fields",
    [{}, {"cities": ("brussels",)}, {"levels": ("defence",)}, {"years": (2013, 2013)}],
    ids=str,
)


def draw(dataset, *, language="en", size=None, options=LINKS, **fields):
    """The drawn map, read as XML."""
    selected, words = reading.chosen(dataset, **fields), text(language)
    layout = lay_out(selected, words, size or map_size(DESK), has_references=True)
    return ElementTree.fromstring(map_svg.draw_layout(layout, selected, words, **options))


def list_cities(drawing):
    return {city.get("data-city"): city for city in reading.classed(drawing, "cm-map-city")}


def read_title(element):
    return element.findtext(f"{SVG}title").split("\n")


def read_position(element):
    x, y = re.findall(r"translate\((\S+) (\S+)\)", element.get("transform"))[0]
    return float(x), float(y)


def project_as_deck(longitude, latitude, viewport, size):
    """Where deck.gl shows a point on its map."""
    x, y = project(longitude, latitude)
    middle_x, middle_y = project(viewport.longitude, viewport.latitude)
    return (
        (x - middle_x) * viewport.scale + size.width / 2,
        (y - middle_y) * viewport.scale + size.height / 2,
    )


# the same as deck.gl's --------------------------------------------------------


@selections
@both_collections
def test_it_says_what_the_other_map_says(record, collection, language, fields):
    deck = draw_deck(record, language=language, collection=collection, **fields)

    drawing = draw(record, language=language, collection=collection, **fields)

    cities = list_cities(drawing)
    assert {name: read_title(city) for name, city in cities.items()} == {
        row["city"]: read_tooltip(row) for row in list_rows(deck, "cities")
    }
    references = reading.classed(drawing, "cm-map-reference")
    assert sorted((line.get("href"), read_title(line)) for line in references) == sorted(
        (step(meetings=tuple(row["meetings"])), read_tooltip(row))
        for row in list_rows(deck, "reach")
    )
    written = {
        name: (float(label.get("x")), float(label.get("y")) - map_svg.BASELINE, label.text)
        for name, city in cities.items()
        for label in reading.classed(city, "cm-map-name")
    }
    assert written == {
        row["city"]: (*(pytest.approx(value, abs=0.11) for value in row["offset"]), row["title"])
        for row in list_rows(deck, "names")
        if row["size"]
    }


@selections
@both_collections
def test_its_marks_are_those_of_the_other_map(record, collection, fields):
    deck = draw_deck(record, collection=collection, **fields)
    levels = [rgba(colour) for colour in DESK.palette.levels]

    cities = list_cities(draw(record, collection=collection, **fields))

    forms, slices, grey = {}, [], set()
    for name, city in cities.items():
        shapes = [path for path in reading.classed(city, "cm-map-form") if path.get("d")]
        for mark in shapes + reading.classed(city, "cm-map-number"):
            forms[name] = mark.get("d") or reading.words(mark)
        for path in reading.classed(city, "cm-map-mark"):
            if path.tag == f"{SVG}path":
                slices.append((name, levels[int(path.get("class")[-1]) - 1]))
        if reading.classed(city, "cm-map-rest"):
            grey.add(name)
    assert forms == dict(list_by_city(deck, "forms", read_form))
    assert sorted(slices) == sorted(list_by_city(deck, "slices", read_colour))
    discs = list_by_city(deck, "discs", read_colour)
    assert grey == {name for name, colour in discs if colour == GREY}


@pytest.mark.parametrize("width", [350, 650, 1300])
@selections
@both_collections
def test_each_disc_stands_where_the_other_map_has_it_and_is_as_large(
    record, collection, fields, width
):
    size = map_size(Screen(width=width))
    deck = draw_deck(record, screen=Screen(width=width), collection=collection, **fields)
    state = deck["initialViewState"]
    viewport = Viewport(state["longitude"], state["latitude"], state["zoom"])

    drawing = draw(record, size=size, collection=collection, **fields)

    cities = list_cities(drawing)
    for row in list_rows(deck, "cities"):
        city = cities[row["city"]]
        expected = project_as_deck(*row["position"], viewport, size)
        assert math.dist(read_position(city), expected) < 0.1
        (ground,) = reading.classed(city, "cm-map-ground")
        assert float(ground.get("r")) == row["radius"]
    leaders = [row for layer in deck["layers"] if layer["id"] == "leaders" for row in layer["data"]]
    assert len(reading.classed(drawing, "cm-map-leader")) == len(leaders)


# what a click does ------------------------------------------------------------


@both_collections
def test_each_city_is_a_link_that_does_what_a_click_on_the_other_map_does(record, collection):
    for name, city in list_cities(draw(record, collection=collection)).items():
        picked = atlas.picked({"selection": {"objects": {"cities": [{"city": name}]}}})
        assert city.tag == f"{SVG}a"
        assert city.get("href") == step(**picked)
        assert "data-step" in city.attrib
        assert "tabindex" not in city.attrib, "the keyboard reaches it"
        assert city.get("aria-label") == read_title(city)[0]


def test_the_keyboard_comes_to_the_selected_city_first_and_then_to_all(record):
    cities = list_cities(draw(record, cities=("brussels",)))

    assert next(iter(cities)) == "brussels"
    assert len(cities) == 7


@pytest.mark.parametrize("has_links", [True, False])
def test_a_city_holds_its_meetings_and_where_it_lies_for_the_rings_round_it(record, has_links):
    drawing = draw(record, options={"has_links": has_links}, cities=("brussels",))

    discs = lay_out(reading.chosen(record, cities=("brussels",)), text("en"), map_size(DESK)).discs
    meetings = reading.chosen(record).meetings.groupby("city_id")["meeting_id"].agg(" ".join)
    cities = list_cities(drawing)
    assert set(cities) == {disc.city_id for disc in discs}
    for disc in discs:
        assert cities[disc.city_id].get("data-meetings") == meetings[disc.city_id]
        assert cities[disc.city_id].get("data-at") == f"{disc.longitude} {disc.latitude}"
    # Where a click filters nothing there is no link.
    assert bool(list(drawing.iter(f"{SVG}a"))) is has_links


# the drawing itself -----------------------------------------------------------


@pytest.mark.parametrize("width", [350, 1000])
def test_the_outlines_lie_under_the_cities_as_on_the_other_map(record, width):
    size = map_size(Screen(width=width))
    viewport = lay_out(reading.chosen(record), text("en"), size).viewport
    (land,) = reading.classed(draw(record, size=size), "cm-map-land")
    (scale,) = map(float, re.findall(r"scale\((\S+)\)", land.get("transform")))
    left, top = read_position(land)

    for longitude, latitude in ((0, 0), (-77, 38.9), (47.98, 29.37)):
        x, y = (value * outlines.SCALE * scale for value in project(longitude, latitude))
        expected = project_as_deck(longitude, latitude, viewport, size)
        assert math.dist((left + x, top + y), expected) < 0.1


def test_the_outlines_are_a_file_or_part_of_the_drawing(record):
    (link,) = draw(record).iter(f"{SVG}use")
    assert link.get("href") == f"{outlines.find_address(outlines.MERCATOR)}#outlines"
    assert 'id="outlines"' in (outlines.FOLDER / outlines.MERCATOR).read_text(encoding="utf-8")

    standalone = draw(record, options={"is_standalone": True})
    (land,) = reading.classed(standalone, "cm-map-land")
    assert not list(standalone.iter(f"{SVG}use"))
    assert [path.get("d") for path in land] == [outlines.read_mercator_path()]


@pytest.mark.parametrize("width", [400, 1920])
def test_it_can_be_drawn_at_any_size(record, width):
    size = MapSize(width, width * 9 // 16)
    drawing = draw(record, size=size)

    assert drawing.get("viewBox") == f"0 0 {size.width} {size.height}"
    for x, y in map(read_position, list_cities(drawing).values()):
        assert 0 < x < size.width
        assert 0 < y < size.height


def test_markup_in_a_name_is_only_text(record, language):
    hostile = reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE)

    drawing = draw(hostile, language=language)

    city = list_cities(drawing)["amman"]
    assert read_title(city)[0] == city.get("aria-label") == HOSTILE
    tags, usual = ({element.tag for element in tree.iter()} for tree in (drawing, draw(record)))
    assert tags == usual


def test_its_colours_come_from_the_stylesheet_of_the_page(record):
    stylesheet = (outlines.FOLDER.parent / "page.css").read_text(encoding="utf-8")
    drawing = draw(record, cities=("brussels", "rome"))

    attributes = {name for element in drawing.iter() for name in element.attrib}
    assert not attributes & {"fill", "stroke", "style", "color"}
    classes = {name for element in drawing.iter() for name in element.get("class", "").split()}
    unknown = {name for name in classes if not re.search(rf"\.{name}\b", stylesheet)}
    assert unknown == {"cm-map-city"}


def test_it_is_small_enough_to_be_sent_for_paper_as_well(record, language):
    svg = ElementTree.tostring(draw(record, language=language, collection="record"))

    assert len(gzip.compress(svg)) < 15_000
