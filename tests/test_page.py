"""The page: its sentence, its key figures, and the last good dataset when the files are damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import page
from components.language import text
from loaders.dataset import load
from loaders.schema.errors import DamagedData

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Dataset


# the head --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Core collection: 8 meetings in 7 cities, 2016–2019, with 18 published figures and 5 statements.",
            "المجموعة الأساسية: 8 اجتماعات في 7 مدن، 2016–2019؛ 18 رقماً منشوراً و5 بيانات.",
        ),
        (
            {"cities": ("washington",)},
            "Core collection: 1 meeting in 1 city, 2019, with 1 published figure and 1 statement.",
            "المجموعة الأساسية: اجتماع واحد في مدينة واحدة، 2019؛ رقم منشور واحد وبيان واحد.",
        ),
        (
            {"years": (2014, 2015)},
            "Core collection: no meeting fits this selection.",
            "المجموعة الأساسية: لا يوجد اجتماع يطابق هذا الاختيار.",
        ),
    ],
)
def test_the_sentence_counts_what_is_chosen(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert page.sentence(chosen, text("en")) == english
    assert page.sentence(chosen, text("ar")) == arabic


def test_meetings_that_were_held_online_are_counted_apart(record: Dataset) -> None:
    every = reading.chosen(record, collection="record")
    online = reading.chosen(record, collection="record", meetings=("2020-06-online",))

    assert page.sentence(every, text("en")).startswith(
        "Wider record: 67 meetings (5 of them online) in 23 cities, 2014–2026, "
    )
    assert page.sentence(online, text("en")) == (
        "Wider record: 1 meeting, held online, 2020, with 3 published figures and no statement."
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_refusal_lists_every_error_and_the_way_to_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Any
) -> None:
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
