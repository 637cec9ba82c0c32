"""Concordance: every place of a word, in lines that run as their language does and lead to their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import concordance, terms
from components.concordance import Found
from components.language import text
from components.theme import DESK, Screen
from loaders.selection import LANGUAGES, LONGEST_WORDS, ORDERS, Place, Selection, parse, read_address
from loaders.text.concordance import DEFAULT_REACH, list_concordance
from loaders.text.keyness import compare_words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

PHONE = Screen(width=350)
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "a\u202eb", "&amp;"]


def found(word: str, *, order: Any = "after", alike: bool = False) -> Found:
    return Found(Selection(word=word).word, order, alike)


def tables(chosen: Dataset, word: str, *, screen: Screen = DESK, language: Any = "en") -> list[Element]:
    """The tables of the lines of a word."""
    page = reading.tree(concordance.table(chosen, text(language), screen, found(word)))
    return reading.classed(page, "cm-kwic")


def rows(table: Element) -> list[tuple[str, str, str]]:
    """The lines of a table: before, keyword, after."""
    return [
        tuple(reading.words(each) for each in row.iter("td"))  # type: ignore[misc]
        for row in table.iter("tr")
        if row.find("td") is not None
    ]


# the lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_fewer_lines_than_the_vocabulary_counts(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)
    counted = compare_words(chosen, "2019-06-paris", language=language).terms[:20]

    listed = {each.word: len(concordance.lines(chosen, found(each.word))) for each in counted}

    # More only where a very common word, which is not counted, has the same stem: last and lasting.
    assert all(listed[each.word] >= each.here + each.elsewhere for each in counted)
    assert sum(listed[each.word] == each.here + each.elsewhere for each in counted) > 15


def test_a_word_outside_the_filters_has_no_line(record: Dataset) -> None:
    whole, part = reading.chosen(record), reading.chosen(record, cities=("amman",))

    lines = concordance.lines(part, found("coalition"))

    assert {each.meeting_id for each in lines} == {"2017-11-amman"}
    assert len(lines) < len(concordance.lines(whole, found("coalition")))


@pytest.mark.parametrize(("word", "language"), [("coalition", "en"), ("التحالف", "ar")])
@pytest.mark.parametrize("page", LANGUAGES)
def test_a_table_runs_as_its_language_does_on_a_page_in_either(
    record: Dataset, word: str, language: str, page: Any
) -> None:
    (table,) = tables(reading.chosen(record), word, language=page)

    assert table.get("dir") == {"en": "ltr", "ar": "rtl"}[language]
    assert {each.get("lang") for each in table.iter("td")} == {language}
    (caption,) = table.iter("caption")
    assert caption.get("dir") == text(page).direction


def test_a_number_has_a_table_for_each_language(record: Dataset) -> None:
    both = tables(reading.chosen(record), "74")

    assert [each.get("dir") for each in both] == ["ltr", "rtl"]
    assert {line[1] for each in both for line in rows(each)} == {"74"}


@pytest.mark.parametrize("order", ORDERS)
def test_the_lines_stand_in_the_order_that_is_asked_for(record: Dataset, order: Any) -> None:
    chosen = reading.chosen(record)
    wanted = list_concordance(chosen, "coalition", order=order)

    page = reading.tree(concordance.table(chosen, text("en"), DESK, found("coalition", order=order)))

    (table,) = reading.classed(page, "cm-kwic")
    addresses = [parse(parse_qs(each.get("href", "").removeprefix("?"))) for each in table.iter("a")]
    assert [each.passage for each in addresses] == [Place(each.meeting_id, each.number) for each in wanted]  # type: ignore[arg-type]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_line_is_named_by_its_place_and_leads_to_its_passage_with_the_word_marked(
    sample: Dataset, screen: Screen
) -> None:
    (table,) = tables(reading.chosen(sample), "blankets", screen=screen)

    (link,) = table.iter("a")
    assert reading.words(link).endswith("· 3")
    assert "Oslo" in reading.words(link)
    assert link.get("href") == "?passage=2021-05-oslo:3&search=blankets"
    assert "data-lead" in link.attrib


def test_a_line_is_cut_from_its_passage_and_never_inside_a_word(record: Dataset) -> None:
    chosen = reading.chosen(record)
    texts = " ".join([*chosen.passages["en"], *chosen.passages["ar"]]).split()

    for word in ("coalition", "التحالف"):
        for screen in (DESK, PHONE):
            (table,) = tables(chosen, word, screen=screen)
            for before, keyword, after in rows(table):
                assert not before or before.split()[0] in texts
                assert not after or after.split()[-1] in texts or f"{keyword}{after}" in texts


def test_there_is_less_context_where_there_is_less_room() -> None:
    reaches = [concordance.reach(Screen(width=width), "en") for width in (300, 350, 700, 1000, 3000)]

    assert reaches == sorted(reaches)
    assert reaches[0] >= concordance.FEWEST
    assert reaches[-1] == DEFAULT_REACH
    assert concordance.reach(PHONE, "en", "foreign terrorist fighters") < concordance.reach(
        PHONE, "en", "aid"
    )


def test_every_form_is_found_and_in_quotation_marks_one_alone(record: Dataset) -> None:
    chosen = reading.chosen(record)

    forms = {line[1] for line in rows(tables(chosen, "member")[0])}
    exact = {line[1].lower() for line in rows(tables(chosen, '"members"')[0])}

    assert {"member", "members"} <= forms
    assert exact == {"members"}


def test_what_is_beyond_the_last_line_is_counted(record: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concordance, "MOST_LINES", 3)
    chosen = reading.chosen(record)
    total = len(concordance.lines(chosen, found("2019")))
    assert total > 3

    page = reading.tree(concordance.table(chosen, text("en"), DESK, found("2019")))

    drawn = [line for each in reading.classed(page, "cm-kwic") for line in rows(each)]
    assert len(drawn) == 3
    assert f"3 lines of {total} are shown" in reading.words(page)


def test_nothing_is_said_of_a_rest_where_there_is_none(sample: Dataset) -> None:
    page = reading.tree(concordance.table(reading.chosen(sample), text("en"), DESK, found("land")))

    assert reading.classed(page, "cm-source") == []


# the words of the view -------------------------------------------------------------------------------


def test_the_finding_counts_places_passages_and_statements(sample: Dataset) -> None:
    chosen = reading.chosen(sample)

    assert (
        concordance.finding(chosen, text("en"), found("land"))
        == "“land”: 2 places in 2 passages of 2 statements."
    )
    assert (
        concordance.finding(chosen, text("ar"), found("land")).translate(reading.ISOLATES)
        == "«land»: موضعان (مقطعان، بيانان)."
    )


@pytest.mark.parametrize("word", ['"foreign fighters"', "“foreign fighters”", "«المقاتلين الأجانب»"])
def test_words_in_quotation_marks_are_not_quoted_twice(record: Dataset, word: str) -> None:
    said = concordance.finding(reading.chosen(record), text("ar"), found(word)).translate(reading.ISOLATES)

    assert said.startswith(f"{word}: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_nobody_said_is_told_as_such(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)

    drawn = concordance.drawn(chosen, text(language), DESK, found("xylophone"), None)

    assert "xylophone" in reading.words(reading.tree(drawn.head))
    assert concordance.finding(chosen, text(language), found("xylophone")) == text(language)(
        "concordance.nothing", word=terms.quoted("xylophone", text(language))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_word_there_are_some_to_begin_with(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)
    asked = terms.asked(chosen, Selection(language=language))
    assert asked
    likely = [each.word for each in terms.compared(chosen, asked).terms[: concordance.SUGGESTED]]

    drawn = concordance.drawn(chosen, text(language), DESK, found(""), asked)

    links = [*reading.tree(drawn.body).iter("a")]
    assert [reading.words(each) for each in links] == likely
    assert all("data-lead" in each.attrib for each in links)
    assert parse(parse_qs(links[0].get("href", "").removeprefix("?"))) == Selection(
        page="words", word=likely[0]
    )
    assert text(language)("concordance.ready") in drawn.head


def test_where_there_is_no_statement_no_word_is_offered(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    drawn = concordance.drawn(chosen, text("en"), DESK, found(""), terms.asked(chosen, Selection()))

    assert drawn.body == ""


# hostile words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_reader_types_is_only_text(record: Dataset, word: str, language: Any) -> None:
    drawn = concordance.drawn(reading.chosen(record), text(language), DESK, found(word), None)

    page = reading.tree(drawn.head + drawn.body)
    assert not {each.tag for each in page.iter()} & {"script", "img"}
    assert Selection(word=word).word in reading.words(page)


def test_markup_in_a_passage_is_only_text(sample: Dataset) -> None:
    (table,) = tables(reading.chosen(sample), "annex")

    assert {each.tag for each in table.iter()}.isdisjoint({"see", "script"})
    assert "<see" in rows(table)[0][0]


def test_a_word_as_long_as_a_book_is_left_out_of_the_address(record: Dataset) -> None:
    address = {"page": ["words"], "word": ["x" * 10_000]}

    assert parse(address, record) == Selection(page="words")
    assert [each.parameter for each in read_address(address, record).dropped] == ["word"]


def test_the_longest_word_that_is_allowed_is_answered(record: Dataset) -> None:
    word = ("coalition " * 30)[:LONGEST_WORDS]

    assert concordance.lines(reading.chosen(record), found(word)) == ()
