"""A reader's own copies of the articles: recognised however they were saved, and compared with the evidence.

The articles of these tests are made up; the real ones are under copyright and no part of this project.
``COALITION_ORIGINALS`` names a folder with copies of them: the last tests need it and are skipped without.
"""

import hashlib
import os
import pickle
import subprocess
import sys
import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import originals
from loaders.originals import (
    LARGEST,
    SENTENCES,
    Original,
    Refused,
    compute_fingerprint,
    find_folders,
    main,
    normalize_text,
    read_folders,
    read_original,
    split_paragraphs,
    verify,
)
from tests.reading import changed, chosen

ROOT = Path(__file__).resolve().parent.parent
ORIGINALS = os.environ.get("COALITION_ORIGINALS", "")

OSLO = "daily-oslo-2021"
LIMA = "weekly-lima-2024"
MEMBERS = "2021-05-oslo-members"

ARTICLES = {
    OSLO: (
        "خبر نموذجي",
        "قالت اليومية: يضم المؤتمر 31 عضواً، وبقي أقل من 37.5% من الأرض.",
        "وقالت الرئيسة: حُرِّر أكثر من 1.2 مليون شخص – “مؤقتاً”.",
        "فقرة لا رقم فيها",
        "تجتمع المجموعة المصغرة في العام المقبل.",
    ),
    LIMA: (
        "خبر آخر",
        "حُرّر ما يصل إلى 85% من الأرض استناداً إلى وعد أوسلو.",
        "وجُمع قرابة 3.5 مليار دولار.",
        "وبقي بين 9000 و11500 مقاتل.",
        "وعاد نحو 350 ألف عائد، والأعضاء ما لا يقل عن 36 عضواً.",
        "ويعقد اجتماع وزاري في مارس المقبل، والبلاد ضعف مساحة الإقليم.",
    ),
}
"""Two made-up articles, by their sources in the sample, with the evidence of the sample in its paragraphs."""

TEXTS = {source: "\n\n".join(lines) + "\n" for source, lines in ARTICLES.items()}

UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be")
LINE_ENDS = ("\n", "\r\n", "\r", "\r\r\n", "\n\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e")
UNICODE_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Line ends for which Windows-1256 has no byte."""


def encode(text, encoding):
    """A text as an editor saves it: UTF-16 with its byte order mark."""
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + text).encode(encoding)


def check_evidence(dataset, evidence, text, paragraph=1):
    """The check of one piece of evidence against a text."""
    quoting = changed(dataset, "observations", MEMBERS, evidence=evidence, paragraph=paragraph)
    copies = {OSLO: Original(OSLO, "copy.txt", split_paragraphs(text))}
    (check,) = [check for check in verify(quoting, copies) if check.id == MEMBERS]
    return check


@pytest.fixture(scope="module")
def known(sample):
    """The sample with the fingerprints of the made-up articles."""
    for source, text in TEXTS.items():
        sample = changed(sample, "sources", source, fingerprint=compute_fingerprint(text))
    return sample


@pytest.fixture
def copies(tmp_path):
    """A folder with a copy of each made-up article."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for source, text in TEXTS.items():
        (folder / f"{source}.txt").write_bytes(text.encode())
    return folder


@pytest.fixture
def data_folder(folder, sample):
    """The files of the sample with the fingerprints of the made-up articles."""
    path = folder / "sources.csv"
    rows = path.read_text(encoding="utf-8")
    for source, text in TEXTS.items():
        rows = rows.replace(
            sample.names["sources"][source]["fingerprint"], compute_fingerprint(text)
        )
    path.write_text(rows, encoding="utf-8")
    return folder


# Recognising a copy


def test_a_fingerprint_is_the_sha_256_of_the_text_with_single_spaces_in_nfc():
    text = "\n caf\N{LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT}\u00a0\t au\r\nlait \n"

    assert compute_fingerprint(text) == hashlib.sha256("café au lait".encode()).hexdigest()


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [
        *((encoding, end) for encoding in UNICODE for end in (*LINE_ENDS, *UNICODE_LINE_ENDS)),
        *(("cp1256", end) for end in LINE_ENDS),
    ],
)
def test_a_copy_is_recognised_however_it_was_saved(known, encoding, line_end):
    content = encode(line_end.join(ARTICLES[OSLO]) + line_end, encoding)

    assert read_original(content, name="a.txt", dataset=known) == Original(
        OSLO, "a.txt", ARTICLES[OSLO]
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0\t"),
    ],
    ids=["decomposed", "other white space"],
)
def test_a_copy_is_recognised_and_kept_as_written_whatever_is_selected(known, change):
    selected = chosen(known, years=(1999, 1999))

    original = read_original(change(TEXTS[LIMA]).encode(), name="a.txt", dataset=selected)

    assert original == Original(LIMA, "a.txt", tuple(map(change, ARTICLES[LIMA])))
    assert original.paragraphs != ARTICLES[LIMA]


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
    str.strip
)
ENDS = st.sampled_from([*LINE_ENDS, *UNICODE_LINE_ENDS, " \n\t", "\n \r\n"])


