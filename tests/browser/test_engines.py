"""Every page in three engines and both languages: styled, whole, and alive."""

import pytest
from engines import start_chromium, start_firefox, start_webkit, wait_until
from reader import CHARTS

from components.theme import LIGHT
from loaders.pages import PAGES
from loaders.selection import LANGUAGES

pytestmark = pytest.mark.filterwarnings(
    # Mozilla's client leaves the sockets open with which it tries whether Firefox is there.
    "ignore:unclosed <socket:ResourceWarning",
    "ignore:setting remote_server_addr:DeprecationWarning",
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning",
)

READY = """document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"] .cm-footer')"""
SETTLED = f"{READY} && !document.querySelector('.stMain [data-testid=\"stSkeleton\"]')"

FACES = {"en": "Source Serif 4", "ar": "Noto Naskh Arabic"}
"""The face in which a heading of each language is set."""

STYLE = """
const style = (selector) => getComputedStyle(document.querySelector(selector));
const face = (name) => [...document.fonts].some((font) => font.family.replace(/["']/g, "") === name && font.status === "loaded");
return {
  language: document.documentElement.lang,
  direction: document.documentElement.dir,
  set: style(".stApp").direction,
  heading: style("h1").fontFamily,
  loaded: {en: face("Source Serif 4"), ar: face("Noto Naskh Arabic")},
  paper: style(".stApp").backgroundColor,
  accent: style(".cm-pages a:not([aria-current])").color,
  underlined: style(".cm-pages a:not([aria-current])").textDecorationLine,
};"""

WHOLE = """
const main = document.querySelector('[data-testid="stMain"]');
const charts = [...document.querySelectorAll(".js-plotly-plot")];
const marks = ".point, .textpoint, .bars path, .shapelayer path";
return {
  errors: document.querySelectorAll('[data-testid="stException"], .cm-damaged').length,
  sideways: [document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth],
  charts: charts.length,
  bare: charts.filter((chart) => !chart.querySelector(marks)).map((chart) => chart.closest("[class*=st-key]").className),
  torn: [...document.querySelectorAll(".js-plotly-plot tspan.line")].filter((line) => {
    const places = Array.from({length: line.getNumberOfChars()}, (_, at) => Math.round(line.getStartPositionOfChar(at).y));
    return new Set(places).size > 1;
  }).map((line) => line.textContent),
  maps: document.querySelectorAll('.cm-map, [data-testid="stDeckGlJsonChart"] canvas, .cm-world svg').length,
};"""

MAPS = ("overview", "members")

RECORD = "[data-testid=stPopoverBody] [role=radiogroup] > div:last-of-type label"
"""The choice of the public record, behind the first button of the bar."""


def colour(code):
    """A colour of the configuration as browsers compute it: #0e5c66 as rgb(14, 92, 102)."""
    return f"rgb({', '.join(str(int(code[start : start + 2], 16)) for start in (1, 3, 5))})"


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def engine(request, site):
    """A browser of each engine, started once."""
    del site  # the page is served before and after
    starts = {"firefox": start_firefox, "webkit": start_webkit}
    if request.param == "chromium":
        started = start_chromium(request.getfixturevalue("browser"))
    else:
        started = starts[request.param]()
    with started as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_styled_and_whole(engine, site, language):
    engine.open(f"{site}/?lang={language}")
    for number, page in enumerate(PAGES, start=1):
        link = f".cm-pages a:nth-of-type({number})"
        if number > 1:
            engine.click(link)
        wait_until(engine, f"{SETTLED} && document.querySelector('{link}[aria-current]')")

        style = engine.run(STYLE)
        direction = "rtl" if language == "ar" else "ltr"
        assert (style["language"], style["direction"]) == (language, direction), page
        assert style["set"] == direction, page
        assert FACES[language] in style["heading"], page
        assert style["loaded"][language], page
        assert (style["paper"], style["accent"]) == (colour(LIGHT.paper), colour(LIGHT.accent))
        assert style["underlined"] == "none", "a link of the navigation looks as the sheet says"

        whole = engine.run(WHOLE)
        assert whole["errors"] == 0, page
        assert max(whole["sideways"]) <= 0, page
        assert whole["charts"] >= CHARTS[page], page
        assert whole["bare"] == [], page
        assert whole["torn"] == [], "each line of a label stands on its own line"
        assert whole["maps"] >= (page in MAPS), page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_links_filters_back_and_reload_work(engine, site, language):
    opened, chosen = (
        "location.search.includes('figure=')",
        "location.search.includes('collection=record')",
    )
    card = "document.querySelector('.cm-evidence')"
    engine.open(f"{site}/?lang={language}")
    wait_until(engine, SETTLED)

    engine.click(".cm-key-value a")
    wait_until(engine, f"{SETTLED} && {card} && {opened}")
    engine.reload()
    wait_until(engine, f"{SETTLED} && {card} && {opened}")
    engine.back()
    wait_until(engine, f"{SETTLED} && !{card} && !({opened})")

    engine.click(".st-key-filter-collection button")
    wait_until(engine, f"document.querySelector('{RECORD}')")
    engine.click(RECORD)
    wait_until(engine, f"{SETTLED} && {chosen}")
    engine.back()
    wait_until(engine, f"{SETTLED} && !({chosen})")
