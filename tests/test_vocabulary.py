"""Vocabulary: what sets one statement apart, drawn from the counts, and told without more than they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import terms, vocabulary
from components.language import text
from components.terms import STANDS_OUT, Asked
from components.theme import DESK, Screen
from loaders.selection import LANGUAGES, Selection, parse
from loaders.text.keyness import Keyness, KeyTerm, compare_words

if TYPE_CHECKING:
    from loaders.model import Dataset

PHONE = Screen(width=350)
HOSTILE = "<script>alert(1)</script>"


def asked(chosen: Dataset, **fields: Any) -> Asked:
    found = terms.asked(chosen, Selection(**fields))
    assert found
    return found


def marks(chosen: Dataset, screen: Screen = DESK, word: str = "", **fields: Any) -> dict[str, dict[str, Any]]:
    """The marks of the picture by their words."""
    words = text(fields.get("language", "en"))
    drawn = reading.plain(vocabulary.figure(chosen, words, screen, asked(chosen, **fields), word))
    (trace,) = [each for each in drawn["data"] if "customdata" in each]
    return {
        one: {
            "x": trace["x"][place],
            "y": trace["y"][place],
            "symbol": trace["marker"]["symbol"][place],
            "size": trace["marker"]["size"][place],
            "hover": trace["hovertext"][place].translate(reading.ISOLATES),
        }
        for place, (one,) in enumerate(trace["customdata"])
    }


def sole(dataset: Dataset, meeting: str) -> Dataset:
    """The dataset as if only one statement were in it."""
    kept = dataset.passages[dataset.passages["meeting_id"] == meeting].reset_index(drop=True)
    return reading.chosen(replace(dataset, passages=kept))


# which statement -------------------------------------------------------------------------------------


def test_without_a_choice_the_latest_statement_is_shown_in_the_language_of_the_page(record: Dataset) -> None:
    chosen = reading.chosen(record)

    assert asked(chosen, language="ar") == Asked("2019-06-paris", "ar", 3)  # type: ignore[arg-type]


def test_the_words_may_be_of_the_other_language(record: Dataset) -> None:
    chosen = reading.chosen(record)

    assert asked(chosen, language="ar", tongue="en", statement="2016-02-rome", least=5) == (
        "2016-02-rome",
        "en",
        5,
    )


def test_a_statement_outside_the_filters_is_not_shown(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("amman", "rome"))

    assert asked(chosen, statement="2019-06-paris").meeting == "2017-11-amman"


def test_a_selection_without_a_statement_has_nothing_to_compare(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    assert terms.asked(chosen, Selection()) is None
    assert vocabulary.finding(chosen, text("en"), None) == "No statement in this selection."


# the picture -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_is_a_word_at_its_z_score(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)
    found = compare_words(chosen, "2019-06-paris", language=language)
    scores = {each.word: each.z for each in found.terms}

    drawn = marks(chosen, language=language)

    assert len(drawn) == sum(vocabulary.MOST[False])
    for word, mark in drawn.items():
        assert mark["x"] == pytest.approx(scores[word], abs=1e-4)


def test_the_most_frequent_stand_above_the_rarest_with_a_row_between(record: Dataset) -> None:
    drawn = [*marks(reading.chosen(record)).values()]

    assert [each["x"] for each in drawn] == sorted((each["x"] for each in drawn), reverse=True)
    rows = [-each["y"] for each in drawn]
    more = sum(each["x"] > 0 for each in drawn)
    assert rows == [*range(more), *range(more + 1, len(drawn) + 1)]


def test_a_word_that_does_not_stand_out_is_hollow_and_says_so(record: Dataset) -> None:
    drawn = marks(reading.chosen(record), statement="2017-11-amman")

    assert {abs(each["x"]) >= STANDS_OUT for each in drawn.values()} == {True, False}
    for mark in drawn.values():
        out = abs(mark["x"]) >= STANDS_OUT
        assert mark["symbol"] == ("circle" if out else "circle-open")
        assert mark["hover"].endswith("Does not stand out beyond chance") != out


def test_the_counts_stand_in_two_columns_level_with_the_marks(record: Dataset) -> None:
    chosen = reading.chosen(record)
    counted = {each.word: each for each in terms.compared(chosen, asked(chosen)).terms}

    drawn = reading.plain(vocabulary.figure(chosen, text("en")))

    here, elsewhere = [each for each in drawn["data"] if each["mode"] == "text"]
    rows = [*marks(chosen)]
    assert here["text"] == [str(counted[each].here) for each in rows]
    assert elsewhere["text"] == [str(counted[each].elsewhere) for each in rows]
    assert here["y"] == elsewhere["y"] == [each["y"] for each in marks(chosen).values()]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_counts_stand_on_opposite_sides(record: Dataset, language: Any, screen: Screen) -> None:
    drawn = reading.plain(vocabulary.figure(reading.chosen(record), text(language), screen))

    here, elsewhere = [each["x"][0] for each in drawn["data"] if each["mode"] == "text"]
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < min(here, elsewhere)
    assert max(here, elsewhere) < high
    assert (drawn["layout"]["yaxis"]["side"], elsewhere > here > STANDS_OUT) in [
        ("left", True),
        ("right", False),
    ]
    assert (drawn["layout"]["yaxis"]["side"] == "right") == (language == "ar")


def test_the_lines_beyond_which_a_word_stands_out_are_named(record: Dataset) -> None:
    drawn = reading.plain(vocabulary.figure(reading.chosen(record), text("en")))["layout"]

    assert {each["x0"] for each in drawn["shapes"]} == {0, STANDS_OUT, -STANDS_OUT}
    said = [each["text"] for each in drawn["annotations"]]
    assert {"1.96: beyond chance", "−1.96: beyond chance", "Less here", "More here"} <= {*said}


def test_on_a_phone_there_are_fewer_rows(record: Dataset) -> None:
    chosen = reading.chosen(record)

    assert len(marks(chosen, PHONE)) == sum(vocabulary.MOST[True]) < len(marks(chosen))


def test_the_word_whose_places_are_listed_has_the_largest_mark(record: Dataset) -> None:
    drawn = marks(reading.chosen(record), word="partners")

    sizes = {word: each["size"] for word, each in drawn.items()}
    assert [word for word, size in sizes.items() if size == max(sizes.values())] == ["partners"]


def test_a_word_is_never_markup_on_the_picture(record: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = Keyness((KeyTerm(HOSTILE, "script", 4, 0, 2.0, 2.5),), 10, 10)
    monkeypatch.setattr(terms, "compare_words", lambda *_, **__: spoilt)
    chosen = reading.chosen(record)

    drawn = reading.plain(vocabulary.figure(chosen, text("en")))
    listed = vocabulary.table(chosen, text("en"), asked(chosen))

    shown = [each for each in drawn["data"] if "customdata" in each]
    assert "<script" not in str([drawn["layout"], [each["hovertext"] for each in shown]])
    assert "<script" not in listed
    assert HOSTILE in reading.words(reading.tree(listed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vocabulary_is_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = vocabulary.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"vocabulary.{language}", reading.plain(drawn))


# a click -----------------------------------------------------------------------------------------------


def test_a_click_on_a_mark_means_its_word() -> None:
    event = {"selection": {"points": [{"customdata": ["partners"]}]}}

    assert vocabulary.picked(event) == {"word": "partners"}


@pytest.mark.parametrize(
    "event", [None, {}, {"selection": {"points": []}}, {"selection": {"points": [{"x": 1.96}]}}]
)
def test_a_click_on_nothing_means_nothing(event: Any) -> None:
    assert vocabulary.picked(event) == {}


def test_every_word_that_is_drawn_can_be_asked_for_as_it_is(record: Dataset) -> None:
    chosen = reading.chosen(record)

    for language in LANGUAGES:
        for word in marks(chosen, language=language):
            assert Selection(word=word).word == word


# the words ---------------------------------------------------------------------------------------------


def test_the_finding_names_the_words_that_stand_out_most(record: Dataset) -> None:
    chosen = reading.chosen(record)
    found = [each for each in terms.compared(chosen, asked(chosen)).terms if each.z >= STANDS_OUT]

    said = vocabulary.finding(chosen, text("en"), asked(chosen))

    named = text("en").list(f"“{each.word}”" for each in found[: vocabulary.NAMED])
    assert named
    assert said == f"More than the others, Paris, 25 June 2019 speaks of {named}."


def test_the_finding_speaks_arabic_of_arabic_words(record: Dataset) -> None:
    chosen = reading.chosen(record)
    found = terms.compared(chosen, asked(chosen, language="ar")).terms

    said = vocabulary.finding(chosen, text("ar"), asked(chosen, language="ar"))

    assert f"«{found[0].word}»" in said.translate(reading.ISOLATES)
    assert "«باريس، 25 يونيو 2019»" in said.translate(reading.ISOLATES)


def test_words_within_chance_are_not_told_as_a_finding(sample: Dataset) -> None:
    chosen = reading.chosen(sample)
    demanded = asked(chosen, least=1)
    assert not any(terms.stands_out(each) for each in terms.compared(chosen, demanded).terms)

    said = vocabulary.finding(chosen, text("en"), demanded)

    assert said.startswith("No word sets ")
    assert said.endswith(" apart from the others beyond chance.")


def test_where_no_word_is_frequent_enough_the_page_says_what_to_do(sample: Dataset) -> None:
    chosen = reading.chosen(sample)
    demanded = asked(chosen, least=99)

    drawn = vocabulary.sheet(chosen, text("en"), DESK, demanded, "")

    assert "ask for fewer times" in drawn.head
    assert drawn.figure is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_by_itself_is_compared_with_nothing(sample: Dataset, language: Any) -> None:
    alone = sole(sample, "2021-05-oslo")

    drawn = vocabulary.sheet(alone, text(language), DESK, asked(alone, least=1), "")

    assert text(language)("vocabulary.alone") in drawn.head
    assert (drawn.figure, drawn.foot) == (None, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_sample_is_named_with_its_counts(record: Dataset, language: Any) -> None:
    chosen = reading.chosen(record)
    found = terms.compared(chosen, asked(chosen, language=language))

    said = vocabulary.warning(chosen, text(language), asked(chosen, language=language))

    assert found.is_small
    assert all(text(language).number(each) in said for each in (found.here, found.elsewhere, 1000))


def test_a_large_sample_is_not_warned_of(record: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    large = Keyness((), 5000, 9000)
    monkeypatch.setattr(terms, "compare_words", lambda *_, **__: large)
    chosen = reading.chosen(record)

    assert vocabulary.warning(chosen, text("en"), asked(chosen)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_every_compared_word_with_a_link_to_its_places(
    record: Dataset, language: Any
) -> None:
    chosen = reading.chosen(record)
    demanded = asked(chosen, tongue=language)
    found = terms.compared(chosen, demanded)

    page = reading.tree(vocabulary.table(chosen, text("en"), demanded))

    rows = [each for each in page.iter("tr") if each.find("th[@scope='row']") is not None]
    assert [reading.words(row.find("th")) for row in rows] == [each.word for each in found.terms]  # type: ignore[arg-type]
    assert [[reading.words(cell) for cell in row.iter("td")][:2] for row in rows] == [
        [str(each.here), str(each.elsewhere)] for each in found.terms
    ]
    for row, term in zip(rows, found.terms, strict=True):
        (link,) = row.iter("a")
        assert "data-lead" in link.attrib
        assert parse(parse_qs(link.get("href", "").removeprefix("?"))) == Selection(
            page="words", word=term.word
        )
        assert [each.get("lang") for each in link.iter("bdi")] == [language]


def test_whose_words_they_are_and_how_they_are_counted_is_said(record: Dataset) -> None:
    chosen = reading.chosen(record)

    said = reading.words(reading.tree(vocabulary.method(chosen, text("en"), asked(chosen))))

    assert "words of our own renderings" in said
    assert "Monroe, Colaresi and Quinn" in said
    assert "Sources: Irfaa Sawtak" in said
