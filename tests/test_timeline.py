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

NARROW = Screen(width=330)
WINTER = Months("2017-11", "2018-02")
ARCS = timeline.Marked(threads=True)

both_screens = pytest.mark.parametrize("screen", [DESK, NARROW], ids=["desk", "phone"])


def draw(dataset, marked=timeline.PLAIN, *, language="en", screen=DESK, **fields):
    """The chart as it is sent to the browser."""
    chosen = reading.chosen(dataset, **fields)
    return reading.plain(timeline.figure(chosen, text(language), screen, marked))


def list_marks(dataset):
    """The marks of the chart by id."""
    return reading.traces(timeline.figure(reading.chosen(dataset), text("en")))


def list_arc_marks(drawn):
    """The traces of the marks on the arcs."""
    return [trace for trace in drawn["data"] if len(trace.get("customdata", [[]])[0]) > 2]


# the counts and the meetings --------------------------------------------------


def test_the_timeline_is_as_reviewed(record, language):
    reading.assert_as_reviewed(f"timeline.{language}", draw(record, ARCS, language=language))


def test_the_counts_are_steps_that_hold_until_the_next_is_stated(record):
    (line,), (part,) = (
        reading.lines(timeline.figure(reading.chosen(record, **fields), text("en")))
        for fields in ({}, {"years": (2018, 2019)})
    )

    assert line["line"]["shape"] == "hv"
    assert line["x"] == ["2017-11-15T12:00", "2018-02-13T12:00", "2019-01-16T12:00"]
    assert (line["y"], part["y"]) == ([74, 74, 79], [74, 79])


def test_what_is_known_to_the_month_has_a_bar_over_the_month(record):
    marks = list_marks(record).items()

    errors = {name: mark["error"] / DAY_MS for name, mark in marks if mark["error"]}
    assert errors == {"2019-02-washington-members": 15, "2017-11-brussels-defence": 14.5}


@both_screens
def test_every_meeting_stands_in_the_lane_of_its_level_with_its_form(record, screen):
    drawn = timeline.figure(reading.chosen(record), text("en"), screen)

    plain, found = reading.plain(drawn)["layout"], reading.traces(drawn)
    names = dict(zip(plain["yaxis2"]["tickvals"], plain["yaxis2"]["ticktext"], strict=True))
    if screen.narrow:
        names = {note["y"]: note["text"] for note in plain["annotations"]}
    assert [names[row] for row in sorted(names, reverse=True)] == [
        "Ministerial",
        "Small Group",
        "Political directors",
        "Defence ministers",
    ]
    levels = reading.chosen(record).meetings.set_index("meeting_id")["level"]
    for name, level in levels.items():
        assert names[found[name]["y"]] == text("en")(f"level.{level}")
    assert {(level, found[name]["symbol"]) for name, level in levels.items()} == {
        ("ministerial", "circle"),
        ("small_group", "square"),
        ("political_directors", "diamond"),
        ("defence", "triangle-up"),
    }


def test_a_meeting_is_named_by_its_city_or_as_online(sample):
    assert list_marks(sample)["2021-05-oslo"]["text"] == "Oslo"
    assert list_marks(sample)["2023-03-online"]["text"] == "Online"


def test_fewer_members_are_said_to_be_a_fall(record):
    fallen = reading.changed(record, "observations", "2019-02-washington-members", value=70)

    finding = timeline.finding(reading.chosen(fallen), text("en"))

    assert finding.endswith(" fell from 74 (15 November 2017) to 70 (January 2019).")


# references -------------------------------------------------------------------


@both_screens
def test_an_arc_leads_from_the_meeting_that_refers_to_the_one_referred_to(record, screen):
    chosen = reading.chosen(record)
    drawn = draw(record, ARCS, screen=screen)
    marks = reading.traces(timeline.figure(chosen, text("en"), screen))
    references = arcs.list_drawn(chosen)
    across, up = (drawn["layout"][axis]["range"] for axis in ("xaxis", "yaxis2"))
    lines = [line for line in drawn["data"] if (line.get("yaxis"), line["mode"]) == ("y2", "lines")]

    dashes = {}
    for line, reference in zip(lines, references, strict=True):
        dashes.setdefault(reference.kind, set()).add(line["line"]["dash"])
        for end, meeting in ((0, reference.origin), (-1, reference.target)):
            mark = marks[meeting.meeting_id]
            away = datetime.fromisoformat(line["x"][end]) - datetime.fromisoformat(mark["x"])
            assert abs(away) <= timedelta(minutes=2)
            assert line["y"][end] == mark["y"]
        assert across[0] < min(line["x"]) < max(line["x"]) < across[1]
        assert up[0] < min(line["y"]) < max(line["y"]) < up[1]
    arrows = [note for note in drawn["layout"]["annotations"] if note["showarrow"]]
    assert [arrow["y"] for arrow in arrows] == [
        marks[reference.target.meeting_id]["y"] for reference in references
    ]
    assert {(arrow["ay"], abs(arrow["ax"])) for arrow in arrows} == {(0, 20)}
    assert dashes == {"announces": {"8px,5px"}, "follows_up": {"solid"}, "cites": {"2px,4px"}}


