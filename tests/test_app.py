"""The page as a whole, run without a browser: what is shown for which selection, and what damaged data does."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the data folder of its own, from which the page is made to read."""
    copy = tmp_path / "data"
    shutil.copytree(ROOT / "data", copy)
    monkeypatch.setenv("COALITION_DATA", str(copy))
    return copy


def shown(page):
    """Everything on the page that is markup."""
    return "\n".join(each.proto.body for each in page.get("html"))


def address(page):
    parameters = dict(page.query_params)
    return {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in parameters.items()
    }


def damage(folder):
    """Put words where a number belongs: two errors, in lines 2 and 3 of cities.csv."""
    path = folder / "cities.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("31.9539", "north").replace("50.8503", "95.5"), encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        (
            "en",
            "Coalition Meetings",
            "8 meetings of the Global Coalition to Defeat ISIS in 7 cities",
        ),
        ("ar", "اجتماعات التحالف", "8 اجتماعات للتحالف الدولي لهزيمة داعش في 7 مدن"),
    ],
)
def test_the_page_opens_and_leaves_its_address_alone(visit, language, title, sentence):
    page = visit(lang=language)

    assert not page.exception
    assert f'<h1 class="cm-name">{title}</h1>' in shown(page)
    assert sentence in shown(page)
    assert "cm-clear" not in shown(page)
    assert len(page.get("plotly_chart")) == 3
    assert len(page.get("deck_gl_json_chart")) == 1
    assert address(page) == {"lang": [language]}


@pytest.mark.parametrize(
    ("language", "widget", "value", "said"),
    [
        ("en", "cities", ["amman", "paris"], "2 of 8 meetings, in 2 cities"),
        ("ar", "meetings", ["2019-06-paris"], "اجتماع واحد من أصل 8 اجتماعات: باريس"),
        ("ar", "levels", ["ministerial"], "3 اجتماعات من أصل 8 اجتماعات، في 3 مدن"),
        ("en", "themes", ["political-process"], "2 of 8 meetings, in 2 cities"),
    ],
)
def test_a_choice_in_the_bar_narrows_the_page(visit, language, widget, value, said):
    page = visit(lang=language)

    page.multiselect(key=widget).set_value(value).run()

    assert not page.exception
    assert address(page) == ({"lang": ["ar"]} if language == "ar" else {}) | {
        {"cities": "city"}.get(widget, widget.removesuffix("s")): value
    }
    assert said in shown(page)
    assert "cm-clear" in shown(page)


def test_years_narrow_the_page_and_set_back_to_all_are_no_filter(visit):
    page = visit()

    page.slider(key="years").set_value((2018, 2018)).run()
    narrowed = address(page), "3 of 8 meetings, in 3 cities" in shown(page)
    page.slider(key="years").set_value((2016, 2019)).run()

    assert narrowed == ({"years": ["2018-2018"]}, True)
    assert address(page) == {}
    assert "cm-clear" not in shown(page)


def test_an_address_restores_widgets_and_views(visit, language):
    page = visit(
        lang=language,
        city=["amman", "kuwait-city"],
        years="2017-2018",
        column=["2018-02-kuwait:ar"],
        figure="2018-02-kuwait-pledge",
    )

    assert not page.exception
    assert page.radio(key="collection").value == "core"
    assert page.multiselect(key="cities").value == ["amman", "kuwait-city"]
    assert page.slider(key="years").value == (2017, 2018)
    assert page.select_slider(key="period").value == ("2017-01", "2018-12")
    assert page.selectbox(key="column-0-meeting").value == "2018-02-kuwait"
    assert 'class="cm-evidence"' in shown(page)
    assert {"en": "200 million US dollars", "ar": "200 مليون"}[language] in shown(page)
    assert {"en": "2 of 8 meetings, in 2 cities", "ar": "اجتماعان من أصل 8 اجتماعات، في مدينتين"}[
        language
    ] in shown(page)


def test_an_address_that_changes_while_the_page_is_open_is_followed(visit):
    page = visit(city="amman")

    page.query_params["city"] = "paris"
    page.run()

    assert page.multiselect(key="cities-1").value == ["paris"], (
        "made anew, as its value was changed elsewhere"
    )
    assert "1 of 8 meetings: Paris, 25 June 2019" in shown(page)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "None of 8 meetings fits these filters"),
        ("ar", "لا شيء من 8 اجتماعات يطابق عوامل التصفية"),
    ],
)
def test_an_empty_selection_is_said_and_breaks_nothing(visit, language, words):
    page = visit(lang=language, years="1999-1999")

    assert not page.exception
    assert words in shown(page)
    assert shown(page).count('class="cm-empty"') >= 5
    assert [each.key for each in page.get("plotly_chart")] == ["timeline-0"], (
        "one to mark another period on"
    )


def test_markup_in_an_address_is_shown_as_text(visit):
    page = visit(city="<script>alert(1)</script>", colour="<b>red</b>")

    assert not page.exception
    assert "<script" not in shown(page)
    assert "city=&lt;script&gt;alert(1)&lt;/script&gt;" in shown(page)
    assert "colour=&lt;b&gt;red&lt;/b&gt;" in shown(page)


def test_a_data_folder_that_is_missing_is_said(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("COALITION_DATA", str(tmp_path / "nowhere"))

    page = visit()

    assert not page.exception
    assert "the data folder is missing" in shown(page)


def test_a_data_folder_that_is_mended_is_shown(visit, folder):
    damage(folder)
    page = visit()
    assert not page.exception
    assert "The data cannot be shown" in shown(page)
    assert not page.get("deck_gl_json_chart")

    shutil.copy(ROOT / "data" / "cities.csv", folder / "cities.csv")
    page.run()

    assert "8 meetings of the Global Coalition" in shown(page)


@pytest.mark.parametrize(
    ("language", "notice", "sentence"),
    [
        ("en", "the page shows the last good version", "8 meetings of the Global Coalition"),
        ("ar", "آخر نسخة سليمة", "8 اجتماعات للتحالف الدولي"),
    ],
)
def test_data_damaged_while_the_page_runs_keeps_the_last_good_page(
    visit, folder, language, notice, sentence
):
    page = visit(lang=language)
    assert notice not in shown(page)

    damage(folder)
    page.run()

    assert not page.exception
    assert notice in shown(page)
    assert "cities.csv" in shown(page)
    assert sentence in shown(page)

    shutil.copy(ROOT / "data" / "cities.csv", folder / "cities.csv")
    page.run()

    assert notice not in shown(page)
    assert sentence in shown(page)
