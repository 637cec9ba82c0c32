"""Support: single published values, forces trained, aid raised and a pledge, in units of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import support
from components.language import text

if TYPE_CHECKING:
    from loaders.model import Dataset


def test_every_value_is_written_with_its_qualifier_and_unit(record: Dataset) -> None:
    english = reading.traces(support.figure(reading.chosen(record), text("en")))
    arabic = reading.traces(support.figure(reading.chosen(record), text("ar")))

    assert {name: (each["text"], arabic[name]["text"]) for name, each in english.items()} == {
        "2019-06-paris-security-forces-trained": ("more than 210,000 people", "أكثر من 210,000 فرد"),
        "2019-06-paris-aid-raised": ("nearly 20 billion US dollars", "ما يقارب 20 مليار دولار أميركي"),
        "2018-02-kuwait-pledge": ("200 million US dollars", "200 مليون دولار أميركي"),
    }


def test_the_forms_follow_the_wording(record: Dataset) -> None:
    drawn = support.figure(reading.chosen(record), text("en"))

    forms = {name: each["symbol"] for name, each in reading.traces(drawn).items()}
    assert forms == {
        "2019-06-paris-security-forces-trained": "line-ew-open",
        "2019-06-paris-aid-raised": "line-ew-open",
        "2018-02-kuwait-pledge": "circle",
    }
    assert [each["up"] for each in reading.arrows(drawn)] == [False, True]


def test_no_line_is_drawn_through_single_values(record: Dataset) -> None:
    assert reading.lines(support.figure(reading.chosen(record), text("en"))) == []


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Stated: more than 210,000 people trained and equipped in Iraq and Syria; nearly 20 billion US dollars of aid for Iraq and Syria (the sum that partners were encouraged to raise); 200 million US dollars pledged by one donor for Syria (United States, for the Coalition's efforts).",
            "المذكور: تدريب أكثر من 210,000 فرد وتجهيزهم في العراق وسوريا؛ ما يقارب 20 مليار دولار أميركي من المساعدات للعراق وسوريا (مبلغ شُجّع الشركاء على جمعه)؛ تعهد مانح واحد لسوريا: 200 مليون دولار أميركي (الولايات المتحدة، لجهود التحالف).",
        ),
        (
            {"cities": ("kuwait-city",)},
            "Stated: 200 million US dollars pledged by one donor for Syria (United States, for the Coalition's efforts).",
            "المذكور: تعهد مانح واحد لسوريا: 200 مليون دولار أميركي (الولايات المتحدة، لجهود التحالف).",
        ),
        (
            {"cities": ("rome",)},
            "No figure on support is stated in this selection.",
            "لا يُذكر رقم عن الدعم في هذا الاختيار.",
        ),
    ],
)
def test_the_finding_is_computed_from_what_is_stated_in_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert support.finding(chosen, text("en")) == english
    assert support.finding(chosen, text("ar")) == arabic


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "more than 200 million US dollars pledged by donors together for Iraq and Syria (so far, against the goal "
            "stated at the meeting); 168 million US dollars pledged by one donor for Iraq and Syria (United States, for "
            "stabilisation)",
        ),
        (
            "ar",
            "تعهدات المانحين مجتمعين للعراق وسوريا: أكثر من 200 مليون دولار أميركي (حتى ذلك الحين، من الهدف المذكور في "
            "الاجتماع)؛ تعهد مانح واحد للعراق وسوريا: 168 مليون دولار أميركي (الولايات المتحدة، لدعم الاستقرار)",
        ),
    ],
)
def test_the_total_stands_before_its_part_and_a_pledge_for_another_purpose_is_no_rival(
    record: Dataset, language: Any, words: str
) -> None:
    chosen = reading.chosen(record, collection="record")

    (said,) = reading.said([support.finding(chosen, text(language))])

    assert words in said
    assert "148" not in said


def test_the_sum_that_was_raised_comes_before_the_sum_that_partners_were_encouraged_to_raise(
    record: Dataset,
) -> None:
    chosen = reading.chosen(record, collection="record", meetings=("2019-06-paris",))

    assert "; 20 billion US dollars of aid for Iraq and Syria" in support.finding(chosen, text("en"))


def test_in_the_record_money_is_told_meeting_by_meeting(record: Dataset) -> None:
    drawn = support.figure(reading.chosen(record, collection="record"), text("en"))

    notes = reading.plain(drawn)["layout"]["annotations"]
    named = [each["text"] for each in notes if each.get("xref") == "paper"]
    assert [each for each in named if "by meeting" in each] == named[:4]
    assert "Strikes by the Coalition · Iraq and Syria together (strikes)" in named


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_support_is_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = support.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"support.{language}", reading.plain(drawn))
