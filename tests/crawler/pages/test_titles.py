"""Titles: rows (why, HTML, expected title)."""

from __future__ import annotations

import pytest

from crawler.pages.titles import title_of_html, title_of_url
from tests.crawler.pages.html_page import page

ROWS = [
    ("H1 wins", "<title>Other</title><h1>One<br>two</h1><p>x", "One two"),
    (
        "H1 in English, title too",
        "<title>EUROSPINE - Scoliosis</title><h1>Σκολίωση</h1>",
        "Σκολίωση",
    ),
    ("the H1 that the title repeats", "<title>Two - S</title><h1>S</h1><h1>Two</h1><p>x", "Two"),
    ("the H1 is the site", "<title>Back - Site</title><h1>Site</h1><h2>Back</h2><p>x", "Back"),
    ("an H2 that the title repeats", "<title>Back - Site</title><h2>Back</h2><p>x", "Back"),
    ("no heading", "<title>Back | Site</title><p>x", "Back"),
    ("nothing", "<p>x", "B"),
    ("H1 in the header of the page", "<header><h1>One</h1></header><p>x", "One"),
    ("entities", "<title>A</title><h1>Pain &amp; gain</h1>", "Pain & gain"),
]


@pytest.mark.parametrize(("html", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_title(html: str, expected: str) -> None:
    assert page(html).title == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("A | B", "A"),
        ("A – B - C", "A"),
        ("Low-back pain", "Low-back pain"),
        ("", ""),
        (" | B", "B"),
    ],
)
def test_title_of_html(printed: str, expected: str) -> None:
    assert title_of_html(printed) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.org/en/neck-pain.htm?x=1", "Neck pain"),
        ("https://x.org/a%C3%A9/", "Aé"),
        ("https://x.org/", ""),
        ("https://x.org", ""),
    ],
)
def test_title_of_url(url: str, expected: str) -> None:
    assert title_of_url(url) == expected
