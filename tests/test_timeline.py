"""Timeline: the member counts as they were stated, in steps, above every meeting."""

import itertools
from datetime import datetime, timedelta

import layout
import pytest
import reading

from components import arcs, state, timeline
from components.charts import frame
from components.charts.labels import overlap
from components.charts.marks import DAY_MS
from components.language import text
from components.theme import DESK, Screen
from loaders.select import select
from loaders.selection import COLLECTIONS, Months, Selection

COUNTS = ("2017-11-amman-members", "2018-02-kuwait-members", "2019-02-washington-members")
NARROW = Screen(width=330)
WINTER = Months("2017-11", "2018-02")
ARCS = timeline.Marked(threads=True)


def draw(dataset, marked=timeline.PLAIN, *, language="en", screen=DESK, **fields):
    """The chart as it is sent to the browser."""
    chosen = reading.chosen(dataset, **fields)
    return reading.plain(timeline.figure(chosen, text(language), screen, marked))


def marks(dataset, **settings):
    """The marks of the chart by id."""
    chosen = reading.chosen(dataset, **settings)
    return reading.traces(timeline.figure(chosen, text("en")))


def list_arcs(drawn):
    """The traces that draw an arc."""
    return [
        trace for trace in drawn["data"] if trace.get("yaxis") == "y2" and trace["mode"] == "lines"
    ]


def list_arc_marks(drawn):
    """The traces of the marks on the arcs."""
    return [trace for trace in drawn["data"] if len(trace.get("customdata", [[]])[0]) > 2]


# the counts and the meetings ---------------------------------------------------------------------------


def test_the_timeline_is_as_reviewed(record, language):
    reading.assert_as_reviewed(f"timeline.{language}", draw(record, ARCS, language=language))


def test_the_counts_are_steps_that_hold_until_the_next_is_stated(record):
    drawn = marks(record)
    (line,) = reading.lines(timeline.figure(reading.chosen(record), text("en")))
    (part,) = reading.lines(timeline.figure(reading.chosen(record, years=(2018, 2019)), text("en")))

    assert [(drawn[name]["x"], drawn[name]["y"], drawn[name]["text"]) for name in COUNTS] == [
        ("2017-11-15T12:00", 74, "74"),
        ("2018-02-13T12:00", 74, "74"),
        ("2019-01-16T12:00", 79, "79"),
    ]
    assert line["line"]["shape"] == "hv"
    assert line["x"] == [drawn[name]["x"] for name in COUNTS]
    assert (line["y"], part["y"]) == ([74, 74, 79], [74, 79])


def test_what_is_known_to_the_month_has_a_bar_over_the_month(record):
    errors = {name: mark["error"] / DAY_MS for name, mark in marks(record).items() if mark["error"]}

    assert errors == {"2019-02-washington-members": 15, "2017-11-brussels-defence": 14.5}


@pytest.mark.parametrize("screen", [DESK, NARROW], ids=["desk", "phone"])
def test_every_meeting_stands_in_the_lane_of_its_level_with_its_form(record, screen):
    drawn = timeline.figure(reading.chosen(record), text("en"), screen)

    plain, found = reading.plain(drawn)["layout"], reading.traces(drawn)
    axis = plain["yaxis2"]
    names = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    if screen.narrow:
        names = {note["y"]: note["text"] for note in plain["annotations"]}
    levels = reading.chosen(record).meetings.set_index("meeting_id")["level"].to_dict()
    forms = {(level, found[name]["symbol"]) for name, level in levels.items()}
    assert all(
        names[found[name]["y"]] == text("en")(f"level.{level}") for name, level in levels.items()
    )
    assert [names[row] for row in sorted(names, reverse=True)] == [
        "Ministerial",
        "Small Group",
        "Political directors",
        "Defence ministers",
    ]
    assert forms == {
        ("ministerial", "circle"),
        ("small_group", "square"),
        ("political_directors", "diamond"),
        ("defence", "triangle-up"),
    }


