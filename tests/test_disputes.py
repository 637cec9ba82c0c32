"""Disputes: which published values of one series are rivals, and who disputes what."""

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
import reading
from hypothesis import given
from hypothesis import strategies as st

from loaders.analysis.disputes import disputes, disputes_about, find_dispute, rivals
from loaders.analysis.observations import figures
from loaders.dates import period


def with_figures(dataset, *rows, table="observations"):
    """The dataset with more rows, each like its first but for some cells."""
    frame = getattr(dataset, table)
    more = pd.DataFrame([{**frame.iloc[0].to_dict(), **row} for row in rows])
    return replace(dataset, **{table: pd.concat([frame, more], ignore_index=True)})


def member_counts(dataset, *dated, **cells):
    """The dataset with numbers of members of the year 2030, each of a date and a speaker."""
    precision = {4: "year", 7: "month", 10: "day"}
    return with_figures(
        dataset,
        *(
            {
                "observation_id": f"{place}-{date}-members",
                "indicator_id": "members",
                "scope": "global",
                "meeting_id": "",
                "as_of": date,
                "as_of_precision": precision[len(date)],
                "speaker_en": speaker,
                "value": 40 + place,
                **cells,
            }
            for place, (date, speaker) in enumerate(dated)
        ),
    )


def grouped(dataset, indicator="members", **fields):
    """The groups of an indicator in 2030: their dates, and the speakers of their values."""
    chosen = reading.chosen(dataset, collection="record", **fields)
    return [
        (each.when.text, [one.row["speaker_en"] for one in each.figures])
        for each in rivals(chosen)
        if each.indicator_id == indicator and each.when.text.startswith("2030")
    ]


def of(dataset, indicator, date, scope):
    """The one group of an indicator, a date and a scope in the record."""
    (found,) = [
        each
        for each in rivals(reading.chosen(dataset, collection="record"))
        if (each.indicator_id, each.when.text, each.series.scope) == (indicator, date, scope)
    ]
    return found


# which values are rivals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "groups"),
    [
        ([("2030-05-11", "Ada"), ("2030-05-11", "Ben")], [("2030-05-11", ["Ada", "Ben"])]),
        ([("2030-05-11", "Ada"), ("2030-05-11", "Ada")], []),
        ([("2030-05-11", "Ada"), ("2030-05-12", "Ben")], []),
        (
            [
                ("2030-05", "Ada"),
                ("2030-05-11", "Ben"),
                ("2030-05-20", "Cem"),
                ("2030-06-01", "Dan"),
            ],
            [("2030-05-11", ["Ada", "Ben"]), ("2030-05-20", ["Ada", "Cem"])],
        ),
        (
            [("2030", "Ada"), ("2030-05", "Ben"), ("2030-05-11", "Cem")],
            [("2030-05-11", ["Ada", "Ben", "Cem"])],
        ),
    ],
)
def test_values_of_several_speakers_are_rivals_where_their_dates_overlap(sample, dated, groups):
    assert grouped(member_counts(sample, *dated)) == groups


@pytest.mark.parametrize("cells", [{"scope": "iraq"}, {"counts_en": "states", "counts_ar": "دول"}])
def test_values_of_two_series_are_no_rivals(sample, cells):
    dated = member_counts(sample, ("2030-05-11", "Ada"))
    other = {"observation_id": "other", "speaker_en": "Ben"}

    elsewhere = with_figures(dated, {**dated.observations.iloc[-1].to_dict(), **other, **cells})

    assert grouped(elsewhere) == []
    assert grouped(with_figures(dated, {**dated.observations.iloc[-1].to_dict(), **other})) != []


@given(
    st.lists(
        st.sampled_from(["2030", "2030-05", "2030-05-11", "2030-05-12", "2030-06", "2030-06-01"]),
        max_size=7,
    )
)
def test_every_two_values_of_a_group_overlap_and_every_two_that_do_share_a_group(sample, dates):
    dated = reading.chosen(
        member_counts(sample, *((date, f"Speaker {place}") for place, date in enumerate(dates)))
        if dates
        else sample,
        collection="record",
    )
    found = [
        {each.observation_id for each in group.figures}
        for group in rivals(dated)
        if group.when.text.startswith("2030")
    ]
    whens = {f"{place}-{date}-members": period(date) for place, date in enumerate(dates)}

    for one, other in combinations(whens, 2):
        overlap = whens[one].first <= whens[other].last and whens[other].first <= whens[one].last
        assert overlap is any({one, other} <= group for group in found)
    for group in found:
        assert found.count(group) == 1
        assert not any(group < other for other in found), "no group is a part of another"


