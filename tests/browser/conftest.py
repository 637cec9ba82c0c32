"""A server of the page for the whole run, one Chromium, and a page for each test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright
from reader import GO, addressed, dataset, find_port, find_program, query, resized, settled

from loaders import selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
START = 60.0
"""Seconds that a server may take to come up; patience, not a promise."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's own Chromium; without one the tests are skipped, or fail if they are required."""
    return find_program(*CHROMIUMS)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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


def _await_health(address: str, *, server: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(
                f"the server ended at once:\n{said.read_text(encoding='utf-8')}", pytrace=False
            )
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not come up:\n{said.read_text(encoding='utf-8')}", pytrace=False)


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser: it keeps Streamlit's own files, as readers' browsers do, and so opens pages quickly."""
    kept = browser.new_context()
    kept.set_default_timeout(20_000)
    yield kept
    kept.close()


@pytest.fixture
def visit(browser: Browser, context: BrowserContext, site: str) -> Iterator[Callable[..., Page]]:
    """Open an address of the page in a tab of its own, and wait until it is drawn; each tab is a new session.

    ``stranger`` opens it in a browser without a past.
    """
    opened: list[Page] = []
    strangers: list[BrowserContext] = []

    def open_page(
        address: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        stranger: bool = False,
    ) -> Page:
        if stranger:
            strangers.append(browser.new_context())
        page = (strangers[-1] if stranger else context).new_page()
        page.set_default_timeout(20_000)
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{site}/{address}")
        settled(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    for each in strangers:
        each.close()


@pytest.fixture(scope="session")
def tab(context: BrowserContext, site: str) -> Page:
    """A tab that is opened once: drawing the map and the charts in software takes seconds."""
    opened = context.new_page()
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.goto(site)
    settled(opened)
    return opened


@pytest.fixture
def page(tab: Page) -> Page:
    """The page as it opens, English, nothing chosen: the tab of the test before, led back to the start."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.emulate_media(media="screen", color_scheme="light")
    tab.evaluate(GO, "?")
    addressed(tab)
    expect(tab.locator(".cm-clear")).to_have_count(0)
    return tab


@pytest.fixture(scope="session")
def second_tab(context: BrowserContext, site: str) -> Page:
    """Another tab that is opened once; tests of it may leave its filters folded, as they are on a phone."""
    opened = context.new_page()
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.goto(f"{site}/?page=statements")
    settled(opened)
    return opened


@pytest.fixture
def lead(second_tab: Page) -> Callable[[str], Page]:
    """Lead a tab that is open to an address of the page, 1440 pixels wide: seconds sooner than a new visit.

    For what the page says at an address; ``visit`` is for what opening it in a new session does.
    """

    def to(address: str) -> Page:
        second_tab.emulate_media(media="screen", color_scheme="light")
        resized(second_tab, 1440)
        second_tab.evaluate(GO, address)
        wanted = selection.parse(query(address), dataset())
        addressed(second_tab, **selection.query(wanted))
        # The address is there before the page is: what is drawn last says in which language it is.
        second_tab.wait_for_function(
            "(language) => document.documentElement.lang === language", arg=wanted.language
        )
        settled(second_tab)
        return second_tab

    return to
