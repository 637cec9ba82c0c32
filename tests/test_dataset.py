"""The dataset: every table, typed and frozen, from one folder."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import TYPE_CHECKING

import pytest

from loaders.dataset import load

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Dataset


def test_every_table_of_the_contract_is_a_table_of_the_dataset(sample: Dataset) -> None:
    for name, table in sample.rules.tables.items():
        assert tuple(getattr(sample, name).columns) == table.names


def test_rows_are_counted_from_nought(sample: Dataset) -> None:
    assert sample.meetings.index.tolist() == [0, 1, 2, 3, 4]


def test_the_years_run_from_the_first_meeting_to_the_last(sample: Dataset) -> None:
    assert sample.years == (2020, 2024)


def test_a_dataset_without_meetings_has_no_years(sample: Dataset) -> None:
    nothing = replace(sample, meetings=sample.meetings.iloc[:0])

    assert nothing.years is None


def test_a_name_is_found_by_table_and_id(sample: Dataset) -> None:
    assert sample.names["cities"]["oslo"]["name_ar"] == "أوسلو"
    assert sample.names["meetings"]["2023-03-online"]["city_id"] == ""


def test_the_ids_of_a_table_are_known(sample: Dataset) -> None:
    assert sample.known("cities") == {"lima", "nairobi", "oslo"}


def test_a_part_of_a_dataset_knows_the_whole(sample: Dataset) -> None:
    part = replace(sample, cities=sample.cities.iloc[:0], before=sample)

    assert part.whole is sample
    assert part.known("cities") == {"lima", "nairobi", "oslo"}
    assert part.names["cities"]["lima"]["name_en"] == "Lima"


def test_the_whole_of_a_whole_dataset_is_itself(sample: Dataset) -> None:
    assert sample.whole is sample


def test_core_is_the_collection_at_first(sample: Dataset) -> None:
    assert sample.collection == "core"


def test_a_dataset_cannot_be_changed(sample: Dataset) -> None:
    with pytest.raises(FrozenInstanceError):
        sample.collection = "record"  # type: ignore[misc]


def test_a_thread_that_leads_nowhere_has_no_target(sample: Dataset) -> None:
    targets = sample.threads.set_index("thread_id")["to_meeting_id"]

    assert targets["2024-10-lima-next-ministerial"] == ""
    assert targets["2024-10-lima-oslo-promise"] == "2021-05-oslo"


def test_a_thread_is_found_by_its_id(sample: Dataset) -> None:
    assert sample.names["threads"]["2021-05-oslo-next-small-group"]["expected_on"] == "2022"


def test_the_same_folder_gives_the_same_tables(folder: Path) -> None:
    first, second = load(folder), load(folder)

    for name in first.rules.tables:
        assert getattr(first, name).equals(getattr(second, name))
    assert first.passages.equals(second.passages)


def test_another_folder_gives_another_dataset(record: Dataset, sample: Dataset) -> None:
    for name in ("meetings", "cities", "sources", "observations"):
        key = record.rules.tables[name].key[0]
        assert set(getattr(record, name)[key]).isdisjoint(getattr(sample, name)[key])
    assert record.rules == sample.rules


def test_a_value_that_is_changed_in_the_file_is_changed_in_the_table(folder: Path) -> None:
    path = folder / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1200000,", ",1250000,"), encoding="utf-8")

    dataset = load(folder)

    values = dataset.observations.set_index("observation_id")["value"]
    assert values["2021-05-oslo-people-freed"] == 1_250_000
