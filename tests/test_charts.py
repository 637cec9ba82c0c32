"""Charts: what all figures keep to, and the form, the arrow, the words and the click of a mark."""

from dataclasses import replace
from itertools import product

import plotly.graph_objects as go
import pytest
import reading

from components import (
    conflicts,
    counted,
    matrix,
    people,
    shares,
    territory,
    timeline,
    vocabulary,
)
from components.charts import marks, sources
from components.charts.builder import FigureBuilder
from components.charts.descriptions import describe_mark
from components.charts.marks import find_late
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.observations import figures, find_figure, selected_figures

VIEWS = (timeline, territory, people)
EVERY = (*VIEWS, counted, matrix, shares, conflicts, vocabulary)
LANGUAGES = ("en", "ar")
SCREENS = (DESK, Screen(palette("dark"), 400))
MEETING = {"selection": {"points": [{"customdata": ["2017-11-amman", ""]}]}}
VALUE = {"selection": {"points": [{"customdata": ["2017-11-amman", "2017-11-amman-members"]}]}}


def worded(record, **changes):
    """A published value as it could have been worded."""
    return replace(selected_figures(record, ["members"])[0], **changes)


# what every figure keeps to --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "collection"), list(product(EVERY, ("core", "record"))), ids=reading.key
)
def test_a_figure_is_valid_and_has_lists_and_the_colours_of_its_screen_alone(
    record, view, collection
):
    for language, screen in zip(LANGUAGES, SCREENS, strict=True):
        shown = screen.palette
        tokens = {
            shown.paper,
            shown.panel,
            shown.ink,
            shown.rule,
            shown.rest,
            shown.accent,
            shown.disputed,
        }
        chosen = reading.chosen(record, collection=collection, cities=("amman",), language=language)

        drawn = view.figure(chosen, text(language), screen).to_dict()

        assert go.Figure(drawn, skip_invalid=False).to_dict()["data"] == drawn["data"]
        assert "template" not in drawn["layout"]
        colours = {colour for colour in reading.strings(drawn) if colour.startswith("#")}
        blended = 5 if view in (counted, matrix) else 0
        assert len(colours - tokens - set(shown.levels)) <= blended


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=reading.key)
def test_a_figure_shows_its_dataset_alone(record, sample, view, language):
    ids = set(sample.observations["observation_id"]) | set(sample.meetings["meeting_id"])
    other = reading.traces(view.figure(reading.chosen(record), text(language), DESK))

    drawn = view.figure(reading.chosen(sample), text(language), DESK)

    first, last = reading.plain(drawn)["layout"]["xaxis"]["range"]
    found = reading.traces(drawn)
    assert found
    assert set(found) <= ids - set(other)
    assert all(first < mark["x"] < last for mark in found.values())
    empty = reading.chosen(reading.alone(record, "none"), collection="record")
    assert reading.traces(view.figure(empty, text(language), DESK)) == {}


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=reading.key)
def test_a_filter_moves_nothing_and_leaves_the_rest_grey_smaller_and_without_a_label(
    record, view, language
):
    chosen = reading.chosen(record, cities=("amman",))
    ids = set(chosen.observations["observation_id"]) | set(chosen.meetings["meeting_id"])
    whole, part = (
        view.figure(part, text(language), DESK) for part in (reading.chosen(record), chosen)
    )

    before, after = reading.traces(whole), reading.traces(part)

    axes = [reading.plain(drawn)["layout"] for drawn in (whole, part)]
    for axis in ("xaxis", "yaxis"):
        assert axes[0][axis].get("range") == axes[1][axis].get("range")
    assert axes[0]["xaxis"]["range"] == sorted(axes[0]["xaxis"]["range"])
    assert {name: (mark["x"], mark["y"]) for name, mark in before.items()} == {
        name: (mark["x"], mark["y"]) for name, mark in after.items()
    }
    assert set(after) - ids
    for name, mark in after.items():
        assert (mark["colour"] == DESK.palette.rest) is (name not in ids)
        assert (mark["size"] == marks.MARK) is (name in ids)
        assert name in ids or name in record.names["meetings"] or not mark["text"]


