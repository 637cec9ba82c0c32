"""The originals on the page: copies beside the rendering, evidence ticked in place, nothing kept beyond the session.

The articles of these tests are made up, as those of ``test_originals.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import originals, state
from components.language import text
from components.theme import DESK
from loaders.originals import SENTENCES, Original, compute_fingerprint, verify
from loaders.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

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

    def getvalue(self) -> bytes:
        return self.content


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> reading.Stage:
    """A session that has just begun."""
    stage = reading.Stage()
    monkeypatch.setattr(state, "st", stage)
    monkeypatch.setattr(originals, "st", stage)
    monkeypatch.setattr("components.frame.st", stage)
    monkeypatch.delenv("COALITION_ORIGINALS", raising=False)
    return stage


@pytest.fixture(scope="module")
def known(sample: Dataset) -> Dataset:
    """The sample with the fingerprint of the made-up article."""
    return reading.changed(sample, "sources", OSLO, fingerprint=compute_fingerprint(TEXT))


def copy(lines: tuple[str, ...] = LINES, *, name: str = "copy.txt") -> dict[str, Original]:
    return {OSLO: Original(OSLO, name, lines)}


def shown(dataset: Dataset, copies: dict[str, Original], *, language: Any = "en", **fields: Any) -> Element:
    """The original as a tree."""
    checks = tuple(each for each in verify(dataset, copies) if each.source_id == OSLO)
    view = (copies[OSLO], checks, "?threads=shown")
    return reading.tree(
        originals.article(reading.chosen(dataset, **fields), text(language), MEETING, view)  # type: ignore[arg-type]
    )


def rows(body: Element) -> list[Element]:
    return list(body.iter("article"))


def hand(stage: reading.Stage, follow: state.Follow, *files: Any) -> None:
    """Hand files to the page, as Streamlit does before the next run."""
    stage.session_state[follow.uploader] = list(files)
    follow.upload()


def follow(dataset: Dataset, *, root: Path | None = None, **fields: Any) -> state.Follow:
    return state.Follow(Selection(page="originals", **fields), DESK, dataset, root)


# one original -----------------------------------------------------------------------------------------------


def test_every_paragraph_of_the_copy_is_a_row_in_its_own_language(known: Dataset) -> None:
    found = rows(shown(known, copy()))

    words = [next(each.iter("div")) and reading.classed(each, "cm-words")[0] for each in found]
    assert [reading.words(each) for each in words] == list(LINES)
    assert {(each.get("lang"), each.get("dir")) for each in words} == {("ar", "rtl")}


def test_evidence_is_marked_where_it_stands(known: Dataset) -> None:
    second = rows(shown(known, copy()))[1]

    original = reading.classed(second, "cm-words")[0]
    quoted = known.observations[
        (known.observations["source_id"] == OSLO) & (known.observations["paragraph"] == 2)
    ]
    assert {reading.words(each) for each in original.iter("mark")} == set(quoted["evidence"])


@pytest.mark.parametrize(
    ("lines", "sign", "said"),
    [
        (LINES, "✓", "stands here"),
        ((LINES[1], LINES[0], *LINES[2:]), "✗", "but in paragraph 1"),
        ((LINES[0], LINES[0], *LINES[2:]), "✗", "does not stand in this article"),
    ],
    ids=["found", "elsewhere", "missing"],
)
def test_a_piece_of_evidence_has_a_sign_words_and_a_link_at_the_paragraph_that_we_name(
    known: Dataset, lines: tuple[str, ...], sign: str, said: str
) -> None:
    second = rows(shown(known, copy(lines)))[1]

    checks = reading.classed(second, "cm-checks")[0]
    first = next(each for each in checks.iter("li") if "31" in reading.words(each))
    assert reading.words(first).startswith(sign)
    assert said in reading.words(first)
    assert {each.get("href") for each in first.iter("a") if "data-step" in each.attrib} == {
        "?figure=2021-05-oslo-members"
    }


def test_evidence_beyond_the_end_of_the_copy_is_shown_and_the_difference_told(known: Dataset) -> None:
    body = shown(known, copy((" ".join(LINES),)))

    said = reading.words(body)
    assert "This copy has no such paragraph." in said
    assert "This copy has 1 paragraphs where we count 6" in said
    assert "does not stand here but in paragraph 1" in said


def test_a_passage_stands_beside_its_first_paragraph_and_is_named_beside_the_others(known: Dataset) -> None:
    found = [reading.words(each) for each in rows(shown(known, copy()))]

    assert "The daily adds that fuel & blankets" in found[3]
    assert "Passage 3 stands beside paragraph 4" in found[4]
    assert "The daily adds" not in found[4]
    assert "Not rendered." in found[0]


def test_a_rendering_leads_to_its_passage_and_is_in_the_language_of_the_page(known: Dataset) -> None:
    second = rows(shown(known, copy(), language="ar"))[1]

    leads = [each.get("href") for each in second.iter("a") if "data-lead" in each.attrib]
    assert leads == ["?passage=2021-05-oslo:1"]
    assert "للمؤتمر النموذجي" in reading.words(second)
    assert "The sample conference" not in reading.words(second)


def test_what_the_filters_leave_out_is_rendered_all_the_same(known: Dataset) -> None:
    filtered = reading.words(shown(known, copy(), themes=("winter-aid",)))

    assert filtered == reading.words(shown(known, copy()))


def test_places_that_overlap_are_marked_as_one() -> None:
    assert originals.spans([(8, 12), (0, 4), (3, 6), (6, 7)]) == ((0, 6), (6, 7), (8, 12))


def test_a_name_or_a_text_can_never_become_markup(known: Dataset) -> None:
    body = shown(known, copy((HOSTILE, *LINES[1:]), name=HOSTILE))
    refused = originals.refusals(text("en"), [(HOSTILE, "unknown")])

    assert not list(body.iter("script"))
    assert "<script" not in refused
    assert HOSTILE in reading.words(body)
    assert HOSTILE in reading.words(reading.tree(refused))


# what is said of all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "4 of 4 pieces of evidence stand where we say they stand, in 1 of 2 articles."),
        ("ar", "الأدلة الواردة في مواضعها: 4 من 4؛ والمقالات المتاحة: 1 من 2."),
    ],
)
def test_the_finding_counts_what_the_copies_at_hand_hold(known: Dataset, language: Any, said: str) -> None:
    found = originals.finding(known, text(language), copy(), verify(known, copy()))

    assert found == said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_article_is_listed_with_its_title_with_or_without_a_copy(
    record: Dataset, language: Any
) -> None:
    body = reading.tree(originals.summary(record, text(language), {}, verify(record, {})))

    body_rows = [each for each in body.iter("tr") if each.find("td") is not None]
    assert len(body_rows) == len(originals.sources(record)) == 5
    for row, source in zip(body_rows, originals.sources(record), strict=True):
        assert source["title"] in "".join(row.itertext())
        assert text(language)("originals.absent") in reading.words(row)


def test_the_original_that_opens_is_the_latest_at_hand_or_the_one_asked_for(known: Dataset) -> None:
    both = {**copy(), LIMA: Original(LIMA, "other.txt", ())}
    chosen = reading.chosen(known)

    assert originals.opened(chosen, Selection(), both) == "2024-10-lima"
    assert originals.opened(chosen, Selection(statement=MEETING), both) == MEETING  # type: ignore[arg-type]
    assert originals.opened(chosen, Selection(), copy()) == MEETING
    assert originals.opened(reading.chosen(known, years=(1999, 1999)), Selection(), both) is None


def test_the_articles_are_those_of_the_collection_whatever_the_filters_leave(sample: Dataset) -> None:
    other = reading.changed(sample, "sources", LIMA, collection="record")

    core = {source["source_id"] for source in originals.sources(reading.chosen(other, years=(1999, 1999)))}
    record = {source["source_id"] for source in originals.sources(reading.chosen(other, collection="record"))}

    assert LIMA not in core
    assert record == core | {LIMA}


# where they come from -----------------------------------------------------------------------------------------


def test_copies_of_a_folder_are_read_once_and_again_when_a_file_changes(
    known: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COALITION_ORIGINALS", raising=False)
    folder = tmp_path / "originals"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")

    first, again = originals.shelf(known, tmp_path), originals.shelf(known, tmp_path)
    (folder / "b.txt").write_text("another text", encoding="utf-8")
    after = originals.shelf(known, tmp_path)

    assert first is again
    assert list(first[0]) == [OSLO]
    assert after[1] == (("b.txt", "unknown"),)


def test_without_a_copy_the_page_explains_and_shows_no_original(known: Dataset, stage: reading.Stage) -> None:
    originals.render(reading.chosen(known), text("en"), follow(known))

    body = reading.tree(stage.markup)
    said = reading.words(body)
    assert "No copy of a source article is here yet." in said
    assert all(
        each in said
        for each in ("data/originals/", "COALITION_ORIGINALS", "python -m loaders.originals verify")
    )
    assert not reading.classed(body, "cm-original")


def test_an_upload_is_kept_for_the_session_and_shown(known: Dataset, stage: reading.Stage) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode("cp1256", errors="ignore")), File("b", b"\0"))
    hand(stage, follow(known), File("mine.txt", TEXT.encode("utf-8-sig")))

    originals.render(reading.chosen(known), text("en"), follow(known))

    assert "mine.txt" in reading.words(reading.classed(reading.tree(stage.markup), "cm-original")[0])
    assert follow(known).refused == ()


def test_a_document_that_is_no_article_is_named_and_nothing_of_it_is_kept(
    known: Dataset, stage: reading.Stage
) -> None:
    hand(stage, follow(known), File("b.txt", b"\0secret"), File("c.txt", b"secret"))
    stage.session_state.pop(follow(known).uploader)

    assert follow(known).copies == {}
    assert follow(known).refused == (("b.txt", "binary"), ("c.txt", "unknown"))
    assert "secret" not in repr(stage.session_state)


def test_streamlit_reporting_emptied_files_changes_nothing(known: Dataset, stage: reading.Stage) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode()), File("b.txt", b"x"))
    before = (follow(known).copies, follow(known).refused)

    hand(stage, follow(known), object())

    assert (follow(known).copies, follow(known).refused) == before


def test_forgetting_leaves_nothing_of_the_copies_in_the_session(known: Dataset, stage: reading.Stage) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))
    originals.render(reading.chosen(known), text("en"), follow(known))
    before = follow(known).uploader
    stage.session_state.pop(before)

    follow(known).forget()

    assert LINES[3] not in repr(stage.session_state)
    assert follow(known).uploader != before


def test_another_session_does_not_see_a_copy(
    known: Dataset, stage: reading.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))
    originals.render(reading.chosen(known), text("en"), follow(known))
    other = reading.Stage()
    for module in (state, originals):
        monkeypatch.setattr(module, "st", other)

    originals.render(reading.chosen(known), text("en"), follow(known))

    assert follow(known).copies == {}
    assert LINES[3] not in other.markup


def test_what_is_drawn_of_a_copy_is_made_once_while_nothing_changes(
    stage: reading.Stage, known: Dataset
) -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    found = [follow(known).own(make, each) for each in (1, 1, 2, 1)]

    assert found == [1, 1, 2, 1]
    assert made == [1, 2, 1]
    assert stage.session_state


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("reason", SENTENCES)
def test_every_reason_of_a_refusal_has_a_sentence(language: Any, reason: Any) -> None:
    said = reading.words(reading.tree(originals.refusals(text(language), [("copy.txt", reason)])))

    assert text(language)("originals.refused_lead") in said
    assert "copy.txt" in said
    assert "{" not in said


def test_a_statement_without_a_copy_is_said_to_have_none(known: Dataset, stage: reading.Stage) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))
    asked = follow(known, statement="2024-10-lima")

    originals.render(reading.chosen(known), text("en"), asked)

    assert "No copy of this report is here" in reading.words(reading.tree(stage.markup))
    assert stage.settings("selectbox")["options"] == [MEETING]


def test_a_copy_outside_the_selection_leaves_the_way_back(known: Dataset, stage: reading.Stage) -> None:
    hand(stage, follow(known), File("mine.txt", TEXT.encode()))

    originals.render(reading.chosen(known, years=(1999, 1999)), text("en"), follow(known, years=(1999, 1999)))

    assert "Nothing in this selection." in reading.words(reading.tree(stage.markup))
