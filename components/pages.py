"""The pages: which views each draws; navigation, tests and README derive from this table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import (
    atlas,
    citing,
    codebook,
    concordance,
    conflicts,
    counted,
    disagreements,
    evidence,
    glossary,
    indicators,
    joined,
    matrix,
    membership,
    observations,
    originals,
    people,
    reader,
    roster,
    search,
    shares,
    sources,
    statements,
    story,
    territory,
    threads,
    timeline,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from loaders.pages import Page
    from loaders.selection import Selection

    Rows = tuple[tuple[ModuleType, ...], ...]

PAGES: dict[Page, dict[str, Rows]] = {
    "overview": {"": ((atlas, timeline), (territory, people), (statements,))},
    "story": {"": ((story,), (glossary,))},
    "members": {"": ((membership,), (counted,), (joined,), (roster,))},
    "figures": dict.fromkeys(indicators.GROUPS, ((indicators,), (observations,))),
    "statements": {
        "read": ((search,), (reader,)),
        "compare": ((matrix,), (shares,), (codebook,), (threads,)),
        "words": ((vocabulary,), (concordance,)),
    },
    "sources": {
        "list": ((sources,),),
        "disagreements": ((disagreements,),),
        "speakers": ((conflicts,),),
        "originals": ((originals,),),
    },
}
"""Rows of views by page and section, the first by default; those of a row stand side by side."""

DRAWERS: tuple[ModuleType, ...] = (membership, evidence, citing)
"""What may lie over the end of the screen, the uppermost last: member, evidence, reference."""


def find_rows(selection: Selection) -> Rows:
    """Return the rows of views of the page and section that a selection names."""
    sections = PAGES[selection.page]
    return sections.get(selection.section, next(iter(sections.values())))


def list_views(page: Page) -> Iterator[ModuleType]:
    """List the views of all sections of a page, once each."""
    rows = (row for section in PAGES[page].values() for row in section)
    yield from dict.fromkeys(view for row in rows for view in row)
