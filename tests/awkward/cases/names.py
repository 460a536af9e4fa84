"""Names, certificates and spellings: what goes wrong before the first word is said."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

import socket

from archive.records import LinkVerdict as V
from tests.awkward.answers import article, page, to
from tests.awkward.case import Case, at
from tests.awkward.server import Site

PAGE = article()

DNS: dict[str, int | str] = {
    "no-such-name.test": socket.EAI_NONAME,
    "no-address.test": getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
    "servfail.test": socket.EAI_AGAIN,
    "broken-resolver.test": socket.EAI_FAIL,
    "intranet.test": "10.1.2.3",
    "both-ways.test": "::ffff:169.254.169.254",
}
"""What a resolver says of names that nobody plays: an error, or an address."""


def dns(why: str, ideal: V, host: str) -> Case:
    return Case(why=why, ideal=ideal, href=f"http://{host}/leaflet")


def tls(why: str, ideal: V, certificate: str) -> Case:
    return at(why, ideal, PAGE, scheme="https", certificate=certificate)


def spelled(why: str, ideal: V, href: str, host: str = "", path: str = "/") -> Case:
    sites = {host: Site(paths={path: PAGE})} if host else {}
    return Case(why=why, ideal=ideal, href=href, sites=sites)


CASES = (
    dns("a name that does not exist", V.UNREACHABLE, "no-such-name.test"),
    dns("a name without an address", V.UNREACHABLE, "no-address.test"),
    dns("a name server out of order", V.UNKNOWN, "servfail.test"),
    dns("a name server that fails for good", V.UNKNOWN, "broken-resolver.test"),
    dns("a name of a private address", V.UNSAFE, "intranet.test"),
    dns("a name of the metadata service", V.UNSAFE, "both-ways.test"),
    tls("a good certificate", V.OK, "good"),
    tls("a certificate that has expired", V.UNKNOWN, "expired"),
    tls("a certificate of another host", V.UNKNOWN, "wrong_host"),
    tls("a certificate signed by itself", V.UNKNOWN, "self_signed"),
    tls("a certificate of an unknown authority", V.UNKNOWN, "untrusted"),
    tls("a certificate that expired yesterday", V.UNKNOWN, "expired_yesterday"),
    tls("a certificate that is not valid yet", V.UNKNOWN, "not_yet"),
    tls("a certificate without the one between", V.UNKNOWN, "incomplete"),
    at("a redirect to a certificate that has expired", V.UNKNOWN, lambda talk: talk.send(PAGE if talk.scheme == "https" else to(f"https://{talk.host}{talk.path}", 301)), certificate="expired"),
    at("a server that speaks a newer protocol only", V.UNKNOWN, b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x80\0\4\0\1\0\0\0\5\0\xff\xff\xff"),
    at("a version that is not supported", V.UNKNOWN, page("505", status=505)),
    at("an upgrade that is required", V.UNKNOWN, page("426", status=426, Upgrade="h2c")),
    at("a name that comes and goes", V.OK, PAGE, nameless=(0, 2)),
    at("a name that went two weeks ago", V.OK, PAGE, nameless=(1, 2)),
    tls("a protocol of long ago", V.UNKNOWN, "old_protocol"),
    tls("no security where there should be", V.UNKNOWN, "plain_http"),
    tls("cut off while hands are shaken", V.BLOCKED, "hangs_up"),
    spelled("an international name", V.OK, "http://rücken.test/", "xn--rcken-kva.test"),
    spelled("an international name in ASCII", V.OK, "http://xn--rckn-0ra.test/", "xn--rckn-0ra.test"),
    spelled("spaces in the path", V.OK, "http://spaces.test/my leaflet.htm", "spaces.test", "/my%20leaflet.htm"),
    spelled("spaces around the address", V.OK, "  http://blanks.test/x  ", "blanks.test", "/x"),
    spelled("a line break in the address", V.OK, "http://line-break.test/my\nleaflet", "line-break.test", "/myleaflet"),
    spelled("letters beyond ASCII in the path", V.OK, "http://beyond.test/Rückenschmerz", "beyond.test", "/R%C3%BCckenschmerz"),
    spelled("percent-encoded letters", V.OK, "http://encoded.test/R%C3%BCcken", "encoded.test", "/R%C3%BCcken"),
    spelled("a percent sign that encodes nothing", V.OK, "http://percent.test/100%", "percent.test", "/100%"),
    spelled("a pipe and brackets in the query", V.OK, "http://brackets.test/x?a[]=1|2", "brackets.test", "/x?a[]=1|2"),
    spelled("a name in capitals", V.OK, "HTTP://CAPITALS.TEST/Leaflet", "capitals.test", "/Leaflet"),
    spelled("a name with a final dot", V.OK, "http://dotted.test./x", "dotted.test", "/x"),
    spelled("a name with an underscore", V.OK, "http://my_clinic.test/x", "my_clinic.test", "/x"),
    spelled("backslashes", V.OK, "http:\\\\backslashes.test\\x", "backslashes.test", "/x"),
    spelled("dots in the path", V.OK, "http://dots.test/a/../b/./c", "dots.test", "/b/c"),
    spelled("a port", V.OK, "http://ported.test:8080/x", "ported.test", "/x"),
    spelled("the usual port", V.OK, "http://usual.test:80/x", "usual.test", "/x"),
    spelled("a long address", V.OK, "http://long.test/" + "x" * 2_000, "long.test", "/" + "x" * 2_000),
    spelled("an address of nine thousand letters", V.INVALID, "http://very-long.test/" + "x" * 9_000),
    spelled("a port of mail", V.UNSAFE, "http://mail.test:25/"),
    spelled("a user and a password", V.UNSAFE, "http://me:secret@user.test/", "user.test"),
    spelled("a private address", V.INVALID, "http://192.168.1.1/"),
    spelled("a private address as a number", V.INVALID, "http://167772161/"),
    spelled("the metadata service", V.INVALID, "http://169.254.169.254/latest/meta-data/"),
    spelled("loopback of the newer kind", V.INVALID, "http://[::1]/"),
    spelled("mail", V.EXCLUDED, "mailto:clinic@example.org"),
    spelled("a telephone", V.EXCLUDED, "tel:+41441234567"),
    spelled("a file server", V.EXCLUDED, "ftp://files.test/leaflet.pdf"),
    spelled("no name", V.INVALID, "http://"),
    spelled("a bracket that never closes", V.INVALID, "http://[broken/x"),
    spelled("a port that is none", V.INVALID, "http://port.test:99999/"),
)  # fmt: skip
