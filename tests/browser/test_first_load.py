"""A first load takes few bytes and moves nothing that a reader already sees."""

import pytest
from playwright.sync_api import expect
from reader import settled

from loaders.pages import PAGES

MOST_SHIFT = 0.05
"""The layout shift, summed over a load, that is allowed: half of what counts as good."""

MOST_BYTES = 4_000_000

SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([Math.round(entry.startTime), entry.value]);
  }).observe({ type: "layout-shift", buffered: true });
}"""

DRAWN_MS = 1_500
"""Milliseconds after the first run in which charts find their place."""


@pytest.fixture
def load(request, site):
    """Open an address in a browser without a past; returns the page and the bytes of every answer, by address."""
    contexts = []

    def open_page(address, *, deck=False):
        browser = request.getfixturevalue("deck_browser" if deck else "browser")
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})()")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        names = {}
        received = {}
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
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("address", [*(f"page={page}" for page in PAGES), "collection=record"])
def test_nothing_moves_once_it_is_shown(load, address, language):
    page, _ = load(f"{address}&lang={language}", deck=address in ("page=overview", "page=story"))

    shifts = page.evaluate("window.shifts")

    assert sum(value for _, value in shifts) <= MOST_SHIFT, shifts


def test_the_overview_takes_few_bytes_and_its_scripts_are_compressed(load):
    page, received = load("", deck=True)

    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    assert sum(received.values()) < MOST_BYTES, sorted(received.items(), key=lambda item: -item[1])[
        :10
    ]
    (plotly,) = [size for name, size in received.items() if "/PlotlyChart." in name]
    assert plotly < 1_500_000, "4.7 MB when it is not compressed"
