"""The drawn map: the same cities, marks, names, words and links as deck.gl's, from the same layout."""

from __future__ import annotations

import gzip
import itertools
import json
import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import reading

from components import arcs, atlas, map_layout, map_svg, markup, mercator, outlines
from components.language import text
from components.map_svg import Options
from components.theme import DESK, Screen, rgba
from loaders.selection import COLLECTIONS, step

if TYPE_CHECKING:
    from loaders.model import Dataset

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<img src=x onerror=alert(1)>&\"'"
SELECTIONS = [
    {},
    {"cities": ("brussels",)},
    {"years": (2018, 2019)},
    {"levels": ("defence",)},
    {"years": (2013, 2013)},
]

every_selection = pytest.mark.parametrize("fields", SELECTIONS, ids=str)
both_collections = pytest.mark.parametrize("collection", COLLECTIONS)
both_languages = pytest.mark.parametrize("language", ["en", "ar"])


def draw(
    dataset: Dataset,
    *,
    language: Any = "en",
    screen: Screen = DESK,
    options: Options = map_svg.DEFAULT,
    **fields: Any,
) -> ElementTree.Element:
    """The drawn map, read as XML."""
    size = mercator.map_size(screen)
    return ElementTree.fromstring(
        map_svg.draw_map(reading.chosen(dataset, **fields), text(language), size, options)
    )


def read_deck(
    dataset: Dataset, *, language: Any = "en", screen: Screen = DESK, threads: bool = False, **fields: Any
) -> dict[str, list[dict[str, Any]]]:
    """The rows of deck.gl's map by the name of their layer."""
    deck = atlas.deck(reading.chosen(dataset, **fields), text(language), screen, threads=threads)
    layers = json.loads(deck.to_json())["layers"]
    return {layer["id"]: layer["data"] for layer in layers if isinstance(layer["data"], list)}


