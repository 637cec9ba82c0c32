"""Searching: what is found is counted, linked and marked, and nothing that is typed can be more than words."""

from collections import Counter

import pytest
import reading
from hypothesis import example, given
from hypothesis import strategies as st

from components import browser, search, search_box, state
from components.charts import frame
from components.language import DIRECTIONS, text
from components.theme import DESK
from loaders.schema.tables import records
from loaders.select import select
from loaders.selection import LONGEST_WORDS, Column, PassageId, Selection
from loaders.text.lookup import find_rows
from loaders.text.query import MAX_TERMS, parse_query

AMMAN, PARIS, OSLO = "2017-11-amman", "2019-06-paris", "2021-05-oslo"
HOSTILE = "<script>alert(1)</script>"


def draw_results(dataset, words, *, language="en", **fields):
    """The results as a tree."""
    selected = reading.chosen(dataset, **fields)
    return reading.tree(search.results(selected, text(language), words))


def list_hits(body):
    (hits,) = reading.classed(body, "cm-hits")
    return list(hits)


def list_kinds(body, *, more_than=0):
    """What the rows of each kind are called, with their number, and their links; kinds with few rows left out."""
    kinds = [
        (reading.words(next(kind.iter("summary"))), list(kind.iter("a")))
        for kind in reading.classed(body, "cm-found")
    ]
    return [(name, links) for name, links in kinds if int(name.split()[0]) > more_than]


def list_counts(body):
    """The links of the counts: by statement and by theme."""
    statements, themes = body.iter("dd")
    return list(statements.iter("a")), list(themes.iter("a"))


def read_count(link):
    return int(reading.words(next(link.iter("b"))))


def find(selected, words):
    return [(hit.meeting_id, hit.number) for hit in search.find_hits(selected, words)]


def find_naively(dataset, words):
    """The passages whose text has these words, with any endings: found without the search."""
    return [
        row
        for row in records(dataset.passages)
        if any(words.lower() in row[language].lower() for language in ("en", "ar"))
    ]


def tell(selected, words, *, language="en"):
    """The finding without the characters that keep a name in its place."""
    return search.finding(selected, text(language), words).translate(reading.ISOLATES)


# the finding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "english", "arabic"),
    [
        ("", "One box for both languages, over 2 statements.", None),
        ("people", "“people”: 2 passages in 2 statements.", "«people»: مقطعان (بيانان)."),
        (
            "البطانيات",
            "“البطانيات”: 1 passage in 1 statement.",
            "«البطانيات»: مقطع واحد (بيان واحد).",
        ),
        ("zebra", "No passage in this selection holds “zebra”.", None),
    ],
)
def test_the_finding_counts_passages_and_statements(sample, words, english, arabic):
    assert tell(sample, words) == english
    assert arabic is None or tell(sample, words, language="ar") == arabic


@pytest.mark.parametrize("words", ["!!!", '""', "\u202e\u2066"])
def test_signs_alone_find_nothing(sample, words):
    assert tell(sample, words).startswith("No passage in this selection holds ")
    assert tell(sample, words, language="ar").startswith("لا مقطع في هذا الاختيار يطابق البحث: ")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "No more than 12"), ("ar", "أكثر من 12 كلمة")]
)
def test_words_beyond_the_most_that_are_sought_are_not_left_out_in_silence(
    sample, language, sentence
):
    many = [chr(ord("a") + index) * 2 for index in range(MAX_TERMS + 1)]

    assert sentence in tell(sample, " ".join(many), language=language)
    assert sentence not in tell(sample, " ".join(many[:-1]), language=language)


# what is found -------------------------------------------------------------------------------------------


def test_the_filters_narrow_the_search(record):
    themes = {(row["meeting_id"], row["number"]): row["themes"] for row in records(record.passages)}
    everywhere = find(reading.chosen(record), "Iraq")
    in_amman = find(reading.chosen(record, cities=("amman",)), "Iraq")
    themed = find(reading.chosen(record, themes=("stabilisation",)), "Iraq")

    assert in_amman == [place for place in everywhere if place[0] == AMMAN]
    assert themed == [place for place in everywhere if "stabilisation" in themes[place]]
    assert 0 < len(in_amman) < len(everywhere) > len(themed) > 0
    assert find(reading.chosen(record, collection="record"), "Iraq") == everywhere
    assert find(reading.chosen(reading.alone(record, "none"), collection="record"), "Iraq") == []


