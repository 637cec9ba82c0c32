"""Measures: what views draw, chosen and put in order, never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.analysis.meetings import meetings, places
from loaders.analysis.observations import figures, selected_figures
from loaders.analysis.references import Thread, threads
from loaders.analysis.statements import Coverage, measure_coverage
from loaders.analysis.themes import shares, themes_by_use
from loaders.select import select
from loaders.selection import Selection

if TYPE_CHECKING:
    from loaders.model import Dataset


def test_figures_stand_in_order_of_date(sample: Dataset) -> None:
    found = figures(sample, ["members", "people-freed"])

    assert [each.observation_id for each in found] == [
        "2021-05-oslo-members",
        "2021-05-oslo-people-freed",
        "2022-09-nairobi-members",
    ]


def test_a_figure_of_an_earlier_day_stands_first_whatever_its_id(record: Dataset) -> None:
    found = figures(record, ["people-freed", "territory-liberated-share"])

    assert [each.observation_id for each in found][-2:] == [
        "2019-06-paris-territory-liberated-share",
        "2019-06-paris-people-freed",
    ]


def test_figures_are_those_of_the_collection(sample: Dataset) -> None:
    core = figures(select(sample, Selection()), ["members"])
    wide = figures(select(sample, Selection(collection="record")), ["members"])

    assert [each.observation_id for each in core] == ["2021-05-oslo-members", "2022-09-nairobi-members"]
    assert [each.observation_id for each in wide] == [
        "2020-02-oslo-members",
        *(each.observation_id for each in core),
    ]


def test_a_figure_is_drawn_as_it_was_published(sample: Dataset) -> None:
    (figure,) = figures(sample, ["foreign-fighters"])

    assert (figure.value, figure.high, figure.qualifier) == (9000, 11500, "between")
    assert (figure.status, figure.meeting_id) == ("stated", "2024-10-lima")
    assert figure.when.text == "2024-10-21"
    assert figure.row["speaker_en"] == "Sample conference (statement)"


def test_a_figure_that_is_no_range_has_no_upper_end(sample: Dataset) -> None:
    (figure,) = figures(sample, ["people-freed"])

    assert figure.high is None


def test_a_figure_known_to_the_year_stays_a_year(sample: Dataset) -> None:
    (figure,) = figures(sample, ["territory-held-peak"])

    assert (figure.when.text, figure.when.precision) == ("2023", "year")
    assert figure.status == "derived"


def test_figures_that_the_selection_leaves_out_are_there_but_not_chosen(sample: Dataset) -> None:
    chosen = select(sample, Selection(cities=("oslo",)))

    found = figures(chosen, ["members"])

    assert [(each.observation_id, each.chosen) for each in found] == [
        ("2021-05-oslo-members", True),
        ("2022-09-nairobi-members", False),
    ]


def test_stated_values_are_the_chosen_ones_alone(sample: Dataset) -> None:
    chosen = select(sample, Selection(cities=("oslo",)))

    found = selected_figures(chosen, ["members"])

    assert [each.value for each in found] == [31]


def test_an_indicator_without_a_value_has_no_figure(sample: Dataset) -> None:
    assert figures(sample, ["pledge"]) == ()


def test_no_value_is_added_to_averaged_or_made(record: Dataset) -> None:
    indicators = record.indicators["indicator_id"].tolist()

    found = figures(select(record, Selection(collection="record")), indicators)

    published = record.observations.set_index("observation_id")["value"].to_dict()
    assert {each.observation_id: each.value for each in found} == published


def test_meetings_stand_in_order_of_date(sample: Dataset) -> None:
    found = meetings(sample)

    assert [each.meeting_id for each in found] == [
        "2021-05-oslo",
        "2022-09-nairobi",
        "2023-03-online",
        "2024-10-lima",
    ]
    assert all(each.chosen for each in found)


def test_a_meeting_known_to_the_month_has_no_day(sample: Dataset) -> None:
    when = meetings(sample)[1].when

    assert (when.text, when.precision) == ("2022-09", "month")


def test_meetings_that_the_selection_leaves_out_are_there_but_not_chosen(sample: Dataset) -> None:
    chosen = select(sample, Selection(levels=("ministerial",)))

    found = meetings(chosen)

    assert [each.meeting_id for each in found if each.chosen] == ["2021-05-oslo", "2024-10-lima"]
    assert [each.meeting_id for each in found if not each.chosen] == ["2022-09-nairobi", "2023-03-online"]


def test_a_meeting_held_online_has_no_place(sample: Dataset) -> None:
    found = places(sample)

    assert {each.city_id for each in found} == {"oslo", "nairobi", "lima"}
    assert sum(len(each.chosen) for each in found) == 3


def test_a_place_stands_where_its_city_lies(sample: Dataset) -> None:
    (oslo,) = (each for each in places(sample) if each.city_id == "oslo")

    assert (oslo.longitude, oslo.latitude) == (10.7522, 59.9139)


def test_places_with_chosen_meetings_come_first(sample: Dataset) -> None:
    chosen = select(sample, Selection(cities=("oslo",)))

    found = places(chosen)

    assert [(each.city_id, len(each.chosen), len(each.rest)) for each in found] == [
        ("oslo", 1, 0),
        ("lima", 0, 1),
        ("nairobi", 0, 1),
    ]


def test_the_place_with_most_meetings_comes_first(record: Dataset) -> None:
    first = places(record)[0]

    assert first.city_id == "brussels"
    assert [each.meeting_id for each in first.chosen] == ["2017-11-brussels-defence", "2018-07-brussels"]


def test_the_theme_with_most_passages_comes_first(sample: Dataset) -> None:
    assert themes_by_use(sample) == (
        "military-campaign",
        "membership-and-next-meetings",
        "stabilisation",
        "winter-aid",
    )


def test_the_order_of_themes_is_the_same_for_all_selections(sample: Dataset) -> None:
    chosen = select(sample, Selection(themes=("winter-aid",)))

    assert themes_by_use(chosen) == themes_by_use(sample)


def test_a_qualifier_is_a_bound_on_one_side_at_most(sample: Dataset) -> None:
    qualifiers = set(sample.rules.choices("observations", "qualifier"))

    assert set(OPEN_BELOW).isdisjoint(OPEN_ABOVE)
    assert set(OPEN_BELOW) | set(OPEN_ABOVE) == qualifiers - {"exact", "about", "between"}


def thread(dataset: Dataset, thread_id: str) -> Thread:
    """One reference by its id."""
    (found,) = (each for each in threads(dataset) if each.thread_id == thread_id)
    return found


def test_threads_stand_by_the_date_of_the_report_and_their_id(record: Dataset) -> None:
    found = threads(record)

    assert [each.thread_id for each in found] == [
        "2016-02-rome-next-small-group",
        "2017-11-amman-brussels-defence",
        "2017-11-amman-donors-consortium",
        "2017-11-amman-next-ministerial",
        "2019-02-washington-brussels",
        "2019-02-washington-rabat",
        "2019-06-paris-guiding-principles",
        "2019-06-paris-ministers-statement",
    ]


def test_a_thread_of_an_earlier_meeting_stands_first_whatever_its_id(sample: Dataset) -> None:
    renamed = sample.threads.replace({"thread_id": {"2021-05-oslo-next-small-group": "zzz"}})

    found = threads(replace(sample, threads=renamed))

    assert found[0].thread_id == "zzz"


def test_threads_are_those_of_the_collection(sample: Dataset) -> None:
    core = [each.thread_id for each in threads(select(sample, Selection()))]
    wide = [each.thread_id for each in threads(select(sample, Selection(collection="record")))]

    assert "2020-02-oslo-founders" not in core
    assert wide == ["2020-02-oslo-founders", *core]


def test_a_thread_leads_from_one_meeting_to_another(sample: Dataset) -> None:
    found = thread(sample, "2024-10-lima-oslo-promise")

    assert found.kind == "follows_up"
    assert found.origin.meeting_id == "2024-10-lima"
    assert found.target is not None
    assert (found.target.meeting_id, found.target.when.text) == ("2021-05-oslo", "2021-05-11")
    assert found.row["subject_en"] == "Sample promise made in Oslo"


def test_a_thread_that_leads_nowhere_has_an_origin_alone(sample: Dataset) -> None:
    found = thread(sample, "2024-10-lima-next-ministerial")

    assert found.target is None
    assert found.origin.meeting_id == "2024-10-lima"


def test_what_is_announced_is_expected_as_precisely_as_was_said(sample: Dataset) -> None:
    found = {each.thread_id: each.expected for each in threads(sample)}

    assert {name: (each.text, each.precision) for name, each in found.items() if each} == {
        "2021-05-oslo-next-small-group": ("2022", "year"),
        "2024-10-lima-next-ministerial": ("2025-03", "month"),
    }


def test_an_announced_meeting_was_held_when_its_target_was(sample: Dataset) -> None:
    held = {each.thread_id: each.held for each in threads(sample)}

    assert {name: each.text for name, each in held.items() if each} == {
        "2021-05-oslo-next-small-group": "2022-09"
    }


def test_a_thread_is_chosen_with_either_of_its_meetings(sample: Dataset) -> None:
    chosen = select(sample, Selection(cities=("oslo",)))

    found = {each.thread_id: each for each in threads(chosen)}

    promise = found["2024-10-lima-oslo-promise"]
    assert promise.chosen
    assert promise.target is not None
    assert (promise.origin.chosen, promise.target.chosen) == (False, True)
    assert found["2021-05-oslo-next-small-group"].chosen
    assert not found["2024-10-lima-next-ministerial"].chosen


def test_threads_are_there_whatever_is_chosen(sample: Dataset) -> None:
    chosen = select(sample, Selection(meetings=("2023-03-online",)))

    found = threads(chosen)

    assert [each.thread_id for each in found] == [each.thread_id for each in threads(sample)]
    assert not any(each.chosen for each in found)


def test_a_meeting_of_the_other_collection_can_be_the_target(sample: Dataset) -> None:
    moved = sample.threads.replace({"to_meeting_id": {"2021-05-oslo": "2020-02-oslo"}})

    found = thread(replace(sample, threads=moved), "2024-10-lima-oslo-promise")

    assert found.target is not None
    assert found.target.meeting_id == "2020-02-oslo"


def test_a_statement_says_how_much_of_its_source_it_renders(sample: Dataset) -> None:
    oslo = measure_coverage(sample, "2021-05-oslo")
    lima = measure_coverage(sample, "2024-10-lima")

    assert oslo == Coverage(rendered=4, total=6, left_out=(1, 6))
    assert lima == Coverage(rendered=4, total=7, left_out=(1, 6, 7))


def test_what_is_rendered_does_not_depend_on_what_is_chosen(sample: Dataset) -> None:
    chosen = select(sample, Selection(themes=("winter-aid",)))

    assert measure_coverage(chosen, "2021-05-oslo") == measure_coverage(sample, "2021-05-oslo")
    assert measure_coverage(chosen, "2024-10-lima").rendered == 4


def test_a_meeting_without_a_statement_has_nothing_to_render(sample: Dataset) -> None:
    with pytest.raises(KeyError, match="meeting_id '2022-09-nairobi' has no statement"):
        measure_coverage(sample, "2022-09-nairobi")


def test_the_share_of_a_theme_counts_main_and_other_passages(sample: Dataset) -> None:
    found = [(each.meeting_id, each.theme_id, each.main, each.any, each.total) for each in shares(sample)]

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


def test_the_main_themes_of_a_statement_add_up_to_its_passages(record: Dataset) -> None:
    main: dict[str, int] = {}
    for each in shares(record):
        main[each.meeting_id] = main.get(each.meeting_id, 0) + each.main

    assert main == record.passages["meeting_id"].value_counts().to_dict()


def test_shares_are_counted_the_same_whatever_is_chosen(sample: Dataset) -> None:
    chosen = select(sample, Selection(themes=("winter-aid",)))

    found = shares(chosen)

    assert [replace(each, chosen=True) for each in found] == list(shares(sample))
    assert [(each.meeting_id, each.theme_id) for each in found if each.chosen] == [
        ("2021-05-oslo", "winter-aid")
    ]


def test_a_share_is_chosen_with_its_meeting(sample: Dataset) -> None:
    chosen = select(sample, Selection(cities=("lima",)))

    assert {each.meeting_id for each in shares(chosen) if each.chosen} == {"2024-10-lima"}


def test_a_collection_without_statements_has_no_shares(sample: Dataset) -> None:
    silent = replace(sample, passages=sample.passages[:0])

    assert shares(select(silent, Selection(collection="record"))) == ()
