"""Measure the page beside an empty Streamlit app, in turns; write RESULTS.md and README.md.

With ``--record`` the same addresses show the wider record, and only RECORD.md is written.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import browser, report
from benchmarks.addresses import rotation, widened
from benchmarks.report import Aim, Row
from benchmarks.servers import EMPTY, OURS, App, Server, serving
from benchmarks.sessions import Session, crowd, session, tour

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS = Path(__file__).with_name("RESULTS.md")
RECORD = Path(__file__).with_name("RECORD.md")
README = Path(__file__).parent.parent / "README.md"

STARTS = 3
"""Cold starts of each app."""

ROUNDS, WINDOW = 5, 3.0
"""Turns of each app at 20 sessions, and seconds of one turn."""

SESSIONS = 20
ALONE = 2
"""Tours of the rotation by one session, in each of ROUNDS turns."""

CLICKS = 5
"""Rounds of four clicks in Chromium."""

LOADS = 5
"""First loads of each app in Chromium."""

KB, MB = 1000, 1_000_000

TURNS = ("crowd", "alone", "alone, slow", "busy", "start", "new", "again", "largest paint")
"""What is measured of the two apps in turns."""

Values = defaultdict[str, list[float]]


async def begin(server: Server, addresses: list[str], found: Values) -> None:
    """What a server has never drawn: its first page, then each address, first and again."""
    async with session(server) as reader:
        first = await reader.rerun("")
        found["start"].append(time.perf_counter() - server.started)
        found["first page"].append(first.received)
        found["new"].append(
            statistics.median(each.seconds for each in await tour(reader, addresses[1:]))
        )
        found["again"].append(
            statistics.median(each.seconds for each in await tour(reader, addresses[1:]))
        )


async def weigh(server: Server, addresses: list[str], found: Values) -> None:
    """Bytes of an interaction, for a browser with and without memory; every drawing is warm."""
    for name, memory in (("bytes without memory", False), ("bytes", True)):
        async with session(server, memory=memory) as reader:
            await tour(reader, addresses)
            found[name] += [each.received for each in await tour(reader, addresses)]


async def fill(
    server: Server, addresses: list[str], rooms: contextlib.AsyncExitStack, found: Values
) -> list[Session]:
    """Twenty sessions that have each drawn a few pages, and the memory that one of them takes."""
    before = server.memory()
    readers = [await rooms.enter_async_context(session(server)) for _ in range(SESSIONS)]
    for reader in readers:
        await tour(reader, addresses[:3])
    after = server.memory()
    if before and after:
        found["memory"].append((after - before) / SESSIONS)
    return readers


async def alone(server: Server, reader: Session, addresses: list[str], found: Values) -> None:
    """One turn of one session: the time that a reader waits, and the time that the server works."""
    before = server.busy()
    seconds = [each.seconds for _ in range(ALONE) for each in await tour(reader, addresses)]
    after = server.busy()
    found["alone"].append(statistics.median(seconds))
    found["alone, slow"].append(report.percentile(seconds, 0.95))
    if before is not None and after is not None:
        found["busy"].append((after - before) / len(seconds))


async def compare(
    servers: Mapping[App, Server], addresses: list[str], found: Mapping[App, Values]
) -> None:
    """Both apps in turns: bytes, memory, one session alone, and 20 sessions at once."""
    async with contextlib.AsyncExitStack() as rooms:
        readers: dict[App, list[Session]] = {}
        for app, server in servers.items():
            await weigh(server, addresses, found[app])
            readers[app] = await fill(server, addresses, rooms, found[app])
        for _ in range(ROUNDS):
            for app, server in servers.items():
                await alone(server, readers[app][0], addresses, found[app])
        for _ in range(ROUNDS):
            for app in servers:
                found[app]["crowd"].append(await crowd(readers[app], addresses, seconds=WINDOW))
        for app, server in servers.items():
            if memory := server.memory():
                found[app]["resident"].append(memory)


def load(servers: Mapping[App, Server], found: Mapping[App, Values], *, executable: str) -> None:
    """First loads of both apps in turns, and of the page in Arabic."""
    for _ in range(LOADS):
        for app, server in servers.items():
            loaded = browser.first_load(server.url, executable=executable)
            found[app]["load"].append(loaded.received)
            found[app]["largest paint"].append(loaded.largest)
            found[app]["shift"].append(loaded.shift)
    arabic = browser.first_load(f"{servers[OURS].url}?lang=ar", executable=executable)
    found[OURS]["shift, Arabic"].append(arabic.shift)


def rows(ours: Values, empty: Values, clicked: browser.Clicks) -> list[Row]:
    """The lines of the table, those with an aim first."""

    def both(
        name: str, key: str, unit: str, *, by: float = 1, aim: Aim | None = None, decimals: int = 1
    ) -> Row:
        mine, other = ([each * by for each in values[key]] for values in (ours, empty))
        return Row(
            name,
            unit,
            mine,
            other,
            aim,
            decimals,
            turns=len(mine) == len(other) > 1 and key in TURNS,
        )

    under = Aim("under", 80, of="ours")
    still = Aim("at most", 0.05, of="ours")
    fresh = "bytes without memory"
    heaviest = [[max(values[fresh]) / KB] for values in (ours, empty)]
    return [
        both(f"Reruns a second, {SESSIONS} sessions", "crowd", "", aim=Aim("at least", 1.0)),
        both("Rerun, one session", "alone", "ms", by=1000, aim=Aim("at most", 1.5)),
        both("One interaction, browser without memory", fresh, "KB", by=1 / KB, aim=under),
        both("One interaction, browser with its memory", "bytes", "KB", by=1 / KB, aim=under),
        both(
            "First load, bytes on the wire",
            "load",
            "MB",
            by=1 / MB,
            aim=Aim("at most", 4, of="ours"),
            decimals=2,
        ),
        both(
            "First load, largest paint", "largest paint", "s", aim=Aim("at most", 1.5), decimals=2
        ),
        both("First load, layout shift", "shift", "", aim=still, decimals=3),
        both("First load, layout shift in Arabic", "shift, Arabic", "", aim=still, decimals=3),
        Row("Click on evidence to painted, Chromium", "ms", clicked.evidence),
        Row("Click on a city to painted, Chromium", "ms", clicked.city),
        both("Cold start: process to first page", "start", "s", decimals=2),
        Row("Heaviest interaction of the rotation", "KB", *heaviest, decimals=1),
        both("First page of a session", "first page", "KB", by=1 / KB),
        Row(
            "One click in Chromium, unpacked",
            "KB",
            [each / KB for each in clicked.received],
            decimals=1,
        ),
        both("Rerun, one session, slowest in 20", "alone, slow", "ms", by=1000),
        both("Rerun, processor time of the server", "busy", "ms", by=1000),
        both("Rerun, address never drawn before", "new", "ms", by=1000),
        both("Rerun, the same address once more", "again", "ms", by=1000),
        Row("Click to page at rest, Chromium", "ms", clicked.settled),
        both("Memory of one session", "memory", "MB", decimals=2),
        both("Memory of the server after all this", "resident", "MB", decimals=0),
    ]


def main() -> None:
    """Measure everything, one thing after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the page.")
    parser.add_argument("--record", action="store_true", help="with the wider record shown")
    wide = parser.parse_args().record
    addresses = widened(rotation()) if wide else rotation()
    found: dict[App, Values] = {OURS: defaultdict(list), EMPTY: defaultdict(list)}
    clicked, notes = browser.Clicks(), []
    begun = time.perf_counter()
    for _ in range(STARTS):
        for app in found:
            with serving(app) as server:
                asyncio.run(begin(server, addresses, found[app]))
    with serving(OURS) as ours, serving(EMPTY) as empty:
        asyncio.run(compare({OURS: ours, EMPTY: empty}, addresses, found))
        if wide:
            notes.append(
                "With the wider record shown; what needs a browser is measured with the core."
            )
        elif executable := browser.chromium():
            load({OURS: ours, EMPTY: empty}, found, executable=executable)
            clicked = browser.clicks(ours.url, executable=executable, rounds=CLICKS)
        else:
            notes.append("No Chromium was found: what needs a browser was not measured.")
    took = time.perf_counter() - begun
    setting = f"{report.machine()} {len(addresses)} addresses in turn; measured in {took:.0f} s."
    lines = rows(found[OURS], found[EMPTY], clicked)
    if wide:
        lines = [each for each in lines if each.ours]
        text = report.markdown(lines, setting=setting, notes=notes, command="make bench-record")
        RECORD.write_text(text, encoding="utf-8")
    else:
        text = report.markdown(lines, setting=setting, notes=notes)
        RESULTS.write_text(text, encoding="utf-8")
        quoted = report.quoted(README.read_text(encoding="utf-8"), lines, setting=setting)
        README.write_text(quoted, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
