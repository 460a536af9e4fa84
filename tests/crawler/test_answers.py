"""What answers mean, how long hosts are left alone, which URLs pages and sitemaps show."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from archive.frontier import LeasedUrl
from archive.records import Capture, Link, PageKind, PageRecord
from crawler.answers import PASSING_FAILURES, SILENCES, Action, judge_answer
from crawler.links import links_of
from crawler.patience import Patience
from crawler.scope import Reason
from crawler.sitemaps import Sitemap, read_sitemap


def capture(status: int, location: str | None = None, truncated: str | None = None) -> Capture:
    return Capture(
        id="1", url="https://a.test/x", fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
        status=status, mime="", payload_sha256="", bytes=0, warc_file="", warc_offset_bytes=0,
        warc_length_bytes=0, location=location, truncated=truncated,
    )  # fmt: skip


ANSWERS = [
    ("a page", capture(200), Action.READ, Reason.NONE),
    ("a page by way of a proxy", capture(203), Action.READ, Reason.NONE),
    ("nothing to read", capture(204), Action.NOTE, Reason.ODD_STATUS),
    ("a part nobody asked for", capture(206), Action.NOTE, Reason.ODD_STATUS),
    ("a redirect", capture(301, "https://a.test/y"), Action.FOLLOW, Reason.REDIRECT),
    ("to the login", capture(302, "https://a.test/login.htm"), Action.FOLLOW, Reason.NOT_PUBLIC),
    ("a redirect to nowhere", capture(302), Action.NOTE, Reason.ODD_STATUS),
    ("as before", capture(304), Action.UNCHANGED, Reason.NOT_MODIFIED),
    ("a password", capture(401), Action.NOTE, Reason.NOT_PUBLIC),
    ("forbidden", capture(403), Action.NOTE, Reason.NOT_PUBLIC),
    ("missing", capture(404), Action.NOTE, Reason.NOT_FOUND),
    ("gone", capture(410), Action.NOTE, Reason.NOT_FOUND),
    ("too many", capture(429), Action.REFUSED, Reason.HTTP_429),
    ("a defect", capture(500), Action.AGAIN, Reason.ODD_STATUS),
    ("overloaded", capture(503), Action.REFUSED, Reason.HTTP_503),
    ("cut off", capture(200, truncated="disconnect"), Action.AGAIN, Reason.TRUNCATED),
    ("no such status", capture(999), Action.NOTE, Reason.ODD_STATUS),
]


@pytest.mark.parametrize(("why", "given", "action", "reason"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_answers(why, given, action, reason) -> None:
    assert judge_answer(given) == (action, reason)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_host_is_left_alone_as_long_as_it_asks() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.refused("a.test", 30)
    assert patience.wait_s("a.test") == 30
    assert patience.wait_s("b.test") == 0
    patience.refused("a.test", 5)
    assert patience.wait_s("a.test") == 30, "a shorter wish does not undo a longer one"
    clock.now += 31
    assert patience.wait_s("a.test") == 0
    assert not patience.given_up("a.test")


def test_three_refusals_in_a_row_park_a_host() -> None:
    patience = Patience(Clock())
    for _ in range(2):
        patience.refused("a.test", 0)
    patience.answered("a.test")
    for _ in range(2):
        patience.refused("a.test", 0)
    assert not patience.given_up("a.test"), "an answer in between counts"
    patience.refused("a.test", 0)
    assert patience.given_up("a.test") is Reason.HOST_PARKED
    assert not patience.given_up("b.test")


def test_a_host_that_is_silent_is_given_up() -> None:
    patience = Patience(Clock())
    for _ in range(5):
        assert not patience.given_up("a.test")
        patience.silent("a.test")
    assert patience.given_up("a.test") is Reason.HOST_UNREACHABLE


def test_our_own_lateness_says_nothing_about_a_host() -> None:
    assert Reason.STARVED in PASSING_FAILURES
    assert Reason.STARVED not in SILENCES


NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
URLSET = f"<?xml version='1.0'?><urlset {NS}><url><loc> https://a.test/x </loc></url></urlset>"
INDEX = f"<sitemapindex {NS}><sitemap><loc>https://a.test/s.xml</loc></sitemap></sitemapindex>"
ENTITY = (
    f'<!DOCTYPE u [<!ENTITY e "https://a.test/e">]><urlset {NS}><url><loc>&e;</loc></url></urlset>'
)
SITEMAPS = [
    ("pages", URLSET.encode(), Sitemap(pages=("https://a.test/x",))),
    ("an index", INDEX.encode(), Sitemap(files=("https://a.test/s.xml",))),
    ("gzipped", gzip.compress(URLSET.encode()), Sitemap(pages=("https://a.test/x",))),
    ("byte order mark", b"\xef\xbb\xbf" + URLSET.encode(), Sitemap(pages=("https://a.test/x",))),
    ("no namespace", b"<urlset><url><loc>https://a.test/x</loc></url></urlset>",
     Sitemap(pages=("https://a.test/x",))),
    ("cut off", URLSET.encode()[:-9], Sitemap(pages=("https://a.test/x",))),
    ("entities are not expanded", ENTITY.encode(), Sitemap()),
    ("a page", b"<html><body>sitemap</body></html>", None),
    ("broken gzip", b"\x1f\x8b\x08nonsense", None),
    ("nothing", b"", None),
]  # fmt: skip


@pytest.mark.parametrize(("why", "body", "expected"), SITEMAPS, ids=[s[0] for s in SITEMAPS])
def test_sitemaps(why, body, expected) -> None:
    assert read_sitemap(body) == expected


ROW = LeasedUrl(
    id=1, url="https://a.test/", request_url="https://a.test/", host="a.test", depth=3,
    priority=0, via="link", hops=2, attempts=1, etag=None, last_modified=None, whole_at=None,
    is_distrusted=0, capture_id=None,
)  # fmt: skip


def page(*links: Link, meta: tuple[tuple[str, str], ...] = ()) -> PageRecord:
    return PageRecord(
        url="https://a.test/", capture_id="1", fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
        status=200, kind=PageKind.ARTICLE, links=links, meta=meta,
    )  # fmt: skip


def test_links_of_a_page() -> None:
    x = "https://a.test/x"
    found = links_of(
        page(
            Link(printed="x", url=x, hidden=True),
            Link(printed="x", url=x),
            Link(printed="http://[", url=None),
            Link(printed="y", url="https://a.test/y", element="meta", attribute="content"),
        ),
        ROW,
        max_requisites=9,
    )
    assert [(f.url, f.via, f.depth, f.hops, f.hidden) for f in found] == [
        (x, "link", 4, 0, False),
        ("https://a.test/y", "refresh", 3, 3, False),
    ]


def test_a_page_may_ask_not_to_be_followed() -> None:
    link = Link(printed="x", url="https://a.test/x", rel="external")
    [found] = links_of(page(link, meta=(("Robots", "noindex, NoFollow"),)), ROW, max_requisites=9)
    assert found.rel.split() == ["external", "nofollow"]
