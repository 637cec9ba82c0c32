"""The story: the campaign told in steps, each a saved selection with its text, its question and its terms.

Its texts hold no number, date or name of a meeting: a place names the row from which it is filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args
from urllib.parse import parse_qs

from loaders.bounds import bounds_of, is_below
from loaders.dates import period
from loaders.measures import as_figure
from loaders.model import Both, Question, Step, Story, Term
from loaders.schema import toml_tables
from loaders.schema.errors import ValidationError
from loaders.schema.toml_tables import LineFinder, TomlTable
from loaders.selection import SCOPED, USED, Selection, dropped, parse, within
from loaders.series import series_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.model import Dataset
    from loaders.schema.contract import Contract

Kind = Literal["words", "value", "when", "who", "meeting", "held", "city", "term"]

TABLES: dict[str, str] = {
    "value": "observations",
    "when": "observations",
    "who": "observations",
    "meeting": "meetings",
    "held": "meetings",
    "city": "meetings",
}
"""Where the row of each kind of place stands; a term stands in the story itself."""

PLACE = re.compile(r"\{(?:([a-z]+):)?([^{}|]*)(?:\|([^{}]*))?\}")
"""A place in a text: ``{2018-02-kuwait-members}``, ``{held:2018-02-kuwait}``, ``{term:pledge|a pledge}``."""

SAVED = ("collection", "years", "period", "city", "level", "meeting", "theme", "at", "between")
"""Parameters of an address that a step may hold: what is shown, not how it is read."""

STEP, QUESTION, TERM = "[[step]]", "[step.question]", "[[glossary]]"


class Piece(NamedTuple):
    """A piece of a text: plain ``words``; or what the data say ``of`` a row; or a term, in the words of the text."""

    kind: Kind
    of: str = ""
    words: str = ""


class Read(NamedTuple):
    """A story as its file tells it, and the records of its steps, questions and terms, for the lines of errors."""

    story: Story
    steps: tuple[TomlTable, ...]
    questions: tuple[TomlTable, ...]
    terms: tuple[TomlTable, ...]


def pieces(text: str) -> tuple[Piece, ...]:
    """A text in its pieces; a place of an unknown kind keeps its name as the kind, and ``find_errors`` refuses it."""
    out: list[Piece] = []
    past = 0
    for found in PLACE.finditer(text):
        if plain := text[past : found.start()]:
            out.append(Piece("words", words=plain))
        out.append(Piece(cast("Kind", found[1] or "value"), found[2], found[3] or ""))
        past = found.end()
    return (*out, Piece("words", words=text[past:])) if text[past:] else tuple(out)


def find_step(selection: Selection, *, dataset: Dataset) -> Step | None:
    """The step that a selection names, the first where it names none; None where there is no story."""
    named = [step for step in dataset.steps if step.step_id == selection.step]
    return next(iter((*named, *dataset.steps)), None)


def shown_selection(selection: Selection, *, dataset: Dataset) -> Selection:
    """The selection that a page draws, which may be less than what the reader has chosen.

    Args:
        selection: What the reader has chosen.
        dataset: The whole dataset, or any part of it.

    Returns:
        The selection with the filters that its page uses. The others are empty; on the page of the story they are
        those of the step.
    """
    step = find_step(selection, dataset=dataset) if selection.page == "story" else None
    usual = parse(parse_qs(step.query)) if step else Selection()
    unused: dict[str, Any] = {
        name: getattr(usual, name) for name in SCOPED if name not in USED[selection.page]
    }
    return replace(selection, **unused)


# reading ------------------------------------------------------------------------------------------


def read(root: Path, *, rules: Contract) -> tuple[Read | None, list[ValidationError]]:
    """The story of a data folder, None where it holds none, and the errors of its form."""
    path = root / rules.story
    if not path.exists():
        return None, []
    content, text, found = toml_tables.read_toml(path, name=rules.story)
    if found:
        return None, found
    finder = LineFinder(text, heads=[STEP, QUESTION, TERM])
    steps = _tables(content.pop("step", []), table=STEP, file=rules.story, finder=finder)
    terms = _tables(content.pop("glossary", []), table=TERM, file=rules.story, finder=finder)
    asked = [each.values.get("question") for each in steps]
    questions = [
        TomlTable(each if isinstance(each, dict) else {}, rules.story, finder.in_table(QUESTION, count))
        for count, each in enumerate(asked, start=1)
    ]
    for name in content:
        found.append(
            ValidationError(
                rules.story, finder.in_table()(name), name, "the table is unknown", "step or glossary"
            )
        )
    if not steps:
        found.append(
            ValidationError(rules.story, 0, "step", "the story has no step", "at least one [[step]]")
        )
    for kept, columns in ((steps, rules.step), (terms, rules.term)):
        found += toml_tables.find_errors(kept, columns=columns)
    there = [record for record, each in zip(questions, asked, strict=True) if isinstance(each, dict)]
    found += toml_tables.find_errors(there, columns=rules.question)
    if found:
        return None, found
    story = Story(
        tuple(_step(step.values, question.values) for step, question in zip(steps, questions, strict=True)),
        tuple(_term(term.values) for term in terms),
    )
    return Read(story, tuple(steps), tuple(questions), tuple(terms)), []


def _tables(tables: Any, *, table: str, file: str, finder: LineFinder) -> list[TomlTable]:
    rows = tables if isinstance(tables, list) else []
    return [
        TomlTable(row, file, finder.in_table(table, count))
        for count, row in enumerate(rows, start=1)
        if isinstance(row, dict)
    ]


def _both(values: dict[str, Any], *, name: str = "") -> Both:
    return Both(*(str(values[f"{name}{language}"]).strip() for language in ("en", "ar")))


def _step(values: dict[str, Any], question: dict[str, Any]) -> Step:
    asks = Question(
        kind=question["kind"],
        ask=_both(question, name="ask_"),
        choices=tuple(question["choices"]),
        answer=question.get("answer", ""),
    )
    title, text = _both(values, name="title_"), _both(values)
    return Step(values["id"], title, text, values["selection"], tuple(values["views"]), asks)


def _term(values: dict[str, Any]) -> Term:
    return Term(values["id"], _both(values, name="term_"), _both(values, name="definition_"))


# against the tables -------------------------------------------------------------------------------


def right(question: Question, *, dataset: Dataset) -> str:
    """The right choice: of a value the one that was asked for, else what the data say; "" where they do not."""
    return question.answer or first(question, dataset=dataset)


def first(question: Question, *, dataset: Dataset) -> str:
    """The choice that is surely the largest, or was surely held first; "" where that cannot be said.

    Of "more than 7.7 million" and "8 million" neither is surely the larger: the first may be any number above.
    """
    surely = _earlier if question.kind == "earlier" else _larger
    for choice in question.choices:
        if all(surely(choice, other, dataset=dataset) for other in question.choices if other != choice):
            return choice
    return ""


def _earlier(one: str, other: str, *, dataset: Dataset) -> bool:
    """Whether one meeting was surely held before another, as far as their dates are known."""
    rows = [dataset.names["meetings"][each] for each in (one, other)]
    here, there = (period(row["starts_on"], row["date_precision"]) for row in rows)
    return here.last < there.first


def _larger(one: str, other: str, *, dataset: Dataset) -> bool:
    """Whether one published value is surely larger than another, as far as their hedges leave it open."""
    first, second = (
        bounds_of(as_figure(dataset.names["observations"][choice], chosen=True)) for choice in (one, other)
    )
    return is_below(second, first)


def find_errors(told: Read, *, dataset: Dataset) -> Iterator[ValidationError]:
    """Whatever a story says that the tables do not know, types instead of naming, or shows without effect."""
    terms = {each.term_id for each in told.story.terms}
    for name, rows in (("step", told.steps), ("glossary", told.terms)):
        many = Counter(row.values["id"] for row in rows)
        for record in rows:
            if many[record.values["id"]] > 1:
                yield _error(record, "id", f"{record.values['id']!r} stands twice", f"a {name} id of its own")
    for term in told.terms:
        for field in ("term_en", "term_ar", "definition_en", "definition_ar"):
            yield from _typed(term, field)
    for step, record, asked in zip(told.story.steps, told.steps, told.questions, strict=True):
        yield from _selection(record, dataset=dataset)
        for field in ("title_en", "title_ar"):
            yield from _typed(record, field)
        for holder, fields in ((record, ("en", "ar")), (asked, ("ask_en", "ask_ar"))):
            for field in fields:
                yield from _text(holder, field, dataset=dataset, terms=terms)
            yield from _same(holder, *fields)
        yield from _question(step.question, asked, dataset=dataset)


def _error(record: TomlTable, field: str, problem: str, expected: str) -> ValidationError:
    return ValidationError(record.file, record.find_line(field), field, problem, expected)


def _selection(record: TomlTable, *, dataset: Dataset) -> Iterator[ValidationError]:
    """A saved selection holds what the dataset knows, and chooses something."""
    field = "selection"
    parameters = parse_qs(record.values[field], keep_blank_values=True)
    for name in parameters.keys() - set(SAVED):
        yield _error(record, field, f"the parameter {name!r} cannot be saved", "one of " + ", ".join(SAVED))
    for name, value in dropped(parameters, dataset):
        if name in SAVED:
            yield _error(record, field, f"{name}={value} is unknown", "a value that the dataset knows")
    if within(dataset, parse(parameters)).meetings.empty:
        yield _error(record, field, "no meeting fits the selection", "a selection of at least one meeting")


def _typed(record: TomlTable, field: str) -> Iterator[ValidationError]:
    """Words hold no digit, of whichever script, and no brace that opens or closes nothing."""
    words = PLACE.sub(lambda found: found[3] or "", record.values[field])
    if digits := [word for word in words if word.isdigit()]:
        yield _error(
            record, field, f"the digit {digits[0]!r} is typed", "a place like {2017-11-amman-members}"
        )
    if "{" in words or "}" in words:
        yield _error(record, field, "a brace stands alone", "a place like {2017-11-amman-members}")
    if field.startswith(("title", "term", "definition")) and PLACE.search(record.values[field]):
        yield _error(record, field, "a place cannot be filled in here", "words alone")


def _text(record: TomlTable, field: str, *, dataset: Dataset, terms: set[str]) -> Iterator[ValidationError]:
    """Every place of a text names a row that is there, and says no more than it may."""
    yield from _typed(record, field)
    for piece in pieces(record.values[field]):
        if piece.kind == "words":
            continue
        if piece.kind not in get_args(Kind):
            kinds = ", ".join(each for each in get_args(Kind) if each != "words")
            yield _error(record, field, f"{piece.kind!r} is no kind of place", f"one of {kinds}")
        elif piece.of not in (terms if piece.kind == "term" else dataset.names[TABLES[piece.kind]]):
            table = "the glossary" if piece.kind == "term" else f"{TABLES[piece.kind]}.csv"
            yield _error(record, field, f"{piece.of!r} is unknown", f"an id of {table}")
        elif piece.kind == "city" and not dataset.names["meetings"][piece.of]["city_id"]:
            yield _error(record, field, f"{piece.of!r} was held online", "a meeting that was held in a city")
        elif (piece.kind == "term") != bool(piece.words):
            wanted = (
                "a term with its words, {term:id|words}" if piece.kind == "term" else "a place without words"
            )
            yield _error(record, field, f"{piece.of!r} is not written so", wanted)


def _same(record: TomlTable, english: str, arabic: str) -> Iterator[ValidationError]:
    """Both languages say the same of the same rows."""

    def named(field: str) -> Counter[tuple[str, str]]:
        return Counter(
            (piece.kind, piece.of) for piece in pieces(record.values[field]) if piece.kind != "words"
        )

    here, there = named(english), named(arabic)
    for field, missing in ((arabic, here - there), (english, there - here)):
        for kind, of in missing:
            name = of if kind == "value" else f"{kind}:{of}"
            yield _error(record, field, f"{{{name}}} is missing", "the places of the other language")


def _question(question: Question, record: TomlTable, *, dataset: Dataset) -> Iterator[ValidationError]:
    """The choices are rows of one sort, differ, and have one right answer, which the question does not give away."""
    table = "meetings" if question.kind == "earlier" else "observations"
    unknown = [choice for choice in question.choices if choice not in dataset.names[table]]
    for each in unknown:
        yield _error(record, "choices", f"{each!r} is unknown", f"an id of {table}.csv")
    if unknown:
        return
    rows = [dataset.names[table][choice] for choice in question.choices]
    if len(set(question.choices)) < len(rows):
        yield _error(record, "choices", "one stands twice", "choices that differ")
    elif table == "observations" and len({row["indicator_id"] for row in rows}) > 1:
        yield _error(record, "choices", "they are of several indicators", "values of one indicator")
    elif question.kind == "larger" and len({series_of(as_figure(row, chosen=True)) for row in rows}) > 1:
        yield _error(
            record, "choices", "they do not count the same", "values of one scope and one thing counted"
        )
    elif question.kind == "value" and len({(str(row["value"]), row["qualifier"]) for row in rows}) < len(
        rows
    ):
        yield _error(record, "choices", "two say the same value", "values that differ")
    elif question.kind == "value" and question.answer not in question.choices:
        yield _error(record, "answer", f"{question.answer!r} is none of the choices", "one of the choices")
    elif question.kind != "value" and question.answer:
        yield _error(record, "answer", "is typed", "nothing: the data give it")
    elif question.kind != "value" and not first(question, dataset=dataset):
        yield _error(record, "choices", f"none is surely the {_WANTED[question.kind]}", "a choice that is")
    telling = "held" if question.kind == "earlier" else "value"
    for field in ("ask_en", "ask_ar"):
        for piece in pieces(record.values[field]):
            if piece.kind == telling and piece.of in question.choices:
                yield _error(record, field, f"{piece.of!r} gives the answer away", "a question without it")


_WANTED = {"larger": "largest", "earlier": "first"}
