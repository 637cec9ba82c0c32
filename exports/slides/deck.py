"""The deck: what a view shows as slides, each with its sources, and with evidence in its notes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from components import key_figures, passages
from components.charts.panels import list_series_panels
from components.charts.sources import (
    MOST_SOURCES,
    count_sources,
    describe_document,
    list_sources,
    name_source,
)
from components.pages import list_views
from components.theme import LIGHT
from exports.direction_marks import replace_isolates
from exports.slides.canvas import BODY, Box, Canvas, Style
from exports.slides.charts import draw_chart, list_chosen, span_years
from exports.slides.city_map import draw_map
from exports.slides.meeting_lanes import draw_lanes, measure_lanes
from exports.tables import list_source_rows
from loaders.analysis.meetings import meetings
from loaders.analysis.series import key_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from components.charts.panels import Panel
    from exports.view import ExportedView
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure

Row = TypeVar("Row")

VIEWS = {view.KEY: view for page in ("overview", "sources") for view in list_views(page)}
"""The views of the pages that slides are made of, by key."""

CHARTS: dict[str, tuple[str, ...]] = {
    "timeline": (VIEWS["timeline"].INDICATOR,),
    "territory": VIEWS["territory"].LANDS,
    "people": (VIEWS["people"].FREED, VIEWS["people"].RETURNED),
}
"""The indicators of the views whose charts have a slide."""

MOST_CHARTS = 3
"""Charts beside one another on a slide; of more series the values are named in a line."""

MOST_DISPUTES, SOURCES_A_SLIDE = 20, 16

COLUMNS = (2.6, 2.2, 2.2, 5)
"""Widths of the columns of the table of disagreements, as parts."""

CELL_LETTER, CELL_LINE = 0.085, 0.185
"""Width of a letter and height of a line of a table, in inches."""

LETTER, LINE = {"en": 0.078, "ar": 0.075}, 0.235
"""Width of a letter and height of a line of a passage, in inches."""

CREATED = datetime(2000, 1, 1)
"""The same in every file, so that equal views give equal bytes."""


def write_deck(view: ExportedView) -> bytes:
    """Write what a view shows as slides (PPTX); equal views give equal values, charts and words."""
    text = view.text
    canvas = Canvas(text, footer=view.reference)
    properties = canvas.presentation.core_properties
    properties.title, properties.subject, properties.author = (
        text("page.title"),
        replace_isolates(view.title, text.direction),
        text("page.title"),
    )
    properties.created = properties.modified = CREATED
    _add_title(canvas, view)
    if len(view.chosen.meetings) or len(view.chosen.observations):
        _add_key_figures(canvas, view)
        _add_map(canvas, view)
        for key, indicators in CHARTS.items():
            _add_charts(canvas, view, VIEWS[key], indicators)
        _add_statements(canvas, view)
        _add_disputes(canvas, view)
        _add_sources(canvas, view)
    file = io.BytesIO()
    canvas.presentation.save(file)
    return file.getvalue()


def _add_title(canvas: Canvas, view: ExportedView) -> None:
    text = view.text
    slide = canvas.add_slide(text("page.title"))
    filters = (
        text("deck.filters", filters=text.list(map(text.isolate, view.filters)))
        if view.filters
        else ""
    )
    canvas.add_text(slide, Box(BODY.left, 2.2, BODY.width, 1.6), [view.title, filters], Style(22))
    frame = canvas.add_text(slide, Box(BODY.left, 4.4, BODY.width, 0.4), [], Style())
    canvas.write_run(frame.paragraphs[0], view.address, Style(14, LIGHT.accent), link=view.address)
    canvas.add_notes(slide, [text("deck.how"), view.reference])


def _add_key_figures(canvas: Canvas, view: ExportedView) -> None:
    """The four key figures, each with its hedge, what it counts, change, date and speaker."""
    text = view.text
    described = [key_figures.describe(view.chosen, text, indicator=key) for key in key_figures.KEYS]
    shown = [
        (key, figure)
        for key, figure in zip(key_figures.KEYS, described, strict=True)
        if figure["value"]
    ]
    if not shown:
        return
    figures = [found.figure for key, _ in shown if (found := key_figure(view.chosen, key))]
    slide = canvas.add_slide(text("deck.key_figures"), sources=_name_sources(figures, view))
    for box, (_, figure) in zip(canvas.split(BODY, 4), shown, strict=False):
        frame = canvas.add_text(slide, box, [figure["name"]], Style(17, bold=True))
        value = frame.add_paragraph()
        for part, style in (
            ("before", Style(15)),
            ("value", Style(30, LIGHT.accent, bold=True)),
            ("after", Style(15)),
        ):
            if figure[part]:
                canvas.write_run(value, f"{figure[part]} ", style)
        lines = (
            (figure["remark"], Style(14, LIGHT.disputed)),
            (figure["counts"], Style(14)),
            (figure["change"], Style(14)),
            (f"{figure['date']} · {figure['speaker']}", Style(13, LIGHT.rest)),
        )
        for words, style in lines:
            if words:
                canvas.write_run(frame.add_paragraph(), words, style)
    canvas.add_notes(
        slide, [line for figure in figures for line in describe_evidence(figure, view)]
    )


def _add_map(canvas: Canvas, view: ExportedView) -> None:
    text = view.text
    shown = _list_meetings(view)
    sources = _name_ids([str(meeting.row["source_id"]) for meeting in shown], view)
    slide = canvas.add_slide(
        VIEWS["atlas"].finding(view.chosen, text),
        lead=f"{text('atlas.name')} · {text('atlas.unit')}",
        sources=sources,
    )
    draw_map(canvas, slide, view, BODY)
    canvas.add_notes(slide, [*_name_meetings(shown, view), text("atlas.outlines")])


def _add_charts(
    canvas: Canvas, view: ExportedView, module: ModuleType, indicators: Sequence[str]
) -> None:
    """The values of some indicators: a chart for each series of several, the others in a line.

    The timeline has the chart of one series, and that of the meetings below it.
    """
    text = view.text
    panels = [
        panel
        for panel in list_series_panels(view.chosen, text, indicators=indicators)
        if list_chosen(panel)
    ]
    held = _list_meetings(view) if module.KEY == "timeline" else []
    if not panels and not held:
        return
    drawn = _choose_panels(panels, most=1 if held else MOST_CHARTS)
    others = [panel for panel in panels if panel not in drawn]
    figures = [figure for panel in panels for figure in list_chosen(panel)]
    rows = [*(figure.row for figure in figures), *(meeting.row for meeting in held)]
    slide = canvas.add_slide(
        module.finding(view.chosen, text),
        lead=text(f"{module.KEY}.name"),
        sources=_name_ids([str(row["source_id"]) for row in rows], view),
    )
    line = text("deck.others", values=text.list(_name_values(others, view))) if others else ""
    foot = -(-len(line) * CELL_LETTER // BODY.width) * CELL_LINE + (0.1 if line else 0)
    below = measure_lanes(held) if held else 0.0
    room = BODY._replace(height=BODY.height - below - foot)
    years = span_years([*held, *figures]) if held else None
    for panel, box in zip(drawn, canvas.split(room, max(len(drawn), 1)), strict=False):
        draw_chart(canvas, slide, panel, box, parts=len(drawn), years=years)
    if held and years:
        lanes = BODY._replace(top=BODY.top + room.height, height=below)
        draw_lanes(canvas, slide, view, held, lanes, years=years)
    if line:
        place = BODY._replace(top=BODY.top + BODY.height - foot + 0.05, height=foot)
        canvas.add_text(slide, place, [line], Style(10.5))
    evidence = [line for figure in figures for line in describe_evidence(figure, view)]
    canvas.add_notes(slide, [*evidence, *_name_meetings(held, view)])


def _choose_panels(panels: list[Panel], *, most: int) -> list[Panel]:
    """The series that are drawn: of many those with several values, the longest first."""
    ordered = sorted(panels, key=lambda panel: -len(list_chosen(panel)))
    if len(panels) >= most:
        ordered = [panel for panel in ordered if len(list_chosen(panel)) > 1] or ordered[:1]
    return [panel for panel in panels if panel in ordered[:most]]


def _list_meetings(view: ExportedView) -> list[Meeting]:
    return [meeting for meeting in meetings(view.chosen) if meeting.chosen]


def _name_meetings(held: Iterable[Meeting], view: ExportedView) -> list[str]:
    text = view.text
    return [
        text("deck.meeting", title=text.of(meeting.row, "title"), date=text.date(meeting.when))
        for meeting in held
    ]


def _name_values(panels: Iterable[Panel], view: ExportedView) -> list[str]:
    text = view.text
    return [
        text(
            "deck.value",
            value=text.stated(figure, panel.indicator),
            date=text.date(figure.when),
            what=panel.detail,
        )
        for panel in panels
        for figure in list_chosen(panel)
    ]


def _add_statements(canvas: Canvas, view: ExportedView) -> None:
    """Two statements beside each other on the theme that the page shows, by whole passages."""
    text, chosen = view.text, view.chosen
    statements = VIEWS["statements"]
    columns = statements.columns(chosen, view.selection)
    if not columns:
        return
    by_theme = statements.group_rows(chosen, columns)
    theme = statements.choose_theme(by_theme, view.selection.about)
    sources = [passages.list_passages(chosen, column.meeting)[0]["source_id"] for column in columns]
    slide = canvas.add_slide(
        text("deck.statements", theme=text.of(chosen.whole.names["themes"][theme], "name")),
        lead=text("deck.rendering"),
        sources=_name_ids(sources, view),
    )
    boxes, notes = canvas.split(BODY, len(columns), gap=0.5), []
    for box, column in zip(boxes, columns, strict=True):
        title = passages.title(chosen, text, column.meeting)
        rows = [
            row
            for row in passages.list_passages(chosen, column.meeting)
            if passages.main_theme(row, chosen) == theme
        ]
        frame = canvas.add_text(slide, box, [title], Style(14, bold=True))
        shown = fit_passages([row[text.language] for row in rows], box, text.language)
        for row in rows[:shown]:
            speaker = text(
                "deck.passage", number=text.number(row["number"]), speaker=text.of(row, "speaker")
            )
            canvas.write_run(frame.add_paragraph(), speaker, Style(10, LIGHT.rest))
            canvas.write_run(frame.add_paragraph(), row[text.language], Style(12))
        if left := len(rows) - shown:
            canvas.write_run(
                frame.add_paragraph(), text.count("deck.left", left), Style(10, LIGHT.rest)
            )
        notes += [title, *(row[text.language] for row in rows)]
    canvas.add_notes(slide, notes)


def fit_passages(texts: Sequence[str], box: Box, language: str) -> int:
    """Return how many passages, none of them cut, find room in a box below its title."""
    room = box.height - 0.8
    for index, words in enumerate(texts):
        lines = -(-len(words) * LETTER[language] // box.width)
        room -= (lines + 1) * LINE
        if room < 0:
            return index
    return len(texts)


def _add_disputes(canvas: Canvas, view: ExportedView) -> None:
    """The disagreements of the selection, as many as find room, and how many are left out."""
    text = view.text
    found = VIEWS["disagreements"].selected_disputes(view.chosen)
    left = max(len(found) - MOST_DISPUTES, 0)
    rows = {
        dispute.discrepancy_id: _write_dispute(dispute, view) for dispute in found[:MOST_DISPUTES]
    }
    header = [text("deck.what"), text("deck.ours"), text("deck.theirs"), text("deck.reason")]
    for part in _fill_slides(found[:MOST_DISPUTES], lambda dispute: rows[dispute.discrepancy_id]):
        ids = [
            dispute.row[f"{side}_source_id"] for dispute in part for side in ("adopted", "stated")
        ]
        slide = canvas.add_slide(
            VIEWS["disagreements"].finding(view.chosen, text),
            lead=text.count("deck.more_disputes", left) if left else "",
            sources=_name_ids(ids, view),
        )
        cells = [rows[dispute.discrepancy_id] for dispute in part]
        canvas.add_table(slide, BODY, [header, *cells], COLUMNS)
        canvas.add_notes(slide, [" · ".join(row) for row in cells])


def _write_dispute(dispute: Dispute, view: ExportedView) -> list[str]:
    """The cells of a disagreement: subject, both sides with their sources, and our reason."""
    row = VIEWS["disagreements"].describe_row(dispute, view.chosen, view.text, is_open=False)
    return [
        f"{row['what']}, {row['where']}" if row["where"] else row["what"],
        *(f"{side['value']} ({side['name']})" for side in (row["ours"], row["theirs"])),
        row["reason"],
    ]


def _fill_slides(rows: Sequence[Row], write: Callable[[Row], Sequence[str]]) -> Iterator[list[Row]]:
    """Yield as many rows of a table as find room on a slide, below their header."""
    part: list[Row] = []
    room = full = BODY.height - 0.3
    for row in rows:
        cells = zip(write(row), COLUMNS, strict=True)
        lines = max(
            -(-len(words) * CELL_LETTER // (BODY.width * width / sum(COLUMNS)))
            for words, width in cells
        )
        height = lines * CELL_LINE + 0.1
        if part and height > room:
            yield part
            part, room = [], full
        part.append(row)
        room -= height
    if part:
        yield part


def _add_sources(canvas: Canvas, view: ExportedView) -> None:
    """Every source of what is shown, with its address."""
    text = view.text
    rows = list(enumerate(list_source_rows(view.chosen), start=1))
    for start in range(0, len(rows), SOURCES_A_SLIDE):
        part = rows[start : start + SOURCES_A_SLIDE]
        slide = canvas.add_slide(text("deck.sources"))
        half = -(-len(part) // 2)
        for box, group in zip(canvas.split(BODY, 2), (part[:half], part[half:]), strict=True):
            frame = canvas.add_text(slide, box, [], Style())
            for index, (number, row) in enumerate(group):
                paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
                label = text("deck.number", number=text.number(number))
                canvas.write_run(paragraph, label, Style(11, LIGHT.accent), link=row["url"])
                canvas.write_run(paragraph, f" {describe_document(row, text=text)}", Style(11))
        canvas.add_notes(slide, [row["url"] for _, row in part if row["url"]])


def describe_evidence(figure: Figure, view: ExportedView) -> list[str]:
    """Return the evidence of a value in lines: what is said, its words, our rendering of them."""
    text, names = view.text, view.chosen.whole.names
    indicator = names["indicators"][figure.indicator_id]
    source = names["sources"][str(figure.row["source_id"])]
    lines = [
        text(
            "deck.evidence",
            name=text.of(indicator, "name"),
            value=text.stated(figure, indicator),
            date=text.date(figure.when),
            speaker=text.isolate(text.of(figure.row, "speaker")),
            source=name_source(source, text=text),
        ),
        text("deck.words", words=text.isolate(figure.row["evidence"]))
        if figure.row["evidence"]
        else "",
        text("deck.ours_rendered", words=rendering)
        if (rendering := text.of(figure.row, "evidence"))
        else "",
    ]
    return [line for line in lines if line]


def _name_sources(figures: Iterable[Figure], view: ExportedView) -> str:
    return _name_ids([str(figure.row["source_id"]) for figure in figures], view)


def _name_ids(ids: Iterable[str], view: ExportedView) -> str:
    """The source line of a slide; of many sources, how many they are and where they stand."""
    text, shown = view.text, list(ids)
    if count_sources(shown, text=text, dataset=view.chosen):
        return text("deck.many_sources", number=text.number(len(set(shown))), most=MOST_SOURCES)
    return list_sources(shown, text=text, dataset=view.chosen)
