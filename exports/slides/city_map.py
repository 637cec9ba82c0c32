"""The map of a slide: outlines and cities as shapes, from the layout of the page's map."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.map_discs import disc_radius, list_levels
from components.map_layout import lay_out
from components.mercator import MapSize, project
from components.outlines import COUNTRIES, FOLDER
from components.theme import LIGHT
from exports.slides.canvas import Box, Style, as_rgb

if TYPE_CHECKING:
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide

    from components.map_layout import MapLayout
    from exports.slides.canvas import Canvas
    from exports.view import ExportedView
    from loaders.analysis.meetings import MeetingCity

Point = tuple[float, float]

PIXELS = 72
"""Pixels of the layout in an inch."""

SHAPES = (
    MSO_SHAPE.OVAL,
    MSO_SHAPE.RECTANGLE,
    MSO_SHAPE.DIAMOND,
    MSO_SHAPE.ISOSCELES_TRIANGLE,
    MSO_SHAPE.FLOWCHART_MERGE,
    MSO_SHAPE.CROSS,
)
"""The forms of the levels of meeting, in the order of the contract, as on the page."""

LEAST = 6.0
"""Pixels across below which a part of an outline is left out."""

LETTER = 0.085
"""Width of a letter of the legend, in inches."""

NAME, COUNTRY = Style(11, bold=True), Style(9, LIGHT.rest)


class Frame(NamedTuple):
    """The edges of a map in pixels, to which outlines are cut."""

    width: float
    height: float

    def cut(self, ring: list[Point]) -> list[Point]:
        """Return the part of a closed line that lies within the edges (Sutherland and Hodgman)."""
        for axis, limit, side in (
            (0, 0.0, 1),
            (0, self.width, -1),
            (1, 0.0, 1),
            (1, self.height, -1),
        ):
            kept: list[Point] = []
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                near, far = (start[axis] - limit) * side, (end[axis] - limit) * side
                if near >= 0:
                    kept.append(start)
                if near * far < 0:
                    part = near / (near - far)
                    kept.append(
                        (
                            start[0] + (end[0] - start[0]) * part,
                            start[1] + (end[1] - start[1]) * part,
                        )
                    )
            ring = kept
        return ring


@lru_cache(maxsize=1)
def read_rings() -> dict[str, list[list[Point]]]:
    """Return the outer lines of every country in pixels at zoom 0, by its id."""
    features = json.loads((FOLDER / COUNTRIES).read_text(encoding="utf-8"))["features"]
    rings: dict[str, list[list[Point]]] = {}
    for feature in features:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        name = feature["properties"]["id"] or "other"
        rings.setdefault(name, []).extend([project(*point) for point in part[0]] for part in parts)
    return rings


def draw_map(canvas: Canvas, slide: Slide, view: ExportedView, box: Box) -> None:
    """Draw the cities of a view on country outlines as shapes, and a legend of their forms."""
    _write_legend(canvas, slide, view, box._replace(top=box.top + box.height - 0.22, height=0.2))
    box = box._replace(height=box.height - 0.3)
    size = MapSize(round(box.width * PIXELS), round(box.height * PIXELS))
    layout = lay_out(view.chosen, view.text, size)
    _add_shape(slide, MSO_SHAPE.RECTANGLE, box, fill=LIGHT.sea, name="sea")
    _draw_outlines(slide, layout, box)
    for city, disc in layout.leaders:
        start, end = (_place(layout.locate(point), box) for point in (city, disc))
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, *(Inches(edge) for edge in (*start, *end))
        )
        line.line.color.rgb = as_rgb(LIGHT.rest)
    for disc in sorted(layout.discs, key=lambda disc: bool(disc.chosen)):
        _draw_disc(
            canvas,
            slide,
            view,
            disc,
            _place(layout.locate(disc), box),
            name=layout.names[disc.city_id],
        )
    _write_names(canvas, slide, layout, box)


def _place(point: Point, box: Box) -> Point:
    """Return a point in pixels of the map in inches of the slide."""
    return box.left + point[0] / PIXELS, box.top + point[1] / PIXELS


def _draw_outlines(slide: Slide, layout: MapLayout, box: Box) -> None:
    scale, frame = layout.viewport.scale, Frame(*layout.size)
    for name, rings in read_rings().items():
        parts = [
            _thin(frame.cut([layout.shift((x * scale, y * scale)) for x, y in ring]))
            for ring in rings
        ]
        parts = [part for part in parts if len(part) > 3 and _measure(part) >= LEAST]
        if not parts:
            continue
        builder = None
        for part in parts:
            points = [tuple(round(edge * 914_400) for edge in _place(point, box)) for point in part]
            if builder is None:
                builder = slide.shapes.build_freeform(*points[0])
            else:
                builder.move_to(*points[0])
            builder.add_line_segments(points[1:], close=True)
        assert builder is not None
        shape = builder.convert_to_shape()
        shape.name = name
        _colour(shape, fill=LIGHT.land, line=LIGHT.border)


def _thin(ring: list[Point]) -> list[Point]:
    """Return a line without points that lie less than a pixel from the one before."""
    kept: list[Point] = []
    for point in ring:
        if not kept or math.dist(kept[-1], point) >= 1:
            kept.append(point)
    return kept


def _measure(ring: list[Point]) -> float:
    """Return how many pixels a line is across."""
    return max(
        max(point[axis] for point in ring) - min(point[axis] for point in ring) for axis in (0, 1)
    )


def _draw_disc(
    canvas: Canvas, slide: Slide, view: ExportedView, city: MeetingCity, at: Point, *, name: str
) -> None:
    """Draw a city: the form of its level, or a disc with a number; grey where none is selected."""
    levels = list_levels(city, view.chosen)
    is_one = len(levels) == 1
    radius = max(disc_radius(city), 7) / PIXELS
    box = Box(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
    colour = LIGHT.levels[levels[0]] if is_one else LIGHT.accent if levels else LIGHT.rest
    form = SHAPES[levels[0]] if is_one else MSO_SHAPE.OVAL
    shape = _add_shape(slide, form, box, fill=colour, line=LIGHT.paper, name=name)
    if len(levels) > 1:
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        frame.word_wrap = False
        canvas.write(frame, [view.text.number(city.count)], Style(9, LIGHT.paper, bold=True))
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _write_names(canvas: Canvas, slide: Slide, layout: MapLayout, box: Box) -> None:
    """Write the names of cities and countries where the page's map has them."""
    discs = {disc.city_id: disc for disc in layout.discs}
    for labels, names, style in (
        (layout.labels, layout.names, NAME),
        (layout.country_labels, layout.countries, COUNTRY),
    ):
        for city_id, label in labels.items():
            x, y = layout.locate(discs[city_id])
            middle = _place((x + label.x, y + label.y), box)
            width = min(2.2, 2 * min(middle[0] - box.left, box.left + box.width - middle[0]))
            place = Box(middle[0] - width / 2, middle[1] - 0.11, width, 0.22)
            frame = canvas.add_text(slide, place, [names[city_id]], style)
            frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _write_legend(canvas: Canvas, slide: Slide, view: ExportedView, box: Box) -> None:
    """Write in a line which level of meeting each form on the map is."""
    levels = view.chosen.rules.choices("meetings", "level")
    used = set(view.chosen.meetings["level"])
    left = box.left
    for level, form, colour in zip(levels, SHAPES, LIGHT.levels, strict=False):
        if level not in used:
            continue
        name = view.text(f"level.{level}")
        sign = Box(left, box.top + 0.03, 0.14, 0.14)
        words = Box(left + 0.2, box.top, len(name) * LETTER, box.height)
        if canvas.is_rtl:
            sign, words = sign.mirror(), words.mirror()
        _add_shape(slide, form, sign, fill=colour, name=name)
        canvas.add_text(slide, words, [name], COUNTRY._replace(size=10))
        left += 0.2 + words.width + 0.25


def _add_shape(
    slide: Slide, form: MSO_SHAPE, box: Box, *, fill: str, line: str = "", name: str
) -> Shape:
    shape = slide.shapes.add_shape(form, *(Inches(edge) for edge in box))
    shape.name = name
    _colour(shape, fill=fill, line=line or fill)
    return shape


def _colour(shape: Shape, *, fill: str, line: str) -> None:
    """Give a shape a plain ground and a thin edge, without the shadow of the theme."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = as_rgb(fill)
    shape.line.color.rgb = as_rgb(line)
    shape.line.width = Pt(0.75)
    shape._element.remove(shape._element.find(qn("p:style")))
