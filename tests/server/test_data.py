"""Every address of the page is also data: the same query gives the rows that the page shows, as files and references."""

from __future__ import annotations

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import parse_qs

import frictionless
import pandas as pd
import pytest
import schemathesis
import yaml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection
from starlette.applications import Starlette
from starlette.testclient import TestClient

from exports.files import FORMATS
from exports.tables import TABLES, build_table, defuse
from exports.view import open_view
from loaders.dataset import load
from loaders.schema.folder import find_data_folder
from loaders.selection import parse
from server import answers, data

APP = Starlette(routes=data.create_routes(find_data_folder()))
CLIENT = TestClient(APP, base_url="https://example.org", raise_server_exceptions=False)
DATASET = load(find_data_folder())
QUERIES = (
    "",
    "collection=record",
    "city=amman",
    "years=2017-2018&theme=stabilisation",
    "years=2014-2014&lang=ar",
)


def expected(table, query):
    """The table that a query selects."""
    selection = parse(parse_qs(query), DATASET)
    return build_table(open_view(DATASET, selection, origin="").chosen, table)


READERS = {
    "csv": lambda body: pd.read_csv(io.BytesIO(body), keep_default_na=False, na_values=[""]),
    "json": lambda body: pd.DataFrame(json.loads(body)),
    "xlsx": lambda body: pd.read_excel(io.BytesIO(body), keep_default_na=False, na_values=[""]),
    "parquet": lambda body: pd.read_parquet(io.BytesIO(body)),
}
"""How an analyst reads each format."""


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_table_comes_back_in_every_format_as_the_page_has_it(table, ending, query):
    wanted = expected(table, query)

    answer = CLIENT.get(f"/data/{table}.{ending}?{query}")
    found = READERS[ending](answer.content)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[ending].media_type
    assert len(found) == len(wanted)
    if len(wanted):
        assert list(found.columns) == list(wanted.columns)
        wanted = defuse(wanted) if ending == "csv" else wanted
        for column in wanted.columns:
            pairs = zip(found[column], wanted[column], strict=True)
            assert all(is_same(left, right) for left, right in pairs), column


def is_same(found, wanted):
    """Whether a cell that was read back is the one that was written; what is unknown is empty."""
    if isinstance(found, datetime):  # a workbook has real dates
        found = found.date()
    if wanted == "" or pd.isna(wanted):
        return found is None or found == "" or bool(pd.isna(found))
    return float(found) == wanted if isinstance(wanted, float | int) else str(found) == str(wanted)


def test_what_means_nothing_is_named_in_a_header_and_changes_nothing():
    plain = CLIENT.get("/data/meetings.csv?city=amman")

    answer = CLIENT.get("/data/meetings.csv?city=amman&city=atlantis&colour=%0d%0aX-Evil:1")

    assert answer.content == plain.content
    assert "X-Ignored-Parameters" not in plain.headers
    named = parse_qs(answer.headers["X-Ignored-Parameters"])
    assert named == {"city": ["atlantis"], "colour": ["\r\nX-Evil:1"]}
    assert "X-Evil" not in answer.headers


def test_a_copy_that_is_the_same_is_not_sent_again():
    first = CLIENT.get("/data/observations.csv?city=amman")
    mark = {"If-None-Match": first.headers["ETag"]}

    again = CLIENT.get("/data/observations.csv?city=amman", headers=mark)
    other = CLIENT.get("/data/observations.csv?city=paris", headers=mark)

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert first.headers["X-Dataset-Version"] == DATASET.version


def test_an_answer_to_head_has_the_headers_and_no_content():
    whole = CLIENT.get("/data/members.xlsx")

    answer = CLIENT.head("/data/members.xlsx")

    assert answer.content == b""
    assert answer.headers["ETag"] == whole.headers["ETag"]
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="coalition-meetings-members-'
    )


