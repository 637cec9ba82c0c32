"""The check from the command line: ``python -m loaders [FOLDER]``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.__main__ import main

HERE = Path(__file__).resolve().parent.parent


def test_a_folder_that_keeps_the_contract_is_summed_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(folder)])

    assert code == 0
    assert capsys.readouterr().out == (
        f"{folder}: version 1.4.0, 5 meetings, 10 figures, 2 statements with 6 passages, no faults\n"
    )


def test_a_damaged_folder_is_refused_with_every_fault_on_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "themes.csv").unlink()
    (folder / "cities.csv").unlink()

    code = main([str(folder)])

    said = capsys.readouterr()
    assert code == 1
    assert said.out == (
        "cities.csv: the file is missing, expected a CSV file\n"
        "themes.csv: the file is missing, expected a CSV file\n"
    )
    assert said.err == f"{folder}: 2 faults\n"


def test_a_folder_that_is_missing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(tmp_path / "nowhere")])

    assert code == 1
    assert "the data folder is missing" in capsys.readouterr().out


def test_without_an_argument_the_folder_of_the_environment_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COALITION_DATA", str(folder))

    code = main([])

    assert code == 0
    assert capsys.readouterr().out.startswith(f"{folder}: ")


@pytest.mark.parametrize("value", [None, ""])
def test_without_both_the_folder_of_the_project_is_checked(
    value: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COALITION_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("COALITION_DATA", value)

    code = main([])

    assert code == 0
    assert capsys.readouterr().out.startswith(f"{HERE / 'data'}: ")


def test_an_argument_goes_before_the_environment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COALITION_DATA", str(tmp_path / "nowhere"))

    assert main([str(folder)]) == 0


def test_an_argument_too_many_is_a_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(folder), "again"])

    assert left.value.code == 2
    assert "usage: python -m loaders" in capsys.readouterr().err


def test_the_command_exits_with_the_code(folder: Path) -> None:
    (folder / "themes.csv").unlink()
    command = [sys.executable, "-m", "loaders", str(folder)]
    surroundings = {**os.environ, "PYTHONUTF8": "1"}

    done = subprocess.run(command, cwd=HERE, env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout == "themes.csv: the file is missing, expected a CSV file\n"
