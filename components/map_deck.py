"""The map of cities as deck.gl draws it. No basemap is asked for."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pydeck
from pydeck.bindings.json_tools import default_serialize

from components import arcs, outlines
from components.label_placement import COUNTRY_SIZE, LINE_HEIGHT, Label
from components.map_discs import (
    GROUND_WIDTH,
    HOLE,
    RING_WIDTH,
    SHAPES,
    disc_kind,
    disc_radius,
    draw_slice,
    list_levels,
)
from components.map_icons import ICON_SIZE, build_icon, draw_name, draw_number, draw_path
from components.map_layout import describe_city
from components.mercator import FARTHEST, unproject
from components.theme import rgba

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from components.map_layout import MapLayout
    from components.theme import Palette
    from loaders.analysis.meetings import MeetingCity
    from loaders.model import Dataset

CIRCLES: dict[str, Any] = {
    "type": "ScatterplotLayer",
    "get_position": "position",
    "get_radius": "radius",
    "get_fill_color": "colour",
    "radius_units": "'pixels'",
}

LINES: dict[str, Any] = {
    "type": "PathLayer",
    "get_path": "path",
    "get_color": "colour",
    "get_width": "width",
    "width_units": "'pixels'",
    "cap_rounded": True,
    "joint_rounded": True,
}

ICONS: dict[str, Any] = {
    "type": "IconLayer",
    "get_icon": "icon",
    "get_position": "position",
    "get_size": "size",
    "get_color": "colour",
    "size_units": "'pixels'",
}
"""Icons are masks: the picture gives the form and the row its colour, so no edge has a dark fringe.

