"""Disagreements: what each side says, who says it, level with each other, and why we hold what we hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
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

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from loaders.model import Dataset

HOSTILE = "<img src=x onerror=alert(1)>"
HOST = "2017-11-amman-people-freed-host"
PARIS = "2019-06-paris-starts-on-coalition"
LIMA = "2024-10-lima-foreign-fighters-ministry"
STUTTGART = "2016-05-stuttgart-members-naharnet"


def page(dataset: Dataset, opened: str | None = None, *, language: Any = "en", **fields: Any) -> Element:
    """All groups of the list as one tree."""
    chosen, words = reading.chosen(dataset, **fields), text(language)
    there = disagreements.by_group(chosen, opened)
    return reading.tree("".join(disagreements.table(chosen, words, DESK, each, opened) for each in there))


def row(body: Element, discrepancy: str) -> Element:
    (found,) = [each for each in body.iter("li") if each.get("id") == f"d-{discrepancy}"]
    return found


def facts(body: Element) -> dict[str, list[str]]:
    """The two sides of what is open, without the captions for a phone, by the name of the fact."""
    out = {}
    for line in body.iter("tr"):
        name, cells = line.find("th[@scope='row']"), list(line.iter("td"))
        if name is not None:
            captions = [reading.words(reading.classed(each, "cm-caption")[0]) for each in cells]
            out[reading.words(name)] = [
                reading.words(each).removeprefix(caption).strip()
                for each, caption in zip(cells, captions, strict=True)
            ]
    return out


def finding(dataset: Dataset, language: Any = "en", **fields: Any) -> str:
    return disagreements.finding(reading.chosen(dataset, **fields), text(language))


# the list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("collection", ["core", "record"])
def test_every_disagreement_of_the_collection_has_its_row(
    record: Dataset, language: Any, collection: Any
) -> None:
    body = page(record, language=language, collection=collection)
    held = disputes(reading.chosen(record, collection=collection))

    assert sorted(each.get("id", "") for each in body.iter("li")) == sorted(
        f"d-{each.discrepancy_id}" for each in held
    )
    assert len(held) > 15
    for each in held:
        assert len(reading.classed(row(body, each.discrepancy_id), "cm-dispute-side")) == 2


def test_a_row_says_what_is_disputed_what_each_side_says_and_who(record: Dataset) -> None:
    there = row(page(record), HOST)

    assert reading.words(reading.classed(there, "cm-dispute-what")[0]) == (
        "People freed from ISIS Amman, 15 November 2017, Iraq and Syria together"
    )
    ours, theirs = [reading.words(each) for each in reading.classed(there, "cm-dispute-side")]
    assert (
        ours == "What the dataset records more than 7.5 million people ■ Okaz, November 2017 (press report)"
    )
    assert theirs == (
        "What the other source says nearly 6.6 million people "
        "■ People's Daily Online (Arabic), 16 November 2017 (press report) Wider record"
    )


def test_the_kinds_of_source_differ_by_form_and_by_word(record: Dataset) -> None:
    ours, theirs = reading.classed(row(page(record), PARIS), "cm-dispute-side")

    assert "■" in reading.words(ours)
    assert reading.words(ours).endswith("(press report)")
    assert "●" in reading.words(theirs)
    assert "(official document)" in reading.words(theirs)


def test_only_the_collection_that_the_page_does_not_show_is_named(record: Dataset) -> None:
    core, wide = row(page(record), HOST), row(page(record, collection="record"), HOST)

    assert [reading.words(each) for each in core.iter("small")] == ["Wider record"]
    assert [reading.words(each) for each in wide.iter("small")] == ["Core collection"]


def test_rows_stand_in_groups_by_what_they_are_about_and_by_date(record: Dataset) -> None:
    body = page(record, collection="record")

    assert [reading.words(each).rsplit(" ", 1)[0] for each in body.iter("h3")] == [
        "Members and participants",
        "Territory",
        "People",
        "Support",
        "ISIS fighters",
        "Dates of meetings",
    ]
    (members,) = [each for each in body.iter("section") if "Members" in reading.words(next(each.iter("h3")))]
    ids = [each.get("id", "") for each in members.iter("li")]
    assert ids.index(f"d-{STUTTGART}") < ids.index("d-2023-06-riyadh-members-morocco-times")


def test_a_disputed_scope_is_told_with_its_value(record: Dataset) -> None:
    there = row(page(record), "2018-02-kuwait-territory-liberated-share-al-riyadh")

    values = [reading.words(each) for each in there.iter("b")]
    assert values == ["98%, Iraq and Syria together", "98% (doubted), Iraq"]


def test_a_long_group_is_cut_and_says_so_but_keeps_what_is_open(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disagreements, "MOST", 2)
    last = "2024-09-washington-participants-republic-of-togo"

    body = page(record, last, collection="record")

    (members, *_) = list(body.iter("section"))
    assert len(list(members.iter("li"))) == 3
    assert row(members, last) is not None
    assert "The first 3 of 17 are listed." in reading.words(members)


# what it finds -----------------------------------------------------------------------------------


def test_the_finding_counts_the_disagreements_what_they_are_about_and_who_differs(record: Dataset) -> None:
    mine = disputes(reading.chosen(record, collection="record"))
    sources = record.names["sources"]
    mixed = sum(
        sources[each.row["adopted_source_id"]]["kind"] != sources[each.row["stated_source_id"]]["kind"]
        for each in mine
    )
    dates = sum(each.table == "meetings" for each in mine)

    assert finding(record, collection="record") == (
        f"{len(mine)} disagreements: {len(mine) - dates} about figures and {dates} about dates of meetings; "
        f"in {mixed} of them an official source and the press differ; "
        "17 of them are also cases above, which are found by comparing the numbers alone"
    )


def test_the_finding_follows_the_selection(record: Dataset) -> None:
    assert finding(record, meetings=("2018-06-rabat",)) == (
        "1 disagreement about the date of a meeting; an official source and the press differ"
    )
    assert finding(record, meetings=("2016-02-rome",)) == (
        "No disagreement between sources is recorded in this selection."
    )


def test_the_arabic_finding_has_the_forms_of_its_numbers(record: Dataset) -> None:
    assert finding(record, "ar", meetings=("2018-06-rabat",)) == (
        "خلاف واحد في تاريخ اجتماع؛ ويختلف فيه مصدر رسمي والصحافة"
    )


def test_what_is_about_no_figure_and_no_meeting_is_listed_as_other(sample: Dataset) -> None:
    member = sample.members["member_id"].iloc[0]
    first = {**sample.discrepancies.iloc[0].to_dict()}
    more = {
        **first,
        "discrepancy_id": "a-member",
        "subject": f"members:{member}:kind",
        "stated": "x",
        "adopted": "y",
    }
    known = replace(sample, discrepancies=pd.DataFrame([first, more]))

    there = row(page(known, "a-member"), "a-member")

    assert list(disagreements.by_group(reading.chosen(known))) == ["meetings", "other"]
    assert [reading.words(each) for each in there.iter("b")] == ["y", "x"]


# one of them, side by side -----------------------------------------------------------------------


def test_nothing_lies_open_until_it_is_chosen(record: Dataset) -> None:
    body = page(record)

    assert not list(body.iter("table"))
    assert {each.get("aria-expanded") for each in body.iter("a")} == {"false"}


def test_the_two_sides_stand_level_fact_by_fact(record: Dataset) -> None:
    there = row(page(record, HOST), HOST)

    rows = record.names["observations"]
    ours, theirs = rows["2017-11-amman-people-freed"], rows["2017-11-amman-people-freed-host"]
    assert facts(there) == {
        "Value": ["more than 7.5 million people", "nearly 6.6 million people"],
        "Words in the source": [f"«{ours['evidence']}»", f"«{theirs['evidence']}»"],
        "Speaker": [ours["speaker_en"], theirs["speaker_en"]],
        "As of": ["15 November 2017"] * 2,
        "Qualifier": ["More than: a lower bound", "Nearly: at or a little below the number"],
        "Scope": ["Iraq and Syria together"] * 2,
        "Confidence": ["High", "High"],
        "Source": facts(there)["Source"],
        "Address": ["Not in this dataset", record.names["sources"][theirs["source_id"]]["url"]],
        "Collection": ["Core collection", "Wider record"],
        "Our note": [ours["note_en"], theirs["note_en"]],
        "Evidence": ["Open the evidence"] * 2,
    }
    assert facts(there)["Source"][0].startswith("■ Okaz, November 2017 (press report)")
    assert facts(there)["Source"][1].startswith("■ People's Daily Online")


def test_our_reason_stands_beneath_and_whether_both_can_be_true(record: Dataset) -> None:
    (beneath,) = reading.classed(row(page(record, HOST), HOST), "cm-reason")

    assert record.names["discrepancies"][HOST]["reason_en"] in reading.words(beneath)
    assert reading.words(beneath).endswith("As the two are worded, they cannot both be true of one moment.")


@pytest.mark.parametrize(
    ("discrepancy", "said"),
    [
        ("2017-03-washington-territory-liberated-share-iraq-state-blog", "both can be true"),
        (STUTTGART, "The two are of different dates"),
        ("2018-02-kuwait-territory-liberated-share-al-riyadh", ""),
        (PARIS, ""),
    ],
)
def test_what_cannot_be_asked_is_not_answered(record: Dataset, discrepancy: str, said: str) -> None:
    (beneath,) = reading.classed(
        row(page(record, discrepancy, collection="record"), discrepancy), "cm-reason"
    )

    notes = [reading.words(each) for each in reading.classed(beneath, "cm-note")]
    assert bool(notes) is bool(said)
    assert all(said in each for each in notes)


def test_each_side_leads_to_its_evidence_and_to_its_source(record: Dataset) -> None:
    there = row(page(record, HOST), HOST)

    steps = [each.get("href", "") for each in there.iter("a") if each.get("data-step") is not None]
    assert steps == [
        f"?disagreement={HOST}",
        "?figure=2017-11-amman-people-freed",
        "?figure=2017-11-amman-people-freed-host",
    ]
    (away,) = [each for each in there.iter("a") if each.get("data-step") is None]
    assert away.get("href") == facts(there)["Address"][1]
    assert away.get("rel") == "noopener noreferrer"


def test_words_of_a_source_stand_in_its_language(record: Dataset) -> None:
    there = row(
        page(record, "2019-06-paris-territory-held-peak-official"),
        "2019-06-paris-territory-held-peak-official",
    )

    assert [(each.get("lang"), each.get("dir")) for each in there.iter("blockquote")] == [
        ("ar", "rtl"),
        ("en", "ltr"),
    ]


def test_a_disputed_date_has_its_two_dates_and_sources_alone(record: Dataset) -> None:
    there = row(page(record, PARIS), PARIS)

    assert list(facts(there)) == ["Value", "Source", "Address", "Collection"]
    assert facts(there)["Value"] == ["25 June 2019", "24 June 2019"]
    assert facts(there)["Collection"] == ["Core collection", "Wider record"]


def test_a_side_whose_value_is_not_held_says_what_is_not_known(sample: Dataset) -> None:
    there = row(page(sample, LIMA), LIMA)

    assert facts(there)["Value"] == ["between 9,000 and 11,500 fighters", "12,000 fighters"]
    assert facts(there)["Speaker"] == ["Sample conference (statement)", "Not in this dataset"]


def test_the_open_one_is_marked_and_its_link_closes_it(record: Dataset) -> None:
    there = row(page(record, HOST), HOST)

    assert "cm-marked" in there.get("class", "")
    assert there.get("tabindex") == "-1"
    link = next(there.iter("a"))
    assert link.get("aria-expanded") == "true"
    asked = parse(parse_qs(link.get("href", "").removeprefix("?")), record)
    assert asked == Selection(disagreement=HOST)


def test_one_of_the_record_opened_by_its_address_says_so_in_the_core(record: Dataset) -> None:
    there = row(page(record, STUTTGART), STUTTGART)

    assert "cm-left-out" in there.get("class", "")
    assert "a disagreement of the wider record" in reading.words(there)
    assert facts(there)["Value"] == ["65 members", "66 members"]


def test_one_that_the_filters_leave_out_stays_open(record: Dataset) -> None:
    there = row(page(record, HOST, cities=("paris",)), HOST)

    assert text("en")("atlas.rest") in reading.words(there)
    assert "Paris" not in reading.words(there)


def test_every_one_can_be_opened_in_both_languages(record: Dataset) -> None:
    for language in ("en", "ar"):
        for each in record.discrepancies["discrepancy_id"]:
            body = page(record, each, language=language, collection="record")
            assert facts(row(body, each))
            assert len(list(body.iter("table"))) == 1


def test_markup_in_the_data_is_only_text(record: Dataset) -> None:
    spoilt = reading.changed(record, "discrepancies", HOST, reason_en=HOSTILE)
    spoilt = reading.changed(
        spoilt, "observations", HOST, evidence=HOSTILE, speaker_en=HOSTILE, note_en=HOSTILE
    )

    made = page(spoilt, HOST)

    assert not list(made.iter("img"))
    assert reading.words(row(made, HOST)).count(HOSTILE) == 4


# on the page -------------------------------------------------------------------------------------


def render(dataset: Dataset, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> reading.Stage:
    stage = reading.Stage()
    monkeypatch.setattr(disagreements, "st", stage)
    monkeypatch.setattr("components.frame.st", stage)
    selection = Selection(**fields)
    disagreements.render(
        reading.chosen(dataset, **fields), text(selection.language), Follow(selection, DESK, dataset)
    )
    return stage


def test_the_page_shows_the_finding_the_forms_and_a_list_a_group(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = render(record, monkeypatch, disagreement=HOST)

    body = reading.tree(stage.markup)
    assert finding(record) in reading.words(body)
    assert [reading.words(each) for each in reading.classed(body, "cm-legend")] == [
        "●official document ■press report"
    ]
    assert len(list(body.iter("section"))) == len(disagreements.by_group(reading.chosen(record)))
    assert len(list(body.iter("table"))) == 1


def test_a_selection_without_any_says_so_and_leads_back(
    record: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = render(record, monkeypatch, meetings=("2016-02-rome",))

    assert "No disagreement between sources is recorded" in stage.markup
    assert not list(reading.tree(stage.markup).iter("section"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_link_to_evidence_is_called_begins_with_what_it_says(language: Any) -> None:
    words = text(language)

    assert words("disagreements.open_card", name="x").startswith(words("disagreements.card"))
