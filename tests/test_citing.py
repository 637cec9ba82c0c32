"""Citing: the card of references, what its copies and files hold, and the address of the view that it gives."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
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
from loaders.selection import Column, Place, Selection, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

PASSAGE, FIGURE = Place("2021-05-oslo", 2), "2021-05-oslo-people-freed"  # type: ignore[arg-type]
ELSEWHERE = "2020-02-oslo-members"
HERE = "https://example.org/coalition/"
VIEW = f"{HERE}?passage=2021-05-oslo:2"
HOSTILE = '<script>alert(1)</script>" onclick="x'


def card(dataset: Dataset, cite: Any, *, language: Any = "en", address: str = VIEW) -> Element:
    """The card of one reference as a tree."""
    chosen = reading.chosen(dataset)
    return reading.tree(citing.sheet(chosen, text(language), DESK, Wanted(cite, address)).card)


def copied(body: Element) -> dict[str, str]:
    """What the browser copies, letter by letter, by the id that a button names."""
    held = {each.get("id", ""): "".join(each.itertext()) for each in body.iter("pre")}
    return {each.get("data-copy", ""): held[each.get("data-copy", "")] for each in body.iter("button")}


def written(dataset: Dataset, cite: Any, *, language: Any = "en", address: str = VIEW) -> dict[str, str]:
    """The reference in every format, as it is written."""
    cited = (
        cite_passage(dataset, cite.meeting, cite.number)
        if isinstance(cite, Place)
        else cite_observation(dataset, cite)
    )
    item = build_item(cited, dataset=dataset, address=address, language=language)
    return {f"citing-{name}": form.write(item) for name, form in FORMATS.items()}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> reading.Stage:
    """A page on which nothing is drawn yet, found at an address of its own."""
    stage = reading.Stage()
    stage.context = SimpleNamespace(url=HERE)  # type: ignore[attr-defined]
    stage.container = lambda **_: nullcontext()  # type: ignore[attr-defined]
    monkeypatch.setattr(citing, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    return stage


def draw(dataset: Dataset, selection: Selection) -> None:
    """Draw the card for a selection."""
    follow = state.Follow(selection, DESK, dataset)
    citing.drawer(select(dataset, selection), text(selection.language), follow)


# what is cited -----------------------------------------------------------------------------------------


def test_the_card_says_which_passage_is_cited(sample: Dataset) -> None:
    english, arabic = (card(sample, PASSAGE, language=each) for each in ("en", "ar"))

    assert reading.words(next(english.iter("h2"))) == "Passage 2, Oslo, 11 May 2021"
    assert reading.words(next(arabic.iter("h2"))) == "المقطع 2، أوسلو، 11 مايو 2021"
    assert arabic[0].get("dir") == "rtl"


def test_the_card_says_which_figure_is_cited_in_words(sample: Dataset) -> None:
    body = card(sample, FIGURE)

    assert reading.words(next(body.iter("h2"))) == "Sample freed: more than 1.2 million people, 11 May 2021"


@pytest.mark.parametrize(
    "cite", [None, "", "nothing-of-the-kind", Place("2021-05-oslo", 99), Place("nowhere", 1)]
)
def test_what_is_not_there_opens_nothing(sample: Dataset, stage: reading.Stage, cite: Any) -> None:
    draw(sample, Selection(cite=cite))

    assert citing.opened(sample, cite) is None
    assert stage.shown == []


def test_a_card_of_nothing_is_refused_by_name(sample: Dataset) -> None:
    with pytest.raises(KeyError, match="'nothing' is no passage and no figure"):
        citing.sheet(sample, text("en"), DESK, Wanted("nothing", ""))  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="'nothing' is no figure"):
        citing.subject(sample, text("en"), "nothing")  # type: ignore[arg-type]


def test_a_reference_is_to_be_had_of_every_passage_and_figure(record: Dataset) -> None:
    places = zip(record.passages["meeting_id"], record.passages["number"], strict=True)
    cites = [*(Place(*each) for each in places), *record.observations["observation_id"]]

    assert len(cites) == len(record.passages) + len(record.observations)
    assert all(citing.opened(record, each) for each in cites)
    assert all(citing.subject(record, text("ar"), each) for each in cites)


# the card ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("cite", [PASSAGE, FIGURE, ELSEWHERE], ids=str)
def test_what_is_copied_is_the_reference_letter_by_letter(sample: Dataset, cite: Any, language: Any) -> None:
    body = card(sample, cite, language=language)

    assert copied(body) == written(sample, cite, language=language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_format_has_a_heading_and_a_button_that_names_it(sample: Dataset, language: Any) -> None:
    body = card(sample, PASSAGE, language=language)

    names = [text(language)(f"citing.format.{each}") for each in FORMATS]
    assert [reading.words(each) for each in body.iter("h3")] == names
    assert [each.get("aria-label") for each in body.iter("button")] == [
        text(language)("citing.copy_as", format=each) for each in names
    ]
    for each in body.iter("button"):
        assert (each.get("aria-label") or "").startswith(reading.words(each)), "the name holds what is seen"


def test_a_copy_is_told_in_words(sample: Dataset) -> None:
    body = card(sample, PASSAGE, language="ar")

    told = [each for each in body.iter("span") if each.get("role") == "status"]
    assert len(told) == len(FORMATS)
    assert {reading.words(each) for each in told} == {""}
    assert {(each.get("data-done"), each.get("data-failed")) for each in told} == {
        ("تم النسخ", "تعذّر النسخ: النص محدَّد، فانسخه بلوحة المفاتيح")
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_card_can_be_closed_and_take_the_focus(sample: Dataset, language: Any) -> None:
    body = card(sample, PASSAGE, language=language)

    (section,) = reading.classed(body, "cm-citing")
    (close,) = [link for each in reading.classed(body, "cm-close") for link in each.iter("a")]
    assert section.get("tabindex") == "-1"
    assert reading.words(next(body.iter("h2"))) in (section.get("aria-label") or "").translate(
        reading.ISOLATES
    )
    assert parse(parse_qs((close.get("href") or "")[1:]), sample) == Selection(cite=PASSAGE)
    assert close.get("data-step") is not None


def test_the_arabic_title_and_its_translation_stand_apart_on_the_page(sample: Dataset) -> None:
    for language in ("en", "ar"):
        body = card(sample, PASSAGE, language=language)

        for each in body.iter("pre"):
            apart = ["".join(piece.itertext()) for piece in each.iter("bdi")]
            assert {"خبر نموذجي", "Sample news item"} <= set(apart), each.get("id")
            assert any(VIEW in piece for piece in apart), each.get("id")


def test_references_run_as_the_page_does_and_files_from_left_to_right(sample: Dataset) -> None:
    body = card(sample, PASSAGE, language="ar")

    directions = {each.get("id"): each.get("dir") for each in body.iter("pre")}
    assert directions == {
        "citing-chicago": "rtl",
        "citing-apa": "rtl",
        "citing-mla": "rtl",
        "citing-bibtex": "ltr",
        "citing-ris": "ltr",
        "citing-csl-json": "ltr",
    }


def test_no_character_that_isolates_is_ever_copied(record: Dataset) -> None:
    for language in ("en", "ar"):
        body = card(record, "2017-11-amman-people-freed", language=language)

        assert copied(body)
        assert not any(
            set(each) & set("\u2066\u2067\u2068\u2069\u200e\u200f") for each in copied(body).values()
        )


@pytest.mark.parametrize(
    ("words", "apart", "pieces"),
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
def test_a_reference_is_cut_where_its_names_stand(
    words: str, apart: list[str], pieces: list[tuple[str, bool]]
) -> None:
    assert citing.pieces(words, apart=apart) == pieces


@pytest.mark.parametrize("language", ["en", "ar"])
def test_markup_in_a_title_is_only_text(sample: Dataset, language: Any) -> None:
    title = f"{HOSTILE}\nTI  - other"
    spoilt = reading.changed(
        sample, "sources", "daily-oslo-2021", title=title, title_translated=HOSTILE, author=HOSTILE
    )

    body = card(spoilt, PASSAGE, language=language)

    assert not list(body.iter("script"))
    assert not [each for each in body.iter() if "onclick" in each.attrib]
    assert copied(body) == written(spoilt, PASSAGE, language=language)
    assert f"{HOSTILE} TI - other" in copied(body)["citing-apa"]


# the files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_files_are_what_is_copied_under_the_name_of_what_is_cited(
    sample: Dataset, stage: reading.Stage, language: Any
) -> None:
    draw(sample, Selection(language=language, cite=PASSAGE))

    files = [(what, settings) for name, what, settings in stage.shown if name == "download_button"]
    body = reading.tree(stage.markup)
    assert [what for what, _ in files] == [
        text(language)("citing.download", format=each) for each in ("BibTeX", "RIS", "CSL-JSON")
    ]
    assert {each["file_name"]: each["data"].decode("utf-8") for _, each in files} == {
        f"2021-05-oslo-passage-2.{ending}": copied(body)[f"citing-{name}"]
        for name, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl-json", "json"))
    }
    assert all(each["on_click"] == "ignore" for _, each in files), "a download draws nothing anew"
    assert len({each["key"] for _, each in files}) == 3


# the address of the view -------------------------------------------------------------------------------


def test_the_address_opens_the_readers_own_view_on_the_passage(sample: Dataset, stage: reading.Stage) -> None:
    columns = (Column("2021-05-oslo", "both"),)  # type: ignore[arg-type]
    selection = Selection(
        language="ar", years=(2021, 2021), page="statements", columns=columns, figure=FIGURE, cite=PASSAGE
    )

    draw(sample, selection)

    item = json.loads(copied(reading.tree(stage.markup))["citing-csl-json"])[0]
    where = item["custom"]["address"]
    assert where.startswith(f"{HERE}?")
    assert parse(parse_qs(urlsplit(where).query), sample) == replace(
        selection, figure=None, cite=None, passage=PASSAGE
    )


def test_the_address_of_a_figure_opens_its_evidence(sample: Dataset, stage: reading.Stage) -> None:
    draw(sample, Selection(cite=FIGURE, passage=PASSAGE))

    where = json.loads(copied(reading.tree(stage.markup))["citing-csl-json"])[0]["custom"]["address"]
    assert where == f"{HERE}?page=statements&figure={FIGURE}"


@pytest.mark.parametrize(
    ("fields", "kept"),
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
def test_filters_that_would_hide_the_passage_are_left_out(
    sample: Dataset, fields: dict[str, Any], kept: dict[str, Any]
) -> None:
    selection = Selection(cite=PASSAGE, **fields)
    chosen = select(sample, selection)

    view = citing.view(selection, chosen)

    assert view == Selection(passage=PASSAGE, **kept)
    there = select(sample, view).passages
    assert ((there["meeting_id"] == PASSAGE.meeting) & (there["number"] == PASSAGE.number)).any()


def test_a_passage_of_the_record_is_shown_in_the_record(sample: Dataset) -> None:
    moved = reading.changed(sample, "meetings", PASSAGE.meeting, collection="record")
    selection = Selection(cite=PASSAGE, language="ar")

    view = citing.view(selection, select(moved, selection))

    assert view == Selection(passage=PASSAGE, language="ar", collection="record")


@pytest.mark.parametrize(
    ("found", "address"),
    [
        ("http://localhost:8501", "http://localhost:8501/"),
        ("https://example.org/coalition/?lang=ar#x", "https://example.org/coalition/"),
        (None, ""),
        ("", ""),
    ],
)
def test_the_address_begins_where_the_reader_found_the_page(
    stage: reading.Stage, found: str | None, address: str
) -> None:
    stage.context = SimpleNamespace(url=found)  # type: ignore[attr-defined]

    assert state.location() == address


def test_an_address_that_is_not_known_is_left_out(sample: Dataset, stage: reading.Stage) -> None:
    stage.context = SimpleNamespace(url=None)  # type: ignore[attr-defined]

    draw(sample, Selection(cite=FIGURE))

    assert copied(reading.tree(stage.markup)) == written(sample, FIGURE, address="")


# what it costs -----------------------------------------------------------------------------------------


def test_a_reference_is_written_once_for_all_reruns(
    sample: Dataset, stage: reading.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(sample, Selection(cite=PASSAGE))
    first = stage.markup
    monkeypatch.setattr(citing, "build_item", None)

    draw(sample, Selection(cite=PASSAGE))

    assert stage.markup == first * 2


def test_a_page_without_a_reference_asks_nothing(sample: Dataset, stage: reading.Stage) -> None:
    del stage.context  # type: ignore[attr-defined]

    draw(sample, Selection(figure=FIGURE))  # type: ignore[arg-type]

    assert stage.shown == []
