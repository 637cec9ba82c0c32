"""How tests read what the components draw: a choice, markup as a tree, a figure as JSON, its snapshot.

A snapshot says what a chart shows, in a file that a person can review: ``snapshots/<view>.<language>.json``.
Of a Plotly figure it holds a line a mark. After a change that is meant, renew them with ``UPDATE_SNAPSHOTS=1 python -m pytest tests`` and read the
difference. Sizes, margins and places of labels are not part of it: they are looked at, not compared.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs
from xml.etree import ElementTree

import plotly.io

from components import indicators
from components.theme import rgba
from loaders.select import select
from loaders.selection import Selection, parse

GROUP_CHARTS = tuple(
    SimpleNamespace(
        KEY=view.key,
        figure=view.figure,
        picked=view.picked,
        describe=view.describe,
        finding=partial(indicators.finding, group=group),
        rows=partial(indicators.panel_rows, group=group),
    )
    for group, view in indicators.CHARTS.items()
)
"""The charts of the page of the figures, a group each, as views are tested."""

SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"

VOID = {"br", "hr", "img", "input", "link", "meta"}

ISOLATES = str.maketrans("", "", "\u2068\u2069")
"""Characters that keep a name in its place in a line of the other script; no part of what is said."""

INCIDENTAL = {
    "height",
    "margin",
    "domain",
    "size",
    "thickness",
    "width",
    "automargin",
    "cliponaxis",
    "yshift",
    "xshift",
    "arrowsize",
    "arrowwidth",
    "arrowhead",
    "standoff",
    "textposition",
    "anchor",
    "offset",
    "radius",
    "zoom",
    "latitude",
    "longitude",
}
"""Names of settings that a snapshot leaves out."""


def chosen(dataset, **fields):
    """The part of a dataset that a selection with these fields names."""
    return select(dataset, Selection(**fields))


def changed(dataset, table, key, **cells):
    """The dataset with some cells of one row, found by its key, set to other values."""
    frame = getattr(dataset, table).copy()
    there = frame[dataset.rules.tables[table].key[0]] == key
    assert there.sum() == 1
    for column, value in cells.items():
        frame.loc[there, column] = value
    return replace(dataset, **{table: frame})


def alone(dataset, collection):
    """The dataset with no meeting, figure, thread or passage but those of one collection."""
    tables = ("meetings", "observations", "threads")
    frames = {name: getattr(dataset, name) for name in tables}
    kept = {name: frame[frame["collection"] == collection] for name, frame in frames.items()}
    there = dataset.passages["meeting_id"].isin(kept["meetings"]["meeting_id"])
    return replace(dataset, passages=dataset.passages[there], **kept)


class _Page(HTMLParser):
    """Builds the tree; every tag must be closed where it should be."""

    def __init__(self):
        super().__init__()
        self.builder = ElementTree.TreeBuilder()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.open.append(tag)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"
        self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


def tree(markup):
    """Markup as a tree; an error if a tag is not closed."""
    page = _Page()
    page.feed(f"<body>{markup}</body>")
    page.close()
    assert not page.open
    return page.builder.close()


def words(element):
    """What an element says, in one line and without isolating characters."""
    return " ".join("".join(element.itertext()).translate(ISOLATES).split())


def classed(element, name):
    """The elements that have a class, in the order of the page."""
    return [each for each in element.iter() if name in each.get("class", "").split()]


def plain(figure):
    """A figure as it is sent to the browser."""
    return json.loads(plotly.io.to_json(figure, validate=False))


def said(values):
    """Texts without isolating characters."""
    return [each.translate(ISOLATES) for each in values]


def traces(figure):
    """The traces of a figure that can be clicked, by the id of each mark: its place, form, colour and words."""
    out = {}
    for trace in plain(figure)["data"]:
        if trace["mode"] == "text":
            continue
        for place, (meeting, observation) in enumerate(trace.get("customdata", [])):
            marker = trace["marker"]
            out[observation or meeting] = {
                "x": trace["x"][place],
                "y": trace["y"][place],
                "text": trace["text"][place].translate(ISOLATES),
                "hover": trace["hovertext"][place].translate(ISOLATES),
                "symbol": marker["symbol"][place],
                "colour": marker["color"][place],
                "size": marker["size"][place],
                "error": trace["error_x"]["array"][place] if "error_x" in trace else 0,
                "meeting": meeting,
            }
    return out


def arrows(figure):
    """The arrows of a figure: where each stands, and whether it points up (``True``) or down."""
    return [
        {"x": each["x"], "y": each["y"], "up": each["ay"] > 0}
        for each in plain(figure)["layout"].get("annotations", [])
        if each.get("showarrow")
    ]


def lines(figure):
    """The traces of a figure that draw a line."""
    return [each for each in plain(figure)["data"] if "lines" in each.get("mode", "")]


def strings(value):
    """Every text in nested lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def essence(value):
    """A figure's JSON without what is incidental."""
    if isinstance(value, dict):
        return {name: essence(each) for name, each in value.items() if name not in INCIDENTAL}
    if isinstance(value, list):
        return [essence(each) for each in value]
    return value.translate(ISOLATES) if isinstance(value, str) else value


