"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from protego import Protego

from archive.records import Capture, Exchange
from archive.warc.messages import location_of
from crawler.ledger import Ledger
from crawler.paces import Paces
from crawler.profile import Politeness, Profile
from crawler.robots import Answer, Robots, RobotsGate, Rules
from crawler.scope import Found, Reason, Scope

AGENT = "patientline-archive"
DENY = b"User-agent: *\nDisallow: /private/\n"
BIG = b"User-agent: *\n" + b"# padding\n" * 52_000 + b"Disallow: /private/\n"  # > 500 KiB


def answer(status: int, body: bytes = b"", url: str = "", **headers: str) -> Answer:
    exchange = Exchange(
        url=url or "https://a.test/robots.txt", started_at=datetime(2026, 3, 1, tzinfo=UTC),
        elapsed_ms=1, raw_request=b"", body=body, status=status,
        headers=tuple((k.replace("_", "-"), v) for k, v in headers.items()),
    )  # fmt: skip
    capture = Capture(
        id="1", url=exchange.url, fetched_at=exchange.started_at, status=status, mime="",
        payload_sha256="", bytes=len(body), warc_file="", warc_offset_bytes=0,
        warc_length_bytes=0, location=location_of(exchange),
    )  # fmt: skip
    return exchange, capture


class Host:
    """Answers in turn; the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.learnt: list[Rules] = []
        self.robots = Robots(self.fetch, AGENT, lambda _, r: self.learnt.append(r), retry_s=0)

    async def fetch(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def verdict(self, path: str = "/private/x") -> Reason:
        return asyncio.run(self.robots.verdict(f"https://a.test{path}"))


MOVED = answer(301, Location="https://b.test/robots.txt")
CASES = [
    ("rules", [answer(200, DENY)], Reason.ROBOTS),
    ("another agent's rules", [answer(200, b"User-agent: x\nDisallow: /")], Reason.NONE),
    ("ours", [answer(200, b"User-agent: Patientline-Archive\nDisallow: /")], Reason.ROBOTS),
    ("an empty file", [answer(200)], Reason.NONE),
    ("gzipped", [answer(200, gzip.compress(DENY), Content_Encoding="gzip")], Reason.ROBOTS),
    ("byte order mark", [answer(200, b"\xef\xbb\xbf" + DENY)], Reason.ROBOTS),
    ("a very long file", [answer(200, BIG)], Reason.ROBOTS),
    ("none", [answer(404)], Reason.NONE),
    ("closed", [answer(403)], Reason.NONE),
    ("a password", [answer(401)], Reason.NONE),
    ("a defect", [answer(500)], Reason.ROBOTS_UNREACHABLE),
    ("a defect whose body allows all", [answer(503, b"User-agent: *\nAllow: /")],
     Reason.ROBOTS_UNREACHABLE),
    ("too many requests", [answer(429)], Reason.ROBOTS_UNREACHABLE),
    ("no answer in time", [Reason.TIMEOUT], Reason.ROBOTS_UNREACHABLE),
    ("no host", [Reason.DNS], Reason.ROBOTS_UNREACHABLE),
    ("an address that must not be asked", [Reason.UNSAFE_ADDRESS], Reason.UNSAFE_ADDRESS),
    ("a passing defect", [answer(500), answer(200, DENY)], Reason.ROBOTS),
    ("a redirect to another host", [MOVED, answer(200, DENY)], Reason.ROBOTS),
    ("five redirects", [MOVED] * 5 + [answer(200, DENY)], Reason.ROBOTS),
    ("redirects without end", [MOVED], Reason.NONE),
    ("a redirect to an error", [MOVED, answer(502), MOVED, answer(502)],
     Reason.ROBOTS_UNREACHABLE),
]  # fmt: skip


@pytest.mark.parametrize(("why", "answers", "expected"), CASES, ids=[case[0] for case in CASES])
def test_verdict(why, answers, expected) -> None:
    assert Host(*answers).verdict() is expected


@pytest.mark.parametrize(
    ("why", "location"),
    [
        ("a port of another protocol", "http://a.test:6667/irc?QUIT"),
        ("no web", "ftp://a.test/robots.txt"),
    ],
)
def test_a_redirect_leads_nowhere_else_than_the_web(why, location) -> None:
    host = Host(answer(301, Location=location), answer(200, DENY))
    assert host.verdict() is Reason.NONE, why
    assert host.asked == ["https://a.test/robots.txt"]


def test_what_is_not_named_is_allowed() -> None:
    assert Host(answer(200, DENY)).verdict("/public") is Reason.NONE


def test_each_authority_is_asked_once() -> None:
    host = Host(answer(200, DENY))

    async def many() -> list[Reason]:
        urls = ["https://a.test/1", "https://a.test?q", "https://a.test/private/2"]
        return await asyncio.gather(*(host.robots.verdict(url) for url in urls))

    assert asyncio.run(many()) == [Reason.NONE, Reason.NONE, Reason.ROBOTS]
    assert host.asked == ["https://a.test/robots.txt"]


def gate(delay_s: float) -> tuple[RobotsGate, Paces, list[Found]]:
    profile = Profile(name="x", seeds=("https://a.test/",), politeness=Politeness(delay_s=delay_s))
    offered: list[Found] = []
    ledger = Mock(spec=Ledger, profile=profile, scope=Scope(profile), troubles={})
    ledger.offer = offered.extend
    paces = Paces(delay_s, 0.5, 4)

    async def fetch(url: str) -> Answer:
        raise AssertionError(url)

    return RobotsGate(ledger, fetch, paces), paces, offered


def test_the_pace_the_file_asks_for_is_kept() -> None:
    made, paces, _ = gate(1.0)
    file = Protego.parse("User-agent: *\nCrawl-delay: 5\n")
    made._apply("https://a.test", Rules(file))
    slow, usual = paces.of("a.test"), paces.of("b.test")
    assert (slow.delay_s, slow.jitter, slow.at_once) == (5.0, 0.0, 1)
    assert (usual.delay_s, usual.jitter, usual.at_once) == (1.0, 0.5, 4)


def test_a_pace_faster_than_ours_changes_nothing() -> None:
    made, paces, _ = gate(1.0)
    made._apply("https://a.test", Rules(Protego.parse("User-agent: *\nCrawl-delay: 0.5\n")))
    assert paces.of("a.test").delay_s == 1.0


def test_sitemaps_are_offered() -> None:
    made, _, offered = gate(1.0)
    made._apply("https://a.test", Rules(Protego.parse("Sitemap: /s.xml\n")))
    made._apply("https://a.test", Rules())
    made._apply("https://a.test", Rules(unreachable=Reason.TIMEOUT))
    assert [found.url for found in offered] == [
        "https://a.test/s.xml",
        "https://a.test/sitemap.xml",
    ]


def test_what_else_the_file_says() -> None:
    body = b"Sitemap: https://a.test/s.xml\nUser-agent: *\nCrawl-delay: 2.5\n"
    host = Host(answer(200, body))
    host.verdict()
    [rules] = host.learnt
    assert rules.crawl_delay(AGENT) == 2.5
    assert rules.sitemaps == ("https://a.test/s.xml",)
    assert Rules().crawl_delay(AGENT) == 0
