"""The check from the command line: ``python -m loaders [FOLDER]``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


def test_a_folder_that_keeps_the_contract_is_summed_up_also_from_the_environment(
    folder, monkeypatch, capsys
):
    summary = f"{folder}: version 1.6.1, 5 meetings, 10 figures, 2 statements with 6 passages, no errors\n"
    monkeypatch.setenv("COALITION_DATA", str(folder))

    codes = [main([]), main([str(folder)])]

    assert codes == [0, 0]
    assert capsys.readouterr().out == summary * 2


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_folder_that_of_the_project_is_checked(value, monkeypatch, capsys):
    if value is not None:
        monkeypatch.setenv("COALITION_DATA", value)

    assert main([]) == 0
    assert capsys.readouterr().out.startswith(f"{ROOT / 'data'}: ")


def test_the_command_prints_every_error_on_a_line_and_fails(folder):
    (folder / "themes.csv").unlink()
    (folder / "cities.csv").unlink()
    command = [sys.executable, "-m", "loaders", str(folder)]
    environment = {**os.environ, "PYTHONUTF8": "1"}

    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stdout == (
        "cities.csv: the file is missing, expected a CSV file\n"
        "themes.csv: the file is missing, expected a CSV file\n"
    )
    assert done.stderr == f"{folder}: 2 errors\n"
