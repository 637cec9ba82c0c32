"""The pages: their sections, and which fields of a selection each of them uses."""

from __future__ import annotations

import os
from typing import Literal, get_args

Page = Literal["overview", "story", "members", "figures", "statements", "sources"]
PAGES: tuple[Page, ...] = get_args(Page)

FILTERS = ("collection", "years", "period", "cities", "levels", "meetings", "themes")
"""Fields of a selection that decide which rows are shown, not how they are read."""

SCOPED = (*FILTERS, "at", "between", "section")
"""Fields of a selection that only some pages use."""

SECTIONS: dict[Page, tuple[str, ...]] = {
    "figures": ("territory", "people", "membership", "support", "cost", "threat"),
    "statements": ("read", "compare", "words"),
    "sources": ("list", "disagreements", "speakers", "originals"),
}
"""The sections of the pages that draw one of several at a time, the first by default; those of figures are groups."""

FORMER_PAGES: dict[str, tuple[Page, str]] = {
    "words": ("statements", "words"),
    "disagreements": ("sources", "disagreements"),
    "originals": ("sources", "originals"),
}
"""Pages of earlier addresses, and the page and section where their content is now."""

EMBEDDABLE: dict[str, Page] = {
    **dict.fromkeys(("atlas", "timeline", "territory", "people"), "overview"),
    "counted": "members",
    "indicators": "figures",
    **dict.fromkeys(("matrix", "shares", "vocabulary"), "statements"),
    "conflicts": "sources",
}
"""The views that can be shown alone within another site's page, and the page that draws each here."""

EMBED_HOSTS = "COALITION_EMBED_HOSTS"
"""The environment variable that names the sites that may embed a view.

``https://example.org https://*.example.net``, ``'none'``, or ``*`` for every one, the default: a view is
public, holds no account, and changes nothing but what its reader sees.
"""

USED: dict[Page, tuple[str, ...]] = {
    "overview": FILTERS,
    "story": (),
    "members": ("collection", "at", "between"),
    "figures": (*FILTERS, "section"),
    "statements": (*FILTERS, "section"),
    "sources": (*FILTERS, "section"),
}
"""Which of the ``SCOPED`` fields a page uses; those of the story are set by its step."""


def is_embeddable(view: str) -> bool:
    """Whether another site may show a view, by its key, within its page."""
    return view in EMBEDDABLE and os.environ.get(EMBED_HOSTS, "").split() != ["'none'"]