@pytest.mark.parametrize("words", ["blankets", "McGurk", "110,000"])
def test_every_passage_that_has_the_words_is_listed_counted_and_linked(
    record, sample, words, language
):
    dataset = sample if words == "blankets" else record
    expected = find_naively(dataset, words)

    body = draw_results(dataset, words, language=language)

    statements, themes = list_counts(body)
    places = [reading.target(next(hit.iter("a")), dataset).passage for hit in list_hits(body)]
    assert sorted(places) == sorted((row["meeting_id"], row["number"]) for row in expected)
    assert {reading.target(link, dataset): read_count(link) for link in statements} == {
        Selection(page="statements", columns=(Column(meeting, "both"),)): number
        for meeting, number in Counter(row["meeting_id"] for row in expected).items()
    }
    assert {reading.target(link, dataset): read_count(link) for link in themes} == {
        Selection(themes=(theme,)): number
        for theme, number in Counter(theme for row in expected for theme in row["themes"]).items()
    }
    assert all(link.get("data-lead") is not None is link.get("data-step") for link in statements)
    assert all(link.get("data-step") is not None is link.get("data-lead") for link in themes)
    assert {"page", "columns"} <= set(browser.LEAD_FIELDS)
    assert "themes" in browser.STEP_FIELDS


def test_hits_are_listed_from_the_latest_statement_to_the_first_in_reading_order(record):
    hits = list_hits(draw_results(record, "Iraq"))

    places = [reading.target(next(hit.iter("a")), record).passage for hit in hits]
    starts = record.meetings.set_index("meeting_id")["starts_on"]
    assert places == sorted(places, key=lambda place: (starts[place[0]], -place[1]), reverse=True)
    assert len({place.meeting for place in places if place}) > 1


def test_a_hit_says_where_it_is_and_leads_there(sample):
    (hit,) = list_hits(draw_results(sample, "blankets"))

    (link,) = hit.iter("a")
    assert reading.target(link, sample) == Selection(passage=PassageId(OSLO, 3))
    assert link.get("data-lead") is not None is link.get("data-step")
    assert reading.words(link) == "Oslo, 11 May 2021, passage 3"
    assert reading.words(next(hit.iter("span"))) == "Sample winter aid"


def test_what_is_beyond_the_last_hit_is_counted(record, monkeypatch):
    monkeypatch.setattr(search, "MOST_HITS", 2)

    body = draw_results(record, "Iraq")

    total = len(find(reading.chosen(record), "Iraq"))
    left, *others = map(reading.words, reading.classed(body, "cm-left"))
    assert len(list_hits(body)) == 2 < total
    assert left.startswith(f"Listed: the first 2 of {total} passages.")
    for kind, sentence in zip(list_kinds(body, more_than=2), others, strict=True):
        name, rows = kind
        assert sentence == f"Listed: the first 2 of {name.split()[0]}."
        assert len(rows) == 2


# names, kinds and what is offered ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "label"),
    [
        (
            "en",
            "Also: Daech, ISIL, ISIS, Islamic State, Da'esh, Daeesh, الدواعش, داعش, الدولة الإسلامية.",
            "Only “Daesh”",
        ),
        (
            "ar",
            "ويشمل البحث أيضاً: الدواعش، داعش، الدولة الإسلامية، تنظيم الدولة، داعيش، تنظيم الدولة الإسلامية، Daech، ISIL، ISIS.",
            "هذه الصيغة وحدها: «Daesh»",
        ),
    ],
)
def test_a_name_says_under_what_else_it_was_sought_and_leads_to_itself_alone(
    record, language, sentence, label
):
    (line,) = reading.classed(draw_results(record, "Daesh", language=language), "cm-also")

    (link,) = line.iter("a")
    assert reading.words(line) == f"{sentence} {label}"
    assert reading.target(link, record) == Selection(page="statements", search='"Daesh"')
    assert "data-lead" in link.attrib
    assert reading.classed(draw_results(record, '"ISIS"', language=language), "cm-also") == []


def test_one_of_several_words_is_kept_to_its_form_with_the_others_as_they_are(record):
    (line,) = reading.classed(draw_results(record, 'Daesh "the Coalition"'), "cm-also")

    (link,) = line.iter("a")
    assert reading.target(link, record).search == '"daesh" "the coalition"'


def test_rows_of_every_kind_are_counted_and_linked(record):
    body = draw_results(record, "Brussels", collection="record")

    kinds = {name.split()[1]: links for name, links in list_kinds(body)}
    chosen = reading.chosen(record, collection="record")
    rows = find_rows(chosen, parse_query("Brussels", record))
    assert {"published", "meetings", "city"} <= set(kinds)
    assert {reading.target(link, record) for link in kinds["meetings"]} == {
        Selection(collection="record", meetings=(row["meeting_id"],)) for row in rows["meetings"]
    }
    assert [reading.target(link, record) for link in kinds["city"]] == [
        Selection(collection="record", cities=("brussels",))
    ]
    assert {reading.target(link, record).figure for link in kinds["published"]} == {
        row["observation_id"] for row in rows["observations"]
    }


