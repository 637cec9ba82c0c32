"""Theme: the design tokens of ``.streamlit/config.toml``, as the charts and the map need them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

CONFIG = Path(__file__).resolve().parent.parent / ".streamlit" / "config.toml"

Kind = Literal["light", "dark"]

NAMED = ("paper", "panel", "ink", "rule", "rest", "accent", "disputed")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as ``#rrggbb``, ``levels`` in the order of the contract; ``face`` is its type."""

    kind: Kind
    paper: str
    panel: str
    ink: str
    rule: str
    rest: str
    accent: str
    disputed: str
    levels: tuple[str, ...]
    face: str


GENERIC = ("sans-serif", "serif")
"""Families that every browser has."""


def _faces(names: str) -> str:
    """A font list of the configuration as CSS: a generic family, which ends it, stands without quotation marks."""
    families = [name.strip(" '") for name in names.split(",")]
    return ",".join(name if name in GENERIC else f'"{name}"' for name in families)


@lru_cache(maxsize=2)
def palette(kind: Kind) -> Palette:
    """The colours of the light or the dark theme, read once a process."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    tokens = theme[kind]
    return Palette(
        kind=kind,
        paper=tokens["backgroundColor"],
        panel=tokens["secondaryBackgroundColor"],
        ink=tokens["textColor"],
        rule=tokens["borderColor"],
        rest=tokens["grayColor"],
        accent=tokens["linkColor"],
        disputed=tokens["orangeColor"],
        levels=tuple(tokens["chartCategoricalColors"]),
        face=_faces(theme["font"]),
    )


LIGHT = palette("light")


@lru_cache(maxsize=1)
def properties() -> str:
    """The tokens as CSS custom properties for ``page.css``: the browser itself picks light or dark.

    Streamlit keeps its own properties to itself (they exist inside components only), but sets
    ``color-scheme`` on the page, which ``light-dark()`` follows without a rerun.
    """
    light, dark = palette("light"), palette("dark")
    named = {name: (getattr(light, name), getattr(dark, name)) for name in NAMED}
    named |= {
        f"level-{place}": pair
        for place, pair in enumerate(zip(light.levels, dark.levels, strict=True), start=1)
    }
    lines = [f"--cm-{name}:light-dark({day},{night})" for name, (day, night) in named.items()]
    tokens = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    lines += [f"--cm-heading:{_faces(tokens['headingFont'])}", f"--cm-body:{_faces(tokens['font'])}"]
    lines += [f"--cm-radius:{tokens['baseRadius']}"]
    return ".stApp{" + ";".join(lines) + "}"


NARROW = 650
"""Pixels of room for content below which a view is set for a phone."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a view must know of the reader's screen: the colours, and the room for content in pixels of width."""

    palette: Palette = LIGHT
    width: int = 1000

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.width < NARROW


DESK = Screen()


def blend(colour: str, other: str, *, part: float) -> str:
    """The colour that lies ``part`` of the way from one token to another, as ``#rrggbb``."""
    pairs = zip(rgba(colour)[:3], rgba(other)[:3], strict=True)
    return "#" + "".join(f"{round(near + (far - near) * part):02x}" for near, far in pairs)


def rgba(colour: str, *, opacity: float = 1.0) -> list[int]:
    """A token as deck.gl wants it: red, green, blue and opacity, each from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return [red, green, blue, round(opacity * 255)]
