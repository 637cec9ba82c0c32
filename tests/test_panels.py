"""Panels: small multiples of the record, marks on their dates, ties, arrows, ranges and cities."""

from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd
import pytest
import reading

from components import people, territory
from components.charts import ties
from components.charts.builder import format_moment
from components.charts.descriptions import describe_form
from components.charts.labels import MARK, escape_text
from components.charts.marks import BAR, OUTLINES
from components.charts.panels import LOW, list_meeting_panels, list_series_panels
from components.charts.small_multiples import choose_ticks, draw_panels
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.observations import figures
from loaders.analysis.series import series_of

VIEWS = (territory, people, *reading.GROUP_CHARTS)
PHONE = Screen(palette("dark"), 350)
SHARE = "territory-liberated-share"

all_views = pytest.mark.parametrize("view", VIEWS, ids=reading.key)


def wide(dataset, **fields):
    """The record of a dataset, the core in it."""
    return reading.chosen(dataset, collection="record", **fields)


def stating(dataset, *rows):
    """The record with more values of one day, each by a speaker of its own if none is given."""
    first = dataset.observations[dataset.observations["observation_id"] == "2020-02-oslo-members"]
    shared = {"indicator_id": SHARE, "scope": "syria", "as_of": "2021-05-11", "meeting_id": ""}
    more = [
        first.assign(
            observation_id=f"more-{number}", **shared | {"speaker_en": f"Speaker {number}"} | cells
        )
        for number, cells in enumerate(rows)
    ]
    observations = pd.concat([dataset.observations, *more], ignore_index=True)
    return wide(replace(dataset, observations=observations))


def draw(chosen, *, indicator=SHARE):
    """The chart of every value of an indicator."""
    panels = list_series_panels(chosen, text("en"), indicators=[indicator])
    return draw_panels(chosen, text("en"), DESK, panels=panels)


def list_names(drawn):
    """The names of the panels from top to bottom."""
    notes = reading.plain(drawn)["layout"]["annotations"]
    titles = [note for note in notes if note.get("xref") == "paper" and not note["showarrow"]]
    return reading.said([note["text"] for note in sorted(titles, key=lambda note: -note["y"])])


def list_ties(drawn):
    """The traces of the ties."""
    return [line for line in reading.lines(drawn) if "dash" in line["line"]]


def describe_ties(drawn):
    """The colour and the dashes of each tie, and how many say that not all can be true."""
    names = {getattr(DESK.palette, name): name for name in ("rest", "ink", "disputed")}
    styles = [
        (names[line["line"]["color"]], line["line"]["dash"])
        for line in list_ties(drawn)
        for _ in range(0, len(line["x"]), 5)
    ]
    data = reading.plain(drawn)["data"]
    return styles, sum(trace["text"].count("≠") for trace in data if trace.get("mode") == "text")


# the panels


def test_each_land_and_each_unit_has_a_panel_of_its_own(sample, record):
    peak = {"indicator_id": "territory-held-peak", "scope": "syria"}
    chosen = stating(sample, {"scope": "iraq"}, peak)

    panels = list_series_panels(chosen, text("en"), indicators=(SHARE, "territory-held-peak"))

    assert [(panel.name, panel.detail) for panel in panels] == [
        ("Sample share freed", "Iraq and Syria together (% of the land once held)"),
        ("Sample share freed", "Iraq alone (% of the land once held)"),
        ("Sample share freed", "Syria alone (% of the land once held)"),
        ("Sample area once held", "Syria (km²)"),
        ("Sample area once held", "The region (km²)"),
    ]
    real = reading.GROUP_CHARTS[0].rows(wide(record), text("en"))
    for panel in (*panels, *real):
        assert len({series_of(value) for value in panel.figures}) == 1
    of_populated_land = [panel for panel in real if "of the populated land" in panel.detail]
    assert [len(panel.figures) for panel in of_populated_land] == [1, 1]


def test_a_value_stands_at_its_height_between_the_ticks_of_its_panel(sample):
    marks = reading.traces(draw(stating(sample, {"value": 50.0})))

    height = marks["more-0"]["y"] - marks["2021-05-oslo-territory-liberated-share"]["y"]
    assert height == pytest.approx((50 - 37.5) / 100 * LOW)
    # A value that is alone has no axis.
    assert reading.plain(draw(wide(sample)))["layout"]["yaxis"]["tickvals"] == []


