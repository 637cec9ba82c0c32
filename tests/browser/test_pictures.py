"""Pictures and copies of a view: whole, sourced files, in both languages, by the keyboard too."""

import io
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect
from reader import chosen, query

from components import atlas, membership, people, territory, timeline
from components.charts.marks import FORMS
from components.language import text
from loaders.analysis.membership import STATES
from loaders.selection import parse

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = (atlas.KEY, timeline.KEY, territory.KEY, people.KEY)
INVISIBLE = re.compile("[\u061c\u2066-\u2069]")


def plain(words):
    """Words without invisible marks and without what breaks them into lines."""
    return re.sub(r"\s+", "", INVISIBLE.sub("", words))


def open_actions(page, view):
    """Unfold the buttons of a view; returns the view."""
    found = page.locator(f".st-key-view-{view}")
    found.scroll_into_view_if_needed()
    found.locator(".js-plotly-plot .main-svg, .cm-map").first.wait_for(state="attached")
    found.locator(".cm-take > summary").click()
    return found


def save(page, view, kind):
    with page.expect_download() as download:
        view.locator(f'[data-take="{kind}"]').click()
    saved = text(parse(query(page.url)).language)("picture.saved")
    expect(view.locator(".cm-taken")).to_have_text(saved)  # for a few seconds only
    assert re.fullmatch(
        rf"coalition-meetings-[a-z0-9.-]+\.{kind}", download.value.suggested_filename
    )
    return download.value.path()


