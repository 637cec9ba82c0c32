"""The first screen of the overview: what lies within it, and how one view marks what another one shows."""

import pytest
from playwright.sync_api import expect
from reader import (
    BAR,
    MAP,
    addressed,
    click_on_map,
    key_figure_link,
    mark,
    sentence,
    settled,
)

TIMELINE = ".st-key-view-timeline .js-plotly-plot"
PARTS = (".st-key-top", BAR, ".cm-keys", ".cm-linked", MAP, TIMELINE)
"""The rows of the first screen, from top to bottom; the last two stand side by side."""

HIGHEST = {"core": 2800, "record": 3400}
"""Pixels of height of the overview at most, at 1440 pixels of width."""

RINGS = """(name) => [...document.querySelectorAll(`.${name}`)].map((ring) => {
  const box = ring.getBoundingClientRect();
  const view = ring.closest('[class*="st-key-view-"]').className.match(/st-key-view-([a-z]+)/)[1];
  return {view, x: box.left + box.width / 2, y: box.top + box.height / 2};
})"""


@pytest.fixture
def page(lead):
    """The overview with the map of deck.gl."""
    return lead("?", deck=True)


def box(page, selector):
    """Where an element is on the screen."""
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return found


def has_ring(page, name, view, point):
    """Whether a view has a ring with its middle at a point."""
    rings = page.evaluate(RINGS, name)
    return any(
        ring["view"] == view and abs(ring["x"] - point.x) < 3 and abs(ring["y"] - point.y) < 3
        for ring in rings
    )


def wait_for_ring(page, name, view, point):
    """Wait until a view has a ring with its middle at a point."""
    for _ in range(50):
        if has_ring(page, name, view, point):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"no ring {name} in {view} at {point}: {page.evaluate(RINGS, name)}")


@pytest.mark.parametrize("collection", ["core", "record"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_map_and_timeline_lie_whole_and_level_within_the_first_screen(
    lead, width, height, language, collection
):
    page = lead(f"?lang={language}&collection={collection}", width=width, height=height, deck=True)

    boxes = [box(page, part) for part in PARTS]

    tops = [part["y"] for part in boxes]
    assert tops == sorted(tops)
    assert max(part["y"] + part["height"] for part in boxes) <= height
    drawn, chart = boxes[-2:]
    assert abs(drawn["y"] - chart["y"]) < 2
    assert abs(drawn["height"] - chart["height"]) < 2
    assert (drawn["x"] < chart["x"]) == (language == "en")
    if width == 1440:
        whole = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        assert whole <= HIGHEST[collection]


def test_on_a_middling_screen_the_map_stands_above_the_timeline(lead):
    page = lead("?", width=1024, deck=True)

    drawn, chart = box(page, MAP), box(page, TIMELINE)

    assert drawn["y"] + drawn["height"] < chart["y"]
    assert drawn["y"] < 900


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_the_map_has_begun_within_the_first_screen(lead, language):
    page = lead(f"?lang={language}", width=390, height=844, deck=True)

    assert box(page, MAP)["y"] < 844
    expect(page.locator(f"{BAR} button")).to_have_count(1)


def test_a_filter_that_is_set_stays_in_sight_below_the_first_screen(lead):
    page = lead("?city=amman")

    page.locator(".cm-footer").scroll_into_view_if_needed()
    settled(page)

    expect(page.locator(f"{BAR} .st-key-filter-cities button")).to_be_in_viewport(ratio=1)
    expect(page.locator(".cm-clear")).to_be_in_viewport(ratio=1)


def test_the_pointer_on_a_meeting_marks_its_city_and_the_other_way_round_without_a_run(page):
    page.evaluate("""() => {
      window.runs = 0;
      const app = document.querySelector('[data-testid="stApp"]');
      new MutationObserver(() => window.runs++).observe(app, {attributeFilter: ["data-test-script-state"]});
    }""")
    meeting = mark(page, "timeline", meeting="2018-06-rabat")

    page.mouse.move(meeting.x, meeting.y)
    page.wait_for_function(
        "document.querySelectorAll('.st-key-view-atlas .cm-hovered').length === 1"
    )
    (city,) = [ring for ring in page.evaluate(RINGS, "cm-hovered") if ring["view"] == "atlas"]
    wait_for_ring(page, "cm-hovered", "timeline", meeting)
    page.mouse.move(5, 5)
    page.wait_for_function("document.querySelectorAll('.cm-hovered').length === 0")

    page.mouse.move(city["x"], city["y"])
    wait_for_ring(page, "cm-hovered", "timeline", meeting)
    assert page.evaluate("window.runs") == 0


def test_a_click_on_a_city_rings_its_meeting_in_every_view_until_it_is_cleared(page):
    expect(page.locator(".cm-linked")).to_contain_text("Click a city")

    click_on_map(page, "amman")

    addressed(page, city="amman")
    expect(page.locator(".cm-linked")).to_contain_text("Amman")
    wait_for_ring(page, "cm-selected", "timeline", mark(page, "timeline", meeting="2017-11-amman"))
    views = {ring["view"] for ring in page.evaluate(RINGS, "cm-selected")}
    assert views == {"atlas", "timeline", "territory", "people"}
    expect(page.locator(f"{TIMELINE} .cm-day")).to_have_count(1)

    page.locator(".cm-clear").click()

    addressed(page)
    expect(page.locator(".cm-selected")).to_have_count(0)
    expect(page.locator(".cm-linked")).to_contain_text("Click a city")


def test_the_rings_of_the_map_follow_when_the_reader_moves_it(visit):
    page = visit("?city=amman", deck=True)
    page.wait_for_function(
        "document.querySelectorAll('.st-key-view-atlas .cm-selected').length === 1"
    )
    (before,) = [ring for ring in page.evaluate(RINGS, "cm-selected") if ring["view"] == "atlas"]

    page.mouse.move(before["x"] - 150, before["y"] - 80)
    page.mouse.down()
    page.mouse.move(before["x"] - 190, before["y"] - 60, steps=5)
    page.mouse.up()

    page.wait_for_function(
        """(left) => document.querySelector(".st-key-view-atlas .cm-selected").getBoundingClientRect().right < left""",
        arg=before["x"],
    )
    page.wait_for_timeout(500)
    (after,) = [ring for ring in page.evaluate(RINGS, "cm-selected") if ring["view"] == "atlas"]
    page.mouse.move(after["x"], after["y"])
    expect(page.locator(f"{MAP} .deck-tooltip")).to_contain_text("Amman")


def test_the_number_of_a_key_figure_marks_its_meeting(page):
    key_figure_link(page, 2).click()

    addressed(page, figure="2019-06-paris-people-freed")
    wait_for_ring(page, "cm-selected", "timeline", mark(page, "timeline", meeting="2019-06-paris"))


def test_a_slash_leads_to_the_search_and_single_letters_run_nothing(page):
    page.locator(".cm-linked").click()
    page.keyboard.press("r")
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute(
        "data-test-script-state", "notRunning"
    )

    page.keyboard.press("/")
    page.keyboard.type("car")

    expect(page.locator(".st-key-search-words input")).to_have_value("car")


def test_what_a_click_changes_is_said_in_one_region(page):
    region = page.locator("#cm-status")
    expect(region).to_contain_text("8 meetings")

    click_on_map(page, "amman")

    expect(region).to_contain_text(sentence(page).inner_text())
    expect(page.locator("#cm-status")).to_have_count(1)
