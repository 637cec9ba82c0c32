"""Statements side by side: two meetings in the reader's language, one theme at a time, with its links and its fold."""

from itertools import product

import pytest
import reading

from components import browser, passages, state, statements
from components.language import text
from components.theme import DESK, Screen
from loaders.analysis.themes import themes_by_use
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import Column, Selection, parse, query

PARIS, AMMAN, KUWAIT, WASHINGTON = (
    "2019-06-paris",
    "2017-11-amman",
    "2018-02-kuwait",
    "2019-02-washington",
)
MILITARY, FINANCE, STABILISATION = "military-campaign", "counter-finance", "stabilisation"
PHONE = Screen(width=350)


def make_columns(*shown):
    return tuple(Column(*column) for column in shown)


LATEST = make_columns((PARIS, "en"), (WASHINGTON, "en"))
BOTH_LANGUAGES = make_columns((PARIS, "en"), (PARIS, "ar"))


def draw_table(dataset, shown, theme, *, language="en", screen=DESK):
    """The passages on a theme as a tree."""
    return reading.tree(
        statements.table(reading.chosen(dataset), text(language), screen, tuple(shown), theme)
    )


def draw_themes(dataset, shown_theme, **fields):
    """The row of themes as a tree."""
    selection = Selection(**fields)
    selected = select(dataset, selection)
    by_theme = statements.group_rows(selected, statements.columns(selected, selection))
    follow = state.Follow(selection, DESK, dataset)
    words = text(selection.language)
    return reading.tree(statements.render_themes(by_theme, shown_theme, selected, words, follow))


def list_numbers(element):
    """The addresses of the passages of a table, in its order."""
    return [link.get("href", "") for link in reading.classed(element, "cm-number-of")]


# which columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ((PARIS, "en"), (WASHINGTON, "en"))),
        ({"language": "ar"}, ((PARIS, "ar"), (WASHINGTON, "ar"))),
        ({"columns": ((AMMAN, "both"), (KUWAIT, "ar"))}, ((AMMAN, "both"), (KUWAIT, "ar"))),
        (
            {"columns": ((AMMAN, "en"), (KUWAIT, "en")), "cities": ("kuwait-city",)},
            ((KUWAIT, "en"),),
        ),
        ({"columns": ((PARIS, "en"), (PARIS, "ar"))}, ((PARIS, "en"), (PARIS, "ar"))),
        ({"columns": ((PARIS, "ar"),)}, ((PARIS, "ar"), (WASHINGTON, "en"))),
        ({"columns": ((AMMAN, "en"),)}, ((AMMAN, "en"), (PARIS, "en"))),
        ({"cities": ("paris",)}, ((PARIS, "en"),)),
        (
            {"columns": ((PARIS, "en"), (PARIS, "ar")), "cities": ("paris",)},
            ((PARIS, "en"), (PARIS, "ar")),
        ),
        (
            {"columns": tuple((meeting, "en") for meeting in (AMMAN, KUWAIT, PARIS, WASHINGTON))},
            ((AMMAN, "en"), (KUWAIT, "en")),
        ),
        ({"cities": ("rabat",)}, ()),
    ],
    ids=[
        *(
            "usual",
            "usual in Arabic",
            "asked for",
            "outside the filters",
            "both languages",
            "one language",
        ),
        *("another meeting", "the only one", "the only one in both", "more than fit", "none"),
    ],
)
def test_the_columns_are_those_asked_for_then_the_latest_of_other_meetings(
    record, fields, expected
):
    fields["columns"] = make_columns(*fields.get("columns", ()))

    found = statements.columns(reading.chosen(record, **fields), Selection(**fields))

    assert found == expected


# which theme -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields", [{}, {"themes": (FINANCE, STABILISATION)}], ids=["all", "filtered"]
)
@pytest.mark.parametrize("meetings", [*product((PARIS, AMMAN, KUWAIT), (WASHINGTON, AMMAN))])
def test_the_usual_theme_is_the_first_on_which_most_columns_have_a_passage(
    record, meetings, fields
):
    selected = reading.chosen(record, **fields)
    statements_there = passages.list_statements(selected)
    shown = make_columns(*((name, "en") for name in meetings if name in statements_there))

    def count_columns(theme):
        mains = [
            {
                passages.main_theme(row, selected)
                for row in passages.list_passages(selected, column.meeting)
            }
            for column in shown
        ]
        return sum(theme in names for names in mains)

    found = statements.choose_theme(statements.group_rows(selected, shown), None)

    offered = [theme for theme in themes_by_use(record) if theme in fields.get("themes", (theme,))]
    most = max(map(count_columns, offered))
    assert found == next(theme for theme in offered if count_columns(theme) == most)


