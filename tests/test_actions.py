"""What can be taken away of a chart: named buttons, and a citation that the browser completes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from components.charts.actions import ACTIONS, render_actions
from components.language import text

if TYPE_CHECKING:
    from loaders.model import Dataset


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_button_is_named_with_its_chart(record: Dataset, language: str) -> None:
    words = text(language)

    drawn = render_actions("people", record, words)

    buttons = re.findall(r'data-take="(\w+)" aria-label="([^"]+)">([^<]+)<', drawn)
    assert [action for action, _, _ in buttons] == list(ACTIONS)
    assert all(
        label.startswith(name) and words("people.name") in label for _, label, name in buttons
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_citation_leaves_to_the_browser_what_it_alone_knows(
    record: Dataset, language: str
) -> None:
    drawn = render_actions("people", record, text(language))

    (citation,) = re.findall(r'data-citation="([^"]+)"', drawn)
    assert all(f"{{{part}}}" in citation for part in ("title", "address", "date"))
    assert record.rules.version in citation


def test_every_action_is_one_that_the_script_knows() -> None:
    script = Path(__file__).resolve().parents[1] / "static" / "pictures.js"

    known = re.findall(
        r"(?m)^    (\w+): ", script.read_text(encoding="utf-8").partition("const ACTIONS")[2]
    )

    assert sorted(known) == sorted(ACTIONS)
