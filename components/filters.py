"""Filters: a bar of buttons, each of which opens the widgets of one kind of filter and says what is set; beside them what is shown.

On a phone one button opens all of them. Filters that the page does not use keep their values and cannot be changed there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup, passages
from components.phrases import count_meetings, name_years
from loaders.analysis.meetings import count_cities
from loaders.analysis.statements import list_statements
from loaders.analysis.themes import themes_by_use
from loaders.dates import period
from loaders.select import list_months, select, select_months, switch_collection
from loaders.selection import COLLECTIONS, Months, Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

EXPLAINED = ("story", "members", "statements", "sources")
"""Pages to parts of which some filters do not apply, as a line of theirs says."""


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the bar."""
    # What is offered is what the reader's collection holds, whichever the page shows.
    offered = select(chosen.whole, Selection(collection=follow.selection.collection))
    active = list_active(chosen, text, follow.selection)
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        if follow.screen.narrow:
            with st.popover(
                text.count("filters.button", len(active)),
                key="filter-all",
                type="primary" if active else "secondary",
            ):
                for _, draw in BUTTONS.values():
                    draw(offered, text, follow)
        else:
            for name, (fields, draw) in BUTTONS.items():
                is_used = any(map(follow.uses, fields))
                values = [value.name for value in active if value.field in fields]
                with st.popover(
                    _name_button(name, values, offered, text),
                    key=f"filter-{name}",
                    type="primary" if values else "secondary",
                    disabled=not is_used,
                ):
                    draw(offered, text, follow)
        clear = text.count("filters.clear", len(active)) if active else ""
        sentence = describe_shown(chosen, text)
        st.html(
            markup.html("shown", text, sentence=sentence, clear=clear, link=follow.link_cleared)
        )


def _name_button(name: str, values: Sequence[str], offered: Dataset, text: Text) -> str:
    """What a button says: the first value that is set and how many more there are, else what is shown without a filter."""
    if values:
        more = text("filters.more", number=text.number(len(values) - 1)) if len(values) > 1 else ""
        return " ".join(filter(None, (text.isolate(values[0]), more)))
    if name == "collection":
        return name_collection(offered, text)
    if name == "years" and offered.span:
        return name_years(offered.span, text)
    return text(f"filters.all.{name}")


def name_collection(offered: Dataset, text: Text) -> str:
    """A collection by what it is: how many press reports, or the public record."""
    if offered.wide:
        return text("collection.record")
    return text.count("collection.reports", len(offered.held("sources")))


def _describe_collection(offered: Dataset, text: Text) -> str:
    """The name of a collection with the years that it spans."""
    name = name_collection(offered, text)
    if not offered.span:
        return name
    return text("collection.spanning", name=name, years=name_years(offered.span, text))


def describe_shown(chosen: Dataset, text: Text) -> str:
    """How many meetings are shown, and of how many where a filter leaves some out; a single one with its city and date."""
    number, whole = len(chosen.meetings), len(chosen.held("meetings"))
    if not number:
        return text("shown.none", all=text.count("count.meetings", whole, oblique=True))
    cities = count_cities(chosen)
    if number == whole:
        if not cities:
            return text("shown.online", meetings=text.count("count.meetings", number))
        return text(
            "shown.all",
            meetings=count_meetings(chosen, text),
            cities=text.count("count.cities", cities, oblique=True),
        )
    part = text.count("count.meetings", number)
    shown = text(
        "shown.part",
        number=text.number(number),
        meetings=part,
        all=text.count("count.meetings", whole, oblique=True),
    )
    if number == 1:
        meeting = str(chosen.meetings["meeting_id"].iloc[0])
        return text("shown.one", shown=shown, meeting=passages.title(chosen, text, meeting))
    if not cities:
        return shown
    return text(
        "shown.several", shown=shown, cities=text.count("count.cities", cities, oblique=True)
    )


def _draw_collection(offered: Dataset, text: Text, follow: Follow) -> None:
    """Which collection is shown: what is chosen above all else, and no filter of it."""
    names = {
        name: _describe_collection(select(offered.whole, Selection(collection=name)), text)
        for name in COLLECTIONS
    }

    def change(selection: Selection, value: Any) -> Selection:
        return switch_collection(selection, follow.dataset, collection=value)

    st.radio(
        text("collection.shown"),
        options=COLLECTIONS,
        format_func=names.__getitem__,
        captions=[text(f"collection.about.{name}") for name in COLLECTIONS],
        key=follow.widget_in_popover("collection", follow.selection.collection),
        on_change=follow.changed("collection", change),
        disabled=not follow.uses("collection"),
    )


def _draw_years(offered: Dataset, text: Text, follow: Follow) -> None:
    """The years, and the months, of which the first and the last can be set; all of them are no filter."""
    span = offered.span
    if not span or span[0] == span[1]:
        return
    asked = follow.selection.period
    first, last = follow.selection.years or (asked and [int(month[:4]) for month in asked]) or span

    def change_years(selection: Selection, value: Any) -> Selection:
        years = None if tuple(value) == span else (int(value[0]), int(value[1]))
        return replace(selection, years=years, period=None)

    def change_months(selection: Selection, value: Any) -> Selection:
        return select_months(selection, follow.dataset, period=Months(*value))

    st.slider(
        text("filters.years"),
        min_value=span[0],
        max_value=span[1],
        key=follow.widget_in_popover(
            "years", (min(max(first, span[0]), span[1]), max(min(last, span[1]), span[0]))
        ),
        on_change=follow.changed("years", change_years),
        disabled=not follow.uses("years"),
    )
    months = list_months(offered.whole, follow.selection.collection)
    st.select_slider(
        text("filters.months"),
        options=months,
        value=(months[0], months[-1]),
        format_func=lambda month: text.month(period(month)),
        key=follow.widget_in_popover("period", _find_ends(follow.selection, months)),
        on_change=follow.changed("period", change_months),
        disabled=not follow.uses("period"),
    )


