"""The rules of the house, held on the source: who imports whom, where state and words may stand."""

import ast
import re
import string
from functools import lru_cache
from pathlib import Path

import pytest
from PIL import ImageColor

from components import indicators, joined, membership, originals, pages, people
from components.charts import actions, frame, marks
from components.downloads import FILES
from components.filters import BUTTONS, EXPLAINED
from components.language import LOCALES, SCALES, text
from components.theme import properties
from loaders.analysis.membership import STATES
from loaders.citation.exports import FORMATS
from loaders.originals import SENTENCES
from loaders.pages import PAGES, SECTIONS
from loaders.schema import contract
from loaders.selection import COLLECTIONS, FILTERS, ORDERS, READINGS, SIDES, Selection

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app.py"
LOADERS = sorted((ROOT / "loaders").rglob("*.py"))
COMPONENTS = sorted((ROOT / "components").rglob("*.py"))
TEMPLATES = sorted((ROOT / "components" / "templates").glob("*.html"))
SHEETS = sorted([*(ROOT / "components").glob("*.css"), *(ROOT / "static").glob("*.css")])
EXPORTS = sorted((ROOT / "exports").rglob("*.py"))
SERVER = sorted((ROOT / "server").glob("*.py"))
SOURCES = [APP, *LOADERS, *COMPONENTS, *EXPORTS, *SERVER]

VIEWS = {view.KEY: view for page in pages.PAGES for view in pages.list_views(page)}
"""The views of all pages by key."""

DRAWERS = ("citing", "evidence")
"""What lies over the page and is no view of it."""

DRAWN = (
    *("figure", "maps", "table", "rows", "listed", "results"),
    *("columns", "book", "lines", "page", "article"),
)
"""What a view may be drawn by, a pure function; groups of indicators have functions of theirs."""

DRAWING = {"streamlit", "plotly", "pydeck", "components", "exports", "server", "app"}

SHAPELESS = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "lib"}

TAGS = {
    "markup.py": {"a", "mark"},
    "document.py": {"html", "title", "link", "noscript", "body"},
    "map_svg.py": {"div"},
    "map_deck.py": {"b"},
    "map_icons.py": {"svg", "path", "text"},
    "descriptions.py": {"b", "br"},
    "labels.py": {"br"},
    "people.py": {"br"},
    "small_multiples.py": {"br"},
    "conflicts.py": {"b", "br"},
    "grid.py": {"b", "br"},
}
"""Markup outside the templates: links and marks inside a text, the map's own pictures, and the bold
and the line break that a hover box of Plotly or deck.gl takes."""

COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b"
    r"|\b(?:rgb|hsl)a?\s*\(|\b(?:hwb|lab|lch|oklab|oklch)\(",
    re.I,
)
CLEAR = "rgba(0,0,0,0)"
"""Plotly's word for no colour at all."""

NAMED = set(ImageColor.colormap)
"""The colours that CSS has names for."""

FORMS = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}


# reading the source -------------------------------------------------------------------------------


