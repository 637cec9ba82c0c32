"""Disagreements in the browser: the two sides level on a wide screen, one below the other on a phone."""

from playwright.sync_api import expect
from reader import CARD, addressed, click_on_mark, fits

HOST = "2017-11-amman-people-freed-host"
FREED = "2017-11-amman-people-freed"

CELLS = """(id) => [...document.getElementById(id).querySelectorAll('.cm-sides tbody tr')].map(
  (row) => [...row.querySelectorAll('td')].map((cell) => {
    const box = cell.getBoundingClientRect();
    return {left: box.left, top: box.top, bottom: box.bottom};
  })
)"""


def test_an_open_disagreement_comes_into_sight_with_its_sides_level_and_a_click_closes_it(lead):
    page = lead(f"?collection=record&disagreement={HOST}")
    row = page.locator(f"#d-{HOST}")

    expect(row).to_be_in_viewport()
    expect(row.locator("table")).to_be_visible()
    cells = page.evaluate(CELLS, f"d-{HOST}")
    assert len(cells) > 8
    for ours, theirs in cells:
        assert abs(ours["top"] - theirs["top"]) <= 1
        assert ours["left"] < theirs["left"]

    row.locator(".cm-dispute-what a").click()
    addressed(page, collection="record", page="sources", section="disagreements")
    expect(page.locator(".cm-sides")).to_have_count(0)

    page.locator(".cm-sections a[href*='section=speakers']").click()
    addressed(page, collection="record", page="sources", section="speakers")
    click_on_mark(page, "conflicts", figure=f"{FREED}-host")
    addressed(page, collection="record", page="sources", section="speakers", figure=f"{FREED}-host")
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    addressed(page, collection="record", page="sources", section="speakers")
    fits(page)


def test_evidence_leads_to_the_two_sides_one_below_the_other_on_a_phone(lead):
    page = lead(f"?lang=ar&page=statements&section=words&figure={FREED}", width=390)

    page.locator(f'{CARD} a[href="?disagreement={HOST}"]').click()

    addressed(page, lang="ar", disagreement=HOST)
    expect(page.locator(CARD)).to_have_count(0)
    row = page.locator(f"#d-{HOST}")
    expect(row).to_be_in_viewport()
    expect(row).to_be_focused()
    cells = page.evaluate(CELLS, f"d-{HOST}")
    assert len(cells) > 8
    for ours, theirs in cells:
        assert theirs["top"] >= ours["bottom"] - 1
        assert abs(ours["left"] - theirs["left"]) <= 1
    assert row.evaluate("(each) => getComputedStyle(each).direction") == "rtl"
