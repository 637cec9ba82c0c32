"""The originals: a reader's own copies of the source articles beside our rendering, with the evidence checked in them.

The articles are under copyright. A copy from a folder of whoever runs the page is read once a process; one that
was handed to the page, and whatever is drawn of it, is held by the reader's session and by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import charts, frame, markup, passages
from components.language import DIRECTIONS
from loaders.analysis.observations import find_figure
from loaders.analysis.statements import measure_coverage
from loaders.model import RECORD, cached_on_dataset
from loaders.originals import (
    FOLDER,
    LARGEST,
    VARIABLE,
    Check,
    Original,
    Refused,
    count_quotations,
    find_folders,
    read_folders,
    verify_copies,
)
from loaders.selection import Place, Selection, step

if TYPE_CHECKING:
    from pathlib import Path

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset, MeetingId
    from loaders.originals import Reason

KEY = "originals"

COMMAND = "python -m loaders.originals verify FOLDER"
"""How the same evidence is checked without the page."""

MOST = 100
"""Source articles that are listed at most: those of which a copy is here, then the others by date."""

SIGNS = {"found": "✓", "elsewhere": "✗", "missing": "✗"}

Copies = Mapping[str, Original]
"""The copies that are at hand, by source id."""

Refusal = tuple[str, "Reason"]
"""A document that is no source article: the name of its file, and the reason."""


# which copies ---------------------------------------------------------------------------------------------


def shelf(whole: Dataset, root: Path | None) -> tuple[Copies, tuple[Refusal, ...]]:
    """The copies in the folders of whoever runs the page, and what was refused there; read again when a file changes."""
    if root is None:
        return {}, ()
    paths = find_folders(root)
    return _read(whole, paths, _stamp(paths))


@cached_on_dataset()
def _read(
    whole: Dataset, paths: tuple[Path, ...], stamp: tuple[Any, ...]
) -> tuple[Copies, tuple[Refusal, ...]]:
    del stamp  # it only tells one state of the folders from another
    copies, refused = read_folders(whole, paths)
    return copies, tuple(map(_refusal, refused))


def _refusal(refused: Refused) -> Refusal:
    """A refusal without its traceback, which would hold the document."""
    return refused.name, refused.reason


def _stamp(paths: tuple[Path, ...]) -> tuple[Any, ...]:
    """What changes when a file of the folders does: names, sizes and times of change."""
    out: list[Any] = []
    for folder in paths:
        try:
            stats = [(str(each), each.stat()) for each in folder.iterdir()]
        except OSError:
            out.append(str(folder))
        else:
            out += sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
    return tuple(out)


def sources(chosen: Dataset) -> tuple[dict[str, Any], ...]:
    """The sources of the collection whose articles can be recognised, by date, whatever the filters leave."""
    return _sources(chosen.whole, wide=chosen.wide)


@cached_on_dataset()
def _sources(whole: Dataset, *, wide: bool) -> tuple[dict[str, Any], ...]:
    known = [
        source
        for source in whole.names["sources"].values()
        if source["fingerprint"] and (wide or source["collection"] != RECORD)
    ]
    return tuple(sorted(known, key=lambda source: (source["published_on"] or "9", source["source_id"])))


def statements(chosen: Dataset) -> dict[str, MeetingId]:
    """The statements in the selection by their source, the latest first."""
    whole = chosen.whole.passages
    by_meeting = dict(zip(whole["meeting_id"], whole["source_id"], strict=True))
    return {by_meeting[each]: each for each in passages.available(chosen)}


def opened(chosen: Dataset, selection: Selection, copies: Copies) -> MeetingId | None:
    """The statement whose original is shown: the one asked for, else the latest in the selection; None if there is none."""
    there = [meeting for source, meeting in statements(chosen).items() if source in copies]
    return selection.statement if selection.statement in there else next(iter(there), None)


# what is said of them ---------------------------------------------------------------------------------------


def finding(chosen: Dataset, text: Text, copies: Copies, checks: Sequence[Check]) -> str:
    """How much of the evidence in the copies at hand stands where it is said to stand, in a sentence."""
    if not copies:
        return text("originals.none")
    mine = [check for check in checks if check.verdict != "no_original"]
    return text.count(
        "originals.finding",
        len(mine),
        found=text.number(_stands(mine)),
        copies=text.number(len(copies)),
        articles=text.number(len(sources(chosen))),
    )


def _stands(checks: Sequence[Check]) -> int:
    return sum(check.verdict == "found" for check in checks)


def summary(chosen: Dataset, text: Text, copies: Copies, checks: Sequence[Check]) -> str:
    """The source articles as a table in markup: whether a copy is at hand, which, and how its evidence stands."""
    read = statements(chosen)
    every = sources(chosen)
    # Where all are listed, they stand by date, whichever copies are here.
    listed = every if len(every) <= MOST else sorted(every, key=lambda each: each["source_id"] not in copies)
    quoted = count_quotations(chosen.whole)
    by_source: dict[str, list[Check]] = {}
    for check in checks:
        by_source.setdefault(check.source_id, []).append(check)
    rows = []
    for source in listed[:MOST]:
        key = source["source_id"]
        copy = copies.get(key)
        stands = _stands(by_source.get(key, ()))
        rows.append(
            {
                "source": charts.source_name(source, text=text),
                "title": source["title"],
                "language": source["language"],
                "direction": DIRECTIONS.get(source["language"], "ltr"),
                "translated": source["title_translated"] if text.language != source["language"] else "",
                "link": step(statement=read[key]) if copy and key in read else "",
                "name": copy.name if copy else "",
                "sign": SIGNS["found" if stands == quoted[key] else "missing"] if copy else "",
                "evidence": text("originals.stands", found=text.number(stands), all=text.number(quoted[key]))
                if copy
                else text("originals.pieces", all=text.number(quoted[key])),
            }
        )
    left = frame.left(text, "articles", frame.Counted(len(every), len(rows)))
    return markup.html("originals", dir=text.direction, text=text, rows=rows, left=left)


def guide(text: Text, *, copies: Copies) -> str:
    """What the originals are and how a reader supplies them, as markup; folded away where there is a copy."""
    ways = [
        (text("originals.way_folder"), f"data/{FOLDER}/"),
        (text("originals.way_variable"), VARIABLE),
        (text("originals.way_upload"), ""),
    ]
    return markup.html(
        "originals_guide",
        dir=text.direction,
        text=text,
        ways=ways,
        most=text.number(LARGEST // 1_000_000),
        command=COMMAND,
        folded=bool(copies),
    )


def refusals(text: Text, refused: Sequence[Refusal]) -> str:
    """Why documents were not taken, a sentence each, as markup; and one for what the widget refuses by itself.

    The widget tells neither this process nor, in Arabic, the reader what was too large for it: the sheet shows
    that sentence beside a document that the widget marks.
    """
    most = text.number(LARGEST // 1_000_000)
    items = [(name, text(f"originals.refused.{reason}", most=most)) for name, reason in refused]
    return markup.html(
        "originals_refused",
        dir=text.direction,
        text=text,
        items=items,
        too_large=text("originals.too_large", most=most),
    )


# one of them ------------------------------------------------------------------------------------------------


def article(
    chosen: Dataset, text: Text, meeting: MeetingId, view: tuple[Original, Sequence[Check], str]
) -> str:
    """An original as markup, a row a paragraph: its text with the evidence marked, and the passages that render it.

    ``view`` is the copy, the evidence of its source, and the address at which references are shown. A paragraph
    that the copy does not have is a row where evidence is said to stand there.
    """
    copy, checks, threads = view
    rendering = _renderings(chosen, meeting)
    source = chosen.whole.names["sources"][copy.source_id]
    rows = []
    for number in range(1, max([len(copy.paragraphs), *(check.paragraph for check in checks)]) + 1):
        mine = [check for check in checks if check.paragraph == number]
        words = copy.paragraphs[number - 1] if number <= len(copy.paragraphs) else None
        if words is None and not mine:
            continue
        rows.append(
            {
                "label": text("originals.paragraph", number=text.number(number)),
                "number": text.number(number),
                "words": words
                and markup.found_in(words, places=spans([each.span for each in mine if each.span])),
                "checks": [_check(each, chosen, text, threads=threads) for each in mine],
                "passages": [
                    _passage(each, chosen, text, number=number) for each in rendering.get(number, ())
                ],
            }
        )
    counted = measure_coverage(chosen, meeting).total
    return markup.html(
        "original",
        dir=text.direction,
        text=text,
        language=source["language"],
        direction=DIRECTIONS.get(source["language"], "ltr"),
        title=passages.title(chosen, text, meeting),
        source=charts.source_name(source, text=text),
        name=copy.name,
        stands=text("originals.stands", found=text.number(_stands(checks)), all=text.number(len(checks))),
        differs=text("originals.differs", here=text.number(len(copy.paragraphs)), total=text.number(counted))
        if counted != len(copy.paragraphs)
        else "",
        rows=rows,
    )


def spans(places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Places in a text in their order, those that overlap as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _renderings(chosen: Dataset, meeting: MeetingId) -> dict[int, list[dict[str, Any]]]:
    """The passages of a statement by each paragraph of the source that they render, whatever is chosen."""
    out: dict[int, list[dict[str, Any]]] = {}
    for row in passages.of(chosen.whole, meeting):
        for paragraph in row["paragraphs"]:
            out.setdefault(int(paragraph), []).append(row)
    return out


def _passage(row: dict[str, Any], chosen: Dataset, text: Text, *, number: int) -> dict[str, Any]:
    """A passage beside a paragraph: in full at the first that it renders, by its number at the others."""
    first = min(row["paragraphs"])
    made = passages.passage(row, chosen, text, reading=text.language)
    return {
        **made,
        "link": step(passage=Place(row["meeting_id"], row["number"])),
        "above": text("originals.above", paragraph=text.number(first)) if first != number else "",
    }


def _check(check: Check, chosen: Dataset, text: Text, *, threads: str) -> dict[str, Any]:
    """A piece of evidence in words: what it states, whether it stands, and where that can be read."""
    names = chosen.whole.names
    figure = find_figure(chosen, check.id) if check.table == "observations" else None
    if figure is None:
        label, link = text.of(names[check.table][check.id], "subject"), threads
    else:
        indicator = names["indicators"][figure.indicator_id]
        label = text(
            "originals.figure", name=text.of(indicator, "name"), value=text.stated(figure, indicator)
        )
        link = step(figure=figure.observation_id)
    return {
        "found": check.verdict == "found",
        "sign": SIGNS[check.verdict],
        "label": label,
        "link": link,
        "figure": figure is not None,
        "verdict": text(f"originals.verdict.{check.verdict}", paragraph=text.number(check.where or 0)),
        "evidence": check.evidence,
    }


# the view ---------------------------------------------------------------------------------------------------


def render(chosen: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    there, refused = shelf(chosen.whole, follow.root)
    known = {each["source_id"] for each in sources(chosen)}
    copies = {source: copy for source, copy in {**there, **follow.copies}.items() if source in known}
    checks = follow.own(verify_copies, chosen.whole, copies)
    st.html(frame.heading(KEY, chosen, text, finding=finding(chosen, text, copies, checks)))
    st.html(guide(text, copies=copies))
    _take(text, follow)
    st.html(refusals(text, (*follow.refused, *refused)))
    st.html(follow.own(summary, chosen, text, copies, checks))
    if copies:
        _show(chosen, text, follow, copies=copies, checks=checks)


def _take(text: Text, follow: Follow) -> None:
    """Where copies are handed to the page, and where they are forgotten."""
    st.file_uploader(
        text("originals.upload"),
        accept_multiple_files=True,
        key=follow.uploader,
        on_change=follow.upload,
        help=text("originals.upload_help"),
    )
    if follow.copies or follow.refused:
        st.button(text("originals.forget"), key="originals-forget", on_click=follow.forget)


def _show(chosen: Dataset, text: Text, follow: Follow, *, copies: Copies, checks: tuple[Check, ...]) -> None:
    """Which original, and the original itself."""
    meeting = opened(chosen, follow.selection, copies)
    asked = follow.selection.statement
    if asked and asked != meeting:
        missing = text("originals.missing", title=passages.title(chosen, text, asked))
        st.html(markup.html("notice", dir=text.direction, words=missing, items=[]))
    if meeting is None:
        frame.empty(
            text, follow, {"count.statements": lambda view: len(statements(view).keys() & copies.keys())}
        )
        return
    by_meeting = {each: source for source, each in statements(chosen).items() if source in copies}
    names = {each: passages.title(chosen, text, each) for each in by_meeting}

    def choose(selection: Selection, value: Any) -> Selection:
        return replace(selection, statement=value)

    st.selectbox(
        text("originals.choose"),
        options=list(names),
        format_func=names.__getitem__,
        key=follow.widget("originals-statement", meeting),
        on_change=follow.changed("originals-statement", choose),
    )
    copy = copies[by_meeting[meeting]]
    mine = tuple(check for check in checks if check.source_id == copy.source_id)
    threads = follow.link(page="overview", threads=True, figure=None, cite=None)
    st.html(follow.own(article, chosen, text, meeting, (copy, mine, threads)))
