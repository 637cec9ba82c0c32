"""Atlas: discs, names and tooltips of the map, and that it asks nobody for anything."""

from __future__ import annotations

import itertools
import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import reading

from components import arcs, atlas, map_layout, markup, mercator
from components.language import text
from components.theme import DESK, Screen, palette, rgba
from loaders.analysis.meetings import places
from loaders.selection import COLLECTIONS, Months

if TYPE_CHECKING:
    from loaders.analysis.meetings import Place
    from loaders.model import Dataset

WIDTHS = range(350, 1301, 50)
SVG = "http://www.w3.org/2000/svg"
HOSTILE = "<img src=x onerror=alert(1)>"


def drawn(dataset: Dataset, *, language: Any = "en", screen: Screen = DESK, **fields: Any) -> dict[str, Any]:
    """The map as the browser gets it."""
    return json.loads(atlas.deck(reading.chosen(dataset, **fields), text(language), screen).to_json())


def layer(deck: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of one layer."""
    (found,) = [each for each in deck["layers"] if each["id"] == name]
    return found["data"]


def said(row: dict[str, Any]) -> list[str]:
    """What a row says on hover, line by line."""
    return f"{row['said']}{row['more']}".split("\n")


def picture(row: dict[str, Any]) -> ElementTree.Element:
    """The picture of an icon, read from its address."""
    head, _, content = row["icon"]["url"].partition(",")
    assert head.startswith("data:image/svg+xml")
    return ElementTree.fromstring(unquote(content))


def names(dataset: Dataset, language: Any) -> dict[str, str]:
    return {name: text(language).of(row, "name") for name, row in dataset.names["cities"].items()}


def apart(dataset: Dataset, *, screen: Screen = DESK, **fields: Any) -> tuple[Place, ...]:
    """The places of a choice as the map draws them: their discs moved apart."""
    there = places(reading.chosen(dataset, **fields))
    view = mercator.fit_view([each for each in there if each.chosen] or there, size=mercator.map_size(screen))
    return map_layout.separate_discs(there, view=view, size=mercator.map_size(screen))


def at(place: Any, *, zoom: float) -> tuple[float, float]:
    """A city in pixels."""
    x, y = mercator.project(place.longitude, place.latitude)
    return x * 2**zoom, y * 2**zoom


# no other host -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_map_asks_no_other_host(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)

    sent = atlas.deck(chosen, text(language)).to_json()

    assert "//" not in unquote(sent).replace(SVG, "")
    assert json.loads(sent).get("mapStyle") in (None, "__MAP_STYLE__")  # what pydeck writes for "none asked"


def test_the_map_has_no_provider_and_its_outlines_come_from_this_page(record: Dataset) -> None:
    deck = atlas.deck(reading.chosen(record), text("en"))

    sent = json.loads(deck.to_json())
    (outlines,) = [each for each in sent["layers"] if each["id"] == "outlines"]
    assert "mapProvider" not in sent or sent["mapProvider"] is None
    assert outlines["data"] == markup.asset(atlas.OUTLINES)
    assert not re.match(r"[a-z]+:|/", outlines["data"])


# what is drawn -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_map_is_made_of_its_dataset_language_and_screen_alone(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record, years=(2017, 2018))

    one, other = (atlas.deck(each, text(language)).to_json() for each in (chosen, replace(chosen)))

    assert one == other


def test_another_dataset_gives_its_own_cities(sample: Dataset) -> None:
    deck = drawn(sample)

    assert {each["city"] for each in layer(deck, "cities")} == {"oslo", "nairobi", "lima"}


def test_the_area_of_a_disc_is_the_number_of_its_meetings(record: Dataset) -> None:
    sizes = {
        each.city_id: (map_layout.disc_radius(each), len(each.chosen))
        for each in places(reading.chosen(record))
    }

    areas = {city: size**2 / count for city, (size, count) in sizes.items()}
    assert sizes["brussels"][1] == 2
    assert all(math.isclose(area, map_layout.DISC**2) for area in areas.values())


def test_the_disc_that_is_drawn_has_the_size_that_it_claims(record: Dataset) -> None:
    deck = drawn(record)
    there = {each.city_id: each for each in places(reading.chosen(record))}

    grounds = {each["city"]: each["radius"] for each in layer(deck, "cities")}

    rim = {city: size - map_layout.disc_radius(there[city]) for city, size in grounds.items()}
    assert max(rim.values()) - min(rim.values()) < 0.2  # sizes travel to a tenth of a pixel


def test_a_city_with_two_meetings_is_a_ring_of_two_slices_and_their_number(record: Dataset) -> None:
    deck = drawn(record)
    (here,) = [[each.longitude, each.latitude] for each in apart(record) if each.city_id == "brussels"]
    order = record.rules.choices("meetings", "level")

    slices = [each for each in layer(deck, "slices") if each["at"] == here]
    forms = [each for each in layer(deck, "forms") if each["at"] == here]

    assert len(layer(deck, "slices")) == len(slices) == 2
    assert {tuple(each["colour"]) for each in slices} == {
        tuple(rgba(DESK.palette.levels[order.index(level)])) for level in ("defence", "ministerial")
    }
    assert [reading.words(picture(each)) for each in forms] == ["2"]


def test_a_city_with_one_meeting_shows_its_level_by_form(record: Dataset) -> None:
    deck = drawn(record)
    order = record.rules.choices("meetings", "level")
    levels = {
        each.city_id: each.chosen[0].level for each in places(reading.chosen(record)) if len(each.chosen) == 1
    }

    shapes = {tuple(each["at"]): picture(each) for each in layer(deck, "forms")}

    discs = {each.city_id: (each.longitude, each.latitude) for each in apart(record)}
    for city, level in levels.items():
        (path,) = shapes[discs[city]].iter(f"{{{SVG}}}path")
        assert path.get("d") == map_layout.SHAPES[order.index(level)], city


def test_every_level_has_a_form_of_its_own(record: Dataset) -> None:
    levels = record.rules.choices("meetings", "level")

    assert len(set(map_layout.SHAPES)) == len(set(atlas.FORMS)) == len(levels)


def test_a_city_that_the_selection_leaves_out_stays_in_grey(record: Dataset) -> None:
    deck = drawn(record, cities=("amman",))
    grey = rgba(DESK.palette.rest)[:3]

    discs = {tuple(each["at"]): each["colour"][:3] for each in layer(deck, "discs")}

    assert len(discs) == len(places(reading.chosen(record))) > 1
    for city in (each.city_id for each in places(reading.chosen(record))):
        row = record.names["cities"][city]
        assert (discs[row["longitude"], row["latitude"]] == grey) is (city != "amman")


def test_a_meeting_held_online_is_on_no_map(sample: Dataset) -> None:
    assert len(layer(drawn(sample), "cities")) == 3


def test_dark_and_light_have_colours_of_their_own(record: Dataset) -> None:
    light, dark = drawn(record), drawn(record, screen=Screen(palette("dark"), 1000))

    assert layer(light, "discs")[0]["colour"] != layer(dark, "discs")[0]["colour"]
    assert layer(dark, "cities")[0]["colour"] == rgba(palette("dark").paper)


def test_a_picture_is_a_mask_in_black_at_twice_its_size(record: Dataset) -> None:
    deck = drawn(record)

    for row in [each for name in ("slices", "forms", "halos", "names") for each in layer(deck, name)]:
        image = picture(row)
        _, _, width, high = (int(each) for each in image.get("viewBox", "").split())
        assert row["icon"]["mask"] is True
        assert (row["icon"]["width"], row["icon"]["height"]) == (2 * width, 2 * high)
        assert {each.get("stroke") for each in image.iter()} <= {None, "black"}
        assert {each.get("fill") for each in image.iter()} == {None}


# the view --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("fields", [{}, {"cities": ("amman",)}, {"cities": ("washington", "kuwait-city")}])
def test_every_chosen_city_is_in_the_frame(record: Dataset, fields: dict[str, Any], width: int) -> None:
    screen = Screen(width=width)
    there = [each for each in places(reading.chosen(record, **fields)) if each.chosen]

    view = mercator.fit_view(there, size=mercator.map_size(screen))

    middle = [value * 2**view.zoom for value in mercator.project(view.longitude, view.latitude)]
    for place in there:
        x, y = at(place, zoom=view.zoom)
        assert abs(x - middle[0]) + map_layout.disc_radius(place) < width / 2, place.city_id
        assert abs(y - middle[1]) + map_layout.disc_radius(place) < mercator.map_size(screen).height / 2, (
            place.city_id
        )
    assert mercator.FARTHEST <= view.zoom <= mercator.NEAREST


def test_without_a_city_there_is_still_a_view() -> None:
    view = mercator.fit_view([], size=mercator.map_size(DESK))

    assert -180 <= view.longitude <= 180
    assert -90 < view.latitude < 90


def test_mercator_keeps_the_middle_of_the_world_in_the_middle() -> None:
    assert mercator.project(0, 0) == pytest.approx((mercator.TILE / 2, mercator.TILE / 2))
    assert mercator.project(180, 85.0511)[0] == mercator.TILE
    assert mercator.project(0, 85.0511)[1] == pytest.approx(0, abs=0.01)


# names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("fields", [{}, {"cities": ("brussels",)}, {"years": (2018, 2019)}], ids=str)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_name_covers_another_or_a_disc_or_leaves_the_map(
    record: Dataset, collection: Any, fields: dict[str, Any], language: Any, width: int
) -> None:
    screen = Screen(width=width)
    there = apart(record, screen=screen, collection=collection, **fields)
    written = names(record, language)
    view = mercator.fit_view([each for each in there if each.chosen], size=mercator.map_size(screen))

    labels = map_layout.place_labels(there, names=written, view=view, size=mercator.map_size(screen))

    points = {each.city_id: at(each, zoom=view.zoom) for each in there}
    boxes = {}
    for city, label in labels.items():
        x, y = points[city]
        half = map_layout.name_width(written[city]) / 2
        boxes[city] = (
            x + label.x - half,
            y + label.y - map_layout.LINE / 2,
            x + label.x + half,
            y + label.y + map_layout.LINE / 2,
        )
    middle = [value * 2**view.zoom for value in mercator.project(view.longitude, view.latitude)]
    for one, other in itertools.combinations(boxes.values(), 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
    for (city, (left, top, right, bottom)), place in itertools.product(boxes.items(), there):
        if city != place.city_id:
            x, y = points[place.city_id]
            away = math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
            assert away >= map_layout.disc_radius(place), (city, place.city_id)
    for left, top, right, bottom in boxes.values():
        assert middle[0] - width / 2 <= left
        assert right <= middle[0] + width / 2
        assert middle[1] - mercator.map_size(screen).height / 2 <= top
        assert bottom <= middle[1] + mercator.map_size(screen).height / 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_city_has_its_name_on_the_map(record: Dataset, language: Any, width: int) -> None:
    screen = Screen(width=width)
    there = places(reading.chosen(record))
    view = mercator.fit_view(there, size=mercator.map_size(screen))

    labels = map_layout.place_labels(
        there, names=names(record, language), view=view, size=mercator.map_size(screen)
    )

    assert set(labels) == {each.city_id for each in there}


def test_a_name_is_drawn_as_letters_over_its_own_ground(record: Dataset) -> None:
    deck = drawn(record, language="ar")

    written = {each["city"]: picture(each) for each in layer(deck, "names")}
    grounds = {tuple(each["at"]): reading.words(picture(each)) for each in layer(deck, "halos")}
    letters = {tuple(each["at"]): reading.words(picture(each)) for each in layer(deck, "names")}

    there = {each.city_id for each in places(reading.chosen(record))}
    assert {city: reading.words(image) for city, image in written.items()} == {
        city: name for city, name in names(record, "ar").items() if city in there
    }
    assert grounds == letters


def test_a_broad_name_takes_more_room_than_a_thin_one() -> None:
    assert map_layout.name_width("Washington") > map_layout.name_width("Lima") > 0


# words ---------------------------------------------------------------------------------------------------------


def test_a_city_says_its_meetings_with_date_and_level(record: Dataset) -> None:
    tips = {each["city"]: said(each) for each in layer(drawn(record, years=(2018, 2018)), "cities")}

    assert tips["brussels"] == [
        *("Brussels", "12 July 2018 · Ministerial"),
        *("Outside the selection", "November 2017 · Defence ministers"),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_markup_in_a_name_is_only_text_on_the_map(record: Dataset, language: Any) -> None:
    spoilt = reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE)

    deck = drawn(spoilt, language=language)

    tips = {each["city"]: said(each) for name in ("cities", "names") for each in layer(deck, name)}
    letters = {each["city"]: picture(each) for each in layer(deck, "names")}
    assert tips["amman"][0] == HOSTILE, "plain words: Streamlit escapes them where it shows them"
    assert "amman" not in letters or reading.words(letters["amman"]) == HOSTILE


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "8 meetings in 7 cities; Brussels was host twice, more often than any other.",
            "8 اجتماعات في 7 مدن؛ وأكثرها استضافةً بروكسل: مرتان.",
        ),
        ({"years": (2019, 2019)}, "2 meetings in 2 cities.", "اجتماعان في مدينتين."),
        ({"cities": ("brussels",)}, "2 meetings, in Brussels.", "اجتماعان، في بروكسل."),
        ({"cities": ("rome",)}, "1 meeting, in Rome.", "اجتماع واحد، في روما."),
        ({"years": (2014, 2015)}, "No city in this selection.", "لا مدينة في هذا الاختيار."),
    ],
)
def test_the_finding_is_computed_from_the_cities_in_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert atlas.finding(chosen, text("en")) == english
    assert atlas.finding(chosen, text("ar")) == arabic


def test_the_legend_names_the_levels_that_occur(record: Dataset) -> None:
    body = reading.tree(atlas.legend(reading.chosen(record), text("en")))

    assert [reading.words(each) for each in body.iter("li")] == [
        "●Ministerial",
        "■Small Group",
        "◆Political directors",
        "▲Defence ministers",
    ]


def test_the_legend_says_what_grey_means_where_there_is_any(record: Dataset) -> None:
    body = reading.tree(atlas.legend(reading.chosen(record, cities=("rome",)), text("en")))

    assert reading.words(list(body.iter("li"))[-1]) == "●Outside the selection"


def test_the_table_holds_every_city_with_a_link_that_does_what_a_click_does(record: Dataset) -> None:
    body = reading.tree(atlas.table(reading.chosen(record, cities=("amman",)), text("en")))

    rows = list(body.iter("tr"))[1:]
    links = {reading.words(each): each.get("href") for row in rows for each in row.iter("a")}
    assert len(rows) == len(places(reading.chosen(record)))
    assert links["Brussels"] == "?city=brussels"
    assert links["Amman"] == "?city=amman"
    assert [reading.words(row).startswith("Amman") for row in rows] == [
        "cm-left-out" not in row.get("class", "") for row in rows
    ]


# discs apart -----------------------------------------------------------------------------------------------------


def pixels(place: Any, *, screen: Screen, there: Any) -> tuple[float, float]:
    """Where a place is in the frame of some places."""
    view = mercator.fit_view([each for each in there if each.chosen] or there, size=mercator.map_size(screen))
    return at(place, zoom=view.zoom)


@pytest.mark.parametrize("width", [350, 600, 1000, 1300])
@pytest.mark.parametrize(
    "fields", [{}, {"period": Months("2016-02", "2017-11")}, {"cities": ("brussels",)}], ids=str
)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_disc_touches_another(
    record: Dataset, collection: Any, fields: dict[str, Any], width: int
) -> None:
    screen = Screen(width=width)
    there = places(reading.chosen(record, collection=collection, **fields))

    discs = apart(record, screen=screen, collection=collection, **fields)

    assert [each.city_id for each in discs] == [each.city_id for each in there]
    for one, other in itertools.combinations(discs, 2):
        away = math.dist(*(pixels(each, screen=screen, there=there) for each in (one, other)))
        assert away > map_layout.disc_radius(one) + map_layout.disc_radius(other) + 4, (
            one.city_id,
            other.city_id,
        )


def test_a_disc_with_room_around_it_stays_at_its_city(record: Dataset) -> None:
    wide = Screen(width=1300)

    assert apart(record, screen=wide) == places(reading.chosen(record))


def test_no_disc_is_moved_off_the_map(record: Dataset) -> None:
    phone = Screen(width=350)
    there = places(reading.chosen(record, collection="record"))
    view = mercator.fit_view(there, size=mercator.map_size(phone))
    middle = [value * 2**view.zoom for value in mercator.project(view.longitude, view.latitude)]

    for each in apart(record, screen=phone, collection="record"):
        x, y = at(each, zoom=view.zoom)
        assert abs(x - middle[0]) + map_layout.disc_radius(each) <= phone.width / 2
        assert abs(y - middle[1]) + map_layout.disc_radius(each) <= mercator.map_size(phone).height / 2


def test_cities_at_one_and_the_same_place_are_moved_apart(sample: Dataset) -> None:
    oslo = sample.names["cities"]["oslo"]
    same = {name: oslo[name] for name in ("longitude", "latitude")}
    crowd = reading.changed(reading.changed(sample, "cities", "lima", **same), "cities", "nairobi", **same)

    discs = apart(crowd)

    assert len({(each.longitude, each.latitude) for each in discs}) == len(discs) == 3


def test_more_cities_than_can_be_kept_apart_stay_where_they_are(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_layout, "MOST", 5)

    assert apart(record, collection="record") == places(reading.chosen(record, collection="record"))


def test_a_line_leads_from_a_city_to_the_disc_that_was_moved_aside(record: Dataset) -> None:
    deck = drawn(record, collection="record")
    cities = {(row["longitude"], row["latitude"]): name for name, row in record.names["cities"].items()}
    discs = {each.city_id: [each.longitude, each.latitude] for each in apart(record, collection="record")}

    lines = layer(deck, "leaders")

    led = {cities[tuple(each["path"][0])]: each["path"][1] for each in lines}
    assert {"new-york", "paris", "london", "the-hague"} <= set(led)
    assert led == {name: discs[name] for name in led}
    assert [each["at"] for each in layer(deck, "sites")] == [each["path"][0] for each in lines]
    names = [each["id"] for each in deck["layers"]]
    assert names.index("leaders") < names.index("cities")


def test_the_legend_speaks_of_discs_aside_only_where_there_are_any(record: Dataset) -> None:
    wide = Screen(width=1300)

    heads = [
        atlas.sheet(reading.chosen(record, collection=each), text("en"), wide).head for each in COLLECTIONS
    ]

    assert ["A line leads from a city to its disc" in each for each in heads] == [False, True]


# a click ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cities", "names"])
def test_a_click_on_a_city_or_its_name_means_the_city(name: str) -> None:
    event = {"selection": {"objects": {name: [{"city": "amman", "tip": "x"}]}}}

    assert atlas.picked(event) == {"cities": ("amman",)}


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"selection": {}},
        {"selection": {"objects": {}}},
        {"selection": {"objects": {"cities": []}}},
        {"selection": {"objects": {"outlines": [{"properties": {"name": "Jordan"}}]}}},
        {"selection": {"objects": {"cities": [{"city": ""}]}}},
    ],
)
def test_a_click_on_nothing_means_nothing(event: Any) -> None:
    assert atlas.picked(event) == {}


def test_only_a_city_and_its_name_can_be_clicked(record: Dataset) -> None:
    deck = drawn(record)

    assert {each["id"] for each in deck["layers"] if each.get("pickable")} == {"cities", "names"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_atlas_is_as_reviewed(record: Dataset, language: Any) -> None:
    deck = drawn(record, language=language)
    for row in [each for made in deck["layers"] if isinstance(made["data"], list) for each in made["data"]]:
        if "icon" in row:
            image = picture(row)
            paths = [each.get("d") for each in image.iter(f"{{{SVG}}}path")]
            row["icon"] = reading.words(image) or paths

    reading.assert_as_reviewed(f"atlas.{language}", deck)


# threads ---------------------------------------------------------------------------------------------------------


def threaded(
    dataset: Dataset, *, screen: Screen = DESK, language: Any = "en", **fields: Any
) -> dict[str, Any]:
    """The map with its threads, as the browser gets it."""
    deck = atlas.deck(reading.chosen(dataset, **fields), text(language), screen, threads=True)
    return json.loads(deck.to_json())


def test_the_threads_add_their_own_layers_below_the_discs_and_change_no_other(record: Dataset) -> None:
    without, with_them = drawn(record), threaded(record)
    own = {"reach", "threads", "heads"}

    names = [each["id"] for each in with_them["layers"]]
    assert set(names) - {each["id"] for each in without["layers"]} == own
    assert max(map(names.index, own)) < names.index("cities")
    with_them["layers"] = [each for each in with_them["layers"] if each["id"] not in own]
    assert with_them == without


def test_an_arc_leads_from_the_city_that_refers_to_the_one_referred_to(record: Dataset) -> None:
    discs = {each.city_id: (each.longitude, each.latitude) for each in apart(record)}

    rows = layer(threaded(record), "reach")

    ends = [
        tuple(discs[each.city_id] for each in (thread.origin, thread.target) if each)
        for thread in arcs.drawn(reading.chosen(record), on_map=True)
    ]
    assert len(rows) == len(ends) == 6
    for row, (start, end) in zip(rows, ends, strict=True):
        assert row["path"][0] == pytest.approx(start, abs=0.001)
        assert row["path"][-1] == pytest.approx(end, abs=0.001)


@pytest.mark.parametrize("width", [350, 700, 1000, 1300])
def test_an_arrow_head_stands_before_the_city_referred_to_and_points_at_it(
    record: Dataset, width: int
) -> None:
    there = {
        (each.longitude, each.latitude): map_layout.disc_radius(each)
        for each in apart(record, screen=Screen(width=width))
    }

    heads = layer(threaded(record, screen=Screen(width=width)), "heads")

    assert heads
    for row in heads:
        x, y = row["offset"]
        (path,) = picture(row).iter(f"{{{SVG}}}path")
        angle = math.radians(float(re.findall(r"rotate\((-?\d+)\)", path.get("transform", ""))[0]))
        size = there[tuple(row["at"])]
        assert size < math.hypot(x, y) < size + 12
        assert math.cos(angle) * -x + math.sin(angle) * -y > 0.75 * math.hypot(x, y)


def test_the_kind_of_a_thread_shows_in_its_dashes_and_all_have_one_colour(record: Dataset) -> None:
    rows = layer(threaded(record), "threads")

    assert {tuple(each["colour"]) for each in rows} == {tuple(rgba(DESK.palette.ink, opacity=0.85))}
    whole = [each for each in rows if len(each["path"]) == arcs.SAMPLES + 1]
    assert len(whole) == 3
    assert len(rows) > 50


def test_an_arc_outside_the_selection_is_grey_and_lies_below(record: Dataset) -> None:
    rows = layer(threaded(record, cities=("rabat",)), "heads")

    tones = [each["colour"] for each in rows]
    assert tones == [rgba(DESK.palette.rest)] * 5 + [rgba(DESK.palette.ink)]


def test_two_threads_between_the_same_cities_stay_apart(record: Dataset) -> None:
    twice = reading.changed(record, "threads", "2019-02-washington-rabat", to_meeting_id="2018-07-brussels")

    one, other = (
        each["path"]
        for each in layer(threaded(twice), "reach")
        if each["meetings"] == ["2018-07-brussels", "2019-02-washington"]
    )

    middle = len(one) // 2
    assert (one[0], one[-1]) == (other[0], other[-1])
    assert math.dist(one[middle], other[middle]) > 2  # degrees


def test_a_thread_between_meetings_in_one_city_is_a_loop(record: Dataset) -> None:
    inside = reading.changed(
        record, "threads", "2019-02-washington-rabat", from_meeting_id="2018-07-brussels",
        to_meeting_id="2017-11-brussels-defence",
    )  # fmt: skip

    (loop,) = [
        each["path"]
        for each in layer(threaded(inside), "reach")
        if each["meetings"] == ["2017-11-brussels-defence", "2018-07-brussels"]
    ]

    assert loop[0] == pytest.approx(loop[-1], abs=0.002)
    assert math.dist(loop[0], loop[len(loop) // 2]) > 1


def test_a_line_is_cut_into_dashes_of_their_length() -> None:
    pieces = atlas.dashed([(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], (9, 7))

    lengths = [each[-1][0] - each[0][0] for each in pieces]
    gaps = [after[0][0] - before[-1][0] for before, after in itertools.pairwise(pieces)]
    assert lengths[:-1] == pytest.approx([9] * (len(pieces) - 1))
    assert gaps == pytest.approx([7] * (len(pieces) - 1))
    assert atlas.dashed([(0.0, 0.0), (9.0, 0.0)], None) == [[(0.0, 0.0), (9.0, 0.0)]]


def test_a_click_on_an_arc_means_its_two_meetings(record: Dataset) -> None:
    row = layer(threaded(record), "reach")[0]

    picked = atlas.picked({"selection": {"objects": {"reach": [row]}}})

    assert picked == {"meetings": ("2017-11-amman", "2017-11-brussels-defence")}


def test_the_key_of_the_threads_stands_only_where_they_are_shown(record: Dataset) -> None:
    chosen = reading.chosen(record)

    without, with_them = (atlas.sheet(chosen, text("en"), DESK, shown) for shown in (False, True))

    assert without.key == ""
    assert with_them.key == arcs.legend(chosen, text("en"))
    assert (with_them.head, with_them.alt, with_them.foot) == (without.head, without.alt, without.foot)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_threads_on_the_map_are_as_reviewed(record: Dataset, language: Any) -> None:
    rows = layer(threaded(record, language=language), "reach")
    found = [{"meetings": each["meetings"], "tip": said(each)} for each in rows]

    reading.assert_as_reviewed(f"atlas-threads.{language}", found)


# what the map knows by its place ------------------------------------------------------------------------


@pytest.mark.parametrize("collection", ["core", "record"])
@pytest.mark.parametrize("name", ["cities", "names", "reach"])
def test_what_can_be_clicked_stands_in_one_order_for_all_selections(
    record: Dataset, name: str, collection: str
) -> None:
    def order(**fields: Any) -> list[Any]:
        chosen = reading.chosen(record, collection=collection, **fields)
        deck = json.loads(atlas.deck(chosen, text("en"), DESK, threads=True).to_json())
        rows = layer(deck, name)
        return [each.get("city") or each["meetings"] for each in rows]

    everything = order()
    assert len(everything) > 3
    for fields in ({"cities": ("paris",)}, {"years": (2018, 2018)}, {"cities": ("rome", "amman")}):
        assert order(**fields) == everything


def test_a_city_whose_name_finds_no_room_has_a_name_of_which_nothing_is_seen(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    rows = layer(drawn(record, collection="record"), "names")

    assert {each["city"] for each in rows} == {each.city_id for each in atlas.places(chosen)}
    hidden = [each for each in rows if not each["size"]]
    assert hidden
    assert all(each["colour"][3] == 0 for each in hidden)
