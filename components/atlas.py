"""Where: the cities in which the Coalition met, on country outlines of our own."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import pydeck
import streamlit as st
from markupsafe import escape
from pydeck.bindings.json_tools import default_serialize

from components import arcs, charts, frame, markup
from components.phrases import count_meetings, end_sentence
from components.theme import DESK, Screen, rgba
from loaders.measures import Meeting, Place, meetings, places, reached
from loaders.selection import Selection, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from components.arcs import Line
    from components.charts import Box, Changes
    from components.language import Text
    from components.state import Follow
    from loaders.dataset import Dataset

KEY = "atlas"
OUTLINES = "countries.geojson"
"""The static file with the country outlines: fetched once, kept by the browser."""

TILE = 512
"""Pixels of the world's width at zoom 0 in deck.gl."""

NEAREST, FARTHEST = 3.5, 0.2
"""Zoom at most and at least: a single city keeps its neighbours in sight."""

DISC, REST = 9.5, 7.0
"""Radius in pixels of the disc of one meeting, and of a city that the selection leaves out."""

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

FORMS = ("●", "■", "◆", "▲", "▼", "✚")
"""The same forms as characters, for the legend."""

LEADER = "•─"
"""The dot and the line of a disc that was moved aside, for the legend."""


BENDS = (0.16, -0.16, 0.09, -0.09, 0.25, -0.25, 0.34, -0.34)
"""How far an arc may bend to the right of its way, as a share of its length; in order of preference."""

LOOP, SIDES, SAMPLES = 19.0, 8, 48
"""Radius in pixels of the loop of a thread that ends in the city where it begins, the sides of the city to which it
may lie, and the straight pieces of a curve."""

DASHES: dict[str, tuple[float, float]] = {"announces": (9, 7), "cites": (0.1, 6)}
"""Length of a dash and of a gap in pixels by kind of thread; a line without is whole."""

HEAD = "M6 0L-6-5.5V5.5z"
"""An arrow head as an SVG path, its point to the right."""


class View(NamedTuple):
    """The part of the world that a map shows: its middle in degrees, and deck.gl's zoom."""

    longitude: float
    latitude: float
    zoom: float


class Label(NamedTuple):
    """Where a city's name stands: offset of the middle of its box from the city, in pixels, y downwards."""

    x: float
    y: float


class Finished(pydeck.Deck):  # type: ignore[misc]  # pydeck has no types
    """A map ready to be sent: nothing of it is kept but its JSON, without white space, and its tooltip."""

    def __init__(self, deck: pydeck.Deck) -> None:
        """Keep the JSON of ``deck``; its layers are let go."""
        self._spec = json.dumps(deck, default=default_serialize, ensure_ascii=False, separators=(",", ":"))
        self._tooltip = deck._tooltip
        self.layers: list[Any] = []

    def to_json(self) -> str:
        """The map as deck.gl reads it."""
        return self._spec


def height(screen: Screen) -> int:
    """The height of the map in pixels."""
    return 340 if screen.narrow else 460


def deck(chosen: Dataset, text: Text, screen: Screen = DESK, *, threads: bool = False) -> pydeck.Deck:
    """The map: outlines, a disc a city whose area is the number of chosen meetings, and its name.

    A disc shows the level of meeting by form, or by the shades of its ring where several were held;
    cities that the selection leaves out stay visible in grey. No basemap is asked for. ``threads``
    draws those between meetings in two cities as arcs, below the discs.
    """
    held = places(chosen)
    view = framed([each for each in held if each.chosen] or held, screen=screen)
    there = spread(held, view=view, screen=screen)
    names = {each.city_id: text.of(chosen.whole.names["cities"][each.city_id], "name") for each in there}
    labels = placed(there, names=names, view=view, screen=screen)
    written = [
        _label(each, name=names[each.city_id], at=labels[each.city_id], screen=screen)
        for each in there
        if each.city_id in labels
    ]
    between = (
        _arcs(
            there,
            view=view,
            covered=_covered(there, names=names, labels=labels, view=view, screen=screen),
            text=text,
            screen=screen,
            dataset=chosen,
        )
        if threads
        else []
    )
    colours = screen.palette
    return pydeck.Deck(
        map_provider=None,
        initial_view_state=pydeck.ViewState(
            longitude=view.longitude, latitude=view.latitude, zoom=view.zoom, min_zoom=FARTHEST, max_zoom=7
        ),
        views=[
            pydeck.View(
                type="MapView", controller={"scrollZoom": False, "dragRotate": False, "touchRotate": False}
            )
        ],
        layers=[
            pydeck.Layer(
                "GeoJsonLayer",
                id="outlines",
                data=markup.asset(OUTLINES),
                filled=True,
                stroked=True,
                get_fill_color=rgba(colours.panel),
                get_line_color=rgba(colours.rule),
                line_width_units="'pixels'",
                get_line_width=0.8,
                pickable=False,
            ),
            *_leaders(held, there, view=view, screen=screen),
            *between,
            *_discs(there, text=text, screen=screen, dataset=chosen),
            _icons("halos", [each for each, _ in written], get_pixel_offset="offset"),
            # Nothing of a name's picture is left out as too faint: the space between its letters can be clicked too.
            _icons(
                "names",
                _in_order(there, [each for _, each in written]),
                get_pixel_offset="offset",
                pickable=True,
                alpha_cutoff=0,
            ),
        ],
        tooltip={
            "html": "<b>{said}</b>{more}",
            "style": {
                "whiteSpace": "pre-line",
                "backgroundColor": colours.panel,
                "color": colours.ink,
                "border": f"1px solid {colours.rule}",
                "direction": text.direction,
                "fontSize": "14px",
                "maxWidth": "300px",
            },
        },
    )


