"""Compressed files: static files that go out as brotli or gzip, compressed once and kept on disk by content."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import stat
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

LOG = logging.getLogger(__name__)

SUFFIXES = frozenset({".css", ".geojson", ".html", ".js", ".json", ".map", ".svg", ".wasm"})
"""Kinds of files that become smaller; pictures and faces are compressed already."""

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=6),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
"""What may be sent, the better first. A higher quality takes three times as long and saves 2 %."""


def find_folder() -> Path:
    """Return the folder of the compressed files: in the user's cache, as the XDG specification names it."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "coalition-meetings" / "compressed"


def choose_encoding(accepted: str) -> str:
    """Return the encoding for a request's ``Accept-Encoding``: "br", "gzip", or "" where neither is accepted."""
    qualities: dict[str, float] = {}
    for offer in accepted.lower().split(","):
        name, _, parameter = (part.strip() for part in offer.partition(";"))
        try:
            qualities[name] = float(parameter.removeprefix("q=") or 1)
        except ValueError:
            qualities[name] = 0
    offered = {name: qualities.get(name, qualities.get("*", 0)) for name in ENCODERS}
    best = max(offered, key=lambda name: offered[name])
    return best if offered[best] > 0 else ""


def compress(path: Path, encoding: str, folder: Path) -> Path:
    """Return a file's compressed copy in ``folder``, written there if it is new.

    Raises:
        OSError: if the folder cannot be written.
    """
    # The suffix of the original stands last: the type that is sent follows from it.
    packed = folder / f"{_digest(path, path.stat().st_mtime_ns)}.{encoding}{path.suffix}"
    if not packed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(ENCODERS[encoding](path.read_bytes()))
        # Another process may do the same: whichever comes last replaces the file by the same content.
        Path(unfinished.name).replace(packed)
    return packed


@lru_cache(maxsize=1024)
def _digest(path: Path, changed: int) -> str:
    """Return the SHA-256 of a file's content; ``changed`` is when it was written, in nanoseconds."""
    del changed  # part of the key: a file that changes is read again
    return hashlib.sha256(path.read_bytes()).hexdigest()


class CompressedFiles(StaticFiles):
    """Static files in the encoding that the browser accepts; where the cache cannot be written, as they are."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return the file, compressed where that makes it smaller, with ``Vary`` for caches on the way."""
        encoding = choose_encoding(Headers(scope=scope).get("accept-encoding", ""))
        is_packable = Path(path).suffix in SUFFIXES and scope["method"] in ("GET", "HEAD")
        packed = (
            await run_in_threadpool(self._find_packed, path, encoding)
            if is_packable and encoding
            else None
        )
        if packed:
            response = self.file_response(packed, packed.stat(), scope)
            response.headers["Content-Encoding"] = encoding
        else:
            response = await super().get_response(path, scope)
        if is_packable:
            response.headers["Vary"] = "Accept-Encoding"
        return response

    def _find_packed(self, path: str, encoding: str) -> Path | None:
        """Return the compressed copy of a file of this folder; None if there is no such file or no place for a copy."""
        original, found = self.lookup_path(path)
        if not found or not stat.S_ISREG(found.st_mode):
            return None
        try:
            return compress(Path(original), encoding, find_folder())
        except OSError as error:
            LOG.warning("%s goes out uncompressed: %s", path, error)
            return None
