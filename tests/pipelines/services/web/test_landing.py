"""The engine for the wide web, against servers with every bad habit."""
# ruff: noqa: E501 (a row of a table stands on one line)

import errno
import socket
import time
from dataclasses import replace
from unittest.mock import patch

import pytest

from archive.records import Authority, Question
from pipelines.services.addressing import Addressing
from pipelines.services.waking import MOST_BYTES, Convoy
from pipelines.services.web import landing
from pipelines.services.web.landing import Probe, Queue, run_probes
from pipelines.services.web.visiting import WebSettings
from pipelines.services.web.visits import Earlier
from tests.pipelines.conftest import answer
from tests.pipelines.services.web.looking import PAGE, look, look_at, queues_of, reset, silence

pytestmark = pytest.mark.usefixtures("rested")


def test_a_page(loopback):
    loopback.manners["/"] = answer(200, PAGE)
    check = look_at(loopback)
    assert (check.status, check.error, check.hops) == (200, None, ())
    assert check.facts["title"] == "Back pain"
    assert check.facts["content_type"] == "text/html"
    assert (check.question, check.authority) == (Question.LINK, Authority.WEB)
    assert loopback.heard[0].headers["user-agent"] == "test/1"
    assert "cookie" not in loopback.heard[0].headers


def test_a_pdf_is_looked_at_no_further_than_its_first_bytes(loopback):
    loopback.manners["/"] = answer(200, b"%PDF-1.7" + b"x" * 500_000, "application/pdf")
    check = look_at(loopback)
    assert check.facts["magic"] == "pdf"
    assert check.bytes <= 1024


def test_redirects_are_kept_and_permanent_ones_told_apart(loopback):
    loopback.manners |= {
        "/old": answer(301, "", Location="/older?x=1#part"),
        "/older?x=1": answer(308, "", Location=f"//127.0.0.1:{loopback.port}/new"),
        "/new": answer(200, PAGE),
        "/now": answer(302, "", Location="/new"),
    }
    check = look_at(loopback, "/old")
    assert check.hops == ((301, loopback.url("/old")), (308, loopback.url("/older?x=1")))
    assert check.final_url == loopback.url("/new")
    assert check.facts["permanent"] is True
    assert look_at(loopback, "/now").facts["permanent"] is False


CHAINS = [
    # why, manners by path, error, status
    ("to itself", {"/": answer(302, "", Location="/")}, "redirect_loop", 302),
    ("ping-pong", {"/": answer(302, "", Location="/b"), "/b": answer(301, "", Location="/")}, "redirect_loop", 301),
    ("without end", {"*": lambda c, h: c.sendall(answer(302, "", Location=h.path + "x"))}, "redirect_loop", 302),
    ("to a file", {"/": answer(302, "", Location="file:///etc/passwd")}, "forbidden", 302),
    ("to an ftp server", {"/": answer(302, "", Location="ftp://127.0.0.1/")}, "forbidden", 302),
    ("to a script", {"/": answer(302, "", Location="javascript:alert(1)")}, "forbidden", 302),
    ("with a password", {"/": answer(302, "", Location="http://me:x@127.0.0.1/")}, "forbidden", 302),
    ("to the metadata service", {"/": answer(302, "", Location="http://169.254.169.254/")}, "forbidden", 302),
    ("to it in octal", {"/": answer(302, "", Location="http://0251.0376.0251.0376/")}, "forbidden", 302),
    ("to it wrapped", {"/": answer(302, "", Location="http://[::ffff:a9fe:a9fe]/")}, "forbidden", 302),
    ("to another port of ours", {"/": answer(302, "", Location="http://127.0.0.1:22/")}, "forbidden", 302),
    ("to nowhere", {"/": answer(302, "", Location="http://[")}, "bad_answer", 302),
    ("without a place", {"/": answer(302, "")}, None, 302),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "manners", "error", "status"), CHAINS, ids=[row[0] for row in CHAINS]
)
def test_chains(loopback, why, manners, error, status):
    loopback.manners = manners
    check = look_at(loopback)
    assert (check.error, check.status) == (error, status)
    assert len(loopback.heard) <= 21


def test_a_cookie_wall_is_passed_with_the_cookies_of_the_chain(loopback):
    def wall(connection, heard):
        is_known = heard.headers.get("cookie") == "seen=1"
        page = answer(200, PAGE) if is_known else answer(302, "", Location="/", Set_Cookie="seen=1")
        connection.sendall(page)

    loopback.manners["/"] = wall
    assert look_at(loopback).status == 200
    look_at(loopback)
    assert "cookie" not in loopback.heard[2].headers  # nothing is remembered between chains


