"""What a reader does at the page, and where things are on it: hands and eyes of the browser tests."""

import os
import shutil
import socket
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect

from components import map_layout, mercator
from components.language import text
from components.page import BESIDE, BETWEEN, TELLING
from components.theme import Screen
from loaders.dataset import load
from loaders.select import select
from loaders.selection import parse
from loaders.story import shown_selection

expect.set_options(timeout=20_000)

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CARD = ".cm-evidence"
ROW = 35
"""Pixels of height of a row of the table, and of its head."""

CHARTS = {
    "overview": 3,
    "story": 0,
    "members": 1,
    "figures": 1,
    "statements": 0,
    "sources": 0,
}
"""Charts of each page of the core as it opens."""

MAP = '.st-key-view-atlas [data-testid="stDeckGlJsonChart"]'

QUIET = """(ready) => new Promise((done, fail) => {
  let still = 0, rounds = 0;
  const look = () => {
    still = document.querySelector(ready) ? still + 1 : 0;
    if (still === 8) done(true);
    else if (++rounds > 600) fail(new Error('the page does not come to rest'));
    else setTimeout(look, 50);
  };
  look();
})"""
"""A run is often followed by another, when the browser has told the width: rest is no run for a while."""

MARK = """([view, field, id]) => {
  const chart = document.querySelector(`.st-key-view-${view} .js-plotly-plot`);
  const box = chart.getBoundingClientRect();
  for (const points of chart.calcdata) {
    const data = points[0].trace.customdata || [];
    const at = data.findIndex((each) => each[field] === id && (field || !each[1]));
    if (at < 0) continue;
    const {xaxis, yaxis} = {xaxis: points[0].trace.xaxis || 'x', yaxis: points[0].trace.yaxis || 'y'};
    const across = chart._fullLayout[xaxis.replace('x', 'xaxis')];
    const down = chart._fullLayout[yaxis.replace('y', 'yaxis')];
    return {
      x: box.left + across._offset + across.c2p(points[at].x),
      y: box.top + down._offset + down.c2p(points[at].y),
    };
  }
  return null;
}"""
"""The place of a mark on the screen: by its meeting (field 0) or its observation (field 1)."""


WIDTHS = (1440, 1024, 390)
BAR = ".st-key-filters"
"""The bar of filters, whose buttons say what is set."""

SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const edge = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll(
    '.cm-header, .st-key-filters, .cm-title, .cm-keys, .cm-heading, .cm-statements, .cm-evidence, .cm-citing, .cm-reader, .cm-record, .cm-results, ' +
    '.cm-story, .cm-progress, .cm-question, .cm-codebook, .cm-threads, .cm-lines, .cm-shelf, .js-plotly-plot, .cm-foot, .cm-footer'
  )].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 0 && (box.left < -1 || box.right > edge + 1);
  }).map((each) => `${each.className} ${JSON.stringify(each.getBoundingClientRect())}`);
  return {
    page: document.documentElement.scrollWidth - edge,
    main: main.scrollWidth - main.clientWidth,
    out,
  };
}"""

GO = """(where) => {
  const link = document.createElement("a");
  link.href = where;
  document.body.append(link);
  link.click();
  link.remove();
  document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
}"""
"""A reader's way to another address of the page, without loading it anew."""

BY = """(y) => document.querySelector('[data-testid="stMain"]').scrollBy(0, y - innerHeight / 2)"""

CELL = """([view, meeting, theme]) => {
  const chart = document.querySelector(`.st-key-view-${view} .js-plotly-plot`);
  for (const points of chart.calcdata) {
    const data = points[0].trace.customdata || [];
    const at = data.findIndex((each) => each[0] === meeting && each[1] === theme);
    if (at < 0) continue;
    const bars = chart.querySelectorAll('.barlayer .trace')[
      chart.calcdata.filter((each) => each[0].trace.type === 'bar').indexOf(points)].querySelectorAll('.point path');
    const box = bars[at].getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }
  return null;
}"""
"""The middle of the cell of a meeting and a theme on the screen."""


