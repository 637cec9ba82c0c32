"""Cost: single published values, fighters drawn in, service members fallen and names on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import cost
from components.language import text

if TYPE_CHECKING:
    from loaders.model import Dataset


def test_every_value_is_written_with_its_qualifier_and_unit(record: Dataset) -> None:
    english = reading.traces(cost.figure(reading.chosen(record), text("en")))
    arabic = reading.traces(cost.figure(reading.chosen(record), text("ar")))

    assert {name: (each["text"], arabic[name]["text"]) for name, each in english.items()} == {
        "2017-11-amman-interpol-names": ("43,000 names", "43,000 اسم"),
        "2019-06-paris-coalition-fatalities": ("at least 46 service members", "ما لا يقل عن 46 فرداً"),
        "2019-06-paris-foreign-fighters": ("more than 40,000 fighters", "أكثر من 40,000 مقاتل"),
    }


def test_the_forms_follow_the_wording(record: Dataset) -> None:
    drawn = cost.figure(reading.chosen(record), text("en"))

    forms = {name: each["symbol"] for name, each in reading.traces(drawn).items()}
    assert forms == {
        "2017-11-amman-interpol-names": "circle",
        "2019-06-paris-coalition-fatalities": "line-ew-open",
        "2019-06-paris-foreign-fighters": "line-ew-open",
    }
    assert [each["up"] for each in reading.arrows(drawn)] == [True, True]


def test_no_line_is_drawn_through_single_values(record: Dataset) -> None:
    assert reading.lines(cost.figure(reading.chosen(record), text("en"))) == []


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Stated: more than 40,000 fighters drawn from abroad to ISIS in Iraq and Syria; at least 46 service members of the Coalition fallen in Iraq and Syria; 43,000 names in the Interpol database.",
            "المذكور: أكثر من 40,000 مقاتل اجتذبهم تنظيم داعش من الخارج في العراق وسوريا؛ مقتل ما لا يقل عن 46 فرداً من قوات التحالف في العراق وسوريا؛ 43,000 اسم في قاعدة بيانات الإنتربول.",
        ),
        (
            {"cities": ("amman",)},
            "Stated: 43,000 names in the Interpol database.",
            "المذكور: 43,000 اسم في قاعدة بيانات الإنتربول.",
        ),
        (
            {"cities": ("rome",)},
            "No figure on cost or threat is stated in this selection.",
            "لا يُذكر رقم عن الكلفة أو التهديد في هذا الاختيار.",
        ),
    ],
)
def test_the_finding_is_computed_from_what_is_stated_in_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert cost.finding(chosen, text("en")) == english
    assert cost.finding(chosen, text("ar")) == arabic


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_cost_is_as_reviewed(record: Dataset, language: Any) -> None:
    drawn = cost.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"cost.{language}", reading.plain(drawn))
