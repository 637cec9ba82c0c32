"""A damaged data folder: one message lists every error as ``file:row column: what is wrong, expected …``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from loaders.dataset import load
from loaders.schema.errors import DamagedData, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

ID = "string like ^[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"string like ^\d{4}(-\d{2}(-\d{2})?)?$"
OSLO = "statements/2021-05-oslo.toml"
LIMA = "statements/2024-10-lima.toml"
THIRTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen"


def write_cell(folder: Path, file: str, line: int, column: str, text: str) -> None:
    """Put another text into one cell of a table."""
    path = folder / file
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[line - 1][rows[0].index(column)] = text
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def write_line(folder: Path, file: str, line: int, change: tuple[str, str]) -> None:
    """Put other words into one line of a file."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").split("\n")
    old, new = change
    assert lines[line - 1].count(old) == 1, "the words to change stand in the line once"
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def messages(folder: Path) -> list[str]:
    """The lines of the message with which a damaged folder is refused."""
    with pytest.raises(DamagedData) as refused:
        load(folder)
    return str(refused.value).split("\n")


CELLS = {
    "typo in an id": (
        ("meetings.csv", 3, "city_id", "oslp"),
        ["meetings.csv:3 city_id: 'oslp' is unknown, expected an id of cities.csv (did you mean 'oslo'?)"],
    ),
    "id that is near to none": (
        ("meetings.csv", 3, "source_id", "zzz"),
        ["meetings.csv:3 source_id: 'zzz' is unknown, expected an id of sources.csv"],
    ),
    "capital letter in an id": (
        ("meetings.csv", 3, "city_id", "Oslo"),
        [
            f"meetings.csv:3 city_id: 'Oslo' is not allowed, expected {ID}, or nothing",
            "meetings.csv:3 city_id: 'Oslo' is unknown, expected an id of cities.csv (did you mean 'oslo'?)",
        ],
    ),
    "typo in an indicator": (
        ("observations.csv", 4, "indicator_id", "people-fred"),
        [
            "observations.csv:4 indicator_id: 'people-fred' is unknown, "
            "expected an id of indicators.csv (did you mean 'people-freed'?)"
        ],
    ),
    "typo in the source of a rival": (
        ("discrepancies.csv", 2, "stated_source_id", "daily-oslo-2012"),
        [
            "discrepancies.csv:2 stated_source_id: 'daily-oslo-2012' is unknown, "
            "expected an id of sources.csv (did you mean 'daily-oslo-2021'?)"
        ],
    ),
    "text in a number": (
        ("observations.csv", 4, "value", "1.2 million"),
        ["observations.csv:4 value: '1.2 million' is not a number, expected a number, at least 0"],
    ),
    "separators in a number": (
        ("observations.csv", 4, "value", "1,200,000"),
        ["observations.csv:4 value: '1,200,000' is not a number, expected a number, at least 0"],
    ),
    "Arabic digits in a number": (
        ("observations.csv", 4, "value", "٣١"),
        ["observations.csv:4 value: '٣١' is not a number, expected a number, at least 0"],
    ),
    "a number that is none": (
        ("observations.csv", 4, "value", "nan"),
        ["observations.csv:4 value: 'nan' is not a number, expected a number, at least 0"],
    ),
    "a number without end": (
        ("observations.csv", 4, "value", "inf"),
        ["observations.csv:4 value: 'inf' is not a number, expected a number, at least 0"],
    ),
    "half a paragraph": (
        ("observations.csv", 4, "paragraph", "2.5"),
        [
            "observations.csv:4 paragraph: '2.5' is not an integer, expected an integer, at least 1, or nothing"
        ],
    ),
    "a number below the least": (
        ("observations.csv", 4, "value", "-1"),
        ["observations.csv:4 value: '-1' is not allowed, expected a number, at least 0"],
    ),
    "a number above the most": (
        ("cities.csv", 2, "latitude", "90.5"),
        ["cities.csv:2 latitude: '90.5' is not allowed, expected a number, at least -90, at most 90"],
    ),
    "no value": (
        ("observations.csv", 4, "value", ""),
        ["observations.csv:4 value: is empty, expected a number, at least 0"],
    ),
    "duplicate key": (
        ("members.csv", 4, "member_id", "nor"),
        ["members.csv:4 member_id: the key 'nor' stands twice, expected a key of its own"],
    ),
    "wrong date": (
        ("sources.csv", 2, "published_on", "13.05.2021"),
        [
            "sources.csv:2 published_on: '13.05.2021' is not allowed, " + f"expected {DATE}, or nothing",
            "sources.csv:2 published_on: '13.05.2021' is not such a date, expected a date like 2017-11-15",
        ],
    ),
    "a day that no calendar has": (
        ("observations.csv", 3, "as_of", "2019-02-30"),
        ["observations.csv:3 as_of: '2019-02-30' is not such a date, expected a date like 2017-11-15"],
    ),
    "a month that no calendar has": (
        ("members.csv", 3, "joined_on", "2020-13"),
        ["members.csv:3 joined_on: '2020-13' is not such a date, expected a month like 2017-11"],
    ),
    "more precise than said": (
        ("observations.csv", 6, "as_of", "2022-09-01"),
        ["observations.csv:6 as_of: '2022-09-01' is not such a date, expected a month like 2017-11"],
    ),
    "less precise than said": (
        ("observations.csv", 3, "as_of", "2021-05"),
        ["observations.csv:3 as_of: '2021-05' is not such a date, expected a date like 2017-11-15"],
    ),
    "a date without its precision": (
        ("sources.csv", 2, "published_precision", ""),
        ["sources.csv:2 published_precision: is empty, expected the precision of published_on"],
    ),
    "a precision without its date": (
        ("sources.csv", 3, "published_on", ""),
        ["sources.csv:3 published_on: '' is not such a date, expected a year like 2017"],
    ),
    "end before start": (
        ("meetings.csv", 3, "ends_on", "2021-05-10"),
        ["meetings.csv:3 ends_on: '2021-05-10' is before the start, expected '2021-05-11' or later"],
    ),
    "end of another precision": (
        ("meetings.csv", 3, "ends_on", "2021-06"),
        ["meetings.csv:3 ends_on: '2021-06' is not such a date, expected a date like 2017-11-15"],
    ),
    "missing Arabic": (
        ("meetings.csv", 6, "host_ar", ""),
        ["meetings.csv:6 host_ar: is empty, expected the text of host_en in the other language"],
    ),
    "missing English": (
        ("members.csv", 3, "note_en", ""),
        ["members.csv:3 note_en: is empty, expected the text of note_ar in the other language"],
    ),
    "missing Arabic that is required": (
        ("cities.csv", 4, "name_ar", ""),
        [
            "cities.csv:4 name_ar: is empty, expected a string",
            "cities.csv:4 name_ar: is empty, expected the text of name_en in the other language",
        ],
    ),
    "a word that is not in the list": (
        ("observations.csv", 4, "qualifier", "over"),
        [
            "observations.csv:4 qualifier: 'over' is not allowed, expected one of "
            "exact, more_than, less_than, about, nearly, at_least, up_to, between"
        ],
    ),
    "evidence of 13 words": (
        ("observations.csv", 4, "evidence", THIRTEEN),
        [
            "observations.csv:4 evidence: 13 words are quoted, expected at most 12",
            f"observations.csv:4 evidence: '{THIRTEEN}' is not allowed, "
            r"expected string like ^\S+( \S+){0,11}$",
        ],
    ),
    "core figure without paragraph": (
        ("observations.csv", 4, "paragraph", ""),
        ["observations.csv:4 paragraph: is empty, expected the paragraph of a core source"],
    ),
    "core source without fingerprint": (
        ("sources.csv", 2, "fingerprint", ""),
        ["sources.csv:2 fingerprint: is empty, expected the SHA-256 of a core source"],
    ),
    "a translation of a title that is not there": (
        ("sources.csv", 4, "title_translated", "Words of nobody"),
        ["sources.csv:4 title_translated: translates no title in another language, expected nothing"],
    ),
    "a translation of a title in English": (
        ("sources.csv", 2, "language", "en"),
        ["sources.csv:2 title_translated: translates no title in another language, expected nothing"],
    ),
    "a range without its end": (
        ("observations.csv", 10, "high", ""),
        ["observations.csv:10 high: does not fit the qualifier, expected the upper end of the range"],
    ),
    "an end without a range": (
        ("observations.csv", 4, "high", "1300000"),
        ["observations.csv:4 high: does not fit the qualifier, expected nothing, or the qualifier between"],
    ),
    "a range that runs backwards": (
        ("observations.csv", 10, "high", "8000"),
        ["observations.csv:10 high: 8000 is below the value, expected at least 9000"],
    ),
    "one thing counted, worded in two ways": (
        ("observations.csv", 3, "counts_ar", "عبارة أخرى"),
        [
            "observations.csv:3 counts_en: is empty, expected the text of counts_ar in the other language",
            "observations.csv:3 counts_ar: 'عبارة أخرى' stands beside '', expected '', as in an earlier row",
        ],
    ),
    "a subject in no table": (
        ("discrepancies.csv", 2, "subject", "gatherings:2022-09-nairobi:starts_on"),
        ["discrepancies.csv:2 subject: 'gatherings' is no table, expected table:key:column"],
    ),
    "a subject in no row": (
        ("discrepancies.csv", 2, "subject", "meetings:2022-09-nairobbi:starts_on"),
        [
            "discrepancies.csv:2 subject: '2022-09-nairobbi' is unknown, "
            "expected an id of meetings.csv (did you mean '2022-09-nairobi'?)"
        ],
    ),
    "a subject in no column": (
        ("discrepancies.csv", 2, "subject", "meetings:2022-09-nairobi:begins_on"),
        ["discrepancies.csv:2 subject: 'begins_on' is no column of meetings, expected table:key:column"],
    ),
    "a thread from a meeting that is unknown": (
        ("threads.csv", 3, "from_meeting_id", "2021-05-osl"),
        [
            "threads.csv:3 from_meeting_id: '2021-05-osl' is unknown, "
            "expected an id of meetings.csv (did you mean '2021-05-oslo'?)"
        ],
    ),
    "a thread to a meeting that is unknown": (
        ("threads.csv", 3, "to_meeting_id", "2022-09-nairob"),
        [
            "threads.csv:3 to_meeting_id: '2022-09-nairob' is unknown, "
            "expected an id of meetings.csv (did you mean '2022-09-nairobi'?)"
        ],
    ),
    "a thread from a source that is unknown": (
        ("threads.csv", 3, "source_id", "daily-oslo-2012"),
        [
            "threads.csv:3 source_id: 'daily-oslo-2012' is unknown, "
            "expected an id of sources.csv (did you mean 'daily-oslo-2021'?)"
        ],
    ),
    "a thread from another source than the statement's": (
        ("threads.csv", 3, "source_id", "weekly-lima-2024"),
        [
            "threads.csv:3 source_id: 'weekly-lima-2024' is not the source of the statement of 2021-05-oslo, "
            "expected 'daily-oslo-2021'"
        ],
    ),
    "a thread of no kind": (
        ("threads.csv", 2, "kind", "mentions"),
        ["threads.csv:2 kind: 'mentions' is not allowed, expected one of announces, follows_up, cites"],
    ),
    "a thread without words": (
        ("threads.csv", 3, "evidence", ""),
        [r"threads.csv:3 evidence: is empty, expected string like ^\S+( \S+){0,11}$"],
    ),
    "a thread with 13 words": (
        ("threads.csv", 3, "evidence", THIRTEEN),
        [
            "threads.csv:3 evidence: 13 words are quoted, expected at most 12",
            f"threads.csv:3 evidence: '{THIRTEEN}' is not allowed, "
            r"expected string like ^\S+( \S+){0,11}$",
        ],
    ),
    "a core thread without paragraph": (
        ("threads.csv", 3, "paragraph", ""),
        ["threads.csv:3 paragraph: is empty, expected the paragraph of a core source"],
    ),
    "a subject of a thread without Arabic": (
        ("threads.csv", 3, "subject_ar", ""),
        [
            "threads.csv:3 subject_ar: is empty, expected a string",
            "threads.csv:3 subject_ar: is empty, expected the text of subject_en in the other language",
        ],
    ),
    "an announcement without a date": (
        ("threads.csv", 4, "expected_on", ""),
        [
            "threads.csv:4 expected_on: '' is not such a date, expected a month like 2017-11",
            "threads.csv:4 expected_on: is empty, expected the date that the report announces",
        ],
    ),
    "an expected date of what is not announced": (
        ("threads.csv", 3, "kind", "cites"),
        ["threads.csv:3 expected_on: '2022' does not fit the kind, expected nothing, or the kind announces"],
    ),
    "an expected date more precise than said": (
        ("threads.csv", 3, "expected_on", "2022-09"),
        ["threads.csv:3 expected_on: '2022-09' is not such a date, expected a year like 2017"],
    ),
    "an expected date that is past": (
        ("threads.csv", 3, "expected_on", "2020"),
        [
            "threads.csv:3 expected_on: '2020' is before the meeting that announces it, "
            "expected 2021-05-11 or later"
        ],
    ),
    "an announcement of a meeting that is past": (
        ("threads.csv", 3, "to_meeting_id", "2020-02-oslo"),
        [
            "threads.csv:3 to_meeting_id: '2020-02-oslo' is before the meeting that announces it, "
            "expected 2021-05-11 or later"
        ],
    ),
    "a meeting followed up before it was held": (
        ("meetings.csv", 3, "starts_on", "2025"),
        [
            "meetings.csv:3 starts_on: '2025' is not such a date, expected a date like 2017-11-15",
            "meetings.csv:3 ends_on: '2021-05-12' is before the start, expected '2025' or later",
            "threads.csv:3 expected_on: '2022' is before the meeting that announces it, expected 2025 or later",
            "threads.csv:3 to_meeting_id: '2022-09-nairobi' is before the meeting that announces it, "
            "expected 2025 or later",
            "threads.csv:5 to_meeting_id: '2021-05-oslo' is after the meeting that follows it up, "
            "expected 2024-10-21 or earlier",
        ],
    ),
    "a report that refers to its own meeting": (
        ("threads.csv", 5, "to_meeting_id", "2024-10-lima"),
        [
            "threads.csv:5 to_meeting_id: '2024-10-lima' is the meeting that refers, "
            "expected another meeting, or nothing"
        ],
    ),
}


