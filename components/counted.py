"""How many: every stated number of members over time, above what the list of members can account for."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from components import charts, frame, markup, panels
from components.phrases import state_change
from components.theme import DESK, Screen, blend
from loaders.analysis import membership
from loaders.analysis.disputes import rivals
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import Figure, count_figures, figures
from loaders.analysis.series import main_series
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.membership import Fit
    from loaders.model import Dataset

KEY = "counted"

HEIGHT = 480
"""Height of the chart in pixels."""

BELOW, ABOVE = 14, 5
"""Members that the axis goes below the lowest count and above the highest: marks, not lengths, are read."""

SHADE = 0.16
"""How far the band lies on the way from the paper to the accent."""

SIGN = "†"
"""Stands beside a count that the list cannot account for."""


def line(chosen: Dataset) -> tuple[Figure, ...]:
    """The counts that the step line joins, by date: those of the core, or in the record the exact ones of official
    documents. Press counts and approximate ones stand as marks beside it, so that it hides none of them; of one date
    the lower comes first.
    """
    counts = main_series(chosen, membership.INDICATOR)
    if not chosen.wide:
        return counts
    sources = chosen.whole.names["sources"]
    official = (
        count
        for count in counts
        if count.qualifier == "exact" and sources[str(count.row["source_id"])]["kind"] == "official"
    )
    return tuple(sorted(official, key=lambda each: (each.when.middle, each.value)))


def figure(chosen: Dataset, text: Text, screen: Screen = DESK, at: str | None = None) -> go.Figure:
    """Every stated count as a mark, a step line through some, the band of the list beneath, and the month that is shown."""
    counts = panels.order_marks(figures(chosen, [membership.INDICATOR]), chosen)
    sums = membership.band(chosen)
    sheet = charts.Sheet(screen, height=HEIGHT)
    charts.years_axis(sheet, [*counts, *meetings(chosen)])
    area = _area([count.value for count in counts], [most for *_, most in sums], screen=screen)
    sheet.y |= {"range": [area.low, area.high], "tickformat": ",d", "dtick": 10}
    sheet.traces += _band(sums, screen=screen)
    sheet.traces.append(charts.stepped(line(chosen), screen=screen))
    sheet.traces += _marks(sheet, counts, area=area, text=text, screen=screen, dataset=chosen)
    if month := membership.clamp_month(chosen, at):
        sheet.rules.append(_upright(membership.end(month).isoformat(), screen=screen))
    return sheet.figure()


def _area(counts: Sequence[float], sums: Sequence[int], *, screen: Screen) -> charts.Area:
    """The part of the chart in which marks stand: from below the lowest count, or the list where it holds less."""
    low = min([*counts, max(sums, default=0)])
    high = max([*counts, *sums])
    return charts.Area(max(screen.width - 60.0, 200), HEIGHT - 40.0, max(low - BELOW, 0), high + ABOVE)


def _marks(
    sheet: charts.Sheet,
    counts: Sequence[Figure],
    *,
    area: charts.Area,
    text: Text,
    screen: Screen,
    dataset: Dataset,
) -> list[dict[str, Any]]:
    """The counts as marks, rivals of the record side by side and tied; a dagger beside each that does not fit the list."""
    heights = [count.value for count in counts]
    colours = screen.palette
    trace = {**charts.marks(counts, text=text, screen=screen, dataset=dataset), "y": heights}
    trace["customdata"] = [
        [count.meeting_id, count.observation_id, count.when.last.isoformat()[:7]] for count in counts
    ]
    tied: list[dict[str, Any]] = []
    if dataset.wide and counts:
        groups = [rival for rival in rivals(dataset) if rival.indicator_id == membership.INDICATOR]
        spots = panels.spots(counts, area=area)
        first, last = (datetime.fromisoformat(end) for end in sheet.x["range"])
        rise = (area.high - area.low) / area.height
        tied = panels.ties(groups, spots=spots, screen=screen, pixel=(last - first) / area.width, rise=rise)
    x = trace["x"]
    charts.bounds(sheet, counts, x=x, y=heights, colour=colours.accent)
    odd = {misfit.figure.observation_id for misfit in misfits(dataset)}
    sheet.notes += [
        {
            "x": moment,
            "y": count.value,
            "xshift": 13,
            "text": SIGN,
            "showarrow": False,
            "font": {"size": 16, "color": colours.disputed},
        }
        for count, moment in zip(counts, x, strict=True)
        if count.observation_id in odd
    ]
    kept = area._replace(kept=tuple(panels.covered(tied, sheet=sheet, area=area)))
    drawn = charts.thinned([(trace, counts)], sheet=sheet, area=kept) if dataset.wide and counts else [trace]
    return [*tied, *charts.rings(counts, x=x, y=heights, screen=screen, dataset=dataset), *drawn]


def _upright(day: str, *, screen: Screen) -> dict[str, Any]:
    """The dotted line at the end of the month that the map shows."""
    stroke = {"width": 1.5, "dash": "dot", "color": screen.palette.ink}
    return {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": 1, "yref": "paper", "line": stroke}


def _band(sums: Sequence[tuple[Any, int, int]], *, screen: Screen) -> list[dict[str, Any]]:
    """The list's least and most as two step lines with the space between them filled."""
    colours = screen.palette
    common = {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day, *_ in sums],
        "hoverinfo": "skip",
    }
    edge = {"shape": "hv", "width": 1.25, "color": colours.rest}
    fill = blend(colours.paper, colours.accent, part=SHADE)
    return [
        {**common, "y": [least for _, least, _ in sums], "line": {**edge, "dash": "dot"}},
        {**common, "y": [most for *_, most in sums], "line": edge, "fill": "tonexty", "fillcolor": fill},
    ]