def _in_order(there: Sequence[Place], written: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for every city in one order for all selections: the map knows by its place which name was clicked.

    A city whose name finds no room has a row of which nothing is seen.
    """
    rows = {each["city"]: each for each in written}
    nothing = {"icon": _icon("", width=1, high=1), "size": 0, "offset": [0, 0], "colour": [0, 0, 0, 0]}
    return [
        rows.get(each.city_id, {**nothing, "at": [each.longitude, each.latitude], "city": each.city_id})
        for each in sorted(there, key=_id)
    ]


def _id(place: Place) -> str:
    return place.city_id


def _icons(name: str, rows: Sequence[dict[str, Any]], **more: Any) -> pydeck.Layer:
    """Icons as masks: the picture gives the form and the row its colour, so that no edge has a dark fringe.

    deck.gl keeps a picture by its address, with the anchor it first had: the place of a name beside
    its city is therefore an offset of the row, not an anchor of the picture, which stays its middle.
    """
    return pydeck.Layer(
        "IconLayer",
        id=name,
        data=list(rows),
        get_icon="icon",
        get_position="at",
        get_size="size",
        get_color="colour",
        size_units="'pixels'",
        **more,
    )


def _circles(name: str, rows: Sequence[dict[str, Any]], *, pickable: bool = False) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        id=name,
        data=rows,
        get_position="at",
        get_radius="radius",
        get_fill_color="colour",
        radius_units="'pixels'",
        pickable=pickable,
    )


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Web Mercator position in pixels at zoom 0, y downwards."""
    x = (longitude + 180) / 360 * TILE
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * TILE
    return x, y


def framed(there: Sequence[Place], *, screen: Screen) -> View:
    """The view that holds all the places with room for their names; the Mediterranean if there are none."""
    if not there:
        return View(20.0, 35.0, 1.5)
    points = [mercator(each.longitude, each.latitude) for each in there]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    room = 60 if screen.narrow else 160
    width = max(screen.width - room, 120)
    tall = height(screen) - 120
    zoom = min(math.log2(width / max(right - left, 1e-6)), math.log2(tall / max(bottom - top, 1e-6)))
    zoom = max(FARTHEST, min(NEAREST, zoom))
    x, y = (left + right) / 2, (top + bottom) / 2
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / TILE))))
    return View(round(x / TILE * 360 - 180, 3), round(latitude, 3), round(zoom, 2))


