"""Frame: what stands around every chart: its heading and finding, unit, source line and table twin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import charts, markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.dataset import Dataset
    from loaders.measures import Figure, Meeting


class View(NamedTuple):
    """One chart of the page: its name, how it is drawn, and what a click on it means."""

    key: str
    figure: Callable[[Dataset, Text, Screen], go.Figure]
    picked: Callable[[Any], Changes]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chart shows, in words: its finding, and the figures and meetings of its table twin."""

    finding: str
    figures: Sequence[Figure]
    meetings: Sequence[Meeting] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> list[Figure | Meeting]:
        """Everything that is drawn."""
        return [*self.figures, *self.meetings]


def heading(key: str, text: Text, *, finding: str, **values: str) -> str:
    """The heading of a view: its name, the finding, and the unit line."""
    return markup.html(
        "heading",
        key=key,
        dir=text.direction,
        name=text(f"{key}.name"),
        finding=finding[:1].upper() + finding[1:],
        unit=text(f"{key}.unit", **values),
    )


def twin(shown: Shown, chosen: Dataset, text: Text, follow: Follow) -> str:
    """The source line of a chart and the same values as a table, each row with a link to its evidence."""
    indicators = chosen.whole.names["indicators"]
    rows = [
        {
            "what": text.of(indicators[each.indicator_id], "name"),
            "value": text.stated(each, indicators[each.indicator_id]),
            "date": text.date(each.when),
            "speaker": text.of(each.row, "speaker"),
            "source": charts.source(each, text=text, dataset=chosen),
            "link": follow.link(figure=each.observation_id),
        }
        for each in shown.figures
        if each.chosen
    ]
    held = [
        {
            "title": text.of(each.row, "title"),
            "date": text.date(each.when),
            "level": text(f"level.{each.level}"),
            "link": follow.link(meetings=(each.meeting_id,)),
        }
        for each in shown.meetings
        if each.chosen
    ]
    return markup.html(
        "twin",
        dir=text.direction,
        rows=rows,
        meetings=held,
        text=text,
        sources=charts.source_line(
            (str(each.row["source_id"]) for each in shown.marks if each.chosen),
            text=text,
            dataset=chosen,
        ),
    )


def chart(view: View, chosen: Dataset, text: Text, follow: Follow, *, shown: Shown) -> None:
    """Draw a Plotly view with everything that stands around it; says so if the selection leaves it empty."""
    st.html(heading(view.key, text, finding=shown.finding, **shown.values))
    if not any(each.chosen for each in shown.marks):
        st.html(markup.html("empty", dir=text.direction, text=text, link=follow.link_cleared))
        return
    st.plotly_chart(
        follow.drawn(view.figure, chosen, text),
        key=follow.key(view.key),
        theme=None,
        on_select=follow.on(view.key, view.picked),
        selection_mode="points",
        config=charts.NOTHING,
        alt=text("chart.alt", name=text(f"{view.key}.name"), finding=shown.finding),
    )
    st.html(twin(shown, chosen, text, follow))
