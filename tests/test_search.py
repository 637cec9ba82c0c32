"""Searching: what is found is counted, linked and marked, and nothing that is typed can be more than words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import example, given
from hypothesis import strategies as st

from components import frame, search, state
from components.language import DIRECTIONS, text
from components.theme import DESK
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import LONGEST_WORDS, Column, Place, Selection, parse
from loaders.text.query import MAX_TERMS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

AMMAN, PARIS = "2017-11-amman", "2019-06-paris"
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
HOSTILE = "<script>alert(1)</script>"
WORDS = ("liberation", "الاستقرار", '"safe haven"', "2018", "Iraq العراق")


def found(
    dataset: Dataset, words: str, *, language: Any = "en", alike: bool = False, **fields: Any
) -> Element:
    """The results as a tree."""
    return reading.tree(search.results(reading.chosen(dataset, **fields), text(language), DESK, words, alike))


def listed(body: Element) -> list[Element]:
    """The hits of the list."""
    (hits,) = reading.classed(body, "cm-hits")
    return list(hits)


def counted(body: Element, *, by: int) -> list[Element]:
    """The links of the counts: by statement (0) or by theme (1)."""
    return list(list(body.iter("dd"))[by].iter("a"))


def target(link: Element, dataset: Dataset) -> Selection:
    """The selection that a link holds."""
    return parse(parse_qs(link.get("href", "").removeprefix("?")), dataset)


def holding(dataset: Dataset, words: str) -> list[dict[str, Any]]:
    """The passages whose text has these words, with any endings: found without the search."""
    return [
        row
        for row in records(dataset.passages)
        if any(words.lower() in row[language].lower() for language in ("en", "ar"))
    ]


def said(chosen: Dataset, words: str, *, language: Any = "en", alike: bool = False) -> str:
    """The finding without the characters that keep a name in its place."""
    return search.finding(chosen, text(language), words, alike=alike).translate(reading.ISOLATES)


# the finding ---------------------------------------------------------------------------------------------


def test_before_a_search_the_finding_says_how_much_there_is(record: Dataset, sample: Dataset) -> None:
    assert said(reading.chosen(record), "") == "One box for both languages, over 5 statements."
    assert said(reading.chosen(sample), "") == "One box for both languages, over 2 statements."
    assert said(reading.chosen(sample), "", language="ar").endswith(": بيانان.")


@pytest.mark.parametrize(
    ("words", "english", "arabic"),
    [
        ("people", "“people”: 2 passages in 2 statements.", "«people»: مقطعان (بيانان)."),
        ("blankets", "“blankets”: 1 passage in 1 statement.", "«blankets»: مقطع واحد (بيان واحد)."),
        ("البطانيات", "“البطانيات”: 1 passage in 1 statement.", "«البطانيات»: مقطع واحد (بيان واحد)."),
    ],
)
def test_the_finding_counts_passages_and_statements(
    sample: Dataset, words: str, english: str, arabic: str
) -> None:
    chosen = reading.chosen(sample)

    assert said(chosen, words) == english
    assert said(chosen, words, language="ar") == arabic


@pytest.mark.parametrize("words", ["zebra", "!!!", '""', "\u202e\u2066"])
def test_the_finding_says_that_nothing_was_found(sample: Dataset, words: str) -> None:
    chosen = reading.chosen(sample)

    assert said(chosen, words).startswith("No passage in this selection holds ")
    assert said(chosen, words, language="ar").startswith("لا مقطع في هذا الاختيار يطابق البحث: ")


@pytest.mark.parametrize(("language", "mark"), [("en", "No more than 12"), ("ar", "أكثر من 12 كلمة")])
def test_words_beyond_the_most_that_are_sought_are_not_left_out_in_silence(
    sample: Dataset, language: Any, mark: str
) -> None:
    chosen = reading.chosen(sample)
    many = [chr(ord("a") + place) * 2 for place in range(MAX_TERMS + 1)]

    cut = said(chosen, " ".join(many), language=language)
    whole = said(chosen, " ".join(many[:-1]), language=language)

    assert mark in cut
    assert mark not in whole


def test_the_words_in_the_placeholder_are_found_in_the_record(record: Dataset) -> None:
    chosen = reading.chosen(record)

    for language in ("en", "ar"):
        for words in text(language)("search.example").split(" · "):
            assert search.hits(chosen, words, alike=False), words


# what is found -------------------------------------------------------------------------------------------


def test_the_filters_narrow_the_search(record: Dataset) -> None:
    everywhere = search.hits(reading.chosen(record), "Iraq", alike=False)
    there = search.hits(reading.chosen(record, cities=("amman",)), "Iraq", alike=False)
    themed = search.hits(reading.chosen(record, themes=("stabilisation",)), "Iraq", alike=False)

    assert there == tuple(each for each in everywhere if each.meeting_id == AMMAN)
    assert themed == tuple(each for each in everywhere if "stabilisation" in each.themes)
    assert 0 < len(there) < len(everywhere)
    assert 0 < len(themed) < len(everywhere)


def test_the_collection_without_statements_holds_nothing(record: Dataset) -> None:
    empty = reading.alone(record, "none")

    assert search.hits(reading.chosen(empty, collection="record"), "Iraq", alike=False) == ()


def test_the_record_is_searched_with_the_core_in_it(record: Dataset) -> None:
    core = search.hits(reading.chosen(record), "Iraq", alike=False)
    wide = search.hits(reading.chosen(record, collection="record"), "Iraq", alike=False)

    assert [(each.meeting_id, each.number) for each in core] == [
        (each.meeting_id, each.number)
        for each in wide
        if each.meeting_id in set(record.meetings.query("collection == 'core'")["meeting_id"])
    ]


def test_marbuta_and_ha_are_one_letter_only_if_that_is_asked_for(sample: Dataset) -> None:
    chosen = reading.chosen(sample)

    assert search.hits(chosen, '"اليوميه"', alike=False) == ()
    assert [(each.meeting_id, each.number) for each in search.hits(chosen, '"اليوميه"', alike=True)] == [
        (OSLO, 3)
    ]
    assert len(listed(found(sample, '"اليوميه"', alike=True))) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", ["blankets", "McGurk", "110,000"])
def test_every_passage_that_has_the_words_is_listed_and_counted(
    record: Dataset, sample: Dataset, words: str, language: Any
) -> None:
    dataset = sample if words == "blankets" else record
    wanted = holding(dataset, words)

    body = found(dataset, words, language=language)

    statements = Counter(row["meeting_id"] for row in wanted)
    themes = Counter(theme for row in wanted for theme in row["themes"])
    assert wanted
    assert len(listed(body)) == len(wanted)
    assert {
        target(link, dataset).columns[0].meeting: int(reading.words(next(link.iter("b"))))
        for link in counted(body, by=0)
    } == statements
    assert {
        target(link, dataset).themes[0]: int(reading.words(next(link.iter("b"))))
        for link in counted(body, by=1)
    } == themes


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_counts_by_statement_add_up_to_the_list(record: Dataset, words: str, language: Any) -> None:
    body = found(record, words, language=language)

    numbers = [int(reading.words(next(link.iter("b")))) for link in counted(body, by=0)]
    assert sum(numbers) == len(listed(body)) > 0
    assert text(language).count("count.passages", sum(numbers)) in said(
        reading.chosen(record), words, language=language
    )


def test_hits_are_listed_from_the_latest_statement_to_the_first_in_reading_order(record: Dataset) -> None:
    body = found(record, "Iraq")

    order = [target(next(each.iter("a")), record).passage for each in listed(body)]
    starts = record.meetings.set_index("meeting_id")["starts_on"]
    wanted = sorted(order, key=lambda each: (starts[each.meeting], -each.number), reverse=True)  # type: ignore[union-attr]
    assert order == wanted
    assert len({each.meeting for each in order if each}) > 1


# links ---------------------------------------------------------------------------------------------------


def test_a_statement_opens_in_the_reader_in_both_languages(record: Dataset) -> None:
    for link in counted(found(record, "Iraq"), by=0):
        asked = target(link, record)
        assert asked == Selection(page="statements", columns=asked.columns)
        assert [each.reading for each in asked.columns] == ["both"]
        assert link.get("data-lead") is not None
        assert link.get("data-step") is None
    assert {"page", "columns"} <= set(state.LED)


def test_a_theme_filters_and_a_second_click_takes_the_filter_away(record: Dataset) -> None:
    links = counted(found(record, "Iraq"), by=1)

    names = {row["name_en"]: theme for theme, row in record.names["themes"].items()}
    for link in links:
        assert target(link, record) == Selection(themes=(names[reading.words(next(link.iter("bdi")))],))  # type: ignore[arg-type]
        assert link.get("data-step") is not None
        assert link.get("data-lead") is None
    assert len(links) > 1
    assert "themes" in state.CLICKED


def test_a_hit_leads_to_its_passage_and_says_where_it_is(sample: Dataset) -> None:
    (hit,) = listed(found(sample, "blankets"))

    (link,) = hit.iter("a")
    assert target(link, sample) == Selection(passage=Place(OSLO, 3))  # type: ignore[arg-type]
    assert link.get("data-lead") is not None
    assert link.get("data-step") is None
    assert reading.words(link) == "Oslo, 11 May 2021, passage 3"
    assert reading.words(next(hit.iter("span"))) == "Sample winter aid"


# the words -----------------------------------------------------------------------------------------------


def test_a_query_in_one_language_shows_that_language_only(sample: Dataset) -> None:
    for words, language in (("blankets", "en"), ("البطانيات", "ar")):
        (hit,) = listed(found(sample, words))
        assert [each.get("lang") for each in reading.classed(hit, "cm-words")] == [language]


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "ar"]), ("ar", ["ar", "en"])])
@pytest.mark.parametrize("words", ["blankets البطانيات", "9,000"])
def test_if_both_texts_are_hit_both_are_shown_that_of_the_page_first(
    sample: Dataset, words: str, language: Any, order: list[str]
) -> None:
    (hit,) = listed(found(sample, words, language=language))

    texts = reading.classed(hit, "cm-words")
    assert [each.get("lang") for each in texts] == order
    assert [each.get("dir") for each in texts] == [DIRECTIONS[each] for each in order]
    assert all(list(each.iter("mark")) for each in texts)


def test_marks_stand_at_the_exact_characters(sample: Dataset) -> None:
    (english,) = listed(found(sample, '"FUEL blankets"'))
    (arabic,) = listed(found(sample, "بطانيه", alike=True))

    assert [each.text for each in english.iter("mark")] == ["fuel & blankets"]
    assert [each.text for each in arabic.iter("mark")] == ["والبطانيات"]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_shown_of_a_passage_is_the_passage(record: Dataset, words: str) -> None:
    for hit in listed(found(record, words)):
        place = target(next(hit.iter("a")), record).passage
        assert place
        (row,) = [
            each
            for each in records(record.passages)
            if (each["meeting_id"], each["number"]) == (place.meeting, place.number)
        ]
        for each in reading.classed(hit, "cm-words"):
            assert reading.words(each).strip("… ") in row[each.get("lang", "")]
            assert list(each.iter("mark"))


def test_markup_in_a_passage_a_name_or_a_query_is_only_text(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE)
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)
    chosen = reading.chosen(spoilt)

    made = search.results(chosen, text("en"), DESK, "blankets", False)
    asked = frame.heading(
        "search", chosen, text("en"), finding=search.finding(chosen, text("en"), HOSTILE, alike=False)
    )

    assert "<script" not in made + asked
    assert reading.words(reading.tree(made)).count(HOSTILE) == 4
    assert HOSTILE in reading.words(reading.tree(asked))
    assert "<see the annex>" in reading.words(reading.tree(made))


# cutting -------------------------------------------------------------------------------------------------


@st.composite
def passages_with_hits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text of words, and places in it that hold at least a character and do not meet."""
    words = draw(st.lists(st.text("abcابج،.<&", min_size=1, max_size=30), min_size=1, max_size=80))
    text = " ".join(words)
    ends = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=10, unique=True).map(sorted))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