@pytest.mark.parametrize(("damage", "expected"), CELLS.values(), ids=CELLS)
def test_a_damaged_cell_is_named_by_file_row_and_column(
    folder: Path, damage: tuple[str, int, str, str], expected: list[str]
) -> None:
    write_cell(folder, *damage)

    found = messages(folder)

    assert sorted(found) == sorted(expected)


WORDS = {
    "passage without theme": (
        (OSLO, 25, ('["military-campaign"]', "[]")),
        [f"{OSLO}:25 themes: is empty, expected an array of 1 or more"],
    ),
    "passage without the field of its themes": (
        (OSLO, 25, ('themes = ["military-campaign"]', "")),
        [f"{OSLO}:20 themes: is missing, expected an array of 1 or more"],
    ),
    "theme in one word instead of a list": (
        (OSLO, 25, ('["military-campaign"]', '"military-campaign"')),
        [f"{OSLO}:25 themes: 'military-campaign' is not of type array, expected an array of 1 or more"],
    ),
    "theme in a list of lists": (
        (OSLO, 25, ('["military-campaign"]', '[["military-campaign"]]')),
        [f"{OSLO}:25 themes: ['military-campaign'] is not of type string, expected {ID}"],
    ),
    "typo in a theme": (
        (OSLO, 25, ("military-campaign", "military-campain")),
        [
            f"{OSLO}:25 themes: 'military-campain' is unknown, "
            "expected an id of themes.csv (did you mean 'military-campaign'?)"
        ],
    ),
    "typo in a source": (
        (OSLO, 2, ("daily-oslo-2021", "daily-oslo-2020")),
        [
            f"{OSLO}:2 source_id: 'daily-oslo-2020' is unknown, "
            "expected an id of sources.csv (did you mean 'daily-oslo-2021'?)"
        ],
    ),
    "typo in a figure": (
        (OSLO, 30, ("people-freed", "people-fred")),
        [
            f"{OSLO}:29 figures: '2021-05-oslo-people-fred' is unknown, "
            "expected an id of observations.csv (did you mean '2021-05-oslo-people-freed'?)"
        ],
    ),
    "missing Arabic": (
        (OSLO, 41, ("وتضيف اليومية أن الوقود والبطانيات <انظر الملحق> تأتي أولاً.", "")),
        [f"{OSLO}:41 ar: is empty, expected a string"],
    ),
    "missing Arabic speaker": (
        (OSLO, 37, ('speaker_ar = "يومية أوسلو (تقرير)"', "")),
        [f"{OSLO}:33 speaker_ar: is missing, expected a string"],
    ),
    "unknown field": (
        (OSLO, 35, ("voice =", "voices =")),
        [
            f"{OSLO}:35 voices: the field is unknown, expected one of "
            "number, voice, speaker_en, speaker_ar, themes, paragraphs, en, ar, figures",
            f"{OSLO}:33 voice: is missing, expected one of statement, speaker, reporter",
        ],
    ),
    "unknown field of the header": (
        (OSLO, 3, ("status =", "state =")),
        [
            f"{OSLO}:3 state: the field is unknown, expected one of meeting_id, source_id, status, "
            "source_paragraphs",
            f"{OSLO}:1 status: is missing, expected one of official, press_report",
        ],
    ),
    "a word that is not in the list": (
        (OSLO, 35, ("reporter", "journalist")),
        [f"{OSLO}:35 voice: 'journalist' is not allowed, expected one of statement, speaker, reporter"],
    ),
    "a number in words": (
        (OSLO, 34, ("number = 3", 'number = "three"')),
        [
            f"{OSLO}:34 number: 'three' is not of type integer, expected an integer, at least 1",
            f"{OSLO}:34 number: passage 'three' stands at place 3, expected the number 3",
        ],
    ),
    "a gap in the numbers": (
        (OSLO, 34, ("number = 3", "number = 4")),
        [f"{OSLO}:34 number: passage 4 stands at place 3, expected the number 3"],
    ),
    "a paragraph in words": (
        (OSLO, 39, ("[4, 5]", '[4, "five"]')),
        [f"{OSLO}:39 paragraphs: 'five' is not of type integer, expected an integer, at least 1"],
    ),
    "paragraph nought": (
        (OSLO, 39, ("[4, 5]", "[0, 5]")),
        [f"{OSLO}:39 paragraphs: '0' is not allowed, expected an integer, at least 1"],
    ),
    "a paragraph beyond the end of the source": (
        (OSLO, 39, ("[4, 5]", "[4, 7]")),
        [
            f"{OSLO}:39 paragraphs: '7' is beyond the end of the source, "
            "expected at most 6, the source_paragraphs of the statement"
        ],
    ),
    "a source without the number of its paragraphs": (
        (OSLO, 4, ("source_paragraphs = 6", "")),
        [f"{OSLO}:1 source_paragraphs: is missing, expected an integer, at least 1"],
    ),
    "a source of no paragraph": (
        (OSLO, 4, ("= 6", "= 0")),
        [
            f"{OSLO}:4 source_paragraphs: '0' is not allowed, expected an integer, at least 1",
            *(
                f"{OSLO}:{line} paragraphs: '{each}' is beyond the end of the source, "
                "expected at most 0, the source_paragraphs of the statement"
                for line, each in ((12, 2), (26, 3), (39, 4), (39, 5))
            ),
        ],
    ),
    "the paragraphs of a source in words": (
        (OSLO, 4, ("= 6", '= "six"')),
        [f"{OSLO}:4 source_paragraphs: 'six' is not of type integer, expected an integer, at least 1"],
    ),
    "a figure whose words stand nowhere": (
        (OSLO, 27, ("1.2 million people", "1.3 million people")),
        [
            f"{OSLO}:29 figures: 'More than 1.2 million people' stands 0 times in 'en', "
            "expected words that stand there once"
        ],
    ),
    "a figure whose words stand twice": (
        (OSLO, 13, ("31 members", "31 members, and 31 members,")),
        [f"{OSLO}:15 figures: '31 members' stands 2 times in 'en', expected words that stand there once"],
    ),
    "a figure without Arabic words": (
        (OSLO, 30, (', ar = "أكثر من 1.2 مليون شخص"', "")),
        [f"{OSLO}:29 ar: is missing, expected a string"],
    ),
    "a line that is not TOML": (
        (OSLO, 22, ('voice = "speaker"', "voice = speaker")),
        [f"{OSLO}:22: not TOML (Invalid value (at line 22, column 9)), expected a TOML file"],
    ),
}


