"""Searching in a browser: one box, hits marked in the untouched text, hostile words inert."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from reader import addressed, dataset, fits, settled

from loaders.selection import Selection
from loaders.text.query import find_spans, parse_query
from loaders.text.search import search
from loaders.text.tokens import tokenize

HITS = ".cm-hits > li"
MARKS = ".st-key-view-reader mark"


def asked(page, words):
    box = page.locator(".st-key-search-words input")
    box.fill(words)
    box.press("Enter")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_box_finds_words_of_both_languages(lead, language):
    page = lead(f"?lang={language}&page=statements")
    kept = {"lang": language} if language == "ar" else {}

    for words in ("stabilisation", "العراق", '"safe haven"', "٧٫٧"):
        found = search(dataset(), parse_query(words, dataset()))

        asked(page, words)

        addressed(page, **kept, page="statements", search=words)
        expect(page.locator(HITS)).to_have_count(len(found))
        expect(page.locator(f"{HITS} mark").first).to_be_visible()
        assert found
    fits(page)
    expect(page.locator(f"{HITS} mark").first).to_be_visible()


def test_hits_are_marked_in_the_statement_that_is_read(lead):
    page = lead("?page=statements&search=" + quote("التحالف") + "&column=2016-02-rome:ar")
    rows = dataset().passages.query("meeting_id == '2016-02-rome'")
    spans = [
        text[start:end]
        for text in rows["ar"]
        for start, end in find_spans(
            parse_query("التحالف", dataset()), tokenize(text), language="ar"
        )
    ]

    assert page.locator(MARKS).all_text_contents() == spans
    assert (
        page.locator(".st-key-view-reader .cm-words[lang=ar]").all_text_contents()[1:]
        == rows["ar"].tolist()
    )


def test_a_hit_leads_to_its_passage_with_the_words_still_marked(lead):
    page = lead("?page=statements&search=Interpol")

    page.locator(f"{HITS} > p > a", has_text="Amman").first.click()

    page.wait_for_url("**passage=2017-11-amman*")
    settled(page)
    marked = page.locator(".cm-marked")
    expect(marked).to_be_in_viewport()
    expect(marked.locator("mark").first).to_be_visible()

    page.mouse.move(700, 400)
    page.mouse.wheel(
        0, -20_000
    )  # a reader's own move: the page leaves off bringing the passage into sight
    expect(marked).not_to_be_in_viewport()
    page.locator(f"{HITS} > p > a", has_text="Amman").first.click()
    expect(marked).to_be_in_viewport()


def test_a_name_is_found_in_all_its_forms_and_its_form_alone_on_request(lead):
    page = lead("?page=statements")
    asked(page, "Daesh")
    addressed(page, page="statements", search="Daesh")
    expect(page.locator(HITS)).to_have_count(
        len(search(dataset(), parse_query("Daesh", dataset())))
    )

    page.locator(".cm-also a").click()

    addressed(page, page="statements", search='"Daesh"')
    expect(page.locator(HITS)).to_have_count(0)


def test_a_row_of_another_kind_leads_to_its_page(lead):
    page = lead("?page=statements&collection=record&search=Marrakesh")

    page.locator(".cm-found a", has_text="Marrakech").first.click()

    page.wait_for_url(lambda url: "page=statements" not in url and "2022-05-marrakech" in url)
    settled(page)


def test_a_near_word_is_searched_for_with_a_click(lead):
    page = lead("?page=statements&search=organizatoin")

    page.locator(".cm-elsewhere a", has_text="organisation").click()

    addressed(page, page="statements", search="organisation")
    expect(page.locator(HITS).first).to_be_visible()


def test_counts_by_theme_narrow_what_is_found(lead):
    page = lead("?page=statements&search=Iraq")
    first = page.locator(".cm-counts div").nth(1).locator("a").first
    many = int(first.locator("b").inner_text())

    first.click()

    page.wait_for_url("**theme=*")
    settled(page)
    expect(page.locator(HITS)).to_have_count(many)


def test_hostile_words_are_only_words(lead):
    page = lead("?page=statements")
    hostile = (
        "<script>window.harmed = 1</script>",
        "<img src=x onerror='window.harmed=1'>",
        "\u202e\u2066ISIS",
        "a" * 200,
    )

    for words in hostile:
        asked(page, words)
        addressed(page, page="statements", search=Selection(search=words).search)

        expect(page.locator(".st-key-view-search .cm-heading h2")).to_be_visible()
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    assert page.evaluate("window.harmed") is None


def test_an_endless_search_in_an_address_is_left_out_and_said(visit):
    page = visit("?page=statements&search=" + "x" * 3000)

    expect(page.locator(".cm-notice").first).to_contain_text("search=xxx")
    expect(page.locator(HITS)).to_have_count(0)
