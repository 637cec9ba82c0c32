"""The facts of a new meeting: read, filled in where one follows from another, and made into rows of every table.

Facts are nested dictionaries, as TOML gives them. A table is called after what it tells of (``meeting``,
``city``, ``source``, ``figure``, ``statement``, ``passage``, ``thread``, ``discrepancy``), a field like the
column that it fills. The rows are tried on a copy of the data folder: what the contract refuses is refused,
named by the field from which it comes. Nothing is written into the folder itself.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category, normalize

import pandas as pd

from loaders import contract, tables, writing
from loaders.dataset import PRECISION, load
from loaders.dates import Period, period
from loaders.faults import DamagedData
from loaders.originals import LARGEST, Original, Refused, decoded, fingerprint, folded, paragraphs, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from loaders.contract import Column, Contract
    from loaders.faults import Fault
    from loaders.model import Dataset

Content = dict[str, Any]
Cells = dict[str, str]

SINGLE = ("meeting", "city", "statement")
"""Tables of the draft of which there is one."""

MANY = {"source": "sources", "figure": "observations", "thread": "threads", "discrepancy": "discrepancies"}
"""Tables of the draft of which there may be several (``[[figure]]``), with the table of the data that each fills."""

FILLS = {"meeting": "meetings", "city": "cities", **MANY}

LAST = ("discrepancies", "threads", "observations", "cities", "sources", "meetings")
"""The tables in the order in which they are replaced.

What refers to the new meeting comes before the meeting: until the last file is there, the folder does not keep
the contract, and a running page shows the dataset that it has.
"""

NOT_THERE = ("the words are not in the article", "words of it, letter for letter")
"""What is wrong with evidence that no article holds, and what was expected."""

ONLINE = "online"
ARTICLE = "article"


class Wrong(NamedTuple):
    """What is wrong with one field of a draft. ``where`` is the cell that it would fill, if there is one."""

    place: str
    field: str
    problem: str
    expected: str
    where: str = ""

    def __str__(self) -> str:
        """The fault as a line: ``figure 2, value: what is wrong, expected … (observations.csv:57 value)``."""
        name = f"{self.place}, {self.field}" if self.field else self.place
        return f"{name}: {self.problem}, expected {self.expected}" + (
            f" ({self.where})" if self.where else ""
        )


class Rejected(Exception):
    """A draft that cannot become rows. ``wrongs`` holds everything that is wrong with it, in its own order."""

    def __init__(self, wrongs: Iterable[Wrong]) -> None:
        """Keep each once."""
        self.wrongs = tuple(dict.fromkeys(wrongs))
        super().__init__("\n".join(map(str, self.wrongs)))


@dataclass(slots=True)
class Rows:
    """The rows of a draft: the cells by column, each row with the place of the draft that it comes from.

    ``header`` and ``passages`` are those of the statement; there is none without passages. ``articles`` are
    the paragraphs of the copies at hand, by source.
    """

    meeting_id: str
    tables: dict[str, list[tuple[str, Cells]]]
    header: Content = field(default_factory=dict)
    passages: list[Content] = field(default_factory=list)
    articles: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Change(NamedTuple):
    """A file of the folder, by its name from there, as it is (None: not there) and as it shall be."""

    name: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draft does to a data folder: the files that change, in the order in which they are replaced.

    ``announced`` are the threads that announce a meeting for that time and leave open which: perhaps this one.
    """

    meeting_id: str
    changes: tuple[Change, ...]
    announced: tuple[str, ...] = ()

    @property
    def difference(self) -> str:
        """The new lines as a unified diff without context; nothing where nothing changes."""
        lines: list[str] = []
        for change in self.changes:
            old, new = ((text or b"").decode("utf-8").splitlines() for text in (change.before, change.after))
            start = "/dev/null" if change.before is None else f"a/{change.name}"
            lines += difflib.unified_diff(old, new, start, f"b/{change.name}", n=0, lineterm="")
        return "\n".join(lines)


# ids by the rule ----------------------------------------------------------------------------------------


