"""Who: the people freed, and the displaced Iraqis who returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame, markup
from components.theme import DESK, Screen
from loaders.measures import figures, stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.dataset import Dataset
    from loaders.measures import Figure

KEY = "people"
FREED, RETURNED = "people-freed", "idps-returned"

FORMS = {"circle": "square", "circle-open": "square-open", charts.BAR: "cross-thin-open"}
"""Forms of those returned where the marks are too many for each to say what it counts."""


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """People freed and Iraqis returned by date; "more than" is a bar with an arrow upwards, never a point.

    The values are cumulative statements, each a lower bound or exact as its source words it; nothing
    is drawn between them.
    """
    sheet = charts.Sheet(screen, height=330)
    both = figures(chosen, [FREED, RETURNED])
    traces: list[tuple[dict[str, Any], Sequence[Figure]]] = []
    for indicator, colour in ((FREED, screen.palette.accent), (RETURNED, screen.palette.levels[2])):
        values = figures(chosen, [indicator])
        right = charts.late(both)
        height = [each.value for each in values]
        sheet.traces += charts.rings(values, y=height, screen=screen, dataset=chosen)
        trace = {
            **charts.marks(values, text=text, screen=screen, dataset=chosen, colour=colour),
            "y": height,
            "text": [
                f"{charts.plain(text.isolate(text.bare(each)))}<br>{text(f'people.label.{indicator}')}"
                if each.chosen
                else ""
                for each in values
            ],
            "textposition": [
                f"middle {'left' if each.observation_id in right else 'right'}" for each in values
            ],
            "textfont": {"size": 13, "color": screen.palette.ink},
        }
        if chosen.wide and indicator == RETURNED:
            forms = [FORMS.get(each, each) for each in trace["marker"]["symbol"]]
            trace["marker"] = {**trace["marker"], "symbol": forms}
        traces.append((trace, values))
        charts.bounds(sheet, values, y=height, colour=colour)
    charts.time_axis(sheet, chosen, text)
    top = max((each.value for each in both), default=1)
    step = 2_000_000 if top > 4_000_000 else 1_000_000
    ticks = list(range(0, int(top) + step + 1, step))
    area = charts.Area(charts.paired(screen) - 70, 285, 0, top * 1.2)
    thin = chosen.wide and both
    sheet.traces += charts.thinned(traces, sheet=sheet, area=area) if thin else [trace for trace, _ in traces]
    sheet.y |= {
        "range": [area.low, area.high],
        "tickvals": ticks,
        "ticktext": [text.isolate(text.amount(tick)) for tick in ticks],
    }
    return sheet.figure()


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the last figures in the selection."""
    indicators = chosen.whole.names["indicators"]
    parts = [
        text(
            f"people.{key}",
            value=text.stated(values[-1], indicators[indicator]),
            date=text.date(values[-1].when),
        )
        for key, indicator in (("freed", FREED), ("returned", RETURNED))
        if (values := stated(chosen, indicator))
    ]
    return text("people.finding", parts=text("people.between").join(parts)) if parts else text("people.none")


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting and its evidence."""
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    values = figures(chosen, [FREED, RETURNED])
    return frame.Shown(finding(chosen, text), values, legend=legend(chosen, text) if chosen.wide else "")


def legend(chosen: Dataset, text: Text) -> str:
    """The forms of the two quantities: a whole mark, and the bar or cross of a bound."""
    names = chosen.whole.names["indicators"]
    items = [
        {"form": "● ▬", "name": text.of(names[FREED], "name"), "tone": "cm-standing"},
        {"form": "■ ✛", "name": text.of(names[RETURNED], "name"), "tone": "cm-level-3"},
    ]
    return markup.html("legend", dir=text.direction, items=items)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown), chosen, text, follow)
