"""State: address, clicks and widgets as one selection; with a stage that stands in for Streamlit."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
import reading

from components import atlas, browser, state, timeline
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.selection import Column, Dropped, Months, Selection, address, query

AMMAN = {"cities": ("amman",)}
YEARS = {"years": (2017, 2018)}
SOURCES = {"page": "sources", "section": "disagreements", **AMMAN}
ON_AMMAN = {"selection": {"objects": {"cities": [{"city": "amman"}]}}}
ON_NOTHING = {"selection": {"objects": {}}}
ON_PARIS = {"selection": {"points": [{"customdata": ["2019-06-paris", ""]}]}}


@pytest.fixture
def stage(monkeypatch):
    """A session that has just begun."""
    stage = reading.Stage()
    monkeypatch.setattr(state, "st", stage)
    monkeypatch.setattr(browser, "st", stage)
    return stage


def run(record):
    """One run of the page: the selection it draws, then the address that it publishes."""
    selection = state.selection(record)
    state.publish(selection)
    return state.Follow(selection, DESK, record)


def click(stage, follow, view, event):
    """A click on a chart, as Streamlit reports it before the next run."""
    stage.session_state[follow.key(view.KEY)] = event
    follow.on(view.KEY, view.picked)()


def on_map(city, place):
    """What a map reports: the place of what is marked in its layer, and what stands there now."""
    return {"selection": {"indices": {"cities": [place]}, "objects": {"cities": [{"city": city}]}}}


# links --------------------------------------------------------------------------------------------------


def test_a_link_changes_what_it_names_and_keeps_the_rest(record):
    follow = state.Follow(Selection(language="ar", **AMMAN), DESK, record)

    assert follow.link(years=(2017, 2018)) == "?lang=ar&years=2017-2018&city=amman"
    assert follow.link(language="en") == "?city=amman"
    assert follow.link(cities=()) == "?lang=ar"


def test_the_cleared_link_keeps_language_collection_and_columns(record):
    kept = Selection(language="ar", collection="record", columns=(Column("2017-11-amman", "both"),))
    follow = state.Follow(replace(kept, years=(2017, 2017), **AMMAN), DESK, record)

    assert follow.link_cleared == follow.link(years=None, cities=()) == address(kept)


# the address ----------------------------------------------------------------------------------------------


def test_a_page_opens_as_its_address_says(record, stage):
    stage.query_params.update({"lang": ["ar"], "city": ["amman"]})

    follow = run(record)

    assert follow.selection == Selection(language="ar", **AMMAN)
    assert stage.query_params.pages == 0, "an address that says it already is left alone"


def test_what_an_address_asks_in_vain_is_told_until_the_next_act(record, stage):
    stage.query_params.update({"city": ["atlantis", "amman"]})

    follow = run(record)

    assert follow.selection == Selection(**AMMAN)
    assert state.notice() == (Dropped("city", "atlantis"),)
    assert stage.query_params.pages == 0, "an address is not rewritten before the reader acts"
    state.act(follow.selection.cleared)
    assert state.notice() == ()


@pytest.mark.parametrize("is_embedded", [True, False])
def test_a_view_stands_alone_within_another_page_only(record, stage, is_embedded):
    stage.context = SimpleNamespace(is_embedded=is_embedded)  # type: ignore[attr-defined]
    stage.query_params.update({"view": ["matrix"], "city": ["amman"]})

    follow = run(record)

    assert follow.selection == Selection(
        page="statements", view="matrix" if is_embedded else "", **AMMAN
    )
    state.act(replace(follow.selection, cities=("rome",)))
    run(record)
    assert stage.query_params["city"] == ["rome"]
    assert ("view" in stage.query_params) == is_embedded


def test_a_click_makes_one_new_address(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)

    run(record)
    run(record)

    assert stage.query_params == {"city": ["amman"]}
    assert stage.query_params.pages == 1


def test_going_back_to_an_older_address_brings_its_selection_back(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    run(record)
    run(record)

    stage.query_params.clear()
    follow = run(record)

    assert follow.selection == Selection()
    assert stage.query_params == {}


def test_a_message_sent_before_the_browser_had_the_new_address_changes_nothing(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    run(record)
    new = dict(stage.query_params)

    stage.query_params.clear()
    assert run(record).selection == Selection(**AMMAN)

    stage.query_params.update(new)
    run(record)
    stage.query_params.clear()
    assert run(record).selection == Selection(), "the browser had it: this is the way back"


def test_on_the_way_back_the_widgets_of_the_page_that_was_left_change_nothing(
    record, stage, monkeypatch
):
    follow = run(record)
    monkeypatch.setattr(
        state, "get_script_run_ctx", lambda **_: SimpleNamespace(is_history_navigation=True)
    )

    click(stage, follow, timeline, ON_PARIS)
    stage.session_state["levels"] = ["ministerial"]
    follow.changed("levels", lambda selection, value: replace(selection, levels=tuple(value)))()

    assert stage.session_state[state.SELECTION] == Selection()


def test_on_the_way_back_the_address_wins_over_a_click_that_was_not_published(
    record, stage, monkeypatch
):
    run(record)
    state.act(Selection(**AMMAN))
    run(record)
    state.act(Selection(years=(2017, 2018)))
    monkeypatch.setattr(
        state, "get_script_run_ctx", lambda **_: SimpleNamespace(is_history_navigation=True)
    )
    stage.query_params.clear()

    assert state.asked() == Selection()
    assert run(record).selection == Selection()
    assert not stage.query_params


def test_a_click_from_a_page_whose_address_is_behind_counts(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    follow = run(record)
    stage.query_params.clear()

    click(stage, follow, timeline, ON_PARIS)

    assert run(record).selection == Selection(meetings=("2019-06-paris",), **AMMAN)


# clicks -----------------------------------------------------------------------------------------------------


PARIS = {"meetings": ("2019-06-paris",)}


@pytest.mark.parametrize(
    ("clicks", "chosen"),
    [
        ([(atlas, ON_AMMAN)], AMMAN),
        ([(atlas, ON_NOTHING)], {}),
        # So a chart reports a second click on its mark.
        ([(atlas, ON_AMMAN), (atlas, ON_NOTHING)], {}),
        ([(atlas, ON_AMMAN), (atlas, ON_AMMAN), (atlas, ON_NOTHING)], {}),
        ([(atlas, ON_AMMAN), (timeline, ON_PARIS)], AMMAN | PARIS),
        # A map says again what is marked, when something else stands in its place.
        ([(atlas, on_map("amman", 3)), (atlas, on_map("paris", 3))], AMMAN),
        ([(atlas, on_map("amman", 3)), (atlas, ON_NOTHING), (atlas, on_map("amman", 3))], AMMAN),
    ],
)
def test_clicks_choose_and_take_back(
    record,
    stage,
    clicks,
    chosen,
):
    for view, event in clicks:
        click(stage, run(record), view, event)

    assert run(record).selection == Selection(**chosen)


def test_a_chart_whose_click_no_longer_stands_is_made_anew(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    before = run(record)
    key, other = before.key("atlas"), before.key("timeline")

    state.follow_link(before.selection.cleared)

    after = run(record)
    assert after.key("atlas") != key
    assert after.key("timeline") == other
    assert after.selection == Selection()


def test_a_chart_whose_click_still_stands_is_left_alone(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    follow = run(record)
    key = follow.key("atlas")

    click(stage, follow, timeline, ON_PARIS)

    assert run(record).key("atlas") == key


# widgets ------------------------------------------------------------------------------------------------------


def test_a_widget_is_set_to_what_the_selection_says(record, stage):
    follow = run(record)

    key = follow.widget("cities", ["amman"])

    assert stage.session_state[key] == ["amman"]


def test_a_widget_changes_the_selection_of_now_not_of_when_it_was_drawn(record, stage):
    follow = run(record)
    changed = follow.changed(
        "cities", lambda selection, value: Selection(years=selection.years, cities=value)
    )
    state.act(Selection(years=(2017, 2018)))

    stage.session_state["cities"] = ("amman",)
    changed()

    assert run(record).selection == Selection(years=(2017, 2018), **AMMAN)


def test_a_widget_that_still_holds_the_names_of_another_language_changes_nothing(record, stage):
    follow = run(record)
    changed = follow.changed(
        "cities", lambda selection, value: replace(selection, cities=tuple(value))
    )
    state.act(Selection(language="ar", **AMMAN))

    stage.session_state["cities"] = ["Amman"]
    changed()

    assert run(record).selection == Selection(language="ar", **AMMAN)


# the browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(stage, record, monkeypatch):
    """What the page listens to in the browser."""
    found = {}
    monkeypatch.setattr(browser, "_component", lambda: lambda **settings: found.update(settings))
    stage.context = SimpleNamespace(theme=SimpleNamespace(type="light"), cookies={})  # type: ignore[attr-defined]
    run(record)
    browser.connect(text("en"), record, status="")
    return found


def drawn(stage):
    """What is chosen has been drawn: what the browser tells next is told of that."""
    stage.session_state[state.SHOWN] = stage.session_state[state.SELECTION]
    stage.session_state[state.LINKED] = False


def tell(stage, heard, name, value):
    drawn(stage)
    stage.session_state["browser"] = {name: value}
    heard[f"on_{name}_change"]()


FREED, WINTER = "?disagreement=2017-11-amman-people-freed-host", Months("2017-11", "2018-02")


@pytest.mark.parametrize(
    ("before", "reports", "after"),
    [
        (YEARS, [("address", "?lang=ar&city=amman")], {"language": "ar", **AMMAN}),
        (AMMAN, [("address", None)], AMMAN),
        (
            {"language": "ar", **YEARS},
            [("step", "?city=amman")],
            {"language": "ar", **YEARS, **AMMAN},
        ),
        ({}, [("step", "?figure=2017-11-amman-members")] * 2, {}),
        (SOURCES, [("step", FREED)], {**SOURCES, "disagreement": FREED.partition("=")[2]}),
        (SOURCES, [("step", FREED)] * 2, SOURCES),
        *(
            (AMMAN, [("step", step)], AMMAN)
            for step in (None, "", "?", "?city=atlantis", "?lang=ar", "?years=2017-2018", "garbage")
        ),
        ({**YEARS, **AMMAN}, [("brush", "?period=2017-11/2018-02")], {"period": WINTER, **AMMAN}),
        ({"period": WINTER}, [("brush", None)], {"period": WINTER}),
        *(
            ({"period": WINTER, **AMMAN}, [("brush", brush)], AMMAN)
            for brush in ("?", "?period=2010-01/2010-02", "?period=2010-01/2030-01", "?period=x")
        ),
    ],
)
def test_what_the_browser_reports_changes_what_it_names(
    record,
    stage,
    heard,
    before,
    reports,
    after,
):
    state.act(Selection(**before))

    for name, value in reports:
        tell(stage, heard, name, value)

    assert run(record).selection == Selection(**after)
    assert stage.query_params == query(Selection(**after))


@pytest.mark.parametrize("first", ["widget", "link"])
def test_a_widget_that_is_behind_says_nothing_beside_a_link(record, stage, heard, first):
    state.act(Selection(**AMMAN))
    follow = run(record)
    changed = follow.changed(
        "cities", lambda selection, value: replace(selection, cities=tuple(value))
    )
    stage.session_state["cities"] = []
    stage.session_state["browser"] = {"step": "?theme=stabilisation"}

    both = [changed, heard["on_step_change"]]
    for each in both if first == "widget" else both[::-1]:
        each()

    assert run(record).selection == Selection(themes=("stabilisation",), **AMMAN)


def test_a_widget_is_heard_again_after_the_link(record, stage, heard):
    tell(stage, heard, "step", "?theme=stabilisation")
    follow = run(record)

    stage.session_state["cities"] = ["amman"]
    follow.changed("cities", lambda selection, value: replace(selection, cities=tuple(value)))()

    assert run(record).selection == Selection(themes=("stabilisation",), **AMMAN)


def test_a_card_that_leads_to_a_disagreement_gives_way_to_it(record, stage, heard):
    state.act(Selection(language="ar", figure="2017-11-amman-people-freed", **AMMAN))

    tell(stage, heard, "lead", "?disagreement=2017-11-amman-people-freed-host")

    led = run(record)
    assert led.selection == Selection(
        language="ar", disagreement="2017-11-amman-people-freed-host", **AMMAN
    )
    assert (
        led.link_page("statements", section="words")
        == "?lang=ar&city=amman&page=statements&section=words"
    )


@pytest.mark.parametrize(
    ("cookie", "told", "shown"),
    [
        ("", None, DESK),
        ("750x800x0", None, Screen(width=750, height=800, has_webgl=False)),
        ("750x800x0", "1300x900x1", Screen(width=1300, height=900)),
        ("750x800x1", "750x800x0", Screen(width=750, height=800, has_webgl=False)),
        ("750x800x1", "wide", Screen(width=750, height=800)),
        ("750x800x1", 1300, Screen(width=750, height=800)),
        ("750x800", "x900x1", DESK),
        ("<b>x800x1", "1300x900x2", DESK),
        ("999999x800x1", "1300x900x1\n", DESK),
    ],
)
def test_the_screen_is_the_reported_one_or_that_of_the_cookie_or_a_desk(
    record,
    stage,
    heard,
    cookie,
    told,
    shown,
):
    context = SimpleNamespace(theme=SimpleNamespace(type="light"), cookies={state.COOKIE: cookie})
    stage.context = context  # type: ignore[attr-defined]

    tell(stage, heard, "screen", told)
    browser.connect(text("en"), record, status="")

    assert state.screen() == shown
    assert heard["data"]["screen"] == shown.measures
    context.theme.type = "dark"
    assert state.screen() == replace(shown, palette=palette("dark"))


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({}, []),
        ({"figure": "2017-11-amman-members", "cities": ("paris",)}, ["2017-11-amman"]),
        ({"figure": "2017-11-amman-members", "page": "story"}, ["2017-11-amman"]),
        ({"cities": ("paris", "amman")}, ["2017-11-amman", "2019-06-paris"]),
        ({"cities": ("paris", "amman"), "years": (2017, 2018)}, ["2017-11-amman"]),
        ({"meetings": ("2019-06-paris",)}, ["2019-06-paris"]),
        ({"meetings": ("2019-06-paris",), "page": "story"}, []),
        ({"years": (2017, 2018), "levels": ("ministerial",), "themes": ("stabilisation",)}, []),
    ],
)
def test_marked_is_the_meeting_of_the_open_figure_or_those_of_a_city_or_meeting(
    record, heard, fields, marked
):
    state.act(Selection(**fields))

    browser.connect(text("en"), record, status="")

    assert heard["data"]["marked"] == marked


# what a chart says of itself --------------------------------------------------------------------------------------


def test_a_chart_with_a_click_that_going_back_has_undone_is_made_anew(record, stage):
    click(stage, run(record), atlas, on_map("amman", 3))
    run(record)
    before = run(record).key("atlas")
    stage.query_params.clear()

    follow = run(record)

    assert follow.key("atlas") != before
    click(stage, follow, atlas, on_map("amman", 3))
    assert run(record).selection == Selection(**AMMAN)


def test_a_chart_whose_marks_stand_for_something_else_is_made_anew(record, stage):
    follow = run(record)

    first = follow.key("observations", of=["one", "two"])
    again = follow.key("observations", of=["one", "two"])
    click(stage, follow, timeline, ON_PARIS)
    other = follow.key("observations", of=["two"])

    assert first == again == "observations-0"
    assert other == follow.key("observations") == "observations-1"


# drawings -------------------------------------------------------------------------------------------------------


def test_a_drawing_is_made_once_for_equal_selections(record):
    made = []

    def draw(*of):
        made.append(of)
        return len(made)

    follow = state.Follow(Selection(), DESK, record)
    for fields in (AMMAN, AMMAN, {}, AMMAN):
        follow.drawn(draw, reading.chosen(record, **fields), text("en"))

    assert len(made) == 2


def test_a_drawing_is_made_anew_for_another_language_or_argument(record):
    made = []
    chosen = reading.chosen(record)
    follow = state.Follow(Selection(), DESK, record)

    for language, more in (("en", ()), ("ar", ()), ("en", (DESK,)), ("en", (Screen(width=1300),))):
        follow.drawn(lambda *of: made.append(of), chosen, text(language), *more)

    assert len({of[1:] for of in made}) == len(made) == 4


# a period on the time line -------------------------------------------------------------------------------------


def test_a_period_marked_after_a_click_leaves_the_click_as_it_is(record, stage, heard):
    click(stage, run(record), timeline, ON_PARIS)
    key = run(record).key("timeline")
    tell(stage, heard, "brush", "?period=2019-01/2019-06")
    assert run(record).selection == Selection(
        meetings=("2019-06-paris",),
        period=Months("2019-01", "2019-06"),
    )
    assert run(record).key("timeline") == key

    click(stage, run(record), timeline, ON_NOTHING)  # so a chart reports a second click on its mark

    assert run(record).selection == Selection(period=Months("2019-01", "2019-06"))
