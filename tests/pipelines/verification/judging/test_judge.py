"""Verdicts from facts and history, in tables."""
# ruff: noqa: E501 (a row of a table stands on one line)

from datetime import UTC, datetime, timedelta

import pytest

from archive.records import (
    Authority,
    Check,
    FrontierState,
    InternalLink,
    Landing,
    LinkVerdict,
    Question,
    Registration,
    Work,
)
from pipelines.verification.judging.judge import (
    judge_landing,
    judge_link,
    judge_own_link,
    judge_registration,
    needs_second_question,
)
from pipelines.verification.judging.verdicts import Patience

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
DOI = "10.1136/bmj.a3115"
HANDLE_URL = "https://www.bmj.com/lookup/doi/10.1136/bmj.a3115"


def handle(code, day=0, *, past_cache=False, **facts):
    """An answer of the handle API."""
    return check(
        day,
        Question.REGISTRATION,
        404 if code == 100 else 200,
        facts={"code": code, "past_cache": past_cache} | facts,
    )


def unanswered(error, day=0, status=None):
    facts = {"message": f"doi.org could not be asked: {error}"}
    return check(day, Question.REGISTRATION, status, error, facts=facts)


def check(
    day=0,
    question=Question.LINK,
    status=None,
    error=None,
    url=HANDLE_URL,
    final=None,
    hops=(),
    size=5000,
    facts=None,
):
    return Check(
        id=round(day * 10) + 1,
        question=question,
        subject=DOI,
        authority=Authority.DOI_ORG if question is Question.REGISTRATION else Authority.WEB,
        asked_at=START + timedelta(days=day),
        url=url,
        status=status,
        error=error,
        final_url=final,
        hops=tuple(hops),
        bytes=size,
        facts=facts or {},
    )


FOUND = handle(1, url=HANDLE_URL, alias=None)

REGISTRATIONS = [
    # why, checks, verdict
    ("never asked", [], Registration.UNKNOWN),
    ("registered", [FOUND], Registration.REGISTERED),
    ("registered without a URL", [handle(200)], Registration.REGISTERED),
    ("an alias", [handle(1, alias="10.1000/other")], Registration.ALIAS),
    ("not found once", [handle(100)], Registration.UNKNOWN),
    ("not found twice, both from the cache", [handle(100), handle(100, 1)], Registration.UNKNOWN),
    (
        "not found twice, the second past the cache",
        [handle(100), handle(100, past_cache=True)],
        Registration.NOT_REGISTERED,
    ),
    ("not found past the cache only", [handle(100, past_cache=True)], Registration.UNKNOWN),
    ("the cache was behind", [handle(100), handle(1, past_cache=True)], Registration.REGISTERED),
    (
        "registered since",
        [handle(100), handle(100, past_cache=True), handle(1, 30)],
        Registration.REGISTERED,
    ),
    (
        "asked again, not yet past the cache",
        [handle(100), handle(100, past_cache=True), handle(100, 30)],
        Registration.NOT_REGISTERED,
    ),
    (
        "a good name vanishes from the cache for once",
        [FOUND, handle(100, 30)],
        Registration.REGISTERED,
    ),
    (
        "a good name is gone",
        [FOUND, handle(100, 30), handle(100, 30, past_cache=True)],
        Registration.NOT_REGISTERED,
    ),
    ("an outage after a good answer", [FOUND, unanswered("timeout", 30)], Registration.REGISTERED),
    (
        "nonsense after a good answer",
        [FOUND, unanswered("bad_answer", 30, 200)],
        Registration.REGISTERED,
    ),
    (
        "a fault between the two questions",
        [handle(100), unanswered("server_error", 0, 500), handle(100, past_cache=True)],
        Registration.NOT_REGISTERED,
    ),
    (
        "an outage after not found",
        [handle(100), handle(100, past_cache=True), unanswered("timeout", 7)],
        Registration.NOT_REGISTERED,
    ),
    (
        "only outages",
        [unanswered("timeout"), unanswered("server_error", 1, 500)],
        Registration.UNKNOWN,
    ),
    ("only refusals", [unanswered("blocked", 0, 403)], Registration.UNKNOWN),
]


@pytest.mark.parametrize(
    ("why", "checks", "value"), REGISTRATIONS, ids=[r[0] for r in REGISTRATIONS]
)
def test_registration(why, checks, value):
    assert judge_registration(checks).value is value


