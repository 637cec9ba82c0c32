"""Sides: what each side of a disagreement says, in words, and what kind of source says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import charts
from loaders.dates import period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.language import Text
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

FORMS = {"official": "●", "press": "■"}
"""The form of each kind of source, as a sign in a line of text: round and square, as on the charts."""


def ours(dispute: Dispute, chosen: Dataset, text: Text) -> str:
    """What the dataset holds."""
    return _said(dispute, chosen, text, value=str(dispute.row["adopted"]), figure=dispute.ours)


def theirs(dispute: Dispute, chosen: Dataset, text: Text) -> str:
    """What the other source says."""
    return _said(dispute, chosen, text, value=str(dispute.row["stated"]), figure=dispute.theirs)


def _said(dispute: Dispute, chosen: Dataset, text: Text, *, value: str, figure: Figure | None) -> str:
    """A disputed cell in words: a published value as it is worded, with its scope where that is disputed; a date."""
    column = dispute.column
    if column in ("starts_on", "ends_on", "as_of"):
        return text.date(period(value))
    indicators = chosen.whole.names["indicators"]
    if figure is not None:
        stated = text.stated(figure, indicators[figure.indicator_id])
        scope = text(f"scope.{figure.row['scope']}")
        return text("disagreements.of_scope", value=stated, scope=scope) if column == "scope" else stated
    if dispute.ours is not None:
        indicator = indicators[dispute.ours.indicator_id]
        if column in ("value", "high"):
            return text.measure(float(value), indicator)
        if column == "qualifier" and value != "between":
            return text(f"qualified.{value}", value=text.measure(dispute.ours.value, indicator), high="")
    return text(f"{column}.{value}") if column in ("qualifier", "scope", "status") else value


def kind(source: Mapping[str, Any], text: Text) -> dict[str, str]:
    """The kind of a source as its form, its word and its name in the data."""
    return {"form": FORMS[source["kind"]], "name": text(f"kind.{source['kind']}"), "id": source["kind"]}


def who(source: Mapping[str, Any], text: Text) -> dict[str, str]:
    """A source as a line names it: the form and word of its kind, and its publisher with its date."""
    told = kind(source, text)
    return {"form": told["form"], "kind": told["name"], "name": charts.source_name(source, text=text)}
