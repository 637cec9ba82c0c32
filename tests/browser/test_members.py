"""The page of the members in a browser: its months, its map, its card, at every width and in both languages."""

from playwright.sync_api import expect
from reader import addressed, fits, settled

AUSTRALIA = '.cm-world-all a[data-member="aus"]'
SOMALIA = '.cm-world-all a[data-member="som"]'
"""The one member that no source names before 2021."""


def test_the_map_follows_the_months_at_once_and_the_page_where_the_reader_rests(lead):
    page = lead("?page=members&collection=record")
    here = {"page": "members", "collection": "record"}
    slider, month = page.locator("#cm-month"), page.locator(".cm-month")
    finding = page.locator("#membership h2")
    expect(page.locator(SOMALIA)).to_have_attribute("data-state", "named")

    slider.evaluate(
        """(each, value) => { each.value = value; each.dispatchEvent(new Event("input")); }""", "38"
    )
    expect(month).to_have_text("November 2017")
    expect(page.locator(AUSTRALIA)).to_have_attribute("data-state", "named")
    expect(page.locator(SOMALIA)).to_have_attribute("data-state", "undated")
    expect(page.locator(SOMALIA)).to_have_attribute("fill", "url(#cm-fill-undated)")
    expect(finding).to_contain_text("February 2026")
    slider.evaluate("""(each) => each.dispatchEvent(new Event("change"))""")

    addressed(page, **here, at="2017-11")
    expect(finding).to_contain_text("At the end of November 2017, 73 members")

    slider.focus()
    page.keyboard.press("ArrowRight")
    addressed(page, **here, at="2017-12")

    page.locator(".cm-play").click()
    expect(month).to_have_text("February 2019")
    page.locator(".cm-play").click()
    settled(page)
    expect(finding).to_contain_text(month.inner_text())

    page.go_back()
    addressed(page, **here, at="2017-12")
    expect(month).to_have_text("December 2017")

    page.locator(f"{AUSTRALIA} path").click()
    addressed(page, **here, at="2017-12", member="aus")
    card = page.locator(".cm-member")
    expect(card).to_contain_text("Australia")
    expect(card).to_be_focused()
    expect(card.locator("li").first).to_contain_text("14 October 2014")
    page.keyboard.press("Escape")
    addressed(page, **here, at="2017-12")
    expect(card).to_have_count(0)


def test_the_page_of_the_members_fits_every_screen_in_arabic(lead):
    page = lead("?page=members&collection=record&lang=ar&at=2018-02", scheme="dark")
    expect(page.locator(AUSTRALIA)).to_have_attribute("data-state", "named")

    fits(page)

    expect(page.locator("#membership h2")).to_contain_text("فبراير 2018")
    expect(page.locator(".cm-world-near")).to_be_visible()