@pytest.mark.parametrize(("damage", "expected"), WORDS.values(), ids=WORDS)
def test_a_damaged_statement_is_named_by_file_line_and_field(
    folder: Path, damage: tuple[str, int, tuple[str, str]], expected: list[str]
) -> None:
    write_line(folder, *damage)

    found = messages(folder)

    assert sorted(found) == sorted(expected)


def test_a_file_name_that_differs_from_the_meeting_is_an_error(folder: Path) -> None:
    (folder / OSLO).rename(folder / "statements" / "2021-05-bergen.toml")

    found = messages(folder)

    assert found == [
        "statements/2021-05-bergen.toml:1 meeting_id: meeting_id '2021-05-oslo' differs from the file's name, "
        "expected '2021-05-bergen'"
    ]


def test_a_statement_without_passages_is_an_error(folder: Path) -> None:
    head = (folder / OSLO).read_text(encoding="utf-8").split("[[passage]]")[0]
    (folder / OSLO).write_text(head, encoding="utf-8")

    found = messages(folder)

    assert found == [f"{OSLO} passage: the statement has no passage, expected at least one [[passage]]"]


def test_passages_that_are_no_tables_are_an_error(folder: Path) -> None:
    head = (folder / OSLO).read_text(encoding="utf-8").split("[[passage]]")[0]
    (folder / OSLO).write_text(head + 'passage = ["one", "two"]\n', encoding="utf-8")

    found = messages(folder)

    assert found == [f"{OSLO} passage: the statement has no passage, expected at least one [[passage]]"]


