"""The dataset: every table, typed and frozen, from one folder."""

from dataclasses import replace


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
