"""Citing: a reference to a passage or a figure, to be copied or downloaded, in a card at the end of the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup, passages, state
from loaders.analysis.observations import find_figure as figure_of
from loaders.citation.exports import FORMATS
from loaders.citation.item import build_item, cite_observation, cite_passage, get_collection
from loaders.selection import Place, Selection, address, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from components.language import Text
    from components.state import Follow
    from components.theme import Screen
    from loaders.citation.item import Citation
    from loaders.model import Dataset, ObservationId

KEY = "citing"

FOLDED = ("bibtex", "ris", "csl-json")
"""Formats that are files for a program: offered for download, their text folded away."""


class Wanted(NamedTuple):
    """What is to be cited, and the address of the view that shows it; "" where that is not known."""

    cite: Place | ObservationId
    address: str


class File(NamedTuple):
    """A reference as a file: what its button says, its name, its bytes (UTF-8) and its media type."""

    label: str
    name: str
    content: bytes
    media_type: str


class Sheet(NamedTuple):
    """The card, ready to be shown: its markup, and the files under it."""

    card: str
    files: tuple[File, ...]


def opened(chosen: Dataset, cite: Place | ObservationId | None) -> Citation | None:
    """The passage or figure whose reference is open, whether or not the filters hold it; None if there is none."""
    if cite is None:
        return None
    try:
        if isinstance(cite, Place):
            return cite_passage(chosen.whole, cite.meeting, cite.number)
        return cite_observation(chosen.whole, cite)
    except KeyError:
        return None


def view(selection: Selection, chosen: Dataset) -> Selection:
    """The view that a reference leads to: the reader's own, with what is cited open and no card beside.

    Filters that leave a cited passage out are left out themselves. A figure needs no such care: its
    evidence opens whatever the filters hold.
    """
    cite = selection.cite
    closed = replace(selection, passage=None, figure=None, cite=None)
    if not isinstance(cite, Place):
        return replace(closed, figure=cite)
    there = chosen.passages
    if not ((there["meeting_id"] == cite.meeting) & (there["number"] == cite.number)).any():
        closed = closed.cleared_for(chosen.whole.names["meetings"][cite.meeting]["collection"])
    return replace(closed, passage=cite)


def subject(chosen: Dataset, text: Text, cite: Place | ObservationId) -> str:
    """What is cited, in words: which passage of which statement, or a figure with its name, value and date."""
    if isinstance(cite, Place):
        return text(
            "citing.passage",
            number=text.number(cite.number),
            title=passages.title(chosen, text, cite.meeting),
        )
    figure = figure_of(chosen, cite)
    if figure is None:
        raise KeyError(f"observation_id {cite!r} is no figure of the dataset")
    indicator = chosen.whole.names["indicators"][figure.indicator_id]
    return text(
        "citing.figure",
        name=text.of(indicator, "name"),
        value=text.stated(figure, indicator),
        date=text.date(figure.when),
    )


def pieces(words: str, *, apart: Iterable[str]) -> list[tuple[str, bool]]:
    """A reference in pieces that follow one another: (words, whether they are one of those to be kept apart).

    Names and titles may be of the other script; on the page each is isolated, so that none reorders the
    line it stands in. Joined, the pieces are the reference, letter by letter.
    """
    wanted = sorted({" ".join(each.split()) for each in apart} - {""}, key=len, reverse=True)
    if not wanted:
        return [(words, False)]
    # A style may have changed the capitals of a title.
    split = re.split(f"({'|'.join(map(re.escape, wanted))})", words, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(split) if piece]


def _apart(item: Mapping[str, Any], source: Mapping[str, Any]) -> list[str]:
    """The parts of a reference that have a direction of their own."""
    named = [item.get(name, "") for name in ("container-title", "publisher", "URL", "note", "source")]
    custom = [item["custom"][name] for name in ("place", "address")]
    return [*named, *custom, *(source[name] for name in ("title", "title_translated", "author"))]


def sheet(chosen: Dataset, text: Text, screen: Screen, wanted: Wanted) -> Sheet:
    """The card with every format of the reference, and the files; KeyError if there is nothing to cite."""
    del screen  # the same on all of them
    cited = opened(chosen, wanted.cite)
    if cited is None:
        raise KeyError(f"{wanted.cite!r} is no passage and no figure of the dataset")
    item = build_item(cited, dataset=chosen.whole, address=wanted.address, language=text.language)
    home = get_collection(cited, chosen.whole)
    apart = _apart(item, chosen.whole.names["sources"][cited.source_id])
    references, files = [], []
    for name, form in FORMATS.items():
        written, title = form.write(item), text(f"citing.format.{name}")
        references.append(
            {
                "id": f"{KEY}-{name}",
                "name": title,
                "label": text("citing.copy_as", format=title),
                "pieces": pieces(written, apart=apart),
                "folded": name in FOLDED,
                "direction": "ltr" if name in FOLDED else text.direction,
                "language": text.language,
            }
        )
        if name in FOLDED:
            label = text("citing.download", format=title)
            saved = f"{cited.id}.{form.ending}"
            files.append(File(label, saved, written.encode("utf-8"), form.media_type))
    card = markup.html(
        "citing",
        dir=text.direction,
        text=text,
        close=step(cite=wanted.cite),
        what=subject(chosen, text, wanted.cite),
        note=text("citing.note", collection=text(f"collection.{home}"), version=chosen.rules.version),
        references=references,
    )
    return Sheet(card, tuple(files))


def drawer(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card at the end of the screen, if a reference is open."""
    cite = follow.selection.cite
    if cite is None or opened(chosen, cite) is None:
        return
    here = state.location()
    shown = here + address(view(follow.selection, chosen)) if here else ""
    # Of the whole dataset, so that another filter behind the card does not write everything anew.
    drawn = follow.drawn(sheet, chosen.whole, text, Wanted(cite, shown))
    with st.container(key=KEY):
        st.html(drawn.card)
        for file in drawn.files:
            st.download_button(
                file.label,
                data=file.content,
                file_name=file.name,
                mime=file.media_type,
                key=f"{KEY}-{file.name}",
                on_click="ignore",
            )
