"""Frame: what stands around every chart: its heading and finding, unit, source line and table twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import charts, markup, panels
from loaders.analysis import observations
from loaders.analysis.series import totals_first
from loaders.analysis.statements import list_statements
from loaders.select import select
from loaders.selection import COLLECTIONS, FILTERS, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.analysis.meetings import Meeting
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


Counts = Mapping[str, "Callable[[Dataset], int]"]
"""How many rows of a view a dataset holds, by the key of their noun: meetings, published figures, statements."""

NO_COUNTS: Counts = MappingProxyType({})
MEETINGS: Counts = MappingProxyType({"count.meetings": lambda dataset: len(dataset.meetings)})
FIGURES: Counts = MappingProxyType({"count.figures": lambda dataset: len(dataset.observations)})
STATEMENTS: Counts = MappingProxyType({"count.statements": lambda dataset: len(list_statements(dataset))})


class View(NamedTuple):
    """One chart of the page: its name, how it is drawn, what a click on it means, and what it shows.

    ``rows`` are the panels of which its figure is made in the record, where it may wait until it comes near the screen.
    """

    key: str
    figure: Callable[[Dataset, Text, Screen], go.Figure]
    picked: Callable[[Any], Changes]
    shown: Callable[[Dataset, Text], Shown]
    rows: Callable[[Dataset, Text], list[panels.Panel]] | None = None


class Counted(NamedTuple):
    """How many of some rows a selection holds, and how many of those are shown."""

    chosen: int
    shown: int


class Click(NamedTuple):
    """What answers a click on a chart: the key of its view, and which fields of the selection the click means."""

    key: str
    picked: Callable[[Any], Changes]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chart shows, in words: its finding, and the figures and meetings of its table twin.

    ``legend`` is markup that explains its marks, where the page does not do so elsewhere; ``joined`` says
    whether a line leads from mark to mark; ``filtering`` whether a meeting of the table twin can be chosen.
    """

    finding: str
    figures: Sequence[Figure]
    meetings: Sequence[Meeting] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    legend: str = ""
    joined: bool = False
    filtering: bool = True

    @property
    def marks(self) -> list[Figure | Meeting]:
        """Everything that is drawn."""
        return [*self.figures, *self.meetings]

    @property
    def empty(self) -> bool:
        """Whether the selection leaves nothing of it."""
        return not any(mark.chosen for mark in self.marks)

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of what the selection holds, one for each mark."""
        return [str(mark.row["source_id"]) for mark in self.marks if mark.chosen]


class Sheet(NamedTuple):
    """A chart with what stands around it, ready to be shown: heading, figure, text alternative, foot, table twin.

    ``figure`` draws the chart, ``table`` makes the markup of the twin, each once: they are asked for when the
    chart comes near the screen, and when a reader unfolds the twin. None where there is nothing to draw or to
    list. ``height`` is the room in pixels that is kept for a chart which is far away.
    """

    head: str
    figure: Callable[[], charts.Finished] | None
    alt: str
    foot: str
    table: Callable[[], str] | None = None
    height: int = 0


def heading(key: str, chosen: Dataset, text: Text, *, finding: str, left: str = "", **values: str) -> str:
    """The heading of a view: its name, which collection it shows, the finding, the unit line, and what is not drawn."""
    return markup.html(
        "heading",
        key=key,
        dir=text.direction,
        name=text(f"{key}.name"),
        collection=text(f"collection.{chosen.collection}"),
        finding=finding[:1].upper() + finding[1:],
        unit=values.get("unit") or text(f"{key}.unit", **values),
        left=left,
    )


def left(text: Text, of: str, counted: Counted) -> str:
    """How many of what a selection holds are shown, in a sentence; empty where all are."""
    if counted.shown >= counted.chosen:
        return ""
    return text(f"left.{of}", shown=text.number(counted.shown), all=text.number(counted.chosen))


def ringed(shown: Shown, chosen: Dataset, text: Text) -> str:
    """The line that says what a ring round a mark means; empty where there is none to explain."""
    if shown.empty or not chosen.wide:
        return ""
    items = [
        {"form": "◎", "name": text("collection.joined" if shown.joined else "collection.ringed"), "tone": ""}
    ]
    return markup.html("legend", dir=text.direction, items=items)


def foot(
    ids: Iterable[str], chosen: Dataset, text: Text, *, notes: Sequence[str] = (), more: str = ""
) -> str:
    """The source line of a view, under some ``notes`` and before what ``more`` is to be said.

    Very many sources are counted here, and named above the table twin: see ``named``.
    """
    ids = list(ids)
    line = charts.folded(ids, text=text, dataset=chosen) or charts.source_line(ids, text=text, dataset=chosen)
    said = " ".join(filter(None, (line, more)))
    return markup.html("sources", dir=text.direction, notes=notes, sources=said)


def named(ids: Iterable[str], chosen: Dataset, text: Text) -> str:
    """The source line of a table twin: every source by name where the foot of the view only counts them."""
    ids = list(ids)
    if not charts.folded(ids, text=text, dataset=chosen):
        return ""
    return charts.source_line(ids, text=text, dataset=chosen)


def twin(shown: Shown, chosen: Dataset, text: Text) -> str:
    """The values of a chart as a table, each row with a link to its evidence."""
    indicators = chosen.whole.names["indicators"]
    rows = [
        {
            "what": charts.what(each, text=text, dataset=chosen),
            "value": text.stated(each, indicators[each.indicator_id]),
            "date": text.date(each.when),
            "speaker": text.of(each.row, "speaker"),
            "source": charts.told(each, text=text, dataset=chosen),
            "collection": charts.collection(each.row, text=text, dataset=chosen),
            "link": step(figure=each.observation_id),
            "cite": step(cite=each.observation_id),
        }
        for each in totals_first(shown.figures)
        if each.chosen
    ]
    held = [
        {
            "title": text.of(meeting.row, "title"),
            "date": text.date(meeting.when),
            "level": text(f"level.{meeting.level}"),
            "collection": charts.collection(meeting.row, text=text, dataset=chosen),
            "link": step(meetings=(meeting.meeting_id,)) if shown.filtering else "",
        }
        for meeting in shown.meetings
        if meeting.chosen
    ]
    return markup.html(
        "twin",
        dir=text.direction,
        rows=rows,
        meetings=held,
        several=chosen.wide,
        text=text,
        sources=named(shown.sources, chosen, text),
    )


def sheet(chosen: Dataset, text: Text, screen: Screen, view: View) -> Sheet:
    """Everything of a chart that is not the reader's: the same for equal selections, so it is kept."""
    shown = view.shown(chosen, text)
    made = framed(
        view.key,
        chosen,
        text,
        finding=shown.finding,
        figure=None if shown.empty else partial(view.figure, chosen, text, screen),
        height=panels.height(view.rows(chosen, text), text, screen) if view.rows and chosen.wide else 0,
        foot=foot(shown.sources, chosen, text),
        table=partial(twin, shown, chosen, text),
        **shown.values,
    )
    return made._replace(head=made.head + shown.legend + ringed(shown, chosen, text))


