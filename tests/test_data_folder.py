"""The data folder as the sessions share it: loaded once, again when a file changes, and freed when it is replaced."""

import gc
import os
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import data_folder
from components.data_folder import current_dataset
from loaders.dataset import load
from loaders.schema.errors import DamagedData

SCRIPT = Path(data_folder.__file__).with_name("script.py")


@pytest.fixture(autouse=True)
def without_freezing(monkeypatch):
    """Leave the rest of the test run to the garbage collector, and share no dataset with another test."""
    monkeypatch.setattr(data_folder.gc, "freeze", lambda: None)
    data_folder._cached.clear()


def test_the_data_are_read_once_while_no_file_changes(folder):
    first, _ = current_dataset(folder)
    second, damaged = current_dataset(folder)

    assert second is first
    assert damaged is None


def test_of_sessions_that_come_at_once_one_reads_the_data_and_the_others_wait(folder, monkeypatch):
    sessions = 5
    reads = []
    start = threading.Barrier(sessions)

    def load_slowly(root):
        reads.append(root)
        time.sleep(0.2)  # long enough for the other threads to ask as well
        return load(root)

    def ask(_):
        start.wait()
        return current_dataset(folder)[0]

    monkeypatch.setattr(data_folder, "load", load_slowly)
    with ThreadPoolExecutor(sessions) as pool:
        found = list(pool.map(ask, range(sessions)))

    assert reads == [folder]
    assert all(dataset is found[0] for dataset in found)


def test_a_file_that_changes_is_read_again(folder):
    first, _ = current_dataset(folder)
    cities = folder / "cities.csv"
    cities.write_text(
        cities.read_text(encoding="utf-8").replace("Lima,", "Lima town,"), encoding="utf-8"
    )

    second, damaged = current_dataset(folder)

    assert second is not first
    assert damaged is None
    assert second.names["cities"]["lima"]["name_en"] == "Lima town"


def test_a_statement_that_changes_is_read_again(folder):
    first, _ = current_dataset(folder)
    statement = folder / "statements" / "2024-10-lima.toml"
    stamp = statement.stat()
    os.utime(statement, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1_000_000_000))

    assert current_dataset(folder)[0] is not first


def test_data_that_never_could_be_read_are_refused(folder):
    (folder / "cities.csv").unlink()

    for _ in range(2):
        with pytest.raises(DamagedData, match="cities"):
            current_dataset(folder)


def test_of_ten_datasets_that_replace_one_another_one_stays_in_memory(folder, monkeypatch):
    monkeypatch.setenv("COALITION_DATA", str(folder))
    cities = folder / "cities.csv"
    content = cities.read_text(encoding="utf-8")
    loaded = []
    for number in range(10):
        cities.write_text(content.replace("Lima,", f"Lima {number},"), encoding="utf-8")
        for page in ("overview", "members", "figures", "words", "disagreements"):
            session = AppTest.from_file(str(SCRIPT), default_timeout=60)
            session.query_params.update({"collection": "record", "page": page, "search": "lima"})
            assert not session.run().exception
        loaded.append(weakref.ref(current_dataset(folder)[0]))
    del session
    gc.collect()

    assert [reference() is not None for reference in loaded] == [False] * 9 + [True]
