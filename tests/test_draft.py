"""A meeting added by the command: in every table, and on every view without a word of code."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import reading
from streamlit.testing.v1 import AppTest

from components import atlas, downloads, timeline
from components.language import text
from components.theme import DESK
from loaders import citation, draft
from loaders.dataset import load

if TYPE_CHECKING:
    from loaders.selection import Language

ROOT = Path(__file__).resolve().parents[1]
NEW = "2027-03-valletta"
PASSAGES = {
    "en": ("Envoys of 91 members", "need schools and water", "the principles agreed in Kuwait"),
    "ar": ("موفدين من 91 عضواً", "يحتاجون إلى المدارس والمياه", "المبادئ المتفق عليها في الكويت"),
}


@pytest.fixture(autouse=True)
def own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """No dataset that the environment names."""
    monkeypatch.delenv("COALITION_DATA", raising=False)


@pytest.fixture
def copied(tmp_path: Path, data: Path) -> Path:
    """A copy of the real data folder."""
    return shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("originals"))


@pytest.fixture
def example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The example, saved as the command prints it."""
    assert draft.main(["--example"]) == 0
    path = tmp_path / "meeting.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


# on the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_meeting_is_on_map_timeline_reader_and_exports(
    copied: Path, example: Path, language: Language
) -> None:
    assert draft.main([str(example), "--folder", str(copied)]) == 0
    chosen = reading.chosen(load(copied), collection="record")
    words = text(language)

    places = reading.words(reading.tree(atlas.table(chosen, words)))
    marks = reading.traces(timeline.figure(chosen, words, DESK))
    opened = reading.chosen(chosen, collection="record", statement=NEW)
    rows = list(csv.DictReader(io.StringIO(downloads.observations(chosen).decode("utf-8-sig"), newline="")))
    cited = [citation.passage(chosen, NEW, number) for number in (1, 2, 3)]
    notes = [citation.item(each, dataset=chosen, address="", language=language)["note"] for each in cited]

    assert {"en": "Valletta", "ar": "فاليتا"}[language] in places
    assert "valletta" in atlas.deck(chosen, words, DESK).to_json()
    assert marks[NEW]["x"].startswith("2027-03-09")
    assert (marks[f"{NEW}-members"]["y"], marks[f"{NEW}-members"]["text"]) == (91, "91")
    assert opened.passages["meeting_id"].eq(NEW).sum() == 3
    found = {row["observation_id"]: row for row in rows if row["meeting_id"] == NEW}
    assert {key: row["value"] for key, row in found.items()} == {
        f"{NEW}-members": "91",
        f"{NEW}-people-freed": "7750000",
    }
    assert {row["collection"] for row in found.values()} == {"record"}
    assert all({"en": "wider record", "ar": "السجل الأوسع"}[language] in each for each in notes)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_running_page_shows_the_meeting_at_the_next_rerun(
    copied: Path, example: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COALITION_DATA", str(copied))
    page = AppTest.from_file(str(ROOT / "components" / "script.py"), default_timeout=60)
    page.query_params |= {"lang": language, "collection": "record"}
    before = shown(page.run())

    assert draft.main([str(example), "--folder", str(copied)]) == 0
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


def shown(page: AppTest) -> Any:
    """What is on the page: the markup, and the charts and the map as they are sent to the browser."""
    return {
        "html": "\n".join(each.proto.body for each in page.get("html")),
        "plotly_chart": "\n".join(each.proto.spec for each in page.get("plotly_chart")),
        "deck_gl_json_chart": "\n".join(each.proto.json for each in page.get("deck_gl_json_chart")),
    }


# from a file --------------------------------------------------------------------------------------------


def test_the_example_is_in_every_table_of_a_meeting(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(copied)

    code = draft.main([str(example), "--folder", str(copied)])

    after = files(copied)
    changed = {name for name in after if after[name] != before.get(name)}
    tables = {
        f"{each}.csv"
        for each in ("cities", "sources", "meetings", "observations", "threads", "discrepancies")
    }
    assert code == 0
    assert changed == tables | {f"statements/{NEW}.toml"}
    assert all(set(before[name].splitlines()) < set(after[name].splitlines()) for name in tables)
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


def test_the_example_has_every_table_of_a_draft_and_names_the_choices_of_the_contract(record: Any) -> None:
    text = draft.EXAMPLE.read_text(encoding="utf-8")

    heads = set(re.findall(r"^\[+([a-z]+)\]+$", text, re.MULTILINE))

    assert heads == {"city", "meeting", "source", "figure", "statement", "passage", "thread", "discrepancy"}
    told = " ".join(text.split()).replace(" # ", " ")
    for table, column in (("meetings", "level"), ("observations", "scope")):
        assert ", ".join(record.rules.choices(table, column)) in told
    assert all(each in told for each in record.rules.choices("observations", "qualifier"))
    assert max(map(len, text.splitlines())) <= 120


def test_the_same_draft_twice_is_one_meeting(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.main([str(example), "--folder", str(copied)])
    once = files(copied)
    capsys.readouterr()

    code = draft.main([str(example), "--folder", str(copied)])

    said = capsys.readouterr()
    assert code == 1
    assert said.out.startswith(f"meeting, starts_on: '{NEW}' is a meeting of that level, there and then")
    assert said.err == f"{example}: 1 fault; nothing was written\n"
    assert files(copied) == once


def test_a_dry_run_shows_the_new_lines_and_writes_nothing(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(copied)

    code = draft.main([str(example), "--folder", str(copied), "--dry-run"])

    said = capsys.readouterr()
    assert code == 0
    assert "--- a/cities.csv\n+++ b/cities.csv\n" in said.out
    assert "\n+valletta,Valletta,فاليتا,mlt,Malta,مالطا,14.5146,35.8989\n" in said.out
    assert not [line for line in said.out.splitlines() if re.match(r"-(?!--)", line)]
    assert said.err == "Nothing was written.\n"
    assert files(copied) == before


def test_a_draft_that_breaks_the_contract_writes_nothing_and_says_all_of_it(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(copied)
    text = example.read_text(encoding="utf-8")
    example.write_text(
        text.replace("7_750_000", '"7.75 million"').replace('"global"', '"world"'), encoding="utf-8"
    )

    code = draft.main([str(example), "--folder", str(copied)])

    said = capsys.readouterr()
    assert code == 1
    assert said.out.splitlines() == [
        "figure 1, scope: 'world' is not allowed, expected one of iraq, syria, iraq-syria, region, global "
        "(observations.csv:259 scope)",
        "figure 2, value: '7.75 million' is not a number, expected a number, at least 0 (observations.csv:260 value)",
    ]
    assert said.err == f"{example}: 2 faults; nothing was written\n"
    assert files(copied) == before


def test_a_core_meeting_with_its_article_has_fingerprint_and_paragraphs(
    copied: Path, example: Path, tmp_path: Path
) -> None:
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

    code = draft.main([str(example), "--folder", str(copied), "--article", str(article)])

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
    ("content", "said"),
    [
        (b"[meeting\n", "not TOML ("),
        (b"\xff", "byte 0 is not UTF-8, expected the encoding UTF-8"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_from_a_draft_that_is_wrong(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    path = tmp_path / "draft.toml"
    if content is not None:
        path.write_bytes(content)

    code = draft.main([str(path), "--folder", str(folder)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_a_damaged_folder_is_named_and_left_alone(
    folder: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "themes.csv").unlink()
    before = files(folder)

    code = draft.main([str(example), "--folder", str(folder)])

    said = capsys.readouterr().err
    assert code == 2
    assert "themes.csv: the file is missing" in said
    assert f"{folder} is damaged as it is; nothing was written" in said
    assert files(folder) == before


def test_a_folder_that_is_missing_is_named(
    tmp_path: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = draft.main([str(example), "--folder", str(tmp_path / "nowhere")])

    assert code == 2
    assert "nowhere: the data folder is missing, expected a folder" in capsys.readouterr().err


def test_nothing_is_replaced_where_one_of_the_files_cannot_be_written(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(copied)
    (copied / "observations.csv.new").mkdir()

    code = draft.main([str(example), "--folder", str(copied)])

    assert code == 2
    said = capsys.readouterr().err
    assert "observations.csv.new" in said
    assert "Nothing was written." in said
    assert files(copied) == before


def test_a_table_that_is_a_link_is_written_where_it_leads(
    copied: Path, example: Path, tmp_path: Path
) -> None:
    (copied / "cities.csv").rename(tmp_path / "cities.csv")
    (copied / "cities.csv").symlink_to(tmp_path / "cities.csv")

    assert draft.main([str(example), "--folder", str(copied)]) == 0

    assert (copied / "cities.csv").is_symlink()
    assert "valletta" in (tmp_path / "cities.csv").read_text(encoding="utf-8")


def test_without_a_file_the_example_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        draft.main([])

    assert "FILE.toml is missing; --example prints one to start from" in capsys.readouterr().err


def test_the_folder_of_the_environment_is_used_where_none_is_named(
    copied: Path, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COALITION_DATA", str(copied))

    assert draft.main([str(example)]) == 0
    assert NEW in load(copied).known("meetings")


def test_an_article_that_is_not_there_is_a_wrong_option(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        draft.main([str(example), "--article", "nowhere.txt"])

    assert ended.value.code == 2
    assert "--article: nowhere.txt is not a file" in capsys.readouterr().err


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("Headline\n\nThe hall in Quito held 44 guests.\n", encoding="utf-8")
    return path


def test_a_copy_of_no_new_source_is_not_passed_over(
    copied: Path, tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.toml"
    path.write_text("[meeting]\nlevel = 'other'\n", encoding="utf-8")

    code = draft.main([str(path), "--folder", str(copied), "--article", str(article)])

    assert code == 2
    assert f"there is no [[source]] of which {article} is a copy" in capsys.readouterr().err


def test_a_thread_that_may_have_announced_the_meeting_is_named(
    copied: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        example.read_text(encoding="utf-8")
        .replace("2027-03-09", "2016-05-30")
        .replace("2018-02-kuwait", "2016-02-rome")
    )
    example.write_text(text, encoding="utf-8")

    code = draft.main([str(example), "--folder", str(copied)])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Look at the thread 2016-02-rome-next-small-group: "
        "it announces a meeting for that time and leaves open which."
    )


def test_the_command_runs_as_it_is_quoted(copied: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "loaders.draft", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "COALITION_DATA": str(copied), "PYTHONIOENCODING": "ascii"},
        )

    path = tmp_path / "meeting.toml"
    shutil.copyfile(draft.EXAMPLE, path)

    assert run(str(path)).returncode == 0
