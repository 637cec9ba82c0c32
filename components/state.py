"""State: the one selection of a session, its address, and what every click does to it.

With ``browser.py`` and ``uploads.py`` the only module that touches ``st.session_state``, alone in
touching ``st.query_params``. The direction is one: address or click → selection → widgets and
views. Widgets are set from the selection before each run draws them: none can disagree with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.theme import DESK, Screen, palette
from loaders.model import cached_on_dataset
from loaders.select import USED, drop_unused, toggle
from loaders.selection import Dropped, Selection, address, parse, query, read_address
from loaders.story import shown_selection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from components.charts.marks import Changes
    from components.language import Text
    from loaders.model import Dataset
    from loaders.pages import Page

Drawing = TypeVar("Drawing")

SELECTION, ADDRESS, ACTED, NOTICE = "selection", "address", "acted", "notice"
VERSION = "version"
SHOWN, LINKED = "shown", "linked"
OVERTAKEN = "overtaken"
CLICKS, SCREEN, TURNS = "clicks", "screen", "turns"

COOKIE = "cm-screen"
"""The cookie in which a browser tells of its screen, as ``static/screen.js`` sets it."""

MEASURES = re.compile(r"([0-9]{3,5})x([0-9]{3,5})x([01])")
"""What it tells: room for content and height of the window in pixels, and whether WebGL works."""


def selection(dataset: Dataset) -> Selection:
    """The selection of this run: from a new address, else as the last click left it.

    A click runs before the script does and may come from a page whose address is still the one
    before the last click; then the click is right and the address is behind. So is any other
    message that the browser has sent before it had the new address.
    """
    state = st.session_state
    here = _here()
    if here == state.get(ADDRESS):
        state[OVERTAKEN] = []
    is_behind = state.get(ACTED) or here in state.get(OVERTAKEN, [])
    is_new = SELECTION not in state or here != state[ADDRESS]
    if is_new and (is_history_navigation() or not is_behind):
        asked, dropped = read_address(here, dataset)
        if asked.view and not st.context.is_embedded:
            asked = replace(asked, view="")  # a view stands alone within another page only
        _settle(replace(asked, version=None), notice=dropped, version=asked.version or "")
        state[ADDRESS] = here
        state[ACTED] = False
        _renew_stale_charts()
    state[SHOWN], state[LINKED] = state[SELECTION], False
    return state[SELECTION]  # type: ignore[no-any-return]


def is_history_navigation() -> bool:
    """Return whether the reader went back or forward: then the address says what is selected.

    The message for it carries along what all widgets held on the page that was left.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def asked() -> Selection:
    """The selection of this run before there is a dataset: as clicked, else as addressed."""
    state = st.session_state
    if state.get(ACTED) and SELECTION in state and not is_history_navigation():
        return state[SELECTION]  # type: ignore[no-any-return]
    return parse(_here())


def location() -> str:
    """The address at which the browser found the page, without its query; "" if it is unknown."""
    where = urlsplit(st.context.url or "")
    if not where.netloc:
        return ""
    return where._replace(path=where.path or "/", query="", fragment="").geturl()


def _here() -> dict[str, list[str]]:
    """The parameters of the reader's address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def notice() -> tuple[Dropped, ...]:
    """The values of the address that were left out, until the reader's next act."""
    return st.session_state[NOTICE]  # type: ignore[no-any-return]


def copied_version() -> str:
    """The version of the dataset in the copied address, until the reader's next act; "" if none."""
    return st.session_state[VERSION]  # type: ignore[no-any-return]


def publish(chosen: Selection) -> None:
    """Write the selection into the address if a click has changed it."""
    state = st.session_state
    wanted = query(chosen)
    if state[ACTED] and wanted != state[ADDRESS]:
        st.query_params.from_dict(wanted)
        state[OVERTAKEN] = [*state.get(OVERTAKEN, []), state[ADDRESS]]
        state[ADDRESS] = wanted
    state[ACTED] = False


def screen() -> Screen:
    """The reader's screen, as far as the browser has told of it."""
    colours = palette("dark" if st.context.theme.type == "dark" else "light")
    reported = st.session_state.get(SCREEN) or st.context.cookies.get(COOKIE, "")
    measures = MEASURES.fullmatch(str(reported))
    if not measures:
        return replace(DESK, palette=colours)
    width, height, has_webgl = map(int, measures.groups())
    return Screen(colours, width, height, bool(has_webgl))


def _settle(chosen: Selection, *, notice: tuple[Dropped, ...] = (), version: str = "") -> None:
    st.session_state[SELECTION] = chosen
    st.session_state[VERSION] = version
    st.session_state[NOTICE] = notice
    st.session_state.setdefault(ADDRESS, {})
    st.session_state.setdefault(CLICKS, {})
    st.session_state.setdefault(ACTED, False)


def act(chosen: Selection, *, view: str = "") -> None:
    """Make ``chosen`` the selection: the one way in which anything a reader does takes effect.

    Charts other than the clicked ``view`` that mark a click which no longer stands are made anew.
    """
    _settle(chosen)
    st.session_state[ACTED] = True
    _renew_stale_charts(view)


def follow_link(chosen: Selection) -> None:
    """Make ``chosen``, to which a link leads, the selection; widgets are behind it.

    A browser sends with every message what all its widgets hold. One that has not yet drawn what
    the last run set them to sends what they held before, and Streamlit takes that for changes of
    the reader's.
    """
    act(chosen)
    st.session_state[LINKED] = True


def _is_behind() -> bool:
    """Return whether the widgets of this message are those of a page that the reader has left."""
    return st.session_state.get(LINKED, False) or is_history_navigation()


