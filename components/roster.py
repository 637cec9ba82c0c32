"""Every member of the list, with its date of joining, its source and what a careful reader must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components import downloads, markup
from components.charts import frame
from components.charts.sources import name_source
from loaders.analysis import membership

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.membership import Member
    from loaders.model import Dataset

KEY = "roster"


def finding(selected: Dataset, text: Text) -> str:
    """How many members the list has, of how many the date of joining is known, and what is of the others."""
    members = membership.roster(selected)
    countries = sum(member.kind == "country" for member in members)
    return text(
        "roster.finding",
        countries=text.count("roster.countries", countries),
        organisations=text.count("roster.organisations", len(members) - countries),
        joined=text.number(sum(member.joined is not None for member in members)),
    )


def rows(selected: Dataset, text: Text) -> list[dict[str, str]]:
    """The members in words, by name, the organisations last."""
    members = sorted(
        membership.roster(selected),
        key=lambda member: (member.kind != "country", text.of(member.row, "name")),
    )
    return [_describe(member, selected, text) for member in members]


def _describe(member: Member, selected: Dataset, text: Text) -> dict[str, str]:
    sources, first = selected.whole.names["sources"], member.namings[0]
    source = sources[first.row["source_id"]]
    return {
        "name": text.of(member.row, "name"),
        "id": member.member_id,
        "kind": text(f"membership.kind.{member.kind}"),
        "joined": text.date(member.joined) if member.joined else text("membership.unknown"),
        "precision": text(f"roster.precision.{member.joined.precision}") if member.joined else "",
        "named": text.date(first.when),
        "source": name_source(source, text=text),
        "url": source["url"],
        "collection": text(f"collection.{sources[member.row['source_id']]['collection']}"),
        "note": text.of(member.row, "note"),
    }


def table(selected: Dataset, text: Text) -> str:
    """The list as markup."""
    return markup.html("roster", text, rows=rows(selected, text), several=selected.wide)


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    st.html(follow.drawn(table, selected, text))
    link = downloads.render_link("data/members.csv", text("roster.download"), text, follow.shown)
    st.html(link)
