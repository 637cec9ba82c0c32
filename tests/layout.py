"""How tests measure a chart: about what each label, note and mark covers, in pixels, y upwards.

It estimates on its own, from the figure that is sent: letters about half as wide as they are high,
marks as Plotly draws them, axes where Plotly puts them. It knows nothing of how the product places
its labels.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import reading

LETTER, ARABIC_LETTER = 0.5, 0.45
"""Average width of a letter as a part of its size."""

YEARS = 26
"""Pixels for the ticks of a horizontal axis."""

REACHES = {
    "triangle-up": (1.16, 0.5, 1.16, 1),
    "triangle-down": (1.16, 1, 1.16, 0.5),
    "cross": (1.2, 1.2, 1.2, 1.2),
    "line-ew-open": (1, 0.2, 1, 0.2),
}
"""How far Plotly's forms reach: left, down, right and up, as parts of half their size."""


def _width(words, size):
    lines = re.sub(r"</?b>", "", unescape(words.translate(reading.ISOLATES))).split("<br>")
    is_arabic = any("\u0600" <= letter <= "\u06ff" for letter in words)
    return max(map(len, lines)) * size * (ARABIC_LETTER if is_arabic else LETTER)


class Picture:
    """A chart on a screen of some width."""

    def __init__(self, figure, width):
        self.data, self.layout = figure["data"], figure["layout"]
        margin = self.layout["margin"]
        axes = [self.layout["xaxis"], self.layout["yaxis"], self.layout.get("yaxis2", {})]
        names = max(
            (_width(tick, 13) for axis in axes[1:] for tick in axis.get("ticktext", [])), default=0
        )
        outside = names if axes[1].get("automargin") else 0
        has_ticks = axes[0].get("showticklabels", True) and axes[0].get("automargin")
        self.width = width - margin["l"] - margin["r"] - outside
        self.height = (
            self.layout["height"] - margin["t"] - margin["b"] - (YEARS if has_ticks else 0)
        )

    def _along(self, axis, value, extent):
        settings = self.layout[axis]
        start, end = settings.get("domain", (0, 1))
        ends = settings["range"]
        if settings.get("type") == "date":
            value, *ends = (datetime.fromisoformat(moment) for moment in (value, *ends))
        return (start + (value - ends[0]) / (ends[1] - ends[0]) * (end - start)) * extent

    def _point(self, x, y, vertical):
        axis = "yaxis2" if vertical == "y2" else "yaxis"
        return self._along("xaxis", x, self.width), self._along(axis, y, self.height)

    def marks(self):
        """The marks that can be clicked, by the id of the value or meeting."""
        for trace in self.data:
            if "markers" in trace.get("mode", "") and "customdata" in trace:
                marker = trace["marker"]
                for index, ids in enumerate(trace["customdata"]):
                    x, y = self._point(
                        trace["x"][index], trace["y"][index], trace.get("yaxis", "y")
                    )
                    size, symbol = (
                        form if isinstance(form, (int, str)) else form[index]
                        for form in (marker["size"], marker["symbol"])
                    )
                    left, low, right, high = (
                        size / 2 * part for part in REACHES.get(symbol, (1, 1, 1, 1))
                    )
                    yield "/".join(ids), (x - left, y - low, x + right, y + high)

    def labels(self):
        """The words in the chart: the labels of its traces, and its notes."""
        for trace in self.data:
            if "text" in trace.get("mode", ""):
                yield from self._trace_labels(trace)
        for note in self.layout.get("annotations", []):
            if note["text"]:
                yield note["text"], self._note(note)

    def _trace_labels(self, trace):
        size = trace["textfont"]["size"]
        for index, words in enumerate(trace["text"]):
            if not words:
                continue
            x, y = self._point(trace["x"][index], trace["y"][index], trace.get("yaxis", "y"))
            sizes = trace.get("marker", {}).get("size", 0)
            mark = (
                (sizes if isinstance(sizes, int) else sizes[index])
                if "markers" in trace["mode"]
                else 0
            )
            away = mark / 1.6 + 1 if mark else 0
            width, height = _width(words, size), size * (1 + 1.3 * words.count("<br>"))
            side = trace.get("textposition", "middle center")
            up, across = (side if isinstance(side, str) else side[index]).split()
            left = {"center": x - width / 2, "right": x + away, "left": x - away - width}[across]
            low = {"top": y + away, "middle": y - height / 2, "bottom": y - away - height}[up]
            yield words, (left, low, left + width, low + height)

    def _note(self, note):
        size = note["font"]["size"]
        width, height = _width(note["text"], size), size * (1 + 1.3 * note["text"].count("<br>"))
        is_paper = note.get("xref") == "paper"
        x = note["x"] * self.width if is_paper else self._along("xaxis", note["x"], self.width)
        axis = "yaxis2" if note.get("yref") == "y2" else "yaxis"
        y = (
            note["y"] * self.height
            if note.get("yref") == "paper"
            else self._along(axis, note["y"], self.height)
        )
        x, y = x + note.get("xshift", 0), y + note.get("yshift", 0)
        left = {"left": x, "center": x - width / 2, "right": x - width}[
            note.get("xanchor", "center")
        ]
        low = {"bottom": y, "middle": y - height / 2, "top": y - height}[
            note.get("yanchor", "middle")
        ]
        return left, low, left + width, low + height


def list_overlaps(figure, width):
    """Every two labels, and every label and mark, that share more than a pixel of the screen.

    A sign of a single character belongs to the mark or the tie at which it stands.
    """
    picture = Picture(figure, width)
    labels = [label for label in picture.labels() if len(label[0]) > 1]
    marks = list(picture.marks())
    pairs = [
        (label, other) for index, label in enumerate(labels) for other in [*labels[:index], *marks]
    ]
    return [(one[0], other[0]) for one, other in pairs if _share(one[1], other[1])]


def _share(box, other):
    across = min(box[2], other[2]) - max(box[0], other[0])
    return across > 1 and min(box[3], other[3]) - max(box[1], other[1]) > 1
