"""Pages that went: for good, elsewhere, with their host; and those that only seem to."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, by_method, page, to, weekly
from tests.awkward.case import Case, at
from tests.awkward.cases.redirects import HERE, HOME, PAGE, chain, paths_of

SORRY = page("Not here", "<p>We have no such page.</p>", status=404)
NEW = {
    "departed.test": {
        "/new": PAGE,
        "/leaflet.pdf": answer(200, b"%PDF-1.7\n" + b"0" * 3_000, "application/pdf"),
        "/gone": SORRY,
        "/": HOME,
    }
}


def sent(why: str, ideal: V, location: str, status: int = 301, **more) -> Case:
    """Sent on from a living host to where ``location`` says."""
    return at(why, ideal, to(location, status), elsewhere=NEW, **more)


def in_three_steps(talk: Talk) -> None:
    """First to https, then to www; the slash is the new host's affair."""
    host = talk.host if talk.scheme == "http" else f"www.{talk.host}"
    talk.send(to(f"https://{host}{talk.path}", 301))


CASES = (
    at("410 without a word", V.GONE, answer(410, b"")),
    at("410 in plain text", V.GONE, answer(410, "Gone", "text/plain")),
    at("404 without a word", V.GONE, answer(404, b"")),
    at("404 as JSON", V.GONE, answer(404, '{"error": "not found"}', "application/json")),
    at("404 in another language", V.GONE, page("Seite nicht gefunden", "<p>Diese Seite gibt es nicht mehr.</p>", status=404)),
    at("404 of a PDF", V.GONE, SORRY, "/leaflet.pdf"),
    at("404 of a picture", V.GONE, SORRY, "/spine.png", element="img"),
    at("404 over a form to search", V.GONE, page("Not found", "<form action=/search><input name=q></form>", status=404)),
    at("404 to those who ask for the body, too", V.GONE, by_method(head=SORRY, get=SORRY)),
    at("404 that became 410", V.GONE, weekly(SORRY, answer(410, b""), answer(410, b""))),
    at("410 that became 404", V.GONE, weekly(answer(410, b""), SORRY, SORRY)),
    at("404 and its Location", V.GONE, page("x", status=404, Location="/elsewhere")),
    at("404 over http and over https", V.GONE, lambda talk: talk.send(SORRY if talk.scheme == "https" else to(f"https://{talk.host}{talk.path}", 301))),
    at("410 once and then the page", V.OK, weekly(answer(410, b""), PAGE)),
    at("404 for two weeks after a good one", V.OK, weekly(PAGE, SORRY, SORRY)),
    sent("sent on for good to a 404", V.GONE, "http://departed.test/gone"),
    sent("sent on for now to a 404", V.GONE, "http://departed.test/gone", 302),
    chain("a chain that ends in a living page", V.MOVED, 301, 301, 301, 301),
    chain("a chain of 308", V.MOVED, 308, 308),
    chain("a chain that begins for now", V.OK, 302, 301),
    chain("a chain that ends for now", V.OK, 301, 307),
    at("a chain that ends in a 404", V.GONE, to("/1", 301), any=paths_of({"/1": to("/2", 301)})),
    at("a chain that ends in a 410", V.GONE, to("/1", 301), any=paths_of({"/1": to("/2", 308), "/2": answer(410, b"")})),
    sent("moved to another host by 301", V.MOVED, "http://departed.test/new"),
    sent("moved to another host by 308", V.MOVED, "http://departed.test/new", 308),
    sent("moved to another host for now", V.OK, "http://departed.test/new", 307),
    sent("moved to a PDF", V.MOVED, "http://departed.test/leaflet.pdf"),
    sent("moved to a place in a page of another host", V.MOVED, "http://departed.test/new#part"),
    sent("moved to another host and its start page", V.SOFT_404, "http://departed.test/"),
    sent("moved to another host and its start page by 308", V.SOFT_404, "http://departed.test/", 308),
    at("moved to a page of another name", V.MOVED, to("/en/leaflets/7", 301), any=paths_of({"/en/leaflets/7": PAGE})),
    at("moved to an address with a query", V.MOVED, to("/page?id=7", 301), any=paths_of({"/page?id=7": PAGE})),
    at("moved to an address with a session", V.OK, to("/en/pain?session=abc123", 301), any=paths_of({"/en/pain?session=abc123": PAGE})),
    at("moved to another address at each visit", V.OK, weekly(*(to(f"/pain?q={q}", 301) for q in ("7f3a9c", "11ab4c", "90cd7e"))), any=PAGE),
    at("moved to a relative address", V.MOVED, to("../new/pain", 301), any=paths_of({"/new/pain": PAGE})),
    at("moved in the last week", V.MOVED, weekly(PAGE, PAGE, to("/new", 301)), any=paths_of({"/new": PAGE})),
    at("moved and back again", V.OK, weekly(to("/new", 301), to("/new", 301), PAGE), any=paths_of({"/new": PAGE})),
    at("moved to the same address in small letters", V.OK, to("/leaflet", 301), "/Leaflet", any=paths_of({"/leaflet": PAGE})),
    at("moved to its index file", V.OK, to(HERE + "/index.html", 301), any=paths_of({HERE + "/index.html": PAGE})),
    at("moved to https, www and a slash in three steps", V.OK, in_three_steps, any=in_three_steps, elsewhere={"www.moved-to-https-www-and-a-slash-in-three-steps.test": {HERE: to(HERE + "/", 301), HERE + "/": PAGE}}),
    at("moved to a page that was parked", V.PARKED, to("http://www.hugedomains.com/domain_profile.cfm?d=y", 301), elsewhere={"www.hugedomains.com": {"*": page("A domain", "<p>Great names for you.</p>" * 9)}}),
    at("moved to a host that does not exist", V.UNREACHABLE, to("http://no-such-host-anywhere.test/leaflet", 301)),
    at("moved to a host of a private address", V.UNSAFE, to("http://10.9.8.7/leaflet", 301)),
    at("a domain for sale", V.PARKED, page("departed.test", "<h2>This domain is for sale!</h2><p>Buy this domain. Related searches: back pain, doctors, clinics.</p>"), any=page("departed.test", "<h2>This domain is for sale!</h2><p>Buy this domain. Related searches: back pain, doctors, clinics.</p>")),
    at("a domain that has expired", V.PARKED, page("Expired", "<p>This domain has expired. If you are the owner of this domain, renew it now.</p>"), any=page("Expired", "<p>This domain has expired. If you are the owner of this domain, renew it now.</p>")),
    at("a domain sold in the last week", V.PARKED, weekly(PAGE, PAGE, page("x", "<p>This domain is for sale! Buy this domain.</p>"))),
    Case(why="a subdomain that does not exist", ideal=V.UNREACHABLE, href="http://old.no-such-name.test/leaflet"),
    Case(why="a name that does not exist and a port", ideal=V.UNREACHABLE, href="http://no-such-name-at-all.test:8080/leaflet"),
    Case(why="a picture of a name that does not exist", ideal=V.UNREACHABLE, href="http://no-pictures.test/spine.png", element="img"),
    at("500 that became 404", V.GONE, weekly(page("Oops", status=500), SORRY, SORRY)),
    at("404 that became 500", V.UNREACHABLE, weekly(SORRY, SORRY, page("Oops", status=500))),
    at("404 and then a login", V.BLOCKED, weekly(SORRY, page("Members", status=401), page("Members", status=401))),
)  # fmt: skip
