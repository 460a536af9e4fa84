"""Verdicts on links and on the site's own pages, in tables."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import (
    FrontierState,
    InternalLink,
    LinkVerdict,
)
from pipelines.services.web import siblings
from pipelines.services.web.page_facts import FIRST_WORDS, WORDS_IN_DOUBT
from pipelines.verification.judging import content, losses, regrets, sales
from pipelines.verification.judging.judge import (
    judge_link,
    judge_own_link,
)
from pipelines.verification.judging.verdicts import Patience
from tests.pipelines.verification.judging.looks import (
    START,
    check,
)

URL = "https://example.org/leaflets/back.htm"


def link(day=0, status=200, **more):
    return check(day, status=status, url=URL, **more)


def at(url):
    return check(status=200, url=url, facts={"words": 300})


def errors(error, *days):
    return [link(day, status=None, error=error) for day in days]


def moved(to, permanent=True, **more):
    return link(
        final=to,
        hops=[(301 if permanent else 302, URL)],
        facts={"permanent": permanent, "words": 300} | more,
    )


def sent(url, to):
    """For good, from an address to another."""
    return check(
        0, status=200, url=url, final=to, hops=[(301, url)], facts={"permanent": True, "words": 300}
    )


def came(url, to, **more):
    """For good, from an address to another, with what else was seen."""
    look = sent(url, to)
    return replace(look, facts=look.facts | more)


def beside(status=200, **sibling):
    made_up = {"url": "https://example.org/leaflets/no-such-page-1", "status": status}
    return {"sibling": made_up | sibling}


UNCHANGED = {"not_modified": True}


GONE_HERE = {"title": "Off", "words": 30, "regret": "content has been removed"}
SORRY_TWICE = {
    "not_found": "Page not found",
    "title": "Page not found",
    "heading": "Page not found",
    "words": 200,
}
AS_404 = beside(404, contained=1.0, same_title=True)
ARTICLE = {"title": "Leaflet", "words": 300}
FEW = {"title": "Weg", "words": 9}
SORRY = {"not_found": "Page not found", "title": "Page not found", "words": 20}


HONEST = beside(status=404)


SAME = beside(contained=0.99, same_title=True)


OWN = {"title": "Scalp psoriasis", "words": 120}
SAME_END = {"status": 200, "same_end": True}


DOUBTED = {
    "title": "Video unavailable",
    "doubt": "Video unavailable",
    "lost": "has been removed",
    "words": 20,
}
KEPT = "https://archive.test/web/20150301000000/"
SIGNED = (
    "https://store.test/leaflet.pdf?X-Amz-Date={day}T000000Z&X-Amz-Expires=3600&X-Amz-Signature=0f"
)


def found(end, day, **seen):
    """For the moment, from a page of a host that says 404 of others, to another address."""
    sibling = beside(404, **({"at_home": True} if seen.pop("at_home", False) else {}))
    return check(
        day, status=200, url=URL, final=f"https://example.org{end}", hops=[(302, URL)],
        facts={"words": 90} | seen | sibling,
    )  # fmt: skip


def asked_in(folder, day, **seen):
    """For good, from a page in a folder to the folder, as a made-up address is."""
    asked, end = f"https://example.org/{folder}/cost", f"https://example.org/{folder}"
    facts = {"permanent": True, "words": 60, "title": "x"} | seen
    sibling = beside(same_end=True, final_url=end)
    return check(day, status=200, url=asked, final=end, hops=[(301, asked)], facts=facts | sibling)


MAYBE_HOMES = ["/node/123", "/content/index.html", "/cms/index.php", "/joomla/", "/pages/home"]


MERGED = [
    "http://painclinic.test/exercises/spine.html",
    "http://painclinic.test/kliniken/spinehealth/",
    "http://oldtrust.test/visit/parking.htm",
    "http://oldtrust.test/staff/leave/maternity-leave.htm",
    "http://oldtrust.test/go/partner7",
    "http://oldtrust.test/node/123",
]


MAY_BE_MEANT = [
    "http://painclinic.test/exercises/spine.html",
    "http://oldtrust.test/visit/parking.htm",
    "http://oldtrust.test/links/link/7.htm",
]


PILLS = ["buy viagra", "cheap viagra", "buy cialis"]


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
    ("sent to the start page from just below it, for good", [sent("https://example.org/wiki", "https://example.org/")], LinkVerdict.UNKNOWN),
    ("sent to another site's start page from just below", [sent("https://old.test/clinic", "https://new.test/")], LinkVerdict.UNKNOWN),
    ("an old start page that moved", [sent("https://old.test/index.html", "https://new.test/")], LinkVerdict.MOVED),
    ("a start page that moved", [sent("https://old.test/", "https://new.test/")], LinkVerdict.MOVED),
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
    ("the same as its sibling, with a word of sorrow", [link(facts={"words": 90, "regret": "exist"} | SAME)], LinkVerdict.SOFT_404),
    ("the same as its sibling, which does not say why", [link(facts={"words": 90} | SAME)], LinkVerdict.UNKNOWN),
    ("the same as its sibling: a step on the way", [link(facts={"words": 90, "regret": "exist", "step": "i agree"} | SAME)], LinkVerdict.BLOCKED),
    ("the same as its sibling: a script", [link(facts={"words": 90, "regret": "exist", "waits": "loading..."} | SAME)], LinkVerdict.UNKNOWN),
    ("the same as its sibling: a form for a password", [link(facts={"words": 90, "regret": "exist", "password": True} | SAME)], LinkVerdict.BLOCKED),
    ("all sent to one page for now, which does not say why", [moved("https://example.org/entry", False, sibling={"status": 200, "same_end": True})], LinkVerdict.UNKNOWN),
    ("all sent to one page for now, which says why", [moved("https://example.org/entry", False, regret="sorry", sibling={"status": 200, "same_end": True})], LinkVerdict.SOFT_404),
    ("a look of before that noted no sorrow", [replace(look, rule_version="landing/6") for look in [link(facts={"words": 90} | SAME)]], LinkVerdict.SOFT_404),
    ("sent to a place in the start page of another name", [moved("https://example.org/", at_place="backpain")], LinkVerdict.UNKNOWN),
    ("sent to what a script makes of the start page", [moved("https://example.org/", at_place="/leaflets/back")], LinkVerdict.UNKNOWN),
    ("sent to its place in the start page", [moved("https://example.org/", at_place="sore-back", has_place="sore-back")], LinkVerdict.OK),
    ("sent to its place in the start page, which is not seen there", [moved("https://example.org/", at_place="sore-back")], LinkVerdict.UNKNOWN),
    ("all sent to a place of their name, which is not there", [moved("https://example.org/", at_place="back", sibling=SAME_END)], LinkVerdict.UNKNOWN),
    ("sent to its place, percent-encoded", [came("https://example.org/r%C3%BCckenschmerzen.htm", "https://example.org/", at_place="r%C3%BCckenschmerzen", has_place="r%C3%BCckenschmerzen")], LinkVerdict.OK),
    ("sent to the top of the start page", [moved("https://example.org/", at_place="top")], LinkVerdict.SOFT_404),
    *((f"what may be the start page of old: {old}", [came(f"https://example.org{old}", "https://example.org/")], LinkVerdict.UNKNOWN) for old in MAYBE_HOMES),
    *((f"the same where a made-up address is not there: {old}", [came(f"https://example.org{old}", "https://example.org/", **HONEST)], LinkVerdict.OK) for old in MAYBE_HOMES),
    *((f"the same where a made-up address is sent there: {old}", [came(f"https://example.org{old}", "https://example.org/", sibling=SAME_END)], LinkVerdict.SOFT_404) for old in MAYBE_HOMES),
    *((f"no start page of old: {old}", [came(f"https://example.org{old}", "https://example.org/", **HONEST)], LinkVerdict.SOFT_404) for old in ("/pages/ms", "/kurse/abmelden", "/kurse/logout/7.htm")),
    *((f"done, and then the start page: {old}", [came(f"https://example.org{old}", "https://example.org/")], LinkVerdict.OK) for old in ("/logout", "/user/logout", "/de/sign-out.php", "/language/switch?lang=de")),
    *((f"a merged host: {url}", [came(url, "https://www.spinehealth.test/", sibling=SAME_END)], LinkVerdict.SOFT_404) for url in MERGED),
    *((f"a look of before at a merged host: {url}", [replace(came(url, "https://www.spinehealth.test/"), rule_version="landing/6")], LinkVerdict.SOFT_404) for url in MERGED),
    *((f"a service that leads elsewhere, also from what is made up: {url}", [came(url, "https://www.spinehealth.test/", sibling=SAME_END)], LinkVerdict.UNKNOWN) for url in ("http://go.microsoft.com/fwlink/?LinkId=1", "http://purl.org/spine/society", "http://purl.org/spine")),
    ("a service that leads to its own start page", [came("http://go.microsoft.com/fwlink/?LinkId=1", "https://www.microsoft.com/en/", sibling=SAME_END)], LinkVerdict.SOFT_404),
    *((f"a folder that got a host of its own: {url}", [came(url, "https://www.rueckert.test/", sibling=SAME_END | {"url": "http://uni.test/~rueckert/no-such-page-1"})], LinkVerdict.UNKNOWN) for url in ("http://uni.test/~rueckert/", "http://uni.test/~rueckert/index.html")),
    ("a folder whose host was merged", [came("http://uni.test/staff/rueckert/", "https://www.rueckert.test/", sibling=SAME_END | {"url": "http://uni.test/staff/rueckert/no-such-page-1", "home_too": True})], LinkVerdict.SOFT_404),
    ("a folder of another name", [came("http://uni.test/~huber/", "https://www.rueckert.test/", sibling=SAME_END | {"url": "http://uni.test/~huber/no-such-page-1"})], LinkVerdict.SOFT_404),
    *((f"what may be meant: {url}", [came(url, "https://www.spinehealth.test/", **HONEST)], LinkVerdict.UNKNOWN) for url in MAY_BE_MEANT),
    ("a look of before at an own host", [replace(sent("https://example.org/clinics/spine/", "https://spine.example.org/"), rule_version="landing/6")], LinkVerdict.SOFT_404),
    *((f"of another site, no start page of old: {old}", [came(f"https://example.org{old}", "https://www.spinehealth.test/", **HONEST)], LinkVerdict.UNKNOWN) for old in ("/node/123", "/user/logout", "/cms/index.php")),
    ("a look of before at a sign-on", [replace(moved("https://login.example.com/authorize", words=20, sibling=SAME_END), rule_version="landing/6")], LinkVerdict.SOFT_404),
    ("a look of before where all are sent to sign in", [replace(moved("https://example.org/sign-in", sibling=SAME_END), rule_version="landing/6")], LinkVerdict.SOFT_404),
    ("a look of before at what a script fills", [replace(moved("https://example.org/entry", app="id=root", sibling=SAME_END), rule_version="landing/6")], LinkVerdict.SOFT_404),
    ("a look of before at a form for a password", [replace(link(facts={"words": 90, "password": True} | SAME), rule_version="landing/6")], LinkVerdict.SOFT_404),
    ("a look of before at free spins", [replace(link(facts={"casino": ["free spins"], "title": "Free spins", "drift": 1.0}), rule_version="landing/6")], LinkVerdict.PARKED),
    ("a department with its house in its name", [sent("https://www.klinikum.test/kliniken/rheuma/", "https://www.rheuma-klinikum.test/")], LinkVerdict.MOVED),
    *((f"all sent for good to {end}", [moved(f"https://example.org{end}", sibling=SAME_END)], LinkVerdict.SOFT_404) for end in ("/design", "/delegates", "/signs-of-stroke", "/regional-health", "/investigations")),
    *((f"all sent for good to {end}, a step", [moved(f"https://example.org{end}", sibling=SAME_END)], LinkVerdict.UNKNOWN) for end in ("/sign-in", "/region", "/en/terms.html", "/cookies-required", "/wartungsarbeiten")),
    *((f"not found, and no search: {asked}", [check(status=200, url=f"https://example.org{asked}", facts=SORRY | HONEST)], LinkVerdict.SOFT_404) for asked in ("/untersuchungen/show.php?id=5", "/research/view.php?q=5", "/besucher/?s=1", "/suche?id=5")),
    ("a look of before at a search", [replace(check(status=200, url="https://example.org/suche?q=x", facts=SORRY | HONEST), rule_version="landing/6")], LinkVerdict.SOFT_404),
    ("a start page of old in a folder of its system", [sent("https://example.org/cms/index.php", "https://example.org/")], LinkVerdict.UNKNOWN),
    ("a script's page that says it is not there, at length", [link(facts={"words": 1000, "not_found": "404", "app": "id=root"} | beside(contained=0.99, same_title=True, home_too=True))], LinkVerdict.UNKNOWN),
    ("all sent home for now", [moved("https://example.org/", False, sibling={"status": 200, "same_end": True})], LinkVerdict.SOFT_404),
    ("a department with a host of its own", [sent("https://example.org/clinics/spine/", "https://spine.example.org/")], LinkVerdict.MOVED),
    ("a leaflet of a department with a host of its own", [sent("https://example.org/spine/leaflets/7.htm", "https://spine.example.org/")], LinkVerdict.SOFT_404),
    ("all sent to one page for good", [moved("https://example.org/entry", sibling={"status": 200, "same_end": True})], LinkVerdict.SOFT_404),
    ("all sent to terms for good", [moved("https://example.org/terms", regret="sorry", sibling={"status": 200, "same_end": True})], LinkVerdict.UNKNOWN),
    ("sent to a sign-on of another host", [moved("https://login.example.com/common/authorize", False, words=20)], LinkVerdict.BLOCKED),
    ("the same, with a field for a password", [moved("https://login.example.com/common/authorize", False, words=900, password=True)], LinkVerdict.BLOCKED),
    ("statutes at a host called sso", [moved("https://sso.example.com/Act/x", words=900)], LinkVerdict.MOVED),
    ("a phrase of sale that others say", [link(facts={"parked": ["domain parking"], "title": "Directions", "words": 40})], LinkVerdict.UNKNOWN),
    ("the same on a host that is honest", [link(facts={"parked": ["domain parking"], "title": "Directions", "words": 40} | HONEST)], LinkVerdict.OK),
    ("the same at every address", [link(facts={"parked": ["domain parking"], "title": "Directions", "words": 40} | SAME)], LinkVerdict.PARKED),
    ("an old name for sale, in a page of another site", [moved("https://new.test/", parked=["doména je na prodej"], title="Klinika", words=90, drift=1.0, **SAME)], LinkVerdict.UNKNOWN),
    ("a clear phrase of sale on a host that is honest", [link(facts={"parked": ["this domain is for sale", "domain is for sale"], "title": "News", "words": 90} | HONEST)], LinkVerdict.OK),
    ("a phrase and a sign in the source on such a host", [link(facts={"parked": ["this domain is for sale", "sedoparking.com"], "title": "News", "words": 90} | HONEST)], LinkVerdict.PARKED),
    ("a weak phrase of sale in a look of before", [replace(link(facts={"parked": ["domain parking"], "title": "Directions", "words": 40}), rule_version="landing/6")], LinkVerdict.PARKED),
    ("the start page by another name, with terms", [check(status=200, url="https://example.org/index.html", facts={"words": 150, "step": "you accept the terms"} | beside(contained=1.0, same_title=True, home_too=True))], LinkVerdict.OK),
    ("the same below the name of its host", [link(facts={"parked": ["domain parking"], "title": "example.org", "words": 40})], LinkVerdict.PARKED),
    ("the same where a page was", [link(facts={"parked": ["domain parking"], "title": "Directions", "words": 40, "drift": 1.0})], LinkVerdict.PARKED),
    ("the same and a second one", [link(facts={"parked": ["domain parking", "buy this domain"], "title": "Directions", "words": 40})], LinkVerdict.PARKED),
    ("a slot that is booked online", [link(facts={"casino": ["slot online"], "title": "Book your slot online", "drift": 1.0})], LinkVerdict.OK),
    ("a number in a title, on a host that is honest", [link(facts={"not_found": "404", "title": "404 | Shoes", "words": 100} | beside(404))], LinkVerdict.OK),
    ("a number alone, on a host that is honest", [link(facts={"not_found": "404", "title": "404 | Shoes", "words": 20} | beside(404))], LinkVerdict.SOFT_404),
    ("a heading below a title that names the page", [link(facts={"not_found": "Page not found", "title": "A sore back", "words": 100} | beside(404))], LinkVerdict.OK),
    ("a heading below a title that does not", [link(facts={"not_found": "Page not found", "title": "Clinic", "words": 100} | beside(404))], LinkVerdict.SOFT_404),
    ("a number in words in a title, on a host that is honest", [link(facts={"not_found": "Error 404", "title": "Error 404 | The Lost Pages", "words": 100} | beside(404))], LinkVerdict.OK),
    ("the same as its sibling: trouble that passes", [link(facts={"words": 90, "regret": "sorry", "passing": "try again later"} | SAME)], LinkVerdict.UNKNOWN),
    ("the same under a title of sorrow", [link(facts=SORRY | {"words": 90, "regret": "sorry", "passing": "try again later"} | SAME)], LinkVerdict.SOFT_404),
    ("404 that a script fills", [link(d, 404, facts={"words": 0, "app": "id=root"}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("404 that a script sends on", [link(d, 404, facts={"words": 0, "script_redirect": "/new"}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("404 in the words of a framework", [link(d, 404, facts={"words": 6, "app": "id=__next", "not_found": "404"}) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("404 without a word", [link(d, 404, facts={"words": 0}) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("404 of a site that is closed for now", [link(d, 404, facts={"words": 20, "maintenance": "Maintenance"}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("500 of a site that is closed for now", [link(d, 500, facts={"words": 20, "maintenance": "Maintenance"}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("a default title of a server on a host that is honest", [link(facts={"default": "IIS7", "words": 90} | HONEST)], LinkVerdict.OK),
    ("a default title of a server", [link(facts={"default": "IIS7", "words": 90})], LinkVerdict.SOFT_404),
    ("a clear phrase of sale in few words below a title of its own, on a host that is honest", [link(facts={"parked": ["this domain is for sale"], "title": "Our old address", "words": 30} | HONEST)], LinkVerdict.OK),
    ("the same below a name", [link(facts={"parked": ["this domain is for sale"], "title": "old-clinic.test", "words": 30} | HONEST)], LinkVerdict.PARKED),
    ("the same without a title", [link(facts={"parked": ["this domain is for sale"], "words": 30} | HONEST)], LinkVerdict.PARKED),
    ("the same where a page was before", [link(facts={"parked": ["this domain is for sale"], "title": "x", "words": 30, "drift": 1.0} | HONEST)], LinkVerdict.PARKED),
    ("a short address that leads to a broker", [came("http://bit.ly/3xYz", "https://www.atom.com/blog/names", words=300)], LinkVerdict.MOVED),
    ("words of casinos below a title that has none of their phrases, on a host that is honest", [link(facts={"casino": WORDS, "title": "The casino of Basel", "words": 300} | HONEST)], LinkVerdict.UNKNOWN),
    ("the same with a phrase", [link(facts={"casino": WORDS, "title": "Online casino of Basel", "words": 300} | HONEST)], LinkVerdict.PARKED),
    ("to a room of that number", [moved("https://example.org/rooms/404")], LinkVerdict.MOVED),
    ("to an error page of that number", [moved("https://example.org/errors/404")], LinkVerdict.SOFT_404),
    ("a token that leads to a start page elsewhere", [came("http://mail.test/c/eJwVjUsOgyAUAE8", "https://www.spine.test/")], LinkVerdict.UNKNOWN),
    ("the same where all are sent there", [came("http://mail.test/c/eJwVjUsOgyAUAE8", "https://www.spine.test/", sibling=SAME_END)], LinkVerdict.SOFT_404),
    ("a token that leads to its own start page", [came("http://spine.test/c/eJwVjUsOgyAUAE8", "http://spine.test/")], LinkVerdict.SOFT_404),
    ("an address that has the host it leads to", [came("http://safe.test/v3/__https://www.spine.test/__;!!Nc7", "https://www.spine.test/")], LinkVerdict.MOVED),
    ("a search that finds nothing", [check(status=200, url="https://example.org/suche?q=x", facts={"not_found": "Nicht gefunden", "title": "Nicht gefunden", "words": 20} | beside(404))], LinkVerdict.OK),
    ("the same, filled by a script", [link(facts={"words": 90, "app": "id=root"} | SAME)], LinkVerdict.UNKNOWN),
    ("the same frame, other words", [link(facts={"words": 90} | beside(contained=0.95, same_title=True))], LinkVerdict.OK),
    ("the same words, another title", [link(facts={"words": 90} | beside(contained=1.0))], LinkVerdict.OK),
    ("the same wall as its sibling", [link(facts={"words": 90} | beside(contained=1.0, same_title=True, challenge="x"))], LinkVerdict.OK),
    ("few words at every address, even at the start page", [link(facts={"words": 20} | beside(contained=1.0, same_title=True, home_too=True))], LinkVerdict.UNKNOWN),
    ("the only page of its host, with the place that is meant", [link(facts={"words": 150, "places": {"übung": "there"}} | beside(contained=1.0, same_title=True, home_too=True))], LinkVerdict.UNKNOWN),
    ("the start page at every address, in few words, which may have the place", [link(facts={"words": 150, "places": {"x": "script"}} | beside(contained=1.0, same_title=True, home_too=True))], LinkVerdict.SOFT_404),
    ("the start page at every address", [link(facts={"words": 150} | beside(contained=1.0, same_title=True, home_too=True))], LinkVerdict.SOFT_404),
    ("sent where even the start page is sent", [moved("https://example.org/gate", False, sibling={"status": 200, "same_end": True, "home_too": True})], LinkVerdict.UNKNOWN),
    ("a gate at every address", [link(facts={"words": 20, "gate": "please enable cookies"} | SAME)], LinkVerdict.BLOCKED),
    ("a fault with a good status", [link(facts={"words": 20, "fault": "uncaught error:"} | SAME)], LinkVerdict.UNKNOWN),
    ("a server without a site", [link(facts={"words": 20, "default": "Welcome to nginx!"})], LinkVerdict.SOFT_404),
    ("a text that says nothing but that it is not there", [link(facts={"not_found": "File not found."})], LinkVerdict.SOFT_404),
    ("advertisements of a registrar", [moved("http://ww25.example.org/?subid1=1", False, words=0)], LinkVerdict.PARKED),
    ("an address of a shop like a registrar's", [moved("https://shop.example.org/book/12?subid1=abc", False, words=0, app="id=root")], LinkVerdict.UNKNOWN),
    ("a shop without a word", [moved("https://shop.example.org/book/12?subid1=abc", False, words=0)], LinkVerdict.UNKNOWN),
    ("a page that became pills for sale", [link(facts={"spam": PILLS, "title": "Buy Viagra", "drift": 1.0})], LinkVerdict.PARKED),
    ("sent where pills are for sale", [moved("https://pills.test/", False, spam=PILLS, title="Buy Viagra", words=90)], LinkVerdict.PARKED),
    ("words of pills at the first look", [link(facts={"spam": PILLS, "title": "Buy Viagra"})], LinkVerdict.OK),
    ("a council that warns of pills", [link(facts={"spam": PILLS, "title": "Can you buy Viagra online without prescription? - Pharmacy Council", "drift": 1.0})], LinkVerdict.OK),
    ("a university that warns of essays", [link(facts={"spam": ["buy essay", "write my essay", "cheap essays"], "title": "Academic integrity: essay writing service sites", "drift": 1.0})], LinkVerdict.OK),
    ("a ministry on the law of bets, in Vietnamese", [link(facts={"casino": ["nhà cái", "cá cược"], "title": "Luật về cá cược thể thao - Bộ Tài chính"})], LinkVerdict.OK),
    ("the same, with a name and new text", [link(facts={"casino": ["nổ hũ", "nhà cái", "cá cược"], "title": "Luật về cá cược thể thao", "drift": 1.0})], LinkVerdict.OK),
    ("a law of bets in Chinese", [link(facts={"casino": ["体育投注", "博彩", "老虎机"], "title": "博彩法", "drift": 1.0})], LinkVerdict.OK),
    ("help against gambling in Thai", [link(facts={"casino": ["แทงบอล", "คาสิโน"], "title": "กฎหมายการพนัน"})], LinkVerdict.OK),
    ("words of gambling in Indonesian", [link(facts={"casino": ["judi online", "togel"], "title": "Siaran pers"})], LinkVerdict.OK),
    ("multiple sclerosis is no start page", [moved("https://example.org/ms", False, words=900, lang="en")], LinkVerdict.OK),
    ("nor is physiotherapy", [moved("https://example.org/pt", False, words=60)], LinkVerdict.OK),
    ("the start page in Portuguese", [moved("https://example.org/pt", False, words=900, lang="pt-BR")], LinkVerdict.SOFT_404),
    ("the start page in English", [moved("https://example.org/en/", False, words=900)], LinkVerdict.SOFT_404),
    ("an article on pills for sale", [link(facts={"spam": PILLS, "title": "Fake pills", "drift": 1.0})], LinkVerdict.OK),
    ("a page for a title in spam", [link(facts={"spam": ["buy viagra"], "title": "Why people buy Viagra"})], LinkVerdict.OK),
    ("sent home in another language", [moved("https://example.org/fr/accueil", False)], LinkVerdict.SOFT_404),
    ("sent to a section that is no language", [moved("https://example.org/ms/home", False)], LinkVerdict.OK),
    ("sent where every address is sent", [moved("https://example.org/search", False, sibling={"status": 200, "same_end": True})], LinkVerdict.SOFT_404),
    ("sent to an error page by its query", [moved("https://example.org/oops.aspx?AspxErrorPath=/leaflets/back.htm", False)], LinkVerdict.SOFT_404),
    ("an address copied from an error page", [at("https://example.org/error.aspx?AspxErrorPath=/back")], LinkVerdict.SOFT_404),
    ("one of a page named after what failed", [at("https://example.org/clienterror.aspx?aspxerrorpath=/back")], LinkVerdict.SOFT_404),
    ("a page about something else", [at("https://example.org/terror/pain.aspx?aspxerrorpath=/back")], LinkVerdict.OK),
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
    ("404 over a page unlike its sibling's", [link(d, 404, facts=OWN | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same of few words", [link(d, 404, facts=OWN | {"words": 40} | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("the same under the sibling's title", [link(d, 404, facts=OWN | beside(status=404, contained=0.1, same_title=True)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("the same that says so", [link(d, 404, facts=OWN | {"regret": "not found"} | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("410 over a page unlike its sibling's", [link(d, 410, facts=OWN | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("500 over a page unlike its sibling's", [link(d, 500, facts=OWN | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    *[(f"500 under the title {title}", [link(d, 500, facts=OWN | {"title": title} | beside(status=404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.UNREACHABLE) for title in ("Error 500", "Internal server error | Clinic")],
    ("404 with nothing but a script", [link(d, 404, facts={"words": 0, "scripted": True}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("sent to a 404 that says nothing of it, as what is made up", [check(d, status=404, url="https://example.org/leaflets/back.htm", final="https://example.org/apology", hops=[(302, "https://example.org/leaflets/back.htm")], facts={"words": 30, "sibling": SAME_END}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same that says so, where the start page is another", [check(d, status=404, url="https://example.org/leaflets/back.htm", final="https://example.org/apology", hops=[(302, "https://example.org/leaflets/back.htm")], facts={"words": 30, "regret": "not found", "sibling": SAME_END}) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("a title of sorrow, where a made-up address has another page of it", [link(d, facts=SORRY | beside(status=200, contained=0.1, not_found="Not here")) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the words of its host's 404 under its title, with regret: a script's template, perhaps", [link(d, facts=GONE_HERE | AS_404) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same words, and a picture", [link(d, facts=GONE_HERE | AS_404 | {"media": True}) for d in (0, 3, 6)], LinkVerdict.OK),
    ("the same words without regret", [link(d, facts={"title": "Off", "words": 30} | AS_404) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same words without regret, filled by a script", [link(d, facts={"title": "Off", "words": 30, "app": "id=root"} | AS_404) for d in (0, 3, 6)], LinkVerdict.OK),
    ("the same words under another title", [link(d, facts={"title": "Off", "words": 30} | beside(404, contained=1.0)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("next to nothing but regret", [link(d, facts=GONE_HERE | beside(404, contained=0.2, same_title=True)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("a short note with a title of its own, on what was removed", [link(d, facts=GONE_HERE | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("next to nothing but regret besides its menus", [link(d, facts=GONE_HERE | {"words": 300} | beside(404, contained=0.9, same_title=True)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("regret among words of its own", [link(d, facts=GONE_HERE | {"words": 90} | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("regret below a title that names what was asked for", [link(d, facts=GONE_HERE | {"title": "Back"} | AS_404) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a number is no regret", [link(d, facts=GONE_HERE | {"regret": "404"} | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt and other words of loss", [link(d, facts=DOUBTED | HONEST) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("two words of spam below a title that is full of them, where a page was before", [link(facts={"spam": ["cheap viagra", "no prescription needed"], "title": "Buy Viagra online without prescription", "words": 20, "drift": 1.0})], LinkVerdict.PARKED),
    ("two words of spam below a title with one", [link(facts={"spam": ["cheap viagra", "no prescription needed"], "title": "Viagra online", "words": 20, "drift": 1.0})], LinkVerdict.OK),
    ("two words of spam below a title full of them, of a page that was always so", [link(facts={"spam": ["cheap viagra", "no prescription needed"], "title": "Buy Viagra online without prescription", "words": 20})], LinkVerdict.OK),
    ("a title in doubt alone", [link(d, facts=DOUBTED | {"lost": ""} | HONEST) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt and regret in other words", [link(d, facts=DOUBTED | {"lost": "", "regret": "n't find"} | HONEST) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("a title in doubt and trouble that passes", [link(d, facts=DOUBTED | {"passing": "temporarily"} | HONEST) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt, for some only", [link(d, facts=DOUBTED | {"condition": "sign in"} | HONEST) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt above a text of its own", [link(d, facts=DOUBTED | {"words": 90} | HONEST) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt, and a picture", [link(d, facts=DOUBTED | {"media": True} | HONEST) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a title in doubt where nobody knows what its host says of others", [link(d, facts=DOUBTED) for d in (0, 3, 6)], LinkVerdict.OK),
    ("sent to a search that found nothing", [found("/search?q=back", found_nothing="0 results", day=d) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("sent to a search that a script fills", [found("/search?q=back", found_nothing="0 results", app="id=root", day=d) for d in (0, 3, 6)], LinkVerdict.OK),
    ("sent to a search for nothing that was asked for", [found("/search?q=", found_nothing="0 results", day=d) for d in (0, 3, 6)], LinkVerdict.OK),
    ("sent to a search that found something", [found("/search?q=back", day=d) for d in (0, 3, 6)], LinkVerdict.OK),
    ("sent to a page that speaks of no results", [found("/trial", found_nothing="no results", day=d) for d in (0, 3, 6)], LinkVerdict.OK),
    ("sent to the start page by another name", [found("/page?id=1", at_home=True, day=d) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("an address beside the start page sent there", [check(d, status=200, url="https://example.org/deutsch.htm", final="https://example.org/page?id=1", hops=[(302, "https://example.org/deutsch.htm")], facts={"words": 90} | beside(404, at_home=True)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("a folder beside the start page sent to its own name", [check(d, status=200, url="https://example.org/joomla/", final="https://example.org/", hops=[(301, "https://example.org/joomla/")], facts={"permanent": True, "words": 90} | beside(404, at_home=True)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("all questions are sent to the page that may hold them", [asked_in("faq", day=d) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("all are sent to a page of that name that regrets", [asked_in("faq", day=d, regret="page was removed") for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("all are sent to a folder of another name", [asked_in("products", day=d) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("the old start page sent there", [check(d, status=200, url="https://example.org/index.php", final="https://example.org/page?id=1", hops=[(302, "https://example.org/index.php")], facts={"words": 90} | beside(404, at_home=True)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("an archived page sent to an archived start page", [check(d, status=200, url=KEPT + "http://old.test/back.htm", final=KEPT + "http://old.test/", hops=[(302, KEPT + "http://old.test/back.htm")], facts={"words": 90}) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("an archived page whose address was never one", [check(d, status=200, url=KEPT + "http://[old/back.htm", final=KEPT + "http://[old/", hops=[(302, KEPT + "http://[old/back.htm")], facts={"words": 90}) for d in (0, 3, 6)], LinkVerdict.OK),
    ("an archived page of another moment", [check(d, status=200, url=KEPT + "http://old.test/back.htm", final=KEPT.replace("2015", "2014") + "http://old.test/back.htm", hops=[(302, KEPT + "http://old.test/back.htm")], facts={"words": 90}) for d in (0, 3, 6)], LinkVerdict.OK),
    ("few words, those of a made-up address", [link(d, facts={"words": 7, "title": "Clinic"} | SAME) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("few words, those of a made-up address, and a picture", [link(d, facts={"words": 7, "title": "Clinic", "media": True} | SAME) for d in (0, 3, 6)], LinkVerdict.OK),
    ("what a made-up address shows, too, with its own name", [link(d, facts={"words": 30, "title": "Contact @back"} | beside(contained=1.0, echoed=True)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("a signed address that has run out", [check(d, status=403, url=SIGNED.format(day="20260101")) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("a signed address that is good still, kept from programs", [check(d, status=403, url=SIGNED.format(day="20991231")) for d in (0, 3, 6)], LinkVerdict.BLOCKED),
    ("a signed address that has run out and shows the file", [check(d, status=200, url=SIGNED.format(day="20260101")) for d in (0, 3, 6)], LinkVerdict.OK),
    ("a service for programs that tells of an error", [link(d, facts={"fault": "rate limit exceeded"}) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("sorrow in title and heading among the menus of the host's 404", [link(d, facts=SORRY_TWICE | beside(404, contained=0.99)) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("sorrow in title and heading and a film among those menus", [link(d, facts=SORRY_TWICE | {"media": True} | beside(404, contained=0.99)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("sorrow in title and heading above ten words of its own", [link(d, facts=SORRY_TWICE | beside(404, contained=0.95)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same above a text of its own", [link(d, facts=SORRY_TWICE | beside(404, contained=0.8)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same above a long text", [link(d, facts=SORRY_TWICE | {"words": 300} | beside(404, contained=0.1)) for d in (0, 3, 6)], LinkVerdict.OK),
    ("an article that became a few words under another title", [link(0, facts=ARTICLE), *(link(d, facts=FEW) for d in (70, 80))], LinkVerdict.UNKNOWN),
    ("for two months it is believed to be there", [link(0, facts=ARTICLE), *(link(d, facts=FEW) for d in (7, 14, 21))], LinkVerdict.OK),
    ("under the same title", [link(0, facts=ARTICLE), link(70, facts=FEW | {"title": "Leaflet"})], LinkVerdict.OK),
    ("under a title that names it", [link(0, facts=ARTICLE), link(70, facts=FEW | {"title": "Your back"})], LinkVerdict.OK),
    ("a few words that a script makes more", [link(0, facts=ARTICLE), link(70, facts=FEW | {"app": "id=root"})], LinkVerdict.OK),
    ("a short page that got another title", [link(0, facts=ARTICLE | {"words": 100}), link(70, facts=FEW)], LinkVerdict.OK),
    ("an article again", [link(0, facts=ARTICLE), link(70, facts=FEW), link(77, facts=ARTICLE)], LinkVerdict.OK),
    ("500 under a title with a larger number", [link(d, 500, facts={"title": "1500 steps", "words": 90} | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("500 under a title with its number", [link(d, 500, facts={"title": "Error 500", "words": 90} | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.UNREACHABLE),
    ("500 under a title and at an address with that number", [check(d, status=500, url="https://example.org/study/500", facts={"title": "Study 500", "words": 90} | beside(404, contained=0.2)) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    *((f"an index file is sent to its folder, as all is: {name}", [check(d, status=200, url=f"https://example.org/leaflets/{name}", final="https://example.org/leaflets/", hops=[(301, f"https://example.org/leaflets/{name}")], facts={"permanent": True, "words": 90} | beside(same_end=True, final_url="https://example.org/leaflets/")) for d in (0, 3, 6)], LinkVerdict.MOVED) for name in ("Default.aspx", "index.asp", "home.html", "index.shtml")),
    ("all are sent to a long page that may have it", [check(d, status=200, url=URL, final="https://example.org/leaflets/", hops=[(301, URL)], facts={"permanent": True, "words": 300} | beside(same_end=True, final_url="https://example.org/leaflets/")) for d in (0, 3, 6)], LinkVerdict.UNKNOWN),
    ("the same page of sorrow", [link(d, facts=SORRY | beside(status=200, contained=0.9, not_found="Not here")) for d in (0, 3, 6)], LinkVerdict.SOFT_404),
    ("an empty 202", [check(status=202, size=0)], LinkVerdict.UNKNOWN),
    ("a fault's address, where a made-up one is 404", [replace(moved("https://example.org/oops.aspx?AspxErrorPath=/leaflets/back.htm", False), facts=HONEST)], LinkVerdict.UNKNOWN),
    ("404 over a page like its sibling's", [link(d, 404, facts=ALIVE | beside(status=404, contained=0.99)) for d in (0, 3, 6)], LinkVerdict.GONE),
    ("a place that is there", [link(facts={"words": 90, "places": {"a": "there"}})], LinkVerdict.OK),
    ("a place that a script may make", [link(facts={"words": 90, "places": {"a": "script"}})], LinkVerdict.OK),
    ("a place that is missing", [link(d, facts={"words": 90, "places": {"a": "missing", "b": "there"}}) for d in (0, 7)], LinkVerdict.FRAGMENT_MISSING),
    ("a place that was missed once", [link(facts={"words": 90, "places": {"a": "missing", "b": "there"}})], LinkVerdict.OK),
    ("a place that was missed twice in a day", [link(d, facts={"words": 90, "places": {"a": "missing"}}) for d in (0, 0.5)], LinkVerdict.OK),
    ("a place missed by what stands at every address", [link(d, facts={"words": 90, "places": {"a": "missing"}} | SAME) for d in (0, 7)], LinkVerdict.UNKNOWN),
    ("a place missed by a long page that is all of a site", [link(d, facts={"words": 400, "places": {"a": "missing"}, "sibling": SAME["sibling"] | {"home_too": True}}) for d in (0, 7, 14)], LinkVerdict.UNKNOWN),
    ("a place missed by a page of regret, and by the page once", [link(facts={"words": 90, "places": {"a": "missing"}} | SAME), link(7, facts={"words": 90, "places": {"a": "missing"}})], LinkVerdict.OK),
    ("a place that was missing", [link(facts={"places": {"a": "missing"}}), link(7, facts={"places": {"a": "there"}})], LinkVerdict.OK),
    ("a place in a page that is out of order today", [*(link(d, facts={"places": {"a": "missing"}}) for d in (0, 7)), link(14, 503)], LinkVerdict.FRAGMENT_MISSING),
    ("a place in a page that is in order twice, days apart", [link(0, facts={"places": {"a": "missing"}}), link(7, 503), link(14, facts={"places": {"a": "missing"}})], LinkVerdict.FRAGMENT_MISSING),
    ("flapping", [link(d, 404 if d % 2 else 200) for d in range(0, 30, 5)], LinkVerdict.OK),
]
# fmt: on


@pytest.mark.parametrize(("why", "checks", "value"), LINKS, ids=[r[0] for r in LINKS])
def test_links(why, checks, value):
    """A soft 404 is what it is when it was met three times."""
    verdict = judge_link(_again(checks) if value is LinkVerdict.SOFT_404 else checks)
    assert verdict.value is value
    assert verdict.reason.endswith(".")


SOFT = [row for row in LINKS if row[2] is LinkVerdict.SOFT_404]


@pytest.mark.parametrize(("why", "checks", "value"), SOFT, ids=[row[0] for row in SOFT])
def test_a_soft_404_once_or_twice_changes_nothing(why, checks, value):
    once = checks[-1]
    assert judge_link([once]).value is LinkVerdict.UNKNOWN
    assert judge_link([link(-7), *_again([once])[:2]]).value is LinkVerdict.OK


def _again(looks):
    """A history whose last look comes three times, a week apart."""
    last = looks[-1]
    return looks[:-1] + [
        replace(last, id=last.id + 10 * days, asked_at=last.asked_at + timedelta(days=days))
        for days in (0, 7, 14)
    ]


def test_a_verdict_of_failures_tells_their_number_and_their_beginning():
    verdict = judge_link([link(), *[link(d, 404) for d in (7, 14, 21)]])
    assert verdict.strikes == 3
    assert verdict.last_ok_at == START
    assert (
        verdict.reason == "The page is not there (error 404); it failed 3 times since 2026-01-12."
    )
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


FAULT = {
    "hops": ((302, "x"),),
    "final_url": "https://www.site.test/oops.aspx?aspxErrorPath=/a/b.htm",
}
OWN = [
    ("there", own(), LinkVerdict.OK),
    ("404 counts at once", own(status=404), LinkVerdict.GONE),
    (
        "a mail address that a network hides",
        own(status=404, url="https://www.site.test/cdn-cgi/l/email-protection"),
        LinkVerdict.EXCLUDED,
    ),
    (
        "a way out of the members' part",
        own(
            url="https://www.site.test/logout",
            final_url="https://www.site.test/",
            hops=((302, "https://www.site.test/logout"),),
        ),
        LinkVerdict.OK,
    ),
    *(
        (
            f"may be the start page: {old}",
            own(
                url=f"https://www.site.test{old}",
                final_url="https://www.site.test/",
                hops=((301, "x"),),
            ),
            LinkVerdict.UNKNOWN,
        )
        for old in ("/node/123", "/content/index.html", "/cms/index.php")
    ),
    *(
        (
            f"no start page, no action: {old}",
            own(
                url=f"https://www.site.test{old}",
                final_url="https://www.site.test/",
                hops=((301, "x"),),
            ),
            LinkVerdict.SOFT_404,
        )
        for old in ("/pages/ms", "/kurse/abmelden")
    ),
    *(
        (
            f"sent to a place of the start page, which has {anchors}",
            own(
                url="https://www.site.test/back-pain",
                final_url="https://www.site.test/#back-pain",
                hops=((301, "x"),),
                anchors=anchors,
            ),
            value,
        )
        for anchors, value in (
            (("back-pain", "news"), LinkVerdict.OK),
            (("news",), LinkVerdict.UNKNOWN),
            (None, LinkVerdict.UNKNOWN),
        )
    ),
    *(
        (
            f"sent to {place} of the start page",
            own(
                url="https://www.site.test/back-pain",
                final_url=f"https://www.site.test/{place}",
                hops=((301, "x"),),
                anchors=("back-pain", "news"),
            ),
            value,
        )
        for place, value in (
            ("#", LinkVerdict.SOFT_404),
            ("#top", LinkVerdict.SOFT_404),
            ("#news", LinkVerdict.UNKNOWN),
            ("#/back-pain", LinkVerdict.UNKNOWN),
        )
    ),
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
    ("cannot be unpacked", own(reason="undecodable"), LinkVerdict.UNKNOWN),
    ("left out", own(state=FrontierState.SKIPPED, reason="robots"), LinkVerdict.EXCLUDED),
    ("left for later", own(state=FrontierState.SKIPPED, reason="page_limit"), LinkVerdict.UNKNOWN),
    ("asked to wait", own(state=FrontierState.SKIPPED, reason="host_parked"), LinkVerdict.UNKNOWN),
    ("taken down", own(status=None, captured_at=None), LinkVerdict.UNKNOWN),
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
        "sent to an error page",
        own(hops=((302, "x"),), final_url="https://www.site.test/404.html"),
        LinkVerdict.SOFT_404,
    ),
    ("sent to an error page of its query, once", own(**FAULT), LinkVerdict.UNKNOWN),
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


HOME = "https://www.site.test/"
FAULTS = [
    link(d, hops=FAULT["hops"], final=FAULT["final_url"], facts={"words": 9}) for d in (0, 7, 14)
]
CLEAR = [
    ("a page that was there, once", own(status=404), [link(0), link(7, 404)], LinkVerdict.UNKNOWN),
    ("twice", own(status=404), [link(0), link(7, 404), link(14, 404)], LinkVerdict.GONE),
    ("twice on one day", own(status=404), [link(0), link(7, 404), link(7.5, 404)], LinkVerdict.UNKNOWN),
    ("in between it was there", own(status=404), [link(0), link(7, 404), link(14), link(21, 404)], LinkVerdict.UNKNOWN),
    ("it was never there", own(status=404), [link(7, 404)], LinkVerdict.GONE),
    ("it was read before it was asked about", own(status=404, page_id="p"), [link(7, 404)], LinkVerdict.UNKNOWN),
    ("taken away on purpose", own(status=410), [link(0), link(7, 410)], LinkVerdict.GONE),
    ("in a circle since today", own(status=302, hops=((302, URL),)), [link(0), link(7, 302, error="redirect_loop")], LinkVerdict.UNKNOWN),
    ("in a circle that sets a cookie", own(status=302, hops=((302, URL),), capture_id="c"), [link(7, 302, error="cookie_loop", facts={"capture": "c"})], LinkVerdict.BLOCKED),
    ("one that set a cookie before", own(status=302, hops=((302, URL),), capture_id="d"), [link(7, 302, error="cookie_loop", facts={"capture": "c"})], LinkVerdict.UNREACHABLE),
    ("sent to what may be a fault, twice", own(**FAULT), FAULTS[:2], LinkVerdict.UNKNOWN),
    ("three times", own(**FAULT), FAULTS, LinkVerdict.SOFT_404),
    ("three times since it was well", own(**FAULT), [link(-7), *FAULTS], LinkVerdict.SOFT_404),
    (
        "sent home since today", own(hops=((302, URL),), final_url=HOME),
        [link(0), link(7, hops=((302, URL),), final=HOME)], LinkVerdict.UNKNOWN,
    ),
    (
        "sent home twice", own(hops=((302, URL),), final_url=HOME),
        [link(0), *[link(d, hops=((302, URL),), final=HOME) for d in (7, 14)]], LinkVerdict.SOFT_404,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "found", "past", "value"), CLEAR, ids=[r[0] for r in CLEAR])
def test_a_clear_failure_of_a_page_that_was_there_is_seen_twice(why, found, past, value):
    assert judge_own_link(found, past).value is value


def test_what_was_seen_once_says_so_and_when_it_was_well():
    told = judge_own_link(own(status=404), [link(0), link(7, 404)])
    assert told.reason == (
        "It is not there (error 404); failure 1 of 2 that make it count;"
        " it was last seen well on 2026-01-05."
    )
    assert judge_own_link(own(status=404), [link(0), link(7, 404)], Patience(strikes=1)).value is (
        LinkVerdict.GONE
    )


SAID = [
    ("a trap", "trap_calendar",
     "The crawl left it out. So many dates in one path are a sign of links without end."),
    ("robots.txt", "robots", "The crawl left it out. The site asks programs to stay out there."),
    ("what has no words", "x_y", "The crawl left it out (x_y)."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "reason", "said"), SAID, ids=[r[0] for r in SAID])
def test_why_the_crawl_left_it_out_is_told_in_words(why, reason, said):
    assert judge_own_link(own(state=FrontierState.SKIPPED, reason=reason)).reason == said


FAILED = [
    ("a word", "timeout", "The crawl got no answer: the page did not answer in time"),
    ("a refusal", "http_503", "The crawl did not get the page. The server said that it cannot answer now (503)."),
    ("a request to wait", "http_429", "The crawl did not get the page. The server asked for rest (429)."),
    ("what has no words", "x_y", "The crawl did not get the page (x_y)."),
    ("nothing known", "", "No answer came."),
]  # fmt: skip


@pytest.mark.parametrize(("why", "reason", "said"), FAILED, ids=[r[0] for r in FAILED])
def test_why_the_crawl_failed_is_told_in_words(why, reason, said):
    failed = own(state=FrontierState.FAILED, status=None, reason=reason)
    assert judge_own_link(failed).reason.startswith(said.rstrip("."))


def test_own_pages_that_fail_in_crawl_after_crawl_are_unreachable():
    failing = own(state=FrontierState.FAILED, status=None, reason="timeout")
    history = [link(d, status=None, error="timeout") for d in (0, 7, 14)]
    assert judge_own_link(failing, history).value is LinkVerdict.UNREACHABLE
    assert judge_own_link(failing, history[:2]).value is LinkVerdict.UNKNOWN


SIGNS = {
    "words": st.sampled_from([0, 5, 400]),
    "title": st.sampled_from(["Back pain", "Slot casino", "Cheap viagra"]),
    "casino": st.just(["slot gacor", "togel"]),
    "spam": st.just(["cheap viagra", "viagra online", "payday loan"]),
    "sibling": st.sampled_from([{"status": 404}, {"status": 404, "at_home": True}, {"status": 404, "contained": 1.0, "same_title": True, "url": "u"}, {"status": 200, "contained": 1.0, "same_title": True, "url": "u"}, {"same_end": True, "url": "u"}]),
    "parked": st.just(["this domain is for sale"]),
    "drift": st.sampled_from([0.1, 0.9]),
    "lang": st.just("de"),
} | {
    name: st.just("said")
    for name in ("login", "gate", "maintenance", "fault", "not_found", "script_redirect", "default")
} | {
    name: st.just("said") for name in ("cut_off", "regret", "doubt", "lost", "condition", "found_nothing", "step", "waits", "passing", "at_place", "has_place", "app", "magic", "canonical", "etag", "heading")
} | {
    name: st.just(True) for name in ("password", "media", "scripted", "not_modified", "permanent")
}  # fmt: skip


class Noted(dict):
    """Facts that know which of them were asked for."""

    def __init__(self, facts):
        super().__init__(facts)
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.asked.add(name)
        return super().__contains__(name)


@given(
    st.fixed_dictionaries({}, optional=SIGNS),
    st.sampled_from([(), ((301, URL),), ((302, URL),)]),
    st.sampled_from([0, 5_000]),
    st.sampled_from([200, 204, 304]),
)
def test_of_a_plain_page_no_rule_says_anything(facts, hops, size, status):
    look = link(status=status, facts=facts, hops=hops, final="https://new.test/", size=size)
    noted = Noted(facts)
    with patch.object(content, "_is_plain", lambda check: False):
        by_rules = content.of_page(replace(look, facts=noted))
    assert content.of_page(look) == by_rules
    assert noted.asked <= SIGNS.keys(), "what a rule asks for has to be tried here, too"


def test_no_rule_tells_pages_apart_by_more_words_than_are_counted():
    rules = vars(content) | vars(sales) | vars(siblings) | vars(regrets) | vars(losses)
    limits = {name: n for name, n in rules.items() if name.endswith("_WORDS")}
    assert limits.pop("_LONG_PAGE_WORDS") <= WORDS_IN_DOUBT  # asked beside "not found" alone
    assert max(limits.values()) <= FIRST_WORDS
