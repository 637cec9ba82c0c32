"""The reference to a source as an item of CSL-JSON, from which every other format is made.

The source is cited at a paragraph, as this dataset renders it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from loaders.citation.words import read_words
from loaders.dates import period
from loaders.schema.tables import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.model import Dataset
    from loaders.selection import Language

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage or a published value (``figure``), and where its source states it.

    ``id`` is unique among all passages and values, in ASCII. ``number`` is that of the passage, 0
    for a value; ``paragraphs`` are those of the source, from 1, empty if unknown. ``meeting_id``
    may be "" for a value.
    """

    kind: Literal["passage", "figure"]
    id: str
    meeting_id: str
    number: int
    source_id: str
    paragraphs: tuple[int, ...]


def cite_passage(dataset: Dataset, meeting_id: str, number: int) -> Citation:
    """The passage of that number, from 1, of a meeting; KeyError if there is none."""
    rows = dataset.whole.passages
    rows = rows[(rows["meeting_id"] == meeting_id) & (rows["number"] == number)]
    if rows.empty:
        raise KeyError(f"meeting_id {meeting_id!r} has no passage with number {number!r}")
    row = records(rows)[0]
    key = f"{meeting_id}-passage-{row['number']}"
    return Citation(
        "passage", key, meeting_id, int(number), row["source_id"], tuple(row["paragraphs"])
    )


def cite_observation(dataset: Dataset, observation_id: str) -> Citation:
    """The published value of that id; KeyError if there is none."""
    row: Any = dataset.names["observations"].get(observation_id)
    if row is None:
        raise KeyError(f"observation_id {observation_id!r} is no figure of the dataset")
    paragraphs = () if pd.isna(row["paragraph"]) else (int(row["paragraph"]),)
    return Citation("figure", observation_id, row["meeting_id"], 0, row["source_id"], paragraphs)


def get_collection(citation: Citation, dataset: Dataset) -> str:
    """The collection to which a citation belongs, whichever is selected: core or record."""
    if citation.kind == "passage":
        return dataset.names["meetings"][citation.meeting_id]["collection"]
    return dataset.names["observations"][citation.id]["collection"]


def build_item(
    citation: Citation, *, dataset: Dataset, address: str, language: Language = "en"
) -> Item:
    """The reference as an item of CSL-JSON 1.0.2; what is unknown is left out.

    Args:
        citation: What is cited.
        dataset: The dataset that has it.
        address: The address of the view of the dataset that shows it; ``URL`` is that of the
            source.
        language: The language of the reader.

    Returns:
        The item. ``note`` says where in the source it is and how the dataset has it, with its
        collection; ``custom`` has the same in parts, for which CSL has no variables.
    """
    source = dataset.names["sources"][citation.source_id]
    is_press = source["kind"] == "press"
    publisher = source[f"publisher_{language}"]
    custom = _build_custom(citation, dataset=dataset, language=language) | {
        "address": _join_lines(address)
    }
    item: Item = {
        "id": citation.id,
        "type": "article-newspaper" if is_press else "webpage" if source["url"] else "report",
        "title": _build_title(citation, dataset=dataset, language=language),
        # A name is kept as printed: which part of it is the family name is not known.
        "author": [{"literal": _join_lines(source["author"])}] if source["author"] else [],
        "container-title": publisher if is_press else "",
        "publisher": "" if is_press else publisher,
        "issued": _build_date(source),
        "language": source["language"],
        "URL": source["url"],
        "source": format_source(custom, custom["name"]),
        "note": _format_note(custom, citation=citation, dataset=dataset),
        "custom": custom,
    }
    return {
        name: _join_lines(value) if isinstance(value, str) else value
        for name, value in item.items()
        if value
    }


def _join_lines(text: str) -> str:
    """A text on one line: a line break would end a field of RIS."""
    return " ".join(text.split())


def _build_date(source: Mapping[str, Any]) -> dict[str, list[list[int]]] | None:
    """The date of publication, with as many parts as are known."""
    if not source["published_on"]:
        return None
    date = period(source["published_on"], source["published_precision"])
    return {"date-parts": [[int(part) for part in date.text.split("-")]]}


