"""Timeline: the member counts as they were stated, in steps, above every meeting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import arcs, charts, timeline
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
    for name in reading.chosen(record).meetings["meeting_id"]:
        row = record.names["meetings"][name]
        assert written[marks[name]["y"]] == text("en")(f"level.{row['level']}")
    assert [written[place] for place in sorted(written, reverse=True)] == [
        "Ministerial",
        "Small Group",
        "Political directors",
        "Defence ministers",
    ]


def test_the_level_of_a_meeting_shows_in_its_form_before_its_colour(record: Dataset) -> None:
    marks = reading.traces(timeline.figure(reading.chosen(record), text("en")))
    levels = reading.chosen(record).meetings.set_index("meeting_id")["level"].to_dict()

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


# threads -------------------------------------------------------------------------------------------------


def middles(figure: Any) -> list[dict[str, Any]]:
    """The traces of the marks on the arcs."""
    return [each for each in reading.plain(figure)["data"] if len(each.get("customdata", [[]])[0]) > 2]


def test_the_threads_add_arcs_and_move_nothing_else(record: Dataset) -> None:
    chosen = reading.chosen(record)

    without, with_them = (
        reading.plain(each(chosen, text("en"))) for each in (timeline.figure, timeline.threaded)
    )

    assert [each for each in with_them["data"] if each in without["data"]] == without["data"]
    for name in ("xaxis", "yaxis", "yaxis2", "height"):
        assert with_them["layout"][name] == without["layout"][name]


@pytest.mark.parametrize("screen", [DESK, NARROW])
def test_an_arc_leads_from_the_meeting_that_refers_to_the_one_referred_to(
    record: Dataset, screen: Screen
) -> None:
    chosen = reading.chosen(record)
    drawn = timeline.threaded(chosen, text("en"), screen)
    held = reading.traces(timeline.figure(chosen, text("en"), screen))

    lines = [each for each in reading.lines(drawn) if each.get("yaxis") == "y2"]

    for line, thread in zip(lines, arcs.drawn(chosen), strict=True):
        assert thread.target
        for place, meeting in ((0, thread.origin), (-1, thread.target)):
            mark = held[meeting.meeting_id]
            there = datetime.fromisoformat(line["x"][place]) - datetime.fromisoformat(mark["x"])
            assert abs(there) <= timedelta(minutes=2)
            assert line["y"][place] == mark["y"]


def test_an_arrow_head_stands_at_the_meeting_referred_to(record: Dataset) -> None:
    chosen = reading.chosen(record)
    held = reading.traces(timeline.figure(chosen, text("en")))

    notes = [
        each
        for each in reading.plain(timeline.threaded(chosen, text("en")))["layout"]["annotations"]
        if each["showarrow"]
    ]

    targets = [held[each.target.meeting_id]["y"] for each in arcs.drawn(chosen) if each.target]
    assert [each["y"] for each in notes] == targets
    assert {(each["ay"], abs(each["ax"])) for each in notes} == {(0, 20)}


def test_the_kind_of_a_thread_shows_in_its_dashes(record: Dataset) -> None:
    chosen = reading.chosen(record)

    lines = [
        each for each in reading.lines(timeline.threaded(chosen, text("en"))) if each.get("yaxis") == "y2"
    ]

    dashes = {(each.kind, line["line"]["dash"]) for each, line in zip(arcs.drawn(chosen), lines, strict=True)}
    assert len(dashes) == len({dash for _, dash in dashes}) == 3
    assert ("follows_up", "solid") in dashes


@pytest.mark.parametrize("screen", [DESK, NARROW])
@pytest.mark.parametrize("fields", [{}, {"cities": ("amman",)}])
def test_no_arc_leaves_the_chart(record: Dataset, fields: dict[str, Any], screen: Screen) -> None:
    drawn = timeline.threaded(reading.chosen(record, **fields), text("en"), screen)
    layout = reading.plain(drawn)["layout"]

    for line in reading.lines(drawn):
        if line.get("yaxis") == "y2":
            assert layout["xaxis"]["range"][0] < min(line["x"])
            assert max(line["x"]) < layout["xaxis"]["range"][1]
            assert layout["yaxis2"]["range"][0] < min(line["y"])
            assert max(line["y"]) < layout["yaxis2"]["range"][1]


def test_a_thread_outside_the_selection_is_grey_and_lies_below(record: Dataset) -> None:
    marks = middles(timeline.threaded(reading.chosen(record, cities=("rabat",)), text("en")))

    tones = [each["marker"]["line"]["color"] for each in marks]
    assert tones == [DESK.palette.rest] * 5 + [DESK.palette.ink]


def test_a_click_on_the_mark_of_an_arc_means_its_two_meetings(record: Dataset) -> None:
    (mark, *_) = middles(timeline.threaded(reading.chosen(record), text("en")))

    picked = timeline.picked({"selection": {"points": [{"customdata": mark["customdata"][0]}]}})

    assert picked == {"meetings": ("2017-11-amman", "2017-11-brussels-defence")}
    assert timeline.picked({"selection": {"points": [{"customdata": ["2019-06-paris", ""]}]}}) == {
        "meetings": ("2019-06-paris",)
    }


def test_the_legend_of_the_arcs_stands_only_where_they_are_drawn(record: Dataset) -> None:
    chosen = reading.chosen(record)

    assert timeline.shown(chosen, text("en")).legend == ""
    assert timeline.shown_threaded(chosen, text("en")).legend == arcs.legend(chosen, text("en"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_threads_on_the_timeline_are_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = timeline.threaded(reading.chosen(record), text(language))

    said = [
        {"hover": each["hovertext"][0].split("<br>"), "meetings": each["customdata"][0][2:]}
        for each in middles(drawn)
    ]
    reading.assert_as_reviewed(f"timeline-threads.{language}", said)