def spread(there: Sequence[Place], *, view: View, screen: Screen) -> tuple[Place, ...]:
    """The places with those moved aside whose discs would lie on each other in this view; the order stays.

    Discs that are too near push each other away, the smaller one further, and none leaves the map that was on
    it. Where cities are too many for it, all stay where they are.
    """
    if len(there) > MOST:
        return tuple(there)
    scale = 2**view.zoom
    homes = [[value * scale for value in mercator(each.longitude, each.latitude)] for each in there]
    sizes = [radius(each) for each in there]
    middle = [value * scale for value in mercator(view.longitude, view.latitude)]
    room = screen.width / 2, height(screen) / 2
    inside = [all(abs(home[i] - middle[i]) <= room[i] for i in (0, 1)) for home in homes]
    now = [list(home) for home in homes]
    for _ in range(ROUNDS):
        moved = False
        for one, other in itertools.combinations(range(len(now)), 2):
            moved |= _parted(now[one], now[other], sizes=(sizes[one], sizes[other]), turn=one + other)
        for place, size, held in zip(now, sizes, inside, strict=True):
            for i in (0, 1) if held else ():
                edge = room[i] - size - 3
                place[i] = min(max(place[i], middle[i] - edge), middle[i] + edge)
        if not moved:
            break
    out = []
    for each, home, place in zip(there, homes, now, strict=True):
        if place == home:
            out.append(each)
        else:
            ((longitude, latitude),) = _geographic([(place[0], place[1])], scale=scale)
            out.append(replace(each, longitude=longitude, latitude=latitude))
    return tuple(out)


def _parted(one: list[float], other: list[float], *, sizes: tuple[float, float], turn: int) -> bool:
    """Move two places apart, in pixels, until their discs leave room between them; whether they had to be."""
    across, down = other[0] - one[0], other[1] - one[1]
    away = math.hypot(across, down)
    short = sum(sizes) + APART - away
    if short <= 0.01:
        return False
    if away < 0.01:
        # Two cities at one place: each pair goes its own way.
        across, down, away = math.cos(turn), math.sin(turn), 1.0
    own, its = (size**2 for size in sizes)
    for place, part in ((one, -its / (own + its)), (other, own / (own + its))):
        place[0] += across / away * short * part
        place[1] += down / away * short * part
    return True


def _leaders(
    held: Sequence[Place], there: Sequence[Place], *, view: View, screen: Screen
) -> list[pydeck.Layer]:
    """A dot at each city whose disc was moved aside, and the line that leads from it to the disc."""
    tone = rgba(screen.palette.rest)
    pairs = [(city, disc) for city, disc in zip(held, there, strict=True) if _aside(city, disc, view=view)]
    if not pairs:
        return []
    return [
        _paths(
            "leaders",
            [
                {
                    "path": [[each.longitude, each.latitude] for each in pair],
                    "colour": tone,
                    "width": 1.2,
                }
                for pair in pairs
            ],
        ),
        _circles(
            "sites",
            [{"at": [city.longitude, city.latitude], "radius": 2.5, "colour": tone} for city, _ in pairs],
        ),
    ]


def _aside(city: Place, disc: Place, *, view: View) -> bool:
    """Whether a disc stands so far from its city that a line must say whose it is."""
    one, other = (mercator(each.longitude, each.latitude) for each in (city, disc))
    return math.dist(one, other) * 2**view.zoom > ASIDE


def curves(start: tuple[float, float], end: tuple[float, float]) -> list[Line]:
    """The flat arcs that may lead from one point to another; from a point to itself, loops on all its sides."""
    (x, y), (far_x, far_y) = start, end
    steps = [number / SAMPLES for number in range(SAMPLES + 1)]
    if start == end:
        turns = [2 * math.pi * side / SIDES for side in range(SIDES)]
        return [
            [
                (
                    x + LOOP * (math.cos(side) - math.cos(side + 2 * math.pi * each)),
                    y + LOOP * (math.sin(side) - math.sin(side + 2 * math.pi * each)),
                )
                for each in steps
            ]
            for side in turns
        ]
    out = []
    for bend in BENDS:
        across = (
            (x + far_x) / 2 - 2 * bend * (far_y - y),
            (y + far_y) / 2 + 2 * bend * (far_x - x),
        )
        out.append(
            [
                (
                    (1 - each) ** 2 * x + 2 * each * (1 - each) * across[0] + each**2 * far_x,
                    (1 - each) ** 2 * y + 2 * each * (1 - each) * across[1] + each**2 * far_y,
                )
                for each in steps
            ]
        )
    return out


def dashed(line: Line, dash: tuple[float, float] | None) -> list[Line]:
    """A line cut into dashes of a length with gaps of another; whole where there is none."""
    if dash is None:
        return [line]
    out: list[Line] = []
    piece, left, pen = [line[0]], dash[0], True
    for (x, y), end in itertools.pairwise(line):
        here, length = (x, y), math.dist((x, y), end)
        while length > left:
            share = left / length
            here = (here[0] + (end[0] - here[0]) * share, here[1] + (end[1] - here[1]) * share)
            length -= left
            if pen:
                out.append([*piece, here])
            piece, pen = [here], not pen
            left = dash[0] if pen else dash[1]
        left -= length
        if pen:
            piece.append(end)
    return [*out, piece] if pen and len(piece) > 1 else out


