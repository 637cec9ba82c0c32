"""The scripts in the browser, read as text: they and the page name the same things."""

from __future__ import annotations

import re
from inspect import getsource
from pathlib import Path

import pytest

from components import browser, markup, page, state, timeline
from components.charts import frame
from components.mercator import TILE
from components.theme import NARROW
from loaders.selection import Selection, address, step

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.js")}
SCRIPT, SCREEN, MARKS = (SCRIPTS[name] for name in ("browser.js", "screen.js", "marks.js"))
SHEET = (ROOT / "static" / "page.css").read_text(encoding="utf-8")
TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in markup.FOLDER.glob("*.html"))


def test_whatever_the_browser_tells_is_heard():
    told = set(re.findall(r'(?:setTriggerValue|setStateValue)\("(\w+)"', SCRIPT))
    (partial,) = re.findall(r"const PARTIAL = \[(.*?)\]", SCRIPT)
    told |= set(re.findall(r'"(\w+)"', partial)) | set(
        re.findall(r'setTriggerValue\(kind \|\| "(\w+)"', SCRIPT)
    )

    heard = set(re.findall(r"on_(\w+)_change=", getsource(browser)))

    assert told
    assert told == heard


def test_whatever_the_browser_reads_is_told_to_it():
    read = set(re.findall(r"\bdata\.(\w+)", SCRIPT))

    told = set(re.findall(r'"(\w+)": ', getsource(browser)))

    assert read
    assert read == told


def test_every_link_of_the_page_is_one_that_the_script_follows():
    assert "a[href^='?']" in SCRIPT
    assert address(Selection()).startswith("?")
    assert address(Selection(language="ar")).startswith("?")
    assert step(figure="2017-11-amman-members").startswith("?")


def test_the_parts_of_the_page_that_the_script_looks_for_exist():
    wanted = set(re.findall(r"\.(cm-[a-z-]+)", SCRIPT))

    there = {name for names in re.findall(r'class="([^"]*)"', TEMPLATES) for name in names.split()}
    assert wanted
    assert wanted <= there
    for kind in ("step", "lead"):
        assert f"a[data-{kind}]" in SCRIPT
        assert re.search(rf"<a[^>]* data-{kind}\b", TEMPLATES)


def test_the_containers_that_the_script_looks_for_are_those_of_the_page():
    wanted = set(re.findall(r"st-key-([a-z]+)-(?![a-z])", SCRIPT))

    made = set(re.findall(r'key=f"([a-z]+)-', getsource(frame) + getsource(page)))
    assert {"view"} <= wanted <= made


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_asks_no_other_host(name):
    script = SCRIPTS[name]
    if name == "downloads.js":  # follows a link that the page itself shows
        assert script.count("fetch(") == 1
        script = script.replace("fetch(link.href)", "")
    if (
        name == "pictures.js"
    ):  # the name of the language of drawings is no address, and its files are the page's own
        assert script.count("fetch(") == 1
        assert "fetch(new URL(address, document.baseURI))" in script
        script = script.replace("http://www.w3.org/2000/svg", "").replace("fetch(", "")

    assert "//" not in re.sub(r"(?m)(^|\s)//.*$", "", script)
    assert not re.search(
        r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|eval|innerHTML|localStorage)\b", script
    )


def test_the_screen_is_measured_as_the_page_is_laid_out_and_told_as_the_server_reads_it():
    (example,) = re.findall(r'"(\d+x\d+x\d)"', SCREEN)
    (margins,) = re.findall(r"SIDE, WIDEST\] = \[(.*?)\]", SCREEN)
    narrowest, widest, side, width = map(float, margins.split(","))

    assert state.MEASURES.fullmatch(example)
    assert f"document.cookie = `{state.COOKIE}=${{window.measureScreen()}}" in SCREEN
    assert f"const PHONE = {NARROW};" in SCREEN
    assert f"max-width: {width:.0f}px" in SHEET
    assert f"--cm-side: clamp({narrowest / 16:g}rem, {side * 100:g}vw, {widest / 16:g}rem)" in SHEET


def test_the_rings_round_marks_are_drawn_where_the_page_has_charts_maps_and_cities():
    assert f"const TILE = {TILE};" in MARKS
    assert f".st-key-view-{timeline.KEY}" in MARKS
    assert all(".cm-map-room" in script for script in (MARKS, SCRIPTS["map.js"]))
    assert all(f"data-{name}=" in TEMPLATES for name in ("meetings", "at"))
    drawn = {*re.findall(r'"(cm-[a-z]+)"', MARKS), *re.findall(r"> \.(cm-[a-z]+)", MARKS)}
    assert {"cm-day", "cm-hovered", "cm-selected"} <= drawn
    assert all(f".{name}" in SHEET for name in ("cm-ring", "cm-day", "cm-hovered"))
    for name in ("measureScreen", "markMeetings"):
        assert f"window.{name} = " in SCREEN + MARKS
        assert f"window.{name}(" in SCRIPT
