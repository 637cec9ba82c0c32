"""The story: the campaign in steps, each a saved selection with its text, question and terms.

Its texts hold no number, date or name of a meeting: a place names the row from which it is filled
in.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args
from urllib.parse import parse_qs

from loaders.analysis.bounds import bounds_of, is_below
from loaders.analysis.observations import as_figure
from loaders.analysis.series import series_of
from loaders.dates import period
from loaders.model import Both, Question, Step, Story, Term
from loaders.schema import toml_tables
from loaders.schema.errors import ValidationError
from loaders.schema.toml_tables import LineFinder, TomlTable
from loaders.select import SCOPED, USED, select
from loaders.selection import FIELDS, PARSERS, Selection, parse, read_address

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
"""A placeholder: ``{2018-02-kuwait-members}``, ``{held:2018-02-kuwait}``, ``{term:pledge|words}``."""

SAVED = [name for name in PARSERS if FIELDS.get(name, name) in SCOPED]
"""Parameters of an address that a step may hold: what is shown, not how it is read."""

STEP, QUESTION, TERM = "[[step]]", "[step.question]", "[[glossary]]"


class Piece(NamedTuple):
    """A piece of a text: plain ``words``, what the data say ``of`` a row, or a term in ``words``."""

    kind: Kind
    of: str = ""
    words: str = ""


class StoryFile(NamedTuple):
    """A story, and the records of its parts, which know the lines of the file."""

    story: Story
    steps: tuple[TomlTable, ...]
    questions: tuple[TomlTable, ...]
    terms: tuple[TomlTable, ...]


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text in its pieces; an unknown kind of placeholder is kept, for ``errors``."""
    found: list[Piece] = []
    position = 0
    for match in PLACE.finditer(text):
        found.append(Piece("words", words=text[position : match.start()]))
        found.append(Piece(cast("Kind", match[1] or "value"), match[2], match[3] or ""))
        position = match.end()
    found.append(Piece("words", words=text[position:]))
    return tuple(piece for piece in found if piece.of or piece.words or piece.kind != "words")


def find_step(selection: Selection, *, dataset: Dataset) -> Step | None:
    """Return the step that a selection names, else the first; None without a story."""
    named = [step for step in dataset.steps if step.step_id == selection.step]
    return next(iter((*named, *dataset.steps)), None)


def shown_selection(selection: Selection, *, dataset: Dataset) -> Selection:
    """Return the selection with the filters that its page uses.

    The others are empty; on the page of the story they are those of the step.
    """
    step = find_step(selection, dataset=dataset) if selection.page == "story" else None
    default = parse(parse_qs(step.query)) if step else Selection()
    unused: dict[str, Any] = {
        field: getattr(default, field) for field in SCOPED if field not in USED[selection.page]
    }
    return replace(selection, **unused)


# reading ------------------------------------------------------------------------------------------


def read(root: Path, *, rules: Contract) -> tuple[StoryFile | None, list[ValidationError]]:
    """Read the story of a data folder, None where it holds none, and the errors of its form."""
    path = root / rules.story
    if not path.exists():
        return None, []
    content, text, found = toml_tables.read_toml(path, name=rules.story)
    if found:
        return None, found
    lines = LineFinder(text, heads=[STEP, QUESTION, TERM])
    steps = _list_tables(content.pop("step", []), STEP, file=rules.story, lines=lines)
    terms = _list_tables(content.pop("glossary", []), TERM, file=rules.story, lines=lines)
    asked = [step.values.get("question") for step in steps]
    questions = _list_tables(
        [question if isinstance(question, dict) else {} for question in asked],
        QUESTION,
        file=rules.story,
        lines=lines,
    )
    for name in content:
        line, problem = lines.in_table()(name), "the table is unknown"
        found.append(ValidationError(rules.story, line, name, problem, "step or glossary"))
    if not steps:
        problem, wanted = "the story has no step", "at least one [[step]]"
        found.append(ValidationError(rules.story, 0, "step", problem, wanted))
    formed = [
        table
        for table, question in zip(questions, asked, strict=True)
        if isinstance(question, dict)
    ]
    for rows, columns in ((steps, rules.step), (terms, rules.term), (formed, rules.question)):
        found += toml_tables.find_errors(rows, columns=columns)
    if found:
        return None, found
    story = Story(
        tuple(
            _step(step.values, question.values)
            for step, question in zip(steps, questions, strict=True)
        ),
        tuple(_term(term.values) for term in terms),
    )
    return StoryFile(story, tuple(steps), tuple(questions), tuple(terms)), []


