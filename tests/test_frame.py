"""Frame: the heading with its finding, the source line and the table twin of every chart."""

from __future__ import annotations

from dataclasses import fields as fields_of
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_selection import known

from components import cost, disagreements, frame, page, panels, people, state, territory, timeline
from components.language import text
from components.theme import DESK, Screen
from loaders.select import select
from loaders.selection import Selection, parse
from loaders.story import shown_selection

if TYPE_CHECKING:
    from loaders.model import Dataset

VIEW = frame.View(people.KEY, people.figure, people.picked, people.shown)


def name(view: Any) -> str:
    return str(view.KEY)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, record: Dataset) -> reading.Stage:
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    monkeypatch.setattr(frame, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def test_a_heading_names_the_view_its_collection_its_finding_and_its_unit(sample: Dataset) -> None:
    body = reading.tree(
        frame.heading("territory", sample, text("en"), finding="more than before.", start="90")
    )

    (header,) = body.iter("header")
    assert (header.get("id"), header.get("dir")) == ("territory", "ltr")
    assert reading.words(next(body.iter("h2"))) == "Territory liberated"
    assert reading.words(next(body.iter("small"))) == "Core collection"
    assert reading.words(reading.classed(body, "cm-finding")[0]) == "More than before."
    assert "the axis begins at 90%" in reading.words(reading.classed(body, "cm-unit")[0])


def test_an_arabic_heading_runs_from_right_to_left(sample: Dataset) -> None:
    wide = reading.chosen(sample, collection="record")

    (header,) = reading.tree(frame.heading("people", wide, text("ar"), finding="تحرر")).iter("header")

    assert header.get("dir") == "rtl"
    assert reading.words(next(header.iter("small"))) == "السجل الأوسع"


def test_a_finding_is_escaped(sample: Dataset) -> None:
    made = frame.heading("people", sample, text("en"), finding="<script>alert(1)</script>")

    assert "<script" not in made


def test_the_twin_holds_what_the_chart_shows_and_nothing_else(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("amman",))

    body = reading.tree(frame.twin(people.shown(chosen, text("en")), chosen, text("en")))

    (table,) = body.iter("table")
    rows = [[reading.words(cell) for cell in row.iter("td")] for row in table.iter("tr")][1:]
    speaker = "Brett McGurk, US Special Presidential Envoy for the Coalition"
    assert rows == [
        [
            "Displaced people returned home · Iraq",
            "2.6 million people",
            "15 November 2017",
            speaker,
            "Okaz, November 2017 · Cite",
        ],
        [
            "People freed from ISIS",
            "more than 7.5 million people",
            "15 November 2017",
            speaker,
            "Okaz, November 2017 · Cite",
        ],
    ]


def test_every_value_of_the_twin_links_to_its_evidence_and_its_reference(record: Dataset) -> None:
    chosen = reading.chosen(record)

    body = reading.tree(frame.twin(cost.shown(chosen, text("ar")), chosen, text("ar")))

    shown = (
        "2017-11-amman-interpol-names",
        "2019-06-paris-coalition-fatalities",
        "2019-06-paris-foreign-fighters",
    )
    assert [each.get("href") for each in body.iter("a")] == [
        f"?{field}={each}" for each in shown for field in ("figure", "cite")
    ]
    labels = [label for each in body.iter("a") if (label := each.get("aria-label"))]
    assert len(set(labels)) == len(shown)
    assert all(each.startswith("استشهاد مرجعي بالرقم: ") for each in labels)
    assert all(each.get("data-step") is not None for each in body.iter("a"))


def test_the_twin_of_the_timeline_has_a_second_table_of_meetings(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("brussels",))

    body = reading.tree(frame.twin(timeline.shown(chosen, text("en")), chosen, text("en")))

    (table,) = body.iter("table")
    rows = [[reading.words(cell) for cell in row.iter("td")] for row in table.iter("tr")][1:]
    assert rows == [
        ["Meeting of defence ministers, Brussels", "November 2017", "Defence ministers"],
        ["Ministerial meeting of select members, Brussels", "12 July 2018", "Ministerial"],
    ]
    assert [each.get("href") for each in table.iter("a")] == [
        "?meeting=2017-11-brussels-defence",
        "?meeting=2018-07-brussels",
    ]


def test_the_source_line_names_the_sources_of_what_is_chosen(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("amman",))

    body = reading.tree(frame.foot(territory.shown(chosen, text("en")).sources, chosen, text("en")))

    assert reading.words(reading.classed(body, "cm-source")[0]) == "Sources: Okaz, November 2017."


def test_a_table_says_what_its_columns_are(record: Dataset) -> None:
    chosen = reading.chosen(record)

    body = reading.tree(frame.twin(timeline.shown(chosen, text("en")), chosen, text("en")))

    assert all(head.get("scope") == "col" for head in body.iter("th"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_chart_stands_between_its_heading_and_its_twin(
    record: Dataset, stage: reading.Stage, language: Any
) -> None:
    follow = state.Follow(Selection(), DESK, record)

    frame.chart(VIEW, reading.chosen(record), text(language), follow)

    assert [name for name, _, _ in stage.shown] == ["html", "plotly_chart", "html", "expander"]
    settings = stage.settings("plotly_chart")
    assert people.finding(reading.chosen(record), text(language)) in settings["alt"]
    assert settings["theme"] is None
    assert settings["config"]["displayModeBar"] is False


@pytest.mark.parametrize(("language", "name"), [("en", "Show as a table"), ("ar", "عرض في جدول")])
def test_the_twin_is_sent_once_it_is_unfolded(
    record: Dataset, stage: reading.Stage, language: Any, name: str
) -> None:
    follow = state.Follow(Selection(), DESK, record)
    chosen = reading.chosen(record)

    frame.chart(VIEW, chosen, text(language), follow)
    (label,) = [what for kind, what, _ in stage.shown if kind == "expander"]
    assert label == name
    assert stage.settings("expander")["on_change"] == "rerun"
    assert "<table" not in stage.markup

    stage.unfolded.add(f"table-{VIEW.key}")
    frame.chart(VIEW, chosen, text(language), follow)

    assert frame.twin(people.shown(chosen, text(language)), chosen, text(language)) in stage.markup


def test_a_chart_far_from_the_screen_is_room_of_its_height_between_heading_and_foot(
    record: Dataset, stage: reading.Stage
) -> None:
    chosen = reading.chosen(record, collection="record")
    view = frame.View(people.KEY, people.figure, people.picked, people.shown, people.rows)
    follow = state.Follow(Selection(collection="record"), DESK, record, far=frozenset({people.KEY}))

    frame.chart(view, chosen, text("en"), follow)

    assert [name for name, _, _ in stage.shown] == ["html", "container", "html", "html", "expander"]
    room = stage.settings("container")
    assert room["height"] == people.figure(chosen, text("en"), DESK).layout.height
    assert room["key"] == "later-people"
    assert people.finding(chosen, text("en"))[1:] in reading.words(reading.tree(stage.markup))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("view", [each for each in page.LATER if hasattr(each, "figure")], ids=name)
def test_the_room_that_is_kept_for_a_chart_is_what_it_takes(
    record: Dataset, view: Any, width: int, language: Any
) -> None:
    chosen, screen = (
        reading.chosen(record, collection="record", years=(2015, 2018)),
        Screen(DESK.palette, width),
    )

    drawn = view.figure(chosen, text(language), screen)

    assert panels.height(view.rows(chosen, text(language)), text(language), screen) == drawn.layout.height


def test_a_chart_that_the_selection_leaves_empty_says_so_and_offers_the_way_back(
    record: Dataset, stage: reading.Stage
) -> None:
    asked = {"cities": ("rome",), "language": "en"}
    follow = state.Follow(Selection(**asked), DESK, record)  # type: ignore[arg-type]

    frame.chart(VIEW, reading.chosen(record, **asked), text("en"), follow)

    assert "plotly_chart" not in [name for name, _, _ in stage.shown]
    body = reading.tree(stage.markup)
    (empty,) = reading.classed(body, "cm-empty")
    assert "Nothing in this selection." in reading.words(empty)
    links = {link.get("href"): reading.words(link) for link in empty.iter("a")}
    assert links == {
        "?collection=record&city=rome": "The wider record holds 1 published figure here.",
        "?": "Clear all filters",
    }


def offer(record: Dataset, counts: frame.Counts, **fields: Any) -> dict[str, str] | None:
    """What an empty view says of the other collection, without isolating characters."""
    selection = Selection(**fields)
    found = frame.offer_collection(text(selection.language), state.Follow(selection, DESK, record), counts)
    return found and {name: words.translate(reading.ISOLATES) for name, words in found.items()}


@pytest.mark.parametrize(
    ("fields", "counts", "words"),
    [
        ({"years": (2014, 2014)}, frame.MEETINGS, "The wider record holds 5 meetings here."),
        ({"years": (2014, 2014), "language": "ar"}, frame.MEETINGS, "في السجل الأوسع هنا: 5 اجتماعات."),
        (
            {"page": "disagreements", "years": (2022, 2022)},
            disagreements.COUNTS,
            "The wider record holds 1 disagreement here.",
        ),
        (
            {"years": (2014, 2014)},
            {**frame.MEETINGS, **frame.count_figures(["members"])},
            "The wider record holds 5 meetings and 4 published figures here.",
        ),
    ],
)
def test_an_empty_view_names_what_the_other_collection_holds_as_a_link(
    record: Dataset, fields: dict[str, Any], counts: frame.Counts, words: str
) -> None:
    found = offer(record, counts, **fields)

    assert found
    assert found["words"] == words
    target = parse(parse_qs(found["link"].removeprefix("?")), record)
    assert target == replace(Selection(**fields), collection="record")


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"years": (1999, 1999)}, frame.MEETINGS),
        ({"years": (2014, 2014)}, frame.STATEMENTS),
        ({"years": (2014, 2014)}, frame.NO_COUNTS),
        ({"years": (2014, 2014), "page": "story"}, frame.FIGURES),
        ({"years": (1999, 1999), "collection": "record"}, frame.FIGURES),
    ],
)
def test_nothing_is_said_where_the_other_collection_holds_nothing_or_does_not_apply(
    record: Dataset, fields: dict[str, Any], counts: frame.Counts
) -> None:
    assert offer(record, counts, **fields) is None


