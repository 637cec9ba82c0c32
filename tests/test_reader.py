"""The reader: which statements are read, passage by passage in both languages, and theme by theme."""

import re
import tomllib
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
import reading

from components import browser, passages, reader, state
from components.charts import frame
from components.language import DIRECTIONS, text
from components.reader import ReadingOptions
from components.theme import DESK
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import MOST_COLUMNS, READINGS, Column, PassageId, Selection

ROME, AMMAN, KUWAIT = "2016-02-rome", "2017-11-amman", "2018-02-kuwait"
WASHINGTON, PARIS = "2019-02-washington", "2019-06-paris"
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
STATEMENTS = (PARIS, WASHINGTON, KUWAIT, AMMAN, ROME)
FOLDERS = {"record": Path(__file__).parents[1] / "data", "sample": Path(__file__).parent / "sample"}


def place(meeting, number):
    return PassageId(meeting, number)


def make_columns(*columns):
    return tuple(Column(*column) for column in columns)


def draw_statement(dataset, meeting, read="both", *, language="en", options=None, **fields):
    """One statement as a tree."""
    made = ReadingOptions(**(options or {}))
    (column,) = make_columns((meeting, read))
    return reading.tree(
        reader.statement(reading.chosen(dataset, **fields), text(language), column, made)
    )


def draw_comparison(dataset, *meetings, language="en", screen=DESK, options=None, **fields):
    """Several statements in English as a tree."""
    made, columns = (
        ReadingOptions(**(options or {})),
        make_columns(*((name, "en") for name in meetings)),
    )
    return reading.tree(
        reader.comparison(reading.chosen(dataset, **fields), text(language), screen, columns, made)
    )


def list_articles(body):
    return list(body.iter("article"))


def list_texts(body):
    """Language and words of each passage's texts, in the order of the page."""
    return [
        (words.get("lang", ""), reading.words(words))
        for row in list_articles(body)
        for words in reading.classed(row, "cm-words")
    ]


def passages_of(dataset, meeting):
    return records(dataset.passages[dataset.passages["meeting_id"] == meeting])


# which statements ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "marked", "filters", "expected"),
    [
        ((), None, {}, ((PARIS, "both"),)),
        (
            ((AMMAN, "ar"), (PARIS, "en"), (ROME, "both")),
            None,
            {},
            ((AMMAN, "ar"), (PARIS, "en"), (ROME, "both")),
        ),
        (((PARIS, "ar"), (AMMAN, "en"), (PARIS, "en")), None, {}, ((PARIS, "both"), (AMMAN, "en"))),
        (((PARIS, "ar"), (PARIS, "ar")), None, {}, ((PARIS, "ar"),)),
        (((AMMAN, "both"), (KUWAIT, "en")), None, {"cities": ("kuwait-city",)}, ((KUWAIT, "en"),)),
        (((PARIS, "en"),), None, {"years": (2016, 2018)}, ((KUWAIT, "both"),)),
        ((), (AMMAN, 3), {}, ((AMMAN, "both"),)),
        (((PARIS, "en"),), (AMMAN, 3), {}, ((AMMAN, "both"), (PARIS, "en"))),
        (((PARIS, "en"), (AMMAN, "ar")), (AMMAN, 3), {}, ((PARIS, "en"), (AMMAN, "ar"))),
        ((), (AMMAN, 3), {"cities": ("paris",)}, ((PARIS, "both"),)),
        ((), None, {"cities": ("rabat",)}, ()),
    ],
    ids=[
        *(
            "usual",
            "order of the address",
            "each language by itself",
            "twice",
            "outside the filters",
        ),
        *(
            "none left",
            "marked",
            "marked first",
            "marked in its language",
            "marked outside",
            "none",
        ),
    ],
)
def test_the_statements_are_those_of_the_address_the_marked_one_or_the_latest(
    record, asked, marked, filters, expected
):
    selection = Selection(
        columns=make_columns(*asked), passage=marked and place(*marked), **filters
    )

    assert reader.columns(reading.chosen(record, **filters), selection) == expected


