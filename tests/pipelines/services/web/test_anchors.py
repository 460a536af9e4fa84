"""Places within pages, by id and name."""

from unittest.mock import patch

import pytest

from pipelines.services.web import anchors
from pipelines.services.web.anchors import SCRIPTS_HELD, find_places, made_by_scripts, place_of

SOURCE = """<h2 id="causes">x</h2><a name='old'>x</a><p id=bare>x</p><p data-id="other">x</p>
<h2 id="Über uns">x</h2><p id="a&amp;b">x</p><!-- <p id="hidden"> --><a href="#only-linked">x</a>
<h2 id="user-content-readme">x</h2><h2 id="%C3%9Cberblick">x</h2>
<h2 id="%e6%a6%82">x</h2><h3>Ein <b>bloßer</b> Titel!</h3><h3 id=first>Second name</h3>
<h3><a name=third></a>Third name</h3><script>open("tab")</script>"""
PLACES = [
    ("by id", "causes", "there"),
    ("by name", "old", "there"),
    ("without quotes", "bare", "there"),
    ("percent-encoded", "%C3%9Cber%20uns", "there"),
    ("an id that is percent-encoded", "Überblick", "there"),
    ("the same, linked to as it stands", "%C3%9Cberblick", "there"),
    ("an id in small hexadecimals", "概", "there"),
    ("with an entity", "a&b", "there"),
    ("with the prefix of a host", "readme", "there"),
    ("a text at a place", "causes:~:text=zebra", "there"),
    ("a text", ":~:text=low%20back", "there"),
    ("a text at a place that is missing", "cures:~:text=low%20back", "there"),
    ("a text that is not there", ":~:text=zebra", "missing"),
    ("neither text nor place", "cures:~:text=zebra", "missing"),
    ("an attribute of another name", "other", "script"),
    ("in quotes in a script", "tab", "script"),
    ("in a comment", "hidden", "missing"),
    ("linked to, and nowhere", "only-linked", "missing"),
    ("in other letters", "Causes", "missing"),
    ("nowhere", "cures", "missing"),
    ("a comment, which scripts load", "comment-512", "script"),
    ("a line of code, which scripts load", "L42-L50", "script"),
    ("the words of a heading without a name", "ein-blo%C3%9Fer-titel", "script"),
    ("those of one that has another", "second-name", "missing"),
    ("those of one that has another within", "third-name", "missing"),
    ("a word that begins like one", "commentary", "missing"),
]


@pytest.mark.parametrize(("why", "fragment", "found"), PLACES, ids=[row[0] for row in PLACES])
def test_places(why, fragment, found):
    assert find_places(SOURCE, "Low back pain", [fragment]) == {fragment: found}


@pytest.mark.parametrize(
    "fragment",
    ["", "top", "TOP", ":~:text=", "!/a", "/a", "a=b", "elementor-action%3Aaction%3Dpopup"],
)
def test_what_is_no_place_is_not_looked_for(fragment):
    assert place_of(fragment) == ""
    assert find_places(SOURCE, "", [fragment]) == {}


def test_a_page_of_a_pdf_is_none_of_an_html_page():
    assert place_of("page=3") == ""
    assert find_places(SOURCE, "", ["page=3"]) == {"page=3": "unclear"}


