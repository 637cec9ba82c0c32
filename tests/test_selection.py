"""The selection: what the reader has chosen, as a value and as an address."""

from dataclasses import fields, replace
from itertools import chain
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import selection as codec
from loaders.pages import EMBEDDABLE, FORMER_PAGES, PAGES, SECTIONS
from loaders.selection import (
    COLLECTIONS,
    FILTERS,
    LANGUAGES,
    LONGEST_WORDS,
    MOST_COLUMNS,
    MOST_LEAST,
    ORDERS,
    READINGS,
    SIDES,
    Between,
    Column,
    Dropped,
    Months,
    PassageId,
    Selection,
    address,
    parse,
    query,
    read_address,
    step,
)

OWN_WORDS = ("search", "word")
LIMA, OSLO = Column("2024-10-lima", "both"), Column("2021-05-oslo", "ar")

PARTS = st.lists(st.text("abcxyz0189", min_size=1, max_size=6), min_size=1, max_size=4)
IDS = PARTS.map("-".join) | PARTS.map("_".join)
YEAR = st.integers(0, 9999)
MONTHS = st.builds("{:04d}-{:02d}".format, YEAR, st.integers(1, 12))
WORDS = st.text(max_size=2 * LONGEST_WORDS) | st.sampled_from(
    ["", "يزيد\u202e على", "\x00", "<b>&amp;", " a\n b "]
)


def selections(**known):
    """Every selection that can be made of the known ids, by kind; of any ids where none are given."""

    def ids(kind):
        return known.get(kind, IDS)

    def several(kind):
        return st.lists(ids(kind), max_size=4).map(tuple)

    column = st.builds(Column, ids("statements"), st.sampled_from(READINGS))
    place = known.get("places", st.builds(PassageId, ids("statements"), st.integers(1, 9999)))
    return st.builds(
        Selection,
        language=st.sampled_from(LANGUAGES),
        collection=st.sampled_from(COLLECTIONS),
        years=st.none() | st.tuples(YEAR, YEAR),
        period=st.none() | st.builds(Months, MONTHS, MONTHS),
        cities=several("cities"),
        levels=several("levels"),
        meetings=several("meetings"),
        themes=several("themes"),
        page=st.sampled_from(PAGES),
        section=st.sampled_from(["", *chain(*SECTIONS.values())]),
        view=st.sampled_from(["", *EMBEDDABLE]),
        columns=st.lists(column, max_size=MOST_COLUMNS).map(tuple),
        about=st.none() | ids("themes"),
        sides=st.sampled_from(SIDES),
        passage=st.none() | place,
        search=WORDS,
        statement=st.none() | ids("statements"),
        tongue=st.none() | st.sampled_from(LANGUAGES),
        least=st.integers(-1, MOST_LEAST + 2),
        word=WORDS,
        order=st.sampled_from(ORDERS),
        threads=st.booleans(),
        at=st.none() | MONTHS,
        between=st.none() | st.builds(Between, ids("meetings"), ids("meetings")),
        member=st.none() | ids("members"),
        disagreement=st.none() | ids("disagreements"),
        step=st.none() | ids("steps"),
        answer=st.none() | ids("figures") | ids("meetings"),
        figure=st.none() | ids("figures"),
        cite=st.none() | place | ids("figures"),
    )


NAMES = st.sampled_from(tuple(codec.PARSERS)) | st.text(max_size=12)
SAMPLES = (
    *("ar", "en", "core", "record", "words", "sources", "marbuta", "shown", "swapped", "before"),
    *("2015-2019", "٢٠١٥-٢٠١٩", "2016-02/2017-11", "2016-13/2017-11", "2016-02", "/", ":"),
    *("oslo:both", "oslo:fr", "oslo:1", "oslo:0", "oslo:٣", "oslo:lima", "a" * 101, "x" * 10_000),
)
YEARS = st.from_regex(r"[0-9]{3,5}-[0-9]{3,5}", fullmatch=True)
TEXTS = st.text(max_size=30) | IDS | st.sampled_from(SAMPLES) | YEARS
ADDRESSES = st.dictionaries(NAMES, st.lists(TEXTS, max_size=8), max_size=8)


