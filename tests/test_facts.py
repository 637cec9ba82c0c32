"""The facts of a new meeting: what follows from them is filled in, and what the contract refuses is refused."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from loaders import contract, facts, tables
from loaders.dataset import load
from loaders.facts import Rejected
from loaders.faults import DamagedData
from loaders.originals import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Dataset

ARTICLE = (
    "Sample headline\n\nThe hall in Quito held 44 guests.\n\nOver 9 million are free, and 9 million it is.\n"
)

FACTS: dict[str, Any] = {
    "city": {
        "name_en": "Quito",
        "name_ar": "كيتو",
        "country_id": "ecu",
        "country_en": "Ecuador",
        "country_ar": "الإكوادور",
        "longitude": -78.4678,
        "latitude": -0.1807,
    },
    "meeting": {
        "collection": "core",
        "starts_on": "2025-04-02",
        "level": "small_group",
        "title_en": "Sample meeting, Quito",
        "title_ar": "اجتماع نموذجي، كيتو",
    },
    "source": [
        {
            "kind": "press",
            "publisher_en": "El Día de Quito",
            "publisher_ar": "يوم كيتو",
            "language": "en",
            "article": "article.txt",
        }
    ],
    "figure": [
        {
            "indicator_id": "participants",
            "value": 44,
            "qualifier": "exact",
            "scope": "global",
            "speaker_en": "Report",
            "speaker_ar": "تقرير",
            "evidence": "held 44 guests",
        }
    ],
    "passage": [
        {
            "voice": "reporter",
            "speaker_en": "Report",
            "speaker_ar": "تقرير",
            "themes": ["winter-aid"],
            "paragraphs": [2],
            "en": "There were 44 guests.",
            "ar": "حضر 44 ضيفاً.",
            "figures": [{"observation_id": "participants", "en": "44 guests", "ar": "44 ضيفاً"}],
        }
    ],
    "thread": [
        {
            "kind": "cites",
            "to_meeting_id": "2024-10-lima",
            "subject_en": "Meeting in Lima",
            "subject_ar": "اجتماع ليما",
            "evidence": "The hall in Quito",
        }
    ],
    "discrepancy": [
        {
            "subject": "observations:participants:value",
            "stated": "43",
            "stated_source_id": "weekly-lima-2024",
            "reason_en": "It counts otherwise.",
            "reason_ar": "تحصي على نحو آخر.",
        }
    ],
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a copy of the made-up article."""
    place = tmp_path / "desk"
    place.mkdir()
    (place / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return place


def told(**changes: Any) -> dict[str, Any]:
    """The made-up facts with some fields of their tables, or some tables, set to others; None takes one away.

    A key is a table, or table and field with two underscores between; of several tables the first is changed.
    """
    out = copy.deepcopy(FACTS)
    for key, value in changes.items():
        name, _, field = key.partition("__")
        there = out[name][0] if field and isinstance(out[name], list) else out[name] if field else out
        if value is None:
            del there[field or name]
        else:
            there[field or name] = value
    return out


def made(content: dict[str, Any], *, dataset: Dataset, desk: Path) -> dict[str, dict[str, str]]:
    """The first row of each table that a draft makes."""
    rows = facts.rows(content, dataset=dataset, folder=desk)
    return {name: new[0][1] for name, new in rows.tables.items() if new}


def refused(content: dict[str, Any], *, root: Path, desk: Path) -> list[str]:
    """The lines with which a draft is rejected."""
    with pytest.raises(Rejected) as rejected:
        facts.plan(content, root=root, folder=desk)
    return str(rejected.value).split("\n")


# ids ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Asharq Al-Awsat", "asharq-al-awsat"),
        ("El Día de Québec", "el-dia-de-quebec"),
        ("Okaz (King's)", "okaz-kings"),
        ("عمّان", ""),
    ],
)
def test_words_become_part_of_an_id(words: str, part: str) -> None:
    assert facts.slug(words) == part


def test_every_meeting_of_the_record_has_an_id_by_the_rule(record: Dataset) -> None:
    for row in tables.records(record.meetings):
        plain = f"{row['starts_on'][:7]}-{facts.place_of(row['city_id'])}"

        assert row["meeting_id"].startswith(plain)
        assert facts.meeting_id(row, dataset=record).startswith(plain)


