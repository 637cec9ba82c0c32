"""Citing: a reference to a passage or a value, to be copied or downloaded, in a card at the end of the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from components import markup, passages, state
from loaders.analysis.observations import find_figure
from loaders.citation.exports import FORMATS
from loaders.citation.item import build_item, cite_observation, cite_passage, get_collection
from loaders.selection import PassageId, Selection, address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from components.language import Text
    from components.state import Follow
    from loaders.citation.item import Citation
    from loaders.model import Dataset, ObservationId

KEY = "citing"

FILES = ("bibtex", "ris", "csl-json")
"""Formats that are files for a program: offered for download, their text folded away."""


class Wanted(NamedTuple):
    """What is to be cited, and the address of the view that shows it; "" where that is not known."""

    cite: PassageId | ObservationId
    address: str


class CitationCard(NamedTuple):
    """The card as markup, and the settings of the buttons under it that download a file."""

    card: str
    files: tuple[dict[str, Any], ...]


def opened(selected: Dataset, cite: PassageId | ObservationId | None) -> Citation | None:
    """The passage or value whose reference is open, whether or not the filters hold it; None if there is none."""
    if cite is None:
        return None
    try:
        if isinstance(cite, PassageId):
            return cite_passage(selected.whole, cite.meeting, cite.number)
        return cite_observation(selected.whole, cite)
    except KeyError:
        return None


def view(selection: Selection, selected: Dataset) -> Selection:
    """The selection that a reference leads to: the reader's own, with what is cited open and no card over it.

    Filters that leave a cited passage out are left out themselves. A value needs no such care: its
    evidence opens whatever the filters hold.
    """
    cite = selection.cite
    version = selected.rules.version
    closed = replace(selection, passage=None, figure=None, cite=None, version=version)
    if not isinstance(cite, PassageId):
        return replace(closed, figure=cite)
    if all(row["number"] != cite.number for row in passages.list_passages(selected, cite.meeting)):
        closed = closed.cleared_for(selected.whole.names["meetings"][cite.meeting]["collection"])
    return replace(closed, passage=cite)


def describe_cited(selected: Dataset, text: Text, cite: PassageId | ObservationId) -> str:
    """What is cited, in words: which passage of which statement, or a value with its name and date."""
    if isinstance(cite, PassageId):
        title = passages.title(selected, text, cite.meeting)
        return text("citing.passage", number=text.number(cite.number), title=title)
    observation = find_figure(selected, cite)
    if observation is None:
        raise KeyError(f"observation_id {cite!r} is no figure of the dataset")
    indicator = selected.whole.names["indicators"][observation.indicator_id]
    return text(
        "citing.figure",
        name=text.of(indicator, "name"),
        value=text.stated(observation, indicator),
        date=text.date(observation.when),
    )


def split_names(reference: str, *, names: Iterable[str]) -> list[tuple[str, bool]]:
    """Split a reference into pieces: (words, whether they are one of the names).

    Names and titles may be of the other script; on the page each is isolated, so that none reorders the
    line it stands in. Joined, the pieces are the reference, letter by letter.
    """
    known = sorted({" ".join(name.split()) for name in names} - {""}, key=len, reverse=True)
    if not known:
        return [(reference, False)]
    # A style may have changed the capitals of a title.
    pieces = re.split(f"({'|'.join(map(re.escape, known))})", reference, flags=re.IGNORECASE)
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]


def _list_names(item: Mapping[str, Any], source: Mapping[str, Any]) -> list[str]:
    """The parts of a reference that have a direction of their own."""
    fields = [
        item.get(field, "") for field in ("container-title", "publisher", "URL", "note", "source")
    ]
    custom = [item["custom"][field] for field in ("place", "address")]
    return [*fields, *custom, *(source[field] for field in ("title", "title_translated", "author"))]


def sheet(selected: Dataset, text: Text, wanted: Wanted) -> CitationCard:
    """The card with every format of the reference, and the files; KeyError if there is nothing to cite."""
    cited = opened(selected, wanted.cite)
    if cited is None:
        raise KeyError(f"{wanted.cite!r} is no passage and no figure of the dataset")
    item = build_item(cited, dataset=selected.whole, address=wanted.address, language=text.language)
    names = _list_names(item, selected.whole.names["sources"][cited.source_id])
    references, files = [], []
    for key, style in FORMATS.items():
        written, name = style.write(item), text(f"citing.format.{key}")
        references.append(
            {
                "id": f"{KEY}-{key}",
                "name": name,
                "pieces": split_names(written, names=names),
                "is_file": key in FILES,
            }
        )
        if key in FILES:
            files.append(
                {
                    "label": text("citing.download", format=name),
                    "file_name": f"{cited.id}.{style.ending}",
                    "data": written.encode("utf-8"),
                    "mime": style.media_type,
                }
            )
    collection = get_collection(cited, selected.whole)
    card = markup.html(
        "citing",
        text,
        language=text.language,
        cite=wanted.cite,
        cited=describe_cited(selected, text, wanted.cite),
        collection=text(f"collection.{collection}"),
        version=selected.version,
        references=references,
    )
    return CitationCard(card, tuple(files))


def drawer(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the card at the end of the screen, if a reference is open."""
    cite = follow.selection.cite
    if cite is None or opened(selected, cite) is None:
        return
    here = state.location()
    shown = here + address(view(follow.selection, selected)) if here else ""
    # Of the whole dataset, so that another filter behind the card does not write everything anew.
    drawn = follow.drawn(sheet, selected.whole, text, Wanted(cite, shown))
    with st.container(key=KEY):
        st.html(drawn.card)
        for file in drawn.files:
            st.download_button(**file, key=f"{KEY}-{file['file_name']}", on_click="ignore")
