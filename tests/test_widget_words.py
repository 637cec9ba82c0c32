"""The words of Streamlit's own widgets: the English ones are Streamlit's letter for letter, and no translation is ambiguous."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from components.browser import NAME, list_widget_words
from components.language import text

BUNDLES = Path(streamlit.__file__).parent / "static" / "static" / "js"
SCRIPT = (Path(__file__).resolve().parents[1] / "static" / "widget_words.js").read_text(
    encoding="utf-8"
)

BUILT = {
    f"widgets.{name}"
    for name in ("several_options", "one_option", "start", "end", "fullscreen_of", "apply")
}
"""Words that React Aria and Streamlit put together from parts."""


@pytest.fixture(scope="module")
def bundles():
    """Streamlit's scripts, as a browser gets them."""
    return "".join(path.read_text(encoding="utf-8") for path in BUNDLES.glob("*.js"))


def test_the_english_words_are_those_of_this_streamlit(bundles):
    english = text("en").words
    keys = {key for key in english if key.startswith("widgets.")} - BUILT

    unknown = {
        english[key] for key in keys if english[key].replace(NAME, "").strip() not in bundles
    }

    assert keys
    assert unknown == set()


@pytest.mark.parametrize(("language", "other"), [("ar", "en"), ("en", "ar")])
def test_every_word_is_replaced_by_one_of_the_language_of_the_page(language, other):
    words = list_widget_words(text(language))
    keys = [key for key in text("en").words if key.startswith("widgets.")]

    assert len(words) == len(keys)
    assert set(words.values()) == {text(language)(key, name=NAME) for key in keys}
    assert set(words) == {text(other)(key, name=NAME) for key in keys}
    assert all((NAME in before) == (NAME in after) for before, after in words.items())


def test_a_name_inside_words_is_marked_as_the_script_has_it():
    assert re.findall(r'const NAME = "(.*?)"', SCRIPT) == [NAME]
