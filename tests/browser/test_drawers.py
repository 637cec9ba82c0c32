"""Drawers at the end of the screen: none covers what opened it or the switch of the language, whatever the screen."""

import pytest
from playwright.sync_api import expect
from reader import CARD, MARK, ROW, settled

DRAWER = ".st-key-drawers"
LANGUAGES = ".cm-tools"
OPENINGS = [("en", 1440, 900), ("ar", 1280, 720), ("ar", 390, 844)]
"""A language, and the width and height of a window in pixels."""

LOW = """([y, end]) => document.querySelector('[data-testid="stMain"]').scrollBy(0, y - innerHeight + end)"""
"""Scroll the page until what is at a height stands some pixels above the end of the screen."""

AFTER_MS = 1_000
"""Milliseconds after which a page has stopped moving once a drawer is open."""


@pytest.fixture(params=OPENINGS, ids=lambda opening: "-".join(map(str, opening)))
def go(request, lead):
    """Lead to an address, given without its language, in a window of one size."""
    language, width, height = request.param
    return lambda address: lead(f"?lang={language}&{address}", width=width, height=height)


def box_of(locator):
    """The box of an element on the screen, in pixels."""
    box = locator.bounding_box()
    assert box
    return box


def around(x, y, half):
    """A box around a point of the screen, in pixels."""
    return {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half}


def overlap(box, other):
    """Whether two boxes share any part of the screen."""
    return (
        box["x"] < other["x"] + other["width"]
        and other["x"] < box["x"] + box["width"]
        and box["y"] < other["y"] + other["height"]
        and other["y"] < box["y"] + box["height"]
    )


def scroll_low(page, locator):
    """Scroll the page until an element stands at the end of the screen, where a drawer will open."""
    locator.scroll_into_view_if_needed()
    settled(page)
    box = box_of(locator)
    page.evaluate(LOW, [box["y"], box["height"] + 4])
    settled(page)


def assert_free(page, opener, *, drawer):
    """Assert that a drawer opens as a sheet at the end of the screen and covers neither its opener nor the switch."""
    expect(page.locator(drawer)).to_be_visible()
    settled(page)
    page.wait_for_timeout(AFTER_MS)
    size = page.viewport_size
    assert size
    sheet = box_of(page.locator(drawer))
    opened_by = opener()
    main = box_of(page.get_by_test_id("stMain"))

    assert sheet["height"] <= size["height"] * (0.55 if size["width"] < 700 else 0.46) + 1
    assert sheet["y"] + sheet["height"] == pytest.approx(size["height"], abs=1)
    assert not overlap(opened_by, sheet), (opened_by, sheet)
    assert opened_by["y"] >= 0
    assert opened_by["y"] + opened_by["height"] <= size["height"]

    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.wait_for_timeout(100)
    assert not overlap(box_of(page.locator(LANGUAGES)), box_of(page.locator(DRAWER)))
    shown = box_of(page.locator(DRAWER))
    assert (shown["x"], shown["width"]) == (
        pytest.approx(main["x"], abs=1),
        pytest.approx(main["width"], abs=1),
    )


def test_the_evidence_of_a_tile_leaves_the_tile_free(go):
    page = go("")
    link = page.locator(".cm-key-value a").last
    scroll_low(page, link)

    link.click()

    assert_free(page, lambda: box_of(link), drawer=CARD)


def test_the_evidence_of_a_mark_leaves_the_mark_free(go):
    page = go("")
    figure = "2018-02-kuwait-territory-liberated-share"
    page.locator(".st-key-view-territory .js-plotly-plot").scroll_into_view_if_needed()
    settled(page)
    at = page.evaluate(MARK, ["territory", 1, figure])
    page.evaluate(LOW, [at["y"], 30])
    settled(page)
    at = page.evaluate(MARK, ["territory", 1, figure])
    assert at["y"] > page.evaluate("innerHeight") * 0.6

    page.mouse.move(at["x"] - 30, at["y"] - 30)
    page.mouse.move(at["x"], at["y"], steps=4)
    page.locator(".st-key-view-territory .hoverlayer .hovertext").wait_for()
    page.mouse.click(at["x"], at["y"])

    def mark_box():
        here = page.evaluate(MARK, ["territory", 1, figure])
        return around(here["x"], here["y"], 10)

    assert_free(page, mark_box, drawer=CARD)