def test_a_folder_without_statements_is_an_error(folder: Path) -> None:
    (folder / OSLO).unlink()
    (folder / LIMA).unlink()

    found = messages(folder)

    assert found == ["statements: no statement file is there, expected files like 2017-11-amman.toml"]


@pytest.mark.parametrize(
    "file", ["cities.csv", "meetings.csv", "observations.csv", "sources.csv", "threads.csv"]
)
def test_a_missing_file_is_one_error_whatever_points_to_it(folder: Path, file: str) -> None:
    (folder / file).unlink()

    found = messages(folder)

    assert found == [f"{file}: the file is missing, expected a CSV file"]


@pytest.mark.parametrize(
    ("kind", "expected_on", "expected_precision"), [("announces", "2024", "year"), ("follows_up", "", "")]
)
def test_a_month_is_neither_before_nor_after_a_day_of_its_own(
    folder: Path, kind: str, expected_on: str, expected_precision: str
) -> None:
    meeting = {"starts_on": "2024-10", "ends_on": "", "date_precision": "month"}
    thread = {"kind": kind, "expected_on": expected_on, "expected_precision": expected_precision}
    for column, text in meeting.items():
        write_cell(folder, "meetings.csv", 3, column, text)
    for column, text in {**thread, "to_meeting_id": "2024-10-lima"}.items():
        write_cell(folder, "threads.csv", 3, column, text)

    dataset = load(folder)

    assert dataset.names["threads"]["2021-05-oslo-next-small-group"]["kind"] == kind


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"

    found = messages(nowhere)

    assert found == [f"{nowhere}: the data folder is missing, expected a folder with datapackage.json"]


