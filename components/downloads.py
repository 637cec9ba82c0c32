"""Downloads: what is shown, as a file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders import tables

if TYPE_CHECKING:
    import pandas as pd

    from loaders.dataset import Dataset
    from loaders.selection import Selection

BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8; without it Arabic comes out wrong."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be run as a formula."""


def observations(chosen: Dataset) -> bytes:
    """The figures in the selection as CSV: the columns of ``observations.csv``, then its source and its dataset.

    Each row says its collection and the version of the dataset, so that rows still tell where they are from
    when they were copied into another file. CSV has no place for a remark that every reader passes over.
    """
    sources = chosen.whole.sources.set_index("source_id")
    cited = sources[["publisher_en", "publisher_ar", "url"]].add_prefix("source_")
    frame = chosen.observations.join(cited, on="source_id").assign(dataset_version=chosen.rules.version)
    return encoded(frame)


def encoded(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet reads as UTF-8 and of which it runs nothing."""
    return (BOM + tables.text_of(defused(frame))).encode("utf-8")


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would take for a formula."""
    words = [name for name in frame.columns if frame[name].dtype == object]
    return frame.assign(
        **{
            name: frame[name].map(lambda cell: f"'{cell}" if str(cell).startswith(RISKY) else cell)
            for name in words
        }
    )


def name(chosen: Dataset, selection: Selection) -> str:
    """A file name that says which collection, what part of it, and which version of the dataset."""
    parts = ["coalition-meetings", selection.collection, *(["selection"] if selection.filtered else [])]
    return f"{'-'.join(parts)}-{chosen.rules.version}.csv"