def test_a_theme_that_is_asked_for_is_shown_where_the_filters_offer_it(record):
    selected = reading.chosen(record)
    filtered = reading.chosen(record, themes=(STABILISATION,))

    assert statements.choose_theme(statements.group_rows(selected, LATEST), FINANCE) == FINANCE
    by_theme = statements.group_rows(filtered, LATEST)
    assert list(by_theme) == [STABILISATION]
    assert statements.choose_theme(by_theme, FINANCE) == STABILISATION


def test_what_nobody_speaks_of_is_still_a_theme(record):
    selected = reading.chosen(record)
    silent = {FINANCE: statements.group_rows(selected, LATEST)[FINANCE]}

    assert statements.count_passages(silent[FINANCE]) == 0
    assert statements.choose_theme(silent, None) == FINANCE


# the row of themes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns", [(), BOTH_LANGUAGES, make_columns((AMMAN, "both"), (KUWAIT, "ar"))], ids=len
)
def test_every_theme_is_a_link_with_the_number_of_its_passages(record, columns, language):
    row = draw_themes(
        record, STABILISATION, language=language, columns=columns, cite="2019-06-paris-members"
    )

    meetings = {column.meeting for column in columns or LATEST}
    mains = [
        passage["themes"][0]
        for passage in records(record.passages)
        if passage["meeting_id"] in meetings
    ]
    links = [link for link in row.iter("a") if link.get("data-step") is None]
    assert [reading.words(link) for link in links] == [
        f"{record.names['themes'][theme][f'name_{language}']} {mains.count(theme)}"
        for theme in themes_by_use(record)
    ]
    for theme, link in zip(themes_by_use(record), links, strict=True):
        assert reading.target(link, record) == Selection(
            language=language, columns=columns, cite="2019-06-paris-members", about=theme
        )
    (marked,) = [link for link in links if link.get("aria-current")]
    assert reading.target(marked).about == STABILISATION
    assert row[0].get("aria-label") == text(language)("statements.theme")


@pytest.mark.parametrize(
    ("themes", "words"),
    [
        ((), "Show only meetings about this theme"),
        ((FINANCE, STABILISATION), "Show only meetings about this theme"),
        ((STABILISATION,), "Show meetings about any theme"),
    ],
)
def test_a_link_beside_the_themes_filters_the_page_by_the_shown_one_or_takes_that_away(
    record, themes, words
):
    (link,) = reading.classed(draw_themes(record, STABILISATION, themes=themes), "cm-only")

    assert reading.words(link) == words
    assert link.get("data-step") is not None
    assert link.get("href") == f"?theme={STABILISATION}"


def test_a_page_without_that_filter_does_not_offer_it(record):
    assert reading.classed(draw_themes(record, STABILISATION, page="story"), "cm-only") == []


# the table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [DESK, PHONE, Screen(width=1300)], ids=["desk", "phone", "wide"])
@pytest.mark.parametrize(
    "shown", [LATEST, BOTH_LANGUAGES, LATEST[:1]], ids=["two", "languages", "one"]
)
def test_every_passage_of_a_theme_stands_once_in_sight_or_folded_away(record, shown, screen):
    for theme in themes_by_use(record):
        body = draw_table(record, shown, theme, screen=screen)

        wanted = [
            f"?passage={row['meeting_id']}:{row['number']}"
            for column in shown
            for row in passages.list_passages(record, column.meeting)
            if row["themes"][0] == theme
        ]
        assert sorted(list_numbers(body)) == sorted(wanted)
        tables = [part for part in body.iter() if part.get("role") == "table"]
        assert {part.get("aria-label") for part in tables} == {
            record.names["themes"][theme]["name_en"]
        }
        for row in (part for part in body.iter() if part.get("role") == "row"):
            assert {cell.get("role") for cell in row} <= {"columnheader", "cell"}
            assert len(row) == len(shown)


@pytest.mark.parametrize(
    ("language", "more"), [("en", "7 more passages on this theme"), ("ar", "7 مقاطع أخرى")]
)
def test_a_long_theme_is_folded_after_its_first_passages(record, language, more):
    shown = make_columns((PARIS, language), (WASHINGTON, language))

    body = draw_table(record, shown, MILITARY, language=language)

    (folded,) = reading.classed(body, "cm-folded")
    assert (folded.tag, folded.get("open")) == ("details", None)
    assert reading.words(folded[0]).startswith(more)
    assert len(list_numbers(folded)) == int(more.split()[0])
    assert len(list_numbers(body)) == 11
    assert list(folded[1].iter("a")), "the passages keep their links"
    assert not list(reading.classed(folded, "cm-row-head")[0].iter("a"))


