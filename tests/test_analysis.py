"""Analysis: what views show of observations, meetings, themes, references and statements."""

from dataclasses import replace

import pytest

from loaders.analysis.meetings import meetings, places
from loaders.analysis.observations import figures
from loaders.analysis.references import threads
from loaders.analysis.statements import Coverage, measure_coverage
from loaders.analysis.themes import shares, themes_by_use
from loaders.select import select
from loaders.selection import Selection


def test_a_figure_of_an_earlier_day_stands_first_whatever_its_id(record):
    found = figures(record, ["people-freed", "territory-liberated-share"])

    assert [each.observation_id for each in found][-2:] == [
        "2019-06-paris-territory-liberated-share",
        "2019-06-paris-people-freed",
    ]


def test_figures_that_the_selection_leaves_out_are_there_but_not_chosen(sample):
    chosen = select(sample, Selection(cities=("oslo",)))

    found = figures(chosen, ["members"])

    assert [(each.observation_id, each.chosen) for each in found] == [
        ("2021-05-oslo-members", True),
        ("2022-09-nairobi-members", False),
    ]


def test_no_value_is_added_to_averaged_or_made(record):
    indicators = record.indicators["indicator_id"].tolist()

    found = figures(select(record, Selection(collection="record")), indicators)

    published = record.observations.set_index("observation_id")["value"].to_dict()
    assert {each.observation_id: each.value for each in found} == published


def test_meetings_are_sorted_by_date_with_those_that_the_selection_leaves_out(sample):
    found = meetings(select(sample, Selection(levels=("ministerial",))))

    assert [(meeting.meeting_id, meeting.when.text, meeting.chosen) for meeting in found] == [
        ("2021-05-oslo", "2021-05-11", True),
        ("2022-09-nairobi", "2022-09", False),
        ("2023-03-online", "2023-03-07", False),
        ("2024-10-lima", "2024-10-21", True),
    ]


def test_places_with_chosen_meetings_come_first(sample):
    chosen = select(sample, Selection(cities=("oslo",)))

    found = places(chosen)

    assert [(each.city_id, len(each.chosen), len(each.rest)) for each in found] == [
        ("oslo", 1, 0),
        ("lima", 0, 1),
        ("nairobi", 0, 1),
    ]


def test_the_theme_with_most_passages_comes_first(sample):
    assert themes_by_use(sample) == (
        "military-campaign",
        "membership-and-next-meetings",
        "stabilisation",
        "winter-aid",
    )


def test_a_thread_of_an_earlier_meeting_stands_first_whatever_its_id(sample):
    renamed = sample.threads.replace({"thread_id": {"2021-05-oslo-next-small-group": "zzz"}})

    found = threads(replace(sample, threads=renamed))

    assert found[0].thread_id == "zzz"


def test_references_say_what_is_announced_and_whether_it_was_held(sample):
    found = threads(select(sample, Selection(collection="record")))

    assert [
        (
            reference.thread_id,
            reference.kind,
            reference.target and reference.target.meeting_id,
            reference.expected and (reference.expected.text, reference.expected.precision),
            reference.held and reference.held.text,
        )
        for reference in found
        if reference.row["collection"] == "core"
    ] == [
        (
            "2021-05-oslo-next-small-group",
            "announces",
            "2022-09-nairobi",
            ("2022", "year"),
            "2022-09",
        ),
        ("2024-10-lima-next-ministerial", "announces", None, ("2025-03", "month"), None),
        ("2024-10-lima-oslo-promise", "follows_up", "2021-05-oslo", None, None),
    ]
    assert [
        reference.thread_id for reference in found if reference.row["collection"] == "record"
    ] == ["2020-02-oslo-founders"]


def test_a_thread_is_chosen_with_either_of_its_meetings(sample):
    chosen = select(sample, Selection(cities=("oslo",)))

    found = {each.thread_id: each for each in threads(chosen)}

    promise = found["2024-10-lima-oslo-promise"]
    assert promise.chosen
    assert promise.target is not None
    assert (promise.origin.chosen, promise.target.chosen) == (False, True)
    assert found["2021-05-oslo-next-small-group"].chosen
    assert not found["2024-10-lima-next-ministerial"].chosen


def test_a_statement_says_how_much_of_its_source_it_renders(sample):
    oslo = measure_coverage(sample, "2021-05-oslo")
    lima = measure_coverage(sample, "2024-10-lima")

    assert oslo == Coverage(rendered=4, total=6, left_out=(1, 6))
    assert lima == Coverage(rendered=4, total=7, left_out=(1, 6, 7))


def test_a_meeting_without_a_statement_has_nothing_to_render(sample):
    with pytest.raises(KeyError, match="meeting_id '2022-09-nairobi' has no statement"):
        measure_coverage(sample, "2022-09-nairobi")


def test_the_share_of_a_theme_counts_main_and_other_passages(sample):
    found = [
        (each.meeting_id, each.theme_id, each.main, each.any, each.total) for each in shares(sample)
    ]

    assert found == [
        ("2021-05-oslo", "military-campaign", 1, 2, 3),
        ("2021-05-oslo", "membership-and-next-meetings", 1, 1, 3),
        ("2021-05-oslo", "stabilisation", 0, 0, 3),
        ("2021-05-oslo", "winter-aid", 1, 1, 3),
        ("2024-10-lima", "military-campaign", 1, 1, 3),
        ("2024-10-lima", "membership-and-next-meetings", 1, 1, 3),
        ("2024-10-lima", "stabilisation", 1, 1, 3),
        ("2024-10-lima", "winter-aid", 0, 0, 3),
    ]


def test_the_main_themes_of_a_statement_add_up_to_its_passages(record):
    main = {}
    for each in shares(record):
        main[each.meeting_id] = main.get(each.meeting_id, 0) + each.main

    assert main == record.passages["meeting_id"].value_counts().to_dict()


def test_shares_are_counted_the_same_whatever_is_chosen(sample):
    chosen = select(sample, Selection(themes=("winter-aid",)))

    found = shares(chosen)

    assert [replace(each, chosen=True) for each in found] == list(shares(sample))
    assert [(each.meeting_id, each.theme_id) for each in found if each.chosen] == [
        ("2021-05-oslo", "winter-aid")
    ]


def test_a_collection_without_statements_has_no_shares(sample):
    silent = replace(sample, passages=sample.passages[:0])

    assert shares(select(silent, Selection(collection="record"))) == ()
