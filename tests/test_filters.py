"""Filters: the chips, each of which takes exactly one thing away, and what the sidebar offers."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_selection import known

from components import filters, state
from components.language import text
from components.theme import DESK
from loaders.pages import PAGES, USED
from loaders.select import select
from loaders.selection import LANGUAGES, Months, Selection, parse
from loaders.story import shown_selection

if TYPE_CHECKING:
    from loaders.model import Dataset

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
    return filters.chips(select(record, selection), language, state.Follow(selection, DESK, record))


def describe(record: Dataset, **fields: Any) -> str:
    """The line that says which filters apply, without isolating characters."""
    selection = Selection(**fields)
    view = select(record, shown_selection(selection, dataset=record))
    follow = state.Follow(selection, DESK, record)
    return filters.describe_use(view, text(selection.language), follow).translate(reading.ISOLATES)


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

    filters.render(select(record, selection), text("en"), state.Follow(selection, DESK, record))

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
    filters.render(select(record, selection), text("en"), state.Follow(selection, DESK, record))
    settings = stage.settings("slider")
    assert stage.session_state[settings["key"]] == (2017, 2018)

    stage.session_state[settings["key"]] = (2017, 2019)
    settings["on_change"]()

    assert state.selection(record) == Selection(years=(2017, 2019))


# what a page uses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("here", PAGES)
def test_every_page_says_in_a_line_which_filters_it_uses(record: Dataset, here: Any, language: Any) -> None:
    line = describe(record, page=here, language=language)

    assert line == text(language)(f"filters.used.{here}")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "This page shows members by month. Of the filters only the collection applies; the month is set here. "
            "Your filters (2018 and Amman) do not apply here and come back when you leave.",
        ),
        (
            "ar",
            "تعرض هذه الصفحة الأعضاء شهراً بشهر. لا ينطبق عليها من عوامل التصفية سوى المجموعة، والشهر يُختار هنا. "
            "عاملا التصفية اللذان اخترتهما (2018 وعمّان) لا ينطبقان هنا، ويعودان عند مغادرة الصفحة.",
        ),
    ],
)
def test_the_filters_that_a_page_does_not_use_are_named(record: Dataset, language: Any, line: str) -> None:
    assert describe(record, page="members", language=language, years=(2018, 2018), cities=("amman",)) == line


def test_a_page_that_uses_every_filter_names_none(record: Dataset) -> None:
    assert describe(record, **MANY) == "Every filter applies to all of this page."
    assert all(chip["used"] for chip in chips(record, **MANY))


@pytest.mark.parametrize("here", ["story", "members"])
def test_the_chips_of_filters_that_a_page_does_not_use_are_marked_and_can_be_taken_away(
    record: Dataset, here: Any
) -> None:
    found = chips(record, page=here, **MANY)

    assert not any(chip["used"] for chip in found)
    assert target(found[0], record) == Selection(page=here, **{**MANY, "years": None})


@pytest.mark.parametrize("here", PAGES)
def test_the_widgets_of_filters_that_a_page_does_not_use_are_disabled_and_keep_their_values(
    record: Dataset, stage: reading.Stage, here: Any
) -> None:
    selection = Selection(page=here, years=(2017, 2018), cities=("paris",), themes=("stabilisation",))  # type: ignore[arg-type]
    view = select(record, shown_selection(selection, dataset=record))

    filters.render(view, text("en"), state.Follow(selection, DESK, record))

    widgets = {
        settings["key"]: settings
        for name, _, settings in stage.shown
        if name in ("segmented_control", "slider", "multiselect")
    }
    assert set(widgets) == {"collection", "years", "cities", "levels", "themes"}
    assert {key for key, settings in widgets.items() if not settings["disabled"]} == set(widgets) & set(
        USED[here]
    )
    values = {key: stage.session_state[key] for key in widgets}
    assert values == {
        "collection": "core",
        "years": (2017, 2018),
        "cities": ["paris"],
        "levels": [],
        "themes": ["stabilisation"],
    }
    assert not stage.settings("button")["disabled"]


def test_beside_a_step_of_the_record_the_sidebar_offers_what_the_readers_collection_holds(
    record: Dataset, stage: reading.Stage
) -> None:
    selection = Selection(page="story")
    view = select(record, shown_selection(selection, dataset=record))
    assert view.wide

    filters.render(view, text("en"), state.Follow(selection, DESK, record))

    slider = stage.settings("slider")
    assert (slider["min_value"], slider["max_value"]) == (2016, 2019)
    assert "riyadh" not in next(settings["options"] for _, what, settings in stage.shown if what == "Cities")


# themes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "3 meetings have no statement here: a theme leaves them out.",
            "3 اجتماعات هنا لا بيان لها، فتسقط عند اختيار موضوع.",
        ),
        (
            {"years": (2018, 2018)},
            "2 meetings have no statement here: a theme leaves them out.",
            "اجتماعان هنا لا بيان لهما، فيسقطان عند اختيار موضوع.",
        ),
        (
            {"collection": "record"},
            "62 meetings have no statement here: a theme leaves them out.",
            "62 اجتماعاً هنا لا بيان لها، فتسقط عند اختيار موضوع.",
        ),
        ({"cities": ("amman",)}, "", ""),
        ({"page": "members"}, "", ""),
    ],
)
def test_the_theme_filter_says_how_many_meetings_have_no_statement(
    record: Dataset, stage: reading.Stage, fields: dict[str, Any], english: str, arabic: str
) -> None:
    for language, said in (("en", english), ("ar", arabic)):
        selection = Selection(language=language, themes=("stabilisation",), **fields)  # type: ignore[arg-type]
        view = select(record, shown_selection(selection, dataset=record))
        follow = state.Follow(selection, DESK, record)
        stage.shown.clear()

        filters.render(view, text(language), follow)

        assert filters.describe_themes(view, text(language), follow) == said
        label = text(language)("filters.themes")
        (note,) = [settings["help"] for _, what, settings in stage.shown if what == label]
        assert note == (said or None)


@given(data=st.data())
@settings(max_examples=50)
def test_the_meetings_without_a_statement_are_those_that_every_theme_at_once_leaves_out(
    data: st.DataObject, record: Dataset
) -> None:
    selection = replace(
        data.draw(known(record)),
        page="statements",
        section="words",
        passage=None,
        disagreement=None,
        language="en",
    )
    follow = state.Follow(selection, DESK, record)
    others = replace(selection, themes=())
    every = replace(selection, themes=tuple(record.names["themes"]))

    said = filters.describe_themes(select(record, selection), text("en"), follow)

    number = len(select(record, others).meetings) - len(select(record, every).meetings)
    assert said.partition(" ")[0] == (str(number) if number else "")
