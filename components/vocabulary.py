"""Vocabulary: the words that set one statement apart from the others, by their z-scores."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, passages, terms
from components.language import DIRECTIONS
from components.theme import DESK, Screen
from loaders.selection import LANGUAGES, MOST_LEAST, Selection, step
from loaders.text.keyness import SMALL_SAMPLE_WORDS, Keyness, KeyTerm

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from components.charts import Changes
    from components.language import Text
    from components.state import Follow
    from components.terms import Asked
    from loaders.model import Dataset

KEY = "vocabulary"

MOST = {False: (15, 10), True: (10, 6)}
"""Words drawn that are more and less frequent here, on a desk and on a phone."""

MOST_LISTED, FEW_LISTED = 1100, 100
"""Words that the table lists at most, and how many of them where there are more."""

NAMED = 3
"""Words that the finding names at most."""

ROW, HEAD, FOOT = 27, 34, 58
"""Pixels of a row of the picture, and of what stands above and below all rows."""

COLUMNS, NAMES = {False: (60, 90), True: (44, 62)}, 110
"""Pixels of the two columns of counts, on a desk and on a phone, and of the words at the axis."""


def rows(found: Keyness, screen: Screen) -> tuple[KeyTerm, ...]:
    """The words that are drawn, from the most to the least frequent here beside elsewhere."""
    most, fewest = MOST[screen.narrow]
    more = [term for term in found.terms if term.z > 0][:most]
    less = [term for term in found.terms if term.z < 0][-fewest:]
    return (*more, *less)


def figure(
    chosen: Dataset, text: Text, screen: Screen = DESK, asked: Asked | None = None, word: str = ""
) -> go.Figure:
    """A row a word, a mark at its z-score: filled where it stands out, hollow where it does not.

    Without ``asked`` the latest statement is drawn, in the language of the page. ``word`` is the one
    whose places are listed: its mark is larger.
    """
    asked = asked or terms.asked(chosen, Selection(language=text.language))
    found = terms.compared(chosen, asked) if asked else Keyness((), 0, 0)
    drawn = rows(found, screen)
    split = sum(each.z > 0 for each in drawn)
    # One row stays empty between the words of the two kinds.
    height = [-place - (place >= split > 0) for place in range(len(drawn))]
    sheet = charts.Sheet(screen, height=HEAD + FOOT + ROW * (1 - min(height, default=0)))
    sheet.layout["margin"] |= {"t": HEAD, "b": FOOT}
    low, high, here, elsewhere = _places(drawn, screen, mirrored=text.direction == "rtl")
    colours = [screen.palette.disputed if each.word == word else screen.palette.accent for each in drawn]
    sheet.traces += [
        _guides(height, low=low, high=high, screen=screen),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round(each.z, 4) for each in drawn],
            "y": height,
            "cliponaxis": False,
            "customdata": [[each.word] for each in drawn],
            "hovertext": [_hover(each, found, text=text) for each in drawn],
            "hoverinfo": "text",
            "marker": {
                "symbol": ["circle" if terms.stands_out(each) else "circle-open" for each in drawn],
                "size": [charts.MARK + 4 * (each.word == word) for each in drawn],
                "opacity": 1,
                "color": colours,
                "line": {"width": 2, "color": colours},
            },
            **charts.unfaded(),
        },
    ]
    for name, place, counts in (
        ("vocabulary.column.here", here, [each.here for each in drawn]),
        ("vocabulary.column.elsewhere", elsewhere, [each.elsewhere for each in drawn]),
    ):
        _column(sheet, [text.number(count) for count in counts], place=place, height=height)
        sheet.notes.append(_note(text(name), text=text, x=place, y=1, yanchor="bottom"))
    sheet.y |= {
        "range": [min(height, default=0) - 0.6, 0.6],
        "tickvals": height,
        "ticktext": [charts.plain(text.isolate(each.word)) for each in drawn],
        "tickfont": {"size": 14},
        "showgrid": False,
        "side": "right" if text.direction == "rtl" else "left",
    }
    whole = [min(low, here, elsewhere), max(high, here, elsewhere)]
    margin = abs(elsewhere - here) / 2
    sheet.x |= {
        "range": [whole[0] - margin * (elsewhere < low), whole[1] + margin * (elsewhere > high)],
        "tickvals": [each for each in range(-20, 21) if low <= each <= high],
        "showgrid": False,
        "showline": False,
    }
    _lines(sheet, text=text, screen=screen, ends=(low, high))
    return sheet.figure()


def _places(
    drawn: tuple[KeyTerm, ...], screen: Screen, *, mirrored: bool
) -> tuple[float, float, float, float]:
    """Where the marks begin and end on the axis, and beyond the end where the two columns of counts stand.

    The columns stand on the side away from the words: on the left where the page is read from the right.
    """
    marks = [*(each.z for each in drawn), terms.STANDS_OUT, -terms.STANDS_OUT]
    low, high = min(marks) - 0.3, max(marks) + 0.3
    one, other = COLUMNS[screen.narrow]
    pixel = (high - low) / max(screen.width - NAMES - one - other, NAMES)
    away = (one / 2 * pixel, (one + other / 2) * pixel)
    here, elsewhere = (low - each for each in away) if mirrored else (high + each for each in away)
    return round(low, 3), round(high, 3), round(here, 3), round(elsewhere, 3)


def _guides(height: list[int], *, low: float, high: float, screen: Screen) -> dict[str, Any]:
    """A thin line along each row, which leads the eye from the word to its mark and its counts."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [place for _ in height for place in (low, high, None)],
        "y": [place for row in height for place in (row, row, None)],
        "line": {"width": 1, "color": screen.palette.rule},
        "hoverinfo": "skip",
    }


