"""The list of disputes: what each row says, what opens below it, and what neither may hide."""

from dataclasses import replace
from urllib.parse import parse_qs

import pandas as pd
import pytest
import reading

from components import disagreements
from components.language import text
from components.state import Follow
from components.theme import DESK
from loaders.analysis.disputes import disputes
from loaders.selection import Selection, parse

HOSTILE = "<img src=x onerror=alert(1)>"
HOST = "2017-11-amman-people-freed-host"
PARIS = "2019-06-paris-starts-on-coalition"
LIMA = "2024-10-lima-foreign-fighters-ministry"
STUTTGART = "2016-05-stuttgart-members-naharnet"
RIYADH = "2018-02-kuwait-territory-liberated-share-al-riyadh"
PEAK = "2019-06-paris-territory-held-peak-official"


def page(dataset, opened=None, *, language="en", **fields):
    """All groups of the list as one tree."""
    chosen, words = reading.chosen(dataset, **fields), text(language)
    groups = disagreements.by_group(chosen, opened)
    return reading.tree(
        "".join(disagreements.table(chosen, words, name, opened) for name in groups)
    )


def row(body, discrepancy):
    (found,) = [item for item in body.iter("li") if item.get("id") == f"d-{discrepancy}"]
    return found


def opened(dataset, discrepancy, **fields):
    """The row of a dispute that is open."""
    return row(page(dataset, discrepancy, **fields), discrepancy)


def facts(body):
    """The two sides of what is open, without the captions for a phone, by the name of the fact."""
    found = {}
    for line in body.iter("tr"):
        name, cells = line.find("th[@scope='row']"), list(line.iter("td"))
        if name is not None:
            captions = [reading.words(reading.classed(cell, "cm-caption")[0]) for cell in cells]
            found[reading.words(name)] = [
                reading.words(cell).removeprefix(caption).strip()
                for cell, caption in zip(cells, captions, strict=True)
            ]
    return found


def finding(dataset, language="en", **fields):
    return disagreements.finding(reading.chosen(dataset, **fields), text(language))


# the list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_dispute_of_the_collection_has_its_row_with_two_sides(record, language, collection):
    body = page(record, language=language, collection=collection)

    ids = [
        f"d-{dispute.discrepancy_id}"
        for dispute in disputes(reading.chosen(record, collection=collection))
    ]

    rows = list(body.iter("li"))
    assert sorted(item.get("id", "") for item in rows) == sorted(ids)
    assert len(ids) > 15
    assert all(len(reading.classed(item, "cm-dispute-side")) == 2 for item in rows)
    # Nothing lies open until it is selected.
    assert not list(body.iter("table"))
    assert {link.get("aria-expanded") for link in body.iter("a")} == {"false"}


def test_a_row_says_what_is_disputed_what_each_side_says_and_who(record):
    found = row(page(record), HOST)
    wide = row(page(record, collection="record"), HOST)
    official = row(page(record), PARIS)

    assert reading.words(reading.classed(found, "cm-dispute-what")[0]) == (
        "People freed from ISIS Amman, 15 November 2017, Iraq and Syria together"
    )
    assert [reading.words(side) for side in reading.classed(found, "cm-dispute-side")] == [
        "What the dataset records more than 7.5 million people ■ Okaz, November 2017 (press report)",
        "What the other source says nearly 6.6 million people "
        "■ People's Daily Online (Arabic), 16 November 2017 (press report) Public record",
    ]
    assert "● " in reading.words(reading.classed(official, "cm-dispute-side")[1])
    # Only the collection that the page does not show is named.
    assert [reading.words(name) for name in wide.iter("small")] == ["Press reports"]


def test_rows_stand_in_groups_by_what_they_are_about_and_by_date(record, sample):
    body = page(record, collection="record")

    assert [reading.words(title).rsplit(" ", 1)[0] for title in body.iter("h3")] == [
        "Members and participants",
        "Territory",
        "People",
        "Support",
        "ISIS fighters",
        "Dates of meetings",
    ]
    ids = [item.get("id", "") for item in next(body.iter("section")).iter("li")]
    assert ids.index(f"d-{STUTTGART}") < ids.index("d-2023-06-riyadh-members-morocco-times")
    # What is about no published value and no meeting is listed last.
    first = {**sample.discrepancies.iloc[0].to_dict()}
    subject = f"members:{sample.members['member_id'].iloc[0]}:kind"
    more = first | {"discrepancy_id": "a-member", "subject": subject, "stated": "x", "adopted": "y"}
    known = replace(sample, discrepancies=pd.DataFrame([first, more]))
    assert list(disagreements.by_group(reading.chosen(known))) == ["meetings", "other"]
    assert [reading.words(value) for value in opened(known, "a-member").iter("b")] == ["y", "x"]


