"""The rows of a draft: the facts as cells of every table, with what follows from them filled in.

Whether the rows keep the contract is checked afterwards, by loading them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from loaders.checks import PRECISION
from loaders.dates import period
from loaders.draft import ids
from loaders.draft.form import (
    ARTICLE,
    TABLES,
    Content,
    DraftError,
    RejectedDraft,
    find_form_errors,
    list_columns,
    list_parts,
    suggest,
)
from loaders.originals import (
    Refused,
    compute_fingerprint,
    decode_document,
    map_fingerprints,
    normalize_text,
    read_bytes,
    split_paragraphs,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from loaders.draft.ids import Cells
    from loaders.model import Dataset

EVIDENCE_MISSING = ("the words are not in the article", "words of it, letter for letter")


@dataclass(slots=True)
class DraftRows:
    """The rows of a draft by table, each with the part of the draft that it comes from.

    ``header`` and ``passages`` are the statement's; without passages there is none. ``articles``
    are the paragraphs of the copies at hand, by source.
    """

    meeting_id: str
    tables: dict[str, list[tuple[str, Cells]]]
    articles: dict[str, tuple[str, ...]]
    header: Content = field(default_factory=dict)
    passages: list[Content] = field(default_factory=list)

    def find_row(self, table: str, key: str, *, dataset: Dataset) -> Mapping[str, Any]:
        """A row of the draft or of the dataset by its key; empty if there is none."""
        if table not in dataset.rules.tables:
            return {}
        column = dataset.rules.tables[table].key[0]
        new = {cells[column]: cells for _, cells in self.tables.get(table, [])}
        return new.get(key) or dataset.names[table].get(key, {})

    def expand_observation_id(self, name: str) -> str:
        """The id of a figure that is named in full, or by what follows the meeting in its id."""
        new = {cells["observation_id"] for _, cells in self.tables["observations"]}
        full = f"{self.meeting_id}-{name}"
        return full if full in new and name not in new else name


def build_rows(content: Content, *, dataset: Dataset, base: Path) -> DraftRows:
    """The rows of a draft.

    Args:
        content: The draft as TOML gives it.
        dataset: The dataset to which the meeting is added.
        base: The folder from which the paths of articles are read.

    Raises:
        RejectedDraft: If the rows cannot be made.
    """
    if errors := list(find_form_errors(content, rules=dataset.rules)):
        raise RejectedDraft(errors)
    parts = {name: _convert_table(content, name, dataset=dataset) for name in TABLES}
    ((_, meeting),) = parts["meeting"]
    _fill_city(meeting, parts["city"], dataset=dataset)
    _fill_dates(meeting)
    if not meeting["meeting_id"]:
        _reject_known_meeting(meeting, dataset=dataset)
        meeting["meeting_id"] = ids.make_meeting_id(meeting, taken=dataset.names["meetings"])
    articles = _fill_sources(parts["source"], content, meeting=meeting, base=base, dataset=dataset)
    for _, source in parts["source"][:1]:
        _fill(meeting, source_id=source["source_id"])
    header = _to_cells(content.get("statement", {}), "statement", dataset=dataset)
    _fill(header, meeting_id=meeting["meeting_id"], source_id=meeting["source_id"])
    rows = DraftRows(
        meeting_id=meeting["meeting_id"],
        tables={table: parts[name] for name, table in TABLES.items() if table},
        articles=articles,
    )
    _fill_figures_and_threads(rows, meeting=meeting, header=header, dataset=dataset)
    if errors := list(_locate_evidence(rows)):
        raise RejectedDraft(errors)
    _fill_discrepancies(rows, dataset=dataset)
    if content.get("passage"):
        _add_statement(rows, header, content["passage"], dataset=dataset)
    return rows


def _convert_table(content: Content, name: str, *, dataset: Dataset) -> list[tuple[str, Cells]]:
    parts = list_parts(content, name)
    return (
        []
        if not TABLES[name]
        else [(part, _to_cells(row, name, dataset=dataset)) for part, row in parts]
    )


def _to_cells(values: Content, name: str, *, dataset: Dataset) -> Cells:
    columns = list_columns(name, rules=dataset.rules)
    return {column.name: _format_cell(values.get(column.name, "")) for column in columns}


def _format_cell(value: Any) -> str:
    """A value of TOML as a cell: on one line, a number in full, a date in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normalize_text(str(value))


