"""The reader: which statements are read, passage by passage in both languages, and theme by theme."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
import reading

from components import frame, passages, reader, state
from components.language import DIRECTIONS, text
from components.theme import DESK, Screen
from loaders.analysis.themes import themes_by_use
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import MOST_COLUMNS, READINGS, Column, Place, Selection, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

ROME, AMMAN, KUWAIT = "2016-02-rome", "2017-11-amman", "2018-02-kuwait"
WASHINGTON, PARIS = "2019-02-washington", "2019-06-paris"
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
EVERY = (PARIS, WASHINGTON, KUWAIT, AMMAN, ROME)
HOSTILE = "<script>alert(1)</script>"
FOLDERS = {"record": Path(__file__).parents[1] / "data", "sample": Path(__file__).parent / "sample"}


def column(meeting: str, languages: Any = "both") -> Column:
    return Column(meeting, languages)  # type: ignore[arg-type]


def place(meeting: str, number: int) -> Place:
    return Place(meeting, number)  # type: ignore[arg-type]


def files(name: str) -> list[dict[str, Any]]:
    """The statement files of a dataset as they are written."""
    there = sorted((FOLDERS[name] / "statements").glob("*.toml"))
    return [tomllib.loads(each.read_text(encoding="utf-8")) for each in there]


def sheet(
    dataset: Dataset,
    shown: Column,
    *,
    language: Any = "en",
    view: dict[str, Any] | None = None,
    **fields: Any,
) -> Element:
    """One statement as a tree."""
    asked = {"sides": "beside", "marked": None, "words": "", "alike": False} | (view or {})
    return reading.tree(
        reader.statement(
            reading.chosen(dataset, **fields),
            text(language),
            DESK,
            shown,
            tuple(asked.values()),  # type: ignore[arg-type]
        )
    )


def compared(
    dataset: Dataset,
    *shown: Column,
    language: Any = "en",
    screen: Screen = DESK,
    view: Any = ("beside", None, "", False),
    **fields: Any,
) -> Element:
    """Several statements as a tree."""
    return reading.tree(
        reader.comparison(reading.chosen(dataset, **fields), text(language), screen, shown, view)
    )


def articles(body: Element) -> list[Element]:
    return list(body.iter("article"))


def said(body: Element) -> list[tuple[str, str]]:
    """Language and words of each passage's texts, in the order of the page."""
    return [
        (each.get("lang", ""), reading.words(each))
        for row in articles(body)
        for each in reading.classed(row, "cm-words")
    ]


# which statements ----------------------------------------------------------------------------------------


def test_the_latest_statement_is_read_in_both_languages_unless_another_is_asked_for(
    record: Dataset, sample: Dataset
) -> None:
    assert reader.columns(reading.chosen(record), Selection()) == ((PARIS, "both"),)
    assert reader.columns(reading.chosen(sample), Selection()) == ((LIMA, "both"),)


def test_the_statements_of_the_address_keep_their_order_and_languages(record: Dataset) -> None:
    asked = Selection(columns=(column(AMMAN, "ar"), column(PARIS, "en"), column(ROME)))

    assert reader.columns(reading.chosen(record), asked) == asked.columns


def test_a_statement_asked_for_in_each_language_is_one_in_both(record: Dataset) -> None:
    asked = Selection(columns=(column(PARIS, "ar"), column(AMMAN, "en"), column(PARIS, "en")))

    assert reader.columns(reading.chosen(record), asked) == ((PARIS, "both"), (AMMAN, "en"))


def test_a_statement_asked_for_twice_in_one_language_stays_in_it(record: Dataset) -> None:
    asked = Selection(columns=(column(PARIS, "ar"), column(PARIS, "ar")))

    assert reader.columns(reading.chosen(record), asked) == ((PARIS, "ar"),)


def test_a_statement_outside_the_filters_is_left_out(record: Dataset) -> None:
    asked = Selection(columns=(column(AMMAN), column(KUWAIT, "en")))

    assert reader.columns(reading.chosen(record, cities=("kuwait-city",)), asked) == ((KUWAIT, "en"),)


def test_if_none_of_the_asked_statements_is_left_the_latest_that_is_left_is_read(record: Dataset) -> None:
    asked = Selection(columns=(column(PARIS, "en"),))

    assert reader.columns(reading.chosen(record, years=(2016, 2018)), asked) == ((KUWAIT, "both"),)


