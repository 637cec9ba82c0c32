"""Report: measured values as a table in Markdown."""

from __future__ import annotations

import math
import os
import platform
import statistics
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN = "–"
BEGIN, END = "<!-- results: written by make bench -->", "<!-- end of results -->"
"""Between these two lines a README quotes the results."""

FELT = ("Click", "Cold start")
"""Lines without an aim that the README quotes all the same: what one reader waits for."""


@dataclass(frozen=True)
class Aim:
    """What a number should be: at least, at most or under a limit, for the ratio or our value."""

    kind: Literal["at least", "at most", "under"]
    limit: float
    of: Literal["ratio", "ours"] = "ratio"

    def met(self, value: float) -> bool:
        """Whether a value keeps the aim."""
        if self.kind == "at least":
            return value >= self.limit
        return value <= self.limit if self.kind == "at most" else value < self.limit


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured of ours and of the empty app, in order.

    ``turns`` says that the two were measured in turns: the ratio is then the median of the ratios
    of neighbours, which a machine that becomes slower meanwhile does not move.
    """

    name: str
    unit: str
    ours: Sequence[float]
    empty: Sequence[float] = ()
    aim: Aim | None = None
    decimals: int = 0
    turns: bool = False

    @property
    def ratios(self) -> list[float]:
        """Ours by empty: of neighbours if they were measured in turns, else of the two medians."""
        if not self.ours or not self.empty or 0 in self.empty:
            return []
        if self.turns:
            return [one / other for one, other in zip(self.ours, self.empty, strict=True)]
        return [statistics.median(self.ours) / statistics.median(self.empty)]

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without an aim or a value."""
        values = self.ratios if self.aim and self.aim.of == "ratio" else self.ours
        return self.aim.met(statistics.median(values)) if self.aim and values else None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of them do not exceed (0.5 is a median)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def cells(row: Row) -> list[str]:
    """A row as the cells of the table."""
    limit = ""
    if row.aim:
        unit = "" if row.aim.of == "ratio" else f" {row.unit}"
        limit = f"{row.aim.kind} {row.aim.limit:g}{unit}"
    return [
        row.name,
        _value(row.ours, row),
        _value(row.empty, row),
        _ratio(row.ratios),
        limit,
        {None: "", True: "yes", False: "no"}[row.met],
    ]


def _value(values: Sequence[float], row: Row) -> str:
    return (
        f"{statistics.median(values):,.{row.decimals}f} {row.unit}".strip() if values else UNKNOWN
    )


def _ratio(ratios: Sequence[float]) -> str:
    if not ratios:
        return UNKNOWN
    middle = f"{statistics.median(ratios):.2f}"
    return middle if len(ratios) == 1 else f"{middle} ({min(ratios):.2f} to {max(ratios):.2f})"


HEADS = ("Measure", "This page", "Empty app", "Ratio", "Aim", "Met")


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown whose source is as easy to read as what it becomes."""
    lines = [list(HEADS), *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    right = [False, True, True, True, False, False]

    def written(line: Sequence[str]) -> str:
        padded = [
            each.rjust(width) if side else each.ljust(width)
            for each, width, side in zip(line, widths, right, strict=True)
        ]
        return f"| {' | '.join(padded)} |"

    rule = [
        f"{'-' * (width - 1)}:" if side else "-" * width
        for width, side in zip(widths, right, strict=True)
    ]
    return "\n".join([written(lines[0]), written(rule), *(written(line) for line in lines[1:])])


def quoted(readme: str, rows: Sequence[Row], *, setting: str) -> str:
    """A README with the lines that have an aim, and three that a reader feels, between marks."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    kept = [row for row in rows if row.aim or row.name.startswith(FELT)]
    return f"{before}{BEGIN}\n\n{table(kept)}\n\n{setting}\n\n{END}{after}"


def machine() -> str:
    """The machine and the versions, in a line: numbers of two machines are not to be compared."""
    packages = ("streamlit", "plotly", "pandas", "pydeck", "uvicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, {versions}."


def markdown(
    rows: Sequence[Row], *, setting: str, notes: Sequence[str] = (), command: str = "make bench"
) -> str:
    """The page of results: the table, the machine, and what could not be measured."""
    parts = [
        f"# Results\n\nWritten by `{command}`; [README.md](README.md) says what each line means.",
        table(rows),
        setting,
        *notes,
    ]
    return "\n\n".join(parts) + "\n"
