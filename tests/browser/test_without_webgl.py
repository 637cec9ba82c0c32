"""The map of cities in a browser without WebGL: drawn by the server, with the same clicks; and on paper."""

from playwright.sync_api import expect
from reader import MAP, addressed, sentence

DRAWN = ".st-key-view-atlas .cm-map"

LAND = """(map) => {
  const land = map.querySelector('.cm-map-land').getBoundingClientRect();
  const style = getComputedStyle(map.querySelector('.cm-map-land use'));
  return {width: land.width, height: land.height, fill: style.fill};
}"""


def find_city(page, city):
    return page.locator(f'{DRAWN} a[data-city="{city}"]')


def test_the_map_shows_its_cities_and_outlines(lead):
    page = lead("?")

    expect(page.locator(DRAWN)).to_be_visible()
    expect(page.locator(MAP)).to_have_count(0)
    assert page.evaluate('() => document.createElement("canvas").getContext("webgl2")') is None
    for city in ("brussels", "amman", "washington"):
        expect(find_city(page, city).locator(".cm-map-name")).to_be_visible()
    land = page.locator(DRAWN).evaluate(LAND)
    assert min(land["width"], land["height"]) > 400
    assert land["fill"] not in ("none", "rgb(0, 0, 0)")


def test_a_click_on_a_city_filters_and_a_second_click_clears(lead):
    page = lead("?")

    find_city(page, "amman").locator(".cm-map-ground").click()
    addressed(page, city="amman")
    expect(sentence(page)).to_contain_text("1 of 8 meetings: Amman, 15 November 2017")
    expect(find_city(page, "brussels").locator(".cm-map-rest")).to_have_count(1)

    find_city(page, "amman").locator(".cm-map-name").click()
    addressed(page)
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")
    expect(page.locator(f"{DRAWN} .cm-map-rest")).to_have_count(0)


def test_enter_on_a_city_does_the_same_and_the_focus_stays(lead):
    page = lead("?")
    find_city(page, "brussels").focus()
    page.keyboard.press("Tab")
    city = page.evaluate("document.activeElement.dataset.city")
    assert city not in (None, "brussels")

    page.keyboard.press("Enter")
    addressed(page, city=city)
    expect(find_city(page, city)).to_be_focused()

    page.keyboard.press("Enter")
    addressed(page)


def test_the_names_are_arabic_on_an_arabic_page(lead):
    page = lead("?lang=ar&collection=record")

    expect(find_city(page, "amman")).to_have_attribute("aria-label", "عمّان")
    expect(find_city(page, "amman").locator(".cm-map-name")).to_have_text("عمّان")
    box, name = (
        page.locator(selector).bounding_box()
        for selector in (
            ".st-key-view-atlas .cm-map-room",
            f'{DRAWN} a[data-city="amman"] .cm-map-name',
        )
    )
    assert box
    assert name
    assert box["x"] < name["x"] < name["x"] + name["width"] < box["x"] + box["width"]

    find_city(page, "rabat").locator(".cm-map-ground").click()
    addressed(page, city="rabat", lang="ar", collection="record")


def test_a_line_from_meeting_to_meeting_chooses_both(lead):
    page = lead("?threads=shown")

    page.locator(f"{DRAWN} .cm-map-reference").first.focus()
    page.keyboard.press("Enter")
    addressed(page, threads="shown", meeting=["2017-11-amman", "2017-11-brussels-defence"])


def test_with_webgl_the_map_is_drawn_by_deck_and_the_other_is_for_paper_alone(lead):
    page = lead("?", deck=True)
    expect(page.locator(MAP)).to_be_visible()
    expect(page.locator(DRAWN)).to_have_count(1)
    expect(page.locator(DRAWN)).to_be_hidden()

    page.emulate_media(media="print")
    expect(page.locator(MAP)).to_be_hidden()
    expect(page.locator(DRAWN)).to_be_visible()
    # The outlines are fetched once the map is shown.
    page.wait_for_function(f"({LAND})(document.querySelector('{DRAWN}')).width > 200")

    page.emulate_media(media="screen")
    expect(page.locator(MAP)).to_be_visible()
    expect(page.locator(DRAWN)).to_be_hidden()
