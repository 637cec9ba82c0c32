"""Passages: how what was said stands in a table of statements, with what a search has found and what is marked."""

from collections import Counter
from dataclasses import replace
from itertools import groupby, product

import pytest
import reading

from components import markup, passages, reader
from components.language import text
from components.passages import TableOptions
from loaders.analysis.themes import themes_by_use
from loaders.schema.tables import records
from loaders.selection import READINGS, Column, PassageId

AMMAN, PARIS = "2017-11-amman", "2019-06-paris"
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
MADE_UP = (Column(OSLO, "both"), Column(LIMA, "both"))
TWO_MEETINGS = (Column(PARIS, "en"), Column(AMMAN, "en"))
BOTH_LANGUAGES = (Column(PARIS, "en"), Column(PARIS, "ar"))
HOSTILE = "<script>alert(1)</script>"


def draw_table(dataset, columns=MADE_UP, *, language="en", **options):
    """The table as a tree."""
    selected = reading.chosen(dataset)
    rows = passages.rows(selected, columns)
    return reading.tree(
        passages.table(selected, text(language), columns, rows, TableOptions(**options))
    )


def make_column(meeting, read="en"):
    return (Column(meeting, read),)


def passages_of(dataset, meeting):
    return records(dataset.passages[dataset.passages["meeting_id"] == meeting])


def find_row(dataset, meeting, number):
    """A passage as the dataset holds it."""
    (found,) = [row for row in passages.list_passages(dataset, meeting) if row["number"] == number]
    return found


# which ---------------------------------------------------------------------------------------------------


def test_only_statements_in_the_selection_are_listed_the_latest_first(record, sample):
    assert passages.list_statements(reading.chosen(sample)) == (LIMA, OSLO)
    assert passages.list_statements(reading.chosen(sample, themes=("winter-aid",))) == (OSLO,)
    assert passages.list_statements(reading.chosen(reading.alone(record, "none"))) == ()
    assert passages.list_statements(reading.chosen(record, years=(2017, 2018))) == (
        "2018-02-kuwait",
        AMMAN,
    )


def test_the_passages_of_a_statement_are_those_of_the_selection_in_reading_order(sample):
    themed = reading.chosen(sample, themes=("military-campaign",))

    assert [row["number"] for row in passages.list_passages(reading.chosen(sample), OSLO)] == [
        1,
        2,
        3,
    ]
    assert [row["number"] for row in passages.list_passages(themed, OSLO)] == [1, 2]
    assert passages.list_passages(sample, "2022-09-nairobi") == []


# rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [BOTH_LANGUAGES, TWO_MEETINGS])
def test_every_passage_stands_once_under_its_main_theme(record, shown):
    rows = passages.rows(reading.chosen(record), shown)

    for index, column in enumerate(shown):
        cells = [(row.theme, row.cells[index]) for row in rows if row.cells[index]]
        assert all(cell and cell["themes"][0] == theme for theme, cell in cells)
        assert Counter(cell["number"] for _, cell in cells if cell) == Counter(
            row["number"] for row in passages_of(record, column.meeting)
        )


def test_a_passage_stands_under_the_first_theme_that_the_reader_asked_for(record):
    selected = reading.chosen(record, themes=("stabilisation",))

    rows = passages.rows(selected, TWO_MEETINGS)

    assert {row.theme for row in rows} == {"stabilisation"}
    assert [
        cell for row in rows for cell in row.cells if cell and cell["themes"][0] != "stabilisation"
    ]


def test_themes_stand_in_one_order_and_their_passages_level(record):
    rows = passages.rows(reading.chosen(record), TWO_MEETINGS)
    groups = {theme: list(group) for theme, group in groupby(rows, key=lambda row: row.theme)}

    assert (
        list(groups) == list(themes_by_use(record)) == [row.theme for row in rows if row.is_first]
    )
    for group in groups.values():
        for index in range(2):
            numbers = [row.cells[index]["number"] for row in group if row.cells[index]]
            is_filled = [row.cells[index] is not None for row in group]
            assert is_filled == sorted(is_filled, reverse=True)
            assert numbers == sorted(numbers)


# headers -------------------------------------------------------------------------------------------------


def test_a_title_is_city_and_date_in_the_language_of_the_page(sample):
    titles = [passages.title(sample, text(language), LIMA) for language in ("en", "ar")]

    assert reading.said(titles) == ["Lima, 21 October 2024", "ليما، 21 أكتوبر 2024"]


