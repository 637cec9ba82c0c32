"""Sessions: readers who speak Streamlit's websocket protocol as its page in a browser does.

The browser keeps all but the smallest messages and names them with each rerun; the server answers
with a reference in place of each that it would send again. A message that was not used for two runs
is forgotten. A session without memory names none: that is a reader who comes with an empty browser.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from benchmarks.servers import Server

TOO_LONG = 60.0
"""Seconds after which a server that says nothing is taken for broken."""


class BrokenPage(RuntimeError):
    """The page showed an exception, or the server broke the protocol: the numbers mean nothing."""


class Wire(ClientConnection):
    """A connection that counts the bytes that reach it, compressed if they are."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


@dataclass(frozen=True)
class Rerun:
    """One rerun as a session saw it: seconds to its end, bytes received, references used."""

    seconds: float
    received: int
    messages: int
    references: int


@dataclass
class Session:
    """One reader: a tab of a browser, as far as the server can tell."""

    wire: Wire
    memory: bool = True
    cache: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    longest: int = 2
    page: str = ""

    async def rerun(self, query: str, *, patience: float = TOO_LONG) -> Rerun:
        """Ask for the page at another address, as going back does, and wait until it is drawn.

        ``patience`` is how many seconds the server may say nothing.
        """
        before = self.wire.received
        start = time.perf_counter()
        await self.wire.send(self._request(query))
        messages = references = 0
        while True:
            received = await asyncio.wait_for(self.wire.recv(), patience)
            message = ForwardMsg.FromString(received)
            messages += 1
            references += self._remember(message)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page = message.new_session.page_script_hash
                self.longest = message.new_session.config.max_cached_message_age or self.longest
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise BrokenPage(
                    f"{query or 'the page'}: {message.delta.new_element.exception.message}"
                )
            elif (
                kind == "script_finished"
                and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise BrokenPage("the script does not compile")
                self._forget()
                return Rerun(
                    time.perf_counter() - start, self.wire.received - before, messages, references
                )

    def _request(self, query: str) -> bytes:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = query
        asked.page_script_hash = self.page
        asked.is_history_navigation = bool(self.runs)
        asked.cached_message_hashes.extend(self.cache)
        asked.context_info.timezone = "Europe/London"
        asked.context_info.locale = "en-GB"
        asked.context_info.color_scheme = "light"
        asked.context_info.url = f"http://127.0.0.1/?{query}"
        return message.SerializeToString()

    def _remember(self, message: ForwardMsg) -> bool:
        """Keep a message that the server calls cacheable; True for a reference to a kept one."""
        if message.WhichOneof("type") == "ref_hash":
            if message.ref_hash not in self.cache:
                raise BrokenPage("the server refers to a message that the browser does not hold")
            self.cache[message.ref_hash] = self.runs
            return True
        if self.memory and message.metadata.cacheable and message.hash:
            self.cache[message.hash] = self.runs
        return False

    def _forget(self) -> None:
        self.runs += 1
        self.cache = {
            each: used for each, used in self.cache.items() if self.runs - used <= self.longest
        }


@contextlib.asynccontextmanager
async def session(server: Server, *, memory: bool = True) -> AsyncIterator[Session]:
    """A session for as long as the block lasts; waits for a server that is still starting."""
    async with await _connected(server) as wire:
        yield Session(wire, memory=memory)


async def _connected(server: Server) -> Any:
    """A connection as Chromium makes it: it offers compression, and takes messages of any size."""
    limit = time.perf_counter() + TOO_LONG
    while True:
        server.check()
        try:
            return await connect(
                server.socket,
                create_connection=Wire,
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                max_queue=None,
                ping_interval=None,
                proxy=None,
            )
        except (OSError, WebSocketException):
            if time.perf_counter() > limit:
                raise
            await asyncio.sleep(0.02)


async def tour(reader: Session, addresses: Sequence[str]) -> list[Rerun]:
    """One session visits each address in turn."""
    return [await reader.rerun(address) for address in addresses]


async def crowd(readers: Sequence[Session], addresses: Sequence[str], *, seconds: float) -> float:
    """Reruns a second while every session asks for the next address once the last is drawn.

    Each session begins at a place of its own in the rotation. What has begun when the time is up is
    finished and counted, and so is the time that it takes.
    """
    start = time.perf_counter()

    async def one(place: int, reader: Session) -> int:
        done = 0
        while time.perf_counter() - start < seconds:
            await reader.rerun(addresses[(place + reader.runs) % len(addresses)])
            done += 1
        return done

    done = await asyncio.gather(*(one(place, reader) for place, reader in enumerate(readers)))
    return sum(done) / (time.perf_counter() - start)
