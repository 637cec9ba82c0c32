"""Labels: in every chart each covers no mark and no other label, at three widths."""

from datetime import datetime
from itertools import product

import layout
import pytest
import reading

from components import conflicts, counted, matrix, people, shares, territory, timeline, vocabulary
from components.charts.labels import PlotArea, label_box, overlap, place_labels, wrap_text
from components.language import text
from components.theme import Screen
from loaders.analysis.observations import figures

CHARTS = (timeline, territory, people, counted, matrix, shares, conflicts, vocabulary)
ROOMS = (350, 600, 1000)
"""Room for content on a screen of 390, 1024 and 1440 pixels."""

AREA = PlotArea(300, 60, datetime(2022, 1, 1), datetime(2023, 1, 1), 0, 60)


@pytest.mark.parametrize("width", ROOMS)
@pytest.mark.parametrize("view", [*CHARTS, *reading.GROUP_CHARTS], ids=reading.key)
def test_no_label_covers_a_mark_or_another_label(record, view, width):
    for language, collection in product(("en", "ar"), ("core", "record")):
        for fields in ({}, {"cities": ("brussels",)}):
            chosen = reading.chosen(record, collection=collection, language=language, **fields)
            drawn = reading.plain(view.figure(chosen, text(language), Screen(width=width)))
            if "range" in drawn["layout"]["xaxis"]:
                assert layout.list_overlaps(drawn, width) == [], (language, collection, fields)


def place(record, labels, **settings):
    """Labels, by the day of each, as a chart has room for them."""
    values = figures(reading.chosen(record), ["members"])[: len(labels)]
    trace = {
        "x": list(labels),
        "y": [30] * len(labels),
        "text": list(labels.values()),
        "textposition": "top center",
        "textfont": {"size": 12},
        "marker": {"symbol": ["circle"] * len(labels)},
    }
    return place_labels(trace, values, area=AREA, **settings)


def test_of_two_labels_that_would_touch_the_later_stays_and_the_earlier_changes_its_side(record):
    labels = {"2022-06-01": "earlier 74", "2022-06-28": "later 79 m"}
    foot = [(0.0, 0.0, 300.0, 20.0)]

    assert place(record, labels)["textposition"] == ["bottom center", "top center"]
    assert place(record, labels, taken=foot)["text"] == ["", "later 79 m"]
    around = place(record, labels, taken=foot, around=True)
    assert around["textposition"][0] == "middle left"


def test_a_label_that_would_leave_the_chart_or_stand_on_what_is_taken_is_left_out(record):
    words = "0123456789"

    assert place(record, {"2022-06-01": words})["text"] == [words]
    assert place(record, {"2022-01-02": words})["text"] == [""]
    assert place(record, {"2022-06-01": words}, taken=[(0, 0, 300, 60)])["text"] == [""]


def test_boxes_that_only_touch_do_not_overlap():
    box = label_box((100, 30), "74", side="top center", size=14)

    assert overlap(box, box)
    assert not overlap(box, label_box((100, 30), "74", side="bottom center", size=14))
    assert not overlap((0, 0, 10, 10), (10, 0, 20, 10))


def test_words_are_wrapped_to_a_width_and_a_long_word_keeps_its_line():
    assert wrap_text("Washington, D.C.", width=70, size=11) == ["Washington,", "D.C."]
    assert wrap_text("Constantinople", width=10, size=11) == ["Constantinople"]
