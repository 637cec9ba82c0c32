"""Selecting: what a selection leaves of a dataset, and how a selection changes with it."""

from dataclasses import replace

import pytest
import reading
from hypothesis import given
from hypothesis import strategies as st
from test_selection import known, selections

from loaders.dataset import load
from loaders.select import list_months, select, select_months, switch_collection, toggle
from loaders.selection import Months, Selection

# A click


@pytest.mark.parametrize(
    "click",
    [
        {"cities": ("oslo", "lima")},
        {"years": (2021, 2021)},
        {"meetings": ("2021-05-oslo",), "figure": "2021-05-oslo-members"},
    ],
    ids=str,
)
@given(selection=selections())
def test_what_is_toggled_twice_returns_to_the_start(click, selection):
    usual = Selection()
    start = replace(selection, **{name: getattr(usual, name) for name in click})

    once = toggle(start, **click)

    assert once == replace(start, **click)
    assert toggle(once, **click) == start


# The part of the dataset that is selected


def ids(dataset, table):
    """The ids of a table, in its order."""
    return getattr(dataset, table)[dataset.rules.tables[table].key[0]].tolist()


def test_the_record_holds_the_core_and_more(sample):
    core, chosen = select(sample, Selection()), select(sample, Selection(collection="record"))

    assert ids(chosen, "meetings") == ["2020-02-oslo", *ids(core, "meetings")]
    assert ids(chosen, "observations") == ["2020-02-oslo-members", *ids(core, "observations")]
    assert len(chosen.passages) == len(core.passages)
    assert (chosen.collection, chosen.wide) == ("record", True)
    assert (core.collection, core.wide) == ("core", False)


def test_a_figure_of_the_record_about_a_meeting_of_the_core_is_shown_in_the_record_alone(sample):
    members = "2020-02-oslo-members"
    added = reading.changed(sample, "observations", members, meeting_id="2021-05-oslo")
    oslo = Selection(cities=("oslo",), years=(2021, 2021))

    assert members not in ids(select(added, oslo), "observations")
    assert members in ids(select(added, replace(oslo, collection="record")), "observations")


@given(data=st.data())
def test_the_record_never_holds_less_than_the_core(data, sample):
    selection = data.draw(known(sample))

    core = select(sample, replace(selection, collection="core"))
    wide = select(sample, replace(selection, collection="record"))

    for name in ("meetings", "observations"):
        rows = getattr(wide, name)
        of_the_core = rows[rows["collection"] == "core"]
        assert of_the_core[rows.columns[0]].tolist() == ids(core, name)


def test_a_change_to_the_core_leaves_out_what_it_does_not_hold(sample):
    selection = Selection(
        collection="record",
        cities=("lima", "oslo"),
        levels=("ministerial", "small_group"),
        meetings=("2020-02-oslo", "2021-05-oslo"),
        years=(2020, 2020),
        themes=("winter-aid",),
    )
    without = reading.changed(sample, "meetings", "2021-05-oslo", city_id="lima")

    moved = switch_collection(selection, without, collection="core")

    assert moved == Selection(
        cities=("lima",),
        levels=("ministerial", "small_group"),
        meetings=("2021-05-oslo",),
        themes=("winter-aid",),
    )


@given(data=st.data())
def test_a_change_to_the_record_leaves_out_nothing_that_the_core_holds(data, sample):
    selection = switch_collection(data.draw(known(sample)), sample, collection="core")

    assert switch_collection(selection, sample, collection="record") == replace(
        selection, collection="record"
    )


@pytest.mark.parametrize(
    ("change", "meetings"),
    [
        ({"years": (2022, 2023)}, ["2022-09-nairobi", "2023-03-online"]),
        ({"cities": ("oslo", "lima")}, ["2021-05-oslo", "2024-10-lima"]),
        ({"levels": ("small_group",)}, ["2022-09-nairobi", "2023-03-online"]),
        ({"meetings": ("2023-03-online",)}, ["2023-03-online"]),
        ({"themes": ("winter-aid", "stabilisation")}, ["2021-05-oslo", "2024-10-lima"]),
        ({"cities": ("oslo",), "years": (2022, 2024)}, []),
        ({"period": ("2022-09", "2023-03")}, ["2022-09-nairobi", "2023-03-online"]),
        ({"period": ("2021-05", "2021-05")}, ["2021-05-oslo"]),
        ({"period": ("2021-06", "2022-08")}, []),
        ({"period": ("2021-01", "2024-12"), "years": (2024, 2024)}, ["2024-10-lima"]),
    ],
    ids=str,
)
def test_a_filter_chooses_meetings(sample, change, meetings):
    chosen = select(sample, Selection(**change))

    assert ids(chosen, "meetings") == meetings


