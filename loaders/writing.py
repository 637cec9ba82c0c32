"""TOML as this dataset writes it: the file of a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARKS = "figures"
"""The one list that is written with a line for each item."""


def text(value: Any) -> str:
    """A value in TOML, on one line: a text in double quotes, whatever it holds."""
    if isinstance(value, str):
        # JSON escapes as TOML does, but leaves DEL as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {text(each)}" for name, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text, value)) + "]"
    return str(value)


def fields(values: Mapping[str, Any]) -> str:
    """Fields in TOML, a line each; those without a value are left out."""
    lines = []
    for name, value in values.items():
        if value in ("", [], None):
            continue
        if name == MARKS and isinstance(value, (list, tuple)):
            lines += [f"{name} = [", *(f"  {text(each)}," for each in value), "]"]
        else:
            lines.append(f"{name} = {text(value)}")
    return "".join(f"{line}\n" for line in lines)


def statement(header: Mapping[str, Any], *, passages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The file of a statement in pieces that follow one another: its header, then each of its passages."""
    return [fields(header), *(f"\n[[passage]]\n{fields(passage)}" for passage in passages)]
