"""The brief: one file that fetches nothing, runs one script, and says what the page says."""

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
import reading
from plotly.offline import get_plotlyjs

from components import people, territory, timeline
from components.language import text
from exports.brief import write_brief
from exports.view import open_view
from loaders.selection import COLLECTIONS, LANGUAGES, Selection, parse

ORIGIN = "https://example.org/meetings/"
MOST_BYTES = 3_000_000
CHARTS = (timeline, territory, people)
HOSTILE = '</style></script><script>alert(1)</script><img src="https://evil.example/x">'

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
in_both_collections = pytest.mark.parametrize("collection", COLLECTIONS)


class Elements(HTMLParser):
    """Lists the elements of a document with their attributes, and the words of each kind."""

    def __init__(self, document):
        super().__init__()
        self.found, self.words, self.current = [], {}, ""
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.current = self.found[-1][1].get("id", tag)

    def handle_endtag(self, tag):
        self.current = ""

    def handle_data(self, data):
        self.words[self.current] = self.words.get(self.current, "") + data

    def list_attributes(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def write(dataset, **fields):
    return write_brief(open_view(dataset, Selection(**fields), origin=ORIGIN)).decode()


def unpack(document, name):
    return gzip.decompress(base64.b64decode(document.words[f"packed-{name}"])).decode()


def hash_script(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@in_both_languages
@in_both_collections
def test_a_brief_is_small_and_fetches_nothing(record, collection, language):
    written = write(record, collection=collection, language=language)
    document = Elements(written)
    style = document.words["style"]

    assert len(written.encode()) < MOST_BYTES
    for tag, attributes in document.found:
        assert tag not in ("link", "img", "iframe", "object", "base", "use")
        assert not {"src", "srcset", "xlink:href", "action", "style"} & set(attributes), tag
        assert "href" not in attributes or tag == "a"
        assert not [name for name in attributes if name.startswith("on")]
    addresses = re.findall(r"url\(([^)]*)\)", style)
    assert all(address.startswith("data:font/woff2;") for address in addresses)
    assert "@import" not in style
    families = set(re.findall(r"@font-face{font-family:([^;]*);", style))
    assert ("Noto Naskh Arabic" in families) == (language == "ar")
    assert families >= {"'Source Sans 3'", "'Source Serif 4'"}
    direction = text(language).direction
    assert document.list_attributes("html") == [{"lang": language, "dir": direction}]


def test_a_brief_runs_only_the_two_scripts_that_its_policy_names(record):
    document = Elements(write(record))

    (policy,) = [
        attributes["content"]
        for attributes in document.list_attributes("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (allowed,) = re.findall(r"script-src ([^;]*);", policy)

    assert policy.startswith("default-src 'none';")
    assert len(document.list_attributes("script")) == 1
    assert unpack(document, "plotly") == get_plotlyjs()
    assert allowed.split() == [hash_script(document.words["script"]), hash_script(get_plotlyjs())]


@in_both_collections
def test_the_charts_are_those_of_the_page_in_both_themes_and_for_two_widths(record, collection):
    document = Elements(write(record, collection=collection))
    shown = reading.chosen(record, collection=collection)
    charts = json.loads(unpack(document, "figures"))["charts"]

    assert list(charts) == [chart.KEY for chart in CHARTS]
    for chart in CHARTS:
        expected = reading.traces(chart.figure(shown, text("en"))).keys()
        drawn = [charts[chart.KEY][width] for width in ("wide", "narrow")]
        for figure in [each[kind] for each in drawn for kind in ("light", "dark")]:
            marks = [
                ids
                for trace in figure["data"]
                for ids in trace.get("customdata", [])
                if trace["mode"] != "text"
            ]
            assert {ids[1] or ids[0] for ids in marks} == expected
        inks = {drawn[0][kind]["layout"]["font"]["color"] for kind in ("light", "dark")}
        assert len(inks) == 2


@in_both_languages
def test_a_brief_says_what_is_shown_where_it_is_from_and_how_to_cite_it(record, language):
    selection = Selection(language=language, cities=("amman", "rome"))
    shown = open_view(record, selection, origin=ORIGIN)

    written = write_brief(shown).decode()
    words = " ".join("".join(re.findall(r">([^<]*)<", written)).translate(reading.ISOLATES).split())

    findings = [chart.finding(shown.chosen, shown.text)[1:] for chart in CHARTS]
    address = shown.address.replace("&", "&amp;")
    for expected in (shown.title, shown.version, address, *shown.filters, *findings):
        assert expected.translate(reading.ISOLATES) in words
    for table in ("meetings", "observations", "passages"):
        for source in getattr(shown.chosen, table)["source_id"]:
            address = record.names["sources"][source]["url"].replace("&", "&amp;")
            assert not address or f'href="{address}"' in written


@in_both_languages
def test_every_link_is_a_whole_address_that_keeps_the_view(record, language):
    document = Elements(write(record, language=language, collection="record", years=(2017, 2019)))

    links = [attributes["href"] for attributes in document.list_attributes("a")]
    own = [urlsplit(link).query for link in links if link.startswith(ORIGIN)]
    selections = [parse(parse_qs(query), record) for query in own]

    assert all(re.match("https?://", link) for link in links)
    assert any(selection.figure for selection in selections)
    kept = {(chosen.language, chosen.collection, chosen.years) for chosen in selections}
    assert kept == {(language, "record", (2017, 2019))}


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
def test_text_of_the_data_never_becomes_markup(record, table, key, column):
    clean = {tag for tag, _ in Elements(write(record)).found}

    written = write(reading.changed(record, table, key, **{column: HOSTILE}))

    assert HOSTILE not in written
    document = Elements(written)
    assert {tag for tag, _ in document.found} == clean
    assert len(document.list_attributes("script")) == 1


def test_the_address_of_a_source_cannot_leave_its_attribute(record):
    source, url = record.observations["source_id"].iloc[0], 'https://x.example/"onclick="alert(1)'

    document = Elements(write(reading.changed(record, "sources", source, url=url)))

    names = [name for _, attributes in document.found for name in attributes]
    assert not [name for name in names if name.startswith("on")]


def test_an_empty_view_says_so_and_equal_views_give_equal_bytes(record):
    words = text("en")

    document = write(record, years=(1990, 1991))

    assert words("header.nothing", collection=words("collection.core")) in document
    assert words("empty.view") in document
    assert document == write(record, years=(1990, 1991))