IS_HOVERED = """([view, wanted]) => {
  const [point] = document.querySelector(`.st-key-view-${view} .js-plotly-plot`)?._hoverdata || [];
  return Boolean(point) && wanted.every(([field, value]) => point.customdata?.[field] === value);
}"""
"""Whether a chart takes the pointer for being on the mark whose data hold some values, by their places."""


class Point(NamedTuple):
    """A place on the screen in pixels."""

    x: float
    y: float


@lru_cache(maxsize=1)
def dataset():
    return load(Path(__file__).resolve().parents[2] / "data")


def find_port():
    """Return a port that is free."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def find_program(*names):
    """Return the path of the first of these programs that is there; without one, see ``miss``."""
    return next((path for name in names if (path := shutil.which(name))), "") or miss(
        " or ".join(names)
    )


def miss(program):
    """Skip a test for want of a program, or fail it if browser tests are required."""
    reason = f"no {program} on this system"
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def settled(page):
    """Wait until the page is drawn and stays so."""
    page.wait_for_selector(READY)
    page.wait_for_selector(".cm-footer, .cm-embedded, .cm-damaged", state="attached")
    page.evaluate(QUIET, READY)


def unfolded(page, view):
    """The table twin of a view, unfolded if it is not: it is asked of the server then."""
    folded = page.locator(f".st-key-table-{view}")
    if not folded.locator("details[open]").count():
        folded.locator("summary").click()
    table = folded.locator(".cm-foot")
    table.wait_for()
    settled(page)
    return table


def resized(page, width, height=900):
    """Give the window another size."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("(width) => innerWidth === width", arg=width)
    page.wait_for_timeout(300)  # the page tells of its new size a moment later
    settled(page)


def fits(page):
    """Nothing is wider than the screen, whether it is wide, middling or a phone's."""
    for width in WIDTHS:
        resized(page, width)
        assert page.evaluate(SIDEWAYS) == {"page": 0, "main": 0, "out": []}, f"at {width} pixels"


def query(address):
    return parse_qs(urlsplit(address).query)


def addressed(page, /, *, patience=20_000, **wanted):
    """Wait until the address holds these parameters and no other."""
    lists = {name: [value] if isinstance(value, str) else value for name, value in wanted.items()}
    page.wait_for_url(lambda address: query(address) == lists, timeout=patience)
    settled(page)


def chosen(page):
    """The part of the dataset that the page shows at its address."""
    return select(dataset(), shown_selection(parse(query(page.url)), dataset=dataset()))


def open_filter(page, name):
    """Open the widgets of a button of the bar; returns them."""
    page.locator(f".st-key-filter-{name} button").click()
    body = page.locator('[data-testid="stPopoverBody"]')
    body.wait_for()
    return body


def sentence(page):
    return page.locator(".cm-shown span")


def key_figure_link(page, place):
    """The number of a key figure, a link to its evidence, by its place at the head of the page."""
    return page.locator(".cm-key-value a").nth(place)


def open_evidence(page, link):
    """Follow a link to evidence; returns the card."""
    link.click()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    settled(page)
    return card


def city_on_map(page, city):
    """Where a city's disc is on the screen, computed as the map computes it."""
    return _on_map(page, city, by_name=False)


def name_on_map(page, city):
    """Where the middle of a city's name is on the screen."""
    return _on_map(page, city, by_name=True)


