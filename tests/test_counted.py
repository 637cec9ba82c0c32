"""The stated number of members: every count as a mark, the step line, the band of the list."""

from itertools import pairwise

import reading

from components import counted
from components.charts.builder import format_moment
from components.language import text
from components.theme import DESK
from loaders.analysis import membership
from loaders.analysis.observations import figures, selected_figures


def marks(figure):
    """The marks of the chart by observation: value, month and words."""
    out = {}
    for trace in reading.plain(figure)["data"]:
        for place, (_, observation, month) in enumerate(trace.get("customdata", [])):
            out[observation] = {"y": trace["y"][place], "month": month, "x": trace["x"][place]}
    return out


def test_every_stated_count_is_a_mark_on_its_date_at_its_value(record):
    chosen = reading.chosen(record, collection="record")

    drawn = marks(counted.figure(chosen, text("en")))

    assert {name: (mark["x"], mark["y"]) for name, mark in drawn.items()} == {
        count.observation_id: (format_moment(count.when.middle), count.value)
        for count in figures(chosen, ["members"])
    }


def test_the_line_of_the_record_joins_exact_counts_of_official_documents_alone(record):
    chosen = reading.chosen(record, collection="record")
    sources = record.names["sources"]

    joined = counted.list_joined(chosen)

    assert {count.qualifier for count in joined} == {"exact"}
    assert {sources[str(count.row["source_id"])]["kind"] for count in joined} == {"official"}
    assert [count.when.middle for count in joined] == sorted(count.when.middle for count in joined)
    assert (67, 66) in pairwise(count.value for count in joined)
    # A count holds until the next is stated: the lines of the chart are steps.
    drawn = reading.plain(counted.figure(chosen, text("en")))["data"]
    assert [line["line"]["shape"] for line in drawn if "shape" in line.get("line", {})] == [
        "hv"
    ] * 3


def test_the_line_of_the_core_joins_every_count(record):
    chosen = reading.chosen(record)

    assert counted.list_joined(chosen) == selected_figures(chosen, ["members"])
    assert counted.describe(reading.chosen(record, cities=("rome",)), text("en")).is_empty


def test_the_band_is_that_of_the_list(record):
    chosen = reading.chosen(record, collection="record")
    least, most, *_ = reading.plain(counted.figure(chosen, text("en")))["data"]

    assert list(zip(least["x"], least["y"], most["y"], strict=True)) == [
        (day.isoformat(), low, high) for day, low, high in membership.band(chosen)
    ]
    assert most["fill"] == "tonexty"


def test_a_count_that_does_not_fit_has_a_sign_and_a_row(record):
    chosen = reading.chosen(record, collection="record")
    odd = counted.list_misfits(chosen)

    notes = reading.plain(counted.figure(chosen, text("en")))["layout"]["annotations"]
    signs = [note for note in notes if note["text"] == counted.SIGN]

    assert sorted(sign["y"] for sign in signs) == sorted(misfit.figure.value for misfit in odd)
    rows = reading.tree(counted.render_notes(chosen, text("en"))).findall(".//tbody/tr")
    assert len(rows) == len(odd) == 7
    assert (
        "76 members (doubted) 12 November 2019 Al Bawaba (report) 79–82 The list has 3 more"
        in " ".join(" ".join(reading.words(cell) for cell in row) for row in rows)
    )


def test_the_month_of_the_map_is_marked(record):
    chosen = reading.chosen(record, collection="record")

    drawn = counted.figure(chosen, text("en"), DESK, counted.ShownMonth("2017-11"))

    (rule,) = reading.plain(drawn)["layout"]["shapes"]
    assert rule["x0"] == rule["x1"] == "2017-11-30"


def test_a_click_means_the_evidence_and_the_month(record):
    drawn = marks(counted.figure(reading.chosen(record, collection="record"), text("en")))
    observation = "2017-11-amman-members"
    event = {
        "selection": {
            "points": [{"customdata": ["2017-11-amman", observation, drawn[observation]["month"]]}]
        }
    }

    assert counted.picked(event) == {"figure": observation, "at": "2017-11"}


def test_the_core_says_how_much_of_the_number_its_list_accounts_for(record):
    said = reading.words(reading.tree(counted.render_notes(reading.chosen(record), text("en"))))

    assert "The press reports name 28 members" in said
