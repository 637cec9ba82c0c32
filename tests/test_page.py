"""The page: its sentence, its header and head, and what it says when the files are damaged."""

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
from loaders.selection import Dropped, Selection
from loaders.story import shown_selection

# the head -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Press reports: 8 meetings in 7 cities, 2016–2019, with 18 published figures"
            " and 5 statements.",
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
def test_the_header_leads_to_every_page_the_other_language_and_the_files(record, language, here):
    selection = Selection(
        page=here, language=language, cities=("amman",), figure="2017-11-amman-members"
    )
    words, follow = text(language), state.Follow(selection, DESK, record)

    body = reading.tree(
        page.header(reading.chosen(record), words, follow) + page.header_end(words, follow)
    )

    (name,) = reading.classed(body, "cm-name")
    assert reading.words(name) == words("page.title")
    assert name.tag == ("h1" if here == "overview" else "a"), "each page has one h1"
    assert here == "overview" or name.get("href") == follow.link_page("overview")
    (ways,) = reading.classed(body, "cm-pages")
    links = [(link.get("href"), reading.words(link)) for link in ways]
    assert links == [(follow.link_page(way), words(f"pages.{way}")) for way in PAGES]
    assert [link.get("aria-current") == "page" for link in ways] == [way == here for way in PAGES]
    (tools,) = reading.classed(body, "cm-tools")
    other, *files, addresses = tools.iter("a")
    code, own = {"en": ("ar", "العربية"), "ar": ("en", "English")}[language]
    assert reading.target(other, record) == replace(selection, language=code)
    assert (other.get("lang"), reading.words(other)) == (code, own)
    paths = [*downloads.FILES.values(), "data/metadata.json"]
    offered = [link.get("href") for link in (*files, addresses)]
    assert offered == [downloads.link_file(path, follow.shown) for path in paths]
    assert all(link.get("download") is not None and reading.words(link) for link in files)
    (share,) = tools.iter("button")
    assert (reading.words(share), share.get("data-copy")) == (words("header.share"), "page-address")


@pytest.mark.parametrize("themes", [(), ("stabilisation",)])
@pytest.mark.parametrize("here", PAGES)
def test_the_head_explains_every_page_but_the_overview_which_shows_key_figures(
    record, stage, monkeypatch, here, themes
):
    monkeypatch.setattr(state, "notice", lambda: (Dropped("city", "<b>atlantis"),))
    monkeypatch.setattr(state, "copied_version", str)
    selection, words = Selection(page=here, themes=themes), text("en")
    view = select(record, shown_selection(selection, dataset=record))
    is_overview = here == "overview"

    page.head(view, words, state.Follow(selection, DESK, record))

    body = reading.tree(stage.markup)
    titles = [reading.words(part) for part in (*body.iter("h1"), *reading.classed(body, "cm-lead"))]
    named = [words(f"pages.{here}"), words(f"page.lead.{here}")]
    assert titles == ([] if is_overview else named)
    for name in ("cm-keys", "cm-linked"):
        assert len(reading.classed(body, name)) == is_overview
    assert [reading.words(item) for item in body.iter("code")] == ["city=<b>atlantis"]
    said = [reading.words(line) for line in reading.classed(body, "cm-use")]
    without = "3 meetings have no statement here: a theme leaves them out."
    assert (without in said) == bool(themes and here not in ("story", "members"))


def test_a_refusal_lists_every_error_and_the_way_to_check(folder, stage, language):
    (folder / "cities.csv").write_text("<script>\n", encoding="utf-8")
    with pytest.raises(DamagedData) as caught:
        load(folder)

    page.refuse(caught.value, text(language), root=folder)

    body = reading.tree(stage.markup)
    errors = [reading.words(item) for item in body.iter("li")]
    assert errors == [str(error) for error in caught.value.errors]
    assert text(language)("damaged.title") in reading.words(body)
    assert f"python -m loaders {folder.name}" in reading.words(body)
    assert str(folder.parent) not in stage.markup
    assert "<script" not in stage.markup


# what is said aloud -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "status"),
    [
        (
            "overview",
            "1 of 8 meetings: Rome, 2 February 2016. 1 meeting, in Rome."
            " 1 meeting; no report in this selection states the number of members.",
        ),
        ("statements", "1 of 8 meetings: Rome, 2 February 2016"),
        ("members", "8 meetings of the Global Coalition to Defeat ISIS in 7 cities"),
    ],
)
def test_what_is_shown_is_said_aloud(record, here, status):
    selection = Selection(page=here, cities=("rome",))
    view = select(record, shown_selection(selection, dataset=record))

    assert page.describe_status(view, text("en"), selection).translate(reading.ISOLATES) == status
