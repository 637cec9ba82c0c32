"""The story in a browser: turned by keyboard, answered, and left with everything that the reader had chosen."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect
from reader import CARD, addressed, click_on_map, click_on_mark, dataset, fits, sentence, settled

from components import filters
from components.language import text
from loaders.select import select
from loaders.selection import Selection, parse

HEAD = "#story-step"
FOCUSED = "(id) => document.activeElement?.id === id"


def stands_at(page, number, *, language, **chosen):
    """The page shows a step with its views, under an address that keeps what the reader has chosen."""
    step = dataset().steps[number - 1]
    words = {"lang": "ar"} if language == "ar" else {}
    addressed(page, **words, **chosen, page="story", step=step.step_id)
    expect(page.locator(HEAD)).to_contain_text(step.title.of(language))
    for key in step.views:
        expect(page.locator(f".st-key-view-{key}")).to_be_visible()
    shown = filters.describe_shown(select(dataset(), parse(parse_qs(step.query))), text(language))
    expect(sentence(page)).to_have_text(shown)


@pytest.mark.parametrize(
    ("language", "onward", "back"),
    [("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")],
)
def test_the_story_is_walked_by_keyboard_the_way_it_is_read(visit, language, onward, back):
    page = visit(f"?page=story&lang={language}")
    expect(page.locator(HEAD)).to_contain_text(dataset().steps[0].title.of(language))

    for number in range(2, len(dataset().steps) + 1):
        page.keyboard.press(onward)
        stands_at(page, number, language=language)
        page.wait_for_function(FOCUSED, arg="story-step")
    settled(page)
    page.keyboard.press(onward)
    page.keyboard.press(back)
    stands_at(page, len(dataset().steps) - 1, language=language)

    page.go_back()
    stands_at(page, len(dataset().steps), language=language)


@pytest.mark.parametrize(("language", "onward"), [("en", "ArrowRight"), ("ar", "ArrowLeft")])
def test_who_walks_through_the_story_finds_every_filter_and_the_collection_again(
    lead, language, onward
):
    words = text(language)
    spoken = {"lang": "ar"} if language == "ar" else {}
    chosen = {"collection": "record", "years": "2016-2018", "level": "ministerial"}
    page = lead("?" + "&".join(f"{name}={value}" for name, value in (spoken | chosen).items()))
    before = filters.describe_shown(
        select(
            dataset(), Selection(collection="record", years=(2016, 2018), levels=("ministerial",))
        ),
        words,
    )
    expect(sentence(page)).to_have_text(before)

    page.locator(".cm-pages").get_by_role("link", name=words("pages.story")).click()
    addressed(page, **spoken, **chosen, page="story")
    for number in (2, 3):
        page.keyboard.press(onward)
        stands_at(page, number, language=language, **chosen)

    figure = "2016-02-rome-territory-liberated-share-syria"
    click_on_mark(page, "territory", figure=figure)
    expect(page.locator(CARD)).to_be_visible()
    step = dataset().steps[2].step_id
    addressed(page, **spoken, **chosen, page="story", step=step, figure=figure)
    page.keyboard.press("Escape")
    stands_at(page, 3, language=language, **chosen)

    page.locator(".cm-pages").get_by_role("link", name=words("pages.overview")).click()
    addressed(page, **spoken, **chosen)
    expect(sentence(page)).to_have_text(before)
    page.go_back()
    stands_at(page, 3, language=language, **chosen)


def test_a_click_on_a_city_beside_a_step_chooses_nothing(lead):
    page = lead("?page=story&years=2016-2018", deck=True)

    click_on_map(page, "jeddah")
    settled(page)

    addressed(page, page="story", years="2016-2018")


def test_a_step_is_opened_by_an_old_address_answered_and_its_evidence_opened(lead):
    step = dataset().steps[5]
    old = {
        "collection": "record",
        "period": "2018-02/2018-02",
        "page": "story",
        "step": step.step_id,
    }
    page = lead("?" + "&".join(f"{name}={value}" for name, value in old.items()))
    expect(page.locator(HEAD)).to_contain_text(step.title.en)

    page.locator(f'.cm-question a[href="?answer={step.question.answer}"]').press("Enter")
    expect(page.locator(".cm-verdict")).to_contain_text("Right.")
    page.wait_for_function(FOCUSED, arg="story-verdict")
    addressed(page, **old, answer=step.question.answer)

    page.locator(".cm-verdict a[data-step]").click()
    expect(page.locator(".cm-evidence")).to_be_visible()
    page.keyboard.press("Escape")
    addressed(page, **old, answer=step.question.answer)
    expect(page.locator(HEAD)).to_contain_text(step.title.en)
    fits(page)
