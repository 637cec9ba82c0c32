"""Sides: a disputed cell in words, whatever it is, and the kind of the source that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import sides
from components.charts import OUTLINES
from components.language import text
from loaders.analysis.disputes import find_dispute

if TYPE_CHECKING:
    from loaders.model import Dataset


def said(dataset: Dataset, discrepancy: str, *, language: Any = "en") -> tuple[str, str]:
    """What is held and what the other source says."""
    chosen, words = reading.chosen(dataset, collection="record"), text(language)
    found = find_dispute(chosen, discrepancy)
    assert found is not None
    return sides.ours(found, chosen, words), sides.theirs(found, chosen, words)


@pytest.mark.parametrize(
    ("discrepancy", "language", "wanted"),
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
        ("2024-09-washington-participants-republic-of-togo", "en", ("87 participants", "37 participants")),
    ],
)
def test_a_side_is_said_in_words(
    record: Dataset, discrepancy: str, language: Any, wanted: tuple[str, str]
) -> None:
    assert said(record, discrepancy, language=language) == wanted


def test_the_end_of_a_range_is_told_with_the_whole_range_where_it_is_known(record: Dataset) -> None:
    ours, theirs = said(record, "2014-09-jeddah-fighters-estimate-mpr-news")

    assert ours == "between 20,000 and 31,000 fighters"
    assert theirs == "between 20,000 and 31,500 fighters"


def test_every_kind_of_source_has_a_form_of_its_own_as_on_the_charts(record: Dataset) -> None:
    kinds = record.rules.choices("sources", "kind")

    assert set(kinds) == set(sides.FORMS) == set(OUTLINES)
    assert len(set(sides.FORMS.values())) == len(kinds)