def _list_tables(rows: Any, header: str, *, file: str, lines: LineFinder) -> list[TomlTable]:
    """The tables under a header, each with its lines in the file; what is no table is left out."""
    return [
        TomlTable(row, file, lines.in_table(header, number))
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1)
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
    """Return the right choice: the typed answer of a value, else what the data say, or ""."""
    return question.answer or first(question, dataset=dataset)


def first(question: Question, *, dataset: Dataset) -> str:
    """Return the choice that surely is the largest, or was held first; "" where none is.

    Of "more than 7.7 million" and "8 million" neither is surely the larger: the first may be any
    number above.
    """
    choices = question.choices
    if question.kind == "earlier":
        meetings = dataset.names["meetings"]
        dates = {choice: period(meetings[choice]["starts_on"]) for choice in choices}
        beaten = {
            (first, second)
            for first in choices
            for second in choices
            if dates[first].last < dates[second].first
        }
    else:
        rows = dataset.names["observations"]
        bounds = {choice: bounds_of(as_figure(rows[choice], chosen=True)) for choice in choices}
        beaten = {
            (first, second)
            for first in choices
            for second in choices
            if is_below(bounds[second], bounds[first])
        }
    wins = Counter(winner for winner, _ in beaten)
    return next((choice for choice in choices if wins[choice] == len(choices) - 1), "")


def find_errors(story: StoryFile, *, dataset: Dataset) -> Iterator[ValidationError]:
    """Yield what a story says that the tables do not know, or types instead of naming."""
    terms = {term.term_id for term in story.story.terms}
    for name, rows in (("step", story.steps), ("glossary", story.terms)):
        ids = Counter(row.values["id"] for row in rows)
        for record in rows:
            if ids[record.values["id"]] > 1:
                problem = f"{record.values['id']!r} stands twice"
                yield _error(record, "id", problem, f"a {name} id of its own")
    for term in story.terms:
        for field in ("term_en", "term_ar", "definition_en", "definition_ar"):
            yield from _check_words(term, field)
    for step, record, asked in zip(story.story.steps, story.steps, story.questions, strict=True):
        yield from _check_selection(record, dataset=dataset)
        for field in ("title_en", "title_ar"):
            yield from _check_words(record, field)
        for holder, fields in ((record, ("en", "ar")), (asked, ("ask_en", "ask_ar"))):
            for field in fields:
                yield from _check_words(holder, field)
                for piece in pieces(holder.values[field]):
                    if wrong := _check_piece(piece, dataset=dataset, terms=terms):
                        yield _error(holder, field, *wrong)
            yield from _check_languages(holder, *fields)
        for error in _check_question(step.question, dataset=dataset):
            yield _error(asked, *error)


def _error(record: TomlTable, field: str, problem: str, expected: str) -> ValidationError:
    return ValidationError(record.file, record.find_line(field), field, problem, expected)


def _check_selection(record: TomlTable, *, dataset: Dataset) -> Iterator[ValidationError]:
    """A saved selection holds what the dataset knows, and leaves something."""
    field = "selection"
    parameters = parse_qs(record.values[field], keep_blank_values=True)
    for name in parameters.keys() - set(SAVED):
        yield _error(
            record, field, f"the parameter {name!r} cannot be saved", "one of " + ", ".join(SAVED)
        )
    saved, dropped = read_address(parameters, dataset)
    for name, value in dropped:
        if name in SAVED:
            yield _error(
                record, field, f"{name}={value} is unknown", "a value that the dataset knows"
            )
    if select(dataset, saved).meetings.empty:
        yield _error(
            record, field, "no meeting fits the selection", "a selection of at least one meeting"
        )


