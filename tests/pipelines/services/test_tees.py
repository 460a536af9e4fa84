"""What verification keeps of its exchanges is what crossed the wire, byte for byte."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import trustme

from archive.evidence.exchanges import shortened
from archive.records import Check, Exchange
from archive.warc.endings import MOST_HEAD, Ending
from archive.warc.wire import Head, Wire
from pipelines.services.addressing import Addressing
from pipelines.services.failures import CouldNotAsk
from pipelines.services.http import Client, HttpSettings
from pipelines.services.tees import exchange_of
from pipelines.services.web.landing import Probe, run_probes
from pipelines.services.web.visiting import WebSettings
from tests.literal import Literal, LiteralServer
from tests.pipelines.services.web.looking import queues_of

ADDRESSING = Addressing(allowed=("127.0.0.0/8", "::1"))
BODY = b'{"fine": true, "why": "a body that is long enough to be cut"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n" % len(BODY)
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNKS = (
    b"5;a=b\r\n"
    + BODY[:5]
    + b"\r\n%x\r\n" % (len(BODY) - 5)
    + BODY[5:]
    + b"\r\n0\r\nX-T: 1\r\n\r\n"
)
PLAIN = HEAD + LENGTH + BODY
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
ZIPPED = gzip.compress(BODY)
ZIPPED_HEAD = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(ZIPPED)

WHOLE: dict[str, tuple[Literal, bytes]] = {
    "plain": (Literal((HEAD + LENGTH + BODY,)), BODY),
    "kept-open": (Literal((HEAD + LENGTH + BODY,), ends=False), BODY),
    "odd-reason": (Literal((HEAD.replace(b"OK", b"Tr\xe8s bien") + LENGTH + BODY,)), BODY),
    "case-and-order": (Literal((HEAD + b"x-b: 2\r\nX-A: 1\r\nx-b: 3\r\n" + LENGTH + BODY,)), BODY),
    "many-spaces": (Literal((HEAD + b"X-Wide:     1   \r\n" + LENGTH + BODY,)), BODY),
    "chunked": (Literal((CHUNKED + CHUNKS,), ends=False), BODY),
    "in-pieces": (Literal((HEAD[:20], HEAD[20:] + LENGTH, BODY[:9], BODY[9:])), BODY),
    "early-hints": (Literal((HINTS + HEAD + LENGTH + BODY,)), BODY),
    "interim-answers": (
        Literal((b"HTTP/1.1 100 Go on\r\n\r\n", HINTS[:9], HINTS[9:] + HINTS + PLAIN)),
        BODY,
    ),
    "gzip": (Literal((ZIPPED_HEAD + ZIPPED,)), ZIPPED),
    "not-found": (Literal((b"HTTP/1.1 404 Nope\r\nContent-Length: 0\r\n\r\n",), ends=False), b""),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[LiteralServer]:
    cut = Literal((HEAD + b"Content-Length: 500\r\n\r\n" + BODY,))
    onward = b"HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 4\r\n\r\ngone"
    others = {"/cut": cut, "/onward": Literal((onward,))}
    with LiteralServer({f"/{name}": case for name, (case, _) in WHOLE.items()} | others) as found:
        yield found


def ask(url: str, **settings: object) -> tuple[Exchange, ...]:
    """What a registry's client keeps of one question."""
    made = HttpSettings(
        user_agent="test/1", interval_s=0, attempts=1, addressing=ADDRESSING, **settings
    )
    try:
        _, reply = Client(made).ask("registry", url, lambda reply: reply)
    except CouldNotAsk as failure:
        return failure.evidence.exchanges if failure.evidence else ()
    return reply.exchanges


def visit(url: str, **settings: object) -> tuple[Exchange, ...]:
    """What a visit to a page keeps."""
    made = WebSettings(
        user_agent="test/1", interval_s=0, attempts=1, addressing=ADDRESSING,
        keeps_exchanges=True, **settings,
    )  # fmt: skip
    checks: list[Check] = []
    queues = queues_of([Probe(subject=url, url=url)])
    run_probes(queues, made, lambda _, c: checks.append(c), lambda *_: None)
    return checks[0].exchanges


