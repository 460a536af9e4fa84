"""Addresses of the served archive and the files that stand for them."""

from __future__ import annotations

import pytest

from archive.publishing.static.addresses import LONGEST_NAME, address_of, file_of, relative


@pytest.mark.parametrize(
    ("why", "link", "expected"),
    [
        ("a page", "/about", "/about"),
        ("a place on a page", "/dictionary#dois", "/dictionary"),
        ("empty choices are no choice", "/broken?severity=&kind=a&page=1", "/broken?kind=a"),
        ("choices in any order", "/broken?kind=b&page=2", "/broken?kind=b&page=2"),
        ("a DOI by its name", "/doi/10.1000%2FABC", "/archive/dois/10~2E1000~2Fabc"),
        ("a file has all rows", "/archive/dois.csv?_stream=on&_size=max", "/archive/dois.csv"),
        ("chosen rows are no file", "/archive/dois.csv?year=1", "/archive/dois.csv?year=1"),
        ("Datasette's absolute links", "http://localhost/archive/news?_next=3", None),
        ("another host", "https://doi.org/10.1000/abc", None),
        ("another host, without scheme", "//a.example/about", None),
        ("no address of a page", "mailto:a@b.example", None),
        ("a script", "javascript:alert(1)", None),
        ("misspelt", "http://[broken", None),
        ("a place on the same page", "#top", None),
    ],
)
def test_addresses(why: str, link: str, expected: str | None) -> None:
    if link.startswith("http://localhost"):
        expected = link.removeprefix("http://localhost")
    assert address_of(link) == expected, why


def test_different_addresses_have_different_files() -> None:
    long = "/archive/dois/10~2E1000~2F" + "a" * 300
    addresses = ["/", "/data", "/archive/news", "/archive/news?a=1", "/archive/news?a=-1"]
    addresses += ["/archive/news/1", "/archive/news.csv", "/archive.db", long, long + "b"]
    files = [file_of(address) for address in addresses]
    assert len(set(files)) == len(addresses)
    assert all(len(part) <= LONGEST_NAME + 5 for file in files for part in file.split("/"))


@pytest.mark.parametrize(
    ("why", "file", "target", "expected"),
    [
        ("beside", "index.html", "about.html", "about.html"),
        ("down", "index.html", "archive/news/1.html", "archive/news/1.html"),
        ("up", "archive/news/1.html", "static/site.css", "../../static/site.css"),
        (
            "an escape of the address is a character of the name",
            "a.html",
            "b%~2F.html",
            "b%25~2F.html",
        ),
    ],
)
def test_relative_links(why: str, file: str, target: str, expected: str) -> None:
    assert relative(file, target) == expected, why
