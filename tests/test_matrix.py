"""The matrix: every theme by every statement, counted, shaded and clicked."""

from collections import Counter

import pytest
import reading

from components import matrix
from components.language import text
from components.theme import DESK, Screen, palette
from loaders.schema.tables import records

PALETTES = [palette("light"), palette("dark")]


def draw(dataset, *, screen=DESK, **fields):
    """The traces: the shades, what is clicked, and the numbers."""
    return reading.plain(matrix.figure(reading.chosen(dataset, **fields), text("en"), screen))[
        "data"
    ]


def count_passages(dataset):
    """The passages by statement and theme, from the rows themselves."""
    return Counter(
        (row["meeting_id"], theme) for row in records(dataset.passages) for theme in row["themes"]
    )


# what is drawn -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["record", "sample"])
def test_every_cell_counts_the_passages_that_have_its_theme_and_says_so(name, request):
    dataset = request.getfixturevalue(name)
    heat, cells, *numbers = draw(dataset)
    wanted = count_passages(dataset)
    middles = [base + length / 2 for base, length in zip(cells["base"], cells["x"], strict=True)]
    values = [
        heat["z"][down][round(across)] for across, down in zip(middles, cells["y"], strict=True)
    ]

    written = {
        (across, down): int(words)
        for trace in numbers
        for across, down, words in zip(trace["x"], trace["y"], trace["text"], strict=True)
    }

    filled = {
        (across, down): value
        for down, row in enumerate(heat["z"])
        for across, value in enumerate(row)
        if value is not None
    }
    assert dict(zip(map(tuple, cells["customdata"]), values, strict=True)) == wanted
    assert written == filled
    assert sum(filled.values()) == sum(wanted.values())


def test_the_hover_also_says_how_many_have_it_as_their_main_theme(record):
    _, cells, *_ = draw(record)

    hovers = {
        tuple(ids): words
        for ids, words in zip(cells["customdata"], cells["hovertext"], strict=True)
    }

    assert hovers["2019-06-paris", "stabilisation"] == (
        "<b>Stabilisation</b><br>Paris, 25 June 2019<br>4 passages<br>as main theme: 1"
    )


def test_a_cell_outside_the_selection_keeps_its_number_and_its_frame_and_loses_its_shade(record):
    heat, cells, *numbers = draw(record, themes=("stabilisation",))
    colours = DESK.palette

    edges = cells["marker"]["line"]["color"]
    frames = {theme: colour for (_, theme), colour in zip(cells["customdata"], edges, strict=True)}
    inks = {trace["textfont"]["color"]: set(trace["y"]) for trace in numbers}
    assert [down for down, row in enumerate(heat["z"]) if any(row)] == [2]
    assert len(cells["customdata"]) == len(count_passages(record))
    assert frames["military-campaign"] == colours.rule != frames["stabilisation"]
    assert 2 not in inks.pop(colours.rest)
    assert set().union(*inks.values()) == {2}


def test_a_filter_changes_no_shade_of_what_it_keeps(record):
    whole, *_ = draw(record)
    part, *_ = draw(record, cities=("paris",))

    assert (part["zmax"], part["colorscale"]) == (whole["zmax"], whole["colorscale"])
    assert [row[-1] for row in part["z"]] == [row[-1] for row in whole["z"]]


# shades and legibility -------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 15, 100])
def test_each_shade_reaches_to_twice_the_one_before(most):
    for count in range(1, most + 1):
        shade = matrix.find_shade(count, most=most)
        assert (shade == 3) is (count * 2 > most)
        assert (shade == 2) is (count * 2 <= most < count * 4)
        assert (shade == 0) is (count * 8 <= most)


@pytest.mark.parametrize("colours", PALETTES, ids=lambda colours: colours.kind)
@pytest.mark.parametrize("name", ["record", "sample"])
def test_every_number_is_legible_on_its_shade_and_outside_the_selection_on_the_page(
    name, colours, request
):
    heat, _, *numbers = draw(request.getfixturevalue(name), screen=Screen(colours))

    for trace in numbers:
        for across, down in zip(trace["x"], trace["y"], strict=True):
            share = heat["z"][down][across] / heat["zmax"]
            ground = [colour for bound, colour in heat["colorscale"] if bound <= share][-1]
            assert reading.contrast(trace["textfont"]["color"], ground) >= 4.5
    _, _, *grey = draw(request.getfixturevalue(name), screen=Screen(colours), years=(1999, 1999))
    assert {trace["textfont"]["color"] for trace in grey} == {colours.rest}
    assert reading.contrast(colours.rest, colours.paper) >= 4.5
    away = [
        reading.contrast(matrix.blend_shade(step, colours), colours.panel)
        for step in range(len(matrix.SHADES))
    ]
    assert away == sorted(set(away))


# what is said ------------------------------------------------------------------------------------------------


def test_the_matrix_is_as_reviewed(record, language):
    drawn = matrix.figure(reading.chosen(record), text(language))

    reading.assert_as_reviewed(f"matrix.{language}", reading.plain(drawn))
