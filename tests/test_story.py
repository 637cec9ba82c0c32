"""The story: steps that are saved selections, texts filled in from the data, questions that the data answer."""

import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
import reading

from components import atlas, page, state, story, timeline
from components.charts import frame
from components.language import text
from components.theme import DESK
from loaders import story as tale
from loaders.dataset import load
from loaders.model import Both, Question
from loaders.schema.errors import DamagedData
from loaders.select import select
from loaders.selection import Selection, parse
from loaders.story import Piece

FILE = "story.toml"
FIRST, MIDDLE, LAST = "oslo-2021-beginning", "nairobi-2022-middle", "lima-2024-end"
AMMAN = {"cities": ("amman",)}
WAYS = ("data-next", "data-previous")
OSLO, NAIROBI, BEFORE = "2021-05-oslo-members", "2022-09-nairobi-members", "2020-02-oslo-members"

NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|half|quarter|twice|per cent|percent)\b",
    re.IGNORECASE,
)


def named(dataset, step):
    """The step with an id."""
    (found,) = [each for each in dataset.steps if each.step_id == step]
    return found


def step_selection(step):
    """What a step shows."""
    return parse(parse_qs(step.query))


def links(dataset, **fields):
    """The addresses of the steps for what a reader has chosen."""
    return story.links(
        dataset, state.Follow(Selection(**{"page": "story", **fields}), DESK, dataset)
    )


def draw_step(dataset, step, *, language="en"):
    """A step as a tree."""
    return reading.tree(
        story.page(dataset, text(language), step, links(dataset, language=language))
    )


def draw_question(dataset, step, *, language="en", answer=""):
    """The question of a step as a tree."""
    return reading.tree(story.question(dataset, text(language), step.question, answer))


def draw_text(body):
    """The text of a step."""
    (found,) = reading.classed(body, "cm-story-text")
    return found


def read_verdict(body):
    """What the page says of an answer."""
    (found,) = reading.classed(body, "cm-verdict")
    return reading.words(found)


def messages(folder):
    """The lines with which a damaged folder is refused."""
    with pytest.raises(DamagedData) as refused:
        load(folder)
    return str(refused.value).split("\n")


def rewrite(folder, old, new):
    """Put other words into the story, where these stand once."""
    path = folder / FILE
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")


# reading -------------------------------------------------------------------------------------------


def test_a_text_is_read_as_words_and_places():
    found = tale.pieces("In {city:2021-05-oslo}: {a-b} was {term:gift|given}.")

    assert found == (
        Piece("words", words="In "),
        Piece("city", "2021-05-oslo"),
        Piece("words", words=": "),
        Piece("value", "a-b"),
        Piece("words", words=" was "),
        Piece("term", "gift", "given"),
        Piece("words", words="."),
    )


def test_a_folder_without_a_story_is_whole(folder):
    (folder / FILE).unlink()

    dataset = load(folder)

    assert dataset.story is None
    assert dataset.steps == dataset.terms == ()
    assert tale.find_step(Selection(page="story"), dataset=dataset) is None
    assert tale.shown_selection(Selection(page="story"), dataset=dataset) == Selection(page="story")


