"""Frame: what stands around every chart: its heading, footer with sources, and table view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st
from markupsafe import Markup

from components import markup
from components.charts.actions import render_actions
from components.charts.builder import CONFIG
from components.charts.descriptions import describe_quantity, describe_source, name_collection
from components.charts.sources import count_sources, list_sources
from loaders.analysis import observations
from loaders.analysis.series import totals_first
from loaders.analysis.statements import list_statements
from loaders.select import select
from loaders.selection import COLLECTIONS, FILTERS, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from components.charts.builder import SerializedFigure
    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


Counts = Mapping[str, "Callable[[Dataset], int]"]
"""How many rows of a view a dataset holds, by the key of their noun."""

MEETINGS: Counts = {"count.meetings": lambda dataset: len(dataset.meetings)}
FIGURES: Counts = {"count.figures": lambda dataset: len(dataset.observations)}
STATEMENTS: Counts = {"count.statements": lambda dataset: len(list_statements(dataset))}

ACTS = ("timeline", "matrix", "shares", "vocabulary", "conflicts")
"""Charts whose line about the unit says what a click does; pictures and paper leave that out."""


class ChartView(NamedTuple):
    """A chart of the page: how it is drawn, what a click on it means, and what it shows in words.

    ``figure`` takes the selected dataset, the words of the page and the screen, ``describe`` the
    first two, and both the options with which the chart is shown. ``counts`` are for an empty
    chart; without them it counts the published values that it describes.
    """

    key: str
    figure: Callable[..., SerializedFigure]
    picked: Callable[[Any], Changes]
    describe: Callable[..., ChartContent]
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class ChartContent:
    """What a chart shows, in words: its finding, and the published values and meetings of its table
    view.

    ``values`` are those of its line about the unit, ``act`` among them what a click does.
    ``legend`` is markup that explains its marks; ``is_joined`` says whether a line leads from mark
    to mark; ``is_filtering`` whether a meeting of the table view can be selected; ``stays`` whether
    the chart is drawn even if the selection leaves nothing of it. ``notes`` is markup above the
    footer, ``footnotes`` are sentences above the source line.
    """

    finding: str
    figures: Sequence[Figure] = ()
    meetings: Sequence[Meeting] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    legend: str = ""
    is_joined: bool = False
    is_filtering: bool = True
    stays: bool = False
    notes: str = ""
    footnotes: Sequence[str] = ()

    @property
    def marks(self) -> list[Figure | Meeting]:
        """Everything that is drawn."""
        return [*self.figures, *self.meetings]

    @property
    def is_empty(self) -> bool:
        """Whether the selection leaves nothing of it."""
        return not any(mark.chosen for mark in self.marks)

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of what the selection holds, one for each mark."""
        return [str(mark.row["source_id"]) for mark in self.marks if mark.chosen]

    def render_table(self, chosen: Dataset, text: Text) -> str:
        """The values of the chart as a table, each row with a link to its evidence."""
        indicators = chosen.whole.names["indicators"]
        rows = [
            {
                "what": describe_quantity(value, text=text, dataset=chosen),
                "value": text.stated(value, indicators[value.indicator_id]),
                "date": text.date(value.when),
                "speaker": text.of(value.row, "speaker"),
                "source": describe_source(value, text=text, dataset=chosen),
                "collection": name_collection(value.row, text=text, dataset=chosen),
                "link": step(figure=value.observation_id),
                "cite": step(cite=value.observation_id),
            }
            for value in totals_first(self.figures)
            if value.chosen
        ]
        meetings = [
            {
                "title": text.of(meeting.row, "title"),
                "date": text.date(meeting.when),
                "level": text(f"level.{meeting.level}"),
                "collection": name_collection(meeting.row, text=text, dataset=chosen),
                "link": step(meetings=(meeting.meeting_id,)) if self.is_filtering else "",
            }
            for meeting in self.meetings
            if meeting.chosen
        ]
        return markup.html(
            "table_view",
            text,
            rows=rows,
            meetings=meetings,
            several=chosen.wide,
            sources=list_table_sources(self.sources, chosen, text),
        )


class ChartFrame(NamedTuple):
    """What a chart shows, the markup above and below it, and its text alternative."""

    content: ChartContent
    header: str
    footer: str
    alt: str


def show_chart(view: ChartView, chosen: Dataset, text: Text, follow: Follow, *options: Any) -> None:
    """Show a chart, which answers clicks, with everything that stands around it."""
    frame = follow.drawn(render_frame, chosen, text, view.key, view.describe, *options)
    st.html(frame.header)
    if frame.content.is_empty:
        show_empty(text, follow, view.counts or _count_values(view, text))
        if not frame.content.stays:
            return
    figure = follow.drawn(view.figure, chosen, text, follow.screen, *options)
    show_figure(view.key, figure, follow, alt=frame.alt, picked=view.picked)
    show_footer(view.key, frame.footer, text, lambda: frame.content.render_table(chosen, text))


def render_frame(
    chosen: Dataset, text: Text, key: str, describe: Callable[..., ChartContent], *options: Any
) -> ChartFrame:
    """What a chart shows and what stands around it."""
    content = describe(chosen, text, *options)
    header = render_header(key, chosen, text, finding=content.finding, **content.values)
    legend = content.legend + render_ring_legend(content, chosen, text)
    footer = render_marks(key, legend, text) + render_actions(key, chosen, text) + content.notes
    footer += render_footer(content.sources, chosen, text, notes=content.footnotes)
    return ChartFrame(content, header, footer, describe_chart(key, content.finding, text))