def test_what_has_not_the_form_is_no_doi():
    assert judge_registration([], is_wellformed=False).value is Registration.NOT_A_DOI


def test_registration_tells_where_the_name_leads_and_what_it_rests_on():
    verdict = judge_registration([FOUND])
    assert verdict.landing_url == HANDLE_URL
    assert verdict.checks == (1,)
    assert judge_registration([handle(1, alias="10.1000/other")]).alias_of == "10.1000/other"


SECOND_QUESTIONS = [
    ("never asked", [], False),
    ("found", [FOUND], False),
    ("not found once", [handle(100)], True),
    ("confirmed", [handle(100), handle(100, past_cache=True)], False),
    ("a good name not found for once", [FOUND, handle(100, 30)], True),
]


@pytest.mark.parametrize(
    ("why", "checks", "needed"), SECOND_QUESTIONS, ids=[r[0] for r in SECOND_QUESTIONS]
)
def test_second_questions(why, checks, needed):
    assert needs_second_question(checks) is needed


# --------------------------------------------------------------------------- landing pages

WORK = Work(doi=DOI, agency="Crossref", title="Acupuncture treatment for pain: systematic review")
TITLE = {"title": "Acupuncture treatment for pain: systematic review | The BMJ", "words": 900}
CASINO = {"casino": ["online casino", "free spins"], "title": "Best Casino", "words": 90}


def page(day=0, status=200, **more):
    return check(day, Question.LANDING, status, **more)


def challenge(day=0, status=403):
    return page(day, status, facts={"challenge": "header cf-mitigated"})


def gone(*days, status=404):
    return [page(day, status) for day in days]


