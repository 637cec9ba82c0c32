"""The script in the browser, read as text: it and the page name the same things."""

from __future__ import annotations

import re
from inspect import getsource
from pathlib import Path

from components import browser, markup, page
from components.charts import frame
from loaders.selection import Selection, address, step

ROOT = Path(__file__).resolve().parents[1]
(PATH,) = [each for each in ROOT.glob("*/browser.js") if each.parent.name in ("static", "components")]
SCRIPT = PATH.read_text(encoding="utf-8")
TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in markup.FOLDER.glob("*.html"))


def test_whatever_the_browser_tells_is_heard() -> None:
    told = set(re.findall(r'(?:setTriggerValue|setStateValue)\("(\w+)"', SCRIPT))
    (partial,) = re.findall(r"const PARTIAL = \[(.*?)\]", SCRIPT)
    told |= set(re.findall(r'"(\w+)"', partial)) | set(
        re.findall(r'setTriggerValue\(kind \|\| "(\w+)"', SCRIPT)
    )

    heard = set(re.findall(r"on_(\w+)_change=", getsource(browser)))

    assert told
    assert told == heard


def test_whatever_the_browser_reads_is_told_to_it() -> None:
    read = set(re.findall(r"\bdata\.(\w+)", SCRIPT))

    told = set(re.findall(r'"(\w+)": ', getsource(browser)))

    assert read
    assert read == told


def test_every_link_of_the_page_is_one_that_the_script_follows() -> None:
    assert "a[href^='?']" in SCRIPT
    assert address(Selection()).startswith("?")
    assert address(Selection(language="ar")).startswith("?")
    assert step(figure="2017-11-amman-members").startswith("?")


def test_the_parts_of_the_page_that_the_script_looks_for_exist() -> None:
    wanted = set(re.findall(r"\.(cm-[a-z-]+)", SCRIPT))

    there = {name for names in re.findall(r'class="([^"]*)"', TEMPLATES) for name in names.split()}
    assert wanted
    assert wanted <= there
    for kind in ("step", "lead"):
        assert f"a[data-{kind}]" in SCRIPT
        assert re.search(rf"<a[^>]* data-{kind}\b", TEMPLATES)


def test_the_containers_that_the_script_looks_for_are_those_of_the_page() -> None:
    wanted = set(re.findall(r"st-key-([a-z]+)-(?![a-z])", SCRIPT))

    made = set(re.findall(r'key=f"([a-z]+)-', getsource(frame) + getsource(page)))
    assert {"view"} <= wanted <= made


def test_the_script_asks_no_other_host() -> None:
    assert "//" not in re.sub(r"(?m)(^|\s)//.*$", "", SCRIPT)
    assert not re.search(
        r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|eval|innerHTML|localStorage)\b", SCRIPT
    )
