"""Static files go out compressed as the browser accepts it, from copies that are made once."""

from __future__ import annotations

import gzip
import logging

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from server import files
from server.compressed_files import CompressedFiles, choose_encoding
from server.streamlit_files import BUNDLES

SCRIPT = b"export const members = 79;\n" * 200


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "coalition-meetings" / "compressed"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    (made / "script.js").write_bytes(SCRIPT)
    (made / "face.woff2").write_bytes(b"compressed already")
    return made


def get(folder, path, **headers):
    """Ask for a file; the body is as it came over the wire."""
    client = TestClient(Starlette(routes=[Mount("/", CompressedFiles(directory=folder))]))
    with client.stream(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    ) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("br;q=much, gzip", "gzip"),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_that_the_browser_accepts_is_chosen(accepted, encoding):
    assert choose_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_a_script_goes_out_compressed_and_unpacks_to_itself(folder, cache, encoding, unpack):
    answer, body = get(folder, "/script.js", accept_encoding=encoding)

    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert len(body) == int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert unpack(body) == SCRIPT
    assert [path.suffixes for path in cache.iterdir()] == [[f".{encoding}", ".js"]]


def test_a_browser_that_accepts_no_encoding_gets_the_file_as_it_is(folder, cache):
    answer, body = get(folder, "/script.js", accept_encoding="identity")

    assert body == SCRIPT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert not cache.exists()


def test_what_is_compressed_already_goes_out_as_it_is(folder, cache):
    answer, body = get(folder, "/face.woff2", accept_encoding="br")

    assert body == b"compressed already"
    assert "content-encoding" not in answer.headers
    assert not cache.exists()


def test_a_copy_is_made_once_and_anew_when_the_file_changes(folder, cache):
    get(folder, "/script.js", accept_encoding="br")
    (copy,) = cache.iterdir()
    copy.write_bytes(brotli.compress(b"the copy itself"))

    _, body = get(folder, "/script.js", accept_encoding="br")
    assert brotli.decompress(body) == b"the copy itself"

    (folder / "script.js").write_bytes(b"export const members = 80;\n")
    _, body = get(folder, "/script.js", accept_encoding="br")
    assert brotli.decompress(body) == b"export const members = 80;\n"


def test_a_copy_that_was_cleared_away_is_made_again(folder, cache):
    get(folder, "/script.js", accept_encoding="br")
    for copy in cache.iterdir():
        copy.unlink()

    _, body = get(folder, "/script.js", accept_encoding="br")

    assert brotli.decompress(body) == SCRIPT


def test_a_browser_that_has_the_copy_is_told_so(folder, cache):
    first, _ = get(folder, "/script.js", accept_encoding="br")

    again, body = get(
        folder, "/script.js", accept_encoding="br", if_none_match=first.headers["etag"]
    )
    plain, _ = get(
        folder, "/script.js", accept_encoding="identity", if_none_match=first.headers["etag"]
    )

    assert (again.status_code, body) == (304, b"")
    assert plain.status_code == 200


def test_without_a_place_for_copies_files_go_out_as_they_are_and_the_log_says_so(
    folder, tmp_path, monkeypatch, caplog
):
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))

    with caplog.at_level(logging.WARNING):
        answer, body = get(folder, "/script.js", accept_encoding="br")

    assert (answer.status_code, body) == (200, SCRIPT)
    assert "script.js goes out uncompressed" in caplog.text


@pytest.mark.parametrize("path", ["/nothing.js", "/../files/script.js", "/%2e%2e/secret.js"])
def test_what_is_not_in_the_folder_is_not_found(folder, cache, path):
    (folder.parent / "secret.js").write_text("secret", encoding="utf-8")

    answer, body = get(folder, path, accept_encoding="br")

    assert answer.status_code in (200, 404)
    assert b"secret" not in body


def test_bundles_are_kept_for_good_and_all_else_is_left_to_streamlit(cache):
    async def answer_rest(request):
        return PlainTextResponse(f"Streamlit answers {request.url.path}")

    app = Starlette(
        routes=[Route("/{rest:path}", answer_rest)], middleware=[Middleware(files.KeepBundles)]
    )
    client = TestClient(app)
    script = next((BUNDLES / "js").glob("index.*.js"))

    bundle = client.get(f"/static/js/{script.name}", headers={"Accept-Encoding": "br"})

    assert bundle.content == script.read_bytes()
    assert bundle.headers["content-encoding"] == "br"
    assert bundle.headers["cache-control"] == files.KEPT
    assert client.get("/static/js/gone.js").text == "Streamlit answers /static/js/gone.js"
    assert client.get("/_stcore/health").text == "Streamlit answers /_stcore/health"