def arrival(line: Line, *, away: float) -> tuple[tuple[float, float], float]:
    """Where a line last comes within ``away`` pixels of its end, and its direction there in degrees, clockwise from the right."""
    end = line[-1]
    last = next((place for place in range(len(line) - 2, 0, -1) if math.dist(line[place], end) >= away), 0)
    (x, y), after = line[last], line[last + 1]
    near, far = math.dist(after, end), math.dist((x, y), end)
    share = 0.0 if far <= away else (far - away) / (far - near)
    point = (x + (after[0] - x) * share, y + (after[1] - y) * share)
    return point, math.degrees(math.atan2(after[1] - y, after[0] - x))


def _arcs(
    there: Sequence[Place],
    *,
    view: View,
    covered: Sequence[Box],
    text: Text,
    screen: Screen,
    dataset: Dataset,
) -> list[pydeck.Layer]:
    """The threads as arcs with an arrow head at the meeting referred to; the kind shows in the dashes.

    All are drawn in ink, since colour on the map means a level of meeting; grey is one outside the
    selection. A broad line that cannot be seen answers to the pointer for each. Each takes a way that
    keeps clear of the other cities, of the names, which are ``covered``, and of the arcs before it.
    """
    scale = 2**view.zoom
    places_at = {each.city_id: mercator(each.longitude, each.latitude) for each in there}
    at = {city: (x * scale, y * scale) for city, (x, y) in places_at.items()}
    cities = {each.city_id: each for each in there}
    lines: list[Line] = []
    made = []
    for thread in arcs.drawn(dataset, on_map=True):
        start, end = (each.city_id for each in (thread.origin, thread.target) if each)
        discs = [
            (x - radius(each) - 4, y - radius(each) - 4, x + radius(each) + 4, y + radius(each) + 4)
            for each in there
            if each.city_id not in (start, end)
            for x, y in [at[each.city_id]]
        ]
        lines.append(arcs.clearest(curves(at[start], at[end]), boxes=[*discs, *covered], lines=lines))
        made.append((thread, cities[end], lines[-1]))
    reach = [
        {
            "path": _geographic(line, scale=scale),
            "colour": rgba(screen.palette.ink, opacity=0),
            "width": 14,
            "meetings": arcs.ends(thread),
            **_said(arcs.said(thread, text=text, dataset=dataset)),
        }
        for thread, _, line in made
    ]
    rows, heads = [], []
    for thread, target, line in sorted(made, key=lambda each: each[0].chosen):
        tone = screen.palette.ink if thread.chosen else screen.palette.rest
        rows += [
            {
                "path": _geographic(piece, scale=scale),
                "colour": rgba(tone, opacity=0.85),
                "width": 3 if thread.kind == "cites" else 2.2,
            }
            for piece in dashed(line, DASHES.get(thread.kind))
        ]
        (x, y), angle = arrival(line, away=radius(target) + 7)
        heads.append(
            {
                **_sized(f'<path transform="translate(11 11) rotate({angle:.0f})" d="{HEAD}"/>', 22),
                "at": [target.longitude, target.latitude],
                "offset": [round(x - line[-1][0], 1), round(y - line[-1][1], 1)],
                "colour": rgba(tone),
            }
        )
    return [
        _paths("reach", reach, pickable=True),
        _paths("threads", rows),
        _icons("heads", heads, get_pixel_offset="offset"),
    ]


def _paths(name: str, rows: Sequence[dict[str, Any]], *, pickable: bool = False) -> pydeck.Layer:
    return pydeck.Layer(
        "PathLayer",
        id=name,
        data=list(rows),
        get_path="path",
        get_color="colour",
        get_width="width",
        width_units="'pixels'",
        cap_rounded=True,
        joint_rounded=True,
        pickable=pickable,
    )


def _geographic(line: Line, *, scale: float) -> list[list[float]]:
    """A line in pixels as longitudes and latitudes; ``scale`` is how many pixels one of zoom 0 is."""
    return [
        [
            round(x / scale / TILE * 360 - 180, 3),
            round(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / scale / TILE)))), 3),
        ]
        for x, y in line
    ]


