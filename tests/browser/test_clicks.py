"""Clicks on map, charts, links and table are one act: the selection changes and the address follows."""

import re

from playwright.sync_api import expect
from reader import (
    BAR,
    CARD,
    GO,
    addressed,
    chosen,
    click_on_mark,
    click_on_row,
    key_figure_link,
    open_evidence,
    open_filter,
    sentence,
    unfolded,
)

from components import observations
from loaders.pages import PAGES


def test_a_row_of_the_table_is_what_it_shows_after_the_table_has_changed(lead):
    page = lead("?page=figures")
    before = observations.shown(chosen(page))[0].observation_id
    click_on_row(page, 1)
    addressed(page, page="figures", figure=before)
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    page.evaluate(GO, "?page=figures&city=paris")
    addressed(page, page="figures", city="paris")

    after = observations.shown(chosen(page))[0].observation_id
    click_on_row(page, 1)
    addressed(page, page="figures", city="paris", figure=after)
    assert after != before


def test_a_click_on_a_meeting_of_the_timeline_chooses_it(page):
    click_on_mark(page, "timeline", meeting="2018-06-rabat")
    addressed(page, meeting="2018-06-rabat")

    expect(sentence(page)).to_contain_text("1 of 8 meetings: Rabat, 26 June 2018")
    expect(page.locator(BAR)).to_contain_text("Rabat")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_second_click_on_a_meeting_clears_it(page):
    click_on_mark(page, "timeline", meeting="2016-02-rome")
    addressed(page, meeting="2016-02-rome")

    click_on_mark(page, "timeline", meeting="2016-02-rome")
    addressed(page)

    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")


def test_a_click_on_another_meeting_moves_the_choice(page):
    click_on_mark(page, "timeline", meeting="2016-02-rome")
    addressed(page, meeting="2016-02-rome")

    click_on_mark(page, "timeline", meeting="2019-06-paris")
    addressed(page, meeting="2019-06-paris")

    expect(page.locator(BAR)).to_contain_text("Paris")
    expect(page.locator(BAR)).not_to_contain_text("Rome")


def test_a_click_on_the_mark_of_a_figure_opens_its_evidence_and_a_second_clears(page):
    figure = "2018-02-kuwait-territory-liberated-share"

    click_on_mark(page, "territory", figure=figure)
    addressed(page, meeting="2018-02-kuwait", figure=figure)

    expect(page.locator(CARD)).to_contain_text("98%")
    expect(page.locator(CARD)).to_contain_text("Rex Tillerson")

    click_on_mark(page, "territory", figure=figure)
    addressed(page)

    expect(page.locator(CARD)).to_have_count(0)
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")


def test_a_click_on_another_figure_of_the_chosen_meeting_opens_that_one(lead):
    page = lead("?meeting=2017-11-amman")
    figure = "2017-11-amman-people-freed"

    click_on_mark(page, "people", figure=figure)
    addressed(page, meeting="2017-11-amman", figure=figure)

    expect(page.locator(CARD)).to_contain_text("more than 7.5 million people")


def test_an_evidence_link_shows_the_arabic_words_from_right_to_left(page):
    card = open_evidence(page, key_figure_link(page, 2))

    addressed(page, figure="2019-06-paris-people-freed")
    quotation = card.locator("blockquote")
    expect(quotation).to_have_attribute("lang", "ar")
    expect(quotation).to_have_attribute("dir", "rtl")
    expect(quotation).to_have_css("direction", "rtl")
    expect(quotation).to_contain_text(re.compile("[\u0621-\u064a]"))
    expect(card).to_contain_text("more than 7.7 million people")
    expect(card).to_be_focused()


def test_escape_closes_the_evidence_and_the_focus_returns_to_its_link(page):
    link = key_figure_link(page, 1)
    card = open_evidence(page, link)
    expect(card).to_be_focused()

    page.keyboard.press("Escape")

    expect(card).to_have_count(0)
    addressed(page)
    expect(link).to_be_focused()


def test_the_focus_returns_to_an_underlined_figure_of_a_statement(page):
    page.locator(".cm-folded summary").click()
    link = page.locator(".cm-statements a.cm-figure").first
    card = open_evidence(page, link)
    expect(card).to_be_focused()

    page.keyboard.press("Escape")

    expect(card).to_have_count(0)
    expect(link).to_be_focused()


def test_the_close_link_of_the_evidence_closes_it(lead):
    page = lead("?city=paris&figure=2019-06-paris-people-freed")
    expect(page.locator(CARD)).to_be_visible()

    page.locator(".cm-close a").click()

    addressed(page, city="paris")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_row_of_the_table_opens_its_evidence_and_a_second_click_closes_it(lead):
    page = lead("?page=figures")

    click_on_row(page, 4)

    addressed(page, page="figures", figure="2017-11-amman-participants")
    expect(page.locator(CARD)).to_contain_text("27 participants")

    click_on_row(page, 4)

    addressed(page, page="figures")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_value_taken_out_of_a_filter_takes_no_other_away(lead):
    page = lead("?city=amman&level=political_directors&years=2017-2018")

    open_filter(page, "cities").locator("[data-tag] button").click()

    addressed(page, level="political_directors", years="2017-2018")
    expect(page.locator(BAR)).not_to_contain_text("Amman")
    expect(page.locator(BAR)).to_contain_text("Political directors")
    expect(sentence(page)).to_contain_text("2 of 8 meetings, in 2 cities")


def test_a_city_of_the_map_s_table_is_a_link_that_filters(page):
    unfolded(page, "atlas").get_by_role("link", name="Brussels").click()

    addressed(page, city="brussels")
    expect(sentence(page)).to_contain_text("2 of 8 meetings, in 1 city")


def test_a_city_chosen_in_the_bar_is_written_into_the_address(page):
    open_filter(page, "cities").locator(".stMultiSelect input").first.click()

    page.get_by_role("option", name="Kuwait City").click()

    addressed(page, city="kuwait-city")
    expect(sentence(page)).to_contain_text("1 of 8 meetings: Kuwait City, 13 February 2018")


def test_a_filter_that_was_cleared_does_not_come_back_with_the_next_click(page):
    open_filter(page, "cities").locator(".stMultiSelect input").first.click()
    page.get_by_role("option", name="Kuwait City").click()
    addressed(page, city="kuwait-city")
    page.locator(".cm-clear a, a.cm-clear").first.click()
    addressed(page)

    page.locator('.st-key-view-atlas input[type="checkbox"]').focus()
    page.keyboard.press("Space")

    addressed(page, threads="shown")


def test_a_link_is_answered_in_place_without_loading_the_page_anew(page):
    page.evaluate("window.loadedOnce = true")

    key_figure_link(page, 0).click()

    addressed(page, figure="2019-02-washington-members")
    assert page.evaluate("window.loadedOnce === true")


def test_a_double_click_counts_once_and_of_clicks_in_a_row_the_last_leads(page):
    key_figure_link(page, 0).dblclick()
    addressed(page, figure="2019-02-washington-members")
    expect(page.locator(CARD)).to_be_visible()

    page.emulate_media(color_scheme="dark")
    for name in PAGES[1:]:
        page.locator(f".cm-pages a[href*='page={name}']").click()
    addressed(page, page=PAGES[-1])
    expect(page.locator(".cm-pages a[aria-current]")).to_have_attribute(
        "href", re.compile(PAGES[-1])
    )
    expect(page.locator("h1")).to_have_text("Sources")
