"""The ids of new rows, by the rules that the rows of the dataset follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

Cells = dict[str, str]
"""The cells of a new row by column, "" where nothing is known."""


def make_slug(words: str) -> str:
    """Words as a part of an id: ``asharq-al-awsat``; "" without a Latin letter."""
    ascii_words = "".join(char for char in normalize("NFKD", words) if char.isascii())
    return "-".join(re.findall(r"[a-z0-9]+", ascii_words.lower().replace("'", "")))


def get_city_part(city_id: str) -> str:
    """A city in an id: ``kuwait`` for ``kuwait-city``, ``online`` for none."""
    return city_id.removesuffix("-city") or "online"


def make_meeting_id(meeting: Cells, *, taken: Container[str]) -> str:
    """Month and city, then the level where a meeting has that id."""
    short = f"{meeting['starts_on'][:7]}-{get_city_part(meeting['city_id'])}"
    return f"{short}-{meeting['level'].replace('_', '-')}" if short in taken else short


def make_source_id(source: Cells, *, meeting: Cells) -> str:
    """Publisher, city of the meeting, and year; "" without a publisher."""
    publisher = make_slug(source["publisher_en"])
    year = (source["published_on"] or meeting["starts_on"])[:4]
    return f"{publisher}-{get_city_part(meeting['city_id'])}-{year}" if publisher else ""


def get_publisher(source_id: str, *, row_id: str) -> str:
    """The publisher in the id of a source: ``spa`` of ``spa-brussels-2014``.

    ``row_id``, of a row about the same meeting, tells how many words the city has.
    """
    parts = source_id.split("-")[:-1]
    cities = ("-".join(parts[-length:]) for length in (3, 2) if len(parts) > length)
    city = next((city for city in cities if city in row_id), parts[-1] if len(parts) > 1 else "")
    return "-".join(parts).removesuffix(f"-{city}") or source_id


def make_observation_id(figure: Cells, *, taken: Mapping[str, Mapping[str, Any]]) -> str:
    """Meeting and indicator, then scope or publisher if another row has that id."""
    short = f"{figure['meeting_id'] or figure['as_of']}-{figure['indicator_id']}"
    if short not in taken:
        return short
    endings = [get_publisher(figure["source_id"], row_id=short)]
    if taken[short]["scope"] != figure["scope"]:
        endings.insert(0, figure["scope"])
    candidates = [f"{short}-{ending}" for ending in (*endings, "-".join(endings))]
    return next((candidate for candidate in candidates if candidate not in taken), candidates[-1])


def make_thread_id(thread: Cells) -> str:
    """The meeting that refers, then the one referred to, or else the subject."""
    target = re.sub(r"^\d{4}-\d{2}-", "", thread["to_meeting_id"]) or make_slug(
        thread["subject_en"]
    )
    return f"{thread['from_meeting_id']}-{target}"


def make_discrepancy_id(discrepancy: Cells, *, taken: Container[str]) -> str:
    """The row in dispute and the other publisher, with the column if needed."""
    table, _, rest = discrepancy["subject"].partition(":")
    key, _, column = rest.partition(":")
    publisher = get_publisher(discrepancy["stated_source_id"], row_id=key)
    short = f"{key}-{publisher}"
    if table == "observations" and short not in taken:
        return short
    return f"{key}-{column.replace('_', '-')}-{publisher}"
