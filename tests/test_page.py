"""The page: its sentence, its header and head, and what it says when the files are damaged."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reading

from components import downloads, page, state
from components.language import text
from components.theme import DESK
from loaders.dataset import load
from loaders.pages import PAGES
from loaders.schema.errors import DamagedData
from loaders.select import select
from loaders.selection import LANGUAGES, Dropped, Selection
from loaders.story import shown_selection

# the head --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Press reports: 8 meetings in 7 cities, 2016–2019, with 18 published figures and 5 statements.",
            "التقارير الصحفية: 8 اجتماعات في 7 مدن، 2016–2019؛ 18 رقماً منشوراً و5 بيانات.",
        ),
        (
            {"cities": ("washington",)},
            "Press reports: 1 meeting in 1 city, 2019, with 1 published figure and 1 statement.",
            "التقارير الصحفية: اجتماع واحد في مدينة واحدة، 2019؛ رقم منشور واحد وبيان واحد.",
        ),
        (
            {"years": (2014, 2015)},
            "Press reports: no meeting fits this selection.",
            "التقارير الصحفية: لا يوجد اجتماع يطابق هذا الاختيار.",
        ),
    ],
)
def test_the_sentence_counts_what_is_chosen(record, fields, english, arabic):
    chosen = reading.chosen(record, **fields)

    assert page.sentence(chosen, text("en")) == english
    assert page.sentence(chosen, text("ar")) == arabic


def test_meetings_that_were_held_online_are_counted_apart(record):
    every = reading.chosen(record, collection="record")
    online = reading.chosen(record, collection="record", meetings=("2020-06-online",))

    assert page.sentence(every, text("en")).startswith(
        "Public record: 67 meetings (5 of them online) in 23 cities, 2014–2026, "
    )
    assert page.sentence(online, text("en")) == (
        "Public record: 1 meeting, held online, 2020, with 3 published figures and no statement."
    )


@pytest.mark.parametrize("here", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_leads_to_every_page_the_other_language_and_the_download(record, language, here):
    selection = Selection(
        page=here, language=language, cities=("amman",), figure="2017-11-amman-members"
    )
    words, follow = text(language), state.Follow(selection, DESK, record)

    body = reading.tree(
        page.header(reading.chosen(record), words, follow) + page.header_end(words, follow)
    )

    (name,) = reading.classed(body, "cm-name")
    (ways,) = reading.classed(body, "cm-pages")
    (tools,) = reading.classed(body, "cm-tools")
    other, *files, addresses = tools.iter("a")
    assert reading.words(name) == words("page.title")
    assert name.tag == ("h1" if here == "overview" else "a"), (
        "one h1 a page: the others have their own"
    )
    assert here == "overview" or name.get("href") == follow.link_page("overview")
    assert [(link.get("href"), reading.words(link)) for link in ways] == [
        (follow.link_page(way), words(f"pages.{way}")) for way in PAGES
    ]
    assert [link.get("aria-current") == "page" for link in ways] == [way == here for way in PAGES]
    assert reading.target(other, record) == replace(
        selection, language="ar" if language == "en" else "en"
    )
    assert (other.get("lang"), reading.words(other)) == (
        ("ar", "العربية") if language == "en" else ("en", "English")
    )
    assert [link.get("href") for link in files] == [
        downloads.link_file(path, follow.shown) for path in downloads.FILES.values()
    ]
    assert all(link.get("download") is not None and reading.words(link) for link in files)
    assert addresses.get("href") == downloads.link_file("data/metadata.json", follow.shown)
    (share,) = tools.iter("button")
    assert (reading.words(share), share.get("data-copy")) == (words("header.share"), "page-address")


@pytest.mark.parametrize("here", PAGES)
def test_the_head_names_and_explains_every_page_but_the_overview_which_shows_key_figures(
    record, monkeypatch, here
):
    stage = reading.Stage()
    monkeypatch.setattr(page, "st", stage)
    monkeypatch.setattr(page.state, "notice", lambda: (Dropped("city", "<b>atlantis"),))
    monkeypatch.setattr(page.state, "copied_version", lambda: "")
    follow = state.Follow(Selection(page=here), DESK, record)

    page.head(reading.chosen(record), text("en"), follow)

    body, is_overview = reading.tree(stage.markup), here == "overview"
    titles = [reading.words(part) for part in (*body.iter("h1"), *reading.classed(body, "cm-lead"))]
    assert titles == (
        [] if is_overview else [text("en")(f"pages.{here}"), text("en")(f"page.lead.{here}")]
    )
    assert (
        len(reading.classed(body, "cm-keys"))
        == len(reading.classed(body, "cm-linked"))
        == is_overview
    )
    assert [reading.words(item) for item in body.iter("code")] == ["city=<b>atlantis"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_refusal_lists_every_error_and_the_way_to_check(folder, monkeypatch, language):
    stage = reading.Stage()
    monkeypatch.setattr(page, "st", stage)
    (folder / "cities.csv").write_text("<script>\n", encoding="utf-8")
    with pytest.raises(DamagedData) as caught:
        load(folder)

    page.refuse(caught.value, text(language), root=folder)

    body = reading.tree(stage.markup.split("</style>")[-1])
    errors = [reading.words(each) for each in body.iter("li")]
    assert errors == [str(each) for each in caught.value.errors]
    assert text(language)("damaged.title") in reading.words(body)
    assert f"python -m loaders {folder.name}" in reading.words(body)
    assert str(folder.parent) not in stage.markup
    assert "<script" not in stage.markup


# what is said aloud -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (
            {},
            "8 meetings of the Global Coalition to Defeat ISIS in 7 cities."
            " Brussels was host twice, more often than any other city."
            " The Coalition grew from 74 members (15 November 2017) to 79 (January 2019).",
        ),
        ({"cities": ("rome",), "page": "statements"}, "1 of 8 meetings: Rome, 2 February 2016"),
        (
            {"cities": ("rome",), "page": "members"},
            "8 meetings of the Global Coalition to Defeat ISIS in 7 cities",
        ),
    ],
)
def test_what_is_shown_is_said_aloud(record, fields, status):
    selection = Selection(**fields)
    view = select(record, shown_selection(selection, dataset=record))

    assert page.describe_status(view, text("en"), selection).translate(reading.ISOLATES) == status
