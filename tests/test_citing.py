"""Citing: the card of references, what its copies and files hold, and the address of the view that it gives."""

import json
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import reading

from components import citing, state
from components.citing import Wanted
from components.language import text
from components.theme import DESK
from loaders.citation.exports import FORMATS
from loaders.citation.item import build_item, cite_observation, cite_passage
from loaders.select import select
from loaders.selection import Column, PassageId, Selection, parse

PASSAGE = PassageId("2021-05-oslo", 2)
VALUE = "2021-05-oslo-people-freed"
OF_RECORD = "2020-02-oslo-members"
HERE = "https://example.org/coalition/"
VIEW = f"{HERE}?passage=2021-05-oslo:2"
HOSTILE = '<script>alert(1)</script>" onclick="x'


def draw_card(dataset, cite, *, language="en"):
    """The card of one reference as a tree."""
    return reading.tree(citing.sheet(dataset, text(language), Wanted(cite, VIEW)).card)


def list_copies(body):
    """What the browser copies, letter by letter, by the id that a button names."""
    written = {part.get("id", ""): "".join(part.itertext()) for part in body.iter("pre")}
    return {
        button.get("data-copy", ""): written[button.get("data-copy", "")]
        for button in body.iter("button")
    }


def write(dataset, cite, *, language="en", address=VIEW):
    """The reference in every format, as it is written."""
    if isinstance(cite, PassageId):
        cited = cite_passage(dataset, cite.meeting, cite.number)
    else:
        cited = cite_observation(dataset, cite)
    item = build_item(cited, dataset=dataset, address=address, language=language)
    return {f"citing-{name}": style.write(item) for name, style in FORMATS.items()}


@pytest.fixture
def stage(monkeypatch):
    """A page on which nothing is drawn yet, found at an address of its own."""
    stage = reading.Stage()
    stage.context = SimpleNamespace(url=HERE)
    stage.container = lambda **_: nullcontext()
    monkeypatch.setattr(citing, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    return stage


def draw(dataset, selection):
    """Draw the card for a selection."""
    follow = state.Follow(selection, DESK, dataset)
    citing.drawer(select(dataset, selection), text(selection.language), follow)


def read_address(stage):
    """The address of the view in the reference that is drawn."""
    item = json.loads(list_copies(reading.tree(stage.markup))["citing-csl-json"])[0]
    return str(item["custom"]["address"])


# what is cited -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cite", "language", "heading"),
    [
        (PASSAGE, "en", "Passage 2, Oslo, 11 May 2021"),
        (PASSAGE, "ar", "المقطع 2، أوسلو، 11 مايو 2021"),
        (VALUE, "en", "Sample freed: more than 1.2 million people, 11 May 2021"),
    ],
)
def test_the_card_says_what_is_cited_and_can_be_closed(sample, cite, language, heading):
    body = draw_card(sample, cite, language=language)

    (section,) = reading.classed(body, "cm-citing")
    (close,) = [link for part in reading.classed(body, "cm-close") for link in part.iter("a")]
    assert reading.words(next(body.iter("h2"))) == heading
    assert heading in section.get("aria-label", "").translate(reading.ISOLATES)
    assert (section.get("tabindex"), section.get("dir")) == ("-1", text(language).direction)
    assert reading.target(close, sample) == Selection(cite=cite)
    assert close.get("data-step") is not None


@pytest.mark.parametrize(
    "cite",
    [None, "", "nothing-of-the-kind", PassageId("2021-05-oslo", 99), PassageId("nowhere", 1)],
)
def test_what_is_not_there_opens_nothing(sample, stage, cite):
    del stage.context  # nothing is asked of the browser

    draw(sample, Selection(cite=cite, figure=VALUE))

    assert citing.opened(sample, cite) is None
    assert stage.shown == []


def test_a_reference_is_to_be_had_of_every_passage_and_value(record):
    places = zip(record.passages["meeting_id"], record.passages["number"], strict=True)

    for cite in (*(PassageId(*place) for place in places), *record.observations["observation_id"]):
        assert citing.opened(record, cite)
        assert citing.describe_cited(record, text("ar"), cite)


# the card ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cite", [PASSAGE, VALUE, OF_RECORD], ids=str)
def test_what_is_copied_is_the_reference_letter_by_letter(sample, cite, language):
    copies = list_copies(draw_card(sample, cite, language=language))

    assert copies == write(sample, cite, language=language)
    assert not set("".join(copies.values())) & set("\u2066\u2067\u2068\u2069\u200e\u200f")


def test_every_format_has_a_heading_a_button_that_names_it_and_a_line_for_the_result(
    sample, language
):
    body, words = draw_card(sample, PASSAGE, language=language), text(language)

    names = [words(f"citing.format.{name}") for name in FORMATS]
    buttons = list(body.iter("button"))
    assert [reading.words(heading) for heading in body.iter("h3")] == names
    assert [button.get("aria-label") for button in buttons] == [
        words("citing.copy_as", format=name) for name in names
    ]
    # The name of a button holds what is seen on it.
    assert all(button.get("aria-label", "").startswith(reading.words(button)) for button in buttons)
    lines = [part for part in body.iter("span") if part.get("role") == "status"]
    assert [
        (reading.words(line), line.get("data-done"), line.get("data-failed")) for line in lines
    ] == [("", words("citing.copied"), words("citing.not_copied"))] * len(names)


