"""The code book: every theme is defined, counted and shown by a passage that is about it."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import codebook, state
from components.language import DIRECTIONS, text
from components.theme import DESK
from loaders.analysis.themes import theme_uses, themes_by_use
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import Place, Selection, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

FOLDERS = {"record": Path(__file__).parents[1] / "data", "sample": Path(__file__).parent / "sample"}
HOSTILE = "<script>alert(1)</script>"
BOTH = pytest.mark.parametrize("name", FOLDERS)
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])


@pytest.fixture
def dataset(name: str, request: pytest.FixtureRequest) -> Dataset:
    """The dataset of that name."""
    found: Dataset = request.getfixturevalue(name)
    return found


def book(dataset: Dataset, *, language: Any = "en", **fields: Any) -> Element:
    """The code book as a tree."""
    return reading.tree(codebook.book(reading.chosen(dataset, **fields), text(language), DESK))


def entries(body: Element) -> list[Element]:
    """The entries, a theme each."""
    (book,) = reading.classed(body, "cm-codebook")
    return list(book)


def target(link: Element, dataset: Dataset) -> Selection:
    """The selection that a link holds."""
    return parse(parse_qs(link.get("href", "").removeprefix("?")), dataset)


def links(entry: Element) -> tuple[Element, Element | None]:
    """The links of an entry: that of the theme, and that of its example if it has one."""
    theme, *example = entry.iter("a")
    return theme, example[0] if example else None


def used(name: str) -> Counter[str]:
    """How many passages have each theme, counted in the statement files."""
    files = [
        tomllib.loads(each.read_text(encoding="utf-8"))
        for each in (FOLDERS[name] / "statements").glob("*.toml")
    ]
    return Counter(theme for file in files for passage in file["passage"] for theme in passage["themes"])


@BOTH
@LANGUAGES
def test_every_theme_has_its_name_and_definition_the_most_used_first(dataset: Dataset, language: Any) -> None:
    found = [
        (reading.words(links(each)[0]), reading.words(next(next(each.iter("dd")).iter("p"))))
        for each in entries(book(dataset, language=language))
    ]

    rows = dataset.names["themes"]
    wanted = [
        (rows[each][f"name_{language}"], rows[each][f"definition_{language}"])
        for each in themes_by_use(dataset)
    ]
    assert found == wanted
    assert len(found) == len(dataset.themes)
    assert all(definition for _, definition in found)


@BOTH
@LANGUAGES
def test_a_theme_is_counted_as_in_the_files(dataset: Dataset, name: str, language: Any) -> None:
    counts = used(name)

    found = [
        (target(links(each)[0], dataset).themes[0], reading.words(next(each.iter("span"))))
        for each in entries(book(dataset, language=language))
    ]

    assert dict(found) == {
        theme: text(language).count("count.passages", counts[theme]) for theme in dataset.names["themes"]
    }
    assert [counts[theme] for theme, _ in found] == sorted(counts.values(), reverse=True)


@BOTH
def test_a_theme_filters_by_itself_and_a_second_click_takes_the_filter_away(dataset: Dataset) -> None:
    for entry in entries(book(dataset)):
        theme, _ = links(entry)
        asked = target(theme, dataset)
        assert asked == Selection(themes=asked.themes)
        assert len(asked.themes) == 1
        assert theme.get("data-step") is not None
    assert "themes" in state.CLICKED


@BOTH
@LANGUAGES
def test_an_example_is_a_passage_that_has_the_theme_as_its_main_one(dataset: Dataset, language: Any) -> None:
    rows = {(row["meeting_id"], row["number"]): row for row in records(dataset.passages)}

    for entry in entries(book(dataset, language=language)):
        theme, example = links(entry)
        assert example is not None
        place = target(example, dataset).passage
        assert place
        (words,) = reading.classed(entry, "cm-words")
        assert target(example, dataset) == Selection(passage=place)
        assert example.get("data-lead") is not None
        assert rows[place]["themes"][0] == target(theme, dataset).themes[0]
        assert reading.words(words) == rows[place][language]
        assert (words.get("lang"), words.get("dir")) == (language, DIRECTIONS[language])


def test_an_example_says_where_it_stands(sample: Dataset) -> None:
    (entry,) = [each for each in entries(book(sample)) if "Sample winter aid" in reading.words(each)]

    example = links(entry)[1]
    assert example is not None
    assert target(example, sample) == Selection(passage=Place("2021-05-oslo", 3))  # type: ignore[arg-type]
    assert reading.words(example) == "Oslo, 11 May 2021, passage 3"
    assert reading.words(next(entry.iter("summary"))) == "An example"


def test_a_passage_on_one_theme_is_a_better_example_than_a_shorter_one_on_several(record: Dataset) -> None:
    chosen = reading.chosen(record)

    for theme in themes_by_use(record):
        main = [row for row in records(record.passages) if row["themes"][0] == theme]
        alone = [row for row in main if len(row["themes"]) == 1] or main
        found = codebook.example(chosen, theme)
        assert found
        assert len(found["en"]) == min(len(row["en"]) for row in alone)
        assert found["number"] in [row["number"] for row in alone if row["meeting_id"] == found["meeting_id"]]


@LANGUAGES
def test_a_theme_that_nobody_uses_has_a_count_of_nothing_and_no_example(
    sample: Dataset, language: Any
) -> None:
    unused = sample.passages.assign(
        themes=[
            tuple(each for each in themes if each != "winter-aid") or ("stabilisation",)
            for themes in sample.passages["themes"]
        ]
    )
    spoilt = replace(sample, passages=unused)

    entry = entries(book(spoilt, language=language))[-1]

    assert target(links(entry)[0], spoilt).themes == ("winter-aid",)
    assert links(entry)[1] is None
    assert list(entry.iter("details")) == []
    assert reading.words(next(entry.iter("span"))) == text(language).count("count.passages", 0)


def test_a_theme_that_is_never_the_main_one_has_no_example(sample: Dataset) -> None:
    further = sample.passages.assign(
        themes=[
            ("stabilisation", "winter-aid") if "winter-aid" in themes else themes
            for themes in sample.passages["themes"]
        ]
    )

    assert codebook.example(reading.chosen(replace(sample, passages=further)), "winter-aid") is None


def test_the_filters_change_nothing_in_the_code_book(record: Dataset) -> None:
    whole = codebook.book(reading.chosen(record), text("en"), DESK)

    assert codebook.book(reading.chosen(record, cities=("rabat",)), text("en"), DESK) == whole
    assert codebook.book(reading.chosen(record, themes=("stabilisation",)), text("en"), DESK) == whole


def test_a_collection_without_statements_has_neither_counts_nor_examples(record: Dataset) -> None:
    empty = reading.alone(record, "none")
    chosen = reading.chosen(empty, collection="record")

    assert [each.passages for each in theme_uses(chosen).values()] == [0] * len(record.themes)
    assert {each.example for each in theme_uses(chosen).values()} == {None}
    assert {reading.words(next(each.iter("span"))) for each in entries(book(empty, collection="record"))} == {
        "0 passages"
    }


def test_a_statement_of_the_record_counts_in_the_record_alone(sample: Dataset) -> None:
    moved = reading.changed(sample, "meetings", "2021-05-oslo", collection="record")

    def counted(collection: str) -> int:
        uses = theme_uses(reading.chosen(moved, collection=collection))
        return sum(each.passages for each in uses.values())

    of_it = sample.passages["meeting_id"] == "2021-05-oslo"
    there = sum(map(len, sample.passages["themes"][of_it]))
    assert there > 0
    assert counted("record") - counted("core") == there


@pytest.mark.parametrize(
    ("language", "finding"),
    [("en", "10 themes order what was said."), ("ar", "10 مواضيع يندرج تحتها ما قيل.")],
)
def test_the_finding_counts_the_themes(record: Dataset, language: Any, finding: str) -> None:
    assert len(record.themes) == 10
    assert codebook.finding(reading.chosen(record), text(language)) == finding


@LANGUAGES
def test_the_lines_of_effort_are_called_as_the_themes_are(record: Dataset, language: Any) -> None:
    efforts = (
        *("military-campaign", "stabilisation", "foreign-terrorist-fighters"),
        *("counter-finance", "counter-messaging"),
    )

    said = text(language)("codebook.unit").lower()

    named = {
        theme for theme, row in record.names["themes"].items() if row[f"name_{language}"].lower() in said
    }
    assert named == set(efforts)


def test_markup_in_a_name_a_definition_or_an_example_is_only_text(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE, definition_en=HOSTILE)
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)

    made = codebook.book(reading.chosen(spoilt), text("en"), DESK)

    body = reading.tree(made)
    assert "<script" not in made
    assert reading.words(body).count(HOSTILE) >= 3
    assert "<see the annex>" in reading.words(body)


def test_the_view_is_a_heading_and_the_book(record: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = reading.Stage()
    monkeypatch.setattr(codebook, "st", stage)
    selection = Selection(page="statements", language="ar")

    codebook.render(select(record, selection), text("ar"), state.Follow(selection, DESK, record))

    body = reading.tree(stage.markup)
    assert [name for name, _, _ in stage.shown] == ["html", "html"]
    assert reading.words(next(body.iter("h2"))) == text("ar")("codebook.name")
    assert {each.get("dir") for each in reading.classed(body, "cm-codebook")} == {"rtl"}
