"""The words of references, and of published values with their qualifier, in both languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.selection import Language


@cache
def read_words(language: Language) -> dict[str, Any]:
    """The words of one language, from ``words.toml``."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    words: dict[str, Any] = tomllib.loads(text)[language]
    return words
