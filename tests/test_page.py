"""The page: its sentence, its key figures, and the last good dataset when the files are damaged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import page
from components.language import text
from components.theme import DESK
from loaders.dataset import load
from loaders.faults import DamagedData
from loaders.measures import stated

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.dataset import Dataset


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The garbage collector left as it is, and no dataset kept from another test."""
    monkeypatch.setattr(page.gc, "freeze", lambda: None)
    page._kept.clear()


def change(dataset: Dataset, indicator: str, language: Any = "en") -> str:
    words = text(language)
    row = dataset.whole.names["indicators"][indicator]
    return page.change(dataset, stated(dataset, indicator), words, indicator=row)


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


@pytest.mark.parametrize(
    ("indicator", "before", "value", "after"),
    [
        ("members", "", "79", "members"),
        ("territory-liberated-share", "", "100%", ""),
        ("people-freed", "more than", "7.7 million", "people"),
        ("aid-raised", "nearly", "20 billion", "US dollars"),
    ],
)
def test_a_key_figure_is_the_last_stated_value_with_its_qualifier(
    record: Dataset, indicator: str, before: str, value: str, after: str
) -> None:
    found = page.key_figure(reading.chosen(record), text("en"), indicator=indicator)

    assert (found["before"], found["value"], found["after"]) == (before, value, after)


@pytest.mark.parametrize("indicator", page.KEYS)
def test_a_key_figure_has_a_date_a_speaker_and_a_link_to_its_evidence(
    record: Dataset, indicator: str
) -> None:
    last = stated(reading.chosen(record), indicator)[-1]

    found = page.key_figure(reading.chosen(record), text("ar"), indicator=indicator)

    assert found["date"] == text("ar").date(last.when)
    assert found["speaker"] == last.row["speaker_ar"]
    assert found["link"] == f"?figure={last.observation_id}"


def test_a_key_figure_that_the_selection_leaves_out_says_so(record: Dataset) -> None:
    body = reading.tree(page.key_figures(reading.chosen(record, cities=("rome",)), text("en"), DESK))

    articles = [reading.words(each) for each in body.iter("article")]
    assert len(articles) == 4
    assert all(each.endswith("Not stated in this selection.") for each in articles)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_key_figure_stands_on_the_page(record: Dataset, language: Any) -> None:
    words = text(language)

    body = reading.tree(page.key_figures(reading.chosen(record), words, DESK))

    heads = [reading.words(article[0]) for article in body.iter("article")]
    assert heads == [words.of(record.names["indicators"][each], "name") for each in page.KEYS]
    links = [(each.get("href") or "").partition("=") for each in body.iter("a")]
    assert [field for field, _, _ in links] == ["?figure", "?cite"] * len(page.KEYS)
    assert [figure for _, _, figure in links[::2]] == [figure for _, _, figure in links[1::2]]
    labels = [each.get("aria-label") or "" for each in body.iter("a")]
    assert all(head in label for head, label in zip(heads, labels[1::2], strict=True))
    assert labels[1].startswith(words("citing.open"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "5 more than stated for 13 February 2018"), ("ar", "بزيادة 5 عمّا كان في 13 فبراير 2018")],
)
def test_the_change_between_two_exact_counts_is_a_difference(
    record: Dataset, language: Any, words: str
) -> None:
    assert change(reading.chosen(record), "members", language) == words


def test_a_fall_between_two_exact_counts_is_told_as_one(record: Dataset) -> None:
    fallen = reading.changed(record, "observations", "2019-02-washington-members", value=70)

    assert change(reading.chosen(fallen), "members") == "4 fewer than stated for 13 February 2018"


def test_a_count_that_stayed_is_told_as_unchanged(record: Dataset) -> None:
    chosen = reading.chosen(record, years=(2017, 2018))

    assert change(chosen, "members") == "Unchanged since 15 November 2017"


def test_from_a_bound_nothing_is_subtracted(record: Dataset) -> None:
    hedged = reading.changed(record, "observations", "2018-02-kuwait-members", qualifier="more_than")

    assert change(reading.chosen(hedged), "members") == "Before: more than 74 members (13 February 2018)"
    assert change(reading.chosen(record), "people-freed") == (
        "Before: more than 7.5 million people (15 November 2017)"
    )