def test_a_meeting_is_named_by_its_city_or_as_online(sample):
    arabic = reading.traces(timeline.figure(reading.chosen(sample), text("ar")))

    assert marks(sample)["2021-05-oslo"]["text"] == "Oslo"
    assert marks(sample)["2023-03-online"]["text"] == "Online"
    assert arabic["2021-05-oslo"]["text"] == "أوسلو"


def test_fewer_members_are_said_to_be_a_fall(record):
    fallen = reading.changed(record, "observations", "2019-02-washington-members", value=70)

    finding = timeline.finding(reading.chosen(fallen), text("en"))

    assert (
        finding
        == "The stated number of members fell from 74 (15 November 2017) to 70 (January 2019)."
    )


# references ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [DESK, NARROW], ids=["desk", "phone"])
def test_an_arc_leads_from_the_meeting_that_refers_to_the_one_referred_to(record, screen):
    chosen = reading.chosen(record)
    drawn = draw(record, ARCS, screen=screen)
    found = reading.traces(timeline.figure(chosen, text("en"), screen))
    references = arcs.list_drawn(chosen)

    dashes = set()
    for line, reference in zip(list_arcs(drawn), references, strict=True):
        dashes.add((reference.kind, line["line"]["dash"]))
        for end, meeting in ((0, reference.origin), (-1, reference.target)):
            assert meeting
            mark = found[meeting.meeting_id]
            away = datetime.fromisoformat(line["x"][end]) - datetime.fromisoformat(mark["x"])
            assert abs(away) <= timedelta(minutes=2)
            assert line["y"][end] == mark["y"]
        assert drawn["layout"]["xaxis"]["range"][0] < min(line["x"])
        assert max(line["x"]) < drawn["layout"]["xaxis"]["range"][1]
        assert drawn["layout"]["yaxis2"]["range"][0] < min(line["y"])
        assert max(line["y"]) < drawn["layout"]["yaxis2"]["range"][1]
    arrows = [note for note in drawn["layout"]["annotations"] if note["showarrow"]]
    targets = [
        found[reference.target.meeting_id]["y"] for reference in references if reference.target
    ]
    assert [arrow["y"] for arrow in arrows] == targets
    assert {(arrow["ay"], abs(arrow["ax"])) for arrow in arrows} == {(0, 20)}
    assert len(dashes) == len({dash for _, dash in dashes}) == 3
    assert ("follows_up", "solid") in dashes


def test_a_reference_outside_the_selection_is_grey_and_lies_below(record):
    drawn = list_arc_marks(draw(record, ARCS, cities=("rabat",)))

    tones = [mark["marker"]["line"]["color"] for mark in drawn]
    assert tones == [DESK.palette.rest] * 5 + [DESK.palette.ink]


def test_a_click_on_the_mark_of_an_arc_means_its_two_meetings(record):
    (mark, *_) = list_arc_marks(draw(record, ARCS))

    picked = timeline.picked({"selection": {"points": [{"customdata": mark["customdata"][0]}]}})

    assert picked == {"meetings": ("2017-11-amman", "2017-11-brussels-defence")}


def test_the_legend_of_the_arcs_stands_only_where_they_are_drawn(record):
    chosen = reading.chosen(record)

    legends = [
        timeline.describe(chosen, text("en"), marked).legend for marked in (timeline.PLAIN, ARCS)
    ]

    assert legends == ["", arcs.render_legend(chosen, text("en"))]


