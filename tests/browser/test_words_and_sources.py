"""Words, originals, references and threads in a browser, in both languages."""

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from reader import addressed, click_on_cell, dataset, fits, query, settled, unfolded

from loaders.analysis.references import threads
from loaders.analysis.themes import shares
from loaders.citation.exports import FORMATS
from loaders.select import select
from loaders.selection import LANGUAGES, Selection
from loaders.text.concordance import list_concordance
from loaders.text.keyness import compare_words

ORIGINALS = os.environ.get("COALITION_ORIGINALS", "")

EDGES = """(rows) => rows.map((row) => ['before', 'word', 'after'].map((name) => {
  const box = row.querySelector(`.cm-kwic-${name}`).getBoundingClientRect();
  return [box.left, box.right];
}))"""


def same_language(language):
    return {} if language == "en" else {"lang": language}


# themes by meeting ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ar", 390)])
def test_a_cell_opens_its_passages_and_going_back_closes_them(lead, language, width):
    page = lead(f"?lang={language}&page=statements&section=compare", width=width)
    meeting, theme = "2018-02-kuwait", "counter-finance"
    many = next(
        each.any
        for each in shares(dataset())
        if (each.meeting_id, each.theme_id) == (meeting, theme)
    )
    kept = {**same_language(language), "page": "statements"}

    click_on_cell(page, "matrix", meeting=meeting, theme=theme)

    addressed(page, **kept, theme=theme, column=f"{meeting}:both")
    expect(page.locator(".cm-reader .cm-pair:not(.cm-pair-head)")).to_have_count(many)

    page.go_back()

    addressed(page, **kept, section="compare")


# words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word"), [("en", "stabilisation"), ("ar", "التحالف"), ("ar", "Iraq")]
)
def test_a_word_stands_in_its_context(lead, language, word):
    page = lead(f"?lang={language}&page=statements&section=words&word={quote(word)}")
    lines = list_concordance(select(dataset(), Selection()), word, order="after")
    # A name stands in the texts of both languages, each with a table of its own.
    scripts = [script for script in LANGUAGES if any(line.language == script for line in lines)]
    assert scripts == (["en", "ar"] if word == "Iraq" else [language])

    for index, script in enumerate(scripts):
        table = page.locator(".cm-kwic").nth(index)
        keywords = [line.keyword for line in lines if line.language == script]
        expect(table.locator("mark")).to_have_text(keywords)
        assert table.get_attribute("dir") == ("rtl" if script == "ar" else "ltr")
        for before, here, after in table.locator("tbody tr:has(.cm-kwic-word)").evaluate_all(EDGES):
            first, last = (after, before) if script == "ar" else (before, after)
            assert first[1] <= here[0] + 1
            assert here[1] <= last[0] + 1
    fits(page)