def test_the_evidence_of_a_row_leaves_the_row_free(go):
    page = go("page=figures")
    listed = page.locator(".cm-listed li a")
    if listed.count():  # a phone lists the rows
        scroll_low(page, listed.nth(3))
        listed.nth(3).click()
        assert_free(page, lambda: box_of(listed.nth(3)), drawer=CARD)
        return
    table = page.locator('.st-key-view-observations [data-testid="stDataFrame"]')
    table.scroll_into_view_if_needed()
    settled(page)
    row_y = ROW * 4 + ROW / 2
    page.evaluate(LOW, [box_of(table)["y"] + row_y, 40])
    settled(page)

    table.click(position={"x": 16, "y": row_y})

    def row_box():
        box = box_of(table)
        return {"x": box["x"], "y": box["y"] + ROW * 4, "width": box["width"], "height": ROW}

    assert_free(page, row_box, drawer=CARD)


def test_the_reference_of_a_passage_leaves_its_link_free(go):
    page = go("page=statements")
    link = page.locator(".cm-reader a[href^='?cite=']").nth(1)
    scroll_low(page, link)

    link.click()

    assert_free(page, lambda: box_of(link), drawer=".st-key-citing")


def test_the_reference_of_a_figure_leaves_the_link_in_its_evidence_free(go):
    page = go("figure=2019-06-paris-people-freed")
    link = page.locator(f"{CARD} a[href^='?cite=']")

    link.click()

    assert_free(page, lambda: box_of(link), drawer=".st-key-citing")


def test_the_card_of_a_member_leaves_its_link_free(go):
    page = go("page=members&collection=record")
    link = page.locator(".cm-organisations a").last
    scroll_low(page, link)

    link.click()

    assert_free(page, lambda: box_of(link), drawer=".cm-member")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_last_line_of_the_page_can_be_read_above_a_drawer(lead, language):
    page = lead(f"?figure=2019-06-paris-people-freed&lang={language}", width=1280, height=720)

    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, main.scrollHeight)")
    page.wait_for_timeout(300)

    last, sheet = box_of(page.locator(".cm-footer p").last), box_of(page.locator(CARD))
    assert 0 < last["y"] + last["height"] <= sheet["y"]


def test_the_close_link_stays_in_sight_however_far_a_drawer_is_read(lead):
    page = lead("?cite=2019-06-paris-people-freed&lang=ar", width=390, height=844)
    sheet = page.locator(".st-key-citing")

    sheet.evaluate("(sheet) => sheet.scrollTo(0, sheet.scrollHeight)")
    page.wait_for_timeout(100)

    close, box = box_of(sheet.locator(".cm-close a")), box_of(sheet)
    assert box["y"] <= close["y"] < box["y"] + 60


def test_a_short_page_has_its_drawer_at_the_end_of_the_screen(lead):
    page = lead(
        "?page=sources&section=originals&figure=2019-06-paris-people-freed", width=1440, height=2400
    )

    sheet = box_of(page.locator(CARD))

    assert sheet["y"] + sheet["height"] == pytest.approx(2400, abs=1)


def test_the_keyboard_opens_a_drawer_and_moves_on_without_going_behind_it(lead):
    page = lead("?", width=1280, height=720)
    link = page.locator(".cm-key-value a").last
    scroll_low(page, link)
    link.focus()

    page.keyboard.press("Enter")

    expect(page.locator(CARD)).to_be_focused()
    page.wait_for_timeout(AFTER_MS)
    assert not overlap(box_of(link), box_of(page.locator(CARD)))
    link.focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        focused = page.locator("*:focus").last
        if not focused.evaluate("(element) => Boolean(element.closest('.st-key-drawers'))"):
            assert not overlap(box_of(focused), box_of(page.locator(CARD)))
