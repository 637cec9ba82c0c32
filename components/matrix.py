"""How often: the themes of the statements, meeting by meeting, as a grid of counts that leads into the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import passages
from components.charts import frame, grid
from components.charts.descriptions import join_lines
from components.theme import DESK, Palette, Screen, blend

if TYPE_CHECKING:
    from components.charts.builder import SerializedFigure
    from components.charts.grid import GridContent
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


def find_shade(count: int, *, most: int) -> int:
    """The shade of a count, 0 to 3: the last is above half of the most, each of the others above half of the next."""
    return next((step for step in (3, 2, 1) if count * 2 ** (4 - step) > most), 0)


def blend_shade(step: int, palette: Palette) -> str:
    """The colour of a shade."""
    return blend(palette.panel, palette.accent, part=SHADES[step])


def figure(chosen: Dataset, text: Text, screen: Screen = DESK) -> SerializedFigure:
    """Themes by meetings, each cell with the number of its passages; a cell outside the selection has a frame only."""
    table, colours = grid.build_grid(chosen), screen.palette
    columns = list(range(len(table.columns)))
    builder = grid.begin_chart(chosen, text, screen, row_height=ROW, heads=(columns, "center"))
    builder.x["range"] = [-0.5, len(columns) - 0.5]
    cells = [share for share in table.shares if share.any]
    points = [table.locate(share) for share in cells]
    most = max((share.any for share in cells), default=1)
    counts: list[list[int | None]] = [[None] * len(columns) for _ in table.rows]
    for share, (across, down) in zip(cells, points, strict=True):
        counts[down][across] = share.any if share.chosen else None
    heat = {
        "type": "heatmap",
        "x": columns,
        "y": list(range(len(table.rows))),
        "z": counts,
        "zmin": 0,
        "zmax": most,
        "colorscale": _build_scale(colours, most=most),
        "showscale": False,
        "xgap": GAP,
        "ygap": GAP + grid.UNDER if screen.narrow else GAP,
        "hoverinfo": "skip",
        "hoverongaps": False,
    }
    left = [across - WIDTH / 2 for across, _ in points]
    thick = grid.find_thickness(screen, row_height=ROW, gap=GAP)
    frames = [grid.CLEAR if share.chosen else colours.rule for share in cells]
    builder.traces += [
        heat,
        {
            **grid.draw_cells(table, cells, left=left, length=[WIDTH] * len(cells), thick=thick),
            "hovertext": [_describe_cell(share, chosen, text) for share in cells],
            "marker": {"color": grid.CLEAR, "line": {"width": 1, "color": frames}},
        },
    ]
    numbers = [
        (*point, text.isolate(text.number(share.any)), _choose_ink(share, colours, most=most))
        for share, point in zip(cells, points, strict=True)
    ]
    builder.traces += grid.draw_numbers(numbers, at="middle center", screen=screen)
    return builder.build()


def _build_scale(palette: Palette, *, most: int) -> list[list[Any]]:
    """The shades as Plotly's colour scale from 0 to ``most``: a few even steps, no ramp."""
    bounds = [0.0, *((most // 2 ** (3 - step) + 0.5) / most for step in range(3)), 1.0]
    return [
        [bounds[step + end], blend_shade(step, palette)]
        for step in range(len(SHADES))
        for end in (0, 1)
    ]


def _choose_ink(share: Share, palette: Palette, *, most: int) -> str:
    """The colour of a number: legible on the shade of its cell."""
    if not share.chosen:
        return palette.rest
    return palette.paper if find_shade(share.any, most=most) == 3 else palette.ink


def _describe_cell(share: Share, chosen: Dataset, text: Text) -> str:
    lines = [
        grid.name_theme(share.theme_id, text=text, dataset=chosen),
        passages.title(chosen, text, share.meeting_id),
        text.count("count.passages", share.any),
        text("matrix.main", number=text.number(share.main)),
    ]
    return join_lines(lines, text=text)


def finding(chosen: Dataset, text: Text) -> str:
    """Which theme has most passages in the selection, and on how many some statement is silent; of one theme, how many."""
    table = grid.build_grid(chosen)
    used: dict[str, list[Share]] = {}
    for share in table.chosen:
        used.setdefault(share.theme_id, []).append(share)
    counts = {theme: sum(share.any for share in row) for theme, row in used.items()}
    most = max(counts.values(), default=0)
    if not most:
        return text("statements.none")
    top = [theme for theme, count in counts.items() if count == most]
    statements = sum(share.any > 0 for share in used[top[0]])
    words = {
        "passages": text.count("count.passages", most),
        "themes": text.list(grid.name_theme(theme, text=text, dataset=chosen) for theme in top),
        "total": text.number(sum(table.totals.values())),
    }
    if len(used) == 1:
        return text(
            "matrix.theme",
            theme=words["themes"],
            passages=words["passages"],
            statements=text.count("count.statements", statements),
        )
    if len(top) > 1:
        first = text("matrix.tied", **words)
    else:
        words["theme"] = words.pop("themes")
        if len(table.totals) == 1:
            return text("matrix.most_here", **words)
        first = text(
            "matrix.most", **words, some=text.number(statements), all=text.number(len(table.totals))
        )
    silent = sum(any(share.any == 0 for share in row) for row in used.values())
    if not silent or len(table.totals) == 1:
        return first
    return text("matrix.both", first=first, second=text.count("matrix.silent", silent))


def describe(chosen: Dataset, text: Text) -> GridContent:
    """What the chart shows, in words."""
    cells = (lambda share: text.number(share.any)), (lambda share: share.any)
    return grid.describe_grid(chosen, text, key=KEY, finding=finding(chosen, text), cells=cells)


picked = grid.read_click
VIEW = frame.ChartView(KEY, figure, picked, describe, counts=frame.STATEMENTS)


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    frame.show_chart(VIEW, chosen, text, follow)
