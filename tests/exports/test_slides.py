"""Slides: editable charts of the values as stated, sources on each, evidence in the notes."""

import io
import re

import openpyxl
import pytest
import reading
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from components import atlas, disagreements, people, territory, timeline
from exports.slides.canvas import BODY
from exports.slides.city_map import Frame
from exports.slides.deck import CHARTS, MOST_CHARTS, MOST_DISPUTES, fit_passages, write_deck
from exports.slides.meeting_lanes import find_room
from exports.tables import list_source_rows
from exports.view import open_view
from loaders.analysis.meetings import meetings
from loaders.analysis.observations import selected_figures
from loaders.selection import Selection

SELECTIONS = [
    Selection(),
    Selection(language="ar"),
    Selection(collection="record"),
    Selection(language="ar", collection="record"),
    Selection(cities=("amman",)),
]
MARKS = str.maketrans("", "", "\u2068\u2069\u061c\u200e\u200f\u202a\u202b\u202c")
HOSTILE = "<script>alert(1)</script> & \"'"

ORDER = {
    "pPr": ["lnSpc", "spcBef", "spcAft", "buNone", "tabLst", "defRPr", "extLst"],
    "rPr": ["ln", "solidFill", "effectLst", "highlight", "latin", "ea", "cs", "sym", "hlinkClick"],
    "ser": ["idx", "order", "tx", "spPr", "marker", "dPt", "dLbls", "xVal", "yVal", "smooth"],
    "marker": ["symbol", "size", "spPr"],
    "dLbl": ["idx", "delete", "layout", "tx", "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey",
             "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"],
    "valAx": ["axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt",
              "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses",
              "crossBetween", "majorUnit"],
    "manualLayout": ["layoutTarget", "xMode", "yMode", "wMode", "hMode", "x", "y", "w", "h"],
    "scaling": ["logBase", "orientation", "max", "min"],
    "plotArea": ["layout", "scatterChart", "valAx", "dTable", "spPr"],
    "chart": ["title", "autoTitleDeleted", "plotArea", "legend", "plotVisOnly", "dispBlanksAs"],
    "chartSpace": ["date1904", "lang", "roundedCorners", "style", "chart", "spPr", "txPr",
                   "externalData"],
}  # fmt: skip
"""The order of elements that PowerPoint asks for: it repairs away what has another one."""
ORDER["defRPr"] = ORDER["rPr"]


@pytest.fixture(
    scope="module", params=SELECTIONS, ids=lambda selection: str(selection.filters)[10:60]
)
def view(request, record):
    return open_view(record, request.param, origin="https://example.org/coalition/")


@pytest.fixture(scope="module")
def deck(view):
    return open_deck(view)


def open_deck(view):
    return Presentation(io.BytesIO(write_deck(view)))


def list_charts(slides, *, of_meetings=False):
    """The charts of some slides, of values or of meetings."""
    return [
        shape.chart
        for slide in slides
        for shape in slide.shapes
        if shape.has_chart and (shape.name in ("Meetings", "الاجتماعات")) == of_meetings
    ]


def list_all_charts(deck):
    return list_charts(deck.slides) + list_charts(deck.slides, of_meetings=True)


def list_values(chart):
    return [value for series in chart.plots[0].series for value in series.values]


def read_words(slide):
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    cells = [cell.text for table in tables for cell in table.iter_cells()]
    return "\n".join(frames + cells).translate(MARKS)


def test_the_slides_say_in_their_titles_what_the_views_find(deck, view):
    titles = [slide.shapes[0].text_frame.text.translate(MARKS) for slide in deck.slides]
    findings = [
        module.finding(view.chosen, view.text).translate(MARKS)
        for module in (atlas, timeline, territory, people)
    ]

    assert titles[0] == view.text("page.title")
    assert titles[2:6] == [finding[:1].upper() + finding[1:] for finding in findings]
    assert titles[-1] == view.text("deck.sources")
    assert view.title.translate(MARKS) in read_words(deck.slides[0])
    assert view.address in read_words(deck.slides[0])