def _column(sheet: charts.Sheet, numbers: list[str], *, place: float, height: list[int]) -> None:
    """One column of counts, level with the marks."""
    sheet.traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [place] * len(height),
            "y": height,
            "text": numbers,
            "textfont": {"size": 13},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )


def _note(words: str, *, text: Text, **where: Any) -> dict[str, Any]:
    return {
        "xanchor": "center",
        "yref": "paper",
        "showarrow": False,
        "text": charts.plain(text.isolate(words)),
        "font": {"size": 12},
        **where,
    }


def _lines(sheet: charts.Sheet, *, text: Text, screen: Screen, ends: tuple[float, float]) -> None:
    """Zero, the two lines from which on a word stands out, and in words what is to the left and to the right."""
    colours = screen.palette
    for place in (0, terms.STANDS_OUT, -terms.STANDS_OUT):
        tone = (
            {"color": colours.rest, "width": 1.5, "dash": "dash"}
            if place
            else {"color": colours.rest, "width": 1}
        )
        line = {"type": "line", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1, "line": tone}
        sheet.rules.append({**line, "layer": "below"})
        if place:
            number = "−" * (place < 0) + text.number(terms.STANDS_OUT, 2)
            named = number if screen.narrow else text("vocabulary.line", z=text.isolate(number))
            sheet.notes.append(_note(named, text=text, x=place, y=1, yanchor="bottom"))
    for name, place, side in (("vocabulary.rare", ends[0], "left"), ("vocabulary.often", ends[1], "right")):
        foot = {"x": place, "y": 0, "xanchor": side, "yanchor": "top", "yshift": -28}
        sheet.notes.append(_note(text(name), text=text, **foot))


def _hover(term: KeyTerm, found: Keyness, *, text: Text) -> str:
    here, elsewhere = (
        text.number(1000 * count / total, 1) if total else text.number(0)
        for count, total in ((term.here, found.here), (term.elsewhere, found.elsewhere))
    )
    return charts.tip(
        [
            term.word,
            text("vocabulary.tip.here", number=text.number(term.here), share=here),
            text("vocabulary.tip.elsewhere", number=text.number(term.elsewhere), share=elsewhere),
            text("vocabulary.tip.odds", delta=text.number(term.delta, 2), z=text.number(term.z, 2)),
            _standing(text) if terms.stands_out(term) else text("vocabulary.chance"),
        ],
        text=text,
    )


