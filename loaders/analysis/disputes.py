"""Disputes: rival values of one quantity and date, and what sources disagree about.

Nothing here picks a value: it says which are set against each other, and whether they can all be
true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from loaders.analysis.bounds import compatible
from loaders.analysis.observations import Figure, as_figure, figures
from loaders.analysis.series import Series, series_of
from loaders.dates import period
from loaders.model import RECORD, cached_on_dataset
from loaders.schema.tables import records
from loaders.select import selected_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.dates import Period
    from loaders.model import Dataset

MONTH_LENGTH, YEAR_LENGTH = 7, 4
"""Length of a date that is known to the month, and to the year."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two or more published values of one series, by different speakers, whose dates overlap.

    ``when`` is the most precise of their dates, which lies within all the others. ``figures`` are
    sorted by value, those that the selection leaves out among them. ``agree`` is whether all can be
    true at once.
    """

    series: Series
    when: Period
    figures: tuple[Figure, ...]
    agree: bool

    @property
    def indicator_id(self) -> str:
        """The indicator of all values."""
        return self.series.indicator_id

    @property
    def chosen(self) -> bool:
        """Whether the selection holds any of the values."""
        return any(figure.chosen for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disagreement between sources, a row of ``discrepancies.csv``, with what it is about.

    ``table``, ``key`` and ``column`` name the disputed cell, ``meeting_id`` the meeting that it
    belongs to, "" if none. ``ours`` is the published value in dispute and ``theirs`` the one that
    the other source states, where the dataset holds it; both are None for the date of a meeting.
    ``when`` is the date of the value or of the meeting, None where there is neither. ``collection``
    is that of what is disputed, ``group`` the group of its indicator, or the table if it is no
    value. ``mixed`` is whether the two sources differ in kind. ``chosen`` is False where the
    selection leaves it out.
    """

    discrepancy_id: str
    table: str
    key: str
    column: str
    meeting_id: str
    row: dict[str, Any]
    ours: Figure | None
    theirs: Figure | None
    when: Period | None
    collection: str
    group: str
    mixed: bool
    chosen: bool


@cached_on_dataset()
def rivals(dataset: Dataset) -> tuple[Rivals, ...]:
    """Return the rival values of the collection by date, selected or not.

    Two dates overlap if one lies within the other, as a day lies in its month. There is a group for
    each date within which no more precise one lies: all that is stated of it, and of the month and
    the year that hold it. So every two values of a group overlap, and a value that is known to the
    year stands in the group of each of its days rather than drawing all of them into one. ``agree``
    takes all as of the group's date.

    Values of one speaker alone are no rivals, and only values of one series are.
    """
    by_series: dict[Series, dict[str, list[Figure]]] = {}
    for figure in figures(dataset, dataset.names["indicators"]):
        by_date = by_series.setdefault(series_of(figure), {})
        by_date.setdefault(figure.when.text, []).append(figure)
    groups = [
        group for series, by_date in by_series.items() for group in _group_rivals(series, by_date)
    ]
    return tuple(sorted(groups, key=lambda group: (group.when.middle, *group.series)))


def _group_rivals(series: Series, by_date: dict[str, list[Figure]]) -> Iterator[Rivals]:
    """Yield the rivals of one series for each date within which no other lies."""
    wider = {
        date[:length]
        for date in by_date
        for length in (YEAR_LENGTH, MONTH_LENGTH)
        if len(date) > length
    }
    for date in by_date.keys() - wider:
        overlapping = dict.fromkeys((date, date[:MONTH_LENGTH], date[:YEAR_LENGTH]))
        group = [figure for text in overlapping for figure in by_date.get(text, ())]
        if len({figure.row["speaker_en"] for figure in group}) > 1:
            ordered = sorted(group, key=lambda figure: (figure.value, figure.observation_id))
            yield Rivals(series, by_date[date][0].when, tuple(ordered), compatible(group))


@cached_on_dataset()
def disputes(dataset: Dataset) -> tuple[Dispute, ...]:
    """Return the disagreements of the collection, by date and then by id, selected or not.

    A disagreement belongs to the collection of what it is about, the observation or the meeting;
    one about another table to that of the source that we follow. It is selected with its
    observation or meeting.
    """
    found = [
        _mark_selected(dispute, dataset)
        for dispute in _disputes(dataset.whole).values()
        if dataset.wide or dispute.collection != RECORD
    ]
    return tuple(
        sorted(
            found,
            key=lambda dispute: (dispute.when.text if dispute.when else "", dispute.discrepancy_id),
        )
    )