def _on_map(page, city, *, by_name):
    drawn = page.locator(MAP)
    drawn.scroll_into_view_if_needed()
    settled(page)
    box = drawn.bounding_box()
    assert box
    selection = parse(query(page.url))
    width, height, _ = map(int, page.evaluate("measureScreen()").split("x"))
    screen = Screen(width=width, height=height)
    if selection.page == "story" and width >= BESIDE:
        screen = replace(screen, width=(width - BETWEEN) * TELLING[1] // sum(TELLING))
    elif selection.page == "overview" and screen.has_rows:
        screen = screen.split(2)
    layout = map_layout.lay_out(chosen(page), text(selection.language), mercator.map_size(screen))
    x, y = layout.locate(next(disc for disc in layout.discs if disc.city_id == city))
    if by_name:
        label = layout.labels[city]
        x, y = x + label.x, y + label.y
    # The map is laid out for a width in whole steps, and its middle is that of the box.
    width, height = layout.size
    return Point(
        box["x"] + (box["width"] - width) / 2 + x, box["y"] + (box["height"] - height) / 2 + y
    )


def mark(page, view, *, meeting="", figure=""):
    """Where the mark of a meeting or of a published value is on the screen."""
    page.locator(f".st-key-view-{view}").scroll_into_view_if_needed()
    page.locator(f".st-key-view-{view} .js-plotly-plot").scroll_into_view_if_needed()
    settled(page)
    at = page.evaluate(MARK, [view, 1 if figure else 0, figure or meeting])
    assert at, f"the chart of {view} has no mark {figure or meeting}"
    if not 0 < at["y"] < page.evaluate("innerHeight"):
        page.evaluate(BY, at["y"])
        settled(page)
        at = page.evaluate(MARK, [view, 1 if figure else 0, figure or meeting])
        assert at
    return Point(at["x"], at["y"])


def click_on_map(page, city, *, by_name=False):
    """Click a city, once the map knows what lies under the pointer: a click before that would be lost."""
    where = name_on_map if by_name else city_on_map
    language = parse(query(page.url)).language
    called = text(language).of(dataset().names["cities"][city], "name")
    tip = page.locator(f"{MAP} .deck-tooltip", has_text=called)
    _click_once_it_answers(page, lambda: where(page, city), tip=tip)


def click_on_mark(page, view, *, meeting="", figure=""):
    """Click the mark of a meeting or of a published value, once the chart says what it is."""
    wanted = [[1, figure] if figure else [0, meeting]]
    _click_on_chart(
        page, view, lambda: mark(page, view, meeting=meeting, figure=figure), wanted=wanted
    )


def click_on_cell(page, view, *, meeting, theme):
    """Click the cell of a meeting and a theme, once the chart says what it is."""

    def where():
        chart = page.locator(f".st-key-view-{view} .js-plotly-plot")
        chart.scroll_into_view_if_needed()
        settled(page)
        at = page.evaluate(CELL, [view, meeting, theme])
        assert at, f"the chart of {view} has no cell of {meeting} and {theme}"
        return Point(*at)

    _click_on_chart(page, view, where, wanted=[[0, meeting], [1, theme]])


def click_on_row(page, number):
    """Click the box before a row of the table, counted from 1."""
    grid = page.locator('.st-key-view-observations [data-testid="stDataFrame"]')
    grid.scroll_into_view_if_needed()
    settled(page)
    grid.click(position={"x": 16, "y": ROW * number + ROW / 2})


def _click_on_chart(page, view, where, *, wanted):
    """Click a mark once its chart takes the pointer for being on it: Plotly answers a click with the last hover."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        point = where()
        page.mouse.move(point.x - 40, point.y - 40)
        page.mouse.move(*point, steps=4)
        try:
            page.wait_for_function(IS_HOVERED, arg=[view, wanted], timeout=1_000)
        except TookTooLong:
            continue
        page.mouse.click(*point)
        return
    raise AssertionError(f"the chart of {view} does not take the pointer for being on {wanted}")


def _click_once_it_answers(page, where, *, tip):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        point = where()
        page.mouse.move(point.x - 40, point.y - 40)
        page.mouse.move(*point, steps=4)
        try:
            tip.first.wait_for(state="visible", timeout=1_000)
        except TookTooLong:
            continue
        page.mouse.click(*point)
        return
    raise AssertionError("nothing answers to the pointer at this place")
