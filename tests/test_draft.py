"""A meeting added by the command: in every table, and on every view."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import reading
from streamlit.testing.v1 import AppTest

from loaders.dataset import load
from loaders.draft.__main__ import EXAMPLE, main

ROOT = Path(__file__).resolve().parents[1]
NEW = "2027-03-valletta"
PASSAGES = {
    "en": ("Envoys of 91 members", "need schools and water", "the principles agreed in Kuwait"),
    "ar": ("موفدين من 91 عضواً", "يحتاجون إلى المدارس والمياه", "المبادئ المتفق عليها في الكويت"),
}


@pytest.fixture
def copied(tmp_path, data):
    """A copy of the real data folder."""
    return shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("originals"))


@pytest.fixture
def example(tmp_path, capsys):
    """The example, saved as the command prints it."""
    assert main(["--example"]) == 0
    path = tmp_path / "meeting.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def read_files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# On the page


def test_a_running_page_shows_the_meeting_at_the_next_rerun(copied, example, monkeypatch, language):
    monkeypatch.setenv("COALITION_DATA", str(copied))
    page = AppTest.from_file(str(ROOT / "components" / "script.py"), default_timeout=60)
    page.query_params |= {"lang": language, "collection": "record"}
    before = shown(page.run())

    assert main([str(example), "--folder", str(copied)]) == 0
    overview = shown(page.run())
    page.query_params["page"] = "statements"
    page.query_params["column"] = f"{NEW}:both"
    statements = shown(page.run())

    assert NEW not in before
    assert not page.exception
    assert NEW in overview["plotly_chart"]
    assert "valletta" in overview["deck_gl_json_chart"]
    assert {"en": "Valletta", "ar": "فاليتا"}[language] in overview["html"]
    for words in (*PASSAGES["en"], *PASSAGES["ar"]):
        assert words in re.sub("<[^>]*>", "", statements["html"])


def shown(page):
    """What is on the page: the markup, and the charts and the map as they are sent to the browser."""
    return {
        "html": "\n".join(each.proto.body for each in page.get("html")),
        "plotly_chart": "\n".join(each.proto.spec for each in page.get("plotly_chart")),
        "deck_gl_json_chart": "\n".join(each.proto.json for each in page.get("deck_gl_json_chart")),
    }


# From a file


def test_the_example_is_added_once_to_every_table_of_a_meeting(copied, example, capsys):
    before = read_files(copied)

    code = main([str(example), "--folder", str(copied)])

    after = read_files(copied)
    changed = {name for name in after if after[name] != before.get(name)}
    names = ("cities", "sources", "meetings", "observations", "threads", "discrepancies")
    tables = {f"{name}.csv" for name in names}
    assert code == 0
    assert changed == tables | {f"statements/{NEW}.toml"}
    assert all(set(before[name].splitlines()) < set(after[name].splitlines()) for name in tables)
    assert sorted(path.name for path in copied.parent.iterdir()) == ["data", "meeting.toml"]
    assert capsys.readouterr().out.splitlines() == [
        f"{NEW} is in {copied}:",
        f"  statements/{NEW}.toml: new",
        "  discrepancies.csv: 1 line more",
        "  threads.csv: 1 line more",
        "  observations.csv: 2 lines more",
        "  cities.csv: 1 line more",
        "  sources.csv: 2 lines more",
        "  meetings.csv: 1 line more",
    ]

    code = main([str(example), "--folder", str(copied)])

    output = capsys.readouterr()
    assert code == 1
    assert output.out.startswith(
        f"meeting, starts_on: '{NEW}' is a meeting of that level, in that city"
    )
    assert output.err == f"{example}: 1 error; nothing was written\n"
    assert read_files(copied) == after


def test_the_example_has_every_table_of_a_draft_and_names_the_choices_of_the_contract(record):
    text = EXAMPLE.read_text(encoding="utf-8")

    heads = set(re.findall(r"^\[+([a-z]+)\]+$", text, re.MULTILINE))

    assert heads == {
        "city",
        "meeting",
        "source",
        "figure",
        "statement",
        "passage",
        "thread",
        "discrepancy",
    }
    words = " ".join(text.split()).replace(" # ", " ")
    for table, column in (("meetings", "level"), ("observations", "scope")):
        assert ", ".join(record.rules.choices(table, column)) in words
    assert all(choice in words for choice in record.rules.choices("observations", "qualifier"))
    assert max(map(len, text.splitlines())) <= 120


def test_a_dry_run_shows_the_new_lines_and_writes_nothing(copied, example, capsys):
    before = read_files(copied)

    code = main([str(example), "--folder", str(copied), "--dry-run"])

    output = capsys.readouterr()
    assert code == 0
    assert "--- a/cities.csv\n+++ b/cities.csv\n" in output.out
    assert "\n+valletta,Valletta,فاليتا,mlt,Malta,مالطا,14.5146,35.8989\n" in output.out
    assert not [line for line in output.out.splitlines() if re.match(r"-(?!--)", line)]
    assert output.err == "Nothing was written.\n"
    assert read_files(copied) == before


def test_a_draft_that_breaks_the_contract_is_rejected_with_every_error(copied, example, capsys):
    before = read_files(copied)
    text = example.read_text(encoding="utf-8")
    text = text.replace("7_750_000", '"7.75 million"').replace('"global"', '"world"')
    example.write_text(text, encoding="utf-8")

    code = main([str(example), "--folder", str(copied)])

    output = capsys.readouterr()
    assert code == 1
    assert output.out.splitlines() == [
        "figure 1, scope: 'world' is not allowed, expected one of iraq, syria, iraq-syria, region, global "
        "(observations.csv:259 scope)",
        "figure 2, value: '7.75 million' is not a number, expected a number, at least 0 (observations.csv:260 value)",
    ]
    assert output.err == f"{example}: 2 errors; nothing was written\n"
    assert read_files(copied) == before


def test_a_core_meeting_with_its_article_has_fingerprint_and_paragraphs(copied, example, tmp_path):
    article = tmp_path / "report.txt"
    lines = [
        "خبر",
        "بحضور ممثلي 91 عضواً.",
        "أكثر من 7.75 مليون إنسان.",
        "مدارس.",
        "وفق المبادئ المتفق عليها في الكويت.",
    ]
    article.write_text("\r\n\r\n".join(lines), encoding="utf-8")
    text = example.read_text(encoding="utf-8")
    example.write_text(
        text.replace('collection = "record" ', 'collection = "core"')
        .replace("source_paragraphs = 5", "")
        .replace('kind = "official"', 'kind = "official"\ncollection = "record"'),
        encoding="utf-8",
    )

    code = main([str(example), "--folder", str(copied), "--article", str(article)])

    made = load(copied)
    rows = made.observations[made.observations["meeting_id"] == NEW]
    assert code == 0
    assert rows["paragraph"].tolist() == [2, 3]
    assert re.fullmatch(
        "[0-9a-f]{64}", made.names["sources"]["valletta-courier-valletta-2027"]["fingerprint"]
    )
    assert set(made.passages.loc[made.passages["meeting_id"] == NEW, "source_paragraphs"]) == {5}
    assert NEW in set(reading.chosen(made).meetings["meeting_id"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[meeting\n", "not TOML ("),
        (b"\xff", "byte 0 is not UTF-8, expected the encoding UTF-8"),
        (None, "No such file or directory"),
        (b"[meeting]\nlevel = 'other'\n", "there is no [[source]] of which "),
    ],
)
def test_a_file_that_is_no_draft_is_named(folder, tmp_path, capsys, content, problem):
    path, article = tmp_path / "draft.toml", tmp_path / "article.txt"
    article.write_text("Headline\n", encoding="utf-8")
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SystemExit) as exit_info:
        main([str(path), "--folder", str(folder), "--article", str(article)])

    assert exit_info.value.code == 2
    assert problem in capsys.readouterr().err


def test_a_damaged_or_missing_folder_is_named_and_left_alone(folder, example, tmp_path, capsys):
    (folder / "themes.csv").unlink()
    before = read_files(folder)

    for path in (folder, tmp_path / "nowhere"):
        with pytest.raises(SystemExit, match="2"):
            main([str(example), "--folder", str(path)])

    errors = capsys.readouterr().err
    assert "themes.csv: the file is missing" in errors
    assert f"{folder} is damaged as it is; nothing was written" in errors
    assert "nowhere: the data folder is missing, expected a folder" in errors
    assert read_files(folder) == before


def test_a_table_that_is_a_link_is_written_to_its_target(copied, example, tmp_path):
    (copied / "cities.csv").rename(tmp_path / "cities.csv")
    (copied / "cities.csv").symlink_to(tmp_path / "cities.csv")

    assert main([str(example), "--folder", str(copied)]) == 0

    assert (copied / "cities.csv").is_symlink()
    assert "valletta" in (tmp_path / "cities.csv").read_text(encoding="utf-8")


def test_wrong_arguments_are_explained(example, capsys):
    for arguments in ([], [str(example), "--article", "nowhere.txt"]):
        with pytest.raises(SystemExit, match="2"):
            main(arguments)

    errors = capsys.readouterr().err
    assert "FILE.toml is missing; --example prints one to start from" in errors
    assert "--article: nowhere.txt is not a file" in errors


def test_a_thread_that_may_have_announced_the_meeting_is_named(copied, example, capsys):
    text = example.read_text(encoding="utf-8")
    text = text.replace("2027-03-09", "2016-05-30").replace("2018-02-kuwait", "2016-02-rome")
    example.write_text(text, encoding="utf-8")

    code = main([str(example), "--folder", str(copied)])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Look at the thread 2016-02-rome-next-small-group: "
        "it announces a meeting for that time and leaves open which."
    )


def test_the_command_runs_as_documented_in_the_folder_of_the_environment(copied):
    done = subprocess.run(
        [sys.executable, "-m", "loaders.draft", str(EXAMPLE)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "COALITION_DATA": str(copied), "PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 0
    assert NEW in load(copied).known("meetings")