def misfits(chosen: Dataset) -> tuple[Fit, ...]:
    """The chosen counts that the list cannot account for, by date."""
    return tuple(fit for fit in membership.fits(chosen) if fit.gap and fit.figure.chosen)


def finding(chosen: Dataset, text: Text) -> str:
    """Return how the stated number of members changed, and whether the list of names can account for every count."""
    counts = main_series(chosen, membership.INDICATOR)
    if not counts:
        return text("counted.none")
    said = state_change(counts, chosen, text, key="timeline", value=text.worded)
    if not chosen.wide:
        return said
    every = count_figures(chosen, [membership.INDICATOR])
    number = membership.count_misfits(chosen)
    fit = text.count("counted.misfit", number, all=text.number(every)) if number else text("counted.all_fit")
    return text("counted.both", first=said, second=fit)


def picked(event: Any) -> Changes:
    """A click on a count means its evidence, and the month for which the members are shown."""
    points = (event or {}).get("selection", {}).get("points", [])
    for point in points:
        held = [*(point.get("customdata") or []), "", "", ""]
        if held[1] and held[2]:
            return {"figure": held[1], "at": held[2]}
    return {}


def notes(chosen: Dataset, text: Text) -> str:
    """What the line and the band mean, and every count that the list cannot account for, as markup."""
    return markup.html(
        "counted",
        dir=text.direction,
        text=text,
        line=text("counted.line_record" if chosen.wide else "counted.line_core"),
        core="" if chosen.wide else text.count("counted.core", len(membership.roster(chosen))),
        rows=[_row(misfit, chosen, text) for misfit in misfits(chosen)],
    )


def _row(fit: Fit, chosen: Dataset, text: Text) -> dict[str, str]:
    indicator = chosen.whole.names["indicators"][membership.INDICATOR]
    gap = fit.gap or 0
    return {
        "link": step(figure=fit.figure.observation_id),
        "value": text.stated(fit.figure, indicator),
        "date": text.date(fit.figure.when),
        "speaker": text.of(fit.figure.row, "speaker"),
        "list": text.span(fit.least, fit.most),
        "gap": text.count("counted.over" if gap > 0 else "counted.short", abs(gap)),
    }


def sheet(chosen: Dataset, text: Text, screen: Screen, at: str | None, movable: bool = True) -> frame.Sheet:
    """Draw the chart with what stands around it.

    Args:
        chosen: The part of the dataset that is shown.
        text: The words of the page.
        screen: The reader's screen.
        at: The month that the map shows; None is the last.
        movable: Whether a click sets that month; beside a step of the story it does not.
    """
    unit = [text("counted.unit"), text("counted.click") if movable else ""]
    counts = figures(chosen, [membership.INDICATOR])
    shown = frame.Shown(finding(chosen, text), counts)
    made = frame.framed(
        KEY,
        chosen,
        text,
        finding=shown.finding,
        figure=None if shown.empty else partial(figure, chosen, text, screen, at),
        foot=notes(chosen, text) + frame.foot(shown.sources, chosen, text),
        table=partial(frame.twin, shown, chosen, text),
        unit=" ".join(filter(None, unit)),
    )
    return made._replace(head=made.head + charts.legend(chosen, text) + frame.ringed(shown, chosen, text))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    drawn = follow.drawn(sheet, chosen, text, follow.shown.at, follow.uses("at"))
    counts = frame.count_figures([membership.INDICATOR])
    frame.stand(drawn, text, follow, click=frame.Click(KEY, picked), counts=counts)
