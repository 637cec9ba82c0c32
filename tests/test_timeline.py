"""Timeline: the member counts as they were stated, in steps, above every meeting."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import arcs, charts, frame, state, timeline
from components.language import text
from components.theme import DESK, Screen
from loaders.select import select
from loaders.selection import COLLECTIONS, Months, Selection, query

if TYPE_CHECKING:
    from loaders.model import Dataset

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
            "74 members, stated twice: for 15 November 2017 and for 13 February 2018.",
            "عدد الأعضاء 74، وقد ذُكر مرتين: في 15 نوفمبر 2017 وفي 13 فبراير 2018.",
        ),
        (
            {"cities": ("washington",)},
            "79 members, as stated for January 2019.",
            "عدد الأعضاء المذكور في يناير 2019: 79 عضواً.",
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

    assert finding == "The stated number of members fell from 74 (15 November 2017) to 70 (January 2019)."


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

    plain, threaded = (
        timeline.sheet(chosen, text("en"), DESK, timeline.Marked(threads)).head for threads in (False, True)
    )

    assert arcs.legend(chosen, text("en")) not in plain
    assert arcs.legend(chosen, text("en")) in threaded


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_threads_on_the_timeline_are_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = timeline.threaded(reading.chosen(record), text(language))

    said = [
        {"hover": each["hovertext"][0].split("<br>"), "meetings": each["customdata"][0][2:]}
        for each in middles(drawn)
    ]
    reading.assert_as_reviewed(f"timeline-threads.{language}", said)


# a marked period -----------------------------------------------------------------------------------------

WINTER = Months("2017-11", "2018-02")


def marked(
    dataset: Dataset, months: Months, *, language: Any = "en", screen: Screen = DESK
) -> dict[str, Any]:
    """The figure with a part of the time axis marked, as it is sent to the browser."""
    drawing = timeline.figure(
        reading.chosen(dataset, period=months),
        text(language),
        screen,
        marked=timeline.Marked(period=months),
    )
    return reading.plain(drawing)


def written(layout: dict[str, Any]) -> list[str]:
    """What stands above the chart."""
    return reading.said(
        [each["text"] for each in layout.get("annotations", []) if each.get("yref") == "paper"]
    )


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nov 2017 – Feb 2018"), ("ar", "نوفمبر 2017 – فبراير 2018")]
)
def test_a_marked_period_is_a_band_from_its_first_day_to_its_last_with_both_months_written(
    record: Dataset, language: Any, words: str
) -> None:
    layout = marked(record, WINTER, language=language)["layout"]

    (band,) = [each for each in layout["shapes"] if each["type"] == "rect"]
    edges = [each["x0"] for each in layout["shapes"] if each["type"] == "line"]
    assert [band["x0"], band["x1"]] == edges == ["2017-11-01T00:00", "2018-03-01T00:00"]
    assert {(each["xref"], each["yref"], each["y0"], each["y1"]) for each in layout["shapes"]} == {
        ("x", "paper", 0, 1)
    }
    assert written(layout) == [words]


def test_without_a_marked_period_there_is_no_band(record: Dataset) -> None:
    layout = reading.plain(timeline.figure(reading.chosen(record), text("en")))["layout"]

    assert "shapes" not in layout
    assert written(layout) == []


@pytest.mark.parametrize("threads", [False, True])
def test_a_band_moves_nothing_of_the_chart(record: Dataset, threads: bool) -> None:
    chosen = reading.chosen(record, period=WINTER)

    without, with_it = (
        reading.plain(timeline.figure(chosen, text("en"), marked=timeline.Marked(threads, months)))
        for months in (None, WINTER)
    )

    assert with_it["data"] == without["data"]
    for name in ("xaxis", "yaxis", "yaxis2", "height", "margin"):
        assert with_it["layout"][name] == without["layout"][name]


def test_a_marked_period_leaves_the_axis_and_every_mark_in_its_place(record: Dataset) -> None:
    whole = timeline.figure(reading.chosen(record), text("en"))
    part = timeline.figure(reading.chosen(record, period=WINTER), text("en"))

    places = [
        {name: (each["x"], each["y"]) for name, each in reading.traces(drawn).items()}
        for drawn in (whole, part)
    ]
    assert places[0] == places[1]
    assert reading.plain(whole)["layout"]["xaxis"] == reading.plain(part)["layout"]["xaxis"]


@pytest.mark.parametrize(
    ("months", "anchor"),
    [
        (Months("2016-02", "2016-02"), "left"),
        (WINTER, "center"),
        (Months("2019-06", "2019-06"), "right"),
    ],
)
def test_the_months_of_a_band_stay_within_the_chart(record: Dataset, months: Months, anchor: str) -> None:
    layout = marked(record, months, screen=NARROW)["layout"]

    (words,) = [each for each in layout["annotations"] if each.get("yref") == "paper"]
    assert words["xanchor"] == anchor


@pytest.mark.parametrize(
    ("months", "ends"),
    [
        (Months("2001-01", "2016-03"), 1),
        (Months("2001-01", "2001-02"), 0),
        (Months("2001-01", "2031-02"), 1),
    ],
)
def test_a_band_ends_where_the_chart_does(record: Dataset, months: Months, ends: int) -> None:
    layout = marked(record, months)["layout"]

    bands = [each for each in layout.get("shapes", []) if each["type"] == "rect"]
    assert len(bands) == ends
    for band in bands:
        assert layout["xaxis"]["range"][0] <= band["x0"] < band["x1"] <= layout["xaxis"]["range"][1]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> reading.Stage:
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    for module in (timeline, frame, state):
        monkeypatch.setattr(module, "st", stage)
    return stage


def shown(dataset: Dataset, stage: reading.Stage, selection: Selection, *, screen: Screen = DESK) -> None:
    """Draw the view for a selection."""
    stage.query_params.update(query(selection))
    chosen = state.selection(dataset)
    timeline.render(select(dataset, chosen), text(chosen.language), state.Follow(chosen, screen, dataset))


@pytest.mark.parametrize(
    ("selection", "ends"),
    [
        (Selection(), ("2016-02", "2019-06")),
        (Selection(period=WINTER), WINTER),
        (Selection(years=(2017, 2018)), ("2017-01", "2018-12")),
        (Selection(years=(2015, 2016)), ("2016-02", "2016-12")),
        (Selection(period=Months("2001-01", "2001-02")), ("2016-02", "2016-02")),
        (Selection(period=Months("2031-01", "2031-02")), ("2019-06", "2019-06")),
    ],
    ids=lambda each: str(getattr(each, "period", each)),
)
def test_the_slider_stands_at_what_is_asked_for(
    record: Dataset, stage: reading.Stage, selection: Selection, ends: tuple[str, str]
) -> None:
    shown(record, stage, selection)

    settings = stage.settings("select_slider")
    assert stage.session_state[settings["key"]] == tuple(ends)
    assert (settings["options"][0], settings["options"][-1]) == ("2016-02", "2019-06")
    assert settings["format_func"]("2017-11") == "Nov 2017"


def test_the_slider_marks_a_period_as_a_drag_does(record: Dataset, stage: reading.Stage) -> None:
    shown(record, stage, Selection(years=(2016, 2018)))
    settings = stage.settings("select_slider")

    stage.session_state[settings["key"]] = tuple(WINTER)
    settings["on_change"]()
    assert state.selection(record) == Selection(period=WINTER)

    stage.session_state[settings["key"]] = ("2016-02", "2019-06")
    settings["on_change"]()
    assert state.selection(record) == Selection()


@pytest.mark.parametrize("width", [350, 600, 1000])
def test_only_where_there_may_be_a_mouse_is_a_drag_spoken_of(
    record: Dataset, stage: reading.Stage, width: int
) -> None:
    shown(record, stage, Selection(), screen=Screen(width=width))

    (label,) = [what for name, what, _ in stage.shown if name == "select_slider"]
    assert ("drag" in label) == (width > 500)


def test_a_period_in_which_nothing_was_held_leaves_the_chart_in_grey(
    record: Dataset, stage: reading.Stage
) -> None:
    empty = Selection(period=Months("2016-05", "2016-06"))

    shown(record, stage, empty)

    assert "No meeting or figure matches" in stage.markup or "cm-empty" in stage.markup
    (drawn,) = [what for name, what, _ in stage.shown if name == "plotly_chart"]
    tones = {
        tone for each in drawn.to_dict()["data"] if "customdata" in each for tone in each["marker"]["color"]
    }
    assert tones == {DESK.palette.rest}
    assert stage.settings("select_slider")


# many meetings -------------------------------------------------------------------------------------------

ROOMS = (350, 600, 1000)
"""Room for content on a screen of 390, 1024 and 1440 pixels."""

PARTS: tuple[dict[str, Any], ...] = ({}, {"period": Months("2016-02", "2017-11")}, {"cities": ("brussels",)})


FORMS = {
    "triangle-up": (1.16, 0.5, 1.16, 1),
    "triangle-down": (1.16, 1, 1.16, 0.5),
    "cross": (1.2, 1.2, 1.2, 1.2),
}
"""How far Plotly's forms reach to the left, down, to the right and up, as parts of half their size."""


