"""Who says otherwise: every dispute between sources, which opens side by side with our reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup, passages, sides
from components.charts import frame
from components.charts.descriptions import describe_form
from components.language import DIRECTIONS
from components.phrases import describe_series
from loaders.analysis.bounds import compatible
from loaders.analysis.disputes import disputes, find_dispute, rivals
from loaders.analysis.series import series_of
from loaders.model import RECORD, cached_on_dataset
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from components.language import Text
    from components.state import Follow
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "disagreements"

MEETINGS, OTHER = "meetings", "other"
"""Groups of what is about no published value: the dates of meetings, and all else."""

COUNTS: frame.Counts = {"disagreements.count": lambda dataset: len(selected_disputes(dataset))}
"""How many disputes a dataset holds, for an empty list."""

MOST = 30
"""Disputes that a group lists at most; the one that is open is listed in any case."""


def selected_disputes(chosen: Dataset) -> list[Dispute]:
    """The disputes in the selection, by date."""
    return [dispute for dispute in disputes(chosen) if dispute.chosen]


def listed(chosen: Dataset, opened: str | None = None) -> list[Dispute]:
    """The disputes that the page lists: those in the selection, and the open one in any case."""
    found = [
        dispute
        for dispute in disputes(chosen)
        if dispute.chosen or dispute.discrepancy_id == opened
    ]
    other = find_dispute(chosen, opened or "")
    if other and not _holds(found, opened):
        found.append(other)  # one of the other collection
    return found


def _holds(found: list[Dispute], opened: str | None) -> bool:
    """Whether a list holds the dispute that is open."""
    return any(dispute.discrepancy_id == opened for dispute in found)


@cached_on_dataset()
def by_group(chosen: Dataset, opened: str | None = None) -> dict[str, list[Dispute]]:
    """What the page lists by its group: groups in the order of the contract, those about no value last."""
    names = (*chosen.rules.choices("indicators", "group"), MEETINGS, OTHER)
    groups: dict[str, list[Dispute]] = {name: [] for name in names}
    for dispute in listed(chosen, opened):
        groups[dispute.group if dispute.group in groups else OTHER].append(dispute)
    return {name: group for name, group in groups.items() if group}


def finding(chosen: Dataset, text: Text) -> str:
    """How many disputes the selection holds, what about, and in how many an official source and the press differ."""
    selected = selected_disputes(chosen)
    number = len(selected)
    if not number:
        return text("disagreements.none")
    tables = [dispute.table for dispute in selected]
    values, dates = tables.count("observations"), tables.count(MEETINGS)
    if values and dates:
        parts = text.list(
            text.count(f"disagreements.{name}", count)
            for name, count in (("figures", values), ("dates", dates))
        )
        words = text(
            "disagreements.kinds", count=text.count("disagreements.count", number), parts=parts
        )
    else:
        words = text.count(
            "disagreements.all_figures" if values else "disagreements.all_dates", number
        )
    for count, single, several in (
        (
            sum(dispute.mixed for dispute in selected),
            "disagreements.single_mixed",
            "disagreements.cases",
        ),
        (_count_conflicts(chosen), "disagreements.single_case", "disagreements.in_cases"),
    ):
        if count:
            part = text(single) if number == 1 else text.count(several, count)
            words = text("disagreements.mixed", finding=words, cases=part)
    return words


def _count_conflicts(chosen: Dataset) -> int:
    """How many of the selected disputes are between two values of one group that the chart above shows."""
    if not chosen.wide:
        return 0
    groups = [{value.observation_id for value in group.figures} for group in rivals(chosen)]
    pairs = [
        {dispute.ours.observation_id, dispute.theirs.observation_id}
        for dispute in selected_disputes(chosen)
        if dispute.ours and dispute.theirs
    ]
    return sum(any(pair <= group for group in groups) for pair in pairs)


def table(chosen: Dataset, text: Text, name: str, opened: str | None) -> str:
    """A group of disputes as markup: a row each, and the two sides level under the one that is open."""
    rows = by_group(chosen, opened)[name]
    shown = rows[:MOST] + [dispute for dispute in rows[MOST:] if dispute.discrepancy_id == opened]
    more = text("disagreements.more", shown=text.number(len(shown)), all=text.number(len(rows)))
    return markup.html(
        "disagreements",
        text,
        name=text(f"disagreements.group.{name}"),
        count=text.number(len(rows)),
        more=more if len(shown) < len(rows) else "",
        rows=[
            describe_row(dispute, chosen, text, is_open=dispute.discrepancy_id == opened)
            for dispute in shown
        ],
    )


class DisputeSide(NamedTuple):
    """What the dataset holds or what the other source says: the value in words, where it is held, and its source."""

    value: str
    figure: Figure | None
    source: Mapping[str, Any]

    @property
    def collection(self) -> str:
        """The collection to which it belongs: that of the value, else of the source."""
        return str(self.figure.row["collection"] if self.figure else self.source["collection"])


def _list_sides(dispute: Dispute, chosen: Dataset, text: Text) -> tuple[DisputeSide, DisputeSide]:
    sources = chosen.whole.names["sources"]
    return (
        DisputeSide(
            sides.ours(dispute, chosen, text),
            dispute.ours,
            sources[dispute.row["adopted_source_id"]],
        ),
        DisputeSide(
            sides.theirs(dispute, chosen, text),
            dispute.theirs,
            sources[dispute.row["stated_source_id"]],
        ),
    )


def describe_row(dispute: Dispute, chosen: Dataset, text: Text, *, is_open: bool) -> dict[str, Any]:
    """A dispute as the template takes it, with the facts of both sides if it is open."""
    pair = _list_sides(dispute, chosen, text)
    ours, theirs = (
        {
            "value": side.value,
            **sides.who(side.source, text),
            "home": ""
            if side.collection == chosen.collection
            else text(f"collection.{side.collection}"),
        }
        for side in pair
    )
    is_beyond = dispute.collection == RECORD and not chosen.wide
    return {
        "id": f"d-{dispute.discrepancy_id}",
        "link": step(disagreement=dispute.discrepancy_id),
        "opened": is_open,
        "chosen": dispute.chosen,
        "what": _name_subject(dispute, chosen, text),
        "where": _describe_place(dispute, chosen, text),
        "ours": ours,
        "theirs": theirs,
        "facts": _list_facts(dispute, pair, chosen, text) if is_open else [],
        "verdict": describe_verdict(dispute, text) if is_open else "",
        "reason": text.of(dispute.row, "reason"),
        # Why a dispute that is open stands in a list to which it does not belong.
        "outside": text("disagreements.beyond")
        if is_beyond
        else ""
        if dispute.chosen
        else text("atlas.rest"),
    }


def _name_subject(dispute: Dispute, chosen: Dataset, text: Text) -> str:
    """What is disputed, in a few words: a quantity, or which date of a meeting."""
    if dispute.ours is not None:
        return text.of(chosen.whole.names["indicators"][dispute.ours.indicator_id], "name")
    if dispute.column in ("starts_on", "ends_on"):
        return text(f"disagreements.column.{dispute.column}")
    return str(dispute.row["subject"])


def _describe_place(dispute: Dispute, chosen: Dataset, text: Text) -> str:
    """The meeting that a dispute belongs to, or the date of a value that belongs to none; and of which land."""
    if dispute.meeting_id:
        where = passages.title(chosen, text, dispute.meeting_id)
    else:
        where = text.date(dispute.when) if dispute.when else ""
    if dispute.ours is None or dispute.column == "scope" or dispute.ours.row["scope"] == "global":
        return where
    return text(
        "disagreements.of_scope", value=where, scope=text(f"scope.{dispute.ours.row['scope']}")
    )


def describe_verdict(dispute: Dispute, text: Text) -> str:
    """Whether both sides can be true as they are worded; empty where that cannot be asked."""
    ours, theirs = dispute.ours, dispute.theirs
    if ours is None or theirs is None or dispute.column == "scope":
        return ""
    if series_of(ours) != series_of(theirs):
        series = [
            describe_series(value, text, every_scope=True) or text("disagreements.whole")
            for value in (ours, theirs)
        ]
        return text("disagreements.different", ours=series[0], theirs=series[1])
    if not (
        ours.when.text.startswith(theirs.when.text) or theirs.when.text.startswith(ours.when.text)
    ):
        return text("disagreements.apart")
    return text("disagreements.agree" if compatible([ours, theirs]) else "disagreements.conflict")


def _list_facts(
    dispute: Dispute, pair: tuple[DisputeSide, DisputeSide], chosen: Dataset, text: Text
) -> list[dict[str, Any]]:
    """The two sides of a dispute, a row a fact, so that what answers each other stands level."""
    subject = _name_subject(dispute, chosen, text)
    facts = [_describe_source(side, text) | _describe_value(side, subject, text) for side in pair]
    names = {
        "value": "table.value",
        "evidence": "table.evidence",
        "speaker": "table.speaker",
        "date": "table.date",
        "qualifier": "table.qualifier",
        "scope": "table.scope",
        "counts": "table.counts",
        "confidence": "table.confidence",
        "source": "table.source",
        "address": "evidence.address",
        "collection": "collection.name",
        "note": "disagreements.note",
        "card": "evidence.name",
    }
    return [
        {"id": name, "name": text(label), "cells": [side.get(name, "") for side in facts]}
        for name, label in names.items()
        if any(side.get(name) for side in facts)
    ]


def _describe_source(side: DisputeSide, text: Text) -> dict[str, Any]:
    """What is known of a side from its source."""
    source = side.source
    title = text("source.title", title=text.isolate(source["title"])) if source["title"] else ""
    return {
        "value": side.value,
        "source": sides.who(source, text) | {"title": title},
        "address": source["url"],
        "collection": text(f"collection.{side.collection}"),
    }


def _describe_value(side: DisputeSide, subject: str, text: Text) -> dict[str, Any]:
    """What is known of a side whose value the dataset holds."""
    value, language = side.figure, side.source["language"]
    if value is None:
        return {}
    direction = DIRECTIONS.get(language, "ltr")
    name = text("language.pair", first=subject, second=side.value)
    return {
        "evidence": {
            "words": value.row["evidence"],
            "language": language,
            "direction": direction,
            "rendering": text.of(value.row, "evidence"),
        },
        "speaker": text.of(value.row, "speaker"),
        "date": text.date(value.when),
        "qualifier": describe_form(value, text),
        "scope": text(f"scope.{value.row['scope']}"),
        "counts": text.of(value.row, "counts"),
        "confidence": text(f"confidence.{value.row['confidence']}"),
        "note": text.of(value.row, "note"),
        "card": {
            "link": step(figure=value.observation_id),
            "label": text("disagreements.open_card", name=name),
        },
    }


def head(chosen: Dataset, text: Text) -> str:
    """The heading of the list, and the forms of the kinds of source."""
    items = [
        {"form": form, "name": text(f"kind.{name}"), "tone": "cm-standing"}
        for name, form in sides.FORMS.items()
    ]
    legend = markup.html("legend", text, items=items)
    return frame.render_header(KEY, chosen, text, finding=finding(chosen, text)) + legend


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view: its finding, the forms of the sources, and a list a group."""
    st.html(follow.drawn(head, chosen, text))
    opened = follow.selection.disagreement
    groups = by_group(chosen, opened)
    if not groups:
        frame.show_empty(text, follow, COUNTS)
    for name, rows in groups.items():
        # Only the list that holds what is open changes with it.
        st.html(follow.drawn(table, chosen, text, name, opened if _holds(rows, opened) else None))