DAMAGE = {
    "digit": ("{term:gift|given}.", "given 3 times.", "36 en: the digit '3' is typed"),
    "arabic digit": ("أُحصي في", "أُحصي ٣ في", "12 ask_ar: the digit '٣' is typed"),
    "digit in a title": ("A sample ends", "The 2nd sample ends", "32 title_en: the digit '2' is typed"),
    "brace": ("had returned.", "had returned}.", "22 en: a brace stands alone"),
    "place in a title": ("A sample goes on", "A {2021-05-oslo-members}", "18 title_en: a place cannot be"),
    "unknown figure": ("{2022-09-nairobi-idps-returned} had", "{2022-09-x} had", "22 en: '2022-09-x' is unknown"),
    "unknown meeting": ("The {meeting:2022-09-nairobi}", "The {meeting:x}", "22 en: 'x' is unknown"),
    "unknown kind": ("counted {2021-05", "counted {size:2021-05", "7 en: 'size' is no kind of place"),
    "unknown term": ("{term:gift|given}", "{term:x|given}", "36 en: 'x' is unknown"),
    "term without words": ("{term:gift|given}", "{term:gift}", "36 en: 'gift' is not written so"),
    "city of an online meeting": ("In {city:2024-10-lima} {", "In {city:2023-03-online} {", "36 en: '2023-03-online' was held online"),
    "missing place": ("العائدون: {2022-09-nairobi-idps-returned}", "العائدون", "23 ar: {2022-09-nairobi-idps-returned} is missing"),
    "missing language": ('ar = "في {city:2024-10-lima} {term:gift|أُعطي}: {2024-10-lima-aid-raised}."', "", "30 ar: is missing"),
    "unknown view": ('views = ["people"]', 'views = ["clouds"]', "21 views: 'clouds' is not allowed"),
    "too many views": ('["people"]', '["people", "atlas", "cost"]', "21 views: holds 3"),
    "unknown parameter": ("city=oslo", "town=oslo", "5 selection: the parameter 'town' cannot be saved"),
    "unsaved parameter": ("city=oslo", "city=oslo&lang=ar", "5 selection: the parameter 'lang' cannot be saved"),
    "unknown city": ("city=oslo", "city=atlantis", "5 selection: city=atlantis is unknown"),
    "nothing chosen": ("years=2022-2023", "years=1990-1991", "20 selection: no meeting fits the selection"),
    "id twice": (f'id = "{LAST}"', f'id = "{FIRST}"', f"31 id: '{FIRST}' stands twice"),
    "no question": ('[step.question]\nkind = "earlier"', '[unasked]\nkind = "earlier"', "30 question: is missing"),
    "unknown choice": ('choices = ["2024-10-lima"', 'choices = ["2024-10-rome"', "42 choices: '2024-10-rome' is unknown"),
    "one choice": ('choices = ["2024-10-lima", "2022-09-nairobi"]', 'choices = ["2024-10-lima"]', "42 choices: holds 1"),
    "choices alike": ('["2024-10-lima", "2022-09-nairobi"]', '["2024-10-lima", "2024-10-lima"]', "42 choices: one stands twice"),
    "several indicators": ('["2021-05-oslo-members", "2022-09-nairobi-members"]', '["2021-05-oslo-members", "2021-05-oslo-people-freed"]', "28 choices: they are of several indicators"),
    "several series": ('["2021-05-oslo-members", "2022-09-nairobi-members"]', '["2024-10-lima-territory-liberated-share", "2021-05-oslo-territory-liberated-share"]', "28 choices: they do not count the same"),
    "typed answer": ('choices = ["2024-10-lima", "2022-09-nairobi"]', 'choices = ["2024-10-lima", "2022-09-nairobi"]\nanswer = "2022-09-nairobi"', "43 answer: is typed"),
    "answer that is no choice": ('answer = "2021-05-oslo-members"', 'answer = "2021-05-oslo-people-freed"', "14 answer: '2021-05-oslo-people-freed' is none of the choices"),
    "answer given away": ("Which number of members is", "Which number, as {2022-09-nairobi-members}, is", "26 ask_en: '2022-09-nairobi-members' gives the answer away"),
    "unknown table": ('[[glossary]]\nid = "count"', '[[lexicon]]\nid = "count"', "lexicon: the table is unknown"),
}  # fmt: skip


def test_a_question_whose_answer_the_hedges_leave_open_is_refused(folder):
    path = folder / "observations.csv"
    known = path.read_text(encoding="utf-8")
    hedged = known.replace("36,,at_least", "36,,about", 1)
    assert hedged != known
    path.write_text(hedged, encoding="utf-8")

    assert any("choices: none is surely the largest" in message for message in messages(folder))


