"""Charts: what all figures keep to, and the form, the arrow, the words and the click of a mark."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import charts, cost, people, support, territory, timeline
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.observations import figures as find_figures
from loaders.analysis.observations import find_figure, selected_figures

if TYPE_CHECKING:
    from types import ModuleType

    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

VIEWS = (timeline, territory, people, support, cost)
LANGUAGES = ("en", "ar")
SCREENS = (DESK, Screen(palette("dark"), 400))
HELD = {"selection": {"points": [{"customdata": ["2017-11-amman", ""]}]}}
STATED = {"selection": {"points": [{"customdata": ["2017-11-amman", "2017-11-amman-members"]}]}}


def key(value: Any) -> str:
    return getattr(value, "KEY", str(value))


def figure_of(record: Dataset, **changes: Any) -> Figure:
    """A published value as it could have been worded otherwise."""
    return replace(selected_figures(record, ["members"])[0], **changes)


# what every figure keeps to --------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "language", "screen"), list(product(VIEWS, LANGUAGES, SCREENS)), ids=key)
def test_a_figure_is_made_of_its_dataset_language_and_screen_alone(
    record: Dataset, view: ModuleType, language: Any, screen: Screen
) -> None:
    chosen = reading.chosen(record, years=(2017, 2018))
    again = replace(chosen)

    first = view.figure(chosen, text(language), screen)
    second = view.figure(again, text(language), screen)

    assert first.to_json() == second.to_json()


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=key)
def test_another_dataset_gives_its_own_figure(
    record: Dataset, sample: Dataset, view: ModuleType, language: Any
) -> None:
    ids = set(sample.observations["observation_id"]) | set(sample.meetings["meeting_id"])

    drawn = view.figure(reading.chosen(sample), text(language), DESK)

    marks = reading.traces(drawn)
    assert marks
    assert set(marks) <= ids
    assert not set(marks) & set(reading.traces(view.figure(reading.chosen(record), text(language), DESK)))


@pytest.mark.parametrize(("view", "screen"), list(product(VIEWS, SCREENS)), ids=key)
def test_a_figure_holds_lists_and_no_arrays(record: Dataset, view: ModuleType, screen: Screen) -> None:
    drawn = view.figure(reading.chosen(record), text("en"), screen)

    assert "bdata" not in str(reading.plain(drawn))
    assert all(
        isinstance(trace["x"], list) and isinstance(trace["y"], list)
        for trace in reading.plain(drawn)["data"]
    )


@pytest.mark.parametrize(("view", "screen"), list(product(VIEWS, SCREENS)), ids=key)
def test_a_figure_has_the_colours_of_its_screen_alone(
    record: Dataset, view: ModuleType, screen: Screen
) -> None:
    shown = screen.palette
    tokens = {shown.paper, shown.panel, shown.ink, shown.rule, shown.rest, shown.accent, *shown.levels}

    drawn = reading.plain(view.figure(reading.chosen(record, cities=("amman",)), text("en"), screen))

    assert {each for each in reading.strings(drawn) if each.startswith("#")} <= tokens


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_a_filter_never_moves_an_axis_and_never_removes_a_mark(record: Dataset, view: ModuleType) -> None:
    every = view.figure(reading.chosen(record), text("en"), DESK)
    some = view.figure(reading.chosen(record, cities=("amman",)), text("en"), DESK)

    for axis in ("xaxis", "yaxis"):
        assert reading.plain(some)["layout"][axis].get("range") == reading.plain(every)["layout"][axis].get(
            "range"
        )
    places = [
        {name: (each["x"], each["y"]) for name, each in reading.traces(drawn).items()}
        for drawn in (every, some)
    ]
    assert places[0] == places[1]


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=key)
def test_what_is_not_chosen_is_grey_smaller_and_without_a_label(
    record: Dataset, view: ModuleType, language: Any
) -> None:
    chosen = reading.chosen(record, cities=("amman",))
    ids = set(chosen.observations["observation_id"]) | set(chosen.meetings["meeting_id"])
    grey = DESK.palette.rest

    marks = reading.traces(view.figure(chosen, text(language), DESK))

    assert any(name not in ids for name in marks)
    for name, mark in marks.items():
        assert (mark["colour"] == grey) is (name not in ids), name
        assert (mark["size"] == charts.MARK) is (name in ids), name
        if name not in ids and name.count("-") > 2 and name in set(record.observations["observation_id"]):
            assert mark["text"] == "", name


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_every_mark_can_be_read_and_clicked(record: Dataset, view: ModuleType) -> None:
    observations = record.names["observations"]

    marks = reading.traces(view.figure(reading.chosen(record), text("en"), DESK))

    for name, mark in marks.items():
        if name in observations:
            row = observations[name]
            assert mark["meeting"] == row["meeting_id"]
            assert row["speaker_en"] in mark["hover"]
            assert (
                text("en").stated(
                    next(
                        each
                        for each in find_figures(record, [row["indicator_id"]])
                        if each.observation_id == name
                    ),
                    record.names["indicators"][row["indicator_id"]],
                )
                in mark["hover"]
            )


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_time_runs_left_to_right_in_both_languages(record: Dataset, view: ModuleType) -> None:
    for language in LANGUAGES:
        axis = reading.plain(view.figure(reading.chosen(record), text(language), DESK))["layout"]["xaxis"]
        assert axis["type"] == "date"
        assert axis["range"] == sorted(axis["range"])
        assert axis.get("autorange") != "reversed"


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_every_mark_lies_within_the_time_axis(sample: Dataset, view: ModuleType) -> None:
    drawn = view.figure(reading.chosen(sample), text("en"), DESK)

    first, last = reading.plain(drawn)["layout"]["xaxis"]["range"]
    assert all(first < mark["x"] < last for mark in reading.traces(drawn).values())


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_a_collection_without_figures_is_drawn_empty(record: Dataset, view: ModuleType) -> None:
    empty = reading.alone(record, "none")

    drawn = view.figure(reading.chosen(empty, collection="record"), text("ar"), DESK)

    assert reading.traces(drawn) == {}


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=key)
def test_markup_in_the_data_is_only_text_in_a_figure(
    record: Dataset, view: ModuleType, language: Any
) -> None:
    hostile = "<a href='https://example.org'>x</a>"
    said = {column: record.observations[column] + hostile for column in ("speaker_en", "speaker_ar")}
    titles = {column: record.meetings[column] + hostile for column in ("title_en", "title_ar")}
    names = {column: record.indicators[column] + hostile for column in ("name_en", "name_ar")}
    spoilt = replace(
        record,
        observations=record.observations.assign(**said),
        meetings=record.meetings.assign(**titles),
        indicators=record.indicators.assign(**names),
    )

    drawn = reading.plain(view.figure(reading.chosen(spoilt), text(language), DESK))

    assert not [each for each in reading.strings(drawn) if "<a" in each]


def test_a_finished_figure_is_sent_without_a_template_and_is_the_same_each_time(record: Dataset) -> None:
    drawn = people.figure(reading.chosen(record), text("en"), DESK)

    finished = charts.Finished(drawn)

    assert "template" not in finished.to_dict()["layout"]
    assert finished.to_dict() == finished.to_dict()
    assert finished.to_dict()["data"] == drawn.to_dict()["data"]


# the form of a mark ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "form"),
    [
        ("exact", "circle"),
        ("about", "circle-open"),
        ("between", "circle-open"),
        ("more_than", "line-ew-open"),
        ("at_least", "line-ew-open"),
        ("less_than", "line-ew-open"),
        ("up_to", "line-ew-open"),
        ("nearly", "line-ew-open"),
    ],
)
def test_the_form_of_a_mark_says_what_kind_of_number_it_is(
    record: Dataset, qualifier: str, form: str
) -> None:
    assert charts.symbol(figure_of(record, qualifier=qualifier)) == form


@pytest.mark.parametrize(
    ("kind", "qualifier", "status", "form"),
    [
        ("official", "exact", "stated", "circle"),
        ("press", "exact", "stated", "square"),
        ("official", "about", "stated", "circle-open"),
        ("press", "between", "stated", "square-open"),
        ("official", "nearly", "stated", "circle-open"),
        ("press", "at_least", "stated", "square-open"),
        ("official", "more_than", "derived", "circle-x-open"),
        ("press", "exact", "derived", "square-x-open"),
    ],
)
def test_in_the_record_the_outline_says_who_tells_it_and_the_inside_how(
    record: Dataset, kind: str, qualifier: str, status: str, form: str
) -> None:
    assert charts.symbol(figure_of(record, qualifier=qualifier, status=status), kind=kind) == form


def test_every_kind_of_source_has_an_outline(record: Dataset) -> None:
    assert set(charts.OUTLINES) == set(record.rules.choices("sources", "kind"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_explains_every_form_in_the_record_alone(record: Dataset, language: Any) -> None:
    words = text(language)

    legend = reading.tree(charts.legend(reading.chosen(record, collection="record"), words))

    items = [reading.words(each) for each in legend.iter("li")]
    assert [item.removeprefix("≠").strip("× ") for item in items] == [
        words(f"forms.{each}") for each in charts.FORMS
    ]
    assert charts.legend(reading.chosen(record), words) == ""


def test_a_number_that_we_derived_is_a_hollow_diamond_whatever_its_qualifier(record: Dataset) -> None:
    for qualifier in ("exact", "more_than", "about"):
        derived = figure_of(record, qualifier=qualifier, status="derived")
        assert charts.symbol(derived) == "diamond-open"


@pytest.mark.parametrize(
    ("qualifier", "up"),
    [("more_than", True), ("at_least", True), ("less_than", False), ("up_to", False), ("nearly", False)],
)
def test_the_arrow_of_a_bound_points_to_where_the_truth_lies(
    record: Dataset, qualifier: str, up: bool
) -> None:
    sheet = charts.Sheet(DESK, height=300)
    bound = figure_of(record, qualifier=qualifier)

    charts.bounds(sheet, [bound], y=[74], colour=DESK.palette.accent)

    assert reading.arrows(sheet.figure()) == [{"x": "2017-11-15T12:00", "y": 74, "up": up}]
    (arrow,) = reading.plain(sheet.figure())["layout"]["annotations"]
    assert arrow["yshift"] == arrow["ay"], "the arrow leaves the bar at the value itself"
    assert arrow["ax"] == 0


def test_only_bounds_in_the_selection_have_an_arrow(record: Dataset) -> None:
    sheet = charts.Sheet(DESK, height=300)
    left_out = figure_of(record, qualifier="more_than", chosen=False)

    charts.bounds(
        sheet, [figure_of(record), figure_of(record, qualifier="about"), left_out], y=[74] * 3, colour=""
    )

    assert reading.arrows(sheet.figure()) == []


@pytest.mark.parametrize("view", VIEWS, ids=key)
@pytest.mark.parametrize(("qualifier", "up"), [("at_least", True), ("up_to", False)])
def test_every_bound_that_a_figure_shows_has_its_arrow(
    record: Dataset, view: ModuleType, qualifier: str, up: bool
) -> None:
    worded = replace(record, observations=record.observations.assign(qualifier=qualifier))

    drawn = view.figure(reading.chosen(worded), text("en"), DESK)

    marks = reading.traces(drawn).values()
    bars = sorted((mark["x"], mark["y"], up) for mark in marks if mark["symbol"] == "line-ew-open")
    assert bars
    assert sorted((each["x"], each["y"], each["up"]) for each in reading.arrows(drawn)) == bars


def test_a_date_known_to_the_month_spans_it(sample: Dataset) -> None:
    month = selected_figures(sample, ["idps-returned"])[0].when

    made = charts.spans([month], colour=DESK.palette.rest)

    assert month.precision == "month"
    assert made["error_x"]["array"] == [29 * charts.DAY_MS / 2]


def test_the_line_through_counts_is_a_step_between_the_chosen_ones(record: Dataset) -> None:
    some = find_figures(reading.chosen(record, cities=("amman", "washington")), ["members"])

    line = charts.steps(some, screen=DESK)

    assert line["line"]["shape"] == "hv"
    assert line["mode"] == "lines"
    assert line["y"] == [74, 79]


# the words of a mark -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "<b>more than 7.5 million people</b><br>People freed from ISIS<br>15 November 2017<br>"
            "Brett McGurk, US Special Presidential Envoy for the Coalition<br>Okaz, November 2017",
        ),
        (
            "ar",
            "<b>أكثر من 7.5 مليون شخص</b><br>المحررون من سيطرة تنظيم داعش<br>15 نوفمبر 2017<br>"
            "بريت مكغورك، المبعوث الخاص للرئيس الأميركي لدى التحالف الدولي<br>عكاظ، نوفمبر 2017",
        ),
    ],
)
def test_a_mark_says_value_date_speaker_and_source(record: Dataset, language: Any, words: str) -> None:
    (freed, _) = selected_figures(reading.chosen(record), ["people-freed"])

    (said,) = reading.said([charts.hover(freed, text=text(language), dataset=record)])

    assert said == words


def test_a_mark_of_the_record_says_qualifier_precision_land_and_kind_of_source(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    found = find_figure(chosen, "2016-01-territory-liberated-share-syria-3yonnews")
    assert found

    said = charts.hover(found, text=text("en"), dataset=chosen).split("<br>")

    assert "About: the source gives an approximate number" in said
    assert "January 2016 (only the month is known)" in said
    assert "Syria" in said
    assert [each for each in said if each.endswith("(press report)")]


def test_a_source_without_a_publisher_says_so(record: Dataset) -> None:
    row = {**record.names["sources"]["okaz-amman-2017"], "publisher_en": "", "published_on": ""}

    assert charts.source_name(row, text=text("en")) == "Press report, publisher not named"


def test_a_source_line_names_each_source_once_in_order_of_date(sample: Dataset) -> None:
    ids = ["weekly-lima-2024", "daily-oslo-2021", "weekly-lima-2024"]

    line = charts.source_line(ids, text=text("en"), dataset=sample)

    assert line == "Sources: Oslo Daily, 13 May 2021; Lima Weekly, October 2024."


def test_without_sources_there_is_no_source_line(sample: Dataset) -> None:
    assert charts.source_line([], text=text("en"), dataset=sample) == ""


# a click -------------------------------------------------------------------------------------------------


def test_a_click_on_a_meeting_means_the_meeting() -> None:
    assert charts.clicked(HELD) == {"meetings": ("2017-11-amman",)}


def test_a_click_on_a_figure_means_its_meeting_and_its_evidence() -> None:
    assert charts.clicked(STATED) == {"meetings": ("2017-11-amman",), "figure": "2017-11-amman-members"}


def test_a_click_on_a_figure_without_a_meeting_means_its_evidence() -> None:
    event = {"selection": {"points": [{"customdata": ["", "2023-territory-held-peak"]}]}}

    assert charts.clicked(event) == {"figure": "2023-territory-held-peak"}


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"selection": {}},
        {"selection": {"points": []}},
        {"selection": {"points": [{}]}},
        {"selection": {"points": [{"customdata": None}]}},
        {"selection": {"points": [{"customdata": []}]}},
        {"selection": {"points": [{"customdata": ["", ""]}]}},
        {"selection": {"box": [1], "rows": [2]}, "other": 3},
    ],
)
def test_a_click_on_nothing_means_nothing(event: Any) -> None:
    for view in VIEWS:
        assert view.picked(event) == {}


@pytest.mark.parametrize("view", VIEWS, ids=key)
def test_every_chart_understands_a_click_alike(view: ModuleType) -> None:
    assert view.picked(HELD) == charts.clicked(HELD)
    assert view.picked(STATED) == charts.clicked(STATED)


# single values ---------------------------------------------------------------------------------------------


def test_a_label_stands_on_the_side_where_there_is_room(record: Dataset) -> None:
    figures = find_figures(record, ["security-forces-trained", "pledge"])

    assert charts.late(figures) == {"2019-06-paris-security-forces-trained"}
    assert charts.late([]) == set()


@pytest.mark.parametrize("view", [support, cost], ids=key)
def test_single_values_share_no_line_and_no_scale(record: Dataset, view: ModuleType) -> None:
    drawn = view.figure(reading.chosen(record), text("en"), DESK)

    marks = reading.traces(drawn)
    rows = {record.names["observations"][name]["indicator_id"]: mark["y"] for name, mark in marks.items()}
    assert reading.lines(drawn) == []
    assert sorted(rows, key=rows.__getitem__, reverse=True) == list(view.INDICATORS)
    assert reading.plain(drawn)["layout"]["yaxis"]["showticklabels"] is False


@pytest.mark.parametrize(("view", "language"), list(product([support, cost], LANGUAGES)), ids=key)
def test_every_row_of_single_values_is_named(record: Dataset, view: ModuleType, language: Any) -> None:
    names = [text(language).of(record.names["indicators"][each], "name") for each in view.INDICATORS]

    drawn = reading.plain(view.figure(reading.chosen(record), text(language), DESK))

    written = [each["text"] for each in drawn["layout"]["annotations"] if not each["showarrow"]]
    assert set(names) <= {name.split("<br>")[0] for name in reading.said(written)}
