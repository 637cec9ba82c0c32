"""Observations: the table of every figure in the selection, and what a row means."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reading

from components import observations, state
from components.language import text
from components.theme import DESK
from loaders.select import select
from loaders.selection import Selection


@pytest.fixture
def stage(monkeypatch, record):
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    stage.column_config = stage  # type: ignore[attr-defined]
    monkeypatch.setattr(observations, "st", stage)
    monkeypatch.setattr(observations.frame, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def table(dataset, language="en"):
    """The rows of the table."""
    made = observations.table(dataset, text(language))
    return made.to_pylist() if hasattr(made, "to_pylist") else made.to_dict("records")


def test_the_table_holds_what_is_chosen_in_order_of_date(record):
    chosen = reading.chosen(record, cities=("kuwait-city", "washington"))

    assert [each.observation_id for each in observations.shown(chosen)] == [
        "2018-02-kuwait-members",
        "2018-02-kuwait-participants",
        "2018-02-kuwait-pledge",
        "2018-02-kuwait-territory-liberated-share",
        "2019-02-washington-members",
    ]
    assert len(table(chosen)) == 5


def test_every_figure_of_the_collection_is_in_the_table(record):
    chosen = reading.chosen(record)

    shown = {each.observation_id for each in observations.shown(chosen)}

    assert shown == set(chosen.observations["observation_id"])


def test_a_row_holds_a_figure_with_everything_that_supports_it(record):
    (row,) = table(reading.chosen(record, cities=("washington",)))

    source = row.pop("Source")
    assert row == {
        "As of": "January 2019",
        "Quantity": "Members of the Coalition",
        "Value": "79 members",
        "Scope": "Worldwide",
        "What is counted": "",
        "Confidence": "High",
        "Speaker": "Asharq Al-Awsat (report)",
        "Meeting": "Ministerial meeting, Washington",
        "Paragraph": 3,
        "Words in the source": "المؤلف من 79 دولة",
    }
    assert source.startswith("Asharq Al-Awsat, ")


def test_an_arabic_table_has_arabic_heads_and_cells(record):
    (row,) = table(reading.chosen(record, cities=("washington",)), "ar")

    assert row["القيمة"] == "79 عضواً"
    assert row["التاريخ"] == "يناير 2019"
    assert row["الاجتماع"] == "الاجتماع الوزاري، واشنطن"


def test_a_figure_without_a_meeting_leaves_its_cell_empty(sample):
    rows = {row["Value"]: row for row in table(reading.chosen(sample))}

    assert rows["64,000 km² (our reading)"]["Meeting"] == ""


def test_a_click_on_a_row_means_its_place():
    assert observations.picked({"selection": {"rows": [3], "columns": []}}) == {"row": 3}
    assert observations.picked({"selection": {"rows": [0], "columns": []}}) == {"row": 0}


@pytest.mark.parametrize(
    "event", [None, {}, {"selection": {}}, {"selection": {"rows": [], "columns": ["x"]}}]
)
def test_a_click_on_nothing_means_nothing(event):
    assert observations.picked(event) == {}


def test_a_row_opens_the_evidence_of_the_figure_that_stands_there(record, stage):
    follow = state.Follow(Selection(), DESK, record)
    chosen = reading.chosen(record)
    observations.render(chosen, text("en"), follow)
    settings = stage.settings("dataframe")

    stage.session_state[settings["key"]] = {"selection": {"rows": [4], "columns": []}}
    settings["on_select"]()

    assert state.selection(record).figure == observations.shown(chosen)[4].observation_id


def test_the_finding_counts_the_figures(record, stage):
    wide = Selection(collection="record")

    observations.render(select(record, wide), text("en"), state.Follow(wide, DESK, record))

    said = reading.words(reading.classed(reading.tree(stage.markup), "cm-heading")[0][0])
    assert said.startswith(f"{len(record.observations)} published values, each with its speaker")


def test_an_empty_table_says_so_and_offers_no_download(record, stage):
    asked = Selection(cities=("rabat",))
    follow = state.Follow(asked, DESK, record)

    observations.render(reading.chosen(record, cities=("rabat",)), text("en"), follow)

    assert {name for name, _, _ in stage.shown} == {"html"}
    assert "Nothing in this selection." in reading.words(reading.tree(stage.markup))


def test_the_download_is_the_file_of_what_the_table_shows(record, stage):
    selection = Selection(language="ar", cities=("amman",))

    observations.render(
        reading.chosen(record, cities=("amman",)), text("ar"), state.Follow(selection, DESK, record)
    )

    (link,) = reading.tree(stage.markup).findall(".//a[@download]")
    assert link.get("href") == "data/observations.csv?lang=ar&city=amman"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_phone_gets_every_figure_as_a_row_that_opens_its_evidence(record, stage, language):
    selection, words = Selection(page="figures", language=language), text(language)
    chosen = reading.chosen(record)

    observations.render(chosen, words, state.Follow(selection, replace(DESK, width=350), record))

    assert {name for name, _, _ in stage.shown} == {"html"}
    listed = reading.classed(reading.tree(stage.markup), "cm-listed")[0]
    values = [
        link for value in reading.classed(listed, "cm-record-value") for link in value.iter("a")
    ]
    figures = observations.shown(chosen)
    assert [reading.target(link).figure for link in values] == [
        each.observation_id for each in figures
    ]
    indicators = record.names["indicators"]
    assert [reading.words(link) for link in values] == [
        words.qualified(each, indicators[each.indicator_id]) for each in figures
    ]
