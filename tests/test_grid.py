"""The grid of themes by statements: its order, its head, what a click means, and its table twin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import charts, grid, matrix
from components.language import text
from components.theme import DESK, LIGHT, Screen
from loaders.analysis.themes import themes_by_use
from loaders.select import toggle
from loaders.selection import Column, Selection, parse

if TYPE_CHECKING:
    from loaders.model import Dataset

PHONE = Screen(width=350)
RECORD = ("2016-02-rome", "2017-11-amman", "2018-02-kuwait", "2019-02-washington", "2019-06-paris")
HOSTILE = "<script>alert(1)</script>"


def event(*customdata: Any) -> dict[str, Any]:
    return {"selection": {"points": [{"customdata": list(customdata)}]}}


def drawn(dataset: Dataset, language: Any = "en", screen: Screen = DESK) -> dict[str, Any]:
    """The layout of an empty grid."""
    heads = range(len(grid.of(dataset).columns))
    return reading.plain(grid.sheet(dataset, text(language), screen, row=30, heads=heads).figure())["layout"]


def notes(layout: dict[str, Any]) -> list[str]:
    return reading.said([each["text"] for each in layout["annotations"]])


def test_themes_are_rows_by_use_and_statements_columns_by_date(record: Dataset) -> None:
    found = grid.of(reading.chosen(record))

    assert found.rows == themes_by_use(record)
    assert found.columns == RECORD
    assert len(found.shares) == len(found.rows) * len(found.columns)


def test_a_filter_moves_neither_row_nor_column(record: Dataset) -> None:
    whole = grid.of(reading.chosen(record))

    filtered = grid.of(reading.chosen(record, themes=("stabilisation",), cities=("paris",)))

    assert (filtered.rows, filtered.columns) == (whole.rows, whole.columns)
    assert [(each.meeting_id, each.theme_id) for each in filtered.chosen] == [
        ("2019-06-paris", "stabilisation")
    ]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("en", "<b>Rome</b><br>Feb 2016", "<b>Paris</b><br>Jun 2019"),
     ("ar", "<b>روما</b><br>فبراير 2016", "<b>باريس</b><br>يونيو 2019")],
)  # fmt: skip
def test_the_heads_run_from_left_to_right_in_both_languages(
    record: Dataset, language: Any, first: str, last: str
) -> None:
    layout = drawn(reading.chosen(record), language)

    assert (notes(layout)[0], notes(layout)[-1]) == (first, last)
    assert [each["x"] for each in layout["annotations"]] == [0, 1, 2, 3, 4]


def test_on_a_phone_a_theme_is_named_above_its_row_and_a_long_head_is_broken(record: Dataset) -> None:
    wide, narrow = drawn(reading.chosen(record)), drawn(reading.chosen(record), screen=PHONE)

    assert wide["yaxis"]["ticktext"][0] == "Military campaign"
    assert set(narrow["yaxis"]["ticktext"]) == {""}
    assert "Military campaign" in notes(narrow)
    assert "<b>Washington,</b><br><b>D.C.</b><br>Feb 2019" in notes(narrow)
    assert "<b>Washington, D.C.</b><br>Feb 2019" in notes(wide)
    assert narrow["height"] > wide["height"]


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ar", "right")])
def test_a_name_above_its_row_begins_where_its_language_does(
    record: Dataset, language: Any, side: str
) -> None:
    layout = drawn(reading.chosen(record), language, PHONE)

    names = [each for each in layout["annotations"] if each.get("xref") == "paper"]

    assert len(names) == len(themes_by_use(record))
    assert {each["xanchor"] for each in names} == {side}


def test_a_click_means_the_theme_and_its_statement_in_both_languages() -> None:
    found = grid.clicked(event("2019-06-paris", "stabilisation"))

    assert found == {"themes": ("stabilisation",), "columns": (Column("2019-06-paris", "both"),)}  # type: ignore[arg-type]


def test_a_second_click_takes_back_the_first() -> None:
    changes = grid.clicked(event("2019-06-paris", "stabilisation"))
    before = Selection(page="statements", years=(2016, 2019))

    once = toggle(before, **changes)

    assert once != before
    assert toggle(once, **changes) == before


@pytest.mark.parametrize(
    "nothing", [None, {}, {"selection": {"points": []}}, {"selection": {"points": [{}]}}]
)
def test_a_click_on_nothing_means_nothing(nothing: Any) -> None:
    assert grid.clicked(nothing) == {}


def test_numbers_of_one_colour_are_one_trace_that_keeps_its_colour_beside_a_click() -> None:
    points = [(0, 0, "1", LIGHT.ink), (1, 0, "2", LIGHT.rest), (2, 1, "3", LIGHT.ink)]

    made = grid.numbers(points, at="middle center", screen=DESK)

    assert [(each["x"], each["y"], each["text"]) for each in made] == [
        ([0, 2], [0, 1], ["1", "3"]),
        ([1], [0], ["2"]),
    ]
    for each in made:
        colours = {each[state]["textfont"]["color"] for state in ("selected", "unselected")}
        assert colours == {each["textfont"]["color"]}
        assert "customdata" not in each


def test_the_twin_holds_what_is_chosen_with_totals_from_the_data(record: Dataset) -> None:
    chosen = reading.chosen(record, years=(2016, 2017))

    found = reading.tree(
        grid.twin(
            chosen,
            text("en"),
            key="matrix",
            cell=lambda each: f"{each.any} of {each.total}",
            count=lambda each: each.any,
        )
    )

    heads = [reading.words(each) for each in found.findall(".//thead//th")]
    assert heads == ["Theme", "Rome, 2 February 2016", "Amman, 15 November 2017", "All statements"]
    rows = {
        reading.words(row[0]): [reading.words(each) for each in row[1:]]
        for row in found.findall(".//tbody/tr")
    }
    assert len(rows) == len(themes_by_use(record))
    assert rows["Stabilisation"] == ["0", "4 of 14", "4"]
    assert rows["Global branches"] == ["2 of 12", "1 of 14", "3"]
    assert [reading.words(each) for each in found.find(".//tfoot/tr")] == [
        "Passages in all",
        "12",
        "14",
        "26",
    ]  # type: ignore[union-attr]


def test_each_count_of_the_twin_means_what_its_cell_means(record: Dataset) -> None:
    chosen = reading.chosen(record)

    found = reading.tree(
        grid.twin(
            chosen, text("ar"), key="shares", cell=lambda each: str(each.any), count=lambda each: each.any
        )
    )

    there = [
        each
        for row in grid.of(chosen).rows
        for each in grid.of(chosen).shares
        if each.theme_id == row and each.any
    ]
    links = found.findall(".//td/a")
    assert [reading.words(each) for each in links] == [str(each.any) for each in there]
    for link, each in zip(links, there, strict=True):
        assert "data-step" in link.attrib
        wanted = Selection(**grid.clicked(event(each.meeting_id, each.theme_id)))
        assert parse(parse_qs(link.get("href", "").removeprefix("?")), record) == wanted


def test_the_source_line_names_the_reports_of_the_chosen_statements(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("amman",))

    foot = matrix.sheet(chosen, text("en"), DESK).foot

    assert [reading.words(each) for each in reading.classed(reading.tree(foot), "cm-source")] == [
        "Sources: Okaz, November 2017."
    ]


def test_hostile_names_stay_words(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE)
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)
    chosen = reading.chosen(spoilt)

    layout = drawn(chosen)
    found = grid.twin(
        chosen, text("en"), key="matrix", cell=lambda each: HOSTILE, count=lambda each: each.any
    )

    shown = [*notes(layout), *layout["yaxis"]["ticktext"]]
    assert not any("<script" in each for each in shown)
    assert charts.plain(HOSTILE) in layout["yaxis"]["ticktext"]
    assert "<script" not in found
    assert HOSTILE in reading.words(reading.tree(found))
