"""The shares: of each statement, the per cent of its passages under each main theme."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import shares
from components.language import text
from components.theme import DESK, Screen
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.model import Dataset

PHONE = Screen(width=350)
HOSTILE = "<script>alert(1)</script>"


def drawn(
    dataset: Dataset, *, language: Any = "en", screen: Screen = DESK, **fields: Any
) -> list[dict[str, Any]]:
    """The traces: the bars, and the numbers at their ends."""
    return reading.plain(shares.figure(reading.chosen(dataset, **fields), text(language), screen))["data"]


def lengths(bars: dict[str, Any]) -> dict[tuple[str, str], float]:
    return dict(zip(map(tuple, bars["customdata"]), bars["x"], strict=True))


@pytest.mark.parametrize("name", ["record", "sample"])
def test_a_bar_is_the_per_cent_of_passages_with_the_theme_as_their_main_one(
    name: str, request: pytest.FixtureRequest
) -> None:
    dataset = request.getfixturevalue(name)
    main = Counter((row["meeting_id"], row["themes"][0]) for row in records(dataset.passages))
    total = Counter(row["meeting_id"] for row in records(dataset.passages))

    found = lengths(drawn(dataset)[0])

    assert found == pytest.approx({each: 100 * main[each] / total[each[0]] for each in main}, abs=0.006)


def test_the_shares_of_a_statement_add_up_to_a_hundred(record: Dataset) -> None:
    sums: Counter[str] = Counter()
    for (meeting, _), length in lengths(drawn(record)[0]).items():
        sums[meeting] += length  # type: ignore[assignment]

    assert len(sums) == 5
    assert list(sums.values()) == pytest.approx([100] * 5, abs=0.05)


def test_the_panels_stand_by_date_and_have_one_scale(record: Dataset) -> None:
    bars, *_ = drawn(record)

    starts = dict(zip([meeting for meeting, _ in bars["customdata"]], bars["base"], strict=True))
    ordered = sorted(starts, key=starts.__getitem__)

    assert ordered == sorted(starts)
    gaps = [starts[later] - starts[earlier] for earlier, later in pairwise(ordered)]
    assert gaps == pytest.approx([gaps[0]] * 4)
    assert max(bars["x"]) < gaps[0]


@pytest.mark.parametrize(("language", "said"), [("en", "42%"), ("ar", "42%")])
def test_each_share_is_written_at_the_end_of_its_bar(record: Dataset, language: Any, said: str) -> None:
    bars, *numbers = drawn(record, language=language)
    ends = sorted(
        (base + length, row) for base, length, row in zip(bars["base"], bars["x"], bars["y"], strict=True)
    )

    places = sorted(place for trace in numbers for place in zip(trace["x"], trace["y"], strict=True))

    assert [row for _, row in places] == [row for _, row in ends]
    assert all(end < place < end + 3 for (place, _), (end, _) in zip(places, ends, strict=True))
    assert said in reading.said([each for trace in numbers for each in trace["text"]])


def test_a_bar_outside_the_selection_is_hollow_and_stays(record: Dataset) -> None:
    whole, *_ = drawn(record)
    bars, *_ = drawn(record, themes=("stabilisation",))

    fills = {
        theme: colour for (_, theme), colour in zip(bars["customdata"], bars["marker"]["color"], strict=True)
    }

    assert bars["x"] == whole["x"]
    assert fills.pop("stabilisation") == DESK.palette.accent
    assert DESK.palette.accent not in fills.values()


def test_a_bar_says_on_hover_what_it_is_made_of(record: Dataset) -> None:
    bars, *_ = drawn(record)

    assert "<b>Military campaign</b><br>Rome, 2 February 2016<br>42% (5 of 12)" in reading.said(
        bars["hovertext"]
    )


def test_the_bars_are_the_same_on_a_phone(record: Dataset) -> None:
    assert drawn(record, screen=PHONE)[0]["x"] == drawn(record)[0]["x"]


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "From Rome, 2 February 2016 to Paris, 25 June 2019, “Stabilisation” and “Accountability and "
            "sacrifice” grew most (+6 percentage points), “Global branches” and “Counter-finance” shrank most "
            "(−8). The passages are few (12, then 17): one alone is up to 8 points.",
            "من «روما، 2 فبراير 2016» إلى «باريس، 25 يونيو 2019»: أكبر زيادة بالنقاط المئوية (6) في حصة "
            "«تحقيق الاستقرار» و«المساءلة والتضحيات»، وأكبر تراجع (8) في حصة «الفروع العالمية» "
            "و«مكافحة التمويل». والمقاطع قليلة (12 ثم 17)، وقد يصل وزن المقطع الواحد بالنقاط المئوية إلى 8.",
        ),
        (
            {"themes": ("stabilisation",)},
            "From Amman, 15 November 2017 to Paris, 25 June 2019, the share of “Stabilisation” went from "
            "14% (2 of 14) to 6% (1 of 17).",
            "حصة «تحقيق الاستقرار» في «عمّان، 15 نوفمبر 2017»: 14% (2 من أصل 14)؛ "
            "وفي «باريس، 25 يونيو 2019»: 6% (1 من أصل 17).",
        ),
        (
            {"cities": ("kuwait-city",)},
            "Kuwait City, 13 February 2018: the largest share is that of “Military campaign”, 43% (10 of 23).",
            "مدينة الكويت، 13 فبراير 2018: أكبر حصة هي حصة «الحملة العسكرية»، 43% (10 من أصل 23).",
        ),
        ({"cities": ("rabat",)}, "No statement in this selection.", "لا بيان في هذا الاختيار."),
    ],
    ids=["all", "one theme", "one statement", "none"],
)
def test_the_finding_is_computed_from_the_first_and_the_last_chosen_statement(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert shares.finding(chosen, text("en")) == english
    assert shares.finding(chosen, text("ar")) == arabic


@pytest.mark.parametrize(
    ("themes", "said"),
    [
        (
            ("stabilisation", "winter-aid"),
            "“Sample stabilisation” grew most (+33 percentage points), “Sample winter aid” shrank most (−33).",
        ),
        (("military-campaign", "stabilisation"), "“Sample stabilisation” grew most (+33 percentage points)."),
        (("military-campaign", "winter-aid"), "“Sample winter aid” shrank most (−33 percentage points)."),
        (("military-campaign", "membership-and-next-meetings"), "no share changed."),
    ],
)
def test_what_did_not_happen_is_not_said(sample: Dataset, themes: tuple[str, ...], said: str) -> None:
    found = shares.finding(reading.chosen(sample, themes=themes), text("en"))

    assert said in found
    assert ("grew" in found, "shrank" in found) == ("grew" in said, "shrank" in said)
    assert found.endswith("The passages are few (3, then 3): one alone is up to 33 points.")


def test_changes_are_exact_and_between_the_first_and_the_last_chosen(record: Dataset) -> None:
    found = shares.changes(reading.chosen(record, years=(2017, 2019)))

    assert found["stabilisation"] == Fraction(1, 17) - Fraction(2, 14)
    assert sum(found.values()) == 0


def test_one_statement_has_no_change(record: Dataset) -> None:
    assert shares.changes(reading.chosen(record, cities=("paris",))) == {}


def test_the_twin_gives_each_share_with_its_count_and_its_whole(record: Dataset) -> None:
    table = shares.sheet(reading.chosen(record), text("en"), DESK).table
    assert table is not None

    rows = {
        reading.words(row[0]): [reading.words(cell) for cell in row[1:]]
        for row in reading.tree(table()).findall(".//tbody/tr")
    }

    assert rows["Stabilisation"] == [
        "0",
        "14% (2 of 14)",
        "13% (3 of 23)",
        "22% (2 of 9)",
        "6% (1 of 17)",
        "8",
    ]
    assert sum(int(cells[-1]) for cells in rows.values()) == len(record.passages)


def test_a_click_means_the_same_as_in_the_matrix() -> None:
    event = {"selection": {"points": [{"customdata": ["2019-06-paris", "stabilisation"]}]}}

    assert shares.picked(event) == {
        "themes": ("stabilisation",),
        "columns": (("2019-06-paris", "both"),),
    }
    assert shares.picked({"selection": {"points": []}}) == {}


def test_without_a_statement_there_is_no_chart(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    assert shares.sheet(chosen, text("ar"), DESK).figure is None


def test_hostile_names_stay_words(sample: Dataset) -> None:
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE)
    chosen = reading.chosen(reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE))

    sheet = shares.sheet(chosen, text("en"), DESK)

    assert "<script" not in sheet.head + sheet.foot + sheet.table()  # type: ignore[misc]
    assert not [
        each
        for each in reading.strings(reading.plain(shares.figure(chosen, text("en"), DESK)))
        if "<script" in each
    ]
    assert HOSTILE in reading.words(reading.tree(sheet.head))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_shares_are_as_reviewed(record: Dataset, language: Any) -> None:
    made = shares.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"shares.{language}", reading.plain(made))
