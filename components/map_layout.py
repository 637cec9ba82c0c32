"""Layout of the map of cities: what it shows and where each disc, name and line stands, the same for deck.gl and for SVG."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from components import arcs, charts
from components.mercator import Size, View, fit_view, project, unproject
from loaders.analysis.meetings import Meeting, Place, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from components.arcs import Line
    from components.charts import Box
    from components.language import Text
    from loaders.analysis.references import Thread
    from loaders.model import Dataset


DISC, REST = 9.5, 7.0
"""Radius in pixels of the disc of one meeting, and of a city that the selection leaves out."""

MOST_SLICES = 20
"""Meetings of a city beyond which its ring has one shade instead of a slice for each."""

APART, ROUNDS, MOST = 5.0, 300, 200
"""Pixels between two discs at least, how often those that are too near are moved apart, and how many cities may be."""

ASIDE = 3.0
"""Pixels from its city from which on a line leads to a disc that was moved aside."""

CROWDED = 30
"""Cities beyond which their names are placed in one round: more rounds would place few more of so many."""

LABEL, LINE = 14, 18
"""Type size of a city's name in pixels, and the height of its line."""

SHAPES = (
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "M-5.4-5.4h10.8v10.8h-10.8z",
    "M0-7.5L7.5 0L0 7.5L-7.5 0z",
    "M0-7L7 5.5H-7z",
    "M0 7L7-5.5H-7z",
    "M-2.5-7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z",
)
"""Forms of the levels of meeting as SVG paths in a box of 20, in the order of the contract and of the charts."""


ARROW_GAP = 7
"""Pixels between the edge of a disc and the middle of the arrow head before it."""


class Label(NamedTuple):
    """Where a city's name stands: offset of the middle of its box from the city, in pixels, y downwards."""

    x: float
    y: float


class Reference(NamedTuple):
    """A report that names another meeting, as a line in pixels from the corner of the world to the disc of ``target``."""

    thread: Thread
    target: Place
    line: Line


