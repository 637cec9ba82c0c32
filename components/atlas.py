"""Where: the cities in which the Coalition met, on country outlines of our own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import arcs, map_deck, map_svg, markup
from components.charts import frame
from components.charts.actions import render_actions
from components.charts.descriptions import name_collection
from components.map_layout import lay_out
from components.mercator import map_size
from components.phrases import count_meetings, end_sentence
from loaders.analysis.meetings import count_cities, meetings, places
from loaders.selection import Selection, step

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "atlas"

FORMS = ("●", "■", "◆", "▲", "▼", "✚")
"""The forms of the levels as characters, for the legend."""

LEADER = "•─"
"""The dot and the line of a disc that was moved aside, for the legend."""


def picked(event: Any) -> Changes:
    """Return what a click means: on a city or its name that city, on a line the two meetings that it joins."""
    objects = (event or {}).get("selection", {}).get("objects", {})
    for rows in objects.values():
        for row in rows:
            if row.get("city"):
                return {"cities": (row["city"],)}
            if row.get("meetings"):
                return {"meetings": tuple(row["meetings"])}
    return {}


def finding(selected: Dataset, text: Text) -> str:
    """Say what the map shows, in a sentence computed from the cities in the selection."""
    shown = [city for city in places(selected) if city.chosen]
    if not shown:
        return text("atlas.none")
    names = selected.whole.names["cities"]
    most = shown[0].count
    hosts = [text.of(names[city.city_id], "name") for city in shown if city.count == most]
    meeting_count = count_meetings(selected, text)
    if len(shown) == 1:
        return end_sentence(text("atlas.one", meetings=meeting_count, city=hosts[0]), text)
    if most == 1 or len(hosts) > 1:
        cities = text.count("count.cities", count_cities(selected), oblique=True)
        return text("atlas.even", meetings=meeting_count, cities=cities)
    times = text("atlas.twice") if most == 2 else text.count("atlas.times", most)
    return text("atlas.most", city=hosts[0], times=times)


class CityMap(NamedTuple):
    """The map with what stands around it, ready to be shown.

    ``reference_legend`` is empty where no references are drawn. ``deck`` serializes the map for deck.gl when it is first
    called; ``svg`` is the same map drawn without it. ``clickable`` are the ids of what can be clicked.
    """

    header: str
    reference_legend: str
    deck: Callable[[], map_deck.SerializedDeck]
    svg: str
    alt: str
    clickable: tuple[str, ...]
    footer: str
    table: Callable[[], str]


def draw_city_map(
    selected: Dataset,
    text: Text,
    screen: Screen,
    has_references: bool = False,
    has_links: bool = True,
) -> CityMap:
    """Draw everything of the view that is the same for equal selections, so that it can be cached.

    Args:
        selected: What the selection leaves of the dataset.
        text: The translator.
        screen: The reader's screen.
        has_references: Whether lines lead from meeting to meeting where a report names another one.
        has_links: Whether a click on a city filters the page; beside a step of the story it does not.
    """
    sentence = finding(selected, text)
    layout = lay_out(selected, text, map_size(screen), has_references=has_references)
    header = frame.render_header(
        KEY,
        selected,
        text,
        finding=sentence,
        unit=text("atlas.unit"),
    )
    return CityMap(
        header=header,
        reference_legend=arcs.render_legend(selected, text) if has_references else "",
        deck=cache(
            lambda: map_deck.SerializedDeck(
                map_deck.draw_layout(layout, selected, text, screen.palette)
            )
        ),
        svg=map_svg.draw_layout(layout, selected, text, has_links=has_links),
        alt=text("chart.alt", name=text("atlas.name"), finding=sentence),
        clickable=list_clickable(selected),
        footer=frame.render_marks(
            KEY, legend(selected, text, has_leaders=bool(layout.leaders)), text
        )
        + render_actions(KEY, selected, text)
        + frame.render_footer(_list_sources(selected), selected, text, more=text("atlas.outlines")),
        table=cache(partial(table, selected, text, has_links=has_links)),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view; where the selection holds no meeting the map shows all of them in grey."""
    has_references = follow.selection.threads
    city_map = follow.drawn(
        draw_city_map, chosen, text, follow.screen, has_references, follow.uses("cities")
    )
    st.html(city_map.header)
    if chosen.meetings.empty:
        frame.show_empty(text, follow, frame.MEETINGS)
    if follow.screen.has_webgl:
        st.pydeck_chart(
            city_map.deck(),
            height=map_size(follow.screen).height,
            key=follow.key(KEY, of=city_map.clickable),
            on_select=follow.on(KEY, picked),
            selection_mode="single-object",
            alt=city_map.alt,
        )
    # Beside deck.gl's map the drawn one is for paper only, on which browsers leave a canvas empty or cut it off.
    map_svg.show_map(city_map.svg, key="map-printed" if follow.screen.has_webgl else "map-drawn")
    _show_switch(text, follow)
    frame.show_footer(KEY, city_map.reference_legend + city_map.footer, text, city_map.table)