def test_a_missing_contract_is_an_error(folder: Path) -> None:
    (folder / "datapackage.json").unlink()

    found = messages(folder)

    assert found == [
        "datapackage.json: the file is missing, expected the Data Package that describes the folder"
    ]


def test_a_table_in_another_encoding_is_an_error(folder: Path) -> None:
    path = folder / "themes.csv"
    path.write_bytes(path.read_bytes().replace(b"Fuel, blankets", "Fuel, bl\u00e4nkets".encode("cp1252")))

    found = messages(folder)

    assert found == ["themes.csv:5: byte 0xe4 is not UTF-8, expected the encoding UTF-8"]


def test_a_statement_in_another_encoding_is_an_error(folder: Path) -> None:
    path = folder / OSLO
    path.write_text(path.read_text(encoding="utf-8"), encoding="cp1256")

    found = messages(folder)

    assert found == [f"{OSLO}:10: byte 0xc7 is not UTF-8, expected the encoding UTF-8"]


def test_a_contract_in_another_encoding_is_an_error(folder: Path) -> None:
    (folder / "datapackage.json").write_bytes(b'{"name": "\xe4"}')

    found = messages(folder)

    assert found == ["datapackage.json: byte 10 is not UTF-8, expected a file in UTF-8"]


def test_a_byte_order_mark_is_an_error(folder: Path) -> None:
    path = folder / "themes.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    found = messages(folder)

    assert found == ["themes.csv:1: the file begins with a byte order mark, expected UTF-8 without one"]


