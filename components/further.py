"""What else the record counts: the figures that no other chart draws, a row an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame, panels
from components.theme import DESK, Screen
from loaders.analysis.observations import count_figures, figures

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "further"

GROUPS = ("membership", "territory", "people")
"""Groups whose indicators have a chart of their own, but for a few."""

ELSEWHERE = (
    "members",
    "territory-liberated-share",
    "territory-held-share-of-country",
    "territory-liberated-area",
    "territory-held-peak",
    "people-freed",
    "idps-returned",
)
"""The indicators of these groups that other charts draw."""


BY_MEETING = ("participants",)
"""Counts that belong to one meeting and compare with no other meeting's."""


def indicators(chosen: Dataset) -> tuple[str, ...]:
    """The indicators of the view, from top to bottom: those that the collection has values of."""
    every = charts.gathered(chosen, first=ELSEWHERE, groups=GROUPS)
    return every[len(ELSEWHERE) :]


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """A mark a published value, with its number, in a panel an indicator."""
    return panels.figure(chosen, text, screen, panels=rows(chosen, text))


def rows(chosen: Dataset, text: Text) -> list[panels.Panel]:
    """The panels of the record, from top to bottom."""
    others = [indicator for indicator in indicators(chosen) if indicator not in BY_MEETING]
    participants = panels.by_meeting(chosen, text, indicators=BY_MEETING, high=panels.HIGH)
    return [*participants, *panels.by_series(chosen, text, indicators=others, high=panels.HIGH)]


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return charts.clicked(event)


def finding(chosen: Dataset, text: Text) -> str:
    """How many figures there are of what, in a sentence."""
    names = chosen.whole.names["indicators"]
    stated = [each.indicator_id for each in figures(chosen, indicators(chosen)) if each.chosen]
    if not stated:
        return text("further.none")
    listed = text.list(text.of(names[indicator_id], "name") for indicator_id in dict.fromkeys(sorted(stated)))
    number = count_figures(chosen, indicators(chosen))
    return text("further.finding", figures=text.count("count.figures", number), names=listed)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    held, legend = figures(chosen, indicators(chosen)), charts.legend(chosen, text)
    return frame.Shown(finding(chosen, text), held, legend=legend)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown, rows), chosen, text, follow)
