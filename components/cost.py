"""What it cost: foreign fighters drawn in, service members fallen, names passed to Interpol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame, panels
from components.phrases import tally
from components.theme import DESK, Screen
from loaders.analysis.observations import figures

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "cost"
INDICATORS = ("foreign-fighters", "coalition-fatalities", "interpol-names")

GROUPS = ("cost", "threat")
"""The indicators that always have a row, in their order, and the groups whose others follow if there are values."""


def indicators(chosen: Dataset) -> tuple[str, ...]:
    """The indicators of the view, from top to bottom."""
    return charts.gathered(chosen, first=INDICATORS, groups=GROUPS)


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """A mark a published value, with its number, in a row an indicator; in the record, in a panel an indicator."""
    if not chosen.wide:
        return charts.ledger(chosen, text, screen, indicators=INDICATORS)
    return panels.figure(chosen, text, screen, panels=rows(chosen, text))


def rows(chosen: Dataset, text: Text) -> list[panels.Panel]:
    """The panels of the record, from top to bottom."""
    return panels.by_series(chosen, text, indicators=indicators(chosen))


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return charts.clicked(event)


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the last figures in the selection."""
    return tally(chosen, text, key=KEY, indicators=INDICATORS)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    values = {"unit": text("panels.unit")} if chosen.wide else {}
    held, legend = figures(chosen, indicators(chosen)), charts.legend(chosen, text)
    return frame.Shown(finding(chosen, text), held, values=values, legend=legend)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown, rows), chosen, text, follow)