def known(dataset):
    """Every selection that can be made of a dataset."""
    places = dataset.passages[["meeting_id", "number"]].itertuples(index=False)
    return selections(
        cities=st.sampled_from(sorted(dataset.known("cities"))),
        levels=st.sampled_from(dataset.rules.choices("meetings", "level")),
        meetings=st.sampled_from(sorted(dataset.known("meetings"))),
        themes=st.sampled_from(sorted(dataset.known("themes"))),
        statements=st.sampled_from(sorted(set(dataset.passages["meeting_id"]))),
        figures=st.sampled_from(sorted(dataset.known("observations"))),
        disagreements=st.sampled_from(sorted(dataset.known("discrepancies"))),
        steps=st.sampled_from([step.step_id for step in dataset.steps]),
        members=st.sampled_from(sorted(dataset.known("members"))),
        places=st.sampled_from([PassageId(*place) for place in places]),
    )


# The laws of the codec


@given(parameters=ADDRESSES)
def test_parsing_never_raises_and_knows_only_what_the_dataset_knows(parameters, sample):
    assert isinstance(parse(parameters), Selection)
    found = parse(parameters, sample)
    assert set(found.cities) <= sample.known("cities")
    assert set(found.meetings) <= sample.known("meetings")
    assert set(found.themes) <= sample.known("themes")
    assert found.figure is None or found.figure in sample.known("observations")


@given(selections())
def test_a_selection_is_what_its_address_names_in_a_browser(selection):
    written = address(selection)

    assert written.startswith("?")
    assert parse(parse_qs(written.removeprefix("?"))) == selection


@given(data=st.data())
def test_a_selection_of_a_dataset_survives_its_address(data, sample):
    selection = data.draw(known(sample))

    assert parse(query(selection), sample) == selection
    assert read_address(query(selection), sample).dropped == ()


@given(ADDRESSES)
def test_an_address_that_was_read_is_written_the_same_for_ever(parameters):
    first = query(parse(parameters))

    assert query(parse(first)) == first


@given(parameters=ADDRESSES)
def test_an_address_without_what_is_left_out_means_the_same(parameters, sample):
    left_out = read_address(parameters, sample).dropped
    kept = {}
    rest = list(left_out)
    for name, texts in parameters.items():
        for text in reversed(texts):
            if (name, text) in rest:
                rest.remove(Dropped(name, text))
            else:
                kept.setdefault(name, []).insert(0, text)

    assert parse(kept, sample) == parse(parameters, sample)
    assert read_address(kept, sample).dropped == ()


def test_the_page_as_it_opens_has_no_query():
    assert query(Selection()) == {}
    assert address(Selection()) == "?"
    assert parse({}) == Selection()


@given(selections())
def test_an_address_holds_ids_and_the_readers_own_words_only(selection):
    ids = {name: values for name, values in query(selection).items() if name not in OWN_WORDS}

    assert all(value.isascii() and " " not in value for value in chain(*ids.values()))


@given(selections())
def test_a_link_made_in_arabic_opens_in_english(selection):
    arabic = query(replace(selection, language="ar"))

    english = parse({**arabic, "lang": ["en"]})

    assert english == replace(selection, language="en")


# One address, read and written


FULL = {
    "language": ("ar", "lang", ["ar"]),
    "collection": ("record", "collection", ["record"]),
    "years": ((2021, 2024), "years", ["2021-2024"]),
    "period": (("2021-02", "2024-11"), "period", ["2021-02/2024-11"]),
    "cities": (("lima", "oslo"), "city", ["lima", "oslo"]),
    "levels": (("ministerial",), "level", ["ministerial"]),
    "meetings": (("2021-05-oslo",), "meeting", ["2021-05-oslo"]),
    "themes": (("winter-aid",), "theme", ["winter-aid"]),
    "page": ("statements", "page", ["statements"]),
    "section": ("words", "section", ["words"]),
    "columns": ((LIMA, OSLO), "column", ["2024-10-lima:both", "2021-05-oslo:ar"]),
    "about": ("winter-aid", "about", ["winter-aid"]),
    "sides": ("swapped", "sides", ["swapped"]),
    "search": ("“winter aid” مساعدات", "search", ["“winter aid” مساعدات"]),
    "statement": ("2021-05-oslo", "statement", ["2021-05-oslo"]),
    "tongue": ("en", "tongue", ["en"]),
    "least": (5, "least", ["5"]),
    "word": ("aid", "word", ["aid"]),
    "order": ("before", "order", ["before"]),
    "threads": (True, "threads", ["shown"]),
    "at": ("2022-12", "at", ["2022-12"]),
    "between": (("2024-10-lima", "2021-05-oslo"), "between", ["2024-10-lima:2021-05-oslo"]),
    "member": ("per", "member", ["per"]),
    "step": ("nairobi-2022-middle", "step", ["nairobi-2022-middle"]),
    "answer": ("2022-09-nairobi", "answer", ["2022-09-nairobi"]),
    "figure": ("2021-05-oslo-members", "figure", ["2021-05-oslo-members"]),
    "cite": (PassageId("2021-05-oslo", 2), "cite", ["2021-05-oslo:2"]),
    "version": ("1.2.3", "version", ["1.2.3"]),
}
"""A value of every field that may stand beside all others, its parameter, and how it is written."""


