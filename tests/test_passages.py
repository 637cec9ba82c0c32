"""Passages: how what was said stands in a table of statements, with what a search has found and what is marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import markup, passages, reader
from components.language import DIRECTIONS, text
from loaders.schema.tables import records
from loaders.selection import READINGS, Column, Place, step

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

AMMAN, PARIS = "2017-11-amman", "2019-06-paris"
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
HOSTILE = "<script>alert(1)</script>"


def column(meeting: str, languages: Any = "both") -> Column:
    return Column(meeting, languages)  # type: ignore[arg-type]


def place(meeting: str, number: int) -> Place:
    return Place(meeting, number)  # type: ignore[arg-type]


def table(dataset: Dataset, *shown: Column, language: Any = "en", **more: Any) -> Element:
    """The table as a tree."""
    return reading.tree(passages.table(reading.chosen(dataset), text(language), shown, **more))


def row(dataset: Dataset, meeting: str, number: int) -> dict[str, Any]:
    """A passage as the dataset holds it."""
    (found,) = [each for each in passages.of(dataset, meeting) if each["number"] == number]
    return found


# which ---------------------------------------------------------------------------------------------------


def test_only_meetings_with_a_statement_in_the_selection_are_available_the_latest_first(
    record: Dataset, sample: Dataset
) -> None:
    assert passages.available(reading.chosen(sample)) == (LIMA, OSLO)
    assert passages.available(reading.chosen(sample, themes=("winter-aid",))) == (OSLO,)
    assert passages.available(reading.chosen(reading.alone(record, "none"))) == ()
    assert passages.available(reading.chosen(record, years=(2017, 2018))) == ("2018-02-kuwait", AMMAN)


def test_the_passages_of_a_statement_are_those_of_the_selection_in_reading_order(sample: Dataset) -> None:
    whole = reading.chosen(sample)
    themed = reading.chosen(sample, themes=("military-campaign",))

    assert [each["number"] for each in passages.of(whole, OSLO)] == [1, 2, 3]
    assert [each["number"] for each in passages.of(themed, OSLO)] == [1, 2]
    assert passages.of(whole, "2022-09-nairobi") == []


def test_the_id_of_a_passage_is_made_of_meeting_and_number() -> None:
    assert passages.anchor(place(PARIS, 4)) == "p-2019-06-paris-4"


def test_every_passage_has_its_own_id(record: Dataset) -> None:
    ids = [passages.anchor(place(each["meeting_id"], each["number"])) for each in records(record.passages)]

    assert len(set(ids)) == len(record.passages)


# heads ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Lima, 21 October 2024", "Oslo, 11 May 2021"]),
        ("ar", ["ليما، 21 أكتوبر 2024", "أوسلو، 11 مايو 2021"]),
    ],
)
def test_a_title_is_city_and_date(sample: Dataset, language: Any, titles: list[str]) -> None:
    chosen = reading.chosen(sample)

    assert reading.said([passages.title(chosen, text(language), each) for each in (LIMA, OSLO)]) == titles


def test_a_head_says_whose_report_it_is_and_counts_what_the_selection_holds(sample: Dataset) -> None:
    whole = passages.head(reading.chosen(sample), text("en"), LIMA)
    themed = passages.head(reading.chosen(sample, themes=("stabilisation",)), text("en"), LIMA)

    assert whole == {
        "title": "Lima, 21 October 2024",
        "source": "Official text: Lima Weekly, October 2024",
        "count": "3 passages",
        "note": "",
    }
    assert themed["count"] == "1 passage"


def test_notes_stand_in_the_heads_of_their_columns(sample: Dataset) -> None:
    body = table(sample, column(OSLO), column(LIMA), notes=["first note", HOSTILE])

    heads = reading.classed(reading.classed(body, "cm-row-head")[0], "cm-cell")
    assert [reading.words(list(each)[-1]) for each in heads] == [
        "3 passages · first note",
        f"3 passages · {HOSTILE}",
    ]


def test_without_notes_the_heads_hold_a_count_and_the_passages_no_ids(sample: Dataset) -> None:
    body = table(sample, column(OSLO), column(LIMA))

    heads = reading.classed(reading.classed(body, "cm-row-head")[0], "cm-cell")
    assert [reading.words(list(each)[-1]) for each in heads] == ["3 passages"] * 2
    assert not any(each.get("id") for each in body.iter())


def test_with_notes_every_passage_has_its_id_once(sample: Dataset) -> None:
    body = table(sample, column(OSLO), column(LIMA), notes=["a", "b"])

    ids = [each.get("id") for each in body.iter() if each.get("id")]
    assert sorted(map(str, ids)) == sorted(
        f"p-{meeting}-{each}" for meeting in (OSLO, LIMA) for each in (1, 2, 3)
    )


# one passage ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("shown", READINGS)
def test_a_passage_has_the_texts_of_the_languages_that_are_read(
    sample: Dataset, shown: Any, language: Any
) -> None:
    held = row(sample, OSLO, 2)

    made = passages.passage(held, reading.chosen(sample), text(language), reading=shown)

    wanted = ["en", "ar"] if shown == "both" else [shown]
    assert [(each["language"], each["direction"]) for each in made["texts"]] == [
        (each, DIRECTIONS[each]) for each in wanted
    ]
    assert [reading.words(reading.tree(each["words"])) for each in made["texts"]] == [
        held[each] for each in wanted
    ]
    assert made["speaks"] == (language if shown == "both" else shown)
    assert made["speaker"] == held[f"speaker_{made['speaks']}"]


def test_a_passage_links_to_itself_and_to_its_reference(sample: Dataset) -> None:
    made = passages.passage(row(sample, OSLO, 2), reading.chosen(sample), text("en"), reading="en")

    assert made["link"] == step(passage=place(OSLO, 2)) == "?passage=2021-05-oslo:2"
    assert made["cite"] == step(cite=place(OSLO, 2)) == "?cite=2021-05-oslo:2"
    assert made["id"] == passages.anchor(place(OSLO, 2))


@pytest.mark.parametrize(
    ("themes", "also"),
    [((), "also: Sample campaign"), (("military-campaign",), "also: Sample membership")],
)
def test_the_further_themes_are_those_under_which_the_passage_does_not_stand(
    sample: Dataset, themes: Any, also: str
) -> None:
    chosen = reading.chosen(sample, themes=themes)

    made = passages.passage(row(sample, OSLO, 1), chosen, text("en"), reading="en")

    assert made["also"] == also


@pytest.mark.parametrize(
    ("language", "paragraphs"),
    [
        (
            "en",
            ["Paragraph 2 of the report", "Paragraph 3 of the report", "Paragraphs 4 and 5 of the report"],
        ),
        ("ar", ["فقرة التقرير: 2", "فقرة التقرير: 3", "فقرتا التقرير: 4 و5"]),
    ],
)
def test_a_passage_names_its_paragraphs(sample: Dataset, language: Any, paragraphs: list[str]) -> None:
    chosen = reading.chosen(sample)

    found = [
        passages.passage(each, chosen, text(language), reading="en")["paragraphs"]
        for each in passages.of(chosen, OSLO)
    ]

    assert reading.said(found) == paragraphs


# marks ---------------------------------------------------------------------------------------------------


def test_found_places_are_marked_in_their_own_passage_and_language_only(sample: Dataset) -> None:
    held = row(sample, OSLO, 3)
    start = held["en"].index("fuel")
    found = {(OSLO, 3): {"en": [(start, start + 4)], "ar": []}}

    body = table(sample, column(OSLO), column(LIMA), found=found)

    marks = {
        (words.get("lang"), mark.text, reading.words(words))
        for words in reading.classed(body, "cm-words")
        for mark in words.iter("mark")
    }
    assert marks == {("en", "fuel", held["en"])}


def test_a_mark_goes_into_the_link_of_a_figure_and_out_of_it(sample: Dataset) -> None:
    held = row(sample, OSLO, 1)
    start = held["en"].index("31 members")
    found = {(OSLO, 1): {"en": [(start - 4, start + 2)]}}

    (words,) = [
        each
        for each in reading.classed(table(sample, column(OSLO, "en"), found=found), "cm-words")
        if reading.words(each) == held["en"]
    ]

    (link, *_) = reading.classed(words, "cm-figure")
    assert [each.text for each in words.iter("mark")] == ["has ", "31"]
    assert [each.text for each in link.iter("mark")] == ["31"]
    assert reading.words(link) == "31 members"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", ["liberation", "داعش", "2018"])
def test_as_many_marks_are_drawn_as_places_are_found(record: Dataset, words: str, language: Any) -> None:
    chosen = reading.chosen(record)
    every = [Column(each, "both") for each in passages.available(chosen)]
    found = reader.finds(chosen, words, every, alike=False)
    texts = {
        (each["meeting_id"], each["number"], code): each[code]
        for each in records(record.passages)
        for code in ("en", "ar")
    }

    drawn = Counter(
        (*passage, each.get("lang"), "".join(mark.itertext()))
        for passage in {key[:2] for key in texts}
        for each in reading.classed(_drawn(chosen, passage, language=language, found=found), "cm-words")
        for mark in each.iter("mark")
    )

    wanted = Counter(
        (*key, code, texts[*key, code][first:past])
        for key, by in found.items()
        for code, places in by.items()
        for first, past in places
    )
    assert wanted
    assert drawn == wanted


def _drawn(chosen: Dataset, passage: tuple[str, int], *, language: Any, found: passages.Found) -> Element:
    """One passage in both languages as a tree."""
    made = passages.passage(row(chosen, *passage), chosen, text(language), reading="both", found=found)
    return reading.tree(markup.html("passage", text=text(language), passage={**made, "marked": False}))


@pytest.mark.parametrize("anchored", [True, False])
def test_only_the_marked_passage_says_that_it_is(sample: Dataset, anchored: bool) -> None:
    notes = ["a", "b"] if anchored else []

    body = table(sample, column(OSLO), column(LIMA), marked=place(LIMA, 2), notes=notes)

    current = [each.get("href") for each in body.iter("a") if each.get("aria-current") == "true"]
    assert current == ["?passage=2024-10-lima:2"]
    assert [each.get("id") for each in reading.classed(body, "cm-marked")] == ["p-2024-10-lima-2"] * anchored


# hostile words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["en", "ar", "speaker_en"])
def test_markup_in_a_passage_is_only_text_also_where_it_is_marked(sample: Dataset, field: str) -> None:
    spoilt = sample.passages.copy()
    there = (spoilt["meeting_id"] == OSLO) & (spoilt["number"] == 3)
    spoilt.loc[there, field] = HOSTILE
    chosen = replace(reading.chosen(sample), passages=spoilt)

    made = passages.table(
        chosen, text("en"), (column(OSLO),), found={(OSLO, 3): {"en": [(1, 7)], "ar": [(1, 7)]}}, notes=["a"]
    )

    assert "<script" not in made
    assert reading.words(reading.tree(made)).count(HOSTILE) == 1


def test_a_quote_in_a_definition_does_not_end_its_attribute(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", definition_en=f'"{HOSTILE} onclick="x')

    body = table(spoilt, column(OSLO))

    titles = [each.get("title") for each in body.iter("a")]
    assert f'"{HOSTILE} onclick="x' in titles
    assert not any(each.get("onclick") for each in body.iter())


def test_a_speaker_is_marked_with_the_language_of_its_name(sample: Dataset) -> None:
    made = passages.passage(row(sample, OSLO, 2), reading.chosen(sample), text("en"), reading="en")

    drawn = reading.tree(markup.html("passage", text=text("en"), passage={**made, "marked": False}))

    assert reading.classed(drawn, "cm-number-of")[0].get("aria-current") is None
    assert [each.get("lang") for each in drawn.iter("bdi")] == ["en"]
