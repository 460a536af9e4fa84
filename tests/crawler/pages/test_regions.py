"""What pages of any site are about: rows (why, HTML, expected content)."""

from __future__ import annotations

import pytest

from archive.records import Region
from tests.crawler.pages.html_page import page

SAID = [f"Paragraph {n} says something about backs, and says it at some length." for n in range(4)]
TEXT = "".join(f"<p>{text}</p>" for text in SAID)
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>Entry {n}</a></li>" for n in range(6)) + "</ul>"

ROWS = [
    (
        "landmarks",
        f"<nav>{MENU}</nav><main><h1>T</h1>{TEXT}</main><footer>F</footer>",
        ["T", *SAID],
    ),
    (
        "roles",
        f"<div role=navigation>{MENU}</div><div role=main><h1>T</h1>{TEXT}</div>",
        ["T", *SAID],
    ),
    ("class names", f"<div class='main-nav'>{MENU}</div><h1>T</h1>{TEXT}", ["T", *SAID]),
    ("menu before the title", f"{MENU}<h1>T</h1>{TEXT}", ["T", *SAID]),
    ("menu after the text", f"<h1>T</h1>{TEXT}{MENU}", ["T", *SAID]),
    ("menu before an untitled text", f"{MENU}{TEXT}", SAID),
    (
        "links that a heading announces",
        f"<h1>T</h1>{TEXT}<h2>Read on</h2>{MENU}",
        ["T", *SAID, "Read on", *(f"Entry {n}" for n in range(6))],
    ),
    (
        "a list of links is about its links",
        f"<h1>T</h1>{MENU}",
        ["T", *(f"Entry {n}" for n in range(6))],
    ),
    (
        "a class name that would swallow the text",
        f"<h1>T</h1><div class='sidebar'>{TEXT}</div>",
        ["T", *SAID],
    ),
    ("a class name of a layout", f"<div class='with-sidebar'><h1>T</h1>{TEXT}</div>", ["T", *SAID]),
    ("an empty main", f"<main></main><h1>T</h1>{TEXT}", ["T", *SAID]),
    ("header of an article", f"<article><header><h1>T</h1></header>{TEXT}</article>", ["T", *SAID]),
    (
        "footnotes in an aside",
        f"<h1>T</h1>{TEXT}<aside role=doc-endnotes>1 N</aside>",
        ["T", *SAID, "1 N"],
    ),
    (
        "footnotes of a book in asides",
        f"<h1>T</h1>{TEXT}<aside epub:type=footnote><p>1 N</p></aside><aside><p>Ad</p></aside>",
        ["T", *SAID, "1 N"],
    ),
    (
        "references under their heading in an aside",
        f"<main><h1>T</h1>{TEXT}<aside><h2>References</h2><ol><li>N</ol></aside></main>",
        ["T", *SAID, "References", "N"],
    ),
    (
        "references in an aside, before one of news",
        f"<h1>T</h1>{TEXT}<aside><h3>Literatur</h3><p>N</p></aside>"
        "<aside><h3>News</h3><p>M</p></aside>",
        ["T", *SAID, "Literatur", "N"],
    ),
    (
        "a list of references called so, and nothing else, in an aside",
        f"<h1>T</h1>{TEXT}<aside id=quellen><p>N</p></aside>",
        ["T", *SAID, "N"],
    ),
    (
        "notes under their heading in an aside",
        f"<h1>T</h1>{TEXT}<aside class=notes><h2>Notes</h2><p>N</p></aside>",
        ["T", *SAID, "Notes", "N"],
    ),
    ("a call-out", f"<h1>T</h1>{TEXT}<aside class=note><p>M</p></aside>", ["T", *SAID]),
    (
        "a note of a book",
        f"<h1>T</h1>{TEXT}<aside epub:type=note><p>N</p></aside>",
        ["T", *SAID, "N"],
    ),
    (
        "news in what is called notes",
        f"<h1>T</h1>{TEXT}<aside class=notes><h2>Latest News</h2><p>M</p></aside>",
        ["T", *SAID],
    ),
    (
        "a box of citations",
        f"<h1>T</h1>{TEXT}<aside class='sidebar citations'><p>M</p></aside>",
        ["T", *SAID],
    ),
    (
        "a box of literature",
        f"<h1>T</h1>{TEXT}<aside class='literature widget'><h3>Related</h3><p>M</p></aside>",
        ["T", *SAID],
    ),
    (
        "a list of references in a sidebar",
        f"<h1>T</h1>{TEXT}<div class=sidebar><h2>References</h2><p>M</p></div>",
        ["T", *SAID, "References", "M"],
    ),
    ("title at the end", f"{TEXT}<h1>T</h1>", [*SAID, "T"]),
    ("copyright", f"<h1>T</h1>{TEXT}<p>© 2020 Backs</p>", ["T", *SAID]),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_content(html: str, expected: list[str]) -> None:
    record = page(html)
    assert [b.text for b in record.blocks if b.region is Region.CONTENT] == expected
