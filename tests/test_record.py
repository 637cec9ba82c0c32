"""The real data folder, compared with what was curated and, if they are at hand, with the articles.

``COALITION_ORIGINALS`` names a folder with the source articles as text files; they are under copyright and
no part of this project, so the tests that need them are skipped elsewhere.
"""

import os
import re
import subprocess
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.analysis.statements import measure_coverage
from loaders.model import USAGE
from loaders.originals import compute_fingerprint, normalize_text, split_paragraphs
from loaders.schema import tables
from loaders.text.folding import fold
from loaders.text.tokens import tokenize

ROOT = Path(__file__).resolve().parent.parent
ORIGINALS = os.environ.get("COALITION_ORIGINALS", "")
RUN = 13
"""Running words that no file of the project may share with an article: one more than evidence may quote."""

MEETINGS = {
    "2016-02-rome": ("2016-02-02", "rome", "small_group"),
    "2017-11-amman": ("2017-11-15", "amman", "political_directors"),
    "2017-11-brussels-defence": ("2017-11", "brussels", "defence"),
    "2018-02-kuwait": ("2018-02-13", "kuwait-city", "ministerial"),
    "2018-06-rabat": ("2018-06-26", "rabat", "political_directors"),
    "2018-07-brussels": ("2018-07-12", "brussels", "ministerial"),
    "2019-02-washington": ("2019-02-06", "washington", "ministerial"),
    "2019-06-paris": ("2019-06-25", "paris", "political_directors"),
}

FIGURES = {
    ("2017-11-amman", "idps-returned", 2_600_000, "exact"),
    ("2017-11-amman", "interpol-names", 43_000, "exact"),
    ("2017-11-amman", "members", 74, "exact"),
    ("2017-11-amman", "participants", 27, "exact"),
    ("2017-11-amman", "people-freed", 7_500_000, "more_than"),
    ("2017-11-amman", "territory-liberated-share", 95, "exact"),
    ("2018-02-kuwait", "members", 74, "exact"),
    ("2018-02-kuwait", "participants", 74, "exact"),
    ("2018-02-kuwait", "pledge", 200_000_000, "exact"),
    ("2018-02-kuwait", "territory-liberated-share", 98, "exact"),
    ("2019-02-washington", "members", 79, "exact"),
    ("2019-06-paris", "aid-raised", 20_000_000_000, "nearly"),
    ("2019-06-paris", "coalition-fatalities", 46, "at_least"),
    ("2019-06-paris", "foreign-fighters", 40_000, "more_than"),
    ("2019-06-paris", "people-freed", 7_700_000, "more_than"),
    ("2019-06-paris", "security-forces-trained", 210_000, "more_than"),
    ("2019-06-paris", "territory-held-peak", 110_000, "about"),
    ("2019-06-paris", "territory-liberated-share", 100, "exact"),
}

THREADS = {
    ("2016-02-rome", "announces", "", "2016", 2),
    ("2017-11-amman", "announces", "2018-02-kuwait", "2018", 15),
    ("2017-11-amman", "follows_up", "", "", 14),
    ("2017-11-amman", "follows_up", "2017-11-brussels-defence", "", 15),
    ("2019-02-washington", "cites", "2018-06-rabat", "", 9),
    ("2019-02-washington", "cites", "2018-07-brussels", "", 9),
    ("2019-06-paris", "follows_up", "2018-02-kuwait", "", 5),
    ("2019-06-paris", "follows_up", "2019-02-washington", "", 5),
}

LEFT_OUT = {
    "2016-02-rome": (1, 16, 17, 18),
    "2017-11-amman": (1, 2),
    "2018-02-kuwait": (18, 19),
    "2019-02-washington": (1, 2, 10, 11),
    "2019-06-paris": (1, 2, 15, 16, 17),
}

