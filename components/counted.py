"""How many: every stated number of members over time, above what the list of members can account for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from components import markup
from components.charts import frame
from components.charts.builder import FigureBuilder, SerializedFigure, draw_line, set_years_axis
from components.charts.labels import PlotArea, place_labels
from components.charts.marks import add_arrows, draw_marks, draw_rings, draw_steps, render_legend
from components.charts.panels import order_marks
from components.charts.ties import draw_ties, locate_marks
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

    from components.charts.marks import Changes
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
"""Stands at a count that the list cannot account for."""


class ShownMonth(NamedTuple):
    """The month for which the members are shown, None for the last, and whether a click on a count sets it."""

    at: str | None = None
    is_settable: bool = True


LATEST = ShownMonth()


def list_joined(chosen: Dataset) -> tuple[Figure, ...]:
    """The counts that the step line joins, by date; of one date the lower comes first.

    They are those of the core, or in the record the exact ones of official documents: press counts and approximate
    ones stand as marks, so that the line hides none of them.
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
    return tuple(sorted(official, key=lambda count: (count.when.middle, count.value)))


def figure(
    chosen: Dataset, text: Text, screen: Screen = DESK, month: ShownMonth = LATEST
) -> SerializedFigure:
    """Every stated count as a mark, a step line through some, the band of the list, and the month that is shown."""
    counts = order_marks(figures(chosen, [membership.INDICATOR]), chosen)
    sums = membership.band(chosen)
    builder = FigureBuilder(screen, height=HEIGHT)
    set_years_axis(builder, [*counts, *meetings(chosen)])
    values = [count.value for count in counts]
    low = max(min([*values, max((most for *_, most in sums), default=0)]) - BELOW, 0)
    high = max([*values, *(most for *_, most in sums)]) + ABOVE
    builder.y |= {"range": [low, high], "tickformat": ",d", "dtick": 10}
    builder.traces += _draw_band(sums, screen=screen)
    builder.traces.append(draw_steps(list_joined(chosen), screen=screen))
    builder.traces += _draw_counts(builder, counts, chosen, text, screen)
    add_arrows(builder, counts, y=values, colour=screen.palette.accent)
    for misfit in list_misfits(chosen):
        x, y = misfit.figure.when.middle.isoformat(timespec="minutes"), misfit.figure.value
        builder.add_text(SIGN, size=16, color=screen.palette.disputed, x=x, y=y, xshift=13)
    if shown := membership.clamp_month(chosen, month.at):
        day, ink = membership.end(shown).isoformat(), screen.palette.ink
        builder.add_line((day, day), (0, 1), color=ink, width=1.5, dash="dot", yref="paper")
    return builder.build()


def _draw_counts(
    builder: FigureBuilder, counts: Sequence[Figure], chosen: Dataset, text: Text, screen: Screen
) -> list[dict[str, Any]]:
    """The counts as marks, disputed ones of the record tied; a click on a mark means its month as well."""
    heights = [count.value for count in counts]
    trace = {**draw_marks(counts, text=text, screen=screen, dataset=chosen), "y": heights}
    trace["customdata"] = [
        [count.meeting_id, count.observation_id, count.when.last.isoformat()[:7]]
        for count in counts
    ]
    if not chosen.wide or not counts:
        return [trace]
    width = max(screen.width - 60.0, 200)
    area = PlotArea(width, HEIGHT - 40.0, *builder.time_range, *builder.y["range"])
    groups = [group for group in rivals(chosen) if group.indicator_id == membership.INDICATOR]
    positions = locate_marks(counts, area=area)
    ties, taken = draw_ties(groups, positions=positions, screen=screen, area=area)
    trace = place_labels(trace, counts, area=area, taken=taken)
    return [*ties, *draw_rings(counts, y=heights, screen=screen, dataset=chosen), trace]


def _draw_band(sums: Sequence[tuple[Any, int, int]], *, screen: Screen) -> list[dict[str, Any]]:
    """The list's least and most as two step lines with the space between them filled."""
    colours, days = screen.palette, [day.isoformat() for day, *_ in sums]
    edge = {"shape": "hv", "width": 1.25, "color": colours.rest}
    fill = blend(colours.paper, colours.accent, part=SHADE)
    return [
        draw_line(days, [least for _, least, _ in sums], **edge, dash="dot"),
        draw_line(days, [most for *_, most in sums], **edge)
        | {"fill": "tonexty", "fillcolor": fill},
    ]


def list_misfits(chosen: Dataset) -> tuple[Fit, ...]:
    """The selected counts that the list cannot account for, by date."""
    return tuple(fit for fit in membership.fits(chosen) if fit.gap and fit.figure.chosen)


def finding(chosen: Dataset, text: Text) -> str:
    """How the stated number of members changed, and whether the list of names can account for every count."""
    counts = main_series(chosen, membership.INDICATOR)
    if not counts:
        return text("counted.none")
    change = state_change(counts, chosen, text, key="timeline", value=text.qualified)
    if not chosen.wide:
        return change
    every = count_figures(chosen, [membership.INDICATOR])
    number = membership.count_misfits(chosen)
    fit = (
        text.count("counted.misfit", number, all=text.number(every))
        if number
        else text("counted.all_fit")
    )
    return text("counted.both", first=change, second=fit)


def picked(event: Any) -> Changes:
    """A click on a count means its evidence, and the month for which the members are shown."""
    for point in (event or {}).get("selection", {}).get("points", []):
        _, observation, month = [*(point.get("customdata") or []), "", "", ""][:3]
        if observation and month:
            return {"figure": observation, "at": month}
    return {}


def render_notes(chosen: Dataset, text: Text) -> str:
    """What the line and the band mean, and every count that the list cannot account for, as markup."""
    return markup.html(
        "counted",
        text,
        line=text("counted.line_record" if chosen.wide else "counted.line_core"),
        core="" if chosen.wide else text.count("counted.core", len(membership.roster(chosen))),
        rows=[_list_facts(misfit, chosen, text) for misfit in list_misfits(chosen)],
    )


def _list_facts(fit: Fit, chosen: Dataset, text: Text) -> dict[str, str]:
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


def describe(chosen: Dataset, text: Text, month: ShownMonth = LATEST) -> frame.ChartContent:
    """What the chart shows, in words."""
    acts = [text("counted.act"), *([text("counted.click")] if month.is_settable else [])]
    return frame.ChartContent(
        finding(chosen, text),
        figures(chosen, [membership.INDICATOR]),
        values={"act": " ".join(acts)},
        legend=render_legend(chosen, text),
        notes=render_notes(chosen, text),
    )


VIEW = frame.ChartView(KEY, figure, picked, describe)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(VIEW, chosen, text, follow, ShownMonth(follow.shown.at, follow.uses("at")))
