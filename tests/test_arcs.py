"""Arcs: which threads can be drawn, the way that each takes, and the words that explain them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import arcs
from components.language import text
from loaders.analysis.references import threads

if TYPE_CHECKING:
    from loaders.model import Dataset

STRAIGHT = [(float(x), 0.0) for x in range(0, 201, 5)]
BENT = [(x, 40 - abs(x - 100) * 0.4) for x, _ in STRAIGHT]


def test_the_kinds_are_those_of_the_contract(record: Dataset) -> None:
    assert record.rules.choices("threads", "kind") == arcs.KINDS


def test_what_leads_to_no_meeting_is_not_drawn(record: Dataset) -> None:
    chosen = reading.chosen(record)

    left_out = {each.thread_id for each in threads(chosen)} - {each.thread_id for each in arcs.drawn(chosen)}

    assert left_out == {"2016-02-rome-next-small-group", "2017-11-amman-donors-consortium"}


def test_what_leads_from_the_core_to_a_meeting_of_the_record_is_drawn_in_the_record_alone(
    sample: Dataset,
) -> None:
    across = reading.changed(sample, "threads", "2024-10-lima-oslo-promise", to_meeting_id="2020-02-oslo")

    def lines(collection: str) -> set[str]:
        return {each.thread_id for each in arcs.drawn(reading.chosen(across, collection=collection))}

    assert "2024-10-lima-oslo-promise" not in lines("core")
    assert lines("record") - lines("core") == {"2024-10-lima-oslo-promise"}


def test_a_meeting_held_online_is_reached_on_the_timeline_and_not_on_the_map(sample: Dataset) -> None:
    online = reading.changed(sample, "threads", "2024-10-lima-oslo-promise", to_meeting_id="2023-03-online")
    chosen = reading.chosen(online)

    assert "2024-10-lima-oslo-promise" in {each.thread_id for each in arcs.drawn(chosen)}
    assert "2024-10-lima-oslo-promise" not in {each.thread_id for each in arcs.drawn(chosen, on_map=True)}


def test_the_order_of_the_arcs_is_the_same_for_every_selection(record: Dataset) -> None:
    every, some = (
        [each.thread_id for each in arcs.drawn(reading.chosen(record, **fields))]
        for fields in ({}, {"cities": ("paris",)})
    )

    assert every == some


def test_the_first_line_is_taken_where_nothing_is_in_the_way() -> None:
    assert arcs.clearest([STRAIGHT, BENT], boxes=[], lines=[]) == STRAIGHT


def test_a_line_goes_round_what_it_would_cover() -> None:
    assert arcs.clearest([STRAIGHT, BENT], boxes=[(80, -10, 120, 10)], lines=[]) == BENT


def test_a_line_keeps_apart_from_one_between_the_same_marks() -> None:
    assert arcs.clearest([STRAIGHT, BENT], boxes=[], lines=[STRAIGHT]) == BENT


def test_what_lies_under_the_marks_at_its_ends_turns_no_line_away() -> None:
    assert arcs.clearest([STRAIGHT, BENT], boxes=[(-5, -5, 5, 5), (195, -5, 205, 5)], lines=[]) == STRAIGHT


def test_a_line_does_not_leave_the_screen() -> None:
    beyond = arcs.outside((-1, -1, 201, 30))

    assert arcs.clearest([BENT, STRAIGHT], boxes=beyond, lines=[]) == STRAIGHT


def test_an_arc_says_what_it_refers_to_how_and_between_which_meetings(record: Dataset) -> None:
    (announced,) = [each for each in arcs.drawn(reading.chosen(record)) if each.kind == "announces"]

    said = arcs.tip(announced, text=text("en"), dataset=record)

    assert said == (
        "<b>Meeting of foreign ministers</b><br>Announces a meeting to come<br>"
        "Report on: Amman, 15 November 2017<br>Refers to: Kuwait City, 13 February 2018<br>"
        "Announced for: 2018"
    )


def test_markup_in_a_subject_is_only_text_in_a_tip(record: Dataset) -> None:
    spoilt = reading.changed(record, "threads", "2019-02-washington-rabat", subject_en="<img src=x>")
    (found,) = [each for each in arcs.drawn(reading.chosen(spoilt)) if "<img" in each.row["subject_en"]]

    said = arcs.tip(found, text=text("en"), dataset=spoilt)

    assert said.startswith("<b>&lt;img src=x&gt;</b>")


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", "6 of 8 threads lead to a meeting of this dataset. All of them stand in the list."),
        ("ar", "8 إحالات؛ ما يشير منها إلى اجتماع في مجموعة البيانات هذه: 6. وكلها في القائمة."),
    ],
)
def test_the_legend_counts_the_threads_and_leads_to_their_list(
    record: Dataset, language: Any, named: str
) -> None:
    body = reading.tree(arcs.legend(reading.chosen(record), text(language)))

    (sentence,) = body.iter("p")
    (link,) = body.iter("a")
    assert reading.words(sentence) == named
    assert link.get("href") == "?page=statements"
    assert link.get("data-lead") is not None


def test_the_legend_names_the_kinds_that_are_drawn_and_grey_where_there_is_any(sample: Dataset) -> None:
    every, some = (
        [
            reading.words(each)
            for each in reading.tree(arcs.legend(reading.chosen(sample, **fields), text("en"))).iter("li")
        ]
        for fields in ({}, {"cities": ("nairobi",)})
    )

    assert every == ["Announces a meeting to come", "Builds on an earlier meeting"]
    assert some == [*every, "Outside the selection"]
