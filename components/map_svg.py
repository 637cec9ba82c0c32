"""The map of cities as SVG, from the layout of deck.gl: without WebGL, on paper, in files."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import arcs, markup, outlines
from components.label_placement import COUNTRY_SIZE, FONT_SIZE
from components.map_discs import (
    GROUND_WIDTH,
    HOLE,
    RING_WIDTH,
    SHAPES,
    disc_kind,
    disc_radius,
    draw_slice,
    list_levels,
    number_size,
)
from components.map_layout import describe_city
from loaders.selection import step

if TYPE_CHECKING:
    from components.language import Text
    from components.map_layout import MapLayout, ReferenceLine
    from loaders.analysis.meetings import MeetingCity
    from loaders.model import Dataset

BASELINE = 4
"""Pixels from the middle of a line of a city's name down to its baseline."""


def draw_layout(
    layout: MapLayout,
    selected: Dataset,
    text: Text,
    *,
    has_links: bool = False,
    is_standalone: bool = False,
) -> str:
    """Draw the map from its layout as one ``svg`` element, coloured by the page's stylesheet.

    Args:
        layout: What is shown, and where; the drawing can be shown at any other size.
        selected: What the selection leaves of the dataset; cities that it leaves out are grey.
        text: The translator.
        has_links: Whether each city and line is a link that filters the page.
        is_standalone: Whether the outlines are in the drawing, so that it needs no other file.
    """
    left, top = layout.corner
    return markup.html(
        "map",
        text,
        label=text("atlas.name"),
        size=layout.size,
        file=outlines.find_address(outlines.MERCATOR),
        path=outlines.read_mercator_path() if is_standalone else "",
        shift=f"{-left:.2f} {-top:.2f}",
        scale=f"{layout.viewport.scale / outlines.SCALE:.6f}",
        leaders=[
            {"start": _point(layout.locate(city)), "end": _point(layout.locate(disc))}
            for city, disc in layout.leaders
        ],
        references=[
            _describe_reference(reference, layout, selected, text, has_links=has_links)
            for reference in sorted(layout.references, key=attrgetter("thread.chosen"))
        ],
        head=arcs.HEAD,
        cities=[
            _describe_disc(disc, layout, selected, text, has_links=has_links)
            for disc in layout.discs
        ],
        type_size=FONT_SIZE,
        country_size=COUNTRY_SIZE,
    )


def _round(value: float) -> float | int:
    """Return a number of pixels as a drawing writes it, to a tenth."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _point(point: tuple[float, float]) -> dict[str, float | int]:
    """Return a point in pixels for the template."""
    return {"x": _round(point[0]), "y": _round(point[1])}


def _describe_disc(
    city: MeetingCity, layout: MapLayout, selected: Dataset, text: Text, *, has_links: bool
) -> dict[str, Any]:
    """Return a city for the template: its link and words, its disc, and where its name stands."""
    radius, kind, levels = disc_radius(city), disc_kind(city), list_levels(city, selected)
    number = text.number(city.count)
    label, country_label = layout.labels.get(city.city_id), layout.country_labels.get(city.city_id)
    return {
        "id": city.city_id,
        "meetings": " ".join(meeting.meeting_id for meeting in city.chosen + city.rest),
        "at": f"{city.longitude} {city.latitude}",
        "name": layout.names[city.city_id],
        "lines": describe_city(city, text=text, dataset=selected),
        "link": step(cities=(city.city_id,)) if has_links else "",
        **_point(layout.locate(city)),
        "kind": kind,
        "radius": _round(radius),
        "ground": _round(radius + GROUND_WIDTH),
        "hole": _round(radius - RING_WIDTH if kind == "number" else radius * HOLE),
        "level": levels[0] + 1 if kind == "level" else 0,
        "shape": SHAPES[levels[0]] if kind == "level" else "",
        "slices": [
            {"level": level + 1, "path": draw_slice(index, len(levels), radius=radius)}
            for index, level in enumerate(levels)
            if kind == "ring"
        ],
        "number": number,
        "number_size": number_size(number),
        "baseline": _round(number_size(number) * 0.36),
        "label": label and _point((label.x, label.y + BASELINE)),
        "country": layout.countries[city.city_id],
        "country_label": country_label and _point((country_label.x, country_label.y + BASELINE)),
    }


def _describe_reference(
    reference: ReferenceLine, layout: MapLayout, selected: Dataset, text: Text, *, has_links: bool
) -> dict[str, Any]:
    """Return one line from meeting to meeting for the template."""
    thread = reference.thread
    lines = arcs.describe_reference(thread, text=text, dataset=selected)
    arrow, angle = reference.arrow
    path = "L".join("{x} {y}".format(**_point(layout.shift(point))) for point in reference.line)
    return {
        "name": lines[0],
        "lines": lines,
        "link": step(meetings=arcs.list_ends(thread)) if has_links else "",
        "kind": thread.kind,
        "is_chosen": thread.chosen,
        "path": f"M{path}",
        "dash": " ".join(map(str, arcs.DASHES.get(thread.kind, ()))),
        **_point(layout.shift(arrow)),
        "angle": round(angle),
    }


def show_map(svg: str, *, key: str) -> None:
    """Put a drawn map on the page; Streamlit's own element for markup would clean it away."""
    _create_component()(key=key, data={"svg": svg})


@st.cache_resource
def _create_component() -> Any:
    return st.components.v2.component(
        "coalition_meetings.map",
        html='<div class="cm-map-room"></div>',
        js=markup.script("map.js"),
        isolate_styles=False,
    )
