"""The brief: one file that fetches nothing, runs nothing but its own script, and says what the page says."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import reading
from plotly.offline import get_plotlyjs

from components import people, territory, timeline
from components.language import text
from exports.brief import write_brief
from exports.view import open_view
from loaders.selection import COLLECTIONS, LANGUAGES, Selection, parse

if TYPE_CHECKING:
    from loaders.model import Dataset

ORIGIN = "https://example.org/meetings/"
MOST_BYTES = 3_000_000
CHARTS = (timeline, territory, people)
HOSTILE = '</style></script><script>alert(1)</script><img src="https://evil.example/x">'


class Elements(HTMLParser):
    """Lists the elements of a document with their attributes, and the words in each kind of element."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words: dict[str, str] = {}
        self.current = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.current = self.found[-1][1].get("id", tag)

    def handle_endtag(self, tag: str) -> None:
        self.current = ""

    def handle_data(self, data: str) -> None:
        self.words[self.current] = self.words.get(self.current, "") + data


def write(dataset: Dataset, **fields: Any) -> str:
    return write_brief(open_view(dataset, Selection(**fields), origin=ORIGIN)).decode()


def unpack(document: Elements, name: str) -> str:
    return gzip.decompress(base64.b64decode(document.words[f"packed-{name}"])).decode()


def hash_script(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_brief_is_small_and_fetches_nothing(
    record: Dataset, collection: str, language: str
) -> None:
    written = write(record, collection=collection, language=language)
    document = Elements(written)

    assert len(written.encode()) < MOST_BYTES
    assert not [
        tag
        for tag, _ in document.found
        if tag in ("link", "img", "iframe", "object", "base", "use")
    ]
    for tag, attributes in document.found:
        assert not {"src", "srcset", "xlink:href", "action", "style"} & set(attributes), tag
        assert "href" not in attributes or tag == "a"
        assert not [name for name in attributes if name.startswith("on")]
    style = document.words["style"]
    assert all(
        address.startswith("data:font/woff2;") for address in re.findall(r"url\(([^)]*)\)", style)
    )
    assert "@import" not in style


def test_a_brief_runs_only_the_two_scripts_that_its_policy_names(record: Dataset) -> None:
    document = Elements(write(record))

    (policy,) = [
        attributes["content"]
        for tag, attributes in document.found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (allowed,) = re.findall(r"script-src ([^;]*);", policy)

    assert policy.startswith("default-src 'none';")
    assert sum(tag == "script" for tag, _ in document.found) == 1
    assert unpack(document, "plotly") == get_plotlyjs()
    assert allowed.split() == [hash_script(document.words["script"]), hash_script(get_plotlyjs())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_holds_the_faces_of_its_language(record: Dataset, language: str) -> None:
    document = Elements(write(record, language=language))

    families = set(re.findall(r"@font-face{font-family:([^;]*);", document.words["style"]))

    assert ("Noto Naskh Arabic" in families) == (language == "ar")
    assert families >= {"'Source Sans 3'", "'Source Serif 4'"}
    (root,) = [attributes for tag, attributes in document.found if tag == "html"]
    assert root == {"lang": language, "dir": text(language).direction}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_charts_are_those_of_the_page_in_both_themes_and_for_two_widths(
    record: Dataset, collection: str
) -> None:
    document = Elements(write(record, collection=collection))
    shown = reading.chosen(record, collection=collection)
    charts = json.loads(unpack(document, "figures"))["charts"]

    assert list(charts) == [chart.KEY for chart in CHARTS]
    for chart in CHARTS:
        expected = reading.traces(chart.figure(shown, text("en"))).keys()
        for drawn in (
            charts[chart.KEY][width][kind]
            for width in ("wide", "narrow")
            for kind in ("light", "dark")
        ):
            marks = [
                ids
                for trace in drawn["data"]
                for ids in trace.get("customdata", [])
                if trace["mode"] != "text"
            ]
            assert {ids[1] or ids[0] for ids in marks} == expected
        light, dark = (charts[chart.KEY]["wide"][kind] for kind in ("light", "dark"))
        assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_says_what_is_shown_where_it_is_from_and_how_to_cite_it(
    record: Dataset, language: str
) -> None:
    selection = Selection(language=language, cities=("amman", "rome"))
    shown = open_view(record, selection, origin=ORIGIN)

    written = write_brief(shown).decode()
    words = " ".join("".join(re.findall(r">([^<]*)<", written)).translate(reading.ISOLATES).split())

    for expected in (
        shown.title,
        shown.version,
        shown.address.replace("&", "&amp;"),
        *shown.filters,
    ):
        assert expected.translate(reading.ISOLATES) in words
    for chart in CHARTS:
        assert chart.finding(shown.chosen, shown.text)[1:].translate(reading.ISOLATES) in words
    cited = {
        name
        for table in ("meetings", "observations", "passages")
        for name in getattr(shown.chosen, table)["source_id"]
    }
    for source in cited:
        address = record.names["sources"][source]["url"].replace("&", "&amp;")
        assert not address or f'href="{address}"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_is_a_whole_address_that_keeps_the_view(record: Dataset, language: str) -> None:
    document = Elements(write(record, language=language, collection="record", years=(2017, 2019)))

    links = [attributes["href"] for tag, attributes in document.found if tag == "a"]
    own = [
        parse(parse_qs(urlsplit(link).query), record) for link in links if link.startswith(ORIGIN)
    ]

    assert all(re.match("https?://", link) for link in links)
    assert any(selection.figure for selection in own)
    assert {(selection.language, selection.collection, selection.years) for selection in own} == {
        (language, "record", (2017, 2019))
    }


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("meetings", "2017-11-amman", "title_en"),
        ("cities", "amman", "name_en"),
        ("observations", "2017-11-amman-members", "speaker_en"),
        ("indicators", "members", "name_en"),
        ("themes", "military-campaign", "name_en"),
    ],
)
def test_text_of_the_data_never_becomes_markup(
    record: Dataset, table: str, key: str, column: str
) -> None:
    clean = {tag for tag, _ in Elements(write(record)).found}

    written = write(reading.changed(record, table, key, **{column: HOSTILE}))

    assert HOSTILE not in written
    found = [tag for tag, _ in Elements(written).found]
    assert set(found) == clean
    assert found.count("script") == 1


def test_the_address_of_a_source_cannot_leave_its_attribute(record: Dataset) -> None:
    source = record.observations["source_id"].iloc[0]

    written = write(
        reading.changed(record, "sources", source, url='https://x.example/"onclick="alert(1)')
    )

    assert not [
        name
        for _, attributes in Elements(written).found
        for name in attributes
        if name.startswith("on")
    ]


def test_an_empty_view_says_so(record: Dataset) -> None:
    document = write(record, years=(1990, 1991))

    assert text("en")("header.nothing", collection=text("en")("collection.core")) in document
    assert text("en")("empty.view") in document


def test_equal_views_give_equal_bytes(record: Dataset) -> None:
    assert write(record, language="ar") == write(record, language="ar")
