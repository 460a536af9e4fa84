"""Statuses, once and week after week."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, page, prose, weekly
from tests.awkward.case import Case, at

SORRY = "<p>Something is not right here.</p>"


def status(code: int, ideal: V, **headers: str) -> Case:
    return at(f"HTTP {code} every week", ideal, page(f"{code}", SORRY, status=code, **headers))


def in_an_hour(talk: Talk) -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)
    talk.send(page("Slow down", status=429, Retry_After=format_datetime(moment, usegmt=True)))


def once(first: bytes, then: bytes):
    """Another answer to the first request of each week's pair."""
    asked = []

    def manner(talk: Talk) -> None:
        asked.append(talk)
        talk.send(first if len(asked) % 2 else then)

    return manner


def unchanged(talk: Talk) -> None:
    """A page with a validator, and 304 for those who know it."""
    known = talk.headers.get("if-none-match") == '"v1"'
    talk.send(answer(304, b"", "", ETag='"v1"') if known else article(ETag='"v1"'))


GONE = page("Not here", status=404)

CASES = (
    at("an ordinary page", V.OK, article()),
    at("a page that has not changed since the last look", V.OK, unchanged),
    at("304 to those who did not ask for it", V.UNKNOWN, answer(304, b"", "")),
    at("no content", V.OK, answer(204, b"", "")),
    at("a page with the status 203", V.OK, article(status=203)),
    at("several choices", V.OK, article(status=300)),
    *(status(code, V.BLOCKED) for code in (401, 402, 403, 405, 406, 407, 412, 418, 423, 428, 430)),
    *(status(code, V.BLOCKED) for code in (440, 449, 451, 498, 561, 999)),
    *(status(code, V.UNKNOWN) for code in (400, 408, 409, 421, 425, 431, 503, 509, 511, 529)),
    *(status(code, V.UNREACHABLE) for code in (500, 501, 502, 504, 520, 521, 522, 525)),
    *(status(code, V.GONE) for code in (404, 410)),
    at("429 without a word when to come back", V.BLOCKED, page("Slow down", status=429)),
    at("429 with Retry-After in seconds that we wait for", V.BLOCKED, page("Slow down", status=429, Retry_After="0")),
    at("429 with Retry-After of an hour", V.BLOCKED, page("Slow down", status=429, Retry_After="3600")),
    at("429 with Retry-After as a date", V.BLOCKED, in_an_hour),
    at("429 with Retry-After as a span", V.BLOCKED, page("Slow down", status=429, Retry_After="1m1s")),
    at("429 with a Retry-After that says nothing", V.BLOCKED, page("Slow down", status=429, Retry_After="soon")),
    at("429 once and then the page", V.OK, once(page("Slow down", status=429, Retry_After="0"), article())),
    at("500 once and then the page", V.OK, once(page("Oops", status=500), article())),
    at("503 with a challenge", V.BLOCKED, page("Just a moment...", status=503, cf_mitigated="challenge")),
    at("403 with a challenge", V.BLOCKED, page("Just a moment...", status=403, cf_mitigated="challenge")),
    at("404 with a challenge", V.BLOCKED, page("Just a moment...", status=404, cf_mitigated="challenge")),
    at("202 with a challenge", V.BLOCKED, page("", "<script src=/challenge.js></script>", status=202, x_amzn_waf_action="challenge")),
    at("404 over a page that is all there", V.UNKNOWN, article("Living with back pain", 500, status=404, head='<link rel=canonical href="http://404-over-a-page-that-is-all-there.test/leaflets/back-pain">')),
    at("500 over a page that is all there", V.UNKNOWN, article("Living with back pain", 500, status=500, head='<link rel=canonical href="http://500-over-a-page-that-is-all-there.test/leaflets/back-pain">')),
    at("500 with a long page of sorrow", V.UNREACHABLE, page("Internal Server Error", "<p>The server met a fault.</p>" + prose("sorrow", 500), status=500)),
    at("404 with a long page of help", V.GONE, article("Page not found", 500, status=404)),
    at("404 in the last week only", V.OK, weekly(article(), article(), GONE)),
    at("404 twice and well again", V.OK, weekly(GONE, GONE, article())),
    at("404 and 200 in turns", V.OK, weekly(article(), GONE, article())),
    at("500 in the last two weeks", V.OK, weekly(article(), page("Oops", status=500))),
    at("blocked in the last weeks", V.BLOCKED, weekly(article(), page("No", status=403))),
    at("404 behind a wall that opens", V.BLOCKED, weekly(page("No", status=403), GONE, page("No", status=503))),
    at("server fault of three kinds", V.UNREACHABLE, weekly(page("1", status=500), page("2", status=502), page("3", status=504))),
)  # fmt: skip