@pytest.mark.parametrize("way", [ask, visit])
@pytest.mark.parametrize("name", WHOLE)
def test_whole_answers_are_kept_byte_for_byte(server, way, name):
    case, entity = WHOLE[name]
    found = way(f"http://127.0.0.1:{server.port}/{name}")[-1]
    assert found.interim + found.raw_response + (found.framed or found.body) == case.whole
    assert found.raw_request == server.asked[f"/{name}"][-1]
    assert (found.body, found.fidelity, found.truncated) == (entity, "wire", None)
    assert (found.ip_address, found.error) == ("127.0.0.1", None)


@pytest.mark.parametrize("way", [ask, visit])
def test_every_hop_is_kept(server, way):
    hop, last = way(f"http://127.0.0.1:{server.port}/onward")
    assert (hop.status, last.status, last.body) == (302, 200, BODY)
    assert hop.raw_response.startswith(b"HTTP/1.1 302 Found\r\nLocation: /plain\r\n")


@pytest.mark.parametrize("way", [ask, visit])
def test_a_body_that_breaks_off_is_truncated_and_says_how(server, way):
    found = way(f"http://127.0.0.1:{server.port}/cut")[-1]
    assert (found.body, found.truncated, found.fidelity) == (BODY, "disconnect", "truncated")
    assert found.error is not None


def test_what_is_read_no_further_is_truncated_without_a_fault(server):
    big = HEAD.replace(b"application/json", b"image/png") + b"Content-Length: 900000\r\n\r\n"
    with LiteralServer({"/big": Literal((big + b"x" * 900_000,))}) as other:
        found = visit(f"http://127.0.0.1:{other.port}/big")[-1]
    assert (found.status, found.truncated, found.error) == (200, "unspecified", None)
    assert set(found.body) == {ord("x")}


@pytest.mark.parametrize("way", [ask, visit])
def test_an_answer_too_late_is_truncated_by_time(way):
    slow = Literal((HEAD + LENGTH + BODY[:9], BODY[9:]), pause_s=4.0)
    with LiteralServer({"/slow": slow}) as other:
        found = way(f"http://127.0.0.1:{other.port}/slow", deadline_s=1.5)[-1]
    assert (found.body, found.truncated, found.error) == (BODY[:9], "time", "timeout")


@pytest.mark.parametrize("way", [ask, visit])
def test_what_is_no_http_is_kept_as_a_failure_with_its_bytes(way):
    with LiteralServer({"/odd": Literal((b"this is not HTTP at all\r\n\r\n",))}) as other:
        found = way(f"http://127.0.0.1:{other.port}/odd")[-1]
    assert found.status is None
    assert found.error
    assert found.raw_response.startswith(b"this is not HTTP")


ENDLESS = [
    ("one line between two chunks", b"1;" + b"x" * 100_000 + b"\r\na\r\n"),
    ("many of them", b"1;" + b"x" * 9_000 + b"\r\na\r\n"),
]


@pytest.mark.parametrize(("why", "chunk"), ENDLESS, ids=[e[0] for e in ENDLESS])
def test_what_is_between_chunks_has_an_end(why, chunk, monkeypatch):
    monkeypatch.setattr("pipelines.services.tees.MOST_BYTES", 50_000)
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    with LiteralServer({"/on": Literal((head + chunk * 20,))}) as other:
        found = ask(f"http://127.0.0.1:{other.port}/on")[-1]
    assert (found.error is not None, len(found.body) < 20) == (True, True), why


def test_hints_without_an_answer_have_an_end():
    hints = Literal((b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 10_000,), ends=False)
    with LiteralServer({"/on": hints}) as other:
        (found,) = visit(f"http://127.0.0.1:{other.port}/on", deadline_s=30)
        asked = other.asked["/on"]
    assert (found.error, found.status, len(asked)) == ("bad_answer", None, 1)
    assert len(found.raw_response) < 2 * MOST_HEAD