def test_the_statement_with_the_marked_passage_is_shown_by_itself_if_nothing_else_is_asked_for(
    record: Dataset,
) -> None:
    asked = Selection(passage=place(AMMAN, 3))

    assert reader.columns(reading.chosen(record), asked) == ((AMMAN, "both"),)


def test_the_statement_with_the_marked_passage_comes_first_if_it_is_not_among_the_asked(
    record: Dataset,
) -> None:
    asked = Selection(columns=(column(PARIS, "en"),), passage=place(AMMAN, 3))

    assert reader.columns(reading.chosen(record), asked) == ((AMMAN, "both"), (PARIS, "en"))


def test_the_marked_passage_keeps_the_language_in_which_its_statement_is_asked_for(record: Dataset) -> None:
    asked = Selection(columns=(column(PARIS, "en"), column(AMMAN, "ar")), passage=place(AMMAN, 3))

    assert reader.columns(reading.chosen(record), asked) == asked.columns


def test_the_marked_passage_is_shown_also_beyond_the_most_columns(record: Dataset) -> None:
    # There are five statements: a sixth is made of the first, for a meeting that has none.
    (meeting, *_) = sorted(set(reading.chosen(record).meetings["meeting_id"]) - set(EVERY))
    copy = record.passages[record.passages["meeting_id"] == PARIS].assign(meeting_id=meeting)
    more = replace(reading.chosen(record), passages=pd.concat([record.passages, copy], ignore_index=True))
    asked = Selection(columns=tuple(column(each, "en") for each in EVERY), passage=place(meeting, 2))

    shown = reader.columns(more, asked)

    assert shown == ((meeting, "both"), *asked.columns[: MOST_COLUMNS - 1])


def test_a_marked_passage_outside_the_filters_brings_no_statement(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("paris",))

    assert reader.columns(chosen, Selection(passage=place(AMMAN, 3))) == ((PARIS, "both"),)


def test_without_a_statement_there_is_nothing_to_read(record: Dataset) -> None:
    assert reader.columns(reading.chosen(record, cities=("rabat",)), Selection()) == ()


# sides ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sides", "order"),
    [
        ("en", "beside", ("en", "ar")),
        ("en", "stacked", ("en", "ar")),
        ("en", "swapped", ("ar", "en")),
        ("ar", "beside", ("ar", "en")),
        ("ar", "stacked", ("ar", "en")),
        ("ar", "swapped", ("en", "ar")),
    ],
)
def test_the_language_of_the_page_comes_first_unless_the_sides_are_swapped(
    language: Any, sides: Any, order: tuple[str, str]
) -> None:
    assert reader.languages("both", text=text(language), sides=sides) == order


@pytest.mark.parametrize(
    ("shown", "language", "sides"), [*product(["en", "ar"], ["en", "ar"], ["beside", "swapped"])]
)
def test_one_language_has_one_side(shown: Any, language: Any, sides: Any) -> None:
    assert reader.languages(shown, text=text(language), sides=sides) == (shown,)


@pytest.mark.parametrize(("language", "sides"), [*product(["en", "ar"], ["beside", "swapped", "stacked"])])
def test_every_passage_stands_once_in_each_language_in_the_order_of_the_sides(
    record: Dataset, language: Any, sides: Any
) -> None:
    order = reader.languages("both", text=text(language), sides=sides)

    body = sheet(record, column(AMMAN), language=language, view={"sides": sides})

    rows = records(record.passages[record.passages["meeting_id"] == AMMAN])
    assert said(body) == [(each, row[each]) for row in rows for each in order]
    head = reading.classed(body, "cm-pair-head")[0]
    assert [each.get("lang") for each in reading.classed(head, "cm-words")] == list(order)


@pytest.mark.parametrize(("shown", "language"), [*product(READINGS, ["en", "ar"])])
def test_every_text_has_its_language_and_direction_and_the_sheet_that_of_the_page(
    sample: Dataset, shown: Any, language: Any
) -> None:
    body = sheet(sample, column(OSLO, shown), language=language)

    found = {(each.get("lang"), each.get("dir")) for each in reading.classed(body, "cm-words")}
    wanted = ["en", "ar"] if shown == "both" else [shown]
    assert found == {(each, DIRECTIONS[each]) for each in wanted}
    assert body[0].get("dir") == DIRECTIONS[language]
    assert f"cm-columns-{len(wanted)}" in body[0].get("class", "")


