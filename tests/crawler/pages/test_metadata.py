"""What a page says of itself in its head."""

from __future__ import annotations

import pytest

from crawler.pages.metadata import Metadata
from crawler.pages.tree import grow


def head(html: str) -> Metadata:
    return Metadata(grow(f"<html lang='en'><head>{html}</head><body></body></html>"))


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("why", "html", "expected"),
    [
        (
            "JSON-LD first",
            "<meta name=date content=2020-01-01>" + ld('{"datePublished":"2021-02-03"}'),
            "2021-02-03",
        ),
        (
            "Open Graph",
            "<meta property='article:published_time' content='2021-02-03'>",
            "2021-02-03",
        ),
        ("journals", "<meta name=citation_publication_date content='2021/02/03'>", "2021/02/03"),
        ("graph", ld('{"@graph":[{"@type":"x"},{"datePublished":"2021-02-03"}]}'), "2021-02-03"),
        ("list", ld('[{"datePublished":"2021-02-03"}]'), "2021-02-03"),
        ("not a text", ld('{"datePublished":2021}'), ""),
        ("what it contains is about others", ld('{"review":{"datePublished":"2021-02-03"}}'), ""),
        ("broken JSON", ld("{,}"), ""),
        ("nested too deeply", ld("[" * 100_000), ""),
        ("a number too long", ld('{"a":' + "9" * 100_000 + "}"), ""),
        ("too much", ld('{"datePublished":"2021-02-03","a":"' + "b" * 500_001 + '"}'), ""),
    ],
)
def test_published(why: str, html: str, expected: str) -> None:
    assert head(html).published == expected, why


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<meta name=author content='A. Lee'>", ("A. Lee",)),
        (ld('{"author":[{"name":"A"},{"name":"B"},{"name":"A"}]}'), ("A", "B")),
        (ld('{"author":"A"}') + "<meta name=author content=B>", ("A",)),
        ("<meta property='article:author' content='https://x.org/me'>", ()),
        ("<meta name=citation_author content=A><meta name=citation_author content=B>", ("A", "B")),
        (ld('{"author":{"name":7}}'), ()),
    ],
)
def test_authors(html: str, expected: tuple[str, ...]) -> None:
    assert head(html).authors == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<meta name=robots content='noindex, follow'>", True),
        ("<meta name=ROBOTS content=NONE>", True),
        ("<meta name=robots content=all>", False),
        ("", False),
    ],
)
def test_noindex(html: str, expected: bool) -> None:
    assert head(html).is_noindex is expected


def test_pairs_in_page_order() -> None:
    html = "<meta name=a content=' 1\n 2'><meta property=b content=3><meta name=c><meta charset=x>"
    assert head(html).pairs == (("a", "1 2"), ("b", "3"))


def test_title_is_folded() -> None:
    assert head("<title> a \n b </title><title>c</title>").html_title == "a b"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<html lang=de>", "de"),
        ("<html><meta http-equiv=Content-Language content=fr>", "fr"),
        ("<html><meta name='dc.language' content=it>", "it"),
        ("<html>", ""),
    ],
)
def test_language(html: str, expected: str) -> None:
    assert Metadata(grow(html)).language == expected