ENDS = [
    # why, head, what follows it, the entity, why it is truncated
    ("a length said twice in one", b"Content-Length: 3, 3", b"abc", b"abc", None),
    ("more than it says", b"Content-Length: 3", b"abcdef", b"abc", None),
    ("too little", b"Content-Length: 4", b"abc", b"abc", "unspecified"),
    ("two lengths", b"Content-Length: 1\r\nContent-Length: 3", b"abc", b"abc", "unspecified"),
    ("a coding and a length", b"Transfer-Encoding: gzip\r\nContent-Length: 1", b"abc", b"abc",
     "unspecified"),
    ("chunks", b"Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\nHTTP/", b"abc", None),
    ("chunks without the line behind", b"Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n", b"abc",
     "unspecified"),
    ("no length", b"X: 1", b"abc", b"abc", "unspecified"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "named", "comes", "entity", "cut"), ENDS, ids=[e[0] for e in ENDS])
def test_an_answer_ends_where_the_crawl_has_it_end(why, named, comes, entity, cut):
    head = b"HTTP/1.1 200 OK\r\n" + named + b"\r\n\r\n"
    wire = Wire(sent=bytearray(b"GET"), received=bytearray(head + comes))
    found = exchange_of(wire, "http://a.test/", datetime(2026, 1, 1, tzinfo=UTC), 1)
    assert (found.raw_response, found.body, found.truncated) == (head, entity, cut), why
    assert b"HTTP/" not in found.framed


@pytest.mark.parametrize("way", [ask, visit])
def test_a_length_that_is_none_ends_nothing(way):
    head = HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\nConnection: close\r\n\r\n"
    with LiteralServer({"/long": Literal((head + BODY,))}) as other:
        assert way(f"http://127.0.0.1:{other.port}/long")[-1].raw_request


@pytest.mark.parametrize("way", [ask, visit])
def test_nothing_is_kept_where_nothing_was_sent(way):
    assert way("http://127.0.0.1:1/") == ()


@pytest.mark.parametrize("way", [ask, visit])
def test_below_tls_is_not_where_we_listen(way, tmp_path):
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with LiteralServer({"/plain": WHOLE["plain"][0]}, tls=context) as other:
        found = way(f"https://127.0.0.1:{other.port}/plain", ca_file=str(ca_file))[-1]
    assert (found.body, found.tls[:5]) == (BODY, "tls/1")
    assert found.cipher


def test_a_visit_copies_nothing_unless_it_is_told_to(server):
    url = f"http://127.0.0.1:{server.port}/plain"
    made = WebSettings(user_agent="test/1", interval_s=0, addressing=ADDRESSING)
    checks: list[Check] = []
    queues = queues_of([Probe(subject=url, url=url)])
    run_probes(queues, made, lambda _, c: checks.append(c), lambda *_: None)
    assert checks[0].exchanges == ()


OF_ONE_ANSWER = [
    PLAIN, HINTS + PLAIN, HINTS + HINTS + CHUNKED + CHUNKS, CHUNKED + b"0\r\n\r\n",
    CHUNKED + CHUNKS[:9], CHUNKED, PLAIN[:-3], HEAD + b"Content-Length: 0\r\n\r\n", HEAD + b"\r\n",
    HEAD + b"\r\nabc",
    b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\nabc",
    b"HTTP/1.0 301 Moved\nLocation: /b\n\nabc",
    b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nno colon\r\n\r\n<p>",
]  # fmt: skip


@pytest.mark.parametrize("step", [1, 7, 1 << 20], ids=["byte by byte", "in pieces", "at once"])
@pytest.mark.parametrize("received", OF_ONE_ANSWER)
def test_what_was_read_on_the_way_is_not_read_otherwise_behind_it(received, step):
    """The head that ``Ending`` found gives the exchange that all bytes give; and one that is kept
    without its body is that of an evidence folder for heads alone."""
    ending = Ending(max_bytes=0)
    for at in range(0, len(received), step):
        if not ending.is_over:
            ending.feed(received[at : at + step])
    known = Head(ending.interim_bytes, ending.head, ending.headers)
    is_whole = ending.is_over or ending.closes()
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def made(**more: object) -> Exchange | None:
        wire = Wire(sent=bytearray(b"GET"), received=bytearray(received), ip_address="127.0.0.1")
        return exchange_of(wire, "http://a.test/", moment, 1, is_whole=is_whole, **more)

    whole = made()
    assert whole is not None
    assert whole.status == ending.status
    assert made(known=known) == whole
    heads = shortened(whole, 0)
    assert made(known=known, keeps_body=False) == heads
    assert made(keeps_body=False) == heads
