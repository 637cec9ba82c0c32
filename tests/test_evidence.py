"""Evidence: the words, the speaker, the source, the wording of the number, and who says otherwise."""

import pytest
import reading

from components import evidence
from components.language import text
from loaders.selection import Selection

FREED = "2017-11-amman-people-freed"


def draw_card(dataset, name, *, language="en", **fields):
    """The card of one value as a tree."""
    selected = reading.chosen(dataset, **fields)
    observation = evidence.opened(selected, name)
    assert observation is not None
    return reading.tree(evidence.card(selected, text(language), observation))


def list_facts(body):
    """What the card says, by its term."""
    terms, words = ([reading.words(part) for part in body.iter(tag)] for tag in ("dt", "dd"))
    return dict(zip(terms, words, strict=True))


def read_value(body):
    return reading.words(reading.classed(body, "cm-evidence-value")[0])


def list_disputes(body):
    """What other sources say, each with its parts by name."""
    classes = {"value": "cm-rival", "source": "cm-other-source", "caption": "cm-other-caption"}
    return [
        {name: reading.words(reading.classed(item, part)[0]) for name, part in classes.items()}
        | {
            "reason": reading.words(list(item.iter("p"))[-2]),
            "link": list(item.iter("a"))[-1].get("href", ""),
        }
        for items in reading.classed(body, "cm-others")
        for item in items
    ]


def test_a_card_says_everything_about_its_value(record):
    body = draw_card(record, FREED)

    facts = list_facts(body)
    assert read_value(body) == "more than 7.5 million people"
    assert facts.pop("Source").startswith("Okaz, November 2017 (press report)")
    assert facts.pop("Address", "https").startswith("https")
    assert facts == {
        "Speaker": "Brett McGurk, US Special Presidential Envoy for the Coalition",
        "As of": "15 November 2017",
        "Wording": "More than: a lower bound",
        "Scope": "Iraq and Syria together",
        "Confidence": "High",
        "Meeting": "Small Group meeting of political directors, Amman",
        "Paragraph": f"{record.names['observations'][FREED]['paragraph']:.0f}",
        "Definition": record.names["indicators"]["people-freed"]["definition_en"],
    }


def test_an_arabic_card_says_it_in_arabic(record):
    body = draw_card(record, FREED, language="ar")

    assert body[0].get("dir") == "rtl"
    assert read_value(body) == "أكثر من 7.5 مليون شخص"
    assert (
        list_facts(body)["القائل"]
        == "بريت مكغورك، المبعوث الخاص للرئيس الأميركي لدى التحالف الدولي"
    )
    assert list_facts(body)["الصياغة"] == "أكثر من: حد أدنى"


def test_the_words_stand_in_the_language_of_their_source(record, sample, language):
    english = draw_card(sample, "2020-02-oslo-members", language=language, collection="record")
    (arabic_quote,) = draw_card(record, FREED, language=language).iter("blockquote")
    (english_quote,) = english.iter("blockquote")

    assert (arabic_quote.get("lang"), arabic_quote.get("dir")) == ("ar", "rtl")
    assert reading.words(arabic_quote) == f"«{record.names['observations'][FREED]['evidence']}»"
    assert (english_quote.get("lang"), english_quote.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("2014-10-washington-members", ["ar"]),
        ("2016-02-rome-participants-ksaplayers", ["en"]),
        ("2022-05-marrakech-members", ["en", "ar"]),
    ],
)
def test_words_in_another_language_are_rendered_into_that_of_the_reader(
    record, name, languages, language
):
    body = draw_card(record, name, language=language, collection="record")

    found = [
        (
            reading.words(figure[0]),
            reading.words(figure[1]),
            figure[1].get("lang"),
            figure[1].get("dir"),
        )
        for figure in body.iter("figure")
    ]
    rendering = record.names["observations"][name][f"evidence_{language}"]
    expected = (text(language)("evidence.ours"), rendering, language, text(language).direction)
    assert found == ([expected] if language in languages else [])


def test_the_address_is_a_link(sample):
    body = draw_card(sample, "2020-02-oslo-members", collection="record")

    (link,) = [link for link in body.iter("a") if link.get("data-step") is None]
    assert (link.get("href"), link.get("rel")) == (
        "https://example.org/oslo-2020",
        "noopener noreferrer",
    )
    assert reading.words(link) == "https://example.org/oslo-2020"


@pytest.mark.parametrize(("language", "languages"), [("en", ["en"]), ("ar", ["ar", "en"])])
def test_the_passage_that_states_it_is_rendered_with_the_number_marked(record, language, languages):
    renderings = [
        (row[code], mark[code], code)
        for row in record.passages.to_dict("records")
        for mark in row["figures"]
        if mark["observation_id"] == FREED
        for code in languages
    ]

    body = draw_card(record, FREED, language=language)

    paragraphs = [
        words
        for figure in body.iter("figure")
        for words in figure.iter("p")
        if list(words.iter("mark"))
    ]
    assert renderings
    assert [
        (
            reading.words(words),
            *(reading.words(mark) for mark in words.iter("mark")),
            words.get("lang"),
        )
        for words in paragraphs
    ] == renderings


