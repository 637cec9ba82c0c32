"""Indicators: every published value of one group of indicators, each indicator in a panel of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.charts import frame
from components.charts.marks import read_click, render_legend
from components.charts.panels import Panel, list_meeting_panels, list_series_panels
from components.charts.small_multiples import draw_panels
from components.theme import DESK, Screen
from loaders.analysis.observations import figures
from loaders.pages import SECTIONS

if TYPE_CHECKING:
    from components.charts.builder import SerializedFigure
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "indicators"
picked = read_click

GROUPS = SECTIONS["figures"]
"""The groups of indicators, in the order of the page; the first is shown unless another is chosen."""

MOST_NAMED = 3
"""Indicators that the finding names; more are counted."""

BY_MEETING = ("participants", "aid-raised", "pledges-total", "pledge", "stabilisation-goal")
"""Indicators whose values belong to one meeting: compared from meeting to meeting, not area by area."""


def list_group(selected: Dataset, group: str) -> list[str]:
    """List the indicators of a group of which the collection has values, most values first."""
    names = selected.whole.names["indicators"]
    counts = selected.held("observations")["indicator_id"].value_counts()
    in_group = [name for name in counts.index if names[name]["group"] == group]
    return sorted(in_group, key=lambda name: (-counts[name], name))


def count_by_group(selected: Dataset) -> dict[str, int]:
    """Count the published values that the selection leaves of each group."""
    groups = selected.whole.indicators.set_index("indicator_id")["group"]
    counts = selected.observations["indicator_id"].map(groups).value_counts()
    return {group: int(counts.get(group, 0)) for group in GROUPS}


def panel_rows(selected: Dataset, text: Text, group: str) -> list[Panel]:
    """Return the panels of a group from top to bottom, those by meeting first."""
    indicators = list_group(selected, group)
    by_meeting = [name for name in indicators if name in BY_MEETING]
    others = [name for name in indicators if name not in BY_MEETING]
    return [
        *list_meeting_panels(selected, text, indicators=by_meeting),
        *list_series_panels(selected, text, indicators=others),
    ]


def finding(selected: Dataset, text: Text, group: str) -> str:
    """Return how many values the selection leaves of which indicators of the group, in a sentence."""
    counts = selected.observations["indicator_id"].value_counts()
    names = selected.whole.names["indicators"]
    stated = [name for name in list_group(selected, group) if name in counts]
    if not stated:
        return text("indicators.none")
    figures_words = text.count("count.figures", count_by_group(selected)[group])
    if len(stated) > MOST_NAMED:
        return text.count("indicators.several", len(stated), figures=figures_words)
    named = text.list(text.of(names[name], "name") for name in stated)
    return text("indicators.finding", names=named, figures=figures_words)


def create_view(group: str) -> frame.ChartView:
    """Return the chart of one group of indicators."""

    def figure(selected: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
        return draw_panels(selected, text, screen, panels=panel_rows(selected, text, group))

    def shown(selected: Dataset, text: Text) -> frame.ChartContent:
        return frame.ChartContent(
            finding(selected, text, group),
            figures(selected, list_group(selected, group)),
            values={"unit": text("panels.unit")},
            legend=render_legend(selected, text),
        )

    return frame.ChartView(f"{KEY}-{group}", figure, picked, shown)


CHARTS = {group: create_view(group) for group in GROUPS}
"""The chart of each group."""


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the chart of the group that is chosen as the section of the page."""
    frame.show_chart(CHARTS.get(follow.shown.section, CHARTS[GROUPS[0]]), selected, text, follow)