def test_a_long_group_is_cut_and_says_so_but_keeps_what_is_open(record, monkeypatch):
    monkeypatch.setattr(disagreements, "MOST", 2)
    last = "2024-09-washington-participants-republic-of-togo"

    members = next(page(record, last, collection="record").iter("section"))

    assert len(list(members.iter("li"))) == 3
    assert row(members, last) is not None
    assert "The first 3 of 17 are listed." in reading.words(members)


# what it finds -----------------------------------------------------------------------------------


def test_the_finding_counts_the_disputes_what_they_are_about_and_who_differs(record):
    found = disputes(reading.chosen(record, collection="record"))
    sources = record.names["sources"]
    mixed = sum(
        sources[dispute.row["adopted_source_id"]]["kind"]
        != sources[dispute.row["stated_source_id"]]["kind"]
        for dispute in found
    )
    dates = sum(dispute.table == "meetings" for dispute in found)

    assert finding(record, collection="record") == (
        f"{len(found)} disagreements: {len(found) - dates} about figures and {dates} about dates of meetings; "
        f"in {mixed} of them an official source and the press differ; "
        "17 of them are also cases above, which are found by comparing the numbers alone"
    )


@pytest.mark.parametrize(
    ("language", "meeting", "said"),
    [
        (
            "en",
            "2018-06-rabat",
            "1 disagreement about the date of a meeting; an official source and the press differ",
        ),
        ("ar", "2018-06-rabat", "خلاف واحد في تاريخ اجتماع؛ ويختلف فيه مصدر رسمي والصحافة"),
        ("en", "2016-02-rome", "No disagreement between sources is recorded in this selection."),
    ],
)
def test_the_finding_follows_the_selection(record, language, meeting, said):
    assert finding(record, language, meetings=(meeting,)) == said


# a dispute, side by side -------------------------------------------------------------------------


def test_the_two_sides_stand_level_fact_by_fact(record):
    found = facts(opened(record, HOST))

    rows = record.names["observations"]
    ours, theirs = rows["2017-11-amman-people-freed"], rows[HOST]
    assert found == {
        "Value": ["more than 7.5 million people", "nearly 6.6 million people"],
        "Words in the source": [
            f"«{side['evidence']}» Our rendering {side['evidence_en']}" for side in (ours, theirs)
        ],
        "Speaker": [ours["speaker_en"], theirs["speaker_en"]],
        "As of": ["15 November 2017"] * 2,
        "Qualifier": ["More than: a lower bound", "Nearly: at or a little below the number"],
        "Scope": ["Iraq and Syria together"] * 2,
        "Confidence": ["High", "High"],
        "Source": found["Source"],
        "Address": ["Not in this dataset", record.names["sources"][theirs["source_id"]]["url"]],
        text("en")("collection.name"): ["Press reports", "Public record"],
        "Our note": [ours["note_en"], theirs["note_en"]],
        "Evidence": ["Open the evidence"] * 2,
    }
    assert found["Source"][0].startswith("■ Okaz, November 2017 (press report)")
    assert found["Source"][1].startswith("■ People's Daily Online")


@pytest.mark.parametrize(
    ("discrepancy", "said"),
    [
        (HOST, "they cannot both be true of one moment."),
        ("2017-03-washington-territory-liberated-share-iraq-state-blog", "both can be true"),
        (STUTTGART, "The two are of different dates"),
        (RIYADH, ""),
        (PARIS, ""),
    ],
)
def test_our_reason_stands_beneath_and_whether_both_can_be_true_where_that_can_be_asked(
    record, discrepancy, said
):
    (beneath,) = reading.classed(opened(record, discrepancy, collection="record"), "cm-reason")

    notes = [reading.words(note) for note in reading.classed(beneath, "cm-note")]
    assert record.names["discrepancies"][discrepancy]["reason_en"] in reading.words(beneath)
    assert bool(notes) is bool(said)
    assert all(said in note for note in notes)


