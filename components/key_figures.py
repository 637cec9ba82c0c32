"""Key figures: what the selection says of four indicators, at the head of the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import markup
from components.phrases import date_with_remark, describe_remark, describe_series
from loaders.analysis.series import key_figure
from loaders.selection import step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from components.language import Text
    from loaders.analysis.observations import Figure
    from loaders.analysis.series import KeyFigure
    from loaders.model import Dataset

KEYS = ("members", "territory-liberated-share", "people-freed", "aid-raised")
"""The indicators at the head of the page: one of membership, territory, people and support."""

MOST_NAMED = 5
"""Values of the date before that a key figure names; more are counted."""


def draw(chosen: Dataset, text: Text) -> str:
    """Return the four key figures as markup."""
    figures = [describe(chosen, text, indicator=indicator) for indicator in KEYS]
    return markup.html("figures", text, figures=figures)


def describe(chosen: Dataset, text: Text, *, indicator: str) -> dict[str, Any]:
    """Return what a key figure shows, by the names of the template; ``value`` is empty where nothing is stated."""
    row = chosen.whole.names["indicators"][indicator]
    name = text.of(row, "name")
    found = key_figure(chosen, indicator)
    if found is None:
        return {"name": name, "counts": "", "value": ""}
    figure = found.figure
    before, value, after = split_value(figure, text, indicator=row)
    return {
        "name": name,
        "before": before,
        "value": value,
        "after": after,
        "remark": describe_remark(figure, text),
        "counts": describe_series(figure, text),
        "change": describe_change(found, text, indicator=row),
        "date": text.date(figure.when),
        "speaker": text.of(figure.row, "speaker"),
        "rivals": _count_rivals(found, text),
        "others": _name_other_scopes(found, text, indicator=row),
        "link": step(figure=figure.observation_id),
        "label": text("keys.evidence_of", name=name),
    }


def split_value(
    figure: Figure, text: Text, *, indicator: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Return a published value in three parts: what stands before the number, the number, its unit."""
    oblique = figure.qualifier != "exact"
    measure = text.measure(figure.value, indicator, oblique=oblique)
    before, number, after = measure.partition(text.amount(figure.value, noun=True, oblique=oblique))
    if figure.high is not None or not number:
        return "", text.stated(figure, indicator), ""
    if after.startswith("%"):
        before, number, after = "", measure, ""
    return (
        " ".join(filter(None, (text(f"before.{figure.qualifier}"), before.strip()))),
        number,
        after.strip(),
    )


def describe_change(found: KeyFigure, text: Text, *, indicator: Mapping[str, Any]) -> str:
    """Return how a value compares with the date before in its series.

    A difference is only drawn between exact numbers of members. Where several numbers are stated for the date before,
    all are named and none is chosen; one number in several wordings is named once.
    """
    if not found.before:
        return text("keys.first")
    figure, before = found.figure, found.before[0]
    if found.unchanged_since:
        return text("keys.same", date=text.date(found.unchanged_since.when))
    when = text.date(before.when)
    numbers = {(other.value, other.high) for other in found.before}
    if len(numbers) == 1:
        return _compare(figure, found.before, text, indicator=indicator, date=when)
    best = {(other.value, other.high): other for other in reversed(found.before)}
    ordered = sorted(best.values(), key=lambda other: other.value)
    stated = [text.stated(other, indicator) for other in ordered]
    if len(stated) > MOST_NAMED:
        return text.count("keys.several", len(stated), date=when)
    if all(other.qualifier == "exact" and other.status == "stated" for other in ordered):
        # The unit stands once, behind the last number.
        stated = [text.amount(other.value) for other in ordered[:-1]]
        stated.append(text.measure(ordered[-1].value, indicator))
    return text("keys.before", value=text.list(stated), date=when)


def _compare(
    figure: Figure, before: Sequence[Figure], text: Text, *, indicator: Mapping[str, Any], date: str
) -> str:
    """Return how a value compares with statements of one number."""
    earlier = before[0]
    difference = figure.value - earlier.value
    exact = figure.qualifier == earlier.qualifier == "exact"
    if exact and difference and figure.indicator_id == "members":
        sign = "keys.more" if difference > 0 else "keys.fewer"
        return text.count(sign, round(abs(difference)), date=date)
    wordings = len({other.qualifier for other in before})
    if wordings > 1:
        value = text.measure(earlier.value, indicator)
        return text.count("keys.wordings", wordings, value=value, date=date)
    value = text.qualified(earlier, indicator)
    return text("keys.before", value=value, date=date_with_remark(earlier, text))


def _count_rivals(found: KeyFigure, text: Text) -> str:
    """Return how many other numbers the series has for the same date, or other wordings; empty if it has none."""
    figure = found.figure
    numbers = {(other.value, other.high) for other in found.same_date} - {
        (figure.value, figure.high)
    }
    if numbers:
        return text.count("keys.rivals", len(numbers))
    wordings = {other.qualifier for other in found.same_date} - {figure.qualifier}
    return text.count("keys.worded", len(wordings)) if wordings else ""


def _name_other_scopes(found: KeyFigure, text: Text, *, indicator: Mapping[str, Any]) -> str:
    """Return the values of the other areas for the same date; empty where the value is of more than one country."""
    return text("phrase.between").join(
        text(
            "keys.other_scope",
            scope=text(f"scope.{other.row['scope']}"),
            value=text.stated(other, indicator),
        )
        for other in found.other_scopes
    )
