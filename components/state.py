"""State: the one selection of a session, the address that holds it, and what every click does to it.

The only module that touches ``st.session_state`` and ``st.query_params``. The direction is one:
address or click → selection → widgets, views, address. Widgets are set from the selection before
each run draws them, so none can disagree with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs

import streamlit as st

from components.markup import asset
from components.theme import DESK, Screen, palette
from loaders.selection import Dropped, Selection, address, dropped, parse, query, toggled

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.charts import Changes
    from components.language import Text
    from loaders.dataset import Dataset
    from loaders.selection import Language

Drawing = TypeVar("Drawing")

SELECTION, ADDRESS, ACTED, NOTICE = "selection", "address", "acted", "notice"
CLICKS, WIDTH = "clicks", "width"
CLICKED = ("cities", "levels", "meetings", "themes", "figure")
"""Fields of the selection that a link inside a view may set or, on a second click, clear."""

SCRIPT = f"""
export default async function (component) {{
  const script = await import(new URL("{asset("browser.js")}", document.baseURI));
  return script.default(component);
}}
"""
"""Fetches the script of the page once; a rerun carries these lines only."""


def selection(dataset: Dataset) -> Selection:
    """The selection of this run: from the address if it is new to us, else as the last click left it.

    A click runs before the script does and may come from a page whose address is still the one before
    the last click; then the click is right and the address is behind.
    """
    state = st.session_state
    here = _here()
    if SELECTION not in state or (here != state[ADDRESS] and not state[ACTED]):
        _settle(parse(here, dataset), notice=dropped(here, dataset))
        state[ADDRESS] = here
        state[ACTED] = False
    return state[SELECTION]  # type: ignore[no-any-return]


def language() -> Language:
    """The language of this run, before there is a dataset: as last clicked, else as the address says."""
    state = st.session_state
    if state.get(ACTED) and SELECTION in state:
        return state[SELECTION].language  # type: ignore[no-any-return]
    return parse(_here()).language


def _here() -> dict[str, list[str]]:
    """The parameters of the reader's address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def notice() -> tuple[Dropped, ...]:
    """The values of the address that were left out, until the reader's next act."""
    return st.session_state[NOTICE]  # type: ignore[no-any-return]


def publish(chosen: Selection) -> None:
    """Write the selection into the address if a click has changed it: one entry of the history each."""
    state = st.session_state
    wanted = query(chosen)
    if state[ACTED] and wanted != state[ADDRESS]:
        st.query_params.from_dict(wanted)
        state[ADDRESS] = wanted
    state[ACTED] = False


def screen() -> Screen:
    """The reader's screen: theme, and page width as far as the browser has told."""
    kind = "dark" if st.context.theme.type == "dark" else "light"
    return Screen(palette(kind), st.session_state.get(WIDTH, DESK.width))


def _settle(chosen: Selection, *, notice: tuple[Dropped, ...] = ()) -> None:
    st.session_state[SELECTION] = chosen
    st.session_state[NOTICE] = notice
    st.session_state.setdefault(ADDRESS, {})
    st.session_state.setdefault(CLICKS, {})
    st.session_state.setdefault(ACTED, False)


def act(chosen: Selection) -> None:
    """Make ``chosen`` the selection of the session: the one way in which anything a reader does takes effect."""
    _settle(chosen)
    st.session_state[ACTED] = True


@dataclass(slots=True)
class _Clicks:
    """What a chart's own selection holds, and how often the chart was made anew because it was out of step."""

    held: dict[str, Any]
    turn: int = 0


