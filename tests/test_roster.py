"""The list of all members: the table and the file."""

import csv
import io

import pytest
import reading

from components import roster
from components.language import text
from exports.tables import build_table, encode
from loaders.analysis import membership
from loaders.dates import period
from loaders.selection import LANGUAGES


def read_file(selected):
    return list(
        csv.DictReader(io.StringIO(encode(build_table(selected, "members")).decode("utf-8-sig")))
    )


@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_member_has_a_row_and_a_link(record, language, collection):
    selected = reading.chosen(record, collection=collection, language=language)

    rows = reading.tree(roster.table(selected, text(language))).findall(".//tbody/tr")

    links = [row.find("th/a").get("href") for row in rows]
    assert sorted(map(str, links)) == sorted(
        f"?member={member.member_id}" for member in membership.roster(selected)
    )


def test_a_row_says_how_precisely_a_date_is_known(record):
    selected = reading.chosen(record, collection="record")
    rows = {row["name"]: row for row in roster.rows(selected, text("en"))}

    assert (rows["Cameroon"]["joined"], rows["Cameroon"]["precision"]) == (
        "November 2017",
        "to the month",
    )
    assert [rows["Albania"][column] for column in ("joined", "precision", "named")] == [
        *("Not known", "", "24 August 2016")
    ]
    assert (rows["France"]["named"], rows["France"]["source"]) == (
        *("15 September 2014", "French embassy in the United States"),
    )


@pytest.mark.parametrize(
    ("collection", "sources"), [("core", {"core"}), ("record", {"core", "record"})]
)
def test_the_file_holds_the_list_with_kind_and_source_in_both_languages(
    record, collection, sources
):
    selected = reading.chosen(record, collection=collection)

    rows = read_file(selected)

    columns = list(rows[0])
    assert columns[columns.index("kind") + 1 :][:2] == ["kind_en", "kind_ar"]
    assert columns[columns.index("source_id") + 1 :][:7] == [
        *("source_collection", "source_publisher_en", "source_publisher_ar"),
        *("source_kind", "source_kind_en", "source_kind_ar", "source_url"),
    ]
    assert [row["member_id"] for row in rows] == [
        member.member_id for member in membership.roster(selected)
    ]
    assert {row["source_collection"] for row in rows} == sources
    for row in rows:
        member = record.names["members"][row["member_id"]]
        source = record.names["sources"][row["source_id"]]
        assert {name: row[name] for name in member} == member
        assert (row["source_kind"], row["source_url"]) == (source["kind"], source["url"])
        first = min(
            (period(naming["named_on"]).last, naming["naming_id"], naming)
            for naming in record.names["namings"].values()
            if naming["member_id"] == row["member_id"]
        )[-1]
        assert (row["first_named_on"], row["first_source_id"]) == (
            first["named_on"],
            first["source_id"],
        )
        for language in LANGUAGES:
            words = text(language)
            assert row[f"kind_{language}"] == words(f"membership.kind.{member['kind']}")
            assert row[f"source_kind_{language}"] == words(f"kind.{source['kind']}")
            assert row[f"source_publisher_{language}"] == source[f"publisher_{language}"]


def test_a_cell_of_the_file_is_no_formula(sample):
    risky = reading.changed(sample, "members", "per", note_en="=1+1", note_ar="=1+1")

    assert "'=1+1" in {row["note_en"] for row in read_file(reading.chosen(risky))}