@lru_cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """Every module that a file imports, those for type checking among them."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively"
            found |= {str(node.module)} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def functions(path):
    return {each.name: each for each in parsed(path).body if isinstance(each, ast.FunctionDef)}


def names(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def texts(path):
    """Every text of a file but its docstrings."""
    nodes = list(ast.walk(parsed(path)))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    constants = {node for node in nodes if isinstance(node, ast.Constant)} - docstrings
    return {node.value for node in constants if isinstance(node.value, str)}


def component(name):
    return ROOT / "components" / f"{name}.py"


def label(value):
    return value.name if isinstance(value, Path) else str(value)


# who knows whom -----------------------------------------------------------------------------------


FORBIDDEN = [
    (LOADERS, DRAWING),
    (COMPONENTS, {"app", "server", "exports"}),
    (EXPORTS, {"app", "server", "streamlit"}),
]


@pytest.mark.parametrize(
    ("paths", "forbidden"), FORBIDDEN, ids=["loaders", "components", "exports"]
)
def test_imports_point_one_way(paths, forbidden):
    for path in paths:
        assert not {name.split(".")[0] for name in imports(path)} & forbidden, path


@pytest.mark.parametrize("view", [*VIEWS, *DRAWERS])
def test_no_view_imports_another(view):
    others = {f"components.{each}" for each in [*VIEWS, *DRAWERS] if each != view}

    assert not imports(component(view)) & others


@pytest.mark.parametrize("path", [each for each in SOURCES if each.name != "pages.py"], ids=label)
def test_only_the_table_of_pages_names_the_views(path):
    named = {each.split(".")[1] for each in imports(path) if each.startswith("components.")}

    allowed = {"page.py": {"story", "indicators"}}.get(path.name, set())
    assert named & {*VIEWS, *DRAWERS} == allowed


def test_whatever_is_drawn_as_a_view_stands_in_the_table_of_pages():
    drawn = {path.stem for path in COMPONENTS if {"finding", "render"} <= {*functions(path)}}

    assert drawn | {"observations"} == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_named_by_its_key_and_keeps_the_contract(name):
    module = VIEWS[name]

    assert module.__name__ == f"components.{name}"
    assert hasattr(module, "finding") or name == "observations"
    assert any(hasattr(module, function) for function in DRAWN) or name == "indicators"
    assert len(functions(component(name))["render"].args.args) == 3


def test_every_page_has_the_sections_that_an_address_may_name():
    assert set(pages.PAGES) == set(PAGES)
    assert {
        page: tuple(sections) for page, sections in pages.PAGES.items() if "" not in sections
    } == SECTIONS


def test_drawers_lie_over_every_page():
    assert {module.KEY for module in pages.DRAWERS} == {*DRAWERS, "membership"}
    assert all(callable(module.drawer) for module in pages.DRAWERS)


@pytest.mark.parametrize("view", [*VIEWS, *DRAWERS])
def test_in_a_view_streamlit_is_named_only_by_render_and_what_only_render_calls(view):
    path = component(view)
    defined = functions(path)
    drawing = {name for name, node in defined.items() if "st" in names(node)}
    outside = [each for each in parsed(path).body if not isinstance(each, ast.FunctionDef)]

    assert not any("st" in names(each) for each in outside)
    assert not {each for each in imports(path) if each.startswith("streamlit.")}
    for name in drawing - {"render", "drawer"}:
        callers = {
            other for other, node in defined.items() if other != name and name in names(node)
        }
        assert name.startswith("_")
        assert callers
        assert callers <= drawing | {"render"}


# where state may stand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("session_state", {"state.py", "browser.py", "uploads.py"}),
        ("query_params", {"state.py"}),
    ],
)
def test_the_session_and_the_address_are_touched_only_by_state(name, allowed):
    for path in (path for path in SOURCES if path.name not in allowed):
        touched = {getattr(node, "attr", "") for node in ast.walk(parsed(path))}
        assert name not in touched | texts(path), path


def test_the_app_is_short_enough_to_be_read_at_once():
    assert len(APP.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_streamlit_is_used_as_it_is_documented(path):
    # Nothing documented says whether a reader went back, or lets uploaded documents be forgotten.
    context = "streamlit.runtime.scriptrunner"
    allowed = {"streamlit"}
    if path.name in ("state.py", "uploads.py"):
        allowed |= {context, f"{context}.get_script_run_ctx"}
    found = {name for name in imports(path) if name.split(".")[0] == "streamlit"}
    assert found <= allowed or path.name == "streamlit_files.py"


# where colour, style and markup may stand ---------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_colour_stands_in_python(path):
    found = texts(path) - {CLEAR}

    assert not [words for words in found if COLOUR.search(words) or words.lower() in NAMED]


def test_the_pictures_of_the_map_are_masks_in_black():
    drawn = " ".join([*texts(component("map_deck")), *texts(component("map_icons"))])

    tones = re.findall(r'(?:fill|stroke|color|stop-color)="([^"]*)"', drawn)

    assert set(tones) <= {"black"}


@pytest.mark.parametrize("path", SHEETS, ids=label)
def test_a_sheet_takes_every_colour_from_the_tokens(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    values = re.findall(r"(?<![\w-])[a-z-]+\s*:\s*([^;{}]+)[;}]", css)
    derived = re.compile(r"rgb\(from var\(--cm-[a-z0-9-]+\) r g b(?: / [\d.]+)?\)")
    own = [derived.sub("", value) for value in values]

    assert values
    assert not [value for value in own if COLOUR.search(value)]
    assert not [value for value in own if set(re.findall(r"[a-z-]+", value.lower())) & NAMED]


@pytest.mark.parametrize("path", SHEETS, ids=label)
def test_a_sheet_uses_only_tokens_that_exist(path):
    css = path.read_text(encoding="utf-8")
    made = set(re.findall(r"(--cm-[a-z0-9-]+)\s*:", css + properties()))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", css)) <= made


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_holds_no_style_no_script_and_no_words_of_its_own(path):
    markup = path.read_text(encoding="utf-8")
    without_code = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", markup)
    outside = re.sub(r"<[^>]*>", " ", without_code)

    own = markup
    for ours in (  # files of static/
        '<script defer src="{{ script }}"></script>',
        "<script>{{ script }}</script>",
        "<style>{{ style }}</style>",
    ):
        own = own.replace(ours, "")

    assert not re.search(r"\bstyle\s*=|<style|<script|\bon[a-z]+\s*=|\|\s*safe", own)
    assert not COLOUR.search(markup)
    assert not re.search(r"[A-Za-z\u0600-\u06ff]", outside.replace("python -m loaders", ""))


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_markup_stands_in_templates(path):
    found = {
        tag
        for each in texts(path)
        for tag in re.findall(r"(?<!\?P)</?([a-z][a-z0-9]*)(?=[\s>/])", each)
    }

    assert found <= TAGS.get(path.name, set())


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_style_stands_in_sheets(path):
    css = re.compile(r"--cm-|style=|[a-z-]+:[^:;]+;")

    assert not any(css.search(words) for words in texts(path)) or path.name == "theme.py"


# names and words about the code -------------------------------------------------------------------


def test_no_two_test_modules_have_one_name():
    modules = [path.name for path in (ROOT / "tests").rglob("test_*.py")]

    assert sorted(set(modules)) == sorted(modules), "pytest could not collect both"


def test_no_file_has_a_name_that_says_nothing():
    folders = ("loaders", "components", "data", "tests", "benchmarks", "static", ".ci")
    files = [*ROOT.glob("*.*")]
    for folder in folders:
        files += (ROOT / folder).rglob("*")

    assert not [path for path in files if path.stem.lower() in SHAPELESS]


# the words of the page ----------------------------------------------------------------------------


def strings(language):
    return text(language).words


def plurals(language):
    """The texts that depend on a number, by key, with their forms."""
    groups = {}
    for key, words in strings(language).items():
        parent, _, form = key.rpartition(".")
        groups.setdefault(parent, {})[form] = words
    every = FORMS["ar"]
    return {key: forms for key, forms in groups.items() if {"one", "other"} <= set(forms) <= every}


def keys(language):
    """The keys as the code names them: a text with plural forms is one key."""
    many = plurals(language)
    return {key for key in strings(language) if key.rpartition(".")[0] not in many} | set(many)


def placeholders(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


RULES = contract.read(ROOT / "data")
LEVELS = RULES.choices("meetings", "level")
QUALIFIERS = RULES.choices("observations", "qualifier")
HEADER = {each.name: each.choices for each in RULES.header}
PASSAGE = {each.name: each.choices for each in RULES.passage}
INDICATORS = [
    line.split(",")[0]
    for line in (ROOT / "data" / "indicators.csv").read_text(encoding="utf-8").splitlines()[1:]
]


def made(pattern, *endings):
    return {pattern.replace("*", ending) for ending in endings}


FORMS_OF_DATE = RULES.choices("members", "joined_precision")
SEVERAL = {field for field in FILTERS if isinstance(getattr(Selection(), field), tuple)}


CHANGES = ("twice", "steady", "again", "rise", "fall", "open")
"""What a finding may say of the change of a series, besides that it has one statement."""

DYNAMIC = {
    "widgets.*": {key for key in keys("en") if key.startswith("widgets.")},
    "download.*": made("download.*", *FILES),
    "download.about.*": made("download.about.*", *FILES),
    "*.name": made(
        "*.name",
        *(set(VIEWS) - {"indicators"}),
        "evidence",
        *(f"indicators-{group}" for group in indicators.GROUPS),
    ),
    "*.unit": made("*.unit", *(set(VIEWS) - {"indicators"})),
    "*.act": made("*.act", *frame.ACTS),
    "*.*": made("timeline.*", *CHANGES)
    | made("territory.*", *CHANGES)
    | made("sides.*", *SIDES)
    | made("order.*", *ORDERS)
    | made("status.*", *RULES.choices("observations", "status")),
    "*.one": made("*.one", "timeline", "territory"),
    "where.*": made("where.*", *RULES.choices("observations", "scope")),
    "alone.*": made("alone.*", "iraq", "syria"),
    "confidence.*": made("confidence.*", *RULES.choices("observations", "confidence")),
    "level.*": made("level.*", *LEVELS),
    "qualified.*": made("qualified.*", *QUALIFIERS),
    "sign.*": made("sign.*", *QUALIFIERS),
    "before.*": made("before.*", *QUALIFIERS),
    "qualifier.*": made("qualifier.*", *QUALIFIERS),
    "scope.*": made("scope.*", *RULES.choices("observations", "scope")),
    "kind.*": made("kind.*", *RULES.choices("sources", "kind")),
    "voice.*": made("voice.*", *PASSAGE["voice"]),
    "statements.*": made("statements.*", *HEADER["status"]),
    "reading.*": made("reading.*", *READINGS),
    "pages.*": made("pages.*", *PAGES),
    "section.*": made(
        "section.*", *(section for sections in SECTIONS.values() for section in sections)
    ),
    "page.lead.*": made("page.lead.*", *PAGES),
    "picture.*": made("picture.*", *actions.ACTIONS),
    "forms.*": made("forms.*", *marks.FORMS),
    "precision.*": made("precision.*", "month", "year"),
    "filters.used.*": made("filters.used.*", *EXPLAINED),
    "filters.*": made("filters.*", *SEVERAL),
    "filters.all.*": made("filters.all.*", *({*SEVERAL, *BUTTONS} - {"collection"})),
    "collection.about.*": made("collection.about.*", *COLLECTIONS),
    "people.*": made("people.*", "freed", "returned"),
    "people.label.*": made("people.label.*", people.FREED, people.RETURNED),
    "evidence.rendering.*": made("evidence.rendering.*", *LOCALES),
    "originals.refused.*": made("originals.refused.*", *SENTENCES),
    "originals.verdict.*": made("originals.verdict.*", *originals.SIGNS),
    "amount.*.*": made("amount.*", *SCALES),
    "measure.*.*": made("measure.*", *INDICATORS),
    "collection.*": made("collection.*", *COLLECTIONS),
    "foot.*": made("foot.*", *COLLECTIONS),
    "citing.format.*": made("citing.format.*", *FORMATS),
    "membership.map.*": made("membership.map.*", "all", "near"),
    "membership.sum.*": made("membership.sum.*", *membership.SUMS),
    "membership.state.*": made("membership.state.*", *STATES),
    "membership.kind.*": made("membership.kind.*", *RULES.choices("members", "kind")),
    "joined.*": made("joined.*", *joined.ENDS),
    "roster.precision.*": made("roster.precision.*", *FORMS_OF_DATE),
    "disagreements.*": made("disagreements.*", "figures", "dates"),
    "disagreements.column.*": made("disagreements.column.*", "starts_on", "ends_on"),
    "disagreements.group.*": made(
        "disagreements.group.*", *RULES.choices("indicators", "group"), "meetings", "other"
    ),
    "threads.kind.*": made("threads.kind.*", *RULES.choices("threads", "kind")),
    "left.*": made("left.*", "rows", "hits", "found"),
}
"""Keys that the code puts together, by the pattern in which it does."""


def patterns(path):
    """The keys that a file puts together, with a star for each part that is not written there."""
    nesting = functions(path).get("flat") if path.name == "language.py" else None
    skipped = set(ast.walk(nesting)) if nesting else set()
    for node in ast.walk(parsed(path)):
        wanted = []
        if node in skipped:  # the function that reads the strings joins keys of any depth
            continue
        if isinstance(node, ast.Call) and node.args:
            function = node.func
            speaks = isinstance(function, ast.Name) and function.id in ("text", "words", "self")
            counts = isinstance(function, ast.Attribute) and function.attr == "count"
            wanted = node.args[:1] if speaks or counts else []
        elif isinstance(node, ast.Assign) and names(node.targets[0]) == {"key"}:
            wanted = [node.value]
        for value in wanted:
            if isinstance(value, ast.JoinedStr):
                parts = [getattr(part, "value", "") for part in value.values]
                yield "".join(part if isinstance(part, str) else "*" for part in parts)
            elif isinstance(value, ast.BinOp) and isinstance(value.left, ast.Constant):
                yield f"{value.left.value}*"


def literal():
    """The keys that stand as they are in the code and in the templates."""
    tables = {key.split(".")[0] for key in strings("en")}
    key = re.compile(rf"(?:{'|'.join(tables)})(\.[a-z0-9_-]+)+")
    words = set().union(*(texts(path) for path in [*COMPONENTS, *EXPORTS, *SERVER]))
    files = {path.name for path in (ROOT / "static").iterdir()}
    found = {word for word in words if key.fullmatch(word)} - files
    for path in TEMPLATES:
        found |= set(re.findall(r"""text\(["']([^"']+)["']""", path.read_text(encoding="utf-8")))
    return found


def test_both_languages_have_the_same_keys():
    assert keys("en") == keys("ar")
    assert set(plurals("en")) == set(plurals("ar"))


@pytest.mark.parametrize("language", FORMS)
def test_a_plural_has_every_form_of_its_language(language):
    found = plurals(language)

    assert "count.meetings" in found
    # Nothing counted may have a form of its own, where the language has none.
    wanted = FORMS[language]
    for key, forms in found.items():
        assert set(forms) | {"zero"} == wanted | {"zero"}, key
        assert language == "en" or "zero" in forms, key


def test_both_languages_fill_in_the_same_values():
    english, arabic = strings("en"), strings("ar")
    single = keys("en") - set(plurals("en"))

    differing = {key for key in single if placeholders(english[key]) != placeholders(arabic[key])}

    # English counts the part without its noun: "1 of 8 meetings".
    assert differing == {"shown.part"}


def test_every_form_of_a_plural_fills_in_the_same_values():
    for key, forms in plurals("en").items():
        arabic, wanted = plurals("ar")[key], placeholders(forms["other"])
        assert placeholders(arabic["other"]) == wanted, key
        assert all(placeholders(words) <= wanted for words in (*forms.values(), *arabic.values()))


def test_a_plural_drops_its_number_only_where_the_form_itself_says_it():
    for key, forms in [*plurals("en").items(), *plurals("ar").items()]:
        needs = {"few", "many", "other"} & set(forms)
        assert all(placeholders(forms[form]) for form in needs), key


@pytest.mark.parametrize("language", FORMS)
def test_no_text_is_empty_but_the_word_before_an_exact_number(language):
    empty = {key for key, words in strings(language).items() if not words.strip()}
    assert empty == {"before.exact"}


def test_the_keys_that_the_code_puts_together_are_the_ones_listed_here():
    found = {each for path in COMPONENTS for each in patterns(path)}

    assert found == set(DYNAMIC)


def test_the_keys_that_exist_are_those_that_are_used():
    assert literal().union(*DYNAMIC.values()) == keys("en")
