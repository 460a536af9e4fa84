"""Verdicts on DOI names and their landing pages, from facts and history, in tables."""

from datetime import timedelta

import pytest

from archive.records import (
    Landing,
    Registration,
    Work,
)
from pipelines.verification.judging.judge import (
    judge_landing,
    judge_registration,
    needs_second_question,
)
from pipelines.verification.judging.verdicts import Patience
from tests.pipelines.verification.judging.looks import (
    CASINO,
    DOI,
    HANDLE_URL,
    TITLE,
    challenge,
    gone,
    handle,
    page,
    unanswered,
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
