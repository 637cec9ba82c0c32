"""The code book: every theme is defined, counted and shown by a passage that is about it."""

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import reading

from components import browser, codebook
from components.language import text
from loaders.analysis.themes import theme_uses, themes_by_use
from loaders.schema.tables import records
from loaders.selection import PassageId, Selection

FOLDERS = {"record": Path(__file__).parents[1] / "data", "sample": Path(__file__).parent / "sample"}


def draw_entries(dataset, *, language="en", **fields):
    """The entries of the code book, a theme each."""
    body = reading.tree(codebook.book(reading.chosen(dataset, **fields), text(language)))
    (book,) = reading.classed(body, "cm-codebook")
    assert book.get("dir") == text(language).direction
    return list(book)


def split_links(entry):
    """The links of an entry: that of the theme, and that of its example if it has one."""
    theme, *example = entry.iter("a")
    return theme, example[0] if example else None


def count_in_files(name):
    """How many passages have each theme, counted in the statement files."""
    paths = (FOLDERS[name] / "statements").glob("*.toml")
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    return Counter(
        theme for file in files for passage in file["passage"] for theme in passage["themes"]
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_every_theme_is_named_defined_and_counted_the_most_used_first(name, request, language):
    dataset = request.getfixturevalue(name)
    counts, rows = count_in_files(name), dataset.names["themes"]

    entries = draw_entries(dataset, language=language)

    themes = [reading.target(split_links(entry)[0], dataset).themes[0] for entry in entries]
    assert themes == list(themes_by_use(dataset))
    assert [counts[theme] for theme in themes] == sorted(counts.values(), reverse=True)
    for theme, entry in zip(themes, entries, strict=True):
        link = split_links(entry)[0]
        assert reading.target(link, dataset) == Selection(themes=(theme,))
        assert link.get("data-step") is not None
        assert reading.words(link) == rows[theme][f"name_{language}"]
        assert (
            reading.words(next(next(entry.iter("dd")).iter("p")))
            == rows[theme][f"definition_{language}"]
            != ""
        )
        count = text(language).count("count.passages", counts[theme])
        assert reading.words(next(entry.iter("span"))) == count
    assert "themes" in browser.STEP_FIELDS


def test_an_example_is_the_shortest_passage_on_its_theme_alone(record, language):
    rows = {(row["meeting_id"], row["number"]): row for row in records(record.passages)}

    for entry in draw_entries(record, language=language):
        link, example = split_links(entry)
        assert example is not None
        (theme,) = reading.target(link, record).themes
        place = reading.target(example, record).passage
        assert place
        (words,) = reading.classed(entry, "cm-words")
        main = [row for row in rows.values() if row["themes"][0] == theme]
        alone = [row for row in main if len(row["themes"]) == 1] or main
        assert rows[place] in alone
        assert len(rows[place]["en"]) == min(len(row["en"]) for row in alone)
        assert reading.target(example, record) == Selection(passage=place)
        assert example.get("data-lead") is not None
        assert reading.words(words) == rows[place][language]
        assert (words.get("lang"), words.get("dir")) == (language, text(language).direction)


def test_an_example_says_where_it_stands(sample):
    (entry,) = [part for part in draw_entries(sample) if "Sample winter aid" in reading.words(part)]

    example = split_links(entry)[1]
    assert example is not None
    assert reading.target(example, sample) == Selection(passage=PassageId("2021-05-oslo", 3))
    assert reading.words(example) == "Oslo, 11 May 2021, passage 3"
    assert reading.words(next(entry.iter("summary"))) == "An example"


@pytest.mark.parametrize(
    ("themes", "count"), [(("stabilisation",), 0), (("stabilisation", "winter-aid"), 1)]
)
def test_a_theme_that_is_never_the_main_one_is_counted_and_has_no_example(
    sample, language, themes, count
):
    changed = [themes if "winter-aid" in row else row for row in sample.passages["themes"]]
    spoilt = replace(sample, passages=sample.passages.assign(themes=changed))

    (entry,) = [
        part
        for part in draw_entries(spoilt, language=language)
        if reading.target(split_links(part)[0], spoilt).themes == ("winter-aid",)
    ]

    assert split_links(entry)[1] is None
    assert list(entry.iter("details")) == []
    words = text(language).count("count.passages", count)
    assert reading.words(next(entry.iter("span"))) == words


def test_the_filters_change_nothing_in_the_code_book(record):
    whole = codebook.book(reading.chosen(record), text("en"))

    for fields in ({"cities": ("rabat",)}, {"themes": ("stabilisation",)}):
        assert codebook.book(reading.chosen(record, **fields), text("en")) == whole


def test_a_statement_of_the_record_counts_in_the_record_alone(sample):
    moved = reading.changed(sample, "meetings", "2021-05-oslo", collection="record")
    core, wide = (
        sum(
            uses.passages
            for uses in theme_uses(reading.chosen(moved, collection=collection)).values()
        )
        for collection in ("core", "record")
    )

    of_oslo = sample.passages["themes"][sample.passages["meeting_id"] == "2021-05-oslo"]
    assert wide - core == sum(map(len, of_oslo)) > 0


def test_the_lines_of_effort_are_called_as_the_themes_are(record, language):
    unit = text(language)("codebook.unit").lower()

    named = {
        theme
        for theme, row in record.names["themes"].items()
        if row[f"name_{language}"].lower() in unit
    }
    assert named == {
        *("military-campaign", "stabilisation", "foreign-terrorist-fighters"),
        *("counter-finance", "counter-messaging"),
    }
