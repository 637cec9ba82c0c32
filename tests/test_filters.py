"""Filters: what the bar's buttons say and open, what a choice does, and what is said of it."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_selection import known

from components import filters, page, state
from components.language import text
from components.theme import DESK, Screen
from loaders.pages import PAGES
from loaders.select import SCOPED, USED, drop_unused, select
from loaders.selection import LANGUAGES, Months, Selection, address, parse, query
from loaders.story import find_step, shown_selection

WINTER = Months("2017-11", "2018-02")
MANY = {
    "years": (2017, 2019),
    "period": Months("2017-11", "2019-06"),
    "cities": ("amman", "paris"),
    "levels": ("political_directors",),
    "meetings": ("2017-11-amman", "2019-06-paris"),
    "themes": ("stabilisation",),
}
ONLINE = {"collection": "record", "meetings": ("2020-06-online",)}
WIDGETS = ("radio", "slider", "select_slider", "multiselect")


def prepare(record, **fields):
    """What a page draws, its words and its links, for a selection."""
    selection = Selection(**fields)
    view = select(record, shown_selection(selection, dataset=record))
    return view, text(selection.language), state.Follow(selection, DESK, record)


def draw(record, stage, *, screen=DESK, **fields):
    """Draw the bar for a selection, as the one thing that is shown."""
    state.selection(record)
    state.act(Selection(**fields))
    stage.shown.clear()
    view, words, follow = prepare(record, **fields)
    filters.render(view, words, replace(follow, screen=screen))


def widgets(stage):
    """How the widgets were drawn, by key."""
    return {settings["key"]: settings for name, _, settings in stage.shown if name in WIDGETS}


def buttons(stage):
    return [(label, settings) for name, label, settings in stage.shown if name == "popover"]


def change(stage, key, value):
    """Change a widget as a reader does."""
    stage.session_state[key] = value
    widgets(stage)[key]["on_change"]()


# the buttons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "labels", "pressed"),
    [
        ({}, ["5 press reports", "2016–2019", "All cities", "All levels", "All themes"], set()),
        (
            {"language": "ar", "period": ("2018-02", "2018-02"), "cities": ("amman", "paris")},
            ["5 تقارير صحفية", "فبراير 2018", "عمّان + 1", "كل المستويات", "كل المواضيع"],
            {"years", "cities"},
        ),
        (
            MANY,
            [
                *("5 press reports", "2017–2019 + 1", "Amman + 3"),
                *("Political directors", "Stabilisation"),
            ],
            {"years", "cities", "levels", "themes"},
        ),
        (
            ONLINE,
            ["Public record", "2014–2026", "Online, 4 June 2020", "All levels", "All themes"],
            {"cities"},
        ),
    ],
)
def test_the_buttons_say_what_is_set_and_how_much_more(record, stage, fields, labels, pressed):
    draw(record, stage, **fields)

    assert reading.said([label for label, _ in buttons(stage)]) == labels
    types = {settings["key"]: settings["type"] for _, settings in buttons(stage)}
    assert types == {
        f"filter-{name}": "primary" if name in pressed else "secondary" for name in filters.BUTTONS
    }


@pytest.mark.parametrize(
    ("fields", "label", "kind"),
    [
        ({}, "Filters", "secondary"),
        ({"page": "members", "language": "ar", **MANY}, "التصفية (8)", "primary"),
    ],
)
def test_on_a_phone_one_button_opens_every_widget(record, stage, fields, label, kind):
    draw(record, stage, **fields)
    on_desk = list(widgets(stage))

    draw(record, stage, screen=Screen(width=350), **fields)

    ((said, settings),) = buttons(stage)
    assert (said, settings["type"]) == (label, kind)
    assert list(widgets(stage)) == on_desk


@pytest.mark.parametrize("here", PAGES)
def test_filters_that_a_page_does_not_use_are_disabled_and_keep_their_values(record, stage, here):
    chosen = {
        "years": (2017, 2018),
        "cities": ("paris",),
        "meetings": ("2019-06-paris",),
        "themes": ("stabilisation",),
    }
    values = {
        "collection": "core",
        "period": ("2017-01", "2018-12"),
        "levels": [],
        **{name: value if name == "years" else list(value) for name, value in chosen.items()},
    }

    draw(record, stage, page=here, **chosen)

    drawn = widgets(stage)
    assert {key: stage.session_state[key] for key in drawn} == values
    enabled = {key for key, settings in drawn.items() if not settings["disabled"]}
    assert enabled == {*values} & {*USED[here]}
    opened = [not settings["disabled"] for _, settings in buttons(stage)]
    assert opened == [bool({*fields} & {*USED[here]}) for fields, _ in filters.BUTTONS.values()]


# what the widgets offer and do --------------------------------------------------------------------


def test_a_filter_that_was_changed_elsewhere_gets_another_key_so_that_its_old_value_is_no_act(
    record, stage
):
    draw(record, stage)
    change(stage, "cities", ["amman"])
    draw(record, stage, cities=("amman",))
    assert "cities" in widgets(stage), "the reader's own choice leaves the widget as it is"

    draw(record, stage)

    assert "cities" not in widgets(stage)
    assert stage.session_state["cities-1"] == []
    change(stage, "cities-1", ["paris"])
    assert stage.session_state[state.SELECTION].cities == ("paris",)


@pytest.mark.parametrize(("collection", "span"), [("core", (2016, 2019)), ("record", (2014, 2026))])
@pytest.mark.parametrize("here", ["overview", "story"])
def test_the_widgets_offer_what_the_readers_collection_holds(record, stage, here, collection, span):
    draw(record, stage, page=here, collection=collection, years=(2018, 2030))

    drawn, held = widgets(stage), reading.chosen(record, collection=collection).meetings
    assert (drawn["years"]["min_value"], drawn["years"]["max_value"]) == span
    assert stage.session_state["years"] == (2018, span[1])
    cities = set(held["city_id"]) - {""}
    names = {city: record.names["cities"][city]["name_en"] for city in cities}
    assert drawn["cities"]["options"] == sorted(cities, key=names.get)
    assert drawn["meetings"]["options"] == list(held["meeting_id"])[::-1]
    assert drawn["meetings"]["format_func"]("2017-11-amman") == "Amman, 15 November 2017"
    assert set(drawn["levels"]["options"]) == set(held["level"])
    assert set(drawn["themes"]["options"]) == set(record.names["themes"])


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["5 press reports (2016–2019)", "Public record (2014–2026)"]),
        ("ar", ["5 تقارير صحفية (2016–2019)", "السجل العام (2014–2026)"]),
    ],
)
def test_the_collections_are_named_by_their_sources_and_years(record, stage, language, names):
    draw(record, stage, language=language, collection="record")

    radio = widgets(stage)["collection"]
    assert stage.session_state["collection"] == "record"
    assert reading.said([radio["format_func"](name) for name in radio["options"]]) == names
    assert len(radio["captions"]) == len(names)


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ({}, "cities", ["paris", "amman"], {"cities": ("amman", "paris")}),
        ({}, "years", (2017, 2018), {"years": (2017, 2018)}),
        ({"years": (2017, 2018)}, "years", (2016, 2019), {}),
        ({"period": WINTER}, "years", (2017, 2019), {"years": (2017, 2019)}),
        ({"years": (2016, 2018)}, "period", tuple(WINTER), {"period": WINTER}),
        ({"period": WINTER}, "period", ("2016-02", "2019-06"), {}),
        ({"cities": ("riyadh",), "collection": "record"}, "collection", "core", {}),
    ],
)
def test_a_widget_changes_the_selection(record, stage, before, key, value, after):
    draw(record, stage, **before)

    change(stage, key, value)

    assert state.selection(record) == Selection(**after)


@pytest.mark.parametrize(
    ("fields", "years", "months"),
    [
        ({"period": WINTER}, (2017, 2018), tuple(WINTER)),
        ({"years": (2017, 2018)}, (2017, 2018), ("2017-01", "2018-12")),
        ({"years": (2015, 2016)}, (2016, 2016), ("2016-02", "2016-12")),
        ({"period": Months("2001-01", "2001-02")}, (2016, 2016), ("2016-02", "2016-02")),
        ({"period": Months("2031-01", "2031-02")}, (2019, 2019), ("2019-06", "2019-06")),
    ],
)
def test_the_sliders_stand_at_what_is_selected(record, stage, fields, years, months):
    draw(record, stage, **fields)

    settings = widgets(stage)["period"]
    assert (stage.session_state["years"], stage.session_state["period"]) == (years, months)
    assert (settings["options"][0], settings["options"][-1]) == ("2016-02", "2019-06")
    assert settings["format_func"]("2017-11") == "Nov 2017"


# what is shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "8 meetings of the Global Coalition to Defeat ISIS in 7 cities",
            "8 اجتماعات للتحالف الدولي لهزيمة داعش في 7 مدن",
        ),
        (
            {"collection": "record", "levels": ("ministerial",), "page": "members"},
            "67 meetings (5 of them online) of the Global Coalition to Defeat ISIS in 23 cities",
            "67 اجتماعاً (عبر الإنترنت منها: 5) للتحالف الدولي لهزيمة داعش في 23 مدينة",
        ),
        (
            {"page": "story"},
            "5 of 67 meetings, in 4 cities",
            "5 اجتماعات من أصل 67 اجتماعاً، في 4 مدن",
        ),
        (
            {"cities": ("amman", "paris")},
            "2 of 8 meetings, in 2 cities",
            "اجتماعان من أصل 8 اجتماعات، في مدينتين",
        ),
        (
            ONLINE,
            "1 of 67 meetings: Online, 4 June 2020",
            "اجتماع واحد من أصل 67 اجتماعاً: عبر الإنترنت، 4 يونيو 2020",
        ),
        (
            {"collection": "record", "meetings": ("2020-06-online", "2020-11-online")},
            "2 of 67 meetings",
            "اجتماعان من أصل 67 اجتماعاً",
        ),
        (
            {"years": (1999, 1999)},
            "None of 8 meetings fits these filters",
            "لا شيء من 8 اجتماعات يطابق عوامل التصفية",
        ),
    ],
)
def test_how_much_is_shown_is_said(record, fields, english, arabic):
    for language, said in (("en", english), ("ar", arabic)):
        view, words, _ = prepare(record, language=language, **fields)

        assert filters.describe_shown(view, words).translate(reading.ISOLATES) == said


def test_a_collection_that_was_held_online_alone_is_said_without_cities(sample, language):
    online = sample.meetings[sample.meetings["meeting_id"] == "2023-03-online"]

    shown = filters.describe_shown(replace(sample, meetings=online), text(language))

    assert shown.startswith(text(language).count("count.meetings", 1))
    assert {"en": "cit", "ar": "مد"}[language] not in shown


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        ({}, [], []),
        ({"cities": ("amman",)}, ["Clear the filter"], ["إلغاء عامل التصفية"]),
        (MANY, ["Clear 8 filters"], ["إلغاء 8 عوامل تصفية"]),
    ],
)
def test_one_link_clears_every_filter_whether_the_page_uses_it_or_not(
    record, stage, fields, english, arabic
):
    kept = {"page": "story", "collection": "record", "figure": "2017-11-amman-members"}
    for language, said in (("en", english), ("ar", arabic)):
        draw(record, stage, language=language, **kept, **fields)

        links = reading.classed(reading.tree(stage.markup), "cm-clear")
        assert [reading.words(link) for link in links] == said
        cleared = address(Selection(language=language, **kept))
        assert [link.get("href") for link in links] == [cleared] * len(said)


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "Click a city or a mark: every view follows. Click a number: the words that state it.",
            "انقر على مدينة أو علامة فتتبعها كل المشاهد، وانقر على رقم لترى الكلمات التي تذكره.",
        ),
        (
            {"cities": ("amman",), "years": (2017, 2017)},
            "Marked in every view: 2017 and Amman. What it leaves out is grey. Undo",
            "معلَّم في كل المشاهد: 2017 وعمّان. وما عداه بالرمادي. تراجع",
        ),
        (
            {"cities": ("amman",), "years": (2018, 2018)},
            "No meeting fits all of these: 2018 and Amman. What there is is grey. Undo",
            "لا اجتماع يجمع بين: 2018 وعمّان. والموجود بالرمادي. تراجع",
        ),
        (
            {"period": WINTER},
            "Shown in every view: Nov 2017 – Feb 2018. What it leaves out is grey. Undo",
            "المعروض في كل المشاهد: نوفمبر 2017 – فبراير 2018. وما عداه بالرمادي. تراجع",
        ),
    ],
)
def test_the_caption_says_what_can_be_clicked_then_what_is_marked_and_undoes_it(
    record, fields, english, arabic
):
    for language, said in (("en", english), ("ar", arabic)):
        view, words, follow = prepare(record, language=language, **fields)

        caption = reading.tree(page.describe_marks(view, words, follow))

        assert reading.words(caption) == said
        links = [link.get("href") for link in caption.iter("a")]
        assert links == [follow.link_cleared] * bool(fields)


# what a page uses ---------------------------------------------------------------------------------


@pytest.mark.parametrize("here", PAGES)
def test_changes_of_filters_that_a_page_does_not_use_are_dropped(here):
    changes = {**MANY, "collection": "record", "at": "2018-02", "figure": "members", "page": here}

    kept = drop_unused(Selection(), changes)

    assert set(kept) == {"figure", "page", *(set(USED[here]) & set(changes))}


@given(data=st.data())
@settings(max_examples=200)
def test_a_page_draws_the_filters_that_it_uses_and_no_other(data, record):
    selection = data.draw(known(record))

    shown = shown_selection(selection, dataset=record)

    step = find_step(selection, dataset=record) if selection.page == "story" else None
    usual = parse(parse_qs(step.query)) if step else Selection()
    for name in SCOPED:
        source = selection if name in USED[selection.page] else usual
        assert getattr(shown, name) == getattr(source, name), name
    assert replace(shown, **{name: getattr(selection, name) for name in SCOPED}) == selection
    assert shown_selection(shown, dataset=record) == shown
    assert parse(query(shown), record) == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("here", PAGES)
def test_a_page_to_parts_of_which_filters_do_not_apply_says_so_in_a_line(record, here, language):
    line = filters.describe_use(*prepare(record, page=here, language=language))

    explained = here in ("story", "members", "statements", "sources")
    assert line == (text(language)(f"filters.used.{here}") if explained else "")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Your filters (2018 and Amman) do not apply here and come back when you leave."),
        (
            "ar",
            "عاملا التصفية اللذان اخترتهما (2018 وعمّان) لا ينطبقان هنا، ويعودان عند مغادرة الصفحة.",
        ),
    ],
)
def test_the_filters_that_a_page_does_not_use_are_named(record, language, line):
    chosen = {"language": language, "years": (2018, 2018), "cities": ("amman",)}

    said = filters.describe_use(*prepare(record, page="members", **chosen))

    used = text(language)("filters.used.members")
    assert said.translate(reading.ISOLATES) == f"{used} {line}"
    applied = filters.describe_use(*prepare(record, page="sources", **chosen))
    assert applied == text(language)("filters.used.sources")


# themes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        (
            {},
            "3 meetings have no statement here: a theme leaves them out.",
            "3 اجتماعات هنا لا بيان لها، فتسقط عند اختيار موضوع.",
        ),
        (
            {"years": (2018, 2018)},
            "2 meetings have no statement here: a theme leaves them out.",
            "اجتماعان هنا لا بيان لهما، فيسقطان عند اختيار موضوع.",
        ),
        ({"cities": ("amman",)}, "", ""),
        ({"page": "members"}, "", ""),
    ],
)
def test_the_theme_filter_says_how_many_meetings_have_no_statement(
    record, stage, fields, english, arabic
):
    for language, said in (("en", english), ("ar", arabic)):
        chosen = {"language": language, "themes": ("stabilisation",), **fields}

        draw(record, stage, **chosen)

        assert filters.describe_themes(*prepare(record, **chosen)) == said
        assert widgets(stage)["themes"]["help"] == (said or None)


@given(data=st.data())
@settings(max_examples=50)
def test_the_meetings_without_a_statement_are_those_that_every_theme_at_once_leaves_out(
    data, record
):
    drawn = data.draw(known(record))
    selection = replace(drawn, page="overview", view="", passage=None, disagreement=None)
    every = replace(selection, themes=tuple(record.names["themes"]))
    follow = state.Follow(selection, DESK, record)

    said = filters.describe_themes(select(record, selection), text("en"), follow)

    without = select(record, replace(selection, themes=()))
    number = len(without.meetings) - len(select(record, every).meetings)
    assert said.partition(" ")[0] == (str(number) if number else "")
