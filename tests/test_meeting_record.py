"""The list below a statement: which figures of the record it holds, in what order and in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pandas as pd
import pytest
import reading

from components import meeting_record, reader
from components.language import text
from components.theme import DESK
from loaders.analysis.statements import find_record_figures
from loaders.schema.tables import records
from loaders.selection import COLLECTIONS, LANGUAGES, Column, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

ROME, AMMAN, KUWAIT = "2016-02-rome", "2017-11-amman", "2018-02-kuwait"
WASHINGTON, PARIS = "2019-02-washington", "2019-06-paris"
EVERY = (ROME, AMMAN, KUWAIT, WASHINGTON, PARIS)
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"
VIEW: Any = ("beside", None, "", False)


def read_statement(dataset: Dataset, meeting: str, language: Any = "en", **fields: Any) -> Element:
    """The statement of a meeting, with what stands below it, as a tree."""
    chosen = reading.chosen(dataset, **fields)
    return reading.tree(
        reader.statement(chosen, text(language), DESK, Column(meeting, "both"), VIEW)  # type: ignore[arg-type]
    )


def list_ids(body: Element) -> list[str | None]:
    """The observations whose evidence the links of the lists open."""
    links = [link for box in reading.classed(body, "cm-record") for link in box.iter("a")]
    assert all(link.get("data-step") is not None for link in links)
    return [parse(parse_qs(link.get("href", "").removeprefix("?"))).figure for link in links]


def list_expected(dataset: Dataset, meeting: str) -> set[str]:
    """The observations of a meeting that belong to the record, by looking at every row."""
    rows = records(dataset.observations)
    return {
        row["observation_id"]
        for row in rows
        if row["meeting_id"] == meeting and row["collection"] == "record"
    }


def add_observations(dataset: Dataset, *rows: dict[str, Any]) -> Dataset:
    """The made-up dataset with more values of its record at the meeting in Oslo."""
    (pattern,) = [
        row for row in records(dataset.observations) if row["observation_id"] == "2020-02-oslo-members"
    ]
    made = [
        {**pattern, "meeting_id": OSLO, "as_of": "2021-05-11", "observation_id": f"made-{number}", **row}
        for number, row in enumerate(rows)
    ]
    more = pd.concat([dataset.observations, pd.DataFrame(made, dtype=object)], ignore_index=True)
    return replace(dataset, observations=more.astype(dataset.observations.dtypes.to_dict()))


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("meeting", EVERY)
def test_the_figures_of_the_record_stand_below_the_statement_in_either_collection(
    record: Dataset, meeting: str, language: str, collection: str
) -> None:
    body = read_statement(record, meeting, language, collection=collection)

    found = list_ids(body)

    assert len(found) == len(set(found))
    assert set(found) == list_expected(record, meeting) != set()
    (box,) = reading.classed(body, "cm-record")
    assert box.get("dir") == text(language).direction  # type: ignore[arg-type]


def test_a_figure_of_the_report_is_not_listed_where_the_meeting_is_of_the_record(sample: Dataset) -> None:
    moved = reading.changed(sample, "observations", "2021-05-oslo-members", collection="record")
    other = reading.changed(
        moved,
        "observations",
        "2021-05-oslo-people-freed",
        collection="record",
        source_id="ministry-oslo-2020",
    )

    found = [figure.observation_id for figure in find_record_figures(reading.chosen(other), OSLO)]

    assert found == ["2021-05-oslo-people-freed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_without_a_figure_of_the_record_says_nothing(sample: Dataset, language: str) -> None:
    body = read_statement(sample, LIMA, language)

    assert reading.classed(body, "cm-record") == []
    columns = (Column(OSLO, "both"), Column(LIMA, "both"))  # type: ignore[arg-type]
    compared = reader.comparison(reading.chosen(sample), text(language), DESK, columns, VIEW)  # type: ignore[arg-type]
    assert "cm-record" not in compared


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "The public record on this meeting: {} figures that are not from this report"),
        ("ar", "السجل الأوسع عن هذا الاجتماع: {} رقماً ليست من هذا التقرير"),
    ],
)
def test_the_heading_counts_the_figures_and_says_that_the_report_has_none_of_them(
    record: Dataset, language: str, heading: str
) -> None:
    (box,) = reading.classed(read_statement(record, KUWAIT, language), "cm-record")

    assert [reading.words(title) for title in box.iter("h3")] == [heading.format(16)]
    assert len(list(box.iter("li"))) == 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_says_what_is_counted_how_much_when_who_and_where(record: Dataset, language: Any) -> None:
    words, names = text(language), record.names
    described = meeting_record.describe_record(reading.chosen(record), words, KUWAIT)

    for row, figure in zip(
        described["rows"], find_record_figures(reading.chosen(record), KUWAIT), strict=True
    ):
        observation = figure.row
        source = names["sources"][observation["source_id"]]
        indicator = names["indicators"][figure.indicator_id]
        assert row["quantity"] == indicator[f"name_{language}"]
        assert row["scope"] == words(f"scope.{observation['scope']}")
        assert row["counts"] == observation[f"counts_{language}"]
        assert row["value"] == words.qualified(figure, indicator)
        assert row["date"] == words.date(figure.when)
        assert row["speaker"] == observation[f"speaker_{language}"]
        assert source[f"publisher_{language}"] in row["source"]
        assert words(f"kind.{source['kind']}") in row["source"]
        assert row["value"] in row["label"]
        marks = {mark["kind"] for mark in row["marks"]}
        assert ("derived" in marks) == (observation["status"] == "derived")
        assert ("doubted" in marks) == (observation["confidence"] == "low")


@pytest.mark.parametrize(
    ("language", "derived", "doubted"), [("en", "our reading", "doubted"), ("ar", "قراءتنا", "مشكوك فيه")]
)
def test_a_value_says_its_hedge_and_whether_it_is_derived_or_doubted(
    record: Dataset, language: str, derived: str, doubted: str
) -> None:
    (box,) = reading.classed(read_statement(record, KUWAIT, language), "cm-record")

    values = [reading.words(value) for value in reading.classed(box, "cm-record-value")]

    assert sum(value.endswith(derived) for value in values) == 1
    assert sum(value.endswith(doubted) for value in values) == 3
    hedge = text(language)("before.more_than")  # type: ignore[arg-type]
    assert sum(value.startswith(hedge) for value in values) == 1


def test_a_total_stands_before_its_parts(record: Dataset) -> None:
    rows = records(record.observations)
    pledges = [row for row in rows if row["indicator_id"] == "pledge" and row["collection"] == "record"][:2]
    totals = [
        row for row in rows if row["indicator_id"] == "pledges-total" and row["collection"] == "record"
    ][:1]
    changed = record
    for row in [*pledges, *totals]:
        changed = reading.changed(
            changed, "observations", row["observation_id"], meeting_id=KUWAIT, as_of="2018-02-13"
        )

    found = find_record_figures(reading.chosen(changed), KUWAIT)

    support = [figure.indicator_id for figure in found if figure.indicator_id.startswith("pledge")]
    assert support == ["pledges-total", "pledge", "pledge", "pledge"]
    first_day = [
        figure.row["counts_en"]
        for figure in found
        if figure.indicator_id == "members" and figure.row["as_of"] == "2018-02-13"
    ]
    assert first_day == ["", "", "", "", "at the opening of the meeting"]
    shares = [figure.row["scope"] for figure in found if figure.indicator_id == "territory-liberated-share"]
    assert shares == ["iraq-syria", "iraq-syria", "iraq", "iraq"]


def test_each_compared_statement_has_its_own_list_in_its_own_column(record: Dataset) -> None:
    columns = tuple(Column(meeting, "en") for meeting in EVERY)  # type: ignore[arg-type]

    body = reading.tree(reader.comparison(reading.chosen(record), text("en"), DESK, columns, VIEW))

    last = [row for row in body.iter() if row.get("role") == "row"][-1]
    cells = [cell for cell in last if cell.get("role") == "cell"]
    assert [cell.get("role") for cell in last] == ["rowheader", *["cell"] * len(EVERY)]
    for meeting, cell in zip(EVERY, cells, strict=True):
        assert set(list_ids(cell)) == list_expected(record, meeting)
    assert len(list_ids(body)) == sum(len(list_expected(record, meeting)) for meeting in EVERY)


def test_a_long_list_says_how_many_it_leaves_out(sample: Dataset) -> None:
    many = meeting_record.MOST_LISTED + 1
    chosen = reading.chosen(add_observations(sample, *[{}] * many))

    described = meeting_record.describe_record(chosen, text("en"), OSLO)

    assert len(described["rows"]) == meeting_record.MOST_LISTED
    assert f"{many} figures" in described["heading"]
    assert f"{meeting_record.MOST_LISTED} of {many} figures" in described["left_out"]


def test_markup_in_a_figure_is_only_text(sample: Dataset) -> None:
    hostile = "<script>alert(1)</script>"
    spoilt = add_observations(sample, {"speaker_en": hostile, "counts_en": hostile, "counts_ar": hostile})

    body = read_statement(spoilt, OSLO)

    (box,) = reading.classed(body, "cm-record")
    assert reading.words(box).count(hostile) == 2
    assert list(box.iter("script")) == []
