"""Direction marks: no isolate in a file for Office, and words in the same order without them."""

import io
import zipfile

import pytest

from exports.direction_marks import replace_isolates
from exports.slides.deck import write_deck
from exports.view import open_view
from exports.workbook import write_workbook
from loaders.selection import Selection

LRM, RLM, LRE, RLE, PDF = "\u200e", "\u200f", "\u202a", "\u202b", "\u202c"


@pytest.mark.parametrize(
    ("words", "direction", "expected"),
    [
        ("plain words", "ltr", "plain words"),
        ("في \u2068Okaz\u2069 (2017)", "rtl", f"في {RLM}{LRE}Okaz{PDF}{RLM} (2017)"),
        ("by \u2068عكاظ\u2069, 2017", "ltr", f"by {LRM}{RLE}عكاظ{PDF}{LRM}, 2017"),
        ("\u20682017\u2069", "rtl", f"{RLM}{RLE}2017{PDF}{RLM}"),
        (
            "في \u2068A \u2068عكاظ\u2069 B\u2069",
            "rtl",
            f"في {RLM}{LRE}A {LRM}{RLE}عكاظ{PDF}{LRM} B{PDF}{RLM}",
        ),
        ("\u061c95%\u061c", "rtl", f"{RLM}95{RLM}%{RLM}"),
        ("a stray \u2069 mark", "ltr", "a stray  mark"),
    ],
)
def test_an_isolate_becomes_an_embedding_between_marks_of_its_surroundings(
    words, direction, expected
):
    assert replace_isolates(words, direction) == expected


def read_words(written):
    """All that the parts of a file say, and those of the workbooks in it."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return "".join(
        part.decode() if name.endswith(".xml") else read_words(part)
        for name, part in parts.items()
        if name.endswith((".xml", ".xlsx"))
    )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("write", [write_deck, write_workbook])
def test_no_file_for_office_has_an_isolate(record, write, language):
    selection = Selection(language=language, collection="record", cities=("amman", "rome"))
    written = write(open_view(record, selection, origin="https://example.org/"))

    assert not set(read_words(written)) & set("\u061c\u2066\u2067\u2068\u2069")
