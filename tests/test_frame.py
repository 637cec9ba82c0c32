"""Frame: the heading with its finding, the source line and the table view of every chart."""

from dataclasses import fields as fields_of
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_selection import known

from components import disagreements, people, state, timeline
from components.charts import frame
from components.language import text
from components.theme import DESK
from loaders.select import select
from loaders.selection import Selection, parse
from loaders.story import shown_selection

VIEW = frame.ChartView(people.KEY, people.figure, people.picked, people.describe)


@pytest.fixture
def stage(monkeypatch, record):
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    monkeypatch.setattr(frame, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def draw_table(view, chosen, language="en"):
    """The table view of a chart."""
    return reading.tree(view.describe(chosen, text(language)).render_table(chosen, text(language)))


def list_rows(body):
    """The cells of the only table, without its head."""
    (table,) = body.iter("table")
    return [[reading.words(cell) for cell in row.iter("td")] for row in table.iter("tr")][1:]


# the heading and the footer ---------------------------------------------------


@pytest.mark.parametrize(
    ("language", "collection", "direction", "label"),
    [("en", "core", "ltr", "Press reports"), ("ar", "record", "rtl", "السجل العام")],
)
def test_a_heading_names_the_view_its_collection_its_finding_and_its_unit(
    sample, language, collection, direction, label
):
    chosen, words = reading.chosen(sample, collection=collection), text(language)

    header = frame.render_header("territory", chosen, words, finding="more <b>than.", start="90")

    body = reading.tree(header)
    (head,) = body.iter("header")
    assert (head.get("id"), head.get("dir")) == ("territory", direction)
    assert reading.words(next(body.iter("h2"))) == "More <b>than."
    (line,) = reading.classed(body, "cm-unit")
    unit = reading.words(reading.tree(words("territory.unit", start="90")))
    assert reading.words(line) == f"{words('territory.name')} · {unit} {label}"
    assert [reading.words(name) for name in line.iter("b")] == [words("territory.name")]
    assert [reading.words(name) for name in line.iter("small")] == [label]


# the table view ---------------------------------------------------------------


def test_the_table_view_holds_what_the_chart_shows_and_nothing_else(record):
    said = (
        "15 November 2017",
        "Brett McGurk, US Special Presidential Envoy for the Coalition",
        "Okaz, November 2017 · Cite",
    )

    body = draw_table(people, reading.chosen(record, cities=("amman",)))

    assert all(head.get("scope") == "col" for head in body.iter("th"))
    assert list_rows(body) == [
        ["Displaced people returned home · Iraq", "2.6 million people", *said],
        ["People freed from ISIS", "more than 7.5 million people", *said],
    ]


def test_every_value_of_the_table_links_to_its_evidence_and_its_reference(record):
    body = draw_table(reading.GROUP_CHARTS[4], reading.chosen(record), "ar")

    ids = (
        "2017-11-amman-interpol-names",
        "2019-06-paris-coalition-fatalities",
        "2019-06-paris-foreign-fighters",
    )
    links = list(body.iter("a"))
    addresses = [f"?{field}={name}" for name in ids for field in ("figure", "cite")]
    assert [link.get("href") for link in links] == addresses
    labels = {label for link in links if (label := link.get("aria-label"))}
    assert len(labels) == len(ids)
    assert all(label.startswith("استشهاد مرجعي بالرقم: ") for label in labels)
    assert all(link.get("data-step") is not None for link in links)


def test_the_table_of_the_timeline_lists_the_meetings(record):
    body = draw_table(timeline, reading.chosen(record, cities=("brussels",)))

    assert list_rows(body) == [
        ["Meeting of defence ministers, Brussels", "November 2017", "Defence ministers"],
        ["Ministerial meeting of select members, Brussels", "12 July 2018", "Ministerial"],
    ]
    links = [link.get("href") for link in body.iter("a")]
    assert links == ["?meeting=2017-11-brussels-defence", "?meeting=2018-07-brussels"]


def test_the_legend_of_the_marks_is_folded_away_under_the_chart(record, language):
    chosen, words = reading.chosen(record, collection="record"), text(language)

    drawn = frame.render_frame(chosen, words, VIEW.key, VIEW.describe)

    marks, _ = reading.tree(drawn.footer).iter("details")
    name = words("marks.name")
    assert marks.get("open") is None
    assert reading.words(marks[0]) == name
    assert marks[0].get("aria-label") == f"{name}: {words('people.name')}"
    assert words("collection.ringed") in reading.words(marks)
    assert "cm-legend" not in drawn.header
    assert frame.render_marks(VIEW.key, "", words) == ""


# on the page ------------------------------------------------------------------


def test_a_chart_stands_between_its_heading_and_its_table_which_is_sent_once_unfolded(
    record, stage, language
):
    follow = state.Follow(Selection(), DESK, record)
    chosen, words = reading.chosen(record), text(language)

    frame.show_chart(VIEW, chosen, words, follow)

    assert [name for name, _, _ in stage.shown] == ["html", "plotly_chart", "html", "expander"]
    shown = stage.settings("plotly_chart")
    assert people.finding(chosen, words) in shown["alt"]
    assert (shown["theme"], shown["config"]["displayModeBar"]) == (None, False)
    assert stage.shown[-1][1] == words("table.unfold", name=words("people.name"))
    assert stage.settings("expander")["on_change"] == "rerun"
    assert "<table" not in stage.markup

    stage.unfolded.add(f"table-{VIEW.key}")
    frame.show_chart(VIEW, chosen, words, follow)

    assert people.describe(chosen, words).render_table(chosen, words) in stage.markup


def test_a_chart_that_the_selection_leaves_empty_says_so_and_offers_the_way_back(record, stage):
    follow = state.Follow(Selection(cities=("rome",), language="en"), DESK, record)

    frame.show_chart(VIEW, reading.chosen(record, cities=("rome",)), text("en"), follow)

    assert "plotly_chart" not in [name for name, _, _ in stage.shown]
    (empty,) = reading.classed(reading.tree(stage.markup), "cm-empty")
    assert "Nothing in this selection." in reading.words(empty)
    assert {link.get("href"): reading.words(link) for link in empty.iter("a")} == {
        "?collection=record&city=rome": "The public record holds 1 published figure here.",
        "?": "Clear all filters",
    }


# what the other collection holds ----------------------------------------------


def offer(record, counts, **fields):
    """What an empty view says of the other collection, without isolating characters."""
    selection = Selection(**fields)
    follow = state.Follow(selection, DESK, record)
    found = frame.offer_collection(text(selection.language), follow, counts)
    return found and {name: words.translate(reading.ISOLATES) for name, words in found.items()}


EARLY = {"years": (2014, 2014)}
ARABIC = {"language": "ar", **EARLY}
DISPUTED = {"page": "sources", "section": "disagreements", "years": (2022, 2022)}
COUNTS = {**frame.MEETINGS, **frame.count_figures(["members"])}


@pytest.mark.parametrize(
    ("fields", "counts", "words"),
    [
        (ARABIC, frame.MEETINGS, "في السجل العام هنا: 5 اجتماعات."),
        (DISPUTED, disagreements.COUNTS, "The public record holds 1 disagreement here."),
        (EARLY, COUNTS, "The public record holds 5 meetings and 4 published figures here."),
        ({"years": (1999, 1999)}, frame.MEETINGS, ""),
        (EARLY, frame.STATEMENTS, ""),
        ({**EARLY, "page": "story"}, frame.FIGURES, ""),
    ],
)
def test_an_empty_view_names_what_the_other_collection_holds_as_a_link(
    record, fields, counts, words
):
    found = offer(record, counts, **fields)

    assert (found["words"] if found else "") == words
    if found:
        target = parse(parse_qs(found["link"].removeprefix("?")), record)
        assert target == replace(Selection(**fields), collection="record")


@given(data=st.data())
@settings(max_examples=60)
def test_the_link_of_an_empty_view_leads_to_as_many_rows_as_it_names(data, record):
    selection = replace(data.draw(known(record)), language="en")
    fields = {field.name: getattr(selection, field.name) for field in fields_of(selection)}
    for counts in (frame.MEETINGS, frame.FIGURES, frame.STATEMENTS, disagreements.COUNTS):
        if found := offer(record, counts, **fields):
            target = parse(parse_qs(found["link"].removeprefix("?")), record)
            view = select(record, shown_selection(target, dataset=record))
            ((noun, count),) = counts.items()
            assert text("en").count(noun, count(view)) in found["words"]
            assert count(view) > 0
            assert target.collection != selection.collection
            assert target.cleared == replace(selection.cleared, collection=target.collection)


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({"years": (1999, 1999)}, ["?"]),
        ({"years": (1999, 1999), "page": "members"}, []),
        ({"years": (1999, 1999), "page": "story"}, []),
        ({}, []),
        (
            {"language": "ar", "collection": "record", "years": (2016, 2016)},
            ["?lang=ar&collection=record"],
        ),
    ],
)
def test_an_empty_view_offers_to_clear_only_filters_that_it_uses(record, stage, fields, links):
    frame.show_empty(text("en"), state.Follow(Selection(**fields), DESK, record), {})

    assert [link.get("href") for link in reading.tree(stage.markup).iter("a")] == links
