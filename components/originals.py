"""The originals: a reader's own copies of the source articles beside our rendering, with the evidence checked in them.

The articles are under copyright. A copy from a folder of whoever runs the page is read once a process; one that
was handed to the page, and whatever is drawn of it, is held by the reader's session and by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from components import choosers, markup, passages
from components.charts import frame
from components.charts.sources import name_source
from components.uploads import current_uploads, forget_files, receive_files
from loaders.analysis.observations import find_figure
from loaders.analysis.statements import measure_coverage
from loaders.model import RECORD, cached_on_dataset
from loaders.originals import (
    FOLDER,
    LARGEST,
    VARIABLE,
    Check,
    Original,
    count_quotations,
    find_folders,
    verify_copies,
)
from loaders.originals import read_folders as read_copies
from loaders.selection import Selection, step
from loaders.text.query import merge_spans

if TYPE_CHECKING:
    from pathlib import Path

    from components.language import Text
    from components.state import Follow
    from loaders.model import Dataset, MeetingId
    from loaders.originals import Reason

KEY = "originals"

COMMAND = "python -m loaders.originals verify FOLDER"
"""How the same evidence is checked without the page."""

SIGNS = {"found": "✓", "elsewhere": "✗", "missing": "✗"}

Copies = Mapping[str, Original]
"""The copies that are at hand, by source id."""

Refusal = tuple[str, "Reason"]
"""A document that is no source article: the name of its file, and the reason."""


# which copies ---------------------------------------------------------------------------------------------


def read_folders(whole: Dataset, root: Path | None) -> tuple[Copies, tuple[Refusal, ...]]:
    """The copies in the folders of whoever runs the page, and what was refused; read again when a file changes."""
    if root is None:
        return {}, ()
    paths = find_folders(root)
    return _read(whole, paths, tuple(map(_stat_files, paths)))


@cached_on_dataset()
def _read(
    whole: Dataset, paths: tuple[Path, ...], stamps: tuple[Any, ...]
) -> tuple[Copies, tuple[Refusal, ...]]:
    del stamps  # they only tell one state of the folders from another
    copies, refused = read_copies(whole, paths)
    # The exception itself would hold the document, through the frames of its traceback.
    return copies, tuple((refusal.name, refusal.reason) for refusal in refused)


def _stat_files(folder: Path) -> tuple[Any, ...]:
    """What changes when a file of a folder does: names, times of change and sizes; empty if it cannot be read."""
    try:
        stats = [(str(path), path.stat()) for path in folder.iterdir()]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def sources(selected: Dataset) -> tuple[dict[str, Any], ...]:
    """The sources of the collection whose articles can be recognised, by date, whatever the filters leave."""
    known = [
        source
        for source in selected.whole.names["sources"].values()
        if source["fingerprint"] and (selected.wide or source["collection"] != RECORD)
    ]
    return tuple(
        sorted(known, key=lambda source: (source["published_on"] or "9", source["source_id"]))
    )


def map_statements(selected: Dataset) -> dict[str, MeetingId]:
    """The meetings of the statements in the selection by the source of each, the latest first."""
    whole = selected.whole.passages
    by_meeting = dict(zip(whole["meeting_id"], whole["source_id"], strict=True))
    return {by_meeting[meeting]: meeting for meeting in passages.list_statements(selected)}


def opened(selected: Dataset, selection: Selection, copies: Copies) -> MeetingId | None:
    """The statement whose original is shown: the one asked for, else the latest; None if no copy is at hand."""
    available = [
        meeting for source, meeting in map_statements(selected).items() if source in copies
    ]
    return selection.statement if selection.statement in available else next(iter(available), None)


# what is said of them ---------------------------------------------------------------------------------------


def finding(selected: Dataset, text: Text, copies: Copies, checks: Sequence[Check]) -> str:
    """How much of the evidence in the copies at hand stands where it is said to stand, in a sentence."""
    if not copies:
        return text("originals.none")
    checked = [check for check in checks if check.verdict != "no_original"]
    return text.count(
        "originals.finding",
        len(checked),
        found=text.number(_count_found(checked)),
        copies=text.number(len(copies)),
        articles=text.number(len(sources(selected))),
    )


def _count_found(checks: Sequence[Check]) -> int:
    return sum(check.verdict == "found" for check in checks)


def summary(selected: Dataset, text: Text, copies: Copies, checks: Sequence[Check]) -> str:
    """The source articles as a table in markup: whether a copy is at hand, which, and how its evidence stands."""
    statements, quoted = map_statements(selected), count_quotations(selected.whole)
    rows = []
    for source in sources(selected):
        key = source["source_id"]
        copy, total = copies.get(key), text.number(quoted[key])
        stands = _count_found([check for check in checks if check.source_id == key])
        evidence = text("originals.pieces", all=total)
        if copy:
            evidence = text("originals.stands", found=text.number(stands), all=total)
        rows.append(
            {
                "source": name_source(source, text=text),
                "title": source["title"],
                "language": source["language"],
                "translated": source["title_translated"]
                if text.language != source["language"]
                else "",
                "link": step(statement=statements[key]) if copy and key in statements else "",
                "name": copy.name if copy else "",
                "sign": SIGNS["found" if stands == quoted[key] else "missing"] if copy else "",
                "evidence": evidence,
            }
        )
    return markup.html("originals", text, rows=rows)


def guide(text: Text, *, copies: Copies) -> str:
    """What the originals are and how a reader supplies them, as markup; folded away where there is a copy."""
    return markup.html(
        "originals_guide",
        text,
        folder=f"data/{FOLDER}/",
        variable=VARIABLE,
        most=text.number(LARGEST // 1_000_000),
        command=COMMAND,
        folded=bool(copies),
    )


def refusals(text: Text, refused: Sequence[Refusal]) -> str:
    """Why documents were not taken, a sentence each, as markup; and one for what the widget refuses by itself.

    The widget tells neither this process nor, in Arabic, the reader what was too large for it: the stylesheet
    shows that sentence beside a document that the widget marks.
    """
    most = text.number(LARGEST // 1_000_000)
    items = [(name, text(f"originals.refused.{reason}", most=most)) for name, reason in refused]
    too_large = text("originals.too_large", most=most)
    return markup.html("originals_refused", text, items=items, too_large=too_large)


# one of them ------------------------------------------------------------------------------------------------


def article(
    selected: Dataset, text: Text, meeting: MeetingId, view: tuple[Original, Sequence[Check], str]
) -> str:
    """An original as markup, a row a paragraph: its text with the evidence marked, and the passages that render it.

    A paragraph that the copy lacks is a row where evidence is said to stand there.

    Args:
        selected: What the selection leaves; passages are shown whatever it leaves.
        text: The words of the page.
        meeting: The meeting of the statement.
        view: The copy, the evidence of its source, and the address at which references are shown.
    """
    copy, checks, references = view
    total, copied = measure_coverage(selected, meeting).total, len(copy.paragraphs)
    rows = []
    for number in range(1, max([copied, *(check.paragraph for check in checks)]) + 1):
        evidence = [check for check in checks if check.paragraph == number]
        words = copy.paragraphs[number - 1] if number <= copied else None
        if words is None and not evidence:
            continue
        spans = merge_spans((check.span for check in evidence if check.span), is_touching=False)
        rows.append(
            {
                "number": text.number(number),
                "words": words and markup.mark_spans(words, spans=spans),
                "checks": [
                    _describe_checks(group, selected, text, references)
                    for group in _group_checks(evidence)
                ],
                "passages": _describe_passages(meeting, selected, text, number=number),
            }
        )
    source = selected.whole.names["sources"][copy.source_id]
    counts = {"found": text.number(_count_found(checks)), "all": text.number(len(checks))}
    differs = text("originals.differs", here=text.number(copied), total=text.number(total))
    return markup.html(
        "original",
        text,
        language=source["language"],
        title=passages.title(selected, text, meeting),
        source=name_source(source, text=text),
        name=copy.name,
        stands=text("originals.stands", **counts),
        differs=differs if total != copied else "",
        rows=rows,
    )


def _describe_passages(
    meeting: MeetingId, selected: Dataset, text: Text, *, number: int
) -> list[dict[str, Any]]:
    """The passages beside a paragraph: in full at the first that they render, by their number at the others."""
    described = []
    for row in passages.list_passages(selected.whole, meeting):
        if number in row["paragraphs"]:
            first = min(row["paragraphs"])
            above = text("originals.above", paragraph=text.number(first)) if first != number else ""
            passage = passages.describe_passage(row, selected, text, reading=text.language)
            described.append({**passage, "above": above})
    return described


def _group_checks(checks: Sequence[Check]) -> list[list[Check]]:
    """The checks of a paragraph, those of members that the same words name together."""
    groups: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        words = check.evidence if check.table == "namings" else check.id
        groups.setdefault((check.table, words), []).append(check)
    return list(groups.values())


def _describe_checks(
    checks: Sequence[Check], selected: Dataset, text: Text, references: str
) -> dict[str, Any]:
    """A piece of evidence in words: what it states, whether it stands, and where that can be read."""
    names, check = selected.whole.names, checks[0]
    observation = find_figure(selected, check.id) if check.table == "observations" else None
    if check.table == "namings":
        named = (names["members"][names["namings"][check.id]["member_id"]] for check in checks)
        label = text(
            "originals.naming", names=text.list(text.of(member, "name") for member in named)
        )
        link = step(page="members")
    elif observation is None:
        label, link = text.of(names[check.table][check.id], "subject"), references
    else:
        indicator = names["indicators"][observation.indicator_id]
        value = text.stated(observation, indicator)
        label = text("originals.figure", name=text.of(indicator, "name"), value=value)
        link = step(figure=observation.observation_id)
    return {
        "is_found": check.verdict == "found",
        "sign": SIGNS[check.verdict],
        "label": label,
        "link": link,
        "is_step": link != references,
        "verdict": text(
            f"originals.verdict.{check.verdict}", paragraph=text.number(check.where or 0)
        ),
        "evidence": check.evidence,
    }


# the view ---------------------------------------------------------------------------------------------------


def render(selected: Dataset, text: Text, follow: Follow) -> None:
    """Draw the view."""
    at_hand, refused = read_folders(selected.whole, follow.root)
    known = {source["source_id"] for source in sources(selected)}
    uploads = current_uploads()
    copies = {
        source: copy for source, copy in {**at_hand, **uploads.copies}.items() if source in known
    }
    checks = uploads.cache(verify_copies, selected.whole, copies)
    st.html(
        frame.render_header(KEY, selected, text, finding=finding(selected, text, copies, checks))
    )
    st.html(guide(text, copies=copies))
    _draw_upload(text, follow)
    st.html(refusals(text, (*uploads.refused, *refused)))
    st.html(uploads.cache(summary, selected, text, copies, checks))
    if copies:
        _draw_article(selected, text, follow, copies=copies, checks=checks)


def _draw_upload(text: Text, follow: Follow) -> None:
    """Where copies are handed to the page, and where they are forgotten."""
    uploads = current_uploads()
    st.file_uploader(
        text("originals.upload"),
        accept_multiple_files=True,
        key=uploads.key,
        on_change=partial(receive_files, follow.dataset),
        help=text("originals.upload_help"),
    )
    if uploads.copies or uploads.refused:
        st.button(text("originals.forget"), key="originals-forget", on_click=forget_files)


def _draw_article(
    selected: Dataset, text: Text, follow: Follow, *, copies: Copies, checks: tuple[Check, ...]
) -> None:
    """Which original, and the original itself."""
    meeting, asked = opened(selected, follow.selection, copies), follow.selection.statement
    if asked and asked != meeting:
        missing = text("originals.missing", title=passages.title(selected, text, asked))
        st.html(markup.html("notice", text, words=missing, items=[]))
    if meeting is None:
        counts = {
            "count.statements": lambda dataset: len(map_statements(dataset).keys() & copies.keys())
        }
        frame.show_empty(text, follow, counts)
        return
    source_of = {
        meeting: source for source, meeting in map_statements(selected).items() if source in copies
    }
    titles = {meeting: passages.title(selected, text, meeting) for meeting in source_of}
    st.selectbox(
        text("originals.choose"),
        options=list(titles),
        format_func=titles.__getitem__,
        **choosers.bind(follow, "originals-statement", meeting, "statement"),
    )
    copy = copies[source_of[meeting]]
    evidence = tuple(check for check in checks if check.source_id == copy.source_id)
    uploads = current_uploads()
    references = follow.link(page="overview", threads=True, figure=None, cite=None)
    st.html(uploads.cache(article, selected, text, meeting, (copy, evidence, references)))
