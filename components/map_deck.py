"""The map of cities as deck.gl draws it. No basemap is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pydeck
from pydeck.bindings.json_tools import default_serialize

from components import arcs, outlines
from components.label_placement import COUNTRY_SIZE, LINE_HEIGHT
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
from components.map_icons import ICON_SIZE, build_icon, centre_number, centre_path, draw_name
from components.map_layout import describe_city, is_selected
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
"""Icons are masks: the picture gives the form and the row its colour, so that no edge has a dark fringe.

deck.gl caches a picture by its address, with the anchor it first had: where a name stands beside its city is therefore
an offset of the row, not an anchor of the picture, which stays its middle.
"""

Row = dict[str, Any]

HIDDEN: Row = {"size": 0, "offset": [0, 0], "colour": [0, 0, 0, 0]}
"""The row of a name that finds no room: nothing of it is seen."""
"""One mark of a layer."""


class SerializedDeck(pydeck.Deck):  # type: ignore[misc]  # pydeck has no types
    """A map ready to be sent: nothing of it is kept but its JSON, without white space, and its tooltip."""

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
    """Draw the map from its layout: outlines, a disc a city whose area is the number of selected meetings, and its name.

    A disc shows the level of meeting by form, or by the shades of its ring where several were held; cities that the
    selection leaves out stay visible in grey.
    """
    return pydeck.Deck(
        map_provider=None,
        initial_view_state=pydeck.ViewState(
            **layout.viewport._asdict(), min_zoom=FARTHEST, max_zoom=7
        ),
        views=[
            pydeck.View(
                type="MapView",
                controller={"scrollZoom": False, "dragRotate": False, "touchRotate": False},
            )
        ],
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
    """The fields of a row that its tooltip shows: plain words, since Streamlit itself escapes them."""
    return {"title": lines[0], "details": "".join(f"\n{line}" for line in lines[1:])}


def _position(city: MeetingCity) -> list[float]:
    return [city.longitude, city.latitude]


# what is drawn ----------------------------------------------------------------------------------------


def _draw_leaders(layout: MapLayout, palette: Palette) -> list[pydeck.Layer]:
    """A dot at each city whose disc was moved aside, and the line that leads from it to the disc."""
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
    """Lines with an arrow head at the meeting referred to; the kind of reference shows in the dashes.

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
    for reference in sorted(layout.references, key=is_selected):
        thread, target, line = reference
        colour = palette.ink if thread.chosen else palette.rest
        dashes += [
            {
                "path": unproject(dash, scale=scale),
                "colour": rgba(colour, opacity=0.85),
                "width": 3 if thread.kind == "cites" else 2.2,
            }
            for dash in arcs.cut_dashes(line, arcs.DASHES.get(thread.kind))
        ]
        (x, y), angle = reference.arrow
        heads.append(
            {
                "icon": build_icon(centre_path(arcs.HEAD, rotation=angle)),
                "size": ICON_SIZE,
                "position": _position(target),
                "offset": [round(x - line[-1][0], 1), round(y - line[-1][1], 1)],
                "colour": rgba(colour),
            }
        )
    return [
        pydeck.Layer(**LINES, id="reach", data=targets, pickable=True),
        pydeck.Layer(**LINES, id="threads", data=dashes),
        pydeck.Layer(**ICONS, id="heads", data=heads, get_pixel_offset="offset"),
    ]


def _draw_discs(
    layout: MapLayout, selected: Dataset, text: Text, palette: Palette
) -> list[pydeck.Layer]:
    """The cities' discs: the form of a single meeting's level, or the number of meetings in a ring of their shades.

    The least important city is drawn first, so that none covers a more important one; the grounds, by whose order
    the map knows which was clicked, are in one order for all selections.
    """
    grounds, slices, circles, forms = [], [], [], []
    for city in reversed(layout.discs):
        position, radius, levels = _position(city), disc_radius(city), list_levels(city, selected)
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
        if disc_kind(city) == "ring":
            slices += [
                {
                    "icon": build_icon(
                        centre_path(draw_slice(index, len(levels), radius=ICON_SIZE / 2))
                    ),
                    "size": round(2 * radius, 1),
                    "position": position,
                    "colour": rgba(palette.levels[level]),
                }
                for index, level in enumerate(levels)
            ]
        if city.chosen:
            forms.append({**_draw_form(city, levels, text, palette), "position": position})
    return [
        pydeck.Layer(
            **CIRCLES,
            id="cities",
            data=sorted(grounds, key=lambda ground: str(ground["city"])),
            pickable=True,
        ),
        pydeck.Layer(**ICONS, id="slices", data=slices),
        pydeck.Layer(**CIRCLES, id="discs", data=circles),
        pydeck.Layer(**ICONS, id="forms", data=forms),
    ]


def _draw_form(city: MeetingCity, levels: Sequence[int], text: Text, palette: Palette) -> Row:
    """What stands in a disc: the form of the level of a single meeting, or how many meetings there were."""
    if disc_kind(city) == "level":
        icon, colour = build_icon(centre_path(SHAPES[levels[0]])), palette.paper
    else:
        icon, colour = build_icon(centre_number(text.number(city.count))), palette.ink
    return {"icon": icon, "size": ICON_SIZE, "colour": rgba(colour)}


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
    """The cities' names as letters over a broad copy of them, which is the ground around the letters.

    There is a row for every city in one order for all selections, since the map knows by the order which name was
    clicked. A city whose name finds no room has a row of which nothing is seen.
    """
    grounds, names = [], []
    width_of_ground = 'stroke="black" stroke-width="3.5" stroke-linejoin="round"'
    for disc in sorted(layout.discs, key=lambda disc: disc.city_id):
        row: Row = {"city": disc.city_id, "position": _position(disc)}
        label, name = layout.labels.get(disc.city_id), layout.names[disc.city_id]
        if label is None:
            names.append({**row, **HIDDEN, "icon": build_icon("", width=1, height=1)})
            continue
        row |= {"size": LINE_HEIGHT + 4, "offset": [round(label.x, 1), round(label.y, 1)]}
        colour = rgba(palette.ink if disc.chosen else palette.rest)
        weight = 600 if disc.chosen else 400
        names.append({**row, "icon": draw_name(name, weight), "colour": colour, **_tooltip([name])})
        grounds.append(
            {
                **row,
                "icon": draw_name(name, weight, width_of_ground),
                "colour": rgba(palette.paper),
            }
        )
    return [
        pydeck.Layer(
            **ICONS,
            id="countries",
            data=_list_countries(layout, palette),
            get_pixel_offset="offset",
        ),
        pydeck.Layer(**ICONS, id="halos", data=grounds, get_pixel_offset="offset"),
        # Nothing of a name's picture is left out as too faint: the space between its letters can be clicked too.
        pydeck.Layer(
            **ICONS,
            id="names",
            data=names,
            get_pixel_offset="offset",
            pickable=True,
            alpha_cutoff=0,
        ),
    ]


def _list_countries(layout: MapLayout, palette: Palette) -> list[Row]:
    """The names of the hosts' countries that find room."""
    return [
        {
            "position": _position(disc),
            "offset": [round(label.x, 1), round(label.y, 1)],
            "size": LINE_HEIGHT + 4,
            "icon": draw_name(layout.countries[disc.city_id], 400, size=COUNTRY_SIZE),
            "colour": rgba(palette.rest),
        }
        for disc in layout.discs
        if (label := layout.country_labels.get(disc.city_id))
    ]
