"""Framing: which other sites may show the page within theirs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders

from loaders.pages import EMBED_HOSTS, EMBEDDABLE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SOURCE = re.compile(
    r"\*|'self'|'none'|(?:https?://)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?:[0-9]+|\*))?"
)
"""The form of one site, as a Content Security Policy writes it."""


def read_hosts() -> str:
    """Return the sites that may embed a view, as a policy lists them.

    Raises:
        ValueError: if one of them has another form.
    """
    hosts = os.environ.get(EMBED_HOSTS, "").split() or ["*"]
    for host in hosts:
        if not SOURCE.fullmatch(host):
            raise ValueError(
                f"{EMBED_HOSTS} names {host!r}, which is no site such as https://example.org"
            )
    return " ".join(hosts)


def is_embedded(query: str) -> bool:
    """Whether the query of an address asks for one view without the page around it."""
    parameters = parse_qs(query)
    return parameters.get("embed") == ["true"] and (parameters.get("view") or [""])[0] in EMBEDDABLE


class LimitFrames:
    """Middleware that lets any allowed site show an embedded view, and none but our own the page."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``, with the sites that are allowed as the server starts."""
        self.app = app
        self.hosts = read_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add to each document who may show it in a frame."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        query = scope.get("query_string", b"").decode("latin-1")
        ancestors = self.hosts if is_embedded(query) else "'self'"

        async def send_limited(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Content-Security-Policy", f"frame-ancestors {ancestors}")
            await send(message)

        return await self.app(scope, receive, send_limited)
