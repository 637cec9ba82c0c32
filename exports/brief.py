"""The brief of a view: one HTML file with interactive charts that needs no network and no server.

Plotly is nearly all of the file. The whole library of the Python package is used, so that it is
always the version that the figures are made for; compressed (gzip) and as text (base64) it takes
2.0 MB instead of 4.8, and the browser's own ``DecompressionStream`` unpacks it. The figures are
packed in the same way, for a wide and a narrow window, light and dark.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import orjson
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from components import key_figures, map_svg, markup, page, passages
from components.charts import frame
from components.charts.builder import CONFIG
from components.charts.sources import describe_document
from components.map_layout import lay_out
from components.mercator import map_size
from components.pages import PAGES
from components.theme import Screen, embed_faces, palette, properties
from exports.tables import list_source_rows
from loaders.selection import query

if TYPE_CHECKING:
    from types import ModuleType

    from exports.view import ExportedView
    from loaders.selection import Language

STATIC = Path(__file__).resolve().parent.parent / "static"

SHEETS = ("page.css", "rtl.css", "brief.css")

FACES: dict[Language, tuple[str, ...]] = {
    "en": ("source-serif-4-latin-wght-normal.woff2", "source-sans-3-latin-wght-normal.woff2"),
    "ar": (
        "noto-naskh-arabic-400.woff2",
        "noto-naskh-arabic-700.woff2",
        "source-serif-4-latin-wght-normal.woff2",
        "source-sans-3-latin-wght-normal.woff2",
    ),
}
"""The faces that each language is set in; Arabic is with digits and addresses in Latin letters."""

WIDE, NARROW = Screen(width=1000, height=810), Screen(width=358, height=844)
"""The screens for which charts and map are drawn: a desk, which is printed too, and a phone."""

RELATIVE_LINK = re.compile(r'href="\?([^"]*)"')


def write_brief(view: ExportedView) -> bytes:
    """Write what a view shows as one HTML file; equal views give equal bytes."""
    text, selected = view.text, view.chosen
    rows = PAGES["overview"][""]
    charts = {
        chart: WIDE.split(len(row))
        for row in ([module for module in row if hasattr(module, "figure")] for row in rows)
        for chart in row
    }
    plotly, plotly_hash = _pack_plotly()
    script = (STATIC / "brief.js").read_text(encoding="utf-8")
    style = [embed_faces(FACES[text.language]), properties()]
    style += [(STATIC / sheet).read_text(encoding="utf-8") for sheet in SHEETS]
    figures = {chart.KEY: _draw_figures(chart, view, wide) for chart, wide in charts.items()}
    body = markup.html(
        "brief",
        text,
        hashes=[_hash_script(script), plotly_hash],
        style=Markup("\n".join(style)),
        script=Markup(script),
        title=view.title,
        filters=view.filters,
        address=view.address,
        version=view.version,
        reference=view.reference,
        key_figures=Markup(key_figures.draw(selected, text)),
        map=_draw_map(rows[0][0], view),
        charts=[
            _describe_chart(chart, view, is_half=wide != WIDE) for chart, wide in charts.items()
        ],
        statements=_draw_statements(rows[-1][0], view),
        sources=_list_sources(view),
        foot=Markup(page.foot(selected, text)),
        packed={
            "plotly": plotly,
            "figures": _pack(orjson.dumps({"charts": figures, "config": CONFIG})),
        },
    )
    return _lead_to_page(body, view).encode()


def _draw_figures(chart: ModuleType, view: ExportedView, wide: Screen) -> dict[str, dict[str, Any]]:
    """A chart as Plotly's JSON by width of the window and theme."""
    options = _choose_options(chart, view)
    return {
        width: {
            kind: chart.figure(
                view.chosen, view.text, replace(screen, palette=palette(kind)), *options
            ).to_dict()
            for kind in ("light", "dark")
        }
        for width, screen in (("wide", wide), ("narrow", NARROW))
    }