def boxes(drawn: dict[str, Any], screen: Screen) -> tuple[dict[str, charts.Box], dict[str, charts.Box]]:
    """What the meetings' marks and their labels cover, in pixels, y upwards, by the id of the meeting."""
    layout, trace = drawn["layout"], drawn["data"][-1]
    first, last = (datetime.fromisoformat(each) for each in layout["xaxis"]["range"])
    bottom, top = layout["yaxis2"]["range"]
    years = 26  # pixels for the years below the axis
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] - years
    domain = layout["yaxis2"]["domain"]
    lane = (domain[1] - domain[0]) * plot / (top - bottom)
    marks, labels = {}, {}
    for place, (meeting, *_) in enumerate(trace["customdata"]):
        moment = datetime.fromisoformat(trace["x"][place])
        x = (moment - first) / (last - first) * timeline._room(screen)
        y = (trace["y"][place] - bottom) * lane
        half = trace["marker"]["size"][place] / 2
        left, low, right, high = FORMS.get(trace["marker"]["symbol"][place], (1, 1, 1, 1))
        marks[meeting] = (x - left * half, y - low * half, x + right * half, y + high * half)
        words = trace["text"][place].translate(reading.ISOLATES)
        if words:
            # So far from the middle of its mark Plotly writes it.
            away = trace["marker"]["size"][place] / 1.6 + 1
            width, tall = len(words) * 12 * 0.52, 12
            up, across = trace["textposition"][place].split()
            left = {"center": x - width / 2, "right": x + away, "left": x - away - width}[across]
            low = {"top": y + away, "middle": y - tall / 2, "bottom": y - away - tall}[up]
            labels[meeting] = (left, low, left + width, low + tall)
    return marks, labels


