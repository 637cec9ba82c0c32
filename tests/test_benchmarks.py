"""Benchmarks: the parts that only compute."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from benchmarks.addresses import rotation, widened
from benchmarks.report import Aim, Row, cells, markdown, percentile
from benchmarks.servers import ROOT
from loaders.dataset import load
from loaders.selection import parse, read_address


def test_a_percentile_is_one_of_the_values():
    values = [30.0, 10.0, 20.0, 40.0]

    found = [percentile(values, share) for share in (0.0, 0.25, 0.5, 0.51, 0.95, 1.0)]

    assert found == [10.0, 10.0, 20.0, 30.0, 40.0, 40.0]


def test_a_row_measured_in_turns_compares_neighbours_and_tells_the_span():
    row = Row("Rerun", "ms", [10.0, 40.0, 90.0], [10.0, 20.0, 30.0], turns=True)

    found = cells(row)

    assert found == ["Rerun", "40 ms", "20 ms", "2.00 (1.00 to 3.00)", "", ""]


@pytest.mark.parametrize(
    ("aim", "ours", "met"),
    [
        (Aim("at least", 1.0), 10.0, "yes"),
        (Aim("at least", 1.0), 9.9, "no"),
        (Aim("at most", 1.5), 15.0, "yes"),
        (Aim("at most", 1.5), 15.1, "no"),
        (Aim("under", 80, of="ours"), 79.9, "yes"),
        (Aim("under", 80, of="ours"), 80.0, "no"),
    ],
)
def test_an_aim_is_met_up_to_its_limit(aim, ours, met):
    row = Row("Number", "", [ours], [10.0], aim)

    assert cells(row)[-1] == met


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (
            Row("Bytes", "KB", [12.34], aim=Aim("under", 80, of="ours"), decimals=1),
            ["12.3 KB", "–", "–", "under 80 KB", "yes"],
        ),
        (Row("Rerun", "ms", [], [], Aim("at most", 1.5)), ["–", "–", "–", "at most 1.5", ""]),
        (Row("Memory", "MB", [3.0], [0.0]), ["3 MB", "0 MB", "–", "", ""]),
    ],
)
def test_what_was_not_measured_and_a_ratio_to_nothing_are_a_dash(row, shown):
    assert cells(row)[1:] == shown


def test_the_page_of_results_holds_the_table_the_machine_and_the_notes():
    text = markdown([Row("Rerun", "ms", [1.0])], setting="2 cores.", notes=["No Chromium."])

    parts = text.split("\n\n")

    assert parts[0] == "# Results"
    assert parts[2].startswith("| Measure")
    assert parts[3:] == ["2 cores.", "No Chromium.\n"]


def test_the_rotation_holds_different_addresses_that_the_dataset_knows():
    known = load(ROOT / "data")

    found = rotation()

    assert len(set(found)) == len(found)
    assert [read_address(parse_qs(each), known).dropped for each in found] == [()] * len(found)


def test_the_same_addresses_with_the_record_are_those_of_the_record():
    found = [parse(parse_qs(each)) for each in widened(rotation())]

    assert found == [replace(parse(parse_qs(each)), collection="record") for each in rotation()]
