"""The dataset: every table, typed and frozen, from one folder."""

from dataclasses import replace

from loaders.dataset import load


def test_every_table_of_the_contract_is_a_table_of_the_dataset(sample):
    for name, table in sample.rules.tables.items():
        assert tuple(getattr(sample, name).columns) == table.names


def test_the_years_run_from_the_first_meeting_to_the_last(sample):
    assert sample.years == (2020, 2024)


def test_a_name_is_found_by_table_and_id(sample):
    assert sample.names["cities"]["oslo"]["name_ar"] == "أوسلو"
    assert sample.names["meetings"]["2023-03-online"]["city_id"] == ""


def test_a_part_of_a_dataset_knows_the_whole(sample):
    part = replace(sample, cities=sample.cities.iloc[:0], before=sample)

    assert part.whole is sample
    assert part.known("cities") == {"lima", "nairobi", "oslo"}
    assert part.names["cities"]["lima"]["name_en"] == "Lima"


def test_the_same_folder_gives_the_same_tables(folder):
    first, second = load(folder), load(folder)

    for name in first.rules.tables:
        assert getattr(first, name).equals(getattr(second, name))
    assert first.passages.equals(second.passages)


def test_a_value_that_is_changed_in_the_file_is_changed_in_the_table(folder):
    path = folder / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1200000,", ",1250000,"), encoding="utf-8")

    dataset = load(folder)

    values = dataset.observations.set_index("observation_id")["value"]
    assert values["2021-05-oslo-people-freed"] == 1_250_000
