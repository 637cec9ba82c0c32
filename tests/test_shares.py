"""The shares: of each statement, the per cent of its passages under each main theme."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
import reading

from components import shares
from components.language import text
from components.theme import DESK, Screen
from loaders.schema.tables import records

PHONE = Screen(width=350)


def draw(dataset, *, screen=DESK, **fields):
    """The traces: the bars, and the numbers at their ends."""
    return reading.plain(shares.figure(reading.chosen(dataset, **fields), text("en"), screen))[
        "data"
    ]


@pytest.mark.parametrize("name", ["record", "sample"])
def test_a_bar_is_the_per_cent_of_passages_with_the_theme_as_their_main_one(name, request):
    dataset = request.getfixturevalue(name)
    main = Counter((row["meeting_id"], row["themes"][0]) for row in records(dataset.passages))
    total = Counter(row["meeting_id"] for row in records(dataset.passages))

    bars, *_ = draw(dataset)

    lengths = dict(zip(map(tuple, bars["customdata"]), bars["x"], strict=True))
    expected = {ids: 100 * number / total[ids[0]] for ids, number in main.items()}
    assert lengths == pytest.approx(expected, abs=0.006)
    for meeting in total:
        assert sum(
            length for (ids, _), length in lengths.items() if ids == meeting
        ) == pytest.approx(100, abs=0.05)


def test_the_panels_stand_by_date_on_one_scale_and_each_share_is_written_at_the_end_of_its_bar(
    record,
):
    bars, *numbers = draw(record)

    starts = dict(zip([meeting for meeting, _ in bars["customdata"]], bars["base"], strict=True))
    ordered = sorted(starts, key=starts.__getitem__)
    gaps = [starts[later] - starts[earlier] for earlier, later in pairwise(ordered)]
    assert ordered == sorted(starts)
    assert gaps == pytest.approx([gaps[0]] * 4)
    assert max(bars["x"]) < gaps[0]
    bases = zip(bars["base"], bars["x"], bars["y"], strict=True)
    ends = sorted((base + length, row) for base, length, row in bases)
    points = sorted(
        point for trace in numbers for point in zip(trace["x"], trace["y"], strict=True)
    )
    assert [row for _, row in points] == [row for _, row in ends]
    assert all(end < x < end + 3 for (x, _), (end, _) in zip(points, ends, strict=True))
    assert "42%" in [words for trace in numbers for words in reading.said(trace["text"])]
    assert "<b>Military campaign</b><br>Rome, 2 February 2016<br>42% (5 of 12)" in reading.said(
        bars["hovertext"]
    )


def test_a_bar_outside_the_selection_is_hollow_and_none_changes_its_length(record):
    (whole, *_), (phone, *_) = draw(record), draw(record, screen=PHONE)
    bars, *_ = draw(record, themes=("stabilisation",))

    fills = {
        ids[1]: colour
        for ids, colour in zip(bars["customdata"], bars["marker"]["color"], strict=True)
    }
    assert bars["x"] == whole["x"] == phone["x"]
    assert fills.pop("stabilisation") == DESK.palette.accent
    assert DESK.palette.accent not in fills.values()


@pytest.mark.parametrize(
    ("themes", "said"),
    [
        (
            ("stabilisation", "winter-aid"),
            "“Sample stabilisation” grew most (+33 percentage points), “Sample winter aid” shrank most (−33).",
        ),
        (
            ("military-campaign", "stabilisation"),
            "“Sample stabilisation” grew most (+33 percentage points).",
        ),
        (
            ("military-campaign", "winter-aid"),
            "“Sample winter aid” shrank most (−33 percentage points).",
        ),
        (("military-campaign", "membership-and-next-meetings"), "no share changed."),
    ],
)
def test_what_did_not_happen_is_not_said(sample, themes, said):
    found = shares.finding(reading.chosen(sample, themes=themes), text("en"))

    assert said in found
    assert ("grew" in found, "shrank" in found) == ("grew" in said, "shrank" in said)
    assert found.endswith("The passages are few (3, then 3): one alone is up to 33 points.")


def test_changes_are_exact_and_between_the_first_and_the_last_chosen(record):
    found = shares.compute_changes(reading.chosen(record, years=(2017, 2019)))

    assert found["stabilisation"] == Fraction(1, 17) - Fraction(2, 14)
    assert sum(found.values()) == 0
    assert shares.compute_changes(reading.chosen(record, cities=("paris",))) == {}


def test_the_table_gives_each_share_with_its_count_and_its_whole(record):
    chosen = reading.chosen(record)

    table = reading.tree(shares.describe(chosen, text("en")).render_table(chosen, text("en")))

    rows = {
        reading.words(row[0]): [reading.words(cell) for cell in row[1:]]
        for row in table.findall(".//tbody/tr")
    }
    parts = ["0", "14% (2 of 14)", "9% (2 of 23)", "22% (2 of 9)", "6% (1 of 17)", "7"]
    assert rows["Stabilisation"] == parts
    assert sum(int(cells[-1]) for cells in rows.values()) == len(record.passages)


def test_the_shares_are_as_reviewed(record, language):
    made = shares.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"shares.{language}", reading.plain(made))
