"""Pages near the rules of decision 0058, on both sides of them, and living ones as the web of medicine has them."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, weekly
from tests.awkward.case import Case, at
from tests.awkward.cases.living import PDF, house
from tests.awkward.cases.lost import deaf
from tests.awkward.cases.redirects import HERE, HOME, PAGE

SOON = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y%m%dT%H%M%SZ")
SIGNED = "/leaflet.pdf?X-Amz-Date={}&X-Amz-Expires=604800&X-Amz-Signature=0f"
REFUSED = answer(403, "<Error><Code>AccessDenied</Code></Error>", "application/xml")
STUDY = page("The spine study", "<p>Welcome.</p>" + prose("study", 90))
SHELL = answer(200, html("Portal", "<div id=root></div><script src=/app.js></script>"))
FOLDERS = page(
    "Voor patienten",
    "<p>Kunt u uw folder niet vinden op deze pagina? Bel ons.</p>" + prose("nl", 60),
)
SIGN = "Please sign the guest book: 0 results of the raffle so far."


def told(why: str, title: str, words: str, path: str = HERE, ideal: V = V.OK) -> Case:
    """A page of few words at one address of a host that says 404 at others."""
    return house(why, page(title, f"<p>{words}</p>"), path, ideal)


def memento(why: str, asked: str, end: str, ideal: V = V.OK) -> Case:
    """An archive that sends from one memento to another."""
    path, last = (f"/web/2015/http://{address}" for address in (asked, end))
    return house(why, to(last), path, ideal, **{last: PAGE})


def dutch(talk: Talk) -> None:
    """All that is asked for but the start page is on one page now, for the moment."""
    known = {"/": HOME, "/patienten": FOLDERS}
    talk.send(known.get(talk.path, to("/patienten")))


# fmt: off
NOTICES = (
    told("a leaflet that is out of print", "Our brochure on back pain", "The brochure is no longer available in print. Download it here: <a href=/b.pdf>PDF, 2 MB</a>."),
    told("a page about a retired doctor", "Dr Example has retired", "Dr Example has retired. His patients are now seen by Dr Muster, telephone 01 234 56 78."),
    told("a video whose words are there instead", "Video: how to lift", "The video has been removed at the request of the speaker; his text follows. Bend your knees, keep the load close, breathe out."),
    told("a warning about deleted files", "Deleted files", "Files that were deleted by the virus could be brought back. Write to our helpdesk."),
    told("an old form of consent that is valid no more", "Einwilligung abgelaufen", "Ihre Einwilligung ist nach zwei Jahren abgelaufen. Bitte füllen Sie das neue Formular aus."),
    told("a course that is full", "Kurs nicht verfügbar? Warteliste", "Der Kurs Rückenfit ist ausgebucht. Tragen Sie sich in die Warteliste ein."),
    told("a medicine that is not to be had", "Morphin ret. 10 mg nicht verfügbar", "Das Arzneimittel ist nicht mehr verfügbar. Ausweichpräparate nennt Ihre Apotheke."),
    told("a retraction", "RETRACTED ARTICLE: Vertebroplasty in rabbits", "This article has been removed by the publisher at the request of the editor."),
    told("a withdrawn preprint", "Preprint removed", "This preprint has been removed by its server after an investigation. DOI 10.1234/x. Muster A, Example B. 2021."),
    told("a news item of a closure", "Ward 7 is closed", "Ward 7 has been closed and its page will follow the team to the new building."),
    told("expired batches", "Expired bone cement", "Batches 12 and 13 have expired and were removed from the market in May."),
    told("a trial without results", "Trial NCT01234567: no results posted", "0 results have been posted on this trial. Status: completed."),
    told("a search in a library that found nothing", "Search our library", "No results for “zebra spine”.", "/search?q=zebra+spine"),
    told("a guest book", "Guest book", SIGN, "/guestbook"),
    told("a page whose heading is about links", "This link has expired? Ask for a new one", "Write to archive@example.org with the number on your letter."),
    told("a page for members about members", "Membership", "Members only pay half. The members' area is open day and night.", "/join"),
    told("who may see the records", "Data protection", "Staff who are not authorized to access a record are logged.", "/privacy"),
    told("advice about being human", "Being human in the clinic", "Verify what you hear, and stay human.", "/blog/human"),
    told("an empty category", "Archive: 2009", "There are no posts of this year.", "/2009"),
    told("an award for documents", "Document of the year", "The document was not found wanting by the jury.", "/award"),
    told("a video in sign language", "Video nicht verfügbar in Gebärdensprache", "Der Text steht in Leichter Sprache bereit.", "/leicht"),
    told("a page that says what a 410 is", "What we delete", "What has been deleted from our site gets the status 410.", "/policy/deletion"),
    told("a content warning", "Content unavailable to children", "This page shows pictures of operations.", "/op"),
    told("a document for others", "Dokument nicht verfügbar", "Für Gäste ist das Dokument nicht mehr verfügbar. Bitte melden Sie sich an."),
    told("a document for other countries", "Inhalt nicht verfügbar", "Dieser Inhalt ist in Ihrem Land nicht mehr verfügbar."),
    told("a content for who signs in", "Content unavailable", "You are not signed in, so this content is no longer available to you. Sign in with your account."),
    told("a film without cookies", "Video unavailable", "You declined cookies, so the video has been removed from this page. Accept cookies to watch it."),
    told("a file that too many want", "File unavailable", "Too many users have viewed this file recently. Access was removed for 24 hours."),
    told("a leaflet and what stands instead", "Leaflet retired", "This leaflet has been retired. It has been replaced by: <a href=/new.pdf>Back pain, 2nd edition (PDF)</a>."),
    told("a poem", "Nothing", "Nothing found me. Nothing was lost.", "/poem"),
)
RETURNS = (
    house("a page sent to a search that finds it", to("/search?q=back"), **{"/search?q=back": page("Search", "<p>12 results. Back pain; Back school; Backs.</p>")}),
    house("a page sent to the second start page of a portal", to("/patients"), "/p", **{"/patients": page("For patients", prose("patients", 90))}),
    house("a page sent to a search that finds it among leaflets only", to("/search?topic=back"), "/leaflets", **{"/search?topic=back": page("Search", "<p>Leaflets: 12 results. Videos: 0 results. News: 0 results.</p><ul><li>Back school<li>Sciatica</ul>")}),
    house("a catalogue whose search has another address now", to("/find?lookfor=", 301), "/catalog/", V.MOVED, **{"/find?lookfor=": page("Find", "<form><input name=q></form><p>Search our books. No results yet.</p>")}),
    house("a form of a search that moved", to("/search/advanced", 301), "/advanced-search.html", V.MOVED, **{"/search/advanced": page("Advanced search", "<p>No results? Use fewer words. 0 results so far.</p>")}),
    house("a page sent to a search that a script fills", to("/search?topic=back"), **{"/search?topic=back": answer(200, "<html><head><title>Search</title></head><body><div id=root>0 results</div><script src=/app.js></script></body></html>")}),
    house("a study whose page is shown at the front, too", to("/en/about-the-study", 301), "/content/about-study.html", V.MOVED, **{"/en/about-the-study": STUDY, "/": STUDY}),
    house("a slash behind the page that is shown at the front, too", to(f"{HERE}/", 301), **{f"{HERE}/": STUDY, "/": STUDY}),
    house("a page of a portal that a script fills at any address", to("/c/back-pain", 301), ideal=V.MOVED, **{"/c/back-pain": SHELL, "/": SHELL}),
    house("the old start page of a system", to("/cms/front.html"), "/web/guest/home", V.UNKNOWN, **{"/cms/front.html": HOME}),
    house("the old start page in German", to("/de/willkommen.html"), "/de/startseite-neu/", V.UNKNOWN, **{"/de/willkommen.html": HOME}),
    house("a department sent to the hospital's page that says the same", to("/spine"), "/spine-centre-old", V.OK, **{"/spine": page("Spine centre", prose("spine", 90))}),
    house("the start page by its old name in a frame of the system", to("/index.php?id=1"), "/index.htm", **{"/index.php?id=1": HOME}),
    house("an old start page in another language", to("/?lang=de"), "/deutsch.htm", V.UNKNOWN, **{"/?lang=de": HOME}),
    house("a page whose words all stand on the start page, too", page("Example Hospital", "<p>Welcome to our hospital.</p>"), "/welcome-to-us"),
    memento("a memento of a department that got a host", "uni.test/clinics/spine-care/", "spinecare.uni.test/"),
    memento("a memento of a node that may be the start page", "uni.test/node/1", "uni.test/", V.UNKNOWN),
    Case(why="a memento that leads to another moment of its start page", ideal=V.OK, href="http://memento.test/web/2015/http://old.test/", sites=at("memento", V.OK, to("/web/2014/http://old.test/"), "/web/2015/http://old.test/", any=PAGE).sites),
)
SIGNATURES = (
    at("a signed address that is good for a month", V.BLOCKED, REFUSED, SIGNED.format(SOON), any=REFUSED),
    at("a signed address that has run out and opens", V.OK, answer(200, PDF, "application/pdf"), SIGNED.format("20210301T000000Z")),
    at("an address that only looks signed", V.BLOCKED, page("No", status=403), "/leaflet.pdf?Expires=1600000000", any=page("No", status=403)),
    at("a signed address whose moment no clock can tell", V.BLOCKED, REFUSED, f"/leaflet.pdf?Expires={10**17}&Signature=0f&Key-Pair-Id=K", any=REFUSED),
    at("a signed address whose moment is nonsense", V.BLOCKED, REFUSED, SIGNED.format("yesterday"), any=REFUSED),
    at("a signed address that has run out, at a store in trouble", V.UNREACHABLE, page("500", status=500), SIGNED.format("20210301T000000Z"), any=page("500", status=500)),
)
LIVING = (
    *(
        house(f"an article on no link in {tongue}", page(title, prose(tongue, 70)))
        for tongue, title in {
            "English": "Vaccines and autism – the link does not exist",
            "French": "Vaccins et autisme – le lien n'existe pas",
            "Italian": "Vaccini e autismo - il collegamento non esiste",
            "Portuguese": "Vacinas e autismo | a ligação não existe",
            "Dutch": "Vaccins en autisme - de link bestaat niet",
        }.items()
    ),
    house("a leaflet in Polish about what disappears", page("Ból, który nie istnieje", prose("ból", 120))),
    house("a leaflet in Swedish", page("Ryggont – när hjälpen inte hittas", prose("rygg", 120))),
    house("a leaflet in Dutch that says what cannot be found", page("Oorzaak niet gevonden: aspecifieke rugpijn", prose("rug", 120))),
    house("a leaflet in French about a lost card", page("Carte de porteur d’implant perdue ou introuvable", prose("carte", 80))),
    house("a leaflet in Italian on waiting", page("Posto letto non disponibile: che cosa fare", prose("letto", 80))),
    house("a leaflet in Spanish about errors", page("Error 404: el paciente no encontrado, una novela", prose("novela", 160))),
    house("a journal that has moved to another platform and kept the page", page("This journal has moved", "<p>Since 2020 the journal appears elsewhere. Its archive stays here.</p>" + prose("journal", 90))),
    house("a chapter behind a preview", page("Chapter 12: The cervical spine", prose("chapter", 70) + "<p>You do not have access to this content. Log in or buy the chapter.</p>")),
    house("a poster as one picture", answer(200, html("Poster", "<img src=poster.png alt=''>"))),
    house("a podcast with a player", answer(200, html("Folge 12: Rücken", "<audio src=12.mp3 controls></audio>")), "/podcast/12"),
    house("a form that a script fills at an honest host", answer(200, html("Fragebogen Rücken", '<div id="app"></div><script src=f.js></script>')), "/fragebogen", V.OK),
    house("a page in Arabic", page("آلام أسفل الظهر", "<p>" + "ألم الظهر شائع ويزول غالبا من تلقاء نفسه. " * 12 + "</p>")),
    house("a page in Hebrew", page("כאבי גב תחתון", "<p>" + "כאב גב הוא נפוץ ולרוב חולף מעצמו. " * 12 + "</p>")),
    house("a page that a portal will update", page("Wirbelbruch", "<p>Diese Seite wird gerade überarbeitet.</p>" + prose("bruch", 60))),
    house("a page that closes a comment", page("Forum: Bandscheibe", "<p>Dieses Thema wurde geschlossen. Beitrag gelöscht. Beitrag gelöscht.</p>" + prose("forum", 90)), "/forum/t/99"),
    house("a page that changed to a shorter one", weekly(article("Living with sciatica", 300), article("Living with sciatica", 100))),
    house("a server that answers its robots with 429 at first", weekly(page("429", status=429), PAGE, PAGE)),
    house("a site in repair for two weeks", weekly(page("Wartung", "<p>Wir sind bald zurück.</p>", status=503), page("Wartung", "<p>Wir sind bald zurück.</p>", status=503), PAGE)),
)
DEAF = (
    at("folders in Dutch that are all on one page now", V.UNKNOWN, dutch, "/folders/rug", any=dutch),
    deaf("a consent that is asked at every address in Italian", page("Informativa", "<p>Utilizziamo cookie. Accetta e continua.</p><button>Accetta e continua</button>"), ideal=V.BLOCKED),
    deaf("a queue before every page", page("Please wait", "<p>You are in line. Estimated wait time: 2 minutes.</p>"), ideal=V.BLOCKED),
    deaf("a session that has to begin at the front", page("Session", "<p>Your session is no longer available. Please begin at the start page and try again later.</p>"), ideal=V.UNKNOWN),
    deaf("a browser that is too old", page("Update your browser", "<p>Your browser is not supported. Please update it to see this content.</p>"), ideal=V.BLOCKED),
    deaf("a portal that repeats the name of what it loads", answer(200, html("Loading back-pain", "<div id=root></div><p>Please wait, we are loading what you asked for from our library of leaflets.</p>")), ideal=V.UNKNOWN),
)
# fmt: on

CASES = (*NOTICES, *RETURNS, *SIGNATURES, *LIVING, *DEAF)
