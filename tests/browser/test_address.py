"""The address is the whole state: it restores, goes back and forth, travels, and does no harm."""

import time

import pytest
from playwright.sync_api import expect
from reader import (
    BAR,
    CARD,
    addressed,
    click_on_mark,
    key_figure_link,
    open_evidence,
    query,
    sentence,
    settled,
    unfolded,
)

FULL = (
    "?years=2017-2018&level=political_directors&city=amman&figure=2017-11-amman-members"
    "&column=2019-06-paris:ar&column=2017-11-amman:en"
)

SHOWN = """() => [...document.querySelectorAll(
  '.cm-shown, .st-key-filters, .cm-keys, .cm-heading h2, .cm-evidence, .cm-row-head:not(.cm-folded *)'
)].map((each) => each.innerText)"""


def shows(page, wanted):
    """Wait until the page says what is wanted: a browser without a past fetches the widgets' code after the page."""
    end = time.monotonic() + 20
    while (now := page.evaluate(SHOWN)) != wanted and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert now == wanted


def test_a_reload_restores_the_page(page):
    click_on_mark(page, "timeline", meeting="2018-02-kuwait")
    addressed(page, meeting="2018-02-kuwait")
    open_evidence(page, key_figure_link(page, 1))
    addressed(page, meeting="2018-02-kuwait", figure="2018-02-kuwait-territory-liberated-share")
    before = page.evaluate(SHOWN)

    page.reload()
    settled(page)

    addressed(page, meeting="2018-02-kuwait", figure="2018-02-kuwait-territory-liberated-share")
    shows(page, before)


def test_back_and_forward_walk_through_the_selections(page):
    key_figure_link(page, 0).click()
    addressed(page, figure="2019-02-washington-members")
    page.locator(".cm-only").click()
    addressed(page, figure="2019-02-washington-members", theme="military-campaign")

    page.go_back()

    addressed(page, figure="2019-02-washington-members")
    expect(page.locator(".cm-clear")).to_have_count(0)
    expect(page.locator(CARD)).to_contain_text("79 members")

    page.go_back()

    addressed(page)
    expect(page.locator(CARD)).to_have_count(0)

    page.go_forward()

    addressed(page, figure="2019-02-washington-members")
    expect(page.locator(CARD)).to_contain_text("79 members")

    page.go_forward()

    addressed(page, figure="2019-02-washington-members", theme="military-campaign")
    expect(page.locator(BAR)).to_contain_text("Military campaign")


def test_a_click_after_going_back_starts_from_what_is_shown(page):
    click_on_mark(page, "timeline", meeting="2018-06-rabat")
    addressed(page, meeting="2018-06-rabat")
    page.go_back()
    addressed(page)
    expect(sentence(page)).to_contain_text("8 meetings")

    click_on_mark(page, "timeline", meeting="2018-06-rabat")

    addressed(page, meeting="2018-06-rabat")
    expect(sentence(page)).to_contain_text("1 of 8 meetings: Rabat, 26 June 2018")


def test_an_address_opened_by_another_reader_gives_the_same_page(page, visit):
    unfolded(page, "timeline").get_by_role("link", name="Ministerial meeting, Kuwait City").click()
    addressed(page, meeting="2018-02-kuwait")
    page.locator(".cm-folded summary").click()
    open_evidence(page, page.locator(".cm-statements a.cm-figure:visible").first)

    other = visit(page.url.partition("/?")[2].join(["?", ""]), stranger=True)

    assert query(other.url) == query(page.url)
    shows(other, page.evaluate(SHOWN))


def test_an_address_with_every_parameter_is_shown_in_full(visit):
    page = visit(FULL)

    expect(page.locator(".cm-notice", has_text="address")).to_have_count(0)
    expect(page.locator(BAR)).to_contain_text("Amman")
    expect(page.locator(BAR)).to_contain_text("Political directors")
    expect(page.locator(BAR)).to_contain_text("2017–2018")
    expect(page.locator(CARD)).to_contain_text("74 members")
    expect(page.locator(".cm-row-head").first).to_contain_text("Amman, 15 November 2017")


def test_a_switch_of_language_keeps_the_selection(lead):
    page = lead("?city=amman&figure=2017-11-amman-people-freed")

    page.evaluate("document.querySelector('.cm-tools a[hreflang=ar]').click()")

    addressed(page, city="amman", figure="2017-11-amman-people-freed", lang="ar")
    expect(page.locator(BAR)).to_contain_text("عمّان")
    expect(page.locator(CARD)).to_contain_text("7.5 مليون")

    page.evaluate("document.querySelector('.cm-tools a[hreflang=en]').click()")

    addressed(page, city="amman", figure="2017-11-amman-people-freed")
    expect(page.locator(BAR)).to_contain_text("Amman")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_values_that_are_not_known_are_named_and_left_out(visit, language):
    page = visit(f"?lang={language}&city=atlantis&city=rome&years=soon&colour=red")

    notice = page.locator(".cm-notice", has_text="atlantis")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("city=atlantis")
    expect(notice).to_contain_text("years=soon")
    expect(notice).to_contain_text("colour=red")
    expect(notice).not_to_contain_text("rome")
    expect(page.locator(".cm-clear")).to_have_count(1)


def test_the_notice_goes_with_the_next_act(visit):
    page = visit("?city=atlantis")
    expect(page.locator(".cm-notice", has_text="atlantis")).to_be_visible()

    key_figure_link(page, 0).click()

    addressed(page, figure="2019-02-washington-members")
    expect(page.locator(".cm-notice", has_text="atlantis")).to_have_count(0)


def test_a_hostile_address_does_nothing(visit):
    script = "%3Cscript%3Ealert(1)%3C/script%3E"
    image = "%22%3E%3Cimg src=x onerror=alert(1)%3E"
    parameters = ("city", "figure", "lang", "years", "column", script)
    asked = [(page_of, f"{page_of}={script}&{page_of}={image}") for page_of in parameters]
    dialogs = []
    page = visit()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    page.goto(page.url.partition("?")[0] + "?" + "&".join(each for _, each in asked))
    settled(page)

    expect(page.locator(".cm-notice").first).to_contain_text("city=<script>alert(1)</script>")
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")
    assert page.locator(".stMain script, .stMain img[src=x]").count() == 0
    assert dialogs == []


def test_an_address_of_ten_thousand_characters_is_cut_in_the_notice(visit):
    page = visit(f"?city={'x' * 10_000}")

    notice = page.locator(".cm-notice", has_text="city=xxx")
    expect(notice).to_be_visible()
    assert len(notice.inner_text()) < 300
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")


@pytest.mark.parametrize(
    ("address", "said", "wanted"),
    [
        ("?years=1999-1999", "None of 8 meetings fits", {}),
        ("?city=rome&level=defence&lang=ar", "لا شيء من", {"lang": "ar"}),
    ],
    ids=["english", "arabic"],
)
def test_an_empty_selection_says_so_and_leads_back(visit, address, said, wanted):
    page = visit(address)

    expect(sentence(page)).to_contain_text(said)
    for view in ("atlas", "timeline", "territory", "people", "statements"):
        expect(page.locator(f".st-key-view-{view} .cm-empty")).to_be_visible()

    page.locator(".st-key-view-timeline .cm-empty a").last.click()

    addressed(page, **wanted)
    expect(page.locator(".cm-empty")).to_have_count(0)
    expect(sentence(page)).to_contain_text("8")