def test_what_is_open_is_marked_leads_to_its_evidence_and_sources_and_can_be_closed(record):
    found = opened(record, HOST)

    links = list(found.iter("a"))
    steps = [link.get("href", "") for link in links if link.get("data-step") is not None]
    (away,) = [link for link in links if link.get("data-step") is None]
    asked = parse(parse_qs(steps[0].removeprefix("?")), record)
    assert steps == [
        f"?disagreement={HOST}",
        "?figure=2017-11-amman-people-freed",
        f"?figure={HOST}",
    ]
    assert (away.get("href"), away.get("rel")) == (
        facts(found)["Address"][1],
        "noopener noreferrer",
    )
    assert "cm-marked" in found.get("class", "")
    assert found.get("tabindex") == "-1"
    assert links[0].get("aria-expanded") == "true"
    assert asked == Selection(disagreement=HOST)
    words = text("en")
    assert words("disagreements.open_card", name="x").startswith(words("disagreements.card"))


def test_words_of_a_source_stand_in_its_language(record):
    quotes = opened(record, PEAK).iter("blockquote")

    assert [(quote.get("lang"), quote.get("dir")) for quote in quotes] == [
        ("ar", "rtl"),
        ("en", "ltr"),
    ]


def test_what_is_disputed_or_unknown_of_a_side_is_said(record, sample):
    scope = row(page(record), RIYADH)
    date, unknown = facts(opened(record, PARIS)), facts(opened(sample, LIMA))

    assert [reading.words(value) for value in scope.iter("b")] == [
        "98%, Iraq and Syria together",
        "98% (doubted), Iraq",
    ]
    assert list(date) == ["Value", "Source", "Address", text("en")("collection.name")]
    assert date["Value"] == ["25 June 2019", "24 June 2019"]
    assert unknown["Value"] == ["between 9,000 and 11,500 fighters", "12,000 fighters"]
    assert unknown["Speaker"] == ["Sample conference (statement)", "Not in this dataset"]


def test_what_the_page_would_not_list_stays_open_and_says_why(record):
    beyond = opened(record, STUTTGART)
    filtered = opened(record, HOST, cities=("paris",))

    assert "cm-left-out" in beyond.get("class", "")
    assert text("en")("disagreements.beyond") in reading.words(beyond)
    assert facts(beyond)["Value"] == ["65 members", "66 members"]
    assert text("en")("atlas.rest") in reading.words(filtered)
    assert "Paris" not in reading.words(filtered)


def test_every_dispute_can_be_opened(record, language):
    for discrepancy in record.discrepancies["discrepancy_id"]:
        body = page(record, discrepancy, language=language, collection="record")
        assert facts(row(body, discrepancy))
        assert len(list(body.iter("table"))) == 1


def test_markup_in_the_data_is_only_text(record):
    spoilt = reading.changed(record, "discrepancies", HOST, reason_en=HOSTILE)
    cells = dict.fromkeys(("evidence", "speaker_en", "note_en"), HOSTILE)

    found = opened(reading.changed(spoilt, "observations", HOST, **cells), HOST)

    assert not list(found.iter("img"))
    assert reading.words(found).count(HOSTILE) == 4


@pytest.mark.parametrize(
    ("fields", "lists"), [({"disagreement": HOST}, True), ({"meetings": ("2016-02-rome",)}, False)]
)
def test_the_page_shows_the_finding_the_forms_and_a_list_a_group(
    record, monkeypatch, fields, lists
):
    stage = reading.Stage()
    monkeypatch.setattr(disagreements, "st", stage)
    monkeypatch.setattr("components.charts.frame.st", stage)
    chosen = reading.chosen(record, **fields)

    disagreements.render(chosen, text("en"), Follow(Selection(**fields), DESK, record))

    body = reading.tree(stage.markup)
    assert finding(record, **fields) in reading.words(body)
    assert [reading.words(legend) for legend in reading.classed(body, "cm-legend")] == [
        "●official document ■press report"
    ]
    assert len(list(body.iter("section"))) == len(
        disagreements.by_group(chosen, fields.get("disagreement"))
    )
    assert bool(list(body.iter("table"))) is lists
