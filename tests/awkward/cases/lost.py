"""Pages that are lost, and say it in words and manners of their own."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import answer, html, page, prose, to, weekly
from tests.awkward.case import Case
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.living import house
from tests.awkward.cases.platforms import below
from tests.awkward.cases.redirects import HERE, HOME, PAGE
from tests.awkward.server import Manner


def deaf(
    why: str, said: Manner, path: str = HERE, ideal: V = V.SOFT_404, home: bytes = HOME
) -> Case:
    """The same answer at every address of a host but its start page."""
    return below(why, ideal, said, path, home)


def regret(tongue: str, title: str, words: str = "") -> Case:
    """A page of regret with status 200 at every address that does not exist."""
    return deaf(f"regret in {tongue}", page(title, f"<p>{words or title}</p>"))


def alone(why: str, title: str, words: str, path: str = HERE) -> Case:
    """Regret with status 200 at one address of a host that else says 404."""
    return house(why, page(title, f"<p>{words}</p>"), path, V.SOFT_404)


def xml(code: str, message: str = "") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>7F</RequestId></Error>"


LIST = page("Leaflets", "<p>0 results for back-pain. Your search returned no results.</p>")
FRAME = html("Klinikum", "<div id=content></div>")

# fmt: off
REGRET = (
    regret("Japanese", "ページが見つかりません", "お探しのページは移動または削除された可能性があります。"),
    regret("Chinese", "您访问的页面不存在"),
    regret("Russian", "Страница не найдена", "К сожалению, запрошенная вами страница не существует."),
    regret("Polish", "Strona nie istnieje", "Niestety, szukana strona nie została odnaleziona."),
    regret("Czech", "Stránka nenalezena"),
    regret("Hungarian", "Az oldal nem található"),
    regret("Turkish", "Aradığınız sayfa bulunamadı"),
    regret("Greek", "Η σελίδα δεν βρέθηκε"),
    regret("Arabic", "الصفحة غير موجودة"),
    regret("Korean", "요청하신 페이지를 찾을 수 없습니다"),
    regret("Finnish", "Sivua ei löytynyt"),
    regret("Danish", "Siden blev ikke fundet"),
    regret("Swedish", "Sidan kunde inte hittas", "Sidan du söker har flyttats eller tagits bort."),
    regret("Romanian", "Pagina nu a fost găsită"),
    regret("Portuguese", "Página não encontrada", "A página que procura não existe ou foi removida."),
    regret("Croatian", "Stranica nije pronađena"),
    regret("Catalan", "No s’ha trobat la pàgina"),
    regret("Dutch, politely", "Oeps! Deze pagina kunnen we niet (meer) vinden"),
    alone("a leaflet that was retired", "Leaflet retired", "This leaflet has been retired and is no longer available."),
    alone("a document that was deleted in French", "Document indisponible", "Le document demandé n’est plus disponible ou a été supprimé."),
    alone("a document that is not there in Italian", "Documento non disponibile", "Il documento richiesto non è più disponibile su questo sito."),
    alone("a contribution that was deleted in German", "Beitrag gelöscht", "Der gewünschte Beitrag wurde gelöscht oder ist nicht mehr verfügbar."),
    alone("a weblog that finds nothing", "Nothing Found", "It seems we can’t find what you’re looking for. Perhaps searching can help."),
    alone("a film that was removed", "Video unavailable", "This video has been removed by the uploader.", "/watch?v=zzzzzzzzzzz"),
    alone("a transfer that is over", "Transfer expired", "Sorry, this transfer has expired and the files are no longer available for download.", "/downloads/0af3"),
    alone("a link to a share that has run out", "This link has expired", "The sender's link to this file has expired or the file was deleted. Contact the sender for a new link.", "/d-s1f2e3"),
    alone("a file that a drive does not have", "Google Drive - Page not found", "Sorry, the file you have requested does not exist. Make sure that you have the correct URL and the file exists.", "/file/d/0BxX/view"),
    alone("a profile that left", "Profile unavailable", "This user no longer has an account with us.", "/people/dr-muster"),
)

PLACES = (
    house("a chapter that was renumbered", page("Leitlinie Kreuzschmerz", "<h2 id=kapitel-1>1</h2><h2 id=kapitel-2>2</h2>" + prose("kapitel")), ideal=V.FRAGMENT_MISSING, href="http://{host}{path}#kapitel-7"),
    house("a section in other letters", page("Guideline", "<h2 id=Treatment>Treatment</h2>" + prose("letters")), ideal=V.FRAGMENT_MISSING, href="http://{host}{path}#treatments"),
    house("an umlaut in a place that is gone", page("Leitlinie", "<h2 id=einfuehrung>Einführung</h2>" + prose("uml")), ideal=V.FRAGMENT_MISSING, href="http://{host}{path}#%C3%9Cbungen"),
)

CLOUDS = (
    everywhere("a store of objects without the object", V.GONE, answer(404, xml("NoSuchKey", "The specified key does not exist."), "application/xml"), "/docs/leaflet.pdf"),
    everywhere("a store that is gone", V.GONE, answer(404, xml("NoSuchBucket", "The specified bucket does not exist"), "application/xml"), "/docs/leaflet.pdf"),
    everywhere("a signed address that has run out", V.GONE, answer(403, xml("AccessDenied", "Request has expired") .replace("<RequestId>", "<Expires>2021-03-01T00:00:00Z</Expires><RequestId>"), "application/xml"), "/docs/leaflet.pdf?X-Amz-Date=20210228T000000Z&X-Amz-Expires=3600&X-Amz-Signature=0f"),
    everywhere("a signature that is no longer valid", V.GONE, answer(403, xml("AuthenticationFailed", "Server failed to authenticate the request. Signature not valid in the specified time frame: Start - Expiry [Mon, 01 Mar 2021 00:00:00 GMT]"), "application/xml"), "/c/leaflet.pdf?sv=2019&se=2021-03-01T00%3A00%3A00Z&sig=ab"),
    everywhere("a container that is not public", V.BLOCKED, answer(409, xml("PublicAccessNotPermitted", "Public access is not permitted on this storage account."), "application/xml"), "/c/leaflet.pdf"),
    everywhere("a resource that a blob store lacks", V.GONE, answer(404, xml("ResourceNotFound", "The specified resource does not exist."), "application/xml"), "/c/leaflet.pdf"),
    everywhere("an application nobody deployed", V.GONE, page("Heroku | No such app", "<p>There's nothing here, yet. No such app</p>", status=404)),
    everywhere("a site that its builder does not know", V.GONE, page("Looks like this domain isn't connected to a website yet", "<p>If this is your domain, connect it to your website.</p>", status=404)),
    everywhere("pages of a builder whose plan is over", V.SOFT_404, page("This site is currently unavailable", "<p>The owner of this site should renew the plan.</p>")),
)

REDIRECTS = (
    house("sent to a search that finds nothing", to("/search?q=back-pain"), ideal=V.SOFT_404, **{"/search?q=back-pain": LIST}),
    deaf("sent to a page of sorrow like all others", lambda talk: talk.send(page("Sorry!", "<p>The page you requested is not here any more.</p>") if talk.path == "/sorry.html" else to("/sorry.html"))),
    house("sent to the start page in its own words", to("/Default.aspx?tabid=36", 302), "/tabid/212/Default.aspx", V.SOFT_404, **{"/Default.aspx?tabid=36": HOME}),
    house("a document sent to the start page of the new portal", to("http://new-portal.test/", 301), "/docs/leaflet.pdf", V.SOFT_404, elsewhere={"new-portal.test": {"*": HOME}}),
    house("sent to an empty place", to("/leaflets/back-pain/", 301), ideal=V.GONE, **{"/leaflets/back-pain/": page("Gone", status=410)}),
    house("a refresh that ends at a page of sorrow", page("One moment", head='<meta http-equiv=refresh content="1; url=/fehler/404.html">'), ideal=V.SOFT_404, **{"/fehler/404.html": page("Seite nicht gefunden", "<p>Diese Seite gibt es leider nicht.</p>")}),
    house("http to https where nobody listens to it", lambda talk: talk.send(page("Bad gateway", status=502) if talk.scheme == "https" else to(f"https://{talk.host}{talk.path}", 301)), ideal=V.UNREACHABLE),
)

SITES = (
    deaf("an empty frame at every number", answer(200, FRAME), "/leaflet.asp?id=99"),
    deaf("a leaflet of which only the frame is left", page("Klinikum Musterstadt", "<p>Kontakt Impressum Datenschutz</p>"), "/patienten/ruecken.html"),
    deaf("a file at whose address stands the start page", lambda talk: talk.send(HOME), "/files/leaflet.pdf"),
    everywhere("a default page of a distribution", V.SOFT_404, page("Apache2 Ubuntu Default Page: It works", "<p>This is the default welcome page used to test the correct operation of the Apache2 server after installation on Ubuntu systems.</p>")),
    everywhere("a default page of Windows", V.SOFT_404, answer(200, "<html><head><title>IIS Windows Server</title></head><body><a href='http://go.microsoft.com/fwlink/?linkid=66138'><img src=iisstart.png alt=IIS></a></body></html>")),
    everywhere("a panel's default page", V.SOFT_404, page("Domain Default page", "<p>If you are seeing this message, the website for old-praxis.test is not available at this time. Plesk.</p>")),
    everywhere("a new presence in German", V.PARKED, page("Hier entsteht eine neue Internetpräsenz", "<p>Diese Domain wurde bei uns registriert.</p>")),
    everywhere("for sale in German, with its owner", V.PARKED, page("praxis-muster.test", "<p>Diese Domain steht zum Verkauf. Der Inhaber bietet diese Domain zum Kauf an.</p>")),
    everywhere("for sale in French", V.PARKED, page("Ce nom de domaine est à vendre", "<p>Achetez ce nom de domaine.</p>")),
    everywhere("for sale in Italian", V.PARKED, page("Questo dominio è in vendita", "<p>Acquista questo dominio.</p>")),
    everywhere("an account that was closed in Spanish", V.SOFT_404, page("Cuenta suspendida", "<p>Esta cuenta ha sido suspendida. Contacte con su proveedor de hosting.</p>")),
    house("a leaflet that became a shop of pills", weekly(PAGE, page("Buy Viagra online without prescription", "<p>Cheap viagra, cialis and levitra online pharmacy. No prescription needed. Order now.</p>"), page("Buy Viagra online without prescription", "<p>Cheap viagra, cialis and levitra online pharmacy. No prescription needed. Order now.</p>")), ideal=V.PARKED),
    house("a service for programs without the record", answer(200, '{"status":"error","code":404,"message":"Record not found"}', "application/json"), "/api/leaflets/99", V.SOFT_404),
    house("a service for programs that says it in its status", answer(404, '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}', "application/fhir+json"), "/fhir/Library/99", V.GONE),
    house("a server that trips over its page", page("Server Error in '/' Application.", "<p>Runtime Error. An application error occurred on the server.</p>", status=500), "/leaflet.aspx", V.UNREACHABLE),
    house("moved, in words and a link", page("We have moved", "<p>This page has moved. Please update your bookmarks: <a href=http://new.test/leaflets/back-pain>new.test/leaflets/back-pain</a></p>"), ideal=V.MOVED),
    house("a memento that nobody kept", page("Wayback Machine", "<p>Hrm. The Wayback Machine has not archived that URL.</p>", status=404), "/web/2012/http://x.test/", V.GONE),
    house("a picture that is a page of sorrow", page("Not found", "<p>Image not found</p>"), "/img/spine.jpg", V.SOFT_404),
    house("410 in the reader's language", page("Diese Seite gibt es nicht mehr", "<p>Vielleicht hilft die Suche.</p>", status=410), ideal=V.GONE),
    Case(why="a host that went with its ward", ideal=V.UNREACHABLE, href="http://ward-that-closed.test/leaflet"),
)
# fmt: on

CASES = (*REGRET, *PLACES, *CLOUDS, *REDIRECTS, *SITES)