def test_only_stacked_sides_are_set_below_each_other(sample: Dataset) -> None:
    found = {
        sides: "cm-sides-stacked" in sheet(sample, column(OSLO), view={"sides": sides})[0].get("class", "")
        for sides in ("beside", "swapped", "stacked")
    }

    assert found == {"beside": False, "swapped": False, "stacked": True}


# one statement -------------------------------------------------------------------------------------------


def test_a_row_is_a_passage_and_has_its_id(record: Dataset) -> None:
    body = sheet(record, column(KUWAIT))

    numbers = record.passages[record.passages["meeting_id"] == KUWAIT]["number"].tolist()
    assert [each.get("id") for each in articles(body)] == [f"p-{KUWAIT}-{each}" for each in numbers]
    assert [each.get("aria-label") for each in articles(body)] == [f"Passage {each}" for each in numbers]
    assert {each.get("tabindex") for each in articles(body)} == {"-1"}


def test_the_marked_passage_alone_is_marked_and_says_so(record: Dataset) -> None:
    body = sheet(record, column(PARIS), view={"marked": place(PARIS, 4)})

    marked = [each.get("id") for each in reading.classed(body, "cm-marked")]
    current = [each for each in body.iter("a") if each.get("aria-current")]
    assert marked == [f"p-{PARIS}-4"]
    assert [(reading.words(each), each.get("aria-current")) for each in current] == [("4", "true")]


def test_a_passage_of_the_same_number_in_another_statement_is_not_marked(record: Dataset) -> None:
    body = sheet(record, column(PARIS), view={"marked": place(AMMAN, 4)})

    assert reading.classed(body, "cm-marked") == []
    assert not any(each.get("aria-current") for each in body.iter("a"))


def test_a_number_marks_its_passage_and_a_second_click_unmarks_it(record: Dataset) -> None:
    links = reading.classed(sheet(record, column(PARIS)), "cm-number-of")

    numbers = record.passages[record.passages["meeting_id"] == PARIS]["number"].tolist()
    assert [reading.words(each) for each in links] == [str(each) for each in numbers]
    for link, number in zip(links, numbers, strict=True):
        assert target(link, record) == Selection(passage=place(PARIS, number))
        assert link.get("data-step") is not None
        assert str(number) in link.get("title", "")
    assert "passage" in state.CLICKED


def target(link: Element, dataset: Dataset) -> Selection:
    """The selection that a link holds."""
    return parse(parse_qs(link.get("href", "").removeprefix("?")), dataset)


def test_each_passage_can_be_cited(record: Dataset) -> None:
    for row in articles(sheet(record, column(AMMAN))):
        number = reading.words(reading.classed(row, "cm-number-of")[0])
        (link,) = [each for each in row.iter("a") if reading.words(each) == "Cite"]
        assert target(link, record) == Selection(cite=place(AMMAN, int(number)))
        assert link.get("data-step") is not None
        assert link.get("aria-label") == f"Cite passage {number}"


def test_the_margin_names_speaker_voice_paragraphs_and_every_theme(sample: Dataset) -> None:
    rows = articles(sheet(sample, column(OSLO)))

    margins = [[reading.words(part) for part in reading.classed(each, "cm-margin")[0]] for each in rows]
    assert margins == [
        [
            "1 Sample conference (statement) statement",
            "Paragraph 2 of the reportSample membership and Sample campaignCite",
        ],
        ["2 Ada Sample, chair speaker", "Paragraph 3 of the reportSample campaignCite"],
        ["3 Oslo Daily (report) reporter", "Paragraphs 4 and 5 of the reportSample winter aidCite"],
    ]


