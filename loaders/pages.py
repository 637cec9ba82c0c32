"""The pages: their sections, and the views that may be embedded."""

from __future__ import annotations

import os
from typing import Literal, get_args

Page = Literal["overview", "story", "members", "figures", "statements", "sources"]
PAGES: tuple[Page, ...] = get_args(Page)

SECTIONS: dict[Page, tuple[str, ...]] = {
    "figures": ("territory", "people", "membership", "support", "cost", "threat"),
    "statements": ("read", "compare", "words"),
    "sources": ("list", "disagreements", "speakers", "originals"),
}
"""The sections of the pages that draw one of several, the first by default."""

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
"""The views that can be shown alone within another site's page, and the page that draws each."""

EMBED_HOSTS = "COALITION_EMBED_HOSTS"
"""The environment variable that names the sites that may embed a view.

``https://example.org https://*.example.net``, ``'none'``, or ``*`` for every one, the default: a
view is public, holds no account, and changes nothing but what its reader sees.
"""


def is_embeddable(view: str) -> bool:
    """Whether another site may show a view, by its key, within its page."""
    return view in EMBEDDABLE and os.environ.get(EMBED_HOSTS, "").split() != ["'none'"]
