"""What a weekly checker of medical links meets, as it is sent: pages under a wrong status, faults by
way of a redirect, places that scripts make, and pages that say at every address what they say."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, html, page, prose, to, weekly
from tests.awkward.case import at

LOST = page(
    "Page not found | Clinic", "<p>We could not find the page you asked for.</p>", status=404
)
SOFT = page("Page not found | Clinic", "<p>Sorry, the page you are looking for does not exist.</p>")
FAULT = page("Error", "<p>Something went wrong. An unexpected error occurred.</p>")
APOLOGY = page(
    "Apology",
    "<p>We apologize. You were identified as an automated client because of excessive requests.</p>",
    status=404,
)
CONSENT = page(
    "Your consent",
    "<p>We and our partners process data. You may change your settings later.</p>"
    + prose("consent", 300),
)
HOME = page("Example Clinic", prose("the start page", 200))
REACT = "<!doctype html><html><head><title>Gene atlas</title><script>var l=window.location;l.replace('/?/'+l.pathname)</script></head><body></body></html>"
SCRIPT = "<script src=/toc.js></script>"
JUMPS = "<h2>Causes</h2>" + prose("jumps", 200)
NAMED = "<h2 id=causes>Causes</h2>" + prose("jumps", 200)

STATUSES = (
    at("an article that is sent with 404", V.UNKNOWN, page("Scalp psoriasis", prose("scalp", 160), status=404), any=LOST),
    at("an article in German that is sent with 404", V.UNKNOWN, page("Schuppenflechte der Kopfhaut", "<p>Die Kopfhaut ist bei acht von zehn Kranken befallen.</p>" * 12, status=404), any=page("Leider nichts da", "<p>Nichts.</p>", status=404)),
    at("an article that is sent with 410", V.GONE, page("Scalp psoriasis", prose("scalp", 160), status=410), any=LOST),
    at("404 with other suggestions at each address", V.GONE, page("Clinic", prose("suggestions for this", 120), status=404), any=page("Clinic", prose("for that", 120), status=404)),
    at("404 with an empty page and a script nobody knows", V.UNKNOWN, answer(404, REACT), any=answer(404, REACT)),
    at("404 with an apology, where all are sent", V.UNKNOWN, to("/apology.html"), any=lambda talk: talk.send(APOLOGY if "apology" in talk.path else to("/apology.html"))),
    at("a redirect to what never was", V.GONE, to("/new-that-never-was", 301), any=LOST),
    at("202 and nothing to read", V.UNKNOWN, answer(202, "", "")),
    at("a fault told by its address where others are 404", V.UNKNOWN, to("/error.aspx?aspxerrorpath=/leaflets/back-pain"), any=lambda talk: talk.send(FAULT if "error.aspx" in talk.path else LOST)),
)  # fmt: skip

SUBJECTS = (
    at("a poem under a number", V.UNKNOWN, page("404", "<p>Not found, the heart; not found, the vein.</p>"), any=SOFT),
    at("an antibody to be bought", V.OK, answer(200, html("Buy this domain antibody", "<p>Single-domain VHH against TNF. Price on request.</p>")), any=SOFT),
    at("a clinic that warns of its old name", V.OK, page("Our old name", "<p>We are called SkinHelp now. The domain name is for sale.</p>" + prose("old", 90)), any=LOST),
)  # fmt: skip

PLACES = (
    at("a place by a script where headings have no names", V.OK, page("Leaflet", JUMPS + SCRIPT), href="{scheme}://{host}{path}#h-1"),
    at("a place by no script where headings have no names", V.FRAGMENT_MISSING, page("Leaflet", JUMPS), href="{scheme}://{host}{path}#h-1"),
    at("a place that is missing beside named headings", V.FRAGMENT_MISSING, page("Leaflet", NAMED + SCRIPT), href="{scheme}://{host}{path}#h-1"),
    at("a mark of those who count shares", V.OK, page("Leaflet", NAMED), href="{scheme}://{host}{path}#.Vx3ab9QrLIU"),
    at("a place in what stands at every address", V.UNKNOWN, CONSENT, href="{scheme}://{host}{path}#dosage", any=lambda talk: talk.send(HOME if talk.path == "/" else CONSENT)),
    at("a place where another page stood in once", V.OK, weekly(page("Leaflet", NAMED), page("Leaflet", NAMED), page("Our clinic", prose("new design", 200))), href="{scheme}://{host}{path}#causes"),
    at("a place where another page stood in between", V.OK, weekly(page("Leaflet", NAMED), page("Our clinic", prose("new design", 200)), page("Leaflet", NAMED)), href="{scheme}://{host}{path}#causes"),
)  # fmt: skip

CASES = (*STATUSES, *SUBJECTS, *PLACES)
