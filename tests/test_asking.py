"""Asking for a meeting: one question a fact, each answer held to the contract, nothing lost on the way."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from loaders import asking, facts

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.contract import Column
    from loaders.dataset import Dataset

ARTICLE = "Headline\n\nThe hall in Quito held 44 guests.\n\nOver 9 million are free.\n"

CITY = ["Quito", "yes", "", "كيتو", "ecu", "Ecuador", "الإكوادور", "-78.4678", "-0.1807", ""]
MEETING = ["2025-04-02", "", "small_group", "core", "Meeting, Quito", "اجتماع، كيتو", ""]
SOURCE = ["", "", "", "Quito Post", "بريد كيتو", "", "en", "", "2025-04-03", "", "", "", "", "", ""]
FIGURE = [
    "participants",
    "44",
    "exact",
    "global",
    "",
    "",
    "",
    "",
    "Report",
    "تقرير",
    "held 44 guests",
    "",
    "",
    "",
]
PASSAGE = [
    "reporter",
    "",
    "",
    "",
    "Report",
    "تقرير",
    "winter-aid",
    "2-3",
    "There were 44 guests.",
    "حضر 44 ضيفاً.",
]
MARK = ["44 guests", "44 ضيفاً"]
THREAD = ["announces", "", "Next meeting", "الاجتماع المقبل", "2026", "The hall in Quito", "", ""]
DISCREPANCY = ["meetings:2025-04-quito:starts_on", "2025-04-03", "weekly-lima-2024", "Otherwise.", "غير ذلك."]
WHOLE = [
    *(*CITY, *MEETING, *SOURCE, *FIGURE, "", *PASSAGE, *MARK, "", *THREAD, "", *DISCREPANCY, ""),
]
"""The answers to all questions about a made-up meeting; "" is Enter."""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put answers where a person would type them."""

    def put(*answers: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))

    return put