# a marked period -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "marked",
    [ARCS, timeline.Marked(period=WINTER), timeline.Marked(True, WINTER)],
    ids=["arcs", "band", "both"],
)
def test_what_is_drawn_over_the_chart_moves_nothing_of_it(record, marked):
    plain, drawn = (draw(record, over, period=WINTER) for over in (timeline.PLAIN, marked))

    assert [trace for trace in drawn["data"] if trace in plain["data"]] == plain["data"]
    for name in ("xaxis", "yaxis", "yaxis2", "height", "margin"):
        assert drawn["layout"][name] == plain["layout"][name]
    assert "shapes" not in plain["layout"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nov 2017 – Feb 2018"), ("ar", "نوفمبر 2017 – فبراير 2018")]
)
def test_a_marked_period_is_a_band_from_its_first_day_to_its_last_with_both_months_written(
    record, language, words
):
    drawn = draw(record, timeline.Marked(period=WINTER), language=language, period=WINTER)["layout"]

    (band,) = [shape for shape in drawn["shapes"] if shape["type"] == "rect"]
    edges = [shape["x0"] for shape in drawn["shapes"] if shape["type"] == "line"]
    assert [band["x0"], band["x1"]] == edges == ["2017-11-01T00:00", "2018-03-01T00:00"]
    assert {
        (shape["xref"], shape["yref"], shape["y0"], shape["y1"]) for shape in drawn["shapes"]
    } == {("x", "paper", 0, 1)}
    assert reading.said([note["text"] for note in drawn["annotations"]]) == [words]


@pytest.mark.parametrize(
    ("months", "anchor"),
    [
        (Months("2016-02", "2016-02"), "left"),
        (WINTER, "center"),
        (Months("2019-06", "2019-06"), "right"),
        (Months("2001-01", "2016-03"), "left"),
        (Months("2001-01", "2001-02"), None),
        (Months("2001-01", "2031-02"), "center"),
    ],
)
def test_a_band_and_its_months_end_where_the_chart_does(record, months, anchor):
    drawn = draw(record, timeline.Marked(period=months), screen=NARROW, period=months)["layout"]

    bands = [shape for shape in drawn.get("shapes", []) if shape["type"] == "rect"]
    first, last = drawn["xaxis"]["range"]
    written = [note["xanchor"] for note in drawn["annotations"] if note.get("yref") == "paper"]
    assert written == ([anchor] if anchor else [])
    assert len(bands) == len(written)
    assert all(first <= band["x0"] < band["x1"] <= last for band in bands)


def test_a_period_without_meetings_leaves_the_chart_in_grey(record, monkeypatch):
    stage, selection = reading.Stage(), Selection(period=Months("2016-05", "2016-06"))
    for module in (frame, state):
        monkeypatch.setattr(module, "st", stage)
    state.act(selection)

    timeline.render(select(record, selection), text("en"), state.Follow(selection, DESK, record))

    (drawn,) = [what for name, what, _ in stage.shown if name == "plotly_chart"]
    clickable = [trace for trace in drawn.to_dict()["data"] if "customdata" in trace]
    assert "cm-empty" in stage.markup
    assert {tone for trace in clickable for tone in trace["marker"]["color"]} == {DESK.palette.rest}


# many meetings -------------------------------------------------------------------------------------------


PARTS = ({}, {"period": Months("2016-02", "2017-11")}, {"cities": ("brussels",)})


@pytest.mark.parametrize("width", [350, 600, 1000])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_mark_of_a_meeting_lies_on_another_and_a_filter_moves_none(record, collection, width):
    heights = []
    for fields in PARTS:
        drawn = draw(record, screen=Screen(width=width), collection=collection, **fields)
        picture = layout.Picture(drawn | {"data": drawn["data"][-1:]}, width)
        boxes = [box for _, box in picture.marks()]
        heights.append(drawn["data"][-1]["y"])
        assert len(boxes) == len(reading.chosen(record, collection=collection).held("meetings"))
        assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]
    assert heights[0] == heights[1] == heights[2]


def test_a_meeting_leaves_the_middle_of_its_lane_only_beside_another(sample):
    near = reading.changed(sample, "meetings", "2023-03-online", starts_on="2022-09-20", ends_on="")

    apart, close = (
        [marks(dataset)[name]["y"] for name in ("2022-09-nairobi", "2023-03-online")]
        for dataset in (sample, near)
    )

    assert apart == [int(apart[0])] * 2
    assert close[0] == apart[0]
    assert 0.2 < close[1] - close[0] < 0.45
