"""Bounds: the numbers that a published value leaves possible, as its qualifier says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.analysis.observations import Figure

OPEN_BELOW = ("more_than", "at_least")
"""Qualifiers of a lower bound: the true value is at or above what was said."""

OPEN_ABOVE = ("less_than", "up_to", "nearly")
"""Qualifiers of an upper bound: the true value is at or below what was said."""

Change = Literal["rise", "fall", "same", "open"]


class Bounds(NamedTuple):
    """The interval from ``low`` to ``high`` in the indicator's unit, without its open ends."""

    low: float = float("-inf")
    high: float = float("inf")
    low_open: bool = False
    high_open: bool = False


def bounds_of(figure: Figure) -> Bounds:
    """Return the numbers that a published value leaves possible.

    Exact is the number alone; "more than" and "less than" leave it out, "at least" and "up to"
    include it. "Nearly" includes it and everything below, since no source says how far below is
    still near; "between" includes both its ends. "About" is open on both sides: nobody says how
    far, so it contradicts nothing. Numbers are not rounded: 31,000 is not 31,500.
    """
    value = figure.value
    return {
        "exact": Bounds(value, value),
        "more_than": Bounds(low=value, low_open=True),
        "at_least": Bounds(low=value),
        "less_than": Bounds(high=value, high_open=True),
        "up_to": Bounds(high=value),
        "nearly": Bounds(high=value),
        "between": Bounds(value, value if figure.high is None else figure.high),
    }.get(figure.qualifier, Bounds())


def is_below(first: Bounds, second: Bounds) -> bool:
    """Whether every number of the first interval is smaller than every number of the second."""
    touching = first.high == second.low and (first.high_open or second.low_open)
    return first.high < second.low or touching


def compatible(figures: Iterable[Figure]) -> bool:
    """Whether published values of one series can all be true at once; true for none or one.

    Intervals have a common number if every two of them have one.
    """
    intervals = [bounds_of(figure) for figure in figures]
    return not any(is_below(first, second) for first in intervals for second in intervals)


def change_between(earlier: Figure, later: Figure) -> Change:
    """Return what two values of one series prove: a rise, a fall, the same, or nothing (``open``).

    One number with two hedges proves nothing: "more than 95" and then "95" is no fall, but another
    wording.
    """
    first, second = bounds_of(earlier), bounds_of(later)
    if earlier.value < later.value and is_below(first, second):
        return "rise"
    if earlier.value > later.value and is_below(second, first):
        return "fall"
    same = earlier.qualifier == later.qualifier == "exact" and earlier.value == later.value
    return "same" if same else "open"
