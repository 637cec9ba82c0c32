"""The map of the members: what it draws, what the browser is told, what a month and a member say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import markup
from components import membership as view
from components.language import text
from components.state import Follow
from components.theme import DESK
from loaders.analysis import membership
from loaders.select import select
from loaders.selection import LANGUAGES, Selection

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language

SCRIPT = (Path(__file__).resolve().parents[1] / "static" / "months.js").read_text(encoding="utf-8")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def months(selection: Selection, event: Any, dataset: Dataset) -> Selection:
    """The selection after the reader came to rest at a month, as ``render`` makes it."""
    last = membership.months(select(dataset, selection))[-1]
    after = replace(selection, **view.picked(event))
    return replace(after, at=None) if after.at == last else after


# the finding --------------------------------------------------------------------------------------------


def test_a_month_says_what_was_stated_and_what_the_list_holds(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    assert view.finding(chosen, text("en"), "2017-11") == (
        "At the end of November 2017: stated 74 (15 November 2017); on the list at least 49, at most 74"
    )


def test_a_month_of_rivals_names_them_all(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    assert "stated 74 and 75 (February 2018)" in view.finding(chosen, text("en"), "2018-02")


def test_the_last_month_is_the_usual_one_and_a_certain_sum_is_one_number(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    assert view.finding(chosen, text("en")) == view.finding(chosen, text("en"), "2026-02")
    assert view.finding(chosen, text("en")).endswith("on the list 88")


def test_before_any_count_nothing_is_stated(record: Dataset) -> None:
    assert "stated nothing yet" in view.finding(reading.chosen(record), text("en"), "2016-02")


@BOTH
def test_the_core_says_that_it_rests_on_its_own_reports(record: Dataset, language: Language) -> None:
    core = view.basis(reading.chosen(record), text(language))
    wide = view.basis(reading.chosen(record, collection="record"), text(language))

    assert "28" in core
    assert "88" in wide
    assert core != wide


# the drawing --------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_member_country_is_a_named_link_on_the_map(
    record: Dataset, language: Language, collection: str
) -> None:
    chosen = reading.chosen(record, collection=collection, language=language)
    tree = reading.tree(view.maps(chosen, text(language), DESK))
    world, near = tree.iter("svg")

    drawn = {each.get("data-member"): each for each in world.iter("a")}

    countries = [each for each in membership.roster(chosen) if each.kind == "country"]
    assert set(drawn) == {each.member_id for each in countries}
    for each in countries:
        link = drawn[each.member_id]
        assert link.get("href") == f"?member={each.member_id}"
        assert "data-step" in link.attrib
        assert link.findtext("title") == link.get("aria-label") == text(language).of(each.row, "name")
        assert {inner.tag for inner in link} & {"path", "circle"}
    assert {each.get("data-member") for each in near.iter("a")} < set(drawn)


def test_a_member_too_small_to_be_seen_has_a_disc_on_one_of_the_maps(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    tree = reading.tree(view.maps(chosen, text("en"), DESK))

    world, near = (
        {each.get("data-member") for each in svg.iter("a") if each.find("circle") is not None}
        for svg in tree.iter("svg")
    )

    assert {"sgp", "fji"} <= world
    assert {"bhr", "lux"} <= near
    assert not world & near


def test_the_states_differ_by_pattern_and_each_has_one(record: Dataset) -> None:
    tree = reading.tree(view.maps(reading.chosen(record), text("en"), DESK))

    patterns = {each.get("id"): [part.tag for part in each] for each in tree.iter("pattern")}

    assert set(patterns) == {f"cm-fill-{state}" for state in membership.STATES}
    assert patterns["cm-fill-named"] == ["rect", "circle"]
    assert patterns["cm-fill-undated"] == ["rect", "rect"]


@BOTH
def test_the_months_can_be_moved_through_by_keyboard_and_are_labelled(
    record: Dataset, language: Language
) -> None:
    chosen = reading.chosen(record, collection="record")
    tree = reading.tree(view.controls(chosen, text(language), DESK))
    (slider,) = tree.iter("input")
    (label,) = tree.iter("label")

    assert (slider.get("type"), slider.get("dir")) == ("range", "ltr")
    assert label.get("for") == slider.get("id")
    assert slider.get("max") == str(len(membership.months(chosen)) - 1)
    assert len(list(tree.iter("button"))) == 1
    legend = [each.get("data-state") for each in reading.classed(tree, "cm-state")]
    assert legend == [*membership.STATES, None]


# what the browser is told -------------------------------------------------------------------------------


def test_the_browser_can_say_the_state_of_every_member_in_every_month(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    told = view.told(chosen, text("en"), DESK)

    for each in membership.roster(chosen):
        history = told["history"][each.member_id]
        for number, month in enumerate(told["ids"]):
            *_, (_, state) = [change for change in history if change[0] <= number]
            assert told["order"][state] == each.state(membership.end(month))


def test_the_browser_says_of_a_month_what_the_finding_says(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    told = view.told(chosen, text("en"), DESK)

    for number, month in enumerate(told["ids"]):
        stated = [said for place, said in told["stated"] if place <= number]
        assert f"stated {stated[-1] if stated else told['none']};" in view.finding(chosen, text("en"), month)


def test_it_plays_through_the_months_in_which_something_changes(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    told = view.told(chosen, text("en"), DESK)

    assert [told["ids"][each] for each in told["steps"]] == list(membership.changing(chosen))
    assert told["steps"][-1] == len(told["ids"]) - 1


def test_the_script_reads_nothing_that_it_is_not_told(record: Dataset) -> None:
    read = set(re.findall(r"\bdata\.(\w+)", SCRIPT))

    assert read == {*view.told(reading.chosen(record), text("en"), DESK), "at", "member"}
    assert set(re.findall(r'setTriggerValue\("(\w+)"', SCRIPT)) == {"at"}


def test_the_script_finds_what_the_templates_hold(record: Dataset) -> None:
    chosen = reading.chosen(record)
    parts = view.controls(chosen, text("en"), DESK) + view.maps(chosen, text("en"), DESK)
    drawn = parts + view.beside(chosen, text("en"), DESK, None)

    for name in set(re.findall(r"\[data-([a-z]+)\]", SCRIPT)) - {"testid"}:
        assert f"data-{name}=" in drawn, name
    for name in ("play", "pause", "next"):
        assert f"dataset.{name}" in SCRIPT
        assert f"data-{name}=" in drawn


def test_the_script_asks_no_host_and_spares_those_who_want_no_motion() -> None:
    assert "//" not in re.sub(r"(?m)(^|\s)//.*$", "", SCRIPT)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|eval|innerHTML|localStorage)\b", SCRIPT)
    assert "(prefers-reduced-motion: reduce)" in SCRIPT
    assert markup.asset("months.js") in markup.script("months.js")


# where the reader comes to rest --------------------------------------------------------------------------


@pytest.mark.parametrize("event", [None, {}, {"at": None}, {"at": 7}, {"at": "2017"}, {"at": "<b>"}])
def test_what_is_no_month_means_nothing(event: Any) -> None:
    assert view.picked(event) == {}


def test_a_month_is_put_into_the_address_and_the_last_one_is_not(record: Dataset) -> None:
    start = Selection(collection="record", page="members")

    there = months(start, {"at": "2017-11"}, record)

    assert there == replace(start, at="2017-11")
    assert months(there, {"at": "2026-02"}, record) == start


# one member ---------------------------------------------------------------------------------------------


@BOTH
def test_the_card_of_a_member_tells_all_that_is_known(record: Dataset, language: Language) -> None:
    chosen = reading.chosen(record, collection="record")
    row = record.names["members"]["cmr"]
    tree = reading.tree(view.card(chosen, text(language), DESK, "cmr", "2017-10"))

    said = reading.words(tree)

    for column in ("name", "note"):
        assert text(language).of(row, column) in said
    assert text(language)("membership.state.later") in said
    assert record.names["sources"][row["source_id"]]["url"] in said
    assert next(iter(tree.iter("a"))).get("href") == "?member=cmr"


def test_the_card_says_that_a_date_is_unknown_and_between_what_it_lies(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")

    tree = reading.tree(view.card(chosen, text("en"), DESK, "caf", "2020-01"))
    facts = {each.findtext("dt"): each.findtext("dd") for each in tree.findall(".//dl/div")}

    assert facts["Joined"] == "Not known"
    assert facts["Not yet a member on"] == "27 August 2019"
    assert facts["Named as a member by"] == "2020"


def test_nobody_has_no_card(record: Dataset) -> None:
    assert view.card(reading.chosen(record), text("en"), DESK, "alb", "2018-01") == ""


def test_the_organisations_stand_beside_the_map_with_their_state(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record")
    tree = reading.tree(view.beside(chosen, text("en"), DESK, "2016-12"))

    states = {each.get("data-member"): each.get("data-state") for each in tree.iter("a")}

    assert states == {
        "arab-league": "undated",
        "cen-sad": "later",
        "european-union": "undated",
        "interpol": "joined",
        "nato": "later",
    }


def test_what_data_says_is_never_markup(sample: Dataset) -> None:
    hostile = reading.changed(
        sample, "members", "per", name_en="<b>Peru</b>", note_en="<i>x</i>", note_ar="x"
    )
    chosen = reading.chosen(hostile)

    drawn = view.maps(chosen, text("en"), DESK) + view.card(chosen, text("en"), DESK, "per", "2022-09")

    assert "<b>Peru" not in drawn
    assert "&lt;b&gt;Peru" in drawn


def test_links_of_a_member_open_and_close_its_card(record: Dataset) -> None:
    follow = Follow(Selection(collection="record", page="members"), DESK, record)

    assert follow.link(member="fra") == "?collection=record&page=members&member=fra"
