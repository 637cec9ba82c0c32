"""The list of sources: every source of the collection, and how many values of the selection it states."""

from dataclasses import replace

import pytest
import reading
import streamlit

from components import sources, state
from components.language import text
from components.theme import DESK
from loaders.checks import EVIDENCE_WORDS
from loaders.selection import Selection


@pytest.mark.parametrize(
    "fields", [{}, {"collection": "record"}, {"collection": "record", "years": (2017, 2018)}]
)
def test_every_source_of_the_collection_has_a_row_with_the_values_that_it_states(record, fields):
    selected = reading.chosen(record, **fields)
    stated = list(selected.observations["source_id"])
    by_address = {
        row["url"]: row["source_id"] for row in record.names["sources"].values() if row["url"]
    }

    rows = sources.table(selected, text("en")).to_pylist()

    assert len(rows) == len(selected.held("sources"))
    assert sum(row["Figures"] for row in rows) == len(stated)
    counts = [row["Figures"] for row in rows]
    assert counts == sorted(counts, reverse=True)
    for row in rows:
        if row["Address"]:
            assert row["Figures"] == stated.count(by_address[row["Address"]])


def test_only_what_has_a_fingerprint_is_said_to_be_verified_against_its_article(record):
    rows = sources.table(reading.chosen(record, collection="record"), text("en")).to_pylist()

    verified = [row for row in rows if row["Quotations"] == "verified against the article"]

    assert len(verified) == sum(
        bool(row["fingerprint"]) for row in record.names["sources"].values()
    )
    assert {row[text("en")("collection.name")] for row in verified} == {"Press reports"}


def test_the_view_shows_the_table_the_same_on_paper_and_the_method(record, language, monkeypatch):
    stage, words = reading.Stage(), text(language)
    stage.column_config = streamlit.column_config
    for module in (sources, state):
        monkeypatch.setattr(module, "st", stage)
    selected = reading.chosen(record)

    sources.render(
        selected, words, state.Follow(Selection(page="sources", language=language), DESK, record)
    )

    body = reading.tree(stage.markup)
    assert "dataframe" in [kind for kind, _, _ in stage.shown]
    assert len(list(body.iter("tr"))) == 1 + len(selected.held("sources"))
    assert words("method.rights", words=words.number(EVIDENCE_WORDS)) in reading.words(body)


def test_a_phone_gets_every_source_as_a_row_with_its_address(record, monkeypatch):
    stage, selected = reading.Stage(), reading.chosen(record, collection="record")
    for module in (sources, state):
        monkeypatch.setattr(module, "st", stage)
    selection = Selection(page="sources", collection="record")

    sources.render(selected, text("en"), state.Follow(selection, replace(DESK, width=350), record))

    assert {name for name, _, _ in stage.shown} == {"html"}
    body = reading.tree(stage.markup)
    rows = reading.classed(body, "cm-record-quantity")
    held = selected.held("sources")
    assert len(rows) == len(held)
    addresses = {link.get("href") for row in rows for link in row.iter("a")}
    assert addresses == set(held["url"]) - {""}
