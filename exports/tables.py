"""Tables: what a view shows of each table, ids followed by names, inert in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from components.language import text
from loaders.analysis import membership
from loaders.analysis.disputes import disputes
from loaders.schema.tables import format_csv, records
from loaders.selection import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from loaders.model import Dataset

BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8; without it Arabic comes out wrong."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be run as a formula."""

PASSAGE_COLUMNS = (
    "number",
    "voice",
    "speaker_en",
    "speaker_ar",
    "themes",
    "paragraphs",
    "en",
    "ar",
)
"""The columns of a passage after its meeting and its source, as its file names them."""


def build_table(chosen: Dataset, name: str) -> pd.DataFrame:
    """Return what a view shows of a table: the columns of its file, each id followed by its names.

    Each row ends in the version of the dataset, so that rows still tell where they are from when
    they were copied into another file. Lists are joined by ";".

    Args:
        chosen: What the selection leaves of the dataset.
        name: One of ``TABLES``.
    """
    return TABLES[name](chosen).reset_index(drop=True).assign(dataset_version=chosen.version)


def _build_meetings(chosen: Dataset) -> pd.DataFrame:
    levels = chosen.rules.choices("meetings", "level")
    names = {
        "city_id": _name_cities(chosen),
        "level": name_choices("level", levels, "level."),
        "source_id": name_sources(chosen),
    }
    return insert_names(chosen.meetings, names)


def _build_observations(chosen: Dataset) -> pd.DataFrame:
    scopes = chosen.rules.choices("observations", "scope")
    names = {
        "indicator_id": _name_indicators(chosen),
        "scope": name_choices("scope", scopes, "scope."),
        "meeting_id": _name_meetings(chosen),
        "source_id": name_sources(chosen),
    }
    return insert_names(chosen.observations, names)


def _build_members(chosen: Dataset) -> pd.DataFrame:
    """The members that the collection names, with their first naming; no filter counts."""
    first = {member.member_id: member.namings[0].row for member in membership.roster(chosen)}
    members = chosen.whole.members[chosen.whole.members["member_id"].isin(first)]
    kinds = chosen.rules.choices("members", "kind")
    names = {
        "kind": name_choices("kind", kinds, "membership.kind."),
        "source_id": name_sources(chosen),
    }
    frame = insert_names(members.reset_index(drop=True), names)
    for column in ("named_on", "named_precision", "source_id"):
        frame[f"first_{column}"] = [first[member][column] for member in frame["member_id"]]
    return frame


def _build_passages(chosen: Dataset) -> pd.DataFrame:
    frame = chosen.passages[["meeting_id", "source_id", *PASSAGE_COLUMNS]]
    themes = chosen.whole.names["themes"]
    named = {
        f"themes_{language}": frame["themes"].map(
            lambda ids, language=language: ";".join(
                themes[theme][f"name_{language}"] for theme in ids
            )
        )
        for language in LANGUAGES
    }
    lists = {
        name: frame[name].map(lambda cell: ";".join(map(str, cell)))
        for name in ("themes", "paragraphs")
    }
    names = {"meeting_id": _name_meetings(chosen), "source_id": name_sources(chosen)}
    return insert_names(frame.assign(**lists, **named, number=frame["number"].astype(int)), names)


def _build_sources(chosen: Dataset) -> pd.DataFrame:
    """The documents from which the other tables of the view are."""
    sides = ("stated_source_id", "adopted_source_id")
    ids = {
        *_list_source_ids(chosen),
        *(member.row["source_id"] for member in membership.roster(chosen)),
        *(member.namings[0].row["source_id"] for member in membership.roster(chosen)),
        *(dispute.row[side] for dispute in disputes(chosen) if dispute.chosen for side in sides),
    }
    kinds = {"kind": name_choices("kind", chosen.rules.choices("sources", "kind"), "kind.")}
    return insert_names(chosen.whole.sources[chosen.whole.sources["source_id"].isin(ids)], kinds)


def _list_source_ids(chosen: Dataset) -> set[str]:
    tables = (chosen.meetings, chosen.observations, chosen.passages)
    return {str(source_id) for table in tables for source_id in table["source_id"]}


