"""Write the TOML file of a statement in the form of this dataset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def format_statement(header: Mapping[str, Any], passages: Sequence[Mapping[str, Any]]) -> str:
    """The text of a statement file: its header, then each of its passages."""
    return "".join(
        [format_fields(header), *(f"\n[[passage]]\n{format_fields(row)}" for row in passages)]
    )


def format_fields(values: Mapping[str, Any]) -> str:
    """Fields in TOML, a line each; those without a value are left out."""
    lines = []
    for name, value in values.items():
        if value in ("", [], None):
            continue
        if name == "figures" and isinstance(value, (list, tuple)):
            lines += [f"{name} = [", *(f"  {_format_value(item)}," for item in value), "]"]
        else:
            lines.append(f"{name} = {_format_value(value)}")
    return "".join(f"{line}\n" for line in lines)


def _format_value(value: Any) -> str:
    if isinstance(value, str):
        # JSON escapes as TOML does, except for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{name} = {_format_value(item)}" for name, item in value.items())
            + " }"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_format_value, value)) + "]"
    return str(value)