@pytest.mark.parametrize("key", VIEWS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_picture_stands_alone_and_says_what_it_shows(lead, language, key):
    page = lead(f"?lang={language}&city=amman&city=brussels" if language == "ar" else "?city=amman")
    view = open_actions(page, key)
    words = text(parse(query(page.url)).language)

    file = save(page, view, "svg").read_bytes()

    drawn = ElementTree.fromstring(file)
    lines = plain("".join(line.text or "" for line in drawn.findall(f"{SVG}text")))
    assert plain(view.locator(".cm-heading h2").inner_text()) in lines
    assert plain(words(f"{key}.name")) in lines
    assert plain(view.locator(".cm-foot > .cm-source").first.inner_text()) in lines
    assert chosen(page).rules.version in lines
    assert page.url in lines
    marks = view.locator(".main-svg .points > *, .cm-map-city").count()
    assert 0 < marks < len([*drawn.iter(f"{SVG}path"), *drawn.iter(f"{SVG}circle")])
    whole = file.decode()
    faces = re.findall(
        r'@font-face\{font-family:([^;]+);.*?src:url\("(data:font/woff2;base64,[\w+/]{1000})', whole
    )
    assert ("Noto Naskh Arabic" in {name.strip("\"'") for name, _ in faces}) == (language == "ar")
    assert {"Source Sans 3"} <= {name.strip("\"'") for name, _ in faces}
    outside = re.sub(r'xmlns(:\w+)?="[^"]*"', "", whole).replace(page.url.replace("&", "&amp;"), "")
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"base64,[^\"']*", "", outside))
    assert not re.search(r'href="[^"#]|var\(|light-dark|url\((?!"data:|#|&quot;data:)', outside)

    picture = Image.open(io.BytesIO(save(page, view, "png").read_bytes())).convert("RGB")

    assert picture.size == tuple(int(2 * float(drawn.attrib[side])) for side in ("width", "height"))
    ground = picture.getpixel((2, 2))
    for line in drawn.findall(
        f"{SVG}text"
    ):  # each line of words can be seen: its face was there when it was drawn
        middle = int(2 * float(line.attrib["y"])) - 8
        strip = picture.crop((0, middle - 8, picture.width, middle + 4))
        assert len(strip.getcolors(1 << 20) or []) > 1, (line.text, ground)
    expect(page.locator("#cm-status")).to_have_text(words("picture.saved"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_picture_of_the_record_explains_its_marks(lead, language):
    page = lead(f"?lang={language}&collection=record")
    view = open_actions(page, timeline.KEY)

    drawn = ElementTree.fromstring(save(page, view, "svg").read_bytes())

    words, lines = text(parse(query(page.url)).language), drawn.findall(f"{SVG}text")
    said = {plain(line.text or "") for line in lines}
    assert {plain(words(f"forms.{name}")) for name in FORMS} <= said
    forms = [form for form in drawn.findall(f"{SVG}svg") if float(form.attrib["width"]) < 40]
    assert len(forms) > len(FORMS)
    for mark in (*forms, *lines):
        assert 0 < float(mark.attrib["x"]) < float(drawn.attrib["width"])
        assert 0 < float(mark.attrib["y"]) < float(drawn.attrib["height"])


@pytest.mark.parametrize(("key", "rings"), [(atlas.KEY, 1), (timeline.KEY, 2)])
def test_the_rings_of_a_selection_are_in_a_picture(lead, key, rings):
    page = lead("?meeting=2018-02-kuwait")
    view = open_actions(page, key)
    ring = view.locator(".cm-ring.cm-selected").first
    ring.wait_for(state="attached")
    colour = ring.evaluate("(ring) => getComputedStyle(ring).borderTopColor")

    drawn = ElementTree.fromstring(save(page, view, "svg").read_bytes())

    found = [part for part in drawn.iter(f"{SVG}circle") if part.get("stroke") == colour]
    assert len(found) == rings


def test_the_maps_of_the_members_have_a_picture(lead):
    page = lead("?page=members&collection=record&at=2017-01")
    view = page.locator(f".st-key-view-{membership.KEY}")
    expect(view.locator('.cm-world-all a[data-member="aus"]')).to_have_attribute(
        "data-state", "named"
    )
    view.locator(".cm-take > summary").click()

    drawn = ElementTree.fromstring(save(page, view, "svg").read_bytes())

    world, near = drawn.findall(f"{SVG}svg")
    assert float(world.attrib["x"]) + float(world.attrib["width"]) < float(near.attrib["x"])
    fills = " ".join(part.get("style", "") for part in drawn.iter(f"{SVG}a"))
    assert "cm-fill-named" in fills
    said = plain("".join(line.text or "" for line in drawn.findall(f"{SVG}text")))
    assert plain(view.locator(".cm-heading h2").inner_text()) in said
    for state in STATES:
        assert plain(text("en")(f"membership.state.{state}")) in said


def test_what_a_click_does_is_not_said_in_a_picture(lead):
    page = lead("?")
    view = open_actions(page, timeline.KEY)

    file = save(page, view, "svg").read_text(encoding="utf-8")

    assert text("en")("timeline.act") in view.locator(".cm-heading").inner_text()
    assert text("en")("timeline.act") not in file


def test_a_number_that_begins_a_line_stands_as_it_does_within_one(lead):
    page = lead("?lang=ar", width=390)
    view = open_actions(page, territory.KEY)

    drawn = ElementTree.fromstring(save(page, view, "svg").read_bytes())

    lines = [line.text or "" for line in drawn.findall(f"{SVG}text")]
    broken = [
        line
        for before, line in pairwise(lines)
        if re.search(r"[\u0621-\u064a]$", before.strip()) and re.match(r"\W*\d", line)
    ]
    assert broken
    # Without the mark a sign of per cent would stand on the other side of its number.
    assert all(re.match("\u2068*\u061c", line) for line in broken)


def test_link_table_and_citation_are_copied_by_the_keyboard(lead, site):
    page = lead("?city=amman")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    view = page.locator(f".st-key-view-{people.KEY}")
    view.scroll_into_view_if_needed()
    words, name = text("en"), text("en")("people.name")
    copied = {}

    view.get_by_label(words("picture.of", name=words("picture.name"), view=name)).press("Enter")
    for action in ("link", "table", "citation"):
        label = words("picture.of", name=words(f"picture.{action}"), view=name)
        page.evaluate(
            "document.querySelectorAll('.cm-taken').forEach((line) => (line.textContent = ''))"
        )
        view.get_by_role("button", name=label, exact=True).press("Enter")
        expect(view.locator(".cm-taken")).to_have_text(words("picture.copied"))
        copied[action] = page.evaluate("navigator.clipboard.readText()")

    version = chosen(page).version
    address = f"{page.url}&version={version.partition('+')[0]}"
    assert copied["link"] == address
    rows = [line.split("\t") for line in copied["table"].split("\n")]
    assert rows[0][:3] == [words("table.what"), words("table.value"), words("table.date")]
    assert any("7.5 million" in row[1] for row in rows[1:])
    assert {len(row) for row in rows} == {len(rows[0])}
    finding = view.locator(".cm-heading h2").inner_text().removesuffix(".")
    wanted = words("picture.version", product=words("page.title"), version=version)
    assert copied["citation"].startswith(f"“{finding}”. {wanted}, {address} (")
