"""The page: its sentence, its key figures, and the last good dataset when the files are damaged."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import page
from components.language import text
from loaders.dataset import load
from loaders.faults import DamagedData

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.dataset import Dataset


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The garbage collector left as it is, and no dataset kept from another test."""
    monkeypatch.setattr(page.gc, "freeze", lambda: None)
    page._KEPT.clear()


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


# the data --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("calm")
def test_the_data_are_read_once_while_no_file_changes(folder: Path) -> None:
    first, _ = page.dataset(folder)
    second, damaged = page.dataset(folder)

    assert second is first
    assert damaged is None


@pytest.mark.usefixtures("calm")
def test_of_sessions_that_come_at_once_one_reads_the_data_and_the_others_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = 5
    reads: list[Path] = []
    start = threading.Barrier(sessions)

    def load_slowly(root: Path) -> Dataset:
        reads.append(root)
        time.sleep(0.2)  # long enough for the other threads to ask as well
        return load(root)

    def ask(_: int) -> Dataset:
        start.wait()
        return page.dataset(folder)[0]

    monkeypatch.setattr(page, "load", load_slowly)
    with ThreadPoolExecutor(sessions) as pool:
        found = list(pool.map(ask, range(sessions)))

    assert reads == [folder]
    assert all(dataset is found[0] for dataset in found)


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
