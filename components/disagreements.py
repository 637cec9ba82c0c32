"""Who says otherwise: every disagreement between sources, each opened side by side with our reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, passages, sides
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
    from components.theme import Screen
    from loaders.analysis.disputes import Dispute
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset

KEY = "disagreements"

MEETINGS, OTHER = "meetings", "other"
"""Groups of what is about no figure: the dates of meetings, and all else."""

COUNTS: frame.Counts = {"disagreements.count": lambda dataset: len(selected_disputes(dataset))}
"""How many disagreements a dataset holds, for an empty list."""

MOST = 30
"""Disagreements that a group lists at most; the one that is open stands there besides."""


def selected_disputes(chosen: Dataset) -> list[Dispute]:
    """The disagreements in the selection, by date."""
    return [dispute for dispute in disputes(chosen) if dispute.chosen]


def listed(chosen: Dataset, opened: str | None = None) -> list[Dispute]:
    """The disagreements that the page lists: those in the selection, and the open one wherever it belongs."""
    shown = [dispute for dispute in disputes(chosen) if dispute.chosen or dispute.discrepancy_id == opened]
    found = find_dispute(chosen, opened or "")
    if found and opened not in [dispute.discrepancy_id for dispute in shown]:
        shown.append(found)  # one of the other collection
    return shown


@cached_on_dataset()
def by_group(chosen: Dataset, opened: str | None = None) -> dict[str, list[Dispute]]:
    """What the page lists by its group: groups in the order of the contract, those about no figure last."""
    names = (*chosen.rules.choices("indicators", "group"), MEETINGS, OTHER)
    groups: dict[str, list[Dispute]] = {name: [] for name in names}
    for dispute in listed(chosen, opened):
        groups[dispute.group if dispute.group in groups else OTHER].append(dispute)
    return {name: group for name, group in groups.items() if group}


def finding(chosen: Dataset, text: Text) -> str:
    """How many disagreements the selection holds, what about, and in how many an official source and the press differ."""
    mine = selected_disputes(chosen)
    if not mine:
        return text("disagreements.none")
    tables = [dispute.table for dispute in mine]
    figures, meetings = tables.count("observations"), tables.count(MEETINGS)
    mixed = sum(dispute.mixed for dispute in mine)
    kinds = [(name, number) for name, number in (("figures", figures), ("dates", meetings)) if number]
    if len(kinds) == 1:
        alone = {"figures": "disagreements.all_figures", "dates": "disagreements.all_dates"}
        said = text.count(alone[kinds[0][0]], len(mine))
    else:
        parts = text.list(text.count(f"disagreements.{name}", number) for name, number in kinds)
        said = text("disagreements.kinds", count=text.count("disagreements.count", len(mine)), parts=parts)
    in_cases = _count_in_cases(chosen) if chosen.wide else 0
    for number, single, several in (
        (mixed, "disagreements.single_mixed", "disagreements.cases"),
        (in_cases, "disagreements.single_case", "disagreements.in_cases"),
    ):
        if number:
            part = text(single) if len(mine) == 1 else text.count(several, number)
            said = text("disagreements.mixed", finding=said, cases=part)
    return said


def _count_in_cases(chosen: Dataset) -> int:
    """Return how many of the selected disagreements set two values of one group of rivals against each other."""
    group_of: dict[str, set[int]] = {}
    for number, group in enumerate(rivals(chosen)):
        for value in group.figures:
            group_of.setdefault(value.observation_id, set()).add(number)
    return sum(
        bool(
            dispute.ours
            and dispute.theirs
            and group_of.get(dispute.ours.observation_id, set())
            & group_of.get(dispute.theirs.observation_id, set())
        )
        for dispute in selected_disputes(chosen)
    )


def table(chosen: Dataset, text: Text, screen: Screen, name: str, opened: str | None) -> str:
    """One group of disagreements as markup: a row each, and the two sides level under the one that is open."""
    del screen  # the same on all of them
    mine = by_group(chosen, opened)[name]
    shown = mine[:MOST] + [dispute for dispute in mine[MOST:] if dispute.discrepancy_id == opened]
    return markup.html(
        "disagreements",
        dir=text.direction,
        text=text,
        name=text(f"disagreements.group.{name}"),
        count=text.number(len(mine)),
        more=text("disagreements.more", shown=text.number(len(shown)), all=text.number(len(mine)))
        if len(shown) < len(mine)
        else "",
        rows=[_row(each, chosen, text, opened=each.discrepancy_id == opened) for each in shown],
    )


def _row(each: Dispute, chosen: Dataset, text: Text, *, opened: bool) -> dict[str, Any]:
    """One disagreement as the template takes it; ``pair`` holds its two sides if it is open."""
    sources = chosen.whole.names["sources"]
    own, other = (sources[each.row[f"{side}_source_id"]] for side in ("adopted", "stated"))
    return {
        "id": f"d-{each.discrepancy_id}",
        "link": step(disagreement=each.discrepancy_id),
        "opened": opened,
        "chosen": each.chosen,
        "what": _subject(each, chosen, text),
        "where": _where(each, chosen, text),
        "ours": {
            "value": sides.ours(each, chosen, text),
            **sides.who(own, text),
            "home": _home(_collection(each.ours, own), chosen, text),
        },
        "theirs": {
            "value": sides.theirs(each, chosen, text),
            **sides.who(other, text),
            "home": _home(_collection(each.theirs, other), chosen, text),
        },
        "facts": _facts(each, chosen, text) if opened else [],
        "verdict": _verdict(each, text) if opened else "",
        "reason": text.of(each.row, "reason"),
        "outside": _outside(each, chosen, text),
    }


def _subject(each: Dispute, chosen: Dataset, text: Text) -> str:
    """What is disputed, in a few words: a quantity, or which date of a meeting."""
    if each.ours is not None:
        return text.of(chosen.whole.names["indicators"][each.ours.indicator_id], "name")
    if each.column in ("starts_on", "ends_on"):
        return text(f"disagreements.column.{each.column}")
    return str(each.row["subject"])


def _where(each: Dispute, chosen: Dataset, text: Text) -> str:
    """The meeting that a disagreement belongs to, or the date of a value that belongs to none; and of which land."""
    if each.meeting_id:
        where = passages.title(chosen, text, each.meeting_id)
    else:
        where = text.date(each.when) if each.when else ""
    if each.ours is None or each.column == "scope" or each.ours.row["scope"] == "global":
        return where
    return text("disagreements.of_scope", value=where, scope=text(f"scope.{each.ours.row['scope']}"))


def _outside(each: Dispute, chosen: Dataset, text: Text) -> str:
    """Why a disagreement that is open stands in a list to which it does not belong; empty for all others."""
    if each.collection == RECORD and not chosen.wide:
        return text("disagreements.beyond")
    return "" if each.chosen else text("atlas.rest")


def _collection(figure: Figure | None, source: Mapping[str, Any]) -> str:
    """The collection to which a side of a disagreement belongs: that of the figure, else of the source."""
    return str(figure.row["collection"] if figure else source["collection"])


def _home(collection: str, chosen: Dataset, text: Text) -> str:
    """The collection of a side in words, where it is not the one that the page shows by itself."""
    return text(f"collection.{collection}") if collection != chosen.collection else ""


def _verdict(each: Dispute, text: Text) -> str:
    """Whether both sides can be true as they are worded; empty where that cannot be asked."""
    if each.ours is None or each.theirs is None or each.column == "scope":
        return ""
    if series_of(each.ours) != series_of(each.theirs):
        ours, theirs = (
            describe_series(side, text, every_scope=True) or text("disagreements.whole")
            for side in (each.ours, each.theirs)
        )
        return text("disagreements.different", ours=ours, theirs=theirs)
    one, other = each.ours.when.text, each.theirs.when.text
    if not (one.startswith(other) or other.startswith(one)):
        return text("disagreements.apart")
    both = compatible([each.ours, each.theirs])
    return text("disagreements.agree") if both else text("disagreements.conflict")


def _facts(each: Dispute, chosen: Dataset, text: Text) -> list[dict[str, Any]]:
    """The two sides of a disagreement, a row a fact, so that what answers each other stands level."""
    sources = chosen.whole.names["sources"]
    pairs = [
        _side(each, chosen, text, figure=figure, source=sources[each.row[f"{name}_source_id"]], value=value)
        for name, figure, value in (
            ("adopted", each.ours, sides.ours(each, chosen, text)),
            ("stated", each.theirs, sides.theirs(each, chosen, text)),
        )
    ]
    return [
        {"id": name, "name": label, "cells": [pair[name] for pair in pairs]}
        for name, label in (
            ("value", text("table.value")),
            ("evidence", text("table.evidence")),
            ("speaker", text("table.speaker")),
            ("date", text("table.date")),
            ("qualifier", text("table.qualifier")),
            ("scope", text("table.scope")),
            ("counts", text("table.counts")),
            ("confidence", text("table.confidence")),
            ("source", text("table.source")),
            ("address", text("evidence.address")),
            ("collection", text("collection.name")),
            ("note", text("disagreements.note")),
            ("card", text("evidence.name")),
        )
        if any(pair[name] for pair in pairs)
    ]


def _side(
    each: Dispute,
    chosen: Dataset,
    text: Text,
    *,
    figure: Figure | None,
    source: Mapping[str, Any],
    value: str,
) -> dict[str, Any]:
    """What is known of one side, by the name of the fact; what is unknown is empty."""
    title = text("source.title", title=text.isolate(source["title"])) if source["title"] else ""
    out: dict[str, Any] = {
        "value": value,
        "source": sides.who(source, text) | {"title": title},
        "address": source["url"],
        "collection": text(f"collection.{_collection(figure, source)}"),
        **dict.fromkeys(
            ("evidence", "speaker", "date", "qualifier", "scope", "counts", "confidence", "note", "card"), ""
        ),
    }
    if figure is None:
        return out
    language = source["language"]
    return out | {
        "evidence": {
            "words": figure.row["evidence"],
            "language": language,
            "direction": DIRECTIONS.get(language, "ltr"),
        },
        "speaker": text.of(figure.row, "speaker"),
        "date": text.date(figure.when),
        "qualifier": charts.describe_form(figure, text),
        "scope": text(f"scope.{figure.row['scope']}"),
        "counts": text.of(figure.row, "counts"),
        "confidence": text(f"confidence.{figure.row['confidence']}"),
        "note": text.of(figure.row, "note"),
        "card": {
            "link": step(figure=figure.observation_id),
            "label": text(
                "disagreements.open_card",
                name=text("language.pair", first=_subject(each, chosen, text), second=value),
            ),
        },
    }


def head(chosen: Dataset, text: Text, screen: Screen) -> str:
    """The heading of the list, and the forms by which the kinds of source are told apart."""
    del screen  # the same on all of them
    items = [
        {"form": form, "name": text(f"kind.{name}"), "tone": "cm-standing"}
        for name, form in sides.FORMS.items()
    ]
    legend = markup.html("legend", dir=text.direction, items=items)
    return frame.heading(KEY, chosen, text, finding=finding(chosen, text)) + legend


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view: its finding, the forms of the sources, and a list a group."""
    st.html(follow.drawn(head, chosen, text))
    opened = follow.selection.disagreement
    there = by_group(chosen, opened)
    if not there:
        frame.empty(text, follow, COUNTS)
    for name, mine in there.items():
        # Only the list that holds what is open changes with it.
        its = opened if opened in [dispute.discrepancy_id for dispute in mine] else None
        st.html(follow.drawn(table, chosen, text, name, its))
