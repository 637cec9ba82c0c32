"""References: which report refers to which meeting, in which words, and what became of the meetings announced."""

import pytest
import reading

from components import threads
from components.language import text
from loaders.analysis.references import threads as list_references

KUWAIT = "Guiding principles adopted in Kuwait City"


def draw_list(dataset, *, language="en", **fields):
    """The list as a tree."""
    return reading.tree(threads.listed(reading.chosen(dataset, **fields), text(language)))


def list_entries(body):
    """The entries by their subjects."""
    return {
        reading.words(reading.classed(entry, "cm-thread-subject")[0]): entry
        for entry in body.iter("li")
    }


def list_links(element, kind):
    """The links of one kind, ``data-step`` or ``data-lead``, by their words."""
    return {
        reading.words(link): link.get("href", "")
        for link in element.iter("a")
        if link.get(kind) is not None
    }


def find_reference(dataset, name):
    (found,) = [reference for reference in list_references(dataset) if reference.thread_id == name]
    return found


def test_every_reference_stands_under_its_report_in_order_of_date(record, sample):
    body = draw_list(record)

    assert [
        (reading.words(section[0]).split(" 20")[0], len(list(section.iter("li"))))
        for section in body.iter("section")
    ] == [
        ("Rome, 2 February", 1),
        ("Amman, 15 November", 3),
        ("Washington, D.C., 6 February", 2),
        ("Paris, 25 June", 2),
    ]
    assert list(list_entries(draw_list(sample))) == [
        "Sample meeting of the small group",
        "Sample ministerial meeting",
        "Sample promise made in Oslo",
    ]


def test_a_reference_says_how_it_refers_in_words_before_its_line(record, language):
    entries = list_entries(draw_list(record, language=language))

    for reference in list_references(record):
        entry = entries[text(language).of(reference.row, "subject")]
        (kind,) = reading.classed(entry, "cm-thread-kind")
        (line,) = reading.classed(kind, f"cm-thread-{reference.kind}")
        assert reading.words(kind) == text(language)(f"threads.kind.{reference.kind}")
        assert line.get("aria-hidden") == "true"


def test_a_reference_leads_to_its_meeting_and_to_the_passages_that_render_it(record):
    entries = list_entries(draw_list(record))
    open_end = entries["Meeting of the Small Group at working level"]

    assert list_links(entries[KUWAIT], "data-step") == {
        "Ministerial meeting, Kuwait City": "?meeting=2018-02-kuwait"
    }
    assert list_links(entries[KUWAIT], "data-lead") == {
        "Passage 2": "?passage=2019-06-paris:2",
        "Passage 3": "?passage=2019-06-paris:3",
    }
    assert "(13 February 2018)" in reading.words(entries[KUWAIT])
    assert list_links(open_end, "data-step") == {}
    assert text("en")("threads.no_target") in reading.words(open_end)


def test_the_passages_of_a_reference_render_its_paragraph_and_no_other_does(record, sample):
    for dataset in (record, sample):
        for reference in list_references(reading.chosen(dataset)):
            passages = dataset.passages[
                dataset.passages["meeting_id"] == reference.origin.meeting_id
            ]
            rendering = {
                (reference.origin.meeting_id, number)
                for number, paragraphs in zip(
                    passages["number"], passages["paragraphs"], strict=True
                )
                if reference.row["paragraph"] in paragraphs
            }
            assert set(threads.list_renderings(dataset, reference)) == rendering, (
                reference.thread_id
            )


def test_the_words_that_refer_stand_in_the_language_of_their_source(record, sample):
    body = draw_list(reading.alone(sample, "record"), collection="record")
    arabic, english = ([*part.iter("blockquote")] for part in (draw_list(record), body))

    assert {reading.words(quote) for quote in arabic} == {
        f"«{reference.row['evidence']}»" for reference in list_references(record)
    }
    assert {(quote.get("lang"), quote.get("dir")) for quote in arabic} == {("ar", "rtl")}
    assert [(reading.words(quote), quote.get("lang"), quote.get("dir")) for quote in english] == [
        ("«since the founders first met»", "en", "ltr")
    ]
    # Its paragraph is unknown, and none is named.
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
            "الموعد المعلن: 2016؛ لا يُعرف من مجموعة المعطيات هذه هل انعقد",
        ),
        ("2019-02-washington-rabat", "", ""),
    ],
)
def test_an_announced_meeting_says_whether_and_when_it_took_place(record, name, english, arabic):
    selected = reading.chosen(record)
    reference = find_reference(selected, name)

    assert threads.describe_outcome(selected, text("en"), reference) == english
    assert threads.describe_outcome(selected, text("ar"), reference) == arabic


def test_a_reference_outside_the_selection_is_muted_and_says_so(record):
    selected = reading.chosen(record, cities=("kuwait-city",))
    entries = list_entries(draw_list(record, cities=("kuwait-city",)))

    references = list_references(selected)
    assert sum(reference.chosen for reference in references) == 2
    for reference in references:
        entry = entries[reference.row["subject_en"]]
        assert ("cm-left-out" in entry.get("class", "")) is not reference.chosen
        assert ("Outside the selection" in reading.words(entry)) is not reference.chosen
