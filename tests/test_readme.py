"""The documents: what they say of files, commands and numbers is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks import report

if TYPE_CHECKING:
    from loaders.dataset import Dataset

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def words_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_first_sentence_names_the_years_of_the_core(record: Dataset) -> None:
    first, last = record.span or (0, 0)

    opening = words_of("README.md").split("\n\n")[1]

    assert f"from {first} to {last}" in " ".join(opening.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_inside_the_repository_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", words_of(name))

    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_named_is_a_target_of_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", words_of("Makefile"), re.MULTILINE))

    named = set(
        re.findall(
            r"\bmake ([a-z]+)\b(?=[`\s])",
            "".join(re.findall(r"`[^`]*`|^make.*$", words_of(name), re.MULTILINE)),
        )
    )

    assert named - targets == set()


def test_the_readme_opens_with_the_picture_and_the_two_commands() -> None:
    readme = words_of("README.md")

    assert readme.index("docs/page.png") < readme.index("make run") < readme.index("make test")
    assert (ROOT / "docs" / "page.png").stat().st_size > 10_000


def test_every_view_is_named_where_things_are() -> None:
    views = {
        path.stem
        for path in (ROOT / "components").glob("*.py")
        if "def render(" in path.read_text(encoding="utf-8")
    }

    named = set(re.findall(r"`([a-z]+)`", words_of("README.md")))

    assert views - {"filters", "frame"} - named == set()


def test_the_readme_quotes_the_results_that_were_measured_last() -> None:
    quoted = words_of("README.md").split(report.BEGIN)[1].split(report.END)[0]
    measured = words_of("benchmarks/RESULTS.md")

    def rows(text: str) -> list[list[str]]:
        lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    assert rows(quoted)
    assert [row for row in rows(quoted) if row not in rows(measured)] == []


def test_contributing_opens_with_how_to_add_a_meeting() -> None:
    headings = re.findall(r"^## (.*)$", words_of("CONTRIBUTING.md"), re.MULTILINE)

    assert headings[0] == "How to add a meeting"


def test_the_rows_to_copy_are_rows_of_the_record(record: Dataset) -> None:
    rows = re.findall(r"```csv\n(.*?)\n\s*```", words_of("CONTRIBUTING.md"), re.DOTALL)
    ids = {row.strip().split(",")[0] for row in rows}

    assert ids
    assert ids <= record.known("cities") | record.known("meetings")


def test_the_changelog_has_its_two_lists(record: Dataset) -> None:
    changes = words_of("CHANGELOG.md")

    assert re.findall(r"^## (.*)$", changes, re.MULTILINE) == ["The record", "The dashboard"]
    assert f"### {record.rules.version}" in changes
