"""Addresses inside of something else: sets of images, JSON-LD, meta elements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Region
from crawler.links import is_requisite
from crawler.pages.embedded import addresses_of_linked_data, addresses_of_srcset
from tests.crawler.pages.html_page import page

SETS = [
    ("one", "a.png", ["a.png"]),
    ("density", "a.png 1x, b.png 2x", ["a.png", "b.png"]),
    ("width", "a.png 100w,b.png 200.5w", ["a.png", "b.png"]),
    ("comma in the address", "a,b.png 2x, c.png", ["a,b.png", "c.png"]),
    ("comma behind the address", "a.png, b.png 2x", ["a.png", "b.png"]),
    ("many commas", ", ,a.png,,, b.png", ["a.png", "b.png"]),
    ("line ends", "\n a.png 1x ,\n b.png 2x\n", ["a.png", "b.png"]),
    ("data", "data:image/png;base64,AA== 1x, b.png 2x", ["data:image/png;base64,AA==", "b.png"]),
    ("nothing", " , ", []),
]


@pytest.mark.parametrize(("why", "text", "found"), SETS, ids=[row[0] for row in SETS])
def test_srcset(why, text, found) -> None:
    assert addresses_of_srcset(text) == found


def test_linked_data() -> None:
    node = {
        "@context": "https://schema.org",
        "@id": "https://x.org/#it",
        "image": [{"url": "/a.png"}, "https://x.org/b.png"],
        "sameAs": ["https://y.org/", "not an address"],
        "author": {"name": "N", "url": "https://z.org/n"},
    }
    assert addresses_of_linked_data([node]) == [
        "https://x.org/b.png",
        "https://y.org/",
        "/a.png",
        "https://z.org/n",
    ]


ROWS = [
    ("<img srcset='/a.png 2x'>", "img", "srcset", "https://www.x.org/a.png"),
    ("<p style='background:url(/a.png)'>t</p>", "p", "style", "https://www.x.org/a.png"),
    ("<style>p{background:url(/a.png)}</style>", "style", "url", "https://www.x.org/a.png"),
    ("<video poster=/a.png></video>", "video", "poster", "https://www.x.org/a.png"),
    ("<input type=image src=/a.png>", "input", "src", "https://www.x.org/a.png"),
    (
        "<table background=/a.png><tr><td>t</table>",
        "table",
        "background",
        "https://www.x.org/a.png",
    ),
    ("<svg><use xlink:href='/a.svg#b'/></svg>", "use", "xlink:href", "https://www.x.org/a.svg"),
    ("<meta property=og:image content=/a.png>", "meta", "og:image", "https://www.x.org/a.png"),
    (
        "<meta name=Twitter:Image content=/a.png>",
        "meta",
        "twitter:image",
        "https://www.x.org/a.png",
    ),
    (
        '<script type="application/ld+json">{"image": "/a.png"}</script>',
        "script",
        "json-ld",
        "https://www.x.org/a.png",
    ),
]


BLANK = "data:image/svg+xml,%3Csvg%3E"
LATE = [
    (f"<img src='{BLANK}' data-src=/a.png>", ["data-src /a.png"]),
    ("<img data-lazy-src=a.png data-lazy-srcset='a-2.png 300w, a-3.png 600w'>",
     ["data-lazy-src a.png", "data-lazy-srcset a-2.png", "data-lazy-srcset a-3.png"]),
    ("<img class=lazy data-original='https://cdn.x.org/pic?id=7'>",
     ["data-original https://cdn.x.org/pic?id=7"]),
    ("<picture><source data-srcset='/a.webp 1x'></picture>", ["data-srcset /a.webp"]),
    ("<img data-src='/bild%20von%20mir.jpg'>", ["data-src /bild%20von%20mir.jpg"]),
    ("<img data-src='{{ item.picture }}/a.png'>", []),
    ("<img data-src='/a-{width}.png' data-srcset='/b-{width}.png 300w'>", []),
    ("<img data-src='%%picture%%.png' data-original='${url}.png'>", []),
    ("<img data-src='#' data-original='slide-2' data-lazy-src=''>", []),
    ("""<img data-src='{"src": "/a.png"}' data-original='["/a.png"]'>""", []),
    (f"<img data-src='{BLANK}'>", []),
    ("<img data-id=/a.png data-full-url=/b.png>", []),
    ("<div data-src=/a.png>t</div>", []),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), LATE, ids=[r[0] for r in LATE])
def test_pictures_that_wait_for_a_script(html: str, expected: list[str]) -> None:
    links = page(html).links
    late = [link for link in links if link.attribute.startswith("data-")]
    assert [f"{link.attribute} {link.printed}" for link in late] == expected
    assert all(link.url and link.problem == "" and is_requisite(link) for link in late)


@pytest.mark.parametrize(("html", "element", "attribute", "url"), ROWS, ids=[r[0] for r in ROWS])
def test_places_in_a_page(html: str, element: str, attribute: str, url: str) -> None:
    [link] = page(html).links
    assert (link.element, link.attribute, link.url) == (element, attribute, url)


def test_what_is_in_a_comment_or_a_template_is_not_followed() -> None:
    record = page("<!-- <img srcset=/a.png> --><template><img srcset=/b.png></template><p>t</p>")
    assert [(link.url, link.hidden) for link in record.links] == [("https://www.x.org/b.png", True)]


def test_what_stands_in_the_head_is_no_content() -> None:
    record = page("<meta property=og:image content=/a.png><p>text</p>")
    assert [link.region for link in record.links] == [Region.CHROME]


@given(st.text(max_size=300))
def test_no_set_is_too_odd(text: str) -> None:
    assert all(addresses_of_srcset(text))
