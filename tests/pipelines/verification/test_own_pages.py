"""Links to the site itself: judged from the crawl, one check for each new capture."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.moments import moment_text
from archive.records import Authority, Exchange, FrontierState, InternalLink, LinkVerdict, Question
from archive.warc.captures import CaptureWriter
from pipelines.verification.judging.judge import judge_own_link
from pipelines.verification.judging.verdicts import Patience
from pipelines.verification.own_pages import keep_own_checks, own_check, own_links
from tests.pipelines.verification.conftest import record_of

COOKIE = (("Set-Cookie", "a=1"),)
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def link(**known):
    defaults = {
        "id": "x",
        "url": "https://www.site.test/b.htm",
        "page_id": None,
        "state": FrontierState.FETCHED,
        "status": 404,
        "capture_id": "c1",
        "captured_at": NOW,
    }
    return InternalLink(**(defaults | known))


def test_a_capture_becomes_a_check():
    check = own_check(
        link(hops=((301, "https://www.site.test/a.htm"),), final_url="https://y"), NOW
    )
    assert (check.authority, check.status, check.error) == (Authority.OWN_CRAWL, 404, None)
    assert check.facts["capture"] == "c1"
    assert check.final_url == "https://y"


def test_a_place_in_the_start_page_is_no_strike():
    moved = link(
        status=200, hops=((301, "https://www.site.test/back-pain"),), anchors=("back-pain",),
        url="https://www.site.test/back-pain", final_url="https://www.site.test/#back-pain",
    )  # fmt: skip
    check = own_check(moved, NOW)
    assert check.final_url == "https://www.site.test/"
    assert check.facts["at_place"] == check.facts["has_place"] == "back-pain"
    verdict = judge_own_link(moved, [check])
    assert (verdict.value, verdict.strikes) == (LinkVerdict.OK, 0)
    without = replace(moved, anchors=("news",))
    verdict = judge_own_link(without, [own_check(without, NOW)])
    assert (verdict.value, verdict.strikes) == (LinkVerdict.UNKNOWN, 0)


def test_failures_and_circles_have_their_class():
    failed = link(state=FrontierState.FAILED, status=None, reason="timeout", capture_id=None)
    assert own_check(failed, NOW).error == "timeout"
    assert "attempts" not in own_check(failed, NOW).facts
    assert own_check(replace(failed, attempts=3), NOW).facts["attempts"] == 3
    round_again = link(status=302, hops=((302, "https://www.site.test/a.htm"),))
    assert own_check(round_again, NOW).error == "redirect_loop"
    assert own_check(link(status=302), NOW).error == "bad_redirect"


def test_what_the_crawl_did_not_ask_is_no_check():
    assert own_check(link(state=FrontierState.SKIPPED, reason="robots"), NOW) is None
    assert own_check(link(state=None), NOW) is None


def test_what_was_taken_down_is_no_failure():
    assert own_check(link(status=None, capture_id=None, captured_at=None), NOW) is None


def keep_all(store, links, now):
    run_id = store.begin_run("verify", "sample", {})
    return keep_own_checks(links, store, run_id, now)


def test_only_news_is_kept(keep):
    store = keep(record_of())
    assert keep_all(store, [link()], NOW) == 1
    assert keep_all(store, [link()], NOW) == 0
    assert keep_all(store, [link(capture_id="c2", captured_at=NOW + timedelta(days=7))], NOW) == 1
    assert len(store.checks_of("https://www.site.test/b.htm", Question.LINK)) == 2


def test_each_failed_crawl_is_news(keep):
    store = keep(record_of())
    failed = link(
        state=FrontierState.FAILED, status=None, reason="dns", capture_id=None, captured_at=None
    )
    crawled(store, NOW)
    assert keep_all(store, [failed], NOW) == 1
    assert keep_all(store, [failed], NOW) == 0
    crawled(store, NOW + timedelta(days=7))
    assert keep_all(store, [failed], NOW + timedelta(days=7)) == 1


@pytest.mark.parametrize(
    ("why", "heads", "error", "value"),
    [
        ("one page sends back to itself", [COOKIE], "cookie_loop", LinkVerdict.BLOCKED),
        ("the second step sets it", [(), COOKIE], "cookie_loop", LinkVerdict.BLOCKED),
        ("no cookie", [(), ()], "redirect_loop", LinkVerdict.UNREACHABLE),
    ],
)
def test_a_circle_that_sets_a_cookie_may_let_browsers_in(keep, why, heads, error, value):
    store = keep(record_of())
    urls = [f"https://www.site.test/{n}" for n in range(len(heads))]
    writer = CaptureWriter(
        store.path.parent / "captures", site="x", contact="", software="test", robots="obey"
    )
    for n, (url, head) in enumerate(zip(urls, heads, strict=True)):
        headers = (("Location", urls[n - 1]), *head)
        raw = "".join(f"{name}: {said}\r\n" for name, said in headers).encode()
        exchange = Exchange(
            url=url, started_at=NOW, elapsed_ms=1, raw_request=b"GET / HTTP/1.1\r\n\r\n",
            raw_response=b"HTTP/1.1 302 Found\r\n" + raw + b"\r\n", status=302, headers=headers,
        )  # fmt: skip
        store.keep_capture(1, writer.write(exchange))
    writer.close()
    circle = link(url=urls[0], status=302, hops=tuple((302, url) for url in urls))
    assert keep_all(store, [circle], NOW) == 1
    checks = store.checks_of(urls[0], Question.LINK)
    assert [check.error for check in checks] == [error]
    assert judge_own_link(circle, checks).value is value


def test_a_page_that_is_well_again_has_no_strikes():
    """The crawl's checks weigh nothing: the bytes are with its captures."""
    days = ((0, 500), (7, 200), (14, 500), (21, 200))
    seen = [link(status=s, captured_at=NOW + timedelta(days=d)) for d, s in days]
    checks = [own_check(one, NOW) for one in seen]
    assert [judge_own_link(seen[n], checks[: n + 1]).strikes for n in range(4)] == [1, 0, 1, 0]


