"""What can be taken away of a chart: named buttons, and a citation that the browser completes."""

import re
from pathlib import Path

import pytest

from components.charts.actions import ACTIONS, render_actions
from components.language import text
from components.membership import TAKEN
from loaders.pages import EMBED_HOSTS

STATIC = Path(__file__).resolve().parents[1] / "static"


def list_buttons(drawn):
    return re.findall(r'data-take="(\w+)" aria-label="([^"]+)">([^<]+)<', drawn)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_button_is_named_with_its_chart(record, language):
    words = text(language)

    buttons = list_buttons(render_actions("people", record, words))

    assert [action for action, _, _ in buttons] == list(ACTIONS)
    for _, label, name in buttons:
        assert label.startswith(name)
        assert words("people.name") in label


@pytest.mark.parametrize(
    ("key", "hosts", "is_offered"),
    [
        ("people", "", True),
        ("people", "https://example.org", True),
        ("people", "'none'", False),
        ("membership", "", False),
    ],
)
def test_no_code_is_offered_where_no_site_may_embed_the_view(
    record, monkeypatch, key, hosts, is_offered
):
    monkeypatch.setenv(EMBED_HOSTS, hosts)

    buttons = list_buttons(render_actions(key, record, text("en")))

    assert ("embed" in [action for action, _, _ in buttons]) == is_offered


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_citation_leaves_to_the_browser_what_it_alone_knows(record, language):
    drawn = render_actions("people", record, text(language))

    (citation,) = re.findall(r'data-citation="([^"]+)"', drawn)
    assert all(f"{{{part}}}" in citation for part in ("title", "address", "date"))
    assert record.rules.version in citation


def test_every_action_is_one_that_the_script_knows():
    script = (STATIC / "pictures.js").read_text(encoding="utf-8").partition("const ACTIONS")[2]

    assert sorted(re.findall(r"(?m)^    (\w+): ", script)) == sorted(ACTIONS)
    assert set(TAKEN) <= set(ACTIONS)
