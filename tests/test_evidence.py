"""Evidence: the words, the speaker, the source, the wording of the number, and who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import reading

from components import evidence
from components.language import text
from loaders.selection import Selection, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

FREED = "2017-11-amman-people-freed"
HOSTILE = "<script>alert(1)</script>"


def card(dataset: Dataset, observation: str, *, language: Any = "en", **fields: Any) -> Element:
    """The card of one figure as a tree."""
    chosen = reading.chosen(dataset, **fields)
    figure = evidence.opened(chosen, observation)
    assert figure is not None
    return reading.tree(evidence.card(chosen, text(language), figure))


def facts(body: Element) -> dict[str, str]:
    """What the card says, by its term."""
    terms, words = ([reading.words(each) for each in body.iter(tag)] for tag in ("dt", "dd"))
    return dict(zip(terms, words, strict=True))


def others(body: Element) -> list[dict[str, str]]:
    """What other sources say, each with its parts by name."""
    names = {"value": "cm-rival", "source": "cm-other-source", "caption": "cm-other-caption"}
    return [
        {name: reading.words(reading.classed(item, part)[0]) for name, part in names.items()}
        | {
            "reason": reading.words(list(item.iter("p"))[-2]),
            "link": list(item.iter("a"))[-1].get("href", ""),
        }
        for items in reading.classed(body, "cm-others")
        for item in items
    ]


def test_a_card_says_everything_about_its_figure(record: Dataset) -> None:
    body = card(record, FREED)

    assert reading.words(reading.classed(body, "cm-evidence-value")[0]) == "more than 7.5 million people"
    assert facts(body) == {
        "Speaker": "Brett McGurk, US Special Presidential Envoy for the Coalition",
        "As of": "15 November 2017",
        "Wording": "More than: a lower bound",
        "Scope": "Iraq and Syria together",
        "Confidence": "High",
        "Meeting": "Small Group meeting of political directors, Amman",
        "Source": facts(body)["Source"],
        "Paragraph": facts(body)["Paragraph"],
        "Definition": record.names["indicators"]["people-freed"]["definition_en"],
    } | ({"Address": facts(body)["Address"]} if "Address" in facts(body) else {})
    assert facts(body)["Source"].startswith("Okaz, November 2017 (press report)")
    assert facts(body)["Paragraph"] == f"{record.names['observations'][FREED]['paragraph']:.0f}"


def test_an_arabic_card_says_it_in_arabic(record: Dataset) -> None:
    body = card(record, FREED, language="ar")

    assert body[0].get("dir") == "rtl"
    assert reading.words(reading.classed(body, "cm-evidence-value")[0]) == "أكثر من 7.5 مليون شخص"
    assert facts(body)["القائل"] == "بريت مكغورك، المبعوث الخاص للرئيس الأميركي لدى التحالف الدولي"
    assert facts(body)["الصياغة"] == "أكثر من: حد أدنى"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_words_stand_in_the_language_of_their_source(record: Dataset, language: Any) -> None:
    body = card(record, FREED, language=language)

    (quote,) = body.iter("blockquote")
    assert (quote.get("lang"), quote.get("dir")) == ("ar", "rtl")
    assert reading.words(quote) == f"«{record.names['observations'][FREED]['evidence']}»"


def test_words_of_an_english_source_run_from_left_to_right(sample: Dataset) -> None:
    body = card(sample, "2020-02-oslo-members", language="ar", collection="record")

    (quote,) = body.iter("blockquote")
    assert (quote.get("lang"), quote.get("dir")) == ("en", "ltr")
    assert facts(body)["الرابط"] == "https://example.org/oslo-2020"


@pytest.mark.parametrize(("language", "shown"), [("en", ["en"]), ("ar", ["ar", "en"])])
def test_the_passage_that_states_it_is_rendered_with_the_number_marked(
    record: Dataset, language: Any, shown: list[str]
) -> None:
    passages = [
        (row, mark)
        for row in record.passages.to_dict("records")
        for mark in row["figures"]
        if mark["observation_id"] == FREED
    ]

    body = card(record, FREED, language=language)

    renderings = [each for figure in body.iter("figure") for each in figure.iter("p")]
    assert passages
    assert [each.get("lang") for each in renderings] == shown * len(passages)
    for each in renderings:
        (row, mark), *_ = passages
        assert reading.words(each) == row[each.get("lang")]
        assert [reading.words(part) for part in each.iter("mark")] == [mark[each.get("lang")]]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_card_can_be_drawn(record: Dataset, language: Any) -> None:
    for observation in record.observations["observation_id"]:
        assert facts(card(record, observation, language=language))


def test_a_disagreement_is_told_with_value_source_and_reason_and_leads_to_its_two_sides(
    record: Dataset,
) -> None:
    body = card(record, FREED)

    (told,) = others(body)
    row = record.names["discrepancies"]["2017-11-amman-people-freed-host"]
    assert told == {
        "value": "nearly 6.6 million people",
        "source": told["source"],
        "caption": "Another source says",
        "reason": row["reason_en"],
        "link": "?disagreement=2017-11-amman-people-freed-host",
    }
    (link,) = [each for each in body.iter("a") if each.get("href") == told["link"]]
    assert link.get("data-lead") is not None


def test_the_other_side_says_its_kind_and_its_collection_in_words(record: Dataset) -> None:
    (english,) = others(card(record, FREED))
    (arabic,) = others(card(record, FREED, language="ar", collection="record"))

    assert english["source"].startswith("■ ")
    assert english["source"].endswith("(press report) Wider record")
    assert arabic["source"].endswith("(تقرير صحفي) السجل الأوسع")


def test_the_card_of_the_rival_tells_what_is_held_against_it(record: Dataset) -> None:
    (told,) = others(card(record, FREED + "-host", collection="record"))

    assert told["caption"] == "This is the other side; the dataset records"
    assert told["value"] == "more than 7.5 million people"
    assert told["source"].endswith("(press report) Core collection")


def test_every_disagreement_of_a_figure_is_told(record: Dataset) -> None:
    shares = others(card(record, "2017-11-amman-territory-liberated-share"))
    kuwait = others(card(record, "2018-02-kuwait-territory-liberated-share", language="ar"))

    assert [each["value"] for each in shares] == ["more than 95%", "more than 87%"]
    assert [each["value"] for each in kuwait] == ["98% (مشكوك فيه)، العراق"] * 2


def test_a_disagreement_on_the_date_of_its_meeting_is_told_as_well(record: Dataset, sample: Dataset) -> None:
    paris = others(card(record, "2019-06-paris-foreign-fighters"))
    nairobi = others(card(sample, "2022-09-nairobi-members"))

    assert [each["value"] for each in paris] == ["Date of the meeting: 24 June 2019"]
    assert [each["value"] for each in nairobi] == ["Date of the meeting: October 2022"]


def test_a_disagreement_on_the_end_of_a_range_is_a_value_with_its_unit(sample: Dataset) -> None:
    (told,) = others(card(sample, "2024-10-lima-foreign-fighters"))

    assert told["value"] == "12,000 fighters"


def test_a_caveat_stands_before_the_words_that_it_is_about(record: Dataset) -> None:
    body = card(record, "2019-02-washington-members")

    order = [each.get("class", each.tag) for each in body.iter() if each.tag in ("p", "blockquote")]
    (note,) = reading.classed(body, "cm-note")
    assert "The report says 79 states" in reading.words(note)
    assert order.index("cm-note") < order.index("blockquote")


def test_where_nobody_disagrees_the_card_says_so(record: Dataset) -> None:
    body = card(record, "2017-11-amman-interpol-names")

    assert others(body) == []
    assert "No disagreement with another source is recorded." in reading.words(body)


def test_a_derived_number_says_that_it_is(record: Dataset) -> None:
    body = card(record, "2019-06-paris-territory-liberated-share")

    assert facts(body)["Wording"] == "Our reading: we put into a number what the source says in words"


def test_what_is_unknown_is_left_out(sample: Dataset) -> None:
    body = card(sample, "2023-territory-held-peak")

    assert "Meeting" not in facts(body)
    assert facts(body)["As of"] == "2023"
    assert all(facts(body).values())


def test_a_range_says_both_ends(sample: Dataset) -> None:
    body = card(sample, "2024-10-lima-foreign-fighters")

    value = reading.words(reading.classed(body, "cm-evidence-value")[0])
    assert value == "between 9,000 and 11,500 fighters"
    assert facts(body)["Wording"] == "Between two numbers: a range"


def test_the_card_has_a_link_that_closes_it(record: Dataset) -> None:
    body = card(record, FREED)

    (close,) = [link for each in reading.classed(body, "cm-close") for link in each.iter("a")]
    asked = parse(parse_qs(close.get("href", "").removeprefix("?")), record)
    assert asked == Selection(figure=FREED)  # type: ignore[arg-type]
    assert close.get("data-step") is not None, "a step that is set already is taken back"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Cite this figure: People freed from ISIS, more than 7.5 million people"),
        ("ar", "استشهاد مرجعي بالرقم: المحررون من سيطرة تنظيم داعش، أكثر من 7.5 مليون شخص"),
    ],
)
def test_the_card_has_a_link_to_a_reference_that_says_what_it_cites(
    record: Dataset, language: Any, label: str
) -> None:
    body = card(record, FREED, language=language)

    (cite,) = [each for each in body.iter("a") if each.get("aria-label") and "cite=" in each.get("href", "")]
    assert parse(parse_qs(cite.get("href", "").removeprefix("?")), record) == Selection(cite=FREED)  # type: ignore[arg-type]
    assert cite.get("data-step") is not None
    assert cite.get("aria-label") == label
    assert label.startswith(reading.words(cite))


def test_evidence_stays_open_where_the_filters_leave_its_figure_out(record: Dataset) -> None:
    figure = evidence.opened(reading.chosen(record, cities=("rome",)), FREED)

    assert figure is not None
    assert (figure.observation_id, figure.chosen) == (FREED, False)


@pytest.mark.parametrize("observation", [None, "", "nothing-of-the-kind"])
def test_what_is_no_figure_opens_nothing(record: Dataset, observation: str | None) -> None:
    assert evidence.opened(reading.chosen(record), observation) is None


def test_a_figure_of_the_other_collection_never_breaks_the_page(sample: Dataset) -> None:
    figure = evidence.opened(reading.chosen(sample, collection="core"), "2020-02-oslo-members")

    assert figure is None or figure.observation_id == "2020-02-oslo-members"


def test_markup_in_the_data_is_only_text(record: Dataset) -> None:
    spoilt = reading.changed(
        record, "observations", FREED, evidence=HOSTILE, speaker_en=HOSTILE, note_en=HOSTILE
    )
    chosen = reading.chosen(spoilt)
    figure = evidence.opened(chosen, FREED)
    assert figure is not None

    made = evidence.card(chosen, text("en"), figure)

    assert "<script" not in made
    assert reading.words(reading.tree(made)).count(HOSTILE) == 3
