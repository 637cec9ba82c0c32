"""Asking for the facts of a new meeting, one question a fact, each answer held to the contract at once.

A question names the column, the choices, and in brackets the answer that Enter gives. ``?`` explains the
column in the words of the contract, ``-`` leaves it empty. What is asked for is what ``facts`` reads.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from loaders import contract, facts
from loaders.facts import ARTICLE, unprintable
from loaders.originals import Refused, folded, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from loaders.contract import Column
    from loaders.dataset import Dataset
    from loaders.facts import Content

    Check = Callable[[str], str]
    """What is wrong with an answer that the contract lets pass; "" if nothing is."""

HELP = "Enter takes what stands in brackets, ? explains, - leaves empty, Ctrl-D gives up: nothing is written then."

TRIES = 100
"""Refused answers to one question at most: who answers so is no person."""


def answer(column: Column, *, default: str = "", check: Check | None = None) -> str:
    """An answer that the contract takes for a column; "" where nothing is known. EOFError at the end of input."""
    choices = f" ({', '.join(column.choices)})" if column.choices else ""
    optional = "" if column.required or default else " (or nothing)"
    given = f" [{default}]" if default else ""
    for _ in range(TRIES):
        words = input(f"{column.name}{choices}{optional}{given}: ")
        if unprintable(words):
            print("  the answer holds a control character, expected text alone")
            continue
        text = folded(words)
        if text == "?":
            print(f"  {column.description}\n  Expected: {column.expected}.")
            continue
        text = default if not text else "" if text == "-" else text
        wrong = [*_refused(column, text=text), *([check(text)] if check and text else [])]
        wrong = [each for each in wrong if each]
        if not wrong:
            return text
        for each in wrong:
            print(f"  {each}")
    raise EOFError("no answer was one that could be taken")


def _refused(column: Column, *, text: str) -> list[str]:
    """What the contract says against an answer."""
    if text == "" and not column.required:
        return []
    cell = pd.DataFrame({column.name: [text]}, dtype="object")
    found = contract.faults(cell, columns=(column,), key=(), file="")
    return [f"{each.problem}, expected {each.expected}" for each in found]


def agreed(question: str) -> bool:
    """Whether the answer is yes; Enter is yes."""
    for _ in range(TRIES):
        said = input(f"{question} (yes, no) [yes]: ").strip().casefold()
        if said in ("", "y", "yes"):
            return True
        if said in ("n", "no"):
            return False
    raise EOFError("no answer was one that could be taken")


def ask(content: Content, *, dataset: Dataset, article: Path | None = None) -> None:
    """Ask for a whole meeting. Each answer is put into ``content`` at once, so that none is lost on the way."""
    print(HELP)
    asked = _Asked(content, dataset, article)
    asked.meeting()
    asked.figures()
    asked.passages()
    asked.threads()
    asked.discrepancies()


def _date(text: str) -> str:
    if facts.precision(text):
        return ""
    return f"{text!r} is not such a date, expected a date like 2017-11-15, 2017-11 or 2017"


def _near(text: str, *, known: Collection[str]) -> str:
    near = difflib.get_close_matches(text, list(known), n=3)
    return f" (did you mean {', '.join(near)}?)" if near else ""


def _numbers(text: str) -> list[int]:
    """Paragraphs as they are typed: ``3, 5-7`` is 3, 5, 6 and 7. ValueError for anything else."""
    out: list[int] = []
    for part in re.split(r"[,،\s]+", text):
        first, dash, last = part.partition("-")
        end = int(last) if dash else int(first)
        if not 1 <= int(first) <= end <= 10_000:
            raise ValueError(f"{part!r} is no paragraph")
        out += range(int(first), end + 1)
    return out


class _Asked:
    """A conversation about one meeting. ``content`` is what it has found out."""

    def __init__(self, content: Content, dataset: Dataset, article: Path | None) -> None:
        self.content = content
        self.dataset = dataset
        self.article = article
        self.new_sources: dict[str, Content] = {}
        self.copies: dict[str, tuple[str, ...]] = {}

    # one question

    def column(self, name: str, *, field: str) -> Column:
        """A field of a table of the draft."""
        return next(each for each in facts.columns_of(name, rules=self.dataset.rules) if each.name == field)

    def put(
        self, where: tuple[str, Content], field: str, *, default: str = "", check: Check | None = None
    ) -> str:
        """Ask for a field and keep the answer, if there is one."""
        name, values = where
        text = answer(self.column(name, field=field), default=default, check=check)
        if text:
            values[field] = text
        return text

    def pair(self, where: tuple[str, Content], stem: str, *, default: Content | None = None) -> None:
        """Ask for a text in English, and in Arabic if there is one."""
        known = default or {}
        if self.put(where, f"{stem}_en", default=known.get(f"{stem}_en", "")):
            same = where[1][f"{stem}_en"] == known.get(f"{stem}_en")
            column = self.column(where[0], field=f"{stem}_ar")
            needed = contract.Column(
                column.name, column.kind, column.description, {**column.constraints, "required": True}
            )
            where[1][f"{stem}_ar"] = answer(needed, default=known.get(f"{stem}_ar", "") if same else "")

    def more(self, name: str, field: str, *, check: Check | None = None) -> str:
        """The first field of one more of several, or nothing: then there are no more of them."""
        column = self.column(name, field=field)
        optional = contract.Column(
            column.name, column.kind, column.description, {**column.constraints, "required": False}
        )
        return answer(optional, check=check)

    def one_of(self, table: str, *, also: Iterable[str] = ()) -> Check:
        """A check that an answer is an id of a table."""
        known = self.dataset.known(table) | set(also)

        def check(text: str) -> str:
            if text in known:
                return ""
            file = self.dataset.rules.tables[table].path
            return f"{text!r} is unknown, expected an id of {file}{_near(text, known=known)}"

        return check

    # the meeting

    def meeting(self) -> None:
        """Ask where, when and who met, and which document says so."""
        values = self.content.setdefault("meeting", {})
        where = ("meeting", values)
        print("\nThe meeting")
        self.city(values)
        start = self.put(where, "starts_on", check=_date)
        if facts.precision(start) == "day":

            def later(text: str) -> str:
                fits = facts.precision(text) == "day" and text >= start
                return "" if fits else f"{text!r} does not fit the start, expected {start!r} or a later day"

            self.put(where, "ends_on", default=start, check=later)
        self.put(where, "level")
        self.put(where, "collection", default="record")
        for stem in ("title", "host"):
            self.pair(where, stem)
        print("\nIts source")
        values["source_id"] = self.source("")
        print("\nThe meeting again")
        self.pair(where, "note")
        cells = {**dict.fromkeys(self.dataset.rules.tables["meetings"].names, ""), **values}
        rule = facts.meeting_id(cells, dataset=self.dataset)

        def new(text: str) -> str:
            if text in self.dataset.known("meetings"):
                return f"{text!r} is an id of meetings.csv, expected a new one"
            return ""

        self.put(where, "meeting_id", default=rule, check=new)

    def city(self, meeting: Content) -> None:
        """Ask for the city, known or new; none for a meeting held online."""
        rows = self.dataset.names["cities"]
        known = {key: (row["name_en"], row["name_ar"]) for key, row in rows.items()}
        names = [*known, *(name for pair in known.values() for name in pair)]
        column = self.column("meeting", field="city_id")
        free = contract.Column("city", "string", f"{column.description} An id, or a name in either language.")
        while text := answer(free):
            if found := facts.city(text, known=known):
                print(f"  {known[found][0]}, {known[found][1]}")
                meeting["city_id"] = found
                return
            print(f"  {text!r} is no city of cities.csv{_near(text, known=names)}")
            if agreed("A new city?"):
                meeting["city_id"] = self.new_city(text)
                return

    def new_city(self, name: str) -> str:
        """Ask for a new city; its id."""
        values = self.content.setdefault("city", {})
        where = ("city", values)
        self.put(where, "name_en", default=name if facts.slug(name) else "")
        self.put(where, "name_ar", default="" if facts.slug(name) else name)
        country = self.put(where, "country_id")
        same = [row for row in self.dataset.names["cities"].values() if row["country_id"] == country]
        self.pair(where, "country", default=same[0] if same else None)
        self.put(where, "longitude")
        self.put(where, "latitude")

        def new(text: str) -> str:
            if text in self.dataset.known("cities"):
                return f"{text!r} is an id of cities.csv, expected a new one"
            return ""

        return self.put(where, "city_id", default=facts.slug(values["name_en"]), check=new)

    # sources

    def source(self, default: str) -> str:
        """Ask for the id of a document, known or new; nothing, where there is no default, means a new one."""
        column = self.column("meeting", field="source_id")
        free = contract.Column(
            "source_id",
            "string",
            f"{column.description} The id of a known source, or of a new one of this draft; "
            "the word new for one that is not there yet.",
        )
        check = self.one_of("sources", also=[*self.new_sources, "new"])
        text = answer(free, default=default or "new", check=check)
        return self.new_source() if text in ("new", "") else text

    def new_source(self) -> str:
        """Ask for a new document; its id."""
        values: Content = {}
        self.content.setdefault("source", []).append(values)
        where = ("source", values)
        text = self.copy(values)
        for field in ("kind",):
            self.put(where, field, default="press")
        self.pair(where, "publisher")
        self.put(where, "title")
        if self.put(where, "language", default="ar") != "en" and values.get("title"):
            self.put(where, "title_translated")
        self.put(where, "author")
        self.put(where, "published_on", check=_date)
        self.put(where, "url")
        self.pair(where, "note")
        self.put(where, "collection", default=self.content["meeting"]["collection"])
        cells = {**dict.fromkeys(self.dataset.rules.tables["sources"].names, ""), **values}
        meeting = {"city_id": "", **self.content["meeting"]}

        def new(text: str) -> str:
            if text in self.dataset.known("sources") | self.new_sources.keys():
                return f"{text!r} is an id of sources.csv, expected a new one"
            return ""

        key = self.put(where, "source_id", default=facts.source_id(cells, meeting=meeting), check=new)
        if values["collection"] == "core" and not text:
            self.put(where, "fingerprint")
        self.new_sources[key] = values
        self.copies[key] = text
        return key

    def copy(self, source: Content) -> tuple[str, ...]:
        """Ask for a copy of a document; its paragraphs, none where there is no copy."""
        default, self.article = str(self.article.resolve()) if self.article else "", None
        column = contract.Column(
            ARTICLE,
            "string",
            "The path of a copy of the document as plain text. By it the fingerprint is computed, the paragraphs are "
            "counted, and the evidence is looked up. It is not kept.",
        )

        def there(text: str) -> str:
            try:
                facts.article(Path(text))
            except Refused as refused:
                return f"{refused}, expected a copy as plain text"
            return ""

        if not (path := answer(column, default=default, check=there)):
            return ()
        source[ARTICLE] = str(Path(path).resolve())
        found = paragraphs(facts.article(Path(path)))
        print(f"  {len(found)} paragraphs")
        return found

    def home(self, source: str) -> str:
        """The collection to which a document belongs."""
        row = self.new_sources.get(source) or self.dataset.names["sources"][source]
        return str(row["collection"])

    def quoted(self, where: tuple[str, Content]) -> None:
        """Ask for the words of a document that show something, and for the paragraph in which they stand."""
        values = where[1]
        copy = self.copies.get(values["source_id"], ())

        def stands(text: str) -> str:
            if not copy or any(folded(text) in folded(each) for each in copy):
                return ""
            problem, expected = facts.NOT_THERE
            return f"{problem}, expected {expected}"

        self.put(where, "evidence", check=stands)
        if self.home(values["source_id"]) == "core":
            found = facts.paragraph_of(values["evidence"], article=copy)
            self.put(where, "paragraph", default=found)

    # what hangs on it

    def figures(self) -> None:
        """Ask for the figures, until there are no more."""
        print("\nIts figures: the indicator of each, nothing when there are no more")
        before: Content = {}
        used = self.dataset.whole.observations
        while indicator := self.more("figure", "indicator_id", check=self.one_of("indicators")):
            values: Content = {"indicator_id": indicator}
            self.content.setdefault("figure", []).append(values)
            where = ("figure", values)
            self.put(where, "value")
            if self.put(where, "qualifier") == "between":
                self.put(where, "high")
            scopes = Counter(used.loc[used["indicator_id"] == indicator, "scope"].tolist())
            self.put(where, "scope", default=scopes.most_common(1)[0][0] if scopes else "")
            self.pair(where, "counts")
            self.put(where, "as_of", default=self.content["meeting"]["starts_on"], check=_date)
            self.put(where, "status", default="stated")
            values["source_id"] = self.source(
                before.get("source_id", "") or self.content["meeting"]["source_id"]
            )
            self.pair(where, "speaker", default=before)
            self.quoted(where)
            self.put(where, "confidence", default="high")
            self.pair(where, "note")
            before = values

    def passages(self) -> None:
        """Ask for the passages of the statement, until there are no more."""
        print("\nIts statement: the voice of each passage, nothing when there are no more")
        before: Content = {}
        while voice := self.more("passage", "voice"):
            if not before:
                self.statement()
            values: Content = {"voice": voice}
            self.content.setdefault("passage", []).append(values)
            where = ("passage", values)
            self.pair(where, "speaker", default=before)
            values["themes"] = self.themes()
            values["paragraphs"] = self.paragraphs()
            self.put(where, "en")
            self.put(where, "ar")
            self.marks(values)
            before = values

    def statement(self) -> None:
        """Ask for the document that reports the statement, and how long it is."""
        values = self.content.setdefault("statement", {})
        where = ("statement", values)
        values["source_id"] = self.source(self.content["meeting"]["source_id"])
        source = (
            self.new_sources.get(values["source_id"]) or self.dataset.names["sources"][values["source_id"]]
        )
        self.put(where, "status", default="official" if source["kind"] == "official" else "press_report")
        copy = self.copies.get(values["source_id"], ())
        self.put(where, "source_paragraphs", default=str(len(copy) or ""))

    def themes(self) -> list[str]:
        """Ask for the themes of a passage."""
        column = self.column("passage", field="themes")
        one = self.one_of("themes")
        names = ", ".join(sorted(self.dataset.known("themes")))
        described = contract.Column(
            "themes", "string", f"{column.description} With commas between them: {names}.", {"required": True}
        )

        def check(text: str) -> str:
            return "\n  ".join(each for each in map(one, _listed(text)) if each)

        return _listed(answer(described, check=check))

    def paragraphs(self) -> list[int]:
        """Ask for the paragraphs that a passage renders."""
        column = self.column("passage", field="paragraphs")
        described = contract.Column("paragraphs", "string", column.description, {"required": True})
        total = int(self.content["statement"].get("source_paragraphs", 0))

        def check(text: str) -> str:
            try:
                numbers = _numbers(text)
            except ValueError:
                return f"{text!r} is not allowed, expected numbers like 3, 5-7"
            beyond = [each for each in numbers if each > total]
            return f"{beyond[0]} is beyond the end of the source, expected at most {total}" if beyond else ""

        return _numbers(answer(described, check=check))

    def marks(self, passage: Content) -> None:
        """Ask, for each figure of the meeting that no passage states yet, for the words that state it here."""
        stated = {
            mark["observation_id"] for each in self.content["passage"] for mark in each.get("figures", [])
        }
        taken: dict[str, Any] = dict(self.dataset.names["observations"])
        for figure in self.content.get("figure", []):
            cells = {"as_of": "", "meeting_id": self.content["meeting"]["meeting_id"], **figure}
            key = facts.observation_id(cells, taken=taken)
            taken[key] = cells
            if key in stated:
                continue
            mark = {"observation_id": key}
            for language in ("en", "ar"):
                words = self.words(passage[language], of=f"{language} words of {key}", needed="en" in mark)
                if not words:
                    break
                mark[language] = words
            else:
                passage.setdefault("figures", []).append(mark)

    def words(self, text: str, *, of: str, needed: bool) -> str:
        """Ask for words that stand in a text once."""
        column = contract.Column(
            of, "string", self.column("passage", field="figures").description, {"required": needed}
        )

        def once(words: str) -> str:
            count = text.count(words)
            return "" if count == 1 else f"{words!r} stands {count} times in the passage, expected once"

        return answer(column, check=once)

    def threads(self) -> None:
        """Ask for the references to other meetings, until there are no more."""
        print("\nOther meetings to which it refers: the kind of each, nothing when there are no more")
        report = (self.content.get("statement") or self.content["meeting"])["source_id"]
        own = self.content["meeting"]["meeting_id"]
        while kind := self.more("thread", "kind"):
            values: Content = {"kind": kind, "source_id": report}
            self.content.setdefault("thread", []).append(values)
            where = ("thread", values)

            def other(text: str) -> str:
                if text == own:
                    return f"{text!r} is the meeting that refers, expected another meeting, or nothing"
                return self.one_of("meetings")(text)

            self.put(where, "to_meeting_id", check=other)
            self.pair(where, "subject")
            if kind == "announces":
                column = self.column("thread", field="expected_on")
                rules = {**column.constraints, "required": True}
                needed = contract.Column(column.name, column.kind, column.description, rules)
                values["expected_on"] = answer(needed, check=_date)
            self.quoted(where)
            self.pair(where, "note")

    def discrepancies(self) -> None:
        """Ask for what other sources say otherwise, until there are no more."""
        own = self.content["meeting"]["meeting_id"]
        print(
            "\nWhat other sources say: the cell in dispute, nothing when there are no more\n"
            f"(meetings:{own}:starts_on, observations:{own}-members:value)"
        )
        while subject := self.more("discrepancy", "subject"):
            values: Content = {"subject": subject}
            self.content.setdefault("discrepancy", []).append(values)
            where = ("discrepancy", values)
            self.put(where, "stated")
            values["stated_source_id"] = self.source("")
            self.pair(where, "reason")


def _listed(text: str) -> list[str]:
    return [each for each in re.split(r"[,،\s]+", text) if each]