deck.gl caches a picture by its address, with the anchor it first had: where a name stands beside
its city is therefore an offset of the row, not an anchor of the picture, which stays its middle.
"""

SHIFTED = ICONS | {"get_pixel_offset": "offset"}
"""Icons that stand beside their point, by an offset in pixels."""

Row = dict[str, Any]
"""One mark of a layer."""


class SerializedDeck(pydeck.Deck):  # type: ignore[misc]  # pydeck has no types
    """A map ready to be sent: its JSON without white space, and its tooltip."""

    def __init__(self, deck: pydeck.Deck) -> None:
        """Keep the JSON of ``deck``; its layers are let go."""
        self._json = json.dumps(
            deck, default=default_serialize, ensure_ascii=False, separators=(",", ":")
        )
        self._tooltip = deck._tooltip
        self.layers: list[Any] = []

    def to_json(self) -> str:
        """The map as deck.gl reads it."""
        return self._json


def draw_layout(layout: MapLayout, selected: Dataset, text: Text, palette: Palette) -> pydeck.Deck:
    """Draw the map from its layout: outlines, a disc and a name for each city, and references.

    The area of a disc is the number of selected meetings; it shows their level by form, or by the
    shades of its ring where several were held. Cities that the selection leaves out are grey.
    """
    zoom_limits = {"min_zoom": FARTHEST, "max_zoom": 7}
    controller = {"scrollZoom": False, "dragRotate": False, "touchRotate": False}
    return pydeck.Deck(
        map_provider=None,
        initial_view_state=pydeck.ViewState(**layout.viewport._asdict(), **zoom_limits),
        views=[pydeck.View(type="MapView", controller=controller)],
        layers=[
            pydeck.Layer(
                "GeoJsonLayer",
                id="outlines",
                data=outlines.find_address(outlines.COUNTRIES),
                filled=True,
                stroked=True,
                get_fill_color=rgba(palette.land),
                get_line_color=rgba(palette.border),
                line_width_units="'pixels'",
                get_line_width=0.8,
                pickable=False,
            ),
            *_draw_leaders(layout, palette),
            *_draw_references(layout, selected, text, palette),
            *_draw_discs(layout, selected, text, palette),
            *_draw_names(layout, palette),
        ],
        tooltip={
            "html": "<b>{title}</b>{details}",
            "style": {
                "whiteSpace": "pre-line",
                "backgroundColor": palette.panel,
                "color": palette.ink,
                "border": f"1px solid {palette.rule}",
                "direction": text.direction,
                "fontSize": "14px",
                "maxWidth": "300px",
            },
        },
    )


def _tooltip(lines: Sequence[str]) -> dict[str, str]:
    """The fields of a row for its tooltip, as plain words: Streamlit itself escapes them."""
    return {"title": lines[0], "details": "".join(f"\n{line}" for line in lines[1:])}


def _position(city: MeetingCity) -> list[float]:
    return [city.longitude, city.latitude]


# what is drawn ------------------------------------------------------------------------------------


def _draw_leaders(layout: MapLayout, palette: Palette) -> list[pydeck.Layer]:
    """A dot at each city whose disc was moved aside, and the line from it to the disc."""
    if not layout.leaders:
        return []
    colour = rgba(palette.rest)
    lines = [
        {"path": [_position(city), _position(disc)], "colour": colour, "width": 1.2}
        for city, disc in layout.leaders
    ]
    dots = [
        {"position": _position(city), "radius": 2.5, "colour": colour} for city, _ in layout.leaders
    ]
    return [
        pydeck.Layer(**LINES, id="leaders", data=lines),
        pydeck.Layer(**CIRCLES, id="sites", data=dots),
    ]


def _draw_references(
    layout: MapLayout, selected: Dataset, text: Text, palette: Palette
) -> list[pydeck.Layer]:
    """Lines with an arrow head at the meeting referred to; the kind of reference shows in the
    dashes.

    All are drawn in ink, since colour on the map means a level of meeting; grey is one outside the
    selection. A broad line that cannot be seen answers to the pointer for each.
    """
    if not layout.references:
        return []
    scale = layout.viewport.scale
    targets = [
        {
            "path": unproject(line, scale=scale),
            "colour": rgba(palette.ink, opacity=0),
            "width": 14,
            "meetings": arcs.list_ends(thread),
            **_tooltip(arcs.describe_reference(thread, text=text, dataset=selected)),
        }
        for thread, _, line in layout.references
    ]
    dashes, heads = [], []
    for reference in sorted(layout.references, key=attrgetter("thread.chosen")):
        thread, target, line = reference
        colour = palette.ink if thread.chosen else palette.rest
        style = {
            "colour": rgba(colour, opacity=0.85),
            "width": 3 if thread.kind == "cites" else 2.2,
        }
        dashes += [
            {"path": unproject(dash, scale=scale), **style}
            for dash in arcs.cut_dashes(line, arcs.DASHES.get(thread.kind))
        ]
        (x, y), angle = reference.arrow
        heads.append(
            {
                "icon": draw_path(arcs.HEAD, rotation=angle),
                "size": ICON_SIZE,
                "position": _position(target),
                "offset": [round(x - line[-1][0], 1), round(y - line[-1][1], 1)],
                "colour": rgba(colour),
            }
        )
    return [
        pydeck.Layer(**LINES, id="reach", data=targets, pickable=True),
        pydeck.Layer(**LINES, id="threads", data=dashes),
        pydeck.Layer(**SHIFTED, id="heads", data=heads),
    ]


def _draw_discs(
    layout: MapLayout, selected: Dataset, text: Text, palette: Palette
) -> list[pydeck.Layer]:
    """The cities' discs: the form of a meeting's level, or the number of meetings in a ring of
    shades.

    The least important city is drawn first, so that none covers a more important one; the grounds,
    by whose order the map knows which was clicked, are in one order for all selections.
    """
    grounds, slices, circles, forms = [], [], [], []
    for city in reversed(layout.discs):
        position, radius, levels = _position(city), disc_radius(city), list_levels(city, selected)
        kind = disc_kind(city)
        grounds.append(
            {
                "city": city.city_id,
                "position": position,
                "radius": round(radius + GROUND_WIDTH, 1),
                "colour": rgba(palette.paper),
                **_tooltip(describe_city(city, text=text, dataset=selected)),
            }
        )
        circles += [
            {"position": position, "radius": radius, "colour": colour}
            for radius, colour in _list_circles(city, levels, palette)
        ]
        size = round(2 * radius, 1)
        for index, level in enumerate(levels if kind == "ring" else ()):
            icon = draw_path(draw_slice(index, len(levels), radius=ICON_SIZE / 2))
            colour = rgba(palette.levels[level])
            slices.append({"icon": icon, "size": size, "position": position, "colour": colour})
        if kind != "rest":
            is_level = kind == "level"
            number = text.number(city.count)
            icon = draw_path(SHAPES[levels[0]]) if is_level else draw_number(number)
            colour = rgba(palette.paper if is_level else palette.ink)
            forms.append({"icon": icon, "size": ICON_SIZE, "position": position, "colour": colour})
    grounds.sort(key=lambda ground: str(ground["city"]))
    return [
        pydeck.Layer(**CIRCLES, id="cities", data=grounds, pickable=True),
        pydeck.Layer(**ICONS, id="slices", data=slices),
        pydeck.Layer(**CIRCLES, id="discs", data=circles),
        pydeck.Layer(**ICONS, id="forms", data=forms),
    ]


def _list_circles(
    city: MeetingCity, levels: Sequence[int], palette: Palette
) -> list[tuple[float, list[int]]]:
    """Return radius in pixels and colour of the circles of a disc, the lowest first."""
    radius, paper = disc_radius(city), rgba(palette.paper)
    match disc_kind(city):
        case "rest":
            return [(radius, rgba(palette.rest, opacity=0.7))]
        case "level":
            return [(radius, rgba(palette.levels[levels[0]]))]
        case "number":
            return [(radius, rgba(palette.rest)), (round(radius - RING_WIDTH, 1), paper)]
        case "ring":
            return [(round(radius * HOLE, 1), paper)]


def _draw_names(layout: MapLayout, palette: Palette) -> list[pydeck.Layer]:
    """The cities' names as letters over a broad copy of them, the ground around the letters.

    There is a row for every city in one order for all selections, since the map knows by the order
    which name was clicked. A name that finds no room is an icon without size.
    """
    grounds, names = [], []
    stroke = 'stroke="black" stroke-width="3.5" stroke-linejoin="round"'
    for disc in sorted(layout.discs, key=attrgetter("city_id")):
        city, name = {"city": disc.city_id}, layout.names[disc.city_id]
        weight, colour = (600, palette.ink) if disc.chosen else (400, palette.rest)
        if label := layout.labels.get(disc.city_id):
            row = _place_name(disc, label, draw_name(name, weight), colour)
            ground = _place_name(disc, label, draw_name(name, weight, stroke), palette.paper)
            names.append({**city, **row, **_tooltip([name])})
            grounds.append({**city, **ground})
        else:
            hidden = _place_name(disc, Label(0, 0), build_icon(""), colour)
            names.append({**city, **hidden, "size": 0})
    countries = []
    for disc in layout.discs:
        if label := layout.country_labels.get(disc.city_id):
            icon = draw_name(layout.countries[disc.city_id], 400, size=COUNTRY_SIZE)
            countries.append(_place_name(disc, label, icon, palette.rest))
    return [
        pydeck.Layer(**SHIFTED, id="countries", data=countries),
        pydeck.Layer(**SHIFTED, id="halos", data=grounds),
        # The space between the letters of a name can be clicked too: nothing is too faint for it.
        pydeck.Layer(**SHIFTED, id="names", data=names, pickable=True, alpha_cutoff=0),
    ]


def _place_name(disc: MeetingCity, label: Label, icon: Row, colour: str) -> Row:
    return {
        "position": _position(disc),
        "offset": [round(label.x, 1), round(label.y, 1)],
        "size": LINE_HEIGHT + 4,
        "icon": icon,
        "colour": rgba(colour),
    }
