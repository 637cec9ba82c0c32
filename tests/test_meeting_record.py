"""The list below a statement: which values of the record it holds, in what order and in which words."""

from dataclasses import replace

import pandas as pd
import pytest
import reading

from components import reader
from components.language import text
from components.theme import DESK
from loaders.analysis.statements import find_record_figures
from loaders.selection import COLLECTIONS, Column

ROME, AMMAN, KUWAIT = "2016-02-rome", "2017-11-amman", "2018-02-kuwait"
WASHINGTON, PARIS = "2019-02-washington", "2019-06-paris"
STATEMENTS = (ROME, AMMAN, KUWAIT, WASHINGTON, PARIS)
OSLO, LIMA = "2021-05-oslo", "2024-10-lima"


def read_statements(dataset, *meetings, language="en", **fields):
    """One statement with what stands below it, or several side by side, as a tree."""
    selected, options = reading.chosen(dataset, **fields), reader.ReadingOptions()
    columns = tuple(Column(meeting, "both") for meeting in meetings)
    if len(columns) == 1:
        return reading.tree(reader.statement(selected, text(language), columns[0], options))
    return reading.tree(reader.comparison(selected, text(language), DESK, columns, options))


def list_ids(body):
    """The observations whose evidence the links of the lists open."""
    links = [link for box in reading.classed(body, "cm-record") for link in box.iter("a")]
    assert all(link.get("data-step") is not None for link in links)
    return [reading.target(link).figure for link in links]


def list_expected(dataset, meeting):
    """The observations of a meeting that belong to the record, by looking at every row."""
    rows = dataset.observations
    of_meeting = (rows["meeting_id"] == meeting) & (rows["collection"] == "record")
    return set(rows["observation_id"][of_meeting])


def add_observation(dataset, **cells):
    """The made-up dataset with one more value of its record at the meeting in Oslo."""
    rows = dataset.observations
    more = rows[rows["observation_id"] == "2020-02-oslo-members"].assign(
        meeting_id=OSLO, as_of="2021-05-11", observation_id="made", **cells
    )
    return replace(
        dataset,
        observations=pd.concat([rows, more], ignore_index=True).astype(rows.dtypes.to_dict()),
    )


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("meeting", STATEMENTS)
def test_the_values_of_the_record_stand_below_the_statement_in_either_collection(
    record, meeting, language, collection
):
    # A filter leaves the list whole.
    theme = next(iter(record.passages["themes"][record.passages["meeting_id"] == meeting]))[0]
    body = read_statements(
        record, meeting, language=language, collection=collection, themes=(theme,)
    )

    found = list_ids(body)
    assert len(found) == len(set(found))
    assert set(found) == list_expected(record, meeting) != set()
    (box,) = reading.classed(body, "cm-record")
    assert box.get("dir") == text(language).direction


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {
                "2021-05-oslo-members": {"collection": "record"},
                "2021-05-oslo-people-freed": {
                    "collection": "record",
                    "source_id": "ministry-oslo-2020",
                },
            },
            ["2021-05-oslo-people-freed"],
        ),
        ({"2021-05-oslo-members": {"source_id": "ministry-oslo-2020"}}, []),
    ],
    ids=["of the report itself", "of the core"],
)
def test_only_values_of_the_record_from_other_sources_are_listed(sample, changes, expected):
    for observation, cells in changes.items():
        sample = reading.changed(sample, "observations", observation, **cells)

    found = find_record_figures(reading.chosen(sample), OSLO)

    assert [observation.observation_id for observation in found] == expected


def test_a_meeting_without_a_value_of_the_record_says_nothing(sample):
    for meetings in ((LIMA,), (OSLO, LIMA)):
        assert reading.classed(read_statements(sample, *meetings), "cm-record") == []


@pytest.mark.parametrize(
    ("language", "heading", "derived", "doubted"),
    [
        (
            "en",
            "The public record on this meeting: 16 figures that are not from this report",
            "our reading",
            "doubted",
        ),
        ("ar", "السجل العام عن هذا الاجتماع: 16 رقماً ليست من هذا التقرير", "قراءتنا", "مشكوك فيه"),
    ],
)
def test_the_heading_counts_and_a_value_says_its_hedge_and_whether_it_is_derived_or_doubted(
    record, language, heading, derived, doubted
):
    (box,) = reading.classed(read_statements(record, KUWAIT, language=language), "cm-record")

    values = [reading.words(value) for value in reading.classed(box, "cm-record-value")]
    assert [reading.words(title) for title in box.iter("h3")] == [heading]
    assert len(values) == 16
    assert sum(value.endswith(derived) for value in values) == 1
    assert sum(value.endswith(doubted) for value in values) == 3
    hedge = text(language)("before.more_than")
    assert sum(value.startswith(hedge) for value in values) == 1


def test_a_row_says_what_is_counted_how_much_when_who_and_where(record, language):
    words, names, selected = text(language), record.names, reading.chosen(record)
    body = read_statements(record, KUWAIT, language=language)
    rows = [reading.words(row) for row in reading.classed(body, "cm-record")[0].iter("li")]

    for row, observation in zip(rows, find_record_figures(selected, KUWAIT), strict=True):
        cells, indicator = observation.row, names["indicators"][observation.indicator_id]
        source = names["sources"][cells["source_id"]]
        for part in (
            *(
                indicator[f"name_{language}"],
                words(f"scope.{cells['scope']}"),
                cells[f"counts_{language}"],
            ),
            *(words.qualified(observation, indicator), words.date(observation.when)),
            *(cells[f"speaker_{language}"], source[f"publisher_{language}"]),
            words(f"kind.{source['kind']}"),
        ):
            assert " ".join(part.translate(reading.ISOLATES).split()) in row


def test_a_total_stands_before_its_parts(record):
    rows = record.observations[record.observations["collection"] == "record"]
    ids = [
        *rows["observation_id"][rows["indicator_id"] == "pledge"][:2],
        *rows["observation_id"][rows["indicator_id"] == "pledges-total"][:1],
    ]
    for observation in ids:
        record = reading.changed(
            record, "observations", observation, meeting_id=KUWAIT, as_of="2018-02-13"
        )

    found = find_record_figures(reading.chosen(record), KUWAIT)

    indicators = [observation.indicator_id for observation in found]
    assert [name for name in indicators if name.startswith("pledge")] == [
        "pledges-total",
        *["pledge"] * 3,
    ]
    assert [
        observation.row["scope"]
        for observation in found
        if observation.indicator_id == "territory-liberated-share"
    ] == ["iraq-syria", "iraq-syria", "iraq", "iraq"]


def test_each_compared_statement_has_its_own_list_in_its_own_column(record, sample):
    for dataset, meetings in ((record, STATEMENTS), (add_observation(sample), (OSLO, LIMA))):
        body = read_statements(dataset, *meetings)

        header, *cells = [row for row in body.iter() if row.get("role") == "row"][-1]
        assert header.get("role") == "rowheader"
        assert [set(list_ids(cell)) for cell in cells] == [
            list_expected(dataset, meeting) for meeting in meetings
        ]