@pytest.mark.parametrize(("old", "new", "expected"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_story_is_named_by_file_line_and_field(folder, old, new, expected):
    rewrite(folder, old, new)

    assert any(
        re.match(f"{FILE}(:[0-9]+)? ?", each) and expected in each for each in messages(folder)
    )


def test_a_story_without_steps_is_an_error(folder):
    (folder / FILE).write_text("", encoding="utf-8")

    assert messages(folder) == [
        f"{FILE} step: the story has no step, expected at least one [[step]]"
    ]


# selections ----------------------------------------------------------------------------------------


def test_a_step_draws_its_own_view_and_its_address_keeps_what_the_reader_has_chosen(
    record, language
):
    chosen = {"language": language, "collection": "record", "years": (2018, 2018), **AMMAN}

    addresses = links(record, answer=OSLO, figure="2017-11-amman-members", **chosen)

    for step, address in zip(record.steps, addresses, strict=True):
        opened = parse(parse_qs(address.removeprefix("?")), record)
        shown = tale.shown_selection(opened, dataset=record)
        assert opened == Selection(page="story", step=step.step_id, **chosen)
        assert shown.filters == parse(parse_qs(step.query), record).filters
        assert select(record, shown) is select(record, step_selection(step))


def test_an_address_of_a_step_that_carries_its_filters_still_opens_it(record):
    for step in record.steps:
        opened = parse(parse_qs(f"{step.query}&page=story&step={step.step_id}"), record)

        assert tale.find_step(opened, dataset=record) == step
        assert select(record, tale.shown_selection(opened, dataset=record)) is select(
            record, step_selection(step)
        )


@pytest.mark.parametrize(
    "fields", [{}, {"cities": ("lima",)}, {"language": "ar", "collection": "record"}]
)
def test_the_page_of_the_story_opens_at_its_first_step(sample, fields):
    selection = Selection(page="story", **fields)

    assert tale.find_step(selection, dataset=sample) == sample.steps[0]
    assert tale.shown_selection(selection, dataset=sample) == replace(
        selection, collection="core", cities=("oslo",)
    )


# the story of the record ---------------------------------------------------------------------------


def test_the_campaign_is_told_in_nine_steps_by_date_and_explained_in_ten_to_sixteen_terms(record):
    starts = [
        select(record, step_selection(step)).meetings["starts_on"].min() for step in record.steps
    ]

    assert len(record.steps) == 9
    assert starts == sorted(starts)
    assert 10 <= len(record.terms) <= 16


def test_every_step_has_two_or_three_sentences_without_a_number_in_words(record):
    for step in record.steps:
        words = " ".join(piece.words or "x" for piece in tale.pieces(step.text.en))
        assert 2 <= len(re.findall(r"\.(?= |$)", words)) <= 3, step.step_id
        for part in (step.text, step.question.ask):
            plain = [piece.words for piece in tale.pieces(part.en) if piece.kind == "words"]
            assert plain
            assert not [words for words in plain if NUMBER_WORDS.search(words)], step.step_id


def test_every_step_shows_values_of_its_text(record):
    for step in record.steps:
        selected = select(record, step_selection(step))
        values = {piece.of for piece in tale.pieces(step.text.en) if piece.kind == "value"}
        assert values & set(selected.observations["observation_id"]), step.step_id


def test_every_view_that_a_step_may_name_is_one_of_the_page(rules):
    (views,) = [column for column in rules.step if column.name == "views"]

    assert views.items
    assert set(views.items.choices) <= set(page.TELLABLE)


def test_the_answers_are_those_of_the_data(record):
    assert [tale.right(step.question, dataset=record) for step in record.steps] == [
        "2014-09-jeddah",
        "2015-01-london-strikes",
        "2016-02-rome-territory-liberated-share-iraq",
        "2017-03-washington-territory-liberated-share-syria",
        "2017-11-amman-people-freed",
        "2018-02-kuwait-pledge",
        "2019-02-washington-people-freed",
        "2019-06-paris-territory-held-peak",
        "2021-06-rome",
    ]


def test_every_value_leads_to_its_evidence_and_every_term_is_explained(record, language):
    for step in record.steps:
        body = draw_step(record, step, language=language)
        links = reading.classed(draw_text(body), "cm-figure")
        values = [
            piece.of for piece in tale.pieces(step.text.of(language)) if piece.kind == "value"
        ]
        assert [(reading.words(link), link.get("href")) for link in links] == [
            (
                story.describe_value(value, record, text(language)).translate(reading.ISOLATES),
                f"?figure={value}",
            )
            for value in values
        ]
        assert all(link.get("data-step") is not None for link in links)
        marked = {
            link.get("href", "").removeprefix("#") for link in reading.classed(body, "cm-term")
        }
        ids = [
            entry.get("id") for terms in reading.classed(body, "cm-terms-used") for entry in terms
        ]
        assert sorted(marked) == sorted(map(str, ids))


# the page ------------------------------------------------------------------------------------------


def test_the_page_alone_shows_the_first_step_with_its_views(record, visit):
    opened = visit(page="story")

    blocks = [block.proto.body for block in opened.get("html") if "<style" not in block.proto.body]
    shown = reading.tree("\n".join(blocks))
    first = record.steps[0]
    assert not opened.exception
    assert [reading.words(title) for title in reading.classed(shown, "cm-story-head")] == [
        f"Step 1 of {len(record.steps)} {first.title.en}"
    ]
    assert "cm-notice" not in {part.get("class") for part in shown.iter("p")}
    headings = {heading.get("id") for heading in reading.classed(shown, "cm-heading")}
    assert headings == {*first.views, "glossary"}


def test_a_folder_without_a_story_has_no_way_to_its_page(folder):
    (folder / FILE).unlink()
    bare = load(folder)

    follow = page.state.Follow(Selection(page="statements", section="words"), DESK, bare)

    header = page.header(select(bare, Selection()), text("en"), follow)

    (ways,) = reading.classed(reading.tree(header), "cm-pages")
    assert "Story" not in reading.words(ways)
    assert "Sources" in reading.words(ways)


# a step on the page --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "In Oslo Sample conference (statement) counted 31 members on 11 May 2021: a count."),
        ("ar", "في أوسلو أحصى المؤتمر النموذجي (بيان) في 11 مايو 2021: 31 عضواً، وهو عدد."),
    ],
)
def test_a_text_is_filled_in_from_the_data(sample, language, expected):
    changed = reading.changed(sample, "observations", OSLO, value=77, qualifier="about")

    body = draw_step(sample, named(sample, FIRST), language=language)

    assert reading.words(draw_text(body)) == expected
    assert "counted about 77 members" in reading.words(
        draw_text(draw_step(changed, named(changed, FIRST)))
    )


