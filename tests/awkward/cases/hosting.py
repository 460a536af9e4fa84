"""What stands where a site was: defaults of servers, maintenance, sale, spam, faults with status 200."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, weekly
from tests.awkward.case import Case, at
from tests.awkward.cases.redirects import HOME, PAGE, paths_of

ONE_PAGE = page(
    "Back Pain Day", "<p>Back pain day is in May. Walk with us.</p>" + prose("day", 120)
)
ERROR_PAGE = page("Clinic", "<p>Something is not as it should be.</p>" + prose("menu", 100))


def everywhere(why: str, ideal: V, said: bytes, path: str = "/leaflets/back-pain") -> Case:
    """The same answer at every address of a host."""
    return at(why, ideal, said, path, any=said)


def sent_to(
    why: str, ideal: V, location: str, said: bytes, status: int = 302, any_other: bool = True
) -> Case:
    """One page (or every address) sent to another of the same host."""
    place = location.partition("?")[0]

    def manner(talk: Talk) -> None:
        talk.send(said if talk.path.partition("?")[0] == place else to(location, status))

    others = manner if any_other else paths_of({place: said, location: said})
    return at(why, ideal, manner, any=others)


def sends_to_oops(talk: Talk) -> None:
    """What ASP.NET does with addresses that fail, when its site names a page for that."""
    path = talk.path.partition("?")[0]
    known = {"/": HOME, "/oops.aspx": ERROR_PAGE}
    talk.send(known.get(path) or to(f"/oops.aspx?aspxerrorpath={path}"))


def tomorrow(talk: Talk) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    talk.send(page("Wartung", "<p>Wir sind gleich zurück.</p>", status=503, Retry_After=moment))


def taken_over(why: str, title: str, text: str) -> Case:
    """A living clinic whose name somebody else bought."""
    return at(
        why, V.PARKED, weekly(article(), page(title, text)), any=weekly(HOME, page(title, text))
    )


LINKS = (
    "<ul>"
    + "".join(
        f"<li><a href=/?q={n}>{w}</a>"
        for n, w in enumerate(
            (
                "Back Pain Relief",
                "Spine Surgeon Near Me",
                "Mattress Sale",
                "Health Insurance",
                "Physical Therapist",
            )
        )
    )
    + "</ul>"
)
SOLD = {
    "German": "<p>Hier entsteht eine neue Internetpräsenz.</p>",
    "French": "<p>Ce nom de domaine est à vendre.</p>",
    "Italian": "<p>Questo dominio è in vendita.</p>",
    "Spanish": "<p>Este dominio está en venta.</p>",
    "Dutch": "<p>Deze domeinnaam is te koop.</p>",
    "Polish": "<p>Ta domena jest na sprzedaż.</p>",
    "Turkish": "<p>Bu alan adı satılıktır.</p>",
    "Portuguese": "<p>Este domínio está à venda.</p>",
    "Swedish": "<p>Den här domänen är till salu.</p>",
    "Russian": "<p>Домен продаётся.</p>",
    "Japanese": "<p>このドメインは販売中です。</p>",
    "Chinese": "<p>该域名正在出售</p>",
}

DEFAULTS = (
    everywhere("a welcome of nginx", V.SOFT_404, answer(200, "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p></body></html>")),
    at("a welcome of nginx at the start page", V.SOFT_404, answer(200, "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p></body></html>"), "/"),
    at("a default page of Ubuntu at the start page", V.SOFT_404, page("Apache2 Ubuntu Default Page: It works", "<p>This is the default welcome page used to test the correct operation of the Apache2 server after installation on Ubuntu systems.</p>"), "/"),
    at("a picture of Windows at the start page", V.SOFT_404, answer(200, "<html><head><title>IIS Windows Server</title></head><body><a href=http://go.microsoft.com/fwlink/?linkid=66138><img src=iisstart.png alt=IIS></a></body></html>"), "/"),
    sent_to("a default page of a hosting panel", V.SOFT_404, "/cgi-sys/defaultwebpage.cgi", answer(200, html("Default Web Site Page", "<h1>SORRY!</h1><p>If you are the owner of this website, please contact your hosting provider.</p>"))),
    everywhere("a default page of a domain", V.SOFT_404, page("Domain Default page", "<p>If you are seeing this message, the website for is not available at this time. If you are the owner of this website, one of the following things may be occurring.</p>")),
    everywhere("coming soon", V.UNKNOWN, page("Coming soon", "<p>Our new website is on its way.</p>")),
    everywhere("maintenance in German", V.UNKNOWN, page("Wartungsarbeiten", "<p>Unsere Website wird gerade gewartet.</p>")),
    everywhere("maintenance in French", V.UNKNOWN, page("Site en maintenance", "<p>Nous serons bientôt de retour.</p>")),
    everywhere("maintenance of a weblog", V.UNKNOWN, page("Maintenance", "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>", status=503, Retry_After="600")),
    at("503 with a date of tomorrow", V.UNKNOWN, tomorrow, any=tomorrow),
    everywhere("a database that does not answer, with 200", V.UNKNOWN, page("Database Error", "<h1>Error establishing a database connection</h1>")),
    at("a fault of PHP with 200", V.UNKNOWN, answer(200, "<br /><b>Fatal error</b>:  Uncaught Error: Call to undefined function mysql_connect() in /var/www/html/leaflet.php:12<br />")),
    everywhere("no app of this name", V.GONE, page("No such app", "<p>There's nothing here, yet.</p>", status=404)),
    everywhere("a delivery network that does not know the name", V.UNREACHABLE, answer(500, "Fastly error: unknown domain: old.test. Please check that this domain has been added to a service.")),
    everywhere("a bucket that does not have it", V.GONE, answer(404, "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "application/xml"), "/leaflet.pdf"),
    everywhere("a bucket that does not tell", V.BLOCKED, answer(403, "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "application/xml"), "/leaflet.pdf"),
    everywhere("a blog that its authors deleted", V.GONE, page("old-clinic is no longer available", "<p>The authors have deleted this site.</p>", status=410)),
)  # fmt: skip

LOST = (
    at("an address copied from an error page", V.SOFT_404, ERROR_PAGE, "/error.aspx?aspxerrorpath=/leaflets/back-pain", any=HOME),
    at("an error page whose address says what failed", V.SOFT_404, sends_to_oops, any=sends_to_oops),
    sent_to("an error page of old with its path in the query", V.SOFT_404, "/errors/404.aspx?aspxerrorpath=/leaflets/back-pain", page("The resource cannot be found", "<p>Sorry.</p>")),
    sent_to("an error page of a document server", V.SOFT_404, "/Pages/PageNotFoundError.aspx?requestUrl=x", page("Page not found", "<p>The page you're looking for doesn't exist.</p>")),
    sent_to("an error page at 404 by 301", V.SOFT_404, "/404", page("Clinic", "<p>This page could not be found.</p>"), 301),
    sent_to("a page that is not found in German by its address", V.SOFT_404, "/seite-nicht-gefunden", page("Klinik am See", "<p>Hier ist nichts.</p>"), 301),
    sent_to("an error of the server at an address of its own", V.UNKNOWN, "/GenericError.htm?aspxerrorpath=/x", page("Runtime Error", "<p>Sorry, an error occurred. Please try again later.</p>")),
    sent_to("sent to the start page in a language", V.SOFT_404, "/en/", HOME, 301),
    sent_to("sent to the start page by another name", V.SOFT_404, "/index.php", HOME, 301),
    sent_to("sent to the start page in German", V.SOFT_404, "/de/startseite", HOME, 301),
    everywhere("a script that sends home", V.SOFT_404, answer(200, "<html><script>window.location = '/';</script></html>")),
    at("only this page is sent home", V.SOFT_404, to("/", 301), any=paths_of({"/": HOME})),
    at("an item that is not there in German", V.SOFT_404, page("Artikel nicht gefunden", "<p>Der gesuchte Artikel ist nicht mehr verfügbar.</p>"), "/artikel?id=77"),
    at("a document that is not there in French", V.SOFT_404, page("Document introuvable", "<p>Ce document n'existe plus.</p>"), "/doc?id=77"),
    everywhere("oops in French", V.SOFT_404, page("Oups ! Cette page n'existe plus", "<p>Retour à l'accueil</p>")),
    everywhere("oops in Italian", V.SOFT_404, page("Ops! La pagina che cerchi non esiste", "<p>Torna alla home</p>")),
    everywhere("oops in Spanish", V.SOFT_404, page("¡Vaya! No hemos encontrado la página", "<p>Volver al inicio</p>")),
    everywhere("not found in Korean", V.SOFT_404, page("페이지를 찾을 수 없습니다", "<p>홈으로</p>")),
    everywhere("not found in Arabic", V.SOFT_404, page("الصفحة غير موجودة", "<p>الرئيسية</p>")),
    everywhere("not found in Romanian", V.SOFT_404, page("Pagina nu a fost găsită", "<p>Acasă</p>")),
    everywhere("not found in Ukrainian", V.SOFT_404, page("Сторінку не знайдено", "<p>На головну</p>")),
    everywhere("not found in Croatian", V.SOFT_404, page("Stranica nije pronađena", "<p>Početna</p>")),
    everywhere("not found in plain text", V.SOFT_404, answer(200, "404 page not found\n", "text/plain")),
    everywhere("not found in JSON", V.SOFT_404, answer(200, '{"status":404,"message":"Not Found"}', "application/json")),
    at("a PDF that is a line of text", V.SOFT_404, answer(200, "File not found.", "text/plain"), "/leaflet.pdf"),
    at("a film that its owner removed", V.SOFT_404, answer(200, html(" - YouTube", '<script>var ytInitialPlayerResponse = {"playabilityStatus":{"status":"ERROR","reason":"Video unavailable"}};</script>')), "/watch?v=abcdefghijk"),
)  # fmt: skip

SALE = (
    *(everywhere(f"sold in {language}", V.PARKED, page("old-clinic.test", text)) for language, text in SOLD.items()),
    everywhere("links of an advertiser and no word of sale", V.PARKED, answer(200, f"<html><head><title>old-clinic.test</title></head><body><h1>old-clinic.test</h1><p>Related Links</p>{LINKS}<p>Privacy Policy</p></body></html>")),
    everywhere("a key of an advertiser", V.PARKED, answer(200, '<!doctype html><html data-adblockkey="MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANDrp2lz7AOmADaN8tA50LsWcjLFyQFcb/P2Txc58oYOeILb3vBw7J6f4pamkAQVSQuqYsKx3YzdUHCvbVZvFUsCAwEAAQ=="><head><title>old-clinic.test</title></head><body><div id=target></div><script>window.park="eyJ1dWlkIjo"</script></body></html>')),
    at("sent to ww25", V.PARKED, to("http://ww25.sent-to-ww25.test/leaflets/back-pain?subid1=2026"), any=to("http://ww25.sent-to-ww25.test/?subid1=2026"), elsewhere={"ww25.sent-to-ww25.test": {"*": answer(200, "<html><head><title>sent-to-ww25.test</title></head><body><div id=target style='opacity:0'></div><script src=/js/parking.2.1.js></script></body></html>")}}),
    at("sent to a market of domains", V.PARKED, to("https://www.afternic.com/forsale/old-clinic.test?utm_source=x"), elsewhere={"www.afternic.com": {"*": page("old-clinic.test", "<p>Get this domain.</p>")}}),
    everywhere("registered and congratulations", V.PARKED, page("Welcome", "<p>This domain name has been registered with a registrar. It is currently parked by the owner.</p>")),
    taken_over("bets in Turkish", "Deneme Bonusu Veren Siteler 2026", "<p>Canlı bahis siteleri, casino siteleri ve deneme bonusu veren bahis siteleri.</p>"),
    taken_over("slots in Thai", "สล็อตเว็บตรง ไม่ผ่านเอเย่นต์", "<p>สล็อต บาคาร่า คาสิโนออนไลน์ เว็บพนัน แทงบอล</p>"),
    taken_over("bets in Vietnamese", "Nhà cái uy tín số 1", "<p>Cá cược bóng đá, casino trực tuyến, nổ hũ, nhà cái tặng tiền.</p>"),
    taken_over("bets in Chinese", "澳门博彩官网", "<p>博彩 体育投注 真人娱乐 老虎机 百家乐</p>"),
    taken_over("pills without prescription", "Buy Viagra Online Without Prescription", "<p>Cheap viagra, cialis and levitra. Buy cialis online, no prescription needed.</p>"),
    taken_over("essays for sale", "Buy Essay Online | Cheap Essay Writing Service", "<p>Write my essay for me! Our essay writing service sells cheap essays.</p>"),
)  # fmt: skip

ALIVE = (
    at("404 patients", V.OK, page("404 patients with low back pain: a cohort", prose("404p", 90))),
    at("a bleeding site that was not found", V.OK, page("Bleeding site not found: a case report", prose("site", 90))),
    at("a painkiller that is no longer available", V.OK, page("Lumiracoxib is no longer available", prose("gone", 90))),
    at("implants that were removed", V.OK, page("This implant has been removed: what now?", prose("removed", 90))),
    at("a security check at the airport", V.OK, page("Security check: flying with spinal implants", prose("airport", 90))),
    at("access denied by an insurer", V.OK, page("Access denied: patients who were refused surgery", prose("denied", 90))),
    at("a request that was rejected", V.OK, page("Request rejected: when the insurer says no", prose("rejected", 90))),
    at("maintenance of a back", V.OK, page("Maintenance: keeping your back in shape", prose("maintenance", 90))),
    at("a treatment that is coming soon", V.OK, page("Coming soon: gene therapy for discs", prose("soon", 90))),
    at("just a moment of rest", V.OK, page("Just a moment: micro-breaks for your back", prose("moment", 90))),
    at("a guideline that was replaced", V.OK, page("Low back pain: early management", "<p>This guideline has been updated and replaced by NG59.</p>")),
    at("a review that was withdrawn", V.OK, page("Surgery for disc prolapse", "<p>This review has been withdrawn. The editorial group responsible for this published document have withdrawn it from publication.</p>")),
    at("a search without results", V.OK, page("Search results", "<p>No results were found for spinal zebra.</p>"), "/search?q=spinal+zebra"),
    at("a folder shown as it is", V.OK, answer(200, "<html><head><title>Index of /leaflets</title></head><body><h1>Index of /leaflets</h1><pre><a href=../>../</a><a href=back.pdf>back.pdf</a> 12-Mar-2019 204K</pre></body></html>"), "/leaflets/"),
    at("help against bets in Turkish", V.OK, page("Bahis bağımlılığı: yardım", "<p>Canlı bahis ve casino siteleri bağımlılık yapar.</p>" + prose("bahis"))),
    at("a study of viagra", V.OK, page("Viagra after spinal surgery", "<p>Can I buy viagra without prescription? Sildenafil and cialis after surgery.</p>" + prose("pde5", 200))),
    at("a film that is there", V.OK, answer(200, html("Exercises for the back - YouTube", '<script>var ytInitialPlayerResponse = {"playabilityStatus":{"status":"OK"}};</script>')), "/watch?v=abcdefghijk"),
    at("a PDF that became a page about it", V.OK, to("/publications/leaflet", 302), "/leaflet.pdf", any=paths_of({"/publications/leaflet": PAGE})),
    at("a picture that protects itself by another", V.OK, to("/hotlink.png"), "/spine.png", element="img", any=paths_of({"/hotlink.png": answer(200, b"\x89PNG\r\n\x1a\n" + b"0" * 900, "image/png")})),
    everywhere("a site of one page at every address", V.UNKNOWN, ONE_PAGE, "/back-pain-day"),
    everywhere("the start page by its old name and at every address", V.OK, page("Clinic", prose("clinic", 120)), "/index.html"),
    at("the start page at an address copied from an error", V.OK, HOME, "/?aspxerrorpath=/x", any=paths_of({"/": HOME})),
    at("a page that says where it moved", V.MOVED, page("This page has moved", "<p>Please update your bookmarks: <a href=/new>the new page</a>.</p>"), any=paths_of({"/new": PAGE})),
)  # fmt: skip

CASES = (*DEFAULTS, *LOST, *SALE, *ALIVE)