@dataclass(slots=True)
class _Clicks:
    """What a chart's own selection holds, and how often the chart was made anew.

    ``places`` are the numbers by which the chart itself knows what is marked, ``of`` is what its
    marks stand for.
    """

    held: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    places: Any = None
    of: Any = None

    def renew(self) -> None:
        """Let the chart be made anew, with nothing marked."""
        self.held, self.places = {}, None
        self.turn += 1


def _clicks(view: str) -> _Clicks:
    return st.session_state[CLICKS].setdefault(view, _Clicks())  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Follow:
    """How views act on the selection: links to others, and what clicks and widgets change."""

    selection: Selection
    screen: Screen
    dataset: Dataset
    root: Path | None = None
    """The data folder; None where there is none to look for a reader's copies in."""

    @property
    def shown(self) -> Selection:
        """What the page draws of the selection: the filters that it uses, or those of the step."""
        return shown_selection(self.selection, dataset=self.dataset)

    def uses(self, name: str) -> bool:
        """Whether the page uses a filter, by its field of the selection."""
        return name in USED[self.selection.page]

    def link(self, **changes: Any) -> str:
        """The address of the same view with some fields of the selection changed."""
        return address(replace(self.selection, **changes))

    def link_page(self, page: Page, *, section: str = "", step: str | None = None) -> str:
        """The address of another page for the same selection; what lies open here is closed there.

        Args:
            page: The page.
            section: The section of the page; empty is its first.
            step: The id of the step, on the page of the story; None is its first.
        """
        closed = dict.fromkeys(("passage", "member", "disagreement", "answer", "figure", "cite"))
        return self.link(page=page, section=section, step=step, **closed)

    @property
    def link_cleared(self) -> str:
        """The address of the same view without any filter."""
        return address(self.selection.cleared)

    def key(self, view: str, *, of: Any = None) -> str:
        """The widget key of a chart.

        ``of`` is what its marks stand for, in order, where a chart knows them by their place alone:
        with others in their places another one would be marked, so the chart is made anew.
        """
        clicks = _clicks(view)
        if of is not None and of != clicks.of:
            if clicks.of is not None:
                clicks.renew()
            clicks.of = of
        return f"{view}-{clicks.turn}"

    def on(self, view: str, picked: Callable[[Any], Changes]) -> Callable[[], None]:
        """Return what a click on a chart calls: it sets the clicked fields, or clears them.

        A filter that the page does not use is not set: the click would seem to do nothing, and
        change other pages.

        A chart keeps a selection of its own and reports a second click on the same mark as nothing
        selected. What it held before tells which mark that was, as long as it is still chosen. A
        map says again what is marked when it is drawn with other data: the same places are no
        click.
        """

        def clicked() -> None:
            if _is_behind():
                return
            clicks = _clicks(view)
            event = st.session_state[self.key(view)]
            before, clicks.places = clicks.places, _places(event)
            if clicks.places and clicks.places == before:
                return
            current = st.session_state[SELECTION]
            now = drop_unused(current, picked(event))
            held = {} if _is_stale(current, clicks.held) else clicks.held
            clicks.held = now
            if changes := now or held:
                act(toggle(current, **changes), view=view)

        return clicked

    def widget(self, name: str, value: Any) -> str:
        """Set a widget to what the selection says before it is drawn; returns its key."""
        st.session_state[name] = value
        return name

    def widget_in_popover(self, name: str, value: Any) -> str:
        """Set a widget of a popover to what the selection says; returns its key.

        A closed popover has no widgets in the browser, which goes on sending what they last held. A
        widget whose value was changed elsewhere gets another key, so that its old value is no act.
        """
        if st.session_state.get(_widget_key(name), value) != value:
            turns = st.session_state.setdefault(TURNS, {})
            turns[name] = turns.get(name, 0) + 1
        return self.widget(_widget_key(name), value)

    def changed(
        self, name: str, change: Callable[[Selection, Any], Selection]
    ) -> Callable[[], None]:
        """Return what a changed widget calls: ``change`` makes a selection of its value.

        A browser that has not yet shown the options in another language sends the names of the last
        one; what is then no id is no act of the reader's.
        """

        def acted() -> None:
            if _is_behind():
                return
            after = change(st.session_state[SELECTION], st.session_state[_widget_key(name)])
            if not read_address(query(after), self.dataset).dropped:
                act(after)

        return acted

    def drawn(
        self, draw: Callable[..., Drawing], chosen: Dataset, text: Text, *more: Any
    ) -> Drawing:
        """What ``draw(chosen, text, *more)`` returns, cached on the dataset for all sessions."""
        return _draw(chosen, draw, text, *more)  # type: ignore[no-any-return]


def _widget_key(name: str) -> str:
    """The key of a widget: its name, and how often it was made anew."""
    turn = st.session_state.get(TURNS, {}).get(name, 0)
    return f"{name}-{turn}" if turn else name


@cached_on_dataset(64)
def _draw(chosen: Dataset, draw: Callable[..., Any], *arguments: Any) -> Any:
    return draw(chosen, *arguments)


def _places(event: Any) -> Any:
    """The places of what a map has marked, layer by layer; None where a chart tells no places."""
    return (event or {}).get("selection", {}).get("indices")


def _is_stale(chosen: Selection, held: Changes) -> bool:
    """Whether a chart marks a click that no longer stands; closed evidence may leave its mark."""
    return any(
        getattr(chosen, field) != value for field, value in held.items() if field != "figure"
    )


def _renew_stale_charts(clicked: str = "") -> None:
    """Make every chart but the clicked one anew that marks a click which no longer stands."""
    chosen = st.session_state[SELECTION]
    for name, clicks in st.session_state[CLICKS].items():
        if name != clicked and _is_stale(chosen, clicks.held):
            clicks.renew()
