"""Statements: every passage once, level with its like, in its own language, with links to the evidence."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, product
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import statements
from components.language import text
from components.theme import DESK, Screen
from loaders.analysis.themes import themes_by_use
from loaders.schema.tables import records
from loaders.selection import Column, Selection, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

PARIS, AMMAN, KUWAIT = "2019-06-paris", "2017-11-amman", "2018-02-kuwait"
BESIDE = (Column(PARIS, "en"), Column(PARIS, "ar"))  # type: ignore[arg-type]
APART = (Column(PARIS, "en"), Column(AMMAN, "en"))  # type: ignore[arg-type]
WIDE = Screen(width=1300)
HOSTILE = "<script>alert(1)</script>"


def body(
    dataset: Dataset, *shown: Column, language: Any = "en", screen: Screen = DESK, **fields: Any
) -> Element:
    """The table as a tree."""
    return reading.tree(statements.table(reading.chosen(dataset, **fields), text(language), screen, shown))


def cells(table: Element, column: int) -> list[Element]:
    """The cells of one column below its head."""
    rows = [each for each in reading.classed(table, "cm-row") if "cm-row-head" not in each.get("class", "")]
    return [reading.classed(row, "cm-cell")[column] for row in rows]


# which columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "first", "second"), [("en", "en", "ar"), ("ar", "ar", "en")])
def test_the_usual_columns_are_the_latest_statement_in_both_languages(
    record: Dataset, language: Any, first: str, second: str
) -> None:
    found = statements.columns(reading.chosen(record), Selection(language=language), DESK)

    assert found == ((PARIS, first), (PARIS, second))


def test_a_wide_screen_shows_the_statement_before_as_well(record: Dataset) -> None:
    found = statements.columns(reading.chosen(record), Selection(), WIDE)

    assert found == ((PARIS, "en"), (PARIS, "ar"), ("2019-02-washington", "en"))


def test_the_columns_of_the_address_come_first(record: Dataset) -> None:
    asked = Selection(columns=(Column(AMMAN, "both"), Column(KUWAIT, "ar")))  # type: ignore[arg-type]

    assert statements.columns(reading.chosen(record), asked, DESK) == asked.columns


def test_a_column_that_the_filters_leave_out_is_not_shown(record: Dataset) -> None:
    asked = Selection(columns=(Column(AMMAN, "en"), Column(KUWAIT, "en")))  # type: ignore[arg-type]

    found = statements.columns(reading.chosen(record, cities=("kuwait-city",)), asked, DESK)

    assert found[0] == (KUWAIT, "en")
    assert {each.meeting for each in found} == {KUWAIT}


def test_more_columns_than_fit_are_not_shown(record: Dataset) -> None:
    asked = Selection(columns=tuple(Column(each, "en") for each in [AMMAN, KUWAIT, PARIS, AMMAN]))  # type: ignore[arg-type]

    assert len(statements.columns(reading.chosen(record), asked, DESK)) == statements.MOST


@pytest.mark.parametrize(
    ("fields", "screen"),
    [
        ({"columns": (Column(PARIS, "ar"),)}, DESK),  # type: ignore[arg-type]
        ({"columns": (Column(AMMAN, "en"),)}, DESK),  # type: ignore[arg-type]
        ({"cities": ("paris",)}, WIDE),
    ],
    ids=["in the other language", "of another meeting", "the only one, on a wide screen"],
)
def test_no_column_is_shown_beside_itself(record: Dataset, fields: dict[str, Any], screen: Screen) -> None:
    found = statements.columns(reading.chosen(record, **fields), Selection(**fields), screen)

    assert len(found) > 1
    assert len(set(found)) == len(found)


def test_without_a_statement_there_is_no_column(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    assert statements.columns(chosen, Selection(), DESK) == ()


def test_statements_are_offered_from_the_latest_to_the_first(record: Dataset) -> None:
    found = statements.available(reading.chosen(record))

    assert list(found) == [PARIS, "2019-02-washington", KUWAIT, AMMAN, "2016-02-rome"]


# which rows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [BESIDE, APART, (*APART, Column(KUWAIT, "both"))])  # type: ignore[arg-type]
def test_every_passage_of_a_column_appears_once(record: Dataset, shown: tuple[Column, ...]) -> None:
    rows = statements.rows(reading.chosen(record), shown)

    for place, column in enumerate(shown):
        found = Counter(row.cells[place]["number"] for row in rows if row.cells[place])  # type: ignore[index]
        there = record.passages[record.passages["meeting_id"] == column.meeting]["number"]
        assert found == Counter(there.tolist())


def test_a_passage_stands_under_its_main_theme(record: Dataset) -> None:
    for row in statements.rows(reading.chosen(record), APART):
        assert all(cell["themes"][0] == row.theme for cell in row.cells if cell)


def test_a_passage_stands_under_the_first_theme_that_the_reader_asked_for(record: Dataset) -> None:
    chosen = reading.chosen(record, themes=("stabilisation",))

    rows = statements.rows(chosen, statements.columns(chosen, Selection(), DESK))

    assert {row.theme for row in rows} == {"stabilisation"}
    seconds = [cell for row in rows for cell in row.cells if cell and cell["themes"][0] != "stabilisation"]
    assert seconds


def test_every_theme_has_its_rows_in_one_order_and_is_opened_once(record: Dataset) -> None:
    rows = statements.rows(reading.chosen(record), APART)

    themes = [theme for theme, _ in groupby(rows, key=lambda row: row.theme)]
    assert themes == list(themes_by_use(record))
    assert [row.theme for row in rows if row.first] == themes


def test_within_a_theme_the_passages_of_the_columns_stand_level(record: Dataset) -> None:
    for _, group in groupby(statements.rows(reading.chosen(record), APART), key=lambda row: row.theme):
        rows = list(group)
        for place in range(2):
            filled = [row.cells[place] is not None for row in rows]
            numbers = [row.cells[place]["number"] for row in rows if row.cells[place]]  # type: ignore[index]
            assert filled == sorted(filled, reverse=True)
            assert numbers == sorted(numbers)
        assert len(rows) == 1 or any(cell is not None for cell in rows[-1].cells)


def test_both_languages_of_a_statement_stand_level_passage_by_passage(record: Dataset) -> None:
    for row in statements.rows(reading.chosen(record), BESIDE):
        assert row.cells[0] is row.cells[1] or row.cells[0] == row.cells[1]


def test_the_made_up_statements_are_laid_out_theme_by_theme(sample: Dataset) -> None:
    shown = (Column("2024-10-lima", "en"), Column("2021-05-oslo", "en"))  # type: ignore[arg-type]

    rows = statements.rows(reading.chosen(sample), shown)

    assert {(row.theme, *(cell and cell["number"] for cell in row.cells)) for row in rows} == {
        ("military-campaign", 1, 2),
        ("membership-and-next-meetings", 3, 1),
        ("stabilisation", 2, None),
        ("winter-aid", None, 3),
    }


# the table ---------------------------------------------------------------------------------------------------


def test_a_theme_on_which_a_report_is_silent_says_so_once(sample: Dataset) -> None:
    shown = (Column("2024-10-lima", "en"), Column("2021-05-oslo", "en"))  # type: ignore[arg-type]

    table = body(sample, *shown)

    silent = sorted(reading.words(each) for each in reading.classed(table, "cm-none"))
    assert silent == ["This report has no passage on this theme."] * 2


def test_a_theme_that_a_report_only_touches_names_the_passages(record: Dataset) -> None:
    rows = statements.rows(reading.chosen(record), APART)
    table = body(record, *APART)

    touched = [
        numbers
        for row in rows
        if row.first
        for numbers, silent in zip(row.touched, row.silent, strict=True)
        if silent and numbers
    ]
    said = " ".join(reading.words(each) for each in reading.classed(table, "cm-none"))
    for row in rows:
        for place, column in enumerate(APART):
            mine = record.passages[record.passages["meeting_id"] == column.meeting]
            further = [
                number
                for number, themes in zip(mine["number"], mine["themes"], strict=True)
                if row.theme in themes[1:]
            ]
            assert list(row.touched[place]) == further
    assert said.count("Touched on in passage") == len(touched)


@pytest.mark.parametrize(("language", "column"), list(product(["en", "ar"], [0, 1])))
def test_every_text_has_its_own_language_and_direction(record: Dataset, language: Any, column: int) -> None:
    direction = {"en": "ltr", "ar": "rtl"}
    passages = records(record.passages[record.passages["meeting_id"] == PARIS])
    reads = BESIDE[column].reading

    table = body(record, *BESIDE, language=language)

    texts = [each for cell in cells(table, column) for each in reading.classed(cell, "cm-words")]
    assert table[0].get("dir") == direction[language]
    assert {(each.get("lang"), each.get("dir")) for each in texts} == {(reads, direction[reads])}
    assert sorted(reading.words(each) for each in texts) == sorted(each[reads] for each in passages)


def test_a_column_of_both_languages_holds_each_passage_in_both(record: Dataset) -> None:
    table = body(record, Column(AMMAN, "both"))  # type: ignore[arg-type]

    languages = [each.get("lang") for each in reading.classed(table, "cm-words")]
    passages = record.passages[record.passages["meeting_id"] == AMMAN]
    assert languages == ["en", "ar"] * len(passages)


@pytest.mark.parametrize("column", BESIDE)
def test_a_marked_figure_is_a_link_to_its_evidence(record: Dataset, column: Column) -> None:
    passages = records(record.passages[record.passages["meeting_id"] == PARIS])
    marks = {
        (mark["observation_id"], mark[column.reading]) for passage in passages for mark in passage["figures"]
    }

    links = reading.classed(body(record, column), "cm-figure")

    found = set()
    for each in links:
        asked = parse(parse_qs(each.get("href", "").removeprefix("?")), record)
        assert asked == Selection(figure=asked.figure)
        found.add((asked.figure, reading.words(each)))
    assert marks
    assert found == marks
    assert all(each.get("title") and each.get("data-step") is not None for each in links)


def test_a_theme_is_named_once_and_links_to_itself(record: Dataset) -> None:
    table = body(record, *BESIDE)

    heads = [each for each in reading.classed(table, "cm-theme") if each.get("role") == "rowheader"]
    links = [link for head in heads for link in head.iter("a")]
    names = {row["name_en"]: f"?theme={name}" for name, row in record.names["themes"].items()}
    assert links
    assert all(reading.words(link) for link in links)
    assert all(names[reading.words(link)] == link.get("href") for link in links)
    assert len({link.get("href") for link in links}) == len(links)


def test_a_head_says_meeting_source_and_how_much_there_is(record: Dataset, sample: Dataset) -> None:
    reported = body(record, Column(AMMAN, "en"))  # type: ignore[arg-type]
    official = body(sample, Column("2024-10-lima", "en"))  # type: ignore[arg-type]

    heads = [
        [reading.words(part) for part in reading.classed(table, "cm-cell")[0]]
        for table in (reported, official)
    ]

    number = len(record.passages[record.passages["meeting_id"] == AMMAN])
    assert heads[0] == ["Amman, 15 November 2017", "As reported by Okaz, November 2017", f"{number} passages"]
    assert heads[1] == ["Lima, 21 October 2024", "Official text: Lima Weekly, October 2024", "3 passages"]


def test_a_passage_says_its_number_speaker_voice_and_paragraphs(sample: Dataset) -> None:
    table = body(sample, Column("2021-05-oslo", "en"))  # type: ignore[arg-type]

    speakers = {reading.words(each) for each in reading.classed(table, "cm-speaker")}
    paragraphs = {reading.words(each) for each in reading.classed(table, "cm-paragraphs")}
    assert speakers == {
        "1 Sample conference (statement) statement",
        "2 Ada Sample, chair speaker",
        "3 Oslo Daily (report) reporter",
    }
    assert paragraphs == {
        "Paragraph 2 of the report · also: Sample campaign · Cite",
        "Paragraph 3 of the report · Cite",
        "Paragraphs 4 and 5 of the report · Cite",
    }


def test_a_phone_repeats_the_head_in_every_cell_that_says_something(record: Dataset) -> None:
    narrow = body(record, *BESIDE, screen=Screen(width=400))
    broad = body(record, *BESIDE)

    assert {reading.words(each) for each in reading.classed(narrow, "cm-cell-head")} == {
        "Paris, 25 June 2019"
    }
    assert reading.classed(broad, "cm-cell-head") == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_has_its_roles_and_is_named(record: Dataset, language: Any) -> None:
    table = body(record, *APART, language=language)

    rows = [each for each in table.iter() if each.get("role") == "row"]
    assert table[0].get("role") == "table"
    assert table[0].get("aria-label") == text(language)("statements.name")
    assert [part.get("role") for part in rows[0]] == ["columnheader"] * 3
    for row in rows[1:]:
        first = "rowheader" if reading.words(row[0]) else "cell"
        assert [part.get("role") for part in row] == [first, "cell", "cell"]


def test_markup_in_a_passage_is_only_text(sample: Dataset) -> None:
    table = body(sample, Column("2021-05-oslo", "both"))  # type: ignore[arg-type]

    said = [reading.words(each) for each in reading.classed(table, "cm-words")]
    assert "The daily adds that fuel & blankets <see the annex> come first." in said


def test_markup_in_a_name_is_only_text(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE, definition_en=f'"{HOSTILE}')
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)

    made = statements.table(
        reading.chosen(spoilt),
        text("en"),
        DESK,
        (Column("2021-05-oslo", "en"),),  # type: ignore[arg-type]
    )

    assert "<script" not in made
    assert HOSTILE in reading.words(reading.tree(made))


def test_the_finding_counts_what_the_selection_holds(record: Dataset) -> None:
    chosen = reading.chosen(record)
    english, arabic = text("en"), text("ar")
    passages = len(chosen.passages)

    assert statements.finding(chosen, english) == f"5 statements with {passages} passages."
    assert arabic.count("count.statements", 5) in statements.finding(chosen, arabic)
    assert arabic.count("count.passages", passages) in statements.finding(chosen, arabic)


def test_a_selection_without_a_statement_says_so(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    assert statements.finding(chosen, text("en")) == "No statement in this selection."
    assert statements.finding(chosen, text("ar")) == text("ar")("statements.none")


def test_one_statement_is_told_as_one(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("amman",))

    assert statements.finding(chosen, text("en")) == f"1 statement with {len(chosen.passages)} passages."
