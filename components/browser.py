"""Browser: what the page tells its script in the reader's browser, and what it hears from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import streamlit as st

from components import state
from components.language import text as words
from components.markup import script
from loaders.analysis.membership import find_member
from loaders.select import USED, drop_unused, select, select_months, toggle
from loaders.selection import LANGUAGES, Selection, parse
from loaders.story import find_step, shown_selection

if TYPE_CHECKING:
    from components.charts.marks import Changes
    from components.language import Text
    from loaders.model import Dataset

COMPONENT = "browser"
"""The key of the component, under which a session holds what the browser has reported."""

NAME = "{name}"
"""What stands for a name or a number in the words of a widget, as in ``static/widget_words.js``."""

STEP_FIELDS = (
    *("cities", "levels", "meetings", "themes", "columns", "passage", "member"),
    *("disagreement", "answer", "figure", "cite"),
)
"""Fields that a link inside a view may set or, on a second click, clear."""

LEAD_FIELDS = (
    *("page", "section", "themes", "columns", "passage", "search", "statement", "word"),
    *("member", "disagreement", "figure"),
)
"""Fields that a link to another view may set; a second click changes nothing."""


def connect(text: Text, dataset: Dataset, *, status: str) -> None:
    """Tell the browser what is selected and shown, and hear what the reader does there.

    ``status`` is said aloud once it has changed.
    """
    _component()(
        key=COMPONENT,
        data={**_describe(text, dataset), "status": status},
        on_address_change=lambda: _on_address(dataset),
        on_step_change=lambda: _on_step(dataset),
        on_lead_change=lambda: _on_lead(dataset),
        on_brush_change=lambda: _on_brush(dataset),
        on_screen_change=_on_screen,
        on_scheme_change=lambda: None,
        height=1,
    )


def _describe(text: Text, dataset: Dataset) -> dict[str, Any]:
    """What the script needs to know of this run."""
    selected: Selection = st.session_state[state.SELECTION]
    view = select(dataset, shown_selection(selected, dataset=dataset))
    step = find_step(selected, dataset=dataset) if selected.page == "story" else None
    member = selected.page == "members" and find_member(view, selected.member)
    return {
        "language": text.language,
        "direction": text.direction,
        "marked": _list_marked(selected, view),
        "screen": state.screen().measures,
        "figure": selected.figure or "",
        "cite": str(selected.cite or ""),
        "member": member.member_id if member else "",
        "passage": _find_shown_passage(selected, view),
        "disagreement": selected.disagreement or "",
        "page": selected.page,
        "columns": " ".join(":".join(column) for column in selected.columns),
        "word": selected.word,
        "step": step.step_id if step else "",
        "answer": selected.answer or "",
        "period": str(selected.period or ""),
        "widgets": list_widget_words(text),
        "brush": "period" in USED[selected.page],
        "scheme": state.screen().palette.kind,
    }


def list_widget_words(text: Text) -> dict[str, str]:
    """The words of Streamlit's own widgets in the language of the page, by those of the others.

    Streamlit's are English. Others stand there where the reader has come from another language.
    """
    names = [key.removeprefix("widgets.") for key in text.words if key.startswith("widgets.")]
    others = [words(language) for language in LANGUAGES if language != text.language]
    return {
        other(f"widgets.{name}", name=NAME): text(f"widgets.{name}", name=NAME)
        for other in others
        for name in names
    }


def _read_report(name: str) -> dict[str, list[str]] | None:
    """The query that the browser has reported under a name; None where it is none."""
    query = st.session_state[COMPONENT].get(name)
    return parse_qs(query.removeprefix("?")) if isinstance(query, str) else None


def _read_changes(name: str, fields: tuple[str, ...], dataset: Dataset) -> Changes:
    """The fields that a link sets: those that differ from an empty selection."""
    step, empty = parse(_read_report(name) or {}, dataset), Selection()
    return {
        field: getattr(step, field)
        for field in fields
        if getattr(step, field) != getattr(empty, field)
    }


def _on_address(dataset: Dataset) -> None:
    """A link to another selection was followed."""
    if (parameters := _read_report("address")) is not None:
        state.follow_link(parse(parameters, dataset))


def _on_step(dataset: Dataset) -> None:
    """A link inside a view was followed: it sets its fields or, if they are set, clears them."""
    shown: Selection = st.session_state[state.SHOWN]
    if changes := drop_unused(shown, _read_changes("step", STEP_FIELDS, dataset)):
        state.follow_link(toggle(shown, **changes))


def _on_lead(dataset: Dataset) -> None:
    """A link that leads to another view was followed: what lies open here is closed."""
    shown: Selection = st.session_state[state.SHOWN]
    if changes := _read_changes("lead", LEAD_FIELDS, dataset):
        closed: dict[str, Any] = dict.fromkeys(
            ("passage", "disagreement", "cite", "step", "answer")
        )
        if "disagreement" in changes:
            closed["figure"] = None  # its card would lie where the disagreement is read
        if "page" in changes:
            closed["section"] = ""
        state.follow_link(replace(shown, **closed | drop_unused(shown, closed | changes)))


def _on_brush(dataset: Dataset) -> None:
    """A period was marked on the timeline."""
    shown: Selection = st.session_state[state.SHOWN]
    parameters = _read_report("brush")
    if parameters is not None and "period" in USED[shown.page]:
        state.follow_link(select_months(shown, dataset, period=parse(parameters).period))


def _on_screen() -> None:
    """The window has another size, or WebGL is gone."""
    told = st.session_state[COMPONENT].get("screen")
    if isinstance(told, str) and state.MEASURES.fullmatch(told):
        st.session_state[state.SCREEN] = told


def _list_marked(selected: Selection, view: Dataset) -> list[str]:
    """The meetings marked in every view: that of the open figure, else those of the filters."""
    if selected.figure:
        meeting = view.whole.names["observations"][selected.figure]["meeting_id"]
        return [meeting] if meeting else []
    if not (selected.cities or selected.meetings) or selected.page == "story":
        return []
    return list(view.meetings["meeting_id"])


def _find_shown_passage(selected: Selection, view: Dataset) -> str:
    """The marked passage as an address writes it, if the filters leave it on the page."""
    if selected.passage is None:
        return ""
    meeting, number = selected.passage
    passages = view.passages
    is_shown = (passages["meeting_id"] == meeting) & (passages["number"] == number)
    return str(selected.passage) if is_shown.any() else ""


@st.cache_resource
def _component() -> Any:
    return st.components.v2.component(
        "coalition_meetings.browser", js=script("browser.js"), isolate_styles=False
    )
