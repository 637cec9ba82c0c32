"""Aliases: the names under which one organisation, person, place, body or term is known in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loaders.model import USAGE, cached_on_dataset
from loaders.schema import tables
from loaders.text.tokens import tokenize

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language


class Form(NamedTuple):
    """One name of an entity, as it is written in one language."""

    language: Language
    text: str


def find_forms(dataset: Dataset, text: str) -> tuple[Form, ...]:
    """All forms of the entity that a text names in any of its forms; none if it names none.

    Forms that a source uses come first, of these the shortest.
    """
    return _list_forms(dataset.whole).get(tokenize(text).names, ())


@cached_on_dataset()
def _list_forms(whole: Dataset) -> dict[tuple[str, ...], tuple[Form, ...]]:
    rows = tables.records(whole.aliases)
    rows.sort(key=lambda row: (row["source"] == USAGE, row["form"].count(" ")))
    forms: dict[str, list[Form]] = {}
    keys: dict[tuple[str, ...], str] = {}
    for row in rows:
        forms.setdefault(row["entity"], []).append(Form(row["language"], row["form"]))
        keys[tokenize(row["form"]).names] = row["entity"]
    return {key: tuple(forms[entity]) for key, entity in keys.items()}
