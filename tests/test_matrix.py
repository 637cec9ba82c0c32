"""The matrix: every theme by every statement, counted, shaded and clicked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import reading

from components import matrix
from components.language import text
from components.theme import DESK, Palette, Screen, palette, rgba
from loaders.schema.tables import records

if TYPE_CHECKING:
    from loaders.model import Dataset

PALETTES = [palette("light"), palette("dark")]


def drawn(
    dataset: Dataset, *, language: Any = "en", screen: Screen = DESK, **fields: Any
) -> list[dict[str, Any]]:
    """The traces: the shades, what is clicked, and the numbers."""
    return reading.plain(matrix.figure(reading.chosen(dataset, **fields), text(language), screen))["data"]


def counted(dataset: Dataset) -> Counter[tuple[str, str]]:
    """The passages by statement and theme, from the rows themselves."""
    return Counter((row["meeting_id"], theme) for row in records(dataset.passages) for theme in row["themes"])


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [each / 255 for each in rgba(colour)[:3]]
        red, green, blue = (
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# what is drawn -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["record", "sample"])
def test_every_cell_counts_the_passages_that_have_its_theme(
    name: str, request: pytest.FixtureRequest
) -> None:
    dataset = request.getfixturevalue(name)
    heat, cells, *_ = drawn(dataset)
    wanted = counted(dataset)

    assert Counter(dict(zip(map(tuple, cells["customdata"]), _values(heat, cells), strict=True))) == wanted
    assert sum(value for row in heat["z"] for value in row if value) == sum(wanted.values())


def _values(heat: dict[str, Any], cells: dict[str, Any]) -> list[int]:
    """The number below each cell that can be clicked."""
    middles = [base + length / 2 for base, length in zip(cells["base"], cells["x"], strict=True)]
    return [heat["z"][down][round(across)] for across, down in zip(middles, cells["y"], strict=True)]


def test_a_number_stands_in_every_cell_that_has_passages_and_in_no_other(record: Dataset) -> None:
    heat, _, *numbers = drawn(record)

    said = {
        (across, down): int(words)
        for trace in numbers
        for across, down, words in zip(trace["x"], trace["y"], trace["text"], strict=True)
    }

    assert said == {
        (across, down): value
        for down, row in enumerate(heat["z"])
        for across, value in enumerate(row)
        if value
    }
    assert any(value is None for row in heat["z"] for value in row)


def test_the_hover_also_says_how_many_have_it_as_their_main_theme(record: Dataset) -> None:
    _, cells, *_ = drawn(record)

    (said,) = [
        words
        for words, where in zip(cells["hovertext"], cells["customdata"], strict=True)
        if where == ["2019-06-paris", "stabilisation"]
    ]

    assert said == "<b>Stabilisation</b><br>Paris, 25 June 2019<br>4 passages<br>as main theme: 1"


def test_a_cell_outside_the_selection_keeps_its_number_and_its_frame_and_loses_its_shade(
    record: Dataset,
) -> None:
    heat, cells, *numbers = drawn(record, themes=("stabilisation",))
    colours = DESK.palette

    kept = [down for down, row in enumerate(heat["z"]) if any(row)]
    frames = {
        theme: colour
        for (_, theme), colour in zip(cells["customdata"], cells["marker"]["line"]["color"], strict=True)
    }

    assert kept == [2]
    assert len(cells["customdata"]) == len(counted(record))
    assert frames["military-campaign"] == colours.rule
    assert frames["stabilisation"] != colours.rule
    inks = {trace["textfont"]["color"]: set(trace["y"]) for trace in numbers}
    assert 2 not in inks.pop(colours.rest)
    assert set().union(*inks.values()) == {2}


def test_a_filter_changes_no_shade_of_what_it_keeps(record: Dataset) -> None:
    whole, *_ = drawn(record)
    part, *_ = drawn(record, cities=("paris",))

    assert (part["zmax"], part["colorscale"]) == (whole["zmax"], whole["colorscale"])
    assert [row[-1] for row in part["z"]] == [row[-1] for row in whole["z"]]


# shades and legibility -------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 15, 100])
def test_each_shade_reaches_to_twice_the_one_before(most: int) -> None:
    shades = [matrix.shade(count, most=most) for count in range(1, most + 1)]

    assert shades == sorted(shades)
    assert shades[-1] == 3
    assert all(shade == 3 for count, shade in enumerate(shades, 1) if count * 2 > most)
    assert all(shade == 2 for count, shade in enumerate(shades, 1) if count * 2 <= most < count * 4)
    assert all(shade == 0 for count, shade in enumerate(shades, 1) if count * 8 <= most)


@pytest.mark.parametrize("colours", PALETTES, ids=lambda each: each.kind)
@pytest.mark.parametrize("name", ["record", "sample"])
def test_every_number_is_legible_on_its_shade(
    name: str, colours: Palette, request: pytest.FixtureRequest
) -> None:
    heat, _, *numbers = drawn(request.getfixturevalue(name), screen=Screen(colours))

    def ground(value: int) -> str:
        reached = [colour for bound, colour in heat["colorscale"] if bound <= value / heat["zmax"]]
        return str(reached[-1])

    for trace in numbers:
        for across, down in zip(trace["x"], trace["y"], strict=True):
            assert contrast(trace["textfont"]["color"], ground(heat["z"][down][across])) >= 4.5


@pytest.mark.parametrize("colours", PALETTES, ids=lambda each: each.kind)
def test_a_number_outside_the_selection_is_legible_on_the_page(record: Dataset, colours: Palette) -> None:
    _, _, *numbers = drawn(record, screen=Screen(colours), cities=("rabat",))

    assert {trace["textfont"]["color"] for trace in numbers} == {colours.rest}
    assert contrast(colours.rest, colours.paper) >= 4.5


@pytest.mark.parametrize("colours", PALETTES, ids=lambda each: each.kind)
def test_the_shades_grow_from_the_panel_towards_the_accent(colours: Palette) -> None:
    away = [contrast(matrix.ground(step, colours), colours.panel) for step in range(len(matrix.SHADES))]

    assert away == sorted(away)
    assert len(set(away)) == len(matrix.SHADES)


# what is said ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Military campaign is the most frequent theme: 41 passages of 75, in 5 of 5 statements. "
            "On 8 themes at least one statement has no passage.",
            "الموضوع الأكثر وروداً: الحملة العسكرية (41 مقطعاً من أصل 75؛ البيانات التي ورد فيها: 5 من 5). "
            "و8 مواضيع يغيب كل منها عن بيان واحد على الأقل.",
        ),
        (
            {"cities": ("kuwait-city",)},
            "Military campaign is the most frequent theme: 15 passages of 23.",
            "الموضوع الأكثر وروداً: الحملة العسكرية (15 مقطعاً من أصل 23).",
        ),
        (
            {"themes": ("stabilisation",)},
            "Stabilisation: 14 passages in 4 statements.",
            "تحقيق الاستقرار: 14 مقطعاً (4 بيانات).",
        ),
        (
            {"themes": ("global-branches", "humanitarian-aid"), "cities": ("rome", "amman", "paris")},
            "Humanitarian aid is the most frequent theme: 5 passages of 43, in 3 of 3 statements. "
            "On 1 theme at least one statement has no passage.",
            "الموضوع الأكثر وروداً: المساعدات الإنسانية (5 مقاطع من أصل 43؛ البيانات التي ورد فيها: 3 من 3). "
            "وموضوع واحد يغيب عن بيان واحد على الأقل.",
        ),
        (
            {"themes": ("global-branches", "humanitarian-aid"), "cities": ("amman", "washington")},
            "Global branches and Humanitarian aid are the most frequent themes: 3 passages of 23 each.",
            "المواضيع الأكثر وروداً: الفروع العالمية والمساعدات الإنسانية (لكل موضوع 3 مقاطع من أصل 23).",
        ),
        ({"cities": ("rabat",)}, "No statement in this selection.", "لا بيان في هذا الاختيار."),
    ],
    ids=["all", "one statement", "one theme", "one is silent", "level", "none"],
)
def test_the_finding_is_computed_from_the_selection(
    record: Dataset, fields: dict[str, Any], english: str, arabic: str
) -> None:
    chosen = reading.chosen(record, **fields)

    assert matrix.finding(chosen, text("en")) == english
    assert matrix.finding(chosen, text("ar")) == arabic


def test_another_dataset_has_another_finding(sample: Dataset) -> None:
    found = matrix.finding(reading.chosen(sample), text("en"))

    assert found == (
        "Sample campaign is the most frequent theme: 3 passages of 6, in 2 of 2 statements. "
        "On 2 themes at least one statement has no passage."
    )


def test_without_a_statement_there_is_no_chart(record: Dataset) -> None:
    chosen = reading.chosen(record, cities=("rabat",))

    assert matrix.sheet(chosen, text("en"), DESK).figure is None


def test_the_chart_stands_with_its_finding_its_words_for_the_blind_and_its_twin(record: Dataset) -> None:
    chosen = reading.chosen(record)

    sheet = matrix.sheet(chosen, text("en"), DESK)

    said = matrix.finding(chosen, text("en"))
    assert said in reading.words(reading.tree(sheet.head))
    assert said in sheet.alt
    assert sheet.table is not None
    table = reading.tree(sheet.table())
    rows = [[reading.words(cell) for cell in row] for row in table.findall(".//tbody/tr")]
    assert ["Stabilisation", "0", "4", "4", "2", "4", "14"] in rows


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_matrix_is_as_reviewed(record: Dataset, language: Any) -> None:
    made = matrix.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"matrix.{language}", reading.plain(made))
