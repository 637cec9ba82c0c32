"""Replacing files together: all are new or all are as they were, whatever comes in between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from loaders import replacing
from loaders.replacing import Change, Hindered

ROOT = Path(__file__).resolve().parents[1]

CHANGES = (
    Change("inner/new.toml", None, b"made"),
    Change("one.csv", b"one", b"ONE"),
    Change("two.csv", b"two", b"TWO"),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two files to replace, one to leave alone, and room for one more."""
    (tmp_path / "inner").mkdir()
    for name in ("one", "two", "other"):
        (tmp_path / f"{name}.csv").write_bytes(name.encode())
    return tmp_path


def files(place: Path) -> dict[str, bytes]:
    return {
        each.relative_to(place).as_posix(): each.read_bytes() for each in place.rglob("*") if each.is_file()
    }


OLD = {"one.csv": b"one", "two.csv": b"two", "other.csv": b"other"}
NEW = {"one.csv": b"ONE", "two.csv": b"TWO", "other.csv": b"other", "inner/new.toml": b"made"}


def test_every_file_is_replaced_and_nothing_is_left_behind(place: Path) -> None:
    replacing.replace(place, changes=CHANGES)

    assert files(place) == NEW
    assert not (place / replacing.PLACE).exists()


def test_a_file_keeps_its_mode_and_one_that_is_not_named_its_time(place: Path) -> None:
    (place / "one.csv").chmod(0o640)
    before = (place / "other.csv").stat()

    replacing.replace(place, changes=CHANGES)

    assert (place / "one.csv").stat().st_mode & 0o777 == 0o640
    assert (place / "other.csv").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", range(5))
def test_an_error_at_any_move_leaves_all_as_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch, step: int, failure: BaseException
) -> None:
    moves = 0
    move = Path.replace

    def failing(path: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == step + 1:
            raise failure
        return move(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    if step < 4:
        with pytest.raises(type(failure)):
            replacing.replace(place, changes=CHANGES)
    else:
        replacing.replace(place, changes=CHANGES)

    assert files(place) == (OLD if step < 4 else NEW)
    assert not (place / replacing.PLACE).exists()


CRASHES = """
import os, shutil, sys
from pathlib import Path
from loaders import replacing
from loaders.replacing import Change
place, old = Path(sys.argv[1]), {"one.csv": b"one", "two.csv": b"two"}
changes = [Change("inner/new.toml", None, b"made")]
changes += [Change(name, content, content.upper()) for name, content in old.items()]

def counted(known):
    def call(*arguments, **named):
        global calls
        calls += 1
        if calls > last:
            os._exit(9)
        return known(*arguments, **named)
    return call

for last in range(100):
    (place / "inner" / "new.toml").unlink(missing_ok=True)
    for name, content in old.items():
        (place / name).write_bytes(content)
    child = os.fork()
    if not child:
        calls = 0
        os.fsync, Path.replace, Path.unlink = counted(os.fsync), counted(Path.replace), counted(Path.unlink)
        shutil.rmtree = counted(shutil.rmtree)
        replacing.replace(place, changes=changes)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    replacing.recover(place)
    there = {each.name: each.read_bytes() for each in place.rglob("*") if each.is_file()}
    there.pop("other.csv")
    new = {Path(each.name).name: each.after for each in changes}
    print("old" if there == old else "new" if there == new else there)
    if ended == 0:
        break
"""
"""Replaces the files again and again, each time killed one step later, and says what recovery made of it."""


def test_a_crash_at_any_step_leaves_all_old_or_all_new_once_it_is_recovered(place: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", CRASHES, str(place)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    ends = run.stdout.split("\n")[:-1]
    assert ends.count("old") > 3 * len(CHANGES)
    assert ends == ["old"] * ends.count("old") + ["new"] * ends.count("new")
    assert ends[-1] == "new"
    assert not (place / replacing.PLACE).exists()


def test_a_recovery_that_is_cut_short_is_done_again(place: Path) -> None:
    left = place / replacing.PLACE
    left.mkdir()
    for name, content in NEW.items():
        (place / name).write_bytes(content)
    listed = [{"name": each.name, "existed": each.before is not None} for each in CHANGES]
    (left / replacing.JOURNAL).write_text(json.dumps(listed), encoding="utf-8")
    (left / "1.old").write_bytes(b"one")
    (place / "two.csv").write_bytes(b"two")  # the last one was restored, and the first is still to be

    names = replacing.recover(place)

    assert names == ("inner/new.toml", "one.csv", "two.csv")
    assert files(place) == OLD


def test_where_nothing_was_cut_short_there_is_nothing_to_recover(place: Path) -> None:
    assert replacing.recover(place) == ()
    assert files(place) == OLD


def test_a_file_that_someone_else_changed_is_not_overwritten(place: Path) -> None:
    (place / "two.csv").write_bytes(b"mine")

    with pytest.raises(Hindered, match=r"two\.csv was changed by someone else in the meantime"):
        replacing.replace(place, changes=CHANGES)

    assert files(place) == OLD | {"two.csv": b"mine"}


def test_a_link_is_not_made_a_file(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "one.csv"
    elsewhere.write_bytes(b"one")
    (place / "one.csv").unlink()
    (place / "one.csv").symlink_to(elsewhere)

    with pytest.raises(Hindered, match=r"one\.csv is a link, expected a file"):
        replacing.replace(place, changes=CHANGES)

    assert elsewhere.read_bytes() == b"one"


def test_only_one_process_holds_a_folder(place: Path) -> None:
    hold = "import sys; from pathlib import Path; from loaders import replacing\n"
    hold += "with replacing.locked(Path(sys.argv[1])): print('held')"
    with replacing.locked(place):
        second = subprocess.run(
            [sys.executable, "-c", hold, str(place)], cwd=ROOT, capture_output=True, text=True, check=False
        )
    third = subprocess.run(
        [sys.executable, "-c", hold, str(place)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert f"{place}: another draft is being written there; try again when it is done" in second.stderr
    assert third.stdout == "held\n"


def test_a_folder_that_is_not_there_cannot_be_held(place: Path) -> None:
    missing = r"nowhere cannot be opened \(No such file or directory\)"

    with pytest.raises(Hindered, match=missing), replacing.locked(place / "nowhere"):
        pytest.fail("it was held")


def test_what_is_replaced_has_the_rights_of_a_new_file_where_there_was_none(place: Path) -> None:
    (place / "plain").write_bytes(b"")

    replacing.replace(place, changes=CHANGES)

    made = (place / "inner" / "new.toml").stat().st_mode
    assert made == (place / "plain").stat().st_mode
