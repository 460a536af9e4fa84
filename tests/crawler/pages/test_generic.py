"""Kinds told from the page itself: rows (why, URL, HTML, expected kind)."""

from __future__ import annotations

import pytest

from archive.records import PageKind
from tests.crawler.pages.html_page import page

TEXT = "".join(f"<p>Sentence {n} of a text that says something about backs.</p>" for n in range(4))
MENU = "".join(f"<li><a href='/{n}'>Entry number {n}</a></li>" for n in range(9))
WORDS = "".join(f"<dt>Word {n}</dt><dd>What word {n} means.</dd>" for n in range(6))
DATED = "".join(f"<p>{n} May 2020<br><a href='/{n}'>Title {n}</a></p>" for n in range(1, 5))

DAY = "<h1>T</h1><p>3 May 2021</p>"
SOURCES = (
    "<h2>Literatur</h2><ol><li>Lee A. Backs. 2001.<li>Wu B. Necks. 2002.<li>Ng C. Hips. 2003.</ol>"
)
DOOR = f"<h1>Anmelden</h1><form method=post><input type=password></form>{TEXT}"


def declared(kind):
    return f'<script type="application/ld+json">{{"@type":"{kind}"}}</script>'


ROWS = [
    (
        "a dated article with references",
        "https://x.org/a",
        f"{DAY}{TEXT}{SOURCES}",
        PageKind.ARTICLE,
    ),
    (
        "a posting with references",
        "https://x.org/a",
        f"{declared('BlogPosting')}{DAY}{TEXT}{SOURCES}",
        PageKind.ARTICLE,
    ),
    (
        "news with references",
        "https://x.org/a",
        f"{declared('NewsArticle')}{DAY}{TEXT}{SOURCES}",
        PageKind.NEWS,
    ),
    (
        "news with one source",
        "https://x.org/a",
        f"{DAY}{TEXT}<h2>Source</h2><p>The clinic.</p>",
        PageKind.NEWS,
    ),
    ("a dated imprint", "https://x.org/impressum/", f"{DAY}{TEXT}", PageKind.ARTICLE),
    ("news about an imprint", "https://x.org/impressum-neu/", f"{DAY}{TEXT}", PageKind.NEWS),
    (
        "a post",
        "https://x.org/a",
        f"<body class='single single-post postid-7'>{DAY}{TEXT}",
        PageKind.NEWS,
    ),
    (
        "a dated page that stands by itself",
        "https://x.org/a",
        f"<body class='page page-id-7'>{DAY}{TEXT}",
        PageKind.ARTICLE,
    ),
    (
        "a class that anybody has",
        "https://x.org/a",
        f"<body class='page'>{DAY}{TEXT}",
        PageKind.NEWS,
    ),
    (
        "a dated page about us",
        "https://x.org/a",
        f"{declared('AboutPage')}{DAY}{TEXT}",
        PageKind.ARTICLE,
    ),
    (
        "posts of one tag",
        "https://x.org/tag/a",
        f"<body class='archive tag tag-a'>{DAY}{TEXT}",
        PageKind.LISTING,
    ),
    (
        "an archive that is none of posts",
        "https://x.org/a",
        f"<body class=archive>{DAY}{TEXT}",
        PageKind.NEWS,
    ),
    (
        "a collection",
        "https://x.org/a",
        f"{declared('CollectionPage')}{DAY}{TEXT}",
        PageKind.LISTING,
    ),
    (
        "posts of one tag, by name",
        "https://x.org/tag/a/",
        f"<h1>Schlagwort: A</h1><p>3 May 2021</p>{TEXT}",
        PageKind.LISTING,
    ),
    (
        "an address like a tag's",
        "https://x.org/tag/der-offenen-tuer/",
        f"{DAY}{TEXT}",
        PageKind.NEWS,
    ),
    (
        "a title like a tag's",
        "https://x.org/a",
        f"<h1>Author: a life</h1><p>3 May 2021</p>{TEXT}",
        PageKind.NEWS,
    ),
    (
        "a blog's entrance",
        "https://x.org/",
        f"<body class='home blog archive'><h1>T</h1>{TEXT}",
        PageKind.LANDING,
    ),
    ("a door", "https://x.org/wp-login.php", DOOR, PageKind.LANDING),
    ("a page with a door in its frame", "https://x.org/a", DOOR, PageKind.ARTICLE),
    ("a text about logging in", "https://x.org/login", f"<h1>T</h1>{TEXT}", PageKind.ARTICLE),
    ("text with a title", "https://x.org/a", f"<h1>T</h1>{TEXT}", PageKind.ARTICLE),
    ("entrance", "https://x.org/", f"<h1>T</h1>{TEXT}", PageKind.LANDING),
    ("entrance of a language", "https://x.org/de/", f"<h1>T</h1>{TEXT}", PageKind.LANDING),
    ("text without a title", "https://x.org/a", TEXT * 4, PageKind.ARTICLE),
    (
        "entrance in a language",
        "https://x.org/index.php?L=1",
        f"<h1>T</h1>{TEXT}",
        PageKind.LANDING,
    ),
    (
        "a page by its number",
        "https://x.org/index.php?id=12&L=1",
        f"<h1>T</h1>{TEXT}",
        PageKind.ARTICLE,
    ),
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
        "few terms of a page that is called a glossary",
        "https://x.org/a",
        f"<h1>Γλωσσάρι</h1><dl>{WORDS.split('<dt>Word 4')[0]}</dl>",
        PageKind.GLOSSARY,
    ),
    (
        "a table of terms, called a glossary",
        "https://x.org/a",
        "<h1>Słowniczek</h1><p>Krótko.</p><table><tr><th>dysk<td>Krążek między kręgami, który"
        " łagodzi wstrząsy.<tr><th>kręg<td>Kość, z których składa się kręgosłup człowieka.</table>",
        PageKind.GLOSSARY,
    ),
    (
        "a text about a glossary",
        "https://x.org/a",
        f"<h1>Our glossary</h1>{TEXT}<dl>{WORDS.split('<dt>Word 2')[0]}</dl>",
        PageKind.ARTICLE,
    ),
    (
        "few terms of any page",
        "https://x.org/a",
        f"<h1>T</h1><dl>{WORDS.split('<dt>Word 4')[0]}</dl>",
        PageKind.ARTICLE,
    ),
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
