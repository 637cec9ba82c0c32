"""Conflicts: disputed values in rows that can be compared, each with its form, its number and its position."""

import pytest
import reading

from components import conflict_rows, conflicts
from components.charts import frame
from components.charts.marks import OUTLINES
from components.language import text
from components.state import Follow
from components.theme import DESK, Screen
from loaders.analysis.disputes import rivals
from loaders.selection import Selection

WIDE, PHONE = Screen(width=1400), Screen(width=350)


def group(dataset, indicator, date, scope):
    """One row of the record."""
    (found,) = [
        group
        for group in conflicts.list_groups(reading.chosen(dataset, collection="record"))
        if (group.indicator_id, group.when.text, group.series.scope) == (indicator, date, scope)
    ]
    return found


def draw(dataset, screen=WIDE, *, language="en", **fields):
    """The chart of the record."""
    return conflicts.figure(
        reading.chosen(dataset, collection="record", **fields), text(language), screen
    )


def parts(figure, screen):
    """The traces of the marks and of their labels, and how much of the horizontal axis is a pixel."""
    plain = reading.plain(figure)
    (labels,) = [trace for trace in plain["data"] if trace["mode"] == "text"]
    (marks,) = [
        trace for trace in plain["data"] if trace["mode"] == "markers" and "customdata" in trace
    ]
    low, high = plain["layout"]["xaxis"]["range"]
    return marks, labels, (high - low) / (screen.width * (0.7 if screen is WIDE else 1))


def notes(figure):
    return [
        note for note in reading.plain(figure)["layout"]["annotations"] if not note["showarrow"]
    ]


def test_the_chart_is_the_one_that_was_reviewed(record, language):
    reading.assert_as_reviewed(
        f"conflicts.{language}", reading.plain(draw(record, language=language))
    )


def test_those_that_conflict_come_first_each_kind_by_date(record):
    shown = conflicts.list_groups(reading.chosen(record, collection="record"))

    order = [(group.agree, group.when.middle) for group in shown]
    assert order == sorted(order)
    assert {agree for agree, _ in order} == {False, True}


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_value_has_one_mark_that_none_hides_and_its_label_opens_its_evidence(record, screen):
    marks, labels, pixel = parts(draw(record, screen), screen)
    points = list(zip(marks["x"], marks["y"], strict=True))
    shown = conflicts.list_groups(reading.chosen(record, collection="record"))

    assert len(points) == sum(len(group.figures) for group in shown)
    for index, (x, y) in enumerate(points):
        for other_x, other_y in points[index + 1 :]:
            assert abs(x - other_x) > 13 * pixel or abs(y - other_y) >= conflicts.LANE - 1
    assert len(labels["text"]) == sum(bool(label) for label in marks["text"]) > 10
    rows = [(ids, y) for ids, y in zip(marks["customdata"], marks["y"], strict=True)]
    for index, ids in enumerate(labels["customdata"]):
        mark = rows.index((ids, labels["y"][index]))
        away = labels["x"][index] - marks["x"][mark]
        assert labels["text"][index] == marks["text"][mark]
        assert labels["hovertext"][index] == marks["hovertext"][mark]
        assert 8 * pixel < abs(away) < 45 * pixel
        assert labels["textposition"][index] == f"middle {'right' if away > 0 else 'left'}"


def test_a_mark_stands_at_its_share_of_the_highest_of_its_row(record):
    spoilt = record
    for observation in ("2014-12-brussels-members", "2014-12-brussels-members-spa"):
        spoilt = reading.changed(spoilt, "observations", observation, value=0.0)

    brussels = conflict_rows.compute_shares(group(record, "members", "2014-12-03", "global"))
    fighters = conflict_rows.compute_shares(
        group(record, "fighters-estimate", "2014-09-11", "iraq-syria")
    )
    nothing = conflict_rows.compute_shares(group(spoilt, "members", "2014-12-03", "global"))

    assert brussels == [pytest.approx((60 / 62 * 100, 60 / 62 * 100)), (100, 100)]
    assert [end for _, end in fighters] == [100, pytest.approx(31_000 / 31_500 * 100)]
    assert nothing == [(0, 0), (0, 0)]


def test_a_number_is_written_once_at_the_marks_that_state_it(record):
    kuwait = group(record, "members", "2018-02-13", "global")

    marks = conflict_rows.place_marks(kuwait, text("en"), pixel=0.1)

    assert {mark.label: mark.side for mark in marks if mark.label} == {
        "68 (doubted)": "left",
        "74": "left",
        "75": "right",
    }
    assert len([mark for mark in marks if mark.label]) == 3


def test_a_bound_points_to_where_the_truth_lies(record):
    strikes = group(record, "strikes", "2015-01-22", "iraq-syria")
    marks = conflict_rows.place_marks(strikes, text("en"), pixel=0.1)
    arrows = reading.plain(draw(record))["layout"]["annotations"]
    arrows = [arrow for arrow in arrows if arrow["showarrow"]]
    shown = conflicts.list_groups(reading.chosen(record, collection="record"))
    hedges = [value.qualifier for group in shown for value in group.figures]

    assert {mark.figure.qualifier: mark.pointing for mark in marks} == {
        "nearly": "left",
        "more_than": "right",
    }
    assert {(arrow["xshift"] > 0, arrow["ax"] < 0) for arrow in arrows} == {
        (True, True),
        (False, False),
    }
    assert len(arrows) == sum(
        hedge in ("more_than", "at_least", "nearly", "up_to", "less_than") for hedge in hedges
    )


