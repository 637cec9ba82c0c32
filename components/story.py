"""Story: the campaign in steps: one step's text, filled in from the data, its terms, and its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from components import markup
from components.charts.sources import name_source
from loaders import story as story_data
from loaders.analysis.observations import Figure, as_figure
from loaders.dates import Period, period

if TYPE_CHECKING:
    from components.language import Text
    from components.state import Follow
    from loaders.model import Both, Dataset, Question, Step

KEY = "story"


def links(selected: Dataset, follow: Follow) -> tuple[str, ...]:
    """The addresses of the steps in their order; each keeps the reader's selection, for when the story is left."""
    return tuple(follow.link_page("story", step=step.step_id) for step in selected.whole.steps)


def fill_in(words: Both, selected: Dataset, text: Text) -> list[dict[str, str]]:
    """A text in its pieces, each with its words from the data; a value has a link to its evidence."""
    return [
        {
            "kind": piece.kind,
            "of": piece.of,
            "words": piece.words
            if piece.kind in ("words", "term")
            else _describe_piece(piece, selected, text),
        }
        for piece in story_data.pieces(words.of(text.language))
    ]


def _describe_piece(piece: story_data.Piece, selected: Dataset, text: Text) -> str:
    """What the data say at a place in a text."""
    names = selected.whole.names
    if piece.kind in ("value", "when", "who"):
        observation = _find_observation(piece.of, selected)
        if piece.kind == "value":
            return describe_value(piece.of, selected, text)
        return (
            text.date(observation.when)
            if piece.kind == "when"
            else text.of(observation.row, "speaker")
        )
    meeting = names["meetings"][piece.of]
    if piece.kind == "city":
        return text.of(names["cities"][meeting["city_id"]], "name")
    return (
        text.date(_date_meeting(piece.of, selected))
        if piece.kind == "held"
        else text.of(meeting, "title")
    )


def describe_value(observation_id: str, selected: Dataset, text: Text) -> str:
    """A published value as the page states it, with its qualifier and unit."""
    observation = _find_observation(observation_id, selected)
    return text.stated(observation, selected.whole.names["indicators"][observation.indicator_id])


def _find_observation(observation_id: str, selected: Dataset) -> Figure:
    return as_figure(selected.whole.names["observations"][observation_id], chosen=True)


def _date_meeting(meeting: str, selected: Dataset) -> Period:
    row = selected.whole.names["meetings"][meeting]
    return period(row["starts_on"], row["date_precision"])


def _number_step(shown: Step, selected: Dataset) -> int:
    """The number of a step in the story, from 1."""
    return [step.step_id for step in selected.whole.steps].index(shown.step_id) + 1


def finding(selected: Dataset, text: Text, shown: Step) -> str:
    """Which step of how many this is, in words."""
    number, total = _number_step(shown, selected), len(selected.whole.steps)
    return text("story.place", number=text.number(number), many=text.number(total))


def progress(selected: Dataset, text: Text, shown: Step, links: tuple[str, ...]) -> str:
    """All steps as markup, a link each (``links`` are in their order), the shown one marked."""
    steps = [
        {
            "number": text.number(number),
            "title": step.title.of(text.language),
            "link": link,
            "is_current": step == shown,
            "is_past": number < _number_step(shown, selected),
        }
        for number, (step, link) in enumerate(
            zip(selected.whole.steps, links, strict=True), start=1
        )
    ]
    return markup.html("story_progress", text, steps=steps)


def page(selected: Dataset, text: Text, shown: Step, links: tuple[str, ...]) -> str:
    """One step as markup: its text, the terms that it uses, and links to its neighbours out of those of all steps."""
    number = _number_step(shown, selected)
    pieces = fill_in(shown.text, selected, text)
    used = {piece["of"] for piece in pieces if piece["kind"] == "term"}
    titles = [step.title.of(text.language) for step in selected.whole.steps]
    steps = [{"link": link, "title": title} for link, title in zip(links, titles, strict=True)]
    terms = [term for term in selected.whole.terms if term.term_id in used]
    return markup.html(
        "story",
        text,
        finding=finding(selected, text, shown),
        title=shown.title.of(text.language),
        pieces=pieces,
        terms=terms,
        language=text.language,
        previous=steps[number - 2] if number > 1 else None,
        next=steps[number] if number < len(steps) else None,
    )


def question(selected: Dataset, text: Text, asked: Question, answer: str) -> str:
    """A question as markup: its choices and, once one is taken, whether it is right and what the data say of it."""
    taken = answer if answer in asked.choices else ""
    is_right = taken == story_data.right(asked, dataset=selected.whole)
    # The other values of a question for a value would give its answer away.
    described = asked.choices if is_right and asked.kind != "value" else (taken,)
    return markup.html(
        "story_question",
        text,
        pieces=fill_in(asked.ask, selected, text),
        choices=[
            {
                "words": _describe_choice(choice, asked, selected, text),
                "id": choice,
                "is_taken": choice == taken,
            }
            for choice in asked.choices
        ],
        is_right=is_right,
        answers=[_describe_answer(choice, asked, selected, text) for choice in described]
        if taken
        else [],
    )


def _describe_choice(choice: str, asked: Question, selected: Dataset, text: Text) -> str:
    """A choice in words that do not give the answer away: a value, else who states it, or which meeting."""
    if asked.kind == "earlier":
        return text.of(selected.whole.names["meetings"][choice], "title")
    if asked.kind == "value":
        return describe_value(choice, selected, text)
    return _describe_speaker(_find_observation(choice, selected), text)


def _describe_speaker(observation: Figure, text: Text) -> str:
    return text(
        "story.said", speaker=text.of(observation.row, "speaker"), date=text.date(observation.when)
    )


def _describe_answer(choice: str, asked: Question, selected: Dataset, text: Text) -> dict[str, Any]:
    """What the data say of a choice: a value with its words and its source, or when a meeting was held."""
    names = selected.whole.names
    if asked.kind == "earlier":
        row = names["meetings"][choice]
        source = names["sources"][row["source_id"]]
        answer = {
            "title": text.of(row, "title"),
            "detail": text.date(_date_meeting(choice, selected)),
        }
        return {
            **answer,
            "source": name_source(source, text=text),
            "quote": "",
            "id": "",
            "note": "",
        }
    observation = _find_observation(choice, selected)
    row = observation.row
    source = names["sources"][row["source_id"]]
    return {
        "title": describe_value(choice, selected, text),
        "detail": _describe_speaker(observation, text),
        "source": name_source(source, text=text),
        "quote": row["evidence"],
        "rendering": text.of(row, "evidence"),
        "language": source["language"],
        "id": choice,
        "note": text.of(row, "note"),
    }


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view: the step that the selection names, and its question."""
    shown = story_data.find_step(follow.selection, dataset=selected.whole)
    if shown is None:
        st.html(markup.html("notice", text, words=text("story.none"), items=[]))
        return
    st.html(follow.drawn(page, selected.whole, text, shown, links(selected, follow)))
    st.html(
        follow.drawn(question, selected.whole, text, shown.question, follow.selection.answer or "")
    )
