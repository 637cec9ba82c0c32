"""What the tests share: the real dataset, a small made-up one, and a copy of the latter to damage.

The made-up folder, ``sample/``, holds no ``datapackage.json`` of its own: the contract is copied
beside it from ``data/`` when the tests start, so that there is only one.
"""

import os
import shutil
from pathlib import Path

import pytest
import reading
from hypothesis import settings
from streamlit.testing.v1 import AppTest

from components import browser, filters, page, state
from loaders.dataset import load
from loaders.schema import contract
from loaders.select import select
from loaders.selection import LANGUAGES, Selection

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "sample"
DATA = HERE.parent / "data"
SCRIPT = HERE.parent / "components" / "script.py"

# The dataset of this folder, whatever the environment names.
os.environ.pop("COALITION_DATA", None)

# The same examples in every run and no clock: a test that passes today passes tomorrow.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")


def copied(target):
    shutil.copytree(SAMPLE, target)
    shutil.copyfile(DATA / contract.FILE, target / contract.FILE)
    return target


@pytest.fixture(scope="session")
def data():
    return DATA


@pytest.fixture(scope="session")
def rules():
    return contract.read(DATA)


@pytest.fixture(scope="session")
def record():
    """The real dataset."""
    return load(DATA)


@pytest.fixture(scope="session")
def wide(record):
    """The public record of the real dataset, nothing selected."""
    return select(record, Selection(collection="record"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """A made-up dataset: other meetings, cities, sources, themes and values than the real one."""
    return load(copied(tmp_path_factory.mktemp("data") / "sample"))


@pytest.fixture
def folder(tmp_path):
    """The files of the made-up dataset, to read and to damage."""
    return copied(tmp_path / "sample")


@pytest.fixture
def stage(monkeypatch):
    """A session that has just begun, on a page on which nothing is drawn yet."""
    stage = reading.Stage()
    for module in (browser, filters, page, state):
        monkeypatch.setattr(module, "st", stage)
    return stage


@pytest.fixture
def visit():
    """Open an address of the page and run it once, without a browser."""

    def run(*, is_embedded=False, **parameters):
        page = AppTest.from_file(str(SCRIPT), default_timeout=60)
        page.context["is_embedded"] = is_embedded
        page.query_params.update(parameters)
        return page.run()

    return run


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language of the page in turn: a test that asks for it runs in both."""
    return request.param
