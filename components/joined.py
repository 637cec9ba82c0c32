"""Who joined between two meetings, and whether that accounts for what was stated at them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, passages
from loaders.analysis import membership
from loaders.analysis.meetings import meetings
from loaders.dates import period
from loaders.model import MeetingId
from loaders.selection import Between, Selection, step

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.membership import Fit, Joined, Member
    from loaders.model import Dataset

KEY = "joined"

ENDS = ("first", "last")


def finding(chosen: Dataset, text: Text, between: Between | None = None) -> str:
    """How many joined between two meetings, at least and at most, in a sentence."""
    ends = membership.pair(chosen, between)
    if ends is None:
        return text("joined.none")
    found = membership.joined(chosen, *ends)
    least = len(found.known) + len(found.within)
    return text(
        "joined.finding" if found.open else "joined.finding_sure",
        first=passages.title(chosen, text, ends[0].meeting_id),
        last=passages.title(chosen, text, ends[1].meeting_id),
        least=text.number(least),
        most=text.number(least + len(found.open)),
    )


def table(chosen: Dataset, text: Text, screen: Screen, between: Between | None) -> str:
    """The names with their dates and sources, the counts of both meetings, and how the two fit, as markup."""
    del screen  # the same on all of them
    ends = membership.pair(chosen, between)
    if ends is None:
        return ""
    found = membership.joined(chosen, *ends)
    return markup.html(
        "joined",
        dir=text.direction,
        text=text,
        ends=[
            _end(each, fits, chosen, text)
            for each, fits in ((found.first, found.before), (found.last, found.after))
        ],
        difference=difference(found, text),
        known=[_member(each, chosen, text) for each in (*found.known, *found.within)],
        open=[_member(each, chosen, text) for each in found.open],
    )


def _end(meeting: Meeting, fits: tuple[Fit, ...], chosen: Dataset, text: Text) -> dict[str, Any]:
    """One of the two meetings: all that is stated at it, and what the list holds by then."""
    indicator = chosen.whole.names["indicators"][membership.INDICATOR]
    return {
        "title": passages.title(chosen, text, meeting.meeting_id),
        "counts": [
            {
                "value": text.stated(each.figure, indicator),
                "link": step(figure=each.figure.observation_id),
                "speaker": text.of(each.figure.row, "speaker"),
                "date": text.date(each.figure.when),
                "fit": fit(each, text),
                "misfit": bool(each.gap),
            }
            for each in fits
        ],
    }


def fit(one: Fit, text: Text) -> str:
    """Whether the list accounts for a count, in a sentence."""
    if counts := text.of(one.figure.row, "counts"):
        return text("joined.other_count", counts=counts)
    if one.gap is None:
        return text("joined.open_count")
    holds = text.span(one.least, one.most)
    if not one.gap:
        return text("joined.fits", list=holds)
    return text.count("joined.over" if one.gap > 0 else "joined.short", abs(one.gap), list=holds)


def difference(found: Joined, text: Text) -> str:
    """What the stated counts say of how many joined, and whether the names account for it."""
    change = found.difference
    if change is None:
        return text("joined.no_difference")
    least = len(found.known) + len(found.within)
    most = least + len(found.open)
    said = text("joined.difference", number=text.number(change))
    if change < least:
        gap = text.count("joined.names_over", least - change)
    elif change > most:
        gap = text.count("joined.names_short", change - most)
    else:
        gap = text("joined.names_fit")
    return text("joined.both", first=said, second=gap)


def _member(one: Member, chosen: Dataset, text: Text) -> dict[str, str]:
    source = chosen.whole.names["sources"][one.row["source_id"]]
    return {
        "name": text.of(one.row, "name"),
        "link": step(member=one.member_id),
        "date": when(one, text),
        "source": charts.source_name(source, text=text),
        "note": text.of(one.row, "note"),
    }


def when(one: Member, text: Text) -> str:
    """The date of joining, or the days between which it lies as far as they are known."""
    if one.joined:
        return text.date(one.joined)
    row = one.row
    if row["after_on"] and row["named_on"]:
        after, named = (text.date(period(row[each])) for each in ("after_on", "named_on"))
        return text("joined.between", after=after, named=named)
    return text("membership.unknown")


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    between = follow.shown.between
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text, between)))
    ends = membership.pair(chosen, between)
    if ends is None:
        return
    held = [each.meeting_id for each in meetings(chosen)]
    names = {each: passages.title(chosen, text, each) for each in held}
    for box, place, meeting in zip(st.columns(2, gap="medium"), (0, 1), ends, strict=True):
        name = f"{KEY}-{ENDS[place]}"
        box.selectbox(
            text(f"joined.{ENDS[place]}"),
            options=held,
            format_func=names.__getitem__,
            key=follow.widget(name, meeting.meeting_id),
            on_change=follow.changed(name, _change(ends, place=place)),
        )
    st.html(follow.drawn(table, chosen, text, between))


def _change(
    ends: tuple[Meeting, Meeting], *, place: int
) -> Callable[[Selection, MeetingId | None], Selection]:
    """Return what a chooser changes: one of the two meetings, the other as it is shown."""

    def change(selection: Selection, value: Any) -> Selection:
        if value is None:
            return selection
        pair = [MeetingId(end.meeting_id) for end in ends]
        pair[place] = value
        return replace(selection, between=Between(*pair))

    return change
