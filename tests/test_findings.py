"""Findings: the sentence of a view for an address, in both languages, as in ``findings.toml``."""

import tomllib
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from components.language import text
from loaders.select import select
from loaders.selection import parse

FINDINGS = tomllib.loads(Path(__file__).with_name("findings.toml").read_text(encoding="utf-8"))
CASES = [(key, case) for key, cases in FINDINGS.items() for case in cases]


@pytest.mark.parametrize(
    ("key", "case"), CASES, ids=[f"{key}-{case['query']}" for key, case in CASES]
)
def test_a_finding_is_computed_from_the_selection(record, language, key, case):
    view, selection = import_module(f"components.{key}"), parse(parse_qs(case["query"]), record)
    more = [selection.between] if key == "joined" else []

    assert view.finding(select(record, selection), text(language), *more) == case[language]
