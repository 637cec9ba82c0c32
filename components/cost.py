"""What it cost: foreign fighters drawn in, service members fallen, names passed to Interpol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.charts import frame
from components.charts.marks import Changes, read_click, render_legend
from components.charts.panels import Panel, list_series_panels
from components.charts.single_values import draw_single_values, list_indicators
from components.charts.small_multiples import draw_panels
from components.phrases import tally
from components.theme import DESK, Screen
from loaders.measures import figures

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "cost"
INDICATORS = ("foreign-fighters", "coalition-fatalities", "interpol-names")

GROUPS = ("cost", "threat")
"""The indicators that always have a row, in their order, and the groups whose others follow if there are values."""


def indicators(chosen: Dataset) -> tuple[str, ...]:
    """The indicators of the view, from top to bottom."""
    return list_indicators(chosen, first=INDICATORS, groups=GROUPS)


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """A mark a published value, with its number, in a row an indicator; in the record, in a panel an indicator."""
    if not chosen.wide:
        return draw_single_values(chosen, text, screen, indicators=INDICATORS)
    return draw_panels(chosen, text, screen, panels=rows(chosen, text))


def rows(chosen: Dataset, text: Text) -> list[Panel]:
    """The panels of the record, from top to bottom."""
    return list_series_panels(chosen, text, indicators=indicators(chosen))


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return read_click(event)


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the last figures in the selection."""
    return tally(chosen, text, key=KEY, indicators=INDICATORS)


def describe(chosen: Dataset, text: Text) -> frame.ChartContent:
    """What the chart shows, in words."""
    values = {"unit": text("panels.unit")} if chosen.wide else {}
    held, legend = figures(chosen, indicators(chosen)), render_legend(chosen, text)
    return frame.ChartContent(finding(chosen, text), held, values=values, legend=legend)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(frame.ChartView(KEY, figure, picked, describe, rows), chosen, text, follow)
