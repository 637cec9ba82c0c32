"""The map of the members: what it draws, what the browser is told, what a month and a member say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import reading

from components import markup
from components import membership as view
from components.language import text
from loaders.analysis import membership
from loaders.selection import LANGUAGES, Selection

SCRIPT = (Path(__file__).resolve().parents[1] / "static" / "months.js").read_text(encoding="utf-8")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def wide(record):
    """The public record, nothing selected."""
    return reading.chosen(record, collection="record")


# the finding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("collection", "at", "expected"),
    [
        (
            "record",
            "2017-11",
            "At the end of November 2017, 73 members are known by name; stated: 74 (15 November 2017). "
            "In doubt: Somalia, not named by then in any source found",
        ),
        ("record", "2016-02", "In doubt: 25 others, not named by then in any source found"),
        ("record", "2018-02", "stated: 74 and 75 (February 2018)"),
        ("record", None, "At the end of February 2026, 88 members are known by name; stated: 90"),
        ("core", "2016-02", "stated: nothing yet. In doubt: Arab League, not named"),
        (
            "core",
            "2017-01",
            "name only 28 members. At the end of January 2017, 27 members are known by name",
        ),
    ],
    ids=["month", "many in doubt", "disputed", "usual and certain", "before any count", "core"],
)
def test_a_month_says_who_is_known_what_was_stated_and_who_is_in_doubt(
    record, collection, at, expected
):
    selected = reading.chosen(record, collection=collection)

    assert expected in view.finding(selected, text("en"), at)
    assert view.finding(selected, text("en")) == view.finding(
        selected, text("en"), membership.months(selected)[-1]
    )


@BOTH
def test_the_core_says_first_how_few_its_reports_name_and_leads_to_the_record(
    record, wide, language
):
    core, words = reading.chosen(record), text(language)
    found = view.finding(core, words)

    assert found.startswith(words.count("membership.core", 28, finding=""))
    (link,) = reading.tree(view.lead(core, words)).iter("a")
    assert link.get("href") == "?collection=record"
    assert "88" in reading.words(link)
    assert view.lead(wide, words) == ""
    assert "28" not in view.finding(wide, words)
    assert "88" in view.describe_basis(wide, words)


def test_of_the_list_at_most_fifteen_are_in_doubt_in_january_2017(record, wide):
    for selected in (reading.chosen(record), wide):
        day = membership.end("2017-01")
        states = {member.member_id: member.state(day) for member in membership.roster(selected)}
        assert list(states.values()).count("undated") <= 15
        assert {states[member] for member in ("usa", "gbr", "fra", "irq")} == {"named"}


# the drawing --------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_member_country_is_a_named_link_on_the_map(record, language, collection):
    selected = reading.chosen(record, collection=collection, language=language)
    world, near = reading.tree(view.maps(selected, text(language))).iter("svg")

    links = {link.get("data-member"): link for link in world.iter("a")}

    members = [member for member in membership.roster(selected) if member.kind == "country"]
    assert set(links) == {member.member_id for member in members}
    for member in members:
        link = links[member.member_id]
        assert link.get("href") == f"?member={member.member_id}"
        assert "data-step" in link.attrib
        assert (
            link.findtext("title")
            == link.get("aria-label")
            == text(language).of(member.row, "name")
        )
        assert {part.tag for part in link} & {"path", "circle"}
    assert {link.get("data-member") for link in near.iter("a")} < set(links)


def test_a_member_too_small_to_be_seen_has_a_disc_on_one_of_the_maps(wide):
    world, near = (
        {link.get("data-member") for link in svg.iter("a") if link.find("circle") is not None}
        for svg in reading.tree(view.maps(wide, text("en"))).iter("svg")
    )

    assert {"sgp", "fji"} <= world
    assert {"bhr", "lux"} <= near
    assert not world & near


def test_the_states_differ_by_pattern_and_each_has_one(wide):
    tree = reading.tree(view.maps(wide, text("en")))

    patterns = {
        pattern.get("id"): [part.tag for part in pattern] for pattern in tree.iter("pattern")
    }

    assert set(patterns) == {f"cm-fill-{state}" for state in membership.STATES}
    assert patterns["cm-fill-named"] == ["rect", "circle"]
    assert patterns["cm-fill-undated"] == ["rect", "rect"]


@BOTH
def test_the_months_can_be_moved_through_by_keyboard_and_are_labelled(wide, language):
    tree = reading.tree(view.controls(wide, text(language)))

    (slider,) = tree.iter("input")
    (label,) = tree.iter("label")
    assert (slider.get("type"), slider.get("dir")) == ("range", "ltr")
    assert label.get("for") == slider.get("id")
    assert slider.get("max") == str(len(membership.months(wide)) - 1)
    before, after = (button for button in tree.iter("button") if button.get("data-move"))
    assert (before.get("data-move"), after.get("data-move")) == ("-1", "1")
    assert before.get("aria-label") == text(language)("membership.previous_month")
    assert after.get("aria-label") == text(language)("membership.next_month")
    assert len(list(tree.iter("button"))) == 3
    states = [state.get("data-state") for state in reading.classed(tree, "cm-state")]
    assert states == [*membership.STATES, None]


# what the browser is told -------------------------------------------------------------------------------


def test_the_browser_says_of_every_month_what_the_page_says(wide):
    data = view.describe_months(wide, text("en"))

    for number, month in enumerate(data["ids"]):
        stated = [words for index, words in data["stated"] if index <= number]
        words = f"stated: {stated[-1] if stated else data['none']}"
        assert words in view.finding(wide, text("en"), month)
        for member in membership.roster(wide):
            changes = [
                state for index, state in data["history"][member.member_id] if index <= number
            ]
            assert data["order"][changes[-1]] == member.state(membership.end(month))
    assert [data["ids"][index] for index in data["steps"]] == list(membership.changing(wide))
    assert data["steps"][-1] == len(data["ids"]) - 1


def test_the_script_reads_what_it_is_told_and_finds_what_the_templates_hold(wide):
    words = text("en")
    parts = (view.controls(wide, words), view.maps(wide, words))
    drawn = "".join([*parts, view.organisations(wide, words, None)])

    assert set(re.findall(r"\bdata\.(\w+)", SCRIPT)) == {
        *view.describe_months(wide, words),
        *("at", "member"),
    }
    assert set(re.findall(r'setTriggerValue\("(\w+)"', SCRIPT)) == {"at"}
    names = {*re.findall(r"\[data-([a-z]+)\]", SCRIPT), "play", "pause", "next"} - {"testid"}
    assert all(f"data-{name}=" in drawn for name in names)
    assert all(f"dataset.{name}" in SCRIPT for name in ("play", "pause", "next"))


def test_the_script_asks_no_host_and_spares_those_who_want_no_motion():
    assert "//" not in re.sub(r"(?m)(^|\s)//.*$", "", SCRIPT)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|eval|innerHTML|localStorage)\b", SCRIPT)
    assert "(prefers-reduced-motion: reduce)" in SCRIPT
    assert markup.asset("months.js") in markup.script("months.js")


# where the reader comes to rest --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event", [None, {}, {"at": None}, {"at": 7}, {"at": "2017"}, {"at": "<b>"}]
)
def test_what_is_no_month_means_nothing(event):
    assert view.picked(event) == {}


def test_a_month_is_put_into_the_address_and_the_last_one_is_not():
    start = Selection(collection="record", page="members")

    selection = view.change_month(start, {"at": "2017-11"}, last="2026-02")

    assert selection == replace(start, at="2017-11")
    assert view.change_month(selection, {"at": "2026-02"}, last="2026-02") == start


# one member ---------------------------------------------------------------------------------------------


@BOTH
def test_the_card_of_a_member_tells_all_that_is_known(wide, language):
    row, words = wide.whole.names["members"]["cmr"], text(language)

    tree = reading.tree(view.card(wide, words, "cmr", "2017-10"))

    for part in (*(words.of(row, "name"), words.of(row, "note"), words("membership.state.later")),):
        assert part in reading.words(tree)
    assert [link.get("href") for link in tree.iter("a")] == [
        *("?member=cmr", wide.whole.names["sources"][row["source_id"]]["url"]),
    ]


@BOTH
@pytest.mark.parametrize("collection", ["core", "record"])
def test_the_card_lists_every_naming_with_date_source_and_words(record, language, collection):
    selected, words = reading.chosen(record, collection=collection), text(language)
    member = membership.find_member(selected, "usa")
    assert member

    (namings,) = reading.tree(view.card(selected, words, "usa", "2017-01")).iter("ol")

    rows, sources = list(namings.iter("li")), record.names["sources"]
    assert len(rows) == len(member.namings) > 8
    for row, naming in zip(rows, member.namings, strict=True):
        source = sources[naming.row["source_id"]]
        assert words.date(naming.when) in reading.words(row)
        (quote,) = row.iter("q")
        assert (quote.text, quote.get("lang")) == (naming.row["evidence"], source["language"])
        (link,) = row.iter("a")
        assert link.get("href") == source["url"] or "page=statements&statement=" in str(
            link.get("href")
        )


def test_the_card_says_that_a_date_is_unknown_and_between_what_it_lies(wide):
    tree = reading.tree(view.card(wide, text("en"), "caf", "2020-01"))

    facts = {fact.findtext("dt"): fact.findtext("dd") for fact in tree.findall(".//dl/div")}
    assert facts["Joined"] == "Not known"
    assert facts["Not yet a member on"] == "27 August 2019"
    (naming,) = tree.iter("li")
    assert reading.words(naming).startswith(
        "28 June 2021 Global Affairs Canada, June 2021 (official document)"
    )


def test_a_member_of_the_other_collection_has_no_card(record):
    assert view.card(reading.chosen(record), text("en"), "alb", "2018-01") == ""


def test_the_organisations_stand_beside_the_map_with_their_state(wide):
    tree = reading.tree(view.organisations(wide, text("en"), "2016-12"))

    assert {link.get("data-member"): link.get("data-state") for link in tree.iter("a")} == {
        "arab-league": "named",
        "cen-sad": "later",
        "european-union": "named",
        "interpol": "joined",
        "nato": "later",
    }


@BOTH
def test_the_heading_has_room_for_the_finding_of_every_month(wide, language):
    words = text(language)

    longest = view.find_longest(wide, words)

    assert longest in {view.finding(wide, words, month) for month in membership.months(wide)}
    assert all(
        len(view.finding(wide, words, month)) <= len(longest) for month in membership.months(wide)
    )
