"""People: those freed and those returned, as bounds where the source gives a bound."""

import reading

from components import people
from components.language import text
from components.theme import DESK

EARLIER, LATER, HOME = (
    "2017-11-amman-people-freed",
    "2019-06-paris-people-freed",
    "2017-11-amman-idps-returned",
)


def test_each_value_is_drawn_once_and_as_it_was_stated(record):
    marks = reading.traces(people.figure(reading.chosen(record), text("en")))

    assert {name: (each["x"], each["y"], each["symbol"]) for name, each in marks.items()} == {
        EARLIER: ("2017-11-15T12:00", 7_500_000, "line-ew-open"),
        LATER: ("2019-06-25T12:00", 7_700_000, "line-ew-open"),
        HOME: ("2017-11-15T12:00", 2_600_000, "circle"),
    }


def test_nothing_is_drawn_between_two_statements(record):
    assert reading.lines(people.figure(reading.chosen(record), text("en"))) == []


def test_freed_and_returned_are_told_apart_by_words_and_colour(record):
    marks = reading.traces(people.figure(reading.chosen(record), text("en")))

    assert marks[EARLIER]["text"] == "&gt; 7.5 million<br>freed"
    assert marks[HOME]["text"] == "2.6 million<br>Iraqis returned"
    assert marks[EARLIER]["colour"] != marks[HOME]["colour"]
    assert DESK.palette.rest not in {each["colour"] for each in marks.values()}


def test_the_axis_begins_at_nothing_and_is_written_in_words(record):
    axis = reading.plain(people.figure(reading.chosen(record), text("ar")))["layout"]["yaxis"]

    assert axis["range"][0] == 0
    assert axis["range"][1] > 7_700_000
    assert reading.said(axis["ticktext"])[:3] == ["0", "مليونان", "4 ملايين"]


def test_the_people_are_as_reviewed(record, language):
    drawn = people.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"people.{language}", reading.plain(drawn))
