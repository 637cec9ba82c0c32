"""Arcs: which references can be drawn, the way that each takes, and the words that explain them."""

import pytest
import reading

from components import arcs
from components.charts.descriptions import join_lines
from components.language import text
from loaders.analysis.references import threads

STRAIGHT = [(float(x), 0.0) for x in range(0, 201, 5)]
BENT = [(x, 40 - abs(x - 100) * 0.4) for x, _ in STRAIGHT]
PROMISE = "2024-10-lima-oslo-promise"


def list_ids(dataset, *, on_map=False, **fields):
    """The references that are drawn, by id."""
    drawn = arcs.list_drawn(reading.chosen(dataset, **fields), on_map=on_map)
    return [reference.thread_id for reference in drawn]


def test_what_leads_to_a_meeting_is_drawn_in_the_same_order_for_every_selection(record):
    every = [reference.thread_id for reference in threads(reading.chosen(record))]

    assert record.rules.choices("threads", "kind") == arcs.KINDS
    assert set(every) - set(list_ids(record)) == {
        "2016-02-rome-next-small-group",
        "2017-11-amman-donors-consortium",
    }
    assert list_ids(record) == list_ids(record, cities=("paris",))


def test_a_meeting_of_the_record_is_reached_in_the_record_alone_and_none_online_on_the_map(sample):
    across = reading.changed(sample, "threads", PROMISE, to_meeting_id="2020-02-oslo")
    online = reading.changed(sample, "threads", PROMISE, to_meeting_id="2023-03-online")

    core, record = (
        set(list_ids(across, collection=collection)) for collection in ("core", "record")
    )
    assert record - core == {PROMISE}
    assert PROMISE in list_ids(online)
    assert PROMISE not in list_ids(online, on_map=True)


@pytest.mark.parametrize(
    ("candidates", "boxes", "lines", "best"),
    [
        ([STRAIGHT, BENT], [], [], STRAIGHT),
        # A line goes round what it would cover, and keeps apart from a line between the same marks.
        ([STRAIGHT, BENT], [(80, -10, 120, 10)], [], BENT),
        ([STRAIGHT, BENT], [], [STRAIGHT], BENT),
        # What lies under the marks at its ends turns no line away.
        ([STRAIGHT, BENT], [(-5, -5, 5, 5), (195, -5, 205, 5)], [], STRAIGHT),
        # No line leaves the screen.
        ([BENT, STRAIGHT], arcs.list_outside((-1, -1, 201, 30)), [], STRAIGHT),
    ],
)
def test_a_line_keeps_clear_of_boxes_and_other_lines(candidates, boxes, lines, best):
    assert arcs.choose_clearest(candidates, boxes=boxes, lines=lines) == best


def describe(dataset, thread_id):
    """What an arc says on hover."""
    drawn = arcs.list_drawn(reading.chosen(dataset))
    (found,) = [reference for reference in drawn if reference.thread_id == thread_id]
    lines = arcs.describe_reference(found, text=text("en"), dataset=dataset)
    return join_lines(lines, text=text("en"))


def test_an_arc_says_what_it_refers_to_how_and_between_which_meetings(record):
    drawn = arcs.list_drawn(reading.chosen(record))
    (announced,) = [reference for reference in drawn if reference.kind == "announces"]

    assert describe(record, announced.thread_id) == (
        "<b>Meeting of foreign ministers</b><br>Announces a meeting to come<br>"
        "Report on: Amman, 15 November 2017<br>Refers to: Kuwait City, 13 February 2018<br>"
        "Announced for: 2018"
    )


def test_markup_in_a_subject_is_only_text_in_a_tip(record):
    name = "2019-02-washington-rabat"
    spoilt = reading.changed(record, "threads", name, subject_en="<img src=x>")

    assert describe(spoilt, name).startswith("<b>&lt;img src=x&gt;</b>")


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", "6 of 8 threads lead to a meeting of this dataset. All of them stand in the list."),
        ("ar", "8 إحالات؛ ما يشير منها إلى اجتماع في مجموعة المعطيات هذه: 6. وكلها في القائمة."),
    ],
)
def test_the_legend_counts_the_threads_and_leads_to_their_list(record, language, named):
    body = reading.tree(arcs.render_legend(reading.chosen(record), text(language)))

    (sentence,), (link,) = body.iter("p"), body.iter("a")
    assert reading.words(sentence) == named
    assert link.get("href") == "?page=statements"
    assert link.get("data-lead") is not None


def test_the_legend_names_the_kinds_that_are_drawn_and_grey_where_there_is_any(sample):
    legends = [
        arcs.render_legend(reading.chosen(sample, **fields), text("en"))
        for fields in ({}, {"cities": ("nairobi",)})
    ]

    every, some = (
        [reading.words(item) for item in reading.tree(legend).iter("li")] for legend in legends
    )
    assert every == ["Announces a meeting to come", "Builds on an earlier meeting"]
    assert some == [*every, "Outside the selection"]


def test_a_line_is_cut_into_dashes_and_gaps_of_their_length():
    dashes = arcs.cut_dashes([(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], (9, 7))

    assert [(dash[0][0], dash[-1][0]) for dash in dashes] == [
        *((0, 9), (16, 25), (32, 41), (48, 57), (64, 73), (80, 89), (96, 100))
    ]
    assert arcs.cut_dashes([(0.0, 0.0), (9.0, 0.0)], None) == [[(0.0, 0.0), (9.0, 0.0)]]