@pytest.mark.parametrize("fields", PARTS, ids=str)
@pytest.mark.parametrize("width", ROOMS)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_mark_of_a_meeting_lies_on_another_and_no_label_on_a_mark_or_a_label(
    record: Dataset, collection: Any, language: Any, width: int, fields: dict[str, Any]
) -> None:
    screen = Screen(width=width)
    chosen = reading.chosen(record, collection=collection, **fields)

    drawn = reading.plain(timeline.figure(chosen, text(language), screen))

    marks, labels = boxes(drawn, screen)
    assert len(marks) == len(chosen.held("meetings"))
    for one, other in itertools.combinations(marks, 2):
        assert not charts.overlap(marks[one], marks[other]), (one, other)
    for one, other in itertools.combinations(labels, 2):
        assert not charts.overlap(labels[one], labels[other]), (one, other)
    for one, other in itertools.product(labels, marks):
        assert not charts.overlap(labels[one], marks[other]), (one, other)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_no_meeting_lies_on_the_name_of_a_lane(record: Dataset, language: Any) -> None:
    screen = Screen(width=ROOMS[0])
    drawn = reading.plain(
        timeline.figure(reading.chosen(record, collection="record"), text(language), screen)
    )

    marks, labels = boxes(drawn, screen)

    layout = drawn["layout"]
    names = [each for each in layout["annotations"] if each.get("yref") == "y2"]
    bottom, top = layout["yaxis2"]["range"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] - 26
    domain = layout["yaxis2"]["domain"]
    pixels = (domain[1] - domain[0]) * plot / (top - bottom)
    assert len(names) == 6
    for name in names:
        low = (name["y"] - bottom) * pixels + name["yshift"]
        box = (0.0, low + 1, len(name["text"]) * 11 * 0.5, low + 13)
        for other, each in {
            **marks,
            **{f"{meeting} (label)": box for meeting, box in labels.items()},
        }.items():
            assert not charts.overlap(box, each), (name["text"], other)


def test_a_meeting_leaves_its_place_in_the_lane_only_beside_another(sample: Dataset) -> None:
    near = reading.changed(sample, "meetings", "2023-03-online", starts_on="2022-09-20", ends_on="")

    apart, close = (
        reading.traces(timeline.figure(reading.chosen(each), text("en"))) for each in (sample, near)
    )

    assert apart["2022-09-nairobi"]["y"] == apart["2023-03-online"]["y"] == int(apart["2023-03-online"]["y"])
    assert close["2022-09-nairobi"]["y"] == int(close["2022-09-nairobi"]["y"])
    assert 0.2 < close["2023-03-online"]["y"] - close["2022-09-nairobi"]["y"] < 0.45


def test_a_filter_moves_no_meeting_within_its_lane(record: Dataset) -> None:
    lanes = [
        {
            name: each["y"]
            for name, each in reading.traces(
                timeline.figure(reading.chosen(record, collection="record", **fields), text("en"))
            ).items()
        }
        for fields in PARTS
    ]

    assert lanes[0] == lanes[1] == lanes[2]