def radius(place: Place) -> float:
    """The radius of a city's disc in pixels: its area is the number of chosen meetings."""
    if not place.chosen:
        return REST
    # Where a city has hundreds of meetings its disc would cover the map: all are smaller by one measure.
    return max(DISC * math.sqrt(place.count * place.scale), DISC)


@lru_cache(maxsize=2048)
def width_of(name: str) -> float:
    """About how wide a name is in pixels, a little too much rather than too little."""
    broad, thin = "mwMWQGOشسصض", "iljtfrI.,ا' "
    return sum(0.95 if each in broad else 0.4 if each in thin else 0.66 for each in name) * LABEL + 8


def placed(
    there: Sequence[Place], *, names: dict[str, str], view: View, screen: Screen = DESK
) -> dict[str, Label]:
    """A place for each city's name where it covers no disc and no other name, now and when zoomed in.

    No name leaves the map at this zoom. Cities come in order of importance; each takes the first of eight places around its disc that is
    free at this zoom and at every step closer or, if there is none, at this zoom alone. If a
    name finds none, it goes first in another round; the round that places most names wins, and a name
    that is still left out keeps its disc's tooltip and its row in the table.
    """
    zooms = [view.zoom + step for step in (0, 0.5, 1, 2, 3)]
    at = {
        each.city_id: [tuple(v * 2**zoom for v in mercator(each.longitude, each.latitude)) for zoom in zooms]
        for each in there
    }
    discs = [
        [(each.city_id, _disc(at[each.city_id][step], each)) for each in there] for step in range(len(zooms))
    ]
    around = {each.city_id: [*_around(each, width=width_of(names[each.city_id]))] for each in there}
    taken: dict[str, Label] = {}

    @cache
    def box(city: str, label: Label, step: int) -> Box:
        x, y = at[city][step]
        half = width_of(names[city]) / 2
        return x + label.x - half, y + label.y - LINE / 2, x + label.x + half, y + label.y + LINE / 2

    middle = [v * 2**view.zoom for v in mercator(view.longitude, view.latitude)]
    edge = (
        middle[0] - screen.width / 2,
        middle[1] - height(screen) / 2,
        middle[0] + screen.width / 2,
        middle[1] + height(screen) / 2,
    )

    @cache
    def clear(city: str, label: Label, step: int) -> bool:
        """Whether a name lies on the map and on no disc, whatever other names there are."""
        left, top, right, bottom = box(city, label, 0)
        if left < edge[0] or top < edge[1] or right > edge[2] or bottom > edge[3]:
            return False
        mine = box(city, label, step)
        return not any(charts.overlap(mine, disc) for other, disc in discs[step] if other != city)

    def free(city: str, label: Label, steps: Sequence[int]) -> bool:
        return all(
            clear(city, label, step)
            and not any(
                charts.overlap(box(city, label, step), box(other, where, step))
                for other, where in taken.items()
            )
            for step in steps
        )

    best: dict[str, Label] = {}
    order = list(there)
    for _ in there[:1] if len(there) > CROWDED else there:
        taken.clear()
        for steps in (range(len(zooms)), range(1)):
            for place in order:
                city = place.city_id
                if city not in taken:
                    label = next((each for each in around[city] if free(city, each, steps)), None)
                    if label is not None:
                        taken[city] = label
        if len(taken) > len(best):
            best = dict(taken)
        left_out = [each for each in order if each.city_id not in taken]
        if not left_out:
            break
        order = left_out + [each for each in order if each.city_id in taken]
    return best


def _disc(at: Sequence[float], place: Place) -> Box:
    """What a city's disc covers, in pixels, its middle ``at`` a point."""
    x, y, r = *at, radius(place)
    return x - r, y - r, x + r, y + r


def _covered(
    there: Sequence[Place], *, names: dict[str, str], labels: dict[str, Label], view: View, screen: Screen
) -> list[Box]:
    """What the cities' names cover and what the map cuts off, in pixels from the corner of the world."""
    x, y = (v * 2**view.zoom for v in mercator(view.longitude, view.latitude))
    half, tall = screen.width / 2 - 8, height(screen) / 2 - 8
    out = arcs.outside((x - half, y - tall, x + half, y + tall))
    for each in there:
        if each.city_id in labels:
            x, y = (v * 2**view.zoom for v in mercator(each.longitude, each.latitude))
            x, y = x + labels[each.city_id].x, y + labels[each.city_id].y
            half = width_of(names[each.city_id]) / 2
            out.append((x - half, y - LINE / 2, x + half, y + LINE / 2))
    return out


