"""Measures: what views draw, chosen and put in order, never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders import measures
from loaders.selection import Selection, within

if TYPE_CHECKING:
    from loaders.dataset import Dataset


def test_figures_stand_in_order_of_date(sample: Dataset) -> None:
    found = measures.figures(sample, ["members", "people-freed"])

    assert [each.observation_id for each in found] == [
        "2021-05-oslo-members",
        "2021-05-oslo-people-freed",
        "2022-09-nairobi-members",
    ]


def test_a_figure_of_an_earlier_day_stands_first_whatever_its_id(record: Dataset) -> None:
    found = measures.figures(record, ["people-freed", "territory-liberated-share"])

    assert [each.observation_id for each in found][-2:] == [
        "2019-06-paris-territory-liberated-share",
        "2019-06-paris-people-freed",
    ]


def test_figures_are_those_of_one_collection(sample: Dataset) -> None:
    public = within(sample, Selection(collection="record"))

    found = measures.figures(public, ["members"])

    assert [each.observation_id for each in found] == ["2020-02-oslo-members"]


def test_a_figure_is_drawn_as_it_was_published(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["foreign-fighters"])

    assert (figure.value, figure.high, figure.qualifier) == (9000, 11500, "between")
    assert (figure.status, figure.meeting_id) == ("stated", "2024-10-lima")
    assert figure.when.text == "2024-10-21"
    assert figure.row["speaker_en"] == "Sample conference (statement)"


def test_a_figure_that_is_no_range_has_no_upper_end(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["people-freed"])

    assert figure.high is None


def test_a_figure_known_to_the_year_stays_a_year(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["territory-held-peak"])

    assert (figure.when.text, figure.when.precision) == ("2023", "year")
    assert figure.status == "derived"


def test_figures_that_the_selection_leaves_out_are_there_but_not_chosen(sample: Dataset) -> None:
    chosen = within(sample, Selection(cities=("oslo",)))

    found = measures.figures(chosen, ["members"])

    assert [(each.observation_id, each.chosen) for each in found] == [
        ("2021-05-oslo-members", True),
        ("2022-09-nairobi-members", False),
    ]


def test_stated_values_are_the_chosen_ones_alone(sample: Dataset) -> None:
    chosen = within(sample, Selection(cities=("oslo",)))

    found = measures.stated(chosen, "members")

    assert [each.value for each in found] == [31]


def test_an_indicator_without_a_value_has_no_figure(sample: Dataset) -> None:
    assert measures.figures(sample, ["pledge"]) == ()


def test_no_value_is_added_to_averaged_or_made(record: Dataset) -> None:
    indicators = record.indicators["indicator_id"].tolist()

    found = measures.figures(record, indicators)

    published = record.observations.set_index("observation_id")["value"].to_dict()
    assert {each.observation_id: each.value for each in found} == published


def test_meetings_stand_in_order_of_date(sample: Dataset) -> None:
    found = measures.meetings(sample)

    assert [each.meeting_id for each in found] == [
        "2021-05-oslo",
        "2022-09-nairobi",
        "2023-03-online",
        "2024-10-lima",
    ]
    assert all(each.chosen for each in found)


def test_a_meeting_known_to_the_month_has_no_day(sample: Dataset) -> None:
    when = measures.meetings(sample)[1].when

    assert (when.text, when.precision) == ("2022-09", "month")


def test_meetings_that_the_selection_leaves_out_are_there_but_not_chosen(sample: Dataset) -> None:
    chosen = within(sample, Selection(levels=("ministerial",)))

    found = measures.meetings(chosen)

    assert [each.meeting_id for each in found if each.chosen] == ["2021-05-oslo", "2024-10-lima"]
    assert [each.meeting_id for each in found if not each.chosen] == ["2022-09-nairobi", "2023-03-online"]


def test_a_meeting_held_online_has_no_place(sample: Dataset) -> None:
    found = measures.places(sample)

    assert {each.city_id for each in found} == {"oslo", "nairobi", "lima"}
    assert sum(len(each.chosen) for each in found) == 3


def test_a_place_stands_where_its_city_lies(sample: Dataset) -> None:
    (oslo,) = (each for each in measures.places(sample) if each.city_id == "oslo")

    assert (oslo.longitude, oslo.latitude) == (10.7522, 59.9139)


def test_places_with_chosen_meetings_come_first(sample: Dataset) -> None:
    chosen = within(sample, Selection(cities=("oslo",)))

    found = measures.places(chosen)

    assert [(each.city_id, len(each.chosen), len(each.rest)) for each in found] == [
        ("oslo", 1, 0),
        ("lima", 0, 1),
        ("nairobi", 0, 1),
    ]


def test_the_place_with_most_meetings_comes_first(record: Dataset) -> None:
    first = measures.places(record)[0]

    assert first.city_id == "brussels"
    assert [each.meeting_id for each in first.chosen] == ["2017-11-brussels-defence", "2018-07-brussels"]


def test_a_rival_value_is_found_with_its_figure(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["foreign-fighters"])

    found = measures.disagreements(sample, figure)

    assert [row["stated"] for row in found] == ["12000"]


def test_a_rival_date_of_the_meeting_is_found_with_its_figures(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["idps-returned"])

    found = measures.disagreements(sample, figure)

    assert [row["discrepancy_id"] for row in found] == ["2022-09-nairobi-starts-on-daily"]


def test_a_figure_on_which_all_agree_has_no_rival(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["people-freed"])

    assert measures.disagreements(sample, figure) == ()


def test_a_figure_whose_id_begins_like_another_does_not_take_its_rivals(sample: Dataset) -> None:
    (figure,) = measures.figures(sample, ["foreign-fighters"])
    shorter = replace(figure, observation_id="2024-10-lima-foreign", meeting_id="2024-10")

    assert measures.disagreements(sample, shorter) == ()


def test_rivals_are_found_whatever_is_chosen(sample: Dataset) -> None:
    chosen = within(sample, Selection(cities=("oslo",)))
    (figure,) = measures.figures(chosen, ["foreign-fighters"])

    assert len(measures.disagreements(chosen, figure)) == 1


def test_the_theme_with_most_passages_comes_first(sample: Dataset) -> None:
    assert measures.themes_by_use(sample) == (
        "military-campaign",
        "membership-and-next-meetings",
        "stabilisation",
        "winter-aid",
    )


def test_the_order_of_themes_is_the_same_for_all_selections(sample: Dataset) -> None:
    chosen = within(sample, Selection(themes=("winter-aid",)))

    assert measures.themes_by_use(chosen) == measures.themes_by_use(sample)


def test_a_qualifier_is_a_bound_on_one_side_at_most(sample: Dataset) -> None:
    qualifiers = set(sample.rules.choices("observations", "qualifier"))

    assert set(measures.OPEN_BELOW).isdisjoint(measures.OPEN_ABOVE)
    assert set(measures.OPEN_BELOW) | set(measures.OPEN_ABOVE) == qualifiers - {"exact", "about", "between"}