def test_a_meeting_is_in_every_month_that_it_may_have_been_held_in(sample):
    longer = reading.changed(
        sample, "meetings", "2021-05-oslo", starts_on="2021-05-31", ends_on="2021-06-01"
    )
    vague = reading.changed(
        sample, "meetings", "2021-05-oslo", starts_on="2021", ends_on="", date_precision="year"
    )

    for dataset, month, is_held in (
        *((longer, "2021-05", True), (longer, "2021-06", True), (longer, "2021-07", False)),
        *((vague, "2021-01", True), (vague, "2021-12", True), (vague, "2022-01", False)),
    ):
        held = ids(select(dataset, Selection(period=(month, month))), "meetings")
        assert held == ["2021-05-oslo"] * is_held


def test_where_themes_are_chosen_a_passage_has_one_of_them(sample):
    chosen = select(sample, Selection(themes=("military-campaign",)))

    passages = chosen.passages[["meeting_id", "number"]].values.tolist()
    assert passages == [["2021-05-oslo", 1], ["2021-05-oslo", 2], ["2024-10-lima", 1]]
    assert chosen.themes_asked == {"military-campaign"}


@pytest.mark.parametrize(
    ("change", "observations"),
    [
        ({"cities": ("nairobi",)}, ["2022-09-nairobi-idps-returned", "2022-09-nairobi-members"]),
        ({"years": (2023, 2023)}, ["2023-territory-held-peak"]),
        ({"period": ("2023-05", "2023-06")}, ["2023-territory-held-peak"]),
        ({"cities": ("nairobi",), "years": (2023, 2023)}, []),
    ],
    ids=str,
)
def test_an_observation_is_selected_with_its_meeting_or_without_one_by_its_date(
    sample, change, observations
):
    assert ids(select(sample, Selection(**change)), "observations") == observations


def test_equal_selections_give_the_same_part_of_the_whole(sample):
    first = select(sample, Selection(cities=("oslo", "lima")))
    second = select(
        first, Selection(cities=("lima", "oslo"), language="ar", figure="2021-05-oslo-members")
    )

    assert first is second
    assert first.whole is sample


def test_what_the_rest_refers_to_stays_whole(sample):
    chosen = select(sample, Selection(cities=("oslo",), years=(2021, 2021)))

    for name in ("cities", "sources", "indicators", "members", "themes", "discrepancies"):
        assert getattr(chosen, name) is getattr(sample, name)


def test_choosing_leaves_the_dataset_as_it_was(folder):
    dataset, untouched = load(folder), load(folder)

    select(dataset, Selection(cities=("oslo",), themes=("winter-aid",), years=(2021, 2021)))

    for name in dataset.rules.tables:
        assert getattr(dataset, name).equals(getattr(untouched, name))
    assert dataset.passages.equals(untouched.passages)


# A period on the time line


@pytest.mark.parametrize(
    ("collection", "first", "last", "count"),
    [("core", "2021-05", "2024-10", 42), ("record", "2020-02", "2024-10", 57)],
)
def test_the_months_of_a_collection_run_from_its_first_to_its_last_without_a_gap(
    sample, collection, first, last, count
):
    months = list_months(sample, collection)

    assert (months[0], months[-1], len(months)) == (first, last, count)
    assert list(months) == sorted(set(months))
    assert {"2021-12", "2022-01"} <= set(months)


@pytest.mark.parametrize(
    ("period", "kept"),
    [
        (Months("2022-01", "2022-09"), Months("2022-01", "2022-09")),
        (Months("2022-09", "2022-01"), Months("2022-01", "2022-09")),
        (Months("2019-01", "2022-09"), Months("2021-05", "2022-09")),
        (Months("2022-09", "2030-01"), Months("2022-09", "2024-10")),
        (Months("2021-05", "2024-10"), None),
        (Months("2025-01", "2025-02"), None),
        (None, None),
    ],
    ids=str,
)
def test_a_marked_period_is_cut_to_the_months_of_the_collection(sample, period, kept):
    assert select_months(Selection(), sample, period=period).period == kept


def test_a_marked_period_takes_the_place_of_the_years_and_of_nothing_else(sample):
    before = Selection(language="ar", years=(2021, 2022), cities=("oslo",))

    after = select_months(before, sample, period=Months("2022-01", "2022-09"))

    assert after == replace(before, years=None, period=Months("2022-01", "2022-09"))
