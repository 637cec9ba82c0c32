"""The map of cities as SVG: what deck.gl draws from the same layout, for browsers without WebGL, for paper and for files."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import arcs, markup, outlines
from components.map_layout import (
    ARROW_GAP,
    LABEL,
    MOST,
    SHAPES,
    describe_city,
    disc_kind,
    disc_radius,
    is_reference_chosen,
    lay_out,
    number_size,
)
from loaders.selection import step

if TYPE_CHECKING:
    from components.language import Text
    from components.map_layout import MapLayout, Reference
    from components.mercator import Size
    from loaders.analysis.meetings import Place
    from loaders.model import Dataset

RIM, HOLE, BAND = 2.0, 0.64, 3.0
"""Pixels of ground around a disc; the hole of a ring of slices as a share of its radius; the width of a plain ring."""

BASELINE = 4
"""Pixels from the middle of a line of a city's name down to its baseline."""


class Options(NamedTuple):
    """What a drawn map shows besides its cities.

    ``has_references`` draws lines from meeting to meeting; ``has_links`` makes each city and line a link that filters
    the page; ``is_alone`` puts the outlines into the drawing, so that it needs no other file.
    """

    has_references: bool = False
    has_links: bool = True
    is_alone: bool = False


DEFAULT = Options()


def draw_map(chosen: Dataset, text: Text, size: Size, options: Options = DEFAULT) -> str:
    """The map as SVG.

    Args:
        chosen: The part of the dataset that is shown; cities that it leaves out are grey.
        text: The words of the page.
        size: Of the map, in pixels; a drawing can be shown at any other.
        options: What is shown besides the cities.

    Returns:
        One ``svg`` element, well-formed XML, whose classes take their colours from the sheet of the page.
    """
    layout = lay_out(chosen, text, size, references=options.has_references)
    return draw_layout(layout, chosen, text, options)


def draw_layout(layout: MapLayout, chosen: Dataset, text: Text, options: Options = DEFAULT) -> str:
    """The map as SVG from a layout that is there already; see ``draw_map``."""
    # The disc of a more important city is drawn later where discs may lie on each other; else a keyboard comes to it sooner.
    discs = layout.discs if len(layout.discs) <= MOST else layout.discs[::-1]
    references = sorted(layout.references or (), key=is_reference_chosen)
    left, top = layout.corner
    return markup.html(
        "map",
        dir=text.direction,
        label=text("atlas.name"),
        size=layout.size,
        file=markup.asset(outlines.FILE.name),
        path=outlines.read_path() if options.is_alone else "",
        shift=f"{-left:.2f} {-top:.2f}",
        scale=f"{layout.view.scale / outlines.SCALE:.6f}",
        leaders=[
            {"start": _point(layout.locate(city)), "end": _point(layout.locate(disc))}
            for city, disc in layout.moved
        ],
        references=[
            _describe_reference(reference, layout, chosen, text, has_links=options.has_links)
            for reference in references
        ],
        head=arcs.HEAD,
        cities=[_describe_disc(disc, layout, chosen, text, has_links=options.has_links) for disc in discs],
        type_size=LABEL,
    )


def _round(value: float) -> float | int:
    """A number of pixels as a drawing writes it, to a tenth."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _point(place: tuple[float, float]) -> dict[str, float | int]:
    """A place in pixels for the template."""
    return {"x": _round(place[0]), "y": _round(place[1])}


def _describe_disc(
    place: Place, layout: MapLayout, chosen: Dataset, text: Text, *, has_links: bool
) -> dict[str, Any]:
    """One city for the template: its link and words, where it is, how its disc is drawn, and where its name stands."""
    radius, kind = disc_radius(place), disc_kind(place)
    order = chosen.rules.choices("meetings", "level")
    levels = [order.index(meeting.level) for meeting in place.chosen]
    number = text.number(place.count)
    x, y = layout.locate(place)
    label = layout.labels.get(place.city_id)
    is_inside = 0 <= x <= layout.size.width and 0 <= y <= layout.size.height
    return {
        "id": place.city_id,
        "name": layout.names[place.city_id],
        "lines": describe_city(place, text=text, dataset=chosen),
        "link": step(cities=(place.city_id,)) if has_links else "",
        # The keyboard does not lead to what cannot be seen; the table of the map holds it.
        "is_reachable": is_inside,
        "x": _round(x),
        "y": _round(y),
        "kind": kind,
        "radius": _round(radius),
        "ground": _round(radius + RIM),
        "hole": _round(radius - BAND if kind == "number" else radius * HOLE),
        "level": levels[0] + 1 if kind == "level" else 0,
        "shape": SHAPES[levels[0]] if kind == "level" else "",
        "slices": [
            {"level": level + 1, "path": _draw_slice(index, len(levels), radius=radius)}
            for index, level in enumerate(levels)
        ]
        if kind == "ring"
        else [],
        "number": number if kind in ("ring", "number") else "",
        "number_size": number_size(number),
        "baseline": _round(number_size(number) * 0.36),
        "label": label and _point((label.x, label.y + BASELINE)),
    }


def _draw_slice(index: int, count: int, *, radius: float) -> str:
    """One of ``count`` equal slices of a disc as the data of a path, clockwise from the top."""
    ends = []
    for turn in (index / count, (index + 1) / count):
        angle = 2 * math.pi * turn - math.pi / 2
        ends.append(f"{radius * math.cos(angle):.2f} {radius * math.sin(angle):.2f}")
    return f"M0 0L{ends[0]}A{radius:.2f} {radius:.2f} 0 0 1 {ends[1]}z"


def _describe_reference(
    reference: Reference, layout: MapLayout, chosen: Dataset, text: Text, *, has_links: bool
) -> dict[str, Any]:
    """One line from meeting to meeting for the template."""
    thread, target, line = reference
    lines = arcs.said(thread, text=text, dataset=chosen)
    points = [layout.shift(point) for point in line]
    (x, y), angle = arcs.find_arrival(points, away=disc_radius(target) + ARROW_GAP)
    return {
        "name": lines[0],
        "lines": lines,
        "link": step(meetings=arcs.ends(thread)) if has_links else "",
        "kind": thread.kind,
        "is_chosen": thread.chosen,
        "path": "M" + "L".join(f"{_round(x)} {_round(y)}" for x, y in points),
        "dash": " ".join(map(str, arcs.DASHES.get(thread.kind, ()))),
        "x": _round(x),
        "y": _round(y),
        "angle": round(angle),
    }


def show_map(svg: str, *, key: str) -> None:
    """Put a drawn map on the page; Streamlit's own element for markup would clean it away."""
    _component()(key=key, data={"svg": svg})


@st.cache_resource
def _component() -> Any:
    return st.components.v2.component(
        "coalition_meetings.map",
        html='<div class="cm-map-room"></div>',
        js=markup.script("map.js"),
        isolate_styles=False,
    )
