"""Vocabulary: the words that set one statement apart from the others, by their z-scores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import choosers, markup, passages, terms
from components.charts import frame
from components.charts.actions import render_actions
from components.charts.builder import FigureBuilder, draw_line, draw_points, draw_text
from components.charts.descriptions import join_lines
from components.charts.labels import MARK, escape_text
from components.charts.sources import list_sources
from components.theme import DESK, Screen
from loaders.selection import LANGUAGES, MOST_LEAST, Selection
from loaders.text.keyness import SMALL_SAMPLE_WORDS, Keyness, KeyTerm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.charts.builder import SerializedFigure
    from components.charts.marks import Changes
    from components.language import Text
    from components.state import Follow
    from components.terms import Comparison
    from loaders.model import Dataset

KEY = "vocabulary"

MOST = {False: (15, 10), True: (10, 6)}
"""Words drawn that are more and less frequent here, on a desk and on a phone."""

NAMED = 3
"""Words that the finding names at most."""

ROW_PX, HEADER_PX, FOOTER_PX = 27, 34, 58
"""Heights of a row of the picture, and of what stands above and below all rows."""

COUNTS_PX = {False: (60, 90), True: (44, 62)}
"""Widths of the two columns of counts, on a desk and on a phone."""

WORDS_PX = 110
"""Width of the words at the axis."""


class Positions(NamedTuple):
    """Where things stand on the axis of z-scores: its two ends, and beyond them the two columns of counts."""

    low: float
    high: float
    here: float
    elsewhere: float

    def compute_range(self) -> list[float]:
        """The range of the axis, with room for the numbers of the last column."""
        margin = abs(self.elsewhere - self.here) / 2
        if self.elsewhere < self.low:
            return [min(self) - margin, max(self)]
        return [min(self), max(self) + margin]


def rows(vocabulary: Keyness, screen: Screen) -> tuple[KeyTerm, ...]:
    """The words that are drawn, from the most to the least frequent here compared with elsewhere."""
    most, fewest = MOST[screen.narrow]
    more = [term for term in vocabulary.terms if term.z > 0][:most]
    less = [term for term in vocabulary.terms if term.z < 0][-fewest:]
    return (*more, *less)


def figure(
    selected: Dataset,
    text: Text,
    screen: Screen = DESK,
    comparison: Comparison | None = None,
    word: str = "",
) -> SerializedFigure:
    """A row a word, a mark at its z-score: filled where it stands out, hollow where it does not.

    Without a comparison the latest statement is drawn, in the language of the page. The mark of ``word``, which
    the concordance lists, is larger.
    """
    comparison = comparison or terms.choose_comparison(selected, Selection(language=text.language))
    vocabulary = terms.compare(selected, comparison) if comparison else Keyness((), 0, 0)
    drawn = rows(vocabulary, screen)
    more = sum(term.z > 0 for term in drawn)
    # One row stays empty between the words that are more frequent here and those that are less.
    heights = [-index - (0 < more <= index) for index in range(len(drawn))]
    lowest = min(heights, default=0)
    builder = FigureBuilder(screen, height=HEADER_PX + FOOTER_PX + ROW_PX * (1 - lowest))
    builder.layout["margin"] |= {"t": HEADER_PX, "b": FOOTER_PX}
    positions = _place_columns(drawn, screen, text)
    hovers = [_describe_hover(term, vocabulary, text=text) for term in drawn]
    builder.traces += [
        # A thin line along each row leads the eye from the word to its mark and its counts.
        draw_line(
            [positions.low, positions.high, None] * len(heights),
            [y for height in heights for y in (height, height, None)],
            width=1,
            color=screen.palette.rule,
        ),
        _trace_marks(drawn, heights, hovers, screen, word),
    ]
    _add_counts(builder, drawn, heights, positions, text)
    builder.y |= {
        "range": [lowest - 0.6, 0.6],
        "tickvals": heights,
        "ticktext": [escape_text(text.isolate(term.word)) for term in drawn],
        "tickfont": {"size": 14},
        "showgrid": False,
        "side": "right" if text.direction == "rtl" else "left",
    }
    builder.x |= {
        "range": positions.compute_range(),
        "tickvals": [z for z in range(-20, 21) if positions.low <= z <= positions.high],
        "showgrid": False,
        "showline": False,
    }
    _add_lines(builder, positions, text, screen)
    return builder.build()


def _place_columns(drawn: tuple[KeyTerm, ...], screen: Screen, text: Text) -> Positions:
    """Compute the ends of the axis and where the counts stand: on the side away from the words."""
    scores = [*(term.z for term in drawn), terms.STANDS_OUT, -terms.STANDS_OUT]
    low, high = min(scores) - 0.3, max(scores) + 0.3
    here_px, elsewhere_px = COUNTS_PX[screen.narrow]
    pixel = (high - low) / max(screen.width - WORDS_PX - here_px - elsewhere_px, WORDS_PX)
    offsets = (here_px / 2 * pixel, (here_px + elsewhere_px / 2) * pixel)
    is_mirrored = text.direction == "rtl"
    here, elsewhere = (low - offset if is_mirrored else high + offset for offset in offsets)
    return Positions(round(low, 3), round(high, 3), round(here, 3), round(elsewhere, 3))


def _trace_marks(
    drawn: Sequence[KeyTerm], heights: list[int], hovers: list[str], screen: Screen, word: str
) -> dict[str, Any]:
    palette = screen.palette
    colours = [palette.disputed if term.word == word else palette.accent for term in drawn]
    return draw_points(
        [round(term.z, 4) for term in drawn],
        y=heights,
        customdata=[[term.word] for term in drawn],
        hovertext=hovers,
        marker={
            "symbol": ["circle" if terms.stands_out(term) else "circle-open" for term in drawn],
            "size": [MARK + 4 * (term.word == word) for term in drawn],
            "color": colours,
            "line": {"width": 2, "color": colours},
        },
    )


def _add_counts(
    builder: FigureBuilder,
    drawn: Sequence[KeyTerm],
    heights: list[int],
    positions: Positions,
    text: Text,
) -> None:
    """Draw the two columns of counts, level with the marks, and name them."""
    for x, key, counts in (
        (positions.here, "vocabulary.column.here", [term.here for term in drawn]),
        (positions.elsewhere, "vocabulary.column.elsewhere", [term.elsewhere for term in drawn]),
    ):
        numbers = [text.number(count) for count in counts]
        builder.traces.append(
            draw_text([x] * len(heights), heights, numbers, textfont={"size": 13})
        )
        _write(builder, text(key), text, x=x, y=1, yanchor="bottom")


def _write(builder: FigureBuilder, words: str, text: Text, **position: Any) -> None:
    settings = {"xanchor": "center", "yref": "paper", **position}
    builder.add_text(escape_text(text.isolate(words)), size=12, **settings)


def _add_lines(builder: FigureBuilder, positions: Positions, text: Text, screen: Screen) -> None:
    """Draw zero and the two lines from which on a word stands out, and name what lies left and right of them."""
    settings = {"color": screen.palette.rest, "yref": "paper", "layer": "below"}
    builder.add_line((0, 0), (0, 1), **settings)
    for x, sign in ((terms.STANDS_OUT, ""), (-terms.STANDS_OUT, "−")):
        builder.add_line((x, x), (0, 1), width=1.5, dash="dash", **settings)
        number = sign + text.number(terms.STANDS_OUT, 2)
        name = number if screen.narrow else text("vocabulary.line", z=text.isolate(number))
        _write(builder, name, text, x=x, y=1, yanchor="bottom")
    below = {"y": 0, "yanchor": "top", "yshift": -28}
    _write(builder, text("vocabulary.rare"), text, x=positions.low, xanchor="left", **below)
    _write(builder, text("vocabulary.often"), text, x=positions.high, xanchor="right", **below)


def _describe_hover(term: KeyTerm, vocabulary: Keyness, *, text: Text) -> str:
    here, elsewhere = (
        text.number(1000 * count / total, 1) if total else text.number(0)
        for count, total in ((term.here, vocabulary.here), (term.elsewhere, vocabulary.elsewhere))
    )
    return join_lines(
        [
            term.word,
            text("vocabulary.tip.here", number=text.number(term.here), share=here),
            text("vocabulary.tip.elsewhere", number=text.number(term.elsewhere), share=elsewhere),
            text("vocabulary.tip.odds", delta=text.number(term.delta, 2), z=text.number(term.z, 2)),
            _name_standing_out(text) if terms.stands_out(term) else text("vocabulary.chance"),
        ],
        text=text,
    )


def finding(selected: Dataset, text: Text, comparison: Comparison | None) -> str:
    """Which words the statement uses more than the others, in a sentence; or that none stands out."""
    if comparison is None:
        return text("statements.none")
    if len(terms.list_compared(selected)) < 2:
        return text("vocabulary.alone")
    compared = terms.compare(selected, comparison).terms
    title = text.isolate(passages.title(selected, text, comparison.meeting))
    if not compared:
        return text("vocabulary.too_few", title=title)
    words = [term.word for term in compared if term.z > 0 and terms.stands_out(term)][:NAMED]
    if not words:
        return text("vocabulary.nothing", title=title)
    quoted = text.list(terms.quote(word, text) for word in words)
    return text("vocabulary.finding", title=title, words=quoted)


def picked(event: Any) -> Changes:
    """A click on a mark means its word: the concordance lists its occurrences."""
    for point in (event or {}).get("selection", {}).get("points", []):
        word = [*(point.get("customdata") or []), ""][0]
        return {"word": word} if word else {}
    return {}


def describe_method(selected: Dataset, text: Text, comparison: Comparison) -> str:
    """How the words were compared, how many, and the source line."""
    vocabulary = terms.compare(selected, comparison)
    here, elsewhere = text.number(vocabulary.here), text.number(vocabulary.elsewhere)
    statements = sorted(terms.list_compared(selected))
    passages_ = selected.whole.passages.drop_duplicates("meeting_id").set_index("meeting_id")
    sources = passages_["source_id"].reindex(statements)
    return markup.html(
        "vocabulary",
        text,
        sources=list_sources(sources, text=text, dataset=selected),
        counted=text("vocabulary.counted", here=here, elsewhere=elsewhere),
    )


def table(selected: Dataset, text: Text, comparison: Comparison) -> str:
    """Every word that was compared as a table, each with a link to its occurrences."""
    vocabulary = terms.compare(selected, comparison)

    def share(count: int, total: int) -> str:
        return text.number(1000 * count / total, 1) if total else ""

    return markup.html(
        "vocabulary_table",
        text,
        language=comparison.language,
        vocabulary=vocabulary,
        share=share,
        stands_out=terms.stands_out,
    )


def warn_small_sample(selected: Dataset, text: Text, comparison: Comparison) -> str:
    """What a small sample means, in words; empty where the sample is not small."""
    vocabulary = terms.compare(selected, comparison)
    if not vocabulary.is_small:
        return ""
    return text(
        "vocabulary.small",
        here=text.number(vocabulary.here),
        elsewhere=text.number(vocabulary.elsewhere),
        enough=text.number(SMALL_SAMPLE_WORDS),
    )


def legend(text: Text) -> str:
    """What a filled and a hollow mark mean, as markup."""
    items = [
        {"tone": "cm-standing", "form": "●", "name": _name_standing_out(text)},
        {"tone": "cm-standing", "form": "○", "name": text("vocabulary.chance")},
    ]
    return markup.html("legend", text, items=items)


def _name_standing_out(text: Text) -> str:
    return text("vocabulary.out", z=text.number(terms.STANDS_OUT, 2))


def header(selected: Dataset, text: Text, comparison: Comparison | None) -> str:
    """The heading of the view."""
    return frame.render_header(KEY, selected, text, finding=finding(selected, text, comparison))


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    selection = follow.selection
    comparison = terms.choose_comparison(selected, selection)
    several = len(terms.list_compared(selected)) > 1
    known = terms.compare(selected, comparison).terms if comparison and several else ()
    word = selection.word if any(term.word == selection.word for term in known) else ""
    st.html(follow.drawn(header, selected, text, comparison))
    if comparison is None:
        frame.show_empty(text, follow, frame.STATEMENTS)
        return
    if selection.statement not in (None, comparison.meeting):
        asked = text.isolate(passages.title(selected, text, selection.statement))
        shown = text.isolate(passages.title(selected, text, comparison.meeting))
        words = text("vocabulary.hidden", asked=asked, shown=shown)
        st.html(markup.html("hidden", text, words=words, link=follow.link_cleared))
    if not several:
        return
    _draw_choosers(selected, text, follow, comparison=comparison)
    if warning := warn_small_sample(selected, text, comparison):
        st.html(markup.html("notice", text, words=warning, items=[]))
    if not known:
        return
    st.html(legend(text))
    drawn = follow.drawn(figure, selected, text, follow.screen, comparison, word)
    alt = frame.describe_chart(KEY, finding(selected, text, comparison), text)
    frame.show_figure(KEY, drawn, follow, alt=alt, picked=picked)
    footer = follow.drawn(describe_method, selected, text, comparison)
    frame.show_footer(
        KEY,
        render_actions(KEY, selected, text) + footer,
        text,
        lambda: table(selected, text, comparison),
    )


def _draw_choosers(
    selected: Dataset, text: Text, follow: Follow, *, comparison: Comparison
) -> None:
    """Whose words, in which language, and from which number on."""
    statement_box, language_box, least_box = st.columns(
        [5, 3, 3], gap="medium", vertical_alignment="bottom"
    )

    def set_language(selection: Selection, value: Any) -> Selection:
        return replace(selection, tongue=None if value == selection.language else value)

    statement_box.selectbox(
        text("vocabulary.statement"),
        **choosers.offer_statements(selected, text),
        **choosers.bind(follow, "vocabulary-statement", comparison.meeting, "statement"),
    )
    language_box.segmented_control(
        text("vocabulary.tongue"),
        required=True,
        **choosers.offer(LANGUAGES, text, "reading"),
        **choosers.bind(follow, "vocabulary-tongue", comparison.language, set_language),
    )
    least_box.number_input(
        text("vocabulary.least"),
        min_value=1,
        max_value=MOST_LEAST,
        step=1,
        **choosers.bind(follow, "vocabulary-least", comparison.least, "least"),
    )
