"""The page asks no other host for anything, and its console stays clean, whatever a reader does."""

from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from reader import (
    CARD,
    MAP,
    addressed,
    click_on_map,
    click_on_mark,
    click_on_row,
    settled,
)

from loaders.pages import PAGES


class Heard(NamedTuple):
    """What a browser asked for, and what it complained about, on a walk through the page."""

    addresses: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def heard(deck_browser, site):
    """A walk through every stage of the page, listened to from before its first byte."""
    context = deck_browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    walk = Heard([], [])
    page.on("request", lambda asked: walk.addresses.append(asked.url))
    page.on("websocket", lambda socket: walk.addresses.append(socket.url))
    page.on("pageerror", lambda error: walk.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: walk.complaints.append(said.text) if said.type == "error" else None,
    )
    page.on(
        "response",
        lambda got: (
            walk.complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None
        ),
    )
    _walk(page, site)
    yield walk
    context.close()


def _walk(page, site):
    page.goto(site)
    settled(page)
    click_on_map(page, "paris")
    addressed(page, city="paris")
    page.locator(".cm-shown .cm-clear").click()
    addressed(page)
    click_on_mark(page, "people", figure="2017-11-amman-people-freed")
    addressed(page, meeting="2017-11-amman", figure="2017-11-amman-people-freed")
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    addressed(page, meeting="2017-11-amman")
    page.locator(".cm-pages a[href*='page=figures']").click()
    click_on_row(page, 1)
    expect(page.locator(CARD)).to_be_visible()
    settled(page)
    page.locator(".cm-pages a").first.click()
    settled(page)
    page.emulate_media(color_scheme="dark")
    settled(page)
    page.locator(f"{MAP} canvas").first.scroll_into_view_if_needed()
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    page.locator(".cm-tools a[hreflang=ar]").evaluate("(link) => link.click()")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    settled(page)
    for name in PAGES[1:]:
        link = page.locator(f".cm-pages a[href*='page={name}']")
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        settled(page)
    box = page.locator(".st-key-search-words input")
    box.fill("Iraq العراق")
    box.press("Enter")
    page.wait_for_url("**search=*")
    settled(page)
    page.goto(f"{site}/?lang=ar&passage=2019-06-paris:4&cite=2019-06-paris:4")
    expect(page.locator(".cm-citing")).to_be_visible()
    settled(page)
    page.goto(f"{site}/?lang=ar&years=1999-1999&city=nowhere")
    settled(page)


def test_no_other_host_is_asked_for_anything(heard, site):
    hosts = {
        urlsplit(each).netloc
        for each in heard.addresses
        if urlsplit(each).scheme not in ("data", "blob")
    }

    assert hosts == {urlsplit(site).netloc}


def test_the_outlines_and_the_arabic_face_come_from_the_page_itself(heard):
    paths = {urlsplit(each).path for each in heard.addresses}

    assert "/app/static/outlines/countries.geojson" in paths
    assert any(path.startswith("/app/static/fonts/noto-naskh-arabic") for path in paths)


def test_the_console_has_no_error(heard):
    assert heard.complaints == []
