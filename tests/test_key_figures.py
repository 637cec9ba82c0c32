"""Key figures: the value of the series that says most, how it compares, and what is said beside it."""

import pytest
import reading

from components import key_figures
from components.language import text
from loaders.analysis.series import key_figure

SHARE = "territory-liberated-share"


def describe(dataset, indicator, language="en", **fields):
    """What the page shows of an indicator for a selection."""
    return key_figures.describe(
        reading.chosen(dataset, **fields), text(language), indicator=indicator
    )


@pytest.mark.parametrize(
    ("indicator", "before", "value", "after"),
    [
        ("members", "", "79", "members"),
        (SHARE, "", "100%", ""),
        ("people-freed", "more than", "7.7 million", "people"),
        ("aid-raised", "nearly", "20 billion", "US dollars"),
    ],
)
def test_a_key_figure_is_the_last_value_with_its_qualifier(record, indicator, before, value, after):
    found = describe(record, indicator)

    assert (found["before"], found["value"], found["after"]) == (before, value, after)


@pytest.mark.parametrize("indicator", key_figures.KEYS)
def test_a_key_figure_has_a_date_a_speaker_and_a_link_to_its_evidence(record, indicator):
    expected = key_figure(reading.chosen(record), indicator)
    assert expected is not None

    found = describe(record, indicator, "ar")

    assert found["date"] == text("ar").date(expected.figure.when)
    assert found["speaker"] == expected.figure.row["speaker_ar"]
    assert found["link"] == f"?figure={expected.figure.observation_id}"


def test_a_key_figure_that_the_selection_leaves_out_says_so(record):
    body = reading.tree(key_figures.draw(reading.chosen(record, cities=("rome",)), text("en")))

    articles = [reading.words(article) for article in body.iter("article")]
    assert len(articles) == 4
    assert all(article.endswith("Not stated in this selection.") for article in articles)


def test_every_key_figure_stands_on_the_page(record, language):
    words = text(language)

    body = reading.tree(key_figures.draw(reading.chosen(record), words))

    shown = [
        key_figures.describe(reading.chosen(record), words, indicator=key)
        for key in key_figures.KEYS
    ]
    heads = [article[0] for article in body.iter("article")]
    assert [reading.words(head) for head in heads] == [
        reading.words(reading.tree(f"{figure['name']} {figure['counts']}")) for figure in shown
    ]
    assert [figure["name"] for figure in shown] == [
        words.of(record.names["indicators"][key], "name") for key in key_figures.KEYS
    ]
    links = list(body.iter("a"))
    assert [link.get("href") for link in links] == [figure["link"] for figure in shown]
    assert all(
        "data-step" in link.attrib and link.get("title") == figure["label"]
        for link, figure in zip(links, shown, strict=True)
    )
    assert all(
        figure["value"] in reading.words(link) for link, figure in zip(links, shown, strict=True)
    )


# which series says most ---------------------------------------------------------------------------


def test_both_countries_come_before_a_later_value_of_one(record):
    fields = {"collection": "record", "years": (2017, 2019), "levels": ("ministerial",)}

    found = describe(record, SHARE, **fields)

    assert (found["value"], found["date"], found["counts"]) == ("98%", "13 February 2018", "")
    assert found["change"] == "No earlier number"


def test_a_value_of_one_country_names_it_and_what_is_counted(record):
    found = describe(record, SHARE, collection="record", years=(2015, 2015))

    assert (found["value"], found["counts"]) == ("25%", "Iraq · of the land held in August 2014")


def test_a_value_of_one_country_names_that_of_the_other_for_the_same_date(record):
    found = describe(record, SHARE, collection="record", meetings=("2019-02-washington",))

    assert (found["value"], found["counts"], found["remark"]) == ("100%", "Iraq", "our reading")
    assert found["others"] == "Syria: more than 99%"


def test_a_doubted_value_is_passed_over_where_there_is_a_better_one(record):
    found = describe(record, "members", collection="record", years=(2019, 2019))

    assert (found["value"], found["date"], found["remark"]) == ("81", "27 August 2019", "")
    assert found["change"] == "1 more than stated for 25 June 2019"


def test_a_doubted_value_that_stands_alone_says_that_it_is(record):
    found = describe(record, "members", collection="record", period=("2019-11", "2019-11"))

    assert (found["value"], found["remark"]) == ("76", "doubted")


def test_the_whole_comes_before_a_part(record):
    fields = {"collection": "record", "period": ("2019-06", "2019-06")}

    found = describe(record, "aid-raised", **fields)

    assert (found["before"], found["value"], found["counts"]) == ("", "20 billion", "")
    alone = describe(record, "aid-raised", years=(2019, 2019))
    assert alone["counts"] == "the sum that partners were encouraged to raise"


def test_an_official_text_comes_before_a_report_of_the_same_day(record):
    found = key_figure(
        reading.chosen(record, collection="record", cities=("amman",)), "people-freed"
    )

    assert found is not None
    assert found.figure.observation_id == "2017-11-amman-people-freed-state"


def test_our_reading_is_called_so_and_never_exact(record):
    assert describe(record, SHARE)["remark"] == "our reading"
    assert describe(record, SHARE, "ar")["remark"] == "بحسب قراءتنا"


# how it compares ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "5 more than stated for 13 February 2018"),
        ("ar", "بزيادة 5 أعضاء على ما ذُكر في 13 فبراير 2018"),
    ],
)
def test_the_change_between_two_exact_counts_is_a_difference(record, language, words):
    assert describe(record, "members", language)["change"] == words


def test_a_fall_between_two_exact_counts_is_said(record):
    fallen = reading.changed(record, "observations", "2019-02-washington-members", value=70)

    assert describe(fallen, "members")["change"] == "4 fewer than stated for 13 February 2018"


def test_a_count_that_stayed_is_unchanged_since_its_first_day(record):
    assert (
        describe(record, "members", years=(2017, 2018))["change"]
        == "Unchanged since 15 November 2017"
    )
    rabat = reading.changed(record, "observations", "2019-02-washington-members", value=74)
    assert describe(rabat, "members")["change"] == "Unchanged since 15 November 2017"


def test_from_a_bound_nothing_is_subtracted(record):
    hedged = reading.changed(
        record, "observations", "2018-02-kuwait-members", qualifier="more_than"
    )

    assert (
        describe(hedged, "members")["change"] == "Before: more than 74 members (13 February 2018)"
    )
    assert describe(record, "people-freed")["change"] == (
        "Before: more than 7.5 million people (15 November 2017)"
    )


def test_where_several_numbers_are_stated_for_the_date_before_none_is_chosen(record):
    found = describe(record, "members", collection="record", period=("2018-01", "2018-02"))

    assert found["change"] == "Before: 74 and 75 members (13 February 2018)"


def test_one_number_in_several_wordings_is_named_once(record):
    counted = record
    for name in ("", "-official-text"):
        counted = reading.changed(
            counted, "observations", f"2019-06-paris-aid-raised{name}", counts_en="", counts_ar=""
        )

    found = describe(counted, "aid-raised", collection="record", years=(2019, 2019))

    assert found["change"] == "Before: 20 billion US dollars, worded in 3 ways (25 June 2019)"


def test_many_values_of_the_date_before_are_counted(record, monkeypatch):
    monkeypatch.setattr(key_figures, "MOST_NAMED", 1)

    found = describe(record, "members", collection="record", period=("2018-01", "2018-02"))

    assert found["change"] == "Before: 2 values stated for 13 February 2018"


def test_a_single_value_has_no_change(record):
    assert describe(record, "aid-raised")["change"] == "No earlier number"