# Every row of the table "registration × landing" of the field's notes: what a status says of a
# registered name. Statuses of walls, logins and limits never say "gone", however often they come.
LANDINGS = [
    ("never looked at", [], Landing.UNKNOWN),
    ("200, same host, title matches", [page(facts=TITLE)], Landing.REACHED),
    (
        "200 without a word about the work",
        [page(facts={"title": "The BMJ", "words": 500})],
        Landing.REACHED,
    ),
    (
        "200 under another host by temporary redirects",
        [
            page(
                final="https://other.org/x",
                hops=[(302, HANDLE_URL)],
                facts=TITLE | {"permanent": False},
            )
        ],
        Landing.REACHED,
    ),
    (
        "moved to another publisher for good",
        [
            page(
                final="https://other.org/x",
                hops=[(301, HANDLE_URL)],
                facts=TITLE | {"permanent": True},
            )
        ],
        Landing.MOVED,
    ),
    (
        "moved within the publisher",
        [
            page(
                final="https://new.bmj.com/x",
                hops=[(301, HANDLE_URL)],
                facts=TITLE | {"permanent": True},
            )
        ],
        Landing.REACHED,
    ),
    (
        "200, another domain, casino words, title and DOI absent",
        [page(final="https://bet.example/", hops=[(302, HANDLE_URL)], facts=CASINO)],
        Landing.HIJACKED,
    ),
    ("200, the old domain, casino words", [page(facts=CASINO)], Landing.HIJACKED),
    (
        "one word of a casino in an advertisement",
        [page(facts={"casino": ["online casino"], "title": "J Lost Stud", "words": 400})],
        Landing.REACHED,
    ),
    (
        "words of casinos, and a title of something else",
        [page(facts=CASINO | {"title": "Journal of consumer behaviour"})],
        Landing.REACHED,
    ),
    (
        "a study of gamblers whose record is not known",
        [page(facts=CASINO | {"title": "Casino players and problem gambling: a study"})],
        Landing.REACHED,
    ),
    (
        "one word, in the title only",
        [page(facts={"casino": ["online casino"], "title": "Online casino", "words": 400})],
        Landing.REACHED,
    ),
    (
        "one word, in the title, at another site",
        [
            page(
                final="https://bet.example/",
                hops=[(302, HANDLE_URL)],
                facts={"casino": ["online casino"], "title": "Online casino", "words": 400},
            )
        ],
        Landing.HIJACKED,
    ),
    (
        "200, parked",
        [page(facts={"parked": ["this domain is for sale"], "words": 20})],
        Landing.HIJACKED,
    ),
    (
        "an article about gambling",
        [page(facts=CASINO | {"title": TITLE["title"]})],
        Landing.REACHED,
    ),
    (
        "an article about gambling, by its DOI",
        [page(facts=CASINO | {"citation_doi": [f"doi:{DOI.upper()}"]})],
        Landing.REACHED,
    ),
    *[
        (f"{status}", [page(status=status)], Landing.BLOCKED)
        for status in (401, 402, 403, 405, 406, 418, 429, 451, 999)
    ],
    ("503 with a challenge", [challenge(status=503)], Landing.BLOCKED),
    ("200 with a challenge", [challenge(status=200)], Landing.BLOCKED),
    (
        "404 with a challenge",
        [challenge(0, 404), challenge(4, 404), challenge(8, 404)],
        Landing.BLOCKED,
    ),
    ("a cookie loop", [page(status=302, error="cookie_loop")], Landing.BLOCKED),
    ("a TLS reset", [page(status=None, error="tls_reset")], Landing.BLOCKED),
    (
        "a login",
        [
            page(
                final="https://www.bmj.com/login",
                hops=[(302, HANDLE_URL)],
                facts={"login": "address /login"},
            )
        ],
        Landing.BLOCKED,
    ),
    ("blocked for a year", [challenge(7 * week) for week in range(52)], Landing.BLOCKED),
    ("404 once", gone(0), Landing.UNKNOWN),
    ("404 once after it was well", [page(facts=TITLE), *gone(7)], Landing.REACHED),
    ("404 three times on one day", gone(0, 0.1, 0.2), Landing.UNKNOWN),
    ("404 three times, too close", gone(0, 2, 4), Landing.UNKNOWN),
    ("404 three times, days apart", gone(0, 3, 6), Landing.GONE),
    ("410 three times, days apart", gone(0, 7, 14, status=410), Landing.GONE),
    ("404, well, 404, 404", [*gone(0), page(3), *gone(6, 9)], Landing.REACHED),
    (
        "a wall between 404s neither counts nor clears",
        [*gone(0, 3), challenge(6), *gone(9)],
        Landing.GONE,
    ),
    ("found again", [*gone(0, 3, 6), page(9)], Landing.REACHED),
    (
        "its title says not found, repeatedly",
        [
            page(d, facts={"not_found": "Page not found", "title": "Page not found", "words": 20})
            for d in (0, 3, 6)
        ],
        Landing.GONE,
    ),
    (
        "no such host, repeatedly",
        [page(d, status=None, error="dns") for d in (0, 3, 6)],
        Landing.GONE,
    ),
    (
        "DNS out of order, repeatedly",
        [page(d, status=None, error="dns_temporary") for d in (0, 3, 6)],
        Landing.UNKNOWN,
    ),
    (
        "an outage does not overwrite",
        [page(facts=TITLE), page(7, status=None, error="timeout")],
        Landing.REACHED,
    ),
    ("busy for weeks", [page(d, status=503) for d in (0, 7, 14, 21)], Landing.UNKNOWN),
    (
        "an expired certificate for weeks",
        [page(d, status=None, error="tls_expired") for d in (0, 7, 14)],
        Landing.UNKNOWN,
    ),
]


@pytest.mark.parametrize(("why", "checks", "value"), LANDINGS, ids=[r[0] for r in LANDINGS])
def test_landing(why, checks, value):
    assert judge_landing(checks, HANDLE_URL, DOI, WORK).value is value


def test_landing_of_a_name_without_a_url_and_of_a_deleted_record():
    assert judge_landing([], None, DOI).value is Landing.UNKNOWN
    deleted = judge_landing([page()], "http://www.crossref.org/deleted_DOI.html", DOI)
    assert deleted.value is Landing.GONE


def test_patience_is_a_setting():
    twice = Patience(strikes=2, spacing=timedelta(days=1))
    assert judge_landing(gone(0, 1), HANDLE_URL, DOI, WORK, twice).value is Landing.GONE
    once = Patience(strikes=1, spacing=timedelta(0))
    assert judge_landing(gone(0), HANDLE_URL, DOI, WORK, once).value is Landing.GONE


# --------------------------------------------------------------------------- links

URL = "https://example.org/leaflets/back.htm"


def link(day=0, status=200, **more):
    return check(day, status=status, url=URL, **more)