def test_names_of_the_other_script_stand_apart_and_files_run_from_left_to_right(sample, language):
    body = draw_card(sample, PASSAGE, language=language)

    for part in body.iter("pre"):
        names = ["".join(name.itertext()) for name in part.iter("bdi")]
        assert {"خبر نموذجي", "Sample news item"} <= set(names), part.get("id")
        assert any(VIEW in name for name in names), part.get("id")
        is_file = part.get("id", "").removeprefix("citing-") in citing.FILES
        assert part.get("dir") == ("ltr" if is_file else text(language).direction)


@pytest.mark.parametrize(
    ("words", "names", "pieces"),
    [
        (
            "a, “b [c],” d",
            ["b", "c"],
            [("a, “", False), ("b", True), (" [", False), ("c", True), ("],” d", False)],
        ),
        ("The Title.", ["the title"], [("The Title", True), (".", False)]),
        ("long and longer", ["long", "long and longer"], [("long and longer", True)]),
        ("a (b) c", ["(b)", "", "  "], [("a ", False), ("(b)", True), (" c", False)]),
        ("one line", ["one\nline"], [("one line", True)]),
        ("nothing", [], [("nothing", False)]),
    ],
)
def test_a_reference_is_split_where_its_names_stand(words, names, pieces):
    assert citing.split_names(words, names=names) == pieces


def test_markup_in_a_title_is_only_text(sample, language):
    cells = {"title": f"{HOSTILE}\nTI  - other", "title_translated": HOSTILE, "author": HOSTILE}
    spoilt = reading.changed(sample, "sources", "daily-oslo-2021", **cells)

    body = draw_card(spoilt, PASSAGE, language=language)

    assert not list(body.iter("script"))
    assert not [part for part in body.iter() if "onclick" in part.attrib]
    assert list_copies(body) == write(spoilt, PASSAGE, language=language)
    assert f"{HOSTILE} TI - other" in list_copies(body)["citing-apa"]


# the files ---------------------------------------------------------------------------------------------


def test_the_files_are_what_is_copied_under_the_name_of_what_is_cited(sample, stage, language):
    draw(sample, Selection(language=language, cite=PASSAGE))

    files = [settings for name, _, settings in stage.shown if name == "download_button"]
    copies = list_copies(reading.tree(stage.markup))
    assert [settings["label"] for settings in files] == [
        text(language)("citing.download", format=name) for name in ("BibTeX", "RIS", "CSL-JSON")
    ]
    assert {settings["file_name"]: settings["data"].decode("utf-8") for settings in files} == {
        f"2021-05-oslo-passage-2.{ending}": copies[f"citing-{name}"]
        for name, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl-json", "json"))
    }
    # A download draws nothing anew.
    assert all(settings["on_click"] == "ignore" for settings in files)
    assert len({settings["key"] for settings in files}) == 3


# the address of the view -------------------------------------------------------------------------------


def test_the_address_opens_the_readers_own_view_on_the_passage(sample, stage):
    selection = Selection(
        language="ar",
        years=(2021, 2021),
        page="statements",
        columns=(Column("2021-05-oslo", "both"),),
        figure=VALUE,
        cite=PASSAGE,
    )

    draw(sample, selection)

    address = read_address(stage)
    assert address.startswith(f"{HERE}?")
    expected = replace(
        selection, figure=None, cite=None, passage=PASSAGE, version=sample.rules.version
    )
    assert parse(parse_qs(urlsplit(address).query), sample) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"years": (2021, 2021)}, {"years": (2021, 2021)}),
        ({"years": (2024, 2024)}, {}),
        ({"collection": "record"}, {"collection": "record"}),
        ({"collection": "record", "cities": ("lima",)}, {"collection": "record"}),
        (
            {"years": (2024, 2024), "language": "ar", "search": "Sample"},
            {"language": "ar", "search": "Sample"},
        ),
    ],
)
def test_filters_that_would_hide_the_passage_are_left_out(sample, fields, expected):
    selection = Selection(cite=PASSAGE, **fields)

    view = citing.view(selection, select(sample, selection))

    assert view == Selection(passage=PASSAGE, version=sample.rules.version, **expected)
    places = select(sample, view).passages[["meeting_id", "number"]].itertuples(index=False)
    assert tuple(PASSAGE) in [tuple(place) for place in places]


def test_a_passage_of_the_record_is_shown_in_the_record(sample):
    moved = reading.changed(sample, "meetings", PASSAGE.meeting, collection="record")
    selection = Selection(cite=PASSAGE, language="ar")

    view = citing.view(selection, select(moved, selection))

    assert view == Selection(
        passage=PASSAGE, language="ar", collection="record", version=sample.rules.version
    )


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:8501", "http://localhost:8501/"),
        ("https://example.org/coalition/?lang=ar#x", "https://example.org/coalition/"),
        (None, ""),
        ("", ""),
    ],
)
def test_the_address_begins_where_the_reader_found_the_page(sample, stage, url, address):
    stage.context = SimpleNamespace(url=url)

    draw(sample, Selection(cite=VALUE))

    view = f"{address}?figure={VALUE}&version={sample.rules.version}" if address else ""
    assert state.location() == address
    assert list_copies(reading.tree(stage.markup)) == write(sample, VALUE, address=view)
