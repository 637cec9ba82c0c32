"""How the page sits on a screen: direction, width, theme, keyboard."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import BAR, CARD, MAP, addressed, fits, open_filter

from components.theme import palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

SCROLLED = """(selector) => new Promise((done) => {
  document.querySelector(selector).scrollIntoView({block: 'center'});
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""

BRIGHT = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data;
  const shades = new Set();
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    sum += (bytes[at] + bytes[at + 1] + bytes[at + 2]) / 3;
    shades.add((bytes[at] << 16) + (bytes[at + 1] << 8) + bytes[at + 2]);
  }
  return {mean: sum / (bytes.length / 4), shades: shades.size};
}"""


def left_of(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.bounding_box()
    assert first
    assert second
    return first["x"] < second["x"]


def picture(page: Page, drawn: Locator) -> dict[str, float]:
    """Brightness and number of shades of what is painted there."""
    shot = b64encode(drawn.screenshot()).decode("ascii")
    found: dict[str, float] = page.evaluate(BRIGHT, f"data:image/png;base64,{shot}")
    return found


def test_english_reads_from_left_to_right_with_the_filters_on_the_left(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".stApp")).to_have_css("direction", "ltr")
    assert left_of(page.locator(f"{BAR} button").first, page.locator(".cm-shown span"))


def test_a_switch_to_arabic_sets_the_page_from_right_to_left(page: Page) -> None:
    page.locator(".cm-tools a[hreflang=ar]").click()

    addressed(page, lang="ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator(".stApp")).to_have_css("direction", "rtl")
    expect(page.locator(".cm-header")).to_have_attribute("dir", "rtl")
    assert left_of(page.locator(".cm-shown span"), page.locator(f"{BAR} button").first)
    keys = page.locator(".cm-key")
    assert left_of(keys.nth(1), keys.nth(0))
    expect(page.locator('[data-testid="stPlotlyChart"]').first).to_have_css("direction", "ltr")


def test_a_switch_back_to_english_leaves_nothing_of_the_arabic_page(
    lead: Callable[[str], Page],
) -> None:
    page = lead("?lang=ar")

    page.locator(".cm-tools a[hreflang=en]").click()

    addressed(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".stApp")).to_have_css("direction", "ltr")
    assert left_of(page.locator(f"{BAR} button").first, page.locator(".cm-shown span"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_the_screen(visit: Callable[..., Page], language: str) -> None:
    page = visit(f"?lang={language}&figure=2019-06-paris-people-freed")

    fits(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_the_filters_are_folded_and_statements_stand_one_below_another(
    visit: Callable[..., Page], language: str
) -> None:
    page = visit(f"?lang={language}", width=390, height=844, stranger=True)

    expect(page.locator(f"{BAR} button")).to_have_count(1)
    expect(page.locator(MAP).locator("canvas").first).to_be_visible()
    row = page.locator(".cm-row:not(.cm-row-head)").first
    lefts = row.locator(".cm-cell").evaluate_all(
        "(cells) => cells.map((each) => each.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    tops = page.locator(".cm-key").evaluate_all(
        "(keys) => keys.map((each) => each.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 2, "key figures stand two by two"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_one_button_says_how_many_filters_are_set_and_opens_all_of_them(
    visit: Callable[..., Page], language: str
) -> None:
    page = visit(f"?lang={language}&city=amman&city=paris", width=390, height=844, stranger=True)
    expect(page.locator(f"{BAR} button")).to_contain_text("(2)")

    opened = open_filter(page, "all")

    expect(opened.locator(".stMultiSelect")).to_have_count(4)
    expect(opened.locator(".stSlider")).to_have_count(2)
    page.wait_for_function("""() => {
      const box = document.querySelector('[data-testid="stPopoverBody"]').getBoundingClientRect();
      return box.left >= 0 && box.right <= innerWidth;
    }""")


def test_a_dark_theme_draws_charts_and_map_in_dark_colours(visit: Callable[..., Page]) -> None:
    page = visit(scheme="dark")
    dark = palette("dark")

    line = page.locator(".st-key-view-timeline .scatterlayer .js-line").first
    line.scroll_into_view_if_needed()
    expect(line).to_have_css("stroke", rgb(dark.accent))
    tick = page.locator(
        ".st-key-view-timeline .xtick text, .st-key-view-timeline .x2tick text"
    ).first
    expect(tick).to_have_css("fill", rgb(dark.ink))
    page.evaluate(SCROLLED, MAP)
    page.wait_for_timeout(300)
    expect(page.locator(f"{MAP} canvas").first).to_be_visible()
    assert painted(page, page.locator(MAP))["mean"] < 90


def test_a_change_of_theme_while_reading_is_followed(page: Page) -> None:
    line = page.locator(".st-key-view-timeline .scatterlayer .js-line").first
    expect(line).to_have_css("stroke", rgb(palette("light").accent))

    page.emulate_media(color_scheme="dark")

    expect(line).to_have_css("stroke", rgb(palette("dark").accent))
    page.evaluate(SCROLLED, MAP)
    assert painted(page, page.locator(MAP))["mean"] < 90


def test_a_light_theme_draws_the_map_in_light_colours(page: Page) -> None:
    page.evaluate(SCROLLED, MAP)

    assert painted(page, page.locator(MAP))["mean"] > 180


def painted(page: Page, drawn: Locator) -> dict[str, float]:
    """What is painted there, as soon as more than an empty ground is."""
    found = picture(page, drawn)
    for _ in range(60):
        if found["shades"] > 30:
            break
        page.wait_for_timeout(250)
        found = picture(page, drawn)
    assert found["shades"] > 30, "nothing is painted"
    return found


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


def test_the_keyboard_reaches_languages_and_evidence_and_enter_follows(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    tab_to(page, ".cm-tools a[hreflang=ar]")

    tab_to(page, ".cm-key:first-child .cm-key-value a")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")

    addressed(page, figure="2019-02-washington-members")
    expect(page.locator(CARD)).to_be_focused()
    assert outline == "solid"

    tab_to(page, ".cm-close a", most=3)
    page.keyboard.press("Enter")

    addressed(page)
    expect(page.locator(CARD)).to_have_count(0)


def test_enter_on_the_language_link_switches_the_language(visit: Callable[..., Page]) -> None:
    page = visit()

    tab_to(page, ".cm-tools a[hreflang=ar]")

    page.keyboard.press("Enter")

    addressed(page, lang="ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def tab_to(page: Page, selector: str, *, most: int = 40) -> None:
    """Press Tab until the element has the focus; fails if it is not reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {most} presses of Tab")