def test_where_several_values_are_stated_for_the_date_before_none_is_picked(record: Dataset) -> None:
    chosen = reading.chosen(record, collection="record", period=("2018-01", "2018-02"))

    assert change(chosen, "members") == ("Before: 68 members, 74 members and 75 members (13 February 2018)")


def test_many_values_of_the_date_before_are_counted(record: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = reading.chosen(record, collection="record", period=("2018-01", "2018-02"))
    monkeypatch.setattr(page, "NAMED", 2)

    assert change(chosen, "members") == "Before: 3 values stated for 13 February 2018"


def test_a_single_value_has_no_change(record: Dataset) -> None:
    assert change(reading.chosen(record), "aid-raised") == "No earlier figure in this selection"


# the data --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("calm")
def test_the_data_are_read_once_while_no_file_changes(folder: Path) -> None:
    first, _ = page.dataset(folder)
    second, damaged = page.dataset(folder)

    assert second is first
    assert damaged is None


@pytest.mark.usefixtures("calm")
def test_a_file_that_changes_is_read_again(folder: Path) -> None:
    first, _ = page.dataset(folder)
    cities = folder / "cities.csv"
    cities.write_text(cities.read_text(encoding="utf-8").replace("Lima,", "Lima town,"), encoding="utf-8")

    second, damaged = page.dataset(folder)

    assert second is not first
    assert damaged is None
    assert second.names["cities"]["lima"]["name_en"] == "Lima town"


@pytest.mark.usefixtures("calm")
def test_a_statement_that_changes_is_read_again(folder: Path) -> None:
    first, _ = page.dataset(folder)
    statement = folder / "statements" / "2024-10-lima.toml"
    stamp = statement.stat()
    os.utime(statement, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1_000_000_000))

    assert page.dataset(folder)[0] is not first


@pytest.mark.usefixtures("calm")
def test_damage_to_a_running_page_keeps_the_last_good_data_and_is_told(folder: Path) -> None:
    good, _ = page.dataset(folder)
    (folder / "cities.csv").write_text("nonsense\n", encoding="utf-8")

    kept, damaged = page.dataset(folder)

    assert kept is good
    assert damaged is not None
    assert damaged.faults[0].file == "cities.csv"


@pytest.mark.usefixtures("calm")
def test_data_that_are_mended_are_shown_again(folder: Path) -> None:
    page.dataset(folder)
    cities = folder / "cities.csv"
    good = cities.read_text(encoding="utf-8")
    cities.write_text("nonsense\n", encoding="utf-8")
    page.dataset(folder)
    cities.write_text(good, encoding="utf-8")

    mended, damaged = page.dataset(folder)

    assert damaged is None
    assert mended.known("cities") == load(folder).known("cities")


@pytest.mark.usefixtures("calm")
def test_data_that_never_could_be_read_are_refused(folder: Path) -> None:
    (folder / "cities.csv").unlink()

    for _ in range(2):
        with pytest.raises(DamagedData, match="cities"):
            page.dataset(folder)


@pytest.mark.usefixtures("calm")
def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedData, match="folder"):
        page.dataset(tmp_path / "nowhere")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_refusal_lists_every_fault_and_the_way_to_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Any
) -> None:
    stage = reading.Stage()
    monkeypatch.setattr(page, "st", stage)
    (folder / "cities.csv").write_text("<script>\n", encoding="utf-8")
    with pytest.raises(DamagedData) as caught:
        load(folder)

    page.refuse(caught.value, text(language), root=folder)

    body = reading.tree(stage.markup.split("</style>")[-1])
    faults = [reading.words(each) for each in body.iter("li")]
    assert faults == [str(each) for each in caught.value.faults]
    assert text(language)("damaged.title") in reading.words(body)
    assert f"python -m loaders {folder.name}" in reading.words(body)
    assert str(folder.parent) not in stage.markup
    assert "<script" not in stage.markup