ARABIC = re.compile(r"[\u0621-\u064a]")
OTHER_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
SCALES = {
    **dict.fromkeys(("thousand", "ألف", "ألفاً", "آلاف"), 10**3),
    **dict.fromkeys(("million", "مليون", "مليوناً", "ملايين"), 10**6),
    **dict.fromkeys(("billion", "مليار", "ملياراً", "مليارات"), 10**9),
}
DUALS = {"مليون": "(?:مليونان|مليونين|مليونا|مليوني)", "مليار": "(?:ملياران|مليارين|مليارا|ملياري)"}
"""The duals of the large numbers, by the word that stands after a digit."""
QUANTITY = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)(?: ({'|'.join(SCALES)})\b)?")


def read_quantities(text):
    """The numbers of a text in order of size, with the words that multiply them: 43 ألف is 43000."""
    for word, dual in DUALS.items():
        text = re.sub(rf"\b{dual}\b", f"2 {word}", text)
    return sorted(
        Decimal(digits.replace(",", "")) * SCALES.get(scale, 1)
        for digits, scale in QUANTITY.findall(text)
    )


SPELLED_NUMBERS = {
    "sixty": 60,
    "sixty-five": 65,
    "twenty-five": 25,
    "thirty-two": 32,
    "thirty-four": 34,
    "four million": 4_000_000,
    "eight million": 8_000_000,
    "une vingtaine": 20,
    "اثنتان وستون": 62,
    "ثلاثين": 30,
    "اربعين": 40,
    "40 الف": 40_000,
    "120.000": 120_000,
    "12.000": 12_000,
    "93.790": 93_790,
    "43 000": 43_000,
}
"""Numbers that sources of the record write in words, or with other separators, as they stand there."""


def read_spelled(text):
    """The numbers of a text that are written otherwise than ``read_quantities`` reads them."""
    folded = text.casefold()
    return [
        Decimal(value)
        for words, value in SPELLED_NUMBERS.items()
        if re.search(rf"\b{re.escape(words)}\b", folded)
    ]


def list_texts(dataset):
    """Every pair of English and Arabic text of the dataset, and where it stands."""
    for name, table in dataset.rules.tables.items():
        for row in tables.records(getattr(dataset, name)):
            for english in (column for column in table.names if column.endswith("_en")):
                if (
                    english == "evidence_en"
                ):  # of words that stand in one language; held against them below
                    continue
                where = f"{name}:{row[table.key[0]]}:{english}"
                yield where, row[english], row[english.removesuffix("_en") + "_ar"]
    for row in tables.records(dataset.passages):
        where = f"{row['file']}:{row['number']}"
        yield f"{where}:text", row["en"], row["ar"]
        yield f"{where}:speaker", row["speaker_en"], row["speaker_ar"]
        for mark in row["figures"]:
            yield f"{where}:{mark['observation_id']}", mark["en"], mark["ar"]


# What was curated


def select_core(frame):
    return tables.records(frame[frame["collection"] == "core"])


def test_the_core_has_its_curated_meetings_values_and_references(record):
    values = [
        (row["meeting_id"], row["indicator_id"], row["value"], row["qualifier"])
        for row in select_core(record.observations)
    ]
    references = [
        (
            row["from_meeting_id"],
            row["kind"],
            row["to_meeting_id"],
            row["expected_on"],
            int(row["paragraph"]),
        )
        for row in select_core(record.threads)
    ]

    assert {
        row["meeting_id"]: (row["starts_on"], row["city_id"], row["level"])
        for row in select_core(record.meetings)
    } == MEETINGS
    assert (len(values), set(values)) == (len(FIGURES), FIGURES)
    assert (len(references), set(references)) == (len(THREADS), THREADS)


def test_a_thread_that_is_open_or_a_link_of_ours_has_a_note(record):
    notes = record.threads.set_index("thread_id")["note_en"]
    linked = notes[notes.str.contains("The link is ours")]

    assert set(linked.index) == {
        "2017-11-amman-next-ministerial",
        "2019-06-paris-ministers-statement",
    }
    assert (record.threads.loc[record.threads["to_meeting_id"] == "", "note_en"] != "").all()


def test_a_thread_stands_in_a_paragraph_that_a_passage_renders(record):
    rendered = {
        (row["source_id"], paragraph)
        for row in tables.records(record.passages)
        for paragraph in row["paragraphs"]
    }

    found = {(row["source_id"], int(row["paragraph"])) for row in tables.records(record.threads)}

    assert found <= rendered