@given(data=st.data())
@settings(max_examples=60)
def test_the_link_of_an_empty_view_leads_to_as_many_rows_as_it_names(
    data: st.DataObject, record: Dataset
) -> None:
    selection = replace(data.draw(known(record)), language="en")
    for counts in (frame.MEETINGS, frame.FIGURES, frame.STATEMENTS, disagreements.COUNTS):
        found = offer(
            record, counts, **{field.name: getattr(selection, field.name) for field in fields_of(selection)}
        )
        if found is None:
            continue
        target = parse(parse_qs(found["link"].removeprefix("?")), record)
        view = select(record, shown_selection(target, dataset=record))
        ((noun, count),) = counts.items()
        assert text("en").count(noun, count(view)) in found["words"]
        assert count(view) > 0
        assert target.collection != selection.collection
        assert target.cleared == replace(selection.cleared, collection=target.collection)


@pytest.mark.parametrize("here", ["overview", "members", "story"])
def test_an_empty_view_offers_to_clear_only_filters_that_it_uses(
    record: Dataset, stage: reading.Stage, here: Any
) -> None:
    frame.empty(text("en"), state.Follow(Selection(page=here, years=(1999, 1999)), DESK, record))

    assert ("Clear all filters" in stage.markup) is (here == "overview")


def test_an_empty_view_without_a_filter_offers_nothing_to_clear(
    record: Dataset, stage: reading.Stage
) -> None:
    frame.empty(text("en"), state.Follow(Selection(), DESK, record), frame.MEETINGS)

    assert "Clear all filters" not in stage.markup


def test_the_way_back_keeps_language_and_collection(record: Dataset, stage: reading.Stage) -> None:
    follow = state.Follow(Selection(language="ar", collection="record", years=(2016, 2016)), DESK, record)

    frame.empty(text("ar"), follow)

    (link,) = reading.tree(stage.markup).iter("a")
    assert link.get("href") == "?lang=ar&collection=record"
