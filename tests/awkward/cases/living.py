"""Living pages that look odd: health portals, journals, societies, clouds, in many languages and manners."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from collections.abc import Mapping

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, by_method, html, page, prose, to, weekly
from tests.awkward.case import Case, at, host_for
from tests.awkward.cases.redirects import HERE, HOME, PAGE, paths_of
from tests.awkward.server import NOT_HERE, Manner

PDF = b"%PDF-1.6\n" + b"0" * 3_000 + b"\n%%EOF"
WARNING = "<br />\n<b>Warning</b>: Undefined array key &quot;lang&quot; in <b>/var/www/inc/head.php</b> on line <b>12</b><br />\n"


def house(
    why: str,
    said: Manner,
    path: str = HERE,
    ideal: V = V.OK,
    *,
    href: str = "",
    elsewhere: Mapping[str, Mapping[str, Manner]] | None = None,
    **others: Manner,
) -> Case:
    """A host with a start page, what ``others`` says (an address with ``_`` for ``/``), and an honest 404 else."""
    known = {"/": HOME} | {name.replace("_", "/"): manner for name, manner in others.items()}
    return at(why, ideal, said, path, href=href, elsewhere=elsewhere, any=paths_of(known))


def titled(
    title: str, *, words: int = 250, lead: str = "", path: str = HERE, status: int = 200
) -> Case:
    """A page whose title alone could be misread."""
    return house(
        f"titled {title}", page(title, f"<p>{lead}</p>" + prose(title, words), status=status), path
    )


def wall(why: str, said: Manner, path: str = HERE) -> Case:
    """A wall at every address of a host."""
    return at(why, V.BLOCKED, said, path, any=said)


def slugless(talk: Talk) -> None:
    """Only the number of an address counts; the words behind it may be any."""
    talk.send(PAGE if talk.path.startswith("/artikel/4711/") else NOT_HERE)


def one_of_many(talk: Talk) -> None:
    """Numbers that exist have a page of their own; others show the list of all."""
    number = talk.path.partition("id=")[2]
    known = page(f"Leaflet {number}", prose(number, 200))
    talk.send(
        known
        if number in ("42", "43")
        else page("All leaflets", "<ul><li>Back pain<li>Neck pain<li>Sciatica</ul>")
    )


def early(status: str, body: bytes = PAGE):
    """An interim answer before the one that counts."""
    return f"HTTP/1.1 {status}\r\nLink: </s.css>; rel=preload\r\n\r\n".encode() + body


SESSION = "a session in the path for good"
MEMENTO = "http://web-archive.test/web/20150301000000/http://old-clinic.test/leaflet"
NEAREST = "/web/20150228101112/http://old-clinic.test/leaflet"
GIANT = "default-src 'self' " + " ".join(f"https://cdn{n}.example.test" for n in range(300))

STORE = {
    "store.test": {
        "/b/leaflet.pdf?X-Amz-Expires=300&X-Amz-Signature=ab": answer(200, PDF, "application/pdf")
    }
}
WAYF = {
    "wayf.test": {
        "*": page(
            "Select your organisation",
            "<form action=/WAYF><select name=idp><option>Example University</select><button>Select</button></form>",
        )
    }
}

# fmt: off
TITLES = (
    titled("404 consecutive patients with lumbar spinal stenosis: a cohort study"),
    titled("Lost to follow-up: what missing data do to spine registries"),
    titled("Erratum: Error in Table 2 of “Outcome after discectomy”", words=40),
    titled("Not found in translation: health literacy of migrants with back pain"),
    titled("Forbidden movements after spinal fusion"),
    titled("Access denied: why patients do not get physiotherapy", words=120),
    titled("Service unavailable: waiting times for spine surgery in rural areas", words=120),
    titled("Seite 404–410 | Zeitschrift für Wirbelsäulenchirurgie", words=60),
    titled("Die zehn häufigsten Fehler beim Heben und Tragen"),
    titled("Wenn die Ursache nicht gefunden wird: unspezifischer Rückenschmerz"),
    titled("Douleur introuvable : quand l’examen ne montre rien"),
    titled("Il dolore che non esiste più: storie di pazienti"),
    titled("原因が見つからない腰痛について", path="/ja"),
    titled("Боль, причина которой не найдена", path="/ru"),
    titled("No encontrado: el origen del dolor lumbar inespecífico"),
    titled("Temporarily closed: the wound after spinal surgery", words=90),
    titled("Prof. Example, 1941–2024: gone, not forgotten", words=90),
    titled("Untitled Document"),
    titled("Error", lead="Medical error in spine surgery: what patients should know. "),
    titled("Loading…", lead="How much load a disc bears when we sit, stand and lift. "),
)

PORTALS = (
    house("a portal of a health service that says when to call", page("Sciatica - NHS", "<div role=alert>Call 999 or go to A&amp;E now if you lose control of your bladder. Page last reviewed: 7 March 2020. Next review due: 7 March 2023.</div>" + prose("sciatica")), "/conditions/sciatica/"),
    house("a recommendation that was suspended", page("Haute Autorité - Lombalgie : recommandation abrogée", "<p>Cette recommandation a été abrogée le 4 avril 2019. Le texte reste consultable à titre historique.</p>" + prose("has", 80)), "/jcms/c_270934/fr/lombalgie"),
    house("a leaflet as a download without a name", answer(200, PDF, "application/octet-stream", Content_Disposition='attachment; filename="FI_000123.pdf"'), "/aifa/servlet/PdfDownloadServlet?pdfFileName=footer_000123&retry=0"),
    house("a record without an abstract", page("Degenerative disc disease - Index of papers", "<p>No abstract available</p><p>No comment in this article. Full text not available here.</p>"), "/3456789/"),
    house("a review that is not the latest", page("Exercise for back pain", "<div class=warn>This is not the most recent version of the article. View the current version.</div>" + prose("review", 120)), "/doi/10.1002/14651858.CD000335.pub1/full"),
    house("a paywall after the abstract", page("Pedicle screws: a trial", prose("abstract", 120) + "<div>This is a preview of subscription content. Log in via an institution to check access. Buy this article: EUR 39.95</div><form><input type=email name=e><input type=password name=p></form>"), "/article/10.1007/s00586-020-1"),
    house("a warning of the program over the article", answer(200, WARNING + html("Rückenschule", "<h1>Rückenschule</h1>" + prose("warning"))), "/ruecken.php"),
    house("a page of frames", answer(200, '<html><head><title>Praxis Dr. Muster - Wirbelsäule</title></head><frameset cols="20%,80%"><frame src="nav.htm"><frame src="spine.htm"><noframes>Ihr Browser unterstützt keine Frames.</noframes></frameset></html>'), "/wirbel/index.htm"),
    house("a page that holds a document", page("Patienteninformation", "<object data=/files/info.pdf type=application/pdf><p>Ihr Browser kann PDF nicht anzeigen. Die Datei ist nicht verfügbar? <a href=/files/info.pdf>Herunterladen</a></p></object>"), "/patienten/info"),
    house("a drawing and no words", answer(200, "<html><head><title>Infografik Bandscheibe</title></head><body><img src=disc.svg alt='Bandscheibe'></body></html>"), "/infografik"),
    house("a survey that takes no more answers", page("Survey on back pain", "<p>The form Survey on back pain is no longer accepting responses. Try contacting the owner of the form if you think that this is a mistake.</p>"), "/forms/d/e/1FAIpQL/closedform"),
    house("a page with a form of login in its head", page("Ischias", "<form action=/login><input name=u><input type=password name=p><button>Anmelden</button></form>" + prose("ischias")), "/ischias"),
    house("an article in two frames of a bank of cookies", page("Hernia discal", "<div id=cookie>Utilizamos cookies. <button>Aceptar todo</button><button>Rechazar</button></div>" + prose("hernia"))),
    house("a film with few words", answer(200, '<html><head><title>Rückenübungen - VideoTube</title><meta property="og:title" content="Rückenübungen"><meta property="og:video:url" content="https://v.test/e/abc"></head><body><script>var ytInitialData={}</script><noscript>Bitte aktiviere JavaScript.</noscript></body></html>'), "/watch?v=abcdefghijk"),
    house("a viewer of one file of a cloud", answer(200, '<html><head><title>Merkblatt.pdf - Cloud Drive</title><meta property="og:title" content="Merkblatt.pdf"></head><body><script>_init()</script><noscript>You need JavaScript.</noscript></body></html>'), "/file/d/1AbC/view?usp=sharing"),
    house("a record for programs whose error is null", answer(200, '{"error":null,"status":"ok","message":"","result":{"title":"Back pain","not_found":[]}}', "application/json"), "/api/leaflets/42"),
    house("a feed without entries", answer(200, '<?xml version="1.0"?><rss version="2.0"><channel><title>Spine news</title><link>http://x.test/</link><description>none</description></channel></rss>', "application/rss+xml"), "/feed/"),
    house("an event whose registration is over", page("Patiententag 2019", "<p>Die Anmeldung ist geschlossen. Diese Veranstaltung liegt in der Vergangenheit.</p>"), "/events/patiententag-2019"),
    house("an address whose words do not count", slugless, "/artikel/4711/rueckenschmerz", ideal=V.OK),
    at("a number without which the list is shown", V.OK, one_of_many, "/leaflet.asp?id=42", any=one_of_many),
    at("words that do not count, at every address of a number", V.OK, slugless, "/artikel/4711/rueckenschmerz", any=slugless),
    house("a table of contents of a volume with an issue missing", page("Volume 12", "<ul><li>Issue 1<li>Issue 2 (not available)<li>Issue 3</ul>"), "/toc/12"),
)

MANNERS = (
    house("an early hint before the page", early("103 Early Hints")),
    house("word to go on before the page", early("100 Continue")),
    house("a policy of nine thousand letters", page("Back school", prose("csp"), Content_Security_Policy=GIANT)),
    house("an encoding that is a charset", answer(200, html("Back school", prose("utf")), Content_Encoding="UTF-8")),
    house("404 for HEAD and a page for GET", by_method(head=answer(404), get=PAGE)),
    house("a leaflet whose type is a download", answer(200, html("Back school", prose("bin")), "application/force-download"), "/leaflet.html"),
    house("a PDF that calls itself text", answer(200, PDF, "text/plain"), "/leaflet.pdf"),
    house("a word document as a packed file", answer(200, b"PK\x03\x04\x14\0\x06\0" + b"word/document.xml" * 90, "application/zip"), "/merkblatt.docx"),
    at(SESSION, V.OK, to(f"http://{host_for(SESSION)}{HERE};jsessionid=0A1B2C", 301), any=paths_of({f"{HERE};jsessionid=0A1B2C": PAGE})),
    house("sent to a signed address of a store", to("http://store.test/b/leaflet.pdf?X-Amz-Expires=300&X-Amz-Signature=ab", 302), "/download/42", elsewhere=STORE),
    house("a leaflet that moved to a version of its own", to("/pi/back-pain/v3", 301), ideal=V.MOVED, _pi_back=PAGE, **{"/pi/back-pain/v3": PAGE}),
    house("the reader's language before the same path", to("/de" + HERE, 302), **{"/de" + HERE: PAGE}),
    house("a weblog's number that has words now", to("/2020/03/ruecken/", 301), "/?p=123", V.MOVED, **{"/2020/03/ruecken/": PAGE}),
    house("a site that became one page", to("/#rueckenschmerz", 301), "/rueckenschmerz.html", **{"/": page("Praxis Muster", "<h2 id=rueckenschmerz>Rückenschmerz</h2>" + prose("one") + "<h2 id=kontakt>Kontakt</h2>")}),
    house("a page written anew", weekly(page("Living with back pain", prose("first")), page("Back pain: our new leaflet", prose("second")))),
    house("a server that needed two weeks of rest", weekly(page("503", status=503, Retry_After="86400"), page("503", status=503), PAGE)),
    Case(why="a memento whose moment is near", ideal=V.OK, href=MEMENTO, sites=at("web archive", V.OK, to(NEAREST), "/web/20150301000000/http://old-clinic.test/leaflet", any=paths_of({NEAREST: PAGE, "/": HOME})).sites),
)

PLACES = (
    *(
        house(f"a place of {who}", page("Back pain", "<h2 id=causes>Causes</h2>" + prose("places")), href="http://{host}{path}#" + place)
        for who, place in {
            "a counter of campaigns": "xtor=RSS-3-[headlines]",
            "a mark of campaigns": "utm_source=newsletter&utm_medium=email",
            "a button to share": ".XkJh5s9Gp0A",
            "an advertisement before it": "google_vignette",
            "a messenger": "wechat_redirect",
            "a text with a comma": ":~:text=back%20pain,weeks",
            "a route of a script": "!/conditions/back",
        }.items()
    ),
    house("a place that a sheet names", answer(200, html("Dosing table", "<div id=grid></div><script src=s.js></script>" + prose("sheet", 40))), "/spreadsheets/d/1Ab/edit", href="http://{host}{path}#gid=0"),
    house("a note named as of old", page("Back pain", "<p>Text<a name='_ftnref1'></a><a href='#_ftn1'>[1]</a></p><p><a name=_ftn1></a>[1] See there.</p>" + prose("note")), href="http://{host}{path}#_ftn1"),
)

WALLS = (
    wall("a wall that interrupts", answer(200, html("Pardon Our Interruption", "<h1>Pardon Our Interruption...</h1><p>As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen: you've disabled cookies, you're a power user moving through this website with super-human speed.</p>"))),
    wall("a wall with an incident", answer(200, '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&incident_id=123-456">Request unsuccessful. Incapsula incident ID: 123-456</iframe></body></html>')),
    wall("a wall with a number of support", answer(200, "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890<br><br><a href='javascript:history.back();'>[Go Back]</a></body></html>")),
    wall("a wall to press and hold, with a reference", answer(403, html("Access to this page has been denied", "<p>Press &amp; Hold to confirm you are a human (and not a bot). Reference ID 77</p>"))),
    wall("a wall of subscriptions without tracking", page("Gesundheitsblatt", "<h2>Weiterlesen mit Werbung oder mit Pur-Abo</h2><p>Besuchen Sie uns wie gewohnt mit Werbung und Cookies. Zustimmung jederzeit widerrufbar.</p><button>Akzeptieren und weiter</button><a href=/pur>Pur-Abo für 3,99 €</a>")),
    wall("a wall in Spanish", page("Verificación de seguridad", "<p>Compruebe que es usted humano completando la siguiente acción.</p><div class=g-recaptcha data-sitekey=x></div>")),
    wall("a country that is not served", page("Not available in your region", "<p>We're sorry, this content is not available in your country. It is intended for residents of the United States.</p>")),
    wall("a house that shows nothing to strangers", page("Intranet", "<p>Cette page est réservée aux personnels du CHU. Veuillez vous identifier.</p><form method=post><input name=login><input type=password name=pw></form>")),
    house("members only, at this address", page("Nur für Mitglieder", "<p>Dieser Inhalt ist nur für Mitglieder der Fachgesellschaft zugänglich. Bitte melden Sie sich an.</p><a href=/login>Anmelden</a>"), ideal=V.BLOCKED),
    house("not allowed to see a node", page("Access denied", "<p>You are not authorized to access this page.</p>"), "/node/815", V.BLOCKED),
    house("a film behind a password", page("Private Video", "<p>This video is password protected. Enter the password to watch.</p><form method=post><input type=password name=password></form>"), "/76979871", V.BLOCKED),
    house("where are you from", to("http://wayf.test/WAYF?entityID=x&return=y"), "/secure/leaflet", V.BLOCKED, elsewhere=WAYF),
    house("too many questions, sent to a captcha", to("/sorry/index?continue=http://x/&q=EgQ", 302), "/scholar?q=spine", V.BLOCKED, **{"/sorry/index?continue=http://x/&q=EgQ": page("Sorry...", "<p>Our systems have detected unusual traffic from your computer network.</p>", status=429)}),
    house("an archive that was told to leave it out", page("Sorry.", "<p>This URL has been excluded from the Wayback Machine.</p>", status=403), "/web/2015/http://x.test/", V.BLOCKED),
)
# fmt: on

CASES = (*TITLES, *PORTALS, *MANNERS, *PLACES, *WALLS)
