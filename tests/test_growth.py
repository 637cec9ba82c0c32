"""Growth: a dataset many times larger keeps the contract, and lists that are cut say so."""

from urllib.parse import parse_qs

import pytest
import reading

from benchmarks import enlarge, large
from components import conflicts, disagreements, observations, originals, search
from components.charts import frame
from components.language import text
from loaders.dataset import load
from loaders.originals import Original, count_quotations, verify, verify_copies
from loaders.schema.tables import records
from loaders.selection import read_address
from loaders.text.concordance import list_concordance
from loaders.text.query import find_spans, parse_query
from loaders.text.search import search as search_passages
from loaders.text.tokens import tokenize

TIMES = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder that is TIMES as large as the real one."""
    made = tmp_path_factory.mktemp("large") / "data"
    enlarge.write(made, times=TIMES)
    return made


@pytest.fixture(scope="module")
def grown(folder):
    """The dataset of that folder."""
    return load(folder)


def test_a_larger_dataset_keeps_the_contract_and_has_so_many_times_the_rows(grown, record):
    tables = ("meetings", "observations", "passages", "threads", "discrepancies", "sources")

    assert {name: len(getattr(grown, name)) for name in tables} == {
        name: TIMES * len(getattr(record, name)) for name in tables
    }


def test_what_is_real_stands_in_a_larger_dataset_as_it_is(grown, record):
    kept = grown.observations[
        grown.observations["observation_id"].isin(record.observations["observation_id"])
    ]

    assert records(kept.fillna(-1)) == records(record.observations.fillna(-1))


def test_equal_seeds_make_equal_folders(tmp_path):
    for name in ("one", "other"):
        enlarge.write(tmp_path / name, times=2)
    files = [
        each.relative_to(tmp_path / "one")
        for each in (tmp_path / "one").rglob("*")
        if each.is_file()
    ]

    assert all(
        (tmp_path / "one" / each).read_bytes() == (tmp_path / "other" / each).read_bytes()
        for each in files
    )
    assert len(files) > 10


def test_a_folder_that_holds_something_is_not_written_over(tmp_path, capsys):
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")

    code = enlarge.main([str(tmp_path)])

    assert code == 1
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_every_address_that_is_measured_is_known_to_the_dataset(record):
    asked = [query for _, query in large.addresses()]

    read = [read_address(parse_qs(query), record) for query in asked]
    assert [address.dropped for address in read] == [()] * len(asked)
    assert len({address.selection for address in read}) == len(set(asked))


def test_a_kind_of_address_that_takes_too_long_is_named():
    real, slow = large.Found([0.1], [0.1], [1.0]), large.Found([0.2], [0.4], [1.0])
    found = {"real": {("core", "Years"): real}, "large": {("core", "Years"): slow}}

    assert large.worst(found) == ["core, years, again: 4.00"]


def test_a_search_in_many_statements_finds_and_counts_what_stands_there(grown):
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


def test_a_concordance_of_many_lines_is_in_the_order_of_a_short_one(grown):
    chosen = reading.chosen(grown, collection="record")

    lines = list_concordance(chosen, "stabilisation", order="after")

    after = ["".join(tokenize(line.after).words[:1]) for line in lines]
    assert after == sorted(after)
    assert len(lines) > 100


def test_only_the_evidence_of_copies_that_are_at_hand_is_checked(grown):
    one = originals.sources(grown)[0]["source_id"]
    copies = {one: Original(one, "mine.txt", ("One.",))}

    assert verify_copies(grown, {}) == ()
    assert verify_copies(grown, copies) == tuple(
        each for each in verify(grown, copies) if each.source_id == one
    )
    assert count_quotations(grown).total() == len(verify(grown, {}))


def test_a_chart_and_a_list_that_are_cut_say_how_many_there_are(grown, language):
    chosen, words = reading.chosen(grown, collection="record"), text(language)
    drawn = frame.render_frame(chosen, words, conflicts.KEY, conflicts.describe)
    foot = reading.words(reading.tree(drawn.footer))
    group = reading.words(reading.tree(disagreements.table(chosen, words, "membership", None)))

    assert words.number(sum(conflicts.count(chosen))) in foot
    assert words.number(len(disagreements.by_group(chosen)["membership"])) in group
    assert len(observations.shown(chosen)) == observations.MOST_LISTED < len(chosen.observations)
