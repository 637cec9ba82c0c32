"""Clicks on the map of deck.gl: a city is chosen, cleared and left alone as a reader would expect."""

import pytest
from playwright.sync_api import expect
from reader import (
    BAR,
    MAP,
    addressed,
    city_on_map,
    click_on_map,
    open_filter,
    sentence,
    settled,
)


@pytest.fixture
def page(lead):
    """The overview with the map of deck.gl."""
    return lead("?", deck=True)


def test_a_click_on_a_city_filters_by_it_and_the_address_follows(page):
    click_on_map(page, "amman")
    addressed(page, city="amman")

    expect(sentence(page)).to_contain_text("1 of 8 meetings: Amman, 15 November 2017")
    expect(page.locator(BAR)).to_contain_text("Amman")
    expect(open_filter(page, "cities").locator("[data-tag]").first).to_have_text("Amman")
    page.keyboard.press("Escape")


def test_a_second_click_on_a_city_clears_the_filter(page):
    click_on_map(page, "rome")
    addressed(page, city="rome")

    click_on_map(page, "rome")
    addressed(page)

    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")
    expect(page.locator(".cm-clear")).to_have_count(0)


def test_a_city_of_the_map_stays_itself_whatever_is_done_after_it_was_clicked(page):
    click_on_map(page, "paris")
    addressed(page, city="paris")

    page.locator('.st-key-view-atlas input[type="checkbox"]').focus()
    page.keyboard.press("Space")
    addressed(page, city="paris", threads="shown")

    page.go_back()
    addressed(page, city="paris")
    page.go_back()
    addressed(page)
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")

    for city in ("paris", "brussels", "paris"):
        click_on_map(page, city)
        addressed(page, city=city)


def test_a_click_on_a_city_restored_from_an_address_clears_it(lead):
    page = lead("?city=amman", deck=True)

    click_on_map(page, "amman")
    addressed(page)

    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")


def test_a_click_on_the_name_of_a_city_does_the_same_as_one_on_its_disc(lead):
    page = lead("?lang=ar", deck=True)

    click_on_map(page, "rabat", by_name=True)
    addressed(page, city="rabat", lang="ar")

    expect(page.locator(BAR)).to_contain_text("الرباط")


def test_a_click_after_a_city_was_cleared_does_not_bring_it_back(page):
    for _ in range(2):
        click_on_map(page, "paris")
        settled(page)
    addressed(page)

    click_on_map(page, "brussels", by_name=True)

    addressed(page, city="brussels")


def test_a_city_says_its_meetings_in_plain_words(page):
    point = city_on_map(page, "paris")

    page.mouse.move(point.x - 40, point.y - 40)
    page.mouse.move(*point, steps=4)

    tip = page.locator(f"{MAP} .deck-tooltip")
    expect(tip.locator("b")).to_have_text("Paris")
    assert tip.inner_text().splitlines() == ["Paris", "25 June 2019 · Political directors"]
