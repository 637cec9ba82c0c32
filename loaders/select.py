"""Selecting: the rows of a dataset that a selection leaves, and how a selection changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders.dates import each_month
from loaders.model import cached_on_dataset, collected
from loaders.selection import COLUMNS, FILTERS, Months, Selection

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.pages import Page
    from loaders.selection import Collection

USED: dict[Page, tuple[str, ...]] = {
    "overview": FILTERS,
    "story": (),
    "members": ("collection", "at", "between"),
    "figures": (*FILTERS, "section"),
    "statements": (*FILTERS, "section"),
    "sources": (*FILTERS, "section"),
}
"""Which of the ``SCOPED`` fields a page uses; those of the story are set by its step."""

SCOPED = {field for fields in USED.values() for field in fields}
"""Fields of a selection that only some pages use."""

CACHED_VIEWS = 32
"""Selections of which what they leave is cached, for each dataset."""


def select(dataset: Dataset, selection: Selection) -> Dataset:
    """Return what a selection leaves of the whole dataset, for equal selections the same object.

    A meeting is selected by its collection, year, months, city, level and id, and by a theme if its
    statement has a passage on it; one that is known to the year only may have been in any month of
    it. An observation is selected with its meeting; one without a meeting by its date, as long as
    nothing but years or months is asked for. A passage is selected with its meeting and, where
    themes are asked for, if it has one of them. All other tables stay whole. Meetings and
    observations are sorted by date, then by id.
    """
    return _select(dataset.whole, selection.filters)


@cached_on_dataset(CACHED_VIEWS)
def _select(dataset: Dataset, selection: Selection) -> Dataset:
    meetings = collected(dataset.meetings, collection=selection.collection)
    meetings = meetings[_within_dates(meetings["starts_on"], _last_days(meetings), selection)]
    for field, column in COLUMNS.items():
        if values := getattr(selection, field):
            meetings = meetings[meetings[column].isin(values)]
    passages = dataset.passages
    if selection.themes:
        asked = set(selection.themes)
        passages = passages[
            passages["themes"].map(lambda themes: not asked.isdisjoint(themes)).astype(bool)
        ]
        meetings = meetings[meetings["meeting_id"].isin(passages["meeting_id"])]
    passages = passages[passages["meeting_id"].isin(meetings["meeting_id"])]
    observations = collected(dataset.observations, collection=selection.collection)
    is_selected = observations["meeting_id"].isin(meetings["meeting_id"])
    if selection.cleared == replace(selection, years=None, period=None):
        as_of = observations["as_of"]
        is_selected |= (observations["meeting_id"] == "") & _within_dates(as_of, as_of, selection)
    observations = observations[is_selected]
    return replace(
        dataset,
        meetings=meetings.sort_values(["starts_on", "meeting_id"], ignore_index=True),
        observations=observations.sort_values(["as_of", "observation_id"], ignore_index=True),
        passages=passages.reset_index(drop=True),
        collection=selection.collection,
        themes_asked=frozenset(selection.themes),
        before=dataset,
    )


def _last_days(meetings: pd.DataFrame) -> pd.Series[str]:
    return meetings["ends_on"].where(meetings["ends_on"] != "", meetings["starts_on"])


def _within_dates(
    starts: pd.Series[str], ends: pd.Series[str], selection: Selection
) -> pd.Series[bool]:
    """Return which rows begin in the years of a selection, and may fall into its months."""
    within = pd.Series(data=True, index=starts.index)
    if selection.years:
        within &= starts.str[:4].astype(int).between(*selection.years)
    if selection.period:
        within &= _first_months(starts) <= selection.period.last
        within &= _last_months(ends) >= selection.period.first
    return within


def _first_months(dates: pd.Series[str]) -> pd.Series[str]:
    return (dates + "-01").str[:7]


def _last_months(dates: pd.Series[str]) -> pd.Series[str]:
    return (dates + "-12").str[:7]


@cached_on_dataset()
def selected_ids(dataset: Dataset, table: str) -> frozenset[str]:
    """Return the ids of the rows of a table that a dataset holds."""
    return frozenset(getattr(dataset, table)[dataset.rules.tables[table].key[0]])


def switch_collection(
    selection: Selection, dataset: Dataset, *, collection: Collection
) -> Selection:
    """Return the same view of another collection, without filters that leave nothing of it.

    Cities, levels and meetings that it does not hold are left out, and years or months in which it
    holds no meeting.
    """
    meetings = select(dataset, Selection(collection=collection)).meetings
    changes: dict[str, Any] = {}
    for field, column in COLUMNS.items():
        known = set(meetings[column])
        changes[field] = tuple(value for value in getattr(selection, field) if value in known)
    for field in ("years", "period"):
        asked: dict[str, Any] = {field: getattr(selection, field)}
        if select(dataset, Selection(collection=collection, **asked)).meetings.empty:
            changes[field] = None
    return replace(selection, collection=collection, **changes)


@cached_on_dataset()
def list_months(whole: Dataset, collection: Collection) -> tuple[str, ...]:
    """Return the months, as ``YYYY-MM``, from the first to the last date of a collection."""
    meetings, observations = (
        collected(frame, collection=collection) for frame in (whole.meetings, whole.observations)
    )
    starts = pd.concat([meetings["starts_on"], observations["as_of"]])
    ends = pd.concat([_last_days(meetings), observations["as_of"]])
    if starts.empty:
        return ()
    return each_month(_first_months(starts).min(), _last_months(ends).max())


def select_months(selection: Selection, dataset: Dataset, *, period: Months | None) -> Selection:
    """Return the selection cut to the months of its collection that were marked on the time line.

    All of them, or none, is no filter. Years give way, as both say when: one act has one meaning.
    """
    months = list_months(dataset.whole, selection.collection)
    inside = [month for month in months if period and min(period) <= month <= max(period)]
    marked = Months(inside[0], inside[-1]) if 0 < len(inside) < len(months) else None
    return replace(selection, period=marked, years=None)


def toggle(selection: Selection, **changes: Any) -> Selection:
    """Return the selection with ``changes``, or cleared of them if it says all of them already.

    A mark of a chart means its meeting and the evidence of its figure: if the meeting is selected
    but its evidence is not open, a click opens it, and only the next one clears both.
    """
    after = replace(selection, **changes)
    if after != selection:
        return after
    default = Selection()
    return replace(selection, **{name: getattr(default, name) for name in changes})


def drop_unused(selection: Selection, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the changes of a selection without fields that the page to which they lead ignores."""
    ignored = SCOPED - {*USED[replace(selection, **changes).page]}
    return {field: value for field, value in changes.items() if field not in ignored}
