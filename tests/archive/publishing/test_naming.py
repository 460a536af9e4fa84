"""The address that an archive calls itself by can stand in a header, or is refused."""

from __future__ import annotations

import pytest

from archive.publishing.naming import own_address

ADDRESSES = [
    ("a server", "https://archive.example.org", "https://archive.example.org"),
    ("with a slash", "http://archive.example.org/", "http://archive.example.org"),
    ("with a port", "https://localhost:8001", "https://localhost:8001"),
    ("an umlaut and a port", "https://bücher:8001", "https://xn--bcher-kva:8001"),
    ("rooted", "https://a.example.", "https://a.example."),
    ("a letter that is no ss", "https://straße.example", "https://xn--strae-oqa.example"),
    ("in numbers, at the usual port", "http://127.0.0.1:80", "http://127.0.0.1"),
]
REFUSED = [
    ("an empty label", "https://a..example"),
    ("nothing but dots", "https://.."),
    ("a long label", f"https://{'a' * 70}.example"),
    ("a hyphen", "https://-"),
    ("a label that ends in one", "https://a-.example"),
    ("no such port", "https://a.example:99999"),
    ("port 0", "https://a.example:0"),
    ("no scheme", "archive.example.org"),
    ("a path", "https://a.example/b"),
    ("a user", "https://me@a.example"),
]


@pytest.mark.parametrize(("why", "written", "expected"), ADDRESSES)
def test_it_is_written_as_a_host(why: str, written: str, expected: str) -> None:
    assert own_address(written) == expected, why


@pytest.mark.parametrize(("why", "written"), REFUSED)
def test_what_names_no_server_is_refused(why: str, written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        own_address(written)
