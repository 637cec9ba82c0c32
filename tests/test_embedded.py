"""One view alone: every view that may be embedded is drawn without the page around it, with a link to the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.pages import list_views
from loaders.pages import EMBEDDABLE

APP = Path(__file__).resolve().parents[1] / "components" / "script.py"


@pytest.mark.parametrize("name", EMBEDDABLE)
def test_a_view_is_drawn_alone_in_the_language_of_its_address(name, monkeypatch):
    monkeypatch.delenv("COALITION_DATA", raising=False)
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.context["is_embedded"] = True
    for parameter, value in {"view": name, "lang": "ar", "collection": "record"}.items():
        page.query_params[parameter] = value

    page.run()

    assert not page.exception
    shown = "\n".join(element.proto.body for element in page.get("html"))
    assert shown.count('<header class="cm-heading"') == 1
    assert shown.count('<footer class="cm-embedded" dir="rtl">') == 1
    assert "cm-header" not in shown
    assert "cm-footer" not in shown
    (link,) = [line for line in shown.splitlines() if "cm-embedded" in line]
    assert "lang=ar" in link
    assert "view=" not in link


@pytest.mark.parametrize(("name", "page"), EMBEDDABLE.items())
def test_a_view_that_may_be_embedded_belongs_to_the_page_that_is_named(name, page):
    assert name in [view.KEY for view in list_views(page)]
