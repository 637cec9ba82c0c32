"""Theme: the design tokens of ``.streamlit/config.toml``, as the charts and the map need them."""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / ".streamlit" / "config.toml"

Kind = Literal["light", "dark"]

NAMED = ("paper", "panel", "ink", "rule", "rest", "accent", "disputed", "sea", "land", "border")


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

    @property
    def sea(self) -> str:
        """The ground of a map: the paper with a shade of the accent; in the dark the paper itself."""
        return self.paper if self.kind == "dark" else blend(self.paper, self.accent, part=0.14)

    @property
    def land(self) -> str:
        """The countries of a map, lighter than the sea in both themes."""
        return blend(self.panel, self.ink, part=0.16) if self.kind == "dark" else self.panel

    @property
    def border(self) -> str:
        """The lines between countries."""
        return self.paper if self.kind == "dark" else self.rule


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
    lines += [
        f"--cm-heading:{_faces(tokens['headingFont'])}",
        f"--cm-body:{_faces(tokens['font'])}",
    ]
    lines += [f"--cm-radius:{tokens['baseRadius']}"]
    return ".stApp{" + ";".join(lines) + "}"


@lru_cache(maxsize=4)
def embed_faces(files: tuple[str, ...]) -> str:
    """The faces of the page that stand in some files of ``static/fonts``, as CSS that holds the files themselves."""
    faces = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["fontFaces"]
    rules = []
    for face in faces:
        path = ROOT / "static" / "fonts" / face["url"].rpartition("/")[2]
        if path.name in files:
            content = base64.b64encode(path.read_bytes()).decode()
            rules.append(
                f"@font-face{{font-family:{face['family']};src:url(data:font/woff2;base64,{content}) format('woff2');"
                f"font-weight:{face['weight']};font-style:{face['style']};unicode-range:{face['unicodeRange']}}}"
            )
    return "".join(rules)


NARROW, ROW = 650, 1150
"""Pixels of room for content: below the first a view is set for a phone, from the second on two stand side by side."""

GAP = 32
"""Pixels between two views that stand side by side."""

AROUND, LOWEST, HIGHEST, PHONE_PICTURE = 430, 290, 460, 340
"""Pixels of height: what stands above and below the map of the overview, a map at least and at most, and on a phone."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a view must know of the reader's screen: colours, room for content and height of the window in pixels.

    ``width`` is the room for one of ``parts`` views that stand side by side; ``has_webgl`` is whether deck.gl can draw.
    """

    palette: Palette = LIGHT
    width: int = 1000
    height: int = 900
    has_webgl: bool = True
    parts: int = 1

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.width * self.parts < NARROW

    @property
    def has_rows(self) -> bool:
        """Whether there is room for two views side by side."""
        return self.width >= ROW

    @property
    def picture_height(self) -> int:
        """The height of a map, and of the chart beside it, with which both lie within the first screen."""
        return PHONE_PICTURE if self.narrow else min(max(self.height - AROUND, LOWEST), HIGHEST)

    @property
    def measures(self) -> str:
        """The screen as a browser tells of it."""
        return f"{self.width}x{self.height}x{int(self.has_webgl)}"

    def split(self, parts: int) -> Screen:
        """The screen of each of some views that stand side by side."""
        return replace(self, width=(self.width - GAP * (parts - 1)) // parts, parts=parts)


DESK = Screen()


def blend(colour: str, other: str, *, part: float) -> str:
    """The colour that lies ``part`` of the way from one token to another, as ``#rrggbb``."""
    pairs = zip(rgba(colour)[:3], rgba(other)[:3], strict=True)
    return "#" + "".join(f"{round(near + (far - near) * part):02x}" for near, far in pairs)


def rgba(colour: str, *, opacity: float = 1.0) -> list[int]:
    """A token as deck.gl wants it: red, green, blue and opacity, each from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return [red, green, blue, round(opacity * 255)]
