"""Living pages whose subject is what a broken link shows, places that scripts make, and addresses
that nobody has to ask."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, html, page, prose, weekly
from tests.awkward.case import Case, at
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.platforms import GONE
from tests.awkward.cases.redirects import PAGE

ESSAYS = page(
    "Essay writing service: write my essay",
    "<p>Buy essay. Write my essay. Cheap essays. Essay writing service of the best.</p>"
    + prose("mill", 60),
)


def living(why: str, title: str, said: str, path: str, words: int = 60) -> Case:
    """A page of a host that says 404 of what is not there."""
    return at(why, V.OK, page(title, f"<p>{said}</p>" + prose(why, words)), path, any=GONE)


def sorry(why: str, title: str, path: str = "/a?id=7") -> Case:
    return at(why, V.SOFT_404, page(title, "<p>Sorry.</p>"), path, any=GONE)


SUBJECTS = (
    living("a song called Error 404", "Error 404 | The Lost Pages", "<iframe src=/player></iframe>", "/music/8812", 100),
    living("a glossary of servers", "Internet Information Services", "What it is.", "/glossary/iis.html", 120),
    living("advice in short when an old name is for sale", "Our old address", "Our old address is not ours any more. If your browser tells you that this domain is for sale, please use the new one.", "/news/old-address", 10),
    living("a doctor whose name ends like a broker's", "Dr. Bodis: curriculum vitae", 'Radio-oncologist. <a href="https://www.drbodis.com/contact">Contact</a>', "/vita", 120),
    living("a look-up of name servers", "Name servers of a clinic", "ns1.bodis.com ns2.bodis.com", "/dns/lookup", 40),
    living("a page in short about parked names", "Parked domain", "A parked domain is a registered name without a site. Some say: this domain is parked.", "/glossary/parking.html", 20),
    living("advice when a name has expired", "What to do when a domain name has expired", "If your domain name has expired, write to the registrar.", "/help/9", 10),
    living("a ruling about parked names", "Parked free, courtesy of whom? A ruling", "The court looked at pages that say parked free, courtesy of a registrar.", "/law/9", 20),
    living("a missing gene", "Not found: the missing gene", "A gene.", "/blog/18"),
    living("play therapy", "Pragmatic play and poker faces: therapy with children", "Pragmatic play helps children with pain. Free spins on the roundabout, too.", "/therapy/children"),
    living("time slots for scans", "Book your MRI slot online", "Book a slot online. Choose a time slot.", "/mri"),
    living("a venue called Casino", "Congress at the Casino of Basel: online casino map, poker face workshop", "Come by tram.", "/congress"),
    living("those who work in casinos", "Back pain in casino dealers", "Dealers at an online casino sit longer; poker online players too; casino bonus schemes.", "/study", 200),
    living("a warning of a pharmacist", "Buy cialis online? A warning of the pharmacist", "Without prescription, sellers of cialis online send fakes.", "/warn"),
    living("a course that has expired", "This course has expired", "The next one begins in May. Register by mail.", "/course/3"),
    living("a job that is closed", "Physiotherapist (closed)", "This position is no longer available.", "/jobs/7"),
    living("a title with soft hyphens", "Rücken&shy;schmer&shy;zen", "Bewegung hilft.", "/leaflets/7"),
    sorry("sorrow with soft hyphens", "Sei&shy;te nicht ge&shy;fun&shy;den"),
    sorry("sorrow with blanks that do not break", "Page&nbsp;not&nbsp;found"),
    sorry("sorrow with a blank without width", "Page\u200b not found"),
    sorry("a record that is not in a catalogue", "Record not found | Catalogue"),
    at("a page that became an essay mill", V.PARKED, weekly(PAGE, ESSAYS)),
    everywhere("a parked page that speaks by advertisements alone", V.PARKED, answer(200, '<html data-adblockkey="MFww_x"><head><title>old-clinic.test</title></head><body><div id=ad></div><script src=/bundle.js></script></body></html>')),
    everywhere("a lander that a script opens", V.PARKED, answer(200, '<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>')),
    everywhere("a domain that is in redemption", V.PARKED, page("Domain expired", "<p>This domain has expired. Renew it now. If you owned this domain contact your registrar.</p>")),
    everywhere("an account of a host that is over", V.SOFT_404, page("Account Suspended", "<p>This Account has been suspended. Contact your hosting provider for more information.</p>")),
    everywhere("a blog that was removed with 200", V.SOFT_404, page("Blog not found", "<p>Sorry, the blog you were looking for does not exist.</p>")),
)  # fmt: skip

MAKER = "<script src=/anchor.min.js></script>"


def place(why: str, ideal: V, fragment: str, body: str) -> Case:
    """A link to a place in a guide."""
    said = answer(200, html("Guide", body + prose("guide", 200)))
    return at(why, ideal, said, "/guide", href="{scheme}://{host}{path}#" + fragment)


PLACES = (
    place("a place that a script makes of a heading", V.OK, "causes-of-back-pain", f"<h2>Causes of back pain</h2>{MAKER}"),
    place("a place that a script makes of a heading in German", V.OK, "ursachen-von-rückenschmerzen", f"<h2>Ursachen von Rückenschmerzen</h2>{MAKER}"),
    place("a heading that has another name now", V.FRAGMENT_MISSING, "causes-of-back-pain", f"<h2 id=causes>Causes of back pain</h2>{MAKER}"),
    place("a heading with another name within", V.FRAGMENT_MISSING, "causes-of-back-pain", f"<h2><a name=causes></a>Causes of back pain</h2>{MAKER}"),
    place("a heading without a script", V.FRAGMENT_MISSING, "causes-of-back-pain", "<h2>Causes of back pain</h2>"),
    place("a window of a page builder", V.OK, "elementor-action%3Aaction%3Dpopup%3Aopen%26settings%3DeyJpZCI6IjEyIn0%3D", "<h2>Hello</h2>"),
    place("a place by the name of a field", V.FRAGMENT_MISSING, "email", "<input name=email>"),
    place("a place of a map of links", V.OK, "m1", "<map name=m1><area href=x></map>"),
    place("a footnote with a colon", V.OK, "fn:1", '<li id="fn:1">note</li>'),
    place("a place with a hash in its name", V.OK, "a#b", '<h2 id="a#b">x</h2>'),
    place("a place in a document of an office", V.OK, "heading=h.abc", "<p>x</p>"),
    place("a moment of a film", V.OK, "t=1m30s", "<p>x</p>"),
    place("a part of a picture", V.OK, "xywh=10,10,50,50", "<p>x</p>"),
    place("a place written with blanks", V.OK, "my%20place", '<a name="my place">x</a>'),
    place("a place with a plus for a blank", V.FRAGMENT_MISSING, "my+place", '<a name="my place">x</a>'),
)  # fmt: skip

ADDRESSES = {
    "a telephone of letters": "tel:1-800-BACKPAIN",
    "a telephone with blanks": "tel:+41 (0)44 123 45 67",
    "a telephone with an extension": "tel:+1-201-555-0123;ext=12",
    "a telephone with a pause": "tel:+14155550123,,77#",
    "a short message": "sms:+41791234567?body=hello",
    "a fax": "fax:+41441234567",
    "a call of old": "callto:back.clinic",
    "a call of an app": "skype:back.clinic?call",
    "a place on earth": "geo:47.37,8.54?q=clinic",
    "an app's own address": "intent://scan/#Intent;scheme=zxing;package=x;end",
    "a store of apps": "market://details?id=x",
    "a store of apps of another maker": "itms-apps://itunes.apple.com/app/id1",
    "a calendar to subscribe to": "webcal://clinic.test/cal.ics",
    "a meeting by an app": "zoommtg://zoom.us/join?confno=1",
    "a messenger's app": "whatsapp://send?text=hi",
    "a document for an office's program": "ms-word:ofe|u|https://clinic.test/a.docx",
    "a magnet": "magnet:?xt=urn:btih:abc",
    "a book by its number": "urn:isbn:9780306406157",
    "mail with a subject": "mailto:info@clinic.test?subject=Back%20pain",
    "mail to two": "mailto:a@clinic.test,b@clinic.test",
    "mail with a name": "mailto:%22Dr%20Back%22%20%3Cback@clinic.test%3E",
    "mail to nobody yet": "mailto:?subject=See%20this&body=https://clinic.test",
    "the source of a page": "view-source:https://clinic.test/",
    "a messenger of old": "xmpp:back@clinic.test",
    "a telephone of the net": "sip:back@clinic.test",
    "news of old": "news:sci.med",
    "a leaflet of a file server": "ftp://ftp.clinic.test/f.pdf",
    "a picture of a mail": "cid:image001.png@01D",
}

CASES = (
    *SUBJECTS,
    *PLACES,
    *(Case(why=why, ideal=V.EXCLUDED, href=href) for why, href in ADDRESSES.items()),
)