def _clicks(view: str) -> _Clicks:
    return st.session_state[CLICKS].setdefault(view, _Clicks({}))  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Follow:
    """How views act on the selection: links to other selections, and what clicks and widgets change."""

    selection: Selection
    screen: Screen
    dataset: Dataset

    def link(self, **changes: Any) -> str:
        """The address of the same view with some fields of the selection changed."""
        return address(replace(self.selection, **changes))

    @property
    def link_cleared(self) -> str:
        """The address of the same view without any filter."""
        return address(self.selection.cleared)

    def key(self, view: str) -> str:
        """The widget key of a chart."""
        return f"{view}-{_clicks(view).turn}"

    def on(self, view: str, picked: Callable[[Any], Changes]) -> Callable[[], None]:
        """Return what a click on a chart calls: it sets the clicked fields, or clears them if they are set.

        A chart keeps a selection of its own and reports a second click on the same mark as nothing
        selected. What it held before tells which mark that was.
        """

        def clicked() -> None:
            clicks = _clicks(view)
            now = picked(st.session_state[self.key(view)])
            changes = now or clicks.held
            clicks.held = now
            if changes:
                act(toggled(st.session_state[SELECTION], **changes))
                _in_step(view)

        return clicked

    def widget(self, name: str, value: Any) -> str:
        """Set a widget to what the selection says before it is drawn; returns its key."""
        st.session_state[name] = value
        return name

    def changed(self, name: str, change: Callable[[Selection, Any], Selection]) -> Callable[[], None]:
        """Return what a widget calls when the reader changes it: ``change`` makes a selection of its value."""

        def acted() -> None:
            act(change(st.session_state[SELECTION], st.session_state[name]))
            _in_step("")

        return acted

    def clear(self) -> None:
        """Take every filter away."""
        act(st.session_state[SELECTION].cleared)
        _in_step("")

    def drawn(self, draw: Callable[..., Drawing], chosen: Dataset, text: Text, *more: Any) -> Drawing:
        """What ``draw(chosen, text, screen, *more)`` makes, made once and kept for all sessions."""
        drawing: Drawing = _drawn(draw, chosen, text, self.screen, *more)
        return drawing


@lru_cache(maxsize=1024)
def _drawn(draw: Callable[..., Any], *of: Any) -> Any:
    """Drawings by what they are made of; a chosen dataset is one object for equal selections."""
    return draw(*of)


def _in_step(view: str) -> None:
    """Make every other chart anew that still marks a click which no longer stands."""
    chosen = st.session_state[SELECTION]
    for name, clicks in st.session_state[CLICKS].items():
        stale = any(
            getattr(chosen, field) != value for field, value in clicks.held.items() if field != "figure"
        )
        if name != view and clicks.held and stale:
            clicks.held = {}
            clicks.turn += 1


def listen(text: Text, dataset: Dataset) -> None:
    """Hear from the browser: links that were followed, and the width of the page."""

    def told(name: str) -> dict[str, list[str]] | None:
        where = st.session_state["browser"].get(name)
        return parse_qs(where.removeprefix("?")) if isinstance(where, str) else None

    def followed() -> None:
        if (where := told("address")) is not None:
            act(parse(where, dataset))
            _in_step("")

    def stepped() -> None:
        asked = parse(told("step") or {}, dataset)
        changes = {name: getattr(asked, name) for name in CLICKED if getattr(asked, name)}
        if changes:
            act(toggled(st.session_state[SELECTION], **changes))
            _in_step("")

    def measured() -> None:
        width = st.session_state["browser"].get("width")
        if isinstance(width, (int, float)):
            st.session_state[WIDTH] = int(width)

    st.session_state.setdefault(WIDTH, DESK.width)
    _component()(
        key="browser",
        data={
            "language": text.language,
            "width": st.session_state[WIDTH],
            "figure": st.session_state[SELECTION].figure or "",
            "scheme": screen().palette.kind,
        },
        on_address_change=followed,
        on_step_change=stepped,
        on_width_change=measured,
        on_scheme_change=lambda: None,
        height=1,
    )


@st.cache_resource
def _component() -> Any:
    return st.components.v2.component("coalition_meetings.browser", js=SCRIPT, isolate_styles=False)
