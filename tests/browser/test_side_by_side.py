"""The page of the statements in a browser: its way in, texts level with each other, passages with an address."""

import pytest
from playwright.sync_api import expect
from reader import (
    BAR,
    CARD,
    SIDEWAYS,
    WIDTHS,
    addressed,
    dataset,
    resized,
)

from components.passages import anchor
from loaders.selection import PassageId

PAIR = ".cm-reader .cm-pair:not(.cm-pair-head)"

TEXTS = """(pairs) => pairs.map((pair) => [...pair.querySelectorAll('.cm-text')].map((each) => {
  const box = each.getBoundingClientRect();
  return {top: box.top, left: box.left, width: box.width, lang: each.querySelector('p').lang};
}))"""

CELLS = """(rows) => rows.map((row) => [...row.querySelectorAll('.cm-cell')].map((each) => {
  const box = each.getBoundingClientRect();
  return {top: box.top, left: box.left};
}))"""


def pairs(page):
    found = page.locator(PAIR).evaluate_all(TEXTS)
    return found


def passage(page, place):
    return page.locator(f"#{anchor(place)}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pair_is_level_at_every_width_and_stacked_on_a_phone(lead, language):
    page = lead(f"?lang={language}&page=statements")
    other = "ar" if language == "en" else "en"
    many = len(dataset().passages.query("meeting_id == '2019-06-paris'"))

    for width in WIDTHS:
        resized(page, width)
        found = pairs(page)
        assert len(found) == many
        for first, second in found:
            assert (first["lang"], second["lang"]) == (language, other)
            if width < 700:
                assert first["left"] == second["left"]
                assert first["top"] < second["top"]
            else:
                assert abs(first["top"] - second["top"]) <= 1
                assert (first["left"] < second["left"]) == (language == "en")
                assert abs(first["width"] - second["width"]) <= 1
        assert page.evaluate(SIDEWAYS)["out"] == [], f"at {width} pixels"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_rows_of_a_comparison_are_level_across_its_columns(lead, language):
    five = [
        "2016-02-rome",
        "2017-11-amman",
        "2018-02-kuwait",
        "2019-02-washington",
        "2019-06-paris",
    ]
    page = lead(
        f"?lang={language}&page=statements&" + "&".join(f"column={each}:both" for each in five)
    )

    rows = page.locator(".st-key-view-reader .cm-row:not(.cm-row-head)")
    for width in WIDTHS:
        resized(page, width)
        for cells in rows.evaluate_all(CELLS):
            assert len(cells) == len(five)
            if width < 700:
                assert len({each["left"] for each in cells}) == 1
            else:
                assert max(each["top"] for each in cells) - min(each["top"] for each in cells) <= 1
                assert len({each["left"] for each in cells}) == len(five)
        assert page.evaluate(SIDEWAYS)["out"] == [], f"at {width} pixels"


def test_the_pages_share_the_selection_and_the_way_back(page):
    page.locator(".cm-themes a", has_text="Counter-finance").click()
    addressed(page, about="counter-finance")
    page.locator(".cm-only").click()
    addressed(page, about="counter-finance", theme="counter-finance")

    page.locator(".cm-pages a", has_text="Statements").click()

    addressed(page, about="counter-finance", theme="counter-finance", page="statements")
    expect(page.locator("h1")).to_have_text("Statements")
    expect(page).to_have_title("Statements · Coalition Meetings")
    expect(page.locator(BAR)).to_contain_text("Counter-finance")
    expect(page.locator(".cm-pages a[aria-current=page]")).to_have_text("Statements")

    page.go_back()

    addressed(page, about="counter-finance", theme="counter-finance")
    expect(page.locator(".cm-keys")).to_be_visible()
    expect(page).to_have_title("Coalition Meetings")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_keyboards_focus_stays_on_the_theme_that_it_has_chosen(lead, language):
    page = lead(f"?lang={language}")
    link = page.locator('.cm-themes a[href*="about=stabilisation"]')
    kept = {"lang": "ar"} if language == "ar" else {}

    link.focus()
    for _ in range(2):
        page.keyboard.press("Enter")
        addressed(page, **kept, about="stabilisation")
        expect(link).to_have_attribute("aria-current", "true")
        expect(link).to_be_focused()

    page.keyboard.press("ArrowLeft" if language == "ar" else "ArrowRight")
    page.keyboard.press("Enter")
    addressed(page, **kept, about="foreign-terrorist-fighters")
    expect(page.locator(".cm-themes a[aria-current]")).to_be_focused()


@pytest.mark.parametrize("collection", ["core", "record"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_statements_of_the_overview_are_level_and_take_a_screen_at_most(
    visit, language, collection
):
    page = visit(f"?lang={language}&collection={collection}")

    box = page.locator(".st-key-view-statements").bounding_box()
    assert box
    assert box["height"] <= 900
    (cells,) = page.locator(".cm-one-theme .cm-first").evaluate_all(CELLS)
    assert len({cell["top"] for cell in cells}) == 1
    assert (cells[0]["left"] < cells[1]["left"]) == (language == "en")
    page.locator(".cm-folded summary").click()
    expect(page.locator(".cm-one-theme .cm-number-of:visible")).to_have_count(11)


def test_two_languages_stand_side_by_side_in_one_act_and_lead_on(page):
    pair = ["2019-02-washington:en", "2019-02-washington:ar"]

    page.locator(".cm-one-theme a", has_text="English beside Arabic").last.click()
    addressed(page, column=pair)
    expect(page.locator(".cm-one-theme .cm-first .cm-words")).to_have_count(2)
    page.locator(".cm-one-theme a", has_text="Latest statements").click()
    addressed(page)

    page.locator(".cm-one-theme a", has_text="Read in full").first.click()
    addressed(page, page="statements", column="2019-06-paris:en")
    expect(page.locator(PAIR)).to_have_count(
        len(dataset().passages.query("meeting_id == '2019-06-paris'"))
    )


def test_the_keyboard_goes_from_page_to_page(lead):
    page = lead("?lang=ar")

    link = page.locator(".cm-pages a[href*='page=statements']")
    link.focus()
    page.keyboard.press("Enter")

    addressed(page, lang="ar", page="statements")
    expect(page.locator(PAIR).first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_address_of_a_passage_opens_and_marks_it(visit, width):
    place = PassageId("2018-02-kuwait", 20)

    page = visit(f"?passage={place}", width=width)

    expect(passage(page, place)).to_have_class("cm-pair cm-marked")
    expect(passage(page, place)).to_be_in_viewport()
    expect(page.locator(".cm-marked")).to_have_count(1)


def test_a_passages_number_gives_it_an_address_and_takes_it_away(lead):
    page = lead("?page=statements")
    place = PassageId("2019-06-paris", 4)

    passage(page, place).locator(".cm-number-of").click()

    addressed(page, passage=str(place))
    expect(passage(page, place)).to_have_class("cm-pair cm-marked")

    passage(page, place).locator(".cm-number-of").click()

    addressed(page, page="statements")
    expect(page.locator(".cm-marked")).to_have_count(0)


def test_a_passage_outside_the_filters_says_so_and_leads_back(lead):
    page = lead("?passage=2018-02-kuwait:3&city=rome")

    notice = page.locator(".st-key-view-reader .cm-notice")
    expect(notice).to_contain_text("Passage 3 of Kuwait City")
    notice.locator("a").click()

    addressed(page, passage="2018-02-kuwait:3")
    expect(page.locator(".cm-marked")).to_be_in_viewport()


def test_sides_are_swapped_and_stacked(lead):
    page = lead("?page=statements")

    page.locator(".st-key-reader-sides button", has_text="Swapped").click()

    addressed(page, page="statements", sides="swapped")
    assert {(first["lang"], first["left"] < second["left"]) for first, second in pairs(page)} == {
        ("ar", True)
    }

    page.locator(".st-key-reader-sides button", has_text="Stacked").click()

    addressed(page, page="statements", sides="stacked")
    assert all(
        first["top"] < second["top"] and first["left"] == second["left"]
        for first, second in pairs(page)
    )


def test_one_language_is_read_alone(lead):
    page = lead("?page=statements")

    page.locator(".st-key-reader-reading button", has_text="العربية").click()

    addressed(page, page="statements", column="2019-06-paris:ar")
    expect(page.locator(f"{PAIR} [lang=en]")).to_have_count(0)
    face = page.locator(f"{PAIR} p[lang=ar]").first
    assert "Noto Naskh Arabic" in face.evaluate("(each) => getComputedStyle(each).fontFamily")
    assert float(face.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)")) >= 18
    assert page.evaluate("document.fonts.check('20px \"Noto Naskh Arabic\"', 'داعش')")


def test_a_theme_of_the_code_book_narrows_the_statements(lead):
    page = lead("?page=statements&section=compare")

    page.locator(".cm-codebook dt a", has_text="Counter-finance").click()

    addressed(page, page="statements", section="compare", theme="counter-finance")
    expect(page.locator(BAR)).to_contain_text("Counter-finance")


RECORD = ".st-key-view-reader .cm-record"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_figure_of_the_record_below_a_statement_opens_its_evidence(lead, language):
    page = lead(f"?lang={language}&page=statements&column=2018-02-kuwait:both")
    link = page.locator(
        f"{RECORD} a[data-step][href*='figure=2018-02-kuwait-members-kuwait-times']"
    )
    rows = dataset().observations.query("meeting_id == '2018-02-kuwait' and collection == 'record'")
    expect(page.locator(f"{RECORD} li")).to_have_count(len(rows))
    expect(page.locator(RECORD)).to_have_css("direction", "rtl" if language == "ar" else "ltr")

    link.click()

    wanted = {"lang": language} if language == "ar" else {}
    addressed(
        page,
        **wanted,
        page="statements",
        column="2018-02-kuwait:both",
        figure="2018-02-kuwait-members-kuwait-times",
    )
    expect(page.locator(CARD)).to_contain_text("68")


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_figures_of_the_record_are_no_wider_than_their_statement(lead, language, columns):
    meetings = ["2018-02-kuwait", "2017-11-amman", "2019-06-paris"][:columns]
    page = lead(
        f"?lang={language}&page=statements&"
        + "&".join(f"column={meeting}:both" for meeting in meetings)
    )

    for width in WIDTHS:
        resized(page, width)
        expect(page.locator(RECORD)).to_have_count(columns)
        assert (
            page.locator(f"{RECORD} li").evaluate_all(
                "(rows) => rows.filter((row) => row.scrollWidth > row.clientWidth + 1).length"
            )
            == 0
        )
        found = page.evaluate(SIDEWAYS)
        assert found == {"page": 0, "main": 0, "out": []}, f"at {width} pixels"
