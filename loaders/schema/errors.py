"""Faults: what is wrong in the data folder, and where; all of them at once, never only the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one cell. ``row`` is the line of the file, from 1; 0 means the file as a whole."""

    file: str
    row: int
    column: str
    problem: str
    expected: str

    def __str__(self) -> str:
        """The fault as a line: ``file:row column: what is wrong, expected …``."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f" {self.column}" if self.column else ""
        return f"{place}{column}: {self.problem}, expected {self.expected}"


class DamagedData(Exception):
    """A data folder that cannot be used. ``faults`` holds every fault found, sorted by file and row."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Sort the faults and keep each once."""
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))
