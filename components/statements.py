"""What was said: two statements side by side, one theme at a time, in English and Arabic."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, groupby
from math import ceil
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from components import choosers, markup, passages
from components.charts import frame
from components.passages import list_statements
from loaders.model import cached_on_dataset
from loaders.selection import READINGS, Column, Reading, Selection, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from components.language import Text
    from components.passages import ThemeRow
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Dataset, ThemeId

    ThemeRows = Mapping[str, Sequence[ThemeRow]]

KEY = "statements"

MOST = 2
"""Statements side by side at most: more belong on a page of their own."""

WHOLE_PX, UNFOLDED_PX = 700, 560
"""Height up to which the passages on a theme are shown whole, and that to which they are folded where they need more."""

LETTER_PX, LINE_PX, AROUND_PX = 7.8, {"en": 26, "ar": 34}, 72
"""Width of a letter, height of a line by language, and height around the words of a passage, measured at 390 to 1740 px."""

MEASURE_PX, GAP_PX = 560, 32
"""The widest line of a passage, and the space between two columns."""


def columns(selected: Dataset, selection: Selection) -> tuple[Column, ...]:
    """The columns to show: those of the address that the selection holds, then its latest statements."""
    statements = list_statements(selected)
    asked = [column for column in selection.columns if column.meeting in statements][:MOST]
    shown = {column.meeting for column in asked}
    latest = [Column(meeting, selection.language) for meeting in statements if meeting not in shown]
    return (*asked, *latest[: MOST - len(asked)])


@cached_on_dataset(64)
def group_rows(selected: Dataset, shown: tuple[Column, ...]) -> ThemeRows:
    """The rows of passages of some columns by theme: the themes that the selection asks for, else all."""
    rows = passages.rows(selected, shown)
    return {theme: tuple(group) for theme, group in groupby(rows, key=lambda row: row.theme)}


def choose_theme(by_theme: ThemeRows, about: ThemeId | None) -> str:
    """The theme to show: the one that is asked for, else the first on which every column has a passage, else any."""
    if about is not None and about in by_theme:
        return about
    for has in (all, any):
        for theme, (first, *_) in by_theme.items():
            if has(first.cells):
                return theme
    return next(iter(by_theme))


def finding(selected: Dataset, text: Text) -> str:
    """How many statements and passages the selection holds, in a sentence."""
    statements = list_statements(selected)
    if not statements:
        return text("statements.none")
    return text(
        "statements.finding",
        statements=text.count("count.statements", len(statements)),
        passages=text.count("count.passages", len(selected.passages)),
    )


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    shown = columns(selected, follow.selection)
    st.html(frame.render_header(KEY, selected, text, finding=finding(selected, text)))
    if not shown:
        frame.show_empty(text, follow, frame.STATEMENTS)
        return
    by_theme = group_rows(selected, shown)
    theme = choose_theme(by_theme, follow.selection.about)
    st.html(render_themes(by_theme, theme, selected, text, follow))
    _draw_choosers(selected, text, follow, shown=shown)
    st.html(follow.drawn(table, selected, text, follow.screen, shown, theme))


def render_themes(
    by_theme: ThemeRows, shown: str, selected: Dataset, text: Text, follow: Follow
) -> str:
    """The themes as a row of links, each with its number of passages, and a link that filters the page by the shown one."""
    names = selected.whole.names["themes"]
    return markup.html(
        "themes",
        text,
        themes=[
            {
                "name": text.of(names[theme], "name"),
                "definition": text.of(names[theme], "definition"),
                "count": text.number(count_passages(rows)),
                "link": follow.link(about=theme),
                "current": theme == shown,
            }
            for theme, rows in by_theme.items()
        ],
        filter=step(themes=(shown,)) if follow.uses("themes") else "",
        is_filtered=follow.selection.themes == (shown,),
    )


def count_passages(rows: Iterable[ThemeRow]) -> int:
    """How many passages stand in some rows; the two languages of a passage are one."""
    return len({(cell["meeting_id"], cell["number"]) for row in rows for cell in row.cells if cell})


def _draw_choosers(
    selected: Dataset, text: Text, follow: Follow, *, shown: tuple[Column, ...]
) -> None:
    """A meeting and a language to choose for each column."""
    boxes = st.columns(len(shown), gap="medium")
    for index, (box, column) in enumerate(zip(boxes, shown, strict=True)):
        number, key = text.number(index + 1), f"column-{index}"
        with (
            box,
            st.container(key=f"chooser-{index}", horizontal=True, vertical_alignment="center"),
        ):
            st.selectbox(
                text("statements.meeting", number=number),
                label_visibility="collapsed",
                **choosers.offer_statements(selected, text),
                **choosers.bind(
                    follow, f"{key}-meeting", column.meeting, _change(shown, index, "meeting")
                ),
            )
            st.segmented_control(
                text("statements.reading", number=number),
                label_visibility="collapsed",
                required=True,
                **choosers.offer(READINGS, text, "reading"),
                **choosers.bind(
                    follow, f"{key}-reading", column.reading, _change(shown, index, "reading")
                ),
            )


def _change(
    shown: tuple[Column, ...], index: int, field: str
) -> Callable[[Selection, Any], Selection]:
    """Return what a chooser changes: one field of one column, the others as they are shown."""

    def change(selection: Selection, value: Any) -> Selection:
        if value is None:
            return selection
        changed = shown[index]._replace(**{field: value})
        return replace(selection, columns=(*shown[:index], changed, *shown[index + 1 :]))

    return change


def table(
    selected: Dataset, text: Text, screen: Screen, shown: tuple[Column, ...], theme: str
) -> str:
    """The passages of the columns on one theme as markup, level; those that need too much room are folded away."""
    rows = group_rows(selected, shown)[theme]
    options = passages.TableOptions(
        theme=text.of(selected.whole.names["themes"][theme], "name"),
        has_titles=screen.narrow,
        links=_link_columns(shown, text),
    )
    number = count_unfolded(rows, screen, shown)
    unfolded = passages.table(selected, text, shown, rows[:number], options)
    if number == len(rows):
        return unfolded
    rest = passages.table(selected, text, shown, rows[number:], options._replace(links=()))
    more = text.count("statements.more", count_passages(rows[number:]))
    return unfolded + markup.html("folded", text, summary=more, table=Markup(rest))


def _link_columns(shown: tuple[Column, ...], text: Text) -> list[dict[str, Any]]:
    """For each column the links to its whole statement, and to the two languages of it side by side."""
    languages: tuple[Reading, Reading] = ("ar", "en") if text.language == "ar" else ("en", "ar")
    links = []
    for index, column in enumerate(shown):
        pair = tuple(Column(column.meeting, language) for language in languages)
        is_pair = pair == shown
        links.append(
            {
                "full": step(page="statements", columns=(column,)),
                "pair": "" if is_pair and index else step(columns=pair),
                "is_pair": is_pair and not index,
            }
        )
    return links


def count_unfolded(rows: Sequence[ThemeRow], screen: Screen, shown: tuple[Column, ...]) -> int:
    """How many rows are shown at once: all, or those for which there is room by an estimate, and at least one."""
    width = min(screen.width if screen.narrow else screen.width / len(shown) - GAP_PX, MEASURE_PX)
    heights = []
    for row in rows:
        cells = [
            _estimate_height(passage, column.reading, width=width)
            for passage, column in zip(row.cells, shown, strict=True)
            if passage
        ]
        heights.append(sum(cells) if screen.narrow else max(cells, default=0))
    room = WHOLE_PX if sum(heights) <= WHOLE_PX else UNFOLDED_PX
    return max(1, sum(height <= room for height in accumulate(heights)))


def _estimate_height(passage: Mapping[str, Any], reading: Reading, *, width: float) -> int:
    languages = LINE_PX if reading == "both" else (reading,)
    lines = {language: ceil(len(passage[language]) * LETTER_PX / width) for language in languages}
    return AROUND_PX + sum(LINE_PX[language] * number for language, number in lines.items())
