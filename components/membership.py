"""Who belonged: the members on a map of the world at the end of any month, with what is known of each."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import markup, outlines
from components.charts import frame
from components.charts.actions import render_actions
from components.charts.sources import name_source
from components.phrases import list_numbers
from loaders.analysis import membership
from loaders.dates import period
from loaders.model import RECORD
from loaders.selection import MONTH, Selection, step

if TYPE_CHECKING:
    from components.charts.marks import Changes
    from components.language import Text
    from components.outlines import WorldMap
    from components.state import Follow
    from loaders.analysis.membership import Naming
    from loaders.model import Dataset

KEY = "membership"

PAGES = ("members", "story")
"""The pages that show the members."""

SUMS = ("stated", "least", "most")
"""What is read off for a month, besides the number of members in each state."""

TAKEN = ("png", "svg", "link", "citation")
"""What can be taken away of the maps; their table is in a view of its own."""

MOST_NAMES = 3
"""Members in doubt that the finding names; where there are more it counts them."""


def maps(chosen: Dataset, text: Text) -> str:
    """Draw the world and, larger, where most members lie, as markup: a link a member; the browser shades it by month."""
    names = {member.member_id: text.of(member.row, "name") for member in membership.roster(chosen)}
    world_maps = outlines.read_world_maps()
    near = {country["id"] for country in world_maps["near"]["countries"]}
    return markup.html(
        "world",
        maps=[
            _describe_map("all", world_maps["all"], text, names=names, without_disc=near),
            _describe_map("near", world_maps["near"], text, names=names, without_disc=set()),
        ],
    )


def _describe_map(
    name: str, world_map: WorldMap, text: Text, *, names: dict[str, str], without_disc: set[str]
) -> dict[str, Any]:
    """One map for the template; countries ``without_disc`` are shown larger on another one."""
    countries = world_map["countries"]
    return {
        **world_map,
        "name": name,
        "label": text(f"membership.map.{name}"),
        "land": "".join(country["path"] for country in countries if country["id"] not in names),
        "members": [
            {
                **country,
                "name": names[country["id"]],
                "link": step(member=country["id"]),
                "has_disc": country["is_small"] and country["id"] not in without_disc,
            }
            for country in countries
            if country["id"] in names
        ],
    }


def controls(selected: Dataset, text: Text, fixed: bool = False) -> str:
    """Draw what moves through the months, the sums of a month and the legend as markup.

    Args:
        selected: What the selection leaves of the dataset.
        text: The words of the page.
        fixed: Whether the month is set by a step of the story, so that the reader cannot move it.

    Returns:
        Markup into which the browser fills the numbers.
    """
    return markup.html(
        "months",
        text,
        last=len(membership.months(selected)) - 1,
        fixed=fixed,
        sums=[{"id": name, "name": text(f"membership.sum.{name}")} for name in SUMS],
        states=[
            {"id": state, "name": text(f"membership.state.{state}")} for state in membership.STATES
        ],
    )


def describe_months(selected: Dataset, text: Text) -> dict[str, Any]:
    """What the browser must know to shade every month by itself, with months as indexes of their list."""
    months = membership.months(selected)
    index = {month: number for number, month in enumerate(months)}
    members = membership.roster(selected)
    stated = [_describe_stated(selected, text, month) for month in months]
    return {
        "ids": list(months),
        "months": [text.date(period(month)) for month in months],
        "steps": [index[month] for month in membership.changing(selected)],
        "order": list(membership.STATES),
        "states": {state: text(f"membership.state.{state}") for state in membership.STATES},
        "names": {member.member_id: text.of(member.row, "name") for member in members},
        "history": {
            member.member_id: [
                [index[month], membership.STATES.index(state)]
                for month, state in membership.history(selected, member)
            ]
            for member in members
        },
        "stated": [
            [index[month], words]
            for month, words, before in zip(months, stated, ("", *stated), strict=False)
            if words != before
        ],
        "none": text("membership.not_stated"),
    }


def _describe_stated(selected: Dataset, text: Text, month: str) -> str:
    """The last counts at a month, all disputed ones with their date; empty where none is stated yet."""
    observations = membership.latest_stated(selected, month) if month else ()
    if not observations:
        return ""
    values = text.list(list_numbers(observations, text))
    dates = {observation.when.text for observation in observations}
    when = observations[0].when
    return text(
        "membership.stated",
        values=values,
        date=text.date(when if len(dates) == 1 else period(when.text[:7])),
    )


def finding(selected: Dataset, text: Text, at: str | None = None) -> str:
    """How many members are known by name at the end of a month, how many were stated, and who is in doubt.

    Of the core it says first how few members its reports name.
    """
    month = membership.clamp_month(selected, at)
    if not month:
        return text("membership.nobody")
    day, members = membership.end(month), membership.roster(selected)
    doubted = [member for member in members if member.state(day) == "undated"]
    if len(doubted) > MOST_NAMES:
        doubt = text.count("membership.doubted", len(doubted))
    else:
        doubt = text.list(text.of(member.row, "name") for member in doubted)
    found = text(
        "membership.finding" if doubted else "membership.finding_sure",
        month=text.date(period(month)),
        known=text.count("membership.known", membership.total(selected, day).least),
        stated=_describe_stated(selected, text, month) or text("membership.not_stated"),
        doubt=doubt,
    )
    return found if selected.wide else text.count("membership.core", len(members), finding=found)


def find_longest(selected: Dataset, text: Text) -> str:
    """The longest finding of any month."""
    return max(
        (finding(selected, text, month) for month in membership.months(selected)),
        key=len,
        default="",
    )


def describe_basis(selected: Dataset, text: Text) -> str:
    """What the list and its dates rest on."""
    if not selected.wide:
        return text("membership.basis_core")
    return text.count("membership.basis_record", len(membership.roster(selected)))


def lead(selected: Dataset, text: Text) -> str:
    """The way from the few members of the core to those of the wider record, as markup; empty in the record."""
    if selected.wide:
        return ""
    words = text.count("membership.lead", len(selected.whole.members))
    return markup.html("members_lead", text, words=words, link=step(collection=RECORD))


def organisations(selected: Dataset, text: Text, at: str | None) -> str:
    """The organisations, which have no place on the map, as markup."""
    day = membership.end(membership.clamp_month(selected, at))
    members = [member for member in membership.roster(selected) if member.kind == "organisation"]
    states = {state: text(f"membership.state.{state}") for state in membership.STATES}
    return markup.html("organisations", text, organisations=members, day=day, states=states)


def card(selected: Dataset, text: Text, member_id: str, month: str) -> str:
    """All that is known of a member, as markup that lies at the end of the screen."""
    member = membership.find_member(selected, member_id)
    if member is None:
        return ""
    row, source = member.row, selected.whole.names["sources"][member.row["source_id"]]
    state = text(f"membership.state.{member.state(membership.end(month))}")
    facts = [
        (text("membership.sort"), text(f"membership.kind.{member.kind}")),
        (
            text("membership.joined"),
            text.date(member.joined) if member.joined else text("membership.unknown"),
        ),
        (text("membership.after"), text.date(period(row["after_on"])) if row["after_on"] else ""),
        (text("collection.name"), text(f"collection.{source['collection']}")),
    ]
    return markup.html(
        "member",
        text,
        name=text.of(row, "name"),
        member_id=member.member_id,
        month=text.date(period(month)),
        state=state,
        facts=[(term, words) for term, words in facts if words],
        named=text.count("membership.namings", len(member.namings)),
        namings=[_describe_naming(naming, selected, text) for naming in member.namings],
        note=text.of(row, "note"),
    )


def _describe_naming(naming: Naming, selected: Dataset, text: Text) -> dict[str, str]:
    """A document that names a member, in words; one of the core, which has no address, leads to its statement."""
    source = selected.whole.names["sources"][naming.row["source_id"]]
    passages = selected.whole.passages
    meetings = dict(zip(passages["source_id"], passages["meeting_id"], strict=True))
    meeting = meetings.get(source["source_id"])
    return {
        "date": text.date(naming.when),
        "source": text(
            "source.full", name=name_source(source, text=text), kind=text(f"kind.{source['kind']}")
        ),
        "url": source["url"],
        "statement": step(page="statements", statement=meeting) if meeting else "",
        "collection": text(f"collection.{source['collection']}"),
        "language": source["language"],
        "words": naming.row["evidence"],
        "note": text.of(naming.row, "note"),
    }


def picked(event: Any) -> Changes:
    """A month that the reader came to rest at means itself."""
    month = (event or {}).get("at")
    return {"at": month} if isinstance(month, str) and re.fullmatch(MONTH, month) else {}


def change_month(selection: Selection, event: Any, *, last: str) -> Selection:
    """The selection after the reader came to rest at a month; the last one is the usual and is not named."""
    changed = replace(selection, **picked(event))
    return replace(changed, at=None) if changed.at == last else changed


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.shown
    found, basis = finding(selected, text, selection.at), describe_basis(selected, text)
    longest = follow.drawn(find_longest, selected, text)
    st.html(frame.render_header(KEY, selected, text, finding=found, basis=basis, longest=longest))
    if leading := follow.drawn(lead, selected, text):
        st.html(leading)
    months = membership.months(selected)
    if not months:
        frame.show_empty(text, follow, frame.MEETINGS)
        return

    def change(before: Selection, event: Any) -> Selection:
        return change_month(before, event, last=months[-1])

    member = membership.find_member(selected, selection.member)
    data = {
        **follow.drawn(describe_months, selected, text),
        "at": months.index(membership.clamp_month(selected, selection.at)),
        "member": member.member_id if member else "",
    }
    controls_markup = follow.drawn(controls, selected, text, not follow.uses("at"))
    _create_component(controls_markup, markup.script("months.js"))(
        key=KEY, data=data, on_at_change=follow.changed(KEY, change)
    )
    _create_component(follow.drawn(maps, selected, text))(key=f"{KEY}-maps")
    st.html(render_actions(KEY, selected, text, TAKEN))
    st.html(follow.drawn(organisations, selected, text, selection.at))


def drawer(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card of a member at the end of the screen, if one is open and the page shows the members."""
    selection = follow.selection
    member = membership.find_member(selected, selection.member) if selection.page in PAGES else None
    month = membership.clamp_month(selected, selection.at)
    if member and month:
        st.html(follow.drawn(card, selected, text, member.member_id, month))


@st.cache_resource
def _create_component(content: str, script: str | None = None) -> Any:
    """Markup out of which the page's own cleaning would take the drawing, as a component of the page."""
    name = hashlib.sha256(content.encode()).hexdigest()[:12]
    return st.components.v2.component(
        f"coalition_meetings.{KEY}.{name}", html=content, js=script, isolate_styles=False
    )
