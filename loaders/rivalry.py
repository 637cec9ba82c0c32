"""Rivalry: every group of rival values of a collection as arrays, so that many can be counted and a few be told.

What rivals are says ``loaders.rivals.rivals``; this is the same for all values of a collection, shown or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from loaders.columns import columns
from loaders.dates import period
from loaders.measures import figure, rows_chosen
from loaders.model import cached_on_dataset
from loaders.rivals import MONTH, YEAR, Rivals
from loaders.series import series_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from loaders.columns import Columns, Mask, Places
    from loaders.model import Dataset

    Numbers = NDArray[np.float64]

MOST_VALUES, FEW_VALUES = 7, 4
"""Values of a group that are told at most, and how many where there are more: the lowest, the highest and some between."""

SERIES = ["indicator_id", "scope", "counts_en"]


class Count(NamedTuple):
    """How many groups of rivals a selection holds a value of: those that cannot all be true, and those that can."""

    conflicting: int
    agreeing: int


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The groups of rivals of a collection, those that conflict first, each kind by date, indicator and scope.

    ``dates`` are by observation the number of its quantity and date, -1 where it stands for none; ``held`` has three
    columns, for each group the numbers of its own date, of the month and of the year that hold it. Where there is no
    value of such a month or year, the number is that of the date itself. ``when`` is the text of the group's date.
    """

    dates: Places
    held: Places
    agree: Mask
    when: tuple[str, ...]


@cached_on_dataset()
def every(whole: Dataset, *, wide: bool) -> Groups:
    """The groups of rivals of one collection of a whole dataset."""
    known = columns(whole)
    frame = known.observations[[*SERIES, "as_of", "qualifier", "value", "high"]].copy()
    frame["speaker"] = pd.factorize(known.observations["speaker_en"])[0]
    in_collection = np.ones(len(frame), dtype=bool) if wide else known.core["observations"]
    frame = frame[in_collection]
    numbers = frame.groupby([*SERIES, "as_of"], sort=False, dropna=False).ngroup().to_numpy()
    dates = np.full(len(known.observations), -1, dtype=np.int64)
    dates[in_collection] = numbers
    keys = frame[[*SERIES, "as_of"]].drop_duplicates()
    return _grouped(keys, frame.assign(number=numbers), dates=dates)


def _grouped(keys: pd.DataFrame, frame: pd.DataFrame, *, dates: Places) -> Groups:
    """The groups among some quantities with their dates; ``frame`` has the values of each by its number."""
    rows = [*keys.itertuples(index=False, name=None)]
    at = {row: place for place, row in enumerate(rows)}
    held = np.array(
        [
            [place, *(at.get((*row[:-1], row[-1][:cut]), place) for cut in (MONTH, YEAR))]
            for place, row in enumerate(rows)
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    holding = np.zeros(len(rows), dtype=bool)
    for column in (1, 2):
        holding[held[held[:, column] != held[:, 0], column]] = True
    speakers = frame.groupby("number")["speaker"]
    first, last = (each.to_numpy()[held] for each in (speakers.min(), speakers.max()))
    rival = np.flatnonzero(~holding & (first.min(axis=1) != last.max(axis=1))) if len(rows) else held[:, 0]
    agree = _agree(frame, held=held[rival])
    when = [period(rows[place][-1]) for place in rival.tolist()]
    order = sorted(
        range(len(rival)), key=lambda each: (agree[each], when[each].middle, *rows[int(rival[each])][:3])
    )
    return Groups(dates, held[rival][order], agree[order], tuple(when[each].text for each in order))


def _agree(frame: pd.DataFrame, *, held: Places) -> Mask:
    """Which groups can all be true, as ``loaders.rivals.reach`` reads each qualifier."""
    value, high = (frame[each].to_numpy(dtype=float) for each in ("value", "high"))
    said, number = frame["qualifier"], frame["number"].to_numpy()
    bounded = {
        1: said.isin(["exact", "more_than", "at_least", "between"]),
        -1: said.isin(["exact", "less_than", "up_to", "nearly", "between"]),
    }
    upper = np.where((said == "between") & ~np.isnan(high), high, value)
    open_ends = {1: said == "more_than", -1: said == "less_than"}
    found = {}
    for sign, ends in ((1, value), (-1, upper)):
        # The highest of the lower ends; with the sign turned, the lowest of the upper ends.
        reached = np.where(bounded[sign], sign * ends, -np.inf)
        most = np.full(number.max(initial=-1) + 1, -np.inf)
        np.maximum.at(most, number, reached)
        left_out = np.zeros(len(most), dtype=bool)
        left_out[number[open_ends[sign].to_numpy() & (reached == most[number])]] = True
        end = most[held].max(axis=1, initial=-np.inf)
        found[sign] = sign * end, (left_out[held] & (most[held] == end[:, None])).any(axis=1)
    (low, low_open), (top, top_open) = found[1], found[-1]
    mask: Mask = (low < top) | ((low == top) & ~low_open & ~top_open)
    return mask


@cached_on_dataset()
def _chosen(dataset: Dataset) -> Places:
    """The places among all groups of those of which the selection holds a value."""
    groups = every(dataset.whole, wide=dataset.wide)
    places = np.flatnonzero(groups.dates >= 0)
    there = np.zeros(groups.dates.max(initial=-1) + 1, dtype=bool)
    there[groups.dates[places[rows_chosen(dataset, "observations", places=places)]]] = True
    return np.flatnonzero(there[groups.held].any(axis=1))


def count(dataset: Dataset) -> Count:
    """How many groups the selection holds a value of."""
    agree = every(dataset.whole, wide=dataset.wide).agree[_chosen(dataset)]
    return Count(int((~agree).sum()), int(agree.sum()))


@cached_on_dataset()
def foremost(dataset: Dataset, most: int) -> tuple[Rivals, ...]:
    """The groups that the selection holds a value of, those that conflict first, each kind by date; ``most`` at most."""
    groups, known = every(dataset.whole, wide=dataset.wide), columns(dataset.whole)
    return tuple(_told(groups, known, dataset, place=place) for place in _chosen(dataset)[:most].tolist())


def _told(groups: Groups, known: Columns, dataset: Dataset, *, place: int) -> Rivals:
    mine = np.flatnonzero(np.isin(groups.dates, groups.held[place]))
    ids = known.observations["observation_id"].to_numpy()
    values = known.observations["value"].to_numpy(dtype=float)
    ordered = sorted(mine.tolist(), key=lambda each: (values[each], ids[each]))
    if len(ordered) > MOST_VALUES:
        ordered = [ordered[each] for each in np.linspace(0, len(ordered) - 1, FEW_VALUES).astype(int)]
    told = tuple(each for one in ordered if (each := figure(dataset, ids[one])) is not None)
    return Rivals(
        series=series_of(told[0]),
        when=period(groups.when[place]),
        figures=told,
        agree=bool(groups.agree[place]),
        more=len(mine) - len(told),
    )