def test_a_source_leads_to_its_address_or_to_the_page_of_the_sources(record):
    chosen = reading.chosen(record, collection="record")
    rows = find_rows(chosen, parse_query("الجزيرة", record))["sources"]

    kinds = dict(list_kinds(draw_results(record, "الجزيرة", collection="record")))

    (links,) = [links for name, links in kinds.items() if "source" in name]
    assert [link.get("href") for link in links] == [row["url"] or "?page=sources" for row in rows]
    assert all(link.get("rel") == "noopener noreferrer" for link in links if link.get("target"))


def test_a_member_leads_to_its_page(record):
    body = draw_results(record, "USA", collection="record")

    (member,) = [links for name, links in list_kinds(body) if name == "1 member"]
    assert [reading.target(link, record) for link in member] == [
        Selection(page="members", member="usa")
    ]
    assert "member" in browser.LEAD_FIELDS


@pytest.mark.parametrize("words", ["Iraq", "Marrakesh"])
def test_other_kinds_are_open_where_no_passage_is_found(record, words):
    body = draw_results(record, words, collection="record")

    has_passages = bool(reading.classed(body, "cm-hits"))
    assert has_passages == (words == "Iraq")
    assert {"open" in kind.attrib for kind in reading.classed(body, "cm-found")} == {
        not has_passages
    }


def draw_elsewhere(record, words, language="en"):
    selected = reading.chosen(record)
    return reading.tree(search.elsewhere(selected, text(language), words, "?collection=record"))


def test_near_words_lead_to_their_search(record):
    body = draw_elsewhere(record, "organizatoin Iraq")

    links = {reading.words(link): reading.target(link, record).search for link in body.iter("a")}
    assert reading.words(body).startswith("Words near “organizatoin”:")
    assert links["organisation"] == "organisation iraq"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The public record, without filters, holds 1 meeting and 1 city. Search there"),
        ("ar", "وفي السجل العام، من غير تصفية: اجتماع واحد ومدينة واحدة. ابحث فيه"),
    ],
)
def test_what_the_wider_record_holds_is_said_with_a_way_there(record, language, sentence):
    body = draw_elsewhere(record, "Marrakesh", language)

    assert reading.words(body) == sentence
    assert [link.get("href") for link in body.iter("a")] == ["?collection=record"]


def test_of_two_languages_the_one_that_finds_something_is_offered(record):
    body = draw_elsewhere(record, "qqqqqqqq الاستقرار")

    (link,) = body.iter("a")
    assert reading.target(link, record).search == "الاستقرار"
    assert (
        reading.words(body)
        == f"الاستقرار {len(find(reading.chosen(record), 'الاستقرار'))} passages"
    )


def test_nothing_is_offered_where_there_is_nothing(record):
    assert search.elsewhere(reading.chosen(record), text("en"), "qqqqqqqq", "?") == ""


# the words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "language", "languages"),
    [
        ("blankets", "en", ["en"]),
        ("البطانيات", "en", ["ar"]),
        ("blankets البطانيات", "en", ["en", "ar"]),
        ("9,000", "ar", ["ar", "en"]),
    ],
)
def test_the_texts_that_are_hit_are_shown_that_of_the_page_first(
    sample, words, language, languages
):
    (hit,) = list_hits(draw_results(sample, words, language=language))

    texts = reading.classed(hit, "cm-words")
    assert [(part.get("lang"), part.get("dir")) for part in texts] == [
        (code, DIRECTIONS[code]) for code in languages
    ]
    assert all(list(part.iter("mark")) for part in texts)


@pytest.mark.parametrize(
    "words", ["liberation", "الاستقرار", '"safe haven"', "2018", "Iraq العراق"]
)
def test_what_is_shown_of_a_passage_is_the_passage(record, words):
    rows = {(row["meeting_id"], row["number"]): row for row in records(record.passages)}
    hits = list_hits(draw_results(record, words))

    assert hits
    for hit in hits:
        row = rows[reading.target(next(hit.iter("a")), record).passage]
        for part in reading.classed(hit, "cm-words"):
            assert reading.words(part).strip("… ") in row[part.get("lang", "")]
            assert list(part.iter("mark"))


