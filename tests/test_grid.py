"""The grid of themes by statements: its order, its head, what a click means, and its table view."""

from urllib.parse import parse_qs

import pytest
import reading

from components import matrix, shares
from components.charts import frame, grid
from components.charts.labels import escape_text
from components.language import text
from components.theme import DESK, LIGHT, Screen
from loaders.analysis.themes import themes_by_use
from loaders.select import toggle
from loaders.selection import Column, Selection, parse

PHONE = Screen(width=350)
STATEMENTS = (
    "2016-02-rome",
    "2017-11-amman",
    "2018-02-kuwait",
    "2019-02-washington",
    "2019-06-paris",
)
HOSTILE = "<script>alert(1)</script>"

both_views = pytest.mark.parametrize("view", [matrix, shares], ids=reading.key)


def click(*customdata):
    return {"selection": {"points": [{"customdata": list(customdata)}]}}


def draw(dataset, language="en", screen=DESK):
    """The layout of an empty grid, and the words written in it."""
    heads = range(len(grid.build_grid(dataset).columns)), "center"
    builder = grid.begin_chart(dataset, text(language), screen, row_height=30, heads=heads)
    layout = reading.plain(builder.build())["layout"]
    return layout, reading.said([note["text"] for note in layout["annotations"]])


def test_themes_are_rows_by_use_and_statements_columns_by_date_whatever_the_filter(record):
    found = grid.build_grid(reading.chosen(record))
    filtered = grid.build_grid(reading.chosen(record, themes=("stabilisation",), cities=("paris",)))

    assert found.rows == filtered.rows == themes_by_use(record)
    assert found.columns == filtered.columns == STATEMENTS
    assert len(found.shares) == len(found.rows) * len(found.columns)
    ids = [(share.meeting_id, share.theme_id) for share in filtered.chosen]
    assert ids == [("2019-06-paris", "stabilisation")]


@pytest.mark.parametrize(
    ("language", "first", "last", "side"),
    [
        ("en", "<b>Rome</b><br>Feb 2016", "<b>Paris</b><br>Jun 2019", "left"),
        ("ar", "<b>روما</b><br>فبراير 2016", "<b>باريس</b><br>يونيو 2019", "right"),
    ],
)
def test_heads_run_from_left_to_right_and_names_begin_where_the_language_does(
    record, language, first, last, side
):
    wide, said = draw(reading.chosen(record), language)
    narrow, _ = draw(reading.chosen(record), language, PHONE)

    assert (said[0], said[-1]) == (first, last)
    assert [note["x"] for note in wide["annotations"]] == [0, 1, 2, 3, 4]
    names = [note["xanchor"] for note in narrow["annotations"] if note.get("xref") == "paper"]
    assert names == [side] * len(themes_by_use(record))


def test_on_a_phone_a_theme_is_named_above_its_row_and_a_long_head_is_broken(record):
    (wide, said), (narrow, said_on_phone) = (
        draw(reading.chosen(record), screen=screen) for screen in (DESK, PHONE)
    )

    assert wide["yaxis"]["ticktext"][0] == "Military campaign"
    assert "<b>Washington, D.C.</b><br>Feb 2019" in said
    assert set(narrow["yaxis"]["ticktext"]) == {""}
    assert {"Military campaign", "<b>Washington,</b><br><b>D.C.</b><br>Feb 2019"} <= {
        *said_on_phone
    }
    assert narrow["height"] > wide["height"]


@both_views
def test_a_click_means_the_theme_and_its_statement_in_both_languages_and_a_second_takes_it_back(
    view,
):
    changes = view.picked(click("2019-06-paris", "stabilisation"))
    before = Selection(page="statements", years=(2016, 2019))

    once = toggle(before, **changes)

    column = Column("2019-06-paris", "both")
    assert changes == {"themes": ("stabilisation",), "columns": (column,), "section": ""}
    assert once != before
    assert toggle(once, **changes) == before


def test_numbers_of_one_colour_are_one_trace_that_keeps_its_colour_beside_a_click():
    points = [(0, 0, "1", LIGHT.ink), (1, 0, "2", LIGHT.rest), (2, 1, "3", LIGHT.ink)]

    traces = grid.draw_numbers(points, at="middle center", screen=DESK)

    assert [(trace["x"], trace["y"], trace["text"]) for trace in traces] == [
        ([0, 2], [0, 1], ["1", "3"]),
        ([1], [0], ["2"]),
    ]
    for trace in traces:
        colours = {trace[state]["textfont"]["color"] for state in ("selected", "unselected")}
        assert colours == {trace["textfont"]["color"]}
        assert "customdata" not in trace


def test_the_table_holds_what_is_selected_with_totals_from_the_data(record):
    chosen = reading.chosen(record, years=(2016, 2017))
    cells = (lambda share: f"{share.any} of {share.total}"), (lambda share: share.any)

    content = grid.describe_grid(chosen, text("en"), key="matrix", finding="", cells=cells)

    found = reading.tree(content.render_table(chosen, text("en")))
    heads, *rows = ([reading.words(cell) for cell in row] for row in found.iter("tr"))
    assert heads == ["Theme", "Rome, 2 February 2016", "Amman, 15 November 2017", "All statements"]
    assert len(rows) == len(themes_by_use(record)) + 1
    assert ["Stabilisation", "0", "4 of 14", "4"] in rows
    assert ["Global branches", "2 of 12", "1 of 14", "3"] in rows
    assert rows[-1] == ["Passages in all", "12", "14", "26"]


def test_each_count_of_the_table_means_what_its_cell_means(record):
    chosen = reading.chosen(record)
    table = grid.build_grid(chosen)
    used = [
        share for row in table.rows for share in table.shares if share.theme_id == row and share.any
    ]

    found = reading.tree(matrix.describe(chosen, text("ar")).render_table(chosen, text("ar")))

    for link, share in zip(found.findall(".//td/a"), used, strict=True):
        assert reading.words(link) == str(share.any)
        assert "data-step" in link.attrib
        wanted = Selection(**grid.read_click(click(share.meeting_id, share.theme_id)))
        assert parse(parse_qs(link.get("href", "").removeprefix("?")), record) == wanted


@both_views
def test_a_chart_stands_with_its_finding_its_alternative_and_the_reports_of_its_statements(
    record, view
):
    chosen = reading.chosen(record, cities=("amman",))

    drawn = frame.render_frame(chosen, text("en"), view.KEY, view.describe)

    said = view.finding(chosen, text("en"))
    sources = reading.classed(reading.tree(drawn.footer), "cm-source")
    assert said in reading.words(reading.tree(drawn.header))
    assert said in drawn.alt
    assert [reading.words(line) for line in sources] == ["Sources: Okaz, November 2017."]
    assert view.describe(reading.chosen(record, cities=("rabat",)), text("en")).is_empty


@both_views
def test_hostile_names_stay_words(sample, view):
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE)
    chosen = reading.chosen(reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE))

    figure = reading.plain(view.figure(chosen, text("en"), DESK))
    drawn = frame.render_frame(chosen, text("en"), view.KEY, view.describe)
    table = drawn.content.render_table(chosen, text("en"))

    assert escape_text(HOSTILE) in figure["layout"]["yaxis"]["ticktext"]
    assert not [words for words in reading.strings(figure) if "<script" in words]
    assert "<script" not in drawn.header + drawn.footer + table
    assert HOSTILE in reading.words(reading.tree(table))