def test_the_marked_passage_is_shown_also_beyond_the_most_columns(record):
    # There are five statements: a sixth is made of the first, for a meeting that has none.
    (meeting, *_) = sorted(set(reading.chosen(record).meetings["meeting_id"]) - set(STATEMENTS))
    copy = record.passages[record.passages["meeting_id"] == PARIS].assign(meeting_id=meeting)
    more = replace(
        reading.chosen(record), passages=pd.concat([record.passages, copy], ignore_index=True)
    )
    asked = make_columns(*((statement, "en") for statement in STATEMENTS))

    shown = reader.columns(more, Selection(columns=asked, passage=place(meeting, 2)))

    assert shown == ((meeting, "both"), *asked[: MOST_COLUMNS - 1])


# sides ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sides", "read", "order"),
    [
        ("en", "beside", "both", ("en", "ar")),
        ("en", "swapped", "both", ("ar", "en")),
        ("ar", "stacked", "both", ("ar", "en")),
        ("ar", "swapped", "both", ("en", "ar")),
        ("ar", "swapped", "en", ("en",)),
        ("en", "beside", "ar", ("ar",)),
    ],
)
def test_every_passage_stands_once_in_each_language_in_the_order_of_the_sides(
    record, language, sides, read, order
):
    body = draw_statement(record, AMMAN, read, language=language, options={"sides": sides})

    rows = passages_of(record, AMMAN)
    header = reading.classed(body, "cm-pair-head")[0]
    assert list_texts(body) == [(code, row[code]) for row in rows for code in order]
    assert [words.get("lang") for words in reading.classed(header, "cm-words")] == list(order)
    assert ("cm-sides-stacked" in body[0].get("class", "")) == (sides == "stacked")


@pytest.mark.parametrize(("read", "language"), [*product(READINGS, ["en", "ar"])])
def test_every_text_and_speaker_has_its_language_and_the_sheet_that_of_the_page(
    sample, read, language
):
    body = draw_statement(sample, OSLO, read, language=language)

    speaker_language = language if read == "both" else read
    languages = ["en", "ar"] if read == "both" else [read]
    assert {
        (words.get("lang"), words.get("dir")) for words in reading.classed(body, "cm-words")
    } == {(code, DIRECTIONS[code]) for code in languages}
    assert [(name.get("lang"), reading.words(name)) for name in body.iter("bdi")] == [
        (speaker_language, row[f"speaker_{speaker_language}"]) for row in passages_of(sample, OSLO)
    ]
    assert body[0].get("dir") == DIRECTIONS[language]
    assert f"cm-columns-{len(languages)}" in body[0].get("class", "")


# one statement -------------------------------------------------------------------------------------------


def test_a_row_is_a_passage_with_links_to_itself_and_to_its_reference(record):
    articles = list_articles(draw_statement(record, KUWAIT))

    numbers = [row["number"] for row in passages_of(record, KUWAIT)]
    for article, number in zip(articles, numbers, strict=True):
        (link,) = reading.classed(article, "cm-number-of")
        (cite,) = [part for part in article.iter("a") if reading.words(part) == "Cite"]
        assert (article.get("id"), article.get("tabindex")) == (f"p-{KUWAIT}-{number}", "-1")
        assert article.get("aria-label") == f"Passage {number}"
        assert reading.target(link, record) == Selection(passage=place(KUWAIT, number))
        assert reading.target(cite, record) == Selection(cite=place(KUWAIT, number))
        assert cite.get("aria-label") == f"Cite passage {number}"
        assert str(number) in link.get("title", "")
        assert link.get("data-step") is not None is not cite.get("data-step")
    assert "passage" in browser.STEP_FIELDS