def _find_ends(selection: Selection, months: tuple[str, ...]) -> tuple[str, str]:
    """The first and the last month that a selection asks for, of those that there are."""
    asked: tuple[str, ...] = selection.period or months
    if selection.years and not selection.period:
        asked = (f"{selection.years[0]:04d}-01", f"{selection.years[1]:04d}-12")
    inside = [month for month in months if asked[0] <= month <= asked[-1]]
    if inside:
        return inside[0], inside[-1]
    nearest = months[0] if asked[-1] < months[0] else months[-1]
    return nearest, nearest


def _draw_cities(offered: Dataset, text: Text, follow: Follow) -> None:
    """The cities, and the meetings, the latest first."""
    rows = offered.whole.names["cities"]
    names = {city: text.of(rows[city], "name") for city in set(offered.meetings["city_id"]) - {""}}
    _draw_several("cities", dict(sorted(names.items(), key=lambda item: item[1])), text, follow)
    meetings = reversed([str(meeting) for meeting in offered.meetings["meeting_id"]])
    titles = {meeting: passages.title(offered, text, meeting) for meeting in meetings}
    _draw_several("meetings", titles, text, follow)


def _draw_levels(offered: Dataset, text: Text, follow: Follow) -> None:
    """The levels at which meetings of the collection were held."""
    held = set(offered.meetings["level"])
    levels = [level for level in offered.rules.choices("meetings", "level") if level in held]
    _draw_several("levels", {level: text(f"level.{level}") for level in levels}, text, follow)


def _draw_themes(offered: Dataset, text: Text, follow: Follow) -> None:
    """The themes of the statements, and how many meetings every theme leaves out."""
    names = offered.whole.names["themes"]
    themes = {theme: text.of(names[theme], "name") for theme in themes_by_use(offered.whole)}
    _draw_several(
        "themes", themes, text, follow, note=describe_themes(offered, text, follow) or None
    )


def _draw_several(
    field: str, names: dict[str, str], text: Text, follow: Follow, *, note: str | None = None
) -> None:
    """Draw a choice of several: the ids are the values, the ``names`` are only shown; a ``note`` opens beside the label."""

    def change(selection: Selection, value: Any) -> Selection:
        values: dict[str, Any] = {field: tuple(value)}
        return replace(selection, **values)

    st.multiselect(
        text(f"filters.{field}"),
        options=list(names),
        format_func=names.__getitem__,
        placeholder=text(f"filters.all.{field}"),
        key=follow.widget_in_popover(
            field, [value for value in getattr(follow.selection, field) if value in names]
        ),
        on_change=follow.changed(field, change),
        disabled=not follow.uses(field),
        help=note,
    )


BUTTONS: dict[str, tuple[tuple[str, ...], Callable[[Dataset, Text, Follow], None]]] = {
    "collection": (("collection",), _draw_collection),
    "years": (("years", "period"), _draw_years),
    "cities": (("cities", "meetings"), _draw_cities),
    "levels": (("levels",), _draw_levels),
    "themes": (("themes",), _draw_themes),
}
"""The buttons in the order of the bar, by name: which fields of the selection each sets, and what draws its widgets."""


class ActiveFilter(NamedTuple):
    """One value of a filter that is set: the field of the selection, and the value's name in words."""

    field: str
    name: str


def list_active(dataset: Dataset, text: Text, selection: Selection) -> list[ActiveFilter]:
    """List the filters of a selection value by value, in the order of the bar."""
    names = dataset.whole.names
    active: list[ActiveFilter] = []
    if selection.years:
        active.append(ActiveFilter("years", name_years(selection.years, text)))
    if selection.period:
        active.append(ActiveFilter("period", text.months(*map(period, selection.period))))
    active += [
        ActiveFilter("cities", text.of(names["cities"][city], "name")) for city in selection.cities
    ]
    active += [
        ActiveFilter("meetings", passages.title(dataset, text, meeting))
        for meeting in selection.meetings
    ]
    active += [ActiveFilter("levels", text(f"level.{level}")) for level in selection.levels]
    active += [
        ActiveFilter("themes", text.of(names["themes"][theme], "name"))
        for theme in selection.themes
    ]
    return active


def describe_themes(chosen: Dataset, text: Text, follow: Follow) -> str:
    """Say how many meetings that the other filters leave have no statement, so that a theme leaves them out.

    Args:
        chosen: Any part of the dataset.
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
    """Say which filters the page uses, and which active ones it does not, by name; empty where all apply to all of it."""
    if follow.selection.page not in EXPLAINED:
        return ""
    line = text(f"filters.used.{follow.selection.page}")
    active = list_active(chosen, text, follow.selection)
    unused = [text.isolate(value.name) for value in active if not follow.uses(value.field)]
    if not unused:
        return line
    return f"{line} {text.count('filters.unused', len(unused), filters=text.list(unused))}"