def test_every_slide_has_its_sources_and_nothing_lies_outside_it(deck, view):
    for slide in deck.slides:
        (sources,) = [shape for shape in slide.shapes if shape.name == "Sources"]
        assert view.reference in sources.text_frame.text
        for shape in slide.shapes:
            assert shape.shape_type != MSO_SHAPE_TYPE.PICTURE
            assert min(shape.left, shape.top) >= 0
            assert shape.left + shape.width <= deck.slide_width + 1
            assert shape.top + shape.height <= deck.slide_height + 1


def test_the_map_says_what_its_forms_mean(deck, view):
    legend = {view.text(f"level.{level}") for level in view.chosen.meetings["level"]}
    forms = {
        shape.name for shape in deck.slides[2].shapes if not shape.has_text_frame or not shape.text
    }

    assert legend <= set(read_words(deck.slides[2]).split("\n"))
    assert legend <= forms


def test_the_charts_hold_every_value_as_it_was_stated_or_a_line_names_it(deck, view):
    names = view.chosen.whole.names["indicators"]
    for indicators, slide in zip(CHARTS.values(), list(deck.slides)[3:6], strict=True):
        figures = selected_figures(view.chosen, indicators)
        charts = list_charts([slide])
        left = [end for figure in figures for end in (figure.value, figure.high) if end is not None]
        for chart in charts:
            for value in list_values(chart):
                left.remove(value)
        words = read_words(slide)
        named = [
            figure
            for figure in figures
            if view.text.stated(figure, names[figure.indicator_id]).translate(MARKS) in words
        ]
        assert set(left) <= {end for figure in named for end in (figure.value, figure.high)}
        assert 1 <= len(charts) <= MOST_CHARTS


def test_the_meetings_stand_below_the_members_on_the_same_axis_of_time(deck, view):
    (members,) = list_charts([deck.slides[3]])
    (lanes,) = list_charts([deck.slides[3]], of_meetings=True)
    held = [meeting for meeting in meetings(view.chosen) if meeting.chosen]

    levels = {view.text(f"level.{meeting.level}") for meeting in held}
    assert {series.name for series in lanes.plots[0].series} == levels
    assert sorted(set(list_values(lanes))) == list(range(1, len(levels) + 1))
    assert len(list_values(lanes)) == len(held)
    for limit in ("minimum_scale", "maximum_scale"):
        assert getattr(lanes.category_axis, limit) == getattr(members.category_axis, limit)
    edges = [
        [layout.find(qn(f"c:{name}")).get("val") for name in "xw"]
        for chart in (lanes, members)
        for layout in chart._chartSpace.iter(qn("c:manualLayout"))
    ]
    assert edges[0] == edges[1]
    notes = deck.slides[3].notes_slide.notes_text_frame.text
    assert all(view.text.of(meeting.row, "title") in notes for meeting in held)


def test_a_meeting_is_named_where_its_name_ends_before_the_next_mark(record):
    chosen = open_view(record, Selection(), origin="").chosen
    held = [meeting for meeting in meetings(chosen) if meeting.level == "political_directors"]

    assert find_room(held, ["Rome"] * len(held), years=(2016, 2020), width=12) == [0, 1, 2]
    assert find_room(held, ["A long name"] * len(held), years=(2016, 2020), width=5) == [1]
    assert find_room(held, ["A long name" * 9] * len(held), years=(2016, 2020), width=5) == []


def test_each_chart_has_its_values_in_a_workbook_and_draws_no_line_between_them(deck):
    for chart in list_all_charts(deck):
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        cells = [
            row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int | float)
        ]
        assert cells == list_values(chart)
        for series in chart.plots[0].series:
            assert series._element.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None


def test_no_series_stands_before_a_longer_one_of_which_libreoffice_draws_nothing(deck):
    for chart in list_all_charts(deck):
        lengths = [len(list(series.values)) for series in chart.plots[0].series]
        assert lengths == sorted(lengths, reverse=True)


def test_a_bound_has_a_mark_and_a_name_of_its_own(record):
    deck = open_deck(open_view(record, Selection(), origin=""))

    freed, _ = list_charts([deck.slides[5]])

    (series,) = freed.plots[0].series
    assert series.name == "More than"
    labels = [series.points[index].data_label.text_frame.text for index in range(2)]
    assert labels == ["more than 7.5 million", "more than 7.7 million"]


