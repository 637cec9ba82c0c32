"""Conflict rows: where the disputed values of a group stand in their row, on the axis that all rows share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from components.charts.labels import ARROW, NAME_LETTER, measure_text
from components.phrases import list_numbers
from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from loaders.analysis.disputes import Rivals
    from loaders.analysis.observations import Figure

APART = 17
"""Pixels between two marks of a lane at least: nearer than that, the second stands in the next lane."""

LABEL, NEAR = 13, 12
"""Pixels: size of a label, and distance from the middle of a mark to its label."""

STEP = 10
"""Percent between two ticks."""

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class RowMark:
    """Where a published value stands in its row: percent of the highest of the group, and the lane from the top."""

    figure: Figure
    share: float
    end: float
    lane: int
    label: str
    side: Side

    @property
    def pointing(self) -> Side | Literal[""]:
        """The side to which the arrow of a bound points; empty for any other value."""
        if self.figure.qualifier in OPEN_BELOW:
            return "right"
        return "left" if self.figure.qualifier in OPEN_ABOVE else ""

    @property
    def label_distance(self) -> float:
        """Pixels from the middle of the mark to its label, which stands beyond the arrow that points its way."""
        return NEAR + (ARROW if self.pointing == self.side else 0)


@dataclass(frozen=True, slots=True)
class ShareAxis:
    """The horizontal axis that all rows share: its ends and its first tick in percent, and percent per pixel."""

    low: float
    high: float
    first_tick: int
    pixel: float


def compute_shares(group: Rivals) -> list[tuple[float, float]]:
    """Each value of a group, and the end of its range, in percent of the highest number of the group."""
    ends = [value.value if value.high is None else value.high for value in group.figures]
    highest = max(ends) or 1
    return [
        (value.value / highest * 100, end / highest * 100)
        for value, end in zip(group.figures, ends, strict=True)
    ]


def fit_axis(groups: Sequence[Rivals], text: Text, *, room: float) -> ShareAxis:
    """The axis on which every value of the groups stands, with room for the labels at both ends."""
    lowest = min((share for group in groups for share, _ in compute_shares(group)), default=100)
    low = min(int(lowest // STEP * STEP), 100 - STEP)
    plain = (
        (100 - low) / room * 2
    )  # with half the room for the labels, which is more than they take
    left = right = float(NEAR)
    for mark in (mark for group in groups for mark in place_marks(group, text, pixel=plain)):
        needed = measure_text(mark.label, size=LABEL, letter=NAME_LETTER) + mark.label_distance
        if mark.side == "right":
            right = max(right, needed - (100 - mark.share) / plain)
        else:
            left = max(left, needed - (mark.share - low) / plain)
    pixel = (100 - low) / max(room - left - right, room / 3)
    return ShareAxis(low - left * pixel, 100 + right * pixel, low, pixel)


def place_marks(group: Rivals, text: Text, *, pixel: float) -> list[RowMark]:
    """The marks of a group in lanes, so that none hides another; a number that several state is labelled once."""
    ends: list[float] = []
    labels = _write_labels(group, text)
    shares = compute_shares(group)
    rightmost = max(share for share, _ in shares)
    marks = []
    for value, (share, end), label in zip(group.figures, shares, labels, strict=True):
        lane = next(
            (lane for lane, last in enumerate(ends) if share - last >= APART * pixel), len(ends)
        )
        ends[lane : lane + 1] = [share]
        side: Side = "right" if share == rightmost and end == share else "left"
        marks.append(RowMark(value, share, end, lane, label, side))
    return marks


def _write_labels(group: Rivals, text: Text) -> list[str]:
    """The number of each value; of those that state the same, only the middle has it."""
    signed = [text.signed(value) for value in group.figures]
    numbers = dict(zip(dict.fromkeys(signed), list_numbers(group.figures, text), strict=True))
    words = [
        numbers[sign] if value.chosen else ""
        for sign, value in zip(signed, group.figures, strict=True)
    ]
    rows: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        rows.setdefault(word, []).append(index)
    middles = {indexes[len(indexes) // 2] for indexes in rows.values()}
    return [word if index in middles else "" for index, word in enumerate(words)]
