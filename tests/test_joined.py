"""Who joined between two meetings: the names, those who may have, and whether the counts fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import reading

from components import joined
from components.language import text
from components.theme import DESK
from loaders.analysis import membership
from loaders.selection import LANGUAGES, Between, Selection

if TYPE_CHECKING:
    from xml.etree import ElementTree

    from loaders.model import Dataset
    from loaders.selection import Language


def drawn(dataset: Dataset, *ends: str, language: Language = "en") -> ElementTree.Element:
    between = Between(*ends) if ends else None  # type: ignore[arg-type]
    return reading.tree(joined.table(dataset, text(language), DESK, between))


@pytest.fixture(scope="module")
def wide(record: Dataset) -> Dataset:
    """The wider record, nothing chosen."""
    return reading.chosen(record, collection="record")


def test_the_names_stand_with_date_and_source(wide: Dataset) -> None:
    rows = drawn(wide, "2018-02-kuwait", "2021-12-brussels").findall(".//tbody/tr")

    said = {reading.words(row[0]): [reading.words(cell) for cell in row[1:3]] for row in rows}

    assert said["Burkina Faso"] == ["2 December 2021", "Global Coalition"]
    assert said["DR Congo"][0] == "June 2019"


def test_those_who_may_have_joined_are_folded_apart(wide: Dataset) -> None:
    tree = drawn(wide, "2017-11-amman", "2018-02-kuwait")
    (folded,) = tree.iter("details")

    names = [reading.words(each) for each in folded.findall(".//tbody/tr/th")]

    assert "France" in names
    assert "Philippines" not in names
    assert str(len(names)) in reading.words(folded.findall("summary")[0])


def test_every_rival_of_both_meetings_is_named_with_its_evidence(wide: Dataset) -> None:
    tree = drawn(wide, "2017-11-amman", "2018-02-kuwait")
    found = membership.joined(
        wide, *(membership.pair(wide, Between("2017-11-amman", "2018-02-kuwait")) or ())
    )  # type: ignore[arg-type,call-arg]

    (ends,) = reading.classed(tree, "cm-ends")
    links = [each.get("href") for each in ends.iter("a")]

    assert links == [f"?figure={each.figure.observation_id}" for each in (*found.before, *found.after)]
    assert len(found.after) > 3


def test_a_count_that_does_not_fit_the_list_says_by_how_much(wide: Dataset) -> None:
    tree = drawn(wide)

    assert [reading.words(each) for each in reading.classed(tree, "cm-misfit")] == [
        "Our list has 88 names for that date, 2 too few to account for it"
    ]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            ("2017-11-amman", "2018-12-ottawa"),
            "Difference of the stated counts: 5; the names can account for it.",
        ),
        (
            ("2024-10-brussels", "2026-02-riyadh"),
            "Difference of the stated counts: 3; the names do not fit: 1 is missing on our list.",
        ),
        (
            ("2018-12-ottawa", "2019-11-washington"),
            "No difference is drawn: each meeting would need one exact count on which its sources agree.",
        ),
        (
            ("2017-11-amman", "2018-02-kuwait"),
            "No difference is drawn: each meeting would need one exact count on which its sources agree.",
        ),
    ],
)
def test_the_difference_of_the_counts_is_held_against_the_names(
    wide: Dataset, ends: tuple[str, str], said: str
) -> None:
    (line,) = reading.classed(drawn(wide, *ends), "cm-difference")

    assert reading.words(line) == said


def test_the_finding_names_both_meetings_and_how_many(wide: Dataset) -> None:
    assert joined.finding(wide, text("en")) == (
        "Between Washington, D.C., 14 October 2014 and Riyadh, 9 February 2026: at least 26 joined, at most 87"
    )


def test_a_meeting_and_itself_are_two_ends_between_which_nobody_joined(wide: Dataset) -> None:
    same = Between("2018-02-kuwait", "2018-02-kuwait")  # type: ignore[arg-type]

    assert joined.finding(wide, text("en"), same).endswith(": 0 joined")
    assert "Nobody is known for certain" in reading.words(drawn(wide, *same))


def test_a_collection_without_two_meetings_says_so(sample: Dataset) -> None:
    lonely = reading.alone(sample, "record")

    assert joined.finding(reading.chosen(lonely), text("en")) == "The collection has no two meetings."
    assert joined.table(reading.chosen(lonely), text("en"), DESK, None) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_told_in_both_languages(sample: Dataset, language: Language) -> None:
    chosen = reading.chosen(sample, collection="record", language=language)

    said = reading.words(drawn(chosen, "2020-02-oslo", "2024-10-lima", language=language))

    for member in ("nor", "per", "african-union"):
        assert text(language).of(sample.names["members"][member], "name") in said


def test_a_chooser_changes_its_meeting_and_keeps_the_other_as_shown(wide: Dataset) -> None:
    ends = membership.pair(wide, None)
    assert ends
    change = joined._change(ends, place=1)

    after = change(Selection(collection="record"), "2018-02-kuwait")  # type: ignore[arg-type]

    assert after.between == Between("2014-10-washington", "2018-02-kuwait")  # type: ignore[arg-type]
    assert change(Selection(), None) == Selection()
