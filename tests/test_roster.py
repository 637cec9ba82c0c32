"""The list of all members: the table and the file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import reading

from components import roster
from components.language import text
from components.theme import DESK
from loaders.analysis import membership
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_member_has_a_row_with_its_source(record: Dataset, language: Language, collection: str) -> None:
    chosen = reading.chosen(record, collection=collection, language=language)
    tree = reading.tree(roster.table(chosen, text(language), DESK))

    rows = tree.findall(".//tbody/tr")

    assert len(rows) == len(membership.roster(chosen))
    links = {each.find("th/a").get("href") for each in rows}  # type: ignore[union-attr]
    assert links == {f"?member={each.member_id}" for each in membership.roster(chosen)}


def test_a_row_says_how_precisely_a_date_is_known(record: Dataset) -> None:
    rows = {
        each["name"]: each for each in roster.rows(reading.chosen(record, collection="record"), text("en"))
    }

    assert [rows["Cameroon"][each] for each in ("joined", "precision")] == ["November 2017", "to the month"]
    assert [rows["Albania"][each] for each in ("joined", "precision", "named")] == [
        "Not known",
        "",
        "August 2016",
    ]


def test_the_finding_counts_the_kinds_and_the_unknown(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    assert roster.finding(chosen, text("en")) == (
        "83 countries and 5 organisations; date of joining unknown: 66"
    )


@pytest.mark.parametrize("collection", ["core", "record"])
def test_the_file_holds_the_list_and_names_collection_and_version(record: Dataset, collection: str) -> None:
    chosen = reading.chosen(record, collection=collection)

    rows = list(csv.DictReader(io.StringIO(roster.file(chosen).decode("utf-8-sig"))))

    assert [each["member_id"] for each in rows] == [each.member_id for each in membership.roster(chosen)]
    assert {each["source_collection"] for each in rows} == (
        {"core"} if collection == "core" else {"core", "record"}
    )
    assert roster.name(chosen) == f"coalition-meetings-members-{collection}-{record.rules.version}.csv"


def test_the_file_names_kind_and_source_in_both_languages(record: Dataset) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(roster.file(reading.chosen(record, collection="record")).decode("utf-8-sig"))
        )
    )

    columns = list(rows[0])
    assert columns[columns.index("kind") + 1 :][:2] == ["kind_en", "kind_ar"]
    assert columns[columns.index("source_id") + 1 :][:7] == [
        *("source_collection", "source_publisher_en", "source_publisher_ar"),
        *("source_kind", "source_kind_en", "source_kind_ar", "source_url"),
    ]
    for row in rows:
        member = record.names["members"][row["member_id"]]
        source = record.names["sources"][row["source_id"]]
        assert {name: row[name] for name in member} == member
        assert (row["source_kind"], row["source_url"]) == (source["kind"], source["url"])
        for language in LANGUAGES:
            words = text(language)
            assert row[f"kind_{language}"] == words(f"membership.kind.{member['kind']}")
            assert row[f"source_kind_{language}"] == words(f"kind.{source['kind']}")
            assert row[f"source_publisher_{language}"] == source[f"publisher_{language}"]


def test_a_cell_of_the_file_is_no_formula(sample: Dataset) -> None:
    risky = reading.changed(sample, "members", "per", note_en="=1+1", note_ar="=1+1")

    assert "'=1+1" in roster.file(reading.chosen(risky)).decode("utf-8-sig")
