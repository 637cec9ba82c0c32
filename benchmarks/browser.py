"""Browser: what Chromium does at a first load, and from a click to the frame that shows it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
EVIDENCE, CLEAR = ".cm-evidence", ".cm-shown .cm-clear"
FIGURE = ".cm-keys a[href*='figure=']"
TWIN = ".st-key-table-atlas"
CLOSE = f"{EVIDENCE} .cm-close a"

WATCH = """([selector, wanted, ready]) => {
  window.benchmark = new Promise((done) => {
    let start, shown;
    const begin = (event) => { start = event.timeStamp; };
    addEventListener("click", begin, { capture: true, once: true });
    const painted = (then) => requestAnimationFrame(() => {
      const next = new MessageChannel();
      next.port1.onmessage = () => then(performance.now() - start);
      next.port2.postMessage(0);
    });
    const look = () => {
      if (start === undefined || Boolean(document.querySelector(selector)) !== wanted) return;
      if (shown === undefined) { shown = null; painted((time) => { shown = time; }); }
      if (!document.querySelector(ready)) return;
      observer.disconnect();
      painted((settled) => done([shown ?? settled, settled]));
    };
    const observer = new MutationObserver(look);
    const changes = { childList: true, attributes: true, characterData: true };
    observer.observe(document, { subtree: true, ...changes });
  });
}"""
"""After a click: the time until the wanted change is painted, and until the page is at rest.

A frame is painted when the task after its animation frame begins.
"""


OBSERVE = """() => {
  window.largest = 0;
  window.shifted = 0;
  const observe = (type, act) =>
    new PerformanceObserver((list) => list.getEntries().forEach(act))
      .observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => { window.largest = entry.startTime; });
  observe("layout-shift", (entry) => { if (!entry.hadRecentInput) window.shifted += entry.value; });
}"""
"""The time of the largest paint in milliseconds, and the layout shifts of a load, summed."""

LOADED_MS = 6_000
"""Milliseconds after which a page that was opened is drawn whole."""


@dataclass(frozen=True)
class Load:
    """A first load in a new browser: bytes, seconds to the largest paint, layout shift."""

    received: float
    largest: float
    shift: float


@dataclass
class Clicks:
    """Milliseconds from clicks to what they show, and bytes of messages that each click brought."""

    evidence: list[float] = field(default_factory=list)
    city: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)


def chromium() -> str | None:
    """The path of an installed Chromium; None if there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def first_load(url: str, *, executable: str) -> Load:
    """Open a page in a browser that has never seen it."""
    received: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(f"({OBSERVE})()")
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished", lambda event: received.append(event["encodedDataLength"])
            )
            page.goto(url)
            page.wait_for_selector(READY, timeout=60_000)
            page.wait_for_timeout(LOADED_MS)
            largest, shift = page.evaluate("[window.largest, window.shifted]")
        finally:
            browser.close()
    return Load(sum(received), largest / 1000, shift)


def clicks(url: str, *, executable: str, rounds: int) -> Clicks:
    """Open and close evidence, choose a city in the table and clear it again, ``rounds`` times."""
    out = Clicks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            received = _counted(page)
            page.goto(url)
            page.wait_for_selector(READY, timeout=60_000)
            page.wait_for_selector(FIGURE, timeout=60_000)
            out.ready.append(page.evaluate("performance.now()"))
            page.wait_for_timeout(4000)
            for _ in range(rounds):
                _click(
                    page,
                    FIGURE,
                    EVIDENCE,
                    wanted=True,
                    out=out.evidence,
                    all_=out,
                    received=received,
                )
                _click(
                    page,
                    CLOSE,
                    EVIDENCE,
                    wanted=False,
                    out=out.evidence,
                    all_=out,
                    received=received,
                )
                if not page.locator(f"{TWIN} details[open]").count():
                    page.locator(f"{TWIN} summary").click()
                    page.wait_for_selector(f"{TWIN} a[href*='city=']")
                    page.wait_for_timeout(1000)
                link = f"{TWIN} a[href*='city=']"
                _click(page, link, CLEAR, wanted=True, out=out.city, all_=out, received=received)
                _click(page, CLEAR, CLEAR, wanted=False, out=out.city, all_=out, received=received)
        finally:
            browser.close()
    return out


def _counted(page: Page) -> list[int]:
    """The sizes of the messages of the page's websocket, as they arrive."""
    sizes: list[int] = []

    def opened(socket: Any) -> None:
        socket.on("framereceived", lambda payload: sizes.append(len(payload)))

    page.on("websocket", opened)
    return sizes


def _click(
    page: Page,
    link: str,
    shown: str,
    *,
    wanted: bool,
    out: list[float],
    all_: Clicks,
    received: list[int],
) -> None:
    target = page.locator(link).first
    target.scroll_into_view_if_needed()
    page.evaluate(WATCH, [shown, wanted, READY])
    before = sum(received)
    target.click()
    painted, settled = page.evaluate(
        "Promise.race([window.benchmark, new Promise((_, no) => "
        "setTimeout(no, 20000, new Error('nothing changed')))])"
    )
    page.wait_for_timeout(400)
    out.append(painted)
    all_.settled.append(settled)
    all_.received.append(sum(received) - before)