def _fill(row: Cells, **values: str) -> None:
    """Set the cells that are empty."""
    row.update({name: value for name, value in values.items() if not row[name]})


def _fill_dates(row: Cells) -> None:
    """Fill in the precision of each date, and the last day of a one-day meeting."""
    for name in PRECISION.keys() & row.keys() - {"ends_on"}:
        _fill(row, **{PRECISION[name]: _get_precision(row[name])})
    if row.get("date_precision") == "day":
        _fill(row, ends_on=row["starts_on"])


def _get_precision(text: str) -> str:
    try:
        return period(text).precision
    except ValueError:
        return ""


def overlap(first: str, second: str) -> bool:
    """Whether two dates of any precision may be the same; False if one is none."""
    try:
        left, right = period(first), period(second)
    except ValueError:
        return False
    return left.first <= right.last and right.first <= left.last


def _fill_city(meeting: Cells, cities: list[tuple[str, Cells]], *, dataset: Dataset) -> None:
    """Replace the name of the city by its id; a new city is that of the meeting."""
    known = {key: (row["name_en"], row["name_ar"]) for key, row in dataset.names["cities"].items()}
    for _, city in cities:
        _fill(city, city_id=ids.make_slug(city["name_en"]))
        _fill(meeting, city_id=city["city_id"])
        known[city["city_id"]] = (city["name_en"], city["name_ar"])
    name = meeting["city_id"]
    ids_by_name = {alias.casefold(): key for key, aliases in known.items() for alias in aliases}
    slug = ids.make_slug(name)
    meeting["city_id"] = slug if slug in known else ids_by_name.get(name.casefold(), "")
    if name and not meeting["city_id"]:
        hint = suggest(name, [*known, *(alias for aliases in known.values() for alias in aliases)])
        expected = f"a city of cities.csv{hint}, or a new one in a table [city]"
        raise RejectedDraft([DraftError("meeting", "city_id", f"{name!r} is unknown", expected)])


def _reject_known_meeting(meeting: Cells, *, dataset: Dataset) -> None:
    """Reject a meeting with level, city and time of one of the dataset."""
    for row in dataset.names["meetings"].values():
        is_same = all(row[name] == meeting[name] for name in ("city_id", "level"))
        if is_same and overlap(row["starts_on"], meeting["starts_on"]):
            problem = (
                f"{row['meeting_id']!r} is a meeting of that level, in that city, at that time"
            )
            expected = "another meeting, or a meeting_id that distinguishes the two"
            raise RejectedDraft([DraftError("meeting", "starts_on", problem, expected)])


def _fill_sources(
    sources: list[tuple[str, Cells]],
    content: Content,
    *,
    meeting: Cells,
    base: Path,
    dataset: Dataset,
) -> dict[str, tuple[str, ...]]:
    """Fill in the new sources; the paragraphs of the articles at hand, by source."""
    articles: dict[str, tuple[str, ...]] = {}
    errors = []
    known = map_fingerprints(dataset)
    for (part, cells), values in zip(sources, content.get("source", []), strict=True):
        _fill(cells, collection=meeting["collection"])
        _fill(cells, source_id=ids.make_source_id(cells, meeting=meeting))
        _fill_dates(cells)
        if not values.get(ARTICLE):
            continue
        path = base / str(values[ARTICLE])
        try:
            text = decode_document(read_bytes(path), name=path.name)
        except Refused as refused:
            errors.append(
                DraftError(part, ARTICLE, str(refused), "a copy of the source as plain text")
            )
            continue
        fingerprint = compute_fingerprint(text)
        if fingerprint in known:
            problem = f"the article is that of the source {known[fingerprint]!r}"
            errors.append(
                DraftError(part, ARTICLE, problem, "that id as source_id, without a new source")
            )
        articles[cells["source_id"]] = split_paragraphs(text)
        if cells["collection"] == "core":
            _fill(cells, fingerprint=fingerprint)
    if errors:
        raise RejectedDraft(errors)
    return articles


