"""Theme: the design tokens of ``.streamlit/config.toml``, as the charts and the map need them."""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / ".streamlit" / "config.toml"

Kind = Literal["light", "dark"]

NAMED = ("paper", "panel", "ink", "rule", "rest", "accent", "disputed", "sea", "land", "border")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as ``#rrggbb``, ``levels`` as in the contract; its ``face``."""

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
        """The ground of a map: the paper with a shade of the accent; if dark, the paper itself."""
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
    """A font list of the configuration as CSS: a generic family, which ends it, is not quoted."""
    families = [name.strip(" '") for name in names.split(",")]
    return ",".join(name if name in GENERIC else f'"{name}"' for name in families)


def _read_theme() -> dict[str, Any]:
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]  # type: ignore[no-any-return]


@lru_cache(maxsize=2)
def palette(kind: Kind) -> Palette:
    """The colours of the light or the dark theme, read once a process."""
    theme = _read_theme()
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
    light, dark, tokens = palette("light"), palette("dark"), _read_theme()
    named = [(name, getattr(light, name), getattr(dark, name)) for name in NAMED]
    levels = enumerate(zip(light.levels, dark.levels, strict=True), start=1)
    named += [(f"level-{number}", *pair) for number, pair in levels]
    lines = [f"--cm-{name}:light-dark({day},{night})" for name, day, night in named]
    lines.append(f"--cm-heading:{_faces(tokens['headingFont'])}")
    lines.append(f"--cm-body:{_faces(tokens['font'])}")
    lines.append(f"--cm-radius:{tokens['baseRadius']}")
    return ".stApp{" + ";".join(lines) + "}"


@lru_cache(maxsize=4)
def embed_faces(files: tuple[str, ...]) -> str:
    """The faces in some files of ``static/fonts``, as CSS that holds the files themselves."""
    rules = []
    for face in _read_theme()["fontFaces"]:
        path = ROOT / "static" / "fonts" / face["url"].rpartition("/")[2]
        if path.name in files:
            content = base64.b64encode(path.read_bytes()).decode()
            rules.append(
                f"@font-face{{font-family:{face['family']};"
                f"src:url(data:font/woff2;base64,{content}) format('woff2');"
                f"font-weight:{face['weight']};font-style:{face['style']};"
                f"unicode-range:{face['unicodeRange']}}}"
            )
    return "".join(rules)


NARROW, ROW = 650, 1150
"""Pixels of room for content: below the first as on a phone, from the second two views in a row."""

GAP = 32
"""Pixels between two views that stand side by side."""

AROUND, LOWEST, HIGHEST, PHONE_PICTURE = 430, 290, 460, 340
"""Pixels of height: around the map of the overview, a map at least, at most, and on a phone."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a view must know of the reader's screen, in pixels.

    ``width`` is the room for one of ``parts`` views that stand side by side, ``height`` that of the
    window; ``has_webgl`` is whether deck.gl can draw.
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
        """The height of a map and the chart beside it, so that both lie within the first screen."""
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
