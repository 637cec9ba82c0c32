"""Where: the sentence, the legend, the table and the clicks of the map of cities."""

import pytest
import reading

from components import arcs, atlas
from components.language import text
from components.theme import DESK, Screen
from loaders.analysis.meetings import places
from loaders.selection import COLLECTIONS


def list_legend(dataset, **fields):
    legend = reading.tree(atlas.legend(reading.chosen(dataset, **fields), text("en")))
    return [reading.words(item) for item in legend.iter("li")]


def test_the_legend_explains_the_levels_that_occur_and_grey_where_there_is_any(record):
    levels = ["●Ministerial", "■Small Group", "◆Political directors", "▲Defence ministers"]

    assert list_legend(record) == levels
    assert list_legend(record, cities=("rome",)) == [*levels, "●Outside the selection"]


def test_the_legend_explains_lines_to_discs_only_where_there_are_any(record):
    footers = [
        atlas.draw_city_map(
            reading.chosen(record, collection=collection), text("en"), Screen(width=1300)
        ).footer
        for collection in COLLECTIONS
    ]

    assert ["A line leads from a city to its disc" in footer for footer in footers] == [False, True]


def test_the_legend_of_the_references_stands_only_where_they_are_shown(record):
    selected = reading.chosen(record)

    legends = [
        atlas.draw_city_map(selected, text("en"), DESK, has_references).reference_legend
        for has_references in (False, True)
    ]

    assert legends == ["", arcs.render_legend(selected, text("en"))]


def test_the_table_holds_every_city_with_a_link_that_does_what_a_click_does(record):
    selected = reading.chosen(record, cities=("amman",))
    rows = list(reading.tree(atlas.table(selected, text("en"))).iter("tr"))[1:]

    links = {reading.words(link): link.get("href") for row in rows for link in row.iter("a")}

    assert len(rows) == len(links) == len(places(selected))
    assert links["Brussels"] == "?city=brussels"
    assert links["Amman"] == "?city=amman"
    left_out = [reading.words(row) for row in rows if "cm-left-out" in row.get("class", "")]
    assert len(left_out) == len(rows) - 1
    assert not any(words.startswith("Amman") for words in left_out)


@pytest.mark.parametrize("layer_id", ["cities", "names"])
def test_a_click_on_a_city_or_its_name_selects_the_city(layer_id):
    event = {"selection": {"objects": {layer_id: [{"city": "amman", "title": "Amman"}]}}}

    assert atlas.picked(event) == {"cities": ("amman",)}


def test_a_click_on_a_reference_selects_its_two_meetings():
    meetings = ["2017-11-amman", "2017-11-brussels-defence"]

    assert atlas.picked({"selection": {"objects": {"reach": [{"meetings": meetings}]}}}) == {
        "meetings": tuple(meetings)
    }


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"selection": {"objects": {"cities": []}}},
        {"selection": {"objects": {"outlines": [{"properties": {"id": "jor"}}]}}},
    ],
)
def test_a_click_on_nothing_selects_nothing(event):
    assert atlas.picked(event) == {}
