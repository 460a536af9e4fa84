"""What a server says of itself and not of the address: limits, sessions, closed for now; and a 404
that readers never see."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import gzip

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, with_cookie
from tests.awkward.case import Case, at
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.platforms import GONE, below
from tests.awkward.cases.redirects import HERE, PAGE, paths_of
from tests.awkward.server import Manner

HOME = page("Example Hospital", prose("the start page of a hospital", 300))
SCRIPTED = "<!doctype html><html><head><title>Spine Atlas</title><script defer src=/main.js></script></head><body><div id=root></div></body></html>"
SENT_BY_SCRIPT = "<!doctype html><html><head><title>Single Page Apps</title><script>var pathSegmentsToKeep=0;var l=window.location;l.replace(l.protocol+'//'+l.hostname+'/?/'+l.pathname.slice(1))</script></head><body></body></html>"
NO_PAGE = "<div id=__next><h1>404</h1><h2>This page could not be found.</h2></div><script id=__NEXT_DATA__>{}</script>"


def scripted(other: bytes) -> Manner:
    """A site whose start page is a frame for a script, and what it says of any other address."""
    return lambda talk: talk.send(answer(200, SCRIPTED) if talk.path == "/" else other)


def told(why: str, ideal: V, said: str) -> Case:
    """A word of the server at every address but that of the start page."""
    return below(
        f"below the start page: {why}", ideal, page("Example Hospital", f"<p>{said}</p>"), home=HOME
    )


def led(why: str, ideal: V, location: str, said: str) -> Case:
    """All but the start page is sent to one page for now."""
    place = location.partition("?")[0]

    def manner(talk: Talk) -> None:
        shown = HOME if talk.path == "/" else page("Example Hospital", f"<p>{said}</p>")
        is_end = talk.path == "/" or talk.path.partition("?")[0] == place
        talk.send(shown if is_end else to(location))

    return at(f"all but the start page sent to {why}", ideal, manner, any=manner)


UNSEEN = (
    at("a site on a store of files whose error page is its script", V.UNKNOWN, answer(404, SCRIPTED), any=scripted(answer(404, SCRIPTED))),
    at("a site on a host of code whose 404 sends on by script", V.UNKNOWN, answer(404, SENT_BY_SCRIPT), any=scripted(answer(404, SENT_BY_SCRIPT))),
    at("a 404 that a script leads to the new address", V.UNKNOWN, answer(404, "<html><head><title>Redirecting</title><script>location.replace('/new/back-pain')</script></head><body></body></html>"), any=GONE),
    at("a 404 whose refresh leads to the new address", V.OK, answer(404, html("Moved", "<p>Moved.</p>", '<meta http-equiv=refresh content="0;url=/new/back-pain">')), any=paths_of({"/new/back-pain": PAGE})),
    everywhere("a 404 that waits for its script", V.UNKNOWN, answer(404, "<html><head><title>Klinik</title></head><body><div id=root>Loading...</div><script src=/a.js></script></body></html>")),
    everywhere("a real 404 of a site with scripts", V.GONE, page("Not found", "<p>We could not find it.</p><script src=/m.js></script>", status=404)),
    everywhere("a real 404 drawn by a framework", V.GONE, answer(404, html("404", NO_PAGE))),
)  # fmt: skip

PASSING = (
    told("too many requests and sorry", V.BLOCKED, "Sorry, we have received too many requests from your network. Please try again in a few minutes."),
    told("a limit of requests and oops", V.BLOCKED, "Oops! You have exceeded the limit of requests. Try again later."),
    told("a session that is over", V.UNKNOWN, "Sorry, your session has expired. Please return to the portal and start again."),
    told("a session that timed out", V.UNKNOWN, "Your session has timed out. This page is no longer available."),
    told("trouble of a portal", V.UNKNOWN, "Sorry for the inconvenience. The patient portal is being upgraded this weekend and will be back on Monday."),
    told("something went wrong", V.UNKNOWN, "Oops! Something went wrong on our end. Please try again later."),
    told("a request that cannot be processed", V.UNKNOWN, "Sorry, we cannot process your request at this time."),
    told("a service that is unavailable for the moment", V.UNKNOWN, "The requested service is temporarily unavailable. It is our top priority to get it back."),
    told("a database that is down", V.UNKNOWN, "Sorry, the catalogue is not available because of maintenance of our database."),
    told("a country that is not served", V.BLOCKED, "Sorry, this content is not available in your location due to licensing restrictions."),
    told("an age that is asked for", V.BLOCKED, "Sorry, you must be 18 years or older to enter this website. Are you over 18? Yes / No"),
    told("a profession that is asked for", V.BLOCKED, "Sorry, this website is intended for healthcare professionals only. I confirm that I am a healthcare professional."),
    told("a network that is not the hospital's", V.BLOCKED, "Sorry, these pages can be opened from the network of the hospital only."),
    told("a browser without a script", V.UNKNOWN, "We're sorry but this site doesn't work properly without JavaScript enabled. Please enable it to continue."),
    told("too busy", V.UNKNOWN, "Sorry, the server is busy. Please try again shortly."),
    told("too many requests in German", V.BLOCKED, "Leider haben wir zu viele Anfragen von Ihrer Adresse erhalten. Bitte versuchen Sie es später erneut."),
    told("a session that is over in German", V.UNKNOWN, "Ihre Sitzung ist abgelaufen. Die Seite ist nicht mehr verfügbar."),
    told("not available for now in German", V.UNKNOWN, "Dieser Dienst ist vorübergehend nicht verfügbar. Bitte versuchen Sie es später noch einmal."),
    told("not available for now in French", V.UNKNOWN, "Désolé, le service est momentanément indisponible. Veuillez réessayer plus tard."),
    told("not available for now in Spanish", V.UNKNOWN, "Lo sentimos, el servicio no está disponible en este momento. Inténtelo más tarde."),
    told("a queue before vaccination", V.BLOCKED, "Sorry, many people want to visit this page right now. You are in line. Your estimated wait time is 12 minutes."),
    told("a queue of many", V.UNKNOWN, "We're sorry, we are currently experiencing very high demand. Thank you for your patience."),
    told("a request that was not completed", V.UNKNOWN, "Sorry, we are unable to complete your request right now. Our team has been notified."),
    told("a fault with its number", V.UNKNOWN, "Oops! An internal error occurred. Reference number 8812-AB."),
    told("a portal that is closed by night", V.UNKNOWN, "Sorry, the booking portal is closed between 22:00 and 06:00."),
    told("trouble in Italian", V.UNKNOWN, "Spiacenti, si è verificato un errore. Riprova tra qualche minuto."),
    told("trouble in Dutch", V.UNKNOWN, "Helaas, er is iets misgegaan. Probeer het over een paar minuten opnieuw."),
    told("trouble in Polish", V.UNKNOWN, "Przepraszamy, serwis jest chwilowo niedostępny."),
    told("trouble in Portuguese", V.UNKNOWN, "Desculpe, o serviço está indisponível no momento."),
    told("trouble in Swedish", V.UNKNOWN, "Tyvärr, tjänsten är tillfälligt otillgänglig."),
    told("a fault in German", V.UNKNOWN, "Leider ist ein technischer Fehler aufgetreten. Wir arbeiten daran."),
    told("a fault in French", V.UNKNOWN, "Désolé, une erreur technique est survenue. Nos équipes sont prévenues."),
    told("a fault in Spanish", V.UNKNOWN, "Lo sentimos, ha ocurrido un error inesperado."),
    told("a leaflet that could not be found", V.SOFT_404, "Sorry, we could not find the leaflet you asked for."),
    told("a content that was removed", V.SOFT_404, "This content has been removed."),
    told("gone in German", V.SOFT_404, "Die gesuchte Seite gibt es nicht mehr. Vielleicht hilft die Suche."),
    told("gone in French", V.SOFT_404, "La page que vous cherchez n'existe plus."),
    told("not there, whatever comes later", V.SOFT_404, "Sorry, this page does not exist. Please try again later."),
    led("a page about an outage", V.UNKNOWN, "/outage.html", "Sorry, our site is down until Monday because of a power failure."),
    led("an upgrade", V.UNKNOWN, "/upgrade", "Oops, we are moving our servers this weekend. Please come back later."),
    led("a limit", V.BLOCKED, "/sorry/index?continue=x", "Sorry, our systems have detected too many requests. Try again later."),
    led("a notice for abroad", V.BLOCKED, "/abroad", "Sorry, our pages cannot be shown in your country."),
    led("a question of age", V.BLOCKED, "/over18", "Sorry, we have to ask: are you of legal age?"),
    led("a page that says that it is gone", V.SOFT_404, "/oops", "Sorry, the page you asked for does not exist any more."),
    everywhere("503 with Retry-After and a title of maintenance", V.UNKNOWN, page("Maintenance", "<p>Back at noon.</p>", status=503, Retry_After="7200")),
    everywhere("500 that says it is maintenance", V.UNKNOWN, page("Scheduled maintenance", "<p>We are upgrading. Back soon.</p>", status=500)),
    everywhere("404 of a site under maintenance", V.UNKNOWN, page("Site under maintenance", "<p>We are upgrading our website. Please come back later.</p>", status=404)),
    everywhere("502 of a load balancer for three weeks", V.UNREACHABLE, page("502 Bad Gateway", status=502)),
    at("a web archive that is offline", V.UNKNOWN, page("Internet Archive: Temporarily Offline", "<p>Internet Archive services are temporarily offline.</p>", status=503), "/web/2016/http://spine.test/y"),
)  # fmt: skip

CHUNK = html("Back pain", prose("chunk")).encode()
PACKED = gzip.compress(html("Back pain", prose("packed", 3000)).encode())


def line(why: str, ideal: V, said: bytes) -> Case:
    return at(why, ideal, said, any=GONE)


LINES = (
    line("chunked without its end", V.OK, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + f"{len(CHUNK):x}\r\n".encode() + CHUNK + b"\r\n"),
    line("gzip that says nothing of itself", V.UNKNOWN, answer(200, PACKED)),
    line("plain that says gzip", V.UNKNOWN, answer(200, html("Back pain", prose("plain")), Content_Encoding="gzip")),
    line("gzip that breaks in the middle", V.OK, answer(200, PACKED[:6000], Content_Encoding="gzip")),
    line("zstd that nobody asked for", V.UNKNOWN, answer(200, b"\x28\xb5\x2f\xfd" + b"\0" * 100, Content_Encoding="zstd")),
    line("UTF-16 without a mark", V.OK, answer(200, html("Back pain", prose("utf-16")).encode("utf-16-le"), "text/html; charset=utf-16le")),
    line("Latin 1 that says UTF-8", V.OK, answer(200, html("Rückenschmerzen", prose("latin")).encode("latin-1"), "text/html; charset=utf-8")),
    line("Japanese in seven bits", V.OK, answer(200, html("腰痛", f"<p>{'腰痛の運動' * 30}</p>").encode("iso-2022-jp"), "text/html; charset=iso-2022-jp")),
    line("a page of UTF-7", V.OK, answer(200, html("Back pain", prose("utf-7")), "text/html; charset=utf-7")),
    line("two content types", V.OK, answer(200, html("Back pain", prose("types")), "text/html, text/html")),
    line("a type in capitals with blanks", V.OK, answer(200, html("Back pain", prose("capitals")), " TEXT/HTML ;charset=UTF-8")),
    line("a page of one very long line", V.OK, answer(200, html("Back pain", f"<p>{'pain ' * 30_000}</p>"))),
    line("markup without a body", V.OK, answer(200, "<title>Back pain</title><p>" + "word and pain " * 60)),
    line("all text in a field", V.OK, answer(200, html("Back pain letter", f"<textarea>{prose('field')}</textarea>"))),
    line("all text for those without scripts", V.OK, answer(200, html("Back pain letter", f"<noscript>{prose('noscript')}</noscript><img src=x.png alt=x>"))),
    line("a 200 with a Location", V.OK, article(Location="/other")),
    line("a 201 with the page", V.OK, article(status=201)),
    at("a redirect to itself with a fragment", V.UNREACHABLE, to(f"{HERE}#top")),
    at("a cookie that is set twice before it counts", V.OK, with_cookie("b=2", PAGE, to("/one", Set_Cookie="a=1; Path=/")), any=with_cookie("a=1", to(HERE, Set_Cookie="b=2; Path=/"), to("/"))),
    at("a cookie for secured lines over an open one", V.BLOCKED, to(HERE, Set_Cookie="c=1; Path=/; Secure; SameSite=Strict")),
)  # fmt: skip

CASES = (*UNSEEN, *PASSING, *LINES)
