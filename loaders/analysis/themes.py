"""Themes: how the statements of a collection use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.analysis.meetings import meetings
from loaders.analysis.statements import list_passages
from loaders.model import cached_on_dataset
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.model import Dataset


@dataclass(frozen=True, slots=True)
class Share:
    """The passages of one statement on one theme, counted whatever themes are selected.

    Of ``total`` passages, ``main`` have the theme as their first, ``any`` have it at all.
    ``chosen`` is False where the selection leaves out the meeting or asks for other themes.
    """

    meeting_id: str
    theme_id: str
    main: int
    any: int
    total: int
    chosen: bool


class Use(NamedTuple):
    """How many passages of a collection have a theme, and the shortest that has it first.

    ``example`` has no other theme, if there is such a passage; it is None if no passage has the
    theme first.
    """

    passages: int
    example: dict[str, Any] | None


@cached_on_dataset()
def themes_by_use(dataset: Dataset) -> tuple[str, ...]:
    """Return every theme, the one with most passages in the whole dataset first."""
    counts = dataset.whole.passages["themes"].explode().value_counts()
    themes = dataset.whole.themes["theme_id"]
    return tuple(sorted(themes, key=lambda theme: (-counts.get(theme, 0), theme)))


@cached_on_dataset()
def theme_uses(dataset: Dataset) -> dict[str, Use]:
    """Return every theme as the statements of the collection use it, whatever is selected."""
    passages = dataset.whole.passages
    rows = records(passages[passages["meeting_id"].isin(dataset.held("meetings")["meeting_id"])])
    uses = {}
    for theme in dataset.whole.themes["theme_id"]:
        used = [row for row in rows if theme in row["themes"]]
        first = [row for row in used if row["themes"][0] == theme]
        alone = [row for row in first if len(row["themes"]) == 1]
        uses[theme] = Use(
            len(used), min(alone or first, key=lambda row: len(row["en"]), default=None)
        )
    return uses


@cached_on_dataset()
def shares(dataset: Dataset) -> tuple[Share, ...]:
    """Count the passages of each statement by theme: meetings by date, themes by use.

    A theme on which a statement says nothing has its share too, with counts of 0.
    """
    asked = dataset.themes_asked
    found = []
    for meeting in meetings(dataset):
        themes = [row["themes"] for row in list_passages(dataset.whole, meeting.meeting_id)]
        found += [
            Share(
                meeting_id=meeting.meeting_id,
                theme_id=theme,
                main=sum(passage[0] == theme for passage in themes),
                any=sum(theme in passage for passage in themes),
                total=len(themes),
                chosen=meeting.chosen and (not asked or theme in asked),
            )
            for theme in themes_by_use(dataset)
            if themes
        ]
    return tuple(found)
