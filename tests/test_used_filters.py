"""Which filters a page uses: the selection that it draws, and what a click on it may set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from test_selection import known

from components import atlas, browser, counted, filters, page, state, timeline
from components.language import text
from components.theme import DESK
from loaders.pages import PAGES, SCOPED, USED
from loaders.select import drop_unused, select
from loaders.selection import Months, Selection, parse, query
from loaders.story import find_step, shown_selection

APP = Path(__file__).resolve().parents[1] / "components" / "script.py"
FILTERED = {
    "years": (2018, 2018),
    "period": Months("2018-01", "2018-06"),
    "cities": ("amman",),
    "levels": ("ministerial",),
    "meetings": ("2017-11-amman",),
    "themes": ("stabilisation",),
}
FIGURE = "2018-02-kuwait-members"


def on_mark(*customdata):
    """A click on a mark of a chart, as Streamlit reports it."""
    return {"selection": {"points": [{"customdata": list(customdata)}]}}


ON_AMMAN = {"selection": {"objects": {"cities": [{"city": "amman"}]}}}


@pytest.fixture
def stage(monkeypatch):
    """A session that has just begun."""
    stage = reading.Stage()
    monkeypatch.setattr(state, "st", stage)
    monkeypatch.setattr(browser, "st", stage)
    return stage


@pytest.fixture
def tell(stage, record, monkeypatch):
    """Let the browser tell something of the page for a selection; returns the selection after it."""
    callbacks = {}
    monkeypatch.setattr(
        browser, "_component", lambda: lambda **settings: callbacks.update(settings)
    )
    monkeypatch.setattr(state, "screen", lambda: DESK)

    def tell_browser(selection, name, value):
        state.selection(record)
        state.act(selection)
        state.selection(record)
        browser.connect(text("en"), record, status="")
        stage.session_state["browser"] = {name: value}
        callbacks[f"on_{name}_change"]()
        return state.selection(record)

    return tell_browser


def click(stage, selection, view, event, record):
    """The selection after a click on a chart of the page for a selection."""
    state.selection(record)
    state.act(selection)
    follow = state.Follow(selection, DESK, record)
    stage.session_state[follow.key(view.KEY)] = event
    follow.on(view.KEY, view.picked)()
    return state.selection(record)


# the table ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("here", PAGES)
def test_changes_of_filters_that_a_page_does_not_use_are_dropped(here):
    changes = {**FILTERED, "collection": "record", "at": "2018-02", "figure": FIGURE, "page": here}

    kept = drop_unused(changes, page=here)

    assert set(kept) == {"figure", "page", *(set(USED[here]) & set(changes))}


# the selection that is drawn -------------------------------------------------------------------------------


@given(data=st.data())
@settings(max_examples=200)
def test_a_page_draws_the_filters_that_it_uses_and_no_other(data, record):
    selection = data.draw(known(record))

    shown = shown_selection(selection, dataset=record)

    step = find_step(selection, dataset=record) if selection.page == "story" else None
    usual = parse(parse_qs(step.query)) if step else Selection()
    for name in SCOPED:
        source = selection if name in USED[selection.page] else usual
        assert getattr(shown, name) == getattr(source, name), name
    assert replace(shown, **{name: getattr(selection, name) for name in SCOPED}) == selection
    assert shown_selection(shown, dataset=record) == shown
    assert parse(query(shown), record) == shown


# clicks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("here", ["story", "members"])
def test_a_click_where_filters_are_not_used_opens_evidence_alone(record, stage, here):
    before = Selection(page=here, cities=("rome",))

    after = click(stage, before, timeline, on_mark("2018-02-kuwait", FIGURE), record)
    cleared = click(stage, after, timeline, on_mark("2018-02-kuwait", FIGURE), record)

    assert after == replace(before, figure=FIGURE)
    assert cleared == before


@pytest.mark.parametrize(
    ("view", "event"), [(atlas, ON_AMMAN), (timeline, on_mark("2018-02-kuwait", ""))]
)
def test_a_click_on_a_city_or_a_meeting_beside_a_step_changes_nothing(record, stage, view, event):
    before = Selection(page="story", years=(2018, 2018))

    assert click(stage, before, view, event, record) == before


def test_a_count_sets_the_month_of_the_map_on_the_page_of_the_members_alone(record, stage):
    event = on_mark("2018-02-kuwait", FIGURE, "2018-02")

    members = click(stage, Selection(page="members"), counted, event, record)
    step = click(stage, Selection(page="story"), counted, event, record)

    assert (members.at, members.figure) == ("2018-02", FIGURE)
    assert (step.at, step.figure) == (None, FIGURE)


@pytest.mark.parametrize("here", ["story", "members"])
@pytest.mark.parametrize("link", ["?city=paris", "?meeting=2019-06-paris", "?theme=stabilisation"])
def test_a_link_in_a_view_sets_no_filter_that_the_page_does_not_use(tell, here, link):
    before = Selection(page=here, cities=("rome",))

    assert tell(before, "step", link) == before


@pytest.mark.parametrize(
    ("here", "period"), [("overview", Months("2018-01", "2018-03")), ("story", None)]
)
def test_a_drag_over_the_time_line_marks_a_period_where_the_page_uses_one(tell, here, period):
    assert tell(Selection(page=here), "brush", "?period=2018-01/2018-03").period == period


# the header -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "themes", "said"),
    [
        (
            "overview",
            "stabilisation",
            ["3 meetings have no statement here: a theme leaves them out."],
        ),
        ("overview", "", []),
        ("members", "stabilisation", []),
    ],
)
def test_the_head_says_what_a_theme_leaves_out(monkeypatch, record, here, themes, said):
    stage = reading.Stage()
    monkeypatch.setattr(page, "st", stage)
    monkeypatch.setattr(page.state, "notice", tuple)
    monkeypatch.setattr(page.state, "copied_version", str)
    selection = Selection(page=here, themes=tuple(filter(None, [themes])))
    view, follow = (
        select(record, shown_selection(selection, dataset=record)),
        state.Follow(selection, DESK, record),
    )

    page.head(view, text("en"), follow)

    lines = reading.classed(reading.tree(stage.markup), "cm-use")
    use = filters.describe_use(view, text("en"), follow).translate(reading.ISOLATES)
    assert [reading.words(line) for line in lines] == [*filter(None, [use]), *said]


# empty views -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (
            "overview",
            [
                "5 meetings",
                "5 meetings and 4 published figures",
            ],
        ),
        ("disagreements", ["2 disagreements"]),
        ("words", []),
        ("statements", []),
    ],
)
def test_the_empty_views_of_a_page_name_what_the_wider_record_holds(monkeypatch, here, said):
    monkeypatch.delenv("COALITION_DATA", raising=False)
    opened = AppTest.from_file(str(APP), default_timeout=60)
    opened.query_params["page"] = here
    opened.query_params["years"] = "2014-2014"

    opened.run()

    shown = reading.tree(
        "".join(
            element.proto.body
            for element in opened.get("html")
            if "<style" not in element.proto.body
        )
    )
    empty = reading.classed(shown, "cm-empty")
    links = [link for element in empty for link in element.iter("a")]
    offers = [reading.words(link) for link in links if reading.words(link) != "Clear all filters"]
    assert empty
    assert offers == [f"The public record holds {what} here." for what in said]
