"""Theme: every colour of the page comes from the configuration, and can be read on its ground."""

import re
import tomllib
from itertools import product

import pytest
import reading

from components import theme
from components.theme import CONFIG, NAMED, Screen, palette, properties, rgba

KINDS = ("light", "dark")


def tokens():
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]


def colours(of):
    return {getattr(of, name) for name in NAMED} | set(of.levels)


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_is_a_token_of_the_configuration(kind):
    shown = palette(kind)

    mixed = {shown.sea, shown.land}  # of two tokens each
    assert colours(shown) - mixed <= set(reading.strings(tokens()[kind]))
    assert len(mixed) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_level_of_meeting_has_a_colour_of_its_own(rules, kind):
    levels = palette(kind).levels

    assert len(set(levels)) == len(rules.choices("meetings", "level"))


@pytest.mark.parametrize("kind", KINDS)
def test_text_can_be_read_on_both_grounds(kind):
    shown = palette(kind)

    pairs = [
        *product(("ink", "accent", "disputed"), ("paper", "panel")),
        *(("ink", "sea"), ("ink", "land"), ("rest", "paper")),
    ]
    ratios = {
        (text, ground): reading.contrast(getattr(shown, text), getattr(shown, ground))
        for text, ground in pairs
    }

    assert min(ratios.values()) >= 4.5, ratios


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_stands_out_from_the_ground(kind):
    shown = palette(kind)

    assert min(reading.contrast(each, shown.paper) for each in (*shown.levels, shown.rest)) >= 3


def test_the_sheets_get_each_token_for_light_and_dark():
    light, dark = palette("light"), palette("dark")

    made = properties()

    for name in NAMED:
        assert f"--cm-{name}:light-dark({getattr(light, name)},{getattr(dark, name)})" in made
    for place, pair in enumerate(zip(light.levels, dark.levels, strict=True), start=1):
        assert f"--cm-level-{place}:light-dark({pair[0]},{pair[1]})" in made
    assert set(re.findall(r"#[0-9a-f]{6}", made)) == colours(light) | colours(dark)
    assert f"--cm-radius:{tokens()['baseRadius']}" in made


def test_a_token_becomes_four_numbers_for_the_map():
    assert rgba("#0e5c66") == [14, 92, 102, 255]
    assert rgba("#ffffff", opacity=0.5) == [255, 255, 255, 128]


def test_the_width_of_a_screen_says_how_much_stands_side_by_side():
    screens = [Screen(width=width) for width in (649, 650, 1149, 1150)]

    assert [screen.narrow for screen in screens] == [True, False, False, False]
    assert [screen.has_rows for screen in screens] == [False, False, False, True]


def test_views_side_by_side_share_the_room_and_are_not_those_of_a_phone():
    screen = Screen(palette("dark"), width=1150, height=700, has_webgl=False)

    half = screen.split(2)

    assert half == Screen(palette("dark"), width=559, height=700, has_webgl=False, parts=2)
    assert not half.narrow
    assert half.picture_height == screen.picture_height
    assert Screen(width=1300).split(3).width == (1300 - 2 * theme.GAP) // 3
    assert Screen(width=600).split(1) == Screen(width=600)


@pytest.mark.parametrize(
    ("width", "height", "picture"),
    [(1300, 720, 290), (1300, 800, 370), (1300, 890, 460), (1300, 1400, 460), (600, 300, 340)],
)
def test_a_picture_is_as_high_as_the_first_screen_allows(width, height, picture):
    assert Screen(width=width, height=height).picture_height == picture


def test_a_family_whose_name_holds_a_number_is_quoted_since_streamlit_writes_it_into_css():
    faces = [face["family"] for face in tokens()["fontFaces"]]
    names = ",".join([tokens()["font"], tokens()["headingFont"], *faces]).split(",")

    numbered = [name.strip() for name in names if re.search(r"(^| )\d", name.strip())]
    assert all(re.fullmatch(r"'[^']+'", name) for name in numbered)
    assert "'" not in palette("light").face