def test_a_second_meeting_of_city_and_month_is_told_apart_by_its_level(sample: Dataset, desk: Path) -> None:
    content = told(
        city=None,
        meeting__city_id="Oslo",
        meeting__starts_on="2021-05-30",
        meeting__level="chiefs_of_defence",
    )

    assert (
        made(content, dataset=sample, desk=desk)["meetings"]["meeting_id"] == "2021-05-oslo-chiefs-of-defence"
    )


def test_a_meeting_without_a_city_is_online(sample: Dataset, desk: Path) -> None:
    content = told(city=None)

    rows = made(content, dataset=sample, desk=desk)

    assert (rows["meetings"]["meeting_id"], rows["meetings"]["city_id"]) == ("2025-04-online", "")
    assert rows["sources"]["source_id"] == "el-dia-de-quito-online-2025"


@pytest.mark.parametrize("name", ["oslo", "Oslo", "OSLO", "أوسلو"])
def test_a_known_city_is_found_by_its_id_and_by_its_names(sample: Dataset, desk: Path, name: str) -> None:
    rows = made(told(city=None, meeting__city_id=name), dataset=sample, desk=desk)

    assert rows["meetings"]["city_id"] == "oslo"


def test_rows_that_share_meeting_and_indicator_are_told_apart_by_scope_and_publisher(
    sample: Dataset, desk: Path
) -> None:
    first = FACTS["figure"][0]
    other = {**first, "source_id": "weekly-lima-2024", "collection": "core", "paragraph": 1}
    content = told(figure=[first, {**first, "scope": "iraq"}, other, {**other, "scope": "syria"}, {**other}])

    rows = facts.rows(content, dataset=sample, folder=desk)

    assert [
        row["observation_id"].removeprefix("2025-04-quito-") for _, row in rows.tables["observations"]
    ] == [
        "participants",
        "participants-iraq",
        "participants-weekly",
        "participants-syria",
        "participants-weekly",
    ]


@pytest.mark.parametrize(
    ("source", "near", "publisher"),
    [
        ("spa-brussels-2014", "2014-12-brussels-members", "spa"),
        ("agenzia-nova-the-hague-2022", "2022-12-the-hague-members", "agenzia-nova"),
        ("new-york-times-new-york-2015", "2015-09-new-york", "new-york-times"),
        ("state-gov-2015", "2015-02-08-members", "state"),
        ("alone", "2015-02-08-members", "alone"),
    ],
)
def test_the_publisher_is_what_stands_before_city_and_year(source: str, near: str, publisher: str) -> None:
    assert facts.publisher_of(source, near=near) == publisher


def test_ids_that_are_given_are_kept(sample: Dataset, desk: Path) -> None:
    rows = made(
        told(
            meeting__meeting_id="2025-04-quito-full",
            city__city_id="san-francisco-de-quito",
            source__source_id="dia-quito-2025",
            figure__observation_id="2025-04-quito-full-guests",
            passage=None,
            discrepancy=None,
            thread__thread_id="2025-04-quito-full-last",
        ),
        dataset=sample,
        desk=desk,
    )

    assert rows["meetings"]["meeting_id"] == "2025-04-quito-full"
    assert rows["meetings"]["city_id"] == rows["cities"]["city_id"] == "san-francisco-de-quito"
    assert rows["observations"]["source_id"] == rows["sources"]["source_id"] == "dia-quito-2025"
    assert rows["observations"]["observation_id"] == "2025-04-quito-full-guests"
    assert rows["threads"]["thread_id"] == "2025-04-quito-full-last"


# what follows -------------------------------------------------------------------------------------------


def test_what_follows_from_the_rest_is_filled_in(sample: Dataset, desk: Path) -> None:
    rows = made(FACTS, dataset=sample, desk=desk)

    meeting, source, figure = rows["meetings"], rows["sources"], rows["observations"]
    assert (meeting["ends_on"], meeting["date_precision"]) == ("2025-04-02", "day")
    assert (source["source_id"], source["collection"]) == ("el-dia-de-quito-quito-2025", "core")
    assert source["fingerprint"] == fingerprint(ARTICLE)
    assert figure["observation_id"] == "2025-04-quito-participants"
    assert (figure["as_of"], figure["as_of_precision"], figure["status"]) == ("2025-04-02", "day", "stated")
    assert (figure["paragraph"], rows["threads"]["paragraph"]) == ("2", "2")
    assert rows["threads"]["thread_id"] == "2025-04-quito-lima"
    assert rows["discrepancies"]["subject"] == "observations:2025-04-quito-participants:value"
    assert rows["discrepancies"]["discrepancy_id"] == "2025-04-quito-participants-weekly"
    assert rows["discrepancies"]["adopted"] == "44"
    assert rows["discrepancies"]["adopted_source_id"] == source["source_id"]