# the record --------------------------------------------------------------------------------------


def test_the_two_counts_of_amman_cannot_both_be_true(record):
    freed = of(record, "people-freed", "2017-11-15", "iraq-syria")

    assert [(each.qualifier, each.value) for each in freed.figures] == [
        ("nearly", 6_600_000),
        ("more_than", 7_500_000),
        ("more_than", 7_500_000),
    ]
    assert not freed.agree


def test_the_meetings_of_one_day_are_kept_apart(record):
    kuwait = of(record, "participants", "2018-02-13", "global")

    assert {each.meeting_id for each in kuwait.figures} == {"2018-02-kuwait"}


def test_the_core_alone_has_no_rivals_and_the_record_keeps_those_left_out(record):
    assert rivals(reading.chosen(record)) == ()
    everything = rivals(reading.chosen(record, collection="record"))
    amman = rivals(reading.chosen(record, collection="record", cities=("amman",)))

    assert [each.when.text for each in amman] == [each.when.text for each in everything]
    assert {each.when.text for each in amman if each.chosen} == {"2017-11-15"}
    assert rivals(reading.chosen(record, collection="record")) is everything, "it is made once"


# disagreements -----------------------------------------------------------------------------------


def test_the_other_side_says_what_the_disagreement_quotes(record):
    both = [each for each in disputes(reading.chosen(record, collection="record")) if each.theirs]

    assert len(both) > 30
    for each in both:
        assert each.ours is not None
        assert each.theirs is not None
        assert each.theirs.row["source_id"] == each.row["stated_source_id"]
        assert each.theirs.indicator_id == each.ours.indicator_id
        said = each.theirs.row[each.column]
        assert said == (
            float(each.row["stated"]) if each.column in ("value", "high") else each.row["stated"]
        )
        assert each.theirs.observation_id != each.ours.observation_id


def test_a_date_in_dispute_has_no_figures(sample):
    nairobi = find_dispute(sample, "2022-09-nairobi-starts-on-daily")

    assert nairobi is not None
    assert (nairobi.ours, nairobi.theirs, nairobi.meeting_id) == (None, None, "2022-09-nairobi")
    assert nairobi.when == period("2022-09")


def test_the_core_lists_what_is_about_the_core_and_the_record_everything(record):
    core, wide = (
        disputes(reading.chosen(record)),
        disputes(reading.chosen(record, collection="record")),
    )

    assert {each.collection for each in core} == {"core"}
    assert len(wide) == len(record.discrepancies)
    assert {each.discrepancy_id for each in core} == {
        each.discrepancy_id for each in wide if each.collection == "core"
    }


def test_a_disagreement_is_chosen_with_its_figure_or_its_meeting(record):
    paris = [
        each
        for each in disputes(reading.chosen(record, meetings=("2019-06-paris",)))
        if each.chosen
    ]

    assert {each.meeting_id for each in paris} == {"2019-06-paris"}
    assert {each.table for each in paris} == {"observations", "meetings"}


def test_a_disagreement_about_another_table_belongs_to_the_source_that_is_followed(sample):
    member = sample.members["member_id"].iloc[0]
    known = with_figures(
        sample,
        {
            "discrepancy_id": "member",
            "subject": f"members:{member}:kind",
            "stated": "x",
            "adopted": "y",
        },
        table="discrepancies",
    )

    (found,) = [each for each in disputes(reading.chosen(known)) if each.discrepancy_id == "member"]

    assert (found.table, found.ours, found.meeting_id, found.when, found.chosen) == (
        "members",
        None,
        "",
        None,
        True,
    )
    assert found.collection == known.names["sources"][found.row["adopted_source_id"]]["collection"]


def test_a_figure_knows_the_disagreements_that_it_has_a_side_in(sample, record):
    def about(dataset, observation, **fields):
        chosen = reading.chosen(dataset, **fields)
        every = figures(chosen, dataset.names["indicators"])
        (figure,) = [each for each in every if each.observation_id == observation]
        return [each.discrepancy_id for each in disputes_about(chosen, figure)]

    assert about(sample, "2024-10-lima-foreign-fighters") == [
        "2024-10-lima-foreign-fighters-ministry"
    ]
    assert about(sample, "2024-10-lima-foreign-fighters", cities=("oslo",)) == about(
        sample, "2024-10-lima-foreign-fighters"
    )
    assert about(sample, "2022-09-nairobi-members") == ["2022-09-nairobi-starts-on-daily"]
    assert about(sample, "2021-05-oslo-people-freed") == []
    host = "2017-11-amman-people-freed-host"
    assert about(record, host, collection="record") == [host]