@pytest.mark.parametrize("notes", [(), ("first note", HOSTILE)])
def test_notes_stand_in_the_headers_and_bring_anchors(sample, notes):
    body = draw_table(sample, notes=notes)

    headers = reading.classed(reading.classed(body, "cm-row-head")[0], "cm-cell")
    expected = [f"3 passages · {note}" for note in notes] or ["3 passages"] * 2
    assert [reading.words(header[-1]) for header in headers] == expected
    ids = sorted(part.get("id", "") for part in body.iter() if part.get("id"))
    anchors = [f"p-{meeting}-{number}" for meeting in (OSLO, LIMA) for number in (1, 2, 3)]
    assert ids == (anchors if notes else [])


def test_a_header_says_meeting_source_and_how_much_there_is(record, sample):
    headers = [
        [reading.words(part) for part in reading.classed(table, "cm-cell")[0]]
        for table in (draw_table(record, make_column(AMMAN)), draw_table(sample, make_column(LIMA)))
    ]

    number = len(passages_of(record, AMMAN))
    assert headers == [
        ["Amman, 15 November 2017", "As reported by Okaz, November 2017", f"{number} passages"],
        ["Lima, 21 October 2024", "Official text: Lima Weekly, October 2024", "3 passages"],
    ]


# the table -----------------------------------------------------------------------------------------------


def test_a_theme_without_a_passage_says_so_or_names_those_that_touch_on_it(record):
    table = draw_table(record, TWO_MEETINGS)

    expected = []
    for theme, meeting in product(themes_by_use(record), (PARIS, AMMAN)):
        themes = [row["themes"] for row in passages_of(record, meeting)]
        if theme not in {names[0] for names in themes}:
            expected.append(sum(theme in names[1:] for names in themes))
    said = [reading.words(cell) for cell in reading.classed(table, "cm-none")]
    assert [bool(number) for number in expected] == [line.startswith("Touched on") for line in said]
    assert {line for line in said if not line.startswith("Touched on")} == {
        "This report has no passage on this theme."
    }


@pytest.mark.parametrize(("language", "reads"), [*product(["en", "ar"], ["en", "ar", "both"])])
def test_every_text_has_its_own_language_and_direction(record, language, reads):
    directions = {"en": "ltr", "ar": "rtl"}
    languages = ["en", "ar"] if reads == "both" else [reads]

    table = draw_table(record, make_column(PARIS, reads), language=language)

    texts = reading.classed(table, "cm-words")
    assert table[0].get("dir") == directions[language]
    assert all(words.get("dir") == directions[words.get("lang", "")] for words in texts)
    assert Counter((words.get("lang"), reading.words(words)) for words in texts) == Counter(
        (code, row[code]) for row in passages_of(record, PARIS) for code in languages
    )


def test_a_theme_is_named_once_and_links_to_itself(record):
    table = draw_table(record, BOTH_LANGUAGES)

    links = [link for cell in reading.classed(table, "cm-theme") for link in cell.iter("a")]
    assert [(reading.words(link), link.get("href")) for link in links] == [
        (record.names["themes"][theme]["name_en"], f"?theme={theme}")
        for theme in themes_by_use(record)
    ]


def test_the_table_has_its_roles_and_is_named(record, language):
    table = draw_table(record, TWO_MEETINGS, language=language)

    header, *rows = [part for part in table.iter() if part.get("role") == "row"]
    assert (table[0].get("role"), table[0].get("aria-label")) == (
        "table",
        text(language)("statements.name"),
    )
    assert [part.get("role") for part in header] == ["columnheader"] * 3
    for row in rows:
        first = "rowheader" if reading.words(row[0]) else "cell"
        assert [part.get("role") for part in row] == [first, "cell", "cell"]


@pytest.mark.parametrize("has_titles", [True, False])
def test_a_narrow_table_repeats_the_title_in_every_cell_that_says_something(record, has_titles):
    table = draw_table(record, BOTH_LANGUAGES, has_titles=has_titles)

    titles = {reading.words(part) for part in reading.classed(table, "cm-cell-head")}
    assert titles == ({"Paris, 25 June 2019"} if has_titles else set())


# one passage ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading_", READINGS)
def test_a_passage_has_the_texts_and_the_speaker_of_the_languages_that_are_read(
    sample, reading_, language
):
    row = find_row(sample, OSLO, 2)

    passage = passages.describe_passage(row, sample, text(language), reading=reading_)

    languages = ["en", "ar"] if reading_ == "both" else [reading_]
    assert [
        (version["language"], reading.words(reading.tree(version["words"])))
        for version in passage["texts"]
    ] == [(code, row[code]) for code in languages]
    assert passage["speaker_language"] == (language if reading_ == "both" else reading_)
    assert passage["speaker"] == row[f"speaker_{passage['speaker_language']}"]