@given(st.lists(LINE, min_size=1), st.data())
def test_neither_paragraphs_nor_fingerprint_depend_on_the_line_ends(lines, data):
    text = "".join(line + data.draw(ENDS) for line in lines)

    assert split_paragraphs(text) == tuple(line.strip() for line in lines)
    assert compute_fingerprint(text) == compute_fingerprint("\n".join(lines))


REFUSED = {
    "a byte too many": (b"a" * (LARGEST + 1), "too_large"),
    "a NUL": (b"text\0text", "binary"),
    "a compressed file": (bytes(range(1, 256)) * 8, "binary"),
    "UTF-16 without its mark": (TEXTS[OSLO].encode("utf-16-le"), "binary"),
    "half a character of UTF-16": (encode("text", "utf-16-le")[:-1], "encoding"),
    "a mark of UTF-8 and other bytes": (b"\xef\xbb\xbf" + "نص".encode("cp1256"), "encoding"),
    "another text in Windows-1256": ("نص آخر".encode("cp1256"), "encoding"),
    "another text in UTF-8": ("نص آخر".encode(), "unknown"),
    "another text in UTF-16": (encode("نص آخر", "utf-16-be"), "unknown"),
    "one letter less": (TEXTS[OSLO].replace("نموذجي", "نموذج").encode(), "unknown"),
    "one mark less": (TEXTS[OSLO].replace("عضواً", "عضوا").encode(), "unknown"),
    "one digit of another script": (TEXTS[OSLO].replace("31", "٣١").encode(), "unknown"),
    "one letter less in Windows-1256": (
        TEXTS[OSLO].replace("يضم", "ضم").encode("cp1256"),
        "encoding",
    ),
    "nothing": (b"", "empty"),
    "a mark alone": (b"\xef\xbb\xbf", "empty"),
    "blank lines": (" \r\n\u00a0\n".encode(), "empty"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_copy_of_an_article_is_refused(known, content, reason):
    with pytest.raises(Refused) as refused:
        read_original(content, name="a.txt", dataset=known)

    assert (refused.value.name, refused.value.reason) == ("a.txt", reason)
    stored = pickle.loads(pickle.dumps(refused.value))
    assert str(stored) == f"a.txt: {SENTENCES[refused.value.reason]}"


def test_a_copy_may_have_the_largest_size_and_many_marks(sample):
    text = "a" + "\u0301" * 30
    dataset = changed(sample, "sources", OSLO, fingerprint=compute_fingerprint(text))
    content = text.encode().ljust(LARGEST)

    assert read_original(content, name="a.txt", dataset=dataset).source_id == OSLO


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73\u0f73"])
def test_endless_marks_are_refused_before_they_are_normalised(known, marks, monkeypatch):
    monkeypatch.setattr(
        originals, "compute_fingerprint", lambda _: pytest.fail("this takes minutes")
    )

    with pytest.raises(Refused) as refused:
        read_original(("a" + marks * 16).encode(), name="a.txt", dataset=known)

    assert refused.value.reason == "unknown"


# Folders


def test_the_folders_are_that_of_the_data_and_that_of_the_environment(
    tmp_path, copies, monkeypatch
):
    own = tmp_path / "originals"
    own.mkdir()
    expected = {str(copies): (own, copies), str(tmp_path / "." / "originals"): (own,)}
    expected |= dict.fromkeys(["", " ", "no such folder"], (own,))

    for value, folders in expected.items():
        monkeypatch.setenv("COALITION_ORIGINALS", value)
        assert find_folders(tmp_path) == folders
    own.rmdir()
    assert find_folders(tmp_path) == ()


def test_the_copies_of_a_folder_are_found_and_the_rest_is_refused(known, copies, tmp_path):
    (copies / "b.txt").write_bytes("نص آخر".encode())
    (copies / "a.pdf").write_bytes(b"%PDF\0")
    (copies / ".hidden").write_bytes(b"text")
    (copies / "folder").mkdir()
    (copies / "folder" / "c.txt").write_bytes(b"text")
    (copies / "d.txt").symlink_to(tmp_path / "nowhere")

    found, refused = read_folders(known, [tmp_path / "gone", copies])

    assert found == {
        source: Original(source, f"{source}.txt", lines) for source, lines in ARTICLES.items()
    }
    assert [(refusal.name, refusal.reason) for refusal in refused] == [
        ("gone", "unreadable"),
        ("a.pdf", "binary"),
        ("b.txt", "unknown"),
    ]


def test_of_two_copies_of_an_article_the_first_counts_also_as_a_link(known, copies, tmp_path):
    first = tmp_path / "first"
    first.mkdir()
    (first / "b.txt").write_bytes(TEXTS[OSLO].encode("cp1256"))
    (first / "a.txt").symlink_to(copies / f"{OSLO}.txt")

    found, refused = read_folders(known, [first, copies])

    names = {source: original.name for source, original in found.items()}
    assert names == {OSLO: "a.txt", LIMA: f"{LIMA}.txt"}
    assert refused == ()


def test_a_file_that_is_too_large_is_not_read_to_its_end(known, tmp_path):
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(20 * LARGEST)
    known.known("sources")

    tracemalloc.start()
    _, refused = read_folders(known, [tmp_path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [refusal.reason for refusal in refused] == ["too_large"]
    assert peak < 3 * LARGEST


def test_a_file_that_cannot_be_opened_is_refused_and_the_others_are_read(
    known, copies, monkeypatch
):
    open_path = Path.open

    def fail_for_oslo(path, *mode):
        if path.name.startswith(OSLO):
            raise PermissionError
        return open_path(path, *mode)

    monkeypatch.setattr(Path, "open", fail_for_oslo)

    found, refused = read_folders(known, [copies])

    assert list(found) == [LIMA]
    assert [str(refusal) for refusal in refused] == [f"{OSLO}.txt: it cannot be opened"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is Unicode")
def test_a_file_name_that_is_no_text_is_named_by_a_stand_in(known, tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_bytes(b"text")

    _, refused = read_folders(known, [tmp_path])

    assert [refusal.name for refusal in refused] == ["\ufffd.txt"]


# Checking the evidence


def test_all_evidence_of_recognisable_sources_is_checked_in_order(known):
    quoting = {
        "observations": known.observations.set_index("observation_id"),
        "namings": known.namings.set_index("naming_id"),
        "threads": known.threads.set_index("thread_id"),
    }
    expected = [
        (row["source_id"], row["paragraph"], key, table)
        for table, rows in quoting.items()
        for key, row in rows[rows["source_id"].isin(ARTICLES)].iterrows()
    ]
    originals_ = {source: Original(source, "a.txt", lines) for source, lines in ARTICLES.items()}

    checks = verify(known, originals_)

    assert [
        (check.source_id, check.paragraph, check.id, check.table) for check in checks
    ] == sorted(expected)
    assert {check.verdict for check in checks} == {"found"}
    assert {check.table for check in checks} == set(quoting)
    without = verify(known, {OSLO: originals_[OSLO]})
    assert {check.source_id for check in without if check.verdict == "no_original"} == {LIMA}


def test_the_evidence_of_a_source_without_a_fingerprint_cannot_be_checked(sample):
    quoting = changed(sample, "observations", "2020-02-oslo-members", paragraph=2)

    assert "2020-02-oslo-members" not in {check.id for check in verify(quoting, {})}


@pytest.mark.parametrize(
    ("text", "paragraph", "expected"),
    [
        ("74 عضواً\nمن 74 عضواً", 2, ("found", None, (3, 11))),
        ("أول\n74 عضواً\nثالث\n74 عضواً", 3, ("elsewhere", 2, None)),
        ("أول\n74 عضواً", 3, ("elsewhere", 2, None)),
        ("75 عضواً\nآخر", 1, ("missing", None, None)),
        ("75 عضواً\nآخر", 3, ("missing", None, None)),
        ("74\nعضواً", 1, ("missing", None, None)),
    ],
)
def test_evidence_is_found_in_its_paragraph_in_another_or_in_none(
    sample, text, paragraph, expected
):
    check = check_evidence(sample, "74 عضواً", text, paragraph)

    assert (check.verdict, check.where, check.span) == expected


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        ("4 أعضاء", "74 أعضاء"),
        ("5 مليون", "7.5 مليون"),
        ("5 مليون", "7٫5 مليون"),
        ("000 مقاتل", "40,000 مقاتل"),
        ("أكثر من 7", "أكثر من 74"),
        ("أكثر من 7", "أكثر من 7.5 مليون"),
        ("أكثر من 40", "أكثر من 40,000"),
        ("٤ أعضاء", "٧٤ أعضاء"),
    ],
)
def test_a_part_of_a_number_is_not_found_in_it(sample, evidence, text):
    assert check_evidence(sample, evidence, text).verdict == "missing"


@pytest.mark.parametrize(
    ("text", "evidence", "marked"),
    [
        ("تم تحرير 7 ملايين.", "تحرير 7 ملايين", "تحرير 7 ملايين"),
        ("ووصل العدد إلى 7.", "العدد إلى 7", "العدد إلى 7"),
        ("في 2017، 74 عضواً", "74 عضواً", "74 عضواً"),
        ("ضم الحلفُ  74\u00a0\tعضواً هنا", "الحلفُ 74 عضواً", "الحلفُ  74\u00a0\tعضواً"),
        ("مُؤْتَمَرٌ كَبِيرٌ هنا", "كَبِيرٌ", "كَبِيرٌ"),
        ("وتضم 74 عضوا\u064b هنا", "تضم 74 عضوا", "تضم 74 عضوا\u064b"),
        ("ا\u0653ب ا\u0654كثر من 7 هنا", "أكثر من 7", "ا\u0654كثر من 7"),
        ("آب أكثر من 7 هنا", "ا\u0654كثر من 7", "أكثر من 7"),
        ("قال: حر\u0651\u064eر هنا", "حر\u064e\u0651ر", "حر\u0651\u064eر"),
        ("عدد ال\u200cجمع هنا", "ال\u200cجمع", "ال\u200cجمع"),
        ("\u1100\u1161\u11a8 \u1112\u1161\u11ab a", "한", "\u1112\u1161\u11ab"),
        ("b\u0301\u0323 a\u0327\u0301 b", "á\u0327", "a\u0327\u0301"),
        ("السعر (7.5)? هنا", "(7.5)?", "(7.5)?"),
    ],
)
def test_evidence_is_marked_where_it_is_written(sample, text, evidence, marked):
    check = check_evidence(sample, evidence, text)

    assert check.span is not None
    assert text[slice(*check.span)] == marked


LETTERS = st.sampled_from("ابآأإؤئةéa\u1100\u1161")
MARKS = st.text("\u064b\u064e\u0651\u0654\u0655\u0301\u0323\u0f73", max_size=3)
WORD = st.lists(st.tuples(LETTERS, MARKS).map("".join), min_size=1, max_size=4).map("".join)
SPACES = st.sampled_from([" ", "  ", "\u00a0", "\t ", "\u2000"])
FORMS = st.sampled_from(
    [
        lambda text: text,
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
    ]
)


@given(words=st.lists(WORD, min_size=1, max_size=6), data=st.data())
def test_what_is_marked_is_the_evidence_with_the_marks_of_its_last_letter(sample, words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    evidence = " ".join(map(data.draw(FORMS), words[first : last + 1]))
    text = data.draw(FORMS)("".join(word + data.draw(SPACES) for word in words).strip())

    check = check_evidence(sample, evidence, text)

    assert check.verdict == "found"
    assert check.span is not None
    marked = normalize_text(text[slice(*check.span)])
    assert marked.startswith(normalize_text(evidence))
    rest = unicodedata.normalize("NFD", marked.removeprefix(normalize_text(evidence)))
    assert all(map(unicodedata.combining, rest))


# The command


def run_verify(copies, data_folder, capsys):
    code = main(["verify", str(copies), "--data", str(data_folder)])
    output = capsys.readouterr()
    return code, output.out, output.err


def test_the_table_has_a_tick_for_every_piece_of_evidence(data_folder, copies, monkeypatch, capsys):
    monkeypatch.setenv("COALITION_DATA", str(data_folder))

    code = main(["verify", str(copies)])

    output = capsys.readouterr()
    header, *rows, total = output.out.splitlines()
    assert (code, output.err) == (0, "")
    assert header.split() == ["source", "paragraph", "id", "verdict", "evidence"]
    assert {line[header.index("verdict") : header.index("evidence")] for line in rows} == {
        "✓ found  "
    }
    assert rows[0].split() == [OSLO, "2", MEMBERS, "✓", "found", "يضم", "المؤتمر", "31", "عضواً"]
    assert total == (
        f"{len(rows)} pieces of evidence, 2 of 2 articles: "
        f"{len(rows)} found, 0 not where they should be, 0 without an original."
    )


@pytest.mark.parametrize(
    ("paragraph", "evidence", "verdict"),
    [
        ("3", "يضم المؤتمر 31 عضواً", "✗ in paragraph 2 instead"),
        ("2", "1 عضواً", "✗ not in the article"),
    ],
)
def test_evidence_that_is_not_in_its_paragraph_makes_the_command_fail(
    data_folder, copies, capsys, paragraph, evidence, verdict
):
    path = data_folder / "observations.csv"
    rows = path.read_text(encoding="utf-8")
    between = "the conference has 31 members,"
    old, new = f",يضم المؤتمر 31 عضواً,{between},2,", f",{evidence},{between},{paragraph},"
    path.write_text(rows.replace(old, new), encoding="utf-8")

    code, out, _ = run_verify(copies, data_folder, capsys)

    assert code == 1
    assert [line.split(maxsplit=3)[1:] for line in out.splitlines() if "✗" in line] == [
        [paragraph, MEMBERS, f"{verdict}  {evidence}"]
    ]
    assert ", 1 not where they should be, 0 without an original." in out


@pytest.mark.parametrize(
    ("text", "expected_code", "expected"),
    [
        (TEXTS[OSLO].replace(": ", ":\n"), 1, "✗ in paragraph 3 instead"),
        (
            TEXTS[OSLO].replace("فيها", "فيه"),
            1,
            f"{OSLO}.txt: the document is none of the source articles",
        ),
        (None, 0, "– no original"),
    ],
    ids=["broken lines", "one letter changed", "missing"],
)
def test_a_copy_that_differs_or_is_missing_is_named(
    data_folder, copies, capsys, text, expected_code, expected
):
    path = copies / f"{OSLO}.txt"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")

    code, out, err = run_verify(copies, data_folder, capsys)

    assert code == expected_code
    assert expected in out + err


def test_nothing_verified_and_damaged_data_are_no_success(data_folder, tmp_path, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()

    code, out, err = run_verify(empty, data_folder, capsys)
    (data_folder / "themes.csv").unlink()
    damaged_code, damaged_out, damaged_err = run_verify(empty, data_folder, capsys)

    assert (code, damaged_code, damaged_out) == (2, 2, "")
    assert err == f"{empty}: nothing was checked, for no article with evidence was recognised\n"
    assert ": 0 found, 0 not where they should be, " in out
    assert "themes.csv: the file is missing" in damaged_err


@pytest.mark.parametrize(
    "arguments", [[], ["verify"], ["check", "."], ["verify", "no such folder"]]
)
def test_wrong_arguments_are_explained(arguments, capsys):
    with pytest.raises(SystemExit) as exit_info:
        main(arguments)

    assert exit_info.value.code == 2
    assert "usage: python -m loaders.originals" in capsys.readouterr().err


def test_a_terminal_without_arabic_shows_the_verdicts(data_folder, copies):
    command = [
        sys.executable,
        "-m",
        "loaders.originals",
        "verify",
        str(copies),
        "--data",
        str(data_folder),
    ]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2713 found" in done.stdout


# The articles themselves


@pytest.fixture(scope="module")
def articles():
    """The texts of the articles by their file names."""
    if not ORIGINALS:
        pytest.skip("COALITION_ORIGINALS names no folder with the source articles")
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(Path(ORIGINALS).glob("*.txt"))
    }


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", [*UNICODE, "cp1256"])
def test_every_figure_of_the_record_has_its_tick_however_the_articles_were_saved(
    record, articles, encoding, ending
):
    copies = [
        read_original(encode(text.replace("\n", ending), encoding), name=name, dataset=record)
        for name, text in articles.items()
    ]

    checks = verify(record, {each.source_id: each for each in copies})

    assert len({each.source_id for each in copies}) == 5
    assert [check for check in checks if check.verdict != "found"] == []
    assert sum(check.table == "observations" for check in checks) == 18
