"""Phrases: parts of findings that every view words alike: the area, what is counted, a change within one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.analysis.bounds import change_between
from loaders.analysis.series import by_date, first_and_last, is_doubted, series_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.language import Text
    from loaders.analysis.observations import Figure
    from loaders.model import Dataset


def describe_series(observation: Figure, text: Text, *, every_scope: bool = False) -> str:
    """Return area and counts of a value, as a list of two; empty where both are what the indicator means.

    The area is named where it is one country or a region, and always if ``every_scope``.
    """
    scope = str(observation.row["scope"])
    named = every_scope or scope not in ("global", "iraq-syria")
    parts = [text(f"scope.{scope}") if named else "", text.of(observation.row, "counts")]
    return text("phrase.between").join(filter(None, parts))


def name_years(span: tuple[int, int], text: Text) -> str:
    """Return the first and the last of some years; a single one is named once."""
    first, last = map(str, span)
    return first if first == last else text("filters.span", first=first, last=last)


def count_meetings(selected: Dataset, text: Text) -> str:
    """Return how many meetings are selected, and how many of them were held online."""
    meetings = text.count("count.meetings", len(selected.meetings))
    online = int((selected.meetings["city_id"] == "").sum())
    if not online:
        return meetings
    if online == len(selected.meetings):
        return text("phrase.all_online", meetings=meetings)
    return text("phrase.online", meetings=meetings, number=text.number(online))


def describe_remark(observation: Figure, text: Text) -> str:
    """Return that a value is our reading, or doubted; empty for any other."""
    remarks = [
        text("mark.reading") if observation.status == "derived" else "",
        text("mark.doubt") if is_doubted(observation) else "",
    ]
    return text("phrase.between").join(filter(None, remarks))


def date_with_remark(observation: Figure, text: Text) -> str:
    """Return the date of a value, and whether it is our reading or doubted: 23 March 2019, our reading."""
    date, remark = text.date(observation.when), describe_remark(observation, text)
    return text("phrase.remarked", date=date, remark=remark) if remark else date


def add_detail(words: str, observation: Figure, text: Text) -> str:
    """Return the words with, in brackets behind them, that a value is our reading or doubted, and what it counts."""
    detail = (describe_remark(observation, text), text.of(observation.row, "counts"))
    parts = text("phrase.between").join(filter(None, detail))
    return text("phrase.counted", words=words, counts=parts) if parts else words


def end_sentence(words: str, text: Text) -> str:
    """Return the words with a full stop, unless an abbreviation ends them with one: Washington, D.C."""
    return words if words.endswith(".") else text("phrase.sentence", words=words)


def list_numbers(observations: Sequence[Figure], text: Text) -> list[str]:
    """Return the numbers of values with the signs of their hedges, each once, the lowest first.

    A number says that it is our reading, or doubted, where every statement of it is.
    """
    best: dict[str, Figure] = {}
    for observation in sorted(
        observations,
        key=lambda observation: (observation.value, bool(describe_remark(observation, text))),
    ):
        best.setdefault(text.signed(observation), observation)
    return [text.bare(observation) for observation in best.values()]


def state_latest(observations: Sequence[Figure], dataset: Dataset, text: Text) -> str:
    """Return the best value of the last date of a series, with the other numbers that were stated for that date.

    Args:
        observations: values of one series, at least one.
    """
    return _describe_group(by_date(observations, dataset)[-1], dataset, text)


def _describe_group(group: Sequence[Figure], dataset: Dataset, text: Text) -> str:
    """Return the first value of a group of one date in words, and the others of another number in brackets."""
    best = group[0]
    indicator = dataset.whole.names["indicators"][best.indicator_id]
    others = [
        observation
        for observation in group
        if (observation.value, observation.high) != (best.value, best.high)
    ]
    others.sort(key=lambda observation: (observation.value, observation.observation_id))
    value = text.qualified(best, indicator)
    if not others:
        return value
    stated_values = text.list(dict.fromkeys(text.stated(other, indicator) for other in others))
    return text("chart.beside", value=value, others=stated_values)


def state_change(
    observations: Sequence[Figure],
    dataset: Dataset,
    text: Text,
    *,
    key: str,
    value: Callable[[Figure], str],
) -> str:
    """Return the finding of a series: one statement, the same number again, a proven rise or fall, or two statements.

    Args:
        observations: values of one series, at least one.
        key: the table of strings that holds ``one``, ``twice``, ``steady``, ``again``, ``rise``, ``fall`` and ``open``.
        value: words a value for the sentence, without what the date says of it.
    """
    groups = by_date(observations, dataset)
    first, last = first_and_last(observations, dataset)
    where = text(f"where.{series_of(first).scope}")
    if len(groups) == 1:
        words = text(
            f"{key}.one",
            value=_describe_group(groups[0], dataset, text),
            date=text.date(first.when),
            where=where,
        )
        return add_detail(words, groups[0][0], text)
    change = change_between(first, last)
    if change == "same":
        between = [
            group
            for group in groups
            if first.when.middle <= group[0].when.middle <= last.when.middle
        ]
        numbers = {observation.value for group in between for observation in group}
        change_key = "again" if len(numbers) > 1 else "twice" if len(between) == 2 else "steady"
    else:
        change_key = change
    words = text(
        f"{key}.{change_key}",
        first=value(first),
        last=value(last),
        start=date_with_remark(first, text),
        end=date_with_remark(last, text),
        where=where,
    )
    counts = text.of(first.row, "counts")
    return text("phrase.counted", words=words, counts=counts) if counts else words