def render_ring_legend(content: ChartContent, chosen: Dataset, text: Text) -> str:
    """The line that says what a ring round a mark means; empty where there is none to explain."""
    if not chosen.wide or content.is_empty or not content.marks:
        return ""
    name = text("collection.joined" if content.is_joined else "collection.ringed")
    return markup.html("legend", text, items=[{"form": "◎", "name": name, "tone": ""}])


def render_marks(key: str, legend: str, text: Text) -> str:
    """The legend of a chart's marks, folded away until it is wanted; empty where there is none."""
    name = text("marks.of", name=text(f"{key}.name"))
    return markup.html("marks", text, legend=Markup(legend), name=name) if legend else ""


def show_figure(
    key: str,
    figure: SerializedFigure,
    follow: Follow,
    *,
    alt: str,
    picked: Callable[[Any], Changes],
) -> None:
    """Show a Plotly figure, which answers clicks."""
    st.plotly_chart(
        figure,
        key=follow.key(key),
        theme=None,
        on_select=follow.on(key, picked),
        selection_mode="points",
        config=CONFIG,
        alt=alt,
    )


def describe_chart(key: str, finding: str, text: Text) -> str:
    """The text alternative of a chart."""
    return text("chart.alt", name=text(f"{key}.name"), finding=finding)


def render_header(
    key: str, chosen: Dataset, text: Text, *, finding: str, left: str = "", **values: str
) -> str:
    """The heading of a view: its finding, its name, the line about the unit, and its collection.

    ``left`` says what is not drawn, ``values`` are those of the line about the unit. Among them,
    ``longest`` is the longest that the finding can be while the reader moves a control below it,
    so that there is room for it from the start.
    """
    return markup.html(
        "heading",
        text,
        key=key,
        name=text(f"{key}.name"),
        collection=text(f"collection.{chosen.collection}"),
        finding=finding[:1].upper() + finding[1:],
        unit=values.get("unit") or text(f"{key}.unit", **values),
        act=values.get("act", text(f"{key}.act") if key in ACTS else ""),
        left=left,
        longest=values.get("longest", ""),
    )


def render_footer(
    ids: Sequence[str], chosen: Dataset, text: Text, *, notes: Sequence[str] = (), more: str = ""
) -> str:
    """The source line of a view, under some ``notes`` and before what ``more`` is to be said.

    Very many sources are counted here, and named above the table view: see ``list_table_sources``.
    """
    folded = count_sources(ids, text=text, dataset=chosen)
    line = folded or list_sources(ids, text=text, dataset=chosen)
    words = " ".join(filter(None, (line, more)))
    return markup.html("sources", text, notes=notes, sources=words)


def list_table_sources(ids: Sequence[str], chosen: Dataset, text: Text) -> str:
    """The source line of a table view: every source by name where the footer only counts them."""
    is_counted = bool(count_sources(ids, text=text, dataset=chosen))
    return list_sources(ids, text=text, dataset=chosen) if is_counted else ""


def describe_share(text: Text, of: str, *, shown: int, every: int) -> str:
    """How many of what a selection holds are shown, in a sentence; empty where all are."""
    if shown >= every:
        return ""
    return text(f"left.{of}", shown=text.number(shown), all=text.number(every))


def show_footer(key: str, footer: str, text: Text, table: Callable[[], str]) -> None:
    """Show the footer of a view, and its table view, which is made and sent once it is unfolded."""
    st.html(footer)
    folded = st.expander(
        text("table.unfold", name=text(f"{key}.name")),
        key=f"table-{key}",
        type="compact",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            st.html(table())


def show_empty(text: Text, follow: Follow, counts: Counts) -> None:
    """Say that a view is empty, what the other collection holds, and how to clear the filters."""
    names = [name for name in FILTERS if name != "collection"]
    is_filtered = any(follow.uses(name) and getattr(follow.selection, name) for name in names)
    clear = follow.link_cleared if is_filtered else ""
    other = offer_collection(text, follow, counts)
    st.html(markup.html("empty", text, other=other, clear=clear))


def offer_collection(text: Text, follow: Follow, counts: Counts) -> dict[str, str] | None:
    """What the other collection holds of a view for the same filters, as ``words`` and a ``link``.

    None where it holds nothing either. The page that the link leads to uses the same filters, so
    that it shows what was counted.
    """
    if not follow.uses("collection"):
        return None
    (other,) = (name for name in COLLECTIONS if name != follow.selection.collection)
    view = select(follow.dataset, replace(follow.shown, collection=other))
    found = [text.count(noun, number) for noun, count in counts.items() if (number := count(view))]
    if not found:
        return None
    name = text(f"collection.{other}")
    words = text("empty.other", collection=name[:1].lower() + name[1:], what=text.list(found))
    return {"words": words, "link": follow.link(collection=other)}


def count_figures(indicators: Iterable[str]) -> Counts:
    """The counts of a view that shows the published values of some indicators."""
    indicators = tuple(indicators)
    return {"count.figures": lambda dataset: observations.count_figures(dataset, indicators)}


def _count_values(view: ChartView, text: Text) -> Counts:
    """The counts of a view that shows the published values which it describes."""

    def count(dataset: Dataset) -> int:
        shown = {value.indicator_id for value in view.describe(dataset, text).figures}
        return observations.count_figures(dataset, shown)

    return {"count.figures": count}
