"""The two collections on the page: a sign on every view and file, and the core told apart within the record."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import reading

from components import (
    atlas,
    charts,
    citing,
    cost,
    evidence,
    filters,
    frame,
    further,
    key_figures,
    page,
    people,
    state,
    support,
    territory,
    timeline,
)
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.analysis.meetings import meetings
from loaders.selection import COLLECTIONS, Place, Selection

if TYPE_CHECKING:
    from types import ModuleType

    from loaders.model import Dataset

CHARTS = (timeline, territory, people, support, cost)
LEDGERS = (support, cost)
OF_THE_RECORD = "2020-02-oslo-members"
PHONE = Screen(palette("dark"), 360)


def key(value: Any) -> str:
    return getattr(value, "KEY", str(value))


def wide(dataset: Dataset, **fields: Any) -> Dataset:
    """The record of a dataset, the core in it."""
    return reading.chosen(dataset, collection="record", **fields)


def crowded(dataset: Dataset, indicator: str, *, count: int) -> Dataset:
    """The dataset with one figure of the record stated so many times more, a day after the other."""
    row = dataset.observations[dataset.observations["indicator_id"] == indicator].iloc[:1]
    days = pd.date_range("2021-06-01", periods=count).strftime("%Y-%m-%d")
    more = [
        row.assign(
            observation_id=f"more-{number}",
            collection="record",
            as_of=day,
            as_of_precision="day",
            meeting_id="",
        )
        for number, day in enumerate(days)
    ]
    return replace(dataset, observations=pd.concat([dataset.observations, *more], ignore_index=True))


# the sign ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_sentence_and_foot_say_which_collection_it_is(
    sample: Dataset, collection: str, language: Any
) -> None:
    chosen, words = reading.chosen(sample, collection=collection), text(language)

    assert page.sentence(chosen, words).startswith(words(f"collection.{collection}"))
    assert words("foot.record", version="1", sources="2") != words("foot.core", version="1", sources="2")
    foot = reading.words(reading.tree(page.foot(chosen, words, DESK)))
    expected = words.count("count.sources", 3) if collection == "record" else words.count("count.reports", 2)
    assert expected in foot


@pytest.mark.parametrize("view", [*CHARTS, further], ids=key)
def test_the_head_of_a_chart_says_which_collection_it_shows(sample: Dataset, view: ModuleType) -> None:
    drawn = frame.View(view.KEY, view.figure, view.picked, view.shown)

    for collection in COLLECTIONS:
        chosen = reading.chosen(sample, collection=collection)
        head = reading.tree(frame.sheet(chosen, text("en"), DESK, drawn).head)
        (sign,) = head.iter("small")
        assert reading.words(sign) == text("en")(f"collection.{collection}")


def test_the_reference_says_from_which_collection_it_is(sample: Dataset) -> None:
    def note(cite: Any) -> str:
        return reading.words(
            reading.tree(citing.sheet(sample, text("en"), DESK, citing.Wanted(cite, "")).card)
        )

    assert "(Wider record, version" in note(OF_THE_RECORD)
    assert "(Core collection, version" in note("2021-05-oslo-members")
    assert "(Core collection, version" in note(Place("2021-05-oslo", 1))  # type: ignore[arg-type]


# the choice ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, sample: Dataset) -> reading.Stage:
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    stage.sidebar = nullcontext()  # type: ignore[attr-defined]
    monkeypatch.setattr(filters, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(sample)
    return stage


def test_the_collection_is_chosen_first_in_the_sidebar(sample: Dataset, stage: reading.Stage) -> None:
    filters.render(sample, text("en"), state.Follow(Selection(), DESK, sample))

    assert [name for name, _, _ in stage.shown][:3] == ["html", "segmented_control", "slider"]
    settings = stage.settings("segmented_control")
    assert settings["options"] == COLLECTIONS
    assert settings["required"] is True
    assert [settings["format_func"](each) for each in COLLECTIONS] == ["Core collection", "Wider record"]
    assert stage.session_state["collection"] == "core"


def test_the_sidebar_offers_the_years_and_cities_of_the_collection(
    sample: Dataset, stage: reading.Stage
) -> None:
    moved = reading.changed(sample, "meetings", "2022-09-nairobi", collection="record")

    filters.render(reading.chosen(moved), text("en"), state.Follow(Selection(), DESK, moved))
    cities = [dict(settings) for name, what, settings in stage.shown if what == "Cities"]
    first = stage.settings("slider")["min_value"]
    stage.shown.clear()
    filters.render(wide(moved), text("en"), state.Follow(Selection(collection="record"), DESK, moved))
    more = [dict(settings) for name, what, settings in stage.shown if what == "Cities"]

    assert (first, stage.settings("slider")["min_value"]) == (2021, 2020)
    assert [list(each["options"]) for each in (*cities, *more)] == [
        ["lima", "oslo"],
        ["lima", "nairobi", "oslo"],
    ]


# the core within the record ------------------------------------------------------------------------------


def rings(figure: Any) -> list[dict[str, Any]]:
    """The traces of rings."""
    return [
        each
        for each in reading.plain(figure)["data"]
        if each.get("marker", {}).get("symbol") == "circle-open" and each["hoverinfo"] == "skip"
    ]


def test_in_the_record_a_ring_stands_round_every_mark_of_the_core_and_no_other(sample: Dataset) -> None:
    drawn = timeline.figure(wide(sample), text("en"), DESK)

    counts, held = rings(drawn)
    marks = reading.traces(drawn)
    core = set(sample.observations.query("collection == 'core'")["observation_id"])
    core |= set(sample.meetings.query("collection == 'core'")["meeting_id"])
    ringed = [(x, y) for each in (counts, held) for x, y in zip(each["x"], each["y"], strict=True)]
    expected = [(mark["x"], mark["y"]) for name, mark in marks.items() if name in core]
    assert sorted(ringed) == sorted(expected)
    assert {OF_THE_RECORD, "2020-02-oslo"} == set(marks) - core


def test_hover_says_collection_and_scope_in_the_record_alone(sample: Dataset) -> None:
    def said(collection: str, mark: str) -> str:
        chosen = reading.chosen(sample, collection=collection)
        return reading.traces(timeline.figure(chosen, text("en"), DESK))[mark]["hover"]

    assert said("record", OF_THE_RECORD).endswith("<br>Wider record")
    assert said("record", "2021-05-oslo-members").endswith("<br>Core collection")
    assert said("record", "2020-02-oslo").endswith("<br>Wider record")
    assert "<br>Worldwide<br>" in said("record", OF_THE_RECORD)
    assert "ollection" not in said("core", "2021-05-oslo-members") + said("core", "2021-05-oslo")


def test_the_map_says_of_each_meeting_to_which_collection_it_belongs(sample: Dataset) -> None:
    body = reading.words(reading.tree(atlas.table(wide(sample), text("en"))))

    assert "Oslo (5 February 2020) · Wider record" in body
    assert "Oslo (11 May 2021) · Core collection" in body
    assert "collection" not in reading.words(reading.tree(atlas.table(reading.chosen(sample), text("en"))))


def test_the_twin_has_a_column_for_the_collection_in_the_record_alone(sample: Dataset) -> None:
    def cells(chosen: Dataset) -> list[list[str]]:
        body = reading.tree(frame.twin(timeline.shown(chosen, text("en")), chosen, text("en")))
        return [[reading.words(cell) for cell in row if cell.tag in ("th", "td")] for row in body.iter("tr")]

    narrow, broad = cells(reading.chosen(sample)), cells(wide(sample))

    assert {row[-1] for row in broad} == {"Collection", "Core collection", "Wider record"}
    assert [row[1:-2] for row in broad if row[-1] != "Wider record"] == [row[1:-1] for row in narrow]


@pytest.mark.parametrize(
    ("collection", "figure", "said"),
    [
        ("core", "2021-05-oslo-members", False),
        ("record", "2021-05-oslo-members", True),
        ("core", OF_THE_RECORD, True),
    ],
)
def test_evidence_says_the_collection_where_there_is_a_doubt(
    sample: Dataset, collection: str, figure: str, said: bool
) -> None:
    chosen = reading.chosen(sample, collection=collection)
    opened = evidence.opened(chosen, figure)
    assert opened

    card = reading.tree(evidence.card(chosen, text("en"), DESK, opened))

    assert ("Collection" in [reading.words(each) for each in card.iter("dt")]) is said


def test_a_legend_explains_the_ring_in_the_record_alone(sample: Dataset) -> None:
    def explained(chosen: Dataset) -> str:
        return frame.ringed(timeline.shown(chosen, text("en")), chosen, text("en"))

    assert explained(reading.chosen(sample)) == ""
    assert "a line joins these alone" in reading.words(reading.tree(explained(wide(sample))))
    assert explained(wide(sample, years=(1999, 1999))) == ""


# many figures, and rivals --------------------------------------------------------------------------------


def test_a_key_figure_counts_the_other_values_of_its_date(sample: Dataset) -> None:
    rival = reading.changed(
        sample, "observations", OF_THE_RECORD, as_of="2022-09", as_of_precision="month", value=40.0
    )

    alone = key_figures.describe(reading.chosen(rival), text("en"), indicator="members")
    beside = key_figures.describe(wide(rival), text("en"), indicator="members")

    assert (alone["rivals"], alone["collection"]) == ("", "")
    assert beside["rivals"] == "1 other number is stated for the same date."
    assert beside["change"] == "9 more than stated for 11 May 2021"


@pytest.mark.parametrize("view", LEDGERS, ids=key)
def test_a_ledger_has_a_row_for_every_indicator_of_its_groups_with_a_value(
    sample: Dataset, view: ModuleType
) -> None:
    extra = sample.indicators[sample.indicators["indicator_id"] == view.INDICATORS[0]]
    added = replace(
        sample,
        indicators=pd.concat([sample.indicators, extra.assign(indicator_id="strikes")], ignore_index=True),
    )
    grouped = reading.changed(added, "indicators", "strikes", group=view.GROUPS[-1])
    stated = reading.changed(grouped, "observations", OF_THE_RECORD, indicator_id="strikes")

    assert view.indicators(wide(grouped)) == view.INDICATORS
    assert view.indicators(reading.chosen(stated)) == view.INDICATORS
    assert view.indicators(wide(stated)) == (*view.INDICATORS, "strikes")
    assert OF_THE_RECORD in reading.traces(view.figure(wide(stated), text("ar"), PHONE))


def test_what_no_other_chart_draws_has_a_view_in_the_record_alone(
    sample: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(page, "st", reading.Stage())
    monkeypatch.setattr(page, "_draw", lambda view, *_: drawn.append(view.KEY))
    for name in ("head", "foot"):
        monkeypatch.setattr(page, name, lambda *_: "")
    monkeypatch.setattr(page.filters, "render", lambda *_: None)
    monkeypatch.setattr(page, "VIEWS", {"overview": (atlas, further)})
    monkeypatch.setattr(page, "DRAWERS", ())

    for collection in COLLECTIONS:
        chosen = reading.chosen(sample, collection=collection)
        page.draw(chosen, text("en"), state.Follow(Selection(collection=collection), DESK, sample))

    assert drawn == ["atlas", "atlas", "further"]


def test_every_indicator_of_the_record_is_drawn_somewhere(record: Dataset) -> None:
    chosen = wide(record)
    drawn = {timeline.INDICATOR, *territory.LANDS, people.FREED, people.RETURNED}
    drawn |= {each for view in (*LEDGERS, further) for each in view.indicators(chosen)}

    assert drawn >= set(chosen.observations["indicator_id"])


def test_the_core_comes_before_the_record_and_what_is_chosen_before_the_rest(sample: Dataset) -> None:
    close = reading.changed(sample, "meetings", "2020-02-oslo", starts_on="2022-09-16")

    def shown(**fields: Any) -> list[str]:
        held = [each for each in meetings(wide(close, **fields)) if each.level == "small_group"][:2]
        assert [each.meeting_id for each in held] == ["2022-09-nairobi", "2020-02-oslo"]
        trace = {
            "x": ["2022-09-16T00:00"] * 2,
            "y": [0, 0],
            "text": ["Nairobi", "Oslo"],
            "textposition": "top center",
            "textfont": {"size": 12},
            "marker": {"symbol": ["square"] * 2},
        }
        sheet = charts.Sheet(PHONE, height=100)
        sheet.x["range"] = ["2022-01-01", "2023-01-01"]
        area = charts.Area(300, 60, -0.5, 0.5, ((0, 0, 300, 20),))
        (thin,) = charts.thinned([(trace, held)], sheet=sheet, area=area)
        return [each for each in thin["text"] if each]

    assert shown() == ["Nairobi"]
    assert shown(meetings=("2020-02-oslo",)) == ["Oslo"]


def test_a_long_list_of_sources_is_folded_away(sample: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = wide(sample)
    ids = list(sample.sources["source_id"])

    assert charts.folded(ids, text=text("en"), dataset=chosen) == ""
    monkeypatch.setattr(charts, "MOST_SOURCES", 2)

    assert charts.folded(ids, text=text("en"), dataset=chosen) == "Sources: 3, named above the table."
    shown = timeline.shown(chosen, text("en"))
    foot = reading.words(reading.tree(frame.foot(shown.sources, chosen, text("en"))))
    assert foot == "Sources: 3, named above the table."
    body = reading.tree(frame.twin(shown, chosen, text("en")))
    assert "Sample Ministry" in reading.words(reading.classed(body, "cm-source")[0])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("view", [*CHARTS, further], ids=key)
def test_the_record_is_drawn_whole(record: Dataset, view: ModuleType, language: Any) -> None:
    chosen = wide(record)
    drawn = view.shown(chosen, text(language))

    marks = reading.traces(view.figure(chosen, text(language), PHONE))

    assert {each.observation_id for each in drawn.figures if each.indicator_id != territory.AREA} <= set(
        marks
    )
    assert frame.twin(drawn, chosen, text(language)).count("data-step") >= len(drawn.figures)
