"""How the page sits on a screen: direction, width, theme, keyboard."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import expect
from reader import BAR, CARD, MAP, addressed, fits, open_filter

from components.theme import palette


def left_of(one, other):
    first, second = one.bounding_box(), other.bounding_box()
    assert first
    assert second
    return first["x"] < second["x"]


def test_english_reads_from_left_to_right_with_the_filters_on_the_left(page):
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".stApp")).to_have_css("direction", "ltr")
    assert left_of(page.locator(f"{BAR} button").first, page.locator(".cm-shown span"))


def test_a_switch_to_arabic_sets_the_page_from_right_to_left(page):
    page.locator(".cm-tools a[hreflang=ar]").click()

    addressed(page, lang="ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator(".stApp")).to_have_css("direction", "rtl")
    expect(page.locator(".cm-header")).to_have_attribute("dir", "rtl")
    assert left_of(page.locator(".cm-shown span"), page.locator(f"{BAR} button").first)
    keys = page.locator(".cm-key")
    assert left_of(keys.nth(1), keys.nth(0))
    expect(page.locator('[data-testid="stPlotlyChart"]').first).to_have_css("direction", "ltr")


def test_a_switch_back_to_english_leaves_nothing_of_the_arabic_page(lead):
    page = lead("?lang=ar")

    page.locator(".cm-tools a[hreflang=en]").click()

    addressed(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".stApp")).to_have_css("direction", "ltr")
    assert left_of(page.locator(f"{BAR} button").first, page.locator(".cm-shown span"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_the_screen(lead, language):
    page = lead(f"?lang={language}&figure=2019-06-paris-people-freed")

    fits(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_the_filters_are_folded_and_statements_stand_one_below_another(lead, language):
    page = lead(f"?lang={language}", width=390, height=844)

    expect(page.locator(f"{BAR} button")).to_have_count(1)
    expect(page.locator(".st-key-view-atlas .cm-map")).to_be_visible()
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
def test_on_a_phone_one_button_says_how_many_filters_are_set_and_opens_all_of_them(lead, language):
    page = lead(f"?lang={language}&city=amman&city=paris", width=390, height=844)
    expect(page.locator(f"{BAR} button")).to_contain_text("(2)")

    opened = open_filter(page, "all")

    expect(opened.locator(".stMultiSelect")).to_have_count(4)
    expect(opened.locator(".stSlider")).to_have_count(2)
    page.wait_for_function("""() => {
      const box = document.querySelector('[data-testid="stPopoverBody"]').getBoundingClientRect();
      return box.left >= 0 && box.right <= innerWidth;
    }""")


def test_charts_and_map_take_the_colours_of_the_theme_and_follow_when_it_changes(lead):
    page = lead("?", deck=True)
    line = page.locator(".st-key-view-timeline .scatterlayer .js-line").first
    tick = page.locator(".st-key-view-timeline .xtick text, .st-key-view-timeline .x2tick text")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)

        expect(line).to_have_css("stroke", rgb(palette(scheme).accent))
        expect(tick.first).to_have_css("fill", rgb(palette(scheme).ink))
        brightness = wait_for_painting(page.locator(MAP))
        assert brightness > 180 if scheme == "light" else brightness < 90


def wait_for_painting(drawn):
    """The mean brightness of an element, of 255, as soon as more than an empty ground is painted."""
    for _ in range(60):
        grey = Image.open(BytesIO(drawn.screenshot())).convert("L")
        if len(grey.getcolors()) > 20:
            return ImageStat.Stat(grey).mean[0]
        drawn.page.wait_for_timeout(250)
    pytest.fail("nothing is painted")


def rgb(colour):
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


def test_the_keyboard_reaches_languages_and_evidence_and_enter_follows(visit):
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


def test_enter_on_the_language_link_switches_the_language(visit):
    page = visit()

    tab_to(page, ".cm-tools a[hreflang=ar]")

    page.keyboard.press("Enter")

    addressed(page, lang="ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def tab_to(page, selector, *, most=40):
    """Press Tab until the element has the focus; fails if it is not reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {most} presses of Tab")
