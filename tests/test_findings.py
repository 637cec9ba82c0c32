"""Findings: the sentence that a view computes from what an address selects, in both languages, as ``findings.toml`` has it."""

import tomllib
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from components import (
    atlas,
    codebook,
    counted,
    joined,
    matrix,
    people,
    roster,
    shares,
    sources,
    statements,
    territory,
    threads,
    timeline,
)
from components.language import text
from loaders.select import select
from loaders.selection import parse

VIEWS = {
    view.KEY: view
    for view in (
        *(atlas, codebook, counted, joined, matrix, people, roster),
        *(shares, sources, statements, territory, threads, timeline),
    )
}
FINDINGS = tomllib.loads(Path(__file__).with_name("findings.toml").read_text(encoding="utf-8"))
CASES = [(key, case) for key, cases in FINDINGS.items() for case in cases]


@pytest.mark.parametrize(
    ("key", "case"), CASES, ids=[f"{key}-{case['query']}" for key, case in CASES]
)
def test_a_finding_is_computed_from_the_selection(record, language, key, case):
    selection = parse(parse_qs(case["query"]), record)
    more = [selection.between] if key == "joined" else []

    assert VIEWS[key].finding(select(record, selection), text(language), *more) == case[language]
