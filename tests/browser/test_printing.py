"""The page on paper: A4 in both languages, all of its charts and its map, no controls, nothing cut."""

import re

import pytest
from playwright.sync_api import expect
from reader import CHARTS, settled

from loaders.pages import PAGES
from loaders.selection import LANGUAGES

A4 = (595, 842)
"""Width and height of a sheet in points."""

WIDTH, HEIGHT = 718, 1054
"""Pixels of a sheet between its margins."""

CONTROLS = (
    *(f'[data-testid="{name}"]' for name in ("stToolbar", "stHeader", "stSkeleton", "stDataFrame")),
    *(
        ".stCheckbox",
        ".stSlider",
        ".stSelectbox",
        ".stMultiSelect",
        ".stButtonGroup",
        ".stTextInput",
    ),
    *(".stNumberInput", ".stButton", ".stDownloadButton", ".stFileUploader", "input"),
    *(
        ".cm-pages",
        ".cm-tools",
        ".cm-linked",
        ".cm-cite",
        ".cm-clear",
        ".cm-play",
        ".modebar",
    ),
)

PAPER = """([controls, width]) => {
  const onPaper = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(
    (rule) => ["print", "(max-width: 1200px)"].includes(rule.media?.mediaText)
  ).map(({ media }) => ({ media, text: media.mediaText }));
  for (const { media } of onPaper) media.mediaText = "all";
  document.documentElement.style.inlineSize = `${width}px`;
  dispatchEvent(new Event("beforeprint"));
  const sheet = document.querySelector('[data-testid="stMain"]').getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const isOut = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.left < sheet.left - 1 || box.right > sheet.right + 1);
  };
  const findCut = (chart) => {
    const box = chart.querySelector(".main-svg").getBoundingClientRect();
    return [...chart.querySelectorAll(".xtick text, .ytick text, .x2tick text, .y2tick text")].filter((element) => {
      const text = element.getBoundingClientRect();
      return text.left < box.left - 1 || text.right > box.right + 1 || text.bottom > box.bottom + 1;
    }).map((element) => element.textContent);
  };
  const keepsWhole = (element) => {
    const parents = [];
    for (let each = element; each && each.dataset?.testid !== "stMain"; each = each.parentElement) parents.push(each);
    return parents.some((each) => getComputedStyle(each).breakInside === "avoid");
  };
  const charts = shown(".js-plotly-plot");
  const whole = [...charts, ...shown(".cm-map, .cm-world, .cm-keys, .cm-cell .cm-words, .cm-pair, .cm-dispute, tr")];
  const report = {
    controls: controls.filter((selector) => shown(selector).length),
    out: [...shown("[data-testid=stMain] *:not(svg *)")].filter(isOut).map((element) => element.className),
    charts: charts.length,
    empty: charts.filter((chart) => !chart.querySelector(".points path, .hm image")).length,
    cut: charts.flatMap(findCut),
    width: sheet.width,
    high: Math.max(0, ...charts.map((chart) => chart.getBoundingClientRect().height)),
    split: whole.filter((element) => !keepsWhole(element)).map((element) => element.className),
    map: shown(".cm-map, .cm-world-all").length,
    address: document.querySelector(".cm-footer").dataset.address,
  };
  dispatchEvent(new Event("afterprint"));
  document.documentElement.style.inlineSize = "";
  for (const { media, text } of onPaper) media.mediaText = text;
  return report;
}"""
"""What stands on a sheet. The rules for paper apply within one task, as in printing: the charts are not drawn anew for it."""

INKS = """() => {
  const read = () => [...document.querySelectorAll(".js-plotly-plot .main-svg text")].map((element) => element.style.fill);
  const before = read();
  dispatchEvent(new Event("beforeprint"));
  const printed = read();
  dispatchEvent(new Event("afterprint"));
  return {before, printed, after: read()};
}"""


def look_at_paper(page):
    report = page.evaluate(PAPER, [list(CONTROLS), WIDTH])
    return report


def print_pages(page):
    """The size of every sheet in points."""
    printed = page.pdf(format="Letter", prefer_css_page_size=True, print_background=True)
    boxes = re.findall(
        rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed, re.DOTALL
    )
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_printed_whole_and_without_controls(lead, name, language):
    page = lead(f"?page={name}&lang={language}")
    expect(page.locator(".js-plotly-plot")).to_have_count(CHARTS[name])

    sheets = print_pages(page)
    assert set(sheets) == {A4}
    assert len(sheets) <= 4 or name != "overview"

    paper = look_at_paper(page)
    assert paper["controls"] == []
    assert paper["out"] == []
    assert paper["split"] == []
    assert (paper["charts"], paper["empty"], paper["cut"]) == (CHARTS[name], 0, [])
    assert paper["width"] == WIDTH
    assert paper["high"] < HEIGHT
    assert paper["map"] == (name in ("overview", "story", "members"))
    assert paper["address"] == page.url


def test_the_labels_of_a_chart_have_their_room_on_a_page_that_is_opened_in_arabic(visit):
    page = visit("?lang=ar")
    expect(page.locator(".js-plotly-plot")).to_have_count(CHARTS["overview"])

    assert look_at_paper(page)["cut"] == []


def test_charts_of_the_dark_theme_are_printed_in_dark_ink_and_stay_light_on_the_screen(lead):
    page = lead("?", scheme="dark")
    page.locator(".js-plotly-plot text").first.wait_for()
    settled(page)

    inks = page.evaluate(INKS)

    def brightest(colours):
        return max(int(part) for colour in colours for part in re.findall(r"\d+", colour)[:3])

    assert brightest(inks["before"]) > 200
    assert brightest(inks["printed"]) < 150
    assert inks["after"] == inks["before"]