def test_a_naming_has_words_is_of_the_collection_of_its_source_and_stands_in_a_rendered_paragraph(
    record,
):
    rendered = {
        (row["source_id"], paragraph)
        for row in tables.records(record.passages)
        for paragraph in row["paragraphs"]
    }

    for row in tables.records(record.namings):
        source = record.names["sources"][row["source_id"]]
        assert source["collection"] == row["collection"], row["naming_id"]
        assert row["naming_id"] == f"{row['member_id']}-{row['source_id']}"
        if row["collection"] == "core":
            assert "…" not in row["evidence"], row["naming_id"]
            assert (row["source_id"], int(row["paragraph"])) in rendered, row["naming_id"]


def test_every_member_is_named_and_the_founders_in_2014(record):
    named = record.namings.groupby("member_id")["named_on"].min()

    assert set(named.index) == set(record.members["member_id"])
    assert {"usa", "irq", "fra", "sau", "jor", "kwt"} <= set(named[named < "2014-10"].index)
    assert {"gbr", "deu", "can", "aus", "tur"} <= set(named[named < "2015"].index)


def test_every_paragraph_is_rendered_but_for_what_is_no_part_of_the_report(record):
    found = {
        meeting: measure_coverage(record, meeting).left_out
        for meeting in set(record.passages["meeting_id"])
    }

    assert found == LEFT_OUT


def test_every_title_in_another_language_is_translated_and_cut_where_the_title_is(record):
    printed = record.sources[(record.sources["title"] != "") & (record.sources["language"] != "en")]

    assert set(printed["source_id"]) == {
        "asharq-al-awsat-kuwait-2018",
        "asharq-al-awsat-washington-2019",
        "paris-2019",
    }
    for row in tables.records(printed):
        assert row["title_translated"].endswith("…") == row["title"].endswith("…"), row["source_id"]
        assert re.search("[A-Za-z]", row["title_translated"]), row["source_id"]
        assert not ARABIC.search(row["title_translated"]), row["source_id"]


def test_one_core_figure_alone_is_derived_and_its_note_says_so(record):
    derived = record.observations.query("status == 'derived' and collection == 'core'")

    assert derived["observation_id"].tolist() == ["2019-06-paris-territory-liberated-share"]
    assert derived["note_en"].item().startswith("Derived by us")


def test_every_core_source_has_its_statement(record):
    core = record.sources[record.sources["collection"] == "core"]

    assert set(record.passages["source_id"]) == set(core["source_id"])
    assert len(core) == 5


def test_every_core_figure_is_marked_in_a_passage_of_its_own_paragraph(record):
    marked = {
        (mark["observation_id"], row["source_id"], paragraph)
        for row in tables.records(record.passages)
        for mark in row["figures"]
        for paragraph in row["paragraphs"]
    }
    core = record.observations[
        (record.observations["collection"] == "core")
        & record.observations["source_id"].isin(record.passages["source_id"])
    ]

    wanted = {
        (row["observation_id"], row["source_id"], int(row["paragraph"]))
        for row in tables.records(core)
    }

    assert wanted - marked == set()
    assert len(wanted) == len(FIGURES)


def test_the_words_that_mark_a_figure_state_its_value_in_both_languages(record):
    rows = record.names["observations"]

    wrong = [
        (mark["observation_id"], mark[language])
        for marks in record.passages["figures"]
        for mark in marks
        for language in ("en", "ar")
        if rows[mark["observation_id"]]["status"] == "stated"
        and read_quantities(mark[language]) != [Decimal(str(rows[mark["observation_id"]]["value"]))]
    ]

    assert wrong == []


def test_the_evidence_of_a_stated_figure_holds_its_value(record):
    stated = record.observations[record.observations["status"] == "stated"]

    wrong = [
        row["observation_id"]
        for row in tables.records(stated)
        if Decimal(str(row["value"]))
        not in {*read_quantities(row["evidence"]), *read_spelled(row["evidence"])}
    ]

    assert wrong == []


