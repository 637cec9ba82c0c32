"""The page as a whole, run without a browser: what is shown for which address and damaged data."""

import shutil
from urllib.parse import urlencode

import pytest
import reading

from components.pages import list_views
from loaders.pages import EMBEDDABLE


@pytest.fixture
def real(data, tmp_path, monkeypatch):
    """A copy of the data folder of its own, from which the page is made to read."""
    copy = shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("COALITION_DATA", str(copy))
    return copy


def shown(page):
    """Everything on the page that is markup."""
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def address(page):
    return urlencode(dict(page.query_params), doseq=True)


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

    assert f'<h1 class="cm-name">{title}</h1>' in shown(page)
    assert sentence in shown(page)
    assert "cm-clear" not in shown(page)
    assert len(page.get("plotly_chart")) == 3
    assert len(page.get("deck_gl_json_chart")) == 1
    assert address(page) == f"lang={language}"


@pytest.mark.parametrize(
    ("widget", "parameter", "value", "said"),
    [
        ("cities", "city", ["amman", "paris"], "2 of 8 meetings, in 2 cities"),
        ("meetings", "meeting", ["2019-06-paris"], "1 of 8 meetings: Paris"),
        ("levels", "level", ["ministerial"], "3 of 8 meetings, in 3 cities"),
        ("themes", "theme", ["political-process"], "2 of 8 meetings, in 2 cities"),
    ],
)
def test_a_choice_in_the_bar_narrows_the_page(visit, widget, parameter, value, said):
    page = visit()

    page.multiselect(key=widget).set_value(value).run()

    assert address(page) == urlencode({parameter: value}, doseq=True)
    assert said in shown(page)
    assert "cm-clear" in shown(page)


def test_years_narrow_the_page_and_set_back_to_all_are_no_filter(visit):
    page = visit()

    page.slider(key="years").set_value((2018, 2018)).run()
    assert address(page) == "years=2018-2018"
    assert "3 of 8 meetings, in 3 cities" in shown(page)

    page.slider(key="years").set_value((2016, 2019)).run()
    assert address(page) == ""
    assert "cm-clear" not in shown(page)


def test_an_address_restores_widgets_and_views(visit):
    page = visit(
        lang="ar",
        city=["amman", "kuwait-city"],
        years="2017-2018",
        column=["2018-02-kuwait:ar"],
        figure="2018-02-kuwait-pledge",
    )

    assert "اجتماعان من أصل 8 اجتماعات، في مدينتين" in shown(page)
    assert page.radio(key="collection").value == "core"
    assert page.multiselect(key="cities").value == ["amman", "kuwait-city"]
    assert page.slider(key="years").value == (2017, 2018)
    assert page.select_slider(key="period").value == ("2017-01", "2018-12")
    assert page.selectbox(key="column-0-meeting").value == "2018-02-kuwait"
    assert 'class="cm-evidence"' in shown(page)
    assert "200 مليون" in shown(page)


def test_an_address_that_changes_while_the_page_is_open_is_followed(visit):
    page = visit(city="amman")

    page.query_params["city"] = "paris"
    page.run()

    assert page.multiselect(key="cities-1").value == ["paris"], "made anew: changed elsewhere"
    assert "1 of 8 meetings: Paris, 25 June 2019" in shown(page)


def test_an_empty_selection_is_said_and_breaks_nothing(visit):
    page = visit(lang="ar", years="1999-1999")

    assert "لا شيء من 8 اجتماعات يطابق عوامل التصفية" in shown(page)
    assert shown(page).count('class="cm-empty"') >= 5
    charts = [chart.key for chart in page.get("plotly_chart")]
    assert charts == ["timeline-0"], "one to mark another period on"


@pytest.mark.parametrize(
    ("here", "offers"),
    [
        ("overview", ["5 meetings", "5 meetings and 4 published figures"]),
        ("disagreements", ["2 disagreements"]),
        ("words", []),
        ("statements", []),
    ],
)
def test_the_empty_views_of_a_page_name_what_the_wider_record_holds(visit, here, offers):
    page = visit(page=here, years="2014-2014")

    empty = reading.classed(reading.tree(shown(page)), "cm-empty")
    links = [reading.words(link) for element in empty for link in element.iter("a")]
    assert empty
    assert [words for words in links if words != "Clear all filters"] == [
        f"The public record holds {rows} here." for rows in offers
    ]


@pytest.mark.parametrize(("name", "here"), EMBEDDABLE.items())
def test_a_view_is_drawn_alone_with_a_link_to_the_whole_of_its_page(visit, name, here):
    page = visit(is_embedded=True, view=name, lang="ar", collection="record")

    assert name in [view.KEY for view in list_views(here)]
    assert shown(page).count('<header class="cm-heading"') == 1
    assert "cm-header" not in shown(page)
    assert "cm-footer" not in shown(page)
    (link,) = [line for line in shown(page).splitlines() if "cm-embedded" in line]
    assert '<footer class="cm-embedded" dir="rtl">' in link
    assert "lang=ar" in link
    assert "view=" not in link


def test_markup_in_an_address_is_shown_as_text(visit):
    page = visit(city="<script>alert(1)</script>", colour="<b>red</b>")

    assert "<script" not in shown(page)
    assert "city=&lt;script&gt;alert(1)&lt;/script&gt;" in shown(page)
    assert "colour=&lt;b&gt;red&lt;/b&gt;" in shown(page)


def test_a_data_folder_that_is_missing_is_said(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("COALITION_DATA", str(tmp_path / "nowhere"))

    assert "the data folder is missing" in shown(visit())


def test_a_data_folder_that_is_mended_is_shown(visit, real, data):
    damage(real)
    page = visit()
    assert "The data cannot be shown" in shown(page)
    assert not page.get("deck_gl_json_chart")

    shutil.copy(data / "cities.csv", real / "cities.csv")
    page.run()

    assert "8 meetings of the Global Coalition" in shown(page)


def test_data_damaged_while_the_page_runs_keeps_the_last_good_page(visit, real, data):
    notice, sentence = "the page shows the last good version", "8 meetings of the Global Coalition"
    page = visit()
    assert notice not in shown(page)

    damage(real)
    page.run()
    assert notice in shown(page)
    assert "cities.csv" in shown(page)
    assert sentence in shown(page)

    shutil.copy(data / "cities.csv", real / "cities.csv")
    page.run()
    assert notice not in shown(page)
    assert sentence in shown(page)
