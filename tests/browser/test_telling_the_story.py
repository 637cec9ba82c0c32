"""The story in a browser: turned by keyboard from its first step to its last, restored by its address, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from reader import addressed, dataset, fits, query, settled

from components import story
from components.language import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

HEAD = "#story-step"
FOCUSED = "(id) => document.activeElement?.id === id"


def stands_at(page: Page, number: int, *, language: str) -> None:
    """The page tells a step, shows its views and its address, and its head has the focus."""
    told = dataset().steps[number - 1]
    words = text("ar" if language == "ar" else "en")
    page.wait_for_url(lambda where: query(where) == query(story.own(told, words.language)))
    expect(page.locator(HEAD)).to_contain_text(told.title.of(words.language))
    for view in told.views:
        expect(page.locator(f".st-key-view-{view}")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "onward", "back"), [("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")]
)
def test_the_story_is_walked_by_keyboard_the_way_it_is_read(
    visit: Callable[..., Page], language: str, onward: str, back: str
) -> None:
    page = visit(story.own(dataset().steps[0], "ar" if language == "ar" else "en"))

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


def test_a_step_is_answered_left_and_found_again(visit: Callable[..., Page]) -> None:
    told = dataset().steps[5]
    own = query(story.own(told, "en"))
    page = visit(story.own(told, "en"))

    page.locator(f'.cm-question a[href="?answer={told.question.answer}"]').press("Enter")
    expect(page.locator(".cm-verdict")).to_contain_text("Right.")
    page.wait_for_function(FOCUSED, arg="story-verdict")
    addressed(page, **own, answer=told.question.answer)

    page.locator(".cm-verdict a[data-step]").click()
    expect(page.locator(".cm-evidence")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".cm-chips .cm-clear").click()
    expect(page.locator(HEAD)).to_contain_text(told.title.en)
    page.get_by_role("link", name="Back to this step’s view").click()
    addressed(page, **own)
    fits(page)
