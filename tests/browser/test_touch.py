"""A phone: a vertical swipe scrolls the page wherever it begins, and a tap acts at once; with real touch events."""

import pytest
from playwright.sync_api import expect
from reader import CARD, CELL, GO, MAP, addressed, city_on_map, mark, query, settled
from test_labels import TO_MIDDLE, labels_of

WIDTH, HEIGHT = 390, 844
SWIPE = 240
"""Pixels that a finger moves upwards."""

SLOP = 40
"""Pixels at most that Chromium waits for before it takes a moving finger for a swipe."""

FRAME_MS = 20
"""Milliseconds between two moves of a finger, so that the page sees every one of them."""

DRAWN_MS = 4_000
"""Milliseconds after which the map is drawn, in software too: a tap before that would be lost, as a click would."""

CENTER = """(element) => element.scrollIntoView({block: 'center'})"""
SCROLLED = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""
PAGE_ZOOM = """() => visualViewport.scale"""

CHARTS = {
    "": ("atlas", "timeline", "territory", "people"),
    "lang=ar": ("atlas",),
    "page=members": ("counted",),
    "page=figures&collection=record&section=support": ("indicators",),
    "page=statements&section=compare": ("matrix", "shares"),
    "page=statements&section=words&lang=ar": ("vocabulary",),
    "page=sources&section=speakers&collection=record&lang=ar": ("conflicts",),
}
"""The charts and maps that are swiped, by address."""


@pytest.fixture(scope="module")
def phone(deck_browser, site):
    """A tab of a phone that is opened once."""
    context = deck_browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(site)
    settled(page)
    yield page
    context.close()


@pytest.fixture
def go(phone):
    """Lead the phone to an address."""

    def to(address):
        phone.evaluate(GO, f"?{address}")
        phone.wait_for_url(lambda url: query(url) == query(f"?{address}"))
        settled(phone)
        return phone

    return to


@pytest.fixture
def fingers(phone):
    """What sends touch events to the phone."""
    session = phone.context.new_cdp_session(phone)
    yield session
    session.detach()


def move_fingers(session, page, paths):
    """Put fingers on the screen, move them along their paths in pixels, and lift them once they rest."""
    for index, points in enumerate(zip(*paths, strict=True)):
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        kind = "touchMove" if index else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.wait_for_timeout(FRAME_MS)
    page.wait_for_timeout(200)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def swipe_up(session, page, x, y):
    """Swipe upwards from a point; returns by how many pixels the page was scrolled."""
    before = page.evaluate(SCROLLED)
    move_fingers(session, page, [[(x, y - SWIPE * step / 12) for step in range(13)]])
    return float(page.evaluate(SCROLLED) - before)


def tap(page, x, y):
    """Tap once, without anything before it that a mouse would do."""
    page.touchscreen.tap(x, y)


def label_in_middle(page, view):
    """The last label of a chart, once it stands near the middle of the screen."""
    page.evaluate(TO_MIDDLE, labels_of(page, view)[-1]["y"])
    settled(page)
    return labels_of(page, view)[-1]


@pytest.mark.parametrize(
    ("address", "view"), [(address, view) for address, views in CHARTS.items() for view in views]
)
def test_a_vertical_swipe_on_a_chart_or_map_scrolls_the_page(go, fingers, address, view):
    page = go(address)
    page.locator(f".st-key-view-{view}").evaluate(CENTER)
    settled(page)
    chart = page.locator(MAP if view == "atlas" else f".st-key-view-{view} .js-plotly-plot")
    chart.evaluate(CENTER)
    settled(page)
    box = chart.bounding_box()
    assert box

    moved = swipe_up(fingers, page, WIDTH / 2, min(box["y"] + box["height"] / 2, HEIGHT - 60))

    assert SWIPE - SLOP <= moved <= SWIPE + SLOP
    settled(page)
    assert query(page.url) == query(f"?{address}"), "a swipe is no click"


def tap_on_city(page, city):
    """Tap once on the disc of a city, once the map is drawn."""
    page.locator(MAP).evaluate(CENTER)
    page.wait_for_timeout(DRAWN_MS)
    tap(page, *city_on_map(page, city))


@pytest.mark.parametrize("language", ["", "lang=ar"])
def test_the_first_tap_on_a_city_chooses_it_and_the_second_clears_it(go, language):
    page = go(language)

    tap_on_city(page, "amman")
    addressed(page, **query(f"?{language}"), city="amman")

    tap_on_city(page, "amman")
    addressed(page, **query(f"?{language}"))


def test_a_swipe_leaves_the_map_where_it_is(go, fingers):
    page = go("")
    point = city_on_map(page, "rome")

    assert swipe_up(fingers, page, point.x, point.y) >= SWIPE - SLOP
    settled(page)

    tap_on_city(page, "rome")
    addressed(page, city="rome")


def test_two_fingers_zoom_the_map_and_not_the_page(go, fingers):
    page = go("")
    page.locator(MAP).evaluate(CENTER)
    settled(page)
    city = city_on_map(page, "rome")
    box = page.locator(MAP).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = page.evaluate(SCROLLED)

    # The map measures from the first move on: what is on it is then almost twice as far from its middle.
    apart = range(40, 81)
    scale = apart[-1] / apart[1]
    move_fingers(
        fingers, page, [[(x - part, y) for part in apart], [(x + part, y) for part in apart]]
    )

    page.wait_for_timeout(DRAWN_MS)
    assert page.evaluate(PAGE_ZOOM) == 1
    assert page.evaluate(SCROLLED) == before
    tap(page, x + scale * (city.x - x), y + scale * (city.y - y))
    addressed(page, city="rome")


@pytest.mark.parametrize("language", ["", "lang=ar"])
def test_the_first_tap_on_a_meeting_of_the_timeline_chooses_it(go, language):
    page = go(language)

    tap(page, *mark(page, "timeline", meeting="2018-06-rabat"))

    addressed(page, **query(f"?{language}"), meeting="2018-06-rabat")


@pytest.mark.parametrize(
    ("address", "view"),
    [
        ("", "territory"),
        ("lang=ar", "people"),
        ("collection=record&page=figures&section=membership", "indicators"),
        ("page=members&collection=record", "counted"),
        ("page=sources&section=speakers&collection=record&lang=ar", "conflicts"),
    ],
)
def test_the_first_tap_on_a_mark_and_on_its_value_opens_the_evidence(go, address, view):
    page = go(address)
    page.locator(f".st-key-view-{view}").evaluate(CENTER)
    settled(page)
    figure = label_in_middle(page, view)["observation"]

    tap(page, *mark(page, view, figure=figure))
    page.wait_for_url(lambda url: query(url).get("figure") == [figure])
    expect(page.locator(CARD)).to_be_visible()
    page.evaluate(GO, f"?{address}")
    expect(page.locator(CARD)).to_have_count(0)
    settled(page)

    label = label_in_middle(page, view)
    tap(page, label["x"], label["y"])
    page.wait_for_url(lambda url: query(url).get("figure") == [figure])
    expect(page.locator(CARD)).to_be_visible()


def test_the_first_tap_on_a_cell_opens_its_passages(go):
    page = go("page=statements&section=compare")
    page.locator(".st-key-view-matrix .js-plotly-plot").evaluate(CENTER)
    settled(page)

    cell = page.evaluate(CELL, ["matrix", "2018-02-kuwait", "counter-finance"])
    assert cell
    tap(page, *cell)

    addressed(page, page="statements", theme="counter-finance", column="2018-02-kuwait:both")