def test_outlines_ranges_and_brackets_say_what_a_value_is(record):
    drawn = draw(record)
    marks, _, _ = parts(drawn, WIDE)
    shown = conflicts.list_groups(reading.chosen(record, collection="record"))

    for (_, observation), symbol in zip(
        marks["customdata"], marks["marker"]["symbol"], strict=True
    ):
        source = record.names["observations"][observation]["source_id"]
        assert symbol.startswith(OUTLINES[record.names["sources"][source]["kind"]])
    lines = reading.lines(drawn)
    assert sorted(round(line["x"][1], 1) for line in lines) == [98.4, 100.0]
    assert all(line["y"][0] == line["y"][1] for line in lines)
    dashes = [shape["line"].get("dash") for shape in reading.plain(drawn)["layout"]["shapes"]]
    assert dashes.count("dot") == 3 * sum(not group.agree for group in shown)
    assert dashes.count("solid") == 3 * sum(group.agree for group in shown)


@pytest.mark.parametrize(("language", "edge"), [("en", (0, "left")), ("ar", (1, "right"))])
def test_titles_stand_where_the_language_is_read_from(record, language, edge):
    written = notes(draw(record, language=language))
    shown = rivals(reading.chosen(record, collection="record"))
    conflicting = sum(not group.agree for group in shown)

    assert {(note["x"], note["xanchor"]) for note in written} == {edge}
    if language == "en":
        said = reading.said([note["text"] for note in written])
        assert "Members of the Coalition<br>Worldwide, 3 December 2014" in said
        assert f"<b>≠ Cannot all be true: {conflicting} cases</b>" in said
        assert f"<b>Can all be true: {len(shown) - conflicting} cases</b>" in said


def test_a_value_outside_the_selection_stays_grey_and_its_row_goes_with_the_last(record):
    fields = {"years": (2018, 2018), "levels": ("ministerial",)}

    marks = reading.traces(draw(record, **fields))

    shown = conflicts.list_groups(reading.chosen(record, collection="record", **fields))
    assert {group.when.text for group in shown} == {"2018-02-13"}
    assert marks["2018-02-rome-members"]["colour"] == WIDE.palette.rest
    assert marks["2018-02-kuwait-members"]["colour"] == WIDE.palette.accent
    assert marks["2018-02-rome-members"]["text"] == ""


def test_a_click_on_a_mark_means_its_evidence_alone():
    event = {
        "selection": {"points": [{"customdata": ["2018-02-kuwait", "2018-02-kuwait-members"]}]}
    }

    assert conflicts.picked(event) == {"figure": "2018-02-kuwait-members"}


def test_the_finding_counts_both_kinds(record):
    shown = rivals(reading.chosen(record, collection="record"))
    conflicting = sum(not group.agree for group in shown)

    assert conflicts.finding(reading.chosen(record, collection="record"), text("en")) == (
        f"In {len(shown)} cases several speakers stated a number for the same thing and date: "
        f"in {conflicting} of them they cannot all be right, in {len(shown) - conflicting} they can"
    )


def test_the_table_says_the_same_group_by_group(record, language):
    chosen, words = reading.chosen(record, collection="record"), text(language)
    body = reading.tree(conflicts.describe(chosen, words).render_table(chosen, words))

    for row, group in zip(body.iter("tbody"), conflicts.list_groups(chosen), strict=True):
        verdict = words("conflicts.agree" if group.agree else "conflicts.conflict")
        links = [link.get("href", "") for link in row.iter("a")]
        assert links == [f"?figure={value.observation_id}" for value in group.figures]
        assert verdict in reading.words(next(row.iter("th")))
        assert all(words.of(value.row, "speaker") in reading.words(row) for value in group.figures)


def test_more_groups_than_can_be_read_are_cut_and_counted(record, monkeypatch):
    monkeypatch.setattr(conflicts, "MOST", 3)
    chosen = reading.chosen(record, collection="record")

    drawn = frame.render_frame(chosen, text("en"), conflicts.KEY, conflicts.describe)

    table = reading.tree(drawn.content.render_table(chosen, text("en")))
    number = len(rivals(chosen))
    assert len(list(table.iter("tbody"))) == 3
    assert f"The chart and the table hold 3 of {number} groups" in reading.words(
        reading.tree(drawn.footer)
    )
    assert len([note for note in notes(draw(record)) if "<br>" in note["text"]]) == 3


def test_a_selection_without_disputes_says_so_and_draws_nothing(record, monkeypatch):
    stage = reading.Stage()
    monkeypatch.setattr(frame, "st", stage)
    fields = {"collection": "record", "cities": ("rome",), "years": (2016, 2016)}

    conflicts.render(
        reading.chosen(record, **fields), text("en"), Follow(Selection(**fields), DESK, record)
    )

    assert text("en")("conflicts.none") in stage.markup
    assert "plotly_chart" not in [name for name, *_ in stage.shown]
