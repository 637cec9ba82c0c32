"""Servers: the page and the empty app, each as a reader would start it, in its own process."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 10.0
"""Seconds that a server has to end by itself before it is made to."""


@dataclass(frozen=True)
class App:
    """An app to serve: its script, whether it has the settings of this repository, its name."""

    name: str
    script: Path
    own_settings: bool


OURS = App("ours", ROOT / "app.py", own_settings=True)
EMPTY = App("empty", Path(__file__).with_name("empty_app.py"), own_settings=False)


@dataclass(frozen=True)
class Server:
    """A running app: where it listens, since when, and its process."""

    app: App
    port: int
    started: float
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def socket(self) -> str:
        """The address of Streamlit's websocket."""
        return f"ws://127.0.0.1:{self.port}/_stcore/stream"

    def memory(self) -> float | None:
        """Resident memory in megabytes; None where the system does not tell (it does on Linux)."""
        try:
            lines = (
                Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
            )
        except OSError:
            return None
        resident = next(line for line in lines if line.startswith("VmRSS:"))
        return int(resident.split()[1]) / 1024

    def busy(self) -> float | None:
        """Seconds of processor time that the server has used; None where the system is silent."""
        try:
            text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        except OSError:
            return None
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def check(self) -> None:
        """Raise RuntimeError with the end of the log if the process is gone."""
        if self.process.poll() is not None:
            raise RuntimeError(
                f"{self.app.name} has ended:\n{self.log.read_text(errors='replace')[-2000:]}"
            )


@contextlib.contextmanager
def serving(app: App, *, data: Path | None = None) -> Iterator[Server]:
    """Serve an app until the block ends; ``data`` is the folder that it shows, its own if None.

    The page runs in the repository with its own settings. The empty app runs from a copy in an
    empty folder, so that Streamlit finds no settings at all: the few flags that both get change
    nothing that is measured.
    Neither sees the settings of whoever runs the benchmark.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        script, folder = app.script, app.script.parent
        if not app.own_settings:
            folder = home / "app"
            folder.mkdir()
            script = Path(shutil.copy(app.script, folder))
        port = _free_port()
        flags = {
            "server.port": str(port),
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [word for flag, value in flags.items() for word in (f"--{flag}", value)]
        kept = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
        kept |= {"COALITION_DATA": str(data)} if data else {}
        log = home / "log.txt"
        with log.open("wb") as out:
            started = time.perf_counter()
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**kept, "HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            try:
                yield Server(app, port, started, process, log)
            finally:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