HEDGES = {
    "more_than": {"en": ("more than",), "ar": ("أكثر من", "تزيد على")},
    "less_than": {"en": ("less than",), "ar": ("أقل من",)},
    "about": {"en": ("about", "we believe"), "ar": ("نحو", "حوالي")},
    "nearly": {"en": ("nearly",), "ar": ("ما يقارب", "مما يقارب", "قرابة")},
    "at_least": {"en": ("at least",), "ar": ("ما لا يقل عن",)},
    "up_to": {"en": ("up to",), "ar": ("ما يصل إلى",)},
    "between": {"en": ("between",), "ar": ("ما بين",)},
}
"""How a rendering words the hedge of the source."""


def list_renderings(dataset):
    """Every rendering of the words that state a figure, with its row and its language."""
    for row in tables.records(dataset.observations):
        for language in ("en", "ar"):
            if rendering := row[f"evidence_{language}"]:
                yield row, language, rendering


def test_a_rendering_of_the_words_of_a_figure_keeps_their_numbers_and_marks(record):
    digits = re.compile(r"\d+|[…*%]")
    separators = str.maketrans("٪", "%", ".,")
    wrong = []
    for row, language, rendering in list_renderings(record):
        words, ours = (text.translate(separators) for text in (row["evidence"], rendering))
        kept = sorted(digits.findall(words.replace("43 000", "43000"))) == sorted(
            digits.findall(ours)
        )
        values = {number.value for number in tokenize(rendering).numbers}
        if not kept or (row["status"] == "stated" and Decimal(str(row["value"])) not in values):
            wrong.append((row["observation_id"], language, rendering))

    assert wrong == []


def test_a_rendering_keeps_the_hedge_of_the_words(record):
    wrong = [
        (row["observation_id"], rendering)
        for row, language, rendering in list_renderings(record)
        if row["qualifier"] != "exact"
        and not any(hedge in rendering for hedge in HEDGES[row["qualifier"]][language])
    ]

    assert wrong == []


def test_what_was_adopted_against_a_rival_is_what_the_table_holds(record):
    wrong = []
    for row in tables.records(record.discrepancies):
        table, key, column = row["subject"].split(":")
        cell = record.names[table][key][column]
        held = f"{cell:g}" if isinstance(cell, float) and not cell.is_integer() else cell
        held = str(int(held)) if isinstance(held, float) else held
        if row["adopted"] != held or row["stated"] == held:
            wrong.append((row["discrepancy_id"], row["stated"], row["adopted"], held))

    assert wrong == []


# How it is written


def test_tables_are_canonical_sorted_and_without_stray_white_space(data, rules):
    for table in rules.tables.values():
        frame, _ = tables.read(data, table=table)
        cells = [
            cell for row in tables.records(frame) for cell in row.values() if isinstance(cell, str)
        ]

        assert tables.format_csv(frame).encode() == (data / table.path).read_bytes()
        assert frame[table.key[0]].is_monotonic_increasing, table.name
        assert [cell for cell in cells if cell != cell.strip()] == []


def list_text_files(data):
    return sorted(
        path for path in data.rglob("*.*") if path.suffix in {".csv", ".toml", ".json", ".md"}
    )


def test_every_file_is_utf_8_without_a_mark_and_ends_in_a_line_end(data):
    for path in list_text_files(data):
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        assert not text.startswith("\ufeff"), path
        assert "\r" not in text, path
        assert text.endswith("\n"), path
        assert unicodedata.is_normalized("NFC", text), path


def test_the_data_dictionary_has_a_card_for_every_file_with_its_columns_in_order(data, rules):
    cards = {}
    heading = ""
    for line in (data / "README.md").read_text(encoding="utf-8").split("\n"):
        if found := re.fullmatch(r"#{2,4} (.+)", line):
            heading = found[1]
        elif found := re.fullmatch(r"\| `([a-z_]+)` \| (\S.*) \|", line):
            cards.setdefault(heading, []).append(found[1])

    described = {table.path: list(table.names) for table in rules.tables.values()}
    for name in ("header", "passage", "figure", "step", "question", "term"):
        described[name] = [column.name for column in getattr(rules, name)]
    assert cards == described


# Two languages


