"""Filters in a browser: which of them a page uses, what a theme leaves out, what the other collection holds."""

import pytest
from playwright.sync_api import expect
from reader import BAR, addressed, dataset, fits, settled

from components import disagreements, filters
from components.charts import frame
from components.language import text
from components.state import Follow
from components.theme import DESK
from loaders.selection import LANGUAGES, Selection

BOTH = pytest.mark.parametrize("language", LANGUAGES)


def spoken(language):
    """The parameter of a language in an address."""
    return {"lang": "ar"} if language == "ar" else {}


def address(**parameters):
    """An address with some parameters."""
    return "?" + "&".join(f"{name}={value}" for name, value in parameters.items())


def names_of(language, city):
    """The name of a city."""
    return text(language).of(dataset().names["cities"][city], "name")


@BOTH
def test_the_members_are_shown_whatever_the_filters_are_and_leave_them_as_they_were(lead, language):
    words = text(language)
    chosen = {**spoken(language), "years": "2018-2018", "city": "amman"}
    page = lead(address(**spoken(language), page="members"))
    finding = page.locator("#membership h2").inner_text()

    page = lead(address(**chosen, page="members"))
    expect(page.locator("#membership h2")).to_have_text(finding)
    selection = Selection(page="members", language=language, years=(2018, 2018), cities=("amman",))
    line = filters.describe_use(dataset(), words, Follow(selection, DESK, dataset()))
    expect(page.locator(".cm-use")).to_have_text(line)
    expect(page.locator(f"{BAR} button:disabled")).to_have_count(4)
    expect(page.locator(".st-key-filter-cities button:disabled")).to_contain_text(
        names_of(language, "amman")
    )
    page.locator(".cm-pages").get_by_role("link", name=words("pages.overview")).click()

    addressed(page, **chosen)
    expect(page.locator(f"{BAR} button:disabled")).to_have_count(0)
    expect(page.locator(".cm-shown span")).to_have_text(
        words("shown.none", all=words.count("count.meetings", 8))
    )


@BOTH
def test_a_theme_says_how_many_meetings_it_leaves_out(lead, language):
    page = lead(
        address(**spoken(language), page="statements", section="words", theme="stabilisation")
    )

    line = text(language).count("filters.unstated", 3)
    expect(page.locator(".cm-use", has_text=line)).to_have_count(1)

    page.locator(".cm-shown .cm-clear").click()
    addressed(page, **spoken(language), page="statements", section="words")
    expect(page.locator(".cm-use", has_text=line)).to_have_count(0)


@BOTH
def test_an_empty_list_leads_to_what_the_wider_record_holds(lead, language):
    chosen = {
        **spoken(language),
        "years": "2022-2022",
        "page": "sources",
        "section": "disagreements",
    }
    page = lead(address(**chosen))
    words = text(language)
    selection = Selection(
        page="sources", section="disagreements", language=language, years=(2022, 2022)
    )
    offer = frame.offer_collection(words, Follow(selection, DESK, dataset()), disagreements.COUNTS)
    assert offer

    page.locator(".cm-empty").get_by_role("link", name=offer["words"]).click()

    addressed(page, **chosen, collection="record")
    expect(page.locator(".cm-empty")).to_have_count(0)
    expect(page.locator(".cm-dispute-what")).to_have_count(1)


def test_the_header_of_a_page_that_uses_few_filters_fits_every_screen(lead):
    page = lead(
        "?page=members&lang=ar&years=2018-2018&city=amman&level=ministerial&theme=stabilisation"
    )

    settled(page)
    fits(page)
