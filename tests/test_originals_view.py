"""The originals on the page: copies beside the rendering, evidence ticked in place, nothing kept beyond the session.

The articles of these tests are made up, as those of ``test_originals.py``.
"""

from dataclasses import dataclass, replace

import pandas as pd
import pytest
import reading

from components import originals, state, uploads
from components.language import text
from components.theme import DESK
from loaders.originals import Original, compute_fingerprint, verify
from loaders.schema.tables import records
from loaders.selection import Selection

OSLO, LIMA = "daily-oslo-2021", "weekly-lima-2024"
MEETING = "2021-05-oslo"
HOSTILE = "<script>alert(1)</script>.txt"
LINES = (
    "خبر نموذجي",
    "قالت اليومية: يضم المؤتمر 31 عضواً، وبقي أقل من 37.5% من الأرض.",
    "وقالت الرئيسة: حُرِّر أكثر من 1.2 مليون شخص – “مؤقتاً”.",
    "فقرة لا رقم فيها",
    "تجتمع المجموعة المصغرة في العام المقبل.",
    "سطر من الموقع",
)
TEXT = "\n\n".join(LINES)


@dataclass
class File:
    """What Streamlit hands over for an upload."""

    name: str
    content: bytes

    def getvalue(self):
        return self.content


@pytest.fixture
def stage(monkeypatch):
    """A session that has just begun."""
    stage = reading.Stage()
    for module in ("state", "uploads", "originals", "charts.frame"):
        monkeypatch.setattr(f"components.{module}.st", stage)
    monkeypatch.delenv("COALITION_ORIGINALS", raising=False)
    return stage


@pytest.fixture(scope="module")
def known(sample):
    """The sample with the fingerprint of the made-up article."""
    return reading.changed(sample, "sources", OSLO, fingerprint=compute_fingerprint(TEXT))


def copy(lines=LINES, *, name="copy.txt"):
    return {OSLO: Original(OSLO, name, lines)}


def draw_article(dataset, copies=None, *, language="en", **fields):
    """The original as a tree."""
    copies = copies or copy()
    checks = tuple(check for check in verify(dataset, copies) if check.source_id == OSLO)
    view = (copies[OSLO], checks, "?threads=shown")
    return reading.tree(
        originals.article(reading.chosen(dataset, **fields), text(language), MEETING, view)
    )


def hand(stage, follow, *files):
    """Hand files to the page, as Streamlit does before the next run."""
    stage.session_state[uploads.current_uploads().key] = list(files)
    uploads.receive_files(follow.dataset)


def follow(dataset, **fields):
    return state.Follow(Selection(page="sources", section="originals", **fields), DESK, dataset)


def draw(dataset, stage, **fields):
    """All the markup of the page so far, after it was drawn."""
    filters = {name: value for name, value in fields.items() if name != "statement"}
    originals.render(reading.chosen(dataset, **filters), text("en"), follow(dataset, **fields))
    return reading.tree(stage.markup)


# one original -----------------------------------------------------------------------------------------------


def test_every_paragraph_of_the_copy_is_a_row_in_its_own_language_with_the_evidence_marked(known):
    rows = [reading.classed(row, "cm-words")[0] for row in draw_article(known).iter("article")]

    quoted = [
        row["evidence"]
        for row in (*records(known.observations), *records(known.namings))
        if (row["source_id"], row["paragraph"]) == (OSLO, 2)
    ]
    assert [reading.words(row) for row in rows] == list(LINES)
    assert {(row.get("lang"), row.get("dir")) for row in rows} == {("ar", "rtl")}
    assert {reading.words(mark) for mark in rows[1].iter("mark")} == set(quoted)


