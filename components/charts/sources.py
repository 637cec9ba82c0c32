"""Sources: their names, and the line that names the sources of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.dates import period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from components.language import Text
    from loaders.model import Dataset

MOST_SOURCES = 12
"""Sources that a source line names before it is folded away."""


def name_source(row: Mapping[str, Any], *, text: Text) -> str:
    """A source in a few words: its publisher, or that it has none, and when it appeared."""
    publisher = text.of(row, "publisher") or text("source.no_publisher")
    if not row["published_on"]:
        return publisher
    date = text.date(period(row["published_on"], row["published_precision"]))
    return text("source.name", publisher=text.isolate(publisher), date=date)


def describe_document(row: Mapping[str, Any], *, text: Text) -> str:
    """A source in full: its publisher, when it appeared, its kind and, if it has one, its title."""
    title = text("source.title", title=text.isolate(row["title"])) if row["title"] else ""
    name, kind = name_source(row, text=text), text(f"kind.{row['kind']}")
    return text("source.full", name=name, kind=kind) + title


def list_sources(ids: Iterable[str], *, text: Text, dataset: Dataset) -> str:
    """The source line of a view: every source once, in order of date; empty if there is none."""
    names = _list_names(ids, text=text, dataset=dataset)
    return text("source.line", sources=text("source.between").join(names)) if names else ""


def count_sources(ids: Iterable[str], *, text: Text, dataset: Dataset) -> str:
    """How many sources a source line names, where it is folded away; empty where they are few."""
    number = len(_list_names(ids, text=text, dataset=dataset))
    return text("source.folded", number=text.number(number)) if number > MOST_SOURCES else ""


def _list_names(ids: Iterable[str], *, text: Text, dataset: Dataset) -> list[str]:
    rows = dataset.whole.names["sources"]
    ordered = sorted(set(ids), key=lambda name: (rows[name]["published_on"] or "9", name))
    return list(dict.fromkeys(name_source(rows[source_id], text=text) for source_id in ordered))
