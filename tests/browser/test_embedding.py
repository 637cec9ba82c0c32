"""One view within another site's page: alone, as high as it is, with links to the whole page."""

import functools
import html
import http.server
import re
import threading

import pytest
from playwright.sync_api import expect
from reader import READY, find_port, query

from components import people, timeline
from components.language import text

HOST = """<!doctype html><meta charset="utf-8"><title>Another site</title>
<script>addEventListener("message", ({data, source}) => {
  if (data.type !== "coalition-meetings") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.height = data.height;
})</script>
"""


@pytest.fixture(scope="module")
def other_site(tmp_path_factory):
    """A folder that another server shows on a port of its own, and its address."""
    folder = tmp_path_factory.mktemp("site")
    answer = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", find_port()), answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def show(page, other_site, frame):
    """Show a frame within a page of the other site."""
    folder, address = other_site
    (folder / "index.html").write_text(HOST + frame, encoding="utf-8")
    page.goto(f"{address}/index.html")


def test_the_code_that_is_copied_shows_the_view_alone_in_another_page(visit, other_site, site):
    page = visit("?lang=ar&city=amman&city=rome")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    words, view = text("ar"), page.locator(f".st-key-view-{timeline.KEY}")
    finding = view.locator(".cm-heading h2").inner_text()
    view.locator(".cm-take > summary").click()
    view.locator('[data-take="embed"]').click()
    expect(view.locator(".cm-taken")).to_have_text(words("picture.copied"))
    code = html.unescape(page.evaluate("navigator.clipboard.readText()"))
    source, title, height = re.findall(
        r'src="([^"]+)" title="([^"]+)" width="100%" height="(\d+)"', code
    )[0]
    assert query(source) == {
        "lang": ["ar"],
        "city": ["amman", "rome"],
        "embed": ["true"],
        "view": ["timeline"],
    }
    assert source.startswith(site)
    assert int(height) > 400
    assert title

    show(page, other_site, code)

    frame = page.frame_locator("iframe")
    expect(frame.locator(".cm-heading h2")).to_have_text(finding)
    expect(frame.locator(".cm-foot > .cm-source")).to_be_visible()
    expect(frame.locator(".js-plotly-plot")).to_be_visible()
    for gone in (".cm-header", ".st-key-filters", ".cm-footer", ".st-key-view-atlas"):
        expect(frame.locator(gone)).to_have_count(0)
    expect(frame.locator(".cm-take")).to_be_hidden()
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    fits = """() => {
      const frame = document.querySelector('iframe');
      const isAtRest = Math.abs(frame.clientHeight - frame.getBoundingClientRect().height) < 3;
      return isAtRest && Number(frame.height) !== %s;
    }"""
    page.wait_for_function(fits % height)
    inside = next(each for each in page.frames if "embed=true" in each.url)
    spare = "document.querySelector('[data-testid=\"stMain\"]').scrollHeight - innerHeight"
    page.wait_for_timeout(500)
    assert abs(inside.evaluate(spare)) < 3

    with page.context.expect_page() as opened:
        frame.locator(".cm-embedded a").click()

    assert query(opened.value.url) == {"lang": ["ar"], "city": ["amman", "rome"]}
    opened.value.wait_for_selector(".cm-header")
    assert opened.value.evaluate("window.opener") is None
    opened.value.close()


def test_a_click_in_a_view_stays_in_it_and_a_link_of_its_table_leads_to_the_page(
    visit, other_site, site
):
    page = visit("?")
    show(
        page,
        other_site,
        f'<iframe src="{site}/?embed=true&amp;view=atlas" width="700" height="700"></iframe>',
    )
    frame = page.frame_locator("iframe")
    frame.locator(".st-key-table-atlas summary").click()
    city = frame.locator(".st-key-table-atlas a[data-step]", has_text="Amman")
    city.wait_for()
    frame.locator(READY).wait_for()  # a click on a link that is being drawn anew is lost
    page.wait_for_timeout(500)

    with page.context.expect_page() as opened:
        city.press("Enter")  # the frame is growing to the height of the table: a pointer might miss

    assert query(opened.value.url) == {"city": ["amman"]}
    opened.value.close()

    address = f"{site}/?embed=true&amp;view={people.KEY}"
    show(page, other_site, f'<iframe src="{address}" width="700" height="700"></iframe>')
    frame.locator(".st-key-view-people .js-plotly-plot").wait_for()
    inside = next(each for each in page.frames if "embed=true" in each.url)
    inside.evaluate("""() => {
      const link = document.createElement("a");
      Object.assign(link, {href: "?figure=2017-11-amman-people-freed"});
      link.dataset.step = "";
      document.querySelector(".st-key-view-people").append(link);
      link.click();
    }""")
    expect(frame.locator(".cm-evidence")).to_be_visible()
    expect(frame.locator(".cm-header")).to_have_count(0)
    inside.wait_for_url(lambda address: "figure" in query(address))
    assert query(inside.url)["embed"] == ["true"]


def test_without_a_frame_the_address_of_a_view_leads_to_its_page(visit):
    page = visit("?view=matrix")

    expect(page.locator(".cm-pages [aria-current]")).to_have_text(text("en")("pages.statements"))
    expect(page.locator(".cm-notice")).to_have_count(0)