def _around(place: Place, *, width: float) -> Iterator[Label]:
    """The eight places for a name around a disc, the best first."""
    away, half, line = radius(place) + 3, width / 2, LINE / 2
    yield from (Label(away + half, 0), Label(-away - half, 0), Label(0, -away - line), Label(0, away + line))
    for y in (-away - line / 2, away + line / 2):
        yield from (Label(half, y), Label(-half, y))


@lru_cache(maxsize=512)
def _picture(content: str, width: int, high: int) -> str:
    """An SVG as an address: the browser draws it, and shapes Arabic as it should be."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * 2}" height="{high * 2}" '
        f'viewBox="0 0 {width} {high}">{content}</svg>'
    )
    return "data:image/svg+xml," + quote(svg.replace('"', "'"), safe="/:=' <>,;()")


def _icon(content: str, *, width: float, high: float) -> dict[str, Any]:
    """A picture twice as large as it is shown, so that it is sharp on a fine screen."""
    wide, tall = math.ceil(width), math.ceil(high)
    return {
        "url": _picture(content, wide, tall),
        "width": wide * 2,
        "height": tall * 2,
        "mask": True,
    }


def _discs(there: Sequence[Place], *, text: Text, screen: Screen, dataset: Dataset) -> list[pydeck.Layer]:
    """The cities' discs: the form of a single meeting's level, or the number of meetings in a ring of their shades.

    The least important city is drawn first, so that none covers a more important one; the grounds, of which the
    map knows by its place which was clicked, are in one order for all selections.
    """
    colours = screen.palette
    order = dataset.rules.choices("meetings", "level")
    grounds, slices, holes, forms = [], [], [], []
    for place in reversed(there):
        size, at = radius(place), [place.longitude, place.latitude]
        grounds.append(
            {
                "city": place.city_id,
                "at": at,
                "radius": round(size + 2, 1),
                "colour": rgba(colours.paper),
                **_said(tip(place, text=text, dataset=dataset)),
            }
        )
        if not place.chosen:
            holes.append({"at": at, "radius": size, "colour": rgba(colours.rest, opacity=0.7)})
            continue
        levels = [order.index(each.level) for each in place.chosen]
        shades = [rgba(colours.levels[level]) for level in levels]
        if place.more:
            # Too many for a slice each: a ring of one shade, and the number.
            holes.append({"at": at, "radius": size, "colour": rgba(colours.rest)})
            holes.append({"at": at, "radius": round(size - 3, 1), "colour": rgba(colours.paper)})
            form, tone = _numbered(text.number(place.count)), rgba(colours.ink)
        elif len(levels) == 1:
            holes.append({"at": at, "radius": size, "colour": shades[0]})
            form, tone = f'<path transform="translate(11 11)" d="{SHAPES[levels[0]]}"/>', rgba(colours.paper)
        else:
            slices += [
                {**_sized(_slice(number, len(levels)), 2 * size), "at": at, "colour": shade}
                for number, shade in enumerate(shades)
            ]
            holes.append({"at": at, "radius": round(size * 0.64, 1), "colour": rgba(colours.paper)})
            form = (
                '<text x="11" y="16" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="14">'
                f"{len(levels)}</text>"
            )
            tone = rgba(colours.ink)
        forms.append({**_sized(form, 22), "at": at, "colour": tone})
    return [
        _circles("cities", sorted(grounds, key=lambda each: str(each["city"])), pickable=True),
        _icons("slices", slices),
        _circles("discs", holes),
        _icons("forms", forms),
    ]


def _sized(content: str, size: float) -> dict[str, Any]:
    """A picture in a box of 22, drawn ``size`` pixels high about its middle."""
    return {"icon": _icon(content, width=22, high=22), "size": round(size, 1)}


def _numbered(number: str) -> str:
    """A number as it stands in a box of 22, smaller the longer it is."""
    size = min(14, round(36 / len(number)))
    return (
        f'<text x="11" y="{11 + size * 0.36:.0f}" text-anchor="middle" font-family="sans-serif" '
        f'font-weight="700" font-size="{size}">{number}</text>'
    )


def _slice(number: int, count: int) -> str:
    """One of ``count`` equal slices of a disc that fills a box of 22, clockwise from the top."""
    ends = []
    for turn in (number / count, (number + 1) / count):
        angle = 2 * math.pi * turn - math.pi / 2
        ends.append(f"{11 + 11 * math.cos(angle):.2f} {11 + 11 * math.sin(angle):.2f}")
    return f'<path d="M11 11L{ends[0]}A11 11 0 0 1 {ends[1]}z"/>'


def _label(place: Place, *, name: str, at: Label, screen: Screen) -> tuple[dict[str, Any], dict[str, Any]]:
    """A city's name as two masks: a broad one for the ground around its letters, and the letters."""
    width, high = width_of(name), LINE + 4
    letters = (
        f'<text x="{width / 2:.1f}" y="{high - 7}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{LABEL}" font-weight="{600 if place.chosen else 400}"'
    )
    broad = f'{letters} stroke="black" stroke-width="3.5" stroke-linejoin="round">{escape(name)}</text>'
    plain = f"{letters}>{escape(name)}</text>"
    colours = screen.palette
    row = {
        "at": [place.longitude, place.latitude],
        "size": math.ceil(high),
        "offset": [round(at.x, 1), round(at.y, 1)],
    }
    return (
        {**row, "icon": _icon(broad, width=width, high=high), "colour": rgba(colours.paper)},
        {
            **row,
            "icon": _icon(plain, width=width, high=high),
            "colour": rgba(colours.ink if place.chosen else colours.rest),
            "city": place.city_id,
            **_said([name]),
        },
    )


