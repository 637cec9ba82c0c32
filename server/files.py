"""Files: the page's own under ``static/``, Streamlit's bundles, and the tables of the data folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Mount, Route

from components.theme import properties
from server.compressed_files import CompressedFiles
from server.streamlit_files import BUNDLES, base_path

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).resolve().parent.parent / "static"

KEPT = "public, max-age=31536000, immutable"
"""What is said of a file whose address names its content: a browser may keep it for a year, the longest there is."""

TOKENS = "app/tokens.css"
"""Where the colours and faces of the configuration are served, as the properties that the sheets use."""


def name_tokens() -> str:
    """Return the relative address of the tokens, with a mark of their content."""
    return f"{TOKENS}?{hashlib.sha256(properties().encode()).hexdigest()[:8]}"


class KeptFiles(CompressedFiles):
    """Static files that a browser keeps for good where the address has a mark of the content.

    The mark is the query, as ``markup.asset`` sets it; with ``has_marked_names`` it is part of every name.
    """

    def __init__(self, directory: Path, *, has_marked_names: bool = False) -> None:
        """Serve the files of a folder."""
        super().__init__(directory=directory)
        self.has_marked_names = has_marked_names

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return the file with the time for which it may be kept."""
        response = await super().get_response(path, scope)
        has_mark = self.has_marked_names or bool(scope.get("query_string"))
        response.headers["Cache-Control"] = KEPT if has_mark else "public, max-age=3600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class KeepBundles:
    """Middleware that answers for Streamlit's bundles and faces, under a prefix that no route may take."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``, which answers for everything else."""
        self.app = app
        self.bundles = Mount(f"{base_path()}/static", KeptFiles(BUNDLES, has_marked_names=True))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a bundle, and leave everything else to Streamlit, a bundle that is not there too."""
        match, inner = self.bundles.matches(scope) if scope["type"] == "http" else (Match.NONE, {})
        if match is not Match.NONE:
            try:
                return await self.bundles.handle({**scope, **inner}, receive, send)
            except HTTPException:
                pass  # raised before anything was sent
        return await self.app(scope, receive, send)


def create_routes() -> list[Mount | Route]:
    """Return the routes of the page's own files."""

    async def answer_tokens(request: Request) -> PlainTextResponse:
        del request  # the same for every reader
        return PlainTextResponse(
            properties(), media_type="text/css", headers={"Cache-Control": KEPT}
        )

    return [
        Route(f"{base_path()}/{TOKENS}", answer_tokens, methods=["GET", "HEAD"]),
        Mount(f"{base_path()}/app/static", KeptFiles(STATIC), name="page-files"),
    ]