class MapLayout(NamedTuple):
    """What a map of a given size shows: ``cities`` where they are, and their ``discs``, moved apart, in the same order.

    Cities come in order of importance. ``names`` are in the reader's language; ``labels`` lack the names that find
    no room. ``references`` is None where they are not shown.
    """

    size: Size
    view: View
    cities: tuple[Place, ...]
    discs: tuple[Place, ...]
    names: dict[str, str]
    labels: dict[str, Label]
    references: tuple[Reference, ...] | None = None

    @property
    def moved(self) -> list[tuple[Place, Place]]:
        """The cities whose discs stand so far away that a line must lead there, each with its disc."""
        pairs = zip(self.cities, self.discs, strict=True)
        return [(city, disc) for city, disc in pairs if is_aside(city, disc, view=self.view)]

    @property
    def corner(self) -> tuple[float, float]:
        """The upper left corner of the map, in pixels from the corner of the world."""
        x, y = project(self.view.longitude, self.view.latitude)
        return (
            x * self.view.scale - self.size.width / 2,
            y * self.view.scale - self.size.height / 2,
        )

    def locate(self, place: Place) -> tuple[float, float]:
        """Where a place is on the map, in pixels from its upper left corner."""
        return self.shift(_world_pixels(place, view=self.view))

    def shift(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point in pixels from the corner of the world, in pixels from the corner of the map."""
        left, top = self.corner
        return point[0] - left, point[1] - top


def lay_out(chosen: Dataset, text: Text, size: Size, *, references: bool = False) -> MapLayout:
    """Place everything that a map shows.

    Args:
        chosen: The part of the dataset that is shown.
        text: The words of the page.
        size: Of the map, in pixels.
        references: Whether lines lead from meeting to meeting where a report names another one.
    """
    cities = places(chosen)
    view = fit_view([place for place in cities if place.chosen] or cities, size=size)
    discs = separate_discs(cities, view=view, size=size)
    rows = chosen.whole.names["cities"]
    names = {disc.city_id: text.of(rows[disc.city_id], "name") for disc in discs}
    layout = MapLayout(
        size, view, cities, discs, names, place_labels(discs, names=names, view=view, size=size)
    )
    return layout._replace(references=_lead_references(layout, chosen)) if references else layout


def _world_pixels(place: Place, *, view: View) -> tuple[float, float]:
    """Where a place is in pixels from the corner of the world."""
    x, y = project(place.longitude, place.latitude)
    return x * view.scale, y * view.scale


def separate_discs(cities: Sequence[Place], *, view: View, size: Size) -> tuple[Place, ...]:
    """The places with those moved aside whose discs would lie on each other in this view; the order stays.

    Discs that are too near push each other away, the smaller one further, and none leaves the map that was on
    it. Where cities are too many for it, all stay where they are.
    """
    if len(cities) > MOST:
        return tuple(cities)
    scale = view.scale
    homes = [[value * scale for value in project(city.longitude, city.latitude)] for city in cities]
    radii = [disc_radius(city) for city in cities]
    middle = [value * scale for value in project(view.longitude, view.latitude)]
    room = size.width / 2, size.height / 2
    inside = [all(abs(home[axis] - middle[axis]) <= room[axis] for axis in (0, 1)) for home in homes]
    points = [list(home) for home in homes]
    for _ in range(ROUNDS):
        has_moved = False
        for first, second in itertools.combinations(range(len(points)), 2):
            pair = points[first], points[second]
            has_moved |= _push_apart(*pair, radii=(radii[first], radii[second]), turn=first + second)
        for point, radius, is_inside in zip(points, radii, inside, strict=True):
            for axis in (0, 1) if is_inside else ():
                edge = room[axis] - radius - 3
                point[axis] = min(max(point[axis], middle[axis] - edge), middle[axis] + edge)
        if not has_moved:
            break
    discs = []
    for city, home, point in zip(cities, homes, points, strict=True):
        if point == home:
            discs.append(city)
        else:
            ((longitude, latitude),) = unproject([(point[0], point[1])], scale=scale)
            discs.append(replace(city, longitude=longitude, latitude=latitude))
    return tuple(discs)


def _push_apart(first: list[float], second: list[float], *, radii: tuple[float, float], turn: int) -> bool:
    """Move two points apart, in pixels, until their discs leave room between them; whether they had to be."""
    across, down = second[0] - first[0], second[1] - first[1]
    distance = math.hypot(across, down)
    missing = sum(radii) + APART - distance
    if missing <= 0.01:
        return False
    if distance < 0.01:
        # Two cities at one place: each pair goes its own way.
        across, down, distance = math.cos(turn), math.sin(turn), 1.0
    areas = [radius**2 for radius in radii]
    for point, part in ((first, -areas[1] / sum(areas)), (second, areas[0] / sum(areas))):
        point[0] += across / distance * missing * part
        point[1] += down / distance * missing * part
    return True


def is_aside(city: Place, disc: Place, *, view: View) -> bool:
    """Whether a disc stands so far from its city that a line must say whose it is."""
    return math.dist(_world_pixels(city, view=view), _world_pixels(disc, view=view)) > ASIDE


def disc_radius(place: Place) -> float:
    """The radius of a city's disc in pixels: its area is the number of chosen meetings."""
    if not place.chosen:
        return REST
    return max(DISC * math.sqrt(place.count), DISC)


def disc_kind(place: Place) -> Literal["rest", "number", "level", "ring"]:
    """How a city's disc is drawn.

    In grey outside the selection; with the form of its meeting's level; as a ring with a slice for each of several
    meetings; or, where they are too many for a slice each, as a ring of one shade. A ring has their number in it.
    """
    if not place.chosen:
        return "rest"
    if place.count > MOST_SLICES:
        return "number"
    return "level" if len(place.chosen) == 1 else "ring"


def number_size(number: str) -> int:
    """The type size in pixels of a number in a disc, smaller the longer it is."""
    return min(14, round(36 / len(number)))


# names ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def name_width(name: str) -> float:
    """About how wide a name is in pixels, a little too much rather than too little."""
    broad, thin = "mwMWQGOشسصض", "iljtfrI.,ا' "
    return sum(0.95 if char in broad else 0.4 if char in thin else 0.66 for char in name) * LABEL + 8


def place_labels(
    discs: Sequence[Place], *, names: dict[str, str], view: View, size: Size
) -> dict[str, Label]:
    """A place for each city's name where it covers no disc and no other name, now and when zoomed in.

    No name leaves the map at this zoom. Cities come in order of importance; each takes the first of eight places
    around its disc that is free at this zoom and at every step closer or, if there is none, at this zoom alone. If a
    name finds none, it goes first in another round; the round that places most names wins, and a name
    that is still left out keeps its disc's tooltip and its row in the table.
    """
    zooms = [view.zoom + step for step in (0, 0.5, 1, 2, 3)]
    points = {
        disc.city_id: [
            tuple(value * 2**zoom for value in project(disc.longitude, disc.latitude)) for zoom in zooms
        ]
        for disc in discs
    }
    covered = [
        [(disc.city_id, _cover_disc(points[disc.city_id][step], disc)) for disc in discs]
        for step in range(len(zooms))
    ]
    around = {disc.city_id: [*_list_labels(disc, width=name_width(names[disc.city_id]))] for disc in discs}
    taken: dict[str, Label] = {}

    @cache
    def box(city: str, label: Label, step: int) -> Box:
        x, y = points[city][step]
        half = name_width(names[city]) / 2
        return x + label.x - half, y + label.y - LINE / 2, x + label.x + half, y + label.y + LINE / 2

    x, y = (value * view.scale for value in project(view.longitude, view.latitude))
    edge = x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2

    @cache
    def is_clear(city: str, label: Label, step: int) -> bool:
        """Whether a name lies on the map and on no disc, whatever other names there are."""
        left, top, right, bottom = box(city, label, 0)
        if left < edge[0] or top < edge[1] or right > edge[2] or bottom > edge[3]:
            return False
        own = box(city, label, step)
        return not any(charts.overlap(own, disc) for other, disc in covered[step] if other != city)

    def is_free(city: str, label: Label, steps: Sequence[int]) -> bool:
        return all(
            is_clear(city, label, step)
            and not any(
                charts.overlap(box(city, label, step), box(other, place, step))
                for other, place in taken.items()
            )
            for step in steps
        )

    best: dict[str, Label] = {}
    order = list(discs)
    for _ in discs[:1] if len(discs) > CROWDED else discs:
        taken.clear()
        for steps in (range(len(zooms)), range(1)):
            for disc in order:
                city = disc.city_id
                if city not in taken:
                    label = next((label for label in around[city] if is_free(city, label, steps)), None)
                    if label is not None:
                        taken[city] = label
        if len(taken) > len(best):
            best = dict(taken)
        left_out = [disc for disc in order if disc.city_id not in taken]
        if not left_out:
            break
        order = left_out + [disc for disc in order if disc.city_id in taken]
    return best


def _cover_disc(point: Sequence[float], place: Place) -> Box:
    """What a city's disc covers, in pixels, its middle at a point."""
    x, y, radius = *point, disc_radius(place)
    return x - radius, y - radius, x + radius, y + radius


def _list_labels(place: Place, *, width: float) -> Iterator[Label]:
    """The eight places for a name around a disc, the best first."""
    away, half, line = disc_radius(place) + 3, width / 2, LINE / 2
    yield from (Label(away + half, 0), Label(-away - half, 0), Label(0, -away - line), Label(0, away + line))
    for y in (-away - line / 2, away + line / 2):
        yield from (Label(half, y), Label(-half, y))


# references -------------------------------------------------------------------------------------------


def _lead_references(layout: MapLayout, chosen: Dataset) -> tuple[Reference, ...]:
    """The references between meetings in two cities as lines in pixels from the corner of the world.

    Each takes a way that keeps clear of the other cities, of the names and of the lines before it.
    """
    points = {disc.city_id: _world_pixels(disc, view=layout.view) for disc in layout.discs}
    discs = {disc.city_id: disc for disc in layout.discs}
    covered = _cover_names(layout)
    lines: list[Line] = []
    references = []
    for thread in arcs.drawn(chosen, on_map=True):
        start, end = (meeting.city_id for meeting in (thread.origin, thread.target) if meeting)
        boxes = [
            (x - radius, y - radius, x + radius, y + radius)
            for disc in layout.discs
            if disc.city_id not in (start, end)
            for (x, y), radius in [(points[disc.city_id], disc_radius(disc) + 4)]
        ]
        ways = arcs.list_curves(points[start], points[end])
        lines.append(arcs.clearest(ways, boxes=[*boxes, *covered], lines=lines))
        references.append(Reference(thread, discs[end], lines[-1]))
    return tuple(references)


def _cover_names(layout: MapLayout) -> list[Box]:
    """What the cities' names cover and what the map cuts off, in pixels from the corner of the world."""
    left, top = layout.corner
    width, height = layout.size
    boxes = arcs.outside((left + 8, top + 8, left + width - 8, top + height - 8))
    for disc in layout.discs:
        if label := layout.labels.get(disc.city_id):
            x, y = _world_pixels(disc, view=layout.view)
            x, y = x + label.x, y + label.y
            half = name_width(layout.names[disc.city_id]) / 2
            boxes.append((x - half, y - LINE / 2, x + half, y + LINE / 2))
    return boxes


def is_reference_chosen(reference: Reference) -> bool:
    """Whether the selection holds one of its meetings; those that it leaves out lie below the others."""
    return reference.thread.chosen


# words ------------------------------------------------------------------------------------------------


def describe_city(place: Place, *, text: Text, dataset: Dataset) -> list[str]:
    """What a city says on hover, line by line: its name, then its meetings with their dates."""
    lines = [text.of(dataset.whole.names["cities"][place.city_id], "name")]
    lines += [_describe_meeting(meeting, text=text, dataset=dataset) for meeting in place.chosen]
    if place.rest:
        lines.append(text("atlas.rest"))
        lines += [_describe_meeting(meeting, text=text, dataset=dataset) for meeting in place.rest]
    return lines


def _describe_meeting(meeting: Meeting, *, text: Text, dataset: Dataset) -> str:
    parts = (
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        charts.collection(meeting.row, text=text, dataset=dataset),
    )
    return " · ".join(filter(None, parts))