@pytest.mark.parametrize(
    ("shown", "language", "speaks"),
    [("both", "en", "en"), ("both", "ar", "ar"), ("ar", "en", "ar"), ("en", "ar", "en")],
)
def test_a_speaker_is_named_in_the_language_that_is_read_and_marked_as_such(
    sample: Dataset, shown: Any, language: Any, speaks: str
) -> None:
    body = sheet(sample, column(OSLO, shown), language=language)

    names = [(each.get("lang"), reading.words(each)) for each in body.iter("bdi")]
    rows = records(sample.passages[sample.passages["meeting_id"] == OSLO])
    assert names == [(speaks, row[f"speaker_{speaks}"]) for row in rows]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_figure_is_a_link_to_its_evidence_in_each_text(record: Dataset, language: Any) -> None:
    rows = records(record.passages[record.passages["meeting_id"] == PARIS])
    wanted = {
        (mark["observation_id"], each, mark[each])
        for row in rows
        for mark in row["figures"]
        for each in ("en", "ar")
    }

    body = sheet(record, column(PARIS), language=language)

    found = {
        (target(link, record).figure, words.get("lang"), reading.words(link))
        for words in reading.classed(body, "cm-words")
        for link in reading.classed(words, "cm-figure")
    }
    assert wanted
    assert found == wanted


def test_what_is_searched_for_is_marked_at_its_characters_and_inside_a_figure(record: Dataset) -> None:
    body = sheet(record, column(PARIS), view={"words": "liberation"})

    inside = [
        (reading.words(link), [reading.words(each) for each in link.iter("mark")])
        for link in reading.classed(body, "cm-figure")
        if list(link.iter("mark"))
    ]
    rows = records(record.passages[record.passages["meeting_id"] == PARIS])
    marks = {reading.words(each).lower() for each in body.iter("mark")}
    assert ("final liberation of all areas", ["liberation"]) in inside
    assert all(each.startswith("liberat") for each in marks)
    assert Counter(said(body)) == Counter((each, row[each]) for row in rows for each in ("en", "ar"))


@pytest.mark.parametrize(("alike", "found"), [(False, 0), (True, 1)])
def test_the_reader_marks_with_the_option_that_the_search_has(
    sample: Dataset, alike: bool, found: int
) -> None:
    body = sheet(sample, column(OSLO), view={"words": '"يوميه"', "alike": alike})
    whole = sheet(sample, column(OSLO), view={"words": '"اليوميه"', "alike": alike})

    assert len(list(body.iter("mark"))) == 0
    assert len(list(whole.iter("mark"))) == found


def test_without_a_search_nothing_is_marked(record: Dataset) -> None:
    assert list(sheet(record, column(PARIS)).iter("mark")) == []
    assert list(compared(record, column(PARIS), column(AMMAN)).iter("mark")) == []


def test_markup_in_a_passage_or_a_name_is_only_text(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE, definition_en=f'"{HOSTILE}')
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)
    spoilt = reading.changed(spoilt, "sources", "daily-oslo-2021", publisher_en=HOSTILE)
    chosen = reading.chosen(spoilt)

    made = reader.statement(chosen, text("en"), DESK, column(OSLO), ("beside", None, HOSTILE, False))

    assert "<script" not in made
    assert reading.words(reading.tree(made)).count(HOSTILE) == 3
    assert "The daily adds that fuel & blankets <see the annex> come first." in [
        words for _, words in said(reading.tree(made))
    ]