def test_a_byte_order_mark_before_a_statement_is_an_error(folder: Path) -> None:
    path = folder / OSLO
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    found = messages(folder)

    assert [each.split(":")[0] for each in found] == [OSLO]


@pytest.mark.parametrize(("more", "cells"), [(",", 9), ("", 7)], ids=["one cell more", "one cell less"])
def test_a_ragged_row_is_an_error(folder: Path, more: str, cells: int) -> None:
    path = folder / "discrepancies.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1] + more if more else lines[1].rsplit(",", 1)[0]
    path.write_text("\n".join(lines), encoding="utf-8")

    found = messages(folder)

    assert found == [f"discrepancies.csv:2: the row has {cells} cells, expected 8 cells"]


def test_a_blank_line_is_an_error(folder: Path) -> None:
    path = folder / "members.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    found = messages(folder)

    assert found == ["members.csv:5: the row has 0 cells, expected 13 cells"]


def test_a_quote_that_is_not_closed_is_an_error(folder: Path) -> None:
    path = folder / "members.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"sweden,country', encoding="utf-8")

    found = messages(folder)

    assert found == ["members.csv:5: the row is not CSV (unexpected end of data), expected quotes in pairs"]


HEADER = "theme_id,name_en,name_ar,definition_en,definition_ar"
HEADERS = {
    "a column renamed": (
        "theme_id,name,name_ar,definition_en,definition_ar",
        f"themes.csv:1 name_en: the header lacks name_en and has name, expected the header {HEADER}",
    ),
    "a column more": (
        HEADER + ",colour",
        f"themes.csv:1 colour: the header has colour, expected the header {HEADER}",
    ),
    "a column less": (
        "theme_id,name_en,name_ar,definition_en",
        f"themes.csv:1 definition_ar: the header lacks definition_ar, expected the header {HEADER}",
    ),
    "two columns changed over": (
        "theme_id,name_ar,name_en,definition_en,definition_ar",
        f"themes.csv:1: the columns are in another order, expected the header {HEADER}",
    ),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS)
