"""Panels: small multiples of the record, marks on their dates, the ties of rivals, arrows, ranges and cities."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import reading

from components import charts, cost, further, panels, people, support, territory
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.observations import figures
from loaders.analysis.series import series_of

if TYPE_CHECKING:
    from types import ModuleType

    from loaders.model import Dataset

VIEWS = (territory, people, support, cost, further)
LANGUAGES = ("en", "ar")
PHONE = Screen(palette("dark"), 350)
SHARE, AREA = "territory-liberated-share", "territory-liberated-area"
DAY = "2021-05-11"


def key(value: Any) -> str:
    return getattr(value, "KEY", str(value))


def wide(dataset: Dataset, **fields: Any) -> Dataset:
    """The record of a dataset, the core in it."""
    return reading.chosen(dataset, collection="record", **fields)


def stating(dataset: Dataset, *rows: dict[str, Any]) -> Dataset:
    """The record of a dataset with more values stated on one day, each by a speaker of its own unless it says otherwise."""
    first = dataset.observations[dataset.observations["observation_id"] == "2020-02-oslo-members"]
    more = []
    for number, cells in enumerate(rows):
        row = {
            "observation_id": f"more-{number}",
            "indicator_id": SHARE,
            "scope": "syria",
            "as_of": DAY,
            "meeting_id": "",
            "speaker_en": f"Speaker {number}",
        }
        more.append(first.assign(**{**row, **cells}))
    return wide(replace(dataset, observations=pd.concat([dataset.observations, *more], ignore_index=True)))


def made(chosen: Dataset, *, indicator: str = SHARE) -> Any:
    """The chart of every value of an indicator."""
    stack = panels.by_series(chosen, text("en"), indicators=[indicator])
    return panels.figure(chosen, text("en"), DESK, panels=stack)


def named(drawn: Any) -> list[str]:
    """The names of the panels from top to bottom."""
    notes = reading.plain(drawn)["layout"]["annotations"]
    titles = [each for each in notes if each.get("xref") == "paper" and not each["showarrow"]]
    return reading.said([each["text"] for each in sorted(titles, key=lambda each: -each["y"])])


def tied(drawn: Any, *, colour: str) -> list[dict[str, Any]]:
    """The ties of one colour: from where to where each leads, and its dashes."""
    out = []
    for line in reading.lines(drawn):
        if line["line"]["color"] == colour and "dash" in line["line"]:
            out += [
                {"x": line["x"][place : place + 4], "y": line["y"][place], "dash": line["line"]["dash"]}
                for place in range(0, len(line["x"]), 5)
            ]
    return out


def signs(drawn: Any) -> list[str]:
    """The signs on the ties."""
    plain = reading.plain(drawn)["data"]
    return [sign for trace in plain if trace.get("mode") == "text" for sign in trace["text"] if sign == "≠"]


def days(one: str, other: str) -> float:
    """How far two marks stand apart, in days."""
    return (datetime.fromisoformat(other) - datetime.fromisoformat(one)) / timedelta(days=1)


# a panel each --------------------------------------------------------------------------------------------


def test_each_land_and_each_unit_has_a_panel_of_its_own(sample: Dataset) -> None:
    chosen = stating(sample, {"scope": "iraq"}, {"indicator_id": "territory-held-peak", "scope": "syria"})

    stack = panels.by_series(chosen, text("en"), indicators=territory.LANDS)

    assert [(each.name, each.detail) for each in stack] == [
        ("Sample share freed", "Iraq and Syria together (% of the land once held)"),
        ("Sample share freed", "Iraq alone (% of the land once held)"),
        ("Sample share freed", "Syria alone (% of the land once held)"),
        ("Sample area once held", "Syria (km²)"),
        ("Sample area once held", "The region (km²)"),
    ]
    assert all(len({one.indicator_id for one in each.figures}) == 1 for each in stack)


def test_a_value_stands_at_its_height_between_the_ticks_of_its_panel(sample: Dataset) -> None:
    chosen = stating(sample, {"value": 50.0})
    (_, placed, *_), _ = panels.stacked(
        panels.by_series(chosen, text("en"), indicators=[SHARE]), room=900, text=text("en")
    )

    marks = reading.traces(made(chosen))
    foot = marks["more-0"]["y"] - marks["2021-05-oslo-territory-liberated-share"]["y"]

    assert placed.ticks == (0, 50, 100)
    assert foot == pytest.approx((50 - 37.5) / 100 * panels.LOW)


def test_a_value_that_is_alone_has_no_axis(sample: Dataset) -> None:
    chosen = wide(sample)

    placed, _ = panels.stacked(
        panels.by_series(chosen, text("en"), indicators=[SHARE]), room=900, text=text("en")
    )

    assert [each.ticks for each in placed] == [(), ()]
    assert reading.plain(made(chosen))["layout"]["yaxis"]["tickvals"] == []


@pytest.mark.parametrize(
    ("most", "unit", "expected"),
    [
        (34_573, "strikes", (0, 20_000, 40_000)),
        (8_000_000, "people", (0, 4_000_000, 8_000_000)),
        (129_500, "km²", (0, 80_000, 160_000)),
        (3, "names", (0, 1.5, 3)),
        (0, "names", (0, 1)),
        (30, "% of the land", (0, 50, 100)),
    ],
)
def test_an_axis_begins_at_nothing_and_ends_at_a_round_number(
    most: float, unit: str, expected: tuple[float, ...]
) -> None:
    assert panels.ticks(most, unit=unit) == expected
    assert expected[-1] >= most


def test_the_axis_of_time_begins_with_the_first_meeting_even_where_nothing_is_stated_yet(
    record: Dataset,
) -> None:
    first, last = reading.plain(territory.figure(wide(record), text("en")))["layout"]["xaxis"]["range"]

    assert first < "2014-01-01"
    assert last > "2019-12-01"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_too_long_for_a_phone_takes_two_lines(record: Dataset, language: Any) -> None:
    desk = named(territory.figure(wide(record), text(language)))
    phone = named(territory.figure(wide(record), text(language), PHONE))

    assert not [each for each in desk if "<br>" in each]
    assert [each for each in phone if "<br>" in each]
    assert len(desk) == len(phone)


@pytest.mark.parametrize("screen", [DESK, PHONE])
@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_a_filter_never_moves_a_mark_of_the_record(record: Dataset, view: ModuleType, screen: Screen) -> None:
    every, some = (
        {
            name: (mark["x"], mark["y"])
            for name, mark in reading.traces(view.figure(chosen, text("en"), screen)).items()
        }
        for chosen in (wide(record), wide(record, cities=("paris",)))
    )

    assert every == some


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_marks_of_the_record_are_few_traces(record: Dataset, view: ModuleType) -> None:
    drawn = view.figure(wide(record), text("en"))

    assert len([each for each in drawn.data if each.customdata is not None]) == 1
    assert len(drawn.data) <= 10
    assert not reading.arrows(drawn)


# where a mark stands ---------------------------------------------------------------------------------------


def test_a_panel_is_of_one_series(record: Dataset) -> None:
    stack = panels.by_series(wide(record), text("en"), indicators=territory.LANDS)

    assert all(len({series_of(value) for value in panel.figures}) == 1 for panel in stack)
    parts = [panel for panel in stack if "of the populated land" in panel.detail]
    assert [len(panel.figures) for panel in parts] == [1, 1]


@pytest.mark.parametrize("screen", [DESK, PHONE])
@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_every_mark_stands_on_its_date(record: Dataset, view: ModuleType, screen: Screen) -> None:
    chosen = wide(record)
    dates = {
        value.observation_id: charts.moment(value.when.middle)
        for value in figures(chosen, record.names["indicators"])
    }

    marks = reading.traces(view.figure(chosen, text("en"), screen))

    assert {name: mark["x"] for name, mark in marks.items()} == {name: dates[name] for name in marks}


def test_of_marks_in_one_place_the_best_is_drawn_last_and_has_the_label(sample: Dataset) -> None:
    chosen = stating(sample, {"value": 37.5, "qualifier": "about"}, {"value": 37.5, "qualifier": "exact"})

    (panel,) = [
        panel for panel in panels.by_series(chosen, text("en"), indicators=[SHARE]) if len(panel.figures) > 1
    ]

    assert [value.qualifier for value in panel.figures][-1] == "exact"
    assert len({panels.Spot(value.when.middle, value.value, 0) for value in panel.figures}) == 1


def test_a_number_stated_twice_for_one_date_is_written_once(sample: Dataset) -> None:
    chosen = stating(sample, {"value": 90.0}, {"value": 90.0})

    marks = reading.traces(made(chosen))

    assert sorted(marks[name]["text"] for name in ("more-0", "more-1")) == ["", "90"]


def test_the_bar_over_a_month_spans_the_month(sample: Dataset) -> None:
    chosen = stating(sample, {"as_of": "2021-05", "as_of_precision": "month"})
    drawn = made(chosen)

    (trace,) = [trace for trace in reading.plain(drawn)["data"] if "customdata" in trace]
    place = [data[1] for data in trace["customdata"]].index("more-0")
    middle = datetime.fromisoformat(trace["x"][place])
    half = timedelta(milliseconds=trace["error_x"]["array"][place])

    assert abs(middle - half - datetime(2021, 5, 1)) <= timedelta(days=1)
    assert abs(middle + half - datetime(2021, 6, 1)) <= timedelta(days=1)


# ties --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "qualifier", "conflict"),
    [(30.0, "exact", False), (37.5, "exact", True), (90.0, "exact", True), (90.0, "about", False)],
)
def test_a_tie_says_whether_rivals_can_all_be_true(
    sample: Dataset, value: float, qualifier: str, conflict: bool
) -> None:
    chosen = stating(sample, {"value": value, "qualifier": qualifier})

    drawn = made(chosen)

    agree, disputed = (tied(drawn, colour=each) for each in (DESK.palette.ink, DESK.palette.disputed))
    assert (len(agree), len(disputed)) == (0, 1) if conflict else (1, 0)
    assert signs(drawn) == (["≠"] if conflict else [])
    assert (agree + disputed)[0]["dash"] == ("3px,3px" if conflict else "solid")


def test_the_tie_of_one_date_is_as_wide_as_a_mark_and_stands_on_that_date(sample: Dataset) -> None:
    drawn = made(stating(sample, {"value": 90.0}, {"value": 60.0}))
    marks = reading.traces(drawn)

    (tie,) = tied(drawn, colour=DESK.palette.disputed)

    left, _, right, _ = tie["x"]
    day = marks["more-0"]["x"]
    assert left < day < right
    assert days(left, day) == pytest.approx(days(day, right), abs=0.01)


def test_a_tie_leads_from_a_month_to_a_day_of_it(sample: Dataset) -> None:
    drawn = made(stating(sample, {"value": 90.0, "as_of": "2021-05", "as_of_precision": "month"}))
    marks = reading.traces(drawn)

    (tie,) = tied(drawn, colour=DESK.palette.disputed)

    first, last = (marks[name]["x"] for name in ("2021-05-oslo-territory-liberated-share", "more-0"))
    assert tie["x"] == [first, first, last, last]


def test_one_number_in_two_wordings_that_agree_needs_no_tie(sample: Dataset) -> None:
    drawn = made(
        stating(
            sample, {"scope": "iraq", "value": 10.0}, {"scope": "iraq", "value": 10.0, "qualifier": "about"}
        )
    )

    assert not tied(drawn, colour=DESK.palette.ink)
    assert not tied(drawn, colour=DESK.palette.disputed)


def test_one_speaker_twice_is_not_tied(sample: Dataset) -> None:
    chosen = stating(
        sample,
        {"scope": "iraq", "speaker_en": "A", "value": 10.0},
        {"scope": "iraq", "speaker_en": "A", "value": 20.0},
    )

    drawn = made(chosen)

    assert not tied(drawn, colour=DESK.palette.disputed)


def test_the_tie_of_rivals_outside_the_selection_is_grey_and_has_no_sign(sample: Dataset) -> None:
    chosen = stating(sample, {"value": 90.0})
    left_out = replace(chosen, observations=chosen.observations.iloc[:0])

    drawn = made(left_out)

    (tie,) = tied(drawn, colour=DESK.palette.rest)
    assert tie["dash"] == "3px,3px"
    assert not tied(drawn, colour=DESK.palette.disputed)
    assert signs(drawn) == []


def test_a_tie_with_no_room_below_stands_above(sample: Dataset) -> None:
    low = stating(
        sample, {"scope": "iraq", "value": 0.0, "qualifier": "nearly"}, {"scope": "iraq", "value": 1.0}
    )
    high = stating(sample, {"scope": "iraq", "value": 80.0}, {"scope": "iraq", "value": 81.0})

    heights = []
    for chosen in (low, high):
        drawn = made(chosen)
        (tie,) = tied(drawn, colour=DESK.palette.disputed)
        heights.append(tie["y"] - reading.traces(drawn)["more-0"]["y"])

    assert heights[0] > 0 > heights[1]


# what is attached to a mark --------------------------------------------------------------------------------------


def test_an_arrow_leads_from_a_bound_to_where_the_truth_lies(sample: Dataset) -> None:
    drawn = made(
        stating(
            sample,
            {"scope": "iraq", "value": 40.0, "qualifier": "more_than"},
            {"scope": "iraq", "value": 41.0, "qualifier": "nearly"},
            {"scope": "iraq", "value": 42.0, "qualifier": "about"},
        )
    )

    marks = reading.traces(drawn)
    (arrows,) = [each for each in reading.lines(drawn) if each["mode"] == "lines+markers"]
    ends = [
        (arrows["marker"]["symbol"][place], arrows["y"][place - 1], arrows["y"][place])
        for place in range(1, len(arrows["y"]), 3)
    ]
    up, down = marks["more-0"]["y"] + charts.MARK / 2, marks["more-1"]["y"] - charts.MARK / 2
    assert ("triangle-up", up, up + panels.ARROW - charts.MARK / 2) in ends
    assert ("triangle-down", down, down - panels.ARROW + charts.MARK / 2) in ends
    # Two values of the dataset are bounds as well; "about" has no arrow.
    assert len(ends) == 4


def test_a_range_is_a_bar_from_its_lower_to_its_upper_end(sample: Dataset) -> None:
    chosen = stating(sample, {"indicator_id": "foreign-fighters", "scope": "iraq-syria", "value": 12_000.0})

    drawn = made(chosen, indicator="foreign-fighters")

    marks = reading.traces(drawn)
    spot = marks["2024-10-lima-foreign-fighters"]
    (bars,) = [each for each in reading.lines(drawn) if each["mode"] == "lines+markers"]
    place = bars["x"].index(spot["x"])
    apart = marks["more-0"]["y"] - spot["y"]
    assert bars["marker"]["symbol"][place + 1] == charts.BAR
    assert (bars["y"][place + 1] - spot["y"]) / apart == pytest.approx((11_500 - 9_000) / (12_000 - 9_000))


def test_a_sum_stands_over_the_city_of_its_meeting_and_is_joined_to_no_other(sample: Dataset) -> None:
    chosen = stating(
        sample,
        {"indicator_id": "aid-raised", "scope": "iraq", "meeting_id": "2021-05-oslo", "value": 1e9},
    )

    stack = panels.by_meeting(chosen, text("en"), indicators=["aid-raised"])
    drawn = panels.figure(chosen, text("en"), DESK, panels=stack)

    names = [each["text"] for each in reading.plain(drawn)["data"] if each.get("mode") == "text"]
    assert names == [["Oslo", "Lima"]]
    (stems,) = [each for each in reading.lines(drawn) if each["line"]["color"] == DESK.palette.rule]
    assert [stems["x"][place] for place in (0, 3)] == [stems["x"][place] for place in (1, 4)]
    assert stems["x"][2] is stems["x"][5] is None
    assert named(drawn) == ["Sample aid · by meeting (sample dollars)"]


# as a whole -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", [DESK, PHONE])
@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_no_label_of_a_panel_covers_a_mark_or_another_label(
    record: Dataset, view: ModuleType, screen: Screen, language: Any
) -> None:
    drawn = view.figure(wide(record), text(language), screen)
    plain = reading.plain(drawn)
    (trace,) = [each for each in plain["data"] if "customdata" in each]
    first, last = (datetime.fromisoformat(each) for each in plain["layout"]["xaxis"]["range"])
    across = (screen.width - panels.LEFT - panels.RIGHT) / (last - first).total_seconds()

    points = [
        ((datetime.fromisoformat(x) - first).total_seconds() * across, y)
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    boxes = [
        charts._box(point, words, side=side, size=panels.LABEL)
        for point, words, side in zip(points, trace["text"], trace["textposition"], strict=True)
        if words
    ]
    half = charts.MARK / 2
    marks = [(x - half, y - half, x + half, y + half) for x, y in points]

    assert boxes
    assert not [
        one for place, one in enumerate(boxes) for other in boxes[:place] if charts.overlap(one, other)
    ]
    assert not [one for one in boxes for mark in marks if charts.overlap(one, mark)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_every_value_of_a_panel_has_its_words_and_its_evidence(
    record: Dataset, view: ModuleType, language: Any
) -> None:
    chosen = wide(record)
    words = text(language)

    marks = reading.traces(view.figure(chosen, words))

    for each in figures(chosen, chosen.whole.names["indicators"]):
        if mark := marks.get(each.observation_id):
            kind = chosen.whole.names["sources"][each.row["source_id"]]["kind"]
            assert mark["symbol"].startswith(charts.OUTLINES[kind])
            form = charts.describe_form(each, words)
            for said in (
                form,
                words(f"kind.{kind}"),
                words(f"scope.{each.row['scope']}"),
                words.of(each.row, "counts"),
            ):
                assert charts.plain(said) in mark["hover"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panels_of_the_land_are_as_reviewed(sample: Dataset, language: Any) -> None:
    chosen = stating(sample, {"value": 90.0}, {"scope": "iraq", "value": 12.0, "qualifier": "about"})

    drawn = territory.figure(chosen, text(language))

    reading.assert_as_reviewed(f"panels.{language}", reading.plain(drawn))
