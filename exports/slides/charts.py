"""Charts of a slide that can be edited: values by date, a form for each qualifier, no lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lxml.etree import Element, SubElement
from pptx.chart.data import XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from components.theme import LIGHT
from exports.direction_marks import replace_isolates
from exports.slides.canvas import Box, Style, as_rgb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pptx.chart.chart import Chart
    from pptx.chart.series import XySeries
    from pptx.slide import Slide

    from components.charts.panels import Panel
    from components.language import Text
    from exports.slides.canvas import Canvas
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure

Dated = TypeVar("Dated", "Figure", "Meeting")

EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""

YEAR = 366
"""Days between two years of an axis: not less than a year has, so that none is written twice."""

MOST_LABELLED = 8
"""Values of a slide's charts that are all labelled.

Of a chart with more than its part only the first and the last are.
"""

LABEL = Style(10)

PLOT, ABOVE = (0.045, 0.94), 0.2
"""Left edge and width of the axes of a chart above another, as its parts; inches above them."""


class Mark(NamedTuple):
    """The mark of a qualifier: its form and its colour."""

    marker: XL_MARKER_STYLE
    colour: str


EXACT, OPEN = LIGHT.accent, LIGHT.levels[1]

FORMS = {
    "exact": Mark(XL_MARKER_STYLE.CIRCLE, EXACT),
    "more_than": Mark(XL_MARKER_STYLE.TRIANGLE, OPEN),
    "at_least": Mark(XL_MARKER_STYLE.TRIANGLE, EXACT),
    "less_than": Mark(XL_MARKER_STYLE.DASH, OPEN),
    "up_to": Mark(XL_MARKER_STYLE.DASH, EXACT),
    "nearly": Mark(XL_MARKER_STYLE.SQUARE, OPEN),
    "about": Mark(XL_MARKER_STYLE.CIRCLE, OPEN),
    "between": Mark(XL_MARKER_STYLE.PLUS, OPEN),
    "derived": Mark(XL_MARKER_STYLE.DIAMOND, LIGHT.disputed),
}
"""The marks by what kind of number is stated, in the order of the legend."""


def list_chosen(panel: Panel) -> list[Figure]:
    """Return the selected values of a panel by date."""
    return sorted(
        (figure for figure in panel.figures if figure.chosen), key=lambda figure: figure.when.middle
    )


def draw_chart(
    canvas: Canvas,
    slide: Slide,
    panel: Panel,
    box: Box,
    *,
    parts: int = 1,
    years: tuple[int, int] | None = None,
) -> Chart:
    """Draw the selected values of one series as a chart with a workbook of its own.

    Args:
        canvas: The presentation.
        slide: The slide.
        panel: The series.
        box: Where name and chart stand.
        parts: How many charts the slide has.
        years: The first and the last year of the axis, if another chart has the same ones.
    """
    text, figures = canvas.text, list_chosen(panel)
    start = find_start(panel, figures)
    detail = " · ".join(
        filter(
            None,
            (panel.detail, text("deck.axis", start=panel.write_tick(start, text)) if start else ""),
        )
    )
    head = box._replace(height=0.6 if parts > 1 else 0.4)
    canvas.add_text(slide, head, [panel.name, detail], Style(11, bold=True))
    groups = _group_by_form(figures)
    data = _list_points(groups, text)
    place = Box(box.left, box.top + head.height, box.width, box.height - head.height)
    shape = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER, *(Inches(edge) for edge in place), data
    )
    shape.name = replace_isolates(panel.name, text.direction)
    chart: Chart = shape.chart
    percent = ('"%"0' if canvas.is_rtl else '0"%"') if panel.is_percent else ""
    set_dates(chart, years or span_years(figures))
    _set_values(chart, start=start, percent=percent)
    labelled = figures if len(figures) * parts <= MOST_LABELLED else [figures[0], figures[-1]]
    for series, (name, group) in zip(chart.plots[0].series, groups.items(), strict=True):
        set_marks(series, FORMS[name])
        _label(canvas, series, [(figure, figure in labelled) for figure in group], panel)
    has_legend = len(groups) > 1 or "exact" not in groups
    set_text(canvas, chart, has_legend=has_legend)
    if years:
        fix_plot(chart, place, below=0.55 if has_legend else 0.28)
    return chart


def _list_points(groups: Mapping[str, Sequence[Figure]], text: Text) -> XyChartData:
    """The values as the workbook of a chart holds them: a series for each form, both ends of a range a point each."""
    data = XyChartData(number_format="General")
    for name, group in groups.items():
        series = data.add_series(replace_isolates(name_form(name, text), text.direction))
        for figure in group:
            series.add_data_point(count_days(figure), figure.value)
            if figure.high is not None:
                series.add_data_point(count_days(figure), figure.high)
    return data


def find_start(panel: Panel, figures: Sequence[Figure]) -> float:
    """Return where the vertical axis begins: at 0, of shares and members below the lowest."""
    lowest = min(figure.value for figure in figures)
    if panel.is_percent:
        return float(max((lowest - 1) // 10 * 10, 0))
    if panel.indicator["indicator_id"] == "members":
        return float(max((lowest - 1) // 5 * 5, 0))
    return 0.0


def name_form(name: str, text: Text) -> str:
    """Return what kind of number a mark is: the beginning of the page's explanation of it."""
    words = text(f"status.{name}" if name == "derived" else f"qualifier.{name}")
    return words.partition(":")[0]


