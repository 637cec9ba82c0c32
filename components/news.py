"""News: what of a view has changed since the version with which its address was copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import markup
from loaders.analysis.changes import list_changes_since, order_version
from loaders.analysis.observations import find_figure
from loaders.dates import period
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from loaders.analysis.changes import Change
    from loaders.model import Dataset

MOST_LISTED = 12
"""Changes that are listed one by one; more are counted."""

DATES = ("starts_on", "ends_on", "as_of", "joined_on")

NAMED = {"city_id": "cities", "indicator_id": "indicators"}
"""Columns that hold an id, with the table that has its name."""

WORDED = ("level", "scope", "qualifier", "status")
"""Columns whose values have words of the page, under the name of the column."""


def draw(chosen: Dataset, text: Text, version: str) -> str:
    """Return as markup what has changed in a view since a version; empty if it is this one."""
    now = chosen.rules.version
    if not version or version == now:
        return ""
    if order_version(version) > order_version(now):
        return markup.html(
            "news", text, words=text("news.later", version=version, now=now), changes=[], counts=[]
        )
    found = list_changes_since(chosen, version)
    return markup.html(
        "news",
        text,
        words=text("news.changed" if found else "news.same", version=version, now=now),
        changes=[_describe(change, chosen, text) for change in list_first(found)],
        counts=count_others(found, text),
    )


def list_first(changes: Sequence[Change]) -> list[Change]:
    """Return the changes of cells that are told one by one."""
    return [change for change in changes if change.column][:MOST_LISTED]


def count_others(changes: Sequence[Change], text: Text) -> list[str]:
    """Return how many more cells changed, and rows were added and removed, in sentences."""
    changed = sum(bool(change.column) for change in changes)
    added = sum(change.is_addition for change in changes)
    counts = {
        "news.more": max(changed - MOST_LISTED, 0),
        "news.added": added,
        "news.removed": len(changes) - changed - added,
    }
    return [text.count(key, number) for key, number in counts.items() if number]


def summarize(changes: Sequence[Change], dataset: Dataset, text: Text) -> str:
    """Return changes in sentences."""
    lines = [_describe(change, dataset, text) for change in list_first(changes)]
    told = [
        text("news.line", **{name: line[name] for name in ("name", "before", "after")})
        for line in lines
    ]
    return " ".join([*told, *count_others(changes, text)])


def _describe(change: Change, chosen: Dataset, text: Text) -> dict[str, str]:
    """Return a change in words: of what, what it was, what it is, and the link to its evidence."""
    row = chosen.whole.names[change.table][change.row_id]
    figure = find_figure(chosen, change.row_id) if change.table == "observations" else None
    name = text.of(row, "title" if change.table == "meetings" else "name") if figure is None else ""
    if figure:
        name = text(
            "news.figure",
            name=text.of(chosen.whole.names["indicators"][figure.indicator_id], "name"),
            date=text.date(figure.when),
        )
    before, after = (_word(change, cell, chosen, text) for cell in (change.before, change.after))
    link = step(figure=figure.observation_id) if figure else ""
    return {"name": name, "before": before, "after": after, "link": link}


def _word(change: Change, cell: str, chosen: Dataset, text: Text) -> str:
    """Return a cell of either version in words."""
    if not cell:
        return text("news.empty")
    if change.column in DATES:
        return text.date(period(cell))
    if change.column in NAMED:
        row: Any = chosen.whole.names[NAMED[change.column]].get(cell)
        return text.of(row, "name") if row else cell
    if change.column in WORDED:
        return text(f"{change.column}.{cell}")
    return text.number(float(cell))