def column(dataset: Dataset, table: str, name: str) -> Column:
    return dataset.rules.tables[table].column(name)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_question_names_the_column_its_choices_and_the_answer_of_enter(
    sample: Dataset, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("")

    got = asking.answer(column(sample, "meetings", "collection"), default="record")

    assert got == "record"
    assert said(capsys) == "collection (core, record) [record]: "


def test_bad_input_is_refused_in_the_words_of_the_contract_and_asked_again(
    sample: Dataset, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("1.2 million", "-5", "", "1200000")

    got = asking.answer(column(sample, "observations", "value"))

    assert got == "1200000"
    assert said(capsys).replace("value: ", "").split("\n") == [
        "  '1.2 million' is not a number, expected a number, at least 0",
        "  '-5' is not allowed, expected a number, at least 0",
        "  is empty, expected a number, at least 0",
        "",
    ]


def test_a_question_mark_explains_the_column(
    sample: Dataset, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = column(sample, "observations", "qualifier")
    typed("?", "about")

    assert asking.answer(asked) == "about"
    assert f"  {asked.description}\n  Expected: {asked.expected}.\n" in said(capsys)


def test_a_dash_leaves_empty_what_may_be_empty(sample: Dataset, typed: Any) -> None:
    typed("-")

    assert asking.answer(column(sample, "meetings", "ends_on"), default="2025-04-02") == ""


def test_a_control_character_is_no_answer(
    sample: Dataset, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("Amm\x1b[Dan", "  Amman ")

    assert asking.answer(column(sample, "cities", "name_en")) == "Amman"
    assert "the answer holds a control character" in said(capsys)


@pytest.mark.parametrize(("words", "yes"), [("", True), ("YES", True), ("n", False), ("maybe\nno", False)])
def test_enter_is_yes(typed: Any, words: str, yes: bool) -> None:
    typed(words)

    assert asking.agreed("Well?") is yes


def test_the_end_of_input_ends_the_questions_and_keeps_the_answers(sample: Dataset, typed: Any) -> None:
    typed(*WHOLE[:12])
    content: dict[str, Any] = {}

    with pytest.raises(EOFError):
        asking.ask(content, dataset=sample)

    assert content["city"]["country_id"] == "ecu"
    assert content["meeting"] == {"city_id": "quito", "starts_on": "2025-04-02", "ends_on": "2025-04-02"}


def test_whoever_answers_wrongly_for_ever_is_asked_no_more(sample: Dataset, typed: Any) -> None:
    typed(*["mars"] * 200)

    with pytest.raises(EOFError):
        asking.answer(column(sample, "observations", "scope"))


def test_all_answers_together_are_the_facts_of_a_meeting(
    sample: Dataset, folder: Path, article: Path, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(*WHOLE)
    content: dict[str, Any] = {}

    asking.ask(content, dataset=sample, article=article)
    plan = facts.plan(content, root=folder, folder=folder)

    (figure,), (passage,), (thread,) = content["figure"], content["passage"], content["thread"]
    assert plan.meeting_id == "2025-04-quito"
    assert (figure["paragraph"], figure["scope"], figure["as_of"]) == ("2", "global", "2025-04-02")
    assert passage["paragraphs"] == [2, 3]
    assert passage["figures"] == [
        {"observation_id": "2025-04-quito-participants", "en": "44 guests", "ar": "44 ضيفاً"}
    ]
    assert (thread["expected_on"], thread["paragraph"]) == ("2026", "2")
    assert content["statement"] == {
        "source_id": "quito-post-quito-2025",
        "status": "press_report",
        "source_paragraphs": "3",
    }
    assert content["discrepancy"][0]["stated_source_id"] == "weekly-lima-2024"
    assert "  3 paragraphs\n" in said(capsys)
    assert len(plan.changes) == 7


def test_a_known_city_and_a_known_source_need_one_answer_each(
    sample: Dataset, folder: Path, typed: Any
) -> None:
    typed(
        *("ليما", "2025-04", "other", "record", "Meeting, Lima", "اجتماع، ليما", "Peru", "بيرو"),
        *("weekly-lima-2042", "weekly-lima-2024", "", "", "", "", "", ""),
    )
    content: dict[str, Any] = {}

    asking.ask(content, dataset=sample)

    assert content["meeting"] == {
        "city_id": "lima",
        "starts_on": "2025-04",
        "level": "other",
        "collection": "record",
        "title_en": "Meeting, Lima",
        "title_ar": "اجتماع، ليما",
        "host_en": "Peru",
        "host_ar": "بيرو",
        "source_id": "weekly-lima-2024",
        "meeting_id": "2025-04-lima",
    }
    assert [each.name for each in facts.plan(content, root=folder, folder=folder).changes] == ["meetings.csv"]


def test_what_is_unknown_is_met_with_what_is_near(
    sample: Dataset, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed("Oslow", "no", "oslo", "2025-13", "2025-04-02", "2025-04-01", "")

    with pytest.raises(EOFError):
        asking.ask({}, dataset=sample)

    out = said(capsys)
    assert "'Oslow' is no city of cities.csv (did you mean Oslo, oslo?)" in out
    assert "  Oslo, أوسلو\n" in out
    assert "'2025-13' is not such a date, expected a date like 2017-11-15, 2017-11 or 2017" in out
    assert "'2025-04-01' does not fit the start, expected '2025-04-02' or a later day" in out


def test_an_unknown_indicator_is_refused_when_it_is_named(
    sample: Dataset, article: Path, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(*CITY, *MEETING, *SOURCE, "partisipants")

    with pytest.raises(EOFError):
        asking.ask({}, dataset=sample, article=article)

    assert "expected an id of indicators.csv (did you mean participants?)" in said(capsys)


def test_words_that_the_article_or_the_passage_does_not_hold_are_refused(
    sample: Dataset, article: Path, typed: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = [*FIGURE[:10], "held 45 guests", *FIGURE[10:]]
    passage = [*PASSAGE[:7], "2, 4", "two", *PASSAGE[7:], "45 guests"]
    typed(*CITY, *MEETING, *SOURCE, *figure, "", *passage)

    with pytest.raises(EOFError):
        asking.ask({}, dataset=sample, article=article)

    out = said(capsys)
    assert "  the words are not in the article, expected words of it, letter for letter\n" in out
    assert "  4 is beyond the end of the source, expected at most 3\n" in out
    assert "  'two' is not allowed, expected numbers like 3, 5-7\n" in out
    assert "  '45 guests' stands 0 times in the passage, expected once\n" in out


@pytest.mark.parametrize(
    ("words", "numbers"), [("3", [3]), ("3, 5-7", [3, 5, 6, 7]), ("1،2", [1, 2]), ("4 6", [4, 6])]
)
def test_paragraphs_are_typed_as_they_are_said(words: str, numbers: list[int]) -> None:
    assert asking._numbers(words) == numbers


@pytest.mark.parametrize("words", ["0", "7-5", "-3", "2-", "1-99999999", "a", "1,,a"])
def test_what_is_no_number_is_no_paragraph(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        asking._numbers(words)
