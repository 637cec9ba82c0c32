"""The rows of a draft: what follows from the facts is filled in, and what the contract refuses is rejected."""

import copy
from datetime import date

import pytest

from loaders.dataset import load
from loaders.draft import ids
from loaders.draft.add import add_meeting
from loaders.draft.form import RejectedDraft
from loaders.draft.rows import build_rows
from loaders.originals import compute_fingerprint
from loaders.schema import contract, tables
from loaders.schema.errors import DamagedData

ARTICLE = "Sample headline\n\nThe hall in Quito held 44 guests.\n\nOver 9 million are free, and 9 million it is.\n"

FACTS = {
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
            "evidence_ar": "حضرها 44 ضيفاً",
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
def base(tmp_path):
    """A folder with a copy of the made-up article."""
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def change_facts(**changes):
    """The made-up facts with some tables, or fields of them (``table__field``), replaced; None removes them.

    Of several tables the first is changed.
    """
    facts = copy.deepcopy(FACTS)
    for key, value in changes.items():
        name, _, field = key.partition("__")
        table = facts
        if field:
            table = facts[name][0] if isinstance(facts[name], list) else facts[name]
        if value is None:
            del table[field or name]
        else:
            table[field or name] = value
    return facts


def build_first_rows(dataset, base, **changes):
    """The first row of each table that changed facts fill."""
    rows = build_rows(change_facts(**changes), dataset=dataset, base=base)
    return {name: new[0][1] for name, new in rows.tables.items() if new}


def reject(content, root, base):
    """The lines with which a draft is rejected."""
    with pytest.raises(RejectedDraft) as rejected:
        add_meeting(content, root=root, base=base)
    return str(rejected.value).split("\n")


# Ids


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Asharq Al-Awsat", "asharq-al-awsat"),
        ("El Día de Québec", "el-dia-de-quebec"),
        ("Okaz (King's)", "okaz-kings"),
        ("عمّان", ""),
    ],
)
def test_words_become_part_of_an_id(words, slug):
    assert ids.make_slug(words) == slug


def test_every_meeting_of_the_record_has_an_id_by_the_rule(record):
    for row in tables.records(record.meetings):
        short = ids.make_meeting_id(row, taken=())

        assert row["meeting_id"].startswith(short)


@pytest.mark.parametrize(
    ("source_id", "row_id", "publisher"),
    [
        ("spa-brussels-2014", "2014-12-brussels-members", "spa"),
        ("agenzia-nova-the-hague-2022", "2022-12-the-hague-members", "agenzia-nova"),
        ("new-york-times-new-york-2015", "2015-09-new-york", "new-york-times"),
        ("state-gov-2015", "2015-02-08-members", "state"),
        ("alone", "2015-02-08-members", "alone"),
    ],
)
def test_the_publisher_precedes_city_and_year(source_id, row_id, publisher):
    assert ids.get_publisher(source_id, row_id=row_id) == publisher


def test_rows_of_one_meeting_and_indicator_differ_by_scope_and_publisher(sample, base):
    first = FACTS["figure"][0]
    other = {**first, "source_id": "weekly-lima-2024", "collection": "core", "paragraph": 1}
    figures = [first, {**first, "scope": "iraq"}, other, {**other, "scope": "syria"}, other]

    rows = build_rows(change_facts(figure=figures), dataset=sample, base=base)

    new = [cells["observation_id"] for _, cells in rows.tables["observations"]]
    assert [key.removeprefix("2025-04-quito-participants") for key in new] == [
        "",
        "-iraq",
        "-weekly",
        "-syria",
        "-weekly",
    ]


@pytest.mark.parametrize("name", ["oslo", "OSLO", "أوسلو"])
def test_a_known_city_is_found_by_its_id_and_names_and_the_level_distinguishes_its_meetings(
    sample, base, name
):
    meeting = {"meeting__city_id": name, "meeting__starts_on": "2021-05-30"}

    rows = build_first_rows(sample, base, city=None, **meeting, meeting__level="defence")

    assert rows["meetings"]["city_id"] == "oslo"
    assert rows["meetings"]["meeting_id"] == "2021-05-oslo-defence"