def test_a_changed_header_is_an_error(folder: Path, header: str, expected: str) -> None:
    write_line(folder, "themes.csv", 1, (HEADER, header))

    found = messages(folder)

    assert found == [expected]


def test_an_empty_table_is_an_error(folder: Path) -> None:
    (folder / "themes.csv").write_text("", encoding="utf-8")

    found = messages(folder)

    assert found == [
        "themes.csv:1 theme_id: the header lacks theme_id, name_en, name_ar, definition_en, definition_ar, "
        f"expected the header {HEADER}"
    ]


def test_an_error_below_a_cell_of_two_lines_names_the_line_of_the_file(folder: Path) -> None:
    write_cell(folder, "cities.csv", 2, "country_en", "The Republic\nof Peru")
    write_cell(folder, "cities.csv", 4, "longitude", "east")

    found = messages(folder)

    assert found == [
        "cities.csv:5 longitude: 'east' is not a number, expected a number, at least -180, at most 180"
    ]


def test_all_errors_are_listed_at_once_by_file_and_row(folder: Path) -> None:
    write_cell(folder, "meetings.csv", 6, "city_id", "limma")
    write_cell(folder, "meetings.csv", 3, "ends_on", "2021-05-10")
    write_cell(folder, "observations.csv", 4, "value", "many")
    write_cell(folder, "members.csv", 4, "member_id", "nor")
    write_line(folder, OSLO, 25, ('["military-campaign"]', "[]"))
    (folder / "indicators.csv").unlink()

    found = messages(folder)

    assert found == [
        "indicators.csv: the file is missing, expected a CSV file",
        "meetings.csv:3 ends_on: '2021-05-10' is before the start, expected '2021-05-11' or later",
        "meetings.csv:6 city_id: 'limma' is unknown, expected an id of cities.csv (did you mean 'lima'?)",
        "members.csv:4 member_id: the key 'nor' stands twice, expected a key of its own",
        "observations.csv:4 value: 'many' is not a number, expected a number, at least 0",
        f"{OSLO}:25 themes: is empty, expected an array of 1 or more",
    ]


