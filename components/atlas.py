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

from components import arcs, charts, frame, map_svg, markup
from components.map_layout import (
    ARROW_GAP,
    LABEL,
    LINE,
    SHAPES,
    describe_city,
    disc_kind,
    disc_radius,
    is_reference_chosen,
    lay_out,
    name_width,
    number_size,
)
from components.mercator import FARTHEST, map_size, unproject
from components.phrases import count_meetings, end_sentence
from components.theme import DESK, Screen, rgba
from loaders.analysis.meetings import Place, count_cities, meetings, places
from loaders.selection import Selection, step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.arcs import Line
    from components.charts import Changes
    from components.language import Text
    from components.map_layout import Label, MapLayout
    from components.state import Follow
    from loaders.model import Dataset

KEY = "atlas"
OUTLINES = "countries.geojson"
"""The static file with the country outlines: fetched once, kept by the browser."""

FORMS = ("●", "■", "◆", "▲", "▼", "✚")
"""The forms of the levels as characters, for the legend."""

LEADER = "•─"
"""The dot and the line of a disc that was moved aside, for the legend."""


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


def deck(chosen: Dataset, text: Text, screen: Screen = DESK, *, threads: bool = False) -> pydeck.Deck:
    """The map: outlines, a disc a city whose area is the number of chosen meetings, and its name.

    A disc shows the level of meeting by form, or by the shades of its ring where several were held;
    cities that the selection leaves out stay visible in grey. No basemap is asked for. ``threads``
    draws those between meetings in two cities as arcs, below the discs.
    """
    return _draw_layout(lay_out(chosen, text, map_size(screen), references=threads), chosen, text, screen)