@pytest.mark.parametrize(
    ("most", "is_percent", "expected"),
    [
        (34_573, False, (0, 20_000, 40_000)),
        (8_000_000, False, (0, 4_000_000, 8_000_000)),
        (3, False, (0, 1.5, 3)),
        (0, False, (0, 1)),
        (30, True, (0, 50, 100)),
    ],
)
def test_an_axis_begins_at_nothing_and_ends_at_a_round_number(most, is_percent, expected):
    assert choose_ticks(most, is_percent=is_percent) == expected


def test_a_name_too_long_for_a_phone_takes_two_lines(record, language):
    desk, phone = (
        list_names(territory.figure(wide(record), text(language), screen))
        for screen in (DESK, PHONE)
    )

    assert not [name for name in desk if "<br>" in name]
    assert [name for name in phone if "<br>" in name]
    assert len(desk) == len(phone)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@all_views
def test_every_mark_stands_on_its_date_and_a_filter_moves_none(record, view, screen):
    values = figures(wide(record), record.names["indicators"])
    dates = {value.observation_id: format_moment(value.when.middle) for value in values}
    selections = wide(record), wide(record, cities=("paris",))

    drawn, some = (view.figure(selected, text("en"), screen) for selected in selections)

    points, others = (
        {name: (mark["x"], mark["y"]) for name, mark in reading.traces(figure).items()}
        for figure in (drawn, some)
    )
    first, last = reading.plain(drawn)["layout"]["xaxis"]["range"]
    assert points == others
    assert {name: x for name, (x, _) in points.items()} == {name: dates[name] for name in points}
    # The axis begins with the first meeting, even where nothing is stated yet.
    assert first < "2014-10-01"
    assert all(first < x < last for x, _ in points.values())
    assert len(reading.plain(drawn)["data"]) <= 10


def test_of_marks_in_one_position_the_best_is_drawn_last_and_a_number_is_written_once(sample):
    chosen = stating(
        sample, {"value": 90.0, "qualifier": "about"}, {"value": 90.0, "qualifier": "exact"}
    )
    marks = reading.traces(draw(stating(sample, {"value": 90.0}, {"value": 90.0})))

    panels = list_series_panels(chosen, text("en"), indicators=[SHARE])

    (panel,) = [panel for panel in panels if len(panel.figures) > 1]
    assert panel.figures[-1].qualifier == "exact"
    assert sorted(marks[name]["text"] for name in ("more-0", "more-1")) == ["", "90%"]


# ties


AGREE, CONFLICT = ("ink", "solid"), ("disputed", "3px,3px")


@pytest.mark.parametrize(
    ("rows", "found", "signs"),
    [
        ([{"value": 30.0}], [AGREE], 0),
        ([{"value": 37.5}], [CONFLICT], 1),
        ([{"value": 90.0, "qualifier": "about"}], [AGREE], 0),
        # One number in two wordings that agree needs no tie, and no speaker is tied to himself.
        ([{"scope": "iraq"}, {"scope": "iraq", "qualifier": "about"}], [], 0),
        ([{"scope": "iraq", "speaker_en": "A", "value": value} for value in (10.0, 20.0)], [], 0),
    ],
)
def test_a_tie_says_whether_disputed_values_can_all_be_true(sample, rows, found, signs):
    assert describe_ties(draw(stating(sample, *rows))) == (found, signs)


def test_the_tie_of_a_dispute_outside_the_selection_is_grey_and_has_no_sign(sample):
    chosen = stating(sample, {"value": 90.0})

    drawn = draw(replace(chosen, observations=chosen.observations.iloc[:0]))

    assert describe_ties(drawn) == ([("rest", "3px,3px")], 0)


@pytest.mark.parametrize(
    ("cells", "is_narrow"), [({}, True), ({"as_of": "2021-05", "as_of_precision": "month"}, False)]
)
def test_a_tie_is_as_wide_as_a_mark_or_leads_from_date_to_date(sample, cells, is_narrow):
    drawn = draw(stating(sample, {"value": 90.0, **cells}))

    marks = reading.traces(drawn)
    names = ("2021-05-oslo-territory-liberated-share", "more-0")
    first, last = sorted(datetime.fromisoformat(marks[name]["x"]) for name in names)
    (tie,) = list_ties(drawn)
    left, _, right, *_ = (datetime.fromisoformat(x) for x in tie["x"] if x)
    assert abs((first - left) - (right - last)) <= timedelta(minutes=2)
    assert (left < first) is is_narrow