@pytest.mark.parametrize(("meeting", "ids"), [(PARIS, [f"p-{PARIS}-4"]), (AMMAN, [])])
def test_the_marked_passage_alone_is_marked_and_says_so(record, meeting, ids):
    body = draw_statement(record, PARIS, options={"marked": place(meeting, 4)})

    current = [link for link in body.iter("a") if link.get("aria-current")]
    assert [part.get("id") for part in reading.classed(body, "cm-marked")] == ids
    assert [(reading.words(link), link.get("aria-current")) for link in current] == [
        ("4", "true")
    ] * len(ids)


def test_the_margin_names_speaker_voice_paragraphs_and_every_theme(sample):
    rows = list_articles(draw_statement(sample, OSLO))

    assert [
        [reading.words(part) for part in reading.classed(row, "cm-margin")[0]] for row in rows
    ] == [
        [
            "1 Sample conference (statement) statement",
            "Paragraph 2 of the reportSample membership and Sample campaignCite",
        ],
        ["2 Ada Sample, chair speaker", "Paragraph 3 of the reportSample campaignCite"],
        ["3 Oslo Daily (report) reporter", "Paragraphs 4 and 5 of the reportSample winter aidCite"],
    ]


def test_what_is_searched_for_is_marked_at_its_characters_and_inside_a_link(record):
    body = draw_statement(record, PARIS, options={"search": "liberation"})

    inside = {
        reading.words(link): [reading.words(mark) for mark in link.iter("mark")]
        for link in reading.classed(body, "cm-figure")
    }
    assert inside["final liberation of all areas"] == ["liberation"]
    assert all(reading.words(mark).lower().startswith("liberat") for mark in body.iter("mark"))
    assert Counter(list_texts(body)) == Counter(
        (language, row[language]) for row in passages_of(record, PARIS) for language in ("en", "ar")
    )
    assert list(draw_statement(record, PARIS).iter("mark")) == []


@pytest.mark.parametrize(("words", "found"), [('"اليوميه"', 0), ("اليوميه", 1), ("petrol", 2)])
def test_the_reader_marks_what_the_search_finds(sample, words, found):
    body = draw_statement(sample, OSLO, options={"search": words})

    assert len(list(body.iter("mark"))) == found