def list_cities(drawing: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {city.get("data-city", ""): city for city in reading.classed(drawing, "cm-map-city")}


def read_title(element: ElementTree.Element) -> list[str]:
    return (element.findtext(f"{SVG}title") or "").split("\n")


def read_words(row: dict[str, Any]) -> list[str]:
    return f"{row['said']}{row['more']}".split("\n")


def find_point(element: ElementTree.Element) -> tuple[float, float]:
    x, y = re.findall(r"translate\((\S+) (\S+)\)", element.get("transform", ""))[0]
    return float(x), float(y)


def locate(
    longitude: float, latitude: float, view: mercator.View, size: mercator.Size
) -> tuple[float, float]:
    """Where deck.gl shows a place on its map."""
    point, middle = mercator.project(longitude, latitude), mercator.project(view.longitude, view.latitude)
    return tuple(  # type: ignore[return-value]
        (value - center) * 2**view.zoom + side / 2
        for value, center, side in zip(point, middle, size, strict=True)
    )


# the same as deck.gl's ------------------------------------------------------------------------------------


@every_selection
@both_languages
@both_collections
def test_it_has_the_cities_and_the_words_of_the_other_map(
    record: Dataset, collection: Any, language: Any, fields: dict[str, Any]
) -> None:
    deck = read_deck(record, language=language, collection=collection, **fields)

    cities = list_cities(draw(record, language=language, collection=collection, **fields))

    assert {name: read_title(city) for name, city in cities.items()} == {
        row["city"]: read_words(row) for row in deck["cities"]
    }


@pytest.mark.parametrize("width", [350, 650, 1000, 1300])
@every_selection
@both_collections
def test_each_disc_stands_where_the_other_map_has_it_and_is_as_large(
    record: Dataset, collection: Any, fields: dict[str, Any], width: int
) -> None:
    screen = Screen(width=width)
    chosen = reading.chosen(record, collection=collection, **fields)
    deck = json.loads(atlas.deck(chosen, text("en"), screen).to_json())
    (rows,) = [layer["data"] for layer in deck["layers"] if layer["id"] == "cities"]
    state = deck["initialViewState"]
    view = mercator.View(state["longitude"], state["latitude"], state["zoom"])

    cities = list_cities(draw(record, screen=screen, collection=collection, **fields))

    for row in rows:
        city = cities[row["city"]]
        away = math.dist(find_point(city), locate(*row["at"], view, mercator.map_size(screen)))
        assert away < 0.1, row["city"]
        (ground,) = reading.classed(city, "cm-map-ground")
        assert float(ground.get("r", "")) == row["radius"]


@every_selection
@both_languages
@both_collections
def test_it_writes_the_names_of_the_other_map_at_the_same_places(
    record: Dataset, collection: Any, language: Any, fields: dict[str, Any]
) -> None:
    deck = read_deck(record, language=language, collection=collection, **fields)

    cities = list_cities(draw(record, language=language, collection=collection, **fields))

    written = {
        name: (float(label.get("x", "")), float(label.get("y", "")) - map_svg.BASELINE, label.text)
        for name, city in cities.items()
        for label in reading.classed(city, "cm-map-name")
    }
    rows = {row["city"]: row for row in deck["names"] if row["size"]}
    assert written.keys() == rows.keys()
    for name, (x, y, words) in written.items():
        assert (x, y) == pytest.approx(rows[name]["offset"], abs=0.11)
        assert words == rows[name]["said"]


@every_selection
@both_collections
def test_a_city_outside_the_selection_is_grey_on_both(
    record: Dataset, collection: Any, fields: dict[str, Any]
) -> None:
    chosen = reading.chosen(record, collection=collection, **fields)
    grey = rgba(DESK.palette.rest, opacity=0.7)
    deck = read_deck(record, collection=collection, **fields)
    greyed = {tuple(row["at"]) for row in deck["discs"] if row["colour"] == grey}

    cities = list_cities(draw(record, collection=collection, **fields))

    assert {name for name, city in cities.items() if reading.classed(city, "cm-map-rest")} == {
        row["city"] for row in deck["cities"] if tuple(row["at"]) in greyed
    }
    assert len(cities) == len(map_layout.places(chosen))


@every_selection
@both_collections
def test_its_forms_numbers_and_slices_are_those_of_the_other_map(
    record: Dataset, collection: Any, fields: dict[str, Any]
) -> None:
    order = [tuple(rgba(colour)) for colour in DESK.palette.levels]
    deck = read_deck(record, collection=collection, **fields)
    cities_at = {tuple(row["at"]): row["city"] for row in deck["cities"]}
    forms, slices = {}, {}
    for row in deck["forms"]:
        image = ElementTree.fromstring(unquote(row["icon"]["url"].partition(",")[2]))
        paths = [path.get("d") for path in image.iter(f"{SVG}path")]
        forms[cities_at[tuple(row["at"])]] = paths[0] if paths else reading.words(image)
    for row in deck["slices"]:
        slices.setdefault(cities_at[tuple(row["at"])], []).append(order.index(tuple(row["colour"])) + 1)

    drawn_forms, drawn_slices = {}, {}
    for name, city in list_cities(draw(record, collection=collection, **fields)).items():
        shapes = [path.get("d") for path in city.iter(f"{SVG}path") if path.get("class") == "cm-map-form"]
        numbers = [reading.words(number) for number in reading.classed(city, "cm-map-number")]
        if shapes or numbers:
            (drawn_forms[name],) = shapes + numbers
        levels = [
            int(re.findall(r"cm-level-(\d)", path.get("class", ""))[0])
            for path in city.iter(f"{SVG}path")
            if "cm-map-mark" in path.get("class", "")
        ]
        if levels:
            drawn_slices[name] = levels

    assert drawn_forms == forms
    assert drawn_slices == slices


@both_collections
def test_a_line_leads_to_each_disc_that_was_moved(record: Dataset, collection: Any) -> None:
    phone = Screen(width=350)
    deck = read_deck(record, screen=phone, collection=collection)

    drawing = draw(record, screen=phone, collection=collection)

    assert len(deck["leaders"]) > 0
    assert len(reading.classed(drawing, "cm-map-leader")) == len(deck["leaders"])
    assert len(reading.classed(drawing, "cm-map-site")) == len(deck["sites"])


@pytest.mark.parametrize("fields", [{}, {"cities": ("rabat",)}], ids=str)
@both_languages
@both_collections
def test_it_has_the_references_of_the_other_map(
    record: Dataset, collection: Any, language: Any, fields: dict[str, Any]
) -> None:
    deck = read_deck(record, language=language, threads=True, collection=collection, **fields)

    drawing = draw(
        record, language=language, options=Options(has_references=True), collection=collection, **fields
    )

    lines = reading.classed(drawing, "cm-map-reference")
    assert sorted((line.get("href"), read_title(line)) for line in lines) == sorted(
        (step(meetings=tuple(row["meetings"])), read_words(row)) for row in deck["reach"]
    )
    assert len(lines) == len(deck["heads"])
    dashes = sorted(line.get("stroke-dasharray", "") for line in reading.classed(drawing, "cm-map-line"))
    kinds = [
        thread.kind for thread in arcs.list_drawn(reading.chosen(record, collection=collection), on_map=True)
    ]
    assert dashes == sorted(" ".join(map(str, arcs.DASHES.get(kind, ()))) for kind in kinds)
    assert not reading.classed(draw(record, collection=collection, **fields), "cm-map-reference")


# what a click does ---------------------------------------------------------------------------------------


@both_collections
def test_each_city_is_a_link_that_does_what_a_click_on_the_other_map_does(
    record: Dataset, collection: Any
) -> None:
    for name, city in list_cities(draw(record, collection=collection)).items():
        picked = atlas.picked({"selection": {"objects": {"cities": [{"city": name}]}}})
        assert city.tag == f"{SVG}a"
        assert city.get("href") == step(**picked)
        assert "data-step" in city.attrib
        assert "tabindex" not in city.attrib, "the keyboard reaches it"
        assert city.get("aria-label") == read_title(city)[0]


def test_the_keyboard_does_not_lead_to_a_city_beyond_the_edge_of_the_map(record: Dataset) -> None:
    cities = list_cities(draw(record, cities=("brussels",)))

    assert {name for name, city in cities.items() if city.get("tabindex") != "-1"} == {
        "brussels",
        "paris",
        "rome",
    }


def test_where_a_click_filters_nothing_there_is_no_link(record: Dataset) -> None:
    drawing = draw(record, options=Options(has_references=True, has_links=False))

    assert not list(drawing.iter(f"{SVG}a"))
    assert len(list_cities(drawing)) == len(list_cities(draw(record)))


def test_the_keyboard_comes_to_the_most_important_city_first(record: Dataset) -> None:
    cities = list(list_cities(draw(record, cities=("rome",))))

    assert cities[0] == "rome"


def test_where_discs_may_lie_on_each_other_the_most_important_is_drawn_last(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (map_layout, map_svg):
        monkeypatch.setattr(module, "MOST", 5)

    assert list(list_cities(draw(record, cities=("rome",))))[-1] == "rome"


# the drawing itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [350, 1000])
def test_the_outlines_are_put_where_the_projection_has_them(record: Dataset, width: int) -> None:
    size = mercator.map_size(Screen(width=width))
    layout = map_layout.lay_out(reading.chosen(record), text("en"), size)
    (land,) = reading.classed(draw(record, screen=Screen(width=width)), "cm-map-land")
    (scale,) = (float(value) for value in re.findall(r"scale\((\S+)\)", land.get("transform", "")))
    left, top = find_point(land)

    for longitude, latitude in ((0, 0), (-77, 38.9), (47.98, 29.37)):
        x, y = (value * outlines.SCALE for value in mercator.project(longitude, latitude))
        shown = left + x * scale, top + y * scale
        assert math.dist(shown, locate(longitude, latitude, layout.view, size)) < 0.1


def test_the_outlines_are_a_file_or_stand_in_the_drawing(record: Dataset) -> None:
    (shown,) = draw(record).iter(f"{SVG}use")
    assert shown.get("href") == f"{markup.asset(outlines.FILE.name)}#outlines"

    alone = draw(record, options=Options(is_alone=True))
    (land,) = reading.classed(alone, "cm-map-land")
    assert not list(alone.iter(f"{SVG}use"))
    assert [path.get("d") for path in land] == [outlines.read_path()]


@pytest.mark.parametrize("width", [400, 1920])
def test_it_can_be_drawn_at_any_size(record: Dataset, width: int) -> None:
    size = mercator.Size(width, width * 9 // 16)
    drawing = ElementTree.fromstring(map_svg.draw_map(reading.chosen(record), text("en"), size))

    assert drawing.get("viewBox") == f"0 0 {size.width} {size.height}"
    for x, y in map(find_point, list_cities(drawing).values()):
        assert 0 < x < size.width
        assert 0 < y < size.height


@both_languages
def test_no_name_covers_another(record: Dataset, language: Any) -> None:
    boxes = []
    for city in list_cities(draw(record, language=language, collection="record")).values():
        for label in reading.classed(city, "cm-map-name"):
            x, y = (a + float(label.get(name, "")) for a, name in zip(find_point(city), "xy", strict=True))
            half = map_layout.name_width(label.text or "") / 2
            boxes.append((x - half, y - map_svg.BASELINE - 9, x + half, y - map_svg.BASELINE + 9))

    assert len(boxes) > 15
    for one, two in itertools.combinations(boxes, 2):
        overlap = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
        assert min(overlap) < 0.3


@both_languages
def test_markup_in_a_name_is_only_text(record: Dataset, language: Any) -> None:
    spoilt = reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE)

    drawing = draw(spoilt, language=language)

    city = list_cities(drawing)["amman"]
    assert read_title(city)[0] == city.get("aria-label") == HOSTILE
    assert {element.tag for element in drawing.iter()} == {element.tag for element in draw(record).iter()}


def test_another_dataset_gives_its_own_cities(sample: Dataset) -> None:
    assert set(list_cities(draw(sample))) == {"oslo", "nairobi", "lima"}


def test_it_has_no_colour_of_its_own(record: Dataset) -> None:
    drawing = draw(record, options=Options(has_references=True), collection="record")

    names = {name for element in drawing.iter() for name in element.attrib}
    assert not names & {"fill", "stroke", "style", "color"}


def test_every_class_has_its_rule_in_the_sheet(record: Dataset) -> None:
    sheet = (outlines.FILE.parent / "page.css").read_text(encoding="utf-8")
    drawing = draw(record, options=Options(has_references=True), cities=("brussels", "rome"))

    used = {name for element in drawing.iter() for name in element.get("class", "").split()} - {"cm-map-city"}
    assert {name for name in used if not re.search(rf"\.{name}\b", sheet)} == set()


@both_languages
def test_it_is_small_enough_to_be_sent_for_paper_as_well(record: Dataset, language: Any) -> None:
    chosen, size = reading.chosen(record, collection="record"), mercator.map_size(DESK)

    svg = map_svg.draw_map(chosen, text(language), size, Options(has_references=True))

    assert len(gzip.compress(svg.encode())) < 15_000


@both_languages
def test_a_small_one_is_as_reviewed(sample: Dataset, language: Any) -> None:
    svg = map_svg.draw_map(reading.chosen(sample, cities=("oslo",)), text(language), mercator.Size(600, 300))

    stamped = re.sub(r"outlines\.svg\?\w+", "outlines.svg", svg)
    reading.assert_as_reviewed(f"map.{language}", stamped.splitlines())
