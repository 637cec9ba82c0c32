"""Reach: everything can be read and pressed on a phone, at four times the size, by keyboard and in the system's colours."""

import re

import pytest
from measuring import CUT, SMALL_TARGETS, STOP
from playwright.sync_api import expect
from reader import CARD, addressed, dataset, open_filter

from components import membership
from components.language import text
from loaders.analysis.membership import months
from loaders.pages import PAGES
from loaders.select import select
from loaders.selection import LANGUAGES, Selection

MOST_STOPS = 50
"""Tab stops of the overview at most."""

TALL_PX = 9000
"""A window in which all of a page is drawn."""

OPENED = (
    "page=statements&section=compare",
    "page=members&collection=record&member=fra",
    "page=sources&section=disagreements",
    "figure=2019-02-washington-members&cite=2019-02-washington-members",
)
"""Addresses at which more can be pressed than on a page as it opens."""

SKIP = '[data-testid="stSkipToContent"]'
BOTH = pytest.mark.parametrize("language", LANGUAGES)


@BOTH
@pytest.mark.parametrize("width", [390, 1440])
def test_what_can_be_pressed_is_at_least_24_pixels_wide_and_high(lead, width, language):
    small = {}
    for address in (*(f"page={page}" for page in PAGES), *OPENED):
        page = lead(f"?{address}&lang={language}", width=width, height=TALL_PX)
        if found := page.evaluate(SMALL_TARGETS):
            small[address] = found

    assert small == {}


def test_marks_that_take_a_value_out_of_a_filter_are_as_large(lead):
    page = lead("?city=brussels&level=ministerial&theme=stabilisation", width=390, height=2000)
    open_filter(page, "all")

    expect(page.locator("[data-tag] button").first).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []


@BOTH
@pytest.mark.parametrize("width", [720, 320], ids=["200 %", "400 %"])
def test_an_enlarged_page_scrolls_in_one_direction_and_cuts_nothing(lead, width, language):
    cut = {}
    for name in PAGES:
        page = lead(f"?page={name}&lang={language}", width=width, height=TALL_PX)
        page.locator(".cm-files").evaluate("(files) => { files.open = true; }")
        if found := page.evaluate(CUT):
            cut[name] = found
        page.locator(".cm-files").evaluate("(files) => { files.open = false; }")

    assert cut == {}


@BOTH
def test_the_keyboard_stops_at_most_fifty_times_and_goes_along_the_themes_by_arrow(visit, language):
    page = visit(f"?lang={language}", deck=True)
    expect(page.locator(".cm-themes a")).not_to_have_count(0)
    stops = []
    for _ in range(3 * MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(STOP)) is None:
            break
        stops.append(stop)

    assert 30 < len(stops) <= MOST_STOPS, stops
    links = page.locator(".cm-themes a")
    onward, backward = (
        ("ArrowLeft", "ArrowRight") if language == "ar" else ("ArrowRight", "ArrowLeft")
    )
    page.locator(".cm-themes a[aria-current]").focus()
    page.keyboard.press("Home")
    expect(links.first).to_be_focused()
    page.keyboard.press(onward)
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press(backward)
    page.keyboard.press(backward)
    expect(links.last).to_be_focused()


@pytest.mark.parametrize("name", ["overview", "statements"])
def test_the_skip_link_leads_past_the_first_rows_and_the_filters(visit, name):
    page = visit(f"?page={name}")
    page.keyboard.press("Tab")
    expect(page.locator(SKIP)).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator(".cm-title, .cm-keys").first).to_be_focused()


@BOTH
def test_the_months_are_chosen_by_minus_and_plus_too(lead, language):
    words = text(language)
    page = lead(f"?page=members&collection=record&at=2017-12&lang={language}", width=390)
    here = {"page": "members", "collection": "record"} | (
        {"lang": "ar"} if language == "ar" else {}
    )

    page.get_by_role("button", name=words("membership.previous_month")).focus()
    page.keyboard.press("Enter")
    addressed(page, **here, at="2017-11")
    page.get_by_role("button", name=words("membership.next_month")).click()
    addressed(page, **here, at="2017-12")

    page = lead(f"?page=members&collection=record&lang={language}", width=390)
    after = page.get_by_role("button", name=words("membership.next_month"))
    expect(after).to_have_attribute("aria-disabled", "true")