def _check_words(record: TomlTable, field: str) -> Iterator[ValidationError]:
    """Words hold no digit, of whichever script, and no brace that opens or closes nothing."""
    words = PLACE.sub(lambda found: found[3] or "", record.values[field])
    example = "a place like {2017-11-amman-members}"
    if digits := [letter for letter in words if letter.isdigit()]:
        yield _error(record, field, f"the digit {digits[0]!r} is typed", example)
    if "{" in words or "}" in words:
        yield _error(record, field, "a brace stands alone", example)
    if field.startswith(("title", "term", "definition")) and PLACE.search(record.values[field]):
        yield _error(record, field, "a place cannot be filled in here", "words alone")


def _check_piece(piece: Piece, *, dataset: Dataset, terms: set[str]) -> tuple[str, str] | None:
    """Return what is wrong with a placeholder, and what was expected; None if nothing is."""
    if piece.kind == "words":
        return None
    if piece.kind not in get_args(Kind):
        kinds = ", ".join(kind for kind in get_args(Kind) if kind != "words")
        return f"{piece.kind!r} is no kind of place", f"one of {kinds}"
    is_term = piece.kind == "term"
    if piece.of not in (terms if is_term else dataset.names[TABLES[piece.kind]]):
        table = "the glossary" if is_term else f"{TABLES[piece.kind]}.csv"
        return f"{piece.of!r} is unknown", f"an id of {table}"
    if piece.kind == "city" and not dataset.names["meetings"][piece.of]["city_id"]:
        return f"{piece.of!r} was held online", "a meeting that was held in a city"
    if is_term != bool(piece.words):
        expected = "a term with its words, {term:id|words}" if is_term else "a place without words"
        return f"{piece.of!r} is not written so", expected
    return None


def _check_languages(record: TomlTable, english: str, arabic: str) -> Iterator[ValidationError]:
    """Both languages say the same of the same rows."""
    places = {
        field: Counter(
            (piece.kind, piece.of)
            for piece in pieces(record.values[field])
            if piece.kind != "words"
        )
        for field in (english, arabic)
    }
    for field, translation in ((arabic, english), (english, arabic)):
        for kind, of in places[translation] - places[field]:
            name = of if kind == "value" else f"{kind}:{of}"
            yield _error(
                record, field, f"{{{name}}} is missing", "the places of the other language"
            )


def _check_question(question: Question, *, dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield by field what is wrong with a question, and what was expected.

    The choices are rows of one sort, differ, and have one right answer, which the question does not
    give away.
    """
    table = "meetings" if question.kind == "earlier" else "observations"
    unknown = [choice for choice in question.choices if choice not in dataset.names[table]]
    for choice in unknown:
        yield "choices", f"{choice!r} is unknown", f"an id of {table}.csv"
    if unknown:
        return
    if found := _check_choices(question, dataset=dataset):
        yield found
    telling = "held" if question.kind == "earlier" else "value"
    for field, text in (("ask_en", question.ask.en), ("ask_ar", question.ask.ar)):
        for piece in pieces(text):
            if piece.kind == telling and piece.of in question.choices:
                yield field, f"{piece.of!r} gives the answer away", "a question without it"


def _check_choices(question: Question, *, dataset: Dataset) -> tuple[str, str, str] | None:
    """Return the first error of the choices of a question, which are known."""
    choices, count = question.choices, len(question.choices)
    if len(set(choices)) < count:
        return "choices", "one stands twice", "choices that differ"
    if question.kind != "earlier":
        figures = [
            as_figure(dataset.names["observations"][choice], chosen=True) for choice in choices
        ]
        if len({figure.indicator_id for figure in figures}) > 1:
            return "choices", "they are of several indicators", "values of one indicator"
        if question.kind == "larger" and len(set(map(series_of, figures))) > 1:
            return (
                "choices",
                "they do not count the same",
                "values of one scope and one thing counted",
            )
        if question.kind == "value":
            if len({(figure.value, figure.qualifier) for figure in figures}) < count:
                return "choices", "two say the same value", "values that differ"
            if question.answer not in choices:
                return "answer", f"{question.answer!r} is none of the choices", "one of the choices"
            return None
    if question.answer:
        return "answer", "is typed", "nothing: the data give it"
    if not first(question, dataset=dataset):
        superlative = "first" if question.kind == "earlier" else "largest"
        return "choices", f"none is surely the {superlative}", "a choice that is"
    return None
