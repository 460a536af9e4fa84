"""Lines, encodings, refreshes, secured names, hosts and weeks that are odd, and what hosting firms show."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import gzip
import zlib

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, weekly, with_cookie
from tests.awkward.case import Case, at
from tests.awkward.cases.bodies import LENGTH, SORRY, TEXT, said
from tests.awkward.cases.doorways import refresh
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.names import tls
from tests.awkward.cases.pages import CASINO
from tests.awkward.cases.redirects import HERE, HOME, PAGE, paths_of
from tests.awkward.cases.statuses import once
from tests.awkward.server import Site

CLOSE = "Content-Type: text/html\r\nConnection: close\r\n"
GONE = page("Not here", status=404)
SLOW = page("Slow down", status=429)
SOFT = page("Page not found", "<p>Sorry.</p>")
SALE = page("old-clinic.test", "<p>This domain is for sale. Buy this domain.</p>")


def packed(coding: str, body: bytes) -> bytes:
    return said(f"{CLOSE}Content-Encoding: {coding}\r\n", body)


def written(charset: str, title: str, declared: str = "") -> bytes:
    """A page of sorrow in an old encoding, said in the header or (``declared``) in the page."""
    source = html(title, f"<h1>{title}</h1>", declared).encode(charset)
    return answer(200, source, "text/html" if declared else f"text/html; charset={charset}")


def to_and_fro(talk: Talk) -> None:
    """To https for those who come by http, and back."""
    other = "https" if talk.scheme == "http" else "http"
    talk.send(to(f"{other}://{talk.host}{talk.path}", 301))


def refreshes(talk: Talk) -> None:
    """A page for those who come back with the cookie, after a refresh of the page itself."""
    with_cookie(
        "seen=1", PAGE, refresh(HERE).replace(b"\r\n", b"\r\nSet-Cookie: seen=1; Path=/\r\n", 1)
    )(talk)


TEXT_BYTES = TEXT.encode()
LINES = (
    at("an answer of the first protocol of all", V.UNKNOWN, TEXT_BYTES),
    at("HTTP 1.0 that keeps the line", V.OK, f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nConnection: keep-alive\r\nContent-Length: {LENGTH}\r\n\r\n".encode() + TEXT_BYTES),
    at("a status without words", V.OK, f"HTTP/1.1 200\r\n{CLOSE}\r\n".encode() + TEXT_BYTES),
    at("line feeds alone", V.OK, b"HTTP/1.1 200 OK\nContent-Type: text/html\nConnection: close\n\n" + TEXT_BYTES),
    at("a folded header", V.OK, said(f"X-Long: one\r\n two\r\n{CLOSE}")),
    at("a header without a colon", V.OK, said(f"This is no header\r\n{CLOSE}")),
    at("a length said twice", V.OK, said(f"{CLOSE}Content-Length: {LENGTH}\r\nContent-Length: {LENGTH}\r\n")),
    at("two lengths", V.UNKNOWN, said(f"{CLOSE}Content-Length: 5\r\nContent-Length: {LENGTH}\r\n")),
    at("chunks with words and a trailer", V.OK, said("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n", f"{LENGTH:X};name=value\r\n{TEXT}\r\n0\r\nX-Sum: 1\r\n\r\n")),
    at("continue before the answer", V.OK, b"HTTP/1.1 100 Continue\r\n\r\n" + PAGE),
    at("hints and processing before the answer", V.OK, b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + PAGE),
    at("a blank line before the answer", V.OK, b"\r\n" + PAGE),
    at("a part of a page that nobody asked for", V.OK, article(status=206, Content_Range="bytes 0-900/901")),
    at("a coding that is a charset", V.OK, packed("utf-8", TEXT_BYTES)),
    at("a coding called none", V.OK, packed("none", TEXT_BYTES)),
    at("a coding called identity", V.OK, packed("identity", TEXT_BYTES)),
    at("gzip by its old name", V.OK, packed("x-gzip", gzip.compress(TEXT_BYTES))),
    at("gzip twice", V.OK, packed("gzip, gzip", gzip.compress(gzip.compress(TEXT_BYTES)))),
    at("gzip with something behind it", V.OK, packed("gzip", gzip.compress(TEXT_BYTES) + b"\0" * 20)),
    at("deflate without a head", V.OK, packed("deflate", zlib.compress(TEXT_BYTES)[2:-4])),
    at("gzip by its old name of a page that says 404", V.SOFT_404, packed("x-gzip", gzip.compress(SORRY.encode())), any=packed("x-gzip", gzip.compress(SORRY.encode()))),
    at("404 and nothing in gzip", V.GONE, b"HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    at("404 and gzip that is none", V.GONE, b"HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + SORRY.encode()),
    at("not found in Cyrillic windows", V.SOFT_404, written("windows-1251", "Страница не найдена"), "/a?id=7", any=GONE),
    at("not found in Cyrillic windows by its meta", V.SOFT_404, written("windows-1251", "Страница не найдена", "<meta charset=windows-1251>"), "/a?id=7", any=GONE),
    at("not found in Japanese of old", V.SOFT_404, written("shift_jis", "ページが見つかりません"), "/a?id=7", any=GONE),
    at("not found in Chinese of old", V.SOFT_404, written("gbk", "页面不存在"), "/a?id=7", any=GONE),
    at("not found in Korean of old", V.SOFT_404, written("euc-kr", "페이지를 찾을 수 없습니다"), "/a?id=7", any=GONE),
    at("not found in UTF-16", V.SOFT_404, answer(200, html("Page not found", "<h1>Page not found</h1>").encode("utf-16"), "text/html"), "/a?id=7", any=GONE),
    at("a charset that nobody knows", V.OK, answer(200, TEXT_BYTES, "text/html; charset=utf8mb4")),
    at("two charsets", V.OK, answer(200, TEXT_BYTES, "text/html; charset=iso-8859-1, utf-8")),
)  # fmt: skip

ONWARD = (
    at("a refresh to a refresh", V.OK, refresh("/1"), any=paths_of({"/1": refresh("/2"), "/2": PAGE})),
    at("a refresh and then a redirect", V.OK, refresh("/1"), any=paths_of({"/1": to("/2", 301), "/2": PAGE})),
    at("a refresh in a circle", V.UNREACHABLE, refresh("/1"), any=paths_of({"/1": refresh(HERE)})),
    at("a refresh to a login", V.BLOCKED, refresh("/login?next=x"), any=paths_of({"/login?next=x": page("Sign in", "<form><input type=password name=p></form>")})),
    at("a refresh without its word", V.OK, answer(200, html("One moment", "", '<meta http-equiv="refresh" content="0;/new">')), any=paths_of({"/new": PAGE})),
    at("a refresh in capitals and quotes", V.OK, answer(200, html("One moment", "", "<META HTTP-EQUIV=\"Refresh\" CONTENT=\"0; URL='/new'\">")), any=paths_of({"/new": PAGE})),
    at("a refresh home after half an hour", V.OK, answer(200, html("Living with back pain", prose("long"), '<meta http-equiv="refresh" content="1800; url=/">')), any=paths_of({"/": HOME})),
    at("a refresh home after five seconds", V.SOFT_404, refresh("/", "<p>We have a new website.</p>", 5), any=paths_of({"/": HOME})),
    at("a refresh of the page itself with a cookie", V.OK, refreshes, any=GONE),
    at("a set of frames", V.OK, answer(200, "<html><head><title>Back pain</title></head><frameset cols='20%,80%'><frame src=menu.htm><frame src=main.htm><noframes>Your browser does not show frames.</noframes></frameset></html>"), any=GONE),
    at("a page in a frame", V.OK, answer(200, html("Exercises", "<iframe src=https://player.test/7></iframe>")), any=GONE),
    at("a PDF in an object", V.OK, answer(200, "<html><body><object data=/leaflet.pdf type=application/pdf></object></body></html>"), any=GONE),
    at("a body that sends on when it is loaded", V.UNKNOWN, answer(200, "<html><body onload=\"window.location='/new'\"></body></html>"), any=GONE),
    at("to https and back again", V.UNREACHABLE, to_and_fro),
    at("from https to http", V.OK, lambda talk: talk.send(PAGE if talk.scheme == "http" else to(f"http://{talk.host}{talk.path}", 301)), scheme="https"),
    at("a redirect with a blank behind it", V.OK, to("/new \t"), any=paths_of({"/new": PAGE})),
    Case(why="www before a name that has none", ideal=V.UNREACHABLE, href="http://www.has-no-www.test/leaflet", sites={"has-no-www.test": Site(paths={"*": PAGE})}),
    tls("a name that the server does not serve", V.UNKNOWN, "no_such_name"),
    tls("nothing in common to be secure with", V.UNKNOWN, "nothing_in_common"),
    tls("a server that breaks inside its handshake", V.UNKNOWN, "internal_error"),
)  # fmt: skip

WEEKS = (
    at("421 once and then the page", V.OK, once(page("Misdirected", status=421), PAGE)),
    at("425 once and then the page", V.OK, once(page("Too early", status=425), PAGE)),
    at("408 once and then the page", V.OK, once(page("Timeout", status=408), PAGE)),
    at("503 with Retry-After 0 once and then the page", V.OK, once(page("Busy", status=503, Retry_After="0"), PAGE)),
    *(at(f"429 with Retry-After {odd}", V.BLOCKED, SLOW.replace(b"\r\n", f"\r\nRetry-After: {odd}\r\n".encode(), 1)) for odd in ("-1", "0.0", "99999999999", "0, 0", "Fri, 31 Dec 1999 23:59:59 GMT")),
    at("well between two faults", V.OK, weekly(page("x", status=500), PAGE, page("x", status=500))),
    at("a fault and then 404 and then no name", V.UNREACHABLE, weekly(page("x", status=500), GONE), nameless=(2,)),
    at("404 with 200 and then with 404", V.SOFT_404, weekly(SOFT, GONE, SOFT), any=GONE),
    at("404 with 200 for a week", V.OK, weekly(PAGE, SOFT, PAGE), any=GONE),
    at("a clinic that was a casino for a week", V.OK, weekly(PAGE, CASINO, PAGE)),
    at("a domain that lapsed and was renewed", V.OK, weekly(PAGE, SALE, PAGE)),
    at("a wall after two weeks of 404", V.BLOCKED, weekly(GONE, GONE, page("No", status=403))),
    at("maintenance after two weeks of 404", V.UNKNOWN, weekly(GONE, GONE, page("Site maintenance", "<p>Soon.</p>", status=503))),
    at("a login for a week", V.OK, weekly(PAGE, page("No", status=401), PAGE)),
)  # fmt: skip

SOLD = {
    "Czech": "<p>Tato doména je na prodej.</p>",
    "Hungarian": "<p>Ez a domain eladó!</p>",
    "Romanian": "<p>Acest domeniu este de vânzare.</p>",
    "Greek": "<p>Αυτό το domain πωλείται.</p>",
    "Finnish": "<p>Tämä verkkotunnus on myynnissä.</p>",
    "Ukrainian": "<p>Цей домен продається.</p>",
    "Vietnamese": "<p>Tên miền này đang được rao bán.</p>",
    "Indonesian": "<p>Domain ini dijual.</p>",
    "Arabic": "<p>هذا النطاق معروض للبيع.</p>",
    "Persian": "<p>این دامنه به فروش می‌رسد.</p>",
    "Thai": "<p>โดเมนนี้ประกาศขาย</p>",
    "traditional Chinese": "<p>此網域名稱出售中</p>",
}
HOLDING = {
    "a registrar in French": "<p>Félicitations ! Votre domaine a bien été créé chez OVHcloud !</p>",
    "a registrar in Swedish": "<p>This domain has been purchased and parked by a customer of Loopia.</p>",
    "a registrar in Norwegian": "<p>old-clinic.test er registrert og parkert hos Domeneshop.</p>",
    "a registrar of names for little": "<p>This domain was recently registered at Namecheap. Please check back later!</p>",
    "a registrar of a customer": "<p>This domain has just been registered for one of our customers!</p>",
    "a registrar in Polish": "<p>Ta domena jest zaparkowana.</p>",
}
DEFAULTS = {
    "OpenResty": "Welcome to OpenResty!",
    "CentOS": "Apache HTTP Server Test Page powered by CentOS",
    "Rocky": "HTTP Server Test Page powered by: Rocky Linux",
    "Red Hat": "Test Page for the HTTP Server on Red Hat Enterprise Linux",
    "a panel": "Apache is functioning normally",
    "Fedora": "Test Page for the Apache HTTP Server on Fedora",
}

HOSTS = (
    *(everywhere(f"sold in {language}", V.PARKED, page("old-clinic.test", text)) for language, text in SOLD.items()),
    *(everywhere(why, V.PARKED, page("old-clinic.test", text)) for why, text in HOLDING.items()),
    *(at(f"the start page of {maker}", V.SOFT_404, page(title, "<p>This page is used to test the proper operation of the server after it has been installed.</p>"), "/") for maker, title in DEFAULTS.items()),
    everywhere("a website whose time has run out", V.SOFT_404, page("Website Expired", "<p>This account has expired. If you are the site owner, click below to login.</p>")),
    everywhere("a shop that closed", V.UNKNOWN, page("Sorry, this shop is currently unavailable.", "<p>Are you the owner? Log in.</p>")),
    everywhere("a launch that is soon", V.UNKNOWN, page("Launching Soon", "<p>Our website is being built.</p>")),
    everywhere("a bucket that is elsewhere", V.UNKNOWN, answer(301, "<?xml version='1.0'?><Error><Code>PermanentRedirect</Code></Error>", "application/xml"), "/leaflet.pdf"),
    everywhere("a bucket that is not there", V.GONE, answer(404, "<?xml version='1.0'?><Error><Code>NoSuchBucket</Code></Error>", "application/xml"), "/leaflet.pdf"),
    everywhere("a store of a cloud that is closed", V.UNKNOWN, answer(409, "<?xml version='1.0'?><Error><Code>PublicAccessNotPermitted</Code></Error>", "application/xml"), "/leaflet.pdf"),
    everywhere("a site that a cloud does not know", V.GONE, page("Microsoft Azure Web App - Error 404", "<p>404 Web Site not found.</p>", status=404), "/"),
    everywhere("a site that a host of code does not know", V.GONE, page("Site not found · GitHub Pages", "<p>There isn't a GitHub Pages site here.</p>", status=404), "/"),
    everywhere("a delivery network that could not satisfy", V.BLOCKED, page("ERROR: The request could not be satisfied", "<p>Request blocked.</p>", status=403)),
    everywhere("a delivery network without an origin", V.UNREACHABLE, page("Origin DNS error", "<p>Error 1016</p>", status=530)),
    everywhere("a delivery network whose origin is not secure", V.UNREACHABLE, page("Invalid SSL certificate", "<p>Error 526</p>", status=526)),
    everywhere("a cache that meditates", V.UNKNOWN, page("503 Backend fetch failed", "<p>Guru Meditation</p>", status=503)),
)  # fmt: skip

CASES = (*LINES, *ONWARD, *WEEKS, *HOSTS)
