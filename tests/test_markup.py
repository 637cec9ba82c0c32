"""Markup: whatever is put into a template comes out as text, never as markup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import reading
from jinja2 import Environment, UndefinedError, meta
from markupsafe import Markup

from components import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = """<script>alert("1")</script><img src=x onerror='alert(1)'>&"""
ESCAPED = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;"
TEMPLATES = sorted(path.stem for path in markup.FOLDER.glob("*.html"))


class Hostile:
    """Whatever a template asks for, it gets the same hostile text."""

    def __call__(self, *_: object, **__: object) -> Hostile:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: object) -> Hostile:
        return self

    def __iter__(self) -> Iterator[Hostile]:
        return iter((self, self))

    def __len__(self) -> int:
        return 2

    def __str__(self) -> str:
        return HOSTILE


def _wanted(name: str) -> set[str]:
    """What a template asks for, with what those ask for that it includes."""
    parsed = Environment().parse((markup.FOLDER / f"{name}.html").read_text(encoding="utf-8"))
    included = (Path(each).stem for each in meta.find_referenced_templates(parsed) if each)
    return meta.find_undeclared_variables(parsed).union(*map(_wanted, included))


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_lets_markup_through(name: str) -> None:
    wanted = _wanted(name)

    made = markup.html(name, **dict.fromkeys(wanted, Hostile()))

    assert ESCAPED in made
    assert "<script" not in made
    assert "<img" not in made
    assert reading.tree(made) is not None


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_is_not_given_everything_is_an_error(name: str) -> None:
    with pytest.raises(UndefinedError):
        markup.html(name)


def test_words_are_marked_where_they_stand() -> None:
    made = markup.marked(
        "Lost 95% of it, with 43,000 names.",
        marks=[("43,000 names", "?figure=b", "Open"), ("95%", "?figure=a", "Open")],
    )

    body = reading.tree(made)
    links = [(each.text, each.get("href"), each.get("title")) for each in body.iter("a")]
    assert links == [("95%", "?figure=a", "Open"), ("43,000 names", "?figure=b", "Open")]
    assert reading.words(body) == "Lost 95% of it, with 43,000 names."


def test_a_mark_never_makes_markup_of_words_address_or_title() -> None:
    made = markup.marked(f"say {HOSTILE} now", marks=[(HOSTILE, f'?"{HOSTILE}', HOSTILE)])

    assert isinstance(made, Markup)
    (link,) = reading.tree(made).iter("a")
    assert link.text == HOSTILE
    assert link.get("href") == f'?"{HOSTILE}'
    assert link.get("title") == HOSTILE
    assert "<script" not in made


def test_words_without_marks_are_escaped() -> None:
    assert ESCAPED in markup.marked(HOSTILE, marks=[])


def test_a_mark_that_does_not_occur_changes_nothing() -> None:
    assert markup.marked("plain", marks=[("absent", "?", "")]) == "plain"


def test_of_marks_that_overlap_the_first_one_stays() -> None:
    made = markup.marked(
        "less than 37.5% of the land", marks=[("than 37.5%", "?a", ""), ("37.5% of", "?b", "")]
    )

    assert [each.get("href") for each in reading.tree(made).iter("a")] == ["?a"]
    assert reading.words(reading.tree(made)) == "less than 37.5% of the land"


def test_words_are_emphasised_once_and_escaped() -> None:
    made = markup.emphasised("74 & <74>", parts=["74"])

    assert made == "<mark>74</mark> &amp; &lt;74&gt;"


def test_emphasis_never_falls_into_an_escaped_sign() -> None:
    made = markup.emphasised("salt & amp", parts=["amp"])

    assert made == "salt &amp; <mark>amp</mark>"


def test_emphasis_never_falls_into_another_one() -> None:
    made = markup.emphasised("95% on the mark", parts=["95%", "mark"])

    assert made == "<mark>95%</mark> on the <mark>mark</mark>"


def test_a_static_file_that_changes_has_another_address() -> None:
    sheet, script = markup.asset("page.css"), markup.asset("browser.js")

    assert re.fullmatch(r"app/static/page\.css\?[0-9a-f]{8}", sheet)
    assert sheet.split("?")[1] != script.split("?")[1]


def test_a_static_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        markup.asset("nowhere.css")