def test_markup_in_a_passage_a_name_or_a_query_is_only_text(sample):
    spoilt = reading.changed(sample, "themes", "winter-aid", name_en=HOSTILE)
    spoilt = reading.changed(spoilt, "cities", "oslo", name_en=HOSTILE)
    finding = search.finding(spoilt, text("en"), HOSTILE)

    body = draw_results(spoilt, "blankets")
    heading = reading.tree(frame.render_header("search", spoilt, text("en"), finding=finding))

    assert not [*body.iter("script"), *heading.iter("script")]
    assert reading.words(body).count(HOSTILE) == 4
    assert HOSTILE in reading.words(heading)
    assert "<see the annex>" in reading.words(body)


# cutting -------------------------------------------------------------------------------------------------


@st.composite
def passages_with_hits(draw):
    """A text of words, and places in it that hold at least a character and do not meet."""
    words = draw(st.lists(st.text("abcابج،.<&", min_size=1, max_size=30), min_size=1, max_size=80))
    text = " ".join(words)
    ends = draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=10, unique=True).map(sorted)
    )
    return text, list(zip(ends[::2], ends[1::2], strict=False))


LONG = " ".join(["word"] * 200)


@given(passages_with_hits())
@example((LONG, [(500, 504)]))
@example((LONG, [(0, 4), (236, 252)]))
@example((LONG, [(0, 900)]))
@example(("x" * 900, [(450, 460), (700, 710)]))
def test_a_passage_is_cut_to_a_part_of_itself_with_its_hits(made):
    words, spans = made

    shown, places = search.cut(words, spans)

    part = shown.removeprefix("… ").removesuffix(" …")
    before = len(shown) - len(shown.removeprefix("… "))
    start = spans[0][0] - (places[0][0] - before)
    end = start + len(part)
    assert words[start:end] == part
    assert shown.startswith("… ") == (start > 0)
    assert shown.endswith(" …") == (end < len(words))
    assert start == 0 or words[start - 1] == " "
    assert end == len(words) or words[end] == " "
    assert [(first - before + start, past - before + start) for first, past in places] == spans[
        : len(places)
    ]
    assert all(first >= end for first, _ in spans[len(places) :])


def test_a_short_passage_is_shown_whole_and_a_long_one_cut_near_its_first_hit():
    short = "word " * 40
    shown, places = search.cut(LONG, [(500, 504), (990, 994)])

    assert search.cut(short, [(20, 24)]) == (short, [(20, 24)])
    assert len(shown) < search.LENGTH + 20
    assert len(places) == 1
    assert 0 < places[0][0] <= search.BEFORE + len("word … ")


# drawing it ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage(monkeypatch, record):
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    monkeypatch.setattr(search, "st", stage)
    monkeypatch.setattr(search_box, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def draw(record, selection):
    state.act(selection)
    follow = state.Follow(selection, DESK, record)
    search.render(select(record, selection), text(selection.language), follow)


@pytest.mark.parametrize(("words", "lists"), [("", 0), ("Iraq", 1), ("zebra", 0)])
def test_only_a_search_that_finds_something_has_a_list(record, stage, words, lists):
    draw(record, Selection(page="statements", search=words))

    assert len(reading.classed(reading.tree(stage.markup), "cm-hits")) == lists


@pytest.mark.parametrize(
    ("value", "search_"), [("  safe \u202e haven\n", "safe haven"), ("", ""), (None, "")]
)
def test_typing_searches_and_leaves_the_marked_passage(record, stage, value, search_):
    columns = (Column(PARIS, "both"),)
    chosen = Selection(columns=columns, passage=PassageId(PARIS, 4), search="Iraq")
    state.act(chosen)
    search_box.draw(text("en"), state.Follow(chosen, DESK, record))
    assert stage.session_state["search-words"] == "Iraq"
    assert stage.settings("text_input")["max_chars"] == LONGEST_WORDS

    stage.session_state["search-words"] = value
    stage.settings("text_input")["on_change"]()

    assert state.selection(record) == Selection(page="statements", columns=columns, search=search_)


def test_the_box_leads_from_any_page_to_the_results_and_stays_there_when_it_is_emptied(
    record, stage
):
    chosen = Selection(page="figures", section="people", cities=("amman",))
    state.act(chosen)
    search_box.draw(text("en"), state.Follow(chosen, DESK, record))

    stage.session_state["search-words"] = "Daesh"
    stage.settings("text_input")["on_change"]()
    assert state.selection(record) == Selection(
        page="statements", cities=("amman",), search="Daesh"
    )

    assert search_box.set_words(chosen, "") == chosen