def test_a_month_is_not_filled_up(sample: Dataset, desk: Path) -> None:
    rows = made(told(meeting__starts_on="2025-04"), dataset=sample, desk=desk)

    assert (rows["meetings"]["ends_on"], rows["meetings"]["date_precision"]) == ("", "month")
    assert (rows["observations"]["as_of"], rows["observations"]["as_of_precision"]) == ("2025-04", "month")


def test_a_document_of_the_record_has_no_fingerprint_and_its_figures_are_of_the_record(
    sample: Dataset, desk: Path
) -> None:
    rows = made(told(meeting__collection="record"), dataset=sample, desk=desk)

    assert {rows[name]["collection"] for name in ("meetings", "sources", "observations", "threads")} == {
        "record"
    }
    assert rows["sources"]["fingerprint"] == rows["observations"]["paragraph"] == ""


def test_a_figure_is_of_the_collection_of_its_source(sample: Dataset, desk: Path) -> None:
    rows = made(told(figure__source_id="ministry-oslo-2020"), dataset=sample, desk=desk)

    assert rows["observations"]["collection"] == "record"
    assert rows["meetings"]["collection"] == "core"


def test_numbers_and_dates_of_toml_are_written_as_the_tables_have_them(sample: Dataset, desk: Path) -> None:
    content = told(
        figure__value=7.5e6, meeting__starts_on=date(2025, 4, 2), meeting__note_en=" two\n  lines "
    )

    rows = made(content, dataset=sample, desk=desk)

    assert rows["observations"]["value"] == "7500000"
    assert rows["meetings"]["starts_on"] == "2025-04-02"
    assert rows["meetings"]["note_en"] == "two lines"


def test_a_paragraph_is_filled_in_only_where_one_alone_holds_the_words() -> None:
    paragraphs = ARTICLE.split("\n\n")

    assert facts.paragraph_of("44 guests", article=paragraphs) == "2"
    assert facts.paragraph_of("44 hosts", article=paragraphs) == ""
    assert facts.paragraph_of("in Quito", article=[*paragraphs, "And in Quito again"]) == ""


# the files ----------------------------------------------------------------------------------------------


def test_a_draft_is_a_dataset_with_one_meeting_more(folder: Path, desk: Path) -> None:
    before = load(folder)

    plan = facts.plan(FACTS, root=folder, folder=desk)
    for each in plan.changes:
        (folder / each.name).write_bytes(each.after)
    after = load(folder)

    assert after.known("meetings") - before.known("meetings") == {"2025-04-quito"}
    assert after.known("cities") - before.known("cities") == {"quito"}
    assert len(after.observations) == len(before.observations) + 1
    assert len(after.threads) == len(before.threads) + 1
    assert len(after.discrepancies) == len(before.discrepancies) + 1
    (passage,) = tables.records(after.passages[after.passages["meeting_id"] == "2025-04-quito"])
    assert passage["figures"][0]["observation_id"] == "2025-04-quito-participants"
    assert (passage["number"], passage["source_paragraphs"], passage["status"]) == (1, 3, "press_report")


def test_planning_writes_nothing(folder: Path, desk: Path) -> None:
    before = {
        each: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.rglob("*") if each.is_file()
    }

    facts.plan(FACTS, root=folder, folder=desk)

    assert before == {
        each: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.rglob("*") if each.is_file()
    }


def test_rows_that_are_there_stay_byte_for_byte_and_the_new_ones_are_in_their_place(
    folder: Path, desk: Path
) -> None:
    rules = contract.read(folder)

    plan = facts.plan(FACTS, root=folder, folder=desk)

    for each in plan.changes:
        assert each.before is None or set(each.before.splitlines()) <= set(each.after.splitlines())
        assert each.before == ((folder / each.name).read_bytes() if each.before else None)
        (folder / each.name).write_bytes(each.after)
    for table in rules.tables.values():
        frame, found = tables.read(folder, table=table)
        keys = frame[table.key[0]].tolist()
        assert found == []
        assert keys == sorted(keys)
        assert tables.text_of(frame).encode() == (folder / table.path).read_bytes()


