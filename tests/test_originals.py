"""A reader's own copies: recognised in whatever form they were saved, and held against the evidence.

The articles of these tests are made up; the real ones are under copyright and no part of this project.
``COALITION_ORIGINALS`` names a folder with copies of them: the last tests need it and are skipped elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import tracemalloc
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import originals
from loaders.originals import (
    LARGEST,
    Check,
    Original,
    Refused,
    decoded,
    fingerprint,
    folded,
    folders,
    found,
    main,
    paragraphs,
    read,
    verify,
)
from tests.reading import changed, chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.model import Dataset

HERE = Path(__file__).resolve().parent.parent
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
WIDE_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Line ends for which Windows-1256 has no byte."""

SAVED = [
    *((encoding, ending) for encoding in UNICODE for ending in (*LINE_ENDS, *WIDE_LINE_ENDS)),
    *(("cp1256", ending) for ending in LINE_ENDS),
]


def encoded(text: str, *, encoding: str) -> bytes:
    """A text as an editor saves it: UTF-16 with its mark."""
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + text).encode(encoding)


def copy(text: str, *, source: str = OSLO) -> Original:
    """A copy with other words than the article's, for holding evidence against."""
    return Original(source, "copy.txt", paragraphs(text))


def quoted(dataset: Dataset, *, evidence: str, text: str, paragraph: int = 1) -> Check:
    """One piece of evidence held against a text."""
    asking = changed(dataset, "observations", MEMBERS, evidence=evidence, paragraph=paragraph)
    (check,) = [each for each in verify(asking, {OSLO: copy(text)}) if each.id == MEMBERS]
    return check


@pytest.fixture(scope="module")
def known(sample: Dataset) -> Dataset:
    """The sample with the fingerprints of the made-up articles."""
    for source, text in TEXTS.items():
        sample = changed(sample, "sources", source, fingerprint=fingerprint(text))
    return sample


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a copy of each made-up article."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for source, text in TEXTS.items():
        (shelf / f"{source}.txt").write_bytes(text.encode())
    return shelf


@pytest.fixture
def data_folder(folder: Path, sample: Dataset) -> Path:
    """The files of the sample with the fingerprints of the made-up articles."""
    path = folder / "sources.csv"
    rows = path.read_text(encoding="utf-8")
    for source, text in TEXTS.items():
        rows = rows.replace(sample.names["sources"][source]["fingerprint"], fingerprint(text))
    path.write_text(rows, encoding="utf-8")
    return folder


# Recognising


def test_a_fingerprint_is_the_sha_256_of_the_text_with_single_spaces_in_nfc() -> None:
    text = "\n caf\N{LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT}\u00a0\t au\r\nlait \n"

    assert fingerprint(text) == hashlib.sha256("café au lait".encode()).hexdigest()


@pytest.mark.parametrize(("encoding", "ending"), SAVED)
def test_a_copy_is_recognised_however_it_was_saved(known: Dataset, encoding: str, ending: str) -> None:
    content = encoded(ending.join(ARTICLES[OSLO]) + ending, encoding=encoding)

    assert read(content, name="copy.txt", dataset=known) == Original(OSLO, "copy.txt", ARTICLES[OSLO])


def test_a_copy_in_decomposed_letters_is_recognised_and_stays_as_it_is_written(known: Dataset) -> None:
    text = unicodedata.normalize("NFD", TEXTS[LIMA])

    original = read(text.encode(), name="copy.txt", dataset=known)

    assert original.source_id == LIMA
    assert original.paragraphs == tuple(unicodedata.normalize("NFD", line) for line in ARTICLES[LIMA])
    assert original.paragraphs != ARTICLES[LIMA]


def test_a_copy_with_white_space_of_other_widths_is_recognised_and_keeps_it(known: Dataset) -> None:
    text = TEXTS[OSLO].replace(" ", "\u00a0\t")

    original = read(text.encode(), name="copy.txt", dataset=known)

    assert original.source_id == OSLO
    assert original.paragraphs[0] == "خبر\u00a0\tنموذجي"


def test_a_copy_is_recognised_whatever_the_reader_has_chosen(known: Dataset) -> None:
    part = chosen(known, years=(1999, 1999))

    assert read(TEXTS[OSLO].encode(), name="copy.txt", dataset=part).source_id == OSLO


def test_the_mark_of_an_encoding_is_no_part_of_the_text() -> None:
    assert {decoded(encoded("نص", encoding=each), name="copy.txt") for each in UNICODE} == {"نص"}


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(str.strip)
ENDS = st.sampled_from([*LINE_ENDS, *WIDE_LINE_ENDS, " \n\t", "\n \r\n"])


