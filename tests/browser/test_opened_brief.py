"""The brief in a browser without a network: from the disk, on any screen, and on paper."""

import re
from pathlib import Path

import pytest

from exports.brief import write_brief
from exports.view import open_view
from loaders.dataset import load
from loaders.select import select
from loaders.selection import COLLECTIONS, LANGUAGES, Selection

DRAWN = "html[data-drawn]"
ORIGIN = "https://example.org/meetings/"

MARKS = """() => [...document.querySelectorAll("[data-chart]")].map(
  (chart) => chart.querySelectorAll(".points path").length
)"""

DISCS = """() => [...document.querySelectorAll(".cm-map")]
  .filter((map) => map.checkVisibility()).map(
  (map) => map.querySelectorAll("[data-city]").length
)"""

PAPER = """() => {
  document.body.style.inlineSize = "718px"; // of a sheet between its margins
  dispatchEvent(new Event("beforeprint"));
  return [...document.querySelectorAll("[data-chart]")].map((chart) => {
    const drawing = chart.querySelector(".main-svg").getBoundingClientRect();
    return [drawing.height, drawing.width / chart.getBoundingClientRect().width];
  });
}"""
"""How high each chart is on paper, and which part of its room it takes."""


@pytest.fixture(scope="module")
def dataset():
    return load(Path(__file__).parents[2] / "data")


@pytest.fixture
def open_brief(browser, dataset, tmp_path):
    """Write a brief, and open the file in a browser that has no network."""
    contexts = []

    def open_file(selection, *, width=1440, scheme="light"):
        path = tmp_path / "brief.html"
        path.write_bytes(write_brief(open_view(dataset, selection, origin=ORIGIN)))
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "request",
            lambda request: request.url != path.as_uri() and page.problems.append(request.url),
        )
        page.goto(path.as_uri())
        page.wait_for_selector(DRAWN, timeout=20_000)
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("width", [1440, 390])
def test_a_brief_is_whole_without_a_network(open_brief, dataset, collection, language, width):
    selection = Selection(collection=collection, language=language)

    page = open_brief(selection, width=width)

    assert page.problems == []
    marks = page.evaluate(MARKS)
    assert len(marks) == 3
    assert all(marks)
    cities = set(select(dataset, selection).meetings["city_id"]) - {""}
    assert page.evaluate(DISCS) == [len(cities)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    families = page.evaluate(
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    )
    assert any(("Naskh" if language == "ar" else "Source Sans") in family for family in families)


def test_a_mark_says_what_it_is_under_the_pointer(open_brief):
    page = open_brief(Selection())

    page.locator("[data-chart=territory] .points path").first.hover(force=True)

    page.locator("[data-chart=territory] .hoverlayer text").first.wait_for()


@pytest.mark.parametrize(
    ("collection", "scheme", "sheets"),
    [("core", "light", 3), ("core", "dark", 3), ("record", "light", 4)],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_is_printed_on_few_sheets_with_all_of_its_charts(
    open_brief, language, collection, scheme, sheets
):
    page = open_brief(Selection(language=language, collection=collection), scheme=scheme)

    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b[^s]", printed)) <= sheets

    page.emulate_media(media="print", color_scheme=scheme)
    for height, part in page.evaluate(PAPER):
        assert height > 200
        assert 0.8 < part <= 1.01
    assert page.problems == []


def test_charts_take_the_colours_of_the_theme_and_of_paper(open_brief):
    page = open_brief(Selection(), scheme="dark")
    ink = "getComputedStyle(document.querySelector('[data-chart] .xtick text')).fill"
    dark = page.evaluate(ink)

    printed = page.evaluate(f"(dispatchEvent(new Event('beforeprint')), {ink})")
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(500)

    assert dark != printed
    assert page.evaluate(ink) == printed
