"""A server of the page for the whole run, one Chromium, and a page for each test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from reader import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

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
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    reason = f"no Chromium on this system (looked for {', '.join(CHROMIUMS)})"
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


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
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    settings = {
        name: value
        for name, value in os.environ.items()
        if name != "COALITION_DATA" and not name.startswith("STREAMLIT_")
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
            pytest.fail(f"the server ended at once:\n{said.read_text(encoding='utf-8')}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not come up:\n{said.read_text(encoding='utf-8')}", pytrace=False)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open an address of the page as a new reader, in a browser without a past, and wait until it is drawn."""
    contexts = []

    def open_page(address: str = "", *, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(f"{site}/{address}")
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """The page as it opens: English, nothing chosen."""
    return visit()
