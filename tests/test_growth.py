"""Growth: a dataset many times larger keeps the contract, is chosen and drawn as the real one is, and says what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import reading

from benchmarks import enlarge, large
from components import (
    conflicts,
    counted,
    disagreements,
    frame,
    further,
    map_layout,
    observations,
    originals,
    passages,
    search,
    territory,
    threads,
)
from components.language import text
from components.theme import DESK
from loaders import measures, membership, rivalry, rivals
from loaders.dataset import load
from loaders.originals import Original, count_quotations, verify, verify_copies
from loaders.schema.tables import records
from loaders.selection import dropped, parse
from loaders.series import key_figure
from loaders.text.concordance import list_concordance
from loaders.text.query import find_spans, parse_query
from loaders.text.search import search as search_passages
from loaders.text.tokens import tokenize

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Dataset

TIMES = 40
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is TIMES as large as the real one."""
    made = tmp_path_factory.mktemp("large") / "data"
    enlarge.write(made, times=TIMES)
    return made


@pytest.fixture(scope="module")
def grown(folder: Path) -> Dataset:
    """The dataset of that folder."""
    return load(folder)


def test_a_larger_dataset_keeps_the_contract_and_has_so_many_times_the_rows(grown: Dataset, record: Dataset):
    tables = ("meetings", "observations", "passages", "threads", "discrepancies", "sources")

    assert {name: len(getattr(grown, name)) for name in tables} == {
        name: TIMES * len(getattr(record, name)) for name in tables
    }


def test_both_collections_grow_in_proportion(grown: Dataset, record: Dataset):
    core = (grown.meetings["collection"] == "core").sum()

    assert core == TIMES * (record.meetings["collection"] == "core").sum()


def test_what_is_real_stands_in_a_larger_dataset_as_it_is(grown: Dataset, record: Dataset):
    kept = grown.observations[
        grown.observations["observation_id"].isin(record.observations["observation_id"])
    ]

    assert records(kept.fillna(-1)) == records(record.observations.fillna(-1))


def test_everything_that_is_made_up_says_so_in_both_languages(grown: Dataset, record: Dataset):
    new = grown.meetings[~grown.meetings["meeting_id"].isin(record.meetings["meeting_id"])]

    assert new["title_en"].str.startswith("Made-up meeting").all()
    assert new["title_ar"].str.startswith("اجتماع مختلق").all()
    assert set(new["note_ar"]) == {enlarge.NOTE["ar"]}
    assert new["meeting_id"].str.startswith("made-up-").all()


def test_equal_seeds_make_equal_folders(tmp_path: Path):
    for name in ("one", "other"):
        enlarge.write(tmp_path / name, times=2)
    files = [each.relative_to(tmp_path / "one") for each in (tmp_path / "one").rglob("*") if each.is_file()]

    assert all(
        (tmp_path / "one" / each).read_bytes() == (tmp_path / "other" / each).read_bytes() for each in files
    )
    assert len(files) > 10


def test_a_folder_that_holds_something_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")

    code = enlarge.main([str(tmp_path)])

    assert code == 1
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_no_dataset_is_made_smaller(tmp_path: Path):
    with pytest.raises(ValueError, match="times: 0"):
        enlarge.write(tmp_path / "new", times=0)


def test_every_address_that_is_measured_is_known_to_the_dataset(record: Dataset):
    asked = [query for _, query in large.addresses()]

    assert [dropped(parse_qs(each), record) for each in asked] == [()] * len(asked)
    assert len({parse(parse_qs(each), record) for each in asked}) == len(set(asked))


def test_a_kind_of_address_that_takes_too_long_is_named():
    real, slow = large.Found([0.1], [0.1], [1.0]), large.Found([0.2], [0.4], [1.0])
    found: Any = {"real": {("core", "Years"): real}, "large": {("core", "Years"): slow}}

    assert large.worst(found) == ["core, years, again: 4.00"]