def _draw_layout(layout: MapLayout, chosen: Dataset, text: Text, screen: Screen) -> pydeck.Deck:
    """The map as deck.gl draws it."""
    view = layout.view
    written = [
        _label(disc, name=layout.names[disc.city_id], at=layout.labels[disc.city_id], screen=screen)
        for disc in layout.discs
        if disc.city_id in layout.labels
    ]
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
            *_leaders(layout, screen=screen),
            *_arcs(layout, text=text, screen=screen, dataset=chosen),
            *_discs(layout.discs, text=text, screen=screen, dataset=chosen),
            _icons("halos", [each for each, _ in written], get_pixel_offset="offset"),
            # Nothing of a name's picture is left out as too faint: the space between its letters can be clicked too.
            _icons(
                "names",
                _in_order(layout.discs, [each for _, each in written]),
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


def _leaders(layout: MapLayout, *, screen: Screen) -> list[pydeck.Layer]:
    """A dot at each city whose disc was moved aside, and the line that leads from it to the disc."""
    tone = rgba(screen.palette.rest)
    pairs = layout.moved
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


def _arcs(layout: MapLayout, *, text: Text, screen: Screen, dataset: Dataset) -> list[pydeck.Layer]:
    """The threads as arcs with an arrow head at the meeting referred to; the kind shows in the dashes.

    All are drawn in ink, since colour on the map means a level of meeting; grey is one outside the
    selection. A broad line that cannot be seen answers to the pointer for each.
    """
    if layout.references is None:
        return []
    scale = layout.view.scale
    reach = [
        {
            "path": unproject(line, scale=scale),
            "colour": rgba(screen.palette.ink, opacity=0),
            "width": 14,
            "meetings": arcs.ends(thread),
            **_said(arcs.said(thread, text=text, dataset=dataset)),
        }
        for thread, _, line in layout.references
    ]
    rows, heads = [], []
    for thread, target, line in sorted(layout.references, key=is_reference_chosen):
        tone = screen.palette.ink if thread.chosen else screen.palette.rest
        rows += [
            {
                "path": unproject(piece, scale=scale),
                "colour": rgba(tone, opacity=0.85),
                "width": 3 if thread.kind == "cites" else 2.2,
            }
            for piece in dashed(line, arcs.DASHES.get(thread.kind))
        ]
        (x, y), angle = arcs.find_arrival(line, away=disc_radius(target) + ARROW_GAP)
        heads.append(
            {
                **_sized(f'<path transform="translate(11 11) rotate({angle:.0f})" d="{arcs.HEAD}"/>', 22),
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
        size, at = disc_radius(place), [place.longitude, place.latitude]
        grounds.append(
            {
                "city": place.city_id,
                "at": at,
                "radius": round(size + 2, 1),
                "colour": rgba(colours.paper),
                **_said(describe_city(place, text=text, dataset=dataset)),
            }
        )
        kind = disc_kind(place)
        if kind == "rest":
            holes.append({"at": at, "radius": size, "colour": rgba(colours.rest, opacity=0.7)})
            continue
        levels = [order.index(each.level) for each in place.chosen]
        shades = [rgba(colours.levels[level]) for level in levels]
        if kind == "number":
            holes.append({"at": at, "radius": size, "colour": rgba(colours.rest)})
            holes.append({"at": at, "radius": round(size - 3, 1), "colour": rgba(colours.paper)})
            form, tone = _numbered(text.number(place.count)), rgba(colours.ink)
        elif kind == "level":
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
    size = number_size(number)
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
    width, high = name_width(name), LINE + 4
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


def _said(lines: Sequence[str]) -> dict[str, str]:
    """The fields of a row that its tooltip shows: plain words, since Streamlit itself escapes them."""
    return {"said": lines[0], "more": "".join(f"\n{line}" for line in lines[1:])}


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
    cities = text.count("count.cities", count_cities(chosen))
    if most == 1 or len(top) > 1:
        return text("atlas.even", meetings=held, cities=cities)
    times = text("atlas.twice") if most == 2 else text.count("atlas.times", most)
    return text("atlas.most", meetings=held, cities=cities, city=top[0], times=times)


class Sheet(NamedTuple):
    """The map with what stands around it, ready to be shown."""

    head: str
    key: str
    deck: Callable[[], Finished]
    svg: str
    alt: str
    marked: tuple[str, ...]
    foot: str
    table: Callable[[], str]


def sheet(
    chosen: Dataset, text: Text, screen: Screen, threads: bool = False, filtering: bool = True
) -> Sheet:
    """Everything of the view that is not the reader's: the same for equal selections, so it is kept.

    ``key`` says what the lines of the threads mean; it is empty where none is to be drawn. ``deck`` makes the map
    for deck.gl when it is first asked for; ``svg`` is the same map drawn without it. ``marked`` are the ids of what can
    be clicked. ``filtering`` says whether a click on a city filters the page.
    """
    said = finding(chosen, text)
    unit = [text("atlas.unit"), text("atlas.click") if filtering else ""]
    layout = lay_out(chosen, text, map_size(screen), references=threads)
    return Sheet(
        head=frame.heading(
            KEY,
            chosen,
            text,
            finding=said,
            unit=" ".join(filter(None, unit)),
        )
        + legend(chosen, text, aside=bool(layout.moved)),
        key=arcs.legend(chosen, text) if threads else "",
        deck=cache(lambda: Finished(_draw_layout(layout, chosen, text, screen))),
        svg=map_svg.draw_layout(
            layout, chosen, text, map_svg.Options(has_references=threads, has_links=filtering)
        ),
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
    if not len(chosen.meetings):
        frame.empty(text, follow, frame.MEETINGS)
    if follow.has_webgl:
        st.pydeck_chart(
            drawn.deck(),
            height=map_size(follow.screen).height,
            key=follow.key(KEY, of=drawn.marked),
            on_select=follow.on(KEY, picked),
            selection_mode="single-object",
            alt=drawn.alt,
        )
    # Beside deck.gl's map the drawn one is for paper only, on which browsers leave a canvas empty or cut it off.
    map_svg.show_map(drawn.svg, key="map-printed" if follow.has_webgl else "map-drawn")
    frame.ground(KEY, drawn.foot, text, table=drawn.table)


def marked(chosen: Dataset) -> tuple[str, ...]:
    """The ids of all that can be clicked on the map, in the order in which it knows them."""
    between = [each.thread_id for each in arcs.drawn(chosen, on_map=True)]
    return (*sorted(map(_id, places(chosen))), *between)


def legend(chosen: Dataset, text: Text, *, aside: bool = False) -> str:
    """The forms of the levels that occur, what grey means and, if discs stand ``aside`` of their cities, what leads there."""
    order = chosen.rules.choices("meetings", "level")
    used = {meeting.level for meeting in meetings(chosen)}
    items = [
        {"form": FORMS[place], "name": text(f"level.{level}"), "tone": f"cm-level-{place + 1}"}
        for place, level in enumerate(order)
        if level in used
    ]
    if any(not meeting.chosen for meeting in meetings(chosen)):
        items.append({"form": FORMS[0], "name": text("atlas.rest"), "tone": "cm-rest"})
    if aside:
        items.append({"form": LEADER, "name": text("atlas.aside"), "tone": "cm-rest"})
    return markup.html("legend", dir=text.direction, items=items)


def _sources(chosen: Dataset) -> list[str]:
    """The ids of the sources of the chosen meetings, one for each."""
    return [str(meeting.row["source_id"]) for meeting in meetings(chosen) if meeting.chosen]


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