def test_a_step_says_its_place_and_leads_on_and_back(sample):
    bodies = [draw_step(sample, step) for step in sample.steps]

    ways = [
        {name: link.get("href") for link in body.iter("a") for name in link.attrib if name in WAYS}
        for body in bodies
    ]
    first, middle, last = links(sample)
    assert reading.words(next(bodies[1].iter("h2"))) == "Step 2 of 3 A sample goes on"
    assert ways == [
        {"data-next": middle},
        {"data-previous": first, "data-next": last},
        {"data-previous": middle},
    ]


def test_the_progress_lists_every_step_with_its_title_and_address(sample, language):
    addresses = links(sample, language=language, cities=("lima",))
    body = reading.tree(story.progress(sample, text(language), named(sample, MIDDLE), addresses))

    assert [
        (reading.words(link), link.get("href"), link.get("aria-current")) for link in body.iter("a")
    ] == [
        (f"{number} {step.title.of(language)}", address, current)
        for number, (step, address, current) in enumerate(
            zip(sample.steps, addresses, (None, "step", None), strict=True), start=1
        )
    ]


def test_beside_a_step_no_meeting_and_no_city_is_offered_as_a_filter(sample, language):
    words, selected = text(language), select(sample, Selection())
    follow = state.Follow(Selection(page="story", language=language), DESK, sample)
    marked = timeline.Marked(filtering=follow.uses("meetings"))

    cities = atlas.draw_city_map(selected, words, DESK, False, follow.uses("cities"))
    meetings = frame.render_frame(selected, words, timeline.KEY, timeline.describe, marked)
    plain = frame.render_frame(selected, words, timeline.KEY, timeline.describe)

    offered = [
        link.get("href", "")
        for table in (cities.table(), meetings.content.render_table(selected, words))
        for link in reading.tree(table).iter("a")
    ]
    assert offered
    assert not [address for address in offered if not address.startswith(("?figure=", "?cite="))]
    assert words("timeline.act") not in meetings.header
    assert words("timeline.unit") in meetings.header
    assert words("timeline.act") in plain.header