def slug(words: str) -> str:
    """Words as a part of an id: ``Asharq Al-Awsat`` is ``asharq-al-awsat``; "" where no Latin letter is in them."""
    plain = "".join(each for each in normalize("NFKD", words) if each.isascii())
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")))


def place_of(city_id: str) -> str:
    """The city as ids of meetings and sources have it: ``kuwait`` for ``kuwait-city``, ``online`` for none."""
    return city_id.removesuffix("-city") or ONLINE


def meeting_id(meeting: Cells, *, dataset: Dataset) -> str:
    """The id of a new meeting: month and city, then the level where a meeting has that id already."""
    plain = f"{meeting['starts_on'][:7]}-{place_of(meeting['city_id'])}"
    known = dataset.known("meetings")
    if plain not in known:
        return plain
    return f"{plain}-{meeting['level'].replace('_', '-')}"


def source_id(source: Cells, *, meeting: Cells) -> str:
    """The id of a new source: publisher, the city of its meeting, and the year; "" without a publisher."""
    publisher = slug(source["publisher_en"])
    year = (source["published_on"] or meeting["starts_on"])[:4]
    return f"{publisher}-{place_of(meeting['city_id'])}-{year}" if publisher else ""


def publisher_of(source: str, *, near: str) -> str:
    """The publisher in the id of a source: ``spa`` of ``spa-brussels-2014``.

    ``near`` is the id of a row about the same meeting: it tells how many words the city has.
    """
    parts = source.split("-")[:-1]
    cities = ("-".join(parts[-length:]) for length in (3, 2) if len(parts) > length)
    city = next((each for each in cities if each in near), parts[-1] if len(parts) > 1 else "")
    return "-".join(parts).removesuffix(f"-{city}") or source


def observation_id(figure: Cells, *, taken: Mapping[str, Mapping[str, Any]]) -> str:
    """The id of a new figure: meeting and indicator, then the scope or the publisher that tell it from another."""
    plain = f"{figure['meeting_id'] or figure['as_of']}-{figure['indicator_id']}"
    if plain not in taken:
        return plain
    endings = [publisher_of(figure["source_id"], near=plain)]
    if taken[plain]["scope"] != figure["scope"]:
        endings.insert(0, figure["scope"])
    tried = [f"{plain}-{each}" for each in (*endings, "-".join(endings))]
    return next((each for each in tried if each not in taken), tried[-1])


def thread_id(thread: Cells) -> str:
    """The id of a new thread: the meeting that refers, then the one referred to, or else the subject."""
    there = re.sub(r"^\d{4}-\d{2}-", "", thread["to_meeting_id"]) or slug(thread["subject_en"])
    return f"{thread['from_meeting_id']}-{there}"


def discrepancy_id(discrepancy: Cells, *, taken: Iterable[str]) -> str:
    """The id of a new disagreement: the row in dispute and the rival source, with the column where that is needed."""
    table, _, rest = discrepancy["subject"].partition(":")
    key, _, column = rest.partition(":")
    rival = publisher_of(discrepancy["stated_source_id"], near=key)
    plain = f"{key}-{rival}"
    if table == "observations" and plain not in taken:
        return plain
    return f"{key}-{column.replace('_', '-')}-{rival}"


# from a draft to rows -----------------------------------------------------------------------------------