def test_a_script_of_any_page_may_read_the_data_and_none_may_write():
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}

    assert (
        CLIENT.options("/data/members.json", headers=asked).headers["Access-Control-Allow-Origin"]
        == "*"
    )
    assert (
        CLIENT.get("/data/members.json", headers=asked).headers["Access-Control-Allow-Origin"]
        == "*"
    )
    assert CLIENT.post("/data/members.json").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/data/nothing.csv",
            "/data/observations.doc",
            "/data/datapackage.json",
            "/data/README.md",
        ),
        *(
            "/data/originals",
            "/data/..%2Fapp.py",
            "/data/story.toml",
            "/cite/nothing.bib",
            "/cite/x",
        ),
        *(
            "/cite/2016-02-rome-passage-999.bib",
            "/export/deck.key",
            "/export/observations.csv",
            "/export/cities.csv",
        ),
    ],
)
def test_what_is_not_there_is_said_in_a_line(path):
    answer = CLIENT.get(path)

    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert len(answer.text.splitlines()) == 1


def test_tables_that_no_filter_touches_are_served_as_they_are():
    root = find_data_folder()

    assert CLIENT.get("/data/cities.csv").content == (root / "cities.csv").read_bytes()


@given(st.text(max_size=60))
@hypothesis_settings(deadline=None, max_examples=50)
def test_no_query_is_an_error(query):
    assert (
        CLIENT.get("/data/discrepancies.json", params={"meeting": query, query: "x"}).status_code
        == 200
    )


def test_a_damaged_folder_is_said_and_shows_no_trace(tmp_path):
    client = TestClient(
        Starlette(routes=data.create_routes(tmp_path)), raise_server_exceptions=False
    )

    answer = client.get("/data/meetings.csv")

    assert answer.status_code == 503
    assert "Traceback" not in answer.text


def test_many_who_ask_at_once_get_the_file_that_is_made_once(
    monkeypatch,
):
    made = []

    def write(view):
        made.append(view.version)
        return b"slow"

    monkeypatch.setitem(
        data.FILES, "data/package.zip", answers.ViewFile(write, "application/zip", "package")
    )
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: CLIENT.get("/data/package.zip").content, range(20)))

    assert found == [b"slow"] * 20
    assert len(made) == 1


# the description, the package, references -----------------------------------------------------------------


@pytest.mark.parametrize("query", ["lang=ar&city=amman", "collection=record"])
def test_the_description_says_what_the_view_is_and_where_its_files_are(query):
    described = CLIENT.get(f"/data/metadata.json?{query}").json()

    assert described["version"] == DATASET.version
    assert described["language"] == ("ar" if "ar" in query else "en")
    assert described["version"] in described["citation"]
    for table in described["tables"]:
        wanted = expected(table["name"], query)
        assert (table["rows"], [column["name"] for column in table["columns"]]) == (
            len(wanted),
            list(wanted),
        )
        assert all(column["description"] for column in table["columns"])
        for ending, link in table["files"].items():
            answer = CLIENT.get(link)
            assert answer.status_code == 200
            assert answer.content == CLIENT.get(f"/data/{table['name']}.{ending}?{query}").content
    known = {row["indicator_id"] for row in described["indicators"]}
    assert known == set(expected("observations", query)["indicator_id"])


@pytest.mark.parametrize("query", QUERIES)
def test_the_package_is_valid_by_the_standard(query, tmp_path):
    body = CLIENT.get(f"/data/package.zip?{query}").content
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(tmp_path)

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    assert report.valid, report.flatten(["title", "note"])
    assert [task.name for task in report.tasks] == list(TABLES)
    cited = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["version"], cited["cff-version"]) == (DATASET.version, "1.2.0")
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "words"), [("bib", "@article{"), ("ris", "TY  - NEWS"), ("json", '"id"')]
)
@pytest.mark.parametrize("cited", ["2016-02-rome-passage-1", "2019-02-washington-members"])
def test_a_passage_and_a_value_are_cited_by_their_ids(cited, ending, words):
    answer = CLIENT.get(f"/cite/{cited}.{ending}")

    assert answer.status_code == 200
    assert words in answer.text
    assert cited in answer.text
    assert DATASET.version in answer.text

    again = CLIENT.get(f"/cite/{cited}.{ending}", headers={"If-None-Match": answer.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["X-Dataset-Version"] == DATASET.version


described = schemathesis.openapi.from_asgi("/data/openapi.json", APP)
schema = described.include(path_regex=r"csv|metadata|package|export|cite")
"""Each address once: the formats of a table take the same query."""


@schema.parametrize()
@hypothesis_settings(deadline=None, max_examples=4)
def test_the_addresses_answer_as_their_description_says(case):
    # A value that means nothing is left out and named in a header, as on the page: it is no error.
    case.call_and_validate(excluded_checks=[negative_data_rejection])