def tip(place: Place, *, text: Text, dataset: Dataset) -> list[str]:
    """What a city says on hover, line by line: its name, then its meetings with their dates."""
    lines = [text.of(dataset.whole.names["cities"][place.city_id], "name")]
    lines += [_line(each, text=text, dataset=dataset) for each in place.chosen]
    if place.more:
        lines.append(text.count("atlas.more", place.more))
    if place.rest:
        lines += [text("atlas.rest"), *(_line(each, text=text, dataset=dataset) for each in place.rest)]
    if place.more_rest:
        lines.append(text.count("atlas.more", place.more_rest))
    return lines


def _line(meeting: Meeting, *, text: Text, dataset: Dataset) -> str:
    parts = (
        text.date(meeting.when),
        text(f"level.{meeting.level}"),
        charts.collection(meeting.row, text=text, dataset=dataset),
    )
    return " · ".join(filter(None, parts))


def _said(lines: Sequence[str]) -> dict[str, str]:
    """The fields of a row that its tooltip shows: plain words, since Streamlit itself escapes them."""
    return {"said": lines[0], "more": "".join(f"\n{each}" for each in lines[1:])}


def picked(event: Any) -> Changes:
    """A click on a city, or on its name, means that city; on an arc, the two meetings of its thread."""
    objects = (event or {}).get("selection", {}).get("objects", {})
    for rows in objects.values():
        for row in rows:
            if row.get("city"):
                return {"cities": (row["city"],)}
            if row.get("meetings"):
                return {"meetings": tuple(row["meetings"])}
    return {}


def finding(chosen: Dataset, text: Text) -> str:
    """What the map shows, in a sentence computed from the cities in the selection."""
    there = [each for each in places(chosen) if each.chosen]
    if not there:
        return text("atlas.none")
    names = chosen.whole.names["cities"]
    most = there[0].count
    top = [text.of(names[each.city_id], "name") for each in there if each.count == most]
    held = count_meetings(chosen, text)
    if len(there) == 1:
        return end_sentence(text("atlas.one", meetings=held, city=top[0]), text)
    cities = text.count("count.cities", reached(chosen).chosen)
    if most == 1 or len(top) > 1:
        return text("atlas.even", meetings=held, cities=cities)
    times = text("atlas.twice") if most == 2 else text.count("atlas.times", most)
    return text("atlas.most", meetings=held, cities=cities, city=top[0], times=times)


class Sheet(NamedTuple):
    """The map with what stands around it, ready to be shown."""

    head: str
    key: str
    deck: Finished
    alt: str
    marked: tuple[str, ...]
    foot: str
    table: Callable[[], str]