@pytest.mark.parametrize("view", VIEWS, ids=reading.key)
def test_every_mark_can_be_read_and_clicked(record, view):
    values = {value.observation_id: value for value in figures(record, record.names["indicators"])}

    for name, mark in reading.traces(view.figure(reading.chosen(record), text("en"), DESK)).items():
        if value := values.get(name):
            stated = text("en").stated(value, record.names["indicators"][value.indicator_id])
            assert mark["meeting"] == value.meeting_id
            assert value.row["speaker_en"] in mark["hover"]
            assert stated in mark["hover"]


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)), ids=reading.key)
def test_markup_in_the_data_is_only_text_in_a_figure(record, view, language):
    hostile = "<a href='https://example.org'>x</a>"
    spoilt = record
    for table, column in (
        ("observations", "speaker"),
        ("meetings", "title"),
        ("indicators", "name"),
    ):
        rows = getattr(spoilt, table)
        cells = {f"{column}_{side}": rows[f"{column}_{side}"] + hostile for side in LANGUAGES}
        spoilt = replace(spoilt, **{table: rows.assign(**cells)})

    drawn = reading.plain(view.figure(reading.chosen(spoilt), text(language), DESK))

    assert any("&lt;a" in words for words in reading.strings(drawn))
    assert not [words for words in reading.strings(drawn) if "<a" in words]


# the form of a mark ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "status", "core", "official", "press"),
    [
        ("exact", "stated", "circle", "circle", "square"),
        ("about", "stated", "circle-open", "circle-open", "square-open"),
        ("between", "stated", "circle-open", "circle-open", "square-open"),
        ("more_than", "stated", "line-ew-open", "circle-open", "square-open"),
        ("at_least", "stated", "line-ew-open", "circle-open", "square-open"),
        ("less_than", "stated", "line-ew-open", "circle-open", "square-open"),
        ("up_to", "stated", "line-ew-open", "circle-open", "square-open"),
        ("nearly", "stated", "line-ew-open", "circle-open", "square-open"),
        ("more_than", "derived", "diamond-open", "circle-x-open", "square-x-open"),
        ("exact", "derived", "diamond-open", "circle-x-open", "square-x-open"),
    ],
)
def test_the_form_of_a_mark_says_what_kind_of_number_it_is_and_in_the_record_who_tells_it(
    record, qualifier, status, core, official, press
):
    value = worded(record, qualifier=qualifier, status=status)

    forms = [marks.choose_symbol(value, kind=kind) for kind in ("", "official", "press")]

    assert forms == [core, official, press]
    assert set(marks.OUTLINES) == set(record.rules.choices("sources", "kind"))


def test_the_legend_explains_every_form_in_the_record_alone(record, language):
    words = text(language)

    legend = reading.tree(marks.render_legend(reading.chosen(record, collection="record"), words))

    items = [reading.words(item).removeprefix("≠").strip("× ") for item in legend.iter("li")]
    assert items == [words(f"forms.{form}") for form in marks.FORMS]
    assert marks.render_legend(reading.chosen(record), words) == ""


@pytest.mark.parametrize(
    ("qualifier", "up"),
    [
        ("more_than", True),
        ("at_least", True),
        ("less_than", False),
        ("up_to", False),
        ("nearly", False),
        ("about", None),
        ("exact", None),
    ],
)
def test_the_arrow_of_a_bound_in_the_selection_points_to_where_the_truth_lies(
    record, qualifier, up
):
    builder = FigureBuilder(DESK, height=300)
    values = [worded(record, qualifier=qualifier, chosen=chosen) for chosen in (True, False)]

    marks.add_arrows(builder, values, y=[74, 75], colour=DESK.palette.accent)

    arrows = reading.arrows(builder.build())
    assert arrows == ([] if up is None else [{"x": "2017-11-15T12:00", "y": 74, "up": up}])
    # The arrow leaves the bar at the value itself.
    assert all(arrow["yshift"] == arrow["ay"] and arrow["ax"] == 0 for arrow in builder.annotations)


