"""Statement files: TOML as numbered passages in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.schema import statements

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.schema.contract import Contract


def test_a_passage_is_a_row_with_the_head_of_its_file(folder: Path, rules: Contract) -> None:
    passages, found = statements.read(folder, rules=rules)

    first = passages.iloc[0]
    assert found == []
    assert (first["meeting_id"], first["source_id"], first["status"]) == (
        "2021-05-oslo",
        "daily-oslo-2021",
        "press_report",
    )
    assert (first["number"], first["voice"]) == (1, "statement")
    assert first["speaker_en"] == "Sample conference (statement)"
    assert first["speaker_ar"] == "المؤتمر النموذجي (بيان)"
    assert first["en"] == "The sample conference has 31 members, and less than 37.5% of the land is free."
    assert first["ar"] == "للمؤتمر النموذجي 31 عضواً، والمحرر من الأرض أقل من 37.5%."


def test_passages_stand_in_the_order_of_files_and_numbers(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert list(zip(passages["meeting_id"], passages["number"], strict=True)) == [
        ("2021-05-oslo", 1),
        ("2021-05-oslo", 2),
        ("2021-05-oslo", 3),
        ("2024-10-lima", 1),
        ("2024-10-lima", 2),
        ("2024-10-lima", 3),
    ]


def test_a_passage_knows_how_many_paragraphs_its_source_has(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages["source_paragraphs"].tolist() == [6, 6, 6, 7, 7, 7]


def test_the_last_paragraph_of_a_source_may_be_rendered(folder: Path, rules: Contract) -> None:
    path = folder / "statements" / "2021-05-oslo.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[4, 5]", "[4, 6]"), encoding="utf-8")

    passages, found = statements.read(folder, rules=rules)

    assert found == []
    assert passages.at[2, "paragraphs"] == (4, 6)


def test_themes_keep_their_order_the_main_one_first(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages.at[0, "themes"] == ("membership-and-next-meetings", "military-campaign")


def test_paragraphs_are_numbers(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages["paragraphs"].tolist() == [(2,), (3,), (4, 5), (2, 4), (3,), (5,)]


def test_figures_are_marked_with_their_words_in_both_languages(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages.at[1, "figures"] == (
        {
            "observation_id": "2021-05-oslo-people-freed",
            "en": "More than 1.2 million people",
            "ar": "أكثر من 1.2 مليون شخص",
        },
    )


def test_a_passage_without_figures_has_none(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages.at[2, "figures"] == ()


def test_a_passage_knows_where_it_stands(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages.at[1, "file"] == "statements/2021-05-oslo.toml"
    assert passages.at[1, "line"] == 20


def test_no_text_of_a_statement_is_changed_on_the_way(folder: Path, rules: Contract) -> None:
    passages, _ = statements.read(folder, rules=rules)

    assert passages.at[2, "en"] == "The daily adds that fuel & blankets <see the annex> come first."


def test_a_file_of_another_kind_is_no_statement(folder: Path, rules: Contract) -> None:
    (folder / "statements" / "notes.txt").write_text("not a statement", encoding="utf-8")

    passages, found = statements.read(folder, rules=rules)

    assert found == []
    assert passages["meeting_id"].nunique() == 2


def test_the_other_statements_are_read_beside_a_damaged_one(folder: Path, rules: Contract) -> None:
    (folder / "statements" / "2021-05-oslo.toml").write_text("meeting_id = ", encoding="utf-8")

    passages, found = statements.read(folder, rules=rules)

    assert set(passages["meeting_id"]) == {"2024-10-lima"}
    assert [each.file for each in found] == ["statements/2021-05-oslo.toml"]


def test_a_text_that_is_missing_is_empty_in_the_table(folder: Path, rules: Contract) -> None:
    path = folder / "statements" / "2021-05-oslo.toml"
    text = path.read_text(encoding="utf-8").replace('speaker_ar = "يومية أوسلو (تقرير)"\n', "")
    path.write_text(text, encoding="utf-8")

    passages, found = statements.read(folder, rules=rules)

    assert passages.at[2, "speaker_ar"] == ""
    assert [(each.row, each.column) for each in found] == [(33, "speaker_ar")]


def test_without_files_the_table_is_empty_but_has_its_columns(folder: Path, rules: Contract) -> None:
    for path in (folder / "statements").iterdir():
        path.unlink()

    passages, found = statements.read(folder, rules=rules)

    assert passages.empty
    assert {"meeting_id", "number", "en", "ar", "figures"} <= set(passages.columns)
    assert len(found) == 1
