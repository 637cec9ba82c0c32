"""Filters: a bar of buttons, each of which opens the widgets of one kind and says what is set.

On a phone one button opens all of them. Filters that the page does not use keep their values and
cannot be changed there.
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
            label = text.count("filters.button", len(active))
            with st.popover(label, key="filter-all", type="primary" if active else "secondary"):
                for _, draw in BUTTONS.values():
                    draw(offered, text, follow)
        else:
            for name, (fields, draw) in BUTTONS.items():
                values = [value.name for value in active if value.field in fields]
                with st.popover(
                    _name_button(name, values, offered, text),
                    key=f"filter-{name}",
                    type="primary" if values else "secondary",
                    disabled=not any(map(follow.uses, fields)),
                ):
                    draw(offered, text, follow)
        shown = {
            "sentence": describe_shown(chosen, text),
            "clear": text.count("filters.clear", len(active)) if active else "",
            "link": follow.link_cleared,
        }
        st.html(markup.html("shown", text, **shown))


def _name_button(name: str, values: Sequence[str], offered: Dataset, text: Text) -> str:
    """What a button says: the first value that is set and how many more, else what is shown."""
    if values:
        more = [text("filters.more", number=text.number(len(values) - 1))] if values[1:] else []
        return " ".join([text.isolate(values[0]), *more])
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
    """How many meetings are shown, of how many, and where; a single one with its date."""
    number, whole = len(chosen.meetings), len(chosen.held("meetings"))
    part = text.count("count.meetings", number)
    every = text.count("count.meetings", whole, oblique=True)
    if not number:
        return text("shown.none", all=every)
    has_cities = count_cities(chosen) > 0
    cities = text.count("count.cities", count_cities(chosen), oblique=True)
    if number == whole:
        if not has_cities:
            return text("shown.online", meetings=part)
        return text("shown.all", meetings=count_meetings(chosen, text), cities=cities)
    shown = text("shown.part", number=text.number(number), meetings=part, all=every)
    if number == 1:
        meeting = str(chosen.meetings["meeting_id"].iloc[0])
        return text("shown.one", shown=shown, meeting=passages.title(chosen, text, meeting))
    return text("shown.several", shown=shown, cities=cities) if has_cities else shown


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
    """The first and the last year, and month; all of them are no filter."""
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
    cities = set(offered.meetings["city_id"]) - {""}
    by_name = sorted(cities, key=lambda city: _name_value("cities", city, offered, text))
    _draw_several("cities", by_name, offered, text, follow)
    _draw_several("meetings", offered.meetings["meeting_id"].tolist()[::-1], offered, text, follow)


def _draw_levels(offered: Dataset, text: Text, follow: Follow) -> None:
    """The levels at which meetings of the collection were held."""
    held = set(offered.meetings["level"])
    levels = [level for level in offered.rules.choices("meetings", "level") if level in held]
    _draw_several("levels", levels, offered, text, follow)


def _draw_themes(offered: Dataset, text: Text, follow: Follow) -> None:
    """The themes of the statements, and how many meetings every theme leaves out."""
    _draw_several("themes", themes_by_use(offered.whole), offered, text, follow)


def _draw_several(
    field: str, options: Sequence[str], offered: Dataset, text: Text, follow: Follow
) -> None:
    """Draw a choice of several: the ids are the values, their names are only shown."""
    names = {option: _name_value(field, option, offered, text) for option in options}

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
        help=(describe_themes(offered, text, follow) or None) if field == "themes" else None,
    )


BUTTONS: dict[str, tuple[tuple[str, ...], Callable[[Dataset, Text, Follow], None]]] = {
    "collection": (("collection",), _draw_collection),
    "years": (("years", "period"), _draw_years),
    "cities": (("cities", "meetings"), _draw_cities),
    "levels": (("levels",), _draw_levels),
    "themes": (("themes",), _draw_themes),
}
"""The buttons in the order of the bar, by name: the fields that each sets, and what draws them."""


class ActiveFilter(NamedTuple):
    """One value of a filter that is set: its field of the selection, and its name in words."""

    field: str
    name: str


def list_active(dataset: Dataset, text: Text, selection: Selection) -> list[ActiveFilter]:
    """List the filters of a selection value by value, in the order of the bar."""
    active = []
    for field in (field for fields, _ in BUTTONS.values() for field in fields):
        value = getattr(selection, field)
        if field == "years" and value:
            active.append(ActiveFilter(field, name_years(value, text)))
        elif field == "period" and value:
            active.append(ActiveFilter(field, text.months(*map(period, value))))
        elif isinstance(value, tuple):
            active += [
                ActiveFilter(field, _name_value(field, item, dataset, text)) for item in value
            ]
    return active


def _name_value(field: str, value: str, dataset: Dataset, text: Text) -> str:
    """One value of a filter of several values in words."""
    if field == "meetings":
        return passages.title(dataset, text, value)
    if field == "levels":
        return text(f"level.{value}")
    return text.of(dataset.whole.names[field][value], "name")


def describe_themes(chosen: Dataset, text: Text, follow: Follow) -> str:
    """Say how many of the meetings that the other filters leave a theme would leave out.

    It leaves out those without a statement. Empty where there are none, or themes are not used.
    """
    if not follow.uses("themes"):
        return ""
    left = select(chosen.whole, replace(follow.shown, themes=()))
    number = len(left.meetings) - len(list_statements(left))
    return text.count("filters.unstated", number) if number else ""


def describe_use(chosen: Dataset, text: Text, follow: Follow) -> str:
    """Say which filters the page uses, and name the active ones that it does not."""
    if follow.selection.page not in EXPLAINED:
        return ""
    line = text(f"filters.used.{follow.selection.page}")
    active = list_active(chosen, text, follow.selection)
    unused = [text.isolate(value.name) for value in active if not follow.uses(value.field)]
    if not unused:
        return line
    return f"{line} {text.count('filters.unused', len(unused), filters=text.list(unused))}"