LONG = " ".join(["word"] * 200)


@given(passages_with_hits())
@example((LONG, [(500, 504)]))
@example((LONG, [(0, 4), (236, 252)]))
@example((LONG, [(0, 900)]))
@example(("x" * 900, [(450, 460), (700, 710)]))
def test_a_passage_is_cut_to_a_part_of_itself_with_its_hits(made: tuple[str, list[tuple[int, int]]]) -> None:
    words, spans = made

    shown, places = search.cut(words, spans)

    kept = shown.removeprefix("… ").removesuffix(" …")
    before = len(shown) - len(shown.removeprefix("… "))
    start = spans[0][0] - (places[0][0] - before)
    end = start + len(kept)
    assert words[start:end] == kept
    assert shown.startswith("… ") == (start > 0)
    assert shown.endswith(" …") == (end < len(words))
    assert start == 0 or words[start - 1] == " "
    assert end == len(words) or words[end] == " "
    assert [shown[first:past] for first, past in places] == [
        words[first:past] for first, past in spans[: len(places)]
    ]
    assert [(first - before + start, past - before + start) for first, past in places] == spans[: len(places)]
    assert all(first >= end for first, _ in spans[len(places) :])


@given(passages_with_hits())
def test_a_short_passage_is_shown_whole(made: tuple[str, list[tuple[int, int]]]) -> None:
    words, spans = made
    first, past = spans[0]
    short = words[max(first - 20, 0) : past][: search.LENGTH]
    place = min(first, 20)

    assert search.cut(short, [(place, len(short))]) == (short, [(place, len(short))])