@pytest.mark.parametrize(
    ("lengths", "screen", "expected"),
    [
        ([(300, 300)], DESK, 1),
        ([(9000, 10)], DESK, 1),
        ([(300, 250), (300, 100)], DESK, 2),
        ([(300, 250), (300, 100), (300, 100), (300, 100)], DESK, 2),
        ([(60, 20), (60, 20), (60, 20), (900, 900)], DESK, 3),
        ([(60, 20), (60, 20), (60, 20), (900, 900)], PHONE, 2),
        ([(60, None), (60, None)], PHONE, 2),
        ([(None, None)], DESK, 1),
    ],
)
def test_a_theme_is_folded_only_where_its_passages_need_more_room(lengths, screen, expected):
    rows = [
        passages.ThemeRow(
            MILITARY, index == 0, tuple(length and {"en": "x" * length} for length in pair), ()
        )
        for index, pair in enumerate(lengths)
    ]

    assert statements.count_unfolded(rows, screen, LATEST) == expected


@pytest.mark.parametrize(("read", "expected"), [("en", 2), ("both", 1)])
def test_a_text_in_both_languages_needs_the_room_of_both(read, expected):
    cells = ({"en": "x" * 600, "ar": "س" * 500},)
    rows = [passages.ThemeRow(MILITARY, is_first, cells, (None,)) for is_first in (True, False)]

    assert statements.count_unfolded(rows, DESK, make_columns((PARIS, read))) == expected


def test_each_column_leads_to_its_whole_statement_and_to_its_two_languages(record, language):
    other = "ar" if language == "en" else "en"
    shown = make_columns((AMMAN, "both"), (KUWAIT, language))

    header = reading.classed(draw_table(record, shown, MILITARY, language=language), "cm-row-head")[
        0
    ]

    full, beside = list(header.iter("a"))[::2], list(header.iter("a"))[1::2]
    for column, whole, pair in zip(shown, full, beside, strict=True):
        title = passages.title(record, text(language), column.meeting)
        assert reading.target(whole, record) == Selection(page="statements", columns=(column,))
        assert reading.target(pair, record).columns == (
            (column.meeting, language),
            (column.meeting, other),
        )
        assert (whole.get("data-lead"), pair.get("data-step")) == ("", "")
        for link in (whole, pair):
            assert link.get("aria-label") == f"{''.join(link.itertext())}: {title}"


def test_two_languages_side_by_side_lead_back_to_the_latest_statements(record):
    header = reading.classed(draw_table(record, BOTH_LANGUAGES, MILITARY), "cm-row-head")[0]

    links = [(reading.words(link), link.get("href")) for link in header.iter("a")]
    assert links == [
        ("Read in full", f"?page=statements&column={PARIS}:en"),
        ("Latest statements", f"?column={PARIS}:en&column={PARIS}:ar"),
        ("Read in full", f"?page=statements&column={PARIS}:ar"),
    ]
    assert "columns" in browser.STEP_FIELDS
    assert {"page", "columns"} <= set(browser.LEAD_FIELDS)


# the page ----------------------------------------------------------------------------------------------


def find_markup(page, name):
    """The markup of the page in which a class stands."""
    found = [element.proto.body for element in page.get("html") if f"{name}" in element.proto.body]
    return reading.tree(found[0])


@pytest.mark.parametrize("collection", ["core", "record"])
def test_the_page_opens_with_the_two_latest_statements_and_a_theme_of_both(
    visit, language, collection
):
    page = visit(lang=language, collection=collection)

    assert not page.exception
    meetings = [page.selectbox(key=f"column-{index}-meeting").value for index in range(2)]
    assert meetings == [PARIS, WASHINGTON]
    table = find_markup(page, "cm-one-theme")
    assert {words.get("lang") for words in reading.classed(table, "cm-words")} == {language}
    row = find_markup(page, "cm-themes")
    (marked,) = [link for link in row.iter("a") if link.get("aria-current")]
    assert reading.target(marked).about == MILITARY


def test_a_chosen_meeting_keeps_the_theme_and_the_other_column(visit):
    page = visit(about=FINANCE)

    page.selectbox(key="column-1-meeting").select(AMMAN).run()

    now = parse({name: page.query_params[name] for name in page.query_params})
    assert now == Selection(about=FINANCE, columns=make_columns((PARIS, "en"), (AMMAN, "en")))
    assert reading.words(
        reading.classed(find_markup(page, "cm-one-theme"), "cm-none")[1]
    ).startswith("Touched on")


def test_the_theme_that_is_read_is_no_filter(record):
    read = Selection(about=FINANCE)

    assert query(read) == {"about": [FINANCE]}
    assert read.filters == Selection()
    assert select(record, read) is select(record, Selection())
