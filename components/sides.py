"""Sides: what each side of a dispute states, in words, and what kind of source states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.charts.sources import name_source
from loaders.dates import period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.language import Text
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

FORMS = {"official": "●", "press": "■"}
"""The form of each kind of source, as a sign in a line of text: round and square, as on the charts."""


def ours(dispute: Dispute, selected: Dataset, text: Text) -> str:
    """What the dataset holds."""
    return _describe(
        dispute, selected, text, value=str(dispute.row["adopted"]), observation=dispute.ours
    )


def theirs(dispute: Dispute, selected: Dataset, text: Text) -> str:
    """What the other source states."""
    return _describe(
        dispute, selected, text, value=str(dispute.row["stated"]), observation=dispute.theirs
    )


def _describe(
    dispute: Dispute, selected: Dataset, text: Text, *, value: str, observation: Figure | None
) -> str:
    """A disputed cell in words: a date, or a published value as it is worded, with its scope where that is disputed."""
    column = dispute.column
    if column in ("starts_on", "ends_on", "as_of"):
        return text.date(period(value))
    indicators = selected.whole.names["indicators"]
    if observation is not None:
        stated = text.stated(observation, indicators[observation.indicator_id])
        scope = text(f"scope.{observation.row['scope']}")
        return (
            text("disagreements.of_scope", value=stated, scope=scope)
            if column == "scope"
            else stated
        )
    if dispute.ours is not None:
        indicator = indicators[dispute.ours.indicator_id]
        if column in ("value", "high"):
            return text.measure(float(value), indicator)
        if column == "qualifier" and value != "between":
            return text(
                f"qualified.{value}",
                value=text.measure(dispute.ours.value, indicator, oblique=value != "exact"),
                high="",
            )
    return text(f"{column}.{value}") if column in ("qualifier", "scope", "status") else value


def who(source: Mapping[str, Any], text: Text) -> dict[str, str]:
    """A source as a line names it: the form and word of its kind, and its publisher with its date."""
    kind, name = text(f"kind.{source['kind']}"), name_source(source, text=text)
    return {"form": FORMS[source["kind"]], "kind": kind, "name": name}