@pytest.mark.parametrize("changes", [{}, {"years": (2016, 2018)}, {"cities": ("rome", "paris")}])
def test_of_many_figures_few_stand_for_all_of_them(grown: Dataset, changes: dict[str, Any]):
    chosen = reading.chosen(grown, collection="record", **changes)
    every = grown.whole.indicators["indicator_id"]

    shown = measures.figures(chosen, every)
    number = measures.counted(chosen, every)

    assert len(shown) < 1200
    assert number.chosen == len(chosen.observations)
    assert number.shown == sum(each.chosen for each in shown) < number.chosen
    assert {each.observation_id for each in shown if each.chosen} <= set(
        chosen.observations["observation_id"]
    )


def test_first_latest_lowest_and_highest_are_among_those_that_stand_for_all(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")
    mine = chosen.observations[chosen.observations["indicator_id"] == "members"]

    shown = measures.stated(chosen, "members")

    assert len(shown) < 30 < len(mine)
    assert min(each.value for each in shown) == mine["value"].min()
    assert max(each.value for each in shown) == mine["value"].max()
    assert shown[0].row["as_of"] == mine["as_of"].min()
    assert shown[-1].when.last >= max(each.when.first for each in shown)


def test_of_the_real_dataset_nothing_is_left_out(record: Dataset):
    for collection in ("core", "record"):
        chosen = reading.chosen(record, collection=collection)
        counts = [
            measures.counted(chosen, record.indicators["indicator_id"]),
            measures.held_meetings(chosen),
            measures.reached(chosen),
            measures.referred(chosen),
            measures.compared(chosen),
        ]

        assert [each.left for each in counts] == [0] * len(counts)
        assert passages.offered(chosen) == passages.available(chosen)
        assert len(observations.shown(chosen)) == len(chosen.observations)


def test_the_key_figure_is_found_among_all_values_and_not_only_those_that_are_shown(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")
    found = key_figure(chosen, "members")
    assert found is not None
    mine = chosen.observations
    counts = mine[(mine["indicator_id"] == "members") & (mine["counts_en"] == "")]
    trusted = counts[counts["confidence"] != "low"]

    assert found.figure.row["as_of"] == trusted["as_of"].max()
    assert len(found.same_date) == (counts["as_of"] == found.figure.row["as_of"]).sum()
    assert {value.row["as_of"] for value in found.before} == {
        trusted[trusted["as_of"] < found.figure.row["as_of"]]["as_of"].max()
    }


def test_many_meetings_are_shown_level_by_level_and_all_are_counted(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")

    shown = measures.meetings(chosen)

    assert len(shown) < 200
    assert {each.level for each in shown} == set(grown.meetings["level"])
    assert measures.held_meetings(chosen).chosen == len(grown.meetings)


def test_a_city_counts_all_its_meetings_and_lists_a_few(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")

    there = measures.places(chosen)

    held = grown.meetings["city_id"].value_counts()
    assert [each.count for each in there] == [held[each.city_id] for each in there]
    assert [each.count for each in there] == sorted((each.count for each in there), reverse=True)
    assert len(there) < measures.reached(chosen).chosen
    assert max(len(each.chosen) for each in there) <= measures.MOST_AT
    assert max(map_layout.disc_radius(each) for each in there) < 60


@LANGUAGES
def test_a_chart_says_how_many_figures_it_does_not_draw(grown: Dataset, language: Any):
    chosen, words = reading.chosen(grown, collection="record"), text(language)
    number = measures.counted(chosen, territory.LANDS)

    head = territory_head(chosen, words)

    assert words.number(number.shown) in head
    assert words.number(number.chosen) in head


def territory_head(chosen: Dataset, words: Any) -> str:
    """The heading of the chart of territory."""
    view = frame.View(territory.KEY, territory.figure, territory.picked, territory.shown)
    return frame.sheet(chosen, words, DESK, view).head


def test_a_search_in_many_statements_finds_and_counts_what_stands_there(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")
    asked = parse_query("Syria Iraq")

    found = search_passages(chosen, asked)

    slow = [
        (row["meeting_id"], row["number"])
        for row in records(chosen.passages)
        if find_spans(asked, tokenize(row["en"]), language="en")
    ]
    assert [(hit.meeting_id, hit.number) for hit in found] == slow
    assert len(slow) > search.MOST_HITS


@LANGUAGES
def test_a_long_list_of_hits_says_how_many_it_does_not_list(grown: Dataset, language: Any):
    chosen, words = reading.chosen(grown, collection="record"), text(language)

    drawn = search.results(chosen, words, DESK, "stabilisation", False)

    assert drawn.count("<li>") == search.FEW_HITS
    assert words.number(len(search.hits(chosen, "stabilisation", alike=False))) in drawn


def test_a_concordance_of_many_lines_is_in_the_order_of_a_short_one(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")

    lines = list_concordance(chosen, "stabilisation", order="after")

    after = ["".join(tokenize(line.after).words[:1]) for line in lines]
    assert after == sorted(after)
    assert len(lines) > 100


def test_choosing_by_arrays_gives_what_choosing_row_by_row_gives(grown: Dataset):
    chosen = reading.chosen(grown, collection="core", years=(2016, 2017), levels=("ministerial",))
    rows = grown.meetings[grown.meetings["collection"] == "core"]
    years = rows["starts_on"].str[:4].astype(int)

    wanted = rows[years.between(2016, 2017) & (rows["level"] == "ministerial")]

    assert set(chosen.meetings["meeting_id"]) == set(wanted["meeting_id"])
    assert set(chosen.passages["meeting_id"]) <= set(wanted["meeting_id"])
    assert np.all(np.diff([int(each[:4]) for each in chosen.meetings["starts_on"]]) >= 0)


# what is counted though it is not shown ------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"years": (2016, 2018)}, {"levels": ("ministerial",)}])
def test_all_rivals_are_counted_and_the_first_are_told(
    grown: Dataset, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
):
    chosen = reading.chosen(grown, collection="record", **changes)
    every = measures.told(chosen, np.arange(len(grown.observations)))
    monkeypatch.setattr("loaders.rivals.figures", lambda *_: every)

    count, first = rivalry.count(chosen), rivalry.foremost(chosen, 30)

    slow = sorted((each for each in rivals.rivals.__wrapped__(chosen) if each.chosen), key=by_agreement)
    assert count == (sum(not each.agree for each in slow), sum(each.agree for each in slow))
    assert [(each.indicator_id, each.series, each.when, each.agree) for each in first] == [
        (each.indicator_id, each.series, each.when, each.agree) for each in slow[:30]
    ]
    assert [len(each.figures) + each.more for each in first] == [len(each.figures) for each in slow[:30]]
    assert {len(each.figures) for each in first if each.more} == {rivalry.FEW_VALUES}


def by_agreement(group: rivals.Rivals) -> bool:
    return group.agree


@pytest.mark.parametrize("collection", ["core", "record"])
def test_of_few_values_every_group_of_rivals_is_told_in_full(record: Dataset, collection: Any):
    for years in (None, (2016, 2018), (2015, 2015)):
        chosen = reading.chosen(record, collection=collection, years=years)

        groups = rivalry.foremost(chosen, len(record.observations))

        slow = sorted((each for each in rivals.rivals(chosen) if each.chosen), key=by_agreement)
        assert groups == tuple(slow)
        assert sum(rivalry.count(chosen)) == len(slow)


@LANGUAGES
def test_a_long_list_of_rivals_says_what_it_leaves_out(grown: Dataset, language: Any):
    chosen, words = reading.chosen(grown, collection="record"), text(language)

    body = reading.tree(conflicts.twin(chosen, words))

    number = words.number(sum(rivalry.count(chosen)))
    assert len(list(body.iter("tbody"))) == conflicts.FEW
    foot = reading.words(reading.tree(conflicts.drawn(chosen, words, DESK).foot))
    assert number in foot
    assert number in conflicts.finding(chosen, words)
    assert words("conflicts.each", most=words.number(rivalry.FEW_VALUES)) in foot


@pytest.mark.parametrize("changes", [{}, {"cities": ("rome",)}])
def test_disagreements_are_counted_as_they_would_be_one_by_one(grown: Dataset, changes: dict[str, Any]):
    chosen = reading.chosen(grown, collection="record", **changes)

    places = rivals.standing(chosen)

    assert rivals.told(chosen, places) == tuple(each for each in rivals.disputes(chosen) if each.chosen)
    assert text("en").number(len(places)) in disagreements.finding(chosen, text("en"))


def test_findings_count_what_no_chart_shows(grown: Dataset):
    chosen, words = reading.chosen(grown, collection="record"), text("en")
    wanted = chosen.observations["indicator_id"].isin(further.indicators(chosen))
    members = measures.told(chosen, measures.chosen_places(chosen, "members"))

    said = [view.finding(chosen, words) for view in (further, threads, counted)]

    announced = chosen.threads[chosen.threads["kind"] == "announces"]
    assert words.count("count.figures", int(wanted.sum())) in said[0]
    assert said[1].startswith(f"{len(chosen.threads)} threads")
    assert (
        f"announced: {len(announced)}; known to have taken place: {sum(announced['to_meeting_id'] != '')}"
        in (said[1])
    )
    odd = sum(bool(membership._fit(chosen, each).gap) for each in members)
    assert f"{odd:,} of {len(members):,} stated counts do not fit" in said[2]


def test_all_that_was_stated_at_a_meeting_is_found_by_it(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")
    rows = grown.observations[grown.observations["indicator_id"] == "members"]
    meeting = rows["meeting_id"][rows["meeting_id"] != ""].value_counts().index[0]

    found = measures.said_at(chosen, meeting, indicator="members")

    assert {each.observation_id for each in found} == set(
        rows["observation_id"][rows["meeting_id"] == meeting]
    )
    assert all(each.chosen for each in found)


def test_the_counts_of_a_month_are_its_own_and_from_the_lowest_to_the_highest(grown: Dataset):
    chosen = reading.chosen(grown, collection="record")
    rows = grown.observations[grown.observations["indicator_id"] == "members"]
    mine = rows[rows["as_of"].str.startswith("2019-06")]

    found = membership.latest_stated(chosen, "2019-06")

    assert len(found) == membership.MOST_SAID < len(mine)
    assert {each.observation_id for each in found} <= set(mine["observation_id"])
    assert [found[0].value, found[-1].value] == [mine["value"].min(), mine["value"].max()]


@LANGUAGES
def test_of_many_source_articles_the_first_are_listed(grown: Dataset, language: Any):
    chosen, words = reading.chosen(grown, collection="core"), text(language)
    last = originals.sources(chosen)[-1]["source_id"]
    copy = Original(last, "mine.txt", ("One.",))

    body = reading.tree(originals.summary(chosen, words, {last: copy}, verify_copies(grown, {last: copy})))

    rows = list(next(body.iter("tbody")).iter("tr"))
    assert len(rows) == originals.MOST < len(originals.sources(chosen))
    assert "mine.txt" in reading.words(rows[0])
    assert words.number(len(originals.sources(chosen))) in reading.words(body)


def test_only_the_evidence_of_copies_that_are_at_hand_is_checked(grown: Dataset):
    one = originals.sources(grown)[0]["source_id"]
    copies = {one: Original(one, "mine.txt", ("One.",))}

    assert verify_copies(grown, {}) == ()
    assert verify_copies(grown, copies) == tuple(
        each for each in verify(grown, copies) if each.source_id == one
    )
    assert count_quotations(grown).total() == len(verify(grown, {}))
