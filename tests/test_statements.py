"""Statements: every passage once, level with its like, in its own language, with links to the evidence."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import statements
from components.language import text
from components.theme import DESK, Screen
from loaders.analysis.themes import themes_by_use
from loaders.schema.tables import records
from loaders.selection import Column, Selection

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

PARIS, AMMAN, KUWAIT, WASHINGTON = "2019-06-paris", "2017-11-amman", "2018-02-kuwait", "2019-02-washington"
BOTH_LANGUAGES: Any = (Column(PARIS, "en"), Column(PARIS, "ar"))  # type: ignore[arg-type]
TWO_MEETINGS: Any = (Column(PARIS, "en"), Column(AMMAN, "en"))  # type: ignore[arg-type]
MADE_UP: Any = (Column("2024-10-lima", "en"), Column("2021-05-oslo", "en"))  # type: ignore[arg-type]
WIDE = Screen(width=1300)


def draw_table(
    dataset: Dataset, *shown: Any, language: Any = "en", screen: Screen = DESK, **fields: Any
) -> Element:
    """The table as a tree."""
    columns = tuple(Column(*column) for column in shown)
    return reading.tree(statements.table(reading.chosen(dataset, **fields), text(language), screen, columns))


def passages_of(dataset: Dataset, meeting: str) -> list[dict[str, Any]]:
    return records(dataset.passages[dataset.passages["meeting_id"] == meeting])


# which columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "screen", "expected"),
    [
        ({}, DESK, ((PARIS, "en"), (PARIS, "ar"))),
        ({"language": "ar"}, DESK, ((PARIS, "ar"), (PARIS, "en"))),
        ({}, WIDE, ((PARIS, "en"), (PARIS, "ar"), (WASHINGTON, "en"))),
        (
            {"columns": ((AMMAN, "both"), (KUWAIT, "ar"))},
            DESK,
            ((AMMAN, "both"), (KUWAIT, "ar")),
        ),
        (
            {"columns": ((AMMAN, "en"), (KUWAIT, "en")), "cities": ("kuwait-city",)},
            DESK,
            ((KUWAIT, "en"), (KUWAIT, "ar")),
        ),
        ({"columns": ((PARIS, "ar"),)}, DESK, ((PARIS, "ar"), (PARIS, "en"))),
        ({"columns": ((AMMAN, "en"),)}, DESK, ((AMMAN, "en"), (PARIS, "en"))),
        ({"cities": ("paris",)}, WIDE, ((PARIS, "en"), (PARIS, "ar"))),
        (
            {"columns": tuple((meeting, "en") for meeting in (AMMAN, KUWAIT, PARIS, WASHINGTON))},
            DESK,
            ((AMMAN, "en"), (KUWAIT, "en"), (PARIS, "en")),
        ),
        ({"cities": ("rabat",)}, DESK, ()),
    ],
    ids=[
        *("usual", "usual in Arabic", "wide", "asked for", "outside the filters", "other language"),
        *("another meeting", "the only one", "more than fit", "none"),
    ],
)
def test_the_columns_are_those_asked_for_and_the_usual_ones(
    record: Dataset, fields: dict[str, Any], screen: Screen, expected: tuple[Any, ...]
) -> None:
    fields["columns"] = tuple(Column(*column) for column in fields.get("columns", ()))

    found = statements.columns(reading.chosen(record, **fields), Selection(**fields), screen)

    assert found == expected


# which rows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [BOTH_LANGUAGES, TWO_MEETINGS])
def test_every_passage_stands_once_under_its_main_theme(record: Dataset, shown: tuple[Column, ...]) -> None:
    rows = statements.rows(reading.chosen(record), shown)

    for index, column in enumerate(shown):
        cells = [(row.theme, row.cells[index]) for row in rows if row.cells[index]]
        assert all(cell and cell["themes"][0] == theme for theme, cell in cells)
        assert Counter(cell["number"] for _, cell in cells if cell) == Counter(
            row["number"] for row in passages_of(record, column.meeting)
        )


def test_a_passage_stands_under_the_first_theme_that_the_reader_asked_for(record: Dataset) -> None:
    selected = reading.chosen(record, themes=("stabilisation",))

    rows = statements.rows(selected, statements.columns(selected, Selection(), DESK))

    assert {row.theme for row in rows} == {"stabilisation"}
    assert [cell for row in rows for cell in row.cells if cell and cell["themes"][0] != "stabilisation"]


def test_themes_stand_in_one_order_and_their_passages_level(record: Dataset) -> None:
    rows = statements.rows(reading.chosen(record), TWO_MEETINGS)
    groups = {theme: list(group) for theme, group in groupby(rows, key=lambda row: row.theme)}

    assert list(groups) == list(themes_by_use(record)) == [row.theme for row in rows if row.is_first]
    for group in groups.values():
        for index in range(2):
            numbers = [row.cells[index]["number"] for row in group if row.cells[index]]  # type: ignore[index]
            is_filled = [row.cells[index] is not None for row in group]
            assert is_filled == sorted(is_filled, reverse=True)
            assert numbers == sorted(numbers)


# the table ---------------------------------------------------------------------------------------------------


def test_a_theme_without_a_passage_says_so_or_names_those_that_touch_on_it(record: Dataset) -> None:
    table = draw_table(record, *TWO_MEETINGS)

    expected = []
    for theme, (_, meeting) in product(themes_by_use(record), enumerate((PARIS, AMMAN))):
        themes = [row["themes"] for row in passages_of(record, meeting)]
        if theme not in {names[0] for names in themes}:
            expected.append(sum(theme in names[1:] for names in themes))
    said = [reading.words(cell) for cell in reading.classed(table, "cm-none")]
    assert [bool(number) for number in expected] == [line.startswith("Touched on") for line in said]
    assert {line for line in said if not line.startswith("Touched on")} == {
        "This report has no passage on this theme."
    }


@pytest.mark.parametrize(("language", "reads"), [*product(["en", "ar"], ["en", "ar", "both"])])
def test_every_text_has_its_own_language_and_direction(record: Dataset, language: Any, reads: str) -> None:
    directions = {"en": "ltr", "ar": "rtl"}
    languages = ["en", "ar"] if reads == "both" else [reads]

    table = draw_table(record, (PARIS, reads), language=language)

    texts = reading.classed(table, "cm-words")
    assert table[0].get("dir") == directions[language]
    assert all(words.get("dir") == directions[words.get("lang", "")] for words in texts)
    assert Counter((words.get("lang"), reading.words(words)) for words in texts) == Counter(
        (code, row[code]) for row in passages_of(record, PARIS) for code in languages
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_marked_value_is_a_link_to_its_evidence(record: Dataset, language: str) -> None:
    marks = {
        (mark["observation_id"], mark[language])
        for row in passages_of(record, PARIS)
        for mark in row["figures"]
    }

    links = reading.classed(draw_table(record, (PARIS, language)), "cm-figure")

    assert {(reading.target(link, record).figure, reading.words(link)) for link in links} == marks != set()
    assert all(link.get("title") and link.get("data-step") is not None for link in links)


def test_a_theme_is_named_once_and_links_to_itself(record: Dataset) -> None:
    table = draw_table(record, *BOTH_LANGUAGES)

    links = [link for cell in reading.classed(table, "cm-theme") for link in cell.iter("a")]
    assert [(reading.words(link), link.get("href")) for link in links] == [
        (record.names["themes"][theme]["name_en"], f"?theme={theme}") for theme in themes_by_use(record)
    ]


def test_a_header_says_meeting_source_and_how_much_there_is(record: Dataset, sample: Dataset) -> None:
    headers = [
        [reading.words(part) for part in reading.classed(table, "cm-cell")[0]]
        for table in (draw_table(record, (AMMAN, "en")), draw_table(sample, ("2024-10-lima", "en")))
    ]

    number = len(passages_of(record, AMMAN))
    assert headers == [
        ["Amman, 15 November 2017", "As reported by Okaz, November 2017", f"{number} passages"],
        ["Lima, 21 October 2024", "Official text: Lima Weekly, October 2024", "3 passages"],
    ]


def test_a_passage_says_its_number_speaker_voice_and_paragraphs(sample: Dataset) -> None:
    table = draw_table(sample, ("2021-05-oslo", "en"))

    assert {reading.words(part) for part in reading.classed(table, "cm-speaker")} == {
        "1 Sample conference (statement) statement",
        "2 Ada Sample, chair speaker",
        "3 Oslo Daily (report) reporter",
    }
    assert {reading.words(part) for part in reading.classed(table, "cm-paragraphs")} == {
        "Paragraph 2 of the report · also: Sample campaign · Cite",
        "Paragraph 3 of the report · Cite",
        "Paragraphs 4 and 5 of the report · Cite",
    }


def test_a_phone_repeats_the_title_in_every_cell_that_says_something(record: Dataset) -> None:
    narrow = draw_table(record, *BOTH_LANGUAGES, screen=Screen(width=400))

    assert {reading.words(part) for part in reading.classed(narrow, "cm-cell-head")} == {
        "Paris, 25 June 2019"
    }
    assert reading.classed(draw_table(record, *BOTH_LANGUAGES), "cm-cell-head") == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_has_its_roles_and_is_named(record: Dataset, language: Any) -> None:
    table = draw_table(record, *TWO_MEETINGS, language=language)

    header, *rows = [part for part in table.iter() if part.get("role") == "row"]
    assert (table[0].get("role"), table[0].get("aria-label")) == ("table", text(language)("statements.name"))
    assert [part.get("role") for part in header] == ["columnheader"] * 3
    for row in rows:
        first = "rowheader" if reading.words(row[0]) else "cell"
        assert [part.get("role") for part in row] == [first, "cell", "cell"]


@pytest.mark.parametrize(
    ("cities", "expected"),
    [
        ((), "5 statements with {} passages."),
        (("amman",), "1 statement with {} passages."),
        (("rabat",), "No statement in this selection."),
    ],
)
def test_the_finding_counts_what_the_selection_holds(
    record: Dataset, cities: tuple[str, ...], expected: str
) -> None:
    selected = reading.chosen(record, cities=cities)

    assert statements.finding(selected, text("en")) == expected.format(len(selected.passages))
