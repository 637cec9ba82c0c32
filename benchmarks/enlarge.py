"""Enlarge: a data folder that keeps the contract and is a hundred times larger; ``python -m benchmarks.enlarge FOLDER``.

What the data folder holds today stands in it as it is; beside it stand copies that are made up and say so in every
name, title, speaker and note: other ids, dates up to three years later, other cities and levels of meeting, values
a little higher or lower, sentences in another order with words that no dictionary has. Equal seeds make equal folders.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import shutil
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.servers import ROOT
from loaders.checks import PRECISION
from loaders.schema.contract import Contract, Table, read

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = 100
SEED = 2014

ENLARGED = ("meetings", "observations", "sources", "discrepancies", "threads")
"""The tables that grow with the dataset; of cities some hundreds are added, what is left stays as it is."""

CITIES = 400
LATEST = 36
"""Made-up cities at most, and months by which a made-up date is later at most."""

NOTE = {
    "en": "Made up to measure the page: nothing of this happened.",
    "ar": "مختلق لقياس أداء الصفحة: لم يحدث شيء من هذا.",
}
WORDS = {
    "meeting": ("Made-up meeting {}, {}", "اجتماع مختلق {}، {}"),
    "host": ("Made-up host {}", "مضيف مختلق {}"),
    "speaker": ("Made-up speaker {}", "متحدث مختلق {}"),
    "publisher": ("Made-up publisher {}", "ناشر مختلق {}"),
    "subject": ("Made-up subject {}", "موضوع مختلق {}"),
    "reason": ("Made-up reason {}", "سبب مختلق {}"),
    "city": ("Made-up city {}", "مدينة مختلقة {}"),
    "country": ("Made-up country", "بلد مختلق"),
    "passage": ("Made-up passage {}.", "فقرة مختلقة {}."),
}
"""How what is made up is called in English and in Arabic."""

SYLLABLES = {
    "en": (
        "ba",
        "de",
        "fo",
        "gu",
        "ka",
        "lo",
        "mi",
        "na",
        "po",
        "ru",
        "sa",
        "ti",
        "vo",
        "wa",
        "ze",
    ),
    "ar": ("با", "دو", "في", "قا", "كو", "لا", "مو", "نا", "رو", "سا", "تي", "شو", "خا", "زي"),
}

Row = dict[str, str]


@dataclass
class Copy:
    """One made-up copy of the dataset: its number, its own chance, and by how many months it is later."""

    number: int
    chance: random.Random
    later: int
    cities: dict[str, Row] = field(default_factory=dict)

    def id(self, known: str) -> str:
        """The id of what stands for something that is known; nothing stands for nothing."""
        return f"made-up-{self.number:04d}-{known}" if known else ""

    def date(self, text: str) -> str:
        """A date as many months later as the copy is, as precise as it was; no order between dates changes."""
        if not text:
            return ""
        year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
        months = year * 12 + (month or 12) - 1 + self.later
        parts = [f"{months // 12:04d}", f"{months % 12 + 1:02d}", f"{min(day, 28):02d}"]
        return "-".join(parts[: text.count("-") + 1])

    def word(self, language: str) -> str:
        """A word that nobody has used."""
        return "".join(self.chance.choices(SYLLABLES[language], k=4))


def pair(name: str, *values: object) -> Row:
    """What is made up under its name, in both languages."""
    english, arabic = WORDS[name]
    return {f"{name}_en": english.format(*values), f"{name}_ar": arabic.format(*values)}


def rows(root: Path, table: Table) -> list[Row]:
    """The rows of a table as they are written."""
    with (root / table.path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cities(known: list[Row], *, number: int, seed: int) -> list[Row]:
    """Made-up cities, each some degrees away from one that is known."""
    chance = random.Random(f"{seed} cities")
    out = []
    for place in range(1, number + 1):
        near = chance.choice(known)
        names = {key.replace("city", "name"): value for key, value in pair("city", place).items()}
        out.append(
            {
                "city_id": f"made-up-city-{place:03d}",
                **names,
                "country_id": "xxx",
                **pair("country"),
                "longitude": f"{min(max(float(near['longitude']) + chance.uniform(-9, 9), -170), 170):.4f}",
                "latitude": f"{min(max(float(near['latitude']) + chance.uniform(-6, 6), -50), 65):.4f}",
            }
        )
    return out


def made_up(row: Row, table: Table, copy: Copy, *, levels: tuple[str, ...]) -> Row:
    """A row of a table as the copy has it: ids, dates, words and values are its own."""
    links = {each.column for each in table.references if each.table in ENLARGED}
    own = {
        column: copy.id(value)
        if column in (*table.key, *links)
        else (copy.date(value) if column in PRECISION else value)
        for column, value in row.items()
    }
    said = {f"note_{language}": words for language, words in NOTE.items()}
    for name in ("host", "speaker", "publisher", "subject", "reason"):
        # The subject of a discrepancy is a cell, not words.
        if f"{name}_en" in row:
            said |= pair(name, copy.chance.randrange(1, 500))
    out = {column: said.get(column, value) for column, value in own.items()}
    return out | _own(table.name, row, copy, levels=levels)


def _own(table: str, row: Row, copy: Copy, *, levels: tuple[str, ...]) -> Row:
    """What is made up in the rows of one table and of no other."""
    if table == "meetings":
        city = (
            copy.chance.choice([*copy.cities])
            if row["city_id"] and copy.chance.random() < 0.5
            else None
        )
        home = copy.cities[city] if city else {"name_en": row["city_id"], "name_ar": row["city_id"]}
        english, arabic = WORDS["meeting"]
        return {
            "city_id": city or row["city_id"],
            "level": copy.chance.choice(levels) if copy.chance.random() < 0.5 else row["level"],
            "title_en": english.format(copy.number, home["name_en"]),
            "title_ar": arabic.format(copy.number, home["name_ar"]),
        }
    if table == "observations":
        factor = copy.chance.uniform(0.9, 1.1)
        out = {
            name: str(round(float(row[name]) * factor)) if row[name] else ""
            for name in ("value", "high")
        }
        if "share" in row["indicator_id"]:
            out["value"] = str(min(int(out["value"]), 100))
        return {**out, "evidence": f"made-up evidence {copy.number}"}
    if table == "sources":
        print_ = (
            hashlib.sha256(copy.id(row["source_id"]).encode()).hexdigest()
            if row["fingerprint"]
            else ""
        )
        return {
            "title": f"Made-up title {copy.number}",
            "title_translated": "",
            "author": "",
            "url": f"https://example.org/{copy.id(row['source_id'])}",
            "fingerprint": print_,
        }
    if table == "discrepancies":
        name, key, column = row["subject"].split(":")
        return {"subject": f"{name}:{copy.id(key) if name in ENLARGED else key}:{column}"}
    return {"evidence": f"made-up evidence {copy.number}"}


def statement(known: dict[str, Any], copy: Copy) -> dict[str, Any]:
    """A statement as the copy has it: sentences in another order, with a word of its own in each language."""
    names = {language: copy.word(language) for language in NOTE}
    passages = []
    for each in known["passage"]:
        texts = {
            language: _mixed(each[language], copy=copy, more=names[language], language=language)
            for language in NOTE
        }
        marks = [
            {**mark, "observation_id": copy.id(mark["observation_id"])}
            for mark in each.get("figures", [])
            if all(texts[language].count(mark[language]) == 1 for language in NOTE)
        ]
        speakers = pair("speaker", copy.chance.randrange(1, 500))
        passages.append(
            {**each, **speakers, **texts} | ({"figures": marks} if "figures" in each else {})
        )
    head = {
        **known,
        "meeting_id": copy.id(known["meeting_id"]),
        "source_id": copy.id(known["source_id"]),
    }
    return {**head, "passage": passages}


def _mixed(text: str, *, copy: Copy, more: str, language: str) -> str:
    sentences = re.split(r"(?<=[.؟!?]) ", text)
    copy.chance.shuffle(sentences)
    label = WORDS["passage"][language == "ar"].format(copy.number)
    return " ".join([label, *sentences, f"{more} {copy.word(language)}."])


def toml(content: dict[str, Any]) -> str:
    """A statement as its file holds it."""

    def value(each: Any) -> str:
        if isinstance(each, dict):
            return "{ " + ", ".join(f"{name} = {value(one)}" for name, one in each.items()) + " }"
        if isinstance(each, list):
            return "[" + ", ".join(map(value, each)) + "]"
        return json.dumps(each, ensure_ascii=False)

    def lines(part: dict[str, Any]) -> Iterator[str]:
        return (f"{name} = {value(each)}" for name, each in part.items() if name != "passage")

    passages = ["\n".join(("[[passage]]", *lines(each))) for each in content["passage"]]
    return "\n\n".join(["\n".join(lines(content)), *passages]) + "\n"


def write(
    folder: Path, *, root: Path = ROOT / "data", times: int = TIMES, seed: int = SEED
) -> None:
    """Write the data folder of ``root``, ``times`` as large, into a folder that is not there or is empty.

    ValueError where the folder holds something, or ``times`` is below 1.
    """
    if times < 1:
        raise ValueError(f"times: {times} is not allowed; expected 1 or more")
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"folder: {folder} is not empty; expected a new one")
    rules = read(root)
    # A reader's own copies of the articles are no part of the dataset.
    shutil.copytree(root, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("originals"))
    known = {name: rows(root, table) for name, table in rules.tables.items()}
    more = cities(known["cities"], number=min(CITIES, (times - 1) * 10), seed=seed)
    _tables(folder, known={**known, "cities": known["cities"] + more}, rules=rules)
    copies = []
    for number in range(1, times):
        chance = random.Random(f"{seed} {number}")
        copies.append(
            Copy(
                number,
                chance,
                chance.randrange(LATEST + 1),
                {each["city_id"]: each for each in more},
            )
        )
    levels = rules.choices("meetings", "level")
    for name in ENLARGED:
        table = rules.tables[name]
        grown = [made_up(row, table, copy, levels=levels) for copy in copies for row in known[name]]
        _tables(folder, known={name: known[name] + grown}, rules=rules)
    texts = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((root / rules.statements).glob("*.toml"))
    ]
    for copy in copies:
        for each in texts:
            made = statement(each, copy)
            path = folder / rules.statements / f"{made['meeting_id']}.toml"
            path.write_text(toml(made), encoding="utf-8", newline="\n")


def _tables(folder: Path, *, known: dict[str, list[Row]], rules: Contract) -> None:
    """Write tables in canonical form."""
    for name, lines in known.items():
        table = rules.tables[name]
        with (folder / table.path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(lines, key=lambda row: [row[each] for each in table.key]))


def main(arguments: list[str] | None = None) -> int:
    """Write one folder and say what it holds and how long it took."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.enlarge",
        description="Write a larger data folder, made up and saying so.",
    )
    parser.add_argument("folder", type=Path, help="the folder to write: new, or empty")
    parser.add_argument(
        "--times", type=int, default=TIMES, help=f"how many times as large (default: {TIMES})"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, help=f"what the made-up part is made of (default: {SEED})"
    )
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    try:
        write(asked.folder, times=asked.times, seed=asked.seed)
    except ValueError as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{asked.folder}: {asked.times} times as large, in {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