def test_lines_are_sorted_by_the_neighbour_and_lead_to_their_passage(lead):
    page = lead("?page=statements&section=words&word=coalition")
    whole = select(dataset(), Selection())

    page.locator(".st-key-view-concordance button", has_text="before").click()

    addressed(page, page="statements", section="words", word="coalition", order="before")
    lines = list_concordance(whole, "coalition", order="before")
    shown = page.locator(".cm-kwic .cm-kwic-before span").all_text_contents()
    assert len(shown) == len(lines)
    assert all(
        line.before.strip().endswith(each.strip()) for line, each in zip(lines, shown, strict=True)
    )

    page.locator(".cm-kwic .cm-kwic-place a").first.click()

    addressed(
        page,
        search="coalition",
        word="coalition",
        order="before",
        passage=f"{lines[0].meeting_id}:{lines[0].number}",
    )
    expect(page.locator(".cm-marked")).to_be_in_viewport()
    expect(page.locator(".cm-marked mark").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_word_of_a_statement_opens_its_lines(lead, language):
    page = lead(f"?lang={language}&page=statements&section=words&statement=2018-02-kuwait")
    found = compare_words(dataset(), "2018-02-kuwait", language=language)

    link = unfolded(page, "vocabulary").locator(".cm-terms tbody a").first
    expect(link).to_have_text(found.terms[0].word)
    link.click()

    page.wait_for_url("**word=*")
    settled(page)
    assert query(page.url)["word"] == [found.terms[0].word]
    expect(page.locator(".cm-kwic mark").first).to_be_in_viewport()
    expect(page.locator(".st-key-view-vocabulary .cm-notice")).to_be_visible()


# references -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_passage_is_cited_copied_and_downloaded(lead, language):
    page = lead(f"?lang={language}&page=statements")
    kept = {**same_language(language), "page": "statements"}
    place = "2019-06-paris:4"

    page.locator("#p-2019-06-paris-4 .cm-paragraphs a").click()

    addressed(page, **kept, cite=place)
    card = page.locator(".cm-citing")
    expect(card).to_be_focused()
    written = card.locator("pre").all_text_contents()
    title = dataset().names["sources"]["paris-2019"]["title"]
    assert len(written) == len(FORMATS)
    assert all(title in each for each in written[:3])
    (item,) = json.loads(next(each for each in written if each.startswith("[")))
    assert dataset().names["sources"]["paris-2019"]["title_translated"] in item["title"]
    assert dataset().rules.version in item["note"]
    assert "passage=2019-06-paris:4" in item["note"].replace("%3A", ":")
    fits(page)

    page.keyboard.press("Escape")

    addressed(page, **kept)
    expect(card).to_have_count(0)


def test_the_files_of_a_reference_are_what_the_card_shows(lead):
    page = lead("?page=statements&cite=2017-11-amman:3")
    card = page.locator(".cm-citing")
    written = card.locator("pre").all_text_contents()

    buttons = page.locator(".st-key-citing [data-testid=stDownloadButton] button")
    contents = []
    for place in range(buttons.count()):
        with page.expect_download() as coming:
            buttons.nth(place).click()
        contents.append(Path(coming.value.path()).read_text(encoding="utf-8"))

    assert len(contents) == 3
    assert {each.strip() for each in contents} <= {each.strip() for each in written}


def test_the_evidence_of_a_key_figure_can_be_cited(page):
    page.locator(".cm-key-value a").first.click()
    addressed(page, figure="2019-02-washington-members")
    page.locator(".cm-evidence a", has_text="Cite").click()

    addressed(page, figure="2019-02-washington-members", cite="2019-02-washington-members")
    page.keyboard.press("Escape")
    addressed(page, figure="2019-02-washington-members")
    page.keyboard.press("Escape")
    addressed(page)


# threads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_threads_are_listed_with_what_came_of_them(lead, language):
    page = lead(f"?lang={language}&page=statements&section=compare")
    rows = threads(dataset())

    listed = page.locator(".cm-threads li")
    expect(listed).to_have_count(len(rows))
    quotes = page.locator(".cm-threads blockquote").all_text_contents()
    assert {each.strip("«» \n") for each in quotes} == {each.row["evidence"] for each in rows}
    assert page.locator(".cm-thread-outcome").count() == sum(
        each.kind == "announces" for each in rows
    )
    fits(page)


def test_the_switch_draws_the_threads_by_keyboard(page):
    paths = page.locator(
        ".st-key-view-timeline .shapelayer path, .st-key-view-timeline .scatterlayer .js-line"
    )
    before = paths.count()

    switch = page.locator('.st-key-view-atlas input[type="checkbox"]')
    switch.focus()
    page.keyboard.press("Space")

    addressed(page, threads="shown")
    page.wait_for_function(
        "([selector, many]) => document.querySelectorAll(selector).length > many",
        arg=[
            ".st-key-view-timeline .shapelayer path, .st-key-view-timeline .scatterlayer .js-line",
            before,
        ],
    )
    switch.focus()
    page.keyboard.press("Space")
    addressed(page)


# originals ------------------------------------------------------------------------------------------------


def _hand_over(page, *files):
    page.locator(".st-key-view-originals input[type=file]").set_input_files(list(files))
    settled(page)
    page.wait_for_timeout(500)
    settled(page)


def _file(name, content):
    return {"name": name, "mimeType": "text/plain", "buffer": content}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_no_article_is_refused_and_the_page_goes_on(visit, language):
    page = visit(f"?lang={language}&page=sources&section=originals")

    _hand_over(
        page,
        _file("unknown.txt", b"Nobody wrote this."),
        _file("picture.txt", bytes(range(256)) * 8),
        _file("torn.txt", "نص لا يعرفه أحد".encode("cp1256") + b"\x81\x8d"),
        _file("empty.txt", b""),
    )

    refused = page.locator(".st-key-view-originals .cm-notice li")
    expect(refused).to_have_count(4)
    for name in ("unknown.txt", "picture.txt", "torn.txt", "empty.txt"):
        expect(refused.filter(has_text=name)).to_have_count(1)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator(".cm-shelf tbody tr")).to_have_count(5)
    fits(page)


def test_a_document_that_is_too_large_is_refused_with_a_sentence(visit):
    page = visit("?page=sources&section=originals")

    _hand_over(page, _file("large.txt", b"x" * 3_000_000))

    expect(page.locator(".cm-too-large")).to_be_visible()
    page.locator(".cm-pages a").first.click()
    expect(page.locator(".cm-keys")).to_be_visible()


@pytest.mark.skipif(not ORIGINALS, reason="COALITION_ORIGINALS names no folder with the articles")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_article_is_recognised_and_its_evidence_ticked(visit, language):
    page = visit(f"?lang={language}&page=sources&section=originals")
    folder = Path(ORIGINALS)
    texts = {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.txt"))}
    encodings = ["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-8"]

    _hand_over(
        page,
        *(
            _file(name, text.replace("\n", "\r\n").encode(encoding))
            for (name, text), encoding in zip(texts.items(), encodings, strict=True)
        ),
    )

    expect(page.locator(".cm-shelf .cm-stands")).to_have_count(len(texts))
    expect(page.locator(".cm-check-failed")).to_have_count(0)
    expect(page.locator(".cm-check-found").first).to_be_visible()
    expect(page.locator(".cm-original mark").first).to_be_visible()
    fits(page)

    other = visit(f"?lang={language}&page=sources&section=originals")

    expect(other.locator(".cm-shelf .cm-stands")).to_have_count(0)