def test_every_card_can_be_drawn(record, language):
    for name in record.observations["observation_id"]:
        assert all(list_facts(draw_card(record, name, language=language)).values())


def test_a_dispute_is_told_with_value_source_and_reason_and_leads_to_its_two_sides(record):
    body = draw_card(record, FREED)
    (arabic,) = list_disputes(draw_card(record, FREED, language="ar", collection="record"))

    (dispute,) = list_disputes(body)
    source = dispute.pop("source")
    assert dispute == {
        "value": "nearly 6.6 million people",
        "caption": "Another source says",
        "reason": record.names["discrepancies"]["2017-11-amman-people-freed-host"]["reason_en"],
        "link": "?disagreement=2017-11-amman-people-freed-host",
    }
    (link,) = [part for part in body.iter("a") if part.get("href") == dispute["link"]]
    assert link.get("data-lead") is not None
    assert source.startswith("■ ")
    assert source.endswith("(press report) Public record")
    assert arabic["source"].endswith("(تقرير صحفي) السجل العام")


def test_the_card_of_the_opposite_side_tells_what_is_held_against_it(record):
    (dispute,) = list_disputes(draw_card(record, FREED + "-host", collection="record"))

    assert dispute["caption"] == "This is the other side; the dataset records"
    assert dispute["value"] == "more than 7.5 million people"
    assert dispute["source"].endswith("(press report) Press reports")


@pytest.mark.parametrize(
    ("name", "observation", "language", "values"),
    [
        (
            "record",
            "2017-11-amman-territory-liberated-share",
            "en",
            ["more than 95%", "more than 87%"],
        ),
        (
            "record",
            "2018-02-kuwait-territory-liberated-share",
            "ar",
            ["\u061c98%\u061c (مشكوك فيه)، العراق"] * 2,
        ),
        ("record", "2019-06-paris-foreign-fighters", "en", ["Date of the meeting: 24 June 2019"]),
        ("sample", "2022-09-nairobi-members", "en", ["Date of the meeting: October 2022"]),
        ("sample", "2024-10-lima-foreign-fighters", "en", ["12,000 fighters"]),
        ("record", "2017-11-amman-interpol-names", "en", []),
    ],
    ids=[
        "several",
        "scope",
        "date of the meeting",
        "month of the meeting",
        "end of a range",
        "none",
    ],
)
def test_every_dispute_of_a_value_and_of_its_meeting_is_told(
    name, observation, language, values, request
):
    body = draw_card(request.getfixturevalue(name), observation, language=language)

    assert [dispute["value"] for dispute in list_disputes(body)] == values
    is_undisputed = "No disagreement with another source is recorded." in reading.words(body)
    assert is_undisputed == (not values)


def test_a_caveat_stands_before_the_words_that_it_is_about(record):
    body = draw_card(record, "2019-02-washington-members")

    order = [part.get("class", part.tag) for part in body.iter() if part.tag in ("p", "blockquote")]
    (note,) = reading.classed(body, "cm-note")
    assert "The report says 79 states" in reading.words(note)
    assert order.index("cm-note") < order.index("blockquote")


def test_a_derived_number_a_range_and_what_is_unknown_are_said_as_what_they_are(record, sample):
    derived = list_facts(draw_card(record, "2019-06-paris-territory-liberated-share"))
    unknown = list_facts(draw_card(sample, "2023-territory-held-peak"))
    ranged = draw_card(sample, "2024-10-lima-foreign-fighters")

    assert derived["Wording"] == "Our reading: we put into a number what the source says in words"
    assert "Meeting" not in unknown
    assert unknown["As of"] == "2023"
    assert read_value(ranged) == "between 9,000 and 11,500 fighters"
    assert list_facts(ranged)["Wording"] == "Between two numbers: a range"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Cite this figure: People freed from ISIS, more than 7.5 million people"),
        ("ar", "استشهاد مرجعي بالرقم: المحررون من سيطرة تنظيم داعش، أكثر من 7.5 مليون شخص"),
    ],
)
def test_the_card_has_links_that_close_it_and_that_cite_what_they_name(record, language, label):
    body = draw_card(record, FREED, language=language)

    (close,) = [link for part in reading.classed(body, "cm-close") for link in part.iter("a")]
    (cite,) = [link for link in body.iter("a") if "cite=" in link.get("href", "")]
    assert reading.target(close, record) == Selection(figure=FREED)
    assert reading.target(cite, record) == Selection(cite=FREED)
    # A step that is set already is taken back.
    assert close.get("data-step") is not None is not cite.get("data-step")
    assert cite.get("aria-label") == label
    assert label.startswith(reading.words(cite))


def test_evidence_stays_open_where_the_filters_leave_its_value_out(record):
    observation = evidence.opened(reading.chosen(record, cities=("rome",)), FREED)

    assert observation is not None
    assert (observation.observation_id, observation.chosen) == (FREED, False)


@pytest.mark.parametrize("observation", [None, "", "nothing-of-the-kind"])
def test_what_is_no_value_opens_nothing(record, observation):
    assert evidence.opened(record, observation) is None
