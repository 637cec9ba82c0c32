"""The page asks no other host for anything, and its console stays clean, whatever a reader does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


class Heard(NamedTuple):
    """What a browser asked for, and what it complained about, on a walk through the page."""

    addresses: list[str]
    complaints: list[str]


@pytest.fixture(scope="module", params=["en", "ar"])
def heard(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Heard]:
    """A walk through every stage of the page, listened to from before its first byte."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
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
    _walk(page, f"{site}/?lang={request.param}", language=request.param)
    yield walk
    context.close()


def _walk(page: Page, address: str, *, language: str) -> None:
    page.goto(address)
    settled(page)
    lang = {"lang": language}
    click_on_map(page, "paris")
    addressed(page, city="paris", **({} if language == "en" else lang))
    page.locator(".cm-shown .cm-clear").click()
    kept = {} if language == "en" else lang
    addressed(page, **kept)
    click_on_mark(page, "people", figure="2017-11-amman-people-freed")
    addressed(page, meeting="2017-11-amman", figure="2017-11-amman-people-freed", **kept)
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    addressed(page, meeting="2017-11-amman", **kept)
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
    other = "ar" if language == "en" else "en"
    page.evaluate(
        "(other) => document.querySelector(`.cm-tools a[hreflang=${other}]`).click()", other
    )
    expect(page.locator("html")).to_have_attribute("lang", other)
    settled(page)
    searched = {"statements": "Iraq العراق", "words": "الاستقرار"}
    for each in PAGES[1:]:
        link = page.locator(f".cm-pages a[href*='page={each}']")
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        settled(page)
        if words := searched.get(each, ""):
            page.locator('[data-testid="stMain"] input[type=text]:not([role=combobox])').first.fill(
                words
            )
            page.keyboard.press("Enter")
            settled(page)
    page.goto(
        address.partition("?")[0] + f"?lang={language}&passage=2019-06-paris:4&cite=2019-06-paris:4"
    )
    expect(page.locator(".cm-citing")).to_be_visible()
    settled(page)
    page.goto(address.partition("?")[0] + f"?lang={language}&years=1999-1999&city=nowhere")
    settled(page)


def test_no_other_host_is_asked_for_anything(heard: Heard, site: str) -> None:
    hosts = {
        urlsplit(each).netloc
        for each in heard.addresses
        if urlsplit(each).scheme not in ("data", "blob")
    }

    assert hosts == {urlsplit(site).netloc}


def test_the_outlines_and_the_arabic_face_come_from_the_page_itself(heard: Heard) -> None:
    paths = {urlsplit(each).path for each in heard.addresses}

    assert "/app/static/outlines/countries.geojson" in paths
    assert any(path.startswith("/app/static/fonts/noto-naskh-arabic") for path in paths)


def test_the_console_has_no_error(heard: Heard) -> None:
    assert heard.complaints == []
