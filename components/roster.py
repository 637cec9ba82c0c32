"""Every member of the list, with its date of joining, its source and what a careful reader must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components import charts, downloads, frame, markup
from loaders.analysis import membership
from loaders.dates import period
from loaders.selection import step

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.analysis.membership import Member
    from loaders.model import Dataset

KEY = "roster"


def finding(chosen: Dataset, text: Text) -> str:
    """How many members the list has, and of how many the date of joining is unknown."""
    there = membership.roster(chosen)
    return text(
        "roster.finding",
        countries=text.count("roster.countries", sum(each.kind == "country" for each in there)),
        organisations=text.count("roster.organisations", sum(each.kind != "country" for each in there)),
        unknown=text.number(sum(each.joined is None for each in there)),
    )


def rows(chosen: Dataset, text: Text) -> list[dict[str, str]]:
    """The members in words, by name, the organisations last."""
    there = sorted(
        membership.roster(chosen), key=lambda each: (each.kind != "country", text.of(each.row, "name"))
    )
    return [_row(each, chosen, text) for each in there]


def _row(one: Member, chosen: Dataset, text: Text) -> dict[str, str]:
    source = chosen.whole.names["sources"][one.row["source_id"]]
    named = one.row["named_on"] or source["published_on"]
    return {
        "name": text.of(one.row, "name"),
        "link": step(member=one.member_id),
        "kind": text(f"membership.kind.{one.kind}"),
        "joined": text.date(one.joined) if one.joined else text("membership.unknown"),
        "precision": text(f"roster.precision.{one.joined.precision}") if one.joined else "",
        "named": text.date(period(named)) if named else "",
        "source": charts.source_name(source, text=text),
        "url": source["url"],
        "collection": text(f"collection.{source['collection']}") if chosen.wide else "",
        "note": text.of(one.row, "note"),
    }


def table(chosen: Dataset, text: Text, screen: Screen) -> str:
    """The list as markup."""
    del screen  # the same on all of them
    return markup.html("roster", dir=text.direction, text=text, rows=rows(chosen, text), several=chosen.wide)


def file(chosen: Dataset) -> bytes:
    """The list as CSV: the columns of ``members.csv``, the kind followed by its words and the source by its names."""
    listed = {member.member_id for member in membership.roster(chosen)}
    members = chosen.whole.members[chosen.whole.members["member_id"].isin(listed)]
    names = {
        "kind": downloads.name_choices(
            "kind",
            chosen.rules.choices("members", "kind"),
            lambda words, kind: words(f"membership.kind.{kind}"),
        ),
        "source_id": downloads.name_sources(chosen),
    }
    return downloads.encoded(downloads.insert_names(members.reset_index(drop=True), names))


def name(chosen: Dataset) -> str:
    """The name of the file: which collection, and which version of the dataset."""
    return f"coalition-meetings-members-{chosen.collection}-{chosen.rules.version}.csv"


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text)))
    st.html(follow.drawn(table, chosen, text))
    st.download_button(
        text("roster.download"),
        data=lambda: file(chosen),
        file_name=name(chosen),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
