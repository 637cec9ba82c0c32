"""Who joined between two meetings: the names, those who may have, and whether the counts fit."""

import pytest
import reading

from components import joined
from components.language import text
from loaders.analysis import membership
from loaders.selection import Between, Selection

AMMAN_TO_KUWAIT = Between("2017-11-amman", "2018-02-kuwait")


def draw_table(dataset, *ends, language="en"):
    between = Between(*ends) if ends else None
    return reading.tree(joined.table(dataset, text(language), between))


def test_the_names_stand_with_date_and_source(wide):
    rows = draw_table(wide, "2018-02-kuwait", "2021-12-brussels").findall(".//tbody/tr")

    cells = {reading.words(row[0]): [reading.words(cell) for cell in row[1:3]] for row in rows}
    assert cells["Burkina Faso"] == ["2 December 2021", "Global Coalition"]
    assert cells["DR Congo"][0] == "June 2019"


def test_those_who_may_have_joined_are_folded_apart(wide):
    (folded,) = draw_table(wide, *AMMAN_TO_KUWAIT).iter("details")

    names = [reading.words(cell) for cell in folded.findall(".//tbody/tr/th")]
    assert names == ["CEN-SAD", "Cameroon", "Fiji", "Guinea", "Kenya", "Somalia"]
    assert str(len(names)) in reading.words(folded.findall("summary")[0])


def test_every_count_of_both_meetings_is_named_with_its_evidence(wide):
    found = membership.joined(wide, *(membership.pair(wide, AMMAN_TO_KUWAIT) or ()))

    (ends,) = reading.classed(draw_table(wide, *AMMAN_TO_KUWAIT), "cm-ends")

    assert [link.get("href") for link in ends.iter("a")] == [
        f"?figure={fit.figure.observation_id}" for fit in (*found.before, *found.after)
    ]
    assert len(found.after) > 3


def test_a_count_that_does_not_fit_the_list_says_by_how_much(wide):
    assert [reading.words(line) for line in reading.classed(draw_table(wide), "cm-misfit")] == [
        "Our list has 88 names for that date, 2 too few to account for it"
    ]


@pytest.mark.parametrize(
    ("ends", "expected"),
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
    ],
)
def test_the_difference_of_the_counts_is_compared_with_the_names(wide, ends, expected):
    (line,) = reading.classed(draw_table(wide, *ends), "cm-difference")

    assert reading.words(line) == expected


def test_between_a_meeting_and_itself_nobody_is_listed(wide):
    assert "Nobody is known for certain" in reading.words(
        draw_table(wide, "2018-02-kuwait", "2018-02-kuwait")
    )


def test_a_collection_without_two_meetings_says_so(sample):
    lonely = reading.chosen(reading.alone(sample, "record"))

    assert joined.finding(lonely, text("en")) == "The collection has no two meetings."
    assert joined.table(lonely, text("en"), None) == ""


def test_the_sample_is_told_in_both_languages(sample, language):
    selected = reading.chosen(sample, collection="record", language=language)

    words = reading.words(draw_table(selected, "2020-02-oslo", "2024-10-lima", language=language))

    for member in ("nor", "per", "african-union"):
        assert text(language).of(sample.names["members"][member], "name") in words


def test_a_chooser_changes_its_meeting_and_keeps_the_other_as_shown(wide):
    ends = membership.pair(wide, None)
    assert ends
    change = joined._change_end(ends, 1)

    after = change(Selection(collection="record"), "2018-02-kuwait")

    assert after.between == Between("2014-10-washington", "2018-02-kuwait")
    assert change(Selection(), None) == Selection()