@pytest.mark.parametrize("view", VIEWS, ids=reading.key)
@pytest.mark.parametrize(("qualifier", "up"), [("at_least", True), ("up_to", False)])
def test_every_bound_that_a_figure_shows_has_its_arrow(record, view, qualifier, up):
    bounds = replace(record, observations=record.observations.assign(qualifier=qualifier))

    drawn = view.figure(reading.chosen(bounds), text("en"), DESK)

    found = reading.traces(drawn).values()
    bars = sorted((mark["x"], mark["y"], up) for mark in found if mark["symbol"] == "line-ew-open")
    assert bars
    assert sorted((arrow["x"], arrow["y"], arrow["up"]) for arrow in reading.arrows(drawn)) == bars


def test_a_date_known_to_the_month_spans_it(sample):
    month = selected_figures(sample, ["idps-returned"])[0].when

    assert month.precision == "month"
    bars = marks.draw_date_bars([month], colour=DESK.palette.rest)
    assert bars["error_x"]["array"] == [29 * marks.DAY_MS / 2]


def test_the_line_through_counts_is_a_step_between_the_selected_ones(record):
    some = figures(reading.chosen(record, cities=("amman", "washington")), ["members"])

    line = marks.draw_core_steps(some, screen=DESK)

    assert (line["line"]["shape"], line["mode"], line["y"]) == ("hv", "lines", [74, 79])


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
def test_a_mark_says_value_date_speaker_and_source(record, language, words):
    (freed, _) = selected_figures(reading.chosen(record), ["people-freed"])

    assert reading.said([describe_mark(freed, text=text(language), dataset=record)]) == [words]


def test_a_mark_of_the_record_says_qualifier_precision_land_and_kind_of_source(record):
    chosen = reading.chosen(record, collection="record")
    found = find_figure(chosen, "2016-01-territory-liberated-share-syria-3yonnews")
    assert found

    lines = describe_mark(found, text=text("en"), dataset=chosen).split("<br>")

    assert "About: the source gives an approximate number" in lines
    assert "January 2016 (only the month is known)" in lines
    assert "Syria" in lines
    assert [line for line in lines if line.endswith("(press report)")]


def test_a_source_line_names_each_source_once_in_order_of_date(sample, record):
    ids = ["weekly-lima-2024", "daily-oslo-2021", "weekly-lima-2024"]
    nameless = {
        **record.names["sources"]["okaz-amman-2017"],
        "publisher_en": "",
        "published_on": "",
    }

    line = sources.list_sources(ids, text=text("en"), dataset=sample)

    assert line == "Sources: Oslo Daily, 13 May 2021; Lima Weekly, October 2024."
    assert sources.list_sources([], text=text("en"), dataset=sample) == ""
    assert sources.name_source(nameless, text=text("en")) == "Press report, publisher not named"


# a click -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS, ids=reading.key)
def test_every_chart_understands_a_click_alike(view):
    alone = {"selection": {"points": [{"customdata": ["", "2023-territory-held-peak"]}]}}

    assert view.picked(MEETING) == {"meetings": ("2017-11-amman",)}
    assert view.picked(VALUE) == {"meetings": ("2017-11-amman",), "figure": "2017-11-amman-members"}
    assert view.picked(alone) == {"figure": "2023-territory-held-peak"}


@pytest.mark.parametrize("view", EVERY, ids=reading.key)
@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"selection": {}},
        {"selection": {"points": []}},
        {"selection": {"points": [{}]}},
        {"selection": {"points": [{"customdata": None}]}},
        {"selection": {"points": [{"customdata": ["", ""]}]}},
        {"selection": {"box": [1], "rows": [2]}, "other": 3},
    ],
)
def test_a_click_on_nothing_means_nothing(view, event):
    assert view.picked(event) == {}


# single values ---------------------------------------------------------------------------------------------


def test_a_label_stands_on_the_side_where_there_is_room(record):
    values = figures(record, ["security-forces-trained", "pledge"])

    assert find_late(values) == {"2019-06-paris-security-forces-trained"}
    assert find_late([]) == set()
