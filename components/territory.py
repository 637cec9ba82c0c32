"""Where from: the share of its land that the group has lost, beside the area that it once held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from components.charts import frame
from components.charts.builder import FigureBuilder, draw_points, format_moment, set_time_axis
from components.charts.descriptions import describe_mark
from components.charts.labels import escape_text
from components.charts.marks import add_arrows, draw_marks, find_late, read_click, render_legend
from components.charts.panels import Panel, list_series_panels
from components.charts.small_multiples import draw_panels
from components.phrases import end_sentence, state_change
from components.theme import DESK, Screen
from loaders.analysis.observations import figures
from loaders.analysis.series import main_series

if TYPE_CHECKING:
    from components.charts.builder import SerializedFigure
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "territory"
picked = read_click
SHARE, AREA = "territory-liberated-share", "territory-held-peak"
WHOLE = 100

LANDS = (SHARE, "territory-held-share-of-country")
"""The shares that the chart of the record draws; the page of the figures has the areas as well."""


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
    """Share of the land once held that is liberated, in percent by date, under the line of the whole area.

    The axis begins at the last ten below the lowest value, and says so in the unit line. In the record, whose
    sources speak of Iraq, of Syria and of both, each land and each unit has a panel and an axis of its own.
    """
    if chosen.wide:
        return draw_panels(chosen, text, screen, panels=rows(chosen, text))
    shares = figures(chosen, [SHARE])
    sheet = FigureBuilder(screen, height=330)
    indicators = chosen.whole.names["indicators"]
    height = [each.value for each in shares]
    late = find_late(shares)
    trace = {
        **draw_marks(shares, text=text, screen=screen, dataset=chosen),
        "y": height,
        "text": [
            escape_text(text.isolate(text.stated(each, indicators[SHARE]))) if each.chosen else ""
            for each in shares
        ],
        "textposition": [
            f"bottom {'left' if share.observation_id in late else 'right'}" for share in shares
        ],
    }
    add_arrows(sheet, shares, y=height, colour=screen.palette.accent)
    set_time_axis(sheet, chosen, text)
    start = axis_start(chosen)
    step = 5 if start > 70 else 25
    ticks = list(range(start + -start % step, WHOLE + 1, step))
    sheet.traces.append(trace)
    sheet.y |= {
        "range": [start - 0.5, WHOLE + 2.2],
        "tickvals": ticks,
        "ticktext": [text.measure(tick, indicators[SHARE]) for tick in ticks],
    }
    ink = screen.palette.ink
    sheet.add_line((0, 1), (WHOLE, WHOLE), color=ink, dash="dot", xref="paper", layer="below")
    if areas := main_series(chosen, AREA) or figures(chosen, [AREA]):
        sheet.traces.append(_reference(areas[0], chosen, text, sheet=sheet, screen=screen))
    return sheet.build()


def _reference(
    area: Figure, chosen: Dataset, text: Text, *, sheet: FigureBuilder, screen: Screen
) -> dict[str, Any]:
    """Return the mark and the label above the line of the whole, the area once held; a click opens its evidence."""
    said = text(
        "territory.reference", area=text.stated(area, chosen.whole.names["indicators"][AREA])
    )
    colour = screen.palette.ink if area.chosen else screen.palette.rest
    start = datetime.fromisoformat(sheet.x["range"][0])
    return draw_points(
        [format_moment(start + timedelta(days=2))],
        mode="markers+text",
        y=[WHOLE + 1],
        text=[escape_text(text.isolate(said)) if area.chosen else ""],
        textposition="middle right",
        textfont={"color": screen.palette.ink, "size": 12},
        customdata=[[area.meeting_id, area.observation_id]],
        hovertext=[describe_mark(area, text=text, dataset=chosen)],
        marker={"symbol": ["line-ns-open"], "size": [7], "color": [colour]},
    )


def axis_start(chosen: Dataset) -> int:
    """The lowest value of the axis in percent: the last ten below every stated share, 0 at least."""
    values = [each.value for each in figures(chosen, [SHARE])]
    return max(int((min(values) - 1) // 10 * 10), 0) if values else 0


def finding(chosen: Dataset, text: Text) -> str:
    """Return how the share liberated changed within the selection, in a sentence that names the country."""
    shares = main_series(chosen, SHARE)
    if not shares:
        return text("territory.none")
    indicator = chosen.whole.names["indicators"][SHARE]
    words = state_change(
        shares, chosen, text, key=KEY, value=lambda share: text.qualified(share, indicator)
    )
    return end_sentence(words, text)


def rows(chosen: Dataset, text: Text) -> list[Panel]:
    """The panels of the record, from top to bottom."""
    return list_series_panels(chosen, text, indicators=LANDS)


def describe(chosen: Dataset, text: Text) -> frame.ChartContent:
    """What the chart shows, in words."""
    if chosen.wide:
        values = {"unit": text("panels.unit")}
        legend = render_legend(chosen, text)
        return frame.ChartContent(
            finding(chosen, text), figures(chosen, LANDS), values=values, legend=legend
        )
    values = {"start": text.number(axis_start(chosen))}
    return frame.ChartContent(finding(chosen, text), figures(chosen, [SHARE, AREA]), values=values)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(frame.ChartView(KEY, figure, picked, describe), chosen, text, follow)