def sheet(
    chosen: Dataset, text: Text, screen: Screen, threads: bool = False, filtering: bool = True
) -> Sheet:
    """Everything of the view that is not the reader's: the same for equal selections, so it is kept.

    ``key`` says what the lines of the threads mean; it is empty where none is to be drawn. ``marked`` are the ids of
    what can be clicked. ``filtering`` says whether a click on a city filters the page.
    """
    said = finding(chosen, text)
    unit = [text("atlas.unit"), text("atlas.click") if filtering else ""]
    held = places(chosen)
    view = framed([each for each in held if each.chosen] or held, screen=screen)
    pairs = zip(held, spread(held, view=view, screen=screen), strict=True)
    aside = any(_aside(*pair, view=view) for pair in pairs)
    return Sheet(
        head=frame.heading(
            KEY,
            chosen,
            text,
            finding=said,
            left=frame.left(text, "cities", reached(chosen)),
            unit=" ".join(filter(None, unit)),
        )
        + legend(chosen, text, aside=aside),
        key=arcs.legend(chosen, text) if threads else "",
        deck=Finished(deck(chosen, text, screen, threads=threads)),
        alt=text("chart.alt", name=text("atlas.name"), finding=said),
        marked=marked(chosen),
        foot=frame.foot(_sources(chosen), chosen, text, more=text("atlas.outlines")),
        table=cache(partial(table, chosen, text, filtering=filtering)),
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view; where the selection holds no meeting the map shows all of them in grey."""
    threads = follow.selection.threads
    drawn = follow.drawn(sheet, chosen, text, threads, follow.uses("cities"))
    st.html(drawn.head)

    def show(selection: Selection, value: Any) -> Selection:
        return replace(selection, threads=bool(value))

    st.toggle(
        text("threads.switch"),
        key=follow.widget("threads-shown", threads),
        on_change=follow.changed("threads-shown", show),
    )
    if drawn.key:
        st.html(drawn.key)
    if not chosen.size("meetings"):
        frame.empty(text, follow, frame.MEETINGS)
    st.pydeck_chart(
        drawn.deck,
        height=height(follow.screen),
        key=follow.key(KEY, of=drawn.marked),
        on_select=follow.on(KEY, picked),
        selection_mode="single-object",
        alt=drawn.alt,
    )
    frame.ground(KEY, drawn.foot, text, table=drawn.table)


def marked(chosen: Dataset) -> tuple[str, ...]:
    """The ids of all that can be clicked on the map, in the order in which it knows them."""
    between = [each.thread_id for each in arcs.drawn(chosen, on_map=True)]
    return (*sorted(map(_id, places(chosen))), *between)


def legend(chosen: Dataset, text: Text, *, aside: bool = False) -> str:
    """The forms of the levels that occur, what grey means and, if discs stand ``aside`` of their cities, what leads there."""
    order = chosen.rules.choices("meetings", "level")
    used = {each.level for each in meetings(chosen)}
    items = [
        {"form": FORMS[place], "name": text(f"level.{level}"), "tone": f"cm-level-{place + 1}"}
        for place, level in enumerate(order)
        if level in used
    ]
    if any(not each.chosen for each in meetings(chosen)):
        items.append({"form": FORMS[0], "name": text("atlas.rest"), "tone": "cm-rest"})
    if aside:
        items.append({"form": LEADER, "name": text("atlas.aside"), "tone": "cm-rest"})
    return markup.html("legend", dir=text.direction, items=items)


def _sources(chosen: Dataset) -> list[str]:
    """The ids of the sources of the chosen meetings, one for each."""
    return [str(each.row["source_id"]) for each in meetings(chosen) if each.chosen]


def table(chosen: Dataset, text: Text, *, filtering: bool = True) -> str:
    """The same cities as a table: what a click does is a link here, so the keyboard can do it too.

    Args:
        chosen: The part of the dataset that is shown.
        text: The words of the page.
        filtering: Whether a click on a city filters the page; beside a step of the story it does not.
    """
    names = chosen.whole.names["cities"]
    rows = [
        {
            "city": text.of(names[place.city_id], "name"),
            "country": text.of(names[place.city_id], "country"),
            "link": step(cities=(place.city_id,)) if filtering else "",
            "meetings": [
                {
                    "title": text.of(each.row, "title"),
                    "date": text.date(each.when),
                    "collection": charts.collection(each.row, text=text, dataset=chosen),
                }
                for each in place.chosen + place.rest
            ],
            "more": text.count("atlas.more", place.more + place.more_rest)
            if place.more + place.more_rest
            else "",
            "chosen": bool(place.chosen),
        }
        for place in places(chosen)
    ]
    return markup.html(
        "cities",
        dir=text.direction,
        text=text,
        rows=rows,
        sources=frame.named(_sources(chosen), chosen, text),
    )
