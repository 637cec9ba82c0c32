"""Descriptions: what a mark says on hover, and the words of the table view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.charts.labels import escape_text
from components.charts.sources import name_source
from components.phrases import describe_series
from loaders.analysis.series import is_doubted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.language import Text
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


def describe_mark(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """What a mark says on hover: the value in words, the date, the speaker and the source."""
    indicator = dataset.whole.names["indicators"][figure.indicator_id]
    wide, date = dataset.wide, text.date(figure.when)
    if wide and figure.when.precision != "day":
        date = text(f"precision.{figure.when.precision}", date=date)
    lines = [
        text.stated(figure, indicator),
        text.of(indicator, "name"),
        describe_series(figure, text, every_scope=wide),
        describe_form(figure, text) if wide or figure.status == "derived" else "",
        date,
        text.of(figure.row, "speaker"),
        describe_source(figure, text=text, dataset=dataset),
        name_collection(figure.row, text=text, dataset=dataset),
    ]
    return join_lines(lines, text=text)


def describe_form(figure: Figure, text: Text) -> str:
    """How a number stands in its source: its hedge, or that it is our reading."""
    hedge = text(f"qualifier.{figure.qualifier}")
    if figure.status != "derived":
        return hedge
    parts = [text("status.derived"), *([] if figure.qualifier == "exact" else [hedge])]
    return text("phrase.between").join(parts)


def describe_observation(observation: Figure, *, text: Text, dataset: Dataset) -> dict[str, Any]:
    """A published value in words, for a row of the template ``figure_rows``."""
    names = dataset.whole.names
    indicator = names["indicators"][observation.indicator_id]
    source = names["sources"][str(observation.row["source_id"])]
    return {
        "observation": observation,
        "quantity": text.of(indicator, "name"),
        "value": text.qualified(observation, indicator),
        "scope": text(f"scope.{observation.row['scope']}"),
        "is_doubted": is_doubted(observation),
        "source": name_source(source, text=text),
        "kind": text(f"kind.{source['kind']}"),
    }


def describe_quantity(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """The quantity of a value, with its area and what is counted where they have to be named."""
    name = text.of(dataset.whole.names["indicators"][figure.indicator_id], "name")
    detail = describe_series(figure, text, every_scope=dataset.wide)
    return text("panels.of", name=name, detail=detail) if detail else name


def describe_source(figure: Figure, *, text: Text, dataset: Dataset) -> str:
    """The source of a value in a few words; in the record, with its kind."""
    row = dataset.whole.names["sources"][str(figure.row["source_id"])]
    name = name_source(row, text=text)
    if not dataset.wide:
        return name
    return text("source.full", name=name, kind=text(f"kind.{row['kind']}"))


def name_collection(row: Mapping[str, Any], *, text: Text, dataset: Dataset) -> str:
    """The collection of a row; empty where the core alone is shown, as its heading says."""
    return text(f"collection.{row['collection']}") if dataset.wide else ""


def name_city(city_id: str, *, text: Text, dataset: Dataset) -> str:
    """The name of the city of a meeting, or that it was held online."""
    if not city_id:
        return text("meeting.online")
    return text.of(dataset.whole.names["cities"][city_id], "name")


def join_lines(lines: Sequence[str], *, text: Text) -> str:
    """Lines as Plotly shows them on hover, the first in bold, each escaped: Plotly reads markup."""
    first, *rest = [escape_text(text.isolate(line)) for line in lines if line]
    return "<br>".join([f"<b>{first}</b>", *rest])
