"""A drag over the time line marks a period: address, sentence, map and tables follow, and it can be taken back."""

from playwright.sync_api import expect
from reader import (
    addressed,
    chosen,
    click_on_mark,
    mark,
    open_filter,
    query,
    sentence,
    settled,
    unfolded,
)

from components.language import text
from loaders.dates import period

PLOT = """() => {
  const chart = document.querySelector('.st-key-view-timeline .js-plotly-plot');
  const box = chart.querySelector('.nsewdrag').getBoundingClientRect();
  const rules = chart.layout.shapes || [];
  return {
    left: box.left, width: box.width, top: box.top, high: box.height,
    range: chart.layout.xaxis.range,
    band: rules.filter((each) => each.type === 'rect').map((each) => [each.x0, each.x1]),
    words: (chart.layout.annotations || []).filter((each) => each.yref === 'paper').map((each) => each.text),
  };
}"""
"""The upper part of the chart on the screen, its time axis, the band on it and what is written above that."""


def plot(page):
    """Where the chart is on the screen, once it stands still, and what is marked on it."""
    page.locator(".st-key-view-timeline .js-plotly-plot").scroll_into_view_if_needed()
    settled(page)
    found = page.evaluate(PLOT)
    return found


def drag(page, start, end):
    """Drag from one place of the time axis to another, both as a part of its width."""
    area = plot(page)
    high = area["top"] + area["high"] / 2
    page.mouse.move(area["left"] + start * area["width"], high)
    page.mouse.down()
    page.mouse.move(area["left"] + (start + end) / 2 * area["width"], high + 4, steps=4)
    page.mouse.move(area["left"] + end * area["width"], high + 8, steps=4)
    expect(page.locator(".cm-brush")).to_be_visible()
    page.mouse.up()


def marked(page):
    """The period that the address holds, once it holds one."""
    page.wait_for_url(lambda address: "period" in query(address))
    settled(page)
    return query(page.url)["period"][0]


def test_a_drag_over_the_time_line_marks_a_period_that_everything_follows(page):
    drag(page, 0.3, 0.7)

    first, last = marked(page).split("/")
    area = plot(page)
    ((start, _),) = area["band"]
    assert start.startswith(f"{first}-01")
    assert area["words"] == [text("en").months(period(first), period(last))]
    assert area["range"][0] < first < last < area["range"][1]
    there = chosen(page)
    assert 0 < len(there.meetings) < len(there.held("meetings"))
    expect(sentence(page)).to_contain_text(f"{len(there.meetings)} of 8 meetings")
    expect(page.locator(".st-key-filter-years")).to_contain_text(area["words"][0])
    rows = unfolded(page, "timeline").locator("table").last.locator("tbody tr")
    expect(rows).to_have_count(len(there.meetings))

    page.reload()
    settled(page)
    assert plot(page)["band"] == area["band"]
    assert query(page.url)["period"] == [f"{first}/{last}"]

    page.go_back()
    addressed(page)
    assert plot(page)["band"] == []
    expect(sentence(page)).to_contain_text("8 meetings of the Global Coalition")


def test_a_click_is_no_drag_and_a_drag_no_click(page):
    point = mark(page, "timeline", meeting="2018-02-kuwait")
    area = plot(page)
    at = (point.x - area["left"]) / area["width"]

    drag(page, at - 0.1, at + 0.1)
    months = marked(page)
    assert "meeting" not in query(page.url)
    click_on_mark(page, "timeline", meeting="2018-02-kuwait")
    addressed(page, period=months, meeting="2018-02-kuwait")

    drag(page, 0.02, 0.98)
    addressed(page, meeting="2018-02-kuwait")


def test_the_slider_marks_a_period_by_keyboard_and_in_arabic(lead):
    page = lead("?lang=ar&period=2016-02/2018-02", width=390)
    open_filter(page, "all")
    ends = page.locator("[class*=st-key-period] input")
    expect(ends.first).to_have_attribute("aria-valuetext", "فبراير 2016")

    ends.last.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    addressed(page, lang="ar", period="2016-02/2017-11")
    assert len(plot(page)["band"]) == 1

    page.locator("[class*=st-key-period] input").last.focus()
    page.keyboard.press("End")
    addressed(page, lang="ar")
    assert plot(page)["band"] == []
