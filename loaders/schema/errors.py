"""Validation errors: what is wrong in the data folder, and where; all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class ValidationError:
    """What is wrong in one cell; ``row`` is the line of the file, 0 the whole file."""

    file: str
    row: int
    column: str
    problem: str
    expected: str

    def __str__(self) -> str:
        """The error as a line: ``file:row column: what is wrong, expected …``."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f" {self.column}" if self.column else ""
        return f"{place}{column}: {self.problem}, expected {self.expected}"


class DamagedData(Exception):
    """A data folder that cannot be used; ``errors`` are sorted by file and row."""

    def __init__(self, errors: Iterable[ValidationError]) -> None:
        """Sort the errors and keep each once."""
        self.errors: tuple[ValidationError, ...] = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))
