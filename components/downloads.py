"""Downloads: what is shown, as a file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_numeric_dtype

from components.language import text
from loaders.schema import tables
from loaders.selection import LANGUAGES, address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.model import Dataset
    from loaders.selection import Selection

BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8; without it Arabic comes out wrong."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be run as a formula."""

LONGEST_NAME = 120
"""Characters of a file name at most."""

HASH_LENGTH = 8
"""Hexadecimal digits that tell selections apart whose words do not fit into a file name."""


def observations(selected: Dataset) -> bytes:
    """The values in the selection as CSV: the columns of ``observations.csv``, each id followed by its names.

    Each row says its collection and the version of the dataset, so that rows still tell where they are from
    when they were copied into another file. CSV has no place for a remark that every reader passes over.
    """
    scopes = selected.rules.choices("observations", "scope")
    names = {
        "indicator_id": _name_indicators(selected),
        "scope": name_choices("scope", scopes, "scope."),
        "meeting_id": _name_meetings(selected),
        "source_id": name_sources(selected),
    }
    frame = insert_names(selected.observations, names)
    return encode(frame.assign(dataset_version=selected.rules.version))


def insert_names(frame: pd.DataFrame, names: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Insert after some columns of a frame what their values are called.

    Args:
        frame: The rows, of which none is changed.
        names: By column, a frame indexed by the values of that column. A value that it lacks gets "".
    """
    parts: list[pd.DataFrame] = []
    for column in frame.columns:
        parts.append(frame[[column]])
        if column in names:
            found = names[column].reindex(frame[column], fill_value="")
            parts.append(found.set_axis(frame.index))
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


def name_sources(selected: Dataset) -> pd.DataFrame:
    """Name every source by its id: collection, publisher, kind (as it is and in words) and address."""
    kinds = name_choices("kind", selected.rules.choices("sources", "kind"), "kind.")
    columns = ["source_id", "collection", "publisher_en", "publisher_ar", "kind", "url"]
    sources = insert_names(selected.whole.sources[columns], {"kind": kinds})
    return sources.set_index("source_id").add_prefix("source_")


def _name_indicators(selected: Dataset) -> pd.DataFrame:
    indicators = selected.whole.indicators.set_index("indicator_id")
    columns = ["name_en", "name_ar", "unit_en", "unit_ar"]
    return indicators[columns].rename(columns={"name_en": "indicator_en", "name_ar": "indicator_ar"})


def _name_meetings(selected: Dataset) -> pd.DataFrame:
    meetings = selected.whole.meetings.set_index("meeting_id")
    cities = selected.whole.cities.set_index("city_id")
    named = meetings[["title_en", "title_ar"]].add_prefix("meeting_")
    for language in LANGUAGES:
        city = meetings["city_id"].map(cities[f"name_{language}"])
        named[f"meeting_city_{language}"] = city.fillna(text(language)("meeting.online"))
    return named


def encode(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet reads as UTF-8 and of which it runs nothing."""
    return (BOM + tables.format_csv(defuse(frame))).encode("utf-8")


def defuse(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula."""
    words = [name for name in frame.columns if not is_numeric_dtype(frame[name])]
    return frame.assign(
        **{
            name: frame[name].map(lambda cell: f"'{cell}" if str(cell).startswith(RISKY) else cell)
            for name in words
        }
    )


def name_file(selected: Dataset, selection: Selection) -> str:
    """Name the file of a selection: the collection, the filters in ids, and the version of the dataset.

    The same filters give the same name, in either language. A name that would be longer than
    ``LONGEST_NAME`` is cut after a word and ends in a hash of the whole selection.
    """
    start = f"coalition-meetings-{selection.collection}"
    end = f"-{_clean(selected.rules.version, keep='.')}.csv"
    name = "-".join([start, *_describe_filters(selection)])
    if len(name) + len(end) <= LONGEST_NAME:
        return name + end
    digest = hashlib.sha256(address(selection.filters).encode()).hexdigest()[:HASH_LENGTH]
    room = LONGEST_NAME - len(end) - len(digest) - 1
    # The hyphen after the cut shows whether it falls on the end of a word.
    cut = name[: room + 1].rpartition("-")[0]
    return f"{cut if len(cut) > len(start) else name[:room].rstrip('-')}-{digest}{end}"


def _describe_filters(selection: Selection) -> list[str]:
    """The filters as words of a file name: years, months, then ids in their order."""
    words = []
    if selection.years:
        words.append("-".join(f"{year:04d}" for year in dict.fromkeys(selection.years)))
    if selection.period:
        words.append(f"{selection.period.first}-to-{selection.period.last}")
    ids = (*selection.cities, *selection.levels, *selection.meetings, *selection.themes)
    return [*words, *filter(None, map(_clean, ids))]


def _clean(name: str, *, keep: str = "") -> str:
    """An id with nothing but lower-case ASCII letters, digits and hyphens, and the characters to ``keep``."""
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", name.lower()).strip("-")
