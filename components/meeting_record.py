"""The list below a statement: what the wider public record states at the same meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts
from loaders.analysis.series import is_doubted
from loaders.analysis.statements import find_record_figures
from loaders.selection import step

if TYPE_CHECKING:
    from components.language import Text
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

MOST_LISTED = 60
"""Figures that are listed at most below one statement."""


def describe_record(chosen: Dataset, text: Text, meeting: str) -> dict[str, Any]:
    """Describe the record's figures of a meeting for the template ``meeting_record``; empty if there are none."""
    figures = find_record_figures(chosen, meeting)
    if not figures:
        return {}
    left_out = ""
    if len(figures) > MOST_LISTED:
        left_out = text("reader.record_left", shown=text.number(MOST_LISTED), all=text.number(len(figures)))
    return {
        "heading": text.count("reader.record", len(figures)),
        "left_out": left_out,
        "rows": [_describe_figure(figure, chosen, text) for figure in figures[:MOST_LISTED]],
    }


def _describe_figure(figure: Figure, chosen: Dataset, text: Text) -> dict[str, Any]:
    names = chosen.whole.names
    indicator = names["indicators"][figure.indicator_id]
    source = names["sources"][figure.row["source_id"]]
    quantity, value = text.of(indicator, "name"), text.qualified(figure, indicator)
    marks = []
    if figure.status == "derived":
        marks.append({"kind": "derived", "words": text("mark.reading")})
    if is_doubted(figure):
        marks.append({"kind": "doubted", "words": text("mark.doubt")})
    return {
        "quantity": quantity,
        "scope": text(f"scope.{figure.row['scope']}"),
        "counts": text.of(figure.row, "counts"),
        "value": value,
        "marks": marks,
        "link": step(figure=figure.observation_id),
        "label": text("reader.record_evidence", value=value, name=quantity),
        "date": text.date(figure.when),
        "speaker": text.of(figure.row, "speaker"),
        "source": text(
            "source.full",
            name=charts.source_name(source, text=text),
            kind=text(f"kind.{source['kind']}"),
        ),
    }
