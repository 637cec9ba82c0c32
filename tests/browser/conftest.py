"""A server of the page, two Chromiums (with WebGL and without), and a tab of each that tests lead from address to address."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from reader import GO, addressed, dataset, find_port, find_program, query, resized, settled

from loaders import selection

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
WITHOUT_WEBGL = ("--disable-gpu", "--disable-3d-apis")
WITH_WEBGL = (
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
SCHEME = """(scheme) => getComputedStyle(document.querySelector(".stApp")).colorScheme === scheme"""
START = 60.0
"""Seconds that a server may take to come up; patience, not a promise."""


@pytest.fixture(scope="session")
def chromium():
    """The system's own Chromium; without one the tests are skipped, or fail if they are required."""
    return find_program(*CHROMIUMS)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright, chromium):
    """A browser without WebGL, where the server draws the map: drawing deck.gl in software takes twice as long."""
    running = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *WITHOUT_WEBGL])
    yield running
    running.close()


@pytest.fixture(scope="session")
def deck_browser(playwright, chromium):
    """A browser with WebGL, for what concerns the map of deck.gl."""
    running = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *WITH_WEBGL])
    yield running
    running.close()


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory):
    """The address of a server of the page, on a port that was free."""
    del chromium  # no server without a browser
    port = find_port()
    settings = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COALITION_", "STREAMLIT_"))
    }
    said = tmp_path_factory.mktemp("server") / "said.txt"
    with said.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env=settings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://localhost:{port}"
            _await_health(address, server=server, said=said)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _await_health(address, *, server, said):
    end = time.monotonic() + START
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"the server ended at once:\n{said.read_text('utf-8')}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not come up:\n{said.read_text('utf-8')}", pytrace=False)


def _open_context(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    return context


@pytest.fixture(scope="session")
def context(browser):
    """A reader's browser: it keeps Streamlit's own files, as readers' browsers do, and so opens pages quickly."""
    return _open_context(browser)


@pytest.fixture(scope="session")
def deck_context(deck_browser):
    return _open_context(deck_browser)


@pytest.fixture
def visit(request, browser, site):
    """Open an address of the page in a tab of its own, and wait until it is drawn; each tab is a new session.

    ``stranger`` opens it in a browser without a past, ``deck`` in the one with WebGL.
    """
    opened = []
    strangers = []

    def open_page(address="", *, width=1440, height=900, stranger=False, deck=False):
        if stranger:
            strangers.append(_open_context(browser))
            context = strangers[-1]
        else:
            context = request.getfixturevalue("deck_context" if deck else "context")
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/{address}")
        settled(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    for stranger in strangers:
        stranger.close()


def _open_tab(context, site):
    tab = context.new_page()
    tab.goto(site)
    settled(tab)
    return tab


@pytest.fixture(scope="session")
def tab(context, site):
    return _open_tab(context, site)


@pytest.fixture(scope="session")
def deck_tab(deck_context, site):
    return _open_tab(deck_context, site)


@pytest.fixture
def lead(request):
    """Lead a tab that is open to an address of the page: seconds sooner than a new visit.

    For what the page says at an address; ``visit`` is for what opening it in a new session does.
    """

    def to(address="?", *, width=1440, height=900, scheme="light", deck=False):
        tab = request.getfixturevalue("deck_tab" if deck else "tab")
        tab.emulate_media(media="screen", color_scheme=scheme, forced_colors="none")
        tab.wait_for_function(SCHEME, arg=scheme)
        settled(tab)
        if tab.locator('[data-testid="stPopoverBody"]').count():
            tab.keyboard.press("Escape")
        if tab.viewport_size != {"width": width, "height": height}:
            resized(tab, width, height)
        tab.evaluate(GO, address)
        wanted = selection.parse(query(address), dataset())
        addressed(tab, **selection.query(wanted))
        # The address is there before the page is: what is drawn last says in which language it is.
        tab.wait_for_function(
            "(language) => document.documentElement.lang === language", arg=wanted.language
        )
        settled(tab)
        return tab

    return to


@pytest.fixture
def page(lead):
    """The page as it opens, English, nothing chosen."""
    opened = lead("?")
    expect(opened.locator(".cm-clear")).to_have_count(0)
    return opened