def list_source_rows(chosen: Dataset) -> list[dict[str, Any]]:
    """Return the sources of the selected meetings, values and passages, by date."""
    sources = chosen.whole.sources
    rows = records(sources[sources["source_id"].isin(_list_source_ids(chosen))])
    return sorted(rows, key=lambda row: (row["published_on"] or "9", row["source_id"]))


def _build_discrepancies(chosen: Dataset) -> pd.DataFrame:
    ids = [dispute.discrepancy_id for dispute in disputes(chosen) if dispute.chosen]
    return chosen.whole.discrepancies[chosen.whole.discrepancies["discrepancy_id"].isin(ids)]


TABLES: Mapping[str, Callable[[Dataset], pd.DataFrame]] = {
    "meetings": _build_meetings,
    "observations": _build_observations,
    "members": _build_members,
    "passages": _build_passages,
    "sources": _build_sources,
    "discrepancies": _build_discrepancies,
}
"""The tables of a view, in the order in which files show them, with what builds each."""


def insert_names(frame: pd.DataFrame, names: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Insert after some columns of a frame what their values are called.

    Args:
        frame: The rows, of which none is changed.
        names: By column, a frame indexed by its values. A value that it lacks gets "", or NaN for a
            number.
    """
    parts: list[pd.DataFrame] = []
    for column in frame.columns:
        parts.append(frame[[column]])
        if column in names:
            found = names[column].reindex(frame[column]).set_axis(frame.index)
            words = found.select_dtypes(exclude="number").columns
            parts.append(found.fillna(dict.fromkeys(words, "")))
    return pd.concat(parts, axis="columns")


def name_choices(column: str, choices: Iterable[str], prefix: str) -> pd.DataFrame:
    """Name the choices of a column in the words of the page.

    Args:
        column: The column, from which ``<column>_en`` and ``<column>_ar`` get their names.
        choices: The values that the contract allows in it, the index of the result.
        prefix: The beginning of the keys of their words, before the choice.
    """
    named = {
        f"{column}_{language}": {choice: text(language)(f"{prefix}{choice}") for choice in choices}
        for language in LANGUAGES
    }
    return pd.DataFrame(named, dtype=object)


def name_sources(chosen: Dataset) -> pd.DataFrame:
    """Name every source by its id: collection, publisher, kind and address."""
    kinds = name_choices("kind", chosen.rules.choices("sources", "kind"), "kind.")
    columns = ["source_id", "collection", "publisher_en", "publisher_ar", "kind", "url"]
    sources = insert_names(chosen.whole.sources[columns], {"kind": kinds})
    return sources.set_index("source_id").add_prefix("source_")


def _name_indicators(chosen: Dataset) -> pd.DataFrame:
    indicators = chosen.whole.indicators.set_index("indicator_id")
    columns = ["name_en", "name_ar", "unit_en", "unit_ar"]
    return indicators[columns].rename(
        columns={"name_en": "indicator_en", "name_ar": "indicator_ar"}
    )


def _name_cities(chosen: Dataset) -> pd.DataFrame:
    cities = chosen.whole.cities.set_index("city_id")
    columns = [
        "name_en",
        "name_ar",
        "country_id",
        "country_en",
        "country_ar",
        "longitude",
        "latitude",
    ]
    return cities[columns].rename(columns={"name_en": "city_en", "name_ar": "city_ar"})


def _name_meetings(chosen: Dataset) -> pd.DataFrame:
    meetings = chosen.whole.meetings.set_index("meeting_id")
    cities = chosen.whole.cities.set_index("city_id")
    named = meetings[["title_en", "title_ar"]].add_prefix("meeting_")
    for language in LANGUAGES:
        city = meetings["city_id"].map(cities[f"name_{language}"])
        named[f"meeting_city_{language}"] = city.fillna(text(language)("meeting.online"))
    return named


def encode(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet reads as UTF-8 and of which it runs nothing."""
    return (BOM + format_csv(defuse(frame))).encode("utf-8")


def defuse(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula."""
    words = [name for name in frame.columns if not is_numeric_dtype(frame[name])]
    return frame.assign(
        **{
            name: frame[name].map(lambda cell: f"'{cell}" if str(cell).startswith(RISKY) else cell)
            for name in words
        }
    )
