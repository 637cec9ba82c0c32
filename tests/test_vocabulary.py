"""Vocabulary: what sets one statement apart, drawn from the counts, and told without more than they hold."""

from dataclasses import replace

import pytest
import reading

from components import terms, vocabulary
from components.language import text
from components.terms import STANDS_OUT
from components.theme import DESK, Screen
from loaders.selection import Selection
from loaders.text.keyness import Keyness, KeyTerm

PHONE = Screen(width=350)
HOSTILE = "<script>alert(1)</script>"


def choose(selected, **fields):
    found = terms.choose_comparison(selected, Selection(**fields))
    assert found
    return found


def draw_marks(selected, screen=DESK, word="", **fields):
    """The marks of the picture by their words."""
    words = text(fields.get("language", "en"))
    drawn = reading.plain(
        vocabulary.figure(selected, words, screen, choose(selected, **fields), word)
    )
    (trace,) = [trace for trace in drawn["data"] if "customdata" in trace]
    marker = trace["marker"]
    columns = (trace["x"], trace["y"], marker["symbol"], marker["size"], trace["hovertext"])
    names = ("x", "y", "symbol", "size", "hover")
    return {
        word: dict(zip(names, values, strict=True))
        for (word,), *values in zip(trace["customdata"], *columns, strict=True)
    }


# which statement -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "fields", "expected"),
    [
        ({}, {"language": "ar"}, ("2019-06-paris", "ar", 3)),
        (
            {},
            {"language": "ar", "tongue": "en", "statement": "2016-02-rome", "least": 5},
            ("2016-02-rome", "en", 5),
        ),
        ({"cities": ("amman", "rome")}, {"statement": "2019-06-paris"}, ("2017-11-amman", "en", 3)),
        ({"cities": ("rabat",)}, {}, None),
    ],
    ids=["usual", "asked for", "outside the filters", "none"],
)
def test_the_statement_asked_for_or_the_latest_is_compared(record, filters, fields, expected):
    selected = reading.chosen(record, **filters)

    assert terms.choose_comparison(selected, Selection(**fields)) == expected


# the picture -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_each_mark_is_a_word_at_its_z_score_the_most_frequent_above(record, language, screen):
    selected = reading.chosen(record)
    scores = {
        term.word: term.z
        for term in terms.compare(selected, choose(selected, language=language)).terms
    }

    marks = draw_marks(selected, screen, language=language)

    assert len(marks) == sum(vocabulary.MOST[screen.narrow])
    x = [mark["x"] for mark in marks.values()]
    assert x == pytest.approx([scores[word] for word in marks], abs=1e-4)
    assert x == sorted(x, reverse=True)
    # A row stays empty between the words that are more and less frequent here.
    more = sum(z > 0 for z in x)
    assert [-mark["y"] for mark in marks.values()] == [
        *range(more),
        *range(more + 1, len(marks) + 1),
    ]
    assert all(Selection(word=word).word == word for word in marks)


def test_a_word_that_does_not_stand_out_is_hollow_and_says_so(record):
    marks = draw_marks(reading.chosen(record), statement="2017-11-amman")

    assert {abs(mark["x"]) >= STANDS_OUT for mark in marks.values()} == {True, False}
    for mark in marks.values():
        stands_out = abs(mark["x"]) >= STANDS_OUT
        assert mark["symbol"] == ("circle" if stands_out else "circle-open")
        assert mark["hover"].endswith("Does not stand out beyond chance") != stands_out


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_counts_stand_in_two_columns_level_with_the_marks_away_from_the_words(
    record, language, screen
):
    selected = reading.chosen(record)
    counted = {
        term.word: term
        for term in terms.compare(selected, choose(selected, language=language)).terms
    }

    drawn = reading.plain(vocabulary.figure(selected, text(language), screen))

    marks = draw_marks(selected, screen, language=language)
    here, elsewhere = [trace for trace in drawn["data"] if trace["mode"] == "text"]
    assert here["text"] == [str(counted[word].here) for word in marks]
    assert elsewhere["text"] == [str(counted[word].elsewhere) for word in marks]
    assert here["y"] == elsewhere["y"] == [mark["y"] for mark in marks.values()]
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < min(here["x"][0], elsewhere["x"][0]) < max(here["x"][0], elsewhere["x"][0]) < high
    is_right = elsewhere["x"][0] > here["x"][0] > STANDS_OUT
    assert (drawn["layout"]["yaxis"]["side"], is_right) == (
        ("right", False) if language == "ar" else ("left", True)
    )


def test_the_lines_beyond_which_a_word_stands_out_are_named(record):
    layout = reading.plain(vocabulary.figure(reading.chosen(record), text("en")))["layout"]

    assert {shape["x0"] for shape in layout["shapes"]} == {0, STANDS_OUT, -STANDS_OUT}
    notes = {note["text"] for note in layout["annotations"]}
    assert notes >= {"1.96: beyond chance", "−1.96: beyond chance", "Less here", "More here"}


