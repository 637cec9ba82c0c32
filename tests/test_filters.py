"""Filters: the chips, each of which takes exactly one thing away, and what the sidebar offers."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import filters, state
from components.language import text
from components.theme import DESK
from loaders.selection import Months, Selection, parse, within

if TYPE_CHECKING:
    from loaders.dataset import Dataset

MANY: dict[str, Any] = {
    "years": (2017, 2019),
    "period": Months("2017-11", "2019-06"),
    "cities": ("amman", "paris"),
    "levels": ("political_directors",),
    "meetings": ("2017-11-amman", "2019-06-paris"),
    "themes": ("stabilisation",),
}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, record: Dataset) -> reading.Stage:
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    stage.sidebar = nullcontext()  # type: ignore[attr-defined]
    monkeypatch.setattr(filters, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def chips(record: Dataset, **fields: Any) -> list[dict[str, str]]:
    selection = Selection(**fields)
    language = text(selection.language)
    return filters.chips(within(record, selection), language, state.Follow(selection, DESK, record))


def target(chip: dict[str, str], record: Dataset) -> Selection:
    """The selection to which a chip leads."""
    return parse(parse_qs(chip["link"].removeprefix("?")), record)


def test_without_a_filter_there_is_no_chip(record: Dataset) -> None:
    assert chips(record) == []
    assert chips(record, language="ar", collection="record", figure="2017-11-amman-members") == []


def test_there_is_a_chip_for_everything_that_is_chosen(record: Dataset) -> None:
    found = [(chip["kind"], chip["name"]) for chip in chips(record, **MANY)]

    assert found == [
        ("Years", "2017–2019"),
        ("Period", "Nov 2017 – Jun 2019"),
        ("City", "Amman"),
        ("City", "Paris"),
        ("Level", "Political directors"),
        ("Meeting", "Small Group meeting of political directors, Amman"),
        ("Meeting", "Meeting of political directors, Paris"),
        ("Theme", record.names["themes"]["stabilisation"]["name_en"]),
    ]


def test_a_chip_takes_exactly_its_own_value_away(record: Dataset) -> None:
    selection = Selection(language="ar", figure="2017-11-amman-members", **MANY)

    targets = [
        target(chip, record) for chip in chips(record, language="ar", figure="2017-11-amman-members", **MANY)
    ]

    assert targets == [
        replace(selection, years=None),
        replace(selection, period=None),
        replace(selection, cities=("paris",)),
        replace(selection, cities=("amman",)),
        replace(selection, levels=()),
        replace(selection, meetings=("2019-06-paris",)),
        replace(selection, meetings=("2017-11-amman",)),
        replace(selection, themes=()),
    ]


def test_chips_speak_the_language_of_the_page(record: Dataset) -> None:
    (chip,) = chips(record, language="ar", cities=("amman",))

    assert (chip["kind"], chip["name"]) == ("المدينة", "عمّان")


def test_a_single_year_is_named_once(record: Dataset) -> None:
    (chip,) = chips(record, years=(2018, 2018))

    assert chip["name"] == "2018"


def test_the_sidebar_offers_what_the_collection_holds(record: Dataset, stage: reading.Stage) -> None:
    chosen = reading.chosen(record)

    filters.render(chosen, text("en"), state.Follow(Selection(), DESK, record))

    offered = {what: settings["options"] for name, what, settings in stage.shown if name == "multiselect"}
    assert list(offered["Cities"]) == sorted(
        set(chosen.meetings["city_id"]), key=lambda each: record.names["cities"][each]["name_en"]
    )
    assert list(offered["Level of meeting"]) == [
        "ministerial",
        "small_group",
        "political_directors",
        "defence",
    ]
    assert set(offered["Theme of the statement"]) == set(record.names["themes"])
    assert "Showing 8 meetings." in reading.words(reading.tree(stage.markup))


def test_the_years_span_every_meeting_whatever_is_chosen(record: Dataset, stage: reading.Stage) -> None:
    selection = Selection(years=(2018, 2030))

    filters.render(within(record, selection), text("en"), state.Follow(selection, DESK, record))

    settings = stage.settings("slider")
    assert (settings["min_value"], settings["max_value"]) == (2016, 2019)
    assert stage.session_state[settings["key"]] == (2018, 2019)


def test_choosing_in_the_sidebar_changes_the_selection(record: Dataset, stage: reading.Stage) -> None:
    filters.render(reading.chosen(record), text("en"), state.Follow(Selection(), DESK, record))
    (cities,) = [settings for name, what, settings in stage.shown if what == "Cities"]

    stage.session_state[cities["key"]] = ["paris", "amman"]
    cities["on_change"]()

    assert state.selection(record) == Selection(cities=("amman", "paris"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "years"), [((2017, 2018), (2017, 2018)), ((2016, 2019), None)])
def test_the_whole_span_of_years_is_no_filter(
    record: Dataset, stage: reading.Stage, value: tuple[int, int], years: tuple[int, int] | None
) -> None:
    filters.render(reading.chosen(record), text("en"), state.Follow(Selection(), DESK, record))
    settings = stage.settings("slider")

    stage.session_state[settings["key"]] = value
    settings["on_change"]()

    assert state.selection(record).years == years


def test_there_is_nothing_to_clear_before_something_is_chosen(record: Dataset, stage: reading.Stage) -> None:
    filters.render(reading.chosen(record), text("en"), state.Follow(Selection(), DESK, record))

    assert stage.settings("button")["disabled"] is True


def test_a_single_month_is_named_once_in_the_language_of_the_page(record: Dataset) -> None:
    (chip,) = chips(record, language="ar", period=Months("2018-02", "2018-02"))

    assert reading.said([chip["kind"], chip["name"]]) == ["الفترة", "فبراير 2018"]


def test_the_years_of_a_marked_period_show_on_the_slider_and_moving_it_takes_its_place(
    record: Dataset, stage: reading.Stage
) -> None:
    selection = Selection(period=Months("2017-11", "2018-02"))
    state.act(selection)
    filters.render(within(record, selection), text("en"), state.Follow(selection, DESK, record))
    settings = stage.settings("slider")
    assert stage.session_state[settings["key"]] == (2017, 2018)

    stage.session_state[settings["key"]] = (2017, 2019)
    settings["on_change"]()

    assert state.selection(record) == Selection(years=(2017, 2019))
