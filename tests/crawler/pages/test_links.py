"""Links of whole pages: elements, places, refresh, base, maps, frames."""

from __future__ import annotations

import pytest

from archive.records import Link, Region
from tests.crawler.pages.html_page import page


def only(html: str) -> Link:
    (link,) = page(html).links
    return link


ROWS = [
    ("link", "<a href='c.htm'>c</a>", "a", "href", "https://www.x.org/en/a/c.htm"),
    ("image map", "<map><area href='/c' alt='C'></map>", "area", "href", "https://www.x.org/c"),
    (
        "frame",
        "<frameset><frame src='c.htm'></frameset>",
        "frame",
        "src",
        "https://www.x.org/en/a/c.htm",
    ),
    ("inline frame", "<iframe src='/c'></iframe>", "iframe", "src", "https://www.x.org/c"),
    ("form", "<form action='/s'><input name=q></form>", "form", "action", "https://www.x.org/s"),
    ("image", "<p>a<img src='/c.png'></p>", "img", "src", "https://www.x.org/c.png"),
    ("script", "<script src='/c.js'></script>", "script", "src", "https://www.x.org/c.js"),
    (
        "style sheet",
        "<link rel=stylesheet href='/c.css'>",
        "link",
        "href",
        "https://www.x.org/c.css",
    ),
    ("film", "<video src='/c.mp4'></video>", "video", "src", "https://www.x.org/c.mp4"),
    (
        "source of a quotation",
        "<blockquote cite='/c'>c</blockquote>",
        "blockquote",
        "cite",
        "https://www.x.org/c",
    ),
    ("object", "<object data='/c.pdf'>x</object>", "object", "data", "https://www.x.org/c.pdf"),
]


@pytest.mark.parametrize(
    ("html", "element", "attribute", "url"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_elements(html: str, element: str, attribute: str, url: str) -> None:
    link = only(html)
    assert (link.element, link.attribute, link.url) == (element, attribute, url)


def test_forms_that_post_are_no_links() -> None:
    assert page("<form action='/login' method='POST'><input></form>").links == ()


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("0;url=/c", "https://www.x.org/c"),
        ("0; URL='../c.htm'", "https://www.x.org/en/c.htm"),
        ('0 ; url = "/c" ; x', "https://www.x.org/c"),
        ("0;/c", "https://www.x.org/c"),
        ("0.5, url=/c", "https://www.x.org/c"),
        ("30;url=/c", None),
        ("5", None),
        ("", None),
        ("now;url=/c", None),
    ],
)
def test_refresh(content: str, url: str | None) -> None:
    record = page(
        f"<meta http-equiv=refresh content='{content.replace(chr(39), '&#39;')}'><p>a</p>"
    )
    assert record.refresh_url == url
    if url:
        assert [(link.element, link.url) for link in record.links] == [("meta", url)]


def test_a_late_refresh_is_a_link_only() -> None:
    record = page("<meta http-equiv=refresh content='30;url=/c'><p>a</p>")
    assert record.links[0].url == "https://www.x.org/c"


def test_base() -> None:
    record = page("<base target=_top><base href='/docs/'><base href='/no/'><a href='c'>c</a>")
    assert record.links[-1].url == "https://www.x.org/docs/c"


@pytest.mark.parametrize(
    ("why", "printed", "one", "other"),
    [
        ("relative", "c", "https://www.x.org/en/a/c", "http://y.org:81/c"),
        ("from the root", "/c?d#e", "https://www.x.org/c?d", "http://y.org:81/c?d"),
        ("another host", "//z.org/c", "https://z.org/c", "http://z.org/c"),
        ("a host after backslashes", "/\\z.org/c", "https://z.org/c", "http://z.org/c"),
        ("absolute", "http://z.org/../c", "http://z.org/c", "http://z.org/c"),
        ("no slashes", "http:c", "http://c/", "http://y.org:81/c"),
        ("no host", "https://", None, None),
    ],
)
def test_one_target_on_two_sites(
    why: str, printed: str, one: str | None, other: str | None
) -> None:
    html = f"<p><a href='{printed}'>c</a></p>"
    for _ in range(2):  # the second time it is known
        assert page(html).links[-1].url == one
        assert page(html, url="http://y.org:81/?a=/b").links[-1].url == other


def test_place_of_a_link() -> None:
    record = page(
        "<nav><a href=/n>n</a></nav><main><h1>T</h1><p>Text that says <a href=/c#f rel=nofollow>it"
        "</a> and <a href=/i><img src=/i.png alt='an image'></a>.</p></main>"
    )
    nav, text, image, picture = record.links
    assert (nav.region, text.region) == (Region.CHROME, Region.CONTENT)
    assert (text.anchor_text, text.rel, text.fragment, text.block) == ("it", "nofollow", "f", 2)
    assert (image.anchor_text, image.block) == ("an image", 2)
    assert picture.element == "img"
    (anchor,) = record.blocks[2].anchors
    assert record.blocks[2].text[anchor.start : anchor.end] == "it"
    assert anchor.href == "/c#f"


def test_data_addresses_are_shortened() -> None:
    link = only(f"<p>a<img src='data:image/png;base64,{'A' * 5000}'></p>")
    assert link.url is None
    assert len(link.printed) == 200


def test_canonical_is_resolved() -> None:
    assert page("<link rel='Canonical' href='../c'><p>a").declared_url == "https://www.x.org/en/c"