# the question --------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["", "2024-10-lima"], ids=["unanswered", "of another question"])
def test_a_question_is_asked_with_its_choices_and_no_verdict(sample, language, answer):
    body = draw_question(sample, named(sample, FIRST), language=language, answer=answer)

    assert read_verdict(body) == ""
    assert [link.get("href") for link in body.iter("a")] == [
        f"?answer={choice}" for choice in (BEFORE, OSLO, NAIROBI)
    ]


def test_the_right_answer_is_told_with_its_words_and_leads_to_its_evidence(sample):
    body = draw_question(sample, named(sample, FIRST), answer=OSLO)

    verdict = read_verdict(body)
    assert verdict.startswith("Right. 31 members Sample conference (statement), 11 May 2021")
    assert "«يضم المؤتمر 31 عضواً» Our rendering the conference has 31 members" in verdict
    assert f"?figure={OSLO}" in [link.get("href") for link in body.iter("a")]


def test_another_answer_is_told_as_what_it_is_and_the_right_one_kept_back(sample):
    verdict = read_verdict(draw_question(sample, named(sample, FIRST), answer=NAIROBI))

    assert verdict.startswith("Not yet. This is what you chose: at least 36 members")
    assert "31" not in verdict


def test_the_larger_is_asked_for_without_saying_the_numbers(sample):
    step = named(sample, MIDDLE)

    before, after = draw_question(sample, step), draw_question(sample, step, answer=NAIROBI)

    assert not re.search("31|36", reading.words(before))
    assert "31 members" in read_verdict(after)
    assert "at least 36 members" in read_verdict(after)


def test_the_earlier_is_asked_for_meetings_and_told_with_their_dates(sample):
    verdict = read_verdict(draw_question(sample, named(sample, LAST), answer="2022-09-nairobi"))

    assert verdict.startswith("Right.")
    assert "September 2022" in verdict
    assert "21 October 2024" in verdict


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"value": 36, "qualifier": "at_least"}, ""),
        ({"value": 36, "qualifier": "more_than"}, ""),
        ({"value": 35, "qualifier": "exact"}, NAIROBI),
        ({"value": 35, "qualifier": "nearly"}, NAIROBI),
        ({"value": 35, "qualifier": "about"}, ""),
        ({"value": 36, "qualifier": "less_than"}, NAIROBI),
        ({"value": 37, "qualifier": "exact"}, ""),
    ],
)
def test_the_larger_of_two_is_told_only_where_their_hedges_leave_no_doubt(sample, cells, answer):
    changed = reading.changed(sample, "observations", OSLO, **cells)
    question = Question("larger", Both("", ""), (OSLO, NAIROBI), "")

    assert tale.first(question, dataset=changed) == answer
