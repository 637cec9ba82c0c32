"""Who belonged: the members on a map of the world at the end of any month, with what is known of each."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, world
from components.phrases import list_numbers
from loaders.analysis import membership
from loaders.dates import period
from loaders.selection import MONTH, Selection, step

if TYPE_CHECKING:
    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset

KEY = "membership"

PAGES = ("members", "story")
"""The pages that show the members."""

SUMS = ("stated", "least", "most")
"""What is read off for a month, beside the number of members in each state."""


def maps(chosen: Dataset, text: Text, screen: Screen) -> str:
    """The world and, larger, where most members lie, as markup: a link a member; the browser shades it by month."""
    del screen  # the same on all of them
    names = {each.member_id: text.of(each.row, "name") for each in membership.roster(chosen)}
    inside = {country.country_id for country in world.countries(world.NEAR)}
    drawn = [
        _map("all", world.WORLD, text, names=names, elsewhere=inside),
        _map("near", world.NEAR, text, names=names, elsewhere=set()),
    ]
    return markup.html("world", maps=drawn)


def _map(
    name: str, window: world.Window, text: Text, *, names: dict[str, str], elsewhere: set[str]
) -> dict[str, Any]:
    """One drawing for the template; a country that is larger ``elsewhere`` needs no disc here."""
    width, height = window.size
    there = world.countries(window)
    left, top = window.at(world.NEAR.left, world.NEAR.top)
    right, bottom = window.at(world.NEAR.right, world.NEAR.bottom)
    frame_of_near = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {
        "name": name,
        "label": text(f"membership.map.{name}"),
        "width": width,
        "height": height,
        "land": "".join(each.path for each in there if each.country_id not in names),
        "members": [
            {
                "id": each.country_id,
                "name": names[each.country_id],
                "link": step(member=each.country_id),
                "path": each.path,
                "disc": each.small and each.country_id not in elsewhere,
                "x": each.x,
                "y": each.y,
            }
            for each in there
            if each.country_id in names
        ],
        "frame": None if window is world.NEAR else frame_of_near,
    }


def controls(chosen: Dataset, text: Text, screen: Screen, fixed: bool = False) -> str:
    """Draw what moves through the months, the sums of a month and the legend as markup.

    Args:
        chosen: The part of the dataset that is shown.
        text: The words of the page.
        screen: The reader's screen, on which nothing depends.
        fixed: Whether the month is set by a step of the story, so that the reader cannot move it.

    Returns:
        Markup into which the browser fills the numbers.
    """
    del screen
    return markup.html(
        "months",
        dir=text.direction,
        text=text,
        last=len(membership.months(chosen)) - 1,
        fixed=fixed,
        sums=[{"id": each, "name": text(f"membership.sum.{each}")} for each in SUMS],
        states=[{"id": state, "name": text(f"membership.state.{state}")} for state in membership.STATES],
    )


def told(chosen: Dataset, text: Text, screen: Screen) -> dict[str, Any]:
    """What the browser must know to shade every month by itself, places in the list of months for months."""
    del screen  # the same on all of them
    months = membership.months(chosen)
    place = {month: number for number, month in enumerate(months)}
    members = membership.roster(chosen)
    stated = [_stated(chosen, text, month) for month in months]
    return {
        "ids": list(months),
        "months": [text.date(period(each)) for each in months],
        "steps": [place[each] for each in membership.changing(chosen)],
        "order": list(membership.STATES),
        "states": {each: text(f"membership.state.{each}") for each in membership.STATES},
        "names": {member.member_id: text.of(member.row, "name") for member in members},
        "history": {
            member.member_id: [
                [place[month], membership.STATES.index(state)]
                for month, state in membership.history(chosen, member)
            ]
            for member in members
        },
        "stated": [
            [place[month], said]
            for month, said, before in zip(months, stated, ("", *stated), strict=False)
            if said != before
        ],
        "none": text("membership.not_stated"),
    }


def _stated(chosen: Dataset, text: Text, month: str) -> str:
    """The last counts at a month, all rivals with their date; empty where none is stated yet."""
    figures = membership.latest_stated(chosen, month) if month else ()
    if not figures:
        return ""
    values = text.list(list_numbers(figures, text))
    dates = {figure.when.text for figure in figures}
    when = figures[0].when if len(dates) == 1 else period(figures[0].when.text[:7])
    return text("membership.stated", values=values, date=text.date(when))


def finding(chosen: Dataset, text: Text, at: str | None = None) -> str:
    """How many members were stated at the end of a month and how many the list holds, in a sentence."""
    month = membership.clamp_month(chosen, at)
    if not month:
        return text("membership.nobody")
    sums = membership.total(chosen, membership.end(month))
    return text(
        "membership.finding" if sums.undated else "membership.finding_sure",
        month=text.date(period(month)),
        stated=_stated(chosen, text, month) or text("membership.not_stated"),
        least=text.number(sums.least),
        most=text.number(sums.most),
    )


def basis(chosen: Dataset, text: Text) -> str:
    """What the list rests on: in the core, on the five reports alone."""
    number = len(membership.roster(chosen))
    key = "membership.basis_record" if chosen.wide else "membership.basis_core"
    return text.count(key, number)


def beside(chosen: Dataset, text: Text, screen: Screen, at: str | None) -> str:
    """What stands beside the map, as markup: the organisations, which have no place on it."""
    del screen  # the same on all of them
    day = membership.end(membership.clamp_month(chosen, at))
    return markup.html(
        "organisations",
        dir=text.direction,
        text=text,
        organisations=[
            {
                "id": each.member_id,
                "name": text.of(each.row, "name"),
                "link": step(member=each.member_id),
                "state": each.state(day),
                "word": text(f"membership.state.{each.state(day)}"),
            }
            for each in membership.roster(chosen)
            if each.kind == "organisation"
        ],
    )


def card(chosen: Dataset, text: Text, screen: Screen, member: str, month: str) -> str:
    """All that is known of a member, as markup that lies at the end of the screen."""
    del screen  # the same on all of them
    one = membership.find_member(chosen, member)
    if one is None:
        return ""
    source = chosen.whole.names["sources"][one.row["source_id"]]
    after, named = ((one.row[each] and period(one.row[each])) for each in ("after_on", "named_on"))
    facts = [
        (text("membership.sort"), text(f"membership.kind.{one.kind}")),
        (text("membership.joined"), text.date(one.joined) if one.joined else text("membership.unknown")),
        (text("membership.after"), text.date(after) if after else ""),
        (text("membership.named"), text.date(named) if named else ""),
        (
            text("table.source"),
            text(
                "source.full", name=charts.source_name(source, text=text), kind=text(f"kind.{source['kind']}")
            ),
        ),
        (text("collection.name"), text(f"collection.{source['collection']}")),
    ]
    state = text(f"membership.state.{one.state(membership.end(month))}")
    return markup.html(
        "member",
        dir=text.direction,
        text=text,
        card={
            "name": text.of(one.row, "name"),
            "link": step(member=one.member_id),
            "state": text("membership.at", month=text.date(period(month)), state=state),
            "facts": [(term, words) for term, words in facts if words],
            "url": source["url"],
            "note": text.of(one.row, "note"),
        },
    )


def picked(event: Any) -> Changes:
    """A month that the reader came to rest at means itself."""
    month = (event or {}).get("at")
    return {"at": month} if isinstance(month, str) and MONTH.fullmatch(month) else {}


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.shown
    st.html(
        frame.heading(
            KEY, chosen, text, finding=finding(chosen, text, selection.at), basis=basis(chosen, text)
        )
    )
    months = membership.months(chosen)
    if not months:
        frame.empty(text, follow, frame.MEETINGS)
        return

    def change(before: Selection, event: Any) -> Selection:
        after = replace(before, **picked(event))
        # The last month is the usual one: an address that means it does not name it.
        return replace(after, at=None) if after.at == months[-1] else after

    month = membership.clamp_month(chosen, selection.at)
    member = membership.find_member(chosen, selection.member)
    data = {
        **follow.drawn(told, chosen, text),
        "at": months.index(month),
        "member": member.member_id if member else "",
    }
    _part(follow.drawn(controls, chosen, text, not follow.uses("at")), markup.script("months.js"))(
        key=KEY, data=data, on_at_change=follow.changed(KEY, change)
    )
    _part(follow.drawn(maps, chosen, text))(key=f"{KEY}-maps")
    st.html(follow.drawn(beside, chosen, text, selection.at))


def drawer(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card of a member at the end of the screen, if one is open and the page shows the members."""
    selection = follow.selection
    member = membership.find_member(chosen, selection.member) if selection.page in PAGES else None
    month = membership.clamp_month(chosen, selection.at)
    if member and month:
        st.html(follow.drawn(card, chosen, text, member.member_id, month))


@st.cache_resource
def _part(content: str, script: str | None = None) -> Any:
    """Markup that the page's own cleaning would take the drawing out of, as a part of the page."""
    name = hashlib.sha256(content.encode()).hexdigest()[:12]
    return st.components.v2.component(
        f"coalition_meetings.{KEY}.{name}", html=content, js=script, isolate_styles=False
    )
