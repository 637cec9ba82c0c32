"""Territory: the share of land liberated, each value in the form that its wording asks for."""

import pytest
import reading

from components import territory
from components.language import text

SHARES = (
    "2017-11-amman-territory-liberated-share",
    "2018-02-kuwait-territory-liberated-share",
    "2019-06-paris-territory-liberated-share",
)


def test_the_shares_are_95_98_and_a_derived_100(record):
    marks = reading.traces(territory.figure(reading.chosen(record), text("en")))

    assert [(marks[each]["x"], marks[each]["y"], marks[each]["symbol"]) for each in SHARES] == [
        ("2017-11-15T12:00", 95, "circle"),
        ("2018-02-13T12:00", 98, "circle"),
        ("2019-03-23T12:00", 100, "diamond-open"),
    ]


def test_nothing_is_drawn_between_two_statements(record):
    assert not list(reading.lines(territory.figure(reading.chosen(record), text("en"))))


def test_the_area_once_held_stands_at_the_line_of_the_whole_and_can_be_clicked(record):
    drawn = territory.figure(reading.chosen(record), text("en"))

    area = reading.traces(drawn)["2019-06-paris-territory-held-peak"]
    (whole,) = reading.plain(drawn)["layout"]["shapes"]
    assert area["text"] == "All of the land once held: about 110,000 km²"
    assert area["y"] > whole["y0"] == whole["y1"] == 100
    assert area["meeting"] == "2019-06-paris"


def test_the_area_is_not_named_where_the_selection_leaves_it_out(record):
    drawn = reading.plain(territory.figure(reading.chosen(record, cities=("amman",)), text("en")))

    assert "All of the land" not in str(drawn)


@pytest.mark.parametrize(
    ("lowest", "start"), [(95, 90), (91, 90), (90, 80), (37.5, 30), (4, 0), (0, 0)]
)
def test_the_axis_begins_at_the_last_ten_below_the_lowest_share(record, lowest, start):
    changed = reading.changed(record, "observations", SHARES[0], value=lowest)

    assert territory.axis_start(reading.chosen(changed)) == start


def test_where_the_axis_begins_is_said(record):
    chosen = reading.chosen(record)

    shown = territory.describe(chosen, text("en"))
    drawn = reading.plain(territory.figure(chosen, text("en")))

    assert shown.values == {"start": "90"}
    assert drawn["layout"]["yaxis"]["ticktext"][0] == "90%"
    assert drawn["layout"]["yaxis"]["ticktext"][-1] == "100%"


def test_another_dataset_gives_its_own_finding(sample):
    both = reading.changed(
        sample, "observations", "2021-05-oslo-territory-liberated-share", scope="iraq-syria"
    )

    finding = territory.finding(reading.chosen(both), text("en"))

    assert finding == (
        "Liberated of the land that ISIS once held in Iraq and Syria: less than 37.5% as stated for 11 May 2021, "
        "up to 85% for 21 October 2024."
    )


def test_shares_of_different_lands_are_not_told_as_a_rise(sample):
    scopes = sample.observations.query("indicator_id == 'territory-liberated-share'")[
        "scope"
    ].tolist()
    assert scopes == ["syria", "iraq-syria"]

    finding = territory.finding(reading.chosen(sample), text("en"))

    assert finding.startswith("By 21 October 2024, up to 85% of the land")
    assert "37.5" not in finding


@pytest.mark.parametrize("last", [90, 95])
def test_a_share_that_fell_or_stayed_is_not_told_as_a_rise(record, last):
    changed = reading.changed(record, "observations", SHARES[2], value=last)

    finding = territory.finding(reading.chosen(changed), text("en"))

    assert f"{last}%" in finding
    assert "23 March 2019" in finding
    assert " rose " not in finding


def test_the_territory_is_as_reviewed(record, language):
    drawn = territory.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"territory.{language}", reading.plain(drawn))


def test_in_the_record_shares_and_areas_have_axes_of_their_own(record):
    chosen = reading.chosen(record, collection="record")

    drawn = reading.plain(reading.GROUP_CHARTS[0].figure(chosen, text("en")))["layout"]

    named = [each["text"] for each in drawn["annotations"] if each.get("xref") == "paper"]
    assert named[:3] == [
        f"Share of territory liberated · {land} (% of the land once held)"
        for land in (
            "Iraq and Syria together",
            "Iraq and Syria together · of the land taken in 2014",
            "Iraq and Syria together · of the land that the group once claimed",
        )
    ]
    assert named[3] == "Share of territory liberated · Iraq alone (% of the land once held)"
    ticks = drawn["yaxis"]["ticktext"]
    assert [tick for tick in ticks if tick.endswith("%")] == ["0%", "50%", "100%"] * 3


def test_the_table_of_the_record_names_the_land_of_each_value(record):
    chosen = reading.chosen(record, collection="record")

    twin = reading.words(
        reading.tree(territory.describe(chosen, text("en")).render_table(chosen, text("en")))
    )

    assert "Share of territory liberated · Syria" in twin
    assert "(official document)" in twin
