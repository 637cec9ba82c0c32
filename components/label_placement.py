"""Label placement: where the names of cities stand on the map, so that none covers another mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from components.charts.labels import Box, measure_name, overlap
from components.map_discs import disc_box, disc_radius

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from components.mercator import MapSize, Viewport
    from loaders.analysis.meetings import MeetingCity

FONT_SIZE, LINE_HEIGHT = 14, 18
"""Pixels of a city's name."""

COUNTRY_SIZE, COUNTRY_HEIGHT, COUNTRY_AWAY = 12, 14, 16.5
"""Pixels of the name of a country, and from its middle to that of the city's name."""

ZOOM_STEPS = (0, 0.5, 1, 2, 3)
"""How much closer the reader may look at names that still do not overlap."""

LABEL_GAP = 3
"""Pixels between a disc and its name."""


class Label(NamedTuple):
    """Where a name stands: offset of its middle from the city, in pixels, y downwards."""

    x: float
    y: float


class Candidate(NamedTuple):
    """A possible place of a name: its box at each of ZOOM_STEPS, and how many of them are free."""

    label: Label
    boxes: list[Box]
    free_steps: int


def name_width(name: str) -> float:
    """Return about how wide a name is in pixels, a little too much rather than too little."""
    return measure_name(name, size=FONT_SIZE) + 8


def label_box(
    point: tuple[float, float],
    label: Label,
    name: str,
    *,
    size: float = FONT_SIZE,
    height: float = LINE_HEIGHT,
) -> Box:
    """Return the box of a name whose city is at ``point``; ``size`` is its letters' in pixels."""
    x, y, half = point[0] + label.x, point[1] + label.y, name_width(name) * size / FONT_SIZE / 2
    return x - half, y - height / 2, x + half, y + height / 2


def country_box(point: tuple[float, float], label: Label, name: str) -> Box:
    """Return the box of the name of a country, as ``label_box`` does of a city's."""
    return label_box(point, label, name, size=COUNTRY_SIZE, height=COUNTRY_HEIGHT)


def _is_on_map(box: Box, viewport: Viewport, size: MapSize) -> bool:
    """Return whether a box, in pixels from the corner of the world, lies whole on the map."""
    left, top = viewport.find_corner(size)
    is_across = left <= box[0] and box[2] <= left + size.width
    return is_across and top <= box[1] and box[3] <= top + size.height


def place_labels(
    discs: Sequence[MeetingCity], *, names: dict[str, str], viewport: Viewport, size: MapSize
) -> dict[str, Label]:
    """Place the names of cities, which come in order of importance, by the id of the city.

    If a name finds no room, it goes first in another round; the round that places most names wins.
    A name that is still left out keeps its disc's tooltip and its row in the table.
    """
    candidates = {
        disc.city_id: list(_list_candidates(disc, discs, names[disc.city_id], viewport, size))
        for disc in discs
    }
    best: dict[str, Candidate] = {}
    order = list(candidates)
    for _ in discs:
        placed = _place_in_order(order, candidates)
        if len(placed) > len(best):
            best = placed
        if len(placed) == len(discs):
            break
        order.sort(key=placed.__contains__)
    return {city_id: candidate.label for city_id, candidate in best.items()}


def place_countries(
    discs: Sequence[MeetingCity],
    labels: dict[str, Label],
    *,
    names: dict[str, str],
    countries: dict[str, str],
    viewport: Viewport,
    size: MapSize,
) -> dict[str, Label]:
    """Place the names of the cities' countries, once each, under or over that of the first city.

    A country whose name would cover a disc or another name, or leave the map, is left out.

    Args:
        discs: The cities in order of importance, with the coordinates of their discs.
        labels: Where the names of the cities stand.
        names: Of the cities, by their id.
        countries: The names of the countries, by the id of the city.
        viewport: The part of the world that the map shows.
        size: Of the map, in pixels.

    Returns:
        The labels of the countries by the id of the city under which they stand.
    """
    points = {disc.city_id: viewport.locate(disc) for disc in discs}
    taken = [disc_box(disc, viewport=viewport) for disc in discs]
    taken += [
        label_box(points[city_id], label, names[city_id]) for city_id, label in labels.items()
    ]
    placed: dict[str, Label] = {}
    for city_id in (disc.city_id for disc in discs if disc.city_id in labels):
        if countries[city_id] in {countries[other] for other in placed}:
            continue
        for away in (COUNTRY_AWAY, -COUNTRY_AWAY):
            label = labels[city_id]._replace(y=labels[city_id].y + away)
            box = country_box(points[city_id], label, countries[city_id])
            if _is_on_map(box, viewport, size) and not any(overlap(box, other) for other in taken):
                placed[city_id] = label
                taken.append(box)
                break
    return placed


def _place_in_order(
    order: Iterable[str], candidates: dict[str, list[Candidate]]
) -> dict[str, Candidate]:
    """Give each city its first candidate that is free at every zoom or, if none is, at this one."""
    placed: dict[str, Candidate] = {}
    # All cities are tried at every zoom first: a name that is free at this zoom alone takes room
    # from no other name.
    for steps in (len(ZOOM_STEPS), 1):
        for city_id in order:
            free = (
                candidate
                for candidate in candidates[city_id]
                if candidate.free_steps >= steps
                and not _is_covered(candidate, placed.values(), steps)
            )
            if city_id not in placed and (candidate := next(free, None)):
                placed[city_id] = candidate
    return placed


def _is_covered(candidate: Candidate, placed: Iterable[Candidate], steps: int) -> bool:
    """Return whether a candidate overlaps a placed name at one of the first ``steps`` zooms."""
    return any(
        overlap(box, placed_box)
        for label in placed
        for box, placed_box in zip(candidate.boxes[:steps], label.boxes, strict=False)
    )


def _list_candidates(
    disc: MeetingCity, discs: Sequence[MeetingCity], name: str, viewport: Viewport, size: MapSize
) -> Iterator[Candidate]:
    """Yield the possible places of a name around its disc that are on the map, the best first."""
    viewports = [viewport._replace(zoom=viewport.zoom + step) for step in ZOOM_STEPS]
    covered = [
        [disc_box(city, viewport=closer) for city in discs if city.city_id != disc.city_id]
        for closer in viewports
    ]
    for label in _list_labels(disc, width=name_width(name)):
        boxes = [label_box(closer.locate(disc), label, name) for closer in viewports]
        if _is_on_map(boxes[0], viewport, size):
            is_free = [
                not any(overlap(box, disc_area) for disc_area in disc_areas)
                for box, disc_areas in zip(boxes, covered, strict=True)
            ]
            yield Candidate(label, boxes, (*is_free, False).index(False))


def _list_labels(disc: MeetingCity, *, width: float) -> Iterator[Label]:
    """Yield the eight places for a name around a disc, the best first."""
    away, half, line = disc_radius(disc) + LABEL_GAP, width / 2, LINE_HEIGHT / 2
    yield from (Label(away + half, 0), Label(-away - half, 0))
    yield from (Label(0, -away - line), Label(0, away + line))
    for y in (-away - line / 2, away + line / 2):
        yield from (Label(half, y), Label(-half, y))
