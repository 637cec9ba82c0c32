"""One Arabic term for a concept, in the strings, the tables, the story and the statements."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from components.language import text
from loaders.citation.words import read_words

DATA = Path(__file__).parents[1] / "data"

TERMS = {
    "the Coalition": (
        "التحالف الدولي لهزيمة داعش",
        r"التحالف الدولي (?:ل\S+ تنظيم|لمحاربة|لمكافحة)|الائتلاف الدولي|التحالف العالمي",
    ),
    "Small Group": (
        "المجموعة المصغرة",
        r"المجموعة المصغ[ّ]رة|المجموعة الصغيرة|المجموعة المصغرة في التحالف",
    ),
    "derived": ("مستخلص", r"(?:رقم|قيمة|\|)مستنتجة?\b|استنتجناه"),
    "inferred": ("مستنتج", r"مستدل|استُدل"),
    "statement": ("بيان", r"نصوص البيانات|تصريح مشترك"),
    "data": ("مجموعة المعطيات", r"(?:مجموعة|مجلد|ملفات|هذه|عرض|حزمة|عناوين|روابط) (?:ال)?بيانات"),
    "quantity": ("مقدار", r"\b(?:ال)?كمي(?:ة|ات)\b"),
    "collection: press reports": ("التقارير الصحفية", r"المجموعة الأساسية|المتن الأساسي"),
    "collection: record": ("السجل العام", r"السجل الأوسع|السجل العمومي"),
    "hedge": ("صيغة التقدير", r"تحف[ّ]?ظ"),
    "plenary": ("الاجتماع العام", r"[اج]ل?جلسة (?:ال)?عامة"),
    "readout": ("بيان موجز", r"إيجاز"),
    "acting": ("القائم بأعمال", r"بالوكالة"),
    "member states": ("دول", r"(?:البلدان|بلدان|بلداً) (?:الأعضاء|التحالف|ومنظمات)|أمم»"),
    "Operation Inherent Resolve": ("العزم الصلب", r"عملية «الحل المتأصل»"),
    "territorial defeat": ("بخسارته أراضيه", r"الهزيمة الإقليمية|هزيمة \S+ (?:داعش )?الإقليمية"),
    "Munich": ("ميونيخ", r"ميونخ"),
}
"""The term of each concept, and a pattern of the other forms for it, which stand nowhere."""


def list_nested(tree, *, key=""):
    """The texts of a TOML file with the last key of each."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from list_nested(value, key=name)
    elif isinstance(tree, list):
        for value in tree:
            yield from list_nested(value, key=key)
    elif isinstance(tree, str):
        yield key, tree


def list_texts():
    """Every Arabic text that we word ourselves, with its place; quotations and the aliases of names are not ours."""
    yield from text("ar").words.items()
    yield from list_nested(read_words("ar"))
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                yield from (
                    (f"{path.name}:{number}", row[name]) for name in row if name.endswith("_ar")
                )
    for path in [DATA / "story.toml", *sorted((DATA / "statements").glob("*.toml"))]:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from (
            (path.name, words)
            for key, words in list_nested(tree)
            if key == "ar" or key.endswith("_ar")
        )


TEXTS = list(list_texts())


@pytest.mark.parametrize("concept", TERMS)
def test_a_concept_has_one_term(concept):
    term, others = TERMS[concept]

    assert [place for place, words in TEXTS if term in words]
    assert [(place, words) for place, words in TEXTS if re.search(others, words)] == []


def test_a_derived_value_is_called_derived_and_no_other_is():
    with (DATA / "observations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert (row["status"] == "derived") == ("استخلص" in row["note_ar"]), row[
                "observation_id"
            ]


def test_a_document_that_is_reproduced_does_not_quote_the_site_that_reproduces_it():
    with (DATA / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    reproduced = [row for row in rows if "reproduced by" in row["publisher_en"]]
    assert reproduced
    assert [row for row in rows if "نقلاً عن" in row["publisher_ar"]] == []
    assert all("، في نسخة نشر" in row["publisher_ar"] for row in reproduced)