def _choose_options(chart: ModuleType, view: ExportedView) -> tuple[Any, ...]:
    """What is drawn over the timeline; in a file nothing can be filtered by it."""
    marked = getattr(chart, "Marked", None)
    return (
        (marked(view.selection.threads, view.selection.period, filtering=False),) if marked else ()
    )


def _describe_chart(chart: ModuleType, view: ExportedView, *, is_half: bool) -> dict[str, Any]:
    """What stands around a chart: its finding, unit, legend, sources and table."""
    framed = frame.render_frame(
        view.chosen, view.text, chart.KEY, chart.describe, *_choose_options(chart, view)
    )
    return {
        "key": chart.KEY,
        "is_half": is_half,
        "is_drawn": framed.content.stays or not framed.content.is_empty,
        "header": Markup(framed.header),
        "footer": Markup(framed.footer),
        "alt": framed.alt,
        "unfold": view.text("table.unfold", name=view.text(f"{chart.KEY}.name")),
        "table": Markup(framed.content.render_table(view.chosen, view.text)),
    }


def _draw_map(atlas: ModuleType, view: ExportedView) -> dict[str, Any]:
    """The map for a wide and a narrow window, with its own outlines, and what stands around it."""
    selected, text, threads = view.chosen, view.text, view.selection.threads
    framed = atlas.draw_city_map(selected, text, WIDE, threads, False)
    wide, narrow = (
        lay_out(selected, text, map_size(screen), has_references=threads)
        for screen in (WIDE, NARROW)
    )
    return {
        "header": Markup(framed.header),
        "wide": Markup(map_svg.draw_layout(wide, selected, text, is_standalone=True)),
        "narrow": Markup(map_svg.draw_layout(narrow, selected, text, is_standalone=True)),
        "footer": Markup(framed.reference_legend + framed.footer),
        "unfold": text("table.unfold", name=text(f"{atlas.KEY}.name")),
        "table": Markup(framed.table()),
    }


def _draw_statements(statements: ModuleType, view: ExportedView) -> Markup:
    """Two statements side by side on one theme, as the page picks them."""
    selected, text = view.chosen, view.text
    finding = statements.finding(selected, text)
    columns = statements.columns(selected, view.selection)
    if not columns:
        return Markup(frame.render_header(statements.KEY, selected, text, finding=finding))
    rows = statements.group_rows(selected, columns)
    theme = statements.choose_theme(rows, view.selection.about)
    name = text.of(selected.whole.names["themes"][theme], "name")
    header = frame.render_header(
        statements.KEY, selected, text, finding=finding, left=text("brief.theme", theme=name)
    )
    options = passages.TableOptions(theme=name, has_titles=True)
    return Markup(header + passages.table(selected, text, columns, rows[theme], options))


def _list_sources(view: ExportedView) -> list[dict[str, str]]:
    """The sources of what is shown, in words and with their addresses, by date."""
    return [
        {
            "author": row["author"],
            "words": describe_document(row, text=view.text),
            "url": row["url"],
        }
        for row in list_source_rows(view.chosen)
    ]


def _lead_to_page(body: str, view: ExportedView) -> str:
    """Turn the links of the page, which hold only what a click changes, into whole addresses."""

    def lead(link: re.Match[str]) -> str:
        parameters = query(view.selection) | parse_qs(html.unescape(link[1]))
        address = f"{view.origin}?{urlencode(parameters, doseq=True, safe=':/')}"
        return f'href="{html.escape(address)}"'

    return RELATIVE_LINK.sub(lead, body)


@lru_cache(maxsize=1)
def _pack_plotly() -> tuple[str, str]:
    """Plotly as compressed text, and the hash by which a browser may run it."""
    script = get_plotlyjs()
    return _pack(script.encode()), _hash_script(script)


def _pack(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def _hash_script(script: str) -> str:
    """The hash of a script as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
