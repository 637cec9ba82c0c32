"""The two collections on the page: a sign on every view and file, and the core told apart within the record."""

from datetime import datetime

import pytest
import reading

from components import (
    atlas,
    citing,
    evidence,
    key_figures,
    observations,
    page,
    people,
    territory,
    timeline,
)
from components.charts import frame
from components.charts.labels import PlotArea, place_labels
from components.charts.sources import count_sources
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.meetings import meetings
from loaders.selection import COLLECTIONS, PassageId

CHARTS = (timeline, territory, people, *reading.GROUP_CHARTS)
OF_THE_RECORD = "2020-02-oslo-members"
COLUMN = text("en")("collection.name")
PHONE = Screen(palette("dark"), 360)


def wide(dataset, **fields):
    """The record of a dataset, the core in it."""
    return reading.chosen(dataset, collection="record", **fields)


# the sign ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_sentence_and_foot_say_which_collection_it_is(sample, collection, language):
    chosen, words = reading.chosen(sample, collection=collection), text(language)

    assert page.sentence(chosen, words).startswith(words(f"collection.{collection}"))
    assert words("foot.record", version="1", sources="2") != words(
        "foot.core", version="1", sources="2"
    )
    foot = reading.words(reading.tree(page.foot(chosen, words)))
    expected = (
        words.count("count.sources", 3)
        if collection == "record"
        else words.count("count.reports", 2)
    )
    assert expected in foot


@pytest.mark.parametrize("view", CHARTS, ids=reading.key)
def test_the_head_of_a_chart_says_which_collection_it_shows(sample, view):
    for collection in COLLECTIONS:
        chosen = reading.chosen(sample, collection=collection)
        head = reading.tree(frame.render_frame(chosen, text("en"), view.KEY, view.describe).header)
        (sign,) = head.iter("small")
        assert reading.words(sign) == text("en")(f"collection.{collection}")


def test_the_reference_says_from_which_collection_it_is(sample):
    def note(cite):
        return reading.words(
            reading.tree(citing.sheet(sample, text("en"), citing.Wanted(cite, "")).card)
        )

    assert "(Public record, version" in note(OF_THE_RECORD)
    assert "(Press reports, version" in note("2021-05-oslo-members")
    assert "(Press reports, version" in note(PassageId("2021-05-oslo", 1))


# the core within the record ------------------------------------------------------------------------------


def rings(figure):
    """The traces of rings."""
    return [
        each
        for each in reading.plain(figure)["data"]
        if each.get("marker", {}).get("symbol") == "circle-open" and each["hoverinfo"] == "skip"
    ]


@pytest.mark.parametrize("view", CHARTS, ids=reading.key)
def test_the_core_has_no_ring_where_it_stands_alone(sample, view):
    assert rings(view.figure(reading.chosen(sample), text("en"), DESK)) == []


def test_the_table_of_figures_has_a_column_for_the_collection_in_the_record_alone(sample):
    narrow, broad = (
        observations.table(view, text("en")) for view in (reading.chosen(sample), wide(sample))
    )

    assert [name for name in broad.column_names if name not in narrow.column_names] == [COLUMN]
    assert sorted(broad[COLUMN].to_pylist()) == ["Press reports"] * 9 + ["Public record"]


def test_in_the_record_a_ring_stands_round_every_mark_of_the_core_and_no_other(sample):
    drawn = timeline.figure(wide(sample), text("en"), DESK)

    counts, held = rings(drawn)
    marks = reading.traces(drawn)
    core = set(sample.observations.query("collection == 'core'")["observation_id"])
    core |= set(sample.meetings.query("collection == 'core'")["meeting_id"])
    ringed = [(x, y) for each in (counts, held) for x, y in zip(each["x"], each["y"], strict=True)]
    expected = [(mark["x"], mark["y"]) for name, mark in marks.items() if name in core]
    assert sorted(ringed) == sorted(expected)
    assert {OF_THE_RECORD, "2020-02-oslo"} == set(marks) - core


def test_hover_says_collection_and_scope_in_the_record_alone(sample):
    def said(collection, mark):
        chosen = reading.chosen(sample, collection=collection)
        return reading.traces(timeline.figure(chosen, text("en"), DESK))[mark]["hover"]

    assert said("record", OF_THE_RECORD).endswith("<br>Public record")
    assert said("record", "2021-05-oslo-members").endswith("<br>Press reports")
    assert said("record", "2020-02-oslo").endswith("<br>Public record")
    assert "<br>Worldwide<br>" in said("record", OF_THE_RECORD)
    assert "Press reports" not in said("core", "2021-05-oslo-members") + said(
        "core", "2021-05-oslo"
    )


