"""Charts: what all figures keep to, and the form, the arrow, the words and the click of a mark."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest
import reading

from components import conflicts, counted, matrix, people, shares, territory, timeline, vocabulary
from components.charts import marks, sources
from components.charts.descriptions import describe_mark
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.observations import figures, find_figure, selected_figures

VIEWS = (timeline, territory, people)
EVERY = (*VIEWS, counted, matrix, shares, conflicts, vocabulary)
LANGUAGES = ("en", "ar")
SCREENS = (DESK, Screen(palette("dark"), 400))
TOKENS = ("paper", "panel", "ink", "rule", "rest", "accent", "disputed")

all_views = pytest.mark.parametrize("view", VIEWS, ids=reading.key)


def worded(record, **changes):
    """A published value as it could have been worded."""
    return replace(selected_figures(record, ["members"])[0], **changes)


# what every figure keeps to ---------------------------------------------------


@pytest.mark.parametrize("collection", ["core", "record"])
@pytest.mark.parametrize("view", EVERY, ids=reading.key)
def test_a_figure_is_valid_and_has_the_colours_of_its_screen_alone(record, view, collection):
    for language, screen in zip(LANGUAGES, SCREENS, strict=True):
        chosen = reading.chosen(record, collection=collection, cities=("amman",), language=language)

        drawn = view.figure(chosen, text(language), screen).to_dict()

        assert go.Figure(drawn, skip_invalid=False).to_dict()["data"] == drawn["data"]
        assert "template" not in drawn["layout"]
        tokens = {getattr(screen.palette, name) for name in TOKENS} | set(screen.palette.levels)
        colours = {colour for colour in reading.strings(drawn) if colour.startswith("#")}
        blended = 5 if view in (counted, matrix) else 0
        assert len(colours - tokens) <= blended


@all_views
def test_a_figure_shows_its_dataset_alone(record, sample, language, view):
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


@all_views
def test_a_filter_moves_nothing_and_leaves_the_rest_grey_smaller_and_without_a_label(
    record, language, view
):
    chosen = reading.chosen(record, cities=("amman",))
    ids = set(chosen.observations["observation_id"]) | set(chosen.meetings["meeting_id"])

    whole, part = (
        view.figure(dataset, text(language), DESK) for dataset in (reading.chosen(record), chosen)
    )

    before, after = reading.traces(whole), reading.traces(part)
    axes = [reading.plain(drawn)["layout"] for drawn in (whole, part)]
    for axis in ("xaxis", "yaxis"):
        assert axes[0][axis].get("range") == axes[1][axis].get("range")
    assert axes[0]["xaxis"]["range"] == sorted(axes[0]["xaxis"]["range"])
    assert before.keys() == after.keys()
    assert set(after) - ids
    for name, mark in after.items():
        assert (mark["x"], mark["y"]) == (before[name]["x"], before[name]["y"])
        assert (mark["colour"] == DESK.palette.rest) is (name not in ids)
        assert (mark["size"] == marks.MARK) is (name in ids)
        assert name in ids or name in record.names["meetings"] or not mark["text"]


@all_views
def test_every_mark_can_be_read_and_clicked(record, view):
    drawn = reading.traces(view.figure(reading.chosen(record), text("en"), DESK))

    for value in figures(record, record.names["indicators"]):
        if mark := drawn.get(value.observation_id):
            stated = text("en").stated(value, record.names["indicators"][value.indicator_id])
            assert mark["meeting"] == value.meeting_id
            assert value.row["speaker_en"] in mark["hover"]
            assert stated in mark["hover"]


@all_views
def test_markup_in_the_data_is_only_text_in_a_figure(record, language, view):
    hostile = "<a href='https://example.org'>x</a>"
    spoilt = record
    spoilt_columns = (("observations", "speaker"), ("meetings", "title"), ("indicators", "name"))
    for table, column in spoilt_columns:
        rows = getattr(spoilt, table)
        cells = {f"{column}_{side}": rows[f"{column}_{side}"] + hostile for side in LANGUAGES}
        spoilt = replace(spoilt, **{table: rows.assign(**cells)})

    drawn = reading.plain(view.figure(reading.chosen(spoilt), text(language), DESK))

    assert any("&lt;a" in words for words in reading.strings(drawn))
    assert not [words for words in reading.strings(drawn) if "<a" in words]


# the form of a mark -----------------------------------------------------------


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


@all_views
@pytest.mark.parametrize(
    ("qualifier", "up"),
    [("at_least", True), ("more_than", True), ("up_to", False), ("nearly", False), ("about", None)],
)
def test_every_bound_in_the_selection_has_an_arrow_to_where_the_truth_lies(
    record, view, qualifier, up
):
    bounds = replace(record, observations=record.observations.assign(qualifier=qualifier))

    drawn = view.figure(reading.chosen(bounds, cities=("amman",)), text("en"), DESK)

    found = reading.traces(drawn).values()
    bars = [mark for mark in found if mark["symbol"] == marks.BAR]
    selected = [mark for mark in bars if mark["colour"] != DESK.palette.rest]
    expected = sorted((mark["x"], mark["y"], up) for mark in selected)
    assert bool(expected) is (up is not None)
    assert sorted((arrow["x"], arrow["y"], arrow["up"]) for arrow in reading.arrows(drawn)) == (
        expected
    )
    # The arrow leaves the bar at the value itself.
    for note in reading.plain(drawn)["layout"].get("annotations", []):
        if note["showarrow"]:
            assert (note["yshift"], note["ax"]) == (note["ay"], 0)


# the words of a mark ----------------------------------------------------------


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

    lines = describe_mark(found, text=text("en"), dataset=chosen).split("<br>")

    assert "About: the source gives an approximate number" in lines
    assert "January 2016 (only the month is known)" in lines
    assert "Syria" in lines
    assert [line for line in lines if line.endswith("(press report)")]


def test_a_source_line_names_each_source_once_in_order_of_date(sample, record):
    ids = ["weekly-lima-2024", "daily-oslo-2021", "weekly-lima-2024"]
    okaz = record.names["sources"]["okaz-amman-2017"]

    line = sources.list_sources(ids, text=text("en"), dataset=sample)

    assert line == "Sources: Oslo Daily, 13 May 2021; Lima Weekly, October 2024."
    assert sources.list_sources([], text=text("en"), dataset=sample) == ""
    nameless = okaz | {"publisher_en": "", "published_on": ""}
    assert sources.name_source(nameless, text=text("en")) == "Press report, publisher not named"


# a click ----------------------------------------------------------------------


def click(*customdata):
    return {"selection": {"points": [{"customdata": list(customdata)}]}}


@all_views
def test_every_chart_understands_a_click_alike(view):
    meeting, value = {"meetings": ("2017-11-amman",)}, {"figure": "2017-11-amman-members"}

    assert view.picked(click("2017-11-amman", "")) == meeting
    assert view.picked(click("2017-11-amman", "2017-11-amman-members")) == meeting | value
    assert view.picked(click("", "2017-11-amman-members")) == value


@pytest.mark.parametrize("view", EVERY, ids=reading.key)
def test_a_click_on_nothing_means_nothing(view):
    selections = [
        {},
        {"points": []},
        {"points": [{}]},
        {"points": [{"customdata": None}]},
        {"box": [1], "rows": [2]},
    ]
    events = [None, {}, click("", ""), *({"selection": selection} for selection in selections)]

    assert [view.picked(event) for event in events] == [{}] * len(events)


def test_a_label_stands_on_the_side_where_there_is_room(record):
    values = figures(record, ["security-forces-trained", "pledge"])

    assert marks.find_late(values) == {"2019-06-paris-security-forces-trained"}
    assert marks.find_late([]) == set()
