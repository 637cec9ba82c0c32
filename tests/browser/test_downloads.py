"""The files in the first row: each is made of what is shown, and the page says so meanwhile."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from reader import dataset

from components.downloads import FILES
from components.language import text
from loaders.selection import LANGUAGES

MENU = ".cm-files"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_made_for_what_is_shown_and_the_page_says_so(lead, language):
    page, words = lead(f"?lang={language}&city=amman"), text(language)
    page.locator(f"{MENU} summary").click()
    for name, path in FILES.items():
        link = page.locator(MENU).get_by_role("link", name=words(f"download.{name}"))
        with page.expect_download() as coming:
            link.click()
        made = coming.value
        assert made.suggested_filename.startswith("coalition-meetings-")
        assert "-core-amman-" in made.suggested_filename
        assert dataset().content_hash in made.suggested_filename
        assert made.suggested_filename.endswith(path.rpartition(".")[2])
        assert Path(made.path()).stat().st_size > 1_000
        expect(page.locator(f"{MENU} [role=status]")).to_have_text(words("download.done"))


def test_the_list_opens_and_closes_by_keyboard_and_by_a_click_beside_it(page):
    summary = page.locator(f"{MENU} summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{MENU} a").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(f"{MENU} a").first).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.locator(f"{MENU} a").first).to_be_hidden()
    expect(summary).to_be_focused()

    summary.click()
    page.locator(".cm-key-value").first.hover()
    page.mouse.click(10, 400)
    expect(page.locator(f"{MENU} a").first).to_be_hidden()


def test_a_file_that_cannot_be_made_is_said(page):
    page.route("**/data/package.zip*", lambda route: route.fulfill(status=503, body="damaged"))
    page.locator(f"{MENU} summary").click()

    page.locator(MENU).get_by_role("link", name=text("en")("download.package")).click()

    expect(page.locator(f"{MENU} [role=status]")).to_have_text(text("en")("download.failed"))
    page.unroute("**/data/package.zip*")
    page.keyboard.press("Escape")
