"""Choosers: what the widgets of all views have in common: a key, a value, and a field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from components import passages

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset
    from loaders.selection import Selection


def bind(
    follow: Follow, name: str, value: Any, change: Callable[[Selection, Any], Selection] | str
) -> dict[str, Any]:
    """The settings that bind a widget to the selection.

    Args:
        follow: How the page acts on the selection.
        name: The key of the widget.
        value: What it shows.
        change: Returns the selection that its new value means, or names the field of the value.
    """
    if isinstance(change, str):
        field = change

        def change(selection: Selection, value: Any) -> Selection:
            return replace(selection, **{field: value})

    return {"key": follow.widget(name, value), "on_change": follow.changed(name, change)}


def offer_statements(selected: Dataset, text: Text) -> dict[str, Any]:
    """The settings of a widget that offers the statements in the selection by their titles."""
    statements = passages.list_statements(selected)
    titles = {meeting: passages.title(selected, text, meeting) for meeting in statements}
    return {"options": list(titles), "format_func": titles.__getitem__}


def offer(options: tuple[str, ...], text: Text, key: str) -> dict[str, Any]:
    """The settings of a widget that offers some options in the words of a table of strings."""
    return {"options": options, "format_func": lambda option: text(f"{key}.{option}")}
