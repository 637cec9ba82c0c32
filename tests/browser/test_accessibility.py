"""Accessibility: axe-core finds nothing against WCAG 2.2 AA on any page, in either language and theme, closed and opened."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from loaders.pages import PAGES
from loaders.selection import LANGUAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

TALL_PX = 9000
"""A window in which all of a page is drawn."""

OPENED = (
    "city=brussels&collection=record",
    "theme=stabilisation&years=2016-2018&lang=ar",
    "figure=2019-02-washington-members&cite=2019-02-washington-members",
    "page=members&collection=record&member=fra",
    "page=statements&search=Daesh",
    "page=statements&passage=2019-06-paris:4&lang=ar",
    "page=statements&section=words&word=coalition",
    "page=sources&section=disagreements",
    "page=story&step=amman",
)
"""Addresses at which something is filtered, found or open."""

CASES = [
    *((f"lang={language}&page={page}", "light") for language in LANGUAGES for page in PAGES),
    *((address, "light") for address in OPENED),
    *((address, "dark") for address in (*(f"page={page}" for page in PAGES), *OPENED)),
]


@pytest.mark.parametrize(("address", "scheme"), CASES)
def test_nothing_is_against_wcag(lead, address, scheme):
    is_first = address == "lang=en&page=overview"
    page = lead(f"?{address}", height=TALL_PX, scheme=scheme, deck=is_first)
    assert_accessible(page)


def test_nothing_of_an_embedded_view_is_against_wcag(visit):
    assert_accessible(visit("?embed=true&view=timeline&lang=ar"))


def assert_accessible(page):
    page.locator(".cm-take").evaluate_all("(all) => all.forEach((folded) => (folded.open = true))")
    found = Axe().run(page, options=RULES).response
    page.locator(".cm-take").evaluate_all("(all) => all.forEach((folded) => (folded.open = false))")

    assert found["passes"], "axe has looked at the page"
    wrong = [
        (rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]
    ]
    assert wrong == []