def _group_by_form(figures: Sequence[Figure]) -> dict[str, Sequence[Figure]]:
    """Return the values by what kind of number is stated."""
    kinds = [
        ("derived" if figure.status == "derived" else figure.qualifier, figure)
        for figure in figures
    ]
    return sort_by_length(
        {name: [figure for kind, figure in kinds if kind == name] for name in FORMS}
    )


def sort_by_length(groups: Mapping[str, Sequence[Dated]]) -> dict[str, Sequence[Dated]]:
    """Return the groups that are not empty, the longest first.

    LibreOffice draws nothing of a series of an XY chart that stands before a longer one.
    """
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return {name: group for name, group in ordered if group}


def count_days(dated: Figure | Meeting | int) -> int:
    """Return the middle of a date, or the first day of a year, as a spreadsheet counts days."""
    day = date(dated, 1, 1) if isinstance(dated, int) else dated.when.middle.date()
    return (day - EPOCH).days


def span_years(dated: Iterable[Figure | Meeting]) -> tuple[int, int]:
    """Return the year of the first date and the year after the last one."""
    years = [thing.when.middle.year for thing in dated]
    return min(years), max(years) + 1


def set_dates(chart: Chart, years: tuple[int, int]) -> None:
    """Let the horizontal axis run from the first day of a year to that of another."""
    dates = chart.category_axis
    dates.minimum_scale, dates.maximum_scale = map(count_days, years)
    dates.major_unit = YEAR * max(1, -(-(years[1] - years[0]) // 8))
    dates.tick_labels.number_format, dates.tick_labels.number_format_is_linked = "yyyy", False
    dates.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    dates.has_major_gridlines, dates.has_title = False, False
    dates.format.line.color.rgb = as_rgb(LIGHT.rule)


def _set_values(chart: Chart, *, start: float, percent: str) -> None:
    values = chart.value_axis
    values.minimum_scale = start
    if percent:
        values.maximum_scale = 100
    values.tick_labels.number_format = percent or "#,##0"
    values.tick_labels.number_format_is_linked = False
    values.has_major_gridlines, values.has_title = True, False
    values.format.line.color.rgb = as_rgb(LIGHT.rule)
    values.major_gridlines.format.line.color.rgb = as_rgb(LIGHT.rule)


def fix_plot(chart: Chart, box: Box, *, below: float) -> None:
    """Give the axes of a chart their place, so that the dates of two charts lie below each other.

    Args:
        chart: The chart.
        box: Where it stands on the slide.
        below: Height of what is written below the axis, in inches.
    """
    plot = chart._chartSpace.chart.plotArea
    for layout in plot.findall(qn("c:layout")):
        plot.remove(layout)
    top = ABOVE / box.height
    edges = (PLOT[0], top, PLOT[1], 1 - top - below / box.height)
    layout = SubElement(Element(qn("c:plotArea")), qn("c:layout"))
    manual = SubElement(layout, qn("c:manualLayout"))
    SubElement(manual, qn("c:layoutTarget")).set("val", "inner")
    for name in ("xMode", "yMode"):
        SubElement(manual, qn(f"c:{name}")).set("val", "edge")
    for name, edge in zip("xywh", edges, strict=True):
        SubElement(manual, qn(f"c:{name}")).set("val", f"{edge:.4f}")
    plot.insert(0, layout)


def set_marks(series: XySeries, form: Mark) -> None:
    """Draw the marks of a series, and no line between them."""
    series.format.line.fill.background()
    marker = series.marker
    marker.style, marker.size = form.marker, 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = as_rgb(form.colour)
    marker.format.line.color.rgb = as_rgb(form.colour)


def _label(
    canvas: Canvas, series: XySeries, labelled: Sequence[tuple[Figure, bool]], panel: Panel
) -> None:
    """Write values with their hedges above the marks."""
    text, index = canvas.text, 0
    for figure, has_label in labelled:
        if has_label:
            words = text.qualified(figure, panel.indicator if panel.is_percent else None)
            write_label(canvas, series, index, text.marked(figure, words), XL_LABEL_POSITION.ABOVE)
        index += 1 if figure.high is None else 2


def write_label(
    canvas: Canvas, series: XySeries, index: int, words: str, side: XL_LABEL_POSITION
) -> None:
    """Write words beside a mark, in one line."""
    label = series.points[index].data_label
    label.text_frame.word_wrap = False
    canvas.write_run(label.text_frame.paragraphs[0], words, LABEL)
    label.position = side


def set_text(canvas: Canvas, chart: Chart, *, has_legend: bool) -> None:
    """Set the face of what a chart says, and its legend below it."""
    chart.has_title, chart.has_legend = False, has_legend
    chart.font.size, chart.font.name = Pt(LABEL.size), LABEL.face
    chart.font.color.rgb = as_rgb(LIGHT.ink)
    canvas.direct_defaults(chart._chartSpace.txPr.p_lst[0].pPr)
    if has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
