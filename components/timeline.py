"""When: the meetings and the number of members, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts, frame
from components.theme import DESK, Screen
from loaders.measures import Figure, Meeting, figures, meetings, stated

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.dataset import Dataset

KEY = "timeline"
INDICATOR = "members"


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """The stated member counts as points and steps, above every meeting on the same time axis.

    A count holds until the next one is stated: the line is a step and never rises in between.
    """
    counts = figures(chosen, [INDICATOR])
    held = meetings(chosen)
    levels = _lanes(chosen, held)
    lanes_height = 66 * len(levels)
    sheet = charts.Sheet(screen, height=230 + lanes_height + 30)
    split = (lanes_height + 16) / (230 + lanes_height)
    _counts(sheet, counts, text=text, screen=screen, dataset=chosen)
    sheet.traces.append(_meetings(held, levels=levels, text=text, screen=screen, dataset=chosen))
    charts.years_axis(sheet, [*counts, *held])
    sheet.x["anchor"] = "y2"
    values = [each.value for each in counts]
    names = [text(f"level.{level}") for level in levels]
    sheet.layout["yaxis2"] = {
        **sheet.y,
        "domain": [0, split - 0.03],
        "range": [-0.7, len(levels) - 0.3],
        "tickvals": list(range(len(levels))),
        "ticktext": ["" for _ in names] if screen.narrow else names,
    }
    sheet.y |= {"domain": [split + 0.03, 1], "dtick": 5, "tickformat": ",d"}
    if values:
        sheet.y["range"] = [min(values) - 2, max(values) + 3]
    if screen.narrow:
        sheet.notes += [
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "yref": "y2",
                "y": place,
                "yanchor": "bottom",
                "yshift": 26,
                "showarrow": False,
                "text": name,
                "font": {"size": 11, "color": screen.palette.rest},
            }
            for place, name in enumerate(names)
        ]
    return sheet.figure()


def _lanes(dataset: Dataset, held: tuple[Meeting, ...]) -> list[str]:
    """The levels that occur, from the bottom of the chart upwards."""
    there = {each.level for each in held}
    return [level for level in reversed(dataset.rules.choices("meetings", "level")) if level in there]


def _counts(
    sheet: charts.Sheet, counts: tuple[Figure, ...], *, text: Text, screen: Screen, dataset: Dataset
) -> None:
    """The counts as marks, and the step line of those in the selection."""
    sheet.traces.append(charts.steps(counts, screen=screen))
    sheet.traces.append(
        {
            **charts.marks(counts, text=text, screen=screen, dataset=dataset),
            "y": [each.value for each in counts],
        }
    )
    charts.bounds(sheet, counts, y=[each.value for each in counts], colour=screen.palette.accent)


def _meetings(
    held: tuple[Meeting, ...], *, levels: list[str], text: Text, screen: Screen, dataset: Dataset
) -> dict[str, Any]:
    """Every meeting as a mark in the lane of its level; neighbours' labels stand above and below in turn."""
    order = dataset.rules.choices("meetings", "level")
    colours = screen.palette
    turn: dict[str, int] = {}
    places = []
    for each in held:
        turn[each.level] = turn.get(each.level, -1) + 1
        places.append("top center" if turn[each.level] % 2 == 0 else "bottom center")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "yaxis": "y2",
        "x": [each.when.middle.isoformat(timespec="minutes") for each in held],
        "y": [levels.index(each.level) for each in held],
        "text": [charts.plain(charts.city(each.city_id, text=text, dataset=dataset)) for each in held],
        "textposition": places,
        "textfont": {"size": 12, "color": [colours.ink if each.chosen else colours.rest for each in held]},
        "cliponaxis": False,
        "customdata": [[each.meeting_id, ""] for each in held],
        "hovertext": [_hover(each, text=text) for each in held],
        "hoverinfo": "text",
        "marker": {
            "symbol": [charts.SYMBOLS[order.index(each.level)] for each in held],
            "size": [charts.MARK if each.chosen else charts.REST_MARK for each in held],
            "opacity": 1,
            "color": [
                colours.levels[order.index(each.level)] if each.chosen else colours.rest for each in held
            ],
        },
        **charts.spans([each.when for each in held], colour=colours.rest),
        **charts.unfaded(),
    }


def _hover(meeting: Meeting, *, text: Text) -> str:
    lines = [text.of(meeting.row, "title"), text.date(meeting.when), text(f"level.{meeting.level}")]
    return charts.tip(lines, text=text)


def finding(chosen: Dataset, text: Text) -> str:
    """What the chart shows, in a sentence computed from the counts in the selection."""
    counts = stated(chosen, INDICATOR)
    if not counts:
        return text.count("timeline.no_count", len(chosen.meetings))
    first, last = counts[0], counts[-1]
    if len(counts) == 1:
        return text("timeline.one", value=text.bare(last), date=text.date(last.when))
    key = f"timeline.{charts.trend(counts)}"
    return text(
        key,
        first=text.bare(first),
        last=text.bare(last),
        start=text.date(first.when),
        end=text.date(last.when),
    )


def picked(event: Any) -> Changes:
    """A click on a mark means its meeting; on a count, its evidence as well."""
    return charts.clicked(event)


def shown(chosen: Dataset, text: Text) -> frame.Shown:
    """What the chart shows, in words."""
    return frame.Shown(finding(chosen, text), figures(chosen, [INDICATOR]), meetings=meetings(chosen))


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.chart(frame.View(KEY, figure, picked, shown), chosen, text, follow)