def test_the_word_that_is_listed_has_the_largest_mark(record):
    marks = draw_marks(reading.chosen(record), word="partners")

    largest = max(mark["size"] for mark in marks.values())
    assert [word for word, mark in marks.items() if mark["size"] == largest] == ["partners"]


def test_a_word_is_never_markup_on_the_picture(record, monkeypatch):
    spoilt = Keyness((KeyTerm(HOSTILE, "script", 4, 0, 2.0, 2.5),), 10, 10)
    monkeypatch.setattr(terms, "compare_words", lambda *_, **__: spoilt)
    selected = reading.chosen(record)

    drawn = reading.plain(vocabulary.figure(selected, text("en")))
    table = vocabulary.table(selected, text("en"), choose(selected))

    hovers = [trace["hovertext"] for trace in drawn["data"] if "customdata" in trace]
    assert "<script" not in str([drawn["layout"], hovers, table])
    assert HOSTILE in reading.words(reading.tree(table))


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ({"selection": {"points": [{"customdata": ["partners"]}]}}, {"word": "partners"}),
        (None, {}),
        ({}, {}),
        ({"selection": {"points": []}}, {}),
        ({"selection": {"points": [{"x": 1.96}]}}, {}),
    ],
)
def test_a_click_on_a_mark_means_its_word(event, changes):
    assert vocabulary.picked(event) == changes


# the words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "quoted"),
    [
        ("en", "More than the others, Paris, 25 June 2019 speaks of {}.", "“{}”"),
        ("ar", None, "«{}»"),
    ],
)
def test_the_finding_names_the_words_that_stand_out_most(record, language, sentence, quoted):
    selected, words = reading.chosen(record), text(language)
    comparison = choose(selected, language=language)
    named = [
        term.word for term in terms.compare(selected, comparison).terms if term.z >= STANDS_OUT
    ]

    finding = vocabulary.finding(selected, words, comparison).translate(reading.ISOLATES)

    listed = words.list(quoted.format(word) for word in named[: vocabulary.NAMED])
    assert named
    assert listed in finding
    assert sentence is None or finding == sentence.format(listed)


@pytest.mark.parametrize(
    ("least", "start", "has_figure"),
    [(1, "No word sets ", True), (99, "", False)],
    ids=["within chance", "too few"],
)
def test_words_that_prove_nothing_are_not_told_as_a_finding(sample, least, start, has_figure):
    comparison = choose(sample, least=least)

    finding = vocabulary.finding(sample, text("en"), comparison)
    header = vocabulary.header(sample, text("en"), comparison)

    assert not any(terms.stands_out(term) for term in terms.compare(sample, comparison).terms)
    assert finding.startswith(start)
    assert ("ask for fewer times" in header) != has_figure
    assert bool(terms.compare(sample, comparison).terms) == has_figure


def test_a_statement_by_itself_is_compared_with_nothing(sample, language):
    passages = sample.passages[sample.passages["meeting_id"] == "2021-05-oslo"].reset_index(
        drop=True
    )
    alone = reading.chosen(replace(sample, passages=passages))

    header = vocabulary.header(alone, text(language), choose(alone, least=1))

    assert text(language)("vocabulary.alone") in header


def test_only_a_small_sample_is_warned_of_with_its_counts(record, language, monkeypatch):
    selected = reading.chosen(record)
    comparison = choose(selected, language=language)
    found = terms.compare(selected, comparison)

    warning = vocabulary.warn_small_sample(selected, text(language), comparison)

    assert found.is_small
    assert all(
        text(language).number(number) in warning for number in (found.here, found.elsewhere, 1000)
    )
    monkeypatch.setattr(terms, "compare_words", lambda *_, **__: Keyness((), 5000, 9000))
    assert vocabulary.warn_small_sample(selected, text(language), comparison) == ""


def test_the_table_holds_every_compared_word_with_a_link_to_its_places(record, language):
    selected = reading.chosen(record)
    comparison = choose(selected, tongue=language)
    compared = terms.compare(selected, comparison).terms

    page = reading.tree(vocabulary.table(selected, text("en"), comparison))

    rows = page.findall(".//tbody/tr")
    assert [[reading.words(cell) for cell in row][:3] for row in rows] == [
        [term.word, str(term.here), str(term.elsewhere)] for term in compared
    ]
    for row, term in zip(rows, compared, strict=True):
        (link,) = row.iter("a")
        assert "data-lead" in link.attrib
        assert reading.target(link) == Selection(page="statements", section="words", word=term.word)
        assert [name.get("lang") for name in link.iter("bdi")] == [language]


def test_whose_words_they_are_and_how_they_are_counted_is_said(record):
    selected = reading.chosen(record)

    method = vocabulary.describe_method(selected, text("en"), choose(selected))

    for words in (
        "words of our own renderings",
        "Monroe, Colaresi and Quinn",
        "Sources: Irfaa Sawtak",
    ):
        assert words in reading.words(reading.tree(method))
