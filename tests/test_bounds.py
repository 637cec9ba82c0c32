"""Bounds: the numbers that a published value leaves possible, and what two values of a series prove."""

from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.analysis.bounds import Bounds, bounds_of, change_between, compatible, is_below
from loaders.analysis.observations import as_figure

QUALIFIERS = ("exact", "more_than", "less_than", "about", "nearly", "at_least", "up_to", "between")


def stated(qualifier, value, high=None):
    """A published value of nothing in particular."""
    row = {
        "observation_id": f"{qualifier}-{value}",
        "indicator_id": "members",
        "meeting_id": "",
        "value": value,
        "high": high,
        "qualifier": qualifier,
        "status": "stated",
        "as_of": "2021-05-11",
        "as_of_precision": "day",
        "scope": "global",
        "counts_en": "",
        "confidence": "high",
    }
    return as_figure(row, chosen=True)


def test_each_qualifier_leaves_possible_what_it_says():
    assert bounds_of(stated("exact", 5)) == Bounds(5, 5)
    assert bounds_of(stated("more_than", 5)) == Bounds(5, inf, low_open=True)
    assert bounds_of(stated("at_least", 5)) == Bounds(5, inf)
    assert bounds_of(stated("less_than", 5)) == Bounds(-inf, 5, high_open=True)
    assert bounds_of(stated("up_to", 5)) == Bounds(-inf, 5)
    assert bounds_of(stated("nearly", 5)) == Bounds(-inf, 5)
    assert bounds_of(stated("between", 5, 7)) == Bounds(5, 7)
    assert bounds_of(stated("about", 5)) == Bounds(-inf, inf)


def test_every_qualifier_of_the_contract_is_read(record):
    assert set(record.rules.choices("observations", "qualifier")) == set(QUALIFIERS)


VALUES = st.lists(
    st.builds(
        lambda qualifier, value, more: stated(
            qualifier, value, value + more if qualifier == "between" else None
        ),
        st.sampled_from(QUALIFIERS),
        st.integers(0, 8),
        st.integers(0, 3),
    ),
    max_size=5,
)


def allows(figure, number):
    """Whether a number is one that a published value leaves possible, said once more in other words."""
    value, high = figure.value, figure.high or figure.value
    return {
        "exact": number == value,
        "more_than": number > value,
        "at_least": number >= value,
        "less_than": number < value,
        "up_to": number <= value,
        "nearly": number <= value,
        "between": value <= number <= high,
        "about": True,
    }[figure.qualifier]


@given(VALUES)
def test_values_agree_exactly_where_some_number_satisfies_them_all(values):
    some = (each / 2 for each in range(-4, 30))

    assert compatible(values) is any(
        all(allows(each, number) for each in values) for number in some
    )


@pytest.mark.parametrize(
    ("earlier", "later", "change"),
    [
        (stated("exact", 74), stated("exact", 79), "rise"),
        (stated("exact", 79), stated("exact", 76), "fall"),
        (stated("exact", 74), stated("exact", 74), "same"),
        (stated("exact", 74), stated("more_than", 74), "open"),
        (stated("more_than", 95), stated("exact", 95), "open"),
        (stated("exact", 74), stated("more_than", 75), "rise"),
        (stated("exact", 74), stated("at_least", 74), "open"),
        (stated("more_than", 7), stated("more_than", 8), "open"),
        (stated("nearly", 7), stated("more_than", 7), "open"),
        (stated("nearly", 7), stated("more_than", 8), "rise"),
        (stated("about", 60), stated("exact", 90), "open"),
        (stated("between", 5, 7), stated("exact", 8), "rise"),
        (stated("nearly", 8), stated("nearly", 8), "open"),
    ],
)
def test_a_change_is_only_said_where_the_bounds_prove_it(earlier, later, change):
    assert change_between(earlier, later) == change


@given(VALUES)
def test_a_rise_holds_for_every_number_that_the_two_leave_possible(values):
    numbers = [number / 2 for number in range(-4, 30)]
    for earlier, later in combinations(values, 2):
        rises = change_between(earlier, later) == "rise"
        proven = all(
            first < second
            for first in numbers
            if allows(earlier, first)
            for second in numbers
            if allows(later, second)
        )
        assert not rises or proven
        assert rises is (
            earlier.value < later.value and is_below(bounds_of(earlier), bounds_of(later))
        )