def test_several_errors_of_one_row_are_all_listed(folder: Path) -> None:
    write_cell(folder, "observations.csv", 4, "value", "many")
    write_cell(folder, "observations.csv", 4, "scope", "everywhere")
    write_cell(folder, "observations.csv", 4, "paragraph", "")

    found = messages(folder)

    assert found == [
        "observations.csv:4 paragraph: is empty, expected the paragraph of a core source",
        "observations.csv:4 scope: 'everywhere' is not allowed, "
        "expected one of iraq, syria, iraq-syria, region, global",
        "observations.csv:4 value: 'many' is not a number, expected a number, at least 0",
    ]


def test_errors_are_kept_as_values_as_well_as_words() -> None:
    later = ValidationError("b.csv", 2, "value", "is empty", "a number")
    first = ValidationError("a.csv", 10, "", "the row has 2 cells", "3 cells")

    damaged = DamagedData([later, first, later])

    assert damaged.errors == (first, later)
    assert str(damaged) == (
        "a.csv:10: the row has 2 cells, expected 3 cells\nb.csv:2 value: is empty, expected a number"
    )


def test_an_error_of_a_whole_file_names_no_row() -> None:
    error = ValidationError("a.csv", 0, "", "the file is missing", "a CSV file")

    words = str(error)

    assert words == "a.csv: the file is missing, expected a CSV file"


def test_the_rows_of_a_file_are_listed_in_order_of_number() -> None:
    ninth, tenth = (ValidationError("a.csv", row, "", "is empty", "a number") for row in (9, 10))

    damaged = DamagedData([tenth, ninth])

    assert damaged.errors == (ninth, tenth)
