"""Concordance: every place of a word, in lines that run as their language does and lead to their passages."""

import pytest
import reading

from components import concordance, terms
from components.charts import frame
from components.concordance import WordQuery
from components.language import text
from components.theme import DESK, Screen
from loaders.selection import (
    LANGUAGES,
    LONGEST_WORDS,
    ORDERS,
    PassageId,
    Selection,
    parse,
    read_address,
)
from loaders.text.concordance import list_concordance
from loaders.text.keyness import compare_words

PHONE = Screen(width=350)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "a\u202eb",
    "&amp;",
]


def ask(word, *, order="after"):
    return WordQuery(Selection(word=word).word, order)


def draw_tables(selected, word, *, screen=DESK, language="en", order="after"):
    """The tables of the lines of a word."""
    query = ask(word, order=order)
    return reading.classed(
        reading.tree(concordance.table(selected, text(language), screen, query)), "cm-kwic"
    )


def list_rows(table):
    """The lines of a table: before, keyword, after."""
    rows = (tuple(reading.words(cell) for cell in row.iter("td")) for row in table.iter("tr"))
    return [row for row in rows if row]


def find(selected, word, language="en"):
    return concordance.finding(selected, text(language), ask(word)).translate(reading.ISOLATES)


# the lines -------------------------------------------------------------------------------------------


def test_there_are_no_fewer_lines_than_the_vocabulary_counts(record, language):
    selected = reading.chosen(record)
    counted = compare_words(selected, "2019-06-paris", language=language).terms[:20]

    found = {term.word: len(concordance.lines(selected, ask(term.word))) for term in counted}

    # More only where a very common word, which is not counted, has the same stem: last and lasting.
    assert all(found[term.word] >= term.here + term.elsewhere for term in counted)
    assert sum(found[term.word] == term.here + term.elsewhere for term in counted) > 15


def test_a_word_outside_the_filters_has_no_line(record):
    part = concordance.lines(reading.chosen(record, cities=("amman",)), ask("coalition"))

    assert {line.meeting_id for line in part} == {"2017-11-amman"}
    assert len(part) < len(concordance.lines(reading.chosen(record), ask("coalition")))


@pytest.mark.parametrize(
    ("word", "directions"), [("coalition", ["ltr"]), ("التحالف", ["rtl"]), ("74", ["ltr", "rtl"])]
)
@pytest.mark.parametrize("page", LANGUAGES)
def test_a_table_runs_as_its_language_does_on_a_page_in_either(record, word, directions, page):
    tables = draw_tables(reading.chosen(record), word, language=page)

    assert [table.get("dir") for table in tables] == directions
    for table in tables:
        language = {"ltr": "en", "rtl": "ar"}[table.get("dir", "")]
        assert {cell.get("lang") for cell in table.iter("td")} == {language}
        assert [caption.get("dir") for caption in table.iter("caption")] == [text(page).direction]


@pytest.mark.parametrize("order", ORDERS)
def test_the_lines_stand_in_the_order_that_is_asked_for(record, order):
    selected = reading.chosen(record)

    (table,) = draw_tables(selected, "coalition", order=order)

    assert [reading.target(link).passage for link in table.iter("a")] == [
        PassageId(line.meeting_id, line.number)
        for line in list_concordance(selected, "coalition", order=order)
    ]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_line_is_named_by_its_place_and_leads_to_its_passage_with_the_word_marked(sample, screen):
    (table,) = draw_tables(reading.chosen(sample), "blankets", screen=screen)

    (link,) = table.iter("a")
    assert reading.words(link).endswith("· 3")
    assert "Oslo" in reading.words(link)
    assert link.get("href") == "?passage=2021-05-oslo:3&search=blankets"
    assert "data-lead" in link.attrib


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("word", ["coalition", "التحالف"])
def test_a_line_is_cut_from_its_passage_and_never_inside_a_word(record, word, screen):
    selected = reading.chosen(record)
    known = " ".join([*selected.passages["en"], *selected.passages["ar"]]).split()

    (table,) = draw_tables(selected, word, screen=screen)

    for before, keyword, after in list_rows(table):
        assert not before or before.split()[0] in known
        assert not after or after.split()[-1] in known or f"{keyword}{after}" in known


def test_every_form_is_found_and_in_quotation_marks_one_alone(record):
    selected = reading.chosen(record)

    forms = {keyword for _, keyword, _ in list_rows(draw_tables(selected, "member")[0])}
    exact = {keyword.lower() for _, keyword, _ in list_rows(draw_tables(selected, '"members"')[0])}

    assert {"member", "members"} <= forms
    assert exact == {"members"}


def test_what_is_beyond_the_last_line_is_counted(record, monkeypatch):
    selected = reading.chosen(record)
    total = len(concordance.lines(selected, ask("2019")))
    whole = reading.tree(concordance.table(selected, text("en"), DESK, ask("2019")))
    monkeypatch.setattr(concordance, "MOST_LINES", 3)

    part = reading.tree(concordance.table(selected, text("en"), DESK, ask("2019")))

    rows = [row for table in reading.classed(part, "cm-kwic") for row in list_rows(table)]
    assert len(rows) == 3 < total
    assert f"3 lines of {total} are shown" in reading.words(part)
    assert reading.classed(whole, "cm-source") == []


# the words of the view -------------------------------------------------------------------------------


def test_the_finding_counts_places_passages_and_statements(sample):
    selected = reading.chosen(sample)

    assert find(selected, "land") == "“land”: 2 places in 2 passages of 2 statements."
    assert find(selected, "land", "ar") == "«land»: موضعان (مقطعان، بيانان)."


@pytest.mark.parametrize(
    "word", ['"foreign fighters"', "“foreign fighters”", "«المقاتلين الأجانب»"]
)
def test_words_in_quotation_marks_are_not_quoted_twice(record, word):
    assert find(reading.chosen(record), word, "ar").startswith(f"{word}: ")


def test_without_a_word_there_are_some_to_begin_with(record, language):
    selected = reading.chosen(record)
    comparison = terms.choose_comparison(selected, Selection(language=language))
    assert comparison
    likely = [
        term.word for term in terms.compare(selected, comparison).terms[: concordance.SUGGESTED]
    ]

    body = reading.tree(concordance.draw_body(selected, text(language), DESK, ask(""), comparison))

    assert [(reading.words(link), reading.target(link)) for link in body.iter("a")] == [
        (word, Selection(page="statements", section="words", word=word)) for word in likely
    ]
    assert all("data-lead" in link.attrib for link in body.iter("a"))
    assert find(selected, "", language) == text(language)("concordance.ready")


# hostile words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", HOSTILE)
def test_what_a_reader_types_is_only_text(record, word, language):
    selected, words = reading.chosen(record), text(language)
    heading = frame.render_header(
        "concordance", selected, words, finding=find(selected, word, language)
    )

    page = reading.tree(heading + concordance.draw_body(selected, words, DESK, ask(word), None))

    assert not {part.tag for part in page.iter()} & {"script", "img"}
    assert Selection(word=word).word in reading.words(page)


def test_a_word_as_long_as_a_book_is_left_out_and_the_longest_is_answered(record):
    address = {"page": ["statements"], "section": ["words"], "word": ["x" * 10_000]}
    word = ("coalition " * 30)[:LONGEST_WORDS]

    assert parse(address, record) == Selection(page="statements", section="words")
    assert [value.parameter for value in read_address(address, record).dropped] == ["word"]
    assert concordance.lines(reading.chosen(record), ask(word)) == ()
