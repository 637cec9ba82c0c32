"""Threads: where the report on one meeting refers to another, as a list, and which announced meetings took place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, passages
from components.language import DIRECTIONS
from loaders.analysis.references import Thread, count_announced, threads
from loaders.analysis.statements import list_passages
from loaders.model import MeetingId
from loaders.selection import Place, step

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "threads"


def places(chosen: Dataset, thread: Thread) -> tuple[Place, ...]:
    """The passages that render the paragraph in which a thread stands, whatever is chosen; none where it is unknown."""
    return tuple(
        Place(MeetingId(row["meeting_id"]), row["number"])
        for row in list_passages(chosen.whole, thread.origin.meeting_id)
        if thread.row["paragraph"] in row["paragraphs"]
    )


def finding(chosen: Dataset, text: Text) -> str:
    """How many threads the selection holds, how many meetings they announce, and how many of these took place."""
    number = sum(thread.chosen for thread in threads(chosen))
    if not number:
        return text("threads.none")
    said = count_announced(chosen)
    return text(
        "threads.finding",
        threads=text.count("threads.count", number),
        announced=text.number(said.announced),
        held=text.number(said.held),
    )


def outcome(chosen: Dataset, text: Text, thread: Thread) -> str:
    """For an announced meeting: when it was to be, and whether and when it was held; empty for any other thread."""
    if thread.kind != "announces":
        return ""
    parts = [text("threads.expected", date=text.date(thread.expected))] if thread.expected else []
    if thread.target and thread.held:
        city = charts.city(thread.target.city_id, text=text, dataset=chosen)
        parts.append(text("threads.held", date=text.date(thread.held), city=city))
    else:
        parts.append(text("threads.unknown"))
    return text("threads.between").join(parts)


def listed(chosen: Dataset, text: Text, screen: Screen) -> str:
    """Every thread as markup, report by report in order of date; those outside the selection are muted."""
    del screen  # the same on all of them
    groups = []
    for origin, mine in groupby(threads(chosen), key=lambda each: each.origin.meeting_id):
        entries = list(mine)
        source = chosen.whole.names["sources"][entries[0].row["source_id"]]
        groups.append(
            {
                "title": passages.title(chosen, text, origin),
                "source": charts.source_name(source, text=text),
                "threads": [_entry(entry, chosen, text) for entry in entries],
            }
        )
    return markup.html("threads", dir=text.direction, text=text, groups=groups)


def _entry(thread: Thread, chosen: Dataset, text: Text) -> dict[str, Any]:
    """One thread as the template ``threads`` takes it."""
    row = thread.row
    language = chosen.whole.names["sources"][row["source_id"]]["language"]
    known = row["paragraph"] == row["paragraph"]  # a number that is missing is not equal to itself
    return {
        "chosen": thread.chosen,
        "kind": thread.kind,
        "name": text(f"threads.kind.{thread.kind}"),
        "subject": text.of(row, "subject"),
        "target": {
            "title": text.of(thread.target.row, "title"),
            "date": text.date(thread.target.when),
            "link": step(meetings=(thread.target.meeting_id,)),
        }
        if thread.target
        else None,
        "outcome": outcome(chosen, text, thread),
        "quote": row["evidence"],
        "language": language,
        "direction": DIRECTIONS.get(language, "ltr"),
        "paragraph": text.count("statements.paragraphs", 1, list=text.number(row["paragraph"]))
        if known
        else "",
        "passages": [
            {"link": step(passage=place), "name": text("passage.label", number=text.number(place.number))}
            for place in places(chosen, thread)
        ],
        "note": text.of(row, "note"),
    }


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text)))
    st.html(follow.drawn(listed, chosen, text))