def written(value):
    """JSON as a snapshot holds it: sorted, indented, a list of plain values on one line."""
    return _written(essence(value), "") + "\n"


def _written(value, indent):
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_written(value[name], deeper)}"
            for name in sorted(value)
        ]
        return "{\n" + ",\n".join(deeper + part for part in parts) + "\n" + indent + "}"
    if isinstance(value, list) and any(
        isinstance(each, (dict, list)) or len(str(each)) > 40 for each in value
    ):
        parts = [_written(each, deeper) for each in value]
        flat = all(not isinstance(inner, (dict, list)) for each in value for inner in _inside(each))
        if flat and all(isinstance(each, list) for each in value):
            parts = [json.dumps(each, ensure_ascii=False) for each in value]
        return "[\n" + ",\n".join(deeper + part for part in parts) + "\n" + indent + "]"
    return json.dumps(value, ensure_ascii=False)


def _inside(value):
    return value if isinstance(value, list) else [value]


def list_facts(figure):
    """What a chart says, a line a mark: its form, where it stands, its label, what it says on hover; then other words."""
    facts = []
    for trace in figure["data"]:
        symbols = trace.get("marker", {}).get("symbol", trace["type"])
        for index, hover in enumerate(trace.get("hovertext", [])):
            symbol = symbols if isinstance(symbols, str) else symbols[index]
            label = trace["text"][index].replace("<br>", " / ") if "text" in trace else ""
            # Where the mark of an arc stands is looked at, not compared.
            is_arc = len(trace["customdata"][index]) == 4
            marked = (
                symbol
                + ("" if is_arc else f" at {trace['x'][index]}")
                + (f", labelled {label}" if label else "")
            )
            facts.append(" · ".join([marked, *hover.split("<br>")]))
    layout = figure["layout"]
    written = [
        note["text"].replace("<br>", " / ")
        for note in layout.get("annotations", [])
        if note["text"]
    ]
    ticks = [
        tick
        for axis in ("xaxis", "yaxis", "yaxis2")
        for tick in layout.get(axis, {}).get("ticktext", [])
    ]
    return said([*facts, *(f"written: {words}" for words in written), f"ticks: {', '.join(ticks)}"])


def assert_as_reviewed(name, value):
    """Compare with the snapshot of that name; with ``UPDATE_SNAPSHOTS=1``, write it instead."""
    path = SNAPSHOTS / f"{name}.json"
    now = written(list_facts(value) if isinstance(value, dict) and "layout" in value else value)
    if os.environ.get(UPDATE) == "1":
        path.write_text(now, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run with {UPDATE}=1 and review it"
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines(), f"{path.name} differs"


class Address(dict[str, list[str]]):
    """An address that stands in for the browser's: its parameters, each with its values."""

    pages = 0

    def get_all(self, name):
        return self[name]

    def from_dict(self, parameters):
        self.clear()
        self.update(parameters)
        self.pages += 1


class Folded(contextlib.nullcontext[None]):
    """Stands in for a part of the page that can be folded away."""

    def __init__(self, is_open):
        super().__init__()
        self.open = is_open


class Stage:
    """Stands in for Streamlit: a session, an address, and a record of what is shown on the page."""

    def __init__(self):
        self.session_state = {}
        self.query_params = Address()
        self.shown = []
        self.unfolded = set()

    def expander(self, label, **settings):
        """What is folded away, unless the test has unfolded it by its key."""
        self.shown.append(("expander", label, settings))
        return Folded(settings["key"] in self.unfolded)

    def container(self, **settings):
        """A part of the page."""
        self.shown.append(("container", None, settings))
        return contextlib.nullcontext()

    def popover(self, label, **settings):
        """A button that opens a part of the page."""
        self.shown.append(("popover", label, settings))
        return contextlib.nullcontext()

    def __getattr__(self, name):
        def show(what=None, **settings):
            self.shown.append((name, what, settings))

        return show

    @property
    def markup(self):
        """All the markup that was shown."""
        return "".join(what for name, what, _ in self.shown if name == "html")

    def settings(self, name):
        """The settings with which something was shown."""
        (found,) = [settings for shown, _, settings in self.shown if shown == name]
        return found


def target(link, dataset=None):
    """The selection that a link holds."""
    return parse(parse_qs(link.get("href", "").removeprefix("?")), dataset)


def luminance(colour):
    """How light a colour is, as WCAG 2.2 measures it."""
    parts = [value / 255 for value in rgba(colour)[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast of two colours, for which WCAG 2.2 asks."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def key(value):
    """A view by its key, as the name of a test."""
    return str(getattr(value, "KEY", value))