def test_a_meeting_without_a_city_is_online(sample, base):
    rows = build_first_rows(sample, base, city=None)

    assert (rows["meetings"]["meeting_id"], rows["meetings"]["city_id"]) == ("2025-04-online", "")
    assert rows["sources"]["source_id"] == "el-dia-de-quito-online-2025"


def test_ids_that_are_given_are_kept(sample, base):
    given = {
        "meeting__meeting_id": "2025-04-quito-full",
        "city__city_id": "san-francisco-de-quito",
        "source__source_id": "dia-quito-2025",
        "figure__observation_id": "2025-04-quito-full-guests",
        "thread__thread_id": "2025-04-quito-full-last",
    }

    rows = build_first_rows(sample, base, passage=None, discrepancy=None, **given)

    found = {key: rows[table][key.split("__")[1]] for key, table in zip(given, TABLES, strict=True)}
    assert found == given
    assert rows["meetings"]["city_id"] == "san-francisco-de-quito"
    assert rows["observations"]["source_id"] == "dia-quito-2025"


TABLES = ("meetings", "cities", "sources", "observations", "threads")


# What follows from the facts


def test_what_follows_from_the_facts_is_filled_in(sample, base):
    rows = build_first_rows(sample, base)

    expected = {
        "meetings": {"ends_on": "2025-04-02", "date_precision": "day"},
        "sources": {
            "source_id": "el-dia-de-quito-quito-2025",
            "collection": "core",
            "fingerprint": compute_fingerprint(ARTICLE),
        },
        "observations": {
            "observation_id": "2025-04-quito-participants",
            "as_of": "2025-04-02",
            "as_of_precision": "day",
            "status": "stated",
            "paragraph": "2",
        },
        "threads": {"thread_id": "2025-04-quito-lima", "paragraph": "2"},
        "discrepancies": {
            "subject": "observations:2025-04-quito-participants:value",
            "discrepancy_id": "2025-04-quito-participants-weekly",
            "adopted": "44",
            "adopted_source_id": "el-dia-de-quito-quito-2025",
        },
    }
    for table, cells in expected.items():
        assert cells.items() <= rows[table].items()


def test_a_month_stays_a_month(sample, base):
    rows = build_first_rows(sample, base, meeting__starts_on="2025-04")

    assert (rows["meetings"]["ends_on"], rows["meetings"]["date_precision"]) == ("", "month")
    assert (rows["observations"]["as_of"], rows["observations"]["as_of_precision"]) == (
        "2025-04",
        "month",
    )


def test_rows_are_of_the_collection_of_their_source(sample, base):
    rows = build_first_rows(sample, base, meeting__collection="record")
    other = build_first_rows(sample, base, figure__source_id="ministry-oslo-2020")

    tables_ = ("meetings", "sources", "observations", "threads")
    assert {rows[name]["collection"] for name in tables_} == {"record"}
    assert rows["sources"]["fingerprint"] == rows["observations"]["paragraph"] == ""
    assert (other["observations"]["collection"], other["meetings"]["collection"]) == (
        "record",
        "core",
    )


def test_numbers_and_dates_are_written_as_in_the_tables(sample, base):
    meeting = {"meeting__starts_on": date(2025, 4, 2), "meeting__note_en": " two\n  lines "}

    rows = build_first_rows(sample, base, figure__value=7.5e6, **meeting)

    assert rows["observations"]["value"] == "7500000"
    assert (rows["meetings"]["starts_on"], rows["meetings"]["note_en"]) == (
        "2025-04-02",
        "two lines",
    )


# The files