def crawled(store, moment):
    """As if the latest crawl had been then."""
    store.db.conn.execute("UPDATE runs SET started_at = ?", (moment_text(moment),))


def test_one_failed_crawl_verified_again_and_again_is_one_strike(keep):
    store = keep(record_of())
    failed = link(
        state=FrontierState.FAILED, status=None, reason="reset", capture_id=None, captured_at=None
    )
    crawled(store, NOW)
    kept = [keep_all(store, [failed], NOW + timedelta(days=days)) for days in (0, 4, 8, 12)]
    assert kept == [1, 0, 0, 0]
    checks = store.checks_of(failed.url, Question.LINK)
    verdict = judge_own_link(failed, checks, Patience(strikes=3, spacing=timedelta(days=3)))
    assert (verdict.value, verdict.strikes) == (LinkVerdict.UNKNOWN, 1)


class OnePage:
    """What ``own_links`` asks a store for, of one page that loads one script."""

    def __init__(self, source, script):
        self.source, self.script, self.reads = source, script, 0

    def internal_links(self):
        facts = {"status": 200, "page_id": "p", "anchors": ("a",)}
        yield link(fragments=("a",), **facts)
        yield link(fragments=("b", "c"), **facts)

    def source_of(self, capture_id):
        self.reads += capture_id == "c1"
        return self.source if capture_id == "c1" else self.script

    def scripts_of(self, page_id):
        return ["script"]


@pytest.mark.parametrize(
    ("why", "source", "script", "made"),
    [
        ("in the page", "<h2 id=a>x</h2><script>open('b')</script>", "", {"b"}),
        ("in its script", "<h2 id=a>x</h2><script src=y></script>", 'find("#c")', {"c"}),
        ("a script fills it all", '<h2 id=a>x</h2><div id="app"></div>', "", {"b", "c"}),
        ("nowhere", "<h2 id=a>x</h2><script src=y></script>", "", set()),
        ("it cannot be read", "", "", {"b", "c"}),
    ],
)
def test_places_that_scripts_of_a_page_may_make_are_looked_up(why, source, script, made):
    store = OnePage(source, script)
    whole, lacking = own_links(store)
    assert (whole.scripted, lacking.scripted, store.reads) == (frozenset(), made, 1), why
