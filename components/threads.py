"""References: where the report on one meeting names another, and which announced meetings took place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import markup, passages
from components.charts import frame
from components.charts.descriptions import name_city
from components.charts.sources import name_source
from loaders.analysis.references import Thread, count_announced, threads
from loaders.analysis.statements import list_passages
from loaders.model import MeetingId
from loaders.selection import PassageId

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset

KEY = "threads"


def list_renderings(selected: Dataset, reference: Thread) -> tuple[PassageId, ...]:
    """The passages that render the paragraph of a reference, whatever is selected; none where it is unknown."""
    return tuple(
        PassageId(MeetingId(row["meeting_id"]), row["number"])
        for row in list_passages(selected.whole, reference.origin.meeting_id)
        if reference.row["paragraph"] in row["paragraphs"]
    )


def finding(selected: Dataset, text: Text) -> str:
    """How many references the selection holds, how many announce a meeting, and how many of these took place."""
    number = sum(reference.chosen for reference in threads(selected))
    if not number:
        return text("threads.none")
    announcements = count_announced(selected)
    return text(
        "threads.finding",
        threads=text.count("threads.count", number),
        announced=text.number(announcements.announced),
        held=text.number(announcements.held),
    )


def describe_outcome(selected: Dataset, text: Text, reference: Thread) -> str:
    """For an announced meeting: when it was to be, and whether and when it was held; empty for any other."""
    if reference.kind != "announces":
        return ""
    parts = (
        [text("threads.expected", date=text.date(reference.expected))] if reference.expected else []
    )
    if reference.target and reference.held:
        city = name_city(reference.target.city_id, text=text, dataset=selected)
        parts.append(text("threads.held", date=text.date(reference.held), city=city))
    else:
        parts.append(text("threads.unknown"))
    return text("threads.between").join(parts)


def listed(selected: Dataset, text: Text) -> str:
    """Every reference as markup, report by report in order of date; those outside the selection are muted."""
    sources = selected.whole.names["sources"]
    groups = []
    for origin, group in groupby(
        threads(selected), key=lambda reference: reference.origin.meeting_id
    ):
        references = list(group)
        source = sources[references[0].row["source_id"]]
        groups.append(
            {
                "title": passages.title(selected, text, origin),
                "source": name_source(source, text=text),
                "entries": [_describe(reference, selected, text) for reference in references],
            }
        )
    return markup.html("threads", text, groups=groups)


def _describe(reference: Thread, selected: Dataset, text: Text) -> dict[str, Any]:
    """One reference for the template ``threads``, with what it cannot look up itself."""
    paragraph = reference.row["paragraph"]
    is_known = paragraph == paragraph  # a number that is missing is not equal to itself
    return {
        "reference": reference,
        "name": text(f"threads.kind.{reference.kind}"),
        "outcome": describe_outcome(selected, text, reference),
        "language": selected.whole.names["sources"][reference.row["source_id"]]["language"],
        "paragraph": text.count("statements.paragraphs", 1, list=text.number(paragraph))
        if is_known
        else "",
        "places": list_renderings(selected, reference),
    }


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    st.html(follow.drawn(listed, selected, text))