def test_a_draft_adds_one_meeting_and_leaves_the_other_rows_as_they_are(folder, base):
    before = load(folder)
    files = {path: path.read_bytes() for path in folder.rglob("*.csv")}

    add_meeting(FACTS, root=folder, base=base)

    after = load(folder)
    assert set(after.names["meetings"]) - set(before.names["meetings"]) == {"2025-04-quito"}
    assert set(after.names["cities"]) - set(before.names["cities"]) == {"quito"}
    for name in ("observations", "threads", "discrepancies", "sources", "passages"):
        assert len(getattr(after, name)) == len(getattr(before, name)) + 1
    (passage,) = tables.records(after.passages[after.passages["meeting_id"] == "2025-04-quito"])
    assert passage["figures"][0]["observation_id"] == "2025-04-quito-participants"
    assert (passage["number"], passage["source_paragraphs"], passage["status"]) == (
        1,
        3,
        "press_report",
    )
    assert all(
        set(text.splitlines()) <= set(path.read_bytes().splitlines())
        for path, text in files.items()
    )
    for table in contract.read(folder).tables.values():
        frame, errors = tables.read(folder, table=table)
        assert errors == []
        assert frame[table.key[0]].is_monotonic_increasing
        assert tables.format_csv(frame).encode() == (folder / table.path).read_bytes()


def test_until_the_last_file_is_replaced_the_folder_is_refused_so_that_a_page_keeps_its_dataset(
    folder, base, tmp_path, monkeypatch
):
    states = []

    def replace(source, target):
        target.write_bytes(source.read_bytes())
        try:
            load(folder)
            states.append("loaded")
        except DamagedData as damaged:
            states.append(
                "refused" if "'2025-04-quito' is unknown" in str(damaged) else str(damaged)
            )

    monkeypatch.setattr(type(tmp_path), "replace", replace)

    add_meeting(FACTS, root=folder, base=base)

    assert states == ["refused"] * 6 + ["loaded"]


def test_a_meeting_alone_needs_only_its_own_row(folder, base):
    content = change_facts(
        **dict.fromkeys(("city", "source", "figure", "passage", "thread", "discrepancy")),
        meeting__city_id="Lima",
        meeting__source_id="weekly-lima-2024",
    )

    added = add_meeting(content, root=folder, base=base)

    assert added.diffs["meetings.csv"][3:] == [
        "+2025-04-lima,core,2025-04-02,2025-04-02,day,lima,small_group,"
        '"Sample meeting, Quito",اجتماع نموذجي، كيتو,,,weekly-lima-2024,,'
    ]
    assert len(added.diffs) == 1


# What is rejected

MORE = "A new indicator is more than a row: it needs its words in components/strings too, which a draft does not write"

