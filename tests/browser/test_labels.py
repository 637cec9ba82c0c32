"""The value beside a mark answers as the mark does: a click on it opens the evidence of its own figure."""

import pytest
from playwright.sync_api import expect
from reader import CARD, GO, query, settled

LABELS = """(view) => {
  const chart = document.querySelector(`.st-key-view-${view} .js-plotly-plot`);
  return [...chart.querySelectorAll('.scatterlayer .textpoint')].filter((label) => label.textContent).map((label) => {
    const point = label.__data__;
    const trace = label.closest('.trace').__data__[0].trace;
    const [meeting, observation] = (trace.customdata || [])[point.i] || [];
    const box = label.querySelector('text').getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
      meeting, observation, x: box.left + box.width / 2, y: box.top + box.height / 2, width: box.width,
      cursor: top ? getComputedStyle(top).cursor : '',
    };
  }).filter((label) => label.meeting || label.observation);
}"""
"""The labels of a chart that belong to marks: what each means, and its middle on the screen."""

TO_MIDDLE = (
    """(y) => document.querySelector('[data-testid="stMain"]').scrollBy(0, y - innerHeight / 3)"""
)

HOVERED = """(view) => {
  const [point] = document.querySelector(`.st-key-view-${view} .js-plotly-plot`)._hoverdata || [];
  return point ? point.customdata.slice(0, 2) : null;
}"""
"""What the mark stands for of which a chart says something, None where it says nothing."""

PLACES = [
    ("", "territory", 1440, 900),
    ("", "people", 1440, 900),
    ("lang=ar", "territory", 390, 844),
    ("collection=record&page=figures&section=membership", "indicators", 1280, 720),
    ("collection=record&page=sources&section=speakers", "conflicts", 1440, 900),
    ("collection=record&page=sources&section=speakers&lang=ar", "conflicts", 390, 844),
    ("collection=record&page=members", "counted", 1440, 900),
]
"""Charts: the address, the view, and the width and height of the window in pixels."""


def labels_of(page, view):
    """The labels of the marks of a chart, from left to right."""
    found = page.evaluate(LABELS, view)
    return sorted(found, key=lambda label: label["x"])


def move_to_label(page, view, index):
    """Move the pointer to the middle of a label; returns the label as it stands then."""
    page.evaluate(TO_MIDDLE, labels_of(page, view)[index]["y"])
    settled(page)
    label = labels_of(page, view)[index]
    page.mouse.move(label["x"] - 2, label["y"] - 2)
    page.mouse.move(label["x"], label["y"], steps=2)
    return label


@pytest.mark.parametrize(("address", "view", "width", "height"), PLACES)
def test_a_label_opens_the_evidence_of_its_own_mark_and_closes_it(
    lead, address, view, width, height
):
    page = lead(f"?{address}", width=width, height=height)
    page.locator(f".st-key-view-{view}").scroll_into_view_if_needed()
    page.locator(f".st-key-view-{view} .js-plotly-plot").wait_for()
    settled(page)
    count = len(labels_of(page, view))
    assert count

    for index in sorted({0, count - 1}):
        label = move_to_label(page, view, index)
        page.mouse.click(label["x"], label["y"])
        page.wait_for_url(
            lambda url, label=label: query(url).get("figure") == [label["observation"]]
        )
        expect(page.locator(CARD)).to_be_visible()
        settled(page)
        assert "meeting" not in query(page.url)

        label = move_to_label(page, view, index)
        page.mouse.click(label["x"], label["y"])
        page.wait_for_url(lambda url: "figure" not in query(url))
        expect(page.locator(CARD)).to_have_count(0)
        settled(page)


def test_a_label_far_from_its_mark_says_what_the_mark_says(lead):
    page = lead("?")
    page.locator(".st-key-view-people").scroll_into_view_if_needed()
    settled(page)
    for index in range(len(labels_of(page, "people"))):
        label = move_to_label(page, "people", index)

        expect(page.locator(".st-key-view-people .hoverlayer .hovertext")).to_be_visible()
        assert page.evaluate(HOVERED, "people") == [label["meeting"], label["observation"]]
        assert labels_of(page, "people")[index]["cursor"] == "pointer"

    label = labels_of(page, "people")[0]
    page.mouse.move(label["x"], label["y"] - 60)
    page.mouse.move(label["x"], label["y"] - 64)
    expect(page.locator(".st-key-view-people .hoverlayer .hovertext")).to_have_count(0)


def test_a_label_of_the_timeline_chooses_its_meeting(lead):
    page = lead("?")
    page.locator(".st-key-view-timeline").scroll_into_view_if_needed()
    settled(page)
    index = next(
        index
        for index, label in enumerate(labels_of(page, "timeline"))
        if label["meeting"] and not label["observation"]
    )

    label = move_to_label(page, "timeline", index)
    page.mouse.click(label["x"], label["y"])

    page.wait_for_url(lambda url: query(url) == {"meeting": [label["meeting"]]})
    page.evaluate(GO, "?")
    page.wait_for_url(lambda url: query(url) == {})
    settled(page)


def test_a_drag_that_begins_on_a_label_marks_a_period_and_opens_nothing(lead):
    page = lead("?")
    page.locator(".st-key-view-timeline").scroll_into_view_if_needed()
    settled(page)
    label = move_to_label(page, "timeline", 1)

    page.mouse.down()
    page.mouse.move(label["x"] + 90, label["y"], steps=4)
    page.mouse.move(label["x"] + 180, label["y"], steps=4)
    expect(page.locator(".cm-brush")).to_be_visible()
    page.mouse.up()

    page.wait_for_url(lambda url: "period" in query(url))
    settled(page)
    assert set(query(page.url)) == {"period"}