@pytest.mark.parametrize(
    ("lower", "higher", "is_above"),
    [({"value": 0.0, "qualifier": "nearly"}, 1.0, True), ({"value": 80.0}, 81.0, False)],
)
def test_a_tie_with_no_room_below_stands_above(sample, lower, higher, is_above):
    rows = ({"scope": "iraq", **lower}, {"scope": "iraq", "value": higher})

    drawn = draw(stating(sample, *rows))

    (tie,) = list_ties(drawn)
    assert (tie["y"][1] > reading.traces(drawn)["more-0"]["y"]) is is_above


# what is attached to a mark


def test_an_arrow_leads_from_a_bound_to_where_the_truth_lies(sample):
    rows = [("more_than", 40.0), ("nearly", 41.0), ("about", 42.0)]
    drawn = draw(
        stating(
            sample, *({"scope": "iraq", "value": value, "qualifier": name} for name, value in rows)
        )
    )

    marks = reading.traces(drawn)
    (arrows,) = [line for line in reading.lines(drawn) if line["mode"] == "lines+markers"]
    y = arrows["y"]
    ends = list(zip(arrows["marker"]["symbol"][1::3], y[::3], y[1::3], strict=True))
    up, down = marks["more-0"]["y"], marks["more-1"]["y"]
    assert ("triangle-up", up + MARK / 2, up + ties.REACH) in ends
    assert ("triangle-down", down - MARK / 2, down - ties.REACH) in ends
    # Two values of the dataset are bounds as well; "about" has no arrow.
    assert len(ends) == 4


def test_a_range_is_a_bar_from_its_lower_to_its_upper_end(sample):
    fighters = {"indicator_id": "foreign-fighters", "scope": "iraq-syria", "value": 12_000.0}

    drawn = draw(stating(sample, fighters), indicator="foreign-fighters")

    marks = reading.traces(drawn)
    mark = marks["2024-10-lima-foreign-fighters"]
    (bars,) = [line for line in reading.lines(drawn) if line["mode"] == "lines+markers"]
    end = bars["x"].index(mark["x"]) + 1
    assert bars["marker"]["symbol"][end] == BAR
    part = (bars["y"][end] - mark["y"]) / (marks["more-0"]["y"] - mark["y"])
    assert part == pytest.approx((11_500 - 9_000) / (12_000 - 9_000))


def test_a_sum_stands_over_the_city_of_its_meeting_and_is_joined_to_no_other(sample):
    aid = {"indicator_id": "aid-raised", "scope": "iraq", "value": 1e9}
    chosen = stating(sample, aid | {"meeting_id": "2021-05-oslo"})

    panels = list_meeting_panels(chosen, text("en"), indicators=["aid-raised"])
    drawn = draw_panels(chosen, text("en"), DESK, panels=panels)

    names = [trace["text"] for trace in reading.plain(drawn)["data"] if trace.get("mode") == "text"]
    assert names == [["Oslo", "Lima"]]
    (stems,) = [line for line in reading.lines(drawn) if line["line"]["color"] == DESK.palette.rule]
    assert stems["x"][::3] == stems["x"][1::3]
    assert stems["x"][2::3] == [None, None]
    assert list_names(drawn) == ["Sample aid · by meeting (sample dollars)"]


@all_views
def test_every_value_of_a_panel_has_its_words_and_its_evidence(record, view, language):
    chosen, words = wide(record), text(language)

    marks = reading.traces(view.figure(chosen, words))

    for value in figures(chosen, record.names["indicators"]):
        if mark := marks.get(value.observation_id):
            kind = record.names["sources"][value.row["source_id"]]["kind"]
            assert mark["symbol"].startswith(OUTLINES[kind])
            scope, counts = words(f"scope.{value.row['scope']}"), words.of(value.row, "counts")
            for said in (describe_form(value, words), words(f"kind.{kind}"), scope, counts):
                assert escape_text(said) in mark["hover"]