def test_the_map_says_of_each_meeting_to_which_collection_it_belongs(sample):
    body = reading.words(reading.tree(atlas.table(wide(sample), text("en"))))

    assert "Oslo (5 February 2020) · Public record" in body
    assert "Oslo (11 May 2021) · Press reports" in body
    assert "Press reports" not in reading.words(
        reading.tree(atlas.table(reading.chosen(sample), text("en")))
    )


def test_the_twin_has_a_column_for_the_collection_in_the_record_alone(sample):
    def cells(chosen):
        body = reading.tree(timeline.describe(chosen, text("en")).render_table(chosen, text("en")))
        return [
            [reading.words(cell) for cell in row if cell.tag in ("th", "td")]
            for row in body.iter("tr")
        ]

    narrow, broad = cells(reading.chosen(sample)), cells(wide(sample))

    assert {row[-1] for row in broad} == {COLUMN, "Press reports", "Public record"}
    assert [row[1:-2] for row in broad if row[-1] != "Public record"] == [
        row[1:-1] for row in narrow
    ]


@pytest.mark.parametrize(
    ("collection", "figure", "said"),
    [
        ("core", "2021-05-oslo-members", False),
        ("record", "2021-05-oslo-members", True),
        ("core", OF_THE_RECORD, True),
    ],
)
def test_evidence_says_the_collection_where_there_is_a_doubt(sample, collection, figure, said):
    chosen = reading.chosen(sample, collection=collection)
    opened = evidence.opened(chosen, figure)
    assert opened

    card = reading.tree(evidence.card(chosen, text("en"), opened))

    assert (COLUMN in [reading.words(each) for each in card.iter("dt")]) is said


def test_a_legend_explains_the_ring_in_the_record_alone(sample):
    def explained(chosen):
        return frame.render_ring_legend(timeline.describe(chosen, text("en")), chosen, text("en"))

    assert explained(reading.chosen(sample)) == ""
    assert "a line joins these alone" in reading.words(reading.tree(explained(wide(sample))))
    assert explained(wide(sample, years=(1999, 1999))) == ""


# many figures, and rivals --------------------------------------------------------------------------------


def test_a_key_figure_counts_the_other_values_of_its_date(sample):
    rival = reading.changed(
        sample, "observations", OF_THE_RECORD, as_of="2022-09", as_of_precision="month", value=40.0
    )

    alone = key_figures.describe(reading.chosen(rival), text("en"), indicator="members")
    beside = key_figures.describe(wide(rival), text("en"), indicator="members")

    assert alone["rivals"] == ""
    assert beside["rivals"] == "1 other number for that date"
    assert beside["change"] == "9 more than stated for 11 May 2021"


def test_the_core_comes_before_the_record_and_what_is_chosen_before_the_rest(sample):
    close = reading.changed(sample, "meetings", "2020-02-oslo", starts_on="2022-09-16")

    def shown(**fields):
        held = [each for each in meetings(wide(close, **fields)) if each.level == "small_group"][:2]
        assert [each.meeting_id for each in held] == ["2022-09-nairobi", "2020-02-oslo"]
        trace = {
            "x": ["2022-09-16T00:00"] * 2,
            "y": [0, 0],
            "text": ["Nairobi", "Oslo"],
            "textposition": "top center",
            "textfont": {"size": 12},
            "marker": {"symbol": ["square"] * 2},
        }
        area = PlotArea(300, 60, datetime(2022, 1, 1), datetime(2023, 1, 1), -0.5, 0.5)
        placed = place_labels(trace, held, area=area, taken=[(0, 0, 300, 20)])
        return [label for label in placed["text"] if label]

    assert shown() == ["Nairobi"]
    assert shown(meetings=("2020-02-oslo",)) == ["Oslo"]


def test_a_long_list_of_sources_is_folded_away(sample, monkeypatch):
    chosen = wide(sample)
    ids = list(sample.sources["source_id"])

    assert count_sources(ids, text=text("en"), dataset=chosen) == ""
    monkeypatch.setattr("components.charts.sources.MOST_SOURCES", 2)

    assert (
        count_sources(ids, text=text("en"), dataset=chosen) == "Sources: 3, named above the table."
    )
    shown = timeline.describe(chosen, text("en"))
    foot = reading.words(reading.tree(frame.render_footer(shown.sources, chosen, text("en"))))
    assert foot == "Sources: 3, named above the table."
    body = reading.tree(shown.render_table(chosen, text("en")))
    assert "Sample Ministry" in reading.words(reading.classed(body, "cm-source")[0])


@pytest.mark.parametrize("view", CHARTS, ids=reading.key)
def test_the_record_is_drawn_whole(record, view, language):
    chosen = wide(record)
    drawn = view.describe(chosen, text(language))

    marks = reading.traces(view.figure(chosen, text(language), PHONE))

    assert {
        each.observation_id for each in drawn.figures if each.indicator_id != territory.AREA
    } <= set(marks)
    assert drawn.render_table(chosen, text(language)).count("data-step") >= len(drawn.figures)
