"""A view may be shown within other sites' pages, as far as the setting allows; the page within none but our own."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from server import framing

POLICY = "content-security-policy"


def open_client():
    async def answer(request):
        return HTMLResponse("<p>page</p>")

    async def answer_file(request):
        return PlainTextResponse("file")

    routes = [Route("/", answer), Route("/elsewhere", answer), Route("/file", answer_file)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(framing.LimitFrames)]))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?embed=true",
        "/?view=timeline",
        "/?embed=true&view=story",
        "/?embed=false&view=timeline",
        "/elsewhere",
    ],
)
def test_the_page_is_shown_within_no_other_site(monkeypatch, address):
    monkeypatch.delenv(framing.EMBED_HOSTS, raising=False)

    assert open_client().get(address).headers[POLICY] == "frame-ancestors 'self'"


@pytest.mark.parametrize(
    ("hosts", "policy"),
    [
        ("", "*"),
        ("'none'", "'none'"),
        ("https://example.org  *.example.net:8443", "https://example.org *.example.net:8443"),
    ],
)
def test_a_view_is_shown_where_the_setting_allows_it(monkeypatch, hosts, policy):
    monkeypatch.setenv(framing.EMBED_HOSTS, hosts)

    answer = open_client().get("/?lang=ar&embed=true&view=timeline")

    assert answer.headers[POLICY] == f"frame-ancestors {policy}"


def test_a_file_says_nothing_of_frames():
    assert POLICY not in open_client().get("/file?embed=true&view=timeline").headers


@pytest.mark.parametrize(
    "hosts", ["https://example.org; script-src *", "example.org,example.net", "none'"]
)
def test_a_setting_that_is_no_list_of_sites_stops_the_server(monkeypatch, hosts):
    monkeypatch.setenv(framing.EMBED_HOSTS, hosts)

    with pytest.raises(ValueError, match=framing.EMBED_HOSTS):
        framing.read_hosts()
