"""Labels: in every chart each stands where it covers no mark and no other label, at three widths, in both languages."""

from datetime import datetime
from itertools import product

import layout
import pytest
import reading

from components import (
    conflicts,
    counted,
    matrix,
    people,
    shares,
    territory,
    timeline,
    vocabulary,
)
from components.charts.labels import PlotArea, label_box, overlap, place_labels, wrap_text
from components.language import text
from components.theme import Screen
from loaders.analysis.observations import figures

CHARTS = (
    timeline,
    territory,
    people,
    *reading.GROUP_CHARTS,
    counted,
    matrix,
    shares,
    conflicts,
    vocabulary,
)
ROOMS = (350, 600, 1000)
"""Room for content on a screen of 390, 1024 and 1440 pixels."""

AREA = PlotArea(300, 60, datetime(2022, 1, 1), datetime(2023, 1, 1), 0, 60)


@pytest.mark.parametrize("width", ROOMS)
@pytest.mark.parametrize("view", CHARTS, ids=lambda view: view.KEY)
def test_no_label_covers_a_mark_or_another_label(record, view, width):
    for language, collection in product(("en", "ar"), ("core", "record")):
        for fields in ({}, {"cities": ("brussels",)}):
            chosen = reading.chosen(record, collection=collection, language=language, **fields)
            drawn = reading.plain(view.figure(chosen, text(language), Screen(width=width)))
            if "range" in drawn["layout"]["xaxis"]:
                assert layout.list_overlaps(drawn, width) == [], (language, collection, fields)


def placed(record, *, days, taken=None, around=False):
    """Two labels of ten letters, on two days of a month."""
    values = figures(reading.chosen(record), ["members"])[:2]
    trace = {
        "x": [f"2022-06-{day:02d}" for day in days],
        "y": [30, 30],
        "text": ["earlier 74", "later 79 m"],
        "textposition": "top center",
        "textfont": {"size": 12},
        "marker": {"symbol": ["circle", "circle"]},
    }
    return place_labels(trace, values, area=AREA, taken=taken or [], around=around)


def test_of_two_labels_that_would_touch_the_later_stays_and_the_earlier_changes_its_side(record):
    assert placed(record, days=(1, 28))["textposition"] == ["bottom center", "top center"]
    foot = [(0.0, 0.0, 300.0, 20.0)]
    assert placed(record, days=(1, 28), taken=foot)["text"] == ["", "later 79 m"]
    assert placed(record, days=(1, 28), taken=foot, around=True)["textposition"][0] == "middle left"


def test_a_label_that_would_leave_the_chart_or_stand_on_what_is_taken_is_left_out(record):
    values = figures(reading.chosen(record), ["members"])[:1]
    trace = {
        "x": ["2022-01-02"],
        "y": [30],
        "text": ["0123456789"],
        "textposition": "top center",
        "textfont": {"size": 12},
        "marker": {"symbol": ["circle"]},
    }

    assert place_labels(trace, values, area=AREA)["text"] == [""]
    assert place_labels({**trace, "x": ["2022-06-01"]}, values, area=AREA)["text"] == ["0123456789"]
    full = place_labels({**trace, "x": ["2022-06-01"]}, values, area=AREA, taken=[(0, 0, 300, 60)])
    assert full["text"] == [""]


def test_boxes_that_only_touch_do_not_overlap():
    box = label_box((100, 30), "74", side="top center", size=14)

    assert overlap(box, box)
    assert not overlap(box, label_box((100, 30), "74", side="bottom center", size=14))
    assert not overlap((0, 0, 10, 10), (10, 0, 20, 10))


def test_words_are_wrapped_to_a_width_and_a_long_word_keeps_its_line():
    assert wrap_text("Washington, D.C.", width=70, size=11) == ["Washington,", "D.C."]
    assert wrap_text("Constantinople", width=10, size=11) == ["Constantinople"]
