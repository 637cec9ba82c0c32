"""Large: what the page costs with the dataset a hundred times larger, beside the real one.

``python -m benchmarks.large``: two servers of the same page run side by side, one on the data
folder and one on a made-up folder that ``enlarge`` writes. Both are asked for the same addresses in
turns, each for the first time and then once more.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import enlarge, report
from benchmarks.servers import OURS, ROOT, Server, serving
from benchmarks.sessions import Session, session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESULTS = Path(__file__).with_name("LARGE.md")

OPENING = 1200.0
"""Seconds that a server may take to read the large folder and draw its first page."""

AIM = 3.0
"""How many times as long as on the real dataset a rerun may take."""

AGAIN = 3
"""Visits of an address after the first."""

KINDS: dict[str, tuple[str, ...]] = {
    "No filter": ("", "lang=ar"),
    "Years": ("years=2016-2018", "years=2017-2019", "years=2015-2017"),
    "City": ("city=rome", "city=paris", "city=kuwait-city"),
    "Level": ("level=ministerial", "level=political_directors", "level=small_group"),
    "Theme": ("theme=stabilisation", "theme=counter-finance", "theme=political-process"),
    "Figure opened": ("figure=2019-06-paris-aid-raised", "figure=2019-06-paris-foreign-fighters"),
    "Statements": (
        "page=statements",
        "page=statements&years=2016-2018",
        "page=statements&city=paris",
    ),
    "Search, a frequent word": (
        "page=statements&search=stabilisation",
        "page=statements&search=Coalition",
        "page=statements&search=territory&years=2016-2018",
    ),
    "Search, a phrase": (
        'page=statements&search="foreign terrorist fighters"',
        "page=statements&search=foreign-fighters",
        "page=statements&search=الإرهابيين",
    ),
    "Words": (
        "page=statements&section=words",
        "page=statements&section=words&tongue=ar",
        "page=statements&section=words&least=5",
    ),
    "Concordance": (
        "page=statements&section=words&word=stabilisation",
        "page=statements&section=words&word=fighters",
        "page=statements&section=words&word=داعش",
    ),
    "Members": ("page=members", "page=members&years=2016-2018"),
    "Disagreements": (
        "page=sources&section=disagreements",
        "page=sources&section=disagreements&years=2016-2018",
    ),
}
"""Addresses by what a reader does; each is asked for in both collections."""

BETWEEN = "page=story"
"""The address before each visit, of a page of no kind: every visit begins on another page."""

COLLECTIONS = {"core": "", "record": "collection=record"}


class Found(NamedTuple):
    """What one server needed for one kind of address: seconds and bytes, visit by visit."""

    new: list[float]
    again: list[float]
    received: list[float]


Values = defaultdict[tuple[str, str], Found]


def addresses() -> list[tuple[tuple[str, str], str]]:
    """Every address with its collection and kind; neighbours differ in kind."""
    out = []
    for collection, more in COLLECTIONS.items():
        for turn in range(max(map(len, KINDS.values()))):
            for kind, queries in KINDS.items():
                if turn < len(queries):
                    query = "&".join(filter(None, (more, queries[turn])))
                    out.append(((collection, kind), query))
    return out


async def compare(real: Server, large: Server, found: Mapping[str, Values]) -> dict[str, float]:
    """Visit every address on both servers in turns; returns the seconds to each first page."""
    opened: dict[str, float] = {}
    async with session(real, memory=False) as one, session(large, memory=False) as other:
        readers: dict[str, tuple[Server, Session]] = {"real": (real, one), "large": (large, other)}
        for name, (server, reader) in readers.items():
            # An address of no kind: what everybody sees at first is measured like the rest.
            await reader.rerun(BETWEEN, patience=OPENING)
            opened[name] = time.perf_counter() - server.started
        for place, query in addresses():
            for visit in range(1 + AGAIN):
                for name, (_, reader) in readers.items():
                    await reader.rerun(BETWEEN)
                    done = await reader.rerun(query)
                    values = found[name][place]
                    (values.again if visit else values.new).append(done.seconds)
                    values.received.append(done.received)
    return opened


def table(found: Mapping[str, Values]) -> str:
    """The times by collection and kind, with their ratios, as a table in Markdown."""
    heads = (
        *(
            "Collection",
            "Kind of address",
            "First time",
            "larger",
            "ratio",
            "Again",
            "larger",
            "ratio",
        ),
        *("KB", "larger"),
    )
    lines: list[Sequence[str]] = [heads, ["---"] * 2 + ["---:"] * (len(heads) - 2)]
    for place, real in found["real"].items():
        large = found["large"][place]
        new, more = statistics.median(real.new), statistics.median(large.new)
        again, then = statistics.median(real.again), statistics.median(large.again)
        sizes = (statistics.median(each.received) / 1000 for each in (real, large))
        lines.append(
            [
                *place,
                *(f"{new * 1000:.0f} ms", f"{more * 1000:.0f} ms", f"{more / new:.2f}"),
                *(f"{again * 1000:.0f} ms", f"{then * 1000:.0f} ms", f"{then / again:.2f}"),
                *(f"{each:.0f}" for each in sizes),
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def worst(found: Mapping[str, Values]) -> list[str]:
    """The kinds of address whose rerun takes more than AIM times as long, in words."""
    out = []
    for place, real in found["real"].items():
        large = found["large"][place]
        for name, one, other in (
            ("first time", real.new, large.new),
            ("again", real.again, large.again),
        ):
            ratio = statistics.median(other) / statistics.median(one)
            if ratio > AIM:
                out.append(f"{place[0]}, {place[1].lower()}, {name}: {ratio:.2f}")
    return out


def size(folder: Path) -> str:
    """How much a data folder holds, as its README-like line."""
    kept = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    lines = {
        name: sum(1 for _ in (folder / f"{name}.csv").open(encoding="utf-8")) - 1
        for name in ("meetings", "observations", "sources")
    }
    statements = len([*folder.glob("statements/*.toml")])
    counts = ", ".join(f"{count:,} {name}" for name, count in lines.items())
    return f"{counts} (lines of the files), {statements:,} statements, {kept / 1e6:,.0f} MB"


def main(arguments: list[str] | None = None) -> int:
    """Write the large folder, measure, and write LARGE.md."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.large", description="Measure a larger dataset."
    )
    parser.add_argument("--times", type=int, default=enlarge.TIMES, help="how many times as large")
    parser.add_argument("--folder", type=Path, help="a large folder that is there already")
    asked = parser.parse_args(arguments)
    found: dict[str, Values] = {
        name: defaultdict(lambda: Found([], [], [])) for name in ("real", "large")
    }
    with tempfile.TemporaryDirectory(prefix="benchmark-large-") as name:
        folder: Path = asked.folder or Path(name) / "data"
        if not asked.folder:
            enlarge.write(folder, times=asked.times)
        sizes = {"real": size(ROOT / "data"), "large": size(folder)}
        with serving(OURS) as real, serving(OURS, data=folder) as large:
            opened = asyncio.run(compare(real, large, found))
            memory = {"real": real.memory() or 0, "large": large.memory() or 0}
    over = worst(found)
    parts = [
        f"# Results with the dataset {asked.times:,} times larger",
        "Written by `make bench-large`; [README.md](README.md) says what each column means.",
        table(found),
        f"Aim: a rerun takes at most {AIM:g} times as long. "
        + (
            f"Not met: {'; '.join(over)}."
            if over
            else "Met by every line, the first time and again."
        ),
        "\n".join(
            f"- {name}: {sizes[name]}; {opened[name]:.1f} s from the start of the process"
            " to the first page; "
            f"{memory[name]:,.0f} MB of memory after all this."
            for name in sizes
        ),
        report.machine(),
    ]
    text = "\n\n".join(parts) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
