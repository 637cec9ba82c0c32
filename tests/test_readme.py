"""The documents: what they say of files, commands and numbers is true."""

import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from benchmarks import report
from loaders.dataset import load
from loaders.draft.__main__ import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def words_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_first_sentence_names_the_years_of_the_core(record):
    first, last = record.span or (0, 0)

    opening = words_of("README.md").split("\n\n")[1]

    assert f"from {first} to {last}" in " ".join(opening.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_inside_the_repository_leads_somewhere(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", words_of(name))

    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_named_is_a_target_of_the_makefile(name):
    targets = set(re.findall(r"^([a-z]+):", words_of("Makefile"), re.MULTILINE))

    commands = "".join(re.findall(r"`[^`]*`|^make.*$", words_of(name), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", commands))

    assert named - targets == set()


def test_the_readme_opens_with_the_picture_and_the_two_commands():
    readme = words_of("README.md")

    assert readme.index("docs/page.png") < readme.index("make run") < readme.index("make test")
    assert (ROOT / "docs" / "page.png").stat().st_size > 10_000


def test_every_view_is_named_where_things_are():
    views = {
        path.stem
        for path in (ROOT / "components").glob("*.py")
        if "def render(" in path.read_text(encoding="utf-8")
    }

    named = set(re.findall(r"`([a-z]+)`", words_of("README.md")))

    assert views - {"filters", "frame"} - named == set()


def test_the_readme_quotes_the_results_that_were_measured_last():
    quoted = words_of("README.md").split(report.BEGIN)[1].split(report.END)[0]
    measured = words_of("benchmarks/RESULTS.md")

    def rows(text):
        lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    assert rows(quoted)
    assert [row for row in rows(quoted) if row not in rows(measured)] == []


def test_the_commands_that_add_a_meeting_run_as_they_are_quoted(
    data, tmp_path, monkeypatch, capsys
):
    blocks = re.findall(r"```sh\n(.*?)```", words_of("CONTRIBUTING.md"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if "loaders.draft" in line]
    copy = shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("originals"))
    monkeypatch.setenv("COALITION_DATA", str(copy))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    codes = []
    for line in lines:
        command, _, target = line.partition(" > ")
        assert command.startswith(".venv/bin/python -m loaders.draft")
        codes.append(main(shlex.split(command)[3:]))
        said = capsys.readouterr().out
        if target:
            Path(target).write_text(said, encoding="utf-8")

    assert codes == [0, 0, 0]
    assert load(copy).known("meetings") - load(data).known("meetings") == {"2027-03-valletta"}


def test_the_fields_and_ids_named_in_contributing_are_there(record):
    named = words_of("CONTRIBUTING.md").split("## How the house is built")[0]

    assert "`2018-07-brussels`" in named
    assert "2018-07-brussels" in record.known("meetings")
    assert all(f"`{each}`" in named for each in record.rules.choices("threads", "kind"))


def test_the_changelog_has_its_two_lists(record):
    changes = words_of("CHANGELOG.md")

    assert re.findall(r"^## (.*)$", changes, re.MULTILINE) == ["The record", "The dashboard"]
    assert f"### {record.rules.version}" in changes