MADE = [
    ("what a control opens", '<a data-bs-target="#x">y</a><script></script>', "x", "script"),
    ("the same, told otherwise", "<a aria-controls='x'>y</a><script></script>", "x", "script"),
    ("called by a button", "<b onclick=\"show('x')\">y</b>", "x", "script"),
    ("sought by a script", '<script>$("#x").append(y)</script>', "x", "script"),
    ("written by a script", "<script>y = '<p id=\\\"x\\\">'</script>", "x", "script"),
    ("only linked to", '<a href="#x">y</a><script></script>', "x", "missing"),
    ("linked to, and sought", '<a href="#x">y</a><script>find("#x")</script>', "x", "script"),
    ("counted", "<script>el.id = 'part-' + n</script>", "part-12", "script"),
    ("counted, in a template", "<script>el.id = `part${n}`</script>", "part2", "script"),
    ("a class that begins so", '<p class="part">y</p><script></script>', "part2", "missing"),
    ("no script at all", '<p class="x">y</p>', "x", "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "fragment", "found"), MADE)
def test_what_a_script_may_make_is_not_missing(why, source, fragment, found):
    source = f"<h2 id=a>z</h2>{source}"
    assert find_places(source, "", [fragment]) == {fragment: found}, why


LOADED = [
    ("a script seeks it", ["document.getElementById('x').hidden = false"], {"x"}),
    ("the second one does", ["a()", 'b("#x")'], {"x"}),
    ("none has it", ["a()", "max(x, 2)"], set()),
    ("none is known", [], set()),
]  # fmt: skip


def test_what_only_a_script_of_the_page_names_a_script_may_make():
    source = "<h2 id=a>z</h2><script>y.innerHTML = '<p id=x>'; document.body.id = 'w'</script>"
    assert made_by_scripts(source, [], ["x", "w", "v"]) == {"x", "w"}
    assert made_by_scripts("<h2 id=a>z</h2><!-- <p id=x> -->", [], ["x"]) == set()


@pytest.mark.parametrize(("why", "scripts", "made"), LOADED)
def test_the_scripts_that_a_page_loads_may_make_its_places(why, scripts, made):
    source = "<h2 id=a>z</h2><a href='#x'>y</a><script src=b.js></script>"
    assert made_by_scripts(source, scripts, ["x"]) == made, why


UNNAMED = [
    ("all are known, and make nothing", "<script src=b.js></script>", ["a()"], set()),
    ("one sets a name", "<script src=b.js></script>", ["el.id = slug(el)"], {"x"}),
    ("one makes elements", "<script src=b.js></script>", ["p.appendChild(q)"], {"x"}),
    ("one reads the place", "<script src=b.js></script>", ["open(location.hash)"], {"x"}),
    ("one within does", "<script>el.id = slug(el)</script>", [], {"x"}),
    ("one within makes nothing", "<script>el.className = 'y'</script>", [], set()),
    ("one is not known", "<script src=b.js></script><script src=c.js></script>", ["a()"], {"x"}),
    ("one is lost", "<script src=b.js></script>", [""], {"x"}),
    ("a button acts", "<b onclick='go()'>y</b><script>a()</script>", [], {"x"}),
    ("no script at all", "", [], set()),
]


@pytest.mark.parametrize(
    ("why", "tags", "scripts", "made"), UNNAMED, ids=[row[0] for row in UNNAMED]
)
def test_where_no_subheading_has_a_name_a_script_may_make_all(why, tags, scripts, made):
    assert made_by_scripts(f"<h2>z</h2>{tags}", scripts, ["x"]) == made, why


def test_an_empty_text_in_a_script_makes_no_text_that_a_link_asks_for():
    assert made_by_scripts("<script src=b.js></script>", ['x = ""'], [":~:text=zebra"]) == set()


TEMPLATES = [
    ("nothing shows it", '<template id=a><p id="b">x</p></template><p id=c>x</p>', "missing"),
    (
        "a script may show it",
        '<template><p id="b">x</p></template><script src=c></script>',
        "there",
    ),
    ("the template itself", '<template id="b"><p>x</p></template>', "there"),
    ("behind it", '<template><p>x</p></template><p id="b">x</p>', "there"),
]


@pytest.mark.parametrize(("why", "source", "found"), TEMPLATES, ids=[row[0] for row in TEMPLATES])
def test_what_a_template_holds_is_not_on_the_page(why, source, found):
    assert find_places(source, "x", ["b"]) == {"b": found}


HOSTILE = {
    "templates without an end": "<template>" * 25_000,
    "comments without an end": "<!--" * 60_000,
    "ids without an end": 'id="' * 60_000,
    "ids in the other quotes": "id='\"" * 50_000,
    "spaces": "id" + " " * 250_000 + "=",
    "many ids": "id=a " * 50_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read_in_linear_time(source):
    # A quadratic pass over any of these would take minutes, not milliseconds.
    assert find_places(source, source, ["x", ":~:text=y,z"])["x"] in ("missing", "script")
    assert find_places(source, "", ["x"]) in ({"x": "missing"}, {"x": "script"})


CODE = '<table><tr id="L10"><td>x</td></tr><tr id="L11"><td>y</td></tr></table>'
LINES = [
    ("L10-L20", "there"),
    ("L10-20", "there"),
    ("L10C3-L20C8", "there"),
    ("L11C3", "there"),
    ("L40-L50", "missing"),
    ("L10-plus", "missing"),
    ("XL10-L20", "missing"),
]


@pytest.mark.parametrize(("fragment", "found"), LINES)
def test_a_range_of_lines_is_where_its_first_line_is(fragment, found):
    assert find_places(CODE, "x y", [fragment]) == {fragment: found}


def test_headings_without_a_name_are_none_where_no_script_is():
    assert find_places("<h2>Causes</h2>", "", ["causes"]) == {"causes": "missing"}


SCRIPT = "<script src=/toc.js></script>"
LATE = [
    ("no subheading has a name", f"<h1 id=a>A</h1><h2>B</h2>{SCRIPT}", "script"),
    ("and there is no script", "<h1 id=a>A</h1><h2>B</h2>", "missing"),
    ("one of them has a name", f"<h2>B</h2><h2 id=c>C</h2>{SCRIPT}", "missing"),
    ("one has a name within", f"<h2>B</h2><h2><a name=c></a>C</h2>{SCRIPT}", "missing"),
    ("one has a name just before", f"<h2>B</h2><a name=c></a>\n<h2>C</h2>{SCRIPT}", "missing"),
    ("its section has a name", f"<h2>B</h2><section id=c> <h2>C</h2>{SCRIPT}", "missing"),
    ("what it stands in has a name", f"<div id=content><h2>C</h2>{SCRIPT}", "script"),
    ("there is none", f"<h1>A</h1><p>B</p>{SCRIPT}", "missing"),
]


@pytest.mark.parametrize(("why", "source", "found"), LATE, ids=[row[0] for row in LATE])
def test_the_places_of_a_page_whose_headings_have_no_names_a_script_makes(why, source, found):
    assert find_places(source, "A B", ["h-1"]) == {"h-1": found}


def test_what_a_script_may_make_is_looked_for_once():
    """20 scripts that every page of a site loads took a third of a second a page."""
    scripts = [f"a({number})" for number in range(SCRIPTS_HELD)]
    tags = "<script src=b.js></script>" * len(scripts)
    pages = [f"<h2>z{number}</h2>{tags}" for number in range(3)]
    with patch.object(anchors, "_MAKES", wraps=anchors._MAKES) as makes:
        assert [made_by_scripts(page, scripts, ["x"]) for page in pages] == [set()] * 3
    sought = [call.args[0] for call in makes.search.call_args_list]
    assert [sought.count(script) for script in scripts] == [1] * SCRIPTS_HELD