def test_a_reference_outside_the_selection_is_grey_and_lies_below(record):
    drawn = list_arc_marks(draw(record, ARCS, cities=("rabat",)))

    tones = [mark["marker"]["line"]["color"] for mark in drawn]
    assert tones == [DESK.palette.rest] * 5 + [DESK.palette.ink]


def test_a_click_on_the_mark_of_an_arc_means_its_two_meetings(record):
    (mark, *_) = list_arc_marks(draw(record, ARCS))

    picked = timeline.picked({"selection": {"points": [{"customdata": mark["customdata"][0]}]}})

    assert picked == {"meetings": ("2017-11-amman", "2017-11-brussels-defence")}


def test_the_legend_of_the_arcs_stands_only_where_they_are_drawn(record):
    chosen, words = reading.chosen(record), text("en")

    legends = [timeline.describe(chosen, words, marked).legend for marked in (timeline.PLAIN, ARCS)]

    assert legends == ["", arcs.render_legend(chosen, words)]


# a marked period --------------------------------------------------------------


@pytest.mark.parametrize("marked", [ARCS, timeline.Marked(period=WINTER)], ids=["arcs", "band"])
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
    for shape in drawn["shapes"]:
        assert (shape["xref"], shape["yref"]) == ("x", "paper")
        assert (shape["y0"], shape["y1"]) == (0, 1)
    assert reading.said([note["text"] for note in drawn["annotations"]]) == [words]


@pytest.mark.parametrize(
    ("first", "last", "anchors"),
    [
        ("2016-02", "2016-02", ["left"]),
        ("2019-06", "2019-06", ["right"]),
        ("2001-01", "2016-03", ["left"]),
        ("2001-01", "2001-02", []),
        ("2001-01", "2031-02", ["center"]),
    ],
)
def test_a_band_and_its_months_end_where_the_chart_does(record, first, last, anchors):
    months = Months(first, last)

    drawn = draw(record, timeline.Marked(period=months), screen=NARROW, period=months)["layout"]

    bands = [shape for shape in drawn.get("shapes", []) if shape["type"] == "rect"]
    left, right = drawn["xaxis"]["range"]
    written = [note for note in drawn["annotations"] if note.get("yref") == "paper"]
    assert [note["xanchor"] for note in written] == anchors
    assert len(bands) == len(anchors)
    assert all(left <= band["x0"] < band["x1"] <= right for band in bands)


def test_a_period_without_meetings_leaves_the_chart_in_grey(record, monkeypatch):
    stage, selection = reading.Stage(), Selection(period=Months("2016-05", "2016-06"))
    for module in (frame, state):
        monkeypatch.setattr(module, "st", stage)
    state.act(selection)

    timeline.render(select(record, selection), text("en"), state.Follow(selection, DESK, record))

    (drawn,) = [what for name, what, _ in stage.shown if name == "plotly_chart"]
    marks = reading.traces(drawn).values()
    assert "cm-empty" in stage.markup
    assert {mark["colour"] for mark in marks} == {DESK.palette.rest}


# many meetings ----------------------------------------------------------------


@pytest.mark.parametrize("width", [350, 600, 1000])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_mark_of_a_meeting_lies_on_another_and_a_filter_moves_none(record, collection, width):
    heights = []
    for fields in ({}, {"period": Months("2016-02", "2017-11")}, {"cities": ("brussels",)}):
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
        [list_marks(dataset)[name]["y"] for name in ("2022-09-nairobi", "2023-03-online")]
        for dataset in (sample, near)
    )

    assert apart == [int(apart[0])] * 2
    assert close[0] == apart[0]
    assert 0.2 < close[1] - close[0] < 0.45