# how much of the source ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FOLDERS)
def test_the_banner_counts_what_the_files_say(name, request):
    dataset = request.getfixturevalue(name)

    for path in sorted((FOLDERS[name] / "statements").glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        total = file["source_paragraphs"]
        rendered = {number for passage in file["passage"] for number in passage["paragraphs"]}
        left = [str(number) for number in range(1, total + 1) if number not in rendered]
        english, arabic = (
            reader.describe_coverage(reading.chosen(dataset), text(language), file["meeting_id"])
            for language in ("en", "ar")
        )
        assert (
            english["rendered"]
            == f"{len(rendered)} of {total} paragraphs of the source are rendered."
        )
        assert re.findall("[0-9]+", arabic["rendered"]) == [str(len(rendered)), str(total)]
        assert (
            re.findall("[0-9]+", english["left_out"])
            == re.findall("[0-9]+", arabic["left_out"])
            == left
        )
        assert english["filtered"] == ""


def test_a_source_that_is_rendered_whole_leaves_nothing_out(sample):
    rows = sample.passages["meeting_id"] == OSLO
    passages_ = sample.passages.copy()
    passages_.loc[rows, "paragraphs"] = [(1, 2), (3,), (4, 5, 6)]

    found = reader.describe_coverage(
        reading.chosen(replace(sample, passages=passages_)), text("en"), OSLO
    )

    assert found["rendered"] == "6 of 6 paragraphs of the source are rendered."
    assert found["left_out"] == ""


def test_the_banner_is_shown_with_title_and_source(sample):
    banner = reading.classed(draw_statement(sample, OSLO), "cm-banner")[0]

    assert [reading.words(part) for part in banner] == [
        "Oslo, 11 May 2021 As reported by Oslo Daily, 13 May 2021",
        "4 of 6 paragraphs of the source are rendered. Left out are paragraphs 1 and 6, which are no part of"
        " the text (headings, bylines, captions or the site’s own).",
    ]


def test_only_a_filtered_statement_says_what_the_filters_leave(record, language):
    total = len(passages_of(record, PARIS))
    left = sum("stabilisation" in row["themes"] for row in passages_of(record, PARIS))

    body = draw_statement(record, PARIS, language=language, themes=("stabilisation",))
    whole = draw_statement(record, PARIS, language=language, cities=("paris",))

    (words,) = [reading.words(part) for part in body.iter("b")]
    assert [int(number) for number in re.findall("[0-9]+", words)] == [left, total]
    assert len(list_articles(body)) == left
    assert list(whole.iter("b")) == []


# several statements --------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [2, MOST_COLUMNS])
def test_as_many_statements_stand_level_as_are_asked_for(record, many):
    body = draw_comparison(record, *STATEMENTS[:many])

    ids = [part.get("id", "") for part in body.iter() if part.get("id")]
    assert all(len(row) == many + 1 for row in body.iter() if row.get("role") == "row")
    assert f"cm-columns-{many}" in body[0].get("class", "")
    assert sorted(ids) == sorted(
        f"p-{meeting}-{row['number']}"
        for meeting in STATEMENTS[:many]
        for row in passages_of(record, meeting)
    )


@pytest.mark.parametrize("themes", [(), ("stabilisation",)])
def test_a_compared_statement_says_how_much_is_rendered_and_what_the_filters_leave(record, themes):
    body = draw_comparison(record, PARIS, AMMAN, themes=themes)

    selected = reading.chosen(record, themes=themes)
    headers = reading.classed(reading.classed(body, "cm-row-head")[0], "cm-cell")
    for meeting, header in zip((PARIS, AMMAN), headers, strict=True):
        coverage = reader.describe_coverage(selected, text("en"), meeting)
        assert bool(coverage["filtered"]) == bool(themes)
        assert coverage["rendered"] in reading.words(header)
        assert coverage["filtered"] in reading.words(header)


def test_a_comparison_marks_the_marked_passage_and_what_is_searched_for(record):
    options = ReadingOptions(marked=place(AMMAN, 3), search="liberation")

    body = draw_comparison(record, PARIS, AMMAN, options=options._asdict())

    spans = reader.find_spans(
        reading.chosen(record), make_columns((PARIS, "en"), (AMMAN, "en")), options
    )
    found = sum(len(by_language["en"]) for by_language in (spans or {}).values())
    assert len(list(body.iter("mark"))) == found > 0
    assert [part.get("id") for part in reading.classed(body, "cm-marked")] == [f"p-{AMMAN}-3"]
    assert [reading.words(link) for link in body.iter("a") if link.get("aria-current")] == ["3"]


# the finding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meetings", "themes", "english", "arabic"),
    [
        ((OSLO,), (), "Oslo, 11 May 2021: 3 passages.", "أوسلو، 11 مايو 2021: 3 مقاطع."),
        (
            (OSLO, LIMA),
            (),
            "2 statements with 6 passages, theme by theme.",
            "بيانان (6 مقاطع)، موضوعاً بعد موضوع.",
        ),
        (
            (OSLO, LIMA),
            ("military-campaign",),
            "2 statements with 3 passages, theme by theme.",
            "بيانان (3 مقاطع)، موضوعاً بعد موضوع.",
        ),
        ((), (), "No statement in this selection.", "لا بيان في هذا الاختيار."),
    ],
)
def test_the_finding_counts_what_the_filters_leave(sample, meetings, themes, english, arabic):
    selected = reading.chosen(sample, themes=themes)
    columns = make_columns(*((meeting, "both") for meeting in meetings))

    found = [reader.finding(selected, text(language), columns) for language in ("en", "ar")]

    assert reading.said(found) == [english, arabic]


# drawing it ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage(monkeypatch, record):
    """A page on which nothing is drawn yet, whose columns all draw on the page itself."""
    stage = reading.Stage()
    stage.columns = lambda sizes, **_: [stage] * len(sizes)
    for module in (reader, frame, state):
        monkeypatch.setattr(module, "st", stage)
    state.selection(record)
    return stage


