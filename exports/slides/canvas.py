"""The canvas: slides with title, source line and notes, their text in the language's direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.theme import LIGHT
from exports.direction_marks import replace_isolates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Paragraph

    from components.language import Text

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
"""Size of a slide and its margin, in inches: 16 to 9."""

TITLE_FACE, TEXT_FACE, ARABIC_FACE = "Source Serif 4", "Source Sans 3", "Noto Naskh Arabic"
"""The faces of the page; a machine without them takes its own."""

LONG = 70
"""Letters of a title from which on it is set smaller."""

BLANK = 6
"""The layout without placeholders in the empty presentation of python-pptx."""


class Box(NamedTuple):
    """A rectangle on a slide, in inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def mirror(self) -> Box:
        """Return the box as it lies on a slide that is read from the right."""
        return self._replace(left=WIDTH - self.left - self.width)


BODY = Box(MARGIN, 1.75, WIDTH - 2 * MARGIN, 4.75)
"""Where the content of a slide stands."""


class Style(NamedTuple):
    """How words are set: size in points, colour of the palette, weight and face."""

    size: float = 14
    colour: str = LIGHT.ink
    bold: bool = False
    face: str = TEXT_FACE


HEADING = Style(26, bold=True, face=TITLE_FACE)
SMALL = Style(10, LIGHT.rest)


def as_rgb(colour: str) -> RGBColor:
    """Return a colour of the palette, ``#rrggbb``, as python-pptx has it."""
    return RGBColor.from_string(colour.lstrip("#").upper())


class Canvas:
    """A presentation in the making, in one language."""

    def __init__(self, text: Text, *, footer: str) -> None:
        """Begin with no slide; ``footer`` stands at the end of every slide, after its sources."""
        self.text = text
        self.footer = footer
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = (
            Inches(WIDTH),
            Inches(HEIGHT),
        )

    def add_slide(self, title: str, *, lead: str = "", sources: str = "") -> Slide:
        """Add a slide with a title, a line below it, and its source line."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[BLANK])
        ground = slide.background.fill
        ground.solid()
        ground.fore_color.rgb = as_rgb(LIGHT.paper)
        size = HEADING.size if len(title) < LONG else 20 if len(title) < 1.5 * LONG else 17
        self.add_text(
            slide,
            Box(MARGIN, 0.4, WIDTH - 2 * MARGIN, 0.9),
            [title[:1].upper() + title[1:]],
            HEADING._replace(size=size),
            name="Title",
        )
        if lead:
            self.add_text(
                slide, Box(MARGIN, 1.28, WIDTH - 2 * MARGIN, 0.4), [lead], Style(12, LIGHT.rest)
            )
        lines = [line for line in (sources, self.footer) if line]
        self.add_text(
            slide, Box(MARGIN, 6.62, WIDTH - 2 * MARGIN - 0.6, 0.7), lines, SMALL, name="Sources"
        )
        number = self.text.number(len(self.presentation.slides))
        place = Box(WIDTH - MARGIN - 0.5, 6.95, 0.5, 0.3)
        self.add_text(slide, place.mirror() if self.is_rtl else place, [number], SMALL)
        return slide

    @property
    def is_rtl(self) -> bool:
        """Whether the slides are read from the right."""
        return self.text.direction == "rtl"

    def split(self, box: Box, parts: int, *, gap: float = 0.35) -> list[Box]:
        """Return equal parts of a box, in the order in which they are read."""
        width = (box.width - gap * (parts - 1)) / parts
        boxes = [
            box._replace(left=box.left + (width + gap) * index, width=width)
            for index in range(parts)
        ]
        return boxes[::-1] if self.is_rtl else boxes

    def add_text(
        self, slide: Slide, box: Box, lines: Iterable[str], style: Style, *, name: str = ""
    ) -> TextFrame:
        """Add a box of words, a paragraph for each line, wrapped and without a frame."""
        shape = slide.shapes.add_textbox(*(Inches(edge) for edge in box))
        shape.name = name or shape.name
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        self.write(frame, lines, style)
        return frame

    def write(self, frame: TextFrame, lines: Iterable[str], style: Style) -> None:
        """Write lines into a frame in place of what it holds."""
        for index, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
            self.write_run(paragraph, line, style)

    def write_run(self, paragraph: _Paragraph, words: str, style: Style, *, link: str = "") -> None:
        """Add words to a paragraph, which takes the direction of the slides' language."""
        self.direct(paragraph)
        run = paragraph.add_run()
        run.text = replace_isolates(words, self.text.direction)
        run.font.size, run.font.bold, run.font.name = Pt(style.size), style.bold, style.face
        run.font.color.rgb = as_rgb(style.colour)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "ar" if self.is_rtl else "en-GB")
        _add_complex_face(properties)
        if link:
            run.hyperlink.address = link

    def direct(self, paragraph: _Paragraph) -> None:
        """Let a paragraph run from the right where the language does; python-pptx cannot say so."""
        if self.is_rtl:
            paragraph.alignment = PP_ALIGN.RIGHT
            paragraph._p.get_or_add_pPr().set("rtl", "1")

    def direct_defaults(self, properties: etree._Element) -> None:
        """Set face and direction of the text of a chart, from its ``a:pPr``."""
        if self.is_rtl:
            properties.set("rtl", "1")
        defaults = properties.find(qn("a:defRPr"))
        defaults.set("lang", "ar" if self.is_rtl else "en-GB")
        _add_complex_face(defaults)

    def add_table(
        self, slide: Slide, box: Box, rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """Add a table whose first row is its header; ``widths`` are parts of the box."""
        shape = slide.shapes.add_table(len(rows), len(widths), *(Inches(edge) for edge in box))
        table = shape.table
        if self.is_rtl:
            table._tbl.tblPr.set("rtl", "1")
        for column, part in zip(table.columns, widths, strict=True):
            column.width = Inches(box.width * part / sum(widths))
        for row, cells in enumerate(rows):
            table.rows[row].height = Inches(0.3)
            for index, words in enumerate(cells):
                cell = table.cell(row, index)
                cell.fill.solid()
                cell.fill.fore_color.rgb = as_rgb(LIGHT.panel if row == 0 else LIGHT.paper)
                cell.margin_top = cell.margin_bottom = Inches(0.04)
                self.write(cell.text_frame, [words], Style(10.5, bold=row == 0))

    def add_notes(self, slide: Slide, lines: Iterable[str]) -> None:
        """Add what the speaker is to know of a slide."""
        self.write(slide.notes_slide.notes_text_frame, lines, Style(12, LIGHT.ink))


def _add_complex_face(properties: etree._Element) -> None:
    """Name the face of Arabic letters in an element of its own, after that of Latin ones."""
    face = etree.SubElement(properties, qn("a:cs"))
    face.set("typeface", ARABIC_FACE)
    latin = properties.find(qn("a:latin"))
    if latin is not None:
        latin.addnext(face)