@pytest.mark.parametrize(
    ("lines", "sign", "words"),
    [
        (LINES, "✓", "stands here"),
        ((LINES[1], LINES[0], *LINES[2:]), "✗", "but in paragraph 1"),
        ((LINES[0], LINES[0], *LINES[2:]), "✗", "does not stand in this article"),
    ],
    ids=["found", "elsewhere", "missing"],
)
def test_a_piece_of_evidence_has_a_sign_words_and_a_link_at_the_paragraph_that_we_name(
    known, lines, sign, words
):
    second = list(draw_article(known, copy(lines)).iter("article"))[1]

    (first,) = [
        check
        for check in reading.classed(second, "cm-checks")[0].iter("li")
        if "31" in reading.words(check)
    ]
    assert reading.words(first).startswith(sign)
    assert words in reading.words(first)
    assert {link.get("href") for link in first.iter("a") if "data-step" in link.attrib} == {
        "?figure=2021-05-oslo-members"
    }


def test_members_whom_the_same_words_name_stand_together_and_lead_to_the_members(known):
    (naming,) = [row for row in records(known.namings) if row["source_id"] == OSLO]
    more = {**naming, "naming_id": "nor-daily-oslo-2021", "member_id": "nor"}
    named = replace(known, namings=pd.DataFrame([*records(known.namings), more]))
    second = list(draw_article(named).iter("article"))[1]

    (check,) = [
        check
        for check in reading.classed(second, "cm-checks")[0].iter("li")
        if "Peru" in reading.words(check)
    ]

    assert "Named as members: Norway and Peru" in reading.words(check)
    assert [link.get("href") for link in check.iter("a") if "data-step" in link.attrib] == [
        "?page=members"
    ]


def test_evidence_beyond_the_end_of_the_copy_is_shown_and_the_difference_told(known):
    body = reading.words(draw_article(known, copy((" ".join(LINES),))))

    for words in (
        "This copy has no such paragraph.",
        "This copy has 1 paragraphs where we count 6",
        "does not stand here but in paragraph 1",
    ):
        assert words in body


def test_a_passage_stands_beside_its_first_paragraph_and_is_named_beside_the_others(known):
    rows = [reading.words(row) for row in draw_article(known).iter("article")]

    assert "The daily adds that fuel & blankets" in rows[3]
    assert "Passage 3 stands beside paragraph 4" in rows[4]
    assert "The daily adds" not in rows[4]
    assert "Not rendered." in rows[0]


def test_a_rendering_leads_to_its_passage_in_the_language_of_the_page_whatever_is_filtered(known):
    second = list(draw_article(known, language="ar", themes=("winter-aid",)).iter("article"))[1]

    leads = [link.get("href") for link in second.iter("a") if "data-lead" in link.attrib]
    assert leads == ["?passage=2021-05-oslo:1"]
    assert "للمؤتمر النموذجي" in reading.words(second)
    assert "The sample conference" not in reading.words(second)


def test_a_name_or_a_text_can_never_become_markup(known):
    body = draw_article(known, copy((HOSTILE, *LINES[1:]), name=HOSTILE))
    refused = reading.tree(originals.refusals(text("en"), [(HOSTILE, "unknown")]))

    for part in (body, refused):
        assert not list(part.iter("script"))
        assert HOSTILE in reading.words(part)


# what is said of all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "5 of 5 pieces of evidence stand where we say they stand, in 1 of 2 articles."),
        ("ar", "الأدلة الواردة في مواضعها: 5 من 5؛ والمقالات المتاحة: 1 من 2."),
    ],
)
def test_the_finding_counts_what_the_copies_at_hand_hold(known, language, expected):
    assert originals.finding(known, text(language), copy(), verify(known, copy())) == expected


def test_every_article_is_listed_with_its_title_with_or_without_a_copy(record, language):
    body = reading.tree(originals.summary(record, text(language), {}, verify(record, {})))

    rows = body.findall(".//tbody/tr")
    assert len(rows) == len(originals.sources(record)) == 5
    for row, source in zip(rows, originals.sources(record), strict=True):
        assert source["title"] in "".join(row.itertext())
        assert text(language)("originals.absent") in reading.words(row)


