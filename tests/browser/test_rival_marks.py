"""The panels of the record in a browser: marks that overlap lead to the evidence of each; one legend explains all charts."""

from playwright.sync_api import expect
from reader import CARD, addressed, click_on_mark

MEETING = "2017-03-washington"
STATED_TWICE = {
    "2017-03-washington-territory-liberated-share-syria": "33.3%",
    "2017-03-washington-territory-liberated-share-syria-state-blog": "30%",
}
"""Two shares of Syria stated for one day: their marks overlap, the first is uppermost."""


def test_overlapping_marks_open_the_uppermost_and_its_card_links_to_the_other(lead):
    page = lead("?collection=record", height=1500)
    expect(page.locator(".cm-forms:visible")).to_have_count(0)
    page.locator(".st-key-view-territory .cm-marks summary").click()
    expect(page.locator(".cm-forms:visible")).to_contain_text("Press report")

    uppermost, other = STATED_TWICE
    click_on_mark(page, "territory", figure=uppermost)
    for observation, link in ((uppermost, other), (other, uppermost)):
        addressed(page, collection="record", meeting=MEETING, figure=observation)
        card = page.locator(CARD)
        expect(card).to_contain_text(STATED_TWICE[observation])
        card.locator(f'.cm-same a[href*="figure={link}"]').filter(
            has_text=STATED_TWICE[link]
        ).click()
    addressed(page, collection="record", meeting=MEETING, figure=uppermost)
