"""Markup: whatever is put into a template comes out as text, never as markup."""

import re
from pathlib import Path

import pytest
import reading
from jinja2 import Environment, UndefinedError, meta
from markupsafe import Markup

from components import markup

HOSTILE = """<script>alert("1")</script><img src=x onerror='alert(1)'>&"""
ESCAPED = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;"
TEMPLATES = sorted(path.stem for path in markup.FOLDER.glob("*.html"))


class Hostile:
    """Whatever a template asks for, it gets the same hostile text."""

    def __call__(self, *_, **__):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _):
        return self

    def __iter__(self):
        return iter((self, self))

    def __len__(self):
        return 2

    def __str__(self):
        return HOSTILE


def list_variables(name):
    """What a template asks for, with what those ask for that it includes."""
    parsed = Environment().parse((markup.FOLDER / f"{name}.html").read_text(encoding="utf-8"))
    included = [Path(template).stem for template in meta.find_referenced_templates(parsed)]
    return meta.find_undeclared_variables(parsed).union(*map(list_variables, included))


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_lets_markup_through_or_does_without_what_it_asks_for(name):
    made = markup.html(name, **dict.fromkeys(list_variables(name), Hostile()))

    assert ESCAPED in made
    assert not re.search(r'<script(?! defer src="[^"<>]*"></script>|>&lt;)', made)
    assert "<img" not in made
    assert reading.tree(made) is not None
    with pytest.raises(UndefinedError):
        markup.html(name)


@pytest.mark.parametrize(
    ("words", "links", "expected"),
    [
        (
            "Lost 95% of it, with 43,000 names.",
            [("43,000 names", "?figure=b", "Open"), ("95%", "?figure=a", "Open")],
            [("95%", "?figure=a", "Open"), ("43,000 names", "?figure=b", "Open")],
        ),
        ("plain", [("absent", "?", "")], []),
        (
            "less than 37.5% of the land",
            [("than 37.5%", "?a", ""), ("37.5% of", "?b", "")],
            [("than 37.5%", "?a", "")],
        ),
        (f"say {HOSTILE} now", [(HOSTILE, HOSTILE, HOSTILE)], [(HOSTILE, HOSTILE, HOSTILE)]),
        (HOSTILE, [], []),
    ],
    ids=["in any order", "absent", "overlapping", "hostile", "without links"],
)
def test_words_are_linked_where_they_first_stand_and_stay_the_same_words(words, links, expected):
    made = markup.link_words(words, links=links)

    body = reading.tree(made)
    assert isinstance(made, Markup)
    assert [(link.text, link.get("href"), link.get("title")) for link in body.iter("a")] == expected
    assert reading.words(body) == words
    assert {part.tag for part in body.iter()} <= {"body", "a"}


@pytest.mark.parametrize(
    ("words", "parts", "expected"),
    [
        ("74 & <74>", ["74"], "<mark>74</mark> &amp; &lt;74&gt;"),
        ("salt & amp", ["amp"], "salt &amp; <mark>amp</mark>"),
        ("95% on the mark", ["95%", "mark"], "<mark>95%</mark> on the <mark>mark</mark>"),
    ],
    ids=["once", "not in an escaped sign", "not in another mark"],
)
def test_words_are_marked_and_escaped(words, parts, expected):
    assert markup.mark_words(words, parts=parts) == expected


def test_what_is_found_is_marked_inside_a_link_and_across_its_end():
    made = markup.link_words(
        "has 31 members", links=[("31 members", "?a", "")], spans=[(0, 6), (7, 14)]
    )

    (link,) = reading.tree(made).iter("a")
    assert [mark.text for mark in reading.tree(made).iter("mark")] == ["has ", "31", "members"]
    assert reading.words(link) == "31 members"


def test_a_static_file_that_changes_has_another_address():
    sheet, script = markup.asset("page.css"), markup.asset("browser.js")

    assert re.fullmatch(r"app/static/page\.css\?[0-9a-f]{8}", sheet)
    assert sheet.split("?")[1] != script.split("?")[1]
    with pytest.raises(FileNotFoundError):
        markup.asset("nowhere.css")
