"""Dates as well as they are known."""

import calendar
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import each_month, period


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("2017-11-15", datetime(2017, 11, 15, 12)),
        ("2017-11", datetime(2017, 11, 16)),
        ("2019-02", datetime(2019, 2, 15)),
        ("2017", datetime(2017, 7, 2, 12)),
    ],
)
def test_a_mark_stands_in_the_middle_of_its_period(text, middle):
    assert period(text).middle == middle


NO_DATES = (
    *(
        "",
        "unknown",
        "17",
        "15.11.2017",
        "2017/11/15",
        "2017-11-15T00:00",
        "2019-02-30",
        "2019-02-29",
    ),
    *("2017-13", "2017-00", "2017-11-00", "0000", "20-1711", "2017111", "2017111500", "-201-11"),
    *("2017-011-5", "02017-1-15", "2_17", " 201", "+017", "٢٠١٧", "٢٠١٧-١١-١٥"),
)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the kind of error is the promise
        period(text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2017-11-15", "month"),
        ("2017-11-15", "year"),
        ("2017-11", "day"),
        ("2017", "day"),
        ("2017", "decade"),
    ],
)
def test_a_date_of_another_precision_is_refused(text, precision):
    with pytest.raises(ValueError, match=precision):
        period(text, precision)


@given(st.dates())
def test_every_day_of_the_calendar_lies_in_its_month_and_its_year(day):
    text = day.isoformat()

    of_day, of_month, of_year = period(text), period(text[:7]), period(text[:4])

    assert of_year.first <= of_month.first <= of_day.first == day == of_day.last
    assert of_day.last <= of_month.last <= of_year.last
    assert of_month.last.day == calendar.monthrange(day.year, day.month)[1]


@given(st.text(max_size=12) | st.text("0123456789-+_ ٠١٢", max_size=12))
def test_any_other_text_is_refused_and_nothing_else_goes_wrong(text):
    try:
        found = period(text)
    except ValueError:
        return

    assert found.text == text
    assert text in {found.first.isoformat()[: len(text)], found.last.isoformat()[: len(text)]}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2016-11", "2017-02", ("2016-11", "2016-12", "2017-01", "2017-02")),
        ("2016-12", "2016-12", ("2016-12",)),
        ("2017-01", "2016-12", ()),
    ],
)
def test_every_month_from_one_to_another_is_told_once(first, last, months):
    assert each_month(first, last) == months
