"""Timeline: the member counts as they were stated, in steps, above every meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import charts, timeline
from components.language import text
from components.theme import DESK, Screen

if TYPE_CHECKING:
    from loaders.dataset import Dataset

COUNTS = ("2017-11-amman-members", "2018-02-kuwait-members", "2019-02-washington-members")
NARROW = Screen(width=400)


def test_the_member_counts_are_74_74_and_79(record: Dataset) -> None:
    marks = reading.traces(timeline.figure(reading.chosen(record), text("en")))

    assert [(marks[each]["x"], marks[each]["y"], marks[each]["text"]) for each in COUNTS] == [
        ("2017-11-15T12:00", 74, "74"),
        ("2018-02-13T12:00", 74, "74"),
        ("2019-01-16T12:00", 79, "79"),
    ]


def test_a_count_holds_until_the_next_is_stated_and_never_rises_in_between(record: Dataset) -> None:
    (line,) = reading.lines(timeline.figure(reading.chosen(record), text("en")))

    assert line["line"]["shape"] == "hv"
    assert line["x"] == ["2017-11-15T12:00", "2018-02-13T12:00", "2019-01-16T12:00"]
    assert line["y"] == [74, 74, 79]


def test_a_count_known_to_the_month_has_a_bar_over_the_month(record: Dataset) -> None:
    marks = reading.traces(timeline.figure(reading.chosen(record), text("en")))

    assert [marks[each]["error"] for each in COUNTS] == [0, 0, 15 * charts.DAY_MS]


def test_a_meeting_known_to_the_month_has_a_bar_over_the_month(record: Dataset) -> None:
    marks = reading.traces(timeline.figure(reading.chosen(record), text("en")))

    held = {name: each["error"] for name, each in marks.items() if name in record.names["meetings"]}
    assert {name for name, error in held.items() if error} == {"2017-11-brussels-defence"}
    assert held["2017-11-brussels-defence"] == 14.5 * charts.DAY_MS


@pytest.mark.parametrize("screen", [DESK, NARROW])
def test_every_meeting_stands_in_the_lane_of_its_level(record: Dataset, screen: Screen) -> None:
    drawn = timeline.figure(reading.chosen(record), text("en"), screen)

    axis = reading.plain(drawn)["layout"]["yaxis2"]
    notes = reading.plain(drawn)["layout"].get("annotations", [])
    written = (
        {each["y"]: each["text"] for each in notes}
        if screen.narrow
        else dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    )
    marks = reading.traces(drawn)
    for name, row in record.names["meetings"].items():
        assert written[marks[name]["y"]] == text("en")(f"level.{row['level']}")
    assert [written[place] for place in sorted(written, reverse=True)] == [
        "Ministerial",
        "Small Group",
        "Political directors",
        "Defence ministers",
    ]


def test_the_level_of_a_meeting_shows_in_its_form_before_its_colour(record: Dataset) -> None:
    marks = reading.traces(timeline.figure(reading.chosen(record), text("en")))
    levels = {name: row["level"] for name, row in record.names["meetings"].items()}

    forms = {(level, marks[name]["symbol"]) for name, level in levels.items()}

    assert forms == {
        ("ministerial", "circle"),
        ("small_group", "square"),
        ("political_directors", "diamond"),
        ("defence", "triangle-up"),
    }


def test_a_meeting_is_named_by_its_city_or_as_online(sample: Dataset) -> None:
    english = reading.traces(timeline.figure(reading.chosen(sample), text("en")))
    arabic = reading.traces(timeline.figure(reading.chosen(sample), text("ar")))

    assert (english["2021-05-oslo"]["text"], arabic["2021-05-oslo"]["text"]) == ("Oslo", "أوسلو")
    assert english["2023-03-online"]["text"] == "Online"


def test_a_chosen_part_leaves_the_step_between_its_own_counts(record: Dataset) -> None:
    (line,) = reading.lines(timeline.figure(reading.chosen(record, years=(2018, 2019)), text("en")))

    assert line["y"] == [74, 79]


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "The Coalition grew from 74 members (15 November 2017) to 79 (January 2019).",
            "ارتفع عدد أعضاء التحالف من 74 (15 نوفمبر 2017) إلى 79 (يناير 2019).",
        ),
        (
            {"years": (2017, 2018)},
            "The number of members was stated as 74 for 15 November 2017 and again as 74 for 13 February 2018.",
            "ذُكر أن عدد الأعضاء 74 (15 نوفمبر 2017) ثم 74 (13 فبراير 2018).",
        ),
        (
            {"cities": ("washington",)},
            "79 members were stated for January 2019.",
            "ذُكر أن عدد الأعضاء 79 (يناير 2019).",
        ),
        (
            {"cities": ("rome",)},
            "1 meeting; no report in this selection states the number of members.",
            "اجتماع واحد؛ ولا يذكر أي تقرير في هذا الاختيار عدد الأعضاء.",
        ),
        (
            {"cities": ("rabat", "brussels")},
            "3 meetings; no report in this selection states the number of members.",
            "3 اجتماعات؛ ولا يذكر أي تقرير في هذا الاختيار عدد الأعضاء.",
        ),
    ],
)
def test_the_finding_is_computed_from_the_counts_in_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert timeline.finding(chosen, text("en")) == english
    assert timeline.finding(chosen, text("ar")) == arabic


def test_fewer_members_are_told_as_a_fall(record: Dataset) -> None:
    fallen = reading.changed(record, "observations", "2019-02-washington-members", value=70)

    finding = timeline.finding(reading.chosen(fallen), text("en"))

    assert finding == "The number of members fell from 74 (15 November 2017) to 70 (January 2019)."


def test_what_is_shown_is_what_is_drawn(record: Dataset) -> None:
    chosen = reading.chosen(record)

    shown = timeline.shown(chosen, text("en"))

    assert [each.observation_id for each in shown.figures] == list(COUNTS)
    assert len(shown.meetings) == len(chosen.meetings)
    assert shown.finding == timeline.finding(chosen, text("en"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_timeline_is_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = timeline.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"timeline.{language}", reading.plain(drawn))