REJECTED = {
    "no meeting": (
        {"meeting": None},
        "meeting: the table is missing, expected [meeting] with the fields of",
    ),
    "an unknown table": (
        {"figures": []},
        "figures: the table is unknown, expected one of meeting, city,",
    ),
    "one table where there are several": (
        {"figure": {"value": 1}},
        "figure: the table is not of the right form, expected [[figure]]",
    ),
    "several tables where there is one": (
        {"city": []},
        "city: the table is not of the right form, expected [city], once",
    ),
    "an unknown field": (
        {"figure__indicator": "members"},
        "figure 1, indicator: the field is unknown, expected one of observation_id, ",
    ),
    "a list in a cell": (
        {"meeting__level": ["other"]},
        "meeting, level: ['other'] is no text, number or date, expected one of ministerial, ",
    ),
    "a control character": (
        {"meeting__title_en": "a\x1b[2Jb"},
        "meeting, title_en: 'a\\x1b[2Jb' holds a control character, expected text alone",
    ),
    "an unknown city": (
        {"city": None, "meeting__city_id": "Olso"},
        "meeting, city_id: 'Olso' is unknown, expected a city of cities.csv (did you mean 'Oslo'?), or a new one",
    ),
    "a meeting that is there": (
        {
            "city": None,
            "meeting__city_id": "oslo",
            "meeting__level": "ministerial",
            "meeting__starts_on": "2021-05",
        },
        "meeting, starts_on: '2021-05-oslo' is a meeting of that level, in that city, at that time, expected another meeting",
    ),
    "an id that is there": (
        {"meeting__meeting_id": "2024-10-lima", "passage": None, "thread": None},
        "meeting, meeting_id: the key '2024-10-lima' stands twice, expected a key of its own (meetings.csv:7",
    ),
    "an id that leads elsewhere": (
        {
            "meeting__meeting_id": "../../2024",
            "passage": None,
            "thread": None,
            "figure": None,
            "discrepancy": None,
        },
        "meeting, meeting_id: '../../2024' is not allowed, expected string like ^[a-z0-9]+(-[a-z0-9]+)*$",
    ),
    "an unknown indicator": (
        {"figure__indicator_id": "guests"},
        f"figure 1, indicator_id: 'guests' is unknown, expected an id of indicators.csv. {MORE}",
    ),
    "evidence that the article does not hold": (
        {"figure__evidence": "held 45 guests"},
        "figure 1, evidence: the words are not in the article, expected words of it, letter for letter",
    ),
    "evidence that cuts a number": (
        {"figure__evidence": "4 guests"},
        "figure 1, evidence: the words are not in the article, expected words of it, letter for letter",
    ),
    "evidence of another paragraph": (
        {"figure__paragraph": 3},
        "figure 1, paragraph: the evidence is not in paragraph 3, expected the number 2",
    ),
    "another number of paragraphs": (
        {"statement": {"source_paragraphs": 4}},
        "statement, source_paragraphs: '4' is another number, expected the number 3, as many as the article has",
    ),
    "no copy at that path": (
        {"source__article": "nowhere.txt"},
        "source 1, article: ",
    ),
    "a core source without a copy": (
        {"source__article": None, "statement": {"source_paragraphs": 3}, "figure__paragraph": 2},
        "source 1, fingerprint: is empty, expected the SHA-256 of a core source (sources.csv:3 fingerprint)",
    ),
    "a passage of an unknown theme": (
        {"passage__themes": ["winter-ad"]},
        "passage 1, themes: 'winter-ad' is unknown, expected an id of themes.csv (did you mean 'winter-aid'?)",
    ),
    "a number that is not the passage's own": (
        {"passage__number": 2},
        "passage 1, number: passage 2 stands at place 1, expected the number 1",
    ),
    "a thread to nowhere": (
        {"thread__to_meeting_id": "2024-10-limo"},
        "thread 1, to_meeting_id: '2024-10-limo' is unknown, expected an id of meetings.csv (did you mean",
    ),
    "a subject that is no cell": (
        {"discrepancy__subject": "observations:guests:value", "discrepancy__adopted": "44"},
        "discrepancy 1, subject: 'guests' is unknown, expected an id of observations.csv",
    ),
}


@pytest.mark.parametrize("name", REJECTED)
def test_what_the_contract_refuses_is_rejected_by_field_and_cell(folder, base, name):
    changes, expected = REJECTED[name]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    lines = reject(change_facts(**changes), folder, base)

    assert any(line.startswith(expected) for line in lines), lines
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_error_of_a_draft_is_reported_at_once(folder, base):
    content = change_facts(
        meeting__level="none", figure__scope="mars", passage__voice="choir", city__latitude=91
    )

    lines = reject(content, folder, base)

    assert sorted(line.split(":")[0] for line in lines) == [
        "city, latitude",
        "figure 1, scope",
        "meeting, level",
        "passage 1, voice",
    ]


def test_an_article_of_a_known_source_is_no_new_one(folder, base, sample):
    path = folder / "sources.csv"
    known = sample.names["sources"]["weekly-lima-2024"]["fingerprint"]
    text = path.read_text(encoding="utf-8").replace(known, compute_fingerprint(ARTICLE))
    path.write_text(text, encoding="utf-8")

    assert reject(FACTS, folder, base) == [
        "source 1, article: the article is that of the source 'weekly-lima-2024', "
        "expected that id as source_id, without a new source"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "is empty"), (b"\0" * 9, "is not plain text"), (b"x" * 2_000_001, "larger than 2 MB")],
)
def test_an_unreadable_copy_is_rejected_with_the_reason(folder, base, content, problem):
    (base / "article.txt").write_bytes(content)

    (line,) = reject(FACTS, folder, base)

    assert line.startswith("source 1, article: article.txt: the document ")
    assert problem in line
