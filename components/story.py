"""Story: the campaign told in steps: one step's text, filled in from the data, its terms, and its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, markup
from components.language import DIRECTIONS
from loaders import story as tale
from loaders.analysis.observations import Figure, as_figure
from loaders.dates import Period, period
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.model import Both, Dataset, Question, Step

KEY = "story"


def links(chosen: Dataset, follow: Follow) -> tuple[str, ...]:
    """The addresses of the steps in their order; each keeps what the reader has chosen, for when the story is left."""
    return tuple(follow.link_page("story", step=step.step_id) for step in chosen.whole.steps)


def filled(words: Both, chosen: Dataset, text: Text) -> list[dict[str, str]]:
    """A text in its pieces, each with its words from the data; a value leads to its evidence, a term to its meaning."""
    says: dict[str, Callable[[str], str]] = {
        "value": lambda of: value(of, chosen, text),
        "when": lambda of: text.date(_figure(of, chosen).when),
        "who": lambda of: text.of(_figure(of, chosen).row, "speaker"),
        "meeting": lambda of: text.of(chosen.whole.names["meetings"][of], "title"),
        "held": lambda of: text.date(_held(of, chosen)),
        "city": lambda of: text.of(
            chosen.whole.names["cities"][chosen.whole.names["meetings"][of]["city_id"]], "name"
        ),
    }
    return [
        {
            "kind": piece.kind,
            "of": piece.of,
            "words": says[piece.kind](piece.of) if piece.kind in says else piece.words,
            "link": step(figure=piece.of) if piece.kind == "value" else "",
        }
        for piece in tale.pieces(words.of(text.language))
    ]


def value(observation: str, chosen: Dataset, text: Text) -> str:
    """A published value as the page states it, with its qualifier and unit."""
    figure = _figure(observation, chosen)
    return text.stated(figure, chosen.whole.names["indicators"][figure.indicator_id])


def _figure(observation: str, chosen: Dataset) -> Figure:
    return as_figure(chosen.whole.names["observations"][observation], chosen=True)


def _held(meeting: str, chosen: Dataset) -> Period:
    row = chosen.whole.names["meetings"][meeting]
    return period(row["starts_on"], row["date_precision"])


def place(shown: Step, chosen: Dataset) -> int:
    """The place of a step in the story, from 1."""
    return [step.step_id for step in chosen.whole.steps].index(shown.step_id) + 1


def finding(chosen: Dataset, text: Text, shown: Step) -> str:
    """Which step of how many this is, in words."""
    number, many = place(shown, chosen), len(chosen.whole.steps)
    return text("story.place", number=text.number(number), many=text.number(many))


def progress(chosen: Dataset, text: Text, screen: Screen, shown: Step, links: tuple[str, ...]) -> str:
    """Draw all steps as markup, a link each, the shown one marked.

    Args:
        chosen: The whole dataset, which holds the steps.
        text: The words of the page.
        screen: The reader's screen, on which nothing depends.
        shown: The step that is shown.
        links: The addresses of the steps, in their order.
    """
    del screen
    steps = [
        {
            "number": text.number(number),
            "title": step.title.of(text.language),
            "link": link,
            "current": step == shown,
            "past": number < place(shown, chosen),
        }
        for number, (step, link) in enumerate(zip(chosen.whole.steps, links, strict=True), start=1)
    ]
    return markup.html("story_progress", dir=text.direction, text=text, steps=steps)


def page(chosen: Dataset, text: Text, screen: Screen, shown: Step, links: tuple[str, ...]) -> str:
    """Draw one step as markup: its text, the terms that it uses, and the links to its neighbours.

    Args:
        chosen: The whole dataset, which holds the steps.
        text: The words of the page.
        screen: The reader's screen, on which nothing depends.
        shown: The step that is shown.
        links: The addresses of the steps, in their order.
    """
    del screen
    number = place(shown, chosen)
    pieces = filled(shown.text, chosen, text)
    used = {piece["of"] for piece in pieces if piece["kind"] == "term"}
    titles = [step.title.of(text.language) for step in chosen.whole.steps]
    ways = [{"link": link, "title": title} for link, title in zip(links, titles, strict=True)]
    return markup.html(
        "story",
        dir=text.direction,
        text=text,
        place=finding(chosen, text, shown),
        title=shown.title.of(text.language),
        pieces=pieces,
        terms=_terms(chosen, text, only=used),
        previous=ways[number - 2] if number > 1 else None,
        next=next(iter(ways[number:]), None),
    )


def _terms(chosen: Dataset, text: Text, *, only: set[str]) -> list[dict[str, str]]:
    return [
        {
            "id": term.term_id,
            "name": term.name.of(text.language),
            "definition": term.definition.of(text.language),
        }
        for term in chosen.whole.terms
        if term.term_id in only
    ]


def question(chosen: Dataset, text: Text, screen: Screen, asked: Question, answer: str) -> str:
    """A question as markup: its choices and, once one is taken, whether it is right and what the data say of it."""
    del screen  # the same on all of them
    taken = answer if answer in asked.choices else ""
    right = taken == tale.right(asked, dataset=chosen.whole)
    told = asked.choices if right and asked.kind != "value" else (taken,)
    return markup.html(
        "story_question",
        dir=text.direction,
        text=text,
        pieces=filled(asked.ask, chosen, text),
        choices=[
            {
                "words": _choice(choice, asked, chosen, text),
                "link": step(answer=choice),
                "taken": choice == taken,
            }
            for choice in asked.choices
        ],
        taken=bool(taken),
        right=right,
        told=[_answer(each, asked, chosen, text) for each in told] if taken else [],
    )


def _choice(of: str, asked: Question, chosen: Dataset, text: Text) -> str:
    """A choice in words that do not give the answer away: of a value the number, else who says it, or which meeting."""
    if asked.kind == "earlier":
        return text.of(chosen.whole.names["meetings"][of], "title")
    if asked.kind == "value":
        return value(of, chosen, text)
    figure = _figure(of, chosen)
    return text("story.said", speaker=text.of(figure.row, "speaker"), date=text.date(figure.when))


def _answer(of: str, asked: Question, chosen: Dataset, text: Text) -> dict[str, Any]:
    """What the data say of a choice: a value with its words and its source, or when a meeting was held."""
    names = chosen.whole.names
    if asked.kind == "earlier":
        row = names["meetings"][of]
        source = names["sources"][row["source_id"]]
        quote = {"quote": "", "language": "", "direction": "", "link": "", "note": ""}
        head = {"head": text.of(row, "title"), "said": text.date(_held(of, chosen))}
    else:
        figure = _figure(of, chosen)
        row = figure.row
        source = names["sources"][row["source_id"]]
        language = source["language"]
        quote = {
            "quote": row["evidence"],
            "language": language,
            "direction": DIRECTIONS.get(language, "ltr"),
            "link": step(figure=of),
            "note": text.of(row, "note"),
        }
        said = text("story.said", speaker=text.of(row, "speaker"), date=text.date(figure.when))
        head = {"head": value(of, chosen, text), "said": said}
    return {**head, **quote, "source": charts.source_name(source, text=text)}


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view: the step that the selection names, and its question."""
    shown = tale.find_step(follow.selection, dataset=chosen.whole)
    if shown is None:
        st.html(markup.html("notice", dir=text.direction, words=text("story.none"), items=[]))
        return
    st.html(follow.drawn(page, chosen.whole, text, shown, links(chosen, follow)))
    st.html(follow.drawn(question, chosen.whole, text, shown.question, follow.selection.answer or ""))
