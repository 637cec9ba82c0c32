"""Actions: what can be taken away of a chart or a map: pictures, and copies of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import markup
from loaders.pages import is_embeddable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.language import Text
    from loaders.model import Dataset

ACTIONS = ("png", "svg", "link", "table", "citation", "embed")
"""What ``static/pictures.js`` does in the reader's browser, by the value of ``data-take``."""


def render_actions(key: str, chosen: Dataset, text: Text, actions: Sequence[str] = ACTIONS) -> str:
    """Return the buttons of a chart or a map as markup, folded away until they are wanted.

    The citation keeps the placeholders ``{title}``, ``{address}`` and ``{date}`` for the browser,
    which knows them. Where no other site may embed the view, there is no button for it.

    Args:
        key: The key of the view.
        chosen: What the selection leaves of the dataset.
        text: The words of the page.
        actions: What can be taken away of the view.
    """
    name, product, version = text(f"{key}.name"), text("page.title"), chosen.version
    left = {part: text.isolate(f"{{{part}}}") for part in ("title", "address", "date")}
    offered = [action for action in actions if action != "embed" or is_embeddable(key)]
    labels = {action: text(f"picture.{action}") for action in offered}
    return markup.html(
        "actions",
        text,
        key=key,
        label=text("picture.of", name=text("picture.name"), view=name),
        version=chosen.rules.version,
        version_line=text("picture.version", product=product, version=version),
        citation=text("picture.cited", product=product, version=version, **left),
        actions=[
            {"id": action, "name": label, "label": text("picture.of", name=label, view=name)}
            for action, label in labels.items()
        ],
    )