def _fill_figures_and_threads(
    rows: DraftRows, *, meeting: Cells, header: Cells, dataset: Dataset
) -> None:
    def fill_source(cells: Cells, source_id: str) -> None:
        _fill(cells, source_id=source_id)
        source = rows.find_row("sources", cells["source_id"], dataset=dataset)
        _fill(cells, collection=source.get("collection", meeting["collection"]))

    taken: dict[str, Mapping[str, Any]] = dict(dataset.names["observations"])
    for _, figure in rows.tables["observations"]:
        fill_source(figure, meeting["source_id"])
        _fill(figure, meeting_id=meeting["meeting_id"], as_of=meeting["starts_on"])
        _fill(figure, status="stated", confidence="high")
        _fill_dates(figure)
        _fill(figure, observation_id=ids.make_observation_id(figure, taken=taken))
        taken.setdefault(figure["observation_id"], figure)
    for _, thread in rows.tables["threads"]:
        fill_source(thread, header["source_id"])
        _fill(thread, from_meeting_id=meeting["meeting_id"])
        _fill_dates(thread)
        _fill(thread, thread_id=ids.make_thread_id(thread))


def _locate_evidence(rows: DraftRows) -> Iterator[DraftError]:
    """Look for evidence in the articles at hand, and fill in its paragraph (core)."""
    for part, cells in (*rows.tables["observations"], *rows.tables["threads"]):
        article = rows.articles.get(cells["source_id"])
        if article and cells["evidence"]:
            numbers = find_paragraphs(cells["evidence"], article)
            if not numbers:
                yield DraftError(part, "evidence", *EVIDENCE_MISSING)
            elif len(numbers) == 1 and cells["collection"] == "core":
                _fill(cells, paragraph=str(numbers[0]))


def find_paragraphs(evidence: str, article: Iterable[str]) -> list[int]:
    """The numbers of the paragraphs that hold some words."""
    paragraphs = enumerate(article, start=1)
    return [
        number for number, text in paragraphs if normalize_text(evidence) in normalize_text(text)
    ]


def _fill_discrepancies(rows: DraftRows, *, dataset: Dataset) -> None:
    """Fill in the row that a short subject means, and what the dataset adopts."""
    taken = set(dataset.names["discrepancies"])
    for _, cells in rows.tables["discrepancies"]:
        table, *rest = cells["subject"].split(":")
        if len(rest) == 1 and table == "meetings":
            rest.insert(0, rows.meeting_id)
        elif len(rest) == 2 and table == "observations":
            rest[0] = rows.expand_observation_id(rest[0])
        cells["subject"] = ":".join([table, *rest])
        row = rows.find_row(table, rest[0], dataset=dataset) if len(rest) == 2 else {}
        adopted = _format_cell(row.get(rest[-1] if rest else "", ""))
        _fill(cells, adopted=adopted, adopted_source_id=row.get("source_id", ""))
        _fill(cells, discrepancy_id=ids.make_discrepancy_id(cells, taken=taken))
        taken.add(cells["discrepancy_id"])


def _add_statement(
    rows: DraftRows, header: Cells, passages: list[Content], *, dataset: Dataset
) -> None:
    """Add the statement of the meeting; its passages are numbered in their order."""
    source = rows.find_row("sources", header["source_id"], dataset=dataset)
    count = str(len(rows.articles.get(header["source_id"], ())) or "")
    _fill(header, source_paragraphs=count)
    total = header["source_paragraphs"]
    if count and total != count:
        expected = f"the number {count}, as many as the article has"
        problem = f"{total!r} is another number"
        raise RejectedDraft([DraftError("statement", "source_paragraphs", problem, expected)])
    _fill(header, status="official" if source.get("kind") == "official" else "press_report")
    rows.header = {**header, "source_paragraphs": int(total) if total.isdecimal() else total}
    for number, passage in enumerate(passages, start=1):
        names = [column.name for column in dataset.rules.passage if column.name in passage]
        values = {
            name: normalize_text(passage[name]) if isinstance(passage[name], str) else passage[name]
            for name in names
        }
        if isinstance(values.get("figures"), list):
            values["figures"] = [_expand_mark(mark, rows) for mark in values["figures"]]
        rows.passages.append({"number": number, **values})


def _expand_mark(mark: Any, rows: DraftRows) -> Any:
    """A marked figure with the full id of its observation; unchanged if malformed."""
    if not isinstance(mark, dict) or not isinstance(mark.get("observation_id"), str):
        return mark
    return {**mark, "observation_id": rows.expand_observation_id(mark["observation_id"])}