def _show_switch(text: Text, follow: Follow) -> None:
    """The switch that draws lines from meeting to meeting where a report names another one."""

    def change(selection: Selection, value: Any) -> Selection:
        return replace(selection, threads=bool(value))

    st.toggle(
        text("threads.switch"),
        key=follow.widget("threads-shown", follow.selection.threads),
        on_change=follow.changed("threads-shown", change),
    )


def list_clickable(selected: Dataset) -> tuple[str, ...]:
    """Return the ids of all that can be clicked on the map, in the order in which it knows them."""
    references = [thread.thread_id for thread in arcs.list_drawn(selected, on_map=True)]
    return (*sorted(city.city_id for city in places(selected)), *references)


def legend(selected: Dataset, text: Text, *, has_leaders: bool = False) -> str:
    """Draw the forms of the levels that occur, what grey means and, if there are any, what the lines to discs mean."""
    order = selected.rules.choices("meetings", "level")
    levels = {meeting.level for meeting in meetings(selected)}
    items = [
        {"form": FORMS[index], "name": text(f"level.{level}"), "tone": f"cm-level-{index + 1}"}
        for index, level in enumerate(order)
        if level in levels
    ]
    if any(not meeting.chosen for meeting in meetings(selected)):
        items.append({"form": FORMS[0], "name": text("atlas.rest"), "tone": "cm-rest"})
    if has_leaders:
        items.append({"form": LEADER, "name": text("atlas.aside"), "tone": "cm-rest"})
    return markup.html("legend", text, items=items)


def _list_sources(selected: Dataset) -> list[str]:
    """Return the ids of the sources of the selected meetings, one for each."""
    return [str(meeting.row["source_id"]) for meeting in meetings(selected) if meeting.chosen]


def table(selected: Dataset, text: Text, *, has_links: bool = True) -> str:
    """Draw the table view: what a click on the map does is a link here, so the keyboard can do it too.

    Args:
        selected: What the selection leaves of the dataset.
        text: The translator.
        has_links: Whether a city is a link that filters the page.
    """
    names = selected.whole.names["cities"]
    rows = [
        {
            "city": text.of(names[city.city_id], "name"),
            "country": text.of(names[city.city_id], "country"),
            "link": step(cities=(city.city_id,)) if has_links else "",
            "meetings": [
                {
                    "title": text.of(meeting.row, "title"),
                    "date": text.date(meeting.when),
                    "collection": name_collection(meeting.row, text=text, dataset=selected),
                }
                for meeting in city.chosen + city.rest
            ],
            "chosen": bool(city.chosen),
        }
        for city in places(selected)
    ]
    return markup.html(
        "cities",
        text,
        rows=rows,
        sources=frame.list_table_sources(_list_sources(selected), selected, text),
    )
