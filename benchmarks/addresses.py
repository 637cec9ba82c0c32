"""Addresses: the interactions that are measured, of ids that the data folder holds today."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from benchmarks.servers import ROOT

if TYPE_CHECKING:
    from pathlib import Path


WIDE = "collection=record"
"""What an address says of the wider record; of the core it says nothing."""


def widened(addresses: list[str]) -> list[str]:
    """The same addresses with the wider record shown."""
    return ["&".join(filter(None, (WIDE, each))) for each in addresses]


def rotation(folder: Path = ROOT / "data") -> list[str]:
    """Different addresses in a fixed order: no two neighbours choose by the same field."""
    cities = _ids(folder / "cities.csv", "city_id")
    meetings = _ids(folder / "meetings.csv", "meeting_id")
    figures = _ids(folder / "observations.csv", "observation_id")
    themes = _ids(folder / "themes.csv", "theme_id")
    return [
        "",
        f"city={cities[0]}",
        f"figure={figures[0]}",
        "years=2016-2018",
        f"theme={themes[0]}",
        "lang=ar",
        f"meeting={meetings[0]}",
        f"city={cities[-1]}&city={cities[0]}",
        f"figure={figures[-1]}",
        "years=2017-2019",
        f"lang=ar&city={cities[-1]}",
        f"theme={themes[-1]}",
        f"meeting={meetings[-1]}",
        f"lang=ar&figure={figures[len(figures) // 2]}",
    ]


def _ids(path: Path, column: str) -> list[str]:
    """The ids of the core collection, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row[column] for row in rows if row.get("collection", "core") == "core"]