def rows(content: Content, *, dataset: Dataset, folder: Path) -> Rows:
    """The rows of a draft; Rejected if they cannot be made.

    ``folder`` is the one from which the paths of articles are read. Whether the rows keep the contract is not
    said yet.
    """
    rules = dataset.rules
    found = list(_form(content, rules=rules))
    if found:
        raise Rejected(found)
    made = {name: _cells(content.get(name, {}), columns=columns_of(name, rules=rules)) for name in SINGLE}
    meeting = made["meeting"]
    new = {name: _made(content.get(name, []), columns=columns_of(name, rules=rules)) for name in MANY}
    has_city = "city" in content
    if has_city:
        made["city"]["city_id"] = made["city"]["city_id"] or slug(made["city"]["name_en"])
        meeting["city_id"] = meeting["city_id"] or made["city"]["city_id"]
    _place(meeting, new=made["city"] if has_city else None, dataset=dataset)
    _time(meeting)
    if not meeting["meeting_id"]:
        _only(meeting, dataset=dataset)
        meeting["meeting_id"] = meeting_id(meeting, dataset=dataset)
    articles = _sources(new["source"], meeting=meeting, content=content, folder=folder, dataset=dataset)
    sources = new["source"]
    meeting["source_id"] = meeting["source_id"] or (sources[0]["source_id"] if sources else "")
    homes = {key: row["collection"] for key, row in dataset.names["sources"].items()}
    homes |= {source["source_id"]: source["collection"] for source in sources}
    statement = made["statement"]
    statement["source_id"] = statement["source_id"] or meeting["source_id"]
    taken: dict[str, Mapping[str, Any]] = dict(dataset.names["observations"])
    for each in new["figure"]:
        _figure(each, meeting=meeting, homes=homes)
        each["observation_id"] = each["observation_id"] or observation_id(each, taken=taken)
        taken.setdefault(each["observation_id"], each)
    for each in new["thread"]:
        _thread(each, meeting=meeting, homes=homes, source=statement["source_id"])
    out = Rows(
        meeting_id=meeting["meeting_id"],
        tables={
            "cities": [("city", made["city"])] if has_city else [],
            "meetings": [("meeting", meeting)],
            **{
                MANY[name]: [(f"{name} {count}", each) for count, each in enumerate(new[name], start=1)]
                for name in MANY
            },
        },
        articles=articles,
    )
    if wrongs := list(_quoted(out)):
        raise Rejected(wrongs)
    _discrepancies(new["discrepancy"], out=out, dataset=dataset)
    _statement(statement, passages=content.get("passage", []), out=out, dataset=dataset)
    return out


def columns_of(name: str, *, rules: Contract) -> tuple[Column, ...]:
    """The fields of a table of the draft, as the contract has them."""
    if name == "statement":
        return rules.header
    return rules.passage if name == "passage" else rules.tables[FILLS[name]].columns


def _form(content: Content, *, rules: Contract) -> Iterator[Wrong]:
    """What is wrong with the form of a draft: its tables, the names of their fields, and the kinds of values."""
    known = ("meeting", "city", "statement", "passage", *MANY)
    for name in content:
        if name not in known:
            yield Wrong(name, "", "the table is unknown", "one of " + ", ".join(known))
    if "meeting" not in content:
        yield Wrong("meeting", "", "the table is missing", "[meeting] with the fields of meetings.csv")
    for name in known:
        if name not in content:
            continue
        value, many = content[name], name not in SINGLE
        if many != isinstance(value, list) or not all(
            isinstance(each, dict) for each in (value if many else [value])
        ):
            form = f"[[{name}]]" if many else f"[{name}], once"
            yield Wrong(name, "", "the table is not of the right form", form)
            continue
        for place, each in _places(name, value):
            yield from _fields(each, place=place, name=name, rules=rules)


def _places(name: str, value: Any) -> list[tuple[str, Content]]:
    """Each table of that name with its place: ``figure 2``."""
    if name in SINGLE:
        return [(name, value)]
    return [(f"{name} {count}", each) for count, each in enumerate(value, start=1)]


