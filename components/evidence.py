"""Evidence: the words that state a figure, who said them, where they stand, and what other sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, sides
from components.language import DIRECTIONS
from loaders.analysis.disputes import disputes_about
from loaders.analysis.observations import find_figure
from loaders.analysis.series import stated_for_same_date
from loaders.analysis.statements import find_renderings
from loaders.model import RECORD
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "evidence"


def opened(chosen: Dataset, observation: str | None) -> Figure | None:
    """The figure whose evidence is open, whether or not the filters hold it; None if there is none."""
    return find_figure(chosen, observation or "")


def card(chosen: Dataset, text: Text, screen: Screen, figure: Figure) -> str:
    """The evidence of one figure as markup."""
    del screen  # the same on all of them
    names = chosen.whole.names
    row: Mapping[str, Any] = figure.row
    indicator = names["indicators"][figure.indicator_id]
    source = names["sources"][row["source_id"]]
    language = source["language"]
    facts = [
        (text("table.speaker"), text.of(row, "speaker")),
        (text("table.date"), text.date(figure.when)),
        (text("table.status"), charts.describe_form(figure, text)),
        (text("table.scope"), text(f"scope.{row['scope']}")),
        (text("table.counts"), text.of(row, "counts")),
        (text("table.confidence"), text(f"confidence.{row['confidence']}")),
        (text("table.meeting"), _meeting(figure, chosen, text)),
        (text("table.source"), _source(source, text)),
        (
            text("table.paragraph"),
            text.number(row["paragraph"]) if row["paragraph"] == row["paragraph"] else "",
        ),
        (text("table.definition"), text.of(indicator, "definition")),
        (text("collection.name"), _collection(row, chosen, text)),
    ]
    return markup.html(
        "evidence",
        dir=text.direction,
        text=text,
        close=step(figure=figure.observation_id),
        cite=step(cite=figure.observation_id),
        name=text.of(indicator, "name"),
        value=text.stated(figure, indicator),
        quote=row["evidence"],
        quote_language=language,
        quote_direction=DIRECTIONS.get(language, "ltr"),
        passages=_renderings(figure, chosen, text),
        facts=[(term, words) for term, words in facts if words],
        url=source["url"],
        note=text.of(row, "note"),
        same=[_same(other, chosen, text) for other in stated_for_same_date(chosen, figure)],
        others=[_other(each, figure, chosen, text) for each in disputes_about(chosen, figure)],
    )


def _meeting(figure: Figure, chosen: Dataset, text: Text) -> str:
    if not figure.meeting_id:
        return ""
    return text.of(chosen.whole.names["meetings"][figure.meeting_id], "title")


def _collection(row: Mapping[str, Any], chosen: Dataset, text: Text) -> str:
    """Which collection a figure belongs to; empty for one of the core where the core alone is shown."""
    told = chosen.wide or row["collection"] == RECORD
    return text(f"collection.{row['collection']}") if told else ""


def _source(row: Mapping[str, Any], text: Text) -> str:
    title = text("source.title", title=text.isolate(row["title"])) if row["title"] else ""
    kind = text(f"kind.{row['kind']}")
    return text("source.full", name=charts.source_name(row, text=text), kind=kind) + title


def _renderings(figure: Figure, chosen: Dataset, text: Text) -> list[dict[str, Any]]:
    """The passages in which the figure is marked, in English and, on an Arabic page, in Arabic as well."""
    languages = ("en",) if text.language == "en" else ("ar", "en")
    out = []
    for passage in find_renderings(chosen, figure.observation_id):
        marks = [mark for mark in passage["figures"] if mark["observation_id"] == figure.observation_id]
        for language in languages if marks else ():
            out.append(
                {
                    "caption": text(f"evidence.rendering.{language}", number=text.number(passage["number"])),
                    "language": language,
                    "direction": DIRECTIONS[language],
                    "words": markup.emphasised(passage[language], parts=[mark[language] for mark in marks]),
                }
            )
    return out


def _same(other: Figure, chosen: Dataset, text: Text) -> dict[str, str]:
    """Return another value of the same series and date as the card names it, with a link to its evidence."""
    value = text.stated(other, chosen.whole.names["indicators"][other.indicator_id])
    return {
        "value": value,
        "speaker": text.of(other.row, "speaker"),
        "source": charts.told(other, text=text, dataset=chosen),
        "link": step(figure=other.observation_id),
        "label": text("keys.evidence_of", name=value),
    }


def _other(each: Dispute, figure: Figure, chosen: Dataset, text: Text) -> dict[str, Any]:
    """A disagreement as the card of a figure tells it: the other side, whose it is, our reason, where it lies open."""
    mine = each.theirs is None or each.theirs.observation_id != figure.observation_id
    row, value = (each.theirs, sides.theirs) if mine else (each.ours, sides.ours)
    source = chosen.whole.names["sources"][each.row[f"{'stated' if mine else 'adopted'}_source_id"]]
    said = value(each, chosen, text)
    return {
        "caption": text("evidence.other" if mine else "evidence.held"),
        "stated": text("evidence.meeting_date", date=said) if each.table == "meetings" else said,
        "source": sides.who(source, text),
        "collection": text(f"collection.{row.row['collection'] if row else source['collection']}"),
        "reason": text.of(each.row, "reason"),
        "link": step(disagreement=each.discrepancy_id),
        "label": text("evidence.beside_of", value=said),
    }


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view: a line that says how to open the evidence of a figure."""
    st.html(frame.heading(KEY, chosen, text, finding=text("evidence.finding")))
    if opened(chosen, follow.selection.figure) is None:
        st.html(markup.html("notice", dir=text.direction, words=text("evidence.none"), items=[]))


def drawer(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card at the end of the screen, if a figure is open."""
    figure = opened(chosen, follow.selection.figure)
    if figure is not None:
        st.html(card(chosen, text, follow.screen, figure))
