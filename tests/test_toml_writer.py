"""TOML as the dataset writes it: read again, it is what it was; the files that are there are written so."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from loaders.draft.toml_writer import format_fields, format_statement

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1)


def test_every_statement_file_is_written_as_it_stands(data, folder):
    paths = [*data.glob("statements/*.toml"), *folder.glob("statements/*.toml")]

    assert len(paths) >= 7
    for path in paths:
        header = tomllib.loads(path.read_text(encoding="utf-8"))
        passages = header.pop("passage")
        assert format_statement(header, passages) == path.read_text(encoding="utf-8")


@given(TEXTS, st.lists(TEXTS | st.integers(-(10**9), 10**9), min_size=1))
def test_any_text_is_written_so_that_it_is_read_again(words, items):
    content = {"title_en": words, "paragraphs": items, "figures": [{"en": words}]}

    written = format_fields(content)

    assert tomllib.loads(written) == content
    assert written.isascii() or "\x7f" not in written


def test_a_field_without_a_value_is_left_out():
    assert format_fields({"level": "other", "note_en": "", "themes": [], "value": 1.5}) == (
        'level = "other"\nvalue = 1.5\n'
    )
