"""How often: the themes of the statements, meeting by meeting, as a grid of counts that leads into the texts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from components import charts, frame, grid, passages
from components.theme import DESK, Palette, Screen, blend

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.themes import Share
    from loaders.model import Dataset

KEY = "matrix"

ROW, GAP = 38, 4
"""Pixels: of a row, and between two cells."""

WIDTH = 0.96
"""The part of a column that a cell takes."""

SHADES = (0.12, 0.26, 0.4, 0.85)
"""How far each shade lies on the way from the panel to the accent; a number is legible on all of them."""


def shade(count: int, *, most: int) -> int:
    """The shade of a count, 0 to 3: the last is above half of the most, each one before above half of the next."""
    return next((step for step in (3, 2, 1) if count * 2 ** (4 - step) > most), 0)


def ground(step: int, palette: Palette) -> str:
    """The colour of a shade."""
    return blend(palette.panel, palette.accent, part=SHADES[step])


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> go.Figure:
    """Themes by meetings, each cell with the number of its passages; one outside the selection has a frame only."""
    table = grid.of(chosen)
    colours = screen.palette
    columns = list(range(len(table.columns)))
    sheet = grid.sheet(chosen, text, screen, row=ROW, heads=columns)
    sheet.x["range"] = [-0.5, len(columns) - 0.5]
    there = [share for share in table.shares if share.any]
    most = max((each.any for each in there), default=1)
    counts: list[list[int | None]] = [[None] * len(columns) for _ in table.rows]
    for each in there:
        across, down = table.place(each)
        counts[down][across] = each.any if each.chosen else None
    sheet.traces.append(
        {
            "type": "heatmap",
            "x": columns,
            "y": list(range(len(table.rows))),
            "z": counts,
            "zmin": 0,
            "zmax": most,
            "colorscale": _scale(colours, most=most),
            "showscale": False,
            "xgap": GAP,
            "ygap": GAP + grid.UNDER if screen.narrow else GAP,
            "hoverinfo": "skip",
            "hoverongaps": False,
        }
    )
    sheet.traces.append(
        {
            **grid.hits(
                table,
                there,
                left=[table.place(each)[0] - WIDTH / 2 for each in there],
                length=[WIDTH] * len(there),
                thick=grid.thickness(screen, row=ROW, gap=GAP),
            ),
            "hovertext": [_hover(each, chosen, text) for each in there],
            "marker": {
                "color": grid.CLEAR,
                "line": {
                    "width": 1,
                    "color": [grid.CLEAR if each.chosen else colours.rule for each in there],
                },
            },
        }
    )
    sheet.traces += grid.numbers(
        [
            (*table.place(each), text.isolate(text.number(each.any)), _ink(each, colours, most=most))
            for each in there
        ],
        at="middle center",
        screen=screen,
    )
    return sheet.figure()


def _scale(palette: Palette, *, most: int) -> list[list[Any]]:
    """The shades as Plotly's colour scale from 0 to ``most``: a few even steps, no ramp."""
    bounds = [0.0, *((most // 2 ** (3 - step) + 0.5) / most for step in range(3)), 1.0]
    return [[bounds[step + end], ground(step, palette)] for step in range(len(SHADES)) for end in (0, 1)]


def _ink(share: Share, palette: Palette, *, most: int) -> str:
    """The colour of a number: legible on the shade of its cell."""
    if not share.chosen:
        return palette.rest
    return palette.paper if shade(share.any, most=most) == 3 else palette.ink


def _hover(share: Share, chosen: Dataset, text: Text) -> str:
    lines = [
        grid.theme(share.theme_id, text=text, dataset=chosen),
        passages.title(chosen, text, share.meeting_id),
        text.count("count.passages", share.any),
        text("matrix.main", number=text.number(share.main)),
    ]
    return charts.tip(lines, text=text)


def finding(chosen: Dataset, text: Text) -> str:
    """Which theme has most passages in the selection, and on how many some statement is silent; of one theme, how many."""
    table = grid.of(chosen)
    totals = table.totals
    used: dict[str, list[Share]] = {}
    for each in table.chosen:
        used.setdefault(each.theme_id, []).append(each)
    counts = {theme: sum(each.any for each in mine) for theme, mine in used.items()}
    most = max(counts.values(), default=0)
    if not most:
        return text("statements.none")
    top = [theme for theme, count in counts.items() if count == most]
    silent = sum(any(each.any == 0 for each in mine) for mine in used.values())
    themes = text.list(grid.theme(each, text=text, dataset=chosen) for each in top)
    count = text.count("count.passages", most)
    whole = text.number(sum(totals.values()))
    if len(used) == 1:
        held = sum(each.any > 0 for each in used[top[0]])
        return text(
            "matrix.theme", theme=themes, passages=count, statements=text.count("count.statements", held)
        )
    if len(top) > 1:
        said = text("matrix.tied", themes=themes, passages=count, total=whole)
    elif len(totals) == 1:
        said = text("matrix.most_here", theme=themes, passages=count, total=whole)
    else:
        said = text(
            "matrix.most",
            theme=themes,
            passages=count,
            total=whole,
            some=text.number(sum(each.any > 0 for each in used[top[0]])),
            all=text.number(len(totals)),
        )
    if not silent or len(totals) == 1:
        return said
    return text("matrix.both", first=said, second=text.count("matrix.silent", silent))


def picked(event: Any) -> Changes:
    """A click on a cell means its theme, and its statement to be read."""
    return grid.clicked(event)


def sheet(chosen: Dataset, text: Text, screen: Screen) -> frame.Sheet:
    """The chart with what stands around it."""
    return grid.framed(
        chosen,
        text,
        key=KEY,
        finding=finding(chosen, text),
        figure=partial(figure, chosen, text, screen),
        cell=lambda each: text.number(each.any),
        count=lambda each: each.any,
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.stand(
        follow.drawn(sheet, chosen, text),
        text,
        follow,
        click=frame.Click(KEY, picked),
        counts=frame.STATEMENTS,
    )
