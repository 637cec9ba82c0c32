"""Uploads: the copies of source articles that a reader hands to the page, held for this session only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from loaders.originals import Refused, read_original

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.model import Dataset
    from loaders.originals import Original, Reason

Result = TypeVar("Result")

UPLOADS = "uploads"
"""The key under which a session holds them."""


@dataclass(slots=True)
class Uploads:
    """What a session holds; it ends with the session.

    ``copies`` are the recognised articles by source id, ``refused`` the names of the other documents of the last
    upload, each with the reason. ``turn`` counts how often they were forgotten.
    """

    copies: dict[str, Original] = field(default_factory=dict)
    refused: tuple[tuple[str, Reason], ...] = ()
    turn: int = 0
    results: dict[Any, tuple[tuple[Any, ...], Any]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the widget that takes copies: another one once they are forgotten, so that it is empty again."""
        return f"{UPLOADS}-{self.turn}"

    def cache(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a function of the copies returns, computed anew only for other arguments than the last."""
        last = self.results.get(function)
        if last is None or last[0] != arguments:
            self.results[function] = last = (arguments, function(*arguments))
        result: Result = last[1]
        return result


def current_uploads() -> Uploads:
    """Return what this session holds."""
    uploads: Uploads = st.session_state.setdefault(UPLOADS, Uploads())
    return uploads


def receive_files(dataset: Dataset) -> None:
    """Read what was handed to the page: a source article is kept for this session, of the rest only the name."""
    uploads = current_uploads()
    # What Streamlit was made to forget stays in the widget's list without its content.
    files = [file for file in st.session_state.get(uploads.key) or () if hasattr(file, "getvalue")]
    if not files:
        return
    copies, refused = dict(uploads.copies), []
    for file in files:
        try:
            copy = read_original(file.getvalue(), name=file.name, dataset=dataset)
            copies[copy.source_id] = copy
        except Refused as refusal:
            # The exception itself would hold the document, through the frames of its traceback.
            refused.append((refusal.name, refusal.reason))
    _discard_files()
    st.session_state[UPLOADS] = Uploads(copies, tuple(refused), uploads.turn)


def forget_files() -> None:
    """Forget every copy that was handed to this session, and what was drawn of it."""
    st.session_state[UPLOADS] = Uploads(turn=current_uploads().turn + 1)


def _discard_files() -> None:
    """Let Streamlit forget the documents that were read; it would keep every one until the session ends."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