def test_the_original_that_opens_is_the_latest_at_hand_or_the_one_asked_for(known):
    both = {**copy(), LIMA: Original(LIMA, "other.txt", ())}

    assert originals.opened(known, Selection(), both) == "2024-10-lima"
    assert originals.opened(known, Selection(statement=MEETING), both) == MEETING
    assert originals.opened(known, Selection(), copy()) == MEETING
    assert originals.opened(reading.chosen(known, years=(1999, 1999)), Selection(), both) is None


def test_the_articles_are_those_of_the_collection_whatever_the_filters_leave(sample):
    moved = reading.changed(sample, "sources", LIMA, collection="record")
    core, wide = (
        {source["source_id"] for source in originals.sources(reading.chosen(moved, **fields))}
        for fields in ({"years": (1999, 1999)}, {"collection": "record"})
    )

    assert wide - core == {LIMA}
    assert core < wide


# where they come from -----------------------------------------------------------------------------------------


def test_copies_of_a_folder_are_read_once_and_again_when_a_file_changes(
    known, tmp_path, monkeypatch
):
    monkeypatch.delenv("COALITION_ORIGINALS", raising=False)
    folder = tmp_path / "originals"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")

    first, again = originals.read_folders(known, tmp_path), originals.read_folders(known, tmp_path)
    (folder / "b.txt").write_text("another text", encoding="utf-8")
    after = originals.read_folders(known, tmp_path)

    assert first is again
    assert list(first[0]) == [OSLO]
    assert after[1] == (("b.txt", "unknown"),)


def test_without_a_copy_the_page_explains_and_shows_no_original(known, stage):
    body = draw(known, stage)

    for words in (
        "No copy of a source article is here yet.",
        *("data/originals/", "COALITION_ORIGINALS", "python -m loaders.originals verify"),
    ):
        assert words in reading.words(body)
    assert not reading.classed(body, "cm-original")


def test_an_upload_is_kept_for_this_session_alone_and_shown(known, stage, monkeypatch):
    hand(
        stage,
        follow(known),
        File("mine.txt", TEXT.encode("cp1256", errors="ignore")),
        File("b", b"\0"),
    )
    hand(stage, follow(known), File("mine.txt", TEXT.encode("utf-8-sig")))

    (original,) = reading.classed(draw(known, stage), "cm-original")

    assert "mine.txt" in reading.words(original)
    assert uploads.current_uploads().refused == ()
    other = reading.Stage()
    for module in ("state", "uploads", "originals", "charts.frame"):
        monkeypatch.setattr(f"components.{module}.st", other)
    assert LINES[3] not in reading.words(draw(known, other))
    assert uploads.current_uploads().copies == {}


def test_a_document_that_is_no_article_is_named_and_nothing_of_it_is_kept(known, stage):
    hand(stage, follow(known), File("b.txt", b"\0secret"), File("c.txt", b"secret"))
    stage.session_state.pop(uploads.current_uploads().key)

    assert uploads.current_uploads().copies == {}
    assert uploads.current_uploads().refused == (("b.txt", "binary"), ("c.txt", "unknown"))
    assert "secret" not in repr(stage.session_state)


def test_forgetting_leaves_nothing_of_the_copies_in_the_session(known, stage):
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))
    draw(known, stage)
    before = uploads.current_uploads().key
    stage.session_state.pop(before)

    uploads.forget_files()

    assert LINES[3] not in repr(stage.session_state)
    assert uploads.current_uploads().key != before


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"statement": "2024-10-lima"}, "No copy of this report is here"),
        ({"years": (1999, 1999)}, "Nothing in this selection."),
    ],
    ids=["another statement", "outside the filters"],
)
def test_a_statement_without_a_copy_or_outside_the_filters_is_said_to_be_so(
    known, stage, fields, expected
):
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))

    assert expected in reading.words(draw(known, stage, **fields))
