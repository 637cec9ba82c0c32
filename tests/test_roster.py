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
from loaders import membership
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    from loaders.dataset import Dataset
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


def test_a_cell_of_the_file_is_no_formula(sample: Dataset) -> None:
    risky = reading.changed(sample, "members", "per", note_en="=1+1", note_ar="=1+1")

    assert "'=1+1" in roster.file(reading.chosen(risky)).decode("utf-8-sig")