def test_arabic_text_is_in_arabic_letters_and_english_text_is_not(record):
    wrong = [
        where
        for where, english, arabic in list_texts(record)
        if (arabic and not ARABIC.search(arabic)) or ARABIC.search(english)
    ]

    assert wrong == []


def test_digits_are_the_same_in_both_languages(data):
    for path in list_text_files(data):
        assert OTHER_DIGITS.findall(path.read_text(encoding="utf-8")) == [], path


def test_both_languages_give_the_same_numbers(record):
    wrong = [
        (where, read_quantities(english), read_quantities(arabic))
        for where, english, arabic in list_texts(record)
        if read_quantities(english) != read_quantities(arabic)
    ]

    assert wrong == []


# The articles


def split_words(text):
    return re.findall(r"\w+", normalize_text(text))


@pytest.fixture(scope="module")
def articles():
    """The texts of the articles by their fingerprints."""
    if not ORIGINALS:
        pytest.skip("COALITION_ORIGINALS names no folder with the source articles")
    found = [path.read_text(encoding="utf-8") for path in sorted(Path(ORIGINALS).glob("*.txt"))]
    return {compute_fingerprint(text): text for text in found}


def test_every_core_source_is_one_of_the_articles(record, articles):
    core = record.sources[record.sources["collection"] == "core"]

    assert set(core["fingerprint"]) == set(articles)


def test_passages_refer_to_paragraphs_of_their_source(record, articles):
    for row in tables.records(record.passages):
        text = articles[record.names["sources"][row["source_id"]]["fingerprint"]]
        count = len(split_paragraphs(text))
        assert row["source_paragraphs"] == count, row["file"]
        assert all(1 <= paragraph <= count for paragraph in row["paragraphs"]), (
            row["file"],
            row["number"],
        )


def contains_form(form, text):
    """Whether a text has a form of an alias, with or without what Arabic writes together before it."""
    return (
        re.search(rf"\b[وفبكل]{{0,2}}{re.escape(fold(form).text)}(?!\w)", fold(text).text)
        is not None
    )


def test_a_form_stands_in_the_title_the_address_or_the_quoted_words_of_its_source(record):
    texts = {
        source: [row["title"], row["author"], row["url"]]
        for source, row in record.names["sources"].items()
    }
    for table in (record.observations, record.threads):
        for source, evidence in zip(table["source_id"], table["evidence"], strict=True):
            texts[source].append(evidence)
    fingerprints = dict(
        zip(record.sources["source_id"], record.sources["fingerprint"], strict=True)
    )
    rows = [
        row for row in tables.records(record.aliases) if not fingerprints.get(row["source"], USAGE)
    ]

    assert rows
    assert [
        row for row in rows if not contains_form(row["form"], "\n".join(texts[row["source"]]))
    ] == []


def test_a_form_stands_in_the_article_that_is_its_source(record, articles):
    sources = record.names["sources"]
    cited = [row for row in tables.records(record.aliases) if row["source"] != USAGE]
    rows = [row for row in cited if sources[row["source"]]["fingerprint"]]

    assert rows
    wrong = [
        row
        for row in rows
        if not contains_form(row["form"], articles[sources[row["source"]]["fingerprint"]])
    ]
    assert wrong == []


def test_each_form_of_an_alias_names_one_entity_with_several_forms(record):
    entities = {}
    for row in tables.records(record.aliases):
        entities.setdefault(tokenize(row["form"]).names, set()).add(row["entity"])

    assert {forms: names for forms, names in entities.items() if len(names) > 1} == {}
    assert record.aliases["entity"].value_counts().min() > 1


def test_no_file_of_the_project_repeats_13_running_words_of_an_article(articles):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    runs = {
        tuple(found[at : at + RUN])
        for found in map(split_words, articles.values())
        for at in range(len(found) - RUN + 1)
    }

    repeats = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        if not (ROOT / name).is_file():
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        if not ARABIC.search(text):
            continue  # the articles are in Arabic: what has no Arabic letter repeats nothing of them
        found = split_words(text)
        repeats += [
            (name, " ".join(found[at : at + RUN]))
            for at in range(len(found) - RUN + 1)
            if tuple(found[at : at + RUN]) in runs
        ]

    assert repeats == []
