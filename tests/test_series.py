"""Series: nothing that counts one thing is compared with what counts another, whatever is selected.

The law is tested from outside: what a view says of an indicator stays the same when every value that is not of the
series it speaks of is taken out of the dataset.
"""

from dataclasses import replace
from functools import lru_cache

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from components import counted, disagreements, key_figures, people, territory, timeline
from components.charts.descriptions import describe_mark
from components.charts.marks import choose_symbol, draw_core_steps
from components.language import text
from components.theme import DESK
from loaders.analysis.bounds import change_between
from loaders.analysis.disputes import disputes, rivals
from loaders.analysis.observations import figures
from loaders.analysis.series import (
    Series,
    first_and_last,
    is_doubted,
    key_figure,
    main_series,
    selected_series,
    series_of,
    stated_for_same_date,
    totals_first,
)

SELECTIONS = 300
"""Random selections of each law."""

COMPARED = (*key_figures.KEYS, people.RETURNED)
"""The indicators of which a headline or a key figure speaks."""

CITIES = ["amman", "rome", "paris", "kuwait-city", "washington", "brussels", "riyadh", "london"]
LEVELS = ["ministerial", "small_group", "political_directors", "defence", "other"]
YEARS = st.integers(2013, 2027)


@st.composite
def selected(draw):
    """Fields of a selection: a collection and filters as a reader may combine them."""
    fields = {"collection": draw(st.sampled_from(["core", "record", "record", "record"]))}
    if draw(st.booleans()):
        fields["years"] = (draw(YEARS), draw(YEARS))
    if draw(st.booleans()):
        fields["levels"] = tuple(draw(st.lists(st.sampled_from(LEVELS), max_size=2)))
    if draw(st.booleans()):
        fields["cities"] = tuple(draw(st.lists(st.sampled_from(CITIES), max_size=3)))
    if draw(st.integers(0, 7)) == 0:
        fields["themes"] = (draw(st.sampled_from(["stabilisation", "military-campaign"])),)
    return fields


@lru_cache(maxsize=400)
def restricted(record, kept):
    """The dataset in which every compared indicator has the values of the ``kept`` series alone."""
    frame = record.observations
    columns = zip(frame["indicator_id"], frame["scope"], frame["counts_en"], strict=True)
    mask = [key[0] not in COMPARED or Series(*key) in kept for key in columns]
    return replace(record, observations=frame[mask].reset_index(drop=True))


def said(chosen, language):
    """What the key figures and the headlines say of a selection."""
    words = text(language)
    out = {view.KEY: view.finding(chosen, words) for view in (timeline, territory, people)}
    for indicator in key_figures.KEYS:
        out[indicator] = key_figures.describe(chosen, words, indicator=indicator)
        # The only thing that may speak of another series: it names the other country, and compares nothing.
        out[indicator].pop("others", None)
    return out


@settings(max_examples=SELECTIONS, deadline=None)
@given(selected(), st.sampled_from(["en", "ar"]))
def test_headlines_and_key_figures_speak_of_one_series_alone(record, fields, language):
    chosen = reading.chosen(record, **fields)
    main = [main_series(chosen, indicator) for indicator in COMPARED]
    kept = frozenset(series_of(values[0]) for values in main if values)

    alone = reading.chosen(restricted(record, kept), **fields)

    assert said(chosen, language) == said(alone, language)


@settings(max_examples=SELECTIONS, deadline=None)
@given(selected())
def test_rivals_lines_and_verdicts_are_of_one_series(record, fields):
    chosen, words = reading.chosen(record, **fields), text("en")

    for group in rivals(chosen):
        assert {series_of(value) for value in group.figures} == {group.series}
    for indicator in key_figures.KEYS:
        found = key_figure(chosen, indicator)
        if found:
            values = (*found.same_date, *found.before, *(filter(None, [found.unchanged_since])))
            assert {series_of(value) for value in values} == {series_of(found.figure)}
    line = draw_core_steps(figures(chosen, ["members"]), screen=DESK)
    core = selected_series(chosen, "members").get(Series("members", "global", ""), ())
    assert set(line["y"]) <= {value.value for value in core}
    joined = {series_of(value) for value in counted.list_joined(chosen)}
    assert len(joined) <= 1
    for dispute in disputes(chosen):
        verdict = disagreements.describe_verdict(dispute, words)
        if verdict in {
            words("disagreements.agree"),
            words("disagreements.conflict"),
            words("disagreements.apart"),
        }:
            assert dispute.ours is not None
            assert dispute.theirs is not None
            assert series_of(dispute.ours) == series_of(dispute.theirs)


