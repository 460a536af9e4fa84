"""What becomes of answers, with a ledger that only takes notes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.frontier import LeasedUrl
from archive.records import Capture, Exchange, PageRecord, Source
from archive.warc.messages import location_of
from crawler.patience import Patience
from crawler.profile import Politeness, Profile
from crawler.redirects import Circles
from crawler.scope import Reason, Scope
from crawler.visiting import Visits

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROFILE = Profile(
    name="x",
    seeds=("https://a.test/",),
    hosts={"a.test": ("www.a.test",)},
    politeness=Politeness(retry_times=2, retry_delay_s=10, max_retry_after_s=300),
)
ROW = LeasedUrl(
    id=1, url="https://a.test/x", request_url="https://a.test/x", host="a.test", depth=1,
    priority=0, via="link", hops=0, attempts=1, etag=None, last_modified=None, whole_at=None,
    is_distrusted=0, capture_id=None,
)  # fmt: skip


class Notes:
    """Stands in for the ledger: writes down what it is told."""

    def __init__(self) -> None:
        self.profile = PROFILE
        self.scope = Scope(PROFILE)
        self.patience = Patience(lambda: 0.0)
        self.circles = Circles(lambda url: url)
        self.told: list[tuple[Any, ...]] = []

    def now(self) -> datetime:
        return NOW

    def is_twin(self, capture: Capture) -> bool:
        return False

    def ask_elsewhere(self, row: LeasedUrl, location: str) -> bool:
        self.told.append(("elsewhere", location))
        return True

    def __getattr__(self, name: str) -> Any:
        return lambda *args: self.told.append((name, *args))

    def heard(self, name: str) -> list[tuple[Any, ...]]:
        return [words[1:] for words in self.told if words[0] == name]


class Reader:
    """Reads nothing."""

    async def read(self, source: Source) -> PageRecord:
        raise RuntimeError("a defect of ours")


def visited(status: int, row: LeasedUrl = ROW, body: bytes = b"", **headers: str) -> Notes:
    exchange = Exchange(
        url=row.request_url, started_at=NOW, elapsed_ms=1, raw_request=b"", status=status,
        body=body, headers=tuple((k.replace("_", "-"), v) for k, v in headers.items()),
    )  # fmt: skip
    capture = Capture(
        id="1", url=exchange.url, fetched_at=NOW, status=status, mime="", payload_sha256="",
        bytes=0, warc_file="", warc_offset_bytes=0, warc_length_bytes=0,
        location=location_of(exchange),
    )  # fmt: skip
    notes = Notes()
    visits = Visits(notes, Reader())  # type: ignore[arg-type]
    notes.record = asyncio.run(visits.answered(row, exchange, capture))  # type: ignore[attr-defined]
    assert notes.heard("returned") == [(row,)]
    return notes


REFUSALS = [
    ("seconds", "30", 30),
    ("at once", "0", 0),
    ("a date", "Sun, 01 Mar 2026 12:01:00 GMT", 60),
    ("a date that is past", "Sun, 01 Mar 2026 11:00:00 GMT", 0),
    ("nothing: our own delay", "", 10),
    ("nonsense: our own delay", "banana", 10),
    ("a negative number: our own delay", "-5", 10),
]


@pytest.mark.parametrize(("why", "value", "wait"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_retry_after_holds_the_whole_host(why: str, value: str, wait: float) -> None:
    notes = visited(503, Retry_After=value)
    assert notes.heard("postpone") == [(ROW, wait)]
    assert notes.patience.wait_s("a.test") == wait


@pytest.mark.parametrize("value", ["301", "1000000000000", "Mon, 01 Mar 2027 12:00:00 GMT"])
def test_whoever_asks_for_more_than_we_grant_is_not_asked_again(
    value: str, caplog: pytest.LogCaptureFixture
) -> None:
    notes = visited(429, Retry_After=value)
    assert [r.message.partition("asks us to wait ")[0] for r in caplog.records] == ["a.test "]
    assert caplog.records[0].message.endswith("(http_429): nothing is asked there for 300 s.")
    assert notes.heard("postpone") == []
    assert notes.heard("finish") == [(ROW, "failed", Reason.HTTP_429)]
    assert notes.patience.wait_s("a.test") == 300


def test_after_so_many_times_it_is_enough() -> None:
    tried = replace(ROW, attempts=3)
    assert visited(503, tried).heard("finish") == [(tried, "failed", Reason.HTTP_503)]
    assert visited(500, tried).heard("finish") == [(tried, "fetched", Reason.ODD_STATUS)]
    assert visited(500, replace(ROW, attempts=2)).heard("postpone") == [
        (replace(ROW, attempts=2), 20)
    ]


LEADS = [
    ("another page", "/y", "offer"),
    ("https for http", "http://a.test/x", "elsewhere"),
    ("the other name", "https://www.a.test/x", "elsewhere"),
    ("a session", "/x?PHPSESSID=1", "elsewhere"),
    ("itself", "/x", "offer"),
    ("itself, with a fragment", "/x#top", "offer"),
]


@pytest.mark.parametrize(("why", "location", "expected"), LEADS, ids=[lead[0] for lead in LEADS])
def test_redirects(why: str, location: str, expected: str) -> None:
    notes = visited(301, Location=location)
    assert len(notes.heard(expected)) == 1
    assert len(notes.heard("finish")) == (expected == "offer")


def test_a_defect_of_ours_is_an_unread_page_with_an_issue() -> None:
    notes = visited(200, body=b"<p>x", content_type="text/html")
    record = notes.record  # type: ignore[attr-defined]
    assert record.kind == "unread"
    assert [issue.code for issue in record.issues] == ["read_failed"]
    assert record.site == "x"


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.ROBOTS, "skipped"),
        (Reason.ROBOTS_UNREACHABLE, "skipped"),
        (Reason.UNSAFE_ADDRESS, "skipped"),
        (Reason.TLS, "failed"),
        (Reason.TOO_LARGE, "failed"),
    ],
)
def test_what_will_not_pass_is_not_asked_again(reason: Reason, state: str) -> None:
    notes = Notes()
    Visits(notes, Reader()).lost(ROW, reason)  # type: ignore[arg-type]
    assert notes.heard("finish") == [(ROW, state, reason)]


def test_what_may_pass_is_asked_again() -> None:
    notes = Notes()
    Visits(notes, Reader()).lost(ROW, Reason.TIMEOUT)  # type: ignore[arg-type]
    assert notes.heard("postpone") == [(ROW, 10)]
