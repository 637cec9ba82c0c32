"""Looking up: everything that a query finds, by kind; and what is near or elsewhere where it finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz import fuzz, process

from loaders.analysis.membership import roster
from loaders.model import cached_on_dataset
from loaders.schema import tables
from loaders.select import select
from loaders.selection import LANGUAGES, Selection
from loaders.text.folding import fold
from loaders.text.keyness import list_words
from loaders.text.query import Query, find_term
from loaders.text.search import search
from loaders.text.tokens import tokenize

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language
    from loaders.text.query import QueryTerm
    from loaders.text.tokens import TokenizedText

COLUMNS = {
    "observations": ("evidence", "speaker_en", "speaker_ar"),
    "meetings": ("title_en", "title_ar", "host_en", "host_ar"),
    "cities": ("name_en", "name_ar", "country_en", "country_ar"),
    "members": ("name_en", "name_ar"),
    "sources": ("publisher_en", "publisher_ar", "title", "title_translated", "author"),
}
"""Tables whose rows are found, in the order of the page, by the words of these columns."""

BETWEEN = " . "
"""Stands between the columns of a row: no phrase goes on across the end of a sentence."""

MOST_NEAREST = 5
LEAST_SIMILARITY = 65
"""Words that are offered at most for one that finds nothing, and how alike they are at least, of 100."""


class NearWords(NamedTuple):
    """A term that no statement holds, and the words of the statements that are most like it."""

    term: QueryTerm
    words: tuple[str, ...]


@cached_on_dataset(16)
def find_rows(dataset: Dataset, query: Query) -> dict[str, tuple[dict[str, Any], ...]]:
    """The selected rows of each table that hold every term of a query, in any column and either language.

    An observation is also found by its value, a meeting by its city and year. Members and sources
    are those of the collection, cities those of the selected meetings.
    """
    if not query:
        return dict.fromkeys(COLUMNS, ())
    cities = dataset.cities["city_id"].isin(dataset.meetings["city_id"])
    rows = {
        "observations": tables.records(dataset.observations),
        "meetings": tables.records(dataset.meetings),
        "cities": tables.records(dataset.cities[cities]),
        "members": [member.row for member in roster(dataset)],
        "sources": tables.records(dataset.held("sources")),
    }
    texts = {table: _tokenize_rows(dataset.whole, table) for table in COLUMNS}
    keys = {table: dataset.rules.tables[table].key[0] for table in COLUMNS}
    return {
        table: tuple(
            row
            for row in rows[table]
            if all(find_term(term, texts[table][row[keys[table]]]) for term in query.terms)
        )
        for table in COLUMNS
    }


@cached_on_dataset()
def _tokenize_rows(whole: Dataset, table: str) -> dict[str, TokenizedText]:
    """The tokens of what each row of a table is found by, by its id."""
    texts = {}
    for key, row in whole.names[table].items():
        parts = [row[column] for column in COLUMNS[table]]
        if table == "observations":
            parts.append(f"{row['value']:f}".rstrip("0").rstrip("."))
        elif table == "meetings":
            city = whole.names["cities"].get(row["city_id"], {})
            parts += [city.get("name_en", ""), city.get("name_ar", ""), row["starts_on"][:4]]
        texts[key] = tokenize(BETWEEN.join(parts))
    return texts


def count_everything(dataset: Dataset, query: Query) -> dict[str, int]:
    """How much of each kind a query finds, passages first; kinds of which it finds nothing are left out."""
    found = {"passages": len(search(dataset, query))}
    found |= {table: len(rows) for table, rows in find_rows(dataset, query).items()}
    return {kind: number for kind, number in found.items() if number}


def count_elsewhere(dataset: Dataset, query: Query) -> dict[str, int]:
    """How much of each kind a query finds in the whole record beyond what it finds in the selection."""
    here = count_everything(dataset, query)
    everywhere = count_everything(select(dataset, Selection(collection="record")), query)
    return {kind: number for kind, number in everywhere.items() if number > here.get(kind, 0)}


def split_languages(dataset: Dataset, query: Query) -> dict[Language, tuple[Query, int]]:
    """Of a query in both languages, the terms of each and how many passages they find by themselves."""
    if len({term.language for term in query.terms} - {None}) < len(LANGUAGES):
        return {}
    parts = {
        language: Query(tuple(term for term in query.terms if term.language in (language, None)))
        for language in LANGUAGES
    }
    found = {language: (part, len(search(dataset, part))) for language, part in parts.items()}
    return {language: (part, number) for language, (part, number) in found.items() if number}


def find_nearest(dataset: Dataset, query: Query) -> tuple[NearWords, ...]:
    """For each word of a query that no statement of the dataset holds, those that are most like it."""
    found = []
    for term in query.terms:
        if term.language and not search(dataset.whole, Query((term,))):
            words = {fold(word).text: word for word in list_words(dataset, term.language)}
            nearest = process.extract(
                term.text,
                list(words),
                scorer=fuzz.ratio,
                limit=MOST_NEAREST,
                score_cutoff=LEAST_SIMILARITY,
            )
            if nearest:
                found.append(NearWords(term, tuple(words[word] for word, _, _ in nearest)))
    return tuple(found)