def finding(chosen: Dataset, text: Text, asked: Asked | None) -> str:
    """Which words the statement uses more than the others, in a sentence; or that none stands out."""
    if asked is None:
        return text("statements.none")
    if len(terms.statements(chosen)) < 2:
        return text("vocabulary.alone")
    found = terms.compared(chosen, asked)
    title = text.isolate(passages.title(chosen, text, asked.meeting))
    if not found.terms:
        return text("vocabulary.too_few", title=title)
    named = [term.word for term in found.terms if term.z > 0 and terms.stands_out(term)][:NAMED]
    if not named:
        return text("vocabulary.nothing", title=title)
    return text(
        "vocabulary.finding", title=title, words=text.list(terms.quoted(each, text) for each in named)
    )


def picked(event: Any) -> Changes:
    """A click on a mark means its word: the places where it stands are listed below."""
    for point in (event or {}).get("selection", {}).get("points", []):
        word = [*(point.get("customdata") or []), ""][0]
        return {"word": word} if word else {}
    return {}


def listed_terms(found: Keyness) -> tuple[KeyTerm, ...]:
    """The words that the table lists: all, or those at both ends, which stand out most."""
    if len(found.terms) <= MOST_LISTED:
        return found.terms
    return (*found.terms[: FEW_LISTED // 2], *found.terms[-FEW_LISTED // 2 :])


def undrawn(chosen: Dataset, text: Text, asked: Asked) -> str:
    """How many statements are not offered and how many words are not listed; empty if none."""
    found = terms.compared(chosen, asked)
    number = frame.Counted(len(found.terms), len(listed_terms(found)))
    parts = passages.unoffered(chosen, text, [asked.meeting]), frame.left(text, "words", number)
    return " ".join(filter(None, parts))


def method(chosen: Dataset, text: Text, asked: Asked) -> str:
    """How the words were compared, how many, and the source line."""
    found = terms.compared(chosen, asked)
    # Of very many statements, the source line names that of the one whose words these are.
    every = terms.statements(chosen)
    there = sorted(every) if len(every) <= passages.MOST_OFFERED else [asked.meeting]
    ids = [row["source_id"] for each in there for row in passages.of(chosen.whole, each)[:1]]
    return markup.html(
        "vocabulary",
        dir=text.direction,
        text=text,
        sources=charts.source_line(ids, text=text, dataset=chosen),
        counted=text(
            "vocabulary.counted", here=text.number(found.here), elsewhere=text.number(found.elsewhere)
        ),
    )


def table(chosen: Dataset, text: Text, asked: Asked) -> str:
    """Every word that was compared as a table, each with a link to its places."""
    found = terms.compared(chosen, asked)
    listed = [
        {
            "word": term.word,
            "link": step(page="words", word=term.word),
            "here": text.number(term.here),
            "elsewhere": text.number(term.elsewhere),
            "share_here": text.number(1000 * term.here / found.here, 1) if found.here else "",
            "share_elsewhere": text.number(1000 * term.elsewhere / found.elsewhere, 1)
            if found.elsewhere
            else "",
            "delta": text.number(term.delta, 2),
            "z": text.number(term.z, 2),
            "out": terms.stands_out(term),
        }
        for term in listed_terms(found)
    ]
    return markup.html(
        "vocabulary_table",
        dir=text.direction,
        text=text,
        language=asked.language,
        direction=DIRECTIONS[asked.language],
        rows=listed,
    )


def warning(chosen: Dataset, text: Text, asked: Asked) -> str:
    """What a small sample means, in words; empty where the sample is not small."""
    found = terms.compared(chosen, asked)
    if not found.is_small:
        return ""
    return text(
        "vocabulary.small",
        here=text.number(found.here),
        elsewhere=text.number(found.elsewhere),
        enough=text.number(SMALL_SAMPLE_WORDS),
    )


def legend(chosen: Dataset, text: Text, screen: Screen) -> str:
    """What a filled and a hollow mark mean."""
    del chosen, screen  # the same for all of them
    items = [
        {"tone": "cm-standing", "form": "●", "name": _standing(text)},
        {"tone": "cm-standing", "form": "○", "name": text("vocabulary.chance")},
    ]
    return markup.html("legend", dir=text.direction, items=items)


def _standing(text: Text) -> str:
    return text("vocabulary.out", z=text.number(terms.STANDS_OUT, 2))


def sheet(chosen: Dataset, text: Text, screen: Screen, asked: Asked | None, word: str) -> frame.Sheet:
    """Everything of the view that is not the reader's."""
    several = asked is not None and len(terms.statements(chosen)) > 1
    compared = terms.compared(chosen, asked).terms if asked and several else ()
    return frame.framed(
        KEY,
        chosen,
        text,
        finding=finding(chosen, text, asked),
        figure=partial(figure, chosen, text, screen, asked, word) if compared else None,
        foot=method(chosen, text, asked) if asked and compared else "",
        table=partial(table, chosen, text, asked) if asked and compared else None,
        left=undrawn(chosen, text, asked) if asked and several else "",
    )


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    asked = terms.asked(chosen, follow.selection)
    several = asked is not None and len(terms.statements(chosen)) > 1
    word = follow.selection.word if asked and several else ""
    there = {term.word for term in terms.compared(chosen, asked).terms} if asked and word else set()
    drawn = follow.drawn(sheet, chosen, text, asked, word if word in there else "")
    st.html(drawn.head)
    if asked is None:
        frame.empty(text, follow, frame.STATEMENTS)
        return
    if follow.selection.statement not in (None, asked.meeting):
        hidden = text(
            "vocabulary.hidden",
            asked=text.isolate(passages.title(chosen, text, follow.selection.statement)),
            shown=text.isolate(passages.title(chosen, text, asked.meeting)),
        )
        st.html(markup.html("hidden", dir=text.direction, text=text, words=hidden, link=follow.link_cleared))
    if not several:
        return
    _choosers(chosen, text, follow, asked=asked)
    if small := warning(chosen, text, asked):
        st.html(markup.html("notice", dir=text.direction, words=small, items=[]))
    if drawn.figure is None:
        return
    st.html(follow.drawn(legend, chosen, text))
    frame.answering(drawn, text, follow, click=frame.Click(KEY, picked))


def _choosers(chosen: Dataset, text: Text, follow: Follow, *, asked: Asked) -> None:
    """Whose words, in which language, and from which number on."""
    names = {each: passages.title(chosen, text, each) for each in passages.offered(chosen, [asked.meeting])}
    which, how, often = st.columns([5, 3, 3], gap="medium", vertical_alignment="bottom")

    def choose(selection: Selection, value: Any) -> Selection:
        return replace(selection, statement=value)

    def speak(selection: Selection, value: Any) -> Selection:
        return replace(selection, tongue=None if value == selection.language else value)

    def demand(selection: Selection, value: Any) -> Selection:
        return replace(selection, least=int(value))

    which.selectbox(
        text("vocabulary.statement"),
        options=list(names),
        format_func=names.__getitem__,
        key=follow.widget("vocabulary-statement", asked.meeting),
        on_change=follow.changed("vocabulary-statement", choose),
    )
    how.segmented_control(
        text("vocabulary.tongue"),
        options=LANGUAGES,
        format_func=lambda each: text(f"reading.{each}"),
        key=follow.widget("vocabulary-tongue", asked.language),
        on_change=follow.changed("vocabulary-tongue", speak),
        required=True,
    )
    often.number_input(
        text("vocabulary.least"),
        min_value=1,
        max_value=MOST_LEAST,
        step=1,
        key=follow.widget("vocabulary-least", asked.least),
        on_change=follow.changed("vocabulary-least", demand),
    )
