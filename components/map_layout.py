"""Layout of the map of cities: where each disc, name and line stands, for deck.gl and for SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from components import arcs
from components.charts.descriptions import name_collection
from components.label_placement import Label, label_box, place_countries, place_labels
from components.map_discs import disc_box, disc_radius, separate_discs
from components.mercator import MapSize, Viewport, fit_viewport
from loaders.analysis.meetings import Meeting, MeetingCity, places

if TYPE_CHECKING:
    from components.arcs import Line
    from components.language import Text
    from loaders.analysis.references import Thread
    from loaders.model import Dataset

MIN_LEADER_LENGTH = 3.0
"""Pixels between a city and its disc from which on a line leads to the disc."""

ARROW_GAP = 7
"""Pixels between the edge of a disc and the middle of the arrow head before it."""

LINE_MARGIN, EDGE_MARGIN = 4.0, 8.0
"""Pixels between a line and the discs of other cities, and the edge of the map."""


class ReferenceLine(NamedTuple):
    """A reference as a line to its ``target``, in pixels from the corner of the world."""

    thread: Thread
    target: MeetingCity
    line: Line

    @property
    def arrow(self) -> tuple[tuple[float, float], float]:
        """The middle of the arrow head, in pixels, and its direction in degrees, clockwise."""
        return arcs.find_arrival(self.line, away=disc_radius(self.target) + ARROW_GAP)


@dataclass(frozen=True)
class MapLayout:
    """What a map of a given size shows: ``cities`` where they are, and their ``discs``, moved
    apart, in the same order.

    Cities come in order of importance. ``names`` and their ``countries``, by the id of the city,
    are in the reader's language; the labels lack the names that find no room.
    """

    size: MapSize
    viewport: Viewport
    cities: tuple[MeetingCity, ...]
    discs: tuple[MeetingCity, ...]
    names: dict[str, str]
    labels: dict[str, Label]
    countries: dict[str, str]
    country_labels: dict[str, Label]
    references: tuple[ReferenceLine, ...] = ()

    @cached_property
    def leaders(self) -> list[tuple[MeetingCity, MeetingCity]]:
        """The cities whose discs stand so far away that a line leads there, each with its disc."""
        return [
            (city, disc)
            for city, disc in zip(self.cities, self.discs, strict=True)
            if math.dist(self.viewport.locate(city), self.viewport.locate(disc)) > MIN_LEADER_LENGTH
        ]

    @cached_property
    def corner(self) -> tuple[float, float]:
        """The upper left corner of the map, in pixels from the corner of the world."""
        return self.viewport.find_corner(self.size)

    def locate(self, city: MeetingCity) -> tuple[float, float]:
        """Return where a city is on the map, in pixels from the upper left corner of the map."""
        return self.shift(self.viewport.locate(city))

    def shift(self, point: tuple[float, float]) -> tuple[float, float]:
        """Convert pixels from the corner of the world to pixels from the corner of the map."""
        return point[0] - self.corner[0], point[1] - self.corner[1]


def lay_out(
    selected: Dataset, text: Text, size: MapSize, *, has_references: bool = False
) -> MapLayout:
    """Lay out everything that a map shows.

    Args:
        selected: What the selection leaves of the dataset; the cities that it leaves out are shown
        in grey.
        text: The translator.
        size: Of the map, in pixels.
        has_references: Whether lines lead from meeting to meeting where a report names another one.
    """
    cities = places(selected)
    viewport = fit_viewport(cities, size=size)
    discs = separate_discs(cities, viewport=viewport, size=size)
    rows = selected.whole.names["cities"]
    names = {city.city_id: text.of(rows[city.city_id], "name") for city in cities}
    labels = place_labels(discs, names=names, viewport=viewport, size=size)
    countries = {city.city_id: text.of(rows[city.city_id], "country") for city in cities}
    country_labels = place_countries(
        discs, labels, names=names, countries=countries, viewport=viewport, size=size
    )
    layout = MapLayout(size, viewport, cities, discs, names, labels, countries, country_labels)
    if has_references:
        layout = replace(layout, references=_draw_references(layout, selected))
    return layout


def _draw_references(layout: MapLayout, selected: Dataset) -> tuple[ReferenceLine, ...]:
    """Return the lines of references; each avoids cities, names and the lines before it."""
    discs = {disc.city_id: disc for disc in layout.discs}
    points = {city_id: layout.viewport.locate(disc) for city_id, disc in discs.items()}
    boxes = {
        city_id: disc_box(disc, viewport=layout.viewport, margin=LINE_MARGIN)
        for city_id, disc in discs.items()
    }
    left, top = layout.corner
    right, bottom = left + layout.size.width, top + layout.size.height
    covered = arcs.list_outside(
        (left + EDGE_MARGIN, top + EDGE_MARGIN, right - EDGE_MARGIN, bottom - EDGE_MARGIN)
    )
    covered += [
        label_box(points[city_id], label, layout.names[city_id])
        for city_id, label in layout.labels.items()
    ]
    references: list[ReferenceLine] = []
    for thread in arcs.list_drawn(selected, on_map=True):
        start, end = (meeting.city_id for meeting in (thread.origin, thread.target) if meeting)
        others = [box for city_id, box in boxes.items() if city_id not in (start, end)]
        line = arcs.choose_clearest(
            arcs.list_curves(points[start], points[end]),
            boxes=[*others, *covered],
            lines=[reference.line for reference in references],
        )
        references.append(ReferenceLine(thread, discs[end], line))
    return tuple(references)


def describe_city(city: MeetingCity, *, text: Text, dataset: Dataset) -> list[str]:
    """Return the tooltip of a city line by line: its name, then its meetings with their dates."""
    lines = [text.of(dataset.whole.names["cities"][city.city_id], "name")]
    lines += [_describe_meeting(meeting, text=text, dataset=dataset) for meeting in city.chosen]
    if city.rest:
        lines.append(text("atlas.rest"))
        lines += [_describe_meeting(meeting, text=text, dataset=dataset) for meeting in city.rest]
    return lines


def _describe_meeting(meeting: Meeting, *, text: Text, dataset: Dataset) -> str:
    parts = (
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        name_collection(meeting.row, text=text, dataset=dataset),
    )
    return " · ".join(filter(None, parts))