def test_every_field_has_its_parameter():
    full = Selection(**{field: value for field, (value, _, _) in FULL.items()})
    written = {parameter: texts for _, parameter, texts in FULL.values()}
    anywhere = {name: texts for name, texts in written.items() if name not in ("page", "section")}
    disagreement = "2022-09-nairobi-starts-on-daily"

    assert query(full) == written
    opened = query(replace(full, passage=PassageId("2024-10-lima", 1)))
    assert opened == anywhere | {"passage": ["2024-10-lima:1"]}
    disputed = query(replace(full, disagreement=disagreement))
    assert disputed == anywhere | {"disagreement": [disagreement]}
    alone = query(replace(full, view="matrix"))
    assert alone == anywhere | {"section": ["words"], "view": ["matrix"]}
    assert {*FULL, "passage", "disagreement", "view"} == {field.name for field in fields(Selection)}


def test_a_parameter_of_earlier_addresses_is_left_out_without_a_word(sample):
    assert read_address({"alike": ["marbuta"], "search": ["aid"]}, sample) == (
        Selection(search="aid"),
        (),
    )


def test_an_address_is_readable():
    chosen = Selection(cities=("oslo", "lima"), columns=(OSLO,))

    assert address(chosen) == "?city=lima&city=oslo&column=2021-05-oslo:ar"


def test_a_step_holds_its_change_alone(sample):
    link = step(figure="2021-05-oslo-members", meetings=("2021-05-oslo",))

    assert link == "?meeting=2021-05-oslo&figure=2021-05-oslo-members"
    assert read_address(parse_qs(link.removeprefix("?")), sample).dropped == ()


SENSELESS = {
    "lang": ("fr", "AR"),
    "collection": ("both",),
    "years": ("2019", "2015-19", "٢٠١٥-٢٠١٩", "2015-2019\n"),
    "period": ("2016-02", "2016-02/2017-13", "2016-02-01/2017-11-30", "٢٠١٦-٠٢/٢٠١٧-١١"),
    "at": ("2016", "2016-00", "2016-02-01"),
    "between": ("2021-05-oslo", "2021-05-oslo:", "2021-05-oslo:atlantis"),
    "city": ("atlantis", "أوسلو", "Oslo", "", "oslo\n", "'; drop table cities; --", "a" * 101),
    "level": ("informal",),
    "meeting": ("2030-01-oslo",),
    "theme": ("summer-aid",),
    "column": ("2021-05-oslo", "2021-05-oslo:fr", "2022-09-nairobi:en", ":en"),
    "about": ("summer-aid", "", "winter-aid\n"),
    "page": ("settings",),
    "section": ("nowhere", ""),
    "view": ("evidence", "statements", ""),
    "sides": ("upside-down",),
    "order": ("random",),
    "tongue": ("fr", "both"),
    "least": ("0", "100", "٣", "-1", "3\n"),
    "threads": ("true",),
    "passage": ("2021-05-oslo", *(f"2021-05-oslo:{number}" for number in ("0", "01", "٢", "9999"))),
    "statement": ("2022-09-nairobi",),
    "cite": ("2021-05-oslo:9999", "2021-05-oslo-nothing"),
    "search": ("x" * 10_000, "\x00\u202e "),
    "word": ("",),
    **dict.fromkeys(("member", "disagreement", "step", "answer", "figure"), ("atlantis",)),
    **dict.fromkeys(("colour", "cities", "language"), ("oslo",)),
}


