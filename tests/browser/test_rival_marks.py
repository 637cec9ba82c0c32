"""The panels of the record in a browser: a mark pushed aside opens its own evidence; one legend explains all charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from reader import CARD, addressed, click_on_mark, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MEETING = "2017-03-washington"
RIVALS = {
    "2017-03-washington-territory-liberated-share-syria-state-blog": "30%",
    "2017-03-washington-territory-liberated-share-syria": "33.3%",
}
"""Two shares of Syria stated for one day, the one to the left of its date and the other to the right."""


def test_each_rival_opens_its_own_evidence_and_one_legend_serves_all_charts(
    visit: Callable[..., Page],
) -> None:
    page = visit("?collection=record", height=1500)
    # What is drawn a moment after the page was opened would hold up what the pointer does.
    expect(page.locator(".cm-later")).to_have_count(0)
    settled(page)

    expect(page.locator(".cm-forms")).to_have_count(6)
    expect(page.locator(".cm-forms:visible")).to_have_count(1)
    expect(page.locator(".cm-forms:visible")).to_contain_text("Press report")

    for observation, value in RIVALS.items():
        click_on_mark(page, "territory", figure=observation)
        addressed(page, collection="record", meeting=MEETING, figure=observation)
        expect(page.locator(CARD)).to_contain_text(value)
