"""Conflicts: rival values in rows that can be compared, each with its form, its number and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import charts, conflicts
from components.language import text
from components.state import Follow
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.selection import Selection

if TYPE_CHECKING:
    from loaders.analysis.disputes import Rivals
    from loaders.model import Dataset

WIDE, PHONE = Screen(width=1400), Screen(width=350)


def group(dataset: Dataset, indicator: str, date: str, scope: str) -> Rivals:
    """One row of the record."""
    (found,) = [
        each
        for each in conflicts.groups(reading.chosen(dataset, collection="record"))
        if (each.indicator_id, each.when.text, each.series.scope) == (indicator, date, scope)
    ]
    return found


def drawn(dataset: Dataset, screen: Screen = WIDE, *, language: Any = "en", **fields: Any) -> Any:
    """The chart of the record as it is sent."""
    return conflicts.figure(reading.chosen(dataset, collection="record", **fields), text(language), screen)


def notes(figure: Any) -> list[dict[str, Any]]:
    return [each for each in reading.plain(figure)["layout"]["annotations"] if not each["showarrow"]]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_chart_is_the_one_that_was_reviewed(record: Dataset, language: Any) -> None:
    reading.assert_as_reviewed(f"conflicts.{language}", reading.plain(drawn(record, language=language)))


def test_those_that_conflict_come_first_each_kind_by_date(record: Dataset) -> None:
    shown = conflicts.groups(reading.chosen(record, collection="record"))

    assert [each.agree for each in shown] == sorted(each.agree for each in shown)
    for agree in (False, True):
        dates = [each.when.middle for each in shown if each.agree is agree]
        assert len(dates) > 5
        assert dates == sorted(dates)


def test_every_value_has_one_mark_in_its_row_and_none_hides_another(record: Dataset) -> None:
    for screen in (WIDE, PHONE):
        figure = reading.plain(drawn(record, screen))
        (marks,) = [each for each in figure["data"] if "markers" in each["mode"] and "customdata" in each]
        there = list(zip(marks["x"], marks["y"], strict=True))
        shown = conflicts.groups(reading.chosen(record, collection="record"))

        assert len(there) == sum(len(each.figures) for each in shown)
        low, high = figure["layout"]["xaxis"]["range"]
        pixel = (high - low) / (screen.width * (0.7 if screen is WIDE else 1))
        for place, (x, y) in enumerate(there):
            for other_x, other_y in there[place + 1 :]:
                assert abs(x - other_x) > 13 * pixel or abs(y - other_y) >= conflicts.LANE - 1


def test_a_mark_stands_at_its_share_of_the_highest_of_its_row(record: Dataset) -> None:
    brussels = group(record, "members", "2014-12-03", "global")
    fighters = group(record, "fighters-estimate", "2014-09-11", "iraq-syria")

    assert conflicts.shares(brussels) == [
        (pytest.approx(60 / 62 * 100), pytest.approx(60 / 62 * 100)),
        (100, 100),
    ]
    assert [end for _, end in conflicts.shares(fighters)] == [100, pytest.approx(31_000 / 31_500 * 100)]


def test_nothing_but_noughts_is_no_error(record: Dataset) -> None:
    spoilt = record
    for observation in ("2014-12-brussels-members", "2014-12-brussels-members-spa"):
        spoilt = reading.changed(spoilt, "observations", observation, value=0.0)

    assert conflicts.shares(group(spoilt, "members", "2014-12-03", "global")) == [(0, 0), (0, 0)]


def test_a_number_is_written_once_beside_the_marks_that_state_it(record: Dataset) -> None:
    kuwait = group(record, "members", "2018-02-13", "global")

    spots = conflicts.spots(kuwait, text("en"), pixel=0.1)

    assert sorted(each.label for each in spots if each.label) == ["68 (doubted)", "74", "75"]
    assert {each.label: each.side for each in spots if each.label} == {
        "68 (doubted)": "left",
        "74": "left",
        "75": "right",
    }


def test_a_label_opens_the_evidence_of_the_mark_beside_which_it_stands(record: Dataset) -> None:
    for screen in (WIDE, PHONE):
        figure = reading.plain(drawn(record, screen))
        (labels,) = [trace for trace in figure["data"] if trace["mode"] == "text"]
        (marks,) = [trace for trace in figure["data"] if trace["mode"] == "markers" and "customdata" in trace]
        low, high = figure["layout"]["xaxis"]["range"]
        pixel = (high - low) / (screen.width * (0.7 if screen is WIDE else 1))
        ids = [observation for _, observation in marks["customdata"]]
        rows = list(zip(ids, marks["y"], strict=True))

        assert len(labels["text"]) == sum(bool(label) for label in marks["text"]) > 10
        for index, (meeting, observation) in enumerate(labels["customdata"]):
            mark = rows.index((observation, labels["y"][index]))
            assert [meeting, observation] == marks["customdata"][mark]
            assert labels["text"][index] == marks["text"][mark]
            assert labels["hovertext"][index] == marks["hovertext"][mark]
            away = labels["x"][index] - marks["x"][mark]
            assert 8 * pixel < abs(away) < 45 * pixel
            assert labels["textposition"][index] == f"middle {'right' if away > 0 else 'left'}"


def test_a_bound_points_to_where_the_truth_lies(record: Dataset) -> None:
    strikes = group(record, "strikes", "2015-01-22", "iraq-syria")
    pointing = {
        each.figure.qualifier: each.pointing for each in conflicts.spots(strikes, text("en"), pixel=0.1)
    }
    arrows = [each for each in reading.plain(drawn(record))["layout"]["annotations"] if each["showarrow"]]

    assert pointing == {"nearly": "left", "more_than": "right"}
    assert {(each["xshift"] > 0, each["ax"] < 0) for each in arrows} == {(True, True), (False, False)}
    bounds = [
        each
        for row in conflicts.groups(reading.chosen(record, collection="record"))
        for each in row.figures
        if each.qualifier in ("more_than", "at_least", "nearly", "up_to", "less_than")
    ]
    assert len(arrows) == len(bounds)


def test_the_outline_says_the_kind_of_the_source(record: Dataset) -> None:
    (marks,) = [
        each
        for each in reading.plain(drawn(record))["data"]
        if "markers" in each["mode"] and "customdata" in each
    ]

    for (_, observation), symbol in zip(marks["customdata"], marks["marker"]["symbol"], strict=True):
        kind = record.names["sources"][record.names["observations"][observation]["source_id"]]["kind"]
        assert symbol.startswith(charts.OUTLINES[kind])


def test_a_range_is_a_line_to_its_upper_end(record: Dataset) -> None:
    lines = reading.lines(drawn(record))

    ends = sorted(round(each["x"][1], 1) for each in lines)
    assert ends == [98.4, 100.0]
    assert all(each["y"][0] == each["y"][1] for each in lines)


def test_the_bracket_is_broken_where_not_all_can_be_true(record: Dataset) -> None:
    shown = conflicts.groups(reading.chosen(record, collection="record"))
    rules = reading.plain(drawn(record))["layout"]["shapes"]

    dashes = [each["line"].get("dash") for each in rules]
    assert dashes.count("dot") == 3 * sum(not each.agree for each in shown)
    assert dashes.count("solid") == 3 * sum(each.agree for each in shown)


def test_titles_stand_where_the_language_is_read_from(record: Dataset) -> None:
    english = [each for each in notes(drawn(record)) if "<br>" in each["text"]]
    arabic = [each for each in notes(drawn(record, language="ar")) if "<br>" in each["text"]]

    assert {(each["x"], each["xanchor"]) for each in english} == {(0, "left")}
    assert {(each["x"], each["xanchor"]) for each in arabic} == {(1, "right")}
    assert "Members of the Coalition<br>Worldwide, 3 December 2014" in reading.said(
        [each["text"] for each in english]
    )


def test_each_kind_has_its_heading_in_words(record: Dataset) -> None:
    said = reading.said([each["text"] for each in notes(drawn(record))])
    shown = rivals(reading.chosen(record, collection="record"))
    conflicting = sum(not each.agree for each in shown)

    assert f"<b>≠ Cannot all be true: {conflicting} cases</b>" in said
    assert f"<b>Can all be true: {len(shown) - conflicting} cases</b>" in said


def test_a_value_outside_the_selection_stays_grey_and_its_row_goes_with_the_last_one(record: Dataset) -> None:
    fields = {"years": (2018, 2018), "levels": ("ministerial",)}
    figure = drawn(record, **fields)

    marks = reading.traces(figure)
    shown = conflicts.groups(reading.chosen(record, collection="record", **fields))
    assert {each.when.text for each in shown} == {"2018-02-13"}
    assert marks["2018-02-rome-members"]["colour"] == WIDE.palette.rest
    assert marks["2018-02-kuwait-members"]["colour"] == WIDE.palette.accent
    assert marks["2018-02-rome-members"]["text"] == ""


def test_a_click_on_a_mark_means_its_evidence_alone() -> None:
    event = {"selection": {"points": [{"customdata": ["2018-02-kuwait", "2018-02-kuwait-members"]}]}}

    assert conflicts.picked(event) == {"figure": "2018-02-kuwait-members"}
    assert conflicts.picked({}) == {}


def test_the_finding_counts_both_kinds(record: Dataset) -> None:
    shown = rivals(reading.chosen(record, collection="record"))
    conflicting = sum(not each.agree for each in shown)

    said = conflicts.finding(reading.chosen(record, collection="record"), text("en"))

    assert said == (
        f"In {len(shown)} cases several speakers stated a number for the same thing and date: "
        f"in {conflicting} of them they cannot all be right, in {len(shown) - conflicting} they can"
    )
    assert conflicts.finding(reading.chosen(record, cities=("rome",)), text("en")) == text("en")(
        "conflicts.none"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_says_the_same_group_by_group(record: Dataset, language: Any) -> None:
    chosen, words = reading.chosen(record, collection="record"), text(language)
    body = reading.tree(conflicts.twin(chosen, words))

    bodies = list(body.iter("tbody"))
    shown = conflicts.groups(chosen)
    assert len(bodies) == len(shown)
    for row, each in zip(bodies, shown, strict=True):
        links = [link.get("href", "") for link in row.iter("a")]
        assert links == [f"?figure={figure.observation_id}" for figure in each.figures]
        verdict = words("conflicts.agree" if each.agree else "conflicts.conflict")
        assert verdict in reading.words(next(row.iter("th")))
        for figure in each.figures:
            assert words.of(figure.row, "speaker") in reading.words(row)


def test_more_groups_than_can_be_read_are_cut_and_told(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "MOST", 3)
    chosen = reading.chosen(record, collection="record")

    body = reading.tree(conflicts.twin(chosen, text("en")))

    assert len(list(body.iter("tbody"))) == 3
    assert len(conflicts.groups(chosen)) == 3
    foot = reading.words(reading.tree(conflicts.drawn(chosen, text("en"), DESK).foot))
    assert f"The chart and the table hold 3 of {len(rivals(chosen))} groups" in foot
    titles = [each for each in notes(drawn(record)) if "<br>" in each["text"]]
    assert len(titles) == 3


def test_a_selection_without_rivals_says_so_and_draws_nothing(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = reading.Stage()
    monkeypatch.setattr("components.frame.st", stage)
    selection = Selection(collection="record", cities=("rome",), years=(2016, 2016))
    chosen = reading.chosen(record, collection="record", cities=("rome",), years=(2016, 2016))

    conflicts.render(chosen, text("en"), Follow(selection, DESK, record))

    assert text("en")("conflicts.none") in stage.markup
    assert [name for name, *_ in stage.shown if name == "plotly_chart"] == []
