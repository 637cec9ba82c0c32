"""Where from: the share of its land that the group has lost, beside the area that it once held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame, panels
from components.theme import DESK, Screen
from loaders.measures import figures, stated

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.dataset import Dataset

KEY = "territory"
SHARE, AREA = "territory-liberated-share", "territory-held-peak"
WHOLE = 100

LANDS = (SHARE, "territory-held-share-of-country", "territory-liberated-area", AREA)
"""What the record states of the land, shares before areas: a share is never turned into an area, nor the reverse."""


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """Share of the land once held that is liberated, in percent by date, under the line of the whole area.

    The axis begins at the last ten below the lowest value, and says so in the unit line. In the record, whose
    sources speak of Iraq, of Syria and of both, each land and each unit has a panel and an axis of its own.
    """
    if chosen.wide:
        return panels.figure(chosen, text, screen, panels=rows(chosen, text))
    shares = figures(chosen, [SHARE])
    sheet = charts.Sheet(screen, height=330)
    indicators = chosen.whole.names["indicators"]
    sheet.traces.append(charts.steps(shares, screen=screen))
    height = [each.value for each in shares]
    trace = {
        **charts.marks(shares, text=text, screen=screen, dataset=chosen),
        "y": height,
        "text": [
            charts.plain(text.isolate(text.stated(each, indicators[SHARE]))) if each.chosen else ""
            for each in shares
        ],
        "textposition": "bottom right",
    }
    charts.bounds(sheet, shares, y=height, colour=screen.palette.accent)
    charts.time_axis(sheet, chosen, text)
    start = axis_start(chosen)
    step = 5 if start > 70 else 25
    ticks = list(range(start + -start % step, WHOLE + 1, step))
    sheet.traces.append(trace)
    sheet.y |= {
        "range": [start - 0.5, WHOLE + 2.2],
        "tickvals": ticks,
        "ticktext": [text.measure(tick, indicators[SHARE]) for tick in ticks],
    }
    sheet.rules.append(
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": WHOLE,
            "y1": WHOLE,
            "layer": "below",
            "line": {"color": screen.palette.ink, "width": 1, "dash": "dot"},
        }
    )
    if area := reference(chosen, text):
        sheet.notes.append(
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "y": WHOLE,
                "yanchor": "bottom",
                "yshift": 9,
                "showarrow": False,
                "text": charts.plain(text.isolate(area)),
            }
        )
    return sheet.figure()


def reference(chosen: Dataset, text: Text) -> str:
    """What is written above the line of the whole: the area once held, as the core states it; empty if it does not."""
    indicator = chosen.whole.names["indicators"][AREA]
    areas = stated(chosen, AREA)
    return text("territory.reference", area=text.stated(areas[0], indicator)) if areas else ""


def axis_start(chosen: Dataset) -> int:
    """The lowest value of the axis in percent: the last ten below every stated share, 0 at least."""
    values = [each.value for each in figures(chosen, [SHARE])]
    return max(int((min(values) - 1) // 10 * 10), 0) if values else 0


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the shares in the selection."""
    shares = stated(chosen, SHARE)
    indicator = chosen.whole.names["indicators"][SHARE]
    if not shares:
        return text("territory.none")
    last = shares[-1]
    # Of one country and of both together are shares of another whole.
    shares = tuple(each for each in shares if each.row["scope"] == last.row["scope"])
    first = shares[0]
    key = charts.trend(shares)
    return text(
        f"territory.{key}",
        first=text.stated(first, indicator),
        last=text.stated(last, indicator),
        start=text.date(first.when),
        end=text.date(last.when),
    )


def rows(chosen: Dataset, text: Text) -> list[panels.Panel]:
    """The panels of the record, from top to bottom."""
    return panels.by_scope(chosen, text, indicators=LANDS)


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    if chosen.wide:
        values = {"unit": text("panels.unit")}
        legend = charts.legend(chosen, text)
        return frame.Shown(finding(chosen, text), figures(chosen, LANDS), values=values, legend=legend)
    values = {"start": text.number(axis_start(chosen))}
    return frame.Shown(finding(chosen, text), figures(chosen, [SHARE, AREA]), values=values, joined=True)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown, rows), chosen, text, follow)