def _fields(values: Content, *, place: str, name: str, rules: Contract) -> Iterator[Wrong]:
    columns = {each.name: each for each in columns_of(name, rules=rules)}
    extra = [ARTICLE] if name == "source" else []
    for key, value in values.items():
        if key not in columns and key not in extra:
            near = difflib.get_close_matches(key, [*columns, *extra], n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            yield Wrong(place, key, "the field is unknown", "one of " + ", ".join([*columns, *extra]) + hint)
        # Lists belong to passages, and the loader of statements looks at those with all else in them.
        elif name != "passage" and isinstance(value, (list, dict, bool, datetime)):
            expected = columns[key].expected if key in columns else "the path of a file"
            yield Wrong(place, key, f"{value!r} is no text, number or date", expected)
        elif unprintable(value):
            yield Wrong(place, key, f"{value!r} holds a control character", "text alone")


def unprintable(value: Any) -> bool:
    """Whether a value holds, in any of its texts, a character that is none: a control, or half of one."""
    if isinstance(value, str):
        return any(category(each) in ("Cc", "Cs") and not each.isspace() for each in value)
    if isinstance(value, dict):
        return any(map(unprintable, value.values()))
    return isinstance(value, list) and any(map(unprintable, value))


def _cells(values: Content, *, columns: Iterable[Column]) -> Cells:
    """The fields of a table as the cells of a row, "" for what is not given."""
    return {column.name: _cell(values.get(column.name, "")) for column in columns}


def _made(values: list[Content], *, columns: Iterable[Column]) -> list[Cells]:
    columns = tuple(columns)
    return [_cells(value, columns=columns) for value in values]


def _cell(value: Any) -> str:
    """A value of TOML as a cell is written: on one line, a number in full, a date as ISO 8601 has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return folded(str(value))


def _place(meeting: Cells, *, new: Cells | None, dataset: Dataset) -> None:
    """Put the id of the city where its id or one of its names is given."""
    asked = meeting["city_id"]
    known = {key: (row["name_en"], row["name_ar"]) for key, row in dataset.names["cities"].items()}
    if new:
        known[new["city_id"]] = (new["name_en"], new["name_ar"])
    found = city(asked, known=known)
    if asked and not found:
        near = difflib.get_close_matches(
            asked, [*known, *(each for pair in known.values() for each in pair)], n=1
        )
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        expected = f"a city of cities.csv{hint}, or a new one in a table [city]"
        raise Rejected([Wrong("meeting", "city_id", f"{asked!r} is unknown", expected)])
    meeting["city_id"] = found


def city(asked: str, *, known: Mapping[str, tuple[str, str]]) -> str:
    """The id of the city that an id or a name in either language names, whatever its capitals; "" if none does."""
    if slug(asked) in known:
        return slug(asked)
    names = {name.casefold(): key for key, pair in known.items() for name in pair}
    return names.get(asked.casefold(), "")


def _time(row: Cells) -> None:
    """Fill in the precision of each date, and the last day of a meeting that is given by one day."""
    for name in PRECISION.keys() & row.keys():
        there = PRECISION[name]
        if name != "ends_on" and not row[there]:
            row[there] = precision(row[name])
    if row.get("date_precision") == "day" and not row.get("ends_on"):
        row["ends_on"] = row["starts_on"]


def precision(text: str) -> str:
    """How precise a date is written: day, month or year; "" where it is none."""
    known = _known(text)
    return known.precision if known else ""


def _known(text: str) -> Period | None:
    try:
        return period(text)
    except ValueError:
        return None


def _only(meeting: Cells, *, dataset: Dataset) -> None:
    """Refuse a meeting that is there already: of the same level, in the same city and at the same time."""
    when = _known(meeting["starts_on"])
    for row in dataset.names["meetings"].values():
        other = _known(row["starts_on"])
        same = all(row[name] == meeting[name] for name in ("city_id", "level"))
        if same and when and other and when.first <= other.last and other.first <= when.last:
            problem = f"{row['meeting_id']!r} is a meeting of that level, there and then"
            raise Rejected(
                [
                    Wrong(
                        "meeting",
                        "starts_on",
                        problem,
                        "another meeting, or a meeting_id that tells the two apart",
                    )
                ]
            )


def _sources(
    sources: list[Cells], *, meeting: Cells, content: Content, folder: Path, dataset: Dataset
) -> dict[str, tuple[str, ...]]:
    """Fill in what follows for new sources; the paragraphs of the articles at hand, by source."""
    articles: dict[str, tuple[str, ...]] = {}
    wrongs = []
    known = {row["fingerprint"]: key for key, row in dataset.names["sources"].items() if row["fingerprint"]}
    for count, (given, each) in enumerate(zip(content.get("source", []), sources, strict=True), start=1):
        each["collection"] = each["collection"] or meeting["collection"]
        each["source_id"] = each["source_id"] or source_id(each, meeting=meeting)
        _time(each)
        if not given.get(ARTICLE):
            continue
        try:
            text = article(folder / str(given[ARTICLE]))
        except Refused as refused:
            wrongs.append(
                Wrong(f"source {count}", ARTICLE, str(refused), "a copy of the source as plain text")
            )
            continue
        print_of = fingerprint(text)
        if print_of in known:
            problem = f"the article is that of the source {known[print_of]!r}"
            wrongs.append(
                Wrong(f"source {count}", ARTICLE, problem, "that id as source_id, without a new source")
            )
        articles[each["source_id"]] = paragraphs(text)
        if each["collection"] == "core":
            each["fingerprint"] = each["fingerprint"] or print_of
    if wrongs:
        raise Rejected(wrongs)
    return articles


def article(path: Path) -> str:
    """The text of a copy of an article; Refused, with the reason, if it is none that can be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise Refused(str(path), reason="unreadable") from None
    if len(content) > LARGEST:
        raise Refused(str(path), reason="too_large")
    text = decoded(content, name=str(path))
    if not text.strip():
        raise Refused(str(path), reason="empty")
    return text


def _figure(row: Cells, *, meeting: Cells, homes: Mapping[str, str]) -> None:
    """Fill in what follows for a figure."""
    row["meeting_id"] = row["meeting_id"] or meeting["meeting_id"]
    row["source_id"] = row["source_id"] or meeting["source_id"]
    row["collection"] = row["collection"] or homes.get(row["source_id"], meeting["collection"])
    row["status"] = row["status"] or "stated"
    row["confidence"] = row["confidence"] or "high"
    row["as_of"] = row["as_of"] or meeting["starts_on"]
    _time(row)


def _thread(row: Cells, *, meeting: Cells, homes: Mapping[str, str], source: str) -> None:
    """Fill in what follows for a thread."""
    row["from_meeting_id"] = row["from_meeting_id"] or meeting["meeting_id"]
    row["source_id"] = row["source_id"] or source
    row["collection"] = row["collection"] or homes.get(row["source_id"], meeting["collection"])
    _time(row)
    row["thread_id"] = row["thread_id"] or thread_id(row)


def _quoted(out: Rows) -> Iterator[Wrong]:
    """Look for evidence in the articles at hand, and fill in the paragraph of a core source that alone holds it."""
    for place, row in (*out.tables["observations"], *out.tables["threads"]):
        article = out.articles.get(row["source_id"])
        if not article or not row["evidence"]:
            continue
        if not any(row["evidence"] in folded(each) for each in article):
            yield Wrong(place, "evidence", *NOT_THERE)
        elif row["collection"] == "core":
            row["paragraph"] = row["paragraph"] or paragraph_of(row["evidence"], article=article)


def paragraph_of(evidence: str, *, article: Iterable[str]) -> str:
    """The number of the one paragraph that holds some words; "" where none does, or several do."""
    there = [number for number, each in enumerate(article, start=1) if folded(evidence) in folded(each)]
    return str(there[0]) if len(there) == 1 else ""


def _discrepancies(values: list[Cells], *, out: Rows, dataset: Dataset) -> None:
    """Fill in what follows for disagreements: the row of the draft that a short subject means, what we hold."""
    taken = dataset.known("discrepancies")
    for value in values:
        table, *rest = value["subject"].split(":")
        if len(rest) == 1 and table == "meetings":
            rest.insert(0, out.meeting_id)
        elif len(rest) == 2 and table == "observations":
            rest[0] = _figure_id(rest[0], out=out)
        value["subject"] = ":".join([table, *rest])
        row = _row(table, rest[0], out=out, dataset=dataset) if len(rest) == 2 else {}
        value["adopted"] = value["adopted"] or _cell(row.get(rest[-1] if rest else "", ""))
        value["adopted_source_id"] = value["adopted_source_id"] or str(row.get("source_id", ""))
        value["discrepancy_id"] = value["discrepancy_id"] or discrepancy_id(value, taken=taken)
        taken.add(value["discrepancy_id"])


def _figure_id(name: str, *, out: Rows) -> str:
    """The id of a figure that is named in full, or by what follows the meeting in its id."""
    there = {row["observation_id"] for _, row in out.tables["observations"]}
    short = f"{out.meeting_id}-{name}"
    return short if short in there and name not in there else name


def _row(table: str, key: str, *, out: Rows, dataset: Dataset) -> Mapping[str, Any]:
    """A row of a table as it will be, by its key; nothing where there is none."""
    if table not in dataset.rules.tables:
        return {}
    first = dataset.rules.tables[table].key[0]
    new = {row[first]: row for _, row in out.tables.get(table, [])}
    return new.get(key) or dataset.names[table].get(key, {})


def _statement(header: Cells, *, passages: list[Content], out: Rows, dataset: Dataset) -> None:
    """The statement of the meeting, if the draft has passages; they are numbered as they stand."""
    if not passages:
        return
    source = header["source_id"]
    kind = _row("sources", source, out=out, dataset=dataset).get("kind", "")
    count = str(len(out.articles.get(source, ())) or "")
    total = header["source_paragraphs"] or count
    if count and total != count:
        expected = f"the number {count}, as many as the article has"
        raise Rejected([Wrong("statement", "source_paragraphs", f"{total!r} is another number", expected)])
    out.header = {
        "meeting_id": header["meeting_id"] or out.meeting_id,
        "source_id": source,
        "status": header["status"] or ("official" if kind == "official" else "press_report"),
        "source_paragraphs": int(total) if total.isdecimal() else total,
    }
    for number, passage in enumerate(passages, start=1):
        order = [name for name in (column.name for column in dataset.rules.passage) if name in passage]
        values = {name: passage[name] for name in (*order, *(name for name in passage if name not in order))}
        values = {name: folded(value) if isinstance(value, str) else value for name, value in values.items()}
        marks = values.get("figures", [])
        if isinstance(marks, list):
            values["figures"] = [_mark(mark, out=out) for mark in marks]
        out.passages.append({"number": number, **values})


def _mark(mark: Any, *, out: Rows) -> Any:
    if not isinstance(mark, dict) or not isinstance(mark.get("observation_id"), str):
        return mark
    return {**mark, "observation_id": _figure_id(mark["observation_id"], out=out)}


# from rows to files -------------------------------------------------------------------------------------


def plan(content: Content, *, root: Path, folder: Path) -> Plan:
    """What a draft does to the data folder ``root``; Rejected if the rows break the contract.

    DamagedData if the folder is damaged as it is. ``folder`` is the one from which paths of articles are read.
    """
    dataset = load(root)
    made = rows(content, dataset=dataset, folder=folder)
    rules = dataset.rules
    with tempfile.TemporaryDirectory() as place:
        tried = Path(place)
        _copy(root, tried, rules=rules)
        for name, new in made.tables.items():
            if new:
                _add(tried, name=name, new=[cells for _, cells in new], rules=rules)
        statement = f"{rules.statements}/{made.meeting_id}.toml"
        parts = writing.statement(made.header, passages=made.passages) if made.passages else []
        if parts and _inside(statement):
            (tried / statement).write_text("".join(parts), encoding="utf-8", newline="")
        try:
            whole = load(tried)
        except DamagedData as damaged:
            raise Rejected(_traced(damaged.faults, made=made, tried=tried, rules=rules)) from None
        if wrongs := list(_unquoted(made, dataset=whole)):
            raise Rejected(wrongs)
        changes = []
        if parts:
            changes.append(Change(statement, None, "".join(parts).encode("utf-8")))
        for name in LAST:
            path = rules.tables[name].path
            if made.tables[name]:
                ordered = getattr(whole, name).sort_values(list(rules.tables[name].key), kind="stable")
                text = tables.text_of(ordered).encode("utf-8")
                changes.append(Change(path, (root / path).read_bytes(), text))
    return Plan(made.meeting_id, tuple(changes), _announced(made, dataset=dataset))


def _announced(made: Rows, *, dataset: Dataset) -> tuple[str, ...]:
    """The threads of other meetings that may have announced the new one."""
    ((_, meeting),) = made.tables["meetings"]
    when = period(meeting["starts_on"])
    return tuple(
        row["thread_id"]
        for row in tables.records(dataset.threads)
        if row["kind"] == "announces"
        and not row["to_meeting_id"]
        and (there := _known(row["expected_on"]))
        and when.first <= there.last
        and there.first <= when.last
    )


def _inside(name: str) -> bool:
    """Whether the name of a statement is one that the contract allows, and so leads out of no folder."""
    return re.fullmatch(r"[a-z]+/[a-z0-9-]+\.toml", name) is not None


def _copy(root: Path, tried: Path, *, rules: Contract) -> None:
    """Copy the files that a dataset is made of, and nothing else."""
    (tried / rules.statements).mkdir()
    names = [table.path for table in rules.tables.values()]
    there = [*(root / name for name in (contract.FILE, *names)), *root.glob("*.toml")]
    for path in (*there, *(root / rules.statements).glob("*.toml")):
        shutil.copyfile(path, tried / path.relative_to(root))


def _add(tried: Path, *, name: str, new: list[Cells], rules: Contract) -> None:
    """Put rows into a table as they are given, whether or not they are right, sorted by the key."""
    table = rules.tables[name]
    there, _ = tables.rows(tried, table=table)
    added = pd.DataFrame(new, columns=list(table.names), dtype="object")
    every = pd.concat([there, added], ignore_index=True).sort_values(list(table.key), kind="stable")
    (tried / table.path).write_text(tables.text_of(every), encoding="utf-8", newline="")


def _traced(faults: Iterable[Fault], *, made: Rows, tried: Path, rules: Contract) -> Iterator[Wrong]:
    """The faults of the rows, each with the field of the draft from which it comes."""
    places: dict[tuple[str, int], str] = {}
    for name, new in made.tables.items():
        table = rules.tables[name]
        text, _ = tables.rows(tried, table=table)
        for place, cells in new:
            # Of two rows with one key the new one is the second.
            lines = text.index[text[table.key[0]] == cells[table.key[0]]].tolist()
            if lines:
                places.setdefault((table.path, int(lines[-1])), place)
                same = [(table.path, int(each)) for each in lines if (table.path, int(each)) not in places]
                places |= dict.fromkeys(same, place)
    parts = writing.statement(made.header, passages=made.passages) if made.passages else []
    start = 1
    for count, part in enumerate(parts):
        end = start + part.count("\n")
        file = f"{rules.statements}/{made.meeting_id}.toml"
        places |= dict.fromkeys(
            ((file, line) for line in range(start, end)), f"passage {count}" if count else "statement"
        )
        start = end
    for fault in faults:
        at = f"{fault.file}:{fault.row} {fault.column}".rstrip() if fault.row else fault.file
        expected = fault.expected
        if fault.file == rules.tables["observations"].path and fault.column == "indicator_id":
            expected += (
                ". A new indicator is more than a row: it needs its words in components/strings too, "
                "which a draft does not write"
            )
        yield Wrong(
            places.get((fault.file, fault.row), fault.file), fault.column, fault.problem, expected, at
        )


def _unquoted(made: Rows, *, dataset: Dataset) -> Iterator[Wrong]:
    """Evidence of the draft that does not stand in the article at hand."""
    sources = dataset.sources
    copies = {}
    for key, text in made.articles.items():
        # Only a source with a fingerprint is looked at; for a document of the record the copy at hand will do.
        mine = sources["source_id"] == key
        sources = sources.assign(fingerprint=sources["fingerprint"].where(~mine, key))
        copies[key] = Original(key, key, text)
    places = {
        (name, cells[dataset.rules.tables[name].key[0]]): place
        for name, new in made.tables.items()
        for place, cells in new
    }
    for each in verify(replace(dataset, sources=sources), copies):
        place = places.get((each.table, each.id))
        if place and each.verdict == "missing":
            yield Wrong(place, "evidence", *NOT_THERE)
        elif place and each.verdict == "elsewhere":
            problem = f"the evidence does not stand in paragraph {each.paragraph}"
            yield Wrong(place, "paragraph", problem, f"the number {each.where}")