def framed(
    key: str,
    chosen: Dataset,
    text: Text,
    *,
    finding: str,
    figure: Callable[[], go.Figure] | None,
    foot: str,
    table: Callable[[], str] | None = None,
    height: int = 0,
    **values: str,
) -> Sheet:
    """A chart, or None where there is nothing to draw, with what stands around it.

    ``figure`` and ``table`` are called once at most, when they are to be shown.
    """
    return Sheet(
        head=heading(key, chosen, text, finding=finding, **values),
        figure=None if figure is None else cache(partial(_finished, figure)),
        alt=text("chart.alt", name=text(f"{key}.name"), finding=finding),
        foot=foot,
        table=cache(table) if table else None,
        height=height,
    )


def _finished(figure: Callable[[], go.Figure]) -> charts.Finished:
    return charts.Finished(figure())


def far(key: str, text: Text, follow: Follow, *, height: int) -> bool:
    """Whether a view is too far from the screen to be drawn; then room of its ``height`` in pixels is kept for it.

    The browser tells when that room comes near the screen, and the view is drawn.
    """
    if key not in follow.far:
        return False
    with st.container(key=f"later-{key}", height=height, border=False):
        st.html(markup.html("later", dir=text.direction, text=text))
    return True


def empty(text: Text, follow: Follow, counts: Counts = NO_COUNTS) -> None:
    """Say that the selection leaves nothing of a view, what the other collection holds of it, and how to clear the filters.

    Args:
        text: The words of the page.
        follow: The reader's selection, and which of its filters the page uses.
        counts: How many rows of the view a dataset holds, by the key of their noun.
    """
    filtered = any(
        follow.uses(name) and getattr(follow.selection, name) for name in FILTERS if name != "collection"
    )
    st.html(
        markup.html(
            "empty",
            dir=text.direction,
            text=text,
            other=offer_collection(text, follow, counts),
            clear=follow.link_cleared if filtered else "",
        )
    )


def offer_collection(text: Text, follow: Follow, counts: Counts) -> dict[str, str] | None:
    """What the other collection holds of a view for the same filters.

    The filters are the same on the page that the link leads to, so that it shows what was counted.

    Args:
        text: The words of the page.
        follow: The reader's selection, and which of its filters the page uses.
        counts: How many rows of the view a dataset holds, by the key of their noun.

    Returns:
        A sentence as ``words`` and the address as ``link``; None where the other collection holds nothing either.
    """
    if not counts or not follow.uses("collection"):
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


def chart(view: View, chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw a Plotly view of published values with everything that stands around it."""

    def count(dataset: Dataset) -> int:
        drawn = {figure.indicator_id for figure in view.shown(dataset, text).figures}
        return observations.count_figures(dataset, drawn)

    click = Click(view.key, view.picked)
    stand(follow.drawn(sheet, chosen, text, view), text, follow, click=click, counts={"count.figures": count})


def stand(drawn: Sheet, text: Text, follow: Follow, *, click: Click, counts: Counts = NO_COUNTS) -> None:
    """Show a sheet: its heading, its chart, which answers clicks, and its foot; ``counts`` are for an empty one."""
    st.html(drawn.head)
    if drawn.figure is None:
        empty(text, follow, counts)
    else:
        answering(drawn, text, follow, click=click)


def answering(
    drawn: Sheet, text: Text, follow: Follow, *, click: Click, between: Callable[[], None] | None = None
) -> None:
    """Show the chart of a sheet, which answers clicks, its foot and its twin; ``between`` draws what stands under the chart."""
    if drawn.figure is None:
        return
    if not far(click.key, text, follow, height=drawn.height):
        st.plotly_chart(
            drawn.figure(),
            key=follow.key(click.key),
            theme=None,
            on_select=follow.on(click.key, click.picked),
            selection_mode="points",
            config=charts.NOTHING,
            alt=drawn.alt,
        )
    if between is not None:
        between()
    ground(click.key, drawn.foot, text, table=drawn.table)


def ground(key: str, foot: str, text: Text, *, table: Callable[[], str] | None) -> None:
    """Show the foot of a view, and under it its table twin folded away: it is made and sent once it is unfolded."""
    if foot:
        st.html(foot)
    if table is None:
        return
    folded = st.expander(text("table.twin"), key=f"table-{key}", type="compact", on_change="rerun")
    if folded.open:
        with folded:
            st.html(table())
