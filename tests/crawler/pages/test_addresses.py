"""Link targets: rows (why, printed, expected URL, expected fragment, part of the problem)."""

from __future__ import annotations

import pytest

from crawler.pages.addresses import base_of, resolve

BASE = "https://www.x.org/en/a/b.htm"
ROWS = [
    ("relative", "c.htm", "https://www.x.org/en/a/c.htm", "", ""),
    ("up", "../c.htm", "https://www.x.org/en/c.htm", "", ""),
    ("too far up", "../../../../c.htm", "https://www.x.org/c.htm", "", ""),
    ("query only", "?page=2", "https://www.x.org/en/a/b.htm?page=2", "", ""),
    ("scheme-relative", "//y.org/c", "https://y.org/c", "", ""),
    ("fragment only", "#top", BASE, "top", ""),
    ("fragment decoded", "#%C3%BCbung", BASE, "übung", ""),
    ("text", "c.htm#part:~:text=a%2C", "https://www.x.org/en/a/c.htm", "part:~:text=a%2C", ""),
    ("blanks around", "  c.htm\n", "https://www.x.org/en/a/c.htm", "", ""),
    ("line break inside", "c\n\t.htm", "https://www.x.org/en/a/c.htm", "", ""),
    ("line break inside a host", "http://y\n.org/c", "http://y.org/c", "", ""),
    ("blank inside", "my file.pdf", "https://www.x.org/en/a/my%20file.pdf", "", ""),
    ("backslashes", "..\\img\\c.htm", "https://www.x.org/en/img/c.htm", "", ""),
    ("backslashes after the scheme", "http:\\\\y.org\\c", "http://y.org/c", "", ""),
    ("upper case", "HTTPS://Y.ORG/C", "https://y.org/C", "", ""),
    ("default port", "https://y.org:443/c", "https://y.org/c", "", ""),
    ("international host", "https://bücher.example/", "https://xn--bcher-kva.example/", "", ""),
    ("user name", "https://me@y.org/c", "https://y.org/c", "", ""),
    ("mail address for a host", "http://a@y.org", "http://y.org/", "", "probably mailto:a@y.org"),
    ("user name and password", "https://me:pw@y.org/c", "https://me:pw@y.org/c", "", ""),
    ("at sign in a path", "https://y.org/@me", "https://y.org/@me", "", ""),
    ("mail", "mailto:a@x.org", "mailto:a@x.org", "", ""),
    ("telephone", "tel:+41123", "tel:+41123", "", ""),
    ("nothing", "", BASE, "", "empty"),
    ("script", "javascript:void(0)", None, "", "script"),
    ("script in disguise", " java\tscript:void(0)", None, "", "script"),
    ("data", "data:text/html,x", None, "", "script or data"),
    ("no host", "http://[", None, "", "not a valid address"),
    ("blank in the host", "http://my host.org/", None, "", "blank in the host name"),
    ("lone surrogate", "c\ud800.htm", None, "", "not a valid address"),
    (
        "www without scheme",
        "www.y.org/c",
        "https://www.x.org/en/a/www.y.org/c",
        "",
        "missing scheme: probably https://www.y.org/c",
    ),
    (
        "host without scheme",
        "orcid.org/0000-0002",
        "https://www.x.org/en/a/orcid.org/0000-0002",
        "",
        "probably https://orcid.org/0000-0002",
    ),
    (
        "host after a slash",
        "/doi.org/10.1101/1",
        "https://www.x.org/doi.org/10.1101/1",
        "",
        "probably https://doi.org/10.1101/1",
    ),
    (
        "bare DOI",
        "10.1101/2020.05.03.066597",
        "https://www.x.org/en/a/10.1101/2020.05.03.066597",
        "",
        "probably https://doi.org/10.1101/2020.05.03.066597",
    ),
    (
        "words before",
        "link to https://y.org/c",
        "https://www.x.org/en/a/link%20to%20https://y.org/c",
        "",
        "text before the address: probably https://y.org/c",
    ),
    (
        "two in one",
        "https://doi.org/https://doi.org/10.1/2",
        "https://doi.org/https://doi.org/10.1/2",
        "",
        "probably https://doi.org/10.1/2",
    ),
    (
        "scheme twice",
        "http://https://y.org/",
        "http://https//y.org/",
        "",
        "probably https://y.org/",
    ),
    (
        "one slash",
        "https:/y.org/c",
        "https://www.x.org/y.org/c",
        "",
        "missing slashes: probably https://y.org/c",
    ),
    (
        "mail without scheme",
        "a@y.org",
        "https://www.x.org/en/a/a@y.org",
        "",
        "probably mailto:a@y.org",
    ),
    ("a file is no host", "index.html", "https://www.x.org/en/a/index.html", "", ""),
    ("a dotted file is no host", "v1.2.pdf", "https://www.x.org/en/a/v1.2.pdf", "", ""),
    ("language suffix is no host", "index.de", "https://www.x.org/en/a/index.de", "", ""),
    (
        "address inside a query",
        "/go?to=https://y.org/",
        "https://www.x.org/go?to=https://y.org/",
        "",
        "",
    ),
    (
        "address inside an archive's path",
        "https://web.archive.org/web/2020/https://y.org/",
        "https://web.archive.org/web/2020/https://y.org/",
        "",
        "",
    ),
    ("much too long", "a" * 10_000, None, "", "longer than"),
]


@pytest.mark.parametrize(
    ("printed", "url", "fragment", "problem"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_resolve(printed: str, url: str | None, fragment: str, problem: str) -> None:
    address = resolve(printed, BASE)
    assert (address.url, address.fragment) == (url, fragment)
    assert problem in address.problem
    assert bool(problem) == bool(address.problem)


def test_query_is_sent_in_the_encoding_of_the_page() -> None:
    assert resolve("/s?q=λ", BASE, "iso-8859-7").url == "https://www.x.org/s?q=%EB"
    assert resolve("/s?q=λ", BASE, "windows-1252").url == "https://www.x.org/s?q=%26%23955%3B"
    assert resolve("/s?q=λ", BASE).url == "https://www.x.org/s?q=%CE%BB"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        (None, BASE),
        ("/", "https://www.x.org/"),
        ("../", "https://www.x.org/en/"),
        ("https://y.org/d/", "https://y.org/d/"),
        ("javascript:void(0)", BASE),
        ("http://[", BASE),
    ],
)
def test_base_of(href: str | None, expected: str) -> None:
    assert base_of(BASE, href) == expected
