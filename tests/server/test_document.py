"""The document says language, direction, sheets, title and key figures before any script runs."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from loaders.schema.folder import find_data_folder
from server import document, files

ORIGIN = "https://example.org/coalition/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


class Reader(HTMLParser):
    """The parts of a document that a browser would act on before it runs a script."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.title = ""
        self.words = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "title" in self.open:
            self.title += data
        if "noscript" in self.open:
            self.words.append(data.strip())

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def meta(self, name):
        (found,) = [
            tag for tag in self.attributes("meta") if name in (tag.get("name"), tag.get("property"))
        ]
        return found["content"]


def read(query):
    reader = Reader()
    reader.feed(document.build_document(parse_qs(query), root=find_data_folder(), origin=ORIGIN))
    return reader


def links(reader, rel):
    return [tag["href"] for tag in reader.attributes("link") if tag.get("rel") == rel]


@pytest.mark.parametrize(
    ("query", "language", "direction"),
    [("", "en", "ltr"), ("lang=ar", "ar", "rtl"), ("lang=xx", "en", "ltr")],
)
def test_the_document_says_its_language_and_direction(query, language, direction):
    (root,) = read(query).attributes("html")

    assert (root["lang"], root["dir"]) == (language, direction)


def test_the_sheets_are_linked_behind_those_of_streamlit_with_a_mark_of_their_content():
    reader = read("")

    sheets = links(reader, "stylesheet")
    assert [str(sheet).partition("?")[0] for sheet in sheets[-3:]] == [
        "app/tokens.css",
        "app/static/page.css",
        "app/static/rtl.css",
    ]
    assert all(len(str(sheet).partition("?")[2]) == 8 for sheet in sheets[-3:])


def test_the_screen_is_measured_by_a_script_of_our_own_that_waits_for_the_document():
    scripts = [
        tag
        for tag in read("").attributes("script")
        if str(tag.get("src")).startswith("app/static/")
    ]

    assert [str(script["src"]).partition("?")[0] for script in scripts] == [
        "app/static/screen.js",
        "app/static/marks.js",
        "app/static/downloads.js",
        "app/static/pictures.js",
        "app/static/keyboard.js",
        "app/static/widget_words.js",
    ]
    assert all(
        "defer" in script and len(str(script["src"]).partition("?")[2]) == 8 for script in scripts
    )


@pytest.mark.parametrize(
    ("query", "face"), [("", "source-serif-4-latin"), ("lang=ar", "noto-naskh-arabic-700")]
)
def test_the_faces_of_the_language_are_preloaded(query, face):
    preloaded = [tag["href"] for tag in read(query).attributes("link") if tag.get("as") == "font"]

    assert [href for href in preloaded if face in str(href)]


def test_title_and_description_say_page_collection_and_filters_in_words():
    reader = read("collection=record&years=2017-2019&city=amman&page=statements")

    assert reader.title == "Statements · Coalition Meetings: 2017–2019 and Amman"
    assert reader.meta("og:title") == reader.title
    description = reader.meta("description") or ""
    assert description.startswith(
        "Public record: 1 meeting in 1 city, 2017, with 16 published figures"
    )
    assert reader.meta("og:url") == links(reader, "canonical")[0]
    assert (reader.meta("og:url") or "").startswith(
        ORIGIN + "?collection=record&years=2017-2019&city=amman"
    )


def test_a_filter_that_the_page_does_not_use_is_no_part_of_its_title():
    assert read("page=members&years=2018-2018").title == "Members · Coalition Meetings"


def test_without_javascript_the_key_figures_stand_as_text_with_links_to_the_data():
    words = " ".join(" ".join(read("").words).split())

    assert "need JavaScript" in words
    assert "Members of the Coalition: 79 members, January 2019" in words
    assert "100% (our reading)" in words
    assert "data/observations.csv" in words
    assert "enable JavaScript to run this app" not in words


@pytest.mark.parametrize("parameter", ["lang", "city", "search", "page", "years", "figure", "x"])
def test_a_hostile_address_changes_nothing(parameter):
    plain = document.build_document({}, root=find_data_folder(), origin=ORIGIN)

    made = document.build_document({parameter: [HOSTILE]}, root=find_data_folder(), origin=ORIGIN)

    assert "<script>alert" not in made
    assert "onerror=alert" not in made.replace("onerror%3Dalert", "")
    assert made.count("<script") == plain.count("<script")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["lang", "city", "page", "years", "theme", "search"]),
        st.lists(st.text(), max_size=2),
    )
)
def test_any_address_gives_a_whole_document(parameters):
    made = document.build_document(parameters, root=find_data_folder(), origin=ORIGIN)

    reader = Reader()
    reader.feed(made)
    assert reader.title
    assert made.rstrip().endswith("</html>")


def test_damaged_data_still_give_a_document(tmp_path):
    made = document.build_document({"lang": ["ar"]}, root=tmp_path / "nothing", origin=ORIGIN)

    assert 'dir="rtl"' in made


@pytest.fixture
def client():
    routes = [document.create_route(find_data_folder()), *files.create_routes()]
    return TestClient(Starlette(routes=routes))


def test_a_browser_asks_again_for_the_document_and_keeps_what_has_a_mark(client):
    assert client.get("/?lang=ar").headers["cache-control"] == "no-cache"
    assert "immutable" in client.get("/app/static/page.css?12345678").headers["cache-control"]
    assert "immutable" not in client.get("/app/static/page.css").headers["cache-control"]
    tokens = client.get(f"/{files.name_tokens()}")
    assert tokens.headers["content-type"].startswith("text/css")
    assert "--cm-accent" in tokens.text


@pytest.mark.parametrize("path", ["/app/static/../app.py", "/app/static/%2e%2e/app.py"])
def test_no_file_outside_the_folder_is_served(client, path):
    assert client.get(path).status_code in (400, 404)