@settings(max_examples=SELECTIONS, deadline=None)
@given(selected(), st.sampled_from(COMPARED))
def test_a_doubted_value_is_never_shown_where_the_series_has_a_better_one(
    record, fields, indicator
):
    chosen = reading.chosen(record, **fields)
    found = key_figure(chosen, indicator)
    every = [value for values in selected_series(chosen, indicator).values() for value in values]

    assert (found is None) is (not every)
    if found is None:
        return
    assert is_doubted(found.figure) is all(map(is_doubted, every))
    whole = [value for value in every if not series_of(value).is_part and not is_doubted(value)]
    assert not (whole and series_of(found.figure).is_part)
    later = [
        value
        for value in selected_series(chosen, indicator)[series_of(found.figure)]
        if value.when.middle > found.figure.when.middle and not is_doubted(value)
    ]
    assert not later


def test_a_rise_or_fall_in_a_headline_is_proven(record):
    values = main_series(reading.chosen(record, collection="record"), "members")

    first, last = first_and_last(values, record)

    assert (first.value, first.row["source_id"]) == (60, "state-gov-brussels-2014")
    assert (last.value, last.qualifier) == (90, "exact")
    assert change_between(first, last) == "rise"


def test_a_doubted_value_says_so_wherever_it_is_worded(record):
    chosen = reading.chosen(record, collection="record")
    doubted = [value for value in figures(chosen, record.names["indicators"]) if is_doubted(value)]

    assert len(doubted) == 12
    for language, mark in (("en", "(doubted)"), ("ar", "(مشكوك فيه)")):
        words = text(language)
        for value in doubted:
            assert words.stated(value, record.names["indicators"][value.indicator_id]).endswith(
                mark
            )
            assert words.bare(value).endswith(mark)
    assert all(
        choose_symbol(value, kind="press").endswith("open-dot")
        for value in doubted
        if value.status == "stated"
    )


def test_our_reading_says_so_wherever_it_is_worded(record):
    chosen = reading.chosen(record, collection="record")
    derived = [
        value for value in figures(chosen, record.names["indicators"]) if value.status == "derived"
    ]

    assert len(derived) == 13
    for value in derived:
        indicator = record.names["indicators"][value.indicator_id]
        assert "(our reading)" in text("en").stated(value, indicator)
        assert "(بحسب قراءتنا)" in text("ar").bare(value)
        tip = describe_mark(value, text=text("en"), dataset=chosen)
        assert "Our reading" in tip
        assert "Exact as stated" not in tip


def test_the_other_statements_of_the_same_date_are_named(record):
    chosen = reading.chosen(record)
    value = next(
        value for value in figures(chosen, ["people-freed"]) if value.meeting_id == "2017-11-amman"
    )

    wide = reading.chosen(record, collection="record", cities=("rome",))

    assert stated_for_same_date(chosen, value) == ()
    assert [other.observation_id for other in stated_for_same_date(wide, value)] == [
        "2017-11-amman-people-freed-state",
        "2017-11-amman-people-freed-host",
    ]


@pytest.mark.parametrize("scope", ["iraq", "syria", "region"])
def test_a_country_is_a_part(scope):
    assert Series("members", scope, "").is_part
    assert Series("members", "global", "states").is_part
    assert not Series("members", "global", "").is_part


def test_a_total_stands_before_its_parts_and_a_whole_before_a_narrower_count(record):
    chosen = reading.chosen(record, collection="record")
    money = figures(chosen, ["pledge", "pledges-total"])

    ordered = [
        value.observation_id
        for value in totals_first(money)
        if value.meeting_id == "2016-07-washington-pledging"
    ]

    assert ordered == [
        "2016-07-washington-pledging-pledges-total",
        "2016-07-washington-pledging-pledge-kuwait-health",
        "2016-07-washington-pledging-pledge-kuwait-humanitarian",
    ]
    shares = totals_first(figures(chosen, ["territory-liberated-share"]))
    same_day = [value.row["scope"] for value in shares if value.row["as_of"] == "2016-01"]
    assert same_day == ["iraq-syria", "iraq", "syria"]
