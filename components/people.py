"""Who: the people freed, and the displaced Iraqis who returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.charts import frame
from components.charts.builder import FigureBuilder, set_time_axis
from components.charts.labels import PlotArea, escape_text, place_labels
from components.charts.marks import add_arrows, draw_marks, find_late, read_click, render_legend
from components.charts.panels import HIGH, Panel, list_series_panels
from components.charts.small_multiples import draw_panels
from components.phrases import add_detail, state_latest
from components.theme import DESK, Screen
from loaders.analysis.observations import figures
from loaders.analysis.series import by_date, main_series, series_of

if TYPE_CHECKING:
    from components.charts.builder import SerializedFigure
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "people"
picked = read_click
FREED, RETURNED = "people-freed", "idps-returned"


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
    """People freed and Iraqis returned by date; "more than" is a bar with an arrow upwards, never a point.

    The values are cumulative statements, each a lower bound or exact as its source words it; nothing
    is drawn between them. In the record each of the two has a panel and an axis of its own.
    """
    if chosen.wide:
        return draw_panels(chosen, text, screen, panels=rows(chosen, text))
    sheet = FigureBuilder(screen, height=330)
    both = figures(chosen, [FREED, RETURNED])
    set_time_axis(sheet, chosen, text)
    if not both:
        return sheet.build()
    top = max(each.value for each in both)
    area = PlotArea(max(screen.width - 90, 200), 270, *sheet.time_range, 0, top * 1.2)
    for indicator, colour in ((FREED, screen.palette.accent), (RETURNED, screen.palette.levels[2])):
        values = figures(chosen, [indicator])
        right = find_late(both)
        height = [value.value for value in values]
        trace = {
            **draw_marks(values, text=text, screen=screen, dataset=chosen, colour=colour),
            "y": height,
            "text": [
                f"{escape_text(text.isolate(text.bare(value)))}<br>{text(f'people.label.{indicator}')}"
                if value.chosen
                else ""
                for value in values
            ],
            "textposition": [
                f"middle {'left' if value.observation_id in right else 'right'}" for value in values
            ],
            "textfont": {"size": 13, "color": screen.palette.ink},
        }
        sheet.traces.append(place_labels(trace, values, area=area))
        add_arrows(sheet, values, y=height, colour=colour)
    step = 2_000_000 if top > 4_000_000 else 1_000_000
    ticks = list(range(0, int(top) + step + 1, step))
    sheet.y |= {
        "range": [0, top * 1.2],
        "tickvals": ticks,
        "ticktext": [text.isolate(text.amount(tick)) for tick in ticks],
    }
    return sheet.build()


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the last figures in the selection."""
    parts = []
    for key, indicator in (("freed", FREED), ("returned", RETURNED)):
        if values := main_series(chosen, indicator):
            latest = by_date(values, chosen)[-1][0]
            words = text(
                f"people.{key}",
                value=state_latest(values, chosen, text),
                date=text.date(latest.when),
                where=text(f"where.{series_of(latest).scope}"),
            )
            parts.append(add_detail(words, latest, text))
    return (
        text("people.finding", parts=text("people.between").join(parts))
        if parts
        else text("people.none")
    )


def rows(chosen: Dataset, text: Text) -> list[Panel]:
    """The panels of the record, from top to bottom."""
    return list_series_panels(chosen, text, indicators=(FREED, RETURNED), high=HIGH)


def describe(chosen: Dataset, text: Text) -> frame.ChartContent:
    """What the chart shows, in words."""
    values = {"unit": text("panels.unit")} if chosen.wide else {}
    legend = render_legend(chosen, text)
    return frame.ChartContent(
        finding(chosen, text), figures(chosen, [FREED, RETURNED]), values=values, legend=legend
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(frame.ChartView(KEY, figure, picked, describe), chosen, text, follow)
