"""The stated number of members: every count as a mark, the step line, the band of the list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import charts, counted
from components.language import text
from components.theme import DESK, palette
from loaders.analysis import membership
from loaders.analysis.observations import figures, selected_figures
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from loaders.model import Dataset
    from loaders.selection import Language


def marks(figure: go.Figure) -> dict[str, dict[str, Any]]:
    """The marks of the chart by observation: value, month and words."""
    out = {}
    for trace in reading.plain(figure)["data"]:
        for place, (_, observation, month) in enumerate(trace.get("customdata", [])):
            out[observation] = {"y": trace["y"][place], "month": month, "x": trace["x"][place]}
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_core_is_as_reviewed(record: Dataset, language: Language) -> None:
    chosen = reading.chosen(record, language=language)

    reading.assert_as_reviewed(f"counted.{language}", reading.plain(counted.figure(chosen, text(language))))


def test_every_stated_count_is_a_mark_on_its_date_at_its_value(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    drawn = marks(counted.figure(chosen, text("en")))

    assert {name: (mark["x"], mark["y"]) for name, mark in drawn.items()} == {
        count.observation_id: (charts.moment(count.when.middle), count.value)
        for count in figures(chosen, ["members"])
    }


def test_the_counts_rise_and_fall_as_the_sources_say(record: Dataset) -> None:
    values = [each.value for each in counted.line(reading.chosen(record, collection="record"))]

    falls = [(one, two) for one, two in pairwise(values) if two < one]
    assert (67, 66) in falls


def test_the_line_of_the_record_joins_exact_counts_of_official_documents_alone(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    sources = record.names["sources"]

    joined = counted.line(chosen)

    assert {each.qualifier for each in joined} == {"exact"}
    assert {sources[str(each.row["source_id"])]["kind"] for each in joined} == {"official"}
    assert [each.when.middle for each in joined] == sorted(each.when.middle for each in joined)


def test_the_line_of_the_core_joins_every_count(record: Dataset) -> None:
    chosen = reading.chosen(record)

    assert counted.line(chosen) == selected_figures(chosen, ["members"])


def test_no_line_rises_between_two_dates(record: Dataset) -> None:
    drawn = reading.plain(counted.figure(reading.chosen(record, collection="record"), text("en")))["data"]

    shapes = [
        each["line"]["shape"] for each in drawn if each.get("mode") == "lines" and "shape" in each["line"]
    ]
    assert shapes == ["hv", "hv", "hv"]


def test_the_band_is_that_of_the_list(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    least, most, *_ = reading.plain(counted.figure(chosen, text("en")))["data"]

    assert list(zip(least["x"], least["y"], most["y"], strict=True)) == [
        (day.isoformat(), low, high) for day, low, high in membership.band(chosen)
    ]
    assert most["fill"] == "tonexty"


def test_a_count_that_does_not_fit_has_a_sign_and_a_row(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    odd = counted.misfits(chosen)

    notes = reading.plain(counted.figure(chosen, text("en")))["layout"]["annotations"]
    signs = [each for each in notes if each.get("text") == counted.SIGN]

    assert sorted(each["y"] for each in signs) == sorted(each.figure.value for each in odd)
    rows = reading.tree(counted.notes(chosen, text("en"))).findall(".//tbody/tr")
    assert len(rows) == len(odd) == 6
    assert "76 members (doubted) 12 November 2019 Al Bawaba (report) 79–82 The list has 3 more" in " ".join(
        " ".join(reading.words(cell) for cell in row) for row in rows
    )


def test_the_month_of_the_map_is_marked(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    (rule,) = reading.plain(counted.figure(chosen, text("en"), DESK, "2017-11"))["layout"]["shapes"]

    assert rule["x0"] == rule["x1"] == "2017-11-30"


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_chart_uses_the_colours_of_its_theme(record: Dataset, kind: Any) -> None:
    screen = type(DESK)(palette(kind))
    drawn = reading.plain(counted.figure(reading.chosen(record), text("en"), screen))

    colours = {each for each in reading.strings(drawn) if each.startswith("#")}
    other = palette("dark" if kind == "light" else "light")
    assert palette(kind).accent in colours
    assert not {other.accent, other.ink, other.rule, other.disputed} & colours


def test_a_click_means_the_evidence_and_the_month(record: Dataset) -> None:
    drawn = marks(counted.figure(reading.chosen(record, collection="record"), text("en")))
    observation = "2017-11-amman-members"
    event = {
        "selection": {"points": [{"customdata": ["2017-11-amman", observation, drawn[observation]["month"]]}]}
    }

    assert counted.picked(event) == {"figure": observation, "at": "2017-11"}


@pytest.mark.parametrize("event", [None, {}, {"selection": {"points": []}}, {"selection": {"points": [{}]}}])
def test_a_click_beside_every_mark_means_nothing(event: Any) -> None:
    assert counted.picked(event) == {}


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        (
            {"collection": "record"},
            "The Coalition grew from 60 members (3 December 2014) to 90 (9 February 2026); "
            "6 of 67 stated counts do not fit our list of names",
        ),
        ({}, "The Coalition grew from 74 members (15 November 2017) to 79 (January 2019)"),
        ({"meetings": ("2017-11-amman",)}, "74 members, as stated for 15 November 2017"),
        ({"cities": ("rome",)}, "No number of members is stated in this selection."),
    ],
)
def test_the_finding_is_computed_from_the_selection(
    record: Dataset, fields: dict[str, Any], finding: str
) -> None:
    assert counted.finding(reading.chosen(record, **fields), text("en")) == finding


def test_the_core_says_how_much_of_the_number_its_list_accounts_for(record: Dataset) -> None:
    said = reading.words(reading.tree(counted.notes(reading.chosen(record), text("en"))))

    assert "The reports of the core name 28 members" in said


def test_a_selection_without_counts_has_no_chart(record: Dataset) -> None:
    assert counted.sheet(reading.chosen(record, cities=("rome",)), text("en"), DESK, None).figure is None