def find_dispute(dataset: Dataset, discrepancy: str) -> Dispute | None:
    """Return a disagreement by its id, of whichever collection; None if there is none."""
    found = _disputes(dataset.whole).get(discrepancy)
    return _mark_selected(found, dataset) if found else None


def disputes_about(dataset: Dataset, figure: Figure) -> tuple[Dispute, ...]:
    """Return the disagreements in which a value has a side, or about its meeting's date."""
    return tuple(
        _mark_selected(dispute, dataset)
        for dispute in _disputes(dataset.whole).values()
        if figure.observation_id
        in [side.observation_id for side in (dispute.ours, dispute.theirs) if side]
        or (dispute.table, dispute.key) == ("meetings", figure.meeting_id)
    )


def _mark_selected(dispute: Dispute, dataset: Dataset) -> Dispute:
    """Return a disagreement with its sides as the selection holds them or not."""

    def mark(side: Figure | None) -> Figure | None:
        return side and replace(
            side, chosen=side.observation_id in selected_ids(dataset, "observations")
        )

    table = dispute.table
    is_selected = table not in ("observations", "meetings") or dispute.key in selected_ids(
        dataset, table
    )
    return replace(
        dispute, ours=mark(dispute.ours), theirs=mark(dispute.theirs), chosen=is_selected
    )


@cached_on_dataset()
def _disputes(whole: Dataset) -> dict[str, Dispute]:
    """Return every disagreement of the whole dataset by its id, as if nothing were selected."""
    return {row["discrepancy_id"]: _as_dispute(row, whole) for row in records(whole.discrepancies)}


def _as_dispute(row: dict[str, Any], whole: Dataset) -> Dispute:
    table, key, column = str(row["subject"]).split(":")
    disputed: dict[str, Any] = whole.names[table][key]
    sources = [whole.names["sources"][row[f"{side}_source_id"]] for side in ("adopted", "stated")]
    ours = as_figure(disputed, chosen=False) if table == "observations" else None
    theirs = _find_opposing(row, ours, whole, column=column) if ours else None
    when = ours.when if ours else None
    if table == "meetings":
        when = period(disputed["starts_on"], disputed["date_precision"])
    return Dispute(
        discrepancy_id=row["discrepancy_id"],
        table=table,
        key=key,
        column=column,
        meeting_id=disputed.get("meeting_id", ""),
        row=row,
        ours=ours,
        theirs=as_figure(theirs, chosen=False) if theirs else None,
        when=when,
        collection=disputed.get("collection") or sources[0]["collection"],
        group=whole.names["indicators"][ours.indicator_id]["group"] if ours else table,
        mixed=sources[0]["kind"] != sources[1]["kind"],
        chosen=False,
    )


def _find_opposing(
    row: dict[str, Any], ours: Figure, whole: Dataset, *, column: str
) -> dict[str, Any] | None:
    """Return the observation in which the other source states what is quoted; None if none.

    It is of the same indicator and says in the disputed column what is quoted. Of several,
    that of the same meeting comes first, then the nearest in time.
    """

    def is_quoted(observation: dict[str, Any]) -> bool:
        if column in ("value", "high"):
            return bool(observation[column] == float(row["stated"]))
        return bool(observation[column] == row["stated"] and observation["value"] == ours.value)

    def distance(observation: dict[str, Any]) -> tuple[bool, float, str]:
        apart = (
            period(observation["as_of"], observation["as_of_precision"]).middle - ours.when.middle
        )
        is_elsewhere = observation["meeting_id"] != ours.meeting_id
        return is_elsewhere, abs(apart.total_seconds()), observation["observation_id"]

    stated = _observations_by_source(whole).get((ours.indicator_id, row["stated_source_id"]), [])
    quoted = [
        observation
        for observation in stated
        if observation["observation_id"] != ours.observation_id and is_quoted(observation)
    ]
    return min(quoted, key=distance, default=None)


@cached_on_dataset()
def _observations_by_source(whole: Dataset) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the observations of the whole dataset by indicator and source."""
    by_source: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(whole.observations):
        by_source.setdefault((row["indicator_id"], row["source_id"]), []).append(row)
    return by_source
