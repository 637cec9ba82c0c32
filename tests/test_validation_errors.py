"""A damaged data folder: one message lists every error as ``file:row column: what is wrong, expected …``."""

import csv
import io
import re

import pytest

from loaders.dataset import load
from loaders.schema.errors import DamagedData, ValidationError

ID = "string like ^[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"string like ^\d{4}(-\d{2}(-\d{2})?)?$"
OSLO = "statements/2021-05-oslo.toml"
LIMA = "statements/2024-10-lima.toml"
THIRTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen"


def write_cell(folder, file, line, column, text):
    """Put another text into one cell of a table."""
    path = folder / file
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[line - 1][rows[0].index(column)] = text
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def write_line(folder, file, line, change):
    """Put other words into one line of a file."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").split("\n")
    old, new = change
    assert lines[line - 1].count(old) == 1, "the words to change stand in the line once"
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def messages(folder):
    """The lines of the message with which a damaged folder is refused."""
    with pytest.raises(DamagedData) as refused:
        load(folder)
    return str(refused.value).split("\n")


# Of each cell its place, the text that is put there, and the messages, without that place where it is the same.
CELLS = [
    ("meetings.csv:3 city_id", "oslp", [
        "'oslp' is unknown, expected an id of cities.csv (did you mean 'oslo'?)",
    ]),
    ("meetings.csv:3 source_id", "zzz", ["'zzz' is unknown, expected an id of sources.csv"]),
    ("meetings.csv:3 city_id", "Oslo", [
        "'Oslo' is not allowed, expected string like ^[a-z0-9]+(-[a-z0-9]+)*$, or nothing",
        "'Oslo' is unknown, expected an id of cities.csv (did you mean 'oslo'?)",
    ]),
    ("observations.csv:4 value", "1.2 million", [
        "'1.2 million' is not a number, expected a number, at least 0",
    ]),
    ("observations.csv:4 value", "٣١", [
        "'٣١' is not a number, expected a number, at least 0",
    ]),
    ("observations.csv:4 value", "-1", ["'-1' is not allowed, expected a number, at least 0"]),
    ("observations.csv:4 value", "", ["is empty, expected a number, at least 0"]),
    ("members.csv:4 member_id", "nor", [
        "the key 'nor' stands twice, expected a key of its own",
        "members.csv:4 source_id: 'daily-oslo-2021' does not name the member, expected a source of it in namings.csv",
        "namings.csv:4 member_id: 'per' is unknown, expected an id of members.csv",
    ]),
    ("members.csv:4 source_id", "weekly-lima-2024", [
        "'weekly-lima-2024' does not name the member, expected a source of it in namings.csv",
    ]),
    ("members.csv:3 joined_on", "2021-02", [
        "namings.csv:3 named_on: '2020' is before the member joined, expected a date after its joined_on, 2021-02",
    ]),
    ("namings.csv:4 source_id", "zzz", [
        "members.csv:4 source_id: 'daily-oslo-2021' does not name the member, expected a source of it in namings.csv",
        "'zzz' is unknown, expected an id of sources.csv",
    ]),
    ("namings.csv:4 paragraph", "", ["is empty, expected the paragraph of a core source"]),
    ("namings.csv:4 named_on", "2021-05", ["'2021-05' is not such a date, expected a date like 2017-11-15"]),
    ("namings.csv:4 evidence", THIRTEEN, [
        "13 words are quoted, expected at most 12",
        f"{THIRTEEN!r} is not allowed, expected string like ^\\S+( \\S+){{0,11}}$",
    ]),
    ("sources.csv:2 published_on", "13.05.2021", [
        "'13.05.2021' is not allowed, expected string like ^\\d{4}(-\\d{2}(-\\d{2})?)?$, or nothing",
        "'13.05.2021' is not such a date, expected a date like 2017-11-15",
    ]),
    ("observations.csv:3 as_of", "2019-02-30", [
        "'2019-02-30' is not such a date, expected a date like 2017-11-15",
    ]),
    ("observations.csv:6 as_of", "2022-09-01", [
        "'2022-09-01' is not such a date, expected a month like 2017-11",
    ]),
    ("sources.csv:2 published_precision", "", ["is empty, expected the precision of published_on"]),
    ("sources.csv:3 published_on", "", ["'' is not such a date, expected a year like 2017"]),
    ("meetings.csv:3 ends_on", "2021-05-10", [
        "'2021-05-10' is before the start, expected '2021-05-11' or later",
    ]),
    ("meetings.csv:3 ends_on", "2021-06", [
        "'2021-06' is not such a date, expected a date like 2017-11-15",
    ]),
    ("meetings.csv:6 host_ar", "", ["is empty, expected the text of host_en in the other language"]),
    ("cities.csv:4 name_ar", "", [
        "is empty, expected a string",
        "is empty, expected the text of name_en in the other language",
    ]),
    ("observations.csv:4 qualifier", "over", [
        "'over' is not allowed, expected one of exact, more_than, less_than, about, nearly, "
        "at_least, up_to, between",
    ]),
    ("observations.csv:4 evidence", "one two three four five six seven eight nine ten eleven twelve thirteen", [
        "13 words are quoted, expected at most 12",
        "'one two three four five six seven eight nine ten eleven twelve thirteen' is not "
        'allowed, expected string like ^\\S+( \\S+){0,11}$',
    ]),
    ("observations.csv:4 paragraph", "", ["is empty, expected the paragraph of a core source"]),
    ("sources.csv:2 fingerprint", "", ["is empty, expected the SHA-256 of a core source"]),
    ("sources.csv:4 title_translated", "Words of nobody", [
        "translates no title in another language, expected nothing",
    ]),
    ("sources.csv:2 language", "en", [
        message
        for line in (3, 4, 5)
        for message in (
            f"observations.csv:{line} evidence_ar: is empty, expected our rendering of words in the language en",
            f"observations.csv:{line} evidence_en: renders words that are in the language en, expected nothing",
        )
    ] + ["sources.csv:2 title_translated: translates no title in another language, expected nothing"]),
    ("observations.csv:3 evidence_en", "", [
        "is empty, expected our rendering of words in the language ar",
    ]),
    ("observations.csv:3 evidence_ar", "31 عضواً", [
        "renders words that are in the language ar, expected nothing",
    ]),
    ("sources.csv:3 language", "fr", [
        "observations.csv:2 evidence_en: is empty, expected our rendering of words in the language fr",
    ]),
    ("observations.csv:10 high", "", [
        "does not fit the qualifier, expected the upper end of the range",
    ]),
    ("observations.csv:4 high", "1300000", [
        "does not fit the qualifier, expected nothing, or the qualifier between",
    ]),
    ("observations.csv:10 high", "8000", ["8000 is below the value, expected at least 9000"]),
    ("observations.csv:3 counts_ar", "عبارة أخرى", [
        "observations.csv:3 counts_en: is empty, expected the text of counts_ar in the other language",
        "'عبارة أخرى' stands beside '', expected '', as in an earlier row",
    ]),
    ("discrepancies.csv:2 subject", "gatherings:2022-09-nairobi:starts_on", [
        "'gatherings' is no table, expected table:key:column",
    ]),
    ("discrepancies.csv:2 subject", "meetings:2022-09-nairobbi:starts_on", [
        "'2022-09-nairobbi' is unknown, expected an id of meetings.csv (did you mean "
        "'2022-09-nairobi'?)",
    ]),
    ("discrepancies.csv:2 subject", "meetings:2022-09-nairobi:begins_on", [
        "'begins_on' is no column of meetings, expected table:key:column",
    ]),
    ("threads.csv:3 source_id", "weekly-lima-2024", [
        "'weekly-lima-2024' is not the source of the statement of 2021-05-oslo, expected "
        "'daily-oslo-2021'",
    ]),
    ("threads.csv:3 evidence", "one two three four five six seven eight nine ten eleven twelve thirteen", [
        "13 words are quoted, expected at most 12",
        "'one two three four five six seven eight nine ten eleven twelve thirteen' is not "
        'allowed, expected string like ^\\S+( \\S+){0,11}$',
    ]),
    ("threads.csv:4 expected_on", "", [
        "'' is not such a date, expected a month like 2017-11",
        "is empty, expected the date that the report announces",
    ]),
    ("threads.csv:3 kind", "cites", [
        "threads.csv:3 expected_on: '2022' does not fit the kind, expected nothing, or the kind "
        "announces",
    ]),
    ("threads.csv:3 expected_on", "2020", [
        "'2020' is before the meeting that announces it, expected 2021-05-11 or later",
    ]),
    ("threads.csv:3 to_meeting_id", "2020-02-oslo", [
        "'2020-02-oslo' is before the meeting that announces it, expected 2021-05-11 or later",
    ]),
    ("meetings.csv:3 starts_on", "2025", [
        "'2025' is not such a date, expected a date like 2017-11-15",
        "meetings.csv:3 ends_on: '2021-05-12' is before the start, expected '2025' or later",
        "threads.csv:3 expected_on: '2022' is before the meeting that announces it, expected 2025"
        " or later",
        "threads.csv:3 to_meeting_id: '2022-09-nairobi' is before the meeting that announces it, "
        "expected 2025 or later",
        "threads.csv:5 to_meeting_id: '2021-05-oslo' is after the meeting that follows it up, "
        "expected 2024-10-21 or earlier",
    ]),
    ("threads.csv:5 to_meeting_id", "2024-10-lima", [
        "'2024-10-lima' is the meeting that refers, expected another meeting, or nothing",
    ]),
    ("aliases.csv:2 source", "daily-oslo-2020", [
        "'daily-oslo-2020' is unknown, expected an id of sources.csv (did you mean 'daily-oslo-2021'?), "
        "or usage",
    ]),
    ("aliases.csv:3 form", "وقود", [
        "'وقود' is not in the letters of the language en, expected a form in that language",
    ]),
    ("aliases.csv:6 form", "Fuel", [
        "'Fuel' is a form of fuel too, expected a form of one entity",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "text", "expected"), CELLS)
def test_a_damaged_cell_is_named_by_file_row_and_column(folder, place, text, expected):
    file, line, column = re.split("[: ]", place)
    write_cell(folder, file, int(line), column, text)

    assert sorted(line.removeprefix(f"{place}: ") for line in messages(folder)) == sorted(expected)


# Of each line of a statement its number, the words that are changed, and the messages without the name of the file.
WORDS = [
    (25, ('["military-campaign"]', '[]'), [
        "25 themes: is empty, expected an array of 1 or more",
    ]),
    (25, ('["military-campaign"]', '"military-campaign"'), [
        "25 themes: 'military-campaign' is not of type array, expected an array of 1 or more",
    ]),
    (25, ("military-campaign", "military-campain"), [
        "25 themes: 'military-campain' is unknown, expected an id of themes.csv (did you mean "
        "'military-campaign'?)",
    ]),
    (41, ("وتضيف اليومية أن الوقود والبطانيات <انظر الملحق> تأتي أولاً.", ""), [
        "41 ar: is empty, expected a string",
    ]),
    (35, ("voice =", "voices ="), [
        "35 voices: the field is unknown, expected one of number, voice, speaker_en, speaker_ar, "
        "themes, paragraphs, en, ar, figures",
        "33 voice: is missing, expected one of statement, speaker, reporter",
    ]),
    (34, ("number = 3", "number = 4"), [
        "34 number: passage 4 stands at place 3, expected the number 3",
    ]),
    (39, ("[4, 5]", "[4, 7]"), [
        "39 paragraphs: '7' is beyond the end of the source, expected at most 6, the "
        "source_paragraphs of the statement",
    ]),
    (4, ("= 6", "= 0"), [
        "4 source_paragraphs: '0' is not allowed, expected an integer, at least 1",
        "12 paragraphs: '2' is beyond the end of the source, expected at most 0, the "
        "source_paragraphs of the statement",
        "26 paragraphs: '3' is beyond the end of the source, expected at most 0, the "
        "source_paragraphs of the statement",
        "39 paragraphs: '4' is beyond the end of the source, expected at most 0, the "
        "source_paragraphs of the statement",
        "39 paragraphs: '5' is beyond the end of the source, expected at most 0, the "
        "source_paragraphs of the statement",
    ]),
    (27, ("1.2 million people", "1.3 million people"), [
        "29 figures: 'More than 1.2 million people' stands 0 times in 'en', expected words that "
        "stand there once",
    ]),
    (13, ("31 members", "31 members, and 31 members,"), [
        "15 figures: '31 members' stands 2 times in 'en', expected words that stand there once",
    ]),
    (30, (', ar = "أكثر من 1.2 مليون شخص"', ''), [
        "29 ar: is missing, expected a string",
    ]),
    (22, ('voice = "speaker"', 'voice = speaker'), [
        "22: not TOML (Invalid value (at line 22, column 9)), expected a TOML file",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "change", "expected"), WORDS)
def test_a_damaged_statement_is_named_by_file_line_and_field(folder, line, change, expected):
    write_line(folder, OSLO, line, change)

    assert sorted(line.removeprefix(f"{OSLO}:") for line in messages(folder)) == sorted(expected)


HEADER = b"theme_id,name_en,name_ar,definition_en,definition_ar"
THEMES = f"expected the header {HEADER.decode()}"
PASSAGE = re.compile(rb"\[\[passage\]\].*", re.DOTALL)
NO_PASSAGE = f"{OSLO} passage: the statement has no passage, expected at least one [[passage]]"

# Of each file what is done to its bytes, and the one message.
FILES = [
    (OSLO, lambda raw: PASSAGE.sub(b"", raw), NO_PASSAGE),
    (OSLO, lambda raw: PASSAGE.sub(b'passage = ["one", "two"]', raw), NO_PASSAGE),
    (OSLO, lambda raw: raw.decode("utf-8").encode("cp1256"),
     f"{OSLO}:10: byte 0xc7 is not UTF-8, expected the encoding UTF-8"),
    ("themes.csv", lambda raw: raw.replace(b"blankets", b"bl\xe4nkets"),
     "themes.csv:5: byte 0xe4 is not UTF-8, expected the encoding UTF-8"),
    ("datapackage.json", lambda _: b'{"name": "\xe4"}',
     "datapackage.json: byte 10 is not UTF-8, expected a file in UTF-8"),
    ("themes.csv", lambda raw: b"\xef\xbb\xbf" + raw,
     "themes.csv:1: the file begins with a byte order mark, expected UTF-8 without one"),
    ("discrepancies.csv", lambda raw: raw.rstrip(b"\n") + b",\n",
     "discrepancies.csv:3: the row has 9 cells, expected 8 cells"),
    ("members.csv", lambda raw: raw + b"\n",
     "members.csv:5: the row has 0 cells, expected 11 cells"),
    ("members.csv", lambda raw: raw + b'"sweden,country',
     "members.csv:5: the row is not CSV (unexpected end of data), expected quotes in pairs"),
    ("themes.csv", lambda raw: raw.replace(HEADER, b"theme_id,name,name_ar,definition_en,definition_ar"),
     f"themes.csv:1 name_en: the header lacks name_en and has name, {THEMES}"),
    ("themes.csv", lambda raw: raw.replace(HEADER, HEADER + b",colour"),
     f"themes.csv:1 colour: the header has colour, {THEMES}"),
    ("themes.csv", lambda raw: raw.replace(HEADER, b"theme_id,name_ar,name_en,definition_en,definition_ar"),
     f"themes.csv:1: the columns are in another order, {THEMES}"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "damage", "expected"), FILES)
def test_a_damaged_file_is_named_once(folder, file, damage, expected):
    (folder / file).write_bytes(damage((folder / file).read_bytes()))

    assert messages(folder) == [expected]


def test_a_file_name_that_differs_from_the_meeting_is_an_error(folder):
    (folder / OSLO).rename(folder / "statements" / "2021-05-bergen.toml")

    assert messages(folder) == [
        "statements/2021-05-bergen.toml:1 meeting_id: meeting_id '2021-05-oslo' differs from the file's name, "
        "expected '2021-05-bergen'"
    ]


def test_what_is_missing_is_named(folder):
    nowhere = folder / "nowhere"
    assert messages(nowhere) == [
        f"{nowhere}: the data folder is missing, expected a folder with datapackage.json"
    ]
    for file in (OSLO, LIMA):
        (folder / file).unlink()
    assert messages(folder) == [
        "statements: no statement file is there, expected files like 2017-11-amman.toml"
    ]
    (folder / "datapackage.json").unlink()
    assert messages(folder) == [
        "datapackage.json: the file is missing, expected the Data Package that describes the folder"
    ]


@pytest.mark.parametrize(
    "file", ["cities.csv", "meetings.csv", "observations.csv", "sources.csv", "threads.csv"]
)
def test_a_missing_file_is_one_error_whatever_points_to_it(folder, file):
    (folder / file).unlink()

    found = messages(folder)

    assert found == [f"{file}: the file is missing, expected a CSV file"]


@pytest.mark.parametrize(
    ("kind", "expected_on", "expected_precision"),
    [("announces", "2024", "year"), ("follows_up", "", "")],
)
def test_a_month_is_neither_before_nor_after_a_day_of_its_own(
    folder, kind, expected_on, expected_precision
):
    meeting = {"starts_on": "2024-10", "ends_on": "", "date_precision": "month"}
    thread = {"kind": kind, "expected_on": expected_on, "expected_precision": expected_precision}
    for column, text in meeting.items():
        write_cell(folder, "meetings.csv", 3, column, text)
    for column, text in {**thread, "to_meeting_id": "2024-10-lima"}.items():
        write_cell(folder, "threads.csv", 3, column, text)

    dataset = load(folder)

    assert dataset.names["threads"]["2021-05-oslo-next-small-group"]["kind"] == kind


def test_an_error_below_a_cell_of_two_lines_names_the_line_of_the_file(folder):
    write_cell(folder, "cities.csv", 2, "country_en", "The Republic\nof Peru")
    write_cell(folder, "cities.csv", 4, "longitude", "east")

    found = messages(folder)

    assert found == [
        "cities.csv:5 longitude: 'east' is not a number, expected a number, at least -180, at most 180"
    ]


def test_all_errors_are_listed_at_once_by_file_and_row(folder):
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
        "members.csv:4 source_id: 'daily-oslo-2021' does not name the member, expected a source of it in namings.csv",
        "namings.csv:4 member_id: 'per' is unknown, expected an id of members.csv",
        "observations.csv:4 value: 'many' is not a number, expected a number, at least 0",
        f"{OSLO}:25 themes: is empty, expected an array of 1 or more",
    ]


def test_errors_are_kept_as_values_as_well_as_words():
    later = ValidationError("b.csv", 2, "value", "is empty", "a number")
    first = ValidationError("a.csv", 10, "", "the row has 2 cells", "3 cells")

    damaged = DamagedData([later, first, later])

    assert damaged.errors == (first, later)
    assert str(damaged) == (
        "a.csv:10: the row has 2 cells, expected 3 cells\nb.csv:2 value: is empty, expected a number"
    )
