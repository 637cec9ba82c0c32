"""Threads: which report refers to which meeting, in which words, and what became of the meetings announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import threads
from components.language import text
from components.theme import DESK
from loaders.analysis.references import Thread
from loaders.analysis.references import threads as references

if TYPE_CHECKING:
    from xml.etree import ElementTree

    from loaders.model import Dataset

HOSTILE = "<img src=x onerror=alert(1)>"


def listed(dataset: Dataset, *, language: Any = "en", **fields: Any) -> ElementTree.Element:
    """The list as a tree."""
    return reading.tree(threads.listed(reading.chosen(dataset, **fields), text(language), DESK))


def entry(body: ElementTree.Element, subject: str) -> ElementTree.Element:
    """The entry of the thread with a subject."""
    (found,) = [
        each
        for each in body.iter("li")
        if reading.words(reading.classed(each, "cm-thread-subject")[0]) == subject
    ]
    return found


def links(element: ElementTree.Element, kind: str) -> dict[str, str]:
    """The links of one kind, ``data-step`` or ``data-lead``, by their words."""
    return {
        reading.words(each): each.get("href", "") for each in element.iter("a") if each.get(kind) is not None
    }


def thread(dataset: Dataset, thread_id: str) -> Thread:
    (found,) = [each for each in references(dataset) if each.thread_id == thread_id]
    return found


def test_every_thread_stands_under_the_report_that_refers_in_order_of_date(record: Dataset) -> None:
    body = listed(record)

    heads = [reading.words(each) for each in body.iter("h3")]
    assert [each.split(" 20")[0] for each in heads] == [
        "Rome, 2 February",
        "Amman, 15 November",
        "Washington, D.C., 6 February",
        "Paris, 25 June",
    ]
    assert [len(list(each.iter("li"))) for each in body.iter("section")] == [1, 3, 2, 2]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_thread_says_how_it_refers_in_words_before_its_line(record: Dataset, language: Any) -> None:
    body = listed(record, language=language)
    kinds = {text(language).of(each.row, "subject"): each.kind for each in references(record)}

    for subject, kind in kinds.items():
        (said,) = reading.classed(entry(body, subject), "cm-thread-kind")
        assert reading.words(said) == text(language)(f"threads.kind.{kind}")
        (line,) = reading.classed(said, f"cm-thread-{kind}")
        assert line.get("aria-hidden") == "true"


def test_a_thread_leads_to_its_meeting_with_its_date(record: Dataset) -> None:
    there = entry(listed(record), "Guiding principles adopted in Kuwait City")

    assert links(there, "data-step") == {"Ministerial meeting, Kuwait City": "?meeting=2018-02-kuwait"}
    assert "(13 February 2018)" in reading.words(there)


def test_a_thread_whose_meeting_is_open_says_so_and_leads_to_none(record: Dataset) -> None:
    there = entry(listed(record), "Meeting of the Small Group at working level")

    assert links(there, "data-step") == {}
    assert text("en")("threads.no_target") in reading.words(there)


def test_each_passage_that_renders_the_paragraph_can_be_read(record: Dataset) -> None:
    there = entry(listed(record), "Guiding principles adopted in Kuwait City")

    assert links(there, "data-lead") == {
        "Passage 2": "?passage=2019-06-paris:2",
        "Passage 3": "?passage=2019-06-paris:3",
    }


def test_the_passages_of_a_thread_render_its_paragraph_and_no_other_does(
    record: Dataset, sample: Dataset
) -> None:
    for dataset in (record, sample):
        for each in references(reading.chosen(dataset)):
            mine = dataset.passages[dataset.passages["meeting_id"] == each.origin.meeting_id]
            rendering = {
                number
                for number, paragraphs in zip(mine["number"], mine["paragraphs"], strict=True)
                if each.row["paragraph"] in paragraphs
            }
            found = threads.places(reading.chosen(dataset), each)
            assert {place.number for place in found} == rendering, each.thread_id
            assert {place.meeting for place in found} <= {each.origin.meeting_id}


def test_the_words_that_refer_stand_in_the_language_of_their_source(record: Dataset) -> None:
    body = listed(record)
    said = {each.row["evidence"] for each in references(record)}

    quotes = list(body.iter("blockquote"))

    assert {reading.words(each) for each in quotes} == {f"«{each}»" for each in said}
    assert {(each.get("lang"), each.get("dir")) for each in quotes} == {("ar", "rtl")}


def test_an_english_source_is_quoted_from_left_to_right(sample: Dataset) -> None:
    quotes = list(listed(reading.alone(sample, "record"), collection="record").iter("blockquote"))

    assert [(reading.words(each), each.get("lang"), each.get("dir")) for each in quotes] == [
        ("«since the founders first met»", "en", "ltr")
    ]


def test_a_thread_without_a_paragraph_names_none(sample: Dataset) -> None:
    body = listed(reading.alone(sample, "record"), collection="record")

    assert reading.classed(body, "cm-paragraphs") == []


@pytest.mark.parametrize(
    ("name", "english", "arabic"),
    [
        (
            "2017-11-amman-next-ministerial",
            "Announced for: 2018. Took place: 13 February 2018, Kuwait City",
            "الموعد المعلن: 2018؛ انعقد: 13 فبراير 2018، مدينة الكويت",
        ),
        (
            "2016-02-rome-next-small-group",
            "Announced for: 2016. This dataset does not know whether it took place",
            "الموعد المعلن: 2016؛ لا يُعرف من مجموعة البيانات هذه هل انعقد",
        ),
        ("2019-02-washington-rabat", "", ""),
    ],
)
def test_an_announced_meeting_says_whether_and_when_it_took_place(
    record: Dataset, name: str, english: str, arabic: str
) -> None:
    chosen = reading.chosen(record)
    found = thread(chosen, name)

    assert threads.outcome(chosen, text("en"), found) == english
    assert threads.outcome(chosen, text("ar"), found) == arabic


def test_a_meeting_known_to_the_month_took_place_in_that_month(sample: Dataset) -> None:
    chosen = reading.chosen(sample)

    said = threads.outcome(chosen, text("en"), thread(chosen, "2021-05-oslo-next-small-group"))

    assert said == "Announced for: 2022. Took place: September 2022, Nairobi"


def test_a_thread_outside_the_selection_is_muted_and_says_so(record: Dataset) -> None:
    body = listed(record, cities=("kuwait-city",))
    inside = {
        each.thread_id: each.chosen for each in references(reading.chosen(record, cities=("kuwait-city",)))
    }

    muted = {
        reading.words(reading.classed(each, "cm-thread-subject")[0]): "cm-left-out" in each.get("class", "")
        for each in body.iter("li")
    }

    assert sum(inside.values()) == 2
    for each in references(record):
        assert muted[each.row["subject_en"]] is not inside[each.thread_id]
    for each in body.iter("li"):
        assert ("Outside the selection" in reading.words(each)) is ("cm-left-out" in each.get("class", ""))


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "8 threads lead from a report to another meeting. Meetings announced: 2; "
            "known to have taken place: 1.",
            "8 إحالات من التقارير إلى اجتماعات أخرى. الاجتماعات المعلن عنها: 2؛ والمعروف انعقاده منها: 1.",
        ),
        (
            {"cities": ("rome",)},
            "1 thread leads from a report to another meeting. Meetings announced: 1; "
            "known to have taken place: 0.",
            "إحالة واحدة من تقرير إلى اجتماع آخر. الاجتماعات المعلن عنها: 1؛ والمعروف انعقاده منها: 0.",
        ),
        ({"years": (2014, 2015)}, "No thread in this selection.", "لا إحالة في هذا الاختيار."),
    ],
)
def test_the_finding_is_computed_from_the_threads_in_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert threads.finding(chosen, text("en")) == english
    assert threads.finding(chosen, text("ar")) == arabic


def test_another_dataset_gives_its_own_threads(sample: Dataset) -> None:
    body = listed(sample)

    assert [reading.words(each) for each in reading.classed(body, "cm-thread-subject")] == [
        "Sample meeting of the small group",
        "Sample ministerial meeting",
        "Sample promise made in Oslo",
    ]


@pytest.mark.parametrize("column", ["subject_en", "note_en", "evidence"])
def test_markup_in_a_thread_is_only_text(record: Dataset, column: str) -> None:
    spoilt = reading.changed(record, "threads", "2019-02-washington-rabat", **{column: HOSTILE})

    body = listed(spoilt)

    assert not list(body.iter("img"))
    assert HOSTILE in reading.words(body)
