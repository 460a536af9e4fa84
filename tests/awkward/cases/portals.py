"""Portals of medicine and learning: proxies, courses, registries of drugs and trials, repositories."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, article, html, page, prose, to
from tests.awkward.case import at, host_for

LOGIN = "<form method=post><input name=username><input type=password name=password><button>Log in</button></form>"


def said(title: str, words: str, status: int = 200) -> bytes:
    """A page of these words in the frame of its site."""
    return page(title, f"<p>{words}</p>", status=status)


def here(why: str, path: str) -> str:
    return f"http://{host_for(why)}{path}"


MOODLE, COOKIES, VERSION = (
    "a course that wants a login, on a portal",
    "a publisher whose cookies are needed",
    "the latest version of a record",
)
SHELL = answer(
    200,
    "<!doctype html><html><head><title>Spine tool</title></head><body><div id=app></div><script src=b.js></script></body></html>",
)

# fmt: off
CASES = (
    at("a library's proxy", V.BLOCKED, to("https://shib.unilib.test/idp/SSO?SAMLRequest=fZJ"), "/login?url=https://journals.example/31/2", elsewhere={"shib.unilib.test": {"/idp/SSO?SAMLRequest=fZJ": said("University Web Login", LOGIN)}}),
    at(MOODLE, V.BLOCKED, to(here(MOODLE, "/login/index.php"), 303), "/course/view.php?id=42", any=said("Log in to the site", LOGIN)),
    at("a course that was deleted", V.GONE, said("Error", "Can't find data record in database table course.", 404), "/course/view.php?id=99"),
    at("a course that visitors cannot enter", V.OK, said("Rückenschule für Zuhause", "Gäste können auf diesen Kurs nicht zugreifen. Melden Sie sich bitte an. Einschreibeoptionen: " + prose("course", 50)), "/enrol/index.php?id=7"),
    at("a doctor who left a portal of appointments", V.GONE, said("Diese Ärztin ist nicht mehr bei uns", "Finden Sie andere Fachärzte in Ihrer Nähe.", 410), "/dr-meier"),
    at("no free appointments", V.OK, said("Book an appointment", "Unfortunately there are no appointments available in the next four weeks. Please try again later or call us."), "/book/spine"),
    at("the leaflet of a medicine that is sold no more", V.OK, page("Ibuprofen 600 mg – Beipackzettel", "<p>Dieses Arzneimittel ist nicht mehr im Handel. Die Packungsbeilage steht weiter zur Verfügung.</p>" + prose("leaflet")), "/praeparate/ibuprofen-600"),
    at("a gate for those who know over the page itself", V.OK, page("Are you a healthcare professional?", "<p>The information on this site is intended for healthcare professionals.</p><a href='?hcp=yes'>Yes</a> <a href=/>No</a>" + prose("hcp", 300)), "/products/pain"),
    at("a trial withdrawn before it began", V.OK, page("DRKS00001111 – Trial withdrawn before recruiting started", "<p>Recruitment status: Withdrawn</p>" + prose("trial", 90)), "/trial/DRKS00001111"),
    at("a trial nobody registered", V.GONE, said("Page not found", "No trial found with the ID ISRCTN00000000.", 404), "/ISRCTN00000000"),
    at("guidance that was withdrawn and stays", V.OK, page("[Withdrawn] Back pain at work", "<p>This guidance was withdrawn on 3 March 2024. It is no longer current.</p>" + prose("guidance")), "/guidance/back"),
    at("a page kept as an archive, in Swedish", V.OK, page("Ryggbesvär", "<p>Den här sidan är arkiverad och uppdateras inte längre.</p>" + prose("rygg")), "/amnen/rygg"),
    at("an episode of a podcast", V.OK, answer(200, b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 4_000, "audio/mpeg"), "/episodes/12.mp3"),
    at("an app that speaks no German", V.OK, said("RückenFit im App Store", "Nur für iPhone konzipiert. Diese App ist nicht in deutscher Sprache verfügbar. " + prose("app", 60)), "/de/app/id123"),
    at("links of a work to choose from", V.OK, said("Choose from multiple link options", "This item is available from several locations: <a href=/x>Publisher's site</a> <a href=/y>JSTOR</a>"), "/mr/10.1000/abc"),
    at("a journal that was sold and says so", V.OK, said("Journal no longer published here", "Spine Letters is no longer published by us. As of January 2022 it is published by <a href=https://x.example/>Other Press</a>. The archive is available there."), "/journal/spine-letters/12/3"),
    at(COOKIES, V.BLOCKED, to(here(COOKIES, "/action/cookieAbsent")), "/doi/abs/10.1/y", any=said("Cookies required", "Your browser does not accept cookies. Please enable cookies to use this site.")),
    at("an article that its authors withdrew", V.OK, page("WITHDRAWN: Discs in rabbits", "<p>This article has been withdrawn at the request of the authors.</p>" + prose("rabbits", 40)), "/article/2"),
    at("a preprint that its author withdrew", V.OK, page("[2001.01234] Back pain and gravity", "<p>This paper has been withdrawn by the author.</p>" + prose("gravity", 70)), "/abs/2001.01234"),
    at("the tombstone of a record", V.GONE, said("Gone", "The record has been deleted. Reason: at the author's request.", 410), "/records/123"),
    at(VERSION, V.OK, to(here(VERSION, "/records/105")), "/records/100", any=article("Spine scans v6")),
    at("data under an embargo", V.OK, said("Spine MRI data set", "This item is under embargo and will be available on 1 January 2027. " + prose("mri", 40)), "/articles/1"),
    at("a private project", V.BLOCKED, said("You Need Permission", "Ask for access, or switch to an account with permission.", 403), "/priv1/"),
    at("a name with several meanings", V.OK, page("ALIF", "<p>ALIF may refer to:</p><ul><li>Anterior lumbar interbody fusion<li>Alif, the letter</ul>"), "/wiki/ALIF"),
    at("a section of an encyclopedia that was renamed", V.FRAGMENT_MISSING, page("Spinal disc herniation", "<h2 id=Signs_and_symptoms>Signs and symptoms</h2><h2 id=Causes>Causes</h2>" + prose("disc")), "/wiki/Disc", href="http://{host}/wiki/Disc#Symptoms"),
    at("a topic that a script shows", V.OK, SHELL, "/app", href="http://{host}/app#!topic/12"),
    at("a calendar of a congress", V.OK, answer(200, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "text/calendar"), "/congress.ics"),
    at("a congress of long ago", V.OK, said("Spine Week 2015", "This event has ended. " + prose("week", 50)), "/events/2015-spine-week"),
    at("a doctor's card", V.OK, answer(200, "BEGIN:VCARD\r\nFN:Dr A\r\nEND:VCARD\r\n", "text/vcard"), "/card.vcf"),
    at("help for those whose leaflet is not found", V.OK, page("Page not found? Help with our leaflets", "<p>If a leaflet cannot be found, write to us.</p>" + prose("help", 150)), "/faq"),
    at("nothing near, and what is farther away", V.OK, said("Find a physiotherapist", "No results within 5 km of Bern. Showing results further away: A. Muster, Thun; B. Muster, Biel."), "/find?city=Bern"),
    at("500 over an article that does not name itself", V.UNKNOWN, answer(500, html("Living with sciatica", "<h1>Living with sciatica</h1>" + prose("sciatica", 300))), "/sciatica"),
    at("500 with the name of the fault over much text", V.UNREACHABLE, answer(500, html("500 – something broke", prose("broke", 300))), "/broke"),
)
# fmt: on