def draw(dataset, selection):
    state.act(selection)
    follow = state.Follow(selection, DESK, dataset)
    reader.render(select(dataset, selection), text(selection.language), follow)


def change(stage, key, value, dataset):
    """The selection after a reader has set a chooser."""
    stage.session_state[key] = value
    (settings,) = [settings for _, _, settings in stage.shown if settings.get("key") == key]
    settings["on_change"]()
    return state.selection(dataset)


@pytest.mark.parametrize(
    ("columns", "read", "has_sides"),
    [
        (((PARIS, "both"),), "both", True),
        (((PARIS, "ar"),), "ar", False),
        (((PARIS, "both"), (AMMAN, "both")), "both", False),
        (((PARIS, "en"), (AMMAN, "ar")), None, False),
    ],
)
def test_statements_are_drawn_below_their_choosers(record, stage, columns, read, has_sides):
    draw(record, Selection(language="ar", columns=make_columns(*columns)))

    names = [name for name, _, _ in stage.shown]
    (sides,) = [settings for _, _, settings in stage.shown if settings.get("key") == "reader-sides"]
    assert names == ["html", "multiselect", "segmented_control", "segmented_control", "html"]
    assert stage.session_state["reader-statements"] == [meeting for meeting, _ in columns]
    assert stage.session_state["reader-reading"] == read
    assert sides["disabled"] is not has_sides
    assert len(reading.classed(reading.tree(stage.markup), "cm-statements")) == (len(columns) > 1)


def test_choosing_statements_keeps_the_language_of_those_that_stay(record, stage):
    draw(
        record,
        Selection(columns=make_columns((PARIS, "en"), (AMMAN, "ar")), passage=place(PARIS, 4)),
    )

    after = change(stage, "reader-statements", [AMMAN, KUWAIT], record)

    assert after.columns == ((AMMAN, "ar"), (KUWAIT, "both"))
    assert after.passage is None


@pytest.mark.parametrize(("value", "read"), [("ar", "ar"), ("both", "both"), (None, "both")])
def test_a_language_is_chosen_for_every_statement(record, stage, value, read):
    draw(record, Selection(columns=make_columns((PARIS, "en"), (AMMAN, "en"))))

    assert change(stage, "reader-reading", value, record).columns == ((PARIS, read), (AMMAN, read))


def test_a_marked_passage_that_the_filters_hide_is_named_with_the_way_back(record, stage, language):
    selection = Selection(passage=place(PARIS, 4), themes=("counter-finance",), language=language)
    assert "counter-finance" not in passages.list_passages(record, PARIS)[3]["themes"]

    draw(record, selection)

    (notice,) = reading.classed(reading.tree(stage.markup), "cm-notice")
    (link,) = notice.iter("a")
    assert text(language)("empty.clear") == reading.words(link)
    assert reading.target(link, record) == selection.cleared
    assert notice.get("role") == "status"
    if language == "en":
        assert reading.words(notice).startswith(
            "Passage 4 of Paris, 25 June 2019 is outside the filters."
        )


def test_a_marked_passage_of_the_other_collection_leads_back_to_its_own(record, stage):
    moved = reading.changed(record, "meetings", PARIS, collection="record")

    draw(moved, Selection(passage=place(PARIS, 4), language="ar"))

    (notice,) = reading.classed(reading.tree(stage.markup), "cm-notice")
    (link,) = notice.iter("a")
    expected = Selection(passage=place(PARIS, 4), collection="record", language="ar")
    assert reading.target(link, moved) == expected


@pytest.mark.parametrize("collection", ["core", "record"])
def test_a_marked_passage_that_is_shown_needs_no_notice(record, stage, collection):
    draw(record, Selection(passage=place(PARIS, 4), collection=collection))

    body = reading.tree(stage.markup)
    assert reading.classed(body, "cm-notice") == []
    assert [part.get("id") for part in reading.classed(body, "cm-marked")] == [f"p-{PARIS}-4"]
