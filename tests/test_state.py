"""State: address, clicks and widgets as one selection; a stage stands in for Streamlit."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import reading

from components import atlas, browser, counted, state, timeline
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.selection import Column, Dropped, Months, Selection, address, query

AMMAN = {"cities": ("amman",)}
PARIS = {"meetings": ("2019-06-paris",)}
YEARS = {"years": (2017, 2018)}
SOURCES = {"page": "sources", "section": "disagreements", **AMMAN}
STORY, MEMBERS = ({"page": page, "cities": ("rome",)} for page in ("story", "members"))
WINTER = Months("2017-11", "2018-02")
MEMBERS_2017, MEMBERS_2018 = "2017-11-amman-members", "2018-02-kuwait-members"
FREED = "2017-11-amman-people-freed-host"


def on_mark(*customdata):
    return {"selection": {"points": [{"customdata": list(customdata)}]}}


def on_map(city, index=0):
    """What a map reports: the index of what is marked in its layer, and what stands there now."""
    return {"selection": {"indices": {"cities": [index]}, "objects": {"cities": [{"city": city}]}}}


ON_AMMAN = {"selection": {"objects": {"cities": [{"city": "amman"}]}}}
ON_PARIS = on_mark("2019-06-paris", "")
ON_FIGURE = on_mark("2018-02-kuwait", MEMBERS_2018)
ON_COUNT = on_mark("2018-02-kuwait", MEMBERS_2018, "2018-02")
ON_NOTHING = {"selection": {"objects": {}}}
"""How a chart reports a second click on its mark."""


def run(record):
    """One run of the page: the selection it draws, then the address that it publishes."""
    selection = state.selection(record)
    state.publish(selection)
    return state.Follow(selection, DESK, record)


def click(stage, follow, view, event):
    """A click on a chart, as Streamlit reports it before the next run."""
    stage.session_state[follow.key(view.KEY)] = event
    follow.on(view.KEY, view.picked)()


def change(stage, follow, field, value):
    """Change a widget as a reader does."""
    stage.session_state[field] = value
    follow.changed(field, lambda before, now: replace(before, **{field: tuple(now)}))()


@pytest.fixture
def go_back(stage, monkeypatch):
    """Say to the page that the reader has gone back in the browser, to the page without filters."""

    def go():
        context = SimpleNamespace(is_history_navigation=True)
        monkeypatch.setattr(state, "get_script_run_ctx", lambda **_: context)
        stage.query_params.clear()

    return go


# links --------------------------------------------------------------------------------------------


def test_a_link_changes_what_it_names_and_keeps_the_rest(record):
    follow = state.Follow(Selection(language="ar", **AMMAN), DESK, record)

    assert follow.link(years=(2017, 2018)) == "?lang=ar&years=2017-2018&city=amman"
    assert follow.link(language="en") == "?city=amman"


def test_the_cleared_link_keeps_language_collection_and_columns(record):
    kept = Selection(language="ar", collection="record", columns=(Column("2017-11-amman", "both"),))
    follow = state.Follow(replace(kept, **YEARS, **AMMAN), DESK, record)

    assert follow.link_cleared == address(kept)


# the address --------------------------------------------------------------------------------------


def test_a_page_opens_as_its_address_says_and_names_what_is_unknown_until_the_next_act(
    record, stage
):
    stage.query_params.update({"lang": ["ar"], "city": ["atlantis", "amman"]})

    follow = run(record)

    assert follow.selection == Selection(language="ar", **AMMAN)
    assert state.notice() == (Dropped("city", "atlantis"),)
    assert stage.query_params.pages == 0, "an address is not rewritten before the reader acts"
    state.act(follow.selection.cleared)
    assert state.notice() == ()


@pytest.mark.parametrize("is_embedded", [True, False])
def test_a_view_stands_alone_within_another_page_only(record, stage, is_embedded):
    stage.context = SimpleNamespace(is_embedded=is_embedded)
    stage.query_params.update({"view": ["matrix"], "city": ["amman"]})

    follow = run(record)

    view = "matrix" if is_embedded else ""
    assert follow.selection == Selection(page="statements", view=view, **AMMAN)
    state.act(replace(follow.selection, cities=("rome",)))
    run(record)
    assert stage.query_params["city"] == ["rome"]
    assert ("view" in stage.query_params) == is_embedded


def test_a_click_makes_one_new_address_and_going_back_brings_the_old_selection_back(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    run(record)
    run(record)
    assert stage.query_params == {"city": ["amman"]}
    assert stage.query_params.pages == 1

    stage.query_params.clear()

    assert run(record).selection == Selection()
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
    record, stage, go_back
):
    follow = run(record)
    go_back()

    click(stage, follow, timeline, ON_PARIS)
    change(stage, follow, "levels", ["ministerial"])

    assert stage.session_state[state.SELECTION] == Selection()


def test_on_the_way_back_the_address_wins_over_a_click_that_was_not_published(
    record, stage, go_back
):
    run(record)
    state.act(Selection(**AMMAN))
    run(record)
    state.act(Selection(**YEARS))
    assert state.asked() == Selection(**YEARS)
    go_back()

    assert state.asked() == Selection()
    assert run(record).selection == Selection()
    assert not stage.query_params


def test_a_click_from_a_page_whose_address_is_behind_counts(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    follow = run(record)
    stage.query_params.clear()

    click(stage, follow, timeline, ON_PARIS)

    assert run(record).selection == Selection(**PARIS, **AMMAN)


# clicks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "clicks", "after"),
    [
        ({}, [(atlas, ON_AMMAN)], AMMAN),
        ({}, [(atlas, ON_NOTHING)], {}),
        ({}, [(atlas, ON_AMMAN), (atlas, ON_NOTHING)], {}),
        ({}, [(atlas, ON_AMMAN), (atlas, ON_AMMAN), (atlas, ON_NOTHING)], {}),
        ({}, [(atlas, ON_AMMAN), (timeline, ON_PARIS)], AMMAN | PARIS),
        # A map says again what is marked, when something else stands in its place.
        ({}, [(atlas, on_map("amman", 3)), (atlas, on_map("paris", 3))], AMMAN),
        ({}, [(atlas, on_map("amman")), (atlas, ON_NOTHING), (atlas, on_map("amman"))], AMMAN),
        # Where filters are not used, a click opens evidence alone.
        (STORY, [(atlas, ON_AMMAN), (timeline, ON_PARIS)], STORY),
        (STORY, [(timeline, ON_FIGURE)], STORY | {"figure": MEMBERS_2018}),
        (STORY, [(timeline, ON_FIGURE)] * 2, STORY),
        (MEMBERS, [(timeline, ON_FIGURE)], MEMBERS | {"figure": MEMBERS_2018}),
        (MEMBERS, [(counted, ON_COUNT)], MEMBERS | {"figure": MEMBERS_2018, "at": "2018-02"}),
        (STORY, [(counted, ON_COUNT)], STORY | {"figure": MEMBERS_2018}),
    ],
)
def test_clicks_choose_what_the_page_uses_and_take_it_back(record, stage, before, clicks, after):
    run(record)
    state.act(Selection(**before))

    for view, event in clicks:
        click(stage, run(record), view, event)

    assert run(record).selection == Selection(**after)


def test_only_a_chart_whose_click_no_longer_stands_is_made_anew(record, stage):
    click(stage, run(record), atlas, ON_AMMAN)
    before = run(record)
    click(stage, before, timeline, ON_PARIS)
    assert run(record).key("atlas") == before.key("atlas")

    state.follow_link(Selection(**PARIS))

    after = run(record)
    assert (after.key("atlas"), after.key("timeline")) == ("atlas-1", "timeline-0")


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


# widgets ------------------------------------------------------------------------------------------


def test_a_widget_changes_the_selection_of_now_not_of_when_it_was_drawn(record, stage):
    follow = run(record)
    state.act(Selection(**YEARS))

    change(stage, follow, "cities", ["amman"])

    assert run(record).selection == Selection(**YEARS, **AMMAN)


def test_a_widget_that_still_holds_the_names_of_another_language_changes_nothing(record, stage):
    follow = run(record)
    state.act(Selection(language="ar", **AMMAN))

    change(stage, follow, "cities", ["Amman"])

    assert run(record).selection == Selection(language="ar", **AMMAN)


# the browser --------------------------------------------------------------------------------------


@pytest.fixture
def heard(stage, record, monkeypatch):
    """What the page tells the browser, and listens to in it."""
    found = {}
    monkeypatch.setattr(browser, "_component", lambda: lambda **settings: found.update(settings))
    stage.context = SimpleNamespace(theme=SimpleNamespace(type="light"), cookies={})
    run(record)
    browser.connect(text("en"), record, status="")
    return found


def tell(stage, heard, name, value):
    """Let the browser report something of a page that has been drawn."""
    stage.session_state[state.SHOWN] = stage.session_state[state.SELECTION]
    stage.session_state[state.LINKED] = False
    stage.session_state["browser"] = {name: value}
    heard[f"on_{name}_change"]()


@pytest.mark.parametrize(
    ("before", "reports", "after"),
    [
        (YEARS, [("address", "?lang=ar&city=amman")], {"language": "ar", **AMMAN}),
        (AMMAN, [("address", None)], AMMAN),
        (YEARS, [("step", "?city=amman")], {**YEARS, **AMMAN}),
        ({}, [("step", f"?figure={MEMBERS_2017}")] * 2, {}),
        (SOURCES, [("step", f"?disagreement={FREED}")], {**SOURCES, "disagreement": FREED}),
        (SOURCES, [("step", f"?disagreement={FREED}")] * 2, SOURCES),
        (STORY, [("step", "?city=paris"), ("step", "?theme=stabilisation")], STORY),
        (MEMBERS, [("step", "?meeting=2019-06-paris")], MEMBERS),
        *(
            (AMMAN, [("step", step)], AMMAN)
            for step in (None, "", "?", "?city=atlantis", "?lang=ar", "?years=2017-2018", "garbage")
        ),
        ({**YEARS, **AMMAN}, [("brush", "?period=2017-11/2018-02")], {"period": WINTER, **AMMAN}),
        ({"period": WINTER}, [("brush", None)], {"period": WINTER}),
        (STORY, [("brush", "?period=2017-11/2018-02")], STORY),
        *(
            ({"period": WINTER, **AMMAN}, [("brush", brush)], AMMAN)
            for brush in ("?", "?period=2010-01/2010-02", "?period=2010-01/2030-01", "?period=x")
        ),
        # A card that leads to a disagreement gives way to it.
        (
            {"figure": MEMBERS_2017, **AMMAN},
            [("lead", f"?disagreement={FREED}")],
            {"disagreement": FREED, **AMMAN},
        ),
        (SOURCES, [("lead", "?page=members&member=nobody")], {"page": "members", **AMMAN}),
    ],
)
def test_what_the_browser_reports_changes_what_it_names(
    record, stage, heard, before, reports, after
):
    state.act(Selection(**before))

    for name, value in reports:
        tell(stage, heard, name, value)

    assert run(record).selection == Selection(**after)
    assert stage.query_params == query(Selection(**after))


@pytest.mark.parametrize("is_widget_first", [True, False])
def test_a_widget_that_is_behind_says_nothing_beside_a_link_and_is_heard_again_after_it(
    record, stage, heard, is_widget_first
):
    state.act(Selection(**AMMAN))
    follow = run(record)
    stage.session_state["browser"] = {"step": "?theme=stabilisation"}

    if is_widget_first:
        change(stage, follow, "cities", [])
    heard["on_step_change"]()
    if not is_widget_first:
        change(stage, follow, "cities", [])

    assert run(record).selection == Selection(themes=("stabilisation",), **AMMAN)
    change(stage, follow, "cities", [])
    assert run(record).selection == Selection(themes=("stabilisation",))


@pytest.mark.parametrize(
    ("cookie", "reported", "shown"),
    [
        ("", None, DESK),
        ("750x800x0", None, Screen(width=750, height=800, has_webgl=False)),
        ("750x800x0", "1300x900x1", Screen(width=1300, height=900)),
        ("750x800x1", "wide", Screen(width=750, height=800)),
        ("750x800x1", 1300, Screen(width=750, height=800)),
        ("750x800", "x900x1", DESK),
        ("<b>x800x1", "1300x900x2", DESK),
        ("999999x800x1", "1300x900x1\n", DESK),
    ],
)
def test_the_screen_is_the_reported_one_or_that_of_the_cookie_or_a_desk(
    record, stage, heard, cookie, reported, shown
):
    context = SimpleNamespace(theme=SimpleNamespace(type="light"), cookies={state.COOKIE: cookie})
    stage.context = context

    tell(stage, heard, "screen", reported)
    browser.connect(text("en"), record, status="")

    assert state.screen() == shown
    assert heard["data"]["screen"] == shown.measures
    context.theme.type = "dark"
    assert state.screen() == replace(shown, palette=palette("dark"))


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({}, []),
        ({"figure": MEMBERS_2017, "cities": ("paris",)}, ["2017-11-amman"]),
        ({"figure": MEMBERS_2017, "page": "story"}, ["2017-11-amman"]),
        ({"cities": ("paris", "amman")}, ["2017-11-amman", "2019-06-paris"]),
        ({"cities": ("paris", "amman"), **YEARS}, ["2017-11-amman"]),
        ({"page": "story", **PARIS}, []),
        ({"levels": ("ministerial",), "themes": ("stabilisation",), **YEARS}, []),
    ],
)
def test_marked_is_the_meeting_of_the_open_figure_or_those_of_a_city_or_meeting(
    record, heard, fields, marked
):
    state.act(Selection(**fields))

    browser.connect(text("en"), record, status="")

    assert heard["data"]["marked"] == marked


def test_a_period_marked_after_a_click_leaves_the_click_as_it_is(record, stage, heard):
    click(stage, run(record), timeline, ON_PARIS)
    key = run(record).key("timeline")
    marked = {"period": Months("2019-01", "2019-06")}

    tell(stage, heard, "brush", "?period=2019-01/2019-06")

    assert run(record).selection == Selection(**PARIS, **marked)
    assert run(record).key("timeline") == key
    click(stage, run(record), timeline, ON_NOTHING)
    assert run(record).selection == Selection(**marked)


# drawings -----------------------------------------------------------------------------------------


def test_a_drawing_is_made_once_for_equal_selections_languages_and_arguments(record):
    made = []

    def draw(*arguments):
        made.append(arguments)

    follow = state.Follow(Selection(), DESK, record)
    wanted = [({}, "en"), (AMMAN, "en"), ({}, "ar"), ({}, "en", DESK), ({}, "en", Screen(width=9))]
    for fields, language, *more in wanted * 2:
        follow.drawn(draw, reading.chosen(record, **fields), text(language), *more)

    assert len(made) == len(wanted)