def test_the_notes_hold_the_words_that_state_the_figures(deck, view):
    for indicators, slide in zip(CHARTS.values(), list(deck.slides)[3:6], strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        for figure in selected_figures(view.chosen, indicators):
            assert figure.row["evidence"] in notes
            assert figure.row[f"evidence_{view.text.language}"] in notes
            assert view.text.of(figure.row, "speaker") in notes


def test_arabic_runs_from_the_right_in_paragraphs_tables_and_charts(deck, view):
    is_arabic = view.text.language == "ar"
    charts = [chart._chartSpace for chart in list_all_charts(deck)]
    parts = [slide._element for slide in deck.slides]
    parts += [slide.notes_slide.notes_text_frame._txBody for slide in deck.slides]
    for part in [*parts, *charts]:
        for run in part.iter(qn("a:r")):
            properties = run.getparent().find(qn("a:pPr"))
            assert (properties is not None and properties.get("rtl") == "1") == is_arabic
            assert run.find(qn("a:rPr")).get("lang") == ("ar" if is_arabic else "en-GB")
            face = run.find(f"{qn('a:rPr')}/{qn('a:cs')}")
            assert face.get("typeface") == "Noto Naskh Arabic"
        for table in part.iter(qn("a:tblPr")):
            assert (table.get("rtl") == "1") == is_arabic
    for space in charts:
        assert (space.txPr.p_lst[0].pPr.get("rtl") == "1") == is_arabic


def test_the_elements_stand_in_the_order_that_powerpoint_asks_for(deck):
    checked = set()
    for part in deck.part.package.iter_parts():
        if not re.fullmatch(r"/ppt/(slides|notesSlides|charts)/[a-zA-Z]+\d+\.xml", part.partname):
            continue
        for element in etree.fromstring(part.blob).iter(etree.Element):
            name = etree.QName(element).localname
            order = ORDER.get(name, [])
            children = [
                etree.QName(child).localname for child in element.iterchildren(etree.Element)
            ]
            known = [child for child in children if child in order]
            assert known == sorted(known, key=order.index), (part.partname, name)
            checked |= {name} if known else set()
    assert checked >= ORDER.keys() - {"pPr"}


def test_disagreements_and_sources_of_the_selection_are_listed(deck, view):
    words = "\n".join(map(read_words, deck.slides))
    disputes = disagreements.selected_disputes(view.chosen)

    for dispute in disputes[:MOST_DISPUTES]:
        assert view.text.of(dispute.row, "reason") in words
    if len(disputes) > MOST_DISPUTES:
        assert view.text.count("deck.more_disputes", len(disputes) - MOST_DISPUTES) in words
    links = {
        link.target_ref
        for slide in deck.slides
        for link in slide.part.rels.values()
        if link.is_external
    }
    assert {row["url"] for row in list_source_rows(view.chosen) if row["url"]} <= links


def test_a_selection_without_meetings_is_said_on_the_one_slide(record):
    view = open_view(record, Selection(years=(1999, 1999)), origin="")

    deck = open_deck(view)

    assert len(deck.slides) == 1
    assert view.title.translate(MARKS) in read_words(deck.slides[0])


def test_words_of_the_data_are_only_words(record):
    spoilt = reading.changed(record, "cities", "amman", name_en=HOSTILE, name_ar=HOSTILE)

    deck = open_deck(open_view(spoilt, Selection(), origin=""))

    assert HOSTILE in "\n".join(map(read_words, deck.slides))


def test_a_passage_is_whole_or_left_out():
    words = "One sentence of some length, which fills a line. " * 8

    assert fit_passages([words] * 2, BODY._replace(width=6), "en") == 2
    assert 0 < fit_passages([words] * 20, BODY._replace(width=6), "en") < 20
    assert fit_passages([words * 50], BODY._replace(width=6), "en") == 0


def test_outlines_are_cut_at_the_edge_of_the_map():
    frame = Frame(10, 10)

    assert frame.cut([(-5, 2), (5, 2), (5, 8), (-5, 8)]) == [(0, 2), (5, 2), (5, 8), (0, 8)]
    assert frame.cut([(20, 20), (30, 20), (30, 30)]) == []
    assert frame.cut([(1, 1), (2, 1), (2, 2)]) == [(1, 1), (2, 1), (2, 2)]