@given(st.lists(LINE, min_size=1), st.data())
def test_neither_paragraphs_nor_fingerprint_depend_on_the_line_ends(
    lines: list[str], data: st.DataObject
) -> None:
    text = "".join(line + data.draw(ENDS) for line in lines)

    assert paragraphs(text) == tuple(line.strip() for line in lines)
    assert fingerprint(text) == fingerprint("\n".join(lines))


# Refusing

REFUSED = {
    "a byte too many": (b"a" * (LARGEST + 1), "too_large"),
    "a NUL": (b"text\0text", "binary"),
    "a compressed file": (bytes(range(1, 256)) * 8, "binary"),
    "UTF-16 without its mark": (TEXTS[OSLO].encode("utf-16-le"), "binary"),
    "half a character of UTF-16": (encoded("text", encoding="utf-16-le")[:-1], "encoding"),
    "a mark of UTF-8 and other bytes": (b"\xef\xbb\xbf" + "نص".encode("cp1256"), "encoding"),
    "another text in Windows-1256": ("نص آخر".encode("cp1256"), "encoding"),
    "another text in UTF-8": ("نص آخر".encode(), "unknown"),
    "another text in UTF-16": (encoded("نص آخر", encoding="utf-16-be"), "unknown"),
    "one letter less": (TEXTS[OSLO].replace("نموذجي", "نموذج").encode(), "unknown"),
    "one mark less": (TEXTS[OSLO].replace("عضواً", "عضوا").encode(), "unknown"),
    "one digit of another script": (TEXTS[OSLO].replace("31", "٣١").encode(), "unknown"),
    "one letter less in Windows-1256": (TEXTS[OSLO].replace("يضم", "ضم").encode("cp1256"), "encoding"),
    "nothing": (b"", "empty"),
    "a mark alone": (b"\xef\xbb\xbf", "empty"),
    "blank lines": (" \r\n\u00a0\n".encode(), "empty"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_copy_of_an_article_is_refused(known: Dataset, content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content, name="copy.txt", dataset=known)

    assert (refused.value.name, refused.value.reason) == ("copy.txt", reason)


def test_a_copy_may_be_as_large_as_the_limit_but_no_larger(known: Dataset) -> None:
    content = TEXTS[OSLO].encode().ljust(LARGEST)

    assert read(content, name="copy.txt", dataset=known).source_id == OSLO
    with pytest.raises(Refused, match="larger than 2 MB"):
        read(content + b" ", name="copy.txt", dataset=known)


def test_a_letter_that_windows_1256_lacks_makes_the_saved_copy_another_text(sample: Dataset) -> None:
    text = "نص فیه حرف آخر"
    dataset = changed(sample, "sources", OSLO, fingerprint=fingerprint(text))
    content = text.encode("cp1256", errors="replace")

    with pytest.raises(Refused) as refused:
        read(content, name="copy.txt", dataset=dataset)

    assert content.count(b"?") == 1
    assert refused.value.reason == "encoding"


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73\u0f73"])
def test_a_document_with_endless_marks_is_refused_before_they_are_brought_into_order(
    known: Dataset, marks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "fingerprint", lambda _text: pytest.fail("this takes minutes"))
    content = ("a" + marks * 16).encode()

    with pytest.raises(Refused) as refused:
        read(content, name="copy.txt", dataset=known)

    assert refused.value.reason == "unknown"


def test_as_many_marks_as_any_writing_needs_are_no_obstacle(sample: Dataset) -> None:
    text = "a" + "\u0301" * 30
    dataset = changed(sample, "sources", OSLO, fingerprint=fingerprint(text))

    assert read(text.encode(), name="copy.txt", dataset=dataset).source_id == OSLO


@pytest.mark.parametrize("reason", originals.SENTENCES)
def test_a_refusal_names_the_file_and_says_why_also_after_it_was_stored(reason: originals.Reason) -> None:
    refusal = pickle.loads(pickle.dumps(Refused("copy.txt", reason=reason)))

    assert str(refusal) == f"copy.txt: {originals.SENTENCES[reason]}"


# Folders


def test_the_folders_are_that_of_the_data_and_that_of_the_environment(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "originals").mkdir()
    monkeypatch.setenv("COALITION_ORIGINALS", str(shelf))

    assert folders(tmp_path) == (tmp_path / "originals", shelf)


def test_a_folder_that_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "originals").mkdir()
    monkeypatch.setenv("COALITION_ORIGINALS", str(tmp_path / "." / "originals"))

    assert folders(tmp_path) == (tmp_path / "originals",)


@pytest.mark.parametrize("value", ["", " ", "no such folder"])
def test_a_folder_that_is_not_there_is_left_out(
    tmp_path: Path, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COALITION_ORIGINALS", value)

    assert folders(tmp_path) == ()


def test_the_copies_of_a_folder_are_found_by_source_and_the_rest_is_refused(
    known: Dataset, shelf: Path
) -> None:
    (shelf / "b.txt").write_bytes("نص آخر".encode())
    (shelf / "a.pdf").write_bytes(b"%PDF\0")
    (shelf / ".hidden").write_bytes(b"text")
    (shelf / "folder").mkdir()
    (shelf / "folder" / "c.txt").write_bytes(b"text")

    copies, refused = found(known, [shelf])

    assert copies == {source: Original(source, f"{source}.txt", lines) for source, lines in ARTICLES.items()}
    assert [(each.name, each.reason) for each in refused] == [("a.pdf", "binary"), ("b.txt", "unknown")]


def test_of_two_copies_of_an_article_the_first_counts(known: Dataset, shelf: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("b.txt", "a.txt"):
        (other / name).write_bytes(TEXTS[OSLO].encode("cp1256"))

    copies, refused = found(known, [other, shelf])

    assert {source: each.name for source, each in copies.items()} == {OSLO: "a.txt", LIMA: f"{LIMA}.txt"}
    assert refused == ()


def test_a_file_that_is_too_large_is_not_read_to_its_end(known: Dataset, tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(20 * LARGEST)
    known.known("sources")

    tracemalloc.start()
    _, refused = found(known, [tmp_path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [each.reason for each in refused] == ["too_large"]
    assert peak < 3 * LARGEST


def test_a_link_to_a_copy_is_followed_and_one_to_nothing_is_passed_over(
    known: Dataset, shelf: Path, tmp_path: Path
) -> None:
    links = tmp_path / "links"
    links.mkdir()
    (links / "a.txt").symlink_to(shelf / f"{OSLO}.txt")
    (links / "b.txt").symlink_to(tmp_path / "nowhere")

    copies, refused = found(known, [links])

    assert list(copies) == [OSLO]
    assert refused == ()


def test_a_file_that_cannot_be_opened_is_refused_and_the_others_are_read(
    known: Dataset, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def closed(path: Path, *mode: str) -> object:
        if path.name.startswith(OSLO):
            raise PermissionError
        return opened(path, *mode)

    monkeypatch.setattr(Path, "open", closed)

    copies, refused = found(known, [shelf])

    assert list(copies) == [LIMA]
    assert [str(each) for each in refused] == [f"{OSLO}.txt: it cannot be opened"]


def test_a_folder_that_has_gone_is_refused_and_the_others_are_read(
    known: Dataset, shelf: Path, tmp_path: Path
) -> None:
    copies, refused = found(known, [tmp_path / "gone", shelf])

    assert set(copies) == {OSLO, LIMA}
    assert [str(each) for each in refused] == ["gone: it cannot be opened"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is Unicode")
def test_a_file_name_that_is_no_text_is_named_by_a_stand_in(known: Dataset, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_bytes(b"text")

    _, refused = found(known, [tmp_path])

    assert [each.name for each in refused] == ["\ufffd.txt"]


# Holding evidence against a copy


def test_every_piece_of_evidence_of_a_source_with_a_fingerprint_is_checked_in_order(known: Dataset) -> None:
    quoting = {
        "observations": known.observations.set_index("observation_id"),
        "threads": known.threads.set_index("thread_id"),
    }
    wanted = [
        (row["source_id"], row["paragraph"], key, table)
        for table, rows in quoting.items()
        for key, row in rows[rows["source_id"].isin(ARTICLES)].iterrows()
    ]

    checks = verify(known, {source: copy(text, source=source) for source, text in TEXTS.items()})

    assert [(each.source_id, each.paragraph, each.id, each.table) for each in checks] == sorted(wanted)
    assert {each.verdict for each in checks} == {"found"}
    assert {each.table for each in checks} == set(quoting)


def test_the_evidence_of_a_source_without_a_fingerprint_cannot_be_checked(sample: Dataset) -> None:
    asking = changed(sample, "observations", "2020-02-oslo-members", paragraph=2)

    assert "2020-02-oslo-members" not in {each.id for each in verify(asking, {})}


def test_evidence_in_another_paragraph_is_said_to_stand_there(sample: Dataset) -> None:
    check = quoted(sample, evidence="74 عضواً", text="أول\n74 عضواً\nثالث\n74 عضواً", paragraph=3)

    assert (check.verdict, check.where, check.span) == ("elsewhere", 2, None)


def test_the_paragraph_that_is_named_goes_before_an_earlier_one(sample: Dataset) -> None:
    check = quoted(sample, evidence="74 عضواً", text="74 عضواً\nمن 74 عضواً", paragraph=2)

    assert (check.verdict, check.where, check.span) == ("found", None, (3, 11))


@pytest.mark.parametrize("paragraph", [1, 3])
def test_evidence_in_no_paragraph_is_missing(sample: Dataset, paragraph: int) -> None:
    check = quoted(sample, evidence="75 عضواً", text="74 عضواً\nآخر", paragraph=paragraph)

    assert (check.verdict, check.where, check.span) == ("missing", None, None)


def test_evidence_in_the_last_paragraph_is_not_found_beyond_it(sample: Dataset) -> None:
    check = quoted(sample, evidence="74 عضواً", text="أول\n74 عضواً", paragraph=3)

    assert (check.verdict, check.where) == ("elsewhere", 2)


def test_evidence_does_not_run_from_one_paragraph_into_the_next(sample: Dataset) -> None:
    assert quoted(sample, evidence="74 عضواً", text="74\nعضواً").verdict == "missing"


def test_without_a_copy_nothing_is_said_of_the_evidence(known: Dataset) -> None:
    checks = verify(known, {OSLO: copy(TEXTS[OSLO])})

    assert {each.source_id for each in checks if each.verdict == "no_original"} == {LIMA}
    assert {each.verdict for each in checks if each.source_id == OSLO} == {"found"}


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
def test_a_part_of_a_number_is_not_found_in_it(sample: Dataset, evidence: str, text: str) -> None:
    assert quoted(sample, evidence=evidence, text=text).verdict == "missing"


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
def test_evidence_is_marked_where_it_is_written(
    sample: Dataset, text: str, evidence: str, marked: str
) -> None:
    check = quoted(sample, evidence=evidence, text=text)

    assert check.verdict == "found"
    assert check.span is not None
    assert text[slice(*check.span)] == marked


LETTERS = st.sampled_from("ابآأإؤئةéa\u1100\u1161")
MARKS = st.text("\u064b\u064e\u0651\u0654\u0655\u0301\u0323\u0f73", max_size=3)
WORD = st.lists(st.tuples(LETTERS, MARKS).map("".join), min_size=1, max_size=4).map("".join)
SPACES = st.sampled_from([" ", "  ", "\u00a0", "\t ", "\u2000"])
FORMS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        lambda text: text,
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
    ]
)


@given(words=st.lists(WORD, min_size=1, max_size=6), data=st.data())
def test_what_is_marked_is_the_evidence_with_the_marks_of_its_last_letter(
    sample: Dataset, words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    evidence = " ".join(map(data.draw(FORMS), words[first : last + 1]))
    text = data.draw(FORMS)("".join(word + data.draw(SPACES) for word in words).strip())

    check = quoted(sample, evidence=evidence, text=text)

    assert check.verdict == "found"
    assert check.span is not None
    marked = folded(text[slice(*check.span)])
    assert marked.startswith(folded(evidence))
    rest = unicodedata.normalize("NFD", marked.removeprefix(folded(evidence)))
    assert all(map(unicodedata.combining, rest))


# The command


def test_the_table_has_a_tick_for_every_piece_of_evidence(
    data_folder: Path, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr()
    header, *rows, total = said.out.splitlines()
    assert code == 0
    assert header.split() == ["source", "paragraph", "id", "verdict", "evidence"]
    assert {line[header.index("verdict") : header.index("evidence")] for line in rows} == {"✓ found  "}
    assert {line[: header.index("paragraph")].strip() for line in rows} == {OSLO, LIMA}
    assert rows[0].split() == [OSLO, "2", MEMBERS, "✓", "found", "يضم", "المؤتمر", "31", "عضواً"]
    assert total == (
        f"{len(rows)} pieces of evidence, 2 of 2 articles: "
        f"{len(rows)} found, 0 not where they should be, 0 without an original."
    )
    assert said.err == ""


@pytest.mark.parametrize(
    ("paragraph", "evidence", "verdict"),
    [("3", "يضم المؤتمر 31 عضواً", "✗ in paragraph 2 instead"), ("2", "1 عضواً", "✗ not in the article")],
)
def test_a_cross_makes_the_command_fail(
    data_folder: Path,
    shelf: Path,
    capsys: pytest.CaptureFixture[str],
    paragraph: str,
    evidence: str,
    verdict: str,
) -> None:
    path = data_folder / "observations.csv"
    rows = path.read_text(encoding="utf-8")
    damaged = rows.replace(",يضم المؤتمر 31 عضواً,2,", f",{evidence},{paragraph},")
    path.write_text(damaged, encoding="utf-8")

    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr().out
    assert damaged != rows
    assert code == 1
    assert [line.split(maxsplit=3)[1:] for line in said.splitlines() if "✗" in line] == [
        [paragraph, MEMBERS, f"{verdict}  {evidence}"]
    ]
    assert ", 1 not where they should be, 0 without an original." in said


def test_a_copy_with_broken_lines_is_recognised_but_its_evidence_is_not_where_it_should_be(
    data_folder: Path, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / f"{OSLO}.txt").write_text(TEXTS[OSLO].replace(": ", ":\n"), encoding="utf-8")

    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr().out
    assert code == 1
    assert "✗ in paragraph 3 instead" in said
    assert " 2 of 2 articles: " in said


def test_an_article_that_is_missing_is_said_to_be_missing_and_the_rest_is_verified(
    data_folder: Path, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / f"{OSLO}.txt").unlink()

    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr()
    without = sum("– no original" in line for line in said.out.splitlines())
    assert code == 0
    assert without == said.out.count(OSLO) > 0
    assert " 1 of 2 articles: " in said.out
    assert f", 0 not where they should be, {without} without an original." in said.out


def test_a_copy_with_one_letter_changed_is_refused_and_makes_the_command_fail(
    data_folder: Path, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / f"{OSLO}.txt").write_bytes(TEXTS[OSLO].replace("فيها", "فيه").encode())

    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr()
    assert code == 1
    assert said.err == (f"{OSLO}.txt: the document is none of the source articles, or its text was changed\n")
    assert "✗" not in said.out


def test_nothing_verified_is_no_success(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    code = main(["verify", str(empty), "--data", str(data_folder)])

    said = capsys.readouterr()
    assert code == 2
    assert said.err == f"{empty}: nothing was checked, for no article with evidence was recognised\n"
    assert ": 0 found, 0 not where they should be, " in said.out


def test_a_damaged_data_folder_is_no_ground_for_a_check(
    data_folder: Path, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_folder / "themes.csv").unlink()

    code = main(["verify", str(shelf), "--data", str(data_folder)])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert "themes.csv: the file is missing" in said.err


def test_without_a_data_folder_that_of_the_environment_is_used(
    data_folder: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COALITION_DATA", str(data_folder))

    code = main(["verify", str(shelf)])

    assert code == 0
    assert MEMBERS in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["verify"], ["check", "."], ["verify", "no such folder"]])
def test_a_wrong_use_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "usage: python -m loaders.originals" in capsys.readouterr().err


def test_a_terminal_without_arabic_shows_the_verdicts_nevertheless(data_folder: Path, shelf: Path) -> None:
    command = [sys.executable, "-m", "loaders.originals", "verify", str(shelf), "--data", str(data_folder)]
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(command, cwd=HERE, env=surroundings, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0
    assert "\\u2713 found" in done.stdout


# The articles themselves


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """The texts of the articles by their file names."""
    if not ORIGINALS:
        pytest.skip("COALITION_ORIGINALS names no folder with the source articles")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(ORIGINALS).glob("*.txt"))}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", [*UNICODE, "cp1256"])
def test_every_figure_of_the_record_has_its_tick_however_the_articles_were_saved(
    record: Dataset, articles: dict[str, str], encoding: str, ending: str
) -> None:
    copies = [
        read(encoded(text.replace("\n", ending), encoding=encoding), name=name, dataset=record)
        for name, text in articles.items()
    ]

    checks = verify(record, {each.source_id: each for each in copies})

    assert len({each.source_id for each in copies}) == 5
    assert [each for each in checks if each.verdict != "found"] == []
    assert sum(each.table == "observations" for each in checks) == 18


def test_an_article_with_one_letter_changed_is_unknown(record: Dataset, articles: dict[str, str]) -> None:
    for name, text in articles.items():
        middle = text.index("ا", len(text) // 2)
        content = (text[:middle] + "أ" + text[middle + 1 :]).encode()

        with pytest.raises(Refused) as refused:
            read(content, name=name, dataset=record)

        assert (refused.value.name, refused.value.reason) == (name, "unknown")


def test_the_folder_of_the_articles_is_verified_whole(
    articles: dict[str, str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["verify", ORIGINALS, "--data", str(data)])

    said = capsys.readouterr()
    assert code == 0
    assert f" {len(articles)} of 5 articles: " in said.out
    assert said.out.endswith(" found, 0 not where they should be, 0 without an original.\n")
    assert said.err == ""