# how much of the source ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FOLDERS)
def test_the_banner_counts_what_the_files_say(name: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(name)

    for file in files(name):
        total = file["source_paragraphs"]
        there = {each for passage in file["passage"] for each in passage["paragraphs"]}
        left = [str(each) for each in range(1, total + 1) if each not in there]
        found = reader.banner(reading.chosen(dataset), text("en"), file["meeting_id"])
        assert found["rendered"] == f"{len(there)} of {total} paragraphs of the source are rendered."
        assert re.findall("[0-9]+", found["left_out"]) == left
        assert found["filtered"] == ""


def test_the_banner_says_the_same_numbers_in_arabic(record: Dataset) -> None:
    found = reader.banner(reading.chosen(record), text("ar"), PARIS)

    assert found["rendered"] == "ما صيغ من فقرات المصدر: 12 من 17."
    assert re.findall("[0-9]+", found["left_out"]) == ["1", "2", "15", "16", "17"]


def test_a_source_that_is_rendered_whole_leaves_nothing_out(sample: Dataset) -> None:
    whole = [(1, 2), (3,), (4, 5, 6)]
    rows = sample.passages["meeting_id"] == OSLO
    frame_of = sample.passages.copy()
    frame_of.loc[rows, "paragraphs"] = whole
    chosen = reading.chosen(replace(sample, passages=frame_of))

    found = reader.banner(chosen, text("en"), OSLO)

    assert found["rendered"] == "6 of 6 paragraphs of the source are rendered."
    assert found["left_out"] == ""


def test_the_banner_is_shown_with_title_and_source(sample: Dataset) -> None:
    banner = reading.classed(sheet(sample, column(OSLO)), "cm-banner")[0]

    assert [reading.words(each) for each in banner] == [
        "Oslo, 11 May 2021 As reported by Oslo Daily, 13 May 2021",
        "4 of 6 paragraphs of the source are rendered. Left out are paragraphs 1 and 6, which are no part of"
        " the text (headings, bylines, captions or the site’s own).",
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_only_a_filtered_statement_says_what_the_filters_leave(record: Dataset, language: Any) -> None:
    themes = ("stabilisation",)
    chosen = reading.chosen(record, themes=themes)
    mine = record.passages[record.passages["meeting_id"] == PARIS]
    left = sum("stabilisation" in each for each in mine["themes"])

    found = reader.banner(chosen, text(language), PARIS)["filtered"]
    whole = reader.banner(reading.chosen(record, cities=("paris",)), text(language), PARIS)["filtered"]

    assert 0 < left < len(mine)
    assert [each for each in found.replace(".", " ").replace("؛", " ").split() if each.isdecimal()] == [
        str(left),
        str(len(mine)),
    ]
    assert whole == ""
    body = sheet(record, column(PARIS), language=language, themes=themes)
    assert [reading.words(each) for each in body.iter("b")] == [found]
    assert len(articles(body)) == left


# several statements --------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", range(2, MOST_COLUMNS + 1))
def test_as_many_statements_stand_level_theme_by_theme_as_are_asked_for(record: Dataset, many: int) -> None:
    shown = tuple(column(each, "en") for each in EVERY[:many])

    body = compared(record, *shown)

    rows = [each for each in body.iter() if each.get("role") == "row"]
    assert all(len(each) == many + 1 for each in rows)
    assert f"cm-columns-{many}" in body[0].get("class", "")
    ids = [each.get("id") for each in body.iter() if each.get("id")]
    there = record.passages[record.passages["meeting_id"].isin(EVERY[:many])]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {f"p-{row['meeting_id']}-{row['number']}" for row in records(there)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_cell_says_that_its_report_has_no_passage_on_a_theme(record: Dataset, language: Any) -> None:
    shown = tuple(column(each) for each in EVERY)
    main = {
        (meeting, themes[0])
        for meeting, themes in zip(record.passages["meeting_id"], record.passages["themes"], strict=True)
    }
    missing = len(EVERY) * len(themes_by_use(record)) - len(main)

    said_so = reading.classed(compared(record, *shown, language=language), "cm-none")

    assert missing > 0
    assert len(said_so) == missing
    silent = text(language)("statements.silent")
    touched = [each for each in said_so if reading.words(each) != silent]
    assert 0 < len(touched) < missing


def test_every_compared_statement_says_how_much_of_its_source_it_renders(record: Dataset) -> None:
    shown = tuple(column(each, "en") for each in EVERY)

    heads = reading.classed(compared(record, *shown), "cm-row-head")[0]

    chosen = reading.chosen(record)
    for meeting, head in zip(EVERY, reading.classed(heads, "cm-cell"), strict=True):
        assert reader.banner(chosen, text("en"), meeting)["rendered"] in reading.words(head)


def test_a_compared_statement_says_what_the_filters_leave(record: Dataset) -> None:
    themes = ("stabilisation",)
    chosen = reading.chosen(record, themes=themes)

    body = compared(record, column(PARIS, "en"), column(AMMAN, "en"), themes=themes)

    heads = [
        reading.words(each) for each in reading.classed(reading.classed(body, "cm-row-head")[0], "cm-cell")
    ]
    for meeting, head in zip((PARIS, AMMAN), heads, strict=True):
        filtered = reader.banner(chosen, text("en"), meeting)["filtered"]
        assert filtered
        assert filtered in head


def test_the_marked_passage_is_marked_and_says_so_in_a_comparison_too(record: Dataset) -> None:
    body = compared(
        record, column(PARIS), column(AMMAN), view=("beside", place(AMMAN, 3), "", False), language="ar"
    )

    assert [each.get("id") for each in reading.classed(body, "cm-marked")] == [f"p-{AMMAN}-3"]
    current = [each for each in body.iter("a") if each.get("aria-current") == "true"]
    assert [reading.words(each) for each in current] == ["3"]


def test_a_comparison_marks_what_is_searched_for(record: Dataset) -> None:
    body = compared(record, column(PARIS), column(AMMAN), view=("beside", None, "liberation", False))

    found = reader.finds(reading.chosen(record), "liberation", [column(PARIS), column(AMMAN)], alike=False)
    wanted = sum(
        len(places)
        for (meeting, _), by in found.items()
        if meeting in (PARIS, AMMAN)
        for places in by.values()
    )
    assert len(list(body.iter("mark"))) == wanted > 0


def test_a_narrow_screen_repeats_the_title_in_every_cell_that_says_something(record: Dataset) -> None:
    narrow = compared(record, column(PARIS), column(AMMAN), screen=Screen(width=400))

    titles = {reading.words(each) for each in reading.classed(narrow, "cm-cell-head")}
    assert titles == {"Paris, 25 June 2019", "Amman, 15 November 2017"}


# the finding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "english", "arabic"),
    [
        ((OSLO,), "Oslo, 11 May 2021: 3 passages.", "أوسلو، 11 مايو 2021: 3 مقاطع."),
        (
            (OSLO, LIMA),
            "2 statements with 6 passages, theme by theme.",
            "بيانان (6 مقاطع)، موضوعاً بعد موضوع.",
        ),
        ((), "No statement in this selection.", "لا بيان في هذا الاختيار."),
    ],
)
def test_the_finding_says_what_is_read(
    sample: Dataset, shown: tuple[str, ...], english: str, arabic: str
) -> None:
    chosen = reading.chosen(sample)
    columns = tuple(column(each) for each in shown)

    found = [reader.finding(chosen, text(each), columns).translate(reading.ISOLATES) for each in ("en", "ar")]  # type: ignore[arg-type]

    assert found == [english, arabic]


def test_the_finding_counts_only_what_the_filters_leave(sample: Dataset) -> None:
    chosen = reading.chosen(sample, themes=("military-campaign",))

    found = reader.finding(chosen, text("en"), (column(OSLO), column(LIMA)))

    assert found == "2 statements with 3 passages, theme by theme."


# drawing it ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, record: Dataset) -> reading.Stage:
    """A page on which nothing is drawn yet, whose columns all draw on the page itself."""
    stage = reading.Stage()
    stage.columns = lambda sizes, **_: [stage] * len(sizes)  # type: ignore[attr-defined]
    for module in (reader, frame, state):
        monkeypatch.setattr(module, "st", stage)
    state.selection(record)
    return stage


def draw(record: Dataset, selection: Selection) -> None:
    state.act(selection)
    follow = state.Follow(selection, DESK, record)
    reader.render(select(record, selection), text(selection.language), follow)


def controls(stage: reading.Stage) -> dict[str, dict[str, Any]]:
    """The settings of the choosers by the name of their key."""
    return {settings["key"]: settings for name, _, settings in stage.shown if "key" in settings}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_statement_is_drawn_below_its_choosers(
    record: Dataset, stage: reading.Stage, language: Any
) -> None:
    draw(record, Selection(language=language, page="statements"))

    assert [name for name, _, _ in stage.shown] == [
        *("html", "multiselect", "segmented_control", "segmented_control", "html")
    ]
    body = reading.tree(stage.markup)
    assert len(articles(body)) == len(passages.of(record, PARIS))
    assert stage.session_state["reader-statements"] == [PARIS]
    assert stage.session_state["reader-reading"] == "both"
    assert controls(stage)["reader-sides"]["disabled"] is False


def test_several_statements_are_drawn_theme_by_theme(record: Dataset, stage: reading.Stage) -> None:
    draw(record, Selection(columns=(column(PARIS, "en"), column(AMMAN, "ar"))))

    assert reading.classed(reading.tree(stage.markup), "cm-whole")
    assert stage.session_state["reader-statements"] == [PARIS, AMMAN]
    assert stage.session_state["reader-reading"] is None


@pytest.mark.parametrize(
    ("shown", "disabled"),
    [
        ((column(PARIS),), False),
        ((column(PARIS, "ar"),), True),
        ((column(PARIS), column(AMMAN)), True),
    ],
    ids=["one in both", "one in one", "several"],
)
def test_only_one_statement_in_both_languages_has_sides_to_choose(
    record: Dataset, stage: reading.Stage, shown: tuple[Column, ...], disabled: bool
) -> None:
    draw(record, Selection(columns=shown))

    assert controls(stage)["reader-sides"]["disabled"] is disabled


def test_choosing_statements_keeps_the_language_of_those_that_stay(
    record: Dataset, stage: reading.Stage
) -> None:
    draw(record, Selection(columns=(column(PARIS, "en"), column(AMMAN, "ar")), passage=place(PARIS, 4)))

    stage.session_state["reader-statements"] = [AMMAN, KUWAIT]
    controls(stage)["reader-statements"]["on_change"]()

    after = state.selection(record)
    assert after.columns == ((AMMAN, "ar"), (KUWAIT, "both"))
    assert after.passage is None


def test_taking_every_statement_away_leads_back_to_the_latest(record: Dataset, stage: reading.Stage) -> None:
    draw(record, Selection(columns=(column(AMMAN, "ar"),)))

    stage.session_state["reader-statements"] = []
    controls(stage)["reader-statements"]["on_change"]()

    after = state.selection(record)
    assert reader.columns(select(record, after), after) == ((PARIS, "both"),)


@pytest.mark.parametrize(("value", "languages"), [("ar", "ar"), ("both", "both"), (None, "both")])
def test_a_language_is_chosen_for_every_statement(
    record: Dataset, stage: reading.Stage, value: Any, languages: str
) -> None:
    draw(record, Selection(columns=(column(PARIS, "en"), column(AMMAN, "en"))))

    stage.session_state["reader-reading"] = value
    controls(stage)["reader-reading"]["on_change"]()

    assert state.selection(record).columns == ((PARIS, languages), (AMMAN, languages))


def test_choosing_sides_changes_nothing_else(record: Dataset, stage: reading.Stage) -> None:
    before = Selection(columns=(column(PARIS),), passage=place(PARIS, 4), search="liberation")
    draw(record, before)

    stage.session_state["reader-sides"] = "stacked"
    controls(stage)["reader-sides"]["on_change"]()

    assert state.selection(record) == replace(before, sides="stacked")


def notices(stage: reading.Stage) -> list[Element]:
    return reading.classed(reading.tree(stage.markup), "cm-notice")


def test_a_marked_passage_that_the_filters_hide_is_named_with_the_way_back(
    record: Dataset, stage: reading.Stage
) -> None:
    selection = Selection(passage=place(PARIS, 4), themes=("counter-finance",))  # type: ignore[arg-type]
    assert "counter-finance" not in passages.of(record, PARIS)[3]["themes"]

    draw(record, selection)

    (notice,) = notices(stage)
    (link,) = notice.iter("a")
    assert (
        reading.words(notice) == "Passage 4 of Paris, 25 June 2019 is outside the filters. Clear all filters"
    )
    assert target(link, record) == selection.cleared
    assert notice.get("role") == "status"


def test_a_marked_passage_of_the_other_collection_leads_back_to_its_own(
    record: Dataset, stage: reading.Stage
) -> None:
    moved = reading.changed(record, "meetings", PARIS, collection="record")

    draw(moved, Selection(passage=place(PARIS, 4), language="ar"))

    (notice,) = notices(stage)
    (link,) = notice.iter("a")
    assert target(link, moved) == Selection(passage=place(PARIS, 4), collection="record", language="ar")


def test_a_marked_passage_of_the_core_is_shown_in_the_record_too(
    record: Dataset, stage: reading.Stage
) -> None:
    draw(record, Selection(passage=place(PARIS, 4), collection="record"))

    assert notices(stage) == []
    assert [each.get("id") for each in reading.classed(reading.tree(stage.markup), "cm-marked")] == [
        f"p-{PARIS}-4"
    ]


def test_a_marked_passage_that_is_shown_needs_no_notice(record: Dataset, stage: reading.Stage) -> None:
    draw(record, Selection(passage=place(PARIS, 4)))

    assert notices(stage) == []
    assert [each.get("id") for each in reading.classed(reading.tree(stage.markup), "cm-marked")] == [
        f"p-{PARIS}-4"
    ]


def test_a_selection_without_a_statement_says_so_and_offers_no_chooser(
    record: Dataset, stage: reading.Stage
) -> None:
    draw(record, Selection(page="statements", cities=("rabat",)))  # type: ignore[arg-type]

    assert {name for name, _, _ in stage.shown} == {"html"}
    assert reading.classed(reading.tree(stage.markup), "cm-empty")
