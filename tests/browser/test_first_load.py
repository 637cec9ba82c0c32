"""A first load takes few bytes and moves nothing that a reader already sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import settled

from loaders.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

MOST_SHIFT = 0.05
"""The layout shift, summed over a load, that is allowed: half of what counts as good."""

MOST_BYTES = 4_000_000

SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([Math.round(entry.startTime), entry.value]);
  }).observe({ type: "layout-shift", buffered: true });
}"""

DRAWN_MS = 2_500
"""Milliseconds after the first run in which charts find their place."""


@pytest.fixture
def load(browser: Browser, site: str) -> Iterator[Callable[[str], tuple[Page, dict[str, float]]]]:
    """Open an address in a browser without a past; returns the page and the bytes of every answer, by address."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)

    def open_page(address: str) -> tuple[Page, dict[str, float]]:
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})()")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        names: dict[str, str] = {}
        received: dict[str, float] = {}
        session.on(
            "Network.responseReceived",
            lambda event: names.update({event["requestId"]: event["response"]["url"]}),
        )
        session.on(
            "Network.loadingFinished",
            lambda event: received.update({names[event["requestId"]]: event["encodedDataLength"]}),
        )
        page.goto(f"{site}/?{address}")
        settled(page)
        page.wait_for_timeout(DRAWN_MS)
        settled(page)
        return page, received

    yield open_page
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("address", [*(f"page={page}" for page in PAGES), "collection=record"])
def test_nothing_moves_once_it_is_shown(
    load: Callable[[str], tuple[Page, dict[str, float]]], address: str, language: str
) -> None:
    page, _ = load(f"{address}&lang={language}")

    shifts = page.evaluate("window.shifts")

    assert sum(value for _, value in shifts) <= MOST_SHIFT, shifts


def test_the_overview_takes_few_bytes_and_its_scripts_are_compressed(
    load: Callable[[str], tuple[Page, dict[str, float]]],
) -> None:
    page, received = load("")

    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    assert sum(received.values()) < MOST_BYTES, sorted(received.items(), key=lambda item: -item[1])[
        :10
    ]
    (plotly,) = [size for name, size in received.items() if "/PlotlyChart." in name]
    assert plotly < 1_500_000, "4.7 MB when it is not compressed"