def test_a_long_passage_is_cut_near_its_first_hit() -> None:
    shown, places = search.cut(LONG, [(500, 504), (990, 994)])

    assert len(shown) < search.LENGTH + 20
    assert len(places) == 1
    assert 0 < places[0][0] <= search.BEFORE + len("word … ")


# drawing it ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, record: Dataset) -> reading.Stage:
    """A page on which nothing is drawn yet, whose columns all draw on the page itself."""
    stage = reading.Stage()
    stage.columns = lambda sizes, **_: [stage] * len(sizes)  # type: ignore[attr-defined]
    monkeypatch.setattr(search, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def draw(record: Dataset, selection: Selection) -> None:
    state.act(selection)
    follow = state.Follow(selection, DESK, record)
    search.render(select(record, selection), text(selection.language), follow)


def test_before_a_search_there_is_the_box_alone(record: Dataset, stage: reading.Stage) -> None:
    draw(record, Selection(page="statements"))

    assert [name for name, _, _ in stage.shown] == ["html", "text_input", "toggle"]
    assert stage.session_state["search-words"] == ""
    assert stage.settings("text_input")["max_chars"] == LONGEST_WORDS


@pytest.mark.parametrize(("words", "lists"), [("Iraq", 1), ("zebra", 0)])
def test_only_a_search_that_finds_something_has_a_list(
    record: Dataset, stage: reading.Stage, words: str, lists: int
) -> None:
    draw(record, Selection(page="statements", search=words, alike=True))

    assert len(reading.classed(reading.tree(stage.markup), "cm-hits")) == lists
    assert stage.session_state["search-words"] == words
    assert stage.session_state["search-alike"] is True


def test_typing_searches_and_leaves_the_marked_passage(record: Dataset, stage: reading.Stage) -> None:
    columns = (Column(PARIS, "both"),)  # type: ignore[arg-type]
    draw(record, Selection(columns=columns, passage=Place(PARIS, 4)))  # type: ignore[arg-type]

    stage.session_state["search-words"] = "  safe \u202e haven\n"
    stage.settings("text_input")["on_change"]()

    after = state.selection(record)
    assert after == Selection(page="statements", columns=columns, search="safe haven")


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_box_ends_the_search(record: Dataset, stage: reading.Stage, value: str | None) -> None:
    draw(record, Selection(page="statements", search="Iraq"))

    stage.session_state["search-words"] = value
    stage.settings("text_input")["on_change"]()

    assert state.selection(record) == Selection(page="statements")


def test_the_option_changes_how_is_searched_and_nothing_else(record: Dataset, stage: reading.Stage) -> None:
    draw(record, Selection(page="statements", search="يوميه"))

    stage.session_state["search-alike"] = True
    stage.settings("toggle")["on_change"]()

    assert state.selection(record) == Selection(page="statements", search="يوميه", alike=True)