def test_until_the_meeting_is_there_the_folder_keeps_no_contract_or_is_as_it_was(
    folder: Path, desk: Path
) -> None:
    plan = facts.plan(FACTS, root=folder, folder=desk)
    assert plan.changes[-1].name == "meetings.csv"

    for each in plan.changes[:-1]:
        (folder / each.name).write_bytes(each.after)

        with pytest.raises(DamagedData, match="'2025-04-quito' is unknown"):
            load(folder)


def test_a_meeting_alone_needs_no_more_than_its_own_row(folder: Path, desk: Path) -> None:
    content = told(**dict.fromkeys(("city", "source", "figure", "passage", "thread", "discrepancy")))
    content["meeting"] |= {"city_id": "Lima", "source_id": "weekly-lima-2024"}

    plan = facts.plan(content, root=folder, folder=desk)

    assert [each.name for each in plan.changes] == ["meetings.csv"]
    assert plan.difference.split("\n")[3:] == [
        "+2025-04-lima,core,2025-04-02,2025-04-02,day,lima,small_group,"
        '"Sample meeting, Quito",اجتماع نموذجي، كيتو,,,weekly-lima-2024,,'
    ]


# what is refused ----------------------------------------------------------------------------------------

MORE = "A new indicator is more than a row: it needs its words in components/strings too, which a draft does not write"

REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no meeting": (
        {"meeting": None},
        ["meeting: the table is missing, expected [meeting] with the fields of"],
    ),
    "an unknown table": ({"figures": []}, ["figures: the table is unknown, expected one of meeting, city,"]),
    "one table where there are several": (
        {"figure": {"value": 1}},
        ["figure: the table is not of the right form, expected [[figure]]"],
    ),
    "several tables where there is one": (
        {"city": []},
        ["city: the table is not of the right form, expected [city], once"],
    ),
    "an unknown field": (
        {"figure__indicator": "members"},
        ["figure 1, indicator: the field is unknown, expected one of observation_id, "],
    ),
    "a list in a cell": (
        {"meeting__level": ["other"]},
        ["meeting, level: ['other'] is no text, number or date, expected one of ministerial, "],
    ),
    "a control character": (
        {"meeting__title_en": "a\x1b[2Jb"},
        ["meeting, title_en: 'a\\x1b[2Jb' holds a control character, expected text alone"],
    ),
    "an unknown city": (
        {"city": None, "meeting__city_id": "Olso"},
        [
            "meeting, city_id: 'Olso' is unknown, expected a city of cities.csv (did you mean 'Oslo'?), or a new one"
        ],
    ),
    "a meeting that is there": (
        {
            "city": None,
            "meeting__city_id": "oslo",
            "meeting__level": "ministerial",
            "meeting__starts_on": "2021-05",
        },
        [
            "meeting, starts_on: '2021-05-oslo' is a meeting of that level, there and then, expected another meeting"
        ],
    ),
    "an id that is there": (
        {"meeting__meeting_id": "2024-10-lima", "passage": None, "thread": None},
        [
            "meeting, meeting_id: the key '2024-10-lima' stands twice, expected a key of its own (meetings.csv:7"
        ],
    ),
    "an id that leads elsewhere": (
        {
            "meeting__meeting_id": "../../2024",
            "passage": None,
            "thread": None,
            "figure": None,
            "discrepancy": None,
        },
        ["meeting, meeting_id: '../../2024' is not allowed, expected string like ^[a-z0-9]+(-[a-z0-9]+)*$"],
    ),
    "no collection": (
        {"meeting__collection": None},
        ["meeting, collection: is empty, expected one of core, record (meetings.csv:7 collection)"],
    ),
    "words for a number": (
        {"figure__value": "7.5 million"},
        [
            "figure 1, value: '7.5 million' is not a number, expected a number, at least 0 "
            "(observations.csv:12 value)"
        ],
    ),
    "an unknown indicator": (
        {"figure__indicator_id": "guests"},
        [f"figure 1, indicator_id: 'guests' is unknown, expected an id of indicators.csv. {MORE}"],
    ),
    "a day that no calendar has": (
        {"meeting__starts_on": "2025-04-31", "figure__as_of": "2025-04-30"},
        [
            "meeting, starts_on: '2025-04-31' is not such a date, expected a date, and its precision in date_precision"
        ],
    ),
    "one language alone": (
        {"meeting__host_en": "Ecuador"},
        [
            "meeting, host_ar: is empty, expected the text of host_en in the other language (meetings.csv:7 host_ar)"
        ],
    ),
    "evidence that the article does not hold": (
        {"figure__evidence": "held 45 guests"},
        ["figure 1, evidence: the words are not in the article, expected words of it, letter for letter"],
    ),
    "evidence that cuts a number": (
        {"figure__evidence": "4 guests"},
        ["figure 1, evidence: the words are not in the article, expected words of it, letter for letter"],
    ),
    "evidence of another paragraph": (
        {"figure__paragraph": 3},
        ["figure 1, paragraph: the evidence does not stand in paragraph 3, expected the number 2"],
    ),
    "evidence of too many words": (
        {"figure__evidence": ARTICLE, "source__article": None, "source__fingerprint": "0" * 64},
        ["figure 1, evidence: 19 words are quoted, expected at most 12 (observations.csv:12 evidence)"],
    ),
    "another number of paragraphs": (
        {"statement": {"source_paragraphs": 4}},
        [
            "statement, source_paragraphs: '4' is another number, expected the number 3, as many as the article has"
        ],
    ),
    "no copy at that path": (
        {"source__article": "nowhere.txt"},
        ["source 1, article: "],
    ),
    "a core source without a copy": (
        {"source__article": None, "statement": {"source_paragraphs": 3}, "figure__paragraph": 2},
        [
            "source 1, fingerprint: is empty, expected the SHA-256 of a core source (sources.csv:3 fingerprint)"
        ],
    ),
    "a passage beyond the end": (
        {"passage__paragraphs": [4]},
        ["passage 1, paragraphs: '4' is beyond the end of the source, expected at most 3"],
    ),
    "a passage of an unknown theme": (
        {"passage__themes": ["winter-ad"]},
        [
            "passage 1, themes: 'winter-ad' is unknown, expected an id of themes.csv (did you mean 'winter-aid'?)"
        ],
    ),
    "a figure that the passage does not state": (
        {"passage__en": "There were guests."},
        ["passage 1, figures: '44 guests' stands 0 times in 'en', expected words that stand there once"],
    ),
    "a number that is not the passage's own": (
        {"passage__number": 2},
        ["passage 1, number: passage 2 stands at place 1, expected the number 1"],
    ),
    "a thread to nowhere": (
        {"thread__to_meeting_id": "2024-10-limo"},
        ["thread 1, to_meeting_id: '2024-10-limo' is unknown, expected an id of meetings.csv (did you mean"],
    ),
    "a subject that is no cell": (
        {"discrepancy__subject": "observations:guests:value", "discrepancy__adopted": "44"},
        ["discrepancy 1, subject: 'guests' is unknown, expected an id of observations.csv"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_contract_refuses_is_refused_by_field_and_cell(folder: Path, desk: Path, name: str) -> None:
    changes, expected = REFUSED[name]

    lines = refused(told(**changes), root=folder, desk=desk)

    for each in expected:
        assert any(line.startswith(each) for line in lines), lines


def test_every_fault_of_a_draft_is_said_at_once(folder: Path, desk: Path) -> None:
    content = told(meeting__level="none", figure__scope="mars", passage__voice="choir", city__latitude=91)

    lines = refused(content, root=folder, desk=desk)

    assert sorted(line.split(":")[0] for line in lines) == [
        "city, latitude",
        "figure 1, scope",
        "meeting, level",
        "passage 1, voice",
    ]


def test_an_article_that_is_a_known_source_is_no_new_one(folder: Path, desk: Path) -> None:
    path = folder / "sources.csv"
    text = path.read_text(encoding="utf-8")
    known = "271b3fda158f12f4183a3efd08739d32eead642d56fcf18fdf49644c434d4dbd"
    path.write_text(text.replace(known, fingerprint(ARTICLE)), encoding="utf-8")

    lines = refused(FACTS, root=folder, desk=desk)

    assert lines == [
        "source 1, article: the article is that of the source 'weekly-lima-2024', "
        "expected that id as source_id, without a new source"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the document is empty"),
        (b"\0" * 9, "is not plain text"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_copy_that_cannot_be_read_is_refused_with_the_reason(
    folder: Path, desk: Path, content: bytes, said: str
) -> None:
    (desk / "article.txt").write_bytes(content)

    (line,) = refused(FACTS, root=folder, desk=desk)

    assert line.startswith("source 1, article: ")
    assert said in line


def test_a_damaged_folder_is_not_the_fault_of_the_draft(folder: Path, desk: Path) -> None:
    (folder / "themes.csv").unlink()

    with pytest.raises(DamagedData, match=r"themes\.csv: the file is missing"):
        facts.plan(FACTS, root=folder, folder=desk)
