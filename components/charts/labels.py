"""Labels: how much room words take in a chart, and where the label of a mark covers no other."""

from __future__ import annotations

import textwrap
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import escape

from loaders.analysis.bounds import OPEN_ABOVE, OPEN_BELOW
from loaders.model import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from components.language import Text
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure

Box = tuple[float, float, float, float]
"""A part of a chart or map in pixels: its least x and y, its greatest x and y."""

LETTER, NAME_LETTER = 0.58, 0.5
"""Width of a letter as a part of its size: at most in a label, and on average in a long name."""

LINE = 1.3
"""Height of a line as a part of the size of its letters."""

MARK, ARROW = 13, 20
"""Pixels: size of a mark, and length of the arrow of a bound."""

AWAY = MARK / 1.6 + 1
"""Pixels from the middle of a mark to its label, as Plotly writes it."""

DERIVED = "diamond-open"
"""The form of what we derived, in the core: it has no arrow, whatever its qualifier."""

SIDES = ("top center", "middle right", "middle left", "bottom center")
"""Where a label may stand about its mark, in order of preference."""

OPPOSITES = dict(zip(SIDES, reversed(SIDES), strict=True))
"""The side across the mark."""


class PlotArea(NamedTuple):
    """The part of a chart in which marks stand: its size in pixels, and the ends of its axes."""

    width: float
    height: float
    first: datetime
    last: datetime
    low: float
    high: float

    @property
    def time_per_pixel(self) -> timedelta:
        """How much time a pixel is."""
        return (self.last - self.first) / self.width

    @property
    def value_per_pixel(self) -> float:
        """How much of the axis of values a pixel is."""
        return (self.high - self.low) / self.height

    def locate(self, moment: datetime | str, value: float) -> tuple[float, float]:
        """Where a point of the chart lies, in pixels to the right and upwards."""
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return (when - self.first) / self.time_per_pixel, (value - self.low) / self.value_per_pixel


def escape_text(words: str) -> str:
    """Words as Plotly shows them as they are, whatever signs they hold."""
    return str(escape(words))


def measure_text(words: str, *, size: float, letter: float = LETTER) -> float:
    """About how wide the longest line of a label is, in pixels; ``size`` is that of its letters."""
    return max(map(len, unescape(words).split("<br>"))) * size * letter


def measure_name(name: str, *, size: float) -> float:
    """About how wide a short name in bold letters is at most, in pixels, letter by letter."""
    broad, thin = "mwMWQGOشسصض", "iljtfrI.,ا' "
    return sum(0.95 if char in broad else 0.4 if char in thin else 0.66 for char in name) * size


def wrap_text(words: str, *, width: float, size: float) -> list[str]:
    """Words in lines of at most so many pixels; a word that is longer has a line of its own."""
    letters = max(int(width / (size * LETTER)), 4)
    return textwrap.wrap(words, width=letters, break_long_words=False) or [words]


def overlap(box: Box, other: Box) -> bool:
    """Whether two parts of a picture share any of it, whichever way its y runs."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def write_labels(values: Sequence[Figure], text: Text) -> list[str]:
    """The labels of marks; of marks with the same date and words the last, on top, has one."""
    labels = [(value.when.text, text.bare(value)) if value.chosen else None for value in values]
    last = {label: index for index, label in enumerate(labels)}
    return [
        escape_text(text.isolate(label[1])) if label and last[label] == index else ""
        for index, label in enumerate(labels)
    ]


def place_labels(
    trace: dict[str, Any],
    marked: Sequence[Figure | Meeting],
    *,
    area: PlotArea,
    taken: Iterable[Box] = (),
    around: bool = False,
    mark_size: float = MARK,
) -> dict[str, Any]:
    """Place each label of a trace where it covers no mark and no other label, or leave it out.

    What is selected comes before the rest, the core before the record, the later before the
    earlier.

    Args:
        trace: The marks with their labels and the side where each would stand.
        marked: What the trace marks.
        area: The part of the chart in which the marks stand.
        taken: Boxes where no label may stand, in pixels.
        around: Whether a label may stand on any side, and not only on its own and the opposite one.
        mark_size: Of a mark that is selected, in pixels.
    """
    position = trace["textposition"]
    sides = [position] * len(marked) if isinstance(position, str) else list(position)
    points = [area.locate(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
    boxes = [*map(_mark_box, points, trace["marker"]["symbol"], marked), *taken]
    away = AWAY - (MARK - mark_size) / 2
    texts = [""] * len(marked)

    def importance(index: int) -> tuple[bool, bool, float]:
        mark = marked[index]
        return not mark.chosen, mark.row["collection"] == RECORD, -mark.when.middle.timestamp()

    for index in sorted(range(len(marked)), key=importance):
        words, size = trace["text"][index], trace["textfont"]["size"]
        wanted = (sides[index], OPPOSITES[sides[index]], *(SIDES if around else ()))
        for side in wanted if words else ():
            box = label_box(points[index], words, side=side, size=size, away=away)
            is_inside = box[0] >= 0 and box[2] <= area.width
            if is_inside and not any(overlap(box, other) for other in boxes):
                texts[index], sides[index] = words, side
                boxes.append(box)
                break
    return {**trace, "text": texts, "textposition": sides}


def _mark_box(point: tuple[float, float], symbol: str, mark: Figure | Meeting) -> Box:
    """What a mark covers, a bound with its arrow."""
    (x, y), half = point, MARK / 2
    qualifier = "" if symbol == DERIVED else mark.row.get("qualifier", "")
    up = ARROW if qualifier in OPEN_BELOW else half
    down = ARROW if qualifier in OPEN_ABOVE else half
    return x - half, y - down, x + half, y + up


def label_box(
    point: tuple[float, float], words: str, *, side: str, size: float, away: float = AWAY
) -> Box:
    """About what a label covers, ``away`` pixels from its point."""
    width, height = measure_text(words, size=size), len(words.split("<br>")) * size * LINE
    up, across = side.split()
    x, y = point
    left = {"left": x - width - away, "center": x - width / 2, "right": x + away}[across]
    low = {"top": y + away, "middle": y - height / 2, "bottom": y - height - away}[up]
    return left + 1, low + 1, left + width - 1, low + height - 1