@pytest.mark.parametrize(
    ("themes", "also"),
    [((), "also: Sample campaign"), (("military-campaign",), "also: Sample membership")],
)
def test_the_further_themes_are_those_under_which_the_passage_does_not_stand(sample, themes, also):
    selected = reading.chosen(sample, themes=themes)

    passage = passages.describe_passage(
        find_row(sample, OSLO, 1), selected, text("en"), reading="en"
    )

    assert passage["also"] == also
    assert (passage["link"], passage["cite"]) == (f"?passage={OSLO}:1", f"?cite={OSLO}:1")


def test_a_passage_says_its_number_speaker_voice_and_paragraphs(sample):
    table = draw_table(sample, make_column(OSLO))

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


def test_a_passage_names_its_paragraphs_in_arabic(sample):
    described = [
        passages.describe_passage(row, sample, text("ar"), reading="en")["paragraphs"]
        for row in passages.list_passages(sample, OSLO)
    ]

    assert reading.said(described) == ["فقرة التقرير: 2", "فقرة التقرير: 3", "فقرتا التقرير: 4 و5"]


# marks ---------------------------------------------------------------------------------------------------


def test_a_marked_value_is_a_link_to_its_evidence(record, language):
    marks = {
        (mark["observation_id"], mark[language])
        for row in passages_of(record, PARIS)
        for mark in row["figures"]
    }

    links = reading.classed(draw_table(record, make_column(PARIS, language)), "cm-figure")

    assert (
        {(reading.target(link, record).figure, reading.words(link)) for link in links}
        == marks
        != set()
    )
    assert all(link.get("title") and link.get("data-step") is not None for link in links)


def test_what_is_found_is_marked_in_its_own_passage_and_language_also_across_a_link(sample):
    row = find_row(sample, OSLO, 1)
    start = row["en"].index("31 members")
    spans = {(OSLO, 1): {"en": [(start - 4, start + 2)], "ar": []}}

    marked = [
        words
        for words in reading.classed(draw_table(sample, spans=spans), "cm-words")
        if words.find(".//mark") is not None
    ]

    (words,) = marked
    link = reading.classed(words, "cm-figure")[0]
    assert (words.get("lang"), reading.words(words)) == ("en", row["en"])
    assert [mark.text for mark in words.iter("mark")] == ["has ", "31"]
    assert [mark.text for mark in link.iter("mark")] == ["31"]
    assert reading.words(link) == "31 members"


@pytest.mark.parametrize("words", ["liberation", "داعش", "2018"])
def test_as_many_marks_are_drawn_as_places_are_found(record, words):
    selected = reading.chosen(record)
    columns = [Column(meeting, "both") for meeting in passages.list_statements(selected)]
    spans = reader.find_spans(selected, columns, reader.ReadingOptions(search=words)) or {}

    drawn = Counter()
    for row in records(record.passages):
        passage = passages.describe_passage(row, selected, text("en"), reading="both", spans=spans)
        body = reading.tree(markup.html("passage", text("en"), passage=passage, is_marked=False))
        for part in reading.classed(body, "cm-words"):
            place = (row["meeting_id"], row["number"], part.get("lang"))
            drawn.update((*place, reading.words(mark)) for mark in part.iter("mark"))

    assert drawn == Counter(
        (*place, language, " ".join(find_row(record, *place)[language][first:past].split()))
        for place, by_language in spans.items()
        for language, found in by_language.items()
        for first, past in found
    )
    assert drawn


@pytest.mark.parametrize("notes", [(), ("a", "b")])
def test_only_the_marked_passage_says_that_it_is(sample, notes):
    body = draw_table(sample, marked=PassageId(LIMA, 2), notes=notes)

    assert [link.get("href") for link in body.iter("a") if link.get("aria-current")] == [
        f"?passage={LIMA}:2"
    ]
    ids = [part.get("id") for part in reading.classed(body, "cm-marked")]
    assert ids == ([f"p-{LIMA}-2"] if notes else [])


# hostile words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["en", "ar", "speaker_en"])
def test_markup_in_a_passage_is_only_text_also_where_it_is_marked(sample, field):
    spoilt = sample.passages.copy()
    spoilt.loc[(spoilt["meeting_id"] == OSLO) & (spoilt["number"] == 3), field] = HOSTILE
    spans = {(OSLO, 3): {"en": [(1, 7)], "ar": [(1, 7)]}}

    body = draw_table(replace(sample, passages=spoilt), spans=spans)

    assert not list(body.iter("script"))
    assert reading.words(body).count(HOSTILE) == 1


def test_a_quote_in_a_definition_does_not_end_its_attribute(sample):
    definition = f'"{HOSTILE} onclick="x'

    body = draw_table(reading.changed(sample, "themes", "winter-aid", definition_en=definition))

    assert definition in [link.get("title") for link in body.iter("a")]
    assert not any(part.get("onclick") for part in body.iter())