@BOTH
@pytest.mark.parametrize("width", [390, 1440])
def test_the_months_stay_where_they_are_when_the_headline_is_longer(lead, width, language):
    selected = select(dataset(), Selection(collection="record"))
    lengths = {
        month: len(membership.finding(selected, text(language), month))
        for month in months(selected)
    }
    tops = set()
    for month in (min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)):
        page = lead(f"?page=members&collection=record&at={month}&lang={language}", width=width)
        expect(page.locator(".cm-month")).not_to_be_empty()
        tops.add(
            page.locator("#cm-month").evaluate(
                "(slider) => Math.round(slider.getBoundingClientRect().top)"
            )
        )

    assert len(tops) == 1


@BOTH
def test_a_phone_lists_the_figures_with_their_values_in_sight(lead, language):
    page = lead(f"?page=figures&lang={language}", width=390, height=844)
    values = page.locator(".cm-listed .cm-record-value a")

    expect(values).to_have_count(len(select(dataset(), Selection()).observations))
    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(0)
    box = values.first.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    expect(page.locator(".cm-listed")).to_have_css("direction", text(language).direction)
    page.locator(".cm-listed li").first.click()
    expect(page.locator(CARD)).to_be_visible()


def test_the_words_of_widgets_follow_the_language(lead):
    page = lead("?page=figures&lang=ar")
    english, arabic = text("en"), text("ar")
    expect(page.locator(SKIP)).to_have_text(arabic("widgets.skip"))
    open_filter(page, "cities").locator("input").first.click()
    expect(page.locator('[data-testid="stMultiSelectDropdown"]')).to_contain_text(
        arabic("widgets.select_all")
    )
    said = page.evaluate(
        """() => [...document.querySelectorAll("[aria-label]")].map((element) => element.getAttribute("aria-label"))"""
    )
    known = {
        english(key)
        for key in english.words
        if re.match(r"widgets\.", key) and "{" not in english.words[key]
    }
    assert not known.intersection(said)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.locator(".cm-tools a[lang=en]").click()
    addressed(page, page="figures")

    expect(page.locator(SKIP)).to_have_text(english("widgets.skip"))
    expect(page.locator('[data-testid="stMainMenuButton"]')).to_have_attribute(
        "aria-label", english("widgets.menu")
    )


def test_states_are_seen_in_the_colours_of_the_system(lead):
    page = lead("?page=members")
    page.emulate_media(forced_colors="active")
    border = "(link) => getComputedStyle(link).borderBottomColor"
    current = page.locator(".cm-pages a[aria-current]").evaluate(border)
    others = page.locator(".cm-pages a:not([aria-current])").evaluate_all(
        f"(links) => links.map({border})"
    )
    assert current not in others
    signs = page.locator(".cm-states .cm-state").evaluate_all(
        "(signs) => signs.map((sign) => { const style = getComputedStyle(sign);"
        " return style.background + style.borderStyle; })"
    )
    assert len(set(signs)) == len(signs)

    page = lead("?")
    page.emulate_media(forced_colors="active")
    chosen = page.locator(".cm-themes a[aria-current]")
    ground = "(link) => getComputedStyle(link).backgroundColor"
    assert chosen.evaluate(ground) != page.locator(
        ".cm-themes a:not([aria-current])"
    ).first.evaluate(ground)
    slider = open_filter(page, "years").locator('[data-testid="stSlider"]').first
    expect(slider).to_be_visible()
    kept = slider.evaluate(
        """(slider) => [...slider.querySelectorAll("div")].filter((part) =>
          getComputedStyle(part).forcedColorAdjust === "none").length"""
    )
    assert kept
