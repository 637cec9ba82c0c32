"""The page of the figures: its groups, how many values each has, and what its chart says of them."""

import pytest
import reading

from components import indicators, page, state
from components.language import text
from components.theme import DESK
from loaders.pages import SECTIONS
from loaders.selection import Selection


def sections(dataset, **fields):
    """The links to the sections of the page, as it lists them for a selection."""
    follow = state.Follow(Selection(page="figures", **fields), DESK, dataset)
    filters = {name: value for name, value in fields.items() if name != "section"}
    return page.list_sections(reading.chosen(dataset, **filters), text("en"), follow)


def test_every_group_of_the_contract_is_a_section_of_the_page(record):
    assert sorted(indicators.GROUPS) == sorted(record.rules.choices("indicators", "group"))
    assert SECTIONS["figures"] == indicators.GROUPS


@pytest.mark.parametrize(
    "fields", [{}, {"collection": "record"}, {"collection": "record", "years": (2017, 2018)}]
)
def test_a_section_says_how_many_values_the_selection_leaves_of_its_group(record, fields):
    selected = reading.chosen(record, **fields)
    groups = [
        record.names["indicators"][name]["group"] for name in selected.observations["indicator_id"]
    ]

    found = sections(record, **fields)

    assert [section["count"] for section in found] == [
        str(groups.count(group)) for group in indicators.GROUPS
    ]
    assert sum(int(section["count"]) for section in found) == len(selected.observations)


def test_the_first_section_is_shown_unless_another_is_chosen(record):
    assert [section["current"] for section in sections(record)] == [True] + [False] * 5
    assert [section["current"] for section in sections(record, section="cost")].index(True) == 4


@pytest.mark.parametrize("group", indicators.GROUPS)
def test_the_chart_of_a_group_draws_its_values_and_no_other(record, group):
    selected = reading.chosen(record, collection="record")
    names = record.names["indicators"]
    wanted = {
        row["observation_id"]
        for _, row in selected.observations.iterrows()
        if names[row["indicator_id"]]["group"] == group
    }

    drawn = reading.traces(indicators.CHARTS[group].figure(selected, text("en"), DESK))

    assert wanted
    assert set(drawn) == wanted


def test_the_finding_names_few_quantities_and_counts_many(record):
    core, wide = reading.chosen(record), reading.chosen(record, collection="record")

    assert indicators.finding(core, text("en"), "people").startswith("3 published figures: ")
    assert (
        indicators.finding(wide, text("en"), "support") == "42 published figures of 9 quantities."
    )
    assert indicators.finding(core, text("en"), "threat") == text("en")("indicators.none")
