"""Who joined between two meetings, and whether that accounts for what was stated at them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import choosers, markup, passages
from components.charts import frame
from components.charts.sources import name_source
from loaders.analysis import membership
from loaders.analysis.meetings import meetings
from loaders.dates import period
from loaders.model import MeetingId
from loaders.selection import Between, Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.membership import Fit, Joined, Member
    from loaders.model import Dataset

KEY = "joined"

ENDS = ("first", "last")

MOST_NAMES = 6
"""Members that the finding names; of more it names the first and the last."""


def finding(selected: Dataset, text: Text, between: Between | None = None) -> str:
    """Who is known to have joined between two meetings, and whether the stated counts agree, in a sentence."""
    ends = membership.pair(selected, between)
    if ends is None:
        return text("joined.none")
    joined = membership.joined(selected, *ends)
    number, names = len(joined.certain), [text.of(member.row, "name") for member in joined.certain]
    if number > MOST_NAMES:
        names = [text("joined.range", first=names[0], last=names[-1])]
    first, last = (passages.title(selected, text, meeting.meeting_id) for meeting in ends)
    before, after = joined.stated or (0, 0)
    agrees = joined.stated is not None and after - before == number
    # Others may have joined too, unless the stated counts speak against it.
    key = "joined.finding" if agrees or not joined.open else "joined.finding_known"
    found = text.count(key, number, first=first, last=last, names=text.list(names))
    if joined.stated is None:
        return found
    counts = {"before": text.number(before), "after": text.number(after)}
    if not number and after > before:
        return text("joined.unnamed", first=first, last=last, **counts)
    if agrees:
        return text("joined.agree", finding=found, **counts)
    return text("joined.differ", finding=found, number=text.number(abs(after - before)), **counts)


def table(selected: Dataset, text: Text, between: Between | None) -> str:
    """The names with their dates and sources, the counts of both meetings, and how the two fit, as markup."""
    ends = membership.pair(selected, between)
    if ends is None:
        return ""
    joined = membership.joined(selected, *ends)
    indicator = selected.whole.names["indicators"][membership.INDICATOR]
    return markup.html(
        "joined",
        text,
        ends=[
            {
                "title": passages.title(selected, text, meeting.meeting_id),
                "counts": [(fit, text.stated(fit.figure, indicator)) for fit in fits],
            }
            for meeting, fits in ((joined.first, joined.before), (joined.last, joined.after))
        ],
        difference=difference(joined, text),
        known=[(member, _name_source(member, selected, text)) for member in joined.certain],
        open=[(member, _name_source(member, selected, text)) for member in joined.open],
        describe_fit=describe_fit,
        describe_date=describe_date,
    )


def describe_fit(fit: Fit, text: Text) -> str:
    """Whether the list accounts for a count, in a sentence."""
    if counts := text.of(fit.figure.row, "counts"):
        return text("joined.other_count", counts=counts)
    if fit.gap is None:
        return text("joined.open_count")
    on_list = text.span(fit.least, fit.most)
    if not fit.gap:
        return text("joined.fits", list=on_list)
    return text.count("joined.over" if fit.gap > 0 else "joined.short", abs(fit.gap), list=on_list)


def difference(joined: Joined, text: Text) -> str:
    """What the stated counts say of how many joined, and whether the names account for it."""
    if joined.stated is None:
        return text("joined.no_difference")
    change, least = joined.stated[1] - joined.stated[0], len(joined.certain)
    most = least + len(joined.open)
    if change < least:
        gap = text.count("joined.names_over", least - change)
    elif change > most:
        gap = text.count("joined.names_short", change - most)
    else:
        gap = text("joined.names_fit")
    return text(
        "joined.both", first=text("joined.difference", number=text.number(change)), second=gap
    )


def _name_source(member: Member, selected: Dataset, text: Text) -> str:
    return name_source(selected.whole.names["sources"][member.row["source_id"]], text=text)


def describe_date(member: Member, text: Text) -> str:
    """The date of joining, or the days between which it lies as far as they are known."""
    if member.joined:
        return text.date(member.joined)
    if member.row["after_on"] and member.namings:
        after, named = period(member.row["after_on"]), member.namings[0].when
        return text("joined.between", after=text.date(after), named=text.date(named))
    return text("membership.unknown")


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    between = follow.shown.between
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text, between)))
    ends = membership.pair(selected, between)
    if ends is None:
        return
    titles = {
        meeting.meeting_id: passages.title(selected, text, meeting.meeting_id)
        for meeting in meetings(selected)
    }
    for index, (box, meeting) in enumerate(zip(st.columns(2, gap="medium"), ends, strict=True)):
        name = f"{KEY}-{ENDS[index]}"
        box.selectbox(
            text(f"joined.{ENDS[index]}"),
            options=list(titles),
            format_func=titles.__getitem__,
            **choosers.bind(follow, name, meeting.meeting_id, _change_end(ends, index)),
        )
    st.html(follow.drawn(table, selected, text, between))


def _change_end(ends: tuple[Meeting, Meeting], index: int) -> Callable[[Selection, Any], Selection]:
    """Return what a chooser changes: one of the two meetings, the other as it is shown."""

    def change(selection: Selection, value: Any) -> Selection:
        if value is None:
            return selection
        pair = [MeetingId(end.meeting_id) for end in ends]
        pair[index] = value
        return replace(selection, between=Between(*pair))

    return change