def errors(error, *days):
    return [link(day, status=None, error=error) for day in days]


def moved(to, permanent=True, **more):
    return link(
        final=to,
        hops=[(301 if permanent else 302, URL)],
        facts={"permanent": permanent, "words": 300} | more,
    )


def beside(status=200, **sibling):
    made_up = {"url": "https://example.org/leaflets/no-such-page-1", "status": status}
    return {"sibling": made_up | sibling}


UNCHANGED = {"not_modified": True}
SORRY = {"not_found": "Page not found", "title": "Page not found", "words": 20}
HONEST = beside(status=404)
SAME = beside(contained=0.99, same_title=True)
WORDS = ["online casino", "free spins", "sports betting"]
ALIVE = {"words": 400, "canonical": URL, **beside(status=404, contained=0.1)}

# fmt: off
LINKS = [
    ("well", [link(facts={"words": 300})], LinkVerdict.OK),
    ("a PDF", [link(facts={"magic": "pdf"})], LinkVerdict.OK),
    ("no content", [link(status=204, size=0)], LinkVerdict.OK),
    ("an empty answer", [link(size=0)], LinkVerdict.UNKNOWN),
    ("404 once", [link(status=404)], LinkVerdict.UNKNOWN),
    ("404 three times", [link(d, 404) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("404 once after it was well", [link(), link(7, 404)], LinkVerdict.OK),
    ("no such host", errors("dns", 0, 3, 6), LinkVerdict.UNREACHABLE),
    ("refused", errors("refused", 0, 7, 14), LinkVerdict.UNREACHABLE),
    ("refused once", errors("refused", 0), LinkVerdict.UNKNOWN),
    ("a server fault", [link(d, 500) for d in (0, 3, 6)], LinkVerdict.UNREACHABLE),
    ("a gateway's time-out", [link(d, 504) for d in (0, 3, 6)], LinkVerdict.UNREACHABLE),
    (
        "failures of different kinds are failures",
        [link(0, 500), *errors("timeout", 3), link(6, 404)],
        LinkVerdict.GONE,
    ),
    ("always busy", [link(d, 503) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("always slow down", [link(d, 429) for d in (0, 3, 6)], LinkVerdict.BLOCKED),
    ("a bad request", [link(d, 400) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("LinkedIn", [link(status=999)], LinkVerdict.BLOCKED),
    ("self-signed", errors("tls_self_signed", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("certificate of another host", errors("tls_wrong_host", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("moved for good", [moved("https://example.org/new.htm")], LinkVerdict.MOVED),
    ("moved for now", [moved("https://example.org/new.htm", permanent=False)], LinkVerdict.OK),
    (
        "only to www and a slash",
        [moved("https://www.example.org/leaflets/back.htm/")],
        LinkVerdict.OK,
    ),
    ("sent home", [moved("https://example.org/", permanent=False)], LinkVerdict.SOFT_404),
    ("sent home for good", [moved("https://example.org/index.html")], LinkVerdict.SOFT_404),
    (
        "the title says it",
        [link(facts={"not_found": "404", "title": "404 | Example", "words": 12})],
        LinkVerdict.SOFT_404,
    ),
    (
        "a long page with such a title",
        [link(facts={"not_found": "404", "title": "404", "words": 4000})],
        LinkVerdict.OK,
    ),
    ("for sale", [link(facts={"parked": ["buy this domain"], "words": 30})], LinkVerdict.PARKED),
    ("a casino", [link(facts={"casino": ["togel", "sbobet"], "words": 900})], LinkVerdict.PARKED),
    (
        "one word of a casino",
        [link(facts={"casino": ["online casino"], "words": 900})],
        LinkVerdict.OK,
    ),
    (
        "a login",
        [
            link(
                final="https://example.org/login",
                hops=[(302, URL)],
                facts={"login": "address /login"},
            )
        ],
        LinkVerdict.BLOCKED,
    ),
    (
        "a login page that is linked as one",
        [link(facts={"login": "log in", "words": 20})],
        LinkVerdict.OK,
    ),
    ("a circle", [link(d, 302, error="redirect_loop") for d in (0, 3, 6)], LinkVerdict.UNREACHABLE),
    (
        "forbidden",
        [link(status=None, error="forbidden", facts={"reason": "a private address"})],
        LinkVerdict.UNSAFE,
    ),
    ("not understood", errors("bad_answer", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("a fault of ours", errors("our_fault", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("broke off while it answered", [link(error="timeout")], LinkVerdict.UNKNOWN),
    (
        "failed behind a redirect",
        [link(d, 301, error="dns", hops=[(301, URL)]) for d in (0, 3, 6)],
        LinkVerdict.UNREACHABLE,
    ),
    ("robots.txt of the host", errors("robots", 0, 3, 6), LinkVerdict.BLOCKED),
    ("TLS of long ago", errors("tls_old", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("HTTP where TLS should be", errors("tls_none", 0, 3, 6), LinkVerdict.UNKNOWN),
    ("several choices", [link(status=300, facts={"words": 300})], LinkVerdict.OK),
    ("not changed", [link(status=304, size=0, facts=UNCHANGED | {"words": 300})], LinkVerdict.OK),
    ("not changed, and sorry", [link(status=304, size=0, facts=UNCHANGED | SORRY)], LinkVerdict.SOFT_404),
    ("304 to nobody's question", [link(status=304, size=0)], LinkVerdict.UNKNOWN),
    ("sorry, on an honest host", [link(facts=SORRY | HONEST | {"words": 300})], LinkVerdict.OK),
    ("sorry, in few words, on an honest host", [link(facts=SORRY | HONEST)], LinkVerdict.SOFT_404),
    ("the same as its sibling", [link(facts={"words": 90} | SAME)], LinkVerdict.SOFT_404),
    ("the same, filled by a script", [link(facts={"words": 90, "app": "id=root"} | SAME)], LinkVerdict.UNKNOWN),
    ("the same frame, other words", [link(facts={"words": 90} | beside(contained=0.95, same_title=True))], LinkVerdict.OK),
    ("the same words, another title", [link(facts={"words": 90} | beside(contained=1.0))], LinkVerdict.OK),
    ("the same wall as its sibling", [link(facts={"words": 90} | beside(contained=1.0, same_title=True, challenge="x"))], LinkVerdict.OK),
    ("sent where every address is sent", [moved("https://example.org/search", False, sibling={"status": 200, "same_end": True})], LinkVerdict.SOFT_404),
    ("sent to an error page", [moved("https://example.org/errors/404.html", False)], LinkVerdict.SOFT_404),
    ("sent to a broker", [moved("https://www.hugedomains.com/x?d=example.org")], LinkVerdict.PARKED),
    ("closed", [link(facts={"maintenance": "Maintenance", "words": 20})], LinkVerdict.UNKNOWN),
    ("sent on by a script", [link(facts={"script_redirect": "/new", "words": 2})], LinkVerdict.UNKNOWN),
    ("without a word", [link(facts={"words": 0})], LinkVerdict.UNKNOWN),
    ("a poster", [link(facts={"words": 0, "media": True})], LinkVerdict.OK),
    ("cut off before the first word", [link(facts={"words": 0, "cut_off": "reset", "media": True})], LinkVerdict.UNKNOWN),
    ("cut off later", [link(facts={"words": 90, "cut_off": "reset"})], LinkVerdict.OK),
    ("a form for a password behind a redirect", [moved("https://example.org/in", False, words=30, password=True)], LinkVerdict.BLOCKED),
    ("a form for a password in the way", [link(facts={"login": "sign in", "password": True, "words": 30})], LinkVerdict.BLOCKED),
    ("an article with such a form", [link(facts={"login": "sign in", "password": True, "words": 900})], LinkVerdict.OK),
    ("one name of a casino", [link(facts={"casino": ["togel"], "title": "Words in Indonesian"})], LinkVerdict.OK),
    ("words of casinos in an article", [link(facts={"casino": WORDS, "title": "Gambling addiction"})], LinkVerdict.OK),
    ("words of casinos without a title", [link(facts={"casino": WORDS})], LinkVerdict.OK),
    ("words of casinos in a casino", [link(facts={"casino": WORDS, "title": "Best Casino"})], LinkVerdict.PARKED),
    ("a page that became a casino", [link(facts={"casino": WORDS[:1], "title": "Casino", "drift": 1.0})], LinkVerdict.PARKED),
    ("404 over a page of its own", [link(d, 404, facts=ALIVE) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("404 over a page like its sibling's", [link(d, 404, facts=ALIVE | beside(status=404, contained=0.99)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("a place that is there", [link(facts={"words": 90, "places": {"a": "there"}})], LinkVerdict.OK),
    ("a place that a script may make", [link(facts={"words": 90, "places": {"a": "script"}})], LinkVerdict.OK),
    ("a place that is missing", [link(facts={"words": 90, "places": {"a": "missing", "b": "there"}})], LinkVerdict.FRAGMENT_MISSING),
    ("a place that was missing", [link(facts={"places": {"a": "missing"}}), link(7, facts={"places": {"a": "there"}})], LinkVerdict.OK),
    ("a place in a page that is out of order today", [link(facts={"places": {"a": "missing"}}), link(7, 503)], LinkVerdict.FRAGMENT_MISSING),
    ("flapping", [link(d, 404 if d % 2 else 200) for d in range(0, 30, 5)], LinkVerdict.OK),
]
# fmt: on


@pytest.mark.parametrize(("why", "checks", "value"), LINKS, ids=[r[0] for r in LINKS])
def test_links(why, checks, value):
    verdict = judge_link(checks)
    assert verdict.value is value
    assert verdict.reason.endswith(".")


def test_a_verdict_of_failures_tells_their_number_and_their_beginning():
    verdict = judge_link([link(), *[link(d, 404) for d in (7, 14, 21)]])
    assert verdict.strikes == 3
    assert verdict.last_ok_at == START
    assert verdict.reason == "The page is not there (HTTP 404); it failed 3 times since 2026-01-12."
    assert verdict.checks == (71, 141, 211)


def own(**known):
    defaults = {
        "id": "x",
        "url": "https://www.site.test/a/b.htm",
        "page_id": None,
        "state": FrontierState.FETCHED,
        "status": 200,
        "captured_at": START,
    }
    return InternalLink(**(defaults | known))


OWN = [
    ("there", own(), LinkVerdict.OK),
    ("404 counts at once", own(status=404), LinkVerdict.GONE),
    ("410 counts at once", own(status=410), LinkVerdict.GONE),
    ("not public", own(status=403), LinkVerdict.BLOCKED),
    ("a fault, once", own(status=500), LinkVerdict.UNKNOWN),
    (
        "no answer, once",
        own(state=FrontierState.FAILED, status=None, reason="timeout"),
        LinkVerdict.UNKNOWN,
    ),
    (
        "larger than we read",
        own(state=FrontierState.FAILED, status=None, reason="too_large"),
        LinkVerdict.UNKNOWN,
    ),
    ("left out", own(state=FrontierState.SKIPPED, reason="robots"), LinkVerdict.EXCLUDED),
    ("never met", own(state=None, status=None), LinkVerdict.UNKNOWN),
    ("not yet", own(state=FrontierState.DUE, status=None), LinkVerdict.UNKNOWN),
    (
        "a circle",
        own(status=302, hops=((302, "https://www.site.test/a/b.htm"),)),
        LinkVerdict.UNREACHABLE,
    ),
    ("a redirect to no address, once", own(status=302), LinkVerdict.UNKNOWN),
    (
        "sent home",
        own(hops=((302, "x"),), final_url="https://www.site.test/"),
        LinkVerdict.SOFT_404,
    ),
    (
        "moved",
        own(hops=((301, "x"),), final_url="https://www.site.test/new.htm"),
        LinkVerdict.MOVED,
    ),
    (
        "moved for now",
        own(hops=((302, "x"),), final_url="https://www.site.test/new.htm"),
        LinkVerdict.OK,
    ),
    (
        "the start page itself",
        own(
            url="https://www.site.test/index.html",
            hops=((301, "x"),),
            final_url="https://www.site.test/",
        ),
        LinkVerdict.OK,
    ),
]


@pytest.mark.parametrize(("why", "found", "value"), OWN, ids=[r[0] for r in OWN])
def test_own_pages(why, found, value):
    assert judge_own_link(found).value is value


def test_own_pages_that_fail_in_crawl_after_crawl_are_unreachable():
    failing = own(state=FrontierState.FAILED, status=None, reason="timeout")
    history = [link(d, status=None, error="timeout") for d in (0, 7, 14)]
    assert judge_own_link(failing, history).value is LinkVerdict.UNREACHABLE
    assert judge_own_link(failing, history[:2]).value is LinkVerdict.UNKNOWN