def test_a_cookie_wall_that_never_opens_is_told_as_that(loopback):
    def wall(connection, heard):
        seen = len(loopback.heard)
        connection.sendall(answer(302, "", Location="/", Set_Cookie=f"seen={seen}"))

    loopback.manners["/"] = wall
    assert look_at(loopback).error == "cookie_loop"


def endless(connection, heard):
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")
    for _ in range(5_000):
        connection.sendall(b"x" * 65_536)
    heard.sent_all = True


def test_the_body_of_a_redirect_is_not_read(loopback):
    loopback.manners |= {"/": endless, "/there": answer(200, PAGE)}
    assert look_at(loopback).status == 200
    assert not hasattr(loopback.heard[0], "sent_all")


def never_ending_page(connection, heard):
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Back pain</title>"
    )
    for _ in range(5_000):
        connection.sendall(b"x" * 65_536)
    heard.sent_all = True


def test_no_more_of_a_page_is_read_than_needed(loopback):
    loopback.manners["/"] = never_ending_page
    check = look_at(loopback)
    assert check.facts["title"] == "Back pain"
    assert check.bytes <= 131_072
    assert not hasattr(loopback.heard[0], "sent_all")


def drip(connection, heard):
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 4000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


BROKEN = [
    ("bytes now and then", drip, "timeout"),
    ("silence", silence, "timeout"),
    ("a reset", reset, "reset"),
    ("nothing", b"", "reset"),
    ("not HTTP", b"220 smtp ESMTP\r\n", "bad_answer"),
    ("too many headers", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 50_000 + b"\r\n", "bad_answer"),
    ("a huge header", b"HTTP/1.1 200 OK\r\nA: " + b"b" * 300_000 + b"\r\n\r\n", "bad_answer"),
    ("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "bad_answer"),
]


@pytest.mark.parametrize(("why", "manner", "error"), BROKEN, ids=[row[0] for row in BROKEN])
def test_broken_servers(loopback, why, manner, error):
    loopback.manners["/"] = manner
    assert look_at(loopback).error == error


def test_how_often_it_was_tried_is_a_fact_of_the_check(loopback):
    loopback.manners["/"] = reset
    loopback.manners["/page"] = answer(200, PAGE)
    assert look_at(loopback).facts["attempts"] == 2
    assert "attempts" not in look_at(loopback, "/page").facts


def test_a_port_where_nobody_listens_and_a_name_that_does_not_exist():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    checks, _ = look([f"http://127.0.0.1:{port}/", "http://nobody.invalid/"])
    assert checks[f"http://127.0.0.1:{port}/"].error == "refused"
    assert checks["http://nobody.invalid/"].error in ("dns", "dns_temporary")


# --------------------------------------------------------------------------- siblings


def test_a_made_up_sibling_is_asked_once_a_host_and_only_where_it_is_needed(loopback):
    long = "<title>Back pain</title>" + "words about it " * 200
    loopback.manners |= {f"/short/{n}": answer(200, PAGE) for n in range(3)}
    loopback.manners |= {"/long": answer(200, long), "/": answer(200, PAGE)}
    look([loopback.url("/long"), loopback.url("/")])
    assert [path for path in loopback.paths() if "no-such-page" in path] == []
    checks, _ = look([loopback.url(f"/short/{n}") for n in range(3)])
    made_up = [path for path in loopback.paths() if "no-such-page" in path]
    assert len(made_up) == 1
    assert {check.facts["sibling"]["status"] for check in checks.values()} == {404}


def test_a_sibling_that_is_not_to_be_had_leaves_the_page_as_it_is(loopback):
    loopback.manners |= {"/short": answer(200, PAGE), "*": silence}
    check = look_at(loopback, "/short", deadline_s=1.0, attempts=1)
    assert (check.status, check.facts["sibling"]["error"]) == (200, "timeout")


def test_what_cannot_be_kept_ends_it_as_what_it_is(loopback):
    full = OSError(errno.ENOSPC, "No space left on device")

    def keep(probe, check):
        raise full

    loopback.manners["*"] = answer(200, PAGE)
    urls = [loopback.url(f"/{number}") for number in range(3)]
    probes = [Probe(subject=url, url=url) for url in urls]
    with pytest.raises(OSError, match="No space left") as told:
        run_probes(queues_of(probes), WEB, keep, lambda *_: None)
    assert told.value is full


@pytest.mark.parametrize(("hosts", "is_spaced"), [(49, False), (50, True)])
def test_answers_of_many_hosts_are_dealt_with_in_a_row(hosts, is_spaced):
    queues = [Queue(host=f"h{n}.test", expected=0, probes=iter(())) for n in range(hosts)]
    with (
        patch.object(landing, "spaced_loop", wraps=landing.spaced_loop) as spaced_loop,
        patch.object(landing, "Convoy", wraps=landing.Convoy) as convoy,
    ):
        run_probes(queues, WEB, lambda *_: None, lambda *_: None)
    assert spaced_loop.called is convoy.called is is_spaced


def test_while_an_answer_waits_its_host_is_asked_for_the_next(loopback):
    """The convoy of this test sets off with two, however long that takes."""

    class Pair(Convoy):
        async def join(self, size):
            await super().join(MOST_BYTES if self._waiting else size)

    loopback.manners["*"] = answer(200, PAGE)
    loopback.manners["/gone"] = answer(404, PAGE)
    loopback.manners["/moved"] = answer(302, "", Location="/end")
    loopback.manners["/soon"] = answer(200, '<meta http-equiv=refresh content="0; url=/end">')
    urls = [loopback.url(path) for path in ("/a", "/moved", "/gone", "/soon", "/b")]
    with (
        patch.object(landing, "_MANY_HOSTS", 1),
        patch.object(landing, "Convoy", lambda: Pair(patience_s=3600)),
    ):
        checks, _ = look(urls)
    assert [checks[url].status for url in urls] == [200, 200, 404, 200, 200]


def test_of_a_host_no_more_than_two_answers_wait(loopback):
    found = []

    class Counted(Convoy):
        async def join(self, size):
            found.append(len(self._waiting) + 1)
            await super().join(size)

    loopback.manners["*"] = answer(200, PAGE)
    with (
        patch.object(landing, "_MANY_HOSTS", 1),
        patch.object(landing, "Convoy", lambda: Counted(patience_s=0.1)),
    ):
        look([loopback.url(f"/{number}") for number in range(7)])
    assert len(found) == 7
    assert max(found) <= 2


# --------------------------------------------------------------------------- again


def look_again(loopback, path, fragments=(), **settings):
    """Look at a page twice, the second time with what the first one found."""
    first = look_at(loopback, path)
    url = loopback.url(path)
    probe = Probe(
        subject=url,
        url=url,
        fragments=fragments,
        earlier=Earlier(url=first.final_url or first.url, facts=first.facts),
    )
    made = []
    web = replace(WEB, **settings)
    run_probes(queues_of([probe]), web, lambda probe, check: made.append(check), lambda *_: None)
    return first, made[0]


WEB = WebSettings(
    user_agent="test/1", interval_s=0, addressing=Addressing(allowed=("127.0.0.0/8",))
)
VALIDATORS = [
    ("an entity tag", {"ETag": '"a1"'}, {"if-none-match": '"a1"'}),
    (
        "a date",
        {"Last_Modified": "Mon, 05 Jan 2026 06:00:00 GMT"},
        {"if-modified-since": "Mon, 05 Jan 2026 06:00:00 GMT"},
    ),
]


@pytest.mark.parametrize(
    ("why", "headers", "conditions"), VALIDATORS, ids=[row[0] for row in VALIDATORS]
)
def test_an_unchanged_page_is_not_sent_again(loopback, why, headers, conditions):
    loopback.manners["/old"] = answer(301, "", Location="/")
    loopback.manners["/"] = [answer(200, PAGE, **headers), answer(304)]
    first, second = look_again(loopback, "/old")
    asked = loopback.heard[-1].headers
    assert {name: asked.get(name) for name in conditions} == conditions
    assert set(conditions).isdisjoint(loopback.heard[-2].headers)  # not where it redirects
    assert (second.status, second.facts["title"]) == (304, first.facts["title"])
    assert second.facts["not_modified"] is True


def test_what_was_not_looked_for_yet_is_asked_for_whole(loopback):
    loopback.manners["/"] = answer(200, PAGE, ETag='"a1"')
    _, second = look_again(loopback, "/", fragments=("part",))
    assert "if-none-match" not in loopback.heard[-1].headers
    assert second.status == 200


def test_how_much_of_a_page_is_new_is_a_fact(loopback):
    words = [" ".join(f"{letter}{n}" for n in range(300)) for letter in "ab"]
    pages = [answer(200, f"<title>x</title>{text}") for text in (words[0], words[0], words[1])]
    loopback.manners["/"] = pages[:2]
    assert look_again(loopback, "/")[1].facts["drift"] == 0
    loopback.manners["/"] = pages[1:]
    assert look_again(loopback, "/")[1].facts["drift"] >= 0.9


# --------------------------------------------------------------------------- refreshes


def test_a_refresh_is_a_redirect_that_is_not_for_good(loopback):
    soon = '<meta http-equiv="Refresh" content="0; URL=\'/new\'">'
    loopback.manners |= {"/old": answer(200, soon), "/new": answer(200, PAGE)}
    check = look_at(loopback, "/old")
    assert (check.final_url, check.hops) == (loopback.url("/new"), ((200, loopback.url("/old")),))
    assert check.facts["permanent"] is False
