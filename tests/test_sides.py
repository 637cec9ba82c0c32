"""Sides: a disputed cell in words, whatever it is, and the kind of the source that states it."""

import pytest
import reading

from components import sides
from components.charts.marks import OUTLINES
from components.language import text
from loaders.analysis.disputes import find_dispute


@pytest.mark.parametrize(
    ("discrepancy", "language", "expected"),
    [
        ("2014-12-brussels-members-spa", "en", ("60 members", "62 members")),
        (
            "2019-06-paris-aid-raised-official",
            "ar",
            ("ما يقارب 20 مليار دولار أميركي", "نحو 20 مليار دولار أميركي"),
        ),
        ("2018-06-rabat-starts-on-asharq", "en", ("26 June 2018", "26 July 2018")),
        ("2017-01-riyadh-ends-on-saudi-gazette", "ar", ("16 يناير 2017", "15 يناير 2017")),
        (
            "2017-03-washington-fighters-reduction-state-blog",
            "en",
            ("50% (our reading)", "more than 50%"),
        ),
        (
            "2024-09-washington-participants-republic-of-togo",
            "en",
            ("87 participants", "37 participants"),
        ),
        (
            "2014-09-jeddah-fighters-estimate-mpr-news",
            "en",
            ("between 20,000 and 31,000 fighters", "between 20,000 and 31,500 fighters"),
        ),
    ],
)
def test_each_side_is_described_in_words(record, discrepancy, language, expected):
    selected, words = reading.chosen(record, collection="record"), text(language)
    found = find_dispute(selected, discrepancy)
    assert found is not None

    assert (sides.ours(found, selected, words), sides.theirs(found, selected, words)) == expected


def test_every_kind_of_source_has_a_form_of_its_own_as_on_the_charts(record):
    kinds = record.rules.choices("sources", "kind")

    assert set(kinds) == set(sides.FORMS) == set(OUTLINES)
    assert len(set(sides.FORMS.values())) == len(kinds)
