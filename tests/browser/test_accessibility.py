"""Accessibility: axe-core finds nothing against WCAG 2.2 AA on any page, in either language and theme, closed and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from reader import settled

from loaders.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

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
    "embed=true&view=timeline&lang=ar",
)
"""Addresses at which something is filtered, found or open."""

ADDRESSES = (
    *(f"page={page}&lang={language}" for page in PAGES for language in ("en", "ar")),
    *OPENED,
)


@pytest.fixture(scope="module", params=["light", "dark"])
def tall(
    request: pytest.FixtureRequest, context: BrowserContext, site: str
) -> Iterator[Callable[[str], Page]]:
    """Lead one tab to an address, so high that all of the page is drawn."""
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 9000})
    page.emulate_media(color_scheme=request.param)

    def lead(address: str) -> Page:
        page.goto(f"{site}/?{address}")
        settled(page)
        page.locator(".cm-take").evaluate_all(
            "(all) => all.forEach((folded) => (folded.open = true))"
        )
        return page

    yield lead
    page.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_against_wcag(tall: Callable[[str], Page], address: str) -> None:
    page = tall(address)

    found = Axe().run(page, options=RULES).response

    assert found["passes"], "axe has looked at the page"
    wrong = [
        (rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]
    ]
    assert wrong == []