def _build_title(citation: Citation, *, dataset: Dataset, language: Language) -> str:
    """The title as printed and our translation, or our description, in brackets."""
    source = dataset.names["sources"][citation.source_id]
    if source["title"]:
        translated = source["title_translated"]
        return f"{source['title']} [{translated}]" if translated else source["title"]
    if citation.meeting_id:
        about = dataset.names["meetings"][citation.meeting_id][f"title_{language}"]
    else:
        observation = dataset.names["observations"][citation.id]
        about = dataset.names["indicators"][observation["indicator_id"]][f"name_{language}"]
    form: str = read_words(language)["report" if source["kind"] == "press" else "document"]
    return form.format(about=about)


def _format_observation(row: Mapping[str, Any], *, dataset: Dataset, language: Language) -> str:
    """A value in words: ``People freed (Iraq): more than 7,700,000 people``."""
    from babel.numbers import format_decimal

    words = read_words(language)
    indicator = dataset.names["indicators"][row["indicator_id"]]
    ends = {
        end: "" if pd.isna(row[end]) else format_decimal(row[end], locale=language)
        for end in ("value", "high")
    }
    amount = words["qualified"][row["qualifier"]].format(**ends)
    unit = indicator[f"unit_{language}"]
    amount = (
        f"{amount}{unit}" if unit.startswith("%") else words["unit"].format(value=amount, unit=unit)
    )
    name = indicator[f"name_{language}"]
    counts = [words["scope"].get(row["scope"], ""), row[f"counts_{language}"]]
    if any(counts):
        name = words["counted"].format(
            name=name, counts=words["semicolon"].join(filter(None, counts))
        )
    stated = f"{name}: {amount}"
    return str(words["doubted"].format(figure=stated)) if row["confidence"] == "low" else stated


def _build_custom(citation: Citation, *, dataset: Dataset, language: Language) -> dict[str, str]:
    """Where the source states it and how the dataset has it, in parts."""
    words = read_words(language)
    if citation.kind == "passage":
        place = words["passage"].format(number=citation.number, name=words["name"])
    else:
        row = dataset.names["observations"][citation.id]
        figure = _join_lines(_format_observation(row, dataset=dataset, language=language))
        place = words[row["status"]].format(figure=figure, name=words["name"])
    return {
        "kind": citation.kind,
        "language": language,
        "paragraphs": format_paragraphs(citation.paragraphs),
        "name": words["name"],
        "collection": get_collection(citation, dataset),
        "version": dataset.version,
        "place": place,
    }


def format_paragraphs(paragraphs: Iterable[int]) -> str:
    """Paragraphs as a locator: ``7``, ``7-9`` for a run, ``2, 5``."""
    runs: list[list[int]] = []
    for paragraph in sorted(set(paragraphs)):
        if runs and paragraph == runs[-1][-1] + 1:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def format_source(custom: Mapping[str, Any], name: str) -> str:
    """What the dataset has, or its name, with the collection and the version."""
    words = read_words(custom["language"])
    version = words["version"].format(version=custom["version"])
    return str(words["comma"].join((name, words[custom["collection"]], version)))


def _format_note(custom: Mapping[str, Any], *, citation: Citation, dataset: Dataset) -> str:
    """The place in words; the address is last, so that no stop becomes a part of it."""
    words = read_words(custom["language"])
    parts = [
        format_source(custom, custom["place"]),
        words["id"].format(id=citation.id),
        custom["address"],
    ]
    if custom["paragraphs"]:
        form = {1: "paragraph", 2: "two_paragraphs"}.get(len(citation.paragraphs), "paragraphs")
        numbers = custom["paragraphs"].replace("-", "–").replace(", ", words["comma"])
        parts.insert(0, words[form].format(numbers=numbers))
    if citation.kind == "figure":
        speaker = dataset.names["observations"][citation.id][f"speaker_{custom['language']}"]
        parts.insert(-2, words["speaker"].format(speaker=speaker))
    return str(words["semicolon"].join(filter(None, parts)))
