"""Statement files: TOML as numbered passages in both languages."""

from loaders.schema import statements

OSLO = "statements/2021-05-oslo.toml"


def replace_in_file(folder, old, new):
    path = folder / OSLO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_passage_is_a_row_with_the_fields_of_its_file(folder, rules):
    passages, errors = statements.read(folder, rules=rules)

    expected = {
        "meeting_id": "2021-05-oslo",
        "source_id": "daily-oslo-2021",
        "status": "press_report",
        "source_paragraphs": 6,
        "number": 1,
        "voice": "statement",
        "speaker_en": "Sample conference (statement)",
        "speaker_ar": "المؤتمر النموذجي (بيان)",
        "themes": ("membership-and-next-meetings", "military-campaign"),
        "en": "The sample conference has 31 members, and less than 37.5% of the land is free.",
        "ar": "للمؤتمر النموذجي 31 عضواً، والمحرر من الأرض أقل من 37.5%.",
    }
    assert errors == []
    assert expected.items() <= passages.iloc[0].to_dict().items()
    assert (passages.at[1, "file"], passages.at[1, "line"]) == (OSLO, 20)
    assert passages["paragraphs"].tolist() == [(2,), (3,), (4, 5), (2, 4), (3,), (5,)]
    assert passages.at[2, "en"] == "The daily adds that fuel & blankets <see the annex> come first."
    assert [*zip(passages["meeting_id"], passages["number"], strict=True)] == [
        (meeting_id, number)
        for meeting_id in ("2021-05-oslo", "2024-10-lima")
        for number in (1, 2, 3)
    ]


def test_figures_are_marked_with_their_words_in_both_languages(folder, rules):
    passages, _ = statements.read(folder, rules=rules)

    mark = {
        "observation_id": "2021-05-oslo-people-freed",
        "en": "More than 1.2 million people",
        "ar": "أكثر من 1.2 مليون شخص",
    }
    assert passages.at[1, "figures"] == (mark,)
    assert passages.at[2, "figures"] == ()


def test_the_last_paragraph_may_be_rendered_and_other_files_are_ignored(folder, rules):
    replace_in_file(folder, "[4, 5]", "[4, 6]")
    (folder / "statements" / "notes.txt").write_text("not a statement", encoding="utf-8")

    passages, errors = statements.read(folder, rules=rules)

    assert errors == []
    assert passages.at[2, "paragraphs"] == (4, 6)


def test_the_other_statements_are_read_if_one_is_damaged(folder, rules):
    (folder / OSLO).write_text("meeting_id = ", encoding="utf-8")

    passages, errors = statements.read(folder, rules=rules)

    assert set(passages["meeting_id"]) == {"2024-10-lima"}
    assert [error.file for error in errors] == [OSLO]


def test_a_missing_text_is_empty_in_the_table(folder, rules):
    replace_in_file(folder, 'speaker_ar = "يومية أوسلو (تقرير)"\n', "")

    passages, errors = statements.read(folder, rules=rules)

    assert passages.at[2, "speaker_ar"] == ""
    assert [(error.row, error.column) for error in errors] == [(33, "speaker_ar")]


def test_without_files_the_table_is_empty_but_has_its_columns(folder, rules):
    for path in (folder / "statements").iterdir():
        path.unlink()

    passages, errors = statements.read(folder, rules=rules)

    assert passages.empty
    assert {"meeting_id", "number", "en", "ar", "figures"} <= set(passages.columns)
    assert len(errors) == 1
