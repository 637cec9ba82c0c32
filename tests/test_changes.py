"""Changes: what differs from an earlier version, made from git, and told of the view that an address opens."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
import reading

from components import news
from components.language import text
from exports.view import open_view
from loaders import changelog
from loaders.analysis.changes import Change, list_changes_since, list_releases, order_version
from loaders.dates import period
from loaders.selection import LANGUAGES, Selection
from server.feed import ATOM, write_feed

VALUE = "2021-05-oslo-members"
ROWS = [
    ("0.1.0", "2025-01-01", "observations", VALUE, "", "", VALUE),
    ("0.2.0", "2025-02-01", "observations", VALUE, "value", "28", "30"),
    ("0.2.0", "2025-02-01", "meetings", "2021-05-oslo", "city_id", "lima", "oslo"),
    ("0.2.0", "2025-02-01", "observations", "2020-gone", "", "2020-gone", ""),
    ("0.3.0", "2025-03-01", "observations", VALUE, "value", "30", "31"),
    ("0.3.0", "2025-03-01", "observations", VALUE, "qualifier", "about", "exact"),
    ("0.10.0", "2025-04-01", "meetings", "2021-05-oslo", "starts_on", "2021-05", "2021-05-11"),
]


@pytest.fixture
def dataset(sample):
    """A dataset with a history."""
    return replace(sample, changes=pd.DataFrame(ROWS, columns=list(changelog.COLUMNS)))


# the log --------------------------------------------------------------------------------------------------


def commit(folder, version, observations):
    """A commit of a data folder."""
    (folder / "datapackage.json").write_text(f'{{"version": "{version}"}}', encoding="utf-8")
    (folder / "observations.csv").write_text(
        f"observation_id,value,note_en\n{observations}", encoding="utf-8"
    )
    for name in ("meetings", "members"):
        (folder / f"{name}.csv").write_text(f"{name}_id\n", encoding="utf-8")
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["add", "."], [*identity, "commit", "-q", "-m", version]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)


def test_the_log_says_what_each_version_changed_as_its_last_commit_has_it(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    commit(tmp_path, "1.0.0", "a,1,x\n")
    commit(tmp_path, "1.1.0", "a,2,x\nb,5,\n")
    commit(tmp_path, "1.1.0", "a,3,reworded\nb,5,\n")
    (tmp_path / "observations.csv").write_text(
        "observation_id,value,note_en\nb,6,\n", encoding="utf-8"
    )
    (tmp_path / "datapackage.json").write_text('{"version": "1.2.0"}', encoding="utf-8")

    found = changelog.list_changes(changelog.list_versions(tmp_path))

    assert found.drop(columns="released_on").to_numpy().tolist() == [
        ["1.1.0", "observations", "a", "value", "1", "3"],
        ["1.1.0", "observations", "b", "", "", "b"],
        ["1.2.0", "observations", "a", "", "a", ""],
        ["1.2.0", "observations", "b", "value", "5", "6"],
    ]


def test_the_log_ends_with_what_the_tables_hold(record):
    latest = {
        (row["table"], row["row_id"], row["column"]): row
        for row in sorted(
            record.changes.to_dict("records"), key=lambda row: order_version(row["version"])
        )
    }

    for (table, row_id, column), change in latest.items():
        held = record.names[table].get(row_id)
        assert (held is not None) == (bool(column) or bool(change["after"])), row_id
        if column:
            cell = held[column]
            assert change["after"] in (str(cell), f"{cell:g}" if isinstance(cell, float) else "")
    assert all(
        order_version(row["version"]) <= order_version(record.rules.version)
        for row in latest.values()
    )


# a view ---------------------------------------------------------------------------------------------------


def test_several_changes_of_a_cell_are_one_and_what_is_new_is_only_new(dataset):
    chosen = reading.chosen(dataset)

    assert list_changes_since(chosen, "0.1.0") == [
        Change("observations", VALUE, "value", "28", "31"),
        Change("meetings", "2021-05-oslo", "city_id", "lima", "oslo"),
        Change("observations", "2020-gone", "", "2020-gone", ""),
        Change("observations", VALUE, "qualifier", "about", "exact"),
        Change("meetings", "2021-05-oslo", "starts_on", "2021-05", "2021-05-11"),
    ]
    assert [
        change[:3]
        for change in list_changes_since(chosen, "0.0.9")
        if change.table == "observations"
    ] == [
        ("observations", VALUE, ""),
        ("observations", "2020-gone", ""),
    ]
    assert [change.column for change in list_changes_since(chosen, "0.3.0")] == ["starts_on"]
    assert list_changes_since(chosen, "0.10.0") == []


def test_what_a_selection_leaves_out_has_not_changed_in_it(dataset):
    lima = reading.chosen(dataset, cities=("lima",))

    assert [change.row_id for change in list_changes_since(lima, "0.1.0")] == ["2020-gone"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_both_the_value_of_the_copied_address_and_the_new_one(dataset, language):
    body = reading.tree(news.draw(reading.chosen(dataset), text(language), "0.2.0"))

    said = {
        reading.words(item.find("del")): reading.words(item.find("ins")) for item in body.iter("li")
    }
    words = text(language)
    assert said == {
        "30": "31",
        words("qualifier.about"): words("qualifier.exact"),
        words.date(period("2021-05")): words.date(period("2021-05-11")),
    }
    assert [link.get("href") for link in body.iter("a")] == [f"?figure={VALUE}"] * 2


@pytest.mark.parametrize(("version", "key"), [("99.0.0", "news.later"), ("0.10.0", "news.same")])
def test_an_address_of_a_later_version_or_without_changes_is_said(dataset, version, key):
    now = dataset.rules.version

    said = reading.words(reading.tree(news.draw(reading.chosen(dataset), text("en"), version)))

    assert said == text("en")(key, version=version, now=now)


@pytest.mark.parametrize("is_same", [True, False])
def test_nothing_is_said_of_an_address_of_this_version_or_of_none(dataset, is_same):
    assert (
        news.draw(reading.chosen(dataset), text("en"), dataset.rules.version if is_same else "")
        == ""
    )


# the feed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_has_an_entry_for_each_version_with_changes_the_latest_first(dataset, language):
    view = open_view(dataset, Selection(language=language), origin="https://example.org/coalition/")

    feed = ET.fromstring(write_feed(view))

    entries = feed.findall(f"{{{ATOM}}}entry")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert ids == [
        f"urn:coalition-meetings:version:{release.version}" for release in list_releases(dataset)
    ]
    assert ids[0] == "urn:coalition-meetings:version:0.10.0"
    assert feed.findtext(f"{{{ATOM}}}updated") == "2025-04-01T00:00:00Z"
    assert text(language).count("news.removed", 1) in str(entries[2].findtext(f"{{{ATOM}}}summary"))
