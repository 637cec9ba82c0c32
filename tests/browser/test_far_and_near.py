"""The long page of the record in a browser: what is far from the screen waits, and nothing moves when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from reader import CARD, GO, addressed, chosen, click_on_mark, settled

from components import page as views
from components.cost import KEY, indicators
from loaders.analysis.observations import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WAITING = ".cm-later"
DRAWN = ".js-plotly-plot, .stDataFrame, .cm-statements"
HIGH = """(each) => each.getBoundingClientRect().height"""


def test_a_page_is_soon_drawn_whole_and_after_a_click_what_is_far_waits_until_it_comes_near(
    visit: Callable[..., Page],
) -> None:
    page = visit("?collection=record")
    for view in views.LATER:
        expect(page.locator(f".st-key-view-{view.KEY}").locator(DRAWN)).to_have_count(1)
    expect(page.locator(WAITING)).to_have_count(0)

    page.evaluate(GO, "?collection=record&years=2016-2018")
    addressed(page, collection="record", years="2016-2018")
    expect(page.locator(WAITING)).not_to_have_count(0)
    view = page.locator(f".st-key-view-{KEY}")
    expect(view.locator(WAITING)).to_be_attached()
    expect(view.locator(".cm-finding")).not_to_be_empty()
    before = view.evaluate(HIGH)
    view.scroll_into_view_if_needed()
    expect(view.locator(DRAWN)).to_be_attached()
    settled(page)
    assert abs(view.evaluate(HIGH) - before) <= 1

    wanted = next(
        each for each in figures(chosen(page), indicators(chosen(page))) if each.chosen and each.meeting_id
    )
    click_on_mark(page, KEY, figure=wanted.observation_id)
    addressed(
        page,
        collection="record",
        years="2016-2018",
        meeting=wanted.meeting_id,
        figure=wanted.observation_id,
    )
    expect(page.locator(CARD)).to_be_visible()
    expect(view.locator(DRAWN)).to_be_attached()