@pytest.mark.parametrize("parameter", SENSELESS)
def test_what_makes_no_sense_is_dropped_and_named(sample, parameter):
    for value in SENSELESS[parameter]:
        found = read_address({parameter: [value]}, sample)

        assert found == (Selection(), (Dropped(parameter, value),)), value


def test_exactly_what_was_left_out_is_named_in_the_order_of_the_address(sample):
    parameters = {
        "theme": ["winter-aid", "summer-aid"],
        "city": ["atlantis", "oslo", "thule"],
        "utm_source": ["mail"],
        "lang": ["ar"],
    }

    selection, dropped = read_address(parameters, sample)

    assert selection == Selection(language="ar", cities=("oslo",), themes=("winter-aid",))
    assert dropped == (
        ("theme", "summer-aid"),
        ("city", "atlantis"),
        ("city", "thule"),
        ("utm_source", "mail"),
    )


@pytest.mark.parametrize(
    ("parameter", "first", "second"),
    [
        ("collection", "record", "core"),
        ("years", "2020-2021", "2022-2023"),
        ("figure", "2021-05-oslo-members", "2021-05-oslo-people-freed"),
    ],
)
def test_of_two_values_where_one_can_be_the_first_stands_and_the_second_is_named(
    sample, parameter, first, second
):
    selection, dropped = read_address({parameter: [first, second]}, sample)

    assert query(selection) == {parameter: [first]}
    assert dropped == (Dropped(parameter, second),)


def test_one_column_too_many_is_left_out_and_named(sample):
    values = [f"2021-05-oslo:{reading}" for reading in ("en", "ar", "both", "en", "ar", "both")]

    selection, dropped = read_address({"column": values}, sample)

    assert len(selection.columns) == MOST_COLUMNS == 5
    assert dropped == (Dropped("column", "2021-05-oslo:both"),)


# The value


def test_a_selection_has_one_form():
    assert Selection(cities=("oslo", "lima", "oslo")) == Selection(cities=("lima", "oslo"))
    assert Selection(columns=(LIMA, OSLO)) != Selection(columns=(OSLO, LIMA))
    assert Selection(years=(2024, 2021)).years == (2021, 2024)
    assert Selection(period=Months("2024-03", "2021-11")).period == ("2021-11", "2024-03")
    assert Selection(search="  aid\x00\u202e for\n\tall\u200b  ").search == "aid for all"
    assert len(Selection(search="word " * 100).search) <= LONGEST_WORDS
    assert [Selection(least=least).least for least in (-1, 1, MOST_LEAST, 1000)] == [1, 1, 99, 99]


@given(selections())
def test_clearing_takes_every_filter_away_and_nothing_else(selection):
    cleared = selection.cleared

    assert cleared.filters == Selection(collection=selection.collection)
    assert replace(cleared, **{name: getattr(selection, name) for name in FILTERS}) == selection


@pytest.mark.parametrize("former", FORMER_PAGES)
def test_an_address_of_a_former_page_leads_to_where_its_content_is(sample, former):
    opened, dropped = read_address({"page": [former], "city": ["oslo"]}, sample)

    assert (opened.page, opened.section) == FORMER_PAGES[former]
    assert (opened.cities, dropped) == (("oslo",), ())


@pytest.mark.parametrize(
    ("fields", "page", "section", "written"),
    [
        ({"section": "people", "view": "indicators"}, "figures", "people", ["section", "view"]),
        ({"page": "statements", "section": "read"}, "statements", "", ["page"]),
        (
            {"section": "words", "passage": PassageId("2021-05-oslo", 1)},
            *("statements", "", ["passage"]),
        ),
        (
            {"section": "words", "disagreement": "2022-09-nairobi-starts-on-daily"},
            *("sources", "disagreements", ["disagreement"]),
        ),
    ],
)
def test_what_is_open_says_the_page_and_its_first_section_is_not_written(
    fields, page, section, written
):
    opened = Selection(**fields)

    assert (opened.page, opened.section) == (page, section)
    assert list(query(opened)) == written
    closed = replace(opened, passage=None, disagreement=None, view="")
    assert (closed.page, closed.section) == (page, section), "closing it leads nowhere else"
