"""Every place a page points to, row by row: what a link checker has to see, and what not."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import pytest

from archive.records import Link
from tests.crawler.pages.html_page import page

A = "https://www.x.org/en/a/c"

PLACES = [
    ("a", "<a href=c>x</a>", ("a", "href", A)),
    ("area", "<map><area href=c></map>", ("area", "href", A)),
    ("img", "<img src=c>", ("img", "src", A)),
    ("srcset", "<img srcset='c 2x'>", ("img", "srcset", A)),
    ("picture", "<picture><source srcset=c></picture>", ("source", "srcset", A)),
    ("film", "<video><source src=c></video>", ("source", "src", A)),
    ("poster", "<video poster=c></video>", ("video", "poster", A)),
    ("captions", "<video><track src=c></video>", ("track", "src", A)),
    ("sound", "<audio src=c></audio>", ("audio", "src", A)),
    ("object", "<object data=c></object>", ("object", "data", A)),
    ("embed", "<embed src=c>", ("embed", "src", A)),
    ("link", "<link rel=stylesheet href=c>", ("link", "href", A)),
    ("image set of a preload", "<link rel=preload imagesrcset='c 2x'>",
     ("link", "imagesrcset", A)),
    ("script", "<script src=c></script>", ("script", "src", A)),
    ("iframe", "<iframe src=c></iframe>", ("iframe", "src", A)),
    ("frame", "<frameset><frame src=c></frameset>", ("frame", "src", A)),
    ("form by GET", "<form action=c></form>", ("form", "action", A)),
    ("button of a form", "<form><button formaction=c></button></form>",
     ("button", "formaction", A)),
    ("inline style sheet", "<style>a { background: url(c) }</style>", ("style", "url", A)),
    ("import", "<style>@import 'c';</style>", ("style", "url", A)),
    ("style attribute", "<p style='background: url(c)'>x</p>", ("p", "style", A)),
    ("background", "<body background=c>", ("body", "background", A)),
    ("meta refresh", "<meta http-equiv=refresh content='9; url=c'>", ("meta", "content", A)),
    ("Open Graph", "<meta property=og:image content=c>", ("meta", "og:image", A)),
    ("Twitter", "<meta name=twitter:image content=c>", ("meta", "twitter:image", A)),
    ("JSON-LD", '<script type="application/ld+json">{"image": "https://x.test/i"}</script>',
     ("script", "json-ld", "https://x.test/i")),
    ("base", "<base href=/z/><a href=c>x</a>", ("a", "href", "https://www.x.org/z/c")),
    ("picture in a drawing", "<svg><image href=c /></svg>", ("image", "href", A)),
    ("link in a drawing", "<svg><a xlink:href=c><text>x</text></a></svg>", ("a", "xlink:href", A)),
    ("link in a drawing as of today", "<svg><a href=c><text>x</text></a></svg>", ("a", "href", A)),
    ("link in a page within", "<iframe srcdoc='&lt;a href=c&gt;x&lt;/a&gt;'></iframe>", ("a", "href", A)),
    ("picture in a page within", "<iframe srcdoc='&lt;img srcset=c&gt;'></iframe>", ("img", "srcset", A)),
    ("set of images in a style", "<p style='background: image-set(\"c\" 1x)'>x</p>", ("p", "style", A)),
    ("relative in JSON-LD", '<script type="application/ld+json">{"image": "m/x.png"}</script>',
     ("script", "json-ld", "https://www.x.org/en/a/m/x.png")),
    ("part of a drawing", "<svg><use href='c#d' /></svg>", ("use", "href", A)),
]  # fmt: skip


def links(html: str) -> list[Link]:
    """The links of a page around ``html`` that a reader or a browser meets."""
    return [link for link in page(html).links if not link.hidden]


@pytest.mark.parametrize(("why", "html", "expected"), PLACES, ids=[row[0] for row in PLACES])
def test_it_is_seen(why: str, html: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(link.element, link.attribute, link.url) for link in links(html)]


UNSEEN = [
    ("comment", "<!-- <a href=c>x</a> -->"),
    ("template", "<template><a href=c>x</a><img src=c></template>"),
    ("comment of a style sheet", "<style>/* url(c) */</style>"),
    ("text of a style sheet", "<style>a::before { content: 'url(c)' }</style>"),
    ("frame that shows another page", "<iframe src=c srcdoc='x'></iframe>"),
    ("drawn link outside of a drawing", "<a xlink:href=c>x</a>"),
    ("name of a style sheet", "<style>@namespace url(c);</style>"),
    ("import that comes too late", "<style>a { color: red } @import 'c';</style>"),
    ("place of a drawing in the page", "<p style='fill: url(#c)'>x</p>"),
    (
        "words in JSON-LD",
        '<script type="application/ld+json">{"image": "N/A", "url": "Acme Inc.", "sameAs": "urn:isbn:1"}</script>',
    ),
    ("script text", "<script>var x = '<a href=c>x</a>'</script>"),
    ("form by POST", "<form action=c method=post></form>"),
    ("text", "<p>https://x.test/c</p>"),
]


@pytest.mark.parametrize(("why", "html"), UNSEEN, ids=[row[0] for row in UNSEEN])
def test_it_is_left_out(why: str, html: str) -> None:
    assert links(html) == []


FRAGMENTS = [
    ("id", "c#d", "d"),
    ("percent-encoded", "c#caf%C3%A9", "café"),
    ("top", "#top", "top"),
    ("text", "c#:~:text=low%20back", ":~:text=low%20back"),
    ("id and text", "c#caf%C3%A9:~:text=a%2Cb,c", "café:~:text=a%2Cb,c"),
    ("page of a PDF", "c.pdf#page=3", "page=3"),
]


@pytest.mark.parametrize(("why", "printed", "fragment"), FRAGMENTS)
def test_fragments(why: str, printed: str, fragment: str) -> None:
    (link,) = links(f"<a href='{printed}'>x</a>")
    assert link.fragment == fragment, why


PROBLEMS = [
    ("no scheme", "www.example.org/a", "missing scheme: probably https://www.example.org/a"),
    ("no scheme, no www", "example.org", "missing scheme: probably https://example.org"),
    ("no colon", "http//x.test/a", "misspelt scheme: probably http://x.test/a"),
    ("misspelt", "htps://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("cut off", "ttps://x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("semicolon", "https;//x.test/a", "misspelt scheme: probably https://x.test/a"),
    ("one slash", "http:/x.test/a", "missing slashes: probably http://x.test/a"),
    ("twice", "http://http://x.test/a", "two addresses in one: probably http://x.test/a"),
    ("blank in the host", "https://x .test", "blank in the host name: probably https://x.test"),
    ("no address", "http://[x", "not a valid address"),
    ("nothing", "", "empty"),
    ("a DOI name", "10.1000/abc", "a DOI without its resolver: probably https://doi.org/10.1000/abc"),
    ("a file", "tps/a.htm", ""),
    ("a folder called http", "http/a.htm", ""),
    ("mail", "a@x.test", "missing scheme: probably mailto:a@x.test"),
    ("mailto", "mailto:a@x.test?subject=Hello", ""),
    ("several", "mailto:a@x.test,b@x.test;c@x.test", ""),
    ("with a name", "mailto:A%20B%20%3Ca@x.test%3E", ""),
    ("to whom you like", "mailto:?body=https://x.test/", ""),
    ("to nobody", "mailto:", "no mail address: there is none"),
    ("no mail address", "mailto:info", "no mail address: there is no @ in it"),
    ("half of one", "mailto:info@", "no mail address: a part of it is missing"),
    ("disguised", "mailto:info(at)x.test", "no mail address: probably mailto:info@x.test"),
    ("disguised in words", "mailto:info at x.test", "no mail address: probably mailto:info@x.test"),
    ("disguised to its end", "mailto:a (at) x [dot] test", "no mail address: probably mailto:a@x.test"),
    ("a host", "mailto:www.x.test", "no mail address: there is no @ in it"),
    ("a name", "mailto:John%20Smith", "no mail address: there is no @ in it"),
    *(
        ("a script may put it there", f"mailto:{printed}",
         "no mail address: there is no @ in it, unless a script puts it there")
        for printed in ("a#x.test", "a_at_x.test", "a-AT-x.test", "a(ät)x.test", "{{ mail }}",
                        "a＠x.test", "a at x punkt test", "a%2540x.test", "[email protected]")
    ),
    ("slashes", "mailto://a@x.test", "slashes before the address: probably mailto:a@x.test"),
    ("telephone", "tel:+41-44-123.45.67;ext=9", ""),
    ("blanks in it", "tel:044 123 45 67", ""),
    ("two signs", "mailto:a@b@x.test", "no mail address: there are two @ in it"),
    ("two addresses run together by a sign", "mailto:a@x.test,b@x.test", ""),
    ("letters", "tel:1-800-SPINE", "letters that not every telephone dials: probably tel:1-800-77463"),
    ("extension", "tel:+41 44 123 ext. 9", "words in a telephone number: probably tel:+4144123;ext=9"),
    ("words", "tel:+41 44 123 (office)", "no telephone number: there are letters in it"),
    ("wait and dial on", "tel:+4144123p9", ""),
    ("no number", "tel:call us", "no telephone number: there is no digit in it"),
    ("trunk zero", "tel:+41 (0)44 123", "the (0) would be dialled too: probably tel:+4144123"),
    ("trunk zero, extension", "tel:+49(0)30-123;ext=8", "the (0) would be dialled too: probably tel:+4930123;ext=8"),
    ("letters, extension", "tel:1-800-SPINE;ext=8", "letters that not every telephone dials: probably tel:1-800-77463;ext=8"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "problem"), PROBLEMS)
def test_what_is_malformed(why: str, printed: str, problem: str) -> None:
    (link,) = links(f'<a href="{printed}">x</a>')
    assert link.problem == problem, why


@pytest.mark.parametrize(
    ("why", "html", "anchors"),
    [
        ("place of the page", "<p id=a>x</p>", ("a",)),
        ("in a template that nothing shows", "<template id=a><p id=b>x</p></template>", ("a",)),
        (
            "in a template that a script may show",
            "<template id=a><p id=b>x</p></template><script src=c></script>",
            ("a", "b"),
        ),
        ("hidden", "<div hidden id=a><p id=b>x</p></div>", ("a", "b")),
        ("in a page within", "<iframe id=a srcdoc='&lt;p id=b&gt;x&lt;/p&gt;'></iframe>", ("a",)),
    ],
)
def test_places_that_fragments_find(why: str, html: str, anchors: tuple[str, ...]) -> None:
    assert page(f"{html}<p>text</p>").anchors == anchors, why
