"""Columns: what choosing looks at in a dataset, as arrays made once: codes, years and months in place of text.

Rows are places in the order of date, as the frames ``meetings`` and ``observations`` of ``Columns`` have them.
An array of a chosen part is a mask over these places: choosing copies no row that is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from loaders.dates import period
from loaders.model import RECORD, cached_on_dataset

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from loaders.model import Dataset

    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of some rows, as well as they are known: years, months from 0 at the year 0, and middles.

    ``first`` and ``last`` are the months in which a date begins and ends; ``middle`` is the moment at which a mark
    stands, as ``Period.middle`` has it, in minutes since 1970.
    """

    year: Places
    first: Places
    last: Places
    middle: Places


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The rows of a whole dataset by date, and what they are chosen by.

    ``held_in``, ``levels`` and ``of`` are codes: of the city (-1: held online), of the level in the order of the
    contract, and the place of a figure's meeting (-1: none). ``read`` is the place of a passage's meeting.
    ``ended`` are the dates of the meetings' last days. ``core`` says by table which rows are of the core.
    """

    meetings: pd.DataFrame
    observations: pd.DataFrame
    held: Dates
    ended: Dates
    held_in: Places
    levels: Places
    as_of: Dates
    of: Places
    read: Places
    core: dict[str, Mask]
    cities: dict[str, int]
    at: dict[str, int]
    choices: tuple[str, ...]
    by_indicator: dict[str, Places]
    by_theme: dict[str, Places]


@cached_on_dataset()
def columns(whole: Dataset) -> Columns:
    """The columns of a whole dataset."""
    meetings = whole.meetings.sort_values(["starts_on", "meeting_id"], ignore_index=True)
    observations = whole.observations.sort_values(["as_of", "observation_id"], ignore_index=True)
    at = {each: place for place, each in enumerate(meetings["meeting_id"])}
    cities = {each: place for place, each in enumerate(whole.cities["city_id"])}
    choices = whole.rules.choices("meetings", "level")
    places = {choice: place for place, choice in enumerate(choices)}
    as_of = dates(observations["as_of"])
    by_theme: dict[str, list[int]] = {}
    for place, themes in enumerate(whole.passages["themes"]):
        for theme in themes:
            by_theme.setdefault(theme, []).append(place)
    return Columns(
        meetings=meetings,
        observations=observations,
        held=dates(meetings["starts_on"]),
        ended=dates(meetings["ends_on"].where(meetings["ends_on"] != "", meetings["starts_on"])),
        held_in=_codes(meetings["city_id"], cities),
        levels=_codes(meetings["level"], places),
        as_of=as_of,
        of=_codes(observations["meeting_id"], at),
        read=_codes(whole.passages["meeting_id"], at),
        core={
            name: (frame["collection"] != RECORD).to_numpy()
            for name, frame in (("meetings", meetings), ("observations", observations))
        },
        cities=cities,
        at=at,
        choices=choices,
        by_indicator=_grouped(observations, as_of),
        by_theme={theme: np.array(found, dtype=np.int64) for theme, found in by_theme.items()},
    )


def dates(texts: pd.Series) -> Dates:
    """The dates of a column; it must keep the contract: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    known: dict[str, tuple[int, int, int, int]] = {text: _date(text) for text in texts.unique()}
    table = np.array([known[text] for text in texts], dtype=np.int64).reshape(-1, 4)
    return Dates(*(np.ascontiguousarray(table[:, place]) for place in range(4)))


def _date(text: str) -> tuple[int, int, int, int]:
    when = period(text)
    middle = int((when.middle - datetime(1970, 1, 1)).total_seconds() // 60)
    first, last = (day.year * 12 + day.month - 1 for day in (when.first, when.last))
    return when.first.year, first, last, middle


def _codes(values: pd.Series, known: dict[str, int]) -> Places:
    return np.array([known.get(value, -1) for value in values], dtype=np.int64)


def _grouped(observations: pd.DataFrame, as_of: Dates) -> dict[str, Places]:
    """The places of the figures of each indicator, by the middle of their dates, then by id."""
    # Rows stand by date and id: only those that share a middle can be out of the order of ids.
    order = np.lexsort((observations["observation_id"].to_numpy(dtype=str), as_of.middle))
    names: Any = observations["indicator_id"].to_numpy()[order]
    found: dict[str, list[int]] = {}
    for place, name in zip(order.tolist(), names, strict=True):
        found.setdefault(name, []).append(place)
    return {name: np.array(places, dtype=np.int64) for name, places in found.items()}
