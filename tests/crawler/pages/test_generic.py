"""Kinds told from the page itself: rows (why, URL, HTML, expected kind)."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from tests.crawler.pages.html_page import page

TEXT = "".join(f"<p>Sentence {n} of a text that says something about backs.</p>" for n in range(4))
MENU = "".join(f"<li><a href='/{n}'>Entry number {n}</a></li>" for n in range(9))
WORDS = "".join(f"<dt>Word {n}</dt><dd>What word {n} means.</dd>" for n in range(6))
DATED = "".join(f"<p>{n} May 2020<br><a href='/{n}'>Title {n}</a></p>" for n in range(1, 5))

ROWS = [
    ("text with a title", "https://x.org/a", f"<h1>T</h1>{TEXT}", PageKind.ARTICLE),
    ("entrance", "https://x.org/", f"<h1>T</h1>{TEXT}", PageKind.LANDING),
    ("entrance of a language", "https://x.org/de/", f"<h1>T</h1>{TEXT}", PageKind.LANDING),
    ("text without a title", "https://x.org/a", TEXT * 4, PageKind.ARTICLE),
    ("a few words", "https://x.org/a", "<h1>T</h1><p>Come in.</p>", PageKind.LANDING),
    ("date line", "https://x.org/a", f"<h1>T</h1><p>3 May 2021</p>{TEXT}", PageKind.NEWS),
    ("dated address", "https://x.org/2021/05/03/a", f"<h1>T</h1>{TEXT}", PageKind.NEWS),
    (
        "only an update",
        "https://x.org/a",
        f"<h1>T</h1><p>Updated 3 May 2021</p>{TEXT}",
        PageKind.ARTICLE,
    ),
    (
        "declared",
        "https://x.org/a",
        f'<script type="application/ld+json">{{"@type":"NewsArticle"}}</script><h1>T</h1>{TEXT}',
        PageKind.NEWS,
    ),
    ("links", "https://x.org/a", f"<h1>T</h1><ul>{MENU}</ul>", PageKind.LISTING),
    ("announcements", "https://x.org/a", f"<h1>T</h1>{DATED}", PageKind.LISTING),
    ("terms", "https://x.org/a", f"<h1>T</h1><dl>{WORDS}</dl>", PageKind.GLOSSARY),
    (
        "a text with a few terms",
        "https://x.org/a",
        f"<h1>T</h1>{TEXT * 3}<dl>{WORDS}</dl>",
        PageKind.ARTICLE,
    ),
    ("nothing", "https://x.org/a", "<title>T</title>", PageKind.UNREAD),
    ("no words that we can see", "https://x.org/a", "<script>f()</script>", PageKind.LANDING),
    ("a picture", "https://x.org/a", "<img src=a.png>", PageKind.LANDING),
]


@pytest.mark.parametrize(("url", "html", "kind"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_kind(url: str, html: str, kind: PageKind) -> None:
    assert page(html, url=url).kind is kind


def test_a_class_that_does_not_fit_says_so() -> None:
    record = page(f"<h2>Teaser</h2>{TEXT}", kind=PageKind.GLOSSARY)
    assert record.kind is PageKind.LANDING
    assert [issue.code for issue in record.issues] == ["page_changed"]
    assert "has no terms" in record.issues[0].message
