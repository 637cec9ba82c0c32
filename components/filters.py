"""Filters: the collection, years, cities, levels and themes in the sidebar; what is active, as chips that take it away again.

The page says in a line which of them it uses. Those that it does not use keep their values and cannot be changed there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup
from loaders.analysis.statements import list_statements
from loaders.analysis.themes import themes_by_use
from loaders.dates import period
from loaders.select import select, switch_collection
from loaders.selection import COLLECTIONS, Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the sidebar."""
    whole = chosen.whole
    names = whole.names
    # The options are those of the reader's collection, whichever the page shows.
    offered = select(whole, Selection(collection=follow.selection.collection))
    with st.sidebar:
        st.html(
            markup.html(
                "sidebar",
                text,
                count=text.count("count.meetings", len(chosen.meetings)),
            )
        )
        _collection(text, follow)
        _years(offered, text, follow)
        held_in, held_as = (set(offered.meetings[column]) for column in ("city_id", "level"))
        cities = sorted(
            held_in - {""},
            key=lambda each: text.of(names["cities"][each], "name"),
        )
        _many(
            "cities",
            cities,
            text,
            follow,
            names={city: text.of(names["cities"][city], "name") for city in cities},
        )
        levels = [choice for choice in whole.rules.choices("meetings", "level") if choice in held_as]
        _many("levels", levels, text, follow, names={level: text(f"level.{level}") for level in levels})
        themes = themes_by_use(whole)
        _many(
            "themes",
            themes,
            text,
            follow,
            names={theme: text.of(names["themes"][theme], "name") for theme in themes},
            note=describe_themes(chosen, text, follow) or None,
        )
        st.button(
            text("filters.clear"),
            key="clear",
            icon=":material/filter_alt_off:",
            on_click=follow.clear,
            disabled=not follow.selection.filtered,
            width="stretch",
        )


def _collection(text: Text, follow: Follow) -> None:
    """Which collection is shown: what is chosen above all else, and no filter of it."""

    def change(selection: Selection, value: Any) -> Selection:
        return switch_collection(selection, follow.dataset, collection=value)

    st.segmented_control(
        text("collection.name"),
        options=COLLECTIONS,
        format_func=lambda each: text(f"collection.{each}"),
        key=follow.widget("collection", follow.selection.collection),
        on_change=follow.changed("collection", change),
        disabled=not follow.uses("collection"),
        required=True,
        width="stretch",
    )


def _years(offered: Dataset, text: Text, follow: Follow) -> None:
    span = offered.span
    if not span or span[0] == span[1]:
        return
    months = follow.selection.period
    first, last = follow.selection.years or (months and [int(month[:4]) for month in months]) or span
    inside = (min(max(first, span[0]), span[1]), max(min(last, span[1]), span[0]))

    def change(selection: Selection, value: Any) -> Selection:
        years = None if tuple(value) == span else (int(value[0]), int(value[1]))
        return replace(selection, years=years, period=None)

    st.slider(
        text("filters.years"),
        min_value=span[0],
        max_value=span[1],
        key=follow.widget("years", inside),
        on_change=follow.changed("years", change),
        disabled=not follow.uses("years"),
    )


def _many(
    field: str,
    options: Sequence[str],
    text: Text,
    follow: Follow,
    *,
    names: dict[str, str],
    note: str | None = None,
) -> None:
    """Several of a list: the ids are the values, the names are only shown; a ``note`` opens beside the label."""

    def change(selection: Selection, value: Any) -> Selection:
        values: dict[str, Any] = {field: tuple(value)}
        return replace(selection, **values)

    st.multiselect(
        text(f"filters.{field}"),
        options=options,
        format_func=names.__getitem__,
        placeholder=text("filters.all"),
        key=follow.widget(field, [each for each in getattr(follow.selection, field) if each in names]),
        on_change=follow.changed(field, change),
        disabled=not follow.uses(field),
        help=note,
    )


class ActiveFilter(NamedTuple):
    """One value of a filter that is set: its field, what kind it is and its name in words, the field without it."""

    field: str
    kind: str
    name: str
    rest: Any


def list_active(dataset: Dataset, text: Text, selection: Selection) -> list[ActiveFilter]:
    """List the filters of a selection value by value, in the order of the sidebar."""
    names = dataset.whole.names
    out: list[ActiveFilter] = []
    if selection.years:
        first, last = (str(year) for year in selection.years)
        name = first if first == last else text("filters.span", first=first, last=last)
        out.append(ActiveFilter("years", text("filters.years"), name, None))
    if selection.period:
        months = text.months(*map(period, selection.period))
        out.append(ActiveFilter("period", text("filters.period"), months, None))
    tables = {"cities": "cities", "levels": "", "meetings": "meetings", "themes": "themes"}
    for field, table in tables.items():
        values = getattr(selection, field)
        for value in values:
            name = (
                text.of(names[table][value], "title" if table == "meetings" else "name")
                if table
                else text(f"level.{value}")
            )
            rest = tuple(other for other in values if other != value)
            out.append(ActiveFilter(field, text(f"filters.{field}_one"), name, rest))
    return out


def chips(chosen: Dataset, text: Text, follow: Follow) -> list[dict[str, Any]]:
    """List what is active: the field, its name in words, the value, the address without it, whether the page uses it."""
    return [
        {
            "kind": active.kind,
            "name": active.name,
            "link": follow.link(**{active.field: active.rest}),
            "used": follow.uses(active.field),
        }
        for active in list_active(chosen, text, follow.selection)
    ]


def describe_themes(chosen: Dataset, text: Text, follow: Follow) -> str:
    """Say how many meetings that the other filters leave have no statement, so that a theme leaves them out.

    Args:
        chosen: The part of the dataset that is shown.
        text: The words of the page.
        follow: The reader's selection, and which of its filters the page uses.

    Returns:
        A sentence; empty where the page does not use themes, or every meeting has a statement.
    """
    if not follow.uses("themes"):
        return ""
    left = select(chosen.whole, replace(follow.shown, themes=()))
    number = len(left.meetings) - len(list_statements(left))
    return text.count("filters.unstated", number) if number else ""


def describe_use(chosen: Dataset, text: Text, follow: Follow) -> str:
    """Say which filters the page uses, and which active ones it does not, by name."""
    line = text(f"filters.used.{follow.selection.page}")
    unused = [text.isolate(chip["name"]) for chip in chips(chosen, text, follow) if not chip["used"]]
    if not unused:
        return line
    return f"{line} {text.count('filters.unused', len(unused), filters=text.list(unused))}"
