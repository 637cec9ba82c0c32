"""Filters: what the bar's buttons say and open, what a choice does, and what is said of what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_selection import known

from components import filters, page, state
from components.language import text
from components.theme import DESK, Screen
from loaders.pages import PAGES, USED
from loaders.select import select
from loaders.selection import COLLECTIONS, LANGUAGES, Months, Selection, address
from loaders.story import shown_selection

MANY = {
    "years": (2017, 2019),
    "period": Months("2017-11", "2019-06"),
    "cities": ("amman", "paris"),
    "levels": ("political_directors",),
    "meetings": ("2017-11-amman", "2019-06-paris"),
    "themes": ("stabilisation",),
}
WINTER = Months("2017-11", "2018-02")
WIDGETS = ("radio", "slider", "select_slider", "multiselect")


@pytest.fixture
def stage(monkeypatch, record):
    """A page on which nothing is drawn yet."""
    stage = reading.Stage()
    monkeypatch.setattr(filters, "st", stage)
    monkeypatch.setattr(state, "st", stage)
    state.selection(record)
    return stage


def draw(record, stage, *, screen=DESK, **fields):
    """Draw the bar for a selection, as the one thing that is shown."""
    selection = Selection(**fields)
    state.act(selection)
    stage.shown.clear()
    view = select(record, shown_selection(selection, dataset=record))
    filters.render(view, text(selection.language), state.Follow(selection, screen, record))


def widgets(stage):
    """How the widgets were drawn, by key."""
    return {settings["key"]: settings for name, _, settings in stage.shown if name in WIDGETS}


def change(stage, key, value):
    """Change a widget as a reader does."""
    stage.session_state[key] = value
    widgets(stage)[key]["on_change"]()


def describe(record, **fields):
    """The line that says which filters apply, without isolating characters."""
    selection = Selection(**fields)
    view = select(record, shown_selection(selection, dataset=record))
    follow = state.Follow(selection, DESK, record)
    return filters.describe_use(view, text(selection.language), follow).translate(reading.ISOLATES)


# the buttons -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "labels", "pressed"),
    [
        ({}, ["5 press reports", "2016–2019", "All cities", "All levels", "All themes"], []),
        (
            {"language": "ar"},
            ["5 تقارير صحفية", "2016–2019", "كل المدن", "كل المستويات", "كل المواضيع"],
            [],
        ),
        (
            {"collection": "record", "years": (2018, 2018), "levels": ("ministerial",)},
            ["Public record", "2018", "All cities", "Ministerial", "All themes"],
            ["years", "levels"],
        ),
        (
            MANY,
            [
                "5 press reports",
                "2017–2019 + 1",
                "Amman + 3",
                "Political directors",
                "Stabilisation",
            ],
            ["years", "cities", "levels", "themes"],
        ),
        (
            {
                "language": "ar",
                "period": Months("2018-02", "2018-02"),
                "cities": ("amman", "paris"),
            },
            ["5 تقارير صحفية", "فبراير 2018", "عمّان + 1", "كل المستويات", "كل المواضيع"],
            ["years", "cities"],
        ),
        (
            {"collection": "record", "meetings": ("2020-06-online",)},
            ["Public record", "2014–2026", "Online, 4 June 2020", "All levels", "All themes"],
            ["cities"],
        ),
    ],
)
def test_the_buttons_say_what_is_set_and_how_much_more(
    record,
    stage,
    fields,
    labels,
    pressed,
):
    draw(record, stage, **fields)

    buttons = [(label, settings) for name, label, settings in stage.shown if name == "popover"]
    assert reading.said([label for label, _ in buttons]) == labels
    assert [settings["key"] for _, settings in buttons] == [
        f"filter-{name}" for name in filters.BUTTONS
    ]
    assert [
        settings["key"].removeprefix("filter-")
        for _, settings in buttons
        if settings["type"] == "primary"
    ] == (pressed)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Filters"),
        ({"collection": "record", "language": "ar"}, "التصفية"),
        ({"cities": ("amman", "paris")}, "Filters (2)"),
        ({"page": "members", "language": "ar", **MANY}, "التصفية (8)"),
    ],
)
def test_on_a_phone_one_button_opens_every_widget(record, stage, fields, label):
    draw(record, stage, **fields)
    on_desk = list(widgets(stage))

    draw(record, stage, screen=Screen(width=350), **fields)

    (button,) = [
        (what, settings["type"]) for name, what, settings in stage.shown if name == "popover"
    ]
    assert button == (label, "primary" if "(" in label else "secondary")
    assert list(widgets(stage)) == on_desk


@pytest.mark.parametrize("here", PAGES)
def test_the_buttons_and_widgets_of_filters_that_a_page_does_not_use_are_disabled_and_keep_their_values(
    record, stage, here
):
    values = {
        "collection": "core",
        "years": (2017, 2018),
        "period": ("2017-01", "2018-12"),
        "cities": ["paris"],
        "meetings": ["2019-06-paris"],
        "levels": [],
        "themes": ["stabilisation"],
    }
    chosen = {name: tuple(values[name]) for name in ("years", "cities", "meetings", "themes")}

    draw(record, stage, page=here, **chosen)

    drawn = widgets(stage)
    assert {key: stage.session_state[key] for key in drawn} == values
    assert {key for key, settings in drawn.items() if not settings["disabled"]} == set(
        values
    ) & set(USED[here])
    disabled = {
        settings["key"]
        for name, _, settings in stage.shown
        if name == "popover" and settings["disabled"]
    }
    assert disabled == {
        f"filter-{name}"
        for name, (fields, _) in filters.BUTTONS.items()
        if not {*fields} & {*USED[here]}
    }


# what the widgets offer and do ----------------------------------------------------------------------------


def test_a_filter_that_was_changed_elsewhere_gets_another_key_so_that_its_old_value_is_no_act(
    record, stage
):
    draw(record, stage)
    change(stage, "cities", ["amman"])
    draw(record, stage, cities=("amman",))
    assert widgets(stage)["cities"]["key"] == "cities", (
        "the reader's own choice leaves the widget as it is"
    )

    draw(record, stage)

    assert "cities" not in widgets(stage)
    assert stage.session_state["cities-1"] == []
    change(stage, "cities-1", ["paris"])
    assert stage.session_state[state.SELECTION].cities == ("paris",)


@pytest.mark.parametrize(("collection", "span"), [("core", (2016, 2019)), ("record", (2014, 2026))])
def test_the_widgets_offer_what_the_collection_holds(record, stage, collection, span):
    draw(record, stage, collection=collection, cities=("paris",), years=(2018, 2030))

    drawn, held = widgets(stage), reading.chosen(record, collection=collection)
    assert (drawn["years"]["min_value"], drawn["years"]["max_value"]) == span
    assert stage.session_state["years"] == (2018, span[1])
    assert drawn["cities"]["options"] == sorted(
        set(held.meetings["city_id"]) - {""},
        key=lambda city: record.names["cities"][city]["name_en"],
    )
    assert drawn["meetings"]["options"] == list(held.meetings["meeting_id"])[::-1]
    assert drawn["meetings"]["format_func"]("2017-11-amman") == "Amman, 15 November 2017"
    assert drawn["levels"]["options"] == [
        level
        for level in record.rules.choices("meetings", "level")
        if level in set(held.meetings["level"])
    ]
    assert set(drawn["themes"]["options"]) == set(record.names["themes"])


@pytest.mark.parametrize(
    ("language", "names", "captions"),
    [
        (
            "en",
            ["5 press reports (2016–2019)", "Public record (2014–2026)"],
            ["press reports", "official documents"],
        ),
        (
            "ar",
            ["5 تقارير صحفية (2016–2019)", "السجل العام (2014–2026)"],
            ["تقارير صحفية", "وثائق رسمية"],
        ),
    ],
)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_collections_are_named_by_their_sources_and_years(
    record,
    stage,
    language,
    collection,
    names,
    captions,
):
    draw(record, stage, language=language, collection=collection)

    radio = widgets(stage)["collection"]
    assert stage.session_state["collection"] == collection
    assert reading.said([radio["format_func"](name) for name in radio["options"]]) == names
    assert all(words in said for words, said in zip(captions, radio["captions"], strict=True))


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ({}, "cities", ["paris", "amman"], {"cities": ("amman", "paris")}),
        ({}, "meetings", ["2017-11-amman"], {"meetings": ("2017-11-amman",)}),
        ({}, "years", (2017, 2018), {"years": (2017, 2018)}),
        ({"years": (2017, 2018)}, "years", (2016, 2019), {}),
        ({"period": WINTER}, "years", (2017, 2019), {"years": (2017, 2019)}),
        ({"years": (2016, 2018)}, "period", tuple(WINTER), {"period": WINTER}),
        ({"period": WINTER}, "period", ("2016-02", "2019-06"), {}),
        ({"cities": ("riyadh",), "collection": "record"}, "collection", "core", {}),
    ],
)
def test_a_widget_changes_the_selection(
    record,
    stage,
    before,
    key,
    value,
    after,
):
    draw(record, stage, **before)

    change(stage, key, value)

    assert state.selection(record) == Selection(**after)


@pytest.mark.parametrize(
    ("fields", "years", "months"),
    [
        ({}, (2016, 2019), ("2016-02", "2019-06")),
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
    assert stage.session_state["years"] == years
    assert stage.session_state["period"] == months
    assert (settings["options"][0], settings["options"][-1]) == ("2016-02", "2019-06")
    assert settings["format_func"]("2017-11") == "Nov 2017"


def test_beside_a_step_of_the_record_is_offered_what_the_readers_collection_holds(record, stage):
    assert select(record, shown_selection(Selection(page="story"), dataset=record)).wide

    draw(record, stage, page="story")

    drawn = widgets(stage)
    assert (drawn["years"]["min_value"], drawn["years"]["max_value"]) == (2016, 2019)
    assert (drawn["period"]["options"][0], drawn["period"]["options"][-1]) == ("2016-02", "2019-06")
    assert "riyadh" not in drawn["cities"]["options"]


# what is shown --------------------------------------------------------------------------------------------


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
            {"cities": ("amman",)},
            "1 of 8 meetings: Amman, 15 November 2017",
            "اجتماع واحد من أصل 8 اجتماعات: عمّان، 15 نوفمبر 2017",
        ),
        (
            {"cities": ("amman", "paris")},
            "2 of 8 meetings, in 2 cities",
            "اجتماعان من أصل 8 اجتماعات، في مدينتين",
        ),
        (
            {"collection": "record", "meetings": ("2020-06-online",)},
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
def test_how_much_is_shown_is_said(record, stage, fields, english, arabic):
    for language, said in (("en", english), ("ar", arabic)):
        draw(record, stage, language=language, **fields)

        (shown,) = reading.classed(reading.tree(stage.markup), "cm-shown")
        assert reading.words(shown[0]) == said


def test_a_collection_that_was_held_online_alone_is_said_without_cities(sample):
    online = sample.meetings[sample.meetings["meeting_id"] == "2023-03-online"]
    alone = replace(sample, meetings=online)

    for language, cities in (("en", "cit"), ("ar", "مد")):
        shown = filters.describe_shown(alone, text(language))
        assert shown.startswith(text(language).count("count.meetings", 1))
        assert cities not in shown


@pytest.mark.parametrize("here", ["overview", "story"])
@pytest.mark.parametrize(
    ("fields", "english", "arabic"),
    [
        ({}, [], []),
        ({"cities": ("amman",)}, ["Clear the filter"], ["إلغاء عامل التصفية"]),
        ({"cities": ("amman", "paris")}, ["Clear 2 filters"], ["إلغاء عاملي التصفية"]),
        (MANY, ["Clear 8 filters"], ["إلغاء 8 عوامل تصفية"]),
    ],
)
def test_one_link_clears_every_filter_whether_the_page_uses_it_or_not(
    record,
    stage,
    here,
    fields,
    english,
    arabic,
):
    kept = {"page": here, "collection": "record", "figure": "2017-11-amman-members"}
    for language, said in (("en", english), ("ar", arabic)):
        draw(record, stage, language=language, **kept, **fields)

        links = reading.classed(reading.tree(stage.markup), "cm-clear")
        assert [reading.words(link) for link in links] == said
        assert all(
            link.get("href") == address(Selection(language=language, **kept)) for link in links
        )


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
            {"meetings": ("2019-06-paris",)},
            "Marked in every view: Paris, 25 June 2019. What it leaves out is grey. Undo",
            "معلَّم في كل المشاهد: باريس، 25 يونيو 2019. وما عداه بالرمادي. تراجع",
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
        selection = Selection(language=language, **fields)
        follow = state.Follow(selection, DESK, record)

        caption = reading.tree(
            page.describe_marks(select(record, selection), text(language), follow)
        )

        assert reading.words(caption) == said
        assert [link.get("href") for link in caption.iter("a")] == [
            address(selection.cleared)
        ] * bool(fields)


# what a page uses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("here", PAGES)
def test_a_page_to_parts_of_which_filters_do_not_apply_says_so_in_a_line(record, here, language):
    explained = here in ("story", "members", "statements", "sources")

    line = describe(record, page=here, language=language)

    assert line == (text(language)(f"filters.used.{here}") if explained else "")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "This page shows members by month. Of the filters only the collection applies; the month is set here. "
            "Your filters (2018 and Amman) do not apply here and come back when you leave.",
        ),
        (
            "ar",
            "تعرض هذه الصفحة الأعضاء شهراً بشهر. لا ينطبق عليها من عوامل التصفية سوى المجموعة، والشهر يُختار هنا. "
            "عاملا التصفية اللذان اخترتهما (2018 وعمّان) لا ينطبقان هنا، ويعودان عند مغادرة الصفحة.",
        ),
    ],
)
def test_the_filters_that_a_page_does_not_use_are_named(record, language, line):
    assert (
        describe(record, page="members", language=language, years=(2018, 2018), cities=("amman",))
        == line
    )


def test_a_page_that_uses_every_filter_names_none(record):
    assert describe(record, **MANY) == ""
    assert describe(record, page="sources", **MANY) == describe(record, page="sources")


# themes ----------------------------------------------------------------------------------------------------


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
        (
            {"collection": "record"},
            "62 meetings have no statement here: a theme leaves them out.",
            "62 اجتماعاً هنا لا بيان لها، فتسقط عند اختيار موضوع.",
        ),
        ({"cities": ("amman",)}, "", ""),
        ({"page": "members"}, "", ""),
    ],
)
def test_the_theme_filter_says_how_many_meetings_have_no_statement(
    record, stage, fields, english, arabic
):
    for language, said in (("en", english), ("ar", arabic)):
        selection = Selection(language=language, themes=("stabilisation",), **fields)
        view = select(record, shown_selection(selection, dataset=record))
        follow = state.Follow(selection, DESK, record)
        stage.shown.clear()

        filters.render(view, text(language), follow)

        assert filters.describe_themes(view, text(language), follow) == said
        assert widgets(stage)["themes"]["help"] == (said or None)


@given(data=st.data())
@settings(max_examples=50)
def test_the_meetings_without_a_statement_are_those_that_every_theme_at_once_leaves_out(
    data, record
):
    selection = replace(
        data.draw(known(record)),
        page="statements",
        section="words",
        passage=None,
        disagreement=None,
        language="en",
    )
    follow = state.Follow(selection, DESK, record)
    others = replace(selection, themes=())
    every = replace(selection, themes=tuple(record.names["themes"]))

    said = filters.describe_themes(select(record, selection), text("en"), follow)

    number = len(select(record, others).meetings) - len(select(record, every).meetings)
    assert said.partition(" ")[0] == (str(number) if number else "")
