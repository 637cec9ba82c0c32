"""Evidence: the words that state a published value, who said them and where, and what other sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import markup, sides
from components.charts.descriptions import describe_form, describe_source
from components.charts.sources import describe_document
from loaders.analysis.disputes import disputes_about
from loaders.analysis.observations import find_figure
from loaders.analysis.series import stated_for_same_date
from loaders.analysis.statements import find_renderings
from loaders.model import RECORD

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "evidence"


def opened(selected: Dataset, observation: str | None) -> Figure | None:
    """The value whose evidence is open, whether or not the filters hold it; None if there is none."""
    return find_figure(selected, observation or "")


def card(selected: Dataset, text: Text, observation: Figure) -> str:
    """The evidence of one value as markup."""
    names, row = selected.whole.names, observation.row
    indicator, source = (
        names["indicators"][observation.indicator_id],
        names["sources"][row["source_id"]],
    )
    return markup.html(
        "evidence",
        text,
        observation_id=observation.observation_id,
        name=text.of(indicator, "name"),
        value=text.stated(observation, indicator),
        quote=row["evidence"],
        rendering=text.of(row, "evidence"),
        quote_language=source["language"],
        passages=_describe_renderings(observation, selected, text),
        facts=[(term, words) for term, words in _list_facts(observation, selected, text) if words],
        url=source["url"],
        note=text.of(row, "note"),
        same=[
            _describe_same(value, selected, text)
            for value in stated_for_same_date(selected, observation)
        ],
        disputes=[
            _describe_dispute(dispute, observation, selected, text)
            for dispute in disputes_about(selected, observation)
        ],
    )


def _list_facts(observation: Figure, selected: Dataset, text: Text) -> list[tuple[str, str]]:
    """What is known of a value, as terms with their words; empty words where something is unknown."""
    names, row = selected.whole.names, observation.row
    meeting = names["meetings"][observation.meeting_id] if observation.meeting_id else None
    has_paragraph = (
        row["paragraph"] == row["paragraph"]
    )  # a number that is missing is not equal to itself
    names_collection = selected.wide or row["collection"] == RECORD
    return [
        (text("table.speaker"), text.of(row, "speaker")),
        (text("table.date"), text.date(observation.when)),
        (text("table.status"), describe_form(observation, text)),
        (text("table.scope"), text(f"scope.{row['scope']}")),
        (text("table.counts"), text.of(row, "counts")),
        (text("table.confidence"), text(f"confidence.{row['confidence']}")),
        (text("table.meeting"), text.of(meeting, "title") if meeting else ""),
        (text("table.source"), describe_document(names["sources"][row["source_id"]], text=text)),
        (text("table.paragraph"), text.number(row["paragraph"]) if has_paragraph else ""),
        (
            text("table.definition"),
            text.of(names["indicators"][observation.indicator_id], "definition"),
        ),
        (
            text("collection.name"),
            text(f"collection.{row['collection']}") if names_collection else "",
        ),
    ]


def _describe_renderings(
    observation: Figure, selected: Dataset, text: Text
) -> list[dict[str, Any]]:
    """The passages in which the value is marked, in English and, on an Arabic page, in Arabic as well."""
    out = []
    for passage in find_renderings(selected, observation.observation_id):
        marks = [
            mark
            for mark in passage["figures"]
            if mark["observation_id"] == observation.observation_id
        ]
        for language in (("en",) if text.language == "en" else ("ar", "en")) if marks else ():
            out.append(
                {
                    "caption": text(
                        f"evidence.rendering.{language}", number=text.number(passage["number"])
                    ),
                    "language": language,
                    "words": markup.mark_words(
                        passage[language], parts=[mark[language] for mark in marks]
                    ),
                }
            )
    return out


def _describe_same(observation: Figure, selected: Dataset, text: Text) -> dict[str, str]:
    """Describe another value of the same series and date, with a link to its evidence."""
    return {
        "value": text.stated(
            observation, selected.whole.names["indicators"][observation.indicator_id]
        ),
        "speaker": text.of(observation.row, "speaker"),
        "source": describe_source(observation, text=text, dataset=selected),
        "id": observation.observation_id,
    }


def _describe_dispute(
    dispute: Dispute, observation: Figure, selected: Dataset, text: Text
) -> dict[str, Any]:
    """A dispute on the card of a value: the opposite side, whose it is, our reason, and where both sides are read."""
    is_ours = dispute.theirs is None or dispute.theirs.observation_id != observation.observation_id
    opposite = dispute.theirs if is_ours else dispute.ours
    source_id = dispute.row["stated_source_id" if is_ours else "adopted_source_id"]
    source = selected.whole.names["sources"][source_id]
    value = (sides.theirs if is_ours else sides.ours)(dispute, selected, text)
    return {
        "is_ours": is_ours,
        "is_date": dispute.table == "meetings",
        "value": value,
        "source": sides.who(source, text),
        "collection": text(f"collection.{(opposite.row if opposite else source)['collection']}"),
        "reason": text.of(dispute.row, "reason"),
        "id": dispute.discrepancy_id,
    }


def drawer(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card at the end of the screen, if the evidence of a value is open."""
    observation = opened(selected, follow.selection.figure)
    if observation is not None:
        st.html(card(selected, text, observation))
