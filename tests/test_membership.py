"""Membership: who belonged on a day, as far as it is known, and how the list fits the stated counts."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
import reading
from hypothesis import given
from hypothesis import strategies as st

from loaders.analysis import membership
from loaders.analysis.meetings import meetings
from loaders.analysis.membership import Total
from loaders.dates import period
from loaders.schema.tables import records
from loaders.selection import Between


@pytest.fixture(scope="module")
def core(record):
    """The core, nothing chosen."""
    return reading.chosen(record)


def one(dataset, member_id, **cells):
    """A member of the made-up record, some of its cells set to other values, or the date of its naming."""
    changed = dataset
    if named := cells.pop("named_on", ""):
        (naming,) = [row for row in records(dataset.namings) if row["member_id"] == member_id]
        changed = reading.changed(changed, "namings", naming["naming_id"], named_on=named)
    changed = reading.changed(changed, "members", member_id, **cells) if cells else changed
    found = membership.find_member(reading.chosen(changed, collection="record"), member_id)
    assert found
    return found


def day(text):
    return date.fromisoformat(text)


# what is known of one member ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        pytest.param(
            {"joined_on": "2020-02-05", "joined_precision": "day"},
            {"2020-02-04": "later", "2020-02-05": "joined"},
            id="a day",
        ),
        pytest.param(
            {},
            {
                "2020-01-31": "later",
                "2020-02-01": "undated",
                "2020-02-28": "undated",
                "2020-02-29": "joined",
            },
            id="a month is certain at its end",
        ),
        pytest.param(
            {"joined_on": "2021", "joined_precision": "year", "named_on": "2022"},
            {"2020-12-31": "later", "2021-12-30": "undated", "2021-12-31": "joined"},
            id="a year is certain at its end",
        ),
        pytest.param(
            {"joined_on": "2021", "joined_precision": "year", "named_on": "2021-07"},
            {"2021-06-30": "undated", "2021-07-31": "named", "2021-12-31": "joined"},
            id="a source names it before the year is over",
        ),
        pytest.param(
            {"joined_on": "", "joined_precision": "", "named_on": "2021-05-13"},
            {"1999-01-01": "undated", "2021-05-12": "undated", "2021-05-13": "named"},
            id="no date of joining",
        ),
        pytest.param(
            {
                "joined_on": "",
                "joined_precision": "",
                "after_on": "2020-06",
                "after_precision": "month",
            },
            {"2020-06-01": "later", "2020-06-02": "undated", "2020-12-31": "named"},
            id="known not to have been one yet",
        ),
    ],
)
def test_what_is_known_of_a_member_follows_from_its_dates(sample, cells, states):
    found = one(sample, "nor", **cells)

    assert {text: found.state(day(text)) for text in states} == states


def test_the_earliest_of_several_namings_says_from_when_a_member_is_certain(sample):
    (naming,) = [row for row in records(sample.namings) if row["member_id"] == "per"]
    dates = ("2022", "2021-05-20", "2021-05")
    more = [{**naming, "naming_id": f"per-{date}", "named_on": date} for date in dates]
    later = replace(sample, namings=pd.DataFrame(more))

    found = one(later, "per")

    assert [naming.when.text for naming in found.namings] == ["2021-05-20", "2021-05", "2022"]
    assert [found.state(day(date)) for date in ("1990-01-01", "2021-05-19", "2021-05-20")] == [
        *("undated", "undated", "named")
    ]


def test_the_united_nations_observed_and_are_no_member(record):
    assert not [member for member in record.known("members") if "united-nations" in member]
    assert "chn" not in record.known("members"), "who took part in Paris in 2014 and is none"


@given(st.dates(date(2014, 1, 1), date(2027, 1, 1)), st.integers(0, 2000))
def test_what_is_known_only_grows(record, start, days):
    """No state but that of a member may follow that of a member, and nobody becomes one who joins later."""
    order = {"later": 0, "undated": 1, "named": 2, "joined": 3}

    for each in membership.roster(reading.chosen(record, collection="record")):
        assert order[each.state(start)] <= order[each.state(start + timedelta(days))]


# the list -----------------------------------------------------------------------------------------------


def test_the_core_has_the_members_that_its_own_reports_name(core, wide):
    sources = core.whole.names["sources"]
    here, all_of_them = (
        {each.member_id for each in membership.roster(each)} for each in (core, wide)
    )

    assert all_of_them == set(core.whole.members["member_id"])
    assert here < all_of_them
    assert {
        sources[core.whole.names["members"][each]["source_id"]]["collection"] for each in here
    } == {"core"}


def test_a_filter_changes_no_list(record, wide):
    filtered = reading.chosen(record, collection="record", years=(2015, 2015), cities=("paris",))

    assert [each.member_id for each in membership.roster(filtered)] == [
        each.member_id for each in membership.roster(wide)
    ]


def test_the_sums_of_the_record_are_as_they_were_counted(wide):
    assert membership.total(wide, day("2015-01-31")) == Total(1, 26, 35, 26)
    assert membership.total(wide, day("2016-02-29")) == Total(5, 36, 25, 22)
    assert membership.total(wide, day("2017-01-31")) == Total(7, 60, 1, 20)
    assert membership.total(wide, day("2017-11-30")) == Total(9, 64, 1, 14)
    assert membership.total(wide, day("2026-02-28")) == Total(22, 66, 0, 0)


def test_the_band_steps_where_the_sum_does(wide):
    steps = membership.band(wide)

    assert [each for each, *_ in steps] == sorted({each for each, *_ in steps})
    for when, least, most in steps:
        assert (least, most) == (
            membership.total(wide, when).least,
            membership.total(wide, when).most,
        )
    for (before, *_), (after, *_) in pairwise(steps):
        inside = after - timedelta(1)
        assert membership.total(wide, inside).least == membership.total(wide, before).least


# months -------------------------------------------------------------------------------------------------


def test_the_months_run_without_a_gap_from_the_first_date_to_the_last(sample):
    months = membership.months(reading.chosen(sample, collection="record"))

    assert (months[0], months[-1]) == ("2020-02", "2024-10")
    assert len(months) == 4 * 12 + 9
    assert all(
        period(after, "month").first == period(before, "month").last + timedelta(1)
        for before, after in pairwise(months)
    )


@pytest.mark.parametrize(
    ("asked", "month"),
    [(None, "2024-10"), ("2022-09", "2022-09"), ("1999-01", "2020-02"), ("2099-01", "2024-10")],
)
def test_a_month_outside_of_the_collection_is_its_nearest(sample, asked, month):
    assert membership.clamp_month(reading.chosen(sample, collection="record"), asked) == month


def test_the_history_of_every_member_says_its_state_in_every_month(wide):
    for each in membership.roster(wide):
        now = ""
        changes = dict(membership.history(wide, each))
        for month in membership.months(wide):
            now = changes.get(month, now)
            assert now == each.state(membership.end(month))
            assert month not in changes or month in membership.changing(wide)


def test_the_last_stated_counts_are_those_of_one_month_with_all_rivals(wide):
    at_kuwait = membership.latest_stated(wide, "2018-03")

    assert {each.value for each in at_kuwait} == {74, 75}
    assert {each.when.text[:7] for each in at_kuwait} == {"2018-02"}
    assert membership.latest_stated(wide, "2014-08") == ()


# the list and the counts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "value", "gap"),
    [
        ("exact", 2, 0),
        ("exact", 1, 0),
        ("exact", 5, -3),
        ("exact", 0, 1),
        ("more_than", 1, 0),
        ("more_than", 2, -1),
        ("at_least", 2, 0),
        ("at_least", 3, -1),
        ("up_to", 1, 0),
        ("up_to", 0, 1),
        ("nearly", 1, 0),
        ("less_than", 1, 1),
        ("less_than", 2, 0),
        ("about", 400, None),
    ],
)
def test_a_count_fits_if_what_it_leaves_open_meets_what_the_list_does(
    sample, qualifier, value, gap
):
    """In May 2021 one member of the made-up core, Peru, is named; the other is not yet."""
    changed = reading.changed(
        sample,
        "observations",
        "2021-05-oslo-members",
        value=value,
        qualifier=qualifier,
        as_of="2021-05-20",
    )

    fit, *_ = membership.fits(reading.chosen(changed))

    assert (fit.least, fit.most, fit.gap) == (1, 2, gap)


def test_who_joined_on_the_day_of_a_count_may_or_may_not_be_counted(wide):
    at_kuwait = [each for each in membership.fits(wide) if each.figure.when.text == "2018-02-13"]

    assert {each.figure.value for each in at_kuwait} >= {74, 75}
    # What was said at the opening is not the number of that day, and is not held against the list.
    assert {fit.figure.value: fit.gap for fit in at_kuwait if fit.gap} == {68: 5}, "out of date"
    assert {fit.gap for fit in at_kuwait if fit.figure.value != 68} == {0, None}


def test_the_counts_that_the_list_cannot_account_for_are_known(wide):
    gaps = {each.figure.observation_id: each.gap for each in membership.fits(wide) if each.gap}

    assert gaps == {
        "2018-02-kuwait-members-kuwait-times": 5,
        "2019-11-washington-members": 3,
        "2022-05-marrakech-members-sun-nigeria": 1,
        "2024-09-washington-members-republic-of-togo": 2,
        "2024-10-brussels-members": -1,
        "2025-11-11-members-rudaw": -2,
        "2026-02-riyadh-members": -2,
    }


# between two meetings -----------------------------------------------------------------------------------


def test_the_usual_meetings_are_the_first_and_the_last_with_a_count(wide, core):
    assert [each.meeting_id for each in membership.pair(wide, None) or ()] == [
        "2014-10-washington",
        "2026-02-riyadh",
    ]
    assert [each.meeting_id for each in membership.pair(core, None) or ()] == [
        "2017-11-amman",
        "2019-02-washington",
    ]


def test_two_meetings_are_asked_for_in_either_order_where_the_collection_has_both(wide, core):
    kuwait, brussels = "2018-02-kuwait", "2021-12-brussels"
    found = [
        membership.pair(wide, Between(*ends)) for ends in ((kuwait, brussels), (brussels, kuwait))
    ]

    assert found[0] == found[1]
    assert [meeting.meeting_id for meeting in found[0] or ()] == [kuwait, brussels]
    assert membership.pair(core, Between(brussels, kuwait)) == membership.pair(core, None)


def joined(dataset, first, last):
    ends = membership.pair(dataset, Between(first, last))
    assert ends
    assert [each.meeting_id for each in ends] == [first, last]
    return membership.joined(dataset, *ends)


def test_who_was_welcomed_at_the_first_meeting_joined_before_and_at_the_last_between(wide):
    before = joined(wide, "2017-11-amman", "2018-02-kuwait")
    after = joined(wide, "2018-02-kuwait", "2021-12-brussels")

    assert "phl" in {each.member_id for each in before.known}
    assert "phl" not in {each.member_id for each in (*after.known, *after.within, *after.open)}
    assert "bfa" in {each.member_id for each in after.known}
    assert {each.member_id for each in before.open} == {
        "cen-sad",
        "cmr",
        "fji",
        "gin",
        "ken",
        "som",
    }
    assert "fra" not in {each.member_id for each in (*before.certain, *before.open)}, (
        "who was named long before"
    )
    between = joined(wide, "2017-11-amman", "2019-02-munich").within
    assert {each.member_id for each in between} >= {"fji", "gin", "ken", "cen-sad"}


def test_between_a_meeting_and_itself_nobody_joined(wide):
    meeting = next(each for each in meetings(wide) if each.meeting_id == "2018-02-kuwait")

    found = membership.joined(wide, meeting, meeting)

    assert (found.certain, found.open, found.stated) == ((), (), None)


def test_counts_are_compared_only_if_each_meeting_has_a_single_exact_one(wide):
    assert joined(wide, "2017-11-amman", "2018-12-ottawa").stated == (74, 79)
    assert joined(wide, "2017-11-amman", "2018-02-kuwait").stated is None, "rivals at the second"
    assert joined(wide, "2014-10-washington", "2018-12-ottawa").stated is None, (
        "about, at the first"
    )
    assert joined(wide, "2016-02-rome", "2018-12-ottawa").stated is None, "no count at the first"
