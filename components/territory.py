"""Where from: the share of its land that the group has lost, beside the area that it once held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame
from components.theme import DESK, Screen
from loaders.dataset import RECORD
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

ABOVE_ARROWS = 26
"""Pixels above the line of the whole, clear of the arrows of bounds just under it."""


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """Share of the land once held that is liberated, in percent by date, under the line of the whole area.

    The axis begins at the last ten below the lowest value, and says so in the unit line.
    """
    shares = figures(chosen, [SHARE])
    sheet = charts.Sheet(screen, height=330)
    indicators = chosen.whole.names["indicators"]
    sheet.traces.append(charts.steps(shares, screen=screen))
    height = [each.value for each in shares]
    sheet.traces += charts.rings(shares, y=height, screen=screen, dataset=chosen)
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
    top = (WHOLE - start) / 3.6
    area = charts.Area(charts.paired(screen) - 40, 285, start - 0.5, WHOLE + (top if chosen.wide else 2.2))
    thin = chosen.wide and shares
    sheet.traces += charts.thinned([(trace, shares)], sheet=sheet, area=area) if thin else [trace]
    sheet.y |= {
        "range": [area.low, area.high],
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
    sheet.notes += [
        {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": WHOLE,
            "yanchor": "bottom",
            "yshift": ABOVE_ARROWS if chosen.wide else 9,
            "showarrow": False,
            "text": "<br>".join(charts.plain(text.isolate(each)) for each in lines),
        }
        for lines in [reference(chosen, text)]
        if lines
    ]
    return sheet.figure()


def reference(chosen: Dataset, text: Text) -> list[str]:
    """What is written above the line of the whole: the area as the core states it, and how many rivals it has."""
    indicator = chosen.whole.names["indicators"][AREA]
    areas = sorted(stated(chosen, AREA), key=lambda each: each.row["collection"] == RECORD)
    said = list(dict.fromkeys(text.stated(each, indicator) for each in areas))
    if not said:
        return []
    lines = [text("territory.reference", area=said[0])]
    return lines + ([text.count("territory.rivals", len(said) - 1)] if said[1:] else [])


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


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    values = {"start": text.number(axis_start(chosen))}
    return frame.Shown(finding(chosen, text), figures(chosen, [SHARE, AREA]), values=values, joined=True)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown), chosen, text, follow)
