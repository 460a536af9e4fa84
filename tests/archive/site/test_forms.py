"""How archived text, moments, sizes and cells are put into form. Pure, as tables."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from archive.site.plugins import words
from archive.site.plugins.connection import normalise_doi
from archive.site.plugins.prose import prose, unmarked


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("nothing", "", ""),
        ("a paragraph", "One.", "<p>One.</p>"),
        ("lines of one paragraph", "One\nTwo", "<p>One<br>Two</p>"),
        ("paragraphs", "One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("headings keep below the title", "# A\n\n## B", "<h2>A</h2>\n<h3>B</h3>"),
        ("the deepest heading", "##### E\n\n###### F", "<h2>E</h2>\n<h3>F</h3>"),
        ("no level is skipped", "## A\n\n##### B\n\n### C", "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>"),
        (
            "never below the sixth",
            "\n\n".join("#" * depth + " A" for depth in range(1, 7)),
            "<h2>A</h2>\n<h3>A</h3>\n<h4>A</h4>\n<h5>A</h5>\n<h6>A</h6>\n<h6>A</h6>",
        ),
        ("no heading without a space", "#hashtag", "<p>#hashtag</p>"),
        (
            "a list",
            "- a\n- b",
            '<ul><li class="depth-0">a</li><li class="depth-0">b</li></ul>',
        ),
        ("a numbered list", "1. a", '<ol><li class="depth-0">a</li></ol>'),
        (
            "a list within",
            "- a\n  - b",
            '<ul><li class="depth-0">a</li><li class="depth-1">b</li></ul>',
        ),
        (
            "an item of two lines",
            "- a\n  b",
            '<ul><li class="depth-0">a<br>b</li></ul>',
        ),
        (
            "a table",
            "| a | b |\n| c | d |",
            '<div class="scroll" tabindex="0"><table class="plain"><tr><td>a</td><td>b</td></tr>'
            "<tr><td>c</td><td>d</td></tr></table></div>",
        ),
        ("a quotation", "> a\n> b", "<blockquote>a<br>b</blockquote>"),
        ("code, with an empty line", "```\na\n\nb\n```", "<pre>a\n\nb</pre>"),
        ("a term", "Disc\n: A cushion", "<dl><dt>Disc</dt><dd>A cushion</dd></dl>"),
        ("tags are text", "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("in headings too", "## <i>", "<h2>&lt;i&gt;</h2>"),
        ("links are text", "[x](javascript:y)", "<p>[x](javascript:y)</p>"),
    ],
)
def test_archived_text_as_html(why: str, text: str, expected: str) -> None:
    assert str(prose(text)) == expected, why


LABEL = (
    '<a class="badge bad" lang="en" href="#reference-{}" title="Do not rely on it.">retracted</a>'
)


def doubt(context: str, position: int = 3) -> dict[str, object]:
    return {"context": context, "position": position, "notice": "retracted"}


@pytest.mark.parametrize(
    ("why", "text", "doubted", "expected"),
    [
        ("nothing is doubted", "A <b>. C.", [], "<p>A &lt;b&gt;. C.</p>"),
        (
            "a sentence that leans on it",
            "A. B <[3]. C.",
            [doubt("B <[3].")],
            f"<p>A. <mark>B &lt;[3].</mark> {LABEL.format(3)} C.</p>",
        ),
        (
            "two works in one sentence, each once",
            "- A [3, 4].",
            [doubt("A [3, 4].", 3), doubt("A [3, 4].", 4), doubt("A [3, 4].", 3)],
            f'<ul><li class="depth-0"><mark>A [3, 4].</mark> {LABEL.format(3)} {LABEL.format(4)}'
            "</li></ul>",
        ),
        (
            "two sentences of one line, the later one first",
            "A [1]. B [2].",
            [doubt("B [2].", 2), doubt("A [1].", 1)],
            f"<p><mark>A [1].</mark> {LABEL.format(1)} <mark>B [2].</mark> {LABEL.format(2)}</p>",
        ),
        ("a sentence that is not there", "A.", [doubt("B.")], "<p>A.</p>"),
        (
            "a sentence that is printed again and again",
            "A. A.",
            [doubt("A.", 1)],
            f"<p><mark>A.</mark> {LABEL.format(1)} A.</p>",
        ),
    ],
)
def test_sentences_that_lean_on_retracted_works(
    why: str, text: str, doubted: list[dict[str, object]], expected: str
) -> None:
    notices = {"retracted": ("retracted", "Do not rely on it.", "bad")}
    assert str(prose(text, (), doubted, notices)) == expected, why


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("nothing", None, ""),
        ("words alone", "one\ntwo", "one two"),
        ("a heading between paragraphs", "One.\n\n## Two\n\nThree", "One. · Two · Three"),
        ("a list, and one within", "- a\n  - b\n- c", "a b c"),
        ("numbers are words", "1. a\n2. b", "1. a 2. b"),
        ("a snippet that begins at an item", " … - a", "… a"),
        ("a hit behind a mark", "## \ue000Back\ue001", "\ue000Back\ue001"),
        ("a table", "| a | b |\n| c | d |", "a · b c · d"),
        ("a quotation, a term, code", "> a\n\nDisc\n: A\n\n```\nb\n```", "a · Disc A · b"),
        ("a dash within a line", "a - b", "a - b"),
        ("no mark without a space", "#hashtag -1", "#hashtag -1"),
    ],
)
def test_archived_text_as_words(why: str, text: str | None, expected: str) -> None:
    assert unmarked(text) == expected, why


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("as a paragraph", "Kept.\n\nLiu L. Acupuncture.\n2015"),
        ("as an item", "Kept.\n\n1. Liu L. Acupuncture. 2015"),
        ("with other spacing", "Kept.\n\nLiu  L.  Acupuncture. 2015"),
        ("with a number in brackets", "Kept.\n\n(1) Liu L. Acupuncture. 2015"),
        (
            "and the heading over several items",
            "Kept.\n\n## References\n\n1. Liu L. Acupuncture. 2015\n2. Liu L. Acupuncture. 2015",
        ),
        ("and the heading over them", "Kept.\n\n## References\n\nLiu L. Acupuncture. 2015"),
    ],
)
def test_references_are_left_out_where_they_are_listed_apart(why: str, text: str) -> None:
    assert str(prose(text, without=["Liu L. Acupuncture. 2015"])) == "<p>Kept.</p>", why


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        (words.day, "2026-03-01T08:00:00.000Z", "1 March 2026"),
        (words.day, "2022-07-12", "12 July 2022"),
        (words.day, "spring 2022", "spring 2022"),
        (words.day, None, ""),
        (words.day, 2015, "2015"),
        (words.size, 0, "0 bytes"),
        (words.size, 999, "999 bytes"),
        (words.size, 12_345, "12.3 kB"),
        (words.size, 5_000_000_000_000, "5.0 TB"),
        (words.number, 1_234_567, "1,234,567"),
        (words.number, "text", "text"),
        (words.cut, "short", "short"),
        (words.cut, "word, " * 100, "word, " * 19 + "word …"),
        (words.cut, "x" * 300, "x" * 120 + " …"),
        (words.bare, "https://www.a.example/b/", "a.example/b"),
        (words.web_url, "https://a.example/", "https://a.example/"),
        (words.web_url, " javascript:alert(1)", ""),
        (words.web_url, "//a.example", ""),
        (words.web_url, None, ""),
        (words.web_url, "http://[broken", ""),
        (words.web_url, "http://[::1]:80/a[1]?b={2}", "http://[::1]:80/a%5B1%5D?b=%7B2%7D"),
        (words.web_url, "https://a.example/%5B1%5D?ü", "https://a.example/%5B1%5D?ü"),
        (words.outward, "http://[broken", '<code class="wrap">http://[broken</code>'),
        (
            words.outward,
            "javascript:alert('1')",
            '<code class="wrap">javascript:alert(&#39;1&#39;)</code>',
        ),
        (words.language, "de", "German"),
        (words.language, "de-ch", "German"),
        (words.language, "ru", "Russian"),
        (words.language, "zz", "zz"),
        (words.language, "tlh", "tlh"),
        (words.doi_url, "10.1002/(sici)1<2::aid>3", "https://doi.org/10.1002/(sici)1%3C2::aid%3E3"),
        (words.shell_word, "a'b", "'a'\\''b'"),
        (words.marked, "\ue000a\ue001 & \ue000b", "<mark>a</mark> &amp; \ue000b"),
        (words.capped, "dead link", "Dead link"),
        (words.capped, "DOI", "DOI"),
        (words.headed, "first_run_id", "First run"),
        (words.lines, "a\n<b>", "a<br>&lt;b&gt;"),
        (words.href, '<a href="/a?b=1&amp;c">x</a>', "/a?b=1&c"),
    ],
)
def test_forms(function, value, expected: str) -> None:
    assert str(function(value)) == expected


def test_the_passage_around_what_it_says_is_marked() -> None:
    assert words.around("see <doi> here", "<doi>") == "see <mark>&lt;doi&gt;</mark> here"
    assert words.around("nothing <here>", "else") == "nothing &lt;here&gt;"


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("a name", "10.1136/bmj.a3115", "10.1136/bmj.a3115"),
        ("an address, in capitals", "https://doi.org/10.1136/BMJ.A3115", "10.1136/bmj.a3115"),
        ("with its label and a dot", "doi: 10.1136/bmj.a3115.", "10.1136/bmj.a3115"),
        ("no DOI", "back pain", None),
        ("a number", 10.5, None),
    ],
)
def test_dois_that_people_paste(why: str, text: object, expected: str | None) -> None:
    assert normalise_doi(text) == expected, why


@pytest.mark.parametrize(
    ("why", "cell", "expected"),
    [
        ("a word", "gone", ""),
        ("an empty cell", "&nbsp;", "empty"),
        ("a long text", "x" * 71, "long"),
        ("a badge is short, its markup is not", Markup(f'<b title="{"x" * 90}">gone</b>'), ""),
    ],
)
def test_a_cell_is_as_wide_as_its_words(why: str, cell: str, expected: str) -> None:
    shown = words.answered([Markup(cell)], ["says"])
    assert f'<td data-label="says" class="{expected}">' in shown, why
